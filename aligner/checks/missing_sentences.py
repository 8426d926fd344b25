"""Sentences that one language has and another lacks, inside corresponding paragraphs.

Sentences are aligned inside the paragraph beads. Translators split and merge sentences freely,
so an unmatched sentence counts as missing only if the alignment is certain, with all other
sentences of the paragraph linked one to one, or if both the lengths and the meaning of the
paragraphs support it. In a wordy translation, lengths alone would hide a short sentence. A sentence
that a clause of the other text corresponds to is never missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from typing import Final

from aligner.checks.material import Check, Material, Side, finding
from aligner.checks.missing_paragraphs import adds_meaning, has_clause
from aligner.checks.usual_lengths import SHORTEST, size, size_of, swallowed
from aligner.values import Alignment, Document, DocumentKey, Finding, Message, Severity, Span, excerpt

_Links = tuple[Document, Document, Alignment]

_SHARE: Final = 0.5  # of the difference in length that an omitted sentence would cause
_NOTICEABLE: Final = 0.15  # smallest difference in log length that is evidence
_SURE: Final = 0.97
"""Score of a link that is certain."""

_SURE_GAP: Final = 0.9
"""The same of a gap: with it 107 of 110 planted omissions are found, 103 with 0.97, and no clean row."""

_SHOWN: Final = 80


def _run(material: Material) -> Iterator[Finding]:
    if material.sentence_links is None:
        return
    for key in material.others:
        links = material.sentence_links(material.pivot, key)
        if links is None:
            continue
        ours, theirs, alignment = links
        lengths = _Lengths(material, key)
        sure = _confident_rows(material, key, links)
        beads = [(bead.source, bead.target) for bead in alignment.beads]
        turned = [(target, source) for source, target in beads]
        unmatched = _by_row(material, material.pivot, ours, _without_match(ours, theirs, beads))
        extra = _by_row(material, key, theirs, _without_match(theirs, ours, turned))
        for row in sorted(lengths.sides.keys() & (unmatched.keys() ^ extra.keys())):
            lacking = unmatched[row] if row in unmatched else extra[row]
            sides = lengths.sides[row] if lacking.key == material.pivot else lengths.sides[row][::-1]
            if row in sure or _is_lacking(material, lengths, row, lacking, sides):
                yield from _findings(material, row, lacking, sides)


@dataclass(frozen=True, slots=True)
class _Unmatched:
    """Sentences of one document without a counterpart in the other; one of the two is the pivot."""

    key: DocumentKey
    document: Document
    sentences: list[int]


def _by_row(
    material: Material, key: DocumentKey, document: Document, sentences: Sequence[int]
) -> dict[int, _Unmatched]:
    """Return the rows that have some of these sentences, with those that each has."""
    by_row: dict[int, _Unmatched] = {}
    for sentence in sentences:
        row = _row_of(material, key, document, sentence)
        if row is not None:
            by_row.setdefault(row, _Unmatched(key, document, [])).sentences.append(sentence)
    return by_row


def _row_of(material: Material, key: DocumentKey, document: Document, sentence: int) -> int | None:
    parent = document.segments[sentence].parent
    return None if parent is None else material.row_of(key, parent)


def _without_match(here: Document, there: Document, beads: Sequence[tuple[Span, Span]]) -> list[int]:
    """Unmatched sentences that are long enough to matter, and those that a larger bead swallowed."""
    gaps = [ours for ours, theirs in beads if not theirs]
    long = [i for gap in gaps for i in gap if size_of(here, [i]) >= SHORTEST]
    return long + [i for ours, theirs in beads if (i := swallowed(here, ours, there, theirs)) is not None]


def _is_lacking(
    material: Material, lengths: _Lengths, row: int, unmatched: _Unmatched, sides: tuple[Side, Side]
) -> bool:
    """Whether the other document lacks these sentences, judged by lengths and meaning."""
    size = size_of(unmatched.document, unmatched.sentences)
    if not lengths.shift(row, -size if unmatched.key == material.pivot else size):
        return False
    sentences = (unmatched.document.text_of(index) for index in unmatched.sentences)
    return not all(adds_meaning(material, sentence, *sides) for sentence in sentences)


def _confident_rows(material: Material, key: DocumentKey, links: _Links) -> set[int]:
    """Return the rows in which each sentence is, with high confidence, linked one to one or unmatched."""
    ours, theirs, alignment = links
    linked: set[int | None] = set()
    doubted: set[int | None] = set()
    for bead in alignment.beads:
        rows = {_row_of(material, material.pivot, ours, index) for index in bead.source}
        rows |= {_row_of(material, key, theirs, index) for index in bead.target}
        simple = len(bead.source) <= 1 and len(bead.target) <= 1
        if not simple or bead.score < (_SURE if bead.source and bead.target else _SURE_GAP):
            doubted |= rows
        elif bead.source and bead.target:
            linked |= rows
    return {row for row in linked - doubted if row is not None}


class _Lengths:
    """The lengths of both sides of each row that both documents have."""

    def __init__(self, material: Material, key: DocumentKey) -> None:
        self.sides: dict[int, tuple[Side, Side]] = {}
        self._of_row: dict[int, tuple[float, float]] = {}
        for row in material.rows:
            pivot, other = material.side(row, material.pivot), material.side(row, key)
            if pivot and other and pivot.text and other.text:
                self.sides[row] = pivot, other
                self._of_row[row] = size(pivot.text, pivot.language), size(other.text, other.language)
        self._usual = median(log(two / one) for one, two in self._of_row.values()) if self.sides else 0.0

    def shift(self, row: int, size: float) -> bool:
        """Whether the lengths differ as if a text of this size were missing (size < 0) or added."""
        one, two = self._of_row[row]
        found = log(two / one) - self._usual
        wanted = log(max(one + size, 1.0) / one) if size < 0 else log(two / max(two - size, 1.0))
        return abs(wanted) >= _NOTICEABLE and found / wanted >= _SHARE


def _findings(
    material: Material, row: int, unmatched: _Unmatched, sides: tuple[Side, Side]
) -> Iterator[Finding]:
    """Yield a finding for each sentence, unless a clause of the other text says it."""
    pivot, (ours, theirs) = material.comparison.pivot, sides
    for index in unmatched.sentences:
        sentence = unmatched.document.text_of(index)
        if has_clause(material, sentence, ours, theirs):
            continue
        text = excerpt(sentence, _SHOWN)
        if unmatched.key == material.pivot:
            message = Message("sentences.missing", pivot=pivot, text=text)
            yield finding(CHECK, Severity.WARNING, row, theirs, message, expected=text)
        else:
            message = Message("sentences.extra", pivot=pivot, text=text)
            span = unmatched.document.segments[index].span
            yield Finding(CHECK.id, Severity.WARNING, (row,), ours.language, span, "", text, message)


CHECK: Final = Check("missing-sentence", Severity.WARNING, _run)
