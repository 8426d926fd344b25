"""The amendments tab: a list sorted by weight or place, filtered like the text and shown beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from aligner.languages import get
from aligner.ui import (
    grouped_list,
    navigation,
    page,
    reader_language,
    session_cache,
    shown_rows,
    text_pane,
)
from aligner.view.amendment_groups import group_by_weight
from aligner.view.markup import plain
from aligner.view.one_page_summary import SIGNS
from aligner.view.page_model import Entry, View
from aligner.view.redline_runs import Mark, Piece, Role

_LIST: Final = "amendments.list"
_CHOSEN: Final = "desk.amendment"
_ORDER: Final = "desk.amendments_order"
_ORDERS: Final = ("amendment.by_weight", "amendment.by_place")
_ELEMENTS: Final = {Mark.INSERTED: "ins", Mark.DELETED: "del", Mark.EQUAL: ""}


def draw(view: View) -> None:
    """List the amendments in the rows that pass the filters."""
    say = page.words()
    row_numbers = {row.number for row in shown_rows.rows_shown(view)}
    shown = tuple(entry for entry in view.entries if entry.row in row_numbers)
    if not shown:
        if view.entries:
            shown_rows.explain_empty(view)
        else:
            page.remark(say("report.amendments_none"))
        return
    listed, text = text_pane.beside()
    with listed:
        entry = _list(view, shown)
    with text:
        st.button(
            say("finding.go"), key="amendments.go", type="primary", on_click=navigation.go, args=(entry.row,)
        )
        text_pane.draw(
            view,
            [view.rows[entry.row - 1]],
            languages=(reader_language.code(), view.pivot, *entry.missing),
        )


def _list(view: View, shown: Sequence[Entry]) -> Entry:
    """Draw the list in the chosen order; return the chosen amendment, or the first one."""
    say, reader = page.words(), reader_language.code()
    st.session_state.setdefault(_ORDER, _ORDERS[0])
    order = st.segmented_control(
        say("amendment.order"),
        _ORDERS,
        format_func=say,
        key=_ORDER,
        label_visibility="collapsed",
        required=True,
    )
    groups = session_cache.cached(
        f"amendment lines {order} {reader}",
        (view, say, *shown),
        lambda: list(_groups(view, shown, reader, by_place=order == _ORDERS[1])),
    )
    by_id = {str(entry.row): entry for entry in shown}
    chosen = by_id.get(st.session_state.get(_CHOSEN) or "") or by_id[groups[0].lines[0].id]
    grouped_list.draw(
        groups,
        _LIST,
        name=say("part.amendments"),
        chosen=str(chosen.row),
        row=chosen.row,
        on_choose=_choose,
    )
    return chosen


def _choose(name: str) -> None:
    st.session_state[_CHOSEN] = name


def _groups(
    view: View, shown: Sequence[Entry], reader: str, *, by_place: bool
) -> Iterator[grouped_list.Group]:
    say = page.words()
    if by_place:
        yield grouped_list.Group(say("part.amendments"), tuple(_line(view, entry, reader) for entry in shown))
        return
    for group in group_by_weight(shown):
        title = f"{say(f'group.{group.kind}')} ({len(group.entries)})"
        yield grouped_list.Group(title, tuple(_line(view, entry, reader) for entry in group.entries))


def _line(view: View, entry: Entry, reader: str) -> grouped_list.Line:
    return grouped_list.Line(
        id=str(entry.row),
        passages=tuple(
            _passage(view, number, entry.excerpts[number])
            for number in entry.columns(view.column_of(reader), view.column_of(view.pivot))
        ),
        badges=tuple(_badges(view, entry)),
        note=_size(*entry.size),
    )


def _size(deleted: int, inserted: int) -> str:
    say = page.words()
    if deleted and inserted:
        return say("amendment.size", gone=deleted, come=inserted)
    if deleted:
        return say("amendment.size_gone", count=deleted)
    return say("amendment.size_come", count=inserted) if inserted else ""


def _passage(view: View, number: int, pieces: Sequence[Piece]) -> grouped_list.Passage:
    language = get(view.columns[number].key.language)
    parts = tuple(
        ("sup" if piece.role is Role.NOTE else _ELEMENTS[piece.mark], plain(piece.text)) for piece in pieces
    )
    return grouped_list.Passage(parts, language.code, language.direction)


def _badges(view: View, entry: Entry) -> Iterator[tuple[str, str]]:
    """Return badges for an amendment's place and kind, and its state in each language as in the summary."""
    say = page.words()
    yield "place", plain(page.place(view.rows[entry.row - 1]))
    yield "", say(f"weight.{entry.weight.reason}")
    for code, (state, _) in entry.states.items():
        if code != view.pivot:
            kind = "lacking" if code in entry.missing else ""
            yield kind, f"{SIGNS[state]} {code.upper()}" + (f": {say(f'state.{state}')}" if kind else "")
