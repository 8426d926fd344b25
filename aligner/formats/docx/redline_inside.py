"""A redline made inside the newer Word file, which preserves its styles, tables and headers.

Unchanged paragraphs are not touched. The result is read back before it is returned: unless
accepting its changes gives the newer file's text and rejecting them the older's, it is
discarded, and the redline is written from scratch (`docx.redline`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from aligner.formats.docx.accept_changes import accepted
from aligner.formats.docx.deleted_tables import DeletedTables
from aligner.formats.docx.emptied_cells import EmptiedCells
from aligner.formats.docx.old_looks import OldLooks
from aligner.formats.docx.redline_flow import DELETED, EQUAL, INSERTED, RedlineParagraph, RedlineRun
from aligner.formats.docx.redline_plan import later, moment, plan
from aligner.formats.docx.redline_rows import Rows, gone_row, place
from aligner.formats.docx.run_pieces import REFERENCE, Piece, Pieces
from aligner.formats.docx.source_lines import Lines, check_rejected, content_of, notes_of
from aligner.formats.docx.track import Tracker, copy_note
from aligner.formats.docx.word_elements import (
    Element,
    UnsuitedError,
    cell_of,
    in_cell,
    is_before_table,
    refill,
    table_around,
)
from aligner.readers.docx.package import W, find
from aligner.revision.revise import revise
from aligner.values import Revision, Span
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.errors import ReadError
from aligner.values.message import Message
from aligner.values.results import RevisedPair

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed


def redline_inside(
    old: bytes,
    new: bytes,
    language: str,
    *,
    author: str = "aligner",
    date: str = "",
    interface: str = DEFAULT,
    say: Callable[[Message], None] | None = None,
) -> bytes | None:
    """Return the newer of two DOCX files with its changes since the older as tracked changes.

    Args:
        old: the older file.
        new: the newer file.
        language: the language of both.
        author: the author of the changes.
        date: the date of the changes, or empty.
        interface: the language of remarks on moved paragraphs.
        say: receives the reason if no file is made.

    Returns:
        The file, or None if it cannot be made exactly: if a change cuts through a field, or notes
        are of an unknown kind. Changes tracked in the files already are accepted, as they are when
        the files are read.
    """
    from aligner.readers.docx import read_docx

    try:
        old, new = accepted(old, "old.docx"), accepted(new, "new.docx")
        before, after = read_docx.parse(old, "old.docx"), read_docx.parse(new, "new.docx")
        data = _Editor(before, after, language, author, date, load(interface)).file(new)
        _check_read_back(data, before, after)
    except (UnsuitedError, ReadError) as error:
        if say is not None:
            say(error.message)
        return None
    return data


def _check_read_back(redline: bytes, old: Parsed, new: Parsed) -> None:
    """Refuse a redline that does not give the two drafts when its changes are rejected or accepted.

    Raises:
        UnsuitedError: if the text read back differs.
    """
    from aligner.readers.docx import read_docx

    check_rejected(redline, old)
    accepted = read_docx.read(redline, "redline.docx", revisions="accept", rows=False)
    if content_of(accepted) != content_of(new.extract):
        raise UnsuitedError(Message("redline.not_new"))


class _Editor:
    """Writes the changes into the newer file's XML."""

    def __init__(self, old: Parsed, new: Parsed, language: str, author: str, date: str, words: Words) -> None:
        self.parsed = new
        self.before, self.after = Lines.of(old, language), Lines.of(new, language)
        self.date = date
        self.moments: dict[int, str] = {}
        self.words = words
        self.tracker = Tracker(new, author, date, words)
        self.old_notes = notes_of(old)
        self.new_notes = notes_of(new)
        self.styles = {each.get(W + "styleId") or "" for each in _part(new, "styles")}
        self.looks = OldLooks(self.before, (), self.styles)
        self.rows = Rows((), (), ())
        self.tables = DeletedTables((), (), self.styles)
        self.lists = {each.get(W + "numId") for each in _part(new, "numbering")}

    def file(self, source: bytes) -> bytes:
        """Return the newer file with the changes in it."""
        pair = RevisedPair(self.before.document, self.after.document, self._revision())
        last = self.after.paragraphs[-1:]
        settled = not (last and in_cell(last[0]))  # the mark that cannot be deleted is below a last table
        self._write(plan(pair, self.words, settled=settled).paragraphs)
        return self.tracker.file(source, self.new_notes)

    def _revision(self) -> Revision:
        """Compare the drafts; a reworded footnote counts as one deleted and one inserted."""
        found = revise(self.before.document, self.after.document)
        kept = []
        for change in found.footnote_changes:
            old = [self.before.document.footnotes[i].text for i in change.old]
            new = [self.after.document.footnotes[i].text for i in change.new]
            if old == new:
                kept.append(change)
                continue
            kept += [replace(change, old=change.old, new=Span(0, 0), edits=())] if old else []
            kept += [replace(change, old=Span(0, 0), new=change.new, edits=())] if new else []
        return replace(found, footnote_changes=tuple(kept))

    def _write(self, paragraphs: Sequence[RedlineParagraph]) -> None:
        if sum(paragraph.border is not DELETED for paragraph in paragraphs) != len(self.after.paragraphs):
            raise UnsuitedError(Message("redline.last_gone"))
        self.looks = OldLooks(self.before, paragraphs, self.styles)
        homes = iter(self.after.paragraphs)
        rows = self.rows = Rows(paragraphs, self.before.paragraphs, self.after.paragraphs)
        self.tables = DeletedTables(rows.all_gone, self.before.paragraphs, self.styles)
        emptied = EmptiedCells(self.parsed.root, self.after.paragraphs)
        group: list[RedlineParagraph] = []
        gone: list[Element] = []  # rows of tables
        before: Element | None = None
        settled = rows.settled(paragraphs)
        for paragraph, late in zip(settled, later(settled), strict=True):
            self.tracker.moment = self.moments[id(paragraph)] = moment(self.date, late=late)
            row = rows.gone(paragraph)
            if row is not None:
                if row not in gone and not self.tables.takes(row, group):
                    gone.append(row)
                continue
            group.append(paragraph)
            if paragraph.border is DELETED:
                continue
            home = next(homes)
            place(map(self._gone_row, gone), before, home)
            self.tables.place(_block(home, before), self._gone_row, self._deleted_end)
            gone_here = [(each, rows.old_of(each)) for each in group[:-1] if _is_gone(each)]
            for cell, lost in emptied.matched(gone_here, before, home):
                self._in_emptied_cell(cell, lost)
                group = [each for each in group if all(each is not one for one in lost)]
            row = rows.come(paragraph)
            if row is None:
                self._paragraph(home, group, before)
            else:
                self._in_new_row(home, group, before)
                rows.mark_new(row, self.tracker.who)
            before, group, gone = home, [], []
        place(map(self._gone_row, gone), before, None)
        self.tables.place(None, self._gone_row, self._deleted_end)

    def _gone_row(self, row: Element) -> Element:
        return gone_row(row, self._fitting, self.tracker.who)

    def _deleted_end(self) -> Element:
        """Return a paragraph without text whose end is deleted."""
        element = self.parsed.root.makeelement(W + "p", None)
        self.tracker.mark_end(element, DELETED)
        return element

    def _in_new_row(self, home: Element, group: Sequence[RedlineParagraph], before: Element | None) -> None:
        """Write a paragraph of an inserted row: its words are insertions; its end belongs to the row."""
        pieces = Pieces.of(home)
        for each in group[:-1]:
            anchor = self._anchor(each, home, group[-1], before)
            if anchor is home:
                raise UnsuitedError(Message("redline.paragraph_at_row"))
            anchor.addprevious(self._deleted_paragraph(each, home, pieces))
        content = self._remarked(group[-1], self._content(group[-1].runs, pieces) + pieces.rest(), home)
        refill(home, content)

    def _in_emptied_cell(self, cell: Element, lost: Sequence[RedlineParagraph]) -> None:
        """Write the deleted text of a cell into it; the cell keeps its last paragraph."""
        home = list(cell.iterchildren(W + "p"))[-1]
        pieces = Pieces(home)
        for each in lost[:-1]:
            home.addprevious(self._deleted_paragraph(each, home, pieces))
        self.tracker.moment = self.moments[id(lost[-1])]
        home.extend(self._remarked(lost[-1], self._content(lost[-1].runs, pieces), home))

    def _deleted_paragraph(self, paragraph: RedlineParagraph, home: Element, pieces: Pieces) -> Element:
        """Return a new paragraph that is deleted, or merged with the one after it."""
        element = home.makeelement(W + "p", None)
        properties = self._properties_for(home, paragraph)
        if properties is not None:
            element.append(properties)
        self.tracker.moment = self.moments[id(paragraph)]
        element.extend(self._remarked(paragraph, self._content(paragraph.runs, pieces), element))
        self.tracker.mark_end(element, DELETED)
        return element

    def _paragraph(self, home: Element, group: Sequence[RedlineParagraph], before: Element | None) -> None:
        """Write one paragraph of the newer file, and the deleted or merged ones before it."""
        paragraph = group[-1]
        if len(group) == 1 and paragraph.border is EQUAL and all(run.mark is EQUAL for run in paragraph.runs):
            return
        anchors = [self._anchor(each, home, paragraph, before) for each in group[:-1]]
        self._check_end(home, paragraph)
        pieces = Pieces.of(home)
        for each, anchor in zip(group[:-1], anchors, strict=True):
            anchor.addprevious(self._deleted_paragraph(each, home, pieces))
        self.tracker.moment = self.moments[id(paragraph)]
        content = self._remarked(paragraph, self._content(paragraph.runs, pieces) + pieces.rest(), home)
        refill(home, content)
        if paragraph.border is not EQUAL:
            self.tracker.mark_end(home, paragraph.border)

    def _remarked(self, paragraph: RedlineParagraph, content: list[Element], home: Element) -> list[Element]:
        """Return a paragraph's content with its comment, if it has one."""
        if not paragraph.remark:
            return content
        mark = paragraph.runs[0].mark if paragraph.runs else EQUAL
        return self.tracker.remarked(paragraph.remark, content, home, mark)

    def _anchor(
        self, gone: RedlineParagraph, home: Element, paragraph: RedlineParagraph, before: Element | None
    ) -> Element:
        """Return what a deleted or merged paragraph goes before: `home`, its whole table, or a deleted one.

        Args:
            gone: the deleted paragraph.
            home: the paragraph of the newer file after it.
            paragraph: what the redline makes of that.
            before: the paragraph of the newer file before it, if any.

        Raises:
            UnsuitedError: if it was in another cell than what follows it.
        """
        copied = self.tables.below(gone)
        if copied is not None:
            return copied
        if not _is_gone(gone) and not in_cell(home):
            return home
        old = self._old_paragraph(gone) if _is_gone(gone) else None
        follows = self.rows.old_of(paragraph)
        if old is not None and in_cell(old) == in_cell(home):
            if not in_cell(home) or (follows is not None and cell_of(follows) is cell_of(old)):
                return home
        elif old is not None and in_cell(home):
            table = _block(home, before)
            if table is not None:
                return table
        raise UnsuitedError(Message("redline.beside_table"))

    def _check_end(self, home: Element, paragraph: RedlineParagraph) -> None:
        """Refuse a change to a paragraph's end in a cell or, unless it is all new, right before a table."""
        if paragraph.border is EQUAL:
            return
        new = all(run.mark is INSERTED for run in paragraph.runs)
        if in_cell(home) or (is_before_table(home) and not new):
            raise UnsuitedError(Message("redline.beside_table"))

    def _properties_for(self, home: Element, paragraph: RedlineParagraph) -> Element | None:
        """Return a deleted paragraph's properties, limited to styles and lists of the newer file."""
        source = self._old_paragraph(paragraph) if _is_gone(paragraph) else home
        properties = find(source, W + "pPr")
        return None if properties is None else self._fitting(properties)

    def _fitting(self, properties: Element) -> Element:
        """Return paragraph properties without the styles and lists that the newer file lacks."""
        copied = deepcopy(properties)
        for child in list(copied):
            style = child.tag == W + "pStyle" and child.get(W + "val") not in self.styles
            number = child.find(W + "numId") if child.tag == W + "numPr" else None
            listed = number is not None and number.get(W + "val") not in self.lists
            if style or listed or child.tag in (W + "sectPr", W + "pPrChange"):
                copied.remove(child)
        return copied

    def _old_paragraph(self, paragraph: RedlineParagraph) -> Element | None:
        found = self.rows.old_of(paragraph)
        if found is not None:
            return found
        text = "".join(run.text for run in paragraph.runs if run.note is None)
        for index, segment in enumerate(self.before.document.segments):
            if segment.span.of(self.before.document.text) == text:
                return self.before.paragraphs[index]
        return None

    def _content(self, runs: Sequence[RedlineRun], pieces: Pieces) -> list[Element]:
        """Return runs in redline order: kept ones from the newer file, deleted ones newly created."""
        made: list[Element] = []
        for run in runs:
            gone = run.mark is DELETED or run.within
            if not gone:
                taken = pieces.take_note() if run.note is not None else pieces.take(run.text)
            elif run.note is not None:
                taken = [Piece(self._old_note(run, pieces))]
            else:
                taken = [pieces.gone(text, look) for text, look in self.looks.parts(run)]
            if run.within:  # inserted and deleted again: shown in other redlines, not needed here
                continue
            for piece in taken:
                made += piece.written() if run.mark is EQUAL else self._changed(piece, run)
        return made

    def _changed(self, piece: Piece, run: RedlineRun) -> list[Element]:
        """Mark a piece as a change; one without text is in both drafts and is kept."""
        if piece.tracked:
            return [self.tracker.wrapped(each, run.mark, form=run.form) for each in piece.written()]
        if piece.parts:
            return [element for part in piece.parts for element in self._changed(part, run)]
        if piece.text:
            raise UnsuitedError(Message("redline.new_field"))
        piece.must_stay()
        return piece.written()

    def _old_note(self, run: RedlineRun, pieces: Pieces) -> Element:
        """Return a reference to a deleted footnote, which is copied into the newer file."""
        index = run.note.old if run.note is not None else None
        if index is None or self.old_notes is None or self.new_notes is None:
            raise UnsuitedError(Message("redline.no_footnotes"))
        number = copy_note(self.before.notes[index], self.old_notes, self.new_notes)
        reference = pieces.home.makeelement(W + "r", None)
        look = reference.makeelement(W + "rPr", None)
        look.append(look.makeelement(W + "vertAlign", {W + "val": "superscript"}))
        reference.append(look)
        reference.append(reference.makeelement(REFERENCE, {W + "id": number}))
        return reference


def _is_gone(paragraph: RedlineParagraph) -> bool:
    return all(run.mark is DELETED for run in paragraph.runs)


def _block(home: Element, before: Element | None) -> Element | None:
    """Return a paragraph, or its whole table; None if the paragraph before it is in the same table."""
    table = table_around(home)
    if table is None:
        return home
    return None if before is not None and table in before.iterancestors() else table


def _part(parsed: Parsed, kind: str) -> Iterator[Element]:
    root = parsed.package.xml_of_kind(kind)
    return iter(root if root is not None else ())
