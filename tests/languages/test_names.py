"""Names of countries and bodies: found in each language, in any inflection, and nowhere else."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.languages import LANGUAGES, OFFICIAL, proper_names
from aligner.languages.proper_names import kind_of, name_of, names, speaks_of

COUNTRIES = range(195)  # members and the two observers


def found(text: str, language: str) -> list[str]:
    return [name_of(each.index, "en") for each in names(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "秘鲁、智利和南苏丹", ["Peru", "Chile", "South Sudan"]),
        ("zh", "巴布亚新几内亚和几内亚比绍", ["Papua New Guinea", "Guinea-Bissau"]),
        ("zh", "发展中国家", []),
        ("zh", "撒哈拉以南非洲", []),
        ("zh", "580万美元", []),
        ("en", "Niger, Nigeria and the Democratic Republic of the Congo", ["Niger", "Nigeria", None]),
        ("en", "Iran (Islamic Republic of), Jordan", ["Iran (Islamic Republic of)", "Jordan"]),
        ("en", "5 million United States dollars", []),
        ("fr", "la Côte d'Ivoire et l’Ouganda", ["Côte d’Ivoire", "Uganda"]),
        ("ru", "Сьерра-Леоне, Саудовской Аравии и Перу", ["Sierra Leone", "Saudi Arabia", "Peru"]),
        ("ru", "до 5819 тыс. долл. США", []),
        ("ru", "Того же мнения", []),
        ("es", "el Perú y el Reino Unido", ["Peru", None]),
        ("ar", "ولبنان والصين وللأردن", ["Lebanon", "China", "Jordan"]),
        ("ar", "جمهورية فنـزويلا البوليفارية", [None]),
        ("ar", "الموارد المالية", []),
        ("en", "the General Assembly and the Security Council", ["General Assembly", "Security Council"]),
    ],
)
def test_names_are_found(language: str, text: str, expected: list[str | None]) -> None:
    result = found(text, language)
    assert len(result) == len(expected)
    assert all(want in (None, have) for want, have in zip(expected, result, strict=True))


@pytest.mark.parametrize(
    ("name", "language", "text", "spoken"),
    [
        ("中国", "fr", "le Gouvernement chinois", True),
        ("土耳其", "ar", "الطائرات التركية", True),
        ("阿富汗", "en", "Afghan women", True),
        ("荷兰", "ru", "голландских экспертов", True),
        ("安理会", "en", "the Council", True),
        ("智利", "en", "children", False),
        ("印度", "en", "indigenous peoples", False),
        ("奥地利", "en", "Australia", False),
    ],
)
def test_adjectives_and_abbreviations_count_as_mentions(
    name: str, language: str, text: str, *, spoken: bool
) -> None:
    (one,) = names(name, "zh")
    assert speaks_of(text, language, one.index) is spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_name_is_found_and_belongs_to_one_row(language: str) -> None:
    for index in COUNTRIES:
        name = name_of(index, language)
        assert speaks_of(name, language, index), name
        assert all(each.index == index for each in names(name, language)), name


@given(st.text(alphabet="中国 发展Peru的几内亚,()ال صين·ё’", max_size=30), st.sampled_from(list(LANGUAGES)))
def test_names_are_in_order_and_do_not_overlap(text: str, language: str) -> None:
    spans = [each.span for each in names(text, language)]
    assert all(0 <= span.start < span.stop <= len(text) for span in spans)
    assert all(one.stop <= two.start for one, two in pairwise(spans))


def test_a_language_without_names_yet_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple({**row, "fr": ""} for row in proper_names._table())
    remembered = (names, proper_names._strict_names, proper_names._by_first_letters, proper_names._heads)
    with monkeypatch.context() as patch:
        patch.setattr(proper_names, "_table", lambda: rows)
        for kept in remembered:
            kept.cache_clear()
        assert names("au Pérou", "fr") == ()
    for kept in remembered:
        kept.cache_clear()


def test_all_members_are_there_and_bodies_after_them() -> None:
    kinds = [kind_of(index) for index in COUNTRIES]
    assert set(kinds) == {"country"}
    assert len({name_of(index, "en") for index in COUNTRIES}) == 195
    assert kind_of(195) == "body"


def test_the_names_are_those_that_the_united_nations_use(shared_data: Path) -> None:
    path = shared_data / "unterm-countries" / "unterm-countries.tsv"
    with path.open(encoding="utf-8") as file:
        short = [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "Short"]
    missed = {
        (row["iso3"], language)
        for row in short
        for language in OFFICIAL
        if row["iso3"] not in ("COK", "NIU") and not names(row[language].split(" (")[0], language)
    }
    # too much like other words, or called by their longer name
    assert missed == {("DOM", "zh"), ("MLI", "ar"), ("OMN", "ar"), ("TGO", "ru"), ("MUS", "fr")}
