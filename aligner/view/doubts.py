"""Which links and gaps of a row nobody has settled: neither the program with certainty, nor a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aligner.values import Bead, Comparison, DocumentKey, LinkOrigin
from aligner.view.page_model import SURE, Doubt
from aligner.view.row_links import pair_of


def doubts_of(comparison: Comparison, keys: Iterable[DocumentKey]) -> Mapping[int, tuple[Doubt, ...]]:
    """Return the doubts in the columns of some documents, by index into `Comparison.rows`.

    A person who confirms a gap has settled it, although the paragraph still has no counterpart.
    """
    found: dict[int, tuple[Doubt, ...]] = {}
    for key in keys:
        pair = pair_of(comparison, key)
        doubtful = [] if pair is None else list(filter(_is_doubtful, comparison.alignments[pair].beads))
        if pair is None or not doubtful:
            continue
        scores: dict[tuple[DocumentKey, int], float | None] = {}
        for bead in doubtful:
            score = bead.score if bead.source and bead.target else None
            scores.update(((pair[0], segment), score) for segment in bead.source)
            scores.update(((pair[1], segment), score) for segment in bead.target)
        for number, row in enumerate(comparison.rows):
            cells = ((each, segment) for each in pair for segment in row.cells.get(each, ()))
            met = [scores[cell] for cell in cells if cell in scores]
            if met:
                found[number] = (*found.get(number, ()), Doubt(key.language, _weakest(met)))
    return found


def _is_doubtful(bead: Bead) -> bool:
    is_gap = not (bead.source and bead.target)
    return bead.origin is not LinkOrigin.CONFIRMED and (is_gap or bead.score < SURE)


def _weakest(scores: Iterable[float | None]) -> float | None:
    """Return the lowest score of links, or None if all are gaps."""
    return min((score for score in scores if score is not None), default=None)
