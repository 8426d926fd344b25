"""Align two prepared documents: band, scores, lattice, parts, gaps, moves."""

from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import pairwise
from typing import Final

from aligner import __version__
from aligner.alignment import blocks
from aligner.alignment.anchors import Band, fitted, spine_of, survey
from aligner.alignment.blocks import Corner, Ends
from aligner.alignment.calibration import (
    calibrated,
    with_gaps_of_a_complete_text,
    with_gaps_of_a_divided_text,
)
from aligner.alignment.corrections import clear_of, corners_of, in_order, with_confirmed
from aligner.alignment.cuts import between, certain_pairs
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import BothSides, FloatArray
from aligner.alignment.lattice import FEW, IMPOSSIBLE, SHAPES, GapCosts, Lattice, lattices
from aligner.alignment.lattice_paths import NUMBER_OF, Posteriors, Step, best_path, narrowed
from aligner.alignment.moves import LIKELY, SURE, doubted, find_moves, leftovers, without
from aligner.alignment.parts import judged, usual_margin
from aligner.alignment.prepared import PreparedDocument
from aligner.alignment.scoring import Scorer
from aligner.alignment.weights import weights_for
from aligner.alignment.word_model import with_word_translations
from aligner.encoders import Encoder
from aligner.encoders.wrapper import one_blas_thread
from aligner.values import Alignment, Bead, LinkOrigin, Move, Signature, Span

_WEAK: Final = 5.0  # score of a 1-1 bead below which its segments may belong elsewhere
_SOME: Final = 3  # number of moves from which a text displaces paragraphs
_MANY: Final = 1 << 11  # number of cells from which narrowing saves more than it takes
_AGAIN: Final = 0.75  # weight of words beside the comparison of parts, which says some of the same


@one_blas_thread()  # except in the encoder, as large models benefit from several threads
def align_prepared(
    source: PreparedDocument,
    target: PreparedDocument,
    encoder: Encoder,
    corners: Sequence[Corner] = (),
    confirmed: Sequence[Bead] = (),
    *,
    moves: bool = True,
) -> Alignment:
    """Align two prepared documents, including blank segments.

    Args:
        source: the document in one language.
        target: the document in the other.
        encoder: encoder of their parts.
        corners: pairs (i, j): the first i source segments belong with the first j target
            segments, and no bead may cross that point (see `alignment.blocks`).
        confirmed: beads and gaps that a person confirmed. The result contains them unchanged, and
            everything else is aligned around them. They override the corners that they cross.
        moves: whether to look for passages that moved.

    Raises:
        InputError: if confirmed beads cross, overlap or exceed the documents.
    """
    kept = in_order(confirmed, len(source.document), len(target.document))
    corners = clear_of(corners, kept)
    walls = [*corners, *corners_of(kept)]
    steps: list[tuple[Step, float]] = []
    moved: tuple[Move, ...] = ()
    if source.kept and target.kept:
        inner = [(bisect_left(source.kept, i), bisect_left(target.kept, j)) for i, j in walls]
        fixed = set(zip(inner[len(corners) :: 2], inner[len(corners) + 1 :: 2], strict=True))
        steps, moved = _align_worded(source, target, encoder, inner, fixed, with_moves=moves)
    n_source, n_target = len(source.document), len(target.document)
    beads = with_confirmed(with_blanks(steps, source.kept, target.kept, n_source, n_target, walls), kept)
    moved = _renumbered(moved, (source.kept, target.kept))
    return Alignment(
        beads if corners else left_open(beads, _blank(source), _blank(target), moved),
        n_source,
        n_target,
        moved,
        Signature(__version__, encoder.name, encoder.revision, (("moves", str(moves)),)),
    )


def _blank(side: PreparedDocument) -> set[int]:
    return set(range(len(side.document))).difference(side.kept)


def _align_worded(
    source: PreparedDocument,
    target: PreparedDocument,
    encoder: Encoder,
    corners: Sequence[Corner],
    fixed: Collection[Ends],
    *,
    with_moves: bool,
) -> tuple[list[tuple[Step, float]], tuple[Move, ...]]:
    """Align the segments that contain words.

    Blocks whose two ends are in `fixed` were confirmed by hand and are skipped.
    """
    left, right = source.vectors, target.vectors
    look = survey(left, right)
    usual = usual_margin(look.margins)
    weights = weights_for(usual)
    evidence = gather(source.part, target.part, (source.marks, target.marks))
    scorer = Scorer(left, right, look, evidence, weights)
    certain, posteriors = _first_pass((left, right), scorer, corners, fixed)
    posteriors = with_gaps_of_a_divided_text(posteriors, len(certain))
    pairs = [step for step, _ in certain]
    words = (source.words(), target.words()) if weights.words else None
    plain = [sure.lattice.scores for sure in posteriors]
    if words:
        posteriors = with_word_translations(posteriors, plain, pairs, words, weights.words)
    texts = source.text(look.source_background), target.text(look.target_background)
    judgments = list(judged(posteriors, *texts, usual, weights, encoder))
    scores = [found.added_to(sure.lattice.scores) for sure, found in zip(posteriors, judgments, strict=True)]
    posteriors = [sure.revised(one) for sure, one in zip(posteriors, scores, strict=True)]
    if words:  # learned again from the better path
        plain = [found.added_to(one) for one, found in zip(plain, judgments, strict=True)]
        posteriors = with_word_translations(posteriors, plain, pairs, words, _AGAIN * weights.words)
    lengths = [evidence.source.lengths, evidence.target.lengths] if words else []
    posteriors = with_gaps_of_a_complete_text(posteriors, len(certain), lengths)
    steps = [*certain, *_steps(scorer, posteriors, with_moves=with_moves)]
    steps.sort(key=lambda one: (one[0].source, one[0].target))
    moves = find_moves(scorer, *leftovers(steps)) if with_moves else ()
    steps = doubted(calibrated(steps, _likely(moves)), moves)
    return steps, _likely(moves)


def _steps(scorer: Scorer, posteriors: Sequence[Posteriors], *, with_moves: bool) -> list[tuple[Step, float]]:
    """Return the best path through each lattice, without likely moves, with its probabilities."""
    paths = [undivided_path(sure) for sure in posteriors]
    if with_moves and (moved := _first_moves(scorer, paths)):
        paths = [undivided_path(without(sure, moved)) for sure, _ in paths]
    return [(step, sure.of(step)) for sure, path in paths for step in path]


def _first_moves(scorer: Scorer, paths: Sequence[tuple[Posteriors, list[Step]]]) -> tuple[Move, ...]:
    """Return the likely moves while every paragraph still takes part in the path.

    In a text that displaces paragraphs, two of them are often side by side and look like a pair, which
    a bad score betrays.
    """
    steps = [(step, sure.weight_of(step)) for sure, path in paths for step in path]
    found = _likely(find_moves(scorer, *leftovers(steps)), SURE)
    if len(found) < _SOME:
        return found
    return _likely(find_moves(scorer, *leftovers(steps, _WEAK)), SURE)


def _likely(moves: Sequence[Move], least: float = LIKELY) -> tuple[Move, ...]:
    return tuple(move for move in moves if move.score >= least)


def _first_pass(
    vectors: BothSides, scorer: Scorer, corners: Sequence[Corner], fixed: Collection[Ends]
) -> tuple[list[tuple[Step, float]], list[Posteriors]]:
    """Return the certain pairs of a text with their probabilities, and the posteriors between them.

    With corners, which no bead may cross, no pair is certain. If there are many cells, paths of small
    beads show which of them are worth scoring the beads of all shapes.
    """
    look, size = scorer.survey, (len(vectors[0]), len(vectors[1]))
    certain: list[tuple[Step, float]] = []
    if corners:
        walls = blocks.with_ends(corners, *size)
        spine = spine_of(look, vectors, blocks.within_walls(walls, look.matches))
        bands = blocks.fitted_bands(walls, spine, 0 if fixed else blocks.WHOLE)
        parts = [part for part in zip(pairwise(walls), bands, strict=True) if part[0] not in fixed]
    else:
        spine = spine_of(look, vectors)
        certain = certain_pairs(spine, scorer)
        parts = blocks.cut_band(between(certain, *size), fitted(spine, *size))
    cells = blocks.walled_band(parts, size[0])
    if cells.cells >= _MANY:
        few = _posteriors(parts, cells, scorer.scores(cells, FEW), FEW)
        parts = [part for sure in few for part in narrowed(sure)]
        cells = blocks.walled_band(parts, size[0])
    return certain, _posteriors(parts, cells, scorer.scores(cells))


def _posteriors(
    parts: Sequence[blocks.Part], cells: Band, scores: FloatArray, shapes: Sequence[tuple[int, int]] = SHAPES
) -> list[Posteriors]:
    found = lattices(blocks.blocks(parts, cells, scores), GapCosts.usual(), shapes)
    return [Posteriors(lattice) for lattice in found]


def _renumbered(moves: Sequence[Move], worded: Sequence[Sequence[int]]) -> tuple[Move, ...]:
    def back(span: Span, kept: Sequence[int]) -> Span:
        return Span(kept[span.start], kept[span.stop - 1] + 1)

    return tuple(Move(back(m.source, worded[0]), back(m.target, worded[1]), m.score) for m in moves)


# A line of asterisks or an empty line has no content to compare. Between beads, such segments are
# paired if both documents have them; inside a bead, they belong to it. If only one document has
# blank lines, and few of them, they are lines that the translator has yet to fill in.


def with_blanks(
    steps: Sequence[tuple[Step, float]],
    source_kept: Sequence[int],
    target_kept: Sequence[int],
    n_source: int,
    n_target: int,
    corners: Sequence[Corner],
) -> tuple[Bead, ...]:
    """Return beads over all segments; those without words go between the beads, in pairs if possible.

    A blank line inside a bead belongs to it, since a bead is a run of consecutive segments. No pair
    crosses a corner.
    """
    beads: list[Bead] = []
    ahead = deque(sorted(corners))
    i = j = 0

    def fill(source_stop: int, target_stop: int) -> None:
        nonlocal i, j
        while i < source_stop or j < target_stop:
            a, b = int(i < source_stop), int(j < target_stop)
            beads.append(Bead(Span(i, i + a), Span(j, j + b)))
            i, j = i + a, j + b

    def reach(source: Sequence[int], target: Sequence[int]) -> None:
        while (
            ahead
            and ahead[0][0] <= min(source, default=n_source)
            and ahead[0][1] <= min(target, default=n_target)
        ):
            fill(*ahead.popleft())

    for step, score in steps:
        source = [source_kept[k] for k in range(*step.source)]
        target = [target_kept[k] for k in range(*step.target)]
        reach(source, target)
        # Blank segments of the side that a gap leaves empty wait for their pair on the other side.
        fill(source[0] if source else i, target[0] if target else j)
        stop_i = source[-1] + 1 if source else i
        stop_j = target[-1] + 1 if target else j
        beads.append(Bead(Span(i, stop_i), Span(j, stop_j), score))
        i, j = stop_i, stop_j
    reach((), ())
    fill(n_source, n_target)
    return tuple(beads)


def left_open(
    beads: Sequence[Bead], source_blanks: Set[int], target_blanks: Set[int], moves: Sequence[Move]
) -> tuple[Bead, ...]:
    """Link each line without a counterpart to the blank line in its place.

    This is done only if exactly one document has blank lines, and few of them: then they are lines
    that the translator has yet to fill in. A passage that moved stays a gap, since its counterpart is
    elsewhere; so does a gap that a person confirmed.
    """
    most = max(len(source_blanks), len(target_blanks))
    if bool(source_blanks) == bool(target_blanks) or 10 * most > len(beads):
        return tuple(beads)
    moved = {move.source.start for move in moves}, {move.target.start for move in moves}
    found: list[Bead] = []
    for bead in beads:
        last = found[-1] if found else bead
        whole = Span(last.source.start, bead.source.stop), Span(last.target.start, bead.target.stop)
        i, j = whole[0].start, whole[1].start
        two_gaps = {last.shape, bead.shape} == {(1, 0), (0, 1)}
        two_gaps &= LinkOrigin.CONFIRMED not in (last.origin, bead.origin)
        is_blank = i in source_blanks or j in target_blanks
        if two_gaps and is_blank and i not in moved[0] and j not in moved[1]:
            found[-1] = Bead(*whole, min(last.score, bead.score))
        else:
            found.append(bead)
    return tuple(found)


# Two adjacent pairs, such as a bare heading and the text below it, may score higher as one bead, since
# the vector of a heading carries little information. So a bead with several segments on both sides is
# rejected if it has two halves, each of which is more likely a bead than gaps, while neither half's
# source belongs with the other's target.

_Pair = tuple[tuple[int, int], tuple[int, int]]  # ranges of source and target segments


def undivided_path(sure: Posteriors) -> tuple[Posteriors, list[Step]]:
    """Return the best path without divisible beads, and the posteriors without them."""
    while True:
        path = best_path(sure.lattice)
        divisible = [step for step in path if _can_be_divided(sure.lattice, step)]
        if not divisible:
            return sure, path
        scores = sure.lattice.scores.copy()
        for step in divisible:
            scores[NUMBER_OF[step.shape], step.cell] = IMPOSSIBLE
        sure = sure.revised(scores)


def _can_be_divided(lattice: Lattice, step: Step) -> bool:
    """Whether a step of a path is a bead that consists of two."""
    return any(
        all(_is_likely(lattice, step, half) for half in halves)
        and not any(_is_likely(lattice, step, pair) for pair in crossing)
        for halves, crossing in _divisions(step)
    )


def _divisions(step: Step) -> Iterator[tuple[tuple[_Pair, _Pair], tuple[_Pair, _Pair]]]:
    """Yield each way to cut a bead in two: its halves, and the pairs that would cross the cut."""
    (s0, s1), (t0, t1) = step.source, step.target
    for i in range(s0 + 1, s1):
        for j in range(t0 + 1, t1):
            halves = ((s0, i), (t0, j)), ((i, s1), (j, t1))
            yield halves, (((s0, i), (j, t1)), ((i, s1), (t0, j)))


def _is_likely(lattice: Lattice, within: Step, pair: _Pair) -> bool:
    """Whether a bead is more likely than gaps on both sides."""
    (s0, s1), (t0, t1) = pair
    shape, gaps = (s1 - s0, t1 - t0), lattice.gaps
    cell = lattice.cell_near(within.cell, (s1, t1))
    score_of_gaps = gaps.begin + (sum(shape) - 1) * gaps.extend + gaps.switch
    return cell is not None and lattice.scores[NUMBER_OF[shape], cell] > score_of_gaps
