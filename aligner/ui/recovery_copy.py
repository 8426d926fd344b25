"""The recovery copy of the open project, as long as it is not saved in a file of the user's.

The page's URL names the copy, so that a reload continues from it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aligner.project import recovery
from aligner.ui import background_saves, session
from aligner.ui.background_saves import SavedFile, SaveSlot

if TYPE_CHECKING:
    from aligner.project.saved_work import Project

PARAMETER: Final = "recovery"
_SLOT: Final = "aligner.recovery"
_RESUMED: Final = "aligner.resumed"
_SESSIONS: Final[dict[str, str]] = {}
"""Id of a copy → the session of this server that last wrote it."""


def slot() -> SaveSlot | None:
    """Return the slot of the copy; nothing is written to disk before the first save.

    If the last save failed, a new copy takes its place.

    Returns:
        None if the user wants no traces on disk.
    """
    if not session.traces_permitted():
        return None
    current = _current()
    if current is None or current.file.problem:
        current = SaveSlot(SavedFile(recovery.new_path(), None))
        st.session_state[_SLOT] = current
    return current


def write(work: Project, *, edited: bool) -> None:
    """Save a project that was just opened in its copy, unless the user wants no traces on disk."""
    save_slot = slot()
    if save_slot is not None:
        st.session_state[_RESUMED] = edited
        save(save_slot, work if edited else unedited(work))


def unedited(work: Project) -> Project:
    """Return a project marked as one without a person's work."""
    return replace(work, view_state={**work.view_state, recovery.UNEDITED: "true"})


def save(slot: SaveSlot, work: Project) -> None:
    """Save the project in the copy with this slot; does not access the session state.

    If another window has taken over the file, a new copy is begun.
    """
    slot.write(work)
    if slot.file.overtaken:
        slot.file = SavedFile(recovery.new_path(), None)
        slot.write(work)


def drop(slot: SaveSlot) -> None:
    """Remove the copy with this slot, whose work is in the user's file; does not access the session state."""
    if slot.file.token is not None:
        recovery.remove(slot.file.path)
        slot.file = SavedFile(recovery.new_path(), None)


def resume(path: Path, token: str, *, edited: bool) -> None:
    """Continue to write a copy whose project has just been opened, with a person's work or without."""
    st.session_state[_SLOT] = SaveSlot(SavedFile(path, token))
    st.session_state[_RESUMED] = edited
    claim()


def claim() -> None:
    """Record that this window has the copy open, if there is one."""
    id, context = id_of_copy(), get_script_run_ctx()
    if id is not None and context is not None:
        _SESSIONS[id] = context.session_id


def discard() -> None:
    """Remove the copy, if any, because its work was saved elsewhere or closed."""
    background_saves.saver().wait()  # a copy written afterwards would stay
    id = id_of_copy()
    current = st.session_state.pop(_SLOT, None)
    if id is None or current is None:
        return
    recovery.remove(current.file.path)
    st.session_state.pop(_RESUMED, None)
    _SESSIONS.pop(id, None)


def leave_behind() -> None:
    """Part from the copy, if any, without removing it: the first screen offers its work from then on."""
    background_saves.saver().wait()
    id = id_of_copy()
    st.session_state.pop(_SLOT, None)
    if id is not None:
        _SESSIONS.pop(id, None)


def id_of_copy() -> str | None:
    """Return the id of the copy if the project is saved in one, else None."""
    current = _current()
    if current is None or current.file.token is None or current.file.problem:
        return None
    return current.file.path.stem


def resumed() -> bool:
    """Whether the open project came from a recovery copy, so that its earlier steps are in no other file."""
    return bool(st.session_state.get(_RESUMED))


def in_use(id: str) -> bool:
    """Whether another window of this server has a copy open."""
    session, context = _SESSIONS.get(id), get_script_run_ctx()
    if session is None or context is None or session == context.session_id:
        return False
    return bool(runtime.get_instance().is_active_session(session))


def _current() -> SaveSlot | None:
    return cast("SaveSlot | None", st.session_state.get(_SLOT))
