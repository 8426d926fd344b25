"""Where a document usually has its columns, by the pages read before."""

from __future__ import annotations

from aligner.readers.pdf.columns import ColumnHabit, _Columns


def columns(middle: float, rows: int) -> _Columns:
    half = middle - 72
    edges = ((72.0, middle - 6), (middle + 6, middle + half))
    return _Columns(middle, edges, ((72.0,), (middle + 6,)), rows)


def usual(*votes: tuple[int, int]) -> list[int]:
    """Places of the usual columns, in steps of 12 points, by the rows that have them in each."""
    habit = ColumnHabit()
    for place, rows in votes:
        habit._votes[place] += rows
        habit._found[place] = columns(12.0 * place, rows)
    return [round(each.middle / 12) for each in habit.usual]


def test_columns_that_are_a_step_apart_are_the_same() -> None:
    assert usual((20, 4), (21, 3), (30, 6))[0] == 20  # seven rows have them
    assert usual((20, 3), (21, 4), (30, 6))[0] == 21
    assert usual((20, 4), (22, 3), (30, 6))[0] == 30
