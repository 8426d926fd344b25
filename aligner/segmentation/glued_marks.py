"""Footnote marks printed in the text's own size right after a number (`2013–20202`).

Nothing on the page sets such a mark apart, but the text does: the number without the mark occurs
elsewhere in the document and the number with it does not, and the mark fits the ascending order
of the marks before and after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aligner.segmentation.notes import AHEAD

_DASHES: Final = re.compile("[‐-―]")
_NUMBER: Final = re.compile(r"(?<![\w.,/‐-―-])\d{4,}(?:[‐-―-]\d{2,})*(?![\w/‐-―-]|[.,]\d)")
"""A number of at least four digits, or a range of such numbers, at whose end a mark may stick."""

_LONGEST: Final = 2  # digits of such a mark
_SHORTEST: Final = 4  # digits of a number that one may follow


@dataclass(frozen=True, slots=True)
class GluedMark:
    """A mark at the end of a number: which paragraph it is in, and where it starts and stops there."""

    mark: str
    paragraph: int
    start: int
    stop: int


def find(
    texts: Sequence[str], places: Mapping[int, tuple[int, int]], notes: Collection[int]
) -> list[GluedMark]:
    """Return the marks at the end of numbers, in order.

    Args:
        texts: of the paragraphs.
        places: for each note number that the text is known to refer to, the paragraph of its first mark
            and where it starts there.
        notes: the numbers of all notes.

    >>> [(m.mark, m.start) for m in find(["Plan 2013–20202", "The plan 2013–2020"], {3: (1, 9)}, {3})]
    [('2', 14)]
    """
    missing = _missing(places, notes) if places else set()
    if not missing:
        return []
    counts = Counter(_key(match.group()) for text in texts for match in _NUMBER.finditer(text))
    found: list[GluedMark] = []
    for each in _candidates(texts, counts):
        number = int(each.mark)
        if number in missing and _ascends(each, number, places) and number not in _numbers(found):
            found.append(each)
    return found


def _missing(places: Mapping[int, tuple[int, int]], notes: Collection[int]) -> set[int]:
    """Return the note numbers without a mark in the text, and the few numbers before the first mark."""
    first = min(places)
    return {number for number in (*notes, *range(first - AHEAD, first)) if number not in places}


def _candidates(texts: Sequence[str], counts: Counter[str]) -> Iterator[GluedMark]:
    """Numbers that occur once as they are, and elsewhere without their last digits."""
    for paragraph, text in enumerate(texts):
        for match in _NUMBER.finditer(text):
            number = match.group()
            if counts[_key(number)] > 1:
                continue
            for length in range(1, _LONGEST + 1):
                last = re.split(r"\D", number)[-1]
                mark = number[-length:]
                if len(last) - length < _SHORTEST or mark.startswith("0"):
                    continue
                if counts[_key(number[:-length])]:
                    yield GluedMark(mark, paragraph, match.end() - length, match.end())


def _ascends(each: GluedMark, number: int, places: Mapping[int, tuple[int, int]]) -> bool:
    """Whether the known marks before a candidate have smaller numbers, and those after it larger ones."""
    here = each.paragraph, each.start
    return all((place < here) == (other < number) for other, place in places.items())


def _numbers(found: Sequence[GluedMark]) -> set[int]:
    return {int(each.mark) for each in found}


def _key(number: str) -> str:
    return _DASHES.sub("-", number)
