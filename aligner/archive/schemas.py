"""The tables of an archive: their columns, types and meaning.

An archive has one folder per table, with one Parquet file per shard, so that a folder reads as one
table. `VERSION` increases when a column changes its meaning, type or name; new columns may be
added at the end without a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from aligner.values import data_files

FORMAT: Final = "aligner/archive"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning."""

    name: str
    type: pa.DataType
    meaning: str


def _record(**fields: pa.DataType) -> pa.DataType:
    return pa.struct(list(fields.items()))


_TEXT, _COUNT = pa.string(), pa.int32()
_TYPES: Final[Mapping[str, pa.DataType]] = {
    "text": _TEXT,
    "texts": pa.list_(_TEXT),
    "numbers": pa.list_(_COUNT),
    "documents": pa.list_(
        _record(
            **dict.fromkeys(("language", "version", "title", "symbol", "date", "file"), _TEXT),
            segments=_COUNT,
            characters=_COUNT,
        )
    ),
    "states": pa.list_(_record(language=_TEXT, state=_TEXT, reason=_TEXT)),
}
"""The types of columns that have no name of Arrow's in `data/archive.toml`."""

COLUMNS: Final = {
    table: tuple(
        Column(name, _TYPES[kind] if kind in _TYPES else pa.type_for_alias(kind), meaning)
        for name, (kind, meaning) in columns.items()
    )
    for table, columns in data_files.tables("archive.toml").items()
}
"""Table → columns. All tables except `timings` depend only on the sets and the signature."""

SCHEMAS: Final = {
    table: pa.schema([(column.name, column.type) for column in columns]) for table, columns in COLUMNS.items()
}
"""Table → Arrow schema."""


def table_of(name: str, records: list[dict[str, object]]) -> pa.Table:
    """Return records as an Arrow table of the archive.

    Raises:
        pyarrow.ArrowException: if a record does not fit the schema.
    """
    return pa.Table.from_pylist(records, schema=SCHEMAS[name])


def described() -> str:
    """Return the schemas as Markdown, for `README.md`."""
    lines = []
    for table, columns in COLUMNS.items():
        lines += [f"**{table}/**", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {each.name} | {_short(each.type)} | {each.meaning} |" for each in columns]
        lines.append("")
    return "\n".join(lines)


def _short(kind: pa.DataType) -> str:
    return str(kind).replace("list<element: ", "list<").replace("list<item: ", "list<")
