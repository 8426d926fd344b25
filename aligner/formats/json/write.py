"""Results as the JSON forms that `forms` declares."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aligner.alignment.links import one_by_one
from aligner.comparison.note_carry_over import NoteAmendment, note_amendments
from aligner.formats.json.forms import (
    VERSION,
    AlignmentForm,
    AmendmentForm,
    AppearanceForm,
    AskForm,
    CellForm,
    ChangeForm,
    CommentForm,
    ComparisonForm,
    DiffForm,
    DocumentForm,
    DraftForm,
    EditForm,
    FindingForm,
    FindingsForm,
    FootnoteForm,
    HistoryForm,
    InstructionForm,
    KeyForm,
    LinkForm,
    MastheadForm,
    MissingEditForm,
    NoteAmendmentForm,
    NoteChangeForm,
    ParagraphForm,
    PivotForm,
    ProposalForm,
    RowForm,
    SegmentForm,
    SetLinksForm,
    SideForm,
    SignatureForm,
    UpdatedForm,
    UpdateForm,
    VersionedForm,
)
from aligner.revision.draft_history import ParagraphHistory, histories
from aligner.revision.instructions import draft, instructions
from aligner.revision.weigh import weigh
from aligner.values import (
    Alignment,
    Amendment,
    Ask,
    Bead,
    Change,
    Comparison,
    Decision,
    Document,
    DocumentKey,
    Edit,
    Finding,
    LinkOrigin,
    MissingEdit,
    Move,
    Segment,
    Signature,
    Span,
    Update,
    UpdatedParagraph,
)
from aligner.values.codec import unstructure
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.decisions import note_decision


def dump(value: object) -> bytes:
    """Return a form, or plain values, as JSON in UTF-8, indented, with a line feed at the end."""
    return (json.dumps(unstructure(value), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def document(result: Document) -> bytes:
    """`aligner/document`: the paragraphs of a file."""
    head = result.masthead
    return dump(
        DocumentForm(
            "aligner/document",
            VERSION,
            result.language,
            _segments(result),
            _footnotes(result),
            result.furniture,
            MastheadForm(
                head.symbol,
                head.distribution,
                head.date,
                head.original_language,
                head.agenda_item,
                head.sponsors,
            ),
        )
    )


def alignment(result: AlignedPair) -> bytes:
    """`aligner/alignment`: two documents and their beads."""
    return dump(
        AlignmentForm(
            "aligner/alignment",
            VERSION,
            _side(result.source),
            _side(result.target),
            _beads(result.alignment),
            tuple(map(_link, result.alignment.moves)),
            _signature(result.alignment.signature),
        )
    )


def revision(result: RevisedPair) -> bytes:
    """`aligner/diff`: two drafts and what changed."""
    made = result.revision
    return dump(
        DiffForm(
            "aligner/diff",
            VERSION,
            _side(result.old),
            _side(result.new),
            round(made.match_share, 4),
            tuple(
                _change(change, result, result.decisions.get(number))
                for number, change in enumerate(made.changes)
            ),
            tuple(_note_change(change, result) for change in made.footnote_changes),
            _instructions(result),
            tuple(
                CommentForm(each.author, each.date, each.text, each.quoted, each.paragraph)
                for each in result.remarks
            ),
            _signature(made.signature),
        )
    )


def comparison(result: Comparison) -> bytes:
    """`aligner/comparison`: a whole set, its rows and its amendments."""
    rows = (
        RowForm(
            tuple(
                CellForm(key.language, key.version, tuple(row.cells[key]))
                for key in result.documents
                if key in row.cells
            ),
            _rounded(row.score),
        )
        for row in result.rows
    )
    return dump(
        ComparisonForm(
            "aligner/comparison",
            VERSION,
            result.title,
            result.pivot,
            result.versions,
            tuple(_versioned(key, doc) for key, doc in result.documents.items()),
            tuple(rows),
            tuple(
                SetLinksForm(_key(source), _key(target), _beads(links), tuple(map(_link, links.moves)))
                for (source, target), links in result.alignments.items()
            ),
            tuple(_amendment(result, each) for each in result.amendments),
            tuple(str(note) for note in result.notes),
            tuple(note.as_data() for note in result.notes),
            _signature(result.signature),
            tuple(_note_amendment(result, made) for made in note_amendments(result)),
        )
    )


def findings(result: Checked) -> bytes:
    """`aligner/findings`: what the checks found."""
    made = _signature(result.comparison.signature)
    return dump(FindingsForm("aligner/findings", VERSION, tuple(map(_finding, result.findings)), made))


def history(result: DraftSeries) -> bytes:
    """`aligner/history`: the drafts, and each paragraph's way through them."""
    return dump(
        HistoryForm(
            "aligner/history",
            VERSION,
            tuple(
                DraftForm(each.version, each.language, _segments(each), _footnotes(each))
                for each in result.drafts
            ),
            tuple(
                _paragraph(each, len(result.drafts)) for each in histories(result.drafts, result.revisions)
            ),
            _signature(result.revisions[-1].signature if result.revisions else None),
        )
    )


def update(result: Update) -> bytes:
    """`aligner/update`: a language's new draft, and what a person is asked."""
    return dump(
        UpdateForm(
            "aligner/update",
            VERSION,
            result.language,
            _side(result.old),
            PivotForm(result.pivot_new.language, _side(result.pivot_old), _side(result.pivot_new)),
            tuple(map(_updated, result.paragraphs)),
            _signature(result.signature),
        )
    )


def _updated(each: UpdatedParagraph) -> UpdatedForm:
    return UpdatedForm(
        each.action,
        each.old,
        each.pivot_old,
        each.pivot_new,
        each.label,
        each.text,
        each.certain,
        tuple(map(_stretch, each.where)),
        tuple(map(_asked, each.asks)),
    )


def _asked(ask: Ask) -> AskForm:
    where = None if ask.where is None else _stretch(ask.where)
    proposals = (ProposalForm(one.text, one.origin, _rounded(one.score)) for one in ask.proposals)
    return AskForm(ask.pivot, ask.what, where, tuple(proposals))


def _side(doc: Document) -> SideForm:
    return SideForm(doc.language, _segments(doc), _footnotes(doc))


def _versioned(key: DocumentKey, doc: Document) -> VersionedForm:
    return VersionedForm(key.language, key.version, doc.title, doc.status, _segments(doc), _footnotes(doc))


def _segments(doc: Document) -> tuple[SegmentForm, ...]:
    return tuple(_segment(doc, segment) for segment in doc.segments)


def _segment(doc: Document, segment: Segment) -> SegmentForm:
    return SegmentForm(
        segment.kind,
        segment.label,
        segment.span.of(doc.text),
        tuple(segment.footnotes),
        segment.page,
        segment.place,
        segment.parent,
        tuple(cell.of(doc.text) for cell in segment.cells),
        segment.header,
    )


def _footnotes(doc: Document) -> tuple[FootnoteForm, ...]:
    return tuple(FootnoteForm(note.mark, note.text) for note in doc.footnotes)


def _beads(links: Alignment) -> tuple[LinkForm, ...]:
    """Return the beads; a gap of several segments is written as one bead per segment."""
    return tuple(_link(one) for bead in links.beads for one in one_by_one(bead))


def _link(link: Bead | Move) -> LinkForm:
    confirmed = isinstance(link, Bead) and link.origin is LinkOrigin.CONFIRMED
    return LinkForm(tuple(link.source), tuple(link.target), _rounded(link.score), confirmed)


def _decided(decision: Decision | None) -> dict[str, Any]:
    return {} if decision is None else {"decision": decision.kind, "comment": decision.comment}


def _change(change: Change, result: RevisedPair, decision: Decision | None) -> ChangeForm:
    weight = weigh(change, result.old, result.new) if change.is_amendment else None
    return ChangeForm(
        change.kind,
        change.renumbered,
        tuple(change.old),
        tuple(change.new),
        _edits(change.edits),
        weight.score if weight else None,
        weight.reason if weight else None,
        **_decided(decision),
    )


def _note_change(change: Change, result: RevisedPair) -> NoteChangeForm:
    """Return what happened to a footnote: its mark in either draft, and the notes by index as well."""
    old, new = (
        ", ".join(doc.footnotes[index].mark for index in span) or None
        for doc, span in ((result.old, change.old), (result.new, change.new))
    )
    return NoteChangeForm(
        change.kind,
        old,
        new,
        change.renumbered,
        tuple(change.old),
        tuple(change.new),
        _edits(change.edits),
    )


def _edits(edits: Iterable[Edit]) -> tuple[EditForm, ...]:
    return tuple(
        EditForm(each.tag, _stretch(each.old), _stretch(each.new), each.type, each.strength, each.values)
        for each in edits
    )


def _stretch(span: Span) -> tuple[int, int]:
    return span.start, span.stop


def _instructions(result: RevisedPair) -> tuple[InstructionForm, ...]:
    """Return the steps from the old draft to the new, and each in the words of the document's language.

    A step that changes form only, marked `form`, has no words: nothing asks for them.
    """
    steps = instructions(result.revision, result.old, result.new)
    return tuple(
        InstructionForm(
            step.action,
            tuple(step.old),
            tuple(step.new),
            _stretch(step.span),
            step.removed,
            step.added,
            step.where,
            step.after,
            "" if step.form else text,
            step.form,
        )
        for step, text in zip(steps, draft(steps, result.new.language), strict=True)
    )


def _amendment(result: Comparison, amendment: Amendment) -> AmendmentForm:
    change = result.revisions[amendment.drafts].changes[amendment.change]
    weight = weigh(change, *(result.documents[key] for key in amendment.drafts))
    return AmendmentForm(
        amendment.language,
        amendment.old_version,
        amendment.new_version,
        change.kind,
        change.renumbered,
        tuple(change.old),
        tuple(change.new),
        _edits(change.edits),
        amendment.states,
        {other: str(reason) for other, reason in amendment.reasons.items()},
        {other: reason.as_data() for other, reason in amendment.reasons.items()},
        weight.score,
        weight.reason,
        {other: tuple(map(_missing, edits)) for other, edits in amendment.missing.items()} or None,
        **_decided(result.decisions.get(amendment.drafts, {}).get(amendment.change)),
    )


def _note_amendment(result: Comparison, made: NoteAmendment) -> NoteAmendmentForm:
    old, new = made.drafts
    reasons = {language: reason for language, (_, reason) in made.states.items() if reason is not None}
    return NoteAmendmentForm(
        new.language,
        old.version,
        new.version,
        made.change.kind,
        made.mark,
        made.paragraph,
        tuple(made.change.old),
        tuple(made.change.new),
        _edits(made.change.edits),
        {language: state for language, (state, _) in made.states.items()},
        {language: str(reason) for language, reason in reasons.items()},
        {language: reason.as_data() for language, reason in reasons.items()},
        **_decided(note_decision(result, made.drafts, made.change)),
    )


def _missing(each: MissingEdit) -> MissingEditForm:
    return MissingEditForm(each.edit, None if each.where is None else _stretch(each.where))


def _finding(found: Finding) -> FindingForm:
    message: dict[str, Any] = found.message.as_data()
    return FindingForm(
        found.check,
        found.severity,
        found.rows,
        found.language,
        _stretch(found.span) if found.span is not None else None,
        found.expected,
        found.found,
        str(found.message),
        **message,
    )


def _paragraph(found: ParagraphHistory, drafts: int) -> ParagraphForm:
    gone = found.last_seen_in < drafts - 1
    return ParagraphForm(
        found.introduced_in,
        found.last_changed_in,
        found.last_seen_in + 1 if gone else None,
        tuple(
            AppearanceForm(each.version, each.segment, each.change.kind if each.change else None)
            for each in found.appearances
        ),
    )


def _key(key: DocumentKey) -> KeyForm:
    return KeyForm(key.language, key.version)


def _signature(made: Signature | None) -> SignatureForm:
    if made is None:
        return SignatureForm()
    return SignatureForm(made.aligner, made.encoder, made.revision, dict(made.options))


def _rounded(score: float) -> float:
    """Round to six places, finer than any meaningful difference, and the same on every machine."""
    return round(score, 6)
