"""The one-page summary of what changed, as a web page, a Word document and a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from aligner.formats.docx.docx_zip import NAMES, Properties, package, section
from aligner.formats.docx.runs import Look, paragraph_properties, piece_runs, runs
from aligner.formats.docx.side_by_side import Cell, table
from aligner.formats.html.run_writer import TAGS
from aligner.formats.html.style import head
from aligner.formats.pdf import printed
from aligner.languages import get
from aligner.values import Carried
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.markup import escape, isolated, language_attributes, visible
from aligner.view.one_page_summary import SIGNS, OnePageSummary, SummaryLine
from aligner.view.redline_runs import Mark, Piece, Role

_SIGNED: Final = ("onepage.name", "onepage.signature", "onepage.date")
"""What a person fills in at the foot."""

_ALERTING: Final = (Carried.NOT_CARRIED_OVER, Carried.PARTLY)

_BOLD: Final = Look(bold=True)
_SHADE: Final = "F3F5F8"
_ALERT: Final = "FFF1DC"
_PAGE: Final = 9600  # widths in twentieths of a point, on an A4 page between its margins
_PLACE: Final = 1500
_STATE: Final = 620
_STYLE: Final = """
@page { size: A4 portrait; margin: 14mm 16mm; }
.aligner.one-page { max-width: 48rem; margin: 0 auto; padding: 1.5rem; font-size: .875rem; }
.aligner.one-page, .one-page :is(:lang(zh), :lang(ar)) { line-height: 1.35; }
.one-page h1 { font-size: 1.25rem; } .one-page .answer { margin-block: .6rem; font-size: 1rem; }
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
    foot = f"{_signed(words)}<footer>{escape(_made(result, words))}</footer>"
    page = f'{head(words("onepage.title"), words, _STYLE)}<body class="aligner one-page">\n'
    return f"{page}{body(result, words)}{foot}\n</body>\n</html>\n".encode("utf-8", "replace")


def body(result: OnePageSummary, words: Words, link: Callable[[int], str] | None = None) -> str:
    """Write what the page says, without the fields to be signed.

    Args:
        result: the summary.
        words: the interface texts.
        link: returns the address of a row, if the rows are on the same page.
    """
    sentences = [escape(sentence) for sentence in _answer(result, words)]
    parts = (
        f"<header><h1>{isolated(result.title)}</h1>",
        f'<p class="muted">{isolated(_drafts(result, words))}</p></header><main>',
        f'<p class="answer"><strong>{sentences[0]}</strong> {" ".join(sentences[1:])}</p>',
        _web_table(result, words, link) if result.groups else "",
        *(
            f'<p class="muted">{escape(text)}</p>'
            for text in (_others(result, words), _legend(result, words))
            if text
        ),
        f'<p class="muted">{isolated(_files(result, words))}</p></main>',
    )
    return "".join(parts)


def _web_table(result: OnePageSummary, words: Words, link: Callable[[int], str] | None) -> str:
    heads = "".join(
        f'<th scope="col" class="state" title="{escape(words.language_name(code))}">{code.upper()}</th>'
        for code in result.languages
    )
    span = f'colspan="{2 + len(result.languages)}" scope="rowgroup"'
    bodies = "".join(
        f"<tbody><tr><th {span}>{escape(words(f'group.{group.kind}'))}</th></tr>"
        + "".join(_web_row(line, result, words, link) for line in group.lines)
        + "</tbody>"
        for group in result.groups
    )
    return (
        f'<table class="summary"><thead><tr><th scope="col" class="place">{escape(words("row.place"))}</th>'
        f'<th scope="col">{escape(words("report.excerpt"))}</th>{heads}</tr></thead>{bodies}</table>'
    )


def _web_row(
    line: SummaryLine, result: OnePageSummary, words: Words, link: Callable[[int], str] | None
) -> str:
    name = isolated(_place(line, words))
    name = f'<a href="{escape(link(line.row))}">{name}</a>' if link else f"<strong>{name}</strong>"
    page = f"<small>{escape(words('row.page', page=line.page))}</small>" if line.page else ""
    quoted = "".join(map(_piece, line.pieces))
    said = f"<bdi{language_attributes(get(line.language))}>{quoted}</bdi>" if line.language else ""
    states = "".join(_state(line, code, words) for code in result.languages)
    return f'<tr><th scope="row" class="place">{name}{page}</th><td>{said}</td>{states}</tr>'


def _state(line: SummaryLine, code: str, words: Words) -> str:
    alert = " attention" if line.states.get(code) in _ALERTING else ""
    said = escape(_said(line, code, words))
    sign = f'<span role="img" aria-label="{said}" title="{said}">{_sign(line, code)}</span>'
    return f'<td class="state{alert}">{sign if said else _sign(line, code)}</td>'


def _piece(piece: Piece) -> str:
    shown = escape(piece.text if piece.mark is Mark.EQUAL else visible(piece.text))
    shown = f"<sup>{shown}</sup>" if piece.role is Role.NOTE else shown
    element = TAGS.get(piece.mark)
    return f"<{element}>{shown}</{element}>" if element else shown


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
    first, *more = _answer(result, words)
    yield _word_paragraph(runs(result.title, result.reader), result.reader, "Heading1")
    yield _word_paragraph(runs(_drafts(result, words), ours), ours, "Remark")
    yield _word_paragraph(runs(first, ours, _BOLD) + "".join(runs(f" {each}", ours) for each in more), ours)
    if result.groups:
        yield _word_table(result, words)
    for text in (_others(result, words), _legend(result, words), _files(result, words)):
        if text:
            yield _word_paragraph(runs(text, ours), ours, "Remark")
    yield _word_paragraph("", ours)
    for name in _SIGNED:
        yield _word_paragraph(runs(f"{words(name)}: {'_' * 30}", ours), ours)
    yield _word_paragraph(runs(_made(result, words), ours), ours, "Remark")


def _word_table(result: OnePageSummary, words: Words) -> str:
    ours, right = words.language, get(words.language).right_to_left
    titles = (words("row.place"), words("report.excerpt"), *(code.upper() for code in result.languages))
    head = [Cell(_word_paragraph(runs(title, ours, _BOLD), ours), _SHADE) for title in titles]
    rows = []
    for group in result.groups:
        kind = runs(words(f"group.{group.kind}"), ours, _BOLD)
        rows.append([Cell(_word_paragraph(kind, ours), _SHADE), *(Cell("", _SHADE) for _ in titles[1:])])
        rows += [_word_row(line, result, words) for line in group.lines]
    states = [_STATE] * len(result.languages)
    widths = [_PLACE, _PAGE - _PLACE - sum(states), *states]
    return table(head, rows, widths, rtl=right)


def _word_row(line: SummaryLine, result: OnePageSummary, words: Words) -> list[Cell]:
    ours = words.language
    place = _word_paragraph(runs(_place(line, words), ours, _BOLD), ours)
    if line.page:
        place += _word_paragraph(runs(words("row.page", page=line.page), ours), ours)
    said = "".join(piece_runs(piece, line.language) for piece in line.pieces)
    states = (
        Cell(
            _word_paragraph(runs(_sign(line, code), ours), ours),
            _ALERT if line.states.get(code) in _ALERTING else "",
        )
        for code in result.languages
    )
    return [Cell(place), Cell(_word_paragraph(said, line.language or ours)), *states]


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


def _sign(line: SummaryLine, language: str) -> str:
    """Return the sign for an amendment in a language; a dash where nothing is known."""
    state = line.states.get(language)
    return "–" if state is None else SIGNS[state]


def _said(line: SummaryLine, language: str, words: Words) -> str:
    """Return what a sign means, with the reason; empty where nothing is known."""
    state, reason = line.states.get(language), line.reasons.get(language)
    text = "" if state is None else words(f"state.{state}")
    return f"{text} ({words.render(reason)})" if reason else text


def _legend(summary: OnePageSummary, words: Words) -> str:
    """Explain the signs on the page."""
    lines = (*(line for group in summary.groups for line in group.lines), *summary.others)
    states = {state for line in lines for state in line.states.values()}
    return " · ".join(f"{SIGNS[state]} {words(f'state.{state}')}" for state in SIGNS if state in states)


def _answer(summary: OnePageSummary, words: Words) -> Iterator[str]:
    """Say in a few sentences what the languages lack, and what could not be checked; the answer first."""
    yield words.render(summary.headline)
    if len(summary.lacking) > 1:
        counts = (f"{words.language_name(code)} {count}" for code, count in summary.lacking.items())
        yield words("onepage.lacking", counts=words("table.apart").join(counts))
    if not summary.followed and len({new.language for _, new in summary.drafts}) > 1:
        yield words("report.missing_unchecked")
    if summary.unfollowed:
        names = words("table.apart").join(words.language_name(code) for code in summary.unfollowed)
        yield words("report.missing_drafts", languages=names)


def _others(summary: OnePageSummary, words: Words) -> str:
    """Name the amendments that have no room; empty if all have."""
    if not summary.others:
        return ""
    places = words("table.apart").join(_place(line, words) for line in summary.others)
    return f"{words('onepage.others', count=len(summary.others))}: {places}"


def _files(summary: OnePageSummary, words: Words) -> str:
    """Name the files that were compared."""
    return words("onepage.files", files=words("table.apart").join(summary.files)) if summary.files else ""


def _made(summary: OnePageSummary, words: Words) -> str:
    """Name the program that made the summary; empty if it is not known."""
    return words("report.signature", version=summary.signature.aligner) if summary.signature else ""
