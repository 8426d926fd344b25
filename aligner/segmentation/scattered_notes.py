"""Read notes whose marks were extracted apart from their texts.

Raised marks often become lines of their own, in front of all notes of the page, behind them, or
behind the first (`1`, `2`, the texts of notes 1 and 2; the text of note 3, the text of note 4, `3`,
`4`). The texts still follow each other in the order of their marks. A mark right above a text
shows where that note begins; elsewhere the ends of sentences do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import SUPERSCRIPTS
from aligner.segmentation import furniture
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import AHEAD, DIGITS
from aligner.values.extract import LineRole

_LONE: Final = re.compile(rf"\d{{1,3}}|[{SUPERSCRIPTS}]{{1,3}}")
_ATTACHED: Final = re.compile(rf"({_LONE.pattern})[\s\u00a0]+(?=\S)")
_STARS: Final = re.compile(r"(\*{1,6})[\s\u00a0]*(?=[^\s*])")
_CLOSED: Final = re.compile(r"[.。;；!！?？؟)）»”\]]$")
_MOST_ROWS: Final = 60  # rows of the notes of one page
_MOST_STARS: Final = 9  # notes with stars at one foot
_NEAR: Final = 6  # rows below the last text within which the page number is expected
_SHORT: Final = 0.75  # of the longest line: no margin cut it


@dataclass(slots=True)
class Foot:
    """The rows below a rule.

    Attributes:
        texts: the rows with text, in order.
        alone: for each number that has a row for itself, that row.
        starts: for numbers right above or before a text, the place of its first row in `texts`.
        skips: for numbers before a text on the same row, how much of that row they take.
        stars: the marks of notes with stars; their numbers are negative, in order.
        interrupted: whether a page number is between a mark and the texts.
        stop: the first row after the foot.
    """

    texts: list[int] = field(default_factory=list)
    alone: dict[int, int] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    skips: dict[int, int] = field(default_factory=dict)
    stars: dict[int, str] = field(default_factory=dict)
    interrupted: bool = False
    stop: int = 0


@dataclass(frozen=True, slots=True)
class ScatteredNote:
    """A note's mark, its rows, the row of its mark, and how much of the first row that takes."""

    mark: str
    rows: tuple[int, ...]
    alone: int | None
    skip: int


def read(rows: Sequence[Row], apart: Sequence[bool], start: int) -> tuple[list[ScatteredNote], int]:
    """Return the notes of a foot and the first row after it; none if its marks are not scattered.

    Args:
        rows: all rows.
        apart: which of them are page furniture.
        start: the first row below the rule.
    """
    foot = _collect(rows, apart, start)
    numbers = sorted(foot.alone.keys() | foot.skips.keys())
    printed = [number for number in numbers if number > 0]
    consecutive = all(above + 1 == below for above, below in pairwise(printed))
    in_order = 0 in foot.starts.values() and len(foot.starts) == len(numbers) and not foot.interrupted
    scattered = foot.alone and not in_order
    if not (printed and consecutive and scattered) or len(foot.texts) < len(numbers):
        return [], start
    if any(foot.starts[number] != rank for rank, number in enumerate(sorted(foot.stars))):
        return [], start  # stars among the numbers
    begins = _beginnings(rows, foot, numbers)
    notes = [
        ScatteredNote(
            foot.stars.get(number, str(number)),
            tuple(foot.texts[first:stop]),
            foot.alone.get(number),
            foot.skips.get(number, 0),
        )
        for number, (first, stop) in zip(numbers, pairwise((*begins, len(foot.texts))), strict=True)
    ]
    return notes, foot.stop


def _collect(rows: Sequence[Row], apart: Sequence[bool], start: int) -> Foot:
    """Collect the rows of a foot: up to the end of the page, or to a page number below all its texts."""
    foot = Foot()
    run: list[int] = []
    index = start
    for index in range(start, min(len(rows), start + _MOST_ROWS)):
        row = rows[index]
        other_page = row.page != rows[start].page
        if other_page or row.cells or row.whole or row.line.role is LineRole.FOOTNOTE:
            break
        number = _number(row.text) if _LONE.fullmatch(row.text) else None
        if apart[index] or (number is not None and _is_page_number(number, foot)):
            if furniture.NOTE_RULE.fullmatch(row.text) or (row.page is None and _is_complete(rows, foot)):
                break
            foot.interrupted = foot.interrupted or bool(run)
            continue
        if number is not None and number not in foot.alone:
            foot.alone[number] = index
            run.append(number)
            continue
        complete = row.page is None and not run and _is_complete(rows, foot)
        if complete and not _more_follow(rows, apart, index):
            break
        if not _begins_with_mark(row, foot) and run:
            foot.starts[min(run)] = len(foot.texts)
            run = []
        foot.texts.append(index)
    else:
        index = min(len(rows), start + _MOST_ROWS)
    foot.stop = index
    return foot


def _begins_with_mark(row: Row, foot: Foot) -> bool:
    """Whether a row begins with the mark of its note, which is then recorded."""
    attached, stars = _ATTACHED.match(row.text), _STARS.match(row.text)
    if stars and len(foot.stars) < _MOST_STARS:
        number = len(foot.stars) - _MOST_STARS
        foot.stars[number] = stars.group(1)
    elif attached and _is_next(_number(attached.group(1)), foot):
        number = _number(attached.group(1))
    else:
        return False
    mark = stars or attached
    foot.starts[number] = len(foot.texts)
    foot.skips[number] = mark.end() if mark else 0
    return True


def _is_page_number(number: int, foot: Foot) -> bool:
    """Whether a number by itself cannot be that of a note beside those that a foot has."""
    known = [other for other in (*foot.alone, *foot.skips) if other > 0]
    return bool(known) and not min(known) - AHEAD <= number <= max(known) + AHEAD


def _number(text: str) -> int:
    return int(text.translate(DIGITS))


def _is_next(number: int, foot: Foot) -> bool:
    known = [each for each in (*foot.alone, *foot.skips) if each > 0]
    return not known or number == max(known) + 1


def _is_complete(rows: Sequence[Row], foot: Foot) -> bool:
    """Whether there is a text for each mark, as far as the ends of sentences show."""
    closed = sum(_CLOSED.search(rows[index].text) is not None for index in foot.texts)
    return closed >= max(1, len(foot.alone) + len(foot.skips))


def _more_follow(rows: Sequence[Row], apart: Sequence[bool], index: int) -> bool:
    """Whether a page number or another mark is near, so that the text has not resumed."""
    near = range(index, min(len(rows), index + _NEAR))
    return any(apart[other] or _LONE.fullmatch(rows[other].text) for other in near)


def _beginnings(rows: Sequence[Row], foot: Foot, numbers: Sequence[int]) -> list[int]:
    """Return the place in the foot's texts where each note begins."""
    fixed = {0: 0}
    for rank, number in enumerate(numbers):
        place = foot.starts.get(number, -1)
        before = max(fixed)
        enough = len(foot.texts) - place >= len(numbers) - rank
        if rank and place - fixed[before] >= rank - before and enough:
            fixed[rank] = place
    ranks = [*sorted(fixed), len(numbers)]
    begins: list[int] = []
    for rank, following in pairwise(ranks):
        stop = fixed.get(following, len(foot.texts))
        begins.append(fixed[rank])
        begins += _divided(rows, foot.texts, fixed[rank], stop, following - rank - 1)
    return begins


def _divided(rows: Sequence[Row], texts: Sequence[int], start: int, stop: int, count: int) -> Iterator[int]:
    """Return the `count` places of a stretch of texts at which notes most likely begin, in order."""
    longest = max((rows[index].right - rows[index].left for index in texts), default=0.0)

    def score(place: int) -> float:
        above, below = rows[texts[place - 1]], rows[texts[place]]
        closed = _CLOSED.search(above.text) is not None
        short = above.right - above.left < _SHORT * longest
        return 3 * closed + short + (below.gap > above.gap) - 5 * below.text[0].islower()

    best = sorted(range(start + 1, stop), key=lambda place: (-score(place), place))[:count]
    return iter(sorted(best))
