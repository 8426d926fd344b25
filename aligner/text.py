"""Text as comparisons need it: folded to what it says, cut into words and atoms.

Two questions are asked of text all over a comparison. *Is this the same but for
its form?* (`form_key`): full- and half-width signs, the style of quotation marks,
spaces and Unicode forms do not count. *Where may an edit begin and end?*
(`tokenize`): at the borders of words and atoms, never inside them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from aligner import dictionary
from aligner.languages.words import atom_pattern, facts, word_pattern
from aligner.values import Span

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
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c", None),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", None),
    }
)


def fold(text: str) -> str:
    """Bring signs that only look different to one form; spaces stay.

    Compatibility forms (full width, presentation forms, ligatures) are composed,
    quotation marks, dashes and full stops become one kind each, and invisible
    characters go. The length may change.

    >>> fold("（２０１８）“a”。")
    '(2018)"a".'
    """
    return unicodedata.normalize("NFKC", text).translate(_SAME_SIGN)


def form_key(text: str) -> str:
    """What is left of a text when its form is taken away: two equal keys differ in form only.

    Line wraps and spacing are form too, so no space is left.

    >>> form_key("第一章 总  则") == form_key("第一章 总则")
    True
    >>> form_key("shall") == form_key("should")
    False
    """
    return "".join(fold(text).split())


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text without its form, and the way back.

    `origins[i]` is the offset into the original of the character that gave
    character `i` of `key`; one more entry at the end holds the original's length.
    """

    key: str
    origins: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """The stretch of the original that a stretch of the key stands for."""
        if not span:
            return Span(self.origins[span.start], self.origins[span.start])
        return Span(self.origins[span.start], self.origins[span.stop - 1] + 1)


def fold_with_origins(text: str) -> FoldedText:
    """`form_key`, keeping where each character came from.

    Works a character at a time, so a letter and the combining mark after it keep
    their own places; slower than `form_key`, for when the way back is needed.

    >>> folded = fold_with_origins("甲 “乙”")
    >>> folded.key, folded.original(Span(1, 3))
    ('甲"乙"', Span(start=2, stop=4))
    """
    pieces: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        piece = form_key(character)
        pieces.append(piece)
        origins.extend([offset] * len(piece))
    return FoldedText("".join(pieces), (*origins, len(text)))


class Token(NamedTuple):
    """A word, a sign or an atom, and where it stands.

    `kind` is `word`, `sign` or what sort of atom it is (`symbol`, `date`, `label`,
    `note`, `code`, `number`). A tuple, since a large draft has a million of them and a
    frozen dataclass takes four times as long to make.
    """

    start: int
    stop: int
    kind: str

    @property
    def is_atom(self) -> bool:
        """Whether it is read as a whole, unlike a word among words."""
        return self.kind not in ("word", "sign")


def tokens(text: str, language: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """The words, signs and atoms of a text, in order; the spaces between them are left out.

    Args:
        text: any text.
        language: one of the six; says where words end.
        start: where to begin.
        stop: where to end; the end of the text if not given.

    Raises:
        LanguageError: for another language.

    >>> [t.kind for t in tokens("A/RES/71/167 of 2016", "en")]
    ['symbol', 'word', 'number']
    """
    end = len(text) if stop is None else stop
    if not facts(language).dictionary:
        return _tokens(text, language, start, end)
    found: list[Token] = []
    for match in _CLAUSE.finditer(text, start, end):
        at = match.start()
        found += [Token(a + at, b + at, kind) for a, b, kind in _clause_tokens(match[0], language)]
    return found


_CLAUSE: Final = re.compile("[^，；。：\n]*[，；。：\n]|[^，；。：\n]+")
"""Text up to a sign that no word or atom reaches across."""


@lru_cache(maxsize=4096)
def _clause_tokens(clause: str, language: str) -> tuple[Token, ...]:
    """The tokens of a clause; two drafts have most of theirs in common, and finding words is dear."""
    return tuple(_tokens(clause, language, 0, len(clause)))


def _tokens(text: str, language: str, start: int, stop: int) -> list[Token]:
    cut_words = _words_by_dictionary if facts(language).dictionary else _words
    pattern = word_pattern(language)
    found: list[Token] = []
    for match in atom_pattern(language).finditer(text, start, stop):
        at, to = match.span()
        if at > start:
            cut_words(text, start, at, pattern, found)
        found.append(Token(at, to, match.lastgroup or "number"))
        start = to
    if start < stop:
        cut_words(text, start, stop, pattern, found)
    return found


def tokenize(text: str, language: str) -> list[Span]:
    """Where the words, signs and atoms of a text stand; spaces between them belong to none.

    >>> text = "敦促会员国于2025年以前执行第71/167号决议"
    >>> [span.of(text) for span in tokenize(text, "zh")][:4]
    ['敦促', '会员国', '于', '2025年']
    """
    return [Span(token.start, token.stop) for token in tokens(text, language)]


def _words(text: str, start: int, stop: int, pattern: Any, found: list[Token]) -> None:
    for match in pattern.finditer(text, start, stop):
        begin, end = match.span()
        first = text[begin]
        if not first.isspace():
            found.append(Token(begin, end, "word" if first.isalnum() else "sign"))


def _words_by_dictionary(text: str, start: int, stop: int, pattern: Any, found: list[Token]) -> None:
    for match in pattern.finditer(text, start, stop):
        begin, end = match.span()
        first = text[begin]
        if first.isspace():
            continue
        if end - begin > 1 and first >= "\u2e80":
            for word in dictionary.words(text[begin:end]):
                end = begin + len(word)
                found.append(Token(begin, end, "word"))
                begin = end
        else:
            found.append(Token(begin, end, "word" if first.isalnum() else "sign"))
