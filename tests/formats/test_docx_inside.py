"""Redlines inside the new Word file: its styles, tables and headers stay; both drafts can be restored."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

import docx as python_docx
import office
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word_files import OFFICE, package, par, run, saved

from aligner.cli.main import main
from aligner.formats.docx.redline_inside import redline_inside
from aligner.formats.docx.word_elements import UnsuitedError
from aligner.formats.writing import export
from aligner.pipeline.run import DocumentInfo, Settings, diff_documents, open_document
from aligner.pipeline.tracked_drafts import redline_in_place
from aligner.readers import libreoffice
from aligner.readers.docx import read_docx as reader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGES = ("zh", "fr", "ru", "en")


def made(
    paragraphs: Sequence[str], cells: Sequence[Sequence[str]] = (), end: str = "The end of the text."
) -> bytes:
    """A file as Word makes it: `#` begins a list item, `*` turns bold on and off."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "THE HEADER"
    document.add_heading("The heading", 1)
    for text in paragraphs:
        paragraph = document.add_paragraph(style="List Number" if text.startswith("#") else None)
        for number, part in enumerate(text.lstrip("#").split("*")):
            paragraph.add_run(part).bold = bool(number % 2)
    document.add_paragraph("Before the table.")
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for row in cells:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(end)
    return saved(document)


OLD = made(
    [
        "Urges *all States* to consider measures against crime;",
        "#First item of the list",
        "#Second item of the list",
        "This paragraph moves somewhere else entirely, later on in the text.",
        "Gone for good is this paragraph here.",
        "A paragraph that stays as it was.",
    ],
    [("a cell", "another cell"), ("second row", "value 10")],
)
NEW = made(
    [
        "Encourages *all States and others* to take measures against crime;",
        "#First item of this list",
        "#A new item altogether different",
        "#Second item of the list",
        "A paragraph that stays as it was.",
        "This paragraph moves somewhere else entirely, later on in the text.",
    ],
    [("a cell", "another cell"), ("second row", "value 12")],
)


def body(data: bytes, revisions: str = "accept") -> list[str]:
    extract = reader.read(data, "x.docx", revisions=revisions, rows=False)  # type: ignore[arg-type]
    return [extract.text_of(line) for line in extract.lines if line.role != "furniture"]


def plain(path: Path, language: str) -> bytes:
    """A text file as a Word file with footnotes and no changes."""
    document = open_document(path, info=DocumentInfo(language=language))
    return export(diff_documents(document, document), ".docx")


def test_both_drafts_come_back_and_the_layout_stays() -> None:
    data = redline_inside(OLD, NEW, "en", author="Ann")
    assert body(data) == body(NEW)
    assert body(data, "reject") == body(OLD)
    opened = python_docx.Document(io.BytesIO(data))
    assert opened.sections[0].header.paragraphs[0].text == "THE HEADER"
    assert opened.tables[0].style.name == "Table Grid"
    assert opened.paragraphs[0].style.name == "Heading 1"
    changes = list(opened.element.iter(W + "ins", W + "del"))
    assert {change.get(W + "author") for change in changes} == {"Ann"}
    numbers = [change.get(W + "id") for change in changes]
    assert len(numbers) == len(set(numbers))
    bold = [r for r in opened.element.iter(W + "r") if r.find(f"{W}rPr/{W}b") is not None]
    assert any("and others" in "".join(r.itertext()) for r in bold)


def test_a_move_is_remarked_on_beside_the_comments_there_are() -> None:
    mover = "This paragraph moves somewhere else entirely, later on in the text."
    stays = [f"Paragraph {word} stays where it was in both." for word in ("alpha", "beta", "gamma", "delta")]
    old, new = made([mover, *stays]), made([*stays, mover])
    data = redline_inside(old, new, "en")
    texts = [comment.text for comment in python_docx.Document(io.BytesIO(data)).comments]
    assert [text.split(":")[0] for text in texts] == ["Moved", "Moved"]
    assert body(data, "reject") == body(old)
    commented = python_docx.Document(io.BytesIO(new))
    commented.add_comment(commented.paragraphs[1].runs, text="Agreed?", author="Cid", initials="c")
    buffer = io.BytesIO()
    commented.save(buffer)
    again = redline_inside(old, buffer.getvalue(), "en")
    said = [comment.text for comment in python_docx.Document(io.BytesIO(again)).comments]
    assert said == ["Agreed?", *texts]


def test_it_is_the_same_bytes_every_time() -> None:
    assert redline_inside(OLD, NEW, "en") == redline_inside(OLD, NEW, "en")


def test_the_redline_is_the_golden_one(golden: Path) -> None:
    """The body alone: the rest is the newer file's, which python-docx makes."""
    data = redline_inside(OLD, NEW, "en")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = archive.read("word/document.xml").partition(b"<w:body>")[2]
    lines = written.partition(b"<w:sectPr")[0].replace(b"<w:p>", b"\n<w:p>")
    assert lines == (golden / "docx" / "inside.xml").read_bytes()


def test_unchanged_paragraphs_are_not_touched() -> None:
    data = redline_inside(OLD, NEW, "en")
    with zipfile.ZipFile(io.BytesIO(data)) as after, zipfile.ZipFile(io.BytesIO(NEW)) as before:
        changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
        for name in before.namelist():
            if name not in changed:
                assert after.read(name) == before.read(name)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("languages", [LANGUAGES[:1], pytest.param(LANGUAGES[1:], marks=pytest.mark.slow)])
def test_libreoffice_accepts_and_rejects_it(languages: tuple[str, ...], tmp_path: Path, corpus: Path) -> None:
    pairs = {"made": (OLD, NEW, "en")}
    for language in languages:
        old, new = (plain(corpus / f"{version}.{language}.txt", language) for version in ("draft", "rev1"))
        pairs[language] = (old, new, language)
    files = {tmp_path / f"{name}.docx": pair for name, pair in pairs.items()}
    for file, (old, new, language) in files.items():
        data = redline_inside(old, new, language)
        assert data is not None, file.name
        file.write_bytes(data)
    reported = office.resolve(list(files))
    for file, (old, new, _) in files.items():
        for what, item in (("accept", new), ("reject", old)):
            wanted = [paragraph.text for paragraph in python_docx.Document(io.BytesIO(item)).paragraphs]
            found = [paragraph.text for paragraph in reported[file][what] if paragraph.style != "cell"]
            assert found == wanted, (file.name, what)


@pytest.mark.parametrize("language", LANGUAGES)
def test_footnotes_come_back(language: str, corpus: Path) -> None:
    old, new = (plain(corpus / f"{version}.{language}.txt", language) for version in ("draft", "rev1"))
    data = redline_inside(old, new, language)
    assert body(data) == body(new)
    assert body(data, "reject") == body(old)


LINK = '<w:hyperlink r:id="x">' + run("a link") + "</w:hyperlink>"


def complex_field(result: str) -> str:
    """A field in the long form: its instruction, then its last result."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    asked = "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
    return f"{marks['begin']}{asked}{marks['separate']}{run(result)}{marks['end']}"


def equation(parts: str) -> str:
    """A fraction, which is drawn from its instruction."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"{begin}<w:r><w:instrText>EQ \\f({parts})</w:instrText></w:r>{end}"


FIELD = complex_field("2")
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
TRACKED = '<w:ins w:id="1" w:author="x">' + run("new") + "</w:ins>"


def drafts(content: str, words: tuple[str, str] = ("title", "name")) -> tuple[bytes, bytes]:
    """Two drafts of a paragraph in which a word changes beside something that is no plain run."""
    old, new = (package(par(run(f"The {word} of ") + content) + par(run("end"))) for word in words)
    return old, new


def tree(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def noted(texts: Sequence[str], custom: str = "") -> tuple[bytes, bytes]:
    """Two drafts of a paragraph in which a word changes before a footnote of these paragraphs."""
    notes = f'<w:footnote w:id="1">{"".join(par(run(text)) for text in texts)}</w:footnote>'
    mark = f'<w:r><w:footnoteReference w:id="1"{custom}/>{"<w:t>*</w:t>" * bool(custom)}</w:r>'
    old, new = (
        package(par(run(f"The {word} of it") + mark) + par(run("end")), {"footnotes": notes})
        for word in ("title", "name")
    )
    return old, new


def moved(order: str) -> str:
    """Three paragraphs in some order; a move is commented on, for which `package` has no place."""
    texts = {
        "a": "Urges all States to take measures against crime;",
        "b": "Requests the Secretary-General to submit a report;",
        "c": "Decides to remain seized of the matter.",
    }
    return "".join(par(run(texts[letter])) for letter in order) + par(run("end"))


BOXED = (
    f"<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{par(run('in the box'))}</w:txbxContent>"
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{par(run('in the box'))}</w:txbxContent>"
    "</w:pict></mc:Fallback></mc:AlternateContent>"
)
ENDNOTE = '<w:r><w:endnoteReference w:id="1"/></w:r>'
PICTURE = "<w:r><w:drawing><x/></w:drawing></w:r>"
CONTROL = "<w:sdt><w:sdtContent>" + run("a control") + "</w:sdtContent></w:sdt>"
SIMPLE = '<w:fldSimple w:instr="DATE">' + run("today") + "</w:fldSimple>"
KEPT = {
    "link": (LINK, "hyperlink"),
    "field": (FIELD, "fldChar"),
    "break": ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "br"),
    "hyphen": ("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r>", "noBreakHyphen"),
    "picture": (PICTURE + run("b"), "drawing"),
    "control": (CONTROL, "sdt"),
    "simple": (SIMPLE, "fldSimple"),
    "bookmark": ('<w:bookmarkStart w:id="7" w:name="x"/>' + run("b"), "bookmarkStart"),
    "tag": ("<w:smartTag>" + run("b") + "</w:smartTag>", "t"),
    "sign": ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "sym"),
    "endnote": (ENDNOTE + run("b"), "endnoteReference"),
    "box": (f"<w:r>{BOXED}</w:r>" + run("b"), "txbxContent"),
    "direction": (f'<w:dir w:val="rtl">{run("b")}</w:dir>', "dir"),
    "hidden": (run("unseen", "<w:vanish/>") + run("b"), "vanish"),
    "element": (f"<w:customXml><w:customXmlPr/>{run('b')}</w:customXml>", "t"),
    "equation": (
        FIELD.replace("PAGEREF x", r"EQ \f(1,2)").replace(SEPARATE, "").replace(run("2"), ""),
        "fldChar",
    ),
}


@pytest.mark.parametrize(("content", "tag"), KEPT.values(), ids=KEPT)
def test_content_beside_a_change_is_kept(content: str, tag: str) -> None:
    old, new = drafts(content)
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    root = tree(data)
    (kept,) = list(root.iter(W + tag))[:1]
    assert not any(each.tag in (W + "ins", W + "del") for each in kept.iterancestors())


@pytest.mark.parametrize(
    ("old", "new"),
    [noted(["of two paragraphs", "Ibid."]), noted(["* typed"], " w:customMarkFollows='1'")],
    ids=["two paragraphs", "mark of its own"],
)
def test_a_footnote_beside_a_change_is_kept(old: bytes, new: bytes) -> None:
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    (reference,) = tree(data).iter(W + "footnoteReference")
    assert not any(each.tag in (W + "ins", W + "del") for each in reference.iterancestors())


def test_endnotes_elsewhere_are_no_obstacle() -> None:
    noted_end = par(run("A paragraph with a note") + ENDNOTE)
    end = {"endnotes": f'<w:endnote w:id="1">{par(run("See the report."))}</w:endnote>'}
    old, new = (package(par(run(f"The {word} of it")) + noted_end, end) for word in ("title", "name"))
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))


STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def strict(data: bytes) -> bytes:
    """The same file in strict Office Open XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as into:
        for name in archive.namelist():
            part = archive.read(name)
            for transitional, own in STRICT.items():
                part = part.replace(transitional.encode(), own.encode())
            into.writestr(name, part)
    return made.getvalue()


def control(text: str) -> str:
    """A content control; a bar is a line break."""
    runs = "<w:r><w:br/></w:r>".join(map(run, text.split("|")))
    return f"<w:sdt><w:sdtContent>{runs}</w:sdtContent></w:sdt>"


CUT = {
    "a change in a field": (complex_field("the first page"), complex_field("the last page")),
    "a change in a control": (control("of 12 May"), control("of 13 May")),
    "a new control": ("", control(" of May")),
    "a new simple field": ("", SIMPLE),
    "a control that is gone": (control(" of May"), ""),
    "a control of two lines": (control("of|the year"), control("of|this year")),
    "a change beside a change": (control("of 12 May") + run(" and 3"), control("of 13 May") + run(" and 4")),
}


@pytest.mark.parametrize(("before", "after"), CUT.values(), ids=CUT)
def test_fields_and_controls_that_a_change_cuts_leave_their_words(before: str, after: str) -> None:
    old, new = (package(par(run("The report ") + content) + par(run("end"))) for content in (before, after))
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    assert not list(tree(data).iter(W + "sdt", W + "fldSimple", W + "fldChar"))


def test_a_strict_file_stays_strict_with_its_new_comments() -> None:
    mover = "This paragraph moves somewhere else entirely, later on in the text."
    stays = [f"Paragraph {word} stays where it was in both." for word in ("alpha", "beta", "gamma", "delta")]
    old, new = strict(made([mover, *stays])), strict(made([*stays, mover]))
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b"<w:comment " in parts["word/comments.xml"]
    assert not [name for name, part in parts.items() if any(each.encode() in part for each in STRICT)]


def test_a_change_inside_a_link_keeps_its_target() -> None:
    old, new = (
        package(par(run("See ") + f'<w:hyperlink w:anchor="x">{run(text)}</w:hyperlink>' + run(".")))
        for text in ("the first report", "the second report")
    )
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    links = list(tree(data).iter(W + "hyperlink"))
    assert {link.get(W + "anchor") for link in links} == {"x"}
    (inserted,) = [link for link in links if link.find(W + "ins") is not None]
    assert "".join(inserted.itertext()) == "second"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (*drafts(TRACKED), ""),
        (*drafts(FIELD + run("x")), ""),
        (drafts(equation("one two,3"))[0], drafts(equation("one six,3"))[0], "inside a field"),
        (*drafts('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), "begins in one paragraph"),
        (drafts("")[0], drafts(ENDNOTE + run("x"))[1], "reference to an endnote"),
        (noted(["gone"])[0], drafts("")[1], "footnote"),
        (package(moved("abc")), package(moved("bca")), "not in their usual places"),
    ],
)  # fmt: skip
def test_obstacles_to_a_redline_are_reported(old: bytes, new: bytes, said: str) -> None:
    if said:
        with pytest.raises(UnsuitedError, match=said):
            redline_inside(old, new, "en")
    else:
        assert redline_inside(old, new, "en") == redline_inside(old, new, "en")


ROWS = {
    "first comes": ([("a b", "c d")], [("new one", "of two"), ("a b", "c d")]),
    "last comes": ([("a b", "c d")], [("a b", "c d"), ("new one", "of two")]),
    "first goes": ([("old one", "of two"), ("a b", "c d")], [("a b", "c d")]),
    "last goes": ([("a b", "c d"), ("old one", "of two")], [("a b", "c d")]),
    "between": ([("a b", "c d"), ("e f", "g h")], [("a b", "c d"), ("x y", "z"), ("e f", "g h")]),
    "two go": (
        [("a b", "c d"), ("p q", "r"), ("s t", "u"), ("e f", "g h")],
        [("a b", "c d"), ("e f", "g h")],
    ),
    "and a change": (
        [("a b", "the value is 10 today"), ("p q", "r")],
        [("a b", "the value is 12 today"), ("x y z", "v w")],
    ),
}


CELLS = {
    "a figure": ([("a b", "10")], [("a b", "25")]),
    "two figures": ([("a b", "10"), ("c d", "11")], [("a b", "25"), ("c d", "36")]),
    "filled": ([("a b", "")], [("a b", "25")]),
    "emptied": ([("a b", "25")], [("a b", "")]),
    "the first emptied": ([("a b", "25"), ("c d", "36")], [("", "25"), ("c d", "36")]),
    "two emptied": ([("a b", "25"), ("c d", "36"), ("e", "f")], [("a b", ""), ("c d", ""), ("e", "f")]),
    "emptied and changed": ([("a b", "25"), ("c d", "36")], [("a b", ""), ("c d", "37")]),
}


@pytest.mark.parametrize(("old", "new"), CELLS.values(), ids=CELLS)
def test_reworded_cells_keep_their_rows_and_paragraphs(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    before, after = made(["text"], old), made(["text"], new)
    data = redline_inside(before, after, "en")
    assert (body(data), body(data, "reject")) == (body(after), body(before))
    assert not list(tree(data).iter(f"{W}trPr"))
    assert len(list(tree(data).iter(W + "p"))) == len(list(tree(after).iter(W + "p")))


@pytest.mark.parametrize("end", ["The end.", ""])
@pytest.mark.parametrize(("old", "new"), ROWS.values(), ids=ROWS)
def test_rows_come_and_go(old: list[tuple[str, str]], new: list[tuple[str, str]], end: str) -> None:
    before, after = made(["text"], old, end), made(["text"], new, end)
    data = redline_inside(before, after, "en")
    assert (body(data), body(data, "reject")) == (body(after), body(before))
    for tag, kept, all_rows in (("del", new, after), ("ins", old, before)):
        rows = [row for row in tree(data).iter(W + "tr") if row.find(f"{W}trPr/{W}{tag}") is None]
        assert len(rows) == len(kept) == len(list(tree(all_rows).iter(W + "tr")))


def cells(*texts: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{text}</w:tc>' for text in texts)}</w:tr></w:tbl>"


def line(text: str) -> str:
    return par(run(text))


AROUND = {
    "gone before a table": (
        [line("Start."), line("A caption."), cells(line("a"), line("b")), line("End.")],
        [line("Start."), cells(line("a"), line("b")), line("End.")],
    ),
    "gone before the first table": (
        [line("A caption."), cells(line("a"), line("b")), line("End.")],
        [cells(line("a"), line("b")), line("End.")],
    ),
    "gone between tables": (
        [
            cells(line("a")),
            line("Between them."),
            line("x"),
            cells(line("b")),
            line("End."),
        ],
        [cells(line("a")), line("x"), cells(line("b")), line("End.")],
    ),
    "new before a table": (
        [line("Start."), cells(line("a"), line("b")), line("End.")],
        [line("Start."), line("A caption."), cells(line("a"), line("b")), line("End.")],
    ),
    "gone in a cell": (
        [cells(line("The first.") + line("The second.")), line("End.")],
        [cells(line("The second.")), line("End.")],
    ),
    "new in a cell": (
        [cells(line("The second.")), line("End.")],
        [cells(line("The first.") + line("The second.")), line("End.")],
    ),
    "a table gone": (
        [line("Start."), cells(line("a"), line("b")), line("End.")],
        [line("Start."), line("End.")],
    ),
    "a table gone with what is around it": (
        [
            line("Start."),
            line("A caption."),
            cells(line("a")),
            line("A note."),
            line("End."),
        ],
        [line("Start."), line("End.")],
    ),
    "one of two tables gone": (
        [
            cells(line("a")),
            par(""),
            cells(line("b")),
            par(""),
            cells(line("c")),
            line("End."),
        ],
        [cells(line("a")), par(""), cells(line("c")), line("End.")],
    ),
    "a table in place of another": (
        [line("The old caption of it."), cells(line("a"), line("b")), line("End.")],
        [
            line("Something new altogether."),
            cells(line("x"), line("y"), line("z")),
            line("End."),
        ],
    ),
    "a cell of two paragraphs emptied": (
        [cells(line("The first.") + line("The second."), line("b")), line("End.")],
        [cells(par(""), line("b")), line("End.")],
    ),
    "the last paragraph of a cell gone": (
        [cells(line("The first.") + line("The second."), line("b")), line("End.")],
        [cells(line("The first."), line("b")), line("End.")],
    ),
    "the paragraph below the last table gone": (
        [line("Start."), cells(line("a"), line("b")), line("A note."), line("Another.")],
        [line("Start."), cells(line("a"), line("b")), par("")],
    ),
    "paragraphs below the last table": (
        [line("Start."), cells(line("a"), line("b")), par("")],
        [line("Start."), cells(line("a"), line("b")), line("A note."), line("Another.")],
    ),
}


@pytest.mark.parametrize(("old", "new"), AROUND.values(), ids=AROUND)
def test_paragraphs_beside_and_inside_tables_come_and_go(old: list[str], new: list[str]) -> None:
    before, after = package("".join(old)), package("".join(new))
    data = redline_inside(before, after, "en")
    assert (body(data), body(data, "reject")) == (body(after), body(before))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            [cells(line("one") + line("Alpha beta gamma delta."), line("b")), line("End.")],
            [cells(line("one"), line("b")), line("Alpha beta gamma delta."), line("End.")],
        ),
        (
            [line("one two three four"), cells(line("five six seven eight"), line("b")), line("End.")],
            [cells(line("one two three four five six seven eight"), line("b")), line("End.")],
        ),
    ],
    ids=["out of a cell", "into a cell"],
)
def test_text_that_changes_places_with_a_cell_is_not_tracked_inside(old: list[str], new: list[str]) -> None:
    """Word would join the paragraph to the cell, or leave the cell without its end."""
    with pytest.raises(UnsuitedError) as refused:
        redline_inside(package("".join(old)), package("".join(new)), "en")
    assert refused.value.message.code == "redline.beside_table"


def test_a_deleted_row_keeps_its_layout_but_nothing_without_words() -> None:
    before, after = made(["text"], ROWS["between"][1]), made(["text"], ROWS["between"][0])
    old = python_docx.Document(io.BytesIO(before))
    gone = old.tables[0].rows[1]
    gone.cells[0].paragraphs[0].alignment = 2
    gone.cells[0].paragraphs[0].style = "List Number"
    properties = gone._tr.get_or_add_trPr()
    properties.append(properties.makeelement(W + "cantSplit", None))
    gone.cells[1].paragraphs[0]._p.append(etree.Element(W + "bookmarkStart"))
    data = redline_inside(saved(old), after, "en")
    assert (body(data), body(data, "reject")) == (body(after), body(before))
    (row,) = [each for each in tree(data).iter(W + "tr") if each.find(f"{W}trPr/{W}del") is not None]
    assert [child.tag for child in row.find(W + "trPr")] == [W + "cantSplit", W + "del"]  # type: ignore[union-attr]
    assert [each.get(W + "val") for each in row.iter(W + "jc")] == ["right"]
    assert not list(row.iter(W + "bookmarkStart"))


def with_row_content(content: str) -> bytes:
    """A file with more content in the last cell of its table."""
    file = python_docx.Document(io.BytesIO(made(["text"], ROWS["last goes"][0])))
    names = f'xmlns:w="{W[1:-1]}"'
    for each in etree.fromstring(f"<x {names}>{content}</x>"):
        file.tables[0].rows[1].cells[1].paragraphs[0]._p.append(each)
    return saved(file)


@pytest.mark.parametrize(
    "content",
    ["<w:hyperlink>" + run(" a link") + "</w:hyperlink>", complex_field(" 12"), run(" bold", "<w:b/>")],
)
def test_links_and_fields_of_a_deleted_row_leave_their_words(content: str) -> None:
    before, after = with_row_content(content), made(["text"], ROWS["last goes"][1])
    data = redline_inside(before, after, "en")
    assert (body(data), body(data, "reject")) == (body(after), body(before))
    assert not list(tree(data).iter(W + "hyperlink", W + "sdt", W + "fldChar"))


def test_a_deleted_row_of_more_than_words_is_refused() -> None:
    note = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    after = made(["text"], ROWS["last goes"][1])
    with pytest.raises(UnsuitedError, match="row"):
        redline_inside(with_row_content(note), after, "en")


def test_a_deleted_paragraph_names_no_style_that_the_newer_file_lacks() -> None:
    texts = ("Urges all States to act;", "A paragraph that is gone.", "The end of the text.")
    looks = ('<w:pStyle w:val="Own"/><w:keepNext/>', '<w:pStyle w:val="Own"/><w:keepNext/>', "")
    style = '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/></w:style>'
    old = package("".join(map(par, map(run, texts), looks)), {"styles": style})
    new = package(par(run(texts[0])) + par(run(texts[2])))
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    assert not list(tree(data).iter(W + "pStyle"))
    assert len(list(tree(data).iter(W + "keepNext"))) == 1


@pytest.mark.parametrize("known", [False, True])
def test_deleted_words_look_as_they_did(*, known: bool) -> None:
    """Their style goes with them only if the newer file has it."""
    style = {"styles": '<w:style w:type="character" w:styleId="Own"><w:name w:val="Own"/></w:style>'}
    raised, own = '<w:vertAlign w:val="superscript"/>', '<w:rStyle w:val="Own"/><w:i/>'
    old = package(par(run("Expenditure of ") + run("the year", own) + run("a", raised)) + par(run("end")))
    new = package(par(run("Spending", "<w:b/>") + run("b", raised)) + par(run("end")), style if known else {})
    data = redline_inside(old, new, "en")
    assert (body(data), body(data, "reject")) == (body(new), body(old))
    looks = {
        "".join(each.itertext()): [etree.QName(look).localname for look in each.iterfind(f"{W}rPr/*")]
        for each in tree(data).iterfind(f".//{W}del/{W}r")
    }
    kept = ["rStyle"] * known
    assert looks == {"Expenditure of ": [], "the year": [*kept, "i"], "a": ["vertAlign"]}


def test_a_deleted_footnote_comes_back_when_its_deletion_is_rejected() -> None:
    def file(*marked: int) -> bytes:
        notes = "".join(
            f'<w:footnote w:id="{number}">{par(run(f"Note {number}."))}</w:footnote>' for number in (1, 2)
        )
        marks = [f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' for number in (1, 2)]
        kept = [mark if number in marked else "" for number, mark in enumerate(marks, 1)]
        return package(par(run("The title") + kept[0] + run(" of it") + kept[1]), {"footnotes": notes})

    data = redline_inside(file(1, 2), file(2), "en")
    assert (body(data), body(data, "reject")) == (body(file(2)), body(file(1, 2)))
    data = redline_inside(file(2), file(1, 2), "en")
    assert (body(data), body(data, "reject")) == (body(file(1, 2)), body(file(2)))


@pytest.mark.timeout(300)
def test_libreoffice_accepts_and_rejects_row_changes(tmp_path: Path) -> None:
    files = {tmp_path / f"{number}.docx": rows for number, rows in enumerate((ROWS | CELLS).values())}
    for file, (old, new) in files.items():
        data = redline_inside(made(["text"], old), made(["text"], new), "en")
        assert data is not None
        file.write_bytes(data)
    reported = office.resolve(list(files))
    for file, (old, new) in files.items():
        for what, rows in (("accept", new), ("reject", old)):
            assert [cell.text for cell in reported[file][what] if cell.style == "cell"] == [
                c for r in rows for c in r
            ]


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from(["alpha one two three", "beta four five", "gamma six", "delta ten"]), max_size=5
    ),
    st.lists(
        st.sampled_from(["alpha one two", "beta four five", "gamma seven", "𠀀 \u202e zeta"]), max_size=5
    ),
)
def test_a_redline_is_exact_or_none(old: list[str], new: list[str]) -> None:
    before, after = (package("".join(par(run(text)) for text in [*texts, "end"])) for texts in (old, new))
    data = redline_inside(before, after, "en")
    if data is not None:
        assert body(data) == body(after)
        assert body(data, "reject") == body(before)
    assert data is not None or old != new


CELL = st.sampled_from(["", "10", "25", "a cell of words", "a cell of other words", "𠀀 表格", "the third"])
TABLE = st.lists(st.tuples(CELL, CELL), max_size=4)


@settings(max_examples=12)
@given(TABLE, TABLE)
def test_a_table_is_exact_or_none(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    before, after = made(["text"], old), made(["text"], new)
    data = None
    with nullcontext() if old == new else suppress(UnsuitedError):
        data = redline_inside(before, after, "en")
    if data is not None:
        assert (body(data), body(data, "reject")) == (body(after), body(before))


def test_diff_of_two_word_files_keeps_the_newer_ones_layout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, out = tmp_path / "old.docx", tmp_path / "new.docx", tmp_path / "redline.docx"
    old.write_bytes(OLD)
    new.write_bytes(NEW)
    assert main(["diff", str(old), str(new), "-o", str(out), "--author", "Bob"]) == 0
    opened = python_docx.Document(str(out))
    assert opened.sections[0].header.paragraphs[0].text == "THE HEADER"
    assert next(opened.element.iter(W + "ins")).get(W + "author") == "Bob"
    broken = python_docx.Document(io.BytesIO(made(["text"])))
    begin = etree.SubElement(broken.paragraphs[1].add_run()._r, W + "fldChar")
    begin.set(W + "fldCharType", "begin")
    new.write_bytes(saved(broken))
    capsys.readouterr()
    assert main(["diff", str(old), str(new), "-o", str(out)]) == 0
    said = capsys.readouterr().err
    assert re.search(
        r"\(a field begins in one paragraph[^)]*\), so the redline is written from scratch", said
    )
    assert body(out.read_bytes()) == body(new.read_bytes())


def test_a_file_that_libreoffice_converts_is_redlined_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "to_docx", lambda data, *_: NEW if b"new" in data else OLD)
    old, new, other = (tmp_path / name for name in ("old.rtf", "new.rtf", "other.txt"))
    old.write_bytes(b"{\\rtf1 old}")
    new.write_bytes(b"{\\rtf1 new}")
    other.write_text("A text.")
    made = redline_in_place(old, new, "en")
    assert made is not None
    assert (body(made), body(made, "reject")) == (body(NEW), body(OLD))
    assert redline_in_place(old, other, "en") is None


def test_that_the_older_file_is_no_word_file_is_said(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.docx"
    old.write_text("A text.")
    new.write_bytes(NEW)
    said: list[str] = []
    assert (
        redline_in_place(old, new, "en", Settings(notice=lambda message: said.append(str(message)))) is None
    )
    assert "(the older file is not a Word file)" in said[0]
