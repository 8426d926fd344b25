"""Save the open work in a file: the line at the head of the window, and the dialog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.ui import page, project_path, project_steps, recovery_copy, redraws, session
from aligner.values.errors import AlignerError
from aligner.view.markup import escape, isolated, label, plain

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_SAVE: Final = "save"


def place() -> DeltaGenerator:
    """Return the place at the head of the window for `draw`."""
    return st.container(key="save", horizontal=True, gap="small", vertical_alignment="center")


def draw(head: DeltaGenerator) -> None:
    """Draw the line at the head of every tab that says where the work is saved, and offers to save it."""
    say = page.words()
    wanted = redraws.take_request(_SAVE) and is_unsaved()
    with head:
        page.show(f'<p class="muted" role="status">{state()}</p>', narrow=True)
        if is_unsaved() and st.button(say("project.save_as_short"), key="save.ask", help=_help()):
            wanted = True
    if wanted:
        dialog()


def ask() -> None:
    """Open the dialog on the next run if the work is in no file yet; in one, every step is saved."""
    redraws.request(_SAVE)


def is_unsaved() -> bool:
    """Whether the work is in no file, or could not be saved there."""
    current = project_steps.saved_file()
    return current is None or bool(current.problem)


def state() -> str:
    """Return HTML that says where the project is saved."""
    say, current = page.words(), project_steps.saved_file()
    if current is None:
        return escape(say("recovery.kept" if recovery_copy.id_of_copy() else "project.session_only"))
    name = f'<span title="{escape(str(current.path))}">{isolated(current.path.name)}</span>'
    return f"{name} · {escape(say('project.unsaved' if current.problem else 'project.saved'))}"


def dialog() -> None:
    """Open the dialog that asks for the name and folder of the file."""
    say = page.words()

    def draw_dialog() -> None:
        title = session.comparison().title
        name = st.text_input(say("project.name"), value=plain(title), key="project.title").strip()
        path = project_path.ask_path(name or title, "project.folder")
        replace_existing = path is not None and project_path.exists(path)
        if path is not None and replace_existing:
            current = project_steps.saved_file()
            theirs = current is not None and current.overtaken and current.path == path
            if theirs:
                page.problem(say("project.overtaken"))
            key = "project.replace_theirs" if theirs else "project.replace"
            replace_existing = st.checkbox(label(say(key, name=path.name)), key="project.over")
        if st.button(say("project.save_now"), type="primary", key="project.save_now", disabled=path is None):
            try:
                _save(path, name if name != plain(title) else title, replace_existing=replace_existing)
            except AlignerError as error:
                page.fault(error.message)
            else:
                st.rerun()

    redraws.dialog(say("project.save_as"), draw_dialog)


def _help() -> str:
    return f"{page.words()('project.save_as')} (S, Ctrl+S)"


def _save(path: Path | None, name: str, *, replace_existing: bool) -> None:
    assert path is not None
    work = session.project()
    if not replace_existing:
        project_path.refuse_existing(path)
    if name and name != work.comparison.title:
        project_steps.step(replace(work, comparison=replace(work.comparison, title=name)), "step.renamed")
    project_steps.save_as(path, replace_existing=replace_existing)
