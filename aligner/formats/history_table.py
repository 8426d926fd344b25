"""The history of each paragraph through a series of drafts, as a table.

The paragraphs of the last draft come first, in order, each with the draft that introduced it and
the one that last changed it. Deleted paragraphs follow, with the draft that deleted them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aligner.formats.amendment_table import quoted, row
from aligner.formats.cells import divided, legal
from aligner.readers.table_text import guarded
from aligner.revision.draft_history import ParagraphHistory, histories
from aligner.segmentation.citations import names
from aligner.values import ChangeKind, Document, SegmentKind
from aligner.values.catalogue import Words, load
from aligner.values.results import DraftSeries

_HEADS: Final = ("place", "came in", "last changed", "what", "went", "text")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One paragraph; drafts are given by index.

    Attributes:
        place: how it is cited in the last draft that has it; empty if nothing names it.
        number: its number among the paragraphs of that draft, from 1.
        came_in: the first draft that has it.
        changed_in: the latest draft that changed or introduced it.
        kind: the change in that draft, or how it was removed; None if it is as in the first draft.
        went_in: the draft that deleted it, or None if the last draft has it.
        text: its words, in the last draft that has it.
    """

    place: str
    number: int
    came_in: int
    changed_in: int
    kind: ChangeKind | None
    went_in: int | None
    text: str


def lines_of(series: DraftSeries) -> list[HistoryLine]:
    """Return a line for each paragraph: those of the last draft in order, then the deleted ones."""
    last = len(series.drafts) - 1
    found = histories(series.drafts, series.revisions)
    in_order = sorted(found, key=lambda each: (-each.last_seen_in, each.appearances[-1].segment))
    leaving = [
        {segment: change.kind for change in revision.changes for segment in change.old}
        for revision in series.revisions
    ]
    cited = [names(draft) for draft in series.drafts]
    return [
        _line(
            each,
            series.drafts[each.last_seen_in],
            cited[each.last_seen_in],
            leaving[each.last_seen_in] if each.last_seen_in < last else {},
        )
        for each in in_order
    ]


def _line(
    history: ParagraphHistory, draft: Document, cited: Sequence[str], leaving: Mapping[int, ChangeKind]
) -> HistoryLine:
    """Return a line, from the last draft that has the paragraph.

    Args:
        history: of the paragraph.
        draft: that last one.
        cited: the names of its paragraphs.
        leaving: how the next draft deleted its paragraphs, if there is a next one.
    """
    end = history.appearances[-1]
    changes = [each.change for each in history.appearances if each.change and each.change.is_amendment]
    kind = changes[-1].kind if changes else ChangeKind.INSERTED if history.introduced_in else None
    kind, went = (leaving[end.segment], end.version + 1) if leaving else (kind, None)
    text = draft.text_of(end.segment)
    if draft.segments[end.segment].kind is SegmentKind.ROW:
        text = divided(text)
    place, number = cited[end.segment], end.segment + 1
    return HistoryLine(place, number, history.introduced_in, history.last_changed_in, kind, went, text)


def cells_of(series: DraftSeries, line: HistoryLine, words: Words) -> tuple[str, ...]:
    """Return a line's cells under `_HEADS`, with drafts by name and the kind of change in words."""
    drafts = [draft.version for draft in series.drafts]
    kind = words(f"kind.{line.kind}") if line.kind else ""
    went = drafts[line.went_in] if line.went_in is not None else ""
    place = words.place(line.place) or f"¶{line.number}"
    return place, drafts[line.came_in], drafts[line.changed_in], kind, went, line.text


def table(result: DraftSeries) -> bytes:
    """CSV: a header, then one row per paragraph; what begins like a formula gets an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_HEADS)
    lines = (cells_of(result, line, load()) for line in lines_of(result))
    writer.writerows([guarded(legal(cell)) for cell in cells] for cells in lines)
    return file.getvalue().encode("utf-8")


def markdown(result: DraftSeries) -> bytes:
    """Return the same as a table in Markdown."""
    lines = [row(_HEADS), row("---" for _ in _HEADS)]
    lines += [row(quoted(cell) for cell in cells_of(result, line, load())) for line in lines_of(result)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
