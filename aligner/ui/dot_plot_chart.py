"""The dot plot: two documents against each other, and a table of the dots off the diagonal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import altair as alt
import streamlit as st

from aligner.ui import charts, page
from aligner.values import DocumentKey
from aligner.view.chart_data import Dot, DotKind
from aligner.view.markup import escape, isolated
from aligner.view.page_model import SURE, View

if TYPE_CHECKING:
    from aligner.values.catalogue import Words

MOST: Final = 200
"""Largest number of rows in the table beside a chart."""

_DOUBTFUL: Final = "doubtful"
_STYLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        DotKind.LINK: ("circle", "surest"),
        _DOUBTFUL: ("triangle-down", "unsure"),
        DotKind.CONFIRMED: ("square", "surest"),
        DotKind.MOVED: ("diamond", "moved"),
        DotKind.GAP_SOURCE: ("cross", "deleted"),
        DotKind.GAP_TARGET: ("triangle-up", "deleted"),
    }
)
"""Shape and colour of the dots in a link chart, by the key of their name under `dot`."""


def records(view: View, dots: Iterable[Dot], say: Words) -> list[dict[str, str | int | float]]:
    """Return the dots as chart records; paragraphs are counted from 1."""
    return [
        {
            "x": dot.target + 1,
            "y": dot.source + 1,
            "score": round(dot.score, 3),
            "what": say(f"dot.{_style(dot)}"),
            "place": charts.place_of(view, dot.row),
            "row": dot.row or 0,
        }
        for dot in dots
    ]


def chart(view: View, dots: Sequence[Dot], names: tuple[str, str], say: Words) -> charts.Spec:
    """Plot two documents against each other: parallel text forms a diagonal, the rest gaps and outliers."""
    styles = {name: style for name, style in _STYLES.items() if any(_style(dot) == name for dot in dots)}
    named = [say(f"dot.{name}") for name in styles]
    longest = max((max(dot.source, dot.target) + 1 for dot in dots), default=1)
    made: alt.Chart = (
        charts.empty_chart()
        .mark_point(filled=True, opacity=0.85, size=max(14, min(70, 14000 // longest)), cursor="pointer")
        .encode(
            x=alt.X("x:Q", title=names[1], scale=alt.Scale(nice=False, zero=False), axis=charts.counting()),
            y=alt.Y(
                "y:Q",
                title=names[0],
                scale=alt.Scale(nice=False, zero=False, reverse=True),
                axis=charts.counting(),
            ),
            # One legend for both: shape and colour have the same field, title and names.
            shape=alt.Shape(
                "what:N",
                title=None,
                scale=alt.Scale(domain=named, range=[shape for shape, _ in styles.values()]),
            ),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=named, range=[charts.colour(each) for _, each in styles.values()]),
            ),
            tooltip=[
                alt.Tooltip("place:N", title=say("row.place")),
                alt.Tooltip("what:N", title=say("chart.what")),
                alt.Tooltip("score:Q", title=say("chart.score"), format=".0%"),
            ],
        )
        .add_params(charts.picking())
        .properties(height=460)
    )
    return charts.with_records(made, records(view, dots, say))


def _style(dot: Dot) -> str:
    """Return the key of a dot's shape and colour; a doubtful link has its own."""
    return _DOUBTFUL if dot.kind is DotKind.LINK and dot.score < SURE else str(dot.kind)


def description(dots: Iterable[Dot], names: tuple[str, str], say: Words) -> str:
    """Describe the dot plot in a sentence: the number of dots of each kind."""
    counted = Counter(map(_style, dots))
    kinds = ", ".join(f"{say(f'dot.{name}')} {counted[name]}" for name in _STYLES if counted[name])
    return f"{say('chart.dots', source=names[0], target=names[1])}: {kinds}"


def outliers(view: View, dots: Iterable[Dot], say: Words) -> str:
    """Return a table of the dots that are uncertain or off the diagonal; each line links to its row."""
    lines = []
    for dot in dots:
        sure = dot.kind in (DotKind.LINK, DotKind.CONFIRMED) and dot.score >= SURE
        if sure or dot.row is None:
            continue
        score = f"{dot.score:.0%}" if dot.kind in (DotKind.LINK, DotKind.MOVED) else ""
        lines.append(
            f'<tr><th scope="row"><a href="#r{dot.row}">{isolated(charts.place_of(view, dot.row))}</a></th>'
            f"<td>{escape(say(f'dot.{_style(dot)}'))}</td><td>{score}</td></tr>"
        )
    if not lines:
        return f"<p>{escape(say('chart.none_odd'))}</p>"
    heads = "".join(
        f'<th scope="col">{escape(say(key))}</th>' for key in ("row.place", "chart.what", "chart.score")
    )
    more = f"<p>{escape(say('chart.more', count=len(lines) - MOST))}</p>" if len(lines) > MOST else ""
    body = "".join(lines[:MOST])
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def pairs(
    view: View, known: Iterable[tuple[DocumentKey, DocumentKey]]
) -> list[tuple[DocumentKey, DocumentKey]]:
    """List the pairs for a dot plot: pairs of the shown columns first, then pairs of their drafts."""
    columns = {column.key for column in view.columns}
    shown = columns | {column.base for column in view.columns if column.base is not None}
    return sorted(known, key=lambda pair: (not columns.issuperset(pair), not shown.issuperset(pair)))


def choose_pair(found: Sequence[tuple[DocumentKey, DocumentKey]]) -> tuple[DocumentKey, DocumentKey]:
    """Ask which two documents the dot plot compares."""
    say = page.words()
    number = st.selectbox(
        say("chart.pair"),
        range(len(found)),
        format_func=lambda index: f"{page.document(found[index][0])} × {page.document(found[index][1])}",
        key="overview.pair",
    )
    return found[number or 0]
