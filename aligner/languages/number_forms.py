"""Names of months, written where `numerals` reads them."""

from __future__ import annotations

from aligner.languages.atoms import word_facts

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
