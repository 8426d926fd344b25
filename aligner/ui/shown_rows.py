"""The rows that pass the filters: the filters' menu, a chip for each that is on, a message if there are none.

`aligner.view.row_filters` applies them.
"""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.project.saved_work import row_reviewed
from aligner.ui import page
from aligner.ui.state import current_findings, current_view, navigation, session, view_state
from aligner.values import ChangeKind, DecisionKind, EditType
from aligner.view.page_model import View, ViewRow
from aligner.view.row_filters import UNDECIDED, Filter, Only, select
from aligner.view.text_search import Folded, Index

_UNDECIDED: Final[Mapping[int, str]] = MappingProxyType({})
_NONE: Final[frozenset[int]] = frozenset()
"""Stands for the marks and findings that a filter does not ask for, so that they select no rows anew."""


def explain_empty(view: View) -> None:
    """Say why no rows are shown, and offer to clear the filters."""
    say, query = page.words(), view_state.chosen_filter().query
    if not view.rows:
        page.remark(say("report.no_rows"))
        return
    page.remark(say("app.not_found", query=query) if query else say("app.nothing_shown"))
    page.button("app.show_all", view_state.clear_filters, key="text.all")


def index_of(view: View) -> Index:
    """The search index of a view, built once; all views of the project share the folded paragraphs."""
    work = session.comparison()
    folded: Folded = session.cached("folded", (work.documents, work.revisions), dict)
    return session.cached("index", (view,), lambda: Index(view, folded))


def rows_shown(view: View) -> tuple[ViewRow, ...]:
    """The rows that pass the filters, recomputed only when the filters or their sources change."""
    chosen = view_state.chosen_filter()
    reviewed = _reviewed(view) if chosen.only is Only.UNREVIEWED else _NONE
    found = current_findings.rows_with_findings() if chosen.only is Only.FOUND else _NONE
    kinds = decided(view) if chosen.decisions else _UNDECIDED
    selected: dict[Filter, tuple[ViewRow, ...]] = session.cached(
        "rows shown", (view, reviewed, found, kinds), dict
    )
    if chosen not in selected:
        selected.clear()  # keep one selection only, since each refers to every row
        selected[chosen] = select(
            view, chosen, reviewed=reviewed, found=found, decided=kinds, hits=index_of(view).matches
        )
    return selected[chosen]


def decided(view: View) -> Mapping[int, str]:
    """Return what was decided on each row with amendments between the drafts shown, by its index."""
    rows = current_view.decisions_of_rows(view)
    return session.cached(
        "decided kinds",
        (rows,),
        lambda: {
            row: each.now.kind if each.now is not None and each.now.kind is not None else UNDECIDED
            for row, each in rows.items()
            if each.amended
        },
    )


def _reviewed(view: View) -> frozenset[int]:
    """The indices, in the comparison, of the rows marked as reviewed."""
    work = session.project()
    return session.cached(
        "reviewed",
        (view, work.comparison, work.reviewed),
        lambda: frozenset(
            row.source for row in view.rows if row.source is not None and row_reviewed(work, row.source)
        ),
    )


def draw_menu(view: View) -> None:
    """Draw the menu; its fields are drawn while it is open, since the browser keeps those of a closed one."""
    menu = st.popover(page.say("filter.title"), key="filter", on_change="rerun")
    st.session_state.setdefault(navigation.SIZE, navigation.USUAL_SIZE)
    if menu.open:
        with menu:
            _choose(view)


def _choose(view: View) -> None:
    """Ask which rows to show."""
    say = page.words()
    checked = current_findings.findings() is not None
    offered = [only for only in Only if checked or only != Only.FOUND]
    st.selectbox(
        say("filter.only"),
        [str(only) for only in offered],
        format_func=lambda each: say(f"only.{each}", language=say.language_name(view.pivot)),
        key=view_state.ONLY,
        on_change=navigation.turn,
    )
    if any(column.revision is not None for column in view.columns):
        _changes(view)
    with st.expander(say("filter.more"), key="filter.more", on_change="rerun") as more:
        if more.open:  # most people never open it, and each key would draw it anew
            _more()


def chips(view: View) -> None:
    """Draw a button for each filter that is on, which removes it."""
    say, chosen = page.words(), view_state.chosen_filter()
    named = {
        view_state.ONLY: () if chosen.only is Only.ALL else (f"only.{chosen.only}",),
        view_state.KINDS: tuple(f"kind.{kind}" for kind in chosen.kinds),
        view_state.TYPES: tuple(f"type.{kind}" for kind in chosen.types),
        view_state.DECISIONS: tuple(f"decision.{each}" for each in sorted(chosen.decisions)),
        view_state.UNCERTAIN_FIRST: ("filter.uncertain_first",) if chosen.uncertain_first else (),
    }
    for key, names in named.items():
        if names:
            pivot = say.language_name(view.pivot)
            text = say("table.apart").join(say(name, language=pivot) for name in names)
            st.button(
                f"{text} ×",
                key=f"chip.{key.removeprefix(view_state.PREFIX)}",
                help=say("filter.remove"),
                on_click=_remove,
                args=(key,),
            )


def _remove(key: str) -> None:
    view_state.clear_filter(key)
    navigation.turn()


def _more() -> None:
    say = page.words()
    st.toggle(
        say("filter.uncertain_first"),
        key=view_state.UNCERTAIN_FIRST,
        on_change=navigation.turn,
    )
    st.selectbox(
        say("app.page_size"),
        navigation.SIZES,
        format_func=lambda size: say("app.all_rows") if size == navigation.ALL else str(size),
        key=navigation.SIZE,
        on_change=navigation.turn,
    )
    st.slider(say("filter.context"), 0, view_state.MOST_CONTEXT, key=view_state.CONTEXT)


def _changes(view: View) -> None:
    say = page.words()
    counts = Counter(decided(view).values())
    kinds = [kind for kind in ChangeKind if kind is not ChangeKind.UNCHANGED]
    ask = partial(page.choose_any, on_change=navigation.turn)
    ask(
        "decision.title",
        [UNDECIDED, *DecisionKind],
        lambda kind: f"{say(f'decision.{kind}')} ({counts[kind]})",
        view_state.DECISIONS,
    )
    ask("filter.kinds", kinds, lambda kind: say(f"kind.{kind}"), view_state.KINDS)
    ask("filter.types", EditType, lambda kind: say(f"type.{kind}"), view_state.TYPES)
