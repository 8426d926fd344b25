"""The filters of rows and findings, in the session state."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeVar

import streamlit as st

from aligner.ui import view_state
from aligner.values import ChangeKind, EditType, Severity
from aligner.view.row_filters import Filter, Only

ONLY: Final = "desk.only"
KINDS: Final = "desk.kinds"
TYPES: Final = "desk.types"
QUERY: Final = "desk.query"
CONTEXT: Final = "desk.context"
UNCERTAIN_FIRST: Final = "desk.uncertain_first"

FINDING_SEVERITIES: Final = "desk.finding_severities"
FINDING_CHECKS: Final = "desk.finding_checks"
FINDING_LANGUAGES: Final = "desk.finding_languages"
FINDING_ASIDE: Final = "desk.finding_aside"

E = TypeVar("E", bound=StrEnum)


def clear_filters() -> None:
    """Show every row.

    The controls are set to their empty values, because the browser would keep showing the values of
    controls that are merely deleted from the session.
    """
    for key, empty in ((ONLY, str(Only.ALL)), (KINDS, []), (TYPES, []), (QUERY, "")):
        if key in st.session_state:
            st.session_state[key] = empty
    view_state.set_first_row(0)


def choose_severities(levels: Iterable[Severity]) -> None:
    """List only open findings of these severities, of any check and language."""
    state = st.session_state
    state[FINDING_SEVERITIES] = [str(each) for each in levels]
    state[FINDING_CHECKS], state[FINDING_LANGUAGES], state[FINDING_ASIDE] = [], [], False


def chosen() -> Filter:
    """Read the row filter from the session, whichever controls are on the page."""
    state = st.session_state
    return Filter(
        only=_known(Only, state.get(ONLY)) or Only.ALL,
        kinds=_known_of(ChangeKind, state.get(KINDS)),
        types=_known_of(EditType, state.get(TYPES)),
        query=str(state.get(QUERY) or "").strip(),
        context=int(state.get(CONTEXT) or 0),
        uncertain_first=bool(state.get(UNCERTAIN_FIRST)),
    )


def _known(kinds: type[E], name: object) -> E | None:
    """Return the member with a value, or None for a value saved by another version."""
    return next((each for each in kinds if each == name), None)


def _known_of(kinds: type[E], names: Iterable[object] | None) -> frozenset[E]:
    return frozenset(kind for name in names or () if (kind := _known(kinds, name)) is not None)
