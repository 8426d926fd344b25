"""The facts that group unsorted documents: their drafts and which is later, the meaning of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.geometry import unit
from aligner.encoders import Encoder
from aligner.languages.letter_ranges import HAN
from aligner.revision.series import head_lines, own_date
from aligner.values.document import Document, symbols_in
from aligner.view.search_folding import search_key

SAMPLE: Final = 64
"""Number of paragraphs, from the start of a document, that are encoded: every language and draft has them."""

_SHRINK: Final = 8
"""Weight of the mean of all languages in the mean vector of each one, in documents."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one document.

    Attributes:
        path: its path in the folder.
        language: its language.
        title: its title, or its first words.
        head: the lines of its head.
        date: the date in its head, in ISO 8601; empty if there is none.
        document: the document.
        draft: what distinguishes it from other drafts.
        positions: position of each encoded paragraph, as a share of `SAMPLE`.
        paragraphs: their vectors, centred by language, of unit length; shape (encoded, dimension).
        weights: weight of each paragraph; those that recur in many documents of the language, such as
            masthead lines, have little.
        vector: mean of the paragraphs' vectors, weighted by rarity, of unit length.
    """

    path: str
    language: str
    title: str
    head: tuple[str, ...]
    date: str
    document: Document = field(repr=False)
    draft: DraftFacts
    positions: NDArray[np.float32]
    paragraphs: NDArray[np.float32]
    weights: NDArray[np.float32]
    vector: NDArray[np.float32]


def facts_of(documents: Mapping[str, Document], encoder: Encoder) -> list[Facts]:
    """Return the facts of documents, which are given by path."""
    encoded = {path: range(min(len(document), SAMPLE)) for path, document in documents.items()}
    texts = {path: [documents[path].text_of(index) for index in encoded[path]] for path in documents}
    frequency = Counter(
        (documents[path].language, key) for path, own in texts.items() for key in set(map(search_key, own))
    )
    vectors = {path: np.asarray(encoder.encode(own), dtype=np.float32) for path, own in texts.items()}
    means = _means({path: (documents[path].language, vectors[path].mean(axis=0)) for path in documents})
    sizes = Counter(document.language for document in documents.values())
    facts = []
    for path, document in documents.items():
        centred = unit(vectors[path] - means[document.language])
        common = np.array(
            [frequency[document.language, search_key(text)] for text in texts[path]], np.float32
        )
        rare = np.log((1 + len(documents)) / common)[:, None]
        facts.append(
            Facts(
                path=path,
                language=document.language,
                title=" ".join((document.printed_title or document.text_of(0)).split()),
                head=tuple(head_lines(document)),
                date=own_date(document),
                document=document,
                draft=draft_facts(document),
                positions=np.array(encoded[path], dtype=np.float32) / np.float32(SAMPLE),
                paragraphs=centred,
                weights=np.log((1 + sizes[document.language]) / common),
                vector=unit((centred * rare).sum(axis=0, keepdims=True))[0],
            )
        )
    return facts


def _means(own: Mapping[str, tuple[str, NDArray[np.float32]]]) -> dict[str, NDArray[np.float32]]:
    """Return the mean vector of each language, drawn towards the mean of all if it has few documents."""
    everything = np.mean([mean for _, mean in own.values()], axis=0)
    by_language: dict[str, list[NDArray[np.float32]]] = {}
    for language, mean in own.values():
        by_language.setdefault(language, []).append(mean)
    return {
        language: (np.sum(means, axis=0) + _SHRINK * everything) / (len(means) + _SHRINK)
        for language, means in by_language.items()
    }


def similarity(one: Facts, other: Facts) -> float:
    """Return how much of the beginning of one document the other has, from 0 to about 1.

    Paragraphs that are mutually closest, at about the same position, count by their cosine and
    weight; the sum is divided by the total weight of the shorter document.
    """
    if len(one.paragraphs) > len(other.paragraphs):
        one, other = other, one
    cosines = one.paragraphs @ other.paragraphs.T
    apart = np.abs(one.positions[:, None] - other.positions[None, :])
    scores = cosines - apart
    best, back = scores.argmax(axis=1), scores.argmax(axis=0)
    mutual = back[best] == np.arange(len(best))
    matched = np.maximum(cosines[np.arange(len(best)), best], 0) * one.weights
    return float(matched[mutual].sum() / one.weights.sum())


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
