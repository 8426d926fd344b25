"""Paragraphs that amend another text ("In paragraph 1, replace “x” with “y”"), in each language.

The words are those that amendments, oral revisions and corrigenda use, those of our own
instructions among them; a profile lists them in `[amending]`. A paragraph counts only
where such a verb comes with a quotation or with the paragraph it is about: "Decides to
replace the Committee" amends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

import regex

from aligner.languages.profile import get, profile


class Amends(StrEnum):
    """The action of an amending paragraph."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"
    SPLIT = "split"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Amending:
    """What a paragraph does to another text; ranges are code points of the paragraph, without quotes.

    Attributes:
        action: what the paragraph asks for.
        place: the paragraph it is about (`OP5`, `PP2`, or a bare number), empty where none is named.
        old: the words to be deleted or replaced.
        new: the words to be inserted.
        context: the words after which they are inserted, or after which a paragraph is divided.
    """

    action: Amends
    place: str = ""
    old: tuple[int, int] | None = None
    new: tuple[int, int] | None = None
    context: tuple[int, int] | None = None


_NUMBER: Final = r"\d+(?:[\s-](?:bis|ter|quater|бис|тер|кватер|مكررا(?:\s(?:ثانيا|ثالثا))?)\b)?"
_REST: Final = r"(?:\s?(?:\([^()\s]{1,9}\)|¶\d+))*"
"""The suffix of a paragraph below its number: ` (a)`, ` ¶2`."""
_CLOSING: Final = MappingProxyType({"“": "”", "„": "“", "«": "»", "「": "」", "『": "』", '"': '"'})
_MARKS: Final = "“”„«「『\"' \u00a0\u202f"
_BIS: Final = MappingProxyType({"二": "bis", "三": "ter", "四": "quater"})
_NEAR: Final = 24
"""The most code points between a verb and the paragraph it is about, quotations excluded."""
_REACH: Final = MappingProxyType({Amends.SPLIT: 12, Amends.JOIN: 12})
"""The same for everyday verbs: "to divide the work as set out in paragraph 5" amends nothing."""


def amending(text: str, language: str) -> Amending | None:
    """Return how a paragraph amends another text, or None if it does not.

    Args:
        text: of the paragraph.
        language: of the text, by its code.

    Raises:
        LanguageError: for a language without a profile.

    >>> found = amending("In operative paragraph 1, replace “Urges” with “Invites”", "en")
    >>> found.action.value, found.place, found.old, found.new
    ('replace', 'OP1', (35, 40), (48, 55))
    """
    code = get(language).code
    quotes = _quotes(text, code)
    outside = _masked(text, quotes)
    cited = _patterns(code)["cited"].search(outside)
    place = _place(cited) if cited is not None else ""
    found = _replaced(outside, quotes, code) or _inserted(outside, quotes, code)
    found = found or _deleted_or_moved(outside, quotes, code, cited)
    if found is None or not (quotes or place):
        return None
    return Amending(found.action, place, found.old, found.new, found.context)


def _replaced(outside: str, quotes: list[tuple[int, int]], code: str) -> Amending | None:
    """`replace “x” with “y”`, `for “x” read “y”`, `paragraph 5 should read “y”`."""
    patterns = _patterns(code)
    swaps, reads = (patterns[name].search(outside) for name in ("replace", "read"))
    if len(quotes) >= 2 and (
        swaps or (reads and (patterns["instead"].search(outside) or not profile(code).amending.instead))
    ):
        return Amending(Amends.REPLACE, old=quotes[0], new=quotes[1])
    cited = patterns["cited"].search(outside)
    verb = swaps or reads
    if len(quotes) != 1 or cited is None or verb is None or verb.start() > quotes[0][0]:
        return None
    named = cited.end() <= quotes[0][0] and (swaps or cited.end() <= verb.start())
    return Amending(Amends.REPLACE, new=quotes[0]) if named else None


def _inserted(outside: str, quotes: list[tuple[int, int]], code: str) -> Amending | None:
    patterns = _patterns(code)
    if not quotes or not patterns["insert"].search(outside):
        return None
    before = ((quote, outside[: quote[0]].rstrip(_MARKS)) for quote in quotes)
    follows = [quote for quote, words in before if patterns["after"].search(words)]
    new = [quote for quote in quotes if quote not in follows]
    if not new:
        return None
    return Amending(Amends.INSERT, new=new[-1], context=follows[0] if follows else None)


def _deleted_or_moved(
    outside: str, quotes: list[tuple[int, int]], code: str, cited: regex.Match[str] | None
) -> Amending | None:
    """Return a deletion, move, division or merger of quoted words, or of the paragraph near the verb."""
    patterns = _patterns(code)
    for action in (Amends.DELETE, Amends.MOVE, Amends.SPLIT, Amends.JOIN):
        verb = patterns[action.value].search(outside)
        if verb is None:
            continue
        if quotes and action is Amends.DELETE:
            return Amending(action, old=quotes[0])
        if cited is not None and _apart(outside, verb, cited) <= _REACH.get(action, _NEAR):
            divided = quotes and action is Amends.SPLIT
            return Amending(action, context=quotes[0] if divided else None)
    return None


def _apart(outside: str, verb: regex.Match[str], cited: regex.Match[str]) -> int:
    """Return the code points between a verb and the paragraph it is about, quotations excluded."""
    first, second = sorted((verb.span(), cited.span()))
    return len(outside[first[1] : second[0]].replace("\0", ""))


def _place(cited: regex.Match[str]) -> str:
    """Return how the paragraph is named, as `Segment.place` would."""
    groups = cited.groupdict()
    if groups.get("code"):
        return f"{groups['code'].upper()}{groups['m']}"
    kind = "OP" if groups.get("op") else "PP" if groups.get("pp") else ""
    bis = _BIS.get(groups.get("bis") or "", "")
    return f"{kind}{groups['n']}{' ' + bis if bis else ''}"


def _quotes(text: str, code: str) -> list[tuple[int, int]]:
    """Return the outermost quotations, without their marks; one that is not closed extends to the end."""
    pairs = {**_CLOSING, "”": "“"} if code == "ar" else _CLOSING
    found: list[tuple[int, int]] = []
    at, depth, opening, closing = 0, 0, "", ""
    for position, character in enumerate(text):
        if depth and character == closing:
            depth -= 1
            if not depth:
                found.append(_trimmed(text, at, position))
        elif depth and character == opening:
            depth += 1
        elif not depth and character in pairs:
            at, depth, opening, closing = position + 1, 1, character, pairs[character]
    if depth:
        found.append(_trimmed(text, at, len(text)))
    return [quote for quote in found if quote[0] < quote[1]]


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """Return a range without the spaces at its ends, which French sets inside its marks."""
    inner = text[start:stop]
    return start + len(inner) - len(inner.lstrip()), stop - len(inner) + len(inner.rstrip())


def _masked(text: str, quotes: list[tuple[int, int]]) -> str:
    """Return the text with quotations masked, so that verbs inside them are not found."""
    masked = text
    for start, stop in quotes:
        masked = masked[:start] + "\0" * (stop - start) + masked[stop:]
    return masked


@cache
def _patterns(code: str) -> Mapping[str, regex.Pattern[str]]:
    table = profile(code).amending
    patterns = {each.name: str(getattr(table, each.name)) for each in fields(table)}
    return {
        name: regex.compile(pattern.replace("{n}", _NUMBER).replace("{r}", _REST))
        for name, pattern in patterns.items()
        if pattern
    }
