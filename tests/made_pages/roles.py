"""Judge what a made text says beyond its words: kinds, places of marks, header rows, facts of the head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.values import Document, Segment, SegmentKind
from aligner.values.document import Masthead

from .made_set import MadeDocument
from .scoring import plain, read_rows, segment_places
from .texts import Block, MadeText, Note
from .typesetting import DATE, ITEM, ORIGINAL, SYMBOL

_HEADINGS: Final = ("heading", "annex", "article", "caption")
_RESOLUTIONS: Final = ("bundled", "declaration")
_CLAUSES: Final = (SegmentKind.ENACTING, SegmentKind.PREAMBULAR, SegmentKind.OPERATIVE)


def wrong_roles(made: MadeDocument, read: Document) -> dict[str, list[str]]:
    """What came out wrong, by what is judged: kinds, marks, headers of tables, facts of the masthead.

    Only paragraphs whose words were read rightly are judged: the others are counted by `score`.
    """
    text = made.text
    places = segment_places(text, read, hyphens=not made.layout.hyphenate)
    pairs = [
        (block, read.segments[place])
        for block, place in zip(text.paragraphs(), places, strict=True)
        if place is not None
    ]
    return {
        "kinds": [
            f"{segment.kind} {block.text}"
            for block, segment in pairs
            if not _has_kind(block, segment, text.name)
        ],
        "marks": [block.text for block, segment in pairs if not _has_marks(block, segment, read)],
        "headers": list(_wrong_headers(text, read)),
        "facts": list(_wrong_facts(made, read)),
    }


def _has_kind(block: Block, segment: Segment, name: str) -> bool:
    """Whether a paragraph has the kind it was written as; the head of a box may be a heading or text."""
    if block.kind == "boxed" and block.label:
        return True
    if block.kind == "title":
        return segment.kind is SegmentKind.TITLE
    if block.kind in _HEADINGS:
        return segment.kind is SegmentKind.HEADING
    if block.depth:
        return segment.kind is SegmentKind.ITEM
    return segment.kind is SegmentKind.PARAGRAPH or (
        name.startswith(_RESOLUTIONS) and segment.kind in _CLAUSES
    )


def _has_marks(block: Block, segment: Segment, read: Document) -> bool:
    """Whether a paragraph's note marks stand after the words that they were put after."""
    wanted, before = [], ""
    for run in block.runs:
        if isinstance(run, Note):
            wanted.append(_letters(before))
        else:
            before += run if isinstance(run, str) else run.text
    found = [_letters(read.text[segment.span.start : mark.position]) for mark in segment.marks]
    return wanted == found


def _letters(text: str) -> int:
    """How many letters and digits a text has, which no page makes more or fewer."""
    return sum(character.isalnum() for character in plain(text))


def _wrong_headers(text: MadeText, read: Document) -> Iterator[str]:
    """Rows that are a table's header and were not read as one, or the other way round."""
    headers = {tuple(map(plain, table.header)) for table in text.tables()}
    rows = [segment for segment in read.segments if segment.cells]
    for segment, cells in zip(rows, read_rows(read), strict=True):
        if segment.header != (cells in headers):
            yield " | ".join(cells)


def _wrong_facts(made: MadeDocument, read: Document) -> Iterator[str]:
    if not made.layout.masthead:
        return
    printed = Masthead(symbol=SYMBOL, date=DATE, original_language=ORIGINAL, agenda_item=ITEM)
    for fact in ("symbol", "date", "original_language", "agenda_item"):
        if getattr(read.masthead, fact) != getattr(printed, fact):
            yield f"{fact} {getattr(read.masthead, fact)}"
    if not read.masthead.distribution:
        yield "distribution"
