"""What the charts of the summary tab share: colours, the selection of a mark, the names of rows.

`aligner.view.chart_data` computes the data; `change_map_chart` and `dot_plot_chart` draw it and
add a text alternative for readers who cannot see the chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import altair as alt
import streamlit as st

from aligner.view.markup import plain
from aligner.view.page_model import View

COLOURS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "inserted": ("#1a7a3c", "#4cc474"),
        "deleted": ("#b3261e", "#ff8f86"),
        "edited": ("#0b57a4", "#6cb0ff"),
        "moved": ("#7a35b0", "#cf9ffb"),
        "missing": ("#a34c00", "#ffb254"),
        "quiet": ("#c3cad4", "#4a535f"),
        "surest": ("#0b57a4", "#8cc2ff"),
        "unsure": ("#c25700", "#ff9d3d"),
    }
)
"""Colour by meaning, for the light and the dark theme; a test checks contrast with the background."""

PICK: Final = "pick"
"""Name of the selection of a mark."""

Spec = dict[str, Any]
"""A Vega-Lite specification with its data."""


def colour(name: str) -> str:
    """Return the colour for a meaning in the current theme."""
    dark = getattr(st.context.theme, "type", None) == "dark"
    return COLOURS[name][dark]


def empty_chart() -> Any:
    """Create a chart without data; loosely typed, since Altair's methods are untyped."""
    data: Any = alt.Data
    return alt.Chart(data(values=[]))


def with_records(chart: alt.Chart, records: Sequence[Mapping[str, object]]) -> Spec:
    """Return a chart's specification with data; adding it here avoids a second of Altair's validation."""
    return {**chart.to_dict(), "data": {"values": records}}


def picking() -> alt.Parameter:
    """Return a selection of a single mark by its row."""
    return alt.selection_point(name=PICK, fields=["row"], on="click", clear="dblclick")


def counting() -> alt.Axis:
    """Return an axis of whole numbers."""
    return alt.Axis(format="d", tickMinStep=1, grid=False)


def place_of(view: View, number: int | None) -> str:
    """Return what a row is called, or its number; empty if there is no such row."""
    if number is None or not 0 < number <= len(view.rows):
        return ""
    row = view.rows[number - 1]
    return plain(row.place or row.old_place) or str(number)
