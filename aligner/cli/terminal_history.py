"""The paragraphs of a series of drafts as a table on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.cli.terminal_style import Style, clean
from aligner.formats.history_table import HistoryLine, cells_of, lines_of
from aligner.segmentation.measured_rows import width
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.results import DraftSeries

_GLANCE: Final = 60  # columns of paragraph text in a table
_HEADS: Final = (
    "row.place",
    "terminal.came_in",
    "terminal.changed_in",
    "table.what",
    "terminal.went",
    "report.text",
)


def show_history(series: DraftSeries, style: Style, *, interface: str = DEFAULT) -> Iterator[str]:
    """Print the numbered drafts, then for each paragraph when it was introduced, changed and deleted."""
    words = load(interface)
    for number, draft in enumerate(series.drafts, start=1):
        yield f"{number}  {clean(draft.version)}  {words('terminal.paragraphs', count=len(draft))}"
    yield ""
    lines = lines_of(series)
    rows = [tuple(map(words, _HEADS)), *(_history_row(series, line, words) for line in lines)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(_HEADS) - 1)]
    for number, (*cells, text) in enumerate(rows):
        padded = [cell + " " * (most - width(cell)) for cell, most in zip(cells, widths, strict=True)]
        shown = "  ".join([*padded, text]).rstrip()
        yield style.strong(shown) if number == 0 else shown
    gone = sum(line.went_in is not None for line in lines)
    yield ""
    paragraphs = words("terminal.paragraphs", count=len(lines) - gone)
    yield f"{paragraphs}; {words('terminal.gone', number=gone)}"


def _history_row(series: DraftSeries, line: HistoryLine, words: Words) -> tuple[str, ...]:
    """Return the cells of a line: drafts by number, and as much text as fits."""
    place, _, _, kind, _, text = cells_of(series, line, words)
    came_in, changed, went = (
        str(draft + 1) if draft is not None else "" for draft in (line.came_in, line.changed_in, line.went_in)
    )
    shown = clean(text.replace("\n", " ")[:_GLANCE])
    while width(shown) >= _GLANCE:
        shown = shown[:-1]
    return clean(place), came_in, changed, kind, went, shown if len(shown) == len(text) else f"{shown}…"
