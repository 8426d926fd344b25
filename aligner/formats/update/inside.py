"""The new draft as tracked changes inside the language's own old Word file.

Styles, numbering and tables stay as they are, headers and footers but for the document's symbol, and
paragraphs without changes or comments are not touched. Every request to a person is a comment at its
place. The new draft is written as a plain Word file first; the changes are those of the
redline between the two (`docx.redline_inside`), which is discarded unless rejecting them gives the old
file's text and accepting them the new draft's.

The plain file is made from the old one. What the old file has stays where it is, with its styles, numbers
and tables. The redline between the two files is made as between any others.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import accumulate
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.comparison.updating.values_in_place import Replacement
from aligner.formats.docx import word_elements as xml
from aligner.formats.docx.redline_inside import Derivation, tracked
from aligner.formats.docx.redline_plan import INSERTED
from aligner.formats.docx.redline_tables import mark_row
from aligner.formats.docx.run_pieces import REFERENCE, Piece, Pieces, usual_look
from aligner.formats.docx.word_elements import Element, Lines, Tracker, UnsuitedError, accepted, refill
from aligner.formats.update.new_lines import NewLines, OldLines, Passage
from aligner.formats.update.wording import asked
from aligner.readers.docx.package import W
from aligner.revision.diff import diff
from aligner.values import NO_ORIGIN, Message, Span, Update, UpdateAction
from aligner.values.catalogue import Words
from aligner.values.comparison import Change, ChangeKind, Edit, EditTag, EditType, Revision
from aligner.view.redline_runs import Mark

_CELL: Final = W + "tc"
_NONE: Final = Span(0, 0)


class PlainDraft:
    """Writes the new draft into the XML of the old file.

    Args:
        old: the old draft in its file.
        new: the new draft in lines.
        tracker: marks what is new and has no text, which no comparison of texts finds.

    Attributes:
        moved: the passages that change places.
        texts: for each passage, the texts of its paragraphs and cells, the empty ones left out.
    """

    def __init__(self, old: OldLines, new: NewLines, tracker: Tracker) -> None:
        self._old, self._new, self._tracker = old, new, tracker
        self._paragraphs = old.lines.paragraphs
        kept = [(number, passage.lines.start) for number, passage in enumerate(new.passages) if passage.lines]
        fixed = {kept[at][0] for at in heaviest_chain(kept, [1.0] * len(kept))}
        self.moved = {number for number, _ in kept} - fixed
        self.texts = [list(filter(str.strip, passage.text.split("\n"))) for passage in new.passages]
        self._joined: list[int] = []  # lines that run into the next one
        self._last: dict[Element, Element] = {}  # what was put after an element last
        self._empty: list[Element] = []  # new paragraphs without text
        self._left: dict[int, Element] = {}  # what stands for a deleted line outside of tables

    def write(self, remarks: Mapping[int, Sequence[str]]) -> None:
        """Write it; `remarks` are the texts of comments on new passages without text, by passage.

        Raises:
            UnsuitedError: if something cannot be separated from the text that changes, or has no place.
        """
        passages = self._new.passages
        known = {line for passage in passages for line in passage.lines}
        deleted = [line for line in range(len(self._paragraphs)) if line not in known]
        for line in deleted:
            for piece in Pieces.of(self._paragraphs[line]).waiting:
                piece.must_stay()
        moving = {number: list(self._copied(passages[number])) for number in sorted(self.moved)}
        follows = self._fixed_lines_after()
        for number, passage in enumerate(passages):
            if passage.row_after is not None:
                self._insert_row(number, passage, remarks.get(number, ()))
            elif not passage.lines:
                self._put(self._new_paragraph(passage, remarks.get(number, ())), follows[number])
            elif number in self.moved:
                for element in moving[number]:
                    self._put(element, follows[number])
            elif passage.patches:
                self._rewrite(passage)
        left = (line for number in self.moved for line in passages[number].lines)
        gone = {line: self._paragraphs[line] for line in sorted({*deleted, *left, *self._joined})}
        self._mark_ends(list(gone.values()))
        self._left = {
            line: gone[line] for line in gone if line not in self._joined and not xml.in_cell(gone[line])
        }
        for home in self._left.values():
            xml.refill(home, [])
        self._remove([home for line, home in gone.items() if line not in self._left])

    def places(self) -> dict[int, int]:
        """Return where paragraphs without content stand for deleted lines: their number, by old line."""
        numbers = {element: n for n, element in enumerate(self._paragraphs[0].getroottree().iter(W + "p"))}
        return {line: numbers[home] for line, home in self._left.items()}

    def changes(self, before: Lines, after: Lines) -> Revision:
        """Return the changes between the old file and the plain draft.

        Raises:
            UnsuitedError: if the plain draft does not have the new text.
        """
        texts = [text for own in self.texts for text in own]
        if list(map(str.strip, after.document.texts())) != list(map(str.strip, texts)):
            raise UnsuitedError(Message("redline.not_new"))
        changes: list[Change] = []
        deleted = set(range(len(before.paragraphs)))
        at = 0
        for number, (passage, own) in enumerate(zip(self._new.passages, self.texts, strict=True)):
            span, at = Span(at, at + len(own)), at + len(own)
            if not span:
                continue
            deleted -= set(passage.lines)
            edits = tuple(_edits(before.document.joined(passage.lines), after.document.joined(span), after))
            kind = ChangeKind.MOVED if number in self.moved else ChangeKind.EDITED
            changes.append(Change(kind if passage.lines else ChangeKind.INSERTED, passage.lines, span, edits))
        changes += (Change(ChangeKind.DELETED, Span(line, line + 1), _NONE, ()) for line in sorted(deleted))
        notes = tuple(_note_changes(before, after))
        return Revision(tuple(changes), len(before.paragraphs), len(after.paragraphs), footnote_changes=notes)

    def _mark_ends(self, gone: Sequence[Element]) -> None:
        """Mark the new ends of paragraphs without text: of one that ends a stretch, the end above it."""
        anchors = {last: anchor for anchor, last in self._last.items() if anchor.tag == W + "p"}
        for element in self._empty:
            above = anchors.get(element)
            self._tracker.mark_end(element if above is None or above in gone else above, INSERTED)

    def _fixed_lines_after(self) -> list[int]:
        """Return, for each passage, the first old line after it that keeps its place."""
        found: list[int] = []
        line = len(self._paragraphs)
        for number, passage in reversed(list(enumerate(self._new.passages))):
            found.append(line)
            line = passage.lines.start if passage.lines and number not in self.moved else line
        return found[::-1]

    def _rewrite(self, passage: Passage) -> None:
        """Change the paragraphs of a passage that keeps its place."""
        for line, home, content in self._applied(passage):
            elements = [element for piece in content for element in piece.written()]
            if home is not None:
                self._paragraphs[line].addprevious(home)
            xml.refill(self._paragraphs[line] if home is None else home, elements)

    def _copied(self, passage: Passage) -> Iterator[Element]:
        """Yield new paragraphs with the words and footnotes of a passage that moves.

        Raises:
            UnsuitedError: if one has an endnote, or a footnote with a mark of its own.
        """
        for line, home, content in self._applied(passage):
            element = _like(self._paragraphs[line]) if home is None else home
            for piece in content:
                piece.must_stay()
                if not piece.note and next(piece.element.iter(REFERENCE), None) is not None:
                    raise UnsuitedError(Message("redline.mark_elsewhere"))
                if piece.note or piece.text:
                    element.extend(piece.written())
            yield element

    def _applied(self, passage: Passage) -> Iterator[tuple[int, Element | None, list[Piece]]]:
        """Yield each new paragraph of a passage: its old line, itself if it is new, and its content.

        A line whose end is deleted runs into the next one.
        """
        patches = deque(passage.patches)
        content: list[Piece] = []
        patch = Replacement(Span(0, 0), "")
        for line in passage.lines:
            home, span = self._paragraphs[line], self._old.span(line)
            pieces = Pieces.of(home)
            at = max(span.start, min(patch.span.stop, span.stop))
            content += _replaced(pieces, self._old.text[span.start : at], patch)
            while patches and patches[0].span.start <= span.stop:
                patch = patches.popleft()
                content += pieces.take(self._old.text[at : patch.span.start]) + pieces.take_marks()
                at = min(patch.span.stop, span.stop)
                held = _replaced(pieces, self._old.text[patch.span.start : at], patch)
                for number, part in enumerate(patch.text.split("\n")):
                    if number:
                        yield line, _like(home), content
                        content = []
                    content += [pieces.typed(part)] if part else []
                content += held
            if patch.span.stop > span.stop:
                if xml.cell_of(home) is not xml.cell_of(self._paragraphs[line + 1]):
                    raise UnsuitedError(Message("redline.beside_table"))
                self._joined.append(line)
                content += pieces.waiting
                continue
            content += pieces.take(self._old.text[at : span.stop]) + pieces.waiting
            yield line, None, content
            content = []

    def _put(self, element: Element, line: int) -> None:
        """Put a new paragraph before an old line, or after the line above if a table lies between them.

        Raises:
            UnsuitedError: if it would be the first of a table.
        """
        above = self._paragraphs[line - 1] if line else None
        home = self._paragraphs[line] if line < len(self._paragraphs) else None
        if home is not None and not (xml.in_cell(home) and (above is None or _ends_before(above, home))):
            home.addprevious(element)
            return
        if above is None:
            raise UnsuitedError(Message("redline.beside_table"))
        table = xml.table_around(above) if home is None else None
        anchor = above if table is None else table
        if table is None:  # see `Derivation`
            for own in element.findall(W + "pPr"):
                element.remove(own)
            element[:0] = list(_like(above))
        self._last.get(anchor, anchor).addnext(element)
        self._last[anchor] = element

    def _new_paragraph(self, passage: Passage, remarks: Sequence[str]) -> Element:
        """Return a new paragraph that looks like its model, or else like the first one."""
        model = self._paragraphs[passage.model or 0]
        element = _like(model)
        if passage.text:
            element.extend(Pieces(look=usual_look(model)).typed(passage.text).written())
        else:
            self._mark_empty(element, remarks)
            self._empty.append(element)
        return element

    def _mark_empty(self, element: Element, remarks: Sequence[str]) -> None:
        """Put the comments on what is to be written into a paragraph without text."""
        content: list[Element] = []
        for remark in remarks:
            content = self._tracker.remarked(remark, content, INSERTED)
        element.extend(content)

    def _insert_row(self, number: int, passage: Passage, remarks: Sequence[str]) -> None:
        """Insert a row like that of its model, with a text in each cell."""
        row = self._placed_row(passage)
        cells = [each for cell in row.iterchildren(_CELL) for each in cell.iterchildren(W + "p")]
        texts = passage.text.split("\t", len(cells) - 1)
        for element, text in zip(cells, texts, strict=False):
            element.extend(Pieces().typed(text).written() if text else ())
        self.texts[number] = list(filter(str.strip, texts))
        if not self.texts[number]:
            self._mark_empty(cells[0], remarks)
            mark_row(row, "ins", self._tracker.who)

    def _placed_row(self, passage: Passage) -> Element:
        """Return an empty row like that of the model, after the row before it or else before the model's."""
        before = passage.row_after or 0
        model = None if passage.model is None else xml.row_of(self._paragraphs[passage.model])
        if model is None:
            raise UnsuitedError(Message("redline.beside_table"))
        above = xml.row_of(self._paragraphs[before]) if before >= 0 else None
        if above is None:
            row = _emptied(model)
            model.addprevious(row)
            return row
        alike = above.getparent() is model.getparent()  # another table may have other columns
        row = _emptied(model if alike else above)
        self._last.get(above, above).addnext(row)
        self._last[above] = row
        return row

    def _remove(self, homes: Sequence[Element]) -> None:
        """Remove paragraphs, and rows and tables that have no other text; a cell keeps its last paragraph."""
        gone, stay = set(homes), set(self._paragraphs).difference(homes, self._left.values())
        rows = {row: row for home in homes if (row := xml.row_of(home)) is not None}
        for row in rows:
            inside = list(row.iter(W + "p"))
            is_new = any(each not in gone and next(each.iter(W + "t"), None) is not None for each in inside)
            if is_new or not stay.isdisjoint(inside) or next(row.iter(W + "tbl"), None) is not None:
                continue
            gone.difference_update(inside)
            table = xml.parent_of(row)
            xml.remove(row)
            if table.tag == W + "tbl" and next(table.iter(W + "tr"), None) is None:
                xml.remove(table)
        for home in homes:
            beside = [element for element in xml.parent_of(home) if element.tag in (W + "p", W + "tbl")]
            if home in gone and len(beside) > 1 and (home is not beside[-1] or beside[-2].tag == W + "p"):
                xml.remove(home)
            elif home in gone:
                xml.refill(home, [])


def _replaced(pieces: Pieces, text: str, patch: Replacement) -> list[Piece]:
    """Take the pieces that a patch replaces, and return what has no text.

    Footnotes go with the character before them, unless that is replaced.

    Raises:
        UnsuitedError: if there is an endnote.
    """
    taken = pieces.take(text)
    if text and not patch.text:
        taken = [piece for piece in taken + pieces.take_marks() if not piece.note]
    left = [piece for piece in taken if not piece.text]
    for piece in left:
        piece.must_stay()
    return left


def _like(paragraph: Element) -> Element:
    """Return a paragraph without content that has the properties of another, without sections and changes."""
    made = xml.made("p")
    properties = paragraph.find(W + "pPr")
    if properties is not None:
        copied = deepcopy(properties)
        for child in [
            *copied.iterchildren(W + "sectPr", W + "pPrChange"),
            *copied.iter(W + "ins", W + "del"),
        ]:
            xml.remove(child)
        made.append(copied)
    return made


def _emptied(row: Element) -> Element:
    """Return a copy of a table row with one paragraph without content in each cell."""
    copied = deepcopy(row)
    for cell in copied.iter(_CELL):
        kept = [_like(element) for element in cell.iterchildren(W + "p")][:1]
        refill(cell, kept, "tcPr")
    return copied


def _ends_before(above: Element, home: Element) -> bool:
    """Whether a table or cell begins or ends between two paragraphs."""
    return xml.cell_of(above) is not xml.cell_of(home) or xml.is_before_table(above)


_PRINTED: Final = ("header", "footer")


def draft_inside(result: Update, data: bytes, **stamp: str) -> bytes:
    """Return the old Word file with the update as tracked changes.

    Args:
        result: the update; its `old` draft was read from the file by paragraphs.
        data: the file.
        stamp: `author` and `date` of the changes, and the `interface` language of comments, see `Tracker`.

    Returns:
        The file. Changes tracked in it already are accepted, as they are when the file is read.

    Raises:
        UnsuitedError: it cannot be made exactly: a change cuts through a field, or notes are of an
            unknown kind.
        ReadError: it cannot be read.
    """
    from aligner.readers.docx import read_docx

    data = accepted(data, "old.docx")
    before = read_docx.parse(data, "old.docx")
    parsed = before.copied()
    lines = Lines.of(parsed, result.language)
    extract, anchors = read_docx.read_anchored(data, "old.docx")
    old = OldLines(lines, extract.text, anchors, result.old)
    new = NewLines(result, old)
    tracker = Tracker(parsed, **stamp)
    plain = PlainDraft(old, new, tracker)
    asks = _Asks(new, plain.moved, tracker.words)
    plain.write(asks.unwritten(plain.texts))
    made = tracker.file(None, _with_new_symbol(result, tracker))
    derivation = Derivation(plain.changes, asks.written(plain.texts), asks.old, plain.places())
    after = Tracker(read_docx.parse(made, "new.docx"), **stamp)
    return tracked(before, result.language, after, derivation)


class _Asks:
    """The requests to a person, as texts of comments.

    Attributes:
        new: those on whole lines that are new or moved, by passage and line of the passage.
        old: those on parts of the old text.
    """

    def __init__(self, new: NewLines, moved: set[int], words: Words) -> None:
        self.new: dict[tuple[int, int], list[str]] = defaultdict(list)
        self.old: list[tuple[Span, str]] = []
        for number, paragraph in enumerate(new.result.paragraphs):
            passage, line = new.homes.get(number, (-1, 0))
            anew = paragraph.action is UpdateAction.INSERT or passage in moved
            for ask in paragraph.asks:
                text = asked(ask, words)
                if anew:
                    self.new[passage, line].append(text)
                else:
                    self.old.append((_asked_at(new.old, paragraph.old, ask.where), text))

    def unwritten(self, texts: Sequence[Sequence[str]]) -> dict[int, list[str]]:
        """Return those on passages without text, by passage."""
        return {passage: said for (passage, _), said in self.new.items() if not texts[passage]}

    def written(self, texts: Sequence[Sequence[str]]) -> Mapping[int, Sequence[str]]:
        """Return those on other passages, by line of the new file."""
        firsts = [0, *accumulate(map(len, texts))]
        found: dict[int, list[str]] = defaultdict(list)
        for (passage, line), said in self.new.items():
            if texts[passage]:
                found[firsts[passage] + min(line, len(texts[passage]) - 1)] += said
        return found


def _asked_at(old: OldLines, segments: Sequence[int], where: Span | None) -> Span:
    """Return the place of a request in the old text, within a line: the first whole one if unknown."""
    place = old.place(segments)
    wanted = place.origins[where.start : where.stop] if where else ()
    known = [at for at in wanted if at != NO_ORIGIN]
    if not known:
        return old.span(place.lines.start)
    inside = [at for at in known if at < old.span(old.line_at(known[0])).stop]
    return Span(inside[0], inside[-1] + 1)


def _edits(old: str, new: str, after: Lines) -> Iterator[Edit]:
    """Yield the edits between two texts, all of which count as changes to the wording."""
    for edit in diff(old, new, after.document.language) if old else ():
        yield edit if edit.tag is EditTag.EQUAL else replace(edit, type=EditType.WORDING)


def _note_changes(before: Lines, after: Lines) -> Iterator[Change]:
    """Yield a change for each footnote of the old file: the plain draft has it unchanged, or not at all."""
    kept = {note: number for number, note in reversed(list(enumerate(after.notes)))}
    for number, note in enumerate(before.notes):
        now, one = kept.get(note), Span(number, number + 1)
        if now is None:
            yield Change(ChangeKind.DELETED, one, _NONE, ())
        else:
            text = before.document.footnotes[number].text
            yield Change(ChangeKind.UNCHANGED, one, Span(now, now + 1), tuple(_edits(text, text, after)))


def _with_new_symbol(update: Update, tracker: Tracker) -> Mapping[str, Element]:
    """Return the page headers and footers in which the new symbol replaces the old one, by part.

    Word files print the symbol on every page, outside the text that is compared. There are none unless
    the language and the pivot had the same symbol in the old draft. A symbol that is cut through by
    something that cannot be divided, such as a field, stays as it is.
    """
    old, new = update.pivot_old.masthead.symbol, update.pivot_new.masthead.symbol
    if not old or not new or old == new or update.old.masthead.symbol != old:
        return {}
    symbol = re.compile(rf"(?<![\w/.]){re.escape(old)}(?![\w/]|\.\w)")
    changed: dict[str, Element] = {}
    package = tracker.parsed.package
    for kind, part in package.related(package.main).values():
        root = package.xml(part) if kind in _PRINTED else None
        if root is not None and sum(
            _with_symbol(each, symbol, new, tracker) for each in [*root.iter(W + "p")]
        ):
            changed[part] = root
    return changed


def _with_symbol(paragraph: Element, symbol: re.Pattern[str], new: str, tracker: Tracker) -> bool:
    """Replace the symbol in a paragraph, as a tracked change; return whether it occurs there."""
    try:
        pieces = Pieces.of(paragraph)
        text = "".join(piece.text for piece in pieces.waiting)
        content: list[Element] = []
        end = 0
        for match in symbol.finditer(text):
            content += [e for piece in pieces.take(text[end : match.start()]) for e in piece.written()]
            gone = [e for piece in pieces.take(match.group()) for e in piece.deleted()]
            content += [tracker.wrapped(element, Mark.DELETED) for element in gone]
            content += [tracker.wrapped(e, Mark.INSERTED) for e in pieces.typed(new).written()]
            end = match.end()
        if not end:
            return False
        content += [e for piece in pieces.take(text[end:]) for e in piece.written()]
        refill(paragraph, [*content, *pieces.rest()])
    except UnsuitedError:
        return False
    return True
