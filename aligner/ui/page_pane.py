"""An optional pane beside the text: the page of the source file, with the chosen row highlighted.

A small script (`aligner/data/page_pane.js`) shows the image and scrolls to the highlighted paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import streamlit as st

from aligner.ui import current_view, page, source_files, view_state
from aligner.ui.page_view import Boxes, PageSource, place_of
from aligner.ui.script_component import component
from aligner.values import Document, DocumentKey
from aligner.view.markup import escape
from aligner.view.page_boxes import BoxKind, SourcePlaces, documents
from aligner.view.page_model import View, ViewRow

_MARGIN: Final = 8
"""Margin beside the text, in points."""

_MIN_WIDTH: Final = 0.2
"""Smallest text width, as a share of the page, that is enlarged to the width of the pane."""

_OPEN: Final = "desk.leaf"
_TURNED: Final = "aligner.leaf_turned"
"""Session key of the page that the user turned to, with the row and document it belongs to."""


def ask(view: View) -> None:
    """Draw the switch that opens the pane, if a document shown has pages."""
    say = page.words()
    if _documents_with_pages(view):
        st.toggle(say("leaf.open"), key=_OPEN, help=say("leaf.open_help"))


def is_open(view: View) -> bool:
    """Whether the pane is switched on, and a document shown was read from a file with pages."""
    return bool(st.session_state.get(_OPEN)) and bool(_documents_with_pages(view))


def switch() -> None:
    """Open or close the pane."""
    st.session_state[_OPEN] = not st.session_state.get(_OPEN)


def draw(view: View) -> None:
    """Draw the page that has the chosen row, or else the first row drawn."""
    paged = _documents_with_pages(view)
    with st.container(key="leaf", gap="small"):
        head = st.container(key="leaf-head", horizontal=True, gap="small", vertical_alignment="center")
        with head:
            key = _choose(paged)
        source = source_files.pages(key)
        if source is None:
            _ask_for_file(key, paged[key], "leaf.absent")
            return
        with st.spinner(page.words()("stage.read")):
            known = source.boxes(paged[key]) is not None
        if not known:
            _ask_for_file(key, paged[key], "leaf.other")
            return
        row, places = _row(view), SourcePlaces(view, key)
        shown = places.nearest(row)
        number = _page(paged[key], source, shown, (row.number, key))
        with head:
            _turn(number, source.count, (row.number, key))
        own = places.segments(row)
        _show(paged[key], source, number, own or shown, neighbour=not own)


def _documents_with_pages(view: View) -> Mapping[DocumentKey, Document]:
    return {key: document for key, document in documents(view).items() if source_files.has_pages(document)}


def _choose(paged: Mapping[DocumentKey, Document]) -> DocumentKey:
    """Ask which document's pages to show, if there are several."""
    options = {view_state.saved_name(key): key for key in paged}
    if st.session_state.get(view_state.PANE_DOCUMENT) not in options:
        st.session_state[view_state.PANE_DOCUMENT] = next(iter(options))
    if len(options) > 1:
        st.selectbox(
            page.words()("leaf.document"),
            list(options),
            format_func=lambda option: page.document(options[option]),
            key=view_state.PANE_DOCUMENT,
            label_visibility="collapsed",
        )
    return options[st.session_state[view_state.PANE_DOCUMENT]]


def _ask_for_file(key: DocumentKey, document: Document, why: str) -> None:
    say = page.words()
    page.show(f'<p class="message">{escape(say(why, name=document.source))}</p>')
    source_files.ask_for_pages(key, document)


def _row(view: View) -> ViewRow:
    """The row whose page is shown."""
    shown = view_state.shown()
    first = shown[min(view_state.first(), len(shown) - 1)]
    return current_view.chosen_row(view) or view.rows[first - 1]


def _page(document: Document, source: PageSource, shown: tuple[int, ...], at: tuple[int, DocumentKey]) -> int:
    """The page to show: the one the user turned to, or else the one on which the row's text begins."""
    turned = cast("tuple[tuple[int, DocumentKey], int] | None", st.session_state.get(_TURNED))
    if turned is not None and turned[0] == at:
        return turned[1]
    found = document.segments[shown[0]].page if shown else None
    return min(max(source.page_of(found or 1), 1), source.count)


def _turn(number: int, total: int, at: tuple[int, DocumentKey]) -> None:
    """Draw the page number, and buttons for the previous and next page."""

    def to(other: int) -> None:
        st.session_state[_TURNED] = (at, other)

    say = page.words()
    caption = escape(say("leaf.page", number=number, total=total))
    st.button(
        "‹", key="leaf.back", help=say("leaf.back"), disabled=number <= 1, on_click=to, args=(number - 1,)
    )
    page.show(f'<p class="muted pages">{caption}</p>', narrow=True)
    st.button(
        "›",
        key="leaf.forth",
        help=say("leaf.forth"),
        disabled=number >= total,
        on_click=to,
        args=(number + 1,),
    )


def _show(
    document: Document, source: PageSource, number: int, shown: tuple[int, ...], *, neighbour: bool
) -> None:
    """Draw the page with frames around segments; `neighbour` if they are those of the nearest row."""
    image, boxes = source.image(number), source.boxes(document) or {}
    lit = [
        place_of(image, box)
        for box in boxes.get(number, ())
        if box.kind is BoxKind.SEGMENT and box.number in shown
    ]
    start, width = _text_extent(boxes, image.width)
    caption = page.words()("leaf.name", name=document.source, number=number, total=image.pages)
    component("page_pane")(
        key="leaf.page",
        data={
            "png": image.png,
            "name": caption,
            "lit": lit,
            "near": neighbour,
            "start": start,
            "width": width,
            "scheme": page.scheme(),
        },
        height="content",
    )


def _text_extent(boxes: Boxes, width: float) -> tuple[float, float]:
    """The left edge and the width of a file's text, as shares of the page's width.

    They are the same for every page, so that the text does not jump when the page is turned. The
    margins, about a third of a page, are not shown.
    """
    every = [box for found in boxes.values() for box in found]
    left = min((box.left for box in every), default=0) - _MARGIN
    right = max((box.right for box in every), default=width) + _MARGIN
    start, stop = max(0.0, left / width), min(1.0, right / width)
    return (start, stop - start) if stop - start > _MIN_WIDTH else (0.0, 1.0)
