"""Findings for the current state of the open project; the checks run in a thread while the page stays usable.

The page polls their progress once a second. The thread never touches the session: the page stores its
findings.
"""

from collections.abc import Sequence
from typing import Final, cast

import streamlit as st

from aligner.project.saved_work import open_findings
from aligner.ui import page
from aligner.ui.state import redraws, running, session
from aligner.values import Comparison, Finding, Severity
from aligner.values.glossary import Glossary
from aligner.values.message import AlignerError, Progress, no_progress
from aligner.view.markup import escape, isolated

_FINDINGS = "findings"
_STOPPED = "aligner.checks_stopped"


def findings() -> tuple[Finding, ...] | None:
    """Return the findings for the current state of the project; None if the checks have not run on it."""
    return cast("tuple[Finding, ...] | None", session.cached_result(_FINDINGS, sources()))


def set_findings(found: Sequence[Finding]) -> None:
    """Store the findings for the current state of the project."""
    session.cache_result(_FINDINGS, sources(), tuple(found))


def stopped() -> bool:
    """Whether the user has stopped the checks of the open project."""
    return bool(st.session_state.get(_STOPPED))


def set_stopped(value: bool) -> None:
    """Stop the checks from running automatically, or let them run again."""
    st.session_state[_STOPPED] = value


def findings_by_state() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return open and dismissed findings; none before the checks have run."""
    found, work = findings() or (), session.project()
    return session.cached(
        "findings by state", (found, work.comparison, work.dismissed), lambda: open_findings(work, found)
    )


def open_now() -> tuple[Finding, ...]:
    """Return the open findings; none before the checks have run."""
    return findings_by_state()[0]


def nothing_found() -> str:
    """Say that the checks found nothing, and that most of them need a second language."""
    alone = len(session.comparison().languages) == 1
    return page.say("finding.none_alone" if alone else "finding.none")


def rows_with_findings() -> frozenset[int]:
    """Return the rows of the comparison that have open findings; called for each row of a page."""
    unresolved = open_now()
    return session.cached(
        "rows found", (unresolved,), lambda: frozenset(row for finding in unresolved for row in finding.rows)
    )


def language_of_finding(source: int | None) -> str | None:
    """Return the language of the first open finding in a row of the comparison."""
    return next((finding.language for finding in open_now() if source in finding.rows), None)


def sources() -> tuple[Comparison, Glossary]:
    """Return the sources of the findings, which are valid as long as both are the same objects."""
    work = session.project()
    return work.comparison, work.glossary


def severity_badge(severity: Severity) -> str:
    """Return the HTML badge of a severity."""
    return f'<span class="badge severity {severity}">{escape(page.say(f"severity.{severity}"))}</span>'


def sentence(finding: Finding) -> str:
    """Return a finding as plain text: the name of its language, and its message."""
    say = page.words()
    text = say.render(finding.message)
    return say("finding.sentence", language=say.language_name(finding.language), text=text)


def paragraph(finding: Finding) -> str:
    """Return the HTML of a finding with its severity, as a paragraph."""
    return f"<p>{severity_badge(finding.severity)} {isolated(sentence(finding))}</p>"


_RUN: Final = "aligner.checks"
_SEEN: Final = "aligner.checks_seen"


Run = redraws.BackgroundRun["tuple[Finding, ...]"]
"""A run of the checks; its sources are the comparison and the glossary."""


def poll_checks() -> Run | None:
    """Start the checks if they are due, and store their findings once they are done.

    They start on the second call for the same state, so that a series of corrections does not
    restart them each time.

    Returns:
        The run in progress or about to start; None if there is nothing to wait for.

    Raises:
        AlignerError: if the model cannot be loaded or a check fails.
    """
    if findings() is not None or stopped():
        return None
    checked = sources()
    current = _run_of(checked)
    if current is None:
        seen, st.session_state[_SEEN] = st.session_state.get(_SEEN), checked
        if seen is None or not session.same(seen, checked):
            return Run(checked)
        current = _begin(checked)
    return None if _collect(current) else current


def run_checks() -> tuple[Finding, ...]:
    """Return the findings for the current state of the project; wait for the checks, showing their progress.

    Raises:
        AlignerError: if the model cannot be loaded or a check fails.
    """
    found = findings()
    if found is not None:
        return found
    with running.shown_progress() as report:
        current = _run_of(sources()) or _begin(sources(), report)
        current.awaited = True
        try:
            while not current.finished.wait(0.1):
                report("check", current.done, current.total)
        finally:
            current.awaited = False  # Streamlit may end this run of the page, not the checks
    _collect(current)
    return current.found or ()


def _begin(checked: tuple[Comparison, Glossary], loading: Progress = no_progress) -> Run:
    """Start the checks; `loading` is called with the progress of loading the model."""
    current = Run(checked)
    check = running.prepare_check(*checked, loading)
    st.session_state[_RUN] = current
    current.start(check, "checks")
    return current


def cancel_checks() -> None:
    """Stop running checks, if any, and drop their findings."""
    current = cast("Run | None", st.session_state.pop(_RUN, None))
    if current is not None:
        current.cancel()


def _collect(current: Run) -> bool:
    """Store the findings of a run that has ended; return whether it has.

    Raises:
        AlignerError: if the checks failed.
    """
    if not current.finished.is_set():
        return False
    del st.session_state[_RUN]
    if current.found is None:
        set_stopped(True)  # otherwise they would fail again every second
    else:
        set_findings(current.found)
    if current.problem is not None:
        raise AlignerError(current.problem)
    return True


def _run_of(checked: tuple[Comparison, Glossary]) -> Run | None:
    """Return the run on a state of the project, if there is one; one on another state is cancelled."""
    current = cast("Run | None", st.session_state.get(_RUN))
    if current is not None and not session.same(current.sources, checked):
        cancel_checks()
        return None
    return current
