"""The second screen: the open work. Choices in the sidebar, one part of the work beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.markup import isolated
from aligner.ui import (
    actions,
    address,
    amendments,
    columns,
    exports,
    filters,
    findings,
    hands,
    overview,
    page,
    projects,
    session,
    terms,
    text,
    walk,
)
from aligner.view import View

PARTS: Final[Mapping[str, Callable[[View], None]]] = MappingProxyType(
    {
        "part.text": text.draw,
        "part.summary": overview.draw,
        "part.amendments": amendments.draw,
        "part.findings": findings.draw,
        "part.glossary": terms.draw,
        "part.export": exports.draw,
    }
)
"""What the page can show of the work, by the key of its name."""


def draw() -> None:
    """Show the open work."""
    say = page.words()
    with st.sidebar:
        projects.draw()
        actions.steps()
        chosen = columns.choose(session.comparison())
    if not chosen:
        page.remark(say("app.no_columns"))
        return
    view = session.view(chosen)
    address.go_to_row()
    with st.sidebar:
        filters.choose(view)
    hands.draw(actions.act, walk.go, unkept=session.unkept())
    page.show(f"<h1>{isolated(view.title)}</h1>" + _remarks(view))
    part = st.segmented_control(
        say("app.part"),
        list(PARTS),
        default=None if walk.PART in st.session_state else "part.text",
        format_func=say,
        key=walk.PART,
        label_visibility="collapsed",
        required=True,
    )
    PARTS.get(part or "", text.draw)(view)


def _remarks(view: View) -> str:
    lines = "".join(f"<li>{isolated(note)}</li>" for note in view.notes)
    return f'<ul class="remarks">{lines}</ul>' if lines else ""
