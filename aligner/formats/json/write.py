"""The documented JSON forms, version 1 each; README.md beside it describes them.

`aligner/document`, `aligner/alignment`, `aligner/diff`, `aligner/comparison`, `aligner/findings` and
`aligner/history`. Keys are
added in later versions of this program, never renamed or given another meaning while
`version` stays 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from aligner.alignment.ladder import one_by_one
from aligner.revision.draft_history import ParagraphHistory, histories
from aligner.revision.instructions import draft, instructions
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Change,
    Comparison,
    Document,
    DocumentKey,
    Edit,
    Finding,
    Footnote,
    LinkOrigin,
    Move,
    Segment,
    Signature,
)
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair

VERSION: Final = 1

Plain = dict[str, Any]


def document(result: Document) -> bytes:
    """`aligner/document`: what segmentation made of a file."""
    return dump(document_value(result))


def alignment(result: AlignedPair) -> bytes:
    """`aligner/alignment`: two documents and their beads."""
    return dump(alignment_value(result))


def revision(result: RevisedPair) -> bytes:
    """`aligner/diff`: two drafts and what changed."""
    return dump(revision_value(result))


def comparison(result: Comparison) -> bytes:
    """`aligner/comparison`: a whole set, its rows and its amendments."""
    return dump(comparison_value(result))


def dump(value: Mapping[str, Any]) -> bytes:
    """Plain values as JSON in UTF-8, indented, a line feed at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def document_value(result: Document) -> Plain:
    """The plain values of `document`."""
    return {
        "format": "aligner/document",
        "version": VERSION,
        "language": result.language,
        "segments": _segments(result),
        "footnotes": _footnotes(result.footnotes),
        "furniture": list(result.furniture),
        "masthead": {
            "symbol": result.masthead.symbol,
            "distribution": result.masthead.distribution,
            "date": result.masthead.date,
            "original_language": result.masthead.original_language,
            "agenda_item": result.masthead.agenda_item,
            "sponsors": list(result.masthead.sponsors),
        },
    }


def alignment_value(result: AlignedPair) -> Plain:
    """The plain values of `alignment`."""
    return {
        "format": "aligner/alignment",
        "version": VERSION,
        "source": side_value(result.source),
        "target": side_value(result.target),
        **_links(result.alignment),
        "signature": signature_value(result.alignment.signature),
    }


def revision_value(result: RevisedPair) -> Plain:
    """The plain values of `revision`."""
    return {
        "format": "aligner/diff",
        "version": VERSION,
        "old": side_value(result.old),
        "new": side_value(result.new),
        "match_share": round(result.revision.match_share, 4),
        "changes": [_change(change) for change in result.revision.changes],
        "footnote_changes": [_note_change(change, result) for change in result.revision.footnote_changes],
        "instructions": _instructions(result),
        **({"comments": [asdict(each) for each in result.remarks]} if result.remarks else {}),
        "signature": signature_value(result.revision.signature),
    }


def _instructions(result: RevisedPair) -> list[Plain]:
    """The steps from the old draft to the new, and each in the words of the document's language.

    A step that changes form only, marked `form`, has no words: nobody is asked for it.
    """
    steps = instructions(result.revision, result.old, result.new)
    return [
        {
            "action": step.action.value,
            "old": list(step.old),
            "new": list(step.new),
            "span": [step.span.start, step.span.stop],
            "removed": step.removed,
            "added": step.added,
            "where": step.where,
            "after": step.after,
            "text": "" if step.form else text,
            **({"form": True} if step.form else {}),
        }
        for step, text in zip(steps, draft(steps, result.new.language), strict=True)
    ]


def comparison_value(result: Comparison) -> Plain:
    """The plain values of `comparison`."""
    return {
        "format": "aligner/comparison",
        "version": VERSION,
        "title": result.title,
        "pivot": result.pivot,
        "versions": list(result.versions),
        "documents": [
            {
                "language": key.language,
                "version": key.version,
                "title": held.title,
                "status": held.status,
                "segments": _segments(held),
                "footnotes": _footnotes(held.footnotes),
            }
            for key, held in result.documents.items()
        ],
        "rows": [
            {
                "cells": [
                    {**_key(key), "segments": list(row.cells[key])}
                    for key in result.documents
                    if key in row.cells
                ],
                "score": _rounded(row.score),
            }
            for row in result.rows
        ],
        "alignments": [
            {"source": _key(source), "target": _key(target), **_links(links)}
            for (source, target), links in result.alignments.items()
        ],
        "amendments": list(_amendments(result)),
        "notes": [str(note) for note in result.notes],
        "note_messages": [note.as_data() for note in result.notes],
        "signature": signature_value(result.signature),
    }


def findings(result: Checked) -> bytes:
    """`aligner/findings`, version 1."""
    return dump(findings_value(result))


def findings_value(result: Checked) -> Plain:
    """The plain values of `findings`.

    Spans count code points of the running text of that language's newest document, whose
    segments are in `aligner/comparison`; rows are indices into the `rows` of that form.
    """
    return {
        "format": "aligner/findings",
        "version": VERSION,
        "findings": [_finding(each) for each in result.findings],
        "signature": signature_value(result.comparison.signature),
    }


def _finding(found: Finding) -> Plain:
    return {
        "check": found.check,
        "severity": found.severity.value,
        "rows": list(found.rows),
        "language": found.language,
        "span": [found.span.start, found.span.stop] if found.span is not None else None,
        "expected": found.expected,
        "found": found.found,
        "message": str(found.message),
        **found.message.as_data(),
    }


def history(result: DraftSeries) -> bytes:
    """`aligner/history`: the drafts, and each paragraph's way through them."""
    return dump(
        {
            "format": "aligner/history",
            "version": VERSION,
            "drafts": [{"name": draft.version, **side_value(draft)} for draft in result.drafts],
            "paragraphs": [_paragraph(each, result) for each in histories(result.drafts, result.revisions)],
            "signature": signature_value(result.revisions[-1].signature if result.revisions else None),
        }
    )


def _paragraph(found: ParagraphHistory, series: DraftSeries) -> Plain:
    gone = found.last_seen_in < len(series.drafts) - 1
    return {
        "came_in": found.introduced_in,
        "changed_in": found.last_changed_in,
        "went_in": found.last_seen_in + 1 if gone else None,
        "appearances": [
            {"draft": each.version, "segment": each.segment}
            | ({"kind": each.change.kind.value} if each.change else {})
            for each in found.appearances
        ],
    }


def side_value(held: Document) -> Plain:
    """A document as it stands beside others: its language, segments and footnotes."""
    return {
        "language": held.language,
        "segments": _segments(held),
        "footnotes": _footnotes(held.footnotes),
    }


def _segments(held: Document) -> list[Plain]:
    return [_segment(held, segment) for segment in held.segments]


def _segment(held: Document, segment: Segment) -> Plain:
    value: Plain = {
        "kind": segment.kind.value,
        "label": segment.label,
        "text": segment.span.of(held.text),
        "footnotes": list(segment.footnotes),
        "page": segment.page,
        "place": segment.place,
    }
    if segment.parent is not None:
        value["parent"] = segment.parent
    if segment.cells:
        value["cells"] = [cell.of(held.text) for cell in segment.cells]
    if segment.header:
        value["header"] = True
    return value


def _footnotes(notes: Iterable[Footnote]) -> list[Plain]:
    return [{"mark": note.mark, "text": note.text} for note in notes]


def _links(links: Alignment) -> Plain:
    """Beads and moves; a gap of several segments is written as one bead a segment."""
    return {
        "beads": [_link(one) for bead in links.beads for one in one_by_one(bead)],
        "moved": [_link(move) for move in links.moves],
    }


def _link(link: Bead | Move) -> Plain:
    value: Plain = {
        "source": list(link.source),
        "target": list(link.target),
        "score": _rounded(link.score),
    }
    if isinstance(link, Bead) and link.origin is LinkOrigin.CONFIRMED:
        value["confirmed"] = True
    return value


def _change(change: Change) -> Plain:
    return {
        "kind": change.kind.value,
        "renumbered": change.renumbered,
        "old": list(change.old),
        "new": list(change.new),
        "edits": [_edit(edit) for edit in change.edits],
    }


def _note_change(change: Change, result: RevisedPair) -> Plain:
    """What happened to a footnote: its mark in either draft, and the notes by index as well."""
    sides = {"old": (result.old, change.old), "new": (result.new, change.new)}
    marks = {name: [held.footnotes[index].mark for index in span] for name, (held, span) in sides.items()}
    return {
        "kind": change.kind.value,
        "old": ", ".join(marks["old"]) if marks["old"] else None,
        "new": ", ".join(marks["new"]) if marks["new"] else None,
        "renumbered": change.renumbered,
        "old_notes": list(change.old),
        "new_notes": list(change.new),
        "edits": [_edit(edit) for edit in change.edits],
    }


def _edit(edit: Edit) -> Plain:
    value: Plain = {
        "tag": edit.tag.value,
        "old": [edit.old.start, edit.old.stop],
        "new": [edit.new.start, edit.new.stop],
    }
    if edit.type is not None:
        value["type"] = edit.type.value
    if edit.strength is not None:
        value["strength"] = edit.strength
    return value


def _amendments(result: Comparison) -> Iterator[Plain]:
    for amendment in result.amendments:
        yield _amendment(result, amendment)


def _amendment(result: Comparison, amendment: Amendment) -> Plain:
    language = amendment.language
    change = result.revisions[amendment.drafts].changes[amendment.change]
    return {
        "language": language,
        "from": amendment.old_version,
        "to": amendment.new_version,
        "kind": change.kind.value,
        "renumbered": change.renumbered,
        "old": list(change.old),
        "new": list(change.new),
        "edits": [_edit(edit) for edit in change.edits],
        "states": {other: state.value for other, state in amendment.states.items()},
        "reasons": {other: str(reason) for other, reason in amendment.reasons.items()},
        "reason_messages": {other: reason.as_data() for other, reason in amendment.reasons.items()},
    }


def _key(key: DocumentKey) -> Plain:
    return {"language": key.language, "version": key.version}


def signature_value(signature: Signature | None) -> Plain:
    """What made a result; empty where nobody said."""
    return dict(signature.as_dict()) if signature is not None else {}


def _rounded(score: float) -> float:
    """Six places: as fine as a probability can mean anything, and the same on every machine."""
    return round(score, 6)
