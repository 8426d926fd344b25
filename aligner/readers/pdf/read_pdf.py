"""Read PDF files: lines in reading order, each with its page and its position on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, Final

from aligner.languages.arabic_spelling import impossible_spellings
from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.pdf.baselines import baselines
from aligner.readers.pdf.font_maps import FontMaps, letters_of_macintosh
from aligner.readers.pdf.glyph import Frame, PageGlyphs
from aligner.readers.pdf.layers import Layers
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.lines import fragments_of, page_lines, reads_leftwards
from aligner.readers.pdf.marked_glyphs import take_away
from aligner.readers.pdf.open_pdf import open_page, open_pdf
from aligner.readers.pdf.page_parts import Part, page_parts, texts_of
from aligner.readers.pdf.read_glyphs import page_glyphs
from aligner.readers.pdf.rules import turned
from aligner.readers.pdf.table_rows import Cells
from aligner.readers.pdf.written_rows import TableRow
from aligner.readers.scans.engine_data import INSTALL, INSTALL_DATA
from aligner.readers.scans.pictures import is_pdf, is_picture, page_count
from aligner.readers.scans.recognised_page import RecognisedPage
from aligner.values import Message
from aligner.values.codec import structure
from aligner.values.extract import Box, Extract, Line, LineRole, Revisions
from aligner.values.garbage_collection import rare_collections
from aligner.values.limits import MAX_PAGES
from aligner.values.message import ReadError, about, page_list

MARKED: Final = Message("reading.marked")


def read(data: bytes, name: str, *, revisions: Revisions = "accept", marked_up: bool = False) -> Extract:
    """Read a PDF file.

    Arabic is put into reading order; presentation forms and ligatures become letters. Small
    raised digits are footnote marks.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        revisions: with `marked_up`, whether to read the new draft (`accept`) or the old one.
        marked_up: treat text struck through by hand as deleted, and underlined text (or bold,
            if nothing is underlined) as new.

    Raises:
        ReadError: if it is damaged, encrypted, without pages, or without text (scanned).
    """
    extract = read_with(data, name, {}, revisions=revisions, marked_up=marked_up)
    if not extract.text.strip():
        what = Message("error.scanned", pages=extract.pages or 0, install=INSTALL, data=INSTALL_DATA)
        raise ReadError(about(name, what))
    return extract


def read_with(
    data: bytes,
    name: str,
    recognised: Mapping[int, RecognisedPage],
    *,
    revisions: Revisions = "accept",
    marked_up: bool = False,
) -> Extract:
    """Do the same as `read` with what was recognised on some pages; there may be no text at all.

    Raises:
        ReadError: if it is damaged, encrypted, or without pages.
    """
    with open_pdf(data, name) as document, rare_collections():
        pages = len(document)
        if not 0 < pages <= MAX_PAGES:
            what = Message("error.too_many_pages", pages=pages, limit=MAX_PAGES)
            if not pages:
                what = Message("error.no_pages")
            raise ReadError(about(name, what))
        read = partial(_read_pages, document, Layers(data), recognised, revisions, marked_up)
        builder, doubts = read()
        if doubts.are_about_fonts:
            builder, doubts = read(FontMaps(data))
    return _with_sheets(finished(builder, doubts, name, pages), recognised)


def _with_sheets(extract: Extract, recognised: Mapping[int, RecognisedPage]) -> Extract:
    """Tell on which page of the file each page is, if some page of the file shows two."""
    if not any(page.gutter for page in recognised.values()):
        return extract
    sheets = [
        (number, start)
        for number in range(1, (extract.pages or 0) + 1)
        for start in (recognised[number].starts if number in recognised else (0.0,))
    ]
    return replace(extract, pages=len(sheets), sheets=tuple(sheets))


def finished(builder: ExtractBuilder, doubts: Doubts, name: str, pages: int) -> Extract:
    """Return the extract of pages that are read, with the doubts about them as notes."""
    for message in doubts.messages():
        builder.note(message)
    built = builder.build("pdf", name, pages=pages)
    layered = tuple(sorted({*doubts.recognised, *doubts.unreadable}))
    return replace(built, unread=tuple(doubts.pictured), layered=layered)


def _read_pages(
    document: Any,
    layers: Layers,
    recognised: Mapping[int, RecognisedPage],
    revisions: Revisions,
    marked_up: bool,
    corrections: FontMaps | None = None,
) -> tuple[ExtractBuilder, Doubts]:
    """Read all pages; return their lines, and the doubts about them."""
    builder, doubts = ExtractBuilder(), Doubts()
    get_glyphs = partial(page_glyphs, layers=layers, marked_up=marked_up, corrections=corrections)
    found: Iterable[PageGlyphs] = (
        page
        for number in range(1, len(document) + 1)
        for page in (
            recognised[number].glyphs()
            if number in recognised
            else (_page(document, number, builder, get_glyphs),)
        )
    )
    if marked_up:
        found = list(found)
        if take_away(found, accept=revisions == "accept"):
            builder.note(MARKED)
        if any(glyph.bold is None for page in found for glyph in page.glyphs):
            builder.note(Message("reading.fonts_unnamed"))
    write_pages(found, builder, doubts)
    return builder, doubts


def write_pages(found: Iterable[PageGlyphs], builder: ExtractBuilder, doubts: Doubts) -> None:
    """Write the lines and table rows of pages in reading order, and record the doubts about them."""
    read: list[list[Part]] = []
    for number, (page, parts) in enumerate(page_parts(found), 1):
        parts += turned_rows(page)
        doubts.look_at(page, number, [text for part in parts for text in texts_of(part)])
        read.append(parts)  # the last row of a page may continue on the next
    mark_recurring(read)
    for number, parts in enumerate(read, 1):
        for part in parts:
            _write(part, number, builder)


def _page(
    document: Any, number: int, builder: ExtractBuilder, get_glyphs: Callable[[Any], PageGlyphs]
) -> PageGlyphs:
    """Read the characters of one page, numbered from 1; none if it is damaged."""
    import pypdfium2

    try:
        page, comments = open_page(document, number - 1)
        try:
            found = get_glyphs(page)
            return replace(found, comments=comments, pictured=is_picture(page, len(found.glyphs)))
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        builder.note(Message("reading.page_damaged", number=number))
        return PageGlyphs((), 0.0)


def _write(part: Part, number: int, builder: ExtractBuilder) -> None:
    """Write a line or a table row."""
    box = Box(part.left, part.top, part.right, part.bottom, part.size)
    if isinstance(part, PageLine):
        role = LineRole.FURNITURE if part.furniture else LineRole.BODY
        builder.add(
            part.text,
            Line(page=number, role=role, box=box, bold=part.bold, ruled=part.ruled, drawn=part.drawn),
            marks=part.marks,
            doubtful=part.doubtful,
        )
        return
    text, cells, marks = part.as_text()
    if part.repeated:
        builder.add(text, Line(page=number, whole=True, role=LineRole.FURNITURE, box=box))
    else:
        line = Line(page=number, whole=True, box=box, header=part.header)
        builder.add(text, line, marks=marks, cells=cells, doubtful=part.doubtful())


class TurnedRow(TableRow):
    """A line of turned text, which nothing continues."""


def turned_rows(page: PageGlyphs) -> list[Part]:
    """Return the turned text of a page, line by line; what is outside the other text is furniture."""
    if not page.turned:
        return []
    left = min((glyph.left for glyph in page.glyphs), default=0.0)
    right = max((glyph.right for glyph in page.glyphs), default=0.0)
    found: list[Part] = []
    for other in page.turned:
        upright = partial(_upright, page.frame, other.frame)
        fragments = fragments_of(baselines(list(other.glyphs)))
        for line in page_lines(other, reads_leftwards(other.glyphs), fragments):
            if isinstance(line, PageLine):
                box = turned(
                    upright, line.left, other.height - line.bottom, line.right, other.height - line.top
                )
                top, bottom = page.height - box.top, page.height - box.bottom
                row = TurnedRow(Cells([], top, bottom), [line], box.left, top, box.right, bottom, line.size)
                row.repeated = box.right < left or box.left > right
                found.append(row)
    return found


def _upright(page: Frame, other: Frame, across: float, up: float) -> tuple[float, float]:
    """Map a point of the turned text to the page."""
    return page.upright(*other.in_file(across, up))


def mark_recurring(pages: Iterable[Sequence[Part]]) -> None:
    """Make furniture of the turned text that is on several pages."""
    rows = [row for parts in pages for row in parts if isinstance(row, TurnedRow)]
    counted = Counter(row.cells[0].text for row in rows)
    for row in rows:
        row.repeated = row.repeated or counted[row.cells[0].text] > 1


_BLANK: Final = PageGlyphs((), 0.0, pictured=True)


def read_recognised(data: bytes, name: str, pages: Sequence[Sequence[Any]]) -> Extract:
    """Read a PDF or picture file.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        pages: number and `RecognisedPage`, as plain values, of each page that was recognised.

    Raises:
        ReadError: if it is damaged, encrypted, without pages, or too large.
    """
    recognised = {number: structure(RecognisedPage, plain) for number, plain in pages}
    if is_pdf(data):
        return read_with(data, name, recognised)
    return _pictures(page_count(data, name), recognised, name)


def _pictures(count: int, recognised: Mapping[int, RecognisedPage], name: str) -> Extract:
    builder, doubts = ExtractBuilder(), Doubts()
    found = [recognised[n].glyphs() if n in recognised else (_BLANK,) for n in range(1, count + 1)]
    write_pages(chain.from_iterable(found), builder, doubts)
    return _with_sheets(finished(builder, doubts, name, count), recognised)


_FEWEST_SPELLINGS: Final = 3  # one or two may be typing errors
_MOST_INVISIBLE: Final = 0.5  # share of characters; above it, the page is a scan with recognized text
_MOST_UNKNOWN: Final = 0.5  # the same; above it, the page cannot be read


@dataclass(slots=True)
class Doubts:
    """Counts of doubtful characters of each kind, by page number from 1."""

    unknown: Counter[int] = field(default_factory=Counter)
    misspelt: Counter[int] = field(default_factory=Counter)
    recognised: Counter[int] = field(default_factory=Counter)
    hidden: Counter[int] = field(default_factory=Counter)
    empty: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    comments: int = 0

    def look_at(self, page: PageGlyphs, number: int, lines: Sequence[str]) -> None:
        """Record the doubts about one page and the lines that were read from it."""
        self.unknown[number] = page.unknown + letters_of_macintosh("\n".join(lines))
        self.hidden[number] = page.hidden
        self.comments += page.comments
        self.misspelt[number] = sum(map(impossible_spellings, lines))
        if page.invisible > _MOST_INVISIBLE * len(page.glyphs):
            self.recognised[number] = page.invisible
        if page.pictured:
            self.pictured.append(number)
        if page.unknown > _MOST_UNKNOWN * len(page.glyphs):
            self.unreadable.append(number)
        if not page.glyphs and not page.turned:
            self.empty.append(number)

    @property
    def are_about_fonts(self) -> bool:
        """Whether reading the file's own font tables might help."""
        return self.unknown.total() > 0 or self.misspelt.total() >= _FEWEST_SPELLINGS

    def messages(self) -> Iterator[Message]:
        """Yield one message for the user for each kind of doubt."""
        if self.unknown.total():
            yield Message("reading.unknown", characters=_counted(self.unknown))
        if self.misspelt.total() >= _FEWEST_SPELLINGS:
            yield Message("reading.misspelt", places=self.misspelt.total(), pages=_pages(self.misspelt))
        if self.recognised.total():
            yield Message("reading.recognised", pages=_pages(self.recognised))
        if self.hidden.total():
            yield Message("reading.unseen", characters=_counted(self.hidden))
        if self.comments:
            yield Message("reading.comments", count=self.comments)
        if self.empty:
            yield Message("reading.empty", pages=page_list(self.empty))


def _counted(found: Counter[int]) -> Message:
    return Message("reading.characters", count=found.total(), pages=_pages(found))


def _pages(found: Counter[int]) -> Message:
    return page_list(number for number, count in found.items() if count)
