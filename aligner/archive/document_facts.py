"""What identifies a document in a heap: symbol, dates, numbers, and the meaning of its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.encoders.unit_length import unit
from aligner.values import Document, SegmentKind
from aligner.view.search_folding import search_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders import Encoder

SAMPLE: Final = 64
"""Paragraphs of a document that are encoded: the first ones."""

_SHRINK: Final = 8
"""A language's mean vector counts as if so many documents more had the mean of all languages."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR: Final = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/])")
_REVISION: Final = re.compile(r"/(?:REV|CORR|CRP)\.?\s*(\d+)(?:/.*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one document.

    Attributes:
        path: its path below the heap.
        language: its language.
        title: its title, or its first words.
        symbol: its symbol without the revision; empty if it has none.
        revision: number of the revision in its symbol; 0 without one.
        numbers: how often each number occurs in it.
        years: the years that it names.
        paragraph_count: number of its paragraphs.
        length: characters of its text.
        positions: position of each encoded paragraph, as a share of `SAMPLE`.
        paragraphs: their vectors, centred by language, of unit length; shape (encoded, dimension).
        vector: mean of these, weighted by how rare each paragraph is, of unit length.
    """

    path: str
    language: str
    title: str
    symbol: str
    revision: int
    numbers: Counter[str]
    years: frozenset[int]
    paragraph_count: int
    length: int
    positions: NDArray[np.float32]
    paragraphs: NDArray[np.float32]
    vector: NDArray[np.float32]


def facts_of(documents: Mapping[str, Document], encoder: Encoder) -> list[Facts]:
    """Return the facts of documents, given by their path."""
    encoded = {path: _sample(document) for path, document in documents.items()}
    texts = {path: [documents[path].text_of(index) for index in encoded[path]] for path in documents}
    frequency = Counter(
        (documents[path].language, key) for path, own in texts.items() for key in set(map(search_key, own))
    )
    vectors = {path: np.asarray(encoder.encode(own), dtype=np.float32) for path, own in texts.items()}
    means = _means({path: (documents[path].language, vectors[path].mean(axis=0)) for path in documents})
    found = []
    for path, document in documents.items():
        centred = unit(vectors[path] - means[document.language])
        rare = [
            log((1 + len(documents)) / frequency[document.language, search_key(text)]) for text in texts[path]
        ]
        vector = unit((centred * np.array(rare, dtype=np.float32)[:, None]).sum(axis=0, keepdims=True))[0]
        positions = np.array(encoded[path], dtype=np.float32) / np.float32(SAMPLE)
        found.append(_facts(path, document, positions, centred, vector))
    return found


def _facts(
    path: str,
    document: Document,
    positions: NDArray[np.float32],
    paragraphs: NDArray[np.float32],
    vector: NDArray[np.float32],
) -> Facts:
    symbol, revision = _symbol(document.masthead.symbol or "")
    key = search_key(document.text)
    return Facts(
        path=path,
        language=document.language,
        title=_title(document),
        symbol=symbol,
        revision=revision,
        numbers=Counter(_NUMBER.findall(key)),
        years=frozenset(map(int, _YEAR.findall(key))),
        paragraph_count=len(document),
        length=len(document.text),
        positions=positions,
        paragraphs=paragraphs,
        vector=vector,
    )


def _symbol(symbol: str) -> tuple[str, int]:
    """A symbol without its revision, and the number of that.

    >>> _symbol("E/CN.15/2018/L.6/Rev.1"), _symbol("A/RES/71/167")
    (('E/CN.15/2018/L.6', 1), ('A/RES/71/167', 0))
    """
    match = _REVISION.search(symbol)
    return (symbol[: match.start()], int(match[1])) if match else (symbol, 0)


def _title(document: Document) -> str:
    named = (segment for segment in document.segments if segment.kind is SegmentKind.TITLE)
    first = next(named, document.segments[0])
    return " ".join(first.span.of(document.text).split())


def _sample(document: Document) -> list[int]:
    """The paragraphs to encode: the first ones, since those are in every language and draft."""
    return list(range(min(len(document), SAMPLE)))


def _means(own: Mapping[str, tuple[str, NDArray[np.float32]]]) -> dict[str, NDArray[np.float32]]:
    """The mean vector of each language; that of all documents has weight where it has few."""
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

    Paragraphs that are each other's closest, at about the same position, count by their cosine;
    the sum is divided by the number of paragraphs of the shorter one.
    """
    cosines = one.paragraphs @ other.paragraphs.T
    apart = np.abs(one.positions[:, None] - other.positions[None, :])
    scores = cosines - apart
    best, back = scores.argmax(axis=1), scores.argmax(axis=0)
    mutual = back[best] == np.arange(len(best))
    matched = cosines[np.arange(len(best)), best]
    return float(np.maximum(matched[mutual], 0).sum() / min(cosines.shape))
