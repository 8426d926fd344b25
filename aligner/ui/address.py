"""The open project and row in the page's URL, so that a reload returns there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

import streamlit as st

from aligner.project import recent, recovery
from aligner.project.saved_work import Project
from aligner.readers.glossary import load
from aligner.ui import (
    navigation,
    page,
    project_opening,
    project_steps,
    recovery_copy,
    running,
    session,
    view_state,
)
from aligner.values.errors import AlignerError
from aligner.values.glossary import EMPTY

PROJECT: Final = "project"
EXAMPLE: Final = "example"
ROW: Final = "row"
_VISITED: Final = "aligner.visited"
_OPEN_EXAMPLE: Final = "aligner.example"
_BEGUN: Final = "begun"  # without the prefix of the project's keys, which are cleared with the project


def open_from_url() -> None:
    """Open the project or example named in the URL; show an error if that fails.

    If the URL names nothing, open the file given to `aligner app FILE`.
    """
    asked = st.query_params.get(PROJECT)
    copy = recovery.find(st.query_params.get(recovery_copy.PARAMETER, ""))
    row, example = st.query_params.get(ROW), st.query_params.get(EXAMPLE)
    try:
        if asked is not None:
            path = recent.find(asked)
            if path is None:
                page.problem(page.words()("project.unknown"))
                st.query_params.clear()
                return
            project_opening.open_file(path)
        elif copy is not None:
            project_opening.open_recovered(copy)
            if example is not None:
                _name_example()
        elif example is not None and running.BUNDLED.is_dir():
            open_example()
        elif (path := recent.requested()) is not None and not st.session_state.get(_BEGUN):
            st.session_state[_BEGUN] = True  # only once: closing that file returns to the first screen
            project_opening.open_file(path)
    except AlignerError as error:
        page.fault(error.message)
        st.query_params.clear()
        return
    if row is not None and session.timeline() is not None:
        st.query_params[ROW] = row


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
    project_opening.ask_to_leave()


def _name_of_open_work() -> dict[str, str]:
    """Return the URL parameters that name the open project; none if it is not on disk."""
    saved, copy = project_steps.saved_file(), recovery_copy.id_of_copy()
    found = {} if saved is None else {PROJECT: recent.id_of(saved.path)}
    if st.session_state.get(_OPEN_EXAMPLE):
        found[EXAMPLE] = "1"
    if copy is not None:
        found[recovery_copy.PARAMETER] = copy
    return found


def _same_work(asked: Mapping[str, str], ours: Mapping[str, str]) -> bool:
    """Whether two URLs name the same work; the example is the same with or without a recovery copy."""
    names = [PROJECT, EXAMPLE]
    if not {PROJECT, EXAMPLE} & set(ours):
        names.append(recovery_copy.PARAMETER)
    return all(asked.get(name) == ours.get(name) for name in names)


def names_lost_work() -> bool:
    """Whether the URL names work that was not saved and has no recovery copy, or none any more."""
    named = set(st.query_params)
    return bool({ROW, recovery_copy.PARAMETER} & named) and not {PROJECT, EXAMPLE} & named


def open_example() -> None:
    """Compare the bundled example and name it in the URL.

    Raises:
        AlignerError: if it cannot be compared.
    """
    comparison = running.compare_bundled()
    terms = running.BUNDLED / "glossary.csv"
    project_opening.open_project(Project(comparison, glossary=load(terms) if terms.is_file() else EMPTY))
    _name_example()


def _name_example() -> None:
    st.session_state[_OPEN_EXAMPLE] = True
    st.query_params[EXAMPLE] = "1"


def go_to_row() -> None:
    """Go to the row named in the URL, once for each project that is opened."""
    if st.session_state.get(_VISITED):
        return
    st.session_state[_VISITED] = True
    row = st.query_params.get(ROW, "")
    if row.isdecimal():
        navigation.go(int(row))
