"""The list of keyboard shortcuts, by what they are for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.ui import keyboard, page, redraws
from aligner.view.markup import escape

_HELP: Final = "help"

_GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "walk": "n p f F d D j k /",
        "decide": "a A q w c C r R z u U",
        "links": "m M x s ] [ } { t v l b B",
        "page": "",
    }
)
"""Group → its keys; the last has all others."""


def ask() -> None:
    """Have the next run show the list."""
    redraws.request(_HELP)


def button() -> None:
    """Draw the button that shows the list."""
    st.button(page.words()("key.title"), key="steps.help", width="stretch", on_click=ask)


def draw_if_asked() -> None:
    """Show the list if that was asked for."""
    if redraws.take_request(_HELP):
        redraws.dialog(page.words()("key.title"), _draw, wide=True)


def _draw() -> None:
    say = page.words()
    actions = {**keyboard.KEYS, f"{min(keyboard.TABS)} … {max(keyboard.TABS)}": "tabs"}
    rest = [key for key in actions if not any(key in keys.split() for keys in _GROUPS.values())]
    tables = []
    for group, keys in _GROUPS.items():
        lines = "".join(
            f'<tr><th scope="row">{_kbd(key)}</th><td>{escape(say(f"key.{actions[key]}"))}</td></tr>'
            for key in (keys.split() or rest)
            if key in actions
        )
        name = escape(say(f"key_group.{group}"))
        tables.append(f'<table class="keys"><caption>{name}</caption><tbody>{lines}</tbody></table>')
    page.show(f'<div class="keys">{"".join(tables)}</div>')


def _kbd(key: str) -> str:
    """Return the HTML of a key, left to right: otherwise [ is shown as ] in Arabic."""
    keys = [key, *([keyboard.ALIASES[key]] if key in keyboard.ALIASES else [])]
    return " ".join(f'<kbd dir="ltr">{escape(each)}</kbd>' for each in keys)
