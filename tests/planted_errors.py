"""Errors planted in clean parallel texts, seeded: what a translator may overlook.

Each planter takes a text and gives it with one error, or None where it has no place for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from aligner.checks.facts import facts
from aligner.languages.names import kind_of, name_of, names, speaks_of
from aligner.languages.units import units
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


SWAPPED: dict[str, list[tuple[str, str]]] = {
    "zh": [(r"(?<![不反相适效供响对])应(?![用对急付邀])", "可"), (r"(?<![不许认])可以", "应")],
    "en": [(r"\bshall\b(?! not)", "may"), (r"\bmay\b(?! not)", "shall")],
    "fr": [(r"(?<!ne )\bdoit\b", "peut"), (r"(?<!ne )\bpeut\b", "doit"), (r"\bdoivent\b", "peuvent")],
    "ru": [(r"\bдолжны\b", "могут"), (r"(?<!не )\bмогут\b", "должны"), (r"\bдолжен\b", "может")],
    "es": [(r"(?<!no )\bdeberá\b", "podrá"), (r"(?<!no )\bpodrá\b", "deberá"), (r"\bdeben\b", "pueden")],
    "ar": [(r"(?<!لا )\bيجوز\b", "يجب"), (r"\bيجب\b", "يجوز"), (r"\bينبغي\b", "يجوز")],
}


def modal(text: str, language: str, chance: random.Random) -> str | None:
    """May for shall, or shall for may, throughout."""
    for pattern, other in SWAPPED[language]:
        if re.search(pattern, text):
            return re.sub(pattern, other, text)
    return None


DROPPED: dict[str, list[tuple[str, str]]] = {
    "zh": [("不得", "可"), ("不应", "应"), ("不能", "能"), ("没有", "有"), ("尚未", "已")],
    "en": [
        (r"\b(shall|may|should|must|do|does|did|is|are|was|were|has|have) not\b", r"\1"),
        ("cannot", "can"),
    ],
    "fr": [(r"\bn(?:e |['’])(\w+) (?:pas|jamais)\b", r"\1")],
    "ru": [(r"\bне (?=[а-я]{3,})", "")],
    "es": [(r"\bno (?=[a-zé]{3,})", "")],
    "ar": [(r"(?<=\s)لا (?=ي)", ""), (r"(?<=\s)لا (?=ت)", ""), (r"(?<=\s)لم (?=ي)", "")],
}


def negation(text: str, language: str, chance: random.Random) -> str | None:
    """No "not" any more."""
    for pattern, other in DROPPED[language]:
        if re.search(pattern, text):
            return re.sub(pattern, other, text)
    return None


UNITS: dict[str, list[tuple[str, str]]] = {
    "zh": [
        (r"(?<=\d)天", "个月"),
        (r"(?<=\d)个月", "天"),
        ("美元", "欧元"),
        (r"(?<=[1-9])年(?!\d|代|[度月])", "天"),
    ],
    "en": [
        ("days", "months"),
        ("months", "days"),
        (r"\$(?=\d)", "€"),
        ("dollars", "euros"),
        ("years", "days"),
    ],
    "fr": [
        ("jours", "mois"),
        (r"\bmois", "jours"),
        ("dollars", "euros"),
        (r"\bans\b", "jours"),
        ("années", "jours"),
    ],
    "ru": [
        (r"\bдней", "месяцев"),
        ("месяц", "недел"),
        ("долл", "евро"),
        (r"\bлет\b", "дней"),
        ("года", "дня"),
    ],
    "es": [("días", "meses"), ("meses", "días"), ("dólares", "euros"), (r"\baños", "días")],
    "ar": [
        ("يوما", "شهرا"),
        ("أشهر", "أيام"),
        ("شهرا", "يوما"),
        ("دولار", "يورو"),
        ("سنوات", "أيام"),
        ("أعوام", "أيام"),
    ],
}


def unit(text: str, language: str, chance: random.Random) -> str | None:
    """Months for days, euros for dollars, where a number stands with them."""
    before = units(text, language)
    for pattern, other in UNITS[language]:
        changed = re.sub(pattern, other, text)
        if changed != text and any(
            not held.keys() & units(changed, language).get(v, held).keys() for v, held in before.items()
        ):
            return changed
    return None


FACTS: dict[str, Planter] = {
    "numbers": number,
    "dates": date,
    "symbols": symbol,
    "labels": label,
    "names": country,
    "units": unit,
    "negation": negation,
    "modality": modal,
}
"""By the id of the check that should find them."""
