"""The language of a scanned file, and when its text layer is called poor; without the engine."""

from __future__ import annotations

from dataclasses import replace
from time import sleep
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
    monkeypatch.setattr(engine_data, "model_of", lambda language: SHORT.get(language.code))
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
    monkeypatch.setattr(engine_data, "model_of", lambda _: None)
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


def test_two_pages_are_recognised_at_once_and_none_after_the_work_is_given_up(
    recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each may take a gigabyte."""
    running, counts = list[int](), list[int]()

    def slow_page(_: _Recogniser, number: int, *__: object) -> RecognisedPage:
        running.append(number)
        counts.append(len(running))
        sleep(0.05)
        running.remove(number)
        return page("word")

    monkeypatch.setattr(_Recogniser, "page", slow_page)
    assert [number for number, _ in recogniser.pages(range(1, 7), [])] == [1, 2, 3, 4, 5, 6]
    assert max(counts) == 2
    counts.clear()
    given_up = recogniser.pages(range(1, 20), [])
    next(given_up)
    given_up.close()  # type: ignore[attr-defined]
    assert len(counts) < 6


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


@pytest.mark.parametrize(
    ("right", "wrong", "share"), [(36, 4, None), (35, 5, 12), (54, 6, None), (53, 7, 12)]
)
def test_how_much_of_a_text_layer_differs_is_told(
    right: int, wrong: int, share: int | None, recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"word{n}" for n in range(right + wrong)]
    monkeypatch.setattr(_Recogniser, "page", lambda *_: page(" ".join(words).upper()))
    behind = " ".join(words[:right])
    plain = Extract(behind, (Line(Span(0, len(behind)), page=1),), "pdf", pages=1, layered=(1,))
    found = paged_file._compared(plain, recogniser, "en")
    assert [note.fields["share"] for note in found.notes] == ([] if share is None else [share])


def test_words_of_a_text_are_counted_and_so_are_characters_without_spaces() -> None:
    assert list(paged_file._parts(["General Assembly, 2nd", "联合国"])) == [
        *("general", "assembly", "2nd", "联", "合", "国")
    ]


def test_a_page_is_recognised_once_with_the_data_of_all_its_languages(
    recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    asked: list[tuple[Any, ...]] = []
    kept: dict[str, RecognisedPage] = {}
    data = {"ar": "ara+eng", "en": "eng", "zh": "chi_sim+eng"}

    def recognise(function: str, *given: Any) -> RecognisedPage:
        asked.append(given[3:])
        return page("read")

    monkeypatch.setattr(engine_data, "model_of", lambda language: data[language.code])
    monkeypatch.setattr(paged_file, "read_in_child", recognise)
    monkeypatch.setattr(paged_file.recognised_page, "find", kept.get)
    monkeypatch.setattr(paged_file.recognised_page, "keep", kept.__setitem__)
    arabic, english = get("ar"), get("en")
    for languages in ((arabic, english), (arabic, english), (english,)):
        assert recogniser.page(7, *languages) == page("read")
    fewest = min(arabic.readings, english.readings)
    assert asked == [(7, "ara+eng", fewest), (7, "eng", english.readings)]


def read(
    monkeypatch: pytest.MonkeyPatch, plain: Extract, found: Extract, *, installed: bool = True, **more: Any
) -> tuple[Extract, list[Any]]:
    """What is read of a file whose pages are empty once they were recognised; and what was asked for."""
    asked: list[Any] = []

    def pages(_: _Recogniser, numbers: Any, languages: Any) -> Any:
        asked.extend((list(numbers), [language.code for language in languages]))
        return ((number, page("" if number == 9 else "word")) for number in numbers)

    monkeypatch.setattr(paged_file, "_read_in_child", lambda data, name, given: found if given else plain)
    monkeypatch.setattr(engine_data, "is_installed", lambda: installed)
    monkeypatch.setattr(paged_file, "_compared", lambda plain, *_: replace(plain, format="compared"))
    monkeypatch.setattr(_Recogniser, "pages", pages)
    return paged_file.read(b"", "scan.pdf", **more), asked


TYPED = Extract(ENGLISH, (), "pdf", pages=4)
EMPTY = Extract(" ", (), "pdf", pages=4)


@pytest.mark.parametrize(
    ("plain", "more", "asked"),
    [
        (replace(TYPED, unread=(3, 9)), {}, [[3, 9], ["en"]]),
        (replace(TYPED, unread=(3,), layered=(2,)), {}, [[3], ["en"]]),
        (replace(TYPED, unread=(3,), layered=(2,)), {"recognise": ["fr", "ru"]}, [[2, 3], ["fr", "ru"]]),
        (replace(TYPED, unread=(3,)), {"language": "fr"}, [[3], ["fr"]]),
        (TYPED, {"recognise": ["fr"]}, []),
        (replace(TYPED, unread=(3,)), {"installed": False}, []),
    ],
)
def test_pages_without_text_are_recognised_and_those_with_a_layer_if_asked(
    plain: Extract,
    more: dict[str, Any],
    asked: list[Any],
    recogniser: _Recogniser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, told = read(monkeypatch, plain, replace(TYPED, doubtful=(Span(0, 9),)), **more)
    assert told == asked
    codes = [note.code for note in found.notes]
    if asked:
        assert codes == ["reading.from_pictures"]
        assert found.notes[0].fields["words"] == 1
        assert "9" not in str(found.notes[0].fields["pages"])  # on which nothing was found
        assert [number for number, _ in found.recognised] == asked[0]
    else:
        assert codes == (["reading.unread_pictures"] if plain.unread else [])


@pytest.mark.parametrize(("installed", "kind"), [(True, "compared"), (False, "pdf")])
def test_a_text_layer_is_compared_if_the_engine_is_there(
    installed: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, asked = read(monkeypatch, replace(TYPED, layered=(1,)), TYPED, installed=installed)
    assert (found.format, found.notes, asked) == (kind, (), [])


@pytest.mark.parametrize(
    ("plain", "installed", "told"),
    [
        (replace(EMPTY, unread=(1,)), False, "pip install"),
        (EMPTY, True, "pip install"),
        (replace(EMPTY, unread=(1,)), True, r"no text was recognised on its pages \(4\)"),
    ],
)
def test_a_file_without_any_text_is_refused(
    plain: Extract, installed: bool, told: str, recogniser: _Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ReadError, match=told):
        read(monkeypatch, plain, EMPTY, installed=installed, language="en")


def test_pages_on_which_something_covers_the_text_are_named() -> None:
    pages = {1: page("word"), 2: replace(page("word"), unread=1), 3: replace(page(""), turned=90)}
    found = paged_file._with_doubts(TYPED, pages)
    assert [str(note.fields["pages"]) for note in found.notes][1:] == ["page 2"]
    assert found.recognised == ((1, 0), (2, 0), (3, 90))
    assert paged_file._with_doubts(TYPED, {3: page("")}).notes == ()


def test_the_engine_is_installed_only_with_the_data_of_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_data, "find_spec", lambda _: object())
    monkeypatch.setattr(engine_data, "models_folder", lambda: None)
    assert not engine_data.is_installed()
    monkeypatch.setattr(engine_data, "models_folder", lambda: object())
    assert engine_data.is_installed()
    monkeypatch.setattr(engine_data, "find_spec", lambda _: None)
    assert not engine_data.is_installed()
