"""Words for numbers, as the `[numbers]` table of each profile has them.

Numbers spelled out in words, however large: two hundred and six, двести шесть, مائتان وستة.

The words of a number are found one by one (a number below a hundred is one of them) and put
together as long as each can follow what went before. A hundred or a thousand by itself is no
number: "hundreds of thousands" counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any, Final

import regex

from aligner.languages.letter_ranges import replacing
from aligner.languages.profile import profile
from aligner.languages.profile_tables import NO_MATCH, NumberTable
from aligner.values.document import Span

plain_letters: Final = replacing(dict(zip("ёЁéèêûÉÈÊÛáíóúÁÍÓÚ", "еЕeeeuEEEUaiouAIOU", strict=True)))
"""Removes accents that no number word needs and that capitals often lack (VINGT-SEPTIEME SESSION)."""


_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_MILLION: Final = 1_000_000


@cache
def number_words(language: str) -> NumberTable:
    """Return how one language writes numbers, its words in `plain_letters`.

    Raises:
        LanguageError: for a language without a profile.

    >>> number_words("fr").months[1]
    'fevrier|fevr.|fevr'
    """
    table = profile(language).numbers
    plain: dict[str, Any] = {
        name: {value: plain_letters(words) for value, words in getattr(table, name).items()}
        for name in ("units", "ones", "tens", "hundreds", "scales", "fractions")
    }
    for name in ("joiner", "link", "one_link", "percent"):
        plain[name] = plain_letters(getattr(table, name))
    return replace(table, months=tuple(map(plain_letters, table.months)), **plain)


def alternatives(entries: Iterable[str]) -> str:
    r"""Return one pattern from entries of the table (`a|b`, stems with `*`), of what they share but once.

    >>> alternatives(["six|sixt*", "seven"])
    's(?:ix(?:t\\w*?|)|even)'
    """
    return _tree(word for entry in entries for word in entry.split("|"))


def _tree(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first."""
    following: dict[str, list[str]] = {}
    for word in words:
        following.setdefault(word[:1], []).append(word[1:])
    ends = [end for sign, end in (("*", r"\w*?"), ("", "")) if following.pop(sign, None) is not None]
    branches = [regex.escape(letter) + _tree(rest) for letter, rest in following.items()] + ends
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else "".join(branches)


def value_of(word: str, *tables: Mapping[str, str]) -> int:
    """Return the value of a word in tables of stems or alternatives by value; 0 if it is in none.

    >>> value_of("Twentieth", {"2": "two|second", "20": "twent*"})
    20
    """
    word = word.lower()
    best = (0, 0)
    for value, words in chain.from_iterable(table.items() for table in tables):
        for part in words.split("|"):
            if word == part or (part.endswith("*") and word.startswith(part[:-1])):
                best = max(best, (len(part.rstrip("*")), int(value)))
    return best[1]


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
    """Find the numbers spelled out in a text in `plain_letters`, except "one" and its forms on their own.

    >>> text = "two hundred and six of twenty-one thousand, and hundreds of thousands"
    >>> [value for _, value in spelled(text, "en")]
    [206, 21000]
    """
    bare = patterns(language).bare
    for each in _sums(text, language):
        if not bare.fullmatch(text, each.start, each.stop):
            yield Span(each.start, each.stop), each.total + each.section


def _sums(text: str, language: str) -> Iterator[_Sum]:
    """Find the sums of number words, including a hundred or a thousand by itself."""
    known = patterns(language)
    current: _Sum | None = None
    for word in _words(text, language):
        link = known.one_link if word.continues else known.link
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
    table, known = number_words(language), patterns(language)
    reached = 0
    for match in known.word.finditer(text):
        span, before = Span(*match.span()), reached
        reached = span.stop
        if word := match.group("hundred"):
            if known.percent.search(text, before, span.start):
                continue
            value, scale = value_of(word, table.hundreds), _scale_inside(word, language)
            yield _Word(span, value * scale, multiplies=value == _HUNDRED and not table.adds_hundreds)
        elif word := match.group("scale"):
            lead = match.end("lead")
            if lead > 0 and known.after_hundred.search(text, 0, span.start):
                yield _Word(Span(span.start, lead), 1, continues=True)
                span = Span(match.start("scale"), span.stop)
            yield _Word(span, value_of(word, table.scales), multiplies=True)
        elif match.group("one"):
            yield _Word(span, 1, continues=True)
        else:
            unit = match.group("unit") or match.group("alone") or ""
            value = value_of(match.group("ten") or "", table.tens) + value_of(unit, table.units, table.ones)
            yield _Word(span, value * _scale_inside(match.group(), language))


def _scale_inside(word: str, language: str) -> int:
    """Return the scale word that a number ends in, 1 if it has none: двадцатитысячный."""
    inside = patterns(language).compound.search(word, 1)
    return value_of(inside.group(), number_words(language).scales) if inside else 1


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns that find the numbers of one language.

    Attributes:
        word: a word of a number.
        link: what joins two of them.
        one_link: what joins a "one" to those before it.
        bare: a word that is not a number by itself.
        percent: what is between a number, in digits or just before, and a hundred that is "per cent".
        after_hundred: what ends in a hundred that a "one" goes on from.
        compound: the end of a word that has its scale in it: двадцатитысячный.
        month: a name of a month; its group `m1` to `m12` is the number.
    """

    word: regex.Pattern[str]
    link: regex.Pattern[str]
    one_link: regex.Pattern[str]
    bare: regex.Pattern[str]
    percent: regex.Pattern[str]
    after_hundred: regex.Pattern[str]
    compound: regex.Pattern[str]
    month: regex.Pattern[str]


@cache
def patterns(language: str) -> Patterns:
    """Return the patterns of one language."""
    table = number_words(language)
    joiner, link, one_link = table.joiner, table.link, table.one_link or table.link
    hundreds, scales = alternatives(table.hundreds.values()), alternatives(table.scales.values())
    ones = alternatives(table.ones.values()) or NO_MATCH
    start, end, space = r"(?:(?<![\w-])|(?<=\sو))", r"(?!\w)", r"\s"
    if link and regex.fullmatch(link, ""):  # the parts of one word: zweitausendfünfzig
        tables = table.hundreds, table.scales, table.tens, table.units, table.ones
        further = rf"(?:{link})(?:{alternatives(words for each in tables for words in each.values())})"
        start = rf"(?:{start}|\G(?:{link})\K)"
        end, space = rf"(?:{end}|(?=(?:{further})+{end}))", r"\s?"
    tens, units = alternatives(table.tens.values()), alternatives(table.units.values())
    behind = alternatives([*table.units.values(), *table.ones.values()])
    below_hundred = (
        rf"(?:(?P<unit>{behind}){joiner})?(?P<ten>{tens})|(?P<alone>{units})"
        if table.units_first
        else rf"(?P<ten>{tens})(?:{joiner}(?P<unit>{behind}))?|(?P<alone>{units})"
    )
    # A scale word after digits belongs to them: in "2 million two years ago" there is no 1,000,002.
    large = rf"(?:(?P<lead>{ones}){space})?(?:(?P<hundred>{hundreds})|(?<!\d\s?)(?P<scale>{scales}))"
    hundred = alternatives(words for value, words in table.hundreds.items() if int(value) == _HUNDRED)
    months = "|".join(f"(?P<m{n}>{alternatives([names])})" for n, names in enumerate(table.months, 1))
    stems = [part for words in table.scales.values() for part in words.split("|") if part.endswith("*")]
    return Patterns(
        word=regex.compile(rf"{start}(?:{large}|{below_hundred}|(?P<one>{ones})){end}", regex.IGNORECASE),
        link=regex.compile(link, regex.IGNORECASE),
        one_link=regex.compile(one_link, regex.IGNORECASE),
        bare=regex.compile(rf"{hundred}|{scales}", regex.IGNORECASE),
        percent=regex.compile(rf"(?:\d|(?<=\w)\G)[\])]*\s*{table.percent or NO_MATCH}\s+$", regex.IGNORECASE),
        after_hundred=regex.compile(rf"(?:{hundreds or NO_MATCH})(?:{one_link})$", regex.IGNORECASE),
        compound=regex.compile(
            "|".join(rf"{regex.escape(each[:-1])}\w*" for each in stems) or NO_MATCH, regex.IGNORECASE
        ),
        month=regex.compile(rf"(?<![\w-])(?:{months or NO_MATCH})(?!\w)", regex.IGNORECASE),
    )
