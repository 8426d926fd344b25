"""The word links between the edits of two languages, in the old and in the new drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from aligner.values import Edit, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aligner.comparison.word_coverage import WordTable

    Floats = NDArray[np.float64]


class Side:
    """The word links of one draft, and the words that the other language's edits changed in it."""

    def __init__(self, words: WordTable, changed: Sequence[Span]) -> None:
        self.words = words
        self._columns = [words.words(1, span) for span in changed]

    @cached_property
    def sizes(self) -> Floats:
        """The number of words that each edit of the other language changed."""
        return np.array([len(columns) for columns in self._columns], dtype=np.float64)

    def masses(self, passage: Span) -> Floats:
        """Return the sum of the links from a passage of the pivot to the words of each edit."""
        rows = self.words.words(0, passage)
        return np.array(
            [float(self.words.links.matrix[np.ix_(rows, columns)].sum()) for columns in self._columns]
        ).reshape(len(self._columns))

    def linked(self, passage: Span) -> Floats:
        """Return, for each word of a passage of the pivot, the sum of its links to all changed words."""
        rows, columns = self.words.words(0, passage), sorted({n for each in self._columns for n in each})
        found: Floats = self.words.links.matrix[np.ix_(rows, columns)].sum(axis=1).astype(np.float64)
        return found

    def covered(self, passage: Span) -> float:
        """Return how many words of a passage of the pivot are linked with any word at all."""
        return float(self.words.coverage(0)[self.words.words(0, passage)].sum())


@dataclass(frozen=True, slots=True)
class EditLinks:
    """The links of a paragraph before and after an amendment, as seen from the pivot's edits.

    Attributes:
        old: the links of the old drafts, and what the other language changed in its own.
        new: those of the new drafts.
    """

    old: Side
    new: Side

    @classmethod
    def of(cls, before: WordTable, after: WordTable, made: Sequence[Edit]) -> EditLinks:
        """Collect the links.

        Args:
            before: the words of both old drafts.
            after: the words of both new drafts.
            made: the edits of the other language.
        """
        return cls(Side(before, [each.old for each in made]), Side(after, [each.new for each in made]))

    @property
    def sizes(self) -> Floats:
        """The number of words in the longer side of each edit of the other language."""
        found: Floats = np.maximum(self.old.sizes, self.new.sizes)
        return found

    def masses(self, edit: Edit) -> Floats:
        """Return the sum of the links from an edit of the pivot to each edit of the other language."""
        return self.old.masses(edit.old) + self.new.masses(edit.new)

    def linked(self, edit: Edit) -> tuple[Floats, Floats]:
        """Return, for each word that an edit removed and added, the sum of its links to changed words."""
        return self.old.linked(edit.old), self.new.linked(edit.new)

    def share_elsewhere(self, edit: Edit) -> float:
        """Return the share of an edit's links that go to unchanged words of the other language."""
        changed = sum(float(np.minimum(1.0, each).sum()) for each in self.linked(edit))
        everything = self.old.covered(edit.old) + self.new.covered(edit.new)
        return 1.0 - changed / max(1.0, everything)
