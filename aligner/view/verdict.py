"""What a comparison says in one sentence, and counts of what needs review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aligner.values.message import Message
from aligner.view.page_model import Entry, View
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
    unknown = sum(bool(entry.unknown) for entry in view.entries)
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


def headline_of(view: View) -> Message:
    """Return the weightiest thing that can be said of a view, in one sentence."""
    found = verdict_of(view)
    if not any(column.base for column in view.columns):
        return _of_links(view, found)
    if not found.amendments:
        return Message("headline.unchanged")
    if found.outside == found.amendments:
        return Message("headline.masthead")
    if found.not_carried:
        lacking = _languages(view, lambda each: each.missing)
        return Message("headline.missing", count=found.not_carried, lacking=lacking)
    if view.unfollowed:
        return Message("headline.behind", count=found.amendments, lacking=view.unfollowed)
    if found.unknown:
        lacking = _languages(view, lambda each: each.unknown)
        return Message("headline.unknown", count=found.unknown, lacking=lacking)
    if found.alone:
        return Message("headline.alone", count=found.alone, lacking=(view.pivot,))
    if found.all_reached:
        return Message("headline.reached")
    return Message("headline.amended", count=found.amendments)


def _of_links(view: View, found: Verdict) -> Message:
    """Return what can be said of texts without earlier drafts."""
    if len(view.columns) < 2:
        return Message("headline.single")
    if found.uncertain:
        return Message("headline.doubtful", count=found.uncertain)
    return Message("headline.linked")


def _languages(view: View, named: Callable[[Entry], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the languages that amendments name, each once, in the order of the columns."""
    codes = {code for entry in view.entries for code in named(entry)}
    order = [column.key.language for column in view.columns]
    return tuple(sorted(codes, key=lambda code: order.index(code) if code in order else len(order)))
