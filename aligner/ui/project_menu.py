"""The open project: the button that adds documents, the menu of what is needed seldom, and warnings."""

from __future__ import annotations

from typing import Final

import streamlit as st

from aligner.project.saved_work import review_progress
from aligner.ui import (
    add_documents,
    keyboard,
    locale,
    page,
    project_opening,
    project_steps,
    recovery_copy,
    redraws,
    running,
    save_work,
    session,
)
from aligner.view.markup import escape, isolated

_ARRANGE: Final = "arrange"
_MENU: Final = "project"


def draw() -> None:
    """Draw the button that adds documents, and the menu."""
    say = page.words()
    if st.button(say("project.add_short"), help=say("project.add"), key="project.add"):
        add_documents.dialog()
    menu, closing = st.popover(say("project.menu"), key=_MENU, on_change="rerun"), False
    if menu.open:
        with menu:
            _progress()
            keyboard.list_button()
            st.button(say("arrange.title"), key="project.arrange", width="stretch", on_click=_ask_to_arrange)
            closing = st.button(say("project.close"), key="project.close", width="stretch")
            locale.choose()
    if redraws.take_request(_ARRANGE):
        from aligner.ui import rearranging

        rearranging.dialog()
    if closing and not project_steps.has_unsaved_steps():
        leave()
        st.rerun()
    if closing or project_opening.asked_to_leave():
        _confirm_closing()


def _ask_to_arrange() -> None:
    redraws.request(_ARRANGE)
    st.session_state[_MENU] = False  # it would lie over the dialog


def _progress() -> None:
    """Draw the project's name, and how much of it is reviewed."""
    say, title = page.words(), session.comparison().title
    done, total = review_progress(session.project())
    page.show(
        f'<div class="project"><p class="name" title="{escape(title)}">{isolated(title)}</p>'
        f'<p><progress max="{max(total, 1)}" value="{done}" aria-hidden="true"></progress> '
        f"{escape(say('project.reviewed', done=done, total=total))}</p></div>"
    )


def warn() -> None:
    """Say why the work is not saved any more, if so; after another window saved it, ask how to proceed."""
    say, current = page.words(), project_steps.saved_file()
    if current is None or not current.problem:
        return
    if not current.overtaken:
        page.fault(current.problem)
        return
    page.problem(say("project.overtaken"))
    if st.button(say("project.open_theirs"), key="project.open_theirs"):
        recovery_copy.leave_behind()  # it has the steps that could not be saved
        project_opening.open_file(current.path)
        st.rerun()


def _confirm_closing() -> None:
    """Ask whether to close the project, and offer to save it first if steps would be lost."""
    say = page.words()
    lost = project_steps.has_unsaved_steps()

    def asked() -> None:
        page.show(f"<p>{escape(say('project.would_be_lost' if lost else 'project.left'))}</p>")
        with st.container(horizontal=True):
            if lost and st.button(say("project.save_as"), key="project.save_first", type="primary"):
                save_work.ask()
                st.rerun()
            close = say("project.close_anyway" if lost else "project.close")
            if st.button(close, key="project.close_anyway"):
                leave()
                st.rerun()
            if st.button(say("project.stay"), key="project.stay", type="secondary" if lost else "primary"):
                st.rerun()

    redraws.dialog(say("project.close"), asked)


def leave() -> None:
    """Close the open project, and drop the vectors computed from its texts."""
    project_opening.close_project()
    running.forget()
