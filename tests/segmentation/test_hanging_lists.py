"""Items of a list whose lines hang: only their numbers are at its edge."""

from __future__ import annotations

import pytest

from aligner.languages.structure import structure
from aligner.segmentation.label_parsing import read
from aligner.segmentation.page_geometry import counts_on

Line = tuple[float | None, str]
"""Where a line begins, None on another page; and its text."""


def items(lines: list[Line], start: int) -> list[int]:
    """The lines that begin the next item, where the paragraph above each begins at `start`."""
    labels = [read(text, structure("en")) for _, text in lines]
    edges = [edge for edge, _ in lines]
    return [i for i in range(len(lines)) if counts_on(min(start, i), i, labels, lambda row, _: edges[row])]


@pytest.mark.parametrize(
    ("lines", "start", "expected"),
    [
        ([(60, "1. Opening of the session"), (80, "and election"), (60, "2. Agenda")], 0, [0, 2]),
        ([(60, "1. Opening of the session"), (60, "and election"), (60, "2. Agenda")], 0, []),
        ([(60, "1. Opening of the session"), (40, "Programme"), (60, "2. Agenda")], 0, []),
        ([(60, "1. Opening of the session"), (None, "A/80/1"), (60, "2. Agenda")], 0, []),
        ([(60, "1. Opening of the session"), (80, "and election"), (60, "3. Agenda")], 0, []),
        ([(60, "1. Opening of the session"), (80, "and election"), (60, "(b) Agenda")], 0, []),
        ([(60, "3. Opening of the session"), (80, "and election"), (60, "4. Agenda")], 0, [2]),
        ([(60, "3. Opening of the session"), (60, "4. Agenda")], 1, [1]),
        ([(60, "3. Opening of the session"), (60, "and"), (80, "x"), (60, "4. Agenda")], 2, []),
        ([(60, "3. Opening"), (80, "x"), (60, "4. Agenda"), (80, "x"), (60, "5. Work")], 0, [2]),
        ([(60, "3. Opening"), (80, "x"), (60, "4. Agenda"), (80, "x"), (60, "5. Work")], 2, [2, 4]),
        ([(80, "as follows"), (60, "1. Opening"), (60, "2. Agenda")], 1, [1, 2]),
        ([(80, "as follows"), (60, "1. Opening"), (60, "3. Agenda")], 0, []),
        ([(80, "as follows"), (60, "1. Opening"), (80, "and work")], 0, []),
        ([(None, "1. Opening"), (None, "2. Agenda")], 0, []),
    ],
)
def test_a_number_begins_an_item_where_it_follows_the_one_above_at_its_edge(
    lines: list[Line], start: int, expected: list[int]
) -> None:
    assert items(lines, start) == expected
