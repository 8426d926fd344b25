"""Find the notes at the foot of pages by the law of their sequence.

Notes count up, and each number stands in the text of its page or of the one before. That holds in every
house and script, while no distance does. So every line that begins with a mark may begin a note, and one
decision is taken for all lines of a document: the best path over three roles (text, a note's first line,
a note's further lines). What a line looks like, and whether the text has its mark, is evidence for a role;
that numbers rise, and that text rarely follows notes in their column, are the costs of a step. The path is
found by dynamic programming (Viterbi 1967), with one state for each role and number of the last note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from aligner.segmentation import note_evidence
from aligner.segmentation.line_places import is_lower, same_size
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.note_evidence import FAR, HANG, MarkStart, NoteEvidence
from aligner.segmentation.notes import AHEAD, FIRST, Blocks, Note

DOUBTFUL: Final = 0.75
"""Weight up to which a block of notes may be text: it has little more for it than against it."""

_SAME_LEFT: Final = 1.5  # of the size: lines that begin at one edge
_ENDED: Final = 0.8  # of the margin: a line that ends before it ended its note
_BELOW: Final = 4  # lines of text below notes that count; more show no more
_BELOW_UNSIZED: Final = 3  # the same where the size of letters is not known
_BEAM: Final = 40.0  # weight by which a path may be behind the best one and still become it


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence counts, in units of log odds; a path's weight is their sum.

    They were set on 91 court judgments and tested on 21 others (`tests/benchmarks/README.md`), within the
    bounds that the cases of `tests/segmentation/test_page_notes.py` give.

    Attributes:
        style: the mark is written as those of most notes of the document are.
        other_style: it is not.
        small: its letters are smaller than the text's.
        large: they are not; also, a number that is not raised is not in the text, whose marks are.
        large_printed: neither is it raised, although the text's marks are.
        referred: the text of the page, or of the page before, has the mark.
        unreferred: neither has it, although the text's marks are raised.
        unshown: neither has it, and no mark is raised.
        rule: a rule of signs is above the line, or a drawn one above a note that the text refers to.
        drawn_rule: a drawn rule is, as in forms and above signatures too.
        next: the number is the next one.
        in_block: it is, and the text does not have it, but it is among notes of one style.
        skip: it leaves out one or two, is one of those left out, or is the first of the document but not 1.
        again: it is 1 again.
        jump: it is any other.
        impossible: it cannot be a note's.
        misplaced: text is between the notes of a page, the line has letters of the text and the note smaller
            ones, or a number that is not raised follows a line in small letters or notes of another style.
        ignored: a raised number begins a further line of a note.
        unused: a raised number that the text refers to begins a line of text.
        resume: a line without a mark goes on with the note that ended the page before.
        open: that note has no full stop, or ends at the margin.
        ended: the note's last line ended so, where sizes are not known.
        elsewhere: the line begins at another edge, or has other letters.
        far: a line is far below the note's last one; less in a note of several paragraphs.
        below: text in its own letters is below notes in their column.
    """

    style: float = 1.0
    other_style: float = -3.0
    small: float = 2.0
    large: float = -2.0
    large_printed: float = -4.0
    referred: float = 3.0
    unreferred: float = -3.5
    unshown: float = -1.0
    rule: float = 4.0
    drawn_rule: float = 1.0
    next: float = 1.0
    in_block: float = 0.4
    skip: float = -0.5
    again: float = -2.0
    jump: float = -5.0
    impossible: float = -50.0
    misplaced: float = -8.0
    ignored: float = -1.5
    unused: float = -2.0
    resume: float = -2.0
    open: float = 3.0
    ended: float = -3.5
    elsewhere: float = -4.0
    far: float = -2.0
    below: float = -2.5


W: Final = Weights()


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
        note: last row of the last note, or -1.
        first: first row of the last note, or -1.
        mark: that note's mark.
        rows: how many rows that note has.
        raised: whether the last number that began a note was raised; None if there was none.
        small: whether the letters of the last note are smaller than the text's.
        below: how many rows of text are below it in its column.
        sure: whether it has more for it than against it.
        apart: whether it has lines far below each other, or below one that ended it.
    """

    score: float = 0.0
    inside: bool = False
    last: int = 0
    row: int = -1
    before: _Node | None = None
    start: MarkStart | None = None
    again: bool = False
    note: int = -1
    first: int = -1
    mark: str = ""
    rows: int = 0
    raised: bool | None = None
    small: bool = True
    below: int = 0
    sure: bool = False
    apart: bool = False

    @property
    def awaits_text(self) -> bool:
        """Whether the row has only the mark of a note."""
        return self.rows == 1 and self.start is not None and self.start.lone


@dataclass(frozen=True, slots=True)
class _Path:
    """Weighs the steps of the paths through a document's rows."""

    known: NoteEvidence

    def best(self, order: Sequence[int]) -> list[_Node]:
        """Return the roles of rows on the best path, in order."""
        nodes = [_Node()]
        for index in order:
            following: dict[tuple[bool, int], _Node] = {}
            evidence = self._evidence(index) if index in self.known.starts else W.impossible
            for node in nodes:
                for after in self._steps(node, index, evidence):
                    key = after.inside, after.last
                    if key not in following or after.score > following[key].score:
                        following[key] = after
            best = max(node.score for node in following.values())
            nodes = [node for node in following.values() if node.score > best - _BEAM]
        last: _Node | None = max(nodes, key=lambda node: node.score)
        roles: list[_Node] = []
        while last is not None and last.row >= 0:
            roles.append(last)
            last = last.before
        return roles[::-1]

    def _row(self, index: int) -> Row:
        return self.known.rows[index]

    def _on_page(self, node: _Node, index: int) -> bool:
        """Whether the last note ends on the page of a row."""
        return node.note >= 0 and self._row(node.note).page == self._row(index).page

    def _began_on_page(self, node: _Node, index: int) -> bool:
        """Whether the last note begins on the page of a row, and not only ends there."""
        return node.first >= 0 and self._row(node.first).page == self._row(index).page

    def _evidence(self, index: int) -> float:
        """Weigh what shows that a row begins a note, apart from the notes before it."""
        known, row, start = self.known, self._row(index), self.known.starts[index]
        referred = index in known.referred
        before = index in known.referred_before
        drawn = W.rule if referred or before else W.drawn_rule
        weight = W.rule if index in known.ruled else drawn if row.line.ruled else 0.0
        if start.mark.isalpha():
            return weight if referred or index in known.ruled else weight + W.large
        raised = known.raises and start.number is not None
        weight += W.referred if referred or before else W.unreferred if raised else W.unshown
        if start.number is None:
            return weight + W.unshown
        weight += W.style if start.raised == known.raised_style else W.other_style
        if known.sized:
            weight += W.small if known.small[index] else W.large
        elif index not in known.ruled:
            weight += W.large if start.plain else W.large + W.other_style
        if known.raises and not start.raised:
            shown = referred or before
            weight += 0.0 if known.small[index] or (row.line.ruled and shown) else W.large_printed
            weight += 0.0 if shown else W.large
        return weight

    def _steps(self, node: _Node, index: int, evidence: float) -> Iterator[_Node]:
        """Yield the paths that end with a row, after a path to the row before it."""
        weight = self._as_text(node, index)
        below = node.below + 1 if weight <= W.below else 0 if node.inside else node.below
        yield replace(
            node, score=node.score + weight, inside=False, row=index, before=node, start=None, below=below
        )
        further = self._as_further_line(node, index)
        if further is not None:
            yield replace(
                node,
                score=node.score + further,
                inside=True,
                row=index,
                before=node,
                start=None,
                note=index,
                rows=node.rows + 1,
                below=0,
                apart=node.apart
                or self._is_far(node, index)
                or (node.inside and self._is_ended(self._row(node.note))),
            )
        start = self.known.starts.get(index)
        if start is not None:
            yield self._begun(node, index, start, evidence)

    def _begun(self, node: _Node, index: int, start: MarkStart, evidence: float) -> _Node:
        """Return the path on which a row begins a note."""
        number, small = start.number, self.known.small[index]
        weight = evidence + self._in_sequence(node, index, start)
        again = index in self.known.repeated and number is not None and number <= node.last
        if again:
            weight = W.referred
        elif node.inside and number is not None and self._on_page(node, index):
            if node.raised is not None and start.raised != node.raised:
                weight += W.misplaced
            elif node.sure and self._counts_on(node, index, number) and small is node.small:
                weight = max(weight, W.next if evidence >= 0 or not self.known.raises else W.in_block)
        counts = number is not None and not again and (number == 1 or number > node.last)
        return _Node(
            score=node.score + weight,
            inside=True,
            last=number if counts and number is not None else node.last,
            row=index,
            before=node,
            start=start,
            again=again,
            note=index,
            first=index,
            mark=start.mark,
            rows=1,
            raised=node.raised if number is None else start.raised,
            small=small,
            sure=weight > 0,
        )

    def _counts_on(self, node: _Node, index: int, number: int) -> bool:
        """Whether a number is the next, or is 1 again below the rest of a note and has its mark above."""
        again = number == 1 and index in self.known.referred and not self._began_on_page(node, index)
        return number == node.last + 1 or again

    def _in_sequence(self, node: _Node, index: int, start: MarkStart) -> float:
        """Weigh a note's mark after the last one."""
        known = self.known
        weight = 0.0
        if not (start.raised or node.inside) and known.follows_small(index):
            weight += W.misplaced
        if not node.inside and self._on_page(node, index) and known.is_below(index, node.note):
            weight += 0.0 if self._is_in_next_column(index, node.note) else W.misplaced
        if start.number is None and self._on_page(node, index):
            if start.mark == node.mark and not known.sized:
                return W.impossible
            if node.inside and start.follows(node.mark):
                return weight + W.referred
        if start.mark.isalpha():
            shown = index in known.ruled or (self._row(index).line.ruled and start.roman > 0)
            return weight if shown else W.impossible
        if start.number is None:
            return weight
        if not known.sized and index not in known.ruled:
            again = start.number <= node.last or (node.last == 0 and start.number > 1)
            weight += W.jump if again else 0.0  # numbered paragraphs may begin so
        return weight + self._as_next_number(node, index, start.number, start.raised)

    def _as_next_number(self, node: _Node, index: int, number: int, raised: bool) -> float:
        """Weigh the number of a note after the last one."""
        last = node.last
        if number == last + 1:
            return W.next
        if last == 0:
            return W.skip if number < FIRST else W.jump
        # Below a note from the page before, whose notes have other numbers.
        moved = node.first in self.known.referred_before and index in self.known.referred
        again = self._began_on_page(node, index) and not moved
        turned_back = number == last or (number < last and not raised)
        if again if number == 1 else turned_back and (again or index not in self.known.referred):
            return W.impossible
        if last < number <= last + AHEAD or (raised and last - AHEAD < number < last):
            return W.skip
        return W.again if number == 1 else W.jump

    def _as_text(self, node: _Node, index: int) -> float:
        """Weigh that a row is text, after a path: it rarely is below notes of its column."""
        known, start = self.known, self.known.starts.get(index)
        small = known.small[index]
        if start is not None and start.raised and small and index in known.referred:
            return W.unused
        if node.note < 0 or not known.is_below(index, node.note):
            return 0.0
        if small:
            row, note = self._row(index), self._row(node.note)
            # Below a note's last line, only a further paragraph of it is in small letters, or a foot.
            reach = 2 * FAR if known.ends_page(index) else FAR
            near = node.inside and row.top - note.top <= reach * note.size
            return 2 * W.ignored if near else 0.0
        return W.below if node.below < (_BELOW if known.sized else _BELOW_UNSIZED) else 0.0

    def _as_further_line(self, node: _Node, index: int) -> float | None:
        """Weigh that a row goes on with the last note; None if it cannot."""
        if node.note < 0:
            return None
        row, note, start = self._row(index), self._row(node.note), self.known.starts.get(index)
        styled = start is not None and start.raised and start.number is not None
        weight = W.ignored if styled and self.known.raised_style else 0.0
        step = row.top - note.top
        if not node.inside or row.page != note.page or step < -row.size:
            rest = self._as_rest(node, row, note, index)
            return None if rest is None else weight + rest
        small = self.known.small[index]
        if self._is_ended(note) and not is_lower(row.text):
            weight += W.ended / 2 if node.apart else W.ended
        if self._is_far(node, index):
            gap = W.far / 4 if node.apart else W.far
            weight += gap if small or not note.ends_sentence else 2 * gap
        return weight if small or not node.small else weight + W.misplaced

    def _is_ended(self, note: Row) -> bool:
        """Whether a note's last line ended it, where the size of letters does not show what goes on."""
        closed = not self.known.sized and note.ends_sentence
        return closed and note.far < _ENDED * self.known.margin

    def _is_far(self, node: _Node, index: int) -> bool:
        """Whether a row is far below the last one of a note on its page."""
        row, note = self._row(index), self._row(node.note)
        return row.page == note.page and row.top - note.top > FAR * note.size and not node.awaits_text

    def _is_in_next_column(self, index: int, note: int) -> bool:
        return self._row(index).near > self._row(note).far

    def _as_rest(self, node: _Node, row: Row, note: Row, index: int) -> float | None:
        """Weigh that a row without a mark goes on with the note that ended the page or column before."""
        next_column = note.page == row.page and self._is_in_next_column(index, node.note)
        if (row.page or 0) - (note.page or 0) != 1 and not next_column:
            return None
        letters = row.size
        full = note.far > self.known.margin - letters
        closed = note.ends_sentence and not full
        weight = W.resume + (0.0 if closed else W.open) + (W.ended if self._is_ended(note) else 0.0)
        if not next_column and self.known.follows_small(index):
            weight += W.misplaced  # the rest begins where small letters do
        if index in self.known.ruled:
            return weight + W.rule
        if row.line.ruled:
            return weight + W.drawn_rule
        indent = HANG if node.rows == 1 else _SAME_LEFT
        aligned = -_SAME_LEFT * letters < row.near - note.near < indent * letters
        beneath = next_column or row.far < note.near or aligned
        alike = same_size(note, letters) and self.known.small[index]
        return weight if beneath and alike else weight + W.elsewhere


def find(rows: Sequence[Row], apart: Sequence[bool], blocks: Blocks, order: Sequence[int]) -> None:
    """Add the notes of a document with pages to `blocks`, and the rows in doubt.

    Args:
        rows: all rows.
        apart: which of them are page furniture.
        blocks: the notes known so far.
        order: the rows in the order in which they are read.

    A note printed again on later pages is kept once; its other rows go to `blocks.repeated`.
    """
    known = note_evidence.collect(rows, apart, order)
    if known is None:
        return
    roles = _Path(known).best([index for index in known.order if index not in blocks.taken])
    _record(roles, rows, blocks)
    blocks.doubtful.update(_doubtful(roles))
    _drop_empty(blocks)


def _doubtful(roles: Sequence[_Node]) -> Iterator[int]:
    """Yield the first row of each block of notes whose roles have little more for them than against them."""
    first: _Node | None = None
    for node in roles:
        if node.inside and first is None:
            first = node
        elif not node.inside and first is not None:
            if _gain(first, node) < DOUBTFUL:
                yield first.row
            first = None
    if first is not None and _gain(first, roles[-1]) < DOUBTFUL:
        yield first.row


def _gain(first: _Node, last: _Node) -> float:
    """Return the weight of a path from one row to another."""
    assert first.before is not None  # only what is before all rows has nothing before it
    return last.score - first.before.score


def _record(roles: Sequence[_Node], rows: Sequence[Row], blocks: Blocks) -> None:
    """Record the notes of a path."""
    block, page = -1, None
    repeated = False
    pages: dict[int | None, int] = {}
    for row in rows:
        pages.setdefault(row.page, row.start)
    for node in roles:
        if not node.inside:
            block = -1
            continue
        row, start = rows[node.row], node.start
        blocks.taken.add(node.row)
        repeated = node.again if start is not None else repeated
        if repeated:
            blocks.repeated.add(node.row)
            continue
        if start is None:
            blocks.notes[-1].rows.append(node.row)
        else:
            if block < 0 or page != row.page:
                before = pages.get((row.page or 0) - 1, 0) if row.is_placed else None
                block, page = blocks.open(row.start, before), row.page
            text, skip = ([], 0) if start.lone else ([node.row], start.skip)
            alone = node.row if start.lone else None
            blocks.notes.append(Note(start.mark, text, skip, block, row.page, alone))


def _drop_empty(blocks: Blocks) -> None:
    """Return lone numbers that no text followed to the furniture: they were page numbers."""
    for note in [note for note in blocks.notes if not note.rows]:
        blocks.notes = [other for other in blocks.notes if other is not note]
        blocks.taken.discard(-1 if note.alone is None else note.alone)
