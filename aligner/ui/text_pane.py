"""A list beside the text, in two panes that scroll independently, and the text's corresponding words.

The lines of the list can be chosen and ticked, which Streamlit's table does not offer. A small script
(`aligner/data/grouped_list.js`) draws the list from plain text, never from markup, and reports the chosen
line and the ticked ones. Lines wrap, and the list has its own scrollbar.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aligner.formats.html.fragments import Fragments, word_rules
from aligner.ui import page
from aligner.ui.state import current_findings, redraws, running, session
from aligner.view.page_model import View, ViewRow
from aligner.view.selection import with_columns
from aligner.view.word_marks import Linkers, mark_words, word_numbers

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
    linked = iter(with_word_marks(view, [row for row in around if row.number in wanted]))
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


_RUN: Final = "word linkers"


def with_word_marks(view: View, rows: Sequence[ViewRow]) -> list[ViewRow]:
    """Mark corresponding words in rows with equal numbers, and add the style that highlights them.

    The linkers are learned when the first row is chosen, and after the checks, since both need the
    encoder. Until then, the rows are returned unchanged; the page is redrawn afterwards.
    """
    current = _learning()
    if current is None:
        return list(rows)
    if not current.finished.is_set():
        redraws.watch(current.finished.is_set)
        return list(rows)
    view_rows = [
        session.cached(
            f"words of row {row.number}",
            (row, *current.sources),
            partial(mark_words, view, row, current.found or {}),
        )
        for row in rows
    ]
    numbers = {number for row in view_rows for number in word_numbers(row)}
    if numbers:
        st.html(f"<style>{word_rules(sorted(numbers))}</style>")
    return view_rows


def _learning() -> redraws.BackgroundRun[Linkers] | None:
    """The run for the open documents, which is started if necessary; None before the checks have run."""
    work = session.comparison()
    sources = tuple(work.documents.values())
    current: redraws.BackgroundRun[Linkers] | None = session.cached_result(_RUN, sources)
    if current is None and current_findings.findings() is not None:
        current = redraws.BackgroundRun(sources)
        learn = running.prepare_word_linkers(work)
        current.start(lambda _: learn(), "word links")
        session.cache_result(_RUN, sources, current)
    return current


@dataclass(frozen=True)
class Passage:
    """Text of one language in a line.

    Attributes:
        parts: (elements, text) pairs; the elements are `ins`, `del`, `sup` and `small`, one in the other.
        language: its language code; empty for the interface language.
        direction: `ltr` or `rtl`; empty for that of the interface.
    """

    parts: tuple[tuple[str, str], ...]
    language: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the list.

    Attributes:
        id: unique in the list.
        passages: its texts, one below the other.
        badges: (class, text) pairs before the text.
        note: shown at the end of the badges.
        name: accessible name of its tick box.
        cells: (class, sign, name) in each column of the list, which is a table then.
    """

    id: str
    passages: tuple[Passage, ...]
    badges: tuple[tuple[str, str], ...] = ()
    note: str = ""
    name: str = ""
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


def draw_list(
    groups: Sequence[Group],
    key: str,
    *,
    name: str,
    chosen: str | None,
    row: int | None,
    kept_as: str,
    ticks: bool = False,
    heads: Sequence[tuple[str, str]] = (),
) -> None:
    """Draw the list.

    Args:
        groups: the groups in order; all texts are plain. The same object means the same contents.
        key: key of the component in the session.
        name: accessible name of the list.
        chosen: id of the chosen line, or None.
        row: number of its row, which the text beside the list scrolls to, or None.
        kept_as: key in the session under which the id of a clicked line is kept.
        ticks: whether lines have tick boxes; `ticked` returns those ticked.
        heads: the heads of its columns, if it has any, each with its name.
    """

    def acted() -> None:
        event = page.reported(key).get("choose")
        if isinstance(event, str) and any(line.id == event for group in groups for line in group.lines):
            st.session_state[kept_as] = event

    page.component("grouped_list")(
        key=key,
        data={
            "groups": session.cached(f"{key} data", (groups,), lambda: [_as_plain(each) for each in groups]),
            "chosen": chosen,
            "row": row,
            "name": name,
            "ticks": ticks,
            "heads": list(heads),
            "all": page.say("list.all"),
            "scheme": page.scheme(),
        },
        default={"ticked": []},
        on_choose_change=acted,
        on_ticked_change=lambda: None,
    )


def _as_plain(group: Group) -> dict[str, object]:
    """Return a group in the form that the script takes; `asdict` is slow for thousands of lines."""
    lines = [{**vars(line), "passages": [vars(passage) for passage in line.passages]} for line in group.lines]
    return {**vars(group), "lines": lines}


def ticked(key: str) -> tuple[str, ...]:
    """Return the ids of the ticked lines, some of which may no longer be in the list."""
    found = page.reported(key).get("ticked")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
