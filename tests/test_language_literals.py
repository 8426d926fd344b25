"""Facts of a language are in `aligner/languages` and nowhere else in the code."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import aligner
from aligner.languages.profile import profile

PACKAGE = Path(aligner.__file__).parent

ALLOWED = {
    "encoders/bundled.py": "the rule of the encoder's own tokenizer",
}
"""Modules that hold letters of a script for another reason than a language's words."""

SIGNS = frozenset("ºª")
"""Signs that Unicode counts among the letters."""

SHOWN = frozenset({"examples", "help"})
"""Arguments whose texts are shown to people, as an example in a check's description."""

OTHER_WORDS = {"anglais"}
"""Words that are no facts here: `anglais` is the heading of a column in what the registry of formats
says of tables."""


@functools.cache
def literals() -> tuple[tuple[str, int, str], ...]:
    """Module, line and text of every string outside `languages` that is neither prose nor an example."""
    return tuple(_literals())


def _literals() -> Iterator[tuple[str, int, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith("languages/"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg in SHOWN:
                skipped |= {id(inner) for inner in ast.walk(node.value)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                yield name, node.lineno, node.value


def foreign_letters(text: str) -> str:
    """The letters outside ASCII of a literal, those that a pattern writes as `\\u0620` included."""
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return "".join(each for each in plain if each > "\x7f" and each.isalpha() and each not in SIGNS)


def common_words(language: str) -> set[str]:
    """Words of a language in ASCII that are no English words: months, articles' names, common words."""
    made = profile(language)
    texts = (*made.detection.common_words, *made.numbers.months, made.labels.worded)
    names = (word for words in made.page.languages.values() for word in words)
    found = re.findall(r"\w+", " ".join((*texts, *names)).lower())
    return {word for word in found if len(word) >= 4 and word.isascii()}


def test_no_foreign_letters_outside_languages() -> None:
    found = [
        f"{name}:{line}: {letters}"
        for name, line, text in literals()
        if name not in ALLOWED and (letters := foreign_letters(text))
    ]
    assert not found, "move these into aligner/languages"


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_no_foreign_words_outside_languages(language: str) -> None:
    words = common_words(language) - common_words("en") - OTHER_WORDS
    found = [
        f"{name}:{line}: {word}"
        for name, line, text in literals()
        for word in re.findall(r"[a-z]+", text.lower())
        if word in words
    ]
    assert not found, "move these into aligner/languages"


def test_allowed_modules_need_their_exception() -> None:
    holding = {name for name, _, text in literals() if foreign_letters(text)}
    assert holding == set(ALLOWED)


def test_a_word_and_a_letter_would_be_found() -> None:
    assert foreign_letters(r"[а-я]|\u0620") == "ая\u0620"
    assert {"septembre", "entre"} <= common_words("fr")
