"""Read a PDF or a picture file; pages without text are recognised one by one in child processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from aligner.languages import Language, get
from aligner.languages.detect import detect
from aligner.languages.profile import heads
from aligner.readers.isolation import read_in_child
from aligner.readers.scans import recognised_page
from aligner.readers.scans.engine_data import (
    INSTALL,
    INSTALL_DATA,
    PACKAGE,
    how_to_add,
    is_installed,
    models,
)
from aligner.readers.scans.recognised_page import RecognisedPage
from aligner.values.codec import unstructure
from aligner.values.errors import LanguageError, ReadError
from aligner.values.extract import Extract
from aligner.values.message import Message, about, page_list
from aligner.values.progress import Progress, no_progress

_SCANS: Final = "aligner.readers.scans"
_REVISION: Final = 3
"""Raised when the same engine gives another result, so that no page of the cache is taken for it."""


def read(data: bytes, name: str, *, language: str | None = None, progress: Progress | None = None) -> Extract:
    """Read a PDF or a picture file.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        language: language of its text, for pages that are pictures; detected if not given.
        progress: called before each page that is recognised.

    Raises:
        ReadError: if it is damaged, encrypted, without pages, or without text; or if it can only be read by
            text recognition that is not installed.
        LanguageError: if there is no such language.
    """
    plain = _read_in_child(data, name, {})
    if not plain.unread or not is_installed():
        if not plain.text.strip():
            what = Message("error.scanned", pages=plain.pages or 0, install=INSTALL, data=INSTALL_DATA)
            raise ReadError(about(name, what))
        note = Message("reading.unread_pictures", install=INSTALL, data=INSTALL_DATA)
        return _with_note(plain, note) if plain.unread else plain
    recogniser = _Recogniser(data, name, progress or no_progress)
    pages = dict(recogniser.pages(plain, recogniser.language(plain, language)))
    found = _read_in_child(data, name, pages)
    if not found.text.strip():
        raise ReadError(about(name, Message("error.nothing_recognised", pages=plain.pages or 0)))
    return _with_doubts(found, pages)


def _read_in_child(data: bytes, name: str, pages: dict[int, RecognisedPage]) -> Extract:
    given = [[number, unstructure(page)] for number, page in pages.items()]
    return read_in_child("aligner.readers.pdf.read_pdf:read_recognised", data, name, Extract, given)


def _with_note(extract: Extract, note: Message) -> Extract:
    return replace(extract, notes=(*extract.notes, note))


def _with_doubts(extract: Extract, pages: dict[int, RecognisedPage]) -> Extract:
    """Say which pages were recognised, and how many of their words are doubtful."""
    named = page_list(number for number, page in pages.items() if page.lines)
    extract = replace(extract, recognised=tuple((number, page.turned) for number, page in pages.items()))
    return _with_note(extract, Message("reading.from_pictures", pages=named, words=len(extract.doubtful)))


@dataclass(frozen=True, slots=True)
class _Recogniser:
    """Recognises pages of one file."""

    data: bytes
    name: str
    progress: Progress

    def language(self, plain: Extract, given: str | None) -> Language:
        """Return the language of a file: given, that of its other pages, or detected.

        Raises:
            ReadError: if the engine has no data of the language.
            LanguageError: if there is no such language.
        """
        code = given or (_detected(plain.text) if plain.text.strip() else None)
        found = get(code or self._detected_on(plain.unread[0]))
        if model_of(found) is None:
            raise ReadError(about(self.name, how_to_add(found)))
        return found

    def _detected_on(self, number: int) -> str:
        """Return the language of a page: the script tells some, the words tell those that share it.

        Raises:
            ReadError: if the engine has no data of any language.
        """
        script = read_in_child(f"{_SCANS}.recognise:script_of", self.data, self.name, str, number)
        known = [head.language for head in heads().values() if model_of(head.language)]
        likely = [each for each in known if script.lower().startswith(each.script)] or known
        if not likely:
            raise ReadError(about(self.name, Message("error.no_recognition_data", data=INSTALL_DATA)))
        if len(likely) == 1:
            return likely[0].code
        return _detected(self.page(number, likely[0]).text) or likely[0].code

    def pages(self, plain: Extract, language: Language) -> Iterator[tuple[int, RecognisedPage]]:
        """Yield number and contents of each page that has no text of its own."""
        for done, number in enumerate(plain.unread):
            self.progress("recognise", done, len(plain.unread))
            yield number, self.page(number, language)

    def page(self, number: int, language: Language) -> RecognisedPage:
        """Recognise a page, unless that was done before."""
        model = model_of(language)
        engine = f"{PACKAGE} {_engine_version()} {model} {language.finest_scan} {_REVISION}"
        key = recognised_page.page_key(self.data, number, engine)
        found = recognised_page.find(key)
        if found is None:
            function = f"{_SCANS}.recognise:recognise"
            arguments = number, model, language.finest_scan
            found = read_in_child(function, self.data, self.name, RecognisedPage, *arguments)
            recognised_page.keep(key, found)
        return found


def _detected(text: str) -> str | None:
    try:
        return detect(text)
    except LanguageError:
        return None


def model_of(language: Language) -> str | None:
    """Return what the engine calls a language, or None if it has no data of it."""
    return language.recognised_as if language.recognised_as in models() else None


def _engine_version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""
