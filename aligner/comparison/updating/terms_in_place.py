"""Replace a term or name as the pivot does, using the translations of the glossary and the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aligner.alignment.word_links import WordLinks
from aligner.comparison.updating.memory import Passage, Term
from aligner.languages import get
from aligner.languages.proper_names import name_of, names
from aligner.languages.tokens import fold
from aligner.values import Edit, Span
from aligner.values.update import TABLE

GLOSSARY: Final = "glossary"
_SURE: Final = 0.5
"""Minimum link probability for choosing one of several places of a term."""


@dataclass(frozen=True, slots=True)
class TermChange:
    """The replacement of one of the pivot's terms by another.

    Attributes:
        was: the old term's place in the pivot's old text.
        places: the places of its translation in the other language's text.
        translations: translations of the new term, the preferred one first.
        origin: `GLOSSARY`, or `TABLE` for countries and bodies.
    """

    was: Span
    places: tuple[Span, ...]
    translations: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A term in a text: its place and its identity."""

    span: Span
    key: Term | int


def term_change(passage: Passage, edit: Edit) -> TermChange | None:
    """Recognize an edit of the pivot that replaces one term or name by another and changes nothing else.

    Returns:
        None if the edit does something else, or a term has no translation.
    """
    before, after, pivot = passage.before, passage.after, passage.pivot
    for old in _around(before, edit.old, pivot, passage.terms):
        for new in _around(after, edit.new, pivot, passage.terms):
            if old.key != new.key and _all_changed(before, after, edit, old.span, new.span):
                wanted, origin = _translations(new.key, passage.language)
                places = tuple(_places(old.key, passage.text, passage.language))
                if wanted and places:
                    return TermChange(old.span, places, wanted, origin)
    return None


def linked_place(change: TermChange, links: Callable[[], WordLinks]) -> Span | None:
    """Return a term's place; of several, the one linked to the pivot's term, or None if uncertain."""
    if len(change.places) == 1:
        return change.places[0]
    counterparts = links().counterparts(change.was, least=_SURE)
    linked = [place for place in change.places if any(place.overlaps(each.span) for each in counterparts)]
    return linked[0] if len(linked) == 1 else None


def _around(text: str, span: Span, language: str, terms: Sequence[Term]) -> Iterator[_Found]:
    """Yield the terms and names that contain or touch an edit, the longest first."""
    mentions = [
        _Found(place, term)
        for term in terms
        for name in term.names
        for place in _occurrences(name, text, language)
    ]
    mentions += [_Found(named.span, named.index) for named in names(text, language)]
    near = [each for each in mentions if each.span.overlaps(span) or span.within(each.span)]
    yield from sorted(near, key=lambda each: -len(each.span))


def _all_changed(before: str, after: str, edit: Edit, old: Span, new: Span) -> bool:
    """Whether the texts around an edit differ only in two terms."""
    starts = min(edit.old.start, old.start), min(edit.new.start, new.start)
    stops = max(edit.old.stop, old.stop), max(edit.new.stop, new.stop)
    heads = before[starts[0] : old.start], after[starts[1] : new.start]
    tails = before[old.stop : stops[0]], after[new.stop : stops[1]]
    return (
        fold(heads[0]).strip() == fold(heads[1]).strip() and fold(tails[0]).strip() == fold(tails[1]).strip()
    )


def _translations(key: Term | int, language: str) -> tuple[tuple[str, ...], str]:
    if isinstance(key, Term):
        return key.translations, GLOSSARY
    name = name_of(key, language)
    return ((name,) if name else ()), TABLE


def _places(key: Term | int, text: str, language: str) -> Iterator[Span]:
    if isinstance(key, int):
        yield from (named.span for named in names(text, language) if named.index == key)
        return
    taken: list[Span] = []
    for name in sorted(key.translations, key=len, reverse=True):
        for place in _occurrences(name, text, language):
            if not any(map(place.overlaps, taken)):
                taken.append(place)
                yield place


def _occurrences(name: str, text: str, language: str) -> Iterator[Span]:
    """Yield the places of a term in a text, as whole words if the language has spaces."""
    pattern = re.escape(name)
    if get(language).spaced:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    yield from (Span(*match.span()) for match in re.finditer(pattern, text, re.IGNORECASE))
