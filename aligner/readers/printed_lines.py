"""Restore the printed lines of a page in text that a program extracted from a PDF.

Extraction leaves traces of typesetting in the text: several blanks between the words of a
justified line, a blank before a hyphen that was printed a little apart, a line break after a
raised mark. Each is undone only where the file itself shows that it is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from aligner.languages.letter_ranges import HAN_LETTERS

_LETTER: Final = r"[^\W\d_]"
_GAP: Final = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_WIDE_GAP: Final = re.compile(r"(?<=\S)[ \u00a0]{2,3}(?=\S)")
_JUSTIFIED_GAPS: Final = 4  # wide gaps of a line that show it was justified
_FEW: Final = 3  # lines or words that show a habit of the file

_HAN: Final = re.compile(f"[{HAN_LETTERS}]")
_HYPHEN: Final = "[-‐‑]"
_COMPOUND: Final = re.compile(rf"(?=(?<!{_LETTER})({_LETTER}+){_HYPHEN}({_LETTER}+))")
_APART: Final = re.compile(rf"(?<!{_LETTER})({_LETTER}+)( ?)({_HYPHEN})( ?)(?=({_LETTER}+))")
_LEANING: Final = re.compile(rf"(?<={_LETTER}) (?={_HYPHEN}[^\W_])")
"""The blank before a hyphen that a letter or digit follows: no language writes one so."""

_LEANING_END: Final = re.compile(rf"(?<={_LETTER}) (?={_HYPHEN}\s*$)")

_MARK_END: Final = re.compile(r"(?:[^\W\d_]|[,;:)\]”’»》」），；、])( ?)(?:\d{1,3}|\*{1,3})$")
_LONE_MARK: Final = re.compile(r"[ \u00a0]*(?:\d{1,3}|\*{1,3})[ \u00a0]*")
_LIST_LETTER: Final = re.compile(rf"{_LETTER}{{1,4}}[.)]")
_BLANKS: Final = " \u00a0"
_MARGIN: Final = 0.97  # quantile of the lines' widths that is the margin


def restored(lines: Sequence[str]) -> list[str]:
    """Return the lines as they were printed.

    Args:
        lines: those of a text file, form feeds included.
    """
    return _rejoined(_closed_hyphens(_without_wide_gaps(lines)))


def _without_wide_gaps(lines: Sequence[str]) -> list[str]:
    """Reduce each gap of two or three blanks to one, if the file has lines justified by such gaps."""
    if sum(map(_is_justified, lines)) < _FEW:
        return list(lines)
    return [_WIDE_GAP.sub(" ", line) for line in lines]


def _is_justified(line: str) -> bool:
    gaps = [len(gap) for gap in _GAP.findall(line)]
    wide = sum(gap > 1 for gap in gaps)
    words = sum(word.isalpha() for word in line.split())
    return wide >= _JUSTIFIED_GAPS and max(gaps) <= 3 and 2 * wide >= len(gaps) and words >= _JUSTIFIED_GAPS


def _closed_hyphens(lines: Sequence[str]) -> list[str]:
    """Remove the blanks beside hyphens of compounds.

    If a compound also occurs without blanks, they do not belong to it. If this holds for several
    compounds, a blank before a hyphen is removed wherever none follows it.
    """
    if not any(" -" in line or " ‑" in line or " ‐" in line for line in lines):
        return list(lines)
    compounds = _compounds(lines)
    proven = 0

    def close(match: re.Match[str]) -> str:
        nonlocal proven
        head, before, hyphen, after, tail = match.groups()
        if not (before or after) or (head.lower(), tail.lower()) not in compounds:
            return match.group()
        proven += bool(before) and not after
        return head + hyphen

    closed = [_APART.sub(close, line) for line in lines]
    if proven < _FEW:
        return closed
    return [_LEANING_END.sub("", _LEANING.sub("", line)) for line in closed]


def _compounds(lines: Iterable[str]) -> set[tuple[str, str]]:
    return {
        (match.group(1).lower(), match.group(2).lower())
        for line in lines
        for match in _COMPOUND.finditer(line)
    }


def _rejoined(lines: Sequence[str]) -> list[str]:
    """Join the pieces of printed lines that were broken at a raised mark.

    At a real wrap the next word did not fit; the next line as a whole fits only if both are pieces
    of one printed line, or two paragraphs.
    """
    widths = sorted(_width(line) for line in lines if line.strip())
    margin = widths[int(len(widths) * _MARGIN)] if widths else 0
    found: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        lone = index + 1 < len(lines) and _LONE_MARK.fullmatch(line) is not None
        if found and lone and _fits(margin, found[-1], line, lines[index + 1]):
            marked = found[-1].rstrip(_BLANKS) + _trimmed(line)
            if _goes_on(marked, lines[index + 1]):
                found[-1], line = marked, lines[index + 1]
                index += 1
        if found and _goes_on(found[-1], line) and _fits(margin, found[-1], line):
            found[-1] = _one_line(found[-1], line)
        else:
            found.append(line)
        index += 1
    return found


def _one_line(above: str, below: str) -> str:
    space = "" if _HAN.match(_trimmed(below)) else " "
    return above.rstrip(_BLANKS) + space + below.lstrip(_BLANKS)


def _fits(margin: int, *pieces: str) -> bool:
    """Whether pieces of a line are no longer than the lines of the page."""
    return sum(_width(piece) + 1 for piece in pieces) <= margin + 1


def _goes_on(above: str, below: str) -> bool:
    """Whether a line ends with a mark inside a sentence, and the next goes on with it."""
    mark = _MARK_END.search(above.rstrip(_BLANKS))
    if mark is None or _LIST_LETTER.match(_trimmed(below)):
        return False
    first = _trimmed(below)[:1]
    set_in = below[:1] in _BLANKS and above[:1] not in _BLANKS and below[1:2] not in _BLANKS
    return first.islower() or bool(first and set_in) or (not mark.group(1) and bool(_HAN.match(first)))


def _trimmed(line: str) -> str:
    return line.strip(_BLANKS)


def _width(line: str) -> int:
    text = line.strip()
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
