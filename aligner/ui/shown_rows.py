"""The rows that pass the filters, and a message if none do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.project.saved_work import row_reviewed
from aligner.ui import current_decisions, current_findings, filter_state, page, session
from aligner.view.page_model import View, ViewRow
from aligner.view.row_filters import UNDECIDED, Filter, Only, select
from aligner.view.text_search import Folded, Index

_UNDECIDED: Final[Mapping[int, str]] = MappingProxyType({})
_NONE: Final[frozenset[int]] = frozenset()
"""Stands for the marks and findings that a filter does not ask for, so that they select no rows anew."""


def explain_empty(view: View) -> None:
    """Say why no rows are shown, and offer to clear the filters."""
    say, query = page.words(), filter_state.chosen().query
    if not view.rows:
        page.remark(say("report.no_rows"))
        return
    page.remark(say("app.not_found", query=query) if query else say("app.nothing_shown"))
    st.button(say("app.show_all"), key="text.all", on_click=filter_state.clear_filters)


def index_of(view: View) -> Index:
    """The search index of a view, built once; all views of the project share the folded paragraphs."""
    work = session.comparison()
    folded: Folded = session.cached("folded", (work.documents, work.revisions), dict)
    return session.cached("index", (view,), lambda: Index(view, folded))


def rows_shown(view: View) -> tuple[ViewRow, ...]:
    """The rows that pass the filters, recomputed only when the filters or their sources change."""
    chosen = filter_state.chosen()
    reviewed = _reviewed(view) if chosen.only is Only.UNREVIEWED else _NONE
    found = current_findings.rows_with_findings() if chosen.only is Only.FOUND else _NONE
    kinds = decided(view) if chosen.decisions else _UNDECIDED
    selected: dict[Filter, tuple[ViewRow, ...]] = session.cached(
        "rows shown", (view, reviewed, found, kinds), dict
    )
    if chosen not in selected:
        selected.clear()  # keep one selection only, since each refers to every row
        selected[chosen] = select(
            view, chosen, reviewed=reviewed, found=found, decided=kinds, hits=index_of(view).matches
        )
    return selected[chosen]


def decided(view: View) -> Mapping[int, str]:
    """Return what was decided on each row with amendments between the drafts shown, by its index."""
    rows = current_decisions.of_rows(view)
    return session.cached(
        "decided kinds",
        (rows,),
        lambda: {
            row: each.now.kind if each.now is not None and each.now.kind is not None else UNDECIDED
            for row, each in rows.items()
            if each.amended
        },
    )


def _reviewed(view: View) -> frozenset[int]:
    """The indices, in the comparison, of the rows marked as reviewed."""
    work = session.project()
    return session.cached(
        "reviewed",
        (view, work.comparison, work.reviewed),
        lambda: frozenset(
            row.source for row in view.rows if row.source is not None and row_reviewed(work, row.source)
        ),
    )
