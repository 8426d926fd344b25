"""The changes between two drafts of one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aligner.values.document import Span
from aligner.values.errors import ValueInvariantError
from aligner.values.signature import Signature


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
        """Whether words changed or moved, rather than only numbering or form."""
        return self.kind not in SLIGHT_CHANGES

    def edits_over(self, n_old: int, n_new: int) -> Iterator[Edit]:
        """Return the edits, with one more if they do not cover both texts."""
        yield from self.edits
        old, new = (self.edits[-1].old.stop, self.edits[-1].new.stop) if self.edits else (0, 0)
        if old < n_old or new < n_new:
            yield Edit(EditTag.REPLACE, Span(old, n_old), Span(new, n_new))


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
            seen = sorted(i for change in self.changes for i in (change.old if side == "old" else change.new))
            if seen != list(range(size)):
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
