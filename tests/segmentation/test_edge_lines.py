"""Text laid out with blanks as on the page: lines of two parts at page edges, margins of each page."""

from __future__ import annotations

import pytest

from aligner.languages.structure import structure
from aligner.readers import read_bytes
from aligner.segmentation.furniture import divided_at_edges
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.segment import segment

BODY = ["The Board met in the spring of that year", "and adopted its report to the Assembly."] * 8
GAP = " " * 20


def parts(*lines: str) -> list[str]:
    rows = divided_at_edges(measure(read_bytes("\n".join(lines).encode(), "x.txt")), structure("en"))
    return [row.text for row in rows if row.text not in BODY]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"United Nations{GAP}A/80/1", ["United Nations", "A/80/1"]),
        (f"General Assembly{GAP}Distr.: General", ["General Assembly", "Distr.: General"]),
        (f"80/1.{GAP}Rights of migrants", [f"80/1.{GAP}Rights of migrants"]),  # a number and its title
        ("The report of it     A/80/1", ["The report of it     A/80/1"]),
    ],
)
def test_a_masthead_is_divided_at_wide_gaps(line: str, expected: list[str]) -> None:
    assert parts(line, *BODY) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"A/80/1{GAP}Rights of migrants", ["A/80/1", "Rights of migrants"]),
        (f"Rights of migrants{GAP}2/4", ["Rights of migrants", "2/4"]),
        (f"Posts{GAP}12", [f"Posts{GAP}12"]),  # a row of a table
    ],
)
def test_a_line_at_the_edge_of_a_page_is_divided_beside_a_symbol_or_page_number(
    line: str, expected: list[str]
) -> None:
    assert parts(*BODY, f"\f{line}", *BODY) == expected
    assert parts(*BODY, *BODY, line, *BODY) == [line]  # inside a page it is text


@pytest.mark.parametrize(
    ("place", "divided"), [(0, True), (2, True), (3, False), (-3, True), (-4, False), (-1, True)]
)
def test_the_edges_of_a_page_are_three_lines(place: int, *, divided: bool) -> None:
    line = f"Rights of migrants{GAP}2/4"
    page = list(BODY)
    page.insert(place if place >= 0 else len(page) + 1 + place, line)
    found = parts(*BODY, f"\f{page[0]}", *page[1:])
    assert found == (["Rights of migrants", "2/4"] if divided else [line])


def test_the_head_of_a_letter_or_table_is_no_masthead() -> None:
    letter = [f"From:{GAP}Anna", f"Subject:{GAP}Meeting in May"]
    assert parts(*letter, *BODY) == letter


def test_parts_keep_their_places() -> None:
    rows = divided_at_edges(
        measure(read_bytes(f"  United Nations{GAP}A/80/1\nIt met.".encode(), "x.txt")), structure("en")
    )
    assert [(row.start, row.near, row.far) for row in rows[:2]] == [(2, 2, 16), (36, 36, 42)]


def page(margin: int, *paragraphs: list[str]) -> str:
    lines = [
        " " * (margin + 4 * (not place)) + line for text in paragraphs for place, line in enumerate(text)
    ]
    return "\n".join(lines)


def test_each_page_may_have_a_margin_of_its_own() -> None:
    pages, texts = [], []
    for name, margin in (("Board", 10), ("Panel", 17), ("Group", 10)):
        one = [
            f"Recalling the report of the {name} on all the",
            f"work of the {name}, taken note of by the",
            f"{name},",
        ]
        two = [
            f"Noting the letter of the Chair of the {name}",
            f"to the President of the {name}, which was",
            f"read by the {name},",
        ]
        pages.append(page(margin, *[one, two] * 3))
        texts += [" ".join(one), " ".join(two)] * 3
    document = segment(read_bytes("\n\f".join(pages).encode(), "x.txt"), language="en")
    assert document.text.split("\n") == texts


@pytest.mark.parametrize(("margin", "cut", "lefts"), [(3, 0, {0, 4}), (8, 8, {8, 12})])
def test_a_page_is_moved_only_where_its_lines_end_further_on_too(
    margin: int, cut: int, lefts: set[int]
) -> None:
    short = [line[: len(line) - cut] for line in BODY[:2]]
    text = "\n\f".join([page(0, *[BODY[:2]] * 5), page(margin, *[short] * 5)])
    rows = measure(read_bytes(text.encode(), "x.txt"))
    assert {row.near for row in rows if row.page == 2} == lefts


def test_rows_of_tables_do_not_make_the_lines_of_the_text_short() -> None:
    text = [line for _ in range(3) for line in BODY[:2]]
    wide = [f"Posts{GAP}12{GAP}14{GAP}16{GAP}18"] * 3
    document = segment(read_bytes("\n".join([*text, *wide]).encode(), "x.txt"), language="en")
    assert document.segments[0].span.stop == len(" ".join(BODY[:2]))
