"""Counting styles of Word and CSS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.languages.counting import FORMATS, count_as

TABLE = [
    ("decimal", 12, "12"),
    ("decimalZero", 7, "07"),
    ("lowerLetter", 27, "aa"),
    ("lowerLetter", 53, "aaa"),
    ("upperLetter", 2, "B"),
    ("lower-alpha", 28, "ab"),
    ("lowerRoman", 4, "iv"),
    ("upperRoman", 1994, "MCMXCIV"),
    ("ordinal", 11, "11th"),
    ("ordinal", 22, "22nd"),
    ("none", 3, ""),
    ("chineseCounting", 10, "十"),
    ("chineseCountingThousand", 21, "二十一"),
    ("chineseCountingThousand", 1005, "一千零五"),
    ("chineseCountingThousand", 10020, "一万零二十"),
    ("chineseLegalSimplified", 3, "叁"),
    ("taiwaneseDigital", 10, "一〇"),
    ("ideographTraditional", 11, "甲"),
    ("ideographZodiac", 3, "寅"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircle", 21, "21"),
    ("decimalEnclosedParen", 2, "⑵"),
    ("ideographEnclosedCircle", 1, "㈠"),
    ("decimalFullWidth", 15, "１５"),
    ("russianLower", 10, "к"),
    ("russianUpper", 1, "А"),
    ("arabicAlpha", 2, "ب"),
    ("arabicAbjad", 3, "ج"),
    ("chicago", 5, "**"),
    ("no such style", 4, "4"),
    ("lowerRoman", 0, "0"),
]


@pytest.mark.parametrize(("style", "number", "shown"), TABLE)
def test_numbers_are_written_as_word_and_browsers_do(style: str, number: int, shown: str) -> None:
    assert count_as(style, number) == shown


@pytest.mark.parametrize(
    ("style", "number", "language", "shown"),
    [
        ("ordinal", 1, "fr-FR", "1er"),
        ("ordinal", 21, "fr-FR", "21e"),
        ("ordinal", 3, "es-ES", "3º"),
        ("ordinal", 2, "ru-RU", "2-й"),
        ("ordinal", 2, "zh-CN", "2"),
        ("ordinal", 2, "tlh", "2"),
        ("ordinalText", 1, "en-US", "First"),
        ("ordinalText", 22, "fr-FR", "Vingt-deuxième"),
        ("cardinalText", 12, "en-GB", "Twelve"),
        ("cardinalText", 2, "ru-RU", "Два"),
        ("cardinalText", 2, "zh-CN", "2"),
    ],
)
def test_ordinals_and_words_are_those_of_the_language(
    style: str, number: int, language: str, shown: str
) -> None:
    assert count_as(style, number, language) == shown


@given(st.sampled_from(sorted(FORMATS)), st.integers(-5, 40_000))
def test_every_style_writes_every_number(style: str, number: int) -> None:
    assert bool(count_as(style, number)) == (style != "none")
