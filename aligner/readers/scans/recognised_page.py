"""What text recognition finds on a page, as values that are kept and passed between processes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from threading import Lock
from typing import Final

from aligner.readers.kept_results import KeptResults
from aligner.readers.pdf.bidi import is_right_to_left
from aligner.readers.pdf.glyph import Glyph, PageGlyphs
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.values import disk_traces
from aligner.values.codec import structure, unstructure

DOUBTFUL: Final = 0.9
"""Confidence below which a word may be misread. On the damaged pages of `tests/benchmarks/scans.py` it
covers most of the wrong words and marks few of the right ones."""

_CLEARANCE: Final = 0.12  # em: minimum distance that is left between the boxes of two words


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a single character of a script without spaces, on the upright page.

    Lengths are in points; y increases upwards, as in PDF.

    Attributes:
        text: as recognised, in reading order.
        left, right: its extent across the page.
        base: its baseline above the lower edge of the page.
        size: the size of the letters of its line.
        confidence: the engine's own estimate that it is right, in [0, 1].
        spaced: whether there is a space before it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    confidence: float
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The words of one page, line by line, and the straight lines drawn on it.

    `height` is that of the upright page, in points. `lines` are groups of words on one baseline. `turned` is
    by how many degrees the page was turned counter-clockwise until it was upright. `gutter` is where the
    second of two pages on it begins, in points from the left, or 0. `unread` is the number of rows of
    signs that could not be read, as below a stamp.
    """

    height: float
    lines: tuple[tuple[Word, ...], ...] = ()
    rules: tuple[Rule, ...] = ()
    turned: int = 0
    gutter: float = 0.0
    unread: int = 0

    @property
    def text(self) -> str:
        """Its words in the order of the lines, for detecting the language."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def starts(self) -> tuple[float, ...]:
        """Where each page on it begins, in points from the left, in the order in which they are read."""
        if not self.gutter:
            return (0.0,)
        leftwards = 2 * sum(map(is_right_to_left, self.text)) > sum(map(str.isalpha, self.text))
        return (self.gutter, 0.0) if leftwards else (0.0, self.gutter)

    def glyphs(self) -> tuple[PageGlyphs, ...]:
        """Return its words in the place of a PDF page's characters, one page or two."""
        pages = [self._half(start, inf if start else self.gutter or inf) for start in self.starts]
        return tuple(
            PageGlyphs(tuple(page._glyphs()), page.height, rules=PageRules(page.rules)) for page in pages
        )

    def _half(self, start: float, stop: float) -> RecognisedPage:
        """Return what begins between two places across the page, with its distances from the first."""
        lines = (tuple(word for word in line if start <= word.left < stop) for line in self.lines)
        rules = tuple(rule for rule in self.rules if start <= rule.left < stop)
        return replace(self, lines=tuple(filter(None, lines)), rules=rules, gutter=0.0).moved(-start)

    def moved(self, by: float) -> RecognisedPage:
        """Return the page with all that is on it moved to the right, in points."""
        return replace(
            self,
            lines=tuple(
                tuple(replace(word, left=word.left + by, right=word.right + by) for word in line)
                for line in self.lines
            ),
            rules=tuple(replace(rule, left=rule.left + by, right=rule.right + by) for rule in self.rules),
        )

    def _glyphs(self) -> Iterator[Glyph]:
        order = number = 0
        for line in self.lines:
            order += 1  # so that a line's first word does not follow the last of the line before
            for word in sorted(line, key=lambda each: each.left):
                number += word.spaced
                order += 1
                yield Glyph(
                    word.text,
                    order,
                    word.left,
                    max(word.left, word.right - _CLEARANCE * word.size * word.spaced),
                    word.base,
                    word.size,
                    word.left,
                    number,
                    spaced=word.spaced,
                    doubtful=word.confidence < DOUBTFUL,
                )


_WIDE: Final = 1.2  # minimum ratio of width to height of a sheet with two pages
_MIDDLE: Final = (0.4, 0.6)  # between which shares of the width the second page begins
_GUTTER: Final = 0.05  # minimum share of the width that is blank between them
_LINES: Final = 3  # minimum number of lines on each


def gutter_of(lines: Sequence[Sequence[Word]], width: float, height: float) -> float:
    """Return where the second of two pages on a sheet begins, in points from the left; 0 if there is one.

    Nothing crosses the gutter, as a title over two columns or a table does.
    """
    if width < _WIDE * height:
        return 0.0
    words = sorted((word for line in lines for word in line), key=lambda word: word.left)
    reach = accumulate((word.right for word in words), max)
    gaps = [(word.left - end, (word.left + end) / 2) for end, word in zip(reach, words[1:], strict=False)]
    low, high = (share * width for share in _MIDDLE)
    wide = [(gap, middle) for gap, middle in gaps if gap > _GUTTER * width and low < middle < high]
    if not wide:
        return 0.0
    _, gutter = max(wide)
    counts = [
        sum(any((word.left > gutter) is side for word in line) for line in lines) for side in (True, False)
    ]
    return gutter if min(counts) >= _LINES else 0.0


KEPT: Final = KeptResults("scans", most=20_000)
"""The pages kept on disk, some 10 kB each."""

_MOST_IN_MEMORY: Final = 500
_lock: Final = Lock()
_memory: Final[dict[str, RecognisedPage]] = {}


def page_key(data: bytes, number: int, engine: str) -> str:
    """Return the key of a page: a digest of its file, its number, and what recognises it."""
    return hashlib.sha256(hashlib.sha256(data).digest() + f"{number} {engine}".encode()).hexdigest()


def find(key: str) -> RecognisedPage | None:
    """Return a page that was kept, or None."""
    if (known := _memory.get(key)) is not None:
        return known
    with suppress(ValueError, TypeError):
        if (plain := KEPT.find(key)) is not None:
            return structure(RecognisedPage, plain)
    return None


def keep(key: str, page: RecognisedPage) -> None:
    """Keep a page."""
    with _lock:
        _memory[key] = page
        while len(_memory) > _MOST_IN_MEMORY:
            del _memory[next(iter(_memory))]
    if not disk_traces.shared_forbidden():
        KEPT.keep(key, unstructure(page))
