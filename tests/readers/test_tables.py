"""Table rows: as values, from Word files and from PDFs printed from them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import package, par, run

from aligner.formats.writing import export
from aligner.readers import read_bytes
from aligner.readers.pdf import tables as pdf_tables
from aligner.readers.pdf.figures import outside
from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.page_parts import mark_ruled
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.readers.pdf.table_rows import Cells, Strip, are_wrapped, gutters, strip_of
from aligner.readers.pdf.tables import extend_down, tables_of
from aligner.readers.pdf.unruled_tables import figure_tables, listed_tables
from aligner.revision.change_kinds import diff_cells
from aligner.revision.revise import revise
from aligner.segmentation.segment import segment
from aligner.segmentation.sentences import split_sentences
from aligner.values import Alignment, Bead, ChangeKind, Document, EditTag, Segment, SegmentKind, Span
from aligner.values.message import ValueInvariantError
from aligner.values.results import AlignedPair, RevisedPair


@pytest.mark.parametrize(
    ("kind", "cells", "header", "message"),
    [
        (SegmentKind.PARAGRAPH, (Span(0, 2),), False, "only rows are"),
        (SegmentKind.PARAGRAPH, (), True, "only rows are"),
        (SegmentKind.ROW, (Span(0, 2), Span(1, 3)), False, "cell 1 is"),
        (SegmentKind.ROW, (Span(0, 2), Span(3, 9)), False, "to stop by 5"),
    ],
)
def test_cells_are_checked(kind: SegmentKind, cells: tuple[Span, ...], header: bool, message: str) -> None:
    with pytest.raises(ValueInvariantError, match=message):
        Segment(Span(0, 5), kind, cells=cells, header=header)


def table(*rows: list[str], borders: bool = True) -> str:
    """A table of cells given as XML."""
    sides = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>' if borders else ""
    return f"<w:tbl>{sides}{''.join('<w:tr>' + ''.join(row) + '</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(par(run(each)) for each in text.split('|'))}</w:tc>"


HEAD = "<w:trPr><w:tblHeader/></w:trPr>"


def opened(body: str) -> Document:
    return segment(read_bytes(package(body), "x.docx"), language="en")


def rows_of(document: Document) -> list[list[str]]:
    return [document.cells_of(i) for i, each in enumerate(document.segments) if each.cells]


def test_a_row_of_a_word_table_is_one_segment() -> None:
    merged = cell("Whole|width", '<w:gridSpan w:val="2"/>')
    document = opened(
        par(run("Before."))
        + table(
            [HEAD, cell("Item", '<w:vMerge w:val="restart"/>'), cell("Year", '<w:gridSpan w:val="2"/>')],
            [HEAD, cell("", "<w:vMerge/>"), cell("2025"), cell("2026")],
            [cell("Staff"), cell("1 250"), cell("–")],
            [merged, cell("9")],
            [cell(""), cell(""), cell("")],
        )
        + par(run("After."))
    )
    assert rows_of(document) == [
        ["Item", "Year"],
        ["", "2025", "2026"],
        ["Staff", "1 250", "–"],
        ["Whole width", "", "9"],
    ]
    assert document.texts() == [
        "Before.",
        "Item\tYear",
        "\t2025\t2026",
        "Staff\t1 250\t–",
        "Whole width\t\t9",
        "After.",
    ]
    assert [each.header for each in document.segments] == [False, True, True, False, False, False]
    assert {each.kind for each in document.segments if each.cells} == {SegmentKind.ROW}


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("one column", table([cell("a")], [cell("b")])),
        ("one row", table([cell("a"), cell("b")])),
        (
            "a table in it",
            table([cell("a"), f"<w:tc>{table([cell('b')])}{par('')}</w:tc>"], [cell("c"), cell("d")]),
        ),
        ("a masthead", table([cell("a"), cell("b")], [cell("c"), cell("d")], borders=False)),
    ],
)
def test_a_table_that_lays_out_a_page_is_read_by_paragraphs(what: str, body: str) -> None:
    assert rows_of(opened(body + par(run("After.")))) == []


def test_numbers_and_notes_stay_in_their_cell() -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    marked = f"<w:tc>{par(run('Authorized') + reference + run(' posts'))}</w:tc>"
    body = par(run("x")) + table([cell("Item"), marked], [cell("1. Staff\tand"), cell("5")])
    notes = {"footnotes": f'<w:footnote w:id="1">{par(run("Note."))}</w:footnote>'}
    document = segment(read_bytes(package(body, notes), "x.docx"), language="en")
    assert rows_of(document) == [["Item", "Authorized posts"], ["1. Staff and", "5"]]
    assert document.segments[1].footnotes == ("1",)
    assert document.segments[1].marks[0].position == document.segments[1].cells[1].start + len("Authorized")
    assert document.segments[2].label is None


def test_a_row_stays_whole_and_round_trips_through_json() -> None:
    document = opened(
        par(run("x")) + table([HEAD, cell("A. b. C"), cell("It is. So.")], [cell(""), cell("5")])
    )
    assert [each.kind for each in split_sentences(document).segments[1:]] == [SegmentKind.ROW] * 2
    data = export(document, ".json")
    written = json.loads(data)["segments"][1]
    assert (written["cells"], written["header"], written["text"]) == (
        ["A. b. C", "It is. So."],
        True,
        "A. b. C\tIt is. So.",
    )
    assert "cells" not in json.loads(data)["segments"][0]


def drafts(*rows: tuple[str, ...]) -> Document:
    """A document of one heading and one table."""
    cells = [[cell(text) for text in row] for row in rows]
    return opened(par(run("Resources")) + table([HEAD, *cells[0]], *cells[1:]))


OLD = drafts(("Item", "2025", "2026"), ("Travel of staff", "187.7", "211.9"), ("Fuel", "25.0", "47.3"))
NEW = drafts(("Item", "2025", "2026"), ("Travel of all staff", "187.7", "298.4"), ("Fuel", "25.0", "47.3"))


def test_a_change_in_a_cell_is_shown_in_that_cell() -> None:
    revision = revise(OLD, NEW)
    assert [change.kind for change in revision.changes] == [
        *[ChangeKind.UNCHANGED] * 2,
        ChangeKind.EDITED,
        ChangeKind.UNCHANGED,
    ]
    change = revision.changes[2]
    texts = OLD.joined(change.old), NEW.joined(change.new)
    edits = [(e.old.of(texts[0]), e.new.of(texts[1])) for e in change.edits if e.tag is not EditTag.EQUAL]
    assert edits == [("", "all "), ("211.9", "298.4")]


def test_a_number_at_the_start_of_a_row_is_a_figure_and_no_label() -> None:
    old, new = (drafts(("2025", "2026"), (first, "25.0")) for first in ("7", "8"))
    change = revise(old, new).changes[-1]
    assert (change.kind, change.renumbered) == (ChangeKind.EDITED, False)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("a\t1\t2", "a\t2", [("\t", ""), ("1", "")]),
        ("a\t2", "x\ta\t2", [("", "x"), ("", "\t")]),
        ("\t1", "\t2", [("1", "2")]),
        ("a", "a\t", [("", "\t")]),
    ],
)
def test_cells_that_come_or_go_are_cells_of_their_own(
    old: str, new: str, changed: list[tuple[str, str]]
) -> None:
    edits = diff_cells(old, new, "en")
    assert [(e.old.of(old), e.new.of(new)) for e in edits if e.tag is not EditTag.EQUAL] == changed


@given(st.text("ab1\t ", max_size=12), st.text("ab1\t ", max_size=12))
def test_edits_of_cells_give_both_rows_and_never_cross_a_tab(old: str, new: str) -> None:
    edits = diff_cells(old, new, "en")
    assert "".join(edit.old.of(old) for edit in edits) == old
    assert "".join(edit.new.of(new) for edit in edits) == new
    for edit in edits:
        if edit.tag is not EditTag.EQUAL:
            assert all(part == "\t" or "\t" not in part for part in (edit.old.of(old), edit.new.of(new)))


def test_rows_are_tables_in_the_report_and_in_word() -> None:
    pair = RevisedPair(OLD, NEW, revise(OLD, NEW))
    page = export(pair, ".html").decode()
    assert page.count('<table class="cells">') == 3
    assert page.count('<th scope="col">2025</th>') == 1
    assert re.search(r"<td><del[^>]*>.*?211\.9.*?</del><ins[^>]*>.*?298\.4.*?</ins></td>", page)
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1)) for i in range(4))
    aligned = AlignedPair(OLD, replace(NEW, language="fr"), Alignment(beads, 4, 4))
    side = docx.Document(BytesIO(export(aligned, ".docx")))
    inner = [t for row in side.tables[0].rows for c in row.cells for t in c.tables]
    assert [[c.text for c in t.rows[0].cells] for t in inner][2] == ["Travel of staff", "187.7", "211.9"]


def strip(base: float, *pieces: tuple[str, float]) -> Strip:
    """A line of pieces, each with its right side; a letter is five points wide."""
    glyphs: list[Glyph] = []
    for text, right in pieces:
        for number, letter in enumerate(text):
            left = right - 5 * (len(text) - number)
            if letter != " ":
                glyphs.append(
                    Glyph(letter, len(glyphs), left, left + 5, base, 10, left, spaced=text[number - 1] == " ")
                )
    return strip_of(Fragment(glyphs, base, 10))


LINES = [
    strip(700, ("Some words above the table that are long", 300)),
    strip(670, ("Item", 70), ("2025", 300), ("2026", 400)),
    strip(650, ("Travel of", 95), ("187.7", 300), ("211.9", 400)),
    strip(638, ("staff", 75)),
    strip(618, ("Fuel", 70), ("25.0", 300), ("–", 400)),
    strip(598, ("Total", 75), ("212.7", 300), ("211.9", 400)),
    strip(560, ("Some words below the table that are long", 300)),
]


def written(rows: list[Cells]) -> list[list[str]]:
    def text(cell: list[Fragment]) -> str:
        return " ".join("".join(glyph.text for glyph in part.glyphs) for part in cell)

    return [[text(cell) for cell in row.columns] for row in rows]


def test_figures_in_columns_are_a_table_without_rules() -> None:
    (table,) = figure_tables(LINES)
    assert written(table.rows) == [
        ["Item", "2025", "2026"],
        ["Travelof staff", "187.7", "211.9"],
        ["Fuel", "25.0", "–"],
        ["Total", "212.7", "211.9"],
    ]
    assert table.header == 1


@pytest.mark.parametrize(
    ("bands", "wrapped"),
    [
        (((700, 688), (600, 588), (500,)), True),
        (((700, 688), (600, 576), (500,)), False),  # one line is further from the one above
        (((700,), (600,)), False),
    ],
)
def test_lines_between_two_rules_are_one_row_where_all_are_equally_close(
    bands: tuple[tuple[float, ...], ...], *, wrapped: bool
) -> None:
    """The first line of each has all cells, the others have one."""

    def lines(base: float, *rest: float) -> list[Strip]:
        first = strip(base, ("Travel", 130), ("187.7", 300))
        return [first, *(strip(each, ("of staff", 140)) for each in rest)]

    assert are_wrapped([lines(*band) for band in bands], [200.0]) == wrapped


@pytest.mark.parametrize(
    ("rows", "full", "others", "expected"),
    [
        (5, 0, 0, [202.5]),
        (5, 1, 0, [273.5]),  # one cell in six fills its column
        (4, 1, 0, []),
        (4, 1, 12, []),  # lines with figures alone say nothing of it
    ],
)
def test_few_cells_may_leave_merely_a_space_between_columns(
    rows: int, full: int, others: int, expected: list[float]
) -> None:
    strips = [strip(700 - 12 * n, ("Travel", 130), ("187.7", 300)) for n in range(rows)]
    strips += [strip(500, ("Travel of all the staff abroad", 272), ("187.7", 300))] * full
    strips += [strip(400 - 12 * n, ("187.7", 300)) for n in range(others)]
    assert gutters(strips) == expected


def test_figures_that_begin_flush_are_a_table_without_rules() -> None:
    lines = [
        _from_left(670, ("Item", 50), ("2025", 200), ("Difference", 300)),
        _from_left(650, ("Travel of", 50), ("187.7", 200), ("1,211.9", 300)),
        _from_left(638, ("staff", 50)),
        _from_left(622, ("Fuel", 50), ("25.0", 200), ("–", 300)),
        _from_left(606, ("Total", 50), ("2,120.7", 200), ("21.9", 300)),
    ]
    (table,) = figure_tables(lines)
    assert written(table.rows) == [
        ["Item", "2025", "Difference"],
        ["Travelof staff", "187.7", "1,211.9"],
        ["Fuel", "25.0", "–"],
        ["Total", "2,120.7", "21.9"],
    ]


def test_figures_beside_the_numbers_of_lines_are_a_table() -> None:
    numbers = [strip(line.base, (f"{n}", 10)).pieces for n, line in enumerate(LINES[1:6], 23)]
    lines = [
        Strip(line.base, line.size, [*number, *line.pieces])
        for number, line in zip(numbers, LINES[1:6], strict=True)
    ]
    (table,) = figure_tables(lines)
    assert written(table.rows)[-1] == ["27Total", "212.7", "211.9"]


def test_a_column_that_only_a_line_below_the_last_row_has_is_none() -> None:
    (table,) = figure_tables([*LINES[:6], strip(580, ("See page", 90), ("7", 200))])
    assert written(table.rows) == written(figure_tables(LINES)[0].rows)


def _from_left(base: float, *pieces: tuple[str, float]) -> Strip:
    """A line of texts that begin at given places, in letters 5 points wide."""
    return strip(base, *((text, left + 5 * len(text)) for text, left in pieces))


@pytest.mark.parametrize("kept", [(0, 2, 3, 4, 6), (0, 2, 6)], ids=["two rows", "one row"])
def test_few_figures_are_no_table(kept: tuple[int, ...]) -> None:
    assert figure_tables([LINES[number] for number in kept]) == []


def test_two_rows_of_figures_below_their_headings_are_a_table_between_full_lines() -> None:
    lines = [
        strip(700, ("Words of a full line that ends at the edge of the last column " + "x" * 16, 400)),
        strip(670, ("Item", 70), ("2025", 300), ("Difference", 400)),
        strip(658, ("(in percentages)x", 400)),
        strip(640, ("Travel of", 95), ("187.7", 300), ("211.9", 400)),
        strip(628, ("staff", 75)),
        strip(616, ("Fuel and", 90), ("25.0", 300), ("1.0", 400)),
        strip(604, ("oil", 65)),
    ]
    (table,) = figure_tables(lines)
    assert written(table.rows) == [
        ["Item", "2025", "Difference (inpercentages)x"],
        ["Travelof staff", "187.7", "211.9"],
        ["Fueland oil", "25.0", "1.0"],
    ]


def test_words_next_to_figures_are_cells_where_all_lines_leave_the_same_gutters() -> None:
    """The text is as far from the figures as words are from each other; one ends with a year."""
    lines = [
        _from_left(680, ("Proportion of", 50), ("58,494", 120), ("30,435", 190), ("(48.0)", 260)),
        _from_left(668, ("people of all", 50)),
        _from_left(656, ("ages", 50)),
        _from_left(640, ("By early 2030,", 45), ("2,054", 120), ("64,159", 190), ("23.3", 260)),
        _from_left(628, ("reduce by half", 45)),
    ]
    (table,) = figure_tables(lines)
    assert written(table.rows) == [
        ["Proportionof peopleofall ages", "58,494", "30,435", "(48.0)"],
        ["Byearly2030, reducebyhalf", "2,054", "64,159", "23.3"],
    ]


def test_a_single_column_of_amounts_is_a_table_and_one_of_page_numbers_is_none() -> None:
    amounts = ("$1,167,100", "$57,319", "$4,643", "$56,279", "($451,600)", "$55,828")
    for texts, tables in ((amounts, 1), (("3", "5", "8", "13", "21", "34"), 0)):
        lines = [strip(700 - 20 * n, ("Fuel", 80), (text, 300)) for n, text in enumerate(texts)]
        found = figure_tables(lines)
        assert len(found) == tables
        assert all(len(table.rows) == len(amounts) for table in found)


def test_numbers_in_a_chart_are_no_table() -> None:
    bars = [("6", 150), ("7", 200), ("9", 250)]
    lines = [
        strip(700 - 12 * n, (f"{90 - 10 * n}", 95), *((t, x - 30 * n) for t, x in bars)) for n in range(4)
    ]
    assert figure_tables(lines) == []


def test_page_numbers_of_a_contents_list_are_no_table() -> None:
    assert figure_tables([strip(700 - 12 * n, ("Chapter", 95), (str(n), 400)) for n in range(9)]) == []


PROGRAMME = [
    strip(690, ("Time", 70), ("Item", 200), ("Programme", 330)),
    strip(675, ("Monday, 11 March", 130)),
    strip(660, ("10 a.m.", 85), ("1", 185), ("Opening", 320)),
    strip(645, ("Tuesday, 12 March", 135)),
    strip(630, ("10 a.m.", 85), ("3", 185), ("Debate", 315)),
    strip(615, ("3 p.m.", 80), ("3 (a)", 205), ("Debate", 315)),
]


def ruled(strips: list[Strip]) -> PageRules:
    """A rule of one width above and below every line."""
    heights = [strip.base + 11 for strip in strips] + [strips[-1].base - 4]
    return PageRules(tuple(Rule(50, height, 400, height + 0.5) for height in heights))


def test_a_full_line_below_the_last_rule_that_is_wider_than_the_table_is_text() -> None:
    rows = [
        strip(690, ("Title", 90), ("Symbol", 200), ("Status", 300)),
        strip(670, ("Draft", 90), ("A/1", 200), ("new", 300)),
        strip(650, ("The words", 95), ("of a line", 195), ("are apart and then go on so", 420)),
        strip(630, ("below", 75), ("it", 195)),
    ]
    lines = tuple(Rule(40, height, 310, height + 0.5) for height in (702, 684, 664))
    glyphs = [glyph for row in rows for piece in row.pieces for word in piece for glyph in word.glyphs]
    (table,) = tables_of(PageRules(lines), rows, glyphs)
    assert written(table.rows) == [["Title", "Symbol", "Status"], ["Draft", "A/1", "new"]]


@pytest.mark.parametrize(
    ("pieces", "fits"),
    [
        ([("Permissions", 200)], True),  # a heading among rows
        ([("1.2.5", 60), ("Permissions", 200)], False),
    ],
)
def test_a_line_that_begins_before_the_rules_is_between_two_boxes(
    pieces: list[tuple[str, float]], *, fits: bool
) -> None:
    box = Grid([Level.at(height, 50, 310) for height in (700, 668)])
    assert pdf_tables._fits(box, Level.at(620, 50, 310), [strip(640, *pieces)]) == fits


def test_a_day_between_the_rules_of_a_programme_is_a_row_of_it() -> None:
    glyphs = [glyph for line in PROGRAMME for piece in line.pieces for word in piece for glyph in word.glyphs]
    (table,) = tables_of(ruled(PROGRAMME), PROGRAMME, glyphs)
    assert [row[0] for row in written(table.rows)] == [
        "Time", "Monday,11March", "10a.m.", "Tuesday,12March", "10a.m.", "3p.m."
    ]  # fmt: skip


def test_the_rules_of_a_table_are_above_no_notes() -> None:
    rules = ruled(PROGRAMME).lines
    tables = tables_of(ruled(PROGRAMME), PROGRAMME, glyphs_of(PROGRAMME))
    above_notes = Rule(50, 90, 180, 90.5)
    assert outside([*rules, above_notes], [table.grid.bounds for table in tables]) == [above_notes]


def test_a_rule_above_notes_is_flush_with_the_text_beside_numbers_in_the_margin() -> None:
    lines = [PageLine("text", [], 100, top, 500, top + 10, 10) for top in range(100, 200, 12)]
    lines += [PageLine("1.", [], 50, 220, 62, 230, 10), PageLine("1 Note", [], 100, 660, 300, 670, 10)]
    mark_ruled(lines, [Rule(100, 145, 230, 145.5)], 800)
    assert [line.text for line in lines if line.ruled] == ["1 Note"]


def test_no_table_is_between_the_rows_of_another_of_its_width() -> None:
    lines = [
        PROGRAMME[0],
        strip(675, ("A row of words that go on across the columns", 290)),
        strip(664, ("and over two lines", 160)),
        strip(649, ("10 a.m.", 85), ("Opening", 320)),
        strip(634, ("Another row of words that go on across them", 290)),
        strip(623, ("and over two lines", 160)),
        strip(608, ("3 p.m.", 80), ("Debate", 315)),
    ]
    glyphs = [glyph for line in lines for piece in line.pieces for word in piece for glyph in word.glyphs]
    ends = [lines[number] for number in (0, 1, 3, 4, 6)]
    tables = tables_of(ruled(ends), lines, glyphs)
    assert tables
    assert all(one.grid.bottom >= other.grid.top for one, other in pairwise(tables))


def glyphs_of(strips: list[Strip]) -> list[Glyph]:
    return [glyph for line in strips for piece in line.pieces for word in piece for glyph in word.glyphs]


HEADINGS = (("Category", 90), ("Approved", 240), ("Proposed", 390))
TEXT = "Some running text that goes over all of the columns to the margin"


def figures(base: float) -> list[Strip]:
    """Column headings and a row of figures, below a rule each."""
    return [strip(base, *HEADINGS), strip(base - 20, ("Troops", 80), ("1 250", 240), ("970", 390))]


def level(height: float) -> Rule:
    return Rule(50, height, 400, height + 0.5)


def test_running_text_between_unjoined_rules_separates_two_tables() -> None:
    text = [strip(640 - 12 * number, (TEXT, 395)) for number in range(3)]
    strips = [*figures(700), *text, *figures(580), *figures(540)[1:]]
    rules = [level(height) for height in (711, 695, 675, 591, 575, 555, 515)]
    first, second = tables_of(PageRules(tuple(rules)), strips, glyphs_of(strips))
    assert (first.grid.bottom, second.grid.top) == (675.25, 591.25)
    assert [row[0] for row in written(second.rows)] == ["Category", "Troops", "Troops"]


def test_a_table_below_a_double_rule_is_found() -> None:
    rules = [level(height) for height in (713, 710, 695, 675)]
    (table,) = tables_of(PageRules(tuple(rules)), figures(700), glyphs_of(figures(700)))
    assert written(table.rows) == [["Category", "Approved", "Proposed"], ["Troops", "1250", "970"]]


def test_the_rule_below_a_running_head_is_not_that_of_a_table() -> None:
    items = [strip(740 - 15 * n, ("(a)", 65), ("An item of a list of running text", 300)) for n in range(6)]
    strips = [*items, *figures(640)]
    (table,) = tables_of(PageRules(tuple(map(level, (760, 651, 635, 615)))), strips, glyphs_of(strips))
    assert [row[0] for row in written(table.rows)] == ["Category", "Troops"]


def matrix(base: float, *lines: tuple[str, ...]) -> list[Strip]:
    """Lines of cells that begin flush left, in columns 100 points wide."""
    return [
        strip(base - 12 * n, *((text, 55 + 100 * at + 5 * len(text)) for at, text in enumerate(line) if text))
        for n, line in enumerate(lines)
    ]


ROWS = [
    *matrix(700, ("1", "First of", "A long text"), ("", "all", "that goes on"), ("", "", "over lines")),
    *matrix(620, ("2", "Second", "Another text"), ("", "", "that goes on"), ("", "", "over lines")),
    *matrix(540, ("3", "Third", "One text more"), ("", "", "that goes on")),
]


def test_rows_of_text_with_a_rule_below_each_are_a_table_with_a_column_of_numbers() -> None:
    (table,) = tables_of(PageRules(tuple(map(level, (715, 635, 555, 520)))), ROWS, glyphs_of(ROWS))
    assert written(table.rows) == [
        ["1", "Firstof all", "Alongtext thatgoeson overlines"],
        ["2", "Second", "Anothertext thatgoeson overlines"],
        ["3", "Third", "Onetextmore thatgoeson"],
    ]


def test_the_first_and_last_row_of_a_page_may_be_cut() -> None:
    rest = matrix(730, ("", "", "of the page before"))
    below = matrix(460, ("4", "Fourth", "Text that goes on"), ("", "", "on the next page"))
    strips = [*rest, *ROWS, *below]
    (table,) = tables_of(PageRules(tuple(map(level, (745, 715, 635, 555, 480)))), strips, glyphs_of(strips))
    assert [row[2] for row in written(table.rows)][::4] == ["ofthepagebefore", "Textthatgoeson onthenextpage"]


def test_rules_with_running_text_between_them_make_no_table() -> None:
    strips = [strip(700 - 12 * number, (TEXT, 395)) for number in range(20)]
    assert tables_of(PageRules(tuple(map(level, (715, 635, 555, 475)))), strips, glyphs_of(strips)) == []


def test_the_foot_of_a_page_below_the_last_rule_of_a_table_is_no_row_of_it() -> None:
    strips = [*figures(82), strip(34, ("24-01902", 90), ("9/10", 390))]
    (table,) = tables_of(PageRules(tuple(map(level, (93, 77, 56)))), strips, glyphs_of(strips))
    assert [row[0] for row in written(table.rows)] == ["Category", "Troops"]


def test_a_rule_of_the_page_that_touches_a_table_leaves_it_whole() -> None:
    sides = [Rule(across, 615, across + 0.5, 711) for across in (50, 200, 400)]
    rules = [*map(level, (711, 690, 670, 615)), Rule(45, 613, 380, 613.5), *sides]
    strips = [strip(base, ("Entry", 80), ("Text", 250)) for base in (697, 677, 655)]
    (table,) = tables_of(PageRules(tuple(rules)), strips, glyphs_of(strips))
    assert len(table.rows) == 3


def test_a_form_with_few_filled_boxes_is_a_table() -> None:
    heads = [("Test", 80), ("Yes", 180), ("No", 280)]
    rows = [heads, [("Seal", 80), ("x", 180)], [("Plan", 80), ("x", 280)], *[[("Item", 80)]] * 9]
    strips = [strip(700 - 20 * number, *row) for number, row in enumerate(rows)]
    sides = [Rule(across, 475, across + 0.5, 715) for across in (50, 150, 250, 400)]
    rules = [*map(level, range(475, 716, 20)), *sides]
    (table,) = tables_of(PageRules(tuple(rules)), strips, glyphs_of(strips))
    assert written(table.rows)[:3] == [["Test", "Yes", "No"], ["Seal", "x", ""], ["Plan", "", "x"]]
    assert len(table.rows) == 12


def listed(*entries: str) -> list[Strip]:
    found = []
    for number, entry in enumerate(entries):
        found.append(strip(700 - 30 * number, (entry, 50 + 5 * len(entry)), ("A text beside the entry", 265)))
        found.append(strip(688 - 30 * number, ("that goes on", 210)))
    return found


def test_entries_beside_texts_are_a_table_and_numbers_of_paragraphs_are_not() -> None:
    (table,) = listed_tables([*listed("70/1", "69/313", "2297 (XXII)"), strip(400, ("x" * 90, 500))])
    assert [row[0] for row in written(table.rows)] == ["70/1", "69/313", "2297(XXII)"]
    for labels in (("1.", "2.", "3."), ("13.1", "13.2", "13.3"), ("(a)", "(b)", "(c)"), ("•", "•", "•")):
        assert listed_tables([*listed(*labels), strip(400, ("x" * 90, 500))]) == []
    for series in (("Article 1", "Article 2", "Article 3"), ("第二十一条", "第二十二条", "第二十三条")):
        assert listed_tables([*listed(*series), strip(400, ("x" * 90, 500))]) == []


def test_lines_of_paragraphs_that_justification_aligns_are_no_list() -> None:
    strips = [
        line
        for number in range(3)
        for line in (
            strip(
                700 - 60 * number, ("A provision of", 120), ("$5,138,300", 200), ("is proposed for it", 300)
            ),
            strip(688 - 60 * number, ("decrease of costs by all", 170), ("some per cent", 275)),
            strip(676 - 60 * number, ("for operational costs of the Mission as a whole", 285)),
        )
    ]
    assert listed_tables(strips) == []


def test_a_contents_list_with_numbers_beside_its_titles_is_no_list_in_columns() -> None:
    titles = ("Background", "Scope", "Identity domains", "Processes", "Conformance", "Qualifiers")
    strips = [
        strip(700 - 14 * n, (f"2.1.{n}", 75), (title, 90 + 5 * len(title)), (f"{n}", 355))
        for n, title in enumerate(titles)
    ]
    strips.insert(3, strip(665, ("2.2", 65), ("iv", 360)))
    assert listed_tables(strips) == []


def test_a_quotation_beside_lines_of_the_next_column_is_no_list() -> None:
    quoted = [
        strip(700 - 30 * n, (f"{w} of it", 120), ("x" * 34, 375)) for n, w in enumerate(("One", "Two", "Six"))
    ]
    column = [strip(685 - 15 * n, ("x" * 34, 375)) for n in range(20)]
    lines = sorted([*quoted, *column], key=lambda line: -line.base)
    assert len(listed_tables(lines[:7])) == 1
    assert listed_tables(lines) == []


@pytest.mark.parametrize("ends", [(200, 200, 200, 170), (200, 190, 180, 170)])
def test_long_entries_that_end_flush_are_lines_of_a_column(ends: Sequence[int]) -> None:
    lines = [
        strip(700 - 15 * n, ("x" * ((end - 80) // 5), end), (f"Text {n} of the next" + "x" * 12, 420))
        for n, end in enumerate(ends)
    ]
    lines += [strip(640 - 15 * n, ("that goes on with" + "x" * 13, 420)) for n in range(2)]
    lines.append(strip(500, ("x" * 90, 500)))
    assert bool(listed_tables(lines)) is (ends[1] < 200)


@pytest.mark.parametrize(("indent", "found"), [(10, False), (None, True)])
def test_entries_whose_own_lines_go_on_beside_the_texts_are_a_column(indent: int | None, found: bool) -> None:
    """The lines of the column after it are as many, so that those set in count, too."""
    lines = []
    for n in range(8):
        words = "x" * (14, 12, 11, 13)[n % 4]
        left = 50 + (indent or 0) * (n % 2)
        entry = [(words, left + 5 * len(words))] * (n % 2 == 0 or indent is not None)
        lines.append(strip(700 - 12 * n, *entry, ("x" * 20, 250)))
    lines.append(strip(500, ("x" * 90, 500)))
    assert bool(listed_tables(lines)) is found


@pytest.mark.parametrize(("first", "found"), [("then", False), ("Then", True)])
def test_the_second_and_third_column_of_a_page_are_no_list(first: str, found: bool) -> None:
    """Their lines begin in the middle of a sentence, unlike the entries of a list."""
    lengths = (14, 12, 11, 13) * 2
    lines = [
        strip(700 - 12 * n, (first + "x" * length, 70 + 5 * length), ("x" * 20, 250))
        for n, length in enumerate(lengths)
    ]
    lines += [strip(604 - 12 * n, ("x" * 20, 250)) for n in range(3)]
    lines.append(strip(500, ("x" * 90, 500)))
    assert bool(listed_tables(lines)) is found


def test_only_lists_at_one_height_are_read_one_after_the_other() -> None:
    def lists(base: float, left: float, *names: str) -> list[Strip]:
        """A list of entries, each with two lines of text beside it."""
        return [
            strip(base - 26 * n - 13 * m, *[(name, left + 5 * len(name))] * (not m), ("x" * 20, left + 170))
            for n, name in enumerate(names)
            for m in (0, 1)
        ]

    near, far = ("Albania", "Belgium", "Cyprus"), ("Denmark", "Estonia", "France")
    low = listed_tables([*lists(700, 50, *near), *lists(500, 260, *far)])
    assert [table.beside for table in low] == [False, False]


def loose(step: float) -> list[Strip]:
    """A row of two lines in each of three columns, one of a line, and one of two, `step` apart."""
    rows = [
        ("A 1", "B 1", "C 1"),
        ("A 2", "", "C 2"),
        ("D", "E", "F"),
        ("G 1", "H 1", "J 1"),
        ("", "H 2", ""),
    ]
    bases = [660.0, 643, 643 - step, 643 - 2 * step, 626 - 2 * step]
    sides = (100.0, 250.0, 390.0)
    return [
        strip(base, *[(text, side) for text, side in zip(row, sides, strict=True) if text])
        for base, row in zip(bases, rows, strict=True)
    ]


@pytest.mark.parametrize("between", [(), (635, 605)], ids=["without rules", "with rules"])
def test_lines_of_cells_that_are_further_apart_than_usual_are_one_row(between: tuple[float, ...]) -> None:
    """As in Chinese and Arabic: 1.7 of the letters' size, and rows as far apart only below rules."""
    head = strip(680, ("Item", 100), ("Aim", 250), ("Term", 390))
    strips = [head, *loose(30 if between else 24)]
    rules = PageRules(tuple(map(level, (692, 672, *between, 555 if between else 575))))
    (table,) = tables_of(rules, strips, glyphs_of(strips))
    assert written(table.rows[1:]) == [["A1 A2", "B1", "C1 C2"], ["D", "E", "F"], ["G1", "H1 H2", "J1"]]


def test_a_paragraph_below_a_table_without_joints_ends_it_though_it_is_wider() -> None:
    text = [strip(624, ("2.", 70), ("b" * 10, 395))]
    text += [strip(612 - 12 * number, ("a" * 30 + " " + "b" * 37, 395)) for number in range(3)]
    strips = [*figures(700), *text, *figures(540)]
    rules = [level(height) for height in (711, 695, 660, 551, 535, 500)]
    first, second = tables_of(PageRules(tuple(rules)), strips, glyphs_of(strips))
    assert (first.grid.bottom, second.grid.top) == (660.25, 551.25)


def test_a_line_of_text_below_the_last_rule_whose_space_is_at_a_column_edge_is_no_row() -> None:
    rows = matrix(700, ("1", "First"), ("", "goes on"))
    rows += matrix(660, ("The longest entry", "Second"), ("", "goes on"))
    rows += matrix(620, ("3", "Third"), ("", "goes on"))
    text = strip(580, ("2. This text is of", 145), ("paragraph below the table", 275))
    assert len(text.pieces) == 1
    strips = [*rows, text]
    heights = (715, 675, 635, 600)
    sides = [Rule(left, y, right, y + 0.5) for y in heights for left, right in ((50, 147), (148, 400))]
    (table,) = tables_of(PageRules(tuple(sides)), strips, glyphs_of(strips))
    assert [row[0] for row in written(table.rows)] == ["1", "Thelongestentry", "3"]


def test_cells_that_leave_a_space_between_two_columns_are_in_both() -> None:
    sums = ["105", "68", "1", "1", "3", "56", "14"]
    strips = [strip(700, ("Item", 70), ("2025", 300), ("2026", 350))]
    for number, each in enumerate(sums):
        strips.append(strip(680 - 20 * number, ("Meetings", 90), (each, 300), ("84", 350)))
    strips[2] = strip(660, ("Reports", 85), ("103", 300), ("84 [105]", 345))
    assert len(strips[2].pieces) == 2
    (table,) = tables_of(PageRules(tuple(map(level, (715, 695, 550)))), strips, glyphs_of(strips))
    assert written(table.rows)[:3] == [
        ["Item", "2025", "2026"],
        ["Meetings", "105", "84"],
        ["Reports", "103", "84[105]"],
    ]


def test_columns_below_the_only_two_rules_of_a_page_are_those_of_the_rows() -> None:
    """The rows continue on the next page; the middle between the headings is inside their first column."""
    strips = [strip(700, ("Item", 70), ("2025", 250), ("2026", 390))]
    for number in range(4):
        name = ("Travel of the staff of the office", 215)
        strips.append(strip(680 - 20 * number, name, ("1 250", 250), ("970", 390)))
    rules = [level(711), level(695)]
    (table,) = tables_of(PageRules(tuple(rules)), strips, glyphs_of(strips))
    assert written(table.rows)[1:] == [["Travelofthestaffoftheoffice", "1250", "970"]] * 4


def test_figures_flush_with_the_other_side_of_their_column_are_below_its_heading() -> None:
    strips = [strip(700, ("Item", 70), ("Aim", 190), ("Sum", 315))]
    strips += [strip(680 - 20 * number, ("Fuel", 70), ("Heat", 195), ("1 250", 390)) for number in range(3)]
    rules = [level(711), level(695), level(630)]
    (table,) = tables_of(PageRules(tuple(rules)), strips, glyphs_of(strips))
    assert written(table.rows) == [["Item", "Aim", "Sum"], *[["Fuel", "Heat", "1250"]] * 3]


def in_columns(
    *rows: tuple[str, ...], step: float = 22, starts: tuple[float, ...] = (50, 150, 280)
) -> list[Strip]:
    """Rows whose cells begin flush; a line of a cell ends with a stroke."""
    found, base = [], 700.0
    for row in rows:
        cells = [cell.split("/") for cell in row]
        for line in range(max(map(len, cells))):
            texts = [
                (cell[line] if line < len(cell) else "", start)
                for cell, start in zip(cells, starts, strict=True)
            ]
            found.append(
                strip(base - 12 * line, *[(text, start + 5 * len(text)) for text, start in texts if text])
            )
        base = found[-1].base - step
    return found


def test_a_list_followed_by_another_column_is_no_list_in_two() -> None:
    rows = [
        (f"{name} office", "a task/and more of it/to do", "a place/far away")
        for name in ("One", "Second", "Any")
    ]
    lines = in_columns(*rows)
    assert listed_tables([*lines, strip(400, ("x" * 90, 500))]) == []


@pytest.mark.parametrize("size", [8.0, 12.0])
def test_letters_of_another_size_below_a_table_that_goes_on_are_no_rows(size: float) -> None:
    text = Strip(662, size, strip(662, ("1 A note or text", 160)).pieces)
    strips = [*figures(700), text]
    (table,) = tables_of(PageRules(tuple(map(level, (711, 695, 675)))), strips, glyphs_of(strips))
    extend_down(table, strips, glyphs_of(strips), 0.0)
    assert [row[0] for row in written(table.rows)] == ["Category", "Troops"]
