"""A language's new draft as paragraphs of its old Word file, with the changes from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from aligner.formats.docx.word_elements import UnsuitedError
from aligner.formats.update.old_lines import OldLines, Place
from aligner.languages.list_labels import printed_label
from aligner.revision.diff import diff
from aligner.values import (
    NO_ORIGIN,
    Change,
    ChangeKind,
    Document,
    Edit,
    EditTag,
    EditType,
    Footnote,
    NoteMark,
    Revision,
    Segment,
    SegmentKind,
    Span,
    Update,
    UpdateAction,
    UpdatedParagraph,
)
from aligner.values.message import Message
from aligner.values.results import RevisedPair

_NONE: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class _Patch:
    """New text for a span of the old lines' text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class NewLines:
    """Both drafts as lines, and what the writer needs to know about new paragraphs.

    Attributes:
        pair: the old lines, the new ones, and the changes.
        models: for each new line that was inserted, the old line whose layout it takes.
        rows: the inserted lines that are rows of a table, with the old line before them, or -1.
        moved: for the first new line of each passage, the old lines that it comes from.
        old_notes: for each footnote of the new lines, its index in the old ones.
        homes: for each paragraph of the update, its lines: new ones, or old ones if it is deleted.
    """

    pair: RevisedPair
    models: dict[int, int]
    rows: dict[int, int]
    moved: dict[int, Span]
    old_notes: tuple[int, ...]
    homes: dict[int, Span]


def new_lines(result: Update, old: OldLines) -> NewLines:
    """Lay the new draft out in the lines of the old Word file.

    Raises:
        UnsuitedError: if a paragraph or its number cannot be found in the file.
    """
    return _Builder(result, old).built()


class _Builder:
    """Collects the new lines in order, with the change that each belongs to."""

    def __init__(self, result: Update, old: OldLines) -> None:
        self.result, self.old = result, old
        self.texts: list[str] = []
        self.marks: list[list[tuple[int, int]]] = []  # for each new line: position, index of the old note
        self.changes: list[Change] = []
        self.models: dict[int, int] = {}
        self.rows: dict[int, int] = {}
        self.last = -1  # the old line laid out last
        self.moved: dict[int, Span] = {}
        self.homes: dict[int, Span] = {}
        self.places = {
            number: old.place(each.old) for number, each in enumerate(result.paragraphs) if each.old
        }
        self.together: dict[int, list[int]] = {}  # paragraphs by their last line, which several share
        for number, place in self.places.items():
            self.together.setdefault(place.lines.stop - 1, []).append(number)
        owned = {line for place in self.places.values() for line in place.lines}
        self.loose = [n for n in range(len(old.lines.paragraphs)) if n not in owned]
        self.notes = [
            (mark.position, line, number)
            for number, (line, mark) in enumerate(
                (line, mark)
                for line, segment in enumerate(old.lines.document.segments)
                for mark in segment.marks
            )
        ]

    def built(self) -> NewLines:
        """Return the new lines."""
        for numbers in self.together.values():
            if all(self._is_gone(number) for number in numbers):
                lines = self.places[numbers[0]].lines
                self.changes.append(Change(ChangeKind.DELETED, lines, _NONE, ()))
                self.homes |= dict.fromkeys(numbers, lines)
        self._loose_after(-1)
        kept = [(n, each) for n, each in enumerate(self.result.paragraphs) if not self._is_gone(n)]
        for last, group in groupby(kept, key=lambda one: self._last_line(one[0])):
            members = list(group)
            if last >= 0:
                self._kept(members)
            else:
                self._inserted(*members[0])
        new = self._document()
        revision = Revision(
            tuple(self.changes),
            len(self.old.lines.paragraphs),
            len(self.texts),
            footnote_changes=tuple(self._note_changes()),
        )
        notes = tuple(number for marks in self.marks for _, number in marks)
        pair = RevisedPair(self.old.lines.document, new, revision)
        return NewLines(pair, self.models, self.rows, self.moved, notes, self.homes)

    def _last_line(self, number: int) -> int:
        """Return the last line of a paragraph of the old draft; a negative number for a new paragraph."""
        return self.places[number].lines.stop - 1 if number in self.places else -number - 1

    def _is_gone(self, number: int) -> bool:
        return self.result.paragraphs[number].action is UpdateAction.DELETE

    def _kept(self, members: Sequence[tuple[int, UpdatedParagraph]]) -> None:
        """Lay out a paragraph of the old draft, the parts it was divided into, or several on one line.

        Raises:
            UnsuitedError: if a paragraph was put between several on one line, or these changed places.
        """
        first = self.places[members[0][0]]
        line = first.lines.stop - 1
        gone = [number for number in self.together[line] if self._is_gone(number)]
        staying = [number for number in self.together[line] if number not in gone]
        if [number for number, _ in members] != sorted(staying, key=lambda n: self.places[n].start):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        patches = [self._gap(self.places[number]) for number in gone]
        for _, group in groupby(members, key=lambda one: one[1].old):
            parts = list(group)
            patches += self._patches([each for _, each in parts], self.places[parts[0][0]])
        start = len(self.texts)
        self._patched(first.lines, patches)
        start += self.old.line_at(first.start) - first.lines.start
        for number in gone:
            self.homes[number] = first.lines
        for at, (index, _) in enumerate(members):
            self.homes[index] = Span(min(start + at, len(self.texts) - 1), len(self.texts))
        self._loose_after(line)

    def _gap(self, place: Place) -> _Patch:
        """Delete one of several paragraphs on a line, with its number and the line end beside it."""
        lead, line = self._before(place), self.old.span(place.lines.start)
        if lead.start > line.start:
            return _Patch(Span(lead.start, place.stop), "")
        after = self.old.text[place.stop : line.stop]
        return _Patch(Span(lead.start, place.stop + len(after) - len(after.lstrip())), "")

    def _patches(self, members: Sequence[UpdatedParagraph], place: Place) -> list[_Patch]:
        """Return what changes in the lines of a paragraph."""
        first = members[0]
        whole = self.result.old.joined(first.old)
        lead = self._before(place)
        label = self.result.old.segments[first.old[0]].label
        patches = self._numbered(label, first.label, lead)
        target = "\n".join(
            [first.text, *(self._lead(lead, label, each.label) + each.text for each in members[1:])]
        )
        if not whole:  # nothing but a number
            patches += [_Patch(Span(place.start, place.start), target)] if target else []
        elif whole != target:
            edits = diff(whole, target, self.result.language)
            patches += [
                _Patch(_span_of(edit.old, place.origins), edit.new.of(target))
                for edit in edits
                if edit.old.of(whole) != edit.new.of(target)
            ]
        return patches

    def _before(self, place: Place) -> Span:
        """Return what precedes a paragraph in its lines, after others: the number, if it is typed."""
        beside = (self.places[other] for other in self.together[place.lines.stop - 1])
        stops = (each.stop for each in beside if each.start < place.start)
        return Span(max(stops, default=self.old.span(place.lines.start).start), place.start)

    def _numbered(self, before: str | None, after: str | None, lead: Span) -> list[_Patch]:
        """Change a typed number in the text before a paragraph; Word counts an automatic one itself.

        Raises:
            UnsuitedError: if the number is not where it is looked for.
        """
        if before is None or before == after:
            return []
        typed = lead.of(self.old.text)
        at = typed.rfind(before)
        if after is None:
            return [_Patch(lead, "")] if typed.strip() and "\n" not in typed else []
        if at >= 0:
            return [_Patch(Span(lead.start + at, lead.start + at + len(before)), after)]
        if typed.strip():
            raise UnsuitedError(Message("redline.text_elsewhere"))
        return []

    def _lead(self, lead: Span, own: str | None, label: str | None) -> str:
        """Return the number before a new paragraph, in the form of another one; empty if Word counts them."""
        typed = lead.of(self.old.text)
        if label is None or not typed.strip():
            return ""
        if own is not None and own in typed:
            return typed.replace(own, label).replace("\n", "\t")
        return f"{printed_label(label, self.result.language)}\t"

    def _inserted(self, number: int, each: UpdatedParagraph) -> None:
        model = self._model(number, each)
        lead = ""
        if model is not None:
            place = self.places[model]
            segment = self.result.old.segments[self.result.paragraphs[model].old[0]]
            lead = self._lead(self._before(place), segment.label, each.label)
            line = self.models[len(self.texts)] = self.old.line_at(place.start)
            beside = line > place.lines.start and each.label is not None
            if beside or (segment.kind is SegmentKind.ROW and self._pivot(each).kind is SegmentKind.ROW):
                self.rows[len(self.texts)] = self.last
        self.changes.append(
            Change(ChangeKind.INSERTED, _NONE, Span(len(self.texts), len(self.texts) + 1), ())
        )
        self.homes[number] = Span(len(self.texts), len(self.texts) + 1)
        self.texts.append(lead + each.text.replace("\n", " "))
        self.marks.append([])

    def _model(self, number: int, each: UpdatedParagraph) -> int | None:
        """Return the paragraph whose layout a new one takes: near it, of its kind, and numbered if it is."""
        wanted = self._pivot(each)

        def fit(other: int) -> tuple[int, int]:
            own = self.result.old.segments[self.result.paragraphs[other].old[0]]
            alike = (own.kind is wanted.kind) + ((own.label is None) == (each.label is None))
            return -alike, abs(other - number) * 2 + (other > number)

        kept = [n for n in self.places if self.result.paragraphs[n].action is not UpdateAction.DELETE]
        return min(kept, key=fit, default=None)

    def _pivot(self, each: UpdatedParagraph) -> Segment:
        """Return the segment of the pivot that a paragraph begins with."""
        return self.result.pivot_new.segments[each.pivot_new[0]]

    def _loose_after(self, line: int) -> None:
        """Lay out the lines that belong to no paragraph and follow a line of the old file."""
        while line + 1 in self.loose:
            line += 1
            self._patched(Span(line, line + 1), self._with_new_symbol(line))
            self.loose.remove(line)

    def _with_new_symbol(self, line: int) -> list[_Patch]:
        """Replace the document's symbol in a line of the masthead, if the new draft has another."""
        was, symbol = (each.masthead.symbol for each in (self.result.old, self.result.draft))
        if was is None or symbol is None or was == symbol:
            return []
        start = self.old.span(line).start
        found = re.finditer(rf"(?<![\w/]){re.escape(was)}(?![\w/])", self.old.text_of(line))
        return [_Patch(Span(*match.span()).shifted(start), symbol) for match in found]

    def _patched(self, lines: Span, patches: Sequence[_Patch]) -> None:
        """Add old lines with their patches, as one change."""
        whole = Span(self.old.span(lines.start).start, self.old.span(lines.stop - 1).stop)
        ordered = sorted(patches, key=lambda each: each.span)
        if any(one.span.stop > other.span.start for one, other in pairwise(ordered)):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        edits, text = _edits(whole, ordered, self.old.text)
        start = len(self.texts)
        parts = text.split("\n")
        self.texts += parts
        self.marks += ([] for _ in parts)
        self._carry_notes(whole, edits, parts, start)
        kind = ChangeKind.EDITED if patches else ChangeKind.UNCHANGED
        self.changes.append(Change(kind, lines, Span(start, len(self.texts)), tuple(edits)))
        self.moved[start] = lines
        self.last = lines.stop - 1

    def _carry_notes(self, whole: Span, edits: Sequence[Edit], parts: Sequence[str], start: int) -> None:
        """Keep the footnote marks whose preceding character is kept or replaced."""
        for position, _, number in self.notes:
            if not whole.start <= position <= whole.stop:
                continue
            at = position - whole.start
            for edit in edits:
                if not edit.old.start <= max(0, at - 1) < edit.old.stop or edit.tag is EditTag.DELETE:
                    continue
                kept = edit.tag is EditTag.EQUAL
                place = edit.new.start + at - edit.old.start if kept else edit.new.stop
                line = 0
                while place > len(parts[line]):
                    place -= len(parts[line]) + 1
                    line += 1
                self.marks[start + line].append((place, number))
                break

    def _document(self) -> Document:
        segments, at = [], 0
        document = self.old.lines.document
        for text, marks in zip(self.texts, self.marks, strict=True):
            marks.sort()
            own = tuple(NoteMark(document.footnotes[n].mark, at + place) for place, n in marks)
            segments.append(Segment(Span(at, at + len(text)), marks=own))
            at += len(text) + 1
        notes = [document.footnotes[n] for marks in self.marks for _, n in marks]
        footnotes = tuple(Footnote(note.mark, note.text) for note in notes)
        return Document(document.language, "\n".join(self.texts), tuple(segments), footnotes=footnotes)

    def _note_changes(self) -> Iterator[Change]:
        kept = [number for marks in self.marks for _, number in marks]
        for number in range(len(self.old.lines.document.footnotes)):
            one = Span(number, number + 1)
            if number not in kept:
                yield Change(ChangeKind.DELETED, one, _NONE, ())
                continue
            now = kept.index(number)
            size = Span(0, len(self.old.lines.document.footnotes[number].text))
            same = (Edit(EditTag.EQUAL, size, size),) if size else ()
            yield Change(ChangeKind.UNCHANGED, one, Span(now, now + 1), same)


def _known(origins: Sequence[int]) -> list[int]:
    return [at for at in origins if at != NO_ORIGIN]


def _span_of(span: Span, origins: Sequence[int]) -> Span:
    """Return the part of the lines' text that a span of the paragraph's text covers.

    Where joining lines added the text, this is everything between the characters on both sides.
    """
    inside = _known(origins[span.start : span.stop])
    before = next((at for at in reversed(origins[: span.start]) if at != NO_ORIGIN), None)
    after = next((at for at in origins[span.stop :] if at != NO_ORIGIN), None)
    if inside:
        return Span(inside[0], inside[-1] + 1)
    start = before + 1 if before is not None else min(_known(origins))
    return Span(start, after if span and after is not None else start)


def _edits(whole: Span, patches: Sequence[_Patch], text: str) -> tuple[list[Edit], str]:
    """Return the edits that make some patches, over a whole passage, and its new text."""
    edits: list[Edit] = []
    parts: list[str] = []
    old = new = 0

    def add(tag: EditTag, stop: int, shown: str) -> None:
        nonlocal old, new
        if stop > old or shown:
            kind = None if tag is EditTag.EQUAL else EditType.WORDING
            edits.append(Edit(tag, Span(old, stop), Span(new, new + len(shown)), kind))
            parts.append(shown)
            old, new = stop, new + len(shown)

    for patch in patches:
        start, stop = patch.span.start - whole.start, patch.span.stop - whole.start
        add(EditTag.EQUAL, start, text[whole.start + old : patch.span.start])
        tag = EditTag.INSERT if start == stop else EditTag.REPLACE if patch.text else EditTag.DELETE
        add(tag, stop, patch.text)
    add(EditTag.EQUAL, len(whole), text[whole.start + old : whole.stop])
    return edits, "".join(parts)
