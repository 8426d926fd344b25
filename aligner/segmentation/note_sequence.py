"""Find the notes at the foot of pages by the law of their sequence.

Notes count up, and each number stands in the text of its page or of the one before. That holds in every
house and script, while no distance does. So every line that begins with a mark may begin a note, and one
decision is taken for all lines of a document: the best path over three roles (text, a note's first line,
a note's further lines). What a line looks like, and whether the text has its mark, is evidence for a role;
that numbers rise, and that text rarely follows notes in their column, are the costs of a step. The path is
found by dynamic programming (Viterbi 1967), with one state for each role and number of the last note.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Final

from aligner.languages.letter_ranges import CYRILLIC_SMALL, DATE_SIGNS, LATIN_SMALL
from aligner.languages.list_labels import ENDNOTE_NUMERALS, roman_value
from aligner.segmentation import furniture
from aligner.segmentation.line_places import size_of_text
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import AHEAD, BEFORE_MARK, FIRST, Blocks, Note, number_of

_SMALL: Final = 0.93  # of the text's size: letters below it are those of notes and quotations
_RAISED: Final = 0.9  # of the next line's size: a number by itself below it is raised
_RISE: Final = 0.3  # of the size: how much higher than its line a raised number of its size is
_SAME_SIZE: Final = 0.3  # points by which the letters of one note differ
_FAR: Final = 2.2  # of the size: a line further below its note is another text
_SAME_LINE: Final = 0.9  # of the size: a mark and its text are on one line
_PITCH: Final = 1.5  # of the size: the step to an address on a line of its own
_SAME_LEFT: Final = 1.5  # of the size: lines that begin at one edge
_HANG: Final = 5.0  # of the size: how far the text of a note is set in from its mark
_OVERLAP: Final = 8.0  # points by which lines of one column overlap

_PRINTED: Final = re.compile(
    r"(?P<number>\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[٠-٩]{1,3})"
    r"[\s\u00a0]+(?:[–—-][\s\u00a0]+)?(?=\S)"
    r"|[(\[](?P<closed>\d{1,3}|[٠-٩]{1,3})[)\]][\s\u00a0]*(?=\S)"
    r"|(?P<star>[*∗]{1,6}|[†‡§¶]{1,3})[\s\u00a0]*(?=[^\s*∗])"
    r"|(?P<letter>[a-z]|[ivx]{2,6})[\s\u00a0]+(?=\S)"
)
"""The mark that a note begins with where it is not raised: `5 See`, `69 - See`, `1) See`, `(1)`, `*`, `a`."""

_UNSPACED: Final = rf"(?=[^\W\d_{LATIN_SMALL}{CYRILLIC_SMALL}]|[“«„\"‘《])"
_CLOSED_MARK: Final = re.compile(
    rf"(?P<signed>\d{{1,3}})(?:\s?[.)–—-][\s\u00a0]*(?=[^\W\d]|[“«„\"‘])|{_UNSPACED})|{_PRINTED.pattern}"
)
"""The same with a sign after the number, or no space: only raised marks tell it from other numbers."""

_TOUCHING: Final = re.compile(rf"(?P<number>\d{{1,3}}){_UNSPACED}")
"""A number that touches a word under a drawn rule."""

_LONE: Final = re.compile(r"\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[*∗]{1,6}|[†‡§¶]{1,3}")
_STAR: Final = re.compile(r"[*∗†‡§¶]+")
_CLOSED: Final = re.compile(r"[.。;；!！?？؟][)）»”\]’\"]?$")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence counts, in units of log odds; a path's weight is their sum.

    They were set on 91 court judgments (`tests/benchmarks/reading.py notes`), within the bounds that the
    cases of `tests/test_page_notes.py` give; halving or doubling any one changes fewer than one note in
    a hundred there.

    Attributes:
        style: the mark is written as those of most notes of the document are.
        other_style: it is not.
        small: its letters are smaller than the text's.
        large: they are not.
        large_printed: nor is the mark raised, although the text's marks are.
        referred: the text of the page has the mark.
        referred_before: the text of the page before has it.
        unreferred: neither has it, although the text's marks are raised.
        unshown: neither has it, and no mark is raised.
        rule: a rule of signs is above the line.
        drawn_rule: a drawn rule is, as in forms and above signatures too.
        next: the number is the next one.
        in_block: it is, and the text does not have its mark, but it is among notes of one style.
        skip: it leaves out one or two.
        first: it is the first of the document but not 1.
        again: it is 1 again, or one that was left out.
        jump: it is any other.
        in_table: a number that is not raised follows a line in small letters.
        ignored: a raised number begins a line of a note but no note.
        resume: a line without a mark goes on with the note that ended the page before.
        open: that note has no full stop.
        closed: it has one.
        elsewhere: the line begins at another edge, or has other letters.
        far: a line is far below the note's last one.
        between: text is between the notes of a page.
        grown: it has letters of the text, and the note smaller ones.
        below: text in its letters is below notes in their column.
    """

    style: float = 1.0
    other_style: float = -3.0
    small: float = 2.0
    large: float = -2.0
    large_printed: float = -4.0
    referred: float = 3.0
    referred_before: float = 2.0
    unreferred: float = -3.5
    unshown: float = -1.0
    rule: float = 4.0
    drawn_rule: float = 1.0
    next: float = 1.0
    in_block: float = 0.4
    skip: float = -0.5
    first: float = -0.5
    again: float = -2.0
    jump: float = -5.0
    in_table: float = -8.0
    ignored: float = -1.5
    resume: float = -2.0
    open: float = 3.0
    closed: float = -1.0
    elsewhere: float = -4.0
    far: float = -2.0
    between: float = -8.0
    grown: float = -8.0
    below: float = -2.5


WEIGHTS: Final = Weights()
DOUBTFUL: Final = 1.5
"""Weight of a block of notes below which text was nearly as likely."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A mark that a row begins with.

    `skip` is how much of the row it takes; `lone` is set if it is all of it, `raised` if it is raised.
    """

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


@dataclass(frozen=True, slots=True)
class _Node:
    """The best path up to a row that gives it a role.

    Attributes:
        score: sum of the weights.
        inside: whether the row is in a note.
        last: number of the last note, 0 if there was none.
        row: the row.
        before: the path up to the row before.
        start: the mark of the note that the row begins, or None.
        again: whether that note was printed before.
        note: last row of the last note.
        mark: that note's mark.
        rows: how many rows that note has.
        raised: whether the last number that began a note was raised; None if there was none.
        small: whether the letters of the last note are smaller than the text's.
        below: how many rows of text are below it in its column.
        sure: whether the first note of its block has more for it than against it.
    """

    score: float
    inside: bool
    last: int
    row: int = -1
    before: _Node | None = None
    start: _Start | None = None
    again: bool = False
    note: int = -1
    mark: str = ""
    rows: int = 0
    raised: bool | None = None
    small: bool = True
    below: int = 0
    sure: bool = False


@dataclass(slots=True)
class NoteFinder:
    """Finds the notes of one document whose rows have places.

    Attributes:
        rows: all rows, each with a box.
        apart: which of them are page furniture.
        usual: size of the letters of the text, in points.
        raises: whether the document raises its marks.
        starts: the marks that rows begin with, by row.
        ruled: rows below a rule of signs.
        refs: the raised marks in the text, by page.
        raised_style: whether most notes have a raised mark.
        repeated: rows whose note an earlier page has word for word.
        margin: the far edge of nearly all lines, in points.
    """

    rows: Sequence[Row]
    apart: Sequence[bool]
    usual: float
    raises: bool = False
    starts: dict[int, _Start] = field(default_factory=dict)
    ruled: set[int] = field(default_factory=set)
    refs: Mapping[int | None, Mapping[str, set[int]]] = field(default_factory=dict)
    raised_style: bool = True
    repeated: set[int] = field(default_factory=set)
    margin: float = 0.0

    def survey(self) -> list[int]:
        """Collect the evidence; return the rows in the order in which notes are read."""
        self.raises = any(row.line.marks for row in self.rows)
        order: list[int] = []
        refs: defaultdict[int | None, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        seen: set[str] = set()
        for page, grouped in groupby(range(len(self.rows)), key=lambda index: self.rows[index].page):
            indices = list(grouped)
            for above, index in pairwise(indices):
                if self.apart[above] and furniture.NOTE_RULE.fullmatch(self.rows[above].text):
                    self.ruled.add(index)
            for place, index in enumerate(indices):
                start = self._start(index, indices[place + 1 : place + 2])
                if start is not None and not self.rows[index].line.cells:
                    self.starts[index] = start
                for mark in self._refs_of(self.rows[index]):
                    refs[page][mark].add(index)
            readable = [index for index in indices if self._may_be_text(index)]
            order += self._in_columns(readable)
            for index in self.starts.keys() & set(readable):
                text = self.rows[index].text
                if text in seen and self.starts[index].raised and not self.starts[index].lone:
                    self.repeated.add(index)
            seen.update(self.rows[index].text for index in readable if index in self.starts)
        self.refs = refs
        fars = sorted(_points(self.rows[i], self.rows[i].right) for i in order)
        self.margin = fars[int(0.9 * len(fars))] if fars else 0.0
        known = [
            start.raised
            for index, start in self.starts.items()
            if self._is_small(index) and start.number is not None and self._is_referred_to(start, index)
        ]
        self.raised_style = 2 * sum(known) >= len(known) if known else self.raises
        return order

    def _may_be_text(self, index: int) -> bool:
        start = self.starts.get(index)
        raised = start is not None and start.raised and start.number is not None
        return not self.rows[index].line.cells and (not self.apart[index] or raised)

    def _start(self, index: int, following: Sequence[int]) -> _Start | None:
        """Return the mark that a row begins with, raised or printed as any number."""
        row = self.rows[index]
        for inline in row.line.marks:
            if inline.span.start == row.start and inline.mark:
                rest = row.text[len(inline.span) :]
                return _Start(inline.mark, len(row.text) - len(rest.lstrip()), True, not rest.strip())
        match = (_CLOSED_MARK if self.raises else _PRINTED).match(row.text) or (_TOUCHING.match(row.text) if row.line.ruled else None)
        if match:
            printed = next(group for group in match.groups() if group)
            number = number_of(printed)
            return _Start(printed if number is None else str(number), match.end(), False)
        if _LONE.fullmatch(row.text):
            number = number_of(row.text)
            mark = row.text if number is None else str(number)
            below = self.rows[following[0]] if following else None
            near = below is not None and abs(_top(below) - _top(row)) < _PITCH * _size(below)
            beside = below is not None and abs(_top(below) - _top(row)) < _SAME_LINE * _size(below)
            raised = below is not None and (
                (near and _size(row) < _RAISED * _size(below))
                or (beside and _bottom(below) - _bottom(row) > _RISE * _size(below))
            )
            return _Start(mark, len(row.text), raised, lone=True) if raised or beside else None
        return None

    def _refs_of(self, row: Row) -> Iterator[str]:
        small = _size(row) < self.usual * _SMALL
        for mark in row.line.marks:
            if mark.span.start > row.start or not small:
                yield mark.mark

    def _is_small(self, index: int) -> bool:
        start = self.starts.get(index)
        if start is not None and start.lone and index + 1 < len(self.rows):
            index += 1
        return _size(self.rows[index]) < self.usual * _SMALL

    def _in_columns(self, body: list[int]) -> list[int]:
        """Return the rows of a page column by column, where notes of two columns were read line by line."""
        marked = [
            index
            for index in body
            if (start := self.starts.get(index)) and start.raised and self._is_small(index)
        ]
        edges = [_points(self.rows[index], self.rows[index].left) for index in marked]
        if not marked or max(edges) - min(edges) < _HANG * _size(self.rows[marked[0]]):
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
        edges = sorted(left for left, _ in columns)

        def column(index: int) -> int:
            row = self.rows[index]
            return bisect_right(edges, _points(row, row.left) + _OVERLAP)

        return sorted(body, key=lambda index: (column(index), index))

    def _is_referred_to(self, start: _Start, index: int) -> bool:
        """Whether the text of the page has the mark, where a note's mark would be."""
        page = self.rows[index].page
        top = _top(self.rows[index])
        if any(other < index or _top(self.rows[other]) < top for other in self.refs[page].get(start.mark, ())):
            return True
        if self.raises and not _STAR.fullmatch(start.mark):
            return False
        return any(
            self._looks_referred(start.mark, self.rows[other].text)
            for other in range(index - 1, -1, -1)
            if self.rows[other].page == page and not self.apart[other]
        ) or (_STAR.fullmatch(start.mark) is not None and self._has_star(start.mark, page))

    def _has_mark(self, start: _Start, index: int) -> bool:
        return self._is_referred_to(start, index) or self._is_referred_before(start, index)

    def _is_referred_before(self, start: _Start, index: int) -> bool:
        """Whether only the text of the page before has the mark."""
        page = self.rows[index].page
        on_page_before = page is not None and start.mark in self.refs.get(page - 1, {})
        return on_page_before and not self._is_referred_to(start, index)

    def _looks_referred(self, mark: str, text: str) -> bool:
        if _STAR.fullmatch(mark):
            return False
        printed = rf"{BEFORE_MARK}\(?{mark}\)?(?![\w/.,%]\w|[\w/%-])(?!\s?[{DATE_SIGNS}])"
        return re.search(printed, text) is not None

    def _has_star(self, mark: str, page: int | None) -> bool:
        star = re.compile(rf"(?<=[^\s*∗†‡§¶]){re.escape(mark)}(?![*∗†‡§¶\w])")
        return any(
            row.page == page and star.search(row.text) and not _STAR.match(row.text) for row in self.rows
        )

    def path(self, order: Sequence[int]) -> Iterator[_Node]:
        """Yield the rows' roles on the best path, in order."""
        nodes = {(False, 0): _Node(0.0, False, 0)}
        for index in order:
            following: dict[tuple[bool, int], _Node] = {}
            evidence = self._evidence(index)
            for node in nodes.values():
                for after in self._steps(node, index, evidence):
                    key = after.inside, after.last
                    if key not in following or after.score > following[key].score:
                        following[key] = after
            best = max(node.score for node in following.values())
            nodes = {key: node for key, node in following.items() if node.score > best - _BEAM}
        final: _Node | None = max(nodes.values(), key=lambda node: node.score)
        roles: list[_Node] = []
        while final is not None and final.row >= 0:
            roles.append(final)
            final = final.before
        return reversed(roles)

    def _evidence(self, index: int) -> float | None:
        """Weigh what shows that a row begins a note, apart from the notes before; None if nothing can."""
        start = self.starts.get(index)
        if start is None:
            return None
        row, w = self.rows[index], WEIGHTS
        referred = self._is_referred_to(start, index)
        weight = w.rule if index in self.ruled else w.drawn_rule if row.line.ruled else 0.0
        before = self._is_referred_before(start, index)
        if row.line.ruled and referred:
            weight = w.rule
        if start.mark.isalpha():
            return weight if referred or index in self.ruled else weight + w.large
        small = self._is_small(index)
        weight += w.referred if referred else w.referred_before if before else 0.0
        if not (referred or before):
            weight += w.unreferred if self.raises and start.number is not None else w.unshown
        if start.number is None:
            return weight + w.unshown
        weight += w.style if start.raised == self.raised_style else w.other_style
        weight += w.small if small else w.large
        if self.raises and not start.raised:
            weight += (0.0 if small or (row.line.ruled and referred) else w.large_printed) + (0.0 if referred or before else w.large)
        return weight

    def _steps(self, node: _Node, index: int, evidence: float | None) -> Iterator[_Node]:
        """Yield the paths that end with a row, after a path to the row before it."""
        weight = self._as_text(node, index)
        below = node.below + 1 if weight <= WEIGHTS.below else 0 if node.inside else node.below
        yield replace(
            node, score=node.score + weight, inside=False, row=index, before=node, start=None, below=below
        )
        going_on = self._as_further_line(node, index)
        if going_on is not None:
            yield replace(
                node,
                score=node.score + going_on,
                inside=True,
                row=index,
                before=node,
                start=None,
                note=index,
                rows=node.rows + 1,
                below=0,
            )
        start = self.starts.get(index)
        if start is None or evidence is None:
            return
        next_inside = node.inside and start.number == node.last + 1
        if start.lone and not (next_inside or self.rows[index].line.marks or self._has_mark(start, index)):
            return  # a figure of a chart, or the number of a page
        weight = evidence + self._in_sequence(node, start, index)
        again = index in self.repeated and start.number is not None and start.number <= node.last
        if again:
            weight = WEIGHTS.referred
        elif node.inside and start.number is not None and self._on_page(node, index):
            if start.raised != node.raised and node.raised is not None:
                weight += WEIGHTS.in_table
            elif node.sure and start.number == node.last + 1 and self._is_small(index) is node.small:
                weight = max(weight, WEIGHTS.next if evidence >= 0 or not self.raises else WEIGHTS.in_block)
        last = node.last if again else self._counted(node.last, start)
        raised = node.raised if start.number is None else start.raised
        small = self._is_small(index)
        yield _Node(
            score=node.score + weight,
            inside=True,
            last=last,
            row=index,
            before=node,
            start=start,
            again=again,
            note=index,
            mark=start.mark,
            rows=1,
            raised=raised,
            small=small,
            sure=weight > 0,
        )

    def _on_page(self, node: _Node, index: int) -> bool:
        return node.note >= 0 and self.rows[node.note].page == self.rows[index].page

    @staticmethod
    def _counted(last: int, start: _Start) -> int:
        number = start.number
        return last if number is None else number if number == 1 or number > last else last

    def _in_sequence(self, node: _Node, start: _Start, index: int) -> float:
        """Weigh a note's mark after the last one."""
        w, number, last = WEIGHTS, start.number, node.last
        weight = 0.0
        if not (start.raised or node.inside) and self._follows_small(index):
            weight += w.in_table
        if not node.inside and self._on_page(node, index) and self._is_below(index, node.note):
            weight += w.between
        if start.mark.isalpha():
            if node.inside and _follows(node.mark, start):
                return weight + w.referred
            shown = index in self.ruled or (self.rows[index].line.ruled and start.roman > 0)
            return weight if shown else 10 * w.jump
        if number is None:
            return weight
        if number == last + 1:
            return weight + w.next
        if last == 0:
            return weight + (w.first if number < FIRST else w.jump)
        if number == 1 and self._on_page(node, index):
            return weight + 10 * w.jump
        if last < number <= last + AHEAD:
            return weight + w.skip
        if number <= last and self._is_referred_before(start, index):
            weight += w.unreferred - w.referred_before  # the mark there belongs to the note there
        if number == 1 or (start.raised and last - AHEAD < number < last):
            return weight + (w.again if number == 1 else w.skip)
        return weight + (w.jump if number != last else 10 * w.jump)

    def _follows_small(self, index: int) -> bool:
        """Whether a row without a rule above goes on in small letters, as inside a table or quotation."""
        if index == 0 or self.apart[index - 1] or index in self.ruled or self.rows[index].line.ruled:
            return False
        row, above = self.rows[index], self.rows[index - 1]
        near = above.page == row.page and 0 <= _top(row) - _top(above) <= _FAR * _size(row)
        return near and self._is_small(index - 1) and not above.line.cells

    def _as_text(self, node: _Node, index: int) -> float:
        """Weigh that a row is text, after a path: it rarely is below notes of its column."""
        start = self.starts.get(index)
        if start is not None and start.raised and self._is_small(index) and self._is_referred_to(start, index):
            return WEIGHTS.ignored - 0.5
        if node.note < 0:
            return 0.0
        row, note = self.rows[index], self.rows[node.note]
        if row.page != note.page or not self._is_below(index, node.note):
            return 0.0
        if self._is_small(index):
            near = node.inside and _top(row) - _top(note) <= _FAR * _size(note)
            return 2 * WEIGHTS.ignored if near else WEIGHTS.below / 2 if node.inside else 0.0
        return WEIGHTS.below if node.below < _BELOW else 0.0

    def _is_below(self, index: int, note: int) -> bool:
        """Whether a row is below or beside a note's row in its column."""
        step = _top(self.rows[index]) - _top(self.rows[note])
        beside = abs(step) < _SAME_LINE * _size(self.rows[index])
        return beside or (step > 0 and _overlap(self.rows[index], self.rows[note]))

    def _as_further_line(self, node: _Node, index: int) -> float | None:
        """Weigh that a row goes on with the last note; None if it cannot."""
        if node.note < 0:
            return None
        w, row, note = WEIGHTS, self.rows[index], self.rows[node.note]
        start = self.starts.get(index)
        styled = start is not None and start.raised and start.number is not None
        weight = w.ignored if styled and self.raised_style else 0.0
        step = _top(row) - _top(note)
        if node.inside and row.page == note.page and step >= -_size(row):
            far = step > _FAR * _size(note) and not (node.rows == 1 and self._is_lone(node))
            small = self._is_small(index)
            if far:
                weight += w.far if small or not _CLOSED.search(note.text) else 2 * w.far
            if not small and node.small:
                weight += w.grown
            return weight
        return self._as_rest(node, index, weight)

    def _is_lone(self, node: _Node) -> bool:
        return node.start is not None and node.start.lone

    def _as_rest(self, node: _Node, index: int, weight: float) -> float | None:
        """Weigh that a row without a mark goes on with the note that ended the page or column before."""
        w, row, note = WEIGHTS, self.rows[index], self.rows[node.note]
        if row.page is None or note.page is None:
            return None
        next_column = note.page == row.page and row.left > note.right
        if note.page != row.page - 1 and not next_column:
            return None
        shift = _points(row, row.left) - _points(note, note.left)
        size = _size(row)
        hangs = node.rows == 1 and 0 < shift < _HANG * size
        beneath = next_column or row.right < note.left or hangs or abs(shift) < _SAME_LEFT * size
        full = _points(note, note.right) > self.margin - size
        weight += w.resume + (w.closed if _CLOSED.search(note.text) and not full else w.open)
        if not next_column and self._follows_small(index):
            weight += w.in_table
        if index in self.ruled:
            return weight + w.rule
        if row.line.ruled:
            return weight + w.drawn_rule
        alike = abs(_size(note) - size) < _SAME_SIZE and self._is_small(index)
        return weight + (0.0 if beneath and alike else w.elsewhere)


_BELOW: Final = 4
"""Lines of text below notes that count: more show no more."""

_BEAM: Final = 40.0
"""Weight by which a path may be behind the best one and still become it."""


def find(rows: Sequence[Row], apart: Sequence[bool], blocks: Blocks) -> None:
    """Add the notes of a document with pages and places to `blocks`.

    A note printed again on later pages is kept once; its other rows go to `blocks.repeated`.
    """
    usual = size_of_text([row for row, is_apart in zip(rows, apart, strict=True) if not is_apart])
    if not usual:
        return
    finder = NoteFinder(rows, apart, usual)
    order = [index for index in finder.survey() if index not in blocks.taken]
    if not finder.starts:
        return
    _record(list(finder.path(order)), rows, apart, blocks)
    _drop_empty(blocks)


def _record(roles: Sequence[_Node], rows: Sequence[Row], apart: Sequence[bool], blocks: Blocks) -> None:
    """Record the notes of a path."""
    block, page = -1, None
    repeated = False
    for node in roles:
        if not node.inside:
            block = -1
            continue
        row = rows[node.row]
        blocks.taken.add(node.row)
        if node.start is not None:
            repeated = node.again
            if repeated:
                blocks.repeated.add(node.row)
                continue
            if block < 0 or page != row.page:
                block, page = blocks.open(row.start), row.page
            lone = node.start.lone
            blocks.notes.append(
                Note(
                    node.start.mark,
                    [] if lone else [node.row],
                    0 if lone else node.start.skip,
                    block,
                    row.page,
                    node.row if lone else None,
                )
            )
        elif repeated:
            blocks.repeated.add(node.row)
            continue
        else:
            blocks.notes[-1].rows.append(node.row)
        for other in _address_below(node.row, rows, apart):
            blocks.notes[-1].rows.append(other)
            blocks.taken.add(other)
    blocks.last = max((number_of(note.mark) or 0 for note in blocks.notes), default=0)


def _address_below(index: int, rows: Sequence[Row], apart: Sequence[bool]) -> list[int]:
    """Return rows taken for furniture that continue a note, such as an address on separate lines."""
    found: list[int] = []
    row = rows[index]
    for other in range(index + 1, len(rows)):
        below = rows[other]
        pitch = _top(below) - _top(row)
        if not apart[other] or below.page != row.page or not 0 < pitch < _PITCH * _size(row):
            break
        if abs(_size(below) - _size(row)) > _SAME_SIZE or furniture.is_page_line(below.text):
            break
        if furniture.NOTE_RULE.fullmatch(below.text) or furniture.is_lone_number(below.text):
            break
        found.append(other)
        row = below
    return found


def _follows(last: str, start: _Start) -> bool:
    """Whether a mark of letters is the next after `last`, as a letter or as a Roman number."""
    if start.roman and start.roman == roman_value(last) + 1:
        return True
    return len(last) == len(start.mark) == 1 and ord(start.mark) == ord(last) + 1


def _drop_empty(blocks: Blocks) -> None:
    """Return lone numbers that no text followed to the furniture: they were page numbers."""
    for note in [note for note in blocks.notes if not note.rows]:
        blocks.notes = [other for other in blocks.notes if other is not note]
        blocks.taken.discard(-1 if note.alone is None else note.alone)


def _overlap(first: Row, second: Row) -> bool:
    """Whether two rows are in one column; a short line may end before its mark's text begins."""
    one, other = first.line.box, second.line.box
    if one is None or other is None:
        return False
    slack = _HANG * other.size
    return one.left < other.right + slack and other.left < one.right + slack


def _points(row: Row, columns: float) -> float:
    """Return the distance in points from the side where lines begin; columns depend on a row's size."""
    return columns * _size(row) / 2


def _size(row: Row) -> float:
    return row.line.box.size if row.line.box else 0.0


def _top(row: Row) -> float:
    return row.line.box.top if row.line.box else 0.0


def _bottom(row: Row) -> float:
    return row.line.box.bottom if row.line.box else 0.0
