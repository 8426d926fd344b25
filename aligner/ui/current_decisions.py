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
    fingerprints,
    versions_shown,
)

if TYPE_CHECKING:
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
    texts = (work.documents, work.revisions)
    marks = session.cached("amendment marks", texts, lambda: fingerprints(work))
    return session.cached("amended rows", (work.rows, marks), lambda: amended_rows(work, marks))


def said(decision: Decision) -> str:
    """Return a decision in words, without its comment."""
    kind = decision.kind
    return "" if kind is None else f"{DECISION_SIGNS[kind]} {page.words()(f'decision.{kind}')}"
