"""The new draft as a web page: the pivot's change, the old text and the new one side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from aligner.formats.amendment_table import ELEMENTS, runs_of
from aligner.formats.html.style import head
from aligner.formats.update.wording import action_name, facts, request
from aligner.languages import get
from aligner.languages.numerals import printed_label
from aligner.revision.diff import diff
from aligner.segmentation.citations import names
from aligner.values import Document, Edit, EditTag, Span, Update, UpdateAction, UpdatedParagraph
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.view.markup import escape, language_attributes


def page(result: Update, *, interface: str = DEFAULT) -> bytes:
    """Write the self-contained page, without scripts or network requests.

    Args:
        result: the drafts and what is asked.
        interface: the language of headings and requests.
    """
    words = load(interface)
    title = words("update.title", language=get(result.language).endonym)
    heads = ("paragraph", "pivot", "old", "new")
    cells = "".join(
        f'<th scope="col"{" class=no" if name == "paragraph" else ""}>{escape(words(f"update.{name}"))}</th>'
        for name in heads
    )
    cited = _names(result, words)
    rows = "\n".join(
        _row(number, name, paragraph, result, words)
        for number, (name, paragraph) in enumerate(zip(cited, result.paragraphs, strict=True), 1)
    )
    made = result.signature
    foot = f"<p>{escape(words('report.signature', version=made.aligner))}</p>" if made else ""
    html = (
        f'{head(title, words, "update")}<body class="aligner report">\n'
        f"<header><h1>{escape(title)}</h1>\n<p>{escape(_summary(result, words))}</p>\n"
        f"{_index(result, cited, words)}</header>\n"
        f'<main><table class="update"><thead><tr>{cells}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></main>\n<footer>{foot}</footer>\n</body>\n</html>\n"
    )
    return html.encode("utf-8", "replace")


def _summary(result: Update, words: Words) -> str:
    asked = [paragraph for paragraph in result.paragraphs if not paragraph.certain]
    return words(
        "update.summary",
        certain=len(result.paragraphs) - len(asked),
        all=len(result.paragraphs),
        places=sum(len(paragraph.asks) for paragraph in asked),
    )


def _names(result: Update, words: Words) -> list[str]:
    """Return how each paragraph is cited in the new draft, or was in the old one; empty if it has no name."""
    new, old = names(result.pivot_new), names(result.pivot_old)
    found: list[str] = []
    for paragraph in result.paragraphs:
        here = words.place(next(filter(None, (new[index] for index in paragraph.pivot_new)), ""))
        before = words.place(next(filter(None, (old[index] for index in paragraph.pivot_old)), ""))
        gone = words("row.old_place", place=before) if before and not paragraph.pivot_new else ""
        own = printed_label(paragraph.label, result.language) if paragraph.label else ""
        found.append(here or gone or own)
    return found


def _index(result: Update, cited: Sequence[str], words: Words) -> str:
    """Links to the paragraphs that a person has to look at, those without a name by their row."""
    links = [
        f'<a href="#u{number}">{escape(name or f"¶{number}")}</a>'
        for number, (name, paragraph) in enumerate(zip(cited, result.paragraphs, strict=True), 1)
        if not paragraph.certain
    ]
    return f"<p>{escape(words('update.open'))} {' · '.join(links)}</p>\n" if links else ""


def _row(number: int, name: str, each: UpdatedParagraph, result: Update, words: Words) -> str:
    before, after = result.pivot_old.joined(each.pivot_old), result.pivot_new.joined(each.pivot_new)
    stood = result.old.joined(each.old)
    gone = each.action is UpdateAction.DELETE
    shown = f"{escape(name)}<br>" if name else ""
    pivot = _redline(before, after, result.pivot_old)
    old = "".join(_marked_parts(stood, each.where))
    new = f"<del>{escape(each.text)}</del>" if gone else _redline(stood, each.text, result.old)
    state = "certain" if each.certain else "open"
    return (
        f'<tr id="u{number}" class="{state}"><td class="no">{shown}'
        f'<small class="muted">{escape(action_name(each.action, words))}</small></td>'
        f"<td{_direction(result.pivot_new)}>{pivot}</td><td{_direction(result.old)}>{old}</td>"
        f"<td{_direction(result.old)}>{new}{_asks(each, words, result)}</td></tr>"
    )


def _asks(each: UpdatedParagraph, words: Words, result: Update) -> str:
    if not each.asks:
        return ""
    items = []
    for ask in each.asks:
        proposals = "".join(
            f"<li>{escape(one.text)} <small>{escape(facts(one, words))}</small></li>" for one in ask.proposals
        )
        inner = f"<ul{_direction(result.old)}>{proposals}</ul>" if proposals else ""
        pivot = f"<span{_direction(result.pivot_new)}>{_quoted(ask.pivot)}</span>"
        items.append(f"<li>{escape(request(ask.what, words))} {pivot}{inner}</li>")
    return f'<ul class="asks"{language_attributes(get(words.language))}>{"".join(items)}</ul>'


def _quoted(change: str) -> str:
    """Return the pivot's change, its deleted words (`{-…-}`) and inserted ones (`{+…+}`) marked."""
    marked = re.sub(r"\{-(.*?)-\}", r"<del>\1</del>", escape(change))
    return re.sub(r"\{\+(.*?)\+\}", r"<ins>\1</ins>", marked)


def _redline(before: str, after: str, document: Document) -> str:
    whole = Edit(EditTag.REPLACE, Span(0, len(before)), Span(0, len(after)))
    runs = runs_of(diff(before, after, document.language) if before and after else [whole], before, after)
    parts = ((ELEMENTS[tag], _lines(text)) for tag, text in runs)
    return "".join(f"<{element}>{text}</{element}>" if element else text for element, text in parts)


def _marked_parts(text: str, spans: Sequence[Span]) -> Iterable[str]:
    """Yield a text in parts, with the places to look at highlighted."""
    at = 0
    for span in sorted(spans):
        yield _lines(text[at : max(at, span.start)])
        inside = text[max(at, span.start) : span.stop]
        yield f"<mark>{_lines(inside)}</mark>" if inside else ""
        at = max(at, span.stop)
    yield _lines(text[at:])


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _direction(document: Document) -> str:
    return language_attributes(get(document.language))
