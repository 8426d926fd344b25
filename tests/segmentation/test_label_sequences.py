"""Paragraphs and articles found by their numbers, which count up through a document."""

from __future__ import annotations

import pytest

from aligner.languages.structure import structure
from aligner.segmentation import label_parsing
from aligner.segmentation.label_parsing import counted
from aligner.segmentation.measured_rows import measure
from aligner.segmentation.segment import segment
from tests.page_rows import Line, pages


def _placed(lines: list[str]) -> list[Line]:
    return [(60 + 12 * n, 100, 500, line) for n, line in enumerate(lines)]


@pytest.mark.parametrize("word", ["مادة", "المادة"])
def test_arabic_articles_without_gaps_after_full_lines(word: str) -> None:
    text = "لا تسري أحكام المواد السابقة إلا حيث لا يوجد نص على خلاف ذلك في قانون."
    lines = [f"{word} {number} – {text}" for number in range(1, 7)]
    assert len(segment(pages(_placed(lines)), language="ar").texts()) == 6


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. A.", "2. B.", "3. C.", "4. D."], {1, 2, 3}),
        (["1. A.", "2. B.", "3. C."], set()),  # too few
        (["1. A.", "2. B and", "3. C.", "4. D."], {1, 3}),  # inside a sentence
        (["1. A.", "2. B.", "9. X.", "3. C.", "4. D."], {1, 3, 4}),  # another number
        (["1. A.", "2. B.", "5. C.", "6. D."], {1, 2, 3}),  # two are not read
        (["Article 1. A.", "Article 2. B.", "Article 3. C.", "Article 4. D."], {1, 2, 3}),
        (["Article 1 A", "1. B.", "2. C.", "Article 2 D", "3. E.", "4. F."], {1, 2, 4, 5}),  # below headings
        (["(a) A.", "(b) B.", "(c) C.", "(d) D."], set()),  # items of a list are not
        ([*(f"{n}. A." for n in range(1, 5)), *(f"{n}. B." for n in range(1, 5))], set(range(1, 8))),
    ],
)
def test_numbers_that_count_up(lines: list[str], expected: set[int]) -> None:
    rows = measure(pages(_placed(lines)))
    labels = [label_parsing.read(row.text, structure("en")) for row in rows]
    assert counted(rows, labels) == expected


@pytest.mark.parametrize(
    ("printed", "values"), [("第十二条", {12}), ("第3条", {3}), ("第一章", {1}), ("第二十三条", {23})]
)
def test_chinese_articles_have_numbers(printed: str, values: set[int]) -> None:
    label = label_parsing.read(f"{printed} 总则", structure("zh"))
    assert label is not None
    assert label.values == values
