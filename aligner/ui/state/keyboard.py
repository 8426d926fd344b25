"""Keyboard shortcuts, clicks on rows, and the browser's Back and Forward.

A small script (`aligner/data/keyboard.js`) listens and names the action, which `workbench` has
performed; this module answers in an element of the page. The script receives no document text; it puts
the chosen row, which the page draws apart, into its place.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self, cast

import streamlit as st

from aligner.formats.templates import fill
from aligner.ui import page
from aligner.ui.state import redraws, view_state
from aligner.values import data_files
from aligner.view.markup import escape


@dataclass(frozen=True, slots=True)
class Caret:
    """The place of the caret in the text.

    Attributes:
        row: number of the row.
        column: index of the column.
        block: index of the paragraph in the cell.
        letters: number of characters of the paragraph before it, spaces apart.
    """

    row: int
    column: int
    block: int
    letters: int = 0

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Self | None:
        """Return the place in an event of the script, if there is one."""
        given = (event.get("row"), event.get("column"), event.get("block"), event.get("letters", 0))
        numbers = [int(each) for each in given if isinstance(each, int | float)]
        return cls(*numbers) if len(numbers) == 4 and min(numbers) >= 0 else None


_GROUPS: Final[Mapping[str, Mapping[str, str]]] = data_files.tables("keys.toml")
KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {key: action for group in _GROUPS.values() for key, action in group.items()}
)
"""Key → action; the interface texts for each action are under `key.`."""

ALIASES: Final[Mapping[str, str]] = MappingProxyType({"S": "Ctrl+S"})
"""Key → the usual shortcut in other programs, which works here, too."""

TABS: Final[Mapping[str, str]] = MappingProxyType({str(number): f"tab{number}" for number in range(1, 7)})
"""Key → action that opens a tab, by its position."""

LIST: Final = "list"
"""The action of opening the list of amendments in the toolbar while it is cut."""

_PAGE: Final = "page"  # the group that has the tabs, too
KEY: Final = "keyboard"
_VISIT: Final = "keyboard.visit"
_OPENED: Final = "keyboard.opened"
_DONE: Final = "keyboard.done"


def answer(tab: str, *, cut_list: bool, first: int | None) -> None:
    """Tell the script which of its messages are done, and where the user is; draw it with the text.

    Args:
        tab: the chosen tab; the script shows another from its top, and the text at the chosen row.
        cut_list: whether the list of amendments in the toolbar has to be completed when it is opened.
        first: number of the row to show when the project is opened, with what is above it if there is room.
    """
    state = {
        "first": first,
        "here": view_state.here(),
        "visit": st.session_state.get(_VISIT, 0),
        "opened": st.session_state.get(_OPENED),
        "done": done().get("id", 0),
        "tab": tab,
        "cut_list": cut_list,
    }
    with st.container(key="answer"):
        page.show(f'<template class="answer" data-state="{escape(json.dumps(state))}"></template>')


def done() -> dict[str, float]:
    """Return the record of the last message that was handled, by its `id`."""
    return cast("dict[str, float]", st.session_state.setdefault(_DONE, {}))


def bring_into_view(*, opened: bool = False) -> None:
    """Scroll to the chosen row once the page is drawn, or to the top of the text if there is none.

    Args:
        opened: whether the project was just opened; if so, scroll to the top of the page.
    """
    visit = int(st.session_state.get(_VISIT, 0)) + 1
    st.session_state[_VISIT] = visit
    if opened:
        st.session_state[_OPENED] = visit


def last_event() -> Mapping[str, Any]:
    """Return the script's last event: a numbered action, and the row if one was clicked.

    Where another run ended one at its beginning, Streamlit keeps that run's event in the component's state,
    and shows it instead of all later ones until it is deleted.
    """
    event = page.reported(KEY).get("act")
    number = event.get("id") if isinstance(event, Mapping) else None
    if isinstance(number, int | float) and number <= done().get("id", 0):
        del st.session_state[KEY]["act"]
        event = page.reported(KEY).get("act")
    return event if isinstance(event, Mapping) else {}


HELP: Final = "help"
"""Asks for the list of keys."""


def draw_list_if_asked() -> None:
    """Show the list if that was asked for."""
    if redraws.take_request(HELP):
        redraws.dialog(page.say("key.title"), _draw_list, wide=True)


def _draw_list() -> None:
    groups = {
        # each key and its alias are drawn left to right: otherwise [ is shown as ] in Arabic
        group: [((key, ALIASES[key]) if key in ALIASES else (key,), action) for key, action in keys.items()]
        for group, keys in _GROUPS.items()
    }
    groups[_PAGE].append(((f"{min(TABS)} … {max(TABS)}",), "tabs"))
    page.show(fill("keys.html", page.words(), groups=groups))
