"""Passages in square brackets: what is not agreed in a draft, who proposes it, and what became of it.

A bracket may open in one paragraph and close in another, and brackets may be nested. Brackets that show
what was done to a quotation are no passages under negotiation, nor are those of a masthead.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import regex

from aligner.languages.structure import structure
from aligner.revision.around_text import is_around
from aligner.values import BracketOutcome, Document, EditTag, Revision, Span, joined_spans

EDITORIAL: Final = regex.compile(
    r"\[(?:sic|[^\p{L}\p{N}\[\]]*)\]|(?<!\p{L})\[\p{L}\](?=\p{Ll})", regex.IGNORECASE
)
"""What brackets show that was done to a quotation, `[…]` or `[T]he`, and blanks to be filled in: `[--]`."""

_QUOTING: Final = regex.compile(
    r"\[(?:sic|…|\.{3})\]|(?<=\p{L})\[\p{L}+\]|\[\p{L}+\](?=\p{Ll})", regex.IGNORECASE
)
"""What can only have been done to a quotation: something left out, or a part of a word changed."""
_FEWEST: Final = 3
"""Such brackets from which a document uses all of its brackets so, if a third of the others are no more.

Eight orders, judgments and reports of the development data have 8 to 234 of them beside 5 to 160 others."""

_SIGNS: Final = str.maketrans("［］", "[]")
_NAMED: Final = regex.compile(
    r"\s*(?P<name>[\p{Lu}\p{Lo}\p{N}][^:：\[\].;。]{0,70}?)\s*[:：](?=\s|\p{Han}|\p{Arabic})"
)
"""A name before a colon at the beginning of a passage."""
_BRACKET: Final = regex.compile(r"[\[\]]")
_BETWEEN: Final = regex.compile(r"[\s/]*")
"""What may be between alternatives that are side by side."""
_KEPT: Final = 0.5
"""Share of the letters of a passage from which its text counts as kept."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in square brackets.

    Attributes:
        span: its place in the document's running text, with its brackets.
        segment: the segment in which it begins.
        depth: how many others it is inside of.
        proposer: who proposes it, if it says so; empty if it does not.
        option: the option that it is, as it names it, or empty.
        closed: whether its second bracket is there.
        outcome: what became of it; a passage that closed is one of the older draft, others of the newer.
    """

    span: Span
    segment: int
    depth: int = 0
    proposer: str = ""
    option: str = ""
    closed: bool = True
    outcome: BracketOutcome = BracketOutcome.OPEN


def quotes_only(document: Document) -> bool:
    """Whether a document uses square brackets only for what was done to its quotations."""
    return _quotes_only(document.text.translate(_SIGNS))


def _quotes_only(text: str) -> bool:
    quoting = len(_QUOTING.findall(text))
    return quoting >= _FEWEST and 3 * quoting >= text.count("[") - quoting


def passages(document: Document) -> tuple[Passage, ...]:
    """Return the passages in square brackets, in the order in which they begin."""
    text = document.text.translate(_SIGNS)
    if ("[" not in text and "]" not in text) or _quotes_only(text):
        return ()
    skipped = {at for match in EDITORIAL.finditer(text) for at in (match.start(), match.end() - 1)}
    found: list[Passage] = []
    opened: list[tuple[int, int]] = []
    starts = [segment.span.start for segment in document.segments]
    for match in _BRACKET.finditer(text):
        at, index = match.start(), bisect_right(starts, match.start()) - 1
        if at in skipped or index < 0 or at not in document.segments[index].span:
            continue
        if is_around(document, Span(index, index + 1)):
            continue
        if text[at] == "[":
            opened.append((at, index))
        elif opened:
            start, home = opened.pop()
            found.append(_passage(document, text, Span(start, at + 1), home, len(opened)))
    for depth, (start, home) in enumerate(opened):
        stop = document.segments[home].span.stop
        found.append(_passage(document, text, Span(start, stop), home, depth, closed=False))
    return tuple(sorted(found, key=lambda each: (each.span.start, -each.span.stop)))


def _passage(
    document: Document, text: str, span: Span, segment: int, depth: int, *, closed: bool = True
) -> Passage:
    inner = text[span.start + 1 : span.stop - closed]
    words = structure(document.language)
    option = words.option.match(inner.lstrip())
    rest = inner.lstrip()[option.end() :].lstrip(" :：.–-") if option else inner
    named = _NAMED.match(rest)
    return Passage(
        span,
        segment,
        depth,
        named["name"].strip() if named else "",
        option[0].strip() if option else "",
        closed,
    )


def brackets(new: Document, old: Document | None = None, revision: Revision | None = None) -> list[Passage]:
    """Return the passages in brackets of a draft, and those of the draft before that closed since.

    Args:
        new: the draft.
        old: the one before; without it, all passages are open.
        revision: the changes between them.
    """
    here = passages(new)
    if old is None or revision is None:
        return list(here)
    kept = _Kept(old, new, revision)
    opened = {each.span.start for each in here}
    before = passages(old)
    found = {each.span.start: _outcome(each, old, kept, opened) for each in before}
    for first, second in pairwise(each for each in before if not each.depth):
        gap = old.text[first.span.stop : second.span.start]
        one, other = found[first.span.start], found[second.span.start]
        if _BETWEEN.fullmatch(gap) and {one, other} == {BracketOutcome.KEPT, BracketOutcome.DELETED}:
            found[first.span.start] = found[second.span.start] = BracketOutcome.OPTION
    still = {kept.place(each.span.start) for each in before if found[each.span.start] is BracketOutcome.OPEN}
    made = [each if each.span.start in still else replace(each, outcome=BracketOutcome.NEW) for each in here]
    closed = (replace(each, outcome=found[each.span.start]) for each in before)
    return [*made, *(passage for passage in closed if not passage.outcome.is_open)]


def _outcome(passage: Passage, old: Document, kept: _Kept, opened: set[int]) -> BracketOutcome:
    if kept.place(passage.span.start) in opened:
        return BracketOutcome.OPEN
    inner = Span(passage.span.start + 1, passage.span.stop - passage.closed)
    letters = [at for at in inner if old.text[at].isalnum()]
    share = sum(kept.place(at) is not None for at in letters) / len(letters) if letters else 0.0
    if "/" in inner.of(old.text) and 0 < share < 1:
        for part in joined_spans(inner.of(old.text).split("/"), inner.start):
            option = [at for at in part if old.text[at].isalnum()]
            if option and all(kept.place(at) is not None for at in option):
                return BracketOutcome.OPTION
    if share >= _KEPT:
        return BracketOutcome.KEPT
    return BracketOutcome.REPLACED if kept.comes_at(passage.span) else BracketOutcome.DELETED


class _Kept:
    """Where the characters of an older draft are in the newer."""

    def __init__(self, old: Document, new: Document, revision: Revision) -> None:
        runs = sorted(_kept_runs(old, new, revision))
        self._starts = [before.start for before, _ in runs]
        self._runs = runs
        self._came = sorted(_inserted(old, new, revision))

    def place(self, at: int) -> int | None:
        """Return where a character is; None if it is gone."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return None
        before, after = self._runs[number]
        return after.start + at - before.start if at in before else None

    def comes_at(self, span: Span) -> bool:
        """Whether words were put in the place of a passage."""
        return any(span.start <= at <= span.stop for at in self._came)


def _kept_runs(old: Document, new: Document, revision: Revision) -> Iterator[tuple[Span, Span]]:
    """Yield the runs of text that both drafts have, within a segment each."""
    for change in revision.changes:
        olds, news = _offsets(old, change.old), _offsets(new, change.new)
        for edit in change.edits:
            if edit.tag is EditTag.EQUAL:
                yield from _within(edit.old, edit.new, olds, news)


def _offsets(document: Document, span: Span) -> list[tuple[int, int]]:
    """Return where each segment begins in the joined text, and in the running text."""
    places = joined_spans(document.text_of(index) for index in span)
    return [(at.start, document.segments[index].span.start) for index, at in zip(span, places, strict=True)]


def _place(offsets: Sequence[tuple[int, int]], at: int) -> int:
    """Return where a character of the joined text is in the running text."""
    joined, running = max(each for each in offsets if each[0] <= at)
    return running + at - joined


def _within(
    one: Span, other: Span, olds: Sequence[tuple[int, int]], news: Sequence[tuple[int, int]]
) -> Iterator[tuple[Span, Span]]:
    """Cut a run at the ends of segments on either side, and give its places in the running texts."""
    cuts = {at - one.start for at, _ in olds} | {at - other.start for at, _ in news}
    ends = sorted({0, len(one), *(cut for cut in cuts if 0 < cut < len(one))})
    for start, stop in pairwise(ends):
        before, after = _place(olds, one.start + start), _place(news, other.start + start)
        yield Span(before, before + stop - start), Span(after, after + stop - start)


def _inserted(old: Document, new: Document, revision: Revision) -> Iterator[int]:
    """Yield where in the older draft words were inserted that replace others."""
    for change in revision.changes:
        olds, after = _offsets(old, change.old), new.joined(change.new)
        for edit in change.edits:
            if edit.tag is not EditTag.EQUAL and any(map(str.isalnum, edit.new.of(after))) and olds:
                yield _place(olds, edit.old.start)
