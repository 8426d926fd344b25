"""A language's new draft as passages of its old Word file, and the words that change in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from aligner.formats.docx.word_elements import UnsuitedError
from aligner.formats.update.old_lines import OldLines, Place
from aligner.languages.numerals import printed_label
from aligner.revision.diff import diff
from aligner.values import NO_ORIGIN, Segment, SegmentKind, Span, Update, UpdateAction, UpdatedParagraph
from aligner.values.message import Message


@dataclass(frozen=True, slots=True)
class Patch:
    """New text for a span of the old lines' text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines of the old file with what changes in them, or a new line.

    Attributes:
        lines: the old lines; empty for a new line.
        patches: what changes in them, in order.
        text: the text of its new lines, joined by line feeds.
        model: for a new line, the old line whose layout it takes, if there is one.
        row_after: for a new row of a table, the old line before it, or -1; None for any other line.
    """

    lines: Span
    patches: tuple[Patch, ...]
    text: str
    model: int | None = None
    row_after: int | None = None


@dataclass(frozen=True, slots=True)
class NewLines:
    """The new draft in lines.

    Attributes:
        passages: in the order of the new draft; old lines in none of them are deleted.
        homes: for each paragraph of the update that is not deleted, its passage, and the line in that.
    """

    passages: tuple[Passage, ...]
    homes: dict[int, tuple[int, int]]


def new_lines(result: Update, old: OldLines) -> NewLines:
    """Lay the new draft out in the lines of the old Word file.

    Raises:
        UnsuitedError: if a paragraph or its number cannot be found in the file.
    """
    return _Builder(result, old).built()


class _Builder:
    """Collects the passages of the new draft in order."""

    def __init__(self, result: Update, old: OldLines) -> None:
        self.result, self.old = result, old
        self.passages: list[Passage] = []
        self.last = -1  # the old line laid out last
        self.homes: dict[int, tuple[int, int]] = {}
        self.places = {
            number: old.place(each.old) for number, each in enumerate(result.paragraphs) if each.old
        }
        self.together: dict[int, list[int]] = {}  # paragraphs by their last line, which several share
        for number, place in self.places.items():
            self.together.setdefault(place.lines.stop - 1, []).append(number)
        owned = {line for place in self.places.values() for line in place.lines}
        self.loose = [n for n in range(len(old.lines.paragraphs)) if n not in owned]

    def built(self) -> NewLines:
        """Return the new lines."""
        self._loose_after(-1)
        kept = [(n, paragraph) for n, paragraph in enumerate(self.result.paragraphs) if not self._is_gone(n)]
        for last, group in groupby(kept, key=lambda one: self._last_line(one[0])):
            members = list(group)
            if last >= 0:
                self._kept(members)
            else:
                self._inserted(*members[0])
        return NewLines(tuple(self.passages), self.homes)

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
            patches += self._patches([paragraph for _, paragraph in parts], self.places[parts[0][0]])
        self._patched(first.lines, patches)
        for at, (index, _) in enumerate(members, self.old.line_at(first.start) - first.lines.start):
            self.homes[index] = len(self.passages) - 1, at
        self._loose_after(line)

    def _gap(self, place: Place) -> Patch:
        """Delete one of several paragraphs on a line, with its number and the line end beside it."""
        lead, line = self._before(place), self.old.span(place.lines.start)
        if lead.start > line.start:
            return Patch(Span(lead.start, place.stop), "")
        after = self.old.text[place.stop : line.stop]
        return Patch(Span(lead.start, place.stop + len(after) - len(after.lstrip())), "")

    def _patches(self, members: Sequence[UpdatedParagraph], place: Place) -> list[Patch]:
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
            patches += [Patch(Span(place.start, place.start), target)] if target else []
        elif whole != target:
            edits = diff(whole, target, self.result.language)
            patches += [
                Patch(_span_of(edit.old, place.origins), edit.new.of(target))
                for edit in edits
                if edit.old.of(whole) != edit.new.of(target)
            ]
        return patches

    def _before(self, place: Place) -> Span:
        """Return what precedes a paragraph in its lines, after others: the number, if it is typed."""
        beside = (self.places[other] for other in self.together[place.lines.stop - 1])
        stops = (each.stop for each in beside if each.start < place.start)
        return Span(max(stops, default=self.old.span(place.lines.start).start), place.start)

    def _numbered(self, before: str | None, after: str | None, lead: Span) -> list[Patch]:
        """Change a typed number in the text before a paragraph; Word counts an automatic one itself.

        Raises:
            UnsuitedError: if the number is not where it is looked for.
        """
        if before is None or before == after:
            return []
        typed = lead.of(self.old.text)
        at = typed.rfind(before)
        if after is None:
            return [Patch(lead, "")] if typed.strip() and "\n" not in typed else []
        if at >= 0:
            return [Patch(Span(lead.start + at, lead.start + at + len(before)), after)]
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
        lead, line, row_after = "", None, None
        if model is not None:
            place = self.places[model]
            segment = self.result.old.segments[self.result.paragraphs[model].old[0]]
            lead = self._lead(self._before(place), segment.label, each.label)
            line = self.old.line_at(place.start)
            beside = line > place.lines.start and each.label is not None
            if beside or (segment.kind is SegmentKind.ROW and self._pivot(each).kind is SegmentKind.ROW):
                row_after = self.last
        self.homes[number] = len(self.passages), 0
        text = lead + each.text.replace("\n", " ")
        self.passages.append(Passage(Span(0, 0), (), text, line, row_after))

    def _model(self, number: int, each: UpdatedParagraph) -> int | None:
        """Return the paragraph whose layout a new one takes: near it, of its kind, and numbered if it is."""
        wanted = self._pivot(each)

        def fit(other: int) -> tuple[int, int]:
            segment = self.result.old.segments[self.result.paragraphs[other].old[0]]
            alike = (segment.kind is wanted.kind) + ((segment.label is None) == (each.label is None))
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

    def _with_new_symbol(self, line: int) -> list[Patch]:
        """Replace the document's symbol in a line of the masthead, if the new draft has another."""
        was, symbol = (document.masthead.symbol for document in (self.result.old, self.result.draft))
        if was is None or symbol is None or was == symbol:
            return []
        start = self.old.span(line).start
        matches = re.finditer(rf"(?<![\w/]){re.escape(was)}(?![\w/])", self.old.text_of(line))
        return [Patch(Span(*match.span()).shifted(start), symbol) for match in matches]

    def _patched(self, lines: Span, patches: Sequence[Patch]) -> None:
        """Add old lines with their patches.

        Raises:
            UnsuitedError: if two patches overlap.
        """
        ordered = sorted(patches, key=lambda each: each.span)
        if any(one.span.stop > other.span.start for one, other in pairwise(ordered)):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        text, at = "", self.old.span(lines.start).start
        for patch in ordered:
            text += self.old.text[at : patch.span.start] + patch.text
            at = patch.span.stop
        text += self.old.text[at : self.old.span(lines.stop - 1).stop]
        self.passages.append(Passage(lines, tuple(ordered), text))
        self.last = lines.stop - 1


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
