# ruff: noqa: E501 - XML reads better unbroken
"""Headings and tables of contents of Word documents, however they were made."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import par, read_body, run

from aligner.pipeline.run import DocumentInfo, Settings, open_document
from aligner.segmentation.segment import segment
from aligner.values import SegmentKind
from aligner.values.extract import LineRole

BOLD = "<w:b/>"
PROSE = par(run("The Committee considered the report and took note of its recommendations."))
STYLES = """
<w:style w:type="paragraph" w:styleId="HCh"><w:name w:val="_ H _Ch"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title_H_CH"/></w:style>
<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part name"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Part"/></w:style>
<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain part"/><w:basedOn w:val="Part"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Strong"><w:name w:val="Strong par"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
"""


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (par(run("Introduction"), style("HCh")), "heading"),
        (par(run("Budget for 2026"), style("Title")), "title"),
        (par(run("Introduction"), style("Part")), "heading"),
        (par(run("Introduction"), style("Sub")), "heading"),
        (par(run("Introduction"), style("Plain")), "plain part"),
        (par(run("Introduction"), '<w:outlineLvl w:val="1"/>'), "heading"),
        (par(run("Introduction"), '<w:outlineLvl w:val="-1"/>'), None),
        (par(run("Introduction"), '<w:outlineLvl w:val="10"/>'), None),
        (par(run("The Committee took note of the report."), style("Part")), "part name"),
        (par(run("Introduction", BOLD)), "subtitle"),
        (par(run("Introduction"), style("Strong")), "subtitle"),
        (par(run("Introduction", '<w:b w:val="0"/>'), style("Strong")), "strong par"),
        (par(run("Note", BOLD) + run(" by the Secretariat")), None),
        (par(run("The Committee agreed.", BOLD)), None),
        (par(run("bold " * 40, BOLD)), None),
    ],
)
def test_heading_style(paragraph: str, expected: str | None) -> None:
    extract = read_body(PROSE + paragraph, {"styles": STYLES})
    assert extract.lines[-1].style == expected


def field(code: str, content: str, close: bool = True) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark.format("separate")
    return begin + content + (mark.format("end") if close else "")


ENTRY = run("Introduction") + "<w:r><w:tab/></w:r>" + run("3")
CONTROL = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    f"<w:sdtContent>{par(run('Contents'))}{par(ENTRY)}</w:sdtContent></w:sdt>"
)


@pytest.mark.parametrize(
    ("body", "furniture"),
    [
        (par(ENTRY, style("TOC1")), ["Introduction\t3"]),
        (CONTROL, ["Contents", "Introduction\t3"]),
        (par(field(' TOC \\o "1-3" ', ENTRY)), ["Introduction\t3"]),
        (par(field(" TOC ", ENTRY, close=False)) + par(ENTRY), ["Introduction\t3", "Introduction\t3"]),
        (par(field(" TOC ", ENTRY, close=False)) + PROSE, ["Introduction\t3"]),
        (par(field(" REF intro ", ENTRY)), []),
        (par(ENTRY), []),
    ],
)
def test_contents_are_furniture(body: str, furniture: list[str]) -> None:
    extract = read_body(body + PROSE, {"styles": STYLES})
    found = [extract.text_of(line) for line in extract.lines if line.role is LineRole.FURNITURE]
    assert found == furniture
    assert extract.text_of(extract.lines[-1]).startswith("The Committee")


SENTENCE = "The Committee considered the report and took note of its recommendations."


def report(path: Path) -> Path:
    """A Word file whose title and headings are bold lines without a style."""
    from docx import Document

    document = Document()
    for title in ("Report of the Committee", "Introduction", "Conclusions"):
        document.add_paragraph().add_run(title).bold = True
        if title != "Report of the Committee":
            for _ in range(3):
                document.add_paragraph(SENTENCE)
    document.save(str(path))
    return path


@pytest.mark.parametrize("kind", ["docx", *(pytest.param(k, marks=pytest.mark.slow) for k in ("doc", "odt"))])
def test_bold_headings_are_found(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = report(tmp_path / "report.docx")
    if kind != "docx":
        path = request.getfixturevalue("converted")(path, kind)
    document = open_document(path, Settings(cache=False), DocumentInfo("en"))
    headings = [
        document.text_of(index)
        for index, segment in enumerate(document.segments)
        if segment.kind is SegmentKind.HEADING
    ]
    assert document.segments[0].kind is SegmentKind.TITLE
    assert headings == ["Introduction", "Conclusions"]


def test_typed_number_counts_before_bullet() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        '<w:lvlText w:val="□"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = par(run("1.1.2 A documented procedure."), listed) + par(run("Training;"), listed)
    document = segment(read_body(body, {"numbering": numbering}), language="en")
    assert [each.label for each in document.segments] == ["1.1.2", "□"]
    assert document.texts() == ["A documented procedure.", "Training;"]
