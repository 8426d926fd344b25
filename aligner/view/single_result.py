"""A `Comparison` of one alignment, or of one revision, so that every result has one way to the page."""

from __future__ import annotations

from dataclasses import replace

from aligner.values import Alignment, Comparison, Document, DocumentKey, Revision, Row


def from_alignment(
    source: Document, target: Document, alignment: Alignment, *, title: str = ""
) -> Comparison:
    """Two languages of one text, one version: a row for each bead.

    Two documents with the same language and version get versions that tell them apart.
    """
    if (source.language, source.version) == (target.language, target.version):
        source, target = replace(source, version="source"), replace(target, version="target")
    ours, theirs = _key(source), _key(target)
    rows = tuple(
        Row({key: span for key, span in ((ours, bead.source), (theirs, bead.target)) if span}, bead.score)
        for bead in alignment.beads
    )
    return Comparison(
        title=title or source.title or source.source,
        pivot=source.language,
        versions=tuple(dict.fromkeys((source.version, target.version))),
        documents={ours: source, theirs: target},
        alignments={(ours, theirs): alignment},
        revisions={},
        rows=rows,
        signature=alignment.signature,
    )


def from_revision(old: Document, new: Document, revision: Revision, *, title: str = "") -> Comparison:
    """Two drafts in one language: a row for each change, in the order of the new draft.

    Drafts of the same name are called `old` and `new`.
    """
    from aligner.revision.revise import doubt  # needs numpy, which showing other results does not

    if old.version == new.version:
        old, new = replace(old, version="old"), replace(new, version="new")
    if old.language != new.language:  # a draft read as another language is still the older draft
        old = replace(old, language=new.language)
    before, after = _key(old), _key(new)
    rows = tuple(
        Row({key: span for key, span in ((before, change.old), (after, change.new)) if span})
        for change in revision.changes
    )
    return Comparison(
        title=title or new.title or new.source,
        pivot=new.language,
        versions=(old.version, new.version),
        documents={before: old, after: new},
        alignments={},
        revisions={(before, after): revision},
        rows=rows,
        notes=tuple(filter(None, [doubt(revision)])),
        signature=revision.signature,
    )


def _key(document: Document) -> DocumentKey:
    return DocumentKey(document.language, document.version)
