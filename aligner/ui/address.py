"""What the address of the page says: which work is open and which row, so that a reload returns there."""

from __future__ import annotations

from typing import Final

import streamlit as st

from aligner.checks.glossary import EMPTY, load
from aligner.project import recent
from aligner.project.saved_work import Project
from aligner.ui import navigation, page, running, session
from aligner.values.errors import AlignerError

PROJECT: Final = "project"
EXAMPLE: Final = "example"
ROW: Final = "row"
_VISITED: Final = "aligner.visited"
_BEGUN: Final = "begun"  # not one of the open work's own names, which are forgotten with it


def open_what_it_names() -> None:
    """Open the project, or the example, that the address names; say so where that cannot be.

    An address that names nothing is where `aligner app FILE` begins: with that file.
    """
    asked = st.query_params.get(PROJECT)
    row = st.query_params.get(ROW)
    try:
        if asked is not None:
            path = recent.find(asked)
            if path is None:
                page.problem(page.words()("project.unknown"))
                st.query_params.clear()
                return
            session.open_file(path)
        elif st.query_params.get(EXAMPLE) is not None and running.BUNDLED.is_dir():
            open_example()
        elif (path := recent.asked()) is not None and not st.session_state.get(_BEGUN):
            st.session_state[_BEGUN] = True  # once: who closes it wants the first page
            session.open_file(path)
    except AlignerError as error:
        page.fault(error.message)
        st.query_params.clear()
        return
    if row is not None and session.timeline() is not None:
        st.query_params[ROW] = row


def leads_nowhere() -> bool:
    """Whether the address names a row of work that was kept nowhere: its page was loaded anew."""
    return ROW in st.query_params and not {PROJECT, EXAMPLE} & set(st.query_params)


def open_example() -> None:
    """Compare the demonstration set, and name it in the address.

    Raises:
        AlignerError: where it cannot be compared.
    """
    comparison = running.compare_bundled(keep_vectors=True)
    terms = running.BUNDLED / "glossary.csv"
    session.open_work(Project(comparison, glossary=load(terms) if terms.is_file() else EMPTY))
    st.query_params[EXAMPLE] = "1"


def go_to_row() -> None:
    """Go to the row that the address names, once for each piece of work that is opened."""
    if st.session_state.get(_VISITED):
        return
    st.session_state[_VISITED] = True
    row = st.query_params.get(ROW, "")
    if row.isdecimal():
        navigation.go(int(row))
