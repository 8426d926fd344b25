"""What is lost when a result is written in a format, in one line for the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from aligner.formats.bitext import Parallel
from aligner.formats.format import FACTS, Fact
from aligner.formats.registry import written_as
from aligner.values import Alignment, Comparison, Document, LinkOrigin, Message
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair


def losses(result: object, extension: str) -> Message | None:
    """Return what a result has that the format cannot carry; None if it carries everything.

    Raises:
        InputError: the result cannot be written in that format at all.

    >>> from aligner.values import Segment, Span
    >>> document = Document("en", "x", (Segment(Span(0, 1), label="1"),))
    >>> str(losses(document, ".txt"))
    '.txt does not carry paragraph numbers'
    """
    _, output = written_as(type(result), extension)
    missing = tuple(FACTS[fact] for fact, has in _HAS.items() if fact not in output.carries and has(result))
    return Message("files.loses", extension=extension.lower(), facts=missing) if missing else None


def _documents(result: object) -> tuple[Document, ...]:
    if isinstance(result, Document):
        return (result,)
    if isinstance(result, AlignedPair):
        return (result.source, result.target)
    if isinstance(result, RevisedPair):
        return (result.old, result.new)
    if isinstance(result, DraftSeries):
        return result.drafts
    return tuple(result.documents.values()) if isinstance(result, Comparison) else ()


def _alignments(result: object) -> tuple[Alignment, ...]:
    if isinstance(result, AlignedPair):
        return (result.alignment,)
    return tuple(result.alignments.values()) if isinstance(result, Comparison) else ()


def _has_drafts(result: object) -> bool:
    return isinstance(result, RevisedPair | DraftSeries) or (
        isinstance(result, Comparison) and bool(result.revisions)
    )


def _languages(result: object) -> int:
    if isinstance(result, Parallel):
        return len(result.columns)
    return len({document.language for document in _documents(result)})


_HAS: Final[Mapping[Fact, Callable[[object], bool]]] = {
    Fact.TEXT: lambda result: bool(_documents(result)),
    Fact.LANGUAGES: lambda result: _languages(result) > 2,
    Fact.SCORES: lambda result: any(b.score != 1.0 for a in _alignments(result) for b in a.beads),
    Fact.CONFIRMED: lambda result: any(
        b.origin is LinkOrigin.CONFIRMED for a in _alignments(result) for b in a.beads
    ),
    Fact.MOVES: lambda result: any(a.moves for a in _alignments(result)),
    Fact.SEGMENTS: lambda result: any(max(b.shape) > 1 for a in _alignments(result) for b in a.beads),
    Fact.LABELS: lambda result: any(s.label for d in _documents(result) for s in d.segments),
    Fact.KINDS: lambda result: any(s.kind != "paragraph" for d in _documents(result) for s in d.segments),
    Fact.FOOTNOTES: lambda result: any(d.footnotes for d in _documents(result)),
    Fact.DRAFTS: _has_drafts,
    Fact.AMENDMENTS: _has_drafts,
    Fact.FINDINGS: lambda result: isinstance(result, Checked) and bool(result.findings),
}
