"""A document set on one page: align across languages, revise across drafts, lay out, follow.

Composes values only; it opens no file and loads no model (the encoder is handed in).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import aligner
from aligner.alignment.align_set import align_pairs, report_progress
from aligner.alignment.corrections import confirmed
from aligner.comparison.inherited_links import inherited, with_seen_moves
from aligner.comparison.layout import laid_out, refuse_strangers
from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.encoders import Encoder
from aligner.revision.meaning import with_shifts
from aligner.revision.revise import NOT_DRAFTS_OF_ONE_TEXT, revise
from aligner.values import (
    Alignment,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    Message,
    Revision,
    Signature,
)
from aligner.values.errors import InputError
from aligner.values.progress import Progress


def compare(
    documents: Mapping[DocumentKey, Document],
    *,
    pivot: str | None = None,
    title: str = "",
    versions: Sequence[str],
    encoder: Encoder,
    progress: Progress | None = None,
) -> Comparison:
    """Set every language and draft of a text side by side.

    Args:
        documents: by language and version; one at least. Those of sentences are aligned
            inside their paragraphs.
        pivot: language to hold the others against; `choose_pivot` decides if not given.
        title: of the set.
        versions: names of the drafts, from earliest to latest.
        encoder: for the alignments across languages.
        progress: told how far things are, (stage, done, total): `encode`, in segments, then
            `align`, in pairs, by each of the pivot's drafts; then `revise`. What it raises
            goes through, which is how to break off; what an encoder remembers stays.

    Raises:
        InputError: for no document, a version that `versions` lacks, or a pivot that is
            not among the languages.
    """
    _refuse_gaps(documents, versions)
    pivot = pivot or choose_pivot(documents, versions)
    if pivot not in {key.language for key in documents}:
        present = ", ".join(dict.fromkeys(key.language for key in documents))
        raise InputError(f"pivot {pivot!r} is not among the languages {present}")
    across = list(pairs_to_align(documents, pivot, versions))
    along = list(pairs_to_revise(documents, versions))
    alignments = align_pairs(documents, across, encoder, progress)
    revisions = _revise_all(documents, along, {}, encoder, progress)
    return laid_out(
        Comparison(
            title=title,
            pivot=pivot,
            versions=tuple(versions),
            documents=dict(documents),
            alignments=alignments,
            revisions=revisions,
            rows=(),
            signature=_signature(encoder, pivot, alignments),
            notes=tuple(_notes(revisions)),
        )
    )


def realigned(
    comparison: Comparison,
    encoder: Encoder,
    *,
    keys: DocumentPair | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Align again around what a person confirmed, which is never overridden.

    Args:
        comparison: what is there, with confirmed beads in its alignments.
        encoder: the one it was made with, or another.
        keys: the one pair to align again; all by default.
        progress: told how far things are: (stage, done, total).

    Raises:
        InputError: for a pair that is not aligned in the comparison.
    """
    if keys is not None:
        refuse_strangers(comparison, keys)
    before = comparison.alignments
    known = {} if keys is None else {pair: before[pair] for pair in before if pair != keys}
    sure = {pair: confirmed(alignment) for pair, alignment in before.items()}
    found = align_pairs(comparison.documents, list(before), encoder, progress, known=known, sure=sure)
    seen = {pair: with_seen_moves(alignment, before[pair]) for pair, alignment in found.items()}
    return laid_out(replace(comparison, alignments=seen))


def with_document(
    comparison: Comparison,
    key: DocumentKey,
    document: Document,
    versions: Sequence[str],
    encoder: Encoder,
    progress: Progress | None = None,
) -> Comparison:
    """The comparison with one document more: a new draft, or another language.

    Alignments and revisions that still apply are kept as they are. The document's own are
    made, around those links of other drafts that a person confirmed and whose paragraphs
    did not change; see `aligner.comparison.inherited_links`.

    Args:
        comparison: what is there.
        key: the new document's language and version.
        document: the document, cut into the same units as the others.
        versions: names of all drafts, the new one's included, from earliest to latest.
        encoder: for the alignments across languages.
        progress: told how far things are: (stage, done, total).

    Raises:
        InputError: where there is such a document already, or a version that `versions` lacks.
    """
    if key in comparison.documents:
        raise InputError(Message("error.there_already", document=str(key)))
    documents = {**comparison.documents, key: document}
    _refuse_gaps(documents, versions)
    across = list(pairs_to_align(documents, comparison.pivot, versions))
    along = list(pairs_to_revise(documents, versions))
    revisions = _revise_all(documents, along, comparison.revisions, encoder, progress)
    known = {keys: comparison.alignments[keys] for keys in across if keys in comparison.alignments}
    sure = {
        keys: inherited(keys, comparison.alignments, revisions, documents, versions)
        for keys in across
        if keys not in known
    }
    alignments = align_pairs(documents, across, encoder, progress, known=known, sure=sure)
    return laid_out(
        replace(
            comparison,
            versions=tuple(versions),
            documents=documents,
            alignments=alignments,
            revisions=revisions,
            signature=_signature(encoder, comparison.pivot, alignments),
            notes=tuple(_notes(revisions)),
        )
    )


def _revise_all(
    documents: Mapping[DocumentKey, Document],
    along: Sequence[DocumentPair],
    known: Mapping[DocumentPair, Revision],
    encoder: Encoder,
    progress: Progress | None,
) -> dict[DocumentPair, Revision]:
    """Compare each draft with the next; those that are known are kept.

    How far an edit moved the meaning is asked only where another language may be held against it.
    """
    followed = len({old.language for old, _ in along}) > 1
    revisions: dict[DocumentPair, Revision] = {}
    for number, keys in enumerate(along):
        report_progress(progress, "revise", number, len(along))
        old, new = documents[keys[0]], documents[keys[1]]
        found = known.get(keys) or revise(old, new, encoder=encoder)
        bare = all(change.shift is None for change in found.changes)
        revisions[keys] = with_shifts(found, old, new, encoder) if followed and bare else found
    report_progress(progress, "revise", len(along), len(along))
    return revisions


def _refuse_gaps(documents: Mapping[DocumentKey, Document], versions: Sequence[str]) -> None:
    if not documents:
        raise InputError(Message("error.no_document"))
    unknown = [str(key) for key in documents if key.version not in versions]
    if unknown:
        raise InputError(f"{unknown[0]} has a version that is not among {', '.join(versions)}")


def _signature(encoder: Encoder, pivot: str, alignments: Mapping[DocumentPair, Alignment]) -> Signature:
    made = next((alignment.signature for alignment in alignments.values() if alignment.signature), None)
    options = (*made.options, ("pivot", pivot)) if made else (("pivot", pivot),)
    return Signature(
        aligner.__version__,
        encoder.name if alignments else "",
        encoder.revision if alignments else "",
        options,
    )


def _notes(revisions: Mapping[DocumentPair, Revision]) -> Iterator[Message]:
    for (old, new), revision in revisions.items():
        if revision.match_share < NOT_DRAFTS_OF_ONE_TEXT:
            yield Message("revision.these_little_in_common", old=str(old), new=str(new))
