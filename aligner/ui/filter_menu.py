"""The menu of row filters, and a chip for each that is on; `aligner.view.row_filters` applies them."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from aligner.ui import current_findings, filter_state, navigation, page, shown_rows, view_state
from aligner.values import ChangeKind, DecisionKind, EditType
from aligner.view.page_model import View
from aligner.view.row_filters import UNDECIDED, Only


def draw(view: View) -> None:
    """Draw the menu; its fields are drawn while it is open, since the browser keeps those of a closed one."""
    menu = st.popover(page.words()("filter.title"), key="filter", on_change="rerun")
    st.session_state.setdefault(navigation.SIZE, navigation.USUAL_SIZE)
    if menu.open:
        with menu:
            _choose(view)


def _choose(view: View) -> None:
    """Ask which rows to show."""
    say = page.words()
    checked = current_findings.findings() is not None
    offered = [only for only in Only if checked or only != Only.FOUND]
    st.selectbox(
        say("filter.only"),
        [str(only) for only in offered],
        format_func=lambda each: say(f"only.{each}", language=say.language_name(view.pivot)),
        key=filter_state.ONLY,
        on_change=navigation.turn,
        args=(0,),
    )
    if any(column.revision is not None for column in view.columns):
        _changes(view)
    with st.expander(say("filter.more"), key="filter.more", on_change="rerun") as more:
        if more.open:  # most people never open it, and each key would draw it anew
            _more()


def chips(view: View) -> None:
    """Draw a button for each filter that is on, which removes it."""
    say, chosen = page.words(), filter_state.chosen()
    named = {
        filter_state.ONLY: () if chosen.only is Only.ALL else (f"only.{chosen.only}",),
        filter_state.KINDS: tuple(f"kind.{kind}" for kind in chosen.kinds),
        filter_state.TYPES: tuple(f"type.{kind}" for kind in chosen.types),
        filter_state.DECISIONS: tuple(f"decision.{each}" for each in sorted(chosen.decisions)),
        filter_state.UNCERTAIN_FIRST: ("filter.uncertain_first",) if chosen.uncertain_first else (),
    }
    for key, names in named.items():
        if names:
            pivot = say.language_name(view.pivot)
            text = say("table.apart").join(say(name, language=pivot) for name in names)
            st.button(
                f"{text} ×",
                key=f"chip.{key.removeprefix(view_state.PREFIX)}",
                help=say("filter.remove"),
                on_click=_remove,
                args=(key,),
            )


def _remove(key: str) -> None:
    filter_state.clear_filter(key)
    navigation.turn(0)


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


def _changes(view: View) -> None:
    say = page.words()
    counts = Counter(shown_rows.decided(view).values())
    st.multiselect(
        say("decision.title"),
        [UNDECIDED, *(str(each) for each in DecisionKind)],
        format_func=lambda kind: f"{say(f'decision.{kind}')} ({counts[kind]})",
        placeholder=say("filter.any"),
        key=filter_state.DECISIONS,
        on_change=navigation.turn,
        args=(0,),
    )
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
