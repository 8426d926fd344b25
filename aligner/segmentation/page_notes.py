"""Find footnotes on pages whose lines have positions: by size, raised marks, rules and the page's foot.

A line begins a note if it starts with a mark and one more fact shows that it is
not text: a rule above it, letters smaller than the body's with a raised mark, or the same
mark in the text above with nothing but notes below. A number that is neither raised nor
below a rule counts only in a document that raises no marks, and only where the text refers
to it: the rows of a table are numbered as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from aligner.languages.letter_ranges import DATE_SIGNS, IDEOGRAPHS
from aligner.languages.list_labels import ENDNOTE_NUMERALS, roman_value
from aligner.segmentation import furniture
from aligner.segmentation.line_places import size_of_text
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import AHEAD, BEFORE_MARK, Blocks, Note, continues, number_of

_SMALL: Final = 0.93  # letters of notes are smaller than this share of the body's
_BEYOND: Final = 3  # lines that may follow the notes at the foot of a page
_PITCH: Final = 1.5  # of the letters' size: the distance of lines in a note
_FAR: Final = 2.2  # of the letters' size: anything further below is something else
_SAME_SIZE: Final = 0.3  # points
_SAME_LEFT: Final = 3.0  # columns, which are half as wide as letters are high
_HANG: Final = 10.0  # columns by which the text of a note is set in from its mark
_OVERLAP: Final = 8.0  # points by which lines of one column of text overlap at least
_SAME_LINE: Final = 0.9  # of the letters' size: a mark and its text are on one line
_PRINTED: Final = re.compile(
    r"(?P<number>\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[٠-٩]{1,3})[\s\u00a0]+(?=\S)"
    r"|[(\[](?P<closed>\d{1,3}|[٠-٩]{1,3})[)\]][\s\u00a0]*(?=\S)"
    r"|(?P<star>\*{1,6}|[†‡§¶]{1,3})[\s\u00a0]*(?=[^\s*])"
    r"|(?P<letter>[a-z]|[ivx]{2,6})[\s\u00a0]+(?=\S)"
)
"""The mark at the beginning of a note that is not raised."""

_TOUCHING: Final = re.compile(rf"(?P<number>\d{{1,3}})(?=[{IDEOGRAPHS}《“])")
"""The same before Chinese, from which no space parts it in some files."""

_LONE: Final = re.compile(r"\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\*{1,6}|[†‡§¶]{1,3}")
_STAR: Final = re.compile(r"[*†‡§¶]+")
_CLOSED: Final = re.compile(r"[.。;；!！?？؟][)）»”\]’]?$")


@dataclass(frozen=True, slots=True)
class _Start:
    """A row that may begin a note; `lone` if it is only the mark."""

    mark: str
    skip: int
    raised: bool
    lone: bool = False

    @property
    def number(self) -> int | None:
        return number_of(self.mark)

    @property
    def roman(self) -> int:
        """The value of a Roman number, as Word's endnotes have, or 0."""
        return roman_value(self.mark) if set(self.mark) <= ENDNOTE_NUMERALS else 0


@dataclass(slots=True)
class PageNotes:
    """Reads the notes of one document, page by page.

    Attributes:
        rows: all rows, each with a box.
        apart: which of them are page furniture.
        blocks: where the notes go.
        usual: size of the body's letters, in points.
        raises: whether the document raises its marks.
        small_notes: whether small lines begin with raised numbers, so that its notes are small.
        missing: the numbers of notes that have not been found, although higher ones were.
        before: the rows of the page before.
    """

    rows: Sequence[Row]
    apart: Sequence[bool]
    blocks: Blocks
    usual: float
    raises: bool
    small_notes: bool
    missing: set[int] = field(default_factory=set)
    before: Sequence[int] = ()

    def read_page(self, page: Sequence[int]) -> None:
        """Find the notes among the rows of one page, given in reading order, furniture included."""
        body = [
            index
            for index in page
            if index not in self.blocks.taken
            and not self.rows[index].line.cells
            and (not self.apart[index] or self._is_raised(index))
        ]
        body = self._in_columns(body)
        ruled = {
            below
            for above, below in pairwise(page)
            if self.apart[above] and furniture.NOTE_RULE.fullmatch(self.rows[above].text)
        }
        ruled |= {index for index in body if self._is_under_drawn_rule(index, page)}
        at = 0
        while at < len(body):
            stop = self._block_end(body, at, ruled, page)
            if stop > at:
                self._take(body[at:stop], ruled=body[at] in ruled)
            at = max(stop, at + 1)
        self.before = page

    def _is_under_drawn_rule(self, index: int, page: Sequence[int]) -> bool:
        """Whether a row under a drawn rule is in a note; forms and signatures have such rules, too."""
        row = self.rows[index]
        if not row.line.ruled:
            return False
        start = self._start(row)
        if start is not None:
            above = page[: page.index(index)]
            numbered = start.number is not None or start.roman > 0
            return numbered and (self._is_referred_to(start, above, index) or self._is_left_over(start, row))
        last = self.blocks.notes[-1] if self.blocks.notes else None
        return last is not None and bool(last.rows) and not _CLOSED.search(self.rows[last.rows[-1]].text)

    def _is_left_over(self, start: _Start, row: Row) -> bool:
        """Whether a note in small letters had no room on the page before, which has its mark."""
        before = (self.rows[index] for index in self.before if index not in self.blocks.taken)
        return self._is_small(row) and any(
            mark.mark == start.mark and mark.span.start > other.start
            for other in before
            for mark in other.line.marks
        )

    def _in_columns(self, body: list[int]) -> list[int]:
        """Return the rows of a page column by column, where notes of two columns were read line by line."""
        marked = [index for index in body if self._is_small(self.rows[index]) and self._is_raised(index)]
        if not marked:
            return body
        size = _size(self.rows[max(marked, key=lambda index: _top(self.rows[index]))])
        alike = [index for index in marked if abs(_size(self.rows[index]) - size) <= _SAME_SIZE]
        top = min(_top(self.rows[index]) for index in alike)
        columns: list[tuple[float, float]] = []
        for row in (self.rows[index] for index in body):
            if _top(row) < top - _FAR * size or abs(_size(row) - size) > _SAME_SIZE:
                continue
            left, right = _points(row, row.left), _points(row, row.right)
            for other in [c for c in columns if c[0] < right - _OVERLAP and left < c[1] - _OVERLAP]:
                columns.remove(other)
                left, right = min(left, other[0]), max(right, other[1])
            columns.append((left, right))
        starts = sorted(left for left, _ in columns)

        def column(index: int) -> int:
            row = self.rows[index]
            return bisect_right(starts, _points(row, row.left) + _OVERLAP)

        return sorted(body, key=lambda index: (column(index), index))

    def _is_raised(self, index: int) -> bool:
        """Whether a row begins with a raised number, which no running head or foot does."""
        start = self._start(self.rows[index])
        return start is not None and start.raised and start.number is not None

    def _block_end(self, body: Sequence[int], at: int, ruled: set[int], page: Sequence[int]) -> int:
        """Return where a block of notes that begins at `body[at]` ends; `at` if none begins there."""
        index = body[at]
        row, under_rule = self.rows[index], index in ruled
        small = self._is_small(row)
        start = self._start(row)
        if start is None:
            goes_on = self._goes_on(row, under_rule) and (under_rule or (small and at > 0))
            stop = self._reach(body, at, small) if goes_on else at
            return stop if goes_on and self._at_foot(body, at, stop) else at
        stop = self._reach(body, at, small)
        if not self._is_expected(start, page, index, under_rule=under_rule):
            self._set_repeated_aside(body, at, stop)
            return at
        if under_rule:
            return stop
        if not self._at_foot(body, at, stop) or not (small or self._stands_apart(body, at, stop)):
            return at
        if not start.raised and small and at and self._is_small(self.rows[body[at - 1]]):
            return at  # a numbered row in the middle of a table in small letters
        return stop if self._is_shown(start, small, page, index) else at

    def _set_repeated_aside(self, body: Sequence[int], at: int, stop: int) -> None:
        """Set aside a note that an earlier page has word for word, as repeated page footers do."""
        indices = list(body[at:stop])
        text = " ".join(self.rows[index].text for index in indices)
        for note in self.blocks.notes:
            if note.rows and " ".join(self.rows[index].text for index in note.rows) == text:
                self.blocks.repeated.update(indices)
                self.blocks.taken.update(indices)
                return

    def _reach(self, body: Sequence[int], at: int, small: bool) -> int:
        """Return how far rows of the same kind follow one another down the column."""
        stop = at + 1
        while stop < len(body):
            above, below = self.rows[body[stop - 1]], self.rows[body[stop]]
            if (small and not self._is_small(below)) or self._is_cut_off(above, below):
                break
            stop += 1
        return stop

    def _is_cut_off(self, above: Row, below: Row) -> bool:
        """Whether a row is in another column, or too far below the notes to belong to them."""
        step, size = _top(below) - _top(above), _size(above)
        if -size <= step <= _FAR * size:
            return False
        start = self._start(below)
        return step < -size or start is None or (start.lone and not start.raised)

    def _is_small(self, row: Row) -> bool:
        return _size(row) < self.usual * _SMALL

    def _start(self, row: Row) -> _Start | None:
        """Return the mark that a row begins with, raised or printed as any number."""
        for inline in row.line.marks:
            if inline.span.start == row.start and inline.mark not in ("", None):
                rest = row.text[len(inline.span) :]
                skip = len(row.text) - len(rest.lstrip())
                return _Start(inline.mark, skip, True, lone=not rest.strip())
        match = _PRINTED.match(row.text) or (_TOUCHING.match(row.text) if row.line.ruled else None)
        if match:
            printed = next(each for each in match.groups() if each)
            number = number_of(printed)
            return _Start(printed if number is None else str(number), match.end(), False)
        if _LONE.fullmatch(row.text):
            number = number_of(row.text)
            return _Start(row.text if number is None else str(number), len(row.text), False, lone=True)
        return None

    def _is_expected(self, start: _Start, page: Sequence[int], index: int, *, under_rule: bool) -> bool:
        """Whether the mark follows the last note's, or the text here refers to it.

        Numbers begin again in an annex, and those of an extract begin anywhere.
        """
        number = start.number
        if start.mark.isalpha():
            return under_rule
        if number is None:
            return under_rule or self._is_referred_to(start, page, index)
        if continues(number, self.blocks.last, self.missing) or (number == 1 and under_rule):
            return True
        return (number == 1 or start.raised) and self._is_referred_to(start, page, index)

    def _is_shown(self, start: _Start, small: bool, page: Sequence[int], index: int) -> bool:
        """Whether there is evidence for a note that has no rule above it."""
        if start.raised and small:
            return True
        if self.small_notes and not small:
            return False
        if self.raises and not small and not start.raised and start.number is not None:
            return False
        return self._is_referred_to(start, page, index)

    def _is_referred_to(self, start: _Start, page: Sequence[int], index: int) -> bool:
        """Whether the text of the page has the mark, where a note's mark would be."""
        for other in page:
            row = self.rows[other]
            if other == index or other in self.blocks.taken:
                continue
            if any(mark.mark == start.mark and mark.span.start > row.start for mark in row.line.marks):
                return True
            if _STAR.fullmatch(start.mark):
                star = re.escape(start.mark)
                if re.search(rf"(?<=[^\s*†‡§¶]){star}(?![*†‡§¶\w])", row.text) and not _STAR.match(row.text):
                    return True
            elif not self.raises and other < index and not self.apart[other]:
                printed = rf"{BEFORE_MARK}\(?{start.mark}\)?(?![\w/.,%]\w|[\w/%-])(?!\s?[{DATE_SIGNS}])"
                if re.search(printed, row.text):
                    return True
        return False

    def _stands_apart(self, body: Sequence[int], at: int, stop: int) -> bool:
        """Whether letters as large as the text's can be notes: the last thing on their page."""
        return all(self._in_block(body, place) for place in range(at, stop)) and stop == len(body)

    def _in_block(self, body: Sequence[int], place: int) -> bool:
        return self.rows[body[place]].gap == 0 or self._start(self.rows[body[place]]) is not None

    def _at_foot(self, body: Sequence[int], at: int, stop: int) -> bool:
        """Whether hardly any text is below the rows in their column."""
        inside = [self.rows[index].line.box for index in body[at:stop]]
        boxes = [box for box in inside if box]
        left, right = min(b.left for b in boxes), max(b.right for b in boxes)
        bottom = max(b.top for b in boxes)
        below = [
            index
            for index in body[stop:]
            if (box := self.rows[index].line.box)
            and not self._is_small(self.rows[index])
            and box.top > bottom
            and box.left < right
            and left < box.right
        ]
        return len(below) <= _BEYOND

    def _goes_on(self, row: Row, under_rule: bool) -> bool:
        """Whether a row without a mark is the rest of the note that ended the page before."""
        last = self.blocks.notes[-1] if self.blocks.notes else None
        if last is None or not last.rows or row.page is None or last.page is None:
            return False
        before = self.rows[last.rows[-1]]
        next_column = before.page == row.page and row.left > before.right
        if before.page != row.page - 1 and not next_column:
            return False
        if under_rule:
            return True
        first_column = before.page == row.page - 1 and row.right < before.left
        hangs = len(last.rows) == 1 and 0 < row.left - before.left < _HANG  # below text, not a mark
        beneath = next_column or first_column or hangs or abs(before.left - row.left) < _SAME_LEFT
        return beneath and abs(_size(before) - _size(row)) < _SAME_SIZE and not _CLOSED.search(before.text)

    def _take(self, block: Sequence[int], *, ruled: bool) -> None:
        """Record the notes of a block."""
        number = -1
        style: bool | None = None
        previous: Row | None = None
        for place, index in enumerate(block):
            row = self.rows[index]
            start = self._start(row)
            if start is not None and place and not self._is_next(start, style, block, place):
                start = None
            if start is None and previous is not None and self._is_text_again(previous, row, ruled):
                break
            if start is not None:
                if style is None and start.number is not None:
                    style = start.raised
                number = self.blocks.open(row.start) if number < 0 else number
                self._count(start)
                self.blocks.notes.append(
                    Note(
                        start.mark,
                        [] if start.lone else [index],
                        0 if start.lone else start.skip,
                        number,
                        row.page,
                        index if start.lone else None,
                    )
                )
            else:
                self.blocks.notes[-1].rows.append(index)
            self.blocks.taken.add(index)
            previous = row
            for other in self._address_below(index):
                self.blocks.notes[-1].rows.append(other)
                self.blocks.taken.add(other)

    def _address_below(self, index: int) -> list[int]:
        """Return rows taken for furniture that continue the note, such as an address on separate lines."""
        found: list[int] = []
        row = self.rows[index]
        for other in range(index + 1, len(self.rows)):
            below = self.rows[other]
            pitch = _top(below) - _top(row)
            if not self.apart[other] or below.page != row.page or not 0 < pitch < _PITCH * _size(row):
                break
            if abs(_size(below) - _size(row)) > _SAME_SIZE or furniture.is_page_line(below.text):
                break
            if furniture.NOTE_RULE.fullmatch(below.text) or furniture.is_lone_number(below.text):
                break
            found.append(other)
            row = below
        return found

    def _is_next(self, start: _Start, style: bool | None, block: Sequence[int], place: int) -> bool:
        """Whether a mark inside a block begins another note, and is no number of a wrapped line."""
        last = self.blocks.notes[-1] if self.blocks.notes else None
        if start.lone and not start.raised and not self._beside(block, place):
            return False
        if style is not None and start.raised != style and start.number is not None:
            return False
        if start.mark.isalpha():
            return last is not None and _is_next_letter(last.mark, start)
        if start.number is None:
            return True
        return self.blocks.last < start.number <= self.blocks.last + AHEAD or start.number in self.missing

    def _beside(self, block: Sequence[int], place: int) -> bool:
        """Whether the text of a mark that has a row for itself is on the same line."""
        if place + 1 >= len(block):
            return False
        here, there = self.rows[block[place]], self.rows[block[place + 1]]
        return abs(_top(there) - _top(here)) < _SAME_LINE * max(_size(here), _size(there))

    def _is_text_again(self, above: Row, below: Row, ruled: bool) -> bool:
        """Whether notes under a rule, in letters of the body's size, have ended."""
        return ruled and not self._is_small(above) and below.gap > 1 and bool(_CLOSED.search(above.text))

    def _count(self, start: _Start) -> None:
        number = start.number
        if number is None:
            return
        if number == 1 and self.blocks.last > 0:
            self.blocks.last = 0  # a new part of the document counts its notes again
            self.missing.clear()
        self.missing.update(range(self.blocks.last + 1, number) if self.blocks.last else ())
        self.missing.discard(number)
        self.blocks.last = max(self.blocks.last, number)


def find(rows: Sequence[Row], apart: Sequence[bool], blocks: Blocks) -> None:
    """Add the notes of a document with pages and places to `blocks`.

    A note printed again on later pages is kept once; its other rows go to `blocks.repeated`.
    """
    usual = size_of_text([row for row, is_apart in zip(rows, apart, strict=True) if not is_apart])
    if not usual:
        return
    raises = any(row.line.marks for row in rows)
    small_notes = any(
        mark.span.start == row.start and mark.mark.isdecimal() and _size(row) < usual * _SMALL
        for row in rows
        for mark in row.line.marks
    )
    reader = PageNotes(rows, apart, blocks, usual, raises, small_notes)
    for page in _pages(rows):
        reader.read_page(page)
    _drop_empty(blocks)


def _is_next_letter(last: str, start: _Start) -> bool:
    """Whether a mark of letters is the next after `last`, as a letter or as a Roman number."""
    if start.roman and start.roman == roman_value(last) + 1:
        return True
    return len(last) == len(start.mark) == 1 and ord(start.mark) == ord(last) + 1


def _pages(rows: Sequence[Row]) -> Iterator[list[int]]:
    for _, page in groupby(range(len(rows)), key=lambda index: rows[index].page):
        yield list(page)


def _drop_empty(blocks: Blocks) -> None:
    """Return lone numbers that no text followed to the furniture: they were page numbers."""
    for note in [note for note in blocks.notes if not note.rows]:
        blocks.notes = [each for each in blocks.notes if each is not note]
        blocks.taken.discard(-1 if note.alone is None else note.alone)


def _points(row: Row, columns: float) -> float:
    """Return the distance in points from the side where lines begin; columns depend on a row's size."""
    return columns * _size(row) / 2


def _size(row: Row) -> float:
    return row.line.box.size if row.line.box else 0.0


def _top(row: Row) -> float:
    return row.line.box.top if row.line.box else 0.0
