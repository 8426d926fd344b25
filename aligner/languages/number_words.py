"""Words for numbers, as `data/numerals.toml` has them for each language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import regex

PLAIN_LETTERS: Final = str.maketrans("ёЁéèêûÉÈÊÛáíóúÁÍÓÚ", "еЕeeeuEEEUaiouAIOU")
"""Letters whose signs no number word depends on, and capitals often lack (VINGT-SEPTIEME SESSION)."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """One language's ways with numbers.

    Attributes:
        groups: characters that may divide thousands, for a character class.
        decimal: characters that may begin decimals, likewise.
        months: the names of each month.
        units: one to nineteen, counted and ordered, and what else stands behind tens as one word.
        ones: "one" and its like, which are numbers only beside tens or behind hundreds and more.
        tens: twenty to ninety.
        hundreds: a hundred, and where they are words of their own two hundred and on, two thousand.
        scales: thousand, million, …
        below_hundred: a pattern for one to ninety-nine, with the groups that `value` reads.
        link: a pattern for what joins the parts of a larger number.
        one_link: a pattern for what joins one of `ones` to it.
        percent: the word between a number and a hundred that means "per cent", empty where none does.
        adds_hundreds: whether a hundred is added to what goes before (сто), never multiplies it.
    """

    groups: str
    decimal: str
    months: tuple[str, ...]
    units: Mapping[str, int]
    ones: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    scales: Mapping[str, int]
    below_hundred: str
    link: str
    one_link: str
    percent: str
    adds_hundreds: bool

    def value(self, match: Any) -> int:
        """The number that a match of `below_hundred` stands for."""
        ten, unit = match.group("ten"), match.group("unit") or match.group("alone")
        return (value_of(self.tens, ten) if ten else 0) + (
            value_of({**self.units, **self.ones}, unit) if unit else 0
        )


@cache
def number_words(language: str) -> NumberWords:
    """The words of one of the six languages, in `PLAIN_LETTERS`."""
    text = (resources.files("aligner") / "data" / "numerals.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text.translate(PLAIN_LETTERS))[language]
    held = {
        name: {words: int(value) for value, words in table.get(name, {}).items()}
        for name in ("units", "ones", "tens", "hundreds", "scales")
    }
    joiner, tens, units = table.get("joiner", ""), alternatives(held["tens"]), alternatives(held["units"])
    behind = alternatives([*held["units"], *held["ones"]])
    return NumberWords(
        groups=regex.escape(table["groups"]),
        decimal=regex.escape(table["decimal"]),
        months=tuple(table["months"]),
        **held,
        below_hundred=(
            rf"(?:(?P<unit>{behind}){joiner})?(?P<ten>{tens})|(?P<alone>{units})"
            if table.get("units_first")
            else rf"(?P<ten>{tens})(?:{joiner}(?P<unit>{behind}))?|(?P<alone>{units})"
        ),
        link=table.get("link", ""),
        one_link=table.get("one_link", table.get("link", "")),
        percent=table.get("percent", ""),
        adds_hundreds=table.get("adds_hundreds", False),
    )


def alternatives(keys: Iterable[str]) -> str:
    """One pattern from keys of the table (`a|b`, stems with `*`), longest first."""
    parts = sorted((word for key in keys for word in key.split("|")), key=len, reverse=True)
    return "|".join(
        regex.escape(part[:-1]) + r"\w*?" if part[-1] == "*" else regex.escape(part) for part in parts
    )


def value_of(table: Mapping[str, int], word: str) -> int:
    """The value of a word in a table whose keys may be stems or alternatives; 0 where it is none.

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
