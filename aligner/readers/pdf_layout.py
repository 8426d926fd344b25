"""From characters on a page to lines in the order in which people read them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from aligner.readers.building import is_note_mark
from aligner.readers.pdf_bidi import is_left_to_right, is_right_to_left, mirrored, reading_order
from aligner.readers.pdf_columns import Fragment, in_reading_order
from aligner.readers.pdf_glyphs import Glyph, PageGlyphs

_SAME_BASE: Final = 0.22  # of the letters' size
_SPACE: Final = 0.16
_HINTED_SPACE: Final = 0.1
_HINTED_ARABIC_SPACE: Final = 0.14
_ARABIC_SPACE: Final = 0.3
_WIDE: Final = 1.0
_CELL: Final = 2.0
_LABEL: Final = 6.0
_RAISED: Final = 0.12
_SMALL: Final = 0.9


@dataclass(slots=True)
class PageLine:
    """One line of a page, ready to be written: its text, marks in it, and place (y runs down)."""

    text: str
    marks: list[tuple[str, int, int]]
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(slots=True)
class _Row:
    """Characters on one baseline, with raised ones that belong to it."""

    base: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)


def page_lines(page: PageGlyphs) -> list[PageLine]:
    """Put the characters of a page together into lines, column by column."""
    letters = [glyph.text for glyph in page.glyphs]
    leftwards = sum(map(is_right_to_left, letters)) > sum(map(is_left_to_right, letters))
    fragments = [piece for row in _rows(list(page.glyphs)) for piece in _pieces(row)]
    ordered = _rejoined(in_reading_order(fragments, leftwards), leftwards)
    lines = []
    for fragment in ordered:
        line = _line(fragment, leftwards, page.height)
        if line.text:
            lines.append(line)
    return lines


def _rows(glyphs: list[Glyph]) -> list[_Row]:
    """Group characters by baseline, and let raised marks join the line they stand in."""
    rows: list[_Row] = []
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        row = rows[-1] if rows else None
        if row is None or row.base - glyph.base > _SAME_BASE * min(row.size, glyph.size):
            rows.append(_Row(glyph.base, glyph.size, [glyph]))
        else:
            row.glyphs.append(glyph)
            row.size = max(row.size, glyph.size)
    for row in rows:
        row.size = median(glyph.size for glyph in row.glyphs)
        row.base = median(glyph.base for glyph in row.glyphs)
    kept: list[_Row] = []
    for index, row in enumerate(rows):
        strays = [
            glyph for glyph in row.glyphs if not _join_neighbour(glyph, rows[index + 1 : index + 4], row)
        ]
        if strays:
            row.glyphs = strays
            kept.append(row)
    return kept


def _join_neighbour(glyph: Glyph, below: list[_Row], own: _Row) -> bool:
    """Give a raised small character to the line below that it stands in, if there is one."""
    for row in below:
        rise = glyph.base - row.base
        if glyph.size < _SMALL * row.size and _RAISED * row.size < rise < 0.7 * row.size:
            near = [g for g in row.glyphs if g.left - row.size < glyph.middle < g.right + row.size]
            beside = [g for g in own.glyphs if g is not glyph and g.size > glyph.size / _SMALL]
            if near and not any(abs(g.middle - glyph.middle) < 2 * row.size for g in beside):
                row.glyphs.append(glyph)
                return True
    return False


def _pieces(row: _Row) -> list[Fragment]:
    """Cut a row where a gap is too wide for a space: columns and cells of tables."""
    glyphs = _without_doubles(sorted(row.glyphs, key=lambda g: (g.middle, g.order)))
    gaps = [after.left - before.right for before, after in pairwise(glyphs)]
    spaces = sorted(gap for gap in gaps if gap > _SPACE * row.size)
    usual = spaces[len(spaces) // 2] if len(spaces) > 2 else 0.0
    limit = max(_WIDE * row.size, 2.2 * usual)
    pieces: list[list[Glyph]] = [glyphs[:1]]
    for gap, glyph in zip(gaps, glyphs[1:], strict=True):
        if gap > limit:
            pieces.append([])
        pieces[-1].append(glyph)
    return [Fragment(piece, row.base, row.size) for piece in pieces if piece]


def _rejoined(fragments: list[Fragment], leftwards: bool) -> list[Fragment]:
    """Undo cuts that turned out to divide no columns: a wide space, a number far from its text."""
    joined: list[Fragment] = []
    for fragment in fragments:
        before = joined[-1] if joined else None
        if before is not None and before.base == fragment.base and _belongs(before, fragment, leftwards):
            both = [*fragment.glyphs, *before.glyphs] if leftwards else [*before.glyphs, *fragment.glyphs]
            joined[-1] = Fragment(both, before.base, before.size)
        else:
            joined.append(fragment)
    return joined


def _belongs(first: Fragment, second: Fragment, leftwards: bool) -> bool:
    """Whether two pieces of one baseline, in order of reading, are one line."""
    gap = first.left - second.right if leftwards else second.left - first.right
    text = "".join(glyph.text for glyph in first.glyphs)
    numbered = len(text) <= 6 and any(c.isdigit() or c in ".)-*–—•、" for c in text)
    return 0 <= gap < (_LABEL if numbered else _CELL) * first.size


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Bold is sometimes made by printing a character twice, a little apart."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        twin = any(
            other.text == glyph.text
            and abs(other.origin - glyph.origin) < 0.12 * glyph.size
            and abs(other.base - glyph.base) < 0.12 * glyph.size
            and other.right > other.left
            and abs(other.order - glyph.order) > 1
            for other in kept[-3:]
        )
        if not twin:
            kept.append(glyph)
    return kept


def _line(fragment: Fragment, leftwards: bool, height: float) -> PageLine:
    """Write a fragment as text in the order of reading."""
    right_to_left = any(is_right_to_left(glyph.text) for glyph in fragment.glyphs)
    turned = leftwards and (right_to_left or not any(is_left_to_right(g.text) for g in fragment.glyphs))
    text, owners = _right_to_left_text(fragment) if turned or right_to_left else _plain_text(fragment)
    text, owners = _trimmed(text, owners)
    return PageLine(
        text,
        _marks(text, owners, fragment),
        fragment.left,
        height - fragment.base - 0.8 * fragment.size,
        fragment.right,
        height - fragment.base + 0.2 * fragment.size,
        round(fragment.size, 2),
    )


def _plain_text(fragment: Fragment) -> tuple[str, list[Glyph | None]]:
    owners: list[Glyph | None] = []
    glyphs = fragment.glyphs
    for index, glyph in enumerate(glyphs):
        if index and _space_between(glyphs[index - 1], glyph, fragment.size):
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
    return mirrored(text, not _pdfium_turned(fragment.glyphs)), owners


def _clusters(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters of one sign on the page, each with its vowel signs, from left to right."""
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
    return unicodedata.category(glyph.text[:1] or " ") == "Mn"


def _ordered_sign(members: list[Glyph], turned: bool) -> list[Glyph]:
    """Letters of one ligature in order of reading: by place, else as spelt; lam before alef."""
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
    """Whether pdfium took this line as right-to-left, and so has turned ligatures and brackets."""
    in_order = sorted((g for g in glyphs if is_right_to_left(g.text)), key=lambda g: g.order)
    steps = [after.origin - before.origin for before, after in pairwise(in_order)]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _space_between(left: Glyph, right: Glyph, size: float) -> bool:
    """Whether a space stands between two neighbours: pdfium's word where it knows, else the gap."""
    gap = right.left - left.right
    if right.order == left.order + 1:
        return right.spaced and gap > -0.5 * size
    return gap > (_HINTED_SPACE if left.followed or right.spaced else _SPACE) * size


def _space_between_signs(left: list[Glyph], right: list[Glyph], size: float) -> bool:
    """The same in Arabic, where pdfium's spaces may have no width and stand at the wrong end of a word."""
    gap = min(g.left for g in right) - max(g.right for g in left)
    if all(is_left_to_right(sign[0].text) for sign in (left, right)):
        return _space_between(left[-1], right[0], size)
    hinted = any(g.spaced or g.followed for g in (*left, *right))
    return gap > (_HINTED_ARABIC_SPACE if hinted else _ARABIC_SPACE) * size


def _spelled(owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """The text, and for each of its characters the sign it comes from."""
    spelled: list[Glyph | None] = []
    text = ""
    for owner in owners:
        piece = " " if owner is None else owner.text
        text += piece
        spelled.extend([owner] * len(piece))
    return text, spelled


def _trimmed(text: str, owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Leave out soft hyphens inside a line, and one before a visible hyphen at its end."""
    last = len(text) - 1
    keep = [i for i, c in enumerate(text) if c != "\u00ad" or i == last]
    return "".join(text[i] for i in keep), [owners[i] for i in keep]


def _marks(text: str, owners: list[Glyph | None], fragment: Fragment) -> list[tuple[str, int, int]]:
    """Raised small signs that can be a footnote's mark."""
    size, base = fragment.size, fragment.base
    raised = [
        owner is not None and owner.size < _SMALL * size and owner.base - base > _RAISED * size
        for owner in owners
    ]
    marks = []
    for is_raised, group in groupby(range(len(text)), key=lambda i: raised[i]):
        places = list(group)
        start, stop = places[0], places[-1] + 1
        if is_raised and is_note_mark(text[start:stop], text[:start]):
            marks.append((text[start:stop].strip(), start, stop))
    return marks
