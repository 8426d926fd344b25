"""Values that refuse to exist in a wrong state: the message names what contradicts what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sample

from aligner.values import Alignment, Bead, Document, NoteMark, Segment, Span
from aligner.values.document import OriginMap, OriginRun
from aligner.values.message import ValueInvariantError
from aligner.values.results import AlignedPair, DraftSeries, RevisedPair

OLD, NEW = sample.drafts("en")
CHANGES = sample.revision(OLD, NEW)
ONE = Bead(Span(0, 1), Span(0, 1))
SHORT = Document("en", "Text", (Segment(Span(0, 4)),))

WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: Alignment((ONE, ONE), 2, 2), "bead 1 starts at source 0, target 0; expected 1, 1"),
    (lambda: Alignment((ONE,), 2, 1), "beads end at source 1, target 1; expected 2, 1"),
    (lambda: AlignedPair(SHORT, NEW, Alignment((ONE,), 1, 1)), "the alignment links"),
    (lambda: RevisedPair(SHORT, NEW, CHANGES), "the revision is for"),
    (lambda: DraftSeries((OLD, NEW), ()), "2 drafts have 1 steps between them; 0 are given"),
    (lambda: Segment(Span(2, 4), marks=(NoteMark("1", 5),)), "at 5 is outside its segment"),
    (lambda: OriginMap((OriginRun(0, 0, 3), OriginRun(2, 5, 3))), "origin run 1 overlaps"),
    (lambda: OriginMap((OriginRun(0, 0, 0),)), "origin run 0 overlaps the one before it or is empty"),
    (lambda: Document("en", "Text", (Segment(Span(0, 5)),)), r"segment 0 is \[0, 5\)"),
    (lambda: Document("en", "Text", (Segment(Span(0, 3)), Segment(Span(2, 4)))), r"segment 1 is \[2, 4\)"),
]


@pytest.mark.parametrize(("make", "message"), WRONG)
def test_values_in_a_wrong_state_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueInvariantError, match=message):
        make()
