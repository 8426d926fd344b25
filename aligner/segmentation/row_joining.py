"""Decide which rows belong to one paragraph, and what a line break between them becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from aligner.languages import Language
from aligner.languages.openings import opening
from aligner.languages.structure import Structure
from aligner.segmentation import label_parsing, masthead
from aligner.segmentation.label_parsing import Family, Label
from aligner.segmentation.masthead import are_masthead_lines
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LEADERS, Row
from aligner.segmentation.page_geometry import Geometry, counts_on
from aligner.segmentation.paragraph import HEAD_LINE
from aligner.segmentation.vocabulary import HYPHEN_END, IDEOGRAPH, Vocabulary, undo_hyphen
from aligner.segmentation.wrapping import ROOM, Wrapping, reach
from aligner.values import Span
from aligner.values.extract import Extract, Line, LineRole

_FULL_WIDTH: Final = r"\u3000-\u303f\uff00-\uff60"
_CHINESE: Final = re.compile(rf"[{IDEOGRAPH}{_FULL_WIDTH}]")
_WIDE_SIGN: Final = re.compile(rf"[{_FULL_WIDTH}“”‘’…—]")
_PAIRS: Final = ("()", "（）", "《》", "「」", "[]")
_BLOCK: Final = 3  # lines of a block that show how wide it is
_LONGEST_BLOCK: Final = 40  # lines above or below: more are no title
_BLOCK_WIDTH: Final = 0.55  # of the usual reach: a narrower block has short lines, such as dates
_RESOLUTION_NUMBER: Final = re.compile(r"\d{1,4}/\d{1,4}[.．]")
_CUT: Final = 0.75  # of the usual reach: no margin cut a shorter line
_NEARLY_FULL: Final = 0.9  # of the usual reach: a line that an open sentence may end early
_NEARLY_FULL_UNCASED: Final = 0.85  # the same in a language without capitals, which show nothing there
_HEAD_STEP: Final = 1.6  # of the letters' size, between two lines of one heading
_OPENING: Final = tuple("([“‘¿¡")
_ENTRY: Final = re.compile(rf"(?<![.…·])(?<![.…·] ){LEADERS.pattern}+\s*[^\W\d]")
"""Dots that lead to words, as to a name."""

_CLOSING: Final = tuple(",.;:!?)]”’؟،؛")


def joint(
    above: str, below: str, language: Language, structure: Structure, vocabulary: Vocabulary
) -> tuple[int, str]:
    """Replace a line break: return the number of characters to drop before it, and the replacement."""
    hyphen = HYPHEN_END.search(above[-60:])
    if hyphen and below[:1].isalpha():
        return undo_hyphen(hyphen.group(1), hyphen.group(2), below, structure, vocabulary)
    if _CHINESE.match(above[-1]) or _CHINESE.match(below[0]):
        return 0, _chinese_joint(above[-1], below[0], vocabulary)
    if not language.spaced and _WIDE_SIGN.match(above[-1]) and _WIDE_SIGN.match(below[0]):
        return 0, ""
    if above.endswith(_OPENING) or (below.startswith(_CLOSING) and below[0] not in structure.spaced_signs):
        return 0, ""
    if above[-1] in "/–" and above[-2:-1].isalnum():
        return 0, ""
    return 0, " "


def _chinese_joint(left: str, right: str, vocabulary: Vocabulary) -> str:
    both = _CHINESE.match(left) and _CHINESE.match(right)
    if both or _WIDE_SIGN.match(left) or _WIDE_SIGN.match(right):
        return ""
    other = right if _CHINESE.match(left) else left
    return " " if vocabulary.spaced_digits and other.isalnum() else ""


@dataclass(frozen=True, slots=True)
class _Break:
    """A line break, and the evidence in the texts on both sides of it.

    Attributes:
        above: the row above it.
        below: the row below it.
        hard: whether the row above ends in a sign that ends a sentence.
        comma: whether it ends in a comma.
        small: whether the row below begins with a small letter, in a language that has capitals.
        full: whether the margin cut the row above.
    """

    above: Row
    below: Row
    hard: bool
    comma: bool
    small: bool
    full: bool


@dataclass(slots=True)
class Joiner:
    """Decides, break by break, which rows belong together.

    Attributes:
        rows: the running text.
        labels: the label each row would begin with.
        wrapping: how the file was wrapped.
        structure: of its language.
        cased: whether sentences begin with capitals.
        head: the first and last row of the line that makes a body the subject of the
            resolution; rows before it are the head, whose lines join by other rules.
        geometry: the places of the rows on their pages, or None if these are not known.
        charts: the rows that label charts; those of one chart are one paragraph.
        counted: the rows that begin a paragraph because their numbers count up through the document.
    """

    rows: Sequence[Row]
    labels: Sequence[Label | None]
    wrapping: Wrapping
    structure: Structure
    cased: bool
    head: tuple[int, int] | None = None
    geometry: Geometry | None = None
    charts: frozenset[int] = frozenset()
    counted: frozenset[int] = frozenset()

    @property
    def _inner(self) -> float:
        """Where continuation lines begin, with some tolerance for proportional type."""
        return self.wrapping.inner + ROOM

    def groups(self) -> list[list[int]]:
        """Return the paragraphs, as lists of row numbers; side notes do not interrupt the text."""
        found: list[list[int]] = []
        aside = self.geometry.aside if self.geometry is not None else frozenset()
        before: list[int] = []
        beside: list[int] = []  # the last side note
        last: Label | None = None
        for index in range(len(self.rows)):
            label = self.labels[index]
            if index in aside and (
                beside[-1:] != [index - 1] or self.rows[index - 1].page != self.rows[index].page
            ):
                beside = []
            paragraph = beside if index in aside else before
            if paragraph and self._joins(paragraph, index, last):
                paragraph.append(index)
                continue
            found.append([index])
            if index in aside:
                beside = found[-1]
            else:
                before = found[-1]
                last = label or last
        return found

    def _joins(self, paragraph: list[int], index: int, last: Label | None) -> bool:
        above, below = self.rows[paragraph[-1]], self.rows[index]
        if above.whole or below.whole or index in self.counted:
            return False
        if index in self.charts or paragraph[-1] in self.charts:
            return index in self.charts and paragraph[-1] in self.charts and above.page == below.page
        if _ENTRY.search(above.text):
            return False
        if self._is_label_alone(paragraph):
            return not self._is_label(paragraph, index, last)
        if self.geometry is None and not self.wrapping.wrapped:
            return False
        if self.head and index <= self.head[1] + 1:
            first, last_row = self.head
            return first < index <= last_row or (index < first and self._joins_in_head(paragraph, index))
        if self.geometry is not None:
            in_head = self.head is None and last is None and above.page == self.rows[0].page
            return not (
                in_head and are_masthead_lines(above.text, below.text, self.structure)
            ) and self.geometry.joins(paragraph, index, self.labels)
        if not self.wrapping.wrapped or self._is_heading_number(paragraph):
            return False
        if self._is_label(paragraph, index, last):
            return False
        return self._joins_in_text(paragraph, above, below)

    def _is_label_alone(self, paragraph: list[int]) -> bool:
        label = self.labels[paragraph[0]]
        if self.geometry is None and self._is_resolution_number(paragraph):
            return True
        return (
            len(paragraph) == 1
            and label is not None
            and label.family not in (Family.ARTICLE, Family.PART, Family.ROMAN)
            and label.stop >= len(self.rows[paragraph[0]].text)
        )

    def _is_heading_number(self, paragraph: list[int]) -> bool:
        """Whether a paragraph is a Roman number on a line of its own, above the heading it numbers."""
        label = self.labels[paragraph[0]]
        if label is None or label.family is not Family.ROMAN:
            return False
        return len(paragraph) == 1 and label.stop >= len(self.rows[paragraph[0]].text)

    def _is_label(self, paragraph: list[int], index: int, last: Label | None) -> bool:
        """Whether a row begins a numbered paragraph, rather than with a number inside a wrapped sentence."""
        label = self.labels[index]
        if label is None:
            return False
        above, below = self.rows[paragraph[-1]], self.rows[index]
        if self._must_go_on(above, below):
            return False
        if HARD_END.search(above.text) or not self._is_full(above, below):
            return True
        if counts_on(paragraph[0], index, self.labels, self._edge):
            return True
        if self.wrapping.first is not None and not below.fresh and below.left > self._inner:
            return True
        if label.family in (Family.ARTICLE, Family.PART):
            return self.wrapping.gaps_separate and below.gap > self.wrapping.gap
        ends_open = COMMA_END.search(above.text) or self.structure.conjunction.search(above.text)
        if last is None:
            return bool(ends_open) and self.head is not None and self._opens_operative(below, label)
        return bool(ends_open) and last.family is label.family and label.follows(last)

    def _opens_operative(self, row: Row, label: Label) -> bool:
        """Whether a row opens the first operative paragraph, below the last comma of the preamble."""
        return self.structure.operative.match(row.text[label.stop :].lstrip()) is not None

    def _edge(self, index: int, other: int) -> float | None:
        """Return the column in which a row begins, or None if it is not on the page of another row."""
        row = self.rows[index]
        return None if row.whole or row.page != self.rows[other].page else round(row.left)

    def _is_full(self, above: Row, below: Row) -> bool:
        return reach(above, below) >= self.wrapping.limit

    def _must_go_on(self, above: Row, below: Row) -> bool:
        """Whether a full line is followed by one without the gap or indent that paragraphs have here."""
        if below.fresh or not self._is_full(above, below):
            return False
        if self.wrapping.gaps_always and below.gap <= self.wrapping.gap:
            return True
        return self.wrapping.first is not None and below.left <= self._inner

    def _is_resolution_number(self, paragraph: list[int]) -> bool:
        """Whether a paragraph is only the number of a resolution, extracted apart from its title."""
        return len(paragraph) == 1 and bool(_RESOLUTION_NUMBER.fullmatch(self.rows[paragraph[0]].text))

    def _joins_in_head(self, paragraph: list[int], index: int) -> bool:
        """Whether a line of the masthead or title continues."""
        above, below = self.rows[paragraph[-1]], self.rows[index]
        if self.geometry is not None:
            if self._dates_head(paragraph, below):
                return True
            apart = are_masthead_lines(above.text, below.text, self.structure)
            return not apart and self.geometry.joins(paragraph, index, self.labels)
        if below.gap > self.wrapping.gap or below.fresh or self._is_head_line(below.text):
            return False
        if self.wrapping.first is not None:
            if below.left > self._inner:
                in_block = abs(below.left - above.left) < ROOM  # a title set in from both margins
                return in_block and self._goes_on_in_block(above, below)
            if self.rows[paragraph[0]].left > self._inner and not HARD_END.search(above.text):
                return True
        if not HARD_END.search(above.text) and (
            self._is_full(above, below) or self._fills_block(paragraph[-1], index)
        ):
            return True
        if self._is_open(paragraph) or self.structure.conjunction.search(above.text):
            return True
        if self.cased:
            return below.text[0].islower()
        return not self._is_head_line("".join(self.rows[i].text for i in paragraph)) and (
            above.right >= 0.45 * self.wrapping.limit
        )

    def _fills_block(self, above: int, below: int) -> bool:
        """Whether the next word would not have fitted on a line of a narrow block between empty lines."""
        first, stop = above, above + 1
        while first and self._is_close(first) and above - first < _LONGEST_BLOCK:
            first -= 1
        while stop < len(self.rows) and self._is_close(stop) and stop - above < _LONGEST_BLOCK:
            stop += 1
        if stop - first < _BLOCK or self.rows[first].gap <= self.wrapping.gap:
            return False
        widest = max(row.right for row in self.rows[first:stop])
        wide = widest >= _BLOCK_WIDTH * self.wrapping.limit
        return wide and reach(self.rows[above], self.rows[below]) > widest

    def _is_close(self, index: int) -> bool:
        row = self.rows[index]
        return row.gap <= self.wrapping.gap and not row.fresh

    def _goes_on_in_block(self, above: Row, below: Row) -> bool:
        if HARD_END.search(above.text):
            return False
        return self._is_full(above, below) or (self.cased and below.text[0].islower())

    def _is_head_line(self, text: str) -> bool:
        if len(text) > HEAD_LINE:
            return False
        known = self.structure
        patterns = (known.organ_line, known.session, known.sponsors, known.resolution_head)
        return any(pattern.fullmatch(text) for pattern in patterns) or bool(known.agenda.match(text))

    def _dates_head(self, paragraph: Sequence[int], below: Row) -> bool:
        """Whether a date is the last line of the statement that a resolution was adopted."""
        first, second = self.rows[paragraph[-1]].line.box, below.line.box
        text = " ".join(self.rows[index].text for index in paragraph)
        if first is None or second is None or not self.structure.resolution_head.fullmatch(text):
            return False
        step = second.bottom - first.bottom
        close = 0 < step < _HEAD_STEP * second.size and abs(first.size - second.size) < 0.5
        return close and masthead.date_of([below.text], self.structure.language) is not None

    def _is_open(self, paragraph: list[int]) -> bool:
        text = "".join(self.rows[index].text for index in paragraph[-12:])
        return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS)

    def _joins_in_text(self, paragraph: list[int], above: Row, below: Row) -> bool:
        wrapping = self.wrapping
        if below.text in wrapping.lead_ins:
            return False
        here = _Break(
            above,
            below,
            hard=bool(HARD_END.search(above.text)),
            comma=bool(COMMA_END.search(above.text)),
            small=self.cased and below.text[0].islower(),
            full=self._is_full(above, below),
        )
        if below.fresh:
            return self._joins_over_page(here)
        if self._must_go_on(above, below):
            return True
        if wrapping.gaps_separate and below.gap > wrapping.gap:
            open_ended = not here.hard and not here.comma and above.text[-1].isalnum()
            return open_ended and (here.small or self._is_open(paragraph))
        if wrapping.first is not None:
            if below.left >= (wrapping.inner + wrapping.first) / 2 + 0.01:
                return False
            return here.full or not here.hard
        if self._hangs(paragraph, below):
            return here.small or not self.cased or reach(above, below) >= wrapping.limit * _CUT
        return self._joins_full_line(here) if here.full else self._joins_short_line(here)

    def _joins_over_page(self, here: _Break) -> bool:
        if here.hard and here.small:
            return not self._opens(here.below)
        if here.hard:
            goes_on = self._sign(here.above) not in self.wrapping.ends and not here.below.text[0].isupper()
            return here.full and goes_on
        if here.comma and not here.full:
            return not self._opens(here.below) and (here.small or not self.cased)
        if not self.cased and reach(here.above, here.below) < self.wrapping.limit * _CUT:
            return False  # without capitals, only its length shows that a line is a heading
        return here.small or not here.comma or not self._opens(here.below)

    def _opens(self, row: Row) -> bool:
        """Whether a row opens as preambular paragraphs of this document do."""
        if self.cased and row.text[0].islower():
            after = self.head[1] + 1 if self.head else len(self.rows)
            if after >= len(self.rows) or not self.rows[after].text[0].islower():
                return False
        return self.structure.preambular.match(row.text) is not None

    def _sign(self, above: Row) -> str:
        """Return the sign a row ends with, before a footnote's mark."""
        return above.text.rstrip("0123456789*¹²³")[-1:]

    def _hangs(self, paragraph: list[int], below: Row) -> bool:
        """Whether a row is under the text of a numbered paragraph, further in than its number."""
        first = self.rows[paragraph[0]]
        return self.labels[paragraph[0]] is not None and below.left > first.left + 0.5

    def _joins_full_line(self, here: _Break) -> bool:
        if here.small and not self._opens(here.below):
            return True
        if not (here.hard or here.comma):
            return True
        if here.comma and self._recites(here):
            return False
        return self._sign(here.above) not in self.wrapping.ends

    def _recites(self, here: _Break) -> bool:
        """Whether a row opens a preambular paragraph: with a capital, or a verb that is known to."""
        if not self.cased or not self._opens(here.below):
            return False
        return not here.small or opening(here.below.text, self.structure.language) is not None

    def _joins_short_line(self, here: _Break) -> bool:
        if here.hard:
            return False
        if here.comma:
            return here.small and not self._opens(here.below)
        if here.small:
            return True
        share = _NEARLY_FULL if self.cased else _NEARLY_FULL_UNCASED
        return reach(here.above, here.below) >= self.wrapping.limit * share


# In Word a soft return begins a line inside a paragraph. Mastheads, numbered items and whole resolutions
# are typed with it, and a page printed from the file shows separate lines; but titles and sentences are
# also broken with it for the sake of appearance.

_HEAD: Final = 20  # paragraphs at the head of a file that may be part of its masthead
_CLAUSE_END: Final = re.compile("[;；؛]$")
_LEADS_ON: Final = re.compile("[:：]$")
_HEADS: Final = (Family.ARTICLE, Family.PART)


def divided_at_soft_returns(extract: Extract, structure: Structure) -> Extract:
    """Return an extract in which each paragraph begun by a soft return is a separate line.

    A header or footer is divided at every soft return, as a page shows it.

    Args:
        extract: what a reader made of a file.
        structure: of its language.
    """
    if not any(line.breaks for line in extract.lines):
        return extract
    lines: list[Line] = []
    body, in_head = 0, True
    for line in extract.lines:
        text = extract.text_of(line)
        body += line.role is LineRole.BODY
        in_head = in_head and body <= _HEAD and not _is_of_text(line, text, structure)
        lines += _parts(line, text, structure, in_head=in_head)
    return replace(extract, lines=tuple(lines))


def _is_of_text(line: Line, text: str, structure: Structure) -> bool:
    """Whether a line is below the masthead: it opens the text, or has a number.

    A name can begin like a recital (Организация), but does not end like one.
    """
    if line.role is not LineRole.BODY:
        return False
    recites = structure.preambular.match(text) and (HARD_END.search(text) or COMMA_END.search(text))
    opens = recites or structure.enacting.match(text)
    return bool(opens) or line.label is not None or label_parsing.read(text, structure) is not None


def _parts(line: Line, text: str, structure: Structure, *, in_head: bool) -> Iterator[Line]:
    """Yield a line of an extract, or the lines it is divided into."""
    if not line.breaks or not line.whole or line.cells or line.role is LineRole.FOOTNOTE:
        yield line
        return
    rows = list(pairwise((0, *line.breaks, len(text))))
    cuts = [
        below[0]
        for above, below in pairwise(rows)
        if line.role is LineRole.FURNITURE
        or _begins(text[slice(*above)].strip(), text[slice(*below)].strip(), structure, in_head=in_head)
    ]
    for start, stop in pairwise((0, *cuts, len(text))):
        span = Span(start, start + len(text[start:stop].rstrip())).shifted(line.span.start)
        marks = (mark for mark in line.marks if start <= mark.span.start - line.span.start < stop)
        yield replace(line, span=span, breaks=(), label=None if start else line.label, marks=tuple(marks))


def _begins(above: str, below: str, structure: Structure, *, in_head: bool) -> bool:
    """Whether the line below a soft return begins a paragraph.

    The end of a sentence does not show it: on a page, too, sentences that follow each other without
    a gap are one paragraph.
    """
    if not above or not below:
        return False
    label = label_parsing.read(above, structure)
    ends = HARD_END.search(above) or COMMA_END.search(above)
    if label_parsing.read(below, structure) is not None:
        return bool(ends or label or structure.conjunction.search(above))
    if ends and (structure.preambular.match(below) or structure.operative.match(below)):
        return True
    if _CLAUSE_END.search(above) or (_LEADS_ON.search(above) and _CLAUSE_END.search(below)):
        return True
    if label is not None and label.family in _HEADS and label.stop >= len(above):
        return True
    return bool(structure.annex.fullmatch(above)) or (in_head and are_masthead_lines(above, below, structure))
