"""Write the words that a language lacks: a field with what `update` proposes, terms, and the checks.

What is written goes into a draft of the project, never into a file of the user. A language that has no
draft like the pivot's newest gets one first, which begins as a copy of its own newest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from aligner.checks import CHECKS, run
from aligner.checks.material import Material
from aligner.checks.terms import places
from aligner.comparison.redivided import row_with_text, with_paragraph, with_text
from aligner.languages import get
from aligner.pipeline import run as pipeline
from aligner.project.saved_work import with_comparison
from aligner.ui import page
from aligner.ui.state import current_findings, project_steps, redraws, running, session, view_state
from aligner.values import AlignerError, Comparison, DocumentKey, Finding, Span, Update
from aligner.view.markup import plain

_CHECKS: Final = ("numbers", "units", "dates", "symbols", "brackets", "terms")
"""The checks that read one paragraph and need no model."""

_AROUND: Final = " \n"
"""What is left out around a text; the tabs of a table row are kept."""
_FIELD: Final = "write.field"
_OPEN: Final = "panel.write"
_LANGUAGE: Final = "write.language"
_START: Final = "aligner.write_start"
_UPDATES: Final = "aligner.write_updates"
_BEGIN: Final = "aligner.begin_draft"
_DRAFT: Final = "begin_draft"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text is written: the draft, its segment there or none, and the pivot's segments beside it.

    `before` is the text of the segment, empty if there is none.
    """

    key: DocumentKey
    segment: int | None
    pivot: DocumentKey
    source: Span
    before: str = ""

    @property
    def name(self) -> str:
        """What tells it from others in the session."""
        return f"{self.key}.{self.segment}.{self.source.start}"


def draw(row: int) -> None:
    """Draw the field for a row of the comparison, in the chosen language."""
    say, work = page.words(), session.comparison()
    code = _language(work, row)
    if code is None:
        page.remark(say("panel.no_links"))
        return
    if not _has_own_draft(work, code):
        page.remark(say("write.begin_help", language=say.language_name(code)))
        st.button(
            say("write.begin", language=say.language_name(code)),
            key="write.begin",
            on_click=_ask_to_begin,
            args=(code,),
        )
        return
    place = _place(work, row, work.newest[code])
    if place is None:
        page.remark(say("write.nothing"))
        return
    text = _field(place, work)
    for finding in _found(work, row, place.key, text) if text.strip() else ():
        page.show(current_findings.paragraph(finding))
    with st.container(horizontal=True, gap="small", key="write-actions"):
        page.button(
            "write.save",
            _write,
            place,
            text.strip(_AROUND),
            type="primary",
            disabled=not text.strip() or text.strip(_AROUND) == place.before,
        )
        page.button("write.propose", _propose, place)


def _language(work: Comparison, row: int) -> str | None:
    """Ask for the language; by default that of the panel, or else the first that has nothing in the row."""
    codes = [code for code in work.languages if code != work.pivot]
    if not codes:
        return None
    chosen = st.session_state.get(_LANGUAGE)
    if chosen not in codes:
        lacking = [code for code in codes if not work.rows[row].cells.get(work.newest[code])]
        panel = st.session_state.get(view_state.LANGUAGE)
        st.session_state[_LANGUAGE] = panel if panel in codes else (lacking or codes)[0]
    if len(codes) == 1:
        return codes[0]
    return page.switch(page.say("app.language"), codes, lambda code: get(code).endonym, _LANGUAGE)


def begin_on_request() -> None:
    """Make the draft that was asked for, with a progress bar, and draw the page anew."""
    if not redraws.take_request(_DRAFT):
        return
    work, code = session.project(), str(st.session_state.pop(_BEGIN, ""))
    comparison = work.comparison
    newest, pivot = comparison.newest[code], comparison.newest[comparison.pivot]
    order = comparison.version_order
    if order[newest.version] < order[pivot.version]:
        key, versions = DocumentKey(code, pivot.version), comparison.versions
    else:  # it is as new, but nothing shows what is written in it
        issued = page.say("write.issued", version=newest.version).strip()
        at = comparison.versions.index(newest.version)
        key = DocumentKey(code, issued)
        versions = (*comparison.versions[:at], issued, *comparison.versions[at:])
    copied = replace(comparison.documents[newest], version=key.version)
    try:
        changed = running.with_model(pipeline.add_document, comparison, key, copied, versions)
    except AlignerError as error:
        page.show_fault_later(error.message)
        st.rerun()
    project_steps.step_with_documents(with_comparison(work, changed), "step.begin_draft", [code])
    st.rerun()


def _ask_to_begin(code: str) -> None:
    st.session_state[_BEGIN] = code
    redraws.request(_DRAFT)


def _has_own_draft(work: Comparison, code: str) -> bool:
    """Whether a language has a draft as new as the pivot's, and an older one that it was compared with."""
    newest, pivot = work.newest[code], work.newest[work.pivot]
    return newest.version == pivot.version and any(new == newest for _, new in work.revisions)


def _place(work: Comparison, row: int, key: DocumentKey) -> _Place | None:
    """Return where a text of a row is written; None if the pivot has nothing there, or several links do."""
    pivot = work.newest[work.pivot]
    cells = work.rows[row].cells
    source, target = cells.get(pivot, Span(0, 0)), cells.get(key, Span(0, 0))
    if target:
        return _Place(key, target.start, pivot, source, work.documents[key].text_of(target.start))
    return _Place(key, None, pivot, source) if source and (pivot, key) in work.alignments else None


def _field(place: _Place, work: Comparison) -> str:
    """Draw the field and the terms; return what is in it."""
    say, language = page.words(), get(place.key.language)
    starts: dict[str, tuple[int, str]] = st.session_state.setdefault(_START, {})
    number, start = starts.get(place.name) or (0, _proposal(place, work) or place.before)
    name = f"{place.name}.{number}.{place.before}"
    page.component("written_text")(
        key=_FIELD,
        data={
            "start": name,
            "for": name,
            "text": start,
            "terms": [{"shown": plain(shown), "term": term} for shown, term in _terms(place, work)],
            "language": language.code,
            "direction": language.direction,
            "name": say("write.text", language=say.language_name(language.code)),
            "scheme": page.scheme(),
        },
        default={"text": None},
        on_text_change=lambda: None,
    )
    typed = page.reported(_FIELD).get("text")
    if isinstance(typed, Mapping) and typed.get("for") == name and isinstance(typed.get("text"), str):
        starts[place.name] = number, str(typed["text"])  # it stays while other rows are looked at
        return str(typed["text"])
    return start


def _terms(place: _Place, work: Comparison) -> Iterator[tuple[str, str]]:
    """Yield the terms of the pivot's words that the glossary has in this language, as shown and as put in."""
    source = work.documents[place.pivot].joined(place.source)
    for concept in session.project().glossary:
        ours, theirs = concept.terms.get(place.pivot.language, ()), concept.terms.get(place.key.language, ())
        if ours and theirs and places(source, place.pivot.language, ours):
            yield f"{ours[0]} → {theirs[0]}", theirs[0].rstrip("*")


def _found(work: Comparison, row: int, key: DocumentKey, text: str) -> tuple[Finding, ...]:
    glossary = session.project().glossary

    def check() -> tuple[Finding, ...]:
        part = row_with_text(work, row, key, text)
        return run(Material(part, glossary), [CHECKS[name] for name in _CHECKS])

    return session.cached(f"written {row} {key} {text}", (work, glossary), check)


def _propose(place: _Place) -> None:
    """Put what the update of the language proposes into the field; from then on, other rows begin with it."""
    work, code = session.comparison(), place.key.language
    try:
        made = running.update(work, code)
    except AlignerError as error:
        page.show_fault_later(error.message)
        return
    st.session_state.setdefault(_UPDATES, {})[code] = made
    text = _proposal(place, work)
    starts = st.session_state.setdefault(_START, {})
    starts[place.name] = starts.get(place.name, (0, ""))[0] + 1, text or place.before
    if text is None:
        st.toast(page.say("write.no_proposal"))


def _proposal(place: _Place, work: Comparison) -> str | None:
    """Return what the last update proposes for a place, unless other words were written there since."""
    made: Update | None = st.session_state.get(_UPDATES, {}).get(place.key.language)
    if made is None or made.pivot_new is not work.documents[place.pivot]:
        return None
    for paragraph in made.paragraphs:
        if set(paragraph.pivot_new) & set(place.source) and made.old.joined(paragraph.old) == place.before:
            proposals = [proposal.text for ask in paragraph.asks for proposal in ask.proposals]
            return paragraph.text or next(iter(proposals), None)
    return None


def _write(place: _Place, text: str) -> None:
    work = session.project()
    with page.refusals_said(), redraws.drawing():
        if place.segment is None:
            changed = with_paragraph(
                work.comparison, place.pivot, place.source, place.key, text, running.quiet_encoder()
            )
        else:
            changed = with_text(work.comparison, place.key, place.segment, text, running.quiet_encoder())
        document = changed.documents[place.key]
        status = document.status or page.say("write.status")
        in_word = document.source.lower().endswith(".docx")  # a file that no longer has its text
        marked = replace(document, status=status, source="" if in_word else document.source)
        changed = replace(changed, documents={**changed.documents, place.key: marked})
        reviewed = _reviewed(work.reviewed, place, work.comparison, changed)
        project_steps.step(replace(work, comparison=changed, reviewed=reviewed), "step.write")
        st.session_state.setdefault(_START, {}).pop(place.name, None)


def _reviewed(
    places: frozenset[tuple[DocumentKey, int]], place: _Place, before: Comparison, after: Comparison
) -> frozenset[tuple[DocumentKey, int]]:
    """Return the reviewed segments without the one that was written; those after a new one have moved."""
    if place.segment is not None:
        return places - {(place.key, place.segment)}
    olds, news = before.documents[place.key].segments, after.documents[place.key].segments
    at = next((n for n, (old, new) in enumerate(zip(olds, news, strict=False)) if old != new), len(olds))
    return frozenset((key, index + (key == place.key and index >= at)) for key, index in places)


def open_field() -> None:
    """Show the field for the chosen row."""
    st.session_state[view_state.PANEL] = st.session_state[_OPEN] = True
