"""View state: choices that persist while parts of the page come and go, and are saved with a project.

Streamlit forgets the value of a widget that a run did not draw. Widgets whose keys begin with `desk.`
keep their values, which are saved in the project as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, cast

import streamlit as st

from aligner.values import DocumentKey

PREFIX: Final = "desk."
HERE: Final = "desk.here"
"""Number of the chosen row, or None."""

LANGUAGE: Final = "desk.link_language"
"""The language whose links with the pivot the row panel shows."""

FIRST: Final = "desk.first"
"""Index, among the rows shown, of the first row of the page."""

PANE_DOCUMENT: Final = "desk.leaf_document"
"""The document whose pages the page pane shows, named by `saved_name`."""

PANEL: Final = "desk.panel"
"""Whether the row panel is open, rather than one line high."""

WINDOW: Final = "aligner.window"
"""Indices of the first row drawn and the row after the last, once the text has been scrolled; not saved."""

SHOWN: Final = "aligner.shown"
"""Numbers of the rows that passed the filters when the text was last drawn, in order; not saved."""

POSITION: Final = "aligner.position"
"""Index of the chosen row among the rows shown when a step was taken, until another is chosen; not saved."""


def keep_widget_values() -> None:
    """Keep the values of widgets that this run does not draw; call once, before drawing any."""
    for key in _keys():
        st.session_state[key] = st.session_state[key]


def clear() -> None:
    """Clear the view state."""
    for key in _keys():
        del st.session_state[key]


def to_save() -> dict[str, str]:
    """Return the view state for saving in a project."""
    found = {}
    for key in sorted(_keys()):
        try:
            found[key] = json.dumps(st.session_state[key], ensure_ascii=False, sort_keys=True)
        except TypeError:  # a value that exists only in this session, such as an upload
            continue
    return found


def restore(saved: Mapping[str, str]) -> None:
    """Restore a saved view state; values that cannot be parsed keep their defaults."""
    clear()
    for key, text in saved.items():
        if key.startswith(PREFIX):
            try:
                value = json.loads(text)
            except ValueError:
                continue
            st.session_state[key] = value


def here() -> int | None:
    """The number of the chosen row, or None."""
    number = st.session_state.get(HERE)
    return number if isinstance(number, int) else None


def shown() -> tuple[int, ...]:
    """Numbers of the rows that passed the filters when the text was last drawn."""
    return cast("tuple[int, ...]", st.session_state.get(SHOWN, ()))


def first() -> int:
    """Index, among the rows shown, of the first row drawn; 0 if unknown."""
    return max(0, int(st.session_state.get(FIRST) or 0))


def saved_name(key: DocumentKey) -> str:
    """Return the name of a document in a saved choice."""
    return json.dumps([key.language, key.version], ensure_ascii=False)


def show_pages_of(key: DocumentKey) -> None:
    """Show the pages of a document in the page pane, unless it already shows those of its language."""
    if not str(st.session_state.get(PANE_DOCUMENT)).startswith(f'["{key.language}", '):
        st.session_state[PANE_DOCUMENT] = saved_name(key)


def panel_is_open() -> bool:
    """Whether the row panel shows all actions, not only those on its line."""
    return bool(st.session_state.get(PANEL))


def switch_panel() -> None:
    """Show all actions in the row panel, or only those on its line."""
    st.session_state[PANEL] = not panel_is_open()


def set_first_row(first: int) -> None:
    """Draw the page of rows that begins at an index among the rows shown, and forget the scrolling."""
    st.session_state[FIRST] = first
    st.session_state.pop(WINDOW, None)


def _keys() -> list[str]:
    return [str(key) for key in st.session_state if str(key).startswith(PREFIX)]
