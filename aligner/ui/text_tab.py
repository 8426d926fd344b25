"""The text in columns, with navigation. More rows are drawn as the text is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.formats.html.fragments import Fragments, WrittenCells
from aligner.languages import get
from aligner.project.saved_work import row_reviewed
from aligner.ui import (
    amendment_jump,
    column_choice,
    current_decisions,
    current_findings,
    filter_state,
    navigation,
    overview_ruler,
    page,
    page_pane,
    reader_language,
    row_findings,
    session,
    session_cache,
    view_state,
    word_linkers,
)
from aligner.ui.drawn_text import DrawnText
from aligner.ui.shown_rows import explain_empty, index_of, rows_shown
from aligner.values.catalogue import Words
from aligner.view.decisions import DECISION_SIGNS
from aligner.view.markup import escape, isolated
from aligner.view.page_model import View, ViewRow
from aligner.view.row_filters import masthead_rows
from aligner.view.text_search import Index

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_MOST_CACHED: Final = 1000
"""Largest number of rows whose HTML cells are cached."""


def draw(view: View, toolbar: DeltaGenerator) -> DeltaGenerator | None:
    """Draw the rows that pass the filters, and the tools for them.

    Args:
        view: the view to show.
        toolbar: the line above the rows.

    Returns:
        The container for the page pane, if it is open.
    """
    shown, index = navigation.with_current_row(rows_shown(view), view), index_of(view)
    navigation.remember_shown(shown)
    pane = None
    with toolbar:
        jump = _tools(view, shown)
    if not shown:
        explain_empty(view)
    elif not page_pane.is_open(view):
        _rows(view, shown, index)
    else:
        with st.container(key="beside"):
            text, pane = st.columns([3, 2])
        with text:
            _rows(view, shown, index)
    with jump:  # lastly, since a long text has thousands of amendments to list
        amendment_jump.draw(view)
    return pane


def _rows(view: View, shown: Sequence[ViewRow], index: Index) -> None:
    """Draw the rows around the reader's position, with their notes."""
    say = page.words()
    first, stop = navigation.window(len(shown))
    overview_ruler.draw(view, shown, first)
    query = filter_state.chosen().query
    here = [index.highlighted(row, query) for row in shown[first:stop]]
    fragments = Fragments(
        view,
        say,
        beside=_signs(view, say),
        searched=lambda pieces: index.highlighted_note(pieces, query),
        written=_cached_cells(view, say),
        folded=_folded(view, shown),
    )
    _text(view, here, fragments, earlier=first > 0, further=stop < len(shown))
    notes = fragments.footnotes(here, only_shown=True)
    if notes:
        page.show(f"<h2>{escape(say('report.notes'))}</h2>{notes}")
    _pages(shown)


def _folded(view: View, shown: Sequence[ViewRow]) -> int:
    """Return how many rows are folded: those of the masthead, unless the filters leave out any rows."""
    if len(shown) < len(view.rows):
        return 0
    return session_cache.cached("masthead rows", (view,), lambda: masthead_rows(view))


def _text(view: View, rows: Sequence[ViewRow], fragments: Fragments, *, earlier: bool, further: bool) -> None:
    """Draw the rows: the text as the browser has it, and what has changed since, for the script to put in.

    Args:
        view: the view with the rows.
        rows: the rows to draw.
        fragments: writes them.
        earlier: whether there are rows before them.
        further: whether there are rows after them.
    """
    written = fragments.written(rows)
    sources = (page.words(), earlier, further, *view.columns)
    drawn: DrawnText = session_cache.cached("drawn text", sources, lambda: DrawnText.of(written))
    changes = drawn.changes(written)
    if changes is None:
        drawn, changes = DrawnText.of(written), ""
        session_cache.store("drawn text", sources, drawn)
    edges = f"{' earlier' if earlier else ''}{' further' if further else ''}"
    table = fragments.table_of(drawn.rows)
    page.show(f'<div class="window{edges}" data-text="{drawn.name}">{table}</div>')
    with st.container(key="chosen"):
        page.show(f'<template class="changes" data-text="{drawn.name}">{changes}</template>')
        _chosen(view, rows, fragments)


def _chosen(view: View, rows: Sequence[ViewRow], fragments: Fragments) -> None:
    """Draw the chosen row, with corresponding words and findings marked, for the script to put in its place.

    So the text stays as it is when another row is chosen.
    """
    chosen = [row for row in rows if row.number == view_state.here()]
    for row in word_linkers.marked(view, chosen) if chosen else ():
        row_html = fragments.current_row(rows, row_findings.marked(view, row))
        page.show(f'<template class="chosen">{row_html}</template>')


def _cached_cells(view: View, say: Words) -> dict[int, WrittenCells]:
    """Return the HTML cells of rows drawn before, most of which are drawn again."""
    written: dict[int, WrittenCells] = session_cache.cached("written cells", (say, *view.columns), dict)
    if len(written) > _MOST_CACHED:
        written.clear()
    return written


def _signs(view: View, say: Words) -> Callable[[ViewRow], str]:
    """Return a function that writes the marks under a row's place: confidence, review, decision, findings."""
    decisions = current_decisions.of_rows(view)
    work, found = session.project(), current_findings.rows_with_findings()

    def beside(row: ViewRow) -> str:
        if row.source is None:
            return ""
        signs = []
        title = escape(say("row.score_title"))
        signs += [
            f'<span class="score" title="{title}">{isolated(get(doubt.language).endonym)} '
            f"{page.percent(doubt.score)}</span>"
            for doubt in row.doubts
            if doubt.score is not None
        ]
        if row_reviewed(work, row.source):
            signs.append(_sign("reviewed", say("row.reviewed"), "✓"))
        decided = decisions.get(row.source)
        if decided is not None:
            signs += [
                _sign(name, say.decision(each), DECISION_SIGNS[each.kind] if each.kind else "…")
                for name, each in (("decided", decided.now), ("decided before", decided.before))
                if each is not None
            ]
        if row.source in found:
            signs.append(_sign("found", say("row.has_findings"), "▲"))
        return f'<span class="signs">{" ".join(signs)}</span>' if signs else ""

    return beside


def _sign(name: str, said: str, shown: str) -> str:
    said = escape(said)
    return f'<span class="{name}" role="img" aria-label="{said}" title="{said}">{shown}</span>'


def _tools(view: View, rows: Sequence[ViewRow]) -> DeltaGenerator:
    """Draw the search field, the steps from amendment to amendment, and the switch of the page pane.

    Returns:
        The place for `amendment_jump`.
    """
    say = page.words()
    with st.container(key="search", width="content"):
        st.text_input(
            say("app.search"),
            key=filter_state.QUERY,
            placeholder=say("app.search_hint"),
            label_visibility="collapsed",
            on_change=navigation.turn,
            args=(0,),
        )
    with st.container(key="walk", horizontal=True, gap=None, width="content"):
        _steps(view, rows)
    jump = st.container(key="jump", width="content")
    reader = reader_language.code()
    if column_choice.can_show_both(session.comparison(), reader):
        st.button(
            say("app.both_drafts"),
            help=say("app.both_drafts_help"),
            key="text.both",
            on_click=column_choice.switch_both,
            args=(reader,),
        )
    page_pane.ask(view)
    return jump


def _steps(view: View, rows: Sequence[ViewRow]) -> None:
    """Draw the buttons for the previous and next amendment; for findings if there are no amendments.

    The style sheet shows a sign in place of their names.
    """
    say = page.words()
    amended = any(row.amended for row in view.rows)
    possible = any(row.amended for row in rows) or (not amended and bool(rows))
    for name in ("previous", "next"):
        said = say(f"app.{name}_change" if amended else f"key.{name}_finding")
        st.button(
            said,
            help=said,
            key=f"text.{name}",
            disabled=not possible,
            on_click=navigation.step_change if amended else navigation.step_finding,
            kwargs={"back": name == "previous"},
        )


def _pages(rows: Sequence[ViewRow]) -> None:
    """Draw the range of rows shown, and buttons for the previous and next page, if there are several."""
    say, total = page.words(), len(rows)
    size = navigation.size(total)
    first, stop = navigation.window(total)
    if total <= size:
        return
    back, range_shown, forth = st.columns([1, 3, 1], vertical_alignment="center")
    with range_shown:
        before, here, after = map(_numbered, (rows[:first], rows[first:stop], rows[stop:]))
        until, every = before + here, before + here + after
        counted = escape(say("app.rows", first=min(before + 1, until), last=until, total=every))
        page.show(f'<p class="muted pages">{counted}</p>')
    for place, name, start, is_last in (
        (back, "back", first - size, first == 0),
        (forth, "forth", stop, stop >= total),
    ):
        place.button(
            say(f"app.{name}"),
            key=f"text.{name}",
            disabled=is_last,
            width="stretch",
            on_click=navigation.turn,
            args=(start,),
        )


def _numbered(rows: Sequence[ViewRow]) -> int:
    """Count the rows of the comparison; the old place of a moved paragraph is shown, but is not one."""
    return sum(row.source is not None for row in rows)
