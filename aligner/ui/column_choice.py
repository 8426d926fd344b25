"""The choice of columns: languages × drafts."""

import json
from collections.abc import Sequence
from typing import Final

import streamlit as st

from aligner.languages import get
from aligner.ui import page
from aligner.ui.state import current_view, session, view_state
from aligner.values import Comparison, DocumentKey
from aligner.view.build import Choice, choices, default_columns
from aligner.view.markup import plain

_LANGUAGES: Final = "desk.languages"
_DRAFTS: Final = "desk.drafts"
_COLUMNS: Final = "desk.columns"

_LATEST: Final = ""
_CUSTOM: Final = "own"
"""Choices of drafts, besides those made of versions: the latest, and any columns."""

_MOST: Final = 6
"""Maximum number of columns side by side; more are unreadable."""


def chosen(comparison: Comparison) -> tuple[Choice, ...]:
    """Return the columns to show, whether or not the menu that asks for them is open."""
    _show_added()
    drafts = st.session_state.get(_DRAFTS)
    if len(comparison.versions) < 2 or drafts not in _drafts(comparison):
        drafts = _LATEST
    if drafts != _CUSTOM:
        return columns(comparison, _present(_LANGUAGES, comparison.languages), drafts)
    return tuple(map(_column, _present(_COLUMNS, _custom_columns(comparison), ())))


def _option(key: DocumentKey, base: DocumentKey | None) -> str:
    """Return a column as the text of an option, which a project saves."""
    return json.dumps([key.language, key.version, None if base is None else base.version])


def _column(option: str) -> Choice:
    """Return the column that an option stands for."""
    language, version, base = json.loads(option)
    return DocumentKey(language, version), None if base is None else DocumentKey(language, base)


def _present(key: str, options: Sequence[str], otherwise: Sequence[str] | None = None) -> list[str]:
    """Return a choice without what the project no longer has; by default, all options."""
    wanted = st.session_state.get(key, options if otherwise is None else otherwise)
    return [each for each in wanted if each in options]


def ask(comparison: Comparison) -> None:
    """Ask for languages and drafts."""
    say, state = page.words(), st.session_state
    for key, options in ((_LANGUAGES, comparison.languages), (_COLUMNS, _custom_columns(comparison))):
        if key in state:
            state[key] = _present(key, options)
    if state.get(_DRAFTS, _LATEST) not in _drafts(comparison):
        del state[_DRAFTS]
    st.multiselect(
        say("app.languages"),
        list(comparison.languages),
        default=None if _LANGUAGES in st.session_state else list(comparison.languages),
        format_func=lambda code: get(code).endonym,
        key=_LANGUAGES,
        disabled=len(comparison.versions) > 1 and st.session_state.get(_DRAFTS) == _CUSTOM,
    )
    if len(comparison.versions) < 2:
        return
    drafts = st.selectbox(
        say("app.drafts"),
        _drafts(comparison),
        format_func=_drafts_name,
        key=_DRAFTS,
        on_change=_drafts_chosen,
    )
    if drafts == _CUSTOM:
        st.multiselect(
            say("app.columns"),
            _custom_columns(comparison),
            format_func=_column_name,
            max_selections=_MOST,
            placeholder=say("app.columns_hint"),
            key=_COLUMNS,
            on_change=_to_the_top,
        )


def _show_added() -> None:
    """Change the choices after a step that added documents."""
    added = st.session_state.pop(view_state.ADDED, None)
    if added is None:
        return
    if _LANGUAGES in st.session_state:
        st.session_state[_LANGUAGES] = list(dict.fromkeys([*st.session_state[_LANGUAGES], *added]))
    if _DRAFTS in st.session_state:
        st.session_state[_DRAFTS] = _LATEST


def _custom_columns(comparison: Comparison) -> list[str]:
    """List any documents, possibly two drafts of one language."""
    newest_first = list(reversed(comparison.versions))
    keys = [DocumentKey(language, version) for language in comparison.languages for version in newest_first]
    return [
        _option(key, base)
        for key in keys
        if key in comparison.documents
        for base in (*(old for old, new in comparison.revisions if new == key), None)
    ]


def can_show_both(comparison: Comparison, language: str) -> bool:
    """Whether the newest draft of a language was compared with an earlier one."""
    return any(new == comparison.newest.get(language) for _, new in comparison.revisions)


def switch_both(language: str) -> None:
    """Show the older and the newer draft of a language side by side, or all languages again."""
    state, comparison = st.session_state, session.comparison()
    _to_the_top()
    if state.get(_DRAFTS) == _CUSTOM:
        state[_DRAFTS] = _LATEST
        return
    new = comparison.newest[language]
    old = next(old for old, compared in reversed(list(comparison.revisions)) if compared == new)
    state[_DRAFTS] = _CUSTOM
    state[_COLUMNS] = [_option(old, None), _option(new, old)]


def _column_name(option: str) -> str:
    key, base = _column(option)
    if base is None:
        return page.document(key)
    return plain(f"{get(key.language).endonym} {page.words().compared(key.version, base.version)}")


def columns(comparison: Comparison, languages: list[str], drafts: str) -> tuple[Choice, ...]:
    """Return the columns for a choice of languages and of drafts as named by `_drafts`."""
    if drafts == _LATEST:
        return default_columns(comparison, languages=languages)
    old, new = json.loads(drafts)
    shown = default_columns(comparison, languages=languages, versions=(old or "", new))
    return shown if old is not None else tuple((key, None) for key, _ in shown)


def _drafts(comparison: Comparison) -> list[str]:
    """List the options: latest drafts, each pair of drafts, each draft without changes, custom columns."""
    pairs = [list(pair) for pair in choices(comparison)]
    alone = [[None, version] for version in reversed(comparison.versions)]
    return [_LATEST, *(json.dumps(each) for each in [*pairs, *alone]), _CUSTOM]


def _drafts_name(drafts: str) -> str:
    if drafts == _LATEST:
        return page.say("app.latest")
    if drafts == _CUSTOM:
        return page.say("app.own_columns")
    old, new = json.loads(drafts)
    name = page.draft(new)
    return plain(page.say("app.plain", version=name) if old is None else f"{page.draft(old)} → {name}")


def _drafts_chosen() -> None:
    """Start a custom choice with the columns shown, since changing a few is quicker than choosing all."""
    shown = current_view.last_view().columns[:_MOST]
    if st.session_state.get(_DRAFTS) == _CUSTOM and not st.session_state.get(_COLUMNS) and shown:
        st.session_state[_COLUMNS] = [_option(each.key, each.base) for each in shown]
    _to_the_top()


def _to_the_top() -> None:
    view_state.set_first_row(0)
    st.session_state[view_state.HERE] = None
