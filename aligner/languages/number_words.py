"""Words for numbers, as the `[numbers]` table of each profile has them.

Numbers spelled out in words, however large: two hundred and six, двести шесть, مائتان وستة.

The words of a number are found one by one (a number below a hundred is one of them) and put
together as long as each can follow what went before. A hundred or a thousand by itself is no
number: "hundreds of thousands" counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from aligner.languages.letter_ranges import replacing
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import NO_MATCH
from aligner.values.document import Span

plain_letters: Final = replacing(dict(zip("ёЁéèêûÉÈÊÛáíóúÁÍÓÚ", "еЕeeeuEEEUaiouAIOU", strict=True)))
"""Removes accents that no number word needs and that capitals often lack (VINGT-SEPTIEME SESSION)."""


_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How one language writes numbers.

    Attributes:
        groups: characters that may divide thousands, for a character class.
        decimal: characters that may begin decimals, likewise.
        months: the names of each month.
        units: cardinals and ordinals from one to nineteen, and any other word that follows tens.
        ones: "one" and its forms, which are numbers only beside tens or after hundreds and more.
        tens: twenty to ninety.
        hundreds: a hundred, and two hundred to two thousand where these are single words.
        scales: thousand, million, …
        fractions: words for fractions by their values, such as `1/3`.
        percent: the "per" of "per cent", between a number and a hundred; empty if there is none.
    """

    groups: str
    decimal: str
    months: tuple[str, ...]
    units: Mapping[str, int]
    ones: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, str]
    percent: str

    def value(self, match: regex.Match[str]) -> int:
        """Return the number from one to ninety-nine that a match of its groups represents."""
        ten, unit = match.group("ten"), match.group("unit") or match.group("alone")
        return (value_of(self.tens, ten) if ten else 0) + (
            value_of({**self.units, **self.ones}, unit) if unit else 0
        )


@cache
def number_words(language: str) -> NumberWords:
    """Return the words of one language, in `plain_letters`.

    Raises:
        LanguageError: for a language without a profile.

    >>> number_words("fr").months[1]
    'fevrier|fevr.|fevr'
    """
    table = profile(get(language).code).numbers
    units, ones, tens, hundreds, scales = (
        {plain_letters(words): int(value) for value, words in each.items()}
        for each in (table.units, table.ones, table.tens, table.hundreds, table.scales)
    )
    return NumberWords(
        groups=regex.escape(table.groups),
        decimal=regex.escape(table.decimal),
        months=tuple(map(plain_letters, table.months)),
        units=units,
        ones=ones,
        tens=tens,
        hundreds=hundreds,
        scales=scales,
        fractions={plain_letters(words): value for value, words in table.fractions.items()},
        percent=plain_letters(table.percent),
    )


def alternatives(keys: Iterable[str]) -> str:
    r"""Return one pattern from keys of the table (`a|b`, stems with `*`), of what they share but once.

    >>> alternatives(["six|sixt*", "seven"])
    's(?:ix(?:t\\w*?|)|even)'
    """
    return _tree(word for key in keys for word in key.split("|"))


def _tree(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first."""
    following: dict[str, list[str]] = {}
    for word in words:
        following.setdefault(word[:1], []).append(word[1:])
    ends = [end for sign, end in (("*", r"\w*?"), ("", "")) if following.pop(sign, None) is not None]
    branches = [regex.escape(letter) + _tree(rest) for letter, rest in following.items()] + ends
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else "".join(branches)


def value_of(table: Mapping[str, int], word: str) -> int:
    """Return the value of a word in a table whose keys may be stems or alternatives; 0 if it is not in it.

    >>> value_of({"two|second": 2, "twent*": 20}, "Twentieth")
    20
    """
    word = word.lower()
    best = (0, 0)
    for key, value in table.items():
        for part in key.split("|"):
            if word == part or (part.endswith("*") and word.startswith(part[:-1])):
                best = max(best, (len(part.rstrip("*")), value))
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
    facts, known = number_words(language), patterns(language)
    adds_hundreds = profile(get(language).code).numbers.adds_hundreds
    reached = 0
    for match in known.word.finditer(text):
        span, before = Span(*match.span()), reached
        reached = span.stop
        if word := match.group("hundred"):
            if known.percent.search(text, before, span.start):
                continue
            value, scale = value_of(facts.hundreds, word), _scale_inside(word, language)
            yield _Word(span, value * scale, multiplies=value == _HUNDRED and not adds_hundreds)
        elif word := match.group("scale"):
            lead = match.end("lead")
            if lead > 0 and known.after_hundred.search(text, 0, span.start):
                yield _Word(Span(span.start, lead), 1, continues=True)
                span = Span(match.start("scale"), span.stop)
            yield _Word(span, value_of(facts.scales, word), multiplies=True)
        elif match.group("one"):
            yield _Word(span, 1, continues=True)
        else:
            yield _Word(span, facts.value(match) * _scale_inside(match.group(), language))


def _scale_inside(word: str, language: str) -> int:
    """Return the scale word that a number ends in, 1 if it has none: двадцатитысячный."""
    inside = patterns(language).compound.search(word, 1)
    return value_of(number_words(language).scales, inside.group()) if inside else 1


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
    facts, table = number_words(language), profile(get(language).code).numbers
    joiner, link, one_link = map(plain_letters, (table.joiner, table.link, table.one_link or table.link))
    hundreds, scales = alternatives(facts.hundreds), alternatives(facts.scales)
    ones = alternatives(facts.ones) or NO_MATCH
    start, end, space = r"(?:(?<![\w-])|(?<=\sو))", r"(?!\w)", r"\s"
    if link and regex.fullmatch(link, ""):  # the parts of one word: zweitausendfünfzig
        tables = facts.hundreds, facts.scales, facts.tens, facts.units, facts.ones
        further = rf"(?:{link})(?:{alternatives(words for table in tables for words in table)})"
        start = rf"(?:{start}|\G(?:{link})\K)"
        end, space = rf"(?:{end}|(?=(?:{further})+{end}))", r"\s?"
    tens, units = alternatives(facts.tens), alternatives(facts.units)
    behind = alternatives([*facts.units, *facts.ones])
    below_hundred = (
        rf"(?:(?P<unit>{behind}){joiner})?(?P<ten>{tens})|(?P<alone>{units})"
        if table.units_first
        else rf"(?P<ten>{tens})(?:{joiner}(?P<unit>{behind}))?|(?P<alone>{units})"
    )
    # A scale word after digits belongs to them: in "2 million two years ago" there is no 1,000,002.
    large = rf"(?:(?P<lead>{ones}){space})?(?:(?P<hundred>{hundreds})|(?<!\d\s?)(?P<scale>{scales}))"
    hundred = alternatives(words for words, value in facts.hundreds.items() if value == _HUNDRED)
    months = "|".join(f"(?P<m{n}>{alternatives([names])})" for n, names in enumerate(facts.months, 1))
    stems = [part for key in facts.scales for part in key.split("|") if part.endswith("*")]
    return Patterns(
        word=regex.compile(rf"{start}(?:{large}|{below_hundred}|(?P<one>{ones})){end}", regex.IGNORECASE),
        link=regex.compile(link, regex.IGNORECASE),
        one_link=regex.compile(one_link, regex.IGNORECASE),
        bare=regex.compile(rf"{hundred}|{scales}", regex.IGNORECASE),
        percent=regex.compile(rf"(?:\d|(?<=\w)\G)[\])]*\s*{facts.percent or NO_MATCH}\s+$", regex.IGNORECASE),
        after_hundred=regex.compile(rf"(?:{hundreds or NO_MATCH})(?:{one_link})$", regex.IGNORECASE),
        compound=regex.compile(
            "|".join(rf"{regex.escape(each[:-1])}\w*" for each in stems) or NO_MATCH, regex.IGNORECASE
        ),
        month=regex.compile(rf"(?<![\w-])(?:{months or NO_MATCH})(?!\w)", regex.IGNORECASE),
    )
