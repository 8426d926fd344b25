"""What a check is made of: a comparison as pairs of passages that should be equivalent, and the findings.

The helpers at the end build the findings that several checks share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from aligner.languages.facts_grammar import Fact, FactKind, facts
from aligner.segmentation.sentences import spans_of
from aligner.values import Document, DocumentKey, DocumentPair, Message, SegmentKind, Span, data_files
from aligner.values.comparison import Alignment, Comparison, Finding, Severity, rows_of
from aligner.values.glossary import Glossary

SentenceLinks = Callable[[DocumentKey, DocumentKey], tuple[Document, Document, Alignment] | None]
"""Returns two documents divided into sentences and the alignment between them, or None."""

Cosines = Callable[[DocumentKey, Span, DocumentKey, Span], list[list[float]]]
"""Cosines between the segments of two documents: one row per segment of the first."""


Texts = tuple[Sequence[str], Sequence[str]]
"""Texts to compare, and others to compare them with."""

Closeness = Callable[[Sequence[Texts]], list[list[list[float]]]]
"""Cosines of texts with others, in [-1, 1]: for each of several questions that are asked at once, which takes
less time, one row per text, with its cosine with each of the others."""


@dataclass(frozen=True, slots=True)
class Side:
    """One document's part of a row: consecutive paragraphs and their text.

    Attributes:
        key: of the document.
        document: the document.
        segments: the paragraphs.
        text: their text, including the separators between them.
    """

    key: DocumentKey
    document: Document
    segments: Span
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        stop = self.document.segments[self.segments.stop - 1].span.stop
        object.__setattr__(self, "text", self.document.text[self.start : stop])

    @property
    def language(self) -> str:
        """Its language."""
        return self.key.language

    @property
    def start(self) -> int:
        """The start of its text in the document's running text."""
        return self.document.segments[self.segments.start].span.start

    def places(self, words: str) -> list[Span]:
        """Return where some words are in the document's running text."""
        return [self.at(Span(*found.span())) for found in re.finditer(re.escape(words), self.text)]

    def paragraphs(self) -> Iterator[Side]:
        """Yield its paragraphs, each as a side of its own."""
        yield from (Side(self.key, self.document, Span(index, index + 1)) for index in self.segments)

    @property
    def is_heading(self) -> bool:
        """Whether all its paragraphs are headings or titles."""
        kinds = (SegmentKind.HEADING, SegmentKind.TITLE)
        return all(self.document.segments[index].kind in kinds for index in self.segments)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its paragraphs."""
        found = (self.document.segments[index].label for index in self.segments)
        return tuple(label for label in found if label)

    @property
    def marks(self) -> tuple[str, ...]:
        """Its footnote marks."""
        return tuple(mark for index in self.segments for mark in self.document.segments[index].footnotes)

    def at(self, span: Span) -> Span:
        """Convert a span of `text` to a span of the document's running text."""
        return span.shifted(self.start)

    @property
    def whole(self) -> Span:
        """Its whole span in the document's running text."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class Pair:
    """A row in the pivot and in one other document, `key`; either side may be missing."""

    row: int
    key: DocumentKey
    pivot: Side | None
    other: Side | None


class FullPair(NamedTuple):
    """A row that exists in both the pivot and another document."""

    row: int
    pivot: Side
    other: Side


class Passage(NamedTuple):
    """A paragraph or sentence, and where it is in the text of its side."""

    text: str
    language: str
    span: Span


def passages(sides: Sequence[Side]) -> Iterator[tuple[Passage, ...]]:
    """Yield the whole texts of some sides of a row, then their sentences if all have equally many."""
    yield tuple(Passage(side.text, side.language, Span(0, len(side.text))) for side in sides)
    sentences = [
        [Passage(span.of(side.text), side.language, span) for span in spans_of(side.text, side.language)]
        for side in sides
    ]
    numbers = {len(spans) for spans in sentences}
    if len(numbers) == 1 and numbers != {1}:
        yield from zip(*sentences, strict=True)


@dataclass(frozen=True)
class Material:
    """Everything a check may use.

    Attributes:
        comparison: the comparison to check.
        glossary: the terms to use; may be empty.
        sentence_links: aligns two documents by sentence; None if no encoder is available.
        cosines: compares the meaning of segments; None if no encoder is available.
        closeness: compares the meaning of any texts; None if no encoder is available.
        pause: called for each row that a check reads; may wait, or stop the checks by raising.
        newest: the newest document of each language.
        rows: the rows that `sides` and `pairs` yield; by default, all.
    """

    comparison: Comparison
    glossary: Glossary = ()
    sentence_links: SentenceLinks | None = None
    cosines: Cosines | None = None
    closeness: Closeness | None = None
    pause: Callable[[], None] = lambda: None
    newest: Mapping[str, DocumentKey] = field(init=False)
    rows: range = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "newest", self.comparison.newest)
        object.__setattr__(self, "rows", range(len(self.comparison.rows)))

    def of_rows(self, rows: range) -> Material:
        """Return the material of some rows; what it says of whole documents stays."""
        part = copy(self)
        for name, value in {"rows": rows, "_unpaired": self._unpaired, "_row_of": self._row_of}.items():
            object.__setattr__(part, name, value)
        return part

    @cached_property
    def pivot(self) -> DocumentKey:
        """The document the others are compared with."""
        return self.newest[self.comparison.pivot]

    @cached_property
    def others(self) -> tuple[DocumentKey, ...]:
        """The newest document of each other language."""
        return tuple(key for key in self.newest.values() if key != self.pivot)

    def side(self, row: int, key: DocumentKey) -> Side | None:
        """Return one document's part of a row."""
        span = self.comparison.rows[row].cells.get(key)
        return Side(key, self.comparison.documents[key], span) if span else None

    def sides(self) -> Iterator[tuple[int, Side]]:
        """Yield every part of every row in the newest documents, including the pivot's."""
        for row in self.rows:
            self.pause()
            for key in self.newest.values():
                side = self.side(row, key)
                if side is not None:
                    yield row, side

    def pairs(self) -> Iterator[Pair]:
        """Yield each row in the pivot and in each other language, if at least one of the two has it."""
        for row in self.rows:
            self.pause()
            pivot = self.side(row, self.pivot)
            others = ((key, self.side(row, key)) for key in self.others)
            yield from (Pair(row, key, pivot, other) for key, other in others if pivot or other)

    def full_pairs(self) -> Iterator[FullPair]:
        """Yield each row that exists in both the pivot and another language."""
        yield from (
            FullPair(each.row, each.pivot, each.other) for each in self.pairs() if each.pivot and each.other
        )

    def unpaired(self, key: DocumentKey, other: DocumentKey) -> str:
        """Return the paragraphs of one document that have no counterpart in another, one per line.

        One of the two documents is the pivot. A fact that seems to be missing from a paragraph may
        stand in one of these instead, such as an endnote.
        """
        return self._unpaired.get((key, other), "")

    @cached_property
    def _unpaired(self) -> Mapping[DocumentPair, str]:
        found: dict[DocumentPair, str] = {}
        for pair in self.pairs():
            side = pair.pivot or pair.other
            if side and not (pair.pivot and pair.other):
                keys = (side.key, pair.key if pair.pivot else self.pivot)
                found[keys] = f"{found.get(keys, '')}{side.text}\n"
        return found

    def moved(self, key: DocumentKey, other: DocumentKey) -> frozenset[int]:
        """Return the segments of one document that moved relative to the other.

        `other` is the non-pivot document of the pair; it may be `key` itself.
        """
        return self._moved.get((key, other), frozenset())

    @cached_property
    def _moved(self) -> Mapping[DocumentPair, frozenset[int]]:
        """Segments that moved, by their document and the non-pivot document of the pair."""
        found: dict[DocumentPair, set[int]] = {}
        for (source, target), alignment in self.comparison.alignments.items():
            for move in alignment.moves:
                found.setdefault((source, target), set()).update(move.source)
                found.setdefault((target, target), set()).update(move.target)
        return {keys: frozenset(segments) for keys, segments in found.items()}

    def row_of(self, key: DocumentKey, segment: int) -> int | None:
        """Return the row that contains a segment of a document."""
        return self._row_of[key].get(segment)

    @cached_property
    def _row_of(self) -> Mapping[DocumentKey, Mapping[int, int]]:
        return rows_of(self.comparison)


_RECURRING: Final = 3  # rows with the same deviation that are merged into one finding

Words = tuple[str, ...]
"""The words at several positions in a text."""


def entries() -> Mapping[str, Mapping[str, Any]]:
    """Return the module, the help and the examples of every check by its id, from `data/checks.toml`."""
    return data_files.tables("checks.toml")


@dataclass(frozen=True, slots=True)
class Check:
    """One check of parallel texts; `data/checks.toml` has its help.

    Attributes:
        id: its name on the command line and in files.
        severity: severity of its usual findings; a finding may be less severe.
        run: returns its findings, or what `merge` makes them of.
        default: whether it runs if no checks are named.
        by_row: whether it judges each row by itself, from the documents and rows alone. Such checks read
            the rows in portions, so that what one of them finds in a text is still remembered when the
            next one reads it; in long texts other processes read some of these.
        merge: for a check by row, makes findings of what it found in all rows.
    """

    id: str
    severity: Severity
    run: Callable[[Material], Iterable[Any]]
    default: bool = True
    by_row: bool = False
    merge: Callable[[Material, Sequence[Any]], Iterable[Finding]] = lambda material, found: found

    @property
    def help(self) -> str:
        """What it looks for, and its rate of false alarms on clean texts."""
        return str(entries()[self.id]["help"])

    @property
    def examples(self) -> tuple[str, ...]:
        """A text and a faulty counterpart, one line each."""
        return tuple(entries()[self.id]["examples"])


def finding(
    check: Check,
    severity: Severity,
    row: int,
    side: Side,
    message: Message,
    *,
    span: Span | None = None,
    expected: str | tuple[str, ...] = "",
    found: str | tuple[str, ...] = "",
) -> Finding:
    """Build a finding about one side of a row; `span` is relative to the side's text.

    `expected` and `found` are tuples if the finding concerns several places.
    """
    place = side.at(span) if span is not None else side.whole
    wanted, here = ((each,) if isinstance(each, str) else each for each in (expected, found))
    texts = ", ".join(wanted), ", ".join(here)
    parts = (each if len(each) > 1 else () for each in (wanted, here))
    return Finding(check.id, severity, (row,), side.language, place, *texts, message, *parts)


def difference(
    check: Check,
    severity: Severity,
    pair: FullPair,
    missing: Sequence[Span],
    extra: Sequence[Span],
    *,
    say: Callable[[str, Words, Words], Message] | None = None,
) -> Finding:
    """Build a finding about words that only one text of a row has.

    Args:
        check: the check.
        severity: the finding's severity.
        pair: the pivot's side, which is assumed to be correct, and the one that the finding is about.
        missing: spans of the pivot's text that have no equivalent in the other.
        extra: spans of the other's text that have no equivalent in the pivot.
        say: builds the message from the pivot's language, the missing words and the extra ones;
            `differing` if None.
    """
    expected = tuple(span.of(pair.pivot.text).strip() for span in missing)
    found = tuple(span.of(pair.other.text).strip() for span in extra)
    message = (say or differing)(pair.pivot.language, expected, found)
    span = extra[0] if extra else None
    return finding(check, severity, pair.row, pair.other, message, span=span, expected=expected, found=found)


def differing(pivot: str, expected: Words, found: Words) -> Message:
    """Return the message for words found only in the text in language `pivot`, or only in the other text."""
    if expected and found:
        return Message("facts.differ", pivot=pivot, expected=expected, found=found)
    if expected:
        return Message("facts.missing", pivot=pivot, expected=expected)
    return Message("facts.extra", pivot=pivot, found=found)


def merge_recurring(
    findings: Iterable[Finding],
    alike: Callable[[Finding], Hashable] = lambda finding: (finding.expected, finding.found),
) -> Iterator[Finding]:
    """Merge findings that recur in several rows of one language into one, at the first of those rows.

    Findings count as the same if `alike` returns the same value: by default, the words they are about.
    """
    groups: dict[tuple[str | None, Hashable], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.language, alike(each)), []).append(each)
    for group in groups.values():
        if len(group) < _RECURRING:
            yield from group
        else:
            yield replace(group[0], rows=tuple(row for each in group for row in each.rows))


def differing_facts(
    material: Material, kind: FactKind[Fact]
) -> Iterator[tuple[FullPair, list[Fact], list[Fact]]]:
    """Find the rows in which the two texts differ in facts of one kind.

    Yields:
        The row, the facts that the other side lacks, and those that the pivot lacks.
    """
    for pair in material.full_pairs():
        _, pivot, other = pair
        found = kind.different(facts(pivot.text, pivot.language), facts(other.text, other.language))
        missing, extra = unless_unpaired(material, pair, found, kind)
        if missing or extra:
            yield pair, missing, extra


def unless_unpaired(
    material: Material, pair: FullPair, differing: tuple[list[Fact], list[Fact]], kind: FactKind[Fact]
) -> tuple[list[Fact], list[Fact]]:
    """Drop facts that the other document states in a paragraph without a counterpart, such as an endnote.

    If each paragraph lacks facts of the other, they differ, and nothing is dropped.

    Args:
        material: the comparison.
        pair: the paragraph of the pivot, and its counterpart.
        differing: the facts that the counterpart lacks, and those that the pivot's paragraph lacks.
        kind: their kind.
    """
    _, pivot, other = pair
    missing, extra = differing
    if missing and not extra:
        missing = kind.lacking(missing, facts(material.unpaired(other.key, pivot.key), other.language))
    elif extra and not missing:
        extra = kind.lacking(extra, facts(material.unpaired(pivot.key, other.key), pivot.language))
    return missing, extra
