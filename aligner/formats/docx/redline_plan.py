"""Two drafts as one stream of paragraphs, in which every change is inserted or deleted text.

Word has no other kinds of change. The stream therefore contains both drafts: without the inserted text it is
the old draft in order, without the deleted text the new one. Paragraphs that keep their order contain their
edits. A moved paragraph is deleted at its old place and inserted at its new one, with a remark at both:
Word's own marks for moves make it report files as damaged. This module is independent of XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.languages.numerals import printed_label
from aligner.languages.openings import opening
from aligner.languages.tokens import common_prefix
from aligner.revision.note_changes import notes_document
from aligner.segmentation.citations import cite
from aligner.values import Change, ChangeKind, Decision, DecisionKind, Edit, EditTag, shorten
from aligner.values.catalogue import Words
from aligner.values.document import Document, Segment, SegmentKind, Span
from aligner.values.results import RevisedPair
from aligner.view.redline_runs import Mark, footnote_indices

_OPENED: Final = (SegmentKind.PREAMBULAR, SegmentKind.OPERATIVE)
EQUAL, INSERTED, DELETED = Mark.EQUAL, Mark.INSERTED, Mark.DELETED
_NOTHING: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class NoteAt:
    """A footnote's mark: the mark as printed, and its index in the old or new draft, or both."""

    mark: str
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True)
class RedlineRun:
    """A run of text, or a footnote's mark, that is unchanged, inserted or deleted.

    Attributes:
        text: the words; for a mark, the mark.
        mark: the change to it.
        opening: whether it is the verb that opens a paragraph.
        note: set for a footnote's mark.
        within: whether it is deleted inside a paragraph that is itself inserted, such as one
            that moved.
        carried: whether it is unchanged text of a moved paragraph.
        form: whether it differs from the other draft only in form.
        at: the offset of its words in the older draft's text, for who has looked it up.
    """

    text: str
    mark: Mark = EQUAL
    opening: bool = False
    note: NoteAt | None = None
    within: bool = False
    carried: bool = False
    form: bool = False
    at: int | None = None


@dataclass(slots=True)
class RedlineParagraph:
    """One paragraph of the stream: its runs, and the change to its paragraph mark.

    `remark` is a comment on it, `kind` its kind of segment, and `start` its offset in the newer
    draft's text, None if only the older draft has it.
    """

    kind: SegmentKind
    runs: list[RedlineRun] = field(default_factory=list)
    border: Mark = EQUAL
    remark: str = ""
    is_note: bool = False
    start: int | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    """An event at a position of a joined text: a footnote's mark, or a paragraph's end."""

    at: int
    note: NoteAt | None = None
    segment: int | None = None  # for a paragraph's end, the next paragraph


@dataclass(slots=True)
class _Side:
    """One draft's text of a change, with a pointer to the next event."""

    text: str
    events: Sequence[_Event]
    openings: Sequence[Span]
    segments: Sequence[Segment]
    language: str
    next: int = 0

    def peek(self) -> _Event | None:
        """Return the next event, if there is one."""
        return self.events[self.next] if self.next < len(self.events) else None

    def cut(self, span: Span) -> Iterator[tuple[str, bool]]:
        """Yield the text of a span in parts, each with whether it is an opening verb."""
        start = span.start
        for verb in self.openings:
            for stop, inside in ((verb.start, False), (verb.stop, True)):
                if start < stop <= span.stop or (inside and verb.start <= start < span.stop < stop):
                    yield self.text[start : min(stop, span.stop)], inside
                    start = min(stop, span.stop)
        if start < span.stop:
            yield self.text[start : span.stop], False


class Flow:
    """Converts the changes between two drafts to redline paragraphs.

    Args:
        old: the older draft.
        new: the newer one.
        pairs: index of a footnote in the old draft → its index in the new.
    """

    def __init__(self, old: Document, new: Document, pairs: Mapping[int, int] | None = None) -> None:
        self.old, self.new, self.pairs = old, new, pairs or {}
        self._old_notes, self._new_notes = first_references(old), first_references(new)

    def change(self, change: Change, *, old: bool = True, new: bool = True) -> list[RedlineParagraph]:
        """Write a change whose two sides are at the same place, or the one side of it that is here."""
        before = self._side(change.old if old else _NOTHING, old=True)
        after = self._side(change.new if new else _NOTHING, old=False)
        edits: Sequence[Edit] = change.edits
        if not before.segments or not after.segments:
            edits = [Edit(EditTag.REPLACE, Span(0, len(before.text)), Span(0, len(after.text)))]
        paragraphs = _Builder(before, after, self.pairs)
        for edit in edits:
            paragraphs.edit(edit)
        paragraphs.finish()
        if edits is not change.edits:
            for paragraph in paragraphs.done:
                paragraph.border = DELETED if before.segments else INSERTED
        return paragraphs.done

    def moved_here(self, change: Change) -> list[RedlineParagraph]:
        """Write paragraphs moved here: inserted, with their edits shown inside."""
        paragraphs = self.change(change)
        for paragraph in paragraphs:
            shown = (run for run in paragraph.runs if not (run.form and run.mark is DELETED))
            runs = map(_inside_insertion, shown)
            paragraph.runs = [run for run in runs if run.note is None or not run.within]
        return _without_lost_borders(paragraphs)

    def _side(self, span: Span, *, old: bool) -> _Side:
        document, notes = (self.old, self._old_notes) if old else (self.new, self._new_notes)
        events: list[_Event] = []
        verbs: list[Span] = []
        offset = 0
        for index in span:
            segment = document.segments[index]
            for mark, number in zip(segment.marks, notes.get(index, ()), strict=True):
                note = NoteAt(mark.mark, number if old else None, None if old else number)
                events.append(_Event(offset + mark.position - segment.span.start, note))
            verb = opening(document.text_of(index), document.language) if segment.kind in _OPENED else None
            if verb is not None:
                verbs.append(Span(offset, offset + verb.span.stop))
            offset += len(segment.span)
            if index + 1 < span.stop:
                events.append(_Event(offset, segment=index + 1 - span.start))
                offset += 1
        return _Side(
            document.joined(span), events, verbs, [document.segments[i] for i in span], document.language
        )


def first_references(document: Document) -> dict[int, tuple[int | None, ...]]:
    """Return, for each segment with footnote marks, the index of the footnote of each, or None.

    A footnote is attached to the first mark that refers to it; a repeated mark is text.
    """
    seen: set[int | None] = set()
    found: dict[int, tuple[int | None, ...]] = {}
    for segment, numbers in footnote_indices(document).items():
        own: list[int | None] = []
        for number in numbers:
            own.append(None if number in seen else number)
            seen.add(number)
        found[segment] = tuple(own)
    return found


class _Builder:
    """Merges the two sides of one change, edit by edit."""

    def __init__(self, old: _Side, new: _Side, pairs: Mapping[int, int]) -> None:
        self.old, self.new, self.pairs = old, new, pairs
        self.done: list[RedlineParagraph] = []
        self._begin(next(iter(old.segments), None), next(iter(new.segments), None))

    def edit(self, edit: Edit) -> None:
        """Add one edit: unchanged text, or a deletion followed by an insertion."""
        if edit.tag is not EditTag.EQUAL and not edit.amends(self.old.text, self.new.text):
            self._form(edit)
            return
        is_same = edit.tag is EditTag.EQUAL and edit.old.of(self.old.text) == edit.new.of(self.new.text)
        if is_same and _borders(self.old, edit.old) == _borders(self.new, edit.new):
            self._unchanged(edit)
            return
        self._one_sided(self.old, edit.old, DELETED)
        self._one_sided(self.new, edit.new, INSERTED)

    def _form(self, edit: Edit) -> None:
        """Mark the characters that differ in form, so that rejecting the change restores the old text."""
        before, after = edit.old.of(self.old.text), edit.new.of(self.new.text)
        head = common_prefix(before, after)
        tail = common_prefix(before[head:][::-1], after[head:][::-1])
        starts = edit.old.start + head, edit.new.start + head
        stops = edit.old.stop - tail, edit.new.stop - tail
        self._unchanged(Edit(EditTag.EQUAL, Span(edit.old.start, starts[0]), Span(edit.new.start, starts[1])))
        for side, start, stop, mark in zip(
            (self.old, self.new), starts, stops, (DELETED, INSERTED), strict=True
        ):
            self._one_sided(side, Span(start, stop), mark, form=True)
        self._unchanged(Edit(EditTag.EQUAL, Span(stops[0], edit.old.stop), Span(stops[1], edit.new.stop)))

    def finish(self) -> None:
        """Add what follows the last character."""
        self._notes_here(len(self.old.text), len(self.new.text), only_pairs=False)

    def _begin(self, old: Segment | None, new: Segment | None) -> None:
        kind = (new or old or Segment(Span(0, 0))).kind
        self.paragraph = RedlineParagraph(kind, start=new.span.start if new else None)
        self.done.append(self.paragraph)
        before, after = (
            printed_label(each.label, side.language) if each else ""
            for each, side in ((old, self.old), (new, self.new))
        )
        if before and before == after:
            self.paragraph.runs.append(RedlineRun(f"{before}\t"))
            return
        for label, mark in ((before, DELETED), (after, INSERTED)):
            if label:
                self.paragraph.runs.append(RedlineRun(f"{label}\t", mark))

    def _end(self, mark: Mark, old: Segment | None, new: Segment | None) -> None:
        self.paragraph.border = mark
        self._begin(old, new)

    def _unchanged(self, edit: Edit) -> None:
        at, size = 0, len(edit.old)
        while True:
            self._notes_here(edit.old.start + at, edit.new.start + at, only_pairs=at == size)
            if at == size:
                return
            ends = [
                event.at - start
                for side, start in ((self.old, edit.old.start), (self.new, edit.new.start))
                if (event := side.peek()) is not None
            ]
            stop = min([end for end in ends if end > at] + [size])
            border = self.new.peek()
            if border is not None and border.segment is not None and border.at == edit.new.start + at:
                passed = self.old.peek()
                self.old.next, self.new.next = self.old.next + 1, self.new.next + 1
                followed = passed.segment if passed is not None else None
                self._end(EQUAL, self.old.segments[followed or 0], self.new.segments[border.segment])
                at += 1
                continue
            self._text(self.new, Span(edit.new.start + at, edit.new.start + stop), EQUAL)
            at = stop

    def _notes_here(self, old_at: int, new_at: int, *, only_pairs: bool) -> None:
        """Return the footnote marks of both sides before the same character."""
        while True:
            gone, come = self.old.peek(), self.new.peek()
            ours = gone.note if gone is not None and gone.at <= old_at else None
            theirs = come.note if come is not None and come.at <= new_at else None
            if ours and theirs and self._same(ours, theirs):
                self.paragraph.runs.append(
                    RedlineRun(theirs.mark, note=NoteAt(theirs.mark, ours.old, theirs.new))
                )
                self.old.next, self.new.next = self.old.next + 1, self.new.next + 1
            elif ours and not only_pairs:
                self.paragraph.runs.append(RedlineRun(ours.mark, DELETED, note=ours))
                self.old.next += 1
            elif theirs and not only_pairs:
                self.paragraph.runs.append(RedlineRun(theirs.mark, INSERTED, note=theirs))
                self.new.next += 1
            else:
                return

    def _same(self, ours: NoteAt, theirs: NoteAt) -> bool:
        if ours.old is None or theirs.new is None:
            return ours.old is None and theirs.new is None and ours.mark == theirs.mark
        return self.pairs.get(ours.old) == theirs.new

    def _one_sided(self, side: _Side, span: Span, mark: Mark, *, form: bool = False) -> None:
        start = span.start
        while (event := side.peek()) is not None and event.at < span.stop:
            side.next += 1
            self._text(side, Span(start, max(start, event.at)), mark, form=form)
            start = max(start, event.at)
            if event.note is not None:
                self.paragraph.runs.append(RedlineRun(event.note.mark, mark, note=event.note))
            elif event.segment is not None:
                follows = side.segments[event.segment]
                gone = mark is DELETED
                self._end(mark, follows if gone else None, None if gone else follows)
                start += 1
        self._text(side, Span(start, span.stop), mark, form=form)

    def _text(self, side: _Side, span: Span, mark: Mark, *, form: bool = False) -> None:
        for text, is_opening in side.cut(span):
            self.paragraph.runs.append(RedlineRun(text, mark, is_opening, form=form))


def _borders(side: _Side, span: Span) -> list[int]:
    """Return the places inside a run at which paragraphs end."""
    return [
        event.at - span.start
        for event in side.events[side.next :]
        if event.segment is not None and span.start <= event.at < span.stop
    ]


def _inside_insertion(run: RedlineRun) -> RedlineRun:
    """Return a run of a moved paragraph as part of an insertion."""
    note = NoteAt(run.note.mark, None, run.note.new) if run.note else None
    return RedlineRun(
        run.text,
        INSERTED,
        run.opening,
        note,
        within=run.mark is DELETED,
        carried=run.mark is EQUAL or run.form,
    )


def _without_lost_borders(paragraphs: list[RedlineParagraph]) -> list[RedlineParagraph]:
    """Join merged paragraphs, so that every inserted paragraph is one of the new draft."""
    joined: list[RedlineParagraph] = []
    open_end = False
    for paragraph in paragraphs:
        if open_end:
            joined[-1].runs += paragraph.runs
        else:
            joined.append(paragraph)
        open_end = paragraph.border is DELETED
    for paragraph in joined:
        paragraph.border = INSERTED
    return joined


_QUOTED: Final = 40  # characters quoted of a paragraph that has no number to cite


@dataclass(frozen=True, slots=True)
class Redline:
    """Both drafts as one stream.

    Attributes:
        paragraphs: in order; the last is neither inserted nor deleted.
        notes: for each footnote mark, the footnote's text with its own changes.
    """

    paragraphs: tuple[RedlineParagraph, ...]
    notes: dict[NoteAt, tuple[RedlineRun, ...]]


def plan(pair: RevisedPair, words: Words, *, settled: bool = True) -> Redline:
    """Lay two drafts out as one stream.

    Args:
        pair: the drafts and their changes.
        words: the interface texts for the remarks.
        settled: whether to apply `settle_the_end`.
    """
    pairs = {
        change.old.start: change.new.start
        for change in pair.revision.footnote_changes
        if len(change.old) == len(change.new) == 1
    }
    if start_number(pair) is None:  # printed marks: another mark is another note
        pairs = {
            old: new
            for old, new in pairs.items()
            if pair.old.footnotes[old].mark == pair.new.footnotes[new].mark
        }
    flow = Flow(pair.old, pair.new, pairs)
    decided = {id(pair.revision.changes[number]): each for number, each in pair.decisions.items()}
    paragraphs: list[RedlineParagraph] = []
    accepted: set[NoteAt] = set()
    for step in _steps(pair.revision.changes):
        made, decision = _paragraphs(step, pair, flow, words), decided.get(id(step.change))
        if decision is not None:
            made = _as_decided(made, decision, step, words)
        if decision is not None and decision.kind is DecisionKind.ACCEPTED:
            accepted |= {run.note for paragraph in made for run in paragraph.runs if run.note is not None}
        paragraphs += made
    notes = _Notes(pair)
    paragraphs += notes.unmarked()
    if settled:
        settle_the_end(paragraphs)
    used = {run.note for paragraph in paragraphs for run in paragraph.runs if run.note is not None}
    texts = {note: notes.of(note) for note in used}
    return Redline(
        tuple(paragraphs),
        {note: tuple(_accepted(runs)) if note in accepted else runs for note, runs in texts.items()},
    )


def _as_decided(
    paragraphs: list[RedlineParagraph], decision: Decision, step: _Step, words: Words
) -> list[RedlineParagraph]:
    """Apply an accepted change, so that it is no longer tracked; put any other decision into a comment.

    A comment on a paragraph that an accepted change has deleted stays as an empty, deleted one.
    """
    is_accepted = decision.kind is DecisionKind.ACCEPTED
    remark = decision.comment if is_accepted else words.decision(decision)
    if is_accepted:
        kept: list[RedlineParagraph] = []
        runs: list[RedlineRun] = []
        for paragraph in paragraphs:
            paragraph.runs, runs = [*runs, *_accepted(paragraph.runs)], []
            if paragraph.border is DELETED:
                runs = paragraph.runs
                continue
            paragraph.border, paragraph.remark = EQUAL, ""
            kept.append(paragraph)
        if not kept and remark and step.old and not step.change.new:
            kept = [replace(paragraphs[-1], runs=[], remark="")]
        paragraphs = kept
    is_here = step.new or not step.change.new
    if paragraphs and remark and is_here:
        first = paragraphs[0]
        first.remark = "\n".join(filter(None, (first.remark, remark)))
    return paragraphs


def _accepted(runs: Iterable[RedlineRun]) -> Iterator[RedlineRun]:
    """Yield what is left of runs once their changes are accepted."""
    for run in runs:
        if run.mark is not DELETED and not run.within:
            yield replace(run, mark=EQUAL, carried=False, form=False)


def start_number(pair: RevisedPair) -> int | None:
    """Return the first footnote number if Word can number the notes of both drafts by itself, else None.

    It cannot if a number is skipped or the drafts begin differently; marks are then typed.
    """
    starts = set()
    for document in (pair.old, pair.new):
        marks = [int(mark) for mark in _marks(document).values() if is_number(mark)]
        if marks:
            starts.add(marks[0] if marks == list(range(marks[0], marks[0] + len(marks))) else 0)
    return 1 if not starts else starts.pop() or None if len(starts) == 1 else None


def _marks(document: Document) -> dict[int, str]:
    """Return the mark of each footnote that the text refers to, in the order of the text."""
    found = first_references(document)
    return {
        number: mark.mark
        for index, segment in enumerate(document.segments)
        for mark, number in zip(segment.marks, found.get(index, ()), strict=True)
        if number is not None
    }


def is_number(mark: str) -> bool:
    """Whether Word's own numbering could produce a footnote's mark."""
    return mark.isascii() and mark.isdecimal() and len(mark) < 5 and str(int(mark)) == mark and mark != "0"


@dataclass(frozen=True, slots=True)
class _Step:
    """A change, with the sides of it that belong at this place."""

    change: Change
    old: bool
    new: bool


def _steps(changes: Sequence[Change]) -> Iterator[_Step]:
    """Put the changes in an order in which both drafts can be read."""
    fixed = _in_order([c for c in changes if c.old and c.new and not c.kind.is_move])
    leaving = sorted((c for c in changes if c.old and id(c) not in fixed), key=lambda c: c.old.start)
    coming = sorted((c for c in changes if c.new and id(c) not in fixed), key=lambda c: c.new.start)
    anchors = sorted((c for c in changes if id(c) in fixed), key=lambda c: c.new.start)
    for anchor in (*anchors, None):
        while leaving and (anchor is None or leaving[0].old.start < anchor.old.start):
            yield _Step(leaving.pop(0), old=True, new=False)
        while coming and (anchor is None or coming[0].new.start < anchor.new.start):
            yield _Step(coming.pop(0), old=False, new=True)
        if anchor is not None:
            yield _Step(anchor, old=True, new=True)


def _in_order(changes: Sequence[Change]) -> set[int]:
    """Return the `id()`s of a longest series of changes in the same order in both drafts."""
    ordered = sorted(changes, key=lambda change: change.new.start)
    pairs = [(change.new.start, change.old.start) for change in ordered]
    return {id(ordered[index]) for index in heaviest_chain(pairs, [1.0] * len(pairs))}


def _paragraphs(step: _Step, pair: RevisedPair, flow: Flow, words: Words) -> list[RedlineParagraph]:
    change = step.change
    if not (change.old and change.new) or (step.old and step.new):
        return flow.change(change)
    if step.old:
        paragraphs = flow.change(change, new=False)
        paragraphs[0].remark = words("docx.moved_to", place=_named(pair.new, change.new, words))
        return paragraphs
    paragraphs = flow.moved_here(change)
    old, new = pair.old.joined(change.old), pair.new.joined(change.new)
    key = "docx.moved_edited" if any(edit.amends(old, new) for edit in change.edits) else "docx.moved_from"
    paragraphs[0].remark = words(key, place=_named(pair.old, change.old, words))
    return paragraphs


def _named(document: Document, span: Span, words: Words) -> str:
    """Return a paragraph's citation, or else its first words."""
    place = words.place(cite(document, span))
    return place or words("docx.beginning", words=shorten(document.joined(span), _QUOTED))


class _Notes:
    """The footnotes of both drafts, with the changes in each."""

    def __init__(self, pair: RevisedPair) -> None:
        self._pair = pair
        self._changes = pair.revision.footnote_changes
        self._texts = Flow(_unlabelled(pair.old), _unlabelled(pair.new))
        self._by_pair = {
            (c.old.start, c.new.start): c for c in self._changes if len(c.old) == len(c.new) == 1
        }

    def of(self, note: NoteAt) -> tuple[RedlineRun, ...]:
        """Return the text of a footnote as runs, without its mark."""
        if note.old is not None and note.new is not None:
            paragraphs = self._texts.change(self._by_pair[note.old, note.new])
            return tuple(run for paragraph in paragraphs for run in paragraph.runs)
        for document, index, mark in (
            (self._pair.old, note.old, DELETED),
            (self._pair.new, note.new, INSERTED),
        ):
            if index is not None:
                return (RedlineRun(document.footnotes[index].text, mark),)
        return ()

    def unmarked(self) -> list[RedlineParagraph]:
        """Return footnotes without a mark in the text as paragraphs at the end, so that no text is lost."""
        flow = Flow(notes_document(self._pair.old), notes_document(self._pair.new))
        referred = _marks(self._pair.old), _marks(self._pair.new)
        changes: list[Change] = []
        for change in self._changes:
            lost = (
                [i for i in change.old if i not in referred[0]],
                [i for i in change.new if i not in referred[1]],
            )
            if (len(lost[0]), len(lost[1])) == (len(change.old), len(change.new)):
                changes.append(change)
                continue
            changes += [Change(ChangeKind.DELETED, Span(i, i + 1), Span(0, 0), ()) for i in lost[0]]
            changes += [Change(ChangeKind.INSERTED, Span(0, 0), Span(i, i + 1), ()) for i in lost[1]]
        paragraphs: list[RedlineParagraph] = []
        for step in _steps(changes):
            paragraphs += flow.change(step.change, old=step.old, new=step.new)
        for paragraph in paragraphs:
            paragraph.is_note = True
        return paragraphs


def _unlabelled(document: Document) -> Document:
    """Return the document with its footnotes as paragraphs without numbers."""
    notes = notes_document(document)
    return replace(notes, segments=tuple(replace(segment, label=None) for segment in notes.segments))


def later(paragraphs: Sequence[RedlineParagraph]) -> list[bool]:
    """Return, for each paragraph, whether its changes need a different time from those before it.

    LibreOffice merges two changes of the same kind, author and minute if only a paragraph's
    end is between them, and removes that end with them.
    """
    found = [False for _ in paragraphs[:1]]
    for before, paragraph in pairwise(paragraphs):
        apart = before.border is EQUAL
        meeting = [run.mark for run in (*before.runs[-1:], *paragraph.runs[:1])]
        touching = apart and len(meeting) == 2 and meeting[0] is meeting[1] is not EQUAL
        found.append(not found[-1] if touching else found[-1] and not apart)
    return found


def moment(date: str, *, late: bool) -> str:
    """Return the date of a change for the file, two minutes later for those chosen by `later`.

    >>> moment("2025-05-19T23:59:00Z", late=True), moment("", late=False)
    ('2025-05-20T00:01:00Z', '')
    """
    if not late:
        return date
    first = datetime.fromisoformat(date or "1980-01-01T00:00:00Z")
    return (first + timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M:%SZ")


def settle_the_end(paragraphs: list[RedlineParagraph]) -> None:
    """Make the last paragraph an unchanged one: the last paragraph mark of a text cannot be deleted.

    A deleted or inserted mark joins its paragraph to the next. At the end there is no next
    paragraph, so the changes of marks shift back by one, starting at the last unchanged mark.
    """
    kept = max((i for i, paragraph in enumerate(paragraphs) if paragraph.border is EQUAL), default=-1)
    tail = paragraphs[kept + 1 :]
    if not tail:
        return
    gone = [paragraph for paragraph in tail if paragraph.border is DELETED]
    come = [paragraph for paragraph in tail if paragraph.border is INSERTED]
    if gone and come:
        last, other = come[-1], gone[-1]
        last.runs = other.runs + last.runs
        last.remark = " ".join(filter(None, (other.remark, last.remark)))
        tail = [paragraph for paragraph in tail if paragraph is not other and paragraph is not last] + [last]
        paragraphs[kept + 1 :] = tail
    elif kept >= 0:
        paragraphs[kept].border = tail[-1].border
    paragraphs[-1].border = EQUAL
