"""The language of a scanned file, and when its text layer is called poor; without the engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from aligner.languages import get
from aligner.readers.scans import engine_data, paged_file
from aligner.readers.scans.paged_file import _Recogniser
from aligner.readers.scans.recognised_page import RecognisedPage, Word
from aligner.values.extract import Extract, Line, Span
from aligner.values.message import LanguageError, ReadError

FRENCH = "Rappelant sa résolution et toutes les résolutions précédentes sur la question des droits de l'homme"
ENGLISH = "Recalling its resolution and all the previous resolutions of the Assembly on the same matter"
SHORT = {"en": "eng", "fr": "fra", "ru": "rus", "zh": "chi_sim"}


def page(text: str, confidence: float = 0.99) -> RecognisedPage:
    words = tuple(
        Word(each, 50.0 * n, 50.0 * n + 40, 100, 10, confidence) for n, each in enumerate(text.split())
    )
    return RecognisedPage(400, (words,) if words else ())


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> _Recogniser:
    """The engine has data of four languages, and finds French on every page."""
    monkeypatch.setattr(paged_file, "model_of", lambda language: SHORT.get(language.code))
    monkeypatch.setattr(_Recogniser, "page", lambda *_: page(FRENCH))
    return _Recogniser(b"", "scan.pdf", lambda *_: None)


def shown(monkeypatch: pytest.MonkeyPatch, script: str) -> list[int]:
    """Let every page have this script; return the pages that are asked for it."""
    asked: list[int] = []

    def script_of(function: str, data: bytes, name: str, kind: type, number: int) -> str:
        asked.append(number)
        return script

    monkeypatch.setattr(paged_file, "read_in_child", script_of)
    return asked


def test_the_language_that_is_given_counts_before_that_of_the_text(recogniser: _Recogniser) -> None:
    plain = Extract(ENGLISH, (), "pdf", unread=(2,))
    assert recogniser.language(plain, "ru") == get("ru")
    assert recogniser.language(plain, None) == get("en")
    with pytest.raises(LanguageError):
        recogniser.language(plain, "xx")
    with pytest.raises(ReadError, match="Spanish"):
        recogniser.language(plain, "es")


@pytest.mark.parametrize(
    ("script", "read", "language"),
    [
        ("Han", FRENCH, "zh"),  # the script alone tells
        ("Cyrillic", FRENCH, "ru"),
        ("Latin", FRENCH, "fr"),
        ("Latin", ENGLISH, "en"),
        ("Latin", "", "en"),  # the first that there is data of
        ("Unknown", FRENCH, "fr"),  # any
    ],
)
def test_the_script_of_the_first_page_and_its_words_tell_the_language(
    script: str, read: str, language: str, recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = shown(monkeypatch, script)
    monkeypatch.setattr(_Recogniser, "page", lambda *_: page(read))
    assert recogniser.language(Extract("", (), "pdf", unread=(3, 4), layered=(1,)), None) == get(language)
    assert asked == [3]


def test_without_any_data_the_message_says_what_to_install(
    recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(monkeypatch, "Latin")
    monkeypatch.setattr(paged_file, "model_of", lambda _: None)
    with pytest.raises(ReadError, match="tesseract-ocr"):
        recogniser.language(Extract("", (), "pdf", unread=(1,)), None)


def test_pages_are_recognised_in_the_order_asked_for_and_counted(
    recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(_Recogniser, "page", lambda _, number, *languages: page(f"{number} {languages}"))
    busy = replace(recogniser, progress=lambda *each: told.append(each))
    found = list(busy.pages((3, 1), [get("en"), get("fr")]))
    assert [number for number, _ in found] == [3, 1]
    assert [each.lines[0][0].text for _, each in found] == ["3", "1"]
    assert told == [("recognise", 0, 2), ("recognise", 1, 2)]


@pytest.mark.parametrize(
    ("behind", "confidence", "poor"),
    [
        (ENGLISH, 0.99, False),
        (ENGLISH.replace("Assembly", "Assernbly"), 0.99, False),  # a word of few
        (ENGLISH.replace("e", "c"), 0.99, True),
        (ENGLISH.replace("e", "c"), 0.5, False),  # what is read is doubtful
    ],
)
def test_a_text_layer_is_poor_if_it_lacks_words_that_are_read_with_certainty(
    behind: str, confidence: float, poor: bool, recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Recogniser, "page", lambda *_: page(ENGLISH, confidence))
    other = f"{behind}\nOther."
    lines = (
        Line(Span(0, len(behind)), page=2),
        Line(Span(len(behind) + 1, len(other)), page=3),
    )
    found = paged_file._compared(Extract(other, lines, "pdf", pages=3, layered=(2,)), recogniser, "en")
    assert [(note.code, note.fields.get("page")) for note in found.notes] == (
        [("reading.poor_layer", 2)] if poor else []
    )


def test_the_engine_is_installed_only_with_the_data_of_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_data, "find_spec", lambda _: object())
    monkeypatch.setattr(engine_data, "models_folder", lambda: None)
    assert not engine_data.is_installed()
    monkeypatch.setattr(engine_data, "models_folder", lambda: object())
    assert engine_data.is_installed()
    monkeypatch.setattr(engine_data, "find_spec", lambda _: None)
    assert not engine_data.is_installed()
