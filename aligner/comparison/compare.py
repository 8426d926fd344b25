"""Compare a document set: align languages, revise drafts, lay out rows, and follow amendments.

This works on values only: it opens no file and loads no model (the encoder is an argument).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import aligner
from aligner.alignment.align_set import align_pairs, report_progress
from aligner.alignment.corrections import confirmed
from aligner.alignment.linked_share import are_unlike
from aligner.comparison.edit_states import with_missing_edits
from aligner.comparison.inherited_links import inherited, with_seen_moves
from aligner.comparison.layout import laid_out
from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.comparison.updating.behind import notes_on_languages_behind
from aligner.encoders import Encoder
from aligner.revision.meaning import with_shifts
from aligner.revision.revise import NOT_DRAFTS_OF_ONE_TEXT, order_doubt, revise
from aligner.values import (
    Alignment,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    Revision,
    Signature,
)
from aligner.values.errors import InputError
from aligner.values.message import Message
from aligner.values.progress import Progress
from aligner.values.quotation import quoted


def compare(
    documents: Mapping[DocumentKey, Document],
    *,
    pivot: str | None = None,
    title: str = "",
    versions: Sequence[str],
    encoder: Encoder,
    progress: Progress | None = None,
) -> Comparison:
    """Compare every language and draft of a text.

    Args:
        documents: the documents by language and version; at least one. Documents divided into
            sentences are aligned inside their paragraphs.
        pivot: the language to compare the others with; by default, `choose_pivot` chooses.
        title: title of the set.
        versions: names of the drafts, from earliest to latest.
        encoder: encoder for the alignments across languages, and for shifts in meaning.
        progress: called with (stage, done, total): for each of the pivot's drafts, `encode` in
            segments and `align` in pairs; then `revise`. An exception that it raises propagates
            and so cancels the comparison; vectors that the encoder cached are kept.

    Raises:
        InputError: if there are no documents, `versions` lacks a document's version, or the
            pivot is not among the languages.
    """
    _refuse_gaps(documents, versions)
    pivot = pivot or choose_pivot(documents, versions)
    if pivot not in {key.language for key in documents}:
        present = tuple(dict.fromkeys(key.language for key in documents))
        raise InputError(Message("manifest.pivot", given=quoted(pivot), known=present))
    across = list(pairs_to_align(documents, pivot, versions))
    along = list(pairs_to_revise(documents, versions))
    alignments = align_pairs(documents, across, encoder, progress)
    revisions = _revise_all(documents, along, {}, encoder, progress)
    found = _lay_out_with_notes(
        Comparison(
            title=title,
            pivot=pivot,
            versions=tuple(versions),
            documents=dict(documents),
            alignments=alignments,
            revisions=revisions,
            rows=(),
            signature=_signature(encoder, pivot, alignments),
            notes=tuple(_notes(documents, alignments, revisions)),
        )
    )
    return with_missing_edits(found, encoder)


def realigned(
    comparison: Comparison,
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> Comparison:
    """Realign around the beads that a person confirmed, which are never overridden.

    Args:
        comparison: the comparison, with confirmed beads in its alignments.
        encoder: the encoder that it was made with, or another.
        progress: called with (stage, done, total).
    """
    before = comparison.alignments
    sure = {pair: confirmed(alignment) for pair, alignment in before.items()}
    found = align_pairs(comparison.documents, list(before), encoder, progress, sure=sure)
    seen = {pair: with_seen_moves(alignment, before[pair]) for pair, alignment in found.items()}
    return with_missing_edits(laid_out(replace(comparison, alignments=seen)), encoder)


def with_document(
    comparison: Comparison,
    key: DocumentKey,
    document: Document,
    versions: Sequence[str],
    encoder: Encoder,
    progress: Progress | None = None,
) -> Comparison:
    """Add a document to a comparison: a new draft, or another language.

    Alignments and revisions that still apply are kept. The new document is aligned around links that
    a person confirmed in other drafts and whose paragraphs did not change; see
    `aligner.comparison.inherited_links`.

    Args:
        comparison: the existing comparison.
        key: the new document's language and version.
        document: the document, divided into the same units as the others.
        versions: names of all drafts, including the new one, from earliest to latest.
        encoder: encoder for the alignments across languages.
        progress: called with (stage, done, total).

    Raises:
        InputError: if there already is such a document, or `versions` lacks a document's version.
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
    found = _lay_out_with_notes(
        replace(
            comparison,
            versions=tuple(versions),
            documents=documents,
            alignments=alignments,
            revisions=revisions,
            signature=_signature(encoder, comparison.pivot, alignments),
            notes=tuple(_notes(documents, alignments, revisions)),
        )
    )
    return with_missing_edits(found, encoder)


def _lay_out_with_notes(comparison: Comparison) -> Comparison:
    """Lay out a comparison, and put notes on languages that are behind the pivot before its others."""
    found = laid_out(comparison)
    return replace(found, notes=(*notes_on_languages_behind(found), *found.notes))


def _revise_all(
    documents: Mapping[DocumentKey, Document],
    along: Sequence[DocumentPair],
    known: Mapping[DocumentPair, Revision],
    encoder: Encoder,
    progress: Progress | None,
) -> dict[DocumentPair, Revision]:
    """Compare each draft with the next, keeping known revisions.

    Shifts in meaning are computed only if several languages have revisions to compare.
    """
    needs_shifts = len({old.language for old, _ in along}) > 1
    revisions: dict[DocumentPair, Revision] = {}
    for number, keys in enumerate(along):
        report_progress(progress, "revise", number, len(along))
        old, new = documents[keys[0]], documents[keys[1]]
        found = known.get(keys) or revise(old, new, encoder=encoder)
        lacks_shifts = all(change.shift is None for change in found.changes)
        revisions[keys] = with_shifts(found, old, new, encoder) if needs_shifts and lacks_shifts else found
    report_progress(progress, "revise", len(along), len(along))
    return revisions


def _refuse_gaps(documents: Mapping[DocumentKey, Document], versions: Sequence[str]) -> None:
    if not documents:
        raise InputError(Message("error.no_document"))
    unknown = [str(key) for key in documents if key.version not in versions]
    if unknown:
        raise InputError(Message("choice.version", document=unknown[0], known=tuple(versions)))


def _signature(encoder: Encoder, pivot: str, alignments: Mapping[DocumentPair, Alignment]) -> Signature:
    made = next((alignment.signature for alignment in alignments.values() if alignment.signature), None)
    options = (*made.options, ("pivot", pivot)) if made else (("pivot", pivot),)
    return Signature(
        aligner.__version__,
        encoder.name if alignments else "",
        encoder.revision if alignments else "",
        options,
    )


def _notes(
    documents: Mapping[DocumentKey, Document],
    alignments: Mapping[DocumentPair, Alignment],
    revisions: Mapping[DocumentPair, Revision],
) -> Iterator[Message]:
    unlike = (
        (one.language, other.language)
        for (one, other), alignment in alignments.items()
        if are_unlike(alignment, documents[one], documents[other])
    )
    for pivot, language in dict.fromkeys(unlike):
        yield Message("alignment.languages_little_in_common", pivot=pivot, language=language)
    for (old, new), revision in revisions.items():
        if backwards := order_doubt(documents[old], documents[new], (str(old), str(new))):
            yield backwards
        if revision.match_share < NOT_DRAFTS_OF_ONE_TEXT:
            yield Message("revision.these_little_in_common", old=str(old), new=str(new))
