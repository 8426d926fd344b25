"""Find words in all columns of a view, and mark them.

A paragraph with amendments has an old and a new text, and both are searched. A hit is marked by
cutting pieces, never by changing text. The old place of a moved paragraph, which only quotes it, is not
searched. A footnote is found at its mark.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from aligner.view.footnote_list import note_lines
from aligner.view.page_model import Block, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role, cut
from aligner.view.search_folding import fold_with_origins, search_key

_SEPARATOR: Final = "\n"  # separates two texts; never part of a search key
_Note = tuple[int, int, bool]  # column, index in its document's list, whether in the older draft
_VERSIONS: Final = ((Mark.EQUAL, Mark.INSERTED), (Mark.EQUAL, Mark.DELETED))


@dataclass(frozen=True, slots=True)
class _Folded:
    """Some paragraphs of a column, folded for searching.

    Attributes:
        blocks: the paragraphs.
        keys: the search keys of their old and new texts.
        marks: the footnotes marked in them, by index, and whether each is in the older draft.
        names: the search keys of their places and numbers, old and new.
    """

    blocks: tuple[Block, ...]
    keys: str
    marks: tuple[tuple[int, bool], ...]
    names: frozenset[str]


Folded = dict[int, _Folded]
"""Folded paragraphs by the id of their tuple of blocks, which they keep alive."""


class Index:
    """The texts of a view, prepared for searching; keep it as long as the view is shown.

    Args:
        view: the view to search.
        folded: cache of paragraphs folded for other views; it is read and updated. Folding them is
            most of the work.
    """

    def __init__(self, view: View, folded: Folded | None = None) -> None:
        self.view = view
        self._folded = {} if folded is None else folded

    @cached_property
    def _notes(self) -> dict[_Note, str]:
        """The old and new text of each column's footnotes."""
        return {
            (number, line.index, line.mark is Mark.DELETED): _SEPARATOR.join(
                map(search_key, _texts(line.pieces))
            )
            for number, column in enumerate(self.view.columns)
            for line in note_lines(column, number, ())
        }

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        """The old and new text of each row, footnotes included."""
        return tuple(map(self._key, self.view.rows))

    def _key(self, row: ViewRow) -> str:
        columns = [self._fold(cell.blocks) for cell in row.cells]
        notes = (
            self._notes.get((number, *mark), "") for number, each in enumerate(columns) for mark in each.marks
        )
        return _SEPARATOR.join([*(folded.keys for folded in columns), *notes])

    def _fold(self, blocks: tuple[Block, ...]) -> _Folded:
        if id(blocks) not in self._folded:
            self._folded[id(blocks)] = _fold_blocks(blocks)
        return self._folded[id(blocks)]

    @cached_property
    def _names(self) -> tuple[frozenset[str], ...]:
        """The citations of each row's paragraphs."""
        return tuple(
            frozenset((search_key(row.place), search_key(row.old_place))).union(
                *(self._fold(cell.blocks).names for cell in row.cells)
            )
            for row in self.view.rows
        )

    def matches(self, query: str) -> frozenset[int]:
        """Return the numbers of the rows that contain the words in any column, or are cited so (`OP5`)."""
        wanted = _wanted(query)
        if not wanted:
            return frozenset()
        return frozenset(
            number
            for number, (key, names) in enumerate(zip(self._keys, self._names, strict=True), 1)
            if wanted in key or wanted in names
        )

    def highlighted(self, row: ViewRow, query: str) -> ViewRow:
        """Mark the hits in a row; return the same row if there are none.

        The mark of a footnote that contains the words is a hit as well.
        """
        wanted = _wanted(query)
        if not wanted or wanted not in self._keys[row.number - 1]:
            return row

        def with_hits(column: int, block: Block) -> Block:
            pieces = () if block.ghost else self._with_hits(block.pieces, wanted, column)
            return replace(block, pieces=pieces) if pieces else block

        return row.with_blocks(with_hits)

    def _with_hits(self, pieces: Sequence[Piece], wanted: str, column: int) -> tuple[Piece, ...]:
        """Cut the pieces of a paragraph so that each part of a hit is a piece with `hit`.

        A hit may extend over several pieces, except for the footnote marks inside it.
        """
        found = []
        for piece in marked(pieces, wanted):
            note = _note(piece, column)
            is_hit = note is not None and wanted in self._notes.get(note, "")
            found.append(replace(piece, hit=True) if is_hit else piece)
        return tuple(found)

    def highlighted_note(self, pieces: Iterable[Piece], query: str) -> tuple[Piece, ...]:
        """Mark the hits in the text of a footnote."""
        return marked(tuple(pieces), _wanted(query))


def _wanted(query: str) -> str:
    return search_key(query).strip()


def _note(piece: Piece, column: int) -> _Note | None:
    """Return the footnote whose mark a piece is, or None."""
    if piece.role is not Role.NOTE or piece.note is None:
        return None
    return column, piece.note, piece.mark is Mark.DELETED


def _fold_blocks(blocks: tuple[Block, ...]) -> _Folded:
    here = [block.pieces for block in blocks if not block.ghost]
    notes = [_note(piece, 0) for pieces in here for piece in pieces]
    names = [
        name
        for each in blocks
        for name in (each.place, each.label, each.old_place, each.old_label, each.cited, each.old_cited)
    ]
    return _Folded(
        blocks,
        _SEPARATOR.join(search_key(text) for pieces in here for text in _texts(pieces)),
        tuple(note[1:] for note in notes if note is not None),
        frozenset(search_key(name) for name in names if name),
    )


def _texts(pieces: Sequence[Piece]) -> set[str]:
    """Return a paragraph's new and old text, or only one if it is unchanged."""
    return {"".join(_text(pieces[at]) for at in version) for version in _versions(pieces)}


def _versions(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Return the indices of the pieces of the new wording, then of the old."""
    for marks in _VERSIONS:
        yield [at for at, piece in enumerate(pieces) if piece.mark in marks and piece.role is not Role.NOTE]


def _text(piece: Piece) -> str:
    """Return the text to search; a paragraph border counts as a space."""
    return " " if piece.role is Role.BREAK else piece.text


def marked(pieces: Sequence[Piece], wanted: str) -> tuple[Piece, ...]:
    """Cut the pieces of a paragraph at the borders of the hits.

    Args:
        pieces: pieces of one paragraph, old wording and new.
        wanted: a search key from `search_key`, without surrounding spaces.
    """
    if not wanted:
        return tuple(pieces)
    found: dict[int, dict[int, dict[str, bool]]] = {}  # piece → character in a hit → its mark
    versions = list(_versions(pieces))
    for version in versions if versions[0] != versions[1] else versions[:1]:
        origins = [(at, offset) for at in version for offset in range(len(_text(pieces[at])))]
        text = "".join(_text(pieces[at]) for at in version)
        for hit in fold_with_origins(text).hits(wanted):
            for at, offset in origins[hit.start : hit.stop]:
                found.setdefault(at, {})[offset] = {"hit": True}
    return tuple(
        part
        for at, piece in enumerate(pieces)
        for part in (cut(piece, found[at]) if at in found and piece.role is Role.TEXT else (piece,))
    )
