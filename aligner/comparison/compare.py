"""A document set on one page: align across languages, revise across drafts, lay out, follow.

Composes values only; it opens no file and loads no model (the encoder is handed in).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import aligner
from aligner.alignment.align_set import align_pairs, tell
from aligner.alignment.corrections import confirmed, joins_alike
from aligner.comparison.carry_over import follow
from aligner.comparison.inherited_links import inherited, with_seen_moves
from aligner.comparison.page_rows import build_rows
from aligner.comparison.unaffected import untouched
from aligner.encoders import Encoder
from aligner.revision.meaning import with_shifts
from aligner.revision.revise import NOT_DRAFTS_OF_ONE_TEXT, revise
from aligner.values import (
    Alignment,
    Amendment,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    Revision,
    Row,
    Signature,
)
from aligner.values.errors import InputError
from aligner.values.progress import Progress

_TIE_BREAK: Final = "zh"


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
    return _laid_out(
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
    return _laid_out(_with(comparison, alignments))


def _with(comparison: Comparison, alignments: Mapping[DocumentPair, Alignment]) -> Comparison:
    """The comparison with these alignments, where they fit; what follows from them is as it was."""
    for keys, alignment in alignments.items():
        _refuse_strangers(comparison, keys)
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
    return _laid_out(changed, untouched(comparison, alignments))


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
        _refuse_strangers(comparison, keys)
    before = comparison.alignments
    known = {} if keys is None else {pair: before[pair] for pair in before if pair != keys}
    sure = {pair: confirmed(alignment) for pair, alignment in before.items()}
    found = align_pairs(comparison.documents, list(before), encoder, progress, known=known, sure=sure)
    seen = {pair: with_seen_moves(alignment, before[pair]) for pair, alignment in found.items()}
    return _laid_out(replace(comparison, alignments=seen))


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
        raise InputError(f"{key} is there already; give the new document another version")
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
    return _laid_out(
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


def _laid_out(
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
        tell(progress, "revise", number, len(along))
        old, new = documents[keys[0]], documents[keys[1]]
        found = known.get(keys) or revise(old, new, encoder=encoder)
        bare = all(change.shift is None for change in found.changes)
        revisions[keys] = with_shifts(found, old, new, encoder) if followed and bare else found
    tell(progress, "revise", len(along), len(along))
    return revisions


def choose_pivot(documents: Mapping[DocumentKey, Document], versions: Sequence[str]) -> str:
    """The language to hold the others against, where nobody says.

    The one the newest masthead names as original, if it is there; else the one with the
    most versions, Chinese if tied, else the first named.
    """
    present = Counter(key.language for key in documents)
    for version in reversed(versions):
        for key, document in documents.items():
            original = document.masthead.original_language
            if key.version == version and original is not None and original in present:
                return original
    most = max(present.values())
    candidates = [language for language, count in present.items() if count == most]
    return _TIE_BREAK if _TIE_BREAK in candidates else candidates[0]


def pairs_to_align(
    documents: Mapping[DocumentKey, Document], pivot: str, versions: Sequence[str]
) -> Iterator[DocumentPair]:
    """The documents to align: each with the pivot's of the same version.

    A language that shares no version with the pivot is tied by its newest draft to the
    pivot's nearest one (the later of two as near).
    """
    order = {version: number for number, version in enumerate(versions)}
    ours = [order[key.version] for key in documents if key.language == pivot]
    for language in dict.fromkeys(key.language for key in documents):
        held = sorted(order[key.version] for key in documents if key.language == language)
        shared = [number for number in held if number in ours]
        if language == pivot:
            continue
        if shared:
            pairs = [(number, number) for number in shared]
        else:
            pairs = [(min(ours, key=lambda number: (abs(number - held[-1]), -number)), held[-1])]
        for our, their in pairs:
            yield DocumentKey(pivot, versions[our]), DocumentKey(language, versions[their])


def pairs_to_revise(
    documents: Mapping[DocumentKey, Document], versions: Sequence[str]
) -> Iterator[DocumentPair]:
    """Each draft of a language with the next one it has."""
    for language in dict.fromkeys(key.language for key in documents):
        keys = [DocumentKey(language, version) for version in versions]
        yield from pairwise(key for key in keys if key in documents)


def _refuse_gaps(documents: Mapping[DocumentKey, Document], versions: Sequence[str]) -> None:
    if not documents:
        raise InputError("there is no document to compare")
    unknown = [str(key) for key in documents if key.version not in versions]
    if unknown:
        raise InputError(f"{unknown[0]} has a version that is not among {', '.join(versions)}")


def _refuse_strangers(comparison: Comparison, keys: DocumentPair) -> None:
    if keys not in comparison.alignments:
        pairs = ", ".join(f"{ours} with {theirs}" for ours, theirs in comparison.alignments)
        raise InputError(f"{keys[0]} and {keys[1]} are not aligned here; those that are: {pairs or 'none'}")


def _signature(encoder: Encoder, pivot: str, alignments: Mapping[DocumentPair, Alignment]) -> Signature:
    made = next((alignment.signature for alignment in alignments.values() if alignment.signature), None)
    options = (*made.options, ("pivot", pivot)) if made else (("pivot", pivot),)
    return Signature(
        aligner.__version__,
        encoder.name if alignments else "",
        encoder.revision if alignments else "",
        options,
    )


def _notes(revisions: Mapping[DocumentPair, Revision]) -> Iterator[str]:
    for (old, new), revision in revisions.items():
        if revision.match_share < NOT_DRAFTS_OF_ONE_TEXT:
            yield f"{old} and {new} have little text in common; are they two drafts of one document?"
