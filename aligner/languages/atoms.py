"""Words and atoms of each language: the pieces that a comparison never cuts.

An *atom* is read as a whole: a document symbol, a date, a number
with its unit, a label. Cutting one ("2015" into "201" and "5") makes a comparison
unreadable, so atoms are found before words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from aligner.languages.letter_ranges import CYRILLIC_BIS, LATIN_BIS
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import WordFacts

if TYPE_CHECKING:
    import regex

SYMBOL_WITH_SLASHES: Final = (
    r"(?<![A-Za-z\d/])[A-Z]{1,6}(?:[.-]\d{1,4})?(?:/[A-Za-z0-9](?:[A-Za-z0-9.–-]*[A-Za-z0-9])?)+"
)
"""A pattern for a document symbol such as `A/RES/71/167`."""

DECISION: Final = r"(?<![\d/.,])\d{1,3}/[A-Z]{2,4}\.\d{1,3}(?![\d/])"
"""A pattern for the number of a decision of a conference of parties, such as `1/CMA.3`."""

_SPACES: Final = "\u00a0\u202f\u2009 "
TURNED_GROUPS: Final = (
    rf"(?<!\d[{_SPACES}]?)(?:0\d\d(?:[{_SPACES}]\d{{3}})*[{_SPACES}]\d{{1,3}}"
    rf"|\d{{3}}(?:[{_SPACES}]\d{{3}})+[{_SPACES}]\d{{1,2}}"
    rf"|(?<![^\t])\d{{3}}[{_SPACES}]\d{{1,2}}(?![^\t])"
    rf"|\d{{3}}[.,]\d+(?:[{_SPACES}]\d{{3}})*[{_SPACES}]\d{{1,3}})(?![\d.,]*\d)"
)
"""A pattern for a number whose groups are typed in the order in which a line from right to left shows them.

`000 819 5` is 5,819,000. A first group that begins with 0, a last one of fewer than three digits,
decimals before it, or a cell with nothing else in it show that.
"""

CLAUSE: Final = re.compile("[^，；。：\\n]*[，；。：\\n]|[^，；。：\\n]+")
"""A Chinese clause with the sign that ends it; no word or atom reaches across that."""

PLAIN_SIGNS: Final = frozenset("，；。：、“”《》")

PLAIN_HAN: Final = re.compile(
    f"[\u4e00-\u5e73\u5e75-\u767d\u767f-\u7b2b\u7b2d-\u9fd5{''.join(sorted(PLAIN_SIGNS))}]+"
)
"""Chinese text in which no atom can be: no digit, letter or bracket, none of 年, 百 and 第."""

HAN_TEXT: Final = re.compile(f"[\u4e00-\u9fd5{''.join(sorted(PLAIN_SIGNS))}]+")
"""Han characters and Chinese signs, and nothing else."""

HAN_OR_SIGN: Final = re.compile("[\u4e00-\u9fd5]+|.")
"""In plain Chinese text, a run of Han characters, or one sign."""


def word_facts(language: str) -> WordFacts:
    """Return the facts about words of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> word_facts("zh-Hant").shingle
    2
    """
    return profile(get(language).code).words


@cache
def atom_pattern(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern that finds atoms; the name of the group that matched is their kind.

    The alternatives are in order of precedence: a date is not matched again as a number.
    """
    known = word_facts(language)
    parts = [
        ("symbol", SYMBOL_WITH_SLASHES),
        ("symbol", DECISION),
        ("date", known.date.replace("MONTH", known.months)),
        ("symbol", known.symbol),
        ("label", known.ordinal),
        ("number", known.amount),
        ("label", r"(?<![A-Za-z\d])[(（](?:[a-zа-яأ-ي]|[ivx]{1,5}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"),
        (
            "symbol",
            r"(?<![\d/])\d{1,4}/\d{1,4}(?:\s[A-Z](?![\p{L}]))?(?![\d/])|(?<!\d)\d{3,4}\s?[(（]\d{4}[)）]",
        ),
        (
            "label",
            rf"(?<![\d/.,])\d{{1,3}}(?:(?:\s|-)(?:{LATIN_BIS}|{CYRILLIC_BIS})(?!\p{{L}})"
            r"|\s?\((?:[a-zа-я]|[ivx]{1,5})\))+",
        ),
        ("note", r"[¹²³⁰⁴-⁹]+"),
        (
            "code",
            r"(?<![A-Za-z\d])[A-Z]{1,6}\d{1,4}(?![A-Za-z\d])|(?<![\p{L}\d])\p{L}{2,8}-\d{2}(?!\d)"
            r"|(?<![\p{L}\d-])\p{Lu}{1,2}-\d{1,2}(?![\p{L}\d])",
        ),
        ("number", TURNED_GROUPS if get(language).right_to_left else ""),
        (
            "number",
            r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:٫٬]\d+)*)"
            rf"(?:\s?(?:{known.unit}))?",
        ),
    ]
    alternatives = (f"(?P<{name}>{pattern})" for name, pattern in parts if pattern)
    import regex  # here, since each start of the program imports this module

    return regex.compile("|".join(alternatives).replace(r"\s", r"[^\S\n]"))


@cache
def word_pattern(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern for one word, or one user-perceived character that is no letter.

    Combining marks and invisible joiners stay with their letter; a hyphenated or apostrophed word is whole,
    except for the elided words that some languages join to the next.
    """
    import regex

    elision = word_facts(language).elision
    word = r"[\p{L}\p{M}\u00ad\u200c\u200d\u2060]+(?:['’‑-][\p{L}\p{M}]+)*"
    return regex.compile("|".join(part for part in (elision, word, r"\p{N}+", r"\X") if part))
