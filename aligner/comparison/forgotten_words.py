"""Judge by the words at its place whether a single edit was forgotten in another language.

In a faithful translation, even an edit of one word has a counterpart. If there is none, the words
linked with the edit were kept; no edit of the other language is left that another edit of the pivot
does not explain; what was added is covered by no word; and what lost its counterpart in the pivot is
there without one. A word that translates the old wording as well as the new may stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import log
from typing import Final

import numpy as np

from aligner.alignment.geometry import DoubleArray, unit
from aligner.comparison.word_coverage import Drafts, EditLinks, WordTable, kept_words
from aligner.encoders import Encoder
from aligner.languages import get
from aligner.values import Edit, Span
from aligner.values.learned import logistic, probability_of

_MODEL: Final = "forgotten-edit"
_UNREPLACED: Final = 0.3
"""How alike they count for an edit that only adds or only removes."""
_SYNONYMS: Final = 0.75
"""Cosine of two wordings from which on one translation may do for both."""
_LEAST_KEPT: Final = 0.2
"""Minimum mean link of removed words to kept ones; otherwise they never had a counterpart to remove."""
_SAID: Final = 0.5
"""Mean link of added words to ones without a counterpart before, from which on these already said so."""
_LONGEST_DIVIDED: Final = 10
"""Maximum number of content words of an edit whose parts are judged; longer ones are rewritten freely."""
_PART: Final = -1.1
"""Added to the score of a part, so that 0.67 stands for 0.9: of several parts, one is easily doubtful."""
_SHARED: Final = 1.5
"""How many changed words one word of the pivot's other edits explains."""
_MOST_LEFT: Final = 4.0
_SLACK: Final = 0.2
_USUAL: Final = 0.6
"""Coverage assumed for an edit that adds no words."""
_LINKED: Final = 0.1
"""Minimum link between a removed word and one that may be its translation."""
_RIVAL: Final = 0.5
"""Minimum link of another translation, as a share of the best one's."""
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class _Words:
    """The words with content that an edit of the pivot removes and adds, as indices."""

    removed: list[int]
    added: list[int]
    content: int

    @classmethod
    def of(cls, edit: Edit, before: WordTable, after: WordTable) -> _Words:
        sides = [(before, edit.old), (after, edit.new)]
        rows = [table.words(0, span) for table, span in sides]
        content = [
            [n for n in found if table.content[0][n]] for found, (table, _) in zip(rows, sides, strict=True)
        ]
        chosen = content if any(content) else rows
        return cls(chosen[0], chosen[1], sum(map(len, content)))


class Forgotten:
    """Estimates how likely it is that edits of a paragraph were forgotten.

    Args:
        drafts: the paragraph in both languages.
        links: the links between the words of both languages.
        of_paragraph: the evidence that all edits of the paragraph share, by the names of its weights.
        encoder: encodes the wordings of replaced words.
    """

    def __init__(
        self, drafts: Drafts, links: EditLinks, of_paragraph: Mapping[str, float], encoder: Encoder
    ) -> None:
        self._drafts, self._links, self._encoder = drafts, links, encoder
        self._before, self._after = links.before, links.after
        kept = kept_words(self._before, self._after, drafts.edits)
        self._kept_old, self._kept_new = [old for old, _ in kept], [new for _, new in kept]
        self._of_paragraph = of_paragraph

    def probability(self, edit: Edit, others: DoubleArray, distance: float, *, least: float) -> float | None:
        """Return the probability that an edit, or a part of it, was forgotten.

        Args:
            edit: an edit of the pivot.
            others: the sum of the links from the pivot's other edits to each edit of the other language.
            distance: the logarithm of how far the edit shifts the meaning of the pivot's text.
            least: the probability that matters: wordings are compared only if it can be reached.

        Returns:
            None if the words of the edit are no evidence.
        """
        found = [self._of_part(edit, others, distance, least=least)]
        parts = list(self._parts(edit))
        if len(parts) > 1:
            masses = [self._links.masses(part) for part in parts]
            whole = others + sum(masses)
            found += [
                self._of_part(part, whole - mass, distance, least=least, added=_PART)
                for part, mass in zip(parts, masses, strict=True)
            ]
        return max((each for each in found if each is not None), default=None)

    def _parts(self, edit: Edit) -> Iterator[Edit]:
        """Yield the parts of an edit between the words with content that both its sides have, in order.

        A longer edit is its only part.
        """
        if _Words.of(edit, self._before, self._after).content > _LONGEST_DIVIDED:
            yield edit
            return
        old, new = self._before.words(0, edit.old), self._after.words(0, edit.new)
        ours, theirs = self._before.spans[0], self._after.spans[0]
        removed = [ours[number].of(self._drafts.pivot_old).casefold() for number in old]
        added = [theirs[number].of(self._drafts.pivot_new).casefold() for number in new]
        at_old, at_new = edit.old.start, edit.new.start
        for i, j, size in SequenceMatcher(a=removed, b=added, autojunk=False).get_matching_blocks():
            for one, other in zip(old[i : i + size], new[j : j + size], strict=True):
                if self._before.content[0][one]:
                    yield replace(
                        edit, old=Span(at_old, ours[one].start), new=Span(at_new, theirs[other].start)
                    )
                    at_old, at_new = ours[one].stop, theirs[other].stop
        yield replace(edit, old=Span(at_old, edit.old.stop), new=Span(at_new, edit.new.stop))

    def _of_part(
        self, edit: Edit, others: DoubleArray, distance: float, *, least: float, added: float = 0.0
    ) -> float | None:
        words = _Words.of(edit, self._before, self._after)
        if not words.content or not self._is_whole(edit) or not self._could_be_kept(words):
            return None
        if self._was_said(words):
            return 0.0
        evidence = {**self._evidence(edit, words, others), "distance": distance}

        def chance(alike: float, fit: float) -> float:
            return probability_of(added + logistic(_MODEL).log_odds(**evidence, alike=alike, fit=fit))

        if not (words.removed and words.added) or chance(0.0, -1.0) < least:  # however unlike they are
            return chance(_UNREPLACED, 0.0)
        alike, fit = self._wordings(words)
        return 0.0 if alike >= _SYNONYMS or fit >= 0 else chance(alike, fit)

    def _is_whole(self, edit: Edit) -> bool:
        """Whether an edit is surely more than a part of a word, as one Chinese character may be."""
        sides = edit.old.of(self._drafts.pivot_old), edit.new.of(self._drafts.pivot_new)
        return get(self._drafts.pivot).spaced or max(len(side.strip()) for side in sides) > 1

    def _could_be_kept(self, words: _Words) -> bool:
        """Whether words that were only removed had a counterpart among the words that were kept."""
        if words.added or not words.removed:
            return True
        links = self._before.links.matrix[np.ix_(words.removed, self._kept_old)].sum(axis=1)
        return float(np.minimum(1.0, links).mean()) >= _LEAST_KEPT

    def _was_said(self, words: _Words) -> bool:
        """Whether words that were only added are linked with ones that had no counterpart before."""
        if words.removed:
            return False
        links = self._after.links.matrix[np.ix_(words.added, self._kept_new)].sum(axis=0)
        gained = self._after.coverage[1][self._kept_new] - self._before.coverage[1][self._kept_old]
        return float((np.minimum(1.0, links) * np.maximum(0.0, gained)).sum()) >= _SAID * len(words.added)

    def _evidence(self, edit: Edit, words: _Words, others: DoubleArray) -> dict[str, float]:
        left = float(np.maximum(0.0, self._links.sizes - _SHARED * others).sum()) / max(1, words.content)
        return {
            "elsewhere": self._links.share_elsewhere(edit),
            "orphaned": self._of_paragraph["orphaned"],
            "shift": self._of_paragraph["shift"],
            "lost": self._lost(words),
            "covered": float(self._after.coverage[0][words.added].mean()) if words.added else _USUAL,
            "left": log(_SLACK + min(_MOST_LEFT, left)),
        }

    def _lost(self, words: _Words) -> float:
        """Return how much coverage the kept words that translated the removed ones lost, per removed word."""
        if not words.removed:
            return 0.0
        links = self._before.links.matrix[np.ix_(words.removed, self._kept_old)].sum(axis=0)
        lost = self._before.coverage[1][self._kept_old] - self._after.coverage[1][self._kept_new]
        return float((np.minimum(1.0, links) * np.maximum(0.0, lost)).sum()) / len(words.removed)

    def _wordings(self, words: _Words) -> tuple[float, float]:
        """Return how alike the old and the new wording are, and how much better the kept words fit the new.

        The latter is 0 if no word that translated the old wording was kept.
        """
        kept = self._kept_translation(words.removed)
        texts = [
            _passage(self._drafts.pivot_old, self._before.spans[0], words.removed),
            _passage(self._drafts.pivot_new, self._after.spans[0], words.added),
            *([kept] if kept else []),
        ]
        old, new, *there = unit(np.asarray(self._encoder.encode(texts), dtype=np.float64))
        return float(old @ new), float((new - old) @ there[0]) if there else 0.0

    def _kept_translation(self, removed: list[int]) -> str:
        """Return the kept words that translated the removed ones, or nothing."""
        links = self._before.links.matrix[np.ix_(removed, self._kept_old)].max(axis=0)
        least = max(_LINKED, _RIVAL * float(links.max(initial=0.0)))
        chosen = [old for old, link in zip(self._kept_old, links, strict=True) if link >= least][:_MOST_WORDS]
        return " ".join(self._before.spans[1][number].of(self._drafts.old) for number in chosen)


def _passage(text: str, spans: Sequence[Span], numbers: Sequence[int]) -> str:
    return text[spans[numbers[0]].start : spans[numbers[-1]].stop]
