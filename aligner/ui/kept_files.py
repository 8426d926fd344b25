"""The files of the first screen, kept in memory and named in the page's URL, so that a reload has them.

A reload begins another session. The files are dropped with the last session that listed them, or as soon as
they are compared.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aligner.ui.uploaded_files import Item

PARAMETER: Final = "files"
_CHOICES: Final = "start."
"""Prefix of the session keys of what is chosen for files."""


@dataclass(slots=True)
class Kept:
    """The files of one page.

    Attributes:
        items: the files.
        known: what is known about them, by number; shared with the page.
        choices: what was chosen for them, by session key.
        session: the session that lists them.
    """

    items: tuple[Item, ...]
    known: dict[int, Any]
    choices: dict[str, str]
    session: str


_KEPT: Final[dict[str, Kept]] = {}


def keep(items: tuple[Item, ...], known: dict[int, Any]) -> None:
    """Keep the files that the page lists now; none if it lists none."""
    context, id = get_script_run_ctx(), st.query_params.get(PARAMETER) or secrets.token_urlsafe(12)
    if not items or context is None:
        drop()
        return
    _KEPT[id] = Kept(items, known, {}, context.session_id)
    st.query_params[PARAMETER] = id


def keep_choices() -> None:
    """Keep what is chosen for the files; a toggle or a button is not."""
    kept = _KEPT.get(st.query_params.get(PARAMETER, ""))
    if kept is not None:
        chosen = {str(key): value for key, value in st.session_state.items()}
        kept.choices = {
            key: value for key, value in chosen.items() if key.startswith(_CHOICES) and isinstance(value, str)
        }


def take() -> Kept | None:
    """Return the files that the URL names, for the session of a page that was reloaded, and their choices.

    Call it before any widget is drawn.
    """
    kept, context = _KEPT.get(st.query_params.get(PARAMETER, "")), get_script_run_ctx()
    if kept is None or context is None:
        return None
    kept.session = context.session_id
    for key, value in kept.choices.items():
        st.session_state[key] = value
    return kept


def drop() -> None:
    """Drop the files that the URL names."""
    _KEPT.pop(st.query_params.pop(PARAMETER, ""), None)


def drop_of(session: str) -> None:
    """Drop the files of a session that ended."""
    for id in [id for id, kept in _KEPT.items() if kept.session == session]:
        del _KEPT[id]
