"""Cells of the newer file whose text was deleted, in a redline made inside it.

An empty cell is no line of the text, so only its place shows which cell of the older file it is: it is
between the same paragraphs, and in the same column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from aligner.formats.docx.redline_flow import RedlineParagraph
from aligner.formats.docx.word_elements import Element, cell_of, parent_of
from aligner.readers.docx.package import W, value

_CELL: Final = W + "tc"


class EmptiedCells:
    """Finds the empty cells that deleted paragraphs belong to.

    Args:
        root: the newer file.
        homes: its paragraphs with text.
    """

    def __init__(self, root: Element, homes: Sequence[Element]) -> None:
        elements = list(root.iter(W + "p", _CELL))
        self._order = {element: number for number, element in enumerate(elements)}
        filled = {cell for home in homes for cell in home.iterancestors(_CELL)}
        self._empty = [
            each for each in elements if each.tag == _CELL and each not in filled and not _continues(each)
        ]

    def matched(
        self,
        gone: Sequence[tuple[RedlineParagraph, Element | None]],
        before: Element | None,
        after: Element,
    ) -> Iterator[tuple[Element, list[RedlineParagraph]]]:
        """Yield each empty cell between two paragraphs with the deleted paragraphs that it had.

        Args:
            gone: deleted paragraphs in order, each with its element in the older file.
            before: the newer file's paragraph before them, if any.
            after: the one after them.
        """
        if not gone:
            return
        first = self._order[before] if before is not None else -1
        between = iter([each for each in self._empty if first < self._order[each] < self._order[after]])
        for cell, group in groupby(gone, key=lambda one: None if one[1] is None else cell_of(one[1])):
            if cell is None:
                continue
            found = next((each for each in between if _column(each) == _column(cell)), None)
            if found is None:
                return
            yield found, [paragraph for paragraph, _ in group]


def _column(cell: Element) -> tuple[int, int]:
    """Return the number of a cell in its row, and the number of cells there."""
    row = list(parent_of(cell).iterchildren(_CELL))
    return row.index(cell), len(row)


def _continues(cell: Element) -> bool:
    """Whether a cell is merged with the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and value(merged) != "restart"
