"""Classify the paragraphs of a resolution: head, preamble, operative part, signature."""

import re
from collections.abc import Sequence
from typing import Final

from aligner.languages.structure import Structure
from aligner.segmentation import masthead, plain_kinds, titles
from aligner.segmentation.label_parsing import HEADINGS, Family
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LARGER
from aligner.segmentation.paragraph import (
    CLOSED,
    COLONS,
    HEAD_LINE,
    SHORT,
    STOPS,
    WORKING_KINDS,
    Paragraph,
    is_lettered_heading,
    is_short_and_open,
)
from aligner.values import SegmentKind

_UNNUMBERED: Final = frozenset({SegmentKind.PREAMBULAR, SegmentKind.PARAGRAPH})
_OPEN_HEADING: Final = frozenset({Family.ARTICLE, Family.PART})
"""Labels of headings that no resolution has, so that they begin an annex."""


def classify_head(paragraphs: Sequence[Paragraph], structure: Structure) -> None:
    """Set the kinds of what is above a resolution; its title is the last line that can be one.

    A line in Word's style for titles is preferred, unless it only names the body; then one in letters
    larger than the text's, the largest of several; one such as `Draft decision` if there is no other.
    """
    stop = titles.masthead_end(paragraphs, structure)
    for paragraph in paragraphs:
        paragraph.kind = SegmentKind.HEADING
    below = [p for p in paragraphs[stop:] if _may_be_title(p, structure, below=stop > 0)]
    size = max([LARGER, *(p.larger for p in below)])
    largest = [p for p in below if p.larger == size]
    styled = [
        p for p in paragraphs[stop:] if p.style == "title" and not structure.organ_line.fullmatch(p.text)
    ]
    named = [p for p in paragraphs if structure.resolution_head.fullmatch(p.text)]
    for found in (styled, largest, below, named):
        if found:
            found[-1].kind = SegmentKind.TITLE
            return


def _may_be_title(paragraph: Paragraph, structure: Structure, *, below: bool) -> bool:
    """Whether a paragraph can be the title; below a masthead, it may name a body in larger letters."""
    text = paragraph.text
    known = [structure.session, structure.sponsors, structure.resolution_head]
    if not below or paragraph.larger < LARGER:
        known.append(structure.organ_line)
    is_known = len(text) <= HEAD_LINE and any(pattern.fullmatch(text) for pattern in known)
    if is_known or structure.agenda.match(text) is not None:
        return False
    is_date = masthead.date_of([text], structure.language) is not None
    return not is_date and structure.adoption.fullmatch(text) is None


def last_number(paragraphs: Sequence[Paragraph]) -> int:
    """Return the number that the last numbered paragraph of a report has before a resolution in it, or 0."""
    numbers = [each.number for each in paragraphs if each.kind is SegmentKind.PARAGRAPH]
    return next((number for number in reversed(numbers) if number is not None), 0)


def _is_report_again(paragraph: Paragraph, outer: int, operative: int) -> bool:
    """Whether a report continues after a resolution in it: with its next number, or a numbered heading."""
    label = paragraph.label
    if not outer or label is None:
        return False
    number = paragraph.number
    if number is not None:
        return number == outer + 1 and outer != operative
    return label.family in HEADINGS and bool(paragraph.text)


def classify_body(paragraphs: Sequence[Paragraph], structure: Structure, outer: int) -> None:
    """Set the kinds and places of a resolution's paragraphs, and of what follows it.

    Args:
        paragraphs: the paragraphs below the line that names the body.
        structure: the patterns of their language.
        outer: the last number of a report that contains the resolution, or 0.
    """
    operative = preambular = 0
    started = False
    for index, paragraph in enumerate(paragraphs):
        kind = _body_kind(paragraph, structure, started)
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if kind in _UNNUMBERED and _heads_numbered(paragraph, following):
            kind = SegmentKind.HEADING
        if kind is None or _is_report_again(paragraph, outer, operative):
            plain_kinds.classify(paragraphs[index:], structure, has_title=False)
            return
        paragraph.kind = kind
        if kind is SegmentKind.OPERATIVE:
            started = True
            operative += 1
            paragraph.place = f"OP{_western(paragraph.label.printed) if paragraph.label else operative}"
        elif kind is SegmentKind.PREAMBULAR:
            preambular += 1
            paragraph.place = f"PP{preambular}"


def _heads_numbered(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Whether a paragraph without a closing sign is right above a numbered one."""
    label = following.label if following is not None else None
    if label is None or paragraph.label is not None:
        return False
    return label.family is Family.NUMBER and CLOSED.search(paragraph.text) is None


def _western(number: str) -> str:
    """Return a number in the digits that places are cited with in all languages."""
    return re.sub(r"\d", lambda digit: str(int(digit.group())), number)


def _body_kind(paragraph: Paragraph, structure: Structure, started: bool) -> SegmentKind | None:
    """Return the kind of a paragraph of a resolution, or None where an annex begins."""
    text, label = paragraph.text, paragraph.label
    if structure.annex.fullmatch(text) or (label is not None and label.family in _OPEN_HEADING):
        return None
    if label is not None:
        if label.family in WORKING_KINDS:
            return WORKING_KINDS[label.family]
        if label.family is Family.NUMBER:
            return SegmentKind.PARAGRAPH if label.quoted else SegmentKind.OPERATIVE
        if label.family in HEADINGS or is_lettered_heading(text, label):
            return SegmentKind.HEADING
        is_han_heading = label.family is Family.HAN and is_short_and_open(text)  # 一. 监测和评估
        return SegmentKind.HEADING if is_han_heading else SegmentKind.ITEM
    if started:
        if structure.operative.match(text) and HARD_END.search(text):
            return SegmentKind.OPERATIVE
        return _after_operative(paragraph)
    return _before_operative(text, structure)


def _before_operative(text: str, structure: Structure) -> SegmentKind:
    """Return the kind of a paragraph without a number where no operative paragraph has begun."""
    ends_comma, hard = (end.search(text) is not None for end in (COMMA_END, HARD_END))
    if not ends_comma and hard and structure.operative.match(text):
        return SegmentKind.OPERATIVE
    if ends_comma or structure.preambular.match(text):
        return SegmentKind.PREAMBULAR
    if not hard:
        return SegmentKind.HEADING
    if text.endswith(STOPS + COLONS):
        return SegmentKind.PARAGRAPH  # `Have agreed as follows:`
    return SegmentKind.PREAMBULAR


def _after_operative(paragraph: Paragraph) -> SegmentKind:
    text = paragraph.text
    if HARD_END.search(text) or COMMA_END.search(text) or len(text) > SHORT:
        return SegmentKind.PARAGRAPH
    if text[:1].isdigit() or text[-4:].isdigit():
        return SegmentKind.SIGNATURE  # the date under the meeting's number
    return SegmentKind.HEADING
