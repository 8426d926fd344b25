"""Set apart masthead lines of one draft that the other's format keeps outside the text.

The templates of UN documents have the masthead (`United Nations`, symbol, distribution, date,
language) in the header of the first page, so the DOCX reader sets it apart. On the page of a PDF it is
text like any other, and would be reported as inserted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from aligner.values import Document, SegmentKind

_LINES: Final = 12  # paragraphs at the head of a document that may be lines of its masthead
_BODY: Final = frozenset({SegmentKind.TITLE, SegmentKind.ENACTING})
"""Kinds of paragraph that the masthead is above."""


def without_shared_mastheads(drafts: Sequence[Document]) -> tuple[Document, ...]:
    """Return the drafts of one language without masthead lines that are furniture in another of them."""
    return tuple(apart_from(draft, [other for other in drafts if other is not draft]) for draft in drafts)


def apart_from(document: Document, others: Iterable[Document]) -> Document:
    """Return a draft without the lines of its masthead that are furniture in another draft."""
    there: set[str] = set()
    for other in others:
        there |= {_squashed(line) for line in other.furniture} - {_squashed(text) for text in other.texts()}
    dropped = [index for index in _masthead(document) if _squashed(document.text_of(index)) in there]
    if not dropped:
        return document
    kept = tuple(each for index, each in enumerate(document.segments) if index not in dropped)
    lines = tuple(document.text_of(index) for index in dropped)
    return replace(document, segments=kept, furniture=(*lines, *document.furniture))


def _masthead(document: Document) -> range:
    """Return the indices of the paragraphs that may be lines of the masthead."""
    head = document.segments[:_LINES]
    return range(next((index for index, each in enumerate(head) if each.kind in _BODY), len(head)))


def _squashed(text: str) -> str:
    return " ".join(text.split()).casefold()
