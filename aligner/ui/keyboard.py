"""Keys and clicks on rows: what they are called, and what becomes of them.

A small script (`aligner/data/hands.js`) listens and names the action; what it means is
decided here. It shows nothing and is given no text of any document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

import streamlit as st

from aligner.languages import LANGUAGES
from aligner.ui import view_state

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "n": "next_change",
        "p": "previous_change",
        "f": "next_finding",
        "F": "previous_finding",
        "j": "next_row",
        "k": "previous_row",
        "c": "confirm",
        "r": "review",
        "u": "undo",
        "U": "redo",
        "/": "search",
        "Escape": "leave",
        "?": "help",
    }
)
"""Key → action; each action has its words under `key.` in the interface's languages."""

_NAME: Final = "aligner.hands"
_KEY: Final = "hands"
_VISIT: Final = "hands.visit"
_OPENED: Final = "hands.opened"
_DONE: Final = "hands.done"
_ROW: Final = "row"


def draw(
    on_action: Callable[[str], None], on_row: Callable[[int, str | None], None], *, unkept: bool = False
) -> None:
    """Listen to keys and clicks.

    Args:
        on_action: told the action of a key (a value of `KEYS`), before the page is drawn.
        on_row: told the number of a row that was clicked, or that a link leads to; and the language of
            the cell, where one was clicked.
        unkept: whether steps would be lost with the window; the browser asks before it closes.
    """
    done = cast("dict[str, float]", st.session_state.setdefault(_DONE, {}))

    def acted() -> None:
        told = _told()
        number = told.get("id")
        if not isinstance(number, int | float) or number <= done.get("id", 0):
            return  # told again: Streamlit repeats what it is not sure to have passed on
        done["id"] = number
        action, row, language = told.get("action"), told.get("row"), told.get("language")
        if action in KEYS.values():
            on_action(cast("str", action))
        elif action == _ROW and isinstance(row, int | float) and row > 0:
            on_row(int(row), language if language in LANGUAGES else None)

    _component()(
        key=_KEY,
        data={
            "keys": dict(KEYS),
            "here": view_state.here(),
            "visit": st.session_state.get(_VISIT, 0),
            "opened": st.session_state.get(_OPENED),
            "done": done.get("id", 0),
            "unkept": unkept,
        },
        on_act_change=acted,
        height=1,
    )


def bring_into_view(*, opened: bool = False) -> None:
    """Have the chosen row scrolled to once the page is drawn; without one, the head of the text.

    Args:
        opened: whether the work was just opened: then the head of the page, with all that it offers.
    """
    visit = int(st.session_state.get(_VISIT, 0)) + 1
    st.session_state[_VISIT] = visit
    if opened:
        st.session_state[_OPENED] = visit


def _told() -> Mapping[str, Any]:
    """What the script told last: an action with its number, and the row where one was clicked."""
    state = cast("Mapping[str, Any] | None", st.session_state.get(_KEY))
    told = None if state is None else state.get("act")
    return told if isinstance(told, Mapping) else {}


@cache
def _component() -> ComponentRenderer:
    script = (files("aligner") / "data" / "hands.js").read_text(encoding="utf-8")
    return st.components.v2.component(_NAME, js=script, isolate_styles=False)
