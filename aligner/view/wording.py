"""The words that pages show, apart from the code, so that they can be in another language.

One TOML file a language lies in `aligner/data/` (`words.en.toml`); every file has the
same keys.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from aligner.values.errors import LanguageError

DEFAULT: Final = "en"

_LISTED: Final = re.compile(r", | and ")
_REASONED: Final = re.compile(r"(.+) \(([^()]+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """A language's words by dotted key.

    >>> load("en")("badge.moved_from", place="OP5")
    'moved from OP5'
    """

    language: str
    by_key: dict[str, str]

    def __call__(self, key: str, **fields: object) -> str:
        """The words for `key`, with their {braces} filled in.

        What is filled in is document text: it is neither formatted again nor escaped here.

        Raises:
            KeyError: for a key that no file has (a bug, which a test would find).
        """
        return self.by_key[key].format(**fields)

    def told(self, remark: str) -> str:
        """A remark of the core or of a check in this language; as it is where the files do not have it.

        Why an amendment counts as carried over or not, and what a check found, stand in
        English in files for programs; a page says it in its own words. The English text
        is the key: it is held against the forms in the tables `remark` and `message`.

        >>> load("fr").told("reworded only")
        'reformulation seulement'
        """
        if self.language == DEFAULT:
            return remark
        reasoned = _REASONED.fullmatch(remark)
        if reasoned is not None:
            message, reason = reasoned.groups()
            if (why := self.told(reason)) != reason:
                return f"{self.told(message)} ({why})"
        for key, pattern in _remarks():
            match = pattern.fullmatch(remark)
            if match is not None:
                return self(
                    key, **{name: self._field(name, text) for name, text in match.groupdict().items()}
                )
        return remark

    def _field(self, name: str, text: str) -> str:
        """A field as it stands, but for kinds of change, languages and remarks inside of others."""
        if name == "deeds":
            deeds = (self.by_key.get(f"kind.{deed}", deed) for deed in _LISTED.split(text))
            return self("table.apart").join(deeds)
        if name in ("name", "own"):
            return self(f"language.{_codes()[text]}")
        return self.told(text) if name == "told" else text


def available() -> tuple[str, ...]:
    """The languages that have a file of words."""
    names = (entry.name.split(".") for entry in (files("aligner") / "data").iterdir())
    return tuple(sorted(name[1] for name in names if name[0] == "words" and name[-1] == "toml"))


@cache
def load(language: str = DEFAULT) -> Words:
    """Read the words of one language.

    Raises:
        LanguageError: where there is no file for it; the message lists those there are.
    """
    path = files("aligner") / "data" / f"words.{language}.toml"
    if not path.is_file():
        raise LanguageError(
            f"there are no words for the interface in {language!r}; choose one of {', '.join(available())}"
        )
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    by_key = {f"{table}.{key}": text for table, texts in tables.items() for key, text in texts.items()}
    return Words(language, by_key)


@cache
def _codes() -> dict[str, str]:
    """The languages by their English names."""
    words = load(DEFAULT)
    return {words(f"language.{code}"): code for code in available()}


@cache
def _remarks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The key of each remark, and what its English text looks like."""
    name = "|".join(map(re.escape, _codes()))
    looks = {
        "name": name,
        "own": name,
        "deeds": rf"[a-z_]+(?:(?:{_LISTED.pattern})[a-z_]+)*",
        "times": r"[\d.]+",
        "mark": r"[^:]+",
    }
    found = []
    for key, text in load(DEFAULT).by_key.items():
        if key.startswith(("remark.", "message.")):
            parts = re.split(r"\{(\w+)\}", text)
            for at in range(1, len(parts), 2):
                parts[at - 1] = re.escape(parts[at - 1])
                parts[at] = f"(?P<{parts[at]}>{looks.get(parts[at], '.+')})"
            parts[-1] = re.escape(parts[-1])
            found.append((key, re.compile("".join(parts), re.DOTALL)))
    # What says more comes first: a paragraph that is missing is not any thing that is.
    found.sort(key=lambda each: -len(re.sub(r"\{\w+\}", "", load(DEFAULT).by_key[each[0]])))
    return tuple(found)
