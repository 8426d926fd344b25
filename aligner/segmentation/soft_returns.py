"""Divide paragraphs of a file at the soft returns that begin a paragraph of its text.

In Word a soft return begins a line inside a paragraph. Mastheads, numbered items and whole resolutions
are typed with it, and a page printed from the file shows separate lines; but titles and sentences are
also broken with it for the sake of appearance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from aligner.languages.structure import Structure
from aligner.segmentation import label_parsing
from aligner.segmentation.label_parsing import Family
from aligner.segmentation.masthead_lines import are_masthead_lines
from aligner.segmentation.measured_rows import COMMA_END, HARD_END
from aligner.values import Span
from aligner.values.extract import Extract, Line, LineRole

_HEAD: Final = 20  # paragraphs at the head of a file that may be part of its masthead
_CLAUSE_END: Final = re.compile("[;；؛]$")
_LEADS_ON: Final = re.compile("[:：]$")
_HEADS: Final = (Family.ARTICLE, Family.PART)


def divided(extract: Extract, structure: Structure) -> Extract:
    """Return an extract in which each paragraph begun by a soft return is a separate line.

    A header or footer is divided at every soft return, as a page shows it.

    Args:
        extract: what a reader made of a file.
        structure: of its language.
    """
    if not any(line.breaks for line in extract.lines):
        return extract
    lines: list[Line] = []
    body, in_head = 0, True
    for line in extract.lines:
        text = extract.text_of(line)
        body += line.role is LineRole.BODY
        in_head = in_head and body <= _HEAD and not _is_of_text(line, text, structure)
        lines += _parts(line, text, structure, in_head=in_head)
    return replace(extract, lines=tuple(lines))


def _is_of_text(line: Line, text: str, structure: Structure) -> bool:
    """Whether a line is below the masthead: it opens the text, or has a number.

    A name can begin like a recital (Организация), but does not end like one.
    """
    if line.role is not LineRole.BODY:
        return False
    recites = structure.preambular.match(text) and (HARD_END.search(text) or COMMA_END.search(text))
    opens = recites or structure.enacting.match(text)
    return bool(opens) or line.label is not None or label_parsing.read(text, structure) is not None


def _parts(line: Line, text: str, structure: Structure, *, in_head: bool) -> Iterator[Line]:
    """Yield a line of an extract, or the lines it is divided into."""
    if not line.breaks or not line.whole or line.cells or line.role is LineRole.FOOTNOTE:
        yield line
        return
    rows = list(pairwise((0, *line.breaks, len(text))))
    cuts = [
        below[0]
        for above, below in pairwise(rows)
        if line.role is LineRole.FURNITURE
        or _begins(text[slice(*above)].strip(), text[slice(*below)].strip(), structure, in_head=in_head)
    ]
    for start, stop in pairwise((0, *cuts, len(text))):
        span = Span(start, start + len(text[start:stop].rstrip())).shifted(line.span.start)
        marks = (mark for mark in line.marks if start <= mark.span.start - line.span.start < stop)
        yield replace(line, span=span, breaks=(), label=None if start else line.label, marks=tuple(marks))


def _begins(above: str, below: str, structure: Structure, *, in_head: bool) -> bool:
    """Whether the line below a soft return begins a paragraph.

    The end of a sentence does not show it: on a page, too, sentences that follow each other without
    a gap are one paragraph.
    """
    if not above or not below:
        return False
    label = label_parsing.read(above, structure)
    ends = HARD_END.search(above) or COMMA_END.search(above)
    if label_parsing.read(below, structure) is not None:
        return bool(ends or label or structure.conjunction.search(above))
    if ends and (structure.preambular.match(below) or structure.operative.match(below)):
        return True
    if _CLAUSE_END.search(above) or (_LEADS_ON.search(above) and _CLAUSE_END.search(below)):
        return True
    if label is not None and label.family in _HEADS and label.stop >= len(above):
        return True
    return bool(structure.annex.fullmatch(above)) or (in_head and are_masthead_lines(above, below, structure))
