"""A project as a value, and the user's actions on it.

Nothing here is keyed by row number: rows change as links are edited or a revision is added,
while what the user has reviewed or dismissed has to stay with its paragraph.

Undo and redo have no limit. Every state of a project is a value, so a step stores the state before it and
no action needs an inverse. Values that two neighbouring states have in common are stored once: after one
link is edited, nearly all rows, beads and amendments are unchanged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, TypeVar

from aligner.alignment.corrections import kept_before
from aligner.values import Alignment, ChangeKind, Comparison, Decision, DocumentKey, Finding, Row
from aligner.values.digest import digest
from aligner.values.document import Document, Span
from aligner.values.glossary import Glossary

Place = tuple[DocumentKey, int]

_SAME: Final = (ChangeKind.UNCHANGED, ChangeKind.RENUMBERED)


@dataclass(frozen=True, slots=True)
class Project:
    """A comparison and the user's work on it.

    Attributes:
        comparison: the documents, their links, and what follows from them.
        reviewed: segments that the user has reviewed, by document and index.
        dismissed: fingerprint of a dismissed finding → the user's note.
        decided: fingerprint of an amendment (`view.decisions`) → what the user decided on it.
        glossary: the terms its languages are checked against.
        view_state: the saved view state (filters, row, columns), under the names that the user
            interface gives it.
    """

    comparison: Comparison
    reviewed: frozenset[Place] = frozenset()
    dismissed: Mapping[str, str] = field(default_factory=dict)
    glossary: Glossary = ()
    view_state: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[str, Decision] = field(default_factory=dict)


def row_reviewed(project: Project, row_index: int) -> bool:
    """Whether each language's newest text in a row was reviewed.

    Args:
        project: the project.
        row_index: index into `comparison.rows`.
    """
    return _is_reviewed(project, project.comparison.rows[row_index])


def with_reviewed(project: Project, row_index: int, reviewed: bool) -> Project:
    """Return the project with one row marked as reviewed or not reviewed."""
    comparison = project.comparison
    places = frozenset(_newest(comparison.rows[row_index], comparison))
    return replace(project, reviewed=project.reviewed | places if reviewed else project.reviewed - places)


def review_progress(project: Project) -> tuple[int, int]:
    """Return the number of reviewed rows and the number of all rows."""
    rows = project.comparison.rows
    done = sum(_is_reviewed(project, row) for row in rows) if project.reviewed else 0
    return done, len(rows)


def with_comparison(project: Project, comparison: Comparison) -> Project:
    """Return the project with another comparison: links edited, or a document added.

    A reviewed paragraph counts as reviewed in a newly added draft if it is the same except for
    its number, so that only the changes of a new revision remain to be reviewed. Documents may have
    lost segments to their masthead.
    """
    before = project.comparison.documents
    reviewed = set(_still_there(project.reviewed, before, comparison.documents))
    for (old, new), revision in comparison.revisions.items():
        if new in before:
            continue
        for change in revision.changes:
            if change.kind in _SAME and all((old, index) in reviewed for index in change.old):
                reviewed.update((new, index) for index in change.new)
    return replace(project, comparison=comparison, reviewed=frozenset(reviewed))


def with_rearranged(
    project: Project, comparison: Comparison, was: Mapping[DocumentKey, DocumentKey]
) -> Project:
    """Return the project with a rearranged comparison; what was reviewed stays so where the text is the same.

    Args:
        project: the project.
        comparison: its comparison from now on.
        was: key of a document → its key before.
    """
    from aligner.comparison.compare import stayed_paragraphs

    before, reviewed = project.comparison.documents, set[Place]()
    for key, old in was.items():
        stayed = stayed_paragraphs(before[old], comparison.documents[key])
        reviewed.update(
            (key, stayed[index]) for place, index in project.reviewed if place == old and index in stayed
        )
    return replace(project, comparison=comparison, reviewed=frozenset(reviewed))


def _still_there(
    places: Iterable[Place], before: Mapping[DocumentKey, Document], after: Mapping[DocumentKey, Document]
) -> Iterator[Place]:
    """Yield the places of the same segments in documents that may have fewer of them."""
    shorter = (key for key in before if key in after and len(after[key]) < len(before[key]))
    changed = {key: kept_before(before[key], after[key]) for key in shorter}
    for key, index in places:
        kept = changed.get(key)
        if kept is None:
            yield key, index
        elif kept[index] < kept[index + 1]:
            yield key, kept[index]


def fingerprint(finding: Finding, comparison: Comparison) -> str:
    """Return a finding's fingerprint, independent of row numbers: 32 hexadecimal digits.

    It is computed from the check, the language, the expected and found values, and the
    paragraph of the finding. It survives edited links, renumbering and new revisions as long
    as the paragraph's words do; once they change, the finding has to be reviewed again.

    If the language has no text in the finding's rows (a missing passage), the paragraphs of
    the other languages are used instead.
    """
    parts = (finding.check, finding.language, finding.expected, finding.found)
    return digest(*parts, *_texts_about(finding, comparison))


def with_dismissed(project: Project, finding: Finding, note: str = "") -> Project:
    """Return the project with a finding dismissed, with a note."""
    key = fingerprint(finding, project.comparison)
    return replace(project, dismissed={**project.dismissed, key: note})


def without_dismissed(project: Project, finding: Finding) -> Project:
    """Return the project with a dismissed finding restored."""
    key = fingerprint(finding, project.comparison)
    return replace(project, dismissed={each: n for each, n in project.dismissed.items() if each != key})


def with_decision(project: Project, amendments: Iterable[str], decision: Decision | None) -> Project:
    """Return the project with one decision on some amendments, or none.

    Args:
        project: the project.
        amendments: their fingerprints.
        decision: what was decided; None to take back what was.
    """
    marks = dict.fromkeys(amendments)
    kept = {mark: each for mark, each in project.decided.items() if mark not in marks}
    made = {} if decision is None else dict.fromkeys(marks, decision)
    return replace(project, decided={**kept, **made})


def open_findings(
    project: Project, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the open findings and the dismissed ones, both in the order given."""
    kept: tuple[list[Finding], list[Finding]] = ([], [])
    for finding in findings:
        aside = bool(project.dismissed) and fingerprint(finding, project.comparison) in project.dismissed
        kept[aside].append(finding)
    return tuple(kept[0]), tuple(kept[1])


def _newest(row: Row, comparison: Comparison) -> Iterator[Place]:
    """Return the segments of each language's newest document in a row."""
    order = comparison.version_order
    newest: dict[str, DocumentKey] = {}
    for key in row.cells:
        kept = newest.get(key.language)
        if kept is None or order[key.version] > order[kept.version]:
            newest[key.language] = key
    for key in newest.values():
        for index in row.cells[key]:
            yield key, index


def _is_reviewed(project: Project, row: Row) -> bool:
    return all(place in project.reviewed for place in _newest(row, project.comparison))


def _texts_about(finding: Finding, comparison: Comparison) -> Iterator[str]:
    """Return the paragraphs that a finding concerns, and its place in them."""
    key = comparison.newest.get(finding.language)
    if key is not None and finding.span is not None:
        document = comparison.documents[key]
        touched = _touched(document, finding.span)
        if touched:
            yield str(finding.span.start - document.segments[touched[0]].span.start)
            yield from (document.text_of(index) for index in touched)
            return
    rows = [comparison.rows[number] for number in finding.rows if number < len(comparison.rows)]
    places = [place for row in rows for place in _newest(row, comparison)]
    here = [place for place in places if place[0].language == finding.language]
    for place in here or sorted(set(places)):
        yield comparison.documents[place[0]].text_of(place[1])


def _touched(document: Document, span: Span) -> range:
    """Return the segments that a span of the text overlaps; an empty span touches those at its position."""
    segments = document.segments
    first = bisect_left(segments, span.start, key=lambda segment: segment.span.stop)
    if span and first < len(segments) and segments[first].span.stop == span.start:
        first += 1
    last = bisect_left(segments, span.stop + (not span), key=lambda segment: segment.span.start)
    return range(first, max(first, last))


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

    @property
    def has_steps(self) -> bool:
        """Whether there is a step to undo or to redo."""
        return self.past is not None or self.future is not None

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
    head = len(list(takewhile(bool, map(_same, here, before))))
    if head == len(here) == len(before):
        return before
    ends = map(reversed, (here[head:], before[head:]))
    tail = len(list(takewhile(bool, map(_same, *ends))))
    return before[:head] + here[head : len(here) - tail] + before[len(before) - tail :]


def _same(one: object, other: object) -> bool:
    return one is other or one == other
