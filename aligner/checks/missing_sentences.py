"""Sentences that one language has and another lacks, inside corresponding paragraphs.

Sentences are aligned inside the paragraph beads. Translators split and merge sentences freely,
so an unmatched sentence counts as missing only if the alignment is certain, with all other
sentences of the paragraph linked one to one, or if both the lengths and the meaning of the
paragraphs support it. In a wordy translation, lengths alone would hide a short sentence. A sentence
that a clause of the other text corresponds to is never missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from statistics import median
from typing import Final

from aligner.checks.check import Check
from aligner.checks.counterparts import adds_meaning, has_clause
from aligner.checks.material import Material
from aligner.checks.usual_lengths import SHORTEST, size, size_of, swallowed
from aligner.values import Alignment, Document, DocumentKey, Finding, Message, Severity, Span
from aligner.values.quotation import excerpt

_Links = tuple[Document, Document, Alignment]

_ID: Final = "missing-sentence"
_SHARE: Final = 0.5  # of the difference in length that an omitted sentence would cause
_NOTICEABLE: Final = 0.15  # smallest difference in log length that is evidence
_SURE: Final = 0.97  # on clean texts, unmatched sentences that lengths contradict had at most 0.944
_SHOWN: Final = 80


def _run(material: Material) -> Iterator[Finding]:
    if material.sentence_links is None:
        return
    for key in material.others:
        links = material.sentence_links(material.pivot, key)
        if links is None:
            continue
        ours, theirs, alignment = links
        rows = _Rows(material, key)
        sure = _confident_rows(rows, material, key, links)
        unmatched = _long_unmatched(ours, [b.source for b in alignment.beads if not b.target])
        extra = _long_unmatched(theirs, [b.target for b in alignment.beads if not b.source])
        unmatched += [
            i for b in alignment.beads if (i := swallowed(ours, b.source, theirs, b.target)) is not None
        ]
        extra += [
            i for b in alignment.beads if (i := swallowed(theirs, b.target, ours, b.source)) is not None
        ]
        for row in sorted(rows.both):
            pivot = [index for index in unmatched if rows.of(material.pivot, ours, index) == row]
            other = [index for index in extra if rows.of(key, theirs, index) == row]
            if pivot and not other and (row in sure or _is_missing(material, rows, row, ours, pivot, key)):
                yield from _missing(material, row, key, [ours.text_of(index) for index in pivot])
            if other and not pivot and (row in sure or _is_extra(material, rows, row, theirs, other, key)):
                yield from _extra(material, row, key, theirs, other)


def _is_missing(
    material: Material, rows: _Rows, row: int, ours: Document, pivot: list[int], key: DocumentKey
) -> bool:
    """Whether sentences of the pivot are missing from the other text, judged by lengths and meaning."""
    if not rows.shift(row, -size_of(ours, pivot)):
        return False
    return not _has_counterpart(material, row, (material.pivot, key), ours, pivot)


def _is_extra(
    material: Material, rows: _Rows, row: int, theirs: Document, other: list[int], key: DocumentKey
) -> bool:
    """Whether sentences of the other text are missing from the pivot, judged by lengths and meaning."""
    if not rows.shift(row, size_of(theirs, other)):
        return False
    return not _has_counterpart(material, row, (key, material.pivot), theirs, other)


def _has_counterpart(
    material: Material, row: int, keys: tuple[DocumentKey, DocumentKey], document: Document, found: list[int]
) -> bool:
    here, there = (material.side(row, key) for key in keys)
    if here is None or there is None:
        return False
    return all(adds_meaning(material, document.text_of(i), here, there) for i in found)


def _confident_rows(rows: _Rows, material: Material, key: DocumentKey, links: _Links) -> set[int]:
    """The rows whose sentences are all, with high confidence, either linked one to one or unmatched."""
    ours, theirs, alignment = links
    linked: set[int | None] = set()
    doubted: set[int | None] = set()
    for bead in alignment.beads:
        here = {rows.of(material.pivot, ours, index) for index in bead.source}
        here |= {rows.of(key, theirs, index) for index in bead.target}
        simple = len(bead.source) <= 1 and len(bead.target) <= 1
        if not simple or bead.score < _SURE:
            doubted |= here
        elif bead.source and bead.target:
            linked |= here
    return {row for row in linked - doubted if row is not None}


def _long_unmatched(document: Document, gaps: list[Span]) -> list[int]:
    """Unmatched sentences that are long enough to matter."""
    return [i for gap in gaps for i in gap if size_of(document, [i]) >= SHORTEST]


class _Rows:
    """The rows that both documents have, and the lengths of both sides."""

    def __init__(self, material: Material, key: DocumentKey) -> None:
        self._row = {
            (each, segment): row
            for row, line in enumerate(material.comparison.rows)
            for each in (material.pivot, key)
            for segment in line.cells.get(each, ())
        }
        self.both: dict[int, tuple[float, float]] = {}
        for pair in material.pairs():
            if pair.key == key and pair.both is not None:
                one, two = (size(side.text, side.language) for side in pair.both)
                if one and two:
                    self.both[pair.row] = one, two
        self._usual = median(log(two / one) for one, two in self.both.values()) if self.both else 0.0

    def of(self, key: DocumentKey, document: Document, sentence: int) -> int | None:
        """The row that contains a sentence."""
        parent = document.segments[sentence].parent
        return None if parent is None else self._row.get((key, parent))

    def shift(self, row: int, size: float) -> bool:
        """Whether the lengths differ as if a text of this size were missing (size < 0) or added."""
        one, two = self.both[row]
        found = log(two / one) - self._usual
        wanted = log(max(one + size, 1.0) / one) if size < 0 else log(two / max(two - size, 1.0))
        return abs(wanted) >= _NOTICEABLE and found / wanted >= _SHARE


def _missing(material: Material, row: int, key: DocumentKey, sentences: list[str]) -> Iterator[Finding]:
    here, there = material.side(row, material.pivot), material.side(row, key)
    for sentence in sentences:
        if here and there and not has_clause(material, sentence, here, there):
            text = excerpt(sentence, _SHOWN)
            message = Message("sentences.missing", pivot=material.comparison.pivot, text=text)
            yield Finding(_ID, Severity.WARNING, (row,), key.language, there.whole, text, "", message)


def _extra(
    material: Material, row: int, key: DocumentKey, document: Document, sentences: list[int]
) -> Iterator[Finding]:
    here, there = material.side(row, key), material.side(row, material.pivot)
    for index in sentences:
        if here and there and not has_clause(material, document.text_of(index), here, there):
            text, span = excerpt(document.text_of(index), _SHOWN), document.segments[index].span
            message = Message("sentences.extra", pivot=material.comparison.pivot, text=text)
            yield Finding(_ID, Severity.WARNING, (row,), key.language, span, "", text, message)


CHECK: Final = Check(
    id=_ID,
    severity=Severity.WARNING,
    help="A sentence inside a paragraph that the other language's paragraph lacks, by the alignment of "
    "sentences and, where that is uncertain, by the lengths of the paragraphs. On 1,870 clean "
    "paragraphs of three sentences no alarm; 97 % of removed sentences are found.",
    examples=("zh 甲。乙。丙。 | en A. C.",),
    run=_run,
)
