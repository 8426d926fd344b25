"""Find which segments of documents in different languages are translations of each other.

`align` takes two documents and an encoder and returns an `Alignment`: m-n beads in order,
each with the probability that a person would accept it, and the passages that moved.
`align_together` aligns several languages with one pivot, each of which helps the others;
`align_pairs` does so for a whole set.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cache, partial
from itertools import count
from types import MappingProxyType
from typing import TypeVar

from aligner.alignment.align_prepared import align_prepared
from aligner.alignment.blocks import Corner
from aligner.alignment.nesting import by_paragraphs, in_sentences, nest
from aligner.alignment.prepared import PreparedDocument, enriched, prepare
from aligner.encoders import Encoder
from aligner.values import Alignment, Alignments, Bead, Document, DocumentKey, DocumentPair, Documents
from aligner.values.message import Progress, no_progress

Key = TypeVar("Key", bound=Hashable)


def align(
    source: Document, target: Document, encoder: Encoder, *, progress: Progress = no_progress
) -> Alignment:
    """Align two documents.

    Args:
        source: the document in one language.
        target: the document in the other.
        encoder: encoder of the segments.
        progress: called with (stage, done, total): `encode`, in segments, and `align`. An
            exception that it raises propagates and so cancels the alignment.

    Returns:
        The beads with their probabilities, in order and without crossings, and the moves.
    """
    found = align_together(source, {"": target}, encoder, progress=progress)
    progress("align", 1, 1)
    return found[""]


def align_together(
    pivot: Document,
    others: Mapping[Key, Document],
    encoder: Encoder,
    *,
    confirmed: Mapping[Key, Sequence[Bead]] = MappingProxyType({}),
    known: Mapping[Key, Alignment] = MappingProxyType({}),
    progress: Progress = no_progress,
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
        confirmed: beads that a person confirmed, by the keys of `others`. The results
            contain them unchanged, and everything else is aligned around them; they also help the other
            languages.
        known: existing alignments, which are kept and help the others.
        progress: called with (stage, done, total): `encode`, in segments, and `align`. An
            exception that it raises propagates and so cancels the alignment.

    Returns:
        The alignments with `pivot` as source, by the keys of `others`.

    Raises:
        InputError: if confirmed beads cross, overlap or exceed the documents.
    """
    found = {key: known[key] for key in others if key in known}
    fresh = [key for key in others if key not in known]
    if not fresh:
        return found
    of_pivot, *prepared = prepare([pivot, *others.values()], encoder, progress)
    sides = dict(zip(others, prepared, strict=True))
    numbers, total = count(), len(fresh) * (1 if len(fresh) == 1 else 2)

    def align_one(key: Key, source: PreparedDocument) -> Alignment:
        progress("align", next(numbers), total)
        return align_prepared(source, sides[key], encoder, (), confirmed.get(key, ()))

    if len(fresh) > 1 or len(others) == 1:  # the others help a single new one, and are aligned already
        found |= {key: align_one(key, of_pivot) for key in fresh}
    if len(others) > 1:
        helpers = {key: [(found[other], sides[other]) for other in others if other != key] for key in fresh}
        found |= {key: align_one(key, enriched(of_pivot, helpers[key])) for key in fresh}
    return {key: found[key] for key in others}


def align_pairs(
    documents: Documents,
    across: Sequence[DocumentPair],
    encoder: Encoder,
    progress: Progress = no_progress,
    *,
    known: Alignments = MappingProxyType({}),
    sure: Mapping[DocumentPair, Sequence[Bead]] = MappingProxyType({}),
) -> dict[DocumentPair, Alignment]:
    """Align each pair; languages that share a pivot document help each other.

    Sentences are aligned inside the paragraphs, which are aligned first.

    Args:
        documents: the documents of the set, divided into paragraphs, lines or sentences.
        across: the pairs to align, each with the pivot's document first.
        encoder: encoder of the segments.
        progress: called for `encode`, in segments, and `align`, in pairs.
        known: existing alignments, which are kept and help the others.
        sure: the beads that a person confirmed for each pair; its alignment contains them unchanged.

    Returns:
        The alignments, in the order of `across`, grouped by the pivot's drafts.
    """
    keyed = dict.fromkeys(key for keys in across for key in keys)
    if any(in_sentences(documents[key]) for key in keyed):
        levels = {key: by_paragraphs(documents[key]) for key in keyed}
        whole = {key: paragraphs for key, (paragraphs, _) in levels.items()}
        around = align_pairs(whole, across, encoder, progress)
        sides = cache(lambda key: prepare([levels[key][1]], encoder)[0])
        return {
            (one, other): known.get((one, other))
            or nested(sides(one), sides(other), around[one, other], encoder, sure.get((one, other), ()))
            for one, other in across
        }
    alignments: dict[DocumentPair, Alignment] = {}
    by_pivot: dict[DocumentKey, list[DocumentKey]] = {}
    for pivot, other in across:
        by_pivot.setdefault(pivot, []).append(other)
    sizes = {
        "encode": [sum(len(documents[key]) for key in (pivot, *group)) for pivot, group in by_pivot.items()],
        "align": [len(group) for group in by_pivot.values()],
    }
    for number, (pivot, group) in enumerate(by_pivot.items()):
        found = align_together(
            documents[pivot],
            {key: documents[key] for key in group},
            encoder,
            confirmed={key: sure.get((pivot, key), ()) for key in group},
            known={key: known[pivot, key] for key in group if (pivot, key) in known},
            progress=partial(_report_part, progress, sizes, number),
        )
        alignments |= {(pivot, key): alignment for key, alignment in found.items()}
    progress("align", len(across), len(across))
    return alignments


def nested(
    source: PreparedDocument,
    target: PreparedDocument,
    paragraphs: Alignment,
    encoder: Encoder,
    confirmed: Sequence[Bead] = (),
) -> Alignment:
    """Align the sentences of two documents inside the beads of their paragraphs; see `nesting.nest`."""

    def inside(one: Document, other: Document, corners: Sequence[Corner], kept: Sequence[Bead]) -> Alignment:
        left, right = source, target
        if one is not source.document or other is not target.document:  # those of a moved paragraph
            left, right = prepare([one, other], encoder)
        return align_prepared(left, right, encoder, corners, kept, moves=False)

    return nest(source.document, target.document, paragraphs, inside, confirmed)


def _report_part(
    progress: Progress, sizes: Mapping[str, Sequence[int]], number: int, stage: str, done: int, total: int
) -> None:
    """Report the progress of one of several groups as that of all, whose sizes are known for each stage."""
    parts = sizes[stage]
    progress(stage, sum(parts[:number]) + parts[number] * done // max(total, 1), sum(parts))
