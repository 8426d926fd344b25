"""The script that Streamlit runs on every interaction; `local_server` serves it."""

import streamlit as st

from aligner.ui import guard, page, text_fragment
from aligner.ui.state import current_view, project_opening, project_steps, redraws, session, view_state


def run() -> None:
    """Draw the page; Streamlit calls this on every run."""
    st.set_page_config(page_title="aligner", layout="wide")
    page.style()
    if not _served_locally():
        page.problem(page.say("app.not_local"))
        return
    session.note_session()
    redraws.begin()
    view_state.keep_widget_values()
    with redraws.drawing():
        with page.faults_shown():
            _draw_screen()
        page.set_language()


def _draw_screen() -> None:
    """Draw one of the screens, each of which is loaded when it is first drawn."""
    if session.timeline() is None:
        project_opening.open_from_url()
    if session.timeline() is None:
        with st.container(key="language"):
            page.choose_interface()
        from aligner.ui import archive_search, first_screen

        (archive_search if archive_search.is_open() else first_screen).draw()
    else:
        from aligner.ui import workbench

        text_fragment.begin_page()
        workbench.draw()
        project_steps.save_view_state()
        project_opening.name_in_url()
        text_fragment.end_page()
        current_view.finish_opening()


def _served_locally() -> bool:
    """Whether only this machine can reach the server, or a guard asks each visitor for the token."""
    return guard.is_installed() or st.get_option("server.address") in guard.LOOPBACK


if __name__ == "__main__":
    run()
