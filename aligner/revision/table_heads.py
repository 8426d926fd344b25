"""Recognize text that only stands on another row of a table's head.

A head of several rows has the name of a column on one of them. Which one, a page shows by height only:
where Word merges the cells of a column, their text may stand on the last row, and belongs to the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from aligner.languages.tokens import form_key
from aligner.values import Document, Edit, EditTag, EditType

_TAB: Final = "\t"
"""Separates two cells in the text of a row."""


def form_where_shifted(
    edits: Sequence[Edit], old: Document, new: Document, at: tuple[int, int]
) -> tuple[Edit, ...]:
    """Make edits a matter of form in columns whose text is on other rows of the head, but the same.

    Args:
        edits: those of one row, none across the border of a cell.
        old: the old draft.
        new: the new draft.
        at: the index of the row in each.
    """
    if not (old.segments[at[0]].header and new.segments[at[1]].header):
        return tuple(edits)
    before, after = _head(old, at[0]), _head(new, at[1])
    if [len(row) for row in before] != [len(row) for row in after]:
        return tuple(edits)
    same = [
        old_text == new_text for old_text, new_text in zip(_columns(before), _columns(after), strict=True)
    ]
    row = old.text_of(at[0])
    return tuple(
        replace(edit, type=EditType.FORM)
        if edit.tag is not EditTag.EQUAL and same[row.count(_TAB, 0, edit.old.start)]
        else edit
        for edit in edits
    )


def _head(document: Document, index: int) -> list[list[str]]:
    """Return the cells of the head of a table that a row is part of."""
    first = last = index
    while first and document.segments[first - 1].header:
        first -= 1
    while last + 1 < len(document) and document.segments[last + 1].header:
        last += 1
    return [document.text_of(row).split(_TAB) for row in range(first, last + 1)]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the text of each column; a row above that has fewer cells ends with a wide one."""
    return [form_key("".join(column)) for column in zip_longest(*rows, fillvalue="")]
