"""Take, undo and redo steps on the open project; each is saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.ui import current_view, pages_drawn, project_file, session, view_state

if TYPE_CHECKING:
    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline
    from aligner.values import DocumentKey

_JUST_DONE: Final = "aligner.just_done"


def step(changed: Project, what: str) -> None:
    """Take an undoable step; `what` is the key of its interface text."""
    found = session.timeline()
    assert found is not None, "no project is open"
    _go_to(found.done(changed, what))
    st.session_state[_JUST_DONE] = what


def just_done() -> str | None:
    """Return once the key of the step that was just taken, to be said; None if there was none."""
    return cast("str | None", st.session_state.pop(_JUST_DONE, None))


def undo() -> None:
    """Undo the last step, if there is one."""
    found = session.timeline()
    if found is not None and found.can_undo:
        _go_to(found.undone())


def redo() -> None:
    """Redo the last undone step, if there is one."""
    found = session.timeline()
    if found is not None and found.can_redo:
        _go_to(found.redone())


def _go_to(found: Timeline) -> None:
    """Make these the current steps and stay at the same paragraph."""
    paragraph = _chosen_paragraph()
    numbers, number = view_state.shown(), view_state.here()
    if number in numbers:
        st.session_state[view_state.POSITION] = numbers.index(number)
    with pages_drawn.drawing():  # called before the page is drawn, which waits for this
        project_file.save(found, view_state.kept())
        if paragraph is not None:
            _choose_row_of(*paragraph)


def _chosen_paragraph() -> tuple[DocumentKey, int] | None:
    """A paragraph of the chosen row. Row numbers change with the links; paragraph numbers do not."""
    number, shown = view_state.here(), current_view.last_view()
    if number is None or shown is None or not 0 < number <= len(shown.rows):
        return None
    for column, cell in zip(shown.columns, shown.rows[number - 1].cells, strict=True):
        for block in cell.blocks:
            if block.old_place is None and not block.ghost:
                return column.key, block.segment
    return None


def _choose_row_of(key: DocumentKey, segment: int) -> None:
    shown = current_view.last_view()
    if shown is None:
        return
    fresh = current_view.view(tuple((column.key, column.base) for column in shown.columns))
    row = current_view.row_of(fresh, key, segment)
    if row is not None:
        st.session_state[view_state.HERE] = row.number
