"""How to write a number into a text: as a word, a Chinese numeral or a month; the noun's form after it."""

from __future__ import annotations

from typing import Final

from aligner.languages.atoms import word_facts
from aligner.languages.counting import chinese
from aligner.languages.profile import get, profile

_MONTHS: Final = 12
_LARGEST: Final = 99_999
_TWO_WORDS: Final = 2


def month_name(month: int, like: str, language: str) -> str | None:
    """The name of a month, as dates have it, in place of another month's.

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
        names = [forms.split("|")[0] for forms in profile(get(language).code).numbers.months]
    else:
        names = word_facts(language).months.replace(r"\s", " ").split("|")
    if len(names) != _MONTHS or not 1 <= month <= _MONTHS:
        return None
    if like.casefold() not in [name.casefold() for name in names]:
        return None
    found = names[month - 1]
    return found.upper() if like.isupper() else found


def number_word(number: int, like: str, value: int, language: str) -> str | None:
    """The word for a number below a hundred, in the form of another number's word.

    Args:
        number: the number to write.
        like: another number's word as it is printed.
        value: the number that `like` stands for.
        language: of both.

    Returns:
        None if the profile does not list `like` in full, or lists the two numbers' forms differently
        and `like` is not the first of them: then it is inflected.

    >>> number_word(5, "Tres", 3, "es"), number_word(5, "ثلاث", 3, "ar"), number_word(5, "трех", 3, "ru")
    ('Cinco', 'خمس', None)
    """
    table = profile(get(language).code).numbers
    forms = {**table.tens, **table.units}
    old, new = (forms.get(str(each), "").split("|") for each in (value, number))
    at = next((n for n, form in enumerate(old) if form.casefold() == like.casefold()), None)
    if at is None or (at and len(old) != len(new)) or not new[at] or new[at].endswith("*"):
        return None
    return new[at][:1].upper() + new[at][1:] if like[:1].isupper() else new[at]


def chinese_numeral(number: int) -> str | None:
    """The Chinese numeral for a number below 100,000; None for 2, which has two (二, 两).

    >>> chinese_numeral(5), chinese_numeral(12), chinese_numeral(2)
    ('五', '十二', None)
    """
    return chinese(number) if 0 < number <= _LARGEST and number != _TWO_WORDS else None


def counts_alike(number: int, other: int, language: str) -> bool:
    """Whether a noun has the same form after both numbers, by the plural rules of CLDR.

    >>> counts_alike(12, 6, "ar"), counts_alike(12, 6, "ru"), counts_alike(2, 5, "ru")
    (False, True, False)
    """
    from babel import Locale

    locale = Locale.parse(get(language).code.partition("-")[0])
    return bool(locale.plural_form(number) == locale.plural_form(other))
