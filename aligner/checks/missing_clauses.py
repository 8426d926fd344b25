"""Parts of a paragraph, shorter than a sentence, that another language's paragraph lacks.

In a resolution nearly every paragraph is one long sentence, so an omission leaves no sentence without a
counterpart. What it does leave is a paragraph shorter than usual, and a part of the others without which
their meaning comes closer to it.

With three languages or more, those that have the part are witnesses: the paragraph is shorter than
theirs, and comes closer without the part while they do not. Wordy renderings and parts that vectors
hardly reflect affect all languages alike, so this finds half as many omissions again as comparing two
languages alone, and with six languages twice as many.

What a paragraph lacks is a warning. What it adds to the pivot's is for information, since translators
often say explicitly what the original implies.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf, log
from statistics import fmean
from typing import Final, TypeVar

from aligner.checks.material import Check, Closeness, Material, Side, Texts, finding
from aligner.checks.usual_lengths import FEWEST, UsualRatio, size
from aligner.languages import get
from aligner.languages.numerals import numerals
from aligner.languages.structure import CLAUSE
from aligner.segmentation.sentences import spans_of
from aligner.values import DocumentKey, Finding, Message, Severity, Span, excerpt
from aligner.values.learned import logistic

Answer = TypeVar("Answer")
Asking = Generator[Texts, list[list[float]], Answer]
"""Work that asks how close texts are, one question after the other; several rows ask at once."""

_LONG: Final = 60  # English-equivalent characters of a paragraph that may lack a part
_LONGEST: Final = 2500  # the same for the most that is searched, since the work grows with the square
_OTHER: Final = 20  # least length of the paragraph that lacks it
_NOTICEABLE: Final = 0.15  # smallest difference from the usual length, as a logarithm
_EXPLAINED: Final = 0.4  # share of the loss in length through a part that has to be seen
_MOST_SHORTER: Final = 0.8
_MOST_DEVIATIONS: Final = 6.0
_GAIN: Final = (-0.1, 0.25)
"""The range to which gains are clipped. Parts that would not be reported if one paragraph gained the most,
and its witnesses nothing, are not encoded; in 2,053 rows of UN documents, none of them was reported."""
_LEAST_SPREAD: Final = 0.08  # that of few paragraphs is uncertain
_SHOWN: Final = 120

_LEAST: Final = (-0.15, 0.6)
"""Least log odds of a finding in close and in free translations. The model counts what published
translations leave out as false, which the close ones hardly do."""
_SPREAD: Final = (0.09, 0.13)
"""Spread of the ratio of lengths up to which a translation is close, and from which on it is free."""

_LEAST_WITNESSED: Final = (-0.7, 0.45)
"""The same with witnesses, chosen for 0.4 to 0.6 alarms in a hundred pairs of the same texts, whose
translations are free, and for none in close ones."""


# Lengths are in English-equivalent characters.
_PIECE: Final = 15  # pieces shorter than this stay with their neighbours
_PART: Final = 18  # shortest part
_SHARE: Final = 0.6  # its largest share of the paragraph
_FIGURES: Final = 0.3  # smallest share of figures in a list of dates or numbers, which is no part
_CLAUSES: Final = 3  # most consecutive clauses of a part

_AT_ONCE: Final = 32
"""Rows whose texts are encoded together. 2,053 rows of UN documents in three languages take as long with 16,
and 7 % less processor time with 64; with vectors on disk, all three take the same."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in several languages, of which each may lack a part of the others.

    Attributes:
        number: its number.
        sides: its paragraphs, the pivot's first.
        excess: by how much each is longer than usual compared with the pivot's, as a logarithm.
        spread: the standard deviation of that among all rows, by document.
    """

    number: int
    sides: tuple[Side, ...]
    excess: Mapping[DocumentKey, float]
    spread: Mapping[DocumentKey, float]

    def shorter(self, there: Side, others: Sequence[Side]) -> float:
        """Return by how much `there` is shorter than usual compared with others, as a logarithm."""
        return fmean([self.excess[side.key] for side in others]) - self.excess[there.key]


class _Parts:
    """The parts of a paragraph, and how much closer in meaning each other one is without them.

    Attributes:
        spans: the parts.
        sizes: their lengths, in English-equivalent characters.
        length: that of the whole paragraph, in the same unit.
        whole: the cosine of each other paragraph with the whole paragraph.
        gains: for each other paragraph, how much its cosine gains without each part.
    """

    def __init__(
        self, here: Side, others: Sequence[Side], spans: Sequence[Span], cosines: list[list[float]]
    ) -> None:
        self.spans = spans
        self.sizes = tuple(size(span.of(here.text), here.language) for span in self.spans)
        self.length = size(here.text, here.language)
        self.whole = {side.key: row[0] for side, row in zip(others, cosines, strict=True)}
        self.gains = {
            side.key: tuple(min(max(each - row[0], _GAIN[0]), _GAIN[1]) for each in row[1:])
            for side, row in zip(others, cosines, strict=True)
        }

    @classmethod
    def of(cls, here: Side, others: Sequence[Side], spans: Sequence[Span]) -> Asking[_Parts]:
        """Ask how close the other paragraphs are to the whole and to what is left without each part."""
        texts = [here.text, *(without(here, span) for span in spans)]
        cosines = yield [side.text for side in others], texts
        return cls(here, others, spans, cosines)


def _run(material: Material) -> Iterator[Finding]:
    close = material.closeness
    if close is None:
        return
    rows = list(_rows(material))
    for start in range(0, len(rows), _AT_ONCE):
        material.pause()
        yield from chain.from_iterable(
            _answered([_of_row(row) for row in rows[start : start + _AT_ONCE]], close)
        )


def _answered(asking: Sequence[Asking[Answer]], close: Closeness) -> list[Answer]:
    """Answer the questions of several rows at once, then those that follow from the answers, to the end."""
    answers = dict[int, Answer]()
    said: dict[int, list[list[float]] | None] = dict.fromkeys(range(len(asking)))
    while said:
        questions = dict[int, Texts]()
        for number, answer in said.items():
            one = asking[number]
            try:
                questions[number] = next(one) if answer is None else one.send(answer)
            except StopIteration as end:
                answers[number] = end.value
        said = dict(zip(questions, close(list(questions.values())), strict=True)) if questions else {}
    return [answers[number] for number in range(len(asking))]


def _of_row(row: _Row) -> Asking[list[Finding]]:
    """Find what paragraphs of a row lack."""
    pivot, *others = row.sides
    findings = (yield from _witnessed(row)) if len(others) > 1 else []
    witnessed = any(each.language == pivot.language for each in findings)
    for other in others:
        if len(others) == 1 and (span := (yield from _unwitnessed(row, pivot, other))):
            findings.append(_missing(row, pivot, other, span))
        if not witnessed and (span := (yield from _unwitnessed(row, other, pivot))):
            findings.append(_extra(row, other, pivot, span))
    return findings


def _rows(material: Material) -> Iterator[_Row]:
    """Yield the rows in which a paragraph of the pivot or of another language may lack a part."""
    sides: dict[int, list[Side]] = {}
    ratios: dict[DocumentKey, dict[int, float]] = {}
    for number, pivot, other in material.full_pairs():
        ours, theirs = (size(side.text, side.language) for side in (pivot, other))
        if min(ours, theirs) >= _OTHER and not pivot.is_heading:
            ratios.setdefault(other.key, {})[number] = log(theirs / ours)
            if _LONG <= max(ours, theirs) <= _LONGEST:
                sides.setdefault(number, [pivot]).append(other)
    usual = {
        key: UsualRatio.of(list(found.values())) for key, found in ratios.items() if len(found) >= FEWEST
    }
    spread = {key: ratio.spread for key, ratio in usual.items()}
    for number, (pivot, *others) in sides.items():
        known = [side for side in others if side.key in usual]
        excess = {side.key: ratios[side.key][number] - usual[side.key].center for side in known}
        if known:
            yield _Row(number, (pivot, *known), {pivot.key: 0.0, **excess}, spread)


def _witnessed(row: _Row) -> Asking[list[Finding]]:
    """Find what paragraphs of a row seem to lack that at least two others have."""
    losses: dict[DocumentKey, Finding] = {}
    least = _between(_LEAST_WITNESSED, fmean(row.spread[side.key] for side in row.sides[1:]))
    most = max(row.excess.values())
    may_lack = [side for side in row.sides if most - row.excess[side.key] >= _NOTICEABLE]
    for ours in row.sides:  # the pivot, which is easiest to read, comes first
        others = [side for side in row.sides if side is not ours]
        maybe = [side for side in may_lack if side is not ours and side.key not in losses]
        lacking = [_Lacking.of(row, ours, theirs) for theirs in maybe]
        short = [each for each in lacking if each.shortage >= _NOTICEABLE]
        length = size(ours.text, ours.language)
        spans = [
            span
            for span in (parts(ours, max(each.shortage for each in short) / _EXPLAINED) if short else ())
            if any(each.odds(size(span.of(ours.text), ours.language), length) >= least for each in short)
        ]
        if spans:
            table = yield from _Parts.of(ours, others, spans)
            for each in short:
                if span := each.part(table, least):
                    losses[each.there.key] = _missing(row, ours, each.there, span)
    return list(losses.values())


@dataclass(frozen=True, slots=True)
class _Lacking:
    """A paragraph that may lack a part of another, with at least one witness beside the two.

    Attributes:
        there: the paragraph.
        witnesses: the others.
        shorter: by how much it is shorter than usual compared with the witnesses, as a logarithm.
        shortage: the same compared with the other or with the witnesses, whichever is larger.
    """

    there: Side
    witnesses: Sequence[Side]
    shorter: float
    shortage: float

    @classmethod
    def of(cls, row: _Row, here: Side, there: Side) -> _Lacking:
        """Return what the lengths of a row say of a paragraph that may lack a part of `here`."""
        witnesses = [side for side in row.sides if side is not here and side is not there]
        shorter = row.shorter(there, witnesses)
        return cls(there, witnesses, shorter, max(row.shorter(there, [here]), shorter))

    def odds(self, part: float, whole: float, apart: float = _GAIN[1]) -> float:
        """Return the log odds that a part is missing; -inf if it is too long to explain the shortage."""
        if log(whole / (whole - part)) > self.shortage / _EXPLAINED:
            return -inf
        shorter = min(max(self.shorter, -_MOST_SHORTER), _MOST_SHORTER)
        return logistic("witnessed-clause").log_odds(length=log(part), shorter=shorter, apart=apart)

    def part(self, table: _Parts, least: float) -> Span | None:
        """Return the likeliest part to be missing, if its log odds are at least these."""
        best: tuple[float, Span | None] = -inf, None
        for number, span in enumerate(table.spans):
            gains = [table.gains[each.key][number] for each in self.witnesses]
            apart = table.gains[self.there.key][number] - fmean(gains)
            score = self.odds(table.sizes[number], table.length, apart)
            best = max(best, (score, span), key=lambda each: each[0])
        return best[1] if best[0] >= least else None


def _unwitnessed(row: _Row, here: Side, there: Side) -> Asking[Span | None]:
    """Find the part of a paragraph that another seems to lack, compared with that one alone; or None.

    How close the part is to a clause of the other paragraph is computed for one part only: computing it
    for all parts changed no relevant choice in 16,000 pairs.
    """
    deficit = row.shorter(there, [here])
    if deficit < _NOTICEABLE:
        return None
    spans = tuple(parts(here, deficit / _EXPLAINED))
    if not spans:
        return None
    table = yield from _Parts.of(here, [there], spans)
    spread = max(row.spread[side.key] for side in (here, there) if side.key in row.spread)
    deviations = min(deficit / max(spread, _LEAST_SPREAD), _MOST_DEVIATIONS)
    shorter = min(deficit, _MOST_SHORTER)
    model = logistic("missing-clause")
    evidence = [
        {"shorter": shorter, "deviations": deviations, "gain": gain, "length": log(length)}
        for gain, length in zip(table.gains[there.key], table.sizes, strict=True)
    ]
    likeliest = max(range(len(evidence)), key=lambda number: model.log_odds(**evidence[number]))
    span = table.spans[likeliest]
    clauses = [part.of(there.text) for part in parts(there)] or [there.text]
    (cosines,) = yield [span.of(here.text)], clauses
    nearest = max(cosines) - table.whole[there.key]
    score = model.log_odds(**evidence[likeliest], nearest=nearest)
    return span if score >= _between(_LEAST, spread) else None


def _between(limits: tuple[float, float], spread: float) -> float:
    """Return a limit between those for close and for free translations."""
    (close, free), (narrow, wide) = limits, _SPREAD
    share = min(max((spread - narrow) / (wide - narrow), 0.0), 1.0)
    return close + share * (free - close)


def _missing(row: _Row, here: Side, there: Side, span: Span) -> Finding:
    text = excerpt(span.of(here.text), _SHOWN)
    message = Message("clauses.missing", pivot=here.language, text=text)
    return finding(CHECK, Severity.WARNING, row.number, there, message, expected=text)


def _extra(row: _Row, here: Side, there: Side, span: Span) -> Finding:
    text = excerpt(span.of(here.text), _SHOWN)
    message = Message("clauses.extra", pivot=there.language, text=text)
    return finding(CHECK, Severity.INFO, row.number, here, message, span=span, found=text)


CHECK: Final = Check("missing-clause", Severity.WARNING, _run)


def parts(side: Side, loss: float = inf) -> Iterator[Span]:
    """Yield the runs of consecutive clauses that the other paragraph may lack.

    Lists of dates and numbers are left out, since the checks on those compare them.

    Args:
        side: the paragraph.
        loss: the most by which the paragraph without the run is shorter, as a logarithm.
    """
    text = side.text
    pieces, whole = _pieces(text, side.language), size(text, side.language)
    for first in range(len(pieces)):
        for last in range(first, min(first + _CLAUSES, len(pieces))):
            span = Span(pieces[first].start, pieces[last].stop)
            length = size(span.of(text), side.language)
            if not _PART <= length <= _SHARE * whole or log(whole / (whole - length)) > loss:
                continue
            figures = (n.span for n in numerals(text, side.language) if n.span.overlaps(span))
            if sum(map(len, figures)) < _FIGURES * len(span):
                yield span


def _pieces(text: str, language: str) -> list[Span]:
    """Return the clauses of a text; those that are very short are part of the previous one."""
    pieces: list[Span] = []
    for piece in _clauses(text, language):
        if pieces and min(size(span.of(text), language) for span in (pieces[-1], piece)) < _PIECE:
            pieces[-1] = Span(pieces[-1].start, piece.stop)
        else:
            pieces.append(piece)
    return pieces


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
