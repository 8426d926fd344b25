"""Rebuild only the rows around edited links.

Rows depend on one another, but not across a cut that no link and no change crosses. The stretch between
two such cuts is a set of shorter documents, whose rows `build_rows` builds like any others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from aligner.comparison.page_rows import LinkedSet, build_rows
from aligner.values import Alignment, DocumentKey, DocumentPair, Revision, Row, Span

Place = Mapping[DocumentKey, int]
"""A cut: for each document, its first segment after the cut."""

_MOST_CUTS: Final = 8
"""Largest number of rows tried as an end of a stretch."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The rows from `first` to before `stop`, and where they begin and end in each document."""

    first: int
    stop: int
    begin: Place
    end: Place


def rebuilt(
    rows: Sequence[Row], linked: LinkedSet, edits: Mapping[DocumentPair, tuple[Alignment, Alignment]]
) -> tuple[Row, ...] | None:
    """Return the rows after an edit of links; those outside the stretch are the same objects.

    Args:
        rows: the rows before the edit, as `build_rows` made them.
        linked: the documents and their links after the edit.
        edits: the edited alignments, before and after.

    Returns:
        The same as `build_rows(linked)`; None if no stretch was found that is safe to rebuild alone.
    """
    spine, heads = linked.newest()
    if not all((spine, head) in linked.alignments for head in heads):
        return None  # links through older drafts may cross
    affected = _affected(rows, edits)
    stretch = _stretch(rows, linked, affected)
    if stretch is None:
        return None
    begin, end = stretch.begin, stretch.end
    made = build_rows(
        replace(
            linked,
            documents={key: range(end[key] - begin[key]) for key in linked.documents},
            alignments={keys: _part(each, keys, stretch) for keys, each in linked.alignments.items()},
            revisions={keys: _revised_part(each, keys, stretch) for keys, each in linked.revisions.items()},
        )
    )
    moved = (
        replace(row, cells={key: span.shifted(begin[key]) for key, span in row.cells.items()}) for row in made
    )
    return (*rows[: stretch.first], *moved, *rows[stretch.stop :])


def _affected(
    rows: Sequence[Row], edits: Mapping[DocumentPair, tuple[Alignment, Alignment]]
) -> tuple[int, int]:
    """Return the first and the last row with segments whose links were edited."""
    touched: list[tuple[DocumentKey, Span]] = []
    for (source, target), (before, after) in edits.items():
        ours, theirs = _unlike(before, after)
        touched += [(source, ours), (target, theirs)]
    found = [
        number
        for number, row in enumerate(rows)
        for key, span in touched
        if (cell := row.cells.get(key)) is not None and cell.overlaps(span)
    ]
    return (found[0], found[-1]) if found else (0, 0)


def _unlike(before: Alignment, after: Alignment) -> tuple[Span, Span]:
    """Return the segments of both documents between the first and the last bead that differ."""
    one, other = before.beads, after.beads
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    same = next((n for n in range(shorter - start) if one[-1 - n] != other[-1 - n]), shorter - start)
    cut = one[start : len(one) - same] or other[start : len(other) - same]
    if not cut:
        return Span(0, 0), Span(0, 0)
    first, last = cut[0], cut[-1]
    return Span(first.source.start, last.source.stop), Span(first.target.start, last.target.stop)


def _stretch(rows: Sequence[Row], linked: LinkedSet, affected: tuple[int, int]) -> _Stretch | None:
    """Return a short stretch around the affected rows that no link and no change leaves.

    It begins with, or at least contains, a row beside which `build_rows` places paragraphs that only an
    older draft has.
    """
    first, last = affected
    upper = _cut(range(last + 1, len(rows)), rows, linked)
    lower = _cut(range(first - 1, -1, -1), rows, linked)
    if lower is None:
        if upper is None:
            return None
        lower = 0, dict.fromkeys(linked.documents, 0)
        upper = _cut(range(upper[0] + 1, len(rows)), rows, linked)
    if upper is None:
        upper = len(rows), {key: len(document) for key, document in linked.documents.items()}
    return _Stretch(lower[0], upper[0], lower[1], upper[1])


def _cut(
    candidates: Iterable[int], rows: Sequence[Row], linked: LinkedSet
) -> tuple[int, dict[DocumentKey, int]] | None:
    """Return the first of these rows before which all documents can be cut, and the places of the cut."""
    tried = 0
    for number in candidates:
        cells = rows[number].cells
        if len(cells) < len(linked.documents):
            continue
        place = {key: span.start for key, span in cells.items()}
        if not all(_links_meet(each, keys, place) for keys, each in linked.alignments.items()):
            continue
        if all(_changes_meet(each, keys, place) for keys, each in linked.revisions.items()):
            return number, place
        tried += 1
        if tried == _MOST_CUTS:
            return None
    return None


def _links_meet(alignment: Alignment, keys: DocumentPair, place: Place) -> bool:
    """Whether a link between both documents begins at the cut."""
    source, target = (place[key] for key in keys)
    number = _first_bead(alignment, source, target)
    if number == len(alignment.beads):
        return False
    bead = alignment.beads[number]
    return bool(bead.source and bead.target) and (bead.source.start, bead.target.start) == (source, target)


def _first_bead(alignment: Alignment, source: int, target: int) -> int:
    """Return the index of the first bead that ends after these segments begin."""
    return bisect_left(
        alignment.beads, True, key=lambda bead: bead.source.stop > source or bead.target.stop > target
    )


def _changes_meet(revision: Revision, keys: DocumentPair, place: Place) -> bool:
    """Whether no change crosses the cut, and one other than a move begins there in both drafts."""
    old, new = (place[key] for key in keys)
    begins = False
    for change in revision.changes:
        before, after = change.old, change.new
        old_start, old_stop, new_start, new_stop = before.start, before.stop, after.start, after.stop
        no_old, no_new = old_start == old_stop, new_start == new_stop
        if (no_old or old_stop <= old) and (no_new or new_stop <= new):
            continue
        if not ((no_old or old_start >= old) and (no_new or new_start >= new)):
            return False
        if old_start == old and new_start == new and not (no_old or no_new):
            begins = not change.kind.is_move
    return begins


def _part(alignment: Alignment, keys: DocumentPair, stretch: _Stretch) -> Alignment:
    """Return the links within a stretch, its documents counted from their beginning."""
    (source, target), (source_end, target_end) = (
        [place[key] for key in keys] for place in (stretch.begin, stretch.end)
    )
    first, stop = _first_bead(alignment, source, target), _first_bead(alignment, source_end, target_end)
    beads = (
        replace(bead, source=bead.source.shifted(-source), target=bead.target.shifted(-target))
        for bead in alignment.beads[first:stop]
    )
    return Alignment(tuple(beads), source_end - source, target_end - target)


def _revised_part(revision: Revision, keys: DocumentPair, stretch: _Stretch) -> Revision:
    """Return the changes within a stretch, its documents counted from their beginning."""
    (old, new), (old_end, new_end) = ([place[key] for key in keys] for place in (stretch.begin, stretch.end))
    within = (
        change
        for change in revision.changes
        if (
            new <= change.new.start < new_end
            if change.new.start < change.new.stop
            else old <= change.old.start < old_end
        )
    )
    changes = (
        replace(change, old=_shifted(change.old, old), new=_shifted(change.new, new)) for change in within
    )
    return Revision(tuple(changes), old_end - old, new_end - new)


def _shifted(span: Span, by: int) -> Span:
    """Return a span counted from another beginning; an empty one may be anywhere."""
    return span.shifted(-by) if span else Span(0, 0)
