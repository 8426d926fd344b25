# ruff: noqa: E501 - XML reads better unbroken
"""One Word file as two drafts: tracked changes, marks made by hand, authors, comments, the issued text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word_files import package, par, run

from aligner.cli.main import main
from aligner.formats.writing import export
from aligner.pipeline.run import Settings, diff_files, open_document
from aligner.pipeline.tracked_drafts import (
    diff_tracked,
    differences_from_issued,
    has_tracked_changes,
    open_tracked,
    trail_notices,
)
from aligner.readers.docx import read_docx
from aligner.readers.docx.paragraph import HandMarks
from aligner.readers.docx.tracked_changes import TrackedChange, TrackedKind, Trail, read_trail
from aligner.values import ChangeKind, Message
from aligner.values.message import AlignerError, ReadError
from aligner.values.results import Remark

Capture = pytest.CaptureFixture[str]


def change(tag: str, content: str, author: str = "Ann", date: str = "2025-05-19T10:00:00Z") -> str:
    return f'<w:{tag} w:id="1" w:author="{author}" w:date="{date}">{content}</w:{tag}>'


def gone(text: str) -> str:
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


BODY = (
    par(run("The title of the draft"))
    + par("")
    + par(run("Urges all States to ") + change("del", gone("consider")) + change("ins", run("take"), "Bob") + run(" measures;"))
    + par('<w:commentRangeStart w:id="0"/>' + run("Requests") + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>' + run(" the Secretary-General to report;"))
    + par(change("ins", run("A new paragraph"), "Bob", "2025-05-20T10:00:00Z"), '<w:rPr><w:ins w:id="9" w:author="Bob" w:date="2025-05-20T10:00:00Z"/></w:rPr>')
    + par(run("The end of it."))
)  # fmt: skip
COMMENTS = (
    '<w:comment w:id="0" w:author="Cid" w:date="2025-05-21T10:00:00Z">'
    + par(run("Which report?"))
    + "</w:comment>"
)
TRACKED = package(BODY, {"comments": COMMENTS})


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    path = tmp_path / "tracked.docx"
    path.write_bytes(TRACKED)
    return path


# The trail


def test_who_changed_what_and_when() -> None:
    trail = read_trail(TRACKED, "x.docx")
    assert trail.changes == (
        TrackedChange(TrackedKind.DELETED, "Ann", "2025-05-19T10:00:00Z", "consider", 2),
        TrackedChange(TrackedKind.INSERTED, "Bob", "2025-05-19T10:00:00Z", "take", 2),
        TrackedChange(TrackedKind.INSERTED, "Bob", "2025-05-20T10:00:00Z", "", 4),
        TrackedChange(TrackedKind.INSERTED, "Bob", "2025-05-20T10:00:00Z", "A new paragraph", 4),
    )
    assert trail.authors == ("Ann", "Bob")
    assert trail.comments == (Remark("Cid", "2025-05-21T10:00:00Z", "Which report?", "Requests", 3),)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (par(change("moveFrom", run("x")) + run("y")), [TrackedKind.MOVED_FROM]),
        (par(change("moveTo", run("x")) + run("y")), [TrackedKind.MOVED_TO]),
        (par(change("ins", change("del", gone("x"))) + run("y")), [TrackedKind.INSERTED, TrackedKind.DELETED]),
        (par(change("ins", change("ins", run("x"))) + run("y")), [TrackedKind.INSERTED]),
        (par(run("y")), []),
        (par(change("ins", "") + run("y")), []),
    ],
)  # fmt: skip
def test_each_kind_of_change(body: str, kinds: list[TrackedKind]) -> None:
    assert [change.kind for change in read_trail(package(body), "x.docx").changes] == kinds


def test_a_change_in_a_footnote_has_no_paragraph() -> None:
    notes = '<w:footnote w:id="2">' + par(change("ins", run("new"))) + "</w:footnote>"
    body = par(run("text") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    (found,) = read_trail(package(body, {"footnotes": notes}), "x.docx").changes
    assert (found.text, found.paragraph) == ("new", 0)


def test_a_change_before_the_first_words_is_in_the_first_paragraph_and_of_a_row_in_none() -> None:
    row = f'<w:tbl><w:tr><w:trPr><w:ins w:id="9" w:author="Ann"/></w:trPr><w:tc>{par(run("x"))}</w:tc></w:tr></w:tbl>'
    body = f"<w:p><w:pPr><w:rPr>{change('ins', '')}</w:rPr></w:pPr></w:p>" + par(run("One")) + row
    changes = read_trail(package(body), "x.docx").changes
    assert [(found.text, found.paragraph) for found in changes] == [("", 1), ("", 0)]


def test_a_comment_that_begins_between_paragraphs_is_about_the_next() -> None:
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    body = par(run("One")) + start + par(run("Two") + end)
    (found,) = read_trail(package(body, {"comments": COMMENTS}), "x.docx").comments
    assert (found.quoted, found.paragraph) == ("Two", 2)
    (last,) = read_trail(package(par(run("One")) + start, {"comments": COMMENTS}), "x.docx").comments
    assert (last.quoted, last.paragraph) == ("", 0)


def test_what_a_text_box_has_in_two_forms_is_recorded_once() -> None:
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    box = f"<w:txbxContent>{par(change('ins', run('new')) + start + run('words') + end)}</w:txbxContent>"
    forms = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    body = par(f"<w:r><mc:AlternateContent>{forms}</mc:AlternateContent></w:r>" + run("host")) + par(run("x"))
    trail = read_trail(package(body, {"comments": COMMENTS}), "x.docx")
    assert [each.text for each in trail.changes] == ["new"]
    assert [each.quoted for each in trail.comments] == ["words"]


@settings(max_examples=60)
@given(st.integers(0, len(TRACKED)), st.binary(max_size=4))
def test_any_bytes_give_a_trail_or_our_error(at: int, junk: bytes) -> None:
    data = TRACKED[:at] + junk + TRACKED[at + len(junk) :]
    message = ""
    try:
        read_trail(data, "x.docx")
    except AlignerError as error:
        message = str(error)
    assert "\n" not in message


# Two drafts out of one file


def test_a_tracked_file_is_two_drafts(tracked: Path) -> None:
    opened = open_tracked(tracked)
    assert opened.old.texts()[1] == "Urges all States to consider measures;"
    assert opened.new.texts()[1] == "Urges all States to take measures;"
    assert len(opened.new) == len(opened.old) + 1
    assert (opened.old.version, opened.new.version) == ("original", "revised")


def test_authors_and_comments_are_reported(tracked: Path) -> None:
    notes: list[Message] = []
    pair = diff_tracked(tracked, Settings(notice=notes.append))
    kinds = [change.kind for change in pair.revision.changes if change.is_amendment]
    assert sorted(kinds) == [ChangeKind.EDITED, ChangeKind.INSERTED]
    assert list(map(str, notes)) == [
        "tracked.docx: 1 tracked change by Ann on 2025-05-19",
        "tracked.docx: 3 tracked changes by Bob from 2025-05-19 to 2025-05-20",
        "tracked.docx: comment by Cid on paragraph 3 (“Requests”): Which report?",
    ]


def test_comments_are_reported_with_what_is_known_of_their_place(tracked: Path) -> None:
    comments = [("", "", 0), ("Ann", "", 3), ("Ann", "words", 0)]
    trail = Trail((), tuple(Remark(who, "", "Why?", quoted, place) for who, quoted, place in comments))
    assert list(map(str, trail_notices(trail))) == [
        "comment by somebody: Why?",
        "comment by Ann on paragraph 3: Why?",
        "comment by Ann on “words”: Why?",
    ]
    assert [remark.paragraph for remark in diff_tracked(tracked).remarks] == [3]


def test_a_file_with_one_draft_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain.docx"
    plain.write_bytes(package(par(run("One draft, and nothing else."))))
    text = tmp_path / "plain.txt"
    text.write_text("One draft.", encoding="utf-8")
    with pytest.raises(ReadError, match="no tracked changes"):
        open_tracked(plain)
    with pytest.raises(ReadError, match=r"only if it is a \.docx"):
        open_tracked(text)
    with pytest.raises(ReadError, match="no text is struck through"):
        open_tracked(plain, marked_up=True)
    assert not has_tracked_changes(plain)
    assert not has_tracked_changes(text)
    assert not has_tracked_changes(tmp_path / "missing.docx")


# The issued text


def test_the_issued_text_is_where_a_revision_begins(tracked: Path, tmp_path: Path) -> None:
    issued = tmp_path / "issued.docx"
    issued.write_bytes(package(
        par(run("The title of the draft")) + par(run("Urges all States to consider measures;"))
        + par(run("Requests the Secretary-General to report;")) + par(run("The end of it."))
    ))  # fmt: skip
    original = open_tracked(tracked).old
    assert not list(differences_from_issued(original, open_document(issued)))
    issued.write_bytes(package(
        par(run("The title of the draft")) + par(run("Urges all States to discuss measures;"))
        + par(run("Requests the Secretary-General to report;")) + par(run("The end of it."))
    ))  # fmt: skip
    (wrong,) = differences_from_issued(original, open_document(issued))
    assert wrong.endswith(
        ": issued “Urges all States to discuss measures;”, here “Urges all States to consider measures;”"
    )


def test_our_redline_is_made_on_the_older_draft(corpus: Path, tmp_path: Path) -> None:
    old, new = corpus / "draft.fr.txt", corpus / "rev1.fr.txt"
    redline = tmp_path / "redline.docx"
    redline.write_bytes(export(diff_files(old, new), ".docx"))
    tracked = open_tracked(redline)
    assert not list(differences_from_issued(tracked.old, open_document(old)))
    assert list(differences_from_issued(tracked.old, open_document(new)))


# Marks by hand


STRIKE, LINE, BOLD = "<w:strike/>", '<w:u w:val="single"/>', "<w:b/>"


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (par(run("Urges", STRIKE) + run("Calls upon", LINE) + run(" all States")), "Urges all States", "Calls upon all States"),
        (par(run("Urges", "<w:dstrike/>") + run("Invites", BOLD) + run(" all")), "Urges all", "Invites all"),
        (par(run("A", STRIKE) + run("title", BOLD) + run("new", LINE)), "Atitle", "titlenew"),
        (par(run("both", STRIKE + LINE) + run("kept")), "kept", "kept"),
        (par(run("Part ", BOLD) + run("II", BOLD)) + par(run("Urges") + run(" all;", BOLD)), "Part II\nUrges", "Part II\nUrges all;"),
        (par(run("Also urges all;", BOLD)) + par(run("kept")), "kept", "Also urges all;\nkept"),
        (par("<w:r><w:t>kept</w:t></w:r>" + run("gone", STRIKE)), "keptgone", "kept"),
        (par(run("kept", '<w:strike w:val="0"/><w:u w:val="none"/>') + run("new", LINE)), "kept", "keptnew"),
    ],
)  # fmt: skip
def test_manual_marks_are_read_as_changes_on_request(body: str, old: str, new: str) -> None:
    data = package(body + par(run("end")))
    for revisions, wanted in (("reject", old), ("accept", new)):
        extract = read_docx.read(data, "x.docx", revisions=revisions, marked_up=True)  # type: ignore[arg-type]
        assert extract.text == f"{wanted}\nend"
    assert read_docx.read(data, "x.docx").text.count("end") == 1


def test_links_are_underlined_for_another_reason() -> None:
    link = f"<w:hyperlink>{run('site', LINE)}</w:hyperlink>"
    root = etree.fromstring(package_body(par(run("new", BOLD) + link)))
    assert not HandMarks.of(root, "x.docx").underlined


def package_body(body: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(package(body))).read("word/document.xml")


# The command line


def works(capsys: Capture, *arguments: str) -> tuple[str, str]:
    assert main(arguments) == 0, capsys.readouterr().err
    output = capsys.readouterr()
    return output.out, output.err


def test_opendocument_with_tracked_changes_is_two_drafts(
    corpus: Path, tmp_path: Path, capsys: Capture, converted: Callable[[Path, str], Path]
) -> None:
    drafts = (corpus / f"{version}.fr.txt" for version in ("draft", "rev1"))
    word = tmp_path / "draft.docx"
    word.write_bytes(export(diff_files(*drafts, language="fr"), ".docx"))
    assert main(["diff", str(word)]) == 0
    expected = capsys.readouterr()
    assert main(["diff", str(converted(word, "odt"))]) == 0
    found = capsys.readouterr()
    assert found.out == expected.out
    assert "read through LibreOffice" in found.err
    assert found.err.count("tracked change") == expected.err.count("tracked change") > 0


def test_diff_takes_one_tracked_file(tracked: Path, tmp_path: Path, capsys: Capture) -> None:
    out, err = works(capsys, "diff", str(tracked), "-o", str(tmp_path / "again.docx"), "--author", "Dee")
    assert "by Ann" in err
    again = read_trail((tmp_path / "again.docx").read_bytes(), "again.docx")
    assert again.authors == ("Dee",)
    out, err = works(capsys, "diff", str(tracked))
    assert "{-consider-}{+take+}" in out


def test_diff_names_the_base_of_a_tracked_file(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    old, new, redline = corpus / "draft.zh.txt", corpus / "rev1.zh.txt", tmp_path / "r.docx"
    works(capsys, "diff", str(old), str(new), "-o", str(redline))
    assert "made on the text of draft.zh.txt" in works(capsys, "diff", str(old), str(redline))[1]
    assert "it differs from rev1.zh.txt at" in works(capsys, "diff", str(new), str(redline))[1]


def test_of_many_differences_from_the_base_a_few_are_listed(
    tracked: Path, tmp_path: Path, capsys: Capture
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("".join(f"Paragraph {number} of another text.\n\n" for number in range(30)))
    said = works(capsys, "diff", str(other), str(tracked))[1]
    assert said.count("it differs from other.txt at") == 10
    assert re.search(r"with its changes rejected, it differs from other\.txt: \d\d\n", said)


def test_a_draft_with_tracked_changes_is_no_issued_text(
    tracked: Path, tmp_path: Path, capsys: Capture
) -> None:
    new = tmp_path / "new.docx"
    new.write_bytes(package(BODY.replace("report", "inform")))
    said = works(capsys, "diff", str(tracked), str(new))[1]
    assert "read as accepted" in said
    assert "rejected" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.docx", "b.docx", "--marked-up"), "one file"),
        (("a.docx", "b.docx", "--author", "x"), ".docx only"),
        (("a.docx", "b.docx", "-o", "c.html", "--date", "2025-05-19T12:00:00Z"), ".docx only"),
        (("a.docx", "b.docx", "-o", "c.docx", "--date", "yesterday"), "such as 2025"),
        (("a.docx", "b.docx", "-o", "c.docx", "--date", "2025-13-19T12:00:00Z"), "such as 2025"),
    ],
)
def test_wrong_usage_is_reported(arguments: tuple[str, ...], message: str, capsys: Capture) -> None:
    assert main(("diff", *arguments)) == 2
    assert message in capsys.readouterr().err


def test_a_comment_without_a_place_is_about_no_paragraph() -> None:
    (found,) = read_trail(package(par(run("One")), {"comments": COMMENTS}), "x.docx").comments
    assert (found.quoted, found.paragraph) == ("", 0)
