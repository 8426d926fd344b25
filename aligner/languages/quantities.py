"""Quantities that languages write in words: halves, hundreds, and the units behind numbers.

Read where numbers are checked across languages. "50 per cent" is `moitié` elsewhere, and a
number that agrees is still wrong if euros stand where dollars did.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aligner.languages import get


@dataclass(frozen=True, slots=True)
class Quantities:
    """Compiled patterns for one language: words for a half, for a hundred, for two of a kind."""

    half: Any
    hundred: Any
    pair: Any


_HALF: Final[dict[str, str]] = {
    "zh": "一半|半数|半數|过半|過半",
    "en": r"\bhal(?:f|ves)\b",
    "fr": r"\b(?:moitié|demi)",
    "ru": r"\bполовин|\bполмиллион|\bполовинн",
    "es": r"\b(?:mitad|medio|media)\b",
    "ar": "نصف",
}
_HUNDRED: Final[dict[str, str]] = {
    "zh": "百(?!分之[^百])",
    "en": r"\bhundred",
    "fr": r"\bcent(?:ième)?\b",
    "ru": r"\bсто\b|\bсотн|\bста\b",
    "es": r"\bcien(?:to)?\b",
    "ar": "مائة|مئة",
}


_PAIR: Final[dict[str, str]] = {
    "zh": "两|兩|双|雙",
    "en": r"\b(?:both|twice|pair)\b",
    "fr": r"\bdouble",
    "ru": r"\b(?:обе?их|оба|обе|дважды|вдвое)\b",
    "es": r"\b(?:amb[oa]s|doble)\b",
    "ar": "كلا|كلتا|ضعف",
}


@cache
def quantities(language: str) -> Quantities:
    """The words of one language.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> bool(quantities("fr").half.search("plus de la moitié"))
    True
    """
    import regex

    code = get(language).code
    tables = (_HALF, _HUNDRED, _PAIR)
    return Quantities(*(regex.compile(table[code], regex.IGNORECASE) for table in tables))
