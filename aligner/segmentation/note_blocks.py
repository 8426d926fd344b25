"""Find the notes of a document: those that its format marks, and those at the foot of its pages."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, pairwise, takewhile
from typing import Final

from aligner.languages.letter_ranges import SUPERSCRIPTS
from aligner.segmentation import furniture, note_sequence
from aligner.segmentation.line_places import are_measured, is_lower
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import AHEAD, Blocks, Note, number_of
from aligner.values.extract import LineRole

_LONE: Final = re.compile(rf"\d{{1,3}}|[{SUPERSCRIPTS}]{{1,3}}")
_MOST_ROWS: Final = 60  # rows of the notes of one page


def find(rows: Sequence[Row], apart: Sequence[bool]) -> Blocks:
    """Return the notes among the rows of a document; those `apart` are page furniture."""
    blocks = Blocks()
    _given_notes(rows, blocks)
    if are_measured(rows):
        note_sequence.find(rows, apart, blocks, range(len(rows)))
    elif any(_is_rule(row) for row in rows) or not all(row.whole for row in rows):
        paged, order = _read_as_pages(rows, apart)
        note_sequence.find(paged, apart, blocks, order)
        for note in blocks.notes:
            note.page = rows[note.rows[0]].page
    return blocks


def _read_as_pages(rows: Sequence[Row], apart: Sequence[bool]) -> tuple[list[Row], list[int]]:
    """Return the rows of a text with the pages that its furniture divides it into, and their order."""
    pages: list[int] = []
    order: list[int] = []
    lines = [row.down for row in rows]
    while (index := len(pages)) < len(rows):
        rule = index > 0 and apart[index - 1] and _is_rule(rows[index - 1])
        turned = index > 0 and (rows[index - 1].page != rows[index].page or (apart[index - 1] and not rule))
        foot = _foot(rows, apart, index) if rule else [index]
        for mark, text in pairwise(foot):
            lines[mark] = lines[text] - 1 if _LONE.fullmatch(rows[mark].text) else lines[mark]
        order += foot
        pages += [(pages[-1] if pages else 0) + turned] * len(foot)
    paged = [
        replace(row, line=replace(row.line, page=page), down=down)
        for row, page, down in zip(rows, pages, lines, strict=True)
    ]
    return paged, order


def _foot(rows: Sequence[Row], apart: Sequence[bool], start: int) -> list[int]:
    """Return the rows of a foot that begins with a raised mark, each mark before its text; or else the first.

    Raised marks often become rows of their own, in front of all notes of the page, behind them, or behind
    the first (`1`, the texts of notes 1 and 2, `3`, the text of note 3, `2`). The texts still follow each
    other in the order of their marks; where they begin, the ends of sentences show.
    """
    if _LONE.fullmatch(rows[start].text) is None:
        return [start]
    first = number_of(rows[start].text) or 0
    marks: dict[int, int] = {}
    texts: list[int] = []
    kept: list[int] = []
    stop = start
    while stop < min(len(rows), start + _MOST_ROWS) and rows[stop].page == rows[start].page:
        number = number_of(rows[stop].text) if _LONE.fullmatch(rows[stop].text) else None
        if apart[stop] and rows[stop].page is None and len(texts) >= len(marks):
            break
        if not apart[stop] and number is None:
            texts.append(stop)
            kept.append(stop)
        elif number is not None and first <= number < first + len(marks) + AHEAD:  # no page number
            marks.setdefault(number, stop)
            kept.append(stop)
        stop += 1
    foot = list(range(start, stop))
    numbers = list(takewhile(marks.__contains__, count(first)))
    in_order = not any({*marks.values()}.issuperset(pair) for pair in pairwise((*kept, start)))
    if in_order or len(texts) < len(numbers):
        return foot

    def likelihood(place: int) -> tuple[bool, bool, int]:
        above, below = rows[texts[place - 1]], rows[texts[place]]
        return is_lower(below.text), not above.ends_sentence, place

    begins = sorted(sorted(range(1, len(texts)), key=likelihood)[: len(numbers) - 1])
    ordered: list[int] = []
    for number, (first, last) in zip(numbers, pairwise((0, *begins, len(texts))), strict=True):
        ordered += [marks[number], *texts[first:last]]
    return [*ordered, *(index for index in foot if index not in ordered)]


def _given_notes(rows: Sequence[Row], blocks: Blocks) -> None:
    """Add the notes that the format marks as notes (DOCX, HTML)."""
    for index, row in enumerate(rows):
        if row.line.role is not LineRole.FOOTNOTE:
            continue
        mark = (row.line.note_mark or "").strip()
        last = blocks.notes[-1] if blocks.notes else None
        if last is not None and not mark and last.rows[-1] == index - 1:
            last.rows.append(index)
        else:
            repeated = row.first_mark  # where the reader left it in the text
            skip = row.after(repeated) if repeated and repeated.mark == mark else 0
            blocks.notes.append(Note(mark, [index], skip, blocks.open(row.start), row.page))
        blocks.taken.add(index)


def _is_rule(row: Row) -> bool:
    return furniture.NOTE_RULE.fullmatch(row.text) is not None
