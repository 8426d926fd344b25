"""Take, undo and redo steps on the open project; each is saved at once, while the page is drawn.

One thread per session writes: a shared disk may take seconds for a file of which only a few bytes have
changed. As long as the project is not saved in a file of the user's, it is saved in a recovery copy, which
the page's URL names, so that a reload continues from it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition, Event, Lock, Thread
from typing import Final, cast

import streamlit as st
from streamlit import runtime

from aligner.project import recent, recovery, store
from aligner.project.saved_work import Project, Timeline
from aligner.ui.state import current_view, keyboard, redraws, session, view_state
from aligner.values import DocumentKey
from aligner.values.message import Message, ProjectChangedError, ProjectError
from aligner.view.build import Choice
from aligner.view.decisions import carried_decisions
from aligner.view.page_model import View

_SAVER: Final = "aligner.saver"
_PAUSE: Final = 0.02  # seconds between two checks whether the saves are done
_BEFORE: Final = 0.05  # seconds within which a page that shows the step begins to be drawn
_LONGEST: Final = 0.3  # seconds that a page waits, at most, for its step to be saved


@dataclass(slots=True)
class Saver:
    """Runs saves in order; of those waiting, only the last, since each writes the whole project.

    The thread ends with the last save, and a server that is stopped waits for it.

    Attributes:
        has_step: whether a step is not saved yet.
    """

    _waiting: Callable[[], None] | None = None
    has_step: bool = False
    _busy: bool = False
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
            self.has_step = self.has_step or step

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
                    self._busy = self.has_step = False
                    self._awaited.clear()
                    self._changed.notify_all()
                    return
            self._awaited.wait(_BEFORE)
            redraws.give_way(self._awaited.is_set)
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
    while saver().has_step:  # Streamlit ends the run here if another is asked for
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


RECOVERY: Final = "recovery"
_COPY: Final = "aligner.recovery"
_RESUMED: Final = "aligner.resumed"
_SESSIONS: Final[dict[str, str]] = {}
"""Id of a copy → the session of this server that last wrote it."""


def copy_slot() -> SaveSlot | None:
    """Return the slot of the copy; nothing is written to disk before the first save.

    If the last save failed, a new copy takes its place.

    Returns:
        None if the user wants no traces on disk.
    """
    if not session.traces_permitted():
        return None
    current = _copy()
    if current is None or current.file.problem:
        current = SaveSlot(SavedFile(recovery.new_path(), None))
        st.session_state[_COPY] = current
    return current


def begin_copy(work: Project, *, edited: bool) -> None:
    """Save a project that was just opened in its copy, unless the user wants no traces on disk."""
    save_slot = copy_slot()
    if save_slot is not None:
        st.session_state[_RESUMED] = edited
        write_copy(save_slot, work if edited else unedited(work))


def unedited(work: Project) -> Project:
    """Return a project marked as one without a person's work."""
    return replace(work, view_state={**work.view_state, recovery.UNEDITED: "true"})


def write_copy(slot: SaveSlot, work: Project) -> None:
    """Save the project in the copy with this slot; does not access the session state.

    If another window has taken over the file, a new copy is begun.
    """
    slot.write(work)
    if slot.file.overtaken:
        slot.file = SavedFile(recovery.new_path(), None)
        slot.write(work)


def drop_copy(slot: SaveSlot) -> None:
    """Remove the copy with this slot, whose work is in the user's file; does not access the session state."""
    if slot.file.token is not None:
        recovery.remove(slot.file.path)
        slot.file = SavedFile(recovery.new_path(), None)


def resume_copy(path: Path, token: str, *, edited: bool) -> None:
    """Continue to write a copy whose project has just been opened, with a person's work or without."""
    st.session_state[_COPY] = SaveSlot(SavedFile(path, token))
    st.session_state[_RESUMED] = edited
    claim_copy()


def claim_copy() -> None:
    """Record that this window has the copy open, if there is one."""
    id = id_of_copy()
    if id is not None:
        _SESSIONS[id] = session.session_id()


def discard_copy() -> None:
    """Remove the copy, if any, because its work was saved elsewhere or closed."""
    left = leave_copy_behind()
    if left is not None:
        recovery.remove(left.path)
        st.session_state.pop(_RESUMED, None)


def leave_copy_behind() -> SavedFile | None:
    """Part from the copy, if any, without removing it: the first screen offers its work from then on."""
    saver().wait()  # a copy written afterwards would stay
    id, current = id_of_copy(), _copy()
    st.session_state.pop(_COPY, None)
    if id is None or current is None:
        return None
    _SESSIONS.pop(id, None)
    return current.file


def id_of_copy() -> str | None:
    """Return the id of the copy if the project is saved in one, else None."""
    current = _copy()
    if current is None or current.file.token is None or current.file.problem:
        return None
    return current.file.path.stem


def resumed() -> bool:
    """Whether the open project came from a recovery copy, so that its earlier steps are in no other file."""
    return bool(st.session_state.get(_RESUMED))


def copy_in_use(id: str) -> bool:
    """Whether another window of this server has a copy open."""
    other = _SESSIONS.get(id, session.session_id())
    return other != session.session_id() and bool(runtime.get_instance().is_active_session(other))


def _copy() -> SaveSlot | None:
    return cast("SaveSlot | None", st.session_state.get(_COPY))


_JUST_DONE: Final = "aligner.just_done"
_LEFT_AT: Final = "aligner.left_at"


def step(changed: Project, what: str) -> None:
    """Take an undoable step; `what` is the key of its interface text.

    Amendments that have taken the place of others get what was decided on those.
    """
    timeline = session.timeline()
    assert timeline is not None, "no project is open"
    carried = carried_decisions(timeline.present.comparison, changed.comparison, changed.decided)
    if carried:
        changed = replace(changed, decided={**changed.decided, **carried})
    _go_to(timeline.done(changed, what))
    st.session_state[_JUST_DONE] = what


def pop_last_step() -> str | None:
    """Return the key of the step just taken, once, so that the page can report it; None if there is none."""
    return cast("str | None", redraws.take(_JUST_DONE))


def undo() -> None:
    """Undo the last step, if there is one."""
    timeline = session.timeline()
    if timeline is not None and timeline.past is not None:
        _go_to(timeline.undone())


def redo() -> None:
    """Redo the last undone step, if there is one."""
    timeline = session.timeline()
    if timeline is not None and timeline.future is not None:
        _go_to(timeline.redone())


def _go_to(found: Timeline) -> None:
    """Make these the current steps and stay at the same paragraph."""
    paragraph = _chosen_paragraph()
    numbers, number = view_state.shown(), view_state.here()
    if number in numbers:
        st.session_state[view_state.POSITION] = numbers.index(number)
    with redraws.drawing():  # the page is drawn after this, so background threads give way already
        save(found, view_state.to_save())
        columns = _columns_left()
        if paragraph is not None and columns:
            _choose_row_of(current_view.view(columns), *paragraph)


def _columns_left() -> tuple[Choice, ...]:
    """The columns shown last whose documents are still there: undoing an addition removes some."""
    documents = session.comparison().documents
    return tuple(
        (column.key, column.base)
        for column in current_view.last_view().columns
        if column.key in documents and (column.base is None or column.base in documents)
    )


def step_with_documents(changed: Project, what: str, languages: Sequence[str]) -> None:
    """Take a step that adds documents; the next run shows the latest drafts of their languages, too.

    The chosen paragraph is remembered, since its row is another in the new columns.

    Args:
        changed: the project after the step.
        what: key of its interface text.
        languages: the languages.
    """
    st.session_state[_LEFT_AT] = _chosen_paragraph()
    step(changed, what)
    st.session_state[view_state.ADDED] = languages


def return_to_paragraph(shown: View) -> None:
    """Choose the row of the remembered paragraph, or of what became of it in a later draft."""
    paragraph: tuple[DocumentKey, int] | None = st.session_state.pop(_LEFT_AT, None)
    for key, segment in _with_later_drafts(*paragraph) if paragraph else ():
        number = _choose_row_of(shown, key, segment)
        if number is not None:
            st.session_state.pop(view_state.POSITION, None)
            view_state.set_first_row(number - 1)
            keyboard.bring_into_view()
            return


def _with_later_drafts(key: DocumentKey, segment: int) -> Iterator[tuple[DocumentKey, int]]:
    """A paragraph, and the first paragraph of each later draft that it became."""
    yield key, segment
    for (old, new), revision in session.comparison().revisions.items():
        if old == key:
            became = (change.new for change in revision.changes if segment in change.old and change.new)
            yield from ((new, span.start) for span in became)


def _chosen_paragraph() -> tuple[DocumentKey, int] | None:
    """A paragraph of the chosen row; unlike row numbers, its index does not change with the links."""
    row = current_view.chosen_row()
    return None if row is None else next(current_view.last_view().paragraphs_of(row), None)


def _choose_row_of(shown: View, key: DocumentKey, segment: int) -> int | None:
    """Choose the row of a paragraph and return its number; None if the paragraph is not shown."""
    row = current_view.row_of(shown, key, segment)
    if row is None:
        return None
    st.session_state[view_state.HERE] = row.number
    return row.number


# A step is saved while the page is drawn.

_SLOT: Final = "aligner.file"


@dataclass(frozen=True, slots=True)
class Kept:
    """The steps of a page that was reloaded.

    Attributes:
        steps: the project with its steps.
        edited: whether it has a person's work.
        slot: where it is saved.
        saver: what saves it.
    """

    steps: Timeline
    edited: bool
    slot: SaveSlot
    saver: Saver


def saved_file() -> SavedFile | None:
    """Where the open project is saved, or None if it exists only in this session."""
    slot = _slot()
    return None if slot is None else slot.file


def has_unsaved_steps() -> bool:
    """Whether there are steps that are not saved in the user's file, so that closing would lose them."""
    steps, current = session.timeline(), saved_file()
    stepped = steps is not None and (steps.has_steps or resumed())
    return stepped and (current is None or bool(current.problem))


def save_as(path: Path, *, replace_existing: bool = False) -> None:
    """Save the open project in this file from now on; `replace_existing` permits replacing a file.

    Raises:
        ProjectError: if it cannot be written.
    """
    saver().wait()
    token = store.save(_with_view_state(), path, replace=replace_existing)
    set_saved_file(SavedFile(path, token))
    discard_copy()


def save(steps: Timeline, view: Mapping[str, str], *, step: bool = True) -> None:
    """Store these steps and begin to save them in the project's file.

    Once `settle()` has returned, `saved_file()` has the outcome. Without a file, or as
    long as it cannot be written, they are saved in a recovery copy. All session state is read first,
    because reading it may end the run, which must not happen between the step and the file.

    Args:
        steps: the project with its steps.
        view: the view state to save with it.
        step: whether there is more to save than the view state.
    """
    slot, copy, saving = _slot(), copy_slot(), saver()
    session.set_timeline(steps)
    work = replace(steps.present, view_state=view)
    stepped = steps.has_steps or resumed()
    for each in (slot, copy):
        if each is not None:
            session.keep_for_reload(each.file.path.resolve(), Kept(steps, stepped, each, saving))

    def write() -> None:
        if slot is not None:
            slot.write(work)
        if copy is None:
            return
        if slot is not None and slot.file.problem is None:
            drop_copy(copy)
        elif steps.past is not None or copy.file.token is not None:
            write_copy(copy, work if stepped else unedited(work))

    if slot is not None or copy is not None:
        saving.begin(write, step=step)


def kept_steps(path: Path) -> Kept | None:
    """Return the steps of a page with this file that was reloaded, if the file is as they left it."""
    kept: Kept | None = session.take_kept(path.resolve())
    if kept is None:
        return None
    kept.saver.wait()  # a step may still be on its way to the disk
    file = kept.slot.file
    return kept if not file.problem and file.token == store.current_token(path) else None


def forget_steps() -> None:
    """Drop the steps kept for a reload, since the project is closed."""
    for slot in (_slot(), copy_slot() if id_of_copy() else None):
        if slot is not None:
            session.drop_kept(slot.file.path.resolve())


def save_view_state() -> None:
    """Save the view state if it has changed since it was last saved."""
    steps = session.timeline()
    if steps is None:
        return
    now = _with_view_state()
    if dict(now.view_state) != dict(steps.present.view_state):
        save(steps.moved(now), now.view_state, step=False)


def set_saved_file(current: SavedFile) -> None:
    """Record the file that the open project was read from or saved in."""
    st.session_state[_SLOT] = SaveSlot(current)
    recent.remember(current.path, session.comparison().title)


def _slot() -> SaveSlot | None:
    return cast("SaveSlot | None", st.session_state.get(_SLOT))


def _with_view_state() -> Project:
    return replace(session.project(), view_state=view_state.to_save())
