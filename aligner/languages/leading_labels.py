"""The numbers that paragraphs begin with, where they are still part of the text.

Segmentation removes labels from the text of a document; a plain line keeps its own. To compare
two drafts line by line, the number must be ignored, since one inserted article renumbers all
that follow.

The numbers of the paragraphs of a resolution while it is negotiated: PP2 bis, OP5 alt.

Delegations write them in Latin letters in all languages: PP for a preambular paragraph, OP for an
operative one. They are replaced by the numbers of the resolution when it is adopted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import regex

from aligner.languages.letter_ranges import CYRILLIC_BIS, LATIN_BIS
from aligner.languages.profile import heads

_PREAMBULAR: Final = "PP"
NUMBER: Final = rf"(?:{_PREAMBULAR}|OP)[ \u00a0]?\d{{1,3}}"
"""A pattern for a working number without what follows it (`bis`, `alt`)."""

_VARIANT: Final = rf"(?:{LATIN_BIS}|alt|new)"
_LABEL: Final = (
    rf"{NUMBER}(?:[ \u00a0.]?{_VARIANT}(?:[ \u00a0.]?\d)?\b){{0,2}}"
    r"(?:[ \u00a0]?\([a-z]{1,3}\))?"
)
_LEADING: Final = re.compile(rf"\[?({_LABEL})\s?[.:)–-]?\s*(?=[^\W\d_a-z]|[\[(«“\"‘])")
"""A working number at the start of a paragraph, before a capital, bracket or quotation mark."""

_WHOLE: Final = re.compile(_LABEL)
_PARTS: Final = re.compile(rf"({_PREAMBULAR}|OP)[ \u00a0]?(\d+)|{_VARIANT}|\d|\([a-z]+\)")


_HAN: Final = "〇零一二三四五六七八九十百千"
_BIS: Final = rf"(?:\s?(?:{LATIN_BIS}|sexies|alt|{CYRILLIC_BIS}|-бис|-тер))?"
_PATTERNS: Final = (
    # 第二十七条 …; an article is followed by a space or nothing, else it is a sentence about one
    rf"第\s?[{_HAN}\d]+\s?(?:条|條)(?:之[{_HAN}\d]+)?(?=\s|$|[（(【])",
    rf"第\s?[{_HAN}\d]+\s?(?:编|編|分编|章|节|節|部分|目|款|项|項)(?:之[{_HAN}\d]+)?(?=\s|$|[^的规規所中第至、，])",
    rf"[{_HAN}]{{1,4}}(?:、|\s?[.．])(?=\S)|[{_HAN}]{{1,4}}、\s*",
    rf"[(（](?:[{_HAN}]{{1,4}}|\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,5}}|[а-яё]|[أ-ي])[)）]",
    "[㈠-㈩①-⑳⑴-⒇]",
    rf"\d{{1,3}}(?:\.\d{{1,3}})*{_BIS}(?:[.．、)）](?!\d)|(?=\s*$))",
    r"\d{1,3}(?:\.\d{1,3})+(?=\s)",
    rf"{NUMBER}{_BIS}(?:\s?alt)?[.:)]?(?=\s+[^\W\d_a-z]|\s+\[)",  # while it is negotiated
    rf"\d{{1,3}}[ \u00a0]?(?:{LATIN_BIS}|{CYRILLIC_BIS})\b[.)]?",
    r"(?:[a-z]|[ivx]{1,5}|[а-я])[.)](?=\s)",
    rf"(?:<WORDS>)\s+(?:\d{{1,4}}(?:[-.]\d{{1,3}})*|[IVXLC]+){_BIS}(?:\s*[.:—–-](?=\s|$)|(?=\s*$)|(?=\s+\p{{Lu}}))",
)


@cache
def _pattern() -> regex.Pattern[str]:
    words = dict.fromkeys(word for head in heads().values() for word in head.labels.worded.split("|") if word)
    patterns = "|".join(_PATTERNS).replace("<WORDS>", "|".join(words))
    return regex.compile(rf"\s*(?:{patterns})\s*")


def label_end(text: str) -> int:
    """Return where a leading number and the space after it end; 0 if there is none.

    All languages are searched at once: their forms do not contradict each other.

    >>> label_end("第二条 本条例所称"), label_end("(a) The"), label_end("2018 年")
    (4, 4, 0)
    >>> label_end("第三条规定的事项")
    0
    """
    match = _pattern().match(text)
    return match.end() if match else 0


def leading(text: str) -> tuple[str, int, int] | None:
    """Return the working number that a paragraph begins with, and the range of the text it takes up.

    A bracket that opens a paragraph not yet agreed may come before it, and belongs to the text.

    >>> leading("PP2 bis. Recalling its resolution 48/13,"), leading("[OP3 Urges States to act;]")
    (('PP2 bis', 0, 9), ('OP3', 1, 5))
    >>> leading("OP 5 and 6 were agreed")
    """
    match = _LEADING.match(text)
    return (match.group(1), match.start(1), match.end()) if match else None


def is_working(label: str) -> bool:
    """Whether a label is a working number."""
    return _WHOLE.fullmatch(label) is not None


def is_preambular(label: str) -> bool:
    """Whether a working number is that of a preambular paragraph."""
    return place_of(label).startswith(_PREAMBULAR)


def number_of(label: str) -> int:
    """Return the number in a working number.

    >>> number_of("OP12 bis alt 2")
    12
    """
    return int(next(match[2] for match in _PARTS.finditer(label)))


def place_of(label: str) -> str:
    """Return the place that a working number cites, in one form.

    >>> place_of("PP 2bis"), place_of("OP5.alt"), place_of("OP12 (a)")
    ('PP2 bis', 'OP5 alt', 'OP12 (a)')
    """
    return " ".join(match[1] + match[2] if match[1] else match[0] for match in _PARTS.finditer(label))
