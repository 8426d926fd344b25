"""How lists count: 1 2 3, a b c, i ii iii, 一二三, 甲乙丙, а б в, أ ب ج; how to write a number into a text.

Word and HTML number paragraphs without writing the number into the text; to show and
compare labels, readers must count as those programs do. In a text, a number may be a word, an ordinal or a
month, and what is around it may change with it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from aligner.languages.letter_ranges import HAN_BRANCHES, HAN_STEMS
from aligner.languages.numerals import LATIN, own_letters, repeated, roman
from aligner.languages.profile import code_of, get, profile
from aligner.languages.profile_tables import OrdinalTable
from aligner.languages.tokens import with_capital_of
from aligner.values.catalogue import DEFAULT

if TYPE_CHECKING:
    from babel import Locale


_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"  # without ё, й, ъ and ь, as Word counts
_ARABIC_ALPHA: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_DIGITS: Final = "〇一二三四五六七八九"
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
_LARGEST: Final = 32_767
_LEGAL: Final = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_CHINESE: Final = (
    *("chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"),
    *("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"),
)
_CHINESE_DIGITS: Final = ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "cjk-decimal")
_WIDE: Final = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


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


def _enclosed(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if number <= count else str(number)


def _ordinal(number: int, language: str) -> str:
    """Return the digits of an ordinal with what follows them in a language, such as 1er and 2e.

    >>> [_ordinal(number, "en") for number in (1, 11, 22)], [_ordinal(number, "fr") for number in (1, 21)]
    (['1st', '11th', '22nd'], ['1er', '21e'])
    """
    digits = str(number)
    code = code_of(language)
    endings = profile(code).ordinals.endings if code else {}
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


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "chicago": lambda number: repeated("*†‡§", number),
    "lowerLetter": lambda number: repeated(LATIN, number),
    "upperLetter": lambda number: repeated(LATIN, number).upper(),
    "russianLower": lambda number: repeated(_RUSSIAN, number),
    "russianUpper": lambda number: repeated(_RUSSIAN, number).upper(),
    "arabicAlpha": lambda number: repeated(_ARABIC_ALPHA, number),
    "arabicAbjad": lambda number: repeated(own_letters("ar"), number),
    **dict.fromkeys(("lower-alpha", "lower-latin"), lambda number: _positional(LATIN, number)),
    **dict.fromkeys(("upper-alpha", "upper-latin"), lambda number: _positional(LATIN, number).upper()),
    "lower-greek": lambda number: _positional(_GREEK, number),
    **dict.fromkeys(("lowerRoman", "lower-roman"), roman),
    **dict.fromkeys(("upperRoman", "upper-roman"), lambda number: roman(number).upper()),
    **dict.fromkeys(_CHINESE, chinese),
    "chineseCounting": lambda number: chinese(number, "○"),
    "chineseLegalSimplified": lambda number: chinese(number).translate(_LEGAL),
    **dict.fromkeys(_CHINESE_DIGITS, lambda number: "".join(_DIGITS[int(digit)] for digit in str(number))),
    **dict.fromkeys(("ideographTraditional", "cjk-heavenly-stem"), _cycle(HAN_STEMS)),
    **dict.fromkeys(("ideographZodiac", "cjk-earthly-branch"), _cycle(HAN_BRANCHES)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _enclosed(0x2460, 20)),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographEnclosedCircle": _enclosed(0x3220, 10),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_WIDE)),
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


_MONTHS: Final = 12
_LARGEST_CHINESE: Final = 99_999
_TWO: Final = 2
_PAIR: Final = ("两", "兩")
"""The numerals for two of something."""
_ORDINAL_SIGN: Final = "第"


def month_name(month: int, like: str, language: str) -> str | None:
    """Return the name of a month, as dates have it, in place of another month's.

    Args:
        month: from 1 to 12.
        like: another month's name as it is printed; decides about the capital.
        language: of both.

    Returns:
        None if the language writes months as numbers, or `like` is not a form that dates have.

    >>> month_name(10, "septembre", "fr"), month_name(10, "сентября", "ru"), month_name(10, "9月", "zh")
    ('octobre', 'октября', None)
    >>> month_name(6, "كانون الأول/ديسمبر", "ar")
    'حزيران/يونيه'
    """
    if "/" in like:  # both names, as Arabic documents of the UN have them
        names = [forms.split("|")[0] for forms in profile(language).numbers.months]
    else:
        names = profile(language).words.months.replace(r"\s", " ").split("|")
    if len(names) != _MONTHS or not 1 <= month <= _MONTHS:
        return None
    if like.casefold() not in [name.casefold() for name in names]:
        return None
    found = names[month - 1]
    return found.upper() if like.isupper() else found


def number_word(number: int, like: str, value: int, language: str) -> str | None:
    """Return the word for a number below a hundred, in the form of another number's word.

    Args:
        number: the number to write.
        like: another number's word as it is printed.
        value: the number that `like` stands for.
        language: of both.

    Returns:
        None if the profile does not list `like`, or lists the two numbers' forms differently and `like`
        is not the first of them: then it is inflected. A stem takes the ending that `like` has.

    >>> number_word(5, "Tres", 3, "es"), number_word(5, "ثلاث", 3, "ar"), number_word(5, "трех", 3, "ru")
    ('Cinco', 'خمس', None)
    >>> number_word(18, "семнадцати", 17, "ru")
    'восемнадцати'
    """
    table = profile(language).numbers
    forms = {**table.tens, **table.units}
    old, new = (forms.get(str(each), "").split("|") for each in (value, number))
    if len(old) == len(new):
        for was, now in zip(old, new, strict=True):
            stem = was.removesuffix("*")
            if was != stem and now.endswith("*") and like.casefold().startswith(stem):
                return with_capital_of(now.removesuffix("*") + like[len(stem) :], like)
    at = next((n for n, form in enumerate(old) if form.casefold() == like.casefold()), None)
    if at is None or (at and len(old) != len(new)) or not new[at] or new[at].endswith("*"):
        return None
    return with_capital_of(new[at], like)


def ordinal_word(number: int, like: str, value: int, language: str) -> str | None:
    """Return the word for an ordinal below a hundred, in the gender and case of another ordinal's word.

    Args:
        number: the ordinal to write.
        like: another ordinal's word as it is printed.
        value: the number that `like` stands for.
        language: of both.

    Returns:
        None if `like` is not a form of the profile's, or leaves the form of the new word open.

    >>> ordinal_word(60, "fifty-ninth", 59, "en"), ordinal_word(80, "soixante-dix-neuvième", 79, "fr")
    ('sixtieth', 'quatre-vingtième')
    >>> ordinal_word(81, "восьмидесятой", 80, "ru"), ordinal_word(80, "التاسعة", 9, "ar")
    ('восемьдесят первой', None)
    """
    table = profile(language).ordinals
    old, new = _ordinal_forms(table, value), _ordinal_forms(table, number)
    size = max(len(old), len(new))
    pairs = zip(_as_many(old, size), _as_many(new, size), strict=True)
    found = {now for was, now in pairs if was.casefold() == like.casefold()}
    if len(found) != 1:
        return None
    return with_capital_of(found.pop(), like)


def _ordinal_forms(table: OrdinalTable, number: int) -> list[str]:
    """Return the forms of an ordinal, or none if the table does not give them."""
    key = str(number)
    for words in (table.whole, table.units, table.tens):
        if key in words:
            return words[key].split("|")
    stems = table.stems or table.tens
    parts = ((int(stem), number - int(stem)) for stem in stems)
    tens = max((stem for stem, rest in parts if str(rest) in table.units), default=None)
    if tens is None:
        return []
    stem, unit = stems[str(tens)].split("|"), table.units[str(number - tens)].split("|")
    size = max(len(stem), len(unit))
    pairs = zip(_as_many(stem, size), _as_many(unit, size), strict=True)
    return [table.joiner.join(pair[::-1] if table.units_first else pair) for pair in pairs]


def _as_many(forms: list[str], size: int) -> list[str]:
    return forms * size if len(forms) == 1 else forms


def chinese_numeral(number: int, like: str, value: int, before: str) -> str | None:
    """Return the Chinese numeral for a number below 100,000, in place of another.

    Args:
        number: the number to write.
        like: another number's numeral as it is printed.
        value: the number that `like` stands for.
        before: the text before it.

    Returns:
        None if `like` is written otherwise, and for a 2 that is not an ordinal: it may be 二 or 两.

    >>> chinese_numeral(12, "五", 5, ""), chinese_numeral(3, "两", 2, "")
    ('十二', '三')
    >>> chinese_numeral(2, "三", 3, "第"), chinese_numeral(2, "三", 3, "每")
    ('二', None)
    """
    if like != chinese(value) and not (value == _TWO and like in _PAIR):
        return None
    if number == _TWO and not before.endswith(_ORDINAL_SIGN):
        return None
    return chinese(number) if 0 < number <= _LARGEST_CHINESE else None


def counts_alike(number: int | Decimal, other: int | Decimal, language: str) -> bool:
    """Whether a noun has the same form after both numbers, by the plural rules of CLDR.

    >>> counts_alike(12, 6, "ar"), counts_alike(12, 6, "ru"), counts_alike(2, 5, "ru")
    (False, True, False)
    """
    form = _locale(language).plural_form
    return bool(form(number) == form(other))


def ordinals_end_alike(number: int, other: int, language: str) -> bool:
    """Whether two ordinals in digits have the same letters after them, by the rules of CLDR.

    >>> ordinals_end_alike(51, 52, "en"), ordinals_end_alike(58, 59, "en"), ordinals_end_alike(51, 52, "fr")
    (False, True, True)
    """
    form = _locale(language).ordinal_form
    return bool(form(number) == form(other))


def with_decimal_sign(value: str, language: str) -> str | None:
    """Write a number that has a decimal point with the language's decimal sign.

    Returns:
        None if its documents have several signs, as those in Arabic do.

    >>> with_decimal_sign("5.5", "fr"), with_decimal_sign("5.5", "zh"), with_decimal_sign("5.5", "ar")
    ('5,5', '5.5', None)
    """
    sign = profile(language).numbers.decimal
    return value.replace(".", sign) if len(sign) == 1 else None


def enumeration(language: str) -> tuple[str, str]:
    """Return what separates the entries of an enumeration, and what precedes its last entry, by CLDR.

    >>> enumeration("en"), enumeration("zh")
    ((', ', ' and '), ('、', '和'))
    """
    patterns = _locale(language).list_patterns["standard"]
    middle, pair = (patterns[each].format("", "") for each in ("middle", "2"))
    return middle, pair


def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(get(language).code.partition("-")[0])
