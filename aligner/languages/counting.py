"""How lists count: 1 2 3, a b c, i ii iii, 一二三, 甲乙丙, а б в, أ ب ج.

Word and HTML number paragraphs without writing the number into the text; to show and
compare labels, readers must count as those programs do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aligner.languages.letter_ranges import HAN_BRANCHES, HAN_STEMS
from aligner.languages.numerals import LATIN, own_letters, repeated, roman
from aligner.languages.profile import get, profile
from aligner.values.catalogue import DEFAULT
from aligner.values.errors import LanguageError

_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"  # without ё, й, ъ and ь, as Word counts
_ARABIC_ALPHA: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_DIGITS: Final = "〇一二三四五六七八九"
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
_LARGEST: Final = 32_767


def _positional(alphabet: str, number: int) -> str:
    """HTML's letters: z is followed by aa, ab, ac.

    >>> _positional("abc", 3), _positional("abc", 5)
    ('c', 'ab')
    """
    letters = ""
    while number > 0:
        number, index = divmod(number - 1, len(alphabet))
        letters = alphabet[index] + letters
    return letters


def chinese(number: int, zero: str = "零") -> str:
    """Chinese numerals below 100,000, as articles and sections are counted.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105, 110)]
    ['三', '十', '十二', '二十', '一百零五', '一百一十']
    """
    if 10 <= number < 20:
        return "十" + (_DIGITS[number - 10] if number > 10 else "")
    text, gap = "", False
    for unit, sign in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += (zero if gap and text else "") + _DIGITS[digit] + sign
        gap = digit == 0
    return text


def _chinese_legal(number: int) -> str:
    return chinese(number).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _enclosed(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if number <= count else str(number)


def _ordinal(number: int, language: str) -> str:
    """Return the digits of an ordinal with what follows them in a language, such as 1er and 2e.

    >>> [_ordinal(number, "en") for number in (1, 11, 22)], [_ordinal(number, "fr") for number in (1, 21)]
    (['1st', '11th', '22nd'], ['1er', '21e'])
    """
    digits = str(number)
    try:
        endings = profile(get(language).code).ordinals.endings
    except LanguageError:
        return digits
    known = (
        end for key, end in endings.items() if key == digits or (key[0] == "*" and digits.endswith(key[1:]))
    )
    return digits + next(known, "")


def _in_words(number: int, language: str, form: str) -> str:
    """Return a number in words, its first letter a capital; in digits in a language without such words."""
    from num2words import num2words

    try:
        text = str(num2words(number, lang=language.lower().partition("-")[0], to=form))
    except NotImplementedError:
        return str(number)
    return text[:1].upper() + text[1:]


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": lambda number: repeated(LATIN, number),
    "upperLetter": lambda number: repeated(LATIN, number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda number: "",
    "hex": lambda number: f"{number:X}",
    "chicago": lambda number: repeated("*†‡§", number),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": lambda number: chinese(number, "○"),
    "chineseLegalSimplified": _chinese_legal,
    **dict.fromkeys(("chineseCountingThousand", "japaneseCounting"), chinese),
    **dict.fromkeys(("taiwaneseCounting", "taiwaneseCountingThousand"), chinese),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digits),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _enclosed(0x2460, 20)),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    "ideographTraditional": _cycle(HAN_STEMS),
    "ideographZodiac": _cycle(HAN_BRANCHES),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographEnclosedCircle": _enclosed(0x3220, 10),
    "decimalHalfWidth": str,
    "russianLower": lambda number: repeated(_RUSSIAN, number),
    "russianUpper": lambda number: repeated(_RUSSIAN, number).upper(),
    "arabicAlpha": lambda number: repeated(_ARABIC_ALPHA, number),
    "arabicAbjad": lambda number: repeated(own_letters("ar"), number),
    # CSS `list-style-type` names, which HTML uses:
    "lower-alpha": lambda number: _positional(LATIN, number),
    "upper-alpha": lambda number: _positional(LATIN, number).upper(),
    "lower-greek": lambda number: _positional(_GREEK, number),
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), chinese),
    "cjk-decimal": _digits,
    "cjk-heavenly-stem": _cycle(HAN_STEMS),
    "cjk-earthly-branch": _cycle(HAN_BRANCHES),
}
"""Counting styles by the names that Word (ST_NumberFormat) and CSS have for them."""


_BY_LANGUAGE: Final[dict[str, Callable[[int, str], str]]] = {
    "ordinal": _ordinal,
    "cardinalText": lambda number, language: _in_words(number, language, "cardinal"),
    "ordinalText": lambda number, language: _in_words(number, language, "ordinal"),
}
"""Counting styles of Word that differ from language to language."""


def count_as(style: str, number: int, language: str = DEFAULT) -> str:
    """Write a number in a counting style; in decimal if the style is unknown or has no sign for it.

    Args:
        style: its name in Word or CSS.
        number: the number to write.
        language: that of the text, for ordinals and numbers in words.

    >>> count_as("lowerLetter", 28), count_as("russianLower", 3), count_as("chineseCounting", 21)
    ('bb', 'в', '二十一')
    >>> count_as("ordinalText", 2, "fr-CH"), count_as("cardinalText", 21)
    ('Deuxième', 'Twenty-one')
    """
    if style == "none":
        return ""
    if not 0 < number <= _LARGEST:
        return str(number)
    if style in _BY_LANGUAGE:
        return _BY_LANGUAGE[style](number, language)
    return FORMATS.get(style, str)(number)
