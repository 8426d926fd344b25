"""What was decided on the amendments of the open project, by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from aligner.ui import page, session
from aligner.values import Decision
from aligner.view.decisions import (
    DECISION_SIGNS,
    Amended,
    RowDecisions,
    amended_rows,
    decided_rows,
    marks_of,
    versions_shown,
)

if TYPE_CHECKING:
    from aligner.values import Comparison, DocumentPair
    from aligner.view.page_model import View, ViewRow

_NOTHING: Final = RowDecisions()


def of_rows(view: View) -> Mapping[int, RowDecisions]:
    """Return what was decided on the amendments of each row, by index into the rows of the comparison."""
    work, shown = session.project(), versions_shown(view)
    return session.cached(
        "decided rows",
        (work.comparison, work.decided, view.columns),
        lambda: decided_rows(work.comparison, amended(), work.decided, shown),
    )


def of_row(view: View, row: ViewRow) -> RowDecisions:
    """Return what was decided on the amendments of a row."""
    return _NOTHING if row.source is None else of_rows(view).get(row.source, _NOTHING)


def open_rows(view: View) -> list[ViewRow]:
    """Return the rows with an amendment to be discussed, between the drafts shown or earlier ones."""
    if not session.project().decided:
        return []
    decided, by_source = of_rows(view), view.by_source()
    return [by_source[row] for row, each in decided.items() if each.is_open and row in by_source]


def amended() -> Mapping[int, tuple[Amended, ...]]:
    """Return the amendments on each row, by index into the rows of the comparison."""
    work = session.comparison()
    marks = {drafts: _marks(work, drafts) for drafts in work.revisions}
    sources = (work.rows, *marks.values())
    return session.cached("amended rows", sources, lambda: amended_rows(work, marks))


def _marks(work: Comparison, drafts: DocumentPair) -> Mapping[int, str]:
    """Return the fingerprints of a revision, kept apart since a step changes one language at most."""
    old, new = drafts
    sources = (work.revisions[drafts], work.documents[old], work.documents[new])
    return session.cached(f"amendment marks {old} {new}", sources, lambda: marks_of(work, drafts))


def said(decision: Decision) -> str:
    """Return a decision in words, without its comment."""
    kind = decision.kind
    return "" if kind is None else f"{DECISION_SIGNS[kind]} {page.words()(f'decision.{kind}')}"
