"""The matrix of the report: one sign for each paragraph and language, linked to its row."""

from __future__ import annotations

import re

import pytest
import sample

from aligner.formats.html.fragments import Fragments
from aligner.formats.html.matrix import BLOCK, matrix, sign_of
from aligner.formats.html.report import render, render_view
from aligner.values import ChangeKind, SegmentKind
from aligner.values.catalogue import load
from aligner.view.build import build
from aligner.view.page_model import Badge, BadgeKind, Block, Cell, View, ViewRow

WORDS = load()
BLOCKS = (Block(0, SegmentKind.PARAGRAPH, ()),)


@pytest.mark.parametrize(
    ("cell", "sign", "expected"),
    [
        (Cell(BLOCKS), "·", "present"),
        (Cell(BLOCKS, changes=(ChangeKind.UNCHANGED,)), "·", "unchanged"),
        (Cell(BLOCKS, changes=(ChangeKind.EDITED,)), "≠", "edited"),
        (Cell(BLOCKS, changes=(ChangeKind.UNCHANGED, ChangeKind.INSERTED)), "+", "inserted"),
        (Cell(gap=True), "∅", "no counterpart"),
        (Cell(BLOCKS, (Badge(BadgeKind.NOT_CARRIED_OVER),)), "▲", "not carried over"),
        (Cell(BLOCKS, (Badge(BadgeKind.PARTLY),), (ChangeKind.EDITED,)), "△", "carried over in part"),
        (Cell(BLOCKS, (Badge(BadgeKind.UNKNOWN),)), "?", "cannot tell"),
    ],
)
def test_a_sign_shows_the_most_important_change(cell: Cell, sign: str, expected: str) -> None:
    found = sign_of(cell, WORDS)
    assert (found[0], found[2]) == (sign, expected)


def test_every_kind_of_change_has_a_sign() -> None:
    assert all(sign_of(Cell(BLOCKS, changes=(kind,)), WORDS)[0] for kind in ChangeKind)


def test_each_cell_leads_to_its_row() -> None:
    html = render(sample.comparison())
    section = re.search(r'<section class="matrix".*?</section>', html, re.S)
    assert section is not None
    links = re.findall(r'href="#(r\d+)"', section[0])
    assert links
    assert all(f'<tr id="{name}"' in html for name in links)
    view = build(sample.comparison())
    result = [row for row in view.rows if row.source is not None]
    assert len(links) == len(result) * len(view.columns)


def test_only_rows_on_the_page_are_linked() -> None:
    view = build(sample.comparison())
    html = render_view(view, rows=view.rows[:5])
    links = re.findall(r'<td class="\w+"><a href="#(r\d+)"', html)
    assert all(f'<tr id="{name}"' in html for name in links)


def test_a_hundred_paragraphs_fill_four_blocks() -> None:
    view = build(sample.comparison())
    cells = tuple(Cell(BLOCKS) for _ in view.columns)
    rows = tuple(ViewRow(number, number, cells) for number in range(1, 101))
    many = View(view.title, view.pivot, view.columns, rows, (), followed=False)
    shown = matrix(Fragments(many, WORDS))
    assert shown.count("<table>") == 4
    assert BLOCK >= 100 / 4


def test_one_column_needs_no_matrix() -> None:
    view = build(sample.comparison())
    alone = View(view.title, view.pivot, view.columns[:1], view.rows, (), followed=False)
    assert matrix(Fragments(alone, WORDS)) == ""


def test_the_key_names_every_sign_but_that_of_nothing() -> None:
    view = build(sample.comparison())
    kinds = (ChangeKind.EDITED, ChangeKind.RENUMBERED, ChangeKind.UNCHANGED)
    rows = tuple(
        ViewRow(number, number, tuple(Cell(BLOCKS, changes=(kind,)) for _ in view.columns))
        for number, kind in enumerate(kinds, 1)
    )
    shown = matrix(Fragments(View(view.title, view.pivot, view.columns, rows, (), followed=False), WORDS))
    assert re.findall(r"<li><b>(.)</b>", shown) == ["#", "≠"]


def test_columns_of_one_language_show_their_drafts() -> None:
    comparison = sample.comparison()
    once = build(comparison)
    assert "<small>" not in matrix(Fragments(once, WORDS))
    keys = [key for key in comparison.documents if key.language == comparison.pivot]
    assert len(keys) > 1
    twice = build(comparison, [(key, None) for key in keys])
    shown = matrix(Fragments(twice, WORDS))
    assert all(f"<small><bdi>{key.version}</bdi></small>" in shown for key in keys)
