"""The view of the open project in the chosen columns, cached between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aligner.ui import background_work, session, session_cache
from aligner.values.garbage_collection import freeze, rare_collections
from aligner.view.build import Choice, build, rescored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligner.values import Comparison, DocumentKey
    from aligner.view.column_text import Sheet
    from aligner.view.kept_rows import Earlier
    from aligner.view.page_model import View, ViewRow

_VIEW = "view"
_BEFORE = "view before"
"""The view before the last step, shown again if the step is undone; the two views share nearly everything."""


def view(columns: Sequence[Choice]) -> View:
    """Return the view of the open project in these columns, computed once."""
    shown, chosen = session.comparison(), tuple(columns)
    texts = (shown.documents, shown.revisions)
    sheets: dict[Choice, Sheet] = session_cache.cached("sheets", texts, dict)
    with rare_collections():
        found = _reusable(shown, chosen) or build(shown, chosen, sheets, _earlier(shown, chosen))
        session_cache.cached("frozen", texts, freeze)  # before the first collection examines all of it
    _keep(shown, chosen, found)
    return found


def finish_opening() -> None:
    """Begin the work that can wait until the page is drawn, once for the open texts."""
    view = last_view()
    if view is not None:
        background_work.begin(view)


def last_view() -> View | None:
    """The last view shown, even if the project has changed since; None if there is none."""
    entry = session_cache.last(_VIEW)
    return None if entry is None else cast("tuple[object, View]", entry[1])[1]


def row_of(shown: View, key: DocumentKey, segment: int) -> ViewRow | None:
    """The row that contains a paragraph, or None if its document is not shown."""
    for number, column in enumerate(shown.columns):
        if column.key == key:
            for row in shown.rows:
                if any(b.segment == segment and not b.ghost for b in row.cells[number].blocks):
                    return row
    return None


def _keep(shown: Comparison, chosen: tuple[Choice, ...], found: View) -> None:
    """Cache a view, and the previous one of the same texts; no more, since views hold every paragraph."""
    entry = session_cache.last(_VIEW)
    if entry is not None and entry[0][0] is not shown:
        before = cast("Comparison", entry[0][0])
        if before.documents is shown.documents and before.revisions is shown.revisions:
            session_cache.store(_BEFORE, *entry)
        else:
            session_cache.forget(_BEFORE)
    session_cache.store(_VIEW, (shown,), (chosen, found))


def _reusable(shown: Comparison, chosen: tuple[Choice, ...]) -> View | None:
    """Return a cached view if it has these columns and the same texts, rescored if links have changed."""
    for name in (_VIEW, _BEFORE):
        entry = session_cache.last(name)
        if entry is not None and entry[0][0] is shown:
            columns, found = cast("tuple[tuple[Choice, ...], View]", entry[1])
            if columns == chosen:
                return found
    entry = session_cache.last(_VIEW)
    if entry is None:
        return None
    columns, found = cast("tuple[tuple[Choice, ...], View]", entry[1])
    return rescored(found, cast("Comparison", entry[0][0]), shown) if columns == chosen else None


def _earlier(shown: Comparison, chosen: tuple[Choice, ...]) -> Earlier | None:
    """Return the last comparison and its view, if it was of the same texts and in these columns."""
    entry = session_cache.last(_VIEW)
    if entry is None:
        return None
    before, (columns, found) = cast("Comparison", entry[0][0]), cast("tuple[object, View]", entry[1])
    same = before.documents is shown.documents and before.revisions is shown.revisions
    return (before, found) if same and columns == chosen else None
