"""Background saves: one thread per session writes while the page is drawn.

A shared disk may take seconds for a file of which only a few bytes have changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition, Event, Lock, Thread
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.ui import pages_drawn
from aligner.values.errors import ProjectChangedError, ProjectError
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.project.saved_work import Project


_SAVER: Final = "aligner.saver"
_PAUSE: Final = 0.02  # seconds between two checks whether the saves are done
_BEFORE: Final = 0.05  # seconds within which a page that shows the step begins to be drawn
_LONGEST: Final = 0.3  # seconds that a page waits, at most, for its step to be saved


@dataclass(slots=True)
class Saver:
    """Runs saves in order; of those waiting, only the last, since each writes the whole project.

    The thread ends with the last save, and a server that is stopped waits for it.
    """

    _waiting: Callable[[], None] | None = None
    _busy: bool = False
    _has_step: bool = False
    _failed: BaseException | None = None
    _awaited: Event = field(default_factory=Event)
    _changed: Condition = field(default_factory=Condition)

    def begin(self, save: Callable[[], None], *, step: bool) -> None:
        """Run a save in the thread.

        Args:
            save: writes the project, without access to the session state.
            step: whether it writes a step, whose outcome the page must report.
        """
        with self._changed:
            if not self._busy:
                Thread(target=self._work, name="saving").start()  # first, since it may fail
                self._busy = True
            self._waiting = save
            self._has_step = self._has_step or step

    def has_step(self) -> bool:
        """Whether a step is not saved yet."""
        return self._has_step

    def wait(self) -> None:
        """Wait until all saves are done."""
        self.hurry()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)
        self.raise_failure()

    def hurry(self) -> None:
        """Let the saves wait for no page any more, since a page waits for them."""
        if self._busy:
            self._awaited.set()

    def raise_failure(self) -> None:
        """Raise the error of a failed save, once; the reason why a file cannot be written is not one."""
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
                    self._awaited.clear()
                    self._changed.notify_all()
                    return
            self._awaited.wait(_BEFORE)
            pages_drawn.give_way(self._awaited.is_set)
            try:
                save()
            except BaseException as error:  # raised where it is waited for
                with self._changed:
                    self._failed = error


def saver() -> Saver:
    """Return the saver of this session."""
    return cast("Saver", st.session_state.setdefault(_SAVER, Saver()))


def settle() -> bool:
    """Wait until every step is saved, for `_LONGEST` seconds at most; return whether it is.

    A key ends the run, and with it the wait; a click in the text, which is a fragment, waits with it.
    """
    until = time.monotonic() + _LONGEST
    saver().hurry()
    while saver().has_step():  # Streamlit ends the run here if another is asked for
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    saver().raise_failure()
    return True


@dataclass(frozen=True, slots=True)
class SavedFile:
    """The file that the project is saved in.

    Attributes:
        path: path of the project file.
        token: token of the state that this window saved last; None before the first save.
        problem: why the last save failed; None if it succeeded.
        overtaken: whether another window has saved since; if so, saving stops until the user decides.
    """

    path: Path
    token: str | None
    problem: Message | None = None
    overtaken: bool = False


@dataclass(slots=True)
class SaveSlot:
    """A record of where the project is saved, updated together with the file.

    Streamlit may end a run at any access to the session state, and start the next one while the last
    is still writing. If the token were stored in the session state after writing, a key pressed in
    between would make the file look as if another window had saved it.
    """

    file: SavedFile
    writing: Lock = field(default_factory=Lock)

    def write(self, work: Project) -> None:
        """Save the project unless another window has saved since; does not access the session state."""
        from aligner.project import store

        with self.writing:
            current = self.file
            if current.overtaken:
                return
            try:
                token = store.save(work, current.path, token=current.token)
            except ProjectError as error:
                overtaken = isinstance(error, ProjectChangedError)
                self.file = replace(current, problem=error.message, overtaken=overtaken)
            else:
                self.file = replace(current, token=token, problem=None)
