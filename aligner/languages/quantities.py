"""Quantities that languages write in words: halves, pairs and hundreds, tenths and thousandths.

Read where numbers are checked across languages. "50 per cent" may be `moitié` in French,
and 六成五 is 65 per cent.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from aligner.languages.profile import get, profile


@dataclass(frozen=True, slots=True)
class Quantities:
    """Compiled patterns for one language: words for a half, for a hundred, for two of a kind."""

    half: regex.Pattern[str]
    hundred: regex.Pattern[str]
    pair: regex.Pattern[str]


_TENTHS: Final = r"([一二三四五六七八九])成([一二三四五六七八九])?(?![员員为為果立分])"
_THOUSANDTHS: Final = r"千分之(\d{1,3}|[一二三四五六七八九])(?![十百\d])"


@cache
def quantities(language: str) -> Quantities:
    """Return the words of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(quantities("fr").half.search("plus de la moitié"))
    True
    """
    table = profile(get(language).code).numbers
    words = (table.half, table.hundred, table.pair)
    return Quantities(*(regex.compile(pattern, regex.IGNORECASE) for pattern in words))


def percentages(text: str, language: str) -> list[str]:
    """Return the tenths and thousandths that Chinese uses where others count in hundredths.

    >>> percentages("六成五，约三成，千分之五", "zh")
    ['65', '30', '0.5']
    """
    if get(language).script != "han":
        return []
    found = [
        _digit(match[1]) + (_digit(match[2]) if match[2] else "0") for match in re.finditer(_TENTHS, text)
    ]
    for match in re.finditer(_THOUSANDTHS, text):
        tenths = int(_digit(match[1]))
        found.append(f"{tenths // 10}.{tenths % 10}".removesuffix(".0"))
    return found


def _digit(sign: str) -> str:
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() else str(int(unicodedata.numeric(c))) for c in sign
    )
