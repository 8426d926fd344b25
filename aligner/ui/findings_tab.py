"""The findings tab: findings listed by row, shown in the text beside the list, dismissed with a note."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.languages import get
from aligner.project.saved_work import fingerprint
from aligner.ui import page, row_findings, text_pane
from aligner.ui.state import current_findings, navigation, session, view_state
from aligner.values import Finding, Severity
from aligner.view.finding_marks import group_findings, mark_findings
from aligner.view.markup import plain
from aligner.view.page_model import View, ViewRow

_LIST: Final = "findings.list"
_CHOSEN: Final = "desk.finding"
_FILTERS: Final = MappingProxyType(
    {
        view_state.FINDING_SEVERITIES: "severity",
        view_state.FINDING_CHECKS: "check",
        view_state.FINDING_LANGUAGES: "language",
    }
)
"""Session key of what is chosen → the field of a finding that it is compared with."""


def draw(view: View) -> None:
    """List the findings, including dismissed ones on request."""
    findings = current_findings.run_checks()
    unresolved, dismissed = current_findings.findings_by_state()
    _choices(findings, len(dismissed))
    shown = _chosen(dismissed if st.session_state.get(view_state.FINDING_ASIDE) else unresolved)
    if not shown:
        page.remark(page.say("finding.none_shown") if findings else current_findings.nothing_found())
        return
    listed, text = text_pane.beside()
    with listed:
        chosen = _list(view, shown)
    with text:
        _draw_chosen(view, shown, chosen)


def _choices(found: Sequence[Finding], dismissed: int) -> None:
    """Ask which findings to list."""
    say = page.words()
    places = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    checks = sorted({finding.check for finding in found})
    offers: tuple[tuple[Sequence[str], Callable[[str], str]], ...] = (
        (list(Severity), lambda s: say(f"severity.{s}")),
        (checks, lambda c: say.label(f"check.{c}", c)),
        (session.comparison().languages, lambda code: get(code).endonym),
    )
    for place, (key, name), (options, named) in zip(places[:3], _FILTERS.items(), offers, strict=True):
        if key in st.session_state:
            st.session_state[key] = [each for each in st.session_state[key] if each in options]
        page.choose_any(f"finding.{name}", options, named, key, at=place)
    places[3].toggle(say("finding.aside", count=dismissed), key=view_state.FINDING_ASIDE)


def _chosen(found: Sequence[Finding]) -> tuple[Finding, ...]:
    chosen = {name: st.session_state.get(key) for key, name in _FILTERS.items()}
    return tuple(
        finding
        for finding in found
        if all(not wanted or getattr(finding, name) in wanted for name, wanted in chosen.items())
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


def _list(view: View, shown: Sequence[Finding]) -> Finding:
    """Draw the list of findings by row; return the chosen one, or else the first."""
    say, names = page.words(), _by_id(shown)
    by_row = session.cached("finding groups", (view, *shown), lambda: group_findings(view, shown))
    name_of = {id(finding): name for name, finding in names.items()}
    groups = session.cached(
        "finding lines",
        (view, say, *shown),
        lambda: [
            text_pane.Group(
                plain(page.place(row)) if row else say("finding.whole"),
                tuple(_line(each, name_of[id(each)]) for each in findings),
            )
            for row, findings in by_row
        ],
    )
    current = names.get(st.session_state.get(_CHOSEN) or "") or by_row[0].findings[0]
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
    return current


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


def _draw_chosen(view: View, shown: Sequence[Finding], finding: Finding) -> None:
    """Draw the chosen finding with its actions, and the text around its row with the words marked."""
    rows = _rows(view, finding)
    page.show(current_findings.paragraph(finding))
    go, note, dismissed = st.columns([3, 4, 2], vertical_alignment="bottom")
    with go:
        if rows:
            page.button(
                "finding.go",
                navigation.go,
                rows[0].number,
                finding.language,
                key="findings.go",
                width="stretch",
                type="primary",
            )
    names = _by_id(shown)
    ticked = [names[each] for each in text_pane.ticked(_LIST) if each in names]
    if ticked:
        row_findings.note_and_button(ticked, None, note, dismissed)
    else:
        row_findings.note_and_button([finding], "list", note, dismissed)
    if rows:
        newest = session.comparison().newest
        text_pane.draw(
            view,
            rows,
            languages=(finding.language, view.pivot),
            marked=lambda row: mark_findings(view, row, newest, [finding]),
        )


def _rows(view: View, finding: Finding) -> list[ViewRow]:
    """Return the rows that a finding concerns."""
    by_source = session.cached("rows by source", (view,), view.by_source)
    return [by_source[source] for source in finding.rows if source in by_source]
