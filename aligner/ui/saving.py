"""Saves that the page does not wait for: one thread of a session writes while the page is drawn.

A disk that others use may take seconds for a file of which a few bytes changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Final, cast

import streamlit as st

_SAVER: Final = "aligner.saver"
_NOTED: Final = "aligner.step_noted"
_PAUSE: Final = 0.02  # seconds between two looks at whether the saves are done


@dataclass(slots=True)
class Saver:
    """Runs saves in the order they were begun.

    Of those that wait, only the last is run: each writes the whole state of the work. The thread ends with
    the last save, and a server that is stopped waits for it.
    """

    _waiting: Callable[[], None] | None = None
    _busy: bool = False
    _has_step: bool = False
    _failed: BaseException | None = None
    _changed: Condition = field(default_factory=Condition)

    def begin(self, save: Callable[[], None], *, step: bool) -> None:
        """Run a save in the thread.

        Args:
            save: writes the work; it does not access the session state.
            step: whether it writes a step, of which the page is to say whether it is saved.
        """
        with self._changed:
            self._waiting = save
            self._has_step = self._has_step or step
            if self._busy:
                return
            self._busy = True
        Thread(target=self._work, name="saving").start()

    def has_step(self) -> bool:
        """Whether a step is not saved yet."""
        return self._has_step

    def wait(self) -> None:
        """Wait until all saves are done."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)
        self.raise_failure()

    def raise_failure(self) -> None:
        """Raise once what a save raised; why a file cannot be written is recorded instead."""
        with self._changed:
            failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def _work(self) -> None:
        while True:
            with self._changed:
                save, self._waiting = self._waiting, None
                if save is None:
                    self._busy = self._has_step = False
                    self._changed.notify_all()
                    return
            try:
                save()
            except BaseException as error:  # raised where it is waited for
                with self._changed:
                    self._failed = error


def saver() -> Saver:
    """Return what runs the saves of this session."""
    return cast("Saver", st.session_state.setdefault(_SAVER, Saver()))


def settle() -> None:
    """Wait until every step is saved, unless the next click or key asks for another run of the page."""
    while saver().has_step():  # Streamlit ends the run here if another is asked for
        time.sleep(_PAUSE)
    saver().raise_failure()


def note_step() -> None:
    """Note that a step is being saved, so that this run of the page says last whether it was."""
    st.session_state[_NOTED] = True


def has_new_step() -> bool:
    """Return once whether a step was taken for this run of the page and is still being saved."""
    return bool(st.session_state.pop(_NOTED, False)) and saver().has_step()
