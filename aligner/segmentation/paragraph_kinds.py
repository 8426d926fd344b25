"""Classify the paragraphs of a document: title, preamble, operative part, items, signature.

This module finds the resolutions in a document, if there are any; `resolution_kinds` classifies their
paragraphs, and `plain_kinds` all others.
"""

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from aligner.languages.citing import place_of
from aligner.languages.structure import Structure
from aligner.segmentation import plain_kinds, resolution_kinds, titles
from aligner.segmentation.label_parsing import Family
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LARGER
from aligner.segmentation.paragraph import (
    CLAUSE_END,
    COLONS,
    NEAR_MASTHEAD,
    PHRASE,
    WORKING_KINDS,
    Paragraph,
    is_short_and_open,
)
from aligner.values import SegmentKind

_ENACTING: Final = 300
"""Maximum number of characters of a line that makes a body the subject of a resolution."""

_CLAUSES: Final = 3
"""Number of clauses of a preamble above the body's name that make a declaration."""

_SENTENCES: Final = 3
"""Number of numbered sentences that make a report."""


def assign(paragraphs: Sequence[Paragraph], structure: Structure) -> None:
    """Set the kind and place of every paragraph."""
    _set_kinds(paragraphs, structure)
    for paragraph in paragraphs:
        if paragraph.label is not None and paragraph.label.family in WORKING_KINDS:
            paragraph.place = place_of(paragraph.label.printed)


def _set_kinds(paragraphs: Sequence[Paragraph], structure: Structure) -> None:
    starts = [i for i in range(len(paragraphs)) if _opens_resolution(paragraphs, i, structure)]
    starts = starts or _without_comma(paragraphs, structure)
    in_report = bool(starts) and _is_report(paragraphs[: starts[0]])
    if starts and not in_report and _is_prose(paragraphs[: starts[0]], structure):
        starts = []  # a declaration whose preamble comes before the body's name
    if starts:
        _set_kinds_of_resolutions(paragraphs, starts, structure, in_report=in_report)
        return
    decision = _decision(paragraphs, structure)
    if decision is not None:
        _adopted(paragraphs, decision, structure)
    else:
        plain_kinds.classify(paragraphs, structure, has_title=True)


def _set_kinds_of_resolutions(
    paragraphs: Sequence[Paragraph], starts: Sequence[int], structure: Structure, *, in_report: bool
) -> None:
    """Set the kinds of the paragraphs of several resolutions, and of the report that contains them.

    Each of them starts with the line that names its body. A report precedes the first and may go on after
    each of those that are `in_report`.
    """
    heads = [_head_of(paragraphs, start, structure) for start in starts]
    if in_report:
        plain_kinds.classify(paragraphs[: heads[0]], structure, has_title=True)
    else:
        heads[0] = 0
    for head, start, stop in zip(heads, starts, [*heads[1:], len(paragraphs)], strict=True):
        if in_report:
            for paragraph in paragraphs[head:start]:
                paragraph.kind = SegmentKind.HEADING
        else:
            resolution_kinds.classify_head(paragraphs[head:start], structure)
        paragraphs[start].kind = SegmentKind.ENACTING
        outer = resolution_kinds.last_number(paragraphs[:start])
        resolution_kinds.classify_body(paragraphs[start + 1 : stop], structure, outer)


def is_enacting(text: str, structure: Structure) -> bool:
    """Whether a text makes a body the subject of a resolution (`The General Assembly,`)."""
    return len(text) <= _ENACTING and structure.enacting.fullmatch(text.strip()) is not None


def names_body(text: str, structure: Structure) -> bool:
    """Whether a text would be such a line if it had its comma (`The General Assembly`)."""
    return any(is_enacting(f"{text.strip()}{comma}", structure) for comma in ",，،")


def _without_comma(paragraphs: Sequence[Paragraph], structure: Structure) -> list[int]:
    """Return the line that names the body right above the numbered paragraphs, if its comma is missing."""
    for index, (paragraph, following) in enumerate(pairwise(paragraphs)):
        numbered = following.label is not None and following.label.family is Family.NUMBER
        if names_body(paragraph.text, structure) and (numbered or COMMA_END.search(following.text)):
            return [index]
    return []


def _decision(paragraphs: Sequence[Paragraph], structure: Structure) -> int | None:
    """Return the paragraph below a masthead that is a whole decision (`The Assembly, recalling …`)."""
    first = titles.masthead_end(paragraphs, structure)
    if not first:
        return None
    for index, paragraph in enumerate(paragraphs[first : first + NEAR_MASTHEAD], first):
        if structure.enacting.match(paragraph.text) and HARD_END.search(paragraph.text):
            return index
        following = paragraphs[index + 1 : index + 2]
        if names_body(paragraph.text, structure) and following:
            return index + 1 if structure.operative.match(following[0].text) else None
    return None


def _adopted(paragraphs: Sequence[Paragraph], decision: int, structure: Structure) -> None:
    """Set the kinds if one paragraph adopts a text, whose title, if any, is the title of the document."""
    above, text = paragraphs[:decision], paragraphs[decision + 1 :]
    paragraphs[decision].kind = SegmentKind.OPERATIVE
    plain_kinds.classify(text, structure, has_title=False)
    if names_body(above[-1].text, structure):
        above[-1].kind = SegmentKind.ENACTING
        above = above[:-1]
    resolution_kinds.classify_head(above, structure)
    if text and text[0].larger >= LARGER:
        for paragraph in above:
            paragraph.kind = SegmentKind.HEADING
        text[0].kind = SegmentKind.TITLE


def _opens_resolution(paragraphs: Sequence[Paragraph], index: int, structure: Structure) -> bool:
    """Whether a paragraph names a body and a resolution follows.

    A colon instead of the comma also announces what a body said (`The Committee:`), so it must be
    followed by the words of a resolution. In Chinese, what a body is asked to do looks alike (`请大会：`,
    `9. 秘书长建议大会：`).
    """
    paragraph, following = paragraphs[index], paragraphs[index + 1 : index + 2]
    text, colon = paragraph.text.strip(), paragraph.text.strip().endswith(COLONS)
    named = names_body(text[:-1], structure) if colon else is_enacting(text, structure)
    if colon and paragraph.number is not None:
        return False
    if not named or not following:
        return False
    below = following[0]
    opens = structure.preambular.match(below.text) or structure.operative.match(below.text)
    return bool(opens) or (below.label is not None and not colon)


def _is_prose(head: Sequence[Paragraph], structure: Structure) -> bool:
    """Whether clauses rather than the lines of a masthead precede the body's name."""
    clauses = [p for p in head if CLAUSE_END.search(p.text) and structure.preambular.match(p.text)]
    return len(clauses) >= _CLAUSES


def _is_report(head: Sequence[Paragraph]) -> bool:
    """Whether numbered sentences are above a body's name, so that a report has a resolution in it."""
    numbered = (p for p in head if p.number is not None)
    return sum(bool(HARD_END.search(p.text)) and len(p.text) > PHRASE for p in numbered) >= _SENTENCES


def _head_of(paragraphs: Sequence[Paragraph], start: int, structure: Structure) -> int:
    """Return where the headings above a later resolution begin."""
    texts = (paragraph.text for paragraph in reversed(paragraphs[1:start]))
    above = takewhile(lambda text: is_short_and_open(text) and not structure.adoption.match(text), texts)
    return start - sum(1 for _ in above)
