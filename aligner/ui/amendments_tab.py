"""The amendments as a sortable table, filtered like the text; each leads to its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.ui import navigation, page, shown_rows
from aligner.values import Carried
from aligner.view.markup import plain
from aligner.view.page_model import Entry, View
from aligner.view.redline_runs import Mark

_MOST: Final = 11  # rows of the table; the selected amendment is shown below it


def draw(view: View) -> None:
    """List the amendments in the rows that pass the filters."""
    say = page.words()
    left = {row.number for row in shown_rows.rows_shown(view)}
    shown = [entry for entry in view.entries if entry.row in left]
    if not shown:
        if view.entries:
            shown_rows.say_nothing_shown(view)
        else:
            page.remark(say("report.amendments_none"))
        return
    event = st.dataframe(
        _table(view, shown),
        hide_index=True,
        width="stretch",
        height=page.table_height(len(shown), _MOST),
        on_select="rerun",
        selection_mode="single-row",
        key="amendments.table",
        column_config={  # no wider, so that the states in the other languages stay visible
            say(name): st.column_config.TextColumn(width="medium")
            for name in ("amendment.deleted", "amendment.inserted")
        },
    )
    chosen = event.selection.rows
    if not chosen or chosen[0] >= len(shown):
        page.show(f'<p class="muted">{plain(say("amendment.choose"))}</p>')
        return
    entry = shown[chosen[0]]
    st.button(
        say("finding.go"), key="amendments.go", type="primary", on_click=navigation.go, args=(entry.row,)
    )
    page.show(Fragments(view, say, notes=False).table([view.rows[entry.row - 1]]))


def _table(view: View, shown: Sequence[Entry]) -> pd.DataFrame:
    say = page.words()
    data = {
        say("row.place"): [_place(entry) for entry in shown],
        say("amendment.deleted"): [_words(entry, Mark.DELETED) for entry in shown],
        say("amendment.inserted"): [_words(entry, Mark.INSERTED) for entry in shown],
    }
    for number, column in enumerate(view.columns):
        data[page.document(column.key)] = [_state(entry, number, column.key.language) for entry in shown]
    return pd.DataFrame(data)


def _place(entry: Entry) -> str:
    say = page.words()
    old = say("row.old_place", place=entry.old_place) if entry.old_place else ""
    if entry.place and old:
        return plain(f"{entry.place} ({old})")
    return plain(entry.place or old or say("row.permalink", number=entry.row))


def _words(entry: Entry, mark: Mark) -> str:
    return plain(" … ".join(piece.text.strip() for piece in entry.excerpt if piece.mark is mark))


def _state(entry: Entry, number: int, language: str) -> str:
    """Describe one column of an amendment: its own change, and whether the amendment reached it."""
    say = page.words()
    kind = entry.kinds.get(number)
    state, _ = entry.states.get(language, (None, ""))
    said = [say(f"kind.{kind}")] if kind else []
    noted = language in entry.missing or state is Carried.AMENDED_HERE_ONLY
    if state is not None and (kind is None or noted):
        said.append(("▲ " if language in entry.missing else "") + say(f"state.{state}"))
    return " · ".join(said) or "–"
