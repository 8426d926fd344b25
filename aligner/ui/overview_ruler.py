"""A narrow strip beside the text that shows where its changes and findings and the reader are.

A small script (`aligner/data/overview_ruler.js`) draws it from numbers alone; a click goes to the place.
Changes and findings differ in shape and side, not only in colour.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any, Final

import streamlit as st

from aligner.ui import current_findings, navigation, page, session_cache
from aligner.ui.script_component import component
from aligner.view.page_model import View, ViewRow

_KEY: Final = "ruler"


def draw(view: View, shown: Sequence[ViewRow], first: int) -> None:
    """Draw the strip.

    Args:
        view: the view shown.
        shown: the rows that pass the filters, on all pages.
        first: the index, among these, of the first row on the page.
    """
    found = current_findings.rows_with_findings()
    marks = session_cache.cached("ruler", (view, shown, found), lambda: _marks(view, shown, found))

    def handle() -> None:
        event: Any = (st.session_state.get(_KEY) or {}).get("place")
        if isinstance(event, int | float) and 0 <= event < len(shown):
            navigation.go(shown[int(event)].number)

    counts = {name: len(places) for name, places in marks.items()}
    component("overview_ruler")(
        key=_KEY,
        data={
            "marks": marks,
            "total": len(shown),
            "first": first,
            "name": page.words()("app.ruler", **counts),
            "scheme": page.scheme(),
        },
        on_place_change=handle,
        height=1,
    )


def _marks(view: View, shown: Sequence[ViewRow], found: Container[int | None]) -> dict[str, list[int]]:
    """Return the indices of the rows with a mark, by kind of mark."""
    missing = {entry.row for entry in view.entries if entry.missing}
    return {
        "missing": [n for n, row in enumerate(shown) if row.number in missing],
        "change": [n for n, row in enumerate(shown) if row.amended and row.number not in missing],
        "finding": [n for n, row in enumerate(shown) if row.source in found],
    }
