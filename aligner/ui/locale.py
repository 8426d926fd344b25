"""The interface language: how it is chosen, and the page's writing direction.

In order of precedence: the choice in this session, the URL (`?ui=fr`), the browser's
preference, English.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final

import streamlit as st

from aligner.languages import LANGUAGES, get
from aligner.ui.script_component import component
from aligner.values import data_files
from aligner.values.catalogue import DEFAULT, Words, available, load
from aligner.values.errors import LanguageError
from aligner.view.markup import language_attributes

PARAMETER: Final = "ui"
_CHOSEN: Final = "locale.chosen"
_REPORTED: Final = "locale.texts"
_WIDGET: Final = "locale.widget"


def words() -> Words:
    """Return the interface texts in the current language."""
    return load(code())


def code() -> str:
    """Return the code of the current interface language."""
    addressed = _known(st.query_params.get(PARAMETER))
    if addressed is not None and addressed != st.session_state.get(_REPORTED):
        _choose(addressed)  # the URL is new or was edited by hand
    chosen: str | None = st.session_state.get(_CHOSEN)
    return chosen or _known(getattr(st.context, "locale", None)) or DEFAULT


def attributes() -> str:
    """Return `lang` and `dir` attributes for HTML in the interface language."""
    return language_attributes(get(code()))


def _interfaces() -> list[str]:
    """List the languages with interface texts, in the order of `LANGUAGES`."""
    return [language for language in LANGUAGES if language in available()]


def choose() -> None:
    """Draw the menu of interface languages."""
    st.session_state[_WIDGET] = code()
    st.selectbox(
        words()("app.interface"),
        _interfaces(),
        format_func=lambda language: get(language).endonym,
        key=_WIDGET,
        on_change=lambda: _choose(st.session_state[_WIDGET]),
    )


def draw() -> None:
    """Set the language of the page in the browser."""
    now = get(code())
    if st.session_state.get(_CHOSEN) and st.query_params.get(PARAMETER) != now.code:
        st.query_params[PARAMETER] = now.code  # another module may have cleared the URL
    st.html(f"<style>{_style(now.code)}</style>")
    texts = {"gone": words()("app.gone"), "again": words()("app.try_again")}
    component("locale")(key="locale", data={"lang": now.code, "dir": now.direction, **texts}, height=1)


def _choose(language: str) -> None:
    st.session_state[_CHOSEN] = st.session_state[_REPORTED] = language
    st.query_params[PARAMETER] = language


def _known(tag: str | None) -> str | None:
    """Return the interface language for a tag such as `fr-CA`, or None."""
    try:
        found = get(tag).code if tag else None
    except LanguageError:
        return None
    return found if found in available() else None


@cache
def _style(language: str) -> str:
    """Return CSS that mirrors Streamlit's page for right-to-left languages and replaces its English texts."""
    say = load(language)
    texts = {
        "choose-files": say("app.choose_files"),
        "press-enter": say("app.press_enter"),
        "skip": say("report.skip"),
    }
    own = "".join(f"--{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in texts.items())
    return f":root {{{own}}}\n{data_files.text('locale.css')}"
