"""Parallel text as units, each with its text in every language, as in other programs.

Translation memories, bilingual tables and parallel corpora contain this and nothing more. Every
exchange format is written from a `Parallel` and read into one, which is made from an alignment or
a comparison and can be converted back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, starmap
from typing import Final

from aligner.alignment.links import one_by_one
from aligner.formats.cells import divided, flat, legal
from aligner.values import Alignment, Bead, Comparison, DocumentKey, LinkOrigin, Message, Move, Row, Signature
from aligner.values.document import Document, Segment, SegmentKind, Span, joined_spans
from aligner.values.message import InputError, ValueInvariantError
from aligner.values.results import AlignedPair

_PLACE: Final = re.compile(r"(?:PP|OP)\d+\S*")


def is_place(label: str) -> bool:
    """Whether a label cites a paragraph of a resolution by its place, rather than being a printed number.

    >>> is_place("OP5"), is_place("PP2 bis"), is_place("5")
    (True, False, False)
    """
    return _PLACE.fullmatch(label) is not None


@dataclass(frozen=True, slots=True)
class Column:
    """One text of a parallel corpus: its language, draft and name."""

    language: str
    version: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment in one language; `text` is on one line and legal in XML."""

    text: str
    label: str | None = None
    kind: SegmentKind = SegmentKind.PARAGRAPH
    place: str | None = None


Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ParallelUnit:
    """Corresponding segments: those of each column, none where it has a gap.

    `score` is the probability, in [0, 1], that a person would keep the link. `moved` has,
    for a gap, the indices of the counterpart's segments where the passage is elsewhere.
    """

    cells: tuple[Cell, ...]
    score: float = 1.0
    confirmed: bool = False
    moved: tuple[int, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether fewer than two languages have it."""
        return sum(map(bool, self.cells)) < 2


@dataclass(frozen=True, slots=True)
class Parallel:
    """Texts in two or more columns; the others are aligned with the first.

    `notes` says what was left out when it was read from another program's file.
    """

    columns: tuple[Column, ...]
    units: tuple[ParallelUnit, ...]
    title: str = ""
    signature: Signature | None = None
    notes: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        for number, unit in enumerate(self.units):
            if len(unit.cells) != len(self.columns):
                raise ValueInvariantError(
                    f"unit {number} has {len(unit.cells)} cells for {len(self.columns)} columns"
                )


def joined(cell: Cell) -> str:
    """Return a cell's text, its segments divided by line feeds."""
    return "\n".join(piece.text for piece in cell)


def labels(cell: Cell) -> str:
    """Return the labels of a cell's segments, or their places in the document, divided by spaces."""
    return " ".join(piece.label or piece.place or "" for piece in cell).strip()


def label_lines(cell: Cell) -> str:
    """Return the same, one per line; empty if no segment has a label.

    `labelled` gives each segment its own again.
    """
    lines = [piece.label or piece.place or "" for piece in cell]
    return "\n".join(lines) if any(lines) else ""


def labelled(cell: Cell, lines: str) -> Cell:
    r"""Return a cell with the labels that `label_lines` gave; unchanged if their number differs.

    >>> [piece.label or piece.place for piece in labelled((piece("a"), piece("b")), "1\nOP2")]
    ['1', 'OP2']
    """
    given = lines.split("\n")
    if not lines or len(given) != len(cell):
        return cell
    return tuple(
        replace(one, place=label) if is_place(label) else replace(one, label=label or None)
        for one, label in zip(cell, given, strict=True)
    )


def pieces(text: str, count: int) -> Cell:
    r"""Split a cell's text into its segments: `count` if it has as many lines, otherwise one.

    >>> [piece.text for piece in pieces("a\nb", 2)], [piece.text for piece in pieces("a\nb", 1)]
    (['a', 'b'], ['a b'])
    """
    if count == 0:
        return ()
    lines = text.split("\n")
    return tuple(map(piece, lines)) if len(lines) == count else (piece(text),)


def piece(text: str) -> Piece:
    """Return a segment of which only the text is known."""
    return Piece(legal(flat(text)))


def of_pair(pair: AlignedPair, *, divider: str = " ") -> Parallel:
    """Return an alignment's beads as units, in order; a gap of several segments is one unit per segment.

    Args:
        pair: two documents and their alignment.
        divider: text put between the cells of a table row.
    """

    def unit(bead: Bead, moved: Iterable[int]) -> ParallelUnit:
        cells = (_cell(pair.source, bead.source, divider), _cell(pair.target, bead.target, divider))
        return ParallelUnit(cells, bead.score, bead.origin is LinkOrigin.CONFIRMED, tuple(moved))

    units = tuple(starmap(unit, with_moves(pair.alignment)))
    columns = (_column(pair.source), _column(pair.target))
    return Parallel(columns, units, legal(flat(pair.source.title)), pair.alignment.signature)


def with_moves(alignment: Alignment) -> Iterator[tuple[Bead, Iterable[int]]]:
    """Yield the beads, gaps segment by segment, each with the indices of what a moved gap corresponds to."""
    ours = {index: move.target for move in alignment.moves for index in move.source}
    theirs = {index: move.source for move in alignment.moves for index in move.target}
    for bead in (one for wide in alignment.beads for one in one_by_one(wide)):
        moved = () if bead.target else ours.get(bead.source.start, ())
        yield bead, moved if bead.source else theirs.get(bead.target.start, ())


def of_comparison(comparison: Comparison, languages: Sequence[str] = (), *, divider: str = " ") -> Parallel:
    """Return a comparison's rows as units: the newest draft of each language.

    Args:
        comparison: of two languages or more.
        languages: those wanted, in this order; all if empty.
        divider: text put between the cells of a table row.

    Raises:
        InputError: there is one language only, so nothing is parallel.
    """
    keys = newest_of(comparison, languages)
    if len(keys) < 2:
        raise InputError(Message("output.one_language"))
    confirmed = _confirmed(comparison, keys)
    units = tuple(
        ParallelUnit(
            tuple(_cell(comparison.documents[key], row.cells.get(key, Span(0, 0)), divider) for key in keys),
            row.score,
            number in confirmed,
        )
        for number, row in ((number, comparison.rows[number]) for number in rows_of(comparison, languages))
    )
    columns = tuple(_column(comparison.documents[key]) for key in keys)
    return Parallel(columns, units, legal(flat(comparison.title)), comparison.signature)


def rows_of(comparison: Comparison, languages: Sequence[str] = ()) -> list[int]:
    """Return the indices of the rows that become units: those with a newest draft in them."""
    keys = newest_of(comparison, languages)
    return [number for number, row in enumerate(comparison.rows) if any(row.cells.get(key) for key in keys)]


def _confirmed(comparison: Comparison, keys: Sequence[DocumentKey]) -> frozenset[int]:
    """Return the rows in which a person confirmed every link between the languages present."""
    source = next((key for key in keys if key.language == comparison.pivot), None)
    linked = {key: comparison.alignments.get((source, key)) for key in keys} if source is not None else {}
    by_person = {
        key: {i for bead in found.beads if bead.origin is LinkOrigin.CONFIRMED for i in bead.target}
        for key, found in linked.items()
        if found is not None
    }

    def is_confirmed(row: Row) -> bool:
        present = [key for key in keys if key != source and row.cells.get(key)]
        trusted = (by_person.get(key, set()).issuperset(row.cells[key]) for key in present)
        return source in row.cells and bool(present) and all(trusted)

    return frozenset(number for number, row in enumerate(comparison.rows) if is_confirmed(row))


def newest_of(comparison: Comparison, languages: Sequence[str] = ()) -> list[DocumentKey]:
    """Return the newest draft of each language, or of each of those named.

    Raises:
        InputError: a language is named that the comparison does not have.
    """
    newest = comparison.newest
    for language in languages:
        if language not in newest:
            raise InputError(Message("choice.language", language=language, known=tuple(newest)))
    return [newest[language] for language in languages or comparison.languages]


def select(parallel: Parallel, *, least: float = 0.0, only_confirmed: bool = False) -> Parallel:
    """Select the units for a translation memory: in at least two languages, and trusted.

    Args:
        parallel: all of them.
        least: least score, in [0, 1], of an unconfirmed unit.
        only_confirmed: leave out unconfirmed units.
    """
    kept = tuple(
        unit
        for unit in parallel.units
        if not unit.is_gap and (unit.confirmed or (not only_confirmed and unit.score >= least))
    )
    return Parallel(parallel.columns, kept, parallel.title, parallel.signature)


def to_result(parallel: Parallel) -> AlignedPair | Comparison:
    """Return two columns as an alignment, more as a comparison."""
    return to_pair(parallel) if len(parallel.columns) == 2 else to_comparison(parallel)


def to_pair(parallel: Parallel) -> AlignedPair:
    """Return the alignment of two columns; units marked as moved become moves again."""
    source, target = (document(parallel, number) for number in (0, 1))
    beads = tuple(_beads(parallel, 0, 1))
    moves = tuple(_moves(parallel, beads))
    return AlignedPair(source, target, Alignment(beads, len(source), len(target), moves, parallel.signature))


def to_comparison(parallel: Parallel) -> Comparison:
    """Return the comparison of several columns: one draft, every language aligned with the first.

    Raises:
        InputError: two columns have the same language and draft.
    """
    documents = [document(parallel, number) for number in range(len(parallel.columns))]
    keys = [DocumentKey(each.language, each.version) for each in documents]
    if len(set(keys)) < len(keys):
        raise InputError(Message("import.two_same", document=str(max(keys, key=keys.count))))
    at = [0] * len(keys)
    rows: list[Row] = []
    for unit in parallel.units:
        cells: dict[DocumentKey, Span] = {}
        for number, cell in enumerate(unit.cells):
            if cell:
                cells[keys[number]] = Span(at[number], at[number] + len(cell))
                at[number] += len(cell)
        if cells:
            rows.append(Row(cells, unit.score))
    alignments = {
        (keys[0], key): Alignment(
            tuple(_beads(parallel, 0, number)), len(documents[0]), len(documents[number])
        )
        for number, key in enumerate(keys)
        if number and key.language != keys[0].language
    }
    return Comparison(
        title=parallel.title,
        pivot=keys[0].language,
        versions=tuple(dict.fromkeys(key.version for key in keys)),
        documents=dict(zip(keys, documents, strict=True)),
        alignments=alignments,
        revisions={},
        rows=tuple(rows),
        signature=parallel.signature,
    )


def document(parallel: Parallel, number: int) -> Document:
    """Return one column as a document: its segments in the order of the units, one per line."""
    column = parallel.columns[number]
    pieces = [piece for unit in parallel.units for piece in unit.cells[number]]
    texts = [each.text for each in pieces]
    return Document(
        language=column.language,
        text="\n".join(texts),
        segments=tuple(
            Segment(span, each.kind, each.label, place=each.place)
            for span, each in zip(joined_spans(texts), pieces, strict=True)
        ),
        version=column.version,
        title=column.name,
        source=column.name,
    )


def _cell(whole: Document, span: Span, divider: str) -> Cell:
    return tuple(_piece(whole.text_of(index), whole.segments[index], divider) for index in span)


def _piece(text: str, segment: Segment, divider: str) -> Piece:
    if segment.kind is SegmentKind.ROW:
        text = divided(text, divider)
    label, place = (legal(flat(value or "")) or None for value in (segment.label, segment.place))
    return Piece(legal(flat(text)), label, segment.kind, place)


def _column(whole: Document) -> Column:
    return Column(whole.language, legal(flat(whole.version)), legal(flat(whole.source or whole.title)))


def _beads(parallel: Parallel, first: int, second: int) -> Iterator[Bead]:
    source = target = 0
    for unit in parallel.units:
        ours, theirs = len(unit.cells[first]), len(unit.cells[second])
        if ours or theirs:
            origin = LinkOrigin.CONFIRMED if unit.confirmed else LinkOrigin.AUTOMATIC
            yield Bead(Span(source, source + ours), Span(target, target + theirs), unit.score, origin)
        source, target = source + ours, target + theirs


def _moves(parallel: Parallel, beads: Sequence[Bead]) -> Iterator[Move]:
    """Moves, from the gaps of the source side that name segments of the target."""
    filled = [unit for unit in parallel.units if any(unit.cells)]
    gaps = [
        (unit.moved, bead)
        for unit, bead in zip(filled, beads, strict=True)
        if unit.moved and bead.source and not bead.target
    ]
    size = sum(len(unit.cells[1]) for unit in parallel.units)
    for moved, group in groupby(gaps, key=lambda gap: gap[0]):
        gap_beads = [bead for _, bead in group]
        if list(moved) == list(range(moved[0], moved[-1] + 1)) and moved[-1] < size:
            source = Span(gap_beads[0].source.start, gap_beads[-1].source.stop)
            yield Move(source, Span(moved[0], moved[-1] + 1), min(bead.score for bead in gap_beads))


_KINDS: Final = {kind.value: kind for kind in SegmentKind}
_OF_SEGMENTS: Final = ("labels", "places", "kinds")
_WHOLE_NUMBER: Final = re.compile(r"(?<![\d.])\d{1,8}(?![\d.])", re.ASCII)


def score(text: str | None) -> float:
    """Return a probability in [0, 1]; 1 if a file gives none or an invalid one.

    >>> score("0.25"), score(None), score("87 %")
    (0.25, 1.0, 1.0)
    """
    try:
        value = float(text) if text is not None else 1.0
    except ValueError:
        return 1.0
    return value if 0.0 <= value <= 1.0 else 1.0


def whole_numbers(text: str | None) -> tuple[int, ...]:
    """Return the numbers in a list such as `3 4`."""
    return tuple(map(int, _WHOLE_NUMBER.findall(text))) if text else ()


def cell(text: str, facts: Mapping[str, str]) -> Cell:
    """Return a cell from its text and the facts about its segments.

    Args:
        text: of the whole cell, segments divided by line feeds.
        facts: `segments` (how many), `labels`, `places`, `kinds` (one a line); each may be missing.
    """
    counts = whole_numbers(facts.get("segments"))
    made = pieces(text, counts[0] if counts else 1)
    if not any(name in facts for name in _OF_SEGMENTS):
        return made
    lists = [facts.get(name, "").split("\n") for name in _OF_SEGMENTS]
    labels, places, kinds = (each if len(each) == len(made) else [""] * len(made) for each in lists)
    return tuple(
        Piece(piece.text, label or None, _KINDS.get(kind, SegmentKind.PARAGRAPH), place or None)
        for piece, label, place, kind in zip(made, labels, places, kinds, strict=True)
    )


def facts_of(cell: Cell) -> Iterator[tuple[str, str]]:
    """Return the labels, places and kinds of a cell's segments, one per line; nothing if all are plain."""
    for name, values, usual in (
        ("labels", [piece.label or "" for piece in cell], ""),
        ("places", [piece.place or "" for piece in cell], ""),
        ("kinds", [piece.kind.value for piece in cell], "paragraph"),
    ):
        if any(value != usual for value in values):
            yield name, "\n".join(value.replace("\n", " ") for value in values)
