"""The words of a row that text recognition may have misread: as they are on the page, and to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import streamlit as st

from aligner.comparison.redivided import with_note_word, with_word
from aligner.languages import get
from aligner.ui import page, pages_drawn, project_steps, running, session, source_files
from aligner.values import DocumentKey, Span
from aligner.values.errors import LinkError
from aligner.view.markup import escape, label, language_attributes
from aligner.view.page_boxes import SourcePlaces, documents
from aligner.view.page_model import View, ViewRow
from aligner.view.redline_runs import footnote_indices

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


def draw(view: View, row: ViewRow) -> None:
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
                st.button(
                    say("misread.right"),
                    key=f"{name}.right",
                    help=say("misread.right_help"),
                    on_click=_correct,
                    args=(word, text),
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
    document, source = session.comparison().documents[word.key], source_files.pages(word.key)
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
    try:
        with pages_drawn.drawing():
            if word.note is None:
                encoder = running.quiet_encoder()
                changed = with_word(work.comparison, word.key, word.segment, word.span, text, encoder)
            else:
                place = word.segment, word.note
                changed = with_note_word(work.comparison, word.key, place, word.span, text)
            what = "step.confirm_word" if text == before else "step.correct_word"
            project_steps.step(replace(work, comparison=changed), what)
    except LinkError as error:
        st.toast(page.words().render(error.message))
