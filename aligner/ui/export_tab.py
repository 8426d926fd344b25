"""Handing the work on: every format there is, of all the work or of what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from aligner.formats import registry, writing
from aligner.formats.bitext import Parallel, select
from aligner.formats.html.report import render_view
from aligner.languages import get
from aligner.project import store
from aligner.ui import open_project, page, row_findings, session, shown_rows
from aligner.values import Comparison, DocumentKey
from aligner.values.errors import AlignerError
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.markup import label, plain
from aligner.view.page_model import View
from aligner.view.selection import narrowed

_WHAT: Final = "desk.export_what"
_FORMAT: Final = "desk.export_format"
_SHOWN: Final = "desk.export_shown"
_LANGUAGE: Final = "desk.export_language"
_CONFIRMED: Final = "desk.export_confirmed"
_FILE: Final = "aligner.export"
PROJECT: Final = ".aligner"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be handed on.

    Attributes:
        id: its name among the choices kept with the project.
        name: what to call it on the page.
        kind: of result, which says which formats there are; None for the project itself.
        make: gives the result of a comparison.
        stem: of the file's name.
    """

    id: str
    name: str
    kind: type | None
    make: Callable[[Comparison], writing.Result]
    stem: str


def draw(view: View) -> None:
    """Choose what to hand on, in which format, and take it."""
    say = page.words()
    offers = _offers(session.comparison())
    what, form, shown = st.columns([5, 3, 4], vertical_alignment="bottom")
    with what:
        names = {offer.id: plain(offer.name) for offer in offers}
        if st.session_state.get(_WHAT) not in names:
            st.session_state.pop(_WHAT, None)
        chosen = st.selectbox(say("export.what"), list(names), format_func=names.__getitem__, key=_WHAT)
    offer = next(each for each in offers if each.id == (chosen or offers[0].id))
    extensions = [PROJECT] if offer.kind is None else list(registry.extensions(offer.kind))
    with form:
        if st.session_state.get(_FORMAT) not in extensions:
            st.session_state.pop(_FORMAT, None)
        extension = st.selectbox(
            say("export.format"), extensions, format_func=lambda e: _format_name(offer, e), key=_FORMAT
        )
    with shown:
        whole = offer.kind in (None, Checked)
        st.toggle(say("export.shown"), key=_SHOWN, disabled=whole, help=say("export.shown_help"))
    extension = extension or extensions[0]
    options = _language(extension) if offer.kind is Checked else {}
    if _holds_units(offer, extension):
        st.toggle(say("export.confirmed"), key=_CONFIRMED)
    shown_only = bool(st.session_state.get(_SHOWN)) and not whole
    _take(view, offer, extension, options, shown=shown_only)


def _language(extension: str) -> dict[str, str]:
    """Which language to write findings of, where the format holds two languages only."""
    work = session.comparison()
    others = [language for language in work.languages if language != work.pivot]
    if extension not in registry.TWO_LANGUAGES or len(others) < 2:
        return {}
    say = page.words()
    if st.session_state.get(_LANGUAGE) not in others:
        st.session_state.pop(_LANGUAGE, None)
    chosen = st.selectbox(
        say("finding.language"), others, format_func=lambda code: get(code).endonym, key=_LANGUAGE
    )
    return {"language": chosen or others[0]}


def _take(view: View, offer: Offer, extension: str, options: dict[str, str], *, shown: bool) -> None:
    """Make the file when it is asked for, then offer it: some take seconds."""
    say = page.words()
    asked = (offer.id, extension, options, shown, bool(st.session_state.get(_CONFIRMED)))
    source = (session.project(), asked, shown_rows.rows_shown(view) if shown else None)
    if st.button(say("export.make"), type="primary", key="export.make"):
        with st.spinner(say("app.working")):
            try:
                data = _written(view, offer, extension, options, shown=shown)
            except AlignerError as error:
                page.fault(error.message)
                return
        st.session_state[_FILE] = (source, data)
    made = st.session_state.get(_FILE)
    if made is None or made[0] != source:
        return
    # Under the name of the work: of two works, both would be "comparison".
    stem = open_project.file_stem(session.comparison().title) if offer.id == "comparison" else offer.stem
    name = stem + extension
    st.download_button(
        label(say("export.download", name=name)),
        data=made[1],
        file_name=name,
        mime=_media_type(offer, extension),
        key="export.download",
        on_click="ignore",
    )


def _media_type(offer: Offer, extension: str) -> str:
    """What a browser is to take the file for; a project is of a type that only this program knows."""
    if offer.kind is None:
        return "application/octet-stream"
    found, _ = registry.written_as(offer.kind, extension)
    return found.media_type


def _written(view: View, offer: Offer, extension: str, options: dict[str, str], *, shown: bool) -> bytes:
    """The bytes of the file.

    Raises:
        AlignerError: where this cannot be written so; says why.
    """
    if offer.kind is None:
        return store.to_bytes(session.project())
    words = page.words()
    if offer.kind is Comparison and extension == ".html":
        rows = shown_rows.rows_shown(view) if shown else None
        return render_view(view, words=words, rows=rows).encode("utf-8")
    comparison = session.comparison()
    if shown:
        comparison = narrowed(comparison, view, shown_rows.rows_shown(view))
    if extension in registry.WORDED:
        options = {**options, "interface": words.language}
    result = offer.make(comparison)
    if st.session_state.get(_CONFIRMED) and _holds_units(offer, extension):
        return writing.export(select(writing.as_parallel(result), only_confirmed=True), extension)
    return writing.export(result, extension, **options)


def _holds_units(offer: Offer, extension: str) -> bool:
    """Whether a file is one of links between languages, of which only some may be wanted."""
    return offer.kind in (AlignedPair, Comparison) and extension in registry.extensions(Parallel)


def _offers(comparison: Comparison) -> list[Offer]:
    """Everything that can be handed on: the whole, each alignment, each revision, findings, the project."""
    say = page.words()
    offers = [Offer("comparison", say("export.comparison"), Comparison, lambda c: c, "comparison")]
    offers += [
        Offer(
            f"redline {old} {new}",
            f"{say('export.redline')}: {_name(old, new)}",
            RevisedPair,
            _revised(old, new),
            _stem("changes", old, new),
        )
        for old, new in comparison.revisions
    ]
    offers += [
        Offer(
            f"aligned {ours} {theirs}",
            f"{say('export.aligned')}: {_name(ours, theirs)}",
            AlignedPair,
            _aligned(ours, theirs),
            _stem("aligned", ours, theirs),
        )
        for ours, theirs in comparison.alignments
    ]
    offers.append(Offer("findings", say("export.findings"), Checked, _checked, "findings"))
    offers.append(Offer("project", say("export.project"), None, lambda c: c, "project"))
    return offers


def _revised(old: DocumentKey, new: DocumentKey) -> Callable[[Comparison], RevisedPair]:
    return lambda c: RevisedPair(c.documents[old], c.documents[new], c.revisions[old, new])


def _aligned(ours: DocumentKey, theirs: DocumentKey) -> Callable[[Comparison], AlignedPair]:
    return lambda c: AlignedPair(c.documents[ours], c.documents[theirs], c.alignments[ours, theirs])


def _checked(comparison: Comparison) -> Checked:
    """The findings still open. Rows are counted in the whole work, so they are not narrowed."""
    row_findings.worked_out()
    waiting, _ = session.findings_by_state()
    return Checked(session.comparison(), waiting)


def _name(first: DocumentKey, second: DocumentKey) -> str:
    return f"{page.document(first)} → {page.document(second)}"


def _stem(kind: str, first: DocumentKey, second: DocumentKey) -> str:
    parts = (kind, first.language, first.version, second.language, second.version)
    return "-".join("".join(c for c in part if c.isalnum() or c in "._") for part in parts if part)


def _format_name(offer: Offer, extension: str) -> str:
    """What a format is called on the page: by its name in English where no translation has one."""
    words = page.words()
    if offer.kind is RevisedPair and extension == ".docx":
        return words("format.redline")
    name = registry.written_as(offer.kind, extension)[0].name if offer.kind is not None else extension
    return words.label(f"format.{extension[1:]}", f"{name} ({extension})")
