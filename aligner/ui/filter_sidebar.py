"""The sidebar's row filters; `aligner.view.row_filters` applies them."""

from __future__ import annotations

import streamlit as st

from aligner.ui import current_findings, filter_state, navigation, page, view_state
from aligner.values import ChangeKind, EditType
from aligner.view.page_model import View
from aligner.view.row_filters import Only


def choose(view: View) -> None:
    """Ask which rows to show."""
    say = page.words()
    checked = current_findings.findings() is not None
    offered = [each for each in Only if checked or each != Only.FOUND]
    st.selectbox(
        say("filter.only"),
        [str(each) for each in offered],
        format_func=lambda each: say(f"only.{each}", language=say.language_name(view.pivot)),
        key=filter_state.ONLY,
        on_change=navigation.turn,
        args=(0,),
    )
    if any(column.revision is not None for column in view.columns):
        _changes()
    st.session_state.setdefault(navigation.SIZE, navigation.USUAL_SIZE)
    with st.expander(say("filter.more"), key="filter.more", on_change="rerun") as more:
        if more.open:  # most people never open it, and each key would draw it anew
            _more()


def _more() -> None:
    say = page.words()
    st.toggle(
        say("filter.uncertain_first"), key=filter_state.UNCERTAIN_FIRST, on_change=navigation.turn, args=(0,)
    )
    st.selectbox(
        say("app.page_size"),
        navigation.SIZES,
        format_func=lambda size: say("app.all_rows") if size == navigation.ALL else str(size),
        key=navigation.SIZE,
        on_change=navigation.turn,
        args=(0,),
    )
    st.slider(say("filter.context"), 0, view_state.MOST_CONTEXT, key=filter_state.CONTEXT)


def _changes() -> None:
    say = page.words()
    kinds = [str(kind) for kind in ChangeKind if kind is not ChangeKind.UNCHANGED]
    st.multiselect(
        say("filter.kinds"),
        kinds,
        format_func=lambda kind: say(f"kind.{kind}"),
        placeholder=say("filter.any"),
        key=filter_state.KINDS,
        on_change=navigation.turn,
        args=(0,),
    )
    st.multiselect(
        say("filter.types"),
        [str(each) for each in EditType],
        format_func=lambda each: say(f"type.{each}"),
        placeholder=say("filter.any"),
        key=filter_state.TYPES,
        on_change=navigation.turn,
        args=(0,),
    )
