"""The pages of the source files as images: in the preview with their elements, and beside the text.

A project contains texts, not files. Files that were uploaded for it are kept in memory as long as it is open,
to show their pages and to edit Word files; the user can provide others again. In the pane beside the text, a
small script (`aligner/data/page_pane.js`) shows the image and scrolls to the highlighted paragraph.
"""

from __future__ import annotations

import base64
import io
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, cast

import pandas as pd
import streamlit as st
from PIL import Image
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aligner.readers import read_bytes
from aligner.readers.isolation import read_in_child
from aligner.readers.pdf.open_pdf import WIDTH, PageImage
from aligner.readers.registry import READERS
from aligner.ui import page
from aligner.ui.state import current_view, view_state
from aligner.ui.uploaded_files import MOST_EACH, Item
from aligner.values import Document, DocumentKey, Documents, Span, shorten
from aligner.values.extract import Box, Extract
from aligner.view.markup import escape, label, plain
from aligner.view.page_boxes import BoxKind, PageBox, SourcePlaces, documents, is_from, page_boxes
from aligner.view.page_model import View, ViewRow

_FILES: Final = "aligner.source_files"
_WORD: Final = ".docx"
_PAGED: Final = tuple(
    ending for reader in READERS if reader.kind in ("pdf", "picture") for ending in reader.extensions
)


def keep_files(files: Mapping[DocumentKey, Item]) -> None:
    """Keep the files that drafts of the open project were read from, in addition to those already kept."""
    sources = {key: PageSource(item.data, item.name, key.language) for key, item in files.items()}
    st.session_state[_FILES] = {**_kept(), **sources}


def rename_files(was: Mapping[DocumentKey, DocumentKey]) -> None:
    """Keep the files of the open project's drafts under other keys: key from now on → key before."""
    files = _kept()
    st.session_state[_FILES] = {
        key: PageSource(files[old].data, files[old].name, key.language)
        for key, old in was.items()
        if old in files
    }


def word_files(document: Document) -> tuple[bytes, ...]:
    """The Word files that a document may have been read from.

    If it was read from a Word file, and none of that name is in memory, ask the user for it.
    """
    kept = tuple(item.data for item in _kept().values() if item.name == document.source)
    if not document.source.lower().endswith(_WORD):
        return ()
    if kept:
        return kept
    given = _given(page.say("export.word_file", name=document.source), (_WORD,), "export.word_file")
    return () if given is None else (given.getvalue(),)


def _given(text: str, extensions: Sequence[str], key: str) -> UploadedFile | None:
    """Ask for a file; return it if it was given."""
    return st.file_uploader(label(text), type=extensions, key=key, max_upload_size=MOST_EACH)


def is_paged(name: str) -> bool:
    """Whether a file's name is that of a file whose pages can be shown."""
    return name.lower().endswith(_PAGED)


def pages_of(key: DocumentKey) -> PageSource | None:
    """The pages of the file that a draft was read from, if it is in memory."""
    source = _kept().get(key)
    return source if source is not None and is_paged(source.name) else None


def _ask_for_file(key: DocumentKey, document: Document, why: str) -> None:
    """Say why the PDF or picture file of a draft cannot be shown, and ask for it again."""
    page.show(f'<p class="message">{escape(page.say(why, name=document.source))}</p>')
    given = _given(page.say("leaf.file", name=document.source), _PAGED, f"leaf.file.{key}")
    if given is not None and (pages_of(key) is None or given.getvalue() != _kept()[key].data):
        keep_files({key: Item(0, given.name, given.getvalue())})
        st.rerun()


def _kept() -> Mapping[DocumentKey, PageSource]:
    return cast("Mapping[DocumentKey, PageSource]", st.session_state.get(_FILES, {}))


_MARGIN: Final = 8
"""Margin beside the text, in points."""

_MIN_WIDTH: Final = 0.2
"""Smallest text width, as a share of the page, that is enlarged to the width of the pane."""

_OPEN: Final = "desk.leaf"
_TURNED: Final = "aligner.leaf_turned"
"""Session key of the page that the user turned to, with the row and document it belongs to."""


def ask_for_pane(view: View) -> None:
    """Draw the switch that opens the pane, if a document shown has pages."""
    if _documents_with_pages(view):
        page.toggle("leaf.open", _OPEN)


def pane_is_open(view: View) -> bool:
    """Whether the pane is switched on, and a document shown was read from a file with pages."""
    return bool(st.session_state.get(_OPEN)) and bool(_documents_with_pages(view))


def switch_pane() -> None:
    """Open or close the pane."""
    st.session_state[_OPEN] = not st.session_state.get(_OPEN)


def draw_pane(view: View) -> None:
    """Draw the page that has the chosen row, or else the first row drawn."""
    paged = _documents_with_pages(view)
    with st.container(key="leaf", gap="small"):
        head = st.container(key="leaf-head", horizontal=True, gap="small", vertical_alignment="center")
        with head:
            key = _choose_document(paged)
        source = pages_of(key)
        if source is None:
            _ask_for_file(key, paged[key], "leaf.absent")
            return
        with st.spinner(page.say("stage.read")):
            known = source.boxes(paged[key]) is not None
        if not known:
            _ask_for_file(key, paged[key], "leaf.other")
            return
        row, places = _row_shown(view), SourcePlaces(view, key)
        shown = places.nearest(row)
        number = _page_shown(paged[key], source, shown, (row.number, key))
        with head:
            _turn_page(number, source.count, (row.number, key))
        own = places.segments(row)
        _show_page(paged[key], source, number, own or shown, neighbour=not own)


def _documents_with_pages(view: View) -> Documents:
    return {key: document for key, document in documents(view).items() if is_paged(document.source)}


def _choose_document(paged: Documents) -> DocumentKey:
    """Ask which document's pages to show, if there are several."""
    options = {view_state.saved_name(key): key for key in paged}
    if st.session_state.get(view_state.PANE_DOCUMENT) not in options:
        st.session_state[view_state.PANE_DOCUMENT] = next(iter(options))
    if len(options) > 1:
        st.selectbox(
            page.say("leaf.document"),
            list(options),
            format_func=lambda option: page.document(options[option]),
            key=view_state.PANE_DOCUMENT,
            label_visibility="collapsed",
        )
    return options[st.session_state[view_state.PANE_DOCUMENT]]


def _row_shown(view: View) -> ViewRow:
    """The row whose page is shown."""
    shown = view_state.shown()
    first = shown[min(view_state.first(), len(shown) - 1)]
    return current_view.chosen_row() or view.rows[first - 1]


def _page_shown(
    document: Document, source: PageSource, shown: tuple[int, ...], at: tuple[int, DocumentKey]
) -> int:
    """The page to show: the one the user turned to, or else the one on which the row's text begins."""
    turned = cast("tuple[tuple[int, DocumentKey], int] | None", st.session_state.get(_TURNED))
    if turned is not None and turned[0] == at:
        return turned[1]
    found = document.segments[shown[0]].page if shown else None
    return min(max(source.page_of(found or 1), 1), source.count)


def _turn_page(number: int, total: int, at: tuple[int, DocumentKey]) -> None:
    """Draw the page number, and buttons for the previous and next page."""

    def to(other: int) -> None:
        st.session_state[_TURNED] = (at, other)

    def button(sign: str, name: str, other: int) -> None:
        absent = not 0 < other <= total
        st.button(sign, key=name, help=page.say(name), disabled=absent, on_click=to, args=(other,))

    button("‹", "leaf.back", number - 1)
    caption = escape(page.say("leaf.page", number=number, total=total))
    page.show(f'<p class="muted pages">{caption}</p>', narrow=True)
    button("›", "leaf.forth", number + 1)


def _show_page(
    document: Document, source: PageSource, number: int, shown: tuple[int, ...], *, neighbour: bool
) -> None:
    """Draw the page with frames around segments; `neighbour` if they are those of the nearest row."""
    image, boxes = source.image(number), source.boxes(document) or {}
    lit = [
        place_of(image, box.place)
        for box in boxes.get(number, ())
        if box.kind is BoxKind.SEGMENT and box.number in shown
    ]
    start, width = _text_extent(boxes, image.width)
    caption = page.say("leaf.name", name=document.source, number=number, total=image.pages)
    page.component("page_pane")(
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
    every = [box.place for found in boxes.values() for box in found]
    left = min((box.left for box in every), default=0) - _MARGIN
    right = max((box.right for box in every), default=width) + _MARGIN
    start, stop = max(0.0, left / width), min(1.0, right / width)
    return (start, stop - start) if stop - start > _MIN_WIDTH else (0.0, 1.0)


_PDF: Final = "aligner.readers.pdf.open_pdf"
_PICTURES: Final = "aligner.readers.scans.pictures"
_AROUND: Final = 0.4  # of its height: how much of the page is shown around a line
_SHORT: Final = 80
_KEPT: Final = 8
"""Number of rendered pages kept for turning back; the oldest is dropped first."""


Boxes = Mapping[int, tuple[PageBox, ...]]
"""Page number, from 1, → the boxes of the elements recognised on it."""


@dataclass
class PageSource:
    """The pages of a PDF or picture file: its bytes, their extraction, and rendered images."""

    data: bytes
    name: str
    language: str | None = None
    _boxes: tuple[Document, Boxes | None] | None = None
    _images: dict[int, PageImage] = field(default_factory=dict)

    @cached_property
    def extract(self) -> Extract:
        """The file's extraction, read on first use."""
        return read_bytes(self.data, self.name, language=self.language)

    def page_of(self, number: int) -> int:
        """Return the page of the file that shows a page of the text."""
        sheets = self.extract.sheets
        return sheets[number - 1][0] if 0 < number <= len(sheets) else number

    def boxes(self, document: Document) -> Boxes | None:
        """The boxes of each page, or None if the document was read from another file."""
        if self._boxes is None or self._boxes[0] is not document:
            fits = is_from(document, self.extract)
            self._boxes = (document, page_boxes(self.extract, document) if fits else None)
        return self._boxes[1]

    @cached_property
    def count(self) -> int:
        """Number of pages, which needs no extraction."""
        return read_in_child(f"{_PICTURES}:page_count", self.data, self.name, int)

    def image(self, number: int) -> PageImage:
        """Render a page, counted from 1; one that was recognised is level and upright."""
        if number not in self._images:
            if len(self._images) >= _KEPT:
                del self._images[next(iter(self._images))]
            turned = dict(self.extract.recognised).get(number)
            module, more = (_PDF, ()) if turned is None else (_PICTURES, (turned,))
            self._images[number] = read_in_child(
                f"{module}:page_image", self.data, self.name, PageImage, number, *more
            )
        return self._images[number]

    def line(self, document: Document, word: Span) -> str | None:
        """Return the picture of the line that a word of a document's text is on, as base64 of a PNG file."""
        place = document.origin.source_of(word.start)
        lines = self.extract.lines
        line = lines[bisect_right(lines, place, key=lambda each: each.span.start) - 1] if place >= 0 else None
        shown = self.extract.place_of(line) if line is not None else None
        if shown is None:
            return None
        number, box = shown
        page = self.image(number)
        scale, more = WIDTH / page.width, _AROUND * (box.bottom - box.top)
        with Image.open(io.BytesIO(base64.b64decode(page.png))) as whole:
            left, top, right, bottom = (
                scale * each
                for each in (box.left - more, box.top - more, box.right + more, box.bottom + more)
            )
            cut = io.BytesIO()
            whole.crop((left, top, right, bottom)).save(cut, format="PNG")
        return base64.b64encode(cut.getvalue()).decode("ascii")


def draw_preview(document: Document, source: PageSource, key: str) -> None:
    """Show a page beside a list of the elements recognised on it; highlight the selected one."""
    say = page.words()
    number = st.number_input(
        say("start.page"), min_value=1, max_value=max(source.count, 1), value=1, key=f"preview.leaf.{key}"
    )
    boxes = (source.boxes(document) or {}).get(number, ())
    elements = [_element(document, source.extract, box) for box in boxes]
    picture, listed = st.columns([3, 2])
    with listed:
        chosen = _choose(elements, f"preview.boxes.{key}.{number}")
    with picture:
        image = source.image(number)
        caption = say("start.page_image", number=number, total=image.pages)
        page.show(_picture(image, boxes, chosen, caption))


def _choose(elements: Sequence[tuple[str, str]], key: str) -> int | None:
    """Draw a table of elements, each with its kind and words; return the position of the selected one."""
    data = pd.DataFrame(elements, columns=[page.say("start.kind"), page.say("start.words")])
    return page.choose_row(data, key, height=640)


def _element(document: Document, extract: Extract, box: PageBox) -> tuple[str, str]:
    """Return the kind of what a box encloses, and its first words."""
    if box.kind is BoxKind.SEGMENT:
        segment, words = document.segments[box.number], document.text_of(box.number)
        names = [page.say(f"segment.{segment.kind}"), segment.place or segment.label]
        kind = " ".join(filter(None, names))
    elif box.kind is BoxKind.FOOTNOTE:
        note = document.footnotes[box.number]
        kind, words = page.say("start.footnote"), f"{note.mark} {note.text}"
    else:
        kind, words = page.say("start.set_apart"), extract.text_of(extract.lines[box.number])
    return kind, plain(shorten(words, _SHORT))


def _picture(image: PageImage, boxes: Sequence[PageBox], chosen: int | None, caption: str) -> str:
    """Return HTML of the page with its boxes, positioned in per cent so that they scale with it."""
    drawn = "".join(_outline(image, box, lit=place == chosen) for place, box in enumerate(boxes))
    page_image = f'<img src="data:image/png;base64,{image.png}" alt="{escape(caption)}">'
    return f'<div class="leaf">{page_image}{drawn}</div>'


def place_of(image: PageImage, box: Box) -> str:
    """Return the CSS position of a box over the image, in per cent."""
    left, top = 100 * box.left / image.width, 100 * box.top / image.height
    width = 100 * (box.right - box.left) / image.width
    height = 100 * (box.bottom - box.top) / image.height
    return f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"


def _outline(image: PageImage, box: PageBox, *, lit: bool) -> str:
    place = place_of(image, box.place)
    return f'<span class="box {box.kind}{" lit" if lit else ""}" style="{place}"></span>'
