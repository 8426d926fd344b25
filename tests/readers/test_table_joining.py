"""Tables of a PDF that continue after the end of a page or column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest

from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.glyph import Glyph, PageGlyphs
from aligner.readers.pdf.grids import Grid, Level
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.page_parts import Part, _Page, page_parts
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.readers.pdf.table_joining import (
    PlacedTable,
    TableJoiner,
    _continues_row,
    _is_margin,
    same_columns,
)
from aligner.readers.pdf.table_rows import row_of, strip_of
from aligner.readers.pdf.tables import Table

HEIGHT = 800.0
LETTER = 5.0  # points, as wide as a letter is
Text = tuple[float, float, str]  # left side, height, words


def page(*texts: Text, rules: Sequence[Rule] = (), size: float = 10) -> PageGlyphs:
    glyphs: list[Glyph] = []
    for left, base, text in texts:
        small = base < 150
        for number, letter in enumerate(text):
            start = left + LETTER * number
            if letter != " ":
                spaced = number > 0 and text[number - 1] == " "
                glyphs.append(
                    Glyph(
                        letter,
                        len(glyphs),
                        start,
                        start + LETTER,
                        base + (3 if small and not number else 0),
                        6 if small and not number else size,
                        start,
                        spaced=spaced,
                    )
                )
    return PageGlyphs(tuple(glyphs), HEIGHT, rules=PageRules(tuple(rules)))


def ruled(left: float, *heights: float) -> list[Rule]:
    """Level rules of a table with columns 120, 60 and 60 points wide, a piece for each column."""
    sides = (left, left + 120, left + 180, left + 240)
    return [Rule(start, height, stop, height + 0.3) for height in heights for start, stop in pairwise(sides)]


def posts(left: float, top: float, bottom: float) -> list[Rule]:
    """Upright rules at the sides of the columns."""
    return [Rule(side, bottom, side + 0.3, top) for side in (left, left + 120, left + 180, left + 240)]


def row(left: float, base: float, *cells: str) -> list[Text]:
    return [(left + 3 + (0, 120, 180)[n], base, text) for n, text in enumerate(cells)]


def shown(parts: Sequence[Part]) -> list[object]:
    return [
        part.text if isinstance(part, PageLine) else [cell.text for cell in part.cells]
        for part in parts
        if isinstance(part, PageLine) or not part.repeated
    ]


def read(*pages: PageGlyphs) -> list[object]:
    return [each for _, parts in list(page_parts(pages)) for each in shown(parts)]


HEAD = ("Item", "2025", "2026")


def test_heads_and_feet_in_the_columns_of_a_list_are_no_rows() -> None:
    names = ("Legal affairs", "Drug matters", "Human rights", "Disarmament")
    entries = [(60.0, 700.0 - 30 * n, name) for n, name in enumerate(names)]
    texts = [(180.0, 700.0 - 30 * n - 12 * line, "what it does there") for n in range(4) for line in (0, 1)]
    given = page(
        (60, 770, "A/80/1"), (180, 770, "A title"), *entries, *texts, (60, 40, "26-01234"), (180, 40, "2/9")
    )
    found = read(given)
    assert found[:2] == ["A/80/1", "A title"]
    assert found[2] == ["Legal affairs", "what it does there what it does there"]
    assert found[-2:] == ["26-01234", "2/9"]


def over_pages(last: str, first: str, indent: float = 0) -> list[object]:
    """A table whose last row before the end of the page has one text, and its first after it another."""
    above = page(
        *row(60, 600, *HEAD),
        *row(60, 580, "Travel", "1", "2"),
        *row(60 + indent, 560, last, "3", "4"),
        (60, 140, "1 A note on this page."),
        (60, 40, "2/9"),
        rules=ruled(60, 590, 570, 550),
    )
    below = page(
        (60, 770, "A/80/1"),
        *row(60, 700, *HEAD),
        *row(60, 680, first),
        *row(60, 660, "Fuel", "5", "6"),
        (60, 620, "Words after the table."),
        rules=ruled(60, 690, 670, 650),
    )
    return read(above, below)


def test_a_row_cut_by_a_page_end_is_one_and_headings_come_once() -> None:
    assert over_pages("Posts and other staff", "approved costs") == [
        list(HEAD),
        ["Travel", "1", "2"],
        ["Posts and other staff approved costs", "3", "4"],
        "1 A note on this page.",
        "2/9",
        "A/80/1",
        ["Fuel", "5", "6"],
        "Words after the table.",
    ]


@pytest.mark.parametrize(
    ("heads", "joined"), [(HEAD, True), (("Item", "2027", "2028"), False)], ids=["the same", "others"]
)
def test_the_same_headings_join_tables_of_other_widths(heads: tuple[str, ...], *, joined: bool) -> None:
    above = page(*row(60, 600, *HEAD), *row(60, 580, "Travel", "1", "2"), rules=ruled(60, 590, 570))
    narrow = [Rule(a, at, b, at + 0.3) for at in (690, 670) for a, b in ((60, 140), (140, 220), (220, 300))]
    words = [[(63, "Fuel"), (143, "5"), (223, "6")], list(zip((63, 143, 223), heads, strict=True))]
    rows = [(left, 680 + 20 * n, text) for n, texts in enumerate(words) for left, text in texts]
    found = read(above, page(*rows, rules=narrow))
    assert found == [list(HEAD), ["Travel", "1", "2"], *([] if joined else [list(heads)]), ["Fuel", "5", "6"]]


@pytest.mark.parametrize("last", ["Posts", "Posts and other staff."], ids=["short line", "full stop"])
def test_a_heading_at_the_head_of_a_page_is_a_row_of_its_own(last: str) -> None:
    found = over_pages(last, "Component one")
    assert [last, "3", "4"] in found
    assert ["Component one", "", ""] in found


@pytest.mark.parametrize(("indent", "joined"), [(-1.75, False), (-1.5, True), (6, True)])
def test_a_row_that_has_no_room_for_the_next_word_and_a_space_was_cut(indent: float, *, joined: bool) -> None:
    found = over_pages("Posts and costs", "approved costs", indent)
    assert (["Posts and costs approved costs", "3", "4"] in found) == joined


def test_the_rest_of_a_row_may_be_in_one_cell_at_the_head_of_the_next_page() -> None:
    above = page(
        *row(60, 300, "Fuel", "1", "2"),
        *row(60, 280, "Water", "3", "4"),
        *row(60, 260, "Staff, with all of the", "5", "6"),
        rules=[*ruled(60, 315, 295, 275, 255), *posts(60, 315, 255)],
    )
    below = page(
        *row(60, 700, "posts that are paid"),
        *row(60, 688, "from another account"),
        (60, 640, "Words after the table."),
        rules=[*ruled(60, 715, 680), *posts(60, 715, 680)],
    )
    assert read(above, below)[2:] == [
        ["Staff, with all of the posts that are paid from another account", "5", "6"],
        "Words after the table.",
    ]
    assert read(below)[:2] == ["posts that are paid", "from another account"]  # merely words in a box


LEFT = [(60.0, 700.0 - 12 * n, f"the words of the left column {n:02}") for n in range(30)]
RIGHT = [(360.0, 640.0 - 12 * n, f"the words of the right column {n:02}") for n in range(30)]


def test_a_table_continues_from_one_column_to_the_next() -> None:
    rules = [*ruled(60, 310, 290), *ruled(360, 690, 670)]
    found = read(
        page(
            *LEFT,
            *row(60, 320, *HEAD),
            *row(60, 300, "Posts and other staff", "3", "4"),
            *row(360, 700, *HEAD),
            *row(360, 680, "approved costs"),
            *RIGHT,
            rules=rules,
        )
    )
    words = [text for *_, text in LEFT], [text for *_, text in RIGHT]
    assert found == [*words[0], list(HEAD), ["Posts and other staff approved costs", "3", "4"], *words[1]]


def test_a_word_too_wide_for_its_column_merges_nothing() -> None:
    head = [
        *row(60, 612, "Item", "2025"),
        (272.0, 612.0, "Rise"),
        (232.0, 600.0, "(percentage)"),
    ]
    body = [*row(60, 580, "Travel", "1"), (282.0, 580.0, "9"), *row(60, 560, "Fuel", "2")]
    found = read(page(*head, *body, (282.0, 560.0, "8"), rules=ruled(60, 592, 572, 552)))
    assert found[0] == ["Item", "2025", "Rise (percentage)"]


def test_headings_on_the_next_page_find_the_only_row_before_its_end() -> None:
    def figures(base: float, name: str, one: str, two: str) -> list[Text]:
        return [
            (60.0, base, name),
            (300 - LETTER * len(one), base, one),
            (400 - LETTER * len(two), base, two),
        ]

    above = page(
        (60, 400, "Words before the table, which are long enough to cross its columns."),
        *figures(340, *HEAD),
        *figures(320, "Travel", "1 250", "340"),
    )
    rows = [("Fuel", "25", "30"), ("Posts", "1 200", "40"), ("Other", "12", "900")]
    below = page(
        *figures(700, *HEAD), *(text for n, each in enumerate(rows) for text in figures(680 - 20 * n, *each))
    )
    assert read(above, below)[1:] == [list(HEAD), ["Travel", "1 250", "340"], *map(list, rows)]


def unruled(base: float, *cells: str) -> list[Text]:
    return [((60.0, 160.0, 240.0, 320.0)[n], base, text) for n, text in enumerate(cells)]


ABOVE = [
    (60, 600, "Words before the table, which are long enough to cross its columns."),
    *unruled(560, "Item", "2025", "2026", "Change"),
    *unruled(540, "Travel", "1,250", "340", "–"),
    *unruled(520, "Posts and other", "12", "900", "1.5"),
]


@pytest.mark.parametrize("side", [0, 25], ids=["margins alike", "mirrored margins"])
@pytest.mark.parametrize("rows", [0, 1], ids=["no row", "a row"])
def test_a_row_without_rules_goes_on_at_the_head_of_the_next_page(side: float, rows: int) -> None:
    lines = [
        *[(60, 700 - 12 * n, text) for n, text in enumerate(("staff of all", "the offices"))],
        *(unruled(668, "Fuel", "3", "14", "2.5") if rows else ()),
        (60, 600, "Words after the table, which are long enough to cross its columns."),
    ]
    below = [(left + side, base, text) for left, base, text in lines]
    assert read(page(*ABOVE), page(*below))[1:-1] == [
        ["Item", "2025", "2026", "Change"],
        ["Travel", "1,250", "340", "–"],
        ["Posts and other staff of all the offices", "12", "900", "1.5"],
        *[["Fuel", "3", "14", "2.5"]] * rows,
    ]


def test_headings_repeated_at_one_height_are_no_running_head() -> None:
    head = unruled(700, "Item", "2025", "2026", "Change")
    rows = [[("Fuel", "3", "14", "2.5"), ("Rent", "7", "15", "3.5")], [("Post", "4", "16", "4.5")] * 2]
    pages = [
        page(*head, *(text for n, cells in enumerate(part) for text in unruled(680 - 20 * n, *cells)))
        for part in rows
    ]
    end = page((60, 600, "Words after the table, which are long enough to cross its columns."))
    found = read(page(*ABOVE), *pages, end)
    assert found[4:-1] == [list(cells) for part in rows for cells in part]


@pytest.mark.parametrize("figure", ["3", "1,234,567,890"])
def test_figures_at_the_head_of_the_next_page_may_be_wider(figure: str) -> None:
    rows = [("Fuel", figure, "14", "2.5"), ("Rent", "7", "15", "3.5")]
    below = [text for n, cells in enumerate(rows) for text in unruled(700 - 20 * n, *cells)]
    below.append((60, 600, "Words after the table, which are long enough to cross its columns."))
    assert read(page(*ABOVE), page(*below))[4:-1] == [list(cells) for cells in rows]


@pytest.mark.parametrize("head", ["Fuel", "and then these words are a sentence of the next paragraph"])
def test_a_line_below_the_end_of_a_table_is_no_row_of_it(head: str) -> None:
    text = [(60, 700 - 12 * n, "words that are long enough to cross all the columns") for n in range(2)]
    found = read(page(*ABOVE), page((60, 724, head), *text))
    assert found[-3:] == [head, *[words for *_, words in text]]


def test_a_word_as_wide_as_its_cell_stays_apart_from_the_word_below() -> None:
    rules = [*ruled(60, 712, 690, 640), *(Rule(x, 640, x + 0.3, 712) for x in (60, 180, 240, 300))]
    head = row(60, 700, "Item", "2025", "2026")
    given = page(*head, *row(60, 680, "Fuel", "understand", "3"), *row(60, 668, "", "documents"), rules=rules)
    assert read(given) == [["Item", "2025", "2026"], ["Fuel", "understand documents", "3"]]


def test_a_word_wider_than_its_cell_is_one_word() -> None:
    rules = [*ruled(60, 712, 690, 630), *(Rule(x, 630, x + 0.3, 712) for x in (60, 180, 240, 300))]
    head = row(60, 700, "Item", "2025", "2026")
    given = page(
        *head,
        *row(60, 680, "Fuel", "understand", "3"),
        *row(60, 668, "", "ing of it"),
        *row(60, 656, "", "everything"),
        *row(60, 644, "", "known now"),
        (60, 600, "Here everything is said about what is known in one line."),
        rules=rules,
    )
    cells = [part for part in read(given) if isinstance(part, list)]
    assert cells == [["Item", "2025", "2026"], ["Fuel", "understanding of it everything known now", "3"]]


def across(*heights: float) -> list[Rule]:
    """Level rules in one piece, which show no columns."""
    return [Rule(50, height, 350, height + 0.3) for height in heights]


HEADS = [(53.0, "Category"), (170.0, "Approved"), (290.0, "Proposed")]


TABLE = Table(Grid([Level.at(300, 60, 300), Level.at(260, 60, 300)]), [180, 240])


def test_a_table_whose_characters_are_no_text_is_passed_over() -> None:
    joiner, parts = TableJoiner(), [PlacedTable(TABLE, [])]
    joiner.take(page(), parts, leftwards=False)
    assert parts == [PlacedTable(TABLE, [])]


def test_a_table_that_goes_on_with_text_across_its_columns_is_read() -> None:
    """The next page repeats its headings, so all down the page is in it, though no gutter is left."""
    last = page(
        *[(left, 200.0, text) for left, text in HEADS],
        *[(53.0, 178.0, "Troops"), (170.0, 178.0, "1 250"), (290.0, 178.0, "970")],
        *[
            (53.0, 164.0, "x" * 30),
            (215.0, 164.0, "x" * 27),
            (53.0, 152.0, "y" * 45),
            (290.0, 152.0, "y" * 12),
        ],
        rules=across(212, 192),
    )
    first = page(
        *[(left, 740.0, text) for left, text in HEADS],
        *[(53.0, 718.0, "Total"), (170.0, 718.0, "1 260"), (290.0, 718.0, "982")],
        *[(53.0, 704.0, "Posts"), (170.0, 704.0, "12"), (290.0, 704.0, "14")],
        rules=across(752, 732, 690),
    )
    assert ["Troops", "1 250", "970"] in read(last, first)


def test_a_list_beside_a_table_that_was_taken_away_is_read() -> None:
    given = page((60.0, 280.0, "Albania"), (190.0, 280.0, "2025"))
    rows = [strip_of(line) for line in baselines(list(given.glyphs))]
    table = replace(TABLE, rows=[row_of(rows, TABLE.edges)], beside=True)
    found = _Page(given, [], rows, [table], leftwards=False, margin=None, rest_of_row=None)
    assert [block.tables for block in found.blocks] == [[table]]


@pytest.mark.parametrize(
    ("left", "edges", "right", "same"),
    [
        (60, [180, 240], 300, True),
        (360, [480, 540], 600, True),
        (61, [182, 242], 300, True),
        (60, [180, 236.4], 300, False),
        (360, [480, 544], 600, False),
        (60, [180], 300, False),
    ],
)
def test_tables_beside_each_other_may_have_the_same_columns(
    left: float, edges: list[float], right: float, *, same: bool
) -> None:
    levels = [Level.at(700, left, right), Level.at(600, left, right)]
    assert same_columns(TABLE, Table(Grid(levels), edges)) == same


def test_a_page_of_many_numbered_lines_of_two_words_is_read() -> None:
    """Each is judged like the one above; 1,200 of them are more than calls may be nested."""
    rows = [
        (50.0 + 20 * n, 15000.0 - 12 * at, text) for at in range(1200) for n, text in enumerate(("1.", "a"))
    ]
    far = [(180.0, base, "other") for left, base, _ in rows if left == 50]
    assert len(read(page(*rows, *far))) >= 1200


def test_a_heading_wider_than_its_column_stays_in_it() -> None:
    rules = [Rule(60, height, 420, height + 0.4) for height in (715, 695, 630)]
    heads = [(60, 700, "Country"), (112, 700, "Population (millions)"), (232, 700, "Area (km)")]
    rows = [
        (left, 680 - 14 * number, text)
        for number, cells in enumerate([("Austria", "8.9", "83,879"), ("Belgium", "11.5", "30,689")] * 2)
        for left, text in zip((60, 150, 240), cells, strict=True)
    ]
    assert read(page(*heads, *rows, rules=rules))[0] == ["Country", "Population (millions)", "Area (km)"]


def test_a_row_has_the_place_of_its_lines_on_the_page() -> None:
    bases = (700.0, 680.0, 660.0)
    given = page(
        *(cell for base in bases for cell in row(60, base, *HEAD)), rules=ruled(60, 715, 692, 672, 652)
    )
    ((_, parts),) = page_parts([given])
    assert len(parts) == len(bases)
    for part, base in zip(parts, bases, strict=True):
        assert part.top < HEIGHT - base <= part.bottom < HEIGHT - base + 12
        assert (part.left, part.right) == pytest.approx((60, 300), abs=1)


@pytest.mark.parametrize(
    ("listed", "edges", "same"),
    [
        ((True, True), [190, 250], True),  # the columns of words are as wide as their texts
        ((True, False), [190, 250], False),
        ((False, True), [190, 250], False),
        ((False, False), [190, 250], False),
        ((True, True), [180, 240], True),
        ((True, True), [170, 250], True),
    ],
)
def test_columns_without_rules_may_differ_in_two_places(
    listed: tuple[bool, bool], edges: list[float], *, same: bool
) -> None:
    one, other = (replace(TABLE, listed=each) for each in listed)
    assert same_columns(one, replace(other, edges=edges)) == same


@pytest.mark.parametrize(("left", "right"), [(65, 320), (40, 305)], ids=["left sides", "right sides"])
def test_columns_are_compared_from_either_side(left: float, right: float) -> None:
    one = replace(TABLE, listed=True)
    other = Table(Grid([Level.at(300, left, right), Level.at(260, left, right)]), [190, 245], listed=True)
    assert same_columns(one, other)


def test_columns_without_rules_do_not_differ_in_three_places() -> None:
    one, other = (replace(TABLE, listed=True, edges=edges) for edges in ([120, 180, 240], [110, 190, 250]))
    assert not same_columns(one, other)


@pytest.mark.parametrize(
    ("base", "margin"), [(75, True), (75.05, False), (400, False), (724.95, False), (725, True)]
)
def test_lines_at_the_head_and_foot_of_a_page_are_between_parts_of_a_table(
    base: float, *, margin: bool
) -> None:
    line = PageLine("text", [], 100, base - 8, 300, base + 2, 10)
    before = SimpleNamespace(page=page(), in_notes=False, row=line)
    assert _is_margin(line, page(), before) == margin


@pytest.mark.parametrize(
    "note",
    [{"marks": [("1", 0, 1)]}, {"ruled": True}, {"size": 9.4}],
    ids=["its mark is raised", "a rule is above it", "its letters are smaller than those of the table"],
)
def test_notes_below_a_table_and_all_lines_after_them_are_between_its_parts(note: dict[str, object]) -> None:
    here, text = page(), PageLine("text", [], 100, 400, 300, 410, 10)
    before = SimpleNamespace(page=here, in_notes=False, row=text)
    assert not _is_margin(replace(text, marks=[("1", 3, 4)]), here, before)  # a mark in the text
    assert not _is_margin(replace(text, size=9.5), here, before)
    assert _is_margin(replace(text, **note), here, before)
    assert _is_margin(text, here, before)
    assert not _is_margin(text, page(), before)  # on the next page
    assert not _is_margin(replace(text, **note), page(), before)


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        (("Travel of", "10", "20"), ("staff", "", ""), True),
        (("Travel of", "10", "20"), ("Staff", "", ""), True),  # it fills fewer columns
        (("Travel of", "10", "20"), ("Staff", "", "30"), True),
        (("Travel of", "10", "20"), ("Staff", "5", "30"), False),
        (("Travel of", "10", "20"), ("staff", "5", "30"), True),
        (("Travel of", "10", ""), ("Staff", "5", ""), False),
        (("Travel.", "10", "20"), ("staff", "", ""), False),  # its sentence has ended
        (("Travel of", "10", "20"), ("", "30", ""), True),
        (("Travel of", "10", ""), ("", "", "30"), False),
    ],
)
def test_a_row_goes_on_if_a_cell_does_or_it_has_fewer(
    above: tuple[str, ...], below: tuple[str, ...], *, goes_on: bool
) -> None:
    """Each cell fills its column, so that the next word had no room."""

    def made(texts: tuple[str, ...]) -> SimpleNamespace:
        cells = [PageLine(text, [], 0, 0, 0, 0, 0) for text in texts]
        return SimpleNamespace(
            cells=cells,
            source=SimpleNamespace(filled=[n for n, text in enumerate(texts) if text], columns=[]),
        )

    before = SimpleNamespace(row=made(above), part=SimpleNamespace(table=SimpleNamespace(is_list=False)))
    assert _continues_row(before, made(below), leftwards=False) == goes_on
