"""The steps of segmentation in isolation."""

from __future__ import annotations

import pytest
from placed_rows import placed

from aligner.languages import get
from aligner.languages.structure import structure
from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import furniture, label_parsing
from aligner.segmentation.line_places import (
    block_edges,
    column_edges,
    counted,
    size_of_text,
    usual_size,
)
from aligner.segmentation.masthead import date_of
from aligner.segmentation.measured_rows import Row, measure
from aligner.segmentation.row_joining import joint
from aligner.segmentation.segment import _lead_ins
from aligner.segmentation.vocabulary import Vocabulary
from aligner.values.extract import Box, Line


@pytest.mark.parametrize(
    ("language", "text", "printed", "rest"),
    [
        ("en", "5. Urges all States", "5", "Urges all States"),
        ("en", "5 bis. Urges", "5 bis", "Urges"),
        ("en", "(a) To adopt", "(a)", "To adopt"),
        ("zh", "3. 敦促会员国", "3", "敦促会员国"),
        ("zh", "(一) 会员国", "(一)", "会员国"),
        ("fr", "12. Prie", "12", "Prie"),
        ("ru", "a) принять", "a)", "принять"),
        (
            "en",
            "A. Draft resolutions A/C.2/78/L.7 and L.7/Rev.1",
            "A",
            "Draft resolutions A/C.2/78/L.7 and L.7/Rev.1",
        ),
    ],
)
def test_a_label_is_separated_from_its_paragraph(language: str, text: str, printed: str, rest: str) -> None:
    label = label_parsing.read(text, structure(language))
    assert label is not None
    assert label.printed == printed
    assert text[label.stop :] == rest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2018 was a year"),
        ("en", "Urges all States"),
        ("zh", "第一次会议"),
        ("en", ""),
        ("fr", "3,5 millions"),
        ("en", "V. The meeting rose at noon."),  # capital letters number only headings
        ("en", f"A. {'The Committee requested the Office to report to it, and ' * 3}rose"),
        ("fr", f"B. {'Le Comité a prié le Bureau de lui présenter un rapport, et ' * 3}levé la séance"),
    ],
)
def test_words_and_amounts_are_no_labels(language: str, text: str) -> None:
    assert label_parsing.read(text, structure(language)) is None


def test_articles_run_on_only_where_their_numbers_do() -> None:
    assert label_parsing.is_loose(["第一条为了安全", "第二条本法", "第三条国家"])
    assert not label_parsing.is_loose(["第一条为了安全", "第三条本法", "第二条国家"])
    assert not label_parsing.is_loose(["第一条为了安全", "第三条本法", "第四条国家"])


PLAN = "The Plan of Action for 2013–20202"


@pytest.mark.parametrize(
    ("language", "line", "date"),
    [
        ("en", "31 December 2025", "2025-12-31"),
        ("en", "31/12/2025", "2025-12-31"),
        ("zh", "2025年12月31日", "2025-12-31"),
        ("fr", "1er janvier 2026", "2026-01-01"),
        ("es", "31 de diciembre de 2025", "2025-12-31"),
        ("ru", "31 декабря 2025 года", "2025-12-31"),
        ("ar", "31 كانون الأول/ديسمبر 2025", "2025-12-31"),
        ("fr", "31 December 2025", "2025-12-31"),
        ("en", "32 December 2025", None),
        ("en", "2025-13-31", None),
        ("en", "31 December 1825", None),
        ("en", "12 members, 3 of 2025", None),
        ("en", "The meeting of 31 December 2025", None),
    ],
)
def test_a_line_that_is_one_date_dates_the_document(language: str, line: str, date: str | None) -> None:
    assert date_of(["General Assembly", line], language) == date


@pytest.mark.parametrize(
    ("language", "above", "below", "between"),
    [
        ("zh", "他说——", "“和平与安全”", ""),
        ("zh", "联合国", "大会", ""),
        ("zh", "大会第", "71号决议", ""),
        ("en", "the port of Xiamen", "and 厦门", " "),
        ("en", "resolution 71/", "176", ""),
        ("en", "from Berlin –", "Rome", " "),
        ("en", "the plan", "; it", ""),
        ("fr", "le plan", "; il", " "),
    ],
)
def test_what_comes_in_the_place_of_a_line_break(language: str, above: str, below: str, between: str) -> None:
    facts = get(language), structure(language)
    assert joint(above, below, *facts, Vocabulary.of([])) == (0, between)


def test_empty_lines_are_counted_above_the_next_line() -> None:
    rows = measure(read_bytes("大会，\n\n\n  注意到\n报告\n".encode(), "x.txt"))
    assert [(row.text, row.down, row.near, row.far) for row in rows] == [
        *(("大会，", 1, 0, 6), ("注意到", 4, 2, 8), ("报告", 5, 0, 4))
    ]


def test_lines_close_together_reach_as_far_as_the_longest_of_them() -> None:
    ends = ((100.0, 10), (90.0, 22), (60.0, 34), (50.0, 80))
    places = [placed(0, far, base) for far, base in ends]
    assert block_edges(places, step=1.5, margin=200.0) == [100, 100, 100, 50]
    assert block_edges(places, step=1.5, margin=110.0) == [110, 110, 110, 50]
    assert block_edges(places, step=1.5, margin=110.0, size=12.0) == [100, 100, 100, 50]  # a quotation
    assert block_edges(places, step=1.5, margin=110.0, size=10.0) == [110, 110, 110, 50]
    smaller = [*places, placed(0, 100, 110, 9), placed(0, 95, 120, 9), placed(0, 90, 130, 9)]
    for count, edges in ((6, [110, 110]), (7, [100, 100, 100])):  # three lines show an edge of their own
        assert block_edges(smaller[:count], step=1.5, margin=110.0, size=10.0)[4:] == edges


def test_an_edge_inside_the_margin_at_which_several_lines_of_the_page_end_is_that_of_their_block() -> None:
    def edges(page: int = 1, others: float = 100.0) -> list[float]:
        """Those of two lines, with three other lines that end where the first does."""
        ends = ((100.0, 10, 1), (30.0, 22, 1), *((others, 80 + 30 * n, page) for n in range(3)))
        return block_edges([placed(0, far, base, page=at) for far, base, at in ends], 1.5, 110.0)[:2]

    assert edges() == edges(others=99) == edges(others=101) == [100, 100]
    assert edges(page=2) == edges(others=98) == edges(others=102) == [110, 110]


@pytest.mark.parametrize(
    ("line", "of_page"),
    [
        ("E/CN.15/2018/L.6/Rev.1    2/4", True),
        ("V.18-02902 (C)", True),
        ("010224 )A( 23-22000", True),  # read from the right
        ("A/80/604 15", True),
        ("– 12 –", True),
        ("(continued)", True),
        ("ADVANCE UNEDITED VERSION", True),
        ("Version préliminaire non éditée", True),
        ("未经编辑的预发稿", True),
        ("Merci de recycler", True),
        ("Advance version of the report", False),
        ("22-23 000", False),
        ("第 71/167 号", False),
        ("A/CONF.191/12.", False),  # ends a sentence
        ("15", False),  # may be the mark of a note
        ("A/80/604 15 16", False),
        ("See A/80/604", False),
        ("A/80/604 " * 12 + "A/80/6041 15", True),  # as long as such a line may be
        ("A/80/604 " * 12 + "A/80/60412 15", False),
    ],
)
def test_lines_that_belong_to_the_page(line: str, of_page: bool) -> None:
    assert furniture.is_page_line(line.strip()) == of_page


ASKS = "The report of the Office on its work in the last two years is available at"
ADDRESS = "https://www.unodc.org/unodc/en/annual-report-of-the-office.html"


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (f"{ASKS}\n{ADDRESS}", []),
        (f"{ASKS}:\n{ADDRESS}", [ADDRESS]),
        (f"{ASKS}\nat the address\n{ADDRESS}\n{ASKS} or at {ASKS}", [ADDRESS]),  # it had room above
        ("The text.\n_____\n1 A note.", ["_____"]),
        ("The text.\n___\n1 A note.", ["___"]),
        ("The text.\n- - -\nMore text.", ["- - -"]),
        ("The text.\n---\nMore text.", []),
        ("The text.\n-*=-*=\nMore text.", []),
    ],
)
def test_addresses_and_rules_that_are_no_text(text: str, left_out: list[str]) -> None:
    rows = measure(read_bytes(text.encode(), "report.txt"))
    assert [row.text for row, out in zip(rows, furniture.find(rows), strict=True) if out] == left_out


def lines(*each: tuple[str, float, float]) -> list[Row]:
    """Lines of a page: text, left edge, size of its letters."""
    builder = ExtractBuilder()
    for number, (text, left, size) in enumerate(each):
        builder.add(text, Line(page=1, box=Box(left, 60 + 12 * number, 200, 60 + 12 * number + size, size)))
    return measure(builder.build("pdf", "x.pdf", pages=1))


@pytest.mark.parametrize(("end", "of_page"), [("in document", False), ("in a document.", True)])
def test_a_symbol_below_an_open_line_that_is_full_ends_its_sentence(end: str, of_page: bool) -> None:
    rows = lines(*((text, 50, 10) for text in ("Recalling the report", f"issued {end}", "A/80/604")))
    assert furniture.find(rows) == [False, False, of_page]


def test_a_column_of_a_page_is_half_as_wide_as_its_letters_are_high() -> None:
    (row,) = counted(lines(("The General Assembly,", 50, 10)))
    assert (row.near, row.far) == (10, 40)


def test_the_text_has_larger_letters_than_its_notes_however_long_they_are() -> None:
    rows = lines(("Report", 50, 16), ("The text " * 5, 50, 12), ("a long note " * 8, 50, 9))
    assert (usual_size(rows), size_of_text(rows)) == (9, 12)
    assert (usual_size([]), size_of_text([])) == (0, 0)


def test_each_column_has_its_own_edges_and_so_has_a_line_across_both() -> None:
    shape = [(50, 500, 10), (50, 250, 30), (60, 250, 42), (300, 500, 30), (300, 480, 42)]
    places = [placed(near, far, base) for near, far, base in shape]
    assert column_edges(places) == [(50, 500), (50, 250), (50, 250), (300, 500), (300, 500)]
    below = [*places, placed(80, 500, 54)]
    assert column_edges(below)[-2:] == [(300, 500), (80, 500)]
    elsewhere = [placed(*each, page=1 + (each[0] == 300)) for each in shape]
    assert column_edges(elsewhere) == [(50, 500)] * 3 + [(300, 500)] * 2


def test_a_line_with_a_colon_that_recurs_begins_a_paragraph_unless_it_ends_a_sentence() -> None:
    rows = lines(*[("Purpose:", 50, 10), ("that:", 50, 10)] * 3)
    assert _lead_ins(rows) == {0, 2, 4}
