"""Classify the paragraphs of a resolution: head, preamble, operative part, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from aligner.languages.structure import Structure
from aligner.segmentation import masthead, plain_kinds, titles
from aligner.segmentation.label_parsing import HEADINGS, Family, Label
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LARGER
from aligner.segmentation.paragraph import (
    CLOSED,
    COLONS,
    HEAD_LINE,
    PHRASE,
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

    A line in Word's style for titles is preferred, unless it only names the body; then, below a masthead,
    one in letters larger than the text's, the largest of several; of headings of several levels, one of
    the first level, since `Preamble` may be one below it.
    A line such as `Draft decision` is the title if there is no other below the masthead.
    """
    stop = titles.masthead_end(paragraphs, structure)
    for index, paragraph in enumerate(paragraphs):
        paragraph.kind = SegmentKind.HEADING
        is_sentence = len(paragraph.text) > PHRASE and paragraph.text.endswith(STOPS + COLONS)
        if index > stop and is_sentence and paragraph.label is None and not paragraph.stands_out:
            paragraph.kind = SegmentKind.PARAGRAPH
    lines = [(index, p) for index, p in enumerate(paragraphs) if p.kind is SegmentKind.HEADING]
    own = [p for _, p in lines if not stop and _may_be_title(p, structure)]
    below = [p for index, p in lines if index >= stop and _may_be_title(p, structure, below=stop > 0)]
    named = [p for p in paragraphs if structure.resolution_head.fullmatch(p.text)]
    size = max((p.larger for p in below), default=0.0)
    largest = [p for p in below if size >= LARGER and p.larger == size]
    titled = [p for index, p in lines if index >= stop and p.style == "title"]
    styled = [p for p in titled if not structure.organ_line.fullmatch(p.text)]
    for found in (styled, largest, _outermost(below), below, named, own):
        if found:
            found[-1].kind = SegmentKind.TITLE
            return


def _outermost(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the headings of the first level if a format has headings of several levels."""
    levels = sorted({p.style for p in lines if p.style is not None and p.style.startswith("heading")})
    return [p for p in lines if p.style == levels[0]] if len(levels) > 1 else []


def _may_be_title(paragraph: Paragraph, structure: Structure, *, below: bool = False) -> bool:
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
        return number == outer + 1 != operative + 1
    return label.family in HEADINGS and bool(paragraph.text)


def classify_body(paragraphs: Sequence[Paragraph], structure: Structure, outer: int = 0) -> None:
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
    if label is None or paragraph.label is not None or len(paragraph.text) > HEAD_LINE:
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
    if structure.adoption.fullmatch(text) or structure.signature.match(text):
        return SegmentKind.SIGNATURE
    if label is not None:
        if label.family in WORKING_KINDS:
            return WORKING_KINDS[label.family]
        if label.family is Family.NUMBER:
            return SegmentKind.PARAGRAPH if label.quoted else SegmentKind.OPERATIVE
        is_heading = (
            label.family in HEADINGS or is_lettered_heading(text, label) or _is_han_heading(text, label)
        )
        return SegmentKind.HEADING if is_heading else SegmentKind.ITEM
    if paragraph.stands_out and not HARD_END.search(text) and not COMMA_END.search(text):
        return SegmentKind.HEADING
    if started:
        if structure.operative.match(text) and HARD_END.search(text) and not _is_small(text):
            return SegmentKind.OPERATIVE
        return _after_operative(paragraph)
    return _before_operative(text, structure)


def _is_han_heading(text: str, label: Label) -> bool:
    """Whether a Chinese numeral numbers a short text without a closing sign: `一. 监测和评估`."""
    return label.family is Family.HAN and is_short_and_open(text)


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


def _is_small(text: str) -> bool:
    """Lower case is no evidence in Russian, where paragraphs begin so, nor in scripts without case."""
    return text[0].islower() and text[0].isascii()


def _after_operative(paragraph: Paragraph) -> SegmentKind:
    text = paragraph.text
    if HARD_END.search(text) or COMMA_END.search(text) or len(text) > SHORT:
        return SegmentKind.PARAGRAPH
    if text[:1].isdigit() or text[-4:].isdigit():
        return SegmentKind.SIGNATURE  # the date under the meeting's number
    return SegmentKind.HEADING
