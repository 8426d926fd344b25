"""Words in the form that a search compares: folded, and reduced to their stems.

Folding removes differences of case, accents and width, and between Traditional and Simplified
Chinese; stemming (Snowball) removes inflection. Each Chinese character is a word, so that any run
of characters can be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Final

from aligner import languages
from aligner.languages.han import HAN
from aligner.values import Span
from aligner.values.errors import LanguageError
from aligner.view.search_folding import FoldedText, fold_with_origins, search_key

_WORD: Final = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")


def tokens_of(text: str, language: str) -> list[str]:
    """Return the words of a text.

    >>> tokens_of("The reports", "en") == tokens_of("the Report", "en")
    True
    >>> tokens_of("第71號", "zh")
    ['第', '71', '号']
    """
    stem = _stemmer(language)
    return [stem(match[0]) for match in _WORD.finditer(search_key(text))]


def occurrences(text: str, wanted: list[str], language: str) -> tuple[Span, ...]:
    """Return where a sequence of words occurs in a text, in code points; occurrences do not overlap.

    Args:
        text: the unfolded text.
        wanted: the words, from `tokens_of`.
        language: the language of the text.
    """
    return tuple(_found(fold_with_origins(text), wanted, _stemmer(language)))


def _found(folded: FoldedText, wanted: list[str], stem: Callable[[str], str]) -> Iterator[Span]:
    words = list(_WORD.finditer(folded.key))
    tokens = [stem(match[0]) for match in words]
    start = 0
    while wanted and start + len(wanted) <= len(tokens):
        if tokens[start : start + len(wanted)] == wanted:
            stop = start + len(wanted)
            yield folded.original(Span(words[start].start(), words[stop - 1].end()))
            start = stop
        else:
            start += 1


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Return the stemmer of a language, or a function that changes nothing if there is none."""
    import snowballstemmer

    try:
        name = languages.get(language).english.lower()
    except LanguageError:
        return str
    if name not in snowballstemmer.algorithms():
        return str
    stem = lru_cache(maxsize=200_000)(snowballstemmer.stemmer(name).stemWord)
    return lambda word: str(stem(word))
