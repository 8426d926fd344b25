"""Whether a number may begin with a word, which spares most texts the search for numbers in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from parallel_texts import OTHERS, joined, un_documents
from timing import seconds

from aligner.languages.number_words import may_begin, patterns, plain_letters, spelled
from aligner.languages.numerals import WORD


def may_have_number(text: str, language: str) -> bool:
    return any(may_begin(word, language) for word in WORD.findall(text))


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_with_a_number_or_month_is_passed_over(shared_data: Path, language: str) -> None:
    texts = [plain_letters(text) for text in joined(un_documents(shared_data))[language]]
    month = patterns(language).month
    with_numbers = [text for text in texts if month.search(text) or any(spelled(text, language))]
    passed_over = [text for text in texts if not may_have_number(text, language)]
    assert len(with_numbers) > len(texts) / 10
    assert len(passed_over) > len(texts) / 2
    assert not set(passed_over) & set(with_numbers)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("twenty-first", "en"),
        ("Vingt et unième", "fr"),
        ("в двадцати четырёх", "ru"),
        ("اجتمعت وثلاثون دولة", "ar"),
        ("einundzwanzig", "de"),
        ("un millón", "es"),
    ],
)
def test_a_number_may_begin_with_one_of_its_words(text: str, language: str) -> None:
    assert may_have_number(plain_letters(text), language)


@pytest.mark.parametrize(
    ("text", "language"), [("one State", "en"), ("un État et une loi", "fr"), ("واحد", "ar")]
)
def test_none_begins_with_one_alone(text: str, language: str) -> None:
    assert not may_have_number(text, language)


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_it_is_known_faster_than_the_numbers_are_found(shared_data: Path, language: str) -> None:
    texts = joined(un_documents(shared_data))[language][:500]
    known = seconds(lambda: [may_have_number(text, language) for text in texts], best_of=5)
    found = seconds(lambda: [list(spelled(text, language)) for text in texts], best_of=5)
    assert known < 0.7 * found
