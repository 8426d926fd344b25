"""How people name a paragraph by the numbers it is under, and the numbers that paragraphs begin with.

Names consist of what is printed, in the form in which it is cited, and use only words of the document's
own language: Article 5 (2) (a), 第五条（二）.

Segmentation removes labels from the text of a document; a plain line keeps its own. To compare two drafts
line by line, the number must be ignored, since one inserted article renumbers all that follow. While a
resolution is negotiated, delegations number its paragraphs in Latin letters in all languages: PP2 bis for
a preambular paragraph, OP5 alt for an operative one.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

import regex

from aligner.languages.letter_ranges import CYRILLIC_BIS, HAN, LATIN_BIS
from aligner.languages.numerals import QUOTES, core_readings
from aligner.languages.profile import heads, profile
from aligner.languages.structure import structure

_PREAMBULAR: Final = "PP"
NUMBER: Final = rf"(?:{_PREAMBULAR}|OP)[ \u00a0]?\d{{1,3}}"
"""A pattern for a working number without what follows it (`bis`, `alt`)."""

_VARIANT: Final = rf"(?:{LATIN_BIS}|alt|new)"
_WORKING: Final = (
    rf"{NUMBER}(?:[ \u00a0.]?{_VARIANT}(?:[ \u00a0.]?\d)?\b){{0,2}}"
    r"(?:[ \u00a0]?\([a-z]{1,3}\))?"
)
_LEADING: Final = re.compile(rf"\[?({_WORKING})\s?[.:)–-]?\s*(?=[^\W\d_a-z]|[\[(«“\"‘])")
"""A working number at the start of a paragraph, before a capital, bracket or quotation mark."""

_WHOLE: Final = re.compile(_WORKING)
_PARTS: Final = re.compile(rf"({_PREAMBULAR}|OP)[ \u00a0]?(\d+)|{_VARIANT}|\d|\([a-z]+\)")


_HAN_DIGITS: Final = "〇零一二三四五六七八九十百千"
_BIS: Final = rf"(?:\s?(?:{LATIN_BIS}|sexies|alt|{CYRILLIC_BIS}|-бис|-тер))?"
_LABEL_PATTERNS: Final = (
    # 第二十七条 …; an article is followed by a space or nothing, else it is a sentence about one
    rf"第\s?[{_HAN_DIGITS}\d]+\s?(?:条|條)(?:之[{_HAN_DIGITS}\d]+)?(?=\s|$|[（(【])",
    rf"第\s?[{_HAN_DIGITS}\d]+\s?(?:编|編|分编|章|节|節|部分|目|款|项|項)(?:之[{_HAN_DIGITS}\d]+)?(?=\s|$|[^的规規所中第至、，])",
    rf"[{_HAN_DIGITS}]{{1,4}}(?:、|\s?[.．])(?=\S)|[{_HAN_DIGITS}]{{1,4}}、\s*",
    rf"[(（](?:[{_HAN_DIGITS}]{{1,4}}|\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,5}}|[а-яё]|[أ-ي])[)）]",
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
    patterns = "|".join(_LABEL_PATTERNS).replace("<WORDS>", "|".join(words))
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


_HAN: Final = re.compile(f"[{HAN}]")
_SPACE_AT_HAN: Final = re.compile(rf"(?<=[{HAN}])\s+|(?<!\s)\s+(?=[{HAN}])")
"""White space beside a Chinese character."""

_OPEN: Final = "(（"
_CLOSE: Final = ")）"


@lru_cache(maxsize=4096)
def printed(label: str | None) -> str:
    """Return a label as cited: without stray spaces or the mark of a quotation; empty for a bullet or a box.

    >>> printed("第 1 條"), printed("Article  5"), printed("•"), printed("□"), printed(None)
    ('第1條', 'Article 5', '', '', '')
    >>> printed("“(a)")
    '(a)'
    """
    text = _SPACE_AT_HAN.sub("", " ".join((label or "").lstrip(QUOTES).split()))
    return text if any(character.isalnum() for character in text) else ""


@lru_cache(maxsize=4096)
def is_article(label: str, language: str) -> bool:
    """Whether a label numbers an article (`Article 5`, `第五条`), which paragraphs are cited by.

    >>> is_article("第五条", "zh"), is_article("Article 5", "en"), is_article("5", "en")
    (True, True, False)
    """
    return structure(language).article.fullmatch(label) is not None


def under(context: str, labels: Sequence[str]) -> str:
    """Return the name of an item nested under `context`, each of its numbers in brackets.

    >>> under("Article 5", ["2", "a)"]), under("第五条", ["二"]), under("OP3", ["(a)"]), under("", ["(a)"])
    ('Article 5 (2) (a)', '第五条（二）', 'OP3 (a)', '(a)')
    """
    name = context
    for label in labels:
        part = _bracketed(label)
        name += part if _HAN.search(part) or not name else f" {part}"
    return name


def _bracketed(label: str) -> str:
    if label[0] in _OPEN or not label[0].isalnum():
        return label
    inside = label.rstrip(_CLOSE)
    return f"（{inside}）" if _HAN.search(inside) else f"({inside})"


class Item(NamedTuple):
    """The label of an item, how its list is numbered, and its place in the list (0: unknown)."""

    label: str
    sort: str
    rank: int


def nested(above: Sequence[Item], label: str, language: str) -> list[Item]:
    """Return the items that enclose an item, and the item itself.

    Lists differ in how they are numbered: `(b)` after `(ii)` continues the list that `(i)`
    interrupted, `(i)` after `(h)` continues its own.

    Args:
        above: the result for the item before it.
        label: its own label, not empty.
        language: of the document; decides in which order letters count.

    >>> def after(*labels):
    ...     items = []
    ...     for label in labels:
    ...         items = nested(items, label, "en")
    ...     return [item.label for item in items]
    >>> after("(a)", "(i)", "(ii)"), after("(a)", "(i)", "(ii)", "(b)"), after("(g)", "(h)", "(i)")
    (['(a)', '(ii)'], ['(b)'], ['(i)'])
    """
    readings = _readings(label, language)
    for depth in range(len(above) - 1, -1, -1):
        for item in readings:
            if (item.sort, item.rank - 1) == above[depth][1:]:
                return [*above[:depth], item]
    likely = readings[0]
    for depth in range(len(above) - 1, -1, -1):
        if likely.sort == above[depth].sort:
            return [*above[:depth], likely]  # a number left out or repeated, or a list that begins again
    return [*above, likely]


@lru_cache(maxsize=1024)
def _readings(label: str, language: str) -> tuple[Item, ...]:
    """Return every reading of a label, the likeliest first: `i` is one, or the ninth letter."""
    inside = label.strip(_OPEN + _CLOSE)
    shape = f"{label[0] in _OPEN}{label[-1] in _CLOSE}{inside.isupper()}"
    found = core_readings(inside, language) if inside.isalnum() else ()
    items = tuple(Item(label, f"{shape} {reading.sort}", reading.ordinal) for reading in found)
    return items or (Item(label, f"{shape} other", 0),)


@cache
def internal_reference(language: str) -> regex.Pattern[str]:
    """Return a compiled pattern for a reference to a paragraph of the same text; group `n` is its number.

    Raises:
        LanguageError: for a language without a profile.

    >>> internal_reference("en").search("see paragraph 6 above")["n"]
    '6'
    """
    return regex.compile(profile(language).references.internal)
