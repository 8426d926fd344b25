"""Build an `Extract` from lines, in the same way for every format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import SUPERSCRIPTS
from aligner.languages.numerals import ENDNOTE_NUMERALS, roman_value
from aligner.languages.structure import exponent_units, heads_contents
from aligner.values import Message, Span
from aligner.values.extract import Extract, InlineMark, Line, LineRole
from aligner.values.limits import Budget

_PLAIN: Final = Line()
"""A line of body text of which nothing else is known."""

_WIDE_SIGN: Final = re.compile("[\u3000-\u303f\uff00-\uff0f\uff1a-\uff1f\uff3b-\uff3f\uff5b-\uff60]")
"""Full-width punctuation: a line break beside it does not stand for a space."""

_ORDINAL: Final = re.compile(r"(?:^|\s)\d{1,3}$")
_NUMERAL: Final = re.compile(r"(?:^|\s)(?:\d{1,3}|[IVXLC]+)$")
_SUPERSCRIPTS: Final = str.maketrans(SUPERSCRIPTS, "0123456789")
_MARK_PIECE: Final = re.compile(r"(?:^\s+)?[(\[（]?([^\s,،、()\[\]（）]+)[)\]）]?\s*[,،、]?\s*")
"""One of several footnote marks in a row, in brackets or not, with the comma after it."""

Marks = Sequence[tuple[str, int, int]]
"""Footnote marks as (mark, start, stop), relative to the start of their line."""


@dataclass(slots=True)
class ExtractBuilder:
    """Collects lines in order and keeps track of their positions in the text."""

    pieces: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    doubtful: list[Span] = field(default_factory=list)
    length: int = 0
    budget: Budget = field(default_factory=Budget)

    def add(
        self,
        text: str,
        line: Line = _PLAIN,
        *,
        marks: Marks = (),
        cells: Sequence[tuple[int, int]] = (),
        doubtful: Sequence[tuple[int, int]] = (),
    ) -> None:
        """Append one line.

        Furniture has neither a label nor marks of its own: its label becomes part of its text.

        Args:
            text: its text, without a line break.
            line: what else is known of it; `span`, `marks` and `cells` are set here.
            marks: the footnote marks in the text.
            cells: for a table row, the start and stop of each cell in the text.
            doubtful: the start and stop of each word that may be misread.

        Raises:
            LimitError: if the file's text becomes too long.
        """
        label = line.label or ""
        self.budget.spend(len(text) + len(label), 1 + len(marks) + len(cells))
        if line.role is LineRole.FURNITURE:
            text, marks = f"{label} {text}" if label and text.strip() else text, ()
            line = replace(line, label=None)
        start = self.length + (1 if self.pieces else 0)
        span = Span(start, start + len(text))
        inline = tuple(InlineMark(mark, Span(start + first, start + last)) for mark, first, last in marks)
        shifted = tuple(Span(start + first, start + last) for first, last in cells)
        self.lines.append(replace(line, span=span, marks=inline, cells=shifted))
        self.doubtful += [Span(start + first, start + last) for first, last in doubtful]
        self.pieces.append(text)
        self.length = span.stop

    def nested(self) -> ExtractBuilder:
        """Return an empty builder for a cell or a note, which has the same messages and budget."""
        return ExtractBuilder(notes=self.notes, budget=self.budget)

    def copy(self, text: str, line: Line) -> None:
        """Append a line from another builder."""
        start = line.span.start
        marks = [(m.mark, m.span.start - start, m.span.stop - start) for m in line.marks]
        self.add(text, line, marks=marks, cells=[(c.start - start, c.stop - start) for c in line.cells])

    def note(self, message: Message) -> None:
        """Record a message for the user, unless it is already recorded."""
        if message not in self.notes:
            self.notes.append(message)

    @property
    def has_text(self) -> bool:
        """Whether any line has text."""
        return any(piece.strip() for piece in self.pieces)

    def build(
        self, format: str, name: str, *, encoding: str | None = None, pages: int | None = None
    ) -> Extract:
        """Return the finished extract."""
        return Extract(
            text="\n".join(self.pieces),
            lines=tuple(self.lines),
            format=format,
            name=name,
            encoding=encoding,
            pages=pages,
            notes=tuple(self.notes),
            doubtful=tuple(self.doubtful),
        )


def is_note_mark(text: str, before: str) -> bool:
    """Whether raised text is a footnote mark, rather than an exponent or an ordinal ending.

    Args:
        text: the raised text.
        before: the text before it on its line.

    >>> is_note_mark("12", "its resolution 71/167"), is_note_mark("2", "3 000 km"), is_note_mark("er", "1")
    (True, False, False)
    >>> is_note_mark("a", "expenditure for 2025/26"), is_note_mark("a", "la 26")
    (True, False)
    >>> is_note_mark("ii", "infrastructure”"), is_note_mark("xl", "infrastructure”")
    (True, False)
    """
    mark = text.strip()
    if len(mark) > 1 and set(mark) <= ENDNOTE_NUMERALS:
        return roman_value(mark) > 0
    if not mark or len(mark) > 3:
        return False
    if set(mark) <= set("*†‡§¶") or (mark.isalpha() and mark.isascii() and len(mark) == 1 and mark != "o"):
        return len(set(mark)) == 1 and _ORDINAL.search(before) is None
    if not mark.isdecimal():
        return False
    word = before[-12:].split()[-1:] or [""]
    return word[0].lower() not in {"10", "co"} | exponent_units()


def without_ordinals(extract: Extract) -> Extract:
    """Return text without raised letters as marks that may end an ordinal (26ᵉ, XIXᵉ) and begin no note.

    A note below a table begins with its letter.
    """
    notes = {
        line.marks[0].mark
        for line in extract.lines
        if line.marks and not extract.text[line.span.start : line.marks[0].span.start].strip()
    }

    def stands(line: Line, mark: InlineMark) -> bool:
        before = extract.text[line.span.start : mark.span.start]
        return mark.mark in notes or not mark.mark.isalpha() or _NUMERAL.search(before) is None

    lines = (
        replace(line, marks=tuple(mark for mark in line.marks if stands(line, mark)))
        for line in extract.lines
    )
    return replace(extract, lines=tuple(lines))


def note_marks(raised: str, before: str) -> list[tuple[str, int, int]]:
    """Find the footnote marks in raised text: one, or several separated by commas (`1,2`, `(1)`, `b, c`).

    A comma belongs to the mark before it, so that removing the marks leaves no commas behind.

    Args:
        raised: the raised text.
        before: the text before it on its line.

    Returns:
        Each mark with its start and stop in `raised`; empty if any part of the text is not a mark.

    >>> note_marks("1,2", "diseases"), note_marks("a,b", "15"), note_marks("e", "2")
    ([('1', 0, 2), ('2', 2, 3)], [('a', 0, 2), ('b', 2, 3)], [])
    >>> note_marks("¹²", "States."), note_marks("²", "3 000 km")
    ([('12', 0, 2)], [])
    """
    raised = raised.translate(_SUPERSCRIPTS)
    pieces = list(_MARK_PIECE.finditer(raised))
    if len(pieces) > 1 and not any(map(str.isdecimal, raised)):
        before = ""  # several letters are not an ordinal ending
    if not pieces or not all(is_note_mark(piece.group(1), before) for piece in pieces):
        return []
    if len({piece.group(1).isdecimal() for piece in pieces}) > 1:
        return []
    return [(piece.group(1), piece.start(), piece.end()) for piece in pieces]


def join_break(left: str, right: str) -> str:
    """Return the replacement for a line break inside a paragraph: a space, or nothing inside Chinese.

    A reader does not know the language of the text, so the characters on both sides of the
    break decide: Chinese is written without spaces.

    >>> join_break("合", "作"), join_break("of", "the"), join_break("of ", "the"), join_break("、", "(a)")
    ('', ' ', '', '')
    """
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return ""
    if _WIDE_SIGN.match(left[-1]) or _WIDE_SIGN.match(right[0]):
        return ""
    return "" if is_ideographic(left[-1]) and is_ideographic(right[0]) else " "


def is_ideographic(character: str) -> bool:
    """Whether a character is Chinese or full-width."""
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFF60 or code >= 0x20000


def with_headings(extract: Extract) -> Extract:
    """Return the extract with the heading directly above a table of contents marked as furniture too."""
    headings = set()
    for number, (above, below) in enumerate(pairwise(extract.lines)):
        listed = below.role is LineRole.FURNITURE and below.style not in ("header", "footer")
        if listed and above.role is LineRole.BODY and heads_contents(extract.text_of(above)):
            headings.add(number)
    if not headings:
        return extract
    builder = ExtractBuilder(notes=list(extract.notes))
    for number, line in enumerate(extract.lines):
        role = LineRole.FURNITURE if number in headings else line.role
        builder.copy(extract.text_of(line), replace(line, role=role))
    return builder.build(extract.format, extract.name, encoding=extract.encoding, pages=extract.pages)


# Notes that were typed below the text instead of inserted as footnotes occur in the mastheads of United
# Nations reports: `* A/80/50.` in a frame at the foot of the first page of a Word file, with its mark typed
# after the title or agenda item.

_OPENING: Final = re.compile(r"\s*(\*{1,6}|[†‡§]{1,3})[\s\u00a0]+(?=\S)")


def note_openings(extract: Extract) -> set[int]:
    """Return the lines of body text that begin with asterisks or daggers as no other line does."""
    found: dict[int, str] = {}
    for number, line in enumerate(extract.lines):
        opening = _OPENING.match(extract.text_of(line))
        if opening is not None and line.role is LineRole.BODY and not line.cells:
            found[number] = opening[1]
    marks = Counter(found.values())
    return {number for number, mark in found.items() if marks[mark] == 1}


def set_notes_apart(extract: Extract, places: Collection[int]) -> Extract:
    """Convert typed notes among the lines at `places` to notes, and mark where the text refers to them.

    A note begins with asterisks or daggers that also follow a word elsewhere: above it or, since
    frames may be anchored anywhere on their page, below it. Otherwise the line stays body text.
    """
    lines = list(extract.lines)
    for number in sorted(places):
        line = lines[number]
        opening = _OPENING.match(extract.text_of(line))
        if opening is None or line.role is not LineRole.BODY:
            continue
        mark = opening[1]
        others = ((n, _references(extract, each, mark)) for n, each in enumerate(lines) if n != number)
        referring = {n: spans for n, spans in others if spans}
        if not referring:
            continue
        for n, spans in referring.items():
            if lines[n].role is LineRole.BODY:
                lines[n] = _marked(lines[n], mark, spans)
        span = Span(line.span.start + opening.end(), line.span.stop)
        lines[number] = replace(line, span=span, role=LineRole.FOOTNOTE, note_mark=mark)
    return replace(extract, lines=tuple(lines))


def _references(extract: Extract, line: Line, mark: str) -> list[Span]:
    """Find where a line that is not a note has the mark at the end of a word."""
    if line.role is LineRole.FOOTNOTE:
        return []
    sign = re.escape(mark[0])
    pattern = rf"(?<=[\w)\].,;:”»’]){re.escape(mark)}(?!{sign})(?=\W|$)"
    matches = re.finditer(pattern, extract.text_of(line))
    return [Span(line.span.start + match.start(), line.span.start + match.end()) for match in matches]


def _marked(line: Line, mark: str, spans: Sequence[Span]) -> Line:
    taken = {place for each in line.marks for place in each.span}
    added = [InlineMark(mark, span) for span in spans if span.start not in taken]
    return replace(line, marks=tuple(sorted((*line.marks, *added), key=lambda each: each.span)))
