"""The charts of the summary: their data, their text alternatives, and the targets of clicks."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import pytest
import sample
from colours import contrast
from drawn import html
from hostile import HOSTILE, Page, poisoned
from streamlit.testing.v1 import AppTest

from aligner.ui import summary_tab
from aligner.ui.state import running
from aligner.values import ChangeKind, DocumentKey
from aligner.values.catalogue import load
from aligner.view.build import build, default_columns
from aligner.view.chart_data import Bin, Dot, DotKind, change_map, dots
from aligner.view.page_model import View

SAY = load("en")
KEYS = DocumentKey("zh", "rev1"), DocumentKey("en", "rev1")


def summary_of(app: AppTest) -> AppTest:
    app.run()
    app.button(key="start.example").click().run()
    app.segmented_control(key="desk.part").set_value("part.summary").run()
    assert not app.exception
    return app


def shown() -> View:
    comparison = sample.comparison()
    return build(comparison, default_columns(comparison))


@pytest.mark.parametrize(("theme", "back"), [(0, "#ffffff"), (1, "#14171c")])
@pytest.mark.parametrize("name", [name for name in summary_tab.COLOURS if name != "quiet"])
def test_colours_are_seen_on_the_page(name: str, theme: int, back: str) -> None:
    assert contrast(summary_tab.COLOURS[name][theme], back) >= 3  # as WCAG asks of graphics


@pytest.mark.parametrize(
    ("kind", "missing", "expected"),
    [
        (None, False, "quiet"),
        (ChangeKind.UNCHANGED, False, "quiet"),
        (ChangeKind.FORM_ONLY, False, "quiet"),
        (ChangeKind.RENUMBERED, False, "quiet"),
        (ChangeKind.EDITED, False, "edited"),
        (ChangeKind.SPLIT, False, "edited"),
        (ChangeKind.MOVED_EDITED, False, "moved"),
        (ChangeKind.INSERTED, False, "inserted"),
        (ChangeKind.EDITED, True, "missing"),
        (None, True, "missing"),
    ],
)
def test_map_cell_labels(kind: ChangeKind | None, missing: bool, expected: str) -> None:
    assert summary_tab.map_group(Bin(0, 1, 1, kind, missing, 1)) == expected


def test_the_map_covers_every_row_of_every_column() -> None:
    view = shown()
    records = summary_tab.change_map_records(view, change_map(view), SAY)
    for name in {str(record["column"]) for record in records}:
        own = [record for record in records if record["column"] == name]
        assert [record["from"] for record in own] == list(range(len(view.rows)))
        assert [record["to"] for record in own] == list(range(1, len(view.rows) + 1))
    assert len({record["column"] for record in records}) == len(view.columns)


def test_the_map_has_a_text_alternative() -> None:
    view = shown()
    reported = summary_tab.change_map_description(view, change_map(view), SAY)
    assert reported.startswith("Where the changes are; 中文 rev1: edited")
    assert "Français rev1: " in reported
    assert "Not carried over 1" in reported


def test_dots_are_numbered_from_one_and_described() -> None:
    view, comparison = shown(), sample.comparison()
    found = dots(comparison, *KEYS, view)
    records = summary_tab.dot_plot_records(view, found, SAY)
    assert {name: records[0][name] for name in ("x", "y")} == {"x": 1, "y": 1}
    assert all(record["row"] for record in records)
    said = summary_tab.dot_plot_description(found, ("A", "B"), SAY)
    assert said.startswith(f"A and B: link {len(found) - 1}, doubtful link 1")


def test_off_diagonal_dots_are_listed_with_links() -> None:
    view = shown()
    found = [
        Dot(0, 0, 0.99, DotKind.LINK, 1),
        Dot(1, 1, 0.2, DotKind.LINK, 2),
        Dot(2, 8, 0.9, DotKind.MOVED, 3),
        Dot(3, 3, 1.0, DotKind.GAP_SOURCE, 4),
        Dot(4, 4, 1.0, DotKind.GAP_TARGET, None),
    ]
    page = Page(summary_tab.outliers(view, found, SAY))
    assert page.having("href") == ["#r2", "#r3", "#r4"]
    assert "20%" in page.text
    assert "only in the first" in page.text
    assert "sure counterpart" in summary_tab.outliers(view, found[:1], SAY)


def test_a_long_list_is_cut_with_a_note() -> None:
    many = [Dot(1, 1, 0.2, DotKind.LINK, 2)] * (summary_tab.MOST + 5)
    page = Page(summary_tab.outliers(shown(), many, SAY))
    assert len(page.having("href")) == summary_tab.MOST
    assert SAY("chart.more", count=5) in page.text


def test_the_pairs_shown_come_first() -> None:
    comparison = sample.comparison()
    found = summary_tab.pairs(shown(), (*comparison.alignments, *comparison.revisions))
    assert {key.version for key in found[0]} == {"rev1"}
    assert len(found) == len(comparison.alignments) + len(comparison.revisions)


def test_pictures_are_valid_and_one_view_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit tells of clicks in pictures of a single view only."""
    monkeypatch.setattr(summary_tab, "colour", lambda name: summary_tab.COLOURS[name][0])
    view, comparison = shown(), sample.comparison()
    for chart in (
        summary_tab.map_spec(view, change_map(view), SAY),
        summary_tab.dot_spec(view, dots(comparison, *KEYS, view), ("a", "b"), SAY),
    ):
        spec = alt.Chart.from_dict(chart).to_dict()  # validates against the schema
        assert "mark" in spec
        assert spec["encoding"]["x"]["axis"]["tickMinStep"] == 1  # there is no half a row
        assert [each["name"] for each in spec["params"]] == ["pick"]
        assert "http" not in str({key: value for key, value in spec.items() if key != "$schema"})


def test_the_matrix_of_a_long_text_is_drawn_on_request(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_tab, "MANY", 3)
    assert 'id="matrix"' not in html(summary_of(app))
    app.toggle(key="desk.matrix").set_value(True).run()
    assert 'id="matrix"><details open>' in html(app)


def test_the_summary_shows_counts_pictures_and_the_matrix(app: AppTest) -> None:
    page = html(summary_of(app))
    assert page.index('<table class="summary">') < page.index("Changes by language")
    assert page.count('<td class="state attention">') == 3
    assert {button.label for button in app.get("download_button")} == {"Word (.docx)", "Web page (.html)"}
    assert "Where the changes are" in page
    assert 'id="matrix"' in page
    assert "How two documents are linked" in page
    assert len(app.get("vega_lite_chart")) == 2
    assert all(each.proto.spec for each in app.get("vega_lite_chart"))
    assert "<h3>Amendments" not in page  # they have a part of their own
    chosen = app.selectbox(key="overview.pair")
    chosen.set_value(len(chosen.options) - 1).run()
    assert not app.exception


def test_a_single_draft_has_no_map_but_its_links(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sample.comparison(["zh", "en"])
    new = {key: document for key, document in whole.documents.items() if key.version == "rev1"}
    alone = replace(
        whole,
        versions=("rev1",),
        documents=new,
        alignments={pair: each for pair, each in whole.alignments.items() if set(pair) <= set(new)},
        revisions={},
        rows=tuple(
            replace(row, cells=kept)
            for row in whole.rows
            if (kept := {key: span for key, span in row.cells.items() if key in new})
        ),
        amendments=(),
    )
    monkeypatch.setattr(running, "compare_bundled", lambda **_: alone)
    page = html(summary_of(app))
    assert "Where the changes are" not in page
    assert "How two documents are linked" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_summary(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(running, "compare_bundled", lambda **_: poisoned(text))
    page = Page(html(summary_of(app)))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input", "button", "iframe"}
    assert not [key for _, found in page.tags for key in found if key.startswith("on")]
    assert all(address.startswith("#r") for address in page.having("href"))
    said = [element.value for element in (*app.markdown, *app.title, *app.caption, *app.header)]
    assert not [words for words in said if text in words]


def test_the_legend_of_the_link_chart_has_the_colours_and_shapes_of_its_dots(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(summary_tab, "colour", lambda name: summary_tab.COLOURS[name][0])
    found = [
        Dot(0, 0, 0.99, DotKind.LINK, 1),
        Dot(1, 1, 0.2, DotKind.LINK, 2),
        Dot(2, 8, 0.9, DotKind.MOVED, 3),
    ]
    encoding = summary_tab.dot_spec(shown(), found, ("a", "b"), SAY)["encoding"]
    scales = [encoding[channel]["scale"] for channel in ("shape", "color")]
    assert scales[0]["domain"] == scales[1]["domain"] == ["link", "doubtful link", "moved"]
    assert len(set(scales[0]["range"])) == len(set(scales[1]["range"])) == 3
    assert "condition" not in encoding["color"]  # nothing is drawn in a colour that the legend lacks
