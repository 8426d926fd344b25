"""The steps of segmentation in isolation."""

from __future__ import annotations

import pytest

from aligner.languages.structure import structure
from aligner.segmentation import label_parsing


@pytest.mark.parametrize(
    ("language", "text", "printed", "rest"),
    [
        ("en", "5. Urges all States", "5", "Urges all States"),
        ("en", "5 bis. Urges", "5 bis", "Urges"),
        ("en", "(a) To adopt", "(a)", "To adopt"),
        ("zh", "3. 敦促会员国", "3", "敦促会员国"),
        ("zh", "(一) 会员国", "(一)", "会员国"),
        ("fr", "12. Prie", "12", "Prie"),
        ("ru", "a) принять", "a)", "принять"),
        (
            "en",
            "A. Draft resolutions A/C.2/78/L.7 and L.7/Rev.1",
            "A",
            "Draft resolutions A/C.2/78/L.7 and L.7/Rev.1",
        ),
    ],
)
def test_a_label_is_separated_from_its_paragraph(language: str, text: str, printed: str, rest: str) -> None:
    label = label_parsing.read(text, structure(language))
    assert label is not None
    assert label.printed == printed
    assert text[label.stop :] == rest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2018 was a year"),
        ("en", "Urges all States"),
        ("zh", "第一次会议"),
        ("en", ""),
        ("fr", "3,5 millions"),
    ],
)
def test_words_and_amounts_are_no_labels(language: str, text: str) -> None:
    assert label_parsing.read(text, structure(language)) is None


def test_articles_run_on_only_where_their_numbers_do() -> None:
    assert label_parsing.is_loose(["第一条为了安全", "第二条本法", "第三条国家"])
    assert not label_parsing.is_loose(["第一条为了安全", "第三条本法", "第二条国家"])
