"""Numbers in words are looked for only where words begin like one, which few do."""

from __future__ import annotations

from pathlib import Path

import pytest
from parallel_texts import OTHERS, joined, un_documents
from timing import seconds

from aligner.languages.number_words import beginnings, matches_at, patterns, plain_letters, spelled


@pytest.mark.parametrize("language", OTHERS)
def test_no_number_or_month_is_passed_over(shared_data: Path, language: str) -> None:
    texts = [plain_letters(text) for text in joined(un_documents(shared_data))[language]]
    month, numbers = patterns(language).month, 0
    for text in texts:
        starts = beginnings(text, language)
        found = list(spelled(text, language, starts))
        assert found == list(spelled(text, language, range(len(text))))
        assert [*map(str, matches_at(starts, month, text))] == [*map(str, month.finditer(text))]
        numbers += len(found)
    assert numbers > len(texts) / 10


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
    assert [number for _, number in spelled(plain, language, beginnings(plain, language))] == [value]


@pytest.mark.parametrize(
    ("text", "language"), [("one State", "en"), ("un État et une loi", "fr"), ("واحد", "ar")]
)
def test_one_alone_is_no_number(text: str, language: str) -> None:
    assert not list(spelled(text, language, beginnings(text, language)))


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_looking_there_takes_less_time_than_everywhere(shared_data: Path, language: str) -> None:
    texts, known = joined(un_documents(shared_data))[language][:500], patterns(language)

    def there() -> None:
        for text in texts:
            starts = beginnings(text, language)
            for pattern in (known.word, known.month):
                list(matches_at(starts, pattern, text))

    def everywhere() -> None:
        for text in texts:
            for pattern in (known.word, known.month):
                list(pattern.finditer(text))

    assert seconds(there, best_of=5) < 0.7 * seconds(everywhere, best_of=5)
