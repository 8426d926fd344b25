"""Evidence of a segment besides its vector: numbers, labels and names, in the same form in all languages."""

from __future__ import annotations

import numpy as np
import pytest
from word_vectors import document

from aligner.alignment.evidence import Token, gather, label_value, tokens


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("第二十七条", "zh", "27"),
        ("Article 27", "en", "27"),
        ("статья 27", "ru", "27"),
        ("27.", "fr", "27"),
        ("㈡", "zh", "2"),
        ("(b)", "en", "b2"),
        ("b)", "fr", "b2"),
        ("б)", "ru", "b2"),
        ("(ب)", "ar", "b2"),
        ("*", "en", None),
    ],
)
def test_a_label_has_one_form(label: str, language: str, expected: str | None) -> None:
    assert label_value(label, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("二〇一六年十二月十九日第 71/167 号决议", "zh"),
        ("2016 年 12 月 19 日第 71/167 号决议", "zh"),
        ("resolution 71/167 of 19 December 2016", "en"),
        ("la résolution 71/167 du 19 décembre 2016", "fr"),
        ("резолюция 71/167 от 19 декабря 2016 года", "ru"),
        ("la resolución 71/167, de 19 de diciembre de 2016", "es"),
    ],
)
def test_dates_and_symbols_have_the_same_numbers(text: str, language: str) -> None:
    found = {token.value for token in tokens(text, None, language, cased=False) if token.kind == "number"}
    assert found == {"71", "167", "19", "12", "2016"}


def test_a_number_at_the_head_of_a_line_is_its_label() -> None:
    label = Token("label", "27")
    assert label in tokens("第二十七条 缔约国", None, "zh", cased=False)
    assert label in tokens("Article 27 States Parties", None, "en", cased=False)
    assert label not in tokens("It recalls article 27 of the Convention", None, "en", cased=False)
    assert label in tokens("States Parties", "27", "en", cased=False)


def test_names_count_between_scripts_and_by_capital_within_one() -> None:
    names = {t.value for t in tokens("关于 UNODC 和 who 的报告", None, "zh", cased=False) if t.kind == "name"}
    assert names == {"unodc", "who"}
    names = {t.value for t in tokens("who asks UNODC", None, "en", cased=True) if t.kind == "name"}
    assert names == {"unodc"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "关于 UNODC 的报告"),
        ("ru", "доклад UNODC"),
        ("ar", "تقرير UNODC"),
        ("fr", "le rapport de UNODC"),
    ],
)
def test_a_name_is_common_evidence_in_any_script(language: str, text: str) -> None:
    for texts in (
        ("en", "the report of UNODC", language, text),
        (language, text, "en", "the report of UNODC"),
    ):
        evidence = gather(document(*texts[:2]), document(*texts[2:]))
        assert evidence.agreement((0, 1), (0, 1))[0][0, 0] > 0


def test_rare_tokens_weigh_more() -> None:
    source = document("en", *["rule 7"] * 20, "rule 7 and 1325")
    target = document("fr", *["règle 7"] * 20, "règle 7 et 1325")
    evidence = gather(source, target)
    shared, numbers = evidence.agreement((0, 21), (0, 21))
    assert shared[20, 20] > shared[20, 0] + 0.5
    assert shared[0, 0] == pytest.approx(shared[3, 4])
    assert 0 < evidence.rarity.min() <= evidence.rarity.max() <= 1
    assert (numbers <= shared + 1e-6).all()


def test_agreement_of_a_part_is_that_part() -> None:
    random = np.random.default_rng(1)
    texts = [" ".join(str(number) for number in random.integers(2, 30, 3)) for _ in range(12)]
    evidence = gather(document("en", *texts), document("ru", *texts[::-1]))
    whole, numbers = evidence.agreement((0, 12), (0, 12))
    part, part_numbers = evidence.agreement((3, 8), (5, 12))
    np.testing.assert_allclose(part, whole[3:8, 5:12], rtol=1e-5)
    np.testing.assert_allclose(part_numbers, numbers[3:8, 5:12], rtol=1e-5)


def test_unrelated_texts_have_no_agreement() -> None:
    shared, numbers = gather(document("zh", "和平"), document("en", "peace")).agreement((0, 1), (0, 1))
    assert shared.tolist() == numbers.tolist() == [[0.0]]
