"""Lengths across languages: what is too long for its counterpart, and by which part."""

from __future__ import annotations

from math import log
from typing import Final

from aligner.languages import get
from aligner.values import Document, Span

SHORTEST: Final = 15
"""Characters of an English length below which a passage is too short to be missed by its length."""

_SWALLOWED: Final = 0.75  # of the difference in length that the passage makes must be there
_LEVEL: Final = 0.25  # how far lengths may differ without the passage, as a logarithm


def swallowed(here: Document, many: Span, there: Document, one: Span) -> int | None:
    """The sentence of a many-to-one bead without which the two sides would be as long as each other."""
    if len(many) < 2 or len(one) != 1:
        return None
    total, other = size_of(here, list(many)), max(size_of(there, list(one)), 1.0)
    gaps = {i: abs(log(other / max(total - size_of(here, [i]), 1.0))) for i in many}
    best = min(gaps, key=lambda i: gaps[i])
    size = size_of(here, [best])
    explained = log(total / other) >= _SWALLOWED * log(total / max(total - size, 1.0))
    return best if size >= SHORTEST and explained and gaps[best] < _LEVEL else None


def size_of(document: Document, indices: list[int]) -> float:
    """The length of some sentences, in characters of English."""
    return sum(size(document.text_of(index), document.language) for index in indices)


def size(text: str, language: str) -> float:
    """The length of a text, in characters of English.

    Figures and names in Latin letters are as long in a language without spaces as in any other.

    >>> round(size("委员会", "zh")), round(size("Holland", "zh")), round(size("Holland", "en"))
    (10, 7, 7)
    """
    facts = get(language)
    plain = 0 if facts.spaced else sum(character.isascii() for character in text)
    return plain + (len(text) - plain) / facts.density
