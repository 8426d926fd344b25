"""The summary tab: the one-page summary, counts of changes, a matrix of all paragraphs, and charts.

The map of changes has one strip per column of the text, from the first row to the last; the dot plot has two
documents. `aligner.view.chart_data` computes the data; what is drawn has a text alternative for readers who
cannot see the chart.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from aligner.formats import writing
from aligner.formats.html.amendment_matrix import counts
from aligner.formats.html.fragments import Fragments
from aligner.formats.html.matrix import MANY, matrix
from aligner.formats.templates import fill
from aligner.ui import page, save_work
from aligner.ui.state import current_view, navigation, session
from aligner.values import DocumentPair, data_files
from aligner.values.catalogue import Words
from aligner.view.chart_data import Bin, Dot, DotKind, change_map, dots
from aligner.view.decisions import with_row_decisions
from aligner.view.markup import escape, plain
from aligner.view.page_model import SURE, View
from aligner.view.summarise import summary_of

_SIGNS: Final[Mapping[str, Any]] = data_files.tables("signs.toml")["charts"]
COLOURS: Final[Mapping[str, tuple[str, str]]] = _SIGNS["colours"]
"""Colour by meaning, for the light and the dark theme."""

PICK: Final = "pick"
"""Name of the selection of a mark, in `data/charts.json`."""

Spec = dict[str, Any]
"""A Vega-Lite specification with its data."""


def colour(name: str) -> str:
    """Return the colour for a meaning in the current theme."""
    return COLOURS[name][page.scheme() == "dark"]


def _spec(name: str, say: Words) -> Spec:
    """Return a chart of `data/charts.json`, without data; a title there is the key of an interface text."""

    def worded(part: Spec) -> Spec:
        title = part.get("title")
        return part if title is None else {**part, "title": say(title)}

    chart: Spec = json.loads(data_files.text("charts.json"), object_hook=worded)[name]
    return chart


def place_of(view: View, number: int | None) -> str:
    """Return what a row is called, or its number; empty if there is no such row."""
    if number is None or not 0 < number <= len(view.rows):
        return ""
    row = view.rows[number - 1]
    return plain(row.place or row.old_place) or str(number)


_LEGEND: Final = ("inserted", "deleted", "edited", "moved", "missing")


def map_group(cell: Bin) -> str:
    """Return the colour group of a map cell: a missing amendment takes precedence over any change."""
    group: str = "missing" if cell.missing else _SIGNS["changes"].get(cell.kind, "quiet")
    return group


def change_map_records(view: View, cells: Iterable[Bin], say: Words) -> list[dict[str, str | int]]:
    """Return the map's cells as chart records; cells without a change form the background."""
    names = [page.document(column.key) for column in view.columns]
    return [
        {
            "column": f"{cell.column + 1}. {names[cell.column]}",
            "from": cell.first - 1,
            "to": cell.last,
            "what": _change_name(map_group(cell), say),
            "place": _rows_named(view, cell, say),
            "row": cell.row,
        }
        for cell in cells
    ]


def _change_name(name: str, say: Words) -> str:
    return {"missing": say("report.missing"), "quiet": say("kind.unchanged")}.get(name) or say(f"kind.{name}")


def _rows_named(view: View, cell: Bin, say: Words) -> str:
    first, last = (place_of(view, number) for number in (cell.first, cell.last))
    return first if first == last else say("chart.from_to", first=first, last=last)


def map_spec(view: View, cells: Sequence[Bin], say: Words) -> Spec:
    """Return the map: one strip per column, from the first row to the last."""
    groups = [*_LEGEND, "quiet"]
    made = _spec("map", say)
    made["encoding"]["x"]["scale"]["domain"] = [0, max(1, len(view.rows))]
    names = [_change_name(name, say) for name in groups]
    made["encoding"]["color"]["scale"] = {"domain": names, "range": [colour(name) for name in groups]}
    return {**made, "data": {"values": change_map_records(view, cells, say)}}


def change_map_description(view: View, cells: Iterable[Bin], say: Words) -> str:
    """Describe the map in a sentence: for each column, the number of stretches of each kind."""
    found: dict[int, Counter[str]] = {}
    for cell in cells:
        if map_group(cell) != "quiet":
            found.setdefault(cell.column, Counter())[map_group(cell)] += 1
    lines = [
        f"{page.document(view.columns[column].key)}: "
        + ", ".join(f"{_change_name(name, say)} {count}" for name, count in counted.most_common())
        for column, counted in sorted(found.items())
    ]
    return "; ".join([say("chart.map"), *lines])


MOST: Final = 200
"""Largest number of rows in the table beside a chart."""

_DOUBTFUL: Final = "doubtful"
_STYLES: Final[Mapping[str, tuple[str, str]]] = _SIGNS["dots"]
"""Shape and colour of the dots in a link chart, by the key of their name under `dot`."""


def dot_plot_records(view: View, dots: Iterable[Dot], say: Words) -> list[dict[str, str | int | float]]:
    """Return the dots as chart records; paragraphs are counted from 1."""
    return [
        {
            "x": dot.target + 1,
            "y": dot.source + 1,
            "score": round(dot.score, 3),
            "what": say(f"dot.{_style(dot)}"),
            "place": place_of(view, dot.row),
            "row": dot.row or 0,
        }
        for dot in dots
    ]


def dot_spec(view: View, dots: Sequence[Dot], names: tuple[str, str], say: Words) -> Spec:
    """Plot two documents against each other: parallel text forms a diagonal, the rest gaps and outliers."""
    styles = {name: style for name, style in _STYLES.items() if any(_style(dot) == name for dot in dots)}
    named = [say(f"dot.{name}") for name in styles]
    longest = max((max(dot.source, dot.target) + 1 for dot in dots), default=1)
    made = _spec("dots", say)
    made["mark"]["size"] = max(14, min(70, 14000 // longest))
    axes = made["encoding"]
    axes["y"]["title"], axes["x"]["title"] = names
    # One legend for both: shape and colour have the same field, title and names.
    axes["shape"]["scale"] = {"domain": named, "range": [shape for shape, _ in styles.values()]}
    axes["color"]["scale"] = {"domain": named, "range": [colour(each) for _, each in styles.values()]}
    return {**made, "data": {"values": dot_plot_records(view, dots, say)}}


def _style(dot: Dot) -> str:
    """Return the key of a dot's shape and colour; a doubtful link has its own."""
    return _DOUBTFUL if dot.kind is DotKind.LINK and dot.score < SURE else str(dot.kind)


def dot_plot_description(dots: Iterable[Dot], names: tuple[str, str], say: Words) -> str:
    """Describe the dot plot in a sentence: the number of dots of each kind."""
    counted = Counter(map(_style, dots))
    kinds = ", ".join(f"{say(f'dot.{name}')} {counted[name]}" for name in _STYLES if counted[name])
    return f"{say('chart.dots', source=names[0], target=names[1])}: {kinds}"


def outliers(view: View, dots: Iterable[Dot], say: Words) -> str:
    """Return a table of the dots that are uncertain or off the diagonal; each line links to its row."""
    linked = (DotKind.LINK, DotKind.CONFIRMED)
    odd = [each for each in dots if each.row is not None and not (each.kind in linked and each.score >= SURE)]
    return fill("outliers.html", say, dots=odd, most=MOST, place_of=partial(place_of, view), style=_style)


def pairs(view: View, known: Iterable[DocumentPair]) -> list[DocumentPair]:
    """List the pairs for a dot plot: pairs of the shown columns first, then pairs of their drafts."""
    columns = {column.key for column in view.columns}
    shown = columns | {column.base for column in view.columns if column.base is not None}
    return sorted(known, key=lambda pair: (not columns.issuperset(pair), not shown.issuperset(pair)))


_MATRIX: Final = "desk.matrix"


def draw(view: View) -> None:
    """Show the one-page summary, which can be taken along; then counts, the matrix and charts.

    Every mark leads to its row in the text.
    """
    say = page.words()
    view = session.cached(
        "decided view",
        (view, rows := current_view.decisions_of_rows(view)),
        lambda: with_row_decisions(view, rows),
    )
    fragments = Fragments(view, say, notes=False, reader=page.reader())
    is_revised = any(column.base for column in view.columns)
    if is_revised:
        _one_page(view)
        page.show(session.cached("overview.counts", (view, say), lambda: counts(fragments)))
        _map(view)
    _matrix(view, fragments)
    drawn = _dots(view)
    if not is_revised and not drawn:
        page.show(f"<p>{escape(say('report.missing_unchecked'))}</p>")


def _one_page(view: View) -> None:
    """Draw the summary as it is written to files, with buttons that take it along."""
    from aligner.formats import one_page

    say, reader = page.words(), page.reader()
    day = date.today()
    made = session.cached(f"one page {reader} {day}", (view,), lambda: summary_of(view, reader, day))
    name = save_work.summary_stem(view.title)
    with st.container(key="take", horizontal=True, vertical_alignment="center", gap="small"):
        for extension in (".docx", ".html"):
            st.download_button(
                say(f"format.{extension[1:]}"),
                data=lambda extension=extension: writing.export(made, extension, interface=say.language),
                file_name=f"{name}{extension}",
                key=f"summary.take{extension}",
                icon=":material/download:",
                on_click="ignore",
            )
        page.button("onepage.copy", key="summary.copy", icon=":material/content_copy:")  # the script copies
    page.show(f'<div class="one-page">{one_page.body(made, say, linked=True)}</div>')


def _matrix(view: View, fragments: Fragments) -> None:
    """Draw the matrix, for a long text only on request, since the browser takes seconds to draw it."""
    say = page.words()
    if len(view.rows) > MANY and len(view.columns) > 1 and not st.toggle(say("matrix.title"), key=_MATRIX):
        return
    page.show(session.cached("overview.matrix", (view, say), lambda: matrix(fragments, unfolded=True)))


def _map(view: View) -> None:
    say = page.words()
    cells = session.cached("overview.map", (view,), lambda: change_map(view))
    if not any(map_group(cell) != "quiet" for cell in cells):
        return
    page.show(f"<h2>{escape(say('chart.map'))}</h2>")
    chart = session.cached(f"overview.map {page.scheme()}", (view, say), lambda: map_spec(view, cells, say))
    _draw_chart(
        chart,
        "overview.map",
        change_map_description(view, cells, say),
    )


def _dots(view: View) -> bool:
    """Draw the dot plot of two documents and a table of its outliers; return whether there is a pair."""
    say, work = page.words(), session.comparison()
    found = pairs(view, (*work.alignments, *work.revisions))
    if not found:
        return False
    page.show(f"<h2>{escape(say('chart.links'))}</h2><p>{escape(say('chart.links_help'))}</p>")
    number = st.selectbox(
        say("chart.pair"),
        range(len(found)),
        format_func=lambda index: " × ".join(map(page.document, found[index])),
        key="overview.pair",
    )
    source, target = found[number or 0]
    names = page.document(source), page.document(target)
    points = session.cached(
        "overview.dots", (view, work, source, target), lambda: dots(work, source, target, view)
    )
    chart = session.cached(
        f"overview.dots {page.scheme()}",
        (points, say),
        lambda: dot_spec(view, points, names, say),
    )
    _draw_chart(
        chart,
        "overview.dots",
        dot_plot_description(points, names, say),
    )
    with st.expander(say("chart.odd")):
        page.show(outliers(view, points, say))
    return True


def _draw_chart(chart: Spec, key: str, description: str) -> None:
    """Show a chart; a click on a mark goes to its row.

    Args:
        chart: the chart, with `PICK` among its parameters.
        key: widget key.
        description: text alternative.
    """

    def picked() -> None:
        chosen: list[dict[str, Any]] = st.session_state[key].selection.get(PICK) or []
        row = chosen[0].get("row") if chosen else None
        if isinstance(row, int | float) and row > 0:
            navigation.go(int(row))

    st.vega_lite_chart(
        chart, key=key, on_select=picked, selection_mode=PICK, alt=description, width="stretch"
    )
