"""Parquet: aligned pairs as columns, for corpora of millions of pairs.

One row per unit: `source_language`, `target_language`, `source_document`, `target_document`,
`source` and `target` (lists of segments, empty for a gap), `source_label`, `target_label`,
`score`, `confirmed`. Several such files can be read as one table.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, label_lines, labelled, piece, score
from aligner.languages import get
from aligner.values import FormatError, reason
from aligner.values.limits import MAX_BITEXT

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
_NEEDED: Final = ("source_language", "target_language", "source", "target")
_BESIDE: Final = ("source_document", "target_document", "source_label", "target_label", "score", "confirmed")
_KNOWN: Final = frozenset({*_NEEDED, *_BESIDE})
_BATCH: Final = 1024
_VALUE: Final = 64
"""Memory in bytes that a value needs besides its characters, at least."""


def parallel(result: Parallel) -> bytes:
    """Return the table, compressed; the same bytes for the same pairs and version of pyarrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.string()
    columns: dict[str, pa.Array] = {}
    for place, side in enumerate(("source", "target")):
        meta, cells = result.columns[place], [unit.cells[place] for unit in result.units]
        columns |= {
            f"{side}_language": pa.array([meta.language] * len(cells), text),
            f"{side}_document": pa.array([meta.name] * len(cells), text),
            side: pa.array([[piece.text for piece in cell] for cell in cells], pa.list_(text)),
            f"{side}_label": pa.array([label_lines(cell) for cell in cells], text),
        }
    columns["score"] = pa.array([round(unit.score, 6) for unit in result.units], pa.float64())
    columns["confirmed"] = pa.array([unit.confirmed for unit in result.units], pa.bool_())
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd")
    return file.getvalue()


def read(data: bytes, name: str) -> Parallel:
    """Return the pairs of one table.

    Raises:
        FormatError: it is no Parquet, lacks a column, is empty, or mixes languages.
        LanguageError: a language is not one of the document languages.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(io.BytesIO(data)) as file:
            names = file.schema_arrow.names
            shared, batch = _shared(file, name)
        with pq.ParquetFile(io.BytesIO(data), read_dictionary=shared) as file:
            rows = _rows(file, [each for each in names if each in _KNOWN], batch, name)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:  # KeyError: a damaged name
        raise FormatError.about(name, "import.not_parquet", why=reason(error)) from None
    missing = [column for column in _NEEDED if column not in names]
    if missing:
        raise FormatError.about(name, "import.no_column", column=missing[0])
    if not rows:
        raise FormatError.about(name, "import.no_row")
    columns = {tuple(_column(row, side) for side in ("source", "target")) for row in rows}
    if len(columns) > 1:
        raise FormatError.about(name, "import.text_pairs", pairs=len(columns))
    units = tuple(
        ParallelUnit(
            tuple(
                labelled(_cell(row[side]), str(row.get(f"{side}_label") or ""))
                for side in ("source", "target")
            ),
            score(str(row.get("score", 1.0))),
            row.get("confirmed") is True,
        )
        for row in rows
    )
    return Parallel(columns.pop(), units)


def _shared(file: pq.ParquetFile, name: str) -> tuple[list[str], int]:
    """Return the columns whose repeated texts to keep once, and how many rows to unpack at a time.

    A few kilobytes can hold a long text a million times over: as one text and a million numbers, or
    each as "the one before" (`DELTA_BYTE_ARRAY`), which cannot be kept packed and so is read row by
    row.
    """
    meta = file.metadata
    chunks = [
        meta.row_group(group).column(column)
        for group in range(meta.num_row_groups)
        for column in range(meta.num_columns)
    ]
    if sum(chunk.total_uncompressed_size for chunk in chunks) > MAX_BITEXT:
        raise _too_large(name)
    texts = [chunk for chunk in chunks if chunk.physical_type == "BYTE_ARRAY"]
    chained = any("DELTA_BYTE_ARRAY" in chunk.encodings for chunk in texts)
    delta = {chunk.path_in_schema for chunk in texts if any("DELTA" in each for each in chunk.encodings)}
    return sorted({chunk.path_in_schema for chunk in texts} - delta), 1 if chained else _BATCH


def _rows(file: pq.ParquetFile, wanted: list[str], batch_size: int, name: str) -> list[dict[str, Any]]:
    """Return the rows, a batch at a time; their size is checked before they are converted."""
    rows: list[dict[str, Any]] = []
    size = 0
    for batch in file.iter_batches(batch_size=batch_size, columns=wanted):
        size += sum(map(_weight, batch.columns))
        if size > MAX_BITEXT:
            raise _too_large(name)
        rows += batch.to_pylist()
    return rows


def _weight(column: pa.Array) -> int:
    """Return the size of a column in bytes once each value has its own copy of its text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ListArray | pa.LargeListArray | pa.FixedSizeListArray):
        return _VALUE * len(column) + _weight(column.flatten())
    if isinstance(column, pa.StructArray):
        return sum(map(_weight, column.flatten()))
    if isinstance(column, pa.DictionaryArray):
        lengths = pc.binary_length(column.dictionary).cast(pa.int64())
        return _VALUE * len(column) + (pc.sum(lengths.take(column.indices)).as_py() or 0)
    return _VALUE * len(column) + int(column.nbytes)


def _too_large(name: str) -> FormatError:
    return FormatError.about(name, "file.unpacks_to", limit=MAX_BITEXT // 2**20)


def _column(row: dict[str, Any], side: str) -> Column:
    return Column(get(str(row[f"{side}_language"])).code, "", str(row.get(f"{side}_document") or ""))


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return (piece(value),) if value.strip() else ()
    return tuple(piece(str(text)) for text in value) if isinstance(value, list) else ()
