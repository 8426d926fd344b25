"""Mark corresponding words in a row: each word with its counterparts, and those an amendment affects.

The words of the pivot are numbered, and the words of the other columns have the numbers of the pivot's
words that they translate, so that a page can show all counterparts of a word. The words that
correspond to the pivot's amendments are marked separately; if an amendment was not carried over, they
are the words that it would affect.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from aligner.alignment.word_links import WordLinker, WordLinks
from aligner.values import Span
from aligner.view.page_model import LACKING, Block, Cell, View, ViewRow
from aligner.view.redline_runs import Mark, Role, cut_current

_MIN_PROBABILITY: Final = 0.3
"""Lowest probability at which two words count as linked."""


Linkers = Mapping[str, WordLinker]
"""The linker from the pivot's language to each other language."""


def mark_words(view: View, row: ViewRow, linkers: Linkers) -> ViewRow:
    """Number corresponding words in a row; return the same row if nothing is linked.

    Args:
        view: the view with the row.
        row: the row; it keeps its existing marks.
        linkers: the linkers; columns in a language without one stay unchanged.
    """
    pivot = next((n for n, c in enumerate(view.columns) if c.key.language == view.pivot), None)
    if pivot is None or not any(_shown(row.cells[pivot])):
        return row
    source = _text(row.cells[pivot])
    cells = list(row.cells)
    numbers: list[tuple[Span, tuple[int, ...]]] = []
    used: set[int] = set()
    for index, (column, cell) in enumerate(zip(view.columns, row.cells, strict=True)):
        linker = linkers.get(column.key.language)
        target = _text(cell)
        if linker is None or index == pivot or not target.strip():
            continue
        links = linker.link(source, target)
        numbers = [(span, (number,)) for number, span in enumerate(links.source)]
        found = list(_counterparts(links))
        used.update(number for _, linked in found for number in linked)
        lacking = column.key.version != view.columns[pivot].key.version or any(
            badge.kind in LACKING for badge in cell.badges
        )
        amended = _affected(row.cells[pivot], cell, linker) if lacking else _amended(row.cells[pivot], links)
        cells[index] = _marked(cell, found, amended)
    pivot_words = [(span, linked) for span, linked in numbers if linked[0] in used]
    if not pivot_words:
        return row
    cells[pivot] = _marked(row.cells[pivot], pivot_words, ())
    return replace(row, cells=tuple(cells))


def word_numbers(row: ViewRow) -> tuple[int, ...]:
    """Return the numbers of words in a row that have counterparts, in order."""
    return tuple(sorted({number for piece in row.pieces() for number in piece.words}))


def _counterparts(links: WordLinks) -> Iterator[tuple[Span, tuple[int, ...]]]:
    for number, span in enumerate(links.target):
        linked = tuple(n for n in range(len(links.source)) if links.matrix[n, number] >= _MIN_PROBABILITY)
        if linked:
            yield span, linked


def _amended(pivot: Cell, links: WordLinks) -> tuple[Span, ...]:
    """Return the words that correspond to the pivot's amended words."""
    _, amended = _draft(pivot, Mark.INSERTED)
    return tuple(
        each.span for span in amended if span for each in links.counterparts(span, least=_MIN_PROBABILITY)
    )


def _affected(pivot: Cell, cell: Cell, linker: WordLinker) -> tuple[Span, ...]:
    """Return the words that the pivot's amendment, which was not carried over, would affect."""
    old, amended = _draft(pivot, Mark.DELETED)
    links = linker.link(old, _text(cell))
    return tuple(place for span in amended for place in _places(span, links))


def _places(span: Span, links: WordLinks) -> tuple[Span, ...]:
    """Return the words that correspond to a passage, or else the likeliest ones."""
    spans = tuple(counterpart.span for counterpart in links.counterparts(span, least=_MIN_PROBABILITY))
    return spans or links.places(span, margin=0)


def _draft(cell: Cell, mark: Mark) -> tuple[str, list[Span]]:
    """Return the text of a cell in the draft that has the words with a mark, and the spans of its changes.

    An insertion is an empty span in the older text, but one that replaces words has theirs.
    """
    text = ""
    spans: list[Span] = []
    for number, block in enumerate(_shown(cell)):
        text += "\n" if number else ""
        for piece in block.pieces:
            if piece.role is not Role.TEXT:
                continue
            if piece.mark is Mark.EQUAL:
                text += piece.text
                continue
            size = len(piece.text) if piece.mark is mark else 0
            spans.append(Span(len(text), len(text) + size))
            text += piece.text if size else ""
    replaced = {end for span in spans if span for end in (span.start, span.stop)}
    return text, [span for span in spans if span or span.start not in replaced]


def _shown(cell: Cell) -> list[Block]:
    return [block for block in cell.blocks if not block.is_old]


def _text(cell: Cell) -> str:
    """Return the text of a cell in the newer draft."""
    return "\n".join(
        "".join(piece.text for piece in block.pieces if piece.is_current) for block in _shown(cell)
    )


def _marked(cell: Cell, numbers: Sequence[tuple[Span, tuple[int, ...]]], affected: Sequence[Span]) -> Cell:
    """Number and mark words of a cell, given by their spans in its text."""
    marks: dict[int, dict[str, Any]] = {place: {"affected": True} for span in affected for place in span}
    for span, linked in numbers:
        for place in span:
            marks.setdefault(place, {})["words"] = linked
    blocks, at = [], 0
    for block in cell.blocks:
        if block.is_old:
            blocks.append(block)
            continue
        blocks.append(replace(block, pieces=tuple(cut_current(block.pieces, marks, at))))
        at += sum(len(piece.text) for piece in block.pieces if piece.is_current) + 1
    return replace(cell, blocks=tuple(blocks))
