"""The verdict: the answer in one sentence, then counts of what needs review that lead there."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

import streamlit as st

from aligner.comparison.updating.behind import lacking as absent
from aligner.comparison.updating.behind import to_carry_over
from aligner.ui import page
from aligner.ui.state import current_findings, current_view, navigation, redraws, session, view_state
from aligner.values.message import AlignerError
from aligner.view.markup import escape
from aligner.view.page_model import View
from aligner.view.row_filters import Only
from aligner.view.summarise import Verdict, headline_of, verdict_of

_CARRYING: Final = "amendments"  # the check that finds what the headline says already
_BEHIND: Final = "amendments.language_stands_at"  # the remark that the button of a language repeats
_AMENDMENTS: Final = "amendments"

_ROWS: Final = (Only.NOT_CARRIED, Only.ALONE, Only.UNKNOWN, Only.UNCERTAIN, Only.MISREAD)
"""The rows that counts of the same names count."""

_COUNTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline.missing": "not_carried",
        "headline.alone": "alone",
        "headline.unknown": "unknown",
        "headline.doubtful": "uncertain",
        "headline.behind": _AMENDMENTS,
        "headline.amended": _AMENDMENTS,
    }
)
"""Headline → the count that it states and leads to."""


_show_rows = partial(navigation.show_rows, view_state.ONLY)


def draw(view: View) -> None:
    """Draw the headline, then counts of what it does not say, then the languages to bring up to date."""
    say = page.words()
    counts = session.cached("verdict", (view,), lambda: verdict_of(view))
    headline = session.cached("headline", (view,), lambda: headline_of(view, counts))
    said = _COUNTED.get(headline.code)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="verdict"):
        if said is None:
            page.show(f'<p class="headline">{escape(say.render(headline))}</p>', narrow=True)
        else:
            st.button(
                say.render(headline),
                key="verdict.headline",
                type="tertiary",
                on_click=partial(_show_rows, said) if said in _ROWS else _show_amendments,
            )
        if said != _AMENDMENTS or counts.outside:
            # a new symbol and date alone amend nothing that a delegate discusses
            name = "amendments_outside" if counts.outside else "amendments"
            _link(name, counts.amendments, _show_amendments, outside=counts.outside)
        _link("discuss", len(current_view.rows_to_discuss(view)), _open_questions)
        _findings(counts)
        for only in _ROWS:
            if only != said:
                pivot = say.language_name(view.pivot)
                _link(only, getattr(counts, only), partial(_show_rows, str(only)), language=pivot)
        _updates()
    # such as what is missing from a damaged project, which nobody may overlook
    page.remarks(note for note in view.notes if note.code != _BEHIND)


def _updates() -> None:
    """Draw a button for each language that lacks amendments of the pivot, which makes its new draft."""
    work, say = session.comparison(), page.words()
    lacking = session.cached(
        "languages lacking",
        (work,),
        lambda: {code: len(to_carry_over(work, code) or absent(work, code)) for code in work.languages},
    )
    for code, count in lacking.items():
        if count:
            st.button(
                say("verdict.update", language=say.language_name(code), count=count),
                key=f"verdict.update.{code}",
                on_click=ask_for_update,
                args=(code,),
            )


def _findings(counts: Verdict) -> None:
    """Draw the number of findings, but for those that repeat what the headline counts."""
    if current_findings.findings() is None:
        if current_findings.stopped():
            _link("check", 1, partial(current_findings.set_stopped, False))
        else:
            redraws.watch(_draw_progress)
        return
    unresolved = current_findings.open_now()
    if not unresolved:
        page.show(f'<p class="muted">{current_findings.nothing_found()}</p>', narrow=True)
    if counts.not_carried:
        others = [finding for finding in unresolved if finding.check != _CARRYING]
        checks = sorted({finding.check for finding in others})
        _link("findings_other", len(others), lambda: _found(checks))
    else:
        _link("findings", len(unresolved), lambda: _found([]))


def _draw_progress() -> bool:
    """Draw the progress of the checks; return whether they are done, so that the page must be redrawn."""
    try:
        current = current_findings.poll_checks()
    except AlignerError as error:
        current_findings.set_stopped(True)
        page.fault(error.message)
        return False
    if current is None:
        return True
    text = page.say("verdict.checking", done=current.done, total=current.total or "…")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        page.show(f'<p class="muted" role="status">{text}</p>', narrow=True)
        if page.button("work.cancel", key="verdict.cancel", type="tertiary"):
            current_findings.cancel_checks()
            current_findings.set_stopped(True)
            st.rerun()
    return False


def _link(name: str, count: int, action: Callable[[], None], **fields: object) -> None:
    """Draw a count that links to the rows it counts, unless it is zero."""
    if count:
        text = page.say(f"verdict.{name}", count=count, **fields)
        st.button(text, key=f"verdict.{name}", type="tertiary", on_click=action)


def _show_amendments() -> None:
    view_state.clear_filters()
    navigation.open_part("part.amendments")


def _open_questions() -> None:
    """List the amendments with those first that are to be discussed."""
    st.session_state[navigation.ORDER] = navigation.BY_DECISION
    _show_amendments()


def _found(checks: list[str]) -> None:
    view_state.choose_checks(checks)
    navigation.open_part("part.findings")


WHAT: Final = "desk.export_what"
FORMAT: Final = "desk.export_format"
MAKE: Final = "update"
"""Asks for the file that was chosen to be made now."""


def offer_of(language: str) -> str:
    """Return the identifier of the offer to update a language."""
    return f"update {language}"


def ask_for_update(language: str) -> None:
    """Turn to the export tab, and have it make the new draft of a language in Word."""
    st.session_state[WHAT], st.session_state[FORMAT] = offer_of(language), ".docx"
    navigation.open_part("part.export")
    redraws.request(MAKE)
