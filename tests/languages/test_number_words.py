"""Whether a text may have a number in words, which spares most texts the search for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from parallel_texts import OTHERS, joined, un_documents
from timing import seconds

from aligner.languages import number_words
from aligner.languages.number_words import may_have, patterns, plain_letters, spelled


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_with_a_number_or_month_is_passed_over(shared_data: Path, language: str) -> None:
    texts = [plain_letters(text) for text in joined(un_documents(shared_data))[language]]
    month = patterns(language).month
    with_numbers = [text for text in texts if month.search(text) or any(spelled(text, language))]
    passed_over = [text for text in texts if not may_have(text, language)]
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
    assert may_have(plain_letters(text), language)


@pytest.mark.parametrize(
    ("text", "language"), [("one State", "en"), ("un État et une loi", "fr"), ("واحد", "ar")]
)
def test_none_begins_with_one_alone(text: str, language: str) -> None:
    assert not may_have(text, language)


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_it_is_known_faster_than_the_numbers_are_found(shared_data: Path, language: str) -> None:
    """Also of words that no text had before: long documents have more than can be remembered."""
    texts = joined(un_documents(shared_data))[language][:500]

    def of_new_words() -> None:
        number_words._may_begin.cache_clear()
        for text in texts:
            may_have(text, language)

    known = seconds(of_new_words, best_of=5)
    found = seconds(lambda: [list(spelled(text, language)) for text in texts], best_of=5)
    assert known < 0.7 * found
