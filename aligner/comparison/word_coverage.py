"""Measure how well the words of a paragraph and its translation correspond before and after an amendment.

After an amendment that was carried over, both texts say the same. Where an edit was forgotten, the
words that the pivot added have no counterpart, and words that should have been deleted have lost
theirs. Words without content ("of", signs) are ignored, since they are rarely linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from aligner.alignment.geometry import BoolArray, DoubleArray, FloatArray
from aligner.alignment.word_links import WordLinks
from aligner.languages.detect import common_words
from aligner.revision.weigh import weigh_edit
from aligner.values import Edit, EditTag, EditType, Span, WeightReason

_USUAL: Final = 0.6
"""The usual coverage of a word, assumed for texts without content words."""
_SLACK: Final = 0.1
"""The loss of coverage to expect for a word when the text around it is amended."""
_SLIGHT: Final = frozenset({WeightReason.FORM, WeightReason.EDITORIAL, WeightReason.FOOTNOTE})
_ELSEWHERE: Final = frozenset({EditType.CONSEQUENTIAL, EditType.VERB})
"""Types not examined: edits that follow from others, and verbs, of which one may translate two."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """The old and new text of a paragraph, in the pivot and in another language.

    Attributes:
        pivot: language code of the pivot.
        language: language code of the other language.
        pivot_old: the pivot's old wording.
        pivot_new: its new wording.
        pivot_edits: the edits between these, covering both, with their types.
        old: the other language's old wording.
        new: its new wording.
        edits: the edits between these, covering both.
    """

    pivot: str
    language: str
    pivot_old: str
    pivot_new: str
    pivot_edits: tuple[Edit, ...]
    old: str
    new: str
    edits: tuple[Edit, ...]

    def amending(self) -> Iterator[tuple[int, Edit, WeightReason]]:
        """Yield the edits to look for, each with its index: not those of form, articles or footnotes."""
        for number, edit in enumerate(self.pivot_edits):
            if edit.amends(self.pivot_old, self.pivot_new) and edit.type not in _ELSEWHERE:
                weight = weigh_edit(edit, self.pivot_old, self.pivot_new, self.pivot)
                if weight.reason not in _SLIGHT:
                    yield number, edit, weight.reason

    def without(self, number: int) -> str:
        """Return the pivot's new text with one edit undone."""
        return "".join(
            edit.old.of(self.pivot_old) if n == number else edit.new.of(self.pivot_new)
            for n, edit in enumerate(self.pivot_edits)
        )


def coverage(
    before: WordTable, after: WordTable, added: Iterable[Span], kept: Iterable[Edit]
) -> dict[str, float]:
    """Return how well words are covered by links, where 1 is a word that is certainly linked.

    Args:
        before: the words of the pivot's and the other language's old text.
        after: the words of their new texts.
        added: the passages that were added to the pivot's text.
        kept: the edits of the other language; the words of equal ones were kept.

    Returns:
        `gain`: the gain in mean coverage of the pivot's words through the amendment; `added`: the mean
        coverage of the words that the pivot added, or the usual one if it added none; `orphaned`: among the
        words that the other language kept, the loss of coverage in the stretch that lost most, in words.
    """
    usual = before.mean_coverage()
    return {
        "gain": after.mean_coverage() - usual,
        "added": after.mean_coverage(added, otherwise=usual),
        "orphaned": _largest_stretch(_losses(before, after, kept)),
    }


class WordTable:
    """The links between the words of two texts, and which of them have content.

    Args:
        links: the links between the words.
        texts: the source and the target text.
        languages: language codes of both.

    Attributes:
        coverage: for both sides, the sum of the links of each word, at most 1.
    """

    def __init__(self, links: WordLinks, texts: tuple[str, str], languages: tuple[str, str]) -> None:
        self.links = links
        self.spans = links.source, links.target
        self.content = tuple(_content(*each) for each in zip(texts, self.spans, languages, strict=True))
        sums = (links.matrix.sum(axis=1 - side, dtype=np.float64) for side in (0, 1))
        self.coverage: tuple[DoubleArray, ...] = tuple(np.minimum(1.0, each) for each in sums)

    def words(self, side: int, passage: Span) -> list[int]:
        """Return the indices of the words in a passage of the source (0) or target (1)."""
        return [n for n, word in enumerate(self.spans[side]) if passage and word.overlaps(passage)]

    def links_of(self, rows: Sequence[int], columns: Sequence[int]) -> FloatArray:
        """Return the links between some words of the source and of the target, given by their indices."""
        return np.asarray(self.links.matrix[np.ix_(rows, columns)])

    def mean_coverage(self, passages: Iterable[Span] | None = None, *, otherwise: float = _USUAL) -> float:
        """Return the mean coverage of the source's content words.

        Args:
            passages: if given, count only the words in these.
            otherwise: the value to return if there are none.
        """
        has_content = self.content[0]
        if passages is None:
            found = self.coverage[0][has_content]
        else:
            found = self.coverage[0][[n for span in passages for n in self.words(0, span) if has_content[n]]]
        return float(found.mean()) if len(found) else otherwise


def _content(text: str, words: Sequence[Span], language: str) -> BoolArray:
    usual = common_words(language)
    shown = [word.of(text).casefold() for word in words]
    return np.array([any(map(str.isalnum, each)) and each not in usual for each in shown], dtype=bool)


def kept_words(before: WordTable, after: WordTable, edits: Iterable[Edit]) -> list[tuple[int, int]]:
    """Return the words that the other language kept, as indices in its old and its new draft.

    Args:
        before: the words of both old drafts.
        after: the words of both new drafts.
        edits: the other language's edits, covering both of its drafts.
    """
    places = {word.start: number for number, word in enumerate(after.spans[1])}
    kept = []
    for edit in edits:
        if edit.tag is EditTag.EQUAL:
            for number in before.words(1, edit.old):
                now = places.get(before.spans[1][number].start - edit.old.start + edit.new.start)
                if now is not None:
                    kept.append((number, now))
    return kept


def _losses(before: WordTable, after: WordTable, edits: Iterable[Edit]) -> list[float]:
    """Return, for each word that the target kept, how much coverage it lost beyond the expected loss."""
    earlier, later = before.coverage[1], after.coverage[1]
    return [
        float(earlier[old] - later[new]) - _SLACK if before.content[1][old] else 0.0
        for old, new in kept_words(before, after, edits)
    ]


def _largest_stretch(values: Iterable[float]) -> float:
    """Return the largest sum of adjacent values, or 0."""
    largest = current = 0.0
    for value in values:
        current = max(0.0, current + value)
        largest = max(largest, current)
    return largest


class EditLinks:
    """The links of a paragraph before and after an amendment, as seen from the pivot's edits.

    Attributes:
        before: the words of both old drafts.
        after: the words of both new drafts.
        sizes: the number of words in the longer side of each edit of the other language.
    """

    def __init__(self, before: WordTable, after: WordTable, made: Sequence[Edit]) -> None:
        """Collect the links; `made` are the edits of the other language."""
        self.before, self.after = before, after
        self._gone = [before.words(1, edit.old) for edit in made]
        self._come = [after.words(1, edit.new) for edit in made]
        pairs = zip(self._gone, self._come, strict=True)
        self.sizes = np.array([max(map(len, pair)) for pair in pairs], dtype=np.float64)

    def masses(self, edit: Edit) -> DoubleArray:
        """Return the sum of the links from an edit of the pivot to each edit of the other language."""
        sides = (self.before, edit.old, self._gone), (self.after, edit.new, self._come)
        masses = np.zeros(len(self.sizes))
        for words, passage, changed in sides:
            rows = words.words(0, passage)
            masses += [words.links_of(rows, columns).sum() for columns in changed]
        return masses

    def linked(self, edit: Edit) -> tuple[DoubleArray, DoubleArray]:
        """Return, for each word that an edit removed and added, the sum of its links to changed words."""
        sides = (self.before, edit.old, self._gone), (self.after, edit.new, self._come)
        gone, come = (
            words.links_of(words.words(0, passage), sorted(set(chain(*changed)))).sum(axis=1)
            for words, passage, changed in sides
        )
        return gone.astype(np.float64), come.astype(np.float64)

    def share_elsewhere(self, edit: Edit) -> float:
        """Return the share of an edit's links that go to unchanged words of the other language."""
        changed = sum(float(np.minimum(1.0, each).sum()) for each in self.linked(edit))
        sides = (self.before, edit.old), (self.after, edit.new)
        everything = sum(float(words.coverage[0][words.words(0, part)].sum()) for words, part in sides)
        return 1.0 - changed / max(1.0, everything)
