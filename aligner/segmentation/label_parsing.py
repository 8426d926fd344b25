"""Read the numbers that paragraphs begin with, and distinguish them from other numbers.

A label keeps what is printed (`5`, `5 bis`, `(a)`, `a)`, `㈠`, `一`, `第二十七条`,
`Article 5`, `IV`, `56/150`, `•`) without the full stop, colon, dash or `、` that closes
it and without the space after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aligner.languages import citing, get
from aligner.languages.letter_ranges import (
    ARABIC,
    ARABIC_LABELS,
    CYCLE_SIGNS,
    CYRILLIC,
    CYRILLIC_BIS,
    CYRILLIC_LABELS,
    CYRILLIC_SMALL,
    HAN_ARTICLE,
    HAN_DIGITS,
    HAN_INSERTED,
    HAN_LIST_AFTER,
    HAN_NO_HEAD_AFTER,
    HAN_ORDINAL,
    IDEOGRAPHS,
    LATIN_BIS,
    STEM_RANGE,
    UNIFIED_IDEOGRAPHS,
)
from aligner.languages.numerals import QUOTES, chinese_number, core_readings
from aligner.languages.openings import opening
from aligner.languages.structure import BIS, Structure
from aligner.segmentation.measured_rows import HARD_END, Row
from aligner.values.document import WITHOUT_SLASH


class Family(StrEnum):
    """The form of a label, which restricts what it may number."""

    NUMBER = "number"
    LEVELS = "levels"
    RESOLUTION = "resolution"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    BRACKETED = "bracketed"
    HALF_BRACKET = "half_bracket"
    HAN = "han"
    CIRCLED = "circled"
    ROMAN = "roman"
    LETTER = "letter"
    ARTICLE = "article"
    PART = "part"
    BULLET = "bullet"


HEADINGS: Final = frozenset({Family.PART, Family.ROMAN, Family.RESOLUTION})
"""Families that number headings."""

ITEMS: Final = frozenset(
    {Family.BRACKETED, Family.HALF_BRACKET, Family.CIRCLED, Family.LETTER, Family.BULLET}
)
"""Families that number the items of a list."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label and where it is in the text, with its closing sign and the space after it.

    It begins the text but for a bracket that stays there. `bulleted` is set if a bullet precedes it.
    """

    printed: str
    family: Family
    stop: int
    values: frozenset[int] = frozenset()
    bulleted: bool = False
    start: int = 0

    @property
    def quoted(self) -> bool:
        """Whether it numbers a paragraph of a text that is quoted (`“(a)`)."""
        return self.printed[0] in QUOTES

    def follows(self, before: Label | None) -> bool:
        """Whether it is the first of its kind or the next after `before`."""
        if 1 in self.values or before is None:
            return True
        return any(value - 1 in before.values or value in before.values for value in self.values)

    def is_next(self, before: Label | None) -> bool:
        """Whether it is of the family of `before` and the next after it."""
        if before is None or before.family is not self.family:
            return False
        return any(value - 1 in before.values for value in self.values)


_CORE: Final = (
    rf"(?:\d{{1,3}}|[a-z]{{1,2}}|[ivxlc]{{1,7}}|[A-Z]|[IVX]{{1,5}}|[{CYRILLIC_LABELS}]|[{ARABIC_LABELS}]"
    rf"|[{HAN_DIGITS}]{{1,4}}|[{CYCLE_SIGNS}])"
)
_BULLETS: Final = "•●▪◦‣∙■□○◆◇➢➤►▶✓✔❖⁃·\uf020-\uf0ff\ufffd"
"""Signs that open the items of a list, and whatever the Symbol and Wingdings fonts have there."""
_LEVEL: Final = r"(?:\.\d{1,2})"
_HAN_SENTENCE: Final = rf"[{HAN_DIGITS}]{{1,3}}[{HAN_LIST_AFTER}]"
_AFTER: Final = r"(?=\s|$|[^\d\s.,/)）])"
_PATTERNS: Final = (
    (
        Family.RESOLUTION,
        re.compile(rf"(\d{{1,4}}/\d{{1,4}})(?:[.．]\s+(?=\S)|\s?[-–—]\s*(?=[«]?[{ARABIC}]))"),
    ),
    # of a draft, which has no number yet
    (Family.RESOLUTION, re.compile(r"(\d{1,4}/(?:…|\.{3}|_{2,5}|\[(?:…|\.{3})\]))[.．]?\s+(?=\S)")),
    (Family.RESOLUTION, re.compile(rf"({WITHOUT_SLASH.pattern})\s+(?=[^\W\d_a-z])")),
    (Family.NUMBER, re.compile(rf"(\d{{1,3}}{BIS})\s?[.．、]{_AFTER}\s*")),
    (Family.NUMBER, re.compile(rf"(\d{{1,3}}{BIS})\s?[-–—]\s*(?=[«(\[]?[{ARABIC}])")),  # Arabic: 1- تقرر
    (
        Family.NUMBER,
        re.compile(rf"(\d{{1,3}}[ \u00a0]?(?:{LATIN_BIS})|\d{{1,3}}-(?:{CYRILLIC_BIS}))[.．]?\s+(?=\S)"),
    ),
    (
        Family.LEVELS,
        re.compile(rf"((?:\d{{1,2}}|[A-Z]){_LEVEL}{{1,4}})[.．]?\s+(?=[^\W\d_a-z{CYRILLIC_SMALL}])"),
    ),
    (
        Family.LEVELS,
        re.compile(rf"(\d{{1,2}}{_LEVEL}{{2,4}})[.．]?(?:\s+(?=[^\W\d_])|(?=[{UNIFIED_IDEOGRAPHS}]))"),
    ),
    (Family.BRACKETED, re.compile(rf"([（(]\s?{_CORE}{BIS}\s?[)）]|['‘’]\d{{1,2}}['’])\s*(?=\S|$)")),
    (Family.HALF_BRACKET, re.compile(rf"({_CORE}{BIS}[)）])(?=\s|$|[{IDEOGRAPHS}])\s*")),
    (Family.HAN, re.compile(rf"([{HAN_DIGITS}]{{1,4}})\s?[、.．](?!{_HAN_SENTENCE})\s*")),
    (Family.CIRCLED, re.compile(r"([㈠-㈩①-⑳⑴-⒇⒈-⒛])[.．、]?\s*")),
    (Family.ROMAN, re.compile(r"([IVXLC]{1,6})[.．]\s+(?=\S)|([IVXLC]{1,6}|[A-Z])[.．]?$")),
    (Family.LETTER, re.compile(r"([A-Za-z]|[ivx]{1,5})[.．]\s+(?=\S)(?![A-Z][.．])")),
    (Family.BULLET, re.compile(rf"([{_BULLETS}])\s+(?=\S)|(§)\s+(?=[^\s\d])")),
)
_SHOWN: Final = (
    (Family.HALF_BRACKET, re.compile(r"(\d{1,2}[)）])(?=[^\W\d_])")),
    (Family.LEVELS, re.compile(rf"(\d{{1,2}}{_LEVEL}{{1,4}})[.．]?(?=[^\W\d_])")),
    (Family.ROMAN, re.compile(r"([IVXLC]{1,6})[.．](?=[^\W\d_])")),
    (Family.LETTER, re.compile(r"([A-Z])[.．](?=[^\W\d_])")),
)
"""Labels of headings in a PDF without a space after them; only their larger or bold letters show it."""
_BARE: Final = re.compile(r"(\d{1,3})[ \u00a0\t]+(?=[^\W\d_])")
_ARTICLE_CLOSE: Final = re.compile(r"\s*[.．:：—–-]?\s*(?![-–—])")
_LOOSE: Final = re.compile(
    rf"{HAN_ORDINAL}\s?([{HAN_DIGITS}]+)\s?{HAN_ARTICLE}(?:{HAN_INSERTED}[{HAN_DIGITS}]+)?(?=[^\s{HAN_NO_HEAD_AFTER}])"
)
"""An article's number that its text follows without a space: `第一条为了…`."""

_DASHED: Final = re.compile(rf"(\d{{1,3}}{BIS})\s?[-–—]")
"""An automatic number that a dash closes."""

_HEADING_LENGTH: Final = 160
_TITLE_LENGTH: Final = 600
_QUOTABLE: Final = frozenset({Family.NUMBER, Family.BRACKETED, Family.HALF_BRACKET, Family.LETTER})
_STARTS: Final = re.compile(
    rf"[{QUOTES}\d(（\[A-Za-z{ARABIC_LABELS}{CYRILLIC}{_BULLETS}"
    rf"§㈠-㈩①-⑳⑴-⒛'‘’{HAN_ORDINAL}{HAN_DIGITS}{STEM_RANGE}]"
)
"""Characters that a label may begin with: a quick test for texts without one."""


def read(
    text: str, structure: Structure, *, loose: bool = False, bare: bool = False, shown: bool = False
) -> Label | None:
    """Return the label a paragraph or line begins with, or None.

    Args:
        text: from its first character on.
        structure: of the document's language.
        loose: whether `第五条` may come before its text without a space, as `is_loose` found.
        bare: whether a number without a full stop is a label here, as `bare_numbers` found.
        shown: whether its letters are those of a heading.
    """
    if not text or not _STARTS.match(text):
        return None
    worded = _working(text) or _worded(text, structure, loose)
    if worded is not None:
        return worded
    if text[0] in QUOTES:
        return _quoted(text, structure)
    for family, pattern in _PATTERNS + _SHOWN if shown else _PATTERNS:
        match = pattern.match(text)
        if match is None:
            continue
        printed = next(group for group in match.groups() if group)
        if not _may_number(family, printed, text):
            continue
        inner = read(text[match.end() :], structure) if family is Family.BULLET else None
        if inner is not None and inner.family is Family.LEVELS:  # a bullet before a typed number
            return Label(inner.printed, inner.family, match.end() + inner.stop, inner.values, bulleted=True)
        return Label(printed, family, match.end(), _values(printed, structure))
    match = _BARE.match(text) if bare else None
    if match:
        return Label(match.group(1), Family.NUMBER, match.end(), _values(match.group(1), structure))
    return None


def _may_number(family: Family, printed: str, text: str) -> bool:
    """Whether a label suits the length of its text: some labels number headings only."""
    if family is Family.RESOLUTION:
        return _is_heading(text, _TITLE_LENGTH)
    is_heading_only = family is Family.ROMAN or (family is Family.LETTER and printed.isupper())
    return not is_heading_only or _is_heading(text)


def _quoted(text: str, structure: Structure) -> Label | None:
    """Return the label of a paragraph that a quotation mark opens, with that mark."""
    rest = text[1:].lstrip()
    label = read(rest, structure) if rest[:1] not in QUOTES else None
    if label is None or label.family not in _QUOTABLE or label.printed.isupper():
        return None
    skipped = len(text) - len(rest)
    return Label(text[:skipped] + label.printed, label.family, skipped + label.stop, label.values)


def bare_numbers(texts: Sequence[str], structure: Structure, language: str) -> frozenset[int]:
    """Return which lines of a resolution's body begin with a paragraph's number that has no full stop.

    A line may also begin with a quantity (`12 States`) or a year. So a number counts only before an
    operative verb, in a sequence from 1, and only if most of the verbs are known. One unknown verb
    may be skipped.
    """
    capital = get(language).latin_script
    found: list[int] = []
    last = known = 0
    for index, text in enumerate(texts):
        match = _BARE.match(text)
        if match is None:
            continue
        rest, value = text[match.end() :], int(match.group(1))
        if not structure.operative.match(rest) or (capital and not rest[0].isupper()):
            continue
        if value == 1 or (last and last < value <= last + 2):
            found.append(index)
            last = value
            known += opening(rest, language) is not None
    return frozenset(found if known >= 2 and known * 2 >= len(found) else ())


def heading_numbers(texts: Sequence[str]) -> frozenset[int]:
    """Return which headings begin with a number that has no full stop (`1 INTRODUCTION`).

    A heading may also begin with a year or a quantity, so numbers count only in a sequence from 1. Other
    lines are given as empty.
    """
    found: list[int] = []
    for index, text in enumerate(texts):
        match = _BARE.match(text)
        if match and int(match.group(1)) == len(found) + 1 and _is_heading(text):
            found.append(index)
    return frozenset(found if len(found) > 1 else ())


def is_loose(texts: Iterable[str]) -> bool:
    """Whether articles are numbered `第一条为了…`, which only their sequence shows."""
    matches = enumerate(map(_LOOSE.match, texts))
    numbered = [(chinese_number(match[1]) or 0, index) for index, match in matches if match]
    return len(longest_chain(numbered, step=1)) >= 3


def given(printed: str, structure: Structure) -> Label | None:
    """Parse the label that a format keeps beside the text (an automatic number)."""
    bare = printed.strip()
    if not bare:
        return None
    dashed = _DASHED.fullmatch(bare)  # in Arabic, whose letters after it are not known here
    found = read(f"{dashed[1]}. X" if dashed else f"{bare} X", structure) or read(bare, structure)
    if found is not None and len(found.printed) >= len(bare) - 2:
        return Label(found.printed, found.family, 0, found.values)
    return Label(bare.rstrip(".．、:：") or bare, Family.BULLET if not bare.isalnum() else Family.NUMBER, 0)


def _working(text: str) -> Label | None:
    found = citing.leading(text)
    if found is None:
        return None
    printed, start, stop = found
    family = Family.PREAMBULAR if citing.is_preambular(printed) else Family.OPERATIVE
    return Label(printed, family, stop, frozenset({citing.number_of(printed)}), start=start)


def _worded(text: str, structure: Structure, loose: bool) -> Label | None:
    for family, pattern in ((Family.ARTICLE, structure.article), (Family.PART, structure.part)):
        match = pattern.match(text)
        if match is None or text[0].islower():
            continue
        if family is Family.PART and not _is_heading(text):
            continue
        close = _ARTICLE_CLOSE.match(text, match.end(1))
        stop = close.end() if close else match.end(1)
        return Label(match.group(1), family, stop, _values(match.group(1), structure))
    match = _LOOSE.match(text) if loose else None
    if match:
        return Label(match.group(), Family.ARTICLE, match.end(), _values(match.group(), structure))
    return None


def _is_heading(text: str, longest: int = _HEADING_LENGTH) -> bool:
    return len(text) <= longest and not HARD_END.search(text.split(maxsplit=1)[-1] if " " in text else "")


_INNER: Final = re.compile(rf"\d+|[{HAN_DIGITS}]+|[^\W\d_{HAN_DIGITS}]+|[㈠-㈩①-⑳⑴-⒛]")


def _values(printed: str, structure: Structure) -> frozenset[int]:
    """Return every number a label may represent: (i) is the first or the ninth."""
    pieces = _INNER.findall(printed)[:2]
    return frozenset(each.ordinal for piece in pieces for each in core_readings(piece, structure.language))


# A line may begin with a number of any kind: a reference, a quantity, the number of a list. But the longest
# sequences that count up through the document are those of its paragraphs or articles, whatever the distances
# between its lines; where the line above ends a sentence or is a heading, such a number begins a paragraph.

_COUNTING: Final = (Family.ARTICLE, Family.NUMBER)
_MISSING: Final = 3
"""How far a number may be ahead of the last one, since some labels are not read."""

_FEWEST: Final = 4
"""Minimum length of a sequence: shorter ones may be chance."""


def counted(rows: Sequence[Row], labels: Sequence[Label | None]) -> frozenset[int]:
    """Return the rows that begin a paragraph because their numbers count up through the document.

    `labels` has, for each row, the label that it would begin with.
    """
    found: set[int] = set()
    for family in _COUNTING:
        numbered = [
            (min(label.values), index)
            for index, label in enumerate(labels)
            if label is not None and label.family is family and label.values
        ]
        while len(chain := longest_chain(numbered)) >= _FEWEST:
            found.update(index for index in chain if index and _may_end(rows[index - 1], labels[index - 1]))
            rest = set(chain)
            numbered = [entry for entry in numbered if entry[1] not in rest]
    return frozenset(found)


def _may_end(row: Row, label: Label | None) -> bool:
    """Whether a row ends a sentence, or is the heading of an article or part."""
    return row.ends_sentence or (label is not None and label.family in (Family.ARTICLE, Family.PART))


def longest_chain(numbered: Sequence[tuple[int, int]], step: int = _MISSING) -> list[int]:
    """Return the rows of the longest sequence of numbers, given in order, that counts up with few missing.

    `step` is how far a number may be ahead of the last one.

    >>> longest_chain([(1, 10), (7, 11), (2, 12), (1, 13), (4, 14), (99, 15)])
    [10, 12, 14]
    """
    best: dict[int, tuple[int, int]] = {}  # for each number, the length of the chain to its last place
    before: list[int | None] = []
    for place, (number, _) in enumerate(numbered):
        lower = [best[other] for other in range(number - step, number) if other in best]
        length, last = max(lower, default=(0, -1))
        before.append(last if length else None)
        best[number] = (length + 1, place)  # no shorter than one to an earlier place
    chain: list[int] = []
    at: int | None = max(best.values(), default=(0, None))[1]
    while at is not None:
        chain.append(numbered[at][1])
        at = before[at]
    return chain[::-1]
