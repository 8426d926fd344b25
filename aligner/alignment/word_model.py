"""Judge beads by which words translate which, as learned from the two documents themselves.

Sentence vectors hardly reflect names and rare words, but these are what tells the lines of a story
apart. The beads of a first path suffice to learn word translations by IBM Model 1 (Brown et al. 1993),
which improve the alignment of the same two documents (Moore 2002). A bead's score is the log ratio of
the probability of its words on one side, given those on the other, to their usual probability.

A bead of the first path would confirm itself, so the words of each line are judged without what they
contributed to the counts themselves. Words of a single line then say nothing, and are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from aligner.alignment.blocks import runs
from aligner.alignment.geometry import DoubleArray, FloatArray, IntArray
from aligner.alignment.lattice import SHAPES
from aligner.alignment.lattice_paths import Additions, Posteriors, Step
from aligner.alignment.parts import POSSIBLE
from aligner.languages import get

_LEAPS: Final = (1, 3, 2)
_NO_WORD: Final = 0.3  # weight of the empty word, which accounts for words that translate nothing
_STRENGTH: Final = 10.0  # number of usual occurrences added to the counts of each word
_LIMIT: Final = 3.0  # largest log ratio of a word
_TINY: Final = 1e-9
_FEWEST: Final = 10  # number of beads to learn from
_HALF: Final = -np.log(2)  # log probability above which no two beads share a segment
_TURNED: Final = [2, 3, 0, 1]


class Translations:
    """How often words translate each other, by expectation maximization (IBM Model 1).

    A pair is a word of one text and a wanted word of its counterpart. All pairs of a wanted word follow
    one another.

    Args:
        cells: the distinct pairs in order, each as the number of its given word, times the number of
            wanted words, plus the number of its wanted word.
        of_cell: for each pair, its place among these.
        sizes: for each wanted word that is in pairs, in how many.
        usual: the probability of each wanted word.
        given: number of given words.
        nothing: the weight, for each wanted word or for all, of its translating none of its pairs.
        leaps: by how many usual rounds each round is ahead: by more than one, it exaggerates how a pair
            differs from chance. The first is of no effect, since all pairs are equal before it.
        smoothing: number of usual occurrences added to the counts of each given word.
        prior: the weight of each pair before anything was counted.

    Attributes:
        shares: for each pair, the probability that its words translate each other.
        counts: the sum of these for each cell.
        totals: their sum for each given word.
        ratios: how many times as probable the words of each cell are, given each other, as usual.
    """

    def __init__(
        self,
        cells: IntArray,
        of_cell: IntArray,
        sizes: IntArray,
        usual: DoubleArray,
        given: int,
        *,
        nothing: DoubleArray | float,
        leaps: Sequence[int],
        smoothing: float = 0.0,
        prior: FloatArray | float = 1.0,
    ) -> None:
        word, expected = cells // len(usual), usual[cells % len(usual)]
        ends = np.searchsorted(word, np.arange(given + 1))
        begins = np.cumsum(sizes) - sizes
        self.ratios = np.ones(len(cells))
        for leap in leaps:
            self.shares = (self.ratios**leap)[of_cell]
            self.shares *= prior
            self.shares /= np.repeat(np.add.reduceat(self.shares, begins) + nothing, sizes)
            self.counts = _summed(of_cell, self.shares, len(cells))
            self.totals = np.maximum(np.diff(_cumulated(self.counts)[ends]), _TINY)
            self.ratios = (self.counts / expected + smoothing) / (self.totals + smoothing)[word]


class WordModel:
    """The probability of each word of the target document, given the words of the source."""

    def __init__(self, source: Bags, target: Bags, beads: IntArray) -> None:
        """Learn which words translate which.

        Args:
            source: the words on which those of the target depend.
            target: the other document's words.
            beads: the beads of a path in order: source start and stop, target start and stop,
                shape (k, 4), none of them empty.
        """
        self._source, self._target = source, target
        usual = np.bincount(target.words, minlength=target.count) + 0.5
        self._usual = usual / usual.sum()
        # A pair consists of a word's place in the target and a word's place in the source of its bead.
        (s0, s1), (t0, t1) = self._bounds(beads)
        self._first, self._sizes = (np.zeros(len(target.words), np.int64) for _ in range(2))
        places = runs(t0, t1 - t0)
        self._first[places], self._sizes[places] = np.repeat([s0, s1 - s0], t1 - t0, axis=1)
        self._pairs = np.cumsum(self._sizes) - self._sizes  # the first pair of each place in the target
        given, wanted = source.words[runs(self._first, self._sizes)], np.repeat(target.words, self._sizes)
        cells, of_cell = _distinct(given * target.count + wanted, source.count * target.count)
        sizes = self._sizes[self._sizes > 0]
        learned = Translations(
            cells,
            of_cell,
            sizes,
            self._usual,
            source.count,
            nothing=_NO_WORD * sizes.astype(np.float64),
            leaps=_LEAPS,
        )
        strengths = learned.totals + _STRENGTH
        self._table = np.zeros(source.count * target.count, np.float32)
        self._table[cells] = learned.counts / strengths[cells // target.count]
        self._own = _cumulated(learned.shares / strengths[given])
        self._base = _cumulated(_STRENGTH / strengths[source.words])

    def _bounds(self, beads: IntArray) -> tuple[IntArray, IntArray]:
        """Return the first place of each bead's words and that after the last, in source and target."""
        return self._source.starts[beads[:, :2]].T, self._target.starts[beads[:, 2:]].T

    def log_ratios(self, beads: IntArray) -> DoubleArray:
        """Return the log ratio of each bead: positive if its words translate each other, shape (k,).

        A bead without words on one side has none. Beads of the path that the model was learned from are
        judged as if it had not been.

        Args:
            beads: as above, in any order; they may overlap.
        """
        (s0, s1), (t0, t1) = self._bounds(beads)
        faced = np.where(s1 > s0, t1 - t0, 0)
        number = np.repeat(np.arange(len(beads)), faced)
        place, begin, end = runs(t0, faced), s0[number], s1[number]
        if not len(place):
            return np.zeros(len(beads))
        translated = self._translated(place, begin, end) - self._of_pairs(place, begin, end)
        translated = np.maximum(translated, 0.0) / self._usual[self._target.words[place]]
        ratios = np.log((translated + self._base[end] - self._base[begin]) / (end - begin))
        return _summed(number, np.clip(ratios, -_LIMIT, _LIMIT), len(beads))

    def _translated(self, place: IntArray, begin: IntArray, end: IntArray) -> DoubleArray:
        """Return the sum of the probabilities of target words given each of several source words.

        Args:
            place: places in the target's words.
            begin: the first place in the source's words that faces each of them.
            end: the place after the last one.
        """
        first = int(place.min())
        count = int(place.max()) + 1 - first
        low, high = np.full(count, len(self._source.words)), np.zeros(count, np.int64)
        np.minimum.at(low, place - first, begin)
        np.maximum.at(high, place - first, end)
        widths = np.maximum(high - low, 0)
        shift = (np.cumsum(widths) - widths - low)[place - first]
        given = self._source.words[runs(low, widths)]
        wanted = np.repeat(self._target.words[first : first + count], widths)
        sums = _cumulated(self._table.take(given * self._target.count + wanted))
        return np.asarray(sums[shift + end] - sums[shift + begin])

    def _of_pairs(self, place: IntArray, begin: IntArray, end: IntArray) -> DoubleArray:
        """Return what the pairs that the model was learned from contribute themselves to these sums."""
        first, size, pair = self._first[place], self._sizes[place], self._pairs[place]
        begin, end = (pair + np.clip(bound - first, 0, size) for bound in (begin, end))
        return np.asarray(self._own[end] - self._own[begin])


def _distinct(numbers: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """Return the distinct numbers, all below `count`, in order, and the place of each number among them.

    For up to some millions, this is several times as fast as sorting.
    """
    occurs = np.zeros(count, bool)
    occurs[numbers] = True
    found = np.flatnonzero(occurs)
    place = np.empty(count, np.int64)
    place[found] = np.arange(len(found))
    return found, place[numbers]


def _cumulated(values: FloatArray | DoubleArray) -> DoubleArray:
    """Return the sum of the first values, for each number of them, shape (k + 1,)."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _summed(numbers: IntArray, values: DoubleArray, count: int) -> DoubleArray:
    """Return the sum of the values of each number below `count`."""
    return np.asarray(np.bincount(numbers, values, minlength=count), np.float64)


def with_word_translations(
    posteriors: Sequence[Posteriors],
    plain: Sequence[FloatArray],
    certain: Sequence[Step],
    words: tuple[Bags, Bags],
    weight: float,
) -> list[Posteriors]:
    """Add to the scores of likely beads how well their words translate each other.

    Args:
        posteriors: the posteriors of all lattices of the text. Words are learned from the beads that are
            more likely than not.
        plain: the scores of each lattice without what words add, to which it is added.
        certain: the pairs found outside them.
        words: the words of the source and of the target.
        weight: the weight of the log ratios, which are the mean of both directions.
    """
    source, target = words
    likely = [_Likely.of(sure) for sure in posteriors]
    pairs = np.array([(*step.source, *step.target) for step in certain], np.int64).reshape(-1, 4)
    path = np.concatenate([pairs, *(beads.rows[beads.logs > _HALF] for beads in likely)])
    path = path[np.argsort(path[:, 0])]
    if len(path) < _FEWEST or not (source.count and target.count):
        return list(posteriors)
    forward = _log_ratios(source, target, path, [beads.rows for beads in likely])
    backward = _log_ratios(target, source, path[:, _TURNED], [beads.rows[:, _TURNED] for beads in likely])
    found = []
    for sure, scores, beads, one, other in zip(posteriors, plain, likely, forward, backward, strict=True):
        added = Additions(beads.shapes, beads.cells, weight / 2 * (one + other))
        found.append(sure.revised(added.added_to(scores)))
    return found


def _log_ratios(source: Bags, target: Bags, path: IntArray, beads: Sequence[IntArray]) -> list[DoubleArray]:
    """Return the log ratios of several groups of beads under what the beads of a path teach.

    The model, which is large for a long document, is given up at once.
    """
    model = WordModel(source, target, path)
    return [model.log_ratios(rows) for rows in beads]


@dataclass(frozen=True, slots=True)
class _Likely:
    """Likely beads of a lattice: their shapes, their cells, rows as of a path, and log probabilities."""

    shapes: IntArray
    cells: IntArray
    rows: IntArray
    logs: DoubleArray

    @classmethod
    def of(cls, sure: Posteriors) -> _Likely:
        cells = np.flatnonzero(sure.logs_of_bead_ends() > POSSIBLE)
        logs = sure.logs_of(cells)
        shapes, chosen = np.nonzero(logs > POSSIBLE)
        logs, cells = logs[shapes, chosen], cells[chosen]
        stops = np.stack([sure.lattice.row_of[cells], sure.lattice.column_of[cells]], axis=1)
        starts = stops - np.array(SHAPES)[shapes]
        rows = np.stack([starts[:, 0], stops[:, 0], starts[:, 1], stops[:, 1]], axis=1)
        return cls(shapes, cells, rows, logs)


# Words of a single segment are left out, since nothing in the two documents shows what translates them, and
# so are those of many segments, which tell none from another.

_STEM: Final = 6  # number of first letters that distinguish words; endings are inflection
_STEMS: Final = re.compile(rf"([^\W\d_]{{1,{_STEM}}})[^\W\d_]*")
_OFTEN: Final = 0.3  # maximum share of the segments in which a word occurs
_FEW: Final = 10  # number of segments in which any word may occur
_MOST_WORDS: Final = 4096  # number of words per document, the most frequent ones, to bound the table


@dataclass(frozen=True, slots=True)
class Bags:
    """The words of each segment, each once, in compressed sparse rows.

    Attributes:
        starts: the words of segment i are `words[starts[i]:starts[i + 1]]`, shape (n + 1,).
        words: numbers of words, shape (k,).
        count: how many words there are.
    """

    starts: IntArray
    words: IntArray
    count: int

    @classmethod
    def of(cls, texts: Sequence[str], language: str) -> Bags:
        """Return the words that occur in several texts, but not in many.

        They are words cut to their first letters, or single characters in a language without spaces.

        >>> Bags.of(["He sees her", "she SEES him", "he saw"], "en").words.tolist()
        [0, 1, 1, 0]
        """
        if get(language).spaced:
            found = [dict.fromkeys(_STEMS.findall(text.lower())) for text in texts]
        else:
            found = [dict.fromkeys(filter(str.isalpha, dict.fromkeys(text.lower()))) for text in texts]
        counts = Counter(chain.from_iterable(found))
        most = max(_OFTEN * len(texts), _FEW)
        several = [word for word, count in counts.most_common() if 1 < count <= most][:_MOST_WORDS]
        number_of = dict.fromkeys(counts, -1) | {word: number for number, word in enumerate(several)}
        words = np.fromiter(map(number_of.__getitem__, chain.from_iterable(found)), np.int64)
        kept = np.concatenate([[0], np.cumsum(words >= 0)])
        return cls(kept[np.cumsum([0, *map(len, found)])], words[words >= 0], len(several))
