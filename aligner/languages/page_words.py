"""Words around a text on its page, in all languages at once: page numbers, "(continued)"."""

from __future__ import annotations

import re
from functools import cache

from aligner.languages.profile import heads
from aligner.languages.profile_tables import NO_MATCH


@cache
def page_number_words() -> str:
    """Return a pattern for a page number with its words: `page 3 of 12`, `第3页`.

    >>> from re import fullmatch
    >>> bool(fullmatch(page_number_words(), "Page 3 of 12"))
    True
    """
    words, of, whole = (_any("page"), _any("page_of"), _any("page_number"))
    return rf"(?i:{words})\s*\d{{1,4}}(?:\s*(?:/|{of})\s*\d{{1,4}})?|{whole}"


@cache
def _pattern(field: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:{_any(field)})")


def is_page_word(text: str) -> bool:
    """Whether a text is the word that heads the page numbers of a list of contents.

    >>> is_page_word("Page"), is_page_word("Page 3"), is_page_word("Стр.")
    (True, False, True)
    """
    return _pattern("page").fullmatch(text.strip()) is not None


def heads_contents(text: str) -> bool:
    """Whether a text is the heading of a list of contents, tables or figures.

    >>> heads_contents("Table des matières"), heads_contents("目  录"), heads_contents("Contents of the box")
    (True, True, False)
    """
    words = " ".join(text.split())
    return any(_pattern("contents").fullmatch(each) for each in (words, words.replace(" ", "")))


@cache
def continued_words() -> str:
    """Return a pattern for the remark that a table or list goes on: `continued`, `suite`.

    >>> "suite" in continued_words().split("|")
    True
    """
    return _any("continued")


@cache
def exponent_units() -> frozenset[str]:
    """Units after which a small raised digit is an exponent, never a footnote's mark: km, км, كم."""
    return frozenset(unit for head in heads().values() for unit in head.page.exponent_units)


def _any(name: str) -> str:
    """Return the values of one field in all profiles, as alternatives."""
    found = dict.fromkeys(getattr(head.page, name) for head in heads().values())
    return "|".join(pattern for pattern in found if pattern != NO_MATCH)
