"""The text beside a list, in two panes as high as the window that scroll independently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.ui import page, word_linkers
from aligner.view.page_model import View, ViewRow
from aligner.view.selection import with_columns

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_CONTEXT: Final = 3
"""Number of rows shown before and after the given rows."""

_MOST_ROWS: Final = 3
"""Largest number of the given rows that are shown."""

_MOST_COLUMNS: Final = 3
"""Largest number of columns that fit into the pane."""


def beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the two panes: for the list, and for the text."""
    with st.container(key="panes"):
        listed, text = st.columns([2, 3])
    return listed, text


def draw(
    view: View,
    rows: Sequence[ViewRow],
    *,
    languages: Iterable[str],
    marked: Callable[[ViewRow], ViewRow] = lambda row: row,
) -> None:
    """Draw the given rows and those around them; the first given row is marked as the current one.

    Args:
        view: the view with the rows.
        rows: the rows, at least one; of many, only the first are shown.
        languages: the languages to show if not all columns fit, the most important first.
        marked: applied to each of the given rows, to mark words in it.
    """
    wanted = {row.number for row in rows}
    around = list(view.around(rows[:_MOST_ROWS], _CONTEXT))
    linked = iter(word_linkers.marked(view, [row for row in around if row.number in wanted]))
    around = [marked(next(linked)) if row.number in wanted else row for row in around]
    if len(view.columns) > _MOST_COLUMNS:
        view, around = with_columns(view, around, _columns(view, languages))
    fragments = Fragments(view, page.words(), notes=False)
    with st.container(key="pane"):
        page.show(fragments.table(around, mark=rows[0].number))


def _columns(view: View, languages: Iterable[str]) -> list[int]:
    """Return the columns in these languages, or else the first ones, as many as fit, in their order."""
    order = list(dict.fromkeys(languages))
    found = [n for n, column in enumerate(view.columns) if column.key.language in order]
    found.sort(key=lambda n: order.index(view.columns[n].key.language))
    return sorted(found[:_MOST_COLUMNS]) or list(range(_MOST_COLUMNS))
