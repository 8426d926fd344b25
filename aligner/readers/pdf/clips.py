"""Text on a PDF page that is hidden by clipping.

If a glyph at the top of a page extends beyond the edge, browsers also write it on the preceding
page, where clipping hides it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

from aligner.readers.pdf.glyph import Area
from aligner.readers.pdf.quick_calls import quick


def within(area: Area, x: float, y: float) -> bool:
    """Whether a point is in an area or on its border."""
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


class Clips:
    """Finds out which parts of a page's text objects are visible.

    Only objects directly on the page are examined: those inside a form have their own
    coordinates, and text that is not known to be hidden counts as visible.
    """

    def __init__(self, pdfium: Any, objects: Iterable[int], page: Area) -> None:
        """Set up for the objects directly on a page, and the area of the page."""
        self._pdfium = pdfium
        self._own = frozenset(objects)
        self._page = page
        self._clip_of = quick(pdfium.FPDFPageObj_GetClipPath, ctypes.c_void_p)
        self._count_paths = quick(pdfium.FPDFClipPath_CountPaths)
        self._count_segments = quick(pdfium.FPDFClipPath_CountPathSegments)
        self._segment_of = quick(pdfium.FPDFClipPath_GetPathSegment, ctypes.c_void_p)
        self._point_of = quick(pdfium.FPDFPathSegment_GetPoint)

    def area(self, holder: int) -> Area | None:
        """Return the part of the page where a text object is visible; None if it is the whole page."""
        visible = self._area(holder) if holder in self._own else None
        if visible is None:
            return None
        left, bottom, right, top = self._page
        covers = visible[0] <= left and visible[1] <= bottom and right <= visible[2] and top <= visible[3]
        return None if covers else visible

    def _area(self, holder: int) -> Area | None:
        """Return the area that all of an object's clip paths leave visible; None if it has none."""
        clip = ctypes.c_void_p(self._clip_of(ctypes.c_void_p(holder)))
        boxes = []
        for path in range(max(self._count_paths(clip), 0) if clip else 0):
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

    def _points(self, clip: ctypes.c_void_p, path: int) -> list[tuple[float, float]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        into = ctypes.byref(x), ctypes.byref(y)
        points = []
        for number in range(max(self._count_segments(clip, path), 0)):
            segment = self._segment_of(clip, path, number)
            if segment and self._point_of(ctypes.c_void_p(segment), *into):
                points.append((x.value, y.value))
        return points
