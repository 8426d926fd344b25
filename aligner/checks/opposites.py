"""Opposites: one language says that something rose and the other that it fell, or has men for women.

Each of the two passages must have words of one pole only, so that neither can be rendering the other's
word by one of its own. *Did not rise* may be translated as *fell*: passages of which only one denies
something are not compared.

Only words count that rarely stand for anything else, and a text that has words of both poles says
nothing, since a translation may render either by another word.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Final, NamedTuple

from aligner.checks.material import Check, FullPair, Material, Passage, Words, difference, passages
from aligner.languages.profile import profile
from aligner.languages.profile_tables import OppositeTable
from aligner.values import Finding, Message, Severity, Span

_KINDS: Final = tuple(declared.name for declared in fields(OppositeTable))


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


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.full_pairs():
        if words := next(_differing(pair), None):
            yield difference(CHECK, Severity.WARNING, pair, words[:1], words[1:], say=_message)


def _message(pivot: str, expected: Words, wrong: Words) -> Message:
    return Message("opposites.differ", pivot=pivot, word=wrong[0], other=expected[0])


def _differing(pair: FullPair) -> Iterator[tuple[Span, Span]]:
    """Yield the words of opposite poles, the pivot's first."""
    for ours, theirs in passages((pair.pivot, pair.other)):
        for kind in _KINDS:
            one = pole(ours.text, ours.language, kind)
            other = pole(theirs.text, theirs.language, kind) if one else None
            if one and other and one.is_first != other.is_first and _denies(ours) is _denies(theirs):
                yield one.span.shifted(ours.span.start), other.span.shifted(theirs.span.start)


def _denies(passage: Passage) -> bool:
    return profile(passage.language).negation.plain.search(passage.text) is not None


CHECK: Final = Check("opposites", Severity.WARNING, _run, by_row=True)
