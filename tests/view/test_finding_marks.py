"""The words that findings concern are marked in the text of the language and in the pivot's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sample

from aligner.formats.html.report import render
from aligner.values import DocumentKey, Finding, Severity, Span, verbatim
from aligner.view.build import build
from aligner.view.finding_marks import _places, group_findings, mark_findings
from aligner.view.page_model import View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role, cut

COMPARISON = sample.comparison()
VIEW = build(COMPARISON)


def _finding(row: ViewRow, language: str, span: Span | None, expected: str = "", found: str = "") -> Finding:
    assert row.source is not None
    return Finding(
        "numbers", Severity.ERROR, (row.source,), language, span, expected, found, verbatim("said")
    )


def _described(row: ViewRow, column: int) -> list[str]:
    pieces = (piece for block in row.cells[column].blocks for piece in block.pieces)
    return [piece.text for piece in pieces if piece.flagged]


def _marked(row: ViewRow, *findings: Finding, view: View = VIEW) -> ViewRow:
    return mark_findings(view, row, COMPARISON.newest, findings)


def _plain_row(column: int) -> tuple[ViewRow, str, Span]:
    """A row whose paragraph in a column is unamended, its text and where that is in the document."""
    for row in VIEW.rows:
        cell = row.cells[column]
        if row.source is not None and len(cell.blocks) == 1 and not row.amended:
            block = cell.blocks[0]
            span = VIEW.columns[column].document.segments[block.segment].span
            text = span.of(VIEW.columns[column].document.text)
            if " " in text and {piece.role for piece in block.pieces} == {Role.TEXT}:
                return row, text, span
    raise AssertionError("the sample has no such row")


def _column(language: str) -> int:
    return next(n for n, column in enumerate(VIEW.columns) if column.key.language == language)


def test_the_span_of_a_finding_is_marked_in_its_language_alone() -> None:
    column = _column("fr")
    row, text, span = _plain_row(column)
    word = text.split()[0]
    at = span.start + text.index(word)
    marked = _marked(row, _finding(row, "fr", Span(at, at + len(word)), found=word))
    assert _described(marked, column) == [word]
    assert all(not _described(marked, other) for other in range(len(VIEW.columns)) if other != column)


def test_pivot_words_are_searched_in_the_pivot() -> None:
    column = _column(VIEW.pivot)
    row, text = next(
        (row, text)
        for row in VIEW.rows
        if row.source is not None and len(row.cells[column].blocks) == 1
        if len(text := VIEW.columns[column].document.text_of(row.cells[column].blocks[0].segment)) > 9
    )
    marked = _marked(row, _finding(row, "fr", None, expected=text[:4]))
    assert "".join(_described(marked, column)) == text[:4]


def test_a_whole_paragraph_is_not_marked() -> None:
    column = _column("fr")
    row, text, span = _plain_row(column)
    assert _marked(row, _finding(row, "fr", span, found=text)) == row


def test_an_older_draft_is_left_alone() -> None:
    key = DocumentKey("fr", COMPARISON.versions[0])
    older = build(COMPARISON, [(key, None)])
    row = next(row for row in older.rows if row.cells[0].blocks)
    first = older.columns[0].document.segments[row.cells[0].blocks[0].segment].span.start
    assert _marked(row, _finding(row, "fr", Span(first, first + 3)), view=older) == row


def test_findings_of_other_rows_are_ignored() -> None:
    row, other = VIEW.rows[0], VIEW.rows[1]
    assert _marked(row, _finding(other, "fr", Span(0, 3), expected="1")) is row


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["5"], "15, 5 and 5.", ["5", "5"]),
        (["26", "27"], "on 26 and 27 May 2026", ["26", "27"]),
        (["10", "20"], "20 of 10", ["20", "10"]),
        (["one  two"], "one\ntwo one", ["one\ntwo"]),
        (["the beginning…"], "at the beginning of it", ["the beginning"]),
        (["art"], "article, art", ["art"]),
        (["орган"], "органы, орган", ["орган"]),
        (["敦促"], "敦促会员国", ["敦促"]),
        (["的", "会员国"], "会员国的", ["会员国"]),
    ],
)
def test_words_are_found_whole(words: Sequence[str], text: str, expected: Sequence[str]) -> None:
    assert sorted(span.of(text) for span in _places(words, text)) == sorted(expected)


def test_a_cut_changes_no_text_and_no_mark() -> None:
    piece = Piece("ab\u0301c", Mark.INSERTED, hit=True)
    parts = list(cut(piece, {1: {"flagged": True}}))
    assert [(part.text, part.flagged) for part in parts] == [("a", False), ("b\u0301", True), ("c", False)]
    assert all(part.hit and part.mark is Mark.INSERTED for part in parts)


def test_the_report_marks_them_with_words_for_screen_readers() -> None:
    column = _column("fr")
    row, text, span = _plain_row(column)
    word = text.split()[0]
    at = span.start + text.index(word)
    found = [_finding(row, "fr", Span(at, at + len(word)), found=word)]
    html = render(COMPARISON, findings=found)
    assert html.count('<mark class="flagged">') == 1
    inside = html.split('<mark class="flagged">')[1].split("</mark>")[0]
    assert all(said in inside for said in (word, "finding:", "end of finding"))
    assert '<mark class="flagged">' not in render(COMPARISON)


def test_findings_are_grouped_by_row_with_the_worst_row_first() -> None:
    made = [
        Finding("numbers", severity, rows, "fr", None, "", "", verbatim(f"{severity} {rows}"))
        for severity, rows in (
            (Severity.FORM, (2,)),
            (Severity.WARNING, (5,)),
            (Severity.INFO, (2,)),
            (Severity.ERROR, (7, 2)),
            (Severity.WARNING, ()),
            (Severity.WARNING, (3,)),
        )
    ]
    groups = group_findings(VIEW, made)
    assert [None if row is None else row.source for row, _ in groups] == [7, None, 3, 5, 2]
    assert [each.severity for each in groups[-1][1]] == [Severity.INFO, Severity.FORM]
