"""Prepare text for comparison: fold it to its content, split it into words and atoms.

A comparison needs two answers about a text. *Is this the same apart from its form?* (`form_key`): full-
and half-width signs, the style of quotation marks, spaces and Unicode forms do not count. *Where may an
edit begin and end?* (`tokenize`): at the borders of words and atoms, never inside them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aligner.languages import chinese_words
from aligner.languages.letter_ranges import CYRILLIC_BIS, LATIN_BIS, SUPERSCRIPTS
from aligner.languages.profile import get, profile
from aligner.languages.profile_tables import WordFacts
from aligner.values.document import Span

if TYPE_CHECKING:
    import regex


CLAUSE_ENDS: Final = frozenset(";.,:")
"""Signs that end a clause, as `fold` returns them."""
_SAME_SIGN: Final = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″〝〞〟「」『』", '"'),
        **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
        **dict.fromkeys("‐‑‒–—―−﹘﹣─━", "-"),
        **dict.fromkeys("。｡", "."),
        **dict.fromkeys("،٬", ","),
        **dict.fromkeys("·・‧•", "·"),
        "؛": ";",
        "؟": "?",
        "ـ": None,  # Arabic tatweel only stretches a word
        **dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"),  # vowel signs: optional
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c", None),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", None),
    }
)


def fold(text: str) -> str:
    """Fold signs that only look different into one form; spaces stay.

    Compatibility forms (full width, presentation forms, ligatures) are composed, quotation marks,
    dashes and full stops become one kind each, and invisible characters are removed. The length may
    change.

    >>> fold("（２０１８）“a”。")
    '(2018)"a".'
    """
    return unicodedata.normalize("NFKC", text).translate(_SAME_SIGN)


def alphabetical(text: str) -> str:
    """Return a key by which texts of one language sort alphabetically, whatever their accents and case.

    >>> sorted(("Zone", "Érosion", "engrais"), key=alphabetical)
    ['engrais', 'Érosion', 'Zone']
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum() or letter.isspace())


def unaccented(text: str) -> str:
    """Return a text without accents and vowel signs, its letters decomposed.

    >>> unaccented("été, żółw")
    'ete, zołw'
    """
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def form_key(text: str) -> str:
    """Return the content of a text without its form: texts with equal keys differ in form only.

    Line wraps and spacing are form too, so no space is left.

    >>> form_key("第一章 总  则") == form_key("第一章 总则")
    True
    >>> form_key("shall") == form_key("should")
    False
    """
    return "".join(fold(text).split())


NO_ATOMS: Final = frozenset({"word", "sign"})
"""The kinds of token that are not atoms."""


class Token(NamedTuple):
    """A word, a sign or an atom, and where it is.

    `kind` is `word`, `sign` or what sort of atom it is (`symbol`, `date`, `label`,
    `note`, `code`, `number`).
    """

    start: int
    stop: int
    kind: str


def tokens(text: str, language: str) -> list[Token]:
    """Return the words, signs and atoms of a text, in order; the spaces between them are left out.

    Args:
        text: any text.
        language: a language code; decides where words end.

    Raises:
        LanguageError: for a language without a profile.

    >>> [t.kind for t in tokens("A/RES/71/167 of 2016", "en")]
    ['symbol', 'word', 'number']
    """
    cut = cut_words(text, language, 0, len(text))
    return [Token(*token) for token in zip(cut.starts, cut.stops, cut.kinds, strict=True)]


@dataclass(frozen=True, slots=True)
class CutWords:
    """The same as tokens, a column for each field, and the form key of each word.

    Comparisons handle a million words, and columns are shifted and sliced far faster than
    as many objects.
    """

    starts: list[int]
    stops: list[int]
    kinds: list[str]
    keys: list[str]

    def add(self, text: str, start: int, stop: int, kind: str) -> None:
        """Append one more word."""
        self.starts.append(start)
        self.stops.append(stop)
        self.kinds.append(kind)
        self.keys.append(_word_key(text[start:stop]))


def cut_words(text: str, language: str, start: int, stop: int) -> CutWords:
    """Return the words, signs and atoms of a stretch of text, as columns.

    Chinese is cut clause by clause: two drafts have most clauses in common, and finding
    words in them is expensive.
    """
    if not profile(language).words.dictionary:
        return _cut(text, language, start, stop)
    words = CutWords([], [], [], [])
    for match in CLAUSE.finditer(text, start, stop):
        at = match.start()
        clause = _clause(match[0], language, 0, len(match[0]))
        words.starts.extend([place + at for place in clause.starts])
        words.stops.extend([place + at for place in clause.stops])
        words.kinds.extend(clause.kinds)
        words.keys.extend(clause.keys)
    return words


_word_key = lru_cache(maxsize=1 << 15)(form_key)  # words repeat; folding one takes longer than a look-up


def _cut(text: str, language: str, start: int, stop: int) -> CutWords:
    """Return the atoms of a stretch of text, and the words between them."""
    found = CutWords([], [], [], [])
    facts, pattern = profile(language).words, word_pattern(language)
    for match in atom_pattern(language).finditer(text, start, stop):
        at, to = match.span()
        if at > start:
            _add_words(text, start, at, facts, pattern, found)
        found.add(text, at, to, match.lastgroup or "number")
        start = to
    if start < stop:
        _add_words(text, start, stop, facts, pattern, found)
    return found


_clause = lru_cache(maxsize=4096)(_cut)


def _add_words(text: str, start: int, stop: int, facts: WordFacts, pattern: Any, found: CutWords) -> None:
    for match in pattern.finditer(text, start, stop):
        begin, end = match.span()
        first = text[begin]
        if facts.dictionary and end - begin > 1 and first >= "\u2e80":
            for word in chinese_words.parts(text[begin:end]):
                found.add(text, begin, begin + len(word), "word")
                begin += len(word)
        elif not (first.isspace() and text[begin:end].isspace()):  # a mark may be on a space
            found.add(text, begin, end, "word" if first.isalnum() else "sign")


def tokenize(text: str, language: str) -> list[Span]:
    """Return the spans of the words, signs and atoms of a text; spaces between them belong to none.

    >>> text = "敦促会员国于2025年以前执行第71/167号决议"
    >>> [span.of(text) for span in tokenize(text, "zh")][:4]
    ['敦促', '会员国', '于', '2025年']
    """
    return [Span(token.start, token.stop) for token in tokens(text, language)]


def common_prefix(old: str, new: str) -> int:
    """Return the number of characters with which both texts begin."""
    low, high = 0, min(len(old), len(new))
    while low < high:  # comparing slices is far faster than a loop over characters
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def with_capital_of(word: str, like: str) -> str:
    """Return a word with a capital or a small first letter, as another word has it.

    >>> with_capital_of("urges", "Requests"), with_capital_of("Urges", "requests")
    ('Urges', 'urges')
    """
    first = word[:1].upper() if like[:1].isupper() else word[:1].lower()
    return first + word[1:]


@lru_cache(maxsize=4096)
def spelling_key(text: str, language: str) -> str:
    """Return the content of a text without its form, case and spelling.

    Texts with equal keys say the same words.

    >>> spelling_key("the Organisation's practice", "en") == spelling_key("the Organization's practise", "en")
    True
    >>> spelling_key("effect", "en") == spelling_key("affect", "en")
    False
    """
    words = text.casefold()
    for pattern, replacement in _patterns(language):
        words = pattern.sub(replacement, words)
    return form_key(words)


@cache
def _patterns(language: str) -> tuple[tuple[regex.Pattern[str], str], ...]:
    import regex

    return tuple((regex.compile(one), other) for one, other in profile(language).words.spellings)


# An *atom* is read as a whole: a document symbol, a date, a number
# with its unit, a label. Cutting one ("2015" into "201" and "5") makes a comparison
# unreadable, so atoms are found before words.

SYMBOL_WITH_SLASHES: Final = (
    r"(?<![A-Za-z\d/])[A-Z]{1,6}(?:[.-]\d{1,4})?(?:/[A-Za-z0-9](?:[A-Za-z0-9.–-]*[A-Za-z0-9])?)+"
)
"""A pattern for a document symbol such as `A/RES/71/167`."""

DECISION: Final = r"(?<![\d/.,])\d{1,3}/[A-Z]{2,4}\.\d{1,3}(?![\d/])"
"""A pattern for the number of a decision of a conference of parties, such as `1/CMA.3`."""

_SPACES: Final = "\u00a0\u202f\u2009 "
TURNED_GROUPS: Final = (
    rf"(?<!\d[{_SPACES}]?)(?:0\d\d(?:[{_SPACES}]\d{{3}})*[{_SPACES}]\d{{1,3}}"
    rf"|\d{{3}}(?:[{_SPACES}]\d{{3}})+[{_SPACES}]\d{{1,2}}"
    rf"|(?<![^\t])\d{{3}}[{_SPACES}]\d{{1,2}}(?![^\t])"
    rf"|\d{{3}}[.,]\d+(?:[{_SPACES}]\d{{3}})*[{_SPACES}]\d{{1,3}})(?![\d.,]*\d)"
)
"""A pattern for a number whose groups are typed in the order in which a line from right to left shows them.

`000 819 5` is 5,819,000. A first group that begins with 0, a last one of fewer than three digits,
decimals before it, or a cell with nothing else in it show that.
"""

CLAUSE: Final = re.compile("[^，；。：\\n]*[，；。：\\n]|[^，；。：\\n]+")
"""A Chinese clause with the sign that ends it; no word or atom reaches across that."""


@cache
def atom_pattern(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern that finds atoms; the name of the group that matched is their kind.

    The alternatives are in order of precedence: a date is not matched again as a number.
    """
    known = profile(language).words
    parts = [
        ("symbol", SYMBOL_WITH_SLASHES),
        ("symbol", DECISION),
        ("date", known.date.replace("MONTH", known.months)),
        ("symbol", known.symbol),
        ("label", known.ordinal),
        ("number", known.amount),
        ("label", r"(?<![A-Za-z\d])[(（](?:[a-zа-яأ-ي]|[ivx]{1,5}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"),
        (
            "symbol",
            r"(?<![\d/])\d{1,4}/\d{1,4}(?:\s[A-Z](?![\p{L}]))?(?![\d/])|(?<!\d)\d{3,4}\s?[(（]\d{4}[)）]",
        ),
        (
            "label",
            rf"(?<![\d/.,])\d{{1,3}}(?:(?:\s|-)(?:{LATIN_BIS}|{CYRILLIC_BIS})(?!\p{{L}})"
            r"|\s?\((?:[a-zа-я]|[ivx]{1,5})\))+",
        ),
        ("note", rf"[{SUPERSCRIPTS}]+"),
        (
            "code",
            r"(?<![A-Za-z\d])[A-Z]{1,6}\d{1,4}(?![A-Za-z\d])|(?<![\p{L}\d])\p{L}{2,8}-\d{2}(?!\d)"
            r"|(?<![\p{L}\d-])\p{Lu}{1,2}-\d{1,2}(?![\p{L}\d])",
        ),
        ("number", TURNED_GROUPS if get(language).right_to_left else ""),
        (
            "number",
            r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:٫٬]\d+)*)"
            rf"(?:\s?(?:{known.unit}))?",
        ),
    ]
    alternatives = (f"(?P<{name}>{pattern})" for name, pattern in parts if pattern)
    import regex  # here, since each start of the program imports this module

    return regex.compile("|".join(alternatives).replace(r"\s", r"[^\S\n]"))


@cache
def word_pattern(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern for one word, or one user-perceived character that is no letter.

    Combining marks and invisible joiners stay with their letter; a hyphenated or apostrophed word is whole,
    except for the elided words that some languages join to the next.
    """
    import regex

    elision = profile(language).words.elision
    word = r"[\p{L}\p{M}\u00ad\u200c\u200d\u2060]+(?:['’‑-][\p{L}\p{M}]+)*"
    return regex.compile("|".join(part for part in (elision, word, r"\p{N}+", r"\X") if part))
