"""The summary tab: counts of changes, a matrix of all paragraphs, and charts of changes and links."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.formats.html.matrix import MANY, matrix
from aligner.formats.html.summary import summary, unsettled
from aligner.ui import (
    change_map_chart,
    charts,
    dot_plot_chart,
    navigation,
    page,
    reader_language,
    session,
    session_cache,
)
from aligner.view.chart_data import change_map, dots
from aligner.view.markup import escape
from aligner.view.page_model import View

MOST: Final = 50
"""Largest number of unsettled amendments that are listed unless the user asks for all."""

_SHOW_ALL: Final = "desk.every_missing"
_MATRIX: Final = "desk.matrix"


def draw(view: View) -> None:
    """Show counts, charts and the matrix; every mark leads to its row in the text."""
    say = page.words()
    reader = reader_language.code()
    fragments = Fragments(view, say, notes=False, reader=reader)
    count = session_cache.cached("overview.unsettled", (view,), lambda: len(unsettled(view)))
    most = None if st.session_state.get(_SHOW_ALL) else MOST
    shown = session_cache.cached(
        f"overview.summary {reader} {most}",
        (view, say),
        lambda: summary(view, say, fragments, listed=False, most=most),
    )
    if shown:
        page.show(shown)
        if count > MOST:
            st.toggle(f"{say('report.missing')}: {say('list.all')} ({count})", key=_SHOW_ALL)
        _map(view)
    _matrix(view, fragments)
    drawn = _dots(view)
    if not shown and not drawn:
        page.show(f"<p>{escape(say('report.missing_unchecked'))}</p>")


def _matrix(view: View, fragments: Fragments) -> None:
    """Draw the matrix, for a long text only on request, since the browser takes seconds to draw it."""
    say = page.words()
    if len(view.rows) > MANY and len(view.columns) > 1 and not st.toggle(say("matrix.title"), key=_MATRIX):
        return
    page.show(
        session_cache.cached(
            "overview.matrix", (view, say), lambda: matrix(view, say, fragments, unfolded=True)
        )
    )


def _map(view: View) -> None:
    say = page.words()
    cells = session_cache.cached("overview.map", (view,), lambda: change_map(view))
    if not any(change_map_chart.group(cell) != "quiet" for cell in cells):
        return
    page.show(f"<h2>{escape(say('chart.map'))}</h2>")
    chart = session_cache.cached(
        f"overview.map {page.scheme()}", (view, say), lambda: change_map_chart.chart(view, cells, say)
    )
    _draw_chart(
        chart,
        "overview.map",
        change_map_chart.description(view, cells, say),
    )


def _dots(view: View) -> bool:
    """Draw the dot plot of two documents and a table of its outliers; return whether there is a pair."""
    say, work = page.words(), session.comparison()
    found = dot_plot_chart.pairs(view, (*work.alignments, *work.revisions))
    if not found:
        return False
    page.show(f"<h2>{escape(say('chart.links'))}</h2><p>{escape(say('chart.links_help'))}</p>")
    pair = dot_plot_chart.choose_pair(found)
    points = session_cache.cached("overview.dots", (view, work, *pair), lambda: dots(work, *pair, view=view))
    names = page.document(pair[0]), page.document(pair[1])
    chart = session_cache.cached(
        f"overview.dots {page.scheme()}",
        (points, say),
        lambda: dot_plot_chart.chart(view, points, names, say),
    )
    _draw_chart(
        chart,
        "overview.dots",
        dot_plot_chart.description(points, names, say),
    )
    with st.expander(say("chart.odd")):
        page.show(dot_plot_chart.outliers(view, points, say))
    return True


def _draw_chart(chart: charts.Spec, key: str, description: str) -> None:
    """Show a chart; a click on a mark goes to its row.

    Args:
        chart: the chart, with `charts.picking` among its parameters.
        key: widget key.
        description: text alternative.
    """

    def picked() -> None:
        chosen: list[dict[str, Any]] = st.session_state[key].selection.get(charts.PICK) or []
        row = chosen[0].get("row") if chosen else None
        if isinstance(row, int | float) and row > 0:
            navigation.go(int(row))

    st.vega_lite_chart(
        chart, key=key, on_select=picked, selection_mode=charts.PICK, alt=description, width="stretch"
    )
