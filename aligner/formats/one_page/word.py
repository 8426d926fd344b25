"""The one-page summary as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.formats.docx.docx_zip import NAMES, Properties, package, section
from aligner.formats.docx.runs import Look, paragraph_properties, piece_runs, runs
from aligner.formats.one_page import wording
from aligner.languages import get
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.one_page_summary import OnePageSummary, SummaryLine

_BOLD: Final = Look(bold=True)


def summary(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Write the file; headings and remarks are in the language of `interface`."""
    words = load(interface)
    right = get(words.language).right_to_left
    body = "".join(_paragraphs(result, words))
    page = section(rtl=right, has_footer=False)
    document = f"<w:document {NAMES}><w:body>{body}{page}</w:body></w:document>"
    about = Properties(title=result.title, made_with=wording.made(result, words))
    return package({"document": document}, words.language, about)


def _paragraphs(result: OnePageSummary, words: Words) -> Iterator[str]:
    ours = words.language
    yield _paragraph(runs(result.title, result.reader), result.reader, "Heading1")
    yield _paragraph(runs(words("onepage.title"), ours), ours)
    yield _paragraph(runs(wording.drafts(result, words), ours), ours)
    yield _paragraph(runs(words("onepage.changed", count=result.total), ours), ours, "Heading2")
    if not result.groups:
        yield _paragraph(runs(words("report.amendments_none"), ours), ours)
    for group in result.groups:
        yield _paragraph(runs(words(f"group.{group.kind}"), ours, _BOLD), ours, "CellHead")
        for line in group.lines:
            yield _paragraph(_line(line, words), line.language or ours)
        if group.others:
            yield _paragraph(runs(wording.others(group.others, words), ours), ours)
    yield _paragraph(runs(words("onepage.reached"), ours), ours, "Heading2")
    for sentence in wording.verdict(result, words):
        yield _paragraph(runs(sentence, ours), ours)
    for found in result.states:
        said = runs(f" {wording.state(found, words)}", ours)
        yield _paragraph(_line(found.line, words) + said, ours)
    for sentence in wording.more_states(result, words):
        yield _paragraph(runs(sentence, ours), ours)
    yield _paragraph("", ours)
    for name in wording.SIGNED:
        yield _paragraph(runs(f"{words(name)}: {'_' * 30}", ours), ours)
    yield _paragraph(runs(wording.made(result, words), ours), ours, "Remark")


def _line(line: SummaryLine, words: Words) -> str:
    place = runs(wording.place(line, words), words.language, _BOLD) + runs(" ", words.language)
    return place + "".join(piece_runs(piece, line.language) for piece in line.pieces)


def _paragraph(inside: str, language: str, style: str = "Cell") -> str:
    return f"<w:p>{paragraph_properties(style, language)}{inside}</w:p>"
