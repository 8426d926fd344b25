"""What keys, clicks on rows and the browser's Back do, without a browser: its events are the test's own."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import grouped
import pytest
import sample
import streamlit as st
from drawn import html
from streamlit.testing.v1 import AppTest

from aligner.project.saved_work import Project, row_reviewed
from aligner.ui import amendment_decisions, page, text_fragment, text_tab, verdict_line
from aligner.ui.state import keyboard, navigation, project_steps, view_state
from aligner.ui.state.project_steps import SavedFile
from aligner.values import Bead, DecisionKind, DocumentKey, LinkOrigin, Span
from aligner.values.catalogue import load
from aligner.view.row_filters import Only

EVENT: dict[str, Any] = {}


@pytest.fixture
def app(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The sample, open, with a button instead of the script that listens for keys."""

    component = page.component

    def listener(name: str) -> Any:
        if name != "keyboard":
            return component(name)
        return lambda *, on_act_change, **_: st.button("event", key="test.event", on_click=on_act_change)

    monkeypatch.setattr(page, "component", listener)
    monkeypatch.setattr(keyboard, "last_event", lambda: EVENT)
    monkeypatch.setattr(text_fragment, "redraw", lambda: None)  # `AppTest` forgets what is not drawn again
    app.run()
    app.button(key="start.example").click().run()
    return app


IDS = count(1)
REDRAW = text_fragment.redraw
LAST_EVENT = keyboard.last_event


def happen(app: AppTest, **event: Any) -> None:
    """Let the browser report an event."""
    EVENT.clear()
    EVENT.update({"id": next(IDS), **event})
    app.button(key="test.event").click().run()
    assert not app.exception


def press(app: AppTest, *keys: str) -> None:
    for key in keys:
        happen(app, action={**keyboard.KEYS, **keyboard.TABS}[key])


def choose(app: AppTest, row: int, language: str = "en") -> None:
    happen(app, action="row", row=row, language=language)


def here(app: AppTest) -> int | None:
    if view_state.HERE not in app.session_state:
        return None
    found = app.session_state[view_state.HERE]
    assert found is None or isinstance(found, int)
    return found


def work(app: AppTest) -> Project:
    found = app.session_state["aligner.timeline"].present
    assert isinstance(found, Project)
    return found


def beads(app: AppTest, language: str = "en") -> tuple[Bead, ...]:
    pivot, other = DocumentKey("zh", sample.NEW), DocumentKey(language, sample.NEW)
    return work(app).comparison.alignments[pivot, other].beads


def confirmed(app: AppTest, language: str = "en") -> list[tuple[Span, Span]]:
    return [
        (each.source, each.target) for each in beads(app, language) if each.origin is LinkOrigin.CONFIRMED
    ]


def test_c_confirms_all_languages_of_the_row_and_takes_it_back(app: AppTest) -> None:
    choose(app, 3)
    press(app, "c")
    assert {language: len(confirmed(app, language)) for language in ("en", "fr", "ru", "ar")} == {
        "en": 1,
        "fr": 1,
        "ru": 1,
        "ar": 1,
    }
    press(app, "c")
    assert confirmed(app) == []


def test_capital_c_and_r_decide_once_and_continue(app: AppTest) -> None:
    for _ in range(2):  # neither takes back what is decided
        choose(app, 3)
        press(app, "C")
        assert (here(app), len(confirmed(app))) == (4, 1)
        choose(app, 3)
        press(app, "R")
        assert here(app) == 4
        rows = range(len(work(app).comparison.rows))
        assert [row for row in rows if row_reviewed(work(app), row)] == [2]


def test_a_decides_on_the_amendment_of_the_row_and_takes_it_back(app: AppTest) -> None:
    choose(app, 3)
    press(app, "a")
    assert {each.kind for each in work(app).decided.values()} == {DecisionKind.ACCEPTED}
    press(app, "q")
    assert {each.kind for each in work(app).decided.values()} == {DecisionKind.DISCUSS}
    press(app, "q")
    assert work(app).decided == {}


def test_a_decides_on_the_chosen_line_of_the_list_of_amendments(app: AppTest) -> None:
    app.session_state["desk.part"] = "part.amendments"
    app.run()
    line = grouped.lines(app)[-1]["id"]
    app.session_state["desk.amendment"] = line
    app.session_state["desk.here"] = 1
    press(app, "a")
    marks = {line["id"]: line["cells"][-1][1] for line in grouped.lines(app)}
    assert [row for row, sign in marks.items() if sign] == [line]


def test_a_before_the_list_of_amendments_is_drawn_decides_on_its_first_line(app: AppTest) -> None:
    app.session_state["desk.part"] = "part.amendments"
    press(app, "a")
    marks = [line["cells"][-1][1] for line in grouped.lines(app)]
    assert [place for place, sign in enumerate(marks) if sign] == [0]


@pytest.mark.parametrize("is_made", [False, True])
def test_a_before_the_list_is_drawn_decides_once_though_the_run_is_ended(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, is_made: bool
) -> None:
    decide, ended = amendment_decisions.decide, []

    def end_the_first_run(kind: DecisionKind) -> None:
        if is_made or ended or not navigation.lists_amendments():
            decide(kind)
        if amendment_decisions.CHOSEN in st.session_state and not ended:
            ended.append(kind)
            st.rerun()

    monkeypatch.setattr(amendment_decisions, "decide", end_the_first_run)
    app.session_state["desk.part"] = "part.amendments"
    press(app, "a")
    assert ended == [DecisionKind.ACCEPTED]
    assert {each.kind for each in work(app).decided.values()} == {DecisionKind.ACCEPTED}


def test_a_says_that_a_row_without_an_amendment_has_nothing_to_decide(app: AppTest) -> None:
    choose(app, 1)
    press(app, "a")
    assert work(app).decided == {}
    assert [each.value for each in app.toast] == ["This row has no amendment between the drafts shown."]


def test_a_without_a_chosen_row_does_nothing(app: AppTest) -> None:
    press(app, "a")
    assert work(app).decided == {}
    assert not app.toast


def test_x_takes_a_link_apart_and_u_puts_it_together(app: AppTest) -> None:
    before = beads(app)
    choose(app, 3)
    press(app, "x")
    assert len(beads(app)) == len(before) + 1
    press(app, "u")
    assert beads(app) == before
    press(app, "U")
    assert len(beads(app)) == len(before) + 1


def test_m_merges_and_s_splits_at_the_caret(app: AppTest) -> None:
    choose(app, 3)
    press(app, "m", "m")
    (merged,) = confirmed(app)
    assert (len(merged[0]), len(merged[1])) == (3, 3)
    column = list(app.session_state["desk.languages"]).index("en")
    happen(app, action="split", row=here(app), column=column, block=2)
    assert [len(target) for _, target in confirmed(app)] == [2, 1]


def test_brackets_move_a_paragraph_over_the_boundary(app: AppTest) -> None:
    before = beads(app)
    choose(app, 3)
    press(app, "]", "[")
    assert [(each.source, each.target) for each in beads(app)] == [
        (each.source, each.target) for each in before
    ]
    press(app, "}", "{")
    assert [(each.source, each.target) for each in beads(app)] == [
        (each.source, each.target) for each in before
    ]


def test_t_and_v_move_a_paragraph_to_another_row(app: AppTest) -> None:
    choose(app, 4)
    press(app, "t")
    choose(app, 3)
    press(app, "v")
    ((source, target),) = confirmed(app)
    assert (source, len(target)) == (Span(2, 3), 2)
    press(app, "v")  # nothing is cut any more
    assert len(confirmed(app)) == 1


def test_what_was_cut_stays_cut_until_it_can_be_pasted(app: AppTest) -> None:
    app.session_state["desk.link_language"] = "en"
    choose(app, 6)
    press(app, "t")
    choose(app, 4)
    press(app, "c")
    choose(app, 3)
    press(app, "v")
    assert confirmed(app) == [(Span(3, 4), Span(3, 4))], "a confirmed link is between"
    choose(app, 4)
    press(app, "c")
    choose(app, 3)
    press(app, "v")
    ((source, target),) = confirmed(app)
    assert (source, target) == (Span(2, 3), Span(4, 5))


def test_what_was_cut_in_a_document_that_has_gone_is_forgotten(app: AppTest) -> None:
    choose(app, 4)
    app.session_state["desk.link_language"] = "ar"
    press(app, "t")
    steps = app.session_state["aligner.timeline"]
    fewer = replace(steps.present, comparison=sample.comparison(["zh", "en"]))
    app.session_state["aligner.timeline"] = steps.done(fewer, "step.added")
    app.session_state["desk.languages"] = ["zh", "en"]
    app.run()
    assert not app.exception
    press(app, "v")
    assert confirmed(app) == []


def test_l_turns_the_panel_to_one_language_after_the_other(app: AppTest) -> None:
    choose(app, 3)
    seen = []
    for _ in range(5):
        press(app, "l")
        seen.append(app.session_state[view_state.LANGUAGE])
    assert sorted(seen[:4]) == ["ar", "en", "fr", "ru"]
    assert seen[4] == seen[0]


def test_keys_without_a_row_change_nothing(app: AppTest) -> None:
    before = work(app).comparison
    press(app, *"crmMx][}{tvsl")
    happen(app, action="split", row=1, column=0, block=0)
    assert work(app).comparison is before
    assert app.button(key="steps.undo").disabled
    press(app, "Escape")
    assert here(app) is None


def test_steps_go_round_and_escape_leaves(app: AppTest) -> None:
    press(app, "k")
    first = here(app)
    press(app, "k", "j")
    assert here(app) == first == 1
    press(app, "p")
    last = here(app)
    press(app, "n")
    assert last is not None
    assert 1 < (here(app) or 0) < last
    assert app.query_params["row"] == str(here(app))
    press(app, "Escape")
    assert here(app) is None
    assert "row" not in app.query_params


def test_figures_turn_to_tabs(app: AppTest) -> None:
    for position, part in enumerate(navigation.PARTS, 1):
        press(app, str(position))
        assert app.session_state["desk.part"] == part


def test_scrolling_to_an_end_draws_more_rows(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "size", lambda total: 2)
    monkeypatch.setattr(navigation, "_MOST_PAGES", 2)
    windows = []
    for action in ("further", "further", "earlier", "earlier"):
        happen(app, action=action)
        windows.append(app.session_state[view_state.WINDOW])
    assert windows == [(0, 4), (2, 6), (0, 4), (0, 4)]


def test_back_returns_to_the_row_and_asks_before_other_work(app: AppTest) -> None:
    choose(app, 3)
    happen(app, action="address", search="?example=1&row=5")
    assert here(app) == 5
    happen(app, action="address", search="?example=1")
    assert here(app) is None
    choose(app, 3)
    happen(app, action="address", search="?project=other")
    assert here(app) == 3
    assert app.query_params["example"] == "1"
    assert app.query_params["row"] == "3"


def test_an_event_that_another_request_interrupted_counts_when_it_is_sent_again(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_row, ended = navigation.choose, []

    def once_ended(number: int, language: str | None = None) -> None:
        if not ended:
            ended.append(number)
            st.rerun()
        choose_row(number, language)

    monkeypatch.setattr(navigation, "choose", once_ended)
    choose(app, 3)
    assert here(app) is None
    app.button(key="test.event").click().run()  # the same one again
    assert here(app) == 3


def test_an_event_counts_once_and_nonsense_never(app: AppTest) -> None:
    choose(app, 3)
    app.button(key="test.event").click().run()  # the same one again
    happen(app, action="row", row=999)
    happen(app, action="row", row="4")
    happen(app, action="erase")
    assert here(app) == 3


def test_a_long_list_of_amendments_is_complete_from_when_it_is_opened_until_links_change(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = app.selectbox(key="text.entry").options
    monkeypatch.setattr(navigation, "FEW", 2)
    app.run()
    assert app.selectbox(key="text.entry").options == every[:2]
    happen(app, action=keyboard.LIST)
    assert app.selectbox(key="text.entry").options == every
    app.selectbox(key="text.entry").set_value(3).run()
    choose(app, 3)
    press(app, "c")
    assert app.selectbox(key="text.entry").options == every
    press(app, "m")
    assert len(app.selectbox(key="text.entry").options) == 2
    assert app.selectbox(key="text.entry").value is None
    assert here(app) == 3
    happen(app, action=keyboard.LIST)
    assert len(app.selectbox(key="text.entry").options) > 2


def test_only_a_key_that_changes_nothing_outside_the_text_draws_the_text_alone(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_drawn() -> tuple[bool, bool]:
        keys = {button.key for button in app.button}
        return "panel.confirm" in keys, "steps.undo" in keys

    app.session_state["aligner.checks_stopped"] = True  # while they run, the whole page is drawn
    app.session_state[view_state.ONLY] = str(Only.CHANGED)
    for key, whole in (("j", False), ("l", False), ("r", True), ("u", True), ("?", True), ("2", True)):
        with monkeypatch.context() as patched:
            patched.setattr(text_fragment, "redraw", REDRAW)
            app.run()
            press(app, key)
        assert has_drawn() == (key != "2", whole), key
    with monkeypatch.context() as patched:
        patched.setattr(text_fragment, "redraw", REDRAW)
        app.run()
        patched.setattr(project_steps, "saved_file", lambda: SavedFile(Path("theirs"), "", overtaken=True))
        press(app, "j")
        assert has_drawn() == (True, True)  # since another window saved meanwhile
    app.run()
    hidden = min({*range(1, 10)} - set(app.session_state[view_state.SHOWN]))
    with monkeypatch.context() as patched:
        patched.setattr(text_fragment, "redraw", REDRAW)
        app.run()
        choose(app, hidden)
    assert has_drawn() == (True, True)
    assert app.session_state[view_state.ONLY] == str(Only.ALL)


def test_a_step_shows_in_the_text_before_the_rest_of_the_page_is_drawn(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, int]] = []

    def note(module: Any, name: str) -> None:
        draw = module.draw

        def noting(*given: Any) -> Any:
            drawn.append((name, len(given[0].rows)))  # the view as it is then
            return draw(*given)

        monkeypatch.setattr(module, "draw", noting)

    app.session_state["aligner.checks_stopped"] = True
    choose(app, 3)
    note(text_tab, "text")
    note(verdict_line, "verdict")
    monkeypatch.setattr(text_fragment, "redraw", REDRAW)
    app.run()
    before = drawn[0][1]
    drawn.clear()
    press(app, "m")
    after = drawn[0][1]
    assert after != before
    assert drawn == [("text", after), ("verdict", after), ("text", after)]
    assert "Done: merged links" in html(app)  # although the text, drawn first, has said it
    drawn.clear()
    press(app, "u")
    assert drawn == [("text", before), ("verdict", before), ("text", before)]
    app.session_state[navigation.PART] = "part.amendments"
    app.run()
    drawn.clear()
    press(app, "U")
    assert drawn == [("verdict", after)]
    assert not app.exception


def test_a_key_on_a_line_without_a_row_says_why_it_does_nothing(app: AppTest) -> None:
    """The old place of a paragraph has none; what was deleted has one, but no links."""
    for row, keys, said in ((9, "rcx", "panel.only_place"), (5, "cx", "panel.no_links")):
        choose(app, row)
        for key in keys:
            press(app, key)
            assert [each.value for each in app.toast] == [load("en")(said)]
    assert app.session_state["aligner.timeline"].past is None


class Kept(dict[str, Any]):
    """The state of a component in which Streamlit kept an event that hides the newer one."""

    def __delitem__(self, key: str) -> None:
        self[key] = {"id": 8}


@pytest.mark.parametrize(("done", "expected"), [(6, 7), (7, 8), (9, 8)])
def test_a_kept_event_hides_no_newer_one(monkeypatch: pytest.MonkeyPatch, done: int, expected: int) -> None:
    state = {keyboard.KEY: Kept(act={"id": 7}), keyboard._DONE: {"id": done}}
    monkeypatch.setattr(st, "session_state", state)
    assert LAST_EVENT()["id"] == expected
