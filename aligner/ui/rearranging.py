"""Rearrange the open project: its languages, the names and order of its drafts, its pivot and its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from aligner.languages import LANGUAGES, get
from aligner.project.saved_work import with_rearranged
from aligner.ui import (
    add_documents,
    column_choice,
    comparison_plan,
    page,
    project_steps,
    redraws,
    running,
    session,
    source_files,
)
from aligner.ui.uploaded_files import MOST_EACH, Item
from aligner.values import Document, DocumentKey
from aligner.values.errors import AlignerError
from aligner.view.markup import isolated, plain

if TYPE_CHECKING:
    from aligner.values import Comparison


@dataclass(frozen=True, slots=True)
class Place:
    """A document of the project, and what becomes of it.

    Attributes:
        was: its language and draft before.
        key: its language and draft from now on.
        document: its text from now on.
        item: the file that replaces it, if one does.
    """

    was: DocumentKey
    key: DocumentKey
    document: Document
    item: Item | None = None


def dialog() -> None:
    """Open the dialog, with a line for each document."""
    say = page.words()

    def draw() -> None:
        work = session.comparison()
        page.show(f'<p class="muted">{plain(say("arrange.lede"))}</p>')
        places = list(_places(work))
        drafts, languages = st.columns(2)
        named = [version for version in work.versions if version in {place.key.version for place in places}]
        with drafts:
            order = comparison_plan.ask_order(
                list(dict.fromkeys([*named, *(place.key.version for place in places)])), "arrange.order"
            )
        with languages:
            pivot = _ask_pivot(work, places)
        keys = [place.key for place in places]
        clash = next((key for n, key in enumerate(keys) if key in keys[:n]), None)
        if clash is not None:
            page.problem(say("app.clash", document=page.document(clash)))
        ready = bool(places) and clash is None and order is not None
        pressed = st.button(say("arrange.now"), type="primary", key="arrange.now", disabled=not ready)
        if pressed and order is not None and pivot is not None:
            _apply(work, places, order, pivot)

    redraws.dialog(say("arrange.title"), draw, wide=True)


def _places(work: Comparison) -> Iterator[Place]:
    """Draw a line for each document; yield those that stay."""
    say = page.words()
    for number, (was, document) in enumerate(work.documents.items()):
        name, language, draft, other, removal = st.columns([6, 4, 4, 3, 3], vertical_alignment="center")
        with name:
            page.show(f'<p class="file"><strong>{isolated(document.source or document.title)}</strong></p>')
        with removal:
            removed = st.toggle(say("arrange.remove"), key=f"arrange.remove.{number}")
        with language:
            code = st.selectbox(
                say("app.language"),
                list(LANGUAGES),
                index=list(LANGUAGES).index(was.language),
                format_func=lambda each: get(each).endonym,
                key=f"arrange.language.{number}",
                label_visibility="collapsed",
                disabled=removed,
            )
        with draft:
            version = st.selectbox(
                say("app.version"),
                list(work.versions),
                index=work.versions.index(was.version),
                format_func=page.draft,
                key=f"arrange.version.{number}",
                label_visibility="collapsed",
                accept_new_options=True,
                disabled=removed,
            )
        with other:
            given = _ask_file(number, code)
        if not removed:
            key = DocumentKey(code, plain(version or "").replace(",", " ").strip())
            item, text = (None, document) if given is None else given
            yield Place(was, key, replace(text, language=key.language, version=key.version), item)


def _ask_file(number: int, language: str) -> tuple[Item, Document] | None:
    """Offer to take another file in place of a document; return it with its text."""
    say = page.words()
    with st.popover(say("arrange.replace"), key=f"arrange.replace.{number}"):
        upload = st.file_uploader(
            say("arrange.replace"), key=f"arrange.file.{number}", max_upload_size=MOST_EACH
        )
        if upload is None:
            return None
        item = Item(0, upload.name, upload.getvalue())
        reading = add_documents.read(upload.file_id, item, language)
        if reading.problem is not None:
            page.fault(reading.problem)
            return None
        page.show(f'<p class="file">{isolated(upload.name)}</p>')
    return item, reading.documents[0]


def _ask_pivot(work: Comparison, places: Sequence[Place]) -> str | None:
    """Ask for the pivot language; the present one is proposed."""
    codes = list(dict.fromkeys(place.key.language for place in places))
    now = next((place.key.language for place in places if place.was.language == work.pivot), None)
    chosen: str | None = st.selectbox(
        page.words()("app.pivot"),
        codes,
        index=codes.index(now) if now in codes else 0,
        format_func=lambda code: get(code).endonym,
        key="arrange.pivot." + " ".join(codes),
    )
    return chosen


def _apply(work: Comparison, places: Sequence[Place], versions: Sequence[str], pivot: str) -> None:
    documents, was = {place.key: place.document for place in places}, {each.key: each.was for each in places}
    try:
        changed = running.rearrange(work, documents, was, versions, pivot)
    except AlignerError as error:
        page.fault(error.message)
        return
    project_steps.leave_for_new_columns()
    project_steps.step(with_rearranged(session.project(), changed, was), "step.arranged")
    source_files.rename({place.key: place.was for place in places})
    source_files.keep({place.key: place.item for place in places if place.item is not None})
    column_choice.show_on_next_run(changed.languages)
    st.rerun()
