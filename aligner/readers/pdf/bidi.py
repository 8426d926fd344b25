"""Convert lines with Arabic from visual to reading order.

A PDF page has the characters of a line in visual order, a text has them in reading order. The
Unicode Bidirectional Algorithm goes from reading to visual order; this module does the reverse:
letters run from right to left, Latin words and numbers from left to right.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import regex

from aligner.languages.letter_ranges import SUPERSCRIPTS

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_RAISED: Final = f"[{SUPERSCRIPTS}]+"
_NUMBER: Final = re.compile(
    r"(?:\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,:/٫٬]\d+)*)"
    rf"(?:[.,]?{_RAISED})?|{_RAISED}"
)
"""A number with its separators and the mark after it, which is read from left to right as a whole."""

_WITH_HYPHENS: Final = re.compile(rf"\d+(?:-\d+)+|{_NUMBER.pattern}")
_HYPHENED: Final = re.compile(r"(?<!\d)\d+(?:-\d+)+")
_WITH_UNIT: Final = re.compile(r"[±$€£]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*[%‰°]")
"""A number with a currency sign before it, or with a per cent or degree sign after it."""

_ENCLOSED: Final = re.compile(r"[()](\d{1,3})[()]")
_CLOSING_MARKS: Final = frozenset(".,:;!?،؛؟")
_QUOTES: Final = '"”'
_OPENING: Final = dict(zip("([{«‹", ")]}»›", strict=True))
_QUOTED: Final = dict(zip("“”‘’", "”“’‘", strict=True))
_COMPARED: Final = str.maketrans("<>≤≥", "><≥≤")
_CLOSING: Final = frozenset(_OPENING.values())
_BRACKETS: Final = _CLOSING | frozenset(_OPENING)


@lru_cache(maxsize=4096)
def is_right_to_left(character: str) -> bool:
    """Whether a character is a letter of a right-to-left script."""
    return unicodedata.bidirectional(character[:1] or " ") in _RIGHT_TO_LEFT


@lru_cache(maxsize=4096)
def is_left_to_right(character: str) -> bool:
    """Whether a character is a letter of a left-to-right script."""
    return unicodedata.bidirectional(character[:1] or " ") == "L"


@lru_cache(maxsize=4096)
def joins_next(sign: str) -> bool:
    """Whether an Arabic letter joins the next one, so that a gap after it ends the word.

    >>> joins_next("ل"), joins_next("ا"), joins_next("\u064e")
    (True, False, False)
    """
    return regex.fullmatch(r"\p{Joining_Type=Dual_Joining}", sign) is not None


@lru_cache(maxsize=1)
def _ligatures() -> frozenset[str]:
    """Return the letters of Unicode's Arabic ligatures, and of the forms of single letters among them."""
    return frozenset(unicodedata.normalize("NFKC", chr(code)) for code in range(0xFBEA, 0xFEFD))


def is_reversed_ligature(letters: str) -> bool:
    """Whether letters printed as one sign are those of a ligature from left to right.

    >>> is_reversed_ligature("مل"), is_reversed_ligature("لم"), is_reversed_ligature("مح")
    (True, False, False)
    """
    return len(letters) > 1 and letters not in _ligatures() and letters[::-1] in _ligatures()


def reading_order(shown: list[str]) -> list[int]:
    """Put the pieces of a right-to-left line in reading order.

    Args:
        shown: the characters (or the letters of ligatures) from left to right, with spaces.

    Returns:
        The indices of the pieces in reading order.

    >>> shown = list("71/167 رق")
    >>> "".join(shown[i] for i in reading_order(shown))
    'قر 71/167'
    >>> reading_order(list("45%")), reading_order(list("%45"))
    ([0, 1, 2], [1, 2, 0])
    >>> shown = list(")A) 25-00412")
    >>> "".join(shown[i] for i in reading_order(shown))
    '25-00412 )A)'
    """
    line = "".join(shown)
    if _HYPHENED.fullmatch(line) or _WITH_UNIT.fullmatch(line):
        return list(range(len(shown)))  # such numbers run from right to left only after Arabic letters
    number = _NUMBER if any(map(is_right_to_left, shown)) else _WITH_HYPHENS
    order: list[int] = []
    index = len(shown) - 1
    while index >= 0:
        start = _run_start(shown, index)
        if start is None:
            order.append(index)
            index -= 1
        else:
            order.extend(_run_order(shown, start, index, number))
            index = start - 1
    return order


def mirrored(text: str, turned: bool) -> str:
    """Correct the brackets and comparison signs of a right-to-left line.

    Some programs write `(` for the glyph of that shape, others for an opening bracket; the
    interpretation with fewer unmatched brackets wins. `<` and `>` are unpaired, so they are
    treated like the brackets of their line.

    Args:
        text: the line in reading order.
        turned: whether to swap them if both interpretations are equally good.

    >>> mirrored(")أ( «ب»", False)
    '(أ) «ب»'
    >>> mirrored(")أ >2(", False)
    '(أ <2)'
    """
    given = text
    for opening, closing in _OPENING.items():
        if opening in text or closing in text:
            rest = _ENCLOSED.sub("", text)  # note marks may be written either way
            other = rest.translate({ord(opening): closing, ord(closing): opening})
            here, there = _unpaired(rest, opening, closing), _unpaired(other, opening, closing)
            if there < here or (there == here and turned):
                text = text.translate({ord(opening): closing, ord(closing): opening})
            text = _by_neighbours(text, opening, closing)
    brackets = [sign != other for sign, other in zip(given, text, strict=True) if sign in _BRACKETS]
    if 2 * sum(brackets) > len(brackets) or (not brackets and turned):
        text = text.translate(_COMPARED)
    return _ENCLOSED.sub(r"(\1)", text)


def quoted_as_printed(text: str) -> str:
    """Restore the quotation marks of a right-to-left line, given in reading order, that pdfium mirrored.

    pdfium mirrors them like brackets after a right-to-left letter and at the beginning of the line;
    on the page and in Unicode they have no mirrored form, and Arabic opens quotations with `”`.

    >>> quoted_as_printed("قال “السلام”"), quoted_as_printed("قال “peace“")
    ('قال ”السلام“', 'قال ”peace“')
    """
    signs: list[str] = []
    mirrors = True
    for sign in text:
        signs.append(_QUOTED.get(sign, sign) if mirrors else sign)
        if is_left_to_right(sign):
            mirrors = False
        elif is_right_to_left(sign):
            mirrors = True
    return "".join(signs)


def _by_neighbours(text: str, opening: str, closing: str) -> str:
    """Correct brackets with a space on one side only: they enclose the text on the other side."""
    signs = list(text)
    for index, sign in enumerate(signs):
        if sign in (opening, closing):
            before = index == 0 or signs[index - 1] == " "
            after = index == len(signs) - 1 or signs[index + 1] in " .,;:،؛"
            if before != after:
                signs[index] = opening if before else closing
    return "".join(signs)


def _unpaired(text: str, opening: str, closing: str) -> int:
    depth = lost = 0
    for character in text:
        if character == opening:
            depth += 1
        elif character == closing:
            depth, lost = (depth - 1, lost) if depth else (0, lost + 1)
    return depth + lost


def ends_on_the_left(shown: str) -> bool:
    """Whether a purely Latin line was set from right to left, with its closing sign on the left.

    >>> ends_on_the_left(".United Nations, Treaty Series"), ends_on_the_left("(see below)")
    (True, False)
    >>> ends_on_the_left('"Treaty Series'), ends_on_the_left('"Treaty" Series')
    (True, False)
    """
    if shown[:1] in _QUOTES:
        return sum(shown.count(quote) for quote in _QUOTES) % 2 == 1
    return shown[:1] in _CLOSING_MARKS or shown[:1] in _CLOSING


def _run_start(shown: list[str], stop: int) -> int | None:
    """Return the start of the left-to-right run that ends with piece `stop`; None if none ends there.

    A closing bracket belongs to a run only together with its partner.
    """
    if not _keeps_order(shown[stop]):
        return None
    start, open_brackets = stop, 0
    for index in reversed(range(stop)):
        if is_right_to_left(shown[index]):
            break
        open_brackets += (shown[index] in _CLOSING) - (shown[index] in _OPENING)
        if open_brackets <= 0 and _keeps_order(shown[index]):
            start = index
    return start


def _keeps_order(piece: str) -> bool:
    return unicodedata.bidirectional(piece[:1] or " ") in ("L", "EN", "AN")


def _run_order(shown: list[str], start: int, stop: int, number: re.Pattern[str]) -> list[int]:
    """Order a run: Latin words and what is between them stay; numbers alone go from right to left."""
    run = range(start, stop + 1)
    if any(is_left_to_right(shown[index]) for index in run):
        return list(run)
    text = "".join(shown[index][:1] or " " for index in run)
    order: list[int] = []
    end = len(text)
    for found in reversed(list(number.finditer(text))):
        order.extend(start + at for at in range(end - 1, found.end() - 1, -1))
        order.extend(start + at for at in range(found.start(), found.end()))
        end = found.start()
    return order + [start + at for at in range(end - 1, -1, -1)]
