"""Find which segments of two documents in different languages say the same.

`align` takes documents and an encoder and gives an `Alignment`: beads m-n in order, each
with the probability that a person would keep it, and what moved. How it is done is told,
step by step, in `aligner.alignment`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from aligner import __version__
from aligner.alignment.anchors import Survey, fitted, spine_of, survey
from aligner.alignment.blank_segments import left_open, with_blanks
from aligner.alignment.blocks import (
    Corner,
    blocks,
    cut_bands,
    fitted_bands,
    walled_band,
    whole_bands,
    with_ends,
    within_walls,
)
from aligner.alignment.confirmed import clear_of, corners_of, in_order, set_in
from aligner.alignment.cuts import cuts
from aligner.alignment.evidence import gather
from aligner.alignment.geometry import FloatArray, centre, centred
from aligner.alignment.lattice import GapCosts, Posteriors, Step, best_path, lattices
from aligner.alignment.moves import find_moves
from aligner.alignment.parts import Text, judged
from aligner.alignment.scoring import score_beads
from aligner.alignment.weights import USUAL_SKIP_SHARE
from aligner.encoders import Encoder
from aligner.encoders.batches import encode_in_batches
from aligner.encoders.threads import one_blas_thread
from aligner.languages.script import in_one_script
from aligner.segmentation.sentences import spans_of
from aligner.values import Alignment, Bead, Document, Move, Signature, Span
from aligner.values.progress import Progress, no_progress

_WORTH_ADAPTING = -0.25  # log odds; a smaller shift changes no path

Key = TypeVar("Key", bound=Hashable)

Tell = Callable[[int, int], None]


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
    encoder: Encoder,
    *,
    options: AlignOptions = AlignOptions(),
    corners: Sequence[Corner] = (),
    confirmed: Sequence[Bead] = (),
    progress: Progress | None = None,
) -> Alignment:
    """Align two documents.

    Args:
        source: segments of one language.
        target: segments of the other.
        encoder: gives their vectors.
        options: see `AlignOptions`.
        corners: pairs (i, j): the first i source segments belong with the first j target
            segments, and no bead may reach over such a place (see `alignment.walls`).
        confirmed: beads and gaps that a person vouches for: the result has exactly these,
            and everything else is aligned around them. A corner they reach over is none.
        progress: called with (stage, done, total): `encode`, in segments, and `align`. What it
            raises goes through: that is how to break off.

    Returns:
        The beads, in order and without crossing, with probabilities; and the moves.

    Raises:
        InputError: where confirmed beads cross, overlap or reach beyond the documents.
    """
    report = progress or no_progress
    left, right = _encoded([source, target], encoder, progress)
    report("align", 0, 1)
    result = _align_sides(left, right, encoder, options, corners, confirmed)
    report("align", 1, 1)
    return result


def align_together(
    pivot: Document,
    others: Mapping[Key, Document],
    encoder: Encoder,
    *,
    options: AlignOptions = AlignOptions(),
    confirmed: Mapping[Key, Sequence[Bead]] = MappingProxyType({}),
    known: Mapping[Key, Alignment] = MappingProxyType({}),
    progress: Progress | None = None,
) -> dict[Key, Alignment]:
    """Align several languages with one, each helped by all the others.

    First each language is aligned with the pivot by itself. Then every pivot segment takes
    on, weighted by how sure its links are, the vectors of its counterparts in the other
    languages, and each language is aligned again with this richer pivot: a paragraph that
    is far from its Russian version may be near to its French one, and that one near to the
    Russian. All pairs speak, at the cost of aligning twice and encoding once.

    Args:
        pivot: the document that the others are held against.
        others: one a language.
        encoder: gives their vectors.
        options: see `AlignOptions`.
        confirmed: what a person vouches for, by the keys of `others`; see `align`. The
            other languages are helped by it, too.
        known: alignments that are kept as they are, and help the others.
        progress: called with (stage, done, total): `encode`, in segments, and `align`. What it
            raises goes through: that is how to break off.

    Returns:
        The alignments from `pivot`, by the keys of `others`.

    Raises:
        InputError: where confirmed beads cross, overlap or reach beyond the documents.
    """
    report = progress or no_progress
    fresh = [key for key in others if key not in known]
    if not fresh:
        return {key: known[key] for key in others}
    ours, *theirs = _encoded([pivot, *others.values()], encoder, progress)
    sides = dict(zip(others, theirs, strict=True))
    alone = {key: known[key] for key in sides if key in known}
    # One alone that is new needs no first look at it: the others' alignments are there.
    rounds = 1 if len(fresh) == 1 or len(sides) < 2 else 2
    if rounds == 2 or len(sides) < 2:
        for number, key in enumerate(fresh):
            report("align", number, rounds * len(fresh))
            alone[key] = _align_sides(ours, sides[key], encoder, options, (), confirmed.get(key, ()))
    if len(sides) < 2:
        return alone
    together = {key: known[key] for key in sides if key in known}
    for number, key in enumerate(fresh, (rounds - 1) * len(fresh)):
        report("align", number, rounds * len(fresh))
        helpers = [(alone[other], sides[other]) for other in sides if other != key]
        richer = _enriched(ours, helpers)
        together[key] = _align_sides(richer, sides[key], encoder, options, (), confirmed.get(key, ()))
    return {key: together[key] for key in sides}


@dataclass(frozen=True, slots=True)
class _Side:
    """A document ready to be aligned.

    `kept` are the segments that have a letter or a digit, in their text or as their label:
    `part` is the document with these alone, `texts` what the encoder reads of them, `vectors`
    are theirs less `shift`, their centre. The others are set back in afterwards.
    """

    document: Document
    kept: tuple[int, ...]
    part: Document
    texts: list[str]
    vectors: FloatArray
    shift: FloatArray

    @classmethod
    def of(cls, document: Document, encoder: Encoder, tell: Tell | None) -> _Side:
        # The head of an article has nothing but its number: that is then its text.
        texts = [
            text or segment.label or ""
            for text, segment in zip(document.texts(), document.segments, strict=True)
        ]
        kept = tuple(i for i, text in enumerate(texts) if any(c.isalnum() for c in text))
        segments = tuple(document.segments[i] for i in kept)
        part = Document(document.language, document.text, segments)
        readable = in_one_script([texts[i] for i in kept], document.language)
        vectors = _by_sentence(readable, document.language, encoder, tell)
        shift = centre(vectors)
        return cls(document, kept, part, readable, centred(vectors, shift), shift)

    def text(self, background: FloatArray) -> Text:
        """What its parts are judged by."""
        return Text(self.document.language, self.texts, self.vectors, self.shift, background)


def _encoded(documents: Sequence[Document], encoder: Encoder, progress: Progress | None) -> list[_Side]:
    """The documents ready to be aligned; progress is told in segments of them all."""
    total = sum(map(len, documents))
    sides: list[_Side] = []
    before = 0

    def tell(done: int, of: int) -> None:
        if progress is not None:
            progress("encode", before + len(documents[len(sides)]) * done // max(of, 1), total)

    tell(0, 1)
    for document in documents:
        sides.append(_Side.of(document, encoder, None if progress is None else tell))
        before += len(document)
    return sides


def _by_sentence(
    texts: Sequence[str], language: str, encoder: Encoder, tell: Tell | None = None
) -> FloatArray:
    """A vector for each text: the sum of its sentences' vectors, of unit length.

    An encoder makes of several sentences mostly what the longest says. Summed one by one,
    by the square root of their length, a short sentence keeps its voice, and a paragraph's
    vector is made just as a bead's is of its segments'.
    """
    pieces = [[span.of(text) for span in spans_of(text, language)] or [text] for text in texts]
    every = [piece for group in pieces for piece in group]
    vectors = encoder.encode(every) if tell is None else encode_in_batches(encoder, every, tell)
    if not pieces or len(vectors) == len(pieces):
        return vectors
    lengths = np.array([len(piece) for group in pieces for piece in group], np.float32)
    starts = np.cumsum([0, *(len(group) for group in pieces[:-1])])
    sums = np.add.reduceat(vectors * np.sqrt(lengths)[:, None], starts, axis=0)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)


def _enriched(side: _Side, helpers: Sequence[tuple[Alignment, _Side]]) -> _Side:
    """The side with each segment's vector drawn to those of its counterparts.

    Only beads with one segment on this side count: of a bead with two, nobody knows which
    part of the other side belongs to which.
    """
    place = {index: row for row, index in enumerate(side.kept)}
    vectors = side.vectors.copy()
    for alignment, helper in helpers:
        rows = {index: row for row, index in enumerate(helper.kept)}
        for bead in alignment.beads:
            if len(bead.source) != 1 or bead.source.start not in place:
                continue
            theirs = [rows[j] for j in bead.target if j in rows]
            if theirs:
                summed = helper.vectors[theirs].sum(axis=0)
                length = max(float(np.linalg.norm(summed)), 1e-9)
                vectors[place[bead.source.start]] += bead.score * summed / length
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return replace(side, vectors=vectors)


@one_blas_thread()  # not around the encoder: a large model's products are worth sharing out
def _align_sides(
    source: _Side,
    target: _Side,
    encoder: Encoder,
    options: AlignOptions,
    corners: Sequence[Corner],
    confirmed: Sequence[Bead],
) -> Alignment:
    """Align two prepared documents, blank segments included."""
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
    beads = set_in(with_blanks(steps, source.kept, target.kept, n_source, n_target, walls), kept)
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


def _blank(side: _Side) -> set[int]:
    return set(range(len(side.document))).difference(side.kept)


def _align_worded(
    source: _Side,
    target: _Side,
    encoder: Encoder,
    options: AlignOptions,
    corners: Sequence[Corner],
    fixed: Collection[tuple[Corner, Corner]],
) -> tuple[list[tuple[Step, float]], tuple[Move, ...]]:
    """Align the segments that have words.

    Blocks between the corners that are `fixed` (by where they begin and end) are left out.
    """
    left, right = source.vectors, target.vectors
    look = survey(left, right)
    evidence = gather(source.part, target.part)
    if corners:
        walls = with_ends(corners, len(left), len(right))
        bands = whole_bands(walls)
        if fixed:
            may = within_walls(walls, look.matches)
            bands = fitted_bands(walls, spine_of(look, len(left), len(right), (left, right), may))
        cells = walled_band(walls, bands)
        found = blocks(walls, bands, cells, score_beads(left, right, look, evidence, cells))
        pieces = [piece for piece in found if piece.ends not in fixed]
    else:
        spine = spine_of(look, len(left), len(right), (left, right))
        cells = fitted(spine, len(left), len(right))
        scores = score_beads(left, right, look, evidence, cells)
        walls = with_ends(cuts(spine, cells, scores), len(left), len(right))
        pieces = list(blocks(walls, cut_bands(walls, cells), cells, scores))
    usual = GapCosts.usual()
    posteriors = [Posteriors(lattice) for lattice in lattices(pieces, usual)]
    texts = source.text(look.source_background), target.text(look.target_background)
    posteriors = [
        sure if scores is None else Posteriors(sure.lattice.revised(usual, scores))
        for sure, scores in zip(posteriors, judged(posteriors, *texts, look.margins, encoder), strict=True)
    ]
    easier = _adapted(posteriors) if options.adapt else 0.0
    if easier < _WORTH_ADAPTING:
        gaps = GapCosts.usual(easier)
        posteriors = [Posteriors(sure.lattice.revised(gaps)) for sure in posteriors]
    steps = [(step, sure.of(step)) for sure in posteriors for step in best_path(sure.lattice)]
    return steps, _moves(left, right, look, [step for step, _ in steps]) if options.moves else ()


def _adapted(posteriors: Sequence[Posteriors]) -> float:
    """How much dearer gaps should be here than usual: 0 or below.

    A document in which hardly anything is missing is no place to leave a segment out
    because its wording is free. The share of gaps expected here, held against the usual one
    (thirty segments' worth of it), shifts the log odds; never towards more gaps, which
    would let a missing page spread.
    """
    expected = float(sum(sure.source_left.sum() + sure.target_left.sum() for sure in posteriors))
    count = sum(sum(block.size) for sure in posteriors for block in sure.lattice.blocks)
    share = (expected + 30 * USUAL_SKIP_SHARE) / (count + 30)
    usual = np.log(USUAL_SKIP_SHARE / (1 - USUAL_SKIP_SHARE))
    return float(np.clip(np.log(share / (1 - share)) - usual, -2.5, 0.0))


def _moves(left: FloatArray, right: FloatArray, look: Survey, steps: Sequence[Step]) -> tuple[Move, ...]:
    source_gaps = [step.source[0] for step in steps if step.target[0] == step.target[1]]
    target_gaps = [step.target[0] for step in steps if step.source[0] == step.source[1]]
    return find_moves(left, right, look, source_gaps, target_gaps)


def _renumbered(moves: Sequence[Move], worded: Sequence[Sequence[int]]) -> tuple[Move, ...]:
    def back(span: Span, kept: Sequence[int]) -> Span:
        return Span(kept[span.start], kept[span.stop - 1] + 1)

    return tuple(Move(back(m.source, worded[0]), back(m.target, worded[1]), m.score) for m in moves)
