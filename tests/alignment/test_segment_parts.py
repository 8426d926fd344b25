"""Whether the parts of a segment match its linked segments: against a slow reference, and on text."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_values import document
from timing import seconds
from word_vectors import WordVectors

from aligner.alignment.align import align
from aligner.alignment.anchors import Band, survey
from aligner.alignment.blocks import Block
from aligner.alignment.evidence import gather
from aligner.alignment.lattice import SHAPES, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors
from aligner.alignment.parts import (
    Text,
    best_least,
    clauses,
    clauses_of,
    judged,
    margins_of_runs,
    parts_of,
    usual_margin,
)
from aligner.alignment.prepared import prepare
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import Weights, weights_for
from aligner.encoders.cache import CachedEncoder
from aligner.pipeline.run import DocumentInfo, open_document
from tests.fixed_bitext import bitext


def cosine(left: np.ndarray, right: np.ndarray) -> float:
    return float(left @ right / max(float(np.linalg.norm(left) * np.linalg.norm(right)), 1e-6))


def slow_best_least(parts: np.ndarray, members: np.ndarray, background: np.ndarray) -> float:
    """Every way to cut the parts into as many runs as there are members, in order."""
    best = -np.inf
    for places in combinations(range(1, len(parts)), len(members) - 1):
        edges = (0, *places, len(parts))
        least = min(
            cosine(parts[edges[k] : edges[k + 1]].sum(axis=0), members[k]) - background[k]
            for k in range(len(members))
        )
        best = max(best, least)
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_poorest_match_of_the_best_way_is_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 5))
    parts = random.normal(size=(int(random.integers(count, 9)), 6)).astype(np.float32)
    members = random.normal(size=(count, 6)).astype(np.float32)
    members /= np.linalg.norm(members, axis=1, keepdims=True)
    background = random.uniform(0, 0.5, count).astype(np.float32)
    found = best_least(margins_of_runs(parts, members, background))
    assert found == pytest.approx(slow_best_least(parts, members, background), abs=1e-4)


def test_several_beads_at_once_have_the_margins_of_each() -> None:
    random = np.random.default_rng(7)
    parts, members = random.normal(size=(5, 4, 6)), random.normal(size=(5, 3, 6))
    background = random.uniform(0, 0.5, (5, 3))
    together = margins_of_runs(parts, members, background)
    for number in range(5):
        alone = margins_of_runs(parts[number], members[number], background[number])
        np.testing.assert_allclose(together[number], alone, atol=1e-5)
        assert best_least(together)[number] == pytest.approx(best_least(alone))


def test_empty_and_reversed_runs_have_no_margin() -> None:
    margins = margins_of_runs(np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)[:2], np.zeros(2))
    assert margins.shape == (2, 4, 4)
    assert np.isneginf(margins[:, np.tri(4, dtype=bool)]).all()
    assert np.isfinite(margins[:, ~np.tri(4, dtype=bool)]).all()


@pytest.mark.parametrize(
    ("language", "sentence", "wanted"),
    [
        (
            "zh",
            "阿根廷代表团在普通照会中通知秘书处：新西兰",
            ["阿根廷代表团在普通照会中通知秘书处：", "新西兰"],
        ),
        ("fr", "Notant avec satisfaction ; rappelant", ["Notant avec satisfaction ;", "rappelant"]),
        ("ru", "ссылаясь на резолюцию — и вновь", ["ссылаясь на резолюцию", "и вновь"]),
        ("ar", "إذ تلاحظ مع القلق، وإذ تؤكد", ["إذ تلاحظ مع القلق،", "وإذ تؤكد"]),
        # What has no words of its own stays with its neighbour: addresses, one letter, signs.
        (
            "en",
            "It is available here: https://e.example/a, in full",
            ["It is available here: https://e.example/a,", "in full"],
        ),
        ("en", "(a), that is", ["(a), that is"]),
        ("en", "peace, and order", ["peace,", "and order"]),
        ("en", "food, and order", ["food, and order"]),
        ("en", "peace and order, food", ["peace and order, food"]),
        ("en", "food, aid, and so on, and order", ["food, aid,", "and so on,", "and order"]),
        ("zh", "和，平安", ["和，", "平安"]),
        ("zh", "平安，和", ["平安，和"]),
        ("en", "— , —", []),
        ("en", "", []),
    ],
)
def test_clauses(language: str, sentence: str, wanted: list[str]) -> None:
    assert clauses(sentence, language) == wanted


def test_sentences_are_not_cut_at_clauses_where_there_are_enough() -> None:
    text = "It is, as ever, so. And that, too, is so."
    assert clauses_of(text, "en", 2) == ("It is, as ever, so.", "And that, too, is so.")
    assert len(clauses_of(text, "en", 3)) > 2
    assert clauses_of("No clause here at all", "en", 2) == ()


def test_a_very_long_text_keeps_all_its_words_in_few_clauses() -> None:
    sentences = [f"This is sentence number {number}." for number in range(100)]
    found = clauses_of(" ".join(sentences), "en", 3)
    assert len(found) == 13
    assert " ".join(found) == " ".join(sentences)
    for count, wanted, n_clauses in ((24, 3, 24), (25, 3, 13), (30, 30, 30), (30, 31, 0)):
        assert len(clauses_of(" ".join(sentences[:count]), "en", wanted)) == n_clauses


@pytest.mark.parametrize(
    ("language", "text", "lengths", "wanted"),
    [
        # Where a clause ends nearby, and where a word does; characters where no spaces are.
        ("en", "a" * 40 + ", " + "b" * 60, [50, 50], ("a" * 40 + ",", "b" * 60)),
        (
            "en",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
            [1, 1],
            (
                "one two three four five six seven eight",
                "nine ten eleven twelve thirteen fourteen",
            ),
        ),
        (
            "zh",
            "一二三四五六七八九十" * 4,
            [10, 30],
            ("一二三四五六七八九十" + "一", "二三四五六七八九十" + "一二三四五六七八九十" * 2),
        ),
        # A part of a few letters would be like anything.
        ("en", "x " * 100, [1, 1000], (("x " * 15).strip(), ("x " * 85).strip())),
        ("en", "", [1, 2], ()),
        ("en", "word", [1, 1], ()),
        # A clause that ends up to 16 % of the text's length away, or up to 9 characters in a short text.
        ("zh", f"{'一' * 33}，{'二' * 66}", [1, 1], (f"{'一' * 33}，", "二" * 66)),
        ("zh", f"{'一' * 32}，{'二' * 67}", [1, 1], (f"{'一' * 32}，{'二' * 17}", "二" * 50)),
        ("zh", f"{'一' * 10}，{'二' * 29}", [1, 1], (f"{'一' * 10}，", "二" * 29)),
        ("zh", f"{'一' * 9}，{'二' * 30}", [1, 1], (f"{'一' * 9}，{'二' * 10}", "二" * 20)),
        # In a text too short for two long parts, the shorter has at least a quarter.
        ("zh", "一二三四五六七八九十" * 2, [1, 9999], ("一二三四五", "六七八九十一二三四五六七八九十")),
    ],
)
def test_parts_in_proportion(language: str, text: str, lengths: list[int], wanted: tuple[str, ...]) -> None:
    assert parts_of(text, language, tuple(lengths)) == wanted


@given(st.text(max_size=200), st.lists(st.integers(0, 300), min_size=2, max_size=8))
def test_parts_lose_no_word(text: str, lengths: list[int]) -> None:
    for language in ("zh", "ru"):
        parts = parts_of(text, language, tuple(lengths))
        assert len(parts) in (0, len(lengths))
        if parts:
            assert "".join("".join(parts).split()) == "".join(text.split())


LINES = {"en": ("Note by the Secretariat", "Peru"), "fr": ("Annexe", "Communications"), "ru": ("Приложение",)}


@pytest.mark.parametrize("code", LINES)
def test_a_one_sided_line_does_not_join_its_neighbours_bead(
    code: str, corpus: Path, encoder: CachedEncoder
) -> None:
    """Headings put in everywhere in turn; without looking at the parts, one in six was left alone."""
    ours, theirs = (
        open_document(corpus / f"rev1.{c}.txt", info=DocumentInfo(language=c, version="rev1")).texts()
        for c in ("zh", code)
    )
    alone = []
    for line in LINES[code]:
        for place in range(0, len(theirs) + 1, 2):
            lines = [*theirs[:place], line, *theirs[place:]]
            found = align(document("zh", *ours), document(code, *lines), encoder)
            alone.append(any(not bead.source and [*bead.target] == [place] for bead in found.beads))
    assert sum(alone) / len(alone) >= 0.65


def test_a_text_that_is_one_on_one_side_and_two_on_the_other_stays_one_bead() -> None:
    long = (
        "States agreed on education today, on health and water, and later on energy",
        "Banks paid interest on loans here, on debts and bonds, or sometimes on shares",
        "Rivers carry sand and salt there, carry fish and boats, but rarely any seas",
    )
    source = document("en", long[0], f"{long[1]}. {long[2]}.")
    found = align(source, document("ru", *long), WordVectors())
    assert [(tuple(b.source), tuple(b.target)) for b in found.beads] == [((0,), (0,)), ((1,), (1, 2))]


def test_a_segment_of_very_many_short_pieces_takes_time_in_proportion_to_them() -> None:
    """100,000 of them took minutes: each was joined to all before it."""
    short, long = "(iv) " * 4_000, "(iv) " * 16_000
    once = seconds(lambda: clauses(short, "en"), best_of=2)
    assert seconds(lambda: clauses(long, "en"), best_of=2) < 8 * once


@pytest.mark.parametrize(
    ("margins", "usual"),
    [
        ([0.1] * 4, 0.15),
        ([0.1] * 5, 0.1),
        ([0.01, 0.02, 0.03, 0.9, 0.9], 0.03),
        ([0.3] * 9, 0.15),
        ([], 0.15),
    ],
)
def test_the_usual_margin_is_the_median_of_enough_matches(margins: list[float], usual: float) -> None:
    assert usual_margin(np.array(margins)) == pytest.approx(usual)


class SlowTwin:
    """The adjustment of the score of one 1-n or n-1 bead, by its definition."""

    def __init__(self, sides: tuple[Text, Text], usual: float, weights: Weights) -> None:
        self.sides, self.usual, self.weights = sides, usual, weights

    @staticmethod
    def vector(text: str, side: Text) -> np.ndarray:
        found = WordVectors().encode([text])[0] - side.shift
        return np.asarray(found / np.linalg.norm(found))

    def adjustment(self, source: slice, target: slice) -> float:
        (one, at), (many, taken) = (self.sides[0], source), (self.sides[1], target)
        if target.stop - target.start == 1:
            (one, at), (many, taken) = (many, taken), (one, at)
        text, others = one.texts[at.start], many.texts[taken]
        background = (one.background[at] + many.background[taken]) / 2
        members = many.vectors[taken]
        ways = [-np.inf]
        if parts := parts_of(text, one.language, tuple(map(len, others))):
            vectors = [self.vector(part, one) for part in parts]
            ways.append(min(v @ m - b for v, m, b in zip(vectors, members, background, strict=True)))
        if pieces := clauses_of(text, one.language, len(others)):
            weighted = np.array([self.vector(piece, one) * np.sqrt(len(piece)) for piece in pieces])
            ways.append(slow_best_least(weighted, members, background))
        whole = self.vector(" ".join(others), many)
        pooled = sum(m * np.sqrt(len(other)) for m, other in zip(members, others, strict=True))
        gain = one.vectors[at.start] @ (whole - pooled / np.linalg.norm(pooled))
        found = self.weights.divided + self.weights.part * np.clip(max(ways), -0.5, 0.5)
        return float(found + self.weights.usual * self.usual + self.weights.whole * np.clip(gain, -0.2, 0.2))


@pytest.mark.parametrize("usual", [0.15, 0.1, 0.05])
def test_adjustments_are_those_of_the_slow_twin(usual: float) -> None:
    """Beads are looked at whose probability is at least e ** -5; the other scores stay."""
    left, right = prepare(bitext(0.5), WordVectors())
    look, weights = survey(left.vectors, right.vectors), weights_for(usual)
    sides = left.text(look.source_background), right.text(look.target_background)
    scorer = Scorer(left.vectors, right.vectors, look, gather(left.document, right.document), weights)
    rows, columns = len(left.vectors) + 1, len(right.vectors)
    band = Band(np.zeros(rows, int), np.full(rows, columns))
    sure = Posteriors(Lattice([Block(0, 0, band, scorer.scores(band))], GapCosts.usual()))
    (found,) = judged([sure], *sides, usual, weights, WordVectors())
    revised = found.added_to(sure.lattice.scores)
    twin, logs = SlowTwin(sides, usual, weights), sure.logs_of(np.arange(sure.lattice.size))
    looked_at = 0
    for (a, b), before, after, chances in zip(SHAPES, sure.lattice.scores, revised, logs, strict=True):
        if (a == 1) == (b == 1):
            assert np.array_equal(before, after)
            continue
        cells = np.flatnonzero(chances > -5)
        looked_at += len(cells)
        assert np.array_equal(np.delete(before, cells), np.delete(after, cells))
        for cell in cells.tolist():
            i, j = divmod(cell, columns + 1)
            wanted = twin.adjustment(slice(i - a, i), slice(j - b, j))
            assert after[cell] - before[cell] == pytest.approx(wanted, abs=1e-3)
    assert looked_at >= 9


def test_scores_without_a_bead_to_check_stay() -> None:
    band = Band(np.array([0, 0]), np.array([1, 1]))
    scores = np.full((len(SHAPES), 4), -30.0, np.float32)
    scores[0, 3] = 9.0
    sure = Posteriors(Lattice([Block(0, 0, band, scores)], GapCosts.usual()))
    text = Text(
        "en", ["peace"], np.eye(1, dtype=np.float32), np.zeros(1, np.float32), np.zeros(1, np.float32)
    )
    found = list(judged([sure, sure], text, text, 0.15, weights_for(0.15), WordVectors()))
    assert [one.added_to(scores) is scores for one in found] == [True, True]
    assert list(judged([], text, text, 0.15, weights_for(0.15), WordVectors())) == []
