"""Every fact that differs by language, in one package.

The rest of the code asks `get("zh")` and reads a field; nowhere else does a language
code appear in a condition. This module holds what all parts need; the larger tables
have a file each: `structure` (how a resolution is laid out), `numerals` (numbers and
dates), `openings` (verbs and their strength), `sentences` (where one ends), `detect`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aligner.values.errors import LanguageError


@dataclass(frozen=True, slots=True)
class Language:
    """What all parts of the code need to know of one language.

    Attributes:
        code: ISO 639-1.
        english: its name in English.
        endonym: its name in itself.
        spaced: whether words, and so the joins of wrapped lines, have spaces between them.
        right_to_left: direction of its script.
        density: characters it takes, on average, for one character of English; measured on
            clean parallel UN text, used to compare lengths across languages.
        cased: whether its script has capitals, which begin sentences.
    """

    code: str
    english: str
    endonym: str
    spaced: bool
    right_to_left: bool
    density: float
    cased: bool = True

    @property
    def latin_script(self) -> bool:
        """Whether it is written in Latin letters, so that names keep their spelling in the others."""
        return self.code in ("en", "fr", "es")

    @property
    def direction(self) -> str:
        """The value for an HTML `dir` attribute."""
        return "rtl" if self.right_to_left else "ltr"


LANGUAGES: Final[dict[str, Language]] = {
    language.code: language
    for language in (
        Language("zh", "Chinese", "中文", spaced=False, right_to_left=False, density=0.31, cased=False),
        Language("en", "English", "English", spaced=True, right_to_left=False, density=1.0),
        Language("fr", "French", "Français", spaced=True, right_to_left=False, density=1.17),
        Language("ru", "Russian", "Русский", spaced=True, right_to_left=False, density=1.12),
        Language("es", "Spanish", "Español", spaced=True, right_to_left=False, density=1.14),
        Language("ar", "Arabic", "العربية", spaced=True, right_to_left=True, density=0.86, cased=False),
    )
}
"""The six official languages of the United Nations."""

_THREE_LETTERS: Final = {
    **{"ara": "ar", "zho": "zh", "chi": "zh", "eng": "en", "fra": "fr", "fre": "fr"},
    **{"rus": "ru", "spa": "es"},
}
"""ISO 639-2, with the two older codes that libraries use."""


def get(code: str) -> Language:
    """The facts of one language.

    Accepts regional and script subtags (`zh-Hant`, `fr-CA`), which share the facts
    of their language, and the codes of three letters that some programs write.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> get("zh-Hant").spaced
    False
    """
    base = code.strip().lower().replace("_", "-").split("-")[0]
    base = _THREE_LETTERS.get(base, base)
    if base not in LANGUAGES:
        raise LanguageError(f"language {code!r} is not known; choose one of {', '.join(LANGUAGES)}")
    return LANGUAGES[base]
