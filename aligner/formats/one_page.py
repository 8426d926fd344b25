"""The one-page summary of what changed, as a web page, a Word document and a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from aligner.formats.docx import word_xml
from aligner.formats.docx.side_by_side import Cell, table
from aligner.formats.docx.word_xml import Look, paragraph_properties, piece_runs, runs
from aligner.formats.html.amendment_matrix import ALERTING, Link, answer, legend, matrix, place, sign
from aligner.formats.templates import fill, page
from aligner.languages import get
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.one_page_summary import OnePageSummary, SummaryLine

_SIGNED: Final = ("onepage.name", "onepage.signature", "onepage.date")
"""What a person fills in at the foot."""

_BOLD: Final = Look(bold=True)
_SHADE: Final = "F3F5F8"
_ALERT: Final = "FFF1DC"
_PAGE: Final = 9600  # widths in twentieths of a point, on an A4 page between its margins
_PLACE: Final = 1500
_STATE: Final = 620
_DECISION: Final = 1800


def web_page(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Write the page: no script, no request to anywhere.

    Args:
        result: the summary.
        interface: the language of headings and remarks.
    """
    words = load(interface)
    whole, made = body(result, words), _made(result, words)
    made_page = page(
        "one_page.html", words, words("onepage.title"), "one_page", body=whole, signed=_SIGNED, made=made
    )
    return made_page.encode("utf-8", "replace")


def body(result: OnePageSummary, words: Words, link: Link = lambda _: None) -> str:
    """Write what the page says, without the fields to be signed.

    Args:
        result: the summary.
        words: the interface texts.
        link: returns the address of a row, if the rows are on the same page.
    """
    return fill(
        "one_page_body.html",
        words,
        title=result.title,
        drafts=_drafts(result, words),
        answer=list(answer(result, words)),
        matrix=matrix(result.groups, result.languages, words, link) if result.groups else "",
        remarks=(_others(result, words), legend(result, words)),
        files=_files(result, words),
    )


def word(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Write the file; headings and remarks are in the language of `interface`."""
    words = load(interface)
    right = get(words.language).right_to_left
    body = "".join(_word_paragraphs(result, words))
    page = word_xml.section(rtl=right, has_footer=False)
    document = f"<w:document {word_xml.NAMES}><w:body>{body}{page}</w:body></w:document>"
    about = word_xml.Properties(title=result.title, made_with=_made(result, words))
    return word_xml.package({"document": document}, words.language, about)


def _word_paragraphs(result: OnePageSummary, words: Words) -> Iterator[str]:
    ours = words.language
    first, *more = answer(result, words)
    yield _word_paragraph(runs(result.title, result.reader), result.reader, "Heading1")
    yield _word_paragraph(runs(_drafts(result, words), ours), ours, "Remark")
    yield _word_paragraph(runs(first, ours, _BOLD) + "".join(runs(f" {each}", ours) for each in more), ours)
    if result.groups:
        yield _word_table(result, words)
    for text in (_others(result, words), legend(result, words), _files(result, words)):
        if text:
            yield _word_paragraph(runs(text, ours), ours, "Remark")
    yield _word_paragraph("", ours)
    for name in _SIGNED:
        yield _word_paragraph(runs(f"{words(name)}: {'_' * 30}", ours), ours)
    yield _word_paragraph(runs(_made(result, words), ours), ours, "Remark")


def _word_table(result: OnePageSummary, words: Words) -> str:
    ours, right = words.language, get(words.language).right_to_left
    titles = [words("row.place"), words("report.excerpt"), *(code.upper() for code in result.languages)]
    titles += [words("decision.title")] if result.has_decisions else []
    head = [Cell(_word_paragraph(runs(title, ours, _BOLD), ours), _SHADE) for title in titles]
    rows = []
    for group in result.groups:
        kind = runs(words(f"group.{group.kind}"), ours, _BOLD)
        rows.append([Cell(_word_paragraph(kind, ours), _SHADE), *(Cell("", _SHADE) for _ in titles[1:])])
        rows += [_word_row(line, result, words) for line in group.lines]
    states = [_STATE] * len(result.languages) + ([_DECISION] if result.has_decisions else [])
    widths = [_PLACE, _PAGE - _PLACE - sum(states), *states]
    return table(head, rows, widths, rtl=right)


def _word_row(line: SummaryLine, result: OnePageSummary, words: Words) -> list[Cell]:
    ours = words.language
    cited = _word_paragraph(runs(place(line, words), ours, _BOLD), ours)
    if line.page:
        cited += _word_paragraph(runs(words("row.page", page=line.page), ours), ours)
    said = "".join(piece_runs(piece, line.language) for piece in line.pieces)
    states = (
        Cell(
            _word_paragraph(runs(sign(line, code), ours), ours),
            _ALERT if line.states.get(code) in ALERTING else "",
        )
        for code in result.languages
    )
    cells = [Cell(cited), Cell(_word_paragraph(said, line.language or ours)), *states]
    if result.has_decisions:
        cells.append(Cell(_word_paragraph(runs(words.decision(line.decision), ours), ours)))
    return cells


def _word_paragraph(inside: str, language: str, style: str = "Cell") -> str:
    return f"<w:p>{paragraph_properties(style, language)}{inside}</w:p>"


def printed_page(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Print the web page, or the Word document where there is no browser.

    Raises:
        InputError: there is no program to print with, or it failed.
    """
    from aligner.formats.pdf import printed

    return printed(
        partial(web_page, result, interface=interface),
        partial(word, result, interface=interface),
    )


def _drafts(summary: OnePageSummary, words: Words) -> str:
    """Name the drafts compared, by language, and say when the summary was made."""
    unnamed = words("column.unnamed")
    drafts = [
        f"{get(new.language).endonym} {old.version or unnamed} → {new.version or unnamed}"
        for old, new in summary.drafts
    ]
    made = () if summary.made is None else (words("onepage.made", date=words.date(summary.made)),)
    return " · ".join((*drafts, *made))


def _others(summary: OnePageSummary, words: Words) -> str:
    """Name the amendments that have no room; empty if all have."""
    if not summary.others:
        return ""
    places = words("table.apart").join(place(line, words) for line in summary.others)
    return f"{words('onepage.others', count=len(summary.others))}: {places}"


def _files(summary: OnePageSummary, words: Words) -> str:
    """Name the files that were compared."""
    return words("onepage.files", files=words("table.apart").join(summary.files)) if summary.files else ""


def _made(summary: OnePageSummary, words: Words) -> str:
    """Name the program that made the summary; empty if it is not known."""
    return words("report.signature", version=summary.signature.aligner) if summary.signature else ""
