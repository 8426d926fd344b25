"""The state of a session. Drafts are stored only here, so that no two sessions share them.

One project is open at a time. The session stores a `Timeline` of `Project` states, so that
every step can be undone; the file it is saved in, if any; and results computed from it, for
as long as they are valid.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar, cast

import streamlit as st

from aligner.project import recent, store
from aligner.project.saved_work import Project, open_findings
from aligner.project.timeline import Timeline
from aligner.ui import keyboard, view_state
from aligner.values import Comparison, DocumentKey, Finding
from aligner.values.errors import ProjectChangedError, ProjectError
from aligner.values.message import Message
from aligner.view.build import build, rescored
from aligner.view.column_text import Sheet
from aligner.view.page_model import View, ViewRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TIMELINE: Final = "aligner.timeline"
_FILE: Final = "aligner.file"
_WORKED_OUT: Final = "aligner.worked_out"
SHOWN: Final = "aligner.shown"
"""Numbers of the rows that passed the filters when the text was last drawn, in order."""

HELD: Final = "aligner.held"
"""Position of the chosen row among them when a step was taken; kept until another row is chosen."""

Choice = tuple[DocumentKey, DocumentKey | None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """The file that the project is saved in.

    Attributes:
        path: path of the project file.
        token: token of the state that this window saved last.
        problem: why the last save failed; None if it succeeded.
        overtaken: whether another window saved since; saving stops until the user decides.
    """

    path: Path
    token: str
    problem: Message | None = None
    overtaken: bool = False


@dataclass(slots=True)
class _Binder:
    """Stores where the project is saved, so that the record changes together with the file.

    Streamlit ends a run at any access to the session state, and starts the next one while the
    last is still writing. If the token were stored after writing, a key pressed meanwhile
    would make the file look as if another window had saved it.
    """

    kept: Kept
    writing: Lock = field(default_factory=Lock)

    def write(self, work: Project) -> None:
        """Save the project unless another window saved since; does not access the session state."""
        with self.writing:
            current = self.kept
            if current.overtaken:
                return
            try:
                token = store.save(work, current.path, token=current.token)
            except ProjectError as error:
                overtaken = isinstance(error, ProjectChangedError)
                self.kept = replace(current, problem=error.message, overtaken=overtaken)
            else:
                self.kept = replace(current, token=token, problem=None)


def timeline() -> Timeline | None:
    """The open project with its steps, or None."""
    return cast("Timeline | None", st.session_state.get(_TIMELINE))


def project() -> Project:
    """The current state of the open project."""
    found = timeline()
    assert found is not None, "no work is open"
    return found.present


def comparison() -> Comparison:
    """The current comparison of the open project."""
    return project().comparison


def kept() -> Kept | None:
    """Where the open project is saved, or None if it exists only in this session."""
    current = _binder()
    return None if current is None else current.kept


def unkept() -> bool:
    """Whether there are unsaved steps, which would be lost with the session."""
    found, current = timeline(), kept()
    stepped = found is not None and (found.can_undo or found.can_redo)
    return stepped and (current is None or bool(current.problem))


def _binder() -> _Binder | None:
    return cast("_Binder | None", st.session_state.get(_FILE))


def open_work(found: Project, path: Path | None = None, token: str = "") -> None:
    """Open a project and restore its view state."""
    close()
    st.session_state[_TIMELINE] = Timeline(found)
    view_state.restore(found.desk)
    keyboard.bring_into_view(opened=True)
    if path is not None:
        _keep(Kept(path, token))


def open_comparison(found: Comparison) -> None:
    """Start an unsaved project from a comparison."""
    open_work(Project(found))


def open_file(path: Path) -> None:
    """Open a project file with its view state.

    Raises:
        ProjectError: if the file is not a project, is damaged or is of a newer version.
    """
    found, token = store.load(path)
    open_work(found, path, token)


def close() -> None:
    """Drop the open project and everything computed from it."""
    for key in [name for name in st.session_state if str(name).startswith("aligner.")]:
        del st.session_state[key]
    view_state.clear()
    for name in ("project", "example", "row"):
        st.query_params.pop(name, None)


# -- steps ----------------------------------------------------------------------


def step(changed: Project, what: str) -> None:
    """Take an undoable step; `what` is the key of its interface text."""
    found = timeline()
    assert found is not None, "no work is open"
    _go_to(found.done(changed, what))


def undo() -> None:
    """Undo the last step, if there is one."""
    found = timeline()
    if found is not None and found.can_undo:
        _go_to(found.undone())


def redo() -> None:
    """Redo the last undone step, if there is one."""
    found = timeline()
    if found is not None and found.can_redo:
        _go_to(found.redone())


def _go_to(found: Timeline) -> None:
    anchor = _anchor()
    numbers, number = st.session_state.get(SHOWN, ()), view_state.here()
    if number in numbers:
        st.session_state[HELD] = numbers.index(number)
    _take(found, view_state.kept())
    if anchor is not None:
        _return_to(anchor)


def _anchor() -> tuple[DocumentKey, int] | None:
    """A paragraph of the chosen row. Row numbers change with the links; paragraph numbers do not."""
    number, shown = view_state.here(), last_view()
    if number is None or shown is None or not 0 < number <= len(shown.rows):
        return None
    for column, cell in zip(shown.columns, shown.rows[number - 1].cells, strict=True):
        for block in cell.blocks:
            if block.old_place is None and not block.ghost:
                return column.key, block.segment
    return None


def _return_to(anchor: tuple[DocumentKey, int]) -> None:
    shown = last_view()
    if shown is None:
        return
    fresh = view(tuple((column.key, column.base) for column in shown.columns))
    row = row_of(fresh, *anchor)
    if row is not None:
        st.session_state[view_state.HERE] = row.number


def row_of(shown: View, key: DocumentKey, segment: int) -> ViewRow | None:
    """The row that contains a paragraph, or None if its document is not shown."""
    for number, column in enumerate(shown.columns):
        if column.key == key:
            for row in shown.rows:
                if any(b.segment == segment and not b.ghost for b in row.cells[number].blocks):
                    return row
    return None


# -- the file -------------------------------------------------------------------


def keep_in(path: Path, *, over: bool = False) -> None:
    """Save the open project in a file from now on; `over` permits replacing an existing one.

    Raises:
        ProjectError: if it cannot be written.
    """
    token = store.save(_with_desk(), path, replace=over)
    _keep(Kept(path, token))


def _take(found: Timeline, now: Mapping[str, str]) -> None:
    """Store these steps, and save them if the project has a file; `kept()` reports the outcome.

    Session state is read first: the run must not be ended between the step and the file.
    """
    binder = _binder()
    st.session_state[_TIMELINE] = found
    if binder is not None:
        binder.write(replace(found.present, desk=now))


def save_desk() -> None:
    """Save the view state if it has changed since it was last saved."""
    found = timeline()
    if found is None:
        return
    now = _with_desk()
    if dict(now.desk) != dict(found.present.desk):
        _take(found.moved(now), now.desk)


def _with_desk() -> Project:
    return replace(project(), desk=view_state.kept())


def _keep(current: Kept) -> None:
    st.session_state[_FILE] = _Binder(current)
    recent.remember(current.path, comparison().title)
    st.query_params["project"] = recent.id_of(current.path)


# -- cached results -------------------------------------------------------------


def worked_out(name: str, sources: tuple[object, ...], make: Callable[[], T]) -> T:
    """Return a cached result, recomputed when one of its sources is another object.

    Values are frozen, so the same object means the same contents.
    """
    found = _shelved(name, sources)
    if found is None:
        found = (make(),)
        _shelve(name, sources, found[0])
    return cast("T", found[0])


def view(columns: Sequence[Choice]) -> View:
    """Return the view of the open project in these columns, computed once."""
    shown, chosen = comparison(), tuple(columns)
    sheets: dict[Choice, Sheet] = worked_out("sheets", (shown.documents, shown.revisions), dict)
    found = _view_from_before(shown, chosen) or build(shown, chosen, sheets)
    _shelve("view", (shown,), (chosen, found))  # one at a time: it holds every paragraph
    worked_out("set apart", (shown.documents, shown.revisions), _set_apart)
    return found


def _set_apart() -> None:
    """Freeze the opened objects for the garbage collector, which Streamlit runs after every click.

    Our values have no cycles, so reference counting frees them, frozen or not. Other frozen
    objects are collected when a project is opened again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _view_from_before(shown: Comparison, chosen: tuple[Choice, ...]) -> View | None:
    """Return the last view if it has these columns and the texts and links are unchanged."""
    current = _shelf().get("view")
    if current is None:
        return None
    before = cast("Comparison", current[0][0])
    columns, found = cast("tuple[tuple[Choice, ...], View]", current[1])
    if columns != chosen:
        return None
    return found if before is shown else rescored(found, before, shown)


def last_view() -> View | None:
    """The last view shown, even if the project has changed since; None if there is none."""
    current = _shelf().get("view")
    return None if current is None else cast("tuple[object, View]", current[1])[1]


def findings() -> tuple[Finding, ...] | None:
    """Findings for the current state of the project; None if the checks have not run on it."""
    current = _shelved("findings", (project().comparison, project().glossary))
    return None if current is None else cast("tuple[Finding, ...]", current[0])


def findings_by_state() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Open and dismissed findings; none before the checks have run."""
    found, work = findings() or (), project()
    return worked_out(
        "findings by state", (found, work.comparison, work.dismissed), lambda: open_findings(work, found)
    )


def rows_found() -> frozenset[int]:
    """The rows of the comparison that open findings name; called for each row of a page."""
    waiting, _ = findings_by_state()
    return worked_out(
        "rows found", (waiting,), lambda: frozenset(row for finding in waiting for row in finding.rows)
    )


def language_found(source: int | None) -> str | None:
    """The language of the first open finding that names a row of the comparison."""
    waiting, _ = findings_by_state()
    return next((finding.language for finding in waiting if source in finding.rows), None)


def set_findings(found: Sequence[Finding]) -> None:
    """Store the findings for the current state of the project."""
    _shelve("findings", (project().comparison, project().glossary), tuple(found))


def _shelf() -> dict[str, tuple[tuple[object, ...], object]]:
    return cast("dict[str, tuple[tuple[object, ...], object]]", st.session_state.setdefault(_WORKED_OUT, {}))


def _shelved(name: str, sources: tuple[object, ...]) -> tuple[object] | None:
    current = _shelf().get(name)
    if current is None or len(current[0]) != len(sources):
        return None
    same = all(mine is theirs for mine, theirs in zip(current[0], sources, strict=True))
    return (current[1],) if same else None


def _shelve(name: str, sources: tuple[object, ...], value: object) -> None:
    _shelf()[name] = (sources, value)
