"""Find each paragraph of a draft in the Word file it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from aligner.formats.docx.word_elements import Lines, UnsuitedError, row_of
from aligner.languages.leading_labels import label_end
from aligner.values import NO_ORIGIN, Document, Message, Span
from aligner.values.extract import Extract, Line

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed

_SKIPPED: Final = 4
"""The most paragraphs of the file between two lines that have no line of their own, such as label cells."""


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
        return max((at + 1 for at in self.origins if at != NO_ORIGIN), default=self.start)


class OldLines:
    """A draft and the Word file it was read from.

    Args:
        lines: the file as lines.
        parsed: the file as parsed.
        extract: the file as it was read for the draft, with each table row as one line.
        draft: the draft; its origins lead to `extract`.
    """

    def __init__(self, lines: Lines, parsed: Parsed, extract: Extract, draft: Document) -> None:
        self.lines, self.draft = lines, draft
        self._starts = [segment.span.start for segment in lines.document.segments]
        self._places = _places(lines, parsed, extract)

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
        lines = self._lines(origins)
        if not lines or lines != list(range(lines[0], lines[-1] + 1)):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        label = self.draft.segments[segments[0]].label
        beside = label is not None and self._is_number_cell(lines[0] - 1, label)
        start = min(at for at in origins if at != NO_ORIGIN)
        return Place(Span(lines[0] - beside, lines[-1] + 1), tuple(origins), start)

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
        origins = (self._origin(at) for at in self.draft.segments[index].span)
        return sorted(at for at in origins if at != NO_ORIGIN)

    def _lines(self, origins: Iterable[int]) -> list[int]:
        return sorted({self.line_at(at) for at in origins if at != NO_ORIGIN})

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


def _places(lines: Lines, parsed: Parsed, extract: Extract) -> list[int]:
    """For each character that was read for the draft, its place in the text of the lines."""
    numbers = (number for number in range(len(parsed.extract.lines)) if number in parsed.elements)
    starts = {
        number: segment.span.start for number, segment in zip(numbers, lines.document.segments, strict=True)
    }
    found = [NO_ORIGIN] * len(extract.text)
    for line, at, source in _pairs(extract, parsed.extract):
        if source not in starts:
            continue
        span = parsed.extract.lines[source].span
        theirs = span.of(parsed.extract.text)
        shift = starts[source]
        for ours, place in _same(extract.text, Span(at, line.span.stop), theirs):
            found[ours] = shift + place
    return found


def _pairs(extract: Extract, source: Extract) -> Iterator[tuple[Line, int, int]]:
    """Yield each line with each paragraph it was read from: the line, where that begins, and its index."""
    texts = [_solid(source.text_of(line)) for line in source.lines]
    at = 0
    for line in extract.lines:
        text = _solid(extract.text_of(line))
        if line.cells:
            position, inside = line.span.start, 0
            while at < len(texts) and (start := text.find(texts[at], inside)) >= 0:
                yield line, position, at
                inside = start + len(texts[at])
                position = _after(extract.text, line.span, inside)
                at += 1
            continue
        near = range(at, min(at + _SKIPPED, len(texts)))
        chosen = next((n for n in near if texts[n].endswith(text)), None)
        if chosen is not None:
            yield line, line.span.start, chosen
            at = chosen + 1


def _after(text: str, line: Span, count: int) -> int:
    """Return the place after the given number of characters of a line, spaces not counted."""
    for at in line:
        if count == 0:
            return at
        count -= not text[at].isspace()
    return line.stop


def _same(text: str, span: Span, source: str) -> Iterator[tuple[int, int]]:
    """Pair the characters of a source with those of a text that contains it, spaces apart.

    What precedes the source in the text, such as an automatic number, is skipped; so is what
    precedes the text in the source.
    """
    if source.endswith(span.of(text)):
        yield from zip(span, range(len(source) - len(span), len(source)), strict=True)
        return
    ours = [at for at in span if not text[at].isspace()]
    theirs = [at for at, sign in enumerate(source) if not sign.isspace()]
    solid = "".join(text[at] for at in ours)
    wanted = "".join(source[at] for at in theirs)
    first = solid.find(wanted)
    skip = 0 if first >= 0 else max(0, len(theirs) - len(ours))
    pairs = list(zip(ours[max(0, first) :], theirs[skip:], strict=False))
    yield from pairs
    for (one, other), (after, other_after) in pairwise(pairs):
        if after - one == other_after - other == 2:  # one space on both sides
            yield one + 1, other + 1


def _solid(text: str) -> str:
    return "".join(text.split())
