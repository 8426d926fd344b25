# ruff: noqa: E501 - XML reads better unbroken
"""Parts of Word files that are neither paragraphs nor footnotes: typed notes, contents, controls, charts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from word_files import LISTS, OFFICE, item, level, note, package, par, read_body, run, texts

from aligner.readers import read_bytes
from aligner.readers.docx import read_docx
from aligner.readers.docx.package import Package, W, inside, number
from aligner.readers.docx.tables import _is_ruled
from aligner.readers.office_package import MAX_DEPTH
from aligner.segmentation.segment import segment
from aligner.values import SegmentKind
from aligner.values.extract import Extract, LineRole, Revisions
from aligner.values.message import ReadError
from tests.readers.test_tables import cell, table

REFERENCE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
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


def test_what_stands_in_a_narrow_column_belongs_to_the_next() -> None:
    widths = "".join(f'<w:gridCol w:w="{width}"/>' for width in (119, 3000, 120, 3000))
    made = table(*([cell("•"), cell(item), cell("a"), cell("5")] for item in ("Staff", "Rent")))
    made = made.replace("<w:tbl>", f"<w:tbl><w:tblGrid>{widths}</w:tblGrid>")
    assert rows(read_body(par(run("x")) + made)) == [["• Staff", "a", "5"], ["• Rent", "a", "5"]]
    unknown = made.replace(' w:w="119"', "")
    assert len(rows(read_body(par(run("x")) + unknown))[0]) == 4


def test_a_table_in_one_cell_of_a_ruled_table_is_text_of_that_cell() -> None:
    inner = f"<w:tc>{par(run('see'))}{table([cell('1'), cell('2')], [cell('3'), cell('4')])}{par('')}</w:tc>"
    result = [[cell("a"), cell("b")], [cell("c"), inner], [cell("d"), cell("e")], [cell("f"), cell("g")]]
    assert rows(read_body(par(run("x")) + table(*result)))[1] == ["c", "see 1 2 3 4"]
    result[2] = [cell("d"), inner]
    assert rows(read_body(par(run("x")) + table(*result))) == [["1", "2"], ["3", "4"]] * 2


def test_a_table_in_a_table_that_lays_out_the_page_has_rows() -> None:
    inner = table([cell("1"), cell("2")], [cell("3"), cell("4")], borders=False)
    outer = table([f"<w:tc>{inner}{par('')}</w:tc>"], borders=False)
    assert rows(read_body(par(run("x")) + outer)) == [["1", "2"], ["3", "4"]]


def test_a_number_in_a_cell_of_its_own_is_the_label_beside_it() -> None:
    body = par(run("x")) + table(
        [cell("(a)"), cell("Every year;")], [cell("(b)"), cell("When asked.")], borders=False
    )
    assert [(line.label, line.cells) for line in read_body(body).lines[1:]] == [("(a)", ()), ("(b)", ())]


DRAWINGML = ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/")


@pytest.mark.parametrize("form", DRAWINGML, ids=["transitional", "strict"])
@pytest.mark.parametrize("written", ["<a:t>{}</a:t>", "<c:v>{}</c:v>"])
def test_text_in_charts_is_counted(form: str, written: str) -> None:
    data = io.BytesIO(package(par(run("x"))))
    drawn = f'xmlns:a="{form}main" xmlns:c="{form}chart"'
    with zipfile.ZipFile(data) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="c{{0}}" Type="{OFFICE}/chart" Target="chart{{0}}.xml"/>'
    rels = files["word/_rels/document.xml.rels"].decode()
    links = link.format(1) + link.format(2) + "</Relationships>"
    files["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", links).encode()
    files["word/chart1.xml"] = f"<chart {drawn}>{written.format('Costs by year')}</chart>".encode()
    files["word/chart2.xml"] = f"<chart {drawn}>{written.format(' ')}</chart>".encode()
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


MATH = "<m:oMathPara><m:oMath><m:r><m:t>A=</m:t></m:r>{}<m:f><m:num>{}</m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>"


@pytest.mark.parametrize(
    ("change", "accepted", "rejected"), [("del", "A=r/2", "A=9r7/2"), ("ins", "A=9r7/2", "A=r/2")]
)
def test_changes_inside_formulas_are_read(change: str, accepted: str, rejected: str) -> None:
    """Word tracks a run of a formula from the inside, and parts of it from the outside."""
    within = f'<m:r><w:{change} w:id="1"><m:t>9</m:t></w:{change}></m:r>'
    around = f'<m:r><m:t>r</m:t></m:r><w:{change} w:id="2"><m:r><m:t>7</m:t></m:r></w:{change}>'
    data = package(par(MATH.format(within, around)))
    for revisions, shown in (("accept", accepted), ("reject", rejected)):
        extract = read_docx.read(data, "x.docx", revisions=revisions)  # type: ignore[arg-type]
        assert texts(extract) == [shown]
        assert ["tracked" in str(note) for note in extract.notes] == [True]


def test_an_inserted_number_is_none_in_the_older_draft() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="1" w:author="x"/></w:numPr>'
    data = package(item(1, 0) + par(run("new"), listed) + item(1, 0), {"numbering": LISTS})
    for revisions, labels in (("accept", ["1.", "2.", "3."]), ("reject", ["1.", None, "2."])):
        extract = read_docx.read(data, "x.docx", revisions=revisions)  # type: ignore[arg-type]
        assert [line.label for line in extract.lines] == labels
        assert [note.code for note in extract.notes] == ["reading.tracked"]


def test_text_boxes_of_the_strict_form_are_read() -> None:
    box = (
        '<w:r><w:drawing><x:txbxContent xmlns:x="http://schemas.microsoft.com/office/word/2006/wordml">'
        f"{par(run('In the box.'))}</x:txbxContent></w:drawing></w:r>"
    )
    assert texts(read_body(par(run("Outside.") + box))) == ["Outside.", "In the box."]


def test_text_in_a_drawing_of_shapes_is_reported() -> None:
    canvas = '<w:r><w:drawing><a:t xmlns:a="{}">A shape</a:t></w:drawing></w:r>'
    canvas = canvas.format("http://schemas.openxmlformats.org/drawingml/2006/main")
    usual = package(par(run("Outside.") + canvas))
    for data in (usual, repacked(usual, {}, STRICT)):
        extract = read_bytes(data, "x.docx")
        assert texts(extract) == ["Outside."]
        (note,) = extract.notes
        assert str(note) == "It has 1 chart or diagram, whose text was not read."


def test_ordinals_of_a_list_are_in_the_language_of_the_text() -> None:
    def labels(language: str, own: str = "") -> list[str | None]:
        usual = f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        number = level(0, "ordinalText", "%1:").replace("</w:lvl>", f"{own}</w:lvl>")
        lists = f'<w:abstractNum w:abstractNumId="1">{number}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        extract = read_body(item(1, 0) + item(1, 0), {"styles": usual, "numbering": lists})
        return [line.label for line in extract.lines]

    assert labels("fr-FR") == ["Premier:", "Deuxième:"]
    assert labels("fr-FR", '<w:rPr><w:lang w:val="en-US"/></w:rPr>') == ["First:", "Second:"]


ODD = {
    "RP013-Deleted-Math-Control-Char": ("A=πr2", "A=2πr2"),
    "RP014-Inserted-Math-Control-Char": ("A=2πr2", "A=πr2"),
    "RP021-Inserted-Numbering-Properties": ("1. This is a test.", "This is a test."),
}


@pytest.mark.parametrize("name", ODD)
def test_changes_in_odd_places_of_real_files(name: str, shared_data: Path) -> None:
    folder = shared_data / "odd"
    if not folder.is_dir():
        pytest.skip("the odd files (../shared/data/odd) are not on this machine")

    def shown(file: str, revisions: Revisions) -> str:
        extract = read_docx.read((folder / file).read_bytes(), file, revisions=revisions)
        return "|".join(f"{line.label or ''} {extract.text_of(line)}".strip() for line in extract.lines)

    for revisions, wanted, twin in zip(
        ("accept", "reject"), ODD[name], ("Accepted", "Rejected"), strict=True
    ):
        assert shown(f"{name}.docx", revisions) == wanted  # type: ignore[arg-type]
        assert shown(f"{name}-{twin}.docx", "accept") == wanted


def test_a_raised_letter_after_a_figure_in_a_cell_marks_a_note_below_the_table() -> None:
    """Without a note that begins with it, it ends an ordinal."""
    raised = '<w:vertAlign w:val="superscript"/>'
    figures = [
        [cell("Posts"), cell("Total")],
        [cell("Chad"), f"<w:tc>{par(run('15') + run('a', raised))}</w:tc>"],
    ]
    for start, marks in (("a", ["a"]), ("", [])):
        note = par(run(start, raised) + run(" Including two temporary posts."))
        extract = read_body(table(*figures, [cell("Mali"), cell("7")]) + note)
        (line,) = [line for line in extract.lines if "15" in extract.text_of(line)]
        assert [mark.mark for mark in line.marks] == marks


def test_a_raised_letter_after_a_roman_number_ends_an_ordinal() -> None:
    extract = read_body(par(run("Au XIX") + run("e", '<w:vertAlign w:val="superscript"/>') + run(" siècle")))
    assert [(extract.text_of(line), line.marks) for line in extract.lines] == [("Au XIXe siècle", ())]


STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006": "http://purl.oclc.org/ooxml/officeDocument",
    "http://schemas.openxmlformats.org/drawingml/2006": "http://purl.oclc.org/ooxml/drawingml",
}
FORMULA = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"


def repacked(data: bytes, names: dict[str, str], texts: dict[str, str]) -> bytes:
    """The same package with other names of parts, and other texts in all of them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as other:
        for name in archive.namelist():
            content = archive.read(name).decode()
            for before, after in texts.items():
                content = content.replace(before, after)
            other.writestr(names.get(name, name), content)
    return made.getvalue()


def test_a_file_in_the_strict_form_has_the_text_notes_heads_and_formulas_of_the_usual_one() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    notes = f'<w:footnote w:id="2">{par(run("The note."))}</w:footnote>'
    parts = {"header1": par(run("A/RES/1")), "footnotes": notes}
    usual = package(par(run("Let ") + FORMULA + run(" be") + REFERENCE.format(2)) + section, parts)
    read = read_bytes(usual, "x.docx")
    assert [(line.role, read.text_of(line)) for line in read.lines] == [
        (LineRole.FURNITURE, "A/RES/1"),
        (LineRole.BODY, "Let a+b be"),
        (LineRole.FOOTNOTE, "The note."),
    ]
    strict = repacked(usual, {}, STRICT)
    found = read_bytes(strict, "x.docx")
    assert (found.text, found.lines) == (read.text, read.lines)
    assert [Package(data, "x.docx").is_strict() for data in (usual, strict)] == [False, True]


def test_the_text_is_in_the_part_that_the_package_names() -> None:
    usual = package(par(run("Text")))
    names = {"word/document.xml": "doc/main.xml", "word/_rels/document.xml.rels": "doc/_rels/main.xml.rels"}
    elsewhere = repacked(usual, names, {"word/document.xml": "doc/main.xml"})
    assert read_bytes(elsewhere, "x.docx").text == "Text"
    wrong = repacked(usual, {}, {"word/document.xml": "doc/gone.xml"})
    assert read_bytes(wrong, "x.docx").text == "Text"


def test_the_sign_between_a_field_and_its_result_may_be_hidden() -> None:
    sign = '<w:r><w:rPr>{}</w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = "<w:r><w:instrText>REF x</w:instrText></w:r>"
    field = sign("", "begin") + code + sign("<w:vanish/>", "separate") + run("the result") + sign("", "end")
    assert read_body(par(run("See ") + field)).text == "See the result"


def test_deeply_nested_parts_are_read_and_deeper_ones_refused() -> None:
    def nested(depth: int) -> bytes:
        inside = par(run("Text"))
        return package("<w:sdt><w:sdtContent>" * depth + inside + "</w:sdtContent></w:sdt>" * depth)

    most = (MAX_DEPTH - 5) // 2  # document, body, paragraph, run and text are five
    assert read_bytes(nested(most), "x.docx").text == "Text"
    with pytest.raises(ReadError, match="nested"):
        read_bytes(nested(most + 1), "x.docx")


def test_rows_are_found_in_what_wraps_them_and_not_in_a_nested_table() -> None:
    nested = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc><w:p/>{nested}<w:ins><w:p/></w:ins></w:tc></w:tr>"
    wrapped = f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt><w:ins>{row}</w:ins><w:del>{row * 2}</w:del>"
    table = etree.fromstring(f'<w:tbl xmlns:w="{W[1:-1]}">{row}{wrapped}</w:tbl>')
    rows = list(inside(table, W + "tr"))
    assert len(rows) == 3
    assert [len(list(inside(cell, W + "p"))) for each in rows for cell in inside(each, W + "tc")] == [2, 2, 2]


def test_references_and_notes_are_told_for_code_that_writes_into_the_file() -> None:
    body = par(run("one") + REFERENCE.format(3) + REFERENCE.format(2) + REFERENCE.format(4))
    notes = (
        note("footnote", 2, "two") + note("footnote", 4, "four") + '<w:footnote w:id="3"><w:p/></w:footnote>'
    )
    parsed = read_docx.parse(package(body, {"footnotes": notes}), "x.docx")
    found = [(each.note_id, each.mark, each.offset) for each in parsed.numbered[0]]
    assert found == [("3", "1", 3), ("2", "2", 3), ("4", "3", 3)]
    assert parsed.notes == {1: "2", 2: "4"}


@pytest.mark.parametrize(
    ("text", "found"),
    [(None, None), ("", None), ("x", None), ("-1", -1), ("9" * 11, 99_999_999_999), ("9" * 12, None)],
)
def test_a_number_is_one_that_word_could_write(text: str | None, found: int | None) -> None:
    assert number(text) == found


BORDERS = "<w:tblPr><w:tblBorders>{}</w:tblBorders></w:tblPr>".format
CELL = "<w:tr><w:tc><w:tcPr><w:tcBorders>{}</w:tcBorders></w:tcPr>{}</w:tc></w:tr>".format


@pytest.mark.parametrize(
    ("content", "ruled"),
    [
        ("", False),
        ('<w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>', True),
        (BORDERS('<w:top w:val="single"/>'), True),
        (BORDERS('<w:top w:val="nil"/><w:left w:val="none"/><w:right/>'), False),
        (BORDERS('<w:top w:val="nil"/><w:left w:val="double"/>'), True),
        (CELL('<w:top w:val="single"/>', ""), True),
        (CELL("", "<w:tbl>" + CELL('<w:top w:val="single"/>', "") + "</w:tbl>"), False),
    ],
    ids=["bare", "style", "borders", "none", "one side", "of a cell", "of a table inside"],
)
def test_a_table_is_ruled_by_its_style_or_its_own_borders(content: str, *, ruled: bool) -> None:
    table = etree.fromstring(f'<w:tbl xmlns:w="{W[1:-1]}">{content}</w:tbl>')
    assert _is_ruled(table) == ruled
