"""Terms: where the pivot uses a term of the glossary, does the other language use its name?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from aligner.checks.base import Check, finding
from aligner.checks.glossary import Concept
from aligner.checks.material import Material, Side
from aligner.languages import get
from aligner.text import fold
from aligner.values import Finding, Severity, Span

_ID: Final = "terms"


def _run(material: Material) -> Iterator[Finding]:
    concepts = material.glossary.concepts
    if not concepts:
        return
    for row, pivot, other in material.full_pairs():
        taken: list[Span] = []
        for concept in sorted(concepts, key=lambda each: -_longest(each, pivot.language)):
            used = _places(pivot, concept.terms.get(pivot.language, ()))
            used = [span for span in used if not any(_inside(span, other_span) for other_span in taken)]
            if used:
                taken += used
                yield from _judge(row, pivot, other, concept, used[0])


def _longest(concept: Concept, language: str) -> int:
    return max((len(name) for name in concept.terms.get(language, ())), default=0)


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.stop <= other.stop


def _judge(row: int, pivot: Side, other: Side, concept: Concept, used: Span) -> Iterator[Finding]:
    term = used.of(pivot.text)
    for span in _places(other, concept.forbidden.get(other.language, ()))[:1]:
        name = span.of(other.text)
        message = f"{name} is not to be used for {term}"
        yield finding(_ID, Severity.ERROR, row, other, message, span=span, found=name)
    names = concept.terms.get(other.language, ())
    if names and not _places(other, names):
        severity = Severity.WARNING if concept.status == "required" else Severity.INFO
        wanted = " or ".join(name.replace("*", "…") for name in names[:2])
        message = f"{get(pivot.language).english} has {term}; {wanted} is not here"
        yield finding(_ID, severity, row, other, message, expected=wanted)


def _places(side: Side, names: Sequence[str]) -> list[Span]:
    return places(side.text, side.language, names)


def places(text: str, language: str, names: Sequence[str]) -> list[Span]:
    """Where any of some names stands in a text, whatever the case and the style of apostrophes.

    A name may end in `*`, as in a glossary.
    """
    if not names:
        return []
    folded = "".join(piece if len(piece := fold(character)) == 1 else character for character in text)
    pattern = _pattern(tuple(names), get(language).spaced)
    return [Span(*match.span()) for match in pattern.finditer(folded)]


@cache
def _pattern(names: tuple[str, ...], spaced: bool) -> Any:
    import regex

    parts = []
    for name in sorted(names, key=len, reverse=True):
        words = [regex.escape(fold(word)).replace(r"\*", r"\w*") for word in name.split()]
        parts.append(r"[\s-]+".join(words) if spaced else r"\s*".join(words))
    body = "|".join(parts)
    edge = r"(?<!\w)", r"(?!\w)"
    if not spaced:
        edge = "", ""
    return regex.compile(f"{edge[0]}(?:{body}){edge[1]}", regex.IGNORECASE)


CHECK: Final = Check(
    id=_ID,
    severity=Severity.WARNING,
    help="A term of the glossary in the pivot whose name in the other language is not in its counterpart "
    "(a warning if required, else info), or a forbidden name (an error). ",
    examples=("zh 贩运人口 | en people smuggling",),
    run=_run,
)
