"""The characters that texts in the document languages are made of.

Used to distinguish encodings: a text read in the wrong one has rare ideographs, capitals
inside words, letters of two scripts in one word.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from aligner.languages.profile import LANGUAGES

_WEIGHTS: Final = {"latin": (1.0,), "han": (1.0,), "cyrillic": (1.0, 0.7, 0.2), "arabic": (1.0, 0.6)}
"""How much a letter of each degree of a profile's `letters` counts for its script."""

_CASED: Final = ("latin", "cyrillic")
_LETTERED: Final = ("ascii", *_CASED, "arabic")
"""Scripts of which one word has letters of one only."""


@cache
def _letters(script: str) -> dict[str, float]:
    """Return the letters of all languages in a script, and how much each counts for it."""
    return {
        letter: weight
        for language in LANGUAGES.values()
        if language.script == script
        for letters, weight in zip(language.letters, _WEIGHTS[script], strict=False)
        for letter in letters
    }


_PUNCTUATION: Final = frozenset("“”‘’„«»–—…№§°¿¡•·£\u00a0\u202f\u00ad€©®±½")


def plausibility(text: str) -> float:
    """Return how plausible a text is as one in a document language.

    Returns:
        The mean, in [-1, 1], over its characters outside ASCII; 1 for a text that has none.
    """
    total, count = 0.0, 0
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character >= "\x80":
            total += _plausibility_of(before, character, after)
            count += 1
        elif character < " " and character not in "\t\n\r\f":
            total, count = total - 1.0, count + 1
    return total / count if count else 1.0


def _plausibility_of(before: str, character: str, after: str) -> float:
    """Return how plausible one character is between its neighbours, in [-1, 1].

    The numbers between -1 and 1 were set by hand, so that texts in all encodings of the document
    languages are told apart (`tests/readers/test_readers.py`).
    """
    script = _script(character)
    if script == "other":
        return -1.0
    if script == "punctuation":
        return 1.0 if _is_well_placed(before, character, after) else 0.3
    neighbours = _script(before), _script(after)
    if script == "han":
        return -1.0 if neighbours == ("ascii", "ascii") else _plausibility_of_han(character)
    has_other_script = any(
        neighbour in _LETTERED and not _one_word(neighbour, script) for neighbour in neighbours
    )
    has_capital_inside = character.isupper() and before.islower()
    if has_other_script or (script in _CASED and has_capital_inside):
        return -1.0
    if script == "arabic":
        return _letters("arabic").get(character, -0.5)
    if script == "latin":  # accented letters stand among ASCII ones: two in a row are rare
        return 0.5 if "latin" in neighbours else 1.0
    frequency = _letters("cyrillic").get(character.lower(), -1.0)
    if "cyrillic" not in neighbours:  # as a French à standing alone would be read
        return frequency * 0.5
    if character.isupper() and after.isupper():  # KOI8-R and Windows-1251 swap the cases
        return frequency * 0.8
    return frequency


def _plausibility_of_han(character: str) -> float:
    if character in _letters("han"):
        return 1.0
    return 0.5 if _is_common_han(character) else -1.0


def _is_well_placed(before: str, character: str, after: str) -> bool:
    """Whether a sign is where texts have it: a quotation mark at a word, a dash beside spaces."""
    if character in "“‘„«¿¡":
        return before in " \n\t(" and not after.isspace()
    if character in "€£§№•":
        return before in " \n\t("
    if character in "”»…":
        return before.isascii() and not before.isspace() and not after.isalnum()
    if character == "’":
        return before.isalpha() and (after.isalpha() or not after.isalnum())
    if character == "°":
        return before == " " or before.isdigit()
    return character == "—" or (character == "–" and not (before.isalpha() and after.isalpha()))


def _one_word(neighbour: str, script: str) -> bool:
    return neighbour == script or (neighbour == "ascii" and script == "latin")


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """Group a character as `_plausibility_of` needs it."""
    if character < "\x80":
        return "ascii" if character.isalpha() else "space"
    code = ord(character)
    if character in _letters("latin"):
        return "latin"
    if character in _PUNCTUATION or 0x3000 <= code <= 0x301F or 0xFF01 <= code <= 0xFF5E:
        return "punctuation"
    if character in "،؛؟" or 0x64B <= code <= 0x652 or 0x660 <= code <= 0x669 or code in (0x640, 0x200F):
        return "punctuation"
    if 0x400 <= code <= 0x45F:
        return "cyrillic"
    if 0x620 <= code <= 0x6FF:
        return "arabic"
    if 0x3400 <= code <= 0x9FFF:
        return "han"
    return "other"


@lru_cache(maxsize=8192)
def _is_common_han(character: str) -> bool:
    """Whether the first level of GB 2312 or of Big5, the everyday characters, has it."""
    for encoding, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if character.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
