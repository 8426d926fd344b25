"""What a session remembers. Drafts live here and nowhere else, so that no two sessions share them.

One piece of work is open at a time: a `Timeline` of states of its `Project`, so that every
step can be undone; the file it is kept in, if it is; and what was worked out from it, for as
long as that stays true.
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
"""Numbers of the rows that the filters left when the text was last drawn, in their order."""

HELD: Final = "aligner.held"
"""Where among them the chosen row stood when a step was taken: there it stays until another is chosen."""

Choice = tuple[DocumentKey, DocumentKey | None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """The file that the work is kept in.

    Attributes:
        path: of the project file.
        token: of the state that this window saved last.
        problem: why the last save failed; None where it did not.
        overtaken: whether another window saved since; nothing more is saved until a person says how.
    """

    path: Path
    token: str
    problem: Message | None = None
    overtaken: bool = False


@dataclass(slots=True)
class _Binder:
    """Holds where the work is kept, so that it changes together with the file.

    Streamlit ends a run wherever the run asks for the session's state, and begins the next one
    while the last still writes. Were the token put there after writing, a key pressed meanwhile
    would leave a file that looks as if another window had saved it.
    """

    kept: Kept
    writing: Lock = field(default_factory=Lock)

    def write(self, work: Project) -> None:
        """Write the work, unless another window saved since; asks nothing of the session."""
        with self.writing:
            held = self.kept
            if held.overtaken:
                return
            try:
                token = store.save(work, held.path, token=held.token)
            except ProjectError as error:
                overtaken = isinstance(error, ProjectChangedError)
                self.kept = replace(held, problem=error.message, overtaken=overtaken)
            else:
                self.kept = replace(held, token=token, problem=None)


def timeline() -> Timeline | None:
    """The work that is open, with its steps, if any is."""
    return cast("Timeline | None", st.session_state.get(_TIMELINE))


def project() -> Project:
    """The work that is open, as it stands."""
    found = timeline()
    assert found is not None, "no work is open"
    return found.present


def comparison() -> Comparison:
    """The documents of the open work, as they stand beside each other now."""
    return project().comparison


def kept() -> Kept | None:
    """Where the open work is kept, or None while it lives in this session alone."""
    held = _binder()
    return None if held is None else held.kept


def unkept() -> bool:
    """Whether steps were taken that are in no file: they would be lost with the session."""
    found, held = timeline(), kept()
    stepped = found is not None and (found.can_undo or found.can_redo)
    return stepped and (held is None or bool(held.problem))


def _binder() -> _Binder | None:
    return cast("_Binder | None", st.session_state.get(_FILE))


def open_work(found: Project, path: Path | None = None, token: str = "") -> None:
    """Make a project the one that is open, with the page as it was left."""
    close()
    st.session_state[_TIMELINE] = Timeline(found)
    view_state.restore(found.desk)
    keyboard.bring_into_view(opened=True)
    if path is not None:
        _keep(Kept(path, token))


def open_comparison(found: Comparison) -> None:
    """Begin work on a comparison that is kept nowhere yet."""
    open_work(Project(found))


def open_file(path: Path) -> None:
    """Open a project where it stood.

    Raises:
        ProjectError: where the file is none, damaged or of a newer version.
    """
    found, token = store.load(path)
    open_work(found, path, token)


def close() -> None:
    """Forget the documents, and all that was said of them."""
    for key in [name for name in st.session_state if str(name).startswith("aligner.")]:
        del st.session_state[key]
    view_state.clear()
    for name in ("project", "example", "row"):
        st.query_params.pop(name, None)


# -- steps ----------------------------------------------------------------------


def step(changed: Project, what: str) -> None:
    """Take a step that can be undone; `what` is the key of the words that name it."""
    found = timeline()
    assert found is not None, "no work is open"
    _go_to(found.done(changed, what))


def undo() -> None:
    """Take the last step back, if there is one."""
    found = timeline()
    if found is not None and found.can_undo:
        _go_to(found.undone())


def redo() -> None:
    """Take a step again that was taken back, if there is one."""
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
    """A paragraph of the chosen row: rows are numbered anew when links change, paragraphs are not."""
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
    """The row that a paragraph stands in, or None where its document is not shown."""
    for number, column in enumerate(shown.columns):
        if column.key == key:
            for row in shown.rows:
                if any(b.segment == segment and not b.ghost for b in row.cells[number].blocks):
                    return row
    return None


# -- the file -------------------------------------------------------------------


def keep_in(path: Path, *, over: bool = False) -> None:
    """Keep the open work in a file from now on; with `over`, an existing one is replaced.

    Raises:
        ProjectError: where it cannot be written.
    """
    token = store.save(_with_desk(), path, replace=over)
    _keep(Kept(path, token))


def _take(found: Timeline, now: Mapping[str, str]) -> None:
    """Make these the steps of the work, and save it if it is kept in a file; `kept()` tells how that went.

    All is asked for first: between the step and the file, the run must not be ended.
    """
    binder = _binder()
    st.session_state[_TIMELINE] = found
    if binder is not None:
        binder.write(replace(found.present, desk=now))


def save_desk() -> None:
    """Keep how the page stands, where that has changed since it was last kept."""
    found = timeline()
    if found is None:
        return
    now = _with_desk()
    if dict(now.desk) != dict(found.present.desk):
        _take(found.moved(now), now.desk)


def _with_desk() -> Project:
    return replace(project(), desk=view_state.kept())


def _keep(held: Kept) -> None:
    st.session_state[_FILE] = _Binder(held)
    recent.remember(held.path, comparison().title)
    st.query_params["project"] = recent.id_of(held.path)


# -- what is worked out from it -------------------------------------------------


def worked_out(name: str, sources: tuple[object, ...], make: Callable[[], T]) -> T:
    """Something made from the open work, made again only when one of its sources is another object.

    Values are frozen: the same object means the same contents.
    """
    found = _shelved(name, sources)
    if found is None:
        found = (make(),)
        _shelve(name, sources, found[0])
    return cast("T", found[0])


def view(columns: Sequence[Choice]) -> View:
    """What to show of the open work in these columns; worked out once."""
    shown, chosen = comparison(), tuple(columns)
    sheets: dict[Choice, Sheet] = worked_out("sheets", (shown.documents, shown.revisions), dict)
    found = _view_from_before(shown, chosen) or build(shown, chosen, sheets)
    _shelve("view", (shown,), (chosen, found))  # one at a time: it holds every paragraph
    worked_out("set apart", (shown.documents, shown.revisions), _set_apart)
    return found


def _set_apart() -> None:
    """Keep the garbage collector off what was opened: Streamlit runs it after every click, and all wait.

    Our values have no cycles, so that they go with the last that refers to them, set apart or
    not. What else was set apart is looked at when something is opened again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _view_from_before(shown: Comparison, chosen: tuple[Choice, ...]) -> View | None:
    """The view that was shown last, where it has these columns and the work still reads the same."""
    held = _shelf().get("view")
    if held is None:
        return None
    before = cast("Comparison", held[0][0])
    columns, found = cast("tuple[tuple[Choice, ...], View]", held[1])
    if columns != chosen:
        return None
    return found if before is shown else rescored(found, before, shown)


def last_view() -> View | None:
    """What was shown last, if anything was, even where the work has changed since."""
    held = _shelf().get("view")
    return None if held is None else cast("tuple[object, View]", held[1])[1]


def findings() -> tuple[Finding, ...] | None:
    """What the checks find in the work as it stands; None where they have not been run on it."""
    held = _shelved("findings", (project().comparison, project().glossary))
    return None if held is None else cast("tuple[Finding, ...]", held[0])


def findings_by_state() -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings still to be looked at, and those set aside; none before the checks have run."""
    found, work = findings() or (), project()
    return worked_out(
        "findings by state", (found, work.comparison, work.dismissed), lambda: open_findings(work, found)
    )


def rows_found() -> frozenset[int]:
    """Which rows of the comparison an open finding names; asked for each row of a page."""
    waiting, _ = findings_by_state()
    return worked_out(
        "rows found", (waiting,), lambda: frozenset(row for finding in waiting for row in finding.rows)
    )


def language_found(source: int | None) -> str | None:
    """The language of the first open finding that names a row of the comparison."""
    waiting, _ = findings_by_state()
    return next((finding.language for finding in waiting if source in finding.rows), None)


def set_findings(found: Sequence[Finding]) -> None:
    """Remember what the checks found in the work as it stands."""
    _shelve("findings", (project().comparison, project().glossary), tuple(found))


def _shelf() -> dict[str, tuple[tuple[object, ...], object]]:
    return cast("dict[str, tuple[tuple[object, ...], object]]", st.session_state.setdefault(_WORKED_OUT, {}))


def _shelved(name: str, sources: tuple[object, ...]) -> tuple[object] | None:
    held = _shelf().get(name)
    if held is None or len(held[0]) != len(sources):
        return None
    same = all(mine is theirs for mine, theirs in zip(held[0], sources, strict=True))
    return (held[1],) if same else None


def _shelve(name: str, sources: tuple[object, ...], value: object) -> None:
    _shelf()[name] = (sources, value)
