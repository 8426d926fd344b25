"""Tell words that a scan only has in another place from amendments.

On a page that is a picture, what belongs together is found by where it stands: the last line of a paragraph
may be taken for one of its own, the line of a cell for one of the row below, a note for a paragraph. Such
words are missing in one place and added in another, near it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise
from typing import Final

from aligner.languages import get
from aligner.languages.look_alikes import looks
from aligner.revision.note_changes import notes_document
from aligner.values import SLIGHT_EDITS, Change, ChangeKind, Document, Edit, EditTag, EditType, SegmentKind
from aligner.values.runs import runs_of

_WORD: Final = re.compile(r"\w+")
_NEAR: Final = 3
"""Changes before and after one in which its words are looked for."""

_ALL: Final = 0.9
"""Minimum share of the letters of a wording that must be found: misread words are not, nor cut ones."""

_LONG: Final = 30
"""Letters of a long wording, hardly alike by chance: it is looked for in all changes, since notes between may
be taken for paragraphs; its words may be misread, divided or joined if most runs of them are found."""

_RUN: Final = 5  # letters that follow each other
_MOST: Final = 0.5
"""Minimum share of the runs of a long wording that must be found."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words, or pairs of characters, that an edit takes away and adds."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def is_within(self, others: Sequence[_Words]) -> bool:
        """Whether others add what it takes away, and take away what it adds."""
        removed = [word for other in others for word in other.removed]
        added = [word for other in others for word in other.added]
        return self.letters > 0 and _are_in(self.removed, added) and _are_in(self.added, removed)

    @property
    def letters(self) -> int:
        """How many letters they have."""
        return sum(map(len, self.removed + self.added))


def with_misplaced_words(
    changes: Sequence[Change], notes: Sequence[Change], old: Document, new: Document
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return changes, and those of notes, without words that only stand elsewhere in a scan."""
    if not (old.is_scan or new.is_scan):
        return tuple(changes), tuple(notes)
    in_text = [_words(change, old, new) for change in changes]
    in_notes = [_words(change, notes_document(old), notes_document(new)) for change in notes]
    found = []
    for number, (change, own) in enumerate(zip(changes, in_text, strict=True)):
        anywhere = [*in_notes, own] if _is_in_parts(change, old, new) else in_notes
        found.append(_judged(change, own, partial(_around, in_text, number, anywhere)))
    everywhere = list(chain(*in_text, *in_notes))
    return tuple(found), tuple(
        _judged(change, own, lambda _: everywhere) for change, own in zip(notes, in_notes, strict=True)
    )


def _around(
    in_text: Sequence[Sequence[_Words]], number: int, anywhere: Sequence[Sequence[_Words]], letters: int
) -> list[_Words]:
    """Return the words among which so many letters of a change are looked for: near it, and in any place."""
    reach = len(in_text) if letters >= _LONG else _NEAR
    before, after = in_text[max(0, number - reach) : number], in_text[number + 1 : number + 1 + reach]
    return list(chain(*before, *after, *anywhere))


def _judged(change: Change, own: Sequence[_Words], others: Callable[[int], Sequence[_Words]]) -> Change:
    """Return a change without the edits whose words stand elsewhere; it is slight if none is left.

    Edits that go on with each other are of one wording, in which signs between words are misread.
    """
    edits = tuple(
        replace(edit, type=EditType.RECOGNISED) if _counts(edit) and words.is_within(near) else edit
        for run in runs_of(zip(change.edits, own, strict=True), _go_on)
        for near in [others(sum(words.letters for _, words in run))]
        for edit, words in run
    )
    if edits == change.edits or any(map(_counts, edits)):
        return replace(change, edits=edits)
    return replace(change, edits=edits, kind=ChangeKind.RECOGNISED)


def _go_on(before: tuple[Edit, _Words], after: tuple[Edit, _Words]) -> bool:
    """Whether two edits have no word between them that both drafts have."""
    return EditTag.EQUAL not in (before[0].tag, after[0].tag)


def _counts(edit: Edit) -> bool:
    """Whether an edit amends the text of a paragraph, and not the number before it."""
    is_number = edit.type is EditType.CONSEQUENTIAL and not (edit.old.start or edit.new.start)
    return edit.tag is not EditTag.EQUAL and edit.type not in SLIGHT_EDITS and not is_number


def _is_in_parts(change: Change, old: Document, new: Document) -> bool:
    """Whether words may stand in another order: in cells of a row, and in lines of what was divided."""
    return max(len(change.old), len(change.new)) > 1 or any(
        document.segments[index].kind is SegmentKind.ROW
        for document, span in ((old, change.old), (new, change.new))
        for index in span
    )


def _words(change: Change, old: Document, new: Document) -> list[_Words]:
    """Return the words of each edit of a change."""
    before, after = old.joined(change.old), new.joined(change.new)
    found = []
    for edit in change.edits:
        removed, added = _uncut(_shapes(edit.old.of(before)), _shapes(edit.new.of(after)))
        words = _Words(_parts(removed, old.language), _parts(added, new.language))
        differs = edit.tag is not EditTag.EQUAL and edit.type is not EditType.FORM
        found.append(words if differs else _Words())
    return found


def _shapes(text: str) -> str:
    """Return the words of a text as they look, with a space between two."""
    return " ".join(_WORD.findall(looks(text).casefold()))


def _uncut(one: str, other: str) -> tuple[str, str]:
    """Return two wordings, or only what one has more if the other is part of it, cut inside a word."""
    if len(one) < len(other):
        return _uncut(other, one)[::-1]
    for at, rest in ((len(other), one.removeprefix(other)), (len(one) - len(other), one.removesuffix(other))):
        if other and rest != one and one[at - 1 : at + 1].isalpha():
            return rest, ""
    return one, other


def _parts(shapes: str, language: str) -> tuple[str, ...]:
    """Return the words of a wording, or its characters by two in a script without spaces."""
    if get(language).spaced:
        return tuple(shapes.split())
    signs = shapes.replace(" ", "")
    return tuple(first + second for first, second in pairwise(signs)) or tuple(signs)


def _are_in(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether nearly all letters of some words are of words among others, or most runs of many letters."""
    known, count = set(others), sum(map(len, words))
    if sum(len(word) for word in words if word in known) >= _ALL * count:
        return True
    if count < _LONG:
        return False
    own, there = _runs(words), set(_runs(others))
    return sum(run in there for run in own) >= _MOST * len(own)


def _runs(words: Sequence[str]) -> list[str]:
    """Return the letters that follow each other, some at a time, with no regard to where words end."""
    letters = "".join(words)
    return [letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1)]
