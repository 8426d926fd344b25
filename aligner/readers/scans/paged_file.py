"""Read a PDF or a picture file; pages without text are recognised one by one in child processes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from aligner.languages import Language, get
from aligner.languages.detect import detected
from aligner.languages.profile import heads
from aligner.readers.extract_builder import is_ideographic
from aligner.readers.isolation import read_in_child
from aligner.readers.scans import engine_data, recognised_page
from aligner.readers.scans.recognised_page import DOUBTFUL, RecognisedPage
from aligner.values.codec import unstructure
from aligner.values.extract import Extract
from aligner.values.message import LanguageError, Message, Progress, ReadError, about, no_progress, page_list

_COMMANDS: Final = {"install": engine_data.INSTALL, "data": engine_data.INSTALL_DATA}
_SCANS: Final = "aligner.readers.scans"
_WORD: Final = re.compile(r"\w+")
_POOR: Final = 0.1
"""Share of the words read with certainty that a page's text lacks, from which on it is poor."""
_FEWEST: Final = 40
"""Words below which a page tells nothing of its text."""
_AT_ONCE: Final = 2
"""Pages recognised at the same time, each in a process of its own, which may use a gigabyte."""
_REVISION: Final = 34
"""Raised when the same engine gives another result, so that no page of the cache is taken for it."""


def read(
    data: bytes,
    name: str,
    *,
    language: str | None = None,
    progress: Progress | None = None,
    recognise: Sequence[str] = (),
) -> Extract:
    """Read a PDF or a picture file.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        language: language of its text, for pages that are pictures; detected if not given.
        progress: called before each page that is recognised.
        recognise: languages of pages that are pictures; if given, pages with a text that another program
            recognised are read anew.

    Raises:
        ReadError: if it is damaged, encrypted, without pages, or without text; or if it can only be read by
            text recognition that is not installed.
        LanguageError: if there is no such language.
    """
    plain = _read_in_child(data, name, {})
    unread = sorted({*plain.unread, *plain.layered}) if recognise else plain.unread
    recogniser = _Recogniser(data, name, progress or no_progress)
    if not unread and plain.layered and engine_data.is_installed():
        return _compared(plain, recogniser, language)
    if not unread or not engine_data.is_installed():
        if not plain.text.strip():
            raise ReadError.about(name, "error.scanned", pages=plain.pages or 0, **_COMMANDS)
        return _with_note(plain, Message("reading.unread_pictures", **_COMMANDS)) if plain.unread else plain
    languages = recogniser.known(recognise) or [recogniser.language(plain, language)]
    pages = dict(recogniser.pages(unread, languages))
    found = _read_in_child(data, name, pages)
    if not found.text.strip():
        raise ReadError.about(name, "error.nothing_recognised", pages=plain.pages or 0)
    return _with_doubts(found, pages)


def _read_in_child(data: bytes, name: str, pages: dict[int, RecognisedPage]) -> Extract:
    given = [[number, unstructure(page)] for number, page in pages.items()]
    return read_in_child("aligner.readers.pdf.read_pdf:read_recognised", data, name, Extract, given)


def _with_note(extract: Extract, note: Message) -> Extract:
    return replace(extract, notes=(*extract.notes, note))


def _with_doubts(extract: Extract, pages: dict[int, RecognisedPage]) -> Extract:
    """Say which pages were recognised, and how many of their words are doubtful."""
    extract = replace(extract, recognised=tuple((number, page.turned) for number, page in pages.items()))
    if not any(page.lines for page in pages.values()):
        return extract
    named = page_list(number for number, page in pages.items() if page.lines)
    found = _with_note(extract, Message("reading.from_pictures", pages=named, words=len(extract.doubtful)))
    covered = [number for number, page in pages.items() if page.unread]
    return _with_note(found, Message("reading.covered_text", pages=page_list(covered))) if covered else found


def _compared(plain: Extract, recogniser: _Recogniser, given: str | None) -> Extract:
    """Propose to recognise pages anew if the text behind the first of them differs from what can be read."""
    with suppress(ReadError, LanguageError):  # a text that is good enough without recognition
        language = recogniser.language(plain, given)
        number = plain.layered[0]
        read = Counter(
            _parts(
                word.text
                for line in recogniser.page(number, language).lines
                for word in line
                if word.confidence >= DOUBTFUL
            )
        )
        behind = Counter(_parts(plain.text_of(line) for line in plain.lines if line.page == number))
        differing = (read - behind).total()
        if differing > _POOR * max(read.total(), _FEWEST):
            share = round(100 * differing / read.total())
            found = Message("reading.poor_layer", page=number, share=share, code=language.code)
            return _with_note(plain, found)
    return plain


def _parts(texts: Iterable[str]) -> Iterator[str]:
    """Yield the words of texts, or the characters in a script without spaces."""
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            yield from word if is_ideographic(word[0]) else (word,)


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
        code = given or (detected(plain.text) if plain.text.strip() else None)
        return self.known([code or self._detected_on((*plain.unread, *plain.layered)[0])])[0]

    def known(self, codes: Iterable[str]) -> list[Language]:
        """Return languages by their codes.

        Raises:
            ReadError: if the engine has no data of one.
            LanguageError: if there is no such language.
        """
        found = [get(code) for code in codes]
        for language in found:
            if engine_data.model_of(language) is None:
                raise ReadError(about(self.name, engine_data.how_to_add(language)))
        return found

    def _detected_on(self, number: int) -> str:
        """Return the language of a page: the script tells some, the words tell those that share it.

        Raises:
            ReadError: if the engine has no data of any language.
        """
        script = read_in_child(f"{_SCANS}.recognise:script_of", self.data, self.name, str, number)
        known = [head.language for head in heads().values() if engine_data.model_of(head.language)]
        likely = [each for each in known if script.lower().startswith(each.script)] or known
        if not likely:
            raise ReadError.about(self.name, "error.no_recognition_data", data=engine_data.INSTALL_DATA)
        if len(likely) == 1:
            return likely[0].code
        return detected(self.page(number, likely[0]).text) or likely[0].code

    def pages(
        self, numbers: Sequence[int], languages: Sequence[Language]
    ) -> Iterator[tuple[int, RecognisedPage]]:
        """Yield number and contents of some pages, which are recognised two at once.

        Those that were not begun are left out if the work is given up.
        """
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = pool.map(lambda number: self.page(number, *languages), numbers)
            try:
                for done, number in enumerate(numbers):
                    self.progress("recognise", done, len(numbers))
                    yield number, next(found)
            finally:
                pool.shutdown(cancel_futures=True)

    def page(self, number: int, *languages: Language) -> RecognisedPage:
        """Recognise a page in one or more languages, unless that was done before."""
        names = "+".join(engine_data.model_of(language) or "" for language in languages)
        model = "+".join(dict.fromkeys(names.split("+")))
        readings = min(language.readings for language in languages)
        engine = f"{engine_data.versions()} {model} {readings} {_REVISION}"
        key = recognised_page.page_key(self.data, number, engine)
        found = recognised_page.find(key)
        if found is None:
            function = f"{_SCANS}.recognise:recognise"
            arguments = number, model, readings
            found = read_in_child(function, self.data, self.name, RecognisedPage, *arguments)
            recognised_page.keep(key, found)
        return found
