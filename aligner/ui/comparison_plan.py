"""A preview of the comparison: a small table, languages by drafts, of what will be compared with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.languages import get
from aligner.ui import page
from aligner.values import Document, DocumentKey
from aligner.view.markup import escape, isolated, plain


def grid(documents: Mapping[DocumentKey, Document], versions: Sequence[str], pivot: str | None) -> str:
    """Return a table with one row per language, the pivot first, and one column per draft.

    Args:
        documents: the documents to compare, by language and draft.
        versions: all drafts in order.
        pivot: the pivot language; None for the one that the comparison will choose.
    """
    say = page.words()
    first = pivot or choose_pivot(documents, versions)
    aligned = {theirs: ours for ours, theirs in pairs_to_align(documents, first, versions)}
    revised = {new: old for old, new in pairs_to_revise(documents, versions)}
    languages = sorted({key.language: None for key in documents}, key=lambda code: code != first)

    def cell(key: DocumentKey) -> str:
        if key not in documents:
            return '<td class="muted">—</td>'
        signs = []
        if key in revised:
            signs.append(("→", say("plan.revised", document=page.document(revised[key]))))
        if key in aligned:
            signs.append(("↔", say("plan.aligned", document=page.document(aligned[key]))))
        drawn = "".join(
            f'<span role="img" title="{escape(text)}" aria-label="{escape(text)}">{sign}</span> '
            for sign, text in signs
        )
        return f"<td>{drawn}{isolated(documents[key].source)}</td>"

    head = "".join(f'<th scope="col">{isolated(page.draft(version))}</th>' for version in versions)
    rows = "".join(
        f'<tr><th scope="row">{isolated(get(code).endonym)}</th>'
        + "".join(cell(DocumentKey(code, version)) for version in versions)
        + "</tr>"
        for code in languages
    )
    legend = [say("plan.legend_revised")] if revised else []
    if aligned:
        legend.append(say("plan.legend_aligned", language=get(first).endonym))
    note = f'<p class="muted hint">{escape(" · ".join(legend))}</p>' if legend else ""
    return (
        f'<table class="plan"><caption>{escape(say("plan.title"))}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"
    )


def ask_order(proposed: list[str], key: str) -> list[str] | None:
    """Ask for the drafts from earliest to latest; None while the order is unclear.

    Args:
        proposed: the drafts in the likely order.
        key: prefix of the widget's key.
    """
    say = page.words()
    if len(proposed) < 2:
        return proposed
    text = st.text_input(
        say("app.order"),
        value=plain(", ".join(proposed)),
        key=".".join([key, "|".join(proposed)]),
        help=say("app.order_help"),
    )
    order = [name.strip() for name in text.split(",")]
    if sorted(order) != sorted(proposed):
        page.problem(say("app.order_wrong", versions=", ".join(proposed)))
        return None
    return order
