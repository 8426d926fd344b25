"""The parts of a view: rows, cells, blocks, badges and the list of amendments.

They are independent of HTML and Streamlit, and all page writers use them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import is_
from typing import Final, Generic, TypeVar, cast, overload

from aligner.revision.note_changes import reported_notes
from aligner.values import Carried, ChangeKind, Decision, DocumentKey, Message, Revision, Weight
from aligner.values.comparison import SLIGHT_CHANGES
from aligner.values.document import Document, SegmentKind, Signature
from aligner.view.redline_runs import Mark, Piece, footnote_indices

UNCERTAIN: Final = 0.5
"""Link score in [0, 1] below which a row has the badge for an uncertain link."""

SURE: Final = 0.9
"""Link score in [0, 1] below which a link is in doubt, unless a person confirmed it."""


class BadgeKind(StrEnum):
    """The meaning of a badge above a paragraph; its text is in `words.*.toml` under `badge`."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"
    SPLIT_FROM = "split_from"
    MERGED_FROM = "merged_from"
    FORM_ONLY = "form_only"
    RECOGNISED = "recognised"
    NOT_CARRIED_OVER = "not_carried_over"
    PARTLY = "partly"
    AMENDED_HERE_ONLY = "amended_here_only"
    UNKNOWN = "unknown"
    COUNTERPART_ELSEWHERE = "counterpart_elsewhere"
    UNCERTAIN = "uncertain"
    COMMENT = "comment"
    FINDING = "finding"


LACKING: Final = (BadgeKind.NOT_CARRIED_OVER, BadgeKind.PARTLY)
"""Badges of a cell that lacks an amendment, at least in part."""

_AMENDING: Final = (BadgeKind.MOVED_TO, *LACKING)
"""Badges of a cell that shows a change even if its text does not."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A short remark on a cell.

    Attributes:
        kind: the meaning.
        place: the paragraph it refers to (`OP5`), or empty if it has no name.
        row: number of the row to go to, or None.
        language: the language it refers to, or empty.
        reason: the reason, or None.
    """

    kind: BadgeKind
    place: str = ""
    row: int | None = None
    language: str = ""
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph in a cell.

    `mark` is DELETED for a paragraph that only the older draft had; `ghost` is True for the old place
    of a moved paragraph, and `header` for a row of column headings. `old_*` are set if they differ
    from the new values. `place` is the same in every language (`OP5`); `cited` is the citation in the
    paragraph's language if it has articles (`Article 5 (2)`), or empty.
    """

    segment: int
    kind: SegmentKind
    pieces: Sequence[Piece]
    mark: Mark = Mark.EQUAL
    ghost: bool = False
    label: str | None = None
    old_label: str | None = None
    place: str | None = None
    old_place: str | None = None
    page: int | None = None
    cited: str = ""
    old_cited: str = ""
    header: bool = False

    @property
    def is_old(self) -> bool:
        """Whether it is a paragraph of the older draft: deleted, or at its old place."""
        return self.ghost or self.mark is Mark.DELETED


@dataclass(frozen=True, slots=True)
class Cell:
    """The content of one column in one row.

    Attributes:
        gap: whether the column has no counterpart.
        amended: whether the cell shows a change; computed once, since every page asks it of all cells.
    """

    blocks: tuple[Block, ...] = ()
    badges: tuple[Badge, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    gap: bool = False
    amended: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        amended = not SLIGHT_CHANGES.issuperset(self.changes) or (
            bool(self.badges) and any(badge.kind in _AMENDING for badge in self.badges)
        )
        object.__setattr__(self, "amended", amended)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A language whose links in a row are not sure; `score` is the lowest in [0, 1], None for a mere gap."""

    language: str
    score: float | None


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One line of the page.

    Attributes:
        number: counted from 1; links refer to it.
        source: index in `Comparison.rows`, or None for the old place of a moved paragraph.
        place: citation in the first column that has one, or empty.
        old_place: citation in the older draft if it differs, or empty.
        score: score of its weakest link, in [0, 1].
        doubts: the links and gaps in the columns shown that nobody has settled.
        amended: whether any column has an amendment in this row, or lacks one.
    """

    number: int
    source: int | None
    cells: tuple[Cell, ...]
    place: str = ""
    old_place: str = ""
    score: float = 1.0
    doubts: tuple[Doubt, ...] = ()
    amended: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amended", any(cell.amended for cell in self.cells))

    def pieces(self) -> Iterator[Piece]:
        """Return the pieces of all its paragraphs, column by column."""
        return (piece for cell in self.cells for block in cell.blocks for piece in block.pieces)

    def with_blocks(self, change: Callable[[int, Block], Block]) -> ViewRow:
        """Return the row with its paragraphs changed, or the same row if none is.

        Args:
            change: returns a paragraph in place of another, given the index of its column.
        """
        cells = []
        for column, cell in enumerate(self.cells):
            blocks = [change(column, block) for block in cell.blocks]
            cells.append(cell if all(map(is_, blocks, cell.blocks)) else replace(cell, blocks=tuple(blocks)))
        return self if all(map(is_, cells, self.cells)) else replace(self, cells=tuple(cells))


def reworded_notes(new: Document, revision: Revision) -> dict[int, list[int]]:
    """Return the footnotes reworded in the newer draft, by the paragraph that has their mark."""
    reworded = {note for change in reported_notes(revision) if change.old for note in change.new}
    marked = footnote_indices(new) if reworded else {}
    found = {index: [note for note in notes if note in reworded] for index, notes in marked.items()}
    return {index: notes for index, notes in found.items() if notes}


@dataclass(frozen=True, slots=True)
class Column:
    """A document to show, and the earlier draft that it is compared with."""

    key: DocumentKey
    base: DocumentKey | None
    document: Document
    old: Document | None = None
    revision: Revision | None = None

    @property
    def reworded_at(self) -> frozenset[int]:
        """The paragraphs of the document shown that have the mark of a reworded footnote."""
        return frozenset(reworded_notes(self.document, self.revision) if self.revision is not None else ())

    @property
    def counts(self) -> Mapping[ChangeKind, int]:
        """Number of paragraphs by kind of change; one of which only a footnote was reworded is edited."""
        noted = self.reworded_at
        changes = self.revision.changes if self.revision is not None else ()
        return Counter(
            ChangeKind.EDITED if not change.is_amendment and not noted.isdisjoint(change.new) else change.kind
            for change in changes
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One amendment, across all the languages that have it.

    Attributes:
        row: number of its row.
        place: citation, or empty.
        old_place: earlier citation if it differs, or empty.
        kinds: kind of change by column index.
        excerpts: the changed words, shortened, by column index; put together when they are read.
        deferred_weight: computes `weight`.
        states: by language, whether it was carried over, and the reason for that judgement.
        outside: whether it is outside the text in every column shown, in the masthead or the meeting line.
        decision: what a person decided on it.
    """

    row: int
    place: str
    old_place: str
    kinds: Mapping[int, ChangeKind]
    excerpts: Mapping[int, Sequence[Piece]]
    deferred_weight: Deferred[Weight]
    states: Mapping[str, tuple[Carried, Message | None]]
    outside: bool = False
    decision: Decision | None = None

    @property
    def weight(self) -> Weight:
        """How much it matters, in the column where it matters most."""
        return self.deferred_weight()

    def columns(self, *preferred: int | None) -> tuple[int, ...]:
        """Return those of the preferred columns that have the amendment, or else the first that has it.

        Args:
            preferred: column indices, such as that of the reader's language and that of the
                pivot; None is ignored.
        """
        found = tuple(dict.fromkeys(number for number in preferred if number in self.excerpts))
        return tuple(n for n in found if n is not None) or tuple(self.excerpts)[:1]

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages that it did not reach, or only in part."""
        wanting = (Carried.NOT_CARRIED_OVER, Carried.PARTLY)
        return tuple(language for language, (state, _) in self.states.items() if state in wanting)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The languages in which its state is unknown."""
        return tuple(language for language, (state, _) in self.states.items() if state is Carried.UNKNOWN)

    @property
    def is_alone(self) -> bool:
        """Whether the pivot lacks it."""
        return any(state is Carried.AMENDED_HERE_ONLY for state, _ in self.states.values())


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page shows, independent of the output format.

    `followed` is True if amendments were followed across languages, to distinguish an empty list of
    missing ones from an unknown one; `unfollowed` names the languages that lack one of the drafts,
    whose state is therefore unknown.
    """

    title: str
    pivot: str
    columns: tuple[Column, ...]
    rows: tuple[ViewRow, ...]
    entries: tuple[Entry, ...]
    followed: bool
    notes: tuple[Message, ...] = ()
    signature: Signature | None = None
    unfollowed: tuple[str, ...] = ()

    def column_of(self, language: str) -> int | None:
        """Return the first column in a language, preferring one that shows changes; None if there is none."""
        found = [n for n, column in enumerate(self.columns) if column.key.language == language]
        return next((n for n in found if self.columns[n].base is not None), next(iter(found), None))

    def by_source(self) -> dict[int, ViewRow]:
        """Return the rows by their index in the comparison, which findings use; old places have none."""
        return {row.source: row for row in self.rows if row.source is not None}

    def paragraphs_of(self, row: ViewRow) -> Iterator[tuple[DocumentKey, int]]:
        """Yield the paragraphs of the drafts shown in a row."""
        for column, cell in zip(self.columns, row.cells, strict=True):
            for block in cell.blocks:
                if not block.ghost and block.old_place is None:
                    yield column.key, block.segment

    def around(self, rows: Iterable[ViewRow], context: int) -> tuple[ViewRow, ...]:
        """Return the given rows with `context` rows before and after each, in page order."""
        near: set[int] = set()
        for row in rows:
            near.update(range(max(1, row.number - context), min(len(self.rows), row.number + context) + 1))
        return tuple(self.rows[number - 1] for number in sorted(near))


T = TypeVar("T")


class Deferred(Generic[T]):
    """The value of a function that is called once, on first use. Equal if the values are equal."""

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make
        self._found: tuple[T] | None = None

    def __call__(self) -> T:
        """Return the value."""
        make = self._make  # read first, since another thread may be making the value, too
        if self._found is None and make is not None:
            self._found, self._make = (make(),), None  # which frees what the function holds
        return cast("tuple[T]", self._found)[0]

    def __eq__(self, other: object) -> bool:
        """Whether another deferred value is equal, which computes both."""
        return self is other or (isinstance(other, Deferred) and self() == other())


class DeferredTuple(Sequence[T]):
    """A tuple that is computed when it is first read."""

    __slots__ = ("_deferred",)

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._deferred = Deferred(lambda: tuple(make()))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """Return an element or a slice."""
        return self._deferred()[index]

    def __len__(self) -> int:
        """Return the number of elements."""
        return len(self._deferred())

    def __iter__(self) -> Iterator[T]:
        """Iterate over the elements."""
        return iter(self._deferred())

    def __eq__(self, other: object) -> bool:
        """Whether a tuple, deferred or not, has equal elements."""
        return self is other or (isinstance(other, tuple | DeferredTuple) and tuple(self) == tuple(other))
