"""The files of the first screen, named in the page's URL, so that a reload lists them again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from aligner.ui import reloads
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
    """

    items: tuple[Item, ...]
    known: dict[int, Any]
    choices: dict[str, str] = field(default_factory=dict)


def keep(items: tuple[Item, ...], known: dict[int, Any]) -> None:
    """Keep the files that the page lists now; none if it lists none."""
    if not items:
        drop()
        return
    id = st.query_params.get(PARAMETER) or secrets.token_urlsafe(12)
    reloads.keep(id, Kept(items, known))
    st.query_params[PARAMETER] = id


def keep_choices() -> None:
    """Keep what is chosen for the files; a toggle or a button is not."""
    kept: Kept | None = reloads.take(st.query_params.get(PARAMETER))
    if kept is not None:
        chosen = {str(key): value for key, value in st.session_state.items()}
        kept.choices = {
            key: value for key, value in chosen.items() if key.startswith(_CHOICES) and isinstance(value, str)
        }


def take() -> Kept | None:
    """Return the files that the URL names, with what was chosen for them; call it before any widget."""
    kept: Kept | None = reloads.take(st.query_params.get(PARAMETER))
    if kept is not None:
        for key, value in kept.choices.items():
            st.session_state[key] = value
    return kept


def drop() -> None:
    """Drop the files that the URL names."""
    reloads.drop(st.query_params.pop(PARAMETER, None))
