"""Lines that belong to the page: running heads of text with form feeds, symbols, addresses, rules."""

from __future__ import annotations

import pytest

from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import furniture
from aligner.segmentation.measured_rows import Row, measure
from aligner.values.extract import Box, Line, LineRole


def left_out(rows: list[Row]) -> list[str]:
    return [row.text for row, out in zip(rows, furniture.find(rows), strict=True) if out]


def of_text(*pages: list[str]) -> list[str]:
    """What is no text of pages divided by form feeds."""
    return left_out(measure(read_bytes("\n\f".join("\n".join(page) for page in pages).encode(), "x.txt")))


def page(number: str, *head: str, foot: tuple[str, ...] = ()) -> list[str]:
    """A page with three lines of text that no other page has."""
    return [*head, *(f"The {word} {number} met in {word}" for word in ("Board", "Group", "Panel")), *foot]


HEAD = "Protection of migrants"
ABC = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([page("one", HEAD)], []),
        ([page("one", HEAD), page("two", HEAD)], [HEAD] * 2),
        ([page("one", "x", HEAD), page("two", "y", HEAD)], [HEAD] * 2),
        ([page("one", "x", "y", HEAD), page("two", "z", "w", HEAD)], []),  # the third line is text
        ([page("one", foot=(HEAD,)), page("two", foot=(HEAD,))], [HEAD] * 2),
        ([page("one", foot=(HEAD, "x")), page("two", foot=(HEAD, "y"))], [HEAD] * 2),
        ([page("one", foot=(HEAD, "x", "y")), page("two", foot=(HEAD, "z", "w"))], []),
        ([page("one", f"{HEAD}."), page("two", f"{HEAD}.")], []),
        ([page("one", "a" * 120), page("two", "a" * 120)], ["a" * 120] * 2),
        ([page("one", "a" * 121), page("two", "a" * 121)], []),
        ([page("one", f"{HEAD} 1"), page("two", f"{HEAD} 12")], [f"{HEAD} 1", f"{HEAD} 12"]),
        ([page("one", f"{HEAD}  1"), page("two", f"{HEAD} 2")], [f"{HEAD}  1", f"{HEAD} 2"]),
        ([*(page(n, HEAD) for n in ABC[:2]), *(page(n) for n in ABC[2:5])], [HEAD] * 2),
        ([*(page(n, HEAD) for n in ABC[:2]), *(page(n) for n in ABC[2:6])], []),
        ([*(page(n, HEAD) for n in ABC[:3]), *(page(n) for n in ABC[3:])], [HEAD] * 3),
        ([page("one", HEAD, "text", HEAD), page("two")], []),  # twice on one page
        ([page("one", "A/80/604", "x", HEAD), page("two", "A/80/604", "y", HEAD)], ["A/80/604", HEAD] * 2),
        (
            [page("one", "A/80/604", "x", "y", HEAD), page("two", "A/80/604", "z", "w", HEAD)],
            ["A/80/604"] * 2,
        ),
    ],
)
def test_heads_recur_at_the_edges_of_pages(pages: list[list[str]], expected: list[str]) -> None:
    assert of_text(*pages) == expected


LONG_HEAD = [f"Protection of {word} migrants" for word in ABC[:4]]


def test_a_head_may_have_several_lines() -> None:
    assert of_text(*(page(n, *LONG_HEAD) for n in ABC[:3])) == LONG_HEAD * 3


@pytest.mark.parametrize("break_", ["\f", ""])
@pytest.mark.parametrize(
    "head",
    [[HEAD, "in transit", "A/80/604"], ["A/80/604", HEAD, "in transit", "2/2"]],
)
def test_the_head_of_the_only_other_page_repeats_the_title(break_: str, head: list[str]) -> None:
    first = ["A/80/604", "Draft", f"{HEAD} in transit", *page("one")]
    lines = [*first, break_ + head[0], *head[1:], *page("two")]
    assert left_out(measure(read_bytes("\n".join(lines).encode(), "x.txt"))) == ["A/80/604", *head]


@pytest.mark.parametrize(("title", "is_head"), [("Rights of a woman", True), ("Rights of women", False)])
def test_a_head_that_only_the_title_shows_has_fourteen_letters(title: str, *, is_head: bool) -> None:
    lines = ["A/80/604", "Draft", title, *page("one"), title, "A/80/604", *page("two")]
    assert of_text(lines) == (["A/80/604", title, "A/80/604"] if is_head else ["A/80/604", "A/80/604"])


def test_the_date_at_the_end_of_a_resolution_is_no_head_of_its_last_page() -> None:
    lines = ["Resolution adopted on 29 November 2024", *page("one"), "29 November 2024", "A/80/604"]
    assert of_text(lines) == ["A/80/604"]


def test_a_heading_beside_a_page_number_that_no_title_has_stays() -> None:
    lines = [f"{HEAD} in transit", *page("one"), "A/80/604", "Rights of migrants", *page("two")]
    assert of_text(lines) == ["A/80/604"]


REPORT = "Report of the Secretary-General"


@pytest.mark.parametrize(
    "listed",
    [
        [REPORT, "A/78/100"],
        [f"{REPORT} A/78/100"],
        [f"{REPORT} (A/78/100)"],
        [REPORT, "A/78/100", "Report of the Board", "A/78/5"],
    ],
)
def test_titles_in_a_list_of_documents_are_no_heads(listed: list[str]) -> None:
    lines = ["Agenda", REPORT, "Report of the Board", "Documents", *listed, "The Committee then met"]
    assert not {REPORT, *(line for line in listed if REPORT in line)}.intersection(of_text(lines))


def of_lines(*lines: tuple[str, float, float, float], size: float = 10) -> list[str]:
    """What is no text of lines given by left and right edge and baseline."""
    builder = ExtractBuilder()
    for text, left, right, base in lines:
        builder.add(text, Line(page=1, box=Box(left, base - 8, right, base + 2, size)))
    return left_out(measure(builder.build("pdf", "x.pdf", pages=1)))


SYMBOL = "A/80/604"


@pytest.mark.parametrize(
    ("above", "step", "left", "right", "is_text"),
    [
        ("issued in document", 12, 50, 200, True),
        ("issued in document.", 12, 50, 200, False),
        ("issued in document", 14.95, 50, 200, True),
        ("issued in document", 15.1, 50, 200, False),
        ("issued in document", 12, 54.95, 200, True),
        ("issued in document", 12, 55, 200, False),  # another margin
        ("issued in document", 12, 50, 156, True),
        ("issued in document", 12, 50, 155, False),  # there was room for it
    ],
)
def test_a_symbol_below_an_open_line_without_room_for_it(
    above: str, step: float, left: float, right: float, is_text: bool
) -> None:
    lines = [("It met.", 50, 200, 60), (above, 50, right, 100), (SYMBOL, left, left + 40, 100 + step)]
    assert of_lines(*lines) == ([] if is_text else [SYMBOL])


@pytest.mark.parametrize(("width", "is_text"), [(40, True), (34, False)])
def test_a_symbol_below_lines_of_a_paragraph_did_not_fit_on_the_last(width: float, is_text: bool) -> None:
    lines = [("recalling the report that was", 50, 190, 88), ("issued in document", 50, 150, 100)]
    wide, symbol = ("It met.", 50, 400, 20), (SYMBOL, 50, 50 + width, 112)
    assert of_lines(wide, *lines, symbol) == ([] if is_text else [SYMBOL])
    assert of_lines(*lines, symbol, ("It met.", 50, 400, 200)) == ([] if is_text else [SYMBOL])


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        (LineRole.BODY, "______", ["______"]),
        (LineRole.FOOTNOTE, "______", []),
        (LineRole.FURNITURE, "It met", ["It met"]),
        (LineRole.BODY, "\u200b", ["\u200b"]),
        (LineRole.BODY, "*  *  *", ["*  *  *"]),
        (LineRole.BODY, "* - *", ["* - *"]),
        (LineRole.BODY, "* - ·", []),
        (LineRole.BODY, "***", []),
        (LineRole.BODY, "****", ["****"]),
        (LineRole.BODY, "A/80/604", ["A/80/604"]),
    ],
)
def test_rules_and_what_the_format_says(role: LineRole, text: str, expected: list[str]) -> None:
    builder = ExtractBuilder()
    builder.add(text, Line(role=role))
    builder.add("It met.")
    assert left_out(measure(builder.build("txt", "x.txt"))) == expected


def test_the_date_of_a_job_number_on_a_line_of_its_own() -> None:
    assert of_text(["It met.", "25-19369 (E)", "081225", "It met."]) == ["25-19369 (E)", "081225"]
    assert of_text(["It met.", "081225", "It met."]) == []
    assert of_text(["It met.", "081225", "25-19369 (E)", "It met."]) == ["081225", "25-19369 (E)"]
    assert of_text(["25-19369 (E)", "081225", "It met."]) == ["25-19369 (E)", "081225"]
    assert of_text(["25-19369 (E)", "It met.", "081225"]) == ["25-19369 (E)"]
    assert of_text(["081225", "It met.", "25-19369 (E)"]) == ["25-19369 (E)"]


@pytest.mark.parametrize(("before", "expected"), [(7, ["A/80/604"]), (8, [])])
def test_the_symbol_in_the_masthead_of_a_file_of_paragraphs(before: int, expected: list[str]) -> None:
    builder = ExtractBuilder()
    for text in [*["It met."] * before, "A/80/604", "2/4"]:
        builder.add(text, Line(whole=True))
    assert left_out(measure(builder.build("docx", "x.docx"))) == expected
    builder = ExtractBuilder()
    builder.add("A/80/604", Line(whole=True), cells=[(0, 8)])
    assert left_out(measure(builder.build("docx", "x.docx"))) == []


@pytest.mark.parametrize(
    ("address", "whole", "placed", "out"),
    [
        ("https://www.unodc.org/a", False, False, True),
        ("https://www.unodc.org/a", False, True, False),
        ("https://undocs.org/A/80/604", True, False, False),
    ],
)
def test_addresses_by_themselves(address: str, whole: bool, placed: bool, out: bool) -> None:
    builder = ExtractBuilder()
    builder.add(address, Line(whole=whole, box=Box(50, 60, 200, 70, 10) if placed else None))
    assert left_out(measure(builder.build("pdf", "x.pdf"))) == ([address] if out else [])


WIDE, LINK = "The report of the Office is at the address", "https://www.unodc.org/annual-report"


@pytest.mark.parametrize(
    ("above", "longest", "out"),
    [
        (WIDE, len(WIDE) + len(LINK), False),
        (WIDE, len(WIDE) + len(LINK) + 1, True),  # it would have fitted
    ],
)
def test_an_address_that_did_not_fit_ends_its_sentence(above: str, longest: int, out: bool) -> None:
    assert of_text([above, LINK, "a" * longest]) == ([LINK] if out else [])


def rows_at(*rows: tuple[str, float, float]) -> list[Row]:
    """Rows of one page with their left and lower edges, in points."""
    builder = ExtractBuilder()
    for text, left, bottom in rows:
        box = Box(left, bottom - 10, left + 5 * len(text), bottom, 10)
        builder.add(text, Line(page=1, box=box))
    return measure(builder.build("pdf", "a.pdf"))


def test_the_remark_beside_a_job_number_belongs_to_the_page() -> None:
    rows = rows_at(
        ("Recalling its resolution 71/167 on the matter,", 100, 700),
        ("25-17800 (E) 121125", 50, 780),
        ("Please reeyele OO", 400, 784),
    )
    assert furniture.find(rows) == [False, True, True]


@pytest.mark.parametrize(("below", "out"), [(39, True), (40, False)])
def test_a_job_number_with_little_below_it_is_at_the_foot_of_its_page(below: float, out: bool) -> None:
    rows = rows_at(
        ("Recalling its resolution 71/167 on the matter,", 100, 600),
        ("25-17800 (E) 121125", 50, 700),
        ("Please reeyele OO", 400, 700 + below),
    )
    assert furniture.find(rows) == [False, True, out]


def test_a_job_number_at_the_head_of_a_page_takes_nothing_with_it() -> None:
    rows = rows_at(("25-17800 (E) 121125", 50, 40), ("Recalling its resolution 71/167,", 100, 300))
    assert furniture.find(rows) == [True, False]


def test_the_length_of_a_symbol_is_in_points_where_the_line_above_is() -> None:
    rows = rows_at((WIDE, 50, 110), ("A/80/604", 50, 122))
    needed = rows[0].far + 5 * (1 + len("A/80/604"))
    assert furniture._ends_line_above(rows, 1, needed - 1)
    assert not furniture._ends_line_above(rows, 1, needed)


@pytest.mark.parametrize(("number", "is_line"), [("1/2", True), ("1/12", False)])
def test_a_line_of_the_page_has_120_characters_at_most(number: str, *, is_line: bool) -> None:
    assert furniture.is_page_line(" ".join(["A/80/604"] * 13 + [number])) == is_line
