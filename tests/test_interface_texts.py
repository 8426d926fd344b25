"""The interface texts: the same keys in six files, each in its own script, all used."""

from __future__ import annotations

import ast
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import aligner
from aligner.languages import OFFICIAL
from aligner.values import Carried, ChangeKind
from aligner.values.catalogue import Words, available, load
from aligner.values.message import VERBATIM, LanguageError
from aligner.view.page_model import BadgeKind

PACKAGE = Path(aligner.__file__).parent
ENGLISH = load("en")
OTHERS = [code for code in OFFICIAL if code != "en"]
KEYS = sorted(ENGLISH.by_key)
PAGES = [path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "data" / "templates").iterdir())]
PLURALS = re.compile(r"(\w+\.\w+)\.(?:zero|one|two|few|many|other)")
"""A key with its plural category; languages have as many forms as they need."""

SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK", "en": "LATIN", "fr": "LATIN", "es": "LATIN"}
NAMES = (
    "aligner|Word|Excel|LibreOffice|Office|OpenDocument|RTF|PDF|HTML|TMX|TBX|XLIFF|XLSX|CSV|TSV|"
    "JSON Lines|JSON|Markdown|Parquet|XML|NUL|zip|utf-8|Moses|ZIP|SQLite|UTF-8|"
    "MB|Ctrl|Alt|Shift|Enter|Esc|ALIGNER_LIMITS=2|[IVX]+"
)
"""Names and Roman numerals, which stay in Latin letters in every language."""
OURS = re.compile(
    rf"`[^`]*`|[A-Z]+_[A-Z]+|--[\w.-]+( [\d.]+)?|\{{\w+\}}|\.[a-z]+(?![A-Za-z])"
    rf"|(?<![A-Za-z])({NAMES})(?![A-Za-z])"
)


def fields(text: str) -> list[str]:
    """The names in braces, in alphabetical order."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def by_base(words: Words) -> dict[str, list[str]]:
    """The texts by key, the plural forms of one together."""
    found: dict[str, list[str]] = {}
    for key, text in words.by_key.items():
        found.setdefault(PLURALS.sub(r"\1", key), []).append(text)
    return found


def alike(theirs: list[str], ours: list[str]) -> bool:
    """Whether texts fill in the same fields; a form for one or two may leave the number out."""
    wanted = fields(ours[-1])
    plain = [name for name in wanted if name != "count"]
    optional = (wanted, plain) if len(theirs) > 1 else (wanted,)
    return all(fields(text) in optional for text in theirs) and fields(theirs[-1]) == wanted


def letters(text: str) -> Iterator[str]:
    """The script of each letter, as its Unicode name begins; names and commands left out."""
    for character in OURS.sub(" ", text):
        if character.isalpha() and character not in "ªº":
            yield unicodedata.name(character).split()[0]


def test_there_is_a_file_for_each_official_language() -> None:
    assert set(available()) == set(OFFICIAL)


@pytest.mark.parametrize("code", OTHERS)
def test_every_file_has_the_same_keys(code: str) -> None:
    theirs, english = by_base(load(code)), by_base(ENGLISH)
    assert not english.keys() - theirs.keys(), f"the catalogue of {code} lacks keys"
    assert not theirs.keys() - english.keys(), f"the catalogue of {code} has keys that English has not"


@pytest.mark.parametrize("code", OTHERS)
def test_every_file_fills_in_the_same_fields(code: str) -> None:
    theirs, english = by_base(load(code)), by_base(ENGLISH)
    wrong = [key for key in english if not alike(theirs[key], english[key])]
    assert not wrong


@pytest.mark.parametrize("code", list(OFFICIAL))
def test_each_text_is_one_line_of_words_without_markup(code: str) -> None:
    for key, text in load(code).by_key.items():
        assert text, key
        assert text == text.strip() or key == "table.apart", key
        assert not re.search(r"[<>\n\t]|&\w+;|\*\*|\]\(|  ", text), f"{key}: {text!r}"
        assert not any(unicodedata.category(character) in ("Cf", "Cc", "Co") for character in text), key
        assert unicodedata.is_normalized("NFC", text), key


@pytest.mark.parametrize("code", OTHERS)
def test_each_file_is_in_its_own_script(code: str) -> None:
    wrong = {
        key: text
        for key, text in load(code).by_key.items()
        if (found := set(letters(text))) and found != {SCRIPTS[code]}
    }
    assert not wrong


@pytest.mark.parametrize("code", OTHERS)
def test_texts_equal_to_english_are_intended(code: str) -> None:
    """A text left in English is not found by its script in French or Spanish."""
    theirs = load(code).by_key
    same = {
        text
        for key, text in theirs.items()
        if text == ENGLISH.by_key.get(key) and re.search(r"[^\W\d_]{2}", OURS.sub("", text))
    }
    assert same <= SAME.get(code, set())


SAME = {
    "fr": {
        "Date",
        "Signature",
        "date",
        "dates",
        "Format",
        "Page",
        "Pages",
        "page {numbers}",
        "pages {numbers}",
        "signature",
        "source",
    },
    "es": {"error", "error: {error}"},
}


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("fr", r" [:;?!»]|« |[^\u00a0\u202f][:;?!»](?!\w)|[\"“”']"),  # a no-break space before and inside
        ("ru", r"[\"“”'ёЁ]|\S\s-\s"),
        ("es", r"[\"']| [:;?!]"),
        ("zh", r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]|[\"'。]\s"),
        ("ar", r"[,;?]|[\"']"),
    ],
)
def test_signs_are_those_of_the_language(code: str, wrong: str) -> None:
    found = {key: text for key, text in load(code).by_key.items() if re.search(wrong, OURS.sub("x", text))}
    assert not found


@pytest.mark.parametrize(
    ("code", "key", "expected"),
    [
        ("fr", "badge.moved_from", "déplacé, ancien emplacement\u00a0: OP5"),
        ("zh", "badge.moved_from", "移自OP5"),
        ("en", "badge.moved_from", "moved from OP5"),
    ],
)
def test_a_place_is_filled_in(code: str, key: str, expected: str) -> None:
    assert load(code)(key, place="OP5") == expected


def test_filled_in_values_are_not_formatted() -> None:
    assert ENGLISH("row.old_place", place="{number} {0.__class__}") == "old {number} {0.__class__}"


@pytest.mark.parametrize("code", ["de", "", "../x", "en/", "EN", "zh-Hans"])
def test_a_language_without_words_is_refused(code: str) -> None:
    with pytest.raises(LanguageError, match="ar, en, es, fr, ru, zh"):
        load(code)


@pytest.mark.parametrize("code", list(OFFICIAL))
def test_every_kind_state_and_badge_has_its_words(code: str) -> None:
    words = load(code).by_key
    needed = [f"kind.{kind}" for kind in ChangeKind]
    needed += [f"state.{state}" for state in Carried]
    needed += [f"badge.{badge}" for badge in BadgeKind]
    needed += [f"language.{language}" for language in OFFICIAL]
    assert not [key for key in needed if key not in words]


# -- against the code ------------------------------------------------------------------------


@cache
def literals() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string of the code, the pages and the charts, and a pattern for each that may begin a key."""
    tables = {key.split(".")[0] for key in KEYS}
    plain: set[str] = set()
    patterns: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w.-]+"
                    for v in node.values
                ]
                first = node.values[0]
                begins = isinstance(first, ast.Constant) and str(first.value).split(".")[0] in tables
                if begins or re.fullmatch(r"_[a-z]+", parts[-1]):  # or f"{key}_short"
                    patterns.add("".join(parts))
    plain.update(re.findall(r'"title": "([^"]+)"', (PACKAGE / "data" / "charts.json").read_text("utf-8")))
    for page in PAGES:
        plain.update(re.findall(r'"([\w.]+)"', page))
        patterns.update(re.escape(begun) + r"[\w.-]+" for begun in re.findall(r'"([\w.]+\.)" ~ ', page))
    return frozenset(plain), tuple(re.compile(pattern) for pattern in sorted(patterns))


def test_every_key_is_used() -> None:
    plain, patterns = literals()
    kept = {PLURALS.sub(r"\1", key) for key in KEYS} - {VERBATIM}
    idle = [key for key in kept if key not in plain and not any(p.fullmatch(key) for p in patterns)]
    assert not idle


SAYING = ("say", "words", "said", "_hidden", "button", "remover", "field", "toggle", "choose_language")
"""Functions whose first argument is the key of a text."""


def test_every_key_that_the_code_names_exists() -> None:
    known = {PLURALS.sub(r"\1", key) for key in KEYS}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            key = node.args[0].value
            if name in SAYING and isinstance(key, str) and "." in key:
                explained = [key, f"{key}_help"] if name in ("field", "toggle") else [key]
                for each in explained:
                    place = f"{path.name}:{node.lineno}"
                    assert each in known, f"{place} says {each!r}, which words.en.toml has not"

    for page in PAGES:
        for key in re.findall(r'\bsay\("([\w.]+)"[,)]', page):
            assert key in known, f"a page says {key!r}, which words.en.toml has not"


def test_no_file_repeats_itself() -> None:
    """TOML refuses a key twice within a file; no table is in two files of a language."""
    for code in OFFICIAL:
        tables = [
            table
            for name in ("words", "messages", "errors")
            for table in tomllib.loads((PACKAGE / "data" / f"{name}.{code}.toml").read_text(encoding="utf-8"))
        ]
        assert len(set(tables)) == len(tables)
