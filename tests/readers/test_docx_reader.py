# ruff: noqa: E501 - XML reads better unbroken
"""Word documents, written by hand in XML so that each has one feature only."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import seconds
from word_files import (
    LISTS,
    OFFICE,
    archive_of,
    item,
    level,
    note,
    package,
    par,
    read_body,
    run,
    texts,
    with_password,
)

from aligner.readers import read_bytes
from aligner.readers.docx import read_docx
from aligner.segmentation.segment import segment
from aligner.values.extract import Extract, LineRole, Revisions
from aligner.values.message import AlignerError, LimitError, ReadError

DELETED = '<w:del w:id="1"><w:r><w:delText xml:space="preserve">old </w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2">{run("new ")}</w:ins>'
BOX = f"<v:shape><v:textbox><w:txbxContent>{par(run('in the box'))}</w:txbxContent></v:textbox></v:shape>"


def unresolved(code: str) -> str:
    """A field without a stored result."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{end}"


EMPTY_CHOICE = "<mc:AlternateContent></mc:AlternateContent>"

INLINE = [
    ("runs and entities", run("a &amp; ") + run("b", "<w:b/>"), "a & b"),
    (
        "tab and hyphens",
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>",
        "a\tb‑\u00ad",
    ),
    ("line break, spaced", "<w:r><w:t>of</w:t><w:br/><w:t>the</w:t></w:r>", "of the"),
    ("line break, Chinese", "<w:r><w:t>合</w:t><w:br/><w:t>作</w:t></w:r>", "合作"),
    ("line breaks at the edges", "<w:r><w:br/><w:t>x</w:t><w:br/></w:r>", "x"),
    ("symbol", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r>', "≥5"),
    ("box to tick", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t> Yes</w:t></w:r>', "☐ Yes"),
    ("tick", '<w:r><w:sym w:font="Wingdings" w:char="00FC"/></w:r>', "✓"),
    ("symbols typed", run("\uf0b35 \uf061", '<w:rFonts w:ascii="Times" w:hAnsi="Symbol"/>'), "≥5 α"),
    ("tick typed", run("\uf0fc yes", '<w:rFonts w:ascii="Wingdings"/>'), "✓ yes"),
    ("private sign of another font", run("\uf0fc", '<w:rFonts w:ascii="Own"/>'), "\uf0fc"),
    ("hyperlink", f'<w:hyperlink r:id="z">{run("link")}</w:hyperlink>', "link"),
    (
        "smart tag in content control",
        f"<w:sdt><w:sdtContent><w:smartTag>{run('x')}</w:smartTag></w:sdtContent></w:sdt>",
        "x",
    ),
    ("simple field", f'<w:fldSimple w:instr="DATE">{run("today")}</w:fldSimple>', "today"),
    (
        "complex field",
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText></w:r>'
        + run("not this")
        + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("5")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + run(" above"),
        "5 above",
    ),
    ("hidden", run("seen") + run("unseen", "<w:vanish/>"), "seen"),
    ("not hidden", run("seen", '<w:vanish w:val="0"/>'), "seen"),
    ("tracked changes", DELETED + INSERTED + run("text"), "new text"),
    ("moved here", f"<w:moveTo>{run('a')}</w:moveTo><w:moveFrom>{run('b')}</w:moveFrom>", "a"),
    ("formula", "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
    (
        "two ways to show it",
        f"<mc:AlternateContent><mc:Choice Requires='w16'>{run('new')}</mc:Choice>"
        f"<mc:Fallback>{run('old')}</mc:Fallback></mc:AlternateContent>{run(' way')}",
        "new way",
    ),
    ("no way to show it", f"{EMPTY_CHOICE}{run('a')}<w:r>{EMPTY_CHOICE}<w:t>b</w:t></w:r>", "ab"),
    ("symbol without a code", '<w:r><w:sym w:font="Symbol"/><w:t>x</w:t></w:r>', "x"),
    ("code of no character", '<w:r><w:sym w:font="Arial" w:char="0007"/><w:t>x</w:t></w:r>', "x"),
    (
        "index entry",
        run("seen")
        + "".join(
            f"<w:r><w:rPr><w:vanish/></w:rPr>{part}</w:r>"
            for part in (
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText>XE "unseen"</w:instrText>',
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        + run(" too"),
        "seen too",
    ),
    ("end of no field", f'{run("a")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("b")}', "ab"),
    (
        "ruby",
        f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>",
        "汉",
    ),
    ("astral", run("𠮷野家 العربية"), "𠮷野家 العربية"),
    ("circled number", run("第") + unresolved(r"eq \o\ac(○,1)") + run("项"), "第①项"),
    ("reading in an equation", unresolved(r"EQ \* jc2 \o\ad(\s\up 9(hàn),汉)") + run("字"), "汉字"),
    ("a root in an equation", unresolved(r"EQ \r(3,x)"), "√x"),
    ("a bracket in an equation", unresolved(r"EQ \b(a)"), "(a)"),
    ("a list in an equation", unresolved(r"EQ \l(1,2)"), "1, 2"),
    ("a box in an equation", unresolved(r"EQ \x(1,2)"), "12"),
    ("an unknown command in an equation", unresolved(r"EQ \q a\,b"), r"\q a,b"),
    (
        "as many equations in one another",
        unresolved("EQ " + r"\b(" * 10 + "1" + ")" * 10),
        "(" * 10 + "1" + ")" * 10,
    ),
    (
        "too many equations in one another",
        unresolved("EQ " + r"\b(" * 11 + "1" + ")" * 11),
        "(" * 10 + r"\b(1)" + ")" * 10,
    ),
    ("an equation cut off", unresolved(r"EQ \f(1,2"), "1/2"),
    ("equation in a simple field", r'<w:fldSimple w:instr="EQ \f(1,2)"/>' + run(" of"), "1/2 of"),
    ("index entry, not hidden", run("a") + unresolved('XE "unseen"') + run("b"), "ab"),
    (
        "fraction",
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
        "1/2",
    ),
    ("indented XML", "<w:r><w:t>\n  Urges all\n  States;\n</w:t></w:r>", "Urges all States;"),
    ("indented Chinese", "<w:r><w:t>\n  预防\n  犯罪</w:t></w:r>", "预防犯罪"),
    ("XML comment", "<w:r><w:t>crim<!-- here -->inal</w:t></w:r>", "criminal"),
    ("asterisk of Symbol", '<w:r><w:sym w:font="Symbol" w:char="F02A"/></w:r>', "*"),
    (
        "text in the second form only",
        f"<mc:AlternateContent><mc:Choice><w:r><w:drawing/></w:r></mc:Choice><mc:Fallback>{run('x')}</mc:Fallback></mc:AlternateContent>",
        "x",
    ),
]


@pytest.mark.parametrize(("what", "content", "shown"), INLINE, ids=[row[0] for row in INLINE])
def test_the_inside_of_a_paragraph(what: str, content: str, shown: str) -> None:
    extract = read_body(par(content))
    assert texts(extract) == [shown]
    assert all(line.whole for line in extract.lines)


@pytest.mark.parametrize(
    ("code", "shown"),
    [("0020", ""), ("0021", "!"), ("D7FF", "\ud7ff"), ("D800", ""), ("DFFF", ""), ("E000", "\ue000"), ("FFFD", "\ufffd"), ("FFFE", "")],
)  # fmt: skip
def test_a_symbol_is_shown_if_its_code_is_of_a_character(code: str, shown: str) -> None:
    symbol = f'<w:r><w:t>a</w:t><w:sym w:font="Arial" w:char="{code}"/></w:r>'
    assert texts(read_body(par(symbol))) == ["a" + shown]


def test_hidden_text_and_tracked_changes_are_noted() -> None:
    notes = " ".join(map(str, read_body(par(run("a", "<w:vanish/>") + INSERTED)).notes))
    assert "hidden text" in notes
    assert "read as accepted" in notes


def test_hidden_fields_are_no_hidden_text() -> None:
    body = par(run("a") + "<w:r><w:rPr><w:vanish/></w:rPr><w:instrText>XE</w:instrText></w:r>")
    assert read_body(body).notes == ()


def test_a_typed_sign_without_equivalent_is_noted_and_kept() -> None:
    extract = read_body(par(run("\uf021", '<w:rFonts w:ascii="Wingdings"/>')))
    assert texts(extract) == ["\uf021"]
    assert "a symbol in the font wingdings" in " ".join(map(str, extract.notes))


def test_the_font_of_typed_signs_is_found_through_styles() -> None:
    styles = (
        '<w:style w:styleId="A"><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    extract = read_body(par(run("\uf0b3", '<w:rStyle w:val="B"/>')), {"styles": styles})
    assert texts(extract) == ["≥"]


MARK_DELETED = '<w:rPr><w:del w:id="7"/></w:rPr>'
MARK_INSERTED = '<w:rPr><w:ins w:id="8"/></w:rPr>'
DRAFTS = [
    ("words", par(DELETED + INSERTED + run("text")), ["new text"], ["old text"]),
    ("paragraph inserted", par(INSERTED, MARK_INSERTED) + par(run("kept")), ["new ", "kept"], ["kept"]),
    ("paragraph deleted", par(DELETED, MARK_DELETED) + par(run("kept")), ["kept"], ["old ", "kept"]),
    ("paragraphs joined", par(run("one "), MARK_DELETED) + par(run("two")), ["one two"], ["one ", "two"]),
    ("paragraph split", par(run("one "), MARK_INSERTED) + par(run("two")), ["one ", "two"], ["one two"]),
    ("last mark deleted", par(run("one "), MARK_DELETED), ["one "], ["one "]),
    (
        "mark before a table deleted",
        par(run("one "), MARK_DELETED)
        + f"<w:tbl><w:tr><w:tc>{par(run('cell '), MARK_DELETED)}</w:tc></w:tr></w:tbl>"
        + par(run("end")),
        ["one ", "cell ", "end"],
        ["one ", "cell ", "end"],
    ),
    (
        "moved",
        par(f"<w:moveFrom>{run('m')}</w:moveFrom>", "<w:rPr><w:moveFrom/></w:rPr>")
        + par(run("kept"))
        + par(f"<w:moveTo>{run('m')}</w:moveTo>", "<w:rPr><w:moveTo/></w:rPr>")
        + par(run("end")),
        ["kept", "m", "end"],
        ["m", "kept", "end"],
    ),
    (
        "row inserted",
        f"<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc>{par(INSERTED)}</w:tc></w:tr></w:tbl>"
        + par(run("kept")),
        ["new ", "kept"],
        ["kept"],
    ),
    (
        "cells inserted and deleted",
        "<w:tbl><w:tr>"
        + f"<w:tc><w:tcPr><w:cellIns/></w:tcPr>{par(run('in'))}</w:tc>"
        + f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{par(run('out'))}</w:tc></w:tr></w:tbl>"
        + par(run("kept")),
        ["in", "kept"],
        ["out", "kept"],
    ),
]


@pytest.mark.parametrize(("what", "body", "accepted", "rejected"), DRAFTS, ids=[row[0] for row in DRAFTS])
def test_both_drafts_of_a_tracked_document(
    what: str, body: str, accepted: list[str], rejected: list[str]
) -> None:
    data = package(body)
    assert texts(read_docx.read(data, "x.docx")) == accepted
    assert texts(read_docx.read(data, "x.docx", revisions="reject")) == rejected


@pytest.mark.parametrize(("tag", "revisions"), [("del", "accept"), ("ins", "reject")])
def test_a_draft_without_text_is_no_scanned_document(tag: str, revisions: Revisions) -> None:
    data = package(par(f"<w:{tag}>{run('all of it')}</w:{tag}>"))
    with pytest.raises(ReadError, match=r"with its tracked changes .*, the DOCX has no text in its body"):
        read_docx.read(data, "x.docx", revisions=revisions)


def test_a_rejected_change_of_format_gives_back_the_number() -> None:
    former = '<w:pPrChange w:id="9"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    data = package(par(run("text"), former), {"numbering": LISTS})
    assert [line.label for line in read_docx.read(data, "x.docx").lines] == [None]
    assert [line.label for line in read_docx.read(data, "x.docx", revisions="reject").lines] == ["1."]


def test_a_heading_that_runs_into_its_paragraph_is_one_line_with_it() -> None:
    """Word ends such a heading with a hidden paragraph mark, its style separator."""
    separator = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    extract = read_body(par(run("Scope. "), separator) + par(run("This applies to all.")))
    assert texts(extract) == ["Scope. This applies to all."]
    assert extract.notes == ()
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = (par(run("Scope. "), numbered + separator) + par(run("This applies."))) * 2
    assert [line.label for line in read_body(body, {"numbering": LISTS}).lines] == ["1.", "2."]


def test_paragraphs_with_hidden_ends_continue_and_are_not_counted() -> None:
    hidden, numbered = "<w:rPr><w:vanish/></w:rPr>", '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = par(run("a"), numbered) + par(run("unseen", "<w:vanish/>"), numbered + hidden)
    body += par(run("b"), numbered) + par(run("c "), numbered + hidden) + par(run("d"), numbered)
    lines = read_body(body, {"numbering": LISTS})
    assert [(lines.text_of(line), line.label) for line in lines.lines] == [
        ("a", "1."),
        ("b", "2."),
        ("c d", "3."),
    ]


def test_a_drop_cap_is_the_first_letter_of_its_paragraph() -> None:
    cap = par(run("T"), '<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert texts(read_body(cap + par(run("he General Assembly,")))) == ["The General Assembly,"]


def test_blocks_shown_in_one_of_two_ways_are_read_once() -> None:
    both = (
        f"<mc:Choice Requires='w16'>{par(run('new'))}</mc:Choice><mc:Fallback>{par(run('old'))}</mc:Fallback>"
    )
    body = f"<mc:AlternateContent>{both}</mc:AlternateContent>{EMPTY_CHOICE}{par(run('end'))}"
    assert texts(read_body(body)) == ["new", "end"]


def test_a_file_embedded_as_a_whole_is_reported() -> None:
    extract = read_body(par(run("text")) + '<w:altChunk r:id="x"/>')
    assert texts(extract) == ["text"]
    assert [note.code for note in extract.notes] == ["reading.embedded"]


def test_tables_are_read_cell_by_cell_and_boxes_once() -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{par(run(text))}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell('in')}{cell('ner')}</w:tr></w:tbl>"
    table = f"<w:tbl><w:tr>{cell('a')}<w:tc>{inner}{par('')}</w:tc></w:tr><w:tr>{cell('c')}{cell('d')}</w:tr></w:tbl>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    extract = read_body(par(run("before") + both) + table + par(run("after")))
    assert texts(extract) == ["before", "in the box", "a", "in", "ner", "c", "d", "after"]
    grouped = read_body(par(run("before") + f"<w:r><w:pict>{both[5:-6]}{EMPTY_CHOICE}</w:pict></w:r>"))
    assert texts(grouped) == ["before", "in the box"]
    assert [line.style for line in extract.lines][2:7] == ["table cell"] * 5


def test_notes_are_numbered_as_word_does_and_kept_apart() -> None:
    body = par(
        run("one") + '<w:r><w:footnoteReference w:id="5"/></w:r>' + run(", two")
        + '<w:r><w:footnoteReference w:id="6" w:customMarkFollows="1"/><w:t>*</w:t></w:r>' + run(" three")
        + '<w:r><w:footnoteReference w:id="4"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
    )  # fmt: skip
    footnotes = note("footnote", 4, "four") + note("footnote", 5, "five") + note("footnote", 6, "* six")
    extract = read_body(body, {"footnotes": footnotes, "endnotes": note("endnote", 2, "end")})
    assert texts(extract) == ["one, two* three"]
    line = extract.lines[0]
    assert [(m.mark, m.span.start, len(m.span)) for m in line.marks] == [
        ("1", 3, 0), ("*", 8, 1), ("2", 15, 0), ("i", 15, 0)
    ]  # fmt: skip
    found = [(m.note_mark, extract.text_of(m)) for m in extract.lines if m.role is LineRole.FOOTNOTE]
    assert found == [("1", "five"), ("*", "six"), ("2", "four"), ("i", "end")]


def reference(note_id: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{note_id}"/></w:r>'


def section(*properties: str) -> str:
    given = "".join(f'<w:{each.partition("=")[0]} w:val="{each.partition("=")[2]}"/>' for each in properties)
    return f"<w:sectPr><w:footnotePr>{given}</w:footnotePr></w:sectPr>"


NOTES = "".join(note("footnote", number, f"note {number}") for number in range(2, 6))
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
PER_PAGE = section("numRestart=eachPage")


@pytest.mark.parametrize(
    ("first", "last", "between", "marks"),
    [
        ("", section(), "", ["1", "2", "3", "4"]),
        (section(), section("numFmt=lowerLetter"), "", ["1", "2", "c", "d"]),
        (section("numStart=5"), section("numRestart=eachSect"), "", ["5", "6", "1", "2"]),
        ("", PER_PAGE, RENDERED, ["1", "2", "1", "2"]),
        (PER_PAGE, PER_PAGE, '<w:r><w:br w:type="page"/></w:r>' + RENDERED, ["1", "2", "1", "2"]),
        ("", PER_PAGE, '<w:r><w:br w:type="page"/></w:r>', ["1", "2", "3", "4"]),
        ("", par(RENDERED + run("e")) + PER_PAGE, '<w:r><w:br w:type="page"/></w:r>', ["1", "2", "1", "2"]),
        ("", par(RENDERED + run("e")) + PER_PAGE, "<w:r><w:br/></w:r>", ["1", "2", "3", "4"]),
    ],
    ids=[
        "throughout",
        "format",
        "section",
        "page",
        "page set",
        "pages unknown",
        "page set alone",
        "line end",
    ],
)
def test_notes_begin_again_where_the_document_says(
    first: str, last: str, between: str, marks: list[str]
) -> None:
    body = par(run("a") + reference(2)) + par(run("b") + reference(3), first)
    body += par(between + run("c") + reference(4)) + par(run("d") + reference(5)) + last
    extract = read_body(body, {"footnotes": NOTES})
    assert [mark.mark for line in extract.lines for mark in line.marks] == marks
    assert [line.note_mark for line in extract.lines if line.role is LineRole.FOOTNOTE] == marks


def test_each_section_numbers_its_notes_in_its_own_way() -> None:
    formats = (
        section("numFmt=decimal"),
        section("numFmt=upperRoman", "numStart=x"),
        section("numFmt=lowerLetter"),
    )
    body = "".join(
        par(run("a") + reference(number), each) for number, each in enumerate((*formats[:2], ""), 2)
    )
    extract = read_body(body + formats[2], {"footnotes": NOTES})
    assert [mark.mark for line in extract.lines for mark in line.marks] == ["1", "II", "c"]


def test_notes_with_the_same_mark_are_several_notes() -> None:
    star = '<w:r><w:footnoteReference w:id="{}" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    long = '<w:footnote w:id="2">' + par(run("* one")) + par(run("more of one")) + "</w:footnote>"
    data = package(
        par(run("A title") + star.format(2)) + par(run("Some text") + star.format(3)),
        {"footnotes": long + note("footnote", 3, "* two")},
    )
    document = segment(read_bytes(data, "x.docx"), language="en")
    assert [(each.mark, each.text) for each in document.footnotes] == [("*", "one more of one"), ("*", "two")]


def test_a_typed_mark_may_be_a_run_of_its_own_or_missing() -> None:
    reference = '<w:r><w:footnoteReference w:id="{}" w:customMarkFollows="1"/></w:r>'
    body = par(run("one") + reference.format(1) + run("†") + run(" two")) + par(
        run("three") + reference.format(2)
    )
    parts = {"footnotes": note("footnote", 1, "† dagger") + note("footnote", 2, "none")}
    extract = read_body(body, parts)
    assert texts(extract) == ["one† two", "three"]
    assert [[mark.mark for mark in line.marks] for line in extract.lines[:2]] == [["†"], []]
    found = [(line.note_mark, extract.text_of(line)) for line in extract.lines[2:]]
    assert found == [("†", "dagger"), ("*", "none")]


def test_a_deleted_reference_is_not_counted() -> None:
    gone = '<w:del><w:r><w:footnoteReference w:id="1"/></w:r></w:del>'
    body = par(run("a") + gone + run("b") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    parts = {"footnotes": note("footnote", 1, "first") + note("footnote", 2, "second")}
    data = package(body, parts)
    assert texts(read_docx.read(data, "x"), LineRole.FOOTNOTE) == ["second"]
    assert texts(read_docx.read(data, "x", revisions="reject"), LineRole.FOOTNOTE) == ["first", "second"]


def test_digits_typed_as_superscript_are_marks_but_exponents_are_not() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = par(run("adopted") + run("1", raised) + run("2", raised) + run(" on 5 km") + run("2", raised))
    line = read_body(body).lines[0]
    assert [(mark.mark, mark.span.start) for mark in line.marks] == [("12", 7)]


def test_headers_and_footers_are_furniture() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    parts = {"header1": par(run("A/72/L.1")), "header2": par(run("never shown")), "footer1": par(run("1/3"))}
    extract = read_body(par(run("body")) + section, parts)
    assert texts(extract, LineRole.FURNITURE) == ["A/72/L.1", "1/3"]
    shown = read_body(par(run("b")) + section.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>"), parts)
    assert "never shown" in texts(shown, LineRole.FURNITURE)


def test_parts_that_are_missing_or_elsewhere_are_left_out() -> None:
    """A file that names a part on the web is read without fetching it."""
    link = '<Relationship Id="{}" Type="{}/header" Target="{}"/>'.format
    away = link("away", OFFICE, "http://127.0.0.1/header1.xml").replace("/>", ' TargetMode="External"/>')
    links = f"<Relationships>{link('gone', OFFICE, 'header9.xml')}{away}</Relationships>"
    references = "".join(
        f'<w:headerReference w:type="default" r:id="{name}"/>' for name in ("gone", "away", "unknown")
    )
    buffer = io.BytesIO(package(par(run("body")) + f"<w:sectPr>{references}</w:sectPr>"))
    whole = io.BytesIO()
    with zipfile.ZipFile(buffer) as archive, zipfile.ZipFile(whole, "w") as other:
        for name in archive.namelist():
            other.writestr(name, links if name.endswith("document.xml.rels") else archive.read(name))
    assert [line.role for line in read_bytes(whole.getvalue(), "x.docx").lines] == [LineRole.BODY]


NUMBERED = [
    ("levels and restarts", [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1)], ["1.", "(a)", "(b)", "1.b.I", "2.", "(a)"]),
    ("Chinese articles", [(2, 0)] * 11, [f"第{c}条" for c in [*"一二三四五六七八九十", "十一"]]),
    ("deeper level first", [(1, 1), (1, 0)], ["(a)", "2."]),
    ("Russian letters", [(2, 1), (2, 1)], ["а)", "б)"]),
    ("bullet and no list", [(3, 0), (0, 0), (99, 0)], ["•", None, None]),
    ("bullets of symbol fonts", [(7, i) for i in range(5)], ["•", "▪", "•", "◦", None]),
    ("legal, no restart", [(4, 0), (4, 1), (4, 0), (4, 1)], ["I", "1.1", "II", "2.2"]),
    ("instance with its own start", [(1, 0), (5, 0), (5, 0), (1, 0)], ["1.", "7.", "8.", "9."]),
    ("instance with its own level", [(6, 0), (6, 0)], ["(أ)", "(ب)"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "items", "labels"), NUMBERED, ids=[row[0] for row in NUMBERED])
def test_automatic_numbers_are_shown(
    what: str, items: list[tuple[int, int]], labels: list[str | None]
) -> None:
    extract = read_body("".join(item(*each) for each in items), {"numbering": LISTS})
    assert [line.label for line in extract.lines] == labels
    assert set(texts(extract)) == {"x"}


def test_numbers_come_from_the_list_that_a_list_style_names() -> None:
    """Lists made with a list style have no levels of their own."""
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Articles"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Articles"/>{level(0, "decimal", "Art. %1")}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    extract = read_body(item(1, 0) * 2, {"numbering": numbering})
    assert [line.label for line in extract.lines] == ["Art. 1", "Art. 2"]


def test_numbers_with_leading_zeros_count_in_plain_figures() -> None:
    formats = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    own = level(0, "decimal", "%1.").replace('<w:numFmt w:val="decimal"/>', formats)
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{own}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    extract = read_body(item(1, 0) * 2, {"numbering": numbering})
    assert [line.label for line in extract.lines] == ["1.", "2."]


def test_a_level_is_found_by_the_style_that_it_is_linked_to() -> None:
    linked = level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/>')
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}{linked}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = f'<w:style w:styleId="Sub"><w:pPr>{number}</w:pPr></w:style>'
    body = par(run("a"), number) + par(run("b"), '<w:pStyle w:val="Sub"/>') + par(run("c"), number)
    extract = read_body(body, {"numbering": numbering, "styles": styles})
    assert [line.label for line in extract.lines] == ["1.", "(a)", "2."]


def test_levels_that_word_does_not_have_are_not_numbered_and_counts_may_begin_with_nothing() -> None:
    levels = "".join(level(ilvl, "decimal", "%1.") for ilvl in (-1, 8, 9))
    from_nothing = level(0, "decimal", "%1.").replace('<w:start w:val="1"/>', "")
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}{from_nothing}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    extract = read_body("".join(item(1, ilvl) for ilvl in (-1, 9, 0, 8)), {"numbering": numbering})
    assert [line.label for line in extract.lines] == [None, None, "0.", "0."]


def test_odd_lists_number_what_they_can() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(1, "decimal", "%1-%2.")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    styles = '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    no_level = item(2, 0).replace('w:ilvl w:val="0"', 'w:ilvl w:val="one"')
    body = item(1, 1) + no_level + par(run("x"), '<w:pStyle w:val="A"/>')
    extract = read_body(body, {"numbering": numbering, "styles": styles})
    assert [line.label for line in extract.lines] == ["-1.", "1.", None]


def test_numbers_come_through_styles() -> None:
    styles = (
        '<w:style w:styleId="Op"><w:name w:val="Operative"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:styleId="Sub"><w:name w:val="heading 1"/><w:basedOn w:val="Op"/></w:style>'
    )
    style = '<w:pStyle w:val="{}"/>'
    body = par(run("a"), style.format("Op")) + par(run("b"), style.format("Sub"))
    body += par(run("c"), style.format("Op") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    lines = read_body(body, {"styles": styles, "numbering": LISTS}).lines
    assert [(line.style, line.label) for line in lines] == [
        ("operative", "1."), ("heading 1", "2."), ("operative", None)
    ]  # fmt: skip


def test_a_style_may_set_another_level_in_the_list_of_its_base() -> None:
    base = '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    sub = '<w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    own = '<w:pStyle w:val="B"/><w:numPr><w:numId w:val="2"/></w:numPr>'
    body = (
        par(run("a"), '<w:pStyle w:val="A"/>') + par(run("b"), '<w:pStyle w:val="B"/>') + par(run("c"), own)
    )
    lines = read_body(body, {"styles": base + sub, "numbering": LISTS}).lines
    assert [line.label for line in lines] == ["1.", "(a)", "а)"]


def test_text_hidden_by_the_style_of_its_paragraph_is_left_out() -> None:
    styles = '<w:style w:styleId="Z"><w:name w:val="z-Bottom of Form"/><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = run("shown", '<w:vanish w:val="0"/>')
    extract = read_body(par(run("hidden ") + shown, '<w:pStyle w:val="Z"/>'), {"styles": styles})
    assert texts(extract) == ["shown"]
    assert [note.code for note in extract.notes] == ["reading.hidden"]


def test_a_document_from_python_docx() -> None:
    from docx import Document

    document = Document()
    document.add_heading("标题", 0)
    document.add_paragraph("第一段")
    document.add_paragraph("item", style="List Number")
    document.add_table(1, 1).cell(0, 0).text = "cell"
    buffer = io.BytesIO()
    document.save(buffer)
    extract = read_bytes(buffer.getvalue(), "x.docx")
    assert [(extract.text_of(line), line.style, line.label) for line in extract.lines] == [
        ("标题", "title", None),
        ("第一段", None, None),
        ("item", "list number", "1."),
        ("cell", "table cell", None),
    ]


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 20_000_000)
    return buffer.getvalue()


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><w>&a;&b;</w>'
WHOLE = package(par(run("text")), {"styles": "", "numbering": LISTS})
BROKEN = [
    ("cut short", WHOLE[: len(WHOLE) // 2], "damaged or cut short"),
    ("password", with_password(WHOLE), "the document is encrypted; type its password"),
    ("no text", package(par("")), "no text"),
    ("no body", archive_of(word__document_xml="<x/>"), "no body"),
    ("bad XML", archive_of(word__document_xml="<w:document"), "not well-formed XML"),
    ("entities", archive_of(word__document_xml=ENTITIES), "document type"),
    ("too deep", archive_of(word__document_xml="<a>" * 200 + "</a>" * 200), "nested too deeply"),
    ("bomb", bomb(), "would unpack"),
    ("workbook", archive_of(xl__workbook_xml="<x/>"), "Excel"),
    ("OpenDocument", archive_of(content_xml="<x/>"), "OpenDocument"),
    ("another zip", archive_of(a="1"), "without a Word document"),
    ("empty zip", archive_of(), "without a Word document"),
]


@pytest.mark.parametrize(("what", "data", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_damaged_documents_give_one_line_errors(what: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as error:
        read_bytes(data, "x.docx")
    assert "\n" not in str(error.value)
    assert str(error.value).startswith("x.docx")


def test_documents_over_a_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    long = f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1" * 1_000)}</w:abstractNum>'
    with pytest.raises(LimitError, match=r"x\.docx: .*number is longer than 1000"):
        read_body(par(run("x")), {"numbering": long})
    monkeypatch.setattr("aligner.readers.office_package.MAX_PARTS", 3)
    with pytest.raises(ReadError, match=r"x\.docx: .*5 parts"):
        read_bytes(WHOLE, "x.docx")


FULL = package(
    par(run("a") + DELETED + INSERTED + '<w:r><w:footnoteReference w:id="1"/></w:r>') + item(1, 1),
    {"numbering": LISTS, "footnotes": note("footnote", 1, "n"), "styles": "", "settings": ""},
)


def mutate(data: bytes, seed: int, cut: bool) -> bytes:
    """Flip a few bits, and cut the end off if asked."""
    chance = random.Random(seed)
    mutated = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
    if cut:
        del mutated[chance.randrange(len(mutated)) :]
    return bytes(mutated)


def mutate_inside(data: bytes, seed: int, cut: bool) -> bytes:
    """Mutate one part and zip it again, so that the checksum is right and the XML is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        chosen = random.Random(seed).choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutate(content, seed, cut) if name == chosen else content)
    return buffer.getvalue()


@settings(max_examples=300)
@given(st.integers(0, 2**32), st.sampled_from([mutate, mutate_inside]), st.booleans())
def test_mutated_documents_give_lines_or_one_clear_error(
    seed: int, how: Callable[[bytes, int, bool], bytes], cut: bool
) -> None:
    message = ""
    try:
        assert isinstance(read_bytes(how(FULL, seed, cut), "x.docx"), Extract)
    except AlignerError as error:
        message = str(error)
    assert "\n" not in message


XML_BITS = st.lists(
    st.sampled_from(
        [
            *(
                "<w:p>",
                "</w:p>",
                "<w:r>",
                "</w:r>",
                "<w:t>x</w:t>",
                "<w:tbl>",
                "</w:tbl>",
                "<w:tr>",
                "</w:tr>",
            ),
            *("<w:tc>", "</w:tc>", DELETED, INSERTED, BOX, "<w:sym/>", '<w:br w:type="page"/>'),
            *('<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'),
            '<w:footnoteReference w:customMarkFollows="1"/>',
        ]
    ),
    max_size=12,
)


@given(XML_BITS)
def test_odd_structure_gives_lines_or_one_clear_error(bits: list[str]) -> None:
    message = ""
    try:
        assert isinstance(read_body("".join(bits)), Extract)
    except AlignerError as error:
        message = str(error)
    assert "\n" not in message


def based_on_each_other(n_styles: int) -> bytes:
    """A document whose every paragraph has a style of its own, based on the next one's."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(n_styles)
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>' for n in range(n_styles)
    )
    return archive_of(
        word__document_xml=f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
        word__styles_xml=f'<w:styles xmlns:w="{w}">{styles}</w:styles>',
    )


def test_a_long_chain_of_styles_takes_time_in_proportion_to_the_document() -> None:
    """20,000 took minutes: each paragraph followed the whole chain."""
    short, long = based_on_each_other(1_500), based_on_each_other(6_000)
    once = seconds(lambda: read_docx.read(short, "a.docx"), best_of=2)
    assert seconds(lambda: read_docx.read(long, "a.docx"), best_of=2) < 8 * once


def test_numbers_of_paragraphs_without_text_are_read_where_they_mean_something() -> None:
    article = LISTS.replace('w:val="%1."', 'w:val="Article %1"', 1)
    empty = item(1, 0).replace(">x<", "><")
    body = empty + par(run("The Parties agree.")) + item(5, 0).replace(">x<", "><")
    extract = read_body(body, {"numbering": article})
    assert texts(extract) == ["Article 1", "The Parties agree.", "Article 7"]
    number = item(2, 0).replace(">x<", "><")
    assert texts(read_body(number + par(run("x")), {"numbering": LISTS})) == ["第一条", "x"]
    plain = read_body(empty + par(run("x")), {"numbering": LISTS})
    assert texts(plain) == ["x"]
