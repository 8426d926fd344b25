"""Previews: what was recognised in a document, to reveal a poor extraction early, and what is compared."""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Final

import streamlit as st

from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.formats.templates import fill
from aligner.ui import page, page_view
from aligner.ui.page_view import PageSource
from aligner.ui.state import redraws
from aligner.values import Document, DocumentKey, Documents, SegmentKind
from aligner.values.catalogue import Words
from aligner.view.markup import escape, isolated, label, plain

PAGE: Final = 100
"""Number of paragraphs on one page of the preview."""

_SHORT: Final = 600  # characters of a paragraph; enough to see where it was cut
_PARTS: Final = ("start.paragraphs", "start.footnotes", "start.furniture")
_PAGES: Final = "start.pages"


def counted(document: Document, say: Words) -> str:
    """Count the paragraphs of each kind and the footnotes, as one line of escaped HTML."""
    kinds = Counter(segment.kind for segment in document.segments)
    found = [say("start.found", paragraphs=len(document), footnotes=len(document.footnotes))]
    if set(kinds) != {SegmentKind.PARAGRAPH}:
        found += [f"{say(f'segment.{kind}')} {kinds[kind]}" for kind in SegmentKind if kinds[kind]]
    return escape(" · ".join(found))


def open_dialog(documents: Sequence[Document], number: int, pages: PageSource | None = None) -> None:
    """Open the preview dialog.

    Args:
        documents: the one or two drafts in a file.
        number: number of the file, so that each file remembers its page.
        pages: the pages of the file as images, if it has pages.
    """

    def draw_dialog() -> None:
        which = 0
        if len(documents) > 1:
            which = st.segmented_control(
                page.say("app.version"),
                range(len(documents)),
                default=len(documents) - 1,
                format_func=lambda index: label(documents[index].version) or str(index + 1),
                key=f"preview.draft.{number}",
                required=True,
            )
        _show(documents[which or 0], f"{number}.{which}", pages)

    redraws.dialog(page.say("start.preview"), draw_dialog, wide=True)


def _show(document: Document, key: str, pages: PageSource | None) -> None:
    say = page.words()
    page.show(f"<p><strong>{isolated(document.source)}</strong><br>{counted(document, say)}</p>")
    sizes = dict(zip(_PARTS, (len(document), len(document.footnotes), len(document.furniture)), strict=True))
    parts = [part for part in _PARTS if sizes[part]]
    if pages is not None:
        sizes[_PAGES] = pages.count
        parts.append(_PAGES)
    part = parts[0] if parts else _PARTS[0]
    if len(parts) > 1:
        named, of_part = say("start.preview"), f"preview.part.{key}"
        part = page.switch(named, parts, lambda name: f"{say(name)} ({sizes[name]})", of_part)
    if part == _PAGES and pages is not None:
        page_view.draw_preview(document, pages, key)
        return
    first = _first(sizes[part], f"preview.page.{key}.{part}")
    page.show(items(document, part, first, say))


def _first(total: int, key: str) -> int:
    """Return the index of the first item on the page; ask for the page if there are several."""
    pages = ceil(total / PAGE)
    if pages < 2:
        return 0
    chosen = st.selectbox(
        page.say("start.page"),
        range(pages),
        format_func=lambda number: f"{number * PAGE + 1}–{min(total, (number + 1) * PAGE)} / {total}",
        key=key,
    )
    return (chosen or 0) * PAGE


def items(document: Document, part: str, first: int, say: Words) -> str:
    """Return a page of paragraphs, of footnotes, or of headers, page numbers and rules that were left out."""
    return fill(
        "preview.html", say, document=document, part=part, first=first, stop=first + PAGE, longest=_SHORT
    )


def grid(documents: Documents, versions: Sequence[str], pivot: str | None) -> str:
    """Return a table with one row per language, the pivot first, and one column per draft.

    Args:
        documents: the documents to compare, by language and draft.
        versions: all drafts in order.
        pivot: the pivot language; None for the one that the comparison will choose.
    """
    say = page.words()
    first = pivot or choose_pivot(documents, versions)
    aligned = {theirs: ours for ours, theirs in pairs_to_align(documents, first, versions)}
    revised = {new: old for old, new in pairs_to_revise(documents, versions)}
    languages = sorted({key.language: None for key in documents}, key=lambda code: code != first)

    return fill(
        "plan.html",
        say,
        documents=documents,
        versions=versions,
        rows=[(code, [DocumentKey(code, version) for version in versions]) for code in languages],
        first=first,
        aligned=aligned,
        revised=revised,
        draft=page.draft,
        named=page.document,
    )


def ask_order(proposed: list[str], key: str) -> list[str] | None:
    """Ask for the drafts from earliest to latest; None while the order is unclear.

    Args:
        proposed: the drafts in the likely order.
        key: prefix of the widget's key.
    """
    if len(proposed) < 2:
        return proposed
    of_these = ".".join([key, "|".join(proposed)])
    text = page.field("app.order", of_these, value=plain(", ".join(proposed)))
    order = [name.strip() for name in text.split(",")]
    if sorted(order) != sorted(proposed):
        page.problem(page.say("app.order_wrong", versions=", ".join(proposed)))
        return None
    return order
