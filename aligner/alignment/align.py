"""Find which segments of two documents in different languages are translations of each other.

`align` takes two documents and an encoder and returns an `Alignment`: m-n beads in order,
each with the probability that a person would accept it, and the passages that moved.
`align_together` aligns several languages with one pivot; each language helps the others.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from aligner.alignment.align_prepared import DEFAULT_OPTIONS, AlignOptions, align_prepared
from aligner.alignment.blocks import Corner
from aligner.alignment.prepared import enriched, prepare
from aligner.encoders import Encoder
from aligner.values import Alignment, Bead, Document
from aligner.values.progress import Progress, no_progress

Key = TypeVar("Key", bound=Hashable)


def align(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    options: AlignOptions = DEFAULT_OPTIONS,
    corners: Sequence[Corner] = (),
    confirmed: Sequence[Bead] = (),
    progress: Progress | None = None,
) -> Alignment:
    """Align two documents.

    Args:
        source: the document in one language.
        target: the document in the other.
        encoder: encoder of the segments.
        options: see `AlignOptions`.
        corners: pairs (i, j): the first i source segments belong with the first j target
            segments, and no bead may cross that point (see `alignment.blocks`).
        confirmed: beads and gaps that a person confirmed. The result contains them unchanged, and
            everything else is aligned around them. They override the corners that they cross.
        progress: called with (stage, done, total): `encode`, in segments, and `align`. An
            exception that it raises propagates and so cancels the alignment.

    Returns:
        The beads with their probabilities, in order and without crossings, and the moves.

    Raises:
        InputError: if confirmed beads cross, overlap or exceed the documents.
    """
    report = progress or no_progress
    left, right = prepare([source, target], encoder, progress)
    report("align", 0, 1)
    result = align_prepared(left, right, encoder, options, corners, confirmed)
    report("align", 1, 1)
    return result


def align_together(
    pivot: Document,
    others: Mapping[Key, Document],
    encoder: Encoder,
    *,
    options: AlignOptions = DEFAULT_OPTIONS,
    confirmed: Mapping[Key, Sequence[Bead]] = MappingProxyType({}),
    known: Mapping[Key, Alignment] = MappingProxyType({}),
    progress: Progress | None = None,
) -> dict[Key, Alignment]:
    """Align several languages with one pivot; each language helps all the others.

    Each language is first aligned with the pivot alone. Then the vector of each pivot segment is
    combined with those of its counterparts in the other languages, weighted by the probabilities of
    the links, and each language is aligned again: a paragraph far from its Russian version may be
    close to its French one, which is close to the Russian. Texts are encoded once and aligned twice.

    Args:
        pivot: the document that the others are aligned with.
        others: one document per language.
        encoder: encoder of the segments.
        options: see `AlignOptions`.
        confirmed: beads that a person confirmed, by the keys of `others`; see `align`. They also
            help the other languages.
        known: existing alignments, which are kept and help the others.
        progress: called with (stage, done, total): `encode`, in segments, and `align`. An
            exception that it raises propagates and so cancels the alignment.

    Returns:
        The alignments with `pivot` as source, by the keys of `others`.

    Raises:
        InputError: if confirmed beads cross, overlap or exceed the documents.
    """
    report = progress or no_progress
    fresh = [key for key in others if key not in known]
    if not fresh:
        return {key: known[key] for key in others}
    of_pivot, *prepared = prepare([pivot, *others.values()], encoder, progress)
    sides = dict(zip(others, prepared, strict=True))
    alone = {key: known[key] for key in sides if key in known}
    # A single new language needs no first round: the others are already aligned.
    rounds = 1 if len(fresh) == 1 or len(sides) < 2 else 2
    if rounds == 2 or len(sides) < 2:
        for number, key in enumerate(fresh):
            report("align", number, rounds * len(fresh))
            alone[key] = align_prepared(of_pivot, sides[key], encoder, options, (), confirmed.get(key, ()))
    if len(sides) < 2:
        return alone
    together = {key: known[key] for key in sides if key in known}
    for number, key in enumerate(fresh, (rounds - 1) * len(fresh)):
        report("align", number, rounds * len(fresh))
        helpers = [(alone[other], sides[other]) for other in sides if other != key]
        richer = enriched(of_pivot, helpers)
        together[key] = align_prepared(richer, sides[key], encoder, options, (), confirmed.get(key, ()))
    return {key: together[key] for key in sides}
