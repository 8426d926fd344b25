"""Amendments grouped by the reason for their weight, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from aligner.values import WeightReason

if TYPE_CHECKING:
    from aligner.view.page_model import Entry


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


_GROUPS: Final[Mapping[WeightReason, AmendmentGroupKind]] = MappingProxyType(
    {
        WeightReason.VERB: AmendmentGroupKind.VERBS,
        WeightReason.MODALITY: AmendmentGroupKind.VERBS,
        WeightReason.PARAGRAPH: AmendmentGroupKind.PARAGRAPHS,
        WeightReason.NUMBER: AmendmentGroupKind.NUMBERS,
        WeightReason.DATE: AmendmentGroupKind.NUMBERS,
        WeightReason.NEGATION: AmendmentGroupKind.SCOPE,
        WeightReason.SCOPE: AmendmentGroupKind.SCOPE,
        WeightReason.BRACKET: AmendmentGroupKind.SCOPE,
        WeightReason.WORDING: AmendmentGroupKind.WORDING,
        WeightReason.REFERENCE: AmendmentGroupKind.WORDING,
        WeightReason.MOVED: AmendmentGroupKind.MOVES,
        WeightReason.DIVIDED: AmendmentGroupKind.MOVES,
        WeightReason.EDITORIAL: AmendmentGroupKind.FORM,
        WeightReason.FOOTNOTE: AmendmentGroupKind.FORM,
        WeightReason.FORM: AmendmentGroupKind.FORM,
        WeightReason.MASTHEAD: AmendmentGroupKind.MASTHEAD,
    }
)


@dataclass(frozen=True, slots=True)
class AmendmentGroup:
    """Amendments of one kind, the weightiest first."""

    kind: AmendmentGroupKind
    entries: tuple[Entry, ...]


def group_by_weight(entries: Iterable[Entry], *, missing_apart: bool = True) -> tuple[AmendmentGroup, ...]:
    """Group amendments by the reason for their weight; the masthead is last.

    Args:
        entries: the amendments in the order of the text.
        missing_apart: whether those that some language lacks form a separate group, the first.
    """
    found: dict[AmendmentGroupKind, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: -entry.weight.score):
        found.setdefault(_kind(entry, missing_apart=missing_apart), []).append(entry)
    return tuple(AmendmentGroup(kind, tuple(found[kind])) for kind in AmendmentGroupKind if kind in found)


def _kind(entry: Entry, *, missing_apart: bool) -> AmendmentGroupKind:
    kind = _GROUPS[entry.weight.reason]
    if missing_apart and entry.missing and kind is not AmendmentGroupKind.MASTHEAD:
        return AmendmentGroupKind.NOT_CARRIED
    return kind
