"""Take, undo and redo steps on the open project; each is saved at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.ui import current_view, keyboard, pages_drawn, project_file, session, view_state

if TYPE_CHECKING:
    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline
    from aligner.values import DocumentKey
    from aligner.view.build import Choice
    from aligner.view.page_model import View

_JUST_DONE: Final = "aligner.just_done"
_LEFT_AT: Final = "aligner.left_at"


def step(changed: Project, what: str) -> None:
    """Take an undoable step; `what` is the key of its interface text."""
    found = session.timeline()
    assert found is not None, "no project is open"
    _go_to(found.done(changed, what))
    st.session_state[_JUST_DONE] = what


def pop_last_step() -> str | None:
    """Return the key of the step just taken, once, so that the page can report it; None if there is none."""
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
    with pages_drawn.drawing():  # the page is drawn after this, so background threads give way already
        project_file.save(found, view_state.to_save())
        columns = _columns_left()
        if paragraph is not None and columns:
            _choose_row_of(current_view.view(columns), *paragraph)


def _columns_left() -> tuple[Choice, ...]:
    """The columns shown last whose documents are still there: undoing an addition removes some."""
    shown, documents = current_view.last_view(), session.comparison().documents
    columns = () if shown is None else shown.columns
    return tuple(
        (column.key, column.base)
        for column in columns
        if column.key in documents and (column.base is None or column.base in documents)
    )


def leave_for_new_columns() -> None:
    """Remember the chosen paragraph, before a step that changes the columns of the text."""
    st.session_state[_LEFT_AT] = _chosen_paragraph()


def return_to_paragraph(shown: View) -> None:
    """Choose the row of the remembered paragraph, or of what became of it in a later draft."""
    paragraph: tuple[DocumentKey, int] | None = st.session_state.pop(_LEFT_AT, None)
    for key, segment in _with_later_drafts(*paragraph) if paragraph else ():
        number = _choose_row_of(shown, key, segment)
        if number is not None:
            st.session_state.pop(view_state.POSITION, None)
            view_state.set_first_row(number - 1)
            keyboard.bring_into_view()
            return


def _with_later_drafts(key: DocumentKey, segment: int) -> Iterator[tuple[DocumentKey, int]]:
    """A paragraph, and the first paragraph of each later draft that it became."""
    yield key, segment
    for (old, new), revision in session.comparison().revisions.items():
        if old == key:
            became = (change.new for change in revision.changes if segment in change.old and change.new)
            yield from ((new, span.start) for span in became)


def _chosen_paragraph() -> tuple[DocumentKey, int] | None:
    """A paragraph of the chosen row; unlike row numbers, its index does not change with the links."""
    shown = current_view.last_view()
    row = None if shown is None else current_view.chosen_row(shown)
    if shown is None or row is None:
        return None
    for column, cell in zip(shown.columns, row.cells, strict=True):
        for block in cell.blocks:
            if block.old_place is None and not block.ghost:
                return column.key, block.segment
    return None


def _choose_row_of(shown: View, key: DocumentKey, segment: int) -> int | None:
    """Choose the row of a paragraph and return its number; None if the paragraph is not shown."""
    row = current_view.row_of(shown, key, segment)
    if row is None:
        return None
    st.session_state[view_state.HERE] = row.number
    return row.number
