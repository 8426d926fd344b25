"""The content of a paragraph of an update: the old file's own runs, kept or deleted, and new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from aligner.formats.docx.redline_flow import DELETED, EQUAL, INSERTED, RedlineRun
from aligner.formats.docx.run_pieces import REFERENCE, Piece, Pieces
from aligner.formats.docx.track import Tracker, copy_note
from aligner.formats.docx.word_elements import SPACE, Element, UnsuitedError, parent_of
from aligner.formats.update.new_lines import NewLines
from aligner.formats.update.old_lines import OldLines
from aligner.readers.docx.package import W
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed

_INSTRUCTION: Final = W + "instrText"


class ContentWriter:
    """Turns the runs of a redline into elements of the old file.

    Args:
        parsed: the old file.
        old: the old draft in it.
        new: the new draft in lines.
        tracker: numbers and signs the changes.
        notes: the root of the file's footnotes, or None if it has none.
    """

    def __init__(
        self, parsed: Parsed, old: OldLines, new: NewLines, tracker: Tracker, notes: Element | None
    ) -> None:
        self._parsed, self._old, self._new = parsed, old, new
        self._tracker, self._notes = tracker, notes

    def content(
        self, runs: Sequence[RedlineRun], pieces: Pieces, source: Pieces | None = None
    ) -> list[Element]:
        """Return a paragraph's runs in their order.

        Args:
            runs: the runs of the redline.
            pieces: the old paragraph, from which kept and deleted runs are taken.
            source: the content of a paragraph that moved here, from which its runs are copied.
        """
        made: list[Element] = []
        for run in runs:
            if run.mark is INSERTED:
                made += self._inserted(run, source, pieces)
                continue
            taken = pieces.take_note() if run.note is not None else pieces.take(run.text)
            for piece in taken:
                made += piece.written() if run.mark is EQUAL else self._deleted(piece, run)
        return made

    def typed(self, run: RedlineRun, look: Element | None, home: Element) -> Element:
        """Return a new run that looks like `look`, as an insertion for the paragraph `home`."""
        element = home.makeelement(W + "r", None)
        if look is not None:
            element.append(deepcopy(look))
        for number, part in enumerate(run.text.split("\t")):
            if number:
                element.append(element.makeelement(W + "tab", None))
            if part:
                text = element.makeelement(W + "t", {SPACE: "preserve"})
                text.text = part
                element.append(text)
        return self._tracker.wrapped(element, INSERTED, form=run.form)

    def _deleted(self, piece: Piece, run: RedlineRun) -> list[Element]:
        """Mark a piece as deleted; one without text stays."""
        if not piece.tracked:
            if piece.parts:
                return [element for part in piece.parts for element in self._deleted(part, run)]
            if piece.text:
                raise UnsuitedError(Message("redline.new_field"))
            piece.must_stay()
            return piece.written()
        made = []
        for element in piece.written():
            for text in list(element.iter(W + "t", _INSTRUCTION)):
                text.tag = W + ("delText" if text.tag == W + "t" else "delInstrText")
            made.append(self._tracker.wrapped(element, DELETED, form=run.form))
        return made

    def _inserted(self, run: RedlineRun, source: Pieces | None, pieces: Pieces) -> Iterator[Element]:
        """New runs; those of a moved paragraph are copied from its old place."""
        if source is not None and (run.carried or run.within):
            taken = source.take_note() if run.note is not None else source.take(run.text)
            if run.within:
                return
            for piece in taken:
                piece.must_stay()
                if piece.note:
                    yield self._note(run)
                elif next(piece.element.iter(REFERENCE), None) is not None:
                    raise UnsuitedError(Message("redline.mark_elsewhere"))  # a mark of its own moves alone
                elif piece.text:
                    for element in piece.written():
                        yield self._tracker.wrapped(element, INSERTED)
        elif run.within:
            return
        elif run.note is not None:
            yield self._note(run)
        else:
            look = (source or pieces).look_here()
            yield self.typed(run, look, pieces.home)

    def _note(self, run: RedlineRun) -> Element:
        """Return a reference to a copy of a footnote whose mark moved."""
        if run.note is None or run.note.new is None or self._notes is None:
            raise UnsuitedError(Message("redline.no_footnotes"))
        wanted = self._old.lines.notes[self._new.old_notes[run.note.new]]
        marks = self._parsed.root.iter(REFERENCE)
        mark = next((each for each in marks if each.get(W + "id") == wanted), None)
        if mark is None:
            raise UnsuitedError(Message("redline.footnote_missing"))
        number = copy_note(wanted, self._notes, self._notes)
        element = deepcopy(parent_of(mark))
        for child in list(element):
            if child.tag == REFERENCE:
                child.set(W + "id", number)
            elif child.tag != W + "rPr":
                element.remove(child)
        return self._tracker.wrapped(element, INSERTED)
