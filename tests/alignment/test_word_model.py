"""What words that translate each other say about beads, as learned from the documents themselves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors, Step, best_path
from aligner.alignment.word_model import Bags, WordModel, with_word_translations

Range = tuple[int, int]
NAMES = {
    "Alice": "爱丽",
    "Boris": "鲍里",
    "Carla": "卡拉",
    "David": "大卫",
    "Gianni": "詹尼",
    "Helga": "赫格",
}


def dialogue(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Return lines in which somebody speaks, and their translations."""
    chosen = np.random.default_rng(seed).choice(list(NAMES), count)
    return [f"{name} speaks." for name in chosen], [f"{NAMES[name]}说话。" for name in chosen]


def rows(*beads: tuple[Range, Range]) -> np.ndarray:
    return np.array([(*source, *target) for source, target in beads], np.int64)


def one_to_one(count: int) -> np.ndarray:
    return rows(*(((k, k + 1), (k, k + 1)) for k in range(count)))


def test_words_are_cut_to_stems_and_those_of_one_line_ignored() -> None:
    bags = Bags.of(["Recalling resolutions", "recalled the resolution", "once"], "en")
    assert bags.count == 2
    assert bags.words.tolist() == [0, 1, 0, 1]
    assert bags.starts.tolist() == [0, 2, 4, 4]


def test_words_of_many_lines_are_ignored() -> None:
    texts = [f"the {'same' if number < 12 else 'word'} {number}" for number in range(40)]
    assert Bags.of(texts, "en").count == 1
    assert Bags.of(texts[:10], "en").count == 2


def test_a_language_without_spaces_has_characters_as_words() -> None:
    bags = Bags.of(["联合国，2", "国家。"], "zh")
    assert bags.count == 1
    assert bags.starts.tolist() == [0, 1, 2]


def test_a_bead_with_the_name_of_its_counterpart_scores_more_than_one_with_another() -> None:
    ours, theirs = dialogue(40, seed=1)
    model = WordModel(Bags.of(ours, "en"), Bags.of(theirs, "zh"), one_to_one(40))
    names = [line.split()[0] for line in ours]
    same = [(i, j) for i in range(40) for j in range(40) if i != j and names[i] == names[j]]
    other = [(i, j) for i in range(40) for j in range(40) if names[i] != names[j]]
    scores = [
        model.log_ratios(rows(*(((i, i + 1), (j, j + 1)) for i, j in pairs))) for pairs in (same, other)
    ]
    assert scores[0].min() > 0 > scores[1].max()


def test_a_bead_of_the_path_does_not_confirm_itself() -> None:
    """Two words in two lines each, which face each other only in the wrong pair of the first path."""
    ours, theirs = dialogue(20, seed=2)
    ours[4:6], theirs[4:6] = ["Edgar speaks.", "Flora speaks."], ["埃德说话。", "芙萝说话。"]
    ours[9:11], theirs[9:11] = ["Edgar speaks.", "Flora speaks."], ["芙萝说话。", "埃德说话。"]
    model = WordModel(Bags.of(ours, "en"), Bags.of(theirs, "zh"), one_to_one(20))
    right, wrong = model.log_ratios(rows(((9, 10), (10, 11)), ((9, 10), (9, 10))))
    assert right > 0.2 > 0 > wrong


@pytest.mark.parametrize("bead", [((0, 1), (2, 3)), ((2, 3), (0, 1)), ((2, 3), (2, 3))])
def test_a_bead_without_words_on_one_side_says_nothing(bead: tuple[Range, Range]) -> None:
    bags = Bags.of(["peace", "peace", "1945"], "en")
    assert WordModel(bags, bags, one_to_one(3)).log_ratios(rows(bead)).tolist() == [0.0]


def test_names_decide_between_two_paths_of_equal_score() -> None:
    """Of three lines opposite two, the one left out is the one whose name the other side lacks."""
    ours, theirs = dialogue(33, seed=3)
    ours[30:], theirs[30:] = (
        ["Alice speaks.", "Boris speaks.", "Carla speaks."],
        ["爱丽说话。", "卡拉说话。", ""],
    )
    certain = [Step((k, k + 1), (k, k + 1), -1) for k in range(30)]
    scores = np.full((len(SHAPES), 12), IMPOSSIBLE, np.float32)
    scores[0] = 1.0
    block = Block(30, 30, Band(np.zeros(4, np.int64), np.full(4, 2)), scores)
    posteriors = [Posteriors(Lattice([block], GapCosts.usual()))]
    bags = Bags.of(ours, "en"), Bags.of(theirs[:-1], "zh")
    (found,) = with_word_translations(posteriors, [scores], certain, bags, weight=1.0)
    assert [(step.source, step.target) for step in best_path(found.lattice)] == [
        ((30, 31), (30, 31)),
        ((31, 32), (31, 31)),
        ((32, 33), (31, 32)),
    ]


def test_words_are_learned_from_beads_more_likely_than_not() -> None:
    """Two lines that are left out rather than linked teach nothing, like lines of no bead."""
    ours, theirs = dialogue(31, seed=3)
    certain = [Step((k, k + 1), (k, k + 1), -1) for k in range(30)]
    bags = Bags.of(ours, "en"), Bags.of(theirs, "zh")
    found = []
    for score in (20.0, -5.0):
        scores = np.full((len(SHAPES), 4), IMPOSSIBLE, np.float32)
        scores[0, 3] = score
        block = Block(30, 30, Band(np.zeros(2, np.int64), np.ones(2, np.int64)), scores)
        posteriors = [Posteriors(Lattice([block], GapCosts.usual()))]
        (judged,) = with_word_translations(posteriors, [np.zeros_like(scores)], certain, bags, weight=1.0)
        own = np.array([[30, 31, 30, 31]])
        path = np.array([[k, k + 1, k, k + 1] for k in range(31 if score == 20.0 else 30)])
        both = [WordModel(*bags, path), WordModel(*bags[::-1], path)]
        added = judged.lattice.scores
        assert added[0, 3] == pytest.approx(float(sum(model.log_ratios(own)[0] for model in both)) / 2)
        assert np.count_nonzero(added) == 1
        found.append(float(added[0, 3]))
    assert found[0] != found[1]


def test_what_is_learned_again_replaces_what_was_added_before() -> None:
    ours, theirs = dialogue(33, seed=4)
    scores = np.random.default_rng(4).normal(0, 2, (len(SHAPES), 16)).astype(np.float32)
    block = Block(30, 30, Band(np.zeros(4, np.int64), np.full(4, 3)), scores)
    bags = Bags.of(ours, "en"), Bags.of(theirs, "zh")
    first = [Posteriors(Lattice([block], GapCosts.usual()))]
    certain = [Step((k, k + 1), (k, k + 1), -1) for k in range(30)]
    once = with_word_translations(first, [scores], certain, bags, weight=1.0)
    assert not np.array_equal(once[0].lattice.scores, scores)
    (twice,) = with_word_translations(once, [scores], certain, bags, weight=0.0)
    np.testing.assert_array_equal(twice.lattice.scores, scores)


@pytest.mark.parametrize(
    ("texts", "certain"), [(["peace"] * 30, 2), ([f"w{chr(97 + k)}" for k in range(26)], 20)]
)
def test_few_beads_or_words_teach_nothing(texts: list[str], certain: int) -> None:
    scores = np.ones((len(SHAPES), 4), np.float32)
    block = Block(25, 25, Band(np.zeros(2, np.int64), np.ones(2, np.int64)), scores)
    posteriors = [Posteriors(Lattice([block], GapCosts.usual()))]
    steps = [Step((k, k + 1), (k, k + 1), -1) for k in range(certain)]
    bags = Bags.of(texts, "en")
    assert with_word_translations(posteriors, [scores], steps, (bags, bags), weight=1.0) == posteriors


def test_beads_whose_words_face_none_teach_nothing() -> None:
    ours, theirs = Bags.of(["peace"] * 2 + ["1"] * 10, "en"), Bags.of(["1"] * 2 + ["мир"] * 10, "ru")
    model = WordModel(ours, theirs, one_to_one(12))
    assert model.log_ratios(rows(((0, 1), (2, 3)))) == pytest.approx([0.0], abs=0.1)


def plain(
    source: list[set[str]], target: list[set[str]], path: Sequence[tuple[Range, Range]]
) -> Callable[[Range, Range], float]:
    """IBM Model 1 in dictionaries, and the log ratio of a bead under it."""
    usual = {word: sum(word in bag for bag in target) + 0.5 for bag in target for word in bag}
    total = sum(usual.values())
    usual = {word: count / total for word, count in usual.items()}

    def places(side: list[set[str]], lines: Range) -> list[tuple[int, str]]:
        return [(line, word) for line in range(*lines) for word in sorted(side[line])]

    facing = [(places(source, s), places(target, t)) for s, t in path]
    share = {(e, f): 1 / len(given) for given, wanted in facing for f in wanted for e in given}
    for leap in (3, 2, 0):
        counts: dict[tuple[str, str], float] = {}
        totals: dict[str, float] = {}
        for (e, f), value in share.items():
            counts[e[1], f[1]] = counts.get((e[1], f[1]), 0) + value
            totals[e[1]] = totals.get(e[1], 0) + value
        if not leap:
            break
        for given, wanted in facing:
            for f in wanted:
                chances = {e: counts[e[1], f[1]] / totals[e[1]] / usual[f[1]] for e in given}
                likely = {e: usual[f[1]] * value**leap for e, value in chances.items()}
                whole = sum(likely.values()) + 0.3 * len(given) * usual[f[1]] + 1e-9
                share |= {(e, f): value / whole for e, value in likely.items()}

    def log_ratio(s: Range, t: Range) -> float:
        result = 0.0
        given = places(source, s)
        for f in places(target, t) if given else []:
            chance = 0.0
            for e in given:
                strength = totals.get(e[1], 1e-9) + 10
                count = counts.get((e[1], f[1]), 0) - share.get((e, f), 0)
                chance += (count + 10 * usual[f[1]]) / strength / len(given)
            result += min(max(math.log(chance / usual[f[1]]), -3.0), 3.0)
        return result

    return log_ratio


@pytest.mark.parametrize("seed", range(8))
def test_the_model_agrees_with_a_plain_one(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sides = [[set(chance.choice(list("abcdefgh"), chance.integers(0, 5))) for _ in range(14)] for _ in "st"]
    bags = [Bags.of([" ".join(sorted(bag)) for bag in side], "en") for side in sides]
    kept = [
        [{word for word in bag if sum(word in other for other in side) > 1} for bag in side] for side in sides
    ]
    path: list[tuple[Range, Range]] = [
        ((0, 1), (0, 1)), ((1, 3), (1, 2)), ((4, 5), (2, 5)), ((5, 7), (5, 7)), ((8, 11), (8, 9)),
    ]  # fmt: skip
    model = WordModel(*bags, rows(*path))
    log_ratio = plain(*kept, path)
    beads = [((a, a + m), (b, b + n)) for a in range(12) for b in range(12) for m in (1, 2) for n in (1, 2)]
    found = model.log_ratios(rows(*beads))
    assert found.any()
    assert found == pytest.approx([log_ratio(*bead) for bead in beads], abs=1e-5)
