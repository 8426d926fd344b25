"""Languages are recognized by paragraph and by document, and unsupported ones are refused."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import seconds

from aligner.languages import LANGUAGES, OFFICIAL
from aligner.languages.detect import contradiction, detect
from aligner.values.message import LanguageError

PARAGRAPHS = [
    ("zh", "回顾大会以往各项决议，强调会员国应当加强合作"),
    ("zh", "回顧大會以往各項決議，強調會員國應當加強合作"),
    ("zh", "社区处理方针灵感来源于 Mozilla 的 code of conduct 分级办法。"),
    ("en", "Recalling its previous resolutions on the subject,"),
    ("en", "Hepatitis B incidence per 100,000 population"),
    ("fr", "Rappelant ses résolutions antérieures sur la question,"),
    ("fr", "L’Assemblée générale"),
    ("ru", "ссылаясь на свои предыдущие резолюции по этому вопросу,"),
    ("es", "Recordando sus resoluciones anteriores sobre la cuestión,"),
    ("es", "Ejemplos de comportamiento que contribuyen a crear un ambiente positivo:"),
    ("ar", "إذ تشير إلى قراراتها السابقة بشأن هذه المسألة،"),
    ("ar", "ﺇﻥ ﺍﻟﺠﻤﻌﻴﺔ ﺍﻟﻌﺎﻣﺔ"),
]

FOREIGN = [
    ("Portuguese", "Todos os seres humanos nascem livres e iguais em dignidade e em direitos."),
    ("Italian", "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti."),
    ("Dutch", "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren."),
    ("letters", "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw."),
    ("letters", "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar."),
    ("Ukrainian", "Всі люди народжуються вільними і рівними у своїй гідності та правах."),
    ("Bulgarian", "Всички хора се раждат свободни и равни по достойнство и права."),
    ("Serbian", "Сва људска бића рађају се слободна и једнака у достојанству и правима."),
    ("Persian", "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند."),
    ("Japanese", "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"),
    ("script", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."),
    ("script", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια."),
    ("script", "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ"),
    ("no words", "12 345 / 6"),
    ("empty", " \n\t"),
    ("empty", ""),
]


@pytest.mark.parametrize(("language", "text"), PARAGRAPHS)
def test_paragraphs_are_recognised(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(("word", "text"), FOREIGN)
def test_texts_in_other_languages_are_refused_with_a_reason(word: str, text: str) -> None:
    with pytest.raises(LanguageError, match=word) as error:
        detect(text)
    assert "\n" not in str(error.value)


def test_a_long_run_without_spaces_is_about_as_fast_as_words() -> None:
    def detect_runs() -> None:
        with contextlib.suppress(LanguageError):
            detect("<" * 200_000)
        assert detect("a@b.org " + "汉" * 100_000 + "的") == "zh"

    words = "Recalling the resolutions of the General Assembly, " * 4_000
    assert seconds(detect_runs, best_of=2) < 10 * seconds(lambda: detect(words), best_of=2)


@given(st.text(max_size=200))
def test_any_text_gives_one_of_the_six_or_a_language_error(text: str) -> None:
    with contextlib.suppress(LanguageError):
        assert detect(text) in LANGUAGES


def _documents(data: Path) -> Iterator[tuple[str, str]]:
    for folder in ("udhr", "sdg", "contributor-covenant"):
        for path in sorted((data / folder).glob("*.txt")):
            yield path.name.split(".")[-2], path.read_text(encoding="utf-8")


def _un_documents(data: Path) -> Iterator[dict[str, list[str]]]:
    for line in (data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        rows = [row["text"] for row in json.loads(line)["rows"]]
        yield {language: [row[language] for row in rows] for language in OFFICIAL}


def _detect(text: str) -> str | None:
    try:
        return detect(text)
    except LanguageError:
        return None


def _long_enough(language: str, text: str) -> bool:
    return len(text) >= 40 * LANGUAGES[language].density


def test_every_document_is_recognised(shared_data: Path) -> None:
    wrong = [(language, text[:60]) for language, text in _documents(shared_data) if _detect(text) != language]
    for document in _un_documents(shared_data):
        for language, rows in document.items():
            text = "\n".join(rows)
            if len(text) >= 200 * LANGUAGES[language].density and _detect(text) != language:
                wrong.append((language, text[:60]))
    assert wrong == []


def test_nearly_every_line_is_recognised(shared_data: Path) -> None:
    """Floors by language; measured 0.991 or better, the rest being names and lists of names."""
    right, total = Counter[str](), Counter[str]()
    texts = [(lang, line) for lang, text in _documents(shared_data) for line in text.split("\n")]
    texts += [(lang, row) for doc in _un_documents(shared_data) for lang, rows in doc.items() for row in rows]
    for language, line in texts:
        if _long_enough(language, line):
            total[language] += 1
            right[language] += _detect(line) == language
    shares = {language: right[language] / total[language] for language in OFFICIAL}
    assert min(shares.values()) >= 0.99, shares


def test_no_document_contradicts_its_own_language(shared_data: Path) -> None:
    for language, text in _documents(shared_data):
        assert contradiction(text, language) is None
    for document in _un_documents(shared_data):
        for language, rows in document.items():
            assert contradiction("\n".join(rows), language) is None


def test_every_document_contradicts_every_other_language(shared_data: Path) -> None:
    for language, whole in _documents(shared_data):
        text = whole[:6_000]
        for other in LANGUAGES.keys() - {language}:
            if LANGUAGES[language].latin_script and LANGUAGES[other].latin_script:
                assert f"({language})" in str(contradiction(text, other))
            else:
                with pytest.raises(LanguageError, match=rf"\({other}\), but it has .*looks .*\({language}\)"):
                    contradiction(text, other)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "The General Assembly decides to remain seized of the matter."),
        ("en", "The Commission and all of the States. " * 20 + "La Commission et tous les États. " * 20),
        ("fr", "The Commission and all of the States. " * 20 + "La Commission et tous les États. " * 20),
        ("zh", "The Commission and all of the States. " * 20 + "委员会请各国采取措施。" * 5),
        ("ru", "Всі люди народжуються вільними і рівними у своїй гідності та правах. " * 20),
        ("en", ""),
    ],
)
def test_short_and_mixed_texts_do_not_contradict_the_user(language: str, text: str) -> None:
    assert contradiction(text, language) is None


def _demo_paragraphs(golden: Path, language: str) -> list[str]:
    written = json.loads((golden / "ccpcj-27" / f"rev1.{language}.json").read_text(encoding="utf-8"))
    return [segment["text"] for segment in written["segments"] if len(segment["text"]) > 100]


@pytest.mark.parametrize(("body", "other"), [("en", "fr"), ("fr", "en")])
def test_detect_ignores_bilingual_annexes(golden: Path, body: str, other: str) -> None:
    own, foreign = _demo_paragraphs(golden, body), _demo_paragraphs(golden, other)
    annex = [text for pair in zip(foreign, own, strict=False) for text in pair]
    text = "\n".join(own[:15] + 3 * annex + foreign[:5])
    assert detect(text) == body
    assert contradiction(text, body) is None


def test_detect_ignores_english_preface(golden: Path) -> None:
    english, french = _demo_paragraphs(golden, "en"), _demo_paragraphs(golden, "fr")
    assert detect("\n".join(english[:9] + french[:14])) == "fr"
