"""The report: one self-contained HTML file, without scripts or network requests.

Languages are columns and paragraphs are rows; amendments are in the text, underlined
or struck through. It suits light and dark screens, wide and narrow, screen readers and paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from aligner.comparison.single_result import comparison_of
from aligner.formats.cells import flat
from aligner.formats.html.amendment_matrix import summary
from aligner.formats.html.fragments import Fragments
from aligner.formats.html.matrix import matrix
from aligner.formats.templates import page
from aligner.values import Comparison, DocumentKey, Finding, Message, verbatim
from aligner.values.catalogue import Words, load
from aligner.values.results import Checked, Remark, RevisedPair
from aligner.view.build import build
from aligner.view.finding_marks import mark_findings
from aligner.view.page_model import Badge, BadgeKind, Cell, View, ViewRow

NO_REMARKS: Final[Remarks] = MappingProxyType({})


_NEAR: Final = 12
"""How far, in paragraphs, a comment's words may be from its counted paragraph."""


Remarks = Mapping[tuple[int, str], Sequence[Badge]]
"""Remarks beside rows, by the index of the row in the comparison and the language of the column."""


def render(
    comparison: Comparison,
    *,
    words: Words | None = None,
    remarks: Remarks = NO_REMARKS,
    findings: Sequence[Finding] | None = None,
) -> str:
    """Write a comparison as a self-contained HTML page.

    Args:
        comparison: what to show; `aligner.comparison.single_result` makes one of a single alignment
            or revision.
        words: the interface texts; English by default.
        remarks: remarks to show beside rows.
        findings: findings to list; None if no check has run.

    Returns:
        The whole page, to be saved as UTF-8.
    """
    view = build(comparison)
    view = remarked(view, remarks) if remarks else view
    if findings:
        view = _with_marked_words(view, comparison.newest, findings)
    return render_view(view, words=words, findings=findings)


def _with_marked_words(view: View, newest: Mapping[str, DocumentKey], findings: Sequence[Finding]) -> View:
    """Return the view with the words marked that findings concern."""
    of_row: dict[int, list[Finding]] = {}
    for finding in findings:
        for row in finding.rows:
            of_row.setdefault(row, []).append(finding)
    rows = (
        row if row.source is None else mark_findings(view, row, newest, of_row.get(row.source, ()))
        for row in view.rows
    )
    return replace(view, rows=tuple(rows))


def render_view(
    view: View,
    *,
    rows: Sequence[ViewRow] | None = None,
    words: Words | None = None,
    findings: Sequence[Finding] | None = None,
) -> str:
    """Write a view that is already built, or only some of its rows; see `render`."""
    said = words or load()
    rows = view.rows if rows is None else rows
    fragments = Fragments(view, said)
    return page(
        "report.html",
        said,
        view.title,
        view=view,
        rows=rows,
        findings=findings,
        by_source=view.by_source(),
        column_title=fragments.column_title,
        summary=summary(fragments),
        matrix=matrix(fragments, rows),
        text=fragments.table(rows),
        footnotes=fragments.footnotes(view.rows),
    )


def revision(result: RevisedPair, words: Words) -> bytes:
    """Write the report of one revision."""
    shown = comparison_of(result)
    placed, elsewhere = beside(result)
    if elsewhere:
        shown = replace(shown, notes=(*shown.notes, *elsewhere))
    return render(shown, words=words, remarks=placed).encode("utf-8", "replace")


def comparison(result: Comparison, words: Words) -> bytes:
    """Write the report of a whole set; its headings and remarks are in the language of `words`."""
    return render(result, words=words).encode("utf-8", "replace")


def checked(result: Checked, words: Words) -> bytes:
    """Write the report of a set with its findings, listed and beside the passages concerned."""
    placed = of_findings(result.findings, words)
    html = render(result.comparison, words=words, remarks=placed, findings=result.findings)
    return html.encode("utf-8", "replace")


def beside(pair: RevisedPair) -> tuple[Remarks, list[Message]]:
    """Group comments by the change of their paragraph, if they have one.

    A file numbers the paragraphs of both drafts together, without headers and empty ones, so
    the number is only approximate: the nearest paragraph with the words is taken.

    Returns:
        The comments of each change of the revision, and a sentence for each of the others.
    """
    texts = [
        flat(f"{pair.old.joined(change.old)} {pair.new.joined(change.new)}")
        for change in pair.revision.changes
    ]
    placed: defaultdict[tuple[int, str], list[Badge]] = defaultdict(list)
    elsewhere: list[Message] = []
    for remark in pair.remarks:
        said = " ".join(remark.text.split())
        found = _nearest(texts, remark)
        if found is None:
            elsewhere.append(verbatim(f"{remark.author or '–'}: {said}"))
        else:
            placed[found, pair.new.language].append(
                Badge(BadgeKind.COMMENT, place=remark.author or "–", reason=verbatim(said))
            )
    return dict(placed), elsewhere


def of_findings(findings: Iterable[Finding], words: Words) -> Remarks:
    """Group findings by the passages they concern."""
    placed: defaultdict[tuple[int, str], list[Badge]] = defaultdict(list)
    for finding in findings:
        name = words.label(f"check.{finding.check}", finding.check)
        badge = Badge(BadgeKind.FINDING, place=name, reason=finding.message)
        for row in finding.rows:
            placed[row, finding.language].append(badge)
    return dict(placed)


def remarked(view: View, remarks: Remarks) -> View:
    """Return the view with remarks above the cells they concern."""
    languages = [column.key.language for column in view.columns]

    def cells(row: ViewRow) -> Iterator[Cell]:
        for language, cell in zip(languages, row.cells, strict=True):
            badges = () if row.source is None else tuple(remarks.get((row.source, language), ()))
            yield replace(cell, badges=(*cell.badges, *badges)) if badges else cell

    return replace(view, rows=tuple(replace(row, cells=tuple(cells(row))) for row in view.rows))


def _nearest(texts: list[str], remark: Remark) -> int | None:
    """Find the paragraph with the commented words, or with most of them, nearest to the comment's number."""
    quoted = flat(remark.quoted).strip()
    if not remark.paragraph or not quoted:
        return None
    whole = [number for number, text in enumerate(texts) if quoted in text]
    if not whole:  # the words are from both drafts: some deleted, some inserted
        words = set(quoted.split()) if " " in quoted else set(quoted)
        near = range(max(0, remark.paragraph - _NEAR), min(len(texts), remark.paragraph + _NEAR))
        shares = {number: sum(word in texts[number] for word in words) / len(words) for number in near}
        most = max(shares.values(), default=0.0)
        whole = [number for number, share in shares.items() if share == most >= 0.5]
    return min(whole, key=lambda number: abs(number + 1 - remark.paragraph), default=None)
