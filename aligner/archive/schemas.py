"""The tables of an archive: their columns, types and meaning.

An archive has one folder per table, with one Parquet file per shard, so that a folder reads as one
table. `VERSION` increases when a column changes its meaning, type or name; new columns may be
added at the end without a new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

FORMAT: Final = "aligner/archive"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning."""

    name: str
    type: pa.DataType
    meaning: str


_TEXT: Final = pa.string()
_COUNT: Final = pa.int32()
_SET: Final = Column("set", _TEXT, "name of the set")
_DOCUMENT: Final = pa.struct(
    [
        ("language", _TEXT),
        ("version", _TEXT),
        ("title", _TEXT),
        ("symbol", _TEXT),
        ("date", _TEXT),
        ("file", _TEXT),
        ("segments", _COUNT),
        ("characters", _COUNT),
    ]
)
_STATE: Final = pa.struct([("language", _TEXT), ("state", _TEXT), ("reason", _TEXT)])

COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "rows": (
        _SET,
        Column("row", _COUNT, "position of the row in its set, from 0; equal in all languages"),
        Column("language", _TEXT, "language of the text"),
        Column("version", _TEXT, "draft of the text"),
        Column("newest", pa.bool_(), "whether that draft is the newest of its language"),
        Column("text", _TEXT, "the segments of this document in the row, joined by line feeds"),
        Column("first", _COUNT, "index of the first of these segments in its document, from 0"),
        Column("segments", _COUNT, "number of these segments"),
        Column("kind", _TEXT, "role of the first segment (`operative`, `heading` …)"),
        Column(
            "place", _TEXT, "how the segments are cited (`OP5`, `Article 3`); empty if they cannot be cited"
        ),
        Column("page", _COUNT, "page on which the first segment begins, from 1; null without pages"),
        Column("score", pa.float32(), "lowest score of the row's links, from 0 to 1"),
    ),
    "amendments": (
        _SET,
        Column("number", _COUNT, "position in its set, from 0"),
        Column("language", _TEXT, "language of the amended text"),
        Column("old_version", _TEXT, "draft before"),
        Column("new_version", _TEXT, "draft after"),
        Column("kind", _TEXT, "kind of change (`edited`, `inserted`, `moved` …)"),
        Column("old_place", _TEXT, "how the paragraph was cited; empty if there was none"),
        Column("new_place", _TEXT, "how it is cited now; empty if there is none"),
        Column("old_text", _TEXT, "its text before"),
        Column("new_text", _TEXT, "its text after"),
        Column("carried", pa.list_(_STATE), "whether each other language has the amendment"),
    ),
    "findings": (
        _SET,
        Column("number", _COUNT, "position in its set, from 0"),
        Column("check", _TEXT, "id of the check"),
        Column("severity", _TEXT, "`error`, `warning`, `info` or `form`"),
        Column("language", _TEXT, "language of the text to review"),
        Column("version", _TEXT, "draft of that text"),
        Column("rows", pa.list_(_COUNT), "the rows concerned"),
        Column("place", _TEXT, "how the first row is cited in that text"),
        Column("expected", _TEXT, "what the other language, the glossary or usage requires"),
        Column("found", _TEXT, "the actual text; empty if something is missing"),
        Column("message", _TEXT, "the finding as an English sentence"),
        Column("code", _TEXT, "code of that message"),
    ),
    "vectors": (
        _SET,
        Column("row", _COUNT, "position of the row in its set, from 0"),
        Column(
            "vector",
            pa.binary(),
            "mean of the vectors of the row's newest texts, of unit length: 16-bit little-endian floats",
        ),
    ),
    "sets": (
        _SET,
        Column("key", _TEXT, "digest of the set's files and of the signature"),
        Column("title", _TEXT, "title of the set"),
        Column("pivot", _TEXT, "language that the others are compared to"),
        Column("languages", pa.list_(_TEXT), "the languages, the pivot first"),
        Column("versions", pa.list_(_TEXT), "the drafts, from earliest to latest"),
        Column("documents", pa.list_(_DOCUMENT), "the documents; `file` is the file name without its folder"),
        Column("rows", _COUNT, "number of rows"),
        Column("amendments", _COUNT, "number of amendments"),
        Column("findings", _COUNT, "number of findings"),
        Column("errors", _COUNT, "number of findings of severity `error`"),
        Column("links", _COUNT, "links with text in both languages"),
        Column("doubtful_links", _COUNT, "links with a score below 0.5"),
        Column("encoder", _TEXT, "encoder and revision"),
        Column("aligner", _TEXT, "version of this program"),
        Column("notes", pa.list_(_TEXT), "notices from reading, in English"),
    ),
    "failures": (
        _SET,
        Column("key", _TEXT, "digest of the set's files and of the signature"),
        Column("stage", _TEXT, "stage that failed (`manifest`, `read`, `encode`, `align` …)"),
        Column("error", _TEXT, "class of the error; `TimeLimit` or `MemoryLimit` if a limit was exceeded"),
        Column("message", _TEXT, "the error in one line"),
        Column("retry", pa.bool_(), "whether the next run tries again, for example after a lost connection"),
    ),
    "timings": (
        _SET,
        Column("stage", _TEXT, "stage of the pipeline"),
        Column("seconds", pa.float64(), "time spent in it"),
        Column("peak_memory", pa.int64(), "peak memory of the process so far, in bytes"),
    ),
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
