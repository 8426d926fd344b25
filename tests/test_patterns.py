"""Every pattern of the package takes time proportional to the length of the text.

A text may be malicious. The test therefore collects the compiled patterns of every module, including
those made for each language, and runs them on long repetitions.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import _lru_cache_wrapper, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import regex
from timing import seconds

import aligner
from aligner.languages import LANGUAGES

PACKAGE = Path(aligner.__file__).parent
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
USE = re.compile(r"\b(\w+)(?:\([^()]*\))?\.(match|fullmatch|search|finditer|findall|subn?|split)\(")
WITHIN_BOUNDS = {"aligner.languages.amounts._patterns": "on 30 characters after a number"}
NO_PATTERNS = ("str", "bool", "frozenset", "dict", "tuple[str", "Words")  # returned by cached functions

RUNS = [*"1١一(。-./*iAа \u0301\u200b\u00a0\n", "1.", "A/", "第1", "1а", "1 ", "A ", "a, "]
LENGTH = 400
TEXTS = [(run * LENGTH)[:LENGTH] for run in RUNS]


def patterns() -> dict[tuple[str | bytes, int], tuple[str, Any]]:
    """Each pattern of the package once, with its name: that of its variable, function or field."""
    found = {}
    for path, source in SOURCES.items():
        if "compile(" in source:
            name = ".".join(("aligner", *path.relative_to(PACKAGE).with_suffix("").parts))
            module = import_module(name.removesuffix(".__init__"))
            for variable, value in list(vars(module).items()):
                results = made(value) if isinstance(value, _lru_cache_wrapper) else [value]
                for name, pattern in patterns_in(f"{module.__name__}.{variable}", results):
                    found.setdefault((pattern.pattern, pattern.flags), (name, pattern))
    return found


def made(function: Callable[..., object]) -> list[object]:
    """What a cached function that may make patterns returns, for each language if it takes one."""
    signature = inspect.signature(function)
    if str(signature.return_annotation).startswith(
        ("str", "bool", "frozenset", "dict", "tuple[str", "Words")
    ):
        return []
    if list(signature.parameters) in (["language"], ["code"]):
        return [function(code) for code in LANGUAGES]
    return [] if signature.parameters else [function()]


def patterns_in(name: str, value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, re.Pattern | regex.Pattern):
        yield name, value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from patterns_in(f"{name}.{field.name}", getattr(value, field.name))
    elif isinstance(value, Mapping | tuple | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from patterns_in(name, each)


def ways(name: str, uses: set[tuple[str, str]]) -> list[str]:
    """How a pattern is applied; one that is only matched may begin with a long run, as it does so once."""
    variable = name.rpartition(".")[2]
    asked = {way for used, way in uses if used == variable}
    only_matched = asked and asked <= {"match", "fullmatch"}
    return (
        ["match", "fullmatch"]
        if only_matched or name in WITHIN_BOUNDS
        else ["match", "fullmatch", "finditer"]
    )


def application(pattern: Any, way: str) -> Callable[[str], None]:
    apply = getattr(pattern, way)

    def run(text: str) -> None:
        result = apply(text.encode() if isinstance(pattern.pattern, bytes) else text)
        if way == "finditer":
            for _ in result:
                pass

    return run


def slow_run(run: Callable[[str], None], usual: float) -> str | None:
    """The first text for which four times the length takes much more than four times the time."""
    for text in TEXTS:
        if seconds(partial(run, text)) > usual and all(growth(run, text, tries) > 8 for tries in (1, 3)):
            return text[:10]
    return None


def growth(run: Callable[[str], None], text: str, tries: int) -> float:
    """How many times longer four times the text takes."""
    return seconds(partial(run, text * 4), best_of=tries) / seconds(partial(run, text), best_of=tries)


def test_time_grows_with_the_length() -> None:
    every_character = application(re.compile(".", re.DOTALL), "finditer")
    usual = 4 * seconds(lambda: every_character(TEXTS[0]), best_of=5)
    uses = {use for source in SOURCES.values() for use in USE.findall(source)}
    found = patterns()
    assert len(found) > 500
    slow = {
        f"{name}: {pattern.pattern[:40]!r}": run
        for name, pattern in found.values()
        for way in ways(name, uses)
        if (run := slow_run(application(pattern, way), usual))
    }
    assert slow == {}


@pytest.mark.parametrize("slow", [re.compile(r"\s+x"), regex.compile(r"[A-Z]+\d")])
def test_a_slow_pattern_is_noticed(slow: Any) -> None:
    assert slow_run(application(slow, "finditer"), usual=0)
