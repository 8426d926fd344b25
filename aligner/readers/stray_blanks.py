"""Remove blanks that text extraction put where the page has a narrow gap between two letters.

A blank is stray where the file itself shows it: lines justified by wide gaps, signs and compounds
that it elsewhere writes without one, letters cut off its words, Chinese set with space between all
characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from aligner.languages.letter_ranges import HAN_LETTERS, WIDE

BLANKS: Final = " \u00a0"
"""The blanks inside lines."""

_LETTER: Final = r"[^\W\d_]"
_GAP: Final = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_WIDE_GAP: Final = re.compile(r"(?<=\S)[ \u00a0]{2,3}(?=\S)")
_JUSTIFIED_GAPS: Final = 4  # wide gaps of a line that show it was justified
_FEW: Final = 3  # lines or words that show a habit of the file

_LETTERS: Final = 2  # letters cut off words that show these are no words themselves

_HYPHEN: Final = "[-‐‑]"
_BESIDE_HYPHEN: Final = re.compile(f" {_HYPHEN}|{_HYPHEN} ")
_COMPOUND: Final = re.compile(rf"(?=(?<!{_LETTER})({_LETTER}+){_HYPHEN}({_LETTER}+))")
_APART: Final = re.compile(rf"(?<!{_LETTER})({_LETTER}+)( ?)({_HYPHEN})( ?)(?=({_LETTER}+))")
_LEANING: Final = re.compile(rf"(?<={_LETTER}) (?={_HYPHEN}(?:[^\W_]|[,;]|\s*$))|(?<=\d) (?=–\d)")
"""The blank before a hyphen and letter, or a hyphen at a line's end: no language writes one so."""

_SIGNS: Final = ",;:.)!?’”»"
_SIGN_APART: Final = re.compile(rf"(?<=[^\W_])[{BLANKS}](?=([{_SIGNS}])(?![.…/])(?:\W|s\b|$))")
_SIGN_CLOSE: Final = re.compile(rf"[^\W_](?=([{_SIGNS}])(?![.…/])(?:\W|s\b|$))")
_USUALLY: Final = 8  # times a sign is closed up for each time it is set apart, if those blanks are stray

_PIECES: Final = re.compile(rf"(?<![^\W_])({_LETTER}+) (?=({_LETTER}+)(?![^\W_]))")
_TOKEN: Final = re.compile(rf"{_LETTER}+")
_HAN: Final = f"[{HAN_LETTERS}]"
_IS_HAN: Final = re.compile(_HAN)
_HAN_SPACED: Final = re.compile(rf"{_HAN} (?={_HAN})")
_HAN_RUN: Final = re.compile(rf"(?:{_HAN} ){{5}}{_HAN}")
"""More characters set apart than a name or heading has that is spread out."""

_HAN_CLOSE: Final = re.compile(rf"{_HAN}(?={_HAN})")
_WIDE_SPACED: Final = re.compile(rf"(?<=[{WIDE}]) (?=[{WIDE}])")


def removed(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text file without stray blanks."""
    found = list(lines)
    for step in (_without_wide_gaps, _closed_han, _closed_hyphens, _closed_signs, _closed_words):
        found = step(found)
    return found


def _without_wide_gaps(lines: list[str]) -> list[str]:
    """Make one blank of each gap of two or three, if the file has lines that are justified by these."""
    if sum(map(_is_justified, lines)) < _FEW:
        return lines
    return [_WIDE_GAP.sub(" ", line) for line in lines]


def _is_justified(line: str) -> bool:
    """Whether a line has wide gaps between the words of a sentence; cells of tables begin with capitals."""
    gaps = [len(gap) for gap in _GAP.findall(line)]
    wide = sum(gap > 1 for gap in gaps)
    if wide < _JUSTIFIED_GAPS or max(gaps) > 3 or 2 * wide < len(gaps):
        return False
    words = sum(word.isalpha() and not word[0].isupper() for word in line.split())
    return words >= _JUSTIFIED_GAPS


def _closed_han(lines: list[str]) -> list[str]:
    """Close up Chinese in which most characters are set apart by a blank."""
    spaced = sum(len(_HAN_SPACED.findall(line)) for line in lines)
    close = sum(len(_HAN_CLOSE.findall(line)) for line in lines)
    if spaced <= close or not any(map(_HAN_RUN.search, lines)):
        return lines
    return [_WIDE_SPACED.sub("", line) for line in lines]


def _closed_hyphens(lines: list[str]) -> list[str]:
    """Remove the blanks beside hyphens of compounds.

    A compound that the file also has without blanks proves that they are none of its own; a hyphen
    between two blanks may be a dash unless several compounds are proven so. Where that is so of blanks before
    hyphens, they go wherever none follows.
    """
    if not any(map(_BESIDE_HYPHEN.search, lines)):
        return lines
    compounds = _compounds(lines)
    known = [match for line in lines for match in _APART.finditer(line) if _is_known(match, compounds)]
    between = {_compound(match) for match in known if match.group(2) and match.group(4)}
    before = sum(bool(match.group(2)) and not match.group(4) for match in known)
    dashes = len(between) >= _FEW

    def close(match: re.Match[str]) -> str:
        is_known = _is_known(match, compounds) and (dashes or match.group(2, 4) != (" ", " "))
        return match.expand(r"\1\3") if is_known else match.group()

    closed = [_APART.sub(close, line) for line in lines]
    return closed if before < _FEW else [_LEANING.sub("", line) for line in closed]


def _is_known(match: re.Match[str], compounds: Collection[tuple[str, str]]) -> bool:
    """Whether blanks are beside the hyphen of a compound that the file also has without."""
    return bool(match.group(2) or match.group(4)) and _compound(match) in compounds


def _compound(match: re.Match[str]) -> tuple[str, str]:
    return match.group(1).lower(), match.group(5).lower()


def _compounds(lines: Iterable[str]) -> set[tuple[str, str]]:
    return {
        (match.group(1).lower(), match.group(2).lower())
        for line in lines
        for match in _COMPOUND.finditer(line)
    }


def _closed_signs(lines: list[str]) -> list[str]:
    """Remove the blank before signs that the file hardly ever sets apart.

    Only stray commas show that these blanks are stray: other signs may be set apart on purpose, as in
    French, in code and in `:)`.
    """
    apart = Counter(sign for line in lines for sign in _SIGN_APART.findall(line))
    if apart.total() < _FEW:
        return lines
    close = Counter(sign for line in lines for sign in _SIGN_CLOSE.findall(line))
    stray = {sign for sign, count in apart.items() if close[sign] >= _USUALLY * count}
    if "," not in stray:
        return lines
    return [
        _SIGN_APART.sub(lambda match: "" if match.group(1) in stray else match.group(), line)
        for line in lines
    ]


def _closed_words(lines: list[str]) -> list[str]:
    """Put back a letter cut off a word that the file has whole elsewhere: `mor e`.

    The letter is no word of the file. Longer pieces may be words by themselves (`web page`), and so may
    one letter, but not several of them (`a way`).
    """
    if any(map(unicodedata.combining, "".join(lines))):
        return lines  # a letter and its accent are two characters here
    matches = (match for line in lines for match in _PIECES.finditer(line))
    pairs = Counter(_pair(match) for match in matches if 1 in map(len, match.groups()))
    if len(pairs) < _FEW:
        return lines
    words = Counter(word.lower() for line in lines for word in _TOKEN.findall(line))
    whole = {pair: count for pair, count in pairs.items() if "".join(pair) in words}
    pieces: Counter[str] = Counter()
    for pair, count in whole.items():
        pieces.update(dict.fromkeys(pair, count))
    cut_off = {piece for piece, count in pieces.items() if len(piece) == 1 and words[piece] <= count}
    broken = {pair for pair in whole if cut_off.intersection(pair) and not _IS_HAN.match(pair[0])}
    letters = cut_off.intersection(piece for pair in broken for piece in pair)
    if len(broken) < _FEW or len(letters) < _LETTERS:
        return lines
    return [
        _PIECES.sub(lambda match: match.group(1) + " " * (_pair(match) not in broken), line) for line in lines
    ]


def _pair(match: re.Match[str]) -> tuple[str, str]:
    return match.group(1).lower(), match.group(2).lower()
