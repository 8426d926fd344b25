"""The position of each segment, footnote and piece of page furniture on the pages of its file."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from aligner.values import Document, DocumentKey, Span
from aligner.values.extract import Box, Extract
from aligner.view.page_model import Cell, View, ViewRow


class BoxKind(StrEnum):
    """What a box on a page encloses."""

    SEGMENT = "segment"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # or part of the masthead; neither is in the text


@dataclass(frozen=True, slots=True)
class PageBox:
    """One rectangle on a page.

    Attributes:
        kind: what it encloses.
        number: index of the segment or footnote; for furniture, number of the line.
        place: in points, from the top left corner of the page.
    """

    kind: BoxKind
    number: int
    place: Box


def page_boxes(extract: Extract, document: Document) -> dict[int, tuple[PageBox, ...]]:
    """Return the boxes of each page, in reading order.

    A segment that runs over a column or page has a box in each. Lines are assigned by position:
    `document.origin` maps segments to the reader's text, whose lines have boxes.

    Args:
        extract: the reader's output for the file.
        document: segmented from that extract.

    Returns:
        Page number, counted from 1, → its boxes. Empty for formats without positions.
    """
    owners = _Owners(extract, document)
    pages: dict[int, list[PageBox]] = defaultdict(list)
    for number, line in enumerate(extract.lines):
        place = extract.place_of(line)
        if place is None or not extract.text_of(line).strip():
            continue
        kind, which = owners.of(number)
        page, box = place
        boxes = pages[page]
        merged = _merged(boxes[-1], kind, which, box) if boxes else None
        if merged is None:
            boxes.append(PageBox(kind, which, box))
        else:
            boxes[-1] = merged
    return {page: tuple(boxes) for page, boxes in sorted(pages.items())}


def is_from(document: Document, extract: Extract) -> bool:
    """Whether a document was segmented from this extract, judging by the positions of its characters."""
    return bool(document.origin.runs) and all(
        document.text[run.text_start : run.text_start + run.length]
        == extract.text[run.source_start : run.source_start + run.length]
        for run in document.origin.runs
    )


class _Owners:
    """Finds what the lines of a reader's text became in the document."""

    def __init__(self, extract: Extract, document: Document) -> None:
        self._extract = extract
        self._runs = sorted(document.origin.runs, key=lambda run: run.source_start)
        self._starts = [run.source_start for run in self._runs]
        self._segments = [segment.span.start for segment in document.segments]
        self._bare_labels = {
            (segment.page, _without_punctuation(segment.label)): index
            for index, segment in enumerate(document.segments)
            if segment.label and not segment.span
        }
        # those of the page, and those that may continue from the previous one: (index, words)
        self._notes: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for index, note in enumerate(document.footnotes):
            words = _without_punctuation(note.mark + note.text)
            for page in (note.page or 0, (note.page or 0) + 1):
                self._notes[page].append((index, words))

    def of(self, number: int) -> tuple[BoxKind, int]:
        """Return the kind and number of what a line became: by place, or else by its words."""
        line = self._extract.lines[number]
        segment = self._segment(line.span)
        if segment is not None:
            return BoxKind.SEGMENT, segment
        words = _without_punctuation(self._extract.text_of(line))
        if (bare := self._bare_labels.get((line.page, words))) is not None:
            return BoxKind.SEGMENT, bare
        for index, text in self._notes.get(line.page or 0, ()):
            if words and words in text:
                return BoxKind.FOOTNOTE, index
        return BoxKind.FURNITURE, number

    def _segment(self, span: Span) -> int | None:
        """Return the first segment with a character of a stretch of the reader's text, or None."""
        place = max(bisect_right(self._starts, span.start) - 1, 0)
        for run in self._runs[place:]:
            if run.source_start >= span.stop:
                break
            first = max(span.start, run.source_start)
            if first < min(span.stop, run.source_start + run.length):
                position = run.text_start + first - run.source_start
                return bisect_right(self._segments, position) - 1
        return None


def _without_punctuation(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _merged(last: PageBox, kind: BoxKind, number: int, box: Box) -> PageBox | None:
    """Extend the last box by a line that continues it below; None if the line is something else."""
    same = (last.kind, last.number) == (kind, number)
    above = last.place
    if not same or box.top < above.top or box.left > above.right or box.right < above.left:
        return None
    left, right = min(above.left, box.left), max(above.right, box.right)
    return replace(last, place=replace(above, left=left, right=right, bottom=max(above.bottom, box.bottom)))


def documents(view: View) -> dict[DocumentKey, Document]:
    """Return the documents shown and their earlier drafts, column by column, the newer first."""
    found: dict[DocumentKey, Document] = {}
    for column in view.columns:
        found[column.key] = column.document
        if column.base is not None and column.old is not None:
            found[column.base] = column.old
    return found


class SourcePlaces:
    """The paragraphs of one document in the rows of a view, as long as the view is shown."""

    def __init__(self, view: View, key: DocumentKey) -> None:
        self._rows = view.rows
        self._newer = [n for n, column in enumerate(view.columns) if column.key == key]
        self._older = {
            number: {new: change.old for change in column.revision.changes for new in change.new}
            for number, column in enumerate(view.columns)
            if column.base == key and column.revision is not None
        }

    def segments(self, row: ViewRow) -> tuple[int, ...]:
        """Return the paragraphs that the document has in a row, in order."""
        found: set[int] = set()
        for number in self._newer:
            found.update(_new(row.cells[number]))
        for number, old_of in self._older.items():
            cell = row.cells[number]
            found.update(block.segment for block in cell.blocks if block.is_old)
            found.update(old for new in _new(cell) for old in old_of.get(new, ()))
        return tuple(sorted(found))

    def nearest(self, row: ViewRow) -> tuple[int, ...]:
        """Return its paragraphs in the nearest row that has any, looking back first."""
        around = chain(reversed(self._rows[: row.number]), self._rows[row.number :])
        return next(filter(None, map(self.segments, around)), ())


def _new(cell: Cell) -> Iterator[int]:
    return (block.segment for block in cell.blocks if not block.is_old)
