"""The progress of long work: its stage, n of m, the time left if known, and a cancel button.

A click on the page stops the running script at its next update of the page, so long work can be
cancelled only if it reports progress often.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from aligner.ui import page
from aligner.values.catalogue import Words
from aligner.values.errors import memory_errors
from aligner.values.progress import Progress
from aligner.view.markup import escape

_COUNT: Final = "work.count"
_UPDATE_SECONDS: Final = 0.1
"""Seconds between two updates within a stage: about as often as the eye can follow."""

_MIN_ELAPSED: Final = 2.0  # seconds of work before the time left is estimated
_MIN_SHARE: Final = 0.03  # share of the work done before that


@dataclass(slots=True)
class WorkProgress:
    """The stages of the work so far, and its rate.

    Attributes:
        clock: returns seconds since any fixed moment.
        stages: finished stages, in order.
        stage: current stage; empty before the first.
    """

    clock: Callable[[], float] = time.monotonic
    stages: list[str] = field(default_factory=list)
    stage: str = ""
    _begun: float = 0.0
    _reported: float = 0.0

    def report(self, stage: str, done: int, total: int) -> bool:
        """Record progress; return whether to update the page."""
        now = self.clock()
        if stage != self.stage:
            if self.stage and self.stage not in self.stages:
                self.stages.append(self.stage)
            self.stage, self._begun = stage, now
        elif done < total and now - self._reported < _UPDATE_SECONDS:
            return False
        self._reported = now
        return True

    def left(self, done: int, total: int) -> float | None:
        """Estimate the seconds left in the stage at its current rate; None while too uncertain."""
        elapsed = self.clock() - self._begun
        if done <= 0 or done >= total or elapsed < _MIN_ELAPSED or done / total < _MIN_SHARE:
            return None
        return elapsed * (total - done) / done


@contextmanager
def shown() -> Iterator[Progress]:
    """Show a progress bar, the finished stages and a cancel button while the work runs.

    Raises:
        OutOfMemoryError: if the work runs out of memory.
    """
    say, course = page.words(), WorkProgress()
    number = st.session_state[_COUNT] = int(st.session_state.get(_COUNT, 0)) + 1
    frame = st.empty()
    with frame.container(border=True, key=f"progress.{number}"):
        before = st.empty()
        bar = st.progress(0.0, text=say("app.working"))
        st.button(say("work.cancel"), key=f"work.cancel.{number}", on_click=_forget_request)

    def report(stage: str, done: int, total: int) -> None:
        past = len(course.stages)
        if not course.report(stage, done, total):
            return
        if len(course.stages) != past:
            names = " · ".join(f"{_name(each, say)} ✓" for each in course.stages)
            with before.container():
                page.show(f'<p class="muted">{escape(names)}</p>')
        bar.progress(
            min(1.0, done / total) if total else 0.0, text=described(course, stage, done, total, say)
        )

    try:
        with memory_errors():
            yield report
    finally:
        frame.empty()


def described(course: WorkProgress, stage: str, done: int, total: int, say: Words) -> str:
    """Describe the stage, its progress if counted, and the time left."""
    name = _name(stage, say)
    text = f"{name}: {done} / {total}" if total > 1 else name
    left = course.left(done, total)
    if left is None:
        return text
    if left >= 90:
        return f"{text} · {say('work.minutes_left', minutes=round(left / 60))}"
    return f"{text} · {say('work.seconds_left', seconds=max(1, round(left)))}"


def _name(stage: str, say: Words) -> str:
    key = f"stage.{stage}"
    return say(key) if key in say.by_key else say("app.working")


def _forget_request() -> None:
    """Clear the URL parameter that started the work, so that it does not start again."""
    st.query_params.pop("example", None)
