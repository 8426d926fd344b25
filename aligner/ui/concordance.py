"""The hits of a search in an archive as a table: each text with its counterparts beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.languages import get
from aligner.values.catalogue import Words
from aligner.view.markup import attribute, escape, isolated, language_attributes

if TYPE_CHECKING:
    from aligner.archive.search import Hit, MarkedText, Results


def languages_of(results: Results) -> list[str]:
    """Return the languages of the hits, in the order in which they first occur."""
    return list(
        dict.fromkeys(marked_text.text.language for hit in results.hits for marked_text in _texts(hit))
    )


def table(results: Results, say: Words) -> str:
    """Return the hits as an HTML table: one row per hit, one column per language."""
    languages = languages_of(results)
    names = "".join(f'<th scope="col" lang="{code}">{escape(get(code).endonym)}</th>' for code in languages)
    rows = "".join(_row(hit, languages, say) for hit in results.hits)
    return (
        f'<table class="text concordance" style="--columns:{len(languages)}">'
        f'<thead><tr><th scope="col">{escape(say("archive.document"))}</th>{names}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _texts(hit: Hit) -> tuple[MarkedText, ...]:
    return (hit.found, *hit.counterparts)


def _row(hit: Hit, languages: list[str], say: Words) -> str:
    by_language = {marked_text.text.language: marked_text for marked_text in _texts(hit)}
    cells = "".join(_cell(by_language.get(code), code) for code in languages)
    lines = [isolated(hit.found.text.set)]
    if hit.found.text.place:
        lines.append(isolated(hit.found.text.place))
    if hit.similarity is not None:
        lines.append(escape(say("archive.similarity", value=f"{hit.similarity:.2f}")))
    return f'<tr><th scope="row" class="place">{"<br>".join(lines)}</th>{cells}</tr>'


def _cell(marked_text: MarkedText | None, code: str) -> str:
    column = attribute("data-column", get(code).endonym)
    inside = "" if marked_text is None else marked(marked_text)
    return f"<td{language_attributes(get(code))}{column}>{inside}</td>"


def marked(marked_text: MarkedText) -> str:
    """Return a text as HTML, with the passages found in `mark` elements."""
    text, parts, end = marked_text.text.text, [], 0
    for span in marked_text.spans:
        parts += [escape(text[end : span.start]), f"<mark>{escape(span.of(text))}</mark>"]
        end = span.stop
    return "".join([*parts, escape(text[end:])]).replace("\n", "<br>")
