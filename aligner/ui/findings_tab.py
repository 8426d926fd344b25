"""The findings tab: findings listed by row, shown in the text beside the list, dismissed with a note."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aligner.languages import get
from aligner.project.saved_work import fingerprint
from aligner.ui import page, row_findings, text_pane
from aligner.ui.state import current_findings, navigation, session, view_state
from aligner.values import Finding, Severity
from aligner.view.finding_marks import FindingGroup, group_findings, mark_findings
from aligner.view.markup import plain
from aligner.view.page_model import View, ViewRow

_LIST: Final = "findings.list"
_CHOSEN: Final = "desk.finding"
_NOTE: Final = "findings.note.many"


def draw(view: View) -> None:
    """List the findings, including dismissed ones on request."""
    findings = row_findings.run_checks()
    unresolved, dismissed = current_findings.findings_by_state()
    _choices(findings, len(dismissed))
    shown = _chosen(dismissed if st.session_state.get(view_state.FINDING_ASIDE) else unresolved)
    if not shown:
        page.remark(page.say("finding.none_shown") if findings else current_findings.nothing_found())
        return
    listed, text = text_pane.beside()
    with listed:
        _list(view, shown)
    with text:
        _draw_chosen(view, shown)


def _choices(found: Sequence[Finding], dismissed: int) -> None:
    """Ask which findings to list."""
    say = page.words()
    places = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    checks = sorted({finding.check for finding in found})
    offers: tuple[tuple[str, Sequence[str], Callable[[str], str], str], ...] = (
        ("finding.severity", list(Severity), lambda s: say(f"severity.{s}"), view_state.FINDING_SEVERITIES),
        ("finding.check", checks, lambda c: say.label(f"check.{c}", c), view_state.FINDING_CHECKS),
        (
            "finding.language",
            session.comparison().languages,
            lambda code: get(code).endonym,
            view_state.FINDING_LANGUAGES,
        ),
    )
    for place, (name, options, named, key) in zip(places[:3], offers, strict=True):
        if key in st.session_state:
            st.session_state[key] = [each for each in st.session_state[key] if each in options]
        page.choose_any(name, options, named, key, at=place)
    places[3].toggle(say("finding.aside", count=dismissed), key=view_state.FINDING_ASIDE)


def _chosen(found: Sequence[Finding]) -> tuple[Finding, ...]:
    state = st.session_state
    severities, checks = (
        state.get(view_state.FINDING_SEVERITIES) or (),
        state.get(view_state.FINDING_CHECKS) or (),
    )
    languages = state.get(view_state.FINDING_LANGUAGES) or ()
    return tuple(
        finding
        for finding in found
        if (not severities or finding.severity in severities)
        and (not checks or finding.check in checks)
        and (not languages or finding.language in languages)
    )


def _by_id(found: Sequence[Finding]) -> Mapping[str, Finding]:
    """Identify findings for the list by fingerprint, with a number to distinguish those that share one."""

    def named() -> dict[str, Finding]:
        seen: Counter[str] = Counter()
        names: dict[str, Finding] = {}
        for finding in found:
            mark = fingerprint(finding, session.comparison())
            names[f"{mark}.{seen[mark]}"] = finding
            seen[mark] += 1
        return names

    return session.cached("finding names", (session.comparison(), *found), named)


def _groups(view: View, shown: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    return session.cached("finding groups", (view, *shown), lambda: group_findings(view, shown))


def _current(view: View, shown: Sequence[Finding]) -> Finding:
    """Return the chosen finding, or the first of the list."""
    chosen = _by_id(shown).get(st.session_state.get(_CHOSEN) or "")
    return chosen or _groups(view, shown)[0].findings[0]


def _list(view: View, shown: Sequence[Finding]) -> None:
    """Draw the list of findings by row."""
    say, names = page.words(), _by_id(shown)
    name_of = {id(finding): name for name, finding in names.items()}
    groups = session.cached(
        "finding lines",
        (view, say, *shown),
        lambda: [
            text_pane.Group(
                plain(page.place(row)) if row else say("finding.whole"),
                tuple(_line(each, name_of[id(each)]) for each in findings),
            )
            for row, findings in _groups(view, shown)
        ],
    )
    current = _current(view, shown)
    rows = _rows(view, current)
    text_pane.draw_list(
        groups,
        _LIST,
        name=say("part.findings"),
        chosen=name_of[id(current)],
        row=rows[0].number if rows else None,
        kept_as=_CHOSEN,
        ticks=True,
    )


def _line(finding: Finding, name: str) -> text_pane.Line:
    say = page.words()
    text = plain(current_findings.sentence(finding))
    return text_pane.Line(
        id=name,
        passages=(text_pane.Passage((("", text),)),),
        badges=((f"severity {finding.severity}", say(f"severity.{finding.severity}")),),
        note=say.label(f"check.{finding.check}", finding.check),
        name=text,
    )


def _draw_chosen(view: View, shown: Sequence[Finding]) -> None:
    """Draw the chosen finding with its actions, and the text around its row with the words marked."""
    finding = _current(view, shown)
    rows = _rows(view, finding)
    page.show(current_findings.paragraph(finding))
    go, note, dismissed = st.columns([3, 4, 2], vertical_alignment="bottom")
    with go:
        if rows:
            st.button(
                page.say("finding.go"),
                key="findings.go",
                width="stretch",
                type="primary",
                on_click=navigation.go,
                args=(rows[0].number, finding.language),
            )
    names = _by_id(shown)
    ticked = [names[each] for each in text_pane.ticked(_LIST) if each in names]
    if ticked:
        _draw_ticked(ticked, note, dismissed)
    else:
        row_findings.note_and_button(finding, "list", note, dismissed)
    if rows:
        newest = session.comparison().newest
        text_pane.draw(
            view,
            rows,
            languages=(finding.language, view.pivot),
            marked=lambda row: mark_findings(view, row, newest, [finding]),
        )


def _draw_ticked(ticked: Sequence[Finding], note: DeltaGenerator, button: DeltaGenerator) -> None:
    """Draw the note and the button that dismiss or restore all ticked findings."""
    dismissed = bool(st.session_state.get(view_state.FINDING_ASIDE))
    if not dismissed:
        note.text_input(
            page.say("finding.note"),
            key=_NOTE,
            placeholder=page.say("finding.note"),
            label_visibility="collapsed",
        )
    button.button(
        page.say("finding.take_up_ticked" if dismissed else "finding.dismiss_ticked", count=len(ticked)),
        key="findings.several",
        width="stretch",
        on_click=partial(row_findings.restore, ticked)
        if dismissed
        else partial(row_findings.dismiss, ticked, _NOTE),
    )


def _rows(view: View, finding: Finding) -> list[ViewRow]:
    """Return the rows that a finding concerns."""
    by_source = session.cached("rows by source", (view,), view.by_source)
    return [by_source[source] for source in finding.rows if source in by_source]
