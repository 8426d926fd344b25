"""Small signs above or below their line on a PDF page: put them into it, and recognize footnote marks."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from aligner.readers.extract_builder import note_marks
from aligner.readers.pdf.glyph import Fragment, Glyph, pieces_of
from aligner.readers.pdf.measures import CLOSEST, FLUSH, GAP, NEXT, WIDER
from aligner.values.runs import runs_of

# Heights and gaps are shares of a letter's size.
RAISED: Final = 0.12  # minimum height of a small sign above the baseline of its line
_HIGH: Final = 0.3  # the same for a mark as large as the letters
_LOWEST: Final = 0.5  # maximum depth of a small sign's baseline below that of its line
_UPPERMOST: Final = 0.7  # maximum height of a small mark's baseline
SMALL: Final = 0.9  # ratio to the letters' size below which a sign is small
_ONE_SIZE: Final = 0.8  # minimum ratio between the sizes of the signs of one mark
_TOUCHES: Final = 0.4  # maximum gap inside a run


def put_into_lines(lines: Sequence[Fragment]) -> list[Fragment]:
    """Move raised signs into the lines they belong to; return the lines that still have glyphs.

    The lines are those of one page from the top down, and are changed in place. Raised signs form lines of
    their own there, or are part of the line above.
    """
    kept: list[Fragment] = []
    for index, line in enumerate(lines):
        below = [other for other in lines[index + 1 : index + 4] if _is_near(line, other)]
        runs = _runs(line.glyphs)
        only_marks = all(is_mark(run) for run in runs)
        line.glyphs = [
            glyph for run in runs if not _move_down(run, below, line.glyphs, only_marks) for glyph in run
        ]
        kept += _carried_over(line, kept[-2:])
        if line.glyphs:
            kept.append(line)
    return kept


def _carried_over(line: Fragment, above: Sequence[Fragment]) -> list[Fragment]:
    """Take marks out of a line that follow full lines above it, for which these had no room, as lines.

    Only those of its column are in its way: in another, text may stand on the same baseline.
    """
    found: list[Fragment] = []
    largest = SMALL * max([other.size for other in above], default=0.0)
    if all(glyph.size >= largest for glyph in line.glyphs):
        return found
    for piece in pieces_of(line.glyphs, GAP * line.size):
        own = Fragment(piece, max(glyph.base for glyph in piece), max(glyph.size for glyph in piece))
        rest = [glyph for glyph in line.glyphs if not own.left <= glyph.left <= own.right]
        full = [other for other in above if _is_carried_from(own, other, rest)]
        if full:
            found.append(Fragment(piece, own.base - _HIGH * full[-1].size, full[-1].size))
            line.glyphs = rest
    return found


def _is_carried_from(mark: Fragment, above: Fragment, rest: Sequence[Glyph]) -> bool:
    """Whether a mark follows the full line above it, below which nothing else stands."""
    if not all(map(is_mark, _runs(mark.glyphs))):
        return False
    return _LOWEST * above.size < above.base - mark.base < NEXT * above.size and any(
        (abs(mark.left - piece[0].left) < FLUSH or abs(mark.right - piece[-1].right) < FLUSH)
        and mark.size < SMALL * max(glyph.size for glyph in piece)  # no number of a line
        and not any(piece[0].left <= glyph.left <= piece[-1].right for glyph in rest)
        for piece in pieces_of(above.glyphs, GAP * above.size)
    )


def put_back_lowered(lines: Sequence[Fragment]) -> list[Fragment]:
    """Move lowered small signs, as in `NOx`, into the lines they belong to, like `put_into_lines`."""
    for index, line in enumerate(lines):
        above = [
            other
            for other in lines[max(0, index - 2) : index]
            if line.size < SMALL * other.size and other.base - line.base < _LOWEST * other.size
        ]
        if above:
            line.glyphs = [
                glyph for run in _runs(line.glyphs) if not _move_up(run, above, line.glyphs) for glyph in run
            ]
    return [line for line in lines if line.glyphs]


def find(text: str, owners: Sequence[Glyph | None], line: Fragment) -> list[tuple[str, int, int]]:
    """Find the footnote marks in a line, each with its start and stop in `text`.

    `owners` are the glyphs of the characters of the text, None for a space.
    """
    if max([glyph.base for glyph in line.glyphs]) - line.base <= RAISED * line.size:
        return []
    raised = [owner is not None and is_raised(owner, line) for owner in owners]
    if True not in raised:
        return []
    for index in range(1, len(raised) - 1):
        raised[index] |= owners[index] is None and raised[index - 1] and raised[index + 1]
    marks: list[tuple[str, int, int]] = []
    for is_mark, group in groupby(range(len(text)), key=lambda i: raised[i]):
        if not is_mark:
            continue
        places = list(group)
        first, stop = places[0], places[-1] + 1
        marks += [(mark, first + a, first + b) for mark, a, b in note_marks(text[first:stop], text[:first])]
    return marks


def _is_near(line: Fragment, below: Fragment) -> bool:
    """Whether a line is so close to one below it that it may contain raised signs of that line."""
    highest = max([glyph.base for glyph in line.glyphs], default=line.base)
    return highest - below.base < CLOSEST * below.size


def is_raised(glyph: Glyph, line: Fragment) -> bool:
    """Whether a character is so high above its line, for its size, that it is raised."""
    rise = glyph.base - line.base
    if rise > _HIGH * line.size:
        return True
    return glyph.size < SMALL * line.size and rise > RAISED * line.size


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into runs of one size without gaps, from left to right."""
    return runs_of(sorted(glyphs, key=lambda glyph: glyph.left), _are_one_mark)


def _are_one_mark(first: Glyph, second: Glyph) -> bool:
    """Whether two glyphs may be one mark; brackets can come from a larger font than digits."""
    of_size = min(first.size, second.size) > _ONE_SIZE * max(first.size, second.size)
    return of_size and second.left - first.right < _TOUCHES * second.size


def is_mark(run: Sequence[Glyph]) -> bool:
    """Whether a run of glyphs is one mark of a note, or several."""
    return bool(note_marks("".join(glyph.text for glyph in run), ""))


def _move_down(
    run: Sequence[Glyph], below: Sequence[Fragment], neighbours: Sequence[Glyph], only_marks: bool
) -> bool:
    """Move a raised run into the line below that it belongs to, if there is one.

    Marks are smaller than the letters beside them, whatever the size of a heading elsewhere on the
    line. On a baseline with nothing but marks they may be as large, and raised further: lines of
    text are never that close.
    """
    left, right = run[0].left, max(glyph.right for glyph in run)
    size = max(glyph.size for glyph in run)
    for line in below:
        rise = run[0].base - line.base
        beside = [g.size for g in _beside(line, left, right, line.size)]
        letters = min(line.size, max(beside, default=size))  # nothing is larger than itself
        small = size < SMALL * letters and RAISED * letters < rise < _UPPERMOST * letters
        alone = (
            only_marks
            and size < WIDER * line.size
            and _HIGH * line.size < rise < CLOSEST * line.size
            and any(glyph.text.isalpha() for glyph in line.glyphs)
            and bool(_beside(line, left, right, _TOUCHES * line.size))
        )
        if not small and not alone:
            continue
        larger = [glyph for glyph in neighbours if glyph.size > size / SMALL]
        if _gap(larger, left, right) > _gap(line.glyphs, left, right) + _TOUCHES * size:
            line.glyphs.extend(run)
            return True
    return False


def _gap(glyphs: Sequence[Glyph], left: float, right: float) -> float:
    """Return the distance from a stretch of a line to the nearest of some glyphs, 0 if it has one."""
    return min([max(0.0, left - glyph.right, glyph.left - right) for glyph in glyphs], default=math.inf)


def _move_up(run: Sequence[Glyph], above: Sequence[Fragment], neighbours: Sequence[Glyph]) -> bool:
    """Move a run of small signs into the line above whose letters it follows without a space."""
    size = max(glyph.size for glyph in run)
    if any(glyph.size > size / SMALL for glyph in neighbours):
        return False
    for line in reversed(above):
        before = [g for g in line.glyphs if abs(run[0].left - g.right) < _TOUCHES * size]
        if any(size < SMALL * glyph.size and glyph.text.isalnum() for glyph in before):
            line.glyphs.extend(run)
            return True
    return False


def _beside(line: Fragment, left: float, right: float, reach: float) -> list[Glyph]:
    """Return the glyphs of a line that are no further than `reach` from a stretch of it."""
    return [glyph for glyph in line.glyphs if glyph.left - reach < right and left < glyph.right + reach]
