"""What the checks found: listed, filtered, each leading to its row, set aside with a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.languages import get
from aligner.project.saved_work import fingerprint, with_dismissed, without_dismissed
from aligner.ui import navigation, page, running, session
from aligner.values import Finding, Severity
from aligner.view.finding_marks import telling
from aligner.view.markup import escape, isolated, plain
from aligner.view.page_model import View, ViewRow

_SEVERITIES: Final = "desk.finding_severities"
_CHECKS: Final = "desk.finding_checks"
_LANGUAGES: Final = "desk.finding_languages"
_ASIDE: Final = "desk.finding_aside"
_MOST: Final = 9  # rows of the list; the one chosen is told below it, in sight on a laptop


def draw(view: View) -> None:
    """List the findings, those set aside where they are asked for."""
    say = page.words()
    found = worked_out()
    waiting, aside = session.findings_by_state()
    _choices(found, len(aside))
    shown = _chosen(aside if st.session_state.get(_ASIDE) else waiting)
    if not shown:
        alone = len(session.comparison().languages) == 1
        nothing = "finding.none_alone" if alone else "finding.none"
        page.remark(say("finding.none_shown" if found else nothing))
        return
    number = _table(view, shown)
    if number is not None:
        _one(view, shown[number])


def of_row(row: ViewRow) -> None:
    """The findings of one row, to be looked at beside it; none where the checks have not run."""
    waiting, _ = session.findings_by_state()
    for nth, finding in enumerate(each for each in waiting if row.source in each.rows):
        told, note, aside = st.columns([6, 3, 2], vertical_alignment="center")
        with told:
            page.show(f"<p>{_sign(finding.severity)} {_message(finding)}</p>")
        _note_and_button(finding, f"row{nth}", note, aside)


def marked(view: View, row: ViewRow) -> ViewRow:
    """A row with the words marked that its open findings are about, where the checks have run."""
    waiting, _ = session.findings_by_state()
    return telling(view, row, session.comparison().newest, waiting)


def worked_out() -> tuple[Finding, ...]:
    """What the checks find in the work as it stands; they are run where they have not been.

    Raises:
        AlignerError: where the model cannot be loaded.
    """
    found = session.findings()
    if found is None:
        work = session.project()
        found = running.check(work.comparison, work.glossary)
        session.set_findings(found)
    return found


def _choices(found: Sequence[Finding], aside: int) -> None:
    """Which findings to list."""
    say = page.words()
    places = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    offers: tuple[tuple[str, str, list[str], Callable[[str], str]], ...] = (
        ("finding.severity", _SEVERITIES, [str(each) for each in Severity], lambda s: say(f"severity.{s}")),
        (
            "finding.check",
            _CHECKS,
            sorted({each.check for each in found}),
            lambda check: say(f"check.{check}"),
        ),
        (
            "finding.language",
            _LANGUAGES,
            list(session.comparison().languages),
            lambda code: get(code).endonym,
        ),
    )
    for place, (name, key, options, told) in zip(places[:3], offers, strict=True):
        if key in st.session_state:
            st.session_state[key] = [each for each in st.session_state[key] if each in options]
        with place:
            st.multiselect(say(name), options, format_func=told, placeholder=say("filter.any"), key=key)
    with places[3]:
        st.toggle(say("finding.aside", count=aside), key=_ASIDE)


def _chosen(found: Sequence[Finding]) -> list[Finding]:
    state = st.session_state
    severities, checks = state.get(_SEVERITIES) or (), state.get(_CHECKS) or ()
    languages = state.get(_LANGUAGES) or ()
    return [
        each
        for each in found
        if (not severities or each.severity in severities)
        and (not checks or each.check in checks)
        and (not languages or each.language in languages)
    ]


def _table(view: View, shown: Sequence[Finding]) -> int | None:
    """The list, to be sorted by any column; gives the number of the finding chosen."""
    say = page.words()
    data = pd.DataFrame(
        {
            say("row.place"): [_place(view, each) for each in shown],
            say("finding.severity"): [say(f"severity.{each.severity}") for each in shown],
            say("finding.language"): [get(each.language).endonym for each in shown],
            say("finding.check"): [say(f"check.{each.check}") for each in shown],
            say("finding.message"): [plain(say.told(each.message)) for each in shown],
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
    """The finding chosen: in full, its rows, and what can be done about it."""
    say = page.words()
    rows = _rows(view, finding)
    page.show(f"<p>{_sign(finding.severity)} {_message(finding)}</p>")
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
    _note_and_button(finding, "list", note, aside)
    if rows:
        newest = session.comparison().newest
        told = [telling(view, row, newest, [finding]) for row in rows[:3]]
        page.show(Fragments(view, say, notes=False).table(told))


def _note_and_button(finding: Finding, where: str, note: object, button: object) -> None:
    """A note and the button that sets a finding aside, or takes it up again with the note shown."""
    say = page.words()
    work = session.project()
    mark = fingerprint(finding, work.comparison)
    key = f"findings.note.{where}.{mark}"
    if mark in work.dismissed:
        with note:  # type: ignore[attr-defined]
            said = work.dismissed[mark]
            page.show(f'<p class="muted">{isolated(said or say("finding.no_note"))}</p>')
        with button:  # type: ignore[attr-defined]
            st.button(
                say("finding.take_up"),
                key=f"findings.take_up.{where}.{mark}",
                width="stretch",
                on_click=_take_up,
                args=(finding,),
            )
        return
    with note:  # type: ignore[attr-defined]
        st.text_input(
            say("finding.note"), key=key, placeholder=say("finding.note"), label_visibility="collapsed"
        )
    with button:  # type: ignore[attr-defined]
        st.button(
            say("finding.dismiss"),
            key=f"findings.dismiss.{where}.{mark}",
            width="stretch",
            on_click=_dismiss,
            args=(finding, key),
        )


def _dismiss(finding: Finding, key: str) -> None:
    note = str(st.session_state.get(key) or "").strip()
    found = session.findings()
    session.step(with_dismissed(session.project(), finding, note), "step.dismiss")
    if found is not None:
        session.set_findings(found)


def _take_up(finding: Finding) -> None:
    session.step(without_dismissed(session.project(), finding), "step.take_up")


def _place(view: View, finding: Finding) -> str:
    """How people cite the rows of a finding."""
    return plain(", ".join(page.place(row) for row in _rows(view, finding)[:3]))


def _rows(view: View, finding: Finding) -> list[ViewRow]:
    """The rows that a finding names."""
    by_source = session.worked_out("rows by source", (view,), view.by_source)
    return [by_source[source] for source in finding.rows if source in by_source]


def _sign(severity: Severity) -> str:
    say = page.words()
    return f'<span class="badge severity {severity}">{escape(say(f"severity.{severity}"))}</span>'


def _message(finding: Finding) -> str:
    return f"{escape(get(finding.language).endonym)} · {isolated(page.words().told(finding.message))}"
