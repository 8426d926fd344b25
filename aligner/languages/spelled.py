"""Numbers spelled out in words, however large: two hundred and six, двести шесть, مائتان وستة.

The words of a number are found one by one (a number below a hundred is one of them) and put
together as long as each can follow what went before. A hundred or a thousand by itself is no
number: "hundreds of thousands" counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from aligner.languages.number_words import alternatives, number_words, value_of
from aligner.values import Span

_HUNDRED: Final = 100
_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a number: whether it is to be added, or multiplies what went before."""

    span: Span
    value: int
    multiplies: bool


@dataclass(slots=True)
class _Sum:
    """A number in the making: what is counted, and what a scale word has closed already."""

    start: int
    stop: int
    total: int = 0
    section: int = 0
    words: int = 0

    def take(self, word: _Word, *, after: bool = False) -> bool:
        """Put one more word to the number; False where none goes on so.

        With `after`, the smaller part came first: the twenty-first after the hundredth.
        """
        if after and self.section < _HUNDRED <= word.value:
            self.section += word.value
        elif word.multiplies:
            if not self._multiply(word.value):
                return False
        elif self.section % 10 ** len(str(word.value)) or (self.section and word.value >= _THOUSAND):
            return False  # twenty after six, a hundred after two hundred
        else:
            self.section += word.value
        self.stop = word.span.stop
        self.words += 1
        return True

    def _multiply(self, value: int) -> bool:
        if value == _HUNDRED:
            if self.section >= 10 and self.section % _THOUSAND:
                return False
            self.section = (self.section or 1) * _HUNDRED
            return True
        if self.total and self.total < value:  # a thousand million
            self.total, self.section = (self.total + self.section) * value, 0
            return True
        if self.total % (value * _THOUSAND):
            return False
        self.total, self.section = self.total + (self.section or 1) * value, 0
        return True


def spelled(text: str, language: str) -> Iterator[tuple[Span, int]]:
    """The numbers that a text spells out, and where; "one" and its like alone are none.

    >>> [value for _, value in spelled("two hundred and six of twenty-one thousand", "en")]
    [206, 21000]
    >>> [value for _, value in spelled("hundreds of thousands", "en")]
    []
    """
    link = _compiled(language)[1]
    held: _Sum | None = None
    for word in _words(text, language):
        joined = link.fullmatch(text, held.stop, word.span.start) if held is not None else None
        if held is not None and joined and held.take(word, after=bool(joined.groupdict().get("after"))):
            continue
        if held is not None and _is_number(held, text, language):
            yield Span(held.start, held.stop), held.total + held.section
        held = _Sum(word.span.start, word.span.start)
        held.take(word)
    if held is not None and _is_number(held, text, language):
        yield Span(held.start, held.stop), held.total + held.section


def _is_number(held: _Sum, text: str, language: str) -> bool:
    """Whether it is more than a hundred or a thousand alone."""
    return held.words > 1 or _compiled(language)[2].fullmatch(text, held.start, held.stop) is None


def _words(text: str, language: str) -> Iterator[_Word]:
    facts = number_words(language)
    for match in _compiled(language)[0].finditer(text):
        span = Span(*match.span())
        if word := match.group("hundred"):
            value = value_of(facts.hundreds, word)
            yield _Word(span, value, multiplies=value == _HUNDRED and not facts.adds_hundreds)
        elif word := match.group("scale"):
            yield _Word(span, value_of(facts.scales, word), multiplies=True)
        else:
            yield _Word(span, facts.value(match), multiplies=False)


@cache
def _compiled(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Patterns for a word of a number, for what joins two, and for those that are none alone."""
    facts = number_words(language)
    hundreds, scales = alternatives(facts.hundreds), alternatives(facts.scales)
    one = rf"(?:{alternatives(facts.ones)})\s" if facts.ones else "(?!)"
    large = rf"(?:{one})?(?:(?P<hundred>{hundreds})|(?P<scale>{scales}))"
    hundred = alternatives(words for words, value in facts.hundreds.items() if value == _HUNDRED)
    return (
        regex.compile(rf"(?:(?<![\w-])|(?<=\sو))(?:{large}|{facts.below_hundred})(?!\w)", regex.IGNORECASE),
        regex.compile(facts.link, regex.IGNORECASE),
        regex.compile(rf"{hundred}|{scales}", regex.IGNORECASE),
    )
