"""A comparison in which a paragraph was divided, joined or written by hand: links and changes follow.

Only the links and changes of the paragraphs concerned are made anew; all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from aligner.alignment import corrections
from aligner.comparison.layout import laid_out
from aligner.revision.diff import diff
from aligner.revision.revise import revise
from aligner.segmentation import redivision
from aligner.values import Document, Message, Segment, Span
from aligner.values.comparison import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Comparison,
    DocumentKey,
    EditTag,
    LinkOrigin,
    Revision,
    Row,
)
from aligner.values.errors import LinkError

_REPEATED: Final = (ChangeKind.UNCHANGED, ChangeKind.RENUMBERED, ChangeKind.FORM_ONLY)
"""Kinds of change at which a comparison anew may end."""

Place = tuple[DocumentKey, int]
"""A segment of a document."""

Shift = Callable[[int], int]
"""Where the border before a segment is afterwards."""


def with_divided(comparison: Comparison, key: DocumentKey, index: int, at: int) -> Comparison:
    """Divide a segment of a document; see `redivision.divided`.

    A link of as many segments on both sides as it then has becomes links of one with one.
    """
    document = redivision.divided(comparison.documents[key], index, at)

    def shift(border: int) -> int:
        return border + (border > index)

    return _redivided(comparison, key, document, Span(index, index + 1), shift, comparison.alignments)


def with_joined(comparison: Comparison, key: DocumentKey, index: int) -> Comparison:
    """Join a segment of a document with the next; their links are merged; see `redivision.joined`."""
    document = redivision.joined(comparison.documents[key], index)
    alignments = dict(comparison.alignments)
    for keys, alignment in comparison.alignments.items():
        if key in keys:
            numbers = [
                number
                for number, bead in enumerate(alignment.beads)
                if _side(bead, keys.index(key)).overlaps(Span(index, index + 2))
            ]
            if len(numbers) > 1:
                alignments[keys] = _merged(alignment, numbers[0], numbers[-1])

    def shift(border: int) -> int:
        return border - (border > index)

    return _redivided(comparison, key, document, Span(index, index + 2), shift, alignments)


def with_text(comparison: Comparison, key: DocumentKey, index: int, text: str) -> Comparison:
    """Give a segment other words; its links stay.

    Raises:
        LinkError: if it is a row of a table.
    """
    document = comparison.documents[key]
    before = document.text_of(index)
    edits = [
        (edit.old, edit.new.of(text))
        for edit in diff(before, text, document.language)
        if edit.tag is not EditTag.EQUAL
    ]
    changed = redivision.rewritten(document, index, edits)
    return _redivided(
        comparison, key, changed, Span(index, index + 1), lambda border: border, comparison.alignments
    )


def with_paragraph(
    comparison: Comparison, pivot: DocumentKey, source: Span, key: DocumentKey, text: str
) -> Comparison:
    """Write a paragraph that a language lacks beside those of the pivot, with their kind and number.

    Args:
        comparison: the comparison.
        pivot: the pivot's document.
        source: its segments, to which nothing is linked.
        key: the other document.
        text: the words.

    Raises:
        LinkError: if something is linked to these segments.
    """
    alignment, document = comparison.alignments[pivot, key], comparison.documents[key]
    gaps = [n for n, bead in enumerate(alignment.beads) if bead.source.overlaps(source)]
    if not gaps or any(alignment.beads[number].target for number in gaps):
        raise LinkError(Message("error.not_writable"))
    at = alignment.beads[gaps[0]].target.start
    like = comparison.documents[pivot].segments[source.start]
    changed = redivision.inserted(document, at, text, like)
    beads = []
    for number, bead in enumerate(alignment.beads):
        if number == gaps[0]:
            whole = Span(bead.source.start, alignment.beads[gaps[-1]].source.stop)
            beads.append(Bead(whole, Span(at, at + 1), 1.0, LinkOrigin.CONFIRMED))
        elif number not in gaps:
            beads.append(replace(bead, target=bead.target.shifted(1)) if number > gaps[0] else bead)

    def target(span: Span) -> Span:
        return span.shifted(1) if span.start >= at else span

    moves = tuple(
        replace(move, target=target(move.target))
        for move in alignment.moves
        if not move.source.overlaps(source)
    )
    made = Alignment(tuple(beads), alignment.n_source, alignment.n_target + 1, moves, alignment.signature)
    documents = {**comparison.documents, key: changed}
    revisions = {
        keys: revise(documents[keys[0]], documents[keys[1]]) if key in keys else each
        for keys, each in comparison.revisions.items()
    }
    alignments = {**comparison.alignments, (pivot, key): made}
    return laid_out(replace(comparison, documents=documents, alignments=alignments, revisions=revisions))


def row_with_text(comparison: Comparison, row: int, key: DocumentKey, text: str) -> Comparison:
    """Return a comparison of one row only, the pivot's words with a text, for the checks.

    Args:
        comparison: the comparison.
        row: index of the row.
        key: the document that the text is written for.
        text: the words.
    """
    pivot = comparison.newest[comparison.pivot]
    span = comparison.rows[row].cells.get(pivot, Span(0, 0))
    source = comparison.documents[pivot]
    ours = replace(source, segments=source.segments[span.start : span.stop])
    theirs = Document(key.language, text, (Segment(Span(0, len(text))),), pivot.version)
    other = DocumentKey(key.language, pivot.version)
    whole = Bead(Span(0, len(ours)), Span(0, 1))
    return Comparison(
        title="",
        pivot=comparison.pivot,
        versions=(pivot.version,),
        documents={pivot: ours, other: theirs},
        alignments={(pivot, other): Alignment((whole,), len(ours), 1)},
        revisions={},
        rows=(Row({pivot: whole.source, other: whole.target}),),
    )


def reviewed_after(
    places: frozenset[tuple[DocumentKey, int]], key: DocumentKey, index: int, by: int
) -> frozenset[tuple[DocumentKey, int]]:
    """Return reviewed segments after one was divided (`by` is 1) or joined with the next (-1)."""
    found = set()
    for home, at in places:
        if home != key or at <= index:
            found.add((home, at))
        elif by > 0 or at > index + 1:
            found.add((home, at + by))
    if by > 0 and (key, index) in places:
        found.add((key, index + 1))
    if by < 0 and (key, index + 1) not in places:
        found.discard((key, index))
    return frozenset(found)


def _side(bead: Bead, side: int) -> Span:
    return (bead.source, bead.target)[side]


def _merged(alignment: Alignment, first: int, last: int) -> Alignment:
    """Merge links without confirming them, unless all were."""
    beads = alignment.beads[first : last + 1]
    made = corrections.merge(alignment, first, last)
    if all(bead.origin is LinkOrigin.CONFIRMED for bead in beads):
        return made
    whole = replace(made.beads[first], score=min(b.score for b in beads), origin=LinkOrigin.AUTOMATIC)
    return replace(made, beads=(*made.beads[:first], whole, *made.beads[first + 1 :]))


def _redivided(
    comparison: Comparison,
    key: DocumentKey,
    document: Document,
    where: Span,
    shift: Shift,
    alignments: Mapping[tuple[DocumentKey, DocumentKey], Alignment],
) -> Comparison:
    """Put a document with other segments in its place; `where` are the segments that it had there."""
    documents = {**comparison.documents, key: document}
    changed = replace(
        comparison,
        documents=documents,
        alignments={
            keys: _shifted(each, keys.index(key), shift, where.start) if key in keys else each
            for keys, each in alignments.items()
        },
        revisions={
            keys: _revised(
                documents[keys[0]], documents[keys[1]], each, 0 if keys[0] == key else 1, where, shift
            )
            if key in keys
            else each
            for keys, each in comparison.revisions.items()
        },
    )
    return laid_out(changed)


def _shifted(alignment: Alignment, side: int, shift: Shift, index: int) -> Alignment:
    same = corrections.same_border
    made = corrections.with_borders(alignment, *((shift, same) if side == 0 else (same, shift)))
    beads: list[Bead] = []
    for before, after in zip(alignment.beads, made.beads, strict=True):
        is_divided = index in _side(before, side) and after.shape != before.shape
        is_square = is_divided and after.shape[0] == after.shape[1] > 1
        beads += _one_by_one(after) if is_square else [after]
    return replace(made, beads=tuple(beads))


def _one_by_one(bead: Bead) -> Iterator[Bead]:
    for ours, theirs in zip(bead.source, bead.target, strict=True):
        yield Bead(Span(ours, ours + 1), Span(theirs, theirs + 1), bead.score, bead.origin)


def _revised(
    old: Document, new: Document, revision: Revision, side: int, where: Span, shift: Shift
) -> Revision:
    """Compare two drafts again around the segments that one of them had at a place.

    Args:
        old: the older draft, as it is now.
        new: the newer one, as it is now.
        revision: the changes between them before.
        side: which of them is divided otherwise: 0 for the older, 1 for the newer.
        where: the segments that it had there.
        shift: where its borders are now.
    """
    grown = _concerned(revision, side, where)
    chosen = [revision.changes[number] for number in sorted(grown)]
    here = [_around([change.old for change in chosen]), _around([change.new for change in chosen])]
    spans = list(here)
    spans[side] = Span(shift(here[side].start), shift(here[side].stop))
    parts = [
        replace(document, segments=document.segments[span.start : span.stop])
        for document, span in zip((old, new), spans, strict=True)
    ]
    made = [_moved(change, spans[0].start, spans[1].start) for change in revise(*parts).changes]
    kept = [
        _with_side(change, side, shift) if number not in grown else change
        for number, change in enumerate(revision.changes)
    ]
    first = min(grown)
    changes = (
        *(change for number, change in enumerate(kept) if number < first),
        *made,
        *(change for number, change in enumerate(kept) if number >= first and number not in grown),
    )
    return replace(revision, changes=changes, n_old=len(old), n_new=len(new))


def _concerned(revision: Revision, side: int, where: Span) -> set[int]:
    """Return the changes of some segments, those beside them that repeat nothing, and any between."""
    changes = revision.changes
    found: set[int] = set()
    here = [Span(0, 0), Span(0, 0)]
    here[side] = where
    while True:
        grown = found | {
            number
            for number, change in enumerate(changes)
            if any(one.overlaps(other) for one, other in zip((change.old, change.new), here, strict=True))
        }
        for number in (min(grown) - 1, max(grown) + 1):
            if 0 <= number < len(changes) and changes[number].kind not in _REPEATED:
                grown.add(number)
        if grown == found:
            return found
        found = grown
        chosen = [changes[number] for number in found]
        here = [_around([change.old for change in chosen]), _around([change.new for change in chosen])]


def _around(spans: list[Span]) -> Span:
    filled = [span for span in spans if span]
    return Span(min(s.start for s in filled), max(s.stop for s in filled)) if filled else Span(0, 0)


def _moved(change: Change, old: int, new: int) -> Change:
    return replace(change, old=change.old.shifted(old), new=change.new.shifted(new))


def _with_side(change: Change, side: int, shift: Shift) -> Change:
    spans = [change.old, change.new]
    spans[side] = Span(shift(spans[side].start), shift(spans[side].stop))
    return replace(change, old=spans[0], new=spans[1])
