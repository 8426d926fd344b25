"""The one-page summary as a web page, which prints on one sheet."""

from __future__ import annotations

from typing import Final

from aligner.formats.html.run_writer import TAGS
from aligner.formats.html.style import head
from aligner.formats.one_page import wording
from aligner.languages import get
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.markup import escape, isolated, language_attributes, visible
from aligner.view.one_page_summary import OnePageSummary, SummaryGroup, SummaryLine, SummaryState
from aligner.view.redline_runs import Mark, Piece, Role

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


def summary(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
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
        f'<p class="muted">{isolated(wording.drafts(result, words))}</p></header>',
        f"<main><h2>{escape(words('onepage.changed', count=result.total))}</h2>",
        changed or f"<p>{escape(words('report.amendments_none'))}</p>",
        f"<h2>{escape(words('onepage.reached'))}</h2>",
        *(f"<p>{escape(sentence)}</p>" for sentence in wording.verdict(result, words)),
        _states(result, words),
        "</main>",
        _signed(words),
        f"<footer>{escape(wording.made(result, words))}</footer>",
    )
    page = f'{head(title, words, _STYLE)}<body class="aligner one-page">\n'
    return f"{page}{''.join(parts)}\n</body>\n</html>\n".encode("utf-8", "replace")


def _group(group: SummaryGroup, words: Words) -> str:
    items = "".join(f"<li>{_line(line, words)}</li>" for line in group.lines)
    others = wording.others(group.others, words)
    items += f'<li class="muted">{escape(others)}</li>' if others else ""
    return f"<h3>{escape(words(f'group.{group.kind}'))}</h3><ul>{items}</ul>"


def _line(line: SummaryLine, words: Words) -> str:
    place = f"<strong>{isolated(wording.place(line, words))}</strong>"
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
    items += "".join(f'<li class="muted">{escape(more)}</li>' for more in wording.more_states(result, words))
    return f"<ul>{items}</ul>" if items else ""


def _state(found: SummaryState, words: Words) -> str:
    return f"{_line(found.line, words)}: {isolated(wording.state(found, words))}"


def _signed(words: Words) -> str:
    fields = "".join(f"<span>{escape(words(name))}</span>" for name in wording.SIGNED)
    return f'<div class="signed">{fields}</div>'
