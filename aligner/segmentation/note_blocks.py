"""Find the notes of a document: those that its format marks, and those at the foot of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from aligner.segmentation import furniture, note_sequence, scattered_notes
from aligner.segmentation.line_places import are_measured
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.note_evidence import printed_mark
from aligner.segmentation.notes import Blocks, Note, number_of
from aligner.segmentation.scattered_notes import ScatteredNote
from aligner.values.extract import LineRole

_PAGE: Final = 120  # rows of a page at most


def find(rows: Sequence[Row], apart: Sequence[bool]) -> Blocks:
    """Return the notes among the rows of a document.

    Args:
        rows: all rows.
        apart: which of them are page furniture.
    """
    blocks = Blocks()
    _given_notes(rows, blocks)
    if are_measured(rows):
        note_sequence.find(rows, apart, blocks, range(len(rows)))
        return blocks
    ruled = any(map(_is_rule, rows, apart))
    if not ruled and all(row.whole for row in rows):
        return blocks
    paged, order = _read_as_pages(rows, apart)
    note_sequence.find(paged, apart, blocks, order)
    for note in blocks.notes:
        note.page = rows[note.rows[0]].page
    return blocks


def _read_as_pages(rows: Sequence[Row], apart: Sequence[bool]) -> tuple[list[Row], list[int]]:
    """Return the rows of a text with the pages that its furniture divides it into, and their order.

    Marks that were extracted apart from their notes are read before them.
    """
    pages: list[int] = []
    order: list[int] = []
    marked = False
    lines = [row.down for row in rows]
    while (index := len(pages)) < len(rows):
        rule = index > 0 and _is_rule(rows[index - 1], apart[index - 1])
        turned = index > 0 and (rows[index - 1].page != rows[index].page or (apart[index - 1] and not rule))
        page = (pages[-1] if pages else 0) + turned
        notes, stop = scattered_notes.read(rows, apart, index) if rule else ([], index)
        above = rows[max(0, index - _PAGE) : index]
        notes = notes if _are_referred_to(notes, above, apart=marked) else []
        marked = marked or rule
        for note in notes:
            if note.alone is not None:
                order.append(note.alone)
                lines[note.alone] = lines[note.rows[0]] - 1
            order += note.rows
        if not notes:
            order.append(index)
        pages += [page] * max(1, stop - index if notes else 1)
    paged = [
        replace(row, line=replace(row.line, page=page), down=down)
        for row, page, down in zip(rows, pages, lines, strict=True)
    ]
    return paged, order


def _are_referred_to(notes: Sequence[ScatteredNote], above: Sequence[Row], *, apart: bool) -> bool:
    """Whether the text above a rule has the marks of the notes: a line of signs may divide a text.

    Args:
        notes: those below the rule.
        above: the rows above it.
        apart: whether blanks may set marks apart, as after other notes; before them, if one is the first.
    """
    text = " ".join(row.text for row in above)
    apart = apart or any(note.mark == "1" for note in notes)
    numbered = [note.mark for note in notes if number_of(note.mark) is not None]
    return all(printed_mark(mark, apart=apart, counted=True).search(text) for mark in numbered)


def _is_rule(row: Row, is_apart: bool) -> bool:
    """Whether a line is a rule above notes."""
    return is_apart and furniture.NOTE_RULE.fullmatch(row.text) is not None


def _given_notes(rows: Sequence[Row], blocks: Blocks) -> None:
    """Return the notes that the format marks as notes (DOCX, HTML)."""
    for index, row in enumerate(rows):
        if row.line.role is not LineRole.FOOTNOTE:
            continue
        mark = (row.line.note_mark or "").strip()
        last = blocks.notes[-1] if blocks.notes else None
        if last is not None and not mark and last.rows[-1] == index - 1:
            last.rows.append(index)
        else:
            skip = _given_skip(row, mark)
            blocks.notes.append(Note(mark, [index], skip, blocks.open(row.start), row.page))
        blocks.taken.add(index)


def _given_skip(row: Row, mark: str) -> int:
    """Return how much of a note's text only repeats its mark, where the reader left that in."""
    for inline in row.line.marks:
        if inline.span.start == row.start and inline.mark == mark and len(inline.span):
            rest = row.text[len(inline.span) :]
            return len(row.text) - len(rest.lstrip())
    return 0
