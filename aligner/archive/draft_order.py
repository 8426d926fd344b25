"""Which of two drafts in one language is the later: what their symbols, dates, numbers and words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Final

from aligner.languages.han import HAN
from aligner.values import Document
from aligner.values.document_symbol import symbols_in
from aligner.view.search_folding import search_key

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR: Final = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/])")
_VERSION: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,2}")
_REVISION: Final = re.compile(r"/(?:REV|CORR|CRP)\.?\s*(\d+)(?:/.*)?$", re.IGNORECASE)
_LIMITED: Final = re.compile(r"/(?:L|CRP|WP)\.\d")
"""Series of documents that become others: of limited distribution, conference room and working papers."""

_NARROW: Final = re.compile(rf"[{HAN}]\s*[,:;()?!]|[(]\s*[{HAN}]")
"""A sign of half the width that Chinese has."""


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What tells drafts of a document apart, and in what order they were made.

    Attributes:
        symbol: its symbol without the revision; empty if it has none.
        revision: number of the revision in its symbol; 0 without one.
        date: of its masthead, in ISO 8601; empty if it has none.
        mentions: the symbols in its text, without their revisions.
        numbers: how often each number occurs in it.
        years: the years that it names.
        paragraphs: number of its paragraphs.
        letters: number of its letters and digits; typography does not count.
        narrow: Chinese signs of half their width.
    """

    symbol: str
    revision: int
    date: str
    mentions: frozenset[str]
    numbers: Counter[str]
    years: frozenset[int]
    paragraphs: int
    letters: int
    narrow: int


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
        narrow=len(_NARROW.findall(document.text)),
    )


def _symbol(symbol: str) -> tuple[str, int]:
    """A symbol without its revision, and the number of that.

    >>> _symbol("E/CN.15/2018/L.6/Rev.1"), _symbol("A/RES/71/167")
    (('E/CN.15/2018/L.6', 1), ('A/RES/71/167', 0))
    """
    match = _REVISION.search(symbol)
    return (symbol[: match.start()], int(match[1])) if match else (symbol, 0)


def ranks(drafts: list[DraftFacts]) -> list[int]:
    """Return for each draft of a document, in one language, how many others are earlier."""
    won = [0] * len(drafts)
    for one, other in combinations(range(len(drafts)), 2):
        later = lateness(drafts[one], drafts[other])
        won[one] += later > 0
        won[other] += later < 0
    return won


def lateness(one: DraftFacts, other: DraftFacts) -> float:
    """Return above 0 if the first draft is the later, below 0 if the second is, and 0 if nothing tells.

    The first of these that tells decides, the surest first:

    - the revision in the same symbol;
    - one mentions the other's symbol, as a resolution that of its draft;
    - the symbol of one is of a series of drafts, that of the other is not;
    - the dates of their mastheads;
    - each names a year that the other does not: the later cites what happened meanwhile;
    - each names a version such as 2.1 that the other does not: its own is the one that it names most;
    - one has Chinese signs of half the width, and the other none: typography is put right, not spoilt;
    - growth, since more is added to drafts than taken away.
    """
    return next(filter(None, _told(one, other)), 0.0)


def _told(one: DraftFacts, other: DraftFacts) -> Iterator[float]:
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
    yield (not one.narrow) - (not other.narrow)
    if one.letters and other.letters:
        yield log(one.paragraphs / other.paragraphs) + log(one.letters / other.letters)


def _own_version(one: DraftFacts, other: DraftFacts) -> tuple[int, ...]:
    """The number with decimal points that a draft names most and the other never; empty if there is none."""
    versions = {
        tuple(map(int, number.split("."))): count
        for number, count in one.numbers.items()
        if number not in other.numbers and _VERSION.fullmatch(number)
    }
    return max(versions, key=lambda version: (versions[version], version), default=())
