"""Recognize edits that replace one number with another, however either is written.

An edit rarely covers exactly one number: it may cover part of one (五十[万]元), two and the words
between them, or a number and its unit. So numbers are parsed together with the words around the
edit, which is an edit of numbers if nothing else in it changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aligner.languages import get
from aligner.languages.amounts import Amount, amounts, may_hold_amount
from aligner.languages.measures import unit_names
from aligner.languages.tokens import common_prefix, form_key
from aligner.values import Edit, Span

Values = tuple[tuple[str, ...], tuple[str, ...]]

_AROUND: Final = 48  # characters of context on either side of an edit, enough for whole numbers
_SHORT: Final = 2  # maximum number of Han characters of a word that changes along with a number
_ENDING: Final = 3  # maximum length of an ending, and minimum length of its stem


def numbers_changed(edit: Edit, old: str, new: str, language: str) -> Values | None:
    """Return the numbers that an edit replaces, adds or removes; None if it changes anything else.

    Args:
        edit: an edit from `old` to `new`; not an equal run.
        old: the old wording of the whole paragraph.
        new: its new wording.
        language: language code of both.

    Returns:
        The old and new values, in the order of the text; either may be empty.
    """
    if not may_hold_amount(f"{edit.old.of(old)} {edit.new.of(new)}", language):
        return None
    sides = _around(old, edit.old), _around(new, edit.new)
    for paired in (False, True):
        found = [_touched(text, span, language, paired=paired) for text, span in sides]
        if paired and not all(found):
            return None
        found = _completed(found, sides, language, paired)
        before, after = ([each.value for each in side] for side in found)
        if before != after and _are_alone(found, sides, language, sure=not paired):
            return _without_common_ends(before, after)
    return None


def _without_common_ends(before: list[str], after: list[str]) -> Values:
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return tuple(before), tuple(after)


def _around(text: str, span: Span) -> tuple[str, Span]:
    """Return a span with its context, and the span's position in that."""
    start = max(0, span.start - _AROUND)
    return text[start : span.stop + _AROUND], Span(span.start - start, span.stop - start)


def _touched(text: str, span: Span, language: str, *, paired: bool) -> list[Amount]:
    return [each for each in amounts(text, language, paired=paired) if each.span.overlaps(span)]


def _completed(
    found: Sequence[list[Amount]], sides: Sequence[tuple[str, Span]], language: str, paired: bool
) -> list[list[Amount]]:
    """Return the numbers of both sides, including one beside the edit if the edit changed part of it.

    In 五十[万]元 the new draft still has a number, although the edit only removes characters.
    """
    whole = []
    for here, (text, span), there, (_, other) in zip(found, sides, found[::-1], sides[::-1], strict=True):
        cut = any(not each.span.within(other) for each in there)
        if not here and cut:
            near = amounts(text, language, paired=paired)
            here = [
                each
                for each in near
                if each.span.start <= span.start and not text[each.span.stop : span.start].strip()
            ]
        whole.append(here)
    return whole


def _are_alone(
    found: Sequence[Sequence[Amount]], sides: Sequence[tuple[str, Span]], language: str, *, sure: bool
) -> bool:
    """Whether only numbers changed, and perhaps the endings of other words.

    If both sides have the same count of numbers, and they are `sure` to be numbers, one word may have
    changed along with them: 五年以下 → 七年以上.
    """
    before, after = (
        _rest(text, span, numbers, language) for numbers, (text, span) in zip(found, sides, strict=True)
    )
    if len(before) != len(after):
        return False
    other = [pair for pair in zip(before, after, strict=True) if not _is_same_word(*pair)]
    if not other:
        return True
    (one, two), *more = other
    short = get(language).spaced or len(one) == len(two) <= _SHORT
    return sure and not more and short and one.isalpha() and two.isalpha() and len(found[0]) == len(found[1])


def _rest(text: str, span: Span, numbers: Sequence[Amount], language: str) -> list[str]:
    """Return the words of an edit other than its numbers, with inflected units replaced by unit names."""
    blanked = text
    for number in numbers:
        blanked = blanked[: number.span.start] + " " * len(number.span) + blanked[number.span.stop :]
    rest = unit_names(span.of(blanked), language).casefold().split()
    return [key for word in rest if (key := form_key(word))]


def _is_same_word(one: str, two: str) -> bool:
    """Whether two words are equal, or differ only in their endings: year, years."""
    if one == two:
        return True
    shared = common_prefix(one, two)
    return shared >= _ENDING and max(len(one), len(two)) - shared <= _ENDING
