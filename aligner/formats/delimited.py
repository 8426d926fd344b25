"""Tables of text for spreadsheets and scripts, with quoted cells (CSV) or divided by tabs (TSV).

A table of units has the columns `unit`, `score` and `confirmed`, then a `label` and a `text` for each
language. In quoted cells, each segment is on a separate line, and what begins like a formula gets an
apostrophe. Between tabs nothing is quoted: tabs and line breaks inside texts become spaces.

An alignment is a table of links: `source` and `target` (0-based indices divided by spaces, empty for a
gap), `score`, `moved` (the indices of the counterpart of a passage that is elsewhere), `source_label`,
`target_label`, `source_text`, `target_text`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from aligner.alignment.links import one_by_one
from aligner.formats.bilingual_tables import header, of_table
from aligner.formats.bitext import Cell, Parallel, joined, label_lines, labels
from aligner.formats.cells import bare_line, neutral
from aligner.readers.encoding import decode
from aligner.readers.table_text import bare, guarded, table_rows
from aligner.values import Bead, Document, Span
from aligner.values.results import AlignedPair

COLUMNS: Final = (
    "source",
    "target",
    "score",
    "moved",
    "source_label",
    "target_label",
    "source_text",
    "target_text",
)


def alignment(result: AlignedPair) -> bytes:
    """Return a header, then a line for each bead."""
    ours = {index: move.target for move in result.alignment.moves for index in move.source}
    theirs = {index: move.source for move in result.alignment.moves for index in move.target}
    lines = ["\t".join(COLUMNS)]
    for wide in result.alignment.beads:
        for bead in one_by_one(wide):
            moved = [ours[i] for i in bead.source if i in ours] if not bead.target else []
            moved += [theirs[i] for i in bead.target if i in theirs] if not bead.source else []
            lines.append("\t".join(_cells(result, bead, moved)))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def quoted(result: Parallel) -> bytes:
    """Return a header, then a row for each unit; lines end in CR LF, as RFC 4180 requires."""
    file = io.StringIO()
    csv.writer(file).writerows(map(guarded, row) for row in _rows(result, label_lines))
    return file.getvalue().encode("utf-8")


def tabbed(result: Parallel) -> bytes:
    """Return the same table without quoting, in any number of languages."""
    return "".join("\t".join(map(neutral, row)) + "\n" for row in _rows(result, labels)).encode("utf-8")


def _rows(result: Parallel, label: Callable[[Cell], str]) -> Iterator[list[str]]:
    yield header(result)
    for number, unit in enumerate(result.units, start=1):
        cells = [text for cell in unit.cells for text in (label(cell), joined(cell))]
        yield [str(number), f"{unit.score:.6f}", "yes" if unit.confirmed else "", *cells]


def read_quoted(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Return a table with quoted cells, divided by commas, semicolons or tabs.

    Raises:
        FormatError: as `table_rows` and `of_table`.
    """
    text = decode(data, name)[0].removeprefix("\ufeff")
    return of_table([[bare(cell) for cell in row] for _, row in table_rows(text, name)], name, languages)


def read_tabbed(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Return the lines of cells divided by tabs, without quoting.

    Raises:
        FormatError: as `of_table`.
    """
    text = decode(data, name)[0].removeprefix("\ufeff").removesuffix("\n")
    lines = (line.removesuffix("\r").split("\t") for line in text.split("\n"))
    return of_table([[bare_line(cell) for cell in line] for line in lines], name, languages)


def _cells(result: AlignedPair, bead: Bead, moved: Iterable[Span]) -> list[str]:
    return [
        _numbers(bead.source),
        _numbers(bead.target),
        f"{bead.score:.6f}",
        " ".join(dict.fromkeys(_numbers(span) for span in moved)),
        _labels(result.source, bead.source),
        _labels(result.target, bead.target),
        neutral(result.source.joined(bead.source)),
        neutral(result.target.joined(bead.target)),
    ]


def _numbers(span: Span) -> str:
    return " ".join(str(index) for index in span)


def _labels(document: Document, span: Span) -> str:
    return neutral(" ".join(document.segments[index].label or "" for index in span).strip())
