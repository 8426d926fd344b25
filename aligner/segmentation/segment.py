"""Turn a reader's lines into a document: paragraphs with their kinds, labels and footnotes.

The package's other modules are the steps; this one runs them in order. No text is lost: every
character that is not space is in a segment's text, a label, a mark, a footnote or the
furniture. Only the sign that closes a label (`5.`, `一、`) is dropped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

from aligner.languages import Language, get
from aligner.languages.openings import opening
from aligner.languages.structure import Structure, structure
from aligner.segmentation import (
    furniture,
    label_parsing,
    masthead,
    note_blocks,
    note_marks,
    page_survey,
    paragraph_kinds,
    row_joining,
)
from aligner.segmentation.label_parsing import Label
from aligner.segmentation.line_places import are_measured, is_lower, usual_size
from aligner.segmentation.measured_rows import LARGER, Row, measure
from aligner.segmentation.note_marks import Passage
from aligner.segmentation.notes import Blocks
from aligner.segmentation.paragraph import COLONS, DASHES, PHRASE, Paragraph
from aligner.segmentation.row_joining import Joiner, joint
from aligner.segmentation.vocabulary import Vocabulary
from aligner.values import Document, Footnote, NoteMark, OriginMap, OriginRun, Segment, SegmentKind, Span
from aligner.values.extract import Extract, InlineMark
from aligner.values.message import Message, page_list

_RECURRING: Final = 3  # times that a line recurs at least, so that it is no end of a sentence
_HEADING_STEP: Final = 2.4  # of the size: from the number of a heading to its words
_HEAD_LINES: Final = 80  # lines searched for the one that opens a resolution
_HEAD_GROUPS: Final = 20  # paragraphs that may be the head of a text without such a line
_FACT_LINE: Final = 120  # characters of a line that may have a fact of the masthead
_ENACTING_LINES: Final = 4  # lines over which that line may be wrapped


def segment(extract: Extract, *, language: str, notice: Callable[[Message], None] | None = None) -> Document:
    """Cut a text into its paragraphs.

    Wrapped lines are joined as the language requires. Page furniture, footnotes, their marks and
    paragraph numbers are removed from the text and kept beside it. Each paragraph gets its kind
    (title, preambular, operative, item, …) and, in a resolution, the place by which it is cited
    (`PP3`, `OP5`).

    Args:
        extract: what a reader made of a file.
        language: its language, one of the document languages; region and script subtags may follow.
        notice: is told of pages on which another reading was nearly as likely.

    Returns:
        The document; its `origin` maps its text to `extract.text`.

    Raises:
        LanguageError: for a language without a profile.
    """
    facts, patterns = get(language), structure(language)
    extract = row_joining.divided_at_soft_returns(extract, patterns)
    rows = furniture.divided_at_edges(measure(extract, right_to_left=facts.right_to_left), patterns)
    apart = furniture.find(rows)
    notes = note_blocks.find(rows, apart)
    if notice is not None and notes.doubtful:
        notice(Message("reading.doubtful_notes", pages=page_list(rows[i].page or 1 for i in notes.doubtful)))
    _set_apart_page_numbers(rows, apart, notes)
    body = _body(rows, apart, notes)
    vocabulary = Vocabulary.of([row for row, is_apart in zip(rows, apart, strict=True) if not is_apart])
    head = _find_enacting(body, patterns)
    labels = _LabelReader.of(body, head, patterns)
    row_labels = [labels.label(index, row.text) for index, row in enumerate(body)]
    groups = _group(body, row_labels, head, facts, patterns)
    lines = _LineJoiner(facts, patterns, vocabulary)
    pieces = [_piece(body, group, lines, labels) for group in groups]
    shown = note_marks.shown(body, notes)
    aside = [row.text for row, is_apart in zip(rows, apart, strict=True) if is_apart]
    return _assemble(
        _lift_marks(pieces, notes, shown, patterns),
        patterns,
        Document(
            language=facts.code,
            text="",
            segments=(),
            footnotes=_footnotes(rows, notes, lines),
            furniture=tuple(aside),
            masthead=masthead.read(_head_texts(rows, body, head, groups), aside, patterns, facts.code),
            source=extract.name,
        ),
    )


def segment_lines(extract: Extract, *, language: str) -> Document:
    """Take every line of a file as one segment, unchanged.

    This is for texts divided by hand or by another tool: labels, marks and indentation stay in the
    text, empty lines are segments too, and segment *i* is line *i* of the file.

    Args:
        extract: what a reader made of a file.
        language: its language, one of the document languages.

    Raises:
        LanguageError: for a language without a profile.
    """
    text = extract.text
    return Document(
        language=get(language).code,
        text=text,
        segments=tuple(Segment(line.span, page=line.page) for line in extract.lines),
        origin=OriginMap((OriginRun(0, 0, len(text)),) if text else ()),
        source=extract.name,
    )


@dataclass(slots=True)
class _Piece:
    """A paragraph being built: its text without label, its first row, and what is known of it."""

    passage: Passage
    label: Label | None
    row: Row
    found: list[tuple[str, int]]
    bold: bool = False


def _cells(piece: _Piece, offset: int) -> tuple[Span, ...]:
    """Return where the cells of a row are in the running text, its note marks lifted out."""
    origins = piece.passage.origins
    return tuple(
        Span(offset + bisect_left(origins, cell.start), offset + bisect_left(origins, cell.stop))
        for cell in piece.row.cells
    )


def _set_apart_page_numbers(rows: Sequence[Row], apart: list[bool], notes: Blocks) -> None:
    """Mark as furniture lone numbers at a page's edge that belong to no note, and repeated notes."""
    last = len(rows) - 1
    for index in notes.taken:
        apart[index] = index in notes.repeated
    for index, row in enumerate(rows):
        if apart[index] or index in notes.taken or row.whole or not furniture.is_lone_number(row.text):
            continue
        neighbours = [other for other in (index - 1, index + 1) if 0 <= other <= last]
        edge = index == last or any(
            apart[other] or other in notes.taken or rows[other].page != row.page for other in neighbours
        )
        apart[index] = edge and last > 0 and not (index < last and _is_above(row, rows[index + 1]))


def _is_above(number: Row, text: Row) -> bool:
    """Whether a number is so close above a line that it is the number of a heading, not of the page."""
    step = (text.base - number.base) / number.size
    return number.is_placed and number.page == text.page and 0 < step < _HEADING_STEP


def _body(rows: Sequence[Row], apart: Sequence[bool], notes: Blocks) -> list[Row]:
    """Return the rows of the running text; those that follow removed rows are marked as fresh."""
    body: list[Row] = []
    fresh = False
    for index, row in enumerate(rows):
        if apart[index] or index in notes.taken:
            fresh = bool(body)
            continue
        turned = bool(body) and body[-1].page != row.page
        body.append(replace(row, fresh=True) if fresh or turned else row)
        fresh = False
    return body


def _find_enacting(body: Sequence[Row], patterns: Structure) -> tuple[int, int] | None:
    """Return the first and last row of the line that opens a resolution, or None."""
    for first in range(min(len(body), _HEAD_LINES)):
        for last in range(first, min(first + _ENACTING_LINES, len(body))):
            text = _spaced(body[first : last + 1])
            if paragraph_kinds.is_enacting(text, patterns) and not _runs_on(body, last + 1, patterns):
                # A title above has no full stop, so it looks like the beginning of the line.
                texts = {start: _spaced(body[start : last + 1]) for start in range(first, last + 1)}
                return max(i for i in texts if paragraph_kinds.is_enacting(texts[i], patterns)), last
            if body[last].ends_sentence or body[last].ends_at_comma:
                break
    return None


def _runs_on(body: Sequence[Row], index: int, patterns: Structure) -> bool:
    """Whether a row continues a sentence: its small letter opens no paragraph of a resolution."""
    text = body[index].text if index < len(body) else ""
    return is_lower(text) and not patterns.preambular.match(text) and not patterns.operative.match(text)


def _spaced(rows: Sequence[Row]) -> str:
    return " ".join(row.text for row in rows)


def _group(
    body: Sequence[Row],
    row_labels: Sequence[Label | None],
    head: tuple[int, int] | None,
    facts: Language,
    patterns: Structure,
) -> list[list[int]]:
    """Group rows into paragraphs."""
    start = head[1] + 1 if head and len(body) - head[1] > 3 else 0
    small = start > 0 and is_lower(body[start].text)
    opens = frozenset(i for i in range(start, len(body)) if _opens(body, i, facts, patterns, small=small))
    geometry = page_survey.survey(body, row_labels, opens, cased=facts.cased)
    charts = chart_rows(body) if are_measured(body) else frozenset()
    begun = label_parsing.counted(body, row_labels) | _lead_ins(body) | _dashed(body)
    return Joiner(body, row_labels, patterns, geometry, head, charts, begun).groups()


def _lead_ins(body: Sequence[Row]) -> frozenset[int]:
    """Return the short lines with a colon that recur word for word, as `Purpose:` does in each section."""
    short = (row.text for row in body if row.text.endswith(COLONS) and len(row.text) <= PHRASE)
    lines = Counter(text for text in short if not is_lower(text))
    return frozenset(index for index, row in enumerate(body) if lines[row.text] >= _RECURRING)


def _dashed(body: Sequence[Row]) -> frozenset[int]:
    """Return the rows whose dash opens an item: it follows the end of a clause, and others do so, too."""
    found = [
        index
        for index, (above, below) in enumerate(pairwise(body), start=1)
        if below.text.startswith(DASHES) and (above.ends_sentence or above.ends_at_comma)
    ]
    return frozenset(found if len(found) > 1 else ())


def _opens(body: Sequence[Row], index: int, facts: Language, patterns: Structure, *, small: bool) -> bool:
    """Whether a row opens a preambular paragraph after one that ended at its comma.

    A capital shows it, or, where the preamble begins in a small letter, a verb that is known to open one;
    without capitals, any clause may begin so.
    """
    text = body[index].text
    if not facts.cased or index == 0 or not body[index - 1].ends_at_comma:
        return False
    known = not is_lower(text) or (small and opening(text, facts.code) is not None)
    return known and patterns.preambular.match(text) is not None


@dataclass(frozen=True, slots=True)
class _LineJoiner:
    """Joins rows as their language joins lines; `vocabulary` decides about hyphens at their ends."""

    language: Language
    patterns: Structure
    vocabulary: Vocabulary

    def joined(self, rows: Sequence[Passage]) -> Passage:
        """Return the text of several rows as one passage."""
        parts: list[Passage | str] = []
        for index, row in enumerate(rows):
            if index:
                above = rows[index - 1].text
                dropped, between = joint(above, row.text, self.language, self.patterns, self.vocabulary)
                before = parts[-1]
                if dropped and isinstance(before, Passage):
                    parts[-1] = before.cut(0, len(before.text) - dropped)
                parts.append(between)
            parts.append(row)
        return note_marks.concatenate(parts)


@dataclass(frozen=True, slots=True)
class _LabelReader:
    """Reads the labels that the rows of the running text begin with.

    `loose` is set if `第五条` may come before its text without a space; `bare` has the rows whose number may
    have no full stop, and `size` is the usual size of the letters.
    """

    body: Sequence[Row]
    patterns: Structure
    loose: bool
    bare: frozenset[int]
    size: float

    @classmethod
    def of(cls, body: Sequence[Row], head: tuple[int, int] | None, patterns: Structure) -> _LabelReader:
        """Learn the forms of the labels from the whole text; `head` is the line that opens it."""
        loose, size = label_parsing.is_loose(row.text for row in body), usual_size(body)
        headings = label_parsing.heading_numbers([row.text if _stands_out(row, size) else "" for row in body])
        return cls(body, patterns, loose, _bare_numbers(body, head, patterns) | headings, size)

    def label(self, index: int, text: str) -> Label | None:
        """Return the label that the format keeps beside a row, or else the one that `text` begins with.

        A typed number such as `1.1.2` counts before the bullet of a list, as it does on a page.
        """
        row = self.body[index]
        if row.cells:
            return None
        given = label_parsing.given(row.line.label, self.patterns) if row.line.label else None
        if given is not None and given.family is not label_parsing.Family.BULLET:
            return given
        shown = _stands_out(row, self.size)
        typed = label_parsing.read(
            text, self.patterns, loose=self.loose, bare=index in self.bare, shown=shown
        )
        if given is None or (typed is not None and typed.family is label_parsing.Family.LEVELS):
            return typed
        return given


def _bare_numbers(body: Sequence[Row], head: tuple[int, int] | None, patterns: Structure) -> frozenset[int]:
    """Return the rows whose number has no full stop; only resolutions are searched."""
    if head is None:
        return frozenset()
    first = head[1] + 1
    found = label_parsing.bare_numbers([row.text for row in body[first:]], patterns, patterns.language)
    return frozenset(first + index for index in found)


def _stands_out(row: Row, size: float) -> bool:
    """Whether a row's letters are those of a heading."""
    return row.line.bold or _larger(row, size) >= LARGER


def _piece(body: Sequence[Row], group: Sequence[int], lines: _LineJoiner, labels: _LabelReader) -> _Piece:
    """Make a paragraph of the rows with the indices `group`."""
    rows = [body[index] for index in group]
    first, *others = (note_marks.of_row(row) for row in rows)
    label = labels.label(group[0], first.text)
    if others and label is not None and label.stop >= len(first.text):
        passage = note_marks.concatenate([first, " ", lines.joined(others)])  # also in Chinese: 第一条 总则
    else:
        passage = lines.joined([first, *others])
    if rows[0].cells:
        return _Piece(passage, None, rows[0], [])
    label = labels.label(group[0], passage.text)
    rest = passage.without([(label.start, label.stop)] if label else []).stripped()
    return _Piece(rest, label, rows[0], [], all(row.line.bold for row in rows))


def _lift_marks(
    pieces: list[_Piece], notes: Blocks, shown: Sequence[InlineMark], patterns: Structure
) -> list[_Piece]:
    if not notes.notes and not shown:
        return pieces
    found = note_marks.find([piece.passage for piece in pieces], notes, shown, patterns)
    for piece, here in zip(pieces, found, strict=True):
        if here:
            piece.passage, piece.found = note_marks.lift(piece.passage, here)
    return pieces


def _footnotes(rows: Sequence[Row], notes: Blocks, lines: _LineJoiner) -> tuple[Footnote, ...]:
    found: list[Footnote] = []
    for note in notes.notes:
        texts = [note_marks.of_row(rows[index]) for index in note.rows]
        texts[0] = texts[0].cut(note.skip)
        texts = [text for text in texts if text.text]
        found.append(Footnote(note.mark, lines.joined(texts).text.strip(), note.page))
    return tuple(found)


def _head_texts(
    rows: Sequence[Row],
    body: Sequence[Row],
    head: tuple[int, int] | None,
    groups: Sequence[Sequence[int]],
) -> list[str]:
    """Return the lines above a resolution's text, furniture among them; the first lines of another text."""
    if head is None:
        whole = [_spaced([body[i] for i in group]) for group in groups[:_HEAD_GROUPS]]
        kept = {row.start for row in body}
        above = [row.text for row in rows[:_HEAD_GROUPS] if row.start not in kept]
        return above + whole + [row.text for row in rows[:_HEAD_GROUPS] if len(row.text) <= _FACT_LINE]
    stop = body[head[0]].start
    lines = [row.text for row in rows if row.start < stop]
    if are_measured(body[: head[0]]):  # their positions show which lines belong together
        whole = [_spaced([body[i] for i in group]) for group in groups if 0 <= group[-1] < head[0]]
        return whole + lines
    return lines + [f"{above.text} {below.text}" for above, below in pairwise(body[: head[0]])]


def _larger(row: Row, size: float) -> float:
    """Return the size of a row's letters beside the usual one."""
    return row.size / size if row.is_placed and size > 0 else 1.0


def _assemble(pieces: Sequence[_Piece], patterns: Structure, document: Document) -> Document:
    """Lay out the paragraphs one below the other, with their positions."""
    size = usual_size([piece.row for piece in pieces])
    paragraphs = [
        Paragraph(p.passage.text, p.label, p.row.line.style, _larger(p.row, size), p.bold) for p in pieces
    ]
    for paragraph, piece in zip(paragraphs, pieces, strict=True):
        if piece.row.cells:
            paragraph.kind = SegmentKind.ROW
    for above, below in pairwise(paragraphs):
        above.heads_rows = below.kind is SegmentKind.ROW
    paragraph_kinds.assign([each for each in paragraphs if each.kind is not SegmentKind.ROW], patterns)
    texts: list[str] = []
    runs: list[OriginRun] = []
    segments: list[Segment] = []
    offset = 0
    for piece, paragraph in zip(pieces, paragraphs, strict=True):
        text = piece.passage.text
        segments.append(
            Segment(
                Span(offset, offset + len(text)),
                paragraph.kind,
                piece.label.printed if piece.label else None,
                tuple(NoteMark(mark, offset + place) for mark, place in piece.found),
                paragraph.place,
                piece.row.page,
                cells=_cells(piece, offset),
                header=piece.row.line.header,
            )
        )
        runs.extend(note_marks.runs(piece.passage.origins, offset))
        texts.append(text)
        offset += len(text) + 1
    return replace(document, text="\n".join(texts), segments=tuple(segments), origin=OriginMap(tuple(runs)))


# Only the labels of a figure are text: words in its boxes, or row after row of a few digits. Each row would
# become a paragraph without a counterpart in a Word draft, where a figure is an object.

_FEWEST: Final = 6
"""Minimum number of successive rows of figures that make a chart."""
_LONGEST: Final = 60
"""Maximum number of characters of such a row."""


def chart_rows(rows: Sequence[Row]) -> frozenset[int]:
    """Return the indices of the rows that label figures, in a text whose pages are measured."""
    found = {index for index, row in enumerate(rows) if row.line.drawn}
    for (_, is_label), group in groupby(range(len(rows)), key=lambda i: (rows[i].page, _is_label(rows[i]))):
        indices = list(group)
        if is_label and len(indices) >= _FEWEST:
            found.update(indices)
    return frozenset(found)


def _is_label(row: Row) -> bool:
    return not row.whole and len(row.text) <= _LONGEST and not any(map(str.isalpha, row.text))
