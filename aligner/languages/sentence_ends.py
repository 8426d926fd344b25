"""Where a sentence ends, in each language.

A full stop is many things: the end of a sentence, of an abbreviation, part of a number
or a symbol. This module has the facts of each language that distinguish them;
`aligner.segmentation.sentences` splits the text.

A semicolon ends a sentence in none of them: in 1,200 sentences of UN documents that
have another after them in their paragraph, none ends with one, and 270 have one inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from aligner.languages.profile import get, profile


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """What the end of a sentence looks like in one language.

    Attributes:
        ends: signs that may end one; several together are one end.
        before_number: abbreviations, where a number follows; else they are words (`no`, `art`).
        before_name: abbreviations that never end a sentence, since a name or an example follows.
        may_end: abbreviations that end one where a capital follows, and not otherwise.
            One that is in `before_name` too ends one only after a number.
        openers: words that begin sentences; if there are any, an abbreviation of several initials
            ends one only before these.
        cased: whether a small letter after the sign means that the sentence continues.
        ordinal: what precedes the full stop of an ordinal number.
    """

    ends: str
    before_number: frozenset[str]
    before_name: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]
    cased: bool
    ordinal: re.Pattern[str]


@cache
def sentence_facts(language: str) -> SentenceFacts:
    """Return the facts of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> "núm" in sentence_facts("es").before_number
    True
    """
    known = get(language)
    table = profile(known.code).sentences
    return SentenceFacts(
        ends=table.ends,
        before_number=frozenset(table.before_number),
        before_name=frozenset(table.before_name),
        may_end=frozenset(table.may_end),
        openers=frozenset(table.openers),
        cased=known.cased,
        ordinal=re.compile(table.ordinal),
    )


CLOSERS: Final = "\"'”’»›）)]】」』》〉"
"""Signs that belong to the sentence whose end they follow."""

PAIRS: Final = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "《": "》", "〔": "〕"}
"""Brackets inside which no sentence ends: opening → closing."""

CLAUSE: Final = re.compile(
    r"(?<=[，；、：،؛])\s*|(?<=[,;:])(?=[\u2e80-\u9fff])|(?<=[,;:—–])\s+|(?<!\s)\s+(?=[(（—–])"
)
"""Where a clause ends, in any of the languages; what matches is the space between two."""

OPENING_CLOSERS: Final = "“‘"
"""Signs that close a quotation in some languages, where they follow the end of a sentence directly."""

LIST_NUMBER: Final = re.compile(
    r"[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zА-Яа-я]|[IVXLCivxlc]{1,6}|[一二三四五六七八九十百]{1,4})[.．)）]$"
)
"""What a sentence may begin with, whose full stop does not end it."""
