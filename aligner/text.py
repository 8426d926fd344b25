"""Text as comparisons need it: folded to what it says, cut into words and atoms.

Two questions are asked of text all over a comparison. *Is this the same but for
its form?* (`form_key`): full- and half-width signs, the style of quotation marks,
spaces and Unicode forms do not count. *Where may an edit begin and end?*
(`tokenize`): at the borders of words and atoms, never inside them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or an atom, and where it stands.

    `kind` is `word`, `sign` or what sort of atom it is (`symbol`, `date`, `label`,
    `note`, `code`, `number`).
    """

    start: int
    stop: int
    kind: str

    @property
    def is_atom(self) -> bool:
        """Whether it is read as a whole, unlike a word among words."""
        return self.kind not in ("word", "sign")


def tokens(text: str, language: str) -> list[Token]:
    """The words, signs and atoms of a text, in order; the spaces between them are left out.

    Args:
        text: any text.
        language: one of the six; says where words end.

    Raises:
        LanguageError: for another language.

    >>> [t.kind for t in tokens("A/RES/71/167 of 2016", "en")]
    ['symbol', 'word', 'number']
    """
    found: list[Token] = []
    end = 0
    for match in atom_pattern(language).finditer(text):
        if match.start() > end:
            _words(text, end, match.start(), language, found)
        found.append(Token(match.start(), match.end(), match.lastgroup or "number"))
        end = match.end()
    if end < len(text):
        _words(text, end, len(text), language, found)
    return found


def tokenize(text: str, language: str) -> list[Span]:
    """Where the words, signs and atoms of a text stand; spaces between them belong to none.

    >>> text = "敦促会员国于2025年以前执行第71/167号决议"
    >>> [span.of(text) for span in tokenize(text, "zh")][:4]
    ['敦促', '会员国', '于', '2025年']
    """
    return [Span(token.start, token.stop) for token in tokens(text, language)]


def _words(text: str, start: int, stop: int, language: str, found: list[Token]) -> None:
    dictionary = facts(language).dictionary
    for match in word_pattern(language).finditer(text, start, stop):
        begin, end = match.span()
        first = text[begin]
        if first.isspace():
            continue
        if dictionary and end - begin > 1 and first >= "\u2e80":
            for word in _cut(text[begin:end]):
                found.append(Token(begin, begin + len(word), "word"))
                begin += len(word)
        else:
            found.append(Token(begin, end, "word" if first.isalnum() else "sign"))


@lru_cache(maxsize=2048)
def _cut(run: str) -> tuple[str, ...]:
    """The words of a run of Han characters; two drafts have most runs in common."""
    return tuple(_segmenter().cut(run, HMM=False))


@cache
def _segmenter() -> Any:
    """The Chinese dictionary, read once.

    Its marshalled form goes to a folder of the user's own: the library would share
    one in the system's temporary folder, where anybody could have put it.
    """
    import logging

    import jieba
    from platformdirs import user_cache_path

    jieba.setLogLevel(logging.ERROR)
    segmenter = jieba.Tokenizer()
    folder = user_cache_path("aligner") / "jieba"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:  # a read-only home: the library then warns and goes on without
        folder = Path(__file__).with_name("data")
    segmenter.tmp_dir = str(folder)
    segmenter.initialize()
    with (Path(__file__).with_name("data") / "userdict.txt").open(encoding="utf-8") as terms:
        segmenter.load_userdict(terms)
    return segmenter
