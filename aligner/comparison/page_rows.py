"""Arrange the paragraphs of all languages and drafts in rows.

The newest draft of the pivot language is the spine. The newest drafts of the other languages are
attached to it by their beads; overlapping beads of several languages are merged, so that each row is
one passage in all of them. Earlier drafts are attached by their own language's revisions. Paragraphs
that only an earlier draft has keep their old position, beside their counterparts if another
language has kept these.

Every segment of every document is in exactly one row, and the newest draft of each language
reads from top to bottom in order.

A tie is a bead between corresponding passages, whether an alignment has it or several were composed;
one side is empty for a gap of several paragraphs that a person merged.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from operator import attrgetter

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.values import Alignment, Bead, Comparison, LinkOrigin, Revision, Row, Span
from aligner.values.comparison import Alignments, DocumentKey, Revisions
from aligner.values.runs import run_around


@dataclass(slots=True, eq=False)
class Line:
    """A row under construction; compared by identity, since its cells still grow."""

    cells: dict[DocumentKey, Span]
    score: float = 1.0


def newest(comparison: Comparison) -> tuple[DocumentKey, list[DocumentKey]]:
    """Return the newest draft of the pivot, which is the spine, and those of the other languages."""
    heads: dict[str, DocumentKey] = {}
    for version in comparison.versions:
        for key in comparison.documents:
            if key.version == version:
                heads[key.language] = key
    return heads.pop(comparison.pivot), list(heads.values())


def _ties(comparison: Comparison, spine: DocumentKey, head: DocumentKey) -> list[Bead]:
    """Return the ties from the spine to a language's newest draft, through the nearest alignment.

    Those of what the spine has moved since cross others.
    """
    order = comparison.version_order
    usable = [
        pair
        for pair in comparison.alignments
        if pair[0].language == spine.language and pair[1].language == head.language
    ]
    if not usable:
        return []
    # The spine and the head are the newest drafts, so the latest ones are nearest.
    ours, theirs = max(
        usable, key=lambda pair: (sum(order[key.version] for key in pair), order[pair[0].version])
    )
    ties = list(filter(_ties_passages, comparison.alignments[ours, theirs].beads))
    for step in revisions_between(ours, spine, comparison.revisions):
        ties = compose([Bead(each.new, each.old) for each in step.changes if each.old and each.new], ties)
    for step in revisions_between(theirs, head, comparison.revisions):
        ties = compose(ties, [Bead(each.old, each.new) for each in step.changes if each.old and each.new])
    return ties


def build_rows(comparison: Comparison) -> tuple[Row, ...]:
    """Arrange all documents of a comparison side by side, whatever its own rows are."""
    documents, revisions = comparison.documents, comparison.revisions
    spine, heads = newest(comparison)
    ties = {head: _ties(comparison, spine, head) for head in heads}
    in_order = {head: monotone(ties[head]) for head in heads}
    gaps = {head: [tie.target for tie in in_order[head] if not tie.source] for head in heads}
    origins = {head: _origins(ties[head], comparison.alignments.get((spine, head))) for head in heads}
    blocks = _spine_lines(spine, len(documents[spine]), in_order)
    lines = _with_the_rest(blocks, {head: len(documents[head]) for head in heads}, gaps, origins)
    table = _Table(lines, {key: len(document) for key, document in documents.items()})
    for version in reversed(comparison.versions):
        keys = sorted(
            (key for key in documents if key.version == version),
            key=lambda key: key.language != comparison.pivot,
        )
        older = {old: revision for (old, _), revision in revisions.items() if old in keys}
        newer = {old: new for old, new in revisions if old in keys}
        left = {key: table.attach(key, newer[key], older[key]) for key in keys if key in older}
        for key, spans in left.items():
            if spans:
                around = {pair: found for pair, found in comparison.alignments.items() if key in pair}
                changes = older[key].changes
                moved = frozenset(n for change in changes if change.kind.is_move for n in change.old)
                table.place(key, spans, around, moved)
    return tuple(Row(dict(line.cells), line.score) for line in table.lines)


def with_scores(comparison: Comparison) -> tuple[Row, ...]:
    """Update the scores of its rows: as `build_rows`, but much faster, if only scores have changed.

    The score of a row is the lowest of its ties.
    """
    rows = comparison.rows
    spine, heads = newest(comparison)
    row_of = {index: number for number, row in enumerate(rows) for index in row.cells.get(spine, ())}
    scores = [1.0] * len(rows)
    for head in heads:
        for tie in monotone(_ties(comparison, spine, head)):
            if tie.source and tie.target:
                number = row_of[tie.source.start]
                scores[number] = min(scores[number], tie.score)
    return tuple(
        row if row.score == score else replace(row, score=score)
        for row, score in zip(rows, scores, strict=True)
    )


def tied_alike(one: Alignment, other: Alignment) -> bool:
    """Whether two alignments of the same beads (`joins_alike`) tie the same ones, regardless of their scores.

    Confirming a gap of several paragraphs ties it.
    """
    pairs = zip(one.beads, other.beads, strict=True)
    return all(mine is theirs or _ties_passages(mine) == _ties_passages(theirs) for mine, theirs in pairs)


def compose(first: Iterable[Bead], second: Iterable[Bead]) -> list[Bead]:
    """Compose ties from A to B with ties from B to C.

    >>> (tie,) = compose([Bead(Span(0, 1), Span(4, 6))], [Bead(Span(5, 6), Span(2, 3), 0.5)])
    >>> tie == Bead(Span(0, 1), Span(2, 3), 0.5)
    True
    """
    onward: dict[int, list[Bead]] = {}
    for tie in second:
        for index in tie.source:
            onward.setdefault(index, []).append(tie)
    found: list[Bead] = []
    for tie in first:
        reached = dict.fromkeys(after for index in tie.target for after in onward.get(index, ()))
        found += [Bead(tie.source, after.target, min(tie.score, after.score)) for after in reached]
    return found


def monotone(ties: Iterable[Bead]) -> list[Bead]:
    """Return the longest chain of ties that do not cross; ties that share a segment are merged.

    >>> one, two = Bead(Span(0, 1), Span(1, 2)), Bead(Span(1, 2), Span(2, 3))
    >>> monotone([one, two, Bead(Span(2, 3), Span(0, 1))]) == [one, two]
    True
    """
    ties = list(ties)
    if all(one.precedes(other) for one, other in pairwise(ties)):
        return ties  # nothing crosses, as in the ties of a single alignment
    scores: dict[tuple[int, int], float] = {}
    for tie in ties:
        for i in tie.source:
            for j in tie.target:
                scores[i, j] = max(tie.score, scores.get((i, j), 0.0))
    pairs = sorted(scores)
    joined: list[Bead] = []
    for index in heaviest_chain(pairs, [1.0] * len(pairs), strict=False):
        i, j = pairs[index]
        here = Bead(Span(i, i + 1), Span(j, j + 1), scores[i, j])
        last = joined[-1] if joined else None
        if last is not None and (i in last.source or j in last.target):
            spans = Span(last.source.start, i + 1), Span(last.target.start, j + 1)
            joined[-1] = Bead(*spans, min(last.score, here.score))
        else:
            joined.append(here)
    return joined


def _ties_passages(bead: Bead) -> bool:
    """Whether a bead is a link, or a gap that a person merged; automatic gaps stay separate rows."""
    if bead.source and bead.target:
        return True
    return bead.origin is LinkOrigin.CONFIRMED and len(bead.source) + len(bead.target) > 1


def revisions_between(first: DocumentKey, last: DocumentKey, revisions: Revisions) -> Iterator[Revision]:
    """Yield the revisions that lead from one draft to a later one."""
    after = dict(revisions.keys())
    while first != last:
        yield revisions[first, after[first]]
        first = after[first]


def _spine_lines(spine: DocumentKey, size: int, others: Mapping[DocumentKey, list[Bead]]) -> list[Line]:
    """Return the lines of the spine with what is tied to them; it is cut wherever no tie spans the cut."""
    spanned: set[int] = set()
    for tie in chain.from_iterable(others.values()):
        spanned.update(range(tie.source.start + 1, tie.source.stop))
    starts = [index for index in range(size) if index not in spanned]
    blocks = [Line({spine: Span(a, b)}) for a, b in pairwise([*starts, size])]
    for key, ties in others.items():
        for tie in ties:
            if tie.source and tie.target:
                line = blocks[bisect_right(starts, tie.source.start) - 1]
                line.cells[key] = _hull(line.cells.get(key), tie.target)
                line.score = min(line.score, tie.score)
    return blocks


def _origins(ties: Iterable[Bead], alignment: Alignment | None) -> dict[int, int]:
    """Return the first source segment of each tie or move, by its first target segment."""
    tied = {tie.target.start: tie.source.start for tie in ties if tie.source}
    moves = alignment.moves if alignment is not None else ()
    return tied | {move.target.start: move.source.start for move in moves}


def _with_the_rest(
    blocks: Sequence[Line],
    sizes: Mapping[DocumentKey, int],
    gaps: Mapping[DocumentKey, Sequence[Span]],
    origins: Mapping[DocumentKey, Mapping[int, int]],
) -> list[Line]:
    """Insert lines between the blocks for the segments of other languages that are not tied to the spine.

    Each segment has its own line, except in a merged gap, and except that segments share a line if the
    spine has moved what they all correspond to.

    Args:
        blocks: the lines of the spine.
        sizes: the number of segments of each other language.
        gaps: their gaps.
        origins: for each of their segments that stands elsewhere in the spine, the segment there.
    """
    lines: list[Line] = []
    cursor = dict.fromkeys(sizes, 0)

    def rest(ends: Mapping[DocumentKey, int]) -> Iterator[Line]:
        found: list[Line] = []
        home: dict[int, int] = {}
        for key, stop in ends.items():
            last = -1
            for part in _parts(cursor[key], stop, gaps[key]):
                origin = origins[key].get(part.start, -1)
                place = home.get(origin, -1)
                if place > last:
                    found[place].cells[key] = part
                else:
                    place = len(found)
                    found.append(Line({key: part}))
                if origin >= 0:
                    home.setdefault(origin, place)
                last = place
            cursor[key] = stop
        return iter(found)

    for block in blocks:
        ends = {
            key: cell.start for key, cell in block.cells.items() if cell.start > cursor.get(key, cell.start)
        }
        lines += rest(ends) if ends else ()
        cursor |= {key: cell.stop for key, cell in block.cells.items() if key in cursor}
        lines.append(block)
    return [*lines, *rest(sizes)]


def _parts(start: int, stop: int, gaps: Iterable[Span]) -> Iterator[Span]:
    """Cut a range of segments into single ones, and into the gaps in it; no gap goes beyond its end."""
    merged = {gap.start: gap for gap in gaps}
    while start < stop:
        part = merged.get(start, Span(start, start + 1))
        yield part
        start = part.stop


class _Table:
    """The lines in order, with the line of each segment."""

    def __init__(self, lines: list[Line], sizes: Mapping[DocumentKey, int]) -> None:
        self.lines = lines
        self._sizes = sizes
        self._home: dict[DocumentKey, list[Line | None]] = {key: [None] * size for key, size in sizes.items()}
        for line in lines:
            self._record(line)

    def attach(self, old: DocumentKey, new: DocumentKey, revision: Revision) -> list[Span]:
        """Place an earlier draft beside the next one; return the spans that could not be placed.

        Paragraphs that did not move are placed first, so that a moved one never takes
        another's cell.
        """
        left: list[Span] = []
        homes = self._home[new]
        for change in sorted(revision.changes, key=lambda each: each.kind.is_move):
            if not change.old:
                continue
            if not change.new or not self._put(old, change.old, self._line_for(homes, change.new)):
                left.append(change.old)
        return sorted(left)

    def place(
        self, key: DocumentKey, spans: Sequence[Span], alignments: Alignments, moved: frozenset[int]
    ) -> None:
        """Place the segments that only this draft has, beside their counterparts or at their old position."""
        for span in spans:
            beside = self._counterparts(key, span, alignments)
            for line in beside:
                free = key in line.cells or key.language not in {each.language for each in line.cells}
                if free and self._put(key, span, line):
                    self._join(line, beside)
                    break
            else:
                line = Line({key: span})
                self.lines.insert(self._position(key, span, moved), line)
                self._record(line)

    def _join(self, line: Line, others: Sequence[Line]) -> None:
        """Merge a line with those next to it that are among others: one paragraph in several languages."""
        run = run_around(self.lines.index(line), len(self.lines), lambda place: self.lines[place] in others)
        languages = [code for place in run for code in {key.language for key in self.lines[place].cells}]
        if len(run) > 1 and len(languages) == len(set(languages)):
            self._merge(run.start, run.stop)

    def _line_for(self, homes: Sequence[Line | None], span: Span) -> Line:
        """Return the line of some segments, each of which has its own; if there are several, merge them."""
        touched = [line for line in dict.fromkeys(homes[span.start : span.stop]) if line is not None]
        if len(touched) == 1:
            return touched[0]
        places = sorted(self.lines.index(line) for line in touched)
        return self._merge(places[0], places[-1] + 1) or touched[0]

    def _merge(self, first: int, stop: int) -> Line | None:
        """Merge a run of lines into one, unless a cell would have a gap; return the line."""
        merged = _merged(self.lines[first:stop])
        if merged is not None:
            self.lines[first:stop] = [merged]
            self._record(merged)
        return merged

    def _put(self, key: DocumentKey, span: Span, line: Line) -> bool:
        """Add a span to a line unless its cell would then have a gap; return whether it was added."""
        present = line.cells.get(key)
        touches = present is None or span.start == present.stop or span.stop == present.start
        if touches:
            line.cells[key] = _hull(present, span)
            self._home[key][span.start : span.stop] = [line] * len(span)
        return touches

    def _counterparts(self, key: DocumentKey, span: Span, alignments: Alignments) -> list[Line]:
        """Return the lines of a span's counterparts in other languages, each of which must be in one line."""
        lines: list[Line] = []
        for (source, target), alignment in alignments.items():
            side, other = ("source", target) if key == source else ("target", source)
            for there in counterpart(alignment.beads, side, span):
                homes = dict.fromkeys(self._home[other][there.start : there.stop])
                lines += [line for line in homes if line is not None and len(homes) == 1]
        return lines

    def _position(self, key: DocumentKey, span: Span, moved: frozenset[int]) -> int:
        """Return where to insert a line for a span: after the nearest earlier segment that did not move."""
        above, below = range(span.start - 1, -1, -1), range(span.stop, self._sizes[key])
        for index in chain(above, below):
            line = self._home[key][index]
            if line is not None and index not in moved:
                return self.lines.index(line) + (index < span.start)
        return 0

    def _record(self, line: Line) -> None:
        for key, span in line.cells.items():
            self._home[key][span.start : span.stop] = [line] * len(span)


def counterpart(beads: Sequence[Bead], side: str, span: Span) -> Iterator[Span]:
    """Yield the other side of the bead that contains a span, if one bead contains all of it."""
    own, opposite = attrgetter(side), attrgetter("target" if side == "source" else "source")
    # It is the last bead that begins at or before the span, gaps of the other side included.
    place = bisect_right(beads, span.start, key=lambda bead: own(bead).start) - 1
    if place >= 0:
        ours, theirs = own(beads[place]), opposite(beads[place])
        if theirs and span.within(ours) and ours:
            yield theirs


def _merged(run: Sequence[Line]) -> Line | None:
    """Merge adjacent lines into one; None if a cell would have a gap."""
    cells: dict[DocumentKey, Span] = {}
    for line in run:
        for key, span in line.cells.items():
            present = cells.get(key)
            if present is not None and span.start != present.stop and span.stop != present.start:
                return None
            cells[key] = _hull(present, span)
    return Line(cells, min(line.score for line in run))


def _hull(first: Span | None, second: Span) -> Span:
    if first is None:
        return second
    return Span(min(first.start, second.start), max(first.stop, second.stop))
