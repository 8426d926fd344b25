"""Words for numbers, as the `[numbers]` table of each profile has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from aligner.languages.profile import get, profile

PLAIN_LETTERS: Final = str.maketrans("ёЁéèêûÉÈÊÛáíóúÁÍÓÚ", "еЕeeeuEEEUaiouAIOU")
"""Removes accents that no number word needs and that capitals often lack (VINGT-SEPTIEME SESSION)."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How one language writes numbers.

    Attributes:
        groups: characters that may divide thousands, for a character class.
        decimal: characters that may begin decimals, likewise.
        months: the names of each month.
        units: cardinals and ordinals from one to nineteen, and any other word that follows tens.
        ones: "one" and its forms, which are numbers only beside tens or after hundreds and more.
        tens: twenty to ninety.
        hundreds: a hundred, and two hundred to two thousand where these are single words.
        scales: thousand, million, …
        fractions: words for fractions by their values, such as `1/3`.
        below_hundred: a pattern for one to ninety-nine, with the groups that `value` reads.
        link: a pattern for what joins the parts of a larger number.
        one_link: a pattern for what joins one of `ones` to it.
        percent: the "per" of "per cent", between a number and a hundred; empty if there is none.
        adds_hundreds: whether a hundred is added to what precedes it (сто) instead of multiplying it.
    """

    groups: str
    decimal: str
    months: tuple[str, ...]
    units: Mapping[str, int]
    ones: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, str]
    below_hundred: str
    link: str
    one_link: str
    percent: str
    adds_hundreds: bool

    def value(self, match: regex.Match[str]) -> int:
        """Return the number that a match of `below_hundred` represents."""
        ten, unit = match.group("ten"), match.group("unit") or match.group("alone")
        return (value_of(self.tens, ten) if ten else 0) + (
            value_of({**self.units, **self.ones}, unit) if unit else 0
        )


@cache
def number_words(language: str) -> NumberWords:
    """Return the words of one language, in `PLAIN_LETTERS`.

    Raises:
        LanguageError: for a language without a profile.

    >>> number_words("fr").months[1]
    'fevrier|fevr.|fevr'
    """
    table = profile(get(language).code).numbers
    units, ones, tens, hundreds, scales = (
        {_plain(words): int(value) for value, words in each.items()}
        for each in (table.units, table.ones, table.tens, table.hundreds, table.scales)
    )
    joiner, ten, unit = _plain(table.joiner), alternatives(tens), alternatives(units)
    behind = alternatives([*units, *ones])
    return NumberWords(
        groups=regex.escape(table.groups),
        decimal=regex.escape(table.decimal),
        months=tuple(map(_plain, table.months)),
        units=units,
        ones=ones,
        tens=tens,
        hundreds=hundreds,
        scales=scales,
        fractions={_plain(words): value for value, words in table.fractions.items()},
        below_hundred=(
            rf"(?:(?P<unit>{behind}){joiner})?(?P<ten>{ten})|(?P<alone>{unit})"
            if table.units_first
            else rf"(?P<ten>{ten})(?:{joiner}(?P<unit>{behind}))?|(?P<alone>{unit})"
        ),
        link=_plain(table.link),
        one_link=_plain(table.one_link or table.link),
        percent=_plain(table.percent),
        adds_hundreds=table.adds_hundreds,
    )


def fraction_of(word: str, language: str) -> str:
    """Return the value of a word for a fraction; empty if it is not one.

    >>> fraction_of("thirds", "en")
    '1/3'
    """
    for words, value in number_words(language).fractions.items():
        if regex.fullmatch(alternatives([words]), word, regex.IGNORECASE):
            return value
    return ""


def _plain(words: str) -> str:
    return words.translate(PLAIN_LETTERS)


def alternatives(keys: Iterable[str]) -> str:
    """Return one pattern from keys of the table (`a|b`, stems with `*`), longest first."""
    parts = sorted((word for key in keys for word in key.split("|")), key=len, reverse=True)
    return "|".join(
        regex.escape(part[:-1]) + r"\w*?" if part[-1] == "*" else regex.escape(part) for part in parts
    )


def value_of(table: Mapping[str, int], word: str) -> int:
    """Return the value of a word in a table whose keys may be stems or alternatives; 0 if it is not in it.

    >>> value_of({"two|second": 2, "twent*": 20}, "Twentieth")
    20
    """
    word = word.lower()
    best = (0, 0)
    for key, value in table.items():
        for part in key.split("|"):
            if word == part or (part.endswith("*") and word.startswith(part[:-1])):
                best = max(best, (len(part.rstrip("*")), value))
    return best[1]
