"""The checks of the open project, run in a thread while the page stays usable.

The page polls their progress once a second. The thread never touches the session: the page
stores its findings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.ui import current_findings, pages_drawn, running, session
from aligner.values.errors import AlignerError, memory_errors

if TYPE_CHECKING:
    from aligner.values import Comparison, Finding
    from aligner.values.glossary import Glossary
    from aligner.values.message import Message
    from aligner.values.progress import Progress

_RUN: Final = "aligner.checks"
_SEEN: Final = "aligner.checks_seen"


class _StopChecksError(Exception):
    """Raised in the thread of a cancelled run to end it."""


@dataclass(slots=True)
class ChecksRun:
    """One run of the checks, written by its thread and read by the page.

    Attributes:
        sources: the comparison and the glossary to check.
        done: number of checks done, of `total`.
        total: number of checks.
        found: the findings, once the checks are done.
        problem: why the checks failed, or None.
        finished: set when the thread has ended.
        awaited: whether a page is waiting for the findings, so that the thread must not pause.
    """

    sources: tuple[Comparison, Glossary]
    done: int = 0
    total: int = 0
    found: tuple[Finding, ...] | None = None
    problem: Message | None = None
    finished: Event = field(default_factory=Event)
    awaited: bool = False
    _cancelled: bool = False

    def start(self, check: Callable[[Progress], tuple[Finding, ...]]) -> None:
        """Start the checks in a thread."""
        Thread(target=self._work, args=(check,), name="checks", daemon=True).start()

    def cancel(self) -> None:
        """Make the thread stop at the next row."""
        self._cancelled = True

    def _work(self, check: Callable[[Progress], tuple[Finding, ...]]) -> None:
        try:
            with memory_errors():
                self.found = check(self._report)
        except _StopChecksError:
            pass
        except AlignerError as error:
            self.problem = error.message
        finally:
            self.finished.set()

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._cancelled:
            raise _StopChecksError
        self.done, self.total = done, total
        pages_drawn.give_way(lambda: self.awaited)


def poll() -> ChecksRun | None:
    """Start the checks if they are due, and store their findings once they are done.

    They start on the second call for the same state, so that a series of corrections does not
    restart them each time.

    Returns:
        The run in progress or about to start; None if there is nothing to wait for.

    Raises:
        AlignerError: if the model cannot be loaded or a check fails.
    """
    if current_findings.findings() is not None or current_findings.stopped():
        return None
    sources = current_findings.sources()
    current = _current()
    if current is not None and not session.same(current.sources, sources):
        cancel()
        current = None
    if current is None:
        seen, st.session_state[_SEEN] = st.session_state.get(_SEEN), sources
        current = ChecksRun(sources)
        if seen is None or not session.same(seen, sources):
            return current
        check = running.prepare_check(*sources)
        st.session_state[_RUN] = current
        current.start(check)
    return None if _collect(current) else current


def wait() -> tuple[Finding, ...] | None:
    """Wait for running checks, showing their progress; return None if there are none.

    Raises:
        AlignerError: if they fail.
    """
    current = _current()
    if current is None or not session.same(current.sources, current_findings.sources()):
        return None
    current.awaited = True
    try:
        with running.shown_progress() as report:
            while not current.finished.wait(0.1):
                report("check", current.done, current.total)
    finally:
        current.awaited = False  # Streamlit may end this run of the page, not the checks
    _collect(current)
    return current.found


def cancel() -> None:
    """Stop running checks, if any, and drop their findings."""
    current = _current()
    if current is not None:
        current.cancel()
        del st.session_state[_RUN]


def _collect(current: ChecksRun) -> bool:
    """Store the findings of a run that has ended; return whether it has.

    Raises:
        AlignerError: if the checks failed.
    """
    if not current.finished.is_set():
        return False
    del st.session_state[_RUN]
    if current.found is None:
        current_findings.set_stopped(True)  # otherwise they would fail again every second
    else:
        current_findings.set_findings(current.found)
    if current.problem is not None:
        raise AlignerError(current.problem)
    return True


def _current() -> ChecksRun | None:
    return cast("ChecksRun | None", st.session_state.get(_RUN))
