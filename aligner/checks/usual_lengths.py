"""Compare lengths across languages, and detect by length passages without a counterpart."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from typing import Final, Self

from aligner.languages import get
from aligner.values import Document, Span

SHORTEST: Final = 15
"""English-equivalent characters below which a passage is too short to be detected by length."""

FEWEST: Final = 8
"""Pairs of paragraphs needed to estimate a `UsualRatio`."""

_SWALLOWED: Final = 0.75  # share of the passage's length by which the sides must differ
_LEVEL: Final = 0.25  # largest difference in log length that may remain without the passage

_NORMAL: Final = 1.4826  # factor from the median absolute deviation to the standard deviation


@dataclass(frozen=True, slots=True)
class UsualRatio:
    """How long paragraphs usually are in one language, compared with their counterparts in another.

    Attributes:
        center: the median of the logarithms of the ratios of lengths.
        spread: their standard deviation, estimated from the median deviation.
    """

    center: float
    spread: float

    @classmethod
    def of(cls, ratios: Sequence[float]) -> Self:
        """Estimate it from the logarithms of ratios, of which there is at least one."""
        center = median(ratios)
        return cls(center, _NORMAL * median(abs(ratio - center) for ratio in ratios))


def swallowed(here: Document, many: Span, there: Document, one: Span) -> int | None:
    """Return the segment of a bead without which both sides would be about equally long, or None."""
    if len(many) < 2 or len(one) != 1:
        return None
    total, other = size_of(here, list(many)), max(size_of(there, list(one)), 1.0)
    gaps = {i: abs(log(other / max(total - size_of(here, [i]), 1.0))) for i in many}
    best = min(gaps, key=lambda i: gaps[i])
    size = size_of(here, [best])
    explained = log(total / other) >= _SWALLOWED * log(total / max(total - size, 1.0))
    return best if size >= SHORTEST and explained and gaps[best] < _LEVEL else None


def size_of(document: Document, indices: list[int]) -> float:
    """Return the total length of the given segments, in English-equivalent characters."""
    return sum(size(document.text_of(index), document.language) for index in indices)


def size(text: str, language: str) -> float:
    """Return the length of a text, in English-equivalent characters.

    In a language without spaces, ASCII characters (figures and Latin names) count as in English.

    >>> round(size("委员会", "zh")), round(size("Holland", "zh")), round(size("Holland", "en"))
    (10, 7, 7)
    """
    facts = get(language)
    plain = 0 if facts.spaced else len(text.encode("ascii", "ignore"))
    return plain + (len(text) - plain) / facts.density
