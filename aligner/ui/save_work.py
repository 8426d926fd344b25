"""Save the open work in a file: paths that the user types, the line at the head of the window, the dialog."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aligner.project import recent
from aligner.project.store import EXTENSION
from aligner.ui import page
from aligner.ui.state import project_steps, redraws, session
from aligner.values.message import Message, ProjectError, about
from aligner.view.markup import escape, isolated, label, plain

_FOLDER: Final = "projects.folder"
_LONGEST: Final = 80  # characters of a file name; some systems refuse longer ones
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # names that Windows refuses


def file_name(title: str) -> str:
    """Return a file name for a project's title that is valid on every system.

    >>> file_name("E/CN.15/2018/L.6: Draft?"), file_name("..")
    ('E CN.15 2018 L.6 Draft.aligner', 'project.aligner')
    """
    return f"{file_stem(title)}{EXTENSION}"


def file_stem(title: str) -> str:
    """Return the file name without its extension."""
    kept = "".join(c if c.isalnum() or c in "-_." else " " for c in title)
    name = " ".join(kept.split())[:_LONGEST].strip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = f"project {name}".strip()
    return name


def summary_stem(title: str) -> str:
    """Return the name of the file with the summary of a project, without its extension."""
    return f"{file_stem(title)} - {page.say('part.summary').lower()}"


def ask_path(title: str, key: str) -> Path | None:
    """Ask for the folder; the title gives the file name. None while the folder is unusable."""
    default = str(st.session_state.get(_FOLDER) or recent.default_folder())
    given = st.text_input(page.say("project.folder"), value=default, key=key).strip()
    folder = typed_path(given)
    if not given or not folder.is_absolute():
        page.problem(page.say("project.whole_path"))
        return None
    st.session_state[_FOLDER] = given
    path = folder / file_name(title)
    page.show(f'<p class="muted hint">{isolated(str(path))}</p>')
    return path


def typed_path(text: str) -> Path:
    """Return the path that a user typed or pasted: without quotation marks, with the home folder for `~`."""
    path = Path(text.strip().strip('"'))
    try:
        return path.expanduser()
    except RuntimeError:  # there is no such user
        return path


def exists(path: Path) -> bool:
    """Whether there is a file at a path; not if the system refuses to look."""
    try:
        return path.exists()
    except OSError:
        return False


def refuse_existing(path: Path) -> None:
    """Refuse an existing file before a long computation.

    Raises:
        ProjectError: if the file exists.
    """
    if exists(path):
        raise ProjectError(about(str(path), Message("choice.exists")))


SAVE: Final = "save"
"""Asks for the dialog, if the work is in no file yet; in one, every step is saved."""


def draw(head: DeltaGenerator) -> None:
    """Draw the line at the head of every tab that says where the work is saved, and offers to save it."""
    wanted = redraws.take_request(SAVE) and is_unsaved()
    with head:
        page.show(f'<p class="muted" role="status">{state()}</p>', narrow=True)
        keys = f"{page.say('project.save_as')} (S, Ctrl+S)"
        if is_unsaved() and page.button("project.save_as_short", key="save.ask", help=keys):
            wanted = True
    if wanted:
        dialog()


def is_unsaved() -> bool:
    """Whether the work is in no file, or could not be saved there."""
    current = project_steps.saved_file()
    return current is None or bool(current.problem)


def state() -> str:
    """Return HTML that says where the project is saved."""
    say, current = page.words(), project_steps.saved_file()
    if current is None:
        return escape(say("recovery.kept" if project_steps.id_of_copy() else "project.session_only"))
    name = f'<span title="{escape(str(current.path))}">{isolated(current.path.name)}</span>'
    return f"{name} · {escape(say('project.unsaved' if current.problem else 'project.saved'))}"


def dialog() -> None:
    """Open the dialog that asks for the name and folder of the file."""
    say = page.words()

    def draw_dialog() -> None:
        title = session.comparison().title
        name = st.text_input(say("project.name"), value=plain(title), key="project.title").strip()
        path = ask_path(name or title, "project.folder")
        replace_existing = path is not None and exists(path)
        if path is not None and replace_existing:
            current = project_steps.saved_file()
            theirs = current is not None and current.overtaken and current.path == path
            if theirs:
                page.problem(say("project.overtaken"))
            key = "project.replace_theirs" if theirs else "project.replace"
            replace_existing = st.checkbox(label(say(key, name=path.name)), key="project.over")
        if page.button("project.save_now", type="primary", disabled=path is None):
            with page.faults_shown():
                _save(path, name if name != plain(title) else title, replace_existing=replace_existing)
                st.rerun()

    redraws.dialog(say("project.save_as"), draw_dialog)


def _save(path: Path | None, name: str, *, replace_existing: bool) -> None:
    assert path is not None
    work = session.project()
    if not replace_existing:
        refuse_existing(path)
    if name and name != work.comparison.title:
        project_steps.step(replace(work, comparison=replace(work.comparison, title=name)), "step.renamed")
    project_steps.save_as(path, replace_existing=replace_existing)
