"""A grouped list whose lines can be chosen and ticked, which Streamlit's table does not offer.

A small script (`aligner/data/grouped_list.js`) draws the list from plain text, never from markup, and
reports the chosen line and the ticked ones. Lines wrap, and the list has its own scrollbar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from aligner.ui import page, session
from aligner.ui.script_component import component


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


def draw(
    groups: Sequence[Group],
    key: str,
    *,
    name: str,
    chosen: str | None,
    row: int | None,
    on_choose: Callable[[str], None],
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
        on_choose: called with the id of a clicked line, before the page is redrawn.
        ticks: whether lines have tick boxes; `ticked` returns those ticked.
        heads: the heads of its columns, if it has any, each with its name.
    """

    def acted() -> None:
        event = _state(key).get("choose")
        if isinstance(event, str) and any(line.id == event for group in groups for line in group.lines):
            on_choose(event)

    component("grouped_list")(
        key=key,
        data={
            "groups": session.cached(f"{key} data", (groups,), lambda: [_plain(each) for each in groups]),
            "chosen": chosen,
            "row": row,
            "name": name,
            "ticks": ticks,
            "heads": list(heads),
            "all": page.words()("list.all"),
            "scheme": page.scheme(),
        },
        default={"ticked": []},
        on_choose_change=acted,
        on_ticked_change=lambda: None,
    )


def _plain(group: Group) -> dict[str, object]:
    """Return a group in the form that the script takes; `asdict` is slow for thousands of lines."""
    lines = [
        {
            "id": line.id,
            "passages": [
                {"parts": passage.parts, "language": passage.language, "direction": passage.direction}
                for passage in line.passages
            ],
            "badges": line.badges,
            "note": line.note,
            "name": line.name,
            "cells": line.cells,
        }
        for line in group.lines
    ]
    return {"title": group.title, "lines": lines}


def ticked(key: str) -> tuple[str, ...]:
    """Return the ids of the ticked lines, some of which may no longer be in the list."""
    found = _state(key).get("ticked")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _state(key: str) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", st.session_state.get(key) or {})
