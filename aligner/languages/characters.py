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
            total += _weight(before, character, after)
            count += 1
        elif character < " " and character not in "\t\n\r\f":
            total, count = total - 1.0, count + 1
    return total / count if count else 1.0


def _weight(before: str, character: str, after: str) -> float:
    script = _script(character)
    if script == "other":
        return -1.0
    if script == "punctuation":
        return 1.0 if _is_well_placed(before, character, after) else 0.3
    neighbours = _script(before), _script(after)
    if script == "han":
        if neighbours == ("ascii", "ascii"):
            return -1.0
        return 1.0 if character in _letters("han") else 0.5 if _is_common_han(character) else -1.0
    if any(n in ("ascii", "latin", "cyrillic", "arabic") and not _one_word(n, script) for n in neighbours):
        return -1.0
    if script == "cyrillic":
        if character.isupper() and before.islower():
            return -1.0
        alone = "cyrillic" not in neighbours  # also how a French à standing alone would be read
        capital = character.isupper() and after.isupper()  # KOI8-R and Windows-1251 swap the cases
        return _letters("cyrillic").get(character.lower(), -1.0) * (0.5 if alone else 0.8 if capital else 1.0)
    if script == "arabic":
        return _letters("arabic").get(character, -0.5)
    if character.isupper() and before.islower():
        return -1.0
    return 0.5 if "latin" in neighbours else 1.0


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
    """Group a character as `_weight` needs it."""
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
