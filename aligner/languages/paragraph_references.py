"""How a resolution refers to its own paragraphs, in each language ("paragraph 6 above")."""

from __future__ import annotations

from functools import cache

import regex

from aligner.languages.profile import get, profile


@cache
def internal_reference(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern for a reference to a paragraph of the same text; group `n` is its number.

    Raises:
        LanguageError: for a language without a profile.

    >>> internal_reference("en").search("see paragraph 6 above")["n"]
    '6'
    """
    return regex.compile(profile(get(language).code).references.internal)
