from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aligner.languages.tokens import (
    NO_ATOMS,
    _cut,
    cut_words,
    fold,
    form_key,
    tokenize,
    tokens,
)
from aligner.values.message import LanguageError

LANGUAGES = ("zh", "en", "fr", "ru", "es", "ar")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一章 总 则", "第一章 总则"),
        ("（２０１８）", "(2018)"),
        ("«Le texte»", "“Le texte”"),
        ("l’État", "l'État"),
        ("2001–2010", "2001-2010"),
        ("会员国，", "会员国,"),
        ("e\u0301tat", "état"),
        ("الدُّولَ", "الدول"),
        ("\ufefbالأمم", "لاالأمم"),
        ("1\u00a0234", "1 234"),
        ("co\u00adoperation", "cooperation"),
    ],
)
def test_form_alone_makes_no_difference(one: str, other: str) -> None:
    assert form_key(one) == form_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("shall", "should"), ("2030", "2031"), ("甲、乙", "甲，乙"), ("Member", "member")]
)
def test_wording_makes_a_difference(one: str, other: str) -> None:
    assert form_key(one) != form_key(other)


@pytest.mark.parametrize(
    ("language", "text", "atoms"),
    [
        ("zh", "大会第71/167号决议", ["第71/167号"]),
        ("zh", "见E/CN.15/2018/L.6/Rev.1号文件", ["E/CN.15/2018/L.6/Rev.1"]),
        ("zh", "2016 年 12 月 19 日通过", ["2016 年 12 月 19 日"]),
        ("zh", "第二十七条之二规定百分之五", ["第二十七条之二", "百分之五"]),
        ("zh", "增加5000万美元", ["5000万美元"]),
        ("en", "of 19 December 2016, 1,234.5 million", ["19 December 2016", "1,234.5 million"]),
        ("en", "one P-4 and two D-1 posts, 2001-02 and G-20/1", ["P-4", "D-1", "2001", "02", "G-20/1"]),
        ("ar", "نحو 000 31 شخص", ["000 31"]),
        ("ar", "السفر\t200 48\t0", ["200 48", "0"]),
        ("ar", "المادتان 200 48", ["200", "48"]),
        ("ru", "с должности С-4 до С-5", ["С-4", "С-5"]),
        ("en", "resolution 2196 (2015), paragraph 8 bis", ["2196 (2015)", "8 bis"]),
        ("es", "166 millones de niños; 3 mil millones", ["166 millones", "3 mil millones"]),
        ("ru", "3 миллиона человек за 5 тысячелетий", ["3 миллиона", "5"]),
        ("ar", "3 ملايين طفل", ["3 ملايين"]),
        ("en", "by 25 per cent (a)", ["25 per cent", "(a)"]),
        ("fr", "le 1er mai 2020, 1\u202f234,5", ["1er mai 2020", "1\u202f234,5"]),
        ("ru", "от 19 декабря 2016 года", ["19 декабря 2016 года"]),
        ("es", "el 19 de diciembre de 2016", ["19 de diciembre de 2016"]),
        ("ar", "المؤرخ 19 كانون الأول/ديسمبر 2016", ["19 كانون الأول/ديسمبر 2016"]),
    ],
)
def test_atoms_are_whole(language: str, text: str, atoms: list[str]) -> None:
    assert [text[t.start : t.stop] for t in tokens(text, language) if t.kind not in NO_ATOMS] == atoms


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh", "敦促会员国", ["敦促", "会员国"]),
        ("en", "well-known States’ [shall]", ["well-known", "States", "’", "[", "shall", "]"]),
        ("fr", "qu’il l’État", ["qu’", "il", "l’", "État"]),
        ("ar", "مُحَمَّد وإذ", ["مُحَمَّد", "وإذ"]),
        ("en", "e\u0301tat 𝔘nited", ["e\u0301tat", "𝔘nited"]),
        ("en", "", []),
    ],
)
def test_words(language: str, text: str, words: list[str]) -> None:
    assert [span.of(text) for span in tokenize(text, language)] == words


def test_another_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="'tlh'"):
        tokenize("woord", "tlh")


@given(st.text(), st.sampled_from(LANGUAGES))
@example(" \u0e31", "zh")
@example(" \u0e31", "en")
def test_tokens_are_in_order_and_omit_only_spaces(text: str, language: str) -> None:
    end, left_out = 0, ""
    for span in tokenize(text, language):
        assert span.start >= end
        assert span.start < span.stop
        left_out += text[end : span.start]
        end = span.stop
    left_out += text[end:]
    assert not left_out.strip()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text) or form_key(fold(text)) == form_key(fold(fold(text)))


@given(st.text(st.sampled_from("第百年一二十〇条会国际合作（a)1２、，。：；万元 \n.-/A"), max_size=24))
def test_no_word_crosses_a_clause_border(text: str) -> None:
    assert cut_words(text, "zh", 0, len(text)) == _cut(text, "zh", 0, len(text))


@given(st.text(st.sampled_from("第百年会国际合作大、，。：；“”《》"), max_size=16))
def test_han_text_cut_as_a_whole_has_the_keys_of_its_words(text: str) -> None:
    found = _cut(text, "zh", 0, len(text))
    for start, stop, kind, key in zip(found.starts, found.stops, found.kinds, found.keys, strict=True):
        assert key == form_key(text[start:stop])
        assert (kind == "sign") == (not text[start:stop].isalnum())
