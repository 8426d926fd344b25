"""Aligning around confirmed links: they are kept, and help the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_values import document
from word_vectors import WordVectors, align_around, sentence

from aligner.alignment import corrections
from aligner.alignment.align import align_together
from aligner.alignment.anchors import MAX_CELLS, survey
from aligner.alignment.blocks import fitted_bands, with_ends
from aligner.alignment.corrections import clear_of, corners_of, in_order
from aligner.values import Alignment, Bead, LinkOrigin, Move, Span
from aligner.values.message import InputError, LinkError

ENGLISH, RUSSIAN = "en", "ru"


def texts(*numbers: int) -> list[str]:
    return [sentence(number) for number in numbers]


def aligned(source: Sequence[str], target: Sequence[str], confirmed: Sequence[Bead] = ()) -> Alignment:
    documents = document(ENGLISH, *source), document(RUSSIAN, *target)
    return align_around(*documents, WordVectors(), confirmed=confirmed)


def bead(source: tuple[int, int], target: tuple[int, int], score: float = 1.0) -> Bead:
    return Bead(Span(*source), Span(*target), score)


def pairs(found: Alignment) -> list[tuple[list[int], list[int]]]:
    return [(list(bead.source), list(bead.target)) for bead in found.beads]


LINES = st.lists(st.one_of(st.integers(0, 9).map(sentence), st.sampled_from(["", "***"])), max_size=12)


@st.composite
def partitions(draw: st.DrawFn, n: int, m: int) -> list[Bead]:
    """Any beads that partition n and m segments, of any size."""
    beads, i, j = [], 0, 0
    while i < n or j < m:
        a, b = draw(st.integers(0, min(n - i, 3))), draw(st.integers(0, min(m - j, 3)))
        if not a and not b:
            a, b = int(i < n), int(j < m)
        beads.append(bead((i, i + a), (j, j + b)))
        i, j = i + a, j + b
    return beads


@settings(max_examples=200)
@given(LINES, LINES, st.data())
def test_only_confirmed_beads_are_kept(source: list[str], target: list[str], data: st.DataObject) -> None:
    beads = data.draw(partitions(len(source), len(target)))
    chosen = [bead for bead in beads if data.draw(st.booleans())]
    found = aligned(source, target, data.draw(st.permutations(chosen)))
    assert [(b.source, b.target) for b in corrections.confirmed(found)] == [
        (b.source, b.target) for b in chosen
    ]
    assert [i for b in found.beads for i in b.source] == list(range(len(source)))
    assert [j for b in found.beads for j in b.target] == list(range(len(target)))


@settings(max_examples=60)
@given(st.sets(st.integers(0, 19), min_size=1))
def test_confirming_found_beads_changes_no_link(chosen: set[int]) -> None:
    source = texts(*range(20))
    target = [*source[:4], f"{source[4]} {source[5]}", *source[6:12], *source[13:]]
    before = aligned(source, target)
    sure = [before.beads[number] for number in chosen if number < len(before.beads)]
    assert pairs(aligned(source, target, sure)) == pairs(before)


def test_a_wrong_link_is_kept_and_the_rest_stays_right() -> None:
    whole = texts(*range(12))
    found = aligned(whole, whole, [bead((3, 4), (5, 6), 0.25)])
    assert Bead(Span(3, 4), Span(5, 6), 0.25, LinkOrigin.CONFIRMED) in found.beads
    kept = [([i], [i]) for i in range(12) if i not in (3, 4, 5)]
    assert [pair for pair in kept if pair not in pairs(found)] == []


def test_a_confirmed_gap_stays_a_gap_though_the_words_agree() -> None:
    whole = texts(*range(8))
    gaps = [bead((4, 5), (4, 4)), bead((5, 5), (4, 5))]
    assert pairs(aligned(whole, whole)) == [([i], [i]) for i in range(8)]
    found = aligned(whole, whole, gaps)
    assert pairs(found) == [
        *(([i], [i]) for i in range(4)),
        ([4], []),
        ([], [4]),
        *(([i], [i]) for i in range(5, 8)),
    ]
    assert found.moves == ()


def test_blank_lines_join_unless_a_person_confirmed_a_gap() -> None:
    whole = texts(*range(30))
    open_ = [*whole[:5], "", *whole[6:20], "", *whole[21:]]
    found = pairs(aligned(whole, open_, [bead((5, 6), (5, 5)), bead((6, 6), (5, 6)), bead((9, 10), (9, 10))]))
    assert ([20], [20]) in found
    assert ([5], []) in found


def test_corners_and_confirmed_beads_go_together() -> None:
    whole = texts(*range(10))
    found = align_around(
        document(ENGLISH, *whole),
        document(RUSSIAN, *whole),
        WordVectors(),
        corners=[(5, 4)],
        confirmed=[bead((7, 9), (7, 8))],
    )
    assert ([7, 8], [7]) in pairs(found)
    assert all((b.source.stop <= 5) == (b.target.stop <= 4) for b in found.beads if b.source and b.target)


def test_a_corner_is_clear_of_a_confirmed_bead_that_only_begins_or_ends_there() -> None:
    kept = [bead((2, 4), (2, 3)), bead((6, 7), (5, 5))]
    clear = [(1, 1), (2, 2), (4, 3), (6, 5), (7, 5), (8, 8)]
    crossed = [(3, 2), (3, 3), (2, 3), (1, 3), (4, 2), (6, 6), (7, 4)]
    assert clear_of([*clear, *crossed], kept) == clear


@pytest.mark.parametrize(
    ("confirmed", "message"),
    [
        ([bead((0, 1), (1, 2)), bead((1, 2), (0, 1))], r"\[0\]:\[1\] and \[1\]:\[0\] cross or overlap"),
        ([bead((0, 2), (0, 1)), bead((1, 3), (1, 2))], r"\[0, 1\]:\[0\] and \[1, 2\]:\[1\] cross or overlap"),
        ([bead((0, 1), (0, 1)), bead((0, 1), (0, 1))], "cross or overlap"),
        ([bead((2, 4), (2, 3))], r"\[2, 3\]:\[2\] reaches beyond the documents, which have 3 and 3"),
        ([bead((1, 1), (3, 4))], "reaches beyond the documents"),
    ],
)
def test_conflicting_confirmed_beads_are_refused(confirmed: list[Bead], message: str) -> None:
    with pytest.raises(InputError, match=message):
        aligned(texts(0, 1, 2), texts(0, 1, 2), confirmed)


def test_long_blocks_between_confirmed_beads_stay_cheap() -> None:
    """Their cells are looked at around anchors only, as in a document without walls."""
    vectors = WordVectors().encode(texts(*range(600)))
    kept = in_order([bead((200, 201), (200, 201)), bead((410, 411), (410, 412))], 600, 600)
    walls = with_ends(corners_of(kept), 600, 600)
    look = survey(vectors, vectors)
    spine = np.array([(i, i) for i in range(0, 600, 5)])
    cells = sum(band.cells for band in fitted_bands(walls, spine, whole=0))
    assert cells < sum(band.cells for band in fitted_bands(walls, spine, whole=MAX_CELLS)) / 4
    assert cells < MAX_CELLS
    assert len(look.matches) == 600


class TestTogether:
    """What is confirmed in one language helps the others."""

    def free(self) -> tuple[list[str], dict[str, list[str]]]:
        """One line for the pivot's 5 and 6 in either language: alike there, like neither in the pivot."""
        plain, far = texts(*range(12)), sentence(77)
        short = [*plain[:5], far, *plain[7:]]
        return plain, {"fr": short, "ru": short}

    @pytest.mark.parametrize("place", [5, 6])
    def test_a_confirmed_link_draws_its_counterpart_in_another_language(self, place: int) -> None:
        plain, others = self.free()
        pivot = document("en", *plain)
        documents = {language: document(language, *lines) for language, lines in others.items()}
        sure = {"fr": [bead((place, place + 1), (5, 6))]}
        found = align_together(pivot, documents, WordVectors(), confirmed=sure)
        assert [(b.source, b.target) for b in corrections.confirmed(found["fr"])] == [
            (Span(place, place + 1), Span(5, 6))
        ]
        assert corrections.confirmed(found["ru"]) == ()
        assert ([place], [5]) in pairs(found["ru"])

    def test_known_alignments_are_kept_and_help_others(self) -> None:
        plain, others = self.free()
        pivot = document("en", *plain)
        documents = {language: document(language, *lines) for language, lines in others.items()}
        for place in (5, 6):
            reported = corrections.link(aligned(plain, others["fr"]), Span(place, place + 1), Span(5, 6))
            found = align_together(pivot, documents, WordVectors(), known={"fr": reported})
            assert found["fr"] is reported
            assert list(found) == ["fr", "ru"]
            assert ([place], [5]) in pairs(found["ru"])

    def test_known_alignments_are_kept_if_nothing_is_new(self) -> None:
        plain, others = self.free()
        reported = aligned(plain, others["fr"])
        document_ = document("fr", *others["fr"])
        assert align_together(
            document("en", *plain), {"fr": document_}, WordVectors(), known={"fr": reported}
        ) == {"fr": reported}


def made(*beads: Bead) -> Alignment:
    """An alignment of exactly these beads."""
    return Alignment(beads, beads[-1].source.stop, beads[-1].target.stop)


def test_a_bead_takes_the_next_segment_and_gives_it_back() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 2), (1, 2)))
    taken = corrections.take(found, 0, side="target")
    assert pairs(taken) == [([0], [0, 1]), ([1], [])]
    assert pairs(corrections.give_back(taken, 0, side="target")) == pairs(found)


def test_a_bead_takes_the_next_segment_from_beyond_a_gap() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 2), (1, 1)), bead((2, 3), (1, 2)))
    taken = corrections.take(found, 0, side="target")
    assert pairs(taken) == [([0], [0, 1]), ([1], []), ([2], [])]
    with pytest.raises(LinkError):
        corrections.take(taken, 0, side="target")


def test_a_bead_takes_and_gives_back_on_either_side() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 1), (1, 2)), bead((1, 2), (2, 2)))
    taken = corrections.take(found, 0, side="source")
    assert pairs(taken) == [([0, 1], [0]), ([], [1])]
    last = made(bead((0, 2), (0, 2)))
    assert pairs(corrections.give_back(last, 0, side="source")) == [([0], [0, 1]), ([1], [])]
    assert pairs(corrections.give_back(last, 0, side="target")) == [([0, 1], [0]), ([], [1])]


def test_links_that_are_not_there_or_empty_are_refused() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 2), (1, 2)))
    with pytest.raises(LinkError, match="2"):
        corrections.confirm(found, 2, confirmed=True)
    for spans in ((Span(0, 0), Span(0, 1)), (Span(0, 1), Span(1, 1))):
        with pytest.raises(LinkError):
            corrections.link(found, *spans)


def test_a_boundary_moves_and_a_bead_of_one_side_is_a_gap() -> None:
    last = ([3], [3])
    found = made(bead((0, 2), (0, 1)), bead((2, 3), (1, 3)), bead((3, 4), (3, 4)))
    assert pairs(corrections.shift(found, 0, side="target", by=1)) == [([0, 1], [0, 1]), ([2], [2]), last]
    assert pairs(corrections.shift(found, 0, side="target", by=2)) == [([0, 1], [0, 1, 2]), ([2], []), last]
    assert pairs(corrections.shift(found, 0, side="source", by=-2)) == [([], [0]), ([0, 1, 2], [1, 2]), last]
    gap = made(bead((0, 1), (0, 1)), bead((1, 2), (1, 1)))
    assert pairs(corrections.shift(gap, 0, side="source", by=1)) == [([0, 1], [0])]
    assert corrections.shift(found, 0, side="source", by=0) is found


@pytest.mark.parametrize(
    ("number", "by", "giver", "said"),
    [(0, 2, 1, "1"), (0, -3, 0, "2"), (1, 1, 1, "last")],
)
def test_the_bead_that_has_too_few_segments_to_give_is_named(
    number: int, by: int, giver: int, said: str
) -> None:
    found = made(bead((0, 2), (0, 1)), bead((2, 3), (1, 3)))
    with pytest.raises(LinkError, match=said) as caught:
        corrections.shift(found, number, side="source", by=by)
    assert caught.value.beads == (giver,)


def test_a_gap_that_has_no_segment_to_give_is_named() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 1), (1, 2)))
    with pytest.raises(LinkError) as caught:
        corrections.shift(found, 0, side="source", by=1)
    assert caught.value.beads == (1,)


def test_confirmed_links_on_either_side_are_not_in_the_way() -> None:
    sure = [
        replace(each, origin=LinkOrigin.CONFIRMED) for each in (bead((0, 1), (0, 1)), bead((2, 3), (2, 3)))
    ]
    found = made(sure[0], bead((1, 2), (1, 1)), bead((2, 2), (1, 2)), sure[1])
    linked = corrections.link(found, Span(1, 2), Span(1, 2))
    assert pairs(linked) == [([0], [0]), ([1], [1]), ([2], [2])]


def test_merged_beads_are_split_again_at_one_place_on_each_side() -> None:
    found = made(bead((0, 2), (0, 1)), bead((2, 3), (1, 3)), bead((3, 4), (3, 3)))
    merged = corrections.merge(found, 0, 1)
    assert pairs(merged) == [([0, 1, 2], [0, 1, 2]), ([3], [])]
    assert pairs(corrections.split(merged, 0, 2, 1)) == pairs(found)
    assert pairs(corrections.split(merged, 0, 3, 0)) == [([0, 1, 2], []), ([], [0, 1, 2]), ([3], [])]
    for source_at, target_at in ((0, 0), (3, 3), (4, 1)):
        with pytest.raises(LinkError):
            corrections.split(merged, 0, source_at, target_at)
    with pytest.raises(LinkError):
        corrections.merge(found, 1, 0)
    assert corrections.merge(found, 1, 1) == corrections.confirm(found, 1)


def test_the_last_bead_gives_back_to_a_gap() -> None:
    found = made(bead((0, 2), (0, 1)))
    assert pairs(corrections.give_back(found, 0, side="source")) == [([0], [0]), ([1], [])]
    with pytest.raises(LinkError):
        corrections.give_back(made(bead((0, 1), (0, 0))), 0, side="source")


def test_a_passage_is_placed_beside_what_is_linked_already() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 2), (1, 2)), bead((2, 3), (2, 3)))
    found = corrections.confirm(found, 1)  # given up: its passage is moved by hand
    assert pairs(corrections.place(found, Span(2, 3), Span(1, 2))) == [([0], [0]), ([1], []), ([2], [1, 2])]
    assert pairs(corrections.place(found, Span(0, 1), Span(1, 2))) == [([0], [0, 1]), ([1], []), ([2], [2])]


def test_what_remains_of_a_cut_bead_is_doubtful_and_not_confirmed() -> None:
    for score, rest in ((0.9, 0.5), (0.3, 0.3)):
        found = corrections.link(made(bead((0, 3), (0, 3), score)), Span(1, 2), Span(1, 2))
        assert found.beads == (
            bead((0, 1), (0, 1), rest),
            Bead(Span(1, 2), Span(1, 2), 1.0, LinkOrigin.CONFIRMED),
            bead((2, 3), (2, 3), rest),
        )
    torn = corrections.link(made(bead((0, 2), (0, 1), 0.9)), Span(0, 1), Span(0, 1))
    assert torn.beads[1:] == (bead((1, 2), (1, 1), 0.5),)
    gap = made(bead((0, 3), (0, 0), 0.9), bead((3, 3), (0, 1), 0.8))
    assert corrections.link(gap, Span(1, 2), Span(0, 1)).beads == (
        bead((0, 1), (0, 0), 0.9),
        Bead(Span(1, 2), Span(0, 1), 1.0, LinkOrigin.CONFIRMED),
        bead((2, 3), (1, 1), 0.9),
    )


def test_a_link_dissolves_what_it_crosses_and_keeps_the_rest() -> None:
    found = corrections.link(
        made(*(bead((k, k + 1), (k, k + 1), 0.9) for k in range(5))), Span(1, 2), Span(3, 4)
    )
    assert [(b.source, b.target, b.score) for b in found.beads] == [
        (Span(0, 1), Span(0, 1), 0.9),
        (Span(1, 1), Span(1, 2), 0.5),
        (Span(1, 1), Span(2, 3), 0.5),
        (Span(1, 2), Span(3, 4), 1.0),
        (Span(2, 3), Span(4, 4), 0.5),
        (Span(3, 4), Span(4, 4), 0.5),
        (Span(4, 5), Span(4, 5), 0.9),
    ]


@pytest.mark.parametrize(
    ("source", "target", "blocking"),
    [
        ((1, 2), (0, 1), (0,)),
        ((0, 1), (1, 2), (0,)),
        ((0, 1), (2, 3), (0, 2)),
        ((0, 3), (0, 3), ()),
        ((0, 2), (2, 3), (0, 2)),
    ],
)
def test_confirmed_links_that_a_new_one_would_cut_are_in_the_way(
    source: tuple[int, int], target: tuple[int, int], blocking: tuple[int, ...]
) -> None:
    sure = [Bead(Span(k, k + 1), Span(k, k + 1), 1.0, LinkOrigin.CONFIRMED) for k in (0, 2)]
    found = made(sure[0], bead((1, 2), (1, 2)), sure[1])
    if not blocking:
        assert pairs(corrections.link(found, Span(*source), Span(*target))) == [([0, 1, 2], [0, 1, 2])]
        return
    with pytest.raises(LinkError) as caught:
        corrections.link(found, Span(*source), Span(*target))
    assert caught.value.beads == blocking


def test_a_bead_takes_and_gives_on_the_source_side_too() -> None:
    found = made(bead((0, 1), (0, 1)), bead((1, 1), (1, 2)), bead((1, 2), (2, 3)))
    taken = corrections.take(found, 0, side="source")
    assert pairs(taken) == [([0, 1], [0]), ([], [1]), ([], [2])]
    assert pairs(corrections.take(made(bead((0, 1), (0, 1)), bead((1, 2), (1, 2))), 0, side="source")) == [
        ([0, 1], [0]),
        ([], [1]),
    ]
    given = made(bead((0, 2), (0, 2)), bead((2, 3), (2, 3)))
    assert pairs(corrections.give_back(given, 0, side="source")) == [([0], [0, 1]), ([1, 2], [2])]
    last = made(bead((0, 2), (0, 2)))
    assert pairs(corrections.give_back(last, 0, side="target")) == [([0, 1], [0]), ([], [1])]
    with pytest.raises(LinkError):
        corrections.take(last, 0, side="source")


def test_alignments_join_alike_whatever_their_scores_and_origins() -> None:
    one = made(bead((0, 1), (0, 1), 0.5), bead((1, 2), (1, 1)), bead((2, 2), (1, 2)))
    move = Move(Span(1, 2), Span(1, 2), 0.5)
    assert corrections.joins_alike(one, corrections.confirm(one, 0))
    assert corrections.joins_alike(one, one)
    assert not corrections.joins_alike(one, replace(one, moves=(move,)))
    assert not corrections.joins_alike(one, corrections.merge(one, 1, 2))
    moved = replace(one, moves=(move,))
    assert corrections.merge(moved, 0, 1).moves == ()
    assert corrections.confirm(moved, 1).moves == corrections.split(moved, 0, 1, 0).moves == (move,)
    withdrawn = corrections.confirm(corrections.confirm(one, 0), 0, confirmed=False)
    assert withdrawn.beads[0] == bead((0, 1), (0, 1), 1.0)
