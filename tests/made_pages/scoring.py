"""Score a reader on a made document: paragraphs, notes and cells, each exact or wrong."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from aligner.values import Document

from .texts import MadeText

_BULLET = re.compile(r"^[•▪■●◦·‣⁃–-]\s*")
_HAN = r"[\u3400-\u9fff]"
_BESIDE_HAN = re.compile(rf"(?<={_HAN}) (?![\u3400-\u9fff ])|(?<![\u3400-\u9fff ]) (?={_HAN})")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_LABEL_END = re.compile(r"[\s.．、:：)）-]+$")


@dataclass(slots=True)
class Score:
    """How many things of a kind a document has, and which came out wrong."""

    total: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, right: bool, what: str) -> None:
        """Add one thing; `what` describes it if it is wrong."""
        self.total += 1
        if not right:
            self.wrong.append(what)

    def add(self, other: Score) -> None:
        """Add another document's score."""
        self.total += other.total
        self.wrong += other.wrong

    @property
    def share(self) -> float:
        """The part that came out right; 1 where there was nothing."""
        return 1 - len(self.wrong) / self.total if self.total else 1.0


@dataclass(slots=True)
class Scores:
    """What is judged of a made document.

    Attributes:
        paragraphs: their text and label, as a segment of its own.
        notes: mark, text, and a reference from the paragraph it belongs to.
        cells: text, in the right row and column.
        extra: segments and notes that are in no made text, such as running heads.
    """

    paragraphs: Score = field(default_factory=Score)
    notes: Score = field(default_factory=Score)
    cells: Score = field(default_factory=Score)
    extra: list[str] = field(default_factory=list)

    def add(self, other: Scores) -> None:
        """Add another document's scores."""
        self.paragraphs.add(other.paragraphs)
        self.notes.add(other.notes)
        self.cells.add(other.cells)
        self.extra += other.extra


def score(
    made: MadeText,
    read: Document,
    masthead: Sequence[str] = (),
    *,
    numbered: bool = True,
    hyphens: bool = True,
    strokes: bool = True,
) -> Scores:
    """Judge what was read of a made document by what went into it.

    White space of any kind is one space, and the sign that closes a label counts for nothing;
    every other character has to be right. Segments made of the pieces of the `masthead` are
    not judged; the labels of a figure may be one segment. Unless notes are `numbered` throughout, they are
    known by their texts alone. Without `hyphens`, those between letters count for nothing: whether a word
    whose hyphen ends a line has it elsewhere, a page may not tell. Without `strokes`, those that stretch an
    Arabic word count for nothing: the page does not tell those typed from those of a justified line.
    """
    scores = Scores()

    def shown(text: str) -> str:
        return _shown(text, hyphens=hyphens, strokes=strokes)

    masthead = tuple(map(shown, masthead))
    wanted = [(shown(_labelled(block.label, block.text)), block) for block in made.paragraphs()]
    found = _found(made, read, hyphens=hyphens, strokes=strokes)
    places = _in_order([text for text, _ in wanted], found)

    def sign(mark: str) -> str:
        return _digits(mark) if numbered else ""

    notes = Counter((sign(note.mark), shown(plain(note.text))) for note in read.footnotes)
    referred = {sign(mark) for segment in read.segments for mark in segment.footnotes}
    number = 0
    for (text, block), place in zip(wanted, places, strict=True):
        scores.paragraphs.count(place is not None, text)
        own = referred if place is None else set(map(sign, read.segments[place].footnotes))
        for note in block.notes:
            number += 1
            key = (sign(str(number)), shown(plain(note.text)))
            whole = notes[key] > 0
            notes[key] -= whole
            scores.notes.count(whole and key[0] in own, " ".join(key))
    rows = read_rows(read)
    for table in made.tables():
        scores.cells.add(score_cells((table.header, *table.rows), rows))
    taken = {place for place in places if place is not None}
    drawn = [[str(run) for run in figure.runs] for figure in made.figures()]
    for place, text in enumerate(found):
        is_row = bool(getattr(read.segments[place], "cells", ()))
        if (
            text
            and place not in taken
            and not is_row
            and not _is_made_of(text, masthead)
            and not _is_drawn(text, drawn)
        ):
            scores.extra.append(text)
    scores.extra += [" ".join(key) for key, times in notes.items() for _ in range(times)]
    return scores


def segment_places(made: MadeText, read: Document, *, hyphens: bool = True) -> list[int | None]:
    """For each paragraph of the made text, the index of the segment that was read of it, as in `score`."""
    wanted = [
        _shown(_labelled(block.label, block.text), hyphens=hyphens, strokes=True)
        for block in made.paragraphs()
    ]
    return _in_order(wanted, _found(made, read, hyphens=hyphens, strokes=True))


def _found(made: MadeText, read: Document, *, hyphens: bool, strokes: bool) -> list[str]:
    """The texts that were read; where a heading's number is one and its words another, the last has both."""

    def shown(label: str | None, text: str) -> str:
        return _shown(_labelled(label, text), hyphens=hyphens, strokes=strokes)

    found = [shown(segment.label, text) for segment, text in zip(read.segments, read.texts(), strict=True)]
    headings = {
        shown(block.label, block.text)
        for block in made.paragraphs()
        if block.label and block.kind in ("heading", "article")
    }
    joined = list(found)
    for place, (one, other) in enumerate(pairwise(found)):
        if plain(f"{one} {other}") in headings:
            joined[place : place + 2] = ["", plain(f"{one} {other}")]
    return joined


def _shown(text: str, *, hyphens: bool, strokes: bool) -> str:
    """A text without what a page does not tell."""
    text = text if strokes else text.replace("\N{ARABIC TATWEEL}", "")
    return text if hyphens else _HYPHEN.sub("", text)


def _is_drawn(text: str, figures: list[list[str]]) -> bool:
    """Whether a text is made of a figure's labels that no text before it has."""
    for labels in figures:
        if not Counter("".join(text.split())) - Counter("".join("".join(labels).split())):
            labels.clear()
            return True
    return False


def _is_made_of(text: str, pieces: Sequence[str]) -> bool:
    for piece in sorted(map(plain, pieces), key=len, reverse=True):
        text = text.replace(piece, "")
    return not text.strip()


def _in_order(wanted: Sequence[str], found: Sequence[str]) -> list[int | None]:
    """For each wanted text, the index of the found text that is equal to it, in the same order."""
    longest = [[0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(found) - 1, -1, -1):
            same = longest[i + 1][j + 1] + 1 if wanted[i] == found[j] else 0
            longest[i][j] = max(same, longest[i + 1][j], longest[i][j + 1])
    places: list[int | None] = []
    j = 0
    for i, text in enumerate(wanted):
        while j < len(found) and longest[i][j] == longest[i][j + 1]:
            j += 1
        matched = j < len(found) and text == found[j] and longest[i][j] > longest[i + 1][j]
        places.append(j if matched else None)
        j += matched
    return places


def read_rows(document: Document) -> list[tuple[str, ...]]:
    """The rows of a document's tables, as the texts of their cells."""
    found = []
    for index, segment in enumerate(document.segments):
        cells: Sequence[object] = getattr(segment, "cells", ())
        if cells:
            found.append(tuple(plain(text) for text in _cell_texts(document, index, cells)))
    return found


def _cell_texts(document: Document, index: int, cells: Iterable[object]) -> list[str]:
    return [cell.of(document.text) for cell in cells]  # type: ignore[attr-defined]


def score_cells(gold: Sequence[Sequence[str]], read: Sequence[Sequence[str]]) -> Score:
    """Judge the rows of one or more tables: a cell is right in the right column of its row.

    Each row of the gold is matched, in order, to at most one row that was read, so that as
    many cells as possible are right.
    """
    wanted = [tuple(plain(cell) for cell in row) for row in gold]
    equal = [[_equal_cells(row, other) for other in read] for row in wanted]
    best = [[0] * (len(read) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(read) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], equal[i][j] + best[i + 1][j + 1])
    scores = Score()
    j = 0
    for i, row in enumerate(wanted):
        while j < len(read) and best[i][j] == best[i][j + 1]:
            j += 1
        matched: Sequence[str] = ()
        if j < len(read) and best[i][j] > best[i + 1][j]:
            matched, j = read[j], j + 1
        for column, cell in enumerate(row):
            if cell:
                scores.count(column < len(matched) and matched[column] == cell, f"{cell} | {matched}")
    return scores


def _equal_cells(row: Sequence[str], other: Sequence[str]) -> int:
    return sum(bool(one) and one == two for one, two in zip(row, other, strict=False))


def plain(text: str) -> str:
    """A text with composed characters and every run of white space as one space.

    Between a Chinese character and a figure or Latin letter it is none: typesetting
    programs put a quarter of an em there, which a page does not tell from a space.
    """
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return _BESIDE_HAN.sub("", " ".join(composed.split()))


def _labelled(label: str | None, text: str) -> str:
    """A paragraph with its label before it; a bullet is no label."""
    own = _LABEL_END.sub("", plain(label)) if label else ""
    if not own or _BULLET.fullmatch(own):
        return _BULLET.sub("", plain(text))
    return plain(f"{own.lstrip('(（')} {text}")


def _digits(mark: str) -> str:
    """A note's mark without brackets, in European digits."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in mark if c not in "()（）")
