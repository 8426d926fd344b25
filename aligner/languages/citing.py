"""How people name a paragraph by the numbers it is under: Article 5 (2) (a), 第五条（二）.

Names consist of what is printed, in the form in which it is cited, and use only words of the
document's own language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

import regex

from aligner.languages.letter_ranges import HAN
from aligner.languages.numerals import QUOTES, core_readings
from aligner.languages.profile import get, profile
from aligner.languages.structure import structure

_HAN: Final = re.compile(f"[{HAN}]")
_SPACE_AT_HAN: Final = re.compile(rf"(?<=[{HAN}])\s+|(?<!\s)\s+(?=[{HAN}])")
"""White space beside a Chinese character."""

_OPEN: Final = "(（"
_CLOSE: Final = ")）"


@lru_cache(maxsize=4096)
def printed(label: str | None) -> str:
    """Return a label as cited: without stray spaces or the mark of a quotation; empty for a bullet or a box.

    >>> printed("第 1 條"), printed("Article  5"), printed("•"), printed("□"), printed(None)
    ('第1條', 'Article 5', '', '', '')
    >>> printed("“(a)")
    '(a)'
    """
    text = _SPACE_AT_HAN.sub("", " ".join((label or "").lstrip(QUOTES).split()))
    return text if any(character.isalnum() for character in text) else ""


@lru_cache(maxsize=4096)
def is_article(label: str, language: str) -> bool:
    """Whether a label numbers an article (`Article 5`, `第五条`), which paragraphs are cited by.

    >>> is_article("第五条", "zh"), is_article("Article 5", "en"), is_article("5", "en")
    (True, True, False)
    """
    return structure(language).article.fullmatch(label) is not None


def under(context: str, labels: Sequence[str]) -> str:
    """Return the name of an item nested under `context`, each of its numbers in brackets.

    >>> under("Article 5", ["2", "a)"]), under("第五条", ["二"]), under("OP3", ["(a)"]), under("", ["(a)"])
    ('Article 5 (2) (a)', '第五条（二）', 'OP3 (a)', '(a)')
    """
    name = context
    for label in labels:
        part = _bracketed(label)
        name += part if _HAN.search(part) or not name else f" {part}"
    return name


def _bracketed(label: str) -> str:
    if label[0] in _OPEN or not label[0].isalnum():
        return label
    inside = label.rstrip(_CLOSE)
    return f"（{inside}）" if _HAN.search(inside) else f"({inside})"


class Item(NamedTuple):
    """The label of an item, how its list is numbered, and its place in the list (0: unknown)."""

    label: str
    sort: str
    rank: int


def nested(above: Sequence[Item], label: str, language: str) -> list[Item]:
    """Return the items that enclose an item, and the item itself.

    Lists differ in how they are numbered: `(b)` after `(ii)` continues the list that `(i)`
    interrupted, `(i)` after `(h)` continues its own.

    Args:
        above: the result for the item before it.
        label: its own label, not empty.
        language: of the document; decides in which order letters count.

    >>> def after(*labels):
    ...     items = []
    ...     for label in labels:
    ...         items = nested(items, label, "en")
    ...     return [item.label for item in items]
    >>> after("(a)", "(i)", "(ii)"), after("(a)", "(i)", "(ii)", "(b)"), after("(g)", "(h)", "(i)")
    (['(a)', '(ii)'], ['(b)'], ['(i)'])
    """
    readings = _readings(label, language)
    for depth in range(len(above) - 1, -1, -1):
        for item in readings:
            if (item.sort, item.rank - 1) == above[depth][1:]:
                return [*above[:depth], item]
    likely = readings[0]
    for depth in range(len(above) - 1, -1, -1):
        if likely.sort == above[depth].sort:
            return [*above[:depth], likely]  # a number left out or repeated, or a list that begins again
    return [*above, likely]


@lru_cache(maxsize=1024)
def _readings(label: str, language: str) -> tuple[Item, ...]:
    """Return every reading of a label, the likeliest first: `i` is one, or the ninth letter."""
    inside = label.strip(_OPEN + _CLOSE)
    shape = f"{label[0] in _OPEN}{label[-1] in _CLOSE}{inside.isupper()}"
    found = core_readings(inside, language) if inside.isalnum() else ()
    items = tuple(Item(label, f"{shape} {reading.sort}", reading.ordinal) for reading in found)
    return items or (Item(label, f"{shape} other", 0),)


@cache
def internal_reference(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern for a reference to a paragraph of the same text; group `n` is its number.

    Raises:
        LanguageError: for a language without a profile.

    >>> internal_reference("en").search("see paragraph 6 above")["n"]
    '6'
    """
    return regex.compile(profile(get(language).code).references.internal)
