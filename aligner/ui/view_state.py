"""How the page stands: the choices that stay while parts of it come and go, and are kept with a project.

Streamlit forgets the value of a widget that one run did not draw. Widgets whose key begins
with `desk.` keep theirs, and go into the project as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import streamlit as st

PREFIX: Final = "desk."
HERE: Final = "desk.here"
"""Number of the row that is chosen, or None."""

LANGUAGE: Final = "desk.link_language"
"""The language whose links with the pivot the chosen row's panel shows."""

FIRST: Final = "desk.first"
"""Index, among the rows shown, of the first on the page."""


def hold() -> None:
    """Keep what no widget of this run will ask for; called once, before any is drawn."""
    for key in _keys():
        st.session_state[key] = st.session_state[key]


def clear() -> None:
    """Forget how the page stood."""
    for key in _keys():
        del st.session_state[key]


def kept() -> dict[str, str]:
    """How the page stands, as a project keeps it."""
    found = {}
    for key in sorted(_keys()):
        try:
            found[key] = json.dumps(st.session_state[key], ensure_ascii=False, sort_keys=True)
        except TypeError:  # a value that only this session knows, such as an upload
            continue
    return found


def restore(desk: Mapping[str, str]) -> None:
    """Set the page as a project left it; what cannot be understood is left at its usual value."""
    clear()
    for key, text in desk.items():
        if key.startswith(PREFIX):
            try:
                value = json.loads(text)
            except ValueError:
                continue
            st.session_state[key] = value


def here() -> int | None:
    """The number of the row that is chosen, if one is."""
    number = st.session_state.get(HERE)
    return number if isinstance(number, int) else None


def _keys() -> list[str]:
    return [str(key) for key in st.session_state if str(key).startswith(PREFIX)]
