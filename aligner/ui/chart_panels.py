"""Pictures of the work: where the changes are, and how two documents are linked. A click leads to the row.

What they show is computed by `aligner.view.chart_data`; here it is drawn, and said in words too,
since not everybody sees a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import streamlit as st

from aligner.ui import navigation, page
from aligner.values import ChangeKind, DocumentKey
from aligner.view.chart_data import Bin, Dot, DotKind
from aligner.view.markup import escape, isolated, plain
from aligner.view.page_model import UNCERTAIN, View

if TYPE_CHECKING:
    from aligner.view.wording import Words

COLOURS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "inserted": ("#1a7a3c", "#4cc474"),
        "deleted": ("#b3261e", "#ff8f86"),
        "edited": ("#0b57a4", "#6cb0ff"),
        "moved": ("#7a35b0", "#cf9ffb"),
        "missing": ("#a34c00", "#ffb254"),
        "quiet": ("#c3cad4", "#4a535f"),
        "surest": ("#0b57a4", "#8cc2ff"),
        "unsure": ("#c25700", "#ff9d3d"),
    }
)
"""What colour means, for light pages and dark ones; a test holds them against the backgrounds."""

MANY: Final = 200
"""How many lines the table beside a picture has at most."""

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
_SHAPES: Final[Mapping[DotKind, str]] = MappingProxyType(
    {
        DotKind.LINK: "circle",
        DotKind.CONFIRMED: "square",
        DotKind.MOVED: "diamond",
        DotKind.GAP_SOURCE: "cross",
        DotKind.GAP_TARGET: "triangle-up",
    }
)
_PICK: Final = "pick"


def colour(name: str) -> str:
    """A colour by what it means, in the theme the page has."""
    dark = getattr(st.context.theme, "type", None) == "dark"
    return COLOURS[name][dark]


def draw(chart: alt.Chart, key: str, told: str) -> None:
    """Show a picture; a click on a mark goes to its row.

    Args:
        chart: with a selection by `row`, see `picking`.
        key: of the widget.
        told: what the picture shows, in words.
    """

    def picked() -> None:
        chosen: list[dict[str, Any]] = st.session_state[key].selection.get(_PICK) or []
        row = chosen[0].get("row") if chosen else None
        if isinstance(row, int | float) and row > 0:
            navigation.go(int(row))

    st.altair_chart(chart, key=key, on_select=picked, selection_mode=_PICK, alt=told, width="stretch")


def _chart(records: Sequence[Mapping[str, object]]) -> Any:
    """A picture of these records; typed loosely, since Altair's methods are not typed."""
    data: Any = alt.Data
    return alt.Chart(data(values=records))


def picking() -> alt.Parameter:
    """A selection of one mark by the row it stands for."""
    return alt.selection_point(name=_PICK, fields=["row"], on="click", clear="dblclick")


# -- the map of changes ---------------------------------------------------------


def group(cell: Bin) -> str:
    """What a cell of the map says above all: a missing amendment before any change."""
    return "missing" if cell.missing else _GROUPS.get(cell.kind, "quiet") if cell.kind else "quiet"


def map_records(view: View, cells: Iterable[Bin], say: Words) -> list[dict[str, str | int]]:
    """The cells of the map as what a picture is drawn from; those without a change are its ground."""
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
    first, last = (_place(view, number) for number in (cell.first, cell.last))
    return first if first == last else say("chart.from_to", first=first, last=last)


def _place(view: View, number: int | None) -> str:
    if number is None or not 0 < number <= len(view.rows):
        return ""
    row = view.rows[number - 1]
    return plain(row.place or row.old_place) or str(number)


def change_map(view: View, cells: Sequence[Bin], say: Words) -> alt.Chart:
    """The map: a strip a column, from the first row to the last."""
    groups = [*_LEGEND, "quiet"]
    made: alt.Chart = (
        _chart(map_records(view, cells, say))
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X(
                "from:Q",
                title=say("chart.rows"),
                scale=alt.Scale(domain=[0, max(1, len(view.rows))], nice=False),
            ),
            x2="to:Q",
            y=alt.Y("column:N", title=None, axis=alt.Axis(labelLimit=160, ticks=False, domain=False)),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(
                    domain=[_what(name, say) for name in groups], range=[colour(n) for n in groups]
                ),
                legend=alt.Legend(orient="bottom", columns=3, labelLimit=240),
            ),
            tooltip=[
                alt.Tooltip("place:N", title=say("row.place")),
                alt.Tooltip("what:N", title=say("chart.what")),
            ],
        )
        .add_params(picking())
        .properties(height=alt.Step(24))
    )
    return made


def map_told(view: View, cells: Iterable[Bin], say: Words) -> str:
    """The map in a sentence: for each column, in how many stretches what happened."""
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


# -- the dots -------------------------------------------------------------------


def dot_records(view: View, dots: Iterable[Dot], say: Words) -> list[dict[str, str | int | float]]:
    """The dots as what a picture is drawn from; paragraphs are counted from 1."""
    return [
        {
            "x": dot.target + 1,
            "y": dot.source + 1,
            "score": round(dot.score, 3),
            "what": say(f"dot.{dot.kind}"),
            "kind": str(dot.kind),
            "place": _place(view, dot.row),
            "row": dot.row or 0,
        }
        for dot in dots
    ]


def dot_plot(view: View, dots: Sequence[Dot], names: tuple[str, str], say: Words) -> alt.Chart:
    """Two documents against each other: a diagonal where they run alike, holes and islands where not."""
    kinds = [kind for kind in DotKind if any(dot.kind is kind for dot in dots)]
    longest = max((max(dot.source, dot.target) + 1 for dot in dots), default=1)
    linked = alt.Color(
        "score:Q",
        title=say("chart.score"),
        scale=alt.Scale(domain=[0, 1], range=[colour("unsure"), colour("surest")], interpolate="rgb"),
        legend=alt.Legend(format=".0%", gradientLength=120),
        condition=[
            {"test": f"datum.kind === '{DotKind.MOVED}'", "value": colour("moved")},
            {"test": "indexof(datum.kind, 'gap') === 0", "value": colour("deleted")},
        ],
    )
    made: alt.Chart = (
        _chart(dot_records(view, dots, say))
        .mark_point(filled=True, opacity=0.85, size=max(14, min(70, 14000 // longest)), cursor="pointer")
        .encode(
            x=alt.X("x:Q", title=names[1], scale=alt.Scale(nice=False, zero=False), axis=_counting()),
            y=alt.Y(
                "y:Q", title=names[0], scale=alt.Scale(nice=False, zero=False, reverse=True), axis=_counting()
            ),
            shape=alt.Shape(
                "what:N",
                title=None,
                legend=alt.Legend(symbolFillColor=colour("surest"), symbolStrokeWidth=0),
                scale=alt.Scale(
                    domain=[say(f"dot.{kind}") for kind in kinds], range=[_SHAPES[kind] for kind in kinds]
                ),
            ),
            color=linked,
            tooltip=[
                alt.Tooltip("place:N", title=say("row.place")),
                alt.Tooltip("what:N", title=say("chart.what")),
                alt.Tooltip("score:Q", title=say("chart.score"), format=".0%"),
            ],
        )
        .add_params(picking())
        .properties(height=460)
    )
    return made


def _counting() -> alt.Axis:
    return alt.Axis(format="d", tickMinStep=1, grid=False)


def dots_told(dots: Iterable[Dot], names: tuple[str, str], say: Words) -> str:
    """The dot plot in a sentence: how many of each kind."""
    counted = Counter(dot.kind for dot in dots)
    told = ", ".join(f"{say(f'dot.{kind}')} {counted[kind]}" for kind in DotKind if counted[kind])
    return f"{say('chart.dots', source=names[0], target=names[1])}: {told}"


def odd_ones(view: View, dots: Iterable[Dot], say: Words) -> str:
    """What stands off the diagonal, or is unsure, as a table; each line leads to its row."""
    lines = []
    for dot in dots:
        sure = dot.kind in (DotKind.LINK, DotKind.CONFIRMED) and dot.score >= UNCERTAIN
        if sure or dot.row is None:
            continue
        score = f"{dot.score:.0%}" if dot.kind in (DotKind.LINK, DotKind.MOVED) else ""
        lines.append(
            f'<tr><th scope="row"><a href="#r{dot.row}">{isolated(_place(view, dot.row))}</a></th>'
            f"<td>{escape(say(f'dot.{dot.kind}'))}</td><td>{score}</td></tr>"
        )
    if not lines:
        return f"<p>{escape(say('chart.none_odd'))}</p>"
    heads = "".join(
        f'<th scope="col">{escape(say(key))}</th>' for key in ("row.place", "chart.what", "chart.score")
    )
    more = f"<p>{escape(say('chart.more', count=len(lines) - MANY))}</p>" if len(lines) > MANY else ""
    body = "".join(lines[:MANY])
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def pairs(
    view: View, known: Iterable[tuple[DocumentKey, DocumentKey]]
) -> list[tuple[DocumentKey, DocumentKey]]:
    """The pairs that a dot plot can show: first those of the columns, then those of their drafts."""
    columns = {column.key for column in view.columns}
    shown = columns | {column.base for column in view.columns if column.base is not None}
    return sorted(known, key=lambda pair: (not columns.issuperset(pair), not shown.issuperset(pair)))


def choose_pair(found: Sequence[tuple[DocumentKey, DocumentKey]]) -> tuple[DocumentKey, DocumentKey]:
    """Ask which two documents the dot plot holds against each other."""
    say = page.words()
    number = st.selectbox(
        say("chart.pair"),
        range(len(found)),
        format_func=lambda index: f"{page.document(found[index][0])} × {page.document(found[index][1])}",
        key="overview.pair",
    )
    return found[number or 0]
