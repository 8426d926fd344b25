"""The matrix: every paragraph in every language as one sign, each linked to its row.

Paragraphs run down, languages and their drafts across, in several blocks side by side, so
that a hundred paragraphs fit on a screen. A sign shows the change to the paragraph; signs
differ in shape as well as colour, and each has words for screen readers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from aligner.formats.html.fragments import Fragments, placed
from aligner.languages import get
from aligner.values import Decision, data_files
from aligner.values.catalogue import Words
from aligner.view.decisions import DECISION_SIGNS
from aligner.view.markup import attribute, escape, isolated
from aligner.view.page_model import Cell, Column, ViewRow

BLOCK: Final = 26
"""Number of paragraphs in one block: what fits a screen of ordinary height."""
MANY: Final = 300
"""Number of paragraphs from which the matrix starts folded."""

_NOTHING: Final = "·"
_SIGNS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = data_files.tables("signs.toml")["matrix"]
"""The signs and classes of badges and of changes, the one that counts first at the top."""


def matrix(fragments: Fragments, shown: Sequence[ViewRow] | None = None, *, unfolded: bool = False) -> str:
    """Write the matrix of a view as a section, or nothing if it has one column or no row.

    Args:
        fragments: has the view and its words.
        shown: the rows on the page, if not all.
        unfolded: whether not to fold it however many paragraphs it has.
    """
    view, words = fragments.view, fragments.words
    rows = [row for row in (view.rows if shown is None else shown) if row.source is not None]
    if len(view.columns) < 2 or not rows:
        return ""
    size = max(BLOCK, ceil(len(rows) / ceil(len(rows) / BLOCK)))
    blocks = [rows[start : start + size] for start in range(0, len(rows), size)]
    tables = "".join(_block(block, fragments) for block in blocks)
    state = "" if len(rows) > MANY and not unfolded else " open"
    title = escape(words("matrix.title"))
    return (
        f'<section class="matrix" id="matrix"><details{state}><summary><h3>{title}</h3></summary>'
        f'<div class="blocks">{tables}</div>{_key(rows, words)}</details></section>'
    )


def _block(rows: Sequence[ViewRow], fragments: Fragments) -> str:
    view, words = fragments.view, fragments.words
    heads = "".join(_head(column, fragments) for column in view.columns)
    decided = {entry.row: entry.decision for entry in view.entries if entry.decision is not None}
    if decided:
        title = escape(words("decision.title"))
        heads += f'<th scope="col" title="{title}"><abbr title="{title}">⚑</abbr></th>'
    body = "".join(
        _row(row, fragments, _decision(decided.get(row.number), words) if decided else "") for row in rows
    )
    place = f'<th scope="col"><span class="vh">{escape(words("row.place"))}</span></th>'
    return f"<table><thead><tr>{place}{heads}</tr></thead><tbody>{body}</tbody></table>"


def _head(column: Column, fragments: Fragments) -> str:
    """Write the code of a language, and the draft if the language has several columns."""
    language = column.key.language
    several = sum(other.key.language == language for other in fragments.view.columns) > 1
    draft = f"<small>{isolated(column.key.version)}</small>" if several and column.key.version else ""
    return (
        f'<th scope="col"{attribute("title", fragments.column_name(column))}>'
        f"<abbr{attribute('title', get(language).endonym)}>{escape(language)}</abbr>{draft}</th>"
    )


def _decision(decision: Decision | None, words: Words) -> str:
    """Write the cell of what was decided on a row."""
    if decision is None:
        return "<td></td>"
    said = escape(words.decision(decision))
    sign = "…" if decision.kind is None else DECISION_SIGNS[decision.kind]
    return f'<td><span title="{said}" role="img" aria-label="{said}">{sign}</span></td>'


def _row(row: ViewRow, fragments: Fragments, last: str) -> str:
    old = fragments.words("row.old_place", place=row.old_place) if row.old_place else ""
    place = row.place or old or str(row.number)
    cells = "".join(
        _cell(
            cell, f"{place}, {fragments.column_name(column)}", fragments.address(row.number), fragments.words
        )
        for column, cell in zip(fragments.view.columns, row.cells, strict=True)
    )
    return f'<tr><th scope="row">{placed(place)}</th>{cells}{last}</tr>'


def _cell(cell: Cell, name: str, address: str | None, words: Words) -> str:
    sign, style, meaning = sign_of(cell, words)
    label = escape(f"{name}: {meaning}")
    inside = (
        f'<a href="{escape(address)}" title="{label}" aria-label="{label}">{sign}</a>'
        if address is not None
        else f'<span title="{label}" role="img" aria-label="{label}">{sign}</span>'
    )
    return f'<td class="{style}">{inside}</td>'


def sign_of(cell: Cell, words: Words) -> tuple[str, str, str]:
    """Return the sign of a cell, its class, and its meaning in words."""
    kinds = {badge.kind for badge in cell.badges}
    changes = [kind for kind in _SIGNS["changes"] if kind in cell.changes]
    meaning = words(f"kind.{changes[0]}") if changes else words("matrix.present")
    for kind, (sign, style) in _SIGNS["badges"].items():
        if kind in kinds:
            return sign, style, words(f"state.{kind}")
    if not cell.blocks:
        return ("∅", "gap", words("gap.text")) if cell.gap else ("", "gap", words("gap.text"))
    sign, style = _SIGNS["changes"][changes[0]] if changes else (_NOTHING, "quiet")
    return sign, style, meaning


def _key(rows: Sequence[ViewRow], words: Words) -> str:
    """Write the meanings of the signs in use."""
    used: dict[str, str] = {}
    for row in rows:
        for cell in row.cells:
            sign, _, meaning = sign_of(cell, words)
            if sign not in ("", _NOTHING):
                used.setdefault(sign, meaning)
    items = "".join(f"<li><b>{sign}</b> {escape(meaning)}</li>" for sign, meaning in sorted(used.items()))
    return f'<ul class="key">{items}</ul>' if items else ""
