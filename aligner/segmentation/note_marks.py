"""Find footnote marks inside the running text, link them to their notes and remove them.

Text extraction turns a raised mark into plain digits (`公约》1和`, `durable3,`). Such a
digit is a mark only if there is a note with its number, it is in the text that the note belongs
to, and the marks are in ascending order; otherwise its neighbours decide. A number in a
sentence (`第 71/167 号`, `target 5.2`) is never taken for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Final

from aligner.languages.letter_ranges import ARABIC, COUNTED, CYRILLIC, IDEOGRAPHS, SUPERSCRIPTS, WIDE
from aligner.languages.structure import Structure
from aligner.segmentation.measured_rows import Row
from aligner.segmentation.notes import AHEAD, Blocks, mark_of, number_of
from aligner.values import NO_ORIGIN, OriginRun
from aligner.values.extract import InlineMark
from aligner.values.runs import runs_of

_AFTER_YEAR: Final = r"(?<=\b(?:19|20)\d\d[,;])"
_DIGITS: Final = re.compile(
    rf"(?<!\d)(?<!\d[.,/])\d{{1,3}}(?!\d)|{_AFTER_YEAR}\d{{1,2}}(?![\d.,])|[{SUPERSCRIPTS}]{{1,3}}"
)
"""Up to three digits that may be a mark: not part of a longer number, but for a year and a comma."""

_ARABIC: Final = re.compile(rf"(?<=[{ARABIC}»،؛.])\(\d{{1,3}}\)")
_STAR: Final = re.compile(r"(?<=\S)\*{1,6}|[†‡§](?=\s|$)")
_LETTER: Final = re.compile(r"(?<=[,;.:)”»])[a-z](?=\s|$)")
_IS_CJK: Final = re.compile(rf"[{WIDE}]")
_SIGN_BEFORE: Final = re.compile(
    r"[,;!?)\]”’»《》」』）】，。；：、！？،؛؟…]$|(?<=\D):$|(?<=[^\W\d_A-Z])\.$|(?<=[^\W\d_])[.]$"
)
"""Punctuation directly before a mark."""

_LETTER_BEFORE: Final = re.compile(r"[^\W\d_]$")
_ABBREVIATION: Final = re.compile(rf"(?:\b[A-Z]{{1,4}}|\b[A-Za-z{CYRILLIC}]{{1,4}}\.)$")
"""An acronym, or a short word with a full stop, before digits, which makes a mark less likely."""

_UNIT_AFTER: Final = re.compile(rf"\s?[{COUNTED}]|[/%‰°º＝=+×±–-]|[.,]\d|[^\W\d_{IDEOGRAPHS}]")
"""A unit, sign or letter after digits that makes them a quantity."""

_IN_SYMBOL: Final = re.compile(r"/[A-Z][A-Za-z]{0,5}\.$")
"""The beginning of a document symbol whose next part is a number: `A/78/465/Add.`, `E/CN.`."""

_LOOK_BACK: Final = 24  # characters before digits that may say what they are
_STRONG, _APART, _WEAK = 3.0, 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A mark in a paragraph: the stretch to cut out, and the mark itself."""

    mark: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Candidate(Found):
    """What may be a mark: its paragraph, its place in the source, and how much it looks like one.

    `glued` digits directly follow a letter.
    """

    paragraph: int
    source: int
    weight: float
    glued: bool


@dataclass(frozen=True, slots=True)
class _Chain:
    """Candidates at rising places, the place of the last one, and their total weight."""

    end: int = -1
    weight: float = 0.0
    links: tuple[_Candidate, ...] = ()

    def extended(self, link: _Candidate) -> _Chain:
        return _Chain(link.source, self.weight + link.weight, (*self.links, link))


_end: Final = attrgetter("end")
_weight_of: Final = attrgetter("weight")


def shown(rows: Sequence[Row], notes: Blocks) -> list[InlineMark]:
    """Return the marks that the format shows in the running text.

    A raised letter ends an abbreviation or an ordinal (`XIXᵉ`) more often than it refers to a note, and a
    raised number may belong to a name (`GOsa²`). Either is a mark only where a note has it, or
    a line begins with it raised, as the notes of a table do, or where what is counted next to it is one too.
    """
    marks = [(row, mark) for row in rows for mark in row.line.marks]
    printed = {mark.mark for _, mark in marks}
    known = {note.mark for note in notes.notes}
    known |= {mark.mark for row, mark in marks if mark.span.start == row.start}
    for mark in sorted(printed):
        if _is_counted(mark, known, printed):
            known.add(mark)
    return [mark for _, mark in marks if mark.mark in known]


def _is_counted(mark: str, known: Set[str], printed: Set[str]) -> bool:
    """Whether a mark is a letter after one of a note, or any sign but a number far from all others."""
    if mark.isalpha():
        return len(mark) == 1 and chr(ord(mark) - 1) in known
    number = number_of(mark)
    return number is None or number == 1 or not {str(number - 1), str(number + 1)}.isdisjoint(known | printed)


def find(
    paragraphs: Sequence[Passage],
    notes: Blocks,
    shown: Sequence[InlineMark],
    structure: Structure,
) -> list[list[Found]]:
    """Return the marks of each paragraph, whose text is without its label, in order.

    `shown` are the marks that the format itself shows as such.
    """
    found: list[list[Found]] = [[] for _ in paragraphs]
    if shown:
        _take_shown(paragraphs, shown, found)
    linked = {mark.mark for marks in found for mark in marks}
    wanted = {note.mark for note in notes.notes if note.mark not in linked}
    if wanted:
        candidates = _candidates(paragraphs, wanted, structure)
        if linked:  # the format shows marks: one that it does not show must be beyond doubt
            candidates = [each for each in candidates if each.weight >= _STRONG]
        for candidate in _choose(_near_notes(candidates, notes), notes, wanted):
            found[candidate.paragraph].append(candidate)
    _take_glued(paragraphs, notes, found)
    return [_in_order(marks) for marks in found]


def lift(passage: Passage, marks: Sequence[Found]) -> tuple[Passage, list[tuple[str, int]]]:
    """Remove marks from a paragraph; return it, and each mark with its position in what is left.

    A space that only set a mark apart is removed with it: the space before it if a space or closing
    punctuation follows, and the space after it in Chinese.
    """
    spans: list[tuple[int, int]] = []
    places: list[tuple[str, int]] = []
    removed = end = 0
    for mark in marks:
        start, stop = _with_space(passage.text, mark.start, mark.stop)
        start = max(start, end)
        end = stop = max(start, stop)
        places.append((mark.mark, start - removed))
        spans.append((start, stop))
        removed += stop - start
    return passage.without(spans), places


def _with_space(text: str, start: int, stop: int) -> tuple[int, int]:
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if before.isspace() and (after.isspace() or after in ",.;:)،؛。，；：、"):
        return start - 1, stop
    joins = after.isspace() and _IS_CJK.match(before) and _IS_CJK.match(text, stop + 1)
    return start, stop + bool(joins)


def _in_order(marks: list[Found]) -> list[Found]:
    marks.sort(key=lambda mark: (mark.start, mark.stop))
    return [mark for i, mark in enumerate(marks) if i == 0 or mark.start >= marks[i - 1].stop]


def _take_shown(paragraphs: Sequence[Passage], shown: Sequence[InlineMark], found: list[list[Found]]) -> None:
    wanted = {origin for mark in shown for origin in range(mark.span.start - 1, mark.span.stop + 2)}
    wanted.discard(NO_ORIGIN)
    place = {
        origin: (number, passage.origins.index(origin))
        for number, passage in enumerate(paragraphs)
        for origin in wanted.intersection(passage.origins)
    }
    for mark in shown:
        spot = place.get(mark.span.start)
        if spot is None:
            before = place.get(mark.span.start - 1)
            spot = (before[0], before[1] + 1) if before else place.get(mark.span.stop + 1)  # beyond a space
        if spot is None:
            continue
        number, index = spot
        last = place.get(mark.span.stop - 1) if len(mark.span) else None
        found[number].append(Found(mark.mark, index, max(index, last[1] + 1) if last else index))


def _candidates(paragraphs: Sequence[Passage], known: set[str], structure: Structure) -> list[_Candidate]:
    found: list[_Candidate] = []
    for number, passage in enumerate(paragraphs):
        for pattern in (_ARABIC, _DIGITS, _STAR, _LETTER):
            for match in pattern.finditer(passage.text):
                mark = mark_of(match.group().strip("()"))
                if mark not in known or match.start() == 0:
                    continue
                weight = _weight(passage.text, match, structure)
                if weight is not None:
                    source = passage.origins[match.start()]
                    glued = match.group()[0].isdecimal() and passage.text[match.start() - 1].isalpha()
                    found.append(_Candidate(mark, *match.span(), number, source, weight, glued))
    return sorted(found, key=lambda candidate: candidate.source)


def _weight(text: str, match: re.Match[str], structure: Structure) -> float | None:
    """Return how much digits look like a mark, by their neighbours; None if they cannot be one."""
    if not match.group().isdecimal():
        return _STRONG
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    after = text[match.end() : match.end() + 2]
    is_word = before[-1].isalpha() and not _IS_CJK.match(before[-1])
    named = not is_word and structure.before_number.search(before)
    if _UNIT_AFTER.match(after) or _IN_SYMBOL.search(before) or named:
        return None
    if before[-1].isspace():  # a colon follows a number that is a name: `Panel 2:`
        if not after[:1].isspace() and after[:1] not in ",.;)،؛。，；、":
            return None
        return _APART if _SIGN_BEFORE.search(before.rstrip()) else _WEAK
    if _SIGN_BEFORE.search(before):
        return _STRONG
    if not _LETTER_BEFORE.search(before):
        return None
    if _IS_CJK.match(before[-1]):
        return _STRONG if after[:1] in "，。；：、）》” \u00a0" else _WEAK
    return _WEAK if _ABBREVIATION.search(before) else _STRONG


def _near_notes(candidates: list[_Candidate], notes: Blocks) -> list[_Candidate]:
    """Return the candidates without digits at the end of a word whose note is not on their page or the next.

    Only pages with places can tell; names such as `hda1` have such digits, too.
    """
    if not _at_page_end(notes):
        return candidates
    under = {(note.mark, note.block) for note in notes.notes}

    def is_near(candidate: _Candidate) -> bool:
        block = bisect_right(notes.bounds, candidate.source)
        begin = notes.begins[block] if block < len(notes.begins) else notes.begins[-1]
        return begin is None or ((candidate.mark, block) in under and candidate.source >= begin)

    return [candidate for candidate in candidates if not candidate.glued or is_near(candidate)]


def _choose(candidates: list[_Candidate], notes: Blocks, wanted: set[str]) -> list[_Candidate]:
    """Choose the first references, in the order of the notes, each in its page's text; then repeated ones.

    Numbers and other signs are two series: numbers ascend whatever the place of a `*`.
    """
    numbers = {mark for mark in wanted if number_of(mark) is not None}
    series = (numbers, wanted - numbers)
    first = [found for each in series for found in _first_references(candidates, notes, each)]
    since: dict[str, int] = {}
    for candidate in first:
        since.setdefault(candidate.mark, candidate.source)
    enough = max((_APART, *(candidate.weight for candidate in first)))
    again = [c for c in candidates if c.weight >= enough and since.get(c.mark, c.source) < c.source]
    return [*first, *again]


def _first_references(
    candidates: Sequence[_Candidate], notes: Blocks, wanted: set[str]
) -> tuple[_Candidate, ...]:
    """Return the heaviest choice of one candidate for each note, at places in the order of the notes.

    A chain of greatest weight: notes are taken in order, and each keeps, for every place
    its mark may be, the best chain that ends there. Notes under pages have their marks there.
    """
    at_page_end = _at_page_end(notes)
    by_mark: dict[tuple[str, int], list[_Candidate]] = {}
    for candidate in candidates:
        block = bisect_right(notes.bounds, candidate.source) if at_page_end else 0
        by_mark.setdefault((candidate.mark, block), []).append(candidate)
    best = [_Chain()]  # by their ends, which rise as their weights do
    for note in notes.notes:
        if note.mark not in wanted:
            continue
        longer = [
            best[bisect_left(best, candidate.source, key=_end) - 1].extended(candidate)
            for candidate in by_mark.get((note.mark, note.block if at_page_end else 0), ())
        ]
        for chain in longer:
            spot = bisect_right(best, chain.end, key=_end)
            if chain.weight > best[spot - 1].weight:
                best[spot : bisect_right(best, chain.weight, spot, key=_weight_of)] = [chain]
    return best[-1].links


def _at_page_end(notes: Blocks) -> bool:
    """Whether the notes are under the pages that have their marks, not all at the end."""
    return len(notes.bounds) > 1 and all(low <= high for low, high in pairwise(notes.bounds))


_DASHES: Final = re.compile("[‐-―]")
_NUMBER: Final = re.compile(r"(?<![\w.,/‐-―-])\d{4,}(?:[‐-―-]\d{2,})*(?![\w/‐-―-]|[.,]\d)")
"""A number of at least four digits, or a range of such numbers, at whose end a mark may stick."""


def _take_glued(paragraphs: Sequence[Passage], notes: Blocks, found: list[list[Found]]) -> None:
    """Add the marks that are printed as the last digits of a number: `2013–20202`.

    The number without the mark occurs elsewhere in the document and the number with it does not, and the
    mark is missing, or one of the few before the first, and fits the ascending order of the others.
    """
    places: dict[int, tuple[int, int]] = {}
    for here, marks in enumerate(found):
        for mark in _in_order(marks):
            if (known := number_of(mark.mark)) is not None:
                places.setdefault(known, (here, mark.start))
    numbers = {number_of(note.mark) for note in notes.notes} - {None}
    if not (numbers and places):
        return
    missing = numbers.union(range(min(places) - AHEAD, min(places))).difference(places)
    counts = Counter(_DASHES.sub("-", number) for each in paragraphs for number in _NUMBER.findall(each.text))
    for here, passage in enumerate(paragraphs):
        for match in _NUMBER.finditer(passage.text):
            number = _DASHES.sub("-", match.group())
            for length in (1, 2):
                value, spot = int(number[-length:]), (here, match.end() - length)
                ascends = all((place < spot) == (other < value) for other, place in places.items())
                if counts[number] == 1 and counts[number[:-length]] and value in missing and ascends:
                    found[here].append(Found(str(value), spot[1], match.end()))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text; `origins[i]` is where character `i` was, or `NO_ORIGIN`."""

    text: str
    origins: tuple[int, ...]

    def cut(self, start: int, stop: int | None = None) -> Passage:
        """Return a part of the passage."""
        return Passage(self.text[start:stop], self.origins[start:stop])

    def stripped(self) -> Passage:
        """Return the passage without the space around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, len(self.text.rstrip())) if self.text.strip() else Passage("", ())

    def without(self, spans: Iterable[tuple[int, int]]) -> Passage:
        """Return the passage without some stretches, given in order."""
        texts: list[str] = []
        origins: list[int] = []
        end = 0
        for start, stop in (*spans, (len(self.text), len(self.text))):
            texts.append(self.text[end:start])
            origins.extend(self.origins[end:start])
            end = stop
        return Passage("".join(texts), tuple(origins))


def of_row(row: Row) -> Passage:
    """Return the text of a row, with its place in the source."""
    return Passage(row.text, tuple(range(row.start, row.stop)))


def concatenate(parts: Sequence[Passage | str]) -> Passage:
    """Concatenate passages and strings; strings have no origin."""
    texts: list[str] = []
    origins: list[int] = []
    for part in parts:
        if isinstance(part, Passage):
            texts.append(part.text)
            origins.extend(part.origins)
        else:
            texts.append(part)
            origins.extend([NO_ORIGIN] * len(part))
    return Passage("".join(texts), tuple(origins))


def runs(origins: Sequence[int], offset: int) -> list[OriginRun]:
    """Origins as unbroken runs, for text that starts at `offset`.

    >>> [(run.text_start, run.source_start, run.length) for run in runs([7, 8, -1, 12], 100)]
    [(100, 7, 2), (103, 12, 1)]
    """
    known = (place for place, origin in enumerate(origins) if origin != NO_ORIGIN)
    found = runs_of(known, lambda before, place: place - before == origins[place] - origins[before] == 1)
    return [OriginRun(offset + run[0], origins[run[0]], len(run)) for run in found]
