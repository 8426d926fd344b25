"""Group the characters of a page by baseline, without those printed over others."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from aligner.readers.pdf import raised_marks
from aligner.readers.pdf.bidi import is_right_to_left
from aligner.readers.pdf.glyph import SAME_PLACE, Fragment, Glyph, across, are_aligned, is_combining
from aligner.values.runs import runs_of

# Distances marked "em" are multiples of the letters' size.
SAME_BASE: Final = 0.22  # em: maximum distance between characters on one baseline
_STRAY: Final = 0.7  # em: maximum distance of a vowelled letter from its line
_OWN_SIZE: Final = 0.8  # of a vowelled letter's size: minimum size of its line


def baselines(glyphs: list[Glyph]) -> list[Fragment]:
    """Group characters by baseline; raised marks and vowelled letters join their lines."""
    signs = {glyph.text for glyph in glyphs}
    vowelled = set()
    if any(map(is_combining, signs)):
        vowelled = {(glyph.origin, glyph.base) for glyph in glyphs if glyph.is_combining}
    level = glyphs
    strays: list[Glyph] = []
    if vowelled:
        level = [g for g in glyphs if (g.origin, g.base) not in vowelled]
        strays = [g for g in glyphs if (g.origin, g.base) in vowelled]
    rows: list[Fragment] = []
    for glyph in sorted(level, key=lambda g: -g.base):
        row = rows[-1] if rows else None
        if row is None or row.base - glyph.base > SAME_BASE * min(row.size, glyph.size):
            rows.append(Fragment([glyph], glyph.base, glyph.size))
        else:
            row.glyphs.append(glyph)
    for row in rows:
        row.size = median([glyph.size for glyph in row.glyphs])
        row.base = median([glyph.base for glyph in row.glyphs])
    spans = _spans(strays)
    for stray in sorted(strays, key=lambda g: min((abs(row.base - g.base) for row in rows), default=0.0)):
        _take_in(stray, rows, spans)
    rows = raised_marks.put_back_lowered(raised_marks.put_into_lines(rows))
    return [Fragment(text, row.base, row.size) for row in rows for text in layers(across(row.glyphs))]


def _spans(strays: Sequence[Glyph]) -> dict[tuple[float, float], tuple[float, float]]:
    """Return the left and right edges of each vowelled letter, by its origin and baseline."""
    spans: dict[tuple[float, float], tuple[float, float]] = {}
    for glyph in strays:
        left, right = spans.get((glyph.origin, glyph.base), (glyph.left, glyph.right))
        spans[glyph.origin, glyph.base] = min(left, glyph.left), max(right, glyph.right)
    return spans


def _take_in(
    stray: Glyph, rows: list[Fragment], spans: dict[tuple[float, float], tuple[float, float]]
) -> None:
    """Add a vowelled letter to its line: some programs put it on the baseline of the vowel sign.

    Others give the letter twice, also at the place of the sign; the second one is dropped. A note's
    mark may be nearer than the line, but it is smaller, and a line of another column has no letter there.
    """
    near = [row for row in rows if abs(row.base - stray.base) < _STRAY * row.size]
    near = [row for row in near if row.size >= _OWN_SIZE * stray.size] or near
    near = [row for row in near if any(g.left <= stray.middle <= g.right for g in row.glyphs)] or near
    if near:
        row = min(near, key=lambda row: abs(row.base - stray.base))
        twins = [other for other in row.glyphs if other.text == stray.text]
        if _continues_sign(row.glyphs[-1], stray) or not any(
            are_aligned(other, stray) or _covers(other, stray, spans) for other in twins
        ):
            row.glyphs.append(stray)
    else:
        rows.append(Fragment([stray], stray.base, stray.size))
        rows.sort(key=lambda row: -row.base)


def _covers(other: Glyph, stray: Glyph, spans: dict[tuple[float, float], tuple[float, float]]) -> bool:
    """Whether a letter is part of a vowelled letter that has the place of another inside it."""
    place = other.origin, other.base
    if place not in spans or place == (stray.origin, stray.base):
        return False
    left, right = spans[place]
    return left < stray.middle < right


_OVER: Final = 0.5  # minimum share of the narrower of two characters that another covers
_SHADOW: Final = 0.75  # the same, of a character and its shadow on the same baseline
_FEWEST: Final = 2  # minimum number of characters of another text that are over one
_LONG: Final = 4  # minimum number of characters of another text; a formula has fewer over each other
_BACK: Final = 0.5  # of the letters' size: a step back across the page begins another text
_LOOKED_AT: Final = 3  # maximum number of characters between two that are the same one


def layers(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Separate the texts that are printed over each other, without characters printed twice.

    The characters of one baseline are given from left to right, and so are those of each text; almost always
    there is one.
    """
    if not any(b.left < a.middle for a, b in pairwise(glyphs)):
        return [list(glyphs)]
    kept = _without_doubles(glyphs)
    if sum(_is_over(before, after) for before, after in pairwise(kept)) < _FEWEST:
        return [kept]
    texts: list[list[Glyph]] = []
    for run in sorted(_runs(kept), key=len, reverse=True):
        for text in texts:
            if len(run) < _LONG or sum(any(_is_over(g, other) for other in text) for g in run) < _FEWEST:
                text += run
                break
        else:
            texts.append(run)
    return [sorted(text, key=lambda glyph: (glyph.middle, glyph.order)) for text in texts]


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group characters that follow each other in the file without a step back."""

    def goes_on(before: Glyph, after: Glyph) -> bool:
        return after.order == before.order + 1 and after.left >= before.left - _BACK * after.size

    return runs_of(sorted(glyphs, key=lambda glyph: glyph.order), goes_on)


def _is_over(one: Glyph, other: Glyph) -> bool:
    """Whether two characters of different texts cover each other."""
    if abs(one.order - other.order) <= 1 or one.is_combining or other.is_combining:
        return False
    return _covered(one, other) > _OVER


def _covered(one: Glyph, other: Glyph) -> float:
    """Return the share of the narrower of two characters that the other covers."""
    width = min(one.right - one.left, other.right - other.left)
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / width if width > 0 else 0.0


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Remove duplicates: some programs print a character twice, slightly apart."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        text = glyph.text
        if kept and _continues_sign(kept[-1], glyph):
            kept.append(glyph)
            continue
        for other in kept[-_LOOKED_AT:]:
            if other.text == text and _is_twin(other, glyph):
                break
        else:
            kept.append(glyph)
    return kept


def _continues_sign(before: Glyph, glyph: Glyph) -> bool:
    """Whether two characters are letters of one sign, like those of a ligature."""
    return glyph.order == before.order + 1 and (glyph.left, glyph.right) == (before.left, before.right)


def _is_twin(other: Glyph, glyph: Glyph) -> bool:
    if abs(other.base - glyph.base) >= SAME_PLACE * glyph.size or other.right <= other.left:
        return False
    if other.origin == glyph.origin or (other.left, other.right) == (glyph.left, glyph.right):
        return abs(other.order - glyph.order) > 1
    least = _SHADOW if other.base == glyph.base else _OVER
    if not is_right_to_left(glyph.text) and other.size == glyph.size and _covered(other, glyph) > least:
        return True  # two Arabic letters may be above each other
    return are_aligned(other, glyph) and abs(other.order - glyph.order) > 1
