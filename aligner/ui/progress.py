"""How far long work is: the stage, n of m, the time left where it can be told, and a way to stop it.

A click in the page stops the script that runs at its next word to the page. So telling
how far things are is what makes work cancellable, and whoever works long has to tell often.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from aligner.ui import page
from aligner.values.progress import Progress
from aligner.view.markup import escape
from aligner.view.wording import Words

_COUNT: Final = "work.count"
_OFTEN: Final = 0.1
"""Seconds between two words to the page within one stage: as often as an eye can follow."""

_SOON: Final = 2.0  # seconds of work before anything is said of the time left
_ENOUGH: Final = 0.03  # share of work before that


@dataclass(slots=True)
class Course:
    """The way that work has gone so far.

    Attributes:
        clock: seconds, from any beginning.
        stages: that came before, in order.
        stage: that is under way; empty before the first.
    """

    clock: Callable[[], float] = time.monotonic
    stages: list[str] = field(default_factory=list)
    stage: str = ""
    _begun: float = 0.0
    _told: float = 0.0

    def tell(self, stage: str, done: int, total: int) -> bool:
        """Take note of how far things are; gives whether it is worth saying now."""
        now = self.clock()
        if stage != self.stage:
            if self.stage and self.stage not in self.stages:
                self.stages.append(self.stage)
            self.stage, self._begun = stage, now
        elif done < total and now - self._told < _OFTEN:
            return False
        self._told = now
        return True

    def left(self, done: int, total: int) -> float | None:
        """Seconds that the stage will still take if it goes on as it did, or None while that is a guess."""
        elapsed = self.clock() - self._begun
        if done <= 0 or done >= total or elapsed < _SOON or done / total < _ENOUGH:
            return None
        return elapsed * (total - done) / done


@contextmanager
def shown() -> Iterator[Progress]:
    """A bar with its stage, the stages done, and a button that stops the work; gone when that is done."""
    say, course = page.words(), Course()
    number = st.session_state[_COUNT] = int(st.session_state.get(_COUNT, 0)) + 1
    frame = st.empty()
    with frame.container(border=True, key=f"progress.{number}"):
        before = st.empty()
        bar = st.progress(0.0, text=say("app.working"))
        st.button(say("work.cancel"), key=f"work.cancel.{number}", on_click=_cancelled)

    def tell(stage: str, done: int, total: int) -> None:
        past = len(course.stages)
        if not course.tell(stage, done, total):
            return
        if len(course.stages) != past:
            names = " · ".join(f"{_name(each, say)} ✓" for each in course.stages)
            with before.container():
                page.show(f'<p class="muted">{escape(names)}</p>')
        bar.progress(min(1.0, done / total) if total else 0.0, text=told(course, stage, done, total, say))

    try:
        yield tell
    finally:
        frame.empty()


def told(course: Course, stage: str, done: int, total: int, say: Words) -> str:
    """The stage, how much of it is done where that is counted, and the time left."""
    name = _name(stage, say)
    said = f"{name}: {done} / {total}" if total > 1 else name
    left = course.left(done, total)
    if left is None:
        return said
    if left >= 90:
        return f"{said} · {say('work.minutes_left', minutes=round(left / 60))}"
    return f"{said} · {say('work.seconds_left', seconds=max(1, round(left)))}"


def _name(stage: str, say: Words) -> str:
    key = f"stage.{stage}"
    return say(key) if key in say.by_key else say("app.working")


def _cancelled() -> None:
    """Let an address that began the work not begin it again."""
    st.query_params.pop("example", None)
