"""Opposites: one language says that something rose and the other that it fell, or has men for women.

Each of the two passages must have words of one pole only, so that neither can be rendering the other's
word by one of its own. *Did not rise* may be translated as *fell*: passages of which only one denies
something are not compared.
"""

from collections.abc import Iterator
from typing import Final

from aligner.checks.material import Check, FullPair, Material, Words, difference, passages
from aligner.languages.opposites import KINDS, pole
from aligner.languages.profile import profile
from aligner.values import Finding, Message, Severity, Span

_ID: Final = "opposites"


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.full_pairs():
        if words := next(_differing(pair), None):
            yield difference(_ID, Severity.WARNING, pair, words[:1], words[1:], say=_message)


def _message(pivot: str, expected: Words, wrong: Words) -> Message:
    return Message("opposites.differ", pivot=pivot, word=wrong[0], other=expected[0])


def _differing(pair: FullPair) -> Iterator[tuple[Span, Span]]:
    """Yield the words of opposite poles, the pivot's first."""
    sides = pair.pivot, pair.other
    languages = [side.language for side in sides]
    for spans in passages(sides):
        texts = [span.of(side.text) for span, side in zip(spans, sides, strict=True)]
        for kind in KINDS:
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


CHECK: Final = Check(_ID, Severity.WARNING, _run, by_row=True)
