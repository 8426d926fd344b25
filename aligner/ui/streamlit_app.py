"""The script that Streamlit runs on every interaction; `local_server` serves it."""

from __future__ import annotations

import streamlit as st

from aligner.ui import (
    address,
    archive_search,
    current_view,
    departed_sessions,
    first_screen,
    guard,
    locale,
    page,
    pages_drawn,
    project_steps,
    recovery_copy,
    redraws,
    session,
    text_fragment,
    view_state,
    workbench,
)


def run() -> None:
    """Draw the page; Streamlit calls this on every run."""
    st.set_page_config(page_title="aligner", layout="wide")
    page.style()
    if not _served_locally():
        page.problem(page.words()("app.not_local"))
        return
    departed_sessions.note_session()
    redraws.begin()
    view_state.keep_widget_values()
    with pages_drawn.drawing():
        _draw()


def _draw() -> None:
    with page.faults_shown():
        _draw_screen()
    locale.draw()


def _draw_screen() -> None:
    if session.timeline() is None:
        address.open_from_url()
    if session.timeline() is None:
        with st.container(key="language"):
            locale.choose()
        (archive_search if archive_search.is_open() else first_screen).draw()
    else:
        text_fragment.begin_page()
        workbench.draw()
        project_steps.save_view_state()
        recovery_copy.name_in_url()
        text_fragment.end_page()
        current_view.finish_opening()


def _served_locally() -> bool:
    """Whether only this machine can reach the server, or a guard asks each visitor for the token."""
    return guard.is_installed() or st.get_option("server.address") in guard.LOOPBACK


if __name__ == "__main__":
    run()
