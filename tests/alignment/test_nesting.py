"""Sentence beads stay inside their paragraph beads, whatever the alignment of sentences returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_values import document
from word_vectors import WordVectors, align_around, sentence

from aligner.alignment.align import align
from aligner.alignment.nesting import by_paragraphs, nest
from aligner.segmentation.sentences import split_sentences
from aligner.values import Alignment, Bead, Document, LinkOrigin, Move, Segment, Span
from aligner.values.message import ValueInvariantError


def sentences(*per_paragraph: int) -> Document:
    parents = [parent for parent, count in enumerate(per_paragraph) for _ in range(count)]
    segments = tuple(Segment(Span(i, i + 1), parent=parent) for i, parent in enumerate(parents))
    return Document("en", "x" * len(parents), segments)


def one_by_one(
    source: Document, target: Document, corners: Sequence[tuple[int, int]], _: Sequence[Bead]
) -> Alignment:
    """Pair from the front of each block and leave the rest alone, as an aligner might."""
    beads: list[Bead] = []
    i = j = 0
    for stop_i, stop_j in [*corners, (len(source), len(target))]:
        while i < stop_i or j < stop_j:
            m, n = int(i < stop_i), int(j < stop_j)
            beads.append(Bead(Span(i, i + m), Span(j, j + n), 0.8))
            i, j = i + m, j + n
    return Alignment(tuple(beads), len(source), len(target))


def described(alignment: Alignment) -> list[tuple[list[int], list[int]]]:
    return [(list(bead.source), list(bead.target)) for bead in alignment.beads]


def test_sentences_pair_inside_their_paragraphs() -> None:
    paragraphs = Alignment((Bead(Span(0, 1), Span(0, 1), 0.6), Bead(Span(1, 2), Span(1, 2), 0.9)), 2, 2)
    found = nest(sentences(2, 3), sentences(3, 2), paragraphs, one_by_one)
    assert described(found) == [
        ([0], [0]),
        ([1], [1]),
        ([], [2]),
        ([2], [3]),
        ([3], [4]),
        ([4], []),
    ]
    assert [bead.score for bead in found.beads[:2]] == [0.6, 0.6]
    assert found.beads[3].score == 0.8


def test_sentences_of_a_paragraph_without_counterpart_are_as_sure_as_it() -> None:
    """Not as sure as the paragraph before it, which ends at the same place on the other side."""
    for turned in (False, True):
        spans = [(Span(0, 1), Span(0, 1)), (Span(1, 2), Span(1, 1)), (Span(2, 3), Span(1, 2))]
        beads = [
            Bead(*(pair[::-1] if turned else pair), score)
            for pair, score in zip(spans, (0.1, 0.9, 0.5), strict=True)
        ]
        found = nest(
            sentences(*[1] * (2 if turned else 3)),
            sentences(*[1] * (3 if turned else 2)),
            Alignment(tuple(beads), *((2, 3) if turned else (3, 2))),
            one_by_one,
        )
        assert [bead.score for bead in found.beads] == [0.1, 0.8, 0.5]


def test_an_aligner_that_crosses_paragraphs_is_refused() -> None:
    paragraphs = Alignment((Bead(Span(0, 1), Span(0, 1)), Bead(Span(1, 2), Span(1, 2))), 2, 2)
    wild = Alignment((Bead(Span(0, 2), Span(0, 2)),), 2, 2)
    with pytest.raises(ValueInvariantError, match="sentence bead 0 leaves its paragraph bead 1"):
        nest(sentences(1, 1), sentences(1, 1), paragraphs, lambda *_: wild)


def test_documents_without_sentences_have_no_beads() -> None:
    assert nest(sentences(), sentences(), Alignment((), 0, 0), one_by_one).beads == ()


def test_sentences_of_unlinked_paragraphs_are_gaps() -> None:
    paragraphs = Alignment((Bead(Span(0, 1), Span(0, 0)), Bead(Span(1, 1), Span(0, 1))), 1, 1)
    assert described(nest(sentences(2), sentences(2), paragraphs, one_by_one)) == [
        ([0], []),
        ([1], []),
        ([], [0]),
        ([], [1]),
    ]


def test_a_moved_paragraph_moves_all_its_sentences() -> None:
    paragraphs = Alignment(
        (Bead(Span(0, 1), Span(0, 0)), Bead(Span(1, 2), Span(0, 1)), Bead(Span(2, 2), Span(1, 2))),
        2,
        2,
        (Move(Span(0, 1), Span(1, 2), 0.5),),
    )
    found = nest(sentences(2, 1), sentences(1, 2), paragraphs, one_by_one)
    assert [(list(move.source), list(move.target), move.score) for move in found.moves] == [
        ([0], [1], 0.5),
        ([1], [2], 0.5),
    ]


def test_the_sentences_of_moved_paragraphs_are_moved_in_order_of_the_source() -> None:
    """Each has the lower of the scores of the paragraph's move and of its own bead."""
    paragraphs = Alignment(
        (
            Bead(Span(0, 1), Span(0, 1)),
            Bead(Span(1, 3), Span(1, 1)),
            Bead(Span(3, 4), Span(1, 2)),
            Bead(Span(4, 4), Span(2, 4)),
        ),
        4,
        4,
        (Move(Span(2, 3), Span(2, 3), 0.9), Move(Span(1, 2), Span(3, 4), 0.7)),
    )
    found = nest(sentences(1, 2, 1, 1), sentences(1, 1, 2, 2), paragraphs, one_by_one)
    assert [(list(move.source), list(move.target), move.score) for move in found.moves] == [
        ([1], [4], 0.7),
        ([2], [5], 0.7),
        ([3], [2], 0.8),
    ]


def test_paragraphs_without_sentences_take_no_part() -> None:
    walls: list[Sequence[tuple[int, int]]] = []

    def spy(*given: Any) -> Alignment:
        walls.append(given[2])
        return one_by_one(*given)

    paragraphs = Alignment(tuple(Bead(Span(k, k + 1), Span(k, k + 1)) for k in range(4)), 4, 4)
    found = nest(sentences(0, 2, 0, 1), sentences(0, 1, 2, 1), paragraphs, spy)
    assert walls == [[(2, 1), (2, 3), (3, 4)]]
    assert described(found) == [([0], [0]), ([1], []), ([], [1]), ([], [2]), ([2], [3])]
    assert found.signature is paragraphs.signature


def test_sentences_out_of_order_are_refused() -> None:
    shuffled = Document("en", "xx", (Segment(Span(0, 1), parent=1), Segment(Span(1, 2), parent=0)))
    paragraphs = Alignment((Bead(Span(0, 2), Span(0, 1)),), 2, 1)
    with pytest.raises(ValueInvariantError, match="out of order"):
        nest(shuffled, sentences(1), paragraphs, one_by_one)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(any), min_size=1, max_size=6), st.data()
)
def test_no_sentence_bead_leaves_its_paragraph_bead(
    shapes: list[tuple[int, int]], data: st.DataObject
) -> None:
    beads: list[Bead] = []
    m = n = 0
    for a, b in shapes:
        beads.append(Bead(Span(m, m + a), Span(n, n + b)))
        m, n = m + a, n + b
    paragraphs = Alignment(tuple(beads), m, n)
    source = sentences(*(data.draw(st.integers(0, 3)) for _ in range(m)))
    target = sentences(*(data.draw(st.integers(0, 3)) for _ in range(n)))
    found = nest(source, target, paragraphs, one_by_one)
    for bead in found.beads:
        ours = {source.segments[i].parent for i in bead.source}
        theirs = {target.segments[j].parent for j in bead.target}
        assert any(ours <= set(outer.source) and theirs <= set(outer.target) for outer in beads)
    assert all(a.source.stop == b.source.start for a, b in pairwise(found.beads))


class TestAround:
    """Sentences realigned around confirmed links."""

    paragraphs = (
        f"{sentence(0).capitalize()}. {sentence(1).capitalize()}.",
        f"{sentence(2).capitalize()}. {sentence(3).capitalize()}. {sentence(4).capitalize()}.",
        f"{sentence(5).capitalize()}.",
    )

    def again(self, *confirmed: Bead) -> Alignment:
        def inside(
            source: Document, target: Document, corners: Sequence[tuple[int, int]], kept: Sequence[Bead]
        ) -> Alignment:
            return align_around(source, target, WordVectors(), corners=corners, confirmed=kept)

        whole = [document(language, *self.paragraphs) for language in ("en", "fr")]
        cut = [split_sentences(each) for each in whole]
        around = align(*whole, WordVectors())
        return nest(cut[0], cut[1], around, inside, confirmed)

    def test_without_links_sentences_pair_inside_their_paragraphs(self) -> None:
        assert described(self.again()) == [([i], [i]) for i in range(6)]

    def test_a_confirmed_bead_may_cross_a_paragraph_border(self) -> None:
        found = self.again(Bead(Span(1, 2), Span(1, 3)))
        assert described(found)[:2] == [([0], [0]), ([1], [1, 2])]
        assert described(found)[-1] == ([5], [5])
        assert [bead.origin for bead in found.beads].count(LinkOrigin.CONFIRMED) == 1


def test_a_confirmed_link_between_two_paragraphs_joins_their_beads() -> None:
    """Where the wall fell, a sentence may go with either side; it is as unsure as both paragraphs."""
    paragraphs = Alignment(tuple(Bead(Span(i, i + 1), Span(i, i + 1), 0.9 - i / 10) for i in range(3)), 3, 3)
    walls: list[Sequence[tuple[int, int]]] = []

    def spy(
        source: Document, target: Document, corners: Sequence[tuple[int, int]], kept: Sequence[Bead]
    ) -> Alignment:
        walls.append(corners)
        free = (Bead(Span(0, 1), Span(0, 1)), *kept, Bead(Span(2, 4), Span(3, 4)))
        return Alignment((*free, Bead(Span(4, 6), Span(4, 6))), 6, 6)

    by_hand = Bead(Span(1, 2), Span(1, 3), 1.0, LinkOrigin.CONFIRMED)
    found = nest(sentences(2, 2, 2), sentences(2, 2, 2), paragraphs, spy, (by_hand,))
    assert walls == [[(4, 4), (6, 6)]]
    assert [bead.score for bead in found.beads] == [0.8, 1.0, 0.8, pytest.approx(0.7)]


def test_a_sentence_linked_by_hand_is_not_a_move() -> None:
    paragraphs = Alignment(
        (Bead(Span(0, 1), Span(0, 0)), Bead(Span(1, 2), Span(0, 1)), Bead(Span(2, 2), Span(1, 2))),
        2,
        2,
        (Move(Span(0, 1), Span(1, 2), 0.5),),
    )

    def linking(
        source: Document, target: Document, corners: Sequence[tuple[int, int]], kept: Sequence[Bead]
    ) -> Alignment:
        if not kept:
            return one_by_one(source, target, corners, kept)
        return Alignment((*kept, Bead(Span(1, 2), Span(1, 1)), Bead(Span(2, 2), Span(1, 2))), 2, 2)

    cut = sentences(1, 1)
    by_hand = Bead(Span(0, 1), Span(0, 1), 1.0, LinkOrigin.CONFIRMED)
    assert nest(cut, cut, paragraphs, linking).moves == (Move(Span(0, 1), Span(1, 2), 0.5),)
    assert nest(cut, cut, paragraphs, linking, (by_hand,)).moves == ()


def test_sentences_make_up_the_paragraphs_they_were_cut_from() -> None:
    whole = document("en", *TestAround.paragraphs)
    cut = split_sentences(whole)
    assert by_paragraphs(cut) == (whole, cut)
    assert by_paragraphs(whole)[0] == whole
    late = replace(cut, segments=cut.segments[2:])
    assert [segment.parent for segment in by_paragraphs(late)[1].segments] == [0, 0, 0, 1]
