"""Find the edits of an amendment that were forgotten in a paragraph that was otherwise amended.

The words that an edit removed or added in the pivot are linked with the words of the other
language, before and after. If the edit was carried over, those words were changed there as well;
if it was forgotten, they were not, and the other language's new text is no closer in meaning to
the pivot's new text with the edit than to the same text without it. A logistic model weighs
this evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log
from typing import TYPE_CHECKING, Final

import numpy as np

from aligner.encoders.unit_length import unit
from aligner.revision.weigh import weigh_edit
from aligner.values import Edit, EditTag, EditType, Span, WeightReason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.alignment.word_links import WordLinks
    from aligner.encoders import Encoder

    Floats = NDArray[np.float64]

MISSING: Final = 0.6
"""Probability from which an edit is reported as missing."""
DONE: Final = 0.15
"""Probability up to which an edit is considered carried over where nothing else shows it."""
_LEAST_WORDS: Final = 3
_STILL: Final = 0.02
"""Added to shifts in meaning, which are too small to divide by."""
_LEAST_SHIFT: Final = 0.005
_LINKED: Final = 0.15
"""The least sum of links from which a word is linked to what was changed."""
_SLIGHT: Final = frozenset({WeightReason.FORM, WeightReason.EDITORIAL, WeightReason.FOOTNOTE})
_ELSEWHERE: Final = frozenset({EditType.CONSEQUENTIAL, EditType.VERB})
"""Edits that follow from others, and opening verbs: one verb may translate two of the pivot's."""
_VALUES: Final = frozenset({EditType.NUMBER, EditType.DATE})

_INTERCEPT: Final = -3.73
_WEIGHTS: Final = (-1.71, -0.48, -1.13, 0.43, 0.32, 0.21, 2.28, 0.59)
"""Of the evidence in `_evidence`, by logistic regression on 135 edits taken back in the translations of
281 amended goals and lines of laws."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """The texts of a paragraph before and after, in the pivot and in another language.

    Attributes:
        pivot: language code of the pivot.
        pivot_old: the pivot's earlier wording.
        pivot_new: its later wording.
        pivot_edits: from the one to the other, covering both, with their types.
        old: the other language's earlier wording.
        new: its later wording.
        edits: from the one to the other, covering both.
    """

    pivot: str
    pivot_old: str
    pivot_new: str
    pivot_edits: tuple[Edit, ...]
    old: str
    new: str
    edits: tuple[Edit, ...]

    def amending(self) -> Iterator[tuple[int, Edit]]:
        """The pivot's edits that may be missed, each with its index: not form, articles or footnotes."""
        for number, edit in enumerate(self.pivot_edits):
            if edit.amends(self.pivot_old, self.pivot_new) and edit.type not in _ELSEWHERE:
                weight = weigh_edit(edit, self.pivot_old, self.pivot_new, self.pivot)
                if weight.reason not in _SLIGHT:
                    yield number, edit

    def without(self, number: int) -> str:
        """The pivot's new text with one edit undone."""
        return "".join(
            edit.old.of(self.pivot_old) if n == number else edit.new.of(self.pivot_new)
            for n, edit in enumerate(self.pivot_edits)
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """How likely it is that one edit of the pivot is missing.

    Attributes:
        edit: its index among the pivot's edits.
        probability: in [0, 1].
        where: the place in the other language's new text where it should be, or None.
    """

    edit: int
    probability: float
    where: Span | None


def doubts(
    paragraphs: Sequence[Drafts], link: Callable[[str, str], WordLinks], encoder: Encoder
) -> list[tuple[Doubt, ...]]:
    """For each paragraph, how likely each of the pivot's edits is to be missing.

    Args:
        paragraphs: amended in the pivot; all of one other language.
        link: links the words of a pivot text and its counterpart.
        encoder: encodes the texts, once more for each edit.

    Returns:
        In the order of the paragraphs. Edits of form, of articles and of less than three words are
        left out, except for numbers and dates.
    """
    asked = [list(each.amending()) for each in paragraphs]
    texts = [
        text
        for each, edits in zip(paragraphs, asked, strict=True)
        for text in (each.pivot_new, each.old, each.new, *(each.without(number) for number, _ in edits))
    ]
    if not any(asked):
        return [() for _ in paragraphs]
    vectors = unit(np.asarray(encoder.encode(texts), dtype=np.float64))
    found, at = [], 0
    for each, edits in zip(paragraphs, asked, strict=True):
        rows = vectors[at : at + 3 + len(edits)]
        at += len(rows)
        found.append(tuple(_doubts(each, edits, rows, link)))
    return found


def _doubts(
    drafts: Drafts, edits: Sequence[tuple[int, Edit]], vectors: Floats, link: Callable[[str, str], WordLinks]
) -> Iterator[Doubt]:
    if not edits:
        return
    before, after = link(drafts.pivot_old, drafts.old), link(drafts.pivot_new, drafts.new)
    made = [edit for edit in drafts.edits if edit.amends(drafts.old, drafts.new)]
    sides = _Side(before, [each.old for each in made]), _Side(after, [each.new for each in made])
    masses = [sides[0].masses(edit.old) + sides[1].masses(edit.new) for _, edit in edits]
    for place, (number, edit) in enumerate(edits):
        linked = sides[0].linked(edit.old), sides[1].linked(edit.new)
        counts = len(linked[0]), len(linked[1])
        if sum(counts) < (1 if edit.type in _VALUES else _LEAST_WORDS):
            continue
        others = sum(masses) - masses[place]
        unexplained = float(np.maximum(0.0, np.maximum(sides[0].sizes, sides[1].sizes) - 2 * others).sum())
        meaning = _Meaning.of(vectors, 3 + place)
        evidence = _evidence(np.concatenate(linked), counts, unexplained, meaning)
        score = _INTERCEPT + sum(weight * each for weight, each in zip(_WEIGHTS, evidence, strict=True))
        yield Doubt(number, 1 / (1 + exp(-score)), _place(drafts, edit, before))


def _evidence(
    linked: Floats, counts: tuple[int, int], unexplained: float, meaning: _Meaning
) -> Iterator[float]:
    """The evidence on one edit, in the order of `_WEIGHTS`.

    Args:
        linked: for each of its words, the sum of the links to words changed in the other language.
        counts: how many words it removed and added; their sum is the length of `linked`.
        unexplained: words changed in the other language that no other edit accounts for.
        meaning: how it moved the meaning.
    """
    size = len(linked)
    yield min(1.0, float(linked.sum()) / size)
    yield meaning.gain
    yield meaning.gain_on_old
    yield log(size)
    yield min(1.0, unexplained / max(_LEAST_WORDS, size))
    yield log(1 + abs(counts[1] - counts[0]))
    yield log(1 + max(_longest_run(linked[: counts[0]]), _longest_run(linked[counts[0] :])))
    yield log(meaning.shift + _LEAST_SHIFT)


def _longest_run(linked: Floats) -> int:
    """The most words in a row that have no link to a changed word."""
    longest = run = 0
    for each in linked:
        run = 0 if each >= _LINKED else run + 1
        longest = max(longest, run)
    return longest


@dataclass(frozen=True, slots=True)
class _Meaning:
    """How an edit moved the meaning.

    Attributes:
        shift: one minus the cosine of the pivot's new text with and without the edit.
        gain: by how much it brings the pivot closer to the other language's new text, as a share of
            `shift`, in [-1, 1].
        gain_on_old: the same, less the gain for the other language's old text, in [-1, 1.5].
    """

    shift: float
    gain: float
    gain_on_old: float

    @classmethod
    def of(cls, vectors: Floats, without: int) -> _Meaning:
        """Read it off unit vectors: the pivot's new text, the other language's old and new one, and others.

        `without` is the row of the pivot's new text without the edit.
        """
        whole, reduced = vectors[0], vectors[without]
        shift = max(0.0, 1.0 - float(whole @ reduced))
        new, old = (float(vectors[side] @ (whole - reduced)) / (shift + _STILL) for side in (2, 1))
        return cls(shift, min(max(new, -1.0), 1.0), min(max(new - old, -1.0), 1.5))


class _Side:
    """The word links of one draft, and the words there that were changed, edit by edit."""

    def __init__(self, links: WordLinks, changed: Sequence[Span]) -> None:
        self._links = links
        self._columns = [
            [n for n, word in enumerate(links.target) if span and word.overlaps(span)] for span in changed
        ]

    @cached_property
    def sizes(self) -> Floats:
        """How many words each edit of the other language changed."""
        return np.array([len(columns) for columns in self._columns], dtype=np.float64)

    def masses(self, passage: Span) -> Floats:
        """The sum of the links from a passage of the pivot to the words of each edit."""
        rows = self._rows(passage)
        return np.array(
            [float(self._links.matrix[np.ix_(rows, columns)].sum()) for columns in self._columns]
        ).reshape(len(self._columns))

    def linked(self, passage: Span) -> Floats:
        """For each word of a passage of the pivot, the sum of its links to all changed words."""
        rows, columns = self._rows(passage), sorted({n for each in self._columns for n in each})
        found: Floats = self._links.matrix[np.ix_(rows, columns)].sum(axis=1).astype(np.float64)
        return found

    def _rows(self, passage: Span) -> list[int]:
        return [n for n, word in enumerate(self._links.source) if passage and word.overlaps(passage)]


def _place(drafts: Drafts, edit: Edit, before: WordLinks) -> Span | None:
    """The place in the other language's new text where an edit of the pivot should be."""
    place = before.best_place(edit.old)
    if place is None:
        return None
    starts = [_later(drafts.edits, place.start), _later(drafts.edits, place.stop)]
    return Span(min(starts), max(starts)) if starts[0] != starts[1] else None


def _later(edits: Sequence[Edit], position: int) -> int:
    """The position in a new text of a position in the old one."""
    for edit in edits:
        if position < edit.old.stop or edit is edits[-1]:
            inside = position - edit.old.start if edit.tag is EditTag.EQUAL else len(edit.new)
            return edit.new.start + min(inside, len(edit.new))
    return position
