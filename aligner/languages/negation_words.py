"""The words of each language that negate: 不得, not, ne … pas; and those that imply it: 毋须, without."""

from __future__ import annotations

from functools import cache

import regex

from aligner.languages.profile import get, profile


@cache
def negation(language: str) -> regex.Pattern[str]:
    """Return the compiled pattern of one language's negations.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(negation("en").search("shall not")), bool(negation("en").search("no later than"))
    (True, False)
    """
    return regex.compile(profile(get(language).code).negation.plain, regex.IGNORECASE)


@cache
def implied_negation(language: str) -> regex.Pattern[str]:
    """Return the compiled pattern of one language's words that may translate a negation.

    Raises:
        LanguageError: for a language without a profile.

    >>> [bool(implied_negation("en").search(text)) for text in ("shall preclude him", "shall act")]
    [True, False]
    """
    return regex.compile(profile(get(language).code).negation.implied, regex.IGNORECASE)
