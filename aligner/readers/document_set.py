"""A document set: a folder whose `manifest.toml` names each file's language and version.

::

    title = "…"
    pivot = "zh"                       # optional: the language the others are compared with

    [[document]]                       # versions are in the order in which they first appear here
    file = "rev1.zh.txt"
    language = "zh"
    version = "rev1"
    title = "…"                        # optional, as are date and status
    date = "2018-05-17"
    status = "working translation, not an official UN text"

    [[not_carried_over]]               # optional: differences planted in a demonstration set
    language = "fr"
    …

Every key is checked, since a misspelt one would otherwise be silently ignored.
"""

import datetime
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aligner import languages
from aligner.readers.regular_file import read_regular
from aligner.values import Document, DocumentKey, Message, about, excerpt, quoted, reason
from aligner.values.limits import MAX_MANIFEST
from aligner.values.message import FormatError, InputError, LanguageError

MANIFEST: Final = "manifest.toml"
GLOSSARIES: Final = ("glossary.csv", "glossary.tbx")
"""File names of a set's own glossary, which is beside its documents."""

_TOP_KEYS: Final = ("title", "pivot", "description", "note", "licence", "document", "not_carried_over")
_OPTIONAL: Final = ("title", "status", "encoding")
_FOR_PEOPLE: Final = ("date", "symbol", "source", "licence", "note", "sha256")
_DOCUMENT_KEYS: Final = ("file", "language", "version", *_OPTIONAL, *_FOR_PEOPLE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a set.

    Attributes:
        file: its path.
        key: its language and version.
        title: the title to display; empty if the manifest gives none.
        status: a caveat for readers ("working translation, not an official UN text").
        encoding: encoding of a text file, if it should not be detected.
        rejected: whether it is the older draft in a file with tracked changes, which are then rejected.
        document: the document, if it was read to learn what it is, so that it need not be read again.
    """

    file: Path
    key: DocumentKey
    title: str = ""
    status: str = ""
    encoding: str | None = None
    rejected: bool = False
    document: Document | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """The documents to compare with one another.

    Attributes:
        title: title of the set; empty if none is given.
        entries: the documents, as given; no two with the same language and version.
        versions: names of the drafts, from earliest to latest.
        pivot: language the others are compared with, or None to choose one.
    """

    title: str
    entries: tuple[Entry, ...]
    versions: tuple[str, ...]
    pivot: str | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages present, in the order given."""
        return tuple(dict.fromkeys(entry.key.language for entry in self.entries))

    @property
    def glossaries(self) -> tuple[Path, ...]:
        """The glossaries beside the documents."""
        folders = sorted({entry.file.parent for entry in self.entries})
        beside = [folder / name for folder in folders for name in GLOSSARIES]
        return tuple(path for path in beside if path.is_file())

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the set that a result must not overwrite."""
        return (*(entry.file for entry in self.entries), *self.glossaries)


def of_entries(entries: tuple[Entry, ...], *, title: str = "", pivot: str | None = None) -> DocumentSet:
    """Make a set from individual documents; versions are ordered by first appearance.

    Raises:
        InputError: if there are no documents, two have the same language and version, or the
            pivot is not among the languages.
    """
    if not entries:
        raise InputError(Message("manifest.no_document"))
    seen: set[DocumentKey] = set()
    for entry in entries:
        if entry.key in seen:
            raise InputError(Message("manifest.named_twice", document=excerpt(str(entry.key))))
        seen.add(entry.key)
    versions = tuple(dict.fromkeys(entry.key.version for entry in entries))
    document_set = DocumentSet(title, entries, versions, pivot)
    if pivot is not None and pivot not in document_set.languages:
        raise InputError(Message("manifest.pivot", given=quoted(pivot), known=document_set.languages))
    return document_set


def load_set(folder: Path) -> DocumentSet:
    """Read the manifest of a set without opening its documents.

    Args:
        folder: the set's folder, or the manifest itself.

    Raises:
        InputError: if the folder or the manifest is missing.
        FormatError: for a key that is missing, unknown or of the wrong type, an unknown
            language, or a file outside the folder; names the manifest and the key.
    """
    manifest = folder if folder.name.endswith(".toml") and not folder.is_dir() else folder / MANIFEST
    if manifest != folder and folder.is_file():
        raise InputError.about(str(folder), "manifest.not_folder")
    if not manifest.parent.is_dir():
        raise InputError.about(str(folder), "file.missing")
    table = _parse(manifest)
    _refuse_unknown(table, _TOP_KEYS, str(manifest), "")
    documents = table.get("document")
    if not isinstance(documents, list) or not documents:
        raise FormatError.about(str(manifest), "manifest.no_entries")
    entries = tuple(_entry(each, manifest, number) for number, each in enumerate(documents))
    pivot = _text(table, "pivot", str(manifest), "", required=False)
    title = _text(table, "title", str(manifest), "")
    try:
        return of_entries(entries, title=title, pivot=languages.get(pivot).code if pivot else None)
    except InputError as error:
        raise FormatError(about(str(manifest), error.message)) from error


def _parse(manifest: Path) -> dict[str, object]:
    if not os.path.lexists(manifest):
        raise InputError.about(str(manifest.parent), "manifest.absent", manifest=MANIFEST)
    try:
        return tomllib.loads(read_regular(manifest, InputError, most=MAX_MANIFEST).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FormatError.about(str(manifest), "file.not_utf8") from None
    except tomllib.TOMLDecodeError as error:
        raise FormatError.about(str(manifest), "manifest.not_toml", why=reason(error)) from error


def _entry(table: object, manifest: Path, number: int) -> Entry:
    where = f"document[{number}]."
    name = str(manifest)
    if not isinstance(table, dict):
        raise FormatError.about(name, "manifest.not_table", place=f"document[{number}]")
    _refuse_unknown(table, _DOCUMENT_KEYS, name, where)
    file = _text(table, "file", name, where)
    path = manifest.parent / file
    if "\0" in file or not path.resolve().is_relative_to(manifest.parent.resolve()):
        raise FormatError.about(name, "manifest.outside", place=f"{where}file", file=quoted(file))
    try:
        language = languages.get(_text(table, "language", name, where)).code
    except LanguageError as error:
        raise FormatError.about(name, "manifest.at", place=f"{where}language", text=error.message) from error
    key = DocumentKey(language, _text(table, "version", name, where))
    title, status, encoding = (_text(table, each, name, where, required=False) for each in _OPTIONAL)
    return Entry(path, key, title, status, encoding or None)


def _text(table: Mapping[str, object], key: str, name: str, where: str, *, required: bool = True) -> str:
    value = table.get(key)
    if value is None and not required:
        return ""
    if value is None:
        raise FormatError.about(name, "manifest.missing", place=f"{where}{key}")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if not isinstance(value, str):
        raise FormatError.about(name, "manifest.not_text", place=f"{where}{key}", found=quoted(value))
    if required and not value.strip():
        raise FormatError.about(name, "manifest.blank", place=f"{where}{key}")
    return value.strip()


def _refuse_unknown(table: Mapping[str, object], known: tuple[str, ...], name: str, where: str) -> None:
    for key in table:
        if key not in known:
            raise FormatError.about(name, "manifest.unknown_key", place=f"{where}{excerpt(key)}", known=known)
