"""How people cite the paragraphs of a document: PP3, OP5 (a), Article 5 (2), 第五条 ¶2, Annex 2 ¶3.

A paragraph of a resolution has its place. One of a treaty or law is cited by its article and the
numbers it is under, or by its ordinal position if it has no number. Numbers begin again in an annex, so
they are cited with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from aligner.languages.citing import Item, is_article, nested, printed, under
from aligner.languages.letter_ranges import HAN_DIGITS
from aligner.languages.numerals import label_ordinal
from aligner.languages.structure import structure
from aligner.values import Document, Segment, SegmentKind, Span

_REACH: Final = 400
"""How many paragraphs to search backwards for the head of an article, at most."""
_ANNEX_REACH: Final = 10 * _REACH
"""The same for the heading of an annex, which is found by kind first."""

_ANNEX_NUMBER: Final = re.compile(rf"(?<![A-Za-z])[IVX\d]+$|[{HAN_DIGITS}]+$|(?<=\s)\S+$")
"""The number at the end of an annex's heading: Annex II, 附件二, المرفق الثاني."""

_HEADINGS: Final = frozenset(
    {SegmentKind.HEADING, SegmentKind.TITLE, SegmentKind.ENACTING, SegmentKind.SIGNATURE}
)


@dataclass(slots=True)
class _Citer:
    """Names paragraphs from the top down, keeping the current article and the position in it."""

    document: Document
    base: str = ""  # the article, or the paragraph of a resolution
    within: str = ""  # that, with the number of the paragraph in it
    passed: int = 0  # paragraphs met there
    items: list[Item] = field(default_factory=list)
    parent: int | None = None
    annex: str = ""  # the annex that it is in, before the sign of a paragraph

    def name(self, index: int) -> str:
        """Advance to the next paragraph and return how it is cited; empty if nothing names it."""
        segment = self.document.segments[index]
        goes_on = segment.parent is not None and segment.parent == self.parent
        self.parent = segment.parent
        if goes_on:
            return ""  # another sentence of the same paragraph
        label = printed(segment.label)
        if segment.place:
            self.annex = ""
            return self._enter(segment.place)
        if label and is_article(label, self.document.language):
            return self._enter(label, passed=segment.kind is not SegmentKind.HEADING)
        if segment.kind is SegmentKind.ROW and not label:
            return ""  # nobody counts rows as paragraphs
        if segment.kind in _HEADINGS:
            return self._heading(segment, label)
        if segment.kind is SegmentKind.ITEM:
            self.items = nested(self.items, label, self.document.language) if label else self.items
            return under(self._here(), [item.label for item in self.items])
        return self._numbered(label) if label else self._unnumbered()

    def _enter(self, base: str, *, passed: bool = True) -> str:
        self.base = self.within = base
        self.passed, self.items = int(passed), []
        return base

    def _heading(self, segment: Segment, label: str) -> str:
        """Return how a heading is cited: it ends the article before it, unless it is the title inside one."""
        annex = _annex(self.document, segment)
        if is_article(self.base, self.document.language) and not label and not annex:
            return self.base
        self.annex = annex or self.annex
        self._enter("")
        return label

    def _numbered(self, label: str) -> str:
        if not self.base:
            self._enter("")
            self.within = f"{self.annex}¶{label}" if label.isdecimal() else label
        else:
            self.within = label if "." in label else under(self.base, [label])
        self.passed, self.items = 1, []
        return self.within

    def _unnumbered(self) -> str:
        self.items = []
        if self.within:
            self.passed += 1
        return self._here()

    def _here(self) -> str:
        return f"{self.within} ¶{self.passed}" if self.passed > 1 else self.within


def _annex(document: Document, segment: Segment) -> str:
    """Return the annex that a heading begins, as citations begin; empty if it begins none."""
    heading = " ".join((segment.label or segment.span.of(document.text)).split())
    if not structure(document.language).annex.fullmatch(heading):
        return ""
    match = _ANNEX_NUMBER.search(heading)
    ordinal = label_ordinal(match[0], document.language) if match else None
    return f"Annex {ordinal} " if ordinal else "Annex "


def _names(document: Document, start: int, stop: int, annex: str = "") -> Iterator[str]:
    citer = _Citer(document, annex=annex)
    return (citer.name(index) for index in range(start, stop))


def names(document: Document) -> tuple[str, ...]:
    """Return how each paragraph of a document is cited; empty if nothing names it."""
    return tuple(_names(document, 0, len(document)))


def listed(names: Sequence[str], span: Span) -> str:
    """Return the names of several paragraphs as a list, each once.

    >>> listed(("Article 1", "Article 1", "", "Article 2"), Span(0, 4))
    'Article 1, Article 2'
    """
    return ", ".join(dict.fromkeys(filter(None, (names[index] for index in span))))


def cite(document: Document | None, span: Span) -> str:
    """Return how people cite some paragraphs of a document; empty if nothing names them.

    For a few paragraphs, since it looks for the head of their article each time; `names` names them all
    at once.

    >>> cite(None, Span(0, 1))
    ''
    """
    if document is None or not span:
        return ""
    start = _head(document, span.start)
    found = list(_names(document, start, span.stop, _annex_around(document, start)))
    return listed(found, Span(span.start - start, span.stop - start))


def _head(document: Document, index: int) -> int:
    """Return where to begin reading to find the article or place that a paragraph is under, if near."""
    earliest = max(0, index - _REACH)
    for start in range(index, earliest, -1):
        segment = document.segments[start]
        if segment.place or is_article(printed(segment.label), document.language):
            return start
    return earliest


def _annex_around(document: Document, index: int) -> str:
    """Return the annex that a paragraph is in, if its heading is near; empty in a resolution."""
    for number in range(index, max(0, index - _ANNEX_REACH) - 1, -1):
        segment = document.segments[number]
        if segment.place:
            return ""
        if segment.kind in _HEADINGS and (annex := _annex(document, segment)):
            return annex
    return ""
