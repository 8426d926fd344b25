"""Our own JSON, as README.md beside it describes it, as the values it was written from.

A comparison's file holds its amendments but not what stayed the same between drafts, so
the drafts are compared anew; what the file says of each amendment is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from aligner.comparison.carry_over import follow
from aligner.comparison.pairs import pairs_to_revise
from aligner.formats.json.field_types import check
from aligner.languages import get
from aligner.revision.revise import revise
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    DocumentPair,
    Edit,
    EditTag,
    EditType,
    Footnote,
    LinkOrigin,
    Masthead,
    Message,
    Move,
    NoteMark,
    Revision,
    Row,
    Segment,
    SegmentKind,
    Signature,
    Span,
)
from aligner.values.catalogue import message_of
from aligner.values.errors import AlignerError, FormatError
from aligner.values.results import AlignedPair, Remark, RevisedPair

Result = Document | AlignedPair | RevisedPair | Comparison
Plain = Mapping[str, Any]


def read(data: bytes, name: str) -> Result:
    """The result that a file was written from.

    Raises:
        FormatError: it is not JSON, not one of ours, or contradicts itself.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{name} is not JSON: {error}") from None
    told = value.get("format") if isinstance(value, dict) else None
    reader = _READERS.get(str(told))
    if reader is None:
        raise FormatError(f'{name}: "format" is {told!r}; expected one of {", ".join(_READERS)}')
    if value.get("version") != 1:
        raise FormatError(f'{name}: "version" is {value.get("version")!r}; this program reads version 1')
    try:
        result = reader(value)
        check(result)
    except AlignerError as error:
        raise FormatError(f"{name} contradicts itself: {error}") from error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise FormatError(f"{name} is not as `aligner` writes it ({error!r}); make it anew") from error
    return result


def _document(value: Plain) -> Document:
    """A document; footnote marks stand at the end of their segments, since files do not say where."""
    segments: list[Segment] = []
    start = 0
    for held in value["segments"]:
        span = Span(start, start + len(held["text"]))
        start = span.stop + 1
        segments.append(
            Segment(
                span,
                SegmentKind(held["kind"]),
                held["label"],
                tuple(NoteMark(mark, span.stop) for mark in held["footnotes"]),
                held["place"],
                held["page"],
                held.get("parent"),
                _cells(held, span),
                held.get("header", False),
            )
        )
    head = value.get("masthead") or {}
    held = Document(
        language=get(value["language"]).code,
        text="\n".join(each["text"] for each in value["segments"]),
        segments=tuple(segments),
        version=value.get("version", "") if "format" not in value else "",
        title=value.get("title", ""),
        footnotes=tuple(Footnote(note["mark"], note["text"]) for note in value["footnotes"]),
        furniture=tuple(value.get("furniture", ())),
        masthead=Masthead(**{**head, "sponsors": tuple(head.get("sponsors", ()))}),
        status=value.get("status", ""),
    )
    check(held)  # before drafts are compared
    return held


def _cells(held: Plain, span: Span) -> tuple[Span, ...]:
    """Where the cells of a row stand: their texts are written, a tab stands between two."""
    found: list[Span] = []
    start = span.start
    for cell in held.get("cells", ()):
        found.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return tuple(found)


def _pair(value: Plain) -> AlignedPair:
    source, target = _document(value["source"]), _document(value["target"])
    return AlignedPair(source, target, _alignment(value, source, target, _signature(value)))


def _alignment(value: Plain, source: Document, target: Document, made: Signature | None) -> Alignment:
    beads: list[Bead] = []
    ends = [0, 0]
    for link in value["beads"]:
        spans = [_span(link[side], at) for side, at in zip(("source", "target"), ends, strict=True)]
        ends = [max(end, span.stop) for end, span in zip(ends, spans, strict=True)]
        origin = LinkOrigin.CONFIRMED if link.get("confirmed") else LinkOrigin.AUTOMATIC
        beads.append(Bead(spans[0], spans[1], float(link["score"]), origin))
    moves = tuple(
        Move(_span(move["source"]), _span(move["target"]), float(move["score"])) for move in value["moved"]
    )
    return Alignment(tuple(beads), len(source), len(target), moves, made)


def _revised(value: Plain) -> RevisedPair:
    old, new = _document(value["old"]), _document(value["new"])
    changes = tuple(_changes(value["changes"], "old", "new"))
    share = float(value.get("match_share", 1.0))
    if "footnote_changes" in value:
        notes = tuple(_changes(value["footnote_changes"], "old_notes", "new_notes"))
    else:  # files from before they were told
        notes = revise(old, new).footnote_changes
    made = Revision(changes, len(old), len(new), share, _signature(value), notes)
    _check_notes(made, old, new)
    return RevisedPair(old, new, made, tuple(Remark(**held) for held in value.get("comments", ())))


def _changes(values: Sequence[Plain], *sides: str) -> Iterator[Change]:
    """Changes whose segments or footnotes stand under two names."""
    ends = [0, 0]
    for held in values:
        spans = [_span(held[side], at) for side, at in zip(sides, ends, strict=True)]
        ends = [span.stop if span else end for span, end in zip(spans, ends, strict=True)]
        edits = tuple(map(_edit, held["edits"]))
        yield Change(ChangeKind(held["kind"]), spans[0], spans[1], edits, bool(held["renumbered"]))


def _check_notes(made: Revision, old: Document, new: Document) -> None:
    """Each footnote of either draft in one change: whatever writes them counts on it.

    Raises:
        ValueInvariantError: they are not.
    """
    Revision(made.footnote_changes, len(old.footnotes), len(new.footnotes))


def _edit(value: Plain) -> Edit:
    kind = value.get("type")
    return Edit(
        EditTag(value["tag"]),
        Span(*value["old"]),
        Span(*value["new"]),
        EditType(kind) if kind is not None else None,
        value.get("strength"),
    )


def _comparison(value: Plain) -> Comparison:
    documents = {_key(held): _document(held) for held in value["documents"]}
    alignments = {
        (_key(held["source"]), _key(held["target"])): _alignment(
            held, documents[_key(held["source"])], documents[_key(held["target"])], None
        )
        for held in value["alignments"]
    }
    versions = tuple(value["versions"])
    revisions = {
        (old, new): revise(documents[old], documents[new])
        for old, new in pairs_to_revise(documents, versions)
    }
    followed = follow(value["pivot"], alignments, revisions, documents)
    return Comparison(
        title=value["title"],
        pivot=value["pivot"],
        versions=versions,
        documents=documents,
        alignments=alignments,
        revisions=revisions,
        rows=tuple(
            Row({_key(cell): _span(cell["segments"]) for cell in row["cells"]}, float(row["score"]))
            for row in value["rows"]
        ),
        amendments=_as_told(value["amendments"], followed, revisions),
        signature=_signature(value),
        notes=_notes(value),
    )


def _as_told(
    told: Sequence[Plain], followed: Sequence[Amendment], revisions: Mapping[DocumentPair, Revision]
) -> tuple[Amendment, ...]:
    """The amendments found anew, with the states and reasons the file gives for them."""
    known = {
        (each["language"], each["from"], each["to"], tuple(each["old"]), tuple(each["new"])): each
        for each in told
    }
    kept: list[Amendment] = []
    for each in followed:
        change = revisions[each.drafts].changes[each.change]
        held = known.get(
            (each.language, each.old_version, each.new_version, tuple(change.old), tuple(change.new))
        )
        states = {other: Carried(state) for other, state in held["states"].items()} if held else each.states
        reasons = _reasons(held) if held else each.reasons
        kept.append(
            Amendment(each.language, each.old_version, each.new_version, each.change, states, reasons)
        )
    return tuple(kept)


def _notes(value: Plain) -> tuple[Message, ...]:
    """The notes; files of earlier releases have their English text only."""
    texts = value["notes"]
    messages = value.get("note_messages", [None] * len(texts))
    return tuple(message_of(data, text) for data, text in zip(messages, texts, strict=True))


def _reasons(amendment: Plain) -> dict[str, Message]:
    messages = amendment.get("reason_messages", {})
    return {other: message_of(messages.get(other), text) for other, text in amendment["reasons"].items()}


def _span(indices: Sequence[int], empty_at: int = 0) -> Span:
    """A run of indices as a span.

    Raises:
        ValueError: they do not follow one another.
    """
    if not indices:
        return Span(empty_at, empty_at)
    span = Span(indices[0], indices[-1] + 1)
    if len(span) != len(indices) or list(span) != list(indices):
        raise ValueError(f"the indices {list(indices)} do not follow one another")
    return span


def _key(value: Plain) -> DocumentKey:
    return DocumentKey(get(value["language"]).code, value["version"])


def _signature(value: Plain) -> Signature | None:
    held = value.get("signature")
    if not held:
        return None
    options = tuple((str(name), str(option)) for name, option in held.get("options", {}).items())
    return Signature(held["aligner"], held.get("encoder", ""), held.get("revision", ""), options)


_READERS: Final[Mapping[str, Callable[[Plain], Result]]] = {
    "aligner/alignment": _pair,
    "aligner/comparison": _comparison,
    "aligner/diff": _revised,
    "aligner/document": _document,
}
