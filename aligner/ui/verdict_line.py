"""The verdict: one line that counts what needs review, with a link from each count to its rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from aligner.ui import (
    background_checks,
    current_findings,
    filter_state,
    navigation,
    page,
    redraws,
    session_cache,
)
from aligner.values import Severity
from aligner.values.errors import AlignerError
from aligner.view.page_model import View
from aligner.view.row_filters import Only
from aligner.view.summarise import Verdict, verdict_of

_POLL_SECONDS: Final = 1.0  # seconds between two polls of the checks
_LEVELS: Final = (
    ("error", (Severity.ERROR,)),
    ("warning", (Severity.WARNING,)),
    ("look", (Severity.INFO, Severity.FORM)),
)


def draw(view: View) -> None:
    """Draw the line: amendments, findings or the progress of the checks, and doubtful links."""
    say, counts = page.words(), _counts_of(view)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="verdict"):
        _link("not_carried", counts.not_carried, lambda: _rows(Only.NOT_CARRIED))
        _link("alone", counts.alone, lambda: _rows(Only.ALONE), language=say.language_name(view.pivot))
        _link("unknown", counts.unknown, lambda: _rows(Only.UNKNOWN))
        _amendments(counts)
        if counts.all_reached:
            page.show(f'<p class="muted">{say("verdict.all_reached")}</p>')
        _findings()
        _link("uncertain", counts.uncertain, lambda: _rows(Only.UNCERTAIN))


def _amendments(counts: Verdict) -> None:
    """Draw the number of amendments; a new symbol and date alone amend nothing that a delegate discusses."""
    name = "amendments_outside" if counts.outside else "amendments"
    _link(name, counts.amendments, lambda: _part("part.amendments"), outside=counts.outside)


def _counts_of(view: View) -> Verdict:
    """Return the counts of a view, computed once."""
    return session_cache.cached("verdict", (view,), lambda: verdict_of(view))


def _findings() -> None:
    if current_findings.findings() is None:
        if current_findings.stopped():
            st.button(page.words()("verdict.check"), key="verdict.check", type="tertiary", on_click=_again)
        else:
            redraws.watch(_draw_progress, _POLL_SECONDS)
        return
    unresolved, _ = current_findings.findings_by_state()
    if not unresolved:
        page.show(f'<p class="muted">{current_findings.nothing_found()}</p>')
    for name, levels in _LEVELS:
        count = sum(finding.severity in levels for finding in unresolved)
        _link(name, count, partial(_found, levels))


def _draw_progress() -> bool:
    """Draw the progress of the checks; return whether they are done, so that the page must be redrawn."""
    try:
        current = background_checks.poll()
    except AlignerError as error:
        current_findings.set_stopped(True)
        page.fault(error.message)
        return False
    if current is None:
        return True
    text = page.words()("verdict.checking", done=current.done, total=current.total or "…")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        page.show(f'<p class="muted" role="status">{text}</p>', narrow=True)
        if st.button(page.words()("work.cancel"), key="verdict.cancel", type="tertiary"):
            background_checks.cancel()
            current_findings.set_stopped(True)
            st.rerun()
    return False


def _link(name: str, count: int, action: Callable[[], None], **fields: object) -> None:
    """Draw a count that links to the rows it counts, unless it is zero."""
    if count:
        label = page.words()(f"verdict.{name}", count=count, **fields)
        st.button(label, key=f"verdict.{name}", type="tertiary", on_click=action)


def _rows(only: Only) -> None:
    filter_state.clear_filters()
    st.session_state[filter_state.ONLY] = str(only)
    st.session_state[navigation.PART] = "part.text"
    navigation.turn(0)


def _part(name: str) -> None:
    filter_state.clear_filters()
    st.session_state[navigation.PART] = name


def _found(levels: tuple[Severity, ...]) -> None:
    filter_state.choose_severities(levels)
    st.session_state[navigation.PART] = "part.findings"


def _again() -> None:
    current_findings.set_stopped(False)
