"""The user's choice whether sentence vectors and recovery copies are written to disk."""

from __future__ import annotations

from typing import Final

import streamlit as st

from aligner.values import disk_traces

_CHOICE: Final = "work.disk_traces"  # outlives its widget, which only the first screen draws


def permitted() -> bool:
    """Whether vectors and recovery copies may be written to disk."""
    return not disk_traces.forbidden() and bool(st.session_state.get(_CHOICE, True))


def permit(allowed: bool) -> None:
    """Set the user's choice for this session."""
    st.session_state[_CHOICE] = allowed
    if not allowed:
        disk_traces.forbid_shared()
