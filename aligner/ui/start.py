"""The first screen: the bundled example in one click, or one's own files, checked before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from aligner.errors import AlignerError
from aligner.languages import LANGUAGES, get
from aligner.markup import escape, isolated
from aligner.ui import page, proposals, state, working
from aligner.values import DocumentKey
from aligner.view.follow import shorten

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from aligner.values import Document

TYPES = ["txt", "docx", "pdf", "html", "htm", "doc", "odt", "rtf"]
_READ = "aligner.read"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that could be read, as the person left it: which language, which draft."""

    document: Document
    language: str
    version: str


def draw() -> None:
    """Choose documents and start the comparison."""
    say = page.words()
    st.title(say("app.title"))
    st.write(say("app.lede"))
    keep = True
    if working.BUNDLED.is_dir():
        st.subheader(say("app.example"))
        page.show(f"<p>{escape(say('app.example_lede'))}</p>")
        if st.button(say("app.open_example"), type="primary", key="start.example"):
            state.open_comparison(working.compare_bundled(keep_vectors=keep))
            st.rerun()
    st.subheader(say("app.own"))
    uploads = st.file_uploader(
        say("app.upload"), type=TYPES, accept_multiple_files=True, key="start.files", help=say("app.formats")
    )
    if uploads:
        _own_files(cast("Sequence[UploadedFile]", uploads))


def _own_files(uploads: Sequence[UploadedFile]) -> None:
    say = page.words()
    guesses = [_guess(upload) for upload in uploads]
    versions = proposals.tell_apart(guesses)
    found = [
        candidate
        for number, (upload, version) in enumerate(zip(uploads, versions, strict=True))
        if (candidate := _file(number, upload, version)) is not None
    ]
    if not found:
        return
    order = _order([candidate.version for candidate in found])
    languages = list(dict.fromkeys(candidate.language for candidate in found))
    pivot = _pivot(languages)
    keep = st.checkbox(
        say("app.keep_vectors"), value=True, key="start.keep", help=say("app.keep_vectors_help")
    )
    clash = _clash(found)
    if clash:
        page.problem(say("app.clash", document=clash))
    if len(found) < 2:
        page.remark(say("app.one_only"))
    ready = not clash and len(found) > 1 and order is not None
    if (
        st.button(say("app.compare"), type="primary", disabled=not ready, key="start.compare")
        and order is not None
    ):
        documents = {
            DocumentKey(c.language, c.version): replace(c.document, version=c.version) for c in found
        }
        comparison = working.compare_documents(
            documents, order, pivot=pivot, title=found[0].document.title, keep_vectors=keep
        )
        state.open_comparison(comparison)
        st.rerun()


def _file(number: int, upload: UploadedFile, version: str) -> Candidate | None:
    """One file's line: what it seems to be, to be corrected; or what is wrong with it."""
    say = page.words()
    with st.container(border=True, key=f"start.file{number}"):
        page.show(f"<p><strong>{isolated(upload.name)}</strong></p>")
        first, second, third = st.columns([2, 2, 5], vertical_alignment="bottom")
        guess = _read(upload, None)
        codes = list(LANGUAGES)
        with first:
            language = st.selectbox(
                say("app.language"),
                codes,
                index=None if isinstance(guess, str) else codes.index(guess.language),
                format_func=lambda code: get(code).endonym,
                key=f"start.language.{upload.file_id}",
            )
        with second:
            named = st.text_input(say("app.version"), value=version, key=f"start.version.{upload.file_id}")
        document = guess if language is None else _read(upload, language)
        with third:
            if isinstance(document, str):
                page.problem(document)
                return None
            _preview(document)
        return Candidate(document, document.language, named.strip())


def _preview(document: Document) -> None:
    """How many paragraphs were recognised, and their beginnings, so that a bad reading is seen here."""
    say = page.words()
    counted = say("app.found", paragraphs=len(document), footnotes=len(document.footnotes))
    lines = "".join(
        f"<li><small>{escape(segment.kind)}</small> {isolated(segment.place or segment.label or '')} "
        f"{escape(shorten(document.text_of(index), 80))}</li>"
        for index, segment in enumerate(document.segments[:60])
    )
    language = get(document.language)
    page.show(
        f"<details><summary>{escape(counted)}</summary>"
        f'<ul lang="{language.code}" dir="{language.direction}">{lines}</ul></details>'
    )


def _guess(upload: UploadedFile) -> tuple[str, str]:
    """Language and version as proposed; a file without a language is like no other."""
    document = _read(upload, None)
    language = upload.file_id if isinstance(document, str) else document.language
    return language, proposals.version_of(upload.name)


def _read(upload: UploadedFile, language: str | None) -> Document | str:
    """The document, or why there is none; read once for each language it is said to be in."""
    from aligner.pipeline import open_bytes

    known = cast("dict[tuple[str, str | None], Document | str]", st.session_state.setdefault(_READ, {}))
    key = (upload.file_id, language)
    if key not in known:
        try:
            known[key] = open_bytes(upload.getvalue(), upload.name, language=language)
        except AlignerError as error:
            known[key] = str(error)
    return known[key]


def _order(versions: Sequence[str]) -> list[str] | None:
    """The drafts from earliest to latest, as the person says; None while that is unclear."""
    say = page.words()
    proposed = proposals.in_order(versions)
    if len(proposed) < 2:
        return proposed
    key = "start.order." + "|".join(proposed)
    text = st.text_input(say("app.order"), value=", ".join(proposed), key=key, help=say("app.order_help"))
    order = [name.strip() for name in text.split(",")]
    if sorted(order) != sorted(proposed):
        page.problem(say("app.order_wrong", versions=", ".join(proposed)))
        return None
    return order


def _pivot(languages: Sequence[str]) -> str | None:
    if len(languages) < 2:
        return None
    say = page.words()
    chosen = st.selectbox(
        say("app.pivot"),
        ["", *languages],
        format_func=lambda code: get(code).endonym if code else say("app.pivot_auto"),
        key="start.pivot",
        help=say("app.pivot_help"),
    )
    return chosen or None


def _clash(found: Sequence[Candidate]) -> str:
    """The first language and version that two files claim, or nothing."""
    seen: set[tuple[str, str]] = set()
    for candidate in found:
        key = (candidate.language, candidate.version)
        if key in seen:
            return f"{get(candidate.language).endonym} {candidate.version}".strip()
        seen.add(key)
    return ""
