"""Heads and feet among lines with places: what recurs, at which heights, on how many pages."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation import running_heads
from aligner.segmentation.measured_rows import measure
from aligner.values.extract import Box
from aligner.values.extract import Line as ExtractLine
from tests.page_rows import Line

ABC = ("one", "two", "three", "four", "five", "six", "seven", "eight")
HEAD = "Protection of migrants"


def found(*pages: list[Line], known: tuple[str, ...] = (), marks: tuple[str, ...] = ()) -> list[str]:
    """The heads and feet of pages; lines of `known` are furniture already, those of `marks` notes."""
    builder = ExtractBuilder()
    for number, lines in enumerate(pages, 1):
        for base, left, right, text, *more in lines:
            size = more[0] if more else 10.0
            raised = [(text[:1], 0, 1)] if text in marks else []
            place = (left, base - 0.8 * size, right, base + 0.2 * size, size)
            builder.add(text, ExtractLine(page=number, box=Box(*place)), marks=raised)
    rows = measure(builder.build("pdf", "x.pdf", pages=len(pages)))
    furniture = [row.text in known for row in rows]
    return sorted(rows[index].text for index in running_heads.find(rows, furniture))


def text(page: str, *, top: float = 100, lines: int = 12) -> list[Line]:
    """Lines of text across a page, each with words that no other page has."""
    return [(top + 12 * n, 100, 500, f"{page} line {ABC[n % 8]} {n // 8} of the text") for n in range(lines)]


def pages(count: int, *heads: Line, foot: tuple[Line, ...] = ()) -> list[list[Line]]:
    """Pages of text, `#` in their heads and feet being their numbers."""
    return [
        [
            *(
                (base, left, right, line.replace("#", str(n + 1)), *size)
                for base, left, right, line, *size in heads
            ),
            *text(ABC[n]),
            *(
                (base, left, right, line.replace("#", str(n + 1)), *size)
                for base, left, right, line, *size in foot
            ),
        ]
        for n in range(count)
    ]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (pages(1, (60, 100, 220, HEAD)), []),
        (pages(2, (60, 100, 220, HEAD)), [HEAD] * 2),
        (pages(2, (60, 100, 220, f"{HEAD} #")), [f"{HEAD} 1", f"{HEAD} 2"]),
        (pages(2, foot=((300, 100, 220, HEAD),)), [HEAD] * 2),
        (pages(2, (60, 100, 220, "a" * 160)), ["a" * 160] * 2),
        (pages(2, (60, 100, 220, "a" * 161)), []),
        (pages(2, (60, 100, 220, "a" * 79 + ".")), ["a" * 79 + "."] * 2),
        (pages(2, (60, 100, 220, "a" * 80 + ".")), []),
        ([*pages(1, (60, 100, 220, HEAD)), *pages(1, (63, 100, 220, HEAD))], [HEAD] * 2),
        ([*pages(1, (60, 100, 220, HEAD)), *pages(1, (63.1, 100, 220, HEAD))], []),
        ([*pages(2, (60, 100, 220, HEAD)), *pages(6)[2:]], [HEAD] * 2),
        ([*pages(2, (60, 100, 220, "Article #")), *pages(4)[2:]], ["Article 1", "Article 2"]),
        (
            [
                pages(1, (60, 100, 220, "Article 5"))[0],
                pages(2)[1],
                pages(3, (60, 100, 220, "Article 6"))[2],
                *pages(5)[3:],
            ],
            [],
        ),
        (
            [
                pages(1, (60, 100, 220, "Page 5"))[0],
                pages(2)[1],
                pages(3, (60, 100, 220, "Page 7"))[2],
                *pages(5)[3:],
            ],
            ["Page 5", "Page 7"],
        ),
        (
            [
                pages(1, (60, 100, 220, "Article 5"))[0],
                pages(2)[1],
                pages(3, (60, 100, 220, "Article 6"))[2],
                *pages(4)[3:],
            ],
            ["Article 5", "Article 6"],
        ),
        (pages(2, (60, 100, 220, HEAD), (60, 400, 500, "Chapter #")), ["Chapter 1", "Chapter 2", HEAD, HEAD]),
    ],
)
def test_lines_outside_the_text_that_recur_at_one_height(made: list[list[Line]], expected: list[str]) -> None:
    assert found(*made) == sorted(expected)


@pytest.mark.parametrize(("count", "expected"), [(2, []), (3, ["Summary"] * 3)])
def test_a_line_inside_the_text_must_open_three_pages(count: int, expected: list[str]) -> None:
    opened = [[(100.0, 100.0, 500.0, "Summary"), *text(ABC[n], top=112)] for n in range(count)]
    assert found(*text_pages(5 - count), *opened) == expected


def text_pages(count: int) -> list[list[Line]]:
    return [text(ABC[7 - n]) for n in range(count)]


def test_a_head_ends_at_the_first_line_that_is_none() -> None:
    lines: list[Line] = [(40, 100, 220, HEAD), (52, 100, 220, "of # kinds"), (64, 100, 220, "in the world")]
    made = pages(2, *lines)
    assert found(*made) == sorted(["in the world", HEAD] * 2 + ["of 1 kinds", "of 2 kinds"])
    other: Line = (52, 100, 220, "by others")
    made[1][1] = other
    assert found(*made) == [HEAD] * 2
    assert found(*made, known=("by others", "of 1 kinds")) == sorted([HEAD, "in the world"] * 2)
    made[1][1], made[0][1] = (52, 100, 220, "– iv –"), (52, 100, 220, "23")
    assert found(*made) == sorted([HEAD, "in the world"] * 2)


def test_notes_that_several_pages_have_are_no_feet() -> None:
    made = pages(2, foot=((300, 100, 220, "* Reissued"),))
    assert found(*made) == ["* Reissued"] * 2
    assert found(*made, marks=("* Reissued",)) == []


TITLE = "Participation of the State in the session"


@pytest.mark.parametrize(
    ("head", "beside", "expected"),
    [
        ((60, 100, 300, TITLE, 8.0), None, [TITLE]),
        ((60, 100, 300, TITLE, 9.5), None, []),
        ((60, 100, 300, TITLE, 10.0), "A/80/1", [TITLE]),
        ((60, 100, 300, TITLE, 10.0), None, []),
        ((96.5, 100, 300, TITLE, 8.0), None, []),  # inside the frame of the text
        (
            (60, 100, 300, "Participation of the State in the committee", 8.0),
            None,
            ["Participation of the State in the committee"],
        ),
        ((60, 100, 300, "Participation of the Board in the committee", 8.0), None, []),
        ((60, 100, 300, "Another committee", 8.0), "A/80/1", ["Another committee"]),
    ],
)
def test_a_line_above_the_text_that_repeats_words_of_the_first_page(
    head: Line, beside: str | None, expected: list[str]
) -> None:
    first: list[Line] = [(75, 100, 300, TITLE), *text("one")]
    second: list[Line] = [head, *text("two")]
    if beside:
        second.insert(1, (60, 450, 500, beside, head[-1] if isinstance(head[-1], float) else 10.0))
    assert found(first, second, text("three"), known=(beside,) if beside else ()) == expected
