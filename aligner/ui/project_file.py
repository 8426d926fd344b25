"""Save the open project after every step: in the user's file or, until there is one, a recovery copy.

A step is saved while the page is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.project import recent, store
from aligner.ui import background_saves, recovery_copy, reloads, session, view_state
from aligner.ui.save_slot import SavedFile, SaveSlot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline

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
    st.query_params["project"] = recent.id_of(current.path)


def _slot() -> SaveSlot | None:
    return cast("SaveSlot | None", st.session_state.get(_SLOT))


def _with_view_state() -> Project:
    return replace(session.project(), view_state=view_state.to_save())
