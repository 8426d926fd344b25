"""An amended passage, and translations for it from a memory and from the set's own paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from typing import Final

from aligner.alignment.word_links import WordLinks
from aligner.languages.detect import common_words
from aligner.languages.tokens import cut_words, form_key
from aligner.values import Proposal, Span

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
        link: links the words of `before` and `text`; called only if needed.
        memory: returns the translation memory; called only if needed.
        end_sign: maps a closing sign of the pivot, with form folded, to the other language's.
        terms: the glossary.
    """

    before: str
    after: str
    text: str
    pivot: str
    language: str
    link: Callable[[], WordLinks]
    memory: Callable[[], Memory]
    end_sign: Callable[[str], str]
    terms: Sequence[Term] = ()
