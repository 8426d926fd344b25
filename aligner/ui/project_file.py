"""The file that the open project is saved in, if any; every step is saved at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.project import recent, store
from aligner.ui import session, view_state
from aligner.values.errors import ProjectChangedError, ProjectError
from aligner.values.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline

_SLOT: Final = "aligner.file"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """The file that the project is saved in.

    Attributes:
        path: path of the project file.
        token: token of the state that this window saved last.
        problem: why the last save failed; None if it succeeded.
        overtaken: whether another window saved since; saving stops until the user decides.
    """

    path: Path
    token: str
    problem: Message | None = None
    overtaken: bool = False


@dataclass(slots=True)
class SaveSlot:
    """Records where the project is saved; the record changes together with the file.

    Streamlit ends a run at any access to the session state, and starts the next one while the
    last is still writing. If the token were stored after writing, a key pressed meanwhile
    would make the file look as if another window had saved it.
    """

    file: SavedFile
    writing: Lock = field(default_factory=Lock)

    def write(self, work: Project) -> None:
        """Save the project unless another window saved since; does not access the session state."""
        with self.writing:
            current = self.file
            if current.overtaken:
                return
            try:
                token = store.save(work, current.path, token=current.token)
            except ProjectError as error:
                overtaken = isinstance(error, ProjectChangedError)
                self.file = replace(current, problem=error.message, overtaken=overtaken)
            else:
                self.file = replace(current, token=token, problem=None)


def saved_file() -> SavedFile | None:
    """Where the open project is saved, or None if it exists only in this session."""
    slot = _slot()
    return None if slot is None else slot.file


def has_unsaved_steps() -> bool:
    """Whether there are unsaved steps, which would be lost with the session."""
    steps, current = session.timeline(), saved_file()
    stepped = steps is not None and (steps.can_undo or steps.can_redo)
    return stepped and (current is None or bool(current.problem))


def save_as(path: Path, *, over: bool = False) -> None:
    """Save the open project in a file from now on; `over` permits replacing an existing one.

    Raises:
        ProjectError: if it cannot be written.
    """
    token = store.save(_with_view_state(), path, replace=over)
    set_saved_file(SavedFile(path, token))


def save(steps: Timeline, view: Mapping[str, str]) -> None:
    """Store these steps, and save them if the project has a file; `saved_file()` has the outcome.

    Session state is read first: the run must not be ended between the step and the file.

    Args:
        steps: the project with its steps.
        view: the view state to save with it.
    """
    slot = _slot()
    session.set_timeline(steps)
    if slot is not None:
        slot.write(replace(steps.present, desk=view))


def save_view_state() -> None:
    """Save the view state if it has changed since it was last saved."""
    steps = session.timeline()
    if steps is None:
        return
    now = _with_view_state()
    if dict(now.desk) != dict(steps.present.desk):
        save(steps.moved(now), now.desk)


def set_saved_file(current: SavedFile) -> None:
    """Record the file that the open project was read from or saved in."""
    st.session_state[_SLOT] = SaveSlot(current)
    recent.remember(current.path, session.comparison().title)
    st.query_params["project"] = recent.id_of(current.path)


def _slot() -> SaveSlot | None:
    return cast("SaveSlot | None", st.session_state.get(_SLOT))


def _with_view_state() -> Project:
    return replace(session.project(), desk=view_state.kept())
