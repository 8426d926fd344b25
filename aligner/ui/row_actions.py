"""The actions of the keyboard shortcuts, and the buttons that undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.ui import (
    amendment_jump,
    keyboard,
    navigation,
    page,
    page_pane,
    project_steps,
    redraws,
    row_decisions,
    save_work,
    session,
    view_state,
)
from aligner.view.markup import escape

_HELP: Final = "help"


def act(action: str, caret: keyboard.Caret | None = None) -> None:
    """Perform a keyboard action; see `keyboard.KEYS` and what follows it there.

    Args:
        action: the action.
        caret: the paragraph with the caret; links are split there.
    """
    if action == "split":
        row_decisions.split(caret=caret)
        return
    if action in keyboard.TABS.values():
        navigation.turn_to_tab(list(keyboard.TABS.values()).index(action))
        return
    run = _ACTIONS.get(action)
    if run is not None:
        run()


def steps() -> None:
    """Draw undo and redo buttons, and the list of shortcuts on request."""
    say = page.words()
    found = session.timeline()
    assert found is not None
    back, forth, shortcuts = st.columns([2, 2, 1])
    for column, name, step, action in (
        (back, "undo", found.undo_name if found.can_undo else None, project_steps.undo),
        (forth, "redo", found.redo_name if found.can_redo else None, project_steps.redo),
    ):
        column.button(
            say(f"step.{name}"),
            help=None if step is None else say(step),
            key=f"steps.{name}",
            disabled=step is None,
            width="stretch",
            on_click=action,
        )
    with shortcuts:
        st.button("?", help=say("key.help"), key="steps.help", width="stretch", on_click=_ask_for_help)
    if redraws.take_request(_HELP):
        _help()


def _ask_for_help() -> None:
    redraws.request(_HELP)


def _help() -> None:
    say = page.words()

    def keys() -> None:
        listed = {**keyboard.KEYS, f"{min(keyboard.TABS)} … {max(keyboard.TABS)}": "tabs"}
        lines = "".join(
            f'<tr><th scope="row">{_kbd(key)}</th><td>{escape(say(f"key.{action}"))}</td></tr>'
            for key, action in listed.items()
        )
        page.show(f'<table class="keys"><tbody>{lines}</tbody></table>')

    redraws.dialog(say("key.title"), keys)


def _kbd(key: str) -> str:
    """Return the HTML of a key, left to right: otherwise [ is shown as ] in Arabic."""
    keys = [key, *([keyboard.ALIASES[key]] if key in keyboard.ALIASES else [])]
    return " ".join(f'<kbd dir="ltr">{escape(each)}</kbd>' for each in keys)


def _and_next(decide: Callable[[], None]) -> None:
    if view_state.here() is not None:
        decide()
    navigation.step_row()


def _leave() -> None:
    if view_state.here() is not None:
        navigation.leave()


_ACTIONS: Final[Mapping[str, Callable[[], None]]] = MappingProxyType(
    {
        "next_change": navigation.step_change,
        "previous_change": lambda: navigation.step_change(back=True),
        "next_finding": navigation.step_finding,
        "previous_finding": lambda: navigation.step_finding(back=True),
        "next_row": navigation.step_row,
        "previous_row": lambda: navigation.step_row(back=True),
        "next_uncertain": navigation.step_uncertain,
        "previous_uncertain": lambda: navigation.step_uncertain(back=True),
        "merge_down": row_decisions.merge,
        "merge_up": lambda: row_decisions.merge(up=True),
        "unlink": row_decisions.unlink,
        "take": row_decisions.take,
        "give": row_decisions.give_back,
        "take_pivot": lambda: row_decisions.take(pivot=True),
        "give_pivot": lambda: row_decisions.give_back(pivot=True),
        "cut": row_decisions.cut,
        "paste": row_decisions.paste,
        "earlier": lambda: navigation.extend(back=True),
        "further": navigation.extend,
        keyboard.LIST: amendment_jump.complete,
        "next_language": row_decisions.next_language,
        "confirm_next": lambda: _and_next(row_decisions.ensure_confirmed),
        "review_next": lambda: _and_next(row_decisions.ensure_reviewed),
        "confirm": row_decisions.confirm,
        "review": row_decisions.review,
        "undo": project_steps.undo,
        "redo": project_steps.redo,
        "save": save_work.ask,
        "leaf": page_pane.switch,
        "panel_more": view_state.switch_panel,
        "leave": _leave,
        "help": _ask_for_help,
    }
)
