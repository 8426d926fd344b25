"""The facts that group unsorted documents: what distinguishes drafts, and the meaning of paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.alignment.geometry import unit
from aligner.archive.draft_order import DraftFacts, draft_facts
from aligner.revision.series import head_lines, own_date
from aligner.values import Document
from aligner.view.search_folding import search_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.encoders import Encoder

SAMPLE: Final = 64
"""Number of paragraphs, from the start of a document, that are encoded."""

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
    encoded = {path: _sample(document) for path, document in documents.items()}
    texts = {path: [documents[path].text_of(index) for index in encoded[path]] for path in documents}
    frequency = Counter(
        (documents[path].language, key) for path, own in texts.items() for key in set(map(search_key, own))
    )
    vectors = {path: np.asarray(encoder.encode(own), dtype=np.float32) for path, own in texts.items()}
    means = _means({path: (documents[path].language, vectors[path].mean(axis=0)) for path in documents})
    sizes = Counter(document.language for document in documents.values())
    found = []
    for path, document in documents.items():
        centred = unit(vectors[path] - means[document.language])
        common = np.array(
            [frequency[document.language, search_key(text)] for text in texts[path]], np.float32
        )
        rare = np.log((1 + len(documents)) / common)[:, None]
        found.append(
            Facts(
                path=path,
                language=document.language,
                title=_title(document),
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
    return found


def _title(document: Document) -> str:
    return " ".join((document.printed_title or document.text_of(0)).split())


def _sample(document: Document) -> list[int]:
    """Return the paragraphs to encode: the first ones, which every language and draft has."""
    return list(range(min(len(document), SAMPLE)))


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
