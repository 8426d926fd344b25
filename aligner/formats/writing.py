"""Results as files: one small module a format, found by the file's extension.

A writer takes the result and gives bytes, the same bytes for the same result. Nothing
is imported before its format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Final, cast

from aligner.formats.bitext import Parallel, of_comparison, of_pair
from aligner.values import Comparison, Document
from aligner.values.errors import InputError
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair

Result = Document | AlignedPair | RevisedPair | Comparison | Checked | DraftSeries
Writer = Callable[..., bytes]

_WRITERS: Final[Mapping[type, Mapping[str, str]]] = MappingProxyType(
    {
        Document: {".json": "json.write:document", ".txt": "txt:document", ".xml": "akn:document"},
        AlignedPair: {
            ".beads": "beads:alignment",
            ".json": "json.write:alignment",
            ".tsv": "tsv:alignment",
            ".html": "html.result_report:alignment",
            ".docx": "docx.side_by_side:alignment",
            ".pdf": "pdf:alignment",
            ".tmx": "tmx:parallel",
            ".xlf": "xliff:parallel",
            ".xlsx": "xlsx.workbook:alignment",
            ".csv": "csv:parallel",
            ".jsonl": "jsonl:parallel",
            ".parquet": "parquet:parallel",
            ".zip": "moses:parallel",
        },
        RevisedPair: {
            ".json": "json.write:revision",
            ".html": "html.result_report:revision",
            ".docx": "docx.redline:revision",
            ".pdf": "pdf:revision",
            ".xlsx": "xlsx.workbook:revision",
            ".md": "markdown:revision",
            ".xml": "akn:revision",
        },
        Comparison: {
            ".html": "html.result_report:comparison",
            ".json": "json.write:comparison",
            ".docx": "docx.side_by_side:comparison",
            ".pdf": "pdf:comparison",
            ".xlsx": "xlsx.workbook:comparison",
            ".md": "markdown:comparison",
            ".tmx": "tmx:parallel",
            ".csv": "csv:parallel",
            ".tsv": "tsv:parallel",
            ".jsonl": "jsonl:parallel",
            ".zip": "moses:parallel",
        },
        Parallel: {
            ".tmx": "tmx:parallel",
            ".xlf": "xliff:parallel",
            ".xlsx": "xlsx.workbook:parallel",
            ".csv": "csv:parallel",
            ".tsv": "tsv:parallel",
            ".jsonl": "jsonl:parallel",
            ".parquet": "parquet:parallel",
            ".zip": "moses:parallel",
        },
        Checked: {
            ".json": "json.write:findings",
            ".html": "html.result_report:checked",
            ".xlsx": "xlsx.workbook:checked",
            ".xlf": "xliff:checked",
        },
        DraftSeries: {
            ".json": "json.write:history",
            ".csv": "history_table:table",
            ".md": "history_table:markdown",
        },
    }
)
"""Kind of result → extension → module and function of this package."""


WORDED: Final = (".html", ".docx", ".pdf", ".md")
"""The formats that speak of the texts, in the language that the option `interface` names."""


def extensions(kind: type) -> tuple[str, ...]:
    """The extensions a kind of result can be written as, the usual one first."""
    return tuple(_WRITERS[kind])


def find_writer(kind: type, extension: str, *, besides: Sequence[str] = ()) -> Writer:
    """The function that writes a kind of result in the format of an extension.

    Args:
        kind: one of `Document`, `AlignedPair`, `RevisedPair`, `Comparison`.
        extension: with its dot, in any case (`.JSON`).
        besides: extensions that the caller writes without us, to be named among those known.

    Raises:
        InputError: for an extension that this kind cannot be written as; names those it can.
    """
    known = _WRITERS[kind]
    path = known.get(extension.lower())
    if path is None:
        shown = repr(extension) if extension else "a file name without an extension"
        raise InputError(f"{shown} cannot be written here; choose one of {', '.join([*known, *besides])}")
    module, function = path.split(":")
    writer = cast("Writer", getattr(import_module(f"aligner.formats.{module}"), function))
    return _of_units(writer) if function == "parallel" else writer


def export(result: Result | Parallel, extension: str, **options: str) -> bytes:
    """Write a result in the format of an extension; `options` are those its writer takes.

    Raises:
        InputError: as `find_writer`.
    """
    return find_writer(type(result), extension)(result, **options)


def as_parallel(result: Result | Parallel) -> Parallel:
    """The units that the formats of translation programs hold.

    Raises:
        InputError: the result is in one language only.
    """
    if isinstance(result, Parallel):
        return result
    if isinstance(result, AlignedPair):
        return of_pair(result)
    if isinstance(result, Comparison):
        return of_comparison(result)
    raise InputError("this is in one language only; such files hold texts in two or more")


def _of_units(writer: Writer) -> Writer:
    return lambda result, **options: writer(as_parallel(result), **options)
