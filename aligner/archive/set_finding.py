"""Find which documents of a heap belong together, and the order of their drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from aligner.archive.document_facts import Facts, similarity
from aligner.archive.draft_order import ranks

_LEAST: Final = 0.39
"""The least similarity at which two groups of documents are one set."""

_NEIGHBOURS: Final = 16
"""Documents compared with each one, the closest by their vectors."""

_EXACT: Final = 20_000
"""Up to so many documents, the closest are found exactly."""

_LINKS: Final = 32
"""Neighbours that each document of a larger heap is linked with in the index."""

_MOST_TRIED: Final = 6
"""Drafts for which every assignment is tried."""


@dataclass(frozen=True, slots=True)
class FoundSet:
    """Documents that belong together.

    Attributes:
        name: its symbol or title, unique among the sets found.
        documents: the documents with the number of their draft, counted from 1, earliest first.
    """

    name: str
    documents: tuple[tuple[int, Facts], ...]


def group(facts: Sequence[Facts]) -> list[list[Facts]]:
    """Group the documents that belong together; those that belong to no other are alone.

    Documents of one symbol are together from the start. Then the two closest groups are joined
    until none are close enough: two groups are as similar as the documents of the smaller one are
    on average to the closest of the other, so that a draft need not resemble every other.
    """
    groups = _by_symbol(facts)
    pairs = _candidates(facts)
    home = {number: key for key, numbers in groups.items() for number in numbers}
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        first, second = home[one], home[other]
        if first != second and _linkage(facts, groups[first], groups[second]) >= _LEAST:
            for number in groups.pop(second):
                groups[first].append(number)
                home[number] = first
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
    """Pairs of documents that are close by their vectors, with their similarity."""
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


def arranged(documents: Sequence[Facts]) -> list[tuple[int, Facts]]:
    """Number the drafts of a set from 1, earliest first, equally in all languages.

    The language with the most drafts is put in order; each other language's documents, in their order,
    are given the drafts whose numbers and paragraphs fit them best.
    """
    languages: dict[str, list[Facts]] = {}
    for document in documents:
        languages.setdefault(document.language, []).append(document)
    reference = max(languages, key=lambda code: (len(languages[code]), code))
    drafts = order(languages[reference])
    numbered = list(enumerate(drafts, start=1))
    for code, own in languages.items():
        if code != reference:
            numbered += _assigned(order(own), drafts)
    return sorted(numbered, key=lambda each: (each[0], each[1].language, each[1].path))


def _assigned(own: list[Facts], drafts: list[Facts]) -> list[tuple[int, Facts]]:
    if len(own) == len(drafts) or len(drafts) > _MOST_TRIED:
        return list(enumerate(own, start=1))
    fits = [[_fit(one, draft) for draft in drafts] for one in own]
    choice = max(
        combinations(range(len(drafts)), len(own)),
        key=lambda chosen: sum(fits[number][draft] for number, draft in enumerate(chosen)),
    )
    return [(draft + 1, own[number]) for number, draft in enumerate(choice)]


def _fit(one: Facts, draft: Facts) -> float:
    """How well a document fits a draft in another language."""
    ours, theirs = one.draft.numbers, draft.draft.numbers
    total = sum(ours.values()) + sum(theirs.values())
    shared = 2 * sum((ours & theirs).values()) / total if total else 0.0
    return similarity(one, draft) + shared


def order(drafts: Sequence[Facts]) -> list[Facts]:
    """Return drafts in one language from earliest to latest; those that nothing tells apart by their path."""
    earlier = ranks([facts.draft for facts in drafts])
    ordered = sorted(zip(earlier, drafts, strict=True), key=lambda each: (each[0], each[1].path))
    return [facts for _, facts in ordered]


def named(groups: Sequence[Sequence[Facts]]) -> list[FoundSet]:
    """Name each group of two documents or more after its newest symbol or a title."""
    found, used = [], set()
    for documents in groups:
        if len(documents) < 2:
            continue
        drafts = arranged(documents)
        wanted = _name([facts for _, facts in drafts])
        name, number = wanted, 2
        while name in used:
            name, number = f"{wanted} ({number})", number + 1
        used.add(name)
        found.append(FoundSet(name, tuple(drafts)))
    return sorted(found, key=lambda each: each.name)


def _name(documents: Sequence[Facts]) -> str:
    """The symbol of the newest draft that has one, which others cite; else the title easiest to type."""
    symbols = [facts.draft.symbol for facts in documents if facts.draft.symbol]
    titles = [title for facts in documents if (title := facts.title[:60].strip(" /."))]
    return symbols[-1].strip(" /.") if symbols else max(titles, key=_plain_letters, default="set")


def _plain_letters(title: str) -> float:
    """The share of letters without accents of the Latin alphabet: names are typed, and files called so."""
    return sum(map(str.isascii, title)) / len(title)
