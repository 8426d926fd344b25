"""Convert Traditional and Simplified Chinese to one form, for comparing, never for display.

Encoders were trained on far more Simplified Chinese; a Traditional text's vectors are poor (its
counterpart is found first for 83 % of the lines of a treaty, against 97 % otherwise). What
is passed to the encoder is therefore a Simplified copy. What is shown is unchanged.

Fold characters that readers take for the same letter when searching for a word.

Someone who types `etat` means `État`, `ечь` means `ёчь`, an alef without its hamza means any alef, and
Simplified Chinese means Traditional as well. This is looser than the test for differences of form only
(`aligner.languages.tokens.fold`), and never used for finding changes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from aligner.languages.profile import get

if TYPE_CHECKING:
    from opencc import OpenCC


_SAMPLE: Final = 4000  # characters that show which script a document is in
_SHARE: Final = 0.02  # of them, changed by conversion: beyond what names in a Simplified text give


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


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether a Chinese text is in Traditional characters.

    >>> is_traditional("聯合國大會決議"), is_traditional("联合国大会决议")
    (True, False)
    """
    sample = without_surrogates(text[:_SAMPLE])
    converted: str = _converter().convert(sample)
    if len(converted) != len(sample):
        return True
    changed = sum(a != b for a, b in zip(sample, converted, strict=True))
    return changed > _SHARE * len(sample)


def simplified(text: str) -> str:
    """Return a text with every Traditional character as its Simplified one, each taken on its own.

    For finding words: a character always gives the same one, wherever it is, and the length is
    unchanged. Text without Chinese is returned as it is, and nothing is loaded for it.

    >>> simplified("聯合國 UN")
    '联合国 UN'
    """
    if not any(map(_may_be_traditional, text)):
        return text
    return "".join(_simplified(each) if _may_be_traditional(each) else each for each in text)


@cache
def _simplified(character: str) -> str:
    return str(_converter().convert(character))


def _may_be_traditional(character: str) -> bool:
    """Whether it is a Chinese character; the converter takes no half of a surrogate pair."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def reading(old: str, new: str, language: str) -> Callable[[str], str]:
    """Return the function that makes two drafts comparable if only one is in Traditional characters.

    This is `simplified` if one is Traditional and the other is not, otherwise `str`, which changes nothing:
    within one script, two characters with the same simplified form make different words.

    >>> reading("聯合國", "联合国", "zh")("大會")
    '大会'
    >>> reading("聯合國", "聯合國", "zh")("大會")
    '大會'
    """
    if get(language).script != "han" or is_traditional(old) == is_traditional(new):
        return str
    return simplified


def in_one_script(texts: Sequence[str], language: str) -> list[str]:
    """Return the texts of one document in the script that encoders handle best.

    Only Chinese has two; the texts of any other language come back as they are.

    >>> in_one_script(["聯合國"], "zh-Hant")
    ['联合国']
    """
    if get(language).script != "han" or not is_traditional("".join(texts)):
        return list(texts)
    return [_converter().convert(without_surrogates(text)) for text in texts]


def without_surrogates(text: str) -> str:
    """Return the text with `?` for each half of a surrogate pair, which no UTF-8 file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


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
