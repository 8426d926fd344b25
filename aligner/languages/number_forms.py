"""What a number that is written into a text decides: the name of a month, the form of the noun after it."""

from __future__ import annotations

from aligner.languages.atoms import word_facts
from aligner.languages.profile import get

_MONTHS = 12


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
    """
    names = word_facts(language).months.replace(r"\s", " ").split("|")
    if len(names) != _MONTHS or not 1 <= month <= _MONTHS:
        return None
    if like.casefold() not in [name.casefold() for name in names]:
        return None
    found = names[month - 1]
    return found.upper() if like.isupper() else found


def counts_alike(number: int, other: int, language: str) -> bool:
    """Whether a noun has the same form after both numbers, by the plural rules of CLDR.

    >>> counts_alike(12, 6, "ar"), counts_alike(12, 6, "ru"), counts_alike(2, 5, "ru")
    (False, True, False)
    """
    from babel import Locale

    locale = Locale.parse(get(language).code.partition("-")[0])
    return bool(locale.plural_form(number) == locale.plural_form(other))
