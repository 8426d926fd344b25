"""The files and pasted texts of the first screen, and what they contain, before anything runs.

They are named in the page's URL, so that a reload lists them again. `first_screen` and `file_list` draw
them. Here is only what is asked wherever a file is added: its language, and its password if it is encrypted.
The field of the password is emptied as soon as its text is read: a password is kept nowhere, only the
decrypted file is, in memory, like any other.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Final

import streamlit as st

from aligner.languages import LANGUAGES
from aligner.readers.registry import CONVERTED, EXTENSIONS, USUAL, sniff
from aligner.ui import page
from aligner.ui.state import session
from aligner.values import AlignerError, Comparison, Document, DocumentKey, InputError, Message, about
from aligner.values.message import EncryptedError, memory_errors

MEBIBYTE: Final = 2**20
MOST_EACH: Final = 100
"""Size limit of one file in mebibytes; equals `maxUploadSize` in `.streamlit/config.toml`."""

MOST_TOGETHER: Final = 300
"""Size limit of all files of a session in mebibytes; they are kept in memory."""


class Kind(StrEnum):
    """The kind of file, as far as it determines which options apply."""

    TEXT = "text"
    HTML = "html"
    WORD = "word"
    PDF = "pdf"
    OFFICE = "office"
    OTHER = "other"
    ALIGNED = "aligned"
    PROJECT = "project"


class Drafts(StrEnum):
    """How many drafts one file holds, and in what form."""

    ONE = "one"
    TRACKED = "tracked"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Item:
    """One file, or one pasted text.

    Attributes:
        number: unique in the session, counted from 1.
        name: file name without a folder.
        data: the file's bytes.
        language: chosen when pasting, or None.
        version: chosen when pasting, or empty.
    """

    number: int
    name: str
    data: bytes
    language: str | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a file without input from the user.

    Attributes:
        kind: kind of file.
        encoding: detected encoding of a text; empty if there is none.
        tracked: whether a Word file contains tracked changes.
    """

    kind: Kind
    encoding: str = ""
    tracked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The contents of a file.

    Attributes:
        documents: one document, or the older and the newer draft.
        notes: warnings from reading.
        problem: why there are no documents; None if there are. It is a `LanguageError` if the language is
            unknown, or contradicted by the text, an `EncryptedError` if a password is needed.
    """

    documents: tuple[Document, ...] = ()
    notes: tuple[Message, ...] = ()
    problem: AlignerError | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document, of the language and draft that the user chose, and its file."""

    document: Document
    item: Item

    @property
    def key(self) -> DocumentKey:
        """Its language and draft."""
        return DocumentKey(self.document.language, self.document.version)


def admit(
    current: Sequence[Item], given: Iterable[tuple[str, bytes]], first: int
) -> tuple[list[Item], list[Message]]:
    """Return the files that may be added to the current ones, and why others are too large.

    Args:
        current: the files already present.
        given: names and bytes.
        first: the number of the first new file.
    """
    total = sum(len(item.data) for item in current)
    taken: list[Item] = []
    refused: list[Message] = []
    for name, data in given:
        if len(data) > MOST_EACH * MEBIBYTE:
            refused.append(Message("start.too_large", name=name, limit=MOST_EACH))
        elif total + len(data) > MOST_TOGETHER * MEBIBYTE:
            refused.append(Message("start.too_much", name=name, limit=MOST_TOGETHER))
        else:
            taken.append(Item(first + len(taken), name, data))
            total += len(data)
    return taken, refused


def unzipped(
    given: Iterable[tuple[str, bytes]],
) -> tuple[list[tuple[str, bytes]], list[Message]]:
    """Return files with the documents of each zip in its place, and what is to be said of the zips.

    A zip without documents stays as it is: it may be a corpus of aligned lines.
    """
    from aligner.readers.office_package import EXTENSION, documents_in

    files: list[tuple[str, bytes]] = []
    said: list[Message] = []
    for name, data in given:
        if PurePath(name).suffix.lower() != EXTENSION:
            files.append((name, data))
            continue
        try:
            documents, left_out = documents_in(data, name)
        except AlignerError as error:
            said.append(error.message)
            continue
        files += documents or [(name, data)]
        if documents and left_out:
            said.append(about(name, Message("reading.not_documents", names=left_out)))
    return files, said


def document_extensions() -> tuple[str, ...]:
    """Return the usual extension of each kind of document that can be read."""
    return (*USUAL, *CONVERTED)


def aligned_extensions() -> tuple[str, ...]:
    """Return the extensions of aligned texts, except those that are read as documents."""
    from aligner.formats.registry import ALIGNED

    return tuple(each for each in ALIGNED if each not in EXTENSIONS)


def facts(item: Item) -> Facts:
    """Determine the facts of a file from its content and name."""
    from aligner.pipeline.tracked_drafts import tracked_changes_in
    from aligner.project.store import EXTENSION
    from aligner.readers.encoding import detect_encoding

    suffix = PurePath(item.name).suffix.lower()
    if suffix == EXTENSION:
        return Facts(Kind.PROJECT)
    if suffix in aligned_extensions():
        return Facts(Kind.ALIGNED)
    try:
        found = sniff(item.data, item.name)
    except AlignerError:
        return Facts(Kind.OTHER)
    if found == "txt":
        return Facts(Kind.TEXT, (detect_encoding(item.data) or "").removesuffix("-sig"))
    if found == "docx":
        return Facts(Kind.WORD, tracked=tracked_changes_in(item.data, item.name))
    return Facts({"html": Kind.HTML, "pdf": Kind.PDF}.get(found, Kind.OFFICE))


def read(item: Item, *, language: str | None, encoding: str | None, drafts: Drafts) -> Reading:
    """Read a file with the user's choices.

    Args:
        item: the file.
        language: language of the text; detected if None.
        encoding: encoding of a text file; detected if None.
        drafts: how many drafts it holds.
    """
    from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
    from aligner.pipeline.tracked_drafts import open_tracked_bytes, trail_notices

    notes: list[Message] = []

    def notice(message: Message) -> None:
        notes.append(message.without(item.name))  # which the page shows

    settings = Settings(encoding=encoding, notice=notice)
    documents: tuple[Document, ...]
    try:
        with memory_errors():
            if drafts is Drafts.ONE:
                documents = (open_bytes(item.data, item.name, settings, DocumentInfo(language=language)),)
            else:
                marked = drafts is Drafts.MARKED
                found = open_tracked_bytes(
                    item.data, item.name, settings, language=language, marked_up=marked
                )
                documents = found.old, found.new
                for line in trail_notices(found.trail):
                    notice(line)
    except AlignerError as error:
        return Reading(problem=error)
    return Reading(documents, tuple(notes))


def aligned(item: Item) -> Comparison:
    """Return the comparison in an aligned file.

    Raises:
        InputError: if it cannot be read or holds only one document.
    """
    from aligner.comparison.single_result import comparison_of
    from aligner.formats.reading import load_bytes
    from aligner.values.results import AlignedPair, RevisedPair

    found = load_bytes(item.data, item.name).result
    if isinstance(found, AlignedPair | RevisedPair):
        return comparison_of(found)
    if isinstance(found, Comparison):
        return found
    raise InputError(Message("error.one_document", name=item.name))


PARAMETER: Final = "files"
_CHOICES: Final = "start."
"""Prefix of the session keys of what is chosen for files."""


@dataclass(slots=True)
class Kept:
    """The files of one page.

    Attributes:
        items: the files.
        known: what is known about them, by number; shared with the page.
        choices: what was chosen for them, by session key.
    """

    items: tuple[Item, ...]
    known: dict[int, Any]
    choices: dict[str, str] = field(default_factory=dict)


def keep(items: tuple[Item, ...], known: dict[int, Any]) -> None:
    """Keep the files that the page lists now; none if it lists none."""
    if not items:
        drop()
        return
    id = st.query_params.get(PARAMETER) or secrets.token_urlsafe(12)
    session.keep_for_reload(id, Kept(items, known))
    st.query_params[PARAMETER] = id


def keep_choices() -> None:
    """Keep what is chosen for the files; a toggle or a button is not."""
    kept: Kept | None = session.take_kept(st.query_params.get(PARAMETER))
    if kept is not None:
        chosen = {str(key): value for key, value in st.session_state.items()}
        kept.choices = {
            key: value for key, value in chosen.items() if key.startswith(_CHOICES) and isinstance(value, str)
        }


def take() -> Kept | None:
    """Return the files that the URL names, with what was chosen for them; call it before any widget."""
    kept: Kept | None = session.take_kept(st.query_params.get(PARAMETER))
    if kept is not None:
        for key, value in kept.choices.items():
            st.session_state[key] = value
    return kept


def drop() -> None:
    """Drop the files that the URL names."""
    session.drop_kept(st.query_params.pop(PARAMETER, None))


def ask_language(
    key: str, reading: Reading, given: str | None = None, *, collapsed: bool = False
) -> str | None:
    """Ask for a file's language, and propose that of its text, or else the given one."""
    if st.session_state.get(key) is None:
        st.session_state[key] = reading.documents[0].language if reading.documents else given
    return page.choose_language(
        "app.language",
        list(LANGUAGES),
        key,
        index=None if st.session_state[key] is None else 0,  # given an index, the widget cannot be cleared
        placeholder=page.say("start.choose"),
        label_visibility="collapsed" if collapsed else "visible",
    )


def show_problem(problem: AlignerError, item: Item, key: str, keep: Callable[[bytes], None]) -> None:
    """Say why a file cannot be read, and ask for its password if it is encrypted.

    Args:
        problem: why.
        item: the file.
        key: key of the field for the password, one per file.
        keep: called with the decrypted file, before the page is drawn again.
    """
    page.fault(problem.message)
    if not isinstance(problem, EncryptedError):
        return
    page.show_pending_fault(key)  # why the last password was refused
    page.field("start.password", key, type="password", on_change=_decrypt, args=(item, key, keep))


def _decrypt(item: Item, key: str, keep: Callable[[bytes], None]) -> None:
    from aligner.readers.decryption import decrypt

    password = str(st.session_state.get(key) or "")
    st.session_state[key] = ""
    if not password:
        return
    try:
        keep(decrypt(item.data, item.name, password))
    except AlignerError as error:
        page.show_fault_later(error.message.without(item.name), key)
