"""Table rows in Excel, Markdown and Word: cells are separated without tabs."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest

from aligner.formats.writing import export
from aligner.revision.revise import revise
from aligner.values import Alignment, Bead, Document, Segment, SegmentKind, Span
from aligner.values.catalogue import available, load
from aligner.values.results import AlignedPair, RevisedPair


def document(language: str, *lines: list[str] | str, headers: int = 0, version: str = "") -> Document:
    """Paragraphs, and rows given as lists of cells; the first rows are `headers`."""
    text, segments, rows = "", [], 0
    for line in lines:
        start, cells = len(text), []
        if isinstance(line, str):
            text += line
            segments.append(Segment(Span(start, len(text))))
        else:
            for number, cell in enumerate(line):
                text += "\t" if number else ""
                cells.append(Span(len(text), len(text) + len(cell)))
                text += cell
            rows += 1
            segments.append(
                Segment(Span(start, len(text)), SegmentKind.ROW, cells=tuple(cells), header=rows <= headers)
            )
        text += "\n"
    return Document(language, text, tuple(segments), version=version)


def pair() -> AlignedPair:
    source = document("en", "Costs.", ["Item", "", "2026"], ["Staff | posts", "1 250", "=9"], headers=1)
    target = document("ar", "التكاليف.", ["البند", "", "2026"], ["الموظفون", "1 250", "9"], headers=1)
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1), 0.9) for i in range(3))
    return AlignedPair(source, target, Alignment(beads, 3, 3))


def drafts() -> RevisedPair:
    old = document("en", "The costs.", ["Staff", "1 250", "9"], version="draft")
    new = document("en", "The costs.", ["Staff", "1 300", "9"], version="rev1")
    return RevisedPair(old, new, revise(old, new))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data), rich_text=True)


def test_excel_has_a_column_a_cell_and_bold_headings() -> None:
    sheet = opened(export(pair(), ".xlsx"))["Tables"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Language", "Draft", "Table", "Column 1", "Column 2", "Column 3"],
        ["en", None, 1, "Item", None, "2026"],
        ["en", None, 1, "Staff | posts", "1 250", "=9"],
        ["ar", None, 1, "البند", None, "2026"],
        ["ar", None, 1, "الموظفون", "1 250", "9"],
    ]
    assert [sheet.cell(row, 4).font.bold for row in range(2, 6)] == [True, False, True, False]
    assert [sheet.cell(row, 4).alignment.readingOrder for row in (2, 4, 5)] == [0, 2, 2]
    assert {cell.data_type for row in sheet.iter_rows(min_col=4) for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize("language", available())
def test_the_sheet_is_named_in_the_interface_language(language: str) -> None:
    assert load(language)("table.sheet") in opened(export(pair(), ".xlsx", interface=language)).sheetnames


def test_each_table_of_a_document_has_its_number() -> None:
    doc = document("en", ["a", "b"], ["1", "2"], "Between.", ["c", "d"], headers=1)
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1), 0.9) for i in range(4))
    sheet = opened(export(AlignedPair(doc, doc, Alignment(beads, 4, 4)), ".xlsx"))["Tables"]
    assert [cell.value for cell in sheet["C"]][1:4] == [1, 1, 2]


def test_a_long_cell_continues_in_the_next_row() -> None:
    long = "x" * 16_001
    doc = document("en", [long, "b"], ["1", "2"])
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1), 0.9) for i in range(2))
    sheet = opened(export(AlignedPair(doc, doc, Alignment(beads, 2, 2)), ".xlsx"))["Tables"]
    assert "".join(str(cell.value) for cell in sheet["D"][1:3]) == long
    assert [cell.value for cell in sheet["E"]][1:4] == ["b", None, "2"]


def test_documents_without_tables_have_no_such_sheet() -> None:
    doc = document("en", "One.", "Two.")
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1), 0.9) for i in range(2))
    assert opened(export(AlignedPair(doc, doc, Alignment(beads, 2, 2)), ".xlsx")).sheetnames == [
        "Aligned text",
        "Statistics",
    ]


def test_aligned_text_in_excel_divides_the_cells_of_a_row() -> None:
    sheet = opened(export(pair(), ".xlsx"))["Aligned text"]
    assert [sheet.cell(row, 5).value for row in (2, 3, 4)] == [
        "Costs.",
        "Item |  | 2026",
        "Staff | posts | 1 250 | =9",
    ]


def test_amendments_of_a_row_keep_their_marks_in_excel() -> None:
    cell = opened(export(drafts(), ".xlsx"))["Amendments"].cell(2, 7).value
    assert [str(run) for run in cell] == ["Staff | ", "1 250", "1 300", " | 9"]
    assert [bool(run.font.strike) for run in cell if hasattr(run, "font")] == [False, True, False, False]


def test_markdown_divides_the_cells_of_a_row() -> None:
    line = next(each for each in export(drafts(), ".md").decode().splitlines() if "Staff" in each)
    assert "Staff &#124; <del>1 250</del><ins>1 300</ins> &#124; 9" in line


def test_a_redline_divides_the_cells_of_a_row() -> None:
    with zipfile.ZipFile(BytesIO(export(drafts(), ".docx"))) as archive:
        written = archive.read("word/document.xml").decode()
    assert "Staff | </w:t>" in written
    assert "<w:tab/>" not in written
