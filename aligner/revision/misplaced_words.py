"""Tell words that a scan only has in another place from amendments.

On a page that is a picture, what belongs together is found by where it stands: the last line of a paragraph
may be taken for one of its own, the line of a cell for one of the row below, a note for a paragraph. Such
words are missing in one place and added in another, near it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from aligner.languages import get
from aligner.languages.tokens import fold
from aligner.revision.misreadings import looks
from aligner.revision.note_changes import notes_document
from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, SegmentKind
from aligner.values.comparison import SLIGHT_EDITS

_WORD: Final = re.compile(r"\w+")
_NEAR: Final = 3
"""Changes before and after one in which its words are looked for."""

_ALL: Final = 0.9
"""Minimum share of the letters of a wording that must be found: misread words are not, nor cut ones."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words, or pairs of characters, that an edit takes away and adds."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def is_within(self, others: Sequence[_Words]) -> bool:
        """Whether others add what it takes away, and take away what it adds."""
        removed = {word for other in others for word in other.removed}
        added = {word for other in others for word in other.added}
        own = self.removed or self.added
        return bool(own) and _are_in(self.removed, added) and _are_in(self.added, removed)


def with_misplaced_words(
    changes: Sequence[Change], notes: Sequence[Change], old: Document, new: Document
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return changes, and those of notes, without words that only stand elsewhere in a scan."""
    if not (old.is_scan or new.is_scan):
        return tuple(changes), tuple(notes)
    in_text = [_words(change, old, new) for change in changes]
    in_notes = [_words(change, notes_document(old), notes_document(new)) for change in notes]
    found = []
    for number, change in enumerate(changes):
        near = [*in_text[max(0, number - _NEAR) : number], *in_text[number + 1 : number + 1 + _NEAR]]
        near += [in_text[number]] if _is_row(change, old, new) else []
        found.append(_judged(change, in_text[number], [*near, *in_notes]))
    return tuple(found), tuple(
        _judged(change, own, [*in_text, *in_notes]) for change, own in zip(notes, in_notes, strict=True)
    )


def _judged(change: Change, own: Sequence[_Words], near: Iterable[Sequence[_Words]]) -> Change:
    """Return a change without the edits whose words stand elsewhere; it is slight if none is left."""
    others = [each for words in near for each in words]
    edits = tuple(
        replace(edit, type=EditType.RECOGNISED) if _counts(edit) and words.is_within(others) else edit
        for edit, words in zip(change.edits, own, strict=True)
    )
    if edits == change.edits or any(map(_counts, edits)):
        return replace(change, edits=edits)
    return replace(change, edits=edits, kind=ChangeKind.RECOGNISED)


def _counts(edit: Edit) -> bool:
    return edit.tag is not EditTag.EQUAL and edit.type not in SLIGHT_EDITS


def _is_row(change: Change, old: Document, new: Document) -> bool:
    """Whether a change is of a row of a table, in whose cells words may stand in another order."""
    return any(
        document.segments[index].kind is SegmentKind.ROW
        for document, span in ((old, change.old), (new, change.new))
        for index in span
    )


def _words(change: Change, old: Document, new: Document) -> list[_Words]:
    """Return the words of each edit of a change."""
    before, after = old.joined(change.old), new.joined(change.new)
    found = []
    for edit in change.edits:
        removed, added = _parts(edit.old.of(before), old.language), _parts(edit.new.of(after), new.language)
        if len(removed) == len(added) == 1:
            removed, added = _differing(removed[0], added[0])
        differs = edit.tag is not EditTag.EQUAL and edit.type is not EditType.FORM
        found.append(_Words(removed, added) if differs else _Words())
    return found


def _differing(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return two words, or what only one of them has if it begins with the other: a line end cuts words."""
    if one.isalpha() and one.startswith(other):
        return (one.removeprefix(other),), ()
    if other.isalpha() and other.startswith(one):
        return (), (other.removeprefix(one),)
    return (one,), (other,)


def _parts(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text, or its characters by two in a script without spaces."""
    words = _WORD.findall(looks(fold(text)).casefold())
    if get(language).spaced:
        return tuple(words)
    signs = "".join(words)
    return tuple(first + second for first, second in pairwise(signs)) or tuple(signs)


def _are_in(words: Sequence[str], others: set[str]) -> bool:
    """Whether nearly all letters of some words are of words among others."""
    return sum(len(word) for word in words if word in others) >= _ALL * sum(map(len, words))
