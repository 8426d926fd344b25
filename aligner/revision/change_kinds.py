"""Classify links between paragraphs as changes: moved, split, edited and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from aligner.languages.script import as_it_stands
from aligner.languages.tokens import form_key
from aligner.revision.cell_diff import diff_cells
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.revision.match_units import Unit
from aligner.revision.note_changes import NoteLinks, with_notes
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


def change_of(
    link: Link,
    old: Document,
    new: Document,
    old_units: Sequence[Unit],
    new_units: Sequence[Unit],
    notes: NoteLinks,
    normalize: Callable[[str], str] = as_it_stands,
) -> Change:
    """Return the change that a link represents, comparing texts after `normalize`."""
    before, after = old.joined(link.old), new.joined(link.new)
    if not link.old or not link.new:
        kind = ChangeKind.INSERTED if link.new else ChangeKind.DELETED
        edits = tuple(replace(edit, type=EditType.WORDING) for edit in diff(before, after, old.language))
        return Change(kind, link.old, link.new, edits)
    firsts = old_units[link.old.start], new_units[link.new.start]
    rows = all(
        d.segments[i].kind is SegmentKind.ROW for d, span in ((old, link.old), (new, link.new)) for i in span
    )
    return with_notes(
        _change_of_wording(link, before, after, old.language, firsts, normalize, rows=rows), old, new, notes
    )


def _change_of_wording(
    link: Link,
    before: str,
    after: str,
    language: str,
    firsts: tuple[Unit, Unit],
    normalize: Callable[[str], str],
    *,
    rows: bool,
) -> Change:
    first_old, first_new = firsts
    words = normalize(before), normalize(after)
    renumbered = first_old.label != first_new.label
    if len(link.old) > 1 or len(link.new) > 1:
        kind = ChangeKind.SPLIT if len(link.new) > 1 else ChangeKind.MERGED
        edits = typed(diff(before, after, language, normalize), *words, language)
        return Change(kind, link.old, link.new, edits, renumbered)
    body = first_old.body, first_new.body
    found = (
        diff_cells(before, after, language, normalize)
        if rows
        else _edits(before, after, *body, language, normalize)
    )
    edits = typed(found, *words, language, body)
    bodies = words[0][first_old.body :], words[1][first_new.body :]
    worded = bodies[0] != bodies[1] and form_key(bodies[0]) != form_key(bodies[1])
    formed = any(edit.type is EditType.FORM for edit in edits)
    return Change(_kind(link.moved, worded, formed, renumbered), link.old, link.new, edits, renumbered)


def _kind(moved: bool, worded: bool, formed: bool, renumbered: bool) -> ChangeKind:
    if moved:
        return ChangeKind.MOVED_EDITED if worded else ChangeKind.MOVED
    if worded:
        return ChangeKind.EDITED
    if formed:
        return ChangeKind.FORM_ONLY
    return ChangeKind.RENUMBERED if renumbered else ChangeKind.UNCHANGED


def _edits(
    old: str, new: str, old_body: int, new_body: int, language: str, normalize: Callable[[str], str]
) -> tuple[Edit, ...]:
    """Diff one paragraph; a number at the start of its text is diffed separately."""
    if old == new:
        return diff(old, new, language, normalize)
    label = diff(old[:old_body], new[:new_body], language, normalize)
    body = diff(old[old_body:], new[new_body:], language, normalize)
    shifted = [replace(e, old=e.old.shifted(old_body), new=e.new.shifted(new_body)) for e in body]
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
