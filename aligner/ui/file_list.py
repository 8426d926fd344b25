"""The list of files on the first screen: what was detected in each, which can be corrected, or its error."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from aligner.languages import LANGUAGES
from aligner.pipeline import file_guesses
from aligner.ui import page, page_view, preview, uploaded_files
from aligner.ui.page_view import PageSource
from aligner.ui.uploaded_files import Candidate, Drafts, Facts, Item, Kind, Reading
from aligner.values import AlignerError, Comparison, LanguageError, Message
from aligner.view.markup import escape, isolated, plain

_ITEMS: Final = "aligner.items"
_ROUND: Final = "aligner.round"
_COUNT: Final = "aligner.count"
_SAID: Final = "aligner.said_of_files"
_KNOWN: Final = "aligner.known_files"
_UPLOAD_LIMIT: Final = 256
"""Upload limit of the browser in mebibytes, higher than ours so that we report a file that is too large."""

_PASTED: Final = "start.pasted"


@dataclass(slots=True)
class _Known:
    """What is known about a listed file, each computed once.

    Attributes:
        facts: what its content and name show.
        pages: its pages as images, if it is a PDF or a picture; they are read once they are needed.
        readings: its contents, by language, encoding and number of drafts.
        aligned: the comparison in an aligned file, or why there is none, once it is needed.
    """

    facts: Facts
    pages: PageSource | None
    readings: dict[tuple[str | None, str | None, Drafts], Reading] = field(default_factory=dict)
    aligned: Comparison | Message | None = None


def items() -> tuple[Item, ...]:
    """Return the files and texts added so far."""
    return cast("tuple[Item, ...]", st.session_state.get(_ITEMS, ()))


def show_only(kept: tuple[Item, ...]) -> None:
    """List these files in place of the current ones."""
    st.session_state[_ITEMS] = kept
    uploaded_files.keep(kept, _all_known())


def restore() -> None:
    """List the files that the page had before it was reloaded."""
    kept = None if items() else uploaded_files.take()
    if kept is not None:
        st.session_state[_ITEMS], st.session_state[_KNOWN] = kept.items, kept.known
        st.session_state[_COUNT] = max((item.number for item in kept.items), default=0)


def ask() -> None:
    """Ask for files or a pasted text."""
    say = page.words()
    st.file_uploader(
        say("app.upload"),
        accept_multiple_files=True,
        key=_uploader(),
        on_change=_store_uploads,
        max_upload_size=_UPLOAD_LIMIT,
    )
    if not items():
        _describe_accepted_files()
    said, refused = st.session_state.pop(_SAID, ((), ()))
    for message in said:
        page.remark(say.render(message))
    for message in refused:
        page.problem(say.render(message))
    with st.expander(say("start.paste")):
        _paste()


def _describe_accepted_files() -> None:
    say = page.words()
    limits = say("start.limits", each=uploaded_files.MOST_EACH, together=uploaded_files.MOST_TOGETHER)
    documents = say.render(Message("app.formats", wanted=uploaded_files.document_extensions()))
    aligned = say.render(Message("start.also", known=uploaded_files.aligned_extensions()))
    text = " ".join([documents, aligned, limits])
    page.show(f'<p class="muted hint">{escape(text)}</p>')


def _paste() -> None:
    say = page.words()
    st.text_area(say("start.text"), key=_PASTED, height=160)
    first, second, third = st.columns([2, 2, 1], vertical_alignment="bottom")
    key, detected = "start.pasted_language", say("start.detected")
    page.choose_language("app.language", list(LANGUAGES), key, at=first, index=None, placeholder=detected)
    second.text_input(say("app.version"), key="start.pasted_version")
    page.button("start.add", _store_pasted, at=third, width="stretch")


def _store_uploads() -> None:
    """Store new uploads, so that they survive a run that does not draw the widget."""
    uploads = cast("Sequence[UploadedFile]", st.session_state.get(_uploader()) or ())
    _add((upload.name, upload.getvalue()) for upload in uploads)
    st.session_state[_ROUND] = int(st.session_state.get(_ROUND, 0)) + 1


def _uploader() -> str:
    """Return the widget's key; a new one after each upload empties the widget."""
    return f"start.files.{st.session_state.get(_ROUND, 0)}"


def _store_pasted() -> None:
    state = st.session_state
    text = str(state.get(_PASTED) or "")
    if not text.strip():
        return
    name = page.say("start.pasted_name", number=int(state.get(_COUNT, 0)) + 1)
    _add(
        [(f"{name}.txt", text.encode("utf-8", "replace"))],
        language=state.get("start.pasted_language"),
        version=str(state.get("start.pasted_version") or "").strip(),
    )
    state[_PASTED] = ""


def _add(given: Iterable[tuple[str, bytes]], *, language: str | None = None, version: str = "") -> None:
    state = st.session_state
    count = int(state.get(_COUNT, 0))
    files, said = uploaded_files.unzipped(given)
    taken, refused = uploaded_files.admit(items(), files, count + 1)
    state[_COUNT] = count + len(taken)
    show_only((*items(), *(replace(item, language=language, version=version) for item in taken)))
    state[_SAID] = said, refused


def _replace(number: int, data: bytes) -> None:
    """Give a file other bytes: those it has decrypted."""
    _all_known().pop(number, None)
    show_only(tuple(replace(item, data=data) if item.number == number else item for item in items()))


def _remove(number: int) -> None:
    _all_known().pop(number, None)
    show_only(tuple(item for item in items() if item.number != number))


def documents() -> list[Candidate]:
    """Draw a line for each text file and return the documents that can be compared."""
    shown = [item for item in items() if facts(item).kind not in (Kind.ALIGNED, Kind.PROJECT)]
    readings = []
    for item in shown:
        with st.spinner(plain(f"{page.say('stage.read')}: {item.name}")):
            readings.append(_read(item))
    guesses = list(_guesses(shown, readings))
    of_each = [pair for pair in zip(shown, readings, strict=True) for _ in range(_count(pair[0]))]
    dates = [reading.documents[0].masthead.date if reading.documents else None for _, reading in of_each]
    in_one_file = [number for number, (item, _) in enumerate(of_each) if _count(item) == 2]
    proposals = file_guesses.distinct_versions(guesses, dates, in_one_file)
    versions, offered = iter(proposals), file_guesses.in_order(proposals)
    candidates: list[Candidate] = []
    for item, reading in zip(shown, readings, strict=True):
        proposed = [next(versions) for _ in range(_count(item))]
        candidates += _line(item, reading, proposed, offered)
    return candidates


def of_kind(kind: Kind) -> list[Item]:
    """List the files of a kind, such as aligned files, each of which is opened on its own."""
    return [item for item in items() if facts(item).kind is kind]


def _guesses(shown: Sequence[Item], readings: Sequence[Reading]) -> Iterator[tuple[str, str]]:
    """Propose language and draft of each document; a file without a language matches no other."""
    symbols = [each.documents[0].masthead.symbol or "" if each.documents else "" for each in readings]
    languages = [each.documents[0].language if each.documents else None for each in readings]
    guessed = file_guesses.guessed_versions([item.name for item in shown], symbols, languages)
    keys = [
        (language or f"?{item.number}", item.version or guess)
        for item, language, guess in zip(shown, languages, guessed, strict=True)
    ]
    single = [key for item, key in zip(shown, keys, strict=True) if _count(item) == 1]
    for item, (language, version) in zip(shown, keys, strict=True):
        if _count(item) == 2:
            others = [other for _, other in single if (language, other) not in single]
            for draft in file_guesses.names_of_two(version, others):
                yield language, draft
        else:
            yield language, version


def _line(item: Item, reading: Reading, proposed: Sequence[str], offered: Sequence[str]) -> list[Candidate]:
    """Draw one file on one line: name, language, draft, size, corrections, removal."""
    with st.container(key=f"start.line{item.number}", gap="xsmall"):
        name, language, draft, size, correct, remove = st.columns(
            [9, 4, 4, 5, 2, 1], vertical_alignment="center"
        )
        with name:
            page.show(f'<p class="file"><strong>{isolated(item.name)}</strong></p>')
        with remove:
            ask_removal(item)
        versions: list[str] = []
        if not _is_unreadable(item, reading):
            with language:
                key = f"start.language.{item.number}"
                uploaded_files.ask_language(key, reading, item.language, collapsed=True)
            with draft:
                versions = _ask_versions(item, proposed, offered)
            with correct:
                _ask_more(item)
        if reading.problem:
            keep = partial(_replace, item.number)
            uploaded_files.show_problem(reading.problem, item, f"password.{item.number}", keep)
            return []
        page.remarks(reading.notes, "remarks hint")
        wanted = size.button(
            _size(item, reading),
            key=f"start.look.{item.number}",
            type="tertiary",
            help=page.say("start.look"),
        )
        if wanted:
            preview.open_dialog(reading.documents, item.number, _pages(item))
    return [
        Candidate(replace(document, version=version), item)
        for document, version in zip(reading.documents, versions, strict=True)
    ]


def _size(item: Item, reading: Reading) -> str:
    """Return the number of pages, if the file has any, and of paragraphs in its newest draft."""
    say, pages = page.words(), _pages(item)
    count = len(reading.documents[-1])
    if pages is None:
        return say("start.size", paragraphs=count)
    return say("start.size_pages", pages=pages.count, paragraphs=count)


def _is_unreadable(item: Item, reading: Reading) -> bool:
    """Whether the file cannot be read whatever the user chooses."""
    may_be_read = reading.problem is None or isinstance(reading.problem, LanguageError)
    return not may_be_read and _drafts(item) is Drafts.ONE and facts(item).kind not in (Kind.TEXT, Kind.HTML)


def ask_removal(item: Item) -> None:
    """Draw a button that removes the file from the list."""
    page.remover("start.remove", f"start.remove.{item.number}", _remove, item.number)


def _ask_versions(item: Item, proposed: Sequence[str], offered: Sequence[str]) -> list[str]:
    """Ask for the names of a file's drafts; chosen names stay, proposals depend on the other files.

    Args:
        item: the file.
        proposed: the name proposed for each of its drafts.
        offered: the names of all files' drafts, to choose from; another may be typed.
    """
    names = []
    for place, version in enumerate(proposed):
        key = f"start.version.{item.number}.{len(proposed)}.{place}"
        label = page.say("app.version") if len(proposed) == 1 else page.say(f"start.version{place}")
        page.propose(key, version)
        chosen = st.selectbox(
            label,
            list(dict.fromkeys([*offered, st.session_state[key] or ""])),
            format_func=page.draft,
            key=key,
            label_visibility="collapsed",
            accept_new_options=True,
        )
        names.append(plain(chosen or "").replace(",", " ").strip())
    return names


def _ask_more(item: Item) -> None:
    """Offer to correct the encoding of a text file, or how many drafts a Word or PDF file holds."""
    from aligner.readers.encoding import CANDIDATES

    say, known = page.words(), facts(item)
    encoded = known.kind in (Kind.TEXT, Kind.HTML)
    if not encoded and len(_offered(known)) < 2:
        return
    with st.popover("✎", help=say("start.correct"), type="tertiary", key=f"start.correct.{item.number}"):
        if encoded:
            found = known.encoding or say("start.as_it_says")
            names = ("", "utf-8", "utf-16", "iso8859-15", *CANDIDATES)
            st.selectbox(
                say("start.encoding"),
                [name for name in names if name != known.encoding or not name],
                format_func=lambda name: name or say("start.found_encoding", encoding=found),
                key=f"start.encoding.{item.number}",
            )
        else:
            st.selectbox(
                say("start.drafts"),
                _offered(known),
                format_func=lambda each: say(f"drafts.{each}"),
                key=f"start.drafts.{item.number}",
            )


def _offered(known: Facts) -> list[Drafts]:
    """List the ways to read a file, the likeliest first."""
    if known.tracked:
        return [Drafts.TRACKED, Drafts.ONE, Drafts.MARKED]
    if known.kind is Kind.OFFICE:  # only LibreOffice, which is slow, could detect tracked changes
        return [Drafts.ONE, Drafts.TRACKED, Drafts.MARKED]
    return [Drafts.ONE, Drafts.MARKED] if known.kind in (Kind.WORD, Kind.PDF) else [Drafts.ONE]


def _language(item: Item) -> str | None:
    return st.session_state.get(f"start.language.{item.number}") or item.language


def _drafts(item: Item) -> Drafts:
    offered = _offered(facts(item))
    chosen = st.session_state.get(f"start.drafts.{item.number}")
    return Drafts(chosen) if chosen in offered else offered[0]


def _count(item: Item) -> int:
    return 1 if _drafts(item) is Drafts.ONE else 2


def facts(item: Item) -> Facts:
    """Return the facts of a file."""
    return _known(item).facts


def _read(item: Item) -> Reading:
    """Return the contents of a file, read with the user's choices."""
    encoding = st.session_state.get(f"start.encoding.{item.number}") or None
    language, _, drafts = chosen = (_language(item), encoding, _drafts(item))
    readings = _known(item).readings
    if chosen not in readings:
        readings[chosen] = uploaded_files.read(item, language=language, encoding=encoding, drafts=drafts)
    return readings[chosen]


def _pages(item: Item) -> PageSource | None:
    """Return the pages of a PDF or picture file as images, kept while the file is on the list."""
    return _known(item).pages if _drafts(item) is Drafts.ONE else None


def aligned(item: Item) -> Comparison | Message:
    """Return the comparison in an aligned file, or the reason why there is none."""
    known = _known(item)
    if known.aligned is None:
        try:
            known.aligned = uploaded_files.aligned(item)
        except AlignerError as error:
            known.aligned = error.message
    return known.aligned


def _known(item: Item) -> _Known:
    known = _all_known()
    if item.number not in known:
        pages = PageSource(item.data, item.name) if page_view.is_paged(item.name) else None
        known[item.number] = _Known(uploaded_files.facts(item), pages)
    return known[item.number]


def _all_known() -> dict[int, _Known]:
    return cast("dict[int, _Known]", st.session_state.setdefault(_KNOWN, {}))
