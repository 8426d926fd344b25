"""Sentences: where they end, and no text between them is lost."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.languages import LANGUAGES, OFFICIAL
from aligner.readers import plain_text
from aligner.segmentation.segment import segment
from aligner.segmentation.sentences import spans_of, split_sentences
from aligner.values import Document, NoteMark, Segment, SegmentKind, Span
from aligner.values.message import LanguageError

CASES = [
    ("en", ["He said no.", "Then he left."]),
    ("en", ["See No. 5, Nos. 6 and 7, art. 3, para. 2 and A/RES/71/167.", "It costs 1.5 million."]),
    ("en", ["Mr. J. Smith, Ph.D., i.e. the author, came.", "He left at 5 p.m. yesterday."]),
    ("en", ["“Is it so?” he asked.", "“Yes!”", "She smiled... and left."]),
    ("en", ["It rests (see above. And below.) on this; not on that.", "So be it."]),
    ("en", ["1. Urges States to act.", "It is late."]),
    ("fr", ["M. Dupont et Mme Durand sont là.", "« Vraiment ? » demanda-t-il.", "L’art. 5, no 39574."]),
    ("fr", ["Pourquoi ? ; il l’a dit, etc. ; puis il est parti.", "Fin."]),
    ("ru", ["См. п. 5 ст. 3, т.е. с. 12, и г-н Иванов.", "Новое предложение."]),
    ("ru", ["Это А. С. Пушкин и др. поэты.", "Он писал в 1830 г. осенью."]),
    ("es", ["El Sr. Pérez vino.", "¿Qué hizo?", "Véase el párr. 5, núm. 3."]),
    ("en", ["They live in the U.S.", "Why did they move there?"]),
    ("en", ["The U.S. Congress met at 5 a.m. Mr. Jones, of the E.U. Commission, was late."]),
    ("en", ["It was you and I.", "Then Peter I. Stone saw Mt. Kenya."]),
    ("en", ["1. Open the door", "2. Close it", "3. Go to no. 4.", "There"]),
    ("en", ["1.) Open it.", "2.) Close it."]),
    ("en", ["a. Open the door", "b. Close it", "c. Go"]),
    ("en", ["• 7. Open the door", "• 8. Close it"]),
    ("en", ["See paragraph 1.", "Then see paragraph 2.", "It is short."]),
    ("en", ["He wavered . . . and then . . . He came.", "We saw . . . .", "All is well."]),
    ("de", ["Sie sagte: „Wir kommen.“", "Danach kamen sie.", "„Gut.“, sagte er."]),
    ("de", ["Es kostet 42 Mio. Euro.", "Um 833 n. Chr. kam z. B. Dr. h. c. Meier.", "Ja."]),
    ("de", ["Dr. med. Meier wohnt Berliner Str. 5 neben der kath. Kirche.", "Er ging."]),
    ("es", ["Vive desde el 3 de nov. de 2014 en Mt. Kisco.", "Véanse los párrf. 5 y 6."]),
    ("ru", ["Кв. 234 в пгт. Брагиновка.", "Он здесь."]),
    ("ru", ["Он сказал: „Мы здесь.“", "Он ехал в г. Женеву.", "Это было в 1945 г.", "Потом стало тихо."]),
    ("es", ["Los EE. UU. firmaron en 44 a. C. el acuerdo.", "Murió."]),
    ("ar", ["ما هذا؟", "انظر الفقرة 5 من القرار؛ وهو مهم.", "النهاية."]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_known_ends(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in spans_of(text, language)] == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["他说：“好！”", "然后走了。"],
        ["回顾第1段；又回顾第2段。", "（见第5段。另见第6段。）完了！", "是吗？", "真的……", "结束。"],
        ["第 71/167 号决议（A/RES/71/167）增加了 1.5 倍。", "𠀀字也在内。"],
        ["三. 结论和建议"],
    ],
)
def test_chinese_ends_without_space(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [span.of(text) for span in spans_of(text, "zh")] == sentences


def test_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError):
        spans_of("Saluton.", "eo")


@given(st.text(max_size=200), st.sampled_from(sorted(LANGUAGES)))
def test_sentences_cover_all_that_is_not_space(text: str, language: str) -> None:
    spans = spans_of(text, language)
    assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())
    assert all(before.stop <= after.start for before, after in pairwise(spans))
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)


@given(st.text(alphabet="ab.。!? ()“”；1A", max_size=60), st.sampled_from(sorted(LANGUAGES)))
def test_marks_labels_and_places_survive(text: str, language: str) -> None:
    marks = tuple(NoteMark(str(i), i) for i in range(0, len(text) + 1, 7))
    paragraph = Segment(Span(0, len(text)), SegmentKind.OPERATIVE, "5", marks, "OP5", 2)
    cut = split_sentences(Document(language=language, text=text, segments=(paragraph,)))
    assert [mark.mark for s in cut.segments for mark in s.marks] == [mark.mark for mark in marks]
    assert [s.label for s in cut.segments if s.label] == ["5"]
    assert {s.parent for s in cut.segments} == {0}
    assert {s.page for s in cut.segments} == {2}


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (0, [0, None, None]),
        (8, [8, None, None]),
        (9, [9, None, None]),
        (10, [9, None, None]),  # in the space after its sentence
        (11, [None, 11, None]),
        (22, [None, None, 22]),
        (29, [None, None, 29]),
        (30, [None, None, 29]),
    ],
)
def test_a_mark_stays_with_its_sentence(position: int, expected: list[int | None]) -> None:
    text = "One ended.  Two ended.Three 3. "
    assert [span.of(text) for span in spans_of(text, "en")] == ["One ended.", "Two ended.Three 3."]
    text = "It ended.  Two end. So three. "
    assert [(s.start, s.stop) for s in spans_of(text, "en")] == [(0, 9), (11, 19), (20, 29)]
    paragraph = Segment(Span(0, 30), SegmentKind.PARAGRAPH, "1", (NoteMark("1", position),))
    cut = split_sentences(Document(language="en", text=text, segments=(paragraph,)))
    found = [[mark.position for mark in each.marks] for each in cut.segments]
    assert [each[0] if each else None for each in found] == expected


def test_rows_of_tables_and_empty_paragraphs_are_not_divided() -> None:
    row = Segment(Span(0, 14), SegmentKind.ROW)
    empty = Segment(Span(14, 15), SegmentKind.PARAGRAPH)
    cut = split_sentences(Document(language="en", text="One. Two. Six. ", segments=(row, empty)))
    assert [(each.kind, each.span, each.parent) for each in cut.segments] == [
        (SegmentKind.ROW, row.span, 0),
        (SegmentKind.PARAGRAPH, empty.span, 1),
    ]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["It met (at noon. In Rome) again.", "It rose."]),
        ("en", ["It met (at noon.", "It rose."]),  # never closed
        ("en", [f"It met ({'a' * 1496}. B) it."]),
        ("en", [f"It met ({'a' * 1497}.", "B) it."]),
        ("en", ["It met ((at noon. In Rome). At last) again.", "It rose."]),
        ("en", ["It met (at [noon. In Rome) again.", "It rose."]),
        ("en", ["It met (at noon) again).", "It rose."]),
        ("en", ["It (the Board) met (at noon. In (old) Rome) again.", "It rose."]),
        ("en", ["(It met.) It rose (again).", "So did we (all.)"]),
        ("en", ["A. It met at noon."]),
        ("en", ["It met at noon.", "... it rose."]),
        ("en", ["It met at noon.", "5 rose."]),
        ("en", ["It met... again."]),
        ("en", ["It met at noon. “it rose”."]),
        ("de", ["Sie traf am 3. Mai ein.", "Ende."]),
        ("fr", ["Fin ! »", "Il dit"]),
        ("en", ["It met at 3.", "It rose at 4."]),
        ("en", ["It met at noon. it rose."]),
        ("en", ["It met at noon.", "“It rose.”"]),
        ("en", ["It met at noon. , and rose."]),
        ("en", ["J. R. Smith met her.", "It rose."]),
        ("en", ["1. It met at noon."]),
        ("en", ["It met!", "It rose?", "Yes."]),
        ("en", ["It rose etc. and met."]),
        ("en", ["It rose etc.", "The Board met."]),
        ("en", ["It rose etc. 5 members met."]),
        ("fr", ["Voir l’art. 5 et l’art. premier.", "Fin."]),
        ("zh", ["他来了。，又走了。", "结束。"]),
        ("zh", ["他来了。", "结束！", "好？"]),
        ("zh", ["他来了.结束。"]),
    ],
)
def test_what_follows_a_stop_shows_whether_it_ends_a_sentence(language: str, sentences: list[str]) -> None:
    between = "" if language == "zh" else " "
    text = between.join(sentences)
    assert [span.of(text) for span in spans_of(text, language)] == [each.strip() for each in sentences]


def test_every_sentence_has_its_paragraph(corpus: Path) -> None:
    path = corpus / "rev1.en.txt"
    document = segment(plain_text.read(path.read_bytes(), path.name), language="en")
    cut = split_sentences(document)
    for index, paragraph in enumerate(document.segments):
        own = [s for s in cut.segments if s.parent == index]
        assert own
        assert own[0].span.start == paragraph.span.start
        assert own[-1].span.stop == paragraph.span.stop
        assert [m for s in own for m in s.footnotes] == list(paragraph.footnotes)


@pytest.mark.parametrize("language", sorted(OFFICIAL))
def test_sentences_of_un_documents(shared_data: Path, language: str) -> None:
    """Each sentence of the development set stays whole; two consecutive ones are separated."""
    lines = (shared_data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    between = "" if language == "zh" else " "
    whole = broken = found = missed = 0
    for line in lines:
        rows = {tuple(r["pos"][language]): r["text"][language].strip() for r in json.loads(line)["rows"]}
        for (paragraph, number), text in rows.items():
            whole, broken = (whole + 1, broken) if len(spans_of(text, language)) == 1 else (whole, broken + 1)
            following = rows.get((paragraph, number + 1))
            if following:
                hit = any(span.stop == len(text) for span in spans_of(text + between + following, language))
                found, missed = (found + 1, missed) if hit else (found, missed + 1)
    assert whole / (whole + broken) >= 0.999
    assert found / (found + missed) >= 0.99
