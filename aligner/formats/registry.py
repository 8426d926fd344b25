"""Every file format, once: what writes it, what reads it, and what it carries.

Help texts, error messages, filters of uploads, notes on what is lost and `README.md` in
this folder are all made from `FORMATS`; `data/formats.toml` tells what the files contain.
Importing this module imports no format: functions are named, and looked up when a file is
written or read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aligner.formats.bitext import Parallel
from aligner.formats.format import Fact, Format, Input, Output, facts
from aligner.values import Comparison, Document, Message, Update
from aligner.values.errors import InputError
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.one_page_summary import OnePageSummary

_ALL: Final = frozenset(Fact)
_PAGE: Final = facts("text languages moves segments labels kinds footnotes drafts amendments")
"""What pages for people show: doubtful links are marked, but scores are not given."""
_UNITS: Final = facts("text languages scores confirmed segments labels kinds")
_PAIR: Final = _UNITS | facts("moves")
"""Moves are indices into two texts, so units of a whole set cannot have them."""
_ROWS: Final = facts("text languages scores confirmed segments labels")
_TABLE: Final = facts("text languages scores confirmed labels")
_WORKBOOK: Final = _ROWS | facts("footnotes amendments")
_DRAFT: Final = facts("text labels")
_SUMMARY: Final = facts("languages drafts amendments")
"""Of the text, a summary quotes only the words that changed."""
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


def _bitext(function: str, pair: frozenset[Fact], whole: frozenset[Fact]) -> tuple[Output, ...]:
    """Return how units are written, whether of a pair, a whole set or what was read from a file."""
    carried = ((AlignedPair, pair), (Comparison, whole), (Parallel, pair))
    return tuple(Output(kind, function, carries, units=True) for kind, carries in carried)


def _xliff(version: str) -> tuple[Output, ...]:
    pair = _PAIR - facts("languages")
    return (
        Output(AlignedPair, f"xliff:parallel{version}", pair, units=True),
        Output(Parallel, f"xliff:parallel{version}", pair, units=True),
        Output(Checked, f"xliff:checked{version}", pair | facts("findings")),
        Output(Update, f"xliff:units{version}", _DRAFT | facts("amendments")),
    )


FORMATS: Final = (
    Format(
        ".html",
        "Web page",
        "text/html",
        (
            Output(AlignedPair, "html.report:alignment", _PAGE),
            Output(RevisedPair, "html.report:revision", _PAGE),
            Output(Comparison, "html.report:comparison", _PAGE),
            Output(Checked, "html.report:checked", _PAGE | facts("findings")),
            Output(Update, "update.page:page", _DRAFT | facts("drafts amendments")),
            Output(OnePageSummary, "one_page:web_page", _SUMMARY),
        ),
        worded=True,
    ),
    Format(
        ".json",
        "JSON",
        "application/json",
        (
            Output(Document, "json.write:document", _ALL),
            Output(AlignedPair, "json.write:alignment", _ALL),
            Output(RevisedPair, "json.write:revision", _ALL),
            Output(Comparison, "json.write:comparison", _ALL),
            Output(Checked, "json.write:findings", facts("findings")),
            Output(DraftSeries, "json.write:history", _ALL),
            Output(Update, "json.write:update", _ALL),
        ),
        Input("json.read:read", (".json",)),
    ),
    Format(
        ".docx",
        "Word document",
        f"{_OFFICE}.wordprocessingml.document",
        (
            Output(AlignedPair, "docx.side_by_side:alignment", _PAGE),
            Output(RevisedPair, "docx.redline:revision", _PAGE - facts("kinds")),
            Output(Comparison, "docx.side_by_side:comparison", _PAGE),
            Output(Update, "docx.redline:draft", _DRAFT | facts("footnotes drafts amendments")),
            Output(OnePageSummary, "one_page:word", _SUMMARY),
        ),
        Input("docx.read_table:read", (".docx",), languages=True),
        worded=True,
    ),
    Format(
        ".pdf",
        "PDF",
        "application/pdf",
        (
            Output(AlignedPair, "pdf:alignment", _PAGE),
            Output(RevisedPair, "pdf:revision", _PAGE),
            Output(Comparison, "pdf:comparison", _PAGE),
            Output(OnePageSummary, "one_page:printed_page", _SUMMARY),
        ),
        worded=True,
    ),
    Format(
        ".tmx",
        "Translation memory (TMX 1.4b)",
        "application/x-tmx+xml",
        _bitext("tmx:parallel", _PAIR, _UNITS),
        Input("tmx:read", (".tmx",), root=b"<tmx"),
    ),
    Format(
        ".xlf",
        "XLIFF 2.1",
        "application/xliff+xml",
        _xliff(""),
        Input("xliff:read", (".xlf", ".xliff", ".sdlxliff", ".mqxliff"), root=b"<xliff"),
        two_languages=True,
    ),
    Format(".xliff", "XLIFF 1.2", "application/xliff+xml", _xliff("_first"), two_languages=True),
    Format(
        ".xlsx",
        "Excel workbook",
        f"{_OFFICE}.spreadsheetml.sheet",
        (
            Output(AlignedPair, "xlsx.workbook:alignment", _WORKBOOK),
            Output(RevisedPair, "xlsx.workbook:revision", facts("amendments")),
            Output(Comparison, "xlsx.workbook:comparison", _WORKBOOK),
            Output(Parallel, "xlsx.workbook:parallel", _ROWS, units=True),
            Output(Checked, "xlsx.workbook:checked", _WORKBOOK | facts("findings")),
        ),
        Input("xlsx.read_table:read", (".xlsx",), languages=True),
        worded=True,
    ),
    Format(
        ".csv",
        "Table, comma-separated",
        "text/csv",
        (
            *_bitext("csv:parallel", _ROWS, _ROWS),
            Output(DraftSeries, "amendment_table:table", facts("text amendments")),
        ),
        Input("csv:read", (".csv",), languages=True),
        byte_order_mark=True,
    ),
    Format(
        ".tsv",
        "Table, tab-separated",
        "text/tab-separated-values",
        (
            Output(AlignedPair, "tsv:alignment", facts("text scores moves labels")),
            Output(Comparison, "tsv:parallel", _TABLE, units=True),
            Output(Parallel, "tsv:parallel", _TABLE, units=True),
        ),
        Input("tsv:read", (".tsv",), languages=True),
        byte_order_mark=True,
    ),
    Format(
        ".jsonl",
        "JSON Lines",
        "application/jsonl",
        _bitext("jsonl:parallel", _PAIR, _UNITS),
        Input("jsonl:read", (".jsonl",)),
    ),
    Format(
        ".parquet",
        "Parquet",
        "application/vnd.apache.parquet",
        (
            Output(AlignedPair, "parquet:parallel", _ROWS - facts("languages"), units=True),
            Output(Parallel, "parquet:parallel", _ROWS - facts("languages"), units=True),
        ),
        Input("parquet:read", (".parquet",), is_native=True),
    ),
    Format(
        ".zip",
        "Moses corpus",
        "application/zip",
        _bitext("moses:parallel", facts("text languages"), facts("text languages")),
        Input("moses:read", (".zip",)),
    ),
    Format(
        ".beads",
        "Beads",
        "text/plain",
        (Output(AlignedPair, "beads:alignment", facts("segments")),),
        Input("beads:read", (".beads", ".ladder", ".align", ".txt"), texts=True),
    ),
    Format(
        ".md",
        "Markdown table",
        "text/markdown",
        (
            Output(RevisedPair, "amendment_table:revision", facts("amendments")),
            Output(Comparison, "amendment_table:comparison", facts("amendments")),
            Output(DraftSeries, "amendment_table:markdown", facts("text amendments")),
        ),
        worded=True,
    ),
    Format(
        ".txt",
        "Plain text",
        "text/plain",
        (Output(Document, "beads:document", facts("text")), Output(Update, "docx.redline:text", _DRAFT)),
    ),
    Format(
        ".xml",
        "Stand-off XML of InterText and OPUS",
        "application/xml",
        input=Input("beads:read", (".xml",), texts=True),
    ),
)
"""All formats; where several can hold a result, the ones for people come first."""


def extensions(kind: type) -> tuple[str, ...]:
    """Return the extensions a kind of result can be written as, the usual one first."""
    return tuple(each.extension for each in FORMATS if each.output(kind))


def written_as(kind: type, extension: str, *, besides: Sequence[str] = ()) -> tuple[Format, Output]:
    """Return the format that an extension names for a kind of result, and how it is written.

    Args:
        kind: the type of the result, such as `Document` or `Comparison`.
        extension: with its dot, in any case (`.JSON`).
        besides: extensions that the caller writes itself, to be named among those known.

    Raises:
        InputError: for an extension that this kind cannot be written as; names those it can.
    """
    for each in FORMATS:
        output = each.output(kind)
        if output is not None and each.extension == extension.lower():
            return each, output
    known = (*extensions(kind), *besides)
    if not extension:
        raise InputError(Message("output.no_extension", known=known))
    raise InputError(Message("output.extension", extension=repr(extension), known=known))


def read_as(extension: str) -> Format | None:
    """Return the format that files of an extension are read as; None if nothing reads them."""
    for each in FORMATS:
        if each.input is not None and extension.lower() in each.input.extensions:
            return each
    return None


READABLE: Final = tuple(e for each in FORMATS if each.input for e in each.input.extensions)
"""The extensions of all files that are read."""

LINKS: Final = tuple(e for each in FORMATS if each.input and each.input.texts for e in each.input.extensions)
"""The extensions of files that only link segments by number, and need the texts beside them."""

ALIGNED: Final = tuple(dict.fromkeys(e for e in READABLE if e not in LINKS))
"""The extensions of files of aligned text that need nothing beside them."""

WORDED: Final = tuple(dict.fromkeys(each.extension for each in FORMATS if each.worded))
"""The formats with headings and remarks, in the language that the option `interface` names."""

BYTE_ORDER_MARK: Final = tuple(each.extension for each in FORMATS if each.byte_order_mark)
"""The tables that spreadsheets may want with a byte order mark."""

TWO_LANGUAGES: Final = tuple(each.extension for each in FORMATS if each.two_languages)
"""The formats that hold two languages and no more."""
