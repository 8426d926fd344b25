"""A project as a value, and the actions of a person on it.

Nothing here refers to a row by its number: links are edited, rows come and go, a new
revision is added, and what a person has read or set aside has to stay with the paragraph
it was about.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from aligner.checks.glossary import EMPTY, Glossary
from aligner.values import ChangeKind, Comparison, Document, DocumentKey, Finding, Row, Span

Place = tuple[DocumentKey, int]

_SAME: Final = (ChangeKind.UNCHANGED, ChangeKind.RENUMBERED)


@dataclass(frozen=True, slots=True)
class Project:
    """A comparison and a person's work on it.

    Attributes:
        comparison: the documents, their links, and what follows from them.
        reviewed: segments that a person has read, by document and index.
        dismissed: fingerprint of a finding that a person set aside → the note why.
        glossary: the terms its languages are checked against.
        desk: the state in which the page was left (filters, row, columns), as whatever draws
            the page names it.
    """

    comparison: Comparison
    reviewed: frozenset[Place] = frozenset()
    dismissed: Mapping[str, str] = field(default_factory=dict)
    glossary: Glossary = EMPTY
    desk: Mapping[str, str] = field(default_factory=dict)


def row_reviewed(project: Project, row_index: int) -> bool:
    """Whether a row was reviewed: each language's newest text in it.

    Args:
        project: the work.
        row_index: into `comparison.rows`.
    """
    comparison = project.comparison
    return _is_reviewed(project, comparison.rows[row_index], _order(comparison))


def with_reviewed(project: Project, row_index: int, reviewed: bool) -> Project:
    """The project with one row marked as read, or as not read."""
    comparison = project.comparison
    places = frozenset(_newest(comparison.rows[row_index], _order(comparison)))
    return replace(project, reviewed=project.reviewed | places if reviewed else project.reviewed - places)


def review_progress(project: Project) -> tuple[int, int]:
    """The number of rows reviewed, and the number of all rows."""
    comparison = project.comparison
    order = _order(comparison)
    done = sum(_is_reviewed(project, row, order) for row in comparison.rows) if project.reviewed else 0
    return done, len(comparison.rows)


def with_comparison(project: Project, comparison: Comparison) -> Project:
    """The project with another comparison: links edited, or a document more.

    What was read of a draft counts as read in the next one that is new here, where the
    paragraph is the same but for its number: who takes a revision in has only its changes
    to read.
    """
    before = project.comparison.documents
    reviewed = set(project.reviewed)
    for (old, new), revision in comparison.revisions.items():
        if new in before:
            continue
        for change in revision.changes:
            if change.kind in _SAME and all((old, index) in reviewed for index in change.old):
                reviewed.update((new, index) for index in change.new)
    return replace(project, comparison=comparison, reviewed=frozenset(reviewed))


def fingerprint(finding: Finding, comparison: Comparison) -> str:
    """A finding's fingerprint, independent of row numbers: 32 hexadecimal digits.

    Made of the check, the language, what was expected and found, and the paragraph the
    finding is in. So it stays the same through edited links, a new numbering or a new
    revision, as long as the paragraph does; once its words change, the finding has to be
    looked at again.

    Where the language has no text in the finding's rows (a passage is missing), the
    paragraphs of the other languages stand for it.
    """
    digest = hashlib.blake2b(digest_size=16)
    parts = (finding.check, finding.language, finding.expected, finding.found)
    for part in (*parts, *_texts_about(finding, comparison)):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


def with_dismissed(project: Project, finding: Finding, note: str = "") -> Project:
    """The project with a finding set aside, and why."""
    key = fingerprint(finding, project.comparison)
    return replace(project, dismissed={**project.dismissed, key: note})


def without_dismissed(project: Project, finding: Finding) -> Project:
    """The project with a finding no longer set aside."""
    key = fingerprint(finding, project.comparison)
    return replace(project, dismissed={each: n for each, n in project.dismissed.items() if each != key})


def open_findings(
    project: Project, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings still to be looked at, and those set aside; both in the order given."""
    kept: tuple[list[Finding], list[Finding]] = ([], [])
    for finding in findings:
        aside = bool(project.dismissed) and fingerprint(finding, project.comparison) in project.dismissed
        kept[aside].append(finding)
    return tuple(kept[0]), tuple(kept[1])


def _order(comparison: Comparison) -> Mapping[str, int]:
    return {version: number for number, version in enumerate(comparison.versions)}


def _newest(row: Row, order: Mapping[str, int]) -> Iterator[Place]:
    """The segments of each language's newest document in a row."""
    newest: dict[str, DocumentKey] = {}
    for key in row.cells:
        kept = newest.get(key.language)
        if kept is None or order[key.version] > order[kept.version]:
            newest[key.language] = key
    for key in newest.values():
        for index in row.cells[key]:
            yield key, index


def _is_reviewed(project: Project, row: Row, order: Mapping[str, int]) -> bool:
    return all(place in project.reviewed for place in _newest(row, order))


def _texts_about(finding: Finding, comparison: Comparison) -> Iterator[str]:
    """The paragraphs a finding is about, and its place in them."""
    order = _order(comparison)
    kept = {key.language: key for key in sorted(comparison.documents, key=lambda key: order[key.version])}
    key = kept.get(finding.language)
    if key is not None and finding.span is not None:
        document = comparison.documents[key]
        touched = _touched(document, finding.span)
        if touched:
            yield str(finding.span.start - document.segments[touched[0]].span.start)
            yield from (document.text_of(index) for index in touched)
            return
    rows = [comparison.rows[number] for number in finding.rows if number < len(comparison.rows)]
    here = [place for row in rows for place in _newest(row, order) if place[0].language == finding.language]
    for place in here or sorted({place for row in rows for place in _newest(row, order)}):
        yield comparison.documents[place[0]].text_of(place[1])


def _touched(document: Document, span: Span) -> range:
    """The segments that a span of the running text overlaps; an empty span touches those at its position."""
    segments = document.segments
    first = bisect_left(segments, span.start, key=lambda segment: segment.span.stop)
    if span and first < len(segments) and segments[first].span.stop == span.start:
        first += 1
    last = bisect_left(segments, span.stop + (not span), key=lambda segment: segment.span.start)
    return range(first, max(first, last))
