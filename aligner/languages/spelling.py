"""Two spellings of the same words, such as practise and practice, organize and organise."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from aligner.languages.atoms import word_facts
from aligner.languages.tokens import form_key


@lru_cache(maxsize=4096)
def spelling_key(text: str, language: str) -> str:
    """Return the content of a text without its form, case and spelling.

    Texts with equal keys say the same words.

    >>> spelling_key("the Organisation's practice", "en") == spelling_key("the Organization's practise", "en")
    True
    >>> spelling_key("effect", "en") == spelling_key("affect", "en")
    False
    """
    words = text.casefold()
    for pattern, replacement in _patterns(language):
        words = pattern.sub(replacement, words)
    return form_key(words)


@cache
def _patterns(language: str) -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple((regex.compile(one), other) for one, other in word_facts(language).spellings)
