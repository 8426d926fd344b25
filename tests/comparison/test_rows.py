"""Rows across languages and drafts: each segment once, newest drafts in order, gaps where they belong."""

from __future__ import annotations

import pytest
import simple_values
from hypothesis import given
from hypothesis import strategies as st
from simple_values import key_of, linked_set, revision

from aligner.comparison.page_rows import build_rows, compose, monotone
from aligner.values import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Document,
    DocumentKey,
    LinkOrigin,
    Move,
    Revision,
    Row,
    Segment,
    Span,
)

ZH_OLD, ZH, EN_OLD, EN = map(key_of, ("zh@1", "zh@2", "en@1", "en@2"))
FR_OLD, FR = DocumentKey("fr", "1"), DocumentKey("fr", "2")


def document(key: DocumentKey, size: int) -> Document:
    segments = tuple(Segment(Span(i, i + 1)) for i in range(size))
    return Document(key.language, "x" * size, segments, version=key.version)


def alignment(*shapes: tuple[int, int]) -> Alignment:
    return simple_values.alignment(*shapes, score=0.9)


def change(kind: ChangeKind, old: tuple[int, int], new: tuple[int, int]) -> Change:
    return Change(kind, Span(*old), Span(*new), ())


def same(size: int) -> Revision:
    return revision(*(change(ChangeKind.UNCHANGED, (i, i + 1), (i, i + 1)) for i in range(size)))


def shown(rows: tuple[Row, ...]) -> list[dict[str, list[int]]]:
    return [{str(key): list(span) for key, span in row.cells.items()} for row in rows]


def test_beads_of_two_languages_that_overlap_make_one_row() -> None:
    rows = build_rows(
        linked_set(
            {ZH: document(ZH, 3), EN: document(EN, 2), FR: document(FR, 2)},
            "zh",
            ["2"],
            {(ZH, EN): alignment((2, 1), (1, 1)), (ZH, FR): alignment((1, 1), (2, 1))},
            {},
        )
    )
    assert shown(rows) == [{"zh@2": [0, 1, 2], "en@2": [0, 1], "fr@2": [0, 1]}]
    assert rows[0].score == 0.9


def test_ties_through_another_document_are_as_sure_as_the_weaker_one() -> None:
    first = [Bead(Span(0, 1), Span(4, 6), 0.8), Bead(Span(1, 2), Span(6, 7), 0.6)]
    second = [
        Bead(Span(4, 5), Span(1, 2), 0.9),
        Bead(Span(5, 6), Span(2, 3), 0.5),
        Bead(Span(8, 9), Span(3, 4)),
    ]
    assert compose(first, second) == [
        Bead(Span(0, 1), Span(1, 2), 0.8),
        Bead(Span(0, 1), Span(2, 3), 0.5),
    ]


def test_ties_that_share_a_segment_are_one_and_one_that_crosses_goes() -> None:
    chained = [
        Bead(Span(0, 1), Span(0, 2), 0.9),
        Bead(Span(1, 2), Span(1, 3), 0.6),
        Bead(Span(3, 4), Span(3, 4), 0.7),
    ]
    crossing = Bead(Span(4, 5), Span(0, 1), 0.8)
    assert monotone([*chained, crossing]) == [Bead(Span(0, 2), Span(0, 3), 0.6), chained[2]]


def test_missing_counterparts_are_rows_with_a_gap() -> None:
    rows = build_rows(
        linked_set(
            {ZH: document(ZH, 3), EN: document(EN, 3)},
            "zh",
            ["2"],
            {(ZH, EN): alignment((1, 1), (1, 0), (0, 1), (1, 1))},
            {},
        )
    )
    assert shown(rows) == [
        {"zh@2": [0], "en@2": [0]},
        {"zh@2": [1]},
        {"en@2": [1]},
        {"zh@2": [2], "en@2": [2]},
    ]


def test_a_deletion_stays_beside_its_kept_counterpart() -> None:
    rows = build_rows(
        linked_set(
            {
                ZH_OLD: document(ZH_OLD, 3),
                ZH: document(ZH, 2),
                EN_OLD: document(EN_OLD, 3),
                EN: document(EN, 3),
            },
            "zh",
            ["1", "2"],
            {
                (ZH_OLD, EN_OLD): alignment((1, 1), (1, 1), (1, 1)),
                (ZH, EN): alignment((1, 1), (0, 1), (1, 1)),
            },
            {
                (ZH_OLD, ZH): revision(
                    change(ChangeKind.UNCHANGED, (0, 1), (0, 1)),
                    change(ChangeKind.DELETED, (1, 2), (1, 1)),
                    change(ChangeKind.UNCHANGED, (2, 3), (1, 2)),
                ),
                (EN_OLD, EN): same(3),
            },
        )
    )
    assert shown(rows)[1] == {"en@2": [1], "en@1": [1], "zh@1": [1]}
    assert len(rows) == 3


def test_a_deletion_stays_beside_its_counterparts_in_several_languages_that_are_behind() -> None:
    three = alignment((1, 1), (1, 1), (1, 1))
    rows = build_rows(
        linked_set(
            {
                ZH_OLD: document(ZH_OLD, 3),
                ZH: document(ZH, 2),
                EN_OLD: document(EN_OLD, 3),
                FR_OLD: document(FR_OLD, 3),
            },
            "zh",
            ["1", "2"],
            {(ZH_OLD, EN_OLD): three, (ZH_OLD, FR_OLD): three},
            {
                (ZH_OLD, ZH): revision(
                    change(ChangeKind.UNCHANGED, (0, 1), (0, 1)),
                    change(ChangeKind.DELETED, (1, 2), (1, 1)),
                    change(ChangeKind.UNCHANGED, (2, 3), (1, 2)),
                )
            },
        )
    )
    assert [sorted(row) for row in shown(rows)][1] == ["en@1", "fr@1", "zh@1"]
    assert len(rows) == 3


def test_a_deletion_in_all_languages_is_one_row_of_old_text() -> None:
    gone = revision(change(ChangeKind.UNCHANGED, (0, 1), (0, 1)), change(ChangeKind.DELETED, (1, 2), (1, 1)))
    rows = build_rows(
        linked_set(
            {
                ZH_OLD: document(ZH_OLD, 2),
                ZH: document(ZH, 1),
                EN_OLD: document(EN_OLD, 2),
                EN: document(EN, 1),
            },
            "zh",
            ["1", "2"],
            {(ZH_OLD, EN_OLD): alignment((1, 1), (1, 1)), (ZH, EN): alignment((1, 1))},
            {(ZH_OLD, ZH): gone, (EN_OLD, EN): gone},
        )
    )
    assert shown(rows)[1] == {"zh@1": [1], "en@1": [1]}


def test_a_moved_passage_has_its_old_text_in_the_row_of_the_new() -> None:
    moved = revision(
        change(ChangeKind.UNCHANGED, (1, 2), (0, 1)),
        change(ChangeKind.UNCHANGED, (2, 3), (1, 2)),
        change(ChangeKind.MOVED, (0, 1), (2, 3)),
    )
    rows = build_rows(
        linked_set(
            {ZH_OLD: document(ZH_OLD, 3), ZH: document(ZH, 3)}, "zh", ["1", "2"], {}, {(ZH_OLD, ZH): moved}
        )
    )
    assert shown(rows) == [{"zh@2": [i], "zh@1": [(i + 1) % 3]} for i in range(3)]


def test_a_split_takes_its_parts_into_one_row() -> None:
    split = revision(change(ChangeKind.SPLIT, (0, 1), (0, 2)), change(ChangeKind.UNCHANGED, (1, 2), (2, 3)))
    rows = build_rows(
        linked_set(
            {ZH_OLD: document(ZH_OLD, 2), ZH: document(ZH, 3), EN: document(EN, 3)},
            "zh",
            ["1", "2"],
            {(ZH, EN): alignment((1, 1), (1, 1), (1, 1))},
            {(ZH_OLD, ZH): split},
        )
    )
    assert shown(rows) == [
        {"zh@2": [0, 1], "en@2": [0, 1], "zh@1": [0]},
        {"zh@2": [2], "en@2": [2], "zh@1": [1]},
    ]


def test_a_language_with_only_the_old_draft_is_linked_through_it() -> None:
    inserted = revision(
        change(ChangeKind.UNCHANGED, (0, 1), (0, 1)),
        change(ChangeKind.INSERTED, (1, 1), (1, 2)),
        change(ChangeKind.UNCHANGED, (1, 2), (2, 3)),
    )
    rows = build_rows(
        linked_set(
            {ZH_OLD: document(ZH_OLD, 2), ZH: document(ZH, 3), EN_OLD: document(EN_OLD, 2)},
            "zh",
            ["1", "2"],
            {(ZH_OLD, EN_OLD): alignment((1, 1), (1, 1))},
            {(ZH_OLD, ZH): inserted},
        )
    )
    assert shown(rows) == [
        {"zh@2": [0], "en@1": [0], "zh@1": [0]},
        {"zh@2": [1]},
        {"zh@2": [2], "en@1": [1], "zh@1": [1]},
    ]


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([(0, 0), (1, 1), (2, 2)], [(0, 0), (1, 1), (2, 2)]),
        ([(0, 2), (1, 0), (2, 1)], [(1, 0), (2, 1)]),
        ([], []),
    ],
)
def test_ties_that_cross_are_dropped(pairs: list[tuple[int, int]], kept: list[tuple[int, int]]) -> None:
    ties = monotone(Bead(Span(i, i + 1), Span(j, j + 1)) for i, j in pairs)
    assert [(tie.source.start, tie.target.start) for tie in ties] == kept


def test_ties_that_share_a_paragraph_are_one() -> None:
    source = [
        Bead(Span(0, 1), Span(0, 2), 0.9),
        Bead(Span(1, 2), Span(1, 3), 0.4),
        Bead(Span(2, 3), Span(3, 4)),
    ]
    assert monotone(source) == [Bead(Span(0, 2), Span(0, 3), 0.4), Bead(Span(2, 3), Span(3, 4))]
    target = [Bead(tie.target, tie.source, tie.score) for tie in source]
    assert monotone(target) == [Bead(Span(0, 3), Span(0, 2), 0.4), Bead(Span(3, 4), Span(2, 3))]


def test_composed_ties_keep_the_lower_score() -> None:
    first, second = Bead(Span(0, 2), Span(0, 1), 0.4), Bead(Span(0, 1), Span(3, 4), 0.8)
    assert compose([first], [second]) == [Bead(Span(0, 2), Span(3, 4), 0.4)]


def fitted(data: st.DataObject, source: int, target: int) -> Alignment:
    """An alignment of two documents of given sizes, drawn."""
    beads: list[tuple[int, int]] = []
    while source or target:
        m = data.draw(st.integers(0, min(2, source)))
        n = data.draw(st.integers(0 if m else min(1, target), min(2, target)))
        m = m if m or n else 1
        beads.append((m, n))
        source, target = source - m, target - n
    return alignment(*beads)


def revised(data: st.DataObject, old: int, new: int) -> Revision:
    """A revision of two drafts of given sizes, drawn: pairs in any order, so moves too."""
    beads = fitted(data, old, new).beads
    paired = [bead for bead in beads if bead.source and bead.target]
    same_shape: dict[int, list[Span]] = {}
    for bead in paired:
        same_shape.setdefault(len(bead.target), []).append(bead.target)
    shuffled = {size: data.draw(st.permutations(spans)) for size, spans in same_shape.items()}
    changes: list[Change] = []
    for bead in beads:
        if not bead.target:
            changes.append(Change(ChangeKind.DELETED, bead.source, bead.target, ()))
        elif not bead.source:
            changes.append(Change(ChangeKind.INSERTED, bead.source, bead.target, ()))
        else:
            target = shuffled[len(bead.target)].pop()
            kind = ChangeKind.EDITED if target == bead.target else ChangeKind.MOVED
            changes.append(Change(kind, bead.source, target, ()))
    return Revision(tuple(changes), old, new)


@given(st.data())
def test_every_segment_is_in_one_row_and_the_newest_drafts_read_in_order(data: st.DataObject) -> None:
    versions = ["1", "2", "3"]
    present = {
        language: data.draw(st.lists(st.sampled_from(versions), min_size=1, unique=True).map(sorted))
        for language in ("zh", "en", "fr")
    }
    documents = {
        DocumentKey(language, version): document(
            DocumentKey(language, version), data.draw(st.integers(0 if language != "zh" else 1, 6))
        )
        for language, found in present.items()
        for version in found
    }
    revisions = {
        (old, new): revised(data, len(documents[old]), len(documents[new]))
        for language, found in present.items()
        for old, new in zip(
            [DocumentKey(language, v) for v in found],
            [DocumentKey(language, v) for v in found[1:]],
            strict=False,
        )
    }
    alignments = {}
    for language in ("en", "fr"):
        for version in present[language]:
            other = DocumentKey(language, version)
            shared = [v for v in present["zh"] if v == version] or present["zh"][-1:]
            pivot = DocumentKey("zh", shared[0])
            alignments[pivot, other] = fitted(data, len(documents[pivot]), len(documents[other]))
    rows = build_rows(linked_set(documents, "zh", versions, alignments, revisions))
    for key, found_document in documents.items():
        seen = [index for row in rows if key in row.cells for index in row.cells[key]]
        assert sorted(seen) == list(range(len(found_document)))
        if key.version == present[key.language][-1]:
            assert seen == sorted(seen)
    assert all(row.cells and all(len(span) for span in row.cells.values()) for row in rows)


def test_gaps_that_a_person_merged_are_one_row() -> None:
    """On either side; gaps that the program left are a row each."""
    ours, theirs = Bead(Span(0, 2), Span(0, 0), 1.0, LinkOrigin.CONFIRMED), Bead(Span(2, 3), Span(0, 1))
    below = Bead(Span(3, 3), Span(1, 3), 1.0, LinkOrigin.CONFIRMED)
    rows = build_rows(
        linked_set(
            {ZH: document(ZH, 3), EN: document(EN, 5)},
            "zh",
            ("2",),
            {(ZH, EN): Alignment((ours, theirs, below, Bead(Span(3, 3), Span(3, 5))), 3, 5)},
            {},
        )
    )
    assert shown(rows) == [
        {"zh@2": [0, 1]},
        {"zh@2": [2], "en@2": [0]},
        {"en@2": [1, 2]},
        {"en@2": [3]},
        {"en@2": [4]},
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (((2, 0),), ((2, 0),), [{EN: 0, FR: 0}, {ZH: 0, EN: 1, FR: 1}, {ZH: 1, EN: 2, FR: 2}, {ZH: 2}]),
        (((2, 0),), (), [{EN: 0}, {FR: 0}, {ZH: 0, EN: 1, FR: 1}, {ZH: 1, EN: 2, FR: 2}, {ZH: 2}]),
    ],
    ids=["in the pivot only", "unknown for one"],
)
def test_counterparts_of_a_paragraph_moved_in_the_pivot_stay_together(
    first: tuple[tuple[int, int], ...],
    second: tuple[tuple[int, int], ...],
    expected: list[dict[DocumentKey, int]],
) -> None:
    def found(places: tuple[tuple[int, int], ...]) -> Alignment:
        moves = tuple(Move(Span(i, i + 1), Span(j, j + 1), 0.9) for i, j in places)
        return simple_values.alignment((0, 1), (1, 1), (1, 1), (1, 0), moves=moves)

    rows = build_rows(
        linked_set(
            {key: document(key, 3) for key in (ZH, EN, FR)},
            "zh",
            ["2"],
            {(ZH, EN): found(first), (ZH, FR): found(second)},
            {},
        )
    )
    assert shown(rows) == [{str(key): [at] for key, at in row.items()} for row in expected]


def test_moved_counterparts_keep_the_order_of_each_language() -> None:
    def found(*places: tuple[int, int]) -> Alignment:
        moves = tuple(Move(Span(i, i + 1), Span(j, j + 1), 0.9) for i, j in places)
        return simple_values.alignment((0, 1), (0, 1), (1, 1), (1, 0), (1, 0), moves=moves)

    documents = {key: document(key, 3) for key in (ZH, EN, FR)}
    links = {(ZH, EN): found((1, 0), (2, 1)), (ZH, FR): found((2, 0), (1, 1))}
    rows = build_rows(linked_set(documents, "zh", ["2"], links, {}))
    for key in (EN, FR):
        assert [index for row in rows for index in row.cells.get(key, ())] == [0, 1, 2]
    assert {str(EN): [1], str(FR): [0]} in shown(rows)
