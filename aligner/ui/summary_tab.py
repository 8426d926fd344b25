"""The summary tab: the one-page summary, counts of changes, a matrix of all paragraphs, and charts."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import streamlit as st

from aligner.formats import writing
from aligner.formats.html.fragments import Fragments
from aligner.formats.html.matrix import MANY, matrix
from aligner.formats.html.summary import counts
from aligner.ui import charts, current_decisions, navigation, page, project_path, reader_language, session
from aligner.view.chart_data import change_map, dots
from aligner.view.decisions import with_row_decisions
from aligner.view.markup import escape
from aligner.view.page_model import View
from aligner.view.summarise import summary_of

_MATRIX: Final = "desk.matrix"


def draw(view: View) -> None:
    """Show the one-page summary, which can be taken along; then counts, the matrix and charts.

    Every mark leads to its row in the text.
    """
    say = page.words()
    view = session.cached(
        "decided view",
        (view, rows := current_decisions.of_rows(view)),
        lambda: with_row_decisions(view, rows),
    )
    fragments = Fragments(view, say, notes=False, reader=reader_language.code())
    is_revised = any(column.base for column in view.columns)
    if is_revised:
        _one_page(view)
        page.show(session.cached("overview.counts", (view, say), lambda: counts(view, say, fragments)))
        _map(view)
    _matrix(view, fragments)
    drawn = _dots(view)
    if not is_revised and not drawn:
        page.show(f"<p>{escape(say('report.missing_unchecked'))}</p>")


def _one_page(view: View) -> None:
    """Draw the summary as it is written to files, with buttons that take it along."""
    from aligner.formats import one_page

    say, reader = page.words(), reader_language.code()
    day = date.today()
    made = session.cached(f"one page {reader} {day}", (view,), lambda: summary_of(view, reader, day))
    name = project_path.summary_stem(view.title)
    with st.container(key="take", horizontal=True, vertical_alignment="center", gap="small"):
        for extension in (".docx", ".html"):
            st.download_button(
                say(f"format.{extension[1:]}"),
                data=lambda extension=extension: writing.export(made, extension, interface=say.language),
                file_name=f"{name}{extension}",
                key=f"summary.take{extension}",
                icon=":material/download:",
                on_click="ignore",
            )
        st.button(
            say("onepage.copy"), key="summary.copy", icon=":material/content_copy:"
        )  # the script copies
    page.show(f'<div class="one-page">{one_page.body(made, say, lambda number: f"#r{number}")}</div>')


def _matrix(view: View, fragments: Fragments) -> None:
    """Draw the matrix, for a long text only on request, since the browser takes seconds to draw it."""
    say = page.words()
    if len(view.rows) > MANY and len(view.columns) > 1 and not st.toggle(say("matrix.title"), key=_MATRIX):
        return
    page.show(
        session.cached("overview.matrix", (view, say), lambda: matrix(view, say, fragments, unfolded=True))
    )


def _map(view: View) -> None:
    say = page.words()
    cells = session.cached("overview.map", (view,), lambda: change_map(view))
    if not any(charts.group(cell) != "quiet" for cell in cells):
        return
    page.show(f"<h2>{escape(say('chart.map'))}</h2>")
    chart = session.cached(
        f"overview.map {page.scheme()}", (view, say), lambda: charts.change_map(view, cells, say)
    )
    _draw_chart(
        chart,
        "overview.map",
        charts.change_map_description(view, cells, say),
    )


def _dots(view: View) -> bool:
    """Draw the dot plot of two documents and a table of its outliers; return whether there is a pair."""
    say, work = page.words(), session.comparison()
    found = charts.pairs(view, (*work.alignments, *work.revisions))
    if not found:
        return False
    page.show(f"<h2>{escape(say('chart.links'))}</h2><p>{escape(say('chart.links_help'))}</p>")
    pair = charts.choose_pair(found)
    points = session.cached("overview.dots", (view, work, *pair), lambda: dots(work, *pair, view=view))
    names = page.document(pair[0]), page.document(pair[1])
    chart = session.cached(
        f"overview.dots {page.scheme()}",
        (points, say),
        lambda: charts.dot_plot(view, points, names, say),
    )
    _draw_chart(
        chart,
        "overview.dots",
        charts.dot_plot_description(points, names, say),
    )
    with st.expander(say("chart.odd")):
        page.show(charts.outliers(view, points, say))
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
