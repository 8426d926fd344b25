"""Cut the rows of a page into lines, and put these into reading order."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from aligner.readers.extract_builder import is_ideographic
from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.bidi import is_left_to_right, is_right_to_left
from aligner.readers.pdf.columns import Block, ColumnHabit, in_reading_order
from aligner.readers.pdf.glyph import Fragment, Glyph, PageGlyphs, pieces_of
from aligner.readers.pdf.line_text import SPACE, PageLine, write_line
from aligner.readers.pdf.measures import FEWEST, GAP, LOOSE, WIDER
from aligner.readers.pdf.raised_marks import RAISED, SMALL, is_mark

# Distances marked "em" are multiples of the letters' size.
_CELL: Final = 2.0  # em: a gap this wide separates columns or cells
_LABEL: Final = 6.0  # em: the same, after the number of a paragraph
_AT_EDGE: Final = 0.5  # em: by which the ends of full lines differ
_SPACES: Final = 0.75  # em: two spaces, and the room around their letters
_APART: Final = 3.0  # em: maximum distance between lines that may be moved together
_LEVELS: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,7}\.?")


def page_lines(
    page: PageGlyphs,
    leftwards: bool,
    fragments: list[Fragment],
    blocks: Sequence[Block] = (),
    habit: ColumnHabit | None = None,
) -> list[PageLine | Block]:
    """Put the pieces of a page's rows into lines, column by column, with the blocks in their places.

    `habit` is where the document has its columns; this page updates it.
    """
    ordered = in_reading_order(fragments, leftwards, blocks, habit)
    beside = _side_notes(fragments)
    lines: list[PageLine | Block] = []
    for is_block, group in groupby(ordered, key=lambda each: isinstance(each, Block)):
        if is_block:
            lines += [each for each in group if isinstance(each, Block)]
        else:
            stretch = _rejoined([each for each in group if isinstance(each, Fragment)], beside, leftwards)
            lines += [write_line(fragment, leftwards, page.height) for fragment in stretch]
    if any(glyph.gone for glyph in page.glyphs):
        return _closed_up(lines, page.height)
    return [line for line in lines if isinstance(line, Block) or line.text]


def fragments_of(rows: Sequence[Fragment]) -> list[Fragment]:
    """Return the pieces of the rows of a page."""
    return [piece for row in rows for piece in _pieces(row)]


def reads_leftwards(glyphs: Sequence[Glyph]) -> bool:
    """Whether most letters belong to a right-to-left script."""
    counts = Counter([glyph.text for glyph in glyphs])
    leftwards = sum(count for text, count in counts.items() if is_right_to_left(text))
    return leftwards > sum(count for text, count in counts.items() if is_left_to_right(text))


def _closed_up(lines: list[PageLine | Block], height: float) -> list[PageLine | Block]:
    """Remove lines without text and close the gaps that they leave.

    The widest distance between the removed lines stays, so that paragraph ends remain recognizable.
    """
    kept: list[PageLine | Block] = []
    shift = 0.0
    steps: list[float] = []
    tops = [height - line.bases[0] if isinstance(line, Block) else line.top for line in lines]
    for index, line in enumerate(lines):
        steps.append(tops[index] - tops[index - 1] if index else 0.0)
        if isinstance(line, Block):
            kept.append(line)
            steps.clear()
            continue
        if not line.text:
            continue
        if kept:
            # An upward step begins another column, a large one the foot of the page: move neither.
            near = min(steps) >= 0 and max(steps) <= _APART * line.size
            shift = shift + sum(steps) - max(steps) if near else 0.0
        kept.append(replace(line, top=line.top - shift, bottom=line.bottom - shift) if shift else line)
        steps.clear()
    return kept


def _pieces(row: Fragment) -> list[Fragment]:
    """Cut a row at gaps that are too wide for a space, as between columns and table cells."""
    pieces = pieces_of(row.glyphs, GAP * row.size)
    if len(pieces) == 1:
        return [Fragment(row.glyphs, row.base, row.size)]
    return [Fragment(piece, row.base, _own_size(piece, row)) for piece in pieces]


def _own_size(piece: list[Glyph], row: Fragment) -> float:
    """Return the size of a piece's letters, or of its row's if the piece is only a raised mark."""
    level = [glyph.size for glyph in piece if abs(glyph.base - row.base) <= RAISED * row.size]
    return median(level) if level else row.size


def _side_notes(fragments: Sequence[Fragment]) -> dict[int, list[Fragment]]:
    """Return the pieces beside a line of text, in small letters, with no text above or below, by their ids.

    Each is divided into lines of its own, since these are on other baselines than the line of text beside it.
    """
    usual = median([glyph.size for piece in fragments for glyph in piece.glyphs]) if fragments else 0.0
    small, text = list[Fragment](), list[Fragment]()
    for piece in fragments:
        is_small = median([glyph.size for glyph in piece.glyphs]) <= SMALL * usual
        (small if is_small else text).append(piece)
    if not text:  # nor if a file gives no letter a size
        return {}
    left, right = min(p.left for p in text), max(p.right for p in text)
    lines = {piece.base for piece in text}
    beside = [
        p for p in small if p.base in lines and (p.right < left or right < p.left) and not is_mark(p.glyphs)
    ]
    return {id(piece): baselines(piece.glyphs) for piece in beside}


def _rejoined(
    fragments: Sequence[Fragment], beside: Mapping[int, Sequence[Fragment]], leftwards: bool
) -> list[Fragment]:
    """Undo cuts that do not separate columns; what is beside a line of the text comes after it."""
    found: list[Fragment] = []
    rows = [list(group) for _, group in groupby(fragments, key=lambda fragment: fragment.base)]
    lines = _joined_rows(
        [kept for row in rows if (kept := [p for p in row if id(p) not in beside])], leftwards
    )
    for row in rows:
        if any(id(piece) not in beside for piece in row):
            found += next(lines)
        found += [line for piece in row for line in beside.get(id(piece), ())]
    return found


def _joined_rows(rows: Sequence[list[Fragment]], leftwards: bool) -> Iterator[list[Fragment]]:
    """Undo cuts inside rows: at a wide space, or between a number and its text."""
    ends, even = sorted(_end(row, leftwards) for row in rows), False
    for index, row in enumerate(rows):
        even = _is_stretched(rows, index, leftwards, ends, after=even)
        joined = row[:1]
        for fragment in row[1:]:
            if even or _are_one_line(joined[-1], fragment, leftwards):
                before = joined[-1].glyphs
                both = [*fragment.glyphs, *before] if leftwards else [*before, *fragment.glyphs]
                joined[-1] = Fragment(both, fragment.base, median(glyph.size for glyph in both))
            else:
                joined.append(fragment)
        yield joined


def _end(row: Sequence[Fragment], leftwards: bool) -> float:
    """Return where a row ends, read from left to right or else."""
    return min(piece.left for piece in row) if leftwards else max(piece.right for piece in row)


def _is_stretched(
    rows: Sequence[list[Fragment]], index: int, leftwards: bool, ends: Sequence[float], *, after: bool
) -> bool:
    """Whether a row is a line of words that justification pulled apart, perhaps after its number.

    The gaps between single words are equal. Or the line ends where lines of the page do, and one gap alone is
    wider, as of several spaces; or the next word would not fit into its gaps, and it has two words, or words
    above and below run over each gap, as over no gutter. Two words above no next line are like the line
    above, which is such a line if `after` is set. `ends` are those of all rows, in order.
    """
    row = rows[index]
    words = row[_after_number(row) :]
    gaps = [_gap(first, second, leftwards) for first, second in pairwise(words)]
    if not gaps or min(gaps) <= 0:
        return False
    single = _are_words(words)
    if single and len(gaps) > 1 and max(gaps) < WIDER * min(gaps):
        return True
    two = single and len(gaps) == 1
    above, below = _near(rows, index, index - 1), _near(rows, index, index + 1)
    between = [(min(p.right, q.right) + max(p.left, q.left)) / 2 for p, q in pairwise(words)]
    covered = bool(above) and all(any(p.left < middle < p.right for p in above + below) for middle in between)
    end, slack = _end(row, leftwards), _AT_EDGE * row[0].size
    if bisect_right(ends, end + slack) - bisect_left(ends, end - slack) < FEWEST:
        return False
    if single and len(gaps) > 2 and sorted(gaps)[-2] < WIDER * min(gaps):
        return True
    if below and not _is_number(below[0]):
        room = sum(gaps) - len(gaps) * _SPACES * row[0].size
        return first_word(below[0], leftwards) > room and (two or covered)
    return two and (covered or after)


def _after_number(row: Sequence[Fragment]) -> int:
    """Return how many pieces of a line are its number (`5.`, `Article 5.`); a table has more."""
    numbers = [place for place, piece in enumerate(row) if _is_number(piece)]
    if numbers[:1] == [0]:
        return int(len(row) > 2)
    return 2 if numbers == [1] and len(row) > 4 else 0  # one gap proves nothing


def _near(rows: Sequence[list[Fragment]], index: int, other: int) -> list[Fragment]:
    """Return a row if it is a line's step above or below another one, or else nothing."""
    if not 0 <= other < len(rows):
        return []
    step = (rows[index][0].base - rows[other][0].base) * (other - index)
    return rows[other] if 0 < step < LOOSE * rows[index][0].size else []


def first_word(line: Fragment, leftwards: bool) -> float:
    """Return the width of the first word of a line, or of its first Chinese character."""
    glyphs = sorted(line.glyphs, key=lambda glyph: -glyph.right if leftwards else glyph.left)
    first = last = glyphs[0]
    for glyph in glyphs[1:]:
        gap = last.left - glyph.right if leftwards else glyph.left - last.right
        if gap > SPACE * line.size or is_ideographic(last.text[0]):
            break
        last = glyph
    return first.right - last.left if leftwards else last.right - first.left


def _are_words(row: Sequence[Fragment]) -> bool:
    return all(sum(glyph.spaced for glyph in fragment.glyphs[1:]) == 0 for fragment in row)


def _gap(first: Fragment, second: Fragment, leftwards: bool) -> float:
    return first.left - second.right if leftwards else second.left - first.right


def _are_one_line(first: Fragment, second: Fragment, leftwards: bool) -> bool:
    """Whether two pieces on one baseline, in reading order, belong to one line."""
    gap = _gap(first, second, leftwards)
    return 0 <= gap < (_LABEL if _is_number(first) else _CELL) * first.size


def _is_number(fragment: Fragment) -> bool:
    """Whether a piece of a line is the number or sign that a paragraph begins with."""
    text = "".join(glyph.text for glyph in fragment.glyphs)
    if _LEVELS.fullmatch(text):
        return True
    return len(text) <= 6 and any(c.isdigit() or c in ".)-*–—•、" for c in text)
