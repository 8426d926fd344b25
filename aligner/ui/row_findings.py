"""The findings of a row, and actions on findings: dismiss with a note, restore."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aligner.project.saved_work import fingerprint, with_dismissed, without_dismissed
from aligner.ui import page
from aligner.ui.state import current_findings, current_view, project_steps, redraws, session
from aligner.values import Finding
from aligner.view.finding_marks import mark_findings
from aligner.view.markup import isolated
from aligner.view.page_model import View, ViewRow

_DISMISS: Final = "dismiss"


def draw_row_findings(row: ViewRow) -> None:
    """Draw the findings of one row, if the checks have run."""
    for nth, finding in enumerate(of_row(row)):
        text, note, aside = st.columns([6, 3, 2], vertical_alignment="center")
        with text:
            page.show(current_findings.paragraph(finding))
        note_and_button([finding], f"row{nth}", note, aside)


def of_row(row: ViewRow) -> list[Finding]:
    """Return the open findings of one row, if the checks have run."""
    return [finding for finding in current_findings.open_now() if row.source in finding.rows]


def marked(view: View, row: ViewRow) -> ViewRow:
    """Highlight the words in a row that its open findings concern, if the checks have run."""
    return mark_findings(view, row, session.comparison().newest, current_findings.open_now())


def note_and_button(
    findings: Sequence[Finding], where: str | None, note: DeltaGenerator, button: DeltaGenerator
) -> None:
    """Draw the note of a finding, and the button that dismisses or restores it.

    Args:
        findings: the finding, or those that are ticked, of which all are dismissed or none is.
        where: what distinguishes these widgets from others for the same finding; None if the findings
            are ticked. The button then says how many they are.
        note: the place of the note.
        button: the place of the button.
    """
    say, work, ticked = page.words(), session.project(), where is None
    mark = fingerprint(findings[0], work.comparison)
    name = "ticked" if ticked else f"{where}.{mark}"
    if mark in work.dismissed:
        what, act = "take_up", partial(restore, findings)
        if not ticked:
            with note:
                text = work.dismissed[mark] or say("finding.no_note")
                page.show(f'<p class="muted">{isolated(text)}</p>')
    else:
        key = f"findings.note.{name}"
        what, act = "dismiss", partial(dismiss, findings, key)
        note.text_input(
            say("finding.note"), key=key, placeholder=say("finding.note"), label_visibility="collapsed"
        )
    button.button(
        say(f"finding.{what}_ticked", count=len(findings)) if ticked else say(f"finding.{what}"),
        key=f"findings.{what}.{name}",
        width="stretch",
        on_click=act,
    )


def dismiss(findings: Sequence[Finding], key: str) -> None:
    """Dismiss findings in one step, with the note in the text field `key`."""
    note = str(st.session_state.get(key) or "").strip()
    work = session.project()
    for finding in findings:
        work = with_dismissed(work, finding, note)
    project_steps.step(work, "step.dismiss")
    st.session_state.pop(key, None)


def ask_to_dismiss() -> None:
    """Have the next run ask for a note on the first finding of the chosen row, if it has one."""
    if _of_chosen_row() is not None:
        redraws.request(_DISMISS)


def dismiss_if_asked() -> None:
    """Ask for the note, if that was asked for; Enter dismisses the finding."""
    finding = _of_chosen_row()
    if not redraws.take_request(_DISMISS) or finding is None:
        return
    say, key = page.words(), "findings.note.dialog"

    def draw() -> None:
        page.show(current_findings.paragraph(finding))
        with st.form("findings.dialog", border=False):
            st.text_input(say("finding.note"), key=key)
            if st.form_submit_button(say("finding.dismiss"), type="primary"):
                dismiss((finding,), key)
                st.rerun()

    redraws.dialog(say("finding.dismiss"), draw)


def _of_chosen_row() -> Finding | None:
    row = current_view.chosen_row()
    return next(iter(of_row(row)), None) if row is not None else None


def restore(findings: Sequence[Finding]) -> None:
    """Restore dismissed findings in one step."""
    work = session.project()
    for finding in findings:
        work = without_dismissed(work, finding)
    project_steps.step(work, "step.take_up")
