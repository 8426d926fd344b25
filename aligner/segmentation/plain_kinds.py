"""Classify the paragraphs of a text without a preamble and an operative part: a treaty, law or report."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from aligner.languages.letter_ranges import IDEOGRAPHS
from aligner.languages.structure import Structure
from aligner.segmentation import titles
from aligner.segmentation.label_parsing import HEADINGS, ITEMS, Family, Label
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LARGER, LEADERS
from aligner.segmentation.paragraph import (
    CLAUSE_END,
    CLOSED,
    COLONS,
    HEAD_LINE,
    NEAR_MASTHEAD,
    PHRASE,
    SHORT,
    STOPS,
    WORKING_KINDS,
    Paragraph,
    is_lettered_heading,
)
from aligner.values import SegmentKind

_DASHED: Final = re.compile(r"[*–-][ \t\u00a0]+\S")
"""A list item after an asterisk or a dash."""

_WORDS: Final = re.compile(rf"[^\W\d_]{{2}}|[{IDEOGRAPHS}]")
"""A word, as opposed to numbers and single letters."""

_CAPTION: Final = re.compile(r"[^\W\d_][^\W\d_.]*[ \u00a0]?\d+(?:\.\d+)*")
"""A word and a number, as above the heading of a table."""

_LONG_BOLD: Final = 2 * SHORT
"""Maximum number of characters of a heading in bold letters."""

_PROSE: Final = 0.4
"""Minimum share of paragraphs that end like sentences in a text whose open lines are headings."""

_LISTED: Final = 3
"""Lines without a sign at their end that a sentence with a colon makes a list."""

_STYLED: Final = 30
"""Number of paragraphs among which a heading alone on its level is the title."""


def classify(paragraphs: Sequence[Paragraph], structure: Structure, *, has_title: bool) -> None:
    """Set the kinds of the paragraphs of a treaty, law or report, or of a part of it.

    `has_title` is set if they begin with the head of the document.
    """
    head = titles.masthead_end(paragraphs, structure) if has_title else 0
    body = [p for p in paragraphs[head:] if _WORDS.search(p.text) and not LEADERS.search(p.text)]
    ended = sum(bool(HARD_END.search(p.text)) for p in body)
    prose = ended >= _PROSE * len(body)
    begun = not has_title
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        paragraph.kind = _plain_kind(paragraph, following, structure, prose)
        if paragraph.kind is SegmentKind.SIGNATURE and not begun:
            paragraph.kind = SegmentKind.HEADING  # a record's meeting; texts are signed at their end
        begun = begun or (index >= head and paragraph.kind is SegmentKind.PARAGRAPH)
    _announced(paragraphs[head:])
    _captions(paragraphs)
    _numbered_headings(paragraphs)
    _listed(paragraphs)
    if has_title:
        _title(paragraphs, head, structure)


def _announced(paragraphs: Sequence[Paragraph]) -> None:
    """Set the kind of what a colon announces, as `Against:` announces States, to that of a paragraph.

    A sentence announces a list of three or more, as of the judges of a court; a few words announce one.
    """
    for index, above in enumerate(paragraphs):
        if not above.text.endswith(COLONS) or above.label is not None or above.kind is SegmentKind.HEADING:
            continue
        listed = list(takewhile(_looks_plain, paragraphs[index + 1 :]))
        if len(listed) < _LISTED:
            listed = listed[: len(above.text) <= PHRASE]
        for paragraph in listed:
            paragraph.kind = SegmentKind.PARAGRAPH


def _looks_plain(paragraph: Paragraph) -> bool:
    """Whether nothing but its words makes a paragraph a heading."""
    plain = paragraph.label is None and not paragraph.style and not paragraph.stands_out
    return plain and paragraph.kind is SegmentKind.HEADING


def _captions(paragraphs: Sequence[Paragraph]) -> None:
    """Set the kind of words with a number above a heading, such as `Table 13.1`, to that of a heading."""
    for above, below in pairwise(paragraphs):
        is_open = above.kind is SegmentKind.PARAGRAPH and above.label is None
        if (
            is_open
            and below.kind is SegmentKind.HEADING
            and below.stands_out
            and _CAPTION.fullmatch(above.text)
        ):
            above.kind = SegmentKind.HEADING


def _numbered_headings(paragraphs: Sequence[Paragraph]) -> None:
    """Set the kind of numbered headings among paragraphs that are numbered separately.

    Their numbers begin anew under each heading of a higher level, while the paragraphs count on.
    """
    numbered = [
        (paragraph, number)
        for paragraph in paragraphs
        if paragraph.kind is SegmentKind.PARAGRAPH and (number := paragraph.number) is not None
    ]
    last = 0
    for (paragraph, number), (_, following) in pairwise(numbered):
        is_open = len(paragraph.text) <= SHORT and CLOSED.search(paragraph.text) is None
        if is_open and 0 < last != number - 1 and following == last + 1:
            paragraph.kind = SegmentKind.HEADING
        else:
            last = number


def _title(paragraphs: Sequence[Paragraph], head: int, structure: Structure) -> None:
    """Set the kinds of the masthead and the title."""
    for paragraph in paragraphs:
        if paragraph.style == "title":
            paragraph.kind = SegmentKind.TITLE
    found = titles.find(paragraphs, structure)
    if found is not None and not any(paragraph.kind is SegmentKind.TITLE for paragraph in paragraphs):
        first = _styled_title(paragraphs, head) or paragraphs[found]
        shown = bool(head) or first.larger >= LARGER
        if len(paragraphs) > 2 and (shown or first.kind is SegmentKind.HEADING):
            first.kind = SegmentKind.TITLE
    for paragraph in paragraphs[: max(found or 0, head)] if head else ():
        if paragraph.kind is SegmentKind.PARAGRAPH:
            paragraph.kind = SegmentKind.HEADING


def _styled_title(paragraphs: Sequence[Paragraph], head: int) -> Paragraph | None:
    """Return the heading that a format makes the title: alone on its level, or first below the masthead."""
    styled = [(i, p) for i, p in enumerate(paragraphs) if p.style and p.style.startswith("heading")]
    if not styled:
        return None
    place, first = styled[0]
    levels = [paragraph.style for _, paragraph in styled]
    alone = levels.count(first.style) == 1 and first.style == min(map(str, levels)) and place < _STYLED
    below = head <= place < head + NEAR_MASTHEAD
    return first if first.label is None and (alone or below) else None


def _listed(paragraphs: Sequence[Paragraph]) -> None:
    """Set numbered paragraphs that follow a colon to list items."""
    family: Family | None = None
    for above, paragraph in pairwise(paragraphs):
        own = paragraph.label.family if paragraph.label else None
        if own not in (Family.HAN, Family.NUMBER):
            family = family if own in ITEMS else None
        elif above.text.endswith(COLONS) and (above.label is None or above.label.family is not own):
            family = own
        if own is not None and own is family:
            paragraph.kind = SegmentKind.ITEM
    _numbered_on(paragraphs)
    for above, paragraph in pairwise(paragraphs):
        for one, other in ((above, paragraph), (paragraph, above)):
            if other.kind is SegmentKind.ITEM and _is_bold_item(one, other):
                one.kind = SegmentKind.ITEM


def _numbered_on(paragraphs: Sequence[Paragraph]) -> None:
    """Undo what `_listed` did to paragraphs whose numbers continue below later headings.

    A declaration's `… and to this end we:` is followed by all of its paragraphs, not by a list.
    """
    items: list[Paragraph] = []
    outer = 0  # the number of the last paragraph before the items
    for paragraph in paragraphs:
        number = paragraph.number
        if number is None:
            continue
        if paragraph.kind is SegmentKind.ITEM:
            items = [*items, paragraph] if number > 1 else [paragraph]
        elif paragraph.kind is SegmentKind.PARAGRAPH:
            if items and outer + 1 != number == len(items) + 1:
                for item in items:
                    item.kind = SegmentKind.PARAGRAPH
            items, outer = [], number


def _is_bold_item(paragraph: Paragraph, beside: Paragraph) -> bool:
    """Whether a paragraph taken for a heading since it is bold is labelled like the item beside it."""
    own, other = (each.label.family if each.label else None for each in (paragraph, beside))
    shown = paragraph.style == "subtitle" or paragraph.bold
    return shown and own in ITEMS and own is other


def _plain_kind(
    paragraph: Paragraph, following: Paragraph | None, structure: Structure, prose: bool
) -> SegmentKind:
    text, label = paragraph.text, paragraph.label
    if paragraph.style and paragraph.style.startswith(("heading", "title", "subtitle")):
        return SegmentKind.HEADING
    if structure.annex.fullmatch(text):
        return SegmentKind.HEADING
    if structure.signature.match(text) or (structure.adoption.fullmatch(text) and not HARD_END.search(text)):
        return SegmentKind.SIGNATURE
    ends = any(end.search(text) for end in (HARD_END, COMMA_END, CLAUSE_END))
    if label is not None:
        return _labelled_kind(paragraph, label, ends=ends)
    if _DASHED.match(text):
        return SegmentKind.ITEM
    is_sentence = len(text) > (PHRASE if text.endswith(STOPS[:2]) else SHORT) and ends
    may_head = len(text) <= HEAD_LINE and not COMMA_END.search(text) and not is_sentence
    larger = paragraph.larger >= LARGER and may_head
    longest = _LONG_BOLD if paragraph.bold else SHORT
    is_above = following is not None or paragraph.heads_rows
    plain = not ends and (prose or paragraph.bold) and len(text) <= longest and is_above
    is_heading = (larger or plain) and _WORDS.search(text) is not None
    return SegmentKind.HEADING if is_heading else SegmentKind.PARAGRAPH


def _labelled_kind(paragraph: Paragraph, label: Label, *, ends: bool) -> SegmentKind:
    """Return the kind of a paragraph with a number in a text without a preamble."""
    text = paragraph.text
    if label.family in WORKING_KINDS:
        return WORKING_KINDS[label.family]
    if label.family in HEADINGS:
        return SegmentKind.HEADING
    is_phrase = len(text) <= PHRASE and text.endswith(STOPS)
    is_open = (not ends and len(text) <= SHORT) or (is_phrase and label.family not in ITEMS)
    if paragraph.stands_out and is_open and label.family is not Family.BULLET:
        return SegmentKind.HEADING
    if label.family is Family.ARTICLE:
        return SegmentKind.HEADING if not text or (not ends and len(text) <= SHORT) else SegmentKind.PARAGRAPH
    if is_lettered_heading(text, label):
        return SegmentKind.HEADING
    return SegmentKind.ITEM if label.family in ITEMS else SegmentKind.PARAGRAPH
