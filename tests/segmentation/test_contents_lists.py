"""Lists of contents, found by their heading, their dots and their page numbers."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import furniture
from aligner.segmentation.measured_rows import measure
from aligner.values.extract import Line as ExtractLine

ONE, TWO, THREE = "I. Introduction ........ 3", "II. Mandates ........ 7", "III. Conclusions ........ 12"
OPEN = "Annex on the means of implementation ........"
LONG = "Activities of the Office in the regions"


def left_out(lines: list[str], *, page: tuple[str, ...] = (), table: tuple[str, ...] = ()) -> list[str]:
    """The lines that are a list's, where those of `page` are furniture and those of `table` whole rows."""
    builder = ExtractBuilder()
    for line in lines:
        builder.add(line, ExtractLine(whole=line in table))
    rows = measure(builder.build("txt", "report.txt"))
    return [rows[index].text for index in furniture.contents_rows(rows, [row.text in page for row in rows])]


@pytest.mark.parametrize(
    ("lines", "listed"),
    [
        (["Contents", ONE, TWO, "Text."], 3),
        (["Contents", ONE, "Text."], 0),  # a form has a line of dots, too
        ([ONE, TWO, "Text."], 0),
        (["Summary", ONE, TWO, "Text."], 0),
        (["Contents", LONG, LONG, LONG, ONE, TWO, "Text."], 6),
        (["Contents", LONG, LONG, LONG, LONG, ONE, TWO, "Text."], 0),
        (["Contents", ONE, LONG, LONG, LONG, LONG, TWO, "Text."], 7),
        (["Contents", ONE, LONG, LONG, LONG, LONG, LONG, TWO, "Text."], 0),
        (["Contents", ONE, LONG, "A/80/604", LONG, LONG, LONG, TWO, THREE], 9),
        (["Contents", OPEN, "3", OPEN, "7", "8", "Text."], 5),
        (["Contents", OPEN, "iv", OPEN, "7–9", "Text."], 5),
        (["Contents", ONE, TWO, OPEN, "Text."], 3),
        (["Contents", *[OPEN] * 3, ONE, TWO, THREE, "Text."], 7),
        (["Contents", ONE, OPEN, LONG, "7"], 0),
        ([ONE, TWO, "Contents"], 0),
    ],
)
def test_a_list_goes_from_its_heading_to_its_last_page_number(lines: list[str], listed: int) -> None:
    assert left_out(lines, page=("A/80/604",)) == lines[:listed]


def test_each_of_two_lists_needs_its_heading() -> None:
    first, second, text = ["Contents", ONE, TWO], ["List of tables", ONE, THREE], ["The Committee met."] * 6
    assert left_out([*first, *text, *second, *text]) == [*first, *second]
    assert left_out([*first, *text, ONE, THREE]) == first
    assert left_out(["Contents", *second]) == second


@pytest.mark.parametrize(
    ("between", "rest", "listed"),
    [
        (5, ("IV. Annex ........ 12", "V. Index ........ 20"), True),
        (5, ("IV. Annex ........ 11", "V. Index ........ 20"), False),  # another list
        (5, ("IV. Annex ........ iv", "V. Index ........ 20"), False),
        (12, ("IV. Annex ........ 12", "V. Index ........ 20"), True),
        (13, ("IV. Annex ........ 12", "V. Index ........ 20"), False),
    ],
)
def test_entries_whose_page_numbers_count_on_are_the_rest_of_a_list(
    between: int, rest: tuple[str, str], listed: bool
) -> None:
    above = ["Contents", ONE, TWO, THREE]
    whole = [*above, *[LONG] * between, *rest]
    assert left_out([*whole, "Text."]) == (whole if listed else above)


@pytest.mark.parametrize("kind", ["page", "table"])
def test_rows_of_tables_and_of_the_page_are_no_entries(kind: str) -> None:
    assert left_out(["Contents", ONE, TWO], **{kind: (ONE, TWO)}) == []
