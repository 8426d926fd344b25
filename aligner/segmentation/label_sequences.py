"""Find the numbered paragraphs and articles of a document by the law that their numbers count up.

A line may begin with a number of any kind: a reference, a quantity, the number of a list. But the longest
sequences that count up through the document are those of its paragraphs or articles, whatever the distances
between its lines; where the line above ends a sentence, such a number begins a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aligner.segmentation.label_parsing import Family, Label
from aligner.segmentation.measured_rows import HARD_END, Row

_COUNTING: Final = (Family.ARTICLE, Family.NUMBER)
_MISSING: Final = 3
"""How far a number may be ahead of the last one, since some labels are not read."""

_FEWEST: Final = 4
"""Minimum length of a sequence: shorter ones may be chance."""


def counted(rows: Sequence[Row], labels: Sequence[Label | None]) -> frozenset[int]:
    """Return the rows that begin a paragraph because their numbers count up through the document.

    Args:
        rows: the running text.
        labels: for each row, the label that it would begin with.
    """
    found: set[int] = set()
    for family in _COUNTING:
        numbered = [
            (min(label.values), index)
            for index, label in enumerate(labels)
            if label is not None and label.family is family and label.values
        ]
        while len(chain := longest_chain(numbered)) >= _FEWEST:
            found.update(index for index in chain if index and HARD_END.search(rows[index - 1].text))
            rest = set(chain)
            numbered = [entry for entry in numbered if entry[1] not in rest]
    return frozenset(found)


def longest_chain(numbered: Sequence[tuple[int, int]]) -> list[int]:
    """Return the rows of the longest sequence of numbers that counts up, with few numbers missing.

    Args:
        numbered: the numbers with their rows, in order.

    >>> longest_chain([(1, 10), (7, 11), (2, 12), (1, 13), (4, 14), (99, 15)])
    [10, 12, 14]
    """
    best: dict[int, tuple[int, int]] = {}  # for each number, the length of the chain to its last place
    before: list[int | None] = []
    for place, (number, _) in enumerate(numbered):
        lower = [best[other] for other in range(number - _MISSING, number) if other in best]
        length, last = max(lower, default=(0, -1))
        before.append(last if length else None)
        if number not in best or length + 1 >= best[number][0]:
            best[number] = (length + 1, place)
    chain: list[int] = []
    at: int | None = max(best.values(), default=(0, None))[1]
    while at is not None:
        chain.append(numbered[at][1])
        at = before[at]
    return chain[::-1]
