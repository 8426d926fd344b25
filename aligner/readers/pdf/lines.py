"""Group the characters of a page into lines in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from aligner.readers.pdf import raised_marks
from aligner.readers.pdf.bidi import (
    ends_on_the_left,
    ends_word,
    is_left_to_right,
    is_right_to_left,
    mirrored,
    quoted_as_printed,
    reading_order,
)
from aligner.readers.pdf.columns import Block, ColumnHabit, Fragment, in_reading_order
from aligner.readers.pdf.glyph import Glyph, PageGlyphs, across

# Distances marked "em" are multiples of the letters' size.
_SAME_BASE: Final = 0.22  # em: maximum distance between characters on one baseline
_SPACE: Final = 0.16  # em: minimum gap that is a space
_GUESSED: Final = 0.15  # em: the same, where pdfium guesses a space
_HINTED_SPACE: Final = 0.1  # em: the same, between characters of different words of pdfium's
_INSIDE_WORD: Final = 0.6  # em: the same, between Arabic letters that pdfium puts into one word
_BETWEEN_WORDS: Final = 0.08  # em: the same, between those that it puts into two
_BEFORE_VOWELLED: Final = 0.22  # em: the same, beside a letter with a vowel sign
_BESIDE_OTHERS: Final = 0.14  # em: the same, after a final form or beside other signs
_STRAY: Final = 0.7  # em: maximum distance of a vowelled letter from its line
_OWN_SIZE: Final = 0.8  # of a vowelled letter's size: minimum size of its line
_SAME_PLACE: Final = 0.12  # em: maximum offset of a character printed twice
_WIDE: Final = 0.6  # em: a wider gap cuts a row into pieces
_CELL: Final = 2.0  # em: a gap this wide separates columns or cells
_LABEL: Final = 6.0  # em: the same, after the number of a paragraph
_HANGING: Final = 0.6  # em: minimum space after a note mark that hangs out of its text
_MARK: Final = 3  # maximum number of digits of a note mark
_SIGNS: Final = 5  # maximum length of a note mark in brackets
_BRACKETS: Final = frozenset("()")
_EVEN: Final = 1.15  # maximum ratio between the spaces of a justified line
_NEXT: Final = 1.6  # em: maximum distance between lines of one paragraph
_NARROW: Final = 0.22  # em: the narrowest space of a line
_FLUSH: Final = 1.5  # points: maximum distance from the edge of the text
_LEVEL: Final = 0.12  # em: maximum distance of a character from its baseline, if it is not raised
_APART: Final = 3.0  # em: maximum distance between lines that may be moved together
_LEVELS: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,7}\.?")
_HYPHENS: Final = frozenset("-\u2010\u2011")
_FIRST_MARK: Final = "\u0300"
_CLOSING: Final = ".,;:!?)]}»”’،؛؟"


@dataclass(slots=True)
class PageLine:
    """A line of a page: its text, its footnote marks, and its position (y increases downwards).

    `bold` is set if all its letters are bold, `ruled` if a short rule is drawn right above it, and
    `furniture` if it surely belongs to the page and not to the text.
    """

    text: str
    marks: list[tuple[str, int, int]]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    ruled: bool = False
    furniture: bool = False


@dataclass(slots=True)
class Baseline:
    """The characters on one baseline, with the raised ones that belong to it, from left to right."""

    base: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)


def page_lines(
    page: PageGlyphs,
    rows: Sequence[Baseline] | None = None,
    blocks: Sequence[Block] = (),
    habit: ColumnHabit | None = None,
) -> list[PageLine | Block]:
    """Group the characters of a page into lines, column by column, with the blocks in their places.

    `rows` are the page's baselines, if known; `habit` is where the document has its columns.
    """
    leftwards = reads_leftwards(page.glyphs)
    rows = baselines(list(page.glyphs)) if rows is None else rows
    fragments = [piece for row in rows for piece in _pieces(row)]
    ordered = in_reading_order(fragments, leftwards, blocks, habit)
    lines: list[PageLine | Block] = []
    for is_block, group in groupby(ordered, key=lambda each: isinstance(each, Block)):
        if is_block:
            lines += [each for each in group if isinstance(each, Block)]
        else:
            stretch = _rejoined([each for each in group if isinstance(each, Fragment)], leftwards)
            lines += [write_line(fragment, leftwards, page.height) for fragment in stretch]
    if any(glyph.gone for glyph in page.glyphs):
        return _closed_up(lines, page.height)
    return [line for line in lines if isinstance(line, Block) or line.text]


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


def baselines(glyphs: list[Glyph]) -> list[Baseline]:
    """Group characters by baseline; raised marks and vowelled letters join their lines."""
    signs = {glyph.text for glyph in glyphs}
    vowelled = {(g.origin, g.base) for g in glyphs if _is_mark(g)} if any(map(_is_sign, signs)) else set()
    level = glyphs
    strays: list[Glyph] = []
    if vowelled:
        level = [g for g in glyphs if (g.origin, g.base) not in vowelled]
        strays = [g for g in glyphs if (g.origin, g.base) in vowelled]
    rows: list[Baseline] = []
    for glyph in sorted(level, key=lambda g: -g.base):
        row = rows[-1] if rows else None
        if row is None or row.base - glyph.base > _SAME_BASE * min(row.size, glyph.size):
            rows.append(Baseline(glyph.base, glyph.size, [glyph]))
        else:
            row.glyphs.append(glyph)
    for row in rows:
        row.size = median([glyph.size for glyph in row.glyphs])
        row.base = median([glyph.base for glyph in row.glyphs])
    spans = _spans(strays)
    for stray in sorted(strays, key=lambda g: min((abs(row.base - g.base) for row in rows), default=0.0)):
        _take_in(stray, rows, spans)
    rows = raised_marks.put_back_lowered(raised_marks.put_into_lines(rows))
    for row in rows:
        row.glyphs = across(row.glyphs)
    return rows


def _spans(strays: Sequence[Glyph]) -> dict[tuple[float, float], tuple[float, float]]:
    """Return the left and right edges of each vowelled letter, by its origin and baseline."""
    spans: dict[tuple[float, float], tuple[float, float]] = {}
    for glyph in strays:
        left, right = spans.get((glyph.origin, glyph.base), (glyph.left, glyph.right))
        spans[glyph.origin, glyph.base] = min(left, glyph.left), max(right, glyph.right)
    return spans


def _take_in(
    stray: Glyph, rows: list[Baseline], spans: dict[tuple[float, float], tuple[float, float]]
) -> None:
    """Add a vowelled letter to its line: some programs put it on the baseline of the vowel sign.

    Others give the letter twice, also at the place of the sign; the second one is dropped. A note's
    mark may be nearer than the line, but it is smaller.
    """
    near = [row for row in rows if abs(row.base - stray.base) < _STRAY * row.size]
    near = [row for row in near if row.size >= _OWN_SIZE * stray.size] or near
    if near:
        row = min(near, key=lambda row: abs(row.base - stray.base))
        twins = [other for other in row.glyphs if other.text == stray.text]
        if not any(_is_over(other, stray) or _covers(other, stray, spans) for other in twins):
            row.glyphs.append(stray)
    else:
        rows.append(Baseline(stray.base, stray.size, [stray]))
        rows.sort(key=lambda row: -row.base)


def _pieces(row: Baseline) -> list[Fragment]:
    """Cut a row at gaps that are too wide for a space, as between columns and table cells."""
    glyphs = _without_doubles(row.glyphs)
    gaps = [after.left - before.right for before, after in pairwise(glyphs)]
    pieces: list[list[Glyph]] = [glyphs[:1]]
    for gap, glyph in zip(gaps, glyphs[1:], strict=True):
        if gap > _WIDE * row.size:
            pieces.append([])
        pieces[-1].append(glyph)
    return [Fragment(piece, row.base, _own_size(piece, row)) for piece in pieces if piece]


def _own_size(piece: list[Glyph], row: Baseline) -> float:
    """Return the size of a piece's letters, or of its row's if the piece is only a raised mark."""
    level = [glyph.size for glyph in piece if abs(glyph.base - row.base) <= _LEVEL * row.size]
    return median(level) if level else row.size


def _rejoined(fragments: list[Fragment], leftwards: bool) -> list[Fragment]:
    """Undo cuts that do not separate columns: at a wide space, or between a number and its text."""
    joined: list[Fragment] = []
    rows = [list(group) for _, group in groupby(fragments, key=lambda fragment: fragment.base)]
    for index, row in enumerate(rows):
        even = _is_evenly_spaced(row, leftwards) or _is_filled(rows, index, leftwards)
        first = len(joined)
        for fragment in row:
            if len(joined) > first and (even or _are_one_line(joined[-1], fragment, leftwards)):
                before = joined[-1].glyphs
                both = [*fragment.glyphs, *before] if leftwards else [*before, *fragment.glyphs]
                joined[-1] = Fragment(both, fragment.base, median(glyph.size for glyph in both))
            else:
                joined.append(fragment)
    return joined


def _is_filled(rows: Sequence[list[Fragment]], index: int, leftwards: bool) -> bool:
    """Whether a row consists of two words that justification set at the two ends of a line.

    They are flush with the edges of the adjacent lines, and the next word would not fit between them.
    """
    row = rows[index]
    if len(row) != 2 or index + 1 == len(rows) or not _are_words(row):
        return False
    near = [
        Fragment([glyph for piece in other for glyph in piece.glyphs], other[0].base, other[0].size)
        for other in rows[max(0, index - 1) : index + 2]
        if other is not row and abs(other[0].base - row[0].base) < _NEXT * row[0].size
    ]
    if not near or near[-1].base >= row[0].base:
        return False
    left, right = min(piece.left for piece in row), max(piece.right for piece in row)
    edges = (abs(left - min(o.left for o in near)), abs(right - max(o.right for o in near)))
    room = right - left - sum(piece.right - piece.left for piece in row) - 2 * _NARROW * row[0].size
    return max(edges) < _FLUSH and _first_word(near[-1], leftwards) > room


def _first_word(line: Fragment, leftwards: bool) -> float:
    """Return the width of the first word of a line."""
    glyphs = sorted(line.glyphs, key=lambda glyph: -glyph.right if leftwards else glyph.left)
    first = last = glyphs[0]
    for glyph in glyphs[1:]:
        gap = last.left - glyph.right if leftwards else glyph.left - last.right
        if gap > _SPACE * line.size:
            break
        last = glyph
    return abs(first.right - last.left) if leftwards else last.right - first.left


def _are_words(row: Sequence[Fragment]) -> bool:
    return all(sum(glyph.spaced for glyph in fragment.glyphs[1:]) == 0 for fragment in row)


def _gap(first: Fragment, second: Fragment, leftwards: bool) -> float:
    return first.left - second.right if leftwards else second.left - first.right


def _is_evenly_spaced(row: list[Fragment], leftwards: bool) -> bool:
    """Whether a row is a line of a few words spread out by justification, perhaps after its number."""
    if len(row) > _MARK and _is_number(row[0]):
        row = row[1:]
    gaps = [_gap(first, second, leftwards) for first, second in pairwise(row)]
    return len(gaps) > 1 and _are_words(row) and min(gaps) > 0 and max(gaps) < _EVEN * min(gaps)


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


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Remove duplicates: some programs make a character bold by printing it twice, slightly apart."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        text = glyph.text
        for other in kept[-3:]:
            if other.text == text and _is_twin(other, glyph):
                break
        else:
            kept.append(glyph)
    return kept


def _is_over(other: Glyph, glyph: Glyph) -> bool:
    return abs(other.origin - glyph.origin) < _SAME_PLACE * glyph.size


def _covers(other: Glyph, stray: Glyph, spans: dict[tuple[float, float], tuple[float, float]]) -> bool:
    """Whether a letter is part of a vowelled letter that has the place of another inside it."""
    left, right = spans.get((other.origin, other.base), (0.0, 0.0))
    return (stray.origin, stray.base) != (other.origin, other.base) and left < stray.middle < right


def _is_twin(other: Glyph, glyph: Glyph) -> bool:
    return (
        _is_over(other, glyph)
        and abs(other.base - glyph.base) < _SAME_PLACE * glyph.size
        and other.right > other.left
        and abs(other.order - glyph.order) > 1
    )


def write_line(fragment: Fragment, leftwards: bool, height: float) -> PageLine:
    """Write a fragment as text in reading order."""
    signs = {glyph.text for glyph in fragment.glyphs}
    right_to_left = any(map(is_right_to_left, signs))
    turned = right_to_left or (leftwards and not any(map(is_left_to_right, signs)))
    number, rest = _number_at_the_right(fragment) if leftwards else ([], fragment)
    if turned:
        text, owners = _right_to_left_text(rest)
    elif leftwards:
        text, owners = _latin_line(rest)
    else:
        text, owners = _plain_text(rest)
    if number:
        first, signs_of_number = _spelled([*number, None])
        text, owners = mirrored(first, first.startswith(")")) + text, [*signs_of_number, *owners]
    text, owners = _remaining(*_without_soft_hyphens(text, owners))
    base, size = _own_level(fragment)
    return PageLine(
        text,
        raised_marks.find(text, owners, fragment),
        fragment.left,
        height - base - 0.8 * size,
        fragment.right,
        height - base + 0.2 * size,
        round(size, 2),
        _is_bold(fragment.glyphs),
    )


def _is_bold(glyphs: Sequence[Glyph]) -> bool:
    """Whether all letters and digits are bold; other signs may come from another font."""
    weights = [glyph.bold for glyph in glyphs if glyph.text.isalnum()]
    return bool(weights) and all(weights)


def _latin_line(fragment: Fragment) -> tuple[str, list[Glyph | None]]:
    """Write a purely Latin line on a page that is read from right to left."""
    text, owners = _plain_text(fragment)
    return _right_to_left_text(fragment) if ends_on_the_left(text) else (text, owners)


def _number_at_the_right(fragment: Fragment) -> tuple[list[Glyph], Fragment]:
    """Split off a number that begins a line read from the right, at a distance, like a note mark.

    Otherwise the number and the Latin letters beside it would be read from the left.
    """
    glyphs = sorted(fragment.glyphs, key=lambda glyph: glyph.left)
    for start in range(len(glyphs) - 1, max(0, len(glyphs) - 1 - _SIGNS), -1):
        if not glyphs[start].text.isdigit() and glyphs[start].text not in _BRACKETS:
            break
        if glyphs[start].left - glyphs[start - 1].right >= _HANGING * fragment.size:
            return glyphs[start:], Fragment(glyphs[:start], fragment.base, fragment.size)
    return [], fragment


def _own_level(fragment: Fragment) -> tuple[float, float]:
    """Return the baseline and size of a fragment's own letters.

    Those of its row may come from a line of the next column at almost the same height.
    """
    bases = Counter([glyph.base for glyph in fragment.glyphs])
    if len(bases) == 1 and fragment.base in bases:
        return fragment.base, fragment.size
    base = bases.most_common(1)[0][0]
    off = abs(base - fragment.base)
    if not off or off > _SAME_BASE * fragment.size:
        return fragment.base, fragment.size
    return base, median([glyph.size for glyph in fragment.glyphs if glyph.base == base])


def _plain_text(fragment: Fragment) -> tuple[str, list[Glyph | None]]:
    glyphs, size = fragment.glyphs, fragment.size
    owners: list[Glyph | None] = [*glyphs[:1]]
    for before, glyph in pairwise(glyphs):
        if _space_between(before, glyph, size):
            owners.append(None)
        owners.append(glyph)
    return _spelled(owners)


def _right_to_left_text(fragment: Fragment) -> tuple[str, list[Glyph | None]]:
    clusters = _clusters(fragment.glyphs)
    shown: list[list[Glyph] | None] = []
    for index, cluster in enumerate(clusters):
        if index and _space_between_signs(clusters[index - 1], cluster, fragment.size):
            shown.append(None)
        shown.append(cluster)
    pieces = [" " if cluster is None else cluster[0].text for cluster in shown]
    owners: list[Glyph | None] = []
    for index in reading_order(pieces):
        owners.extend(shown[index] or [None])
    text, owners = _spelled(owners)
    turned = _pdfium_turned(fragment.glyphs)
    return mirrored(quoted_as_printed(text) if turned else text, not turned), owners


def _clusters(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group the characters that are printed as one sign, with its vowel signs, from left to right."""
    signs: list[list[Glyph]] = []
    turned = _pdfium_turned(glyphs)
    for _, members in groupby(
        sorted(glyphs, key=lambda g: (g.origin, g.base)), key=lambda g: (round(g.origin, 1), round(g.base, 1))
    ):
        signs.append(_ordered_sign(sorted(members, key=lambda g: g.order), turned))
    bases = [sign for sign in signs if not _is_mark(sign[0])]
    for sign in signs:
        if _is_mark(sign[0]):
            place = (sign[0].left + sign[0].right) / 2
            owner = min(bases, key=lambda b: abs(_middle(b) - place), default=None)
            if owner is None:
                bases.append(sign)
            else:
                owner.extend(sign)
    return sorted(bases, key=_middle)


def _middle(sign: list[Glyph]) -> float:
    return (min(g.left for g in sign) + max(g.right for g in sign)) / 2


def _is_mark(glyph: Glyph) -> bool:
    return _is_sign(glyph.text)


def _is_sign(text: str) -> bool:
    """Whether a character is a combining mark, written over or under another."""
    return text >= _FIRST_MARK and unicodedata.category(text[:1]) == "Mn"


def _ordered_sign(members: list[Glyph], turned: bool) -> list[Glyph]:
    """Return the letters of a ligature in reading order: by position if known, and lam before alef."""
    if len(members) == 1:
        return members
    letters = [g for g in members if not _is_mark(g)]
    marks = [g for g in members if _is_mark(g)]
    if len({round(g.left, 1) for g in letters}) == len(letters) and any(
        is_right_to_left(g.text) for g in letters
    ):
        letters.sort(key=lambda g: -g.left)
    elif turned and "".join(g.text for g in letters) != "الله":
        letters.reverse()
    if len(letters) == 2 and letters[1].text == "ل" and letters[0].text in "اأإآ":
        letters.reverse()
    return letters + marks


def _pdfium_turned(glyphs: list[Glyph]) -> bool:
    """Whether pdfium treated a line as right-to-left, and so reversed its ligatures and brackets."""
    in_order = sorted((g for g in glyphs if is_right_to_left(g.text)), key=lambda g: g.order)
    steps = [after.origin - before.origin for before, after in pairwise(in_order)]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _space_between(left: Glyph, right: Glyph, size: float) -> bool:
    """Whether there is a space between two neighbours: as pdfium says if it is certain, else by the gap.

    Where pdfium only guesses a space, the gap must be wide enough: justified letters can be further
    apart than its threshold (`conse rve`).
    """
    gap = right.left - left.right
    if (left.text in _HYPHENS or right.text in _HYPHENS) and gap <= _SPACE * size:
        return False  # kerning: a space beside a hyphen is never that narrow
    if right.order == left.order + 1 and right.guessed:
        return max(gap, right.origin - left.right) > _GUESSED * size
    if right.order == left.order + 1:
        return right.spaced and gap > -0.5 * size
    return gap > (_SPACE if left.word == right.word else _HINTED_SPACE) * size


def _space_between_signs(left: list[Glyph], right: list[Glyph], size: float) -> bool:
    """Whether there is a space between two neighbours in a line with Arabic.

    Here pdfium's spaces have no width and its order of letters differs from ours, but it does keep
    the letters of a word together. The box of a vowelled letter may be that of its vowel sign alone,
    with gaps beside it that are not spaces; the letter begins at its origin.
    """
    if all(is_left_to_right(sign[0].text) for sign in (left, right)):
        # In lines with Arabic, pdfium overlooks spaces that it finds elsewhere.
        wide = right[0].left - left[-1].right > _SPACE * size
        return wide or _space_between(left[-1], right[0], size)
    edge = max((g.origin for g in right if g.left < g.origin < g.right), default=0.0)
    first = min(g.left for g in right)
    if any(map(_is_mark, right)):
        first = min(first, right[0].origin)
    gap = max(edge, first) - max(g.right for g in left)
    letters = is_right_to_left(left[0].text) and is_right_to_left(right[0].text)
    if letters and left[0].text.isalpha() and ends_word("".join(g.text for g in right), left[0].text):
        return gap > _BESIDE_OTHERS * size
    if letters and any(a.word == b.word for a in left for b in right):
        return gap > _INSIDE_WORD * size
    if letters:
        vowelled = any(_is_mark(g) and g.origin == left[0].origin for g in left)
        return gap > (_BEFORE_VOWELLED if vowelled else _BETWEEN_WORDS) * size
    return gap > _BESIDE_OTHERS * size


def _spelled(owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Return the text, and the glyph that each of its characters comes from."""
    pieces = [" " if owner is None else owner.text for owner in owners]
    text = "".join(pieces)
    if len(text) == len(owners) and "" not in pieces:
        return text, owners
    return text, [owner for owner, piece in zip(owners, pieces, strict=True) for _ in piece]


def _without_soft_hyphens(text: str, owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Remove soft hyphens, except at the end of a line."""
    if "\u00ad" not in text:
        return text, owners
    last = len(text) - 1
    keep = [i for i, c in enumerate(text) if c != "\u00ad" or i == last]
    return "".join(text[i] for i in keep), [owners[i] for i in keep]


def _remaining(text: str, owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Remove text that is not in the draft being read, and the spaces left over."""
    if not any(owner is not None and owner.gone for owner in owners):
        return text, owners
    keep: list[int] = []
    for index, owner in enumerate(owners):
        if owner is None and (not keep or owners[keep[-1]] is None):
            continue
        if owner is not None and owner.gone:
            continue
        if keep and text[index] in _CLOSING and owners[keep[-1]] is None and owners[index - 1] is not None:
            keep.pop()  # the space before the removed text was removed with it
        keep.append(index)
    if keep and owners[keep[-1]] is None:
        keep.pop()
    return "".join(text[i] for i in keep), [owners[i] for i in keep]
