"""Links changed by hand: what each operation gives, what it refuses, what always holds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import links
from aligner.errors import LinkError
from aligner.values import Alignment, Bead, LinkOrigin, Move, Span

AUTOMATIC, CONFIRMED = LinkOrigin.AUTOMATIC, LinkOrigin.CONFIRMED
Shape = tuple[int, int]


def alignment(*shapes: Shape, moves: tuple[Move, ...] = (), sure: tuple[int, ...] = ()) -> Alignment:
    """Beads of these shapes, one after the other; those in `sure` confirmed."""
    beads, i, j = [], 0, 0
    for number, (a, b) in enumerate(shapes):
        origin = CONFIRMED if number in sure else AUTOMATIC
        beads.append(Bead(Span(i, i + a), Span(j, j + b), 1.0 if number in sure else 0.8, origin))
        i, j = i + a, j + b
    return Alignment(tuple(beads), i, j, moves)


def shown(found: Alignment) -> str:
    """Beads as `0 1|0`, the confirmed with an exclamation mark."""
    return ", ".join(
        f"{' '.join(map(str, bead.source))}|{' '.join(map(str, bead.target))}"
        + ("!" if bead.origin is CONFIRMED else "")
        for bead in found.beads
    )


THREE = alignment((1, 1), (2, 1), (1, 2))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda a: links.merge(a, 0, 1), "0 1 2|0 1!, 3|2 3"),
        (lambda a: links.merge(a, 0, 2), "0 1 2 3|0 1 2 3!"),
        (lambda a: links.merge(a, 1, 1), "0|0, 1 2|1!, 3|2 3"),
        (lambda a: links.split(a, 1, 2, 2), "0|0, 1|1!, 2|!, 3|2 3"),
        (lambda a: links.split(a, 1, 2, 1), "0|0, 1|!, 2|1!, 3|2 3"),
        (lambda a: links.split(a, 0, 1, 0), "0|!, |0!, 1 2|1, 3|2 3"),
        (lambda a: links.split(a, 2, 3, 3), "0|0, 1 2|1, |2!, 3|3!"),
        (lambda a: links.unlink(a, 1), "0|0, 1|!, 2|!, |1!, 3|2 3"),
        (lambda a: links.shift(a, 0, side="source", by=1), "0 1|0!, 2|1!, 3|2 3"),
        (lambda a: links.shift(a, 0, side="source", by=2), "0 1 2|0!, |1!, 3|2 3"),
        (lambda a: links.shift(a, 0, side="target", by=-1), "0|!, 1 2|0 1!, 3|2 3"),
        (lambda a: links.shift(a, 1, side="source", by=-1), "0|0, 1|1!, 2 3|2 3!"),
        (lambda a: links.shift(a, 1, side="source", by=0), "0|0, 1 2|1, 3|2 3"),
        (lambda a: links.link(a, Span(0, 1), Span(1, 2)), "|0, 0|1!, 1|, 2|, 3|2 3"),
        (lambda a: links.link(a, Span(2, 3), Span(2, 3)), "0|0, 1|1, 2|2!, 3|3"),
        (lambda a: links.link(a, Span(3, 4), Span(1, 2)), "0|0, 1|, 2|, 3|1!, |2, |3"),
        (lambda a: links.link(a, Span(0, 1), Span(3, 4)), "|0, |1, |2, 0|3!, 1|, 2|, 3|"),
        (lambda a: links.link(a, Span(0, 1), Span(0, 1)), "0|0!, 1 2|1, 3|2 3"),
        (lambda a: links.confirm(a, 1), "0|0, 1 2|1!, 3|2 3"),
    ],
)
def test_what_each_change_gives(change: Callable[[Alignment], Alignment], expected: str) -> None:
    found = change(THREE)
    assert shown(found) == expected
    assert all(bead.score == 1.0 for bead in links.confirmed(found))
    assert shown(THREE) == "0|0, 1 2|1, 3|2 3"


def test_a_bead_that_gives_its_last_segment_is_gone() -> None:
    held = alignment((1, 1), (1, 0), (1, 1))
    assert shown(links.shift(held, 0, side="source", by=1)) == "0 1|0!, 2|1"
    assert shown(links.shift(held, 1, side="source", by=-1)) == "0|0, 1 2|1!"


def test_what_a_link_leaves_over_is_nobodys() -> None:
    """A remainder is automatic and doubtful, so that aligning anew may mend it."""
    found = links.link(alignment((3, 3)), Span(1, 2), Span(1, 2))
    assert shown(found) == "0|0, 1|1!, 2|2"
    assert [bead.score for bead in found.beads] == [0.5, 1.0, 0.5]


def test_a_confirmed_gap_gives_way_and_a_larger_link_takes_in_a_smaller() -> None:
    held = alignment((1, 0), (0, 1), (1, 1), sure=(0, 1, 2))
    assert shown(links.link(held, Span(0, 1), Span(0, 1))) == "0|0!, 1|1!"
    assert shown(links.link(held, Span(0, 2), Span(1, 2))) == "|0!, 0 1|1!"


@pytest.mark.parametrize(
    ("source", "target", "in_the_way", "message"),
    [
        (Span(0, 1), Span(2, 3), (1,), r"source 0 with target 2 .*\(source 1-2 with target 1\); unlink"),
        (Span(2, 3), Span(1, 2), (1,), r"source 2 with target 1 .*\(source 1-2 with target 1\)"),
        (Span(3, 4), Span(0, 1), (1,), r"source 3 with target 0 .*\(source 1-2 with target 1\)"),
    ],
)
def test_a_confirmed_link_is_not_overridden(
    source: Span, target: Span, in_the_way: tuple[int, ...], message: str
) -> None:
    with pytest.raises(LinkError, match=message) as caught:
        links.link(links.confirm(THREE, 1), source, target)
    assert caught.value.beads == in_the_way


def test_taking_a_confirmation_back() -> None:
    back = links.confirm(links.confirm(THREE, 1), 1, confirmed=False)
    assert back.beads[1] == Bead(Span(1, 3), Span(1, 2), 1.0, AUTOMATIC)
    assert links.confirm(THREE, 0, confirmed=False) == THREE


def test_only_what_comes_to_be_linked_has_not_moved() -> None:
    first, second = Move(Span(0, 1), Span(2, 3), 0.9), Move(Span(3, 4), Span(0, 1), 0.8)
    held = alignment((1, 0), (0, 1), (2, 1), (1, 0), (0, 1), moves=(first, second))
    assert links.link(held, Span(0, 1), Span(0, 1)).moves == ()
    assert links.link(held, Span(0, 1), Span(1, 2)).moves == (second,)
    assert links.confirm(held, 0).moves == (first, second)
    assert links.unlink(held, 2).moves == (first, second)
    assert links.merge(held, 3, 4).moves == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: links.bead_at(a), "give one segment, either"),
        (lambda a: links.bead_at(a, source=0, target=0), "give one segment, either"),
        (lambda a: links.bead_at(a, source=4), "there is no source segment 4; the source has 4"),
        (lambda a: links.bead_at(a, target=-1), "there is no target segment -1"),
        (lambda a: links.merge(a, 1, 3), "there is no bead 3; there are 3"),
        (lambda a: links.merge(a, 2, 0), "bead 0 stands before bead 2"),
        (lambda a: links.confirm(a, -1), "there is no bead -1"),
        (lambda a: links.split(a, 1, 4, 1), "bead 1 has source segments 1 to 3; it cannot be cut at 4"),
        (lambda a: links.split(a, 1, 1, 1), "leaves a half empty"),
        (lambda a: links.split(a, 1, 3, 2), "leaves a half empty"),
        (lambda a: links.unlink(links.unlink(a, 0), 0), "bead 0 links nothing"),
        (lambda a: links.shift(a, 2, side="source", by=1), "bead 2 is the last"),
        (lambda a: links.shift(a, 0, side="source", by=3), "bead 1 has 2 source segments; 3 cannot"),
        (lambda a: links.shift(a, 0, side="target", by=-2), "bead 0 has 1 target segments; 2 cannot"),
        (lambda a: links.link(a, Span(0, 0), Span(0, 1)), "a link needs a segment of the source"),
        (lambda a: links.link(a, Span(0, 1), Span(1, 1)), "a link needs a segment of the target"),
        (lambda a: links.link(a, Span(3, 5), Span(0, 1)), "there is no source segment 4"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(change: Callable[[Alignment], object], message: str) -> None:
    with pytest.raises(LinkError, match=message) as caught:
        change(THREE)
    assert "\n" not in str(caught.value)


SHAPES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1, max_size=8)


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    shapes = draw(SHAPES)
    sure = draw(st.sets(st.integers(0, len(shapes) - 1), max_size=3))
    return alignment(*shapes, sure=tuple(sure))


@st.composite
def spans(draw: st.DrawFn, size: int) -> Span:
    start = draw(st.integers(0, size - 1))
    return Span(start, draw(st.integers(start + 1, min(size, start + 3))))


def changed(draw: Callable[[st.SearchStrategy[int]], int], held: Alignment) -> Alignment:
    """The alignment after some operation, with arguments that are often, not always, possible."""
    number = draw(st.integers(-1, len(held.beads)))
    bead = held.beads[min(max(number, 0), len(held.beads) - 1)]
    match draw(st.integers(0, 5)):
        case 0:
            return links.merge(held, number, number + draw(st.integers(0, 2)))
        case 1:
            at = [draw(st.integers(span.start, span.stop)) for span in (bead.source, bead.target)]
            return links.split(held, number, at[0], at[1])
        case 2:
            return links.unlink(held, number)
        case 3:
            side = "source" if draw(st.integers(0, 1)) else "target"
            return links.shift(held, number, side=side, by=draw(st.integers(-2, 2)))  # type: ignore[arg-type]
        case 4:
            source, target = (draw(st.integers(0, max(size, 1))) for size in (held.n_source, held.n_target))
            more = [draw(st.integers(0, 2)) for _ in range(2)]
            return links.link(held, Span(source, source + more[0]), Span(target, target + more[1]))
        case _:
            return links.confirm(held, number, confirmed=bool(draw(st.integers(0, 1))))


@settings(max_examples=300, deadline=None)
@given(alignments(), st.data())
def test_any_run_of_changes_keeps_the_partition(held: Alignment, data: st.DataObject) -> None:
    """`Alignment` refuses beads that do not partition; here many operations follow each other."""
    sizes = held.n_source, held.n_target
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            held = changed(data.draw, held)
        except LinkError:
            continue
        assert (held.n_source, held.n_target) == sizes
        assert [i for bead in held.beads for i in bead.source] == list(range(sizes[0]))
        assert [j for bead in held.beads for j in bead.target] == list(range(sizes[1]))
        for index in range(sizes[0]):
            assert index in held.beads[links.bead_at(held, source=index)].source


Pairs = frozenset[tuple[int, int]]


def linked_plainly(held: Alignment, source: Span, target: Span) -> tuple[set[Pairs], bool]:
    """What `link` has to give, by looking at single segments: groups of pairs; whether it may."""
    wanted = frozenset((i, j) for i in source for j in target)
    groups, allowed = {wanted}, True
    for bead in held.beads:
        pairs = frozenset((i, j) for i in bead.source for j in bead.target)
        above = frozenset((i, j) for i, j in pairs if i < source.start and j < target.start)
        below = frozenset((i, j) for i, j in pairs if i >= source.stop and j >= target.stop)
        if pairs and bead.origin is CONFIRMED:
            allowed &= pairs in (above, below) or pairs <= wanted
        groups |= {group for group in (above, below) if group}
    return groups, allowed


@settings(max_examples=500, deadline=None)
@given(alignments().filter(lambda a: a.n_source and a.n_target), st.data())
def test_link_is_what_its_plain_twin_gives(held: Alignment, data: st.DataObject) -> None:
    source, target = data.draw(spans(held.n_source)), data.draw(spans(held.n_target))
    groups, allowed = linked_plainly(held, source, target)
    if not allowed:
        with pytest.raises(LinkError):
            links.link(held, source, target)
        return
    found = links.link(held, source, target)
    linked = [bead for bead in found.beads if bead.source and bead.target]
    assert {frozenset((i, j) for i in bead.source for j in bead.target) for bead in linked} == groups
    sure = [bead for bead in links.confirmed(held) if bead.source and bead.target]
    assert all(bead in found.beads or set(bead.source) <= set(source) for bead in sure)
    made = found.beads[links.bead_at(found, source=source.start)]
    assert made == Bead(source, target, 1.0, CONFIRMED)


@settings(max_examples=200, deadline=None)
@given(alignments().filter(lambda a: a.n_source and a.n_target), st.data())
def test_unlinking_what_was_linked_leaves_gaps_and_nothing_else(held: Alignment, data: st.DataObject) -> None:
    source, target = data.draw(spans(held.n_source)), data.draw(spans(held.n_target))
    try:
        one = links.link(held, source, target)
    except LinkError:
        return
    place = links.bead_at(one, source=source.start)
    found = links.unlink(one, place)
    gaps = found.beads[place : place + len(source) + len(target)]
    assert [tuple(bead.source) for bead in gaps if bead.source] == [(i,) for i in source]
    assert [tuple(bead.target) for bead in gaps if bead.target] == [(j,) for j in target]
    assert all(bead.origin is CONFIRMED and bool(bead.source) != bool(bead.target) for bead in gaps)
    rest = (*found.beads[:place], *found.beads[place + len(gaps) :])
    assert rest == (*one.beads[:place], *one.beads[place + 1 :])
    assert links.link(found, source, target) == one


@settings(max_examples=200, deadline=None)
@given(alignments().filter(lambda a: len(a.beads) > 1), st.data())
def test_a_boundary_moved_there_and_back_is_where_it_was(held: Alignment, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(held.beads) - 2))
    side = data.draw(st.sampled_from(["source", "target"]))
    by = data.draw(st.integers(-3, 3).filter(bool))
    try:
        there = links.shift(held, number, side=side, by=by)  # type: ignore[arg-type]
    except LinkError:
        return
    if len(there.beads) < len(held.beads):
        return  # one of the two had no other segment, and is gone
    back = links.shift(there, number, side=side, by=-by)  # type: ignore[arg-type]
    assert [(bead.source, bead.target) for bead in back.beads] == [
        (bead.source, bead.target) for bead in held.beads
    ]


@settings(max_examples=100, deadline=None)
@given(alignments(), st.data())
def test_what_was_split_can_be_merged(held: Alignment, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(held.beads) - 1))
    bead = held.beads[number]
    at = [data.draw(st.integers(span.start, span.stop)) for span in (bead.source, bead.target)]
    try:
        halves = links.split(held, number, at[0], at[1])
    except LinkError:
        return
    assert len(halves.beads) == len(held.beads) + 1
    assert links.merge(halves, number, number + 1) == links.confirm(held, number)
    assert all(one.source.stop == next_.source.start for one, next_ in pairwise(halves.beads))
