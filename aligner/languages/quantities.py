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
    """Compiled patterns for one language: words for a half and for a hundred."""

    half: Any
    hundred: Any


_HALF: Final[dict[str, str]] = {
    "zh": "一半|半数|半數|过半|過半",
    "en": r"\bhal(?:f|ves)\b",
    "fr": r"\b(?:moitié|demi)",
    "ru": r"\bполовин|\bполмиллион|\bполовинн",
    "es": r"\b(?:mitad|medio|media)\b",
    "ar": "نصف",
}
_HUNDRED: Final[dict[str, str]] = {
    "zh": "百",
    "en": r"\bhundred",
    "fr": r"\bcent(?:ième)?\b",
    "ru": r"\bсто\b|\bсотн|\bста\b",
    "es": r"\bcien(?:to)?\b",
    "ar": "مائة|مئة",
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
    return Quantities(
        regex.compile(_HALF[code], regex.IGNORECASE), regex.compile(_HUNDRED[code], regex.IGNORECASE)
    )
