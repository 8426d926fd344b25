"""The second screen: the open project, with choices in the sidebar and one tab beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.ui import (
    address,
    amendments_tab,
    column_choice,
    current_findings,
    current_view,
    export_tab,
    filter_sidebar,
    findings_tab,
    glossary_tab,
    keep_work,
    keyboard,
    navigation,
    page,
    page_pane,
    project_file,
    project_sidebar,
    project_steps,
    reader_language,
    recovery_copy,
    row_actions,
    row_panel,
    session,
    summary_tab,
    text_tab,
    verdict_line,
    view_state,
)
from aligner.view.markup import isolated
from aligner.view.page_model import View


def _text(view: View) -> None:
    """Draw the rows, the panel of the chosen row below them, and the page pane, which may take longest."""
    pane = text_tab.draw(view)
    if view_state.shown():
        row_panel.draw(view)
    if pane is not None:
        with pane:
            page_pane.draw(view)


_DRAW: Final[Mapping[str, Callable[[View], None]]] = MappingProxyType(
    {
        "part.text": _text,
        "part.summary": summary_tab.draw,
        "part.amendments": amendments_tab.draw,
        "part.findings": findings_tab.draw,
        "part.glossary": glossary_tab.draw,
        "part.export": export_tab.draw,
    }
)
"""What draws each tab."""


def draw() -> None:
    """Show the open project."""
    say = page.words()
    with st.sidebar:
        project_sidebar.draw()
        row_actions.steps()
        chosen = column_choice.choose(session.comparison())
        reader_language.choose()
    if not chosen:
        page.remark(say("app.no_columns"))
        return
    view = current_view.view(chosen)
    project_steps.return_to_paragraph(view)
    address.go_to_row()
    navigation.take_step_that_waited()
    with st.sidebar:
        filter_sidebar.choose(view)
    at_risk = project_file.has_unsaved_steps() and recovery_copy.id_of_copy() is None
    keyboard.draw(row_actions.act, navigation.go, address.follow, unkept=at_risk)
    keep_work.draw()
    page.show(f"<h1>{isolated(view.title)}</h1>" + _remarks(view))
    verdict_line.draw(view)
    labels = {part: _counted(part, view) for part in navigation.PARTS}
    part = st.segmented_control(
        say("app.part"),
        list(navigation.PARTS),
        default=None if navigation.PART in st.session_state else "part.text",
        format_func=labels.__getitem__,
        key=navigation.PART,
        label_visibility="collapsed",
        required=True,
    )
    _DRAW.get(part or "", _text)(view)
    page.redraw_if_due()


def _counted(part: str, view: View) -> str:
    """Return the label of a tab, with the number of its lines."""
    label = page.words()(part)
    if part == "part.amendments":
        return f"{label} ({len(view.entries)})"
    if part == "part.findings" and current_findings.findings() is not None:
        return f"{label} ({len(current_findings.findings_by_state()[0])})"
    return label


def _remarks(view: View) -> str:
    lines = "".join(f"<li>{isolated(page.words().render(note))}</li>" for note in view.notes)
    return f'<ul class="remarks">{lines}</ul>' if lines else ""
