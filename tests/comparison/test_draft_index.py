"""What the amendment checks need from drafts and from the links between languages."""

from __future__ import annotations

import pytest
from simple_values import alignment

from aligner.comparison.drafts import Links, RevisionIndex, values_of
from aligner.values import (
    Change,
    ChangeKind,
    Document,
    DocumentKey,
    Move,
    Revision,
    Segment,
    Span,
)

ZH, EN, FR = (DocumentKey(code, "1") for code in ("zh", "en", "fr"))


def test_counterparts_are_reached_directly_through_the_pivot_and_through_moves() -> None:
    move = Move(Span(2, 3), Span(0, 1), 0.9)
    links = Links(
        {(ZH, EN): alignment((0, 1), (1, 2), (1, 0), (1, 0), moves=(move,)), (ZH, FR): alignment((3, 1))}
    )
    assert links.reach(ZH, EN, [0]) == [1, 2]
    assert links.reach(EN, ZH, [2]) == [0]
    assert links.reach(ZH, EN, [2]) == [0]
    assert links.reach(EN, ZH, [0]) == [2]
    assert links.reach(ZH, EN, [1]) == []
    assert links.reach(EN, FR, [1]) == [0]
    assert links.reach(FR, EN, [0]) == [0, 1, 2]
    assert links.knows(EN, FR)
    assert not links.knows(EN, DocumentKey("ru", "1"))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("第二十七届, 1", "zh", {"27"}), ("the one and only", "en", set()), ("0, 1 and 20", "en", {"20"})],
)
def test_numbers_that_are_more_than_an_article(text: str, language: str, expected: set[str]) -> None:
    assert values_of(text, language) == expected


def test_revision_index_has_the_change_of_each_segment() -> None:
    old = Document("en", "Urges 2\n", (Segment(Span(0, 7)),), version="1")
    new = Document("en", "Encourages 3\n", (Segment(Span(0, 12)),), version="2")
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), ())
    keys = DocumentKey("en", "1"), DocumentKey("en", "2")
    drafts = RevisionIndex(keys, Revision((change,), 1, 1), dict(zip(keys, (old, new), strict=True)))
    assert drafts.touching([0], [0]) == [change]
    assert drafts.texts(change) == ("Urges 2", "Encourages 3")
    assert drafts.values(change) == (frozenset({"2"}), frozenset({"3"}))
    assert [verb and verb.form for verb in drafts.verbs(change)] == ["urges", "encourages"]
    old_place, new_place = ((key, 0) for key in keys)
    assert list(drafts.beside(old_place)) == list(drafts.beside(new_place)) == [old_place, new_place]
    assert list(drafts.beside((FR, 0))) == list(drafts.beside((keys[1], 1))) == []


def test_a_segment_is_linked_differently_by_another_bead_or_another_move() -> None:
    shapes = (1, 1), (1, 0), (1, 0), (0, 1)
    before = Links({(ZH, EN): alignment(*shapes)})
    moved = Links({(ZH, EN): alignment(*shapes, moves=(Move(Span(1, 2), Span(1, 2), 0.9),))})
    assert list(before.unlike(before)) == []
    assert list(moved.unlike(before)) == list(before.unlike(moved)) == [(ZH, 1), (EN, 1)]
    joined = Links({(ZH, EN): alignment((1, 1), (1, 0), (1, 1))})
    assert list(joined.unlike(before)) == [(ZH, 2), (EN, 1)]
    assert list(moved.beside((ZH, 1))) == [(EN, 1)]
    assert list(moved.beside((EN, 1))) == [(ZH, 1)]
    assert list(before.beside((ZH, 1))) == []
