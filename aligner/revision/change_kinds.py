"""Classify links between paragraphs as changes: moved, split, edited and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from aligner.languages.tokens import form_key
from aligner.revision.capitals import capitals_edit
from aligner.revision.cell_diff import diff_cells
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.revision.match_units import Unit
from aligner.revision.note_changes import NoteLinks, with_notes
from aligner.revision.table_heads import form_where_shifted
from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, SegmentKind, Span


@dataclass(frozen=True, slots=True)
class Link:
    """Segments of both drafts that correspond, or segments of one draft without a counterpart.

    `score` is their similarity in [0, 1]; `moved` means that they are out of order with the rest.
    """

    old: Span
    new: Span
    score: float = 0.0
    moved: bool = False


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
    """

    old: Document
    new: Document
    old_units: Sequence[Unit]
    new_units: Sequence[Unit]
    notes: NoteLinks
    normalize: Callable[[str], str]

    def change(self, link: Link) -> Change:
        """Return the change that a link represents."""
        before, after = self.old.joined(link.old), self.new.joined(link.new)
        if not link.old or not link.new:
            kind = ChangeKind.INSERTED if link.new else ChangeKind.DELETED
            edits = diff(before, after, self.old.language)
            return Change(kind, link.old, link.new, tuple(replace(e, type=EditType.WORDING) for e in edits))
        divided = len(link.old) > 1 or len(link.new) > 1
        found = self._divided(link, before, after) if divided else self._edited(link, before, after)
        return with_notes(found, self.old, self.new, self.notes)

    def _first_units(self, link: Link) -> tuple[Unit, Unit]:
        return self.old_units[link.old.start], self.new_units[link.new.start]

    def _divided(self, link: Link, before: str, after: str) -> Change:
        """Return the change of a paragraph that was split, or of several that were merged."""
        first_old, first_new = self._first_units(link)
        words, language = (self.normalize(before), self.normalize(after)), self.old.language
        kind = ChangeKind.SPLIT if len(link.new) > 1 else ChangeKind.MERGED
        edits = typed(diff(before, after, language, self.normalize), *words, language)
        return Change(kind, link.old, link.new, edits, first_old.label != first_new.label)

    def _edited(self, link: Link, before: str, after: str) -> Change:
        """Return the change of one paragraph, compared cell by cell if it is a table row in both drafts."""
        first_old, first_new = self._first_units(link)
        words, language = (self.normalize(before), self.normalize(after)), self.old.language
        body = first_old.body, first_new.body
        renumbered = first_old.label != first_new.label
        if shown := capitals_edit(*words):
            kind = _kind(moved=link.moved, worded=False, formed=True, renumbered=renumbered)
            return Change(kind, link.old, link.new, shown, renumbered)
        if self._is_row(link):
            found = diff_cells(before, after, language, self.normalize)
            found = form_where_shifted(found, self.old, self.new, (link.old.start, link.new.start))
        else:
            found = _edits(before, after, body, language, self.normalize)
        edits = typed(found, *words, language, body)
        bodies = words[0][first_old.body :], words[1][first_new.body :]
        amended = any(edit.type is not EditType.FORM for edit in edits if edit.tag is not EditTag.EQUAL)
        worded = amended and bodies[0] != bodies[1] and form_key(bodies[0]) != form_key(bodies[1])
        formed = any(edit.type is EditType.FORM for edit in edits)
        kind = _kind(moved=link.moved, worded=worded, formed=formed, renumbered=renumbered)
        return Change(kind, link.old, link.new, edits, renumbered)

    def _is_row(self, link: Link) -> bool:
        segments = self.old.segments[link.old.start], self.new.segments[link.new.start]
        return all(segment.kind is SegmentKind.ROW for segment in segments)


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
    label = diff(old[:old_body], new[:new_body], language, normalize)
    rest = diff(old[old_body:], new[new_body:], language, normalize)
    shifted = [replace(e, old=e.old.shifted(old_body), new=e.new.shifted(new_body)) for e in rest]
    found = [
        e
        if e.tag is EditTag.EQUAL or e.type is EditType.FORM
        else Edit(e.tag, e.old, e.new, EditType.CONSEQUENTIAL)
        for e in label
    ]
    if found and shifted and found[-1].tag is shifted[0].tag is EditTag.EQUAL:
        last, first = found.pop(), shifted[0]
        shifted[0] = Edit(
            EditTag.EQUAL, Span(last.old.start, first.old.stop), Span(last.new.start, first.new.stop)
        )
    return (*found, *shifted)


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
