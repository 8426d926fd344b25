"""Find which segments of two documents in different languages say the same.

`align` takes documents and an encoder and gives an `Alignment`: beads m-n in order, each
with the probability that a person would keep it, and what moved. How it is done is told,
step by step, in `aligner.alignment`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from aligner import __version__
from aligner.alignment.anchors import Survey, band, survey
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import FloatArray, centred
from aligner.alignment.lattice import GapCosts, Lattice, Posteriors, Step, best_path
from aligner.alignment.moves import find_moves
from aligner.alignment.scoring import score_beads
from aligner.alignment.weights import USUAL_SKIP_SHARE
from aligner.values import Alignment, Bead, Document, Move, Signature, Span

_WORTH_ADAPTING = -0.25  # log odds; a smaller shift changes no path

Progress = Callable[[str, int, int], None]


class Encodes(Protocol):
    """What `align` needs of an encoder; see `aligner.encoders.Encoder`."""

    name: str
    revision: str

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors of the texts, shape (n, d)."""
        ...


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """What a caller may choose.

    Attributes:
        moves: whether to look for passages that stand elsewhere in the other document.
        adapt: whether to make gaps dearer in a document that shows few of them.
    """

    moves: bool = True
    adapt: bool = True


def align(
    source: Document,
    target: Document,
    encoder: Encodes,
    *,
    options: AlignOptions = AlignOptions(),
    progress: Progress | None = None,
) -> Alignment:
    """Align two documents.

    Args:
        source: segments of one language.
        target: segments of the other.
        encoder: gives their vectors.
        options: see `AlignOptions`.
        progress: called with (stage, done, total).

    Returns:
        The beads, in order and without crossing, with probabilities; and the moves.
    """
    report = progress or (lambda stage, done, total: None)
    signature = Signature(
        __version__,
        encoder.name,
        encoder.revision,
        (("adapt", str(options.adapt)), ("moves", str(options.moves))),
    )
    worded = [_worded(document) for document in (source, target)]
    parts = [_part(document, kept) for document, kept in zip((source, target), worded, strict=True)]
    if not worded[0] or not worded[1]:
        steps: list[tuple[Step, float]] = []
        moves: tuple[Move, ...] = ()
    else:
        report("encoding", 0, 2)
        left = encoder.encode(parts[0].texts())
        report("encoding", 1, 2)
        right = encoder.encode(parts[1].texts())
        report("aligning", 0, 1)
        steps, moves = _align_worded(parts[0], parts[1], left, right, options)
    beads = _with_blanks(steps, worded[0], worded[1], len(source), len(target))
    report("aligning", 1, 1)
    return Alignment(beads, len(source), len(target), _renumbered(moves, worded), signature)


def _align_worded(
    source: Document, target: Document, left: FloatArray, right: FloatArray, options: AlignOptions
) -> tuple[list[tuple[Step, float]], tuple[Move, ...]]:
    """Align documents that have words in every segment."""
    left, right = centred(left), centred(right)
    look = survey(left, right)
    cells = band(look, len(left), len(right))
    scores = score_beads(left, right, look, gather(source, target), cells)
    lattice = Lattice(cells, scores, GapCosts.usual())
    posteriors = Posteriors(lattice)
    if options.adapt:
        easier = _adapted(posteriors)
        if easier < _WORTH_ADAPTING:
            lattice = lattice.repriced(GapCosts.usual(easier))
            posteriors = Posteriors(lattice)
    steps = [(step, posteriors.of(step)) for step in best_path(lattice, len(left), len(right))]
    return steps, _moves(left, right, look, [step for step, _ in steps]) if options.moves else ()


def _adapted(posteriors: Posteriors) -> float:
    """How much dearer gaps should be here than usual: 0 or below.

    A document in which hardly anything is missing is no place to leave a segment out
    because its wording is free. The share of gaps expected here, held against the usual one
    (thirty segments' worth of it), shifts the log odds; never towards more gaps, which
    would let a missing page spread.
    """
    expected = float(posteriors.source_left.sum() + posteriors.target_left.sum())
    count = len(posteriors.source_left) + len(posteriors.target_left)
    share = (expected + 30 * USUAL_SKIP_SHARE) / (count + 30)
    usual = np.log(USUAL_SKIP_SHARE / (1 - USUAL_SKIP_SHARE))
    return float(np.clip(np.log(share / (1 - share)) - usual, -2.5, 0.0))


def _moves(left: FloatArray, right: FloatArray, look: Survey, steps: Sequence[Step]) -> tuple[Move, ...]:
    source_gaps = [step.source[0] for step in steps if step.target[0] == step.target[1]]
    target_gaps = [step.target[0] for step in steps if step.source[0] == step.source[1]]
    return find_moves(left, right, look, source_gaps, target_gaps)


def _worded(document: Document) -> list[int]:
    """The segments that have a letter or a digit; the others are set back in afterwards."""
    return [i for i, text in enumerate(document.texts()) if any(c.isalnum() for c in text)]


def _part(document: Document, kept: Sequence[int]) -> Document:
    """The document with only some of its segments."""
    if len(kept) == len(document):
        return document
    return Document(document.language, document.text, tuple(document.segments[i] for i in kept))


def _renumbered(moves: Sequence[Move], worded: Sequence[Sequence[int]]) -> tuple[Move, ...]:
    def back(span: Span, kept: Sequence[int]) -> Span:
        return Span(kept[span.start], kept[span.stop - 1] + 1)

    return tuple(Move(back(m.source, worded[0]), back(m.target, worded[1]), m.score) for m in moves)


def _with_blanks(
    steps: Sequence[tuple[Step, float]],
    source_kept: Sequence[int],
    target_kept: Sequence[int],
    n_source: int,
    n_target: int,
) -> tuple[Bead, ...]:
    """Beads over all segments: those without words go between the beads, in pairs where they can.

    A blank line inside a bead belongs to it, since a bead is a run of segments.
    """
    beads: list[Bead] = []
    i = j = 0

    def fill(source_stop: int, target_stop: int) -> None:
        nonlocal i, j
        while i < source_stop or j < target_stop:
            a, b = int(i < source_stop), int(j < target_stop)
            beads.append(Bead(Span(i, i + a), Span(j, j + b)))
            i, j = i + a, j + b

    for step, score in steps:
        source = [source_kept[k] for k in range(*step.source)]
        target = [target_kept[k] for k in range(*step.target)]
        # What stands before a gap on the one side waits for its pair on the other.
        fill(source[0] if source else i, target[0] if target else j)
        stop_i = source[-1] + 1 if source else i
        stop_j = target[-1] + 1 if target else j
        beads.append(Bead(Span(i, stop_i), Span(j, stop_j), min(max(score, 0.0), 1.0)))
        i, j = stop_i, stop_j
    fill(n_source, n_target)
    return tuple(beads)
