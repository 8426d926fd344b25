"""Decide by the places of lines which of them form a paragraph: step, indents, margins, page turns.

A typesetter shows paragraphs by place: a wider step, an indented first line, a hanging number, a
block between other margins, a centred heading. Where a format gives the places of its lines, these
decide, and punctuation only where they leave it open. `page_survey` learns the habits of a text's pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise
from typing import Final

from aligner.segmentation.label_parsing import HEADINGS, ITEMS, Family, Label
from aligner.segmentation.line_places import (
    Place,
    is_lower,
    same_edge,
    same_line,
    same_size,
    turns,
)
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LARGER, Row, width, width_of_words
from aligner.segmentation.paragraph import COLONS, DASHES, STOPS

NOISE: Final = 1.1  # of the usual step: a step up to this is one inside a paragraph
LOOSEST: Final = 1.3  # of the usual step: from here on a step always sets paragraphs apart
SAME_STEP: Final = 1.03  # ratio of steps that count as one
TITLE_STEP: Final = 1.4  # of the size: a step inside a heading in letters of its own
_DEEPEST: Final = 7.0  # of the size: how far an indent goes
_HANGING: Final = 2.0  # of the size: how far the second line of a paragraph without a label is set in
_EQUAL: Final = 0.7  # share of the wider column's width that the narrower one has
_NARROW: Final = 0.66  # of the text's width: no line of a narrow block reaches further
_ROOM: Final = 3  # words that would have fitted on a line that no margin cut
_MARKED: Final = 1.5  # of the usual step: how far a raised mark may push its line down
_HEADING: Final = 2.6  # of the size: the step of a heading whose lines have a blank line between them
_MARKS: Final = "0123456789*¹²³"  # of notes, which a line may end with
_HEAD: Final = 0.45  # of the margin: how far a line of a head reaches that goes on without a sign
_STRAY: Final = 1.0  # columns by which a line that was extracted as text may begin further in
_RESIZED: Final = 0.2  # share by which letters may change inside a line's sentence


@dataclass(frozen=True, slots=True)
class Geometry:
    """The places of a text's rows and the habits of its pages.

    Attributes:
        rows: the running text.
        places: for each row, its place.
        size: of the text's letters.
        margin: the far edge of the text.
        cased: whether the language has capitals.
        columns: for each row, the edges of the column of its page that it is in.
        edges: for each row, the far edge of the block of lines that it belongs to.
        step: the usual distance of baselines inside a paragraph, in sizes of the letters.
        apart: how many usual steps set two paragraphs apart, at least.
        gaps_decide: whether paragraphs are set apart by wider steps throughout.
        gap: the usual distance of baselines between paragraphs, in usual steps; 0 where there is none.
        loose: for pages whose lines are further apart than usual, the largest distance of baselines
            inside a paragraph there, in sizes of the text's letters, whatever size those there have.
        indents: for the column that paragraphs begin in (rounded to points), how often they go on
            in which.
        measured: whether places are measured; those that are counted are less exact.
        opens: the rows whose words open a paragraph.
        ends: the signs that usually end a paragraph.
        aside: the rows of side notes, which are in the margin.
        near: the near edge of the text, derived from its places.
        columns_near: the near edge of its first column, derived from its columns.
        columns_far: the nearest far edge of its columns, derived from them.
        columned: whether most of the text is in columns side by side, derived from them.
        line_starts: the rows that are not beside the row before them, derived from the places.
    """

    rows: Sequence[Row]
    places: Sequence[Place]
    size: float
    margin: float
    cased: bool
    columns: Sequence[tuple[float, float]]
    edges: Sequence[float] = ()
    step: float = 0.0
    apart: float = LOOSEST
    gaps_decide: bool = True
    gap: float = 0.0
    loose: Mapping[int | None, float] = field(default_factory=dict)
    indents: Mapping[int, Counter[int]] = field(default_factory=dict)
    measured: bool = True
    opens: Collection[int] = frozenset()
    ends: Collection[str] = frozenset()
    aside: frozenset[int] = frozenset()
    near: float = field(init=False)
    columns_near: float = field(init=False)
    columns_far: float = field(init=False)
    columned: bool = field(init=False)
    line_starts: Collection[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "near", min(place.near for place in self.places))
        object.__setattr__(self, "columns_near", min(near for near, _ in self.columns))
        object.__setattr__(self, "columns_far", min(far for _, far in self.columns))
        beside = sum(not self._is_wide(column) for column in self.columns)
        object.__setattr__(self, "columned", 2 * beside > len(self.columns))
        steps = enumerate(pairwise(self.places), start=1)
        starts = {row for row, (above, below) in steps if turns(above, below) or not same_line(above, below)}
        object.__setattr__(self, "line_starts", starts)

    def limit(self, page: int | None) -> float:
        """Return the largest distance of baselines inside a paragraph on a page, in sizes."""
        return self.loose.get(page, self.step * self.apart)

    def joins(self, paragraph: Sequence[int], index: int, labels: Sequence[Label | None]) -> bool:
        """Whether a row continues a paragraph.

        Args:
            paragraph: the rows that the paragraph has so far.
            index: the row after them.
            labels: for each row, the label that it would begin with.
        """
        last = paragraph[-1]
        above, below = self.places[last], self.places[index]
        label = labels[index]
        if label is not None and (label.family is Family.BULLET or label.bulleted):
            return False
        beside = not turns(above, below) and same_line(above, below)
        is_number = self._is_number_of_heading(paragraph, labels[paragraph[0]])
        if beside or is_number:
            return beside and is_number
        if turns(above, below):
            return same_size(above, below) and self._joins_over_turn(paragraph, index, labels)
        if self._is_apart(paragraph, index) and not (
            self._makes_room_for_mark(last, index) or self._makes_room_for_bullet(paragraph, index, labels)
        ):
            return label is None and self._is_open(paragraph, index, labels)
        if not same_size(above, below) and (label or not self._changes_size_inside(last, index)):
            return False
        return self._goes_on(self._lines(paragraph), last, index, labels)

    def _is_number_of_heading(self, paragraph: Sequence[int], label: Label | None) -> bool:
        """Whether a paragraph is so far the number of a heading that is below it (`II`)."""
        if label is None or label.family not in HEADINGS | {Family.ARTICLE}:
            return False
        return len(paragraph) == 1 and label.stop >= len(self.rows[paragraph[0]].text)

    def _is_open(self, paragraph: Sequence[int], index: int, labels: Sequence[Label | None]) -> bool:
        """Whether a sentence goes on in a small letter below a heading or full line a blank line above."""
        above, below = self.places[paragraph[-1]], self.places[index]
        text = self.rows[paragraph[-1]].text
        if not (self.cased and is_lower(self.rows[index].text)) or HARD_END.search(text):
            return False
        if not self.measured and COMMA_END.search(text):
            return False
        if below.base - above.base > _HEADING * max(above.size, below.size):
            return False
        lines = self._lines(paragraph)
        full = above.far >= self.margin - above.size and not self.is_short(paragraph[-1], index, words=1)
        if full and same_size(above, below) and self._fits_shape(lines, lines[-1], index, labels[lines[0]]):
            return True
        stands_out = labels[paragraph[0]] is None and (text.isupper() or self.rows[paragraph[0]].line.bold)
        if len(paragraph) == 1 and stands_out and not self._fills_column(paragraph[0]):
            return True  # a body's name, of which the text below is said
        centred = _are_centred([*(self.places[row] for row in lines), below])
        return centred and same_size(above, below) and COMMA_END.search(text) is None

    def _makes_room_for_mark(self, above: int, below: int) -> bool:
        """Whether a line is lower only because of a raised mark in it."""
        first, second = self.places[above], self.places[below]
        step = (second.base - first.base) / second.size / self.step
        if self.gaps_decide and self.gap / SAME_STEP < step < self.gap * SAME_STEP:
            return False
        return (
            bool(self.rows[below].line.marks)
            and step <= _MARKED
            and HARD_END.search(self.rows[above].text) is None
            and COMMA_END.search(self.rows[above].text) is None
            and not self.is_short(above, below)
        )

    def _makes_room_for_bullet(
        self, paragraph: Sequence[int], index: int, labels: Sequence[Label | None]
    ) -> bool:
        """Whether a line hangs lower below an item's first only because of that line's larger bullet."""
        (first, *others), label = paragraph, labels[paragraph[0]]
        if others or label is None or not (label.family is Family.BULLET or label.bulleted):
            return False
        above, below = self.places[first], self.places[index]
        return (
            labels[index] is None
            and 0.5 * above.size < below.near - above.near <= _DEEPEST * above.size
            and below.base - above.base <= _MARKED * self.step * above.size
            and HARD_END.search(self.rows[first].text) is None
            and not self.is_short(first, index, words=1)
        )

    def _lines(self, paragraph: Sequence[int]) -> list[int]:
        """Return the rows of a paragraph that begin a line."""
        return [paragraph[0], *(row for row in paragraph[1:] if row in self.line_starts)]

    def _is_apart(self, paragraph: Sequence[int], index: int) -> bool:
        """Whether a row is too far below a paragraph to be its next line, unlike the line above it."""
        above, below = self.places[paragraph[-1]], self.places[index]
        distance, inside = below.base - above.base, self._step_inside(paragraph)
        if distance < SAME_STEP * inside and self._width(index, 1) > self.columns[index][1] - above.far:
            return False
        if below.page in self.loose:
            return distance > self.loose[below.page] * self.size
        if same_size(below, self.size):
            return distance / max(above.size, below.size) > self.step * self.apart
        if inside and below.size < self.size and distance > LOOSEST * inside:
            return True
        step = distance / max(above.size, below.size, self.size)
        return step > max(TITLE_STEP, self.step * NOISE)

    def _goes_on(self, lines: Sequence[int], last: int, index: int, labels: Sequence[Label | None]) -> bool:
        """Whether a row one usual step below a paragraph has the place of its next line.

        Args:
            lines: the rows of the paragraph that begin its lines.
            last: its last row, which ends its last line.
            index: the row below.
            labels: for each row, the label that it would begin with.
        """
        places = [self.places[i] for i in (*lines, index)]
        if self._is_item(lines[0], last, index, labels) or self._changes_weight(
            lines, last, index, labels[index]
        ):
            return False
        if self._is_article(index, labels[index]):
            return False
        ended = len(lines) == 1 or HARD_END.search(self.rows[last].text) is not None
        if ended and self._begins_by_shape(index, labels):
            return False
        may_be_centred = self.measured or self._is_set_in(index)
        if (
            may_be_centred
            and _are_centred(places)
            and (self._fills_column(last) or not self._fills_column(index))
        ):
            return True
        small = self.cased and is_lower(self.rows[index].text) and labels[index] is None
        open_ended = small and HARD_END.search(self.rows[last].text) is None
        if open_ended and may_be_centred and _are_centred(places[-2:]):
            return True
        middle = self._middle(index)
        set_apart = all(place.near > middle for place in places) or self._is_heading_filled(last, index)
        if set_apart and _share_far_edge(places):
            return True
        goes_on = self._is_unfinished(last, index) or self._is_inner(lines[0], last, index)
        return (
            self._fits_shape(lines, last, index, labels[lines[0]])
            and (goes_on or not self.is_short(last, index))
            and not self._is_closed(lines[0], last, index)
        )

    def _begins_by_shape(self, index: int, labels: Sequence[Label | None]) -> bool:
        """Whether a full row and the one below begin where the first two lines of paragraphs usually do.

        It is asked where no gaps show paragraphs, and the two begin in different columns.
        """
        if self.gaps_decide or not self.measured or index + 1 >= len(self.rows) or labels[index + 1]:
            return False
        first, second = self.places[index], self.places[index + 1]
        usual = self._usual_column(first)
        if usual is None or same_edge(first, second) or not same_edge(replace(first, near=usual), second):
            return False
        return self._is_next_line(first, second) and not self.is_short(index, index + 1, words=1)

    def _is_closed(self, start: int, above: int, below: int) -> bool:
        """Whether the words of a full line end its paragraph, where neither gaps nor indents show that."""
        if not same_edge(self.places[start], self.places[below]):
            return False
        text = self.rows[above].text
        if not (HARD_END.search(text) or COMMA_END.search(text)):
            return False
        if below in self.opens:
            return not (self.gaps_decide and self.measured)
        small = self.cased and is_lower(self.rows[below].text)
        if self.gaps_decide:
            return not small and self.measured and self._in_narrow_block(above, below)
        return not small and self._is_usual_end(text)

    def _is_usual_end(self, text: str) -> bool:
        """Whether the sign that a line ends with, before the mark of a note, usually ends a paragraph."""
        return text.rstrip(_MARKS)[-1:] in self.ends

    def _is_inner(self, start: int, above: int, below: int) -> bool:
        """Whether a counted line begins where paragraphs go on and not where they begin."""
        if self.measured or HARD_END.search(self.rows[above].text):
            return False
        first, place = self.places[start], self.places[below]
        usual = self._usual_column(first)
        return (
            usual is not None and not same_edge(first, place) and same_edge(replace(place, near=usual), place)
        )

    def _is_set_in(self, index: int) -> bool:
        """Whether a row begins further in than the first lines of paragraphs do."""
        return self.places[index].near - self.columns[index][0] > _HANGING * self.places[index].size

    def _step_inside(self, paragraph: Sequence[int]) -> float:
        """Return the distance in points of a paragraph's last two lines; 0 if it has no two on a page."""
        starts = (row for row in reversed(paragraph) if row in self.line_starts and row > paragraph[0])
        below, *above = (self.places[row] for row in islice(chain(starts, paragraph[:1]), 2))
        return below.base - above[0].base if above and not turns(above[0], below) else 0.0

    def _fills_column(self, index: int) -> bool:
        """Whether a line runs from edge to edge, so that any line is centred above it."""
        place, (near, far) = self.places[index], self.columns[index]
        return place.near < near + place.size and place.far > far - place.size

    def _is_heading_filled(self, above: int, below: int) -> bool:
        """Whether a line in larger letters that ends at the far edge has no room for another word."""
        place = self.places[above]
        if place.size < LARGER * self.size:
            return False
        runs_on = self.cased and is_lower(self.rows[below].text)
        return runs_on or place.near - self.near < self._width(below, 1)

    def _middle(self, index: int) -> float:
        """Return the middle of the text's width, or of a row's column if another is on its near side."""
        near, far = self.columns[index]
        return (near + far) / 2 if near >= self.columns_far else self.margin / 2

    def _changes_weight(self, lines: Sequence[int], above: int, below: int, label: Label | None) -> bool:
        """Whether only one of two lines is bold throughout, and no margin cut the one above.

        Below lines in bold, as headings are, a capital (any letter, where there are none) or a label begins
        the text; below a sentence, a label in bold begins a heading.
        """
        first, second = self.rows[above].line, self.rows[below].line
        if first.bold == second.bold:
            return first.bold and label is not None and label.family is Family.LEVELS
        bold = first.bold and all(self.rows[line].line.bold for line in lines)
        initial = self.rows[below].text[0]
        begins = label is not None or (initial.isupper() if self.cased else initial.isalpha())
        numbered = second.bold and label is not None and HARD_END.search(self.rows[above].text) is not None
        return numbered or (bold and begins) or self._leaves_room(above, below)

    def _is_article(self, below: int, label: Label | None) -> bool:
        """Whether a line in bold is only the number of an article or part."""
        row = self.rows[below]
        if label is None or label.family not in (Family.ARTICLE, Family.PART):
            return False
        return row.line.bold and label.stop >= len(row.text)

    def _changes_size_inside(self, above: int, below: int) -> bool:
        """Whether a full line continues in letters of another size, as careless editing may leave it."""
        first, second = self.places[above], self.places[below]
        return (
            abs(second.size - first.size) <= _RESIZED * max(first.size, second.size)
            and same_edge(first, second)
            and HARD_END.search(self.rows[above].text) is None
            and (not self.cased or is_lower(self.rows[below].text))
            and first.far >= self.margin - first.size
            and not self.is_short(above, below, words=1)
        )

    def _fits_shape(self, lines: Sequence[int], last: int, index: int, label: Label | None) -> bool:
        """Whether a row begins where the second line of the paragraph does or could begin."""
        first, below = self._moved(lines[0], index), self.places[index]
        stray = not self.measured and round(below.near) not in self.indents
        if stray and abs(below.near - self.places[lines[-1]].near) <= _STRAY:
            return True
        if len(lines) > 1:
            before = self.places[lines[-1]]  # at the top of a page or column, it shows where lines go on
            return same_edge(self._moved(lines[1], index), below) or (
                turns(self.places[lines[-2]], before) and same_edge(before, below)
            )
        if same_edge(first, below):
            usual = self._usual_column(first)
            is_usual = self.gaps_decide or usual is None or same_edge(replace(first, near=usual), first)
            return is_usual or self._runs_on(last, index)
        deeper = below.near - first.near
        if abs(deeper) > _DEEPEST * first.size:
            return False
        if self._is_usual_indent(first, below):
            return True
        ended = label is not None and not (self.cased and is_lower(self.rows[index].text))
        if ended and self._begins_elsewhere(first, below) and not self._runs_on(last, index):
            return False
        if deeper > 0 and label is None:
            return self._hangs(last, deeper, index)
        room = 1 if label is None else _ROOM
        return self._is_unfinished(last, index) or not self.is_short(last, index, words=room)

    def _is_unfinished(self, above: int, below: int) -> bool:
        """Whether a sentence goes on in a small letter, which counted places cannot contradict."""
        if self.measured or below in self.opens or HARD_END.search(self.rows[above].text):
            return False
        return self.cased and is_lower(self.rows[below].text)

    def _runs_on(self, above: int, below: int) -> bool:
        """Whether a full line stops in the middle of a sentence; a recital's may end with its comma."""
        text = self.rows[above].text
        ended = HARD_END.search(text) or COMMA_END.search(text)
        return not ended and not self._leaves_room(above, below)

    def _leaves_room(self, above: int, below: int) -> bool:
        """Whether the first word of a row would have fitted before the margin of the row above."""
        place = self.places[above]
        near, far = self._measure(above)
        edge = max(self.edges[above], self.edges[below])
        edge = edge if edge - near >= _NARROW * (far - near) else far
        return edge - place.far > self._width(below, 1) + self._slack(place)

    def _hangs(self, above: int, deeper: float, below: int) -> bool:
        """Whether a full line without a label continues at a deeper indent.

        It does in a small letter, or a little further in where gaps divide the text, more below a dash.
        """
        dashed = self.rows[above].text.startswith(DASHES)
        near = self.gaps_decide and deeper <= (_DEEPEST if dashed else _HANGING) * self.places[above].size
        return (
            (near or (self.cased and is_lower(self.rows[below].text)))
            and HARD_END.search(self.rows[above].text) is None
            and not self.is_short(above, below, words=1)
        )

    def _is_usual_indent(self, first: Place, below: Place) -> bool:
        found = self.indents.get(round(first.near), Counter())
        near = sum(count for column, count in found.items() if same_edge(replace(below, near=column), below))
        return near >= 2 and (self.gaps_decide or near >= 0.1 * found.total())

    def _begins_elsewhere(self, first: Place, below: Place) -> bool:
        """Whether a row begins where first lines do, and not where paragraphs like this one go on."""
        usual, other = self._usual_column(first), self._usual_column(below)
        return usual is not None and other is not None and not same_edge(replace(below, near=usual), below)

    def _usual_column(self, first: Place) -> float | None:
        """Return where paragraphs that begin in a column nearly always go on, if there is such a habit."""
        found = self.indents.get(round(first.near))
        if not found or found.total() < 2:
            return None
        column, count = found.most_common(1)[0]
        return float(column) if count >= 0.6 * found.total() else None

    def _is_item(self, start: int, last: int, index: int, labels: Sequence[Label | None]) -> bool:
        """Whether a row in its paragraph's column begins the next item of a list that has no gaps."""
        label, first = labels[index], labels[start]
        if label is None:
            return False
        if not self.gaps_decide and counts_on(start, index, labels, self._edge):
            return True
        above = self.rows[last].text
        hard = HARD_END.search(above) is not None
        comma = COMMA_END.search(above) is not None
        if not self.measured:
            counts = label.is_next(first) if first is not None else 1 in label.values
            if hard or (comma and counts) or self.is_short(last, index, words=1):
                return True
        if not same_edge(self.places[start], self.places[index]):
            announced = first is None and above.endswith(COLONS) and start == last
            shown = announced or self._leaves_room(last, index) or self._has_hanging_text(index)
            return hard and label.family in ITEMS and shown
        if first is not None and first.family is label.family and label.follows(first):
            if not self.gaps_decide or label.printed.count(".") > 1:
                return True
            return hard or comma or self.is_short(last, index, words=1)
        return not self.gaps_decide and hard and self.is_short(last, index, words=1)

    def _has_hanging_text(self, index: int) -> bool:
        """Whether the line below a row is set in from it, as the text of an item hangs below its label."""
        if index + 1 >= len(self.rows):
            return False
        first, second = self.places[index], self.places[index + 1]
        hangs = 0.5 * first.size < second.near - first.near <= _DEEPEST * first.size
        return hangs and self._is_next_line(first, second)

    def _is_next_line(self, above: Place, below: Place) -> bool:
        """Whether a place is one step inside a paragraph below another, in letters of one size."""
        step = (below.base - above.base) / above.size
        return not turns(above, below) and 0 < step <= self.limit(above.page) and same_size(above, below)

    def _edge(self, index: int, other: int) -> float | None:
        """Return where a row begins, or where another at the same margin does; None in another column."""
        place, beside = self.places[index], self.places[other]
        first, second = sorted((index, other))
        turned = self.places[second].base < self.places[first].base or place.page != beside.page
        if turned or place.whole or not same_size(place, beside):
            return None
        return beside.near if same_edge(beside, place) else place.near

    def is_short(self, above: int, below: int, words: int = _ROOM) -> bool:
        """Whether the row above has room for the next words, so that no margin cut it.

        More than one word has to fit, since words that belong together are kept on one line.
        """
        place, text = self.places[above], self.rows[below].text
        room = max(self.edges[above], self.edges[below]) - place.far - self._slack(place)
        if HARD_END.search(self.rows[above].text) and not (self.gaps_decide and self.measured):
            words = 1
        if room > self._width(below, words):
            return True
        open_ended = HARD_END.search(self.rows[above].text) is None and (not self.cased or is_lower(text))
        return not open_ended and room > self._width(below, 1) and self._in_narrow_block(above, below)

    def _width(self, index: int, words: int) -> float:
        """Return how much room the first words of a row take with the space before them."""
        place, text = self.places[index], self.rows[index].text
        column = (place.far - place.near) / max(width(text), 1) if self.measured else 1.0
        return column * (width_of_words(text, words) + 1)

    def _in_narrow_block(self, above: int, below: int) -> bool:
        """Whether two rows of the text's size are in a block none of whose lines is of full width."""
        if not same_size(self.places[above], self.size, 2):
            return False
        near, far = self._measure(above)
        return max(self.edges[above], self.edges[below]) - near < _NARROW * (far - near)

    def _measure(self, row: int) -> tuple[float, float]:
        """Return the edges that the full lines beside a row reach: those of the text, or of its column."""
        return self.columns[row] if self.columned else (self.near, self.margin)

    def _joins_over_turn(self, paragraph: Sequence[int], index: int, labels: Sequence[Label | None]) -> bool:
        """Whether a paragraph continues on the next page or in the next column."""
        last, below = self.places[paragraph[-1]], self.places[index]
        above = self.rows[paragraph[-1]].text
        hard = HARD_END.search(above) is not None
        runs_on = self.cased and is_lower(self.rows[index].text) and not hard
        if last.page == below.page and not self._are_columns(paragraph[-1], index):
            return False
        if index in self.opens:
            return False
        first = self._moved(paragraph[0], index)
        if len(paragraph) > 1:
            inner = self._moved(paragraph[1], index).near
        else:
            usual = self._usual_column(self.places[paragraph[0]])
            inner = self._moved(paragraph[-1], index, near=usual).near
        begins = same_edge(first, below) and not same_edge(replace(below, near=inner), first)
        if self._is_short_at_turn(paragraph[-1], index, 1 if hard else _ROOM):
            return runs_on and labels[index] is None and not begins
        if not self.measured and labels[index] is None:  # the page may have another margin
            if not hard:
                return True  # its sentence has not ended
            return is_lower(self.rows[index].text) if self.cased else not self._is_usual_end(above)
        if not same_edge(replace(below, near=inner), below):
            return runs_on and not same_edge(first, below)
        label = labels[index]
        ended = above.endswith(STOPS)
        if label is not None and (ended or label.family in (Family.ARTICLE, Family.PART)):
            return False
        if label is not None and (same_edge(first, below) or self._usual_column(below) is not None):
            return not hard and COMMA_END.search(above) is None
        return True

    def _moved(self, above: int, below: int, near: float | None = None) -> Place:
        """Return the place of a row as if its column of a page in columns were that of a later row."""
        place = self.places[above]
        place = place if near is None else replace(place, near=near)
        if any(self._is_wide(self.columns[row]) for row in (above, below)):
            return place
        return replace(place, near=place.near + self.columns[below][0] - self.columns[above][0])

    def _is_wide(self, column: tuple[float, float]) -> bool:
        """Whether a column is too wide for another to be beside it."""
        return column[1] - column[0] > 0.6 * (self.margin - self.columns_near)

    def _are_columns(self, above: int, below: int) -> bool:
        """Whether two rows are in columns of text of one width, not in cells side by side."""
        (left, right), (other_left, other_right) = self.columns[above], self.columns[below]
        widths = right - left, other_right - other_left
        return min(widths) >= _EQUAL * max(widths)

    def _is_short_at_turn(self, above: int, below: int, words: int) -> bool:
        place = self.places[above]
        near, edge = self.columns[above]
        if place.page != self.places[below].page and edge - near >= 0.5 * self.margin:
            edge = max(edge, self.edges[above], self.margin)
        return edge - place.far > self._width(below, words) + self._slack(place)

    def _slack(self, place: Place) -> float:
        """Return how far before the margin a full line may end, beside the width of the next word."""
        return 0.5 * place.size if self.measured else 0.0

    def is_open_head(self, above: int, below: int, *, conjunction: bool) -> bool:
        """Whether a counted line of a head goes on: after a conjunction, or without capitals and a sign."""
        first, second = self.places[above], self.places[below]
        step = (second.base - first.base) / second.size
        if self.measured or step > self.limit(second.page) or first.page != second.page:
            return False
        open_ended = self.rows[above].text[-1].isalpha() and not self.cased
        return conjunction or (open_ended and first.far >= _HEAD * self.margin)


def _are_centred(places: Sequence[Place]) -> bool:
    """Whether rows have the same middle but different edges."""
    size = places[0].size
    if any(abs(place.middle - places[0].middle) > 0.25 * size for place in places):
        return False
    return max(place.near for place in places) - min(place.near for place in places) > 0.5 * size


def _share_far_edge(places: Sequence[Place]) -> bool:
    return all(abs(place.far - places[0].far) <= 0.25 * place.size for place in places)


# Neither full stops nor gaps separate the items of an agenda. But a number that follows the one above it,
# with no other line between them beginning at that edge, does not belong to a sentence.

Edge = Callable[[int, int], float | None]
"""Where a row begins, beside another one; None if the two cannot be compared."""


def counts_on(start: int, index: int, labels: Sequence[Label | None], edge: Edge) -> bool:
    """Whether a row begins the next item of a list whose lines hang.

    Args:
        start: the first row of the paragraph above it.
        index: the row.
        labels: for each row, the label that it would begin with.
        edge: where a row begins.
    """
    label = labels[index]
    if label is None:
        return False
    before = _next_at_edge(range(index - 1, -1, -1), index, edge)
    if before is not None:
        return before <= start and label.is_next(labels[before])
    if 1 not in label.values:
        return False
    after = _next_at_edge(range(index + 1, len(labels)), index, edge)
    following = labels[after] if after is not None else None
    return following is not None and following.is_next(label)


def _next_at_edge(others: Iterable[int], index: int, edge: Edge) -> int | None:
    """Return the first other row at the edge of a row, if no row before it begins further out."""
    own = edge(index, index)
    for other in others:
        place = edge(other, index)
        if place is None or own is None or place < own:
            return None
        if place == own:
            return other
    return None
