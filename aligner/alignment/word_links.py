"""Link the words of a paragraph with their translations in another language.

This combines three kinds of evidence: the encoder's vectors of both words in their context
(SimAlign, Jalili Sabet et al. 2020); numbers, labels and names that are the same in both
languages; and a dictionary learned from the paragraphs of the set itself (IBM model 1, Brown et al.
1993, with the first two as prior). The two directions are learned separately, and the probability
of a link is the geometric mean of both, so a link found in only one direction is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import ceil, exp
from typing import Final

import numpy as np

from aligner.alignment.geometry import FloatArray, IntArray, unit
from aligner.alignment.links import linked_texts
from aligner.alignment.word_model import Translations
from aligner.encoders import Encoder
from aligner.encoders.wrapper import one_blas_thread, word_vectors
from aligner.languages.numerals import label_readings, numerals
from aligner.languages.tokens import NO_ATOMS, form_key, tokens
from aligner.values import Alignment, Document, Span, ValueInvariantError, consecutive

_TEMPERATURE: Final = 0.1
"""Softmax temperature of the similarities, as in SimAlign."""
_NOTHING: Final = exp(0.25 / _TEMPERATURE)
"""The weight of leaving a word unlinked: a priori, that of linking words whose similarity is 0.25."""
_SMOOTHING: Final = 0.5
"""Pseudo-count of links for each given word, distributed by the frequency of the wanted words."""
_SURE: Final = 0.3
"""Minimum probability of a link that is not doubtful."""
_RIVAL: Final = 1 / 3
"""Minimum probability of another link of a word, as a share of its most probable link's."""
_FEW_WORDS: Final = 3
"""Maximum number of words of a passage whose counterparts need the full margin."""
_ROUNDS: Final = 5
_MOST_CELLS: Final = 4_000_000
"""Maximum number of word pairs to learn from: about 1,500 paragraphs, at 16 bytes a pair."""

_MOST_WORDS: Final = 50_000
"""Maximum number of words that a reader remembers: 100 MB."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Words of another language that correspond to given words.

    `span` is in code points of that text; `probability` is that of the link, in [0, 1].
    """

    span: Span
    probability: float

    def __post_init__(self) -> None:
        if not self.span or not 0.0 <= self.probability <= 1.0:
            raise ValueInvariantError(f"{self.span} with probability {self.probability} is no counterpart")


@dataclass(frozen=True, slots=True, eq=False)
class WordLinks:
    """The probability of each link between the words of two texts.

    Attributes:
        source: spans of the source's words, in code points.
        target: spans of the target's words.
        matrix: shape (source words, target words), in [0, 1].
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    matrix: FloatArray

    def __post_init__(self) -> None:
        if self.matrix.shape != (len(self.source), len(self.target)):
            raise ValueInvariantError(
                f"{len(self.source)} and {len(self.target)} words have links of shape {self.matrix.shape}"
            )

    def counterparts(self, passage: Span, *, least: float = _SURE) -> tuple[Counterpart, ...]:
        """Return the target's words that correspond to a passage of the source, in order.

        Adjacent words are one counterpart, with the mean of their probabilities.

        Args:
            passage: the passage, in code points of the source.
            least: the minimum probability of a link.

        Returns:
            Empty if nothing corresponds to the passage.
        """
        rows = self._words(passage)
        if not rows or not self.target:
            return ()
        best = self.matrix[rows].max(axis=0)
        chosen = [number for number in range(len(self.target)) if best[number] >= least]
        return tuple(
            Counterpart(
                Span(self.target[run.start].start, self.target[run.stop - 1].stop),
                min(1.0, float(np.mean([best[number] for number in run]))),
            )
            for run in consecutive(chosen)
        )

    def places(self, passage: Span, *, least: float = 0.1, margin: int = 2) -> tuple[Span, ...]:
        """Return the spans of the target that an edit to a passage of the source may affect.

        This is wider than `counterparts`: the most probable link of each word always counts, and so do
        doubtful ones that are at least a third as probable. `margin` words are added on either side,
        since translators rarely replace a word without changing its neighbours; one word less around a
        doubtful link, and one less in a long passage, whose words are each other's neighbours. An empty
        passage (an insertion) is represented by the words on both sides of it.

        Args:
            passage: the passage, in code points of the source; may be empty.
            least: the minimum probability of a link.
            margin: number of words to add on either side.
        """
        rows = self._words(passage) or self._beside(passage.start)
        if not rows or not self.target:
            return ()
        chosen: set[int] = set()
        for row in rows:
            chance = self.matrix[row]
            linked = {int(n) for n in np.flatnonzero(chance >= max(least, _RIVAL * chance.max()))}
            for number in linked | {int(chance.argmax())}:
                wide = max(0, margin - (chance[number] < _SURE) - (len(rows) > _FEW_WORDS))
                chosen.update(range(max(0, number - wide), min(len(self.target), number + wide + 1)))
        return tuple(
            Span(self.target[run.start].start, self.target[run.stop - 1].stop) for run in consecutive(chosen)
        )

    def best_place(self, passage: Span) -> Span | None:
        """Return the one of `places` with the greatest total probability of links, or None."""
        spans = self.places(passage)
        rows = self._words(passage) or self._beside(passage.start)

        def weight(place: Span) -> float:
            columns = [number for number, word in enumerate(self.target) if word.overlaps(place)]
            return float(self.matrix[np.ix_(rows, columns)].max(axis=0).sum())

        return max(spans, key=weight, default=None)

    def _words(self, passage: Span) -> list[int]:
        return [n for n, word in enumerate(self.source) if word.overlaps(passage) and passage]

    def _beside(self, at: int) -> list[int]:
        before = [n for n, word in enumerate(self.source) if word.stop <= at]
        after = [n for n, word in enumerate(self.source) if word.start >= at]
        return before[-1:] + after[:1]


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text and their vectors."""

    words: tuple[Word, ...]
    vectors: FloatArray


class WordReader:
    """Finds the words of texts and computes their vectors, which is most of the work of linking.

    Args:
        encoder: encoder of the words.
        remembered: how many words to remember. Linkers that share a reader then read each text only
            once, since the pivot's texts are linked with those of every other language.
    """

    def __init__(self, encoder: Encoder, remembered: int = _MOST_WORDS) -> None:
        self._encoder = encoder
        self._left = remembered
        self._known: dict[tuple[str, str], _Text] = {}

    def read(self, texts: Sequence[str], language: str) -> list[_Text]:
        """Return the words of texts in one language."""
        wanted = [text for text in dict.fromkeys(texts) if (text, language) not in self._known]
        words = [words_of(text, language) for text in wanted]
        vectors = word_vectors(self._encoder, wanted, [[word.span for word in each] for each in words])
        found = {
            text: _Text(tuple(each), rows) for text, each, rows in zip(wanted, words, vectors, strict=True)
        }
        for text, each in found.items():
            if len(each.words) <= self._left:
                self._known[text, language] = each
                self._left -= len(each.words)
        return [found.get(text) or self._known[text, language] for text in texts]


class WordLinker:
    """Links words between two languages, with a dictionary learned from pairs of texts.

    Args:
        pairs: corresponding texts, as (source, target); the dictionary is learned from an evenly
            spread sample of them, as large as `_MOST_CELLS` allows.
        source: language code of the first text of each pair.
        target: language code of the second.
        reader: reads the words of the pairs and of the texts to link.
    """

    def __init__(
        self, pairs: Sequence[tuple[str, str]], source: str, target: str, reader: WordReader
    ) -> None:
        self._languages = source, target
        self._reader = reader
        cells = sum(len(ours) * len(theirs) for ours, theirs in pairs) / 12  # words of 2 and 6 characters
        kept = pairs[:: max(1, ceil(cells / _MOST_CELLS))]
        sides = [self._read([pair[side] for pair in kept], side) for side in (0, 1)]
        self._means = tuple(_mean(side) for side in sides)
        texts = [[self._centred(text, side) for text in sides[side]] for side in (0, 1)]
        with one_blas_thread():
            priors = [_prior(*pair) for pair in zip(*texts, strict=True)]
        keys = [[[word.key for word in text.words] for text in side] for side in texts]
        self._onward = _Dictionary(keys[0], keys[1], priors)
        self._back = _Dictionary(keys[1], keys[0], [prior.T for prior in priors])

    def link(self, source: str, target: str) -> WordLinks:
        """Link the words of two corresponding texts."""
        first = self._centred(self._read([source], 0)[0], 0)
        second = self._centred(self._read([target], 1)[0], 1)
        with one_blas_thread():
            prior = _prior(first, second)
        keys = [word.key for word in first.words], [word.key for word in second.words]
        onward = self._onward.posterior(*keys, prior)
        back = self._back.posterior(keys[1], keys[0], prior.T)
        return WordLinks(
            tuple(word.span for word in first.words),
            tuple(word.span for word in second.words),
            np.sqrt(onward * back.T),
        )

    def _read(self, texts: Sequence[str], side: int) -> list[_Text]:
        return self._reader.read(texts, self._languages[side])

    def _centred(self, text: _Text, side: int) -> _Text:
        return _Text(text.words, unit(text.vectors - self._means[side]))


def linker_of(source: Document, target: Document, alignment: Alignment, encoder: Encoder) -> WordLinker:
    """Return a linker that learned from two aligned documents."""
    pairs = linked_texts(alignment, source, target)
    return WordLinker(pairs, source.language, target.language, WordReader(encoder, remembered=0))


class _Dictionary:
    """How probable each word of one language is, given a word of the other, compared with any word.

    Args:
        given: the word keys of each text in the given language.
        wanted: the word keys of each text in the other language.
        priors: for each pair of texts, the weight of each word pair, shape (given, wanted).
    """

    def __init__(
        self, given: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]], priors: Sequence[FloatArray]
    ) -> None:
        self._given, self._wanted = _numbered(given), _numbered(wanted)
        rows = [_numbers(self._given, text) for text in given]
        columns = [_numbers(self._wanted, text) for text in wanted]
        faced = [np.full(len(j), len(i)) for i, j in zip(rows, columns, strict=True) if len(i)]
        pairs = [self._cells(i, j).T.ravel() for i, j in zip(rows, columns, strict=True)]
        self._known, of_cell = np.unique(_joined(pairs), return_inverse=True)
        learned = Translations(
            self._known,
            of_cell,
            _joined(faced),
            np.bincount(_joined(columns), minlength=1) / max(1, sum(map(len, columns))),
            len(self._given),
            nothing=_NOTHING,
            leaps=(1,) * _ROUNDS,
            smoothing=_SMOOTHING,
            prior=np.concatenate([np.zeros(0, np.float32), *(prior.T.ravel() for prior in priors)]),
        )
        self._ratios, self._unseen = learned.ratios, _SMOOTHING / (learned.totals + _SMOOTHING)

    def posterior(self, given: Sequence[str], wanted: Sequence[str], prior: FloatArray) -> FloatArray:
        """Return the probability that each wanted word translates each given one, shape (given, wanted)."""
        i, j = _numbers(self._given, given), _numbers(self._wanted, wanted)
        ratios = np.ones(prior.shape)
        ratios[i >= 0] = self._unseen[i[i >= 0], None]
        if len(self._known):
            cells = np.where((i >= 0)[:, None] & (j >= 0), self._cells(i, j), -1)
            at = np.minimum(np.searchsorted(self._known, cells), len(self._known) - 1)
            ratios = np.where(self._known[at] == cells, self._ratios[at], ratios)
        weights = prior * ratios
        return np.asarray(weights / (weights.sum(axis=0) + _NOTHING), np.float32)

    def _cells(self, rows: IntArray, columns: IntArray) -> IntArray:
        return np.asarray(rows[:, None] * max(1, len(self._wanted)) + columns)


def _numbered(texts: Sequence[Sequence[str]]) -> dict[str, int]:
    """Number the keys of some texts in the order in which they occur."""
    return {key: number for number, key in enumerate(dict.fromkeys(chain.from_iterable(texts)))}


def _numbers(known: dict[str, int], keys: Iterable[str]) -> IntArray:
    return np.array([known.get(key, -1) for key in keys], dtype=np.int64)


def _joined(parts: Sequence[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _prior(source: _Text, target: _Text) -> FloatArray:
    """Return the weight of each word pair according to the words' vectors and facts."""
    similar = source.vectors @ target.vectors.T
    return np.asarray(np.exp(anchored(similar, source.words, target.words) / _TEMPERATURE))


def _mean(texts: Sequence[_Text]) -> FloatArray:
    rows = [text.vectors for text in texts if len(text.vectors)]
    return np.asarray(np.concatenate(rows).mean(axis=0) if rows else np.zeros(1, dtype=np.float32))


_SAME: Final = 0.5
"""Added to the similarity of two words that denote the same number or name."""
_UNLIKE: Final = -0.5
"""Added if both words denote a number or name, but not the same one."""
_SHORTEST_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, mark or atom of a text.

    Attributes:
        span: its position, in code points.
        key: its dictionary key, with case and form folded.
        facts: the numbers and names that it denotes, in a language-independent form.
    """

    span: Span
    key: str
    facts: frozenset[str]


def words_of(text: str, language: str) -> list[Word]:
    """Return the words of a text, in order."""
    values = numerals(text, language)
    found = []
    for token in tokens(text, language):
        shown = text[token.start : token.stop]
        span = Span(token.start, token.stop)
        facts = {numeral.value for numeral in values if numeral.span.overlaps(span)}
        if token.kind == "label":
            facts |= _ordinals(shown, language)
        key = form_key(shown).casefold()
        if not facts and _is_name(shown, key, token.kind):
            facts.add(key)
        found.append(Word(span, key, frozenset(facts)))
    return found


def _is_name(shown: str, key: str, kind: str) -> bool:
    """Whether a word is the same in every language: a symbol, a code or an acronym."""
    lettered = len(key) >= _SHORTEST_NAME and key.isascii() and any(map(str.isalnum, key))
    return lettered and (kind not in NO_ATOMS or shown.isupper())


@lru_cache(maxsize=1024)
def _ordinals(label: str, language: str) -> frozenset[str]:
    return frozenset(str(reading.ordinal) for reading in label_readings(label, language))


def anchored(similar: FloatArray, source: Sequence[Word], target: Sequence[Word]) -> FloatArray:
    """Adjust the similarity of each pair of words by their facts.

    Args:
        similar: cosines, shape (source, target).
        source: words of one text.
        target: words of its counterpart.
    """
    found = similar.copy()
    anchors = [number for number, word in enumerate(target) if word.facts]
    for number, word in enumerate(source):
        if word.facts:
            for other in anchors:
                found[number, other] += _SAME if word.facts & target[other].facts else _UNLIKE
    return found
