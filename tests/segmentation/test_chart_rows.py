"""The labels of a figure are one paragraph, and no part of the text around it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_samples import pdf

from aligner.pipeline.run import open_bytes
from aligner.segmentation.segment import chart_rows
from tests.segmentation.test_row_joining import row

TICKS = ["10", "9 –", "6 6", "−", "0", "2023 2024 2025 2026 2027"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Figure I", *TICKS, "Planned"], range(1, 7)),
        (["Figure I", *TICKS[:-1], "Planned"], []),
        (["Figure I", *TICKS[:3], "Actual", *TICKS[3:]], []),
        ([*TICKS[:-1], "5 " * 30 + "5"], []),
    ],
)
def test_several_rows_of_figures_label_a_chart(texts: Sequence[str], expected: Sequence[int]) -> None:
    assert chart_rows([row(text) for text in texts]) == frozenset(expected)


def test_rows_of_tables_and_of_two_pages_label_none() -> None:
    assert not chart_rows([row(text, whole=True) for text in TICKS])
    assert not chart_rows([row(text, page=1 + (number > 2)) for number, text in enumerate(TICKS)])


def test_a_chart_on_a_page_is_one_paragraph() -> None:
    words = "The number of States rose, as the figure below shows for each year until the end."
    above = [(70.0, 780.0 - 14 * line, 11.0, words) for line in range(3)]
    ticks = [(70.0 + 20 * (line % 2), 720.0 - 16 * line, 8.0, text) for line, text in enumerate(TICKS)]
    found = open_bytes(pdf([[*above, *ticks, (70.0, 600.0, 11.0, words)]]), "a.pdf")
    texts = found.texts()
    assert "10 9 – 6 6 – 0 2023 2024 2025 2026 2027" in [text.replace("−", "–") for text in texts]
    assert all(text[-1:] == "." for text in texts if text[:1] == "T")
