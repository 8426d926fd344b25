"""The one-page summary of what changed, as a web page, a Word document and a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from aligner.formats.docx.docx_zip import NAMES, Properties, package, section
from aligner.formats.docx.runs import Look, paragraph_properties, piece_runs, runs
from aligner.formats.html.run_writer import TAGS
from aligner.formats.html.style import head
from aligner.formats.pdf import printed
from aligner.languages import get
from aligner.values import Carried
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.markup import escape, isolated, language_attributes, visible
from aligner.view.one_page_summary import OnePageSummary, SummaryGroup, SummaryLine, SummaryState
from aligner.view.redline_runs import Mark, Piece, Role

_SIGNED: Final = ("onepage.name", "onepage.signature", "onepage.date")
"""What a person fills in at the foot."""

_BOLD: Final = Look(bold=True)
_STYLE: Final = """
@page { size: A4 portrait; margin: 14mm 16mm; }
.aligner.one-page { max-width: 48rem; margin: 0 auto; padding: 1.5rem; font-size: .875rem; }
.aligner.one-page, .one-page :is(:lang(zh), :lang(ar)) { line-height: 1.35; }
.one-page h1 { font-size: 1.25rem; } .one-page h2 { margin: .8rem 0 .25rem; font-size: 1rem; }
.one-page h3 { margin: .45rem 0 .1rem; font-size: .875rem; }
.one-page ul { margin: 0; padding-inline-start: 1.1rem; } .one-page li { margin: 0 0 .1rem; }
.one-page p { margin: .2rem 0; }
.one-page .signed { display: flex; gap: 2rem; margin-block-start: 2rem; break-inside: avoid; }
.one-page .signed span { flex: 1; border-block-start: 1px solid currentColor; padding-block-start: .2rem; }
.one-page footer { margin-block-start: 1rem; }
@media print { .aligner.one-page { padding: 0; font-size: 9pt; } .one-page h1 { font-size: 13pt; } }
"""


def web_page(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Write the page: no script, no request to anywhere.

    Args:
        result: the summary.
        interface: the language of headings and remarks.
    """
    words = load(interface)
    title = words("onepage.title")
    changed = "".join(_group(group, words) for group in result.groups)
    parts = (
        f"<header><h1>{isolated(result.title)}</h1><p>{escape(title)}</p>",
        f'<p class="muted">{isolated(_drafts(result, words))}</p></header>',
        f"<main><h2>{escape(words('onepage.changed', count=result.total))}</h2>",
        changed or f"<p>{escape(words('report.amendments_none'))}</p>",
        f"<h2>{escape(words('onepage.reached'))}</h2>",
        *(f"<p>{escape(sentence)}</p>" for sentence in _verdict(result, words)),
        _states(result, words),
        "</main>",
        _signed(words),
        f"<footer>{escape(_made(result, words))}</footer>",
    )
    page = f'{head(title, words, _STYLE)}<body class="aligner one-page">\n'
    return f"{page}{''.join(parts)}\n</body>\n</html>\n".encode("utf-8", "replace")


def _group(group: SummaryGroup, words: Words) -> str:
    items = "".join(f"<li>{_line(line, words)}</li>" for line in group.lines)
    others = _others(group.others, words)
    items += f'<li class="muted">{escape(others)}</li>' if others else ""
    return f"<h3>{escape(words(f'group.{group.kind}'))}</h3><ul>{items}</ul>"


def _line(line: SummaryLine, words: Words) -> str:
    place = f"<strong>{isolated(_place(line, words))}</strong>"
    if not line.language:
        return place
    said = "".join(map(_piece, line.pieces))
    return f"{place} <bdi{language_attributes(get(line.language))}>{said}</bdi>"


def _piece(piece: Piece) -> str:
    shown = escape(piece.text if piece.mark is Mark.EQUAL else visible(piece.text))
    shown = f"<sup>{shown}</sup>" if piece.role is Role.NOTE else shown
    element = TAGS.get(piece.mark)
    return f"<{element}>{shown}</{element}>" if element else shown


def _states(result: OnePageSummary, words: Words) -> str:
    items = "".join(f"<li>{_state(each, words)}</li>" for each in result.states)
    items += "".join(f'<li class="muted">{escape(more)}</li>' for more in _more_states(result, words))
    return f"<ul>{items}</ul>" if items else ""


def _state(found: SummaryState, words: Words) -> str:
    return f"{_line(found.line, words)}: {isolated(_state_of(found, words))}"


def _signed(words: Words) -> str:
    fields = "".join(f"<span>{escape(words(name))}</span>" for name in _SIGNED)
    return f'<div class="signed">{fields}</div>'


def word(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Write the file; headings and remarks are in the language of `interface`."""
    words = load(interface)
    right = get(words.language).right_to_left
    body = "".join(_word_paragraphs(result, words))
    page = section(rtl=right, has_footer=False)
    document = f"<w:document {NAMES}><w:body>{body}{page}</w:body></w:document>"
    about = Properties(title=result.title, made_with=_made(result, words))
    return package({"document": document}, words.language, about)


def _word_paragraphs(result: OnePageSummary, words: Words) -> Iterator[str]:
    ours = words.language
    yield _word_paragraph(runs(result.title, result.reader), result.reader, "Heading1")
    yield _word_paragraph(runs(words("onepage.title"), ours), ours)
    yield _word_paragraph(runs(_drafts(result, words), ours), ours)
    yield _word_paragraph(runs(words("onepage.changed", count=result.total), ours), ours, "Heading2")
    if not result.groups:
        yield _word_paragraph(runs(words("report.amendments_none"), ours), ours)
    for group in result.groups:
        yield _word_paragraph(runs(words(f"group.{group.kind}"), ours, _BOLD), ours, "CellHead")
        for line in group.lines:
            yield _word_paragraph(_word_line(line, words), line.language or ours)
        if group.others:
            yield _word_paragraph(runs(_others(group.others, words), ours), ours)
    yield _word_paragraph(runs(words("onepage.reached"), ours), ours, "Heading2")
    for sentence in _verdict(result, words):
        yield _word_paragraph(runs(sentence, ours), ours)
    for found in result.states:
        said = runs(f" {_state_of(found, words)}", ours)
        yield _word_paragraph(_word_line(found.line, words) + said, ours)
    for sentence in _more_states(result, words):
        yield _word_paragraph(runs(sentence, ours), ours)
    yield _word_paragraph("", ours)
    for name in _SIGNED:
        yield _word_paragraph(runs(f"{words(name)}: {'_' * 30}", ours), ours)
    yield _word_paragraph(runs(_made(result, words), ours), ours, "Remark")


def _word_line(line: SummaryLine, words: Words) -> str:
    place = runs(_place(line, words), words.language, _BOLD) + runs(" ", words.language)
    return place + "".join(piece_runs(piece, line.language) for piece in line.pieces)


def _word_paragraph(inside: str, language: str, style: str = "Cell") -> str:
    return f"<w:p>{paragraph_properties(style, language)}{inside}</w:p>"


def printed_page(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Print the web page, or the Word document where there is no browser.

    Raises:
        InputError: there is no program to print with, or it failed.
    """
    return printed(
        partial(web_page, result, interface=interface),
        partial(word, result, interface=interface),
    )


def _drafts(summary: OnePageSummary, words: Words) -> str:
    """Name the drafts compared, by language."""
    return " · ".join(
        f"{get(new.language).endonym} {_draft(old.version, words)} → {_draft(new.version, words)}"
        for old, new in summary.drafts
    )


def _draft(version: str, words: Words) -> str:
    return version or words("column.unnamed")


def _place(line: SummaryLine, words: Words) -> str:
    """Cite an amendment; without a place, by the first cell of a table's row, or the row's number here."""
    old = words("row.old_place", place=words.place(line.old_place)) if line.old_place else ""
    name = words.place(line.place)
    if name and old:
        return f"{name} ({old})"
    return name or old or line.head or words("row.permalink", number=line.row)


def _others(count: int, words: Words) -> str:
    """Say how many amendments are left out; empty for none."""
    return words("onepage.others", count=count) if count else ""


def _state_of(found: SummaryState, words: Words) -> str:
    """Say which languages an amendment did not reach, or may not have reached, and why."""
    languages = words("table.apart").join(words.language_name(code) for code in found.languages)
    said = f"{languages} – {words(f'state.{found.state}')}"
    return f"{said} ({words.render(found.reason)})" if found.reason else said


def _verdict(summary: OnePageSummary, words: Words) -> Iterator[str]:
    """Say in a few sentences whether the languages agree, and what could not be checked."""
    if summary.complete:
        yield words("headline.reached")
    elif not summary.followed:
        yield words("report.missing_unchecked")
    elif not summary.states and not summary.unfollowed:
        yield words("report.missing_none")
    if summary.unfollowed:
        names = words("table.apart").join(words.language_name(code) for code in summary.unfollowed)
        yield words("report.missing_drafts", languages=names)


def _more_states(summary: OnePageSummary, words: Words) -> Iterator[str]:
    """Say how many states of each kind are left out."""
    for found, count in summary.others:
        yield words("onepage.more_states", state=words(f"state.{Carried(found)}"), count=count)


def _made(summary: OnePageSummary, words: Words) -> str:
    """Name the program that made the summary; empty if it is not known."""
    return words("report.signature", version=summary.signature.aligner) if summary.signature else ""
