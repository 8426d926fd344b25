"""List labels: the ordinal of each, the same in every part of the code."""

from __future__ import annotations

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment.evidence import label_value
from aligner.checks.paragraph_numbers import readings
from aligner.comparison.updating.labels import after_change, renumbered
from aligner.languages import LANGUAGES
from aligner.languages.numerals import (
    LabelSort,
    label_ordinal,
    label_readings,
    own_letters,
    printed_label,
    roman,
    roman_value,
)
from aligner.languages.structure import structure
from aligner.segmentation.label_parsing import read
from aligner.values.message import LanguageError


@pytest.mark.parametrize("language", LANGUAGES)
def test_latin_letters_count_in_every_language(language: str) -> None:
    for place, letter in enumerate(ascii_lowercase, 1):
        for label in (f"({letter})", f"{letter})", f"{letter}.", f"({letter.upper()})"):
            assert (LabelSort.LETTER, place) in label_readings(label, language)
            if letter not in "ivx":
                assert label_ordinal(label, language) == place
                assert label_value(label, language) == f"b{place}"
                assert next(readings(label, language)) == ("letter", place)
    assert label_ordinal("(aa)", language) == 27
    assert label_ordinal("(zz)", language) == 52


@pytest.mark.parametrize("language", LANGUAGES)
def test_roman_numerals_count_in_every_language(language: str) -> None:
    for number in range(1, 41):
        label = f"({roman(number)})"
        assert label_ordinal(label, language) == number
        assert label_value(label, language) == str(number)
        found = read(f"{label} text", structure(language))
        assert found is not None
        assert number in found.values


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_letters_count_in_their_order(language: str) -> None:
    letters = own_letters(language)
    assert len(set(letters)) == len(letters) >= 10
    for place, letter in enumerate(letters, 1):
        assert (LabelSort.LETTER, place) in label_readings(f"({letter})", language)


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("(ج)", "ar", 3),
        ("(د)", "ar", 4),
        ("в)", "ru", 3),
        ("丙", "zh", 3),
        ("㈢", "zh", 3),
        ("(三)", "zh", 3),
        ("第二十七条", "zh", 27),
        ("'2'", "ar", 2),
        ("(٣)", "ar", 3),
        ("ñ)", "es", 15),
        ("Article 27", "en", 27),
        ("5 bis", "fr", 5),
        ("1.2", "en", 2),
        ("5.1.2", "fr", 2),
        ("1.10", "de", 10),
        ("56/150", "en", 56),
    ],
)
def test_labels_have_a_place(label: str, language: str, expected: int) -> None:
    assert label_ordinal(label, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_are_no_decimals_or_thousands_in_any_language(language: str) -> None:
    for label in ("1.1", "1.1.2", "5.1.2", "2.100"):
        assert label_value(label, language) == label
    assert label_ordinal("2.2.3", language) == 3
    assert renumbered("2.2.3", 1, language) == "2.2.4"


def test_a_label_of_several_levels_gets_no_full_stop() -> None:
    assert [printed_label(label, "en") for label in ("6.1", "2.2.3", "6", "5 bis", "第三条")] == [
        *("6.1", "2.2.3", "6.", "5 bis.", "第三条")
    ]
    assert [printed_label(label, "ar") for label in ("6.1", "6", "(أ)")] == ["6.1", "6 -", "(أ)"]


def test_a_label_of_another_section_is_known_only_for_the_same_number() -> None:
    assert after_change("1.2", "1.2", "1.3", "en", "fr") == ("1.3", True)
    assert after_change("1.2", "1.2", "2.2", "en", "fr") == ("2.2", True)
    assert after_change("1.3", "1.2", "2.2", "en", "fr") == ("1.3", False)


def test_arabic_counts_in_the_order_of_numbers() -> None:
    assert label_value("(ج)", "ar") == label_value("(c)", "en") == "b3"


@pytest.mark.parametrize("label", ["•", "", "*", "()", "word", "—"])
def test_labels_without_number_have_no_ordinal(label: str) -> None:
    assert label_ordinal(label, "en") is None


def test_an_ambiguous_letter_has_every_reading() -> None:
    assert label_readings("(i)", "en") == ((LabelSort.ROMAN, 1), (LabelSort.LETTER, 9))
    assert label_readings("o)", "es") == ((LabelSort.LETTER, 15), (LabelSort.LETTER, 16))


@given(st.integers(1, 3999))
def test_roman_numerals_round_trip(number: int) -> None:
    assert roman_value(roman(number)) == number


@given(st.text(max_size=12), st.sampled_from(list(LANGUAGES)))
def test_any_text_can_be_read_as_a_label(text: str, language: str) -> None:
    assert all(reading.ordinal >= 0 for reading in label_readings(text, language))


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError):
        label_readings("(a)", "xx")


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("“(a) Recalls its resolution", "en", "“(a)"),
        ("“5. Requests the Secretary-General", "en", "“5"),
        ("« 3 bis. Prie le Secrétaire général", "fr", "« 3 bis"),
        ("«b) ссылаясь на резолюцию", "ru", "«b)"),
        ("“5. 请秘书长", "zh", "“5"),
        ("”5 - تطلب إلى الأمين العام", "ar", "”5"),
        ("“The Security Council reaffirms", "en", None),
        ("“A. Title of the annex", "en", None),
        ("““5. Twice", "en", None),
    ],
)
def test_a_label_in_a_quotation_keeps_its_mark(text: str, language: str, label: str | None) -> None:
    found = read(text, structure(language))
    assert (found.printed if found else None) == label
    if found:
        assert found.quoted
        assert text[found.stop :].split()[0] not in ("(a)", "5.", "-", "bis.")
        assert label_readings(found.printed, language)[0].ordinal in (1, 2, 3, 5)


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("2024/15. Progress in the implementation", "en", "2024/15"),
        ("80/1 - مشاركة دولة فلسطين", "ar", "80/1"),
        ("2024/15 - التقدم المحرز", "ar", "2024/15"),
        ("WHA66(9) Programme budget", "en", "WHA66(9)"),
        ("WHA65(8) and its historic decision", "en", None),
        ("80/1 - the draft", "en", None),
    ],
)
def test_numbers_of_resolutions(text: str, language: str, label: str | None) -> None:
    found = read(text, structure(language))
    assert (found.printed if found else None) == label
