"""The findings of the checks: listed, filtered, linked to their rows, dismissed with a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.languages import get
from aligner.ui import current_findings, filter_state, navigation, page, session, session_cache
from aligner.ui.row_findings import message_html, note_and_button, run_checks, severity_badge
from aligner.values import Finding, Severity
from aligner.view.finding_marks import mark_findings
from aligner.view.markup import plain
from aligner.view.page_model import View, ViewRow

_MOST: Final = 9  # rows of the list; the selected finding below it stays visible on a laptop


def draw(view: View) -> None:
    """List the findings, including dismissed ones on request."""
    say = page.words()
    found = run_checks()
    waiting, aside = current_findings.findings_by_state()
    _choices(found, len(aside))
    shown = _chosen(aside if st.session_state.get(filter_state.FINDING_ASIDE) else waiting)
    if not shown:
        alone = len(session.comparison().languages) == 1
        nothing = "finding.none_alone" if alone else "finding.none"
        page.remark(say("finding.none_shown" if found else nothing))
        return
    number = _table(view, shown)
    if number is not None:
        _one(view, shown[number])


def _choices(found: Sequence[Finding], aside: int) -> None:
    """Ask which findings to list."""
    say = page.words()
    places = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    offers: tuple[tuple[str, str, list[str], Callable[[str], str]], ...] = (
        (
            "finding.severity",
            filter_state.FINDING_SEVERITIES,
            [str(each) for each in Severity],
            lambda s: say(f"severity.{s}"),
        ),
        (
            "finding.check",
            filter_state.FINDING_CHECKS,
            sorted({each.check for each in found}),
            lambda check: say.label(f"check.{check}", check),
        ),
        (
            "finding.language",
            filter_state.FINDING_LANGUAGES,
            list(session.comparison().languages),
            lambda code: get(code).endonym,
        ),
    )
    for place, (name, key, options, label) in zip(places[:3], offers, strict=True):
        if key in st.session_state:
            st.session_state[key] = [each for each in st.session_state[key] if each in options]
        with place:
            st.multiselect(say(name), options, format_func=label, placeholder=say("filter.any"), key=key)
    with places[3]:
        st.toggle(say("finding.aside", count=aside), key=filter_state.FINDING_ASIDE)


def _chosen(found: Sequence[Finding]) -> list[Finding]:
    state = st.session_state
    severities, checks = (
        state.get(filter_state.FINDING_SEVERITIES) or (),
        state.get(filter_state.FINDING_CHECKS) or (),
    )
    languages = state.get(filter_state.FINDING_LANGUAGES) or ()
    return [
        each
        for each in found
        if (not severities or each.severity in severities)
        and (not checks or each.check in checks)
        and (not languages or each.language in languages)
    ]


def _table(view: View, shown: Sequence[Finding]) -> int | None:
    """Draw the sortable list; return the number of the selected finding."""
    say = page.words()
    data = pd.DataFrame(
        {
            say("row.place"): [_place(view, each) for each in shown],
            say("finding.severity"): [say(f"severity.{each.severity}") for each in shown],
            say("finding.language"): [get(each.language).endonym for each in shown],
            say("finding.check"): [say.label(f"check.{each.check}", each.check) for each in shown],
            say("finding.message"): [plain(say.render(each.message)) for each in shown],
        }
    )
    event = st.dataframe(
        data,
        hide_index=True,
        width="stretch",
        height=page.table_height(len(shown), _MOST),
        on_select="rerun",
        selection_mode="single-row",
        key="findings.table",
        column_config={say("finding.message"): st.column_config.TextColumn(width="large")},
    )
    rows = event.selection.rows
    return rows[0] if rows and rows[0] < len(shown) else None


def _one(view: View, finding: Finding) -> None:
    """Draw the selected finding: its full text, its rows and its actions."""
    say = page.words()
    rows = _rows(view, finding)
    page.show(f"<p>{severity_badge(finding.severity)} {message_html(finding)}</p>")
    go, note, aside = st.columns([2, 5, 2], vertical_alignment="bottom")
    with go:
        if rows:
            st.button(
                say("finding.go"),
                key="findings.go",
                width="stretch",
                type="primary",
                on_click=navigation.go,
                args=(rows[0].number, finding.language),
            )
    note_and_button(finding, "list", note, aside)
    if rows:
        newest = session.comparison().newest
        marked = [mark_findings(view, row, newest, [finding]) for row in rows[:3]]
        page.show(Fragments(view, say, notes=False).table(marked))


def _place(view: View, finding: Finding) -> str:
    """Return the citation of a finding's rows."""
    return plain(", ".join(page.place(row) for row in _rows(view, finding)[:3]))


def _rows(view: View, finding: Finding) -> list[ViewRow]:
    """Return the rows that a finding names."""
    by_source = session_cache.cached("rows by source", (view,), view.by_source)
    return [by_source[source] for source in finding.rows if source in by_source]
