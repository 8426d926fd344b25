"""Decide which rows belong to one paragraph, and what a line break between them becomes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from aligner.languages import Language
from aligner.languages.structure import Structure
from aligner.segmentation import label_parsing
from aligner.segmentation.label_parsing import Family, Label
from aligner.segmentation.masthead import are_masthead_lines
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LEADERS, Row
from aligner.segmentation.page_geometry import Geometry
from aligner.segmentation.vocabulary import HYPHEN_END, IDEOGRAPH, Vocabulary, undo_hyphen
from aligner.values import Span
from aligner.values.extract import Extract, Line, LineRole

_FULL_WIDTH: Final = r"\u3000-\u303f\uff00-\uff60"
_CHINESE: Final = re.compile(rf"[{IDEOGRAPH}{_FULL_WIDTH}]")
_WIDE_SIGN: Final = re.compile(rf"[{_FULL_WIDTH}“”‘’…—]")
_OPENING: Final = tuple("([“‘¿¡")
_UNDOTTED: Final = rf"(?:(?!{LEADERS.pattern}).)+?"
_ENTRY: Final = re.compile(rf"{_UNDOTTED}{LEADERS.pattern}(?=[^\W\d]){_UNDOTTED}")
"""Dots that lead once to words, as to a name; several in a line are to be filled in."""

_CLOSING: Final = tuple(",.;:!?)]”’؟،؛")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S*$")
"""An address at the end of a line."""
_INSIDE: Final = "/?&=#%_~+-"
"""Signs at which addresses are broken, beside the full stop."""


def joint(
    above: str, below: str, language: Language, structure: Structure, vocabulary: Vocabulary
) -> tuple[int, str]:
    """Replace a line break: return the number of characters to drop before it, and the replacement."""
    if (address := _ADDRESS.search(above)) and _goes_on(address.group(), below):
        return 0, ""
    hyphen = HYPHEN_END.search(above[-60:])
    if hyphen and hyphen.group(2) == below[0]:
        return 1, ""  # a compound's hyphen may be repeated below it
    if hyphen and below[0].isalpha():
        return undo_hyphen(hyphen.group(1), hyphen.group(2), below, structure, vocabulary)
    if _CHINESE.match(above[-1]) or _CHINESE.match(below[0]):
        return 0, _chinese_joint(above[-1], below[0], vocabulary)
    if not language.spaced and _WIDE_SIGN.match(above[-1]) and _WIDE_SIGN.match(below[0]):
        return 0, ""
    if above.endswith(_OPENING) or (below.startswith(_CLOSING) and below[0] not in structure.spaced_signs):
        return 0, ""
    if above[-1] in "/–" and above[-2:-1].isalnum():
        return 0, ""
    if above[-1] in "-‐‑" and above[-2:-1].isalnum() and not structure.suspending.fullmatch(below.split()[0]):
        return 0, ""  # 2015-2016, 10-year, COVID-19; but 10- and 20-year
    return 0, " "


def _goes_on(address: str, below: str) -> bool:
    """Whether an address was broken at one of its signs, and not after the full stop of a sentence."""
    if address[-1] == ".":
        return below[0].islower()
    return address[-1] in _INSIDE or below[0] in _INSIDE.removesuffix("-")


def _chinese_joint(left: str, right: str, vocabulary: Vocabulary) -> str:
    both = _CHINESE.match(left) and _CHINESE.match(right)
    if both or _WIDE_SIGN.match(left) or _WIDE_SIGN.match(right):
        return ""
    other = right if _CHINESE.match(left) else left
    return " " if vocabulary.spaced_digits and other.isalnum() else ""


@dataclass(slots=True)
class Joiner:
    """Decides, break by break, which rows of the running text belong together.

    Without a `geometry`, each row is a paragraph. `head` has the first and last row of the line that makes a
    body the subject of a resolution; lines above it join by other rules. Successive rows of `charts` are one
    paragraph; those `begun` surely begin one, as their numbers count up or their words recur.
    """

    rows: Sequence[Row]
    labels: Sequence[Label | None]
    structure: Structure
    geometry: Geometry | None
    head: tuple[int, int] | None
    charts: frozenset[int]
    begun: frozenset[int]

    def groups(self) -> list[list[int]]:
        """Return the paragraphs, as lists of row numbers; side notes do not interrupt the text."""
        found: list[list[int]] = []
        aside = self.geometry.aside if self.geometry is not None else frozenset()
        before: list[int] = []
        beside: list[int] = []  # the last side note
        last: Label | None = None
        for index in range(len(self.rows)):
            label = self.labels[index]
            if beside and self.rows[beside[-1]].page != self.rows[index].page:
                beside = []
            paragraph = beside if index in aside else before
            if paragraph and self._joins(paragraph, index, labelled=last is not None):
                paragraph.append(index)
                continue
            found.append([index])
            if index in aside:
                beside = found[-1]
            else:
                before = found[-1]
                last = label or last
        return found

    def _joins(self, paragraph: list[int], index: int, *, labelled: bool) -> bool:
        above, below = self.rows[paragraph[-1]], self.rows[index]
        if above.whole or below.whole or index in self.begun:
            return False
        if index in self.charts or paragraph[-1] in self.charts:
            return index in self.charts and paragraph[-1] in self.charts
        if _ENTRY.fullmatch(above.text) and _ENTRY.fullmatch(below.text):
            return False
        if self._is_label_alone(paragraph):
            return self.labels[index] is None
        if self.geometry is None:
            return False
        if self.head and index <= self.head[1] + 1:
            first, last = self.head
            return first < index <= last or (index < first and self._joins_in_head(paragraph, index))
        in_head = self.head is None and not labelled and above.page == self.rows[0].page
        if in_head and are_masthead_lines(above.text, below.text, self.structure):
            return False
        return self.geometry.joins(paragraph, index)

    def _is_label_alone(self, paragraph: list[int]) -> bool:
        first, *others = paragraph
        label = self.labels[first]
        return (
            not others
            and label is not None
            and label.family not in (Family.ARTICLE, Family.PART, Family.ROMAN)
            and label.stop >= len(self.rows[first].text)
        )

    def _joins_in_head(self, paragraph: list[int], index: int) -> bool:
        """Whether a line of the masthead or title continues."""
        above, below = self.rows[paragraph[-1]], self.rows[index]
        if self.geometry is None or are_masthead_lines(above.text, below.text, self.structure):
            return False
        conjunction = self.structure.conjunction.search(above.text) is not None
        goes_on = self.geometry.is_open_head(paragraph[-1], index, conjunction=conjunction)
        return goes_on or self.geometry.joins(paragraph, index)


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
