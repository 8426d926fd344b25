"""Say what a comparison comes to: in one sentence, and on one page."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from aligner.values import BracketOutcome, Carried, ChangeKind, Comparison, Message, shorten
from aligner.values.document import Document, SegmentKind
from aligner.view.bracket_list import bracket_lines, open_counts
from aligner.view.build import build
from aligner.view.one_page_summary import OnePageSummary, SummaryGroup, SummaryLine, group_by_weight
from aligner.view.page_model import Block, Column, Entry, View
from aligner.view.redline_runs import Mark, Piece, Role
from aligner.view.row_filters import is_uncertain

ROOM: Final = 44
"""Largest number of printed lines of the table."""

_LINE: Final = 60
"""Number of characters in a line of quoted words."""

_QUOTED: Final = 160
"""Largest number of characters quoted of one amendment."""

_AROUND: Final = 4
"""Number of words quoted on either side of the changed ones."""

_UNSPACED: Final = 8
"""Number of characters quoted instead of words where a text has no spaces."""

_WORDS: Final = re.compile(r"\S+\s*|^\s+")

_NAMED: Final = 40
"""Largest number of characters of a table row's first cell."""


def summarise(comparison: Comparison, reader: str = "", made: date | None = None) -> OnePageSummary:
    """Summarise a comparison.

    Args:
        comparison: the comparison.
        reader: code of the reader's language; the pivot is used if the set lacks it.
        made: today, if the summary is to say when it was made.
    """
    return summary_of(build(comparison), reader, made)


def summary_of(
    view: View, reader: str = "", made: date | None = None, *, whole: bool = False
) -> OnePageSummary:
    """Summarise what a view shows; see `summarise`.

    If `whole`, it has every amendment, on as many pages as they need, those that some language lacks first.
    """
    reader = reader if view.column_of(reader) is not None else view.pivot
    groups = tuple(_groups(view, reader, missing_apart=whole))
    kept = {line.row for group in groups for line in group.lines} if whole else _fitting(groups)
    bracketed, pivot = bracket_lines(view), view.column_of(view.pivot)
    closed = Counter(each.outcome for each in bracketed if each.column == pivot and not each.outcome.is_open)
    lacking = Counter(code for entry in view.entries for code in entry.missing)
    return OnePageSummary(
        title=view.title,
        headline=headline_of(view, verdict_of(view)),
        reader=reader,
        drafts=tuple((column.base, column.key) for column in view.columns if column.base is not None),
        made=made,
        files=tuple(dict.fromkeys(_files(view.columns))),
        total=len(view.entries),
        languages=followed_languages(view),
        lacking=dict(lacking.most_common()),
        groups=tuple(
            SummaryGroup(group.kind, lines)
            for group in groups
            if (lines := tuple(line for line in group.lines if line.row in kept))
        ),
        others=tuple(line for group in groups for line in group.lines if line.row not in kept),
        unfollowed=view.unfollowed,
        followed=view.followed,
        signature=view.signature,
        brackets=open_counts(view, bracketed),
        closed={kind: count for kind in BracketOutcome if (count := closed[kind])},
    )


def followed_languages(view: View) -> tuple[str, ...]:
    """Return the languages other than the pivot to which amendments were followed."""
    followed = {code for entry in view.entries for code in entry.states} - {view.pivot}
    return tuple(dict.fromkeys(c.key.language for c in view.columns if c.key.language in followed))


def _files(columns: Iterable[Column]) -> Iterator[str]:
    """Yield the names of the files compared."""
    for column in columns:
        yield from (each.source for each in (column.old, column.document) if each is not None and each.source)


def _fitting(groups: Sequence[SummaryGroup]) -> set[int]:
    """Return the rows whose amendments fit: first those that some language may lack, then the weightiest."""
    lines = [line for group in groups for line in group.lines]
    room, kept = ROOM - len(groups), set[int]()
    for line in sorted(lines, key=lambda each: each.is_settled):
        room -= max(2 if line.page else 1, -(-sum(len(piece.text) for piece in line.pieces) // _LINE))
        if room < 0 and kept:
            break
        kept.add(line.row)
    return kept


def _groups(view: View, reader: str, *, missing_apart: bool) -> Iterator[SummaryGroup]:
    for kind, entries in group_by_weight(view.entries, missing_apart=missing_apart).items():
        yield SummaryGroup(kind, tuple(summary_line(view, entry, reader) for entry in entries))


def summary_line(view: View, entry: Entry, reader: str) -> SummaryLine:
    """Quote an amendment for a reader, in the pivot if the reader's language lacks part of it."""
    state, _ = entry.states.get(reader, (None, None))
    languages = (view.pivot, reader) if state is Carried.PARTLY else (reader, view.pivot)
    column = next(iter(entry.columns(*map(view.column_of, languages))), None)
    blocks = () if column is None else view.rows[entry.row - 1].cells[column].blocks
    excerpt = () if column is None else entry.excerpts[column]
    is_edited = column is not None and entry.kinds.get(column) is ChangeKind.EDITED
    return SummaryLine(
        place=entry.place,
        old_place=entry.old_place,
        row=entry.row,
        language="" if column is None else view.columns[column].key.language,
        pieces=tuple(_quoted((is_edited and _in_context(blocks)) or excerpt)),
        head=_first_cell(blocks[0]) if is_edited and blocks else "",
        page=next((block.page for block in blocks if block.page is not None), None),
        states={code: found for code, (found, _) in entry.states.items()},
        reasons={code: reason for code, (_, reason) in entry.states.items() if reason is not None},
        decision=entry.decision,
    )


def _in_context(blocks: Iterable[Block]) -> Sequence[Piece]:
    """Return the changed words of paragraphs with some around them; none if no words have changed."""
    pieces = list(_joined(piece for block in blocks for piece in block.pieces))
    edited = [n for n, piece in enumerate(pieces) if piece.mark is not Mark.EQUAL]
    found = []
    for number, piece in enumerate(pieces if edited else ()):
        if piece.mark is Mark.EQUAL and piece.role is Role.TEXT:
            piece = replace(piece, text=_near(piece.text, number > edited[0], number < edited[-1]))
        found.append(piece if piece.role is not Role.BREAK else Piece(" "))
    return found


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leave out the footnote marks of unchanged passages, and join what was around them."""
    kept = (piece for piece in pieces if piece.role is not Role.NOTE or piece.mark is not Mark.EQUAL)
    for is_unchanged, run in groupby(kept, lambda each: each.mark is Mark.EQUAL and each.role is Role.TEXT):
        if is_unchanged:
            yield Piece("".join(piece.text for piece in run))
        else:
            yield from run


def _near(text: str, follows: bool, precedes: bool) -> str:
    """Return the words of an unchanged passage that are next to a change, with … for the others.

    >>> _near("one two three four five six", True, False), _near("one two three four five six", False, True)
    ('one two three four …', '… three four five six')
    """
    words = _WORDS.findall(text)
    if len(words) < 2:
        words, around = list(text), _UNSPACED
    else:
        around = _AROUND
    if len(words) <= around * (follows + precedes):
        return text
    first = "".join(words[:around]).rstrip() + " …" if follows else "…"
    last = " " + "".join(words[-around:]) if precedes else ""
    return first + last


def _first_cell(edited: Block) -> str:
    """Return the first cell of an edited row of a table as it is in both drafts; otherwise nothing."""
    if edited.kind is not SegmentKind.ROW:
        return ""
    kept = "".join(piece.text if piece.mark is Mark.EQUAL else "\t" for piece in edited.pieces)
    return shorten(kept.partition("\t")[0].strip(), _NAMED)


def _quoted(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Shorten an excerpt to a line or two."""
    omitted = _QUOTED
    for piece in pieces:
        if omitted <= 0:
            yield Piece(" …")
            return
        short = piece if piece.role is not Role.TEXT else replace(piece, text=shorten(piece.text, omitted))
        yield short
        omitted -= len(short.text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts of rows, each equal to the number of rows that match the filter of the same name.

    Attributes:
        not_carried: amendments that some language lacks, at least in part.
        unknown: amendments whose state in some language cannot be determined.
        alone: amendments made in some language but not in the one compared with it.
        amendments: all amendments.
        outside: amendments outside the text, in the masthead or the meeting line.
        uncertain: rows with a doubtful link or without a counterpart.
        misread: words that may be misread, in the newest drafts; the filter shows their rows.
    """

    not_carried: int
    unknown: int
    alone: int
    amendments: int
    outside: int
    uncertain: int
    misread: int


def verdict_of(view: View) -> Verdict:
    """Count what needs review in a view."""
    return Verdict(
        not_carried=sum(bool(entry.missing) for entry in view.entries),
        unknown=sum(bool(entry.unknown) for entry in view.entries),
        alone=sum(entry.is_alone for entry in view.entries),
        amendments=len(view.entries),
        outside=sum(entry.outside for entry in view.entries),
        uncertain=sum(map(is_uncertain, view.rows)),
        misread=sum(_misread(column.document) for column in view.columns),
    )


def _misread(document: Document) -> int:
    segments = range(len(document)) if document.doubtful else ()
    notes = sum(len(note.doubtful) for note in document.footnotes)
    return notes + sum(len(document.misread_words(index)) for index in segments)


def headline_of(view: View, found: Verdict) -> Message:
    """Return the weightiest thing that can be said of a view with these counts, in one sentence."""
    if not any(column.base for column in view.columns):
        return _of_links(view, found)
    if not found.amendments:
        return Message("headline.unchanged")
    if found.outside == found.amendments:
        return Message("headline.masthead")
    if found.not_carried:
        lacking = _languages(view, lambda entry: entry.missing)
        return Message("headline.missing", count=found.not_carried, lacking=lacking)
    if view.unfollowed:
        return Message("headline.behind", count=found.amendments, lacking=view.unfollowed)
    if found.unknown:
        lacking = _languages(view, lambda entry: entry.unknown)
        return Message("headline.unknown", count=found.unknown, lacking=lacking)
    if found.alone:
        return Message("headline.alone", count=found.alone, lacking=(view.pivot,))
    if view.followed:
        return Message("headline.reached")
    return Message("headline.amended", count=found.amendments)


def _of_links(view: View, found: Verdict) -> Message:
    """Return what can be said of texts without earlier drafts."""
    if len(view.columns) < 2:
        return Message("headline.single")
    if found.uncertain:
        return Message("headline.doubtful", count=found.uncertain)
    return Message("headline.linked")


def _languages(view: View, named: Callable[[Entry], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the languages that amendments name, each once, in the order of the columns."""
    codes = {code for entry in view.entries for code in named(entry)}
    order = [column.key.language for column in view.columns]
    return tuple(sorted(codes, key=lambda code: order.index(code) if code in order else len(order)))
