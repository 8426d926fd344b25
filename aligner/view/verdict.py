"""Counts of what needs review: amendments not carried over, and doubtful links."""

from __future__ import annotations

from dataclasses import dataclass

from aligner.view.page_model import View
from aligner.view.row_filters import is_uncertain


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts of rows, each equal to the number of rows that match the filter of the same name.

    Attributes:
        not_carried: amendments that some language lacks, at least in part.
        unknown: amendments whose state in some language cannot be determined.
        alone: amendments made in some language but not in the one compared with it.
        amendments: all amendments.
        outside: amendments outside the text, in the masthead or the meeting line.
        uncertain: rows with a doubtful link or without a counterpart.
        all_reached: whether every amendment is known to have reached every language.
    """

    not_carried: int
    unknown: int
    alone: int
    amendments: int
    outside: int
    uncertain: int
    all_reached: bool


def verdict_of(view: View) -> Verdict:
    """Count what needs review in a view."""
    not_carried = sum(bool(entry.missing) for entry in view.entries)
    unknown = sum(entry.is_unknown for entry in view.entries)
    alone = sum(entry.is_alone for entry in view.entries)
    return Verdict(
        not_carried=not_carried,
        unknown=unknown,
        alone=alone,
        amendments=len(view.entries),
        outside=sum(entry.outside for entry in view.entries),
        uncertain=sum(map(is_uncertain, view.rows)),
        all_reached=bool(view.entries)
        and view.followed
        and not (not_carried or unknown or alone or view.unfollowed),
    )
