"""Words that have an opposite: rise and fall, women and men, imports and exports.

Only words count that rarely stand for anything else, and a text that has words of both poles says
nothing, since a translation may render either by another word.
"""

from dataclasses import fields
from functools import lru_cache
from typing import Final, NamedTuple

from aligner.languages.profile import profile
from aligner.languages.profile_tables import OppositeTable
from aligner.values.document import Span

KINDS: Final = tuple(declared.name for declared in fields(OppositeTable))
"""The kinds of opposites that each profile has words for."""


class Pole(NamedTuple):
    """The one of two opposites that a text speaks of, the first or the second, and the word that shows it."""

    is_first: bool
    span: Span


@lru_cache(maxsize=1 << 15)  # a row of the pivot is compared with one of each other language
def pole(text: str, language: str, kind: str) -> Pole | None:
    """Return the pole of one kind that a text speaks of; None if it has words of neither or of both.

    Raises:
        LanguageError: for a language without a profile.

    >>> pole("Unemployment has risen.", "en", "amount").is_first
    True
    >>> pole("失业率下降", "zh", "amount").is_first, pole("Prices rose and fell.", "en", "amount")
    (False, None)
    """
    first, second = (words.search(text) for words in getattr(profile(language).opposites, kind))
    shown = first or second
    return Pole(first is not None, Span(*shown.span())) if shown and not (first and second) else None
