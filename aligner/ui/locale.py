"""The language of the interface: which one, how a person changes it, and which way the page runs.

What counts, in this order: what was chosen in this session, what the address of the page
says (`?ui=fr`), what the browser asks for, and else English.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.languages import LANGUAGES, get
from aligner.values.errors import LanguageError
from aligner.view.wording import DEFAULT, Words, available, load

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

PARAMETER: Final = "ui"
_CHOSEN: Final = "tongue.chosen"
_TOLD: Final = "tongue.told"
_WIDGET: Final = "tongue.widget"


def words() -> Words:
    """The words of the interface in the language that counts."""
    return load(code())


def code() -> str:
    """The language that counts."""
    addressed = _known(st.query_params.get(PARAMETER))
    if addressed is not None and addressed != st.session_state.get(_TOLD):
        _choose(addressed)  # the address was changed by hand, or is new here
    chosen: str | None = st.session_state.get(_CHOSEN)
    return chosen or _known(getattr(st.context, "locale", None)) or DEFAULT


def attributes() -> str:
    """`lang` and `dir` for HTML in the words of the interface."""
    language = get(code())
    return f' lang="{language.code}" dir="{language.direction}"'


def interfaces() -> list[str]:
    """The languages that the interface has words in, in the order of `LANGUAGES`."""
    return [language for language in LANGUAGES if language in available()]


def draw() -> None:
    """Offer the languages of the interface in the sidebar, and tell the browser which one the page is in."""
    now = get(code())
    if st.session_state.get(_CHOSEN) and st.query_params.get(PARAMETER) != now.code:
        st.query_params[PARAMETER] = now.code  # others may have cleared the address
    st.session_state[_WIDGET] = now.code
    with st.sidebar:
        st.selectbox(
            f":material/language: {words()('app.interface')}",
            interfaces(),
            format_func=lambda language: get(language).endonym,
            key=_WIDGET,
            on_change=lambda: _choose(st.session_state[_WIDGET]),
        )
    st.html(f"<style>{_style(now.code)}</style>")
    _component()(key="tongue", data={"lang": now.code, "dir": now.direction}, height=1)


def _choose(language: str) -> None:
    st.session_state[_CHOSEN] = st.session_state[_TOLD] = language
    st.query_params[PARAMETER] = language


def _known(tag: str | None) -> str | None:
    """A language of the interface, by a tag such as `fr-CA`; None for others."""
    try:
        found = get(tag).code if tag else None
    except LanguageError:
        return None
    return found if found in available() else None


@cache
def _style(language: str) -> str:
    """What turns Streamlit's own page round, and puts words in the place of its English ones."""
    say = load(language)
    told = {
        "choose-files": say("app.choose_files"),
        "press-enter": say("app.press_enter"),
        "skip": say("report.skip"),
    }
    own = "".join(f"--{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in told.items())
    return f":root {{{own}}}\n{_file('tongue.css')}"


def _file(name: str) -> str:
    return (files("aligner") / "data" / name).read_text(encoding="utf-8")


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("aligner.tongue", js=_file("tongue.js"), isolate_styles=False)
