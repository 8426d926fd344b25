"""Which documents stand side by side: languages × drafts, chosen in the sidebar."""

from __future__ import annotations

import json

import streamlit as st

from aligner.languages import get
from aligner.markup import plain
from aligner.ui import desk, page
from aligner.ui.session import Choice
from aligner.values import Comparison
from aligner.view import choices, default_columns

_LANGUAGES = "desk.languages"
_DRAFTS = "desk.drafts"
_LATEST = ""


def choose(comparison: Comparison) -> tuple[Choice, ...]:
    """Ask for languages and drafts, and give the columns to show."""
    say = page.words()
    present = list(comparison.languages)
    if _LANGUAGES in st.session_state:  # a project may have been left with languages it has no more
        st.session_state[_LANGUAGES] = [c for c in st.session_state[_LANGUAGES] if c in present]
    languages = st.multiselect(
        say("app.languages"),
        present,
        default=None if _LANGUAGES in st.session_state else present,
        format_func=lambda code: get(code).endonym,
        key=_LANGUAGES,
    )
    options = _drafts(comparison)
    if st.session_state.get(_DRAFTS, _LATEST) not in options:
        del st.session_state[_DRAFTS]
    chosen = st.selectbox(
        say("app.drafts"), options, format_func=_drafts_name, key=_DRAFTS, on_change=_to_the_top
    )
    return columns(comparison, languages, chosen or _LATEST)


def columns(comparison: Comparison, languages: list[str], drafts: str) -> tuple[Choice, ...]:
    """The columns for a choice of languages and of drafts as `_drafts` names them."""
    if not languages:
        return ()
    if drafts == _LATEST:
        return default_columns(comparison, languages=languages)
    old, new = json.loads(drafts)
    shown = default_columns(comparison, languages=languages, versions=(old or "", new))
    return shown if old is not None else tuple((key, None) for key, _ in shown)


def _drafts(comparison: Comparison) -> list[str]:
    """The latest; each pair that can be compared; each draft without its changes."""
    pairs = [list(pair) for pair in choices(comparison)]
    alone = [[None, version] for version in reversed(comparison.versions)]
    return [_LATEST, *(json.dumps(each) for each in [*pairs, *alone])]


def _drafts_name(drafts: str) -> str:
    say = page.words()
    if drafts == _LATEST:
        return say("app.latest")
    old, new = json.loads(drafts)
    return plain(say("app.plain", version=new) if old is None else f"{old} → {new}")


def _to_the_top() -> None:
    st.session_state[desk.FIRST] = 0
    st.session_state[desk.HERE] = None
