"""Scores are probabilities whatever a document lacks: the demo set with lines removed.

`tests/benchmarks/confidence.py` prints the tables for other texts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment import align_prepared
from aligner.alignment.calibration import calibrated
from aligner.alignment.lattice_paths import Step
from aligner.encoders.cache import CachedEncoder
from aligner.formats import beads
from aligner.values import Move, Span
from tests.benchmarks.confidence import Outcome, outcomes, reliability
from tests.benchmarks.corpora import Case, document
from tests.benchmarks.damage import Made

LANGUAGES = ("en", "fr", "ru")
DOCUMENTS = 30  # of each language


def rows(folder: Path, language: str) -> list[dict[str, str]]:
    """The pairs of paragraphs of the revised draft."""
    texts = {
        code: [
            one["text"] for one in json.loads((folder / f"rev1.{code}.json").read_text("utf-8"))["segments"]
        ]
        for code in ("zh", language)
    }
    links = beads.load(folder / f"rev1.zh-{language}.beads")
    return [
        {"zh": texts["zh"][link.source[0]], language: texts[language][link.target[0]]}
        for link in links
        if len(link.source) == len(link.target) == 1
    ]


def with_lines_lost(folder: Path, share: float, encoder: CachedEncoder) -> list[Outcome]:
    found: list[Outcome] = []
    for language in LANGUAGES:
        pairs = rows(folder, language)
        for number in range(DOCUMENTS):
            made = Made(language, pairs, random.Random(f"{language}{number}"), [])
            for side in (made.source, made.target):
                side[:] = [item for item in side if made.chance.random() > share]
            source, target = ([text for _, text in side] for side in (made.source, made.target))
            sides = document("zh", source), document(language, target)
            found += outcomes(Case("demo", str(number), *sides, tuple(made.gold())), encoder)
    return found


def log_loss(scores: Sequence[float], right: Sequence[bool]) -> float:
    return -float(np.mean([np.log(s if r else 1 - s) for s, r in zip(scores, right, strict=True)]))


@pytest.mark.parametrize("share", [0.2, pytest.param(0.4, marks=pytest.mark.slow)])
def test_scores_say_more_than_posteriors(
    share: float, golden: Path, encoder: CachedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers were learned without these paragraphs."""
    found = with_lines_lost(golden / "ccpcj-27", share, encoder)
    monkeypatch.setattr(align_prepared, "calibrated", lambda steps, _: list(steps))
    before = with_lines_lost(golden / "ccpcj-27", share, encoder)
    assert [right for _, right in found] == [right for _, right in before]
    assert log_loss(*zip(*found, strict=True)) <= 0.9 * log_loss(*zip(*before, strict=True))


def test_a_score_in_a_complete_document_is_the_share_that_is_right(
    golden: Path, encoder: CachedEncoder
) -> None:
    found = with_lines_lost(golden / "ccpcj-27", 0.05, encoder)
    _, _, count, mean, right = reliability(found)[-1]
    assert count > 0.99 * len(found)
    assert abs(mean - right) <= 0.002


def steps(*shapes: tuple[int, int], posterior: float) -> list[tuple[Step, float]]:
    found = []
    i = j = 0
    for a, b in shapes:
        found.append((Step((i, i + a), (j, j + b), 0), posterior))
        i, j = i + a, j + b
    return found


SHAPES = st.lists(st.sampled_from([(1, 1), (1, 2), (3, 1), (2, 2), (1, 0), (0, 1)]), min_size=1, max_size=40)


@given(SHAPES, st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_bead_has_the_higher_score(
    shapes: list[tuple[int, int]], one: float, other: float
) -> None:
    low, high = (calibrated(steps(*shapes, posterior=p)) for p in sorted((one, other)))
    for (_, less), (_, more) in zip(low, high, strict=True):
        assert 0 <= less <= more <= 1


def test_a_gap_is_less_likely_in_a_complete_document() -> None:
    few, many = ([(1, 1)] * 60 + gaps for gaps in ([(1, 0)], [(1, 0), (1, 1)] * 30))
    complete, other = (calibrated(steps(*shapes, posterior=0.8))[60][1] for shapes in (few, many))
    assert complete < 0.6 < 0.9 < other


def test_passages_that_moved_do_not_count_as_left_out() -> None:
    found = steps(*[(1, 1), (1, 0), (1, 1)] * 30, posterior=0.8)
    moves = [Move(Span(i, i + 1), Span(0, 1), 0.9) for i in range(1, 90, 3)]
    assert calibrated(found, moves)[0][1] > calibrated(found)[0][1]


def test_lines_missing_in_many_places_make_pairs_doubtful_and_a_missing_page_does_not() -> None:
    pairs, gaps = [(1, 1)] * 60, [(1, 0)] * 30
    lines = [*[(1, 1), (1, 0), (1, 1)] * 30]
    complete, page, many = (
        calibrated(steps(*shapes, posterior=0.8))[0][1] for shapes in (pairs, [*pairs, *gaps], lines)
    )
    assert many < 0.75 < 0.8 < page <= complete


def test_nothing_to_calibrate() -> None:
    assert calibrated([]) == []
