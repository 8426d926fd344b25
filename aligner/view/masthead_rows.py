"""The rows above the text proper, which a page may fold."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from aligner.revision.around_text import is_masthead
from aligner.values import Span
from aligner.view.page_model import Block, Column, View, ViewRow
from aligner.view.redline_runs import Mark

_FEWEST: Final = 3
"""Rows below which folding saves nothing."""


def masthead_rows(view: View) -> int:
    """Return how many rows, from the first, are above the title or the text in every column; 0 if few."""

    def is_above(row: ViewRow) -> bool:
        return all(
            _is_above(block, column)
            for cell, column in zip(row.cells, view.columns, strict=True)
            for block in cell.blocks
        )

    count = len(list(takewhile(is_above, view.rows)))
    return count if _FEWEST <= count < len(view.rows) else 0


def _is_above(block: Block, column: Column) -> bool:
    document = column.old if block.mark is Mark.DELETED or block.ghost else column.document
    return document is not None and is_masthead(document, Span(block.segment, block.segment + 1))
