"""Align two prepared documents: band, scores, lattice, parts, gaps, moves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from aligner import __version__
from aligner.alignment.adaptation import (
    with_gaps_of_a_complete_text,
    with_gaps_of_a_divided_text,
)
from aligner.alignment.anchors import Survey, fitted, spine_of, survey
from aligner.alignment.blank_segments import left_open, with_blanks
from aligner.alignment.blocks import (
    WHOLE,
    Block,
    Corner,
    blocks,
    cut_bands,
    fitted_bands,
    walled_band,
    with_ends,
    within_walls,
)
from aligner.alignment.calibration import calibrated
from aligner.alignment.confirmed import clear_of, corners_of, in_order, with_confirmed
from aligner.alignment.cuts import between, certain_pairs, divided
from aligner.alignment.division import undivided_path
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import FloatArray
from aligner.alignment.lattice import GapCosts, lattices
from aligner.alignment.lattice_paths import Posteriors, Step
from aligner.alignment.moves import LIKELY, SURE, doubted, find_moves, leftovers, without
from aligner.alignment.narrowing import narrowed
from aligner.alignment.parts import judged, usual_margin
from aligner.alignment.prepared import PreparedDocument
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import WEIGHTS, weights_for
from aligner.alignment.word_model import WordScores, with_word_translations
from aligner.encoders import Encoder
from aligner.encoders.threads import one_blas_thread
from aligner.values import Alignment, Bead, Move, Signature, Span


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """Options of an alignment.

    Attributes:
        moves: whether to look for passages that moved elsewhere in the other document.
        adapt: whether gaps cost more in a text that is divided differently throughout, and in a
            document that has few of them.
    """

    moves: bool = True
    adapt: bool = True


DEFAULT_OPTIONS: Final = AlignOptions()

_WEAK: Final = 5.0  # score of a 1-1 bead below which its segments may belong elsewhere
_SOME: Final = 3  # number of moves from which a text displaces paragraphs
_AGAIN: Final = 0.75  # weight of words beside the comparison of parts, which says some of the same


@one_blas_thread()  # except in the encoder, as large models benefit from several threads
def align_prepared(
    source: PreparedDocument,
    target: PreparedDocument,
    encoder: Encoder,
    options: AlignOptions,
    corners: Sequence[Corner],
    confirmed: Sequence[Bead],
) -> Alignment:
    """Align two prepared documents, including blank segments."""
    kept = in_order(confirmed, len(source.document), len(target.document))
    corners = clear_of(corners, kept)
    walls = [*corners, *corners_of(kept)]
    steps: list[tuple[Step, float]] = []
    moves: tuple[Move, ...] = ()
    if source.kept and target.kept:
        inner = [(bisect_left(source.kept, i), bisect_left(target.kept, j)) for i, j in walls]
        fixed = set(zip(inner[len(corners) :: 2], inner[len(corners) + 1 :: 2], strict=True))
        steps, moves = _align_worded(source, target, encoder, options, inner, fixed)
    n_source, n_target = len(source.document), len(target.document)
    beads = with_confirmed(with_blanks(steps, source.kept, target.kept, n_source, n_target, walls), kept)
    moves = _renumbered(moves, (source.kept, target.kept))
    return Alignment(
        beads if corners else left_open(beads, _blank(source), _blank(target), moves),
        n_source,
        n_target,
        moves,
        Signature(
            __version__,
            encoder.name,
            encoder.revision,
            (("adapt", str(options.adapt)), ("moves", str(options.moves))),
        ),
    )


def _blank(side: PreparedDocument) -> set[int]:
    return set(range(len(side.document))).difference(side.kept)


def _align_worded(
    source: PreparedDocument,
    target: PreparedDocument,
    encoder: Encoder,
    options: AlignOptions,
    corners: Sequence[Corner],
    fixed: Collection[tuple[Corner, Corner]],
) -> tuple[list[tuple[Step, float]], tuple[Move, ...]]:
    """Align the segments that contain words.

    Blocks whose two ends are in `fixed` were confirmed by hand and are skipped.
    """
    left, right = source.vectors, target.vectors
    look = survey(left, right)
    usual = usual_margin(look.margins)
    weights = weights_for(usual) if options.adapt else WEIGHTS
    scorer = Scorer(left, right, look, gather(source.part, target.part), weights)
    if corners:
        certain: list[tuple[Step, float]] = []
        pieces = [
            piece
            for piece in _between_corners(left, right, look, scorer, corners, whole=0 if fixed else WHOLE)
            if piece.ends not in fixed
        ]
    else:
        certain, pieces = _between_certain_pairs(left, right, look, scorer)
    sure_pairs, posteriors = narrowed([Posteriors(one) for one in lattices(pieces, GapCosts.usual())])
    certain += sure_pairs
    if options.adapt:
        posteriors = with_gaps_of_a_divided_text(posteriors, len(certain))
    pairs = [step for step, _ in certain]
    words = (source.words(), target.words()) if weights.words else None
    added: list[WordScores] = []
    if words:
        posteriors, added = with_word_translations(posteriors, pairs, words, weights.words)
    texts = source.text(look.source_background), target.text(look.target_background)
    scores = judged(posteriors, *texts, usual, weights, encoder)
    posteriors = [sure.revised(one) for sure, one in zip(posteriors, scores, strict=True)]
    if words:  # learned again from the better path
        posteriors, _ = with_word_translations(posteriors, pairs, words, _AGAIN * weights.words, added)
    if options.adapt:
        posteriors = with_gaps_of_a_complete_text(posteriors, len(certain))
    moved = _first_moves(scorer, posteriors) if options.moves else ()
    if moved:
        posteriors = [without(sure, moved) for sure in posteriors]
    steps = [*certain, *_steps(posteriors)]
    steps.sort(key=lambda one: (one[0].source, one[0].target))
    moves = find_moves(scorer, *leftovers(steps)) if options.moves else ()
    steps = doubted(calibrated(steps, _likely(moves)), moves)
    return steps, _likely(moves)


def _first_moves(scorer: Scorer, posteriors: Sequence[Posteriors]) -> tuple[Move, ...]:
    """Return the likely moves while every paragraph still takes part in the path.

    In a text that displaces paragraphs, two of them are often side by side and look like a pair, which
    a bad score betrays.
    """
    paths = [undivided_path(sure) for sure in posteriors]
    steps = [(step, sure.weight_of(step)) for sure, path in paths for step in path]
    found = _likely(find_moves(scorer, *leftovers(steps)), SURE)
    if len(found) < _SOME:
        return found
    return _likely(find_moves(scorer, *leftovers(steps, _WEAK)), SURE)


def _likely(moves: Sequence[Move], least: float = LIKELY) -> tuple[Move, ...]:
    return tuple(move for move in moves if move.score >= least)


def _steps(posteriors: Sequence[Posteriors]) -> list[tuple[Step, float]]:
    """Return the best path through each lattice, without divisible beads, with its probabilities."""
    paths = [undivided_path(sure) for sure in posteriors]
    return [(step, sure.of(step)) for sure, path in paths for step in path]


def _between_certain_pairs(
    left: FloatArray, right: FloatArray, look: Survey, scorer: Scorer
) -> tuple[list[tuple[Step, float]], list[Block]]:
    """Return the certain pairs of a text with their probabilities, and the blocks between them."""
    size = len(left), len(right)
    spine = spine_of(look, *size, (left, right))
    certain = certain_pairs(spine, scorer)
    stretches = between(certain, *size)
    bands = cut_bands(stretches, fitted(spine, *size))
    cells = walled_band(stretches, bands, len(left))
    scores = scorer.scores(cells)
    stretches = divided(stretches, spine, cells, scores)
    return certain, list(blocks(stretches, cut_bands(stretches, cells), cells, scores))


def _between_corners(
    left: FloatArray,
    right: FloatArray,
    look: Survey,
    scorer: Scorer,
    corners: Sequence[Corner],
    whole: int,
) -> Iterator[Block]:
    """Return the blocks between corners that no bead may cross; `whole` as in `fitted_bands`."""
    walls = with_ends(corners, len(left), len(right))
    may = within_walls(walls, look.matches)
    spine = spine_of(look, len(left), len(right), (left, right), may)
    stretches, bands = list(pairwise(walls)), fitted_bands(walls, spine, whole)
    cells = walled_band(stretches, bands, len(left))
    return blocks(stretches, bands, cells, scorer.scores(cells))


def _renumbered(moves: Sequence[Move], worded: Sequence[Sequence[int]]) -> tuple[Move, ...]:
    def back(span: Span, kept: Sequence[int]) -> Span:
        return Span(kept[span.start], kept[span.stop - 1] + 1)

    return tuple(Move(back(m.source, worded[0]), back(m.target, worded[1]), m.score) for m in moves)
