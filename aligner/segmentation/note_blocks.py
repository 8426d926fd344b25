"""Find the notes at the foot of pages, which interrupt the text.

A block of notes begins after a rule or, at the end of a page, with the number that is raised in
the text above and has no note yet. Inside a block numbers rise by one, which distinguishes a note
from a line that happens to begin with a number. Lines with positions are left to `note_sequence`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from aligner.languages.letter_ranges import CYRILLIC_SMALL, DATE_SIGNS
from aligner.segmentation import furniture, note_sequence, scattered_notes
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import AHEAD, BEFORE_MARK, DIGITS, Blocks, Note, continues, number_of
from aligner.segmentation.scattered_notes import ScatteredNote
from aligner.values.extract import LineRole

_START: Final = re.compile(
    r"(?:[(\[]?(?P<number>\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[٠-٩]{1,3})[)\]]?(?:[.．]?[\s\u00a0]+|(?=[^\W\d_a-z]|[“«《„(]))"
    r"|(?P<star>\*{1,6}|[†‡§¶])[\s\u00a0]*|(?P<letter>[a-z])[\s\u00a0]+)(?=\S)"
)
"""The mark at the beginning of a note: a number, stars or a small letter."""

_LONE: Final = re.compile(r"(\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\*{1,6}|[a-z])")
_CLOSED: Final = re.compile(r"[.。;；!！?？؟)）»”\]]$")
_STAR: Final = re.compile(r"\*[\s\u00a0]*[^\s*]")
_STARRED: Final = re.compile(r"[^\s*]\*(?!\*)")
_UNRULED: Final = re.compile(rf"(\d{{1,3}})(?:[\s\u00a0]+(?:[^\W\d_a-z{CYRILLIC_SMALL}]|[“«《])|$)")
"""The beginning of a note without a rule above, or its mark alone."""

_AFTER_MARK: Final = rf"(?![\d/%]|[.,]\d)(?!\s?[{DATE_SIGNS}])"
_PAGE: Final = 120  # rows of a page at most
_LOOK_BACK: Final = 14  # rows at a page's end that are searched for notes without a rule


def find(rows: Sequence[Row], apart: Sequence[bool]) -> Blocks:
    """Return the notes among the rows of a document.

    Args:
        rows: all rows.
        apart: which of them are page furniture.
    """
    blocks = Blocks()
    _given_notes(rows, blocks)
    if rows and all(row.line.box for row in rows):
        note_sequence.find(rows, apart, blocks)
        return blocks
    reach = _reach(rows)
    index = page_start = 0
    while index < len(rows):
        if index in blocks.taken:
            index += 1
            continue
        new_page = index > 0 and rows[index].page != rows[index - 1].page
        if (apart[index] or new_page) and not furniture.NOTE_RULE.fullmatch(rows[index].text):
            _unruled(rows, apart, page_start, index, blocks, reach)
            page_start = index + 1 if apart[index] else index
        if apart[index] and furniture.NOTE_RULE.fullmatch(rows[index].text):
            index = max(_read_block(rows, apart, index + 1, blocks, reach), index + 1)
            page_start = index
        else:
            index += 1
    _unruled(rows, apart, page_start, len(rows), blocks, reach)
    return blocks


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


def _reach(rows: Sequence[Row]) -> float:
    """Return the column beyond which few lines extend."""
    rights = sorted(row.right for row in rows if not row.whole)
    return rights[int(len(rights) * 0.9)] if rights else 0.0


def _plausible(mark: str, last: int, missing: set[int]) -> bool:
    number = number_of(mark)
    return number is None or number == 1 or continues(number, last, missing)


def _mark(match: re.Match[str]) -> str:
    mark = match.group("number") or match.group("star") or match.group("letter")
    return mark.translate(DIGITS)


def _read_block(rows: Sequence[Row], apart: Sequence[bool], start: int, blocks: Blocks, reach: float) -> int:
    """Read notes from row `start`, and return the first row after them."""
    first, block = len(blocks.notes), -1
    missing: set[int] = set()
    scattered, stop = scattered_notes.read(rows, apart, start, blocks.last)
    if scattered and _are_referred_to(rows, scattered, start, blocks.last):
        _take_scattered(rows, scattered, blocks)
        return stop
    index = start
    while index < len(rows) and not apart[index] and rows[index].page == rows[start].page:
        row = rows[index]
        if row.line.role is LineRole.FOOTNOTE or row.cells:
            break
        match = _START.match(row.text)
        lone = match is None and _LONE.fullmatch(row.text)
        mark = _mark(match) if match else row.text.translate(DIGITS) if lone else ""
        is_start = bool(mark) and _plausible(mark, blocks.last, missing)
        if not is_start and (len(blocks.notes) == first or (lone and mark.isdigit())):
            break
        if is_start:
            block = block if block >= 0 else blocks.open(row.start)
            _count(mark, blocks, missing)
            skip = match.end() if match else 0
            blocks.notes.append(
                Note(mark, [] if lone else [index], skip, block, row.page, index if lone else None)
            )
        else:
            note = blocks.notes[-1]
            complete = note.rows and _complete(rows[note.rows[-1]], row, reach)
            if complete and not _more_follow(rows, apart, index, blocks.last):
                break
            note.rows.append(index)
        blocks.taken.add(index)
        index += 1
    _repair(rows, blocks, first)
    return index


def _are_referred_to(rows: Sequence[Row], notes: Sequence[ScatteredNote], start: int, last: int) -> bool:
    """Whether the text above a rule has the marks of the notes: a line of signs may divide a text.

    Args:
        rows: all rows.
        notes: those below the rule.
        start: the first row below the rule.
        last: the number of the last note before; if there is none, and the first is not 1, a number that
            is set apart may be any.
    """
    page = rows[max(0, start - _PAGE) : start]
    above = " ".join(row.text for row in page if row.page == rows[start].page)
    numbers = [number for each in notes if (number := number_of(each.mark)) is not None]
    looks = _raised_or_apart if last or 1 in numbers else _raised
    return all(looks(number).search(above) for number in numbers)


def _take_scattered(rows: Sequence[Row], notes: Sequence[ScatteredNote], blocks: Blocks) -> None:
    block = blocks.open(rows[min(each.rows[0] for each in notes)].start)
    missing: set[int] = set()
    for each in notes:
        _count(each.mark, blocks, missing)
        page = rows[each.rows[0]].page
        blocks.notes.append(Note(each.mark, list(each.rows), each.skip, block, page, each.alone))
        blocks.taken.update(each.rows, () if each.alone is None else (each.alone,))


def _count(mark: str, blocks: Blocks, missing: set[int]) -> None:
    number = number_of(mark)
    if number is None:
        return
    if number == 1 and blocks.last > 0:
        blocks.last = 0  # a new part of the document counts its notes again
    missing.update(range(blocks.last + 1, number))
    missing.discard(number)
    blocks.last = max(blocks.last, number)


def _complete(last: Row, row: Row, reach: float) -> bool:
    """Whether a note's last row is its end, so that `row` belongs to the text again."""
    return bool(_CLOSED.search(last.text)) and last.right < reach * 0.8 and not row.text[0].islower()


def _more_follow(rows: Sequence[Row], apart: Sequence[bool], index: int, last: int) -> bool:
    """Whether another note begins within a few rows, so that this row is still among notes."""
    for row, is_apart in zip(rows[index : index + 6], apart[index : index + 6], strict=True):
        if is_apart or row.page != rows[index].page:
            return False
        if _LONE.fullmatch(row.text) and _plausible(row.text, last, set(range(max(1, last - 3), last))):
            return True
    return False


def _repair(rows: Sequence[Row], blocks: Blocks, first: int) -> None:
    """Repair notes whose marks were extracted as separate lines.

    Raised marks can be extracted as separate lines, and late: `1`, the texts of notes 1 and 2, `3`,
    the text of note 3, `2`. A mark without text then takes the part of the preceding note that
    follows its first complete sentence.
    """
    notes = blocks.notes[first:]
    by_number = {number_of(note.mark): note for note in notes}
    for note in notes:
        number = number_of(note.mark)
        if note.rows or number is None:
            continue
        donor = by_number.get(number - 1)
        if donor is None:
            continue
        ends = [i for i, row in enumerate(donor.rows[:-1]) if _CLOSED.search(rows[row].text)]
        if ends:
            note.rows = donor.rows[ends[0] + 1 :]
            donor.rows = donor.rows[: ends[0] + 1]
    for note in [note for note in notes if not note.rows]:
        blocks.notes = [each for each in blocks.notes if each is not note]
        notes = [each for each in notes if each is not note]
        blocks.taken.discard(-1 if note.alone is None else note.alone)  # a page's number, after all
    if all(number_of(note.mark) is not None for note in notes):
        blocks.notes[first:] = sorted(notes, key=lambda note: number_of(note.mark) or 0)


def _is_referred_to(text: str, page: Sequence[str], above: Sequence[str], last: int) -> bool:
    """Whether a row begins a note to which the text above refers.

    Args:
        text: the row: the mark and the note, or the mark alone.
        page: all rows of its page.
        above: those above it.
        last: the number of the last note before; if there is none, smaller ones must have a row, too.
    """
    if _STAR.match(text):
        return any(map(_STARRED.search, above))
    number = _unruled_number(text)
    if not last < number <= last + AHEAD or not any(map(_raised(number).search, above)):
        return False
    if last > 0:
        return True
    before = {each for each in range(1, number) if any(map(_raised(each).search, above))}
    return before <= {*map(_unruled_number, page)}


def _unruled_number(text: str) -> int:
    match = _UNRULED.match(text)
    return int(match.group(1)) if match else 0


def _raised(number: int) -> re.Pattern[str]:
    """Return how the mark of a note looks in extracted text."""
    return re.compile(rf"{BEFORE_MARK}{number}{_AFTER_MARK}")


def _raised_or_apart(number: int) -> re.Pattern[str]:
    """Return how a mark looks where it may be set apart by a blank."""
    return re.compile(rf"(?:{BEFORE_MARK}|(?<=\S) ){number}{_AFTER_MARK}")


def _unruled(
    rows: Sequence[Row], apart: Sequence[bool], start: int, stop: int, blocks: Blocks, reach: float
) -> None:
    """Find notes at a page's end without a rule above them, by their marks in the text above."""
    body = [i for i in range(start, stop) if not apart[i] and i not in blocks.taken and not rows[i].whole]
    page = [rows[i].text for i in body]
    for index in body[-_LOOK_BACK:]:
        above = [rows[i].text for i in body if i < index]
        if _is_referred_to(rows[index].text, page, above, blocks.last):
            end = _read_block(rows, apart, index, blocks, reach)
            if end < stop:  # it did not reach the page's end: a list, not notes
                _forget(blocks, index)
            return


def _forget(blocks: Blocks, start: int) -> None:
    block = len(blocks.bounds) - 1
    for note in [note for note in blocks.notes if note.block == block]:
        blocks.notes.remove(note)
        blocks.taken.difference_update(note.rows, () if note.alone is None else (note.alone,))
    blocks.taken.discard(start)
    blocks.bounds.pop()
    blocks.last = max((number_of(note.mark) or 0 for note in blocks.notes), default=0)
