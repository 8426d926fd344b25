"""Classify the paragraphs of a document: title, preamble, operative part, items, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import IDEOGRAPHS
from aligner.languages.structure import Structure
from aligner.languages.working_labels import place_of
from aligner.segmentation import masthead, titles
from aligner.segmentation.label_parsing import HEADINGS, ITEMS, Family, Label
from aligner.segmentation.measured_rows import COMMA_END, HARD_END
from aligner.values import SegmentKind

_SHORT: Final = 200  # the most characters of a heading
_CLAUSE_END: Final = re.compile(r"[,;.，；。،؛](?:\s\S{1,3})?$")  # also `; and`, `; и`
_CLOSED: Final = re.compile(r"[^\w\s][\d\s]*$")  # any sign, and a note's mark
_UNNUMBERED: Final = frozenset({SegmentKind.PREAMBULAR, SegmentKind.PARAGRAPH})
_DASHED: Final = re.compile(r"[*–-][ \t\u00a0]+\S")
_HEAD_LINE: Final = 600  # the most characters of a line of the head
_WORDS: Final = re.compile(rf"[^\W\d_]{{2}}|[{IDEOGRAPHS}]")
_PHRASE: Final = 60  # characters of a heading with a full stop
_COLONS: Final = (":", "：")
_STOPS: Final = (".", "。", "?", "？", "؟")
_DECISION: Final = 6  # paragraphs after the masthead among which a decision begins
_STYLED: Final = 30  # paragraphs among which a heading alone on its level is the title
_SENTENCES: Final = 3  # numbered sentences that make a report
_WORKING_KINDS: Final = {
    Family.PREAMBULAR: SegmentKind.PREAMBULAR,
    Family.OPERATIVE: SegmentKind.OPERATIVE,
}
_OPEN_HEADING: Final = frozenset({Family.ARTICLE, Family.PART})


@dataclass(slots=True)
class Paragraph:
    """What is known of a paragraph before it is classified.

    `larger` is the size of its letters beside that of the text's, 1 where sizes are not known;
    `bold` is set if all of them are known to be bold.
    """

    text: str
    label: Label | None = None
    style: str | None = None
    larger: float = 1.0
    bold: bool = False
    kind: SegmentKind = SegmentKind.PARAGRAPH
    place: str | None = None

    @property
    def stands_out(self) -> bool:
        """Whether its letters are those of a heading."""
        return self.bold or self.larger >= titles.LARGER


def assign(paragraphs: Sequence[Paragraph], structure: Structure) -> None:
    """Set the kind and place of every paragraph."""
    _set_kinds(paragraphs, structure)
    for paragraph in paragraphs:
        if paragraph.label is not None and paragraph.label.family in _WORKING_KINDS:
            paragraph.place = place_of(paragraph.label.printed)


def _set_kinds(paragraphs: Sequence[Paragraph], structure: Structure) -> None:
    starts = [i for i in range(len(paragraphs)) if _opens_resolution(paragraphs, i, structure)]
    starts = starts or _without_comma(paragraphs, structure)
    report = 0  # where the resolutions in a report begin
    if starts and _is_report(paragraphs[: starts[0]]):
        report = _head_of(paragraphs, starts[0], structure)
    elif starts and _is_prose(paragraphs[: starts[0]], structure):
        starts = []  # a declaration whose preamble comes before the body's name
    bounds = [report]
    for start in starts[1:]:
        bounds.append(_head_of(paragraphs, start, structure))
    bounds.append(len(paragraphs))
    if not starts:
        decision = _decision(paragraphs, structure)
        if decision is not None:
            _adopted(paragraphs, decision, structure)
            return
        _plain(paragraphs, structure, has_title=True)
        return
    if report:
        _plain(paragraphs[:report], structure, has_title=True)
    for number, start in enumerate(starts):
        head = paragraphs[bounds[number] : start]
        if report:
            for paragraph in head:
                paragraph.kind = SegmentKind.HEADING
        else:
            _head(head, structure)
        paragraphs[start].kind = SegmentKind.ENACTING
        _body(paragraphs[start + 1 : bounds[number + 1]], structure, _last_number(paragraphs[:start]))


def is_enacting(text: str, structure: Structure) -> bool:
    """Whether a text makes a body the subject of a resolution (`The General Assembly,`)."""
    return len(text) <= 300 and structure.enacting.fullmatch(text.strip()) is not None


def names_body(text: str, structure: Structure) -> bool:
    """Whether a text would be such a line if it had its comma (`The General Assembly`)."""
    return any(is_enacting(f"{text.strip()}{comma}", structure) for comma in ",，،")


def _without_comma(paragraphs: Sequence[Paragraph], structure: Structure) -> list[int]:
    """The line that names the body right above the numbered paragraphs, if its comma is missing."""
    for index, (paragraph, following) in enumerate(pairwise(paragraphs)):
        numbered = following.label is not None and following.label.family is Family.NUMBER
        if (
            names_body(paragraph.text, structure)
            and index > 0
            and (numbered or COMMA_END.search(following.text))
            and (structure.operative if numbered else structure.preambular).match(following.text)
        ):
            return [index]
    return []


def _decision(paragraphs: Sequence[Paragraph], structure: Structure) -> int | None:
    """The paragraph below a masthead that is a whole decision (`The General Assembly, recalling …`)."""
    first = titles.masthead_end(paragraphs, structure)
    if not first:
        return None
    for index, paragraph in enumerate(paragraphs[first : first + _DECISION], first):
        if structure.enacting.match(paragraph.text) and HARD_END.search(paragraph.text):
            return index
        following = paragraphs[index + 1 : index + 2]
        if names_body(paragraph.text, structure) and following:
            return index + 1 if structure.operative.match(following[0].text) else None
        if len(paragraph.text) > _HEAD_LINE or HARD_END.search(paragraph.text):
            return None
    return None


def _adopted(paragraphs: Sequence[Paragraph], decision: int, structure: Structure) -> None:
    """Set the kinds if one paragraph adopts a text, whose title, if any, is the title of the document."""
    above, text = paragraphs[:decision], paragraphs[decision + 1 :]
    paragraphs[decision].kind = SegmentKind.OPERATIVE
    _plain(text, structure, has_title=False)
    if names_body(above[-1].text, structure):
        above[-1].kind = SegmentKind.ENACTING
        above = above[:-1]
    _head(above, structure)
    if text and text[0].larger >= titles.LARGER:
        for paragraph in above:
            paragraph.kind = SegmentKind.HEADING
        text[0].kind = SegmentKind.TITLE


def _opens_resolution(paragraphs: Sequence[Paragraph], index: int, structure: Structure) -> bool:
    """Whether a paragraph names a body and a resolution follows.

    A colon instead of the comma also announces what a body said (`The Committee:`), so it must be
    followed by the words of a resolution.
    """
    paragraph, following = paragraphs[index], paragraphs[index + 1 : index + 2]
    text, colon = paragraph.text.strip(), paragraph.text.strip().endswith(_COLONS)
    named = names_body(text[:-1], structure) if colon else is_enacting(text, structure)
    if not named or not following:
        return False
    below = following[0]
    opens = structure.preambular.match(below.text) or structure.operative.match(below.text)
    return bool(opens) or (below.label is not None and not colon)


def _is_prose(head: Sequence[Paragraph], structure: Structure) -> bool:
    """Whether prose rather than the lines of a masthead precedes the body's name."""
    clauses = sum(
        bool(_CLAUSE_END.search(p.text) and structure.preambular.match(p.text)) or len(p.text) > 2 * _SHORT
        for p in head
    )
    return clauses >= 3


def _is_report(head: Sequence[Paragraph]) -> bool:
    """Whether numbered sentences are above a body's name, so that a report has a resolution in it."""
    numbered = (p for p in head if _plain_number(p) is not None)
    return sum(bool(HARD_END.search(p.text)) and len(p.text) > _PHRASE for p in numbered) >= _SENTENCES


def _head_of(paragraphs: Sequence[Paragraph], start: int, structure: Structure) -> int:
    """Where the headings above a later resolution begin."""
    first = start
    while first > 1 and _is_heading_text(paragraphs[first - 1], structure):
        first -= 1
    return first


def _is_heading_text(paragraph: Paragraph, structure: Structure) -> bool:
    text = paragraph.text
    if len(text) > _SHORT or HARD_END.search(text) or COMMA_END.search(text):
        return False
    if paragraph.label is not None and paragraph.label.family not in HEADINGS | {
        Family.ARTICLE,
        Family.LETTER,
    }:
        return False
    return structure.adoption.match(text) is None


def _head(paragraphs: Sequence[Paragraph], structure: Structure) -> None:
    """Set the kinds of what is above a resolution; its title is the last line that can be one.

    Below a masthead, a line in letters larger than the text's is preferred, the largest of several.
    A line such as `Draft decision` is the title if there is no other below the masthead.
    """
    stop = titles.masthead_end(paragraphs, structure)
    for index, paragraph in enumerate(paragraphs):
        paragraph.kind = SegmentKind.HEADING
        is_sentence = len(paragraph.text) > _PHRASE and paragraph.text.endswith(_STOPS + _COLONS)
        if index > stop and is_sentence and paragraph.label is None and not paragraph.stands_out:
            paragraph.kind = SegmentKind.PARAGRAPH
    lines = [(index, p) for index, p in enumerate(paragraphs) if p.kind is SegmentKind.HEADING]
    own = [p for _, p in lines if not stop and _may_be_title(p, structure)]
    below = [p for index, p in lines if index >= stop and _may_be_title(p, structure, below=stop > 0)]
    named = [p for p in paragraphs if structure.resolution_head.fullmatch(p.text)]
    size = max((p.larger for p in below), default=0.0)
    largest = [p for p in below if size >= titles.LARGER and p.larger == size]
    for found in (largest, below, named, own):
        if found:
            found[-1].kind = SegmentKind.TITLE
            return


def _may_be_title(paragraph: Paragraph, structure: Structure, *, below: bool = False) -> bool:
    """Whether a paragraph can be the title; below a masthead, it may name a body in larger letters."""
    text = paragraph.text
    known = [structure.session, structure.sponsors, structure.resolution_head]
    if not below or paragraph.larger < titles.LARGER:
        known.append(structure.organ_line)
    is_known = len(text) <= _HEAD_LINE and any(pattern.fullmatch(text) for pattern in known)
    if is_known or structure.agenda.match(text) is not None:
        return False
    is_date = masthead.date_of([text], structure.language) is not None
    return not is_date and structure.adoption.fullmatch(text) is None


def _last_number(paragraphs: Sequence[Paragraph]) -> int:
    """The number that the last numbered paragraph of a report has before a resolution in it, or 0."""
    numbers = [_plain_number(each) for each in paragraphs if each.kind is SegmentKind.PARAGRAPH]
    return next((number for number in reversed(numbers) if number is not None), 0)


def _is_report_again(paragraph: Paragraph, outer: int, operative: int) -> bool:
    """Whether a report goes on after a resolution in it: with its next number, or a numbered heading."""
    label = paragraph.label
    if not outer or label is None:
        return False
    number = _plain_number(paragraph)
    if number is not None:
        return number == outer + 1 != operative + 1
    return label.family in HEADINGS and bool(paragraph.text)


def _body(paragraphs: Sequence[Paragraph], structure: Structure, outer: int = 0) -> None:
    """Set the kinds of a resolution's paragraphs; `outer` is the last number of a report around it."""
    operative = preambular = 0
    started = False
    for index, paragraph in enumerate(paragraphs):
        kind = _body_kind(paragraph, structure, started)
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if kind in _UNNUMBERED and _heads_numbered(paragraph, following):
            kind = SegmentKind.HEADING
        if kind is None or _is_report_again(paragraph, outer, operative):
            _plain(paragraphs[index:], structure, has_title=False)
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
    if label is None or paragraph.label is not None or len(paragraph.text) > _HEAD_LINE:
        return False
    return label.family is Family.NUMBER and _CLOSED.search(paragraph.text) is None


def _western(number: str) -> str:
    """A number in the digits that places are cited with in all languages."""
    return re.sub(r"\d", lambda digit: str(int(digit.group())), number)


def _body_kind(paragraph: Paragraph, structure: Structure, started: bool) -> SegmentKind | None:
    """The kind of a paragraph of a resolution, or None where an annex begins."""
    text, label = paragraph.text, paragraph.label
    if structure.annex.fullmatch(text) or (label is not None and label.family in _OPEN_HEADING):
        return None
    if structure.adoption.fullmatch(text) or structure.signature.match(text):
        return SegmentKind.SIGNATURE
    if label is not None:
        if label.family in _WORKING_KINDS:
            return _WORKING_KINDS[label.family]
        if label.family is Family.NUMBER:
            return SegmentKind.PARAGRAPH if label.quoted else SegmentKind.OPERATIVE
        is_heading = label.family in HEADINGS or _is_lettered_heading(text, label)
        return SegmentKind.HEADING if is_heading else SegmentKind.ITEM
    if paragraph.stands_out and not HARD_END.search(text) and not COMMA_END.search(text):
        return SegmentKind.HEADING
    if started:
        if structure.operative.match(text) and HARD_END.search(text) and not _is_small(text):
            return SegmentKind.OPERATIVE
        return _after_operative(paragraph)
    return _before_operative(text, structure)


def _before_operative(text: str, structure: Structure) -> SegmentKind:
    """The kind of a paragraph without a number where no operative paragraph has begun."""
    ends_comma, hard = (end.search(text) is not None for end in (COMMA_END, HARD_END))
    if not ends_comma and hard and structure.operative.match(text):
        return SegmentKind.OPERATIVE
    if ends_comma or structure.preambular.match(text):
        return SegmentKind.PREAMBULAR
    if not hard:
        return SegmentKind.HEADING
    if text.endswith(_STOPS + _COLONS):
        return SegmentKind.PARAGRAPH  # `Have agreed as follows:`
    return SegmentKind.PREAMBULAR


def _is_small(text: str) -> bool:
    """Lower case is no evidence in Russian, where paragraphs begin so, nor in scripts without case."""
    return text[0].islower() and text[0].isascii()


def _after_operative(paragraph: Paragraph) -> SegmentKind:
    text = paragraph.text
    if HARD_END.search(text) or COMMA_END.search(text) or len(text) > _SHORT:
        return SegmentKind.PARAGRAPH
    if text[:1].isdigit() or text[-4:].isdigit():
        return SegmentKind.SIGNATURE  # the date under the meeting's number
    return SegmentKind.HEADING


def _plain(paragraphs: Sequence[Paragraph], structure: Structure, *, has_title: bool) -> None:
    """Set the kinds in a treaty, law or report, which has no preamble and no operative part."""
    head = titles.masthead_end(paragraphs, structure) if has_title else 0
    body = [p for p in paragraphs[head:] if _WORDS.search(p.text) and not titles.LEADERS.search(p.text)]
    ended = sum(bool(HARD_END.search(p.text)) for p in body)
    prose = ended >= 0.4 * len(body)
    begun = not has_title
    above: Paragraph | None = None
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        paragraph.kind = _plain_kind(paragraph, following, structure, prose)
        if index > head and _is_announced(above, paragraph):
            paragraph.kind = SegmentKind.PARAGRAPH
        above = paragraph
        if paragraph.kind is SegmentKind.SIGNATURE and not begun:
            paragraph.kind = SegmentKind.HEADING  # a record's meeting; texts are signed at their end
        begun = begun or (index >= head and paragraph.kind is SegmentKind.PARAGRAPH)
    _numbered_headings(paragraphs)
    _listed(paragraphs)
    if has_title:
        _title(paragraphs, head, structure)


def _is_announced(above: Paragraph | None, paragraph: Paragraph) -> bool:
    """Whether a paragraph is what a few words with a colon announce, as `Against:` does States."""
    if above is None or above.label is not None or above.kind is SegmentKind.HEADING:
        return False
    if not above.text.endswith(_COLONS) or len(above.text) > _PHRASE:
        return False
    plain = paragraph.kind is SegmentKind.HEADING and paragraph.label is None and not paragraph.style
    return plain and not paragraph.stands_out


def _numbered_headings(paragraphs: Sequence[Paragraph]) -> None:
    """Set the kind of numbered headings among paragraphs that have a numbering of their own.

    Their numbers begin anew under each heading of a higher level, while the paragraphs count on.
    """
    numbered = [
        (paragraph, number)
        for paragraph in paragraphs
        if paragraph.kind is SegmentKind.PARAGRAPH and (number := _plain_number(paragraph)) is not None
    ]
    last = 0
    for (paragraph, number), (_, following) in pairwise(numbered):
        is_open = len(paragraph.text) <= _SHORT and _CLOSED.search(paragraph.text) is None
        if is_open and 0 < last != number - 1 and following == last + 1:
            paragraph.kind = SegmentKind.HEADING
        else:
            last = number


def _plain_number(paragraph: Paragraph) -> int | None:
    """Return a paragraph's number, or None if it has none or one with other signs."""
    label = paragraph.label
    if label is None or label.family is not Family.NUMBER or not label.printed.isdecimal():
        return None
    return int(label.printed)


def _title(paragraphs: Sequence[Paragraph], head: int, structure: Structure) -> None:
    """Set the kinds of the masthead and the title."""
    for paragraph in paragraphs:
        if paragraph.style == "title":
            paragraph.kind = SegmentKind.TITLE
    found = titles.find(paragraphs, structure)
    if found is not None and not any(paragraph.kind is SegmentKind.TITLE for paragraph in paragraphs):
        first = _styled_title(paragraphs, head) or paragraphs[found]
        shown = bool(head) or first.larger >= titles.LARGER
        if len(paragraphs) > 2 and (shown or first.kind is SegmentKind.HEADING):
            first.kind = SegmentKind.TITLE
    for paragraph in paragraphs[: max(found or 0, head)] if head else ():
        if paragraph.kind is SegmentKind.PARAGRAPH:
            paragraph.kind = SegmentKind.HEADING


def _styled_title(paragraphs: Sequence[Paragraph], head: int) -> Paragraph | None:
    """The heading that a format shows to be the title: alone on its level, or first below the masthead."""
    styled = [(i, p) for i, p in enumerate(paragraphs) if p.style and p.style.startswith("heading")]
    if not styled:
        return None
    place, first = styled[0]
    levels = [paragraph.style for _, paragraph in styled]
    alone = levels.count(first.style) == 1 and first.style == min(map(str, levels)) and place < _STYLED
    below = head <= place < head + _DECISION
    return first if first.label is None and (alone or below) else None


def _listed(paragraphs: Sequence[Paragraph]) -> None:
    """Set numbered paragraphs that follow a colon to list items."""
    family: Family | None = None
    for above, paragraph in pairwise(paragraphs):
        own = paragraph.label.family if paragraph.label else None
        if own not in (Family.HAN, Family.NUMBER):
            family = family if own in ITEMS else None
        elif above.text.endswith((":", "：")) and (above.label is None or above.label.family is not own):
            family = own
        if own is not None and own is family:
            paragraph.kind = SegmentKind.ITEM
    _numbered_on(paragraphs)
    for above, paragraph in pairwise(paragraphs):
        for one, other in ((above, paragraph), (paragraph, above)):
            if other.kind is SegmentKind.ITEM and _is_bold_item(one, other):
                one.kind = SegmentKind.ITEM


def _numbered_on(paragraphs: Sequence[Paragraph]) -> None:
    """Undo what `_listed` did to paragraphs that the text numbers on below its headings.

    A declaration's `… and to this end we:` is followed by all of its paragraphs, not by a list.
    """
    items: list[Paragraph] = []
    outer = 0  # the number of the last paragraph before the items
    for paragraph in paragraphs:
        number = _plain_number(paragraph)
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
    ends = any(end.search(text) for end in (HARD_END, COMMA_END, _CLAUSE_END))
    if label is not None:
        return _labelled_kind(paragraph, label, ends=ends)
    if _DASHED.match(text):
        return SegmentKind.ITEM
    if titles.LEADERS.search(text):
        return SegmentKind.PARAGRAPH  # a line of a list of contents
    is_sentence = len(text) > (_PHRASE if text.endswith(_STOPS[:2]) else _SHORT) and ends
    may_head = len(text) <= _HEAD_LINE and not COMMA_END.search(text) and not is_sentence
    larger = paragraph.larger >= titles.LARGER and may_head
    plain = not ends and (prose or paragraph.bold) and len(text) <= _SHORT and following is not None
    is_heading = (larger or plain) and _WORDS.search(text) is not None
    return SegmentKind.HEADING if is_heading else SegmentKind.PARAGRAPH


def _is_phrase(text: str) -> bool:
    """Whether a text is short enough to be a heading although it ends in a full stop or question mark."""
    return len(text) <= _PHRASE and text.endswith(_STOPS)


def _labelled_kind(paragraph: Paragraph, label: Label, *, ends: bool) -> SegmentKind:
    """The kind of a paragraph with a number in a text without a preamble."""
    text = paragraph.text
    if label.family in _WORKING_KINDS:
        return _WORKING_KINDS[label.family]
    if label.family in HEADINGS:
        return SegmentKind.HEADING
    is_open = (not ends and len(text) <= _SHORT) or (_is_phrase(text) and label.family not in ITEMS)
    if paragraph.stands_out and is_open and label.family is not Family.BULLET:
        return SegmentKind.HEADING
    if label.family is Family.ARTICLE:
        return (
            SegmentKind.HEADING if not text or (not ends and len(text) <= _SHORT) else SegmentKind.PARAGRAPH
        )
    if _is_lettered_heading(text, label):
        return SegmentKind.HEADING
    return SegmentKind.ITEM if label.family in ITEMS else SegmentKind.PARAGRAPH


def _is_lettered_heading(text: str, label: Label) -> bool:
    """Whether a capital letter numbers a short text without a closing sign: `A. Mitigation`."""
    if label.family is not Family.LETTER or not label.printed.isupper() or len(text) > _SHORT:
        return False
    return _CLAUSE_END.search(text) is None and HARD_END.search(text) is None
