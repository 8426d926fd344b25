"""What changed between two drafts, on one page, to be handed on and signed.

The page has room for the weightiest amendments only; how many more there are is part of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from aligner.values import Carried, DocumentKey, Message, Signature
from aligner.view.amendment_groups import AmendmentGroupKind
from aligner.view.redline_runs import Piece


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One amendment, quoted in one language.

    Attributes:
        place: citation, or empty; `old_place` if it had another before.
        row: number of its row, for an amendment without a citation.
        language: code of the language quoted, or empty if no column shows the amendment.
        pieces: the changed words, shortened.
    """

    place: str
    old_place: str
    row: int
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """The weightiest amendments of one kind, and how many others there are."""

    kind: AmendmentGroupKind
    lines: tuple[SummaryLine, ...]
    others: int


@dataclass(frozen=True, slots=True)
class SummaryState:
    """An amendment that some languages lack, have alone, or may lack.

    Attributes:
        line: the amendment.
        state: any but `CARRIED_OVER`.
        languages: codes of the languages in this state.
        reason: the reason for the first of them, or None.
    """

    line: SummaryLine
    state: Carried
    languages: tuple[str, ...]
    reason: Message | None


@dataclass(frozen=True, slots=True)
class OnePageSummary:
    """The changes between the drafts of a set, on one page.

    Attributes:
        title: of the set.
        reader: code of the reader's language, in which amendments are quoted where possible.
        drafts: the documents compared, each with its earlier draft.
        total: number of amendments.
        groups: what changed, by weight.
        states: what did not reach which language, what was made in one language only, and what
            could not be determined, in this order; those that have no room are counted in `others`.
        others: number of states left out, by state.
        unfollowed: codes of the languages that lack one of the drafts, so that nothing is known.
        followed: whether amendments were followed across languages at all.
        complete: whether every amendment is known to have reached every language.
    """

    title: str
    reader: str
    drafts: tuple[tuple[DocumentKey, DocumentKey], ...]
    total: int
    groups: tuple[SummaryGroup, ...]
    states: tuple[SummaryState, ...]
    others: tuple[tuple[Carried, int], ...]
    unfollowed: tuple[str, ...]
    followed: bool
    complete: bool
    signature: Signature | None = None
