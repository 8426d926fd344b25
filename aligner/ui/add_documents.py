"""Change the documents of the open project: add a new revision or another language, or rearrange all."""

from collections.abc import Iterator, Sequence, Set
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aligner.languages import LANGUAGES, get
from aligner.pipeline import file_guesses
from aligner.pipeline import run as pipeline
from aligner.project.saved_work import with_comparison, with_rearranged
from aligner.ui import page, page_view, preview, uploaded_files
from aligner.ui.state import project_steps, redraws, running, session
from aligner.ui.uploaded_files import MOST_EACH, Candidate, Drafts, Item, Reading
from aligner.values import Comparison, Document, DocumentKey
from aligner.view.markup import isolated, plain


@dataclass(frozen=True, slots=True)
class Addition(Candidate):
    """A document to add, and all drafts in order, including its own."""

    versions: tuple[str, ...]


Given = tuple[str, Item]
"""A file that the user gave, or one in a zip, as it is or decrypted, with an id unique in the session."""

_DECRYPTED: Final = "aligner.decrypted"


def dialog() -> None:
    """Open the dialog that asks for files and their languages and drafts."""

    def draw() -> None:
        page.show(f'<p class="muted">{plain(page.say("add.lede"))}</p>')
        uploads = st.file_uploader(
            page.say("add.file"),
            key="add.file",
            max_upload_size=uploaded_files.MOST_EACH,
            accept_multiple_files=True,
        )
        if uploads:
            _files([each for upload in cast("list[UploadedFile]", uploads) for each in _given(upload)])

    redraws.dialog(page.say("project.add"), draw, wide=True)


def _given(upload: UploadedFile) -> Iterator[Given]:
    """Yield a file, or the documents in a zip, each decrypted if its password was given."""
    files, said = uploaded_files.unzipped([(upload.name, upload.getvalue())])
    for message in said:
        page.remark(page.words().render(message))
    decrypted = _decrypted()
    for number, (name, data) in enumerate(files):
        file_id = f"{upload.file_id}.{number}"
        if file_id in decrypted:
            yield f"{file_id}.decrypted", Item(0, name, decrypted[file_id])
        else:
            yield file_id, Item(0, name, data)


def _decrypted() -> dict[str, bytes]:
    return cast("dict[str, bytes]", st.session_state.setdefault(_DECRYPTED, {}))


def _files(uploads: Sequence[Given]) -> None:
    """Ask for the language and draft of each file; add them all in one step."""
    work = session.comparison()
    versions = work.versions
    present, ready = set(work.documents), list[Addition]()
    for file_id, item in uploads:
        with st.container(border=True) if len(uploads) > 1 else nullcontext():
            if len(uploads) > 1:
                page.show(f'<p class="file"><strong>{isolated(item.name)}</strong></p>')
            new = _file(file_id, item, versions, present)
        if new is not None:
            versions = new.versions
            present.add(new.key)
            ready.append(new)
    pressed = page.button("add.now", type="primary", disabled=len(ready) < len(uploads))
    if pressed:
        _add(work, ready)


def _file(file_id: str, item: Item, versions: tuple[str, ...], present: Set[DocumentKey]) -> Addition | None:
    """Ask for a file's language and draft; return None while it cannot be added."""
    say, work = page.words(), session.comparison()
    key = f"add.language.{file_id}"
    reading = read(file_id, item, st.session_state.get(key))
    found = reading.documents[0].language if reading.documents else None
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        language = uploaded_files.ask_language(key, reading)
    with second:
        version = plain(
            st.text_input(
                say("app.version"),
                value=proposed_version(work, item.name, found),
                key=f"add.version.{file_id}",
                placeholder=page.draft("") if "" in versions else say("app.version"),
            ).strip()
        )
    with third:
        after = _ask_place(versions, version, file_id)
    if reading.problem:
        keep = partial(_decrypted().__setitem__, file_id)
        uploaded_files.show_problem(reading.problem, item, f"add.password.{file_id}", keep)
        return None
    document = reading.documents[0]
    notes = "".join(f"<li>{isolated(say.render(note))}</li>" for note in reading.notes)
    page.show(
        f'<p class="muted hint">{preview.counted(document, say)}</p>' + (f"<ul>{notes}</ul>" if notes else "")
    )
    draft = DocumentKey(document.language, version)
    taken = draft in present
    if taken:
        page.problem(say("add.taken", document=page.document(draft)))
    unnamed = not version and version not in versions  # one of the existing drafts may have no name
    if taken or language is None or unnamed:
        return None
    return Addition(replace(document, version=version), item, after)


def _add(work: Comparison, added: Sequence[Addition]) -> None:
    changed = work
    with page.faults_shown():
        for new in added:
            changed = running.with_model(pipeline.add_document, changed, new.key, new.document, new.versions)
        languages = [new.key.language for new in added]
        project_steps.step_with_documents(
            with_comparison(session.project(), changed), "step.added", languages
        )
        page_view.keep_files({new.key: new.item for new in added})
        st.rerun()


def _ask_place(known: tuple[str, ...], version: str, file_id: str) -> tuple[str, ...]:
    """Return the drafts in order, including this one; ask for its place only if it is new."""
    if version in known:
        return known
    at = st.selectbox(
        page.say("add.after"),
        range(len(known), -1, -1),
        format_func=lambda place: plain(page.draft(known[place - 1])) if place else page.say("add.first"),
        key=f"add.after.{file_id}",
    )
    place = len(known) if at is None else at
    return (*known[:place], version, *known[place:])


def proposed_version(work: Comparison, name: str, language: str | None) -> str:
    """Propose a draft for a new file: the one its name suggests, unless its language already has it.

    Otherwise propose the next draft that its language lacks. For a language new to the
    project, propose the latest draft.
    """
    suggested = file_guesses.version_of(name)
    present = {key.version for key in work.documents if key.language == language}
    if suggested and suggested not in present:
        return suggested
    if not present:
        return work.versions[-1]
    latest = max(work.versions.index(version) for version in present)
    later = work.versions[latest + 1 :]
    return later[0] if later else file_guesses.next_after(work.versions)


def read(file_id: str, item: Item, language: str | None) -> Reading:
    """Return the contents of an uploaded file, read once for each language."""
    make = partial(uploaded_files.read, item, language=language, encoding=None, drafts=Drafts.ONE)
    return session.cached(f"added {file_id} in {language}", (), make)


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


def arrange() -> None:
    """Open the dialog, with a line for each document."""
    say = page.words()

    def draw() -> None:
        work = session.comparison()
        page.show(f'<p class="muted">{plain(say("arrange.lede"))}</p>')
        places = list(_places(work))
        drafts, languages = st.columns(2)
        named = [version for version in work.versions if version in {place.key.version for place in places}]
        with drafts:
            order = preview.ask_order(
                list(dict.fromkeys([*named, *(place.key.version for place in places)])), "arrange.order"
            )
        with languages:
            pivot = _ask_pivot(work, places)
        clash = page.repeated(place.key for place in places)
        if clash is not None:
            page.problem(say("app.clash", document=page.document(clash)))
        ready = bool(places) and clash is None and order is not None
        pressed = page.button("arrange.now", type="primary", disabled=not ready)
        if pressed and order is not None and pivot is not None:
            _apply(work, places, order, pivot)

    redraws.dialog(say("arrange.title"), draw, wide=True)


def _places(work: Comparison) -> Iterator[Place]:
    """Draw a line for each document; yield those that stay."""
    for number, (was, document) in enumerate(work.documents.items()):
        name, language, draft, other, removal = st.columns([6, 4, 4, 3, 3], vertical_alignment="center")
        with name:
            page.show(f'<p class="file"><strong>{isolated(document.source or document.title)}</strong></p>')
        removed = removal.toggle(page.say("arrange.remove"), key=f"arrange.remove.{number}")
        code = language.selectbox(
            page.say("app.language"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(was.language),
            format_func=lambda each: get(each).endonym,
            key=f"arrange.language.{number}",
            label_visibility="collapsed",
            disabled=removed,
        )
        version = draft.selectbox(
            page.say("app.version"),
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
    with st.popover(page.say("arrange.replace"), key=f"arrange.replace.{number}"):
        upload = st.file_uploader(
            page.say("arrange.replace"), key=f"arrange.file.{number}", max_upload_size=MOST_EACH
        )
        if upload is None:
            return None
        item = Item(0, upload.name, upload.getvalue())
        reading = read(upload.file_id, item, language)
        if reading.problem is not None:
            page.fault(reading.problem.message)
            return None
        page.show(f'<p class="file">{isolated(upload.name)}</p>')
    return item, reading.documents[0]


def _ask_pivot(work: Comparison, places: Sequence[Place]) -> str | None:
    """Ask for the pivot language; the present one is proposed."""
    codes = list(dict.fromkeys(place.key.language for place in places))
    now = next((place.key.language for place in places if place.was.language == work.pivot), None)
    key = "arrange.pivot." + " ".join(codes)
    return page.choose_language("app.pivot", codes, key, index=codes.index(now) if now in codes else 0)


def _apply(work: Comparison, places: Sequence[Place], versions: Sequence[str], pivot: str) -> None:
    documents, was = {place.key: place.document for place in places}, {each.key: each.was for each in places}
    with page.faults_shown():
        changed = running.with_model(pipeline.rearrange, work, documents, was, versions, pivot)
        arranged = with_rearranged(session.project(), changed, was)
        project_steps.step_with_documents(arranged, "step.arranged", changed.languages)
        page_view.rename_files({place.key: place.was for place in places})
        page_view.keep_files({place.key: place.item for place in places if place.item is not None})
        st.rerun()
