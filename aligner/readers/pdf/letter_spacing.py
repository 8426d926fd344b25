"""Remove spaces that only typesetting put into Chinese text.

Some texts are letter-spaced: all characters of a page or line have spaces between them. And word
processors set digits a quarter of their size apart from the characters beside them (2016 年 12 月).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from aligner.readers.extract_builder import is_ideographic
from aligner.readers.pdf.measures import FEWEST, GAP

if TYPE_CHECKING:
    from aligner.readers.pdf.glyph import Glyph

    Pair = tuple[Glyph, Glyph]

_FEWEST: Final = 8  # minimum number of neighbours as evidence
_BESIDE_DIGITS: Final = 0.45
"""Maximum gap beside a digit that is no space, in sizes: a quarter, and the room inside both boxes."""
_BEFORE_CHINESE: Final = "\u2e7f"
_JOINED: Final = frozenset(",;:!?()“”‘’\"'")


def close_up(glyphs: Sequence[Glyph]) -> None:
    """Remove the spaces that nobody typed between the Chinese characters of a page, and beside digits.

    The glyphs are in pdfium's order; `spaced` and `guessed` of those that follow a removed space are changed.
    """
    if sum(glyph.text > _BEFORE_CHINESE for glyph in glyphs) <= _FEWEST:
        return
    beside = [(a, b) for a, b in pairwise(glyphs) if b.order == a.order + 1]
    chinese = [b for a, b in beside if is_ideographic(a.text) and is_ideographic(b.text)]
    if len(chinese) < _FEWEST:
        return
    whole = 2 * sum(glyph.spaced for glyph in chinese) >= len(chinese)
    for pairs in [beside] if whole else _stretches(beside):
        for first, second in pairs:
            if second.spaced and _are_joined(first.text, second.text):
                second.spaced = second.guessed = False
    for _, second in _beside_digits(glyphs):
        second.spaced = second.guessed = False


def _beside_digits(glyphs: Sequence[Glyph]) -> Iterator[Pair]:
    """Yield neighbours, one of them a digit, between which pdfium only infers a space from a narrow gap.

    A number that begins its line may be a label, and one in smaller letters the mark of a note.
    """
    begins = True
    for first, second in pairwise(glyphs):
        on_line = second.order == first.order + 1 and second.base == first.base
        begins = not on_line or (begins and not is_ideographic(first.text))
        gap, digits = second.left - first.right, (first.text.isdecimal(), second.text.isdecimal())
        if not (
            on_line and second.guessed and gap < _BESIDE_DIGITS * second.size and first.size == second.size
        ):
            continue
        if not begins and any(digits) and _are_joined(first.text, second.text):
            yield first, second


def _stretches(beside: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Yield stretches of a line all of whose characters have narrow spaces between them."""
    for spaced, group in groupby(beside, key=_is_narrow):
        pairs = list(group)
        if not spaced or len(pairs) < FEWEST:
            continue
        chinese = [is_ideographic(first.text) and is_ideographic(second.text) for first, second in pairs]
        numbered = [pair for pair, is_chinese in zip(pairs, chinese, strict=True) if not is_chinese]
        yield pairs if sum(chinese) > 1 else numbered  # 第 1 条 标题: the last space is typed


def _is_narrow(pair: Pair) -> bool:
    first, second = pair
    gap = second.left - first.right
    return second.spaced and gap < GAP * second.size and _are_joined(first.text, second.text)


def _are_joined(first: str, second: str) -> bool:
    """Whether two characters are written without a space: in Chinese text, but not beside Latin words."""
    return (is_ideographic(first) and _is_joined(second)) or (is_ideographic(second) and _is_joined(first))


def _is_joined(text: str) -> bool:
    return is_ideographic(text) or text.isdecimal() or text in _JOINED
