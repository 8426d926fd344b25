"""Learn which ends and which beginnings of lines face each other in two documents.

Where one side ends a sentence, so does the other; where one side breaks off at a comma, the other
does too. Where somebody begins to speak, both sides open quotation marks. What corresponds differs
between languages and texts: one translator writes a full stop where another writes a semicolon, or
a dash where another quotes. So it is learned from the candidate matches of the two documents, and
needs no list of marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import IntArray

FloatArray = NDArray[np.float32]

_SMOOTHING: Final = 10  # number of matches added whose ends face each other by chance
_LIMIT: Final = 1.0  # largest log ratio: a line that lost its full stop has its counterpart still
_LETTER: Final = 0  # the kind of all ends without a mark


def kinds_of_ends(texts: Iterable[str]) -> IntArray:
    """Number the last characters of texts; all letters and digits, and empty texts, are one kind.

    >>> kinds_of_ends(["He came.", "Who, ", "she", "it is 7", "Then."]).tolist()
    [1, 2, 0, 0, 1]
    """
    return _kinds([text.rstrip()[-1:] for text in texts])


def kinds_of_beginnings(texts: Iterable[str]) -> IntArray:
    """Number the first characters of texts likewise.

    >>> kinds_of_beginnings(['"Come in."', "She came in.", "(It was dark.)", ' "Sit down."']).tolist()
    [1, 0, 2, 1]
    """
    return _kinds([text.lstrip()[:1] for text in texts])


def _kinds(characters: Sequence[str]) -> IntArray:
    marks = [one for one in dict.fromkeys(characters) if one and not one.isalnum()]
    number_of = {mark: number for number, mark in enumerate(marks, _LETTER + 1)}
    return np.array([number_of.get(one, _LETTER) for one in characters], np.int64)


def affinities(source: IntArray, target: IntArray, matches: IntArray) -> FloatArray:
    """Return how much more often two kinds of ends face each other than by chance, as log ratios.

    Args:
        source: the kind of each source segment's end, or of each one's beginning, shape (n,).
        target: the same of the target segments, shape (m,).
        matches: rows (source, target) of candidate pairs, shape (k, 2).

    Returns:
        Shape (kinds of the source, kinds of the target); 0 for kinds that no match has, and where all
        lines of a side end alike.
    """
    shape = int(source.max(initial=0)) + 1, int(target.max(initial=0)) + 1
    counts = np.zeros(shape)
    np.add.at(counts, (source[matches[:, 0]], target[matches[:, 1]]), 1.0)
    total = max(len(matches), 1)
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total**2
    found = (counts + _SMOOTHING * chance) / (total + _SMOOTHING)
    ratios = np.divide(found, chance, out=np.ones(shape), where=chance > 0)
    return np.clip(np.log(ratios), -_LIMIT, _LIMIT).astype(np.float32)
