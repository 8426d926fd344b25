"""Numbers in words."""

from __future__ import annotations

import pytest

from aligner.languages.number_words import plain_letters, spelled


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("twenty-first", "en", 21),
        ("Vingt et unième", "fr", 21),
        ("в двадцати четырёх", "ru", 24),
        ("اجتمعت وثلاثون دولة", "ar", 30),
        ("einundzwanzig", "de", 21),
        ("un millón", "es", 1_000_000),
    ],
)
def test_a_number_may_begin_with_one_of_its_words(text: str, language: str, value: int) -> None:
    plain = plain_letters(text)
    assert [number for _, number in spelled(plain, language)] == [value]


@pytest.mark.parametrize(
    ("text", "language"), [("one State", "en"), ("un État et une loi", "fr"), ("واحد", "ar")]
)
def test_one_alone_is_no_number(text: str, language: str) -> None:
    assert not list(spelled(text, language))
