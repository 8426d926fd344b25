"""Remove segments from documents of a comparison, and keep the links of all others.

A draft that is added later can show that lines of an older one are its masthead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from aligner.alignment.corrections import same_border, with_borders
from aligner.values import Comparison, Document, DocumentKey

Places = tuple[int, ...]
"""For each index of a segment, and the end, how many of the segments before it are kept."""


def with_fewer_segments(comparison: Comparison, documents: Mapping[DocumentKey, Document]) -> Comparison:
    """Return a comparison in which some documents are replaced by versions with fewer segments.

    Links to dropped segments are removed, all others kept. Revisions of these documents are left out,
    and rows and amendments are not updated: they must be recomputed.
    """
    changed = {key: document for key, document in documents.items() if comparison.documents[key] != document}
    places = {key: kept_before(comparison.documents[key], document) for key, document in changed.items()}
    borders = {key: of_document.__getitem__ for key, of_document in places.items()}
    alignments = {
        keys: alignment
        if places.keys().isdisjoint(keys)
        else with_borders(alignment, *(borders.get(key, same_border) for key in keys))
        for keys, alignment in comparison.alignments.items()
    }
    revisions = {keys: each for keys, each in comparison.revisions.items() if places.keys().isdisjoint(keys)}
    return replace(
        comparison,
        documents={**comparison.documents, **changed},
        alignments=alignments,
        revisions=revisions,
    )


def kept_before(old: Document, new: Document) -> Places:
    """Return how many segments before each of `old` are in `new`, the same text with fewer segments."""
    kept = {segment.span for segment in new.segments}
    return tuple(accumulate((segment.span in kept for segment in old.segments), initial=0))
