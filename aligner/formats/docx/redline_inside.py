"""A redline made inside the newer Word file, which preserves its styles, tables and headers.

Unchanged paragraphs are not touched. The result is read back before it is returned: unless
accepting its changes gives the newer file's text and rejecting them the older's, it is
discarded, and the redline is written from scratch (`docx.redline`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from aligner.formats.docx import redline_plan
from aligner.formats.docx import word_elements as xml
from aligner.formats.docx.redline_plan import DELETED, EQUAL, INSERTED, RedlineParagraph, RedlineRun
from aligner.formats.docx.redline_tables import DeletedTables, EmptiedCells, Rows, mark_row, place_rows
from aligner.formats.docx.run_pieces import Piece, Pieces
from aligner.formats.docx.word_elements import Element, Lines, Tracker, UnsuitedError, accepted, copy_note
from aligner.readers.docx.package import W, find
from aligner.revision.revise import revise
from aligner.values import Message, Revision, Span
from aligner.values.results import RevisedPair

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed


@dataclass(frozen=True, slots=True)
class Derivation:
    """What is known of a newer file that was made from the older one.

    Links, fields and pictures of its deleted text are those of the older file, and need not be
    reduced to words. A new paragraph looks like the one above it where a cell ends or a table begins.

    Attributes:
        changes: returns the changes, of the lines of the older and the newer file.
        new: texts of comments on whole lines of the newer file, by line.
        old: texts of comments on parts of the older text.
        places: for lines of the older file that are deleted, the number of the paragraph without
            content that stands for each in the newer file.
    """

    changes: Callable[[Lines, Lines], Revision]
    new: Mapping[int, Sequence[str]]
    old: Sequence[tuple[Span, str]]
    places: Mapping[int, int]


def redline_inside(old: bytes, new: bytes, language: str, **stamp: str) -> bytes:
    """Return the newer of two DOCX files with its changes since the older as tracked changes.

    Args:
        old: the older file.
        new: the newer file.
        language: the language of both.
        stamp: `author` and `date` of the changes, and the `interface` language of remarks, see `Tracker`.

    Returns:
        The file. Changes tracked in the files already are accepted, as they are when the files are read.

    Raises:
        UnsuitedError: it cannot be made exactly: a change cuts through a field, or notes are of an
            unknown kind.
        ReadError: one of the files cannot be read.
    """
    from aligner.readers.docx import read_docx

    old, new = accepted(old, "old.docx"), accepted(new, "new.docx")
    before, after = read_docx.parse(old, "old.docx"), read_docx.parse(new, "new.docx")
    return tracked(before, language, Tracker(after, **stamp))


def tracked(old: Parsed, language: str, tracker: Tracker, derivation: Derivation | None = None) -> bytes:
    """Return the newer of two files without tracked changes, with its changes since the older tracked.

    Args:
        old: the older file.
        language: the language of both.
        tracker: numbers and signs the changes in the newer file, whose XML is changed.
        derivation: how the newer file was made from the older one, if it was.

    Raises:
        UnsuitedError: if it cannot be made exactly.
    """
    from aligner.readers.docx import read_docx

    made = _Editor(old, language, tracker, derivation).file()
    read = read_docx.read(made, "redline.docx", revisions="reject", rows=False)
    if xml.content_of(read) != xml.content_of(old.extract):
        raise UnsuitedError(Message("redline.not_old"))
    read = read_docx.read(made, "redline.docx", revisions="accept", rows=False)
    if xml.content_of(read) != xml.content_of(tracker.parsed.extract):
        raise UnsuitedError(Message("redline.not_new"))
    return made


class _Editor:
    """Writes the changes into the newer file's XML."""

    def __init__(self, old: Parsed, language: str, tracker: Tracker, derivation: Derivation | None) -> None:
        self.parsed = new = tracker.parsed
        self.before, self.after = Lines.of(old, language), Lines.of(new, language)
        self.tracker, self.derivation = tracker, derivation
        self.moments: dict[int, str] = {}
        self.old_notes, self.new_notes = (each.package.xml_of_kind("footnotes") for each in (old, new))
        self.styles = {element.get(W + "styleId") or "" for element in _part(new, "styles")}
        self.content = _OldContent(self.before, self.styles)
        self.rows = Rows((), (), ())
        self.tables = DeletedTables((), (), self.styles)
        self.lists = {element.get(W + "numId") for element in _part(new, "numbering")}
        self.starts: dict[int, list[Element]] = defaultdict(list)  # of comments, by place in the old text
        self.stops: dict[int, list[Element]] = defaultdict(list)
        self.remarks: dict[int, Sequence[str]] = {}  # by the place of a line in the new text
        # What stands for a deleted paragraph of the older file.
        self.places: dict[Element | None, Element] = {}
        if derivation is not None:
            elements = list(new.root.iter(W + "p"))
            self.places = {
                self.before.paragraphs[line]: elements[at] for line, at in derivation.places.items()
            }
            segments = self.after.document.segments
            self.remarks = {segments[line].span.start: texts for line, texts in derivation.new.items()}
            for span, text in derivation.old:
                start, *end = tracker.comment(text)
                self.starts[span.start].append(start)
                self.stops[span.stop] += end

    def file(self) -> bytes:
        """Return the newer file with the changes in it."""
        pair = RevisedPair(self.before.document, self.after.document, self._revision())
        paragraphs = list(redline_plan.plan(pair, self.tracker.words, settled=False).paragraphs)
        _look_up(paragraphs, self.before.document.text, self.starts.keys() | self.stops.keys())
        kept = [paragraph for paragraph in paragraphs if paragraph.border is not DELETED]
        if len(kept) != len(self.after.paragraphs):
            raise UnsuitedError(Message("redline.last_gone"))
        ends = [home for each, home in zip(kept, self.after.paragraphs, strict=True) if each.border is EQUAL]
        # the mark that cannot be deleted is below a last table
        if not any(xml.in_cell(home) for home in (*ends[-1:], *self.after.paragraphs[-1:])):
            redline_plan.settle_the_end(paragraphs)
        self._write(paragraphs)
        for place in self.places.values():
            xml.remove(place)
        if self.starts or self.stops:
            raise UnsuitedError(Message("redline.text_elsewhere"))
        return self.tracker.file(self.new_notes)

    def _revision(self) -> Revision:
        """Compare the drafts; a reworded footnote counts as one deleted and one inserted."""
        if self.derivation is not None:
            return self.derivation.changes(self.before, self.after)
        revision = revise(self.before.document, self.after.document)
        kept = []
        for change in revision.footnote_changes:
            old = [self.before.document.footnotes[i].text for i in change.old]
            new = [self.after.document.footnotes[i].text for i in change.new]
            if old == new:
                kept.append(change)
                continue
            kept += [replace(change, old=change.old, new=Span(0, 0), edits=())] if old else []
            kept += [replace(change, old=Span(0, 0), new=change.new, edits=())] if new else []
        return replace(revision, footnote_changes=tuple(kept))

    def _write(self, paragraphs: Sequence[RedlineParagraph]) -> None:
        homes = iter(self.after.paragraphs)
        rows = self.rows = Rows(paragraphs, self.before.paragraphs, self.after.paragraphs)
        self.tables = DeletedTables(rows.all_gone, self.before.paragraphs, self.styles)
        emptied = EmptiedCells(self.parsed.root, self.after.paragraphs)
        group: list[RedlineParagraph] = []
        gone: list[Element] = []  # rows of tables
        before: Element | None = None
        settled = rows.settled(paragraphs, alike=self.derivation is not None)
        for paragraph, late in zip(settled, redline_plan.later(settled), strict=True):
            moment = redline_plan.moment(self.tracker.date, late=late)
            self.tracker.moment = self.moments[id(paragraph)] = moment
            row = rows.gone(paragraph)
            if row is not None:
                if row not in gone and not self.tables.takes(row, group):
                    gone.append(row)
                continue
            group.append(paragraph)
            if paragraph.border is DELETED:
                continue
            home = next(homes)
            place_rows(map(self._gone_row, gone), before, home)
            self.tables.place(_block(home, before), self._gone_row, self._deleted_end)
            gone_here = [(each, rows.old_of(each)) for each in group[:-1] if _is_gone(each)]
            for cell, lost in emptied.matched(gone_here, before, home):
                self._in_emptied_cell(cell, lost)
                group = [each for each in group if all(each is not one for one in lost)]
            self._paragraph(home, group, before)
            before, group, gone = home, [], []
        place_rows(map(self._gone_row, gone), before, None)
        self.tables.place(None, self._gone_row, self._deleted_end)
        self._below(group, before)

    def _below(self, gone: Sequence[RedlineParagraph], before: Element | None) -> None:
        """Write paragraphs deleted below the table that ends the file."""
        above = xml.table_around(before) if before is not None else None
        for paragraph in gone:
            if before is None or above is None:
                raise UnsuitedError(Message("redline.last_gone"))
            element = self._deleted_paragraph(paragraph, before, Pieces())
            place = self.places.get(self.rows.old_of(paragraph))
            (above if place is None else place).addnext(element)
            above = element if place is None else above

    def _gone_row(self, row: Element) -> Element:
        """Return a copy of a row of the older file with everything in it deleted.

        Raises:
            UnsuitedError: if it has endnotes, which cannot be copied into another file.
        """
        if next(row.iter(W + "endnoteReference"), None) is not None:
            raise UnsuitedError(Message("redline.row_content"))
        copied = deepcopy(row)
        for old, element in zip(row.iter(W + "p"), list(copied.iter(W + "p")), strict=True):
            properties, paragraph = element.find(W + "pPr"), self.rows.paragraphs.get(old)
            if properties is not None:
                element.replace(properties, self._fitting(properties))
            xml.refill(element, [])
            if paragraph is not None:
                self._fill(element, paragraph, Pieces())
        mark_row(copied, "del", self.tracker.who)
        return copied

    def _deleted_end(self) -> Element:
        """Return a paragraph without text whose end is deleted."""
        element = xml.made("p")
        self.tracker.mark_end(element, DELETED)
        return element

    def _in_emptied_cell(self, cell: Element, lost: Sequence[RedlineParagraph]) -> None:
        """Write the deleted text of a cell into it; the cell keeps its last paragraph."""
        home = list(cell.iterchildren(W + "p"))[-1]
        pieces = Pieces()
        for paragraph in lost[:-1]:
            home.addprevious(self._deleted_paragraph(paragraph, home, pieces))
        self.tracker.moment = self.moments[id(lost[-1])]
        self._fill(home, lost[-1], pieces)

    def _deleted_paragraph(self, paragraph: RedlineParagraph, home: Element, pieces: Pieces) -> Element:
        """Return a new paragraph that is deleted, or merged with the one after it."""
        element = xml.made("p")
        is_old = _is_gone(paragraph) or self.derivation is not None
        properties = find(self.rows.old_of(paragraph) if is_old else home, W + "pPr")
        if properties is not None:
            element.append(self._fitting(properties, paragraph))
        self.tracker.moment = self.moments[id(paragraph)]
        element.extend(self._remarked(paragraph, self._content(paragraph, pieces)))
        self.tracker.mark_end(element, DELETED)
        return element

    def _paragraph(self, home: Element, group: Sequence[RedlineParagraph], before: Element | None) -> None:
        """Write one paragraph of the newer file, and the deleted or merged ones before it.

        The end of one in an inserted row belongs to the row.
        """
        paragraph = group[-1]
        if len(group) == 1 and self._stays(paragraph):
            return
        row = self.rows.come(paragraph)
        anchors = [self._anchor(each, home, paragraph, before) for each in group[:-1]]
        if row is None:
            self._check_end(home, paragraph)
        elif home in anchors:
            raise UnsuitedError(Message("redline.paragraph_at_row"))
        pieces = Pieces.of(home)
        for each, anchor in zip(group[:-1], anchors, strict=True):
            anchor.addprevious(self._deleted_paragraph(each, home, pieces))
        self.tracker.moment = self.moments[id(paragraph)]
        self._fill(home, paragraph, pieces)
        if row is not None:
            if row.find(f"{W}trPr/{W}ins") is None:
                mark_row(row, "ins", self.tracker.who)
        elif paragraph.border is not EQUAL:
            self.tracker.mark_end(home, paragraph.border)

    def _stays(self, paragraph: RedlineParagraph) -> bool:
        """Whether nothing about a paragraph changes, and nothing is said about it."""
        if paragraph.border is not EQUAL or self._said(paragraph):
            return False
        ends = {run.at + len(run.text) for run in paragraph.runs if run.at is not None}
        begun = any(run.at in self.starts for run in paragraph.runs)
        return not begun and ends.isdisjoint(self.stops) and all(r.mark is EQUAL for r in paragraph.runs)

    def _fill(self, home: Element, paragraph: RedlineParagraph, pieces: Pieces) -> None:
        """Replace the content of a paragraph of the file."""
        xml.refill(home, self._remarked(paragraph, self._content(paragraph, pieces) + pieces.rest()))

    def _said(self, paragraph: RedlineParagraph) -> list[str]:
        """Return the texts of the comments on a whole paragraph."""
        asked = self.remarks.get(paragraph.start, ()) if paragraph.start is not None else ()
        return [*([paragraph.remark] if paragraph.remark else []), *asked]

    def _remarked(self, paragraph: RedlineParagraph, content: list[Element]) -> list[Element]:
        """Return a paragraph's content inside its comments, which belong to its change as a whole."""
        marks = [paragraph.border, *(run.mark for run in paragraph.runs)]
        mark = EQUAL if EQUAL in (marks[1:] or marks) else INSERTED if INSERTED in marks else DELETED
        for remark in self._said(paragraph):
            content = self.tracker.remarked(remark, content, mark)
        return content

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
        place, old = self.tables.below(gone), self.rows.old_of(gone)
        if place is None and _is_gone(gone):
            place = self.places.get(old)
        if place is not None:
            return place
        if not _is_gone(gone) and not xml.in_cell(home):
            return home
        follows = self.rows.old_of(paragraph)
        if old is not None and xml.in_cell(old) == xml.in_cell(home):
            if not xml.in_cell(home) or (follows is not None and xml.cell_of(follows) is xml.cell_of(old)):
                return home
        elif old is not None and xml.in_cell(home) and _is_gone(gone):
            table = _block(home, before)
            if table is not None:
                return table
        raise UnsuitedError(Message("redline.beside_table"))

    def _check_end(self, home: Element, paragraph: RedlineParagraph) -> None:
        """Refuse a change to the last end of a cell or, unless it is all new, to one right before a table."""
        if paragraph.border is EQUAL:
            return
        new = all(run.mark is INSERTED for run in paragraph.runs)
        if xml.is_last_in_cell(home) or (xml.is_before_table(home) and not new):
            raise UnsuitedError(Message("redline.beside_table"))

    def _fitting(self, properties: Element, paragraph: RedlineParagraph | None = None) -> Element:
        """Return paragraph properties without the styles and lists that the newer file lacks.

        The section that a paragraph ended returns with it where the newer file was made without it.
        """
        copied = deepcopy(properties)
        ended = self.derivation is not None and paragraph is not None and _is_gone(paragraph)
        for child in list(copied):
            style = child.tag == W + "pStyle" and child.get(W + "val") not in self.styles
            number = child.find(W + "numId") if child.tag == W + "numPr" else None
            listed = number is not None and number.get(W + "val") not in self.lists
            section = child.tag == W + "sectPr" and not ended
            if style or listed or section or child.tag == W + "pPrChange":
                copied.remove(child)
        return copied

    def _content(self, paragraph: RedlineParagraph, pieces: Pieces) -> list[Element]:
        """Return runs in redline order: kept ones from the newer file, deleted ones from the older."""
        made: list[Element] = []
        whole = _is_gone(paragraph)
        for run in paragraph.runs:
            if run.within:  # inserted and deleted again: shown in other redlines, not needed here
                continue
            made += self.starts.pop(run.at, ()) if run.at is not None else ()
            if run.mark is DELETED:
                taken = self._gone(run, pieces, whole=whole)
            else:
                taken = pieces.take_note() if run.note is not None else pieces.take(run.text)
            for piece in taken:
                made += piece.written() if run.mark is EQUAL else self._changed(piece, run)
            made += self.stops.pop(run.at + len(run.text), ()) if run.at is not None else ()
        if whole and self.derivation is not None:
            made += self.content.rest(paragraph.runs)
        return made

    def _gone(self, run: RedlineRun, pieces: Pieces, *, whole: bool) -> list[Piece]:
        """Return what a deleted run was in the older file, with what has no text if its paragraph is gone."""
        if run.note is not None:
            return [Piece(self._old_note(run))]
        if self.derivation is not None:
            found = self.content.pieces(run)
            return [piece for piece in found if piece.text or (whole and not piece.note)]
        return [pieces.typed(text, look) for text, look in self.content.looks(run)]

    def _changed(self, piece: Piece, run: RedlineRun) -> list[Element]:
        """Mark a piece as a change; one without text is in both drafts and is kept."""
        if piece.tracked:
            elements = piece.deleted() if run.mark is DELETED else piece.written()
            return [self.tracker.wrapped(each, run.mark, form=run.form) for each in elements]
        if piece.parts:
            return [element for part in piece.parts for element in self._changed(part, run)]
        if piece.text:
            raise UnsuitedError(Message("redline.new_field"))
        piece.must_stay()
        return piece.written()

    def _old_note(self, run: RedlineRun) -> Element:
        """Return a reference to a deleted footnote, which is copied into the newer file if it lacks it."""
        index = run.note.old if run.note is not None else None
        if index is None or self.old_notes is None or self.new_notes is None:
            raise UnsuitedError(Message("redline.no_footnotes"))
        number = self.before.notes[index]
        if self.derivation is None or number in self.after.notes:
            number = copy_note(number, self.old_notes, self.new_notes)
        reference, look = xml.made("r"), xml.made("rPr")
        look.append(xml.made("vertAlign", val="superscript"))
        reference.extend((look, xml.made("footnoteReference", id=number)))
        return reference


class _OldContent:
    """The content of the older file's lines, as it was before it was deleted.

    A raised letter that marks a note of a table, for example, would otherwise be a letter of its word
    when the deletion is rejected.

    Args:
        old: the older file.
        styles: the character styles that the newer file has, by id.
    """

    def __init__(self, old: Lines, styles: Collection[str]) -> None:
        self._old, self._styles = old, styles
        self._starts = [segment.span.start for segment in old.document.segments]
        self._left: dict[int, tuple[int, Pieces]] = {}  # the text taken from a line, and what is left of it

    def pieces(self, run: RedlineRun) -> list[Piece]:
        """Return the pieces of a deleted run, with all that precedes it and has no text.

        Raises:
            UnsuitedError: if they cannot be separated from the rest.
        """
        if run.at is None:
            raise UnsuitedError(Message("redline.text_elsewhere"))
        line = bisect_right(self._starts, run.at) - 1
        known = self._left.get(line) or (self._starts[line], Pieces.of(self._old.paragraphs[line]))
        reached, left = known
        left.take(self._old.document.text[reached : run.at])
        self._left[line] = (run.at + len(run.text), left)
        return left.take(run.text)

    def rest(self, runs: Sequence[RedlineRun]) -> list[Element]:
        """Return what has no text and follows the last of a paragraph's deleted runs."""
        at = next((run.at for run in reversed(runs) if run.at is not None), -1)
        _, left = self._left.get(bisect_right(self._starts, at) - 1, (0, None))
        found = [piece for piece in left.waiting if not piece.note] if left is not None else []
        return [element for piece in found for element in piece.written()]

    def looks(self, run: RedlineRun) -> list[tuple[str, Element | None]]:
        """Return the text of a deleted run in parts, each with its formatting; None if that is not known."""
        try:
            return [(piece.text, self._fitting(piece.look)) for piece in self.pieces(run) if piece.text]
        except UnsuitedError:  # what cannot be divided leaves its words
            return [(run.text, None)]

    def _fitting(self, look: Element | None) -> Element:
        """Return formatting without a style that the newer file lacks; empty for plain text."""
        if look is None:
            return xml.made("rPr")
        copied = deepcopy(look)
        for style in copied.findall(W + "rStyle"):
            if style.get(W + "val") not in self._styles:
                copied.remove(style)
        return copied


def _look_up(paragraphs: Sequence[RedlineParagraph], text: str, cuts: Collection[int]) -> None:
    """Find each run of the older draft in its text, and divide the runs at some places."""
    at = 0
    for paragraph in paragraphs:
        redline_runs: list[RedlineRun] = []
        for run in paragraph.runs:
            if run.mark is INSERTED or run.note is not None:
                redline_runs.append(run)
                continue
            if not text.startswith(run.text, at):
                return
            inside = [cut - at for cut in sorted(cuts) if at < cut < at + len(run.text)]
            for start, stop in pairwise((0, *inside, len(run.text))):
                redline_runs.append(replace(run, text=run.text[start:stop], at=at + start))
            at += len(run.text)
        paragraph.runs = redline_runs
        at += paragraph.border is not INSERTED


def _is_gone(paragraph: RedlineParagraph) -> bool:
    return all(run.mark is DELETED for run in paragraph.runs)


def _block(home: Element, before: Element | None) -> Element | None:
    """Return a paragraph, or its whole table; None if the paragraph before it is in the same table."""
    table = xml.table_around(home)
    if table is None:
        return home
    return None if before is not None and table in before.iterancestors() else table


def _part(parsed: Parsed, kind: str) -> Iterator[Element]:
    root = parsed.package.xml_of_kind(kind)
    return iter(root if root is not None else ())
