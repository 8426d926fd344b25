"""Make a set of files that no manifest describes: what each is, its text and its name say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Final

from aligner.pipeline.file_guesses import (
    distinct_versions,
    guessed_versions,
    in_order,
    names_of_two,
    version_of,
)
from aligner.pipeline.run import Settings, open_document
from aligner.pipeline.tracked_drafts import has_tracked_changes, open_tracked
from aligner.readers.document_set import Entry
from aligner.revision.series import are_series, own_date
from aligner.values import Document, DocumentKey
from aligner.values.errors import InputError
from aligner.values.message import Message, about

_ONLY_DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read, with any tracked changes accepted, and the reader's notes."""

    path: Path
    document: Document
    notes: tuple[Message, ...]


def entries_of(paths: Sequence[Path], settings: Settings) -> tuple[Entry, ...]:
    """Read files as documents of a set, from the earliest draft to the latest.

    The language is that of the text. The draft is the one that the name suggests (`rev1`, `old`, `v2`,
    `2024`), or the symbol, or else the order of dates, or of the files. A Word file with tracked changes
    is read as two drafts where the other files show that the older one is needed (`_two_drafts`).
    Callers tell the user what was assumed, since names may mislead.

    Raises:
        InputError: if a file cannot be read or its language cannot be determined, or if two are
            separate documents of a series and not drafts.
    """
    files = [_open(path, settings) for path in paths]
    _refuse_series(files)
    symbols = [file.document.masthead.symbol or "" for file in files]
    languages = [file.document.language for file in files]
    guessed = guessed_versions([path.name for path in paths], symbols, languages)
    two = _two_drafts(files, guessed)
    _report(files, two, settings)
    found = list(_with_older_drafts(files, guessed, two, settings))
    keys = [(document.language, version) for _, document, version in found]
    versions = [
        version or _ONLY_DRAFT
        for version in distinct_versions(keys, [document.masthead.date for _, document, _ in found])
    ]
    entries = [
        Entry(path, DocumentKey(document.language, version), document=replace(document, version=version))
        for (path, document, _), version in zip(found, versions, strict=True)
    ]
    order = in_order(versions)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.key.version)))


def _open(path: Path, settings: Settings) -> _File:
    notes: list[Message] = []
    document = open_document(path, replace(settings, notice=notes.append))
    return _File(path, document, tuple(notes))


def _refuse_series(files: Sequence[_File]) -> None:
    """Refuse separate documents of one body in one language, unless their names call them drafts."""
    for one, other in combinations(files, 2):
        names = [version_of(file.path.name) for file in (one, other)]
        are_named = all(name and not name.isdigit() for name in names) and names[0] != names[1]
        if are_named or one.document.language != other.document.language:
            continue
        if are_series(one.document, other.document):
            dates = {"one_date": own_date(one.document), "other_date": own_date(other.document)}
            raise InputError(Message("error.series", one=one.path.name, other=other.path.name, **dates))


def _two_drafts(files: Sequence[_File], guessed: Sequence[str]) -> Mapping[int, tuple[str, str]]:
    """Return the names of the two drafts of each file with tracked changes that is to be read as two.

    That is the case if each language has one file only, and another file is named after an older draft
    (`old.fr.docx`), whose counterpart is then this file with its changes rejected; or if all files have
    tracked changes. Otherwise a file is one draft, with its changes accepted: they may be a reviser's
    corrections of a translation, which are no amendments.
    """
    languages = [file.document.language for file in files]
    if len(set(languages)) < len(languages):
        return {}
    all_tracked = all(has_tracked_changes(file.path) for file in files)
    found = {}
    for number, file in enumerate(files):
        others = [version for other, version in enumerate(guessed) if other != number]
        old, new = names_of_two(guessed[number], others)
        if all_tracked or (old in others and has_tracked_changes(file.path)):
            found[number] = old, new
    return found


def _report(files: Sequence[_File], two: Mapping[int, tuple[str, str]], settings: Settings) -> None:
    """Pass on the readers' notes, and say which files are read as two drafts instead of as accepted."""
    if settings.notice is None:
        return
    for number, file in enumerate(files):
        for note in file.notes:
            if number not in two or note.without(str(file.path)).code != "reading.tracked":
                settings.notice(note)
        if number in two:
            old, new = (str(DocumentKey(file.document.language, version)) for version in two[number])
            settings.notice(about(str(file.path), Message("tracked.two_drafts", old=old, new=new)))


def _with_older_drafts(
    files: Sequence[_File], guessed: Sequence[str], two: Mapping[int, tuple[str, str]], settings: Settings
) -> Iterator[tuple[Path, Document, str]]:
    """Yield path, document and draft of each file; twice for a file that is two drafts."""
    for number, (file, version) in enumerate(zip(files, guessed, strict=True)):
        if number in two:
            old, version = two[number]
            tracked = open_tracked(file.path, settings, language=file.document.language)
            yield file.path, tracked.old, old
        yield file.path, file.document, version
