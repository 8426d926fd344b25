"""Links between segments as given in files, for evaluation and exchange."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from aligner.values import Alignment, Bead, Document, Span


@dataclass(frozen=True, slots=True)
class Link:
    """One bead as given in a file; its indices need not be consecutive.

    `score` is the confidence given in the file, in [0, 1], or None (the third field of
    a ladder line is a cost in unknown units and is ignored).
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None

    @property
    def is_gap(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target


def one_by_one(bead: Bead) -> Iterator[Bead]:
    """Split a gap into one per segment, as is usual in ladder files; yield other beads unchanged."""
    if bead.source and bead.target:
        yield bead
        return
    for index in bead.source:
        yield replace(bead, source=Span(index, index + 1))
    for index in bead.target:
        yield replace(bead, target=Span(index, index + 1))


def linked_texts(alignment: Alignment, source: Document, target: Document) -> list[tuple[str, str]]:
    """Return the texts of two documents that correspond, in order."""
    beads = (bead for bead in alignment.beads if bead.source and bead.target)
    return [(source.joined(bead.source), target.joined(bead.target)) for bead in beads]


NOT_VERSIONS_OF_ONE_TEXT: Final = 0.5
"""Below this `linked_share`, two documents are probably not language versions of the same text.

Of 45 pairs of versions of a text, the smallest share is 0.83; of 117 pairs of other texts, the largest 0.43.
"""


def are_unlike(alignment: Alignment, one: Document, other: Document) -> bool:
    """Whether two documents are probably not language versions of one text, judged by their alignment."""
    return linked_share(alignment, one, other) < NOT_VERSIONS_OF_ONE_TEXT


def linked_share(alignment: Alignment, one: Document, other: Document) -> float:
    """Return the share of the characters of one document that are probably linked, in [0, 1].

    It is the larger share of the two, since one may be an extract of the other.
    """
    found = []
    for document, side in ((one, attrgetter("source")), (other, attrgetter("target"))):
        sizes = [len(segment.span) for segment in document.segments]
        links = (bead for bead in alignment.beads if bead.source and bead.target)
        linked = sum(bead.score * sum(sizes[index] for index in side(bead)) for bead in links)
        found.append(linked / sum(sizes) if sum(sizes) else 1.0)
    return max(found)
