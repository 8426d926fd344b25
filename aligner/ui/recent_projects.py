"""The list of recent projects on the first screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from aligner.project import recent
from aligner.project.store import EXTENSION
from aligner.ui import page, project_opening, project_path
from aligner.view.markup import escape, isolated


def choose() -> Callable[[], None] | None:
    """Draw recent projects and a field for the path of another; return the opening of the one requested."""
    say = page.words()
    page.show(f"<h2>{escape(say('project.recent'))}</h2>")
    with st.container():  # so that the field below stays as it is while other windows change the list
        wanted = _listed()
    with st.expander(say("project.open_file")):
        path = st.text_input(say("project.path"), key="start.project_path", placeholder=f"…{EXTENSION}")
        if st.button(say("project.open"), key="start.open_path") and path.strip():
            wanted = project_path.typed_path(path)
    if wanted is None:
        return None
    chosen = wanted
    return lambda: project_opening.open_file(chosen)


def _listed() -> Path | None:
    """Draw the recent projects; return the path of the one requested."""
    say = page.words()
    wanted: Path | None = None
    listed = recent.recents()
    if not listed:
        page.show(f'<p class="muted">{escape(say("project.none_yet"))}</p>')
    for each in listed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"recent.{each.id}"):
            exists = project_path.exists(each.path)
            text = " · ".join([escape(each.opened[:10]), *([] if exists else [escape(say("project.gone"))])])
            name = isolated(each.title or each.path.stem)
            page.show(
                f'<p class="recent" translate="no"><strong>{name}</strong><br>'
                f'<small class="muted">{isolated(str(each.path))} · {text}</small></p>'
            )
            if st.button(say("project.open"), key=f"recent.open.{each.id}", disabled=not exists):
                wanted = each.path
            st.button(
                "✕",
                key=f"recent.forget.{each.id}",
                help=say("project.forget"),
                type="tertiary",
                on_click=recent.forget,
                args=(each.id,),
            )
    return wanted
