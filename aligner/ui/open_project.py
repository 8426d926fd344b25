"""The open work as a project: where it is kept, whether it is saved, and how more documents come into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st

from aligner.project import recent as recents
from aligner.project.saved_work import review_progress
from aligner.project.store import EXTENSION
from aligner.ui import add_documents, page, running, session
from aligner.ui.session import Kept
from aligner.values.errors import AlignerError, ProjectError
from aligner.view.markup import escape, isolated, label, plain

_FOLDER: Final = "projects.folder"
_LONGEST: Final = 80  # characters of a file's name; longer ones do not fit every system
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # names that Windows refuses


def file_name(title: str) -> str:
    """The name of a file for a project with this title, fit for every system.

    >>> file_name("E/CN.15/2018/L.6: Draft?"), file_name("..")
    ('E CN.15 2018 L.6 Draft.aligner', 'project.aligner')
    """
    return f"{file_stem(title)}{EXTENSION}"


def file_stem(title: str) -> str:
    """The same without its ending."""
    kept = "".join(c if c.isalnum() or c in "-_." else " " for c in title)
    name = " ".join(kept.split())[:_LONGEST].strip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = f"project {name}".strip()
    return name


# -- the sidebar ----------------------------------------------------------------


def draw() -> None:
    """The open work: its name, where it is kept, how much of it was read, and what can be done with it."""
    say = page.words()
    add_documents.show_what_came()
    held, title = session.kept(), session.comparison().title
    done, total = review_progress(session.project())
    page.show(
        f'<div class="project"><p class="name" title="{escape(title)}">{isolated(title)}</p>'
        f"<p>{_state(held)}</p>"
        f'<p><progress max="{max(total, 1)}" value="{done}" aria-hidden="true"></progress> '
        f"{escape(say('project.reviewed', done=done, total=total))}</p></div>"
    )
    if held is not None and held.overtaken:
        _overtaken(held)
    elif held is not None and held.problem:
        page.fault(held.problem)
    with st.container(horizontal=True, gap="small", key="projects"):
        unsaved = held is None or bool(held.problem)
        if unsaved and _button("project.keep_as"):
            _keep_dialog()
        if _button("project.add"):
            add_documents.dialog()
        if _button("project.close"):
            _close()


def _button(key: str) -> bool:
    """A button with a short name, and what it does told in full beside it."""
    say = page.words()
    pressed: bool = st.button(say(f"{key}_short"), help=say(key), key=key)
    return pressed


def _state(held: Kept | None) -> str:
    """Where the work is kept, in words."""
    say = page.words()
    if held is None:
        return escape(say("project.session_only"))
    name = f'<span title="{escape(str(held.path))}">{isolated(held.path.name)}</span>'
    state = say("project.unsaved") if held.problem else say("project.saved")
    return f"{name} · {escape(state)}"


def _overtaken(held: Kept) -> None:
    """Another window saved meanwhile; nothing is saved from here until a person says how."""
    say = page.words()
    page.problem(say("project.overtaken"))
    if st.button(say("project.open_theirs"), key="project.open_theirs", width="stretch"):
        session.open_file(held.path)
        st.rerun()


def _keep_dialog() -> None:
    say = page.words()

    def opened() -> None:
        title = session.comparison().title
        name = st.text_input(say("project.name"), value=plain(title), key="project.title").strip()
        path = ask_path(name or title, "project.folder")
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
        refuse_existing(path)
    if name and name != work.comparison.title:
        session.step(replace(work, comparison=replace(work.comparison, title=name)), "step.renamed")
    session.keep_in(path, over=over)


def _close() -> None:
    """Close the work; where steps would be lost, only after a question."""
    if not session.unkept():
        leave()
        st.rerun()
    say = page.words()

    def asked() -> None:
        page.show(f"<p>{escape(say('project.would_be_lost'))}</p>")
        with st.container(horizontal=True):
            if st.button(say("project.close_anyway"), key="project.close_anyway"):
                leave()
                st.rerun()
            if st.button(say("project.stay"), key="project.stay", type="primary"):
                st.rerun()

    page.dialog(say("project.close"), asked)


def leave() -> None:
    """Let go of the open work, and of all that was worked out from its texts."""
    session.close()
    running.forget()


# -- the first screen -----------------------------------------------------------


def recent() -> Callable[[], None] | None:
    """The projects opened last, and a way to open another by its path; gives what was asked for."""
    say = page.words()
    page.show(f"<h2>{escape(say('project.recent'))}</h2>")
    wanted: Path | None = None
    listed = recents.recents()
    if not listed:
        page.show(f'<p class="muted">{escape(say("project.none_yet"))}</p>')
    for each in listed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"recent.{each.id}"):
            there = each.path.is_file()
            told = " · ".join([escape(each.opened[:10]), *([] if there else [escape(say("project.gone"))])])
            name = isolated(each.title or each.path.stem)
            page.show(
                f'<p class="recent" translate="no"><strong>{name}</strong><br>'
                f'<small class="muted">{isolated(str(each.path))} · {told}</small></p>'
            )
            if st.button(say("project.open"), key=f"recent.open.{each.id}", disabled=not there):
                wanted = each.path
            st.button(
                "✕",
                key=f"recent.forget.{each.id}",
                help=say("project.forget"),
                type="tertiary",
                on_click=recents.forget,
                args=(each.id,),
            )
    with st.expander(say("project.open_file")):
        path = st.text_input(say("project.path"), key="start.project_path", placeholder=f"…{EXTENSION}")
        if st.button(say("project.open"), key="start.open_path") and path.strip():
            wanted = Path(path.strip().strip('"')).expanduser()
    if wanted is None:
        return None
    chosen = wanted
    return lambda: session.open_file(chosen)


# -- where to keep it -----------------------------------------------------------


def ask_path(title: str, key: str) -> Path | None:
    """Ask for the folder; the file's name follows from the title. None while it cannot be used."""
    say = page.words()
    default = str(st.session_state.get(_FOLDER) or recents.default_folder())
    given = st.text_input(say("project.folder"), value=default, key=key).strip()
    folder = Path(given).expanduser()
    if not given or not folder.is_absolute():
        page.problem(say("project.whole_path"))
        return None
    st.session_state[_FOLDER] = given
    path = folder / file_name(title)
    page.show(f'<p class="muted hint">{isolated(str(path))}</p>')
    return path


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file before long work is done for it.

    Raises:
        ProjectError: there is one.
    """
    if path.exists():
        raise ProjectError(f"{path} exists already; open it, or choose another name")
