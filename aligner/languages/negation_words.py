"""The negations of each language: the plain ones, and all that may render one.

`plain` are words that nearly always have a negation in the other language; `any` is
wider: prefixes, verbs of lack and refusal, by which a translator may say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aligner.languages.profile import get, profile


@dataclass(frozen=True, slots=True)
class Negations:
    """Compiled patterns for one language."""

    plain: Any
    any: Any


@cache
def negations(language: str) -> Negations:
    """The negations of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(negations("en").plain.search("shall not")), bool(negations("fr").any.search("sans délai"))
    (True, True)
    """
    import regex

    table = profile(get(language).code).negation
    return Negations(regex.compile(table.plain, regex.IGNORECASE), regex.compile(table.any, regex.IGNORECASE))
