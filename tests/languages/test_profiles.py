"""Profiles: one file for each language, complete or refused, and never a `KeyError`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from importlib.resources import files
from typing import Any

import pytest
import regex

from aligner.languages import LANGUAGES, OFFICIAL, chinese_words, get
from aligner.languages.amounts import amounts, percentages, units, written
from aligner.languages.citing import internal_reference, is_article, nested
from aligner.languages.detect import common_words, contradiction
from aligner.languages.number_words import number_words, spelled
from aligner.languages.numerals import label_readings, numerals, own_letters
from aligner.languages.openings import chain_words, opening
from aligner.languages.profile import ProfileHead, from_tables, heads, profile
from aligner.languages.profile_tables import NO_MATCH, TEMPLATES, UNITS, Profile
from aligner.languages.proper_names import name_of, names, speaks_of
from aligner.languages.script import in_one_script, reading
from aligner.languages.structure import structure
from aligner.languages.tokens import (
    atom_pattern,
    cut_words,
    tokenize,
    tokens,
    word_pattern,
)
from aligner.values.message import LanguageError

TABLES = [each.name for each in fields(Profile)]


def raw(code: str) -> dict[str, Any]:
    """The tables of a profile as its file has them."""
    text = (files("aligner.languages") / "profiles" / f"{code}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_the_official_languages_come_first() -> None:
    assert OFFICIAL == ("zh", "en", "fr", "ru", "es", "ar")
    assert tuple(LANGUAGES)[: len(OFFICIAL)] == OFFICIAL
    assert len({language.order for language in LANGUAGES.values()}) == len(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_profile_is_complete(code: str) -> None:
    made = profile(code)
    assert made.language == get(code) == heads()[code].language
    assert made.instructions.templates.keys() == TEMPLATES
    assert list(made.units.after) == list(UNITS)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_key_of_every_file_is_a_field(code: str) -> None:
    assert list(raw(code)) == TABLES, "the tables stand in the order of Profile"


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_named(name: str) -> None:
    tables = raw("en")
    del tables[name]
    with pytest.raises(LanguageError, match=rf"profile of 'en' lacks the table \[{name}\]"):
        from_tables(Profile, tables, "en")
    if name in {each.name for each in fields(ProfileHead)}:
        heading = {key: raw("en")[key] for key in ("language", "page", "labels") if key != name}
        with pytest.raises(LanguageError, match=rf"\[{name}\]"):
            from_tables(ProfileHead, heading, "en")


@pytest.mark.parametrize(
    ("table", "key", "value", "message"),
    [
        ("numbers", "groups", None, r"table \[numbers\]: 'groups' is missing"),
        ("numbers", "groops", "x", r"table \[numbers\]: 'groops' is not known"),
        ("numbers", "months", ["January"], "months has 1 names"),
        ("numbers", "units", {"two": "2"}, "'two' is not the value"),
        ("numbers", "units", "two", "expected a table"),
        ("language", "script", "runes", "script 'runes' is not known"),
        ("language", "density", 0, "density must be positive"),
        ("language", "order", "1", "'order': expected int, found str"),
        ("language", "three_letter", [], "three_letter is empty"),
        ("words", "shingle", 0, "shingle must be at least 1"),
        ("openings", "ranks", {"exhortation": ["Urges"]}, "'exhortation' is not a class and a rank"),
        ("openings", "chain", 5, "expected a list"),
        ("instructions", "quote", ["“"], "expected a list of 2"),
        ("instructions", "templates", {}, "templates lacks add, "),
        ("units", "after", {}, "after lacks per cent, "),
        ("structure", "article_words", "", "neither article nor article_words"),
        ("runes", "a", "b", r"unknown table \[runes\]"),
    ],
)
def test_a_wrong_profile_is_refused(table: str, key: str, value: object, message: str) -> None:
    tables = raw("en")
    if value is None:
        del tables[table][key]
    else:
        tables.setdefault(table, {})[key] = value
    with pytest.raises(LanguageError, match=message):
        from_tables(Profile, tables, "en")


def patterns(value: object, path: str) -> list[tuple[str, str]]:
    """Every pattern of a profile, and its location."""
    if is_dataclass(value):
        return [each for f in fields(value) for each in patterns(getattr(value, f.name), f"{path}.{f.name}")]
    if isinstance(value, Mapping):
        return [each for key, part in value.items() for each in patterns(part, f"{path}[{key}]")]
    if isinstance(value, tuple):
        return [each for part in value for each in patterns(part, path)]
    return [(path, value)] if isinstance(value, str) else []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_pattern_compiles(code: str) -> None:
    made = profile(code)
    tables = (made.page, made.words, made.structure, made.references, made.units)
    for table in (*tables, made.modality, made.negation, made.opposites, made.detection):
        for path, pattern in patterns(table, type(table).__name__):
            regex.compile(pattern.replace("{n}", "1").replace("{r}", ""), regex.IGNORECASE), path
    assert structure(code).enacting.fullmatch("") is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_required_pattern_matches_everything(code: str) -> None:
    made = profile(code)
    for table in (made.modality, made.negation, made.opposites, made.references, made.units.after):
        for path, pattern in patterns(table, type(table).__name__):
            assert pattern != NO_MATCH, path
            assert regex.search(pattern, "~~~", regex.IGNORECASE) is None, path


ASKED: dict[str, Callable[[str], object]] = {
    "get": get,
    "profile": profile,
    "atoms": atom_pattern,
    "word pattern": word_pattern,
    "amounts": lambda code: amounts("two thirds, 3%", code),
    "citing": lambda code: is_article("Article 5", code),
    "nested": lambda code: nested([], "(a)", code),
    "common words": common_words,
    "contradiction": lambda code: contradiction("word", code),
    "labels": lambda code: label_readings("(a)", code),
    "letters": own_letters,
    "units": lambda code: units("30 days", code),
    "number words": number_words,
    "numerals": lambda code: numerals("30", code),
    "spelled": lambda code: list(spelled("two", code)),
    "written": lambda code: list(written("two", code, numerals("two dozen", "en"))),
    "openings": lambda code: opening("Urges", code),
    "chain": chain_words,
    "reference": internal_reference,
    "names": lambda code: names("Peru", code),
    "name": lambda code: name_of(0, code),
    "speaks of": lambda code: speaks_of("Peru", code, 0),
    "percentages": lambda code: percentages("五成", code),
    "script": lambda code: in_one_script(["聯合國"], code),
    "reading": lambda code: reading("a", "b", code),
    "structure": structure,
    "tokens": lambda code: tokens("a b", code),
    "tokenize": lambda code: tokenize("a b", code),
    "cut words": lambda code: cut_words("a b", code, 0, 3),
}


@pytest.mark.parametrize("topic", ASKED)
@pytest.mark.parametrize("code", ["xx", "", "english"])
def test_an_unknown_language_is_refused_by_every_topic(topic: str, code: str) -> None:
    with pytest.raises(LanguageError):
        ASKED[topic](code)


@pytest.mark.parametrize("topic", ASKED)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_topic_answers_for_every_language(topic: str, code: str) -> None:
    ASKED[topic](code)


def test_chinese_words_need_no_language() -> None:
    assert chinese_words.words("会员国") == ("会员国",)


def test_a_russian_participle_or_verb_opens_no_preambular_paragraph() -> None:
    opens = structure("ru").preambular.match
    assert opens("ссылаясь на свои резолюции,")
    assert not any(map(opens, ("касающихся Миссии.", "являющийся", "является", "занимающимися")))
