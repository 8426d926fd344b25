"""Which of two drafts in one language is later, judging by symbols, dates, numbers and typography."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Final

from aligner.languages.letter_ranges import HAN
from aligner.values import Document
from aligner.values.document_symbol import symbols_in
from aligner.view.search_folding import search_key

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR: Final = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/])")
_VERSION: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,2}")
_REVISION: Final = re.compile(r"/(?:REV|CORR|CRP)\.?\s*(\d+)(?:/.*)?$", re.IGNORECASE)
"""The number of a revision, correction or conference-room paper at the end of a symbol."""

_LIMITED: Final = re.compile(r"/(?:L|CRP|WP)\.\d")
"""Series of drafts: documents of limited distribution, conference room papers and working papers."""

_HALF_WIDTH: Final = re.compile(rf"[{HAN}]\s*[,:;()?!]|[(]\s*[{HAN}]")
"""Half-width punctuation beside a Chinese character."""


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What distinguishes drafts of a document, and shows their order.

    Attributes:
        symbol: its symbol without the revision; empty if it has none.
        revision: the revision number in its symbol; 0 if there is none.
        date: the date of its masthead, in ISO 8601; empty if it has none.
        mentions: the symbols in its text, without their revisions.
        numbers: how often each number occurs in it.
        years: the years that it names.
        paragraphs: number of its paragraphs.
        letters: number of its letters and digits, so that typography does not count.
        half_width: number of half-width punctuation marks beside Chinese characters.
    """

    symbol: str
    revision: int
    date: str
    mentions: frozenset[str]
    numbers: Counter[str]
    years: frozenset[int]
    paragraphs: int
    letters: int
    half_width: int


def draft_facts(document: Document) -> DraftFacts:
    """Return the facts of a document."""
    symbol, revision = _symbol(document.masthead.symbol or "")
    key = search_key(document.text)
    return DraftFacts(
        symbol=symbol,
        revision=revision,
        date=document.masthead.date or "",
        mentions=frozenset(_symbol(each)[0] for each in symbols_in(document.text)),
        numbers=Counter(_NUMBER.findall(key)),
        years=frozenset(map(int, _YEAR.findall(key))),
        paragraphs=len(document),
        letters=sum(map(str.isalnum, key)),
        half_width=len(_HALF_WIDTH.findall(document.text)),
    )


def _symbol(symbol: str) -> tuple[str, int]:
    """Return a symbol without its revision, and the number of the revision.

    >>> _symbol("E/CN.15/2018/L.6/Rev.1"), _symbol("A/RES/71/167")
    (('E/CN.15/2018/L.6', 1), ('A/RES/71/167', 0))
    """
    match = _REVISION.search(symbol)
    return (symbol[: match.start()], int(match[1])) if match else (symbol, 0)


def ranks(drafts: list[DraftFacts]) -> list[int]:
    """Return, for each draft of a document in one language, how many of the others are earlier."""
    won = [0] * len(drafts)
    for one, other in combinations(range(len(drafts)), 2):
        later = _lateness(drafts[one], drafts[other])
        won[one] += later > 0
        won[other] += later < 0
    return won


def _lateness(one: DraftFacts, other: DraftFacts) -> float:
    """Return a positive number if the first draft is later, a negative one if the second is, else 0.

    The first conclusive piece of evidence decides, the most reliable first:

    - the revision number in the same symbol;
    - one mentions the symbol of the other, as a resolution mentions its draft;
    - the symbol of one belongs to a series of drafts, and that of the other does not;
    - the dates of their mastheads;
    - each names a year that the other does not: the later draft cites more recent events;
    - each names a version such as 2.1 that the other does not: its own is the one it names most often;
    - one has half-width punctuation in Chinese and the other none: typography improves over time;
    - growth, since drafts gain more text than they lose.
    """
    return next(filter(None, _evidence(one, other)), 0.0)


def _evidence(one: DraftFacts, other: DraftFacts) -> Iterator[float]:
    if one.symbol == other.symbol:
        yield one.revision - other.revision
    else:
        yield (other.symbol in one.mentions) - (one.symbol in other.mentions)
    if one.symbol and other.symbol:
        yield bool(_LIMITED.search(other.symbol)) - bool(_LIMITED.search(one.symbol))
    if one.date and other.date:
        yield (one.date > other.date) - (one.date < other.date)
    ours, theirs = one.years - other.years, other.years - one.years
    if ours and theirs:
        yield max(ours) - max(theirs)
    own, others = _own_version(one, other), _own_version(other, one)
    if own and others:
        yield (own > others) - (own < others)
    yield (not one.half_width) - (not other.half_width)
    if one.letters and other.letters:
        yield log(one.paragraphs / other.paragraphs) + log(one.letters / other.letters)


def _own_version(one: DraftFacts, other: DraftFacts) -> tuple[int, ...]:
    """Return the version number that a draft names most often and the other never; empty if there is none."""
    versions = {
        tuple(map(int, number.split("."))): count
        for number, count in one.numbers.items()
        if number not in other.numbers and _VERSION.fullmatch(number)
    }
    return max(versions, key=lambda version: (versions[version], version), default=())
