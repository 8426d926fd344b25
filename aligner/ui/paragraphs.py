"""Divide a paragraph in two, join it with the next, or correct words that may be misread."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import streamlit as st

from aligner.comparison.redivided import reviewed_after, with_divided, with_joined, with_note_word, with_word
from aligner.languages import get
from aligner.segmentation.redivision import sentence_starts
from aligner.ui import page, page_view
from aligner.ui.state import current_view, project_steps, redraws, running, session
from aligner.ui.state.keyboard import Caret
from aligner.values import Comparison, DocumentKey, Span, shorten
from aligner.values.garbage_collection import rare_collections
from aligner.view.markup import escape, label, language_attributes, plain
from aligner.view.page_boxes import SourcePlaces, documents
from aligner.view.page_model import View, ViewRow
from aligner.view.redline_runs import footnote_indices

_SHORT = 60


def divide(*, caret: Caret | None = None) -> None:
    """Divide the paragraph with the caret there; without one, say where to click."""
    place = current_view.paragraph_at(caret)
    if place is None or caret is None:
        st.toast(page.say("divide.where"))
        return
    key, index = place
    text = session.comparison().documents[key].text_of(index)
    at = offset_after(text, caret.letters)
    _divide(key, index, between_words(text, at) if get(key.language).spaced else at)


def join(*, caret: Caret | None = None) -> None:
    """Join the paragraph with the caret with the next one of its document."""
    place = current_view.paragraph_at(caret)
    if place is None:
        st.toast(page.say("divide.where"))
        return
    _join(*place)


def offset_after(text: str, letters: int) -> int:
    """Return the offset in a text after so many characters, spaces apart.

    >>> offset_after("One two three", 6), offset_after("One", 9)
    (8, 3)
    """
    places = (at for at, character in enumerate(text) if not character.isspace())
    return next(islice(places, letters, None), len(text))


def between_words(text: str, at: int) -> int:
    """Return the nearest place between words: a click is seldom exactly there.

    >>> text = "One two three"
    >>> [between_words(text, at) for at in (4, 5, 6, 10, 12)]
    [4, 4, 8, 8, 13]
    """
    words = (match.start() for match in re.finditer(r"\S+", text))
    return min((*words, len(text)), key=lambda place: (abs(place - at), -place))


def draw(view: View, row: ViewRow) -> None:
    """Offer to divide the paragraphs of a row between sentences, and to join them with the next."""
    say, work = page.words(), session.comparison()
    places = list(view.paragraphs_of(row))
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
    at = first.selectbox(
        say("divide.before"),
        starts,
        format_func=lambda start: label(shorten(text[start:], _SHORT)),
        key=f"divide.at.{key}.{index}",
        disabled=not starts,
    )
    page.button(
        "divide.divide", _divide, key, index, at, at=second, help="b", disabled=not starts, width="stretch"
    )
    page.button(
        "divide.join",
        _join,
        key,
        index,
        at=third,
        help="B",
        disabled=index + 1 >= len(document),
        width="stretch",
    )


def _named(work: Comparison, key: DocumentKey, index: int) -> str:
    text = shorten(work.documents[key].text_of(index), _SHORT)
    return plain(f"{get(key.language).endonym}: {text}")


def _divide(key: DocumentKey, index: int, at: int | None) -> None:
    _step(lambda work: with_divided(work, key, index, at or 0, running.quiet_encoder()), key, index, 1)


def _join(key: DocumentKey, index: int) -> None:
    _step(lambda work: with_joined(work, key, index, running.quiet_encoder()), key, index, -1)


def _step(change: Callable[[Comparison], Comparison], key: DocumentKey, index: int, by: int) -> None:
    """Take the step that divides a paragraph (`by` is 1) or joins it with the next (-1)."""
    work = session.project()
    with page.refusals_said(), redraws.drawing(), rare_collections():
        changed = change(work.comparison)
        reviewed = reviewed_after(work.reviewed, key, index, by)
        made = replace(work, comparison=changed, reviewed=reviewed)
        project_steps.step(made, "step.divide" if by > 0 else "step.join")


_MOST: Final = 8
"""Number of words shown, since each picture takes some kilobytes."""

_WIDTH: Final = 320  # pixels of a field


@dataclass(frozen=True, slots=True)
class Misread:
    """A word that may be misread: its document, its segment there, and its span of the running text.

    `note` is the footnote that has it, if one does: the segment has the mark, and the span is of its text.
    """

    key: DocumentKey
    segment: int
    span: Span
    note: int | None = None

    @property
    def text(self) -> str:
        """The text that the span is of."""
        document = session.comparison().documents[self.key]
        return document.text if self.note is None else document.footnotes[self.note].text


def draw_misread(view: View, row: ViewRow) -> None:
    """Draw the words of a row, each with the picture of its line if the file is in memory, and a field."""
    say, misreads = page.words(), list(islice(words_of(view, row), _MOST))
    if not misreads:
        return
    with st.container(key="panel-misread", gap="small"):
        page.show(f'<p class="muted">{escape(say("misread.title"))}</p>')
        for word in misreads:
            text = word.span.of(word.text)
            name = f"misread.{word.key}.{word.segment}.{word.note}.{word.span.start}.{text}"
            if picture := _picture(word, text):
                page.show(picture)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.text_input(
                    label(say("misread.correct", word=text)),
                    value=text,
                    key=name,
                    label_visibility="collapsed",
                    width=_WIDTH,
                    on_change=_correct_as_typed,
                    args=(word, name),
                )
                page.button(
                    "misread.right", _correct, word, text, key=f"{name}.right", help=say("misread.right_help")
                )


def words_of(view: View, row: ViewRow) -> Iterator[Misread]:
    """Yield the words of a row that may be misread, in the newest draft of each language shown."""
    for key, document in documents(view).items():
        if not document.doubtful and not any(note.doubtful for note in document.footnotes):
            continue
        notes = footnote_indices(document)
        for segment in SourcePlaces(view, key).segments(row):
            for span in document.misread_words(segment):
                yield Misread(key, segment, span)
            for note in notes.get(segment, ()):
                for span in document.footnotes[note].doubtful if note is not None else ():
                    yield Misread(key, segment, span, note)


def _picture(word: Misread, text: str) -> str:
    """Return HTML with the picture of a word's line, or the footnote with it; empty if neither is there."""
    document, source = session.comparison().documents[word.key], page_view.pages_of(word.key)
    attributes = language_attributes(get(document.language))
    if word.note is not None:
        before, after = word.text[: word.span.start], word.text[word.span.stop :]
        mark = f"<sup>{escape(document.footnotes[word.note].mark)}</sup> {escape(before)}"
        return f'<p{attributes}>{mark}<span class="doubtful">{escape(text)}</span>{escape(after)}</p>'
    png = source.line(document, word.span) if source and source.boxes(document) is not None else None
    if not png:
        return ""
    return (
        f'<p class="misread"><span class="doubtful"{attributes}>{escape(text)}</span> '
        f'<img alt="{escape(text)}" src="data:image/png;base64,{png}"></p>'
    )


def _correct_as_typed(word: Misread, name: str) -> None:
    if typed := str(st.session_state.get(name, "")).strip():
        _correct(word, typed)


def _correct(word: Misread, text: str) -> None:
    work = session.project()
    before = word.span.of(word.text)
    with page.refusals_said(), redraws.drawing():
        if word.note is None:
            encoder = running.quiet_encoder()
            changed = with_word(work.comparison, word.key, word.segment, word.span, text, encoder)
        else:
            place = word.segment, word.note
            changed = with_note_word(work.comparison, word.key, place, word.span, text)
        what = "step.confirm_word" if text == before else "step.correct_word"
        project_steps.step(replace(work, comparison=changed), what)
