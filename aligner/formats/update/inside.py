"""The new draft as tracked changes inside the language's own old Word file.

Styles, numbering, tables, headers and footers stay as they are, and paragraphs without changes or
comments are not touched. Every request to a person is a comment at its place. The result is read
back before it is returned: unless rejecting its changes gives the old file's text and accepting
them the new draft's, it is discarded, and the draft is written from scratch (`update.redline`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from aligner.formats.docx.redline import AUTHOR
from aligner.formats.docx.redline_flow import DELETED, EQUAL, INSERTED, RedlineParagraph, RedlineRun
from aligner.formats.docx.redline_plan import later, moment, plan, settle_the_end
from aligner.formats.docx.redline_rows import mark_row
from aligner.formats.docx.run_pieces import REFERENCE, Element, Piece, Pieces, UnsuitedError, W
from aligner.formats.docx.source_lines import Lines, check_rejected, notes_of
from aligner.formats.docx.track import Tracker, copy_note, in_cell, refill
from aligner.formats.update.new_lines import NewLines, new_lines
from aligner.formats.update.old_lines import OldLines
from aligner.formats.update.wording import asked
from aligner.values import NO_ORIGIN, Span, Update, UpdateAction
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.errors import ReadError
from aligner.values.extract import LineRole
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed

_ROW, _CELL = W + "tr", W + "tc"
_INSTRUCTION: Final = W + "instrText"


def draft_inside(
    result: Update,
    data: bytes,
    *,
    author: str = AUTHOR,
    date: str = "",
    interface: str = DEFAULT,
    say: Callable[[Message], None] | None = None,
) -> bytes | None:
    """Return the old Word file with the update as tracked changes.

    Args:
        result: the update; its `old` draft was read from the file by paragraphs.
        data: the file.
        author: the author of changes and comments.
        date: their date, or empty.
        interface: the language of comments.
        say: receives the reason if no file is made.

    Returns:
        The file, or None if it cannot be made exactly: if the file has tracked changes already, a
        change cuts through a field, or notes are of an unknown kind.
    """
    from aligner.readers.docx import read_docx

    try:
        parsed = read_docx.parse(data, "old.docx")
        old = OldLines(
            Lines.of(parsed, result.language), parsed, read_docx.read(data, "old.docx"), result.old
        )
        new = new_lines(result, old)
        writer = _Writer(result, parsed, old, new, Tracker(parsed, author, date, load(interface)), date)
        made = writer.file(data, load(interface))
        _check_read_back(made, parsed, new, writer.cells)
    except (UnsuitedError, ReadError) as error:
        if say is not None:
            say(error.message)
        return None
    return made


def _check_read_back(made: bytes, old: Parsed, new: NewLines, cells: Mapping[int, Sequence[str]]) -> None:
    """Refuse a file that does not give the two drafts when its changes are rejected or accepted.

    Raises:
        UnsuitedError: if the text read back differs.
    """
    from aligner.readers.docx import read_docx

    check_rejected(made, old)
    accepted = read_docx.read(made, "update.docx", revisions="accept", rows=False)
    body = [line for line in accepted.lines if line.role is LineRole.BODY]
    found = [(accepted.text_of(line).strip(), sum(not mark.span for mark in line.marks)) for line in body]
    document = new.pair.new
    wanted = [
        (text.strip(), len(segment.marks))
        for number, segment in enumerate(document.segments)
        for text in cells.get(number, (document.text_of(number),))
    ]
    if found != [each for each in wanted if each[0]]:
        raise UnsuitedError(Message("redline.not_new"))


class _Writer:
    """Writes the changes into the old file's XML."""

    def __init__(
        self, result: Update, parsed: Parsed, old: OldLines, new: NewLines, tracker: Tracker, date: str
    ) -> None:
        self.result, self.parsed, self.old, self.new = result, parsed, old, new
        self.tracker, self.date = tracker, date
        self.paragraphs = old.lines.paragraphs
        self.notes = notes_of(parsed)
        self.starts = {segment.span.start: n for n, segment in enumerate(new.pair.new.segments)}
        self.sources = self._moved_content()
        self.remarks: dict[int, list[str]] = defaultdict(list)  # by new line
        self.places: dict[int, list[tuple[Span, str]]] = defaultdict(list)  # by old line
        self.last_rows: dict[int, Element] = {}  # the last new row after an old line
        self.cells: dict[int, Sequence[str]] = {}  # of new rows, by new line
        self.below: list[RedlineParagraph] = []  # new ones below the table that ends the file

    def file(self, source: bytes, words: Words) -> bytes:
        """Return the file with the changes in it."""
        paragraphs = list(plan(self.new.pair, words, settled=False).paragraphs)
        moved = {
            self._line(paragraph) for paragraph in paragraphs if any(run.carried for run in paragraph.runs)
        }
        self._collect_requests(words, moved)
        gone_rows = self._gone_rows(paragraphs)
        rows = [paragraph for paragraph in paragraphs if self._is_row(paragraph)]
        self._write(self._settled([paragraph for paragraph in paragraphs if not self._is_row(paragraph)]))
        self._write_below()
        for paragraph in rows:
            self._new_row(paragraph)
        for row in gone_rows:
            mark_row(row, "del", self.tracker.who)
        return self.tracker.file(source, self.notes)

    def _moved_content(self) -> dict[int, Pieces]:
        """The content of passages that move, by their first new line, cut before anything is written."""
        order = [change for change in self.new.pair.revision.changes if change.old and change.new]
        olds = [change.old.start for change in sorted(order, key=lambda each: each.new.start)]
        if olds == sorted(olds):
            return {}
        found: dict[int, Pieces] = {}
        for start, lines in self.new.moved.items():
            home = self.paragraphs[lines.start]
            try:
                cut = [Pieces.of(self.paragraphs[line]) for line in lines]
            except UnsuitedError:
                continue  # it only has to be cut if it moves
            found[start] = Pieces(home, [piece for each in cut for piece in each.waiting])
        return found

    # What a person is asked

    def _collect_requests(self, words: Words, moved: set[int | None]) -> None:
        """Turn requests into comments: on lines that are new or moved here, or on parts of old lines."""
        for number, each in enumerate(self.result.paragraphs):
            line = self.new.homes[number].start
            anew = each.action is UpdateAction.INSERT
            anew |= each.action is not UpdateAction.DELETE and line in moved
            for ask in each.asks:
                text = asked(ask, words)
                if anew:
                    self.remarks[line].append(text)
                    continue
                old_line, span = self._asked_at(each.old, ask.where)
                self.places[old_line].append((span, text))

    def _asked_at(self, segments: Sequence[int], where: Span | None) -> tuple[int, Span]:
        """The line of a place of some segments' text, and its span there; a whole line if unknown."""
        place = self.old.place(segments)
        wanted = place.origins[where.start : where.stop] if where else ()
        known = [at for at in wanted if at != NO_ORIGIN]
        if not known:
            first = place.lines.start
            return first, Span(0, len(self.old.span(first)))
        line = self.old.line_at(known[0])
        own = self.old.span(line)
        inside = [at for at in known if at < own.stop]
        return line, Span(inside[0] - own.start, inside[-1] + 1 - own.start)

    # Tables

    def _settled(self, paragraphs: Sequence[RedlineParagraph]) -> list[RedlineParagraph]:
        """Keep the end of the last paragraph before each table and in each cell.

        What is inserted before a table belongs to the paragraph above it, not to the first cell.
        """
        homes = iter(self.paragraphs)
        settled: list[RedlineParagraph] = []
        stretch: list[RedlineParagraph] = []
        waiting: list[RedlineParagraph] = []
        above: Element | None = None

        def close() -> None:
            if stretch:
                settle_the_end(stretch)
                settled.extend(stretch)
                stretch.clear()

        for paragraph in paragraphs:
            if paragraph.border is INSERTED:
                waiting.append(paragraph)
                continue
            home = next(homes)
            if above is not None and _ends_before(above, home):
                early = len(waiting) if in_cell(home) else 0
                stretch += waiting[:early]
                waiting = waiting[early:]
                close()
            elif above is None and waiting and in_cell(home):
                raise UnsuitedError(Message("redline.beside_table"))
            stretch += [*waiting, paragraph]
            above, waiting = home, []
        if above is not None and in_cell(above):
            self.below = waiting
        else:
            stretch += waiting
        close()
        return settled

    def _gone_rows(self, paragraphs: Sequence[RedlineParagraph]) -> list[Element]:
        """The rows of tables in which every paragraph is deleted."""
        left = [paragraph for paragraph in paragraphs if paragraph.border is not INSERTED]
        rows: dict[int, tuple[Element, bool]] = {}
        for paragraph, home in zip(left, self.paragraphs, strict=True):
            row = next(home.iterancestors(_ROW), None)
            if row is not None:
                gone = paragraph.border is DELETED and all(run.mark is DELETED for run in paragraph.runs)
                rows[id(row)] = row, gone and rows.get(id(row), (row, True))[1]
        return [row for row, gone in rows.values() if gone]

    def _is_row(self, paragraph: RedlineParagraph) -> bool:
        """Whether a paragraph of the redline is a new row of a table."""
        return paragraph.border is INSERTED and self._line(paragraph) in self.new.rows

    def _new_row(self, paragraph: RedlineParagraph) -> None:
        """Insert a row like that of the model, with the text in its cells."""
        line = self._line(paragraph) or 0
        row = self._placed_row(line)
        mark_row(row, "ins", self.tracker.who)
        cells = [paragraph for cell in row.iterchildren(_CELL) for paragraph in cell.iterchildren(W + "p")]
        texts = "".join(run.text for run in paragraph.runs).split("\t", len(cells) - 1)
        self.cells[line] = texts
        texts += [""] * (len(cells) - len(texts))
        for number, (element, text) in enumerate(zip(cells, texts, strict=True)):
            content: list[Element] = []
            if text:
                content.append(self._typed(RedlineRun(text, INSERTED), None, element))
            for remark in self.remarks.get(line, ()) if not number else ():
                content = self.tracker.remarked(remark, content, element, INSERTED)
            element.extend(content)

    def _placed_row(self, line: int) -> Element:
        """An empty row like that of the model, after the row before it or else before the model's."""
        before = self.new.rows[line]
        model: Element = self._row_of(self.new.models[line])
        above: Element = self._row_of(before) if before >= 0 else None
        if model is None:
            raise UnsuitedError(Message("redline.beside_table"))
        if above is None:
            row = _emptied(model)
            model.addprevious(row)
            return row
        alike = above.getparent() is model.getparent()  # another table may have other columns
        row = _emptied(model if alike else above)
        last: Element = self.last_rows.setdefault(before, above)
        last.addnext(row)
        self.last_rows[before] = row
        return row

    def _row_of(self, line: int) -> Element:
        """The row of a table that a line of the old file is in, or None."""
        return next(self.paragraphs[line].iterancestors(_ROW), None)

    # Paragraphs

    def _write(self, paragraphs: Sequence[RedlineParagraph]) -> None:
        if sum(paragraph.border is not INSERTED for paragraph in paragraphs) != len(self.paragraphs):
            raise UnsuitedError(Message("redline.last_gone"))
        homes = iter(enumerate(self.paragraphs))
        group: list[tuple[RedlineParagraph, bool]] = []
        for paragraph, late in zip(paragraphs, later(paragraphs), strict=True):
            self.tracker.moment = moment(self.date, late=late)
            group.append((paragraph, late))
            if paragraph.border is not INSERTED:
                self._paragraph(*next(homes), group)
                group = []

    def _paragraph(
        self,
        line: int,
        home: Element,
        group: Sequence[tuple[RedlineParagraph, bool]],
    ) -> None:
        """Write one paragraph of the old file, and what is inserted before it."""
        paragraph, late = group[-1]
        remarks = self._remarks_of(paragraph)
        same = paragraph.border is EQUAL and all(run.mark is EQUAL for run in paragraph.runs)
        if len(group) == 1 and same and not remarks and line not in self.places:
            return
        pieces = self._cut(line, home)
        for each, its_late in group[:-1]:
            self.tracker.moment = moment(self.date, late=its_late)
            home.addprevious(self._new_paragraph(each, home, pieces))
        self.tracker.moment = moment(self.date, late=late)
        refill(home, self._commented(paragraph, self._content(paragraph, pieces) + pieces.rest(), home))
        if paragraph.border is DELETED:
            self.tracker.mark_end(home, DELETED)

    def _write_below(self) -> None:
        """Insert paragraphs below the table that ends the file."""
        if not self.below:
            return
        home = self.paragraphs[-1]
        above = list(home.iterancestors(W + "tbl"))[-1]
        for paragraph in self.below:
            element = self._new_paragraph(paragraph, home, Pieces(home))
            above.addnext(element)
            above = element

    def _new_paragraph(self, paragraph: RedlineParagraph, home: Element, pieces: Pieces) -> Element:
        """An inserted paragraph; without a model it looks like `home`."""
        element = home.makeelement(W + "p", None)
        properties = self._properties_for(paragraph, home)
        if properties is not None:
            element.append(properties)
        element.extend(self._commented(paragraph, self._content(paragraph, pieces), element))
        self.tracker.mark_end(element, INSERTED)
        return element

    def _cut(self, line: int, home: Element) -> Pieces:
        """Cut a paragraph, with the comments on parts of it."""
        pieces = Pieces.of(home)
        for span, text in self.places.get(line, ()):
            start, end, reference = self.tracker.remarks.add(text, home)
            pieces.insert(span.stop, reference)
            pieces.insert(span.stop, end)
            pieces.insert(span.start, start)
        return pieces

    def _remarks_of(self, paragraph: RedlineParagraph) -> list[str]:
        line = self._line(paragraph)
        requests = self.remarks.get(line, []) if line is not None else []
        return [*([paragraph.remark] if paragraph.remark else []), *requests]

    def _commented(self, paragraph: RedlineParagraph, content: list[Element], home: Element) -> list[Element]:
        """Put a paragraph's content into its comments, which belong to its change as a whole."""
        marks = [paragraph.border, *(run.mark for run in paragraph.runs)]
        mark = EQUAL if EQUAL in (marks[1:] or marks) else INSERTED if INSERTED in marks else DELETED
        for remark in self._remarks_of(paragraph):
            content = self.tracker.remarked(remark, content, home, mark)
        return content

    def _line(self, paragraph: RedlineParagraph) -> int | None:
        """The new line that a paragraph of the redline becomes, if it begins one."""
        return None if paragraph.start is None else self.starts.get(paragraph.start)

    def _properties_for(self, paragraph: RedlineParagraph, home: Element) -> Element | None:
        """Paragraph properties for a new paragraph: those of its model, source or other half."""
        line = self._line(paragraph)
        source = home
        if line is not None and all(run.mark is INSERTED for run in paragraph.runs):
            moved = self.new.moved.get(line)
            model = self.new.models.get(line, moved.start if moved else None)
            source = home if model is None else self.paragraphs[model]
        properties = source.find(W + "pPr")
        return None if properties is None else _clean(properties)

    def _content(self, paragraph: RedlineParagraph, pieces: Pieces) -> list[Element]:
        """The runs of a paragraph: the old file's own, kept or deleted, and new ones."""
        line = self._line(paragraph)
        moved = any(run.carried for run in paragraph.runs)
        source = self.sources.get(line) if moved and line is not None else None
        made: list[Element] = []
        for run in paragraph.runs:
            if run.mark is INSERTED:
                made += self._new(run, source, pieces)
                continue
            taken = pieces.take_note() if run.note is not None else pieces.take(run.text)
            for piece in taken:
                made += piece.written() if run.mark is EQUAL else self._deleted(piece, run)
        return made

    def _deleted(self, piece: Piece, run: RedlineRun) -> list[Element]:
        """Mark a piece as deleted; one without text stays."""
        if not piece.tracked:
            if piece.text:
                raise UnsuitedError(Message("redline.new_field"))
            return piece.written()
        made = []
        for element in piece.written():
            for text in list(element.iter(W + "t", _INSTRUCTION)):
                text.tag = W + ("delText" if text.tag == W + "t" else "delInstrText")
            made.append(self.tracker.wrapped(element, DELETED, form=run.form))
        return made

    def _new(self, run: RedlineRun, source: Pieces | None, pieces: Pieces) -> Iterator[Element]:
        """New runs; those of a moved paragraph are copied from its old place."""
        if source is not None and (run.carried or run.within):
            taken = source.take_note() if run.note is not None else source.take(run.text)
            if run.within:
                return
            for piece in taken:
                if piece.note:
                    yield self._note(run)
                elif piece.text:
                    for element in piece.written():
                        yield self.tracker.wrapped(element, INSERTED)
        elif run.within:
            return
        elif run.note is not None:
            yield self._note(run)
        else:
            look = (source or pieces).look_here()
            yield self._typed(run, look, pieces.home)

    def _typed(self, run: RedlineRun, look: Element | None, home: Element) -> Element:
        element = home.makeelement(W + "r", None)
        if look is not None:
            element.append(deepcopy(look))
        for number, part in enumerate(run.text.split("\t")):
            if number:
                element.append(element.makeelement(W + "tab", None))
            if part:
                text = element.makeelement(
                    W + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
                )
                text.text = part
                element.append(text)
        return self.tracker.wrapped(element, INSERTED, form=run.form)

    def _note(self, run: RedlineRun) -> Element:
        """A reference to a copy of a footnote whose mark moved."""
        if run.note is None or run.note.new is None or self.notes is None:
            raise UnsuitedError(Message("redline.no_footnotes"))
        wanted = self.old.lines.notes[self.new.old_notes[run.note.new]]
        mark = next((each for each in self.parsed.root.iter(REFERENCE) if each.get(W + "id") == wanted), None)
        if mark is None:
            raise UnsuitedError(Message("redline.footnote_missing"))
        number = copy_note(wanted, self.notes, self.notes)
        element: Element = deepcopy(mark.getparent())
        for child in [child for child in element if child.tag not in (W + "rPr", REFERENCE)]:
            element.remove(child)
        element.find(REFERENCE).set(W + "id", number)
        return self.tracker.wrapped(element, INSERTED)


def _ends_before(above: Element, home: Element) -> bool:
    """Whether a table or cell begins or ends between two paragraphs."""
    cells = [next(each.iterancestors(_CELL), None) for each in (above, home)]
    follows = next((each for each in above.itersiblings() if each.tag in (W + "p", W + "tbl")), None)
    return cells[0] is not cells[1] or (follows is not None and follows.tag == W + "tbl")


def _clean(properties: Element) -> Element:
    """A copy of paragraph properties without sections and changes."""
    copied = deepcopy(properties)
    for child in list(copied):
        if child.tag in (W + "sectPr", W + "pPrChange"):
            copied.remove(child)
    for change in list(copied.iter(W + "ins", W + "del")):
        change.getparent().remove(change)
    return copied


def _emptied(row: Element) -> Element:
    """A copy of a table row without its content and changes."""
    copied = deepcopy(row)
    for cell in copied.iter(_CELL):
        kept = None
        for child in list(cell):
            if child.tag == W + "p" and kept is None:
                kept = child
                properties = child.find(W + "pPr")
                if properties is not None:
                    child.replace(properties, _clean(properties))
                refill(child, [])
            elif child.tag != W + "tcPr":
                cell.remove(child)
    for change in list(copied.iter(W + "ins", W + "del")):
        change.getparent().remove(change)
    return copied
