"""The user's actions on a project: reviewing rows, dismissing findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from simple_values import with_alignments

from aligner.project import saved_work
from aligner.project.saved_work import Project
from aligner.values import (
    Alignment,
    Bead,
    Comparison,
    Document,
    DocumentKey,
    Finding,
    Row,
    Segment,
    SegmentKind,
    Severity,
    Span,
)

ZH, FR = DocumentKey("zh", sample.NEW), DocumentKey("fr", sample.NEW)


@pytest.fixture
def project() -> Project:
    return Project(sample.comparison())


def finding(language: str = "fr", rows: tuple[int, ...] = (2,), **given: object) -> Finding:
    plain = {"span": None, "expected": "2", "found": "3", "message": "…", "check": "numbers"}
    return Finding(**{"severity": Severity.ERROR, "rows": rows, "language": language, **plain, **given})


def regrouped(comparison: Comparison, *rows: Row) -> Comparison:
    return replace(comparison, rows=rows)


def test_nothing_is_reviewed_at_first(project: Project) -> None:
    assert saved_work.review_progress(project) == (0, len(project.comparison.rows))
    assert not saved_work.row_reviewed(project, 0)


def test_a_row_is_reviewed_and_not_again(project: Project) -> None:
    read = saved_work.with_reviewed(project, 2, True)
    assert saved_work.row_reviewed(read, 2)
    assert not saved_work.row_reviewed(read, 3)
    assert saved_work.review_progress(read)[0] == 1
    assert saved_work.with_reviewed(read, 2, False) == project


def test_only_the_newest_documents_count(project: Project) -> None:
    read = saved_work.with_reviewed(project, 2, True)
    assert {key.version for key, _ in read.reviewed} == {sample.NEW}
    assert {key.language for key, _ in read.reviewed} == set(sample.LANGUAGES)


def test_a_row_that_only_an_older_draft_has_can_be_reviewed(project: Project) -> None:
    only_old = next(
        n for n, row in enumerate(project.comparison.rows) if {key.version for key in row.cells} == {"draft"}
    )
    read = saved_work.with_reviewed(project, only_old, True)
    assert saved_work.row_reviewed(read, only_old)
    assert saved_work.review_progress(read)[0] == 1


def test_every_row_reviewed_is_the_whole(project: Project) -> None:
    for index in range(len(project.comparison.rows)):
        project = saved_work.with_reviewed(project, index, True)
    total = len(project.comparison.rows)
    assert saved_work.review_progress(project) == (total, total)


def test_a_row_that_gains_an_unread_segment_is_no_longer_reviewed(project: Project) -> None:
    read = saved_work.with_reviewed(project, 2, True)
    wider = Row({ZH: Span(2, 4), FR: Span(2, 3)})
    changed = replace(read, comparison=regrouped(read.comparison, Row({ZH: Span(2, 3)}), wider))
    assert saved_work.row_reviewed(changed, 0)
    assert not saved_work.row_reviewed(changed, 1)


def test_a_fingerprint_does_not_depend_on_the_rows_number(project: Project) -> None:
    comparison = project.comparison
    there = regrouped(comparison, *comparison.rows[2:])
    moved = finding(rows=(0,))
    assert saved_work.fingerprint(finding(), comparison) == saved_work.fingerprint(moved, there)


def test_a_fingerprint_stays_where_links_are_edited(project: Project) -> None:
    comparison = project.comparison
    span = comparison.documents[FR].segments[2].span
    wider = regrouped(comparison, Row({ZH: Span(1, 3), FR: Span(1, 4)}))
    one, other = finding(span=span), finding(span=span, rows=(0,))
    assert saved_work.fingerprint(one, comparison) == saved_work.fingerprint(other, wider)


def test_a_fingerprint_stays_where_a_paragraph_is_put_in_above(project: Project) -> None:
    before, added = project.comparison.documents[FR], "Nouveau\n"
    segments = (
        Segment(Span(0, len(added) - 1)),
        *(replace(each, span=shifted(each.span, len(added)), marks=()) for each in before.segments),
    )
    after = replace(before, text=added + before.text, segments=segments)
    longer = replace(project.comparison, documents={**project.comparison.documents, FR: after})
    here = finding(span=before.segments[2].span)
    there = finding(span=shifted(before.segments[2].span, len(added)))
    assert saved_work.fingerprint(here, project.comparison) == saved_work.fingerprint(there, longer)


def shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.stop + by)


@pytest.mark.parametrize(
    "other",
    [
        {"check": "dates"},
        {"language": "zh"},
        {"expected": "4"},
        {"found": "4"},
        {"rows": (3,)},
    ],
    ids=lambda given: next(iter(given)),
)
def test_different_findings_have_different_fingerprints(project: Project, other: dict[str, object]) -> None:
    one = saved_work.fingerprint(finding(), project.comparison)
    assert one != saved_work.fingerprint(finding(**other), project.comparison)
    assert len(one) == 32


def test_parts_do_not_run_together(project: Project) -> None:
    one = finding(expected="ab", found="c")
    other = finding(expected="a", found="bc")
    assert saved_work.fingerprint(one, project.comparison) != saved_work.fingerprint(
        other, project.comparison
    )


def test_two_findings_alike_in_one_paragraph_are_two(project: Project) -> None:
    segment = project.comparison.documents[FR].segments[2].span
    one, other = (finding(span=Span(segment.start + at, segment.start + at + 1), found=" ") for at in (0, 3))
    assert saved_work.fingerprint(one, project.comparison) != saved_work.fingerprint(
        other, project.comparison
    )


def test_a_missing_passage_is_identified_by_other_languages(project: Project) -> None:
    gap = next(n for n, row in enumerate(project.comparison.rows) if FR not in row.cells and ZH in row.cells)
    here = project.comparison.rows[gap]
    other = next(n for n, row in enumerate(project.comparison.rows) if n != gap and FR not in row.cells)
    there = regrouped(project.comparison, here, project.comparison.rows[other])
    one = finding(rows=(gap,), expected="", found="")
    assert saved_work.fingerprint(one, project.comparison) == saved_work.fingerprint(
        replace(one, rows=(0,)), there
    )
    assert saved_work.fingerprint(one, project.comparison) != saved_work.fingerprint(
        replace(one, rows=(1,)), there
    )


def test_a_changed_paragraph_opens_the_finding_again(project: Project) -> None:
    aside = saved_work.with_dismissed(project, finding(), "as meant")
    old = project.comparison.documents[FR]
    at = old.segments[2].span.start
    reworded = replace(old, text=old.text[:at] + "X" + old.text[at + 1 :])
    documents = {**project.comparison.documents, FR: reworded}
    changed = replace(aside, comparison=replace(project.comparison, documents=documents))
    assert saved_work.open_findings(aside, [finding()]) == ((), (finding(),))
    assert saved_work.open_findings(changed, [finding()]) == ((finding(),), ())


def test_a_paragraph_changed_in_another_language_does_not(project: Project) -> None:
    aside = saved_work.with_dismissed(project, finding(), "as meant")
    old = project.comparison.documents[ZH]
    at = old.segments[2].span.start
    reworded = replace(old, text=old.text[:at] + "X" + old.text[at + 1 :])
    documents = {**project.comparison.documents, ZH: reworded}
    changed = replace(aside, comparison=replace(project.comparison, documents=documents))
    assert saved_work.open_findings(changed, [finding()]) == ((), (finding(),))


def test_findings_are_dismissed_with_a_note_and_restored(project: Project) -> None:
    both = [finding(), finding(check="dates")]
    aside = saved_work.with_dismissed(project, both[0], "the Chinese says so too")
    assert list(aside.dismissed.values()) == ["the Chinese says so too"]
    assert saved_work.open_findings(aside, both) == ((both[1],), (both[0],))
    assert saved_work.without_dismissed(aside, both[0]) == project
    assert saved_work.without_dismissed(project, both[0]) == project


def test_a_finding_beyond_the_rows_has_a_fingerprint_still(project: Project) -> None:
    for beyond in (len(project.comparison.rows), 10_000):
        assert saved_work.fingerprint(finding(rows=(beyond,)), project.comparison)
    assert saved_work.fingerprint(finding(rows=()), project.comparison)
    assert saved_work.fingerprint(finding(language="es", rows=()), project.comparison)


def slowly_touched(document: Document, span: Span) -> list[int]:
    return [
        index
        for index, segment in enumerate(document.segments)
        if (segment.span.start < span.stop and span.start < segment.span.stop)
        or (not span and segment.span.start <= span.start <= segment.span.stop)
    ]


@given(st.integers(0, 60), st.integers(0, 20))
def test_a_span_touches_the_segments_it_overlaps(start: int, length: int) -> None:
    words = [(SegmentKind.OPERATIVE, None, None, "x" * size) for size in (3, 1, 5, 2, 9, 4)]
    document = sample.document("en", "a", words)
    span = Span(start, start + length)
    assert list(saved_work._touched(document, span)) == slowly_touched(document, span)


def test_unchanged_reviewed_paragraphs_stay_reviewed() -> None:
    both = sample.comparison(("zh", "fr"))
    first = {key: document for key, document in both.documents.items() if key.version == sample.OLD}
    keys = DocumentKey("zh", sample.OLD), DocumentKey("fr", sample.OLD)
    beads = tuple(Bead(Span(index, index + 1), Span(index, index + 1)) for index in range(10))
    one_draft = with_alignments(
        Comparison("t", "zh", (sample.OLD,), first, {keys: Alignment(beads, 10, 10)}, {}, ()), {}
    )
    project = Project(one_draft)
    for row in (0, 1, 8):  # unchanged, edited, renumbered
        project = saved_work.with_reviewed(project, row, True)
    followed = saved_work.with_comparison(project, both)
    fresh = {(key.language, index) for key, index in followed.reviewed - project.reviewed}
    assert fresh == {("zh", 0), ("zh", 8), ("fr", 0), ("fr", 7)}
    assert saved_work.row_reviewed(followed, 0)
    assert not saved_work.row_reviewed(followed, 1)
    again = saved_work.with_comparison(followed, with_alignments(both, {}))
    assert again.reviewed == followed.reviewed
    unread = saved_work.with_reviewed(followed, 0, False)  # in the new draft; in the old one it was read
    assert saved_work.with_comparison(unread, with_alignments(both, {})).reviewed == unread.reviewed
