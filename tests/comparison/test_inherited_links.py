"""The confirmed links that another pair of drafts inherits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import simple_values
from simple_values import key_of

from aligner.alignment import corrections
from aligner.comparison.compare import inherited, with_seen_moves
from aligner.values import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    LinkOrigin,
    Move,
    Revision,
    Segment,
    Span,
)

VERSIONS = ["1", "2", "3"]
K = ChangeKind


def bead(source: tuple[int, int], target: tuple[int, int]) -> Bead:
    return Bead(Span(*source), Span(*target), 1.0, LinkOrigin.CONFIRMED)


def alignment(*shapes: tuple[int, int]) -> Alignment:
    """All of it confirmed."""
    return simple_values.alignment(*shapes, origin=LinkOrigin.CONFIRMED)


def revision(*steps: tuple[ChangeKind, int, int]) -> Revision:
    """Changes by kind and by how many paragraphs they take of the old and the new draft."""
    changes, i, j = [], 0, 0
    for kind, a, b in steps:
        changes.append(Change(kind, Span(i, i + a), Span(j, j + b), ()))
        i, j = i + a, j + b
    return Revision(tuple(changes), i, j)


def document(count: int) -> Document:
    return Document("en", "x" * count, tuple(Segment(Span(i, i + 1)) for i in range(count)))


def carried(
    pair: str,
    alignments: dict[str, Alignment],
    revisions: dict[str, Revision],
    versions: Sequence[str] = VERSIONS,
) -> list[str]:
    entries = {tuple(map(key_of, name.split())): each for name, each in alignments.items()}
    changes = {tuple(map(key_of, name.split())): each for name, each in revisions.items()}
    sizes: dict[DocumentKey, int] = {}
    for (old, new), reported in changes.items():
        sizes |= {old: reported.n_old, new: reported.n_new}
    for (ours, theirs), each in entries.items():
        sizes |= {ours: each.n_source, theirs: each.n_target}
    wanted = tuple(map(key_of, pair.split()))
    documents = {name: document(size) for name, size in sizes.items()}
    found = inherited(
        wanted,  # type: ignore[arg-type]
        Comparison("", "en", tuple(versions), documents, entries, changes, ()),  # type: ignore[arg-type]
    )
    Alignment(_filled(found, sizes[wanted[0]], sizes[wanted[1]]), sizes[wanted[0]], sizes[wanted[1]])
    assert all(bead.origin is LinkOrigin.CONFIRMED for bead in found)
    return [f"{' '.join(map(str, b.source))}|{' '.join(map(str, b.target))}" for b in found]


def _filled(beads: Sequence[Bead], n: int, m: int) -> tuple[Bead, ...]:
    """The beads with one between each two for what they leave out; refused if they cross."""
    found, i, j = [], 0, 0
    for each in [*beads, None]:
        a, b = (each.source.start, each.target.start) if each else (n, m)
        if (a, b) != (i, j):
            found.append(Bead(Span(i, a), Span(j, b)))
        if each:
            found.append(each)
            i, j = each.source.stop, each.target.stop
    return tuple(found)


SAME3 = revision((K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1))
ONE_TO_ONE = alignment((1, 1), (1, 1), (1, 1))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (SAME3, SAME3, ["0|0", "1|1", "2|2"]),
        (
            revision((K.UNCHANGED, 1, 1), (K.EDITED, 1, 1), (K.RENUMBERED, 1, 1)),
            SAME3,
            ["0|0", "2|2"],
        ),
        (
            revision((K.FORM_ONLY, 1, 1), (K.INSERTED, 0, 1), (K.UNCHANGED, 1, 1), (K.MOVED, 1, 1)),
            SAME3,
            ["0|0", "2|1"],
        ),
        (
            revision((K.DELETED, 1, 0), (K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1)),
            revision((K.SPLIT, 1, 2), (K.UNCHANGED, 1, 1), (K.MOVED_EDITED, 1, 1)),
            ["0|2"],
        ),
    ],
)
def test_a_link_is_carried_where_both_its_paragraphs_stayed(
    ours: Revision, theirs: Revision, expected: list[str]
) -> None:
    revisions = {"zh@1 zh@2": ours, "en@1 en@2": theirs}
    assert carried("zh@2 en@2", {"zh@1 en@1": ONE_TO_ONE}, revisions) == expected


def test_a_larger_link_is_inherited_if_its_paragraphs_stay_together() -> None:
    entries = {"zh@1 en@1": alignment((2, 1), (1, 2))}
    together = {"zh@1 zh@2": SAME3, "en@1 en@2": SAME3}
    assert carried("zh@2 en@2", entries, together) == ["0 1|0", "2|1 2"]
    apart = revision((K.UNCHANGED, 1, 1), (K.INSERTED, 0, 1), (K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1))
    assert carried("zh@2 en@2", entries, together | {"zh@1 zh@2": apart}) == ["3|1 2"]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (revision((K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1)), ["0|0", "1|", "2|1"]),
        (revision((K.UNCHANGED, 1, 1), (K.INSERTED, 0, 1), (K.UNCHANGED, 1, 1)), ["0|0", "2|2"]),
        (revision((K.UNCHANGED, 1, 1), (K.EDITED, 1, 1)), ["0|0"]),
    ],
)
def test_a_gap_is_inherited_if_nothing_new_fills_it(theirs: Revision, expected: list[str]) -> None:
    entries = {"zh@1 en@1": alignment((1, 1), (1, 0), (1, 1))}
    assert carried("zh@2 en@2", entries, {"zh@1 zh@2": SAME3, "en@1 en@2": theirs}) == expected


@pytest.mark.parametrize(
    ("shapes", "theirs", "expected"),
    [
        (((1, 0), (1, 1), (1, 1)), ((K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1)), ["0|", "1|0", "2|1"]),
        (((1, 0), (2, 1)), ((K.INSERTED, 0, 1), (K.UNCHANGED, 1, 1)), ["1 2|1"]),
        (((1, 1), (1, 1), (1, 0)), ((K.UNCHANGED, 1, 1), (K.UNCHANGED, 1, 1)), ["0|0", "1|1", "2|"]),
        (((2, 1), (1, 0)), ((K.UNCHANGED, 1, 1), (K.INSERTED, 0, 1)), ["0 1|0"]),
        (((2, 1), (1, 0)), ((K.INSERTED, 0, 1), (K.UNCHANGED, 1, 1)), ["0 1|1", "2|"]),
    ],
)
def test_a_gap_before_or_after_all_others_is_inherited_alike(
    shapes: tuple[tuple[int, int], ...], theirs: tuple[tuple[ChangeKind, int, int], ...], expected: list[str]
) -> None:
    entries = {"zh@1 en@1": alignment(*shapes)}
    revisions = {"zh@1 zh@2": SAME3, "en@1 en@2": revision(*theirs)}
    assert carried("zh@2 en@2", entries, revisions) == expected


def test_gaps_at_either_end_are_carried() -> None:
    entries = {"zh@1 en@1": alignment((1, 0), (1, 1), (1, 1), (0, 1))}
    revisions = {"zh@1 zh@2": SAME3, "en@1 en@2": SAME3}
    assert carried("zh@2 en@2", entries, revisions) == ["0|", "1|0", "2|1", "|2"]


def test_links_are_carried_over_several_drafts_and_back() -> None:
    revisions = {"zh@1 zh@2": SAME3, "zh@2 zh@3": SAME3, "en@1 en@3": SAME3}
    assert carried("zh@3 en@3", {"zh@1 en@1": ONE_TO_ONE}, revisions) == ["0|0", "1|1", "2|2"]
    assert carried("zh@1 en@1", {"zh@3 en@3": ONE_TO_ONE}, revisions) == ["0|0", "1|1", "2|2"]
    edited = revision((K.UNCHANGED, 1, 1), (K.EDITED, 1, 1), (K.UNCHANGED, 1, 1))
    assert carried("zh@1 en@1", {"zh@3 en@3": ONE_TO_ONE}, revisions | {"zh@1 zh@2": edited}) == [
        "0|0",
        "2|2",
    ]


def test_of_crossing_links_that_of_the_nearer_draft_is_kept() -> None:
    revisions = {"zh@1 zh@2": SAME3, "zh@2 zh@3": SAME3, "en@1 en@2": SAME3, "en@2 en@3": SAME3}
    first = Alignment((bead((0, 1), (0, 2)), bead((1, 3), (2, 3))), 3, 3)
    second = corrections.confirm(ONE_TO_ONE, 2, confirmed=False)
    entries = {"zh@1 en@1": first, "zh@2 en@2": second}
    assert carried("zh@3 en@3", entries, revisions) == ["0|0", "1|1"]


def test_only_confirmed_links_of_the_same_language_are_inherited() -> None:
    revisions = {"zh@1 zh@2": SAME3, "en@1 en@2": SAME3}
    automatic = ONE_TO_ONE
    for number in range(3):
        automatic = corrections.confirm(automatic, number, confirmed=False)
    assert carried("zh@2 en@2", {"zh@1 en@1": automatic, "zh@1 fr@1": ONE_TO_ONE}, revisions) == []


class TestSeenMoves:
    """Realigning does not lose a move whose gap was confirmed."""

    before = Alignment(
        (
            bead((0, 1), (0, 0)),
            Bead(Span(1, 2), Span(0, 1)),
            Bead(Span(2, 2), Span(1, 2)),
            Bead(Span(2, 3), Span(2, 2)),
            Bead(Span(3, 3), Span(2, 3)),
        ),
        3,
        3,
        (Move(Span(0, 1), Span(1, 2), 0.9), Move(Span(2, 3), Span(2, 3), 0.8)),
    )

    def anew(self, *moves: Move) -> Alignment:
        return Alignment(self.before.beads, 3, 3, moves)

    def test_seen_moves_are_kept_and_unseen_ones_are_not(self) -> None:
        assert with_seen_moves(self.anew(), self.before).moves == self.before.moves[:1]

    def test_a_move_is_seen_if_the_gap_on_either_side_was_confirmed(self) -> None:
        first, second, third, fourth, _ = self.before.beads
        beads = (Bead(first.source, first.target), second, third, fourth, bead((3, 3), (2, 3)))
        confirmed_there = Alignment(beads, 3, 3, self.before.moves)
        assert with_seen_moves(self.anew(), confirmed_there).moves == self.before.moves[1:]

    def test_new_findings_take_precedence(self) -> None:
        other = Move(Span(0, 1), Span(2, 3), 0.7)
        assert with_seen_moves(self.anew(other), self.before).moves == (other,)
        assert with_seen_moves(self.anew(*self.before.moves), self.before) == self.before

    def test_linked_passages_are_not_moves(self) -> None:
        linked = corrections.merge(self.before, 1, 2)
        assert with_seen_moves(Alignment(linked.beads, 3, 3), self.before).moves == ()
