"""A comparison in which a paragraph was divided, joined or written by hand: links and changes follow.

Only the links and changes of the paragraphs concerned are made anew; all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from aligner.alignment import corrections
from aligner.alignment.nesting import cut
from aligner.comparison.drafts import Place
from aligner.comparison.layout import laid_out_around
from aligner.comparison.single_result import from_alignment
from aligner.encoders import Encoder
from aligner.revision.diff import diff
from aligner.revision.revise import footnote_changes, revise, with_shifts
from aligner.segmentation import redivision
from aligner.values import Alignment, Amendment, Bead, Change, ChangeKind, Comparison, DocumentKey
from aligner.values.comparison import Alignments, DocumentPair, EditTag, LinkOrigin, Revision
from aligner.values.document import Document, Segment, Span
from aligner.values.message import LinkError, Message

_REPEATED: Final = (ChangeKind.UNCHANGED, ChangeKind.RENUMBERED, ChangeKind.FORM_ONLY)
"""Kinds of change at which a comparison anew may end."""

Shift = Callable[[Span], Span]
"""Where segments of the document are afterwards."""


def with_divided(
    comparison: Comparison, key: DocumentKey, index: int, at: int, encoder: Encoder | None = None
) -> Comparison:
    """Divide a segment of a document; see `redivision.divided`.

    A link of as many segments on both sides as it then has becomes links of one with one. With an encoder,
    the changes that are made anew have a shift in meaning, as those of `compare` do.
    """
    document = redivision.divided(comparison.documents[key], index, at)
    return _redivided(comparison, key, index, document, encoder)


def with_joined(
    comparison: Comparison, key: DocumentKey, index: int, encoder: Encoder | None = None
) -> Comparison:
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
    return _redivided(replace(comparison, alignments=alignments), key, index, document, encoder)


def with_text(
    comparison: Comparison, key: DocumentKey, index: int, text: str, encoder: Encoder | None = None
) -> Comparison:
    """Give a segment other words; its links stay.

    Raises:
        LinkError: if it is a row of a table, and has another number of cells afterwards.
    """
    document = comparison.documents[key]
    before = document.text_of(index)
    edits = [
        (edit.old, edit.new.of(text))
        for edit in diff(before, text, document.language)
        if edit.tag is not EditTag.EQUAL
    ]
    return _redivided(comparison, key, index, redivision.rewritten(document, index, edits), encoder)


def with_word(
    comparison: Comparison,
    key: DocumentKey,
    index: int,
    word: Span,
    text: str,
    encoder: Encoder | None = None,
) -> Comparison:
    """Write a word of a segment as it is on the page; see `redivision.corrected`."""
    changed = redivision.corrected(comparison.documents[key], index, word, text)
    return _redivided(comparison, key, index, changed, encoder)


def with_note_word(
    comparison: Comparison, key: DocumentKey, place: tuple[int, int], word: Span, text: str
) -> Comparison:
    """Write a word of a footnote as it is on the page; see `redivision.corrected_note`.

    Args:
        comparison: the comparison.
        key: the document.
        place: the segment that has the footnote's mark, and the footnote.
        word: the word, as a span of the footnote's text.
        text: what is on the page.
    """
    segment, note = place
    document = redivision.corrected_note(comparison.documents[key], note, word, text)
    made = _redivided(comparison, key, segment, document, None)
    revisions = {
        drafts: replace(each, footnote_changes=footnote_changes(*(made.documents[one] for one in drafts)))
        if key in drafts
        else each
        for drafts, each in made.revisions.items()
    }
    return replace(made, revisions=revisions)


def _redivided(
    comparison: Comparison, key: DocumentKey, index: int, document: Document, encoder: Encoder | None
) -> Comparison:
    """Put a document in its place that has a segment more, or one fewer, or other words at an index."""
    by = len(document) - len(comparison.documents[key])
    was, now = Span(index, index + 1 + (by < 0)), Span(index, index + 1 + (by > 0))
    alignments = {
        keys: _shifted(each, keys.index(key), index, by) if by and key in keys else each
        for keys, each in comparison.alignments.items()
    }
    made = _Redivision(comparison, key, document, was, now, _following(index, by), encoder)
    return made.followed(alignments)


def with_paragraph(
    comparison: Comparison,
    pivot: DocumentKey,
    source: Span,
    key: DocumentKey,
    text: str,
    encoder: Encoder | None = None,
) -> Comparison:
    """Write a paragraph that a language lacks beside those of the pivot, with their kind and number.

    Args:
        comparison: the comparison.
        pivot: the pivot's document.
        source: its segments, to which nothing is linked.
        key: the other document.
        text: the words.
        encoder: as for `with_divided`.

    Raises:
        LinkError: if something is linked to these segments.
    """
    alignment, document = comparison.alignments[pivot, key], comparison.documents[key]
    gaps = [n for n, bead in enumerate(alignment.beads) if bead.source.overlaps(source)]
    if not gaps or any(alignment.beads[number].target for number in gaps):
        raise LinkError(Message("error.not_writable"))
    first, last = alignment.beads[gaps[0]], alignment.beads[gaps[-1]]
    at = first.target.start
    like = comparison.documents[pivot].segments[source.start]
    changed = redivision.inserted(document, at, text, like)
    whole = Span(first.source.start, last.source.stop)
    beads = (
        *alignment.beads[: gaps[0]],
        Bead(whole, Span(at, at + 1), 1.0, LinkOrigin.CONFIRMED),
        *(replace(bead, target=bead.target.shifted(1)) for bead in alignment.beads[gaps[-1] + 1 :]),
    )

    def shift(span: Span) -> Span:
        """Make room; what spans the place grows."""
        return Span(span.start + (span.start >= at), span.stop + (span.stop > at or span.start >= at))

    moves = tuple(
        replace(move, target=shift(move.target))
        for move in alignment.moves
        if not move.source.overlaps(source)
    )
    made = Alignment(beads, alignment.n_source, alignment.n_target + 1, moves, alignment.signature)
    first_beside, size = max(0, at - 1), len(document)
    was, now = Span(first_beside, min(size, at + 1)), Span(first_beside, min(size + 1, at + 2))
    alignments = {**comparison.alignments, (pivot, key): made}
    return _Redivision(comparison, key, changed, was, now, shift, encoder).followed(alignments)


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
    ours = cut(source, span)
    theirs = Document(key.language, text, (Segment(Span(0, len(text))),), pivot.version)
    whole = Bead(Span(0, len(ours)), Span(0, 1))
    return from_alignment(ours, theirs, Alignment((whole,), len(ours), 1))


def reviewed_after(places: frozenset[Place], key: DocumentKey, index: int, by: int) -> frozenset[Place]:
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


def _following(index: int, by: int) -> Shift:
    """Return a function that moves the borders after a segment's start."""

    def shift(span: Span) -> Span:
        if span.stop <= index:
            return span
        return Span(span.start + by * (span.start > index), span.stop + by)

    return shift


@dataclass(frozen=True, slots=True)
class _Revised:
    """A revision of which some changes were made anew.

    Attributes:
        revision: the revision.
        places: the segments of the changes made anew.
        stayed: index of each other change before → its index now.
    """

    revision: Revision
    places: tuple[Place, ...]
    stayed: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Redivision:
    """A document with other segments at one place.

    Attributes:
        comparison: the comparison with the document as it was.
        key: of the document.
        document: the document as it is from now on.
        was: the segments that changed.
        now: what they are from now on.
        shift: where its other segments are now.
        encoder: for the shifts in meaning of the changes that are made anew.
    """

    comparison: Comparison
    key: DocumentKey
    document: Document
    was: Span
    now: Span
    shift: Shift
    encoder: Encoder | None

    def followed(self, alignments: Alignments) -> Comparison:
        """Put the document in its place, with the alignments as they are from now on."""
        documents = {**self.comparison.documents, self.key: self.document}
        revised = {
            keys: self._revised((documents[keys[0]], documents[keys[1]]), keys, each)
            for keys, each in self.comparison.revisions.items()
            if self.key in keys
        }
        places = [(self.key, index) for index in self.now]
        places += [place for each in revised.values() for place in each.places]
        revisions = {keys: each.revision for keys, each in revised.items()}
        changed = replace(
            self.comparison,
            documents=documents,
            alignments=dict(alignments),
            revisions={keys: revisions.get(keys, each) for keys, each in self.comparison.revisions.items()},
        )
        return laid_out_around(changed, places, self._stayed(revised))

    def _stayed(self, revised: Mapping[DocumentPair, _Revised]) -> dict[DocumentPair, dict[int, Amendment]]:
        """Return the amendments whose changes stayed, with places in the text as it is from now on."""
        before, language = self.comparison.documents[self.key], self.key.language
        end = before.segments[self.was.stop - 1].span.stop if self.was else 0
        by = len(self.document.text) - len(before.text)
        found: dict[DocumentPair, dict[int, Amendment]] = {drafts: {} for drafts in self.comparison.revisions}
        for amendment in self.comparison.amendments:
            drafts, change = amendment.drafts, amendment.change
            now = revised[drafts].stayed.get(change) if drafts in revised else change
            if now is not None:
                missing = amendment.missing
                if by and self.key.version == amendment.new_version and missing.get(language):
                    edits = (
                        replace(each, where=each.where.shifted(by * (each.where.start >= end)))
                        if each.where
                        else each
                        for each in missing[language]
                    )
                    missing = {**missing, language: tuple(edits)}
                same = now == change and missing is amendment.missing
                kept = amendment if same else replace(amendment, change=now, missing=missing)
                found[drafts][now] = kept
        return found

    def _revised(self, drafts: tuple[Document, Document], keys: DocumentPair, revision: Revision) -> _Revised:
        """Compare two drafts again around the segments that one of them had at the place.

        Args:
            drafts: the drafts as they are now.
            keys: of the drafts.
            revision: the changes between them before.
        """
        side = keys.index(self.key)
        grown, spans = _concerned(revision, side, self.was)
        spans[side] = _around([self.shift(spans[side]) if spans[side] else Span(0, 0), self.now])
        old, new = map(cut, drafts, spans)
        part = revise(old, new)
        compared = {key.language for key, _ in self.comparison.revisions}
        if self.encoder is not None and len(compared) > 1:  # shifts are compared across languages only
            part = with_shifts(part, old, new, self.encoder)
        made = [_moved(change, spans[0].start, spans[1].start) for change in part.changes]
        first = min(grown, default=0)
        stay = [number for number in range(len(revision.changes)) if number not in grown]
        changes = [_with_side(revision.changes[number], side, self.shift) for number in stay]
        changes[first:first] = made
        by = len(made)
        return _Revised(
            replace(revision, changes=tuple(changes), n_old=len(drafts[0]), n_new=len(drafts[1])),
            tuple((keys[n], index) for n, span in enumerate(spans) for index in span),
            {number: place + by * (number >= first) for place, number in enumerate(stay)},
        )


def _shifted(alignment: Alignment, side: int, index: int, by: int) -> Alignment:
    def border(at: int) -> int:
        return at + by * (at > index)

    same = corrections.same_border
    made = corrections.with_borders(alignment, *((border, same) if side == 0 else (same, border)))
    beads: list[Bead] = []
    for before, after in zip(alignment.beads, made.beads, strict=True):
        if after is before:
            beads.append(after)
            continue
        is_divided = index in _side(before, side) and after.shape != before.shape
        is_square = is_divided and after.shape[0] == after.shape[1] > 1
        pairs = zip(after.source, after.target, strict=True) if is_square else ()
        singles = (Bead(Span(i, i + 1), Span(j, j + 1), after.score, after.origin) for i, j in pairs)
        beads += singles if is_square else [after]
    return replace(made, beads=tuple(beads))


def _concerned(revision: Revision, side: int, where: Span) -> tuple[set[int], list[Span]]:
    """Return the changes of some segments, those beside them that repeat nothing, and any between.

    With them come the segments of either draft that they change.
    """
    changes = revision.changes
    found: set[int] = set()
    spans = [Span(0, 0), Span(0, 0)]
    spans[side] = where
    while True:
        grown = found | {
            number
            for number, change in enumerate(changes)
            if change.old.overlaps(spans[0]) or change.new.overlaps(spans[1])
        }
        for number in (min(grown) - 1, max(grown) + 1) if grown else ():
            if 0 <= number < len(changes) and changes[number].kind not in _REPEATED:
                grown.add(number)
        if grown == found:
            return found, spans
        found = grown
        chosen = [changes[number] for number in found]
        spans = [_around([change.old for change in chosen]), _around([change.new for change in chosen])]


def _around(spans: list[Span]) -> Span:
    filled = [span for span in spans if span]
    return Span(min(s.start for s in filled), max(s.stop for s in filled)) if filled else Span(0, 0)


def _moved(change: Change, old: int, new: int) -> Change:
    return replace(change, old=change.old.shifted(old), new=change.new.shifted(new))


def _with_side(change: Change, side: int, shift: Shift) -> Change:
    was = (change.old, change.new)[side]
    now = shift(was)
    if now is was:
        return change
    return replace(change, old=now) if side == 0 else replace(change, new=now)
