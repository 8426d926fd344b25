"""Parquet of aligned pairs, with the columns that our writer describes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from aligner.errors import FormatError
from aligner.importers.facts import score
from aligner.languages import get
from aligner.parallel import Cell, Column, Parallel, ParallelUnit, labelled, piece

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_NEEDED: Final = ("source_language", "target_language", "source", "target")
_BESIDE: Final = ("source_document", "target_document", "source_label", "target_label", "score", "confirmed")
_KNOWN: Final = frozenset({*_NEEDED, *_BESIDE})
_BATCH: Final = 1024

MAX_BYTES: Final = 512 * 1024 * 1024
"""What the texts of a table may unpack to."""


def read(data: bytes, name: str) -> Parallel:
    """The pairs of one table.

    Raises:
        FormatError: it is no Parquet, lacks a column, is empty, or mixes languages.
        LanguageError: a language is not one of the six.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(io.BytesIO(data)) as file:
            names = file.schema_arrow.names
            rows = _rows(file, [each for each in names if each in _KNOWN], name)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FormatError(f"{name} is no Parquet file: {str(error).splitlines()[0]}") from None
    missing = [column for column in _NEEDED if column not in names]
    if missing or not rows:
        raise FormatError(f"{name} {f'has no column {missing[0]}' if missing else 'has no row'}")
    columns = {tuple(_column(row, side) for side in ("source", "target")) for row in rows}
    if len(columns) > 1:
        raise FormatError(f"{name} holds {len(columns)} pairs of texts; give a table with one")
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


def _rows(file: pq.ParquetFile, wanted: list[str], name: str) -> list[dict[str, Any]]:
    """The rows, a batch at a time: a few kilobytes can hold one text a million times."""
    rows: list[dict[str, Any]] = []
    size = 0
    for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
        size += batch.nbytes
        if size > MAX_BYTES:
            raise FormatError(f"{name} would unpack to more than {MAX_BYTES // 2**20} MiB; split it first")
        rows += batch.to_pylist()
    return rows


def _column(row: dict[str, Any], side: str) -> Column:
    return Column(get(str(row[f"{side}_language"])).code, "", str(row.get(f"{side}_document") or ""))


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return (piece(value),) if value.strip() else ()
    return tuple(piece(str(text)) for text in value) if isinstance(value, list) else ()
