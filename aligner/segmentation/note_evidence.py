"""What shows that a line of a page begins a note: the mark it begins with, and that mark in the text."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from aligner.languages.letter_ranges import CYRILLIC_SMALL, DATE_SIGNS, LATIN_SMALL, SUPERSCRIPTS
from aligner.languages.numerals import ENDNOTE_NUMERALS, roman_value
from aligner.segmentation import furniture
from aligner.segmentation.line_places import SMALL, overlap, size_of_text
from aligner.segmentation.measured_rows import Row, usual_far_edge
from aligner.segmentation.notes import BEFORE_MARK, mark_of, number_of

# Distances are multiples of the size of the letters.
FAR: Final = 2.2
"""A line further below its note is another text, or another paragraph of it."""

HANG: Final = 5.0
"""How far the text of a note is set in from its mark."""

_RAISED: Final = 0.9  # of the next line's size: a number by itself below it is raised
_SAME_LINE: Final = 0.9  # a mark and its text are on one line
_NEXT_LINE: Final = 1.5  # a raised mark on a baseline of its own is no further above its text

_STARS: Final = r"(?P<star>[*∗]{1,6}|[†‡§¶]{1,3})"
_DIGITS: Final = rf"[\d{SUPERSCRIPTS}]{{1,3}}"  # `1⁴`, where a font lacks some raised digits
_IN_GROUPS: Final = r"\s+(?:000|\d{3}\s\d{3})(?!\d)"
"""The rest of a number such as 1 000 or 3 500 000, with which a line happens to begin."""

_PRINTED: Final = (
    rf"(?P<number>{_DIGITS}|[٠-٩]{{1,3}})(?!{_IN_GROUPS})[\s\u00a0]+(?:[–—-][\s\u00a0]+)?(?=\S)"
    r"|[(\[](?P<closed>\d{1,3}|[٠-٩]{1,3})[)\]][\s\u00a0]*(?=\S)"
    rf"|{_STARS}[\s\u00a0]*(?=[^\s*∗])"
    r"|(?P<letter>[a-z]|[ivx]{2,6})[\s\u00a0]+(?=\S)"
)
_UNSPACED: Final = rf"(?=[^\W\d_{LATIN_SMALL}{CYRILLIC_SMALL}]|[“«„\"‘《])"
_PLAIN_MARK: Final = re.compile(_PRINTED)
"""The mark that a note begins with where it is not raised: `5 See`, `69 - See`, `(1) See`, `*`, `a See`."""

_ANY_MARK: Final = re.compile(
    rf"(?P<signed>\d{{1,3}})(?:\s?[.)–—-](?:[\s\u00a0]+(?=\S)|(?=[^\W\d]|[“«„\"‘]))|{_UNSPACED})|{_PRINTED}"
)
"""The same with a sign after the number, or no space: only raised marks tell it from other numbers."""

_TOUCHING: Final = re.compile(rf"(?P<number>\d{{1,3}}){_UNSPACED}")
_LONE: Final = re.compile(rf"{_DIGITS}|[*∗]{{1,6}}|[†‡§¶]{{1,3}}")
_STAR: Final = re.compile(r"[*∗†‡§¶]+")


@dataclass(frozen=True, slots=True)
class MarkStart:
    """The mark that a row begins with.

    Attributes:
        mark: the mark.
        skip: how many characters of the row it takes.
        raised: whether it is raised.
        lone: whether it is the whole row.
        plain: whether it is a number without a sign or bracket, and no small letter follows.
    """

    mark: str
    skip: int
    raised: bool
    lone: bool = False
    plain: bool = True

    @property
    def number(self) -> int | None:
        """Its number, or None for a star or letter."""
        return number_of(self.mark)

    @property
    def roman(self) -> int:
        """The value of a Roman number, as Word's endnotes have, or 0."""
        return roman_value(self.mark) if set(self.mark) <= ENDNOTE_NUMERALS else 0

    def follows(self, last: str) -> bool:
        """Whether it is the next after `last`, as a letter or as a Roman number."""
        if self.roman and self.roman == roman_value(last) + 1:
            return True
        return len(last) == len(self.mark) == 1 and ord(self.mark) == ord(last) + 1


@dataclass(frozen=True, slots=True)
class NoteEvidence:
    """The facts about all rows of a document with places that bear on its notes.

    Attributes:
        rows: all rows, each with a box.
        apart: which of them are page furniture.
        small: which have smaller letters than the text.
        raises: whether the document raises marks.
        starts: the marks that rows begin with.
        ruled: the rows below a rule of signs.
        referred: the rows with a mark that the text above them, on their page, has.
        referred_before: those with a mark that only the text of the page before has, or, below the last line
            of the text, that of any page.
        repeated: the rows whose note an earlier page has word for word.
        raised_style: whether most notes in small letters, or below a rule, that the text refers to have a
            raised number.
        margin: the far edge of nearly all lines, in points.
        order: the rows that may be text or notes, in the order in which they are read.
        sized: whether the size of letters is known.
        lowest: on each page that has some, the top of the lowest row in letters of the text.
    """

    rows: Sequence[Row]
    apart: Sequence[bool]
    small: Sequence[bool]
    raises: bool
    starts: Mapping[int, MarkStart]
    ruled: Collection[int]
    referred: Collection[int]
    referred_before: Collection[int]
    repeated: Collection[int]
    raised_style: bool
    margin: float
    order: Sequence[int]
    sized: bool
    lowest: Mapping[int | None, float]

    def ends_page(self, index: int) -> bool:
        """Whether no row in letters of the text is below a row on its page."""
        row = self.rows[index]
        return self.sized and row.top > self.lowest.get(row.page, 0.0)

    def follows_small(self, index: int) -> bool:
        """Whether a row without a rule above goes on in small letters, as inside a table or quotation."""
        row, above = self.rows[index], self.rows[index - 1]
        near = 0 <= row.top - above.top <= FAR * row.size
        return near and self.small[index - 1] and not (self.apart[index - 1] or row.line.ruled)

    def is_below(self, index: int, other: int) -> bool:
        """Whether a row is below another on its page, in its column, or comes next to it on one line."""
        row, above = self.rows[index], self.rows[other]
        if row.page != above.page:
            return False
        step = row.top - above.top
        beside = index == other + 1 and abs(step) < _SAME_LINE * row.size
        # In a column, a short line may end before its mark's text begins.
        return beside or (step > 0 and overlap(row, above, HANG * above.size))


def collect(rows: Sequence[Row], apart: Sequence[bool], read: Sequence[int]) -> NoteEvidence | None:
    """Collect the evidence of a document; None if no row begins with a mark.

    Args:
        rows: all rows.
        apart: which of them are page furniture.
        read: all of them, in the order in which they are read.
    """
    usual = size_of_text([row for row, is_apart in zip(rows, apart, strict=True) if not is_apart])
    raises = any(row.line.marks for row in rows)
    small = [row.size < usual * SMALL for row in rows]
    starts = {
        index: start
        for index, row in enumerate(rows)
        if not row.line.cells
        and (start := _start(row, rows[index + 1 : index + 2], raises, small[index])) is not None
    }
    sized = usual > 0
    if not starts:
        return None
    for index, start in starts.items():
        small[index] = small[index + 1] if start.lone and index + 1 < len(rows) else small[index]
    # No running head or foot begins with a raised number.
    numbered = {index for index, start in starts.items() if start.raised and start.number is not None}
    readable = [
        index for index in read if not rows[index].line.cells and (not apart[index] or index in numbered)
    ]
    order: list[int] = []
    for _, page in groupby(readable, key=lambda index: rows[index].page):
        order += _in_columns(list(page), rows, starts, small)
    ruled = {below for above, below in pairwise(read) if furniture.NOTE_RULE.fullmatch(rows[above].text)}
    referred, before = _referred(rows, apart, starts, small, ruled, raises=raises)
    of_text = sorted((rows[index] for index in order if not small[index]), key=lambda row: row.top)
    known = [
        start.raised
        for index, start in starts.items()
        if (small[index] or rows[index].line.ruled) and start.number is not None and index in referred
    ]
    return NoteEvidence(
        rows,
        apart,
        small,
        raises,
        starts,
        ruled,
        referred,
        before,
        _repeated(order, rows, starts),
        2 * sum(known) >= len(known) if known else raises,
        usual_far_edge(rows[index] for index in order),
        order,
        sized,
        {row.page: row.top for row in of_text},
    )


def _referred(
    rows: Sequence[Row],
    apart: Sequence[bool],
    starts: Mapping[int, MarkStart],
    small: Sequence[bool],
    ruled: Collection[int],
    *,
    raises: bool,
) -> tuple[set[int], set[int]]:
    """Return the rows with a mark that the text above has: on their page, and only before it."""
    found: set[int] = set()
    before: set[int] = set()
    marks_before: Collection[str] = ()
    every: set[str] = set()
    text = (
        index for index in range(len(rows)) if not (small[index] or apart[index] or rows[index].line.cells)
    )
    last = max(text, default=len(rows))
    for _, grouped in groupby(range(len(rows)), key=lambda index: rows[index].page):
        indices = list(grouped)
        marks = _marks_in_text(indices, rows, small)
        for index in starts.keys() & set(indices):
            sign, counted = starts[index].mark, not rows[index].is_placed
            blank = counted and index in ruled
            above = (rows[other] for other in indices if other < index and not apart[other])
            if any(other < index or rows[other].top < rows[index].top for other in marks.get(sign, ())):
                found.add(index)
            elif _STAR.fullmatch(sign):
                unstarred = (rows[other] for other in indices if not _STAR.match(rows[other].text))
                found.update({index} if _has(_starred(sign), unstarred) else ())
            elif not raises and _has(printed_mark(sign, apart=blank, counted=counted), above):
                found.add(index)
            if index not in found and sign in (every if index > last else marks_before):
                before.add(index)
        every |= marks.keys()
        marks_before = marks
    return found, before


def _marks_in_text(
    indices: Sequence[int], rows: Sequence[Row], small: Sequence[bool]
) -> Mapping[str, list[int]]:
    """Return the raised marks of a page that do not begin a line in small letters, with their rows."""
    marks: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        for inline in rows[index].line.marks:
            if inline.span.start > rows[index].start or not small[index]:
                marks[inline.mark].append(index)
    return marks


def _has(pattern: re.Pattern[str], rows: Iterable[Row]) -> bool:
    return any(pattern.search(row.text) for row in rows)


def _starred(mark: str) -> re.Pattern[str]:
    same = "*∗" if mark[0] in "*∗" else mark[0]  # those of several notes may follow each other
    return re.compile(rf"(?<=[^\s{same}]){re.escape(mark)}(?![{same}\w])")


def printed_mark(mark: str, *, apart: bool, counted: bool) -> re.Pattern[str]:
    """Return how a mark that is not raised looks in the text.

    Args:
        mark: the mark.
        apart: whether a blank may set it apart.
        counted: whether the text is extracted, where letters may follow it.
    """
    before = rf"(?:{BEFORE_MARK}|(?<=\S) )" if apart else BEFORE_MARK
    if counted:
        return re.compile(rf"{before}{mark}(?![\d/%]|[.,]\d)(?!\s?[{DATE_SIGNS}])")
    return re.compile(rf"{before}\(?{mark}\)?(?![\w/.,%]\w|[\w/%-])(?!\s?[{DATE_SIGNS}])")


def _repeated(order: Sequence[int], rows: Sequence[Row], starts: Mapping[int, MarkStart]) -> set[int]:
    seen: dict[str, int | None] = {}
    found: set[int] = set()
    for index in order:
        start, row = starts.get(index), rows[index]
        whole = start is not None and start.raised and not start.lone
        if whole and seen.setdefault(row.text, row.page) != row.page:
            found.add(index)
    return found


def _start(row: Row, following: Sequence[Row], raises: bool, small: bool = False) -> MarkStart | None:
    """Return the mark that a row begins with, raised or printed as any number."""
    if (first := row.first_mark) is not None and first.mark:
        skip = row.after(first)
        return MarkStart(first.mark, skip, True, skip == len(row.text))
    match = (_ANY_MARK if raises or not row.is_placed else _PLAIN_MARK).match(row.text)
    if match is None and (row.line.ruled or small):
        match = _TOUCHING.match(row.text)
    if match:
        printed = next(group for group in match.groups() if group)
        plain = not row.whole and match["number"] is not None
        plain = plain and not row.text[match.end()].islower()
        return MarkStart(mark_of(printed), match.end(), False, plain=plain)
    if not _LONE.fullmatch(row.text):
        return None
    if not row.is_placed:
        return MarkStart(mark_of(row.text), len(row.text), False, lone=True)
    if not following:
        return None
    (below,) = following
    step = abs(below.top - row.top) / below.size
    beside = step < _SAME_LINE
    raised = step < _NEXT_LINE and row.size < _RAISED * below.size
    return MarkStart(mark_of(row.text), len(row.text), raised, lone=True) if raised or beside else None


def _in_columns(
    page: list[int], rows: Sequence[Row], starts: Mapping[int, MarkStart], small: Sequence[bool]
) -> list[int]:
    """Return the rows of a page column by column, where notes of two columns were read line by line."""
    marked = [index for index in page if index in starts and starts[index].raised and small[index]]
    if not marked:
        return page
    lefts = sorted(rows[index].near for index in marked)
    indent = HANG * rows[marked[0]].size
    edges = [left for before, left in pairwise(lefts) if left - before >= indent]
    return sorted(page, key=lambda index: (bisect_right(edges, rows[index].near + indent), index))
