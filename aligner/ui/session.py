"""The open project, stored in the session, so that no two sessions share drafts.

One project is open at a time, as a `Timeline` of `Project` states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import streamlit as st

if TYPE_CHECKING:
    from aligner.project.saved_work import Project
    from aligner.project.timeline import Timeline
    from aligner.values import Comparison

_TIMELINE: Final = "aligner.timeline"


def timeline() -> Timeline | None:
    """The open project with its steps, or None."""
    return cast("Timeline | None", st.session_state.get(_TIMELINE))


def project() -> Project:
    """The current state of the open project."""
    found = timeline()
    assert found is not None, "no project is open"
    return found.present


def comparison() -> Comparison:
    """The current comparison of the open project."""
    return project().comparison


def set_timeline(steps: Timeline) -> None:
    """Replace the open project; `project_steps` also saves it."""
    st.session_state[_TIMELINE] = steps
