"""Group the characters of a page by baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from aligner.readers.pdf import raised_marks
from aligner.readers.pdf.glyph import Glyph, across, are_aligned, is_combining
from aligner.readers.pdf.overprints import layers

# Distances marked "em" are multiples of the letters' size.
SAME_BASE: Final = 0.22  # em: maximum distance between characters on one baseline
_STRAY: Final = 0.7  # em: maximum distance of a vowelled letter from its line
_OWN_SIZE: Final = 0.8  # of a vowelled letter's size: minimum size of its line


@dataclass(slots=True)
class Baseline:
    """The characters on one baseline, with the raised ones that belong to it, from left to right."""

    base: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)


def baselines(glyphs: list[Glyph]) -> list[Baseline]:
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
    rows: list[Baseline] = []
    for glyph in sorted(level, key=lambda g: -g.base):
        row = rows[-1] if rows else None
        if row is None or row.base - glyph.base > SAME_BASE * min(row.size, glyph.size):
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
    return [Baseline(row.base, row.size, text) for row in rows for text in layers(across(row.glyphs))]


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
        if not any(are_aligned(other, stray) or _covers(other, stray, spans) for other in twins):
            row.glyphs.append(stray)
    else:
        rows.append(Baseline(stray.base, stray.size, [stray]))
        rows.sort(key=lambda row: -row.base)


def _covers(other: Glyph, stray: Glyph, spans: dict[tuple[float, float], tuple[float, float]]) -> bool:
    """Whether a letter is part of a vowelled letter that has the place of another inside it."""
    left, right = spans.get((other.origin, other.base), (0.0, 0.0))
    return (stray.origin, stray.base) != (other.origin, other.base) and left < stray.middle < right
