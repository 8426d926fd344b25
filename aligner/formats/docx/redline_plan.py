"""The order of a redline: which paragraphs stay in place and which are deleted and inserted.

Paragraphs that keep their order contain their edits. A moved paragraph is deleted at its old
place and inserted at its new one, with a remark at both: Word's own marks for moves make it
report files as damaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.formats.docx.redline_flow import (
    DELETED,
    EQUAL,
    INSERTED,
    Flow,
    NoteAt,
    RedlineParagraph,
    RedlineRun,
    first_references,
)
from aligner.revision.note_changes import notes_document
from aligner.segmentation.citations import cite
from aligner.values import Change, ChangeKind, Decision, DecisionKind, Document, Span
from aligner.values.catalogue import Words
from aligner.values.quotation import shorten
from aligner.values.results import RevisedPair

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
        marks = [int(mark) for mark in _marks(document) if is_number(mark)]
        if marks:
            starts.add(marks[0] if marks == list(range(marks[0], marks[0] + len(marks))) else 0)
    return 1 if not starts else starts.pop() or None if len(starts) == 1 else None


def _marks(document: Document) -> list[str]:
    found = first_references(document)
    return [
        mark.mark
        for index, segment in enumerate(document.segments)
        for mark, number in zip(segment.marks, found.get(index, ()), strict=True)
        if number is not None
    ]


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
    if step.old and step.new:
        return flow.change(change)
    moved = bool(change.old and change.new)
    paragraphs = flow.alone(change, old=True) if step.old else flow.moved_here(change)
    if moved and step.old:
        paragraphs[0].remark = words("docx.moved_to", place=_named(pair.new, change.new, words))
    elif moved:
        key = "docx.moved_from"
        old, new = pair.old.joined(change.old), pair.new.joined(change.new)
        if any(edit.amends(old, new) for edit in change.edits):
            key = "docx.moved_edited"
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
        referred = _referred(self._pair.old), _referred(self._pair.new)
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
            both = step.old and step.new
            paragraphs += flow.change(step.change) if both else flow.alone(step.change, old=step.old)
        for paragraph in paragraphs:
            paragraph.is_note = True
        return paragraphs


def _unlabelled(document: Document) -> Document:
    """Return the document with its footnotes as paragraphs without numbers."""
    notes = notes_document(document)
    return replace(notes, segments=tuple(replace(segment, label=None) for segment in notes.segments))


def _referred(document: Document) -> set[int]:
    return {i for numbers in first_references(document).values() for i in numbers if i is not None}


def later(paragraphs: Sequence[RedlineParagraph]) -> list[bool]:
    """Return, for each paragraph, whether its changes need a different time from those before it.

    LibreOffice merges two changes of the same kind, author and minute if only a paragraph's
    end is between them, and removes that end with them.
    """
    found: list[bool] = []
    for number, paragraph in enumerate(paragraphs):
        before = paragraphs[number - 1] if number else None
        apart = before is None or before.border is EQUAL
        meet = bool(
            before and before.runs and paragraph.runs and before.runs[-1].mark is paragraph.runs[0].mark
        )
        touching = apart and meet and paragraph.runs[0].mark is not EQUAL
        was = found[-1] if found else False
        found.append(not was if touching else was and not apart)
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
