"""When the page is drawn again: dialogs, which a redraw would close, requests for the next run, polling.

Background threads, which share the interpreter, wait while a page is being drawn, and report what they found.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Final, Generic, TypeVar, cast

import streamlit as st

from aligner.ui.state import session
from aligner.values.message import AlignerError, Message, Progress, memory_errors

T = TypeVar("T")

_DIALOG: Final = "page.dialog"
_DUE: Final = "aligner.redraw_due"
_WATCHING: Final = "aligner.watching"
_REQUESTS: Final = "aligner.requests"
_FOLLOWED: Final = "aligner.whole_page_follows"


def dialog(title: str, draw: Callable[[], None], *, wide: bool = False) -> None:
    """Open a dialog over the page; until it is closed, its widgets rerun only the dialog."""
    st.session_state[_DIALOG] = True
    decorate = st.dialog(title, width="large" if wide else "small", on_dismiss="rerun")
    cast("Callable[[Callable[[], None]], Callable[[], None]]", decorate)(draw)()


def _has_dialog() -> bool:
    """Whether a dialog is open; drawing the page would close it."""
    return bool(st.session_state.get(_DIALOG))


_POLL_SECONDS: Final = 1.0


def watch(is_due: Callable[[], bool]) -> None:
    """Call a function now and every second, and redraw the page once it returns True.

    If the first call, while the page is being drawn, returns True, the page is redrawn only at its end
    (`redraw_if_due`): ending the run earlier would lose a click that a later part still has to handle.
    """
    first_call = True

    def poll() -> None:
        nonlocal first_call
        drawing_page, first_call = first_call, False
        if not is_due():
            st.session_state[_WATCHING] = True
            return
        if drawing_page:
            st.session_state[_DUE] = True
        elif not _has_dialog():  # a redraw would close it; the page is redrawn when it is closed
            st.rerun()

    cast("Callable[[], None]", st.fragment(poll, run_every=_POLL_SECONDS))()


def is_watching() -> bool:
    """Whether `watch` was called since the page was last drawn, and its function has not returned True."""
    return bool(st.session_state.get(_WATCHING))


def redraw_if_due() -> None:
    """Redraw the page if `watch` asked for it while the page was being drawn; call at the page's end."""
    if st.session_state.pop(_DUE, False) and not _has_dialog():
        st.rerun()


def begin() -> None:
    """Record that no dialog is open and nothing is watched, since drawing the page ends both; call first."""
    st.session_state[_DIALOG] = st.session_state[_WATCHING] = st.session_state[_FOLLOWED] = False


def begin_part(*, is_followed: bool) -> None:
    """Record whether the whole page is drawn right after a part of it; call before drawing the part."""
    st.session_state[_FOLLOWED] = is_followed


def take(name: str) -> object:
    """Return what is to be shown once, or None; it stays for the whole page if that follows."""
    return st.session_state.get(name) if st.session_state.get(_FOLLOWED) else st.session_state.pop(name, None)


def request(name: str) -> None:
    """Record that a dialog, or work with a progress bar, was asked for; the next whole page begins it."""
    st.session_state[_REQUESTS] = requests() | {name}


def take_request(name: str) -> bool:
    """Whether this was asked for; true once after each `request`."""
    pending = requests()
    if name in pending:
        st.session_state[_REQUESTS] = pending - {name}
    return name in pending


def requests() -> frozenset[str]:
    """What was asked for and was not begun yet."""
    return cast("frozenset[str]", st.session_state.get(_REQUESTS, frozenset()))


_LONGEST_WAIT: Final = 1.0  # seconds that a thread waits, at most, for pages being drawn


_PAGES: Final = set[object]()
"""Stands for the pages that are being drawn."""


@contextmanager
def drawing() -> Iterator[None]:
    """Context manager for drawing a page, or for taking a step before that."""
    page = object()
    _PAGES.add(page)
    try:
        yield
    finally:
        _PAGES.discard(page)


def give_way(awaited: Callable[[], bool] = lambda: False) -> None:
    """Wait while a page is being drawn, for a second at most.

    Args:
        awaited: whether a page is waiting for the calling thread, which then must not wait.
    """
    until = time.monotonic() + _LONGEST_WAIT
    while _PAGES and not awaited() and time.monotonic() < until:
        time.sleep(0.01)


class _StoppedError(Exception):
    """Raised in the thread of a cancelled run to end it."""


@dataclass(slots=True)
class BackgroundRun(Generic[T]):
    """Work in a thread, which writes this; the page reads it. The thread never touches the session.

    Attributes:
        sources: what the work is done on.
        done: number of parts done, of `total`.
        total: number of parts.
        found: the result, once the work is done.
        problem: why the work failed, or None.
        finished: set when the thread has ended.
        awaited: whether a page is waiting for the result, so that the thread must not pause.
    """

    sources: tuple[object, ...]
    done: int = 0
    total: int = 0
    found: T | None = None
    problem: Message | None = None
    finished: Event = field(default_factory=Event)
    awaited: bool = False
    _cancelled: bool = False

    def start(self, work: Callable[[Progress], T], name: str) -> None:
        """Start the work in a thread of this name, which ends with the session."""
        session.at_end(name, self.cancel)
        Thread(target=self._work, args=(work,), name=name, daemon=True).start()

    def cancel(self) -> None:
        """Make the thread stop at its next report of progress."""
        self._cancelled = True

    def _work(self, work: Callable[[Progress], T]) -> None:
        try:
            with memory_errors():
                self.found = work(self._report)
        except _StoppedError:
            pass
        except AlignerError as error:
            self.problem = error.message
        finally:
            self.finished.set()

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._cancelled:
            raise _StoppedError
        self.done, self.total = done, total
        give_way(lambda: self.awaited)
