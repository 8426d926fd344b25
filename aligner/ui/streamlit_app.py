"""Entry point of the app. Streamlit runs this file (installed) or `app.py`, which calls `run` (checkout).

To start it without a checkout: `python -m streamlit run <folder of this package>/streamlit_app.py`.
Streamlit reads `.streamlit/config.toml` beside the file that it runs, so the address, the
theme and the disabled usage statistics apply in any working folder.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from aligner.ui import (
    address,
    background_checks,
    first_screen,
    locale,
    page,
    project_file,
    session,
    view_state,
    workbench,
)
from aligner.values.errors import AlignerError

LOCAL: Final = ("127.0.0.1", "localhost", "::1")


def run() -> None:
    """Draw the page; Streamlit calls this on every run."""
    st.set_page_config(page_title="aligner", layout="wide", initial_sidebar_state="auto")
    page.style()
    if not served_locally():
        page.problem(page.words()("app.not_local"))
        return
    page.begin()
    view_state.hold()
    with background_checks.drawing():
        _draw()


def _draw() -> None:
    try:
        if session.timeline() is None:
            address.open_what_it_names()
        if session.timeline() is None:
            first_screen.draw()
        else:
            workbench.draw()
            project_file.save_view_state()
    except AlignerError as error:
        page.fault(error.message)
    locale.draw()


def served_locally() -> bool:
    """Whether the server listens on this machine only, so that drafts are not exposed to a network."""
    return st.get_option("server.address") in LOCAL


if __name__ == "__main__":
    run()
