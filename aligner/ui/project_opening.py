"""Open and close a project in the session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.project import recovery
from aligner.project.saved_work import Project
from aligner.project.timeline import Timeline
from aligner.ui import (
    background_checks,
    kept_files,
    keyboard,
    project_steps,
    recovery_copy,
    redraws,
    session,
    view_state,
)
from aligner.ui.save_slot import SavedFile

if TYPE_CHECKING:
    from aligner.values import Comparison

_LEAVE: Final = "leave"


def open_project(opened: Project, file: SavedFile | None = None) -> None:
    """Open a project, restore its view state and record the file it came from, if any."""
    open_steps(Timeline(opened), file)


def open_steps(steps: Timeline, file: SavedFile | None = None) -> None:
    """Open a project with its steps; see `open_project`."""
    close_project()
    session.set_timeline(steps)
    view_state.restore(steps.present.view_state)
    keyboard.bring_into_view(opened=True)
    if file is not None:
        project_steps.set_saved_file(file)


def open_comparison(found: Comparison) -> None:
    """Start an unsaved project from a comparison, with a recovery copy."""
    open_unsaved(Project(found))


def open_unsaved(opened: Project, *, edited: bool = False) -> None:
    """Open a project that is not saved in a file of the user's, with a recovery copy.

    If `edited`, it has a person's work that is nowhere else.
    """
    open_project(opened)
    recovery_copy.write(opened, edited=edited)
    recovery_copy.name_in_url()


def open_recovered(path: Path) -> None:
    """Open the project in a recovery copy, and continue to save it there, or in a new one if it is damaged.

    Raises:
        ProjectError: if the copy is missing or unreadable.
    """
    from aligner.project.salvage import load

    kept = project_steps.kept_steps(path)
    if kept is not None and kept.slot.file.token is not None:
        open_steps(kept.steps)
        recovery_copy.resume(path, kept.slot.file.token, edited=kept.edited)
        return
    opened, token = load(path)
    edited = recovery.UNEDITED not in opened.view_state
    if token is None:
        open_unsaved(opened, edited=edited)
        return
    open_project(opened)
    recovery_copy.resume(path, token, edited=edited)


def open_file(path: Path) -> None:
    """Open a project file with its view state; a project salvaged from a damaged file is not saved there.

    Raises:
        ProjectError: if the file is not a project, is unreadable or is of a newer version.
    """
    from aligner.project.salvage import load

    kept = project_steps.kept_steps(path)
    if kept is not None:
        open_steps(kept.steps, SavedFile(path, kept.slot.file.token))
        return
    opened, token = load(path)
    if token is None:
        open_unsaved(opened)
    else:
        open_project(opened, SavedFile(path, token))


def close_project() -> None:
    """Close the open project: stop its checks, and drop its recovery copy and all computed results."""
    background_checks.cancel()
    project_steps.forget_steps()
    recovery_copy.discard()
    kept_files.drop()
    for key in [name for name in st.session_state if str(name).startswith("aligner.")]:
        del st.session_state[key]
    view_state.clear()
    for name in ("project", "example", "row", "tab"):
        st.query_params.pop(name, None)


def ask_to_leave() -> None:
    """Ask on the next run whether to close the project, since the browser's Back led out of it."""
    redraws.request(_LEAVE)


def asked_to_leave() -> bool:
    """Whether to ask now; true once after each `ask_to_leave`."""
    return redraws.take_request(_LEAVE)
