"""Paths that the user types, and that of a new project: a chosen folder, and a name made from the title."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import streamlit as st

from aligner.project import recent
from aligner.project.store import EXTENSION
from aligner.ui import page
from aligner.values.errors import ProjectError
from aligner.values.message import Message, about
from aligner.view.markup import isolated

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
    return f"{file_stem(title)} - {page.words()('part.summary').lower()}"


def ask_path(title: str, key: str) -> Path | None:
    """Ask for the folder; the title gives the file name. None while the folder is unusable."""
    say = page.words()
    default = str(st.session_state.get(_FOLDER) or recent.default_folder())
    given = st.text_input(say("project.folder"), value=default, key=key).strip()
    folder = typed_path(given)
    if not given or not folder.is_absolute():
        page.problem(say("project.whole_path"))
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
