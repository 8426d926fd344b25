"""The map of changes: one strip per column of the text, from the first row to the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import altair as alt

from aligner.ui import charts, page
from aligner.values import ChangeKind
from aligner.view.chart_data import Bin
from aligner.view.page_model import View

if TYPE_CHECKING:
    from aligner.values.catalogue import Words

_GROUPS: Final[Mapping[ChangeKind, str]] = MappingProxyType(
    {
        ChangeKind.INSERTED: "inserted",
        ChangeKind.DELETED: "deleted",
        ChangeKind.EDITED: "edited",
        ChangeKind.SPLIT: "edited",
        ChangeKind.MERGED: "edited",
        ChangeKind.MOVED: "moved",
        ChangeKind.MOVED_EDITED: "moved",
    }
)
_LEGEND: Final = ("inserted", "deleted", "edited", "moved", "missing")


def group(cell: Bin) -> str:
    """Return the colour group of a map cell: a missing amendment takes precedence over any change."""
    return "missing" if cell.missing else _GROUPS.get(cell.kind, "quiet") if cell.kind else "quiet"


def records(view: View, cells: Iterable[Bin], say: Words) -> list[dict[str, str | int]]:
    """Return the map's cells as chart records; cells without a change form the background."""
    names = [page.document(column.key) for column in view.columns]
    return [
        {
            "column": f"{cell.column + 1}. {names[cell.column]}",
            "from": cell.first - 1,
            "to": cell.last,
            "what": _what(group(cell), say),
            "place": _rows_named(view, cell, say),
            "row": cell.row,
        }
        for cell in cells
    ]


def _what(name: str, say: Words) -> str:
    return {"missing": say("report.missing"), "quiet": say("kind.unchanged")}.get(name) or say(f"kind.{name}")


def _rows_named(view: View, cell: Bin, say: Words) -> str:
    first, last = (charts.place_of(view, number) for number in (cell.first, cell.last))
    return first if first == last else say("chart.from_to", first=first, last=last)


def chart(view: View, cells: Sequence[Bin], say: Words) -> charts.Spec:
    """Draw the map: one strip per column, from the first row to the last."""
    groups = [*_LEGEND, "quiet"]
    made: alt.Chart = (
        charts.empty_chart()
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X(
                "from:Q",
                title=say("chart.rows"),
                scale=alt.Scale(domain=[0, max(1, len(view.rows))], nice=False),
                axis=charts.counting(),
            ),
            x2="to:Q",
            y=alt.Y("column:N", title=None, axis=alt.Axis(labelLimit=160, ticks=False, domain=False)),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(
                    domain=[_what(name, say) for name in groups], range=[charts.colour(n) for n in groups]
                ),
                legend=alt.Legend(orient="bottom", columns=3, labelLimit=240),
            ),
            tooltip=[
                alt.Tooltip("place:N", title=say("row.place")),
                alt.Tooltip("what:N", title=say("chart.what")),
            ],
        )
        .add_params(charts.picking())
        .properties(height=alt.Step(24))
    )
    return charts.with_records(made, records(view, cells, say))


def description(view: View, cells: Iterable[Bin], say: Words) -> str:
    """Describe the map in a sentence: for each column, the number of stretches of each kind."""
    found: dict[int, Counter[str]] = {}
    for cell in cells:
        if group(cell) != "quiet":
            found.setdefault(cell.column, Counter())[group(cell)] += 1
    lines = [
        f"{page.document(view.columns[column].key)}: "
        + ", ".join(f"{_what(name, say)} {count}" for name, count in counted.most_common())
        for column, counted in sorted(found.items())
    ]
    return "; ".join([say("chart.map"), *lines])
