# ruff: noqa: E501 - XML reads better unbroken
"""Parts of Word files that are neither paragraphs nor footnotes: typed notes, contents, controls, charts."""

from __future__ import annotations

import io
import zipfile

import pytest
from test_tables import cell, table
from word_files import LISTS, OFFICE, item, level, package, par, read_body, run, texts

from aligner.readers import read_bytes
from aligner.readers.docx import read_docx
from aligner.segmentation.segment import segment
from aligner.values import SegmentKind
from aligner.values.extract import Extract, LineRole, Revisions

FRAME = '<w:framePr w:w="9792" w:vAnchor="page" w:y="12961"/>'


def rows(extract: Extract) -> list[list[str]]:
    return [[each.of(extract.text) for each in line.cells] for line in extract.lines if line.cells]


def test_notes_typed_in_a_frame_are_notes() -> None:
    body = (
        par(run("Items 138 and 139 of the list**"))
        + par(run("*") + "<w:r><w:tab/></w:r>" + run("The present document is part A."), FRAME)
        + par(run("** A/81/50."), FRAME)
        + par(run("Report* of the Committee"))
    )
    document = segment(read_body(body), language="en")
    assert document.texts() == ["Items 138 and 139 of the list", "Report of the Committee"]
    assert [each.footnotes for each in document.segments] == [("**",), ("*",)]
    assert [(note.mark, note.text) for note in document.footnotes] == [
        ("*", "The present document is part A."),
        ("**", "A/81/50."),
    ]


def test_a_running_head_may_refer_to_a_note_typed_in_a_frame() -> None:
    """Documents reissued for technical reasons have the star at the symbol in the running head, too."""
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    body = par(run("A/72/L.1*")) + par(run("* Reissued on 3 May."), FRAME) + section
    extract = read_body(body, {"header1": par(run("A/72/L.1*"))})
    assert texts(extract, LineRole.FOOTNOTE) == ["Reissued on 3 May."]
    marked = [(line.role, [mark.mark for mark in line.marks]) for line in extract.lines if not line.note_mark]
    assert sorted(marked) == [(LineRole.BODY, ["*"]), (LineRole.FURNITURE, [])]


@pytest.mark.parametrize(
    "body",
    [
        par(run("A list**")) + par(run("* An item of it."), FRAME),
        par(run("A list*")) + par(run("* An item of it.")),
        par(run("2 * 3")) + par(run("* An item of it."), FRAME),
    ],
    ids=["another mark above", "no frame", "no mark ends a word"],
)
def test_other_lines_with_asterisks_stay_text(body: str) -> None:
    assert texts(read_body(body), LineRole.FOOTNOTE) == []


PAGES = [
    [cell(""), cell("Page")],
    [cell("A."), cell("Programme plan"), cell("2")],
    [cell("Annex"), cell("14")],
]


@pytest.mark.parametrize("word", ["Page", "Página", "Стр.", "页次", "الصفحة"])
def test_a_table_of_contents_is_furniture(word: str) -> None:
    body = par(run("A title")) + table([cell(""), cell(word)], *PAGES[1:])
    extract = read_body(body)
    assert texts(extract) == ["A title"]
    assert texts(extract, LineRole.FURNITURE) == [word, "A.", "Programme plan", "2", "Annex", "14"]


@pytest.mark.parametrize("heading", ["Contents", "Table des matières", "目  录", "Содержание", "المحتويات"])
def test_the_heading_of_a_list_of_contents_goes_with_it(heading: str) -> None:
    styles = '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    listed = par(run("Overview 3"), '<w:pStyle w:val="TOC1"/>')
    extract = read_body(
        par(run("A title")) + par(run(heading)) + listed + par(run(heading)), {"styles": styles}
    )
    assert texts(extract) == ["A title", heading]


@pytest.mark.parametrize(
    "document",
    [
        [[cell("Item"), cell("Page")], *PAGES[1:]],
        [PAGES[0], [cell("Staff"), cell("9")], [cell("Travel"), cell("3")]],
        [PAGES[0], [cell("Staff"), cell("nine")]],
    ],
    ids=["two headings", "not in order", "no numbers"],
)
def test_other_tables_have_rows(document: list[list[str]]) -> None:
    assert len(rows(read_body(par(run("x")) + table(*document)))) == len(document)


def test_automatic_numbers_of_contents_stay_in_their_text() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="1">{level(0, "upperLetter", "%1.")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    listed = '<w:pStyle w:val="TOC1"/><w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    body = par(run("Overview 3"), listed) + par(run("x"))
    extract = read_body(body, {"numbering": numbering, "styles": styles})
    assert texts(extract, LineRole.FURNITURE) == ["A. Overview 3"]


def test_a_bold_item_of_a_list_is_no_heading() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="1">{level(0, "lowerLetter", "%1)")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = (
        par(run("Each State shall have in view that it is to:"))
        + par(run("meet every year;"), listed)
        + par(run("report when asked; and", "<w:b/>"), listed)
        + par(run("keep its records for as long as they are of use."), listed)
    )
    document = segment(read_body(body, {"numbering": numbering}), language="en")
    assert [each.kind for each in document.segments[1:]] == [SegmentKind.ITEM] * 3


def test_a_simple_field_can_be_a_table_of_contents() -> None:
    entry = run("Introduction") + "<w:r><w:tab/></w:r>" + run("3")
    extract = read_body(par(f'<w:fldSimple w:instr=" TOC \\o ">{entry}</w:fldSimple>') + par(run("Text.")))
    assert texts(extract, LineRole.FURNITURE) == ["Introduction\t3"]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{cell('a')}{control(cell('b'))}</w:tr>"
    made = table([cell("c"), cell("d")]).replace("<w:tr>", control(row) + "<w:tr>", 1)
    assert rows(read_body(par(run("x")) + made)) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("revisions", ["accept", "reject"])
def test_a_table_whose_rows_are_changes_is_data_in_both_drafts(revisions: Revisions) -> None:
    whole = table([cell("Item"), cell("Cost")], [cell("Water"), cell("15")])
    tracked = "<w:tr><w:trPr><w:ins/></w:trPr>".join(whole.rsplit("<w:tr>", 1))
    extract = read_docx.read(package(par(run("x")) + tracked), "x.docx", revisions=revisions)
    assert rows(extract)[0] == ["Item", "Cost"]
    assert len(rows(extract)) == (2 if revisions == "accept" else 1)


def test_a_table_in_one_cell_of_a_ruled_table_is_text_of_that_cell() -> None:
    inner = f"<w:tc>{par(run('see'))}{table([cell('1'), cell('2')], [cell('3'), cell('4')])}{par('')}</w:tc>"
    result = [[cell("a"), cell("b")], [cell("c"), inner], [cell("d"), cell("e")], [cell("f"), cell("g")]]
    assert rows(read_body(par(run("x")) + table(*result)))[1] == ["c", "see 1 2 3 4"]


def test_a_table_in_a_table_that_lays_out_the_page_has_rows() -> None:
    inner = table([cell("1"), cell("2")], [cell("3"), cell("4")], borders=False)
    outer = table([f"<w:tc>{inner}{par('')}</w:tc>"], borders=False)
    assert rows(read_body(par(run("x")) + outer)) == [["1", "2"], ["3", "4"]]


def test_a_number_in_a_cell_of_its_own_is_the_label_beside_it() -> None:
    body = par(run("x")) + table(
        [cell("(a)"), cell("Every year;")], [cell("(b)"), cell("When asked.")], borders=False
    )
    assert [(line.label, line.cells) for line in read_body(body).lines[1:]] == [("(a)", ()), ("(b)", ())]


def test_text_in_charts_is_counted() -> None:
    data = io.BytesIO(package(par(run("x"))))
    drawn = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    with zipfile.ZipFile(data) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="c{{0}}" Type="{OFFICE}/chart" Target="chart{{0}}.xml"/>'
    rels = files["word/_rels/document.xml.rels"].decode()
    links = link.format(1) + link.format(2) + "</Relationships>"
    files["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", links).encode()
    files["word/chart1.xml"] = f"<chart {drawn}><a:t>Costs by year</a:t></chart>".encode()
    files["word/chart2.xml"] = f"<chart {drawn}><a:t> </a:t></chart>".encode()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert list(map(str, read_bytes(data.getvalue(), "x.docx").notes)) == [
        "It has 1 chart or diagram, whose text was not read."
    ]


def test_rows_that_word_numbers_have_their_numbers() -> None:
    number = f"<w:tc>{item(1, 0).replace('>x<', '><')}</w:tc>"
    head = [cell("No."), cell("Item"), cell("Cost")]
    body = par(run("x")) + table(
        head, [number, cell("Water"), cell("15")], [number, cell("Land"), cell("20")]
    )
    assert rows(read_body(body, {"numbering": LISTS})) == [
        ["No.", "Item", "Cost"],
        ["1.", "Water", "15"],
        ["2.", "Land", "20"],
    ]
