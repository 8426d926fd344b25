"""Make a `Comparison` from a single alignment or revision, so that all results are shown the same way."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from aligner.values import Alignment, Comparison, Decision, Document, DocumentKey, Revision, Row
from aligner.values.results import AlignedPair, RevisedPair


def comparison_of(result: AlignedPair | RevisedPair) -> Comparison:
    """Make a comparison of a result; see `from_alignment` and `from_revision`."""
    if isinstance(result, AlignedPair):
        return from_alignment(result.source, result.target, result.alignment)
    return from_revision(result.old, result.new, result.revision, result.decisions)


def from_alignment(source: Document, target: Document, alignment: Alignment) -> Comparison:
    """Make a comparison of two languages of one text, with one row per bead.

    If both documents have the same language and version, they get distinct versions.
    """
    if (source.language, source.version) == (target.language, target.version):
        source, target = replace(source, version="source"), replace(target, version="target")
    ours, theirs = _key(source), _key(target)
    rows = tuple(
        Row({key: span for key, span in ((ours, bead.source), (theirs, bead.target)) if span}, bead.score)
        for bead in alignment.beads
    )
    return Comparison(
        title=source.title or source.source,
        pivot=source.language,
        versions=tuple(dict.fromkeys((source.version, target.version))),
        documents={ours: source, theirs: target},
        alignments={(ours, theirs): alignment},
        revisions={},
        rows=rows,
        signature=alignment.signature,
    )


def from_revision(
    old: Document,
    new: Document,
    revision: Revision,
    decisions: Mapping[int, Decision] = MappingProxyType({}),
) -> Comparison:
    """Make a comparison of two drafts in one language, with one row per change, in the new draft's order.

    Drafts with the same name are renamed `old` and `new`; the title identifies the documents.
    """
    from aligner.revision.revise import doubt, order_doubt  # imports numpy, which alignments do not need

    if old.version == new.version:
        old, new = replace(old, version="old"), replace(new, version="new")
    if old.language != new.language:  # still the older draft, though detected as another language
        old = replace(old, language=new.language)
    before, after = _key(old), _key(new)
    rows = tuple(
        Row({key: span for key, span in ((before, change.old), (after, change.new)) if span})
        for change in revision.changes
    )
    return Comparison(
        title=" → ".join(dict.fromkeys(filter(None, map(_name, (old, new))))),
        pivot=new.language,
        versions=(old.version, new.version),
        documents={before: old, after: new},
        alignments={},
        revisions={(before, after): revision},
        rows=rows,
        notes=tuple(filter(None, [doubt(revision), order_doubt(old, new)])),
        signature=revision.signature,
        decisions={(before, after): decisions} if decisions else {},
    )


def _name(document: Document) -> str:
    """Return the name of a document: its symbol, or else its title or file name."""
    return document.masthead.symbol or document.title or document.source


def _key(document: Document) -> DocumentKey:
    return DocumentKey(document.language, document.version)
