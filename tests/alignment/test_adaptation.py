"""The cost of gaps in a document with few gaps, and in one that is divided differently throughout."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.anchors import Band
from aligner.alignment.blocks import Block
from aligner.alignment.calibration import with_gaps_of_a_complete_text, with_gaps_of_a_divided_text
from aligner.alignment.lattice import IMPOSSIBLE, SHAPES, GapCosts, Lattice
from aligner.alignment.lattice_paths import Posteriors
from aligner.alignment.weights import USUAL_SKIP_SHARE, close_weights

SINGLE, DIVIDED = SHAPES.index((1, 1)), SHAPES.index((1, 2))


def document(divided: int, others: int, score: float = 12.0) -> list[Posteriors]:
    """Blocks of one segment and two, in some of which the second belongs to the bead and in others not."""
    band = Band(np.array([0, 0]), np.array([0, 2]))
    blocks = []
    for number in range(divided + others):
        scores = np.full((len(SHAPES), 4), IMPOSSIBLE, np.float32)
        scores[SINGLE, 2] = 6.0
        scores[DIVIDED, 3] = score if number < divided else -6.0
        blocks.append(Block(number, 2 * number, band, scores))
    return [Posteriors(Lattice(blocks, GapCosts.usual()))]


def gaps(posteriors: list[Posteriors]) -> GapCosts:
    return posteriors[0].lattice.gaps


@pytest.mark.parametrize(("divided", "dearer"), [(5, 0.0), (60, -3.0)])
def test_gaps_cost_more_in_a_text_divided_throughout(divided: int, dearer: float) -> None:
    found = gaps(with_gaps_of_a_divided_text(document(divided, 80 - divided)))
    assert found.begin == pytest.approx(close_weights().skip + dearer)


def test_the_estimate_is_repeated_until_it_settles() -> None:
    """While gaps are cheap, each second segment is likelier missing than part of a bead."""
    doubtful = document(80, 0, score=2.2)
    assert gaps(with_gaps_of_a_divided_text(doubtful)).begin == pytest.approx(close_weights().skip - 3.0)
    first = doubtful[0].counts()[DIVIDED]
    assert first < 40 < with_gaps_of_a_divided_text(doubtful)[0].counts()[DIVIDED]


def test_gaps_that_become_few_in_a_divided_text_cost_more_still() -> None:
    divided = with_gaps_of_a_divided_text(document(80, 0, score=3.0))
    complete = with_gaps_of_a_complete_text(divided)
    one_estimate = -0.85
    assert gaps(complete).begin - gaps(divided).begin < one_estimate - 0.5


def test_what_is_missing_in_a_divided_text_is_usually_a_passage() -> None:
    usual, divided = GapCosts.usual(), gaps(with_gaps_of_a_divided_text(document(60, 20)))
    assert divided.begin - usual.begin < 2 * (divided.extend - usual.extend) < 0


def test_many_gaps_alone_change_nothing() -> None:
    """Half of the segments of one side are missing on the other, and hardly any are divided."""
    found = with_gaps_of_a_complete_text(with_gaps_of_a_divided_text(document(0, 40)))
    assert gaps(found) == GapCosts.usual()


def test_gaps_are_dear_where_there_are_none() -> None:
    assert gaps(with_gaps_of_a_complete_text(document(60, 0))).begin < close_weights().skip - 1


def test_dearer_gaps_add_up() -> None:
    divided = with_gaps_of_a_divided_text(document(60, 0))
    assert gaps(with_gaps_of_a_complete_text(divided)).begin < gaps(divided).begin < close_weights().skip


def test_nothing_to_adapt() -> None:
    assert with_gaps_of_a_complete_text(with_gaps_of_a_divided_text([])) == []


def test_pairs_outside_the_lattices_count() -> None:
    """Few segments are divided among many, and few are missing among many."""
    much, some = document(60, 20), document(0, 40)
    assert gaps(with_gaps_of_a_divided_text(much)).begin < close_weights().skip - 1
    assert gaps(with_gaps_of_a_divided_text(much, 1000)) == GapCosts.usual()
    assert gaps(with_gaps_of_a_complete_text(some)) == GapCosts.usual()
    assert gaps(with_gaps_of_a_complete_text(some, 5000)).begin < close_weights().skip - 1


def test_gaps_cost_more_by_as_much_as_they_are_rarer_than_usual() -> None:
    """A third of the usual share; many segments, so that the share is hardly smoothed."""
    some = document(0, 4000)
    left_out = sum(float(side.sum()) for sure in some for side in sure.left_out)
    segments = 3 * left_out / USUAL_SKIP_SHARE
    pairs = round((segments - 3 * 4000) / 2)
    third, usual = USUAL_SKIP_SHARE / 3, USUAL_SKIP_SHARE
    dearer = np.log(third / (1 - third)) - np.log(usual / (1 - usual))
    found = gaps(with_gaps_of_a_complete_text(some, pairs))
    assert found.begin - close_weights().skip == pytest.approx(dearer, abs=0.01)


@pytest.mark.parametrize(
    ("share", "dearer"), [(0.15, 0.0), (0.165, 0.0), (0.168, -0.3), (0.2, -1.5), (0.22, -2.25), (0.25, -3.0)]
)
def test_gaps_cost_more_by_how_many_beads_are_divided(share: float, dearer: float) -> None:
    """From nothing at 16 % to most at 24 %; a further gap by a quarter of it, and nothing below 0.25."""
    counted = document(400, 0)
    few = 30  # beads with the usual share of divided ones
    pairs = round((counted[0].counts()[DIVIDED] + 0.05 * few) / share - few - counted[0].counts().sum())
    usual, found = GapCosts.usual(), gaps(with_gaps_of_a_divided_text(counted, pairs))
    assert found.begin - usual.begin == pytest.approx(dearer, abs=0.02)
    assert found.extend - usual.extend == pytest.approx(dearer / 4, abs=0.01)
    assert found.switch == usual.switch


def test_gaps_are_at_most_so_much_dearer() -> None:
    usual, found = GapCosts.usual(), gaps(with_gaps_of_a_complete_text(document(60, 0), 100_000))
    assert (found.begin, found.extend) == (usual.begin - 2.5, usual.extend - 2.5)


@pytest.mark.parametrize(("missing", "dearer"), [(0.042, False), (0.036, True)])
def test_a_shift_too_small_to_change_a_path_is_not_made(missing: float, dearer: bool) -> None:
    some = document(0, 400)
    left_out = sum(float(side.sum()) for sure in some for side in sure.left_out)
    few = 30
    count = (left_out + few * USUAL_SKIP_SHARE) / missing - few - 3 * 400
    found = with_gaps_of_a_complete_text(some, round(count / 2))
    assert (gaps(found) != GapCosts.usual()) is dearer


def test_a_short_line_is_left_out_no_more_often_than_a_long_one() -> None:
    """Every second line of the target is short, and seems to be missing in the source; no long one is."""
    some = document(0, 40)
    lengths = [np.full(40, 50, np.float32), np.tile(np.array([50, 5], np.float32), 40)]
    (plain,) = with_gaps_of_a_complete_text(some)
    (found,) = with_gaps_of_a_complete_text(some, 0, lengths)
    long, few = 80, 30
    share = few * USUAL_SKIP_SHARE / (long + few)
    dearer = np.log(USUAL_SKIP_SHARE / (1 - USUAL_SKIP_SHARE)) - np.log(share / (1 - share))
    assert found.lattice.gaps == plain.lattice.gaps == GapCosts.usual()
    more = [float((found.lattice.scores - plain.lattice.scores)[shape].max()) for shape in (SINGLE, DIVIDED)]
    assert more == pytest.approx([0.0, dearer], abs=0.02)
    assert found.left_out[1].sum() < plain.left_out[1].sum()


def test_short_lines_of_a_text_that_lacks_long_ones_are_judged_like_them() -> None:
    some = document(0, 40)
    lengths = [np.full(40, 5, np.float32), np.tile(np.array([5, 50], np.float32), 40)]
    assert with_gaps_of_a_complete_text(some, 0, lengths) == some
