"""Keep the open work in a file: where it is kept, at the head of the window, and the dialog for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.ui import page, project_file, project_path, project_steps, recovery_copy, session
from aligner.values.errors import AlignerError
from aligner.view.markup import escape, isolated, label, plain

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_ASKED: Final = "aligner.keep_asked"


def place() -> DeltaGenerator:
    """Return the place at the head of the window for `draw`."""
    return st.container(key="keep", horizontal=True, gap="small", vertical_alignment="center")


def draw(head: DeltaGenerator) -> None:
    """Say at the head of the window where the work is kept, and offer to keep it, on every tab.

    The sidebar says the same, but is folded while one reads.
    """
    say = page.words()
    wanted = st.session_state.pop(_ASKED, False) and is_unkept()
    with head:
        page.show(f'<p class="muted" role="status">{state()}</p>', narrow=True)
        if is_unkept() and st.button(say("project.keep_as_short"), key="keep.ask", help=_help()):
            wanted = True
    if wanted:
        dialog()


def ask() -> None:
    """Open the dialog on the next run, if the work is in no file yet; every step is saved at once there."""
    st.session_state[_ASKED] = True


def is_unkept() -> bool:
    """Whether the work is in no file, or could not be saved there."""
    current = project_file.saved_file()
    return current is None or bool(current.problem)


def state() -> str:
    """Describe as HTML where the project is saved."""
    say, current = page.words(), project_file.saved_file()
    if current is None:
        return escape(say("recovery.kept" if recovery_copy.id_of_copy() else "project.session_only"))
    name = f'<span title="{escape(str(current.path))}">{isolated(current.path.name)}</span>'
    return f"{name} · {escape(say('project.unsaved' if current.problem else 'project.saved'))}"


def dialog() -> None:
    """Ask for the name and the folder of the file."""
    say = page.words()

    def opened() -> None:
        title = session.comparison().title
        name = st.text_input(say("project.name"), value=plain(title), key="project.title").strip()
        path = project_path.ask_path(name or title, "project.folder")
        over = path is not None and path.exists()
        if over:
            over = st.checkbox(
                label(say("project.replace", name=path.name if path else "")), key="project.over"
            )
        if st.button(say("project.keep_now"), type="primary", key="project.keep_now", disabled=path is None):
            try:
                _keep(path, name if name != plain(title) else title, over=over)
            except AlignerError as error:
                page.fault(error.message)
            else:
                st.rerun()

    page.dialog(say("project.keep_as"), opened)


def _help() -> str:
    return f"{page.words()('project.keep_as')} (S, Ctrl+S)"


def _keep(path: Path | None, name: str, *, over: bool) -> None:
    assert path is not None
    work = session.project()
    if not over:
        project_path.refuse_existing(path)
    if name and name != work.comparison.title:
        project_steps.step(replace(work, comparison=replace(work.comparison, title=name)), "step.renamed")
    project_file.save_as(path, over=over)
