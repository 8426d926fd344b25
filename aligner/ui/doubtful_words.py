"""The words of the chosen row that text recognition may have misread, each above the picture of its line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from aligner.languages import get
from aligner.ui import page, source_files
from aligner.values import Document, Span
from aligner.view.markup import escape, language_attributes
from aligner.view.page_boxes import SourcePlaces, documents
from aligner.view.page_model import View, ViewRow

_MOST: Final = 8
"""Number of words shown, since each picture takes some kilobytes."""


def draw(view: View, row: ViewRow) -> None:
    """Draw the words of a row, where the files they were read from are in memory."""
    shown = "".join(islice(_pictures(view, row), _MOST))
    if shown:
        title = escape(page.words()("mark.doubtful"))
        page.show(f'<div class="doubts"><p class="muted">{title}</p>{shown}</div>')


def _pictures(view: View, row: ViewRow) -> Iterator[str]:
    """Yield HTML of each word with the picture of its line."""
    for key, document in documents(view).items():
        words = list(_words(document, SourcePlaces(view, key).segments(row))) if document.doubtful else []
        source = source_files.pages(key) if words else None
        if source is None or source.boxes(document) is None:
            continue
        attributes = language_attributes(get(document.language))
        for word in words:
            if png := source.line(document, word):
                text = escape(word.of(document.text))
                picture = f'<img alt="{text}" src="data:image/png;base64,{png}">'
                yield f'<p><span class="doubtful"{attributes}>{text}</span><br>{picture}</p>'


def _words(document: Document, segments: tuple[int, ...]) -> Iterator[Span]:
    """Yield the doubtful words of some segments, as spans of the running text."""
    spans = [document.segments[index].span for index in segments]
    return (word for word in document.doubtful if any(word.within(span) for span in spans))
