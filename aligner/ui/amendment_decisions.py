"""Decide on amendments: accept, reject, discuss, or mark as seen, with a comment.

A decision is a step like any other. Keys and fields share these functions.
"""

from typing import Final

import streamlit as st

from aligner.project.saved_work import with_decision
from aligner.ui import page
from aligner.ui.state import current_view, navigation, project_steps, session
from aligner.ui.state.keyboard import KEYS
from aligner.values import Decision, DecisionKind
from aligner.view.decisions import DECISION_SIGNS, versions_shown
from aligner.view.page_model import View, ViewRow

CHOSEN: Final = "desk.amendment"
"""Session key of the chosen line of the list of amendments: the number of its row."""

_AWAITED: Final = "amendment.awaited"  # what was decided before the list was drawn, and after which step


def decide(kind: DecisionKind) -> None:
    """Decide on the amendments of the chosen row, or of the chosen line of the list; twice takes it back."""
    view = current_view.last_view()
    row = _chosen(view)
    if row is None:
        if navigation.lists_amendments() and CHOSEN not in st.session_state:
            st.session_state[_AWAITED] = kind, session.last_step()
        return
    row_decisions = current_view.decisions_of(view, row)
    if not row_decisions.amended:
        st.toast(page.say("decision.nothing"))
        return
    now = row_decisions.now or Decision(kind)
    _step(view, row, None if now.kind is kind and row_decisions.now else kind, now.comment, "step.decide")


def take_early() -> None:
    """Decide what was decided before the list had a chosen line; call as soon as it has one."""
    kind, before = st.session_state.get(_AWAITED, (None, None))
    if kind is not None:
        # Streamlit may end the run anywhere in here: kept until it is made, and never made twice.
        if session.last_step() is before:
            decide(kind)
        st.session_state.pop(_AWAITED, None)
        st.rerun()


def _chosen(view: View) -> ViewRow | None:
    """Return the row that a key is about, in the text or in the list of amendments."""
    if not navigation.lists_amendments():
        return current_view.chosen_row()
    chosen = str(st.session_state.get(CHOSEN) or "").partition(".")[0]
    return view.rows[int(chosen) - 1] if chosen.isdecimal() and 0 < int(chosen) <= len(view.rows) else None


def _step(view: View, row: ViewRow, kind: DecisionKind | None, comment: str, what: str) -> None:
    assert row.source is not None
    versions = versions_shown(view)
    marks = [
        each.mark
        for each in current_view.amendments_of_rows().get(row.source, ())
        if each.versions in versions
    ]
    decision = Decision(kind, comment) if kind is not None or comment else None
    project_steps.step(with_decision(session.project(), marks, decision), what)


def draw(view: View, row: ViewRow, where: str) -> None:
    """Draw the decision on the amendments of a row, to be changed, and its comment; nothing without any.

    Args:
        view: the view.
        row: the row.
        where: what distinguishes these widgets from others for the same row.
    """
    say, row_decisions = page.words(), current_view.decisions_of(view, row)
    if not row_decisions.amended:
        return
    now = row_decisions.now
    keys = f"decision.kind.{where}.{row.source}", f"decision.comment.{where}.{row.source}"
    values = (None, "") if now is None else (now.kind, now.comment)
    st.session_state.update(zip(keys, values, strict=True))
    with st.container(key=f"decision-{where}", horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            say("decision.title"),
            list(DecisionKind),
            format_func=lambda kind: f"{DECISION_SIGNS[kind]} {say(f'decision.{kind}')}",
            key=keys[0],
            label_visibility="collapsed",
            help=say("decision.keys", **{action: key for key, action in KEYS.items()}),
            on_change=_changed,
            args=(view, row, keys, "step.decide"),
            width="content",
        )
        st.text_input(
            say("decision.comment"),
            key=keys[1],
            placeholder=say("decision.comment"),
            label_visibility="collapsed",
            on_change=_changed,
            args=(view, row, keys, "step.comment"),
        )


def _changed(view: View, row: ViewRow, keys: tuple[str, str], what: str) -> None:
    kind, comment = map(st.session_state.get, keys)
    _step(view, row, kind, str(comment or "").strip(), what)
