"""How each language is set in a word processor: fonts, proofing language, opening verbs."""

from __future__ import annotations

from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import Typography


def typography(language: str) -> Typography:
    """Return how a language is set.

    Raises:
        LanguageError: for a language without a profile.

    >>> typography("fr").locale
    'fr-FR'
    """
    return profile(get(language).code).typography
