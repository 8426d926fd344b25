"""Set apart the other language of a file that has its text in two: facing pages, two columns or a table.

Treaty series, judgments and the laws of countries with two languages are printed so, and translators work
in tables of two columns. Read as they stand, every page end or column end breaks a paragraph, and half of
the text has no counterpart in the other file of its own language.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Final, NamedTuple

from aligner.languages.detect import detected
from aligner.values.extract import Box, Extract, Line, LineRole
from aligner.values.message import Message, page_list
from aligner.values.runs import runs_of

_ENOUGH: Final = 80
"""Letters by which the language of a page or column is told: two lines, or three of Chinese."""
_SAMPLE: Final = 1000
"""Characters from which it is told: a third of a page, in a third of the time."""
_IN_COLUMNS: Final = 0.3
"""Least share of the lengths of a page's lines on either side of its middle, if it has a column there; beside
English, Chinese has 0.37. A page of one column has short lines on the left only."""
_FEWEST_TURNS: Final = 3
"""Changes of language from each page to the next, at least, where two take turns; beside an annex or a
quotation there are one or two."""
_REGULAR: Final = 0.8
"""Least share of the columns whose language is that of their side."""


class _Part(NamedTuple):
    """A page or a column: the number of the page, and 0, or 1 or 2 for the left or right of two columns."""

    page: int
    side: int


def without_other_language(extract: Extract, language: str) -> tuple[Extract, Message | None]:
    """Make furniture of the lines that are not in the language the file is read as; say where they are.

    Only a file in which two languages alternate by page, or keep to two columns, is changed: an annex or a
    quotation in another language is part of the text.
    """
    columns = _by_cells(extract)
    if language in columns:
        (other,) = set(columns) - {language}
        lines = tuple(part for line in extract.lines for part in _cells_apart(line, columns, language))
        return replace(extract, lines=lines), Message("reading.other_column", detected=other, found=other)
    parts = _parts(extract)
    every = sorted(set(parts.values()))
    known = {part: found for part, text in _texts(extract, parts) if (found := _language(text))}
    told = _by_side(every, known) or _by_turns(every, known)
    others = set(told.values()) - {language}
    if language not in told.values() or len(others) != 1:
        return extract, None
    apart = {part for part, found in told.items() if found in others}
    lines = tuple(
        replace(line, role=LineRole.FURNITURE) if parts.get(number) in apart else line
        for number, line in enumerate(extract.lines)
    )
    (other,) = others
    note = Message(
        "reading.other_language", detected=other, found=other, pages=page_list({part.page for part in apart})
    )
    return replace(extract, lines=lines), note


def _by_cells(extract: Extract) -> tuple[str, ...]:
    """Return the languages of the columns, if half of the text or more is in rows of two languages."""
    rows = [line for line in extract.lines if len(line.cells) == 2]
    texts = ["\n".join(row.cells[column].of(extract.text) for row in rows) for column in (0, 1)]
    if 2 * sum(map(len, texts)) < len(extract.text):
        return ()
    found = [code for text in texts if (code := _language(text))]
    return tuple(found) if len(set(found)) == 2 else ()


def _cells_apart(line: Line, columns: Sequence[str], language: str) -> Iterator[Line]:
    """Yield the cells of a row as paragraphs, the one in the other language as furniture."""
    if len(line.cells) != 2:
        yield line
        return
    for cell, code in zip(line.cells, columns, strict=True):
        role = line.role if code == language else LineRole.FURNITURE
        marks = tuple(mark for mark in line.marks if cell.start <= mark.span.start <= cell.stop)
        if cell:
            yield replace(line, span=cell, cells=(), header=False, whole=True, role=role, marks=marks)


def _parts(extract: Extract) -> dict[int, _Part]:
    """Return the part that each line with a place is in, by the line's index; none across two columns.

    A page with a few lines at the end of a text has its columns where the other pages have them.
    """
    pages = defaultdict[int, dict[int, Box]](dict)
    for number, line in enumerate(extract.lines):
        if line.page is not None and line.box is not None and line.role is LineRole.BODY:
            pages[line.page][number] = line.box
    middles = {page: found for page, boxes in pages.items() if (found := _middle([*boxes.values()]))}
    usual = median(middles.values()) if 2 * len(middles) > len(pages) else None
    parts: dict[int, _Part] = {}
    for page, boxes in pages.items():
        middle = middles.get(page, usual)
        for number, box in boxes.items():
            side = 0 if middle is None else _side(box, middle)
            if side or middle is None:
                parts[number] = _Part(page, side)
    return parts


def _middle(boxes: Sequence[Box]) -> float | None:
    """Return the middle of a page, if it has two columns there."""
    middle = (min(box.left for box in boxes) + max(box.right for box in boxes)) / 2
    widths = Counter[int]()
    for box in boxes:
        widths[_side(box, middle)] += round(box.right - box.left)
    return middle if min(widths[1], widths[2]) >= _IN_COLUMNS * widths.total() else None


def _side(box: Box, middle: float) -> int:
    """Return 1 or 2 for a line on the left or right of a page's middle, 0 for one across it."""
    return 1 if box.right <= middle + box.size else 2 if box.left >= middle - box.size else 0


def _texts(extract: Extract, parts: Mapping[int, _Part]) -> Iterator[tuple[_Part, str]]:
    found = defaultdict[_Part, list[str]](list)
    for number, part in parts.items():
        found[part].append(extract.text_of(extract.lines[number]))
    for part, texts in found.items():
        yield part, "\n".join(texts)


def _language(text: str) -> str | None:
    text = text[:_SAMPLE]
    return detected(text) if sum(map(str.isalpha, text)) >= _ENOUGH else None


def _by_side(every: Sequence[_Part], known: Mapping[_Part, str]) -> dict[_Part, str]:
    """Return the language of each column, if nearly all columns on a side have the same one."""
    sides = [[found for part, found in known.items() if part.side == side] for side in (1, 2)]
    if not all(sides) or 2 * sum(map(len, sides)) < len(known):
        return {}
    usual = [Counter(found).most_common(1)[0] for found in sides]
    if any(count < _REGULAR * len(found) for (_, count), found in zip(usual, sides, strict=True)):
        return {}
    pair = [found for found, _ in usual]
    return {
        part: known[part] if known.get(part) in pair else pair[part.side - 1] for part in every if part.side
    }


def _by_turns(every: Sequence[_Part], known: Mapping[_Part, str]) -> dict[_Part, str]:
    """Return the language of the pages on which two take turns, if that is half of the pages or more."""
    pages = [part for part in every if part in known and not part.side]
    stretches = runs_of(pages, lambda page, following: known[page] != known[following])
    told = {page: known[page] for pages in stretches if len(pages) > _FEWEST_TURNS for page in pages}
    pair = set(told.values())
    if 2 * len(told) < len(pages) or len(pair) != 2:
        return {}
    for page in (part for part in every if part not in known):
        beside = pair & {told.get(_Part(page.page + step, 0)) for step in (-1, 1)}
        if len(beside) == 1:  # a page of few words is in the other language than those beside it
            told[page] = (pair - beside).pop()
    return told
