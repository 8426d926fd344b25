"""Decide by the places of lines which of them form a paragraph: step, indents, margins, page turns.

A typesetter shows paragraphs by place: a wider step, an indented first line, a hanging number, a
block between other margins, a centred heading. Where a format gives the places of its lines, these
decide, and punctuation only where they leave it open. `page_survey` learns the habits of a text's pages.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise, takewhile
from typing import Final

from aligner.segmentation.label_parsing import HEADINGS, Family, Label
from aligner.segmentation.line_places import (
    COLUMN,
    DEEPEST,
    is_lower,
    is_next_line,
    same_edge,
    same_line,
    same_size,
    turns,
)
from aligner.segmentation.measured_rows import LARGER, Row, width, width_of_words
from aligner.segmentation.paragraph import STOPS

NOISE: Final = 1.1  # of the usual step: a step up to this is one inside a paragraph
LOOSEST: Final = 1.3  # of the usual step: from here on a step always sets paragraphs apart
SAME_STEP: Final = 1.03  # ratio of steps that count as one
TITLE_STEP: Final = 1.4  # of the size: a step inside a heading in letters of its own
_HANGING: Final = 2.0  # of the size: how far the second line of a paragraph without a label is set in
_EQUAL: Final = 0.7  # share of the wider column's width that the narrower one has
_NARROW: Final = 0.66  # of the text's width: no line of a narrow block reaches further
_ROOM: Final = 3  # words that would have fitted on a line that no margin cut
_HEADING: Final = 2.6  # of the size: the step of a heading whose lines have a blank line between them
_STRAY: Final = 1.0  # columns by which a line that was extracted as text may begin further in
SLACK: Final = 0.5  # of the size: how far before the margin a full line may end
_SHORT: Final = 2.5
"""Of the size: a justified line that ends so far before its edge is the last of its paragraph.

At 1, 1 paragraph of 7,419 in 120 made texts is cut; at 2, 29 in an Arabic one with its first lines set in at
the far edge.
"""
_LIST: Final = 4  # lines of a list of names, at least
_MARKS: Final = "0123456789*¹²³"  # of notes, which a line may end with


@dataclass(frozen=True, slots=True)
class Geometry:
    """The places of a text's rows and the habits of its pages.

    Attributes:
        rows: the running text; its places are measured or counted.
        labels: for each row, the label that it would begin with.
        size: of the text's letters.
        margin: the far edge of the text.
        cased: whether the language has capitals.
        columns: for each row, the edges of the column of its page that it is in.
        edges: for each row, the far edge of the block of lines that it belongs to.
        step: the usual distance of baselines inside a paragraph, in sizes of the letters.
        apart: how many usual steps set two paragraphs apart, at least.
        gaps_decide: whether paragraphs are set apart by wider steps throughout.
        gap: the usual distance of baselines between paragraphs, in usual steps; 0 where there is none.
        pushed: how far lines with raised marks are below the lines that they go on from, in usual steps.
        loose: for pages whose lines are further apart than usual, the largest distance of baselines
            inside a paragraph there, in sizes of the text's letters, whatever size those there have.
        indents: for the column that paragraphs begin in (rounded to points), how often they go on
            in which.
        justified: whether full lines end at one edge.
        last: how far before its edge the last line of a paragraph ends at least if it ends a sentence, in
            sizes; None if the edge is not so exact.
        measured: whether places are measured; those that are counted are less exact.
        opens: the rows whose words open a paragraph.
        ends: the signs that usually end a paragraph.
        aside: the rows of side notes, which are in the margin.
        near: the near edge of the text, derived from its rows.
        columns_near: the near edge of its first column, derived from its columns.
        columned: whether most of the text is in columns side by side, derived from them.
        line_starts: the rows that are not beside the row before them, derived from the rows.
    """

    rows: Sequence[Row]
    labels: Sequence[Label | None]
    size: float
    margin: float
    cased: bool
    columns: Sequence[tuple[float, float]]
    edges: Sequence[float] = ()
    step: float = 0.0
    apart: float = LOOSEST
    gaps_decide: bool = True
    gap: float = 0.0
    pushed: float = 0.0
    loose: Mapping[int | None, float] = field(default_factory=dict)
    indents: Mapping[int, Counter[int]] = field(default_factory=dict)
    justified: bool = False
    last: float | None = None
    measured: bool = True
    opens: Collection[int] = frozenset()
    ends: Collection[str] = frozenset()
    aside: frozenset[int] = frozenset()
    near: float = field(init=False)
    columns_near: float = field(init=False)
    columned: bool = field(init=False)
    line_starts: Collection[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "near", min(place.near for place in self.rows))
        object.__setattr__(self, "columns_near", min(near for near, _ in self.columns))
        beside = sum(not self._is_wide(column) for column in self.columns)
        object.__setattr__(self, "columned", 2 * beside > len(self.columns))
        steps = enumerate(pairwise(self.rows), start=1)
        starts = {row for row, (above, below) in steps if turns(above, below) or not same_line(above, below)}
        object.__setattr__(self, "line_starts", starts)

    def limit(self, page: int | None) -> float:
        """Return the largest distance of baselines inside a paragraph on a page, in sizes."""
        return self.loose.get(page, self.step * self.apart)

    def joins(self, paragraph: Sequence[int], index: int) -> bool:
        """Whether a row continues a paragraph.

        Args:
            paragraph: the rows that the paragraph has so far.
            index: the row after them.
        """
        last = paragraph[-1]
        above, below = self.rows[last], self.rows[index]
        label = self.labels[index]
        turned = turns(above, below)
        words_decide = not (self.gaps_decide and self.measured)
        begins = turned or (words_decide and same_edge(self.rows[paragraph[0]], below))
        if begins and index in self.opens:
            return False
        if label is not None and self._surely_begins(index, label):
            return False
        beside = not turned and same_line(above, below)
        is_number = self._is_number_of_heading(paragraph)
        if beside or is_number:
            return beside and is_number
        if turned:
            return same_size(above, below) and self._joins_over_turn(paragraph, index)
        if self._is_apart(paragraph, index) and not self._makes_room_for_mark(last, index):
            return label is None and self._is_open(paragraph, index)
        if not same_size(above, below):  # as careless editing may leave it inside a sentence
            goes_on = self._is_small(index) and self._runs_on(last, index)
            if not goes_on or not same_edge(above, below):
                return False
        return self._goes_on(self._lines(paragraph), last, index)

    def _surely_begins(self, index: int, label: Label) -> bool:
        """Whether a label is a bullet, or stands out as the number of an article or part by itself."""
        stands_out = self.rows[index].line.bold or self.rows[index].size >= LARGER * self.size
        alone = stands_out and label.stop >= len(self.rows[index].text)
        is_article = alone and label.family in (Family.ARTICLE, Family.PART)
        return is_article or label.bulleted or label.family is Family.BULLET

    def _is_number_of_heading(self, paragraph: Sequence[int]) -> bool:
        """Whether a paragraph is so far the number of a heading that is below it (`II`)."""
        label = self.labels[paragraph[0]]
        if label is None or label.family not in HEADINGS | {Family.ARTICLE}:
            return False
        return len(paragraph) == 1 and label.stop >= len(self.rows[paragraph[0]].text)

    def _is_open(self, paragraph: Sequence[int], index: int) -> bool:
        """Whether a sentence goes on in a small letter below a heading or full line a blank line above."""
        above, below = self.rows[paragraph[-1]], self.rows[index]
        if not self._is_small(index) or above.ends_sentence:
            return False
        if not self.measured and above.ends_at_comma:
            return False
        if below.base - above.base > _HEADING * max(above.size, below.size):
            return False
        lines = self._lines(paragraph)
        full = above.far >= self.margin - above.size
        if full and same_size(above, below) and self._fits_shape(lines, lines[-1], index):
            return True
        stands_out = self.labels[paragraph[0]] is None and (
            above.text.isupper() or self.rows[paragraph[0]].line.bold
        )
        if len(paragraph) == 1 and stands_out:
            return True  # a body's name, of which the text below is said
        return not self._fills_column(index) and _are_centred([*(self.rows[row] for row in lines), below])

    def _is_small(self, index: int) -> bool:
        """Whether a row begins with a small letter."""
        return self.cased and is_lower(self.rows[index].text)

    def _makes_room_for_mark(self, above: int, below: int) -> bool:
        """Whether a line is lower only because of a raised mark in it, as others of the text are."""
        first, second = self.rows[above], self.rows[below]
        pushed = second.base - first.base <= self.pushed * SAME_STEP * self.step * second.size
        return pushed and bool(second.line.marks) and not self._leaves_room(above, below)

    def _lines(self, paragraph: Sequence[int]) -> list[int]:
        """Return the rows of a paragraph that begin a line."""
        return [paragraph[0], *(row for row in paragraph[1:] if row in self.line_starts)]

    def _is_apart(self, paragraph: Sequence[int], index: int) -> bool:
        """Whether a row is too far below a paragraph to be its next line, unlike the line above it."""
        above, below = self.rows[paragraph[-1]], self.rows[index]
        distance, inside = below.base - above.base, self._step_inside(paragraph)
        if distance < SAME_STEP * inside and self._width(index, 1) > self.columns[index][1] - above.far:
            return False
        if below.page in self.loose:
            return distance > self.loose[below.page] * self.size
        if same_size(below, self.size):
            return distance / max(above.size, below.size) > self.limit(below.page)
        if inside and below.size < self.size and distance > LOOSEST * inside:
            return True
        step = distance / max(above.size, below.size, self.size)
        return step > max(TITLE_STEP, self.step * NOISE)

    def _goes_on(self, lines: Sequence[int], last: int, index: int) -> bool:
        """Whether a row one usual step below a paragraph has the place of its next line.

        Args:
            lines: the rows of the paragraph that begin its lines.
            last: its last row, which ends its last line.
            index: the row below.
        """
        places = [self.rows[i] for i in (*lines, index)]
        if self._is_item(lines[0], last, index) or self._changes_weight(lines, last, index):
            return False
        hard = self.rows[last].ends_sentence
        if (hard or len(lines) == 1) and self._begins_by_shape(index, hard):
            return False
        set_in = places[-1].near - self.columns[index][0] > _HANGING * places[-1].size
        may_be_centred = self.measured or set_in
        below_full = self._fills_column(last) or not self._fills_column(index)
        if may_be_centred and below_full and _are_centred(places):
            return True
        if self._is_last_line(lines, last, index):
            return False
        open_ended = self._is_small(index) and self.labels[index] is None and not hard
        if may_be_centred and open_ended and _are_centred(places[-2:]):
            return True
        above = self.rows[last]
        filled = self._is_small(index) or above.near - self.near < self._width(index, 1)
        set_apart = all(place.near > self.margin / 2 for place in places)
        if (set_apart or (filled and above.size >= LARGER * self.size)) and all(
            abs(place.far - places[0].far) <= 0.25 * place.size for place in places
        ):
            return True
        near = abs(places[-1].near - above.near) <= DEEPEST * above.size  # text may go around a picture
        wraps = near and self._is_small(index) and self.labels[index] is None and self._runs_on(last, index)
        cut = (len(lines) == 1 or not hard) and self.labels[index] is None and self._is_cut(last, index)
        return (
            (cut or wraps or self._fits_shape(lines, last, index))
            and (self._is_unfinished(last, index) or not self.is_short(last, index))
            and not self._is_closed(lines[0], last, index)
        )

    def _is_last_line(self, lines: Sequence[int], last: int, index: int) -> bool:
        """Whether a line of justified text ends before an edge at which two lines above or below it do.

        A line that has one word ends where that does, and headings are not justified.
        """
        place, label = self.rows[last], self.labels[last]
        if self.gaps_decide or not self.justified or not same_size(place, self.size):
            return False
        words = place.text[label.stop if label else 0 :].split()
        if self.cased and len(words) < 2:
            return False
        pairs = []
        if len(lines) > 2 and not turns(self.rows[lines[-3]], place):
            pairs.append(lines[-3:-1])
        below = next((row for row in range(index + 1, len(self.rows)) if row in self.line_starts), None)
        if below is not None and is_next_line(self.rows[index], self.rows[below], self.limit(place.page)):
            pairs.append([index, below])
        for pair in pairs:
            first, second = (self.rows[row] for row in pair)
            if same_edge(replace(first, near=first.far), replace(second, near=second.far)):
                return first.far - place.far > _SHORT * first.size
        return False

    def _is_cut(self, above: int, below: int) -> bool:
        """Whether a margin cut a line where gaps divide paragraphs, so that only a gap ends one."""
        place, (near, far) = self.rows[above], self.columns[above]
        fills = place.far - place.near > _NARROW * (far - near)
        room = far - place.far - self._slack(place)
        gaps_tell = self.gaps_decide and self.measured and self.gap > LOOSEST
        return gaps_tell and fills and room <= self._width(below, 1)

    def _begins_by_shape(self, index: int, below_end: bool) -> bool:
        """Whether a full row and the one below begin where the first two lines of paragraphs do.

        Most paragraphs show where, unless gaps set them apart. Below the end of a sentence, a row in the
        middle of one begins an entry whose next line hangs: lines that go on have one edge.
        """
        if index + 1 >= len(self.rows):
            return False
        first, second = self.rows[index], self.rows[index + 1]
        if same_edge(first, second) or not is_next_line(first, second, self.limit(first.page)):
            return False
        usual = None if self.gaps_decide else self._usual_column(first)
        shaped = usual is not None and same_edge(replace(first, near=usual), second)
        hangs = below_end and 0 < second.near - first.near <= DEEPEST * first.size
        runs_on = not first.ends_sentence
        return (shaped or (hangs and runs_on)) and not self.is_short(index, index + 1, words=1)

    def _is_closed(self, start: int, above: int, below: int) -> bool:
        """Whether the words of a full line end its paragraph, where neither gaps nor indents show that."""
        row = self.rows[above]
        if not (row.ends_sentence or row.ends_at_comma) or not same_edge(self.rows[start], self.rows[below]):
            return False
        if self._is_small(below):
            return False
        if self.gaps_decide:
            return self._in_narrow_block(above, below)
        return row.text.rstrip(_MARKS)[-1:] in self.ends

    def _step_inside(self, paragraph: Sequence[int]) -> float:
        """Return the distance in points of a paragraph's last two lines; 0 if it has no two on a page."""
        starts = (row for row in reversed(paragraph) if row in self.line_starts and row > paragraph[0])
        below, *above = (self.rows[row] for row in islice(chain(starts, paragraph[:1]), 2))
        return below.base - above[0].base if above and not turns(above[0], below) else 0.0

    def _fills_column(self, index: int) -> bool:
        """Whether a line runs from edge to edge, so that any line is centred above it."""
        place, (near, far) = self.rows[index], self.columns[index]
        return place.near < near + place.size and place.far > far - place.size

    def _changes_weight(self, lines: Sequence[int], above: int, below: int) -> bool:
        """Whether only one of two lines is bold throughout, and no margin cut the one above.

        Below lines in bold, as headings are, a capital (any letter, where there are none) or a label begins
        the text; below other lines, a label in bold begins a heading.
        """
        first, second, label = self.rows[above], self.rows[below], self.labels[below]
        if first.line.bold == second.line.bold:
            return first.line.bold and label is not None and label.family is Family.LEVELS
        initial = second.text[0]
        begins = initial.isupper() if self.cased else initial.isalpha()
        bold = all(self.rows[line].line.bold for line in lines)
        return label is not None or (bold and begins) or self._leaves_room(above, below)

    def _fits_shape(self, lines: Sequence[int], last: int, index: int) -> bool:
        """Whether a row begins where the second line of the paragraph does or could begin."""
        first, below, label = self._moved(lines[0], index), self.rows[index], self.labels[lines[0]]
        stray = not self.measured and round(below.near) not in self.indents
        if stray and abs(below.near - self.rows[lines[-1]].near) <= _STRAY:
            return True
        if len(lines) > 1:
            before = self.rows[lines[-1]]  # at the top of a page or column, it shows where lines go on
            return same_edge(self._moved(lines[1], index), below) or (
                turns(self.rows[lines[-2]], before) and same_edge(before, below)
            )
        usual = self._usual_column(first)
        if same_edge(first, below):
            is_usual = self.gaps_decide or usual is None or same_edge(replace(first, near=usual), first)
            return is_usual or self._runs_on(last, index)
        deeper = below.near - first.near
        if abs(deeper) > DEEPEST * first.size:
            return False
        habits = self.indents.get(round(first.near), Counter())
        if sum(n for near, n in habits.items() if same_edge(replace(below, near=near), below)) >= 2:
            return True
        if deeper < 0 and usual is not None and usual > first.near + SLACK * first.size:
            return False  # where paragraphs hang, no line begins before the first
        if deeper > 0 and label is None:
            near = self.gaps_decide and deeper <= _HANGING * first.size
            return (near or self._is_small(index)) and not self.is_short(last, index, words=1)
        room = 1 if label is None else _ROOM
        return self._is_unfinished(last, index) or not self.is_short(last, index, words=room)

    def _is_unfinished(self, above: int, below: int) -> bool:
        """Whether a sentence goes on in a small letter, which counted places cannot contradict."""
        return not self.measured and self._is_small(below) and not self.rows[above].ends_sentence

    def _runs_on(self, above: int, below: int) -> bool:
        """Whether a full line stops in the middle of a sentence; a recital's may end with its comma."""
        row = self.rows[above]
        return not (row.ends_sentence or row.ends_at_comma) and not self._leaves_room(above, below)

    def _leaves_room(self, above: int, below: int) -> bool:
        """Whether the first word of a row would have fitted before the margin of the row above."""
        place = self.rows[above]
        near, far = self._measure(above)
        edge = max(self.edges[above], self.edges[below])
        edge = edge if edge - near >= _NARROW * (far - near) else far
        return edge - place.far > self._width(below, 1) + self._slack(place)

    def _usual_column(self, first: Row) -> float | None:
        """Return where paragraphs that begin in a column nearly always go on, if there is such a habit."""
        found = self.indents.get(round(first.near))
        if not found or found.total() < 2:
            return None
        column, _ = found.most_common(1)[0]
        count = sum(found[column + step] for step in (-1, 0, 1))  # columns are rounded
        return float(column) if count >= 0.6 * found.total() else None

    def _is_item(self, start: int, last: int, index: int) -> bool:
        """Whether a row begins the next item of a list that has no gaps."""
        label, first = self.labels[index], self.labels[start]
        if label is None:
            return False
        if not self.gaps_decide and self._counts_on(label, start, index):
            return True
        above = self.rows[last]
        hard, short = above.ends_sentence, self.is_short(last, index, words=1)
        counts = first is not None and first.family is label.family and label.follows(first)
        comma = above.ends_at_comma and (counts or 1 in label.values)
        if not self.measured and (hard or short or comma):
            return True
        if counts and same_edge(self.rows[start], self.rows[index]):
            # A list's own edge is that of its longest item, for which only the column shows room.
            room = self.columns[last][1] - above.far - self._slack(above)
            next_item = self.measured and label.is_next(first) and room > self._width(index, 1)
            return next_item or hard or short or comma or not self.gaps_decide
        limit = self.limit(above.page)
        around = pairwise(self.rows[index - 1 : index + 2])  # it is set in, or its text hangs below it
        set_in = any(b.near - a.near > 0.5 * a.size and is_next_line(a, b, limit) for a, b in around)
        return hard and (short or set_in)

    def _counts_on(self, label: Label, start: int, index: int) -> bool:
        """Whether a number follows the one above it at its edge, or begins a list that goes on there.

        Neither full stops nor gaps separate the items of an agenda.
        """

        def beside(rows: Iterable[int]) -> int | None:
            place = self.rows[index]
            inside = takewhile(lambda row: self.rows[row].near > place.near - SLACK * place.size, rows)
            return next((row for row in inside if same_edge(self.rows[row], place)), None)

        before = beside(range(index - 1, -1, -1))
        earlier = self.labels[before] if before is not None else None
        if before is not None and earlier is not None and earlier.family is label.family:
            return before <= start and label.is_next(earlier)
        after = self.labels[beside(range(index + 1, len(self.labels))) or index]
        return 1 in label.values and after is not None and after.is_next(label)

    def is_short(self, above: int, below: int, words: int = _ROOM) -> bool:
        """Whether the row above has room for the next words, so that no margin cut it.

        More than one word has to fit, since words that belong together are kept on one line.
        """
        place = self.rows[above]
        room = max(self.edges[above], self.edges[below]) - place.far - self._slack(place)
        if place.ends_sentence and not (self.gaps_decide and self.measured):
            words = 1
        if room > self._width(below, words):
            return True
        text = self.rows[below].text
        open_ended = not place.ends_sentence and (not self.cased or is_lower(text))
        if open_ended or not self._in_narrow_block(above, below):
            return False
        return room > self._width(below, 1) or self._is_listed(above)

    def _is_listed(self, row: int) -> bool:
        """Whether the lines around one of a narrow block all begin like names and none is a heading."""
        near = range(max(row - _LIST, 0), min(row + _LIST + 1, len(self.rows)))
        block = [self.rows[each] for each in near if self.edges[each] == self.edges[row]]
        return len(block) >= _LIST and not any(is_lower(each.text) or each.line.bold for each in block)

    def _width(self, index: int, words: int) -> float:
        """Return how much room the first words of a row take with the space before them."""
        row = self.rows[index]
        column = (row.far - row.near) / max(width(row.text), 1) if self.measured else 1.0
        return column * (width_of_words(row.text, words) + 1)

    def _in_narrow_block(self, above: int, below: int) -> bool:
        """Whether two rows of the text's size are in a block none of whose lines is of full width."""
        if not same_size(self.rows[above], self.size, 2):
            return False
        near, far = self._measure(above)
        return max(self.edges[above], self.edges[below]) - near < _NARROW * (far - near)

    def _measure(self, row: int) -> tuple[float, float]:
        """Return the edges that the full lines beside a row reach: those of the text, or of its column."""
        return self.columns[row] if self.columned else (self.near, self.margin)

    def _joins_over_turn(self, paragraph: Sequence[int], index: int) -> bool:
        """Whether a paragraph continues on the next page or in the next column."""
        last, label = paragraph[-1], self.labels[index]
        above, below = self.rows[last], self.rows[index]
        hard = above.ends_sentence
        beside = above.page == below.page
        if beside and not self._are_columns(last, index) and (hard or not self._is_small(index)):
            return False
        lines = self._lines(paragraph)
        first = self._moved(lines[0], index)
        inner = self._moved(lines[1] if len(lines) > 1 else last, index).near
        usual = self._usual_column(above) if len(lines) == 1 else None
        if usual is not None:
            inner += usual - above.near
        begins = same_edge(first, below) and not same_edge(replace(below, near=inner), first)
        runs_on = self._is_small(index) and not hard and label is None and not begins
        if self._is_short_at_turn(last, index, 1 if hard else _ROOM):
            return runs_on
        if not self.measured and label is None:  # the page may have another margin
            return self._is_small(index) or not hard
        if not same_edge(replace(below, near=inner), below):
            return runs_on
        if label is None:
            return True
        ended = same_edge(first, below) and (hard or above.ends_at_comma)
        return not ended and not above.text.endswith(STOPS)

    def _moved(self, above: int, below: int) -> Row:
        """Return the place of a row as if its column of a page in columns were that of a later row."""
        place = self.rows[above]
        if any(self._is_wide(self.columns[row]) for row in (above, below)):
            return place
        return replace(place, near=place.near + self.columns[below][0] - self.columns[above][0])

    def _is_wide(self, column: tuple[float, float]) -> bool:
        """Whether a column is too wide for another to be beside it."""
        return column[1] - column[0] > COLUMN * (self.margin - self.columns_near)

    def _are_columns(self, above: int, below: int) -> bool:
        """Whether two rows are in columns of text of one width, not in cells or boxes side by side."""
        (left, right), (other_left, other_right) = self.columns[above], self.columns[below]
        widths = right - left, other_right - other_left
        return min(widths) >= _EQUAL * max(widths)

    def _is_short_at_turn(self, above: int, below: int, words: int) -> bool:
        place = self.rows[above]
        near, edge = self.columns[above]
        if place.page != self.rows[below].page and edge - near >= 0.5 * self.margin:
            edge = max(edge, self.edges[above], self.margin)
        if self.last is not None and place.ends_sentence:
            return edge - place.far > self.last * place.size
        return edge - place.far > self._width(below, words) + self._slack(place)

    def _slack(self, place: Row) -> float:
        """Return how far before the margin a full line may end, beside the width of the next word."""
        return SLACK * place.size if self.measured else 0.0

    def is_open_head(self, above: int, below: int, *, conjunction: bool) -> bool:
        """Whether a counted line of a head goes on: after a conjunction, or without capitals and a sign."""
        first, second = self.rows[above], self.rows[below]
        step = (second.base - first.base) / second.size
        if self.measured or step > self.limit(second.page):
            return False
        return conjunction or (not self.cased and first.text[-1].isalpha())


def _are_centred(places: Sequence[Row]) -> bool:
    """Whether rows have the same middle but different edges."""
    size = places[0].size
    if any(abs(place.middle - places[0].middle) > 0.25 * size for place in places):
        return False
    return max(place.near for place in places) - min(place.near for place in places) > 0.5 * size
