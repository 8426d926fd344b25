"""Align the documents of a set so that languages help each other, and report overall progress."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType

from aligner.alignment.align import align_together
from aligner.alignment.align_prepared import AlignOptions, align_prepared
from aligner.alignment.blocks import Corner
from aligner.alignment.nesting import by_paragraphs, in_sentences, nest
from aligner.alignment.prepared import PreparedDocument, prepare
from aligner.encoders import Encoder
from aligner.values import Alignment, Bead, Document, DocumentKey, DocumentPair
from aligner.values.message import Progress


def align_pairs(
    documents: Mapping[DocumentKey, Document],
    across: Sequence[DocumentPair],
    encoder: Encoder,
    progress: Progress | None,
    *,
    known: Mapping[DocumentPair, Alignment] = MappingProxyType({}),
    sure: Mapping[DocumentPair, Sequence[Bead]] = MappingProxyType({}),
) -> dict[DocumentPair, Alignment]:
    """Align each pair; languages that share a pivot document help each other.

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
    if any(in_sentences(documents[key]) for keys in across for key in keys):
        return _align_sentences(documents, across, encoder, progress, known, sure)
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
            progress=progress and partial(_report_part, progress, sizes, number),
        )
        alignments |= {(pivot, key): alignment for key, alignment in found.items()}
    report_progress(progress, "align", len(across), len(across))
    return alignments


def _align_sentences(
    documents: Mapping[DocumentKey, Document],
    across: Sequence[DocumentPair],
    encoder: Encoder,
    progress: Progress | None,
    known: Mapping[DocumentPair, Alignment],
    sure: Mapping[DocumentPair, Sequence[Bead]],
) -> dict[DocumentPair, Alignment]:
    """Align paragraphs first, so that languages help each other, then the sentences inside them."""
    keyed = dict.fromkeys(key for keys in across for key in keys)
    levels = {key: by_paragraphs(documents[key]) for key in keyed}
    whole = {key: paragraphs for key, (paragraphs, _) in levels.items()}
    around = align_pairs(whole, across, encoder, progress)
    sentences = cache(lambda key: prepare([levels[key][1]], encoder, None)[0])
    return {
        (one, other): known.get((one, other))
        or nested(sentences(one), sentences(other), around[one, other], encoder, sure.get((one, other), ()))
        for one, other in across
    }


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
            left, right = prepare([one, other], encoder, None)
        return align_prepared(left, right, encoder, AlignOptions(moves=False), corners, kept)

    return nest(source.document, target.document, paragraphs, inside, confirmed)


def _report_part(
    progress: Progress, sizes: Mapping[str, Sequence[int]], number: int, stage: str, done: int, total: int
) -> None:
    """Report the progress of one of several groups as that of all, whose sizes are known for each stage."""
    parts = sizes[stage]
    progress(stage, sum(parts[:number]) + parts[number] * done // max(total, 1), sum(parts))


def report_progress(progress: Progress | None, stage: str, done: int, total: int) -> None:
    """Call the progress callback, if there is one."""
    if progress is not None:
        progress(stage, done, total)
