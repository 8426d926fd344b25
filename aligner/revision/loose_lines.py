"""Link the last line of a paragraph that a scan has as a paragraph of its own with the whole.

Where letters of another font raise a line, it stands so far below the others that a paragraph seems to begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from aligner.revision.match_model import Link
from aligner.values import Document, Span

_ALIKE: Final = 0.6
"""Minimum share of the letters that such a line has in common with the end of the whole. It links
those of two pages in Arabic that were looked at, one badly read; no other value was tried."""


def with_loose_lines(links: Sequence[Link], old: Document, new: Document) -> Sequence[Link]:
    """Return the links between two drafts, in which lines that broke off in a scan belong to their whole."""
    if new.doubtful:
        links = _mended(links, old, new)
    return _turned(_mended(_turned(links), new, old)) if old.doubtful else links


def _turned(links: Sequence[Link]) -> list[Link]:
    return [replace(link, old=link.new, new=link.old) for link in links]


def _mended(links: Sequence[Link], text: Document, scan: Document) -> list[Link]:
    wholes = {link.new.stop: link for link in links if link.old and link.new}
    loose = {
        link.new.stop - 1
        for link in links
        if not link.old and link.new.start in wholes and _is_its_end(wholes[link.new.start], text, scan)
    }
    return [
        replace(link, new=Span(link.new.start, link.new.stop + 1)) if link.new.stop in loose else link
        for link in links
        if link.old or link.new.start not in loose
    ]


def _is_its_end(whole: Link, text: Document, scan: Document) -> bool:
    """Whether a paragraph of a scan breaks off before what is below it, which ends it in the other draft."""
    beginning, line = scan.joined(whole.new), scan.text_of(whole.new.stop)
    expected = text.joined(whole.old)[len(beginning) - len(line) // 2 :][-len(line) - 1 :]
    alike = SequenceMatcher(None, expected, line, autojunk=False).ratio()
    return beginning[-1:].isalnum() and alike >= _ALIKE
