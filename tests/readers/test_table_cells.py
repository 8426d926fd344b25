"""Cells of Word and HTML tables: contents lists, layout tables, and labels beside text."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.table_cells import lists_pages, write_laid_out
from aligner.values import Span
from aligner.values.extract import Line


def cell(*lines: tuple[str | None, str]) -> ExtractBuilder:
    builder = ExtractBuilder()
    for label, text in lines:
        builder.add(text, Line(Span(0, 0), label=label))
    return builder


def laid_out(*cells: ExtractBuilder) -> list[tuple[str | None, str]]:
    builder = ExtractBuilder()
    write_laid_out(cells, builder)
    return [(line.label, text) for line, text in zip(builder.lines, builder.pieces, strict=True)]


def test_a_number_beside_text_is_the_label_of_its_first_line() -> None:
    found = laid_out(cell((None, "(a)")), cell(), cell((None, "first"), (None, "second")))
    assert found == [("(a)", "first"), (None, "second")]


@pytest.mark.parametrize(
    "cells",
    [
        [cell((None, "(a)")), cell(("1.", "numbered"), (None, "more"))],
        [cell((None, "(a)")), cell((None, "text")), cell((None, "text"))],
        [cell((None, "12")), cell((None, "text"))],
        [cell((None, "(a)"))],
    ],
    ids=["has a label", "of three cells", "bare number", "alone"],
)
def test_a_number_is_text_where_it_can_be_no_label(cells: list[ExtractBuilder]) -> None:
    pieces = [
        (line.label, text) for each in cells for line, text in zip(each.lines, each.pieces, strict=True)
    ]
    assert laid_out(*cells) == pieces


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ([["Page"], ["Summary", "3"], ["Annex", "12"]], True),
        ([["Page"], ["Summary", "3"], ["Annex"], ["Note", "3"]], True),
        ([["Page"], ["Summary", "12"], ["Annex", "3"]], False),
        ([["Page", "Line"], ["Summary", "3"]], False),
        ([["Number"], ["Summary", "3"]], False),
        ([["Page"], ["Summary", "3"], ["Annex", "see below"]], False),
        ([["Page"], ["Summary"]], False),
        ([["Page"]], False),
        ([], False),
    ],
)
def test_a_contents_list_has_ascending_numbers_below_the_word_page(
    rows: list[list[str]], *, listed: bool
) -> None:
    assert lists_pages([[cell((None, text)) for text in row] for row in rows]) == listed
