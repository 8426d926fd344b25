"""Find which unsorted documents belong together, and the order of their drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from aligner.archive.document_facts import Facts, similarity
from aligner.archive.draft_order import ranks

_LEAST: Final = 0.39
"""Lowest similarity at which two groups of documents are one set."""

_NEIGHBOURS: Final = 16
"""Number of closest documents, by their vectors, that each one is compared with."""

_EXACT: Final = 20_000
"""Largest number of documents for which the closest are found exactly."""

_LINKS: Final = 32
"""Neighbours that the index links each document with if there are more documents."""

_MOST_TRIED: Final = 6
"""Largest number of drafts for which every assignment is tried."""


@dataclass(frozen=True, slots=True)
class FoundSet:
    """Documents that belong together.

    Attributes:
        name: the symbol or title, unique among the sets found.
        documents: the documents with their draft numbers, from 1 for the earliest.
    """

    name: str
    documents: tuple[tuple[int, Facts], ...]


def group(facts: Sequence[Facts]) -> list[list[Facts]]:
    """Group the documents that belong together; each of the others is a group by itself.

    Documents with the same symbol are together from the start. Then the two closest groups are merged
    until none are close enough. The similarity of two groups is the mean similarity of the smaller
    one's documents to the closest of the other, so that a draft need not resemble every other draft.
    """
    groups = _by_symbol(facts)
    pairs = _candidates(facts)
    group_of = {number: key for key, numbers in groups.items() for number in numbers}
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        first, second = group_of[one], group_of[other]
        if first != second and _linkage(facts, groups[first], groups[second]) >= _LEAST:
            for number in groups.pop(second):
                groups[first].append(number)
                group_of[number] = first
    return [[facts[number] for number in sorted(numbers)] for numbers in groups.values()]


def _by_symbol(facts: Sequence[Facts]) -> dict[int, list[int]]:
    first: dict[str, int] = {}
    groups: dict[int, list[int]] = {}
    for number, document in enumerate(facts):
        symbol = document.draft.symbol
        key = first.setdefault(symbol, number) if symbol else number
        groups.setdefault(key, []).append(number)
    return groups


def _candidates(facts: Sequence[Facts]) -> list[tuple[float, int, int]]:
    """Pairs of documents whose vectors are close, with their similarity."""
    vectors = np.stack([document.vector for document in facts])
    _, near = _index(vectors).search(vectors, min(_NEIGHBOURS + 1, len(facts)))
    pairs = {
        (min(number, int(other)), max(number, int(other)))
        for number, others in enumerate(near)
        for other in others
        if other >= 0 and other != number
    }
    scored = ((similarity(facts[one], facts[other]), one, other) for one, other in sorted(pairs))
    return [pair for pair in scored if pair[0] >= _LEAST]


def _index(vectors: Any) -> Any:
    import faiss

    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    if len(vectors) > _EXACT:
        index = faiss.IndexHNSWFlat(vectors.shape[1], _LINKS, faiss.METRIC_INNER_PRODUCT)
    index.add(vectors)
    return index


def _linkage(facts: Sequence[Facts], one: Sequence[int], other: Sequence[int]) -> float:
    smaller, larger = sorted((one, other), key=len)
    best = [max(similarity(facts[ours], facts[theirs]) for theirs in larger) for ours in smaller]
    return sum(best) / len(best)


def number_drafts(documents: Sequence[Facts]) -> list[tuple[int, Facts]]:
    """Number the drafts of a set from 1, earliest first, consistently across languages.

    The language with the most drafts is put in order first. The documents of each other language, in
    order, are then assigned to the drafts whose numbers and paragraphs fit them best.
    """
    languages: dict[str, list[Facts]] = {}
    for document in documents:
        languages.setdefault(document.language, []).append(document)
    reference = max(languages, key=lambda code: (len(languages[code]), code))
    drafts = order(languages[reference])
    numbered = list(enumerate(drafts, start=1))
    for code, own in languages.items():
        if code != reference:
            numbered += _assign(order(own), drafts)
    return sorted(numbered, key=lambda each: (each[0], each[1].language, each[1].path))


def _assign(own: list[Facts], drafts: list[Facts]) -> list[tuple[int, Facts]]:
    if len(own) == len(drafts) or len(drafts) > _MOST_TRIED:
        return list(enumerate(own, start=1))
    fits = [[_fit(one, draft) for draft in drafts] for one in own]
    choice = max(
        combinations(range(len(drafts)), len(own)),
        key=lambda chosen: sum(fits[number][draft] for number, draft in enumerate(chosen)),
    )
    return [(draft + 1, own[number]) for number, draft in enumerate(choice)]


def _fit(one: Facts, draft: Facts) -> float:
    """Return how well a document fits a draft in another language."""
    ours, theirs = one.draft.numbers, draft.draft.numbers
    total = sum(ours.values()) + sum(theirs.values())
    shared = 2 * sum((ours & theirs).values()) / total if total else 0.0
    return similarity(one, draft) + shared


def order(drafts: Sequence[Facts]) -> list[Facts]:
    """Return drafts in one language from earliest to latest; without evidence, in order of their paths."""
    earlier = ranks([facts.draft for facts in drafts])
    ordered = sorted(zip(earlier, drafts, strict=True), key=lambda each: (each[0], each[1].path))
    return [facts for _, facts in ordered]


def named(groups: Sequence[Sequence[Facts]]) -> list[FoundSet]:
    """Name each group of two or more documents after its newest symbol or a title."""
    found, used = [], set()
    for documents in groups:
        if len(documents) < 2:
            continue
        drafts = number_drafts(documents)
        wanted = _name([facts for _, facts in drafts])
        name, number = wanted, 2
        while name in used:
            name, number = f"{wanted} ({number})", number + 1
        used.add(name)
        found.append(FoundSet(name, tuple(drafts)))
    return sorted(found, key=lambda each: each.name)


def _name(documents: Sequence[Facts]) -> str:
    """Return the symbol of the newest draft that has one, or else the title that is easiest to type."""
    symbols = [facts.draft.symbol for facts in documents if facts.draft.symbol]
    titles = [title for facts in documents if (title := facts.title[:60].strip(" /."))]
    return symbols[-1].strip(" /.") if symbols else max(titles, key=_plain_letters, default="set")


def _plain_letters(title: str) -> float:
    """Return the share of ASCII characters; a set's name is typed, and names its files."""
    return sum(map(str.isascii, title)) / len(title)
