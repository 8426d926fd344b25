# ruff: noqa: E501 - HTML reads better unbroken
"""Tables of web pages: data tables become rows with cells, layout tables paragraphs."""

from __future__ import annotations

import pytest

from aligner.readers import read_bytes
from aligner.revision.revise import revise
from aligner.segmentation.segment import segment
from aligner.values import ChangeKind, Document, EditTag, SegmentKind
from aligner.values.extract import Extract, LineRole


def page(body: str, *, before: str = "<p>Before.</p>") -> Extract:
    return read_bytes(f"<!DOCTYPE html><title>t</title><body>{before}{body}".encode(), "x.html")


def rows(extract: Extract) -> list[list[str]]:
    return [[cell.of(extract.text) for cell in line.cells] for line in extract.lines if line.cells]


def texts(extract: Extract) -> list[str]:
    return [extract.text_of(line) for line in extract.lines]


DATA = [
    (
        "cells",
        "<table><tr><td>Staff<td>1 250<tr><td>Travel<td>9</table>",
        [["Staff", "1 250"], ["Travel", "9"]],
    ),
    (
        "merged columns",
        "<table><tr><td colspan=2>Whole<td>x<tr><td>a<td>b<td>c</table>",
        [["Whole", "", "x"], ["a", "b", "c"]],
    ),
    (
        "merged rows",
        "<table><tr><td rowspan=2>a<td>1<td rowspan=3>z<tr><td>2<tr><td>b<td>3</table>",
        [["a", "1", "z"], ["", "2"], ["b", "3"]],
    ),
    (
        "spans of one cell or none",
        "<table><tr><td colspan=1 rowspan=1>a<td colspan=0>b<td>c<tr><td>d<td>e<td>f</table>",
        [["a", "b", "c"], ["d", "e", "f"]],
    ),
    (
        "four merged rows",
        "<table><tr><td rowspan=4>a<td>1<tr><td>2<tr><td>3<tr><td>4<tr><td>b<td>5</table>",
        [["a", "1"], ["", "2"], ["", "3"], ["", "4"], ["b", "5"]],
    ),
    (
        "paragraphs and lists in a cell",
        "<table><tr><td><p>a</p><p>b</p><td><ol><li>c<li>d</ol><tr><td>e<td>f<br>g</table>",
        [["a b", "1. c 2. d"], ["e", "f g"]],
    ),
    (
        "foot before body",
        "<table><tfoot><tr><td>Total<td>3</tfoot><tbody><tr><td>a<td>3</tbody></table>",
        [["a", "3"], ["Total", "3"]],
    ),
    (
        "a table in a table with heading cells",
        "<table><tr><th>a<th>b<tr><td>c<td><table><tr><td>d<td>e</table></table>",
        [["a", "b"], ["c", "d e"]],
    ),
    (
        "a hidden row",
        "<table><tr><td>a<td>b<tr hidden><td>x<td>y<tr><td>c<td>d</table>",
        [["a", "b"], ["c", "d"]],
    ),
    (
        "Arabic",
        "<table dir=rtl><tr><td>البند<td>٢٠٢٦<tr><td>السفر<td>٩</table>",
        [["البند", "٢٠٢٦"], ["السفر", "٩"]],
    ),
    ("spans beyond measure", "<table><tr><td colspan=99999 rowspan=x>a<td>b<tr><td>c<td>d</table>", None),
]


@pytest.mark.parametrize(("what", "body", "wanted"), DATA, ids=[row[0] for row in DATA])
def test_rows_of_data(what: str, body: str, wanted: list[list[str]] | None) -> None:
    found = rows(page(body))
    assert (
        found == wanted
        if wanted is not None
        else [cell for row in found for cell in row if cell] == list("abcd")
    )


LAYOUT = [
    ("one column", "<table><tr><td>a<tr><td>b</table>", ["a", "b"]),
    ("one row", "<table><tr><td>a<td>b</table>", ["a", "b"]),
    ("said so", "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", list("abcd")),
    (
        "the page",
        "<table><tr><td colspan=2>s<tr><td>n<td><h1>t</h1><p>a</p><p>b</p><tr><td colspan=2>f</table>",
        ["s", "n", "t", "a", "b", "f"],
    ),
    ("text beside rows", "<table>a<tr><td>b<td>c<tr><td>d<td>e</table>", list("abcde")),
    ("words in a section", "<table><tbody>a<tr><td>b<td>c<tr><td>d<td>e</table>", list("abcde")),
    (
        "a cell of many paragraphs",
        "<table border=1><tr><td>n<td>" + "<p>x</p>" * 9 + "<tr><td>m<td>y</table>",
        ["n", *"xxxxxxxxx", "m", "y"],
    ),
]


@pytest.mark.parametrize(("what", "body", "wanted"), LAYOUT, ids=[row[0] for row in LAYOUT])
def test_tables_that_lay_out_the_page(what: str, body: str, wanted: list[str]) -> None:
    extract = page(body)
    assert rows(extract) == []
    assert texts(extract) == ["Before.", *wanted]


def test_a_table_inside_one_that_lays_out_the_page_has_rows() -> None:
    extract = page("<table><tr><td>n<td>a<table><tr><td>1<td>2<tr><td>3<td>4</table>b</table>")
    assert texts(extract) == ["Before.", "n", "a", "1\t2", "3\t4", "b"]


def test_a_masthead_is_no_table_unless_ruled() -> None:
    body = "<table{}><tr><td>United Nations<td>A/80/1<tr><td>General Assembly<td>Distr.: General</table>"
    assert rows(page(body.format(""), before="")) == []
    assert rows(page(body.format(' style="border: none; padding: 0in"'), before="")) == []
    assert rows(page(body.format(""), before="<div title=header><p>A/80/1</div>")) == []
    for ruled in (" border=1", ' style="border: 0.5pt solid"'):
        assert len(rows(page(body.format(ruled), before=""))) == 2


def test_rows_of_column_headings_are_recognised() -> None:
    extract = page(
        "<table><caption>Costs</caption><tr><th>Item<th>2026<tr><th>Staff<td>9<tr><th colspan=2>Part two</table>"
        "<table><thead><tr><td>a<td>b</thead><tr><td>c<td>d</table>"
        "<table><tr><th>Part one<tr><th>Item<th>2026<tr><th>Staff<td>9</table>"
    )
    assert all(line.whole for line in extract.lines if line.cells)
    headers = [line.header for line in extract.lines if line.cells]
    assert headers == [True, False, False, True, False, False, True, False]
    assert extract.lines[1].style == "caption"


def test_a_number_beside_its_paragraph_is_its_label() -> None:
    body = (
        "<table><tr><td>(1)<td>The States shall meet.</table><table><tr><td>(2)<td><p>They shall report:</p>"
        "<table><tr><td>(a)<td>every year;</table><table><tr><td>(b)<td>when asked.</table></table>"
    )
    extract = page(body)
    assert [(line.label, extract.text_of(line)) for line in extract.lines[1:]] == [
        ("(1)", "The States shall meet."),
        ("(2)", "They shall report:"),
        ("(a)", "every year;"),
        ("(b)", "when asked."),
    ]


def test_deleted_words_are_left_out_and_reported() -> None:
    for body in (
        "<p>a <del>old</del>b</p>",
        "<table border=1><tr><td>a <del>old</del>b<td>c<tr><td>d<td>e</table>",
    ):
        extract = page(body)
        assert "old" not in extract.text
        assert "reading.deleted_text" in [note.code for note in extract.notes]


def test_notes_in_cells_are_notes() -> None:
    extract = page(
        "<table><tr><td>a<td>b<sup><a href='#fn1' id=r1>1</a></sup><tr><td id=fn1><a href='#r1'>[1]</a> Note.<td>c</table>"
    )
    assert rows(extract) == [["a", "b1"], ["", "c"]]
    assert [(mark.mark, mark.span.of(extract.text)) for mark in extract.lines[1].marks] == [("1", "1")]
    notes = [line for line in extract.lines if line.role is LineRole.FOOTNOTE]
    assert [(line.note_mark, extract.text_of(line)) for line in notes] == [("1", "Note.")]


def test_rows_are_segments_and_compared_cell_by_cell() -> None:
    old, new = (
        segment(
            page(f"<table><tr><th>Item<th>2026<tr><td>Staff<td>{n}<tr><td>Travel<td>9</table>"), language="en"
        )
        for n in ("1 250", "1 300")
    )
    assert [each.kind for each in new.segments[1:]] == [SegmentKind.ROW] * 3
    assert cells(new) == [["Item", "2026"], ["Staff", "1 300"], ["Travel", "9"]]
    changes = revise(old, new).changes
    assert [change.kind for change in changes] == [ChangeKind.UNCHANGED] * 2 + [
        ChangeKind.EDITED,
        ChangeKind.UNCHANGED,
    ]
    (edit,) = [edit for edit in changes[2].edits if edit.tag is not EditTag.EQUAL]
    assert edit.new.of(new.text_of(2)) == "1 300"


def cells(document: Document) -> list[list[str]]:
    return [document.cells_of(i) for i, each in enumerate(document.segments) if each.cells]


def test_a_marked_table_of_one_column_is_read_by_paragraphs() -> None:
    extract = page("<table><caption>Members</caption><tr><th>Name<tr><td>Ann<tr><td>Bea</table>")
    assert rows(extract) == []
    assert texts(extract) == ["Before.", "Members", "Name", "Ann", "Bea"]
