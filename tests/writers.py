"""One result of each kind, every file that it can be written as, and each file as comparable text.

Run from the checkout after a deliberate change (`PYTHONPATH=. python tests/writers.py`), it rewrites
the golden files of `test_writers.py`.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import parallels
import sample

import aligner
from aligner.formats.bitext import Parallel, to_pair
from aligner.formats.registry import extensions
from aligner.formats.writing import Result, export
from aligner.values import (
    Ask,
    AskKind,
    Comparison,
    Document,
    Finding,
    Proposal,
    Segment,
    Severity,
    Signature,
    Span,
    Update,
    UpdateAction,
    UpdatedParagraph,
    verbatim,
)
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.one_page_summary import OnePageSummary
from aligner.view.summarise import summarise

GOLDEN = Path(__file__).parent / "golden" / "writers"
ELSEWHERE = {
    AlignedPair: {".tmx", ".xlf", ".xliff", ".xlsx", ".csv", ".jsonl", ".parquet", ".zip"},
    RevisedPair: {".docx"},
    Comparison: {".html", ".md", ".zip"},
    Parallel: set(extensions(Parallel)),
}
"""What has golden files beside those here: the report, redlines, exchange."""

OPTIONS = {(Checked, extension): {"language": "fr"} for extension in (".xlf", ".xliff")}
SIGNATURE = Signature("0.1.0", "sample", "1", (("unit", "paragraph"),))


def results() -> dict[type, Result | Parallel]:
    """A small result of each kind, made by hand."""
    old, new = sample.drafts("en")
    comparison = sample.comparison(["en", "fr", "ar"])
    row = next(n for n, row in enumerate(comparison.rows) if len(row.cells) > 3)
    first, second = verbatim("French has 2017"), verbatim("it is missing")
    findings = (
        Finding("numbers", Severity.ERROR, (row,), "fr", Span(0, 2), "2018", "=2017", first),
        Finding("missing", Severity.WARNING, (row + 1, row + 2), "fr", None, "a passage", "", second),
    )
    return {
        Document: new,
        AlignedPair: to_pair(parallels.by_hand()),
        RevisedPair: RevisedPair(old, new, sample.revision(old, new)),
        Comparison: comparison,
        Parallel: parallels.by_hand(),
        Checked: Checked(comparison, findings),
        DraftSeries: DraftSeries((old, new), (sample.revision(old, new),)),
        Update: update_of(old, new),
        OnePageSummary: summarise(comparison, "fr"),
    }


def update_of(old: Document, new: Document) -> Update:
    """A draft of which the first paragraph is kept, a new one is asked for, and the rest is deleted."""
    text = new.text_of(0)
    words = Span(0, min(5, len(old.text_of(0))))
    ask = Ask(AskKind.TRANSLATE, f"{{+{text}+}}", words, (Proposal(text, "set", 0.5),))
    kept = UpdatedParagraph(
        UpdateAction.EDIT, (0,), (0,), (0,), old.segments[0].label, text, (words,), (ask,)
    )
    made = UpdatedParagraph(UpdateAction.INSERT, (), (), (0,), old.segments[0].label, "", (), (ask,))
    gone = [
        UpdatedParagraph(UpdateAction.DELETE, (i,), (i,), (), old.segments[i].label, old.text_of(i))
        for i in range(1, len(old))
    ]
    first = replace(old.segments[0], span=Span(0, len(text)), marks=(), cells=())
    second = Segment(Span(len(text) + 1, len(text) + 1), label=first.label)
    draft = replace(old, text=f"{text}\n", segments=(first, second), footnotes=())
    return Update(old.language, old, old, new, (kept, made, *gone), draft, SIGNATURE)


def every() -> list[tuple[type, str]]:
    """All pairs of a kind of result and an extension."""
    return [(kind, extension) for kind in results() for extension in extensions(kind)]


def golden() -> list[tuple[type, str]]:
    """The pairs whose golden files `test_writers.py` compares."""
    return [(kind, extension) for kind, extension in every() if extension not in ELSEWHERE.get(kind, set())]


def written(result: Result | Parallel, extension: str) -> bytes:
    return export(result, extension, **OPTIONS.get((type(result), extension), {}))


def as_text(data: bytes, extension: str) -> str:
    """The contents of a file, without what depends on the version of zlib, fonts or programs."""
    if extension == ".pdf":
        return words_of_pdf(data)
    if extension == ".parquet":
        import pyarrow.parquet as parquet

        return "\n".join(map(str, parquet.read_table(io.BytesIO(data)).to_pylist())) + "\n"
    if extension == ".xlsx":
        return cells_of_workbook(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name).decode("utf-8") for name in sorted(archive.namelist())}
        shown = (
            f"== {name}\n{re.sub('(?=<(?:w:p|w:tr|row|si|tr)[ >])', chr(10), part)}"
            for name, part in parts.items()
        )
        return unversioned("\n".join(shown)) + "\n"
    text = data.decode("utf-8")
    return unversioned(re.sub(r"<style>.*?</style>", "", text, flags=re.S) if extension == ".html" else text)


def cells_of_workbook(data: bytes) -> str:
    """Each sheet's cells, a row a line; words of a change in the marks that the terminal uses."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        lines += [" | ".join(map(_cell, row)) for row in sheet.iter_rows(values_only=True)]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    parts = []
    for part in value if isinstance(value, list) else [value]:
        font = getattr(part, "font", None)
        text = "" if part is None else str(part)
        marked = f"{{-{text}-}}" if font and font.strike else f"{{+{text}+}}" if font and font.u else text
        parts.append(marked)
    return "".join(parts).replace("\n", "¶")


def unversioned(text: str) -> str:
    return re.sub(f'(toolversion=")({re.escape(aligner.__version__)})"', r'\1"', text)


def words_of_pdf(data: bytes) -> str:
    """The words of a printed page, each once, in alphabetical order.

    A browser's bytes differ by version; where lines end, in what order pieces are drawn, and which
    signs have a shape differ by the fonts installed. Arabic is left out: a PDF holds it as it is
    seen, and programs turn it round differently.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = (document[number].get_textpage().get_text_range() for number in range(len(document)))
    text = re.sub("[\u0600-\u06ff]+", " ", "\n".join(pages).replace("\ufffe", ""))
    return " ".join(sorted(set(re.findall(r"[^\W\d_]{3,}", text)))) + "\n"


def path_of(kind: type, extension: str) -> Path:
    return GOLDEN / f"{kind.__name__.lower()}{extension}.txt"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for kind, extension in golden():
        if extension == ".pdf" and not shutil.which("chromium"):
            continue  # it is left as it was
        text = as_text(written(results()[kind], extension), extension)
        path_of(kind, extension).write_bytes(text.encode("utf-8"))
