"""The words that pages show, apart from the code, so that they can be in another language.

One TOML file a language lies in `aligner/data/` (`words.en.toml`); every file has the
same keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from aligner.errors import LanguageError

DEFAULT: Final = "en"

_LISTED: Final = re.compile(r", | and ")


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
        """A remark of the core in this language; as it is where the files do not have it.

        Why an amendment counts as carried over or not stands in English in files for
        programs; a page says it in its own words. The English text is the key.

        >>> load("fr").told("reworded only")
        'reformulation seulement'
        """
        if self.language == DEFAULT:
            return remark
        for key, pattern in _remarks():
            match = pattern.fullmatch(remark)
            if match is not None:
                return self(key, **self._fields(match.groupdict()))
        return remark

    def _fields(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Fields as they stand, but for kinds of change, which have their own words."""
        told = dict(fields)
        if "deeds" in told:
            deeds = (self.by_key.get(f"kind.{deed}", deed) for deed in _LISTED.split(told["deeds"]))
            told["deeds"] = self("table.apart").join(deeds)
        return told


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
def _remarks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The key of each remark, and what its English text looks like."""
    found = []
    for key, text in load(DEFAULT).by_key.items():
        if key.startswith("remark."):
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text))
            found.append((key, re.compile(pattern, re.DOTALL)))
    return tuple(found)
