"""Find the title of a document, which is never a line of the masthead above it."""

from collections.abc import Sequence
from typing import Final

from aligner.languages.structure import Structure, masthead_patterns
from aligner.segmentation.label_parsing import Family
from aligner.segmentation.measured_rows import COMMA_END, HARD_END, LARGER
from aligner.segmentation.paragraph import Paragraph
from aligner.values.document import SYMBOL

_OPENING: Final = 30  # paragraphs among which the masthead is looked for
_BETWEEN: Final = 3  # other paragraphs (a date, an agenda title) that may be between its lines
_AFTER: Final = 8  # paragraphs after the masthead among which the title is
_MEETING: Final = 24  # characters of the number of a meeting
_LONGEST: Final = 600  # characters of a title


def is_masthead_line(text: str, structure: Structure) -> bool:
    """Whether a paragraph is a line that every masthead has, other than the name of a body."""
    if len(text) > _LONGEST:
        return False
    patterns = masthead_patterns()
    return (
        structure.session.fullmatch(text) is not None
        or patterns.distribution.match(text) is not None
        or patterns.original.fullmatch(text) is not None
        or structure.agenda.match(text) is not None
        or is_meeting(text, structure)
    )


def is_meeting(text: str, structure: Structure) -> bool:
    """Whether a paragraph is the number of a meeting (`9821st meeting`), as the head of a record has."""
    return len(text) <= _MEETING and structure.adoption.fullmatch(text) is not None


def masthead_end(paragraphs: Sequence[Paragraph], structure: Structure) -> int:
    """Return the number of paragraphs in the masthead; 0 if there is no masthead.

    A masthead has at least two lines, since a text may begin with the name of a body. After the agenda
    item, a body's name is a title (`United Nations Pledging Conference`).
    """
    stop = count = 0
    agenda = False
    for index, paragraph in enumerate(paragraphs[:_OPENING]):
        if index - stop > _BETWEEN:
            break
        if _is_numbered(paragraph):  # a heading such as "I. Sessions"
            continue
        agenda = agenda or structure.agenda.match(paragraph.text) is not None
        # a Word file may set two lines of it side by side
        pieces = [piece for piece in paragraph.text.split("\t") if len(piece) <= _LONGEST]
        names_body = not agenda and any(
            structure.organ_line.fullmatch(SYMBOL.sub("", piece).strip()) for piece in pieces
        )
        if names_body or any(is_masthead_line(piece, structure) for piece in pieces):
            stop = index + 1
            count += 1
    return stop if count > 1 else 0


def find(paragraphs: Sequence[Paragraph], structure: Structure) -> int | None:
    """Return the place of the title, or None.

    It is the first of the paragraphs in the largest letters after the masthead; where all letters are
    of one size, it is the meeting that a record is about, or else the first heading after that of the
    agenda item, or after a line without a style that only names a body.
    """
    start = masthead_end(paragraphs, structure)
    after = range(start, min(start + _AFTER, len(paragraphs)))
    larger = [index for index in after if _may_be(paragraphs[index]) and paragraphs[index].larger >= LARGER]
    if larger:
        return max(larger, key=lambda index: (paragraphs[index].larger, -index))
    for index in range(start):
        if is_meeting(paragraphs[index].text, structure):
            return index
    plain: list[int] = []
    for index in after:
        if is_masthead_line(paragraphs[index].text, structure):
            continue
        if not _may_be(paragraphs[index]) or HARD_END.search(paragraphs[index].text):
            break
        plain.append(index)
    if not plain:
        return None
    agenda = start > 0 and structure.agenda.match(paragraphs[start - 1].text) is not None
    first = paragraphs[plain[0]]  # with the style of a heading, it is one: "Report of the Committee"
    names_body = not (start or first.style) and structure.organ_line.fullmatch(first.text) is not None
    return plain[1] if (agenda or names_body) and len(plain) > 1 else plain[0]


def _is_numbered(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.family is not Family.RESOLUTION


def _may_be(paragraph: Paragraph) -> bool:
    return (
        not _is_numbered(paragraph)
        and len(paragraph.text) <= _LONGEST
        and not COMMA_END.search(paragraph.text)
    )
