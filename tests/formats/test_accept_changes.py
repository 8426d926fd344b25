# ruff: noqa: E501 - XML reads better unbroken
"""Tracked changes of a Word file are accepted before a redline is made inside it."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from word_files import package, par, run

from aligner.formats.docx.redline_inside import redline_inside
from aligner.formats.docx.word_elements import accepted
from aligner.readers.docx import read_docx
from aligner.readers.docx.tracked_changes import read_trail

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def change(tag: str, content: str = "") -> str:
    return f'<w:{tag} w:id="1" w:author="Ann">{content}</w:{tag}>'


def gone(text: str) -> str:
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(content: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{content}</w:tr>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def shape(data: bytes) -> str:
    """The body in short: paragraphs in angle brackets with their style, rows in square ones, cells by bars."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    left = {etree.QName(each).localname for each in root.iter()}
    assert all(len(each) for each in root.iter(W + "sdtContent"))
    assert not left & {"ins", "del", "moveFrom", "moveTo", "cellDel", "cellIns", "delText"}
    assert not any(name.endswith(("Change", "RangeStart", "RangeEnd")) for name in left)

    def told(element: etree._Element) -> str:
        if element.tag == W + "p":
            style = element.find(f"{W}pPr/{W}pStyle")
            name = "" if style is None else f"{style.get(W + 'val')}:"
            return f"<{name}{''.join(text.text or '' for text in element.iter(W + 't'))}>"
        inside = "".join(map(told, element))
        short = {"tbl": f"[{inside}]", "tc": f"{inside}|", "tr": f"{inside}/"}
        return short.get(etree.QName(element).localname, inside)

    return told(root)


INSERTED_END, DELETED_END = f"<w:rPr>{change('ins')}</w:rPr>", f"<w:rPr>{change('del')}</w:rPr>"
A, B = '<w:pStyle w:val="A"/>', '<w:pStyle w:val="B"/>'
END = par(run("end"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (par(run("a ") + change("del", gone("b")) + change("ins", run("c"))), "<a c>"),
        (par(change("moveFrom", run("b")) + run("a ") + change("moveTo", run("b"))), "<a b>"),
        (par(change("ins", run("c") + change("del", gone("b")))), "<c>"),
        (par('<w:hyperlink>' + change("ins", run("c")) + change("del", gone("b")) + "</w:hyperlink>"), "<c>"),
        (par(run("new"), INSERTED_END) + END, "<new><end>"),
        (par(change("del", gone("old")), DELETED_END) + END, "<end>"),
        (par(run("a "), A + DELETED_END) + par(run("b"), B) + END, "<B:a b><end>"),
        (par(run("a "), A + DELETED_END) + par(run("b "), DELETED_END) + par(run("c"), B), "<B:a b c>"),
        (par(change("del", gone("x")), DELETED_END) + f"<w:tbl>{row(cell(par(run('t'))))}</w:tbl>" + END, "[<t>|/]<end>"),
        (par(run("a"), DELETED_END) + f"<w:tbl>{row(cell(par(run('t'))))}</w:tbl>" + END, "<a>[<t>|/]<end>"),
        (par(run("a"), DELETED_END), "<a>"),
        (control(par(change("del", gone("x")), DELETED_END)) + END, "<end>"),
        (par(run("a") + control(control(change("del", gone("x"))))), "<a>"),
        (par(control(change("del", gone("x")) + change("ins", run("b")))), "<b>"),
        (par(run("a "), DELETED_END) + control(par(run("b"))), "<a b>"),
        (f"<w:tbl>{row(cell(par(run('a'))))}{row(cell(par(run('b'))), change('del'))}</w:tbl>" + END, "[<a>|/]<end>"),
        (f"<w:tbl>{row(cell(par(run('a'))), change('ins'))}</w:tbl>" + END, "[<a>|/]<end>"),
        (f"<w:tbl>{row(cell(par(run('b'))), change('del'))}</w:tbl>" + END, "<end>"),
        (f"<w:tbl>{row(cell(par(run('a'))) + cell(par(run('b')), change('cellDel')) + cell(par(run('c')), change('cellIns')))}</w:tbl>" + END, "[<a>|<c>|/]<end>"),
        (f"<w:tbl>{row(cell(change('del', par(run('a')))))}{row(cell(par(run('b'))))}</w:tbl>" + END, "[<>|/<b>|/]<end>"),
        (par('<w:moveFromRangeStart w:id="1"/>' + run("a") + '<w:moveFromRangeEnd w:id="1"/>', A + change("pPrChange", f"<w:pPr>{B}</w:pPr>")), "<A:a>"),
        (par(run("a", "<w:b/>" + change("rPrChange", "<w:rPr/>"))), "<a>"),
    ],
)  # fmt: skip
def test_what_each_kind_of_change_leaves(body: str, expected: str) -> None:
    assert shape(accepted(package(body), "x.docx")) == expected


def test_a_file_without_changes_is_the_same_bytes() -> None:
    data = package(END)
    assert accepted(data, "x.docx") is data


def test_headers_and_notes_are_accepted_too() -> None:
    words = par(change("del", gone("old")) + change("ins", run("new")))
    note = f'<w:footnote w:id="1">{words}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    made = accepted(package(par(run("a") + reference), {"footnotes": note, "header1": words}), "x.docx")
    assert not read_trail(made, "x.docx").changes
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for part in ("word/footnotes.xml", "word/header1.xml"):
            assert b"<w:ins" not in archive.read(part)
            assert b"new" in archive.read(part)


def test_a_redline_inside_a_tracked_file_has_its_own_changes_only() -> None:
    first = par(
        run("Urges States to ")
        + change("del", gone("consider"))
        + change("ins", run("take"))
        + run(" steps;")
    )
    merged = par(run("Requests the Secretary-General "), DELETED_END) + par(run("to report."))
    old = package(first + merged + END)
    new = package(
        first.replace("steps", "measures") + merged + par(run("A new paragraph."), INSERTED_END) + END
    )
    made = redline_inside(old, new, "en", author="Bob")
    trail = read_trail(made, "x.docx")
    assert set(trail.authors) == {"Bob"}
    assert {each.text for each in trail.changes} == {"steps", "measures", "A new paragraph.", ""}
    for revisions, data in (("accept", new), ("reject", old)):
        draft = read_docx.read(made, "x.docx", revisions=revisions)  # type: ignore[arg-type]
        assert draft.text == read_docx.read(data, "x.docx").text
