"""Every file format, once: what writes it, what reads it, and what it carries.

Help texts, error messages, filters of uploads, notes on what is lost and `README.md` in
this folder are all made from `FORMATS`. Importing this module imports no format: functions
are named, and looked up when a file is written or read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aligner.formats.bitext import Parallel
from aligner.formats.format import Fact, Format, Input, Output, facts
from aligner.values import Comparison, Document, Update
from aligner.values.errors import InputError
from aligner.values.message import Message
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
        remark="One file that needs nothing beside it: texts side by side, amendments underlined and "
        "struck through, findings beside their passages. No scripts; dark mode and print included. Of "
        "`compare --summary`, one page to hand on: what changed by weight, what did not reach which "
        "language, what could not be determined, and room for a signature.",
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
        Input("json.read:read", (".json",), remark="what `segment`, `align`, `diff` and `compare` wrote"),
        remark="The documented forms, all at version 1: keys may be added, none is renamed.",
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
        Input(
            "docx.read_table:read",
            (".docx",),
            languages=True,
            remark="a table of two or more languages; from our own, the newest drafts in all languages",
        ),
        worded=True,
        remark="For `diff`, both drafts as tracked changes: accepting all gives the newer, rejecting all "
        "the older, word for word, with numbers (as text) and footnotes; moved paragraphs are deleted and "
        "inserted, with a comment at both places; differences of form (hyphens, spaces, quotation marks) "
        "have a separate reviewer's name, so that Word can hide them. Amendments that a person "
        "accepted are no longer tracked; other decisions are comments. Otherwise a landscape table by "
        "language with amendments underlined and struck through, which language has them, drafted "
        "instructions, and footnotes.",
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
        remark="The web page as a browser prints it (Chromium, Chrome or Edge; without one, the Word table "
        "converted by LibreOffice).",
    ),
    Format(
        ".tmx",
        "Translation memory (TMX 1.4b)",
        "application/x-tmx+xml",
        (
            Output(AlignedPair, "tmx:parallel", _PAIR, units=True),
            Output(Comparison, "tmx:parallel", _UNITS, units=True),
            Output(Parallel, "tmx:parallel", _PAIR, units=True),
        ),
        Input(
            "tmx:read",
            (".tmx",),
            root=b"<tmx",
            remark="any version, from any program; text in other languages than ours, a second variant of "
            "a language in one unit and text inside codes are left out, with a note",
        ),
        remark="One unit per bead, in all languages, newest drafts. Where segments divide, numbers, kinds, "
        "scores, and what was confirmed or moved are properties.",
    ),
    Format(
        ".xlf",
        "XLIFF 2.1",
        "application/xliff+xml",
        (
            Output(AlignedPair, "xliff:parallel", _PAIR - facts("languages"), units=True),
            Output(Parallel, "xliff:parallel", _PAIR - facts("languages"), units=True),
            Output(Checked, "xliff:checked", _PAIR - facts("languages") | facts("findings")),
            Output(Update, "xliff:units", _DRAFT | facts("amendments")),
        ),
        Input(
            "xliff:read",
            (".xlf", ".xliff", ".sdlxliff", ".mqxliff"),
            root=b"<xliff",
            remark="1.2 and 2.x, from any program; proposed translations and embedded original files are "
            "left out, with a note",
        ),
        two_languages=True,
        remark="One unit per bead in two languages. A confirmed one is `reviewed`, a gap `initial`; doubts "
        "are notes, and so are the findings of `check` (with `--lang`), on their passages. For `update`, "
        "one unit per paragraph of the new draft: `translated` where it is certain, otherwise `initial`, "
        "with the pivot's changes and proposed words as notes, and proposed paragraphs as matches.",
    ),
    Format(
        ".xliff",
        "XLIFF 1.2",
        "application/xliff+xml",
        (
            Output(AlignedPair, "xliff:parallel_first", _PAIR - facts("languages"), units=True),
            Output(Parallel, "xliff:parallel_first", _PAIR - facts("languages"), units=True),
            Output(Checked, "xliff:checked_first", _PAIR - facts("languages") | facts("findings")),
            Output(Update, "xliff:units_first", _DRAFT | facts("amendments")),
        ),
        two_languages=True,
        remark="The same for programs that do not know version 2: `approved` is what `.xlf` calls "
        "`reviewed`, and proposals are `alt-trans`.",
    ),
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
        Input(
            "xlsx.read_table:read",
            (".xlsx",),
            languages=True,
            remark="the first visible sheet whose headings name two languages (`English`, `anglais`, "
            "`zh-CN`)",
        ),
        worded=True,
        remark="Sheets of aligned text, of amendments with deleted and inserted words marked, of tables with "
        "one column per cell, of footnotes, of findings, and of figures. It contains no macros or formulas.",
    ),
    Format(
        ".csv",
        "Table, comma-separated",
        "text/csv",
        (
            Output(AlignedPair, "csv:parallel", _ROWS, units=True),
            Output(Comparison, "csv:parallel", _ROWS, units=True),
            Output(Parallel, "csv:parallel", _ROWS, units=True),
            Output(DraftSeries, "amendment_table:table", facts("text amendments")),
        ),
        Input("csv:read", (".csv",), languages=True, remark="tables of two or more languages"),
        byte_order_mark=True,
        remark="One row per unit; number and text by language. A cell that begins like a formula gets an "
        "apostrophe; `--bom` is for Excel. For `history`, one row per paragraph.",
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
        Input("tsv:read", (".tsv",), languages=True, remark="tables of two or more languages"),
        byte_order_mark=True,
        remark="Like `.csv`, without quoting: tabs and line breaks inside text become spaces. For `align`, "
        "also the indices of both sides.",
    ),
    Format(
        ".jsonl",
        "JSON Lines",
        "application/jsonl",
        (
            Output(AlignedPair, "jsonl:parallel", _PAIR, units=True),
            Output(Comparison, "jsonl:parallel", _UNITS, units=True),
            Output(Parallel, "jsonl:parallel", _PAIR, units=True),
        ),
        Input("jsonl:read", (".jsonl",), remark="our own"),
        remark="One unit per line (`aligner/unit`, version 1).",
    ),
    Format(
        ".parquet",
        "Parquet",
        "application/vnd.apache.parquet",
        (
            Output(AlignedPair, "parquet:parallel", _ROWS - facts("languages"), units=True),
            Output(Parallel, "parquet:parallel", _ROWS - facts("languages"), units=True),
        ),
        Input("parquet:read", (".parquet",), is_native=True, remark="tables with the same columns"),
        remark="Aligned pairs as columns: language, document, segments, number, score, confirmed.",
    ),
    Format(
        ".zip",
        "Moses corpus",
        "application/zip",
        (
            Output(AlignedPair, "moses:parallel", facts("text languages"), units=True),
            Output(Comparison, "moses:parallel", facts("text languages"), units=True),
            Output(Parallel, "moses:parallel", facts("text languages"), units=True),
        ),
        Input(
            "moses:read", (".zip",), remark="OPUS corpora too; unzipped files by the beginning of their names"
        ),
        remark="Zipped as OPUS does: `bitext.zh` and `bitext.en`, line by line.",
    ),
    Format(
        ".beads",
        "Beads",
        "text/plain",
        (Output(AlignedPair, "beads:alignment", facts("segments")),),
        Input(
            "beads:read",
            (".beads", ".ladder", ".align", ".txt"),
            texts=True,
            remark="with both texts (`--source`, `--target`); hunalign ladders, Vecalign and Bertalign links "
            "too",
        ),
        remark="The usual ladder format, one bead per line: `[0]:[0, 1]`, every index once, in order.",
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
        remark="The table of amendments, including changed footnotes. For `history`, one row per paragraph.",
    ),
    Format(
        ".txt",
        "Plain text",
        "text/plain",
        (
            Output(Document, "beads:document", facts("text")),
            Output(Update, "docx.redline:text", _DRAFT),
        ),
        remark="One segment per line, so that line n is segment n. For `update`, the new draft with its "
        "numbers.",
    ),
    Format(
        ".xml",
        "Stand-off XML of InterText and OPUS",
        "application/xml",
        input=Input("beads:read", (".xml",), texts=True, remark="with the two texts it names beside it"),
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
