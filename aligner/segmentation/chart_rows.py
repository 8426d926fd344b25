"""Rows of a page that label a chart: values, and ticks of its axes.

Only the labels of a chart are text: on a page, row after row of a few figures. Each row would become a
paragraph without a counterpart in a Word draft, where a chart is an object.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from aligner.segmentation.measured_rows import Row

_FEWEST: Final = 6
"""Minimum number of successive rows of figures that make a chart."""
_LONGEST: Final = 60
"""Maximum number of characters of such a row."""


def chart_rows(rows: Sequence[Row]) -> frozenset[int]:
    """Return the indices of the rows that label charts.

    Args:
        rows: the running text of a file whose pages are measured.
    """
    found: set[int] = set()
    for (_, is_label), group in groupby(range(len(rows)), key=lambda i: (rows[i].page, _is_label(rows[i]))):
        indices = list(group)
        if is_label and len(indices) >= _FEWEST:
            found.update(indices)
    return frozenset(found)


def _is_label(row: Row) -> bool:
    return not row.whole and len(row.text) <= _LONGEST and not any(map(str.isalpha, row.text))
