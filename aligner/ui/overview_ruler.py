"""A narrow strip beside the text that shows the places of its changes, its findings and the reader.

A small script (`aligner/data/overview_ruler.js`) draws it from numbers alone; a click goes to the place, or
to a mark that is near.
Changes and findings differ in shape and side, not only in colour.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import streamlit as st

from aligner.ui import current_findings, navigation, page, session_cache
from aligner.ui.script_component import component
from aligner.view.page_model import View, ViewRow

_KEY: Final = "ruler"
_STEPS: Final = 400  # marks nearer to one another than this share of the strip are drawn as one
_NEAR: Final = 0.01  # share of the strip within which a click means the nearest mark


def draw(view: View, shown: Sequence[ViewRow], first: int) -> None:
    """Draw the strip.

    Args:
        view: the view shown.
        shown: the rows that pass the filters, on all pages.
        first: the index, among these, of the first row on the page.
    """
    found = current_findings.rows_with_findings()
    missing = session_cache.cached("rows missing", (view.entries,), lambda: _rows_missing(view))
    marks = session_cache.cached("ruler", (view, shown, found), lambda: _marks(shown, missing, found))

    heights = session_cache.cached(
        "ruler heights",
        (marks,),
        lambda: {name: _heights(places, len(shown)) for name, places in marks.items()},
    )

    def handle() -> None:
        event: Any = (st.session_state.get(_KEY) or {}).get("place")
        if isinstance(event, int | float) and 0 <= event < len(shown):
            navigation.go(shown[_meant(int(event), marks, len(shown))].number)

    counts = {name: len(places) for name, places in marks.items()}
    component("overview_ruler")(
        key=_KEY,
        data={
            "marks": heights,
            "total": len(shown),
            "first": first,
            "name": page.words()("app.ruler", **counts),
            "scheme": page.scheme(),
        },
        on_place_change=handle,
        height=1,
    )


def _rows_missing(view: View) -> frozenset[int]:
    """Return the numbers of the rows with an amendment that some language lacks."""
    return frozenset(entry.row for entry in view.entries if entry.missing)


def _marks(
    shown: Sequence[ViewRow], missing: Container[int], found: Container[int | None]
) -> dict[str, list[int]]:
    """Return the indices of the rows with a mark, by kind of mark."""
    return {
        "missing": [n for n, row in enumerate(shown) if row.number in missing],
        "change": [n for n, row in enumerate(shown) if row.amended and row.number not in missing],
        "finding": [n for n, row in enumerate(shown) if row.source in found],
    }


def _heights(places: Sequence[int], total: int) -> list[float]:
    """Return the heights of marks in per cent of the strip, each once.

    >>> _heights([0, 1, 400, 799], 800)
    [0.0, 50.0, 99.75]
    """
    return sorted({100 * (place * _STEPS // total) / _STEPS for place in places})


def _meant(place: int, marks: Mapping[str, Sequence[int]], total: int) -> int:
    """Return the index of the row that a click means: that of the nearest mark if it is near.

    >>> _meant(52, {"change": [10, 50], "finding": []}, 300), _meant(54, {"change": [10, 50]}, 300)
    (50, 54)
    """
    nearest = min(chain(*marks.values()), key=lambda each: abs(each - place), default=place)
    return nearest if abs(nearest - place) <= max(1, _NEAR * total) else place
