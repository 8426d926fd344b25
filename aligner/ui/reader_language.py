"""The reader's language, in which amendments are quoted first; chosen once per project."""

from __future__ import annotations

from typing import Final

import streamlit as st

from aligner.languages import get
from aligner.ui import locale, page, session

_READER: Final = "desk.reader"


def choose() -> None:
    """Ask for the reader's language, unless the texts are in one language only."""
    languages = session.comparison().languages
    if len(languages) < 2:
        return
    st.session_state[_READER] = code()
    st.selectbox(
        page.words()("app.reader"),
        languages,
        format_func=lambda language: get(language).endonym,
        key=_READER,
        help=page.words()("app.reader_help"),
    )


def code() -> str:
    """Return the reader's language: the one chosen, or else the interface's, or else the pivot."""
    work = session.comparison()
    wanted = (st.session_state.get(_READER), locale.code())
    return next((each for each in wanted if each in work.languages), work.pivot)
