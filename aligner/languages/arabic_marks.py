"""Drop the marks of Arabic that change how a word looks but not which word it is."""

from __future__ import annotations

from typing import Final

import regex

_MARK: Final = regex.compile("[\u0640\u064b-\u0652]")


def without_marks(text: str) -> tuple[str, list[int]]:
    """Return a text without the strokes and vowel signs of Arabic, and where its characters were.

    Both are ornamental: العشـــرون is العشرون. The places are empty if nothing was removed.
    """
    if not _MARK.search(text):
        return text, []
    places = [place for place, character in enumerate(text) if not _MARK.match(character)]
    return "".join(text[place] for place in places), places
