"""Results as the JSON forms that `forms` declares."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import aligner
from aligner.alignment.evaluation import Evaluation
from aligner.alignment.links import one_by_one
from aligner.comparison.note_carry_over import RewordedNote, States, note_amendments
from aligner.formats.json.forms import FORMS, Form, fill, filler
from aligner.revision.draft_history import ParagraphHistory, histories
from aligner.revision.instructions import draft, instructions
from aligner.revision.weigh import weigh
from aligner.values import Document, Message, Segment, Signature, Update
from aligner.values.codec import unstructure
from aligner.values.comparison import Alignment, Amendment, Change, Comparison, Decision, LinkOrigin
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.decisions import note_decision

F = TypeVar("F")


def dump(value: object) -> bytes:
    """Return a form, or plain values, as JSON in UTF-8, indented, with a line feed at the end."""
    return (json.dumps(unstructure(value), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def document(result: Document) -> bytes:
    """`aligner/document`: the paragraphs of a file."""
    return dump(_document(FORMS["document"], result))


def alignment(result: AlignedPair) -> bytes:
    """`aligner/alignment`: two documents and their beads."""
    links = result.alignment
    sides = {"source": _side(result.source), "target": _side(result.target)}
    return dump(fill(FORMS["alignment"], **sides, **_links(links), signature=_signature(links.signature)))


def revision(result: RevisedPair) -> bytes:
    """`aligner/diff`: two drafts and what changed."""
    made, decided = result.revision, result.decisions
    form = fill(
        FORMS["diff"],
        old=_side(result.old),
        new=_side(result.new),
        match_share=round(made.match_share, 4),
        changes=[_change(change, result, decided.get(number)) for number, change in enumerate(made.changes)],
        footnote_changes=[_note_change(change, result) for change in made.footnote_changes],
        instructions=_instructions(result),
        comments=result.remarks,
        signature=_signature(made.signature),
    )
    return dump(form)


def evaluation_form(result: Evaluation) -> Form:
    """`aligner/evaluation`: how good alignments are."""
    types = [fill(FORMS["shape"], one, one.score) for one in result.types]
    return fill(
        FORMS["evaluation"], result, types=types, signature=FORMS["signature"](aligner=aligner.__version__)
    )


def comparison(result: Comparison) -> bytes:
    """`aligner/comparison`: a whole set, its rows and its amendments."""
    form = fill(
        FORMS["comparison"],
        result,
        documents=[
            _document(FORMS["versioned"], doc, language=key.language, version=key.version)
            for key, doc in result.documents.items()
        ],
        rows=_rows(result),
        alignments=[
            fill(FORMS["set_links"], source=source, target=target, **_links(links))
            for (source, target), links in result.alignments.items()
        ],
        amendments=[_amendment(result, amendment) for amendment in result.amendments],
        notes=map(str, result.notes),
        note_messages=map(Message.as_data, result.notes),
        signature=_signature(result.signature),
        footnote_amendments=[_note_amendment(result, *each) for each in note_amendments(result)],
    )
    return dump(form)


def findings(result: Checked) -> bytes:
    """`aligner/findings`: what the checks found."""
    listed = [
        fill(FORMS["finding"], finding, **(finding.message.as_data() | {"message": str(finding.message)}))
        for finding in result.findings
    ]
    signature = _signature(result.comparison.signature)
    return dump(fill(FORMS["findings"], findings=listed, signature=signature))


def history(result: DraftSeries) -> bytes:
    """`aligner/history`: the drafts, and each paragraph's way through them."""
    made = result.revisions[-1].signature if result.revisions else None
    form = fill(
        FORMS["history"],
        drafts=[_document(FORMS["draft"], each, name=each.version) for each in result.drafts],
        paragraphs=[
            _paragraph(each, len(result.drafts)) for each in histories(result.drafts, result.revisions)
        ],
        signature=_signature(made),
    )
    return dump(form)


def update(result: Update) -> bytes:
    """`aligner/update`: a language's new draft, and what a person is asked."""
    drafts = {"old": _side(result.pivot_old), "new": _side(result.pivot_new)}
    pivot = FORMS["pivot"](language=result.pivot_new.language, **drafts)
    sides = {"old": _side(result.old), "pivot": pivot, "signature": _signature(result.signature)}
    return dump(fill(FORMS["update"], result, **sides))


def _document(form: type[F], doc: Document, **others: object) -> F:
    """Return a document in one of its forms; `others` are those keys that it has in another sense."""
    made, text = filler(FORMS["segment"], (Segment,), ("text", "cells")), doc.text
    segments = [
        made(segment, segment.span.of(text), [cell.of(text) for cell in segment.cells])
        for segment in doc.segments
    ]
    return fill(form, doc, segments=segments, **others)


def _side(doc: Document) -> Form:
    return _document(FORMS["side"], doc)


def _links(links: Alignment) -> dict[str, Any]:
    """Return the beads and moves; a gap of several segments is written as one bead per segment."""
    beads = [
        fill(FORMS["link"], one, confirmed=one.origin is LinkOrigin.CONFIRMED)
        for bead in links.beads
        for one in one_by_one(bead)
    ]
    return {"beads": beads, "moved": links.moves}


def _rows(result: Comparison) -> Iterator[Form]:
    for row in result.rows:
        keys = [key for key in result.documents if key in row.cells]
        yield fill(
            FORMS["row"], row, cells=[fill(FORMS["cell"], key, segments=row.cells[key]) for key in keys]
        )


def _decided(decision: Decision | None) -> dict[str, Any]:
    return {} if decision is None else {"decision": decision.kind, "comment": decision.comment}


def _change(change: Change, result: RevisedPair, decision: Decision | None) -> Form:
    weight = weigh(change, result.old, result.new) if change.is_amendment else None
    weighed = {"weight": weight.score, "weight_reason": weight.reason} if weight else {}
    return fill(FORMS["change"], change, **weighed, **_decided(decision))


def _note_change(change: Change, result: RevisedPair) -> Form:
    """Return what happened to a footnote: its mark in either draft, and the notes by index as well."""
    old, new = (
        ", ".join(doc.footnotes[index].mark for index in span) or None
        for doc, span in ((result.old, change.old), (result.new, change.new))
    )
    return fill(FORMS["note_change"], change, old=old, new=new, old_notes=change.old, new_notes=change.new)


def _instructions(result: RevisedPair) -> Iterator[Form]:
    """Return the steps from the old draft to the new, and each in the words of the document's language.

    A step that changes form only, marked `form`, has no words: nothing asks for them.
    """
    steps = instructions(result.revision, result.old, result.new)
    for step, text in zip(steps, draft(steps, result.new.language), strict=True):
        yield fill(FORMS["instruction"], step, step.change, text="" if step.form else text)


def _amendment(result: Comparison, amendment: Amendment) -> Form:
    change = result.revisions[amendment.drafts].changes[amendment.change]
    weight = weigh(change, *(result.documents[key] for key in amendment.drafts))
    return fill(
        FORMS["amendment"],
        amendment,
        change,
        **_reasons(amendment.reasons),
        weight=weight.score,
        weight_reason=weight.reason,
        missing=amendment.missing or None,
        **_decided(result.decisions.get(amendment.drafts, {}).get(amendment.change)),
    )


def _note_amendment(result: Comparison, note: RewordedNote, states: States) -> Form:
    old, new = note.drafts
    reasons = {language: reason for language, (_, reason) in states.items() if reason is not None}
    return fill(
        FORMS["note_amendment"],
        note,
        note.change,
        language=new.language,
        old_version=old.version,
        new_version=new.version,
        old_notes=note.change.old,
        new_notes=note.change.new,
        states={language: state for language, (state, _) in states.items()},
        **_reasons(reasons),
        **_decided(note_decision(result, note.drafts, note.change)),
    )


def _reasons(reasons: Mapping[str, Message]) -> dict[str, Any]:
    """Return the reasons by language, in English and as codes with fields."""
    return {
        "reasons": {language: str(reason) for language, reason in reasons.items()},
        "reason_messages": {language: reason.as_data() for language, reason in reasons.items()},
    }


def _paragraph(paragraph: ParagraphHistory, drafts: int) -> Form:
    gone = paragraph.last_seen_in < drafts - 1
    appearances = [
        fill(FORMS["appearance"], each, draft=each.version, kind=each.change.kind if each.change else None)
        for each in paragraph.appearances
    ]
    return fill(
        FORMS["paragraph"],
        came_in=paragraph.introduced_in,
        changed_in=paragraph.last_changed_in,
        went_in=paragraph.last_seen_in + 1 if gone else None,
        appearances=appearances,
    )


def _signature(made: Signature | None) -> Form:
    form = FORMS["signature"]
    return form() if made is None else fill(form, made, options=dict(made.options))
