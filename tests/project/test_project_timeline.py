"""Undo and redo."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from aligner.project.saved_work import Project, Step, Timeline
from aligner.values import Bead, DocumentKey, LinkOrigin

EMPTY = sample.comparison(("zh", "fr"))


def project(number: int, **given: object) -> Project:
    return replace(Project(EMPTY, dismissed={"at": str(number)}), **given)


def _what(step: Step | None) -> str:
    return step.what if step is not None else ""


def test_a_new_timeline_has_nothing_to_undo_or_redo() -> None:
    here = Timeline(project(0))
    assert not here.has_steps
    assert here.undone() is here
    assert here.redone() is here


def test_steps_are_undone_and_taken_again() -> None:
    here = Timeline(project(0)).done(project(1), "merge").done(project(2), "review")
    assert (_what(here.past), _what(here.future)) == ("review", "")
    back = here.undone()
    assert back.present == project(1)
    assert (_what(back.past), _what(back.future)) == ("merge", "review")
    assert back.undone().present == project(0)
    assert back.undone().redone().redone().present == project(2)


def test_a_step_after_an_undo_drops_the_undone_steps() -> None:
    here = Timeline(project(0)).done(project(1), "merge").undone().done(project(2), "split")
    assert here.future is None
    assert here.undone().present == project(0)


def test_the_view_state_is_not_a_step_and_survives_undo() -> None:
    here = Timeline(project(0)).done(project(1), "merge").undone()
    here = here.moved(replace(here.present, view_state={"row": "7"}))
    assert here.future is not None
    assert here.redone().present == project(1, view_state={"row": "7"})
    assert here.redone().undone().present == project(0, view_state={"row": "7"})


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=60))
def test_a_timeline_behaves_like_two_lists(acts: list[str]) -> None:
    here, past, future, now = Timeline(project(0)), [], [], 0
    for number, act in enumerate(acts, 1):
        if act == "do":
            here = here.done(project(number), str(number))
            past.append(now)
            now, future = number, []
        elif act == "undo":
            here = here.undone()
            if past:
                future.append(now)
                now = past.pop()
        else:
            here = here.redone()
            if future:
                past.append(now)
                now = future.pop()
        assert here.present == project(now)
        assert (here.past is not None, here.future is not None) == (bool(past), bool(future))


def test_a_hundred_thousand_steps_stay_fast() -> None:
    here = Timeline(project(0))
    for number in range(1, 100_001):
        here = here.done(project(number), "x")
    for _ in range(100_000):
        here = here.undone()
    assert here.present == project(0)
    assert here.past is None
    del here  # letting go of a long chain must not run out of stack either


def test_states_share_equal_values() -> None:
    before = Project(EMPTY)
    keys = (DocumentKey("zh", sample.NEW), DocumentKey("fr", sample.NEW))
    alignment = EMPTY.alignments[keys]
    beads = tuple(Bead(bead.source, bead.target, bead.score) for bead in alignment.beads)
    confirmed = replace(beads[3], origin=LinkOrigin.CONFIRMED)
    edited = replace(
        EMPTY,
        alignments={keys: replace(alignment, beads=(*beads[:3], confirmed, *beads[4:]))},
        rows=tuple(replace(row) for row in EMPTY.rows),
    )
    after = Timeline(before).done(Project(edited), "confirm").present.comparison
    assert after == edited
    assert after.rows is EMPTY.rows
    shared = [a is b for a, b in zip(after.alignments[keys].beads, alignment.beads, strict=True)]
    assert shared == [number != 3 for number in range(len(beads))]


def test_a_language_can_be_added_and_taken_back() -> None:
    more = sample.comparison(("zh", "fr", "ru"))
    here = Timeline(Project(EMPTY)).done(Project(more), "add")
    assert here.present.comparison == more
    assert here.undone().present.comparison == EMPTY
    assert here.undone().redone().present.comparison == more


@pytest.mark.parametrize("kept", range(11))
def test_fewer_or_more_rows_share_their_ends(kept: int) -> None:
    fewer = replace(EMPTY, rows=tuple(replace(row) for row in EMPTY.rows[:kept] + EMPTY.rows[kept + 1 :]))
    there = Timeline(Project(EMPTY)).done(Project(fewer), "x")
    assert there.present.comparison == fewer
    entries = {id(row) for row in EMPTY.rows}
    assert all(id(row) in entries for row in there.present.comparison.rows)
    back = there.done(Project(EMPTY), "y").present.comparison
    assert back == EMPTY
