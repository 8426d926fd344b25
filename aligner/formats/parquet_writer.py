"""Parquet: aligned pairs as columns, for those who build corpora of millions.

One row a unit: `source_language`, `target_language`, `source_document`, `target_document`,
`source` and `target` (lists of segments, empty for a gap), `source_label`, `target_label`,
`score`, `confirmed`. Several such files can be read as one table.
"""

from __future__ import annotations

import io
from typing import Any

from aligner.formats.bitext import Parallel, label_lines


def parallel(result: Parallel) -> bytes:
    """The table, compressed; the same bytes for the same pairs and version of pyarrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, texts = pa.string(), pa.list_(pa.string())
    columns: dict[str, tuple[Any, list[Any]]] = {}
    for place, side in enumerate(("source", "target")):
        held, cells = result.columns[place], [unit.cells[place] for unit in result.units]
        columns |= {
            f"{side}_language": (text, [held.language] * len(cells)),
            f"{side}_document": (text, [held.name] * len(cells)),
            side: (texts, [[piece.text for piece in cell] for cell in cells]),
            f"{side}_label": (text, [label_lines(cell) for cell in cells]),
        }
    columns["score"] = (pa.float64(), [round(unit.score, 6) for unit in result.units])
    columns["confirmed"] = (pa.bool_(), [unit.confirmed for unit in result.units])
    table = pa.table(
        {name: pa.array(values, type=kind) for name, (kind, values) in columns.items()},
    )
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()
