"""The part of the page that is drawn before the rest, and alone when nothing outside it has changed.

After each click or key, the browser draws every element of Streamlit's anew, which takes most of the
time of a key. Choosing a row, turning the page and searching only change the text, so a fragment
(https://docs.streamlit.io/develop/concepts/architecture/fragments) has the text, its toolbar and the
panel of the row. Everything else depends on `_frame` and `_rest`. After a step, which changes the rest,
the fragment is drawn first, so that the text does not wait for it; then the step is saved, and the whole
page is drawn.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from aligner.ui import column_choice, page
from aligner.ui.state import current_findings, navigation, project_steps, redraws, session, view_state

_NAME: Final = "text"
_OUTSIDE: Final = "aligner.outside_text"
"""Session key of what the page outside the fragment was drawn from; absent unless it was drawn to its end."""
_PAUSE: Final = 0.05
"""Seconds for the server to send the fragment: it drops what it has not sent when the whole page begins."""


def draw(inside: Callable[[], None]) -> None:
    """Draw the fragment as part of the whole page.

    Args:
        inside: draws it, now and whenever it is drawn alone. Its buttons do not interrupt a run, so
            that it must not offer to cancel anything.
    """
    is_alone = False

    def draw_again() -> None:
        nonlocal is_alone
        alone, is_alone = is_alone, True
        if not alone:
            with page.faults_shown():
                inside()
        elif _suffices() or _comes_first():
            _draw_alone(inside)
        else:
            st.rerun()

    st.fragment(draw_again, key=_NAME)()


def begin_page() -> None:
    """Record that the whole page is being drawn; a run may end before that is done."""
    st.session_state.pop(_OUTSIDE, None)


def end_page() -> None:
    """Record that the whole page was drawn."""
    st.session_state[_OUTSIDE] = _frame(), _rest()


def redraw() -> None:
    """Draw the fragment first after a callback outside of it if possible; call as its last statement."""
    if _suffices() or _comes_first():
        st.rerun(_NAME)


def _suffices() -> bool:
    """Whether the rest of the page is as it was drawn.

    The whole page is drawn while anything is watched: Streamlit forgets the timers of fragments when a
    click or key outside one arrives, and may leave a panel that was closed while a timer's run ended.
    """
    return not redraws.is_watching() and bool(st.session_state.get(_OUTSIDE) == (_frame(), _rest()))


def _comes_first() -> bool:
    """Whether the fragment has its place in the page as it was drawn, and shows what has changed."""
    drawn = st.session_state.get(_OUTSIDE)
    is_text = st.session_state.get(navigation.PART, navigation.PARTS[0]) == navigation.PARTS[0]
    return is_text and drawn is not None and bool(drawn[0] == _frame())


def _draw_alone(inside: Callable[[], None]) -> None:
    """Draw the fragment, and the whole page after it if the fragment does not suffice."""
    suffices = _suffices()
    redraws.begin_part(is_followed=not suffices)
    view_state.keep_widget_values()
    with redraws.drawing(), page.faults_shown():
        project_steps.saver().raise_failure()
        inside()
        project_steps.save_view_state()
    if not suffices:
        time.sleep(_PAUSE)
        project_steps.settle()
        st.rerun()
    redraws.redraw_if_due()


# Of all that clicks and keys inside the fragment change.


def _frame() -> tuple[object, ...]:
    """Return what the page consists of, and what is done only while the whole of it is drawn."""
    steps = session.timeline()
    return (
        st.session_state.get(navigation.PART),
        replace(view_state.chosen_filter(), query=""),  # the toolbar has the query
        None if steps is None else column_choice.chosen(steps.present.comparison),
        redraws.requests(),
    )


def _rest() -> tuple[object, ...]:
    """Return what the page outside the fragment says."""
    steps, file = session.timeline(), project_steps.saved_file()
    return (
        steps and (steps.past, steps.future),
        current_findings.findings(),
        current_findings.stopped(),
        file and (file.problem, file.overtaken),  # not the token, which every save changes
    )
