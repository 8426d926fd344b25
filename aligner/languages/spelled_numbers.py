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
from aligner.languages.profile_tables import NO_MATCH
from aligner.values.document import Span

_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a number: whether it is to be added, or multiplies what went before.

    A word that only `continues` a number is none by itself: one, una, واحد.
    """

    span: Span
    value: int
    multiplies: bool = False
    continues: bool = False


@dataclass(slots=True)
class _Sum:
    """A number being assembled: the part still counting, and the part closed by a scale word.

    `closed` is where the closed part ends, `opened` where what is counted since begins.
    """

    start: int
    stop: int
    total: int = 0
    section: int = 0
    closed: int = 0
    opened: int = 0

    @classmethod
    def of(cls, word: _Word) -> _Sum | None:
        """Return a number that begins with a word; None if the word begins none."""
        current = cls(word.span.start, word.span.start)
        return current if not word.continues and current.take(word) else None

    def take(self, word: _Word, *, after: bool = False) -> bool:
        """Add one more word to the number; False if it cannot continue it.

        With `after`, the smaller part came first: the twenty-first after the hundredth.
        """
        opened = self.opened if self.section else word.span.start
        if after and self.section < _HUNDRED <= word.value:
            self.section += word.value
        elif word.multiplies:
            if not self._multiply(word.value):
                return False
        elif word.value >= _MILLION:  # a dual: مليونان
            if self.total or self.section:
                return False
            self.total = word.value
        elif self.section % 10 ** len(str(word.value)) or (self.section and word.value >= _THOUSAND):
            return False  # twenty after six, a hundred after two hundred
        elif word.continues and self.section % _HUNDRED:
            return False  # ten one-day meetings
        else:
            self.section += word.value
        self.stop = word.span.stop
        self.closed, self.opened = (self.closed, opened) if self.section else (self.stop, self.stop)
        return True

    def parted(self, word: _Word) -> tuple[_Sum, _Sum | None]:
        """Return this number and the next, if a word does not continue it.

        A scale word may count the end of this one: (between) ten thousand and | fifty thousand.
        """
        if not (word.multiplies and word.value >= _THOUSAND and self.total and self.section):
            return self, _Sum.of(word)
        following = _Sum(self.opened, self.stop, section=self.section)
        following.take(word)
        return _Sum(self.start, self.closed, self.total), following

    def _multiply(self, value: int) -> bool:
        if value == _HUNDRED:
            counted = self.section % _THOUSAND  # ألفان ومائة: the two thousand are not
            if counted >= _HUNDRED or (counted >= 10 and counted % 10 == 0):
                return False
            self.section += (counted or 1) * _HUNDRED - counted
            return True
        if self.total and self.total < value:  # a thousand million
            self.total, self.section = (self.total + self.section) * value, 0
            return True
        if self.total % (value * _THOUSAND):
            return False
        self.total, self.section = self.total + (self.section or 1) * value, 0
        return True


def spelled(text: str, language: str) -> Iterator[tuple[Span, int]]:
    """Find the numbers spelled out in a text in `PLAIN_LETTERS`, except "one" and its forms on their own.

    >>> [value for _, value in spelled("two hundred and six of twenty-one thousand", "en")]
    [206, 21000]
    >>> [value for _, value in spelled("hundreds of thousands", "en")]
    []
    """
    bare = _compiled(language).bare
    for each in _sums(text, language):
        if not bare.fullmatch(text, each.start, each.stop):
            yield Span(each.start, each.stop), each.total + each.section


def _sums(text: str, language: str) -> Iterator[_Sum]:
    """Find the sums of number words, including a hundred or a thousand by itself."""
    patterns = _compiled(language)
    current: _Sum | None = None
    for word in _words(text, language):
        link = patterns.one_link if word.continues else patterns.link
        joined = link.fullmatch(text, current.stop, word.span.start) if current is not None else None
        if current is None or joined is None:
            done, current = current, _Sum.of(word)
        elif current.take(word, after=bool(joined.groupdict().get("after"))):
            continue
        else:
            done, current = current.parted(word)
        if done is not None:
            yield done
    if current is not None:
        yield current


def _words(text: str, language: str) -> Iterator[_Word]:
    facts, patterns = number_words(language), _compiled(language)
    reached = 0
    for match in patterns.word.finditer(text):
        span, before = Span(*match.span()), reached
        reached = span.stop
        if word := match.group("hundred"):
            if patterns.percent.search(text, before, span.start):
                continue
            value, scale = value_of(facts.hundreds, word), _scale_inside(word, language)
            yield _Word(span, value * scale, multiplies=value == _HUNDRED and not facts.adds_hundreds)
        elif word := match.group("scale"):
            lead = match.end("lead")
            if lead > 0 and patterns.after_hundred.search(text, 0, span.start):
                yield _Word(Span(span.start, lead), 1, continues=True)
                span = Span(match.start("scale"), span.stop)
            yield _Word(span, value_of(facts.scales, word), multiplies=True)
        elif match.group("one"):
            yield _Word(span, 1, continues=True)
        else:
            yield _Word(span, facts.value(match) * _scale_inside(match.group(), language))


def _scale_inside(word: str, language: str) -> int:
    """Return the scale word that a number ends in, 1 if it has none: двадцатитысячный."""
    inside = _compiled(language).compound.search(word, 1)
    return value_of(number_words(language).scales, inside.group()) if inside else 1


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns that find the numbers of one language.

    Attributes:
        word: a word of a number.
        link: what joins two of them.
        one_link: what joins a "one" to those before it.
        bare: a word that is not a number by itself.
        percent: what is between a number, in digits or just before, and a hundred that is "per cent".
        after_hundred: what ends in a hundred that a "one" goes on from.
        compound: the end of a word that has its scale in it: двадцатитысячный.
    """

    word: regex.Pattern[str]
    link: regex.Pattern[str]
    one_link: regex.Pattern[str]
    bare: regex.Pattern[str]
    percent: regex.Pattern[str]
    after_hundred: regex.Pattern[str]
    compound: regex.Pattern[str]


@cache
def _compiled(language: str) -> _Patterns:
    facts = number_words(language)
    hundreds, scales = alternatives(facts.hundreds), alternatives(facts.scales)
    ones = alternatives(facts.ones) or NO_MATCH
    # A scale word after digits belongs to them: in "2 million two years ago" there is no 1,000,002.
    large = rf"(?:(?P<lead>{ones})\s)?(?:(?P<hundred>{hundreds})|(?<!\d\s?)(?P<scale>{scales}))"
    hundred = alternatives(words for words, value in facts.hundreds.items() if value == _HUNDRED)
    stems = [part for key in facts.scales for part in key.split("|") if part.endswith("*")]
    return _Patterns(
        word=regex.compile(
            rf"(?:(?<![\w-])|(?<=\sو))(?:{large}|{facts.below_hundred}|(?P<one>{ones}))(?!\w)",
            regex.IGNORECASE,
        ),
        link=regex.compile(facts.link, regex.IGNORECASE),
        one_link=regex.compile(facts.one_link, regex.IGNORECASE),
        bare=regex.compile(rf"{hundred}|{scales}", regex.IGNORECASE),
        percent=regex.compile(rf"(?:\d|(?<=\w)\G)[\])]*\s*{facts.percent or '(?!)'}\s+$", regex.IGNORECASE),
        after_hundred=regex.compile(rf"(?:{hundreds or '(?!)'})(?:{facts.one_link})$", regex.IGNORECASE),
        compound=regex.compile(
            "|".join(rf"{regex.escape(each[:-1])}\w*" for each in stems) or NO_MATCH, regex.IGNORECASE
        ),
    )
