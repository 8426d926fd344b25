"""Units as a table with quoted cells, for spreadsheets: one row per unit, one column per language.

Columns: `unit`, `score`, `confirmed`, then a `label` and a `text` for each language. Each segment of a
cell is on a separate line; what begins like a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from aligner.formats.bilingual_tables import header, of_table
from aligner.formats.bitext import Parallel, joined, label_lines
from aligner.readers.encoding import decode
from aligner.readers.table_text import bare, guarded, table_rows


def parallel(result: Parallel) -> bytes:
    """Return a header, then a row for each unit; lines end in CR LF, as RFC 4180 requires."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header(result))
    for number, unit in enumerate(result.units, start=1):
        cells = [guarded(text) for cell in unit.cells for text in (label_lines(cell), joined(cell))]
        writer.writerow([str(number), f"{unit.score:.6f}", "yes" if unit.confirmed else "", *cells])
    return file.getvalue().encode("utf-8")


def read(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Return a table with quoted cells, divided by commas, semicolons or tabs.

    Raises:
        FormatError: as `table_rows` and `of_table`.
    """
    text = decode(data, name)[0].removeprefix("\ufeff")
    return of_table([[bare(cell) for cell in row] for _, row in table_rows(text, name)], name, languages)
