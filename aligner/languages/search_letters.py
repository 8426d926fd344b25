"""Fold characters that readers take for the same letter when searching for a word.

Someone who types `etat` means `État`, `ечь` means `ёчь`, an alef without its hamza means any alef, and
Simplified Chinese means Traditional as well. This is looser than the test for differences of form only
(`aligner.languages.tokens.fold`), and never used for finding changes.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from aligner.languages.script import simplified

_SAME: Final = {
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    "ة": "ه",
    "ک": "ك",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
}
"""Letters that Unicode does not decompose; in lower case."""


def plain_letters(text: str) -> str:
    """Return a text in lower case, without accents and vowel signs, digits as in ASCII, Chinese simplified.

    Russian й counts as и and ё as е, Spanish ñ as n: it is better to find too much than to miss a text
    whose accents are separate characters.

    >>> plain_letters("Œuvre ÉTAT"), plain_letters("إلى"), plain_letters("٢٠١٨"), plain_letters("聯合國")
    ('oeuvre etat', 'الي', '2018', '联合国')
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return simplified("".join(map(_plain, apart)))


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Mn":
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return _SAME.get(character, character)
