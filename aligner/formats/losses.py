"""What a format cannot carry of a result, said in one line, so that nobody misses it later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from aligner.formats.bitext import Parallel
from aligner.values import Alignment, Comparison, Document, LinkOrigin
from aligner.values.results import AlignedPair, RevisedPair

_FACTS: Final[Mapping[str, str]] = {
    "text": "the text itself",
    "languages": "languages beyond the second",
    "scores": "scores",
    "confirmed": "what a person confirmed",
    "moves": "which passages moved",
    "segments": "where segments divide inside a bead",
    "labels": "paragraph numbers",
    "kinds": "kinds of paragraphs",
    "footnotes": "footnotes",
    "drafts": "earlier drafts",
    "amendments": "amendments",
}
_SHOWN: Final = "text languages moves segments labels kinds footnotes drafts amendments"
"""What pages for people show: uncertain links are marked, but no score is told."""

_PAGES: Final = (".json", ".html", ".pdf", ".docx")
"""Formats of a whole result; the others hold units, which tell of moves between two texts only."""

_CARRIED: Final[Mapping[str, frozenset[str]]] = {
    extension: frozenset(facts.split())
    for extension, facts in {
        ".json": " ".join(_FACTS),
        ".html": _SHOWN,
        ".pdf": _SHOWN,
        ".docx": _SHOWN,
        ".tmx": "text languages scores confirmed moves segments labels kinds",
        ".xlf": "text scores confirmed moves segments labels kinds",
        ".jsonl": "text languages scores confirmed moves segments labels kinds",
        ".parquet": "text scores confirmed segments labels",
        ".csv": "text languages scores confirmed segments labels",
        ".tsv": "text languages scores moves labels",
        ".xlsx": "text languages scores confirmed segments labels footnotes amendments",
        ".zip": "text languages",
        ".beads": "segments",
        ".md": "amendments",
        ".txt": "text",
    }.items()
}


def losses(result: object, extension: str) -> str:
    """One sentence on what the result has and the format cannot carry; empty where it carries all.

    >>> from aligner.values import Segment, Span
    >>> held = Document("en", "x", (Segment(Span(0, 1), label="1"),))
    >>> losses(held, ".txt")
    '.txt does not carry paragraph numbers'
    """
    carried = _CARRIED.get(extension.lower(), frozenset(_FACTS))
    if isinstance(result, Comparison) and extension.lower() not in _PAGES:
        carried -= {"moves"}
    missing = [words for fact, words in _FACTS.items() if fact not in carried and _HAS[fact](result)]
    if not missing:
        return ""
    listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    return f"{extension.lower()} does not carry {listed}"


def _documents(result: object) -> tuple[Document, ...]:
    if isinstance(result, Document):
        return (result,)
    if isinstance(result, AlignedPair):
        return (result.source, result.target)
    if isinstance(result, RevisedPair):
        return (result.old, result.new)
    return tuple(result.documents.values()) if isinstance(result, Comparison) else ()


def _alignments(result: object) -> tuple[Alignment, ...]:
    if isinstance(result, AlignedPair):
        return (result.alignment,)
    return tuple(result.alignments.values()) if isinstance(result, Comparison) else ()


def _has_drafts(result: object) -> bool:
    return isinstance(result, RevisedPair) or (isinstance(result, Comparison) and bool(result.revisions))


def _languages(result: object) -> int:
    if isinstance(result, Parallel):
        return len(result.columns)
    return len({document.language for document in _documents(result)})


_HAS: Final[Mapping[str, Callable[[object], bool]]] = {
    "text": lambda result: bool(_documents(result)),
    "languages": lambda result: _languages(result) > 2,
    "scores": lambda result: any(b.score != 1.0 for a in _alignments(result) for b in a.beads),
    "confirmed": lambda result: any(
        b.origin is LinkOrigin.CONFIRMED for a in _alignments(result) for b in a.beads
    ),
    "moves": lambda result: any(a.moves for a in _alignments(result)),
    "segments": lambda result: any(max(b.shape) > 1 for a in _alignments(result) for b in a.beads),
    "labels": lambda result: any(s.label for d in _documents(result) for s in d.segments),
    "kinds": lambda result: any(s.kind != "paragraph" for d in _documents(result) for s in d.segments),
    "footnotes": lambda result: any(d.footnotes for d in _documents(result)),
    "drafts": _has_drafts,
    "amendments": _has_drafts,
}
