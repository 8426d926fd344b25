"""Characters printed over others: twice, to look bold or to cast a shadow, or as another text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from aligner.readers.pdf.glyph import SAME_PLACE, Glyph, are_aligned

_OVER: Final = 0.5  # minimum share of the narrower of two characters that another covers
_SHADOW: Final = 0.75  # the same, of a character and its shadow on the same baseline
_FEWEST: Final = 2  # minimum number of characters of another text that are over one
_LONG: Final = 4  # minimum number of characters of another text; a formula has fewer over each other
_BACK: Final = 0.5  # of the letters' size: a step back across the page begins another text
_LOOKED_AT: Final = 3  # maximum number of characters between two that are the same one


def layers(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Separate the texts that are printed over each other, without characters printed twice.

    Args:
        glyphs: the characters on one baseline, from left to right.

    Returns:
        The characters of each text, from left to right; almost always there is one.
    """
    if not any(b.left < (a.left + a.right) / 2 for a, b in pairwise(glyphs)):
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
    runs: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.order):
        last = runs[-1][-1] if runs else None
        if last is None or glyph.order != last.order + 1 or glyph.left < last.left - _BACK * glyph.size:
            runs.append([])
        runs[-1].append(glyph)
    return runs


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
        for other in kept[-_LOOKED_AT:]:
            if other.text == text and _is_twin(other, glyph):
                break
        else:
            kept.append(glyph)
    return kept


def _is_twin(other: Glyph, glyph: Glyph) -> bool:
    if abs(other.base - glyph.base) >= SAME_PLACE * glyph.size or other.right <= other.left:
        return False
    if other.origin == glyph.origin or (other.left, other.right) == (glyph.left, glyph.right):
        return abs(other.order - glyph.order) > 1  # the letters of a ligature follow each other
    least = _SHADOW if other.base == glyph.base else _OVER
    is_over = other.size == glyph.size and _covered(other, glyph) > least
    return is_over or (are_aligned(other, glyph) and abs(other.order - glyph.order) > 1)
