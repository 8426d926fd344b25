"""Rules above notes, and lines in no table, on both sides of each distance by which they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from aligner.readers.pdf import page_parts as module
from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Fragment, Glyph, PageGlyphs
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.line_numbers import LineNumbers
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.page_parts import (
    _are_apart,
    _begins,
    _carry_on,
    _extend,
    _Page,
    _part_headings,
    _shown,
    _take_rest,
    _without_heads,
    mark_ruled,
)
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.readers.pdf.table_rows import Cells, Strip, words_of
from aligner.readers.pdf.tables import Table
from tests.readers.test_tables import strip

HEIGHT = 800.0


def line(text: str, top: float, left: float = 100, right: float = 500) -> PageLine:
    """A line of letters of 10 points."""
    return PageLine(text, [], left, top, right, top + 10, 10)


def level(left: float, right: float, place: float) -> Rule:
    """A thin level rule so far below the upper edge of the page."""
    return Rule(left, HEIGHT - place - 0.25, right, HEIGHT - place + 0.25)


def marked(lines: list[PageLine], *rules: Rule) -> list[str]:
    mark_ruled(lines, list(rules), HEIGHT)
    return [each.text for each in lines if each.ruled]


@pytest.mark.parametrize(
    ("left", "right", "place", "above_notes"),
    [
        (100, 230, 655, True),
        (100, 120, 655, False),  # a stroke of a letter
        (100, 121, 655, True),
        (100, 299.5, 655, True),
        (100, 300, 655, False),  # half as long as the lines: it divides the text
        (102.9, 230, 655, True),
        (103, 230, 655, False),  # flush with no edge
        (97.1, 230, 655, True),
        (97, 230, 655, False),
        (370, 502.9, 655, True),  # flush with the far edge, in Arabic
        (370, 503, 655, False),
        (100, 230, 640.1, True),
        (100, 230, 639.9, False),  # two lines above
        (100, 230, 659.5, True),
        (100, 230, 661, False),  # through the line
    ],
)
def test_a_short_rule_at_an_edge_right_above_a_line_is_one_of_notes(
    left: float, right: float, place: float, *, above_notes: bool
) -> None:
    lines = [*(line("text", top) for top in range(100, 200, 12)), line("1 Note", 660, right=480)]
    assert marked(lines, level(left, right, place)) == (["1 Note"] if above_notes else [])


def test_an_upright_rule_is_none_of_notes() -> None:
    assert marked([line("text", 100), line("1 Note", 660)], Rule(100, 145, 100.5, 230)) == []


@pytest.mark.parametrize(("place", "expected"), [(651.4, []), (651.6, ["1 Note"])])
def test_an_underline_is_none_of_notes(place: float, expected: list[str]) -> None:
    lines = [line("text", 640), line("1 Note", 660)]
    assert marked(lines, level(100, 160, place)) == expected


def test_the_first_of_the_lines_below_a_rule_is_its_note() -> None:
    assert marked([line("2 Note", 672), line("1 Note", 660)], level(100, 160, 655)) == ["1 Note"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (310, 400, ["1 Right"]),
        (283, 310, []),  # beside it
        (290.1, 350, ["1 Right"]),  # all lines of a column are set in from its edge
        (289.9, 350, []),
        (330, 400, []),
        (330, 500, ["1 Right"]),
    ],
)
def test_a_rule_in_a_column_is_above_the_notes_of_that_column(
    left: float, right: float, expected: list[str]
) -> None:
    """The other column has a line nearer to it."""
    columns = [(100, 280), (310, 500)]
    lines = [line("text", top, *column) for column in columns for top in range(100, 200, 12)]
    lines += [line("text", 657, 100, 280), line("1 Right", 660, 310, 500)]
    assert marked(lines, level(left, right, 655)) == expected


@pytest.mark.parametrize(
    ("base", "sizes", "apart"),
    [(676.1, (10, 10), False), (675.9, (10, 10), True), (675.9, (9, 10), True), (675.9, (10, 11), False)],
)
def test_lines_of_one_table_are_no_further_apart_than_loose_lines(
    base: float, sizes: tuple[float, float], *, apart: bool
) -> None:
    assert _are_apart(Strip(700, sizes[0], []), Strip(base, sizes[1], [])) == apart


def test_a_title_over_both_columns_makes_no_page_of_one() -> None:
    columns = [(100, 280), (310, 500)]
    lines = [line("text", top, *column) for column in columns for top in range(100, 200, 12)]
    lines += [line("title", 80), line("text", 657, 100, 280), line("1 Right", 660, 310, 500)]
    assert marked(lines, level(310, 400, 655)) == ["1 Right"]


def table(top: float, bottom: float, *, beside: bool = False) -> Table:
    return Table(Grid([Level.at(height, 100, 300) for height in (top, bottom)]), [], beside=beside)


def page(bases: Sequence[float], *tables: Table, leftwards: bool = False) -> _Page:
    """A page 800 high, with a line from 100 to 120 or 150 at each height."""
    strips = [
        strip(base, ("text", 120) if n % 2 else ("ten letters"[:10], 150)) for n, base in enumerate(bases)
    ]
    return _Page(PageGlyphs((), HEIGHT), [], strips, list(tables), leftwards, None, None)


@pytest.mark.parametrize(
    ("bases", "free"),
    [
        ([740, 700, 680], [700, 680]),  # a running head
        ([740, 716, 700], [740, 716, 700]),  # the text goes on from it
        ([740, 715.5, 700], [715.5, 700]),
        ([725, 700, 680], [725, 700, 680]),
        ([780, 740, 700], [700]),
        ([700, 680, 60], [700, 680]),
        ([700, 80, 60], [700, 80, 60]),
        ([700, 680, 75], [700, 680, 75]),
        ([740], [740]),
        ([600, 590, 550, 500, 499], [600, 590, 500, 499]),  # without those in a table
    ],
)
def test_running_heads_and_lines_of_tables_are_not_free(
    bases: Sequence[float], free: Sequence[float]
) -> None:
    assert [each.base for each in page(bases, table(590, 500)).free()] == free


COLUMNS = [
    *(line("text", top, 115, 280) for top in range(100, 172, 12)),
    *(line("text", top, 320, 500) for top in range(100, 172, 12)),
]


@pytest.mark.parametrize(
    ("left", "right", "above_notes"),
    [
        (115, 175, True),
        (96, 156, True),  # the lines of its column are all set in
        (95, 155, False),
        (116, 176, True),
        (118, 178, False),
        (200, 280, True),
        (200, 299, True),
        (200, 300, False),
        (325, 420, False),  # it is beside the note
    ],
)
def test_a_rule_of_notes_may_hang_out_of_its_column(left: float, right: float, *, above_notes: bool) -> None:
    notes = [line("1 Note", 660, 115, 280), line("text", 658, 320, 420)]
    assert marked([*COLUMNS, *notes], level(left, right, 655)).count("1 Note") == above_notes


def test_a_page_without_lines_has_no_notes() -> None:
    assert marked([], level(100, 230, 655)) == []


def test_a_page_begins_where_its_farthest_line_does() -> None:
    assert page([700, 680]).starts == 100
    assert page([700, 680], leftwards=True).starts == 150
    assert page([]).starts == page([], leftwards=True).starts == 0


def test_a_running_head_is_at_its_height_on_both_pages_but_for_its_number() -> None:
    first, second = page([]), page([])
    first.strips = [strip(740, ("A/80/1 page 7", 200)), strip(700, ("Part", 200))]
    second.strips = [
        strip(740, ("A/80/1 page 8", 200)),
        strip(690, ("Part", 200)),
        strip(680, ("Annex", 200)),
    ]
    assert _shown(first.strips[0]) == "A//page"
    assert [each.base for each in _without_heads(second, first)] == [690, 680]


def test_the_words_inside_lines_are_known_to_later_pages() -> None:
    words = {"earlier"}
    given = [
        Glyph(sign, n, 100 + 5 * n, 105 + 5 * n, 700, 10, 100 + 5 * n) for n, sign in enumerate("a-well-b")
    ]
    for gone in ("-", "-"):
        at = next(n for n, each in enumerate(given) if each.text == gone)
        given[at + 1].spaced = True
        del given[at]
    _Page.of(PageGlyphs(tuple(given), HEIGHT), baselines(given), LineNumbers(), words)
    assert words == {"earlier", "well"}


def test_tables_are_in_order_down_the_page_and_lists_beside_each_other_together() -> None:
    found = page([], table(700, 650), table(500, 450))
    found.add([table(600, 560), table(590, 550, beside=True), table(400, 350)])
    assert [each.grid.top for each in found.tables] == [700, 600, 590, 500, 400]


@pytest.mark.parametrize(("bases", "begins"), [([725, 650], True), ([724, 650], False), ([725, 700], True)])
def test_a_table_begins_a_page_if_only_a_running_head_is_above_it(
    bases: Sequence[float], *, begins: bool
) -> None:
    assert _begins(page(bases), table(700, 600)) == begins


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize(("kept", "listed"), [(True, False), (False, True)])
def test_the_rest_of_a_table_may_be_in_what_seemed_a_list_on_the_next_page(
    kept: bool, listed: bool, below: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of another table are not looked at, and of tables in its place only the rest stays."""
    asked: list[tuple[Any, ...]] = []
    rest, model, over = table(600, 480), table(700, 100), table(590, 500)
    over.listed = listed
    apart = table(450, 400)

    def continued(strips: Sequence[Strip], *given: Any, **more: Any) -> Any:
        asked.append(([each.base for each in strips], *given, more))
        return rest

    monkeypatch.setattr(module, "continued", continued)
    own, other = page([620, 550, 430, 300], over, apart), page([700])
    own.strips[0] = strip(620, ("moved", 170))
    assert _take_rest(own, other, model, below=below)
    seen = [620, 550, 300] if listed and below else [620, 300]
    assert asked == [(seen, model, own.starts - other.starts, {"below": below, "leftwards": False})]
    assert own.tables == [rest, apart]
    monkeypatch.setattr(module, "continued", lambda *_, **__: None)
    assert not _take_rest(page([620]), other, model, below=below)


def figures(top: float, bottom: float, *, edges: Sequence[float] = (150, 250)) -> Table:
    """A table of figures without rules."""
    return replace(table(top, bottom), edges=list(edges), listed=True)


@pytest.mark.parametrize(
    ("last", "first", "found", "asked"),
    [
        (figures(200, 60), None, True, [("next", True)]),
        (None, figures(700, 500), True, [("this", False)]),
        (figures(200, 60), figures(700, 500, edges=[120]), True, [("next", True)]),
        (figures(200, 60), figures(700, 500), True, [("next", True)]),
        (figures(200, 60), figures(700, 500), False, [("next", True), ("this", False)]),
        (table(200, 60), table(700, 500), True, []),  # with rules
        (figures(200, 60, edges=[150]), None, True, []),  # a list
        (None, None, True, []),
    ],
)
def test_the_rest_of_a_table_of_figures_is_looked_for_on_both_pages(
    last: Table | None, first: Table | None, found: bool, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []

    def take_rest(where: _Page, other: _Page, model: Table, *, below: bool) -> bool:
        assert model is (last if below else first)
        assert {id(where), id(other)} == {id(this), id(following)}
        told.append(("next" if where is following else "this", below))
        return found

    monkeypatch.setattr(module, "_take_rest", take_rest)
    monkeypatch.setattr(module, "same_columns", lambda *_: False)
    this, following = page([], *([last] if last else [])), page([], *([first] if first else []))
    _carry_on(this, following)
    assert told == asked


@pytest.mark.parametrize(
    ("same", "above", "taken"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_a_box_at_the_head_of_a_page_is_the_rest_of_a_row_of_the_same_columns(
    same: bool, above: bool, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "same_columns", lambda *_: same)
    over, apart, rest = table(690, 650), table(500, 400), table(700, 640)
    following = page([720] if above else [], over, apart)
    following.rest_of_row = rest
    _carry_on(page([], table(200, 60)), following)
    assert following.tables == ([rest, apart] if taken else [over, apart])


def cells(*texts: str) -> Cells:
    """A row whose cells have lines of these texts, parted by spaces."""
    columns = [
        [
            Fragment([Glyph(sign, 0, 100, 105, 600, 10, 100) for sign in part], 600, 10)
            for part in text.split()
        ]
        for text in texts
    ]
    return Cells(columns, 610, 590)


@pytest.mark.parametrize(
    ("head", "repeated", "rules", "floor"),
    [
        ("Item", "Item", (300, 80, 40), 80),
        ("Item", "Item", (300,), 0),
        ("Item", "Item", (98.1,), 0),  # its own last rule
        ("Item", "Other", (80,), None),
    ],
)
def test_a_table_whose_headings_are_repeated_reaches_to_the_foot_of_its_page(
    head: str, repeated: str, rules: Sequence[float], floor: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    monkeypatch.setattr(module, "extend_down", lambda table, strips, glyphs, floor: asked.append(floor))
    last, first = table(300, 100), table(700, 500)
    last.rows, first.rows = [cells(head), cells("a")], [cells(repeated), cells("b")]
    own = page([])
    drawn = tuple(Rule(100, height, 300, height) for height in rules)
    own.glyphs = PageGlyphs((), HEIGHT, rules=PageRules(drawn))
    _extend(own, last, first)
    assert asked == ([] if floor is None else [floor])


@pytest.mark.parametrize(
    ("first_row", "listed", "rows"),
    [
        (("Item rest", "Sum of"), True, [["Item", "Sum"], ["rest", "of"]]),
        (("Item rest", "Sum"), True, [["Item", "Sum"], ["rest", ""]]),
        (("Item", "Sum"), True, [["Item", "Sum"]]),  # nothing is cut
        (("Other rest", "Sum"), True, [["Otherrest", "Sum"]]),
        (("Item rest", "Sum"), False, [["Itemrest", "Sum"]]),
    ],
)
def test_the_rest_of_a_row_is_parted_from_the_headings_above_it(
    first_row: tuple[str, ...], listed: bool, rows: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "same_columns", lambda *_: True)
    last, first = table(300, 100), replace(table(700, 500), listed=listed)
    last.rows, first.rows = [cells("Item", "Sum"), cells("a", "5")], [cells(*first_row), cells("b", "6")]
    _part_headings(last, first)
    assert list(map(words_of, first.rows)) == [*rows, ["b", "6"]]
