"""A document set compared: links between languages, changes between drafts, findings; all on one page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self

from aligner.values.document import Document, Signature, Span
from aligner.values.message import Message, ValueInvariantError


class EditTag(StrEnum):
    """The change to a stretch of text, with difflib's names."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


class EditType(StrEnum):
    """What an edit affects, as a delegate would classify it."""

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
    RECOGNISED = "recognised"  # only words that text recognition may have misread differ


SLIGHT_EDITS: Final = frozenset({EditType.FORM, EditType.RECOGNISED})
"""Types of edits that leave the words as they are, as far as anyone can tell."""


class BracketOutcome(StrEnum):
    """What became of a passage in brackets since the last draft."""

    OPEN = "open"
    NEW = "new"
    KEPT = "kept"
    OPTION = "option"
    REPLACED = "replaced"
    DELETED = "deleted"

    @property
    def is_open(self) -> bool:
        """Whether the passage is in brackets in the newer draft."""
        return self in (BracketOutcome.OPEN, BracketOutcome.NEW)


@dataclass(frozen=True, slots=True)
class Edit:
    """One run of an edit script, in code points of the old and the new text of its change.

    `type` is what it affects (None for an equal run). For a changed opening verb, `strength` is
    how much stronger (positive) or weaker the new one is within its class. For changed numbers,
    `values` are those before and those after, in any script: digits, a fraction (`2/3`) or a
    percentage (`3%`).
    """

    tag: EditTag
    old: Span
    new: Span
    type: EditType | None = None
    strength: int | None = None
    values: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def amends(self, old: str, new: str) -> bool:
        r"""Whether the edit changes more than form, given the two texts of its change.

        Spaces, hyphens, quotation marks and Unicode variants are form, and a word that may be misread
        proves nothing, so they are neither marked nor counted. The end of a paragraph is not form: an
        edit of type `form` that splits or joins paragraphs amends the text.

        >>> spaced = Edit(EditTag.REPLACE, Span(2, 3), Span(2, 3), EditType.FORM)
        >>> spaced.amends("5 %", "5\u00a0%"), spaced.amends("a, b", "a,\nb")
        (False, True)
        """
        if self.type not in SLIGHT_EDITS:
            return self.tag is not EditTag.EQUAL
        return "\n" in self.old.of(old) or "\n" in self.new.of(new)


def _refuse_gaps(what: str, sides: tuple[str, str], pairs: Iterable[tuple[Span, Span]]) -> tuple[int, int]:
    """Refuse pairs of spans that do not follow each other on both sides; return where the last one ends."""
    here = there = 0
    for number, (one, other) in enumerate(pairs):
        if one.start != here or other.start != there:
            raise ValueInvariantError(
                f"{what} {number} starts at {sides[0]} {one.start}, {sides[1]} {other.start}; "
                f"expected {here}, {there}"
            )
        here, there = one.stop, other.stop
    return here, there


class ChangeKind(StrEnum):
    """The change to a paragraph between two drafts, in order of precedence."""

    SPLIT = "split"
    MERGED = "merged"
    MOVED_EDITED = "moved_edited"
    MOVED = "moved"
    INSERTED = "inserted"
    DELETED = "deleted"
    EDITED = "edited"
    RECOGNISED = "recognised"
    FORM_ONLY = "form_only"
    RENUMBERED = "renumbered"
    UNCHANGED = "unchanged"

    @property
    def is_move(self) -> bool:
        """Whether the paragraph changed its order relative to the rest, edited or not."""
        return self in (ChangeKind.MOVED, ChangeKind.MOVED_EDITED)


SLIGHT_CHANGES: Final = frozenset(
    {ChangeKind.UNCHANGED, ChangeKind.RENUMBERED, ChangeKind.FORM_ONLY, ChangeKind.RECOGNISED}
)
"""Kinds of change that are no amendments: in numbering and form, or in how a scan was read."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change to one paragraph, or several, from the old draft to the new.

    For every kind, `edits` cover both the old text (segments' texts joined by a line feed) and the
    new one fully and in order. A footnote inserted or deleted makes a paragraph `edited`; since
    marks are not part of the text, it is an insertion or deletion of type `footnote` that is empty
    on both sides, at the position of the mark. `shift` measures how far an edit moved the
    meaning, by an encoder: from 0 (not at all) to 2.
    """

    kind: ChangeKind
    old: Span
    new: Span
    edits: tuple[Edit, ...]
    renumbered: bool = False
    shift: float | None = None

    def __post_init__(self) -> None:
        _refuse_gaps("edit", ("old", "new"), ((edit.old, edit.new) for edit in self.edits))

    @property
    def is_amendment(self) -> bool:
        """Whether words changed or moved, rather than only numbering or form."""
        return self.kind not in SLIGHT_CHANGES


@dataclass(frozen=True, slots=True)
class Revision:
    """All changes between two drafts of one language.

    `changes` are in the order of the new draft; a deletion is at the old place of its text. Every
    segment of either draft is in exactly one change. `match_share` in [0, 1] is the share of the
    two texts that corresponds: a low value means they are not two drafts of one text.
    `footnote_changes` are the changes to footnotes, matched by content; their spans index
    `Document.footnotes`.
    """

    changes: tuple[Change, ...]
    n_old: int
    n_new: int
    match_share: float = 1.0
    signature: Signature | None = None
    footnote_changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        for side, size in (("old", self.n_old), ("new", self.n_new)):
            spans = [change.old if side == "old" else change.new for change in self.changes]
            seen = [index for span in spans for index in range(span.start, span.stop)]
            if sorted(seen) != list(range(size)):
                raise ValueInvariantError(f"the changes do not cover each of the {size} {side} segments once")


class WeightReason(StrEnum):
    """What makes an amendment matter, the most important first."""

    VERB = "verb"
    """The opening verb changed."""
    MODALITY = "modality"
    """What was an obligation is a permission, or the reverse."""
    PARAGRAPH = "paragraph"
    """A whole paragraph was inserted or deleted."""
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    """A negation was added or removed."""
    SCOPE = "scope"
    """Words such as "all" or "where appropriate" were added, removed or replaced."""
    BRACKET = "bracket"
    """Square brackets around text under negotiation were added or removed."""
    WORDING = "wording"
    REFERENCE = "reference"
    """Another paragraph or document is cited."""
    MOVED = "moved"
    DIVIDED = "divided"
    """A paragraph was split, or paragraphs were merged."""
    EDITORIAL = "editorial"
    """Words were reordered, or only articles, prepositions and the like changed."""
    FOOTNOTE = "footnote"
    FORM = "form"
    """Spaces, punctuation or numbering changed, or words that follow from a neighbouring change."""
    MASTHEAD = "masthead"
    """Only the head of the document changed, such as its date, agenda item or sponsors."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an edit or an amendment matters.

    Attributes:
        score: in [0, 1]; only its order has a meaning.
        reason: what makes it matter.

    Raises:
        ValueInvariantError: if `score` is outside [0, 1].
    """

    score: float
    reason: WeightReason

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueInvariantError(f"weight {self.score} is not in [0, 1]")


class LinkOrigin(StrEnum):
    """Who made a link: the program or a person."""

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
        """Number of segments on each side."""
        return len(self.source), len(self.target)

    def precedes(self, other: Self) -> bool:
        """Whether another bead can come after this one in the same alignment.

        >>> Bead(Span(0, 1), Span(0, 2)).precedes(Bead(Span(1, 2), Span(1, 3)))
        False
        """
        return self.source.stop <= other.source.start and self.target.stop <= other.target.start


@dataclass(frozen=True, slots=True)
class Move:
    """The same passage at different places in the two documents.

    Beads never cross, so both sides of a move are gaps in the alignment.
    """

    source: Span
    target: Span
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads that partition two documents, in order, and the moves across them."""

    beads: tuple[Bead, ...]
    n_source: int
    n_target: int
    moves: tuple[Move, ...] = ()
    signature: Signature | None = None

    def __post_init__(self) -> None:
        pairs = ((bead.source, bead.target) for bead in self.beads)
        source, target = _refuse_gaps("bead", ("source", "target"), pairs)
        if (source, target) != (self.n_source, self.n_target):
            raise ValueInvariantError(
                f"beads end at source {source}, target {target}; expected {self.n_source}, {self.n_target}"
            )


@dataclass(frozen=True, slots=True, order=True)
class DocumentKey:
    """A document of a set, by language and version."""

    language: str
    version: str

    def __str__(self) -> str:
        return f"{self.language}@{self.version}"


DocumentPair = tuple[DocumentKey, DocumentKey]
"""Two documents of a set: pivot and other language, or old and new draft."""


class Carried(StrEnum):
    """Whether an amendment made in one language was carried over to another."""

    CARRIED_OVER = "carried_over"
    NOT_CARRIED_OVER = "not_carried_over"
    AMENDED_HERE_ONLY = "amended_here_only"
    PARTLY = "partly"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MissingEdit:
    """An edit of an amendment that another language lacks.

    `edit` is its index among the edits of the change; `where` is the place where it belongs in the
    running text of the other language's newer draft, or None if that is not known.
    """

    edit: int
    where: Span | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment of one language, and whether each other language has it.

    `change` is an index into the revision of that language between those two versions.
    `reasons` gives, by language, the reason for a state if it needs one. `missing` gives the edits
    that a language lacks; a language whose edits were not compared one by one has no entry.
    """

    language: str
    old_version: str
    new_version: str
    change: int
    states: Mapping[str, Carried]
    reasons: Mapping[str, Message] = field(default_factory=dict)
    missing: Mapping[str, tuple[MissingEdit, ...]] = field(default_factory=dict)

    @property
    def drafts(self) -> DocumentPair:
        """Keys of the older and the newer draft: the key of its revision."""
        return draft_keys(self.language, self.old_version, self.new_version)

    def shown_states(self) -> Iterator[tuple[str, Carried, Message | None]]:
        """Yield each state with its reason, under the language that it is shown for.

        `AMENDED_HERE_ONLY` is stored under the languages without the amendment, and shown under
        the one that was amended.
        """
        for other, state in self.states.items():
            shown = self.language if state is Carried.AMENDED_HERE_ONLY else other
            yield shown, state, self.reasons.get(other)


@lru_cache(maxsize=256)
def draft_keys(language: str, old: str, new: str) -> DocumentPair:
    """Return the keys of two drafts, made once for all amendments, of which long texts have thousands."""
    return DocumentKey(language, old), DocumentKey(language, new)


class DecisionKind(StrEnum):
    """What a person decided on an amendment, in the order of a list: open questions first."""

    DISCUSS = "discuss"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on an amendment, and their comment; either may be missing, but not both."""

    kind: DecisionKind | None
    comment: str = ""

    def __post_init__(self) -> None:
        if self.kind is None and not self.comment:
            raise ValueInvariantError("a decision has a kind, a comment or both")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: the segments of each document that belong together.

    `cells` has a span of segment indices for each participating document; an absent document
    has a gap here. `score` is the lowest score of the row's links.
    """

    cells: Mapping[DocumentKey, Span]
    score: float = 1.0


Documents = Mapping[DocumentKey, Document]
Alignments = Mapping[DocumentPair, Alignment]
Revisions = Mapping[DocumentPair, Revision]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A document set on one page: languages × versions, aligned and compared.

    Attributes:
        title: title of the set.
        pivot: the language that the others are compared with.
        versions: from earliest to latest.
        documents: by key.
        alignments: (source, target) keys of one version → alignment from pivot to target.
        revisions: (old, new) keys of one language → revision.
        rows: the text of each language's newest version, and text only in older versions.
        amendments: the changes in each language, and which other languages have them.
        decisions: what people decided on the changes of each revision, by their index in it. The
            comparison of an open project has none: the project keeps them by what was amended.
    """

    title: str
    pivot: str
    versions: tuple[str, ...]
    documents: Documents
    alignments: Alignments
    revisions: Revisions
    rows: tuple[Row, ...]
    amendments: tuple[Amendment, ...] = ()
    signature: Signature | None = None
    notes: tuple[Message, ...] = ()
    decisions: Mapping[DocumentPair, Mapping[int, Decision]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages present, the pivot first, the others in the order given."""
        seen = dict.fromkeys(key.language for key in self.documents)
        return (self.pivot, *(language for language in seen if language != self.pivot))

    @property
    def version_order(self) -> dict[str, int]:
        """The place of each version, from 0 for the earliest."""
        return {version: number for number, version in enumerate(self.versions)}

    @property
    def newest(self) -> dict[str, DocumentKey]:
        """The newest document of each language: checks read it and their spans refer to it."""
        order = self.version_order
        ordered = sorted(self.documents, key=lambda key: order.get(key.version, -1))
        found = {key.language: key for key in ordered}
        return {language: found[language] for language in self.languages if language in found}


def rows_of(comparison: Comparison) -> dict[DocumentKey, dict[int, int]]:
    """Return, for each document, the index of the row that contains each of its segments.

    Keys are looked up by identity, since rows share them; hashing them would take most of the time.
    """
    found = defaultdict[DocumentKey, dict[int, int]](dict, {key: {} for key in comparison.documents})
    known: dict[int, dict[int, int]] = {}
    for number, row in enumerate(comparison.rows):
        for key, span in row.cells.items():
            try:
                of_document = known[id(key)]
            except KeyError:
                of_document = known[id(key)] = found[key]
            if span.stop - span.start == 1:
                of_document[span.start] = number
            else:
                of_document.update(dict.fromkeys(span, number))
    return found


class Severity(StrEnum):
    """How much a finding matters, ordered from worst to least."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where the languages of a text differ, or where one is inconsistent with itself.

    Attributes:
        check: id of the check that found it.
        severity: how much it matters.
        rows: indices into `Comparison.rows`.
        language: language of the text to review.
        span: position in the running text of that language's newest document, or None.
        expected: what the other language, the glossary or the usual practice requires.
        found: the actual text; empty if something is missing.
        message: the whole finding in one sentence.
        expected_parts: the words of each place, if `expected` concerns several.
        found_parts: the same for `found`.
    """

    check: str
    severity: Severity
    rows: tuple[int, ...]
    language: str
    span: Span | None
    expected: str
    found: str
    message: Message
    expected_parts: tuple[str, ...] = ()
    found_parts: tuple[str, ...] = ()
