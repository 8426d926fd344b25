"""Segments without words: where they go between and inside beads, and which ones are yet to be translated."""

from __future__ import annotations

import pytest

from aligner.alignment.align_prepared import left_open, with_blanks
from aligner.alignment.lattice_paths import Step
from aligner.values import Bead, LinkOrigin, Move, Span

Ends = tuple[int, int, int, int]  # source start and stop, target start and stop
AA, BB = (0, 1, 0, 1), (1, 2, 1, 2)


def ends(bead: Bead) -> Ends:
    return bead.source.start, bead.source.stop, bead.target.start, bead.target.stop


@pytest.mark.parametrize(
    ("source", "target", "steps", "corners", "wanted"),
    [
        # Every segment has words.
        ("ab", "ab", [AA, BB], [], [AA, BB]),
        # Blanks between beads are paired from the first on; the rest have no counterpart.
        (
            "a__b",
            "_a_b_",
            [AA, BB],
            [],
            [(0, 0, 0, 1), (0, 1, 1, 2), (1, 2, 2, 3), (2, 3, 3, 3), (3, 4, 3, 4), (4, 4, 4, 5)],
        ),
        # One inside a bead belongs to it.
        ("a_b", "ab_", [(0, 2, 0, 2)], [], [(0, 3, 0, 2), (3, 3, 2, 3)]),
        # The blank of the other side waits while a segment has no counterpart.
        ("ab_", "a_", [AA, (1, 2, 1, 1)], [], [AA, (1, 2, 1, 1), (2, 3, 1, 2)]),
        ("a_", "ab_", [AA, (1, 1, 1, 2)], [], [AA, (1, 1, 1, 2), (1, 2, 2, 3)]),
        # It does not wait for one of its own side.
        ("a_b", "a_", [AA, (1, 2, 1, 1)], [], [AA, (1, 2, 1, 1), (2, 3, 1, 1), (3, 3, 1, 2)]),
        # No pair crosses a corner: before the beads, between them and after them.
        ("_a", "_a", [AA], [(1, 0)], [(0, 1, 0, 0), (1, 1, 0, 1), (1, 2, 1, 2)]),
        ("a_b", "a_b", [AA, BB], [(1, 2)], [AA, (1, 1, 1, 2), (1, 2, 2, 2), (2, 3, 2, 3)]),
        ("a_b", "a_b", [AA, BB], [(2, 1)], [AA, (1, 2, 1, 1), (2, 2, 1, 2), (2, 3, 2, 3)]),
        ("a_", "a_", [AA], [(2, 1)], [AA, (1, 2, 1, 1), (2, 2, 1, 2)]),
        ("__", "__", [], [(1, 2), (0, 1)], [(0, 0, 0, 1), (0, 1, 1, 2), (1, 2, 2, 2)]),
        ("", "_", [], [], [(0, 0, 0, 1)]),
    ],
)  # fmt: skip
def test_segments_without_words_go_between_beads_in_pairs(
    source: str, target: str, steps: list[Ends], corners: list[tuple[int, int]], wanted: list[Ends]
) -> None:
    """Letters are segments with words, and underscores those without; steps count only the former."""
    kept = [[place for place, letter in enumerate(side) if letter != "_"] for side in (source, target)]
    path = [(Step((a, b), (c, d), -1), 0.25 + number / 10) for number, (a, b, c, d) in enumerate(steps)]
    found = with_blanks(path, *kept, len(source), len(target), corners)
    assert [ends(bead) for bead in found] == wanted
    scores = [
        bead.score for bead in found if set(bead.source) & set(kept[0]) or set(bead.target) & set(kept[1])
    ]
    assert scores == [score for _, score in path]


def beads(count: int, *gaps: int) -> list[Bead]:
    """Pairs, but at the given numbers a source segment and then a target segment without a counterpart."""
    found = []
    for k in range(count):
        score = 0.5 + k / 100
        if k in gaps:
            found += [Bead(Span(k, k + 1), Span(k, k), 0.9), Bead(Span(k + 1, k + 1), Span(k, k + 1), score)]
        else:
            found.append(Bead(Span(k, k + 1), Span(k, k + 1), score))
    return found


JOINED = Bead(Span(5, 6), Span(5, 6), 0.55)
NOBODY = frozenset[int]()


def turned(some: list[Bead]) -> list[Bead]:
    return [Bead(bead.target, bead.source, bead.score, bead.origin) for bead in some]


@pytest.mark.parametrize("blanks", [({5}, NOBODY), (NOBODY, {5}), (NOBODY, {5, 30})])
def test_a_blank_line_is_linked_with_the_line_in_its_place(blanks: tuple[set[int], set[int]]) -> None:
    lines = beads(19, 5)
    wanted = (*lines[:5], JOINED, *lines[7:])
    assert left_open(lines, *blanks, ()) == wanted
    assert left_open(turned(lines), *blanks[::-1], ()) == tuple(turned([*wanted]))


def test_blank_lines_that_are_many_or_on_both_sides_are_not_yet_to_be_translated() -> None:
    lines = beads(19, 5)
    assert len(lines) == 20
    for blanks in (({5, 6, 7}, NOBODY), (NOBODY, {5, 6, 7}), ({5}, {9}), (NOBODY, NOBODY)):
        assert left_open(lines, *blanks, ()) == tuple(lines)
    assert left_open(lines[:-1], NOBODY, {5, 6}, ()) == tuple(lines[:-1])


@pytest.mark.parametrize("move", [Move(Span(5, 6), Span(12, 13), 0.9), Move(Span(12, 13), Span(5, 6), 0.9)])
def test_a_line_that_moved_is_not_linked_with_a_blank_line(move: Move) -> None:
    lines = beads(19, 5)
    assert left_open(lines, {5}, NOBODY, (move,)) == tuple(lines)


@pytest.mark.parametrize("number", [5, 6])
def test_a_confirmed_gap_is_not_linked_with_a_blank_line(number: int) -> None:
    lines = beads(19, 5)
    gap = lines[number]
    lines[number] = Bead(gap.source, gap.target, gap.score, LinkOrigin.CONFIRMED)
    assert left_open(lines, {5}, NOBODY, ()) == tuple(lines)


def test_only_gaps_of_one_line_are_linked_with_a_blank_line() -> None:
    lines = beads(19, 5, 9)
    assert left_open(lines, {9}, NOBODY, ())[5:7] == tuple(lines[5:7])
    lines[5:7] = [Bead(Span(5, 6), Span(5, 5), 0.9), Bead(Span(6, 7), Span(5, 6), 0.9)]
    assert left_open(lines, {5}, NOBODY, ()) == tuple(lines)
    lines[5:7] = [Bead(Span(5, 6), Span(5, 5), 0.9), Bead(Span(6, 6), Span(5, 7), 0.9)]
    assert left_open(lines, {5}, NOBODY, ()) == tuple(lines)
