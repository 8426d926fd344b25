"""Bead scores against a slow reference that computes one bead at a time from the texts."""

from __future__ import annotations

import numpy as np
import pytest
from simple_values import document
from word_vectors import WordVectors

from aligner.alignment import scoring
from aligner.alignment.anchors import Band, Survey, survey
from aligner.alignment.evidence import Evidence, affinities, gather
from aligner.alignment.geometry import centred
from aligner.alignment.lattice import IMPOSSIBLE, LONGEST, SHAPES
from aligner.alignment.scoring import Scorer, length_ratio
from aligner.alignment.weights import close_weights

WORDS = ("peace", "security", "the", "of", "resolution", "12", "2016", "A/RES/71/5", "member", "states")
ENDS = (".", ";", "")
BEGINNINGS = ("", "", "- ", '"')


def documents(n: int, m: int, seed: int) -> tuple[object, ...]:
    random = np.random.default_rng(seed)
    texts = [
        [
            random.choice(BEGINNINGS)
            + " ".join(random.choice(WORDS, random.integers(1, 9)))
            + random.choice(ENDS)
            for _ in range(count)
        ]
        for count in (n, m)
    ]
    source, target = document("en", *texts[0]), document("ru", *texts[1])
    vectors = [centred(WordVectors().encode(side)) for side in texts]
    return source, target, vectors[0], vectors[1]


def cosine_of(vectors: np.ndarray, lengths: np.ndarray, span: tuple[int, int]) -> np.ndarray:
    summed = sum(vectors[k] * np.sqrt(lengths[k]) for k in range(*span))
    return np.asarray(summed / np.linalg.norm(summed))


class SlowTwin:
    """The score of one bead, by its definition."""

    def __init__(self, left: np.ndarray, right: np.ndarray, look: Survey, evidence: Evidence) -> None:
        self.left, self.right, self.look, self.evidence = left, right, look, evidence
        self.ratio = length_ratio(look, evidence.source.lengths, evidence.target.lengths)
        ours, theirs = evidence.source, evidence.target
        self.ends = affinities(ours.ends, theirs.ends, look.matches)
        self.beginnings = affinities(ours.beginnings, theirs.beginnings, look.matches)
        self.shared, self.numbers = evidence.agreement(np.arange(len(left)), np.arange(len(right)))

    def cosine(self, s: tuple[int, int], t: tuple[int, int]) -> float:
        ours = cosine_of(self.left, self.evidence.source.lengths, s)
        return float(ours @ cosine_of(self.right, self.evidence.target.lengths, t))

    def background(self, s: tuple[int, int], t: tuple[int, int]) -> float:
        sides = (
            (self.look.source_background, self.evidence.source.lengths, s),
            (self.look.target_background, self.evidence.target.lengths, t),
        )
        return sum(
            float(np.average(values[slice(*span)], weights=np.sqrt(lengths[slice(*span)])))
            for values, lengths, span in sides
        )

    def smaller(self, s: tuple[int, int], t: tuple[int, int]) -> float:
        """The best cosine with the first or the last segment of a side left out."""
        options = []
        if s[1] - s[0] > 1:
            options += [((s[0] + 1, s[1]), t), ((s[0], s[1] - 1), t)]
        if t[1] - t[0] > 1:
            options += [(s, (t[0] + 1, t[1])), (s, (t[0], t[1] - 1))]
        shapes = [(a[1] - a[0], b[1] - b[0]) for a, b in options]
        found = [self.cosine(*one) for one, shape in zip(options, shapes, strict=True) if shape in SHAPES]
        return max(found, default=-1.0)

    def score(self, s: tuple[int, int], t: tuple[int, int]) -> float:
        cosine = self.cosine(s, t)
        total = close_weights().cosine * cosine + close_weights().margin * (
            cosine - self.background(s, t) / 2
        )
        total += close_weights().shape(s[1] - s[0], t[1] - t[0])
        if s[1] - s[0] + t[1] - t[0] > 2:
            change = cosine - self.smaller(s, t)
            total += close_weights().loss * min(change, 0) + close_weights().gain * min(max(change, 0), 0.2)
        expected = float(self.evidence.source.lengths[slice(*s)].sum()) * self.ratio
        found = float(self.evidence.target.lengths[slice(*t)].sum())
        spread = np.sqrt((expected + found) / 2 * 6.8 * max(self.ratio, 1.0) + 1)
        total += close_weights().length * min(abs(expected - found) / spread, 2.5)
        ours = float(self.evidence.source.numbers[slice(*s)].sum())
        theirs = float(self.evidence.target.numbers[slice(*t)].sum())
        both = min(float(self.numbers[slice(*s), slice(*t)].sum()), ours, theirs)
        total += close_weights().shared * min(float(self.shared[slice(*s), slice(*t)].sum()), 3)
        total += close_weights().contradicted * min(min(ours, theirs) - both, 3)
        total += float(self.ends[self.evidence.source.ends[s[1] - 1], self.evidence.target.ends[t[1] - 1]])
        first = self.evidence.source.beginnings[s[0]], self.evidence.target.beginnings[t[0]]
        total += float(self.beginnings[first])
        return total + close_weights().one_sided * min(abs(ours - theirs), 3)


@pytest.mark.parametrize(("n", "m", "seed"), [(1, 1, 1), (1, 9, 2), (7, 6, 3), (10, 13, 4), (30, 24, 5)])
@pytest.mark.parametrize("slab", [2, 64])
def test_every_bead_has_the_score_of_the_slow_twin(
    n: int, m: int, seed: int, slab: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_SLAB_ROWS", slab)
    source, target, left, right = documents(n, m, seed)
    look = survey(left, right)
    evidence = gather(source, target)
    middle = np.round(np.arange(n + 1) * m / n).astype(int)
    cells = Band(np.maximum(middle - 4, 0), np.minimum(middle + 4, m))
    scores = Scorer(left, right, look, evidence).scores(cells)
    twin = SlowTwin(left, right, look, evidence)
    place = 0
    for i in range(n + 1):
        for j in range(cells.low[i], cells.high[i] + 1):
            for number, (a, b) in enumerate(SHAPES):
                found = scores[number, place]
                if a > i or b > j:
                    assert found == IMPOSSIBLE
                else:
                    wanted = twin.score((i - a, i), (j - b, j))
                    assert found == pytest.approx(wanted, abs=2e-3), (i, j, a, b)
            place += 1


def test_narrow_slabs_for_wide_bands_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target, left, right = documents(40, 40, 6)
    look, evidence = survey(left, right), gather(source, target)
    whole = Band(np.zeros(41, int), np.full(41, 40))
    expected = Scorer(left, right, look, evidence).scores(whole)
    monkeypatch.setattr(scoring, "_SLAB_CELLS", 50)
    np.testing.assert_allclose(
        Scorer(left, right, look, evidence).scores(whole), expected, rtol=1e-4, atol=1e-3
    )


def test_bead_shapes_go_up_to_five_to_five_and_eight_to_one() -> None:
    assert {(a, b) for a in range(1, 6) for b in range(1, 6)} < set(SHAPES)
    assert (1, LONGEST) in SHAPES
    assert (LONGEST, 1) in SHAPES
    assert len(SHAPES) == len(set(SHAPES))


def test_the_ratio_of_lengths_is_that_of_trusted_matches() -> None:
    pairs = np.array([[k, k] for k in range(6)])
    look = Survey(np.zeros(6), np.zeros(6), pairs, np.full(6, 0.5, np.float32))
    source, target = np.full(6, 10, np.float32), np.full(6, 32, np.float32)
    assert length_ratio(look, source, target) == pytest.approx(3.0)
    target[5] = 12
    for margins, ratio in (([0.5] * 4 + [0.1] * 2, 173 / 61), ([0.5] * 4 + [0.11, 0.1], 3.0)):
        few = Survey(
            np.zeros(6), np.zeros(6), pairs, np.array(margins)
        )  # trusted from 0.1 on, if there are five
        assert length_ratio(few, source, target) == pytest.approx(ratio)
