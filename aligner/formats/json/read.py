"""Results from the JSON forms that `forms` declares.

A comparison's file holds its amendments but not what stayed the same between drafts, so
the drafts are compared again; what the file says of each amendment is kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from aligner.comparison.carry_over import follow
from aligner.comparison.pairs import pairs_to_revise
from aligner.formats.json.forms import FORMS, VERSION, Form, fill, filler
from aligner.formats.registry import Result
from aligner.languages import get
from aligner.revision.revise import revise
from aligner.values import Decision, DocumentPair, LinkOrigin, Move, Revision, Row, Signature
from aligner.values.catalogue import message_of
from aligner.values.codec import DataError, structure
from aligner.values.comparison import Alignment, Amendment, Bead, Change, Comparison, DocumentKey, draft_keys
from aligner.values.document import Document, Footnote, Masthead, NoteMark, Segment, Span, joined_spans
from aligner.values.message import AlignerError, FormatError, Message, excerpt, quoted, reason
from aligner.values.results import AlignedPair, Remark, RevisedPair


def read(data: bytes, name: str) -> Result:
    """Return the result that a file was written from.

    Raises:
        FormatError: it is not JSON, not one of ours, or contradicts itself.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FormatError.about(name, "file.not_json", why=str(error)) from None
    named = value.get("format") if isinstance(value, dict) else None
    convert = _READ.get(str(named))
    if convert is None:
        raise FormatError.about(name, "import.form", found=quoted(named), wanted=tuple(_READ))
    if value.get("version") != VERSION:
        stated = quoted(value.get("version"))
        raise FormatError.about(name, "import.version", found=stated, known=VERSION)
    try:
        return convert(structure(FORMS[str(named).removeprefix("aligner/")], value, lenient=True))
    except DataError as error:
        raise FormatError.about(name, "import.malformed", why=str(error)) from error
    except (AlignerError, ValueError, LookupError) as error:
        why = error.message if isinstance(error, AlignerError) else reason(error)
        raise FormatError.about(name, "import.contradictory", why=why) from error


def _of_document(form: Form) -> Document:
    return _document(form, furniture=form.furniture, masthead=fill(Masthead, form.masthead))


def _document(form: Form, **others: Any) -> Document:
    """Return a document; files lack the places of footnote marks in a segment, so they are put at its end."""
    segments: list[Segment] = []
    texts = [segment.text for segment in form.segments]
    made = filler(Segment, (FORMS["segment"],), ("span", "marks", "cells"))
    for each, span in zip(form.segments, joined_spans(texts), strict=True):
        marks = [NoteMark(mark, span.stop) for mark in each.footnotes]
        cells = joined_spans(each.cells, span.start) if each.cells else ()
        segments.append(made(each, span, marks, cells))
    return Document(
        language=get(form.language).code,
        text="\n".join(texts),
        segments=tuple(segments),
        footnotes=tuple(fill(Footnote, each) for each in form.footnotes),
        **others,
    )


def _of_alignment(form: Form) -> AlignedPair:
    source, target = _document(form.source), _document(form.target)
    return AlignedPair(source, target, _alignment(form, source, target, _signature(form.signature)))


def _alignment(form: Form, source: Document, target: Document, made: Signature | None = None) -> Alignment:
    beads: list[Bead] = []
    ends = [0, 0]
    for link in form.beads:
        spans = [_span(side, at) for side, at in zip((link.source, link.target), ends, strict=True)]
        ends = [max(end, span.stop) for end, span in zip(ends, spans, strict=True)]
        origin = LinkOrigin.CONFIRMED if link.confirmed else LinkOrigin.AUTOMATIC
        beads.append(Bead(spans[0], spans[1], link.score, origin))
    moves = tuple(Move(_span(each.source), _span(each.target), each.score) for each in form.moved)
    return Alignment(tuple(beads), len(source), len(target), moves, made)


def _of_diff(form: Form) -> RevisedPair:
    old, new = _document(form.old), _document(form.new)
    changes = tuple(_changes(form.changes, lambda each: (each.old, each.new)))
    if form.footnote_changes is None:  # a file from before they were written
        notes = revise(old, new).footnote_changes
    else:
        notes = tuple(_changes(form.footnote_changes, lambda each: (each.old_notes, each.new_notes)))
    made = Revision(changes, len(old), len(new), form.match_share, _signature(form.signature), notes)
    Revision(notes, len(old.footnotes), len(new.footnotes))  # refuses changes that leave a footnote out
    remarks = tuple(fill(Remark, comment) for comment in form.comments)
    decided = {number: each for number, form in enumerate(form.changes) if (each := _decision(form))}
    return RevisedPair(old, new, made, remarks, decided)


def _decision(form: Form) -> Decision | None:
    return Decision(form.decision, form.comment) if form.decision or form.comment else None


def _changes(
    changes: Iterable[Form], sides: Callable[[Form], tuple[Sequence[int], Sequence[int]]]
) -> Iterator[Change]:
    """Changes of segments or of footnotes; `sides` gives the indices that a change is about."""
    ends = [0, 0]
    for form in changes:
        spans = [_span(side, at) for side, at in zip(sides(form), ends, strict=True)]
        ends = [span.stop if span else end for span, end in zip(spans, ends, strict=True)]
        yield fill(Change, form, old=spans[0], new=spans[1])


def _of_comparison(form: Form) -> Comparison:
    documents = {
        _key(each): _document(each, version=each.version, title=each.title, status=each.status)
        for each in form.documents
    }
    alignments = {
        (source, target): _alignment(each, documents[source], documents[target])
        for each in form.alignments
        for source, target in [(_key(each.source), _key(each.target))]
    }
    revisions = {
        (old, new): revise(documents[old], documents[new])
        for old, new in pairs_to_revise(documents, form.versions)
    }
    found = Comparison(
        title=form.title,
        pivot=form.pivot,
        versions=form.versions,
        documents=documents,
        alignments=alignments,
        revisions=revisions,
        rows=tuple(
            Row({_key(cell): _span(cell.segments) for cell in row.cells}, row.score) for row in form.rows
        ),
        signature=_signature(form.signature),
        notes=_notes(form),
        decisions=_decisions(form, revisions),
    )
    return replace(found, amendments=_as_written(form.amendments, follow(found), revisions))


def _decisions(
    form: Form, revisions: Mapping[DocumentPair, Revision]
) -> dict[DocumentPair, dict[int, Decision]]:
    """Return the decisions on the changes that comparing again has found, too."""
    found: dict[DocumentPair, dict[int, Decision]] = {}
    for amendment in (*form.amendments, *form.footnote_amendments):
        decision = _decision(amendment)
        if decision is None:
            continue
        drafts = _drafts(amendment)
        for number, change in enumerate(revisions[drafts].changes if drafts in revisions else ()):
            if isinstance(amendment, FORMS["amendment"]):
                is_same = (tuple(change.old), tuple(change.new)) == (amendment.old, amendment.new)
            else:
                is_same = amendment.paragraph in change.new
            if is_same:
                found.setdefault(drafts, {})[number] = decision
    return found


def _as_written(
    written: Sequence[Form], followed: Sequence[Amendment], revisions: Mapping[DocumentPair, Revision]
) -> tuple[Amendment, ...]:
    """Return the amendments found by comparing again, with the states and reasons in the file."""
    known = {(_drafts(each), each.old, each.new): each for each in written}
    kept: list[Amendment] = []
    for each in followed:
        change = revisions[each.drafts].changes[each.change]
        form = known.get((each.drafts, tuple(change.old), tuple(change.new)))
        if form is not None:
            reasons, missing = _reasons(form), form.missing or {}
            each = fill(Amendment, each, states=form.states, reasons=reasons, missing=missing)
        kept.append(each)
    return tuple(kept)


def _notes(form: Form) -> tuple[Message, ...]:
    """Return the notes; files of earlier releases have their English text only."""
    messages = [None] * len(form.notes) if form.note_messages is None else form.note_messages
    return tuple(message_of(data, text) for data, text in zip(messages, form.notes, strict=True))


def _reasons(form: Form) -> dict[str, Message]:
    messages = form.reason_messages or {}
    return {other: message_of(messages.get(other), text) for other, text in form.reasons.items()}


def _span(indices: Sequence[int], empty_at: int = 0) -> Span:
    """Return a run of indices as a span.

    Raises:
        ValueError: they do not follow one another.
    """
    if not indices:
        return Span(empty_at, empty_at)
    span = Span(indices[0], indices[-1] + 1)
    if len(span) != len(indices) or list(span) != list(indices):
        raise ValueError(f"the indices {excerpt(str(list(indices)))} do not follow one another")
    return span


def _drafts(form: Form) -> DocumentPair:
    return draft_keys(form.language, form.old_version, form.new_version)


def _key(form: Form) -> DocumentKey:
    return DocumentKey(get(form.language).code, form.version)


def _signature(form: Form) -> Signature | None:
    if form.aligner is None:
        return None
    return Signature(
        form.aligner, form.encoder or "", form.revision or "", tuple((form.options or {}).items())
    )


_READ: Final[Mapping[str, Callable[[Form], Result]]] = {
    "aligner/alignment": _of_alignment,
    "aligner/comparison": _of_comparison,
    "aligner/diff": _of_diff,
    "aligner/document": _of_document,
}
