"""Distinguish the occurrences of a repeated word by their neighbours.

Word links are learned without regard to order: each of two "Executive Yuan" is linked with both 行政院,
half with each. When an amendment removes one of them, the words that stayed then seem half changed, and
a forgotten edit seems half made. Which occurrence translates which is shown by the words around them.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.alignment.word_links import WordLinks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aligner.values import Span

    Floats = NDArray[np.float64]

_REACH: Final = 10
"""How many words away a neighbour may be."""
_FADING: Final = 4.0
"""Distance in words at which a neighbour counts for e times less."""
_SLACK: Final = 0.05
"""Support of a link without linked neighbours."""
_ROUNDS: Final = 2
_TINY: Final = 1e-12


def by_neighbours(links: WordLinks, source: str, target: str) -> WordLinks:
    """Shift the links of repeated words to the occurrences whose neighbours are linked, too.

    The sum of a word's links to all occurrences of another stays the same. Words that occur only once
    keep their links.

    Args:
        links: the links between the words of two texts.
        source: the text of the source's words.
        target: the text of the target's words.
    """
    of_source, of_target = _repeated(source, links.source), _repeated(target, links.target)
    if not (of_source or of_target):
        return links
    matrix: Floats = links.matrix.astype(np.float64)
    for _ in range(_ROUNDS):
        support = _SLACK + _from_neighbours(_from_neighbours(matrix).T).T
        for group in of_target:
            matrix[:, group] = _shared_out(matrix[:, group], support[:, group])
        for group in of_source:
            matrix[group] = _shared_out(matrix[group].T, support[group].T).T
    return WordLinks(links.source, links.target, np.minimum(1.0, matrix).astype(np.float32))


def _repeated(text: str, words: Sequence[Span]) -> list[list[int]]:
    """Return the words that occur more than once, as the indices of their occurrences."""
    found: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        found.setdefault(word.of(text).casefold(), []).append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]


def _from_neighbours(matrix: Floats) -> Floats:
    """Return the sum of the rows around each row, by their nearness."""
    found = np.zeros_like(matrix)
    for distance in range(1, _REACH + 1):
        nearness = exp(-distance / _FADING)
        found[distance:] += nearness * matrix[:-distance]
        found[:-distance] += nearness * matrix[distance:]
    return found


def _shared_out(links: Floats, support: Floats) -> Floats:
    """Share out the sum of each row in proportion to its links and their support."""
    weights = links * support
    found: Floats = weights * (links.sum(axis=1) / np.maximum(_TINY, weights.sum(axis=1)))[:, None]
    return found
