"""Divide a paragraph into the parts, shorter than a sentence, that another language's paragraph may lack."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, log
from typing import Final

from aligner.checks.material import Side
from aligner.checks.usual_lengths import size
from aligner.languages import get
from aligner.languages.numerals import numerals
from aligner.languages.sentence_ends import CLAUSE
from aligner.segmentation.sentences import spans_of
from aligner.values import Span

# Lengths are in English-equivalent characters.
_PIECE: Final = 15  # pieces shorter than this stay with their neighbours
_PART: Final = 18  # shortest part
_SHARE: Final = 0.6  # its largest share of the paragraph
_FIGURES: Final = 0.3  # smallest share of figures in a list of dates or numbers, which is no part
_CLAUSES: Final = 3  # most consecutive clauses of a part


def parts(side: Side, loss: float = inf) -> Iterator[Span]:
    """Yield the runs of consecutive clauses that the other paragraph may lack.

    Lists of dates and numbers are left out, since the checks on those compare them.

    Args:
        side: the paragraph.
        loss: the most by which the paragraph without the run is shorter, as a logarithm.
    """
    pieces = list(_pieces(side.text, side.language))
    whole = size(side.text, side.language)
    for first in range(len(pieces)):
        for last in range(first, min(first + _CLAUSES, len(pieces))):
            span = Span(pieces[first].start, pieces[last].stop)
            length = size(span.of(side.text), side.language)
            if not _PART <= length <= _SHARE * whole or log(whole / (whole - length)) > loss:
                continue
            part = span.of(side.text)
            if _figures(part, side.language) < _FIGURES * len(part):
                yield span


def _figures(text: str, language: str) -> int:
    return sum(len(number.span) for number in numerals(text, language))


def _pieces(text: str, language: str) -> Iterator[Span]:
    """Yield the clauses of a text; those that are very short are part of the previous one."""
    pending: Span | None = None
    for piece in _clauses(text, language):
        if pending is None:
            pending = piece
        elif min(size(each.of(text), language) for each in (pending, piece)) < _PIECE:
            pending = Span(pending.start, piece.stop)
        else:
            yield pending
            pending = piece
    if pending is not None:
        yield pending


def _clauses(text: str, language: str) -> Iterator[Span]:
    for sentence in spans_of(text, language):
        start = sentence.start
        for gap in CLAUSE.finditer(text, sentence.start, sentence.stop):
            if gap.start() > start:
                yield Span(start, gap.start())
            start = gap.end()
        if start < sentence.stop:
            yield Span(start, sentence.stop)


def without(side: Side, part: Span) -> str:
    """Return a paragraph's text without one of its parts."""
    text, space = side.text, " " * get(side.language).spaced
    return f"{text[: part.start].rstrip(' ,，、،')}{space}{text[part.stop :]}".strip()
