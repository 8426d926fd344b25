"""Remarks beside the rows of a report: comments from a file and findings of the checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from aligner.formats.cells import flat
from aligner.values import Finding, Message, verbatim
from aligner.values.catalogue import Words
from aligner.values.results import Remark, RevisedPair
from aligner.view.page_model import Badge, BadgeKind, Cell, View, ViewRow

_NEAR: Final = 12
"""How far, in paragraphs, a comment's words may be from its counted paragraph."""


Remarks = Mapping[tuple[int, str], Sequence[Badge]]
"""Remarks beside rows, by the index of the row in the comparison and the language of the column."""


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
            own = () if row.source is None else tuple(remarks.get((row.source, language), ()))
            yield replace(cell, badges=(*cell.badges, *own)) if own else cell

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
