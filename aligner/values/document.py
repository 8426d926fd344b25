"""A text divided into segments: positions, kinds, footnotes, and the origin of each character; signatures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from aligner.values.message import ValueInvariantError, quoted
from aligner.values.runs import runs_of

NO_ORIGIN: Final = -1
"""Result of `OriginMap.source_of` for a character inserted by joining lines."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, stop)`.

    Used for code points in a text and for segment indices in a document.

    >>> Span(2, 5).of("abcdefg")
    'cde'
    >>> list(Span(2, 5))
    [2, 3, 4]
    """

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueInvariantError(f"span [{self.start}, {self.stop}) is not 0 <= start <= stop")

    def __len__(self) -> int:
        return self.stop - self.start

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.stop))

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self.start <= index < self.stop

    def of(self, text: str) -> str:
        """Return the part of `text` that this span covers."""
        return text[self.start : self.stop]

    def within(self, other: Span) -> bool:
        """Whether this range lies in another or equals it."""
        return other.start <= self.start and self.stop <= other.stop

    def overlaps(self, other: Span) -> bool:
        """Whether two ranges share a position; an empty one overlaps a range that it lies inside."""
        return self.start < other.stop and other.start < self.stop

    def clipped(self, within: Span) -> Span:
        """Return the part of this range in another; an empty one is as close as possible.

        >>> Span(2, 5).clipped(Span(3, 9)), Span(2, 5).clipped(Span(7, 9))
        (Span(start=3, stop=5), Span(start=7, stop=7))
        """
        start = min(max(self.start, within.start), within.stop)
        return Span(start, max(min(self.stop, within.stop), start))

    def shifted(self, by: int) -> Span:
        """Return this range moved by `by`, backwards if that is negative."""
        return Span(self.start + by, self.stop + by)


def joined_spans(texts: Iterable[str], start: int = 0) -> tuple[Span, ...]:
    """Return where texts stand that are joined by one character, from a start on.

    >>> joined_spans(["ab", "", "c"])
    (Span(start=0, stop=2), Span(start=3, stop=3), Span(start=4, stop=5))
    """
    spans = []
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 1
    return tuple(spans)


def consists_of(span: Span, text: str, words: Iterable[Span]) -> bool:
    """Whether a stretch of a text is only words among those given, and the spaces between them.

    >>> words = Span(4, 7), Span(8, 14)
    >>> consists_of(Span(4, 14), "all al1 Slates", words), consists_of(Span(0, 7), "all al1 Slates", words)
    (True, False)
    """
    near = [word for word in words if word.overlaps(span)]
    signs = [place for place in span if not text[place].isspace()]
    return bool(signs) and all(any(place in word for word in near) for place in signs)


def consecutive(numbers: Iterable[int]) -> list[Span]:
    """Return the runs of consecutive numbers among numbers in any order.

    >>> consecutive([7, 3, 4])
    [Span(start=3, stop=5), Span(start=7, stop=8)]
    """
    runs = runs_of(sorted(numbers), lambda before, number: number == before + 1)
    return [Span(run[0], run[-1] + 1) for run in runs]


def refuse_disorder(what: str, spans: Iterable[Span], within: Span) -> None:
    """Refuse spans that overlap, go back or leave a text.

    Raises:
        ValueInvariantError: naming the first that does, by what it is and its index.
    """
    end = within.start
    for number, span in enumerate(spans):
        if span.start < end or span.stop > within.stop:
            raise ValueInvariantError(
                f"{what} {number} is [{span.start}, {span.stop}); expected it to start at {end} or later "
                f"and to stop by {within.stop}"
            )
        end = span.stop


class SegmentKind(StrEnum):
    """The role of a paragraph in a resolution or treaty."""

    HEADING = "heading"
    TITLE = "title"
    ENACTING = "enacting"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"
    ROW = "row"  # of a table


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote mark as printed (`1`, `*`) and its position.

    `position` is a code point offset into the document's running text: the mark was just before
    that character.
    """

    mark: str
    position: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One paragraph, line or sentence of a document.

    Attributes:
        span: position in the running text; `document.text[span]` is shown.
        kind: role in the document.
        label: its number as printed, without the closing full stop (`5`, `5 bis`, `(a)`, `第二十七条`),
            or None.
        marks: the footnote marks inside it, in order.
        place: citation (`PP3`, `OP5`), or None.
        page: the page it begins on, counted from 1, or None if the file has no pages.
        parent: for a sentence, the index of its paragraph in the document it was cut from.
        cells: for a table row, the position of each cell in the running text, in order; an empty span
            for an empty cell and for the rest of a merged one. A tab separates two cells. Empty if
            the cells are unknown.
        header: whether it is a row of column headings.

    Raises:
        ValueInvariantError: if a mark or a cell is outside the segment, cells overlap, or a
            segment that is not a row has cells or is a header.
    """

    span: Span
    kind: SegmentKind = SegmentKind.PARAGRAPH
    label: str | None = None
    marks: tuple[NoteMark, ...] = ()
    place: str | None = None
    page: int | None = None
    parent: int | None = None
    cells: tuple[Span, ...] = ()
    header: bool = False

    def __post_init__(self) -> None:
        if (self.cells or self.header) and self.kind is not SegmentKind.ROW:
            raise ValueInvariantError(
                f"a segment of kind {self.kind} has cells or is a header; only rows are"
            )
        refuse_disorder("cell", self.cells, self.span)
        for mark in self.marks:
            if not self.span.start <= mark.position <= self.span.stop:
                raise ValueInvariantError(
                    f"note mark {quoted(mark.mark)} at {mark.position} is outside its segment "
                    f"[{self.span.start}, {self.span.stop})"
                )

    def text_cells(self, text: str) -> tuple[Span, ...]:
        """Return what tabs separate in it, given the running text: the cells of a table row."""
        return joined_spans(self.span.of(text).split("\t"), self.span.start)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The marks of its footnotes, in reading order."""
        return tuple([mark.mark for mark in self.marks])


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, removed from the running text; `doubtful` are its words that may be misread."""

    mark: str
    text: str
    page: int | None = None
    doubtful: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginRun:
    """`length` characters of running text from `text_start` that are contiguous in the source."""

    text_start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class OriginMap:
    """Maps each character of the running text to its place in the reader's text.

    Stored as runs, since line wrapping breaks a paragraph in only a few places.
    """

    runs: tuple[OriginRun, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for number, run in enumerate(self.runs):
            if run.text_start < end or run.length <= 0 or run.source_start < 0:
                raise ValueInvariantError(f"origin run {number} overlaps the one before it or is empty")
            end = run.text_start + run.length

    def source_of(self, position: int) -> int:
        """Return the offset into the source of the character at `position`, or `NO_ORIGIN`."""
        number = bisect_right(self.runs, position, key=lambda run: run.text_start) - 1
        if number < 0:
            return NO_ORIGIN
        run = self.runs[number]
        offset = position - run.text_start
        return run.source_start + offset if offset < run.length else NO_ORIGIN

    def spans_from(self, sources: Sequence[Span]) -> tuple[Span, ...]:
        """Return where stretches of the source are in the running text, as far as they are in it.

        >>> OriginMap((OriginRun(0, 4, 6), OriginRun(7, 10, 5))).spans_from([Span(2, 5), Span(8, 12)])
        (Span(start=0, stop=1), Span(start=4, stop=6), Span(start=7, stop=9))
        """
        spans = []
        for run in self.runs if sources else ():
            stop = run.source_start + run.length
            for source in sources:
                first, last = max(source.start, run.source_start), min(source.stop, stop)
                if first < last:
                    spans.append(Span(first, last).shifted(run.text_start - run.source_start))
        return tuple(sorted(spans))


@dataclass(frozen=True, slots=True)
class Signature:
    """What produced a result; part of every result and every saved file."""

    aligner: str
    encoder: str = ""
    revision: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Masthead:
    """Facts from the head of a UN document; None or empty if it does not state them.

    `agenda_item` is as printed; of several items, the numbers with commas between them.
    """

    symbol: str | None = None
    distribution: str | None = None
    date: str | None = None
    original_language: str | None = None
    agenda_item: str | None = None
    sponsors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text divided into segments; what was removed from the running text is stored separately.

    Attributes:
        language: ISO 639-1 code of a document language.
        version: name of the draft (`draft`, `rev1`), free text.
        title: display title.
        text: the running text: wrapped lines joined; page furniture, labels, footnotes and their
            marks taken out. Segments are in order, without overlap.
        segments: the paragraphs (or lines, or sentences).
        footnotes: in order of appearance.
        furniture: page headers, page numbers, rules and the like, in order.
        masthead: facts from the head of the document.
        origin: map from `text` back to the reader's text.
        source: file name without folder, for messages and signatures.
        status: caveat from the manifest ("working translation, not an official UN text"), shown
            wherever the document is; empty if there is none.
        doubtful: the words of the running text that text recognition may have misread, in order.
        recognised: whether pages of it were read by text recognition.
    """

    language: str
    text: str
    segments: tuple[Segment, ...]
    version: str = ""
    title: str = ""
    footnotes: tuple[Footnote, ...] = ()
    furniture: tuple[str, ...] = ()
    masthead: Masthead = Masthead()
    origin: OriginMap = OriginMap()
    source: str = ""
    status: str = ""
    doubtful: tuple[Span, ...] = ()
    recognised: bool = False

    def __post_init__(self) -> None:
        refuse_disorder("segment", (segment.span for segment in self.segments), Span(0, len(self.text)))

    def __len__(self) -> int:
        return len(self.segments)

    def text_of(self, index: int) -> str:
        """Return the text of one segment."""
        return self.segments[index].span.of(self.text)

    def cells_of(self, index: int) -> list[str]:
        """Return the texts of the cells of one segment; none if it is not a table row."""
        return [cell.of(self.text) for cell in self.segments[index].cells]

    @property
    def printed_title(self) -> str:
        """The text of the first segment that is a title; empty if none is.

        A title in brackets only adds to the lines above it, which are the title then.
        """
        number = self._first_title
        if number is None:
            return ""
        title = self.text_of(number)
        return ", ".join(self._title_lines(number)) or title if _in_brackets(title) else title

    @property
    def printed_name(self) -> str:
        """The symbol and the first line of the printed title, as far as the text has them.

        Without a symbol, all lines of the title: "Order of the Court" alone would be the name of many.
        """
        number = self._first_title
        if not self.masthead.symbol and number is not None and len(lines := self._title_lines(number)) > 1:
            return ", ".join(lines)
        return " ".join(filter(None, (self.masthead.symbol, self.printed_title.partition("\n")[0])))

    @property
    def _first_title(self) -> int | None:
        return next((n for n, each in enumerate(self.segments) if each.kind is SegmentKind.TITLE), None)

    def _title_lines(self, title: int) -> list[str]:
        """Return the lines of a title: itself and the headings below it, but for what begins the text.

        If it is in brackets, also the headings above it.
        """
        first = stop = title
        while first and _in_brackets(self.text_of(title)) and self._is_title_line(first - 1):
            first -= 1
        while stop + 1 < len(self) and self._is_title_line(stop + 1):
            stop += 1
        texts = [" ".join(self.text_of(number).split()) for number in range(first, max(stop, title + 1))]
        return [text for text in texts if not _in_brackets(text)]

    def _is_title_line(self, index: int) -> bool:
        segment = self.segments[index]
        is_set_apart = segment.kind in (SegmentKind.TITLE, SegmentKind.HEADING) and segment.label is None
        return is_set_apart and not self.text_of(index).rstrip().endswith((":", "："))

    def with_text(self, text: str, segments: Sequence[Segment]) -> Document:
        """Return the document with another text, which has no place in the source and no furniture."""
        return replace(
            self, text=text, segments=tuple(segments), furniture=(), origin=OriginMap(), doubtful=()
        )

    def texts(self) -> list[str]:
        """Return the texts of all segments, in order."""
        return [segment.span.of(self.text) for segment in self.segments]

    @property
    def is_scan(self) -> bool:
        """Whether text recognition may have misread some of it, or misplaced it."""
        return self.recognised or bool(self.doubtful)

    def doubtful_in(self, indices: Iterable[int]) -> list[Span]:
        """Return the doubtful words of several segments, as spans of their `joined` text."""
        spans: list[Span] = []
        start = 0
        for index in indices if self.doubtful else ():
            segment = self.segments[index].span
            first = bisect_right(self.doubtful, segment.start, key=lambda span: span.stop)
            after = bisect_left(self.doubtful, segment.stop, key=lambda span: span.start)
            words = self.doubtful[first:after]
            spans += [word.clipped(segment).shifted(start - segment.start) for word in words]
            start += len(segment) + 1
        return spans

    def misread_words(self, index: int) -> list[Span]:
        """Return the doubtful words of one segment, as spans of the running text.

        Doubtful characters beside each other, as in a script without spaces, are one word.
        """
        start = self.segments[index].span.start
        words = runs_of(self.doubtful_in([index]), lambda one, after: one.stop == after.start)
        return [Span(word[0].start, word[-1].stop).shifted(start) for word in words]

    def joined(self, indices: Iterable[int]) -> str:
        """Return the texts of several segments joined by a line feed, which edits refer to."""
        return "\n".join(self.text_of(index) for index in indices)


def _in_brackets(text: str) -> bool:
    return text.lstrip()[:1] in "([（［" and text.rstrip()[-1:] in ")]）］"


def indices(spans: Sequence[Span]) -> list[int]:
    """Return all indices of several spans, in order."""
    return [index for span in spans for index in span]


SYMBOL: Final = re.compile(
    r"(?<![\w/])[A-Z]{1,8}(?:\.\d{1,3})?(?:/[A-Z0-9][A-Za-z0-9.()\-–]*)*/[A-Za-z0-9.()\-–]*\d[\w.()\-–]*(?:/[A-Z][\w.]*\d?)*"
)
"""A document symbol such as `E/CN.15/2018/L.6/Rev.1` or `A/RES/71/167`."""


WITHOUT_SLASH: Final = re.compile(r"[A-Z]{2,5}\d{1,3}(?:\.R?\d{1,3}|\(\d{1,3}\))(?=\s|$)")
"""The symbol of a resolution or decision of the World Health Organization: `WHA66.8`, `EB132(3)`."""


def symbols_in(text: str) -> Iterator[str]:
    """Yield the symbols in running text, without the punctuation after them.

    >>> list(symbols_in("its report (A/72/L.45/Rev.1), and CRC/C/GC/5(2003)."))
    ['A/72/L.45/Rev.1', 'CRC/C/GC/5(2003)']
    """
    for match in SYMBOL.finditer(text):
        symbol = match.group().rstrip(".-–(")
        while symbol.endswith(")") and symbol.count(")") > symbol.count("("):
            symbol = symbol[:-1].rstrip(".-–(")
        yield symbol
