"""Terms: if the pivot uses a glossary term, does the other language use its equivalent?"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

import regex

from aligner.checks.material import Check, FullPair, Material, Side, finding
from aligner.languages import get
from aligner.languages.chinese_words import words
from aligner.languages.letter_ranges import ARABIC_ARTICLE
from aligner.languages.script import simplified
from aligner.languages.tokens import fold, unaccented
from aligner.values import DocumentKey, Finding, Message, Severity, Span
from aligner.values.glossary import Concept

_RECURRING: Final = 3  # a name missing from all places is reported once if there are at least this many
_STEM: Final = 4  # fewest letters by which a word is recognized
_ENDING: Final = 3  # letters at the end of a longer word that may differ

Used = tuple[FullPair, Span]
"""A row in which the pivot uses a term, and where in the pivot's text."""


def _run(material: Material) -> Iterator[Finding]:
    concepts = material.glossary
    if not concepts:
        return
    used: dict[tuple[int, DocumentKey], list[Used]] = {}
    order = sorted(range(len(concepts)), key=lambda n: -_longest(concepts[n], material.pivot.language))
    for pair in material.full_pairs():
        for number, span in _terms_in(pair.pivot, concepts, order):
            used.setdefault((number, pair.other.key), []).append((pair, span))
    for (number, _), places in used.items():
        yield from _judge(concepts[number], places)


def _terms_in(pivot: Side, concepts: Sequence[Concept], order: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """Yield the first occurrence of each term in a text; of overlapping terms, the longer one."""
    taken: list[Span] = []
    for number in order:
        spans = places(pivot.text, pivot.language, concepts[number].terms.get(pivot.language, ()))
        spans = [span for span in spans if not any(map(span.within, taken))]
        if spans:
            taken += spans
            yield number, spans[0]


def _longest(concept: Concept, language: str) -> int:
    return max((len(name) for name in concept.terms.get(language, ())), default=0)


def _judge(concept: Concept, uses: Sequence[Used]) -> Iterator[Finding]:
    lacking: list[Used] = []
    for pair, used in uses:
        row, pivot, other = pair
        for span in places(other.text, other.language, concept.forbidden.get(other.language, ()))[:1]:
            name, term = span.of(other.text), used.of(pivot.text)
            message = Message("terms.forbidden", wrong=name, term=term)
            yield finding(CHECK, Severity.ERROR, row, other, message, span=span, found=name)
        names = concept.terms.get(other.language, ())
        if names and not places(other.text, other.language, names) and not _is_inflected(other, names):
            lacking.append((pair, used))
    nowhere = len(lacking) == len(uses) and len(lacking) >= _RECURRING
    for pair, used in lacking[:1] if nowhere else lacking:
        yield _missing(concept, pair, used, len(lacking) if nowhere else 0)


def _missing(concept: Concept, pair: FullPair, used: Span, places: int) -> Finding:
    """Return a finding for a name missing from a counterpart, or from all `places` counterparts if not 0."""
    row, pivot, other = pair
    severity = Severity.WARNING if concept.status == "required" else Severity.INFO
    wanted = tuple(name.replace("*", "…") for name in concept.terms[other.language][:2])
    term, language = used.of(pivot.text), pivot.language
    message = Message("terms.missing", pivot=language, term=term, wanted=wanted)
    if places:
        message = Message("terms.nowhere", pivot=language, term=term, wanted=wanted, count=places)
    return finding(CHECK, severity, row, other, message, expected=" or ".join(wanted))


def places(text: str, language: str, names: Sequence[str]) -> list[Span]:
    """Return the occurrences of any of the names in a text, ignoring case, apostrophe style and script.

    A name may end in `*`, as in a glossary. 缔约国 is found in 締約國, and vice versa.
    """
    folded = _folded(text)
    here = [name for name in names if _piece(name) in folded]
    if not here:
        return []
    facts = get(language)
    spans = [Span(*match.span()) for match in _pattern(tuple(here), facts.spaced).finditer(folded)]
    if spans and not facts.spaced:
        bounds = _bounds(text)
        spans = [span for span in spans if span.start in bounds and span.stop in bounds]
    return spans


def _is_inflected(side: Side, names: Sequence[str]) -> bool:
    """Whether one of the names occurs in another form: the text contains the stems of all its words."""
    if not get(side.language).spaced:
        return False
    text = _unaccented(_folded(side.text))
    return any(all(stem in text for stem in stems) for name in names if (stems := _stems(name)))


@lru_cache(maxsize=65536)
def _stems(name: str) -> tuple[str, ...]:
    """Return the stems of a name's words, except for short words, which are no evidence."""
    words = re.split(r"[\s-]+", _unaccented(_folded(name)))
    plain = (word.rstrip("*").removeprefix(ARABIC_ARTICLE) for word in words)
    return tuple(word[: max(_STEM, len(word) - _ENDING)] for word in plain if len(word) >= _STEM)


_unaccented = lru_cache(maxsize=4096)(unaccented)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Return the text with case, punctuation variants and Chinese script folded; same length."""
    pieces = (piece if len(piece := fold(character).casefold()) == 1 else character for character in text)
    return simplified("".join(pieces))


@lru_cache(maxsize=65536)
def _piece(name: str) -> str:
    """Return the longest piece of a name that must occur literally in a text."""
    return max(re.split(r"[*\s-]+", _folded(name)), key=len)


@lru_cache(maxsize=4096)
def _bounds(text: str) -> frozenset[int]:
    """Return the word boundaries in a text without spaces: 中国 is not a word of 发展中国家."""
    found = words(simplified(text))  # the dictionary knows few words in Traditional characters
    return frozenset(accumulate(map(len, found), initial=0))


@lru_cache(maxsize=65536)
def _pattern(names: tuple[str, ...], spaced: bool) -> regex.Pattern[str]:
    parts = []
    for name in sorted(names, key=len, reverse=True):
        pieces = [regex.escape(_folded(word)).replace(r"\*", r"\w*") for word in name.split()]
        parts.append(r"[\s-]+".join(pieces) if spaced else r"\s*".join(pieces))
    body = "|".join(parts)
    return regex.compile(rf"(?<!\w)(?:{body})(?!\w)" if spaced else f"(?:{body})")


CHECK: Final = Check("terms", Severity.WARNING, _run)
