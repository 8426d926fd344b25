"""Lines and raised signs that the engine's search passed over, found by their ink."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from math import inf
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.readers.scans.engine_lines import EngineLine, EngineWord
from aligner.readers.scans.graphics import Box
from aligner.values.runs import runs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.readers.scans.graphics import Ink

_EDGE: Final = 3  # pixels of paper left around a line
_OVERHANG: Final = 0.15  # of its height: how far a line's ink may reach beyond its box
RISE: Final = 1.0  # of the letters' size: how far a line reaches above its baseline
DROP: Final = 0.3  # and below it, where the other row's dots may be
_LOWEST: Final = 0.5  # of it: minimum height of what is passed over
_HIGHEST: Final = 3.0  # of the height of most lines: that of a line in large letters
_APART: Final = 1.5  # the same: minimum gap between two lines beside each other
_FULLEST: Final = 0.8  # share of the rows of joined lines that have at most the ink of a row of letters
_OF_LETTERS: Final = 0.45  # of that ink: minimum of a row of letters
_LETTERS: Final = (0.3, 1.2)  # of the height of most lines: minimum and maximum height of their letters
_ABOVE: Final = 0.6  # of these: how far ascenders and descenders reach
_SIGN: Final = (0.25, 0.95)  # of the height of a row: minimum and maximum height of its signs
_ROW: Final = 8  # signs apart from each other, beside each other, that are text and not a drawing
_LEVEL: Final = 0.15  # of the height of a number: how far its foot is from the baseline of the line beside it
_OF_DIGIT: Final = 0.04  # of the square of the letters' size: ink of a digit that stands alone
_SHARE_OF_INK: Final = 0.06  # of the ink that most lines have
_COLUMN: Final = 3  # lines that begin at one place
_EVEN: Final = 0.3  # of the letters' size: by how much such places differ

# Lengths are shares of the letters' size.
_ROOM: Final = 1.0  # maximum distance of two words with none between them
_BESIDE: Final = 0.5  # how far a word's letters may reach beyond the engine's box
_PAPER: Final = 0.1  # paper left beside a word; with more, blanks were read as quotation marks
_RAISED: Final = 0.22  # minimum height of a raised sign's lower edge above the baseline
_HEIGHTS: Final = (0.28, 0.6)  # minimum and maximum height of a raised sign
_TALLEST: Final = 0.35  # minimum height of the tallest of one mark; quotation marks are not as tall
_INITIAL: Final = 2.0  # of its row: how high a large first letter may be
_LARGER: Final = 1.65  # minimum ratio of its height to that of the others; a capital is 1.5 times an x
_LEAST: Final = 4  # letters of such a word
_TOP: Final = 1.15  # maximum height of its upper edge above the baseline
_DEPTH: Final = 0.3  # depth of letters below the baseline
_WIDEST: Final = 0.6  # maximum width of a raised sign
_BEFORE: Final = 3.0  # maximum distance of a note's mark from its first word
_AFTER: Final = 1.0  # maximum distance of a mark after the last word
_JOINED: Final = 0.25  # maximum gap between the digits of one mark


def missed_lines(ink: Ink, lines: Sequence[EngineLine]) -> Iterator[tuple[Box, bool]]:
    """Yield where lines of text seem to be that the engine's search for lines passed over.

    They are as high as the others, and have at least a share of the ink that others have; or they have less,
    but stand beside another, as the number of a row of a table does, which is told by `False`.
    """
    ink = ink.copy()
    inks, heights = [], []
    if not lines:
        return
    for line in lines:
        left, top, right, bottom = line.box
        base, margin = line.base((left + right) / 2), _OVERHANG * (bottom - top)
        if line.square:  # the engine's boxes reach into the lines beside
            top, bottom, margin = 0, ink.shape[0], 0.0
        rows = slice(  # no further: the letters of another row may be in its box
            max(0, round(max(top - margin, base - RISE * line.size))),
            round(min(bottom + margin, base + DROP * line.size)),
        )
        inks.append(int(ink[rows].sum()))
        heights.append(rows.stop - rows.start if line.square else bottom - top)
        for start, stop in [(left, right)] if line.cased or line.square else _stretches(line):
            ink[rows, max(0, round(start - _JOINED * line.size)) : round(stop + _JOINED * line.size)] = False
    height, least = median(heights), _SHARE_OF_INK * median(inks)
    size = median(line.size for line in lines)
    low = _LOWEST * size
    counts = ink.sum(axis=1)
    parts = [part for run in _runs(counts > 0) for part in _rows_below(counts, run, height)]
    for top, bottom in parts:
        if not low < bottom - top < _HIGHEST * height:
            continue
        for left, right in _apart(ink[top:bottom].any(axis=0), _APART * height):
            part: Ink = ink[top:bottom, left:right]
            filled = np.flatnonzero(part.any(axis=1)) + top
            inked, near = int(part.sum()), _LEVEL * (filled[-1] - filled[0])
            level = any(abs(line.base((left + right) / 2) - filled[-1]) <= near for line in lines)
            first, last = max(0, int(filled[0]) - _EDGE), min(len(ink), int(filled[-1]) + 1 + _EDGE)
            box = max(0, left - _EDGE), first, min(ink.shape[1], right + _EDGE), last
            whole = inked >= least or is_part(box, lines)
            if filled[-1] - filled[0] > low and inked >= (_OF_DIGIT * size**2 if level or whole else least):
                yield box, whole


def _stretches(line: EngineLine) -> list[tuple[float, float]]:
    """Return the parts of a line with no more room between their words than words have.

    In a line of joined letters, the engine may lose a word between two others.
    """
    words = sorted(line.words, key=lambda word: word.left)
    reach = list(accumulate((word.right for word in words), max))
    wide = [n for n, word in enumerate(words) if n and word.left - reach[n - 1] > _ROOM * line.size]
    return [(words[first].left, reach[after - 1]) for first, after in pairwise([0, *wide, len(words)])]


def is_part(box: Box, lines: Sequence[EngineLine]) -> bool:
    """Whether a place is that of a word: between joined ones, or where lines begin or end, as no stain is.

    The last word of a paragraph may begin where only the line above does.
    """
    even = [[each for each in lines if abs(each.box[n] - box[n]) < _EVEN * each.size] for n in (0, 2)]
    if any(0 < box[1] - line.base(box[0]) < line.size for line in chain(*even)):
        return True
    across, middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return max(map(len, even)) >= _COLUMN or any(
        line.box[0] < across < line.box[2] and 0 < line.base(across) - middle < line.size
        for line in lines
        if not (line.cased or line.square)
    )


def box_of_ink(ink: Ink, line: EngineLine, left: float, right: float) -> Box | None:
    """Return the box around the ink of a line between two places across the page, or None."""
    base = line.base((left + right) / 2)
    first, start = max(0, round(base - RISE * line.size)), max(0, round(left) + 1)
    part = ink[first : round(base + DROP * line.size), start : max(start, round(right))]
    if not part.any():
        return None
    rows, columns = (np.flatnonzero(part.any(axis=axis)).tolist() for axis in (1, 0))
    return start + columns[0], first + rows[0], start + columns[-1] + 1, first + rows[-1] + 1


def is_apart(line: EngineLine, number: int) -> bool:
    """Whether a word of a line is beside the others, as the engine's boxes of a word seldom are not."""
    word = line.words[number]
    beside = [*line.words[max(0, number - 1) : number], *line.words[number + 1 : number + 2]]
    overlaps = (min(word.right, other.right) - max(word.left, other.left) for other in beside)
    return all(width < _BESIDE * line.size for width in overlaps)


def box_of_word(ink: Ink, line: EngineLine, number: int) -> Box | None:
    """Return a box around a word of a line with some paper at its sides, or None if it has no ink."""
    word, reach = line.words[number], _BESIDE * line.size
    before = line.words[number - 1].right if number else -inf
    after = line.words[number + 1].left if number + 1 < len(line.words) else inf
    left = max(word.left - reach, (before + word.left) / 2)
    right = min(word.right + reach, (word.right + after) / 2)
    box = box_of_ink(ink, line, left, right)
    if box is None:
        return None
    base, edge = line.base((left + right) / 2), round(_PAPER * line.size)
    top, bottom = max(0, round(base - RISE * line.size)), round(base + DROP * line.size)
    return max(0, box[0] - edge), top, box[2] + edge, bottom


def looks_like_text(ink: Ink, box: Box) -> bool:
    """Whether a place has a row of signs that are apart from each other and about as high as it is."""
    from scipy import ndimage

    left, top, right, bottom = box
    height = bottom - top
    strokes, _ = ndimage.label(ink[top:bottom, left:right], structure=np.ones((3, 3)))
    heights = [rows.stop - rows.start for rows, _ in ndimage.find_objects(strokes)]
    return len([high for high in heights if _SIGN[0] * height < high < _SIGN[1] * height]) >= _ROW


def _rows_below(counts: NDArray[np.int64], run: tuple[int, int], height: float) -> Iterator[tuple[int, int]]:
    """Yield a run of rows with ink, or the lines in one that is higher than a line can be.

    A stamp or a signature over lines joins them; its strokes have less ink on a row than their letters.
    """
    top, bottom = run
    if bottom - top < _HIGHEST * height:
        yield run
        return
    part = counts[top:bottom]
    for first, last in _runs(part > _OF_LETTERS * np.quantile(part, _FULLEST)):
        letters = last - first
        if _LETTERS[0] * height < letters < _LETTERS[1] * height:  # without what is above and below an x
            yield top + round(first - _ABOVE * letters), top + round(last + _ABOVE * letters)


def _apart(filled: NDArray[np.bool_] | np.bool_, gap: float) -> Iterator[tuple[int, int]]:
    """Yield start and stop of runs of true values with at least a gap between them."""
    for near in runs_of(_runs(filled), lambda run, after: after[0] - run[1] < gap):
        yield near[0][0], near[-1][1]


def room(line: EngineLine, others: Sequence[EngineLine]) -> tuple[int, int]:
    """Return how far a line may reach to the left and to the right: up to others in its row."""
    left, upper, right, lower = line.box
    beside = [other.box for other in others if upper < other.box[3] and other.box[1] < lower]
    before = max((box[2] for box in beside if box[2] <= left), default=0)
    return before, min((box[0] for box in beside if box[0] >= right), default=sys.maxsize)


def raised_signs(ink: Ink, line: EngineLine, others: Sequence[EngineLine]) -> Iterator[tuple[Box, ...]]:
    """Yield the boxes of signs as tall as digits above the baseline of a line, those of one mark together.

    The engine's own boxes of small signs are often elsewhere, and it passes over the mark of many a note.
    What belongs to lines in another column is none.
    """
    size, (first, _, last, _), (start, end) = line.size, line.box, room(line, others)
    left, right = max(start, round(first - _BEFORE * size)), min(end, round(last + _AFTER * size))
    base = line.base((left + right) / 2)
    top = max(0, round(base - _TOP * size))
    strip = ink[top : round(base + _DEPTH * size), left:right]
    signs: list[Box] = []
    for start, stop in _runs(strip.any(axis=0)):
        box = _inked(strip[:, start:stop])
        box = (box[0] + left + start, box[1] + top, box[2] + left + start, box[3] + top)
        height = box[3] - box[1]
        raised = line.base(box[0]) - box[3] > _RAISED * size and box[1] > top
        fits = _HEIGHTS[0] * size < height < _HEIGHTS[1] * size and box[2] - box[0] < _WIDEST * size
        if raised and fits:
            signs.append(box)
    for group in runs_of(signs, lambda sign, after: after[0] - sign[2] <= _JOINED * size):
        if any(box[3] - box[1] > _TALLEST * size for box in group):
            yield tuple(group)


def is_raised(line: EngineLine, others: Sequence[EngineLine]) -> bool:
    """Whether a line is but the mark of a note, which is raised beside another: it is a sign of that one."""
    left, top, _, bottom = line.box
    return line.text.isdecimal() and any(
        bottom - top < _HEIGHTS[1] * other.size
        and _RAISED * other.size < other.base(left) - bottom < _TOP * other.size
        and other.box[0] - _BEFORE * other.size < left < other.box[2] + _AFTER * other.size
        for other in others
    )


def after_initial(ink: Ink, line: EngineLine, word: EngineWord) -> Box | None:
    """Return where the rest of a word is whose first letter is much larger, as in the masthead: A/80/L.11."""
    left, right = round(word.left), round(word.right)
    base = round(line.base((left + right) / 2))
    top = max(0, base - round(_INITIAL * line.row))
    part = ink[top : base + _EDGE, max(0, left - _EDGE) : right + _EDGE]
    runs = list(_runs(part.any(axis=0)))
    # Up to the first gap, above which the line above may hang down.
    heights = [len(part) - list(_runs(part[:, start:stop].any(axis=1)))[-1][0] for start, stop in runs]
    highest = max(heights[1:], default=0)
    if len(runs) < _LEAST or heights[0] < _LARGER * highest:
        return None
    return (
        max(0, left - _EDGE) + runs[1][0] - _EDGE,
        base - highest - _EDGE,
        right + 2 * _EDGE,
        base + _EDGE + round(_DEPTH * highest),
    )


def _inked(strip: Ink) -> Box:
    """Return the box of the sign in a strip, without what hangs from above."""
    rows = list(_runs(strip.any(axis=1)))
    rows = rows[1:] if len(rows) > 1 and rows[0][0] == 0 else rows
    top, bottom = rows[0][0], rows[-1][1]
    across = np.flatnonzero(strip[top:bottom].any(axis=0))
    return (int(across[0]), top, int(across[-1]) + 1, bottom)


def _runs(filled: NDArray[np.bool_] | np.bool_) -> Iterator[tuple[int, int]]:
    """Yield start and stop of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], np.atleast_1d(filled), [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
