"""The new draft as tracked changes inside the language's own old Word file.

Styles, numbering and tables stay as they are, headers and footers but for the document's symbol, and
paragraphs without changes or comments are not touched. Every request to a person is a comment at its
place. The result is read back before it is returned: unless rejecting its changes gives the old file's
text and accepting them the new draft's, it is discarded, and the draft is written from scratch
(`update.redline`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from aligner.formats.docx.accept_changes import accepted
from aligner.formats.docx.redline import AUTHOR
from aligner.formats.docx.redline_flow import DELETED, EQUAL, INSERTED, RedlineParagraph
from aligner.formats.docx.redline_plan import later, moment, plan, settle_the_end
from aligner.formats.docx.redline_rows import mark_row
from aligner.formats.docx.run_pieces import Pieces, usual_look
from aligner.formats.docx.source_lines import Lines, check_rejected, notes_of
from aligner.formats.docx.track import Tracker
from aligner.formats.docx.word_elements import (
    Element,
    UnsuitedError,
    cell_of,
    in_cell,
    is_before_table,
    refill,
    table_around,
)
from aligner.formats.update.asks_by_line import AsksByLine, asks_by_line
from aligner.formats.update.content import ContentWriter
from aligner.formats.update.new_lines import NewLines, new_lines
from aligner.formats.update.old_lines import OldLines
from aligner.formats.update.printed_symbol import with_new_symbol
from aligner.formats.update.rows import NewRows, gone_rows, without_changes
from aligner.readers.docx.package import W
from aligner.values import Update
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.errors import ReadError
from aligner.values.extract import LineRole
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed


def draft_inside(
    result: Update,
    data: bytes,
    *,
    say: Callable[[Message], None],
    author: str = AUTHOR,
    date: str = "",
    interface: str = DEFAULT,
) -> bytes | None:
    """Return the old Word file with the update as tracked changes.

    Args:
        result: the update; its `old` draft was read from the file by paragraphs.
        data: the file.
        say: receives the reason if no file is made.
        author: the author of changes and comments.
        date: their date, or empty.
        interface: the language of comments.

    Returns:
        The file, or None if it cannot be made exactly: if a change cuts through a field, or notes
        are of an unknown kind. Changes tracked in the file already are accepted, as they are when
        the file is read.
    """
    from aligner.readers.docx import read_docx

    try:
        data = accepted(data, "old.docx")
        parsed = read_docx.parse(data, "old.docx")
        old = OldLines(
            Lines.of(parsed, result.language), parsed, read_docx.read(data, "old.docx"), result.old
        )
        new = new_lines(result, old)
        writer = _Writer(result, parsed, old, new, Tracker(parsed, author, date, load(interface)), date)
        made = writer.file(data, load(interface))
        _check_read_back(made, parsed, new, writer.rows.texts)
    except (UnsuitedError, ReadError) as error:
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
    accepted = read_docx.parse(made, "update.docx")
    found = [
        (accepted.extract.text_of(line).strip(), len(accepted.numbered[number]))
        for number, line in enumerate(accepted.extract.lines)
        if line.role is LineRole.BODY
    ]
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
        self.result, self.old, self.new = result, old, new
        self.package = parsed.package
        self.tracker, self.date = tracker, date
        self.paragraphs = old.lines.paragraphs
        self.notes = notes_of(parsed)
        self.starts = {segment.span.start: n for n, segment in enumerate(new.pair.new.segments)}
        self.sources = self._moved_content()
        self.writer = ContentWriter(parsed, old, new, tracker, self.notes)
        self.rows = NewRows(new, self.paragraphs, tracker, self.writer)
        self.asks = AsksByLine({}, {})
        self.below: list[RedlineParagraph] = []  # new ones below the table that ends the file

    def file(self, source: bytes, words: Words) -> bytes:
        """Return the file with the changes in it."""
        paragraphs = list(plan(self.new.pair, words, settled=False).paragraphs)
        moved = {
            self._line(paragraph) for paragraph in paragraphs if any(run.carried for run in paragraph.runs)
        }
        self.asks = asks_by_line(self.result, self.old, self.new, moved, words)
        gone = gone_rows(paragraphs, self.paragraphs)
        rows = [paragraph for paragraph in paragraphs if self._is_row(paragraph)]
        self._write(self._settled([paragraph for paragraph in paragraphs if not self._is_row(paragraph)]))
        self._write_below()
        for paragraph in rows:
            line = self._line(paragraph) or 0
            self.rows.insert(paragraph, line, self.asks.new.get(line, ()))
        for row in gone:
            mark_row(row, "del", self.tracker.who)
        self.tracker.moment = self.date
        return self.tracker.file(source, self.notes, with_new_symbol(self.result, self.package, self.writer))

    def _moved_content(self) -> dict[int, Pieces]:
        """Return the content of passages that move, by their first new line, before anything is written."""
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

    def _is_row(self, paragraph: RedlineParagraph) -> bool:
        """Whether a paragraph of the redline is a new row of a table."""
        return paragraph.border is INSERTED and self._line(paragraph) in self.new.rows

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
        if len(group) == 1 and same and not remarks and line not in self.asks.old:
            return
        pieces = self._cut(line, home)
        for each, its_late in group[:-1]:
            self.tracker.moment = moment(self.date, late=its_late)
            home.addprevious(self._new_paragraph(each, home, pieces))
        self.tracker.moment = moment(self.date, late=late)
        content = self._content(paragraph, pieces)
        content += pieces.rest(gone=paragraph.border is DELETED)
        refill(home, self._commented(paragraph, content, home))
        if paragraph.border is DELETED:
            self.tracker.mark_end(home, DELETED)

    def _write_below(self) -> None:
        """Insert paragraphs below the table that ends the file."""
        if not self.below:
            return
        home = self.paragraphs[-1]
        above = table_around(home)
        assert above is not None  # what is below a table was set apart because of it
        for paragraph in self.below:
            element = self._new_paragraph(paragraph, home, Pieces(home))
            above.addnext(element)
            above = element

    def _new_paragraph(self, paragraph: RedlineParagraph, home: Element, pieces: Pieces) -> Element:
        """Return an inserted paragraph; without a model it looks like `home`."""
        element = home.makeelement(W + "p", None)
        properties = self._properties_for(paragraph, home)
        if properties is not None:
            element.append(properties)
        element.extend(self._commented(paragraph, self._content(paragraph, pieces), element))
        self.tracker.mark_end(element, INSERTED)
        return element

    def _content(self, paragraph: RedlineParagraph, pieces: Pieces) -> list[Element]:
        """Return the runs of a paragraph; those of one that moved are copied from its old place."""
        line, moved = self._line(paragraph), any(run.carried for run in paragraph.runs)
        source = self.sources.get(line) if moved and line is not None else None
        model = self._model_of(paragraph)
        if model is not None and not moved:  # nothing is taken from the paragraph below
            pieces = Pieces(pieces.home, look=usual_look(model))
        return self.writer.content(paragraph.runs, pieces, source)

    def _cut(self, line: int, home: Element) -> Pieces:
        """Cut a paragraph, with the comments on parts of it."""
        pieces = Pieces.of(home)
        for span, text in self.asks.old.get(line, ()):
            start, end, reference = self.tracker.remarks.add(text, home)
            pieces.insert(span.stop, reference)
            pieces.insert(span.stop, end)
            pieces.insert(span.start, start)
        return pieces

    def _remarks_of(self, paragraph: RedlineParagraph) -> list[str]:
        line = self._line(paragraph)
        requests = self.asks.new.get(line, ()) if line is not None else ()
        return [*([paragraph.remark] if paragraph.remark else []), *requests]

    def _commented(self, paragraph: RedlineParagraph, content: list[Element], home: Element) -> list[Element]:
        """Put a paragraph's content into its comments, which belong to its change as a whole."""
        marks = [paragraph.border, *(run.mark for run in paragraph.runs)]
        mark = EQUAL if EQUAL in (marks[1:] or marks) else INSERTED if INSERTED in marks else DELETED
        for remark in self._remarks_of(paragraph):
            content = self.tracker.remarked(remark, content, home, mark)
        return content

    def _line(self, paragraph: RedlineParagraph) -> int | None:
        """Return the new line that a paragraph of the redline becomes, if it begins one."""
        return None if paragraph.start is None else self.starts.get(paragraph.start)

    def _properties_for(self, paragraph: RedlineParagraph, home: Element) -> Element | None:
        """Paragraph properties for a new paragraph: those of its model, source or other half."""
        model = self._model_of(paragraph)
        properties = (home if model is None else model).find(W + "pPr")
        return None if properties is None else without_changes(properties)

    def _model_of(self, paragraph: RedlineParagraph) -> Element | None:
        """Return the old paragraph that a new one looks like, or that it moved from, if there is one."""
        line = self._line(paragraph)
        if line is None or not all(run.mark is INSERTED for run in paragraph.runs):
            return None
        moved = self.new.moved.get(line)
        model = self.new.models.get(line, moved.start if moved else None)
        return None if model is None else self.paragraphs[model]


def _ends_before(above: Element, home: Element) -> bool:
    """Whether a table or cell begins or ends between two paragraphs."""
    return cell_of(above) is not cell_of(home) or is_before_table(above)
