"""What changed between two wordings of a row of a table, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from aligner.languages.script import as_it_stands
from aligner.revision.common_stretches import matching_runs
from aligner.revision.diff import diff
from aligner.values import Edit, EditTag, Span

TAB = "\t"
"""What stands between two cells in the text of a row."""


def diff_cells(
    old: str, new: str, language: str, said: Callable[[str], str] = as_it_stands
) -> tuple[Edit, ...]:
    r"""The edits that turn one row into another, none of which runs across cells.

    Cells are paired by their place; where a row has more cells than the other, cells that are the
    same in both find each other first, so that a new column is one cell inserted.

    Args:
        old: the earlier row, a tab between two cells; may be empty.
        new: the later row.
        language: one of the six; says where words end.
        said: as for `diff`.

    Returns:
        Edits that cover both texts fully and in order.

    >>> old, new = "a b\t5", "a c\t6"
    >>> [(edit.tag.value, edit.old.of(old), edit.new.of(new)) for edit in diff_cells(old, new, "en")]
    [('equal', 'a ', 'a '), ('replace', 'b', 'c'), ('equal', '\t', '\t'), ('replace', '5', '6')]
    """
    found: list[Edit] = []
    at = [0, 0]
    begun = [False, False]  # whether a cell of either row stands before
    for before, after in _pairs(old.split(TAB), new.split(TAB)):
        here = before is not None, after is not None
        _add(found, at, _tab(*(first and second for first, second in zip(begun, here, strict=True))))
        begun = [first or second for first, second in zip(begun, here, strict=True)]
        _add(found, at, diff(before or "", after or "", language, said))
    return tuple(found)


def _tab(in_old: bool, in_new: bool) -> tuple[Edit, ...]:
    if not (in_old or in_new):
        return ()
    tag = EditTag.EQUAL if in_old and in_new else EditTag.DELETE if in_old else EditTag.INSERT
    return (Edit(tag, Span(0, int(in_old)), Span(0, int(in_new))),)


def _add(found: list[Edit], at: list[int], edits: Sequence[Edit]) -> None:
    """Append edits that count from their own start, unchanged stretches that touch as one."""
    for edit in edits:
        old, new = edit.old.shifted(at[0]), edit.new.shifted(at[1])
        last = found[-1] if found else None
        if last is not None and last.tag is edit.tag is EditTag.EQUAL:
            old, new = Span(last.old.start, old.stop), Span(last.new.start, new.stop)
            found.pop()
        found.append(Edit(edit.tag, old, new, edit.type, edit.strength))
    if edits:
        at[0] += edits[-1].old.stop
        at[1] += edits[-1].new.stop


def _pairs(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    """Cells that belong together, in order; None for a cell that only the other row has."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    pairs: list[tuple[str | None, str | None]] = []
    i = j = 0
    for a, b, size in (*matching_runs(old, new), (len(old), len(new), 0)):
        pairs += zip_longest(old[i:a], new[j:b])
        pairs += zip(old[a : a + size], new[b : b + size], strict=True)
        i, j = a + size, b + size
    return pairs
