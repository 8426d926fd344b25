"""Parquet of aligned pairs, with the columns that our writer describes."""

from __future__ import annotations

import io
from typing import Any, Final

from aligner.errors import FormatError
from aligner.importers.facts import score
from aligner.languages import get
from aligner.parallel import Cell, Column, Parallel, ParallelUnit, labelled, piece

_NEEDED: Final = ("source_language", "target_language", "source", "target")


def read(data: bytes, name: str) -> Parallel:
    """The pairs of one table.

    Raises:
        FormatError: it is no Parquet, lacks a column, is empty, or mixes languages.
        LanguageError: a language is not one of the six.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
        rows: list[dict[str, Any]] = table.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FormatError(f"{name} is no Parquet file: {str(error).splitlines()[0]}") from None
    missing = [column for column in _NEEDED if column not in table.column_names]
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


def _column(row: dict[str, Any], side: str) -> Column:
    return Column(get(str(row[f"{side}_language"])).code, "", str(row.get(f"{side}_document") or ""))


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return (piece(value),) if value.strip() else ()
    return tuple(piece(str(text)) for text in value) if isinstance(value, list) else ()
