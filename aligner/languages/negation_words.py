"""The words of each language that negate: 不得, not, ne … pas; and those that imply it: 毋须, without.

That a text affirms is more certain than that it denies: a text with none of these words, nor of those
that rarely translate a negation, hardly ever means the same as one with "not".
"""

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


def affirms(text: str, language: str) -> bool:
    """Whether a text has no word that could express a negation, not even loosely.

    Raises:
        LanguageError: for a language without a profile.

    >>> affirms("The rules apply.", "en"), affirms("Few rules apply.", "en"), affirms("规则适用。", "zh")
    (True, False, True)
    """
    patterns = (negation(language), implied_negation(language), _hinted(language))
    return not any(pattern.search(text) for pattern in patterns)


@cache
def _hinted(language: str) -> regex.Pattern[str]:
    return regex.compile(profile(get(language).code).negation.hinted, regex.IGNORECASE)
