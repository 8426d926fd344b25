"""View state: choices that persist while parts of the page come and go, saved with a project.

Streamlit forgets the value of a widget that a run did not draw. Widgets whose key begins
with `desk.` keep theirs; they are saved in the project as plain text.
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
"""Index of the page's first row among the rows shown."""

LEAF: Final = "desk.leaf_document"
"""The document whose pages the page pane shows, as `option_of` names it."""

PANEL: Final = "desk.panel"
"""Whether the row panel shows more than its line."""

WINDOW: Final = "aligner.window"
"""Indices of the first row drawn and of the row after the last, once the text was scrolled; not saved."""

SHOWN: Final = "aligner.shown"
"""Numbers of the rows that passed the filters when the text was last drawn, in order; not saved."""

POSITION: Final = "aligner.position"
"""Index of the chosen row among them when a step was taken, until another is chosen; not saved."""


def hold() -> None:
    """Keep the values of widgets that this run will not draw; call once, before drawing any."""
    for key in _keys():
        st.session_state[key] = st.session_state[key]


def clear() -> None:
    """Clear the view state."""
    for key in _keys():
        del st.session_state[key]


def kept() -> dict[str, str]:
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
    """Index of the first row drawn among the rows shown, as far as it is known."""
    return max(0, int(st.session_state.get(FIRST) or 0))


def option_of(key: DocumentKey) -> str:
    """Name a document in a choice that is saved."""
    return json.dumps([key.language, key.version], ensure_ascii=False)


def turn_pages_to(key: DocumentKey) -> None:
    """Show the pages of a document in the page pane, unless they are already those of its language."""
    if not str(st.session_state.get(LEAF)).startswith(f'["{key.language}", '):
        st.session_state[LEAF] = option_of(key)


def panel_is_open() -> bool:
    """Whether the row panel shows all actions, not only those on its line."""
    return bool(st.session_state.get(PANEL))


def switch_panel() -> None:
    """Show all actions in the row panel, or only those on its line."""
    st.session_state[PANEL] = not panel_is_open()


def begin_at(first: int) -> None:
    """Draw the page of rows that begins at an index among the rows shown, and none scrolled to before."""
    st.session_state[FIRST] = first
    st.session_state.pop(WINDOW, None)


def _keys() -> list[str]:
    return [str(key) for key in st.session_state if str(key).startswith(PREFIX)]
