"""Compare the facts of two texts: find the numbers, dates and symbols that one has and the other lacks.

The search is generous: a number counts as present with or without its scale word, as two numbers,
or as an hour on a 12-hour or 24-hour clock. Only numbers printed in digits or spelled out in full
are searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from aligner.languages.amounts import Amount, fractions
from aligner.languages.facts_grammar import MONTH, Dated, Figure, Found, Symbol

_WRITTEN_OUT: Final = 2  # most digits of a figure that may be written out in the other text
_DIGITS: Final = re.compile(r"\d+")


def different_numbers(here: Found, there: Found) -> tuple[list[Figure], list[Figure]]:
    """Return the numbers in each text that the other lacks."""
    missing, extra = lacking(here.numbers, there), lacking(there.numbers, here)
    ours, theirs = lacking_in_words(here, there), lacking_in_words(there, here)
    if not (any(figure.is_round for figure in ours) and any(figure.is_round for figure in theirs)):
        ours, theirs = ([figure for figure in words if not figure.is_round] for words in (ours, theirs))
    if ours and theirs:
        return missing + ours, extra + theirs
    if ours and not missing and _may_be_written(extra):
        return ours, extra
    if theirs and not extra and _may_be_written(missing):
        return missing, theirs
    return missing, extra


def _may_be_written(figures: list[Figure]) -> bool:
    """Whether there are figures, all small enough for the other text to have spelled them out."""
    readings = [reading for figure in figures for reading in figure.readings]
    return bool(figures) and all(len(reading) <= _WRITTEN_OUT for reading in readings)


def different_fractions(
    here: str, language: str, there: str, other_language: str
) -> tuple[list[Amount], list[Amount]]:
    """Return the fractions in each text that the other lacks: two thirds, three quarters.

    A fraction may be a percentage or two numbers (one in four) in the other text, so it counts as
    different only if that text has a fraction, too.
    """
    (ours, maybe_ours), (theirs, maybe_theirs) = fractions(here, language), fractions(there, other_language)
    known, known_there = ({amount.value for amount in every} for every in (maybe_ours, maybe_theirs))
    missing = [amount for amount in ours if amount.value not in known_there]
    extra = [amount for amount in theirs if amount.value not in known]
    if missing and not extra:
        extra = [amount for amount in maybe_theirs if amount.value not in known]
    elif extra and not missing:
        missing = [amount for amount in maybe_ours if amount.value not in known_there]
    return (missing, extra) if missing and extra else ([], [])


def lacking(figures: Iterable[Figure], there: Found) -> list[Figure]:
    """Return the figures in one text that the other lacks in every form."""
    return [
        figure
        for figure in figures
        if not any(_has_number(reading, there, scaled=figure.scaled) for reading in figure.readings)
    ]


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


def missing_dates(dates: Iterable[Dated], there: Found) -> list[Dated]:
    """Return the dates of which a text lacks some part."""
    return [(span, parts) for span, parts in dates if not has_date(parts, there)]


def not_quoted(dates: Iterable[Dated], own: str, other: str) -> list[Dated]:
    """Leave out dates that the other text has in the same words, as in a masthead or a title in English."""
    return [dated for dated in dates if dated[0].of(own) not in other]


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


def missing_symbols(symbols: Iterable[Symbol], there: Found) -> list[Symbol]:
    """Return the symbols that a text lacks; 71/167 may occur there as two numbers."""
    return [
        (span, key)
        for span, key in symbols
        if key not in there.key and not (_is_pair(key) and set(_DIGITS.findall(key)) <= there.values)
    ]


def _is_pair(key: str) -> bool:
    return "/" in key and not any(character.isalpha() for character in key)
