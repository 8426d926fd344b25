"""Recognize the lines around the text of a resolution: the masthead above, the meeting line below."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from aligner.languages.look_alikes import looks
from aligner.languages.structure import masthead_patterns
from aligner.values import Document, SegmentKind, Span

_LONGEST_MASTHEAD: Final = 50
"""Maximum number of lines of a masthead; without a title or preamble by then, there is none."""
_BODY: Final = frozenset({SegmentKind.ENACTING, SegmentKind.PREAMBULAR, SegmentKind.OPERATIVE})


def is_masthead(document: Document, span: Span) -> bool:
    """Whether a passage is above the title of a resolution or report, or above a body without a title."""
    return bool(span) and span.stop <= _LONGEST_MASTHEAD and span.stop <= _masthead_end(document)


def is_around(document: Document, span: Span) -> bool:
    """Whether a passage is in the masthead of a resolution, or is the meeting line below its text.

    The signature of a treaty or law is part of its text.
    """
    if is_masthead(document, span):
        return True
    if not span or any(document.segments[index].kind is not SegmentKind.SIGNATURE for index in span):
        return False
    return any(segment.kind is SegmentKind.ENACTING for segment in document.segments)


def has_masthead_outside(document: Document) -> bool:
    """Whether a document's format keeps its masthead outside the text, as Word files do in a header."""
    distribution = masthead_patterns().distribution
    return any(distribution.search(line) for line in document.furniture)


def masthead_notes(document: Document) -> frozenset[str]:
    """Return the marks of the footnotes that only the masthead refers to, such as `*` for a reissue."""
    end = _masthead_end(document)
    above = frozenset(mark for segment in document.segments[:end] for mark in segment.footnotes)
    return above.difference(*(segment.footnotes for segment in document.segments[end:]))


def _masthead_end(document: Document) -> int:
    kinds = [segment.kind for segment in document.segments[:_LONGEST_MASTHEAD]]
    issued = document.masthead.symbol or document.masthead.distribution
    if issued and _BODY.isdisjoint(kinds) and SegmentKind.TITLE in kinds:  # a report
        return kinds.index(SegmentKind.TITLE)
    body = next((n for n, kind in enumerate(kinds) if kind in _BODY), 0)
    titles = [n for n, kind in enumerate(kinds[:body]) if kind is SegmentKind.TITLE]
    return titles[-1] if titles else body


# The templates of UN documents have the masthead (`United Nations`, symbol, distribution, date,
# language) in the header of the first page, so the DOCX reader sets it apart. On the page of a PDF it is
# text like any other, and would be reported as inserted.

_LINES: Final = 12  # paragraphs at the head of a document that may be lines of its masthead
_TEXT_PROPER: Final = frozenset({SegmentKind.TITLE, SegmentKind.ENACTING})
"""Kinds of paragraph that the masthead is above."""
_ALIKE: Final = 0.7
"""Minimum share of the signs of two lines that they have in common in order, if recognition misread one."""

_SHARE: Final = 3  # lines that a title in the heads of pages takes up at most


def without_shared_mastheads(drafts: Sequence[Document]) -> tuple[Document, ...]:
    """Return the drafts of one language without lines that are furniture in another of them.

    These are lines of the masthead; of a scan and what is compared with it any lines, since on a scan other
    lines are known as heads and feet of pages.
    """
    return tuple(apart_from(draft, [other for other in drafts if other is not draft]) for draft in drafts)


def apart_from(document: Document, others: Iterable[Document]) -> Document:
    """Return a draft without the lines that are furniture in another draft, and no text in it.

    A title that is also the head of pages is text, though a scan has it misread in one of these places; of
    two above each other, the first is the head.
    """
    others, there, in_text = list(others), set[str](), set[str]()
    is_scan = any(draft.is_scan for draft in (document, *others))
    title = _title_in_heads(document) if is_scan else None
    known = set() if title is None else {_squashed(document.text_of(title))}
    for other in others:
        around = [*other.furniture, *(map(" ".join, pairwise(other.furniture)) if is_scan else ())]
        texts = known.union(map(_squashed, other.texts()))
        apart = {_squashed(line) for line in around} - texts
        there |= {line for line in apart if not (is_scan and get_close_matches(line, texts, 1, _ALIKE))}
        in_text |= texts
    places = range(len(document)) if is_scan else _masthead(document)
    dropped = [
        index
        for index in places
        if (line := _squashed(document.text_of(index))) in there
        or (title and index < title and _begins(line, document.text_of(title)))
        or (is_scan and line not in in_text and _is_like(line, there, in_text))
    ]
    if not dropped:
        return document
    kept = tuple(segment for index, segment in enumerate(document.segments) if index not in dropped)
    lines = tuple(document.text_of(index) for index in dropped)
    return replace(document, segments=kept, furniture=(*lines, *document.furniture))


def _title_in_heads(document: Document) -> int | None:
    """Return the index of a title that heads of its own pages repeat, at least in one line; None without."""
    titles = (n for n, each in enumerate(document.segments[:_LINES]) if each.kind is SegmentKind.TITLE)
    lines = list(map(_squashed, document.furniture))
    return next((n for n in titles if any(_begins(line, document.text_of(n)) for line in lines)), None)


def _begins(line: str, title: str) -> bool:
    """Whether a line that may be misread is a title, or the first of several lines of it."""
    beginning = _squashed(title)[: len(line)]
    return _SHARE * len(line) > len(title) and bool(get_close_matches(line, [beginning], 1, _ALIKE))


def _is_like(line: str, there: Collection[str], in_text: Collection[str]) -> bool:
    """Whether a line that may be misread is like some, and less like any other."""
    near = get_close_matches(line, there, 1, _ALIKE)
    return bool(near) and get_close_matches(line, [*in_text, *near], 1, _ALIKE) == near


def _masthead(document: Document) -> range:
    """Return the indices of the paragraphs that may be lines of the masthead."""
    head = document.segments[:_LINES]
    return range(next((index for index, each in enumerate(head) if each.kind in _TEXT_PROPER), len(head)))


def _squashed(text: str) -> str:
    return looks(" ".join(text.split()).casefold())
