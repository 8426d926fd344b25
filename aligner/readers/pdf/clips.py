"""Text on a PDF page that is hidden by clipping.

If the glyph of a character at the top of a page extends over the border, browsers write it on the
page before as well, where the clip hides it.
"""

from __future__ import annotations

import ctypes
from typing import Any

Area = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def within(area: Area, x: float, y: float) -> bool:
    """Whether a point is in an area or on its border."""
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


class Clips:
    """Gets the clips of the text objects of a page from pdfium.

    Only objects directly on the page are considered: those inside a form have their own
    coordinates, and text that is not known to be hidden counts as visible.
    """

    def __init__(self, pdfium: Any, page: Any) -> None:
        """Set up for one pypdfium2 page."""
        self._pdfium = pdfium
        self._own = {ctypes.addressof(found.raw.contents) for found in page.get_objects(max_depth=1)}

    def area(self, holder: Any) -> Area | None:
        """Return the part of the page where a text object is visible, or None if nothing limits it."""
        return self._area(holder) if ctypes.addressof(holder.contents) in self._own else None

    def _area(self, holder: Any) -> Area | None:
        """Return the part of the page that all of an object's clip paths leave visible."""
        pdfium = self._pdfium
        clip = pdfium.FPDFPageObj_GetClipPath(holder)
        boxes = []
        for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
            points = self._points(clip, path)
            if points:
                across, up = zip(*points, strict=True)
                boxes.append((min(across), min(up), max(across), max(up)))
        if not boxes:
            return None
        return (
            max(box[0] for box in boxes),
            max(box[1] for box in boxes),
            min(box[2] for box in boxes),
            min(box[3] for box in boxes),
        )

    def _points(self, clip: Any, path: int) -> list[tuple[float, float]]:
        pdfium = self._pdfium
        x, y = ctypes.c_float(), ctypes.c_float()
        points = []
        for number in range(max(pdfium.FPDFClipPath_CountPathSegments(clip, path), 0)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        return points
