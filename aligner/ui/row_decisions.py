"""Decisions about the chosen row: correct and confirm its links, mark it as reviewed.

Each decision is a step; nothing is drawn here, so buttons and keys share it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.alignment import corrections
from aligner.comparison.layout import with_links
from aligner.project.saved_work import row_reviewed, with_reviewed
from aligner.ui import current_findings, current_view, project_steps, running, session, view_state
from aligner.values import LinkOrigin
from aligner.values.errors import LinkError
from aligner.view.row_links import RowLinks, links_of, pair_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligner.values import Alignment, Bead, DocumentKey, Span
    from aligner.values.message import Message
    from aligner.view.page_model import View, ViewRow

_PROBLEM: Final = "aligner.link_problem"


def confirm() -> None:
    """Confirm every link of the chosen row in all languages shown, or undo that."""
    view = current_view.last_view()
    row = None if view is None else chosen_row(view)
    if view is None or row is None or row.source is None:
        return
    work = session.comparison()
    current = links_shown(view, row)
    done = all_confirmed(current)
    changed = {}
    for each in current:
        alignment = each.alignment
        for number in each.beads:
            alignment = corrections.confirm(alignment, number, confirmed=not done)
        changed[each.keys] = alignment
    if changed:
        found = current_findings.findings()
        _step({**work.alignments, **changed}, "step.unconfirm" if done else "step.confirm")
        if found is not None:  # the same paragraphs are linked, so the findings still apply
            current_findings.set_findings(found)


def review() -> None:
    """Mark the chosen row as reviewed or not reviewed."""
    view = current_view.last_view()
    row = None if view is None else chosen_row(view)
    if row is None or row.source is None:
        return
    work = session.project()
    read = row_reviewed(work, row.source)
    project_steps.step(with_reviewed(work, row.source, not read), "step.unreview" if read else "step.review")


def merge(*, up: bool = False) -> None:
    """Merge the chosen row's link with the next or previous one, in the language of the row panel."""
    current = _current_links()
    if current is None:
        return
    first, last = current.beads[0] - up, current.beads[-1] + (not up)
    if first >= 0 and last < len(current.alignment.beads):
        correct(current, lambda alignment: corrections.merge(alignment, first, last), "step.merge")


def unlink() -> None:
    """Unlink the chosen row's paragraphs in the language of the row panel."""
    current = _current_links()
    linked = [] if current is None else [n for n in current.beads if all(_sides(current.bead(n)))]
    if current is not None and linked:
        correct(current, lambda alignment: corrections.unlink(alignment, linked[0]), "step.unlink")


def correct(current: RowLinks, action: Callable[[Alignment], Alignment], what: str) -> None:
    """Apply a change to one alignment as a step; `pop_problem` says why if it is impossible."""
    work = session.comparison()
    try:
        changed = action(work.alignments[current.keys])
    except LinkError as error:
        st.session_state[_PROBLEM] = error.message
        return
    _step({**work.alignments, current.keys: changed}, what)


def realign() -> None:
    """Realign the rest around the confirmed links, which stay."""
    work = session.project()
    changed = running.realign(work.comparison)
    project_steps.step(replace(work, comparison=changed), "step.realign")


def pop_problem() -> Message | None:
    """Return once why the last correction was impossible; None if it was applied."""
    return cast("Message | None", st.session_state.pop(_PROBLEM, None))


def links_shown(view: View, row: ViewRow) -> list[RowLinks]:
    """Return the links of a row with each of the languages shown."""
    assert row.source is not None
    found = [links_of(session.comparison(), row.source, column.key) for column in view.columns]
    return [each for each in found if each is not None]


def links_edited(view: View, row: ViewRow) -> RowLinks | None:
    """Return the links of a row in the language of the row panel, else the first with links."""
    assert row.source is not None
    documents = linked_documents(view)
    chosen = st.session_state.get(view_state.LANGUAGE)
    first = documents[0] if documents else None
    key = next((key for key in documents if key.language == chosen), first)
    return None if key is None else links_of(session.comparison(), row.source, key)


def linked_documents(view: View) -> list[DocumentKey]:
    """Return the documents shown that have links with the pivot, one a language."""
    work = session.comparison()
    keys = {column.key.language: column.key for column in view.columns}
    return [key for key in keys.values() if pair_of(work, key) is not None]


def all_confirmed(current: list[RowLinks]) -> bool:
    """Whether every one of these links is confirmed."""
    return all(each.bead(n).origin is LinkOrigin.CONFIRMED for each in current for n in each.beads)


def chosen_row(view: View) -> ViewRow | None:
    """The chosen row, or None."""
    number = view_state.here()
    return view.rows[number - 1] if number is not None and 0 < number <= len(view.rows) else None


def _current_links() -> RowLinks | None:
    view = current_view.last_view()
    row = None if view is None else chosen_row(view)
    if view is None or row is None or row.source is None:
        return None
    return links_edited(view, row)


def _sides(bead: Bead) -> tuple[Span, Span]:
    return bead.source, bead.target


def _step(alignments: dict[tuple[DocumentKey, DocumentKey], Alignment], what: str) -> None:
    work = session.project()
    project_steps.step(replace(work, comparison=with_links(work.comparison, alignments)), what)
