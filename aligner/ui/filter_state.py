"""The filters of rows and findings, in the session state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

import streamlit as st

from aligner.ui import view_state
from aligner.values import ChangeKind, DecisionKind, EditType
from aligner.view.row_filters import UNDECIDED, Filter, Only

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
    view_state.set_first_row(0)


def clear_filter(key: str) -> None:
    """Set a filter's control to its empty value; the browser would keep showing a deleted one."""
    if key in st.session_state:
        st.session_state[key] = _EMPTY[key]


def choose_checks(checks: Iterable[str]) -> None:
    """List only open findings of these checks, or of all if there are none, of any severity and language."""
    state = st.session_state
    state[FINDING_CHECKS] = list(checks)
    state[FINDING_SEVERITIES], state[FINDING_LANGUAGES], state[FINDING_ASIDE] = [], [], False


def chosen() -> Filter:
    """Read the row filter from the session, whichever controls are on the page."""
    state = st.session_state
    return Filter(
        only=_known(Only, state.get(ONLY)) or Only.ALL,
        kinds=_known_of(ChangeKind, state.get(KINDS)),
        types=_known_of(EditType, state.get(TYPES)),
        decisions=_known_of(DecisionKind, state.get(DECISIONS))
        | ({UNDECIDED} & set(state.get(DECISIONS) or ())),
        query=str(state.get(QUERY) or "").strip(),
        context=int(state.get(CONTEXT) or 0),
        uncertain_first=bool(state.get(UNCERTAIN_FIRST)),
    )


def _known(kinds: type[E], name: object) -> E | None:
    """Return the member with a value, or None for a value saved by another version."""
    return next((kind for kind in kinds if kind == name), None)


def _known_of(kinds: type[E], names: Iterable[object] | None) -> frozenset[E]:
    return frozenset(kind for name in names or () if (kind := _known(kinds, name)) is not None)
