"""The passages in square brackets of a view, by row, and where languages have others than the pivot."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aligner.revision.brackets import brackets
from aligner.values import BracketOutcome, Span
from aligner.view.page_model import Column, View


@dataclass(frozen=True, slots=True)
class BracketLine:
    """A passage in brackets, or one that closed since the last draft.

    Attributes:
        row: number of its row.
        column: index of its column.
        outcome: what became of it.
        text: the passage with its brackets.
        proposer: who proposes it, or empty.
        option: the option that it is, or empty.
    """

    row: int
    column: int
    outcome: BracketOutcome
    text: str
    proposer: str = ""
    option: str = ""


def bracket_lines(view: View) -> tuple[BracketLine, ...]:
    """Return the passages of all columns, by column and then in the order of the text."""
    return tuple(
        line for number, column in enumerate(view.columns) for line in _of_column(view, number, column)
    )


def _of_column(view: View, number: int, column: Column) -> Iterator[BracketLine]:
    found = brackets(column.document, column.old, column.revision)
    if not found:
        return
    rows: dict[tuple[bool, int], int] = {}
    for row in view.rows:
        for block in row.cells[number].blocks:
            rows.setdefault((block.ghost, block.segment), row.number)
    became: dict[int, Span] = {}
    for change in column.revision.changes if column.revision is not None else ():
        became.update(dict.fromkeys(change.old, change.new))
    for passage in found:
        if passage.outcome.is_open:
            place, draft = rows.get((False, passage.segment)), column.document
        else:
            assert column.old is not None
            new, draft = became.get(passage.segment), column.old
            place = rows.get((False, new.start) if new else (True, passage.segment))
        if place is not None:
            text = passage.span.of(draft.text)
            yield BracketLine(place, number, passage.outcome, text, passage.proposer, passage.option)


def _columns(view: View) -> dict[str, int]:
    """Return the column to count passages in, by language."""
    columns = ((column.key.language, view.column_of(column.key.language)) for column in view.columns)
    return {code: number for code, number in columns if number is not None}


def open_counts(view: View, lines: tuple[BracketLine, ...]) -> Mapping[str, int]:
    """Return the number of open passages in each language, also 0 if another has some."""
    found = Counter(line.column for line in lines if line.outcome.is_open)
    return {code: found[number] for code, number in _columns(view).items()} if found else {}


def differing(view: View, lines: tuple[BracketLine, ...]) -> Mapping[int, Mapping[str, int]]:
    """Return the rows in which a language has more or fewer open passages than the pivot, with all counts."""
    columns = _columns(view)
    found: dict[int, Counter[int]] = {}
    for line in lines:
        if line.outcome.is_open:
            found.setdefault(line.row, Counter())[line.column] += 1
    differ = {}
    for row, counts in sorted(found.items()):
        cells = view.rows[row - 1].cells
        present = {
            code: counts[number]
            for code, number in columns.items()
            if any(not block.ghost for block in cells[number].blocks)
        }
        if view.pivot in columns and len(set(present.values())) > 1:
            differ[row] = present
    return differ
