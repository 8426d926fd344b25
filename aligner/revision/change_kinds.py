"""Classify links between paragraphs as changes: moved, split, edited and so on.

Recognize text that only stands on another row of a table's head.

A head of several rows has the name of a column on one of them. Which one, a page shows by height only:
where Word merges the cells of a column, their text may stand on the last row, and belongs to the first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from aligner.languages.tokens import fold, form_key
from aligner.revision.common_stretches import matching_runs
from aligner.revision.diff import diff, whole_edit
from aligner.revision.edit_types import typed
from aligner.revision.match_model import Link, Unit
from aligner.revision.misreadings import Side, misread_apart, misread_number
from aligner.revision.note_changes import NotePairs, with_notes
from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, SegmentKind, Span
from aligner.values.comparison import SLIGHT_EDITS
from aligner.values.runs import run_around, runs_of

_FEWEST: Final = 3  # letters: fewer in capitals may be an acronym that was mended
_LONG: Final = 30  # letters of a paragraph that no engine makes of parts of lines


_TAB: Final = "\t"
"""Separates two cells in the text of a row."""


@dataclass(frozen=True, slots=True)
class ChangeMaker:
    """Makes the changes between two drafts from the links between their paragraphs.

    Attributes:
        old: the old draft.
        new: the new draft.
        old_units: the units of the old draft, one for each segment.
        new_units: those of the new draft.
        notes: the footnotes that correspond.
        normalize: maps a text to the form in which wordings are compared (see `diff`).
        badly_read: for each draft, the pages on which no word is certain.
    """

    old: Document
    new: Document
    old_units: Sequence[Unit]
    new_units: Sequence[Unit]
    notes: NotePairs
    normalize: Callable[[str], str]
    badly_read: tuple[frozenset[int | None], frozenset[int | None]] = (frozenset(), frozenset())

    def change(self, link: Link) -> Change:
        """Return the change that a link represents."""
        before, after = self.old.joined(link.old), self.new.joined(link.new)
        if not link.old or not link.new:
            kind = ChangeKind.INSERTED if link.new else ChangeKind.DELETED
            edits = diff(before, after, self.old.language)
            unsure = self._unsure(edits, link)
            is_misread = bool(edits) and all(edit.type is EditType.RECOGNISED for edit in unsure)
            if is_misread or self._is_scrap(link, before, after):
                return Change(ChangeKind.RECOGNISED, link.old, link.new, tuple(unsure))
            return Change(kind, link.old, link.new, tuple(replace(e, type=EditType.WORDING) for e in edits))
        divided = len(link.old) > 1 or len(link.new) > 1
        found = self._divided(link, before, after) if divided else self._edited(link, before, after)
        return with_notes(found, self.old, self.new, self.notes)

    def _is_scrap(self, link: Link, before: str, after: str) -> bool:
        """Whether a paragraph of one draft is a few words of a badly read page, some of them doubtful.

        Such are parts of lines that the engine read twice, or in pieces; so are words in a scan of which at
        most a single sign is certain.
        """
        draft, indices = (self.old, link.old) if link.old else (self.new, link.new)
        badly = any(draft.segments[index].page in self.badly_read[not link.old] for index in indices)
        words = draft.doubtful_in(indices)
        signs = [(at, sign) for at, sign in enumerate(before + after) if sign.isalnum()]
        certain = sum(all(at not in word for word in words) for at, _ in signs)
        letters = sum(sign.isalpha() for _, sign in signs)
        if not signs or (draft.is_scan and certain <= 1 and letters):
            return self._is_scan
        return badly and letters < _LONG and bool(words)

    @property
    def _is_scan(self) -> bool:
        return self.old.is_scan or self.new.is_scan

    def _first_units(self, link: Link) -> tuple[Unit, Unit]:
        return self.old_units[link.old.start], self.new_units[link.new.start]

    def _divided(self, link: Link, before: str, after: str) -> Change:
        """Return the change of a paragraph that was split, or of several that were merged."""
        first_old, first_new = self._first_units(link)
        words, language = (self.normalize(before), self.normalize(after)), self.old.language
        kind = ChangeKind.SPLIT if len(link.new) > 1 else ChangeKind.MERGED
        body = self._bodies(link, before, after) if self._is_scan else (0, 0)
        found = self._unsure(_edits(before, after, body, language, self.normalize), link)
        edits = typed(found, *words, language)
        if self._is_scan and not _amended(edits, body):
            kind = ChangeKind.RECOGNISED  # how lines are divided is as uncertain as their words
        return Change(kind, link.old, link.new, edits, first_old.label != first_new.label)

    def _edited(self, link: Link, before: str, after: str) -> Change:
        """Return the change of one paragraph, compared cell by cell if it is a table row in both drafts."""
        first_old, first_new = self._first_units(link)
        words, language = (self.normalize(before), self.normalize(after)), self.old.language
        body = self._bodies(link, before, after)
        renumbered = first_old.label != first_new.label
        if shown := capitals_edit(*words):
            kind = _kind(moved=link.moved, worded=False, formed=True, renumbered=renumbered)
            return Change(kind, link.old, link.new, shown, renumbered)
        if self._is_row(link):
            found = diff_cells(before, after, language, self.normalize)
            found = form_where_shifted(found, self.old, self.new, (link.old.start, link.new.start))
        else:
            found = _edits(before, after, body, language, self.normalize)
        edits = typed(self._unsure(found, link), *words, language, body)
        bodies = words[0][body[0] :], words[1][body[1] :]
        worded = _amended(edits, body) and form_key(bodies[0]) != form_key(bodies[1])
        formed = any(edit.type is EditType.FORM for edit in edits)
        kind = _kind(moved=link.moved, worded=worded, formed=formed, renumbered=renumbered)
        if not kind.is_move and not worded and any(edit.type is EditType.RECOGNISED for edit in edits):
            kind = ChangeKind.RECOGNISED
        return Change(kind, link.old, link.new, edits, renumbered)

    def _bodies(self, link: Link, before: str, after: str) -> tuple[int, int]:
        """Return where the text proper begins in each draft, after a number that is part of the text.

        So it is in a scan where the number was misread, or the space after it.
        """
        one, other = (unit.body for unit in self._first_units(link))
        old, new = self.old.segments[link.old.start].label, self.new.segments[link.new.start].label
        if self.new.is_scan and not (new and other):
            other = _number_end(one, None if new else old, before, after) or other
        elif self.old.is_scan and not (old and one):
            one = _number_end(other, None if old else new, after, before) or one
        if self._is_scan:
            one = one or _number_end(other, None, after, before)
            other = other or _number_end(one, None, before, after)
        return one, other

    def _unsure(self, edits: Sequence[Edit], link: Link) -> Sequence[Edit]:
        """Mark the edits that text recognition alone may have made, and the words in others."""
        if not self._is_scan:
            return edits
        # No paragraph is lost because others are badly read.
        old, new = self.badly_read if link.old and link.new else ((), ())
        sides = Side.of(self.old, link.old, old), Side.of(self.new, link.new, new)
        return [part for edit in edits for part in misread_apart(edit, sides)]

    def _is_row(self, link: Link) -> bool:
        segments = self.old.segments[link.old.start], self.new.segments[link.new.start]
        return all(segment.kind is SegmentKind.ROW for segment in segments)


def _number_end(body: int, label: str | None, text: str, read: str) -> int:
    """Return where the text proper begins in a scan that has no number apart; 0 if at once.

    >>> _number_end(0, "1.0", "方案基础", "1.0方案基础")
    3
    """
    number = text[:body].strip()
    if number and fold(read[: len(number)]) == fold(number):
        return len(number)  # without the space after it
    return misread_number(label, text, read) if label else 0


def _amended(edits: Iterable[Edit], body: tuple[int, int]) -> bool:
    """Whether edits change the words of a text, which begins at `body` in each draft."""
    return any(
        edit.type not in SLIGHT_EDITS and (edit.old.stop > body[0] or edit.new.stop > body[1])
        for edit in edits
        if edit.tag is not EditTag.EQUAL
    )


def _kind(*, moved: bool, worded: bool, formed: bool, renumbered: bool) -> ChangeKind:
    if moved:
        return ChangeKind.MOVED_EDITED if worded else ChangeKind.MOVED
    if worded:
        return ChangeKind.EDITED
    if formed:
        return ChangeKind.FORM_ONLY
    return ChangeKind.RENUMBERED if renumbered else ChangeKind.UNCHANGED


def _edits(
    old: str, new: str, body: tuple[int, int], language: str, normalize: Callable[[str], str]
) -> tuple[Edit, ...]:
    """Diff one paragraph; a number at the start of its text, before `body`, is diffed separately."""
    old_body, new_body = body
    if old == new:
        return diff(old, new, language, normalize)
    label = [
        e if e.tag is EditTag.EQUAL or e.type is EditType.FORM else replace(e, type=EditType.CONSEQUENTIAL)
        for e in diff(old[:old_body], new[:new_body], language, normalize)
    ]
    return _joined([label, diff(old[old_body:], new[new_body:], language, normalize)])


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Sort changes in the order of the new draft, with each deletion where its text used to be."""
    changes = list(changes)
    in_order = sorted(
        (change.old.start, change.new.stop - 1)
        for change in changes
        if change.old and change.new and not change.kind.is_move
    )
    places: dict[int, int] = {}
    at, latest = 0, -1
    for start in sorted(change.old.start for change in changes if not change.new):
        while at < len(in_order) and in_order[at][0] < start:
            latest = in_order[at][1]
            at += 1
        places[start] = latest
    return sorted(changes, key=lambda c: (c.new.start, -1) if c.new else (places[c.old.start], c.old.start))


def capitals_edit(old: str, new: str) -> tuple[Edit, ...]:
    """Return one edit of form if two wordings differ only in that one is all in capitals; else none.

    Word keeps the small letters of a heading that it shows in capitals or small capitals, while a PDF
    has the letters shown.

    >>> [edit.type.value for edit in capitals_edit("Executive summary", "EXECUTIVE SUMMARY")]
    ['form']
    >>> capitals_edit("The State party", "The state party")
    ()
    """
    if old == new or old.upper() != new.upper():
        return ()
    shouted = old if old.isupper() else new
    if not shouted.isupper() or sum(sign.isalpha() for sign in shouted) < _FEWEST:
        return ()
    return (Edit(EditTag.REPLACE, Span(0, len(old)), Span(0, len(new)), EditType.FORM),)


def diff_cells(old: str, new: str, language: str, normalize: Callable[[str], str] = str) -> tuple[Edit, ...]:
    r"""Return the edits that turn one row into another; no edit crosses a cell boundary.

    Cells are paired by position. If one row has more cells than the other, equal cells are
    paired first, so that a new column becomes one inserted cell.

    Args:
        old: the old row, with a tab between cells; may be empty.
        new: the new row; may be empty.
        language: language code of both, which determines word boundaries.
        normalize: as for `diff`.

    Returns:
        Edits that cover both texts completely, in order.

    >>> old, new = "a b\t5", "a c\t6"
    >>> [(edit.tag.value, edit.old.of(old), edit.new.of(new)) for edit in diff_cells(old, new, "en")]
    [('equal', 'a ', 'a '), ('replace', 'b', 'c'), ('equal', '\t', '\t'), ('replace', '5', '6')]
    """
    parts = list[Sequence[Edit]]()
    in_old = in_new = False  # whether each row already has a cell
    for before, after in _pairs(old.split(_TAB), new.split(_TAB)):
        tabs = _TAB * (in_old and before is not None), _TAB * (in_new and after is not None)
        parts += [diff(*tabs, language), diff(before or "", after or "", language, normalize)]
        in_old, in_new = in_old or before is not None, in_new or after is not None
    return _joined(parts)


def _joined(parts: Iterable[Sequence[Edit]]) -> tuple[Edit, ...]:
    """Return the edits of passages that follow each other; adjacent unchanged stretches are one."""
    found = list[Edit]()
    for edits in parts:
        at, at_new = (found[-1].old.stop, found[-1].new.stop) if found else (0, 0)
        found += [replace(edit, old=edit.old.shifted(at), new=edit.new.shifted(at_new)) for edit in edits]
    runs = runs_of(found, lambda before, edit: before.tag is edit.tag is EditTag.EQUAL)
    return tuple(whole_edit(run) for run in runs)


def _pairs(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    """Pair the cells that correspond, in order; None stands for a cell that only the other row has."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    pairs: list[tuple[str | None, str | None]] = []
    i = j = 0
    for a, b, size in (*matching_runs(old, new), (len(old), len(new), 0)):
        pairs += zip_longest(old[i:a], new[j:b])
        pairs += zip(old[a : a + size], new[b : b + size], strict=True)
        i, j = a + size, b + size
    return pairs


def form_where_shifted(
    edits: Sequence[Edit], old: Document, new: Document, at: tuple[int, int]
) -> tuple[Edit, ...]:
    """Make edits a matter of form in columns whose text is on other rows of the head, but the same.

    Args:
        edits: those of one row, none across the border of a cell.
        old: the old draft.
        new: the new draft.
        at: the index of the row in each.
    """
    if not (old.segments[at[0]].header and new.segments[at[1]].header):
        return tuple(edits)
    before, after = _head(old, at[0]), _head(new, at[1])
    if [len(row) for row in before] != [len(row) for row in after]:
        return tuple(edits)
    same = [
        old_text == new_text for old_text, new_text in zip(_columns(before), _columns(after), strict=True)
    ]
    row = old.text_of(at[0])
    return tuple(
        replace(edit, type=EditType.FORM)
        if edit.tag is not EditTag.EQUAL and same[row.count(_TAB, 0, edit.old.start)]
        else edit
        for edit in edits
    )


def _head(document: Document, index: int) -> list[list[str]]:
    """Return the cells of the head of a table that a row is part of."""
    rows = run_around(index, len(document), lambda row: document.segments[row].header)
    return [document.text_of(row).split(_TAB) for row in rows]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the text of each column; a row above that has fewer cells ends with a wide one."""
    return [form_key("".join(column)) for column in zip_longest(*rows, fillvalue="")]
