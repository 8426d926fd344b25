"""Evidence of a segment besides its vector: numbers, labels and names, in the same form in all languages."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from simple_values import document

from aligner.alignment.evidence import Token, gather, label_value, marks, names


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
    found = {token.value for token in marks(text, None, language) if token.kind == "number"}
    assert found == {"71", "167", "19", "12", "2016"}


def test_a_number_at_the_head_of_a_line_is_its_label() -> None:
    label = Token("label", "27")
    assert label in marks("第二十七条 缔约国", None, "zh")
    assert label in marks("Article 27 States Parties", None, "en")
    assert label not in marks("It recalls article 27 of the Convention", None, "en")
    assert label in marks("States Parties", "27", "en")
    assert marks("27 States Parties", "*", "en") == {Token("number", "27")}
    assert label in marks(f"{' ' * 22}27 States Parties", None, "en")
    assert label not in marks(f"{' ' * 23}27 States Parties", None, "en")


def test_names_count_between_scripts_and_by_capital_within_one() -> None:
    assert names("关于 UNODC 和 who 的报告", cased=False) == {"unodc", "who"}
    assert names("who asks UNODC on covid19", cased=True) == {"unodc", "covid19"}
    assert names("who asks UNODC on A", cased=False) == {"who", "asks", "unodc", "on"}
    assert names("été à l’UNODC, h1", cased=True) == {"unodc", "h1"}
    assert names("été à l’UNODC, h1", cased=False) == {"été", "unodc", "h1"}


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
        assert evidence.agreement(np.arange(1), np.arange(1))[0][0, 0] > 0


def test_rare_tokens_weigh_more() -> None:
    source = document("en", *["rule 7"] * 20, "rule 7 and 1325")
    target = document("fr", *["règle 7"] * 20, "règle 7 et 1325")
    evidence = gather(source, target)
    shared, numbers = evidence.agreement(np.arange(21), np.arange(21))
    assert shared[20, 20] > shared[20, 0] + 0.5
    assert shared[0, 0] == pytest.approx(shared[3, 4])
    assert 0 < evidence.rarity.min() <= evidence.rarity.max() <= 1
    assert (numbers <= shared + 1e-6).all()


def test_agreement_of_a_part_is_that_part() -> None:
    random = np.random.default_rng(1)
    texts = [" ".join(str(number) for number in random.integers(2, 30, 3)) for _ in range(12)]
    evidence = gather(document("en", *texts), document("ru", *texts[::-1]))
    whole, numbers = evidence.agreement(np.arange(12), np.arange(12))
    part, part_numbers = evidence.agreement(np.arange(3, 8), np.arange(5, 12))
    np.testing.assert_allclose(part, whole[3:8, 5:12], rtol=1e-5)
    np.testing.assert_allclose(part_numbers, numbers[3:8, 5:12], rtol=1e-5)


def test_unrelated_texts_have_no_agreement() -> None:
    shared, numbers = gather(document("zh", "和平"), document("en", "peace")).agreement(
        np.arange(1), np.arange(1)
    )
    assert shared.tolist() == numbers.tolist() == [[0.0]]


WORDS = ("12", "2016", "71/5", "UNODC", "who", "Peru", "peace", "covid19", "2 and 2")


@pytest.mark.parametrize(("ours", "theirs"), [("en", "zh"), ("zh", "en"), ("ru", "ar"), ("en", "fr")])
def test_agreement_is_the_rarity_of_what_two_segments_have_in_common(ours: str, theirs: str) -> None:
    """Pair by pair, by the definition."""
    random = np.random.default_rng(7)
    sides = [[" ".join(random.choice(WORDS, k % 5)) for k in range(count)] for count in (11, 14)]
    evidence = gather(document(ours, *sides[0]), document(theirs, *sides[1]))
    cased = "zh" not in (ours, theirs) and "ar" not in (ours, theirs)
    found = [
        [
            marks(text, None, code) | {Token("name", name) for name in names(text, cased=cased)}
            for text in side
        ]
        for side, code in zip(sides, (ours, theirs), strict=True)
    ]
    every = [*found[0], *found[1]]

    def rarity(*tokens: Token) -> float:
        """1 for a token of two segments, and less for one of more."""
        counts = [sum(token in bag for bag in every) for token in tokens]
        return sum(np.log(1 + len(every) / count) / np.log(1 + len(every) / 2) for count in counts)

    shared, numbers = evidence.agreement(np.arange(11), np.arange(14))
    for i, j in product(range(11), range(14)):
        common = found[0][i] & found[1][j]
        assert shared[i, j] == pytest.approx(rarity(*common), abs=1e-5)
        assert numbers[i, j] == pytest.approx(rarity(*(t for t in common if t.kind == "number")), abs=1e-5)
    for side, texts, bags in zip((evidence.source, evidence.target), sides, found, strict=True):
        wanted = [rarity(*(token for token in bag if token.kind == "number")) for bag in bags]
        np.testing.assert_allclose(side.numbers, wanted, atol=1e-5)
        assert side.lengths.tolist() == [max(len(text), 1) for text in texts]
