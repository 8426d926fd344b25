"""An amended passage, and translations for it: from a memory, the set's own paragraphs, glossary and tables.

A term or name is replaced as the pivot does, using the translations of the glossary and the tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from aligner.alignment.word_links import WordLinks
from aligner.languages import get
from aligner.languages.detect import common_words
from aligner.languages.proper_names import name_of, names
from aligner.languages.tokens import cut_words, fold, form_key
from aligner.values import Edit, Proposal, Span
from aligner.values.update import TABLE

if TYPE_CHECKING:
    from aligner.comparison.updating.material import Material

_LEAST_ALIKE: Final = 0.6
"""Minimum similarity of two paragraphs, by words, for proposing one's translation for the other."""
_LEAST_LINKED: Final = 0.4
"""Minimum link probability for proposing words from another paragraph."""
_FEWEST: Final = 2
"""Minimum number of characters to look up; a single one is too ambiguous."""
_MOST: Final = 3
_MOST_LOOKED_AT: Final = 20


@dataclass(frozen=True, slots=True)
class MemoryPair:
    """A text in the pivot language, its translation, and the origin of both."""

    source: str
    target: str
    origin: str


class Memory:
    """A bitext in which words and whole paragraphs can be looked up.

    Args:
        pairs: the pairs of texts, in order of preference.
        language: language code of the sources.
        link: links the words of a pair.
    """

    def __init__(
        self, pairs: Sequence[MemoryPair], language: str, link: Callable[[str, str], WordLinks]
    ) -> None:
        self._pairs, self._language, self._link = pairs, language, link

    @cached_property
    def _words(self) -> list[list[str]]:
        return [self._cut(pair.source) for pair in self._pairs]

    def paragraphs(self, text: str) -> tuple[Proposal, ...]:
        """Return translations of similar texts, the most similar first, scored by similarity."""
        words = self._cut(text)
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words)
        found: dict[str, Proposal] = {}
        for pair, own in zip(self._pairs, self._words, strict=True):
            matcher.set_seq1(own)
            bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the cheapest first
            if own and all(ratio() >= _LEAST_ALIKE for ratio in bounds):
                _keep(found, Proposal(pair.target, pair.origin, round(matcher.ratio(), 4)))
        return _best(found)

    def words(self, words: str, besides: str = "") -> tuple[Proposal, ...]:
        """Return translations of words from other paragraphs, and of the glossary's terms among them.

        Words from another paragraph are scored by the probability of the link, terms by their share
        of the given words.

        Args:
            words: words in the pivot language; there are no proposals for mere prepositions and the like.
            besides: the paragraph that contains them, which is skipped.
        """
        if len(form_key(words)) < _FEWEST or common_words(self._language).issuperset(self._cut(words)):
            return ()
        found: dict[str, Proposal] = {}
        for term in self._terms(words):
            _keep(found, term)
        for pair, span in islice(self._pairs_with(words.strip(), besides), _MOST_LOOKED_AT):
            parts = self._link(pair.source, pair.target).counterparts(span)
            if len(parts) == 1 and parts[0].probability >= _LEAST_LINKED:
                text = parts[0].span.of(pair.target)
                if any(map(str.isalnum, text)):
                    _keep(found, Proposal(text, pair.origin, round(parts[0].probability, 4)))
        return _best(found)

    def _terms(self, words: str) -> Iterator[Proposal]:
        """Yield translations of texts in the memory that occur within the words."""
        size = len(form_key(words))
        for pair in self._pairs:
            if pair.source not in words:
                continue
            own = len(form_key(pair.source))
            if _FEWEST <= own < size:
                yield Proposal(pair.target, pair.origin, round(own / size, 4))

    def _pairs_with(self, words: str, besides: str) -> Iterator[tuple[MemoryPair, Span]]:
        for pair in self._pairs:
            at = pair.source.find(words)
            if at >= 0 and pair.source != besides:
                yield pair, Span(at, at + len(words))

    def _cut(self, text: str) -> list[str]:
        return cut_words(text, self._language, 0, len(text)).keys


def _keep(found: dict[str, Proposal], proposal: Proposal) -> None:
    """Add a proposal, unless one with the same text and at least its score is there."""
    known = found.get(proposal.text)
    if known is None or known.score < proposal.score:
        found[proposal.text] = proposal


def _best(found: dict[str, Proposal]) -> tuple[Proposal, ...]:
    return tuple(sorted(found.values(), key=lambda proposal: -proposal.score)[:_MOST])


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary: its forms in the pivot and in the language to update."""

    names: tuple[str, ...]
    translations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the pivot before and after an amendment, and its counterpart.

    Attributes:
        before: the pivot's old text.
        after: the pivot's new text.
        text: the text in the other language that corresponds to `before`.
        pivot: language code of the pivot.
        language: language code of `text`.
        material: the drafts that it is of, with their word links, memory and glossary.
    """

    before: str
    after: str
    text: str
    pivot: str
    language: str
    material: Material

    def link(self) -> WordLinks:
        """Return the links between the words of `before` and `text`."""
        return self.material.links(self.before, self.text)


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


def term_change(passage: Passage, edit: Edit) -> TermChange | None:
    """Recognize an edit of the pivot that replaces one term or name by another and changes nothing else.

    Returns:
        None if the edit does something else, or a term has no translation.
    """
    before, after, pivot = passage.before, passage.after, passage.pivot
    for was, old in _around(before, edit.old, pivot, passage.material.terms):
        for now, new in _around(after, edit.new, pivot, passage.material.terms):
            if old != new and _all_changed(before, after, edit, was, now):
                wanted, origin = _translations(new, passage.language)
                places = tuple(_places(old, passage.text, passage.language))
                if wanted and places:
                    return TermChange(was, places, wanted, origin)
    return None


def linked_place(change: TermChange, links: Callable[[], WordLinks]) -> Span | None:
    """Return a term's place; of several, the one linked to the pivot's term, or None if uncertain."""
    if len(change.places) == 1:
        return change.places[0]
    counterparts = links().counterparts(change.was, least=_SURE)
    linked = [place for place in change.places if any(place.overlaps(each.span) for each in counterparts)]
    return linked[0] if len(linked) == 1 else None


def _around(text: str, span: Span, language: str, terms: Sequence[Term]) -> list[tuple[Span, Term | int]]:
    """Return the places of terms and names that contain or touch an edit, the longest first."""
    mentions: list[tuple[Span, Term | int]] = [
        (place, term) for term in terms for name in term.names for place in _occurrences(name, text, language)
    ]
    mentions += [(named.span, named.index) for named in names(text, language)]
    near = [each for each in mentions if each[0].overlaps(span) or span.within(each[0])]
    return sorted(near, key=lambda each: -len(each[0]))


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
