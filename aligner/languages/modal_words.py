"""Words that bind and words that permit: 应 / shall / doit against 可 / may / peut.

Only words that rarely have another function are listed. French often expresses obligations in the
plain present, so the lack of such a word is no evidence. A word that binds where the other text
only permits is evidence.

The words of each language that negate: 不得, not, ne … pas; and those that imply it: 毋须, without.

That a text affirms is more certain than that it denies: a text with none of these words, nor of those
that rarely translate a negation, hardly ever means the same as one with "not".

Words that widen or narrow a provision: all, where appropriate, in accordance with national law, only.

They are short and often the last words agreed on, so an amendment that only adds or removes one
matters more than its length suggests.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Final, NamedTuple

from aligner.languages.profile import profile
from aligner.languages.profile_tables import Words
from aligner.values.document import Span

_CLAUSE_END: Final = re.compile(r"[.,:;!?。，：；！？،؛؟]")
_REACH: Final = 16  # most characters from a modal word to a negation after it: may not, darf nicht


class Force(NamedTuple):
    """Whether a text obliges, rather than permits, and the first word that shows it."""

    obliges: bool
    span: Span


@lru_cache(maxsize=1 << 14)  # a row of the pivot is compared with one of each other language
def force(text: str, language: str) -> Force | None:
    """Return whether a text obliges or permits; None if neither is clear.

    A text that does both is unclear, since a translation may express either by another word.

    >>> [force(f"States {word} report", "en").obliges for word in ("shall", "may")]
    [True, False]
    >>> force("No State may report", "en") is None, force("States report", "en") is None
    (True, True)
    """
    words = profile(language).modality
    binds, permits = words.binds.search(text), words.permits.search(text)
    if binds and not words.may_permit.search(text):
        return Force(True, Span(*binds.span()))
    if permits and not words.may_bind.search(text) and not is_denied(text, language, permits.start()):
        return Force(False, Span(*permits.span()))
    return None


class Degree(Enum):
    """How strongly the modal words of a text bind; those that `OBLIGES` covers may do either."""

    PERMITS = auto()
    RECOMMENDS = auto()
    REQUIRES = auto()
    OBLIGES = auto()

    def contradicts(self, other: Degree) -> bool:
        """Whether two degrees cannot translate each other.

        >>> Degree.REQUIRES.contradicts(Degree.RECOMMENDS), Degree.REQUIRES.contradicts(Degree.OBLIGES)
        (True, False)
        """
        if Degree.PERMITS in (self, other):
            return self is not other
        return {self, other} == {Degree.RECOMMENDS, Degree.REQUIRES}


def degree(text: str, language: str) -> tuple[Degree, Span] | None:
    """Return how strongly a text binds, and the first word that shows it; None if that is unclear.

    >>> [degree(f"It {word} report", "en")[0].name for word in ("may", "should", "shall")]
    ['PERMITS', 'RECOMMENDS', 'REQUIRES']
    """
    found, words = force(text, language), profile(language).modality
    if found is None or not found.obliges:
        return found and (Degree.PERMITS, found.span)
    strict, mild = words.strict.search(text), words.recommends.search(text)
    if mild and words.recommends.count_in(text) == words.binds.count_in(text):
        return Degree.RECOMMENDS, Span(*mild.span())
    if strict and not mild:
        return Degree.REQUIRES, Span(*strict.span())
    return Degree.OBLIGES, found.span


def is_denied(text: str, language: str, place: int) -> bool:
    """Whether the modal word at a place is negated in its clause, before it or just after it.

    >>> is_denied("No State may act", "en", 9), is_denied("It does not, but may act", "en", 17)
    (True, False)
    """
    denial = profile(language).modality.denied.search(text, clause_at(text, place).start)
    return denial is not None and denial.start() < place + _REACH


def clause_at(text: str, place: int) -> Span:
    """Return the clause around a place, without the sign that ends it.

    >>> clause_at("If not, it may act.", 12).of("If not, it may act.")
    ' it may act'
    """
    start = max((match.end() for match in _CLAUSE_END.finditer(text, 0, place)), default=0)
    end = _CLAUSE_END.search(text, place)
    return Span(start, end.start() if end else len(text))


def affirms(text: str, language: str) -> bool:
    """Whether a text has no word that could express a negation, not even loosely.

    Raises:
        LanguageError: for a language without a profile.

    >>> affirms("The rules apply.", "en"), affirms("Few rules apply.", "en"), affirms("规则适用。", "zh")
    (True, False, True)
    """
    words = profile(language).negation
    return not any(each.search(text) for each in (words.plain, words.implied, words.hinted))


@cache
def scope_words(language: str) -> dict[str, Words]:
    """Return the words of each kind of scope; the kinds are the fields of `ScopeTable`.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(scope_words("en")["discretion"].search("States, where appropriate, to"))
    True
    """
    table = profile(language).scope
    return {kind.name: getattr(table, kind.name) for kind in fields(table)}


def scope_counts(text: str, language: str) -> Counter[str]:
    """Return how many scope words of each kind a text has.

    >>> scope_counts("All States, where appropriate, shall report", "en")
    Counter({'whole': 1, 'discretion': 1})
    """
    return Counter(kind for kind, words in scope_words(language).items() for _ in words.finditer(text))
