"""Diff two versions of a table row, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from aligner.languages.script import as_it_stands
from aligner.revision.common_stretches import matching_runs
from aligner.revision.diff import diff
from aligner.values import Edit, EditTag, Span

_TAB: Final = "\t"
"""Separates two cells in the text of a row."""


def diff_cells(
    old: str, new: str, language: str, normalize: Callable[[str], str] = as_it_stands
) -> tuple[Edit, ...]:
    r"""Return the edits that turn one row into another; no edit crosses a cell boundary.

    Cells are paired by position. If one row has more cells than the other, equal cells are
    paired first, so that a new column becomes one inserted cell.

    Args:
        old: the old row, with a tab between cells; may be empty.
        new: the new row; may be empty.
        language: language code of both, which determines word boundaries.
        normalize: as for `diff`.

    Returns:
        Edits that cover both texts completely, in order.

    >>> old, new = "a b\t5", "a c\t6"
    >>> [(edit.tag.value, edit.old.of(old), edit.new.of(new)) for edit in diff_cells(old, new, "en")]
    [('equal', 'a ', 'a '), ('replace', 'b', 'c'), ('equal', '\t', '\t'), ('replace', '5', '6')]
    """
    found: list[Edit] = []
    at = [0, 0]
    begun = [False, False]  # whether each row already has a cell
    for before, after in _pairs(old.split(_TAB), new.split(_TAB)):
        here = before is not None, after is not None
        _add(found, at, _tab(*(first and second for first, second in zip(begun, here, strict=True))))
        begun = [first or second for first, second in zip(begun, here, strict=True)]
        _add(found, at, diff(before or "", after or "", language, normalize))
    return tuple(found)


def _tab(in_old: bool, in_new: bool) -> tuple[Edit, ...]:
    if not (in_old or in_new):
        return ()
    tag = EditTag.EQUAL if in_old and in_new else EditTag.DELETE if in_old else EditTag.INSERT
    return (Edit(tag, Span(0, int(in_old)), Span(0, int(in_new))),)


def _add(found: list[Edit], at: list[int], edits: Sequence[Edit]) -> None:
    """Append edits whose spans start at 0, merging adjacent unchanged stretches."""
    for edit in edits:
        old, new = edit.old.shifted(at[0]), edit.new.shifted(at[1])
        last = found[-1] if found else None
        if last is not None and last.tag is edit.tag is EditTag.EQUAL:
            old, new = Span(last.old.start, old.stop), Span(last.new.start, new.stop)
            found.pop()
        found.append(replace(edit, old=old, new=new))
    if edits:
        at[0] += edits[-1].old.stop
        at[1] += edits[-1].new.stop


def _pairs(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    """Pair the cells that correspond, in order; None stands for a cell that only the other row has."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    pairs: list[tuple[str | None, str | None]] = []
    i = j = 0
    for a, b, size in (*matching_runs(old, new), (len(old), len(new), 0)):
        pairs += zip_longest(old[i:a], new[j:b])
        pairs += zip(old[a : a + size], new[b : b + size], strict=True)
        i, j = a + size, b + size
    return pairs
