"""The list in the toolbar to go to an amendment, which is complete only once it is opened.

A long text has thousands of amendments. Their names would be sent to the browser, and laid out there,
with every correction that renumbers rows.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Final

import streamlit as st

from aligner.languages import get
from aligner.ui import current_view, navigation, page, reader_language, session
from aligner.values.catalogue import Words
from aligner.view.column_text import SEPARATOR
from aligner.view.markup import plain
from aligner.view.page_model import Entry, View

FEW: Final = 200
"""Number of amendments in the list until it is opened, from the first on, so that others only follow them."""

_KEY: Final = "text.entry"
_COMPLETE: Final = "complete list of amendments"


def is_cut(view: View) -> bool:
    """Whether the list lacks amendments until it is opened."""
    return len(view.entries) > FEW and session.cached_result(_COMPLETE, (view.entries,)) is None


def complete() -> None:
    """List all amendments of the view shown, until a correction changes them."""
    view = current_view.last_view()
    if view is not None:
        session.cache_result(_COMPLETE, (view.entries,), value=True)


def draw(view: View) -> None:
    """Draw the list; choosing an amendment chooses its row."""
    if not view.entries:
        return
    say, reader = page.words(), reader_language.code()
    column = view.column_of(reader)
    listed = view.entries[:FEW] if is_cut(view) else view.entries
    names = session.cached(
        f"entry names {reader} {len(listed)}",
        (view.entries, say),
        lambda: [_name(entry, column, say) for entry in listed],
    )
    st.selectbox(
        say("app.go_to"),
        range(len(listed)),
        index=None,
        placeholder=say("app.go_to"),
        label_visibility="collapsed",
        format_func=names.__getitem__,
        key=_KEY,
        on_change=_go,
        args=(view,),
    )


def _go(view: View) -> None:
    number = st.session_state.get(_KEY)
    if number is not None:
        navigation.go(view.entries[number].row)


def _name(entry: Entry, column: int | None, say: Words) -> str:
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
