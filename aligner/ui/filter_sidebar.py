"""Which rows to show: chosen in the sidebar, decided by `aligner.view.row_filters`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeVar

import streamlit as st

from aligner.ui import navigation, page, session
from aligner.values import ChangeKind, EditType
from aligner.view.page_model import View
from aligner.view.row_filters import Filter, Only

E = TypeVar("E", bound=StrEnum)

_CONTEXT: Final = "desk.context"
_UNCERTAIN_FIRST: Final = "desk.uncertain_first"


def choose(view: View) -> None:
    """Ask which rows to show."""
    say = page.words()
    offered = list(Only) if session.findings() is not None else [each for each in Only if each != Only.FOUND]
    st.selectbox(
        say("filter.only"),
        [str(each) for each in offered],
        format_func=lambda each: say(f"only.{each}"),
        key=navigation.ONLY,
        on_change=navigation.turn,
        args=(0,),
    )
    if any(column.revision is not None for column in view.columns):
        _changes()
    st.session_state.setdefault(navigation.SIZE, navigation.USUAL_SIZE)
    with st.expander(say("filter.more")):
        st.toggle(say("filter.uncertain_first"), key=_UNCERTAIN_FIRST, on_change=navigation.turn, args=(0,))
        st.selectbox(
            say("app.page_size"),
            navigation.SIZES,
            key=navigation.SIZE,
            on_change=navigation.turn,
            args=(0,),
        )
        st.slider(say("filter.context"), 0, 3, key=_CONTEXT)


def _changes() -> None:
    say = page.words()
    kinds = [str(kind) for kind in ChangeKind if kind is not ChangeKind.UNCHANGED]
    st.multiselect(
        say("filter.kinds"),
        kinds,
        format_func=lambda kind: say(f"kind.{kind}"),
        placeholder=say("filter.any"),
        key=navigation.KINDS,
        on_change=navigation.turn,
        args=(0,),
    )
    st.multiselect(
        say("filter.types"),
        [str(each) for each in EditType],
        format_func=lambda each: say(f"type.{each}"),
        placeholder=say("filter.any"),
        key=navigation.TYPES,
        on_change=navigation.turn,
        args=(0,),
    )


def chosen() -> Filter:
    """What was chosen, also where it is not asked for on this page."""
    state = st.session_state
    return Filter(
        only=_known(Only, state.get(navigation.ONLY)) or Only.ALL,
        kinds=_known_of(ChangeKind, state.get(navigation.KINDS)),
        types=_known_of(EditType, state.get(navigation.TYPES)),
        query=str(state.get(navigation.QUERY) or "").strip(),
        context=int(state.get(_CONTEXT) or 0),
        uncertain_first=bool(state.get(_UNCERTAIN_FIRST)),
    )


def _known(kinds: type[E], name: object) -> E | None:
    """A member by its value; None for what a project of another version may name."""
    return next((each for each in kinds if each == name), None)


def _known_of(kinds: type[E], names: Iterable[object] | None) -> frozenset[E]:
    return frozenset(kind for name in names or () if (kind := _known(kinds, name)) is not None)
