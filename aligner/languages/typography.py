"""How each language is set in a word processor: fonts, proofing language, opening verbs.

Word picks the font of a character by its script, so each run names one for Latin, one
for East Asian and one for Arabic letters; without them Chinese comes in whatever the
reader's machine falls back to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aligner.languages import get


@dataclass(frozen=True, slots=True)
class Typography:
    """What a Word file says of text in one language.

    Attributes:
        locale: BCP 47 tag with a region, which Word needs to check spelling.
        font: for Latin and Cyrillic letters.
        east_asian: for Chinese characters.
        complex: for Arabic letters.
        opening_font: the face of opening verbs where the language has no italics, or empty
            for italics (United Nations practice: italics, in Chinese another face).
    """

    locale: str
    font: str = "Times New Roman"
    east_asian: str = "SimSun"
    complex: str = "Times New Roman"
    opening_font: str = ""


_TABLE: Final[dict[str, Typography]] = {
    "zh": Typography("zh-CN", opening_font="KaiTi"),
    "en": Typography("en-GB"),
    "fr": Typography("fr-FR"),
    "ru": Typography("ru-RU"),
    "es": Typography("es-ES"),
    "ar": Typography("ar-SA", complex="Traditional Arabic"),
}


def typography(language: str) -> Typography:
    """How a language is set.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> typography("fr").locale
    'fr-FR'
    """
    return _TABLE[get(language).code]
