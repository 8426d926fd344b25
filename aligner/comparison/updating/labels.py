"""Compute paragraph numbers after renumbering, in the language's own form."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from aligner.languages.citing import is_working
from aligner.languages.counting import chinese, ordinal_word
from aligner.languages.letter_ranges import HAN_DIGITS
from aligner.languages.numerals import LATIN, label_ordinal, levels, own_letters, repeated, roman
from aligner.languages.profile import profile

_DIGITS: Final = re.compile(r"\d+")
_HAN: Final = re.compile(rf"[{HAN_DIGITS}]+")
_CORE: Final = re.compile(rf"{_HAN.pattern}|[^\W_{HAN_DIGITS}]+")


def renumbered(label: str, by: int, language: str) -> str | None:
    """Return a later or earlier label of a list, in the same form: digits, letters, numerals or words.

    Args:
        label: the label as printed, such as `5`, `(c)`, `iv)`, `第六条`.
        by: the difference in ordinal position; negative for an earlier label.
        language: language code of the document.

    Returns:
        The label, or None if it has another form or there is no such position.

    >>> renumbered("5", 2, "fr"), renumbered("(c)", -1, "en"), renumbered("iv)", 1, "es")
    ('7', '(b)', 'v)')
    >>> renumbered("1.2", 1, "fr"), renumbered("•", 1, "en")
    ('1.3', None)
    >>> renumbered("第十条", -1, "zh"), renumbered("المادة السادسة", 1, "ar")
    ('第九条', 'المادة السابعة')
    >>> renumbered("Article 2", -1, "fr"), renumbered("ARTICLE PREMIER", 2, "fr")
    ('Article premier', 'ARTICLE 3')
    """
    here = label_ordinal(label, language)
    if here is None or here + by < 1:
        return None
    if (first := _first_article(label, here, here + by, language)) is not None:
        return first
    if levels(label):
        last = list(_DIGITS.finditer(label))[-1]
        return f"{label[: last.start()]}{here + by}{label[last.end() :]}"
    if len(_DIGITS.findall(label)) == 1:
        return _DIGITS.sub(str(here + by), label) if str(here) in label else None
    if len(_HAN.findall(label)) > 1:
        return None  # an inserted article: 第二条之二
    for core in reversed(list(_CORE.finditer(label))):
        for write in _writers(language):
            if write(here) == core.group():
                return label[: core.start()] + write(here + by) + label[core.end() :]
        # The first may be a word where the second is a digit: Article premier, Article 2.
        word = ordinal_word(here + by, core.group(), here, language) if here > 1 else None
        if word is not None:
            return label[: core.start()] + word + label[core.end() :]
    return None


def _first_article(label: str, here: int, there: int, language: str) -> str | None:
    """Return the label of an article that becomes or was the first, if words head that one."""
    first = profile(language).structure.first_article
    word, _, ordinal = first.partition(" ")
    own, _, number = label.partition(" ")
    if not first or own.casefold() != word.casefold():
        return None
    if there == 1 and number == str(here):
        return f"{own} {ordinal.upper() if own.isupper() else ordinal}"
    return f"{own} {there}" if here == 1 and number.casefold() == ordinal.casefold() else None


def _writers(language: str) -> Iterator[Callable[[int], str]]:
    """Yield the ways to write an ordinal position, in the order in which `label_ordinal` tries them."""
    yield chinese
    for write in (roman, partial(repeated, own_letters(language)), partial(repeated, LATIN)):
        yield write
        yield partial(_in_capitals, write)


def _in_capitals(write: Callable[[int], str], number: int) -> str:
    return write(number).upper()


def after_change(
    label: str | None, pivot_old: str | None, pivot_new: str | None, pivot: str, language: str
) -> tuple[str | None, bool]:
    """Return a paragraph's label after the pivot's label changed, and whether it is certain.

    Args:
        label: the paragraph's own label, or None.
        pivot_old: the label of the pivot's paragraph before the change.
        pivot_new: its label after the change.
        pivot: language code of the pivot.
        language: language code of the paragraph.

    >>> after_change("5", "五", "六", "zh", "fr"), after_change(None, "五", "六", "zh", "fr")
    (('6', True), (None, True))
    >>> after_change("1.2.1", "1.2.1.", "1.3.1.", "en", "fr")
    ('1.3.1', True)
    >>> after_change("PP5", "PP5", "PP5 alt", "en", "fr"), after_change("1", "1", None, "en", "fr")
    (('PP5 alt', True), (None, False))
    """
    if pivot_old == pivot_new or (label is None and pivot_old is not None):
        return label, True
    if pivot_new is None and label is not None and pivot_old is not None:
        is_same = label_ordinal(label, language) == label_ordinal(pivot_old, pivot)
        return None if is_same else label, False
    if label is None or pivot_old is None or pivot_new is None:
        return label, pivot_new is None and label is None
    by = distance(pivot_old, pivot_new, pivot)
    found = _with_levels(label, pivot_old, pivot_new) if by is None else renumbered(label, by, language)
    if found is None and label == pivot_old and is_working(pivot_new):
        found = pivot_new
    return (label, False) if found is None else (found, True)


def _with_levels(label: str, pivot_old: str, pivot_new: str) -> str | None:
    """Return a label of several levels with the pivot's new numbers; None unless it had its old ones."""
    new = levels(pivot_new)
    if not new or levels(label) != levels(pivot_old) or len(_DIGITS.findall(label)) != len(new):
        return None
    numbers = iter(new)
    return _DIGITS.sub(lambda _: str(next(numbers)), label)


def beside(
    pivot_new: str | None, neighbour: str | None, neighbour_pivot: str | None, pivot: str, language: str
) -> str | None:
    """Derive the label of an inserted paragraph from a neighbour's; None if this is impossible.

    Args:
        pivot_new: the label of the inserted paragraph in the pivot.
        neighbour: the label of a nearby paragraph.
        neighbour_pivot: the label of that paragraph in the pivot.
        pivot: language code of the pivot.
        language: language code of the inserted paragraph.

    >>> beside("7", "6", "6", "zh", "fr"), beside(None, "6", "6", "zh", "fr")
    ('7', None)
    """
    if pivot_new is None or neighbour is None or neighbour_pivot is None:
        return None
    if is_working(pivot_new) and is_working(neighbour):
        return pivot_new
    by = distance(neighbour_pivot, pivot_new, pivot)
    return None if by is None else renumbered(neighbour, by, language)


def distance(one: str, other: str, language: str) -> int | None:
    """Return by how many places one label follows another; None if they are not of the same list."""
    before, after = label_ordinal(one, language), label_ordinal(other, language)
    if before is None or after is None or _shape(one) != _shape(other):
        return None
    if levels(one)[:-1] != levels(other)[:-1]:
        return None
    return after - before


def _shape(label: str) -> str:
    """Mask the number of a label; labels of the same list have the same shape."""
    for digits, mask in ((_DIGITS, "0"), (_HAN, "〇")):
        if digits.search(label):
            return digits.sub(mask, label)
    return _CORE.sub("x", label)
