"""View state: choices that persist while parts of the page come and go, and are saved with a project.

Streamlit forgets the value of a widget that a run did not draw. Widgets whose keys begin with `desk.`, such
as the filters of rows and findings, keep their values, which are saved in the project as plain text.
"""

import json
from collections.abc import Container, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar, cast

import streamlit as st

from aligner.values import ChangeKind, DecisionKind, DocumentKey, EditType, data_files
from aligner.view.row_filters import UNDECIDED, Filter, Only

PREFIX: Final = "desk."

MOST_CONTEXT: Final = 3
"""Largest number of rows shown before and after each row that passes the filters."""

_KINDS: Final[Mapping[str, type | range]] = MappingProxyType(
    {"text": str, "texts": list, "flag": bool, "count": range(10**9), "context": range(MOST_CONTEXT + 1)}
)
_SAVED: Final[Mapping[str, type | range]] = MappingProxyType(
    {f"{PREFIX}{key}": _KINDS[kind] for key, kind in data_files.tables("view_state.toml").items()}
)
"""What a project saves: session key → type of its value (`list`: of texts), or the numbers it may be.

A project may be from another version of this program, or have been repaired.
"""

HERE: Final = "desk.here"
"""Number of the chosen row, or None."""

LANGUAGE: Final = "desk.link_language"
"""The language whose links with the pivot the row panel shows."""

FIRST: Final = "desk.first"
"""Index, among the rows shown, of the first row of the page."""

PANE_DOCUMENT: Final = "desk.leaf_document"
"""The document whose pages the page pane shows, named by `saved_name`."""

PANEL: Final = "desk.panel"
"""Whether the row panel is open, rather than one line high."""

ADDED: Final = "aligner.added_languages"
"""Languages whose documents a step added, until their columns are shown."""

WINDOW: Final = "aligner.window"
"""Indices of the first row drawn and the row after the last, once the text has been scrolled; not saved."""

SHOWN: Final = "aligner.shown"
"""Numbers of the rows that passed the filters when the text was last drawn, in order; not saved."""

POSITION: Final = "aligner.position"
"""Index of the chosen row among the rows shown when a step was taken, until another is chosen; not saved."""


def keep_widget_values() -> None:
    """Keep the values of widgets that this run does not draw; call once, before drawing any."""
    for key in _keys():
        st.session_state[key] = st.session_state[key]


def clear() -> None:
    """Clear the view state."""
    for key in _keys():
        del st.session_state[key]


def to_save() -> dict[str, str]:
    """Return the view state for saving in a project."""
    return {
        key: json.dumps(st.session_state[key], ensure_ascii=False, sort_keys=True) for key in sorted(_keys())
    }


def restore(saved: Mapping[str, str]) -> None:
    """Restore a saved view state; what is not as this version saves it keeps its default."""
    clear()
    for key, value in parsed(saved).items():
        st.session_state[key] = value


def parsed(saved: Mapping[str, str]) -> dict[str, object]:
    """Return the values of a saved view state that are as this version saves them."""
    found = {}
    for key, text in saved.items():
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if _is_as_saved(key, value):
            found[key] = value
    return found


def _is_as_saved(key: str, value: object) -> bool:
    kind = _SAVED.get(key)
    if isinstance(kind, range):
        return type(value) is int and value in kind
    if kind is list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return type(value) is kind


def here() -> int | None:
    """The number of the chosen row, or None."""
    return cast("int | None", st.session_state.get(HERE))


def shown() -> tuple[int, ...]:
    """Numbers of the rows that passed the filters when the text was last drawn."""
    return cast("tuple[int, ...]", st.session_state.get(SHOWN, ()))


def first() -> int:
    """Index, among the rows shown, of the first row drawn; 0 if unknown."""
    return max(0, int(st.session_state.get(FIRST) or 0))


def saved_name(key: DocumentKey) -> str:
    """Return the name of a document in a saved choice."""
    return json.dumps([key.language, key.version], ensure_ascii=False)


def _language_of(saved: str) -> str | None:
    """Return the language of a document from its name in a saved choice; None if it is no such name."""
    try:
        language, _ = json.loads(saved)
    except (ValueError, TypeError):
        return None
    return cast("str", language)


def show_pages_of(key: DocumentKey) -> None:
    """Show the pages of a document in the page pane, unless it already shows those of its language."""
    shown = st.session_state.get(PANE_DOCUMENT)
    if shown is None or _language_of(shown) != key.language:
        st.session_state[PANE_DOCUMENT] = saved_name(key)


def panel_is_open() -> bool:
    """Whether the row panel shows all actions, not only those on its line."""
    return bool(st.session_state.get(PANEL))


def switch_panel() -> None:
    """Show all actions in the row panel, or only those on its line."""
    st.session_state[PANEL] = not panel_is_open()


def set_first_row(first: int) -> None:
    """Draw the page of rows that begins at an index among the rows shown, and forget the scrolling."""
    st.session_state[FIRST] = first
    st.session_state.pop(WINDOW, None)


def _keys() -> list[str]:
    return [str(key) for key in st.session_state if str(key).startswith(PREFIX)]


ONLY: Final = "desk.only"
KINDS: Final = "desk.kinds"
TYPES: Final = "desk.types"
DECISIONS: Final = "desk.decisions"
QUERY: Final = "desk.query"
CONTEXT: Final = "desk.context"
UNCERTAIN_FIRST: Final = "desk.uncertain_first"

_EMPTY: Final[Mapping[str, object]] = MappingProxyType(
    {ONLY: str(Only.ALL), KINDS: [], TYPES: [], DECISIONS: [], QUERY: "", UNCERTAIN_FIRST: False}
)
"""Control → the value with which it filters nothing."""

FINDING_SEVERITIES: Final = "desk.finding_severities"
FINDING_CHECKS: Final = "desk.finding_checks"
FINDING_LANGUAGES: Final = "desk.finding_languages"
FINDING_ASIDE: Final = "desk.finding_aside"

E = TypeVar("E", bound=StrEnum)


def clear_filters() -> None:
    """Show every row."""
    for key in (ONLY, KINDS, TYPES, DECISIONS, QUERY):
        clear_filter(key)
    set_first_row(0)


def clear_filter(key: str) -> None:
    """Set a filter's control to its empty value; the browser would keep showing a deleted one."""
    if key in st.session_state:
        st.session_state[key] = _EMPTY[key]


def choose_checks(checks: Iterable[str]) -> None:
    """List only open findings of these checks, or of all if there are none, of any severity and language."""
    state = st.session_state
    state[FINDING_CHECKS] = list(checks)
    state[FINDING_SEVERITIES], state[FINDING_LANGUAGES], state[FINDING_ASIDE] = [], [], False


def chosen_filter() -> Filter:
    """Read the row filter from the session, whichever controls are on the page."""
    state = st.session_state
    return Filter(
        only=next((only for only in Only if only == state.get(ONLY)), Only.ALL),
        kinds=_known_of(ChangeKind, state.get(KINDS)),
        types=_known_of(EditType, state.get(TYPES)),
        decisions=_known_of(DecisionKind, state.get(DECISIONS))
        | ({UNDECIDED} & set(state.get(DECISIONS) or ())),
        query=str(state.get(QUERY) or "").strip(),
        context=int(state.get(CONTEXT) or 0),
        uncertain_first=bool(state.get(UNCERTAIN_FIRST)),
    )


def _known_of(kinds: type[E], names: Container[object] | None) -> frozenset[E]:
    """Return the members with these values; there are none of values saved by another version."""
    return frozenset(kind for kind in kinds if kind in (names or ()))
