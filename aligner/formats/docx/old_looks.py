"""The formatting that deleted words had in the older Word file.

A redline shows deleted words as they were: a raised letter that marks a note of a table, for example,
would otherwise be a letter of its word when the deletion is rejected.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from itertools import accumulate

from lxml import etree

from aligner.formats.docx.redline_flow import INSERTED, RedlineParagraph, RedlineRun
from aligner.formats.docx.run_pieces import Pieces
from aligner.formats.docx.source_lines import Lines
from aligner.formats.docx.word_elements import Element, UnsuitedError
from aligner.readers.docx.package import W


class OldLooks:
    """Finds the formatting of deleted runs.

    Args:
        old: the older file.
        paragraphs: the redline, which has the whole older draft in order.
        styles: the character styles that the newer file has, by id.
    """

    def __init__(self, old: Lines, paragraphs: Sequence[RedlineParagraph], styles: Collection[str]) -> None:
        self._old, self._styles = old, styles
        self._starts = [segment.span.start for segment in old.document.segments]
        self._places = _places(paragraphs, old.document.text)
        self._cut: dict[int, list[tuple[int, Element | None]]] = {}

    def parts(self, run: RedlineRun) -> Iterator[tuple[str, Element | None]]:
        """Yield the text of a deleted run in parts, each with its formatting; None if that is not known."""
        at = self._places.get(id(run))
        if at is None or not run.text:
            yield run.text, None
            return
        start = 0
        for stop, look in self._looks(at):
            if start < stop and start < len(run.text):
                yield run.text[start:stop], self._fitting(look)
                start = stop
        if start < len(run.text):
            yield run.text[start:], None

    def _looks(self, at: int) -> list[tuple[int, Element | None]]:
        """Return where each formatting ends after a place of the older text, within its line."""
        line = bisect_right(self._starts, at) - 1
        if line not in self._cut:
            try:
                self._cut[line] = Pieces.of(self._old.paragraphs[line]).looks()
            except UnsuitedError:
                self._cut[line] = []
        inside = at - self._starts[line]
        ends = accumulate(length for length, _ in self._cut[line])
        return [(end - inside, look) for end, (_, look) in zip(ends, self._cut[line], strict=True)]

    def _fitting(self, look: Element | None) -> Element:
        """Return formatting without a style that the newer file lacks; empty for plain text."""
        if look is None:
            return etree.Element(W + "rPr")
        copied = deepcopy(look)
        for style in copied.findall(W + "rStyle"):
            if style.get(W + "val") not in self._styles:
                copied.remove(style)
        return copied


def _places(paragraphs: Sequence[RedlineParagraph], text: str) -> dict[int, int]:
    """Return where in the older text each run of it is, by the run's identity."""
    found: dict[int, int] = {}
    at = 0
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.mark is not INSERTED and run.note is None:
                if not text.startswith(run.text, at):
                    return {}
                found[id(run)] = at
                at += len(run.text)
        at += paragraph.border is not INSERTED
    return found
