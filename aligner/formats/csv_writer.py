"""Units as a table with quoted cells, for spreadsheets: a row a unit, a column a language.

Columns: `unit`, `score`, `confirmed`, then a `label` and a `text` for each language. A
cell's segments stand under each other; what begins like a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from aligner.formats.bitext import Parallel, joined, label_lines
from aligner.formats.cells import guarded


def parallel(result: Parallel) -> bytes:
    """A header, then a row for each unit; lines end as RFC 4180 says, by CR LF."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header(result))
    writer.writerows(_rows(result))
    return file.getvalue().encode("utf-8")


def header(result: Parallel) -> list[str]:
    """The names of the columns; a language that comes twice is told apart by its draft or a number.

    >>> from aligner.formats.bitext import Column
    >>> header(Parallel((Column("zh"), Column("en")), ()))
    ['unit', 'score', 'confirmed', 'label_zh', 'text_zh', 'label_en', 'text_en']
    """
    codes = [column.language for column in result.columns]
    names = [
        code if codes.count(code) == 1 else f"{code}-{codes[:place].count(code) + 1}"
        for place, code in enumerate(codes)
    ]
    return ["unit", "score", "confirmed", *(f"{kind}_{name}" for name in names for kind in ("label", "text"))]


def _rows(result: Parallel) -> Iterator[list[str]]:
    for number, unit in enumerate(result.units, start=1):
        cells = [guarded(text) for cell in unit.cells for text in (label_lines(cell), joined(cell))]
        yield [str(number), f"{unit.score:.6f}", "yes" if unit.confirmed else "", *cells]
