"""The open project in the sidebar: where it is saved, how much is reviewed, and its actions."""

from __future__ import annotations

import streamlit as st

from aligner.project.saved_work import review_progress
from aligner.ui import (
    add_documents,
    page,
    project_file,
    project_opening,
    recovery_copy,
    redraws,
    running,
    save_work,
    session,
)
from aligner.ui.save_slot import SavedFile
from aligner.view.markup import escape, isolated


def draw() -> None:
    """Draw the project's name, where it is saved, how much is reviewed, and its actions."""
    say = page.words()
    current, title = project_file.saved_file(), session.comparison().title
    done, total = review_progress(session.project())
    page.show(
        f'<div class="project"><p class="name" title="{escape(title)}">{isolated(title)}</p>'
        f"<p>{save_work.state()}</p>"
        f'<p><progress max="{max(total, 1)}" value="{done}" aria-hidden="true"></progress> '
        f"{escape(say('project.reviewed', done=done, total=total))}</p></div>"
    )
    if current is not None and current.overtaken:
        _draw_conflict(current)
    elif current is not None and current.problem:
        page.fault(current.problem)
    with st.container(horizontal=True, gap="small", key="projects"):
        if save_work.is_unsaved() and _button("project.save_as"):
            save_work.dialog()
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


def _draw_conflict(current: SavedFile) -> None:
    """Ask how to proceed after another window saved the file; until then, this one saves nothing."""
    say = page.words()
    page.problem(say("project.overtaken"))
    if st.button(say("project.open_theirs"), key="project.open_theirs", width="stretch"):
        recovery_copy.leave_behind()  # it has the steps that could not be saved
        project_opening.open_file(current.path)
        st.rerun()


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

    redraws.dialog(say("project.close"), asked)


def leave() -> None:
    """Close the open project, and drop the vectors computed from its texts."""
    project_opening.close_project()
    running.forget()
