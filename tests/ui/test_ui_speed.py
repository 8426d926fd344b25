"""What the workbench computes once, in advance, or after showing the page, by counts and ratios."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from threading import Event
from types import SimpleNamespace

import pytest
import sample
from streamlit.testing.v1 import AppTest
from timing import seconds

from aligner.formats.html.fragments import Fragments
from aligner.ui import shown_rows, text_pane, text_tab
from aligner.ui.state import current_view, navigation
from aligner.ui.text_pane import Group, Line, Passage
from aligner.values import Alignment, Bead, DocumentKey, Row, Span
from aligner.values.catalogue import load
from aligner.values.garbage_collection import freeze
from aligner.view import column_text
from aligner.view.build import build
from aligner.view.page_model import View
from aligner.view.redline_runs import Mark, Piece
from aligner.view.row_filters import links_of, pair_of, select


@pytest.fixture
def app(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    for thread in threading.enumerate():
        if thread.name == current_view.NAME:
            thread.join(30)  # of another test
    monkeypatch.setattr(current_view, "PAUSE", 0)
    return app.run()


def opened(app: AppTest) -> AppTest:
    app.button(key="start.example").click().run()
    assert not app.exception
    return app


def test_garbage_is_rare_while_a_view_is_built_and_collected_after_the_page(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []

    def noting(function: Callable[..., object], note: Callable[[], object]) -> Callable[..., object]:
        def noted(*given: object) -> object:
            said.append(note())
            return function(*given)

        return noted

    monkeypatch.setattr(current_view, "build", noting(build, lambda: gc.get_threshold()[0] > 10_000))
    monkeypatch.setattr(text_tab, "draw", noting(text_tab.draw, lambda: "text"))
    drawn, collecting = Event(), Event()
    monkeypatch.setattr(current_view, "time", SimpleNamespace(sleep=lambda _: drawn.wait(30)))
    monkeypatch.setattr(current_view, "freeze", noting(freeze, lambda: "exempt"))
    monkeypatch.setattr(
        current_view, "collect_and_freeze", lambda: said.append("collected") or collecting.set()
    )
    usual = gc.get_threshold()
    opened(app)
    drawn.set()
    assert collecting.wait(30)
    app.run()
    assert said == [True, "exempt", "text", "collected", "text"]
    assert gc.get_threshold() == usual


def test_amendments_of_a_long_text_are_weighed_before_their_list_is_opened(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    deferred_weight: list[object] = []
    weigh = column_text.weigh
    monkeypatch.setattr(column_text, "weigh", lambda *given: deferred_weight.append(given) or weigh(*given))
    monkeypatch.setattr(current_view, "FEWEST", 2)
    started = []
    start = current_view._start
    monkeypatch.setattr(current_view, "_start", lambda given: started.append(start(given)) or started[-1])
    opened(app)
    started[0].join(30)
    ahead = len(deferred_weight)
    assert ahead > 2
    app.session_state["desk.part"] = "part.amendments"
    app.run()
    assert not app.exception
    assert len(deferred_weight) == ahead
    assert len(started) == 1


def test_lines_of_a_list_are_written_plainly_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(app)
    written: list[Group] = []
    plain = text_pane._as_plain
    monkeypatch.setattr(text_pane, "_as_plain", lambda group: written.append(group) or plain(group))
    app.session_state["desk.part"] = "part.amendments"
    app.run()
    count = len(written)
    assert count
    app.run()
    assert len(written) == count


def test_a_line_is_written_as_dataclasses_are_but_faster() -> None:
    passage = Passage((("ins", "more"), ("del", "less"), ("", "…")), "en", "ltr")
    lines = [Line(str(number), (passage, passage), (("place", "OP1"),), "2 words") for number in range(2000)]
    group = Group("Wording", tuple(lines))
    assert json.dumps(text_pane._as_plain(group)) == json.dumps(asdict(group))
    slow = seconds(lambda: asdict(group), best_of=3)
    assert seconds(lambda: text_pane._as_plain(group), best_of=3) < slow / 3


def test_choosing_a_row_selects_no_rows_again_and_leaves_the_text(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app)
    number = app.session_state["desk.here"] = 2
    app.run()
    selected = []
    monkeypatch.setattr(shown_rows, "select", lambda *given, **more: selected.append(given))
    text = drawn_text(app)
    app.session_state["desk.here"] = number + 1
    app.run()
    assert not app.exception
    assert not selected
    assert drawn_text(app) == text  # so neither the server sends it nor the browser draws it again


def test_a_mark_selects_rows_again_only_where_the_filter_asks_for_it(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app)
    app.session_state["desk.here"] = 2
    app.run()
    selected: list[object] = []
    monkeypatch.setattr(
        shown_rows, "select", lambda *given, **more: selected.append(given) or select(*given, **more)
    )
    app.button(key="panel.review").click().run()
    app.button(key="panel.review").click().run()
    assert not selected
    app.selectbox(key="desk.only").set_value("unreviewed").run()
    app.session_state["desk.here"] = 2
    app.run()
    before = len(selected)
    app.button(key="panel.review").click().run()
    assert len(selected) == before + 1
    assert not app.exception


def test_a_merge_that_is_taken_back_and_done_again_shows_the_same_rows(app: AppTest) -> None:
    opened(app)
    app.session_state["desk.here"] = 2
    app.session_state["desk.panel"] = True
    app.run()
    before = current_view_of(app)
    app.button(key="panel.action1").click().run()
    merged = current_view_of(app)
    assert merged != before
    app.button(key="steps.undo").click().run()
    assert current_view_of(app) == before
    app.button(key="steps.redo").click().run()
    assert current_view_of(app) == merged
    assert not app.exception


def drawn_text(app: AppTest) -> str:
    (text,) = [
        element.proto.body for element in app.get("html") if '<table class="text"' in element.proto.body
    ]
    return str(text)


def current_view_of(app: AppTest) -> View:
    return app.session_state["aligner.view"].view


def test_the_links_of_a_row_are_found_without_reading_all(monkeypatch: pytest.MonkeyPatch) -> None:
    work, keys = sample.comparison(), DocumentKey("en", "R1")
    long = 4000
    beads = tuple(Bead(Span(n, n + 1), Span(n, n + 1)) for n in range(long))
    read: list[Bead] = []

    class Counted(tuple[Bead, ...]):
        def __getitem__(self, at: object) -> object:
            read.append(super().__getitem__(at))  # type: ignore[index]
            return read[-1]

        def __iter__(self) -> Iterator[Bead]:
            return (self[number] for number in range(len(self)))

    pair = pair_of(work, keys)
    assert pair is not None
    alignment = replace(Alignment(beads, long, long), beads=Counted(beads))
    rows = tuple(Row(dict.fromkeys(pair, Span(n, n + 2))) for n in range(long - 1))
    order = work.version_order
    big = SimpleNamespace(pivot=work.pivot, version_order=order, alignments={pair: alignment}, rows=rows)
    read.clear()
    found = links_of(big, 1234, keys)  # type: ignore[arg-type]
    assert found is not None
    assert list(found.beads) == [1234, 1235]
    assert len(read) < 100


def test_words_for_screen_readers_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    words = load("en")

    class Asked:
        language = words.language

        def __call__(self, key: str, **fields: object) -> str:
            asked.append(key)
            return words(key, **fields)

    fragments = Fragments(View("", "en", (), (), (), followed=False), Asked())  # type: ignore[arg-type]
    pieces = [Piece("a", Mark.INSERTED), Piece("b", Mark.DELETED)] * 50
    assert fragments.pieces(pieces) == Fragments(fragments.view, words).pieces(pieces)
    assert len(asked) == len(set(asked)) == 4


def test_the_text_is_drawn_before_its_amendments_are_listed(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long text has thousands of them, and the browser lays out their list before what follows it."""
    drawn: list[str] = []
    for module, name in ((text_tab, "_rows"), (navigation, "draw_list")):
        draw = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given, draw=draw, name=name: (drawn.append(name), draw(*given))
        )
    opened(app)
    assert drawn == ["_rows", "draw_list"]
    assert len(app.selectbox(key="text.entry").options) > 0
