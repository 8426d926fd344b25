"""Open and close a project in the session, and name it and its row in the URL, for a reload."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import streamlit as st

from aligner.project import recent, recovery
from aligner.project.saved_work import Project, Timeline
from aligner.readers.glossary import load
from aligner.ui import page, uploaded_files
from aligner.ui.state import (
    current_findings,
    keyboard,
    navigation,
    project_steps,
    redraws,
    running,
    session,
    view_state,
)
from aligner.ui.state.project_steps import SavedFile
from aligner.values.message import AlignerError

LEAVE: Final = "leave"
"""Asks whether to close the project, since the browser's Back led out of it."""


def open_steps(steps: Timeline, file: SavedFile | None = None) -> None:
    """Open a project with its steps, restore its view state and record the file it came from, if any."""
    _clear()
    session.set_timeline(steps)
    view_state.restore(steps.present.view_state)
    keyboard.bring_into_view(opened=True)
    if file is not None:
        project_steps.set_saved_file(file)


def open_unsaved(opened: Project, *, edited: bool = False) -> None:
    """Open a project that is not saved in a file of the user's, with a recovery copy.

    If `edited`, it has a person's work that is nowhere else.
    """
    open_steps(Timeline(opened))
    project_steps.begin_copy(opened, edited=edited)
    project_steps.claim_copy()


def open_recovered(path: Path) -> None:
    """Open the project in a recovery copy, and continue to save it there, or in a new one if it is damaged.

    Raises:
        ProjectError: if the copy is missing or unreadable.
    """
    steps, token, edited = _read(path)
    if token is None:
        open_unsaved(steps.present, edited=edited)
    else:
        open_steps(steps)
        project_steps.resume_copy(path, token, edited=edited)


def open_file(path: Path) -> None:
    """Open a project file with its view state; a project salvaged from a damaged file is not saved there.

    Raises:
        ProjectError: if the file is not a project, is unreadable or is of a newer version.
    """
    steps, token, _ = _read(path)
    if token is None:
        open_unsaved(steps.present)
    else:
        open_steps(steps, SavedFile(path, token))


def _read(path: Path) -> tuple[Timeline, str | None, bool]:
    """Return a project with the steps of a page that was reloaded, and whether it has a person's work.

    Between them is the token to save it with; None if the file is damaged and must be kept.
    """
    from aligner.project.salvage import load

    kept = project_steps.kept_steps(path)
    if kept is not None:
        return kept.steps, kept.slot.file.token, kept.edited
    opened, token = load(path)
    return Timeline(opened), token, recovery.UNEDITED not in opened.view_state


def close_project() -> None:
    """Close the open project, also in the page's URL."""
    _clear()
    st.query_params.from_dict(_url_without(*_NAMES, ROW, navigation.TAB))


def _url_without(*names: str) -> dict[str, str]:
    return {key: value for key, value in st.query_params.items() if key not in names}


def _clear() -> None:
    """Stop the checks of the open project, and drop its recovery copy and all computed results."""
    current_findings.cancel_checks()
    project_steps.forget_steps()
    project_steps.discard_copy()
    uploaded_files.drop()
    for key in [name for name in st.session_state if str(name).startswith("aligner.")]:
        del st.session_state[key]
    view_state.clear()


PROJECT: Final = "project"
EXAMPLE: Final = "example"
ROW: Final = "row"
_NAMES: Final = (PROJECT, EXAMPLE, project_steps.RECOVERY)
"""The parameters of the URL that name the open work."""
_OPEN_EXAMPLE: Final = "aligner.example"
_BEGUN: Final = "begun"  # without the prefix of the project's keys, which are cleared with the project
_ROW_WANTED: Final = "row_wanted"  # likewise


def open_from_url() -> None:
    """Open the project or example named in the URL; show an error if that fails.

    If the URL names nothing, open the file given to `aligner app FILE`.
    """
    if ROW in st.query_params:  # until the row is chosen, since a run may be ended in between
        st.session_state[_ROW_WANTED] = st.query_params[ROW]
    try:
        _open_named()
    except AlignerError as error:
        page.fault(error.message)
        st.query_params.clear()
    if session.timeline() is None:
        st.session_state.pop(_ROW_WANTED, None)


def _open_named() -> None:
    asked, example = st.query_params.get(PROJECT), st.query_params.get(EXAMPLE)
    copy = recovery.find(st.query_params.get(project_steps.RECOVERY, ""))
    if asked is not None:
        path = recent.find(asked)
        if path is None:
            page.problem(page.say("project.unknown"))
            st.query_params.clear()
            return
        open_file(path)
    elif copy is not None:
        open_recovered(copy)
        if example is not None:
            st.session_state[_OPEN_EXAMPLE] = True
    elif example is not None and running.BUNDLED.is_dir():
        open_example()
    elif (path := recent.requested()) is not None and not st.session_state.get(_BEGUN):
        st.session_state[_BEGUN] = True  # only once: closing that file returns to the first screen
        open_file(path)


def follow(search: str) -> None:
    """Make the page agree with its URL after Back or Forward.

    If the URL names another project or none, ask before the open one is closed, and restore
    the URL meanwhile.

    Args:
        search: the query of the URL, such as `?project=1f&row=5`.
    """
    asked = {key: values[-1] for key, values in parse_qs(search.removeprefix("?")).items()}
    ours = _name_of_open_work()
    if _same_work(asked, ours):
        part = f"part.{asked.get(navigation.TAB, 'text')}"
        st.session_state[navigation.PART] = part if part in navigation.PARTS else navigation.PARTS[0]
        row = asked.get(ROW, "")
        if not row.isdecimal():
            navigation.choose_none()
        elif part == navigation.PARTS[0] or row != str(view_state.here()):
            navigation.choose(int(row))
        return
    here = view_state.here()
    row_shown = {} if here is None else {ROW: str(here)}
    st.query_params.from_dict({**asked, **ours, **row_shown})
    redraws.request(LEAVE)


def name_in_url() -> None:
    """Make the page's URL name the open work, for a reload; call it once the page is drawn.

    The URL changes once, since each change is an entry of the browser's history.
    """
    project_steps.claim_copy()
    wanted = {**_name_of_open_work(), **_url_without(*_NAMES)}
    if wanted != st.query_params.to_dict():
        st.query_params.from_dict(wanted)


def _name_of_open_work() -> dict[str, str]:
    """Return the URL parameters that name the open project; none if it is not on disk."""
    saved, copy = project_steps.saved_file(), project_steps.id_of_copy()
    found = {} if saved is None else {PROJECT: recent.id_of(saved.path)}
    if st.session_state.get(_OPEN_EXAMPLE):
        found[EXAMPLE] = "1"
    if copy is not None:
        found[project_steps.RECOVERY] = copy
    return found


def _same_work(asked: Mapping[str, str], ours: Mapping[str, str]) -> bool:
    """Whether two URLs name the same work; the example is the same with or without a recovery copy."""
    names = [PROJECT, EXAMPLE]
    if not {PROJECT, EXAMPLE} & set(ours):
        names.append(project_steps.RECOVERY)
    return all(asked.get(name) == ours.get(name) for name in names)


def names_lost_work() -> bool:
    """Whether the URL names work that was not saved and has no recovery copy, or none any more."""
    named = set(st.query_params)
    return bool({ROW, project_steps.RECOVERY} & named) and not {PROJECT, EXAMPLE} & named


def open_example() -> None:
    """Compare the bundled example.

    Raises:
        AlignerError: if it cannot be compared.
    """
    comparison = running.compare_bundled()
    terms = running.BUNDLED / "glossary.csv"
    glossary = load(terms) if terms.is_file() else ()
    open_steps(Timeline(Project(comparison, glossary=glossary)))
    st.session_state[_OPEN_EXAMPLE] = True


def go_to_row() -> None:
    """Go to the row that the URL named when the project was opened."""
    row = str(st.session_state.get(_ROW_WANTED, ""))
    if row.isdecimal():
        navigation.go(int(row))
    st.session_state.pop(_ROW_WANTED, None)
