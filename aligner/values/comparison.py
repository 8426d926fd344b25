"""A document set compared: languages and drafts on one page, and the findings in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from aligner.values.document import Document, Span
from aligner.values.errors import ValueInvariantError
from aligner.values.message import Message
from aligner.values.revision import Revision
from aligner.values.signature import Signature


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
        return _drafts(self.language, self.old_version, self.new_version)

    def shown_states(self) -> Iterator[tuple[str, Carried, Message | None]]:
        """Yield each state with its reason, under the language that it is shown for.

        `AMENDED_HERE_ONLY` is stored under the languages without the amendment, and shown under
        the one that was amended.
        """
        for other, state in self.states.items():
            shown = self.language if state is Carried.AMENDED_HERE_ONLY else other
            yield shown, state, self.reasons.get(other)


@lru_cache(maxsize=256)
def _drafts(language: str, old: str, new: str) -> DocumentPair:
    """Make the keys of two drafts once for all their amendments, of which long texts have thousands."""
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
    documents: Mapping[DocumentKey, Document]
    alignments: Mapping[tuple[DocumentKey, DocumentKey], Alignment]
    revisions: Mapping[tuple[DocumentKey, DocumentKey], Revision]
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
