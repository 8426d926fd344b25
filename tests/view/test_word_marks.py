"""Corresponding words are numbered in a row, and those that an amendment affects are marked."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import sample

from aligner.alignment.word_links import WordLinks
from aligner.formats.html.fragments import Fragments, word_rules
from aligner.values import Document, Finding, Segment, Severity, Span, verbatim
from aligner.values.catalogue import load
from aligner.view.build import build
from aligner.view.finding_marks import mark_findings
from aligner.view.page_model import Badge, BadgeKind, Cell, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role
from aligner.view.word_marks import mark_words, word_numbers

COMPARISON = sample.comparison()
VIEW = build(COMPARISON)
PIVOT = next(n for n, column in enumerate(VIEW.columns) if column.key.language == VIEW.pivot)
FRENCH = next(n for n, column in enumerate(VIEW.columns) if column.key.language == "fr")


class InOrder:
    """Links the nth word of one text to the nth of the other."""

    def link(self, source: str, target: str) -> WordLinks:
        """All words that have a counterpart are linked with certainty."""
        ours, theirs = ([Span(*m.span()) for m in re.finditer(r"\w+", text)] for text in (source, target))
        return WordLinks(tuple(ours), tuple(theirs), np.eye(len(ours), len(theirs), dtype=np.float32))


LINKERS = {"fr": InOrder()}


def row_of(pivot: list[Piece], french: list[Piece], *badges: BadgeKind) -> ViewRow:
    """An unamended row of the sample with other words in it."""
    row = next(
        row
        for row in VIEW.rows
        if row.source is not None and all(len(row.cells[n].blocks) == 1 for n in (PIVOT, FRENCH))
    )
    cells = list(row.cells)
    for number, pieces in ((PIVOT, pivot), (FRENCH, french)):
        block = replace(cells[number].blocks[0], pieces=tuple(pieces), ghost=False, mark=Mark.EQUAL)
        cells[number] = Cell((block,), tuple(map(Badge, badges)) if number == FRENCH else ())
    return replace(row, cells=tuple(cells))


def words(row: ViewRow, column: int) -> list[tuple[str, tuple[int, ...]]]:
    return [(p.text, p.words) for block in row.cells[column].blocks for p in block.pieces if p.words]


def affected(row: ViewRow) -> list[str]:
    return [p.text for block in row.cells[FRENCH].blocks for p in block.pieces if p.affected]


def test_counterparts_have_the_numbers_of_the_pivots_words() -> None:
    row = row_of([Piece("one two three")], [Piece("un "), Piece("de", hit=True), Piece("ux")])
    marked = mark_words(VIEW, row, LINKERS)
    assert words(marked, PIVOT) == [("one", (0,)), ("two", (1,))]
    assert words(marked, FRENCH) == [("un", (0,)), ("de", (1,)), ("ux", (1,))]
    assert word_numbers(marked) == (0, 1)
    html = Fragments(VIEW, load("en")).table([marked])
    assert '<span data-words="0">one</span>' in html
    assert html.count('data-words="1"') == 3
    assert word_rules(word_numbers(marked)).count(":hover") == 2


def test_nothing_is_numbered_without_links() -> None:
    row = row_of([Piece("one")], [Piece("…")])
    assert mark_words(VIEW, row, LINKERS) is row
    assert mark_words(VIEW, row, {}) is row


@pytest.mark.parametrize(("badges", "expected"), [((), ["trois"]), ((BadgeKind.NOT_CARRIED_OVER,), ["deux"])])
def test_the_words_of_an_amendment_are_marked(badges: tuple[BadgeKind, ...], expected: list[str]) -> None:
    """Those of the new text, or those that the amendment would affect where it was not carried over."""
    pivot = [
        Piece("one "),
        Piece("two", Mark.DELETED),
        Piece(" ", role=Role.NOTE),
        Piece("1 "),
        Piece("new", Mark.INSERTED),
    ]
    marked = mark_words(VIEW, row_of(pivot, [Piece("un deux trois")], *badges), LINKERS)
    assert affected(marked) == expected
    text = "".join(piece.text for block in marked.cells[PIVOT].blocks for piece in block.pieces)
    assert text == "".join(piece.text for piece in pivot)


def test_what_replaces_words_affects_no_others() -> None:
    pivot = [Piece("one "), Piece("two", Mark.DELETED), Piece("2", Mark.INSERTED), Piece(" three four")]
    french = [Piece("un deux trois quatre")]
    marked = mark_words(VIEW, row_of(pivot, french, BadgeKind.NOT_CARRIED_OVER), LINKERS)
    assert affected(marked) == ["deux"]


def test_a_finding_marks_the_linked_one_of_several_equal_words() -> None:
    texts = {PIVOT: "same other same", FRENCH: "un deux trois"}
    row = row_of(*([Piece(text)] for text in texts.values()))
    columns, cells = list(VIEW.columns), list(row.cells)
    for number, text in texts.items():
        document = Document(columns[number].key.language, text, (Segment(Span(0, len(text))),))
        columns[number] = replace(columns[number], document=document)
        cells[number] = Cell((replace(cells[number].blocks[0], segment=0),))
    view, row = replace(VIEW, columns=tuple(columns)), replace(row, cells=tuple(cells))
    assert row.source is not None
    finding = Finding(
        "numbers", Severity.ERROR, (row.source,), "fr", Span(8, 13), "same", "", verbatim("said")
    )

    def flagged(marked: ViewRow) -> list[tuple[str, tuple[int, ...]]]:
        return [(p.text, p.words) for p in marked.cells[PIVOT].blocks[0].pieces if p.flagged]

    plain = mark_findings(view, row, COMPARISON.newest, [finding])
    linked = mark_findings(view, mark_words(view, row, LINKERS), COMPARISON.newest, [finding])
    assert flagged(plain) == [("same", ()), ("same", ())]
    assert flagged(linked) == [("same", (2,))]
