"""Undo and redo without limit.

Every state of a project is a value, so a step stores the state before it and no action needs
an inverse. Values that two neighbouring states have in common are stored once: after one link
is edited, nearly all rows, beads and amendments are unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

from aligner.project.saved_work import Project
from aligner.values import Alignment

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Step:
    """An earlier or later state, the name of the step that leads to or from it, and the steps beyond."""

    project: Project
    what: str
    beyond: Step | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The current state of a project, with the steps to undo and to redo.

    Attributes:
        present: the current project.
        past: the last step, linked to those before it.
        future: the step last undone, linked to those undone before it.
    """

    present: Project
    past: Step | None = field(default=None, repr=False)
    future: Step | None = field(default=None, repr=False)

    def done(self, project: Project, what: str) -> Timeline:
        """Take a step; steps that were undone are dropped.

        Args:
            project: the project after the step.
            what: name of the step for undoing: a key of the interface texts.
        """
        return Timeline(_sharing(project, self.present), Step(self.present, what, self.past))

    def moved(self, project: Project) -> Timeline:
        """Return the same state with another view state: changes of filters and columns are not steps."""
        return replace(self, present=project)

    def undone(self) -> Timeline:
        """Undo a step, keeping the view state; return the timeline unchanged if there is none."""
        if self.past is None:
            return self
        there = replace(self.past.project, view_state=self.present.view_state)
        return Timeline(there, self.past.beyond, Step(self.present, self.past.what, self.future))

    def redone(self) -> Timeline:
        """Redo the step last undone; return the timeline unchanged if there is none."""
        if self.future is None:
            return self
        there = replace(self.future.project, view_state=self.present.view_state)
        return Timeline(there, Step(self.present, self.future.what, self.past), self.future.beyond)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self.past is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return self.future is not None

    @property
    def undo_name(self) -> str:
        """The name of the step that would be undone; empty if there is none."""
        return self.past.what if self.past is not None else ""

    @property
    def redo_name(self) -> str:
        """The name of the step that would be redone; empty if there is none."""
        return self.future.what if self.future is not None else ""


def _sharing(project: Project, before: Project) -> Project:
    """Return the project, reusing the values of the previous one wherever they are equal."""
    ours, theirs = project.comparison, before.comparison
    if ours is theirs:
        return project
    shared = replace(
        ours,
        alignments={
            keys: _links_shared(alignment, theirs.alignments.get(keys))
            for keys, alignment in ours.alignments.items()
        },
        rows=_ends_shared(ours.rows, theirs.rows),
        amendments=_ends_shared(ours.amendments, theirs.amendments),
    )
    return replace(project, comparison=shared)


def _links_shared(alignment: Alignment, before: Alignment | None) -> Alignment:
    if before is None or alignment is before:
        return alignment
    return replace(alignment, beads=_ends_shared(alignment.beads, before.beads))


def _ends_shared(here: tuple[T, ...], before: tuple[T, ...]) -> tuple[T, ...]:
    """Return the same values, reusing the objects of `before` at both ends.

    >>> before = ([1], [2], [3])
    >>> found = _ends_shared(([1], [9], [3]), before)
    >>> found, found[0] is before[0], found[2] is before[2]
    (([1], [9], [3]), True, True)
    """
    if here is before:
        return here
    most = min(len(here), len(before))
    head = 0
    while head < most and _same(here[head], before[head]):
        head += 1
    if head == len(here) == len(before):
        return before
    tail = 0
    while tail < most - head and _same(here[-1 - tail], before[-1 - tail]):
        tail += 1
    return before[:head] + here[head : len(here) - tail] + before[len(before) - tail :]


def _same(one: object, other: object) -> bool:
    return one is other or one == other
