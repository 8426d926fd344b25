"""The one-page summary of the changes between two drafts, to be passed on and signed.

The page has room only for the weightiest amendments; the others are counted.
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
        place: citation, or empty.
        old_place: earlier citation if it differs, or empty.
        row: number of its row, for an amendment without a citation.
        language: code of the language quoted, or empty if no column shows the amendment.
        pieces: the changed words, shortened.
        head: the first cell of an edited row of a table, which nothing else names; otherwise empty.
    """

    place: str
    old_place: str
    row: int
    language: str
    pieces: tuple[Piece, ...]
    head: str = ""


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """The weightiest amendments of one kind, and how many others there are."""

    kind: AmendmentGroupKind
    lines: tuple[SummaryLine, ...]
    others: int


@dataclass(frozen=True, slots=True)
class SummaryState:
    """An amendment that some languages lack, may lack, or alone have.

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
        title: title of the set.
        reader: code of the reader's language, in which amendments are quoted if possible.
        drafts: the documents compared, each with its earlier draft.
        total: number of amendments.
        groups: the amendments, grouped by weight.
        states: first the amendments that did not reach some language, then those made in one
            language only, then those that could not be determined.
        others: number of states that did not fit on the page, by state.
        unfollowed: codes of the languages that lack one of the drafts, so that nothing is known
            about them.
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
