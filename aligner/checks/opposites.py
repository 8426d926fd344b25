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

from aligner.checks.material import Check, FullPair, Material, Words, difference, passages
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
    sides = pair.pivot, pair.other
    languages = [side.language for side in sides]
    for spans in passages(sides):
        texts = [span.of(side.text) for span, side in zip(spans, sides, strict=True)]
        for kind in _KINDS:
            one = pole(texts[0], languages[0], kind)
            other = pole(texts[1], languages[1], kind) if one else None
            if one and other and one.is_first != other.is_first and _alike_denied(texts, languages):
                yield one.span.shifted(spans[0].start), other.span.shifted(spans[1].start)


def _alike_denied(texts: list[str], languages: list[str]) -> bool:
    """Whether both texts have a negation, or neither."""
    first, second = (
        profile(code).negation.plain.search(text) for text, code in zip(texts, languages, strict=True)
    )
    return bool(first) == bool(second)


CHECK: Final = Check("opposites", Severity.WARNING, _run, by_row=True)
