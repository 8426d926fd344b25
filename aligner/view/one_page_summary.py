"""The one-page summary of the changes between two drafts, to be passed on and signed.

It is a table: a row for each amendment, a column for each language. Those that did not reach some
language come first where the page has no room for all. The weightiest groups of amendments come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from aligner.values import (
    BracketOutcome,
    Carried,
    Decision,
    DecisionKind,
    DocumentPair,
    Message,
    WeightReason,
    data_files,
)
from aligner.values.document import Signature
from aligner.view.redline_runs import Piece

if TYPE_CHECKING:
    from aligner.view.page_model import Entry


SIGNS: Final[Mapping[str, str]] = data_files.tables("signs.toml")["states"]
"""The sign of a state, in this table and in lists of amendments."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One amendment, quoted in one language.

    Attributes:
        place: citation, or empty.
        old_place: earlier citation if it differs, or empty.
        row: number of its row, for an amendment without a citation.
        language: code of the language quoted, or empty if no column shows the amendment.
        pieces: the changed words with those around them, shortened.
        head: the first cell of an edited row of a table, which nothing else names; otherwise empty.
        page: page of the document quoted, or None.
        states: by language, whether it has the amendment.
        reasons: by language, the reason for that judgement, if there is one.
        decision: what a person decided on it.
    """

    place: str
    old_place: str
    row: int
    language: str
    pieces: tuple[Piece, ...]
    head: str = ""
    page: int | None = None
    states: Mapping[str, Carried] = field(default_factory=dict)
    reasons: Mapping[str, Message] = field(default_factory=dict)
    decision: Decision | None = None

    @property
    def is_settled(self) -> bool:
        """Whether every language is known to have it."""
        return all(state is Carried.CARRIED_OVER for state in self.states.values())


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """Amendments of one kind, the weightiest first."""

    kind: AmendmentGroupKind
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class OnePageSummary:
    """The changes between the drafts of a set, on one page.

    Attributes:
        title: title of the set.
        headline: the answer in one sentence.
        reader: code of the reader's language, in which amendments are quoted if possible.
        drafts: the documents compared, each with its earlier draft.
        made: the day on which it was made, if it is to be said.
        files: names of the files that were compared.
        total: number of amendments.
        languages: codes of the languages to which amendments were followed, one column each.
        lacking: language → number of amendments that it lacks, at least in part; the most first.
        groups: the amendments that fit on the page, grouped by weight.
        others: those that do not.
        unfollowed: codes of the languages that lack one of the drafts, so that nothing is known
            about them.
        followed: whether amendments were followed across languages at all.
        brackets: language → number of its passages in square brackets, if any has some.
        closed: what became of the pivot's passages that closed since the last draft → their number.
    """

    title: str
    headline: Message
    reader: str
    drafts: tuple[DocumentPair, ...]
    made: date | None
    files: tuple[str, ...]
    total: int
    languages: tuple[str, ...]
    lacking: Mapping[str, int]
    groups: tuple[SummaryGroup, ...]
    others: tuple[SummaryLine, ...]
    unfollowed: tuple[str, ...]
    followed: bool
    signature: Signature | None = None
    brackets: Mapping[str, int] = field(default_factory=dict)
    closed: Mapping[BracketOutcome, int] = field(default_factory=dict)

    @property
    def decided(self) -> Mapping[DecisionKind, int]:
        """The number of amendments by what was decided on them; those without a decision are left out."""
        lines = (*(line for group in self.groups for line in group.lines), *self.others)
        kinds = [line.decision.kind for line in lines if line.decision is not None]
        return {kind: kinds.count(kind) for kind in DecisionKind if kind in kinds}

    @property
    def has_decisions(self) -> bool:
        """Whether anything was decided or commented on."""
        return any(line.decision is not None for group in self.groups for line in group.lines)


class AmendmentGroupKind(StrEnum):
    """The groups of amendments, in the order of a list sorted by weight."""

    NOT_CARRIED = "not_carried"
    VERBS = "verbs"
    PARAGRAPHS = "paragraphs"
    NUMBERS = "numbers"
    SCOPE = "scope"
    WORDING = "wording"
    MOVES = "moves"
    FORM = "form"
    MASTHEAD = "masthead"


_GROUPS: Final = {
    WeightReason(reason): AmendmentGroupKind(kind)
    for kind, reasons in data_files.tables("signs.toml")["groups"].items()
    for reason in reasons
}


def group_by_weight(
    entries: Iterable[Entry], *, missing_apart: bool = True
) -> Mapping[AmendmentGroupKind, list[Entry]]:
    """Group amendments by the reason for their weight; the masthead is last.

    Args:
        entries: the amendments in the order of the text.
        missing_apart: whether those that some language lacks form a separate group, the first.
    """
    found: dict[AmendmentGroupKind, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: -entry.weight.score):
        kind = _GROUPS[entry.weight.reason]
        if missing_apart and entry.missing and kind is not AmendmentGroupKind.MASTHEAD:
            kind = AmendmentGroupKind.NOT_CARRIED
        found.setdefault(kind, []).append(entry)
    return {kind: found[kind] for kind in AmendmentGroupKind if kind in found}
