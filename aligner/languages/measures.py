"""Units after numbers: 30天, 30 days, trente jours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import regex

from aligner.languages.numerals import numerals
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import NO_MATCH, UNITS
from aligner.values.document import Span

_BEFORE: Final[dict[str, str]] = {
    "per cent": "百分之$",
    "dollars": r"(?<![\p{L}])(?:US)?\$\s?$",
    "euros": r"€\s?$",
}
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_REACH: Final = 30  # characters after a number in which its unit begins


def is_year(value: str) -> bool:
    """Whether a number may be a year, which counts nothing: 2014年 is no span of years.

    >>> is_year("2014"), is_year("214")
    (True, False)
    """
    return _YEAR.fullmatch(value) is not None


def units(text: str, language: str) -> dict[str, dict[str, Span]]:
    """Return the units beside each number of a text, by the number's value, and the positions of both.

    >>> units("within 30 days", "en")
    {'30': {'days': Span(start=7, stop=14)}}
    >>> [list(found) for found in units("三十天内增加5%", "zh").values()]
    [['days'], ['per cent']]
    """
    after, before = _patterns(get(language).code)
    found: dict[str, dict[str, Span]] = {}
    for number in numerals(text, language):
        follows = after.match(text, number.span.stop, number.span.stop + _REACH)
        ahead = before.search(text, max(number.span.start - 4, 0), number.span.start)
        for match in (follows, ahead):
            if match is None or (match.lastgroup == "years" and is_year(number.value)):
                continue
            whole = Span(min(number.span.start, match.start()), max(number.span.stop, match.end()))
            found.setdefault(number.value, {}).setdefault(match.lastgroup.replace("_", " "), whole)
    for match in _duals(get(language).code).finditer(text):
        found.setdefault("2", {}).setdefault(
            match.lastgroup.replace("_", " "), Span(*match.span(match.lastgroup))
        )
    return found


def has_dual(language: str) -> bool:
    """Whether the ending of a noun can express that there are two of something.

    >>> has_dual("ar"), has_dual("ru")
    (True, False)
    """
    return bool(profile(get(language).code).units.dual)


def unit_names(text: str, language: str) -> str:
    """Return a text with every unit in it replaced by its English name: units inflect.

    >>> unit_names("двадцати дней", "ru") == unit_names("двадцати дня", "ru")
    True
    """
    return str(_names(get(language).code).sub(lambda match: f" {match.lastgroup} ", text))


@cache
def _names(code: str) -> regex.Pattern[str]:
    begin, end = (r"(?<!\p{L})", r"\p{L}*") if get(code).spaced else ("", "")
    return regex.compile(rf"{begin}(?:{_groups(profile(code).units.after)}){end}", regex.IGNORECASE)


@cache
def _patterns(code: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Patterns for units after a number, with at most one word between, and right before it."""
    table = profile(code).units
    after = _groups({name: table.after[name] for name in UNITS})
    return regex.compile(rf"{table.gap}(?:{after})", regex.IGNORECASE), regex.compile(_groups(_BEFORE))


@cache
def _duals(code: str) -> regex.Pattern[str]:
    """Return a pattern for words that by themselves mean two of a unit: شهرين."""
    groups = _groups(profile(code).units.dual) or NO_MATCH
    return regex.compile(rf"(?<!\p{{L}})[وبلف]?(?:{groups})(?!\p{{L}})")


def _groups(units: Mapping[str, str]) -> str:
    """Alternatives that name the unit they match; a group's name cannot have a space."""
    return "|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in units.items())
