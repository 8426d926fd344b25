"""The matrix: every paragraph in every language as one sign, each linked to its row.

Paragraphs run down, languages and their drafts across, in several blocks side by side, so
that a hundred paragraphs fit on a screen. A sign shows the change to the paragraph; signs
differ in shape as well as colour, and each has words for screen readers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil
from typing import Final

from aligner.formats.html.fragments import Fragments, address, column_name, placed
from aligner.formats.templates import fill
from aligner.values import data_files
from aligner.values.catalogue import Words
from aligner.view.decisions import DECISION_SIGNS
from aligner.view.page_model import Cell, ViewRow

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
    languages = Counter(column.key.language for column in view.columns)
    return fill(
        "matrix.html",
        words,
        unfolded=unfolded or len(rows) <= MANY,
        blocks=[rows[start : start + size] for start in range(0, len(rows), size)],
        columns=view.columns,
        several=[language for language, count in languages.items() if count > 1],
        decided={entry.row: entry.decision for entry in view.entries if entry.decision is not None},
        key=_key(rows, words),
        address=address,
        place_of=partial(_place, words=words),
        placed=placed,
        column_name=column_name,
        sign_of=sign_of,
        decision_signs=DECISION_SIGNS,
    )


def _place(row: ViewRow, words: Words) -> str:
    old = words("row.old_place", place=row.old_place) if row.old_place else ""
    return row.place or old or str(row.number)


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


def _key(rows: Sequence[ViewRow], words: Words) -> list[tuple[str, str]]:
    """Return the signs in use with their meanings."""
    used: dict[str, str] = {}
    for row in rows:
        for cell in row.cells:
            sign, _, meaning = sign_of(cell, words)
            if sign not in ("", _NOTHING):
                used.setdefault(sign, meaning)
    return sorted(used.items())
