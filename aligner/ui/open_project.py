"""The open project: where it is saved, whether its steps are, and its actions."""

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


# -- the sidebar ----------------------------------------------------------------


def draw() -> None:
    """Draw the open project: its name, where it is saved, how much is reviewed, and its actions."""
    say = page.words()
    add_documents.show_what_came()
    current, title = session.kept(), session.comparison().title
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


def _button(key: str) -> bool:
    """Draw a button with a short label and a full tooltip."""
    say = page.words()
    pressed: bool = st.button(say(f"{key}_short"), help=say(key), key=key)
    return pressed


def _state(current: Kept | None) -> str:
    """Describe where the project is saved."""
    say = page.words()
    if current is None:
        return escape(say("project.session_only"))
    name = f'<span title="{escape(str(current.path))}">{isolated(current.path.name)}</span>'
    state = say("project.unsaved") if current.problem else say("project.saved")
    return f"{name} · {escape(state)}"


def _overtaken(current: Kept) -> None:
    """Ask how to proceed after another window saved; until then this one saves nothing."""
    say = page.words()
    page.problem(say("project.overtaken"))
    if st.button(say("project.open_theirs"), key="project.open_theirs", width="stretch"):
        session.open_file(current.path)
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
    """Close the project, after confirmation if steps would be lost."""
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
    """Close the open project and drop everything computed from its texts."""
    session.close()
    running.forget()


# -- the first screen -----------------------------------------------------------


def recent() -> Callable[[], None] | None:
    """List recent projects and a field to open another by its path; return the one requested."""
    say = page.words()
    page.show(f"<h2>{escape(say('project.recent'))}</h2>")
    wanted: Path | None = None
    listed = recents.recents()
    if not listed:
        page.show(f'<p class="muted">{escape(say("project.none_yet"))}</p>')
    for each in listed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"recent.{each.id}"):
            there = each.path.is_file()
            text = " · ".join([escape(each.opened[:10]), *([] if there else [escape(say("project.gone"))])])
            name = isolated(each.title or each.path.stem)
            page.show(
                f'<p class="recent" translate="no"><strong>{name}</strong><br>'
                f'<small class="muted">{isolated(str(each.path))} · {text}</small></p>'
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
    """Ask for the folder; the title gives the file name. None while the folder is unusable."""
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
    """Refuse an existing file before a long computation.

    Raises:
        ProjectError: if the file exists.
    """
    if path.exists():
        raise ProjectError(f"{path} exists already; open it, or choose another name")
