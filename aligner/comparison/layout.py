"""Derive a comparison's rows and amendments from its alignments and revisions.

After links are edited, rows and amendments are recomputed without encoding or aligning again.

Find the amendments whose states edited links may have changed.

An amendment's states depend on the paragraphs that its own are linked with, on the changes that
these are part of, and so on. Paragraphs thus form independent groups of a row or two each, and an
edit to links affects only the groups whose links it changed.

Rebuild only the rows around edited links.

Rows depend on one another, but not across a cut that no link and no change crosses. The stretch between
two such cuts is a set of shorter documents, whose rows `build_rows` builds like any others.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from aligner.alignment.corrections import joins_alike
from aligner.comparison.carry_over import Indexed, RevisionIndexes, amended, follow
from aligner.comparison.drafts import Links, Place
from aligner.comparison.page_rows import build_rows, newest, tied_alike, with_scores
from aligner.values import Alignment, Amendment, Comparison, DocumentKey, DocumentPair, Revision, Row, Span
from aligner.values.catalogue import known as known_message
from aligner.values.comparison import cells_of

Cut = Mapping[DocumentKey, int]
"""A cut: for each document, its first segment after the cut."""

_MOST_CUTS: Final = 8
"""Largest number of rows tried as an end of a stretch."""


def with_links(
    comparison: Comparison,
    alignments: Mapping[DocumentPair, Alignment],
    known: RevisionIndexes | None = None,
) -> Comparison:
    """Replace alignments that were edited by hand, which changes few of the rows and amendments.

    The result is that of `laid_out`, only faster: nothing is encoded, aligned or diffed again, and an
    amendment's states depend only on which segments are linked. Unaffected amendments are taken from
    `comparison`, which must be as `compare` or `laid_out` made it. Confirming links only changes their
    scores.

    Args:
        comparison: the existing comparison.
        alignments: the edited alignments, by their keys in the comparison.
        known: cache of what was found in the revisions of this comparison; it is read and updated.
    """
    changed = replace(comparison, alignments={**comparison.alignments, **alignments})
    edits = {
        keys: (before, after)
        for keys, after in alignments.items()
        if (before := comparison.alignments[keys]) is not after
    }
    if all(joins_alike(*edit) for edit in edits.values()):
        same_ties = all(tied_alike(*edit) for edit in edits.values())
        return replace(changed, rows=with_scores(changed) if same_ties else build_rows(changed))
    rows = rebuilt(changed, edited_rows(comparison.rows, edits)) or build_rows(changed)
    return replace(changed, rows=rows, amendments=_followed_again(comparison, changed.alignments, known))


def _followed_again(
    comparison: Comparison, alignments: Mapping[DocumentPair, Alignment], known: RevisionIndexes | None
) -> tuple[Amendment, ...]:
    """Return the amendments after an edit of links; unaffected ones are the same objects."""
    indexed = Indexed.of(replace(comparison, alignments=alignments), known)
    listed = indexed.listed()
    if len(listed) != len(comparison.amendments):  # not as `follow` returns them
        return tuple(indexed.amendment(*each) for each in listed)
    amendments = list(comparison.amendments)
    for place in affected(_edited(comparison, alignments), indexed):
        amendments[place] = indexed.amendment(*listed[place])
    return tuple(amendments)


def laid_out_around(
    comparison: Comparison,
    places: Sequence[Place],
    stayed: Mapping[DocumentPair, Mapping[int, Amendment]],
) -> Comparison:
    """Do the same as `laid_out`, but faster, where only some segments are divided, worded or linked anew.

    Args:
        comparison: a comparison whose rows have these segments, and all others, at their places.
        places: the segments.
        stayed: by revision and index of their change, the amendments that may be as they were.
    """
    indexed = Indexed.of(comparison)
    again, amendments = set(affected(places, indexed)), list[Amendment]()
    for keys, drafts in indexed.revised.items():
        known = stayed.get(keys, {})
        for number in drafts.amended:
            kept = known.get(number) if len(amendments) not in again else None
            amendments.append(indexed.amendment(keys, number) if kept is None else kept)
    numbers = sorted(rows_with(comparison.rows, places))
    rows = rebuilt(comparison, (numbers[0], numbers[-1])) if numbers else None
    return replace(comparison, rows=rows or build_rows(comparison), amendments=tuple(amendments))


def rows_with(rows: Sequence[Row], places: Iterable[Place]) -> Iterator[int]:
    """Yield the rows, by index, that have one of some paragraphs."""
    wanted = defaultdict[DocumentKey, set[int]](set)
    for key, index in places:
        wanted[key].add(index)
    for number, indices, span in cells_of(rows, wanted):
        if not indices.isdisjoint(range(span.start, span.stop)):
            yield number


def with_amendments(comparison: Comparison, amendments: Sequence[Amendment]) -> Comparison:
    """Recompute the rows of a comparison, and give it amendments whose states were saved.

    Args:
        comparison: the comparison, whose own rows and amendments are ignored.
        amendments: the amendments that `laid_out` would return, possibly with other states. If they
            do not fit its revisions, they are recomputed too.
    """
    if not _fit(comparison, amendments):
        return laid_out(comparison)
    return replace(comparison, rows=build_rows(comparison), amendments=tuple(amendments))


def _fit(comparison: Comparison, amendments: Sequence[Amendment]) -> bool:
    """Whether amendments are those of the revisions, in order, and refer only to what exists."""
    revisions, languages = comparison.revisions, set(comparison.languages)
    if [(each.drafts, each.change) for each in amendments] != list(amended(comparison)):
        return False
    for each in amendments:
        n_edits = len(revisions[each.drafts].changes[each.change].edits)
        named = {*each.states, *each.reasons, *each.missing}
        edits = (edit.edit for edits in each.missing.values() for edit in edits)
        if not (named <= languages and all(map(known_message, each.reasons.values()))):
            return False
        if not all(0 <= edit < n_edits for edit in edits):
            return False
    return True


def laid_out(comparison: Comparison) -> Comparison:
    """Recompute the rows and amendments of a comparison."""
    return replace(comparison, rows=build_rows(comparison), amendments=follow(comparison))


def affected(places: Iterable[Place], indexed: Indexed) -> Iterator[int]:
    """Yield which amendments may have other states when some segments are linked or worded otherwise.

    Moves are always among them, since they are compared with all other moves, wherever those are linked.

    Args:
        places: the segments.
        indexed: the alignments and revisions afterwards.

    Yields:
        Indices into `indexed.listed()`.
    """
    touched = defaultdict[DocumentKey, set[int]](set)
    for key, index in _with_groups(places, indexed):
        touched[key].add(index)
    first = 0
    for drafts in indexed.revised.values():
        changed = {*drafts.touched(touched[drafts.old], touched[drafts.new]), *drafts.moved}
        for number in sorted(changed):
            place = bisect_left(drafts.amended, number)
            if drafts.amended[place : place + 1] == (number,):
                yield first + place
        first += len(drafts.amended)


def _edited(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Iterator[Place]:
    """Return the paragraphs that other alignments link otherwise than those of a comparison."""
    edited = {keys: each for keys, each in alignments.items() if each is not comparison.alignments[keys]}
    return Links(edited).unlike(Links({keys: comparison.alignments[keys] for keys in edited}))


def _with_groups(places: Iterable[Place], indexed: Indexed) -> set[Place]:
    """Return the paragraphs of all groups that contain one of these."""
    waiting = list(places)
    found = set(waiting)
    while waiting:
        place = waiting.pop()
        revised = chain.from_iterable(drafts.beside(place) for drafts in indexed.revised.values())
        beside = {*indexed.links.beside(place), *revised}
        waiting += beside - found
        found |= beside
    return found


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The rows from `first` to before `stop`, and where they begin and end in each document."""

    first: int
    stop: int
    begin: Cut
    end: Cut


def rebuilt(comparison: Comparison, affected: tuple[int, int]) -> tuple[Row, ...] | None:
    """Return the rows after an edit; those outside the stretch are the same objects.

    Args:
        comparison: the documents and their links after the edit, with the rows from before it.
        affected: the first and the last row that the edit concerns.

    Returns:
        The same as `build_rows(comparison)`; None if no stretch was found that is safe to rebuild alone.
    """
    spine, heads = newest(comparison)
    if not all((spine, head) in comparison.alignments for head in heads):
        return None  # links through older drafts may cross
    stretch = _stretch(comparison, affected)
    if stretch is None:
        return None
    begin, end, rows = stretch.begin, stretch.end, comparison.rows
    made = build_rows(
        replace(
            comparison,
            documents={
                key: replace(document, segments=document.segments[begin[key] : end[key]])
                for key, document in comparison.documents.items()
            },
            alignments={keys: _part(each, keys, stretch) for keys, each in comparison.alignments.items()},
            revisions={
                keys: _revised_part(each, keys, stretch) for keys, each in comparison.revisions.items()
            },
        )
    )
    moved = (
        replace(row, cells={key: span.shifted(begin[key]) for key, span in row.cells.items()}) for row in made
    )
    return (*rows[: stretch.first], *moved, *rows[stretch.stop :])


def edited_rows(
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


def _stretch(comparison: Comparison, affected: tuple[int, int]) -> _Stretch | None:
    """Return a short stretch around the affected rows that no link and no change leaves.

    It begins with, or at least contains, a row beside which `build_rows` places paragraphs that only an
    older draft has.
    """
    first, last = affected
    size = len(comparison.rows)
    upper = _cut(range(last + 1, size), comparison)
    lower = _cut(range(first - 1, -1, -1), comparison)
    if lower is None:
        if upper is None:
            return None
        lower = 0, dict.fromkeys(comparison.documents, 0)
        upper = _cut(range(upper[0] + 1, size), comparison)
    if upper is None:
        upper = size, {key: len(document) for key, document in comparison.documents.items()}
    return _Stretch(lower[0], upper[0], lower[1], upper[1])


def _cut(candidates: Iterable[int], comparison: Comparison) -> tuple[int, dict[DocumentKey, int]] | None:
    """Return the first of these rows before which all documents can be cut, and the places of the cut."""
    tried = 0
    for number in candidates:
        cells = comparison.rows[number].cells
        if len(cells) < len(comparison.documents):
            continue
        place = {key: span.start for key, span in cells.items()}
        if not all(_links_meet(each, keys, place) for keys, each in comparison.alignments.items()):
            continue
        if all(_changes_meet(each, keys, place) for keys, each in comparison.revisions.items()):
            return number, place
        tried += 1
        if tried == _MOST_CUTS:
            return None
    return None


def _links_meet(alignment: Alignment, keys: DocumentPair, place: Cut) -> bool:
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


def _changes_meet(revision: Revision, keys: DocumentPair, place: Cut) -> bool:
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
