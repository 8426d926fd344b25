"""Errors planted in clean parallel texts, seeded: what a translator may overlook.

Each planter takes a text and gives it with one error, or None where it has no place for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from aligner.checks.facts import facts
from aligner.languages.names import kind_of, name_of, names, speaks_of
from aligner.values import Span

SOME_COUNTRIES = 190  # rows of the table of names, all of them countries

Planter = Callable[[str, str, random.Random], str | None]


def other_digit(text: str, span: Span, chance: random.Random) -> str:
    """Another digit somewhere in a stretch of text; never a nought or one more or less at its head."""
    places = [place for place in span if text[place].isdigit()]
    place = chance.choice(places)
    digit = int(text[place])
    options = [each for each in range(2, 10) if each != digit]
    return text[:place] + str(chance.choice(options)) + text[place + 1 :]


def number(text: str, language: str, chance: random.Random) -> str | None:
    """A digit of a figure."""
    figures = [f for f in facts(text, language).numbers if not f.is_small and not f.decade]
    figures = [figure for figure in figures if any(c in "0123456789" for c in figure.span.of(text))]
    return other_digit(text, chance.choice(figures).span, chance) if figures else None


def date(text: str, language: str, chance: random.Random) -> str | None:
    """A digit of a date, but not of its year."""
    dates = [span for span, parts in facts(text, language).dates if len(parts) >= 2]
    if not dates:
        return None
    span = chance.choice(dates)
    days = list(re.finditer(r"(?<!\d)\d{1,2}(?!\d)", span.of(text)))
    if not days:
        return None
    match = chance.choice(days)
    return other_digit(text, Span(span.start + match.start(), span.start + match.end()), chance)


def symbol(text: str, language: str, chance: random.Random) -> str | None:
    """A digit of a document symbol or the number of a resolution."""
    symbols = [span for span, key in facts(text, language).symbols if re.search("[0-9]", span.of(text))]
    return other_digit(text, chance.choice(symbols), chance) if symbols else None


def label(text: str, language: str, chance: random.Random) -> str | None:
    """The number at the head of a paragraph."""
    match = re.match(r"\s*(\d{1,3})(?=\s?[.)])", text)
    if match is None:
        return None
    shown = str(int(match[1]) + chance.choice([1, 2, 10]))
    return text[: match.start(1)] + shown + text[match.end(1) :]


def country(text: str, language: str, chance: random.Random) -> str | None:
    """Another country where one is named."""
    found = [each for each in names(text, language) if kind_of(each.index) == "country"]
    if not found:
        return None
    one = chance.choice(found)
    spoken = [index for index in range(SOME_COUNTRIES) if not speaks_of(text, language, index)]
    other = name_of(chance.choice([index for index in spoken if index != one.index]), language)
    return text[: one.span.start] + other + text[one.span.stop :]


FACTS: dict[str, Planter] = {
    "numbers": number,
    "dates": date,
    "symbols": symbol,
    "labels": label,
    "names": country,
}
"""By the id of the check that should find them."""
