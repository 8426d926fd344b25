"""Remove the letter-spacing of Chinese text: spaces between all its characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from aligner.readers.extract_builder import is_ideographic

if TYPE_CHECKING:
    from aligner.readers.pdf.glyph import Glyph

_FEWEST: Final = 8  # minimum number of neighbours as evidence
_BEFORE_CHINESE: Final = "\u2e7f"
_JOINED: Final = frozenset(",;:!?()“”‘’\"'")


def close_up(glyphs: Sequence[Glyph]) -> None:
    """Remove the spaces between the Chinese characters of a page if most of them are spaced.

    Args:
        glyphs: the glyphs of a page in pdfium's order; their `spaced` is changed.
    """
    if sum(glyph.text > _BEFORE_CHINESE for glyph in glyphs) <= _FEWEST:
        return
    beside = [(a, b) for a, b in pairwise(glyphs) if b.order == a.order + 1]
    chinese = [b for a, b in beside if is_ideographic(a.text) and is_ideographic(b.text)]
    if len(chinese) < _FEWEST or 2 * sum(glyph.spaced for glyph in chinese) < len(chinese):
        return
    for first, second in beside:
        if second.spaced and _are_joined(first.text, second.text):
            second.spaced = False


def _are_joined(first: str, second: str) -> bool:
    """Whether two characters are written without a space: in Chinese text, but not beside Latin words."""
    return (is_ideographic(first) and _is_joined(second)) or (is_ideographic(second) and _is_joined(first))


def _is_joined(text: str) -> bool:
    return is_ideographic(text) or text.isdecimal() or text in _JOINED
