"""The alignments of a document set: which languages help each other, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from aligner.align import align, align_together
from aligner.encoders import Encoder
from aligner.nesting import in_sentences, nest_around
from aligner.values import Alignment, Bead, Document, DocumentKey

Progress = Callable[[str, int, int], None]
Keys = tuple[DocumentKey, DocumentKey]
Aligner = Callable[[Document, Document], Alignment]


def align_pairs(
    documents: Mapping[DocumentKey, Document],
    across: Sequence[Keys],
    encoder: Encoder,
    aligner_of: Aligner | None,
    progress: Progress | None,
    *,
    known: Mapping[Keys, Alignment] = MappingProxyType({}),
    sure: Mapping[Keys, Sequence[Bead]] = MappingProxyType({}),
) -> dict[Keys, Alignment]:
    """Align each pair; languages that share a pivot document help each other.

    Args:
        documents: the set, of paragraphs, lines or sentences.
        across: which are to be aligned, the pivot's document first.
        encoder: gives their vectors.
        aligner_of: aligns two documents in its own way, if given.
        progress: told of `encode`, in segments, and `align`, in pairs.
        known: alignments that are kept as they are, and help the others.
        sure: for each pair the beads that a person confirmed: its alignment has exactly these.

    Returns:
        The alignments, in the order of `across` by the pivot's drafts.
    """
    alignments: dict[Keys, Alignment] = {}
    if aligner_of is not None:
        for number, keys in enumerate(across):
            tell(progress, "align", number, len(across))
            alignments[keys] = aligner_of(documents[keys[0]], documents[keys[1]])
        return alignments
    if any(in_sentences(documents[key]) for keys in across for key in keys):
        return _align_sentences(documents, across, encoder, progress, known, sure)
    by_pivot: dict[DocumentKey, list[DocumentKey]] = {}
    for ours, theirs in across:
        by_pivot.setdefault(ours, []).append(theirs)
    told = _Told(progress, documents, by_pivot)
    for ours, group in by_pivot.items():
        found = align_together(
            documents[ours],
            {key: documents[key] for key in group},
            encoder,
            confirmed={key: sure.get((ours, key), ()) for key in group},
            known={key: known[ours, key] for key in group if (ours, key) in known},
            progress=None if progress is None else told.of_group(ours),
        )
        alignments |= {(ours, key): alignment for key, alignment in found.items()}
    tell(progress, "align", len(across), len(across))
    return alignments


def _align_sentences(
    documents: Mapping[DocumentKey, Document],
    across: Sequence[Keys],
    encoder: Encoder,
    progress: Progress | None,
    known: Mapping[Keys, Alignment],
    sure: Mapping[Keys, Sequence[Bead]],
) -> dict[Keys, Alignment]:
    """Align sentences pair by pair, inside their paragraphs."""

    def around(
        source: Document, target: Document, corners: Sequence[tuple[int, int]], kept: Sequence[Bead]
    ) -> Alignment:
        return align(source, target, encoder, corners=corners, confirmed=kept)

    alignments: dict[Keys, Alignment] = {}
    for number, keys in enumerate(across):
        tell(progress, "align", number, len(across))
        alignments[keys] = known.get(keys) or nest_around(
            documents[keys[0]], documents[keys[1]], sure.get(keys, ()), around
        )
    tell(progress, "align", len(across), len(across))
    return alignments


class _Told:
    """Progress of the groups one after the other, told as that of one piece of work."""

    def __init__(
        self,
        progress: Progress | None,
        documents: Mapping[DocumentKey, Document],
        groups: Mapping[DocumentKey, Sequence[DocumentKey]],
    ) -> None:
        self._progress = progress
        self._pairs = {ours: len(group) for ours, group in groups.items()}
        self._segments = {
            ours: sum(len(documents[key]) for key in (ours, *group)) for ours, group in groups.items()
        }

    def of_group(self, pivot: DocumentKey) -> Progress:
        """What to tell of one group: its segments and pairs are counted after those before it."""
        earlier = list(self._pairs)[: list(self._pairs).index(pivot)]

        def told(stage: str, done: int, total: int) -> None:
            parts = self._segments if stage == "encode" else self._pairs
            here = sum(parts[each] for each in earlier) + parts[pivot] * done // max(total, 1)
            tell(self._progress, stage, here, sum(parts.values()))

        return told


def tell(progress: Progress | None, stage: str, done: int, total: int) -> None:
    """Tell whoever wants to know."""
    if progress is not None:
        progress(stage, done, total)
