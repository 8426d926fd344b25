"""The second screen: the open project. A bar at the head of the window, the verdict, and the chosen tab."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import RerunException

from aligner.languages import LANGUAGES
from aligner.project.saved_work import review_progress
from aligner.ui import (
    add_documents,
    amendments_tab,
    column_choice,
    export_tab,
    findings_tab,
    glossary_tab,
    page,
    page_view,
    row_actions,
    row_panel,
    save_work,
    shown_rows,
    summary_tab,
    text_fragment,
    text_tab,
    verdict_line,
    written_text,
)
from aligner.ui.state import (
    current_findings,
    current_view,
    keyboard,
    navigation,
    project_opening,
    project_steps,
    redraws,
    row_decisions,
    running,
    session,
    view_state,
)
from aligner.view.markup import escape, isolated
from aligner.view.page_model import View


def _text(view: View, place: DeltaGenerator) -> None:
    """Draw the rows, the panel of the chosen row, and lastly the page pane, which may take longest."""
    pane = text_tab.draw(view, place)
    if view_state.shown():
        row_panel.draw(view)
    if pane is not None:
        with pane:
            page_view.draw_pane(view)


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

_FILTERED: Final = ("part.text", "part.amendments", "part.export")
"""The tabs that show only what the filters leave, or may."""


def draw() -> None:
    """Show the open project; where it is saved is said last while a step is being saved."""
    say, is_saving = page.words(), project_steps.saver().has_step
    chosen = column_choice.chosen(session.comparison())
    if not is_saving:
        project_steps.saver().raise_failure()
    with st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        title = st.container()
        menu = st.popover(say("app.columns"), key="columns", on_change="rerun")
        if menu.open:  # in a closed one, the browser would keep values that have changed since
            with menu:
                column_choice.ask(session.comparison())
                page.choose_reader()
        filters = st.container(key="filters", width="content")
        head = st.container(key="save", horizontal=True, gap="small", vertical_alignment="center")
        row_actions.steps()
        draw_menu()
    page.show_pending_fault()
    warning = st.container(key="warning")
    if not is_saving:
        _say_what_is_saved(head, warning)
    if chosen:
        view = _current()
        with title:
            page.show(f'<h1 title="{escape(view.title)}">{isolated(view.title)}</h1>')
        _view(view, filters, is_saving=is_saving)
    else:
        page.remark(say("app.no_columns"))
    if is_saving:
        is_saved = project_steps.settle()
        _say_what_is_saved(head, warning)
        if not is_saved:
            redraws.watch(lambda: not project_steps.saver().has_step)  # a slow disk
        elif _at_risk():  # the browser is to ask before it leaves
            st.rerun()
    redraws.redraw_if_due()


def _current() -> View:
    """The view of the project as it is now, in the chosen columns."""
    return current_view.view(column_choice.chosen(session.comparison()))


def _say_what_is_saved(head: DeltaGenerator, warning: DeltaGenerator) -> None:
    with warning:
        warn()
    save_work.draw(head)


def _view(view: View, filters: DeltaGenerator, *, is_saving: bool) -> None:
    """Show the project in the chosen columns."""
    project_steps.return_to_paragraph(view)
    project_opening.go_to_row()
    navigation.take_pending_step()
    navigation.start_at_amendment(view)
    with filters:
        shown_rows.draw_menu(view)
    page.component("keyboard")(
        key=keyboard.KEY,
        data={"keys": {**keyboard.KEYS, **keyboard.TABS}, "at_risk": not is_saving and _at_risk()},
        on_act_change=_handle,
        height=1,
    )
    verdict_line.draw(view)
    row_decisions.realign_on_request()
    written_text.begin_on_request()
    text_fragment.draw(lambda: _inside(_current()))
    part = st.session_state.get(navigation.PART)
    if part != "part.glossary":
        glossary_tab.leave()
    if part in _DRAW:
        _DRAW[part](view)


def _handle() -> None:
    """Do what a key, a click, or Back or Forward in the browser asks for, before the page is drawn."""
    event, done = keyboard.last_event(), keyboard.done()
    number, last = event.get("id"), done.get("id", 0)
    if not isinstance(number, int | float) or number <= last:
        return  # a repetition: Streamlit resends events that it may not have delivered
    steps, here = session.timeline(), view_state.here()
    done["id"] = number
    try:
        _perform(event)
    except RerunException:  # another request has ended the run: unless it came too late, try again
        if session.timeline() is steps and view_state.here() == here:
            done["id"] = last
        raise
    text_fragment.redraw()


def _perform(event: Mapping[str, Any]) -> None:
    """Go to a row that was clicked or linked to, follow the browser, or perform the action of a key."""
    action, row, language = event.get("action"), event.get("row"), event.get("language")
    if action == "row" and isinstance(row, int | float) and row > 0:
        navigation.go(int(row), language if language in LANGUAGES else None)
    elif action == "address":
        project_opening.follow(str(event.get("search") or ""))
    elif isinstance(action, str):
        row_actions.act(action, keyboard.Caret.of(event))


def _inside(view: View) -> None:
    """Draw what the fragment has: the tabs, the answer to the keyboard, and the text if it is chosen."""
    say, labels = page.words(), {part: _counted(part, view) for part in navigation.PARTS}
    toolbar = st.container(key="toolbar", horizontal=True, vertical_alignment="center", gap="small")
    with toolbar:
        part = st.segmented_control(
            say("app.part"),
            list(navigation.PARTS),
            default=None if navigation.PART in st.session_state else "part.text",
            format_func=labels.__getitem__,
            key=navigation.PART,
            label_visibility="collapsed",
            required=True,
            width="content",
            on_change=navigation.name_part,
        )
        if part in _FILTERED:
            shown_rows.chips(view)
    first = navigation.first_amendment(view)
    keyboard.answer(part, cut_list=navigation.list_is_cut(view), first=first)
    if part not in _DRAW:
        _text(view, toolbar)


def _at_risk() -> bool:
    """Whether some steps are not yet on disk."""
    return project_steps.has_unsaved_steps() and project_steps.id_of_copy() is None


def _counted(part: str, view: View) -> str:
    """Return the label of a tab, with the number of its entries if it is a list."""
    label = page.say(part)
    if part == "part.amendments":
        return f"{label} ({len(view.entries)})"
    if part == "part.findings" and current_findings.findings() is not None:
        return f"{label} ({len(current_findings.open_now())})"
    return label


_ARRANGE: Final = "arrange"
_CLOSE: Final = "close"
_MENU: Final = "project"


def draw_menu() -> None:
    """Draw the button that adds documents, and the menu."""
    say = page.words()
    if page.button("project.add_short", key="project.add", help=say("project.add")):
        add_documents.dialog()
    menu = st.popover(say("project.menu"), key=_MENU, on_change="rerun")
    if menu.open:
        with menu:
            _progress()
            for label, key, wanted in (
                ("key.title", "steps.help", keyboard.HELP),
                ("arrange.title", "project.arrange", _ARRANGE),
                ("project.close", "project.close", _CLOSE),
            ):
                page.button(label, _ask, wanted, key=key, width="stretch")
            page.choose_interface()
    if redraws.take_request(_ARRANGE):
        add_documents.arrange()
    closing = redraws.take_request(_CLOSE)
    if closing and not project_steps.has_unsaved_steps():
        leave()
        st.rerun()
    if closing or redraws.take_request(project_opening.LEAVE):
        _confirm_closing()


def _ask(what: str) -> None:
    redraws.request(what)
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
    if page.button("project.open_theirs"):
        project_steps.leave_copy_behind()  # it has the steps that could not be saved
        project_opening.open_file(current.path)
        st.rerun()


def _confirm_closing() -> None:
    """Ask whether to close the project, and offer to save it first if steps would be lost."""
    say = page.words()
    lost = project_steps.has_unsaved_steps()

    def asked() -> None:
        page.show(f"<p>{escape(say('project.would_be_lost' if lost else 'project.left'))}</p>")
        with st.container(horizontal=True):
            if lost and page.button("project.save_as", key="project.save_first", type="primary"):
                redraws.request(save_work.SAVE)
                st.rerun()
            close = "project.close_anyway" if lost else "project.close"
            if page.button(close, key="project.close_anyway"):
                leave()
                st.rerun()
            if page.button("project.stay", type="secondary" if lost else "primary"):
                st.rerun()

    redraws.dialog(say("project.close"), asked)


def leave() -> None:
    """Close the open project, and drop the vectors computed from its texts."""
    project_opening.close_project()
    running.forget()
