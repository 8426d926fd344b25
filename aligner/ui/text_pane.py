"""A list beside the text: both as high as the window, each scrolling by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.ui import page
from aligner.view.page_model import View, ViewRow
from aligner.view.selection import with_columns

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_CONTEXT: Final = 3
"""Number of rows shown before and after those in question."""

_ABREAST: Final = 3
"""Most columns that the pane has room for; of more, only those in question are shown."""


def beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the two panes: for the list, and for the text."""
    with st.container(key="panes"):
        listed, text = st.columns([2, 3])
    return listed, text


def draw(
    view: View,
    rows: Sequence[ViewRow],
    *,
    languages: Collection[str],
    marked: Callable[[ViewRow], ViewRow] = lambda row: row,
) -> None:
    """Draw rows in question with those around them; the first is marked as the current row.

    Args:
        view: the view with the rows.
        rows: the rows in question, at least one.
        languages: the languages that matter here, if there is not enough room for all columns.
        marked: applied to each row in question, to mark words in it.
    """
    wanted = {row.number for row in rows}
    near = [marked(row) if row.number in wanted else row for row in view.around(rows[:_ABREAST], _CONTEXT)]
    columns = [n for n, column in enumerate(view.columns) if column.key.language in languages]
    if len(view.columns) > _ABREAST and columns:
        view, near = with_columns(view, near, columns)
    fragments = Fragments(view, page.words(), notes=False)
    with st.container(key="pane"):
        page.show(fragments.table(near, mark=rows[0].number))
