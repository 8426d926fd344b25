"""Every value that travels through `aligner`.

Frozen, slotted dataclasses that refuse to exist in a wrong state, so that code
further down need not check again. They hold positions and small facts; text is
asked for on demand (`document.text_of(i)`), never copied about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from aligner.errors import ValueInvariantError

NO_ORIGIN: Final = -1
"""What `OriginMap.source_of` gives for a character that joining added."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, stop)`.

    Used for code points in a text and, alike, for segment indices in a document.

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
        """The part of `text` this span covers."""
        return text[self.start : self.stop]

    def shifted(self, by: int) -> Span:
        """The same range, `by` places further on."""
        return Span(self.start + by, self.stop + by)


class SegmentKind(StrEnum):
    """What a paragraph is in a resolution or treaty."""

    HEADING = "heading"
    TITLE = "title"
    ENACTING = "enacting"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote's mark as printed (`1`, `*`) and where it stood.

    `position` is a code point offset into the document's running text: the mark
    stood just before that character.
    """

    mark: str
    position: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One paragraph, line or sentence of a document.

    Attributes:
        span: where it stands in the running text; `document.text[span]` is shown.
        kind: what it is in the document.
        label: its number as printed, without the closing full stop (`5`, `5 bis`,
            `(a)`, `第二十七条`), or None.
        marks: the footnote marks inside it, in order.
        place: how people cite it (`PP3`, `OP5`), or None.
        page: the page it begins on, counted from 1, or None where the file has none.
        parent: for a sentence, the index of its paragraph in the document it was cut from.
    """

    span: Span
    kind: SegmentKind = SegmentKind.PARAGRAPH
    label: str | None = None
    marks: tuple[NoteMark, ...] = ()
    place: str | None = None
    page: int | None = None
    parent: int | None = None

    def __post_init__(self) -> None:
        for mark in self.marks:
            if not self.span.start <= mark.position <= self.span.stop:
                raise ValueInvariantError(
                    f"note mark {mark.mark!r} at {mark.position} is outside its segment "
                    f"[{self.span.start}, {self.span.stop})"
                )

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The marks of its footnotes, in order of reading."""
        return tuple(mark.mark for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote lifted out of the running text."""

    mark: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class OriginRun:
    """`length` characters of running text from `text_start` on that stand unbroken in the source."""

    text_start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class OriginMap:
    """Where each character of the running text stood in the text the reader gave.

    Kept as runs, since wrapping breaks a paragraph in only a few places.
    """

    runs: tuple[OriginRun, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for number, run in enumerate(self.runs):
            if run.text_start < end or run.length <= 0 or run.source_start < 0:
                raise ValueInvariantError(f"origin run {number} overlaps the one before it or is empty")
            end = run.text_start + run.length

    def source_of(self, position: int) -> int:
        """Offset into the source of the character at `position`, or `NO_ORIGIN`."""
        low, high = 0, len(self.runs)
        while low < high:
            middle = (low + high) // 2
            if self.runs[middle].text_start <= position:
                low = middle + 1
            else:
                high = middle
        if low == 0:
            return NO_ORIGIN
        run = self.runs[low - 1]
        offset = position - run.text_start
        return run.source_start + offset if offset < run.length else NO_ORIGIN


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head of a UN document says about it; None or empty where it is silent."""

    symbol: str | None = None
    distribution: str | None = None
    date: str | None = None
    original_language: str | None = None
    agenda_item: str | None = None
    sponsors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text, cut into segments, with everything lifted out of it kept beside it.

    Attributes:
        language: ISO 639-1 code of one of the six UN languages.
        version: name of the draft (`draft`, `rev1`), free text.
        title: what to call it on the page.
        text: the running text: wraps joined; page furniture, labels, footnotes and
            their marks lifted out. Segments stand in it in order, without overlap.
        segments: the paragraphs (or lines, or sentences).
        footnotes: in order of appearance.
        furniture: page headers, page numbers, rules and the like, in order.
        masthead: what the head of the document says.
        origin: the way back from `text` to the reader's text.
        source: name of the file, for messages and signatures; no full path.
        status: what the manifest says it is worth ("working translation, not an official
            UN text"), shown wherever the document is; empty where nothing is said.
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

    def __post_init__(self) -> None:
        end = 0
        for index, segment in enumerate(self.segments):
            if segment.span.start < end or segment.span.stop > len(self.text):
                raise ValueInvariantError(
                    f"segment {index} is [{segment.span.start}, {segment.span.stop}); expected it "
                    f"to start at {end} or later and to stop by {len(self.text)}"
                )
            end = segment.span.stop

    def __len__(self) -> int:
        return len(self.segments)

    def text_of(self, index: int) -> str:
        """The text of one segment."""
        return self.segments[index].span.of(self.text)

    def texts(self) -> list[str]:
        """The texts of all segments, in order."""
        return [segment.span.of(self.text) for segment in self.segments]

    def joined(self, indices: Iterable[int]) -> str:
        """The texts of several segments joined by a line feed: what edits count in."""
        return "\n".join(self.text_of(index) for index in indices)


class LinkOrigin(StrEnum):
    """Who made a link: the program, or a person."""

    AUTOMATIC = "automatic"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Bead:
    """An m-n link between consecutive segments of two documents.

    `score` is the probability, in [0, 1], that a person would keep the link.
    """

    source: Span
    target: Span
    score: float = 1.0
    origin: LinkOrigin = LinkOrigin.AUTOMATIC

    def __post_init__(self) -> None:
        if not self.source and not self.target:
            raise ValueInvariantError("a bead needs a segment on at least one side")
        if not 0.0 <= self.score <= 1.0:
            raise ValueInvariantError(f"bead score {self.score} is not in [0, 1]")

    @property
    def shape(self) -> tuple[int, int]:
        """How many segments stand on each side."""
        return len(self.source), len(self.target)


@dataclass(frozen=True, slots=True)
class Move:
    """The same passage standing elsewhere in the other document.

    Beads never cross, so both sides of a move are gaps in the alignment.
    """

    source: Span
    target: Span
    score: float


@dataclass(frozen=True, slots=True)
class Signature:
    """What a result was made with: carried by every number and every saved file."""

    aligner: str
    encoder: str = ""
    revision: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, object]:
        """A plain mapping, for JSON."""
        return {
            "aligner": self.aligner,
            "encoder": self.encoder,
            "revision": self.revision,
            "options": dict(self.options),
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads that partition two documents, in order, and what moved across them."""

    beads: tuple[Bead, ...]
    n_source: int
    n_target: int
    moves: tuple[Move, ...] = ()
    signature: Signature | None = None

    def __post_init__(self) -> None:
        source = target = 0
        for number, bead in enumerate(self.beads):
            if bead.source.start != source or bead.target.start != target:
                raise ValueInvariantError(
                    f"bead {number} starts at source {bead.source.start}, target "
                    f"{bead.target.start}; expected {source}, {target}"
                )
            source, target = bead.source.stop, bead.target.stop
        if (source, target) != (self.n_source, self.n_target):
            raise ValueInvariantError(
                f"beads end at source {source}, target {target}; expected {self.n_source}, {self.n_target}"
            )


class EditTag(StrEnum):
    """What happened to a stretch of text; the names difflib uses."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


class EditType(StrEnum):
    """What sort of thing an edit touches, as a delegate would sort them."""

    WORDING = "wording"
    VERB = "verb"
    NUMBER = "number"
    DATE = "date"
    SYMBOL = "symbol"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    NAME = "name"
    BRACKET = "bracket"
    CONSEQUENTIAL = "consequential"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Edit:
    """One run of an edit script, in code points of the old and the new text of its change.

    `type` says what it touches (None for an equal run). `strength` is, for a changed
    opening verb, how much stronger (positive) or weaker the new one is within its class.
    """

    tag: EditTag
    old: Span
    new: Span
    type: EditType | None = None
    strength: int | None = None


class ChangeKind(StrEnum):
    """What happened to a paragraph between two drafts. The order is the order of precedence."""

    SPLIT = "split"
    MERGED = "merged"
    MOVED_EDITED = "moved_edited"
    MOVED = "moved"
    INSERTED = "inserted"
    DELETED = "deleted"
    EDITED = "edited"
    FORM_ONLY = "form_only"
    RENUMBERED = "renumbered"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph's story from the old draft to the new.

    `edits` cover the old text (segments' texts joined by a line feed) and the new one,
    both fully and in order, for every kind. A footnote added or taken away makes a
    paragraph `edited`; since marks stand beside the text, it is told by an insertion or
    deletion of type `footnote` that is empty on both sides, where the mark stands or stood.
    `shift` says how far an edit moved the meaning, by an encoder: 0 is nowhere, at most 2.
    """

    kind: ChangeKind
    old: Span
    new: Span
    edits: tuple[Edit, ...]
    renumbered: bool = False
    shift: float | None = None

    def __post_init__(self) -> None:
        old = new = 0
        for number, edit in enumerate(self.edits):
            if edit.old.start != old or edit.new.start != new:
                raise ValueInvariantError(
                    f"edit {number} starts at old {edit.old.start}, new {edit.new.start}; "
                    f"expected {old}, {new}"
                )
            old, new = edit.old.stop, edit.new.stop

    @property
    def is_amendment(self) -> bool:
        """Whether the words changed or moved, rather than only their number or form."""
        return self.kind not in (ChangeKind.UNCHANGED, ChangeKind.RENUMBERED, ChangeKind.FORM_ONLY)


@dataclass(frozen=True, slots=True)
class Revision:
    """Everything that happened between two drafts of one language.

    `changes` stand in the order of the new draft; a deletion stands where the text was.
    Every segment of either draft is in exactly one change. `match_share` in [0, 1] says
    how much of the two texts belongs together: low means they are not two drafts of one text.
    `footnote_changes` tell the same of the footnotes, matched by what they say; their spans
    count in `Document.footnotes`.
    """

    changes: tuple[Change, ...]
    n_old: int
    n_new: int
    match_share: float = 1.0
    signature: Signature | None = None
    footnote_changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        for side, size in (("old", self.n_old), ("new", self.n_new)):
            seen = sorted(i for change in self.changes for i in (change.old if side == "old" else change.new))
            if seen != list(range(size)):
                raise ValueInvariantError(f"the changes do not cover each of the {size} {side} segments once")


@dataclass(frozen=True, slots=True, order=True)
class DocumentKey:
    """Which document of a set: its language and its version."""

    language: str
    version: str

    def __str__(self) -> str:
        return f"{self.language}@{self.version}"


class Carried(StrEnum):
    """Whether an amendment made in one language reached another."""

    CARRIED_OVER = "carried_over"
    NOT_CARRIED_OVER = "not_carried_over"
    AMENDED_HERE_ONLY = "amended_here_only"
    PARTLY = "partly"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment of one language, and whether each other language has it.

    `change` is an index into the revision of that language between those two versions.
    `reasons` explains, by language, what a state alone cannot say.
    """

    language: str
    old_version: str
    new_version: str
    change: int
    states: Mapping[str, Carried]
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: the segments of each document that belong together.

    `cells` has a span of segment indices for each document that takes part; a document
    that is absent has a gap here. `score` is the lowest score of the links behind it.
    """

    cells: Mapping[DocumentKey, Span]
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A document set on one page: languages × versions, aligned, compared.

    Attributes:
        title: of the set.
        pivot: the language that the others are held against.
        versions: from earliest to latest.
        documents: by key.
        alignments: (source, target) keys of one version → alignment from pivot to target.
        revisions: (old, new) keys of one language → revision.
        rows: the text of the newest version of each language, and what only older ones had.
        amendments: what changed in which language, and who has it.
    """

    title: str
    pivot: str
    versions: tuple[str, ...]
    documents: Mapping[DocumentKey, Document]
    alignments: Mapping[tuple[DocumentKey, DocumentKey], Alignment]
    revisions: Mapping[tuple[DocumentKey, DocumentKey], Revision]
    rows: tuple[Row, ...]
    amendments: tuple[Amendment, ...] = ()
    signature: Signature | None = None
    notes: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages present, the pivot first, the others as given."""
        seen = dict.fromkeys(key.language for key in self.documents)
        return (self.pivot, *(language for language in seen if language != self.pivot))


class Severity(StrEnum):
    """How much a finding matters. The order is from worst to least."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the languages of a text part, or where one breaks its own habits.

    Attributes:
        check: id of the check that found it.
        severity: how much it matters.
        rows: indices into `Comparison.rows`.
        language: of the text that has to be looked at.
        span: where in the running text of that language's newest document, or None.
        expected: what the other language, the glossary or the habit asks for.
        found: what stands there; empty where something is missing.
        message: all of it in one sentence.
    """

    check: str
    severity: Severity
    rows: tuple[int, ...]
    language: str
    span: Span | None
    expected: str
    found: str
    message: str


def indices(spans: Sequence[Span]) -> list[int]:
    """All indices of several spans, in order."""
    return [index for span in spans for index in span]
