"""Navigation in the text by row, change and finding, and the toolbar's list of amendments.

That list is complete only once it is opened. A long text has thousands of amendments. Their names would be
sent to the browser, and laid out there, with every correction that renumbers rows.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Final

import streamlit as st

from aligner.languages import get
from aligner.ui import page
from aligner.ui.state import current_findings, current_view, keyboard, session, view_state
from aligner.values.catalogue import Words
from aligner.view.column_text import SEPARATOR
from aligner.view.markup import plain
from aligner.view.page_model import Entry, View, ViewRow
from aligner.view.row_filters import is_uncertain, next_row

FEW: Final = 200
"""Number of amendments in the list until it is opened, from the first on, so that others only follow them."""

_ENTRY: Final = "text.entry"
_COMPLETE: Final = "complete list of amendments"


def list_is_cut(view: View) -> bool:
    """Whether the list lacks amendments until it is opened."""
    return len(view.entries) > FEW and session.cached_result(_COMPLETE, (view.entries,)) is None


def complete_list() -> None:
    """List all amendments of the view shown, until a correction changes them."""
    session.cache_result(_COMPLETE, (current_view.last_view().entries,), value=True)


def draw_list(view: View) -> None:
    """Draw the list; choosing an amendment chooses its row."""
    if not view.entries:
        return
    say, reader = page.words(), page.reader()
    column = view.column_of(reader)
    listed = view.entries[:FEW] if list_is_cut(view) else view.entries
    names = session.cached(
        f"entry names {reader} {len(listed)}",
        (view.entries, say),
        lambda: [_entry_name(entry, column, say) for entry in listed],
    )
    st.selectbox(
        say("app.go_to"),
        range(len(listed)),
        index=None,
        placeholder=say("app.go_to"),
        label_visibility="collapsed",
        format_func=names.__getitem__,
        key=_ENTRY,
        on_change=_go_to_entry,
        args=(view,),
    )


def _go_to_entry(view: View) -> None:
    number = st.session_state.get(_ENTRY)
    if number is not None:
        go(view.entries[number].row)


def _entry_name(entry: Entry, column: int | None, say: Words) -> str:
    """Name an amendment in one line: place, kind, text in that column, and languages it did not reach."""
    old = say("row.old_place", place=say.place(entry.old_place)) if entry.old_place else ""
    place = say.place(entry.place) or old or f"{entry.row}"
    kind = say(f"kind.{next(iter(entry.kinds.values()))}") if entry.kinds else ""
    numbers = entry.columns(column)
    excerpt = entry.excerpts[numbers[0]] if numbers else ()
    first = takewhile(lambda piece: piece != SEPARATOR, excerpt[:2])  # first edit: old, new
    words = " → ".join(piece.text.strip() for piece in first)
    missing = "".join(f" ▲ {get(language).endonym}" for language in entry.missing)
    return plain(f"{place} · {kind} · {words}{missing}")


ORDER: Final = "desk.amendments_order"
"""Session key of the order of the list of amendments."""

BY_DECISION: Final = "amendment.by_decision"
"""The order by what was decided, with what is to be discussed first."""

PART: Final = "desk.part"
PARTS: Final = (
    "part.text",
    "part.summary",
    "part.amendments",
    "part.findings",
    "part.glossary",
    "part.export",
)
"""The tabs of the page in their order, by the key of their label."""

TAB: Final = "tab"
"""Parameter of the page's URL with the open tab; absent for the text."""

_WANTED: Final = "aligner.finding_wanted"
"""Session key of the direction of a step to a finding that waits for the checks."""

SIZE: Final = "desk.size"
ALL: Final = 1_000_000
"""Page size that shows all rows, to print them or search them in the browser."""

SIZES: Final = (25, 50, 100, 200, ALL)
USUAL_SIZE: Final = 25
"""Enough for several screens; in four languages, twice as many take the browser a quarter of a second."""
_MOST_PAGES: Final = 3
"""Largest number of pages of rows that are drawn at a time."""


def with_current_row(rows: Sequence[ViewRow], view: View) -> tuple[ViewRow, ...]:
    """Keep the current row visible even if the filters now exclude it.

    A row that was just confirmed or reviewed no longer matches "uncertain" or "unreviewed", but the
    user is still working on it. It keeps its place in the text or, if rows are sorted by certainty,
    its position in the list.
    """
    place, number = st.session_state.get(view_state.POSITION), view_state.here()
    if place is None or number is None or not 0 < number <= len(view.rows):
        return tuple(rows)
    if not view_state.chosen_filter().uncertain_first and any(row.number == number for row in rows):
        return tuple(rows)
    others = [row for row in rows if row.number != number]
    if not view_state.chosen_filter().uncertain_first:
        place = bisect_left(others, number, key=lambda row: row.number)
    return (*others[:place], view.rows[number - 1], *others[place:])


def window(total: int) -> tuple[int, int]:
    """Return the index of the first row drawn, and of the row after the last.

    Until the text is scrolled, these rows are one page: that of the chosen row, if there is one.
    """
    scrolled = st.session_state.get(view_state.WINDOW)
    if scrolled is not None and scrolled[0] < total:
        return scrolled[0], min(scrolled[1], total)
    start = _first(total)
    return start, min(start + size(total), total)


def start_at_amendment(view: View) -> None:
    """Turn to the page of the first amendment inside the text, unless the reader has been somewhere."""
    state = st.session_state
    first = first_amendment(view)
    if first is not None and state.get(view_state.FIRST) is None and view_state.here() is None:
        state[view_state.FIRST] = _page_start(first - 1, len(view.rows))


def extend(*, back: bool = False) -> None:
    """Draw another page of rows, after those drawn or before them, when the user scrolls to that end.

    Beyond `_MOST_PAGES` pages, rows at the other end are dropped.
    """
    total = len(view_state.shown())
    step = size(total)
    start, stop = window(total)
    if back:
        start = max(0, start - step)
        stop = min(stop, start + _MOST_PAGES * step)
    else:
        stop = min(total, stop + step)
        start = max(start, stop - _MOST_PAGES * step)
    st.session_state[view_state.WINDOW] = start, stop
    st.session_state[view_state.FIRST] = start


def draw_all() -> None:
    """Draw all rows that pass the filters, to be printed."""
    st.session_state[view_state.WINDOW] = 0, len(view_state.shown())


def draw_page() -> None:
    """Draw one page of rows again, after printing, and scroll to where the reader was."""
    st.session_state.pop(view_state.WINDOW, None)
    keyboard.bring_into_view()


def _first(total: int) -> int:
    numbers, number = view_state.shown(), view_state.here()
    if number in numbers:
        return _page_start(numbers.index(number), total)
    return min(int(st.session_state.get(view_state.FIRST) or 0), max(0, total - 1))


def remember_shown(rows: Sequence[ViewRow]) -> None:
    """Remember which rows pass the filters, for keyboard navigation."""
    st.session_state[view_state.SHOWN] = tuple(row.number for row in rows)


def size(total: int) -> int:
    """Number of rows per page; a text of no more than two pages is drawn as a whole."""
    chosen: int = st.session_state.get(SIZE) or USUAL_SIZE
    return max(chosen, total) if total <= 2 * chosen else chosen


def _page_start(place: int, total: int) -> int:
    """Return the index of the first row of the page that a row is on."""
    return place // size(total) * size(total)


def go(number: int, language: str | None = None) -> None:
    """Choose a row, as `choose` does, and put it into the page's URL."""
    choose(number, language)
    here = view_state.here()
    if here is not None and st.query_params.get("row") != str(here):
        st.query_params["row"] = str(here)  # adds an entry to the browser's history


def choose(number: int, language: str | None = None) -> None:
    """Choose a row, turn to its page and scroll to it.

    If the filters hide the row, they are cleared, so that every link leads to its row.

    Args:
        number: number of the row.
        language: language of the clicked or found text. The panel then shows the links of that
            language, so that those of no other are changed by mistake. The pivot has no links.
    """
    view = current_view.last_view()
    if not 0 < number <= len(view.rows):
        return
    numbers = view_state.shown()
    if number not in numbers:
        view_state.clear_filters()
        numbers = tuple(row.number for row in view.rows)
    if number != view_state.here():
        st.session_state.pop(view_state.POSITION, None)
    if language and language != session.comparison().pivot:
        st.session_state[view_state.LANGUAGE] = language
    column = view.column_of(language) if language else None
    if column is not None:
        view_state.show_pages_of(view.columns[column].key)
    place = numbers.index(number)
    start, stop = window(len(numbers))
    st.session_state[view_state.HERE] = number
    if not start <= place < stop:
        view_state.set_first_row(_page_start(place, len(numbers)))
    keyboard.bring_into_view()
    open_part("part.text")


def leave() -> None:
    """Clear the chosen row, also in the page's URL."""
    choose_none()
    st.query_params.pop("row", None)


def choose_none() -> None:
    """Clear the chosen row."""
    st.session_state.pop(view_state.POSITION, None)
    st.session_state[view_state.HERE] = None


def lists_amendments() -> bool:
    """Whether the open tab is the list of amendments."""
    return bool(st.session_state.get(PART) == "part.amendments")


def open_part(name: str) -> None:
    """Open a tab."""
    st.session_state[PART] = name
    name_part()


def name_part() -> None:
    """Put the open tab into the page's URL, so that the browser's Back returns to the one before."""
    name = str(st.session_state[PART])
    if name == PARTS[0]:
        st.query_params.pop(TAB, None)
    elif st.query_params.get(TAB) != name.removeprefix("part."):
        st.query_params[TAB] = name.removeprefix("part.")


def turn(first: int = 0) -> None:
    """Go to the page that begins at an index among the rows shown; to the first page by default."""
    view_state.set_first_row(max(0, first))
    leave()
    keyboard.bring_into_view()


def show_rows(key: str, wanted: str) -> None:
    """Show the rows of the text that pass one filter alone: the control with this key, set to a value."""
    view_state.clear_filters()
    st.session_state[key] = wanted
    open_part("part.text")
    turn()


def step_row(*, back: bool = False) -> None:
    """Go to the next or previous row shown."""
    numbers = view_state.shown()
    here = view_state.here()
    if not numbers:
        return
    if here not in numbers:
        first = min(int(st.session_state.get(view_state.FIRST) or 0), len(numbers) - 1)
        go(numbers[first])
        return
    place = numbers.index(here) + (-1 if back else 1)
    if not 0 <= place < len(numbers):
        _say_that_it_goes_round(back=back)
    go(numbers[place % len(numbers)])


def step_change(*, back: bool = False) -> None:
    """Go to the next or previous shown row with an amendment; at first, past the masthead."""
    inside = None if back or view_state.here() else first_amendment(current_view.last_view())
    _step(lambda row: row.amended and row.number >= (inside or 0), _lacking, back=back)


def first_amendment(view: View) -> int | None:
    """Return the number of the row with the first amendment inside the text, if there is one."""
    return next((entry.row for entry in view.entries if not entry.outside), None)


def _lacking(row: ViewRow) -> str | None:
    """Return the first language that lacks the amendment of a row, if one does."""
    entries = current_view.last_view().entries
    return next((entry.missing[0] for entry in entries if entry.row == row.number and entry.missing), None)


def step_finding(*, back: bool = False) -> None:
    """Go to the next or previous row with an open finding.

    While the checks are running, the step waits until they are done.
    """
    if current_findings.findings() is None:
        current_findings.set_stopped(False)
        st.toast(page.say("verdict.waiting"))
        st.session_state[_WANTED] = "back" if back else "forth"
        return
    named = current_findings.rows_with_findings()
    of_finding = current_findings.language_of_finding
    _step(lambda row: row.source in named, lambda row: of_finding(row.source), back=back)


def step_uncertain(*, back: bool = False) -> None:
    """Go to the next or previous shown row with a doubtful link or a gap."""
    _step(is_uncertain, lambda row: row.doubts[0].language, back=back)


def _say_that_it_goes_round(*, back: bool) -> None:
    st.toast(page.say("app.round_back" if back else "app.round"))


def take_pending_step() -> None:
    """Take the step to a finding that was requested while the checks were running; call before any widget."""
    if current_findings.findings() is not None and _WANTED in st.session_state:
        step_finding(back=st.session_state.pop(_WANTED) == "back")


def _step(
    wanted: Callable[[ViewRow], bool], language: Callable[[ViewRow], str | None], *, back: bool
) -> None:
    """Go to the next wanted row, and to a language in it."""
    shown, rows, here = set(view_state.shown()), current_view.last_view().rows, view_state.here()
    found = next_row([row for row in rows if row.number in shown] or rows, here or 0, wanted, back=back)
    if found is not None:
        if here is not None and (found.number >= here if back else found.number <= here):
            _say_that_it_goes_round(back=back)
        go(found.number, language(found))
