"""The open project in the sidebar: where it is saved, how much is reviewed, and its actions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from aligner.project.saved_work import review_progress
from aligner.ui import (
    add_documents,
    page,
    project_file,
    project_opening,
    project_path,
    project_steps,
    recovery_copy,
    running,
    session,
)
from aligner.ui.save_slot import SavedFile
from aligner.values.errors import AlignerError
from aligner.view.markup import escape, isolated, label, plain


def draw() -> None:
    """Draw the open project: its name, where it is saved, how much is reviewed, and its actions."""
    say = page.words()
    add_documents.show_what_came()
    current, title = project_file.saved_file(), session.comparison().title
    done, total = review_progress(session.project())
    page.show(
        f'<div class="project"><p class="name" title="{escape(title)}">{isolated(title)}</p>'
        f"<p>{_state(current)}</p>"
        f'<p><progress max="{max(total, 1)}" value="{done}" aria-hidden="true"></progress> '
        f"{escape(say('project.reviewed', done=done, total=total))}</p></div>"
    )
    if current is not None and current.overtaken:
        _overtaken(current)
    elif current is not None and current.problem:
        page.fault(current.problem)
    with st.container(horizontal=True, gap="small", key="projects"):
        unsaved = current is None or bool(current.problem)
        if unsaved and _button("project.keep_as"):
            _keep_dialog()
        if _button("project.add"):
            add_documents.dialog()
        if _button("project.close"):
            _close()
        elif project_opening.asked_to_leave():
            _confirm_closing()


def _button(key: str) -> bool:
    """Draw a button with a short label and a full tooltip."""
    say = page.words()
    pressed: bool = st.button(say(f"{key}_short"), help=say(key), key=key)
    return pressed


def _state(current: SavedFile | None) -> str:
    """Describe where the project is saved."""
    say = page.words()
    if current is None:
        return escape(say("recovery.kept" if recovery_copy.id_of_copy() else "project.session_only"))
    name = f'<span title="{escape(str(current.path))}">{isolated(current.path.name)}</span>'
    state = say("project.unsaved") if current.problem else say("project.saved")
    return f"{name} · {escape(state)}"


def _overtaken(current: SavedFile) -> None:
    """Ask how to proceed after another window saved; until then this one saves nothing."""
    say = page.words()
    page.problem(say("project.overtaken"))
    if st.button(say("project.open_theirs"), key="project.open_theirs", width="stretch"):
        project_opening.open_file(current.path)
        st.rerun()


def _keep_dialog() -> None:
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


def _keep(path: Path | None, name: str, *, over: bool) -> None:
    assert path is not None
    work = session.project()
    if not over:
        project_path.refuse_existing(path)
    if name and name != work.comparison.title:
        project_steps.step(replace(work, comparison=replace(work.comparison, title=name)), "step.renamed")
    project_file.save_as(path, over=over)


def _close() -> None:
    """Close the project, after confirmation if steps would be lost."""
    if not project_file.has_unsaved_steps():
        leave()
        st.rerun()
    _confirm_closing()


def _confirm_closing() -> None:
    say = page.words()
    lost = project_file.has_unsaved_steps()

    def asked() -> None:
        page.show(f"<p>{escape(say('project.would_be_lost' if lost else 'project.left'))}</p>")
        with st.container(horizontal=True):
            close = say("project.close_anyway" if lost else "project.close")
            if st.button(close, key="project.close_anyway"):
                leave()
                st.rerun()
            if st.button(say("project.stay"), key="project.stay", type="primary"):
                st.rerun()

    page.dialog(say("project.close"), asked)


def leave() -> None:
    """Close the open project and drop everything computed from its texts."""
    project_opening.close_project()
    running.forget()
