"""What the workbench computes once, ahead or after the page is seen, by counts and ratios."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
import sample
from streamlit.testing.v1 import AppTest
from timing import seconds

from aligner.formats.html.fragments import Fragments
from aligner.ui import current_findings, current_view, grouped_list, running, text_tab, weighing_ahead
from aligner.ui.grouped_list import Group, Line, Passage
from aligner.values.catalogue import load
from aligner.view import column_text
from aligner.view.build import build
from aligner.view.page_model import View
from aligner.view.redline_runs import Mark, Piece


@pytest.fixture
def app(root: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.chdir(root)
    monkeypatch.setattr(running, "compare_bundled", lambda **_: sample.comparison())
    monkeypatch.setattr(current_findings, "stopped", lambda: True)  # no checks behind the test
    return AppTest.from_file(str(root / "aligner/ui/streamlit_app.py"), default_timeout=60).run()


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
    monkeypatch.setattr(current_view, "_freeze", noting(current_view._freeze, lambda: "collected"))
    usual = gc.get_threshold()
    opened(app)
    app.run()
    assert said == [True, "text", "collected", "text"]
    assert gc.get_threshold() == usual


def test_amendments_of_a_long_text_are_weighed_before_their_list_is_opened(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[object] = []
    weigh = column_text.weigh
    monkeypatch.setattr(column_text, "weigh", lambda *given: weighed.append(given) or weigh(*given))
    monkeypatch.setattr(weighing_ahead, "MANY", 2)
    started = []
    start = weighing_ahead._start
    monkeypatch.setattr(weighing_ahead, "_start", lambda given: started.append(start(given)) or started[-1])
    opened(app)
    started[0].join(30)
    ahead = len(weighed)
    assert ahead > 2
    app.session_state["desk.part"] = "part.amendments"
    app.run()
    assert not app.exception
    assert len(weighed) == ahead
    assert len(started) == 1


def test_lines_of_a_list_are_written_plainly_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(app)
    written: list[Group] = []
    plain = grouped_list._plain
    monkeypatch.setattr(grouped_list, "_plain", lambda group: written.append(group) or plain(group))
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
    assert json.dumps(grouped_list._plain(group)) == json.dumps(asdict(group))
    slow = seconds(lambda: asdict(group), best_of=3)
    assert seconds(lambda: grouped_list._plain(group), best_of=3) < slow / 3


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
