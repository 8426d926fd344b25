"""The second screen: the open project, with options in the sidebar and the chosen tab beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, ParamSpec

import streamlit as st

from aligner.ui import (
    address,
    amendment_jump,
    amendments_tab,
    background_saves,
    column_choice,
    current_findings,
    current_view,
    export_tab,
    filter_sidebar,
    findings_tab,
    glossary_tab,
    keyboard,
    navigation,
    page,
    page_pane,
    project_file,
    project_sidebar,
    project_steps,
    reader_language,
    recovery_copy,
    redraws,
    row_actions,
    row_decisions,
    row_panel,
    save_work,
    session,
    summary_tab,
    text_fragment,
    text_tab,
    verdict_line,
    view_state,
)
from aligner.view.markup import isolated
from aligner.view.page_model import View

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

P = ParamSpec("P")
_POLL_SECONDS: Final = 1.0  # seconds between two checks whether a slow disk has saved a step


def _text(view: View) -> None:
    """Draw the rows, the panel of the chosen row, and lastly the page pane, which may take longest."""
    pane = text_tab.draw(view)
    if view_state.shown():
        row_panel.draw(view)
    if pane is not None:
        with pane:
            page_pane.draw(view)


_DRAW: Final[Mapping[str, Callable[[View], None]]] = MappingProxyType(
    {
        "part.summary": summary_tab.draw,
        "part.amendments": amendments_tab.draw,
        "part.findings": findings_tab.draw,
        "part.glossary": glossary_tab.draw,
        "part.export": export_tab.draw,
    }
)
"""Tab → the function that draws it; the text, which has none here, is drawn for any other name."""


def draw() -> None:
    """Show the open project; where it is saved is said last while a step is being saved."""
    is_saving = background_saves.saver().has_step()
    if not is_saving:
        background_saves.saver().raise_failure()
    with st.sidebar:
        sidebar = st.container()
        if not is_saving:
            _project(sidebar)
        row_actions.steps()
        chosen = column_choice.choose(session.comparison())
        reader_language.choose()
    head = save_work.place()
    page.show_pending_fault()
    if not is_saving:
        save_work.draw(head)
    if chosen:
        _view(current_view.view(chosen), is_saving=is_saving)
    else:
        page.remark(page.words()("app.no_columns"))
    if is_saving:
        _say_what_is_saved(sidebar, head)
    redraws.redraw_if_due()


def _say_what_is_saved(sidebar: DeltaGenerator, head: DeltaGenerator) -> None:
    """Show where the project is saved once it is; if the disk is slow, show it now and update it then."""
    is_saved = background_saves.settle()
    _project(sidebar)
    save_work.draw(head)
    if not is_saved:
        redraws.watch(lambda: not background_saves.saver().has_step(), _POLL_SECONDS)
    elif _at_risk():  # the browser is to ask before it leaves
        st.rerun()


def _project(sidebar: DeltaGenerator) -> None:
    with sidebar:
        project_sidebar.draw()


def _view(view: View, *, is_saving: bool) -> None:
    """Show the project in the chosen columns."""
    say = page.words()
    project_steps.return_to_paragraph(view)
    address.go_to_row()
    navigation.take_pending_step()
    with st.sidebar:
        filter_sidebar.choose(view)
    handlers = (_with_text(each) for each in (row_actions.act, navigation.go, address.follow))
    keyboard.draw(*handlers, at_risk=not is_saving and _at_risk())
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
    row_decisions.realign_on_request()
    text_fragment.draw(lambda: _inside(view, part))
    if part in _DRAW:
        _DRAW[part](view)


def _with_text(handler: Callable[P, None]) -> Callable[P, None]:
    """Return a handler of keys after which only the text is drawn if that suffices."""

    def handle(*given: P.args, **more: P.kwargs) -> None:
        handler(*given, **more)
        text_fragment.redraw()

    return handle


def _inside(view: View, part: str) -> None:
    """Draw what the fragment has: the answer to the keyboard, and the text if that is the chosen tab."""
    keyboard.answer(part, cut_list=amendment_jump.is_cut(view))
    if part not in _DRAW:
        _text(view)


def _at_risk() -> bool:
    """Whether some steps are not yet on disk."""
    return project_file.has_unsaved_steps() and recovery_copy.id_of_copy() is None


def _counted(part: str, view: View) -> str:
    """Return the label of a tab, with the number of its entries if it is a list."""
    label = page.words()(part)
    if part == "part.amendments":
        return f"{label} ({len(view.entries)})"
    if part == "part.findings" and current_findings.findings() is not None:
        return f"{label} ({len(current_findings.findings_by_state()[0])})"
    return label


def _remarks(view: View) -> str:
    lines = "".join(f"<li>{isolated(page.words().render(note))}</li>" for note in view.notes)
    return f'<ul class="remarks">{lines}</ul>' if lines else ""
