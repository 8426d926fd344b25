"""Divide a paragraph in two, or join it with the next, in any language shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from aligner.comparison.redivided import reviewed_after, with_divided, with_joined
from aligner.languages import get
from aligner.segmentation.redivision import sentence_starts
from aligner.ui import current_view, page, pages_drawn, project_steps, running, session
from aligner.values.errors import LinkError
from aligner.values.garbage_collection import rare_collections
from aligner.values.quotation import shorten
from aligner.view.markup import label, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aligner.ui.keyboard import Caret
    from aligner.values import Comparison, DocumentKey
    from aligner.view.page_model import View, ViewRow

_SHORT = 60


def divide(*, caret: Caret | None = None) -> None:
    """Divide the paragraph with the caret there; without one, say where to click."""
    place = _at(caret)
    if place is None or caret is None:
        st.toast(page.words()("divide.where"))
        return
    key, index = place
    text = session.comparison().documents[key].text_of(index)
    at = offset_after(text, caret.letters)
    _divide(key, index, between_words(text, at) if get(key.language).spaced else at)


def join(*, caret: Caret | None = None) -> None:
    """Join the paragraph with the caret with the next one of its document."""
    place = _at(caret)
    if place is None:
        st.toast(page.words()("divide.where"))
        return
    _join(*place)


def offset_after(text: str, letters: int) -> int:
    """Return the offset in a text after so many characters, spaces apart.

    >>> offset_after("One two three", 6), offset_after("One", 9)
    (8, 3)
    """
    for at, character in enumerate(text):
        if letters == 0 and not character.isspace():
            return at
        letters -= not character.isspace()
    return len(text)


def between_words(text: str, at: int) -> int:
    """Return the nearest place between words: a click is seldom exactly there.

    >>> text = "One two three"
    >>> [between_words(text, at) for at in (4, 5, 6, 10, 12)]
    [4, 4, 8, 8, 13]
    """
    start = at
    while 0 < start < len(text) and not text[start - 1].isspace():
        start -= 1
    stop = at
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    while stop < len(text) and text[stop].isspace():
        stop += 1
    return start if at - start < stop - at else stop


def draw(view: View, row: ViewRow) -> None:
    """Offer to divide the paragraphs of a row between sentences, and to join them with the next."""
    say, work = page.words(), session.comparison()
    places = list(_places(view, row))
    if not places:
        return
    chosen = st.selectbox(
        say("divide.paragraph"),
        range(len(places)),
        format_func=lambda nth: _named(work, *places[nth]),
        key=f"divide.paragraph.{row.source}",
    )
    key, index = places[chosen or 0]
    document = work.documents[key]
    text, starts = document.text_of(index), sentence_starts(document, index)
    first, second, third = st.columns([5, 2, 2], vertical_alignment="bottom")
    with first:
        at = st.selectbox(
            say("divide.before"),
            starts,
            format_func=lambda start: label(shorten(text[start:], _SHORT)),
            key=f"divide.at.{key}.{index}",
            disabled=not starts,
        )
    with second:
        st.button(
            say("divide.divide"),
            key="divide.divide",
            help="b",
            disabled=not starts,
            width="stretch",
            on_click=_divide,
            args=(key, index, at),
        )
    with third:
        st.button(
            say("divide.join"),
            key="divide.join",
            help="B",
            disabled=index + 1 >= len(document),
            width="stretch",
            on_click=_join,
            args=(key, index),
        )


def _places(view: View, row: ViewRow) -> Iterator[tuple[DocumentKey, int]]:
    """Yield the paragraphs of the drafts shown in a row."""
    for column, cell in zip(view.columns, row.cells, strict=True):
        for block in cell.blocks:
            if not block.ghost and block.old_place is None:
                yield column.key, block.segment


def _named(work: Comparison, key: DocumentKey, index: int) -> str:
    text = shorten(work.documents[key].text_of(index), _SHORT)
    return plain(f"{get(key.language).endonym}: {text}")


def _at(caret: Caret | None) -> tuple[DocumentKey, int] | None:
    """Return the paragraph with the caret, if it is one of a draft shown."""
    view = current_view.last_view()
    if caret is None or view is None or not 0 < caret.row <= len(view.rows):
        return None
    if caret.column >= len(view.columns):
        return None
    blocks = view.rows[caret.row - 1].cells[caret.column].blocks
    if caret.block >= len(blocks) or blocks[caret.block].ghost:
        return None
    return view.columns[caret.column].key, blocks[caret.block].segment


def _divide(key: DocumentKey, index: int, at: int | None) -> None:
    _step(lambda work: with_divided(work, key, index, at or 0, running.quiet_encoder()), key, index, 1)


def _join(key: DocumentKey, index: int) -> None:
    _step(lambda work: with_joined(work, key, index, running.quiet_encoder()), key, index, -1)


def _step(change: Callable[[Comparison], Comparison], key: DocumentKey, index: int, by: int) -> None:
    """Take the step that divides a paragraph (`by` is 1) or joins it with the next (-1)."""
    work = session.project()
    with pages_drawn.drawing(), rare_collections():
        try:
            changed = change(work.comparison)
        except LinkError as error:
            st.toast(page.words().render(error.message))
            return
        reviewed = reviewed_after(work.reviewed, key, index, by)
        made = replace(work, comparison=changed, reviewed=reviewed)
        project_steps.step(made, "step.divide" if by > 0 else "step.join")
