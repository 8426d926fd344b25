"""A draft in the Word file it was read from, and the new one as passages of it with the words that change."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from aligner.comparison.updating.values_in_place import Replacement, replaced
from aligner.formats.docx.word_elements import Lines, UnsuitedError, row_of
from aligner.languages.citing import label_end
from aligner.languages.numerals import printed_label
from aligner.revision.diff import diff
from aligner.values import NO_ORIGIN, Document, Message, Segment, SegmentKind, Span
from aligner.values.update import Update, UpdateAction, UpdatedParagraph


@dataclass(frozen=True, slots=True)
class Place:
    """The paragraphs of the file that hold some segments of the draft.

    Attributes:
        lines: their range, as indices into `Lines.paragraphs`; it begins with the cell of the number
            if that has one of its own.
        origins: for each character of the segments' text, joined by line feeds, its place in the text
            of the `Lines`, or `NO_ORIGIN` if joining added it.
        start: where their text begins in the text of the `Lines`.
    """

    lines: Span
    origins: tuple[int, ...]
    start: int

    @property
    def stop(self) -> int:
        """Where their text ends in the text of the `Lines`."""
        return max(_known(self.origins), default=self.start - 1) + 1


class OldLines:
    """A draft and the Word file it was read from.

    Args:
        lines: the file as lines.
        text: the file as it was read for the draft, with each table row as one line.
        anchors: where in that text the lines begin, by line.
        draft: the draft; its origins lead to the text.
    """

    def __init__(self, lines: Lines, text: str, anchors: Mapping[int, int], draft: Document) -> None:
        self.lines, self.draft = lines, draft
        self._starts = [segment.span.start for segment in lines.document.segments]
        self._places = _places(lines, text, anchors)

    @property
    def text(self) -> str:
        """The text of all lines."""
        return self.lines.document.text

    def span(self, line: int) -> Span:
        """Return the place of a line in `text`."""
        return self.lines.document.segments[line].span

    def text_of(self, line: int) -> str:
        """Return the text of a line."""
        return self.lines.document.text_of(line)

    def line_at(self, position: int) -> int:
        """Return the line that contains a place in `text`."""
        return bisect_right(self._starts, position) - 1

    def place(self, segments: Sequence[int]) -> Place:
        """Find some segments of the draft.

        Raises:
            UnsuitedError: if one is not in the file, or other text is between them.
        """
        if len(segments) == 1 and not self.draft.segments[segments[0]].span:
            return self._place_of_number(segments[0])
        origins: list[int] = []
        for number, index in enumerate(segments):
            origins += [NO_ORIGIN] if number else []
            origins += (self._origin(at) for at in self.draft.segments[index].span)
        known = _known(origins)
        lines = sorted(set(map(self.line_at, known)))
        if not lines or lines != list(range(lines[0], lines[-1] + 1)):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        label = self.draft.segments[segments[0]].label
        beside = label is not None and self._is_number_cell(lines[0] - 1, label)
        return Place(Span(lines[0] - beside, lines[-1] + 1), tuple(origins), min(known))

    def _place_of_number(self, index: int) -> Place:
        """Find a segment that is nothing but its number, such as "Article 6" above its title.

        Its number has no origin, so it is looked for between the segments before and after it: on a
        line, or before a soft return on the line of the title.
        """
        earlier, later = range(index - 1, -1, -1), range(index + 1, len(self.draft.segments))
        before = next(filter(None, map(self._origins_of, earlier)), [])
        behind = next(filter(None, map(self._origins_of, later)), [])
        between = range(
            self.line_at(before[-1]) + 1 if before else 0,
            self.line_at(behind[0]) if behind else len(self._starts),
        )
        label = self.draft.segments[index].label or ""
        same = [line for line in between if self.text_of(line).strip() == label]
        found = same or [line for line in between if label in self.text_of(line)]
        if not found and behind:
            shared = Span(before[-1] + 1 if before else 0, behind[0])
            at = shared.of(self.text).rfind(label)
            if at >= 0:
                line = self.line_at(behind[0])
                return Place(Span(line, line + 1), (), shared.start + at + len(label))
        found = found or list(between)
        if len(found) != 1:
            raise UnsuitedError(Message("redline.text_elsewhere"))
        return Place(Span(found[0], found[0] + 1), (), self.span(found[0]).stop)

    def _origins_of(self, index: int) -> list[int]:
        """Return where the text of a segment is in `text`, in order."""
        return sorted(_known(map(self._origin, self.draft.segments[index].span)))

    def _is_number_cell(self, line: int, label: str) -> bool:
        """Whether a line is a cell that has only the number of the line after it."""
        if line < 0:
            return False
        rows = [row_of(self.lines.paragraphs[at]) for at in (line, line + 1)]
        text = self.text_of(line).strip()
        return rows[0] is not None and rows[0] is rows[1] and label in text and label_end(text) == len(text)

    def _origin(self, position: int) -> int:
        source = self.draft.origin.source_of(position)
        return NO_ORIGIN if source == NO_ORIGIN else self._places[source]


def _places(lines: Lines, text: str, anchors: Mapping[int, int]) -> list[int]:
    """For each character of the text that was read for the draft, its place in the text of the lines."""
    found = [NO_ORIGIN] * len(text)
    for number, at in anchors.items():
        span, own = lines.document.segments[number].span, lines.document.text_of(number)
        start, size = span.stop - len(own.lstrip()), len(own.strip())
        found[at : at + size] = range(start, start + size)
    return found


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
    patches: tuple[Replacement, ...]
    text: str
    model: int | None = None
    row_after: int | None = None


class NewLines:
    """The new draft laid out in the lines of the old Word file.

    Attributes:
        passages: in the order of the new draft; old lines in none of them are deleted.
        homes: for each paragraph of the update that is not deleted, its passage, and the line in that.

    Raises:
        UnsuitedError: if a paragraph or its number cannot be found in the file.
    """

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
        self._lay_out()

    def _lay_out(self) -> None:
        self._loose_after(-1)
        kept = [(n, paragraph) for n, paragraph in enumerate(self.result.paragraphs) if not self._is_gone(n)]
        for last, group in groupby(kept, key=lambda one: self._last_line(one[0])):
            members = list(group)
            if last >= 0:
                self._kept(members)
            else:
                self._inserted(*members[0])

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

    def _gap(self, place: Place) -> Replacement:
        """Delete one of several paragraphs on a line, with its number and the line end beside it."""
        lead, line = self._before(place), self.old.span(place.lines.start)
        if lead.start > line.start:
            return Replacement(Span(lead.start, place.stop), "")
        after = self.old.text[place.stop : line.stop]
        return Replacement(Span(lead.start, place.stop + len(after) - len(after.lstrip())), "")

    def _patches(self, members: Sequence[UpdatedParagraph], place: Place) -> list[Replacement]:
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
            patches += [Replacement(Span(place.start, place.start), target)] if target else []
        elif whole != target:
            edits = diff(whole, target, self.result.language)
            patches += [
                Replacement(_span_of(edit.old, place.origins), edit.new.of(target))
                for edit in edits
                if edit.old.of(whole) != edit.new.of(target)
            ]
        return patches

    def _before(self, place: Place) -> Span:
        """Return what precedes a paragraph in its lines, after others: the number, if it is typed."""
        beside = (self.places[other] for other in self.together[place.lines.stop - 1])
        stops = (each.stop for each in beside if each.start < place.start)
        return Span(max(stops, default=self.old.span(place.lines.start).start), place.start)

    def _numbered(self, before: str | None, after: str | None, lead: Span) -> list[Replacement]:
        """Change a typed number in the text before a paragraph; Word counts an automatic one itself.

        Raises:
            UnsuitedError: if the number is not where it is looked for.
        """
        if before is None or before == after:
            return []
        typed = lead.of(self.old.text)
        at = typed.rfind(before)
        if after is None:
            return [Replacement(lead, "")] if typed.strip() and "\n" not in typed else []
        if at >= 0:
            return [Replacement(Span(lead.start + at, lead.start + at + len(before)), after)]
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

        kept = [n for n in self.places if not self._is_gone(n)]
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

    def _with_new_symbol(self, line: int) -> list[Replacement]:
        """Replace the document's symbol in a line of the masthead, if the new draft has another."""
        was, symbol = (document.masthead.symbol for document in (self.result.old, self.result.draft))
        if was is None or symbol is None or was == symbol:
            return []
        start = self.old.span(line).start
        matches = re.finditer(rf"(?<![\w/]){re.escape(was)}(?![\w/])", self.old.text_of(line))
        return [Replacement(Span(*match.span()).shifted(start), symbol) for match in matches]

    def _patched(self, lines: Span, patches: Sequence[Replacement]) -> None:
        """Add old lines with their patches.

        Raises:
            UnsuitedError: if two patches overlap.
        """
        ordered = sorted(patches, key=lambda each: each.span)
        if any(one.span.stop > other.span.start for one, other in pairwise(ordered)):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        whole = Span(self.old.span(lines.start).start, self.old.span(lines.stop - 1).stop)
        text = replaced(self.old.text, whole, ordered)
        self.passages.append(Passage(lines, tuple(ordered), text))
        self.last = lines.stop - 1


def _known(origins: Iterable[int]) -> list[int]:
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
