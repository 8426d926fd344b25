"""Find which segments of two documents in different languages are translations of each other.

`align` takes two documents and an encoder and returns an `Alignment`: m-n beads in order,
each with the probability that a person would accept it, and the passages that moved.
`align_together` aligns several languages with one pivot; each language helps the others.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import TypeVar

from aligner.alignment.align_prepared import DEFAULT_OPTIONS, AlignOptions, align_prepared
from aligner.alignment.blocks import Corner
from aligner.alignment.prepared import PreparedDocument, enriched, prepare
from aligner.encoders import Encoder
from aligner.values import Alignment, Bead, Document
from aligner.values.message import Progress, no_progress

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
    numbers, total = count(), len(fresh) * (1 if len(fresh) == 1 else 2)

    def align_one(key: Key, source: PreparedDocument) -> Alignment:
        report("align", next(numbers), total)
        return align_prepared(source, sides[key], encoder, options, (), confirmed.get(key, ()))

    return _in_rounds(of_pivot, sides, {key: known[key] for key in sides if key in known}, align_one)


def _in_rounds(
    pivot: PreparedDocument,
    sides: Mapping[Key, PreparedDocument],
    known: Mapping[Key, Alignment],
    align_one: Callable[[Key, PreparedDocument], Alignment],
) -> dict[Key, Alignment]:
    """Align the other languages, first with the pivot alone and then with the help of each other.

    A single new language needs no first round: the others, which help it, are already aligned.
    """
    found, fresh = dict(known), [key for key in sides if key not in known]
    if len(fresh) > 1 or len(sides) == 1:
        found |= {key: align_one(key, pivot) for key in fresh}
    if len(sides) > 1:
        helpers = {key: [(found[other], sides[other]) for other in sides if other != key] for key in fresh}
        found |= {key: align_one(key, enriched(pivot, helpers[key])) for key in fresh}
    return {key: found[key] for key in sides}
