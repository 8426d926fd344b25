"""The summary above the text of the report: the answer, counts, and the matrix of amendments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from aligner.formats.html.amendment_matrix import answer, legend, matrix
from aligner.formats.html.fragments import Fragments
from aligner.values.catalogue import Words
from aligner.values.comparison import SLIGHT_CHANGES, ChangeKind
from aligner.view.markup import escape
from aligner.view.one_page_summary import SummaryGroup, SummaryLine
from aligner.view.page_model import View
from aligner.view.summarise import summary_of

MANY: Final = 40
"""Number of amendments from which those that every language has are folded, to keep the text in reach."""


def summary(view: View, words: Words, fragments: Fragments) -> str:
    """Write the answer in a sentence, the matrix of amendments, and counts; nothing without drafts.

    Args:
        view: the view to show.
        words: the interface texts.
        fragments: provides names and addresses.
    """
    if not any(column.base for column in view.columns):
        return ""
    say, whole = words, summary_of(view, words.language, whole=True)
    first, *more = map(escape, answer(whole, say))
    parts = [
        f'<h2 id="summary">{escape(say("report.summary"))}</h2>',
        f'<p class="answer"><strong>{first}</strong> {" ".join(more)}</p>',
        f'<h3 id="amendments">{escape(say("report.amendments"))} ({whole.total})</h3>' if whole.total else "",
    ]
    many = whole.total > MANY
    shown = _where(whole.groups, lambda line: not (many and line.is_settled))
    folded = _where(whole.groups, lambda line: many and line.is_settled)
    tables = [
        matrix(groups, whole.languages, say, fragments.address, with_reasons=True) if groups else ""
        for groups in (shown, folded)
    ]
    parts.append(tables[0])
    if folded:
        count = sum(len(group.lines) for group in folded)
        title = escape(say("onepage.others", count=count))
        parts.append(f"<details><summary>{title}</summary>\n{tables[1]}</details>")
    parts.append(f'<p class="muted">{escape(legend(whole, say))}</p>' if whole.total else "")
    parts.append(counts(view, say, fragments))
    return f'<section class="summary" aria-labelledby="summary">{"".join(parts)}</section>'


def _where(
    groups: tuple[SummaryGroup, ...], chosen: Callable[[SummaryLine], bool]
) -> tuple[SummaryGroup, ...]:
    """Return the chosen amendments, in their groups."""
    found = (replace(group, lines=tuple(filter(chosen, group.lines))) for group in groups)
    return tuple(group for group in found if group.lines)


def counts(view: View, say: Words, fragments: Fragments) -> str:
    """Write the table of changes by language and kind."""
    columns = [column for column in view.columns if column.base]
    kinds = [kind for kind in ChangeKind if any(column.counts.get(kind) for column in columns)]
    amended = [kind for kind in kinds if kind not in SLIGHT_CHANGES]
    quiet = [kind for kind in kinds if kind in SLIGHT_CHANGES]
    heads = "".join(f'<th scope="col">{escape(say(f"kind.{kind}"))}</th>' for kind in amended)
    heads += f'<th scope="col">{escape(say("report.total"))}</th>'
    heads += "".join(f'<th scope="col" class="quiet">{escape(say(f"kind.{kind}"))}</th>' for kind in quiet)
    lines = []
    for column in columns:
        cells = "".join(f"<td>{column.counts.get(kind, 0)}</td>" for kind in amended)
        cells += f"<td><strong>{sum(column.counts.get(kind, 0) for kind in amended)}</strong></td>"
        cells += "".join(f'<td class="quiet">{column.counts.get(kind, 0)}</td>' for kind in quiet)
        name = fragments.column_title(column)
        lines.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return (
        f'<table class="counts"><caption>{escape(say("report.counts"))}</caption>'
        f'<thead><tr><th scope="col">{escape(say("report.language"))}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )
