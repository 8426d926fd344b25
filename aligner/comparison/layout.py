"""Rows and amendments of a comparison, from its alignments and revisions.

Edited links change rows and amendments without encoding or aligning anything again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aligner.alignment.corrections import joins_alike
from aligner.comparison.carry_over import follow
from aligner.comparison.page_rows import build_rows
from aligner.comparison.unaffected import untouched
from aligner.values import Alignment, Amendment, Comparison, DocumentPair, Row
from aligner.values.errors import InputError


def with_alignments(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """The comparison with some of its alignments changed; rows and amendments follow from them.

    Nothing is encoded, aligned or compared anew. Alignments of documents that the comparison
    has no longer are dropped.

    Args:
        comparison: what is there.
        alignments: those that changed, by the keys they have in the comparison.

    Raises:
        InputError: for documents that are not aligned in the comparison, or of another size.
    """
    return laid_out(_with(comparison, alignments))


def _with(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """The comparison with these alignments, where they fit; what follows from them is as it was."""
    for keys, alignment in alignments.items():
        refuse_strangers(comparison, keys)
        sizes = len(comparison.documents[keys[0]]), len(comparison.documents[keys[1]])
        if sizes != (alignment.n_source, alignment.n_target):
            raise InputError(
                f"the alignment of {keys[0]} and {keys[1]} is for {alignment.n_source} and "
                f"{alignment.n_target} segments; the documents have {sizes[0]} and {sizes[1]}"
            )
    kept = {
        keys: alignment
        for keys, alignment in comparison.alignments.items()
        if all(key in comparison.documents for key in keys)
    }
    return replace(comparison, alignments={**kept, **alignments})


def with_links(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """The same as `with_alignments`, of links edited by hand: soon, since little of them changed.

    Who has which amendment follows from what belongs together: where that is as it was, it is
    taken over from `comparison`, which has to be as `compare` or `with_alignments` made it.
    A person who confirms links changes how sure they are and nothing else.

    Raises:
        InputError: as `with_alignments`.
    """
    changed = _with(comparison, alignments)
    if all(joins_alike(comparison.alignments[keys], alignment) for keys, alignment in alignments.items()):
        return replace(changed, rows=_rows(changed))
    return laid_out(changed, untouched(comparison, alignments))


def laid_out(
    comparison: Comparison, known: Mapping[tuple[DocumentPair, int], Amendment] | None = None
) -> Comparison:
    """The comparison with the rows and amendments that follow from the rest of it; some may be known."""
    documents, alignments, revisions = comparison.documents, comparison.alignments, comparison.revisions
    return replace(
        comparison,
        rows=_rows(comparison),
        amendments=follow(comparison.pivot, alignments, revisions, documents, known),
    )


def _rows(comparison: Comparison) -> tuple[Row, ...]:
    return build_rows(
        comparison.documents,
        comparison.pivot,
        comparison.versions,
        comparison.alignments,
        comparison.revisions,
    )


def refuse_strangers(comparison: Comparison, keys: DocumentPair) -> None:
    """Raise an `InputError` unless the comparison aligns these two documents."""
    if keys not in comparison.alignments:
        pairs = ", ".join(f"{ours} with {theirs}" for ours, theirs in comparison.alignments)
        raise InputError(f"{keys[0]} and {keys[1]} are not aligned here; those that are: {pairs or 'none'}")
