"""A proposed new draft of a language that lacks some of the pivot's amendments."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aligner.values.document import Document, Signature, Span
from aligner.values.message import ValueInvariantError


class UpdateAction(StrEnum):
    """The action applied to a paragraph."""

    KEEP = "keep"
    RENUMBER = "renumber"
    MOVE = "move"
    DELETE = "delete"
    EDIT = "edit"
    INSERT = "insert"
    SPLIT = "split"
    MERGE = "merge"


class AskKind(StrEnum):
    """The kind of task left to a person."""

    TRANSLATE = "translate"
    DELETE = "delete"
    REPLACE = "replace"
    VERB = "verb"
    TERM = "term"
    CHAIN = "chain"
    BRACKET = "bracket"
    FOOTNOTE = "footnote"
    NUMBER = "number"
    DIVIDE = "divide"
    JOIN = "join"
    REVIEW = "review"


TABLE: Final = "table"
"""The origin of proposals from the lists of the profiles, whose scores only rank them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Proposed words, their origin, and how well they match, in [0, 1]."""

    text: str
    origin: str
    score: float

    @property
    def is_only_ranked(self) -> bool:
        """Whether the score says no more than which proposal is the better one."""
        return self.origin == TABLE

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueInvariantError(f"the score {self.score} of a proposal is not in [0, 1]")


@dataclass(frozen=True, slots=True)
class Ask:
    """A task left to a person.

    Attributes:
        what: the kind of task.
        pivot: the pivot's change, with deleted words in {-…-} and inserted ones in {+…+}.
        where: a span of the paragraph's old text, or None if the position is unknown.
        proposals: proposed words, best first.
    """

    what: AskKind
    pivot: str
    where: Span | None = None
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdatedParagraph:
    """A paragraph of the new draft, or one that is deleted.

    Attributes:
        action: the action applied to it.
        old: indices of its segments in the language's old draft; empty for a new paragraph.
        pivot_old: indices of the pivot's segments before its change.
        pivot_new: indices of the pivot's segments after its change; empty if deleted.
        label: its number in the new draft, as printed.
        text: the proposed text.
        where: spans of the old text (its segments joined by a line feed) to review.
        asks: the tasks left to a person; empty if the paragraph is certain.
    """

    action: UpdateAction
    old: tuple[int, ...]
    pivot_old: tuple[int, ...]
    pivot_new: tuple[int, ...]
    label: str | None
    text: str
    where: tuple[Span, ...] = ()
    asks: tuple[Ask, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether no task is left to a person."""
        return not self.asks


@dataclass(frozen=True, slots=True)
class Update:
    """The update of one language to the pivot's newest draft.

    Attributes:
        language: the language to update.
        old: its current draft.
        pivot_old: the pivot's draft that `old` corresponds to. If `old` already has some of the
            newer amendments, this is the newer draft with the missing ones reverted.
        pivot_new: the pivot's newest draft.
        paragraphs: in the order of the new draft; deleted ones last.
        draft: the new draft, a segment for each paragraph that is not deleted.
        signature: how it was made.

    Raises:
        ValueInvariantError: if the draft has a different number of segments, or a segment of the
            old draft is in no paragraph.
    """

    language: str
    old: Document
    pivot_old: Document
    pivot_new: Document
    paragraphs: tuple[UpdatedParagraph, ...]
    draft: Document
    signature: Signature | None = None

    def __post_init__(self) -> None:
        kept = len(self.kept)
        if kept != len(self.draft):
            raise ValueInvariantError(f"{kept} paragraphs make a draft of {len(self.draft)} segments")
        seen = {index for paragraph in self.paragraphs for index in paragraph.old}
        if seen != set(range(len(self.old))):
            missing = sorted(set(range(len(self.old))) - seen)
            raise ValueInvariantError(f"segment {missing[0]} of the old draft is in no paragraph")

    @property
    def kept(self) -> tuple[UpdatedParagraph, ...]:
        """The paragraphs of the new draft, without deleted ones."""
        return tuple(each for each in self.paragraphs if each.action is not UpdateAction.DELETE)
