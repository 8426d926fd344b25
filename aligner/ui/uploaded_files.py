"""What a person puts in on the first screen, and what it turns out to be, before anything runs.

No widget here: `start` draws what this module finds out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from aligner.values import Comparison, DocumentKey, Message
from aligner.values.errors import AlignerError, LanguageError

if TYPE_CHECKING:
    from aligner.pipeline.run import Notice
    from aligner.values import Document

MEBIBYTE: Final = 2**20
MOST_EACH: Final = 100
"""Mebibytes that one file may have; the same number is `maxUploadSize` in `.streamlit/config.toml`."""

MOST_TOGETHER: Final = 300
"""Mebibytes that all files of a session may have: they are held in memory."""

ENCODINGS: Final = (
    "utf-8",
    "utf-16",
    "gb18030",
    "big5",
    "cp1252",
    "iso8859-15",
    "cp1251",
    "koi8-r",
    "iso8859-5",
    "cp866",
    "cp1256",
    "iso8859-6",
)
"""Encodings that texts in the six languages have, offered where the one found is wrong."""


class Kind(StrEnum):
    """What sort of file it is, as far as that decides what is asked about it."""

    TEXT = "text"
    HTML = "html"
    WORD = "word"
    PDF = "pdf"
    OFFICE = "office"
    OTHER = "other"
    ALIGNED = "aligned"
    PROJECT = "project"


class Drafts(StrEnum):
    """How many drafts one file holds."""

    ONE = "one"
    TRACKED = "tracked"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Item:
    """One file, or one pasted text.

    Attributes:
        number: counted from 1 through the session; no two have the same.
        name: of the file, without a folder.
        data: all its bytes.
        language: what the person said when pasting, or None.
        version: likewise, or empty.
    """

    number: int
    name: str
    data: bytes
    language: str | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file is before anybody says anything about it.

    Attributes:
        kind: of file.
        encoding: that was found, for a text; empty where there is none to tell.
        tracked: whether a Word file has changes tracked in it.
    """

    kind: Kind
    encoding: str = ""
    tracked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    Attributes:
        documents: one, or the older draft and the newer.
        notes: what a person should know of the reading.
        problem: why there are none.
        nameless: whether that is only for its language, which nobody said or which the text contradicts.
    """

    documents: tuple[Document, ...] = ()
    notes: tuple[Message, ...] = ()
    problem: Message | None = None
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is too much; `limit` is in mebibytes."""

    name: str
    limit: int
    together: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the person left it: which language, which draft."""

    document: Document
    language: str
    version: str


def admit(
    held: Sequence[Item], given: Iterable[tuple[str, bytes]], first: int
) -> tuple[list[Item], list[Refusal]]:
    """The files that may be added to those held, and those that are too large.

    Args:
        held: what is there already.
        given: names and bytes.
        first: the number of the first new one.
    """
    total = sum(len(item.data) for item in held)
    taken: list[Item] = []
    refused: list[Refusal] = []
    for name, data in given:
        if len(data) > MOST_EACH * MEBIBYTE:
            refused.append(Refusal(name, MOST_EACH, together=False))
        elif total + len(data) > MOST_TOGETHER * MEBIBYTE:
            refused.append(Refusal(name, MOST_TOGETHER, together=True))
        else:
            taken.append(Item(first + len(taken), name, data))
            total += len(data)
    return taken, refused


def facts(item: Item) -> Facts:
    """What a file is, by its content and its name."""
    from aligner.formats.registry import ALIGNED
    from aligner.pipeline.tracked_drafts import tracked_changes_in
    from aligner.project.store import EXTENSION
    from aligner.readers.encoding import detect_encoding
    from aligner.readers.file_type import sniff
    from aligner.readers.registry import EXTENSIONS

    suffix = PurePath(item.name).suffix.lower()
    if suffix == EXTENSION:
        return Facts(Kind.PROJECT)
    if suffix in ALIGNED and suffix not in EXTENSIONS:
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
    """Read a file the way the person says.

    Args:
        item: the file.
        language: of its text; detected where None.
        encoding: of a text file; detected where None.
        drafts: how many it holds.
    """
    from aligner.pipeline.run import DocumentInfo, Settings, open_bytes

    notes: list[Message] = []
    settings = Settings(encoding=encoding, notice=_without_name(item.name, notes))
    documents: tuple[Document, ...]
    try:
        if drafts is Drafts.ONE:
            documents = (open_bytes(item.data, item.name, settings, DocumentInfo(language=language)),)
        else:
            documents = _two(item, settings.notice, language, drafts)
    except AlignerError as error:
        return Reading(problem=error.message, nameless=isinstance(error, LanguageError))
    return Reading(documents, tuple(notes))


def _two(item: Item, notice: Notice | None, language: str | None, drafts: Drafts) -> tuple[Document, ...]:
    from aligner.pipeline.run import Settings
    from aligner.pipeline.tracked_drafts import open_tracked_bytes, told

    marked = drafts is Drafts.MARKED
    settings = Settings(notice=notice)
    found = open_tracked_bytes(item.data, item.name, settings, language=language, marked_up=marked)
    if notice is not None:
        for line in told(found.trail):
            notice(line)
    return found.old, found.new


def _without_name(name: str, notes: list[Message]) -> Notice:
    """Collects what is said of a file; its name stands beside already."""
    return lambda message: notes.append(message.without(name))


def aligned(item: Item) -> Comparison:
    """The comparison that a file of aligned text holds.

    Raises:
        InputError: it cannot be read, or holds but one document.
    """
    from aligner.formats.reading import load_bytes
    from aligner.values.errors import InputError
    from aligner.values.results import AlignedPair, RevisedPair
    from aligner.view.single_result import from_alignment, from_revision

    found = load_bytes(item.data, item.name).result
    if isinstance(found, AlignedPair):
        return from_alignment(found.source, found.target, found.alignment)
    if isinstance(found, RevisedPair):
        return from_revision(found.old, found.new, found.revision)
    if isinstance(found, Comparison):
        return found
    raise InputError(Message("error.one_document", name=item.name))


def by_key(candidates: Iterable[Candidate]) -> dict[DocumentKey, Document]:
    """The documents under what the person called them."""
    return {
        DocumentKey(each.language, each.version): replace(
            each.document, language=each.language, version=each.version
        )
        for each in candidates
    }


def clash(candidates: Sequence[Candidate]) -> Candidate | None:
    """The first document whose language and draft another has already, if any."""
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        key = (candidate.language, candidate.version)
        if key in seen:
            return candidate
        seen.add(key)
    return None
