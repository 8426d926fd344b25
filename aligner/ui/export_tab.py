"""The export tab: every format, for the whole project or only what is shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal, cast

import streamlit as st

from aligner.comparison.updating.behind import lacking, to_carry_over
from aligner.formats import registry, writing
from aligner.formats.bitext import Parallel, select
from aligner.formats.html.report import render_view
from aligner.languages import get
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.ui import page, page_view, save_work, shown_rows, verdict_line
from aligner.ui.state import current_findings, redraws, running, session
from aligner.values import Comparison, DocumentKey, InputError, Message, Update, UpdateAction
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.decisions import decided_view, with_decisions
from aligner.view.markup import label, plain
from aligner.view.one_page_summary import OnePageSummary
from aligner.view.page_model import View, ViewRow
from aligner.view.selection import narrowed
from aligner.view.summarise import summarise

_SHOWN: Final = "desk.export_shown"
_LANGUAGE: Final = "desk.export_language"
_CONFIRMED: Final = "desk.export_confirmed"
_MADE: Final = "aligner.export"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be exported.

    Attributes:
        id: identifier of the choice, saved with the project.
        name: label on the page.
        kind: result type, which determines the formats; None for the project itself.
        make: builds the result from a comparison.
        stem: stem of the file name.
        language: the language to update, for an update.
        files: Word files into which an update may be written.
    """

    id: str
    name: str
    kind: type | None
    make: Callable[[Comparison], writing.Result] = field(compare=False)
    stem: str
    language: str = ""
    files: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Request:
    """A file to be made.

    Attributes:
        project: the project at that time.
        offer: what to export.
        extension: the format.
        options: options of the format.
        rows: the rows to export; None for all.
        only_confirmed: whether to leave out links that were not confirmed.
    """

    project: Project
    offer: Offer
    extension: str
    options: dict[str, str]
    rows: tuple[ViewRow, ...] | None
    only_confirmed: bool


@dataclass(frozen=True, slots=True)
class _Made:
    """A file that was made, and what the user should know about it."""

    request: _Request
    data: bytes
    notices: tuple[Message, ...]


def draw(view: View) -> None:
    """Choose what to export and in which format, and download it."""
    say = page.words()
    offers = list(_offers(session.comparison()))
    what, form, shown = st.columns([5, 3, 4], vertical_alignment="bottom")
    with what:
        names = {offer.id: plain(offer.name) for offer in offers}
        chosen = _choose("export.what", list(names), names.__getitem__, verdict_line.WHAT)
    offer = next(each for each in offers if each.id == chosen)
    extensions = [store.EXTENSION] if offer.kind is None else list(registry.extensions(offer.kind))
    with form:
        named = partial(_format_name, offer)
        extension = _choose("export.format", extensions, named, verdict_line.FORMAT)
    with shown:
        whole = offer.kind in (None, Checked, Update)
        only_shown = page.toggle("export.shown", _SHOWN, disabled=whole)
    if offer.language and extension == ".docx":
        work = session.comparison()
        offer = replace(offer, files=page_view.word_files(work.documents[work.newest[offer.language]]))
    options = _language(extension) if offer.kind is Checked else {}
    holds_links = offer.kind in (AlignedPair, Comparison) and extension in registry.extensions(Parallel)
    only_confirmed = holds_links and st.toggle(say("export.confirmed"), key=_CONFIRMED)
    rows = shown_rows.rows_shown(view) if only_shown and not whole else None
    _make_and_download(view, _Request(session.project(), offer, extension, options, rows, only_confirmed))


def _choose(name: str, options: Sequence[str], named: Callable[[str], str], key: str) -> str:
    """Ask for one of some options; forget a choice that is no longer offered, which Streamlit refuses."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    return st.selectbox(page.say(name), options, format_func=named, key=key) or options[0]


def _language(extension: str) -> dict[str, str]:
    """Ask for the language whose findings to write, if the format holds only two languages."""
    work = session.comparison()
    others = [language for language in work.languages if language != work.pivot]
    if extension not in registry.TWO_LANGUAGES or len(others) < 2:
        return {}
    return {"language": _choose("finding.language", others, lambda code: get(code).endonym, _LANGUAGE)}


def _make_and_download(view: View, request: _Request) -> None:
    """Make the file when asked to, since some take seconds, and offer it for download."""
    say = page.words()
    made = cast("_Made | None", st.session_state.get(_MADE))
    if made is not None and made.request != request:
        made = None
    kind: Literal["primary", "secondary"] = "primary" if made is None else "secondary"
    pressed = page.button("export.make", type=kind)
    if redraws.take_request(verdict_line.MAKE) or pressed:
        with st.spinner(say("app.working")), page.faults_shown():
            notices: list[Message] = []
            data = _file_contents(view, request, notices.append)
            st.session_state[_MADE] = _Made(request, data, tuple(notices))
            st.rerun()
        return
    if made is None:
        return
    name = request.offer.stem + request.extension
    st.download_button(
        label(say("export.download", name=name)),
        data=made.data,
        file_name=name,
        mime=_media_type(request.offer, request.extension),
        type="primary",
        key="export.download",
        on_click="ignore",
    )
    if request.offer.kind is Update:
        paragraphs = running.update(session.comparison(), request.offer.language).paragraphs
        done = sum(each.certain and each.action is not UpdateAction.KEEP for each in paragraphs)
        left = sum(not paragraph.certain for paragraph in paragraphs)
        page.remark(say("export.updated", done=done, left=left))
    for notice in made.notices:
        page.remark(say.render(notice))


def _media_type(offer: Offer, extension: str) -> str:
    """Return the media type for the browser; projects have a private one."""
    if offer.kind is None:
        return "application/octet-stream"
    form, _ = registry.written_as(offer.kind, extension)
    return form.media_type


def _file_contents(view: View, request: _Request, notice: Callable[[Message], None]) -> bytes:
    """Return the bytes of the file; `notice` is called with what the user should know about it.

    Raises:
        AlignerError: if the result cannot be written in this format.
    """
    offer, extension, options, rows = request.offer, request.extension, request.options, request.rows
    if offer.kind is None:
        return store.to_bytes(request.project)
    words = page.words()
    comparison = with_decisions(request.project.comparison, request.project.decided)
    if offer.kind is Comparison and extension == ".html":
        return render_view(decided_view(view, comparison), words=words, rows=rows).encode("utf-8")
    if rows is not None:
        comparison = narrowed(comparison, view, rows)
    if extension in registry.WORDED:
        options = {**options, "interface": words.language}
    result = offer.make(comparison)
    updated_file = (
        _updated_word_file(result, offer.files, options, notice) if isinstance(result, Update) else None
    )
    if updated_file is not None:
        return updated_file
    if request.only_confirmed:
        return writing.export(select(writing.as_parallel(result), only_confirmed=True), extension)
    return writing.export(result, extension, **options)


def _offers(comparison: Comparison) -> Iterator[Offer]:
    """Yield all exports: the comparison, revisions, alignments, updates, findings, the project."""
    say = page.words()
    document = save_work.file_stem(comparison.title)  # every project would give "comparison"
    yield Offer("comparison", say("export.comparison"), Comparison, lambda c: c, document)
    if comparison.revisions:
        make = partial(summarise, reader=page.reader())
        yield Offer(
            "summary",
            say("export.summary"),
            OnePageSummary,
            make,
            save_work.summary_stem(comparison.title),
        )
    for old, new in comparison.revisions:
        name = f"{say('export.redline')}: {_name(old, new)}"
        stem = _stem("changes", old, new)
        yield Offer(f"redline {old} {new}", name, RevisedPair, _revised(old, new), stem)
    for ours, theirs in comparison.alignments:
        name = f"{say('export.aligned')}: {_name(ours, theirs)}"
        stem = _stem("aligned", ours, theirs)
        yield Offer(f"aligned {ours} {theirs}", name, AlignedPair, _aligned(ours, theirs), stem)
    for code in comparison.languages:
        if to_carry_over(comparison, code) or lacking(comparison, code):
            name = f"{say('export.update')}: {get(code).endonym}"
            yield Offer(
                verdict_line.offer_of(code),
                name,
                Update,
                partial(running.update, language=code),
                f"{document} - {code}",
                code,
            )
    yield Offer("findings", say("export.findings"), Checked, _checked, "findings")
    yield Offer("project", say("export.project"), None, lambda c: c, document)


def _revised(old: DocumentKey, new: DocumentKey) -> Callable[[Comparison], RevisedPair]:
    return lambda c: RevisedPair(c.documents[old], c.documents[new], c.revisions[old, new])


def _aligned(ours: DocumentKey, theirs: DocumentKey) -> Callable[[Comparison], AlignedPair]:
    return lambda c: AlignedPair(c.documents[ours], c.documents[theirs], c.alignments[ours, theirs])


def _updated_word_file(
    result: Update, files: Sequence[bytes], options: dict[str, str], notice: Callable[[Message], None]
) -> bytes | None:
    """Write an update into the Word file of the old draft; None if there is none or it is unsuitable.

    `notice` is called with the reason if it is unsuitable.

    Raises:
        InputError: if none of the files has the text of the old draft.
    """
    from aligner.pipeline.run import Settings
    from aligner.pipeline.tracked_drafts import update_in_place

    mismatch: InputError | None = None
    for data in files:
        try:
            return update_in_place(result, data, result.old.source, Settings(notice=notice), **options)
        except InputError as error:  # another file of the same name
            mismatch = error
    if mismatch is not None:
        raise mismatch
    return None


def _checked(comparison: Comparison) -> Checked:
    """Return the open findings, unfiltered, since their row numbers refer to the whole project."""
    current_findings.run_checks()
    work = session.project()
    return Checked(with_decisions(work.comparison, work.decided), current_findings.open_now())


def _name(first: DocumentKey, second: DocumentKey) -> str:
    return f"{page.document(first)} → {page.document(second)}"


def _stem(kind: str, first: DocumentKey, second: DocumentKey) -> str:
    parts = (kind, first.language, first.version, second.language, second.version)
    return "-".join("".join(c for c in part if c.isalnum() or c in "._") for part in parts if part)


def _format_name(offer: Offer, extension: str) -> str:
    """Return a format's name in the interface language, or in English if it has no translation."""
    words = page.words()
    if offer.kind in (RevisedPair, Update) and extension == ".docx":
        return words("format.redline")
    key = f"format.{extension[1:]}"
    if offer.kind is None:
        return words.label(key, extension)
    name = registry.written_as(offer.kind, extension)[0].name
    return words.label(key, f"{name} ({extension})")
