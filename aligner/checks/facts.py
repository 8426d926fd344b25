"""Compare the numbers and dates of two texts: find those that one text has and the other lacks.

The search is generous: a number counts as present with or without its scale word, as two numbers,
or as an hour on a 12-hour or 24-hour clock. Only numbers printed in digits or spelled out in full
are searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from aligner.checks.material import FullPair, Material, Side
from aligner.languages.facts_grammar import MONTH, Figure, Found, facts

T = TypeVar("T")


def lacking(figures: Iterable[Figure], there: Found) -> list[Figure]:
    """Return the figures in one text that the other lacks in every form."""
    return [figure for figure in figures if not _has_figure(figure, there)]


def _has_figure(figure: Figure, there: Found) -> bool:
    return any(_has_number(reading, there, scaled=figure.scaled) for reading in figure.readings)


def lacking_in_words(here: Found, there: Found) -> list[Figure]:
    """Return the numbers written out in one text that the other lacks in every form.

    If a text also has the number in digits (sixty-eighth session, item 68), digits in the other
    text are taken to match those.
    """
    digits = {reading for figure in here.numbers for reading in figure.readings}
    words = {reading for figure in there.written for reading in figure.readings}
    return [
        figure
        for figure in here.written
        if not any(
            _has_number(each, there, scaled=True) and each not in digits - words for each in figure.readings
        )
    ]


def differing_facts(
    material: Material,
    chosen: Callable[[Found], Iterable[T]],
    lacking: Callable[[Iterable[T], Found], list[T]],
) -> Iterator[tuple[FullPair, list[T], list[T]]]:
    """Find the rows in which the two texts differ in facts of one kind.

    Args:
        material: the comparison.
        chosen: selects the facts of that kind from all facts of a text.
        lacking: selects, from given facts, those that a text lacks.

    Yields:
        The row, the facts that the other side lacks, and those that the pivot lacks.
    """
    for pair in material.full_pairs():
        _, pivot, other = pair
        here, there = facts(pivot.text, pivot.language), facts(other.text, other.language)
        missing, extra = lacking(chosen(here), there), lacking(chosen(there), here)
        missing, extra = unless_unpaired(material, pivot, other, (missing, extra), lacking)
        if missing or extra:
            yield pair, missing, extra


def unless_unpaired(
    material: Material,
    pivot: Side,
    other: Side,
    differing: tuple[list[T], list[T]],
    lacking: Callable[[list[T], Found], list[T]],
) -> tuple[list[T], list[T]]:
    """Drop facts that the other document states in a paragraph without a counterpart, such as an endnote.

    If each paragraph lacks facts of the other, they differ, and nothing is dropped.

    Args:
        material: the comparison.
        pivot: the paragraph of the pivot.
        other: its counterpart.
        differing: the facts that `other` lacks, and those that `pivot` lacks.
        lacking: selects, from given facts, those that a text lacks.
    """
    missing, extra = differing
    if missing and not extra:
        missing = lacking(missing, facts(material.unpaired(other.key, pivot.key), other.language))
    elif extra and not missing:
        extra = lacking(extra, facts(material.unpaired(pivot.key, other.key), pivot.language))
    return missing, extra


def _has_number(value: str, there: Found, *, scaled: bool = False) -> bool:
    """Whether a text contains a number in any form that a translator may use.

    With or without its scale word (3,040万 is 30.4 million), as two numbers (6.11, 6-11), as an
    hour on a 12-hour or 24-hour clock, as a decade (1960, 60). 0 and 1 always count as present:
    they may be articles, full hours and the like. Where both have their scale words (`scaled`),
    they have to be equal: 3 million is not 3 billion.
    """
    known = there.values
    loose = there.unscaled if scaled else known
    bare = value.lstrip("0") or "0"
    if bare in ("0", "1") or value in known or bare in known:
        return True
    whole, point, part = value.partition(".")
    if point and {value.rstrip("0").rstrip("."), f"{value}0"} & known:
        return True
    if point:
        parts = {part, part.lstrip("0"), part + "0"}
        return (whole in known and bool(parts & known)) or whole + part in known or _scaled(value, loose)
    if len(value) == 4 and value.endswith("0") and value[:2] in ("18", "19", "20") and value[2:] in known:
        return True
    if len(value) == 2 and value[1] == "0" and {f"{century}{value}" for century in (18, 19, 20)} & known:
        return True
    if len(value) == 8 and value[:4] in known and value[4:] in known:
        return True
    return _scaled(value, loose)


def _scaled(value: str, known: frozenset[str]) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    powers = (3, 4, 6, 8, 9, 12)
    forms = {format((number / 10**power).normalize(), "f") for power in powers} if number >= 1000 else set()
    forms |= {format((number * 10**power).normalize(), "f") for power in powers}
    return bool(forms & known)


def has_date(parts: Iterable[str], there: Found) -> bool:
    """Whether another text has each part of a date, in its dates or near them.

    The end of a range of days may lie outside the text recognized as a date. If the other text
    has no date at all, its numbers are searched.
    """
    return all(has_date_part(part, there) for part in parts)


def has_date_part(part: str, there: Found) -> bool:
    """Whether another text has one part of a date; see `has_date`."""
    if part in there.near:
        return True
    value = part.removeprefix(MONTH)
    if there.near and len(value) <= 2:
        return False
    return value in there.values or (len(value) > 2 and _has_number(value, there))
