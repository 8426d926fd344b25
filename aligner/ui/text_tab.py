"""The text in columns, with navigation. More rows are drawn as it is scrolled; a strip shows all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aligner.formats.html.fragments import Fragments, WrittenRow
from aligner.languages import get
from aligner.project.saved_work import row_reviewed
from aligner.ui import column_choice, page, page_view, row_findings, text_pane
from aligner.ui.shown_rows import explain_empty, index_of, rows_shown
from aligner.ui.state import current_findings, current_view, navigation, session, view_state
from aligner.values.catalogue import Words
from aligner.view.decisions import DECISION_SIGNS
from aligner.view.markup import escape, isolated
from aligner.view.page_model import View, ViewRow
from aligner.view.row_filters import masthead_rows
from aligner.view.text_search import Index


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
    elif not page_view.pane_is_open(view):
        _rows(view, shown, index)
    else:
        with st.container(key="beside"):
            text, pane = st.columns([3, 2])
        with text:
            _rows(view, shown, index)
    with jump:  # lastly, since a long text has thousands of amendments to list
        navigation.draw_list(view)
    return pane


def _rows(view: View, shown: Sequence[ViewRow], index: Index) -> None:
    """Draw the rows around the reader's position, with their notes."""
    say = page.words()
    first, stop = navigation.window(len(shown))
    draw_ruler(view, shown, first)
    query = view_state.chosen_filter().query
    here = [index.highlighted(row, query) for row in shown[first:stop]]
    is_filtered = len(shown) < len(view.rows)
    fragments = Fragments(
        view,
        say,
        beside=_signs(view, say),
        searched=lambda pieces: index.highlighted_note(pieces, query),
        folded=0 if is_filtered else session.cached("masthead rows", (view,), lambda: masthead_rows(view)),
    )
    _text(view, here, fragments, earlier=first > 0, further=stop < len(shown))
    notes = fragments.footnotes(here, only_shown=True)
    if notes:
        page.show(f"<h2>{escape(say('report.notes'))}</h2>{notes}")
    _pages(shown)


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
    sources = (page.words(), earlier, further)
    drawn: DrawnText = session.cached("drawn text", sources, lambda: DrawnText.of(written))
    changes = drawn.changes(written)
    if changes is None:
        drawn, changes = DrawnText.of(written), ""
        session.cache_result("drawn text", sources, drawn)
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
    for row in text_pane.with_word_marks(view, chosen) if chosen else ():
        row_html = fragments.current_row(rows, row_findings.marked(view, row))
        page.show(f'<template class="chosen">{row_html}</template>')


def _signs(view: View, say: Words) -> Callable[[ViewRow], str]:
    """Return a function that writes the marks under a row's place: confidence, review, decision, findings."""
    decisions = current_view.decisions_of_rows(view) if session.project().decided else {}
    work, found = session.project(), current_findings.rows_with_findings()

    def beside(row: ViewRow) -> str:
        if row.source is None:
            return ""
        title = escape(say("row.score_title"))
        signs = [
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
                _sign(name, say.decision(decision), DECISION_SIGNS[decision.kind] if decision.kind else "…")
                for name, decision in (("decided", decided.now), ("decided before", decided.before))
                if decision is not None
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
        The place for the list of amendments.
    """
    say = page.words()
    with st.container(key="search", width="content"):
        st.text_input(
            say("app.search"),
            key=view_state.QUERY,
            placeholder=say("app.search_hint"),
            label_visibility="collapsed",
            on_change=navigation.turn,
        )
    with st.container(key="walk", horizontal=True, gap=None, width="content"):
        _steps(view, rows)
    jump = st.container(key="jump", width="content")
    reader = page.reader()
    if column_choice.can_show_both(session.comparison(), reader):
        page.button(
            "app.both_drafts",
            column_choice.switch_both,
            reader,
            key="text.both",
            help=say("app.both_drafts_help"),
        )
    page_view.ask_for_pane(view)
    return jump


def _steps(view: View, rows: Sequence[ViewRow]) -> None:
    """Draw the buttons for the previous and next amendment; for findings if there are no amendments.

    The style sheet shows a sign in place of their names.
    """
    amended = any(row.amended for row in view.rows)
    possible = any(row.amended for row in rows) or (not amended and bool(rows))
    for name in ("previous", "next"):
        said = page.say(f"app.{name}_change" if amended else f"key.{name}_finding")
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
        page.button(
            f"app.{name}",
            navigation.turn,
            start,
            key=f"text.{name}",
            at=place,
            disabled=is_last,
            width="stretch",
        )


def _numbered(rows: Sequence[ViewRow]) -> int:
    """Count the rows of the comparison; the old place of a moved paragraph is shown, but is not one."""
    return sum(row.source is not None for row in rows)


# Marking a row or correcting a link changes a few of the rows drawn. The browser keeps the text, and gets
# only these rows, which the script puts into their place (`keyboard.js`): sending, checking and laying out
# the whole text would take most of the time of a key.

_MOST: Final = 0.5
"""Largest size of the changes, as a share of the text; if they are larger, the text is drawn anew."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text that was sent to the browser.

    Attributes:
        rows: its rows.
        size: number of characters of its rows.
        name: identifies it, so that changes to another text are never applied to it.
        place_of: the index of each row by its cells, unless several rows have the same.
    """

    rows: tuple[WrittenRow, ...]
    size: int
    name: str
    place_of: dict[str, int]

    @classmethod
    def of(cls, rows: Sequence[WrittenRow]) -> Self:
        """Return the text with these rows."""
        written = "".join(row.html for row in rows)
        count = Counter(row.cells for row in rows)
        places = {row.cells: place for place, row in enumerate(rows) if count[row.cells] == 1}
        name = hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
        return cls(tuple(rows), len(written), name, places)

    def changes(self, rows: Sequence[WrittenRow]) -> str | None:
        """Return HTML that tells the script how to turn this text into these rows.

        `<tr data-rows="3 7">` stands for the rows from 3 to before 7 of this text as they are, and `<tr
        data-cells="7">` for a row with the cells of row 7 but another heading. All other rows are sent
        whole.

        Returns:
            The HTML, empty if nothing has changed; None if it is simpler to draw the text anew.
        """
        if rows == list(self.rows):
            return ""
        parts = list(self._parts(rows))
        return None if sum(map(len, parts)) > _MOST * self.size else "".join(parts)

    def _parts(self, rows: Sequence[WrittenRow]) -> Iterator[str]:
        start = stop = 0  # the rows of this text that are to be kept and were not yielded yet
        for row in rows:
            place = self.place_of.get(row.cells, -1)
            if place < stop:  # new, or before what is used already
                yield _kept(start, stop) + row.html
                start = stop
            elif row != self.rows[place]:
                yield f"{_kept(start, stop)}{row.opening('data-cells', str(place))}{row.place}</tr>"
                start = stop = place + 1
            elif place == stop:
                stop = place + 1
            else:
                yield _kept(start, stop)
                start, stop = place, place + 1
        yield _kept(start, stop)


def _kept(start: int, stop: int) -> str:
    return f'<tr data-rows="{start} {stop}"></tr>' if start < stop else ""


# A small script (`aligner/data/overview_ruler.js`) draws it from numbers alone; a click goes to the place, or
# to a mark that is near.
# Changes and findings differ in shape and side, not only in colour.

_KEY: Final = "ruler"
_STEPS: Final = 400  # marks nearer to one another than this share of the strip are drawn as one
_NEAR: Final = 0.01  # share of the strip within which a click means the nearest mark


def draw_ruler(view: View, shown: Sequence[ViewRow], first: int) -> None:
    """Draw the strip.

    Args:
        view: the view shown.
        shown: the rows that pass the filters, on all pages.
        first: the index, among these, of the first row on the page.
    """
    found = current_findings.rows_with_findings()
    marks = session.cached("ruler", (view, shown, found), lambda: _marks(view, shown, found))
    heights = session.cached(
        "ruler heights",
        (marks,),
        lambda: {name: _heights(places, len(shown)) for name, places in marks.items()},
    )

    def handle() -> None:
        event = page.reported(_KEY).get("place")
        if isinstance(event, int | float) and 0 <= event < len(shown):
            navigation.go(shown[_meant(int(event), marks, len(shown))].number)

    counts = {name: len(places) for name, places in marks.items()}
    page.component("overview_ruler")(
        key=_KEY,
        data={
            "marks": heights,
            "total": len(shown),
            "first": first,
            "name": page.say("app.ruler", **counts),
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
