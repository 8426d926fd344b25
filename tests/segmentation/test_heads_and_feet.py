"""Which lines at the edges of pages are running heads and feet: each distance and share on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from placed_rows import MARK, row

from aligner.segmentation.measured_rows import Row
from aligner.segmentation.running_heads import find

FIRST_WORDS = (
    "Accounts",
    "Benefits",
    "Councils",
    "Decisions",
    "Experts",
    "Funds",
    "Goals",
    "Health",
    "Islands",
    "Justice",
)


def text(page: int, top: float = 100, lines: int = 6) -> list[Row]:
    """Full lines of running text, 12 points apart; the first of each page has a word of its own."""
    return [row(top + 12 * n, FIRST_WORDS[page - 1] + "abcdefghijkl"[n], page=page) for n in range(lines)]


def head(page: int, words: str, base: float = 60, near: float = 100, size: float = 10) -> Row:
    """A short line of a page, as high as its head."""
    return replace(row(base, near=near, far=near + 100, size=size, page=page), text=words)


def furniture(rows: Sequence[Row], known: Iterable[int] = ()) -> list[str]:
    """The words of the rows that are heads or feet; those of `known` are furniture by what they say."""
    apart = [index in set(known) for index in range(len(rows))]
    return [rows[index].text for index in sorted({*find(rows, apart)})]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        ([head(1, "Annual report"), head(2, "Annual report")], 2),
        ([head(1, "Annual report"), head(2, "Other report")], 0),
        ([head(1, "Annual report"), head(1, "Annual report", near=300)], 0),  # twice on a page
        ([head(1, "Annual report"), head(2, "Annual report", 63)], 2),
        ([head(1, "Annual report"), head(2, "Annual report", 63.5)], 0),  # not at one height
        ([head(1, "Annual report", 95), head(2, "Annual report", 95)], 2),
        ([head(1, "Annual report", 96), head(2, "Annual report", 96)], 0),  # on one line with the text
        ([head(1, "Annual report", 99), head(2, "Annual report", 99)], 0),  # inside the text's frame
        ([head(n, "Annual report", 99) for n in (1, 2, 3)], 3),  # on three pages it is a head there, too
        ([head(1, "Annual report", 700), head(2, "Annual report", 700)], 2),
        ([head(1, "Annual report", 174), head(2, "Annual report", 174)], 2),
        ([head(1, "Annual report", 173), head(2, "Annual report", 173)], 0),
        # numbers in them rise with the pages, or they are on half of the pages
        ([head(1, "Page 11"), head(2, "Page 12")], 2),
        ([head(1, "Page 11"), head(3, "Page 13")], 2),
        ([head(1, "Page 11"), head(3, "Page 14")], 2),
        ([head(1, "Page 11"), head(5, "Page 16")], 0),
        ([head(1, "Page 11"), head(5, "Page 15")], 2),
        ([head(1, "Page 11", 99), head(2, "Page 12", 99)], 0),
        ([head(1, "Page iv"), head(2, "Page ix")], 2),
        ([head(1, "Part 1 of 11"), head(5, "Part 3 of 15")], 2),  # any of them
        ([head(1, "2 Report"), head(3, "4 Report"), head(5, "6 Report"), head(7, "10 Report")], 4),
        ([head(1, "2 Report"), head(3, "5 Report"), head(5, "7 Report"), head(9, "8 Report")], 0),
        ([head(1, "47698 Report of 2020"), head(5, "47702 Report of 2020")], 2),
        ([head(1, "47698 Report of 2020"), head(5, "47701 Report of 2020")], 0),
        # lone numbers count most pages, also inside the frame
        ([head(1, "11", 99), head(2, "12", 99)], 2),
        ([head(1, "11", 99), head(2, "12", 99), head(4, "15", 99)], 0),
        ([head(1, "11", 99), head(4, "14", 99)], 0),
        ([head(1, "11", 99), head(2, "12", 99), head(3, "13", 99), head(4, "14", 99)], 4),
        # short lines
        ([head(n, "r" * 160) for n in (1, 2)], 2),
        ([head(n, "r" * 161) for n in (1, 2)], 0),
        ([head(n, "r" * 79 + ".") for n in (1, 2)], 2),
        ([head(n, "r" * 80 + ".") for n in (1, 2)], 0),  # a sentence
        ([], 0),
    ],
)
def test_heads_recur_at_one_height_outside_the_frame_of_the_text(heads: list[Row], found: int) -> None:
    last = max([2, *(each.page or 0 for each in heads)])
    rows = [*heads, *(line for page in range(1, last + 1) for line in text(page))]
    assert len(furniture(rows)) == found


def test_a_document_of_one_page_has_no_heads() -> None:
    assert furniture([head(1, "Annual report"), *text(1)]) == []


def test_pages_without_text_have_heads_if_three_are_alike() -> None:
    heads = [head(page, "Annual report") for page in (1, 2, 3)]
    assert furniture(heads[:2]) == []
    assert furniture(heads) == ["Annual report"] * 3


def test_rows_that_are_whole_or_on_no_page_have_no_height() -> None:
    def changed(**given: object) -> list[str]:
        heads = [head(1, "Annual report"), head(2, "Annual report")]
        heads[1] = replace(heads[1], line=replace(heads[1].line, **given))  # type: ignore[arg-type]
        return furniture([heads[0], *text(1), heads[1], *text(2)])

    assert changed() == ["Annual report"] * 2
    assert changed(whole=True) == changed(page=None) == changed(box=None) == []


def test_a_note_that_pages_repeat_is_no_foot() -> None:
    feet = [head(page, "1 See the report", 700) for page in (1, 2)]
    assert len(furniture([*text(1), feet[0], *text(2), feet[1]])) == 2
    feet = [replace(each, line=replace(each.line, marks=MARK)) for each in feet]
    assert furniture([*text(1), feet[0], *text(2), feet[1]]) == []


@pytest.mark.parametrize(
    ("words", "inside", "found"),
    [
        ("Report 5", "Other 6", 2),
        ("Report 5", "Report 6", 0),  # a heading of the text
        ("5", "6", 2),  # words show it
    ],
)
def test_what_also_stands_inside_the_text_is_a_heading_of_it(words: str, inside: str, found: int) -> None:
    """It has other numbers than those of the pages."""
    middle = [row(100 + 12 * n, FIRST_WORDS[n % 9] + "xyz"[n // 9], page=1) for n in range(20)]
    middle[10] = replace(middle[10], text=inside)
    other = words.replace("5", "9")
    rows = [head(1, words), *middle, head(2, other), *text(2)]
    assert len(furniture(rows)) == found


@pytest.mark.parametrize(("numbers", "found"), [((5, 6, 7), 3), ((5, 6), 0), ((5, 7, 9), 0)])
def test_what_counts_three_pages_is_no_heading_though_the_contents_have_it(
    numbers: Sequence[int], found: int
) -> None:
    contents = [row(100 + 12 * n, FIRST_WORDS[n % 9] + "xyz"[n // 9], page=1) for n in range(20)]
    contents[10] = replace(contents[10], text="Report 5")
    later = [
        each for page, n in enumerate(numbers, start=2) for each in (head(page, f"Report {n}"), *text(page))
    ]
    assert len(furniture([*contents, *later])) == found


@pytest.mark.parametrize(("place", "found"), [(0, 2), (6, 2), (7, 2), (8, 0)])
def test_heads_are_among_the_first_eight_lines(place: int, found: int) -> None:
    """The lines above it recur as well, so that none ends the heads."""
    rows = []
    for page in (1, 2):
        rows += [head(page, f"{FIRST_WORDS[n]} of it", 10 + 10 * n) for n in range(place)]
        rows += [head(page, "Annual report", 10 + 10 * place), *text(page, lines=12)]
    assert furniture(rows).count("Annual report") == found


def test_text_above_ends_the_heads_of_a_page_and_a_number_does_not() -> None:
    def read(above: str, known: Iterable[int] = ()) -> list[str]:
        rows = [head(1, above, 40), head(1, "Annual report"), *text(1)]
        return furniture([*rows, head(2, "Annual report"), *text(2)], known)

    assert read("A word") == ["Annual report"]
    assert read("A word", [0]) == read("12") == read("– xii –") == ["Annual report"] * 2


def test_text_beside_a_head_ends_the_heads_of_a_page() -> None:
    rows = [head(1, "Left"), head(1, "A word", near=300), head(1, "Annual report", 75), *text(1)]
    assert furniture([*rows, head(2, "Left"), head(2, "Annual report", 75), *text(2)]) == [
        "Left",
        "Left",
        "Annual report",
    ]


@pytest.mark.parametrize(
    ("title", "size", "symbol", "base", "is_head"),
    [
        ("Rights of women", 9.2, "A/80/1", 60, True),
        ("Rights of women", 9.3, "A/80/1", 60, True),
        ("Rights of women", 9.3, "Text", 60, False),
        ("Rights of women", 9.2, "Text", 60, True),
        ("Wrongs of men", 9.2, "Text", 60, False),  # the first page has none of its words
        ("Wrongs of men", 9.2, "A/80/1", 60, True),
        ("Rights of women everywhere else", 9.2, "Text", 60, False),  # three of five words
        ("Rights of women of today", 9.2, "Text", 60, True),  # four of five
        ("Rights of women", 9.2, "A/80/1", 99, False),
        ("12", 9.3, "A/80/1", 60, False),
    ],
)
def test_the_head_of_one_page_has_two_signs_of_three(
    title: str, size: float, symbol: str, base: float, *, is_head: bool
) -> None:
    """It is small, has words of the first page, or is beside a symbol."""
    rows = [head(1, "The Rights of Women", 70), *text(1)]
    rows += [head(2, title, base, size=size), head(2, symbol, base, near=300), *text(2)]
    assert (title in furniture(rows)) == is_head


def test_the_first_page_names_its_title_only_once() -> None:
    rows = [head(1, "Rights of women", size=9), *text(1), *text(2)]
    assert furniture(rows) == []


@pytest.mark.parametrize(
    ("base", "words", "size", "is_head"),
    [
        (82, "Rights of women", 9.2, False),  # it goes on in the next line
        (82, "Rights of women.", 9.2, True),
        (80, "Rights of women", 9.2, True),
        (82, "Rights of women", 8.6, True),  # in letters of another size
    ],
)
def test_a_line_that_goes_on_below_is_no_head(base: float, words: str, size: float, *, is_head: bool) -> None:
    below = replace(row(94, size=9.2, page=2), text="of all the countries of the world")
    rows = [head(1, "The Rights of Women", 40), *text(1, top=120), head(2, words, base, size=size), below]
    assert (words in furniture([*rows, *text(2, top=120)])) == is_head


@pytest.mark.parametrize(
    ("step", "near", "is_head"),
    [(13.5, 100, False), (13.75, 100, True), (12, 199, False), (12, 200, True), (12, 20, True)],
)
def test_a_line_goes_on_in_its_column_at_the_step_of_its_letters(
    step: float, near: float, *, is_head: bool
) -> None:
    words = "Rights of women"
    below = replace(head(2, "of all the countries", 70 + step, near=near), far=near + 80)
    rows = [head(1, "The Rights of Women", 40), *text(1, top=120), head(2, words, 70)]
    rows += [head(2, "A/80/1", 70, near=400), below, *text(2, top=120)]
    assert (words in furniture(rows)) == is_head


def test_one_line_wider_than_the_text_does_not_show_its_width() -> None:
    heads = [head(page, "Annual report", 99) for page in (1, 2)]
    wide = row(400, "Wide", far=2000, page=1)
    assert furniture([heads[0], *text(1), wide, heads[1], *text(2)]) == []


def chapters(pages: int, *named: int, size: float = 10, bold: bool = False, recurs: bool = True) -> list[Row]:
    """Pages with a line above the text on those `named`, whose words begin another line of the text."""
    rows: list[Row] = []
    for page in range(1, pages + 1):
        if page in named:
            each = head(
                page, f"{FIRST_WORDS[page - 1]}abc" if recurs else f"Of {FIRST_WORDS[page - 1]}", size=size
            )
            rows.append(replace(each, line=replace(each.line, bold=bold)))
        rows += [row(100 + 12 * n, f"{FIRST_WORDS[page - 1]}abc{'xyzuvw'[n]}", page=page) for n in range(6)]
    return rows


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (chapters(4, 1, 2, 3, 4), 4),
        (chapters(4, 1, 2, 3), 0),  # on three pages: as many as may begin one by chance
        (chapters(6, 1, 2, 3, 4), 4),
        (chapters(8, 1, 2, 3, 4), 0),  # on half of the pages
        (chapters(7, 1, 2, 3, 4), 4),
        (chapters(4, 1, 2, 3, 4, recurs=False), 0),
        ([*chapters(2, 1, 2), *chapters(5, 3, 4, 5, recurs=False)[12:]], 0),  # two of five recur
        ([*chapters(3, 1, 2, 3), *chapters(5, 4, 5, recurs=False)[18:]], 5),
        ([*chapters(2, 1, 2), *chapters(4, 3, 4, recurs=False)[12:]], 0),
        (chapters(4, 1, 2, 3, 4, size=10.75), 4),
        (chapters(4, 1, 2, 3, 4, size=10.85), 0),
        (chapters(4, 1, 2, 3, 4, bold=True), 0),
    ],
)
def test_heads_that_name_chapters_are_at_one_height_of_most_pages(rows: list[Row], found: int) -> None:
    assert len(furniture(rows)) == found


@pytest.mark.parametrize(("letters", "found"), [(8, 4), (7, 0)])
def test_the_name_of_a_chapter_has_eight_letters(letters: int, found: int) -> None:
    rows: list[Row] = []
    for page in range(1, 5):
        name = "abcd"[page - 1] * letters
        rows += [head(page, name), *(row(100 + 12 * n, name + "xyzuvw"[n], page=page) for n in range(6))]
    assert len(furniture(rows)) == found
