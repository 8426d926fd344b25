"""Words that widen or narrow a provision: all, where appropriate, in accordance with national law, only.

They are short and often the last words agreed on, so an amendment that only adds or removes one
matters more than its length suggests.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from functools import cache

import regex

from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import ScopeTable


@cache
def scope_words(language: str) -> dict[str, regex.Pattern[str]]:
    """Return a compiled pattern for each kind of scope word; the kinds are the fields of `ScopeTable`.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(scope_words("en")["discretion"].search("States, where appropriate, to"))
    True
    """
    table = profile(get(language).code).scope
    return {
        each.name: regex.compile(getattr(table, each.name), regex.IGNORECASE) for each in fields(ScopeTable)
    }


def scope_counts(text: str, language: str) -> Counter[str]:
    """Return how many scope words of each kind a text has.

    >>> scope_counts("All States, where appropriate, shall report", "en")
    Counter({'whole': 1, 'discretion': 1})
    """
    return Counter(kind for kind, pattern in scope_words(language).items() for _ in pattern.finditer(text))
