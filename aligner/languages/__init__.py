"""Every fact that differs by language, in one package: a profile a language, and readers by topic.

The rest of the code asks `get("zh")` and reads a field, or asks a module by topic
(`numerals`, `openings`, `structure`, …); nowhere else does a language code appear in a
condition, or a word of a language in a pattern. `profile` reads the files in `profiles/`,
and README.md here says how to add one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aligner.languages.profile import heads
from aligner.languages.profile_tables import Language
from aligner.values.errors import LanguageError

__all__ = ["LANGUAGES", "OFFICIAL", "Language", "get"]

LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {code: head.language for code, head in heads().items()}
)
"""The languages that have a profile, by code: what documents may be in."""

OFFICIAL: Final = tuple(code for code, language in LANGUAGES.items() if language.official)
"""The codes of the six official languages of the United Nations."""

_THREE_LETTERS: Final = {
    three: code for code, language in LANGUAGES.items() for three in language.three_letter
}


def get(code: str) -> Language:
    """The basic facts of one language.

    Accepts regional and script subtags (`zh-Hant`, `fr-CA`), which share the facts
    of their language, and the codes of three letters that some programs write.

    Raises:
        LanguageError: there is no profile for the code.

    >>> get("zh-Hant").spaced
    False
    """
    base = code.strip().lower().replace("_", "-").split("-")[0]
    base = _THREE_LETTERS.get(base, base)
    if base not in LANGUAGES:
        raise LanguageError(f"language {code!r} is not known; choose one of {', '.join(LANGUAGES)}")
    return LANGUAGES[base]
