"""Take, undo and redo steps on the open project; each is saved at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.project import recent, store
from aligner.ui import (
    background_saves,
    current_view,
    keyboard,
    pages_drawn,
    recovery_copy,
    redraws,
    reloads,
    session,
    view_state,
)
from aligner.ui.background_saves import SavedFile, SaveSlot
from aligner.view.decisions import carried_decisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline
    from aligner.values import DocumentKey
    from aligner.view.build import Choice
    from aligner.view.page_model import View


_JUST_DONE: Final = "aligner.just_done"
_LEFT_AT: Final = "aligner.left_at"


def step(changed: Project, what: str) -> None:
    """Take an undoable step; `what` is the key of its interface text.

    Amendments that have taken the place of others get what was decided on those.
    """
    timeline = session.timeline()
    assert timeline is not None, "no project is open"
    carried = carried_decisions(timeline.present.comparison, changed.comparison, changed.decided)
    if carried:
        changed = replace(changed, decided={**changed.decided, **carried})
    _go_to(timeline.done(changed, what))
    st.session_state[_JUST_DONE] = what


def pop_last_step() -> str | None:
    """Return the key of the step just taken, once, so that the page can report it; None if there is none."""
    return cast("str | None", redraws.take(_JUST_DONE))


def undo() -> None:
    """Undo the last step, if there is one."""
    timeline = session.timeline()
    if timeline is not None and timeline.can_undo:
        _go_to(timeline.undone())


def redo() -> None:
    """Redo the last undone step, if there is one."""
    timeline = session.timeline()
    if timeline is not None and timeline.can_redo:
        _go_to(timeline.redone())


def _go_to(found: Timeline) -> None:
    """Make these the current steps and stay at the same paragraph."""
    paragraph = _chosen_paragraph()
    numbers, number = view_state.shown(), view_state.here()
    if number in numbers:
        st.session_state[view_state.POSITION] = numbers.index(number)
    with pages_drawn.drawing():  # the page is drawn after this, so background threads give way already
        save(found, view_state.to_save())
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


# A step is saved while the page is drawn.

_SLOT: Final = "aligner.file"


@dataclass(frozen=True, slots=True)
class Kept:
    """The steps of a page that was reloaded.

    Attributes:
        steps: the project with its steps.
        edited: whether it has a person's work.
        slot: where it is saved.
        saver: what saves it.
    """

    steps: Timeline
    edited: bool
    slot: SaveSlot
    saver: background_saves.Saver


def saved_file() -> SavedFile | None:
    """Where the open project is saved, or None if it exists only in this session."""
    slot = _slot()
    return None if slot is None else slot.file


def has_unsaved_steps() -> bool:
    """Whether there are steps that are not saved in the user's file, so that closing would lose them."""
    steps, current = session.timeline(), saved_file()
    stepped = steps is not None and (steps.can_undo or steps.can_redo or recovery_copy.resumed())
    return stepped and (current is None or bool(current.problem))


def save_as(path: Path, *, replace_existing: bool = False) -> None:
    """Save the open project in this file from now on; `replace_existing` permits replacing a file.

    Raises:
        ProjectError: if it cannot be written.
    """
    background_saves.saver().wait()
    token = store.save(_with_view_state(), path, replace=replace_existing)
    set_saved_file(SavedFile(path, token))
    recovery_copy.discard()


def save(steps: Timeline, view: Mapping[str, str], *, step: bool = True) -> None:
    """Store these steps and begin to save them in the project's file.

    Once `background_saves.settle()` has returned, `saved_file()` has the outcome. Without a file, or as
    long as it cannot be written, they are saved in a recovery copy. All session state is read first,
    because reading it may end the run, which must not happen between the step and the file.

    Args:
        steps: the project with its steps.
        view: the view state to save with it.
        step: whether there is more to save than the view state.
    """
    slot, copy, saver = _slot(), recovery_copy.slot(), background_saves.saver()
    session.set_timeline(steps)
    work = replace(steps.present, view_state=view)
    stepped = steps.can_undo or steps.can_redo or recovery_copy.resumed()
    for each in (slot, copy):
        if each is not None:
            reloads.keep(each.file.path.resolve(), Kept(steps, stepped, each, saver))

    def write() -> None:
        if slot is not None:
            slot.write(work)
        if copy is None:
            return
        if slot is not None and slot.file.problem is None:
            recovery_copy.drop(copy)
        elif steps.can_undo or copy.file.token is not None:
            recovery_copy.save(copy, work if stepped else recovery_copy.unedited(work))

    if slot is not None or copy is not None:
        saver.begin(write, step=step)


def kept_steps(path: Path) -> Kept | None:
    """Return the steps of a page with this file that was reloaded, if the file is as they left it."""
    kept: Kept | None = reloads.take(path.resolve())
    if kept is None:
        return None
    kept.saver.wait()  # a step may still be on its way to the disk
    file = kept.slot.file
    return kept if not file.problem and file.token == store.current_token(path) else None


def forget_steps() -> None:
    """Drop the steps kept for a reload, since the project is closed."""
    for slot in (_slot(), recovery_copy.slot() if recovery_copy.id_of_copy() else None):
        if slot is not None:
            reloads.drop(slot.file.path.resolve())


def save_view_state() -> None:
    """Save the view state if it has changed since it was last saved."""
    steps = session.timeline()
    if steps is None:
        return
    now = _with_view_state()
    if dict(now.view_state) != dict(steps.present.view_state):
        save(steps.moved(now), now.view_state, step=False)


def set_saved_file(current: SavedFile) -> None:
    """Record the file that the open project was read from or saved in."""
    st.session_state[_SLOT] = SaveSlot(current)
    recent.remember(current.path, session.comparison().title)


def _slot() -> SaveSlot | None:
    return cast("SaveSlot | None", st.session_state.get(_SLOT))


def _with_view_state() -> Project:
    return replace(session.project(), view_state=view_state.to_save())
