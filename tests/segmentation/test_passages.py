"""Text put together from rows, each character with its place in the source."""

from __future__ import annotations

import pytest

from aligner.segmentation.note_marks import Passage, concatenate, runs
from aligner.values import NO_ORIGIN, OriginRun

THREE = Passage(" a b ", (3, 4, 5, 6, 7))


def test_parts_of_a_passage_keep_their_places() -> None:
    assert THREE.cut(1, 3) == Passage("a ", (4, 5))
    assert THREE.cut(3) == Passage("b ", (6, 7))
    assert THREE.stripped() == Passage("a b", (4, 5, 6))
    assert Passage("  ", (1, 2)).stripped() == Passage("", ())
    assert THREE.without([(0, 1), (2, 3)]) == Passage("ab ", (4, 6, 7))
    assert THREE.without([]) == THREE
    assert concatenate([THREE.cut(1, 2), "; ", THREE.cut(3, 4)]) == Passage(
        "a; b", (4, NO_ORIGIN, NO_ORIGIN, 6)
    )
    assert concatenate([]) == Passage("", ())


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ([], []),
        ([7], [(100, 7, 1)]),
        ([7, 8, 9], [(100, 7, 3)]),
        ([7, 9], [(100, 7, 1), (101, 9, 1)]),
        ([7, 8, 7], [(100, 7, 2), (102, 7, 1)]),
        ([NO_ORIGIN, NO_ORIGIN, 0, 1], [(102, 0, 2)]),
        ([NO_ORIGIN, 0, NO_ORIGIN, 1], [(101, 0, 1), (103, 1, 1)]),
        ([5, NO_ORIGIN], [(100, 5, 1)]),
    ],
)
def test_places_that_follow_each_other_are_one_run(
    origins: list[int], expected: list[tuple[int, int, int]]
) -> None:
    assert runs(origins, 100) == [OriginRun(*each) for each in expected]
