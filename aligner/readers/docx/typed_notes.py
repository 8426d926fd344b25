"""Notes that were typed below a text instead of set as footnotes of Word.

The mastheads of United Nations reports have them: `* A/80/50.` in a frame at the foot of the
first page, with its mark typed behind the title or agenda item.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W
from aligner.values import Span
from aligner.values.extract import Extract, InlineMark, Line, LineRole

_OPENING: Final = re.compile(r"\s*(\*{1,6}|[†‡§]{1,3})[\s\u00a0]+(?=\S)")


def may_be_note(properties: etree._Element | None, style: str | None) -> bool:
    """Whether a paragraph of body text stands where typed notes do: in a frame, or in a style for notes."""
    framed = properties is not None and properties.find(W + "framePr") is not None
    return framed or (style or "").startswith(("footnote", "endnote"))


def set_apart(extract: Extract, places: Collection[int]) -> Extract:
    """Make notes of the typed ones among the lines at `places`, and mark where the text refers to them.

    A note begins with asterisks or daggers that also end a word elsewhere, above or, since a frame
    stands where its page says, below; without such a word the line stays as it is.
    """
    lines = list(extract.lines)
    for number in sorted(places):
        line = lines[number]
        opening = _OPENING.match(extract.text_of(line))
        if opening is None or line.role is not LineRole.BODY:
            continue
        mark = opening[1]
        referring = [n for n, each in enumerate(lines) if n != number and _references(extract, each, mark)]
        if not referring:
            continue
        for n in referring:
            if lines[n].role is LineRole.BODY:
                lines[n] = _marked(extract, lines[n], mark)
        span = Span(line.span.start + opening.end(), line.span.stop)
        lines[number] = replace(line, span=span, role=LineRole.FOOTNOTE, note_mark=mark)
    return replace(extract, lines=tuple(lines))


def _references(extract: Extract, line: Line, mark: str) -> list[Span]:
    """Where a mark ends a word of a line that is no note."""
    if line.role is LineRole.FOOTNOTE:
        return []
    sign = re.escape(mark[0])
    pattern = rf"(?<=[\w)\].,;:”»’]){re.escape(mark)}(?!{sign})(?=\W|$)"
    found = re.finditer(pattern, extract.text_of(line))
    return [Span(line.span.start + each.start(), line.span.start + each.end()) for each in found]


def _marked(extract: Extract, line: Line, mark: str) -> Line:
    taken = {place for each in line.marks for place in each.span}
    added = [InlineMark(mark, span) for span in _references(extract, line, mark) if span.start not in taken]
    return replace(line, marks=tuple(sorted((*line.marks, *added), key=lambda each: each.span)))
