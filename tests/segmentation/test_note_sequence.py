"""Which lines of short pages are notes: each case weighs what shows a note against what shows text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from aligner.segmentation.measured_rows import Row
from aligner.segmentation.note_sequence import find
from aligner.segmentation.notes import Blocks
from aligner.values import Span
from aligner.values.extract import Box, InlineMark, Line

Pages = list[list[str]]
FLAGS = "~|>+^"


def rows_of(pages: Pages) -> list[Row]:
    """Lines below each other, from 100 to 500 or as far as their words go.

    Braces are around raised marks. Signs before a line: `~` for small letters, `|` for a rule drawn above it,
    `>` if it is set in, `+` for a gap above it, `^` if it is the first of the second column.
    """
    made: list[Row] = []
    start = 0
    for number, lines in enumerate(pages, 1):
        base, left = 100.0, 100.0
        right = 290.0 if any(given[0] == "^" for given in lines) else 500.0
        for given in lines:
            flags, _, text = given.partition(" ") if given[0] in FLAGS else ("", "", given)
            if "^" in flags:
                base, left, right = 100.0, 310.0, 500.0
            size, near = 8.0 if "~" in flags else 10.0, left + 30.0 * flags.count(">")
            base += 1.2 * size + 20 * flags.count("+")
            plain = re.sub(r"[{}]", "", text)
            marks = []
            for count, found in enumerate(re.finditer(r"\{(.*?)\}", text)):
                at = start + found.start() - 2 * count
                marks.append(InlineMark(found[1], Span(at, at + len(found[1]))))
            far = right if plain.endswith("words") else near + 5 * len(plain)
            box = Box(near, base - 0.8 * size, far, base + 0.2 * size, size)
            line = Line(Span(start, start + len(plain)), number, False, box=box, marks=tuple(marks))
            made.append(Row(plain, start, near, far, replace(line, ruled="|" in flags)))
            start += len(plain) + 1
    return made


@pytest.mark.parametrize(
    ("pages", "notes", "doubtful"),
    [
        (
            [
                [
                    "Words of the text{1}.",
                    "And more of it.",
                    "~ 1 See it and more words",
                    "~ 3 See it.",
                    "~+ and the rest.",
                ],
                [
                    "Words of the text{4}.",
                    "And more of it.",
                    "_______",
                    "~ and the rest of it.",
                    "~ 4 See it.",
                    "~ 4 See it.",
                ],
            ],
            [("1", [2, 3, 4, 8]), ("4", [9, 10])],
            [],
        ),
        (
            [
                ["Words of the text{1}.", "~| {1} See it.", "~ {1} See it."],
                ["Words of the text{1}.", "~ {b} See it.", "~+ and the rest.", "~ {2} See it."],
            ],
            [("1", [1, 2]), ("2", [6])],
            [6],
        ),
        (
            [
                ["Words of the text{1}.", "~| 1 See it and more words"],
                [
                    "Words of the text.",
                    "~> 1 See it.",
                    "~ and the rest of it.",
                    "~ And the rest.",
                    "~> 2 See it.",
                ],
            ],
            [("1", [1]), ("1", [3, 4, 5]), ("2", [6])],
            [],
        ),
        (
            [["Words of the text.", "{1}", "~+ And the rest.", "~ {2} See it and more words"]],
            [("1", [2]), ("2", [3])],
            [],
        ),
        (
            [
                [
                    "Words of the text{1}{2} and more words",
                    "_______",
                    "~ {1} See it and more words",
                    "Words below it.",
                ],
                ["Words of the text.", "And more of it.", "~| {5}"],
            ],
            [("1", [2, 6])],
            [6],
        ),
        (
            [
                ["Words of the text{1}{2} and more words", "1 See it."],
                ["Words of the text{2}{3}.", "~ 2 See it."],
            ],
            [("1", [1]), ("2", [3])],
            [1],
        ),
        (
            [
                [
                    "Words of the text.",
                    "~ {1} See it.",
                    "~ {2} See it and more words",
                    "~+ and the rest.",
                    "Words below it.",
                ],
                ["Words of the text{3}.", "~ {3}"],
            ],
            [],
            [],
        ),
        (
            [
                ["Words of the text{5} and more words", "5 people and more words", "{*} See it."],
                [
                    "Words of the text{5} and more words",
                    "~| (5) See it.",
                    "~ and the rest of it.",
                    "~+ and the rest.",
                    "~ (6) See it.",
                ],
            ],
            [("5", [4, 5, 6]), ("6", [7])],
            [],
        ),
        ([["Words of the text{2}.", "and more of it.", "~ 2", "~ and the rest.", "> 3 See it."]], [], []),
        (
            [["Words of the text.", "~ (5) See it.", "~> and the rest.", "(6) See it and more words"]],
            [("5", [1, 2]), ("6", [3])],
            [1],
        ),
        (
            [
                [
                    "Words of the text{1}.",
                    "And more of it.",
                    "~ {1} See it.",
                    "~ And the rest.",
                    "~ {1} See it and more words",
                ],
                [
                    "Words of the text{2}.",
                    "2 people and more words",
                    "_______",
                    "~ The rest of it.",
                    "~ a See it.",
                    "~ 4 See it.",
                ],
            ],
            [("1", [2, 3, 4, 8, 9, 10])],
            [],
        ),
        (
            [
                [
                    "Words of the text{2}.",
                    "And more of it.",
                    "~ {2} See it.",
                    "~> {6} See it.",
                    "~ and the rest.",
                    "~ Words below it.",
                ]
            ],
            [("2", [2, 3, 4, 5])],
            [],
        ),
        (
            [
                ["Words of the text{1}.", "1 people and more words", "~ 1 See it."],
                ["Words of the text{5}.", "~ and the rest of it.", "~ 5 See it."],
            ],
            [("1", [2])],
            [],
        ),
        (
            [["Words of the text{1}{2}.", "| (1) See it.", "+ (3) See it and more words", "and the rest."]],
            [("1", [1, 2, 3])],
            [],
        ),
        (
            [
                ["Words of the text{1}.", "{*} See it."],
                ["Words of the text.", "{*} See it.", "~ Words below it."],
            ],
            [("*", [3, 4])],
            [],
        ),
        (
            [
                [
                    "Words of the text{1} and more words",
                    "~ {1} See it and more words",
                    "{2} See it.",
                    "~ Words below it.",
                ]
            ],
            [("1", [1])],
            [],
        ),
        (
            [
                ["Words of the text{2}.", "~ 2 See it.", "~ Words below it."],
                ["Words of the text{6}.", "~ and the rest of it.", "~| 6 See it."],
            ],
            [("2", [1, 2]), ("6", [5])],
            [],
        ),
        (
            [
                ["Words of the text{1}.", "{1} See it.", "~+ and the rest."],
                [
                    "Words of the text{2} and more words",
                    "~ {2} See it and more words",
                    "~ and the rest.",
                    "~+ {2} See it and more words",
                ],
            ],
            [("1", [1, 2]), ("2", [6])],
            [],
        ),
        ([["Words of the text{1}.", "~ 1 See it.", "~> {2} See it."]], [("1", [1, 2])], []),
        (
            [
                [
                    "Words of the text{2}.",
                    "_______",
                    "~ 2 See it.",
                    "~ {2} See it and more words",
                    "~ and the rest.",
                ]
            ],
            [("2", [3, 4])],
            [],
        ),
        (
            [
                ["Words of the text{2}.", "~ 2"],
                ["Words of the text{3}{4}.", "~ The rest of it.", "~| 3 See it and more words"],
            ],
            [("3", [4])],
            [],
        ),
        (
            [
                ["Words of the text and more words", "And more of it.", "~ {1} See it."],
                ["Words of the text{3}.", "~ and the rest of it.", "~ {3}", "~> And the rest."],
            ],
            [("1", [2]), ("3", [6])],
            [2],
        ),
        (
            [
                ["Words of the text{1}.", "1 people and more words", "{1} See it.", "+ {1} See it."],
                ["Words of the text{3}{4}.", "~| {3} See it.", "and the rest.", "{4} See it and more words"],
            ],
            [("1", [3]), ("3", [5, 6]), ("4", [7])],
            [],
        ),
        ([["Words of the text{1}{2}.", "~ 1"]], [], []),
        ([["Words of the text{2}.", "~| {*} See it."]], [], []),
        ([["Words of the text{1} and more words", "~| a See it."]], [], []),
        ([["Words of the text.", "~ {1} See it and more words", "{1} See it and more words"]], [], []),
        (
            [["Words of the text{5}.", "_______", "~ {5} See it.", "{b} See it.", "~ And the rest."]],
            [("5", [2])],
            [],
        ),
        (
            [
                [
                    "words and the end of it.{*}{3}{4}",
                    "words and the end of it.",
                    "Words of the text.",
                    "Words of it, and",
                    "~ * See it.",
                    "~ 3 See it, 12 May",
                    "~ 4 See it and more words",
                ],
                [
                    "Words of the text and more words",
                    "Words of the text.",
                    "Words of the text.",
                    "~> And the rest and more words",
                    "~> the rest of it.",
                ],
            ],
            [("*", [4]), ("3", [5]), ("4", [6, 10, 11])],
            [],
        ),
        (
            [
                [
                    "Words of the textab and more words",
                    "Words of the text.",
                    "_______",
                    "~+ {a} See this one, and the other ones there.",
                    "~ {b} See this one. And more words",
                    "~ and the rest of it.",
                ],
                [
                    "Words of it, anda",
                    "Words of it, and",
                    "_______",
                    "~+ {a} See it and more words",
                    "~ and the rest of it and more words",
                    "~ p. 5.",
                ],
            ],
            [("a", [3]), ("b", [4, 5]), ("a", [9, 10, 11])],
            [],
        ),
        (
            [
                [
                    "words and the end of it.{1}",
                    "Words of the text.",
                    "1 people{2} and more words",
                    "+| 1 See it, 12 May",
                    "2 See this one. And more words",
                    "> and the rest of it and more words",
                ],
                [
                    "Words of it, and",
                    "Words of the text{1}{2} and more words",
                    "|> and the rest of it.",
                    "1 See it and more words",
                    "> p. 5.",
                    "2 See this one. And more words",
                    "> and the rest of it and more words",
                    "> p. 5.",
                ],
            ],
            [("1", [3]), ("2", [4, 5, 8]), ("1", [9, 10]), ("2", [11, 12, 13])],
            [],
        ),
        (
            [
                [
                    "words and the end of it.",
                    "5. A paragraph* and more words",
                    "words and the end of it.23",
                    "~| {*}See this one. And more words",
                    "~ and the rest of it and more words",
                    "~ and the rest of it.",
                    "~ {1}See it and more words",
                    "~ and the rest of it.",
                    "~ {2}See it and more words",
                    "~ and the rest of it.",
                    "~ {3}See this one. And more words",
                    "~ and the rest of it and more words",
                    "^ Words of it, and",
                    "2016 and more words",
                    "words and the end of it.4",
                    "Words of the text and more words",
                    "~+| And the rest and more words",
                    "~ the rest of it.",
                    "~ {4}See this one. And more words",
                    "~ and the rest of it and more words",
                    "~ p. 5.",
                ]
            ],
            [("*", [3, 4, 5]), ("1", [6, 7]), ("2", [8, 9]), ("3", [10, 11, 16, 17]), ("4", [18, 19, 20])],
            [],
        ),
        (
            [
                [
                    "Words of the text.",
                    "Words of it, and",
                    "words of the text1 and more words",
                    "_______",
                    "{1}See it, 12 May",
                ],
                [
                    "Words of the text.",
                    "Words of the text2 and more words",
                    "words of the text and more words",
                    "2. A paragraph34 and more words",
                    "_______",
                    "+ {2}See it.",
                    "{3}See this one, and the other ones there.",
                    "{4}See this one. And more words",
                    "And the rest.",
                ],
            ],
            [("1", [4]), ("2", [10]), ("3", [11]), ("4", [12, 13])],
            [4],
        ),
        (
            [
                [
                    "Words of the text.",
                    "words of the text and more words",
                    "~+| (1) See this one, and the other ones there.",
                    "^ words and the end of it.{3}",
                    "words of the text and more words",
                    "Words of the text.",
                    "~| (2) See this one. And more words",
                    "~ and the rest of it and more words",
                    "~ p. 5.",
                    "~ (3) See this one, and the other ones there.",
                ]
            ],
            [("1", [2]), ("2", [6, 7, 8]), ("3", [9])],
            [2],
        ),
        (
            [
                ["Words of the text.", "words of the text and more words"],
                [
                    "words of the text and more words",
                    "Words of the text and more words",
                    "Words of the text1 and more words",
                    "words and the end of it.",
                    "1 See this one, and the other ones there.",
                ],
            ],
            [("1", [6])],
            [],
        ),
        (
            [
                [
                    "Words of the text.",
                    "Words of the text.{1}",
                    "Words of the text and more words",
                    "~ (1) See this one. And more words",
                    "~> p. 5.",
                    "~ (2) See this one. And more words",
                    "~> and the rest of it and more words",
                    "~> p. 5.",
                    "^ Words of the text and more words",
                    "Words of it, and",
                ]
            ],
            [("1", [3, 4]), ("2", [5, 6, 7])],
            [],
        ),
        (
            [
                [
                    "words of the text12 and more words",
                    "| A line below a drawn one and more words",
                    "words of the text and more words",
                    "~+ (1) See this one. And more words",
                    "~ p. 5.",
                    "~ (2) See it.",
                ],
                [
                    "words and the end of it.",
                    "Words of it, and",
                    "words of the text and more words",
                    "words of the text and more words",
                    "~ (1) See it, 12 May",
                ],
            ],
            [("1", [3, 4]), ("2", [5]), ("1", [10])],
            [10],
        ),
        (
            [
                [
                    "Words of it, and",
                    "words of the text{3} and more words",
                    "~> Quoted words and more words",
                    "~+ 3 See this one. And more words",
                    "~ and the rest of it.",
                ]
            ],
            [("3", [3, 4])],
            [],
        ),
    ],
)
def test_notes_are_the_lines_with_more_evidence_for_them(
    pages: Pages, notes: list[tuple[str, list[int]]], doubtful: list[int]
) -> None:
    rows, blocks = rows_of(pages), Blocks()
    find(rows, [False] * len(rows), blocks, range(len(rows)))
    assert [(note.mark, note.rows) for note in blocks.notes] == notes
    assert sorted(blocks.doubtful) == doubtful
