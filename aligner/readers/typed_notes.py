"""Notes that were typed below the text instead of inserted as footnotes.

They occur in the mastheads of United Nations reports: `* A/80/50.` in a frame at the foot of
the first page of a Word file, with its mark typed after the title or agenda item.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from aligner.values.document import Span
from aligner.values.extract import Extract, InlineMark, Line, LineRole

_OPENING: Final = re.compile(r"\s*(\*{1,6}|[†‡§]{1,3})[\s\u00a0]+(?=\S)")


def openings(extract: Extract) -> set[int]:
    """Return the lines of body text that begin with asterisks or daggers as no other line does."""
    found: dict[int, str] = {}
    for number, line in enumerate(extract.lines):
        opening = _OPENING.match(extract.text_of(line))
        if opening is not None and line.role is LineRole.BODY and not line.cells:
            found[number] = opening[1]
    marks = Counter(found.values())
    return {number for number, mark in found.items() if marks[mark] == 1}


def set_apart(extract: Extract, places: Collection[int]) -> Extract:
    """Convert typed notes among the lines at `places` to notes, and mark where the text refers to them.

    A note begins with asterisks or daggers that also follow a word elsewhere: above it or, since
    frames may be anchored anywhere on their page, below it. Otherwise the line stays body text.
    """
    lines = list(extract.lines)
    for number in sorted(places):
        line = lines[number]
        opening = _OPENING.match(extract.text_of(line))
        if opening is None or line.role is not LineRole.BODY:
            continue
        mark = opening[1]
        others = ((n, _references(extract, each, mark)) for n, each in enumerate(lines) if n != number)
        referring = {n: spans for n, spans in others if spans}
        if not referring:
            continue
        for n, spans in referring.items():
            if lines[n].role is LineRole.BODY:
                lines[n] = _marked(lines[n], mark, spans)
        span = Span(line.span.start + opening.end(), line.span.stop)
        lines[number] = replace(line, span=span, role=LineRole.FOOTNOTE, note_mark=mark)
    return replace(extract, lines=tuple(lines))


def _references(extract: Extract, line: Line, mark: str) -> list[Span]:
    """Find where a line that is not a note has the mark at the end of a word."""
    if line.role is LineRole.FOOTNOTE:
        return []
    sign = re.escape(mark[0])
    pattern = rf"(?<=[\w)\].,;:”»’]){re.escape(mark)}(?!{sign})(?=\W|$)"
    matches = re.finditer(pattern, extract.text_of(line))
    return [Span(line.span.start + match.start(), line.span.start + match.end()) for match in matches]


def _marked(line: Line, mark: str, spans: Sequence[Span]) -> Line:
    taken = {place for each in line.marks for place in each.span}
    added = [InlineMark(mark, span) for span in spans if span.start not in taken]
    return replace(line, marks=tuple(sorted((*line.marks, *added), key=lambda each: each.span)))
