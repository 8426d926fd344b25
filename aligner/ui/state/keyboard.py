"""Keyboard shortcuts, clicks on rows, and the browser's Back and Forward.

A small script (`aligner/data/keyboard.js`) listens and names the action; this module
dispatches it, and answers in an element of the page. The script receives no document text; it puts the
chosen row, which the page draws apart, into its place.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from aligner.formats.templates import fill
from aligner.languages import LANGUAGES
from aligner.ui import page
from aligner.ui.state import redraws, session, view_state
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


_GROUPS: Final[Mapping[str, Mapping[str, str]]] = data_files.tables("keys.toml")
KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {key: action for group in _GROUPS.values() for key, action in group.items()}
)
"""Key → action; the interface texts for each action are under `key.`."""

ALIASES: Final[Mapping[str, str]] = MappingProxyType({"S": "Ctrl+S"})
"""Key → the usual shortcut in other programs, which works here, too."""

TABS: Final[Mapping[str, str]] = MappingProxyType({str(number): f"tab{number}" for number in range(1, 7)})
"""Key → action that opens a tab, by its position."""

ROWS: Final = ("earlier", "further", "print", "printed")
"""The actions that draw other rows: scrolling close to the first or last row drawn, and printing."""

LIST: Final = "list"
"""The action of opening the list of amendments in the toolbar while it is cut."""

_PAGE: Final = "page"  # the group that has the tabs, too
_KEY: Final = "keyboard"
_VISIT: Final = "keyboard.visit"
_OPENED: Final = "keyboard.opened"
_DONE: Final = "keyboard.done"
_ROW: Final = "row"
_ADDRESS: Final = "address"


def draw(
    on_action: Callable[[str, Caret | None], None],
    on_row: Callable[[int, str | None], None],
    on_address: Callable[[str], None],
    redraw: Callable[[], None],
    *,
    at_risk: bool = False,
) -> None:
    """Listen for keys, clicks, and Back and Forward.

    Args:
        on_action: called before the page is drawn, with an action (a value of `KEYS`, `TABS` or
            `ROWS`, or `LIST`) and the place of the caret, if it is in the text.
        on_row: called with the number of a row that was clicked or linked to, and with the language
            of the clicked cell, if any.
        on_address: called with the query of the page's URL after Back or Forward in the browser.
        redraw: called after any of these.
        at_risk: whether closing the window would lose steps; if so, the browser asks first.
    """
    done = _done()

    def handle() -> None:
        event = _last_event()
        number = event.get("id")
        if not isinstance(number, int | float) or number <= done.get("id", 0):
            return  # a repetition: Streamlit resends events that it may not have delivered
        steps, here, last = session.timeline(), view_state.here(), done.get("id", 0)
        done["id"] = number
        try:
            perform(event)
        except RerunException:  # another request has ended the run: unless it came too late, try again
            if session.timeline() is steps and view_state.here() == here:
                done["id"] = last
            raise
        redraw()

    def perform(event: Mapping[str, Any]) -> None:
        action, row, language = event.get("action"), event.get("row"), event.get("language")
        if action in (*KEYS.values(), *TABS.values(), *ROWS, LIST):
            on_action(cast("str", action), _caret(event))
        elif action == _ROW and isinstance(row, int | float) and row > 0:
            on_row(int(row), language if language in LANGUAGES else None)
        elif action == _ADDRESS:
            on_address(str(event.get("search") or ""))

    page.component("keyboard")(
        key=_KEY,
        data={"keys": {**KEYS, **TABS}, "at_risk": at_risk},
        on_act_change=handle,
        height=1,
    )


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
        "done": _done().get("id", 0),
        "tab": tab,
        "cut_list": cut_list,
    }
    with st.container(key="answer"):
        page.show(f'<template class="answer" data-state="{escape(json.dumps(state))}"></template>')


def _done() -> dict[str, float]:
    """Return the record of the last message that was handled, by its `id`."""
    return cast("dict[str, float]", st.session_state.setdefault(_DONE, {}))


def _caret(event: Mapping[str, Any]) -> Caret | None:
    given = (event.get("row"), event.get("column"), event.get("block"), event.get("letters", 0))
    numbers = [int(each) for each in given if isinstance(each, int | float)]
    return Caret(*numbers) if len(numbers) == 4 and min(numbers) >= 0 else None


def bring_into_view(*, opened: bool = False) -> None:
    """Scroll to the chosen row once the page is drawn, or to the top of the text if there is none.

    Args:
        opened: whether the project was just opened; if so, scroll to the top of the page.
    """
    visit = int(st.session_state.get(_VISIT, 0)) + 1
    st.session_state[_VISIT] = visit
    if opened:
        st.session_state[_OPENED] = visit


def _last_event() -> Mapping[str, Any]:
    """Return the script's last event: a numbered action, and the row if one was clicked.

    Where another run ended one at its beginning, Streamlit keeps that run's event in the component's state,
    and shows it instead of all later ones until it is deleted.
    """
    event = page.reported(_KEY).get("act")
    number = event.get("id") if isinstance(event, Mapping) else None
    if isinstance(number, int | float) and number <= _done().get("id", 0):
        del st.session_state[_KEY]["act"]
        event = page.reported(_KEY).get("act")
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
