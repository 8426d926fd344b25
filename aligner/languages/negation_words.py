"""The words of each language that plainly negate: 不得, not, ne … pas."""

from __future__ import annotations

from functools import cache
from typing import Any

from aligner.languages.profile import get, profile


@cache
def negation(language: str) -> Any:
    """Return the compiled pattern of one language's negations.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(negation("en").search("shall not")), bool(negation("en").search("no later than"))
    (True, False)
    """
    import regex

    return regex.compile(profile(get(language).code).negation.plain, regex.IGNORECASE)
