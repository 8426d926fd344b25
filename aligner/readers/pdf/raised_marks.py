"""Footnote marks on a PDF page: moves raised signs into their lines and recognises them there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final, Protocol, TypeVar

from aligner.readers.extract_builder import note_marks
from aligner.readers.pdf.glyph import Glyph

# All of these are shares of a letter's size.
_RAISED: Final = 0.12  # height of small raised signs above the baseline
_HIGH: Final = 0.3  # the same for signs as large as the letters
_UPPERMOST: Final = 0.7  # the baseline of small signs is no higher than this
_CLOSEST_LINE: Final = 0.95  # lines of text are at least this far apart
_SMALL: Final = 0.9
_ONE_SIZE: Final = 0.8
_AS_LARGE: Final = 1.15
_TOUCHES: Final = 0.4


class Baseline(Protocol):
    """Characters on one baseline, and the size of its letters; `base` is measured upwards, in points."""

    base: float
    size: float
    glyphs: list[Glyph]


Line = TypeVar("Line", bound=Baseline)


def put_into_lines(lines: Sequence[Line]) -> list[Line]:
    """Move raised runs into the lines they belong to.

    Args:
        lines: the lines of one page, from the top; raised signs are separate lines, or part of
            the line above if that is close. Their glyphs are moved in place.

    Returns:
        The lines that still have glyphs.
    """
    kept: list[Line] = []
    for index, line in enumerate(lines):
        below = [other for other in lines[index + 1 : index + 4] if _is_near(line, other)]
        if not below:
            kept += [line] if line.glyphs else []
            continue
        runs = _runs(line.glyphs)
        only_marks = all(_is_mark(run) for run in runs)
        line.glyphs = [
            glyph for run in runs if not _moved(run, below, line.glyphs, only_marks) for glyph in run
        ]
        if line.glyphs:
            kept.append(line)
    return kept


def find(text: str, owners: Sequence[Glyph | None], line: Baseline) -> list[tuple[str, int, int]]:
    """Find the marks in a line, each with its start and stop in `text`.

    Args:
        text: the text of the line.
        owners: the glyph of each of its characters, None for a space.
        line: its baseline and size.
    """
    if max([glyph.base for glyph in line.glyphs]) - line.base <= _RAISED * line.size:
        return []
    raised = [owner is not None and _is_raised(owner, line) for owner in owners]
    if True not in raised:
        return []
    for index in range(1, len(raised) - 1):
        raised[index] |= owners[index] is None and raised[index - 1] and raised[index + 1]
    marks: list[tuple[str, int, int]] = []
    for is_raised, group in groupby(range(len(text)), key=lambda i: raised[i]):
        if not is_raised:
            continue
        places = list(group)
        first, stop = places[0], places[-1] + 1
        marks += [(mark, first + a, first + b) for mark, a, b in note_marks(text[first:stop], text[:first])]
    return marks


def _is_near(line: Baseline, below: Baseline) -> bool:
    """Whether a line is close enough to the one below it to have raised signs that belong there."""
    highest = max([glyph.base for glyph in line.glyphs], default=line.base)
    return highest - below.base < _CLOSEST_LINE * below.size


def _is_raised(glyph: Glyph, line: Baseline) -> bool:
    rise = glyph.base - line.base
    if rise > _HIGH * line.size:
        return True
    return glyph.size < _SMALL * line.size and rise > _RAISED * line.size


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into stretches of one size without gaps, from left to right."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda g: g.left):
        size = glyph.size
        touches = last is not None and glyph.left - last.right < _TOUCHES * size
        if last is not None and touches and (last.size == size or _is_of_size(glyph, last)):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        last = glyph
    return runs


def _is_of_size(glyph: Glyph, other: Glyph) -> bool:
    """Whether two glyphs may be one mark; brackets can come from a larger font than digits."""
    one, two = glyph.size, other.size
    return (one > _ONE_SIZE * two) if one < two else (two > _ONE_SIZE * one)


def _is_mark(run: Sequence[Glyph]) -> bool:
    return bool(note_marks("".join(glyph.text for glyph in run), ""))


def _moved(
    run: Sequence[Glyph], below: Sequence[Baseline], neighbours: Sequence[Glyph], only_marks: bool
) -> bool:
    """Move a raised run into the line below that it belongs to, if there is one.

    Raised signs are smaller than the letters beside them. On a baseline with nothing but marks
    they may be as large, and raised further: lines of text are never that close.
    """
    left, right = run[0].left, max(glyph.right for glyph in run)
    size = max(glyph.size for glyph in run)
    for line in below:
        rise = run[0].base - line.base
        small = size < _SMALL * line.size and _RAISED * line.size < rise < _UPPERMOST * line.size
        alone = (
            only_marks
            and size < _AS_LARGE * line.size
            and _HIGH * line.size < rise < _CLOSEST_LINE * line.size
            and any(glyph.text.isalpha() for glyph in line.glyphs)
        )
        if not small and not alone:
            continue
        reach = line.size if small else _TOUCHES * line.size
        if not any(g.left - reach < right and left < g.right + reach for g in line.glyphs):
            continue
        span = left - 2 * line.size, right + 2 * line.size
        if not any(g.size > size / _SMALL and g.left < span[1] and span[0] < g.right for g in neighbours):
            line.glyphs.extend(run)
            return True
    return False
