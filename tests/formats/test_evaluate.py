"""Strict and lax scores: hand-counted tables, a slow reference implementation, and invariants."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment.evaluation import Evaluation, doubt, evaluate, evaluate_many
from aligner.alignment.links import Link
from aligner.formats.beads import parse_ladder
from aligner.formats.json.write import evaluation_form
from aligner.values.codec import unstructure

shapes = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda size: size != (0, 0)), max_size=12
)


def plain_values(evaluation: Evaluation) -> Any:
    return unstructure(evaluation_form(evaluation))


def links_of(sizes: list[tuple[int, int]]) -> list[Link]:
    links: list[Link] = []
    source = target = 0
    for m, n in sizes:
        links.append(Link(tuple(range(source, source + m)), tuple(range(target, target + n))))
        source, target = source + m, target + n
    return links


def slow_right(judged: list[Link], reference: list[Link]) -> tuple[int, int]:
    """Right strictly and laxly, straight from the definition: any shared linked pair."""
    strict = lax = 0
    for link in judged:
        same = any((link.source, link.target) == (other.source, other.target) for other in reference)
        touches = any(
            (i, j) in {(k, m) for k in other.source for m in other.target}
            for other in reference
            for i in link.source
            for j in link.target
        )
        strict += same
        lax += same or touches
    return strict, lax


@pytest.mark.parametrize(
    ("auto", "gold", "strict", "lax"),
    [
        # all right, gaps included
        ("[0]:[0]\n[1]:[]\n[]:[1]", "[0]:[0]\n[1]:[]\n[]:[1]", (1, 1), (1, 1)),
        # a wrong gap costs precision, never recall of what was linked
        ("[0]:[0]\n[1]:[]\n[]:[1]", "[0]:[0]\n[1]:[1]", (1 / 3, 1 / 2), (1 / 3, 1 / 2)),
        # a gold gap that was not made costs nothing in recall
        ("[0]:[0]\n[1]:[1]", "[0]:[0]\n[1]:[]\n[]:[1]", (1 / 2, 1), (1 / 2, 1)),
        # a bead cut in two: lax only
        ("[0]:[0]\n[1]:[1]", "[0, 1]:[0, 1]", (0, 0), (1, 1)),
        # touching on one side only is not lax either
        ("[0]:[1]\n[1]:[0]", "[0]:[0]\n[1]:[1]", (0, 0), (0, 0)),
        # nothing but gaps
        ("[0]:[]\n[]:[0]", "[0]:[]\n[]:[0]", (1, 0), (1, 0)),
    ],
)
def test_figures_equal_those_counted_by_hand(
    auto: str, gold: str, strict: tuple[float, float], lax: tuple[float, float]
) -> None:
    result = evaluate(parse_ladder(auto), parse_ladder(gold))
    assert (result.strict.precision, result.strict.recall) == pytest.approx(strict)
    assert (result.lax.precision, result.lax.recall) == pytest.approx(lax)


def test_f1_is_the_harmonic_mean() -> None:
    result = evaluate(parse_ladder("[0]:[0]\n[1]:[]\n[]:[1]"), parse_ladder("[0]:[0]\n[1]:[1]"))
    assert result.strict.f1 == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))


@given(shapes, shapes)
def test_agrees_with_the_slow_twin(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    auto, gold = links_of(first), links_of(second)
    counts = evaluate(auto, gold).counts
    linked_auto = [link for link in auto if not link.is_gap]
    linked_gold = [link for link in gold if not link.is_gap]
    assert (counts.auto_right_strict, counts.auto_right_lax) == slow_right(auto, gold)
    assert (counts.gold_found_strict, counts.gold_found_lax) == slow_right(linked_gold, linked_auto)
    assert (counts.auto, counts.gold_without_gaps) == (len(auto), len(linked_gold))


@given(shapes, shapes)
def test_lax_is_never_below_strict(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    result = evaluate(links_of(first), links_of(second))
    assert result.lax.precision >= result.strict.precision
    assert result.lax.recall >= result.strict.recall


def test_several_files_add_their_counts_up() -> None:
    right = parse_ladder("[0]:[0]\n[1]:[1]\n[2]:[2]")
    wrong = parse_ladder("[0]:[1]\n[1]:[0]")
    result = evaluate_many([(right, right), (wrong, parse_ladder("[0]:[0]\n[1]:[1]"))])
    assert result.files == 2
    assert result.strict.precision == pytest.approx(3 / 5)


def test_by_type_and_by_band() -> None:
    auto = [Link((0,), (0,), 0.999), Link((1,), (1, 2), 0.6), Link((2,), (), 1.0)]
    gold = [Link((0,), (0,)), Link((1,), (1,)), Link((), (2,)), Link((2,), ())]
    result = evaluate(auto, gold)
    types = {one.shape: (one.auto, one.gold, one.right) for one in result.types}
    assert types == {"0-1": (0, 1, 0), "1-0": (1, 1, 1), "1-1": (1, 2, 1), "1-2": (1, 0, 0)}
    assert [(band.low, band.beads, band.right) for band in result.bands if band.beads] == [
        (0.5, 1, 0),
        (0.99, 2, 2),
    ]
    assert sum(band.beads for band in result.bands) == len(auto)


def test_a_ladder_has_no_bands() -> None:
    links = parse_ladder("[0]:[0]")
    assert evaluate(links, links).bands == ()


def test_plain_values_carry_the_figures() -> None:
    links = parse_ladder("[0]:[0]\n[1]:[]")
    value = plain_values(evaluate(links, links))
    assert value["strict"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert value["counts"] == {
        "auto": 2,
        "auto_right_strict": 2,
        "auto_right_lax": 2,
        "gold_without_gaps": 1,
        "gold_found_strict": 1,
        "gold_found_lax": 1,
    }


def test_plain_values_have_everything() -> None:
    auto = [Link((0,), (0,), 0.999), Link((1,), (1, 2), 0.5), Link((2,), (), 1.0), Link((3,), (3,), 0.49)]
    gold = [Link((0,), (0,)), Link((1,), (1,)), Link((), (2,)), Link((2,), ()), Link((3,), (3,))]
    found = plain_values(evaluate_many([(auto, gold), ([], [])]))
    assert found["files"] == 2
    assert found["strict"] == {"precision": 3 / 4, "recall": 2 / 3, "f1": pytest.approx(12 / 17)}
    assert found["lax"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    names = ("shape", "auto", "gold", "right", "precision", "recall", "f1")
    assert found["types"] == [
        dict(zip(names, row, strict=True))
        for row in (
            ("0-1", 0, 1, 0, 0.0, 0.0, 0.0),
            ("1-0", 1, 1, 1, 1.0, 1.0, 1.0),
            ("1-1", 2, 3, 2, 1.0, 2 / 3, pytest.approx(0.8)),
            ("1-2", 1, 0, 0, 0.0, 0.0, 0.0),
        )
    ]
    assert found["bands"] == [
        {"low": 0.0, "high": 0.5, "beads": 1, "precision": 1.0},
        {"low": 0.5, "high": 0.8, "beads": 1, "precision": 0.0},
        {"low": 0.8, "high": 0.9, "beads": 0, "precision": 0.0},
        {"low": 0.9, "high": 0.95, "beads": 0, "precision": 0.0},
        {"low": 0.95, "high": 0.99, "beads": 0, "precision": 0.0},
        {"low": 0.99, "high": 1.0, "beads": 2, "precision": 1.0},
    ]


@pytest.mark.parametrize(
    ("auto", "gold", "sizes"),
    [
        ("[0]:[0]", "[0]:[0]\n[]:[1]", "1 and 1 segments, its gold 1 and 2:"),
        ("[0]:[0]\n[1, 2]:[]", "[0]:[0]", "3 and 1 segments, its gold 1 and 1:"),
        ("[]:[0]", "[0]:[0]", "0 and 1 segments, its gold 1 and 1:"),
    ],
)
def test_alignments_of_different_lengths_are_doubtful(auto: str, gold: str, sizes: str) -> None:
    assert sizes in doubt(parse_ladder(auto), parse_ladder(gold))
