"""The pages of a file as images, with a box around each recognised element."""

from __future__ import annotations

import base64
import io
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import streamlit as st
from PIL import Image

from aligner.readers import read_bytes
from aligner.readers.isolation import read_in_child
from aligner.readers.pdf.open_pdf import WIDTH, PageImage
from aligner.ui import page
from aligner.values import Document, Span
from aligner.values.catalogue import Words
from aligner.values.extract import Extract
from aligner.values.quotation import shorten
from aligner.view.markup import escape, plain
from aligner.view.page_boxes import BoxKind, PageBox, is_from, page_boxes

_PDF: Final = "aligner.readers.pdf.open_pdf"
_PICTURES: Final = "aligner.readers.scans.pictures"
_AROUND: Final = 0.4  # of its height: how much of the page is shown around a line
_SHORT: Final = 80
_KEPT: Final = 8
"""Number of rendered pages kept for turning back; the oldest is dropped first."""


Boxes = Mapping[int, tuple[PageBox, ...]]
"""Page number, from 1, → the boxes of the elements recognised on it."""


@dataclass(slots=True)
class PageSource:
    """The pages of a PDF or picture file: its bytes, their extraction, and rendered images."""

    data: bytes
    name: str
    language: str | None = None
    _count: int | None = None
    _extract: Extract | None = None
    _boxes: tuple[Document, Boxes | None] | None = None
    _images: dict[int, PageImage] = field(default_factory=dict)

    @property
    def extract(self) -> Extract:
        """The file's extraction, read on first use."""
        if self._extract is None:
            self._extract = read_bytes(self.data, self.name, language=self.language)
        return self._extract

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

    @property
    def count(self) -> int:
        """Number of pages, which needs no extraction."""
        if self._count is None:
            self._count = read_in_child(f"{_PICTURES}:page_count", self.data, self.name, int)
        return self._count

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


def draw(document: Document, source: PageSource, key: str) -> None:
    """Show a page beside a list of the elements recognised on it; highlight the selected one."""
    say = page.words()
    number = st.number_input(
        say("start.page"), min_value=1, max_value=max(source.count, 1), value=1, key=f"preview.leaf.{key}"
    )
    boxes = (source.boxes(document) or {}).get(number, ())
    picture, listed = st.columns([3, 2])
    with listed:
        chosen = _choose(document, source.extract, boxes, f"preview.boxes.{key}.{number}", say)
    with picture:
        page.show(_picture(source.image(number), boxes, chosen, number, say))


def _choose(
    document: Document, extract: Extract, boxes: Sequence[PageBox], key: str, say: Words
) -> int | None:
    """Draw a table of the boxes; return the position of the selected row."""
    data = pd.DataFrame(
        {
            say("start.kind"): [_kind(document, box, say) for box in boxes],
            say("start.words"): [plain(shorten(_words(document, extract, box), _SHORT)) for box in boxes],
        }
    )
    event = st.dataframe(
        data,
        hide_index=True,
        width="stretch",
        height=640,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
    )
    rows = event.selection.rows
    return rows[0] if rows and rows[0] < len(boxes) else None


def _kind(document: Document, box: PageBox, say: Words) -> str:
    if box.kind is BoxKind.SEGMENT:
        segment = document.segments[box.number]
        return " ".join(filter(None, [say(f"segment.{segment.kind}"), segment.place or segment.label]))
    return say("start.footnote" if box.kind is BoxKind.FOOTNOTE else "start.set_apart")


def _words(document: Document, extract: Extract, box: PageBox) -> str:
    if box.kind is BoxKind.SEGMENT:
        return document.text_of(box.number)
    if box.kind is BoxKind.FOOTNOTE:
        note = document.footnotes[box.number]
        return f"{note.mark} {note.text}"
    return extract.text_of(extract.lines[box.number])


def _picture(image: PageImage, boxes: Sequence[PageBox], chosen: int | None, number: int, say: Words) -> str:
    """Return HTML of the page with its boxes, positioned in per cent so that they scale with it."""
    alternative = escape(say("start.page_image", number=number, total=image.pages))
    drawn = "".join(_outline(image, box, lit=place == chosen) for place, box in enumerate(boxes))
    return f'<div class="leaf"><img src="data:image/png;base64,{image.png}" alt="{alternative}">{drawn}</div>'


def place_of(image: PageImage, box: PageBox) -> str:
    """Return the CSS position of a box over the image, in per cent."""
    left, top = 100 * box.left / image.width, 100 * box.top / image.height
    width = 100 * (box.right - box.left) / image.width
    height = 100 * (box.bottom - box.top) / image.height
    return f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"


def _outline(image: PageImage, box: PageBox, *, lit: bool) -> str:
    place = place_of(image, box)
    return f'<span class="box {box.kind}{" lit" if lit else ""}" style="{place}"></span>'
