"""Whether an unlinked passage has a counterpart inside the other text after all.

Translators merge sentences, and turn a list into running text. An alignment of whole sentences or
paragraphs then leaves a passage unlinked although a clause of the other text translates it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.alignment.parts import clauses
from aligner.checks.material import Material, Side
from aligner.languages import get
from aligner.segmentation.sentences import spans_of

_GAIN: Final = 0.012
"""Smallest gain in cosine that shows that a part has a counterpart. Of 109 sentences omitted
on purpose, 8 gained more (7 of them in paragraphs whose sentences are linked with certainty); of 60
unmatched sentences in clean laws, 36 did."""

_NEARER: Final = 0.15
"""How much closer a clause must be to the part than to the part's neighbours. Of 108 sentences
omitted on purpose and reported, one was closer; of 13 reported in clean laws, 9 were."""

_CLAUSES: Final = 3  # most consecutive clauses that may be the counterpart of one sentence


def adds_meaning(material: Material, part: str, here: Side, there: Side) -> bool:
    """Whether `there` is closer in meaning to `here` than to `here` without `part`.

    If so, it contains `part`. False if no encoder is available.
    """
    left = here.text.replace(part, "", 1).strip()
    if material.closeness is None or not left:
        return False
    ((complete, reduced),) = material.closeness([there.text], [here.text, left])
    return complete - reduced > _GAIN


def has_clause(material: Material, part: str, here: Side, there: Side) -> bool:
    """Whether clauses of `there` are closer in meaning to `part` than to all else in `here`.

    `part` is a sentence or paragraph of `here`. False if it is all of it, or no encoder is
    available.
    """
    others = [other for other in _sentences(here) if other not in part and part not in other]
    if material.closeness is None or not others:
        return False
    nearness = material.closeness(list(_runs(there)), [part, *others])
    return any(own - max(rest) > _NEARER for own, *rest in nearness)


def _sentences(side: Side) -> list[str]:
    texts = (side.document.text_of(index) for index in side.segments)
    return [span.of(text).strip() for text in texts for span in spans_of(text, side.language)]


def _runs(side: Side) -> Iterator[str]:
    """Runs of one or more consecutive clauses of a text."""
    parts = [clause for sentence in _sentences(side) for clause in clauses(sentence, side.language)]
    space = " " * get(side.language).spaced
    for start in range(len(parts)):
        for stop in range(start + 1, min(start + _CLAUSES, len(parts)) + 1):
            yield space.join(parts[start:stop])
