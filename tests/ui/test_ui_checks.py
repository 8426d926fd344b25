"""The verdict and the checks in the background, with Streamlit's own test harness."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import grouped
import pytest
import sample
from streamlit.testing.v1 import AppTest

from aligner.comparison.single_result import from_revision
from aligner.pipeline.check_set import check_comparison
from aligner.revision.revise import revise
from aligner.ui.state import current_findings, project_steps, redraws, running, session
from aligner.ui.state.current_findings import Run
from aligner.values import Carried, Comparison, Finding, SegmentKind, Severity, verbatim
from aligner.values.message import EncoderError, Progress
from aligner.view.build import build
from aligner.view.row_filters import Filter, Only, select
from aligner.view.summarise import headline_of, verdict_of

FOUND = tuple(
    Finding("numbers", severity, (row,), "fr", None, "2018", "2017", verbatim("French has 2017"))
    for row, severity in ((2, Severity.ERROR), (5, Severity.WARNING), (6, Severity.FORM))
)


@pytest.fixture
def app(new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(running, "compare_bundled", lambda **_: sample.comparison())
    prepare(monkeypatch, lambda report: FOUND)
    app = new_window().run()
    app.button(key="start.example").click().run()
    assert not app.exception
    return app


def prepare(monkeypatch: pytest.MonkeyPatch, check: Callable[[Progress], tuple[Finding, ...]]) -> None:
    """Let the checks in the background be these."""
    monkeypatch.setattr(running, "prepare_check", lambda *_: check)


def checked(app: AppTest) -> AppTest:
    """Run the page until the checks are done, as its clock does."""
    for _ in range(100):
        app.run()
        assert not app.exception
        if not any(button.key == "verdict.cancel" for button in app.button):
            return app
        time.sleep(0.02)
    raise AssertionError("the checks never end")


def verdict(app: AppTest) -> list[str]:
    return [button.label for button in app.button if str(button.key).startswith("verdict.")]


def test_each_count_is_the_number_of_rows_that_its_filter_leaves() -> None:
    view = build(sample.comparison())
    counts = verdict_of(view)

    def rows(only: Only) -> int:
        return len(select(view, Filter(only), hits=lambda query: ()))

    assert counts.not_carried == rows(Only.NOT_CARRIED) == 3
    assert counts.unknown == rows(Only.UNKNOWN) == 1
    assert counts.uncertain == rows(Only.UNCERTAIN) == 2
    assert counts.amendments == len(view.entries)
    assert headline_of(view, counts).code == "headline.missing"


def adopted() -> Comparison:
    """A draft resolution, and the resolution, in which a word and the distribution are others."""
    old, new = (
        sample.document(
            "en",
            "",
            [
                (SegmentKind.PARAGRAPH, None, None, f"Distr.: {distribution}"),
                (SegmentKind.TITLE, None, None, "Trafficking in persons"),
                (SegmentKind.ENACTING, None, None, "The General Assembly,"),
                (SegmentKind.OPERATIVE, "1", "OP1", f"{verb} all States to report on it;"),
            ],
        )
        for distribution, verb in (("Limited", "Invites"), ("General", "Urges"))
    )
    return from_revision(old, new, revise(old, new))


def test_amendments_outside_the_text_are_counted_apart(
    monkeypatch: pytest.MonkeyPatch, new_window: Callable[[], AppTest]
) -> None:
    counts = verdict_of(build(adopted()))
    assert (counts.amendments, counts.outside) == (2, 1)
    monkeypatch.setattr(running, "compare_bundled", lambda **_: adopted())
    prepare(monkeypatch, lambda report: ())
    app = new_window().run()
    app.button(key="start.example").click().run()
    assert verdict(app)[:2] == ["2 paragraphs were amended.", "Amendments: 2, of which outside the text: 1"]


def lacked_by_the_pivot() -> Comparison:
    """The sample, with its first amendment as one that the pivot lacks."""
    made = sample.comparison()
    first, *rest = made.amendments
    alone = replace(first, states=dict.fromkeys(first.states, Carried.AMENDED_HERE_ONLY), reasons={})
    return replace(made, amendments=(alone, *rest))


def test_amendments_that_the_pivot_lacks_are_counted_and_lead_to_their_rows(
    monkeypatch: pytest.MonkeyPatch, new_window: Callable[[], AppTest]
) -> None:
    view = build(lacked_by_the_pivot())
    rows = select(view, Filter(Only.ALONE), hits=lambda query: ())
    assert verdict_of(view).alone == len(rows) == 1
    assert rows[0].number == next(entry.row for entry in view.entries if entry.is_alone)
    monkeypatch.setattr(running, "compare_bundled", lambda **_: lacked_by_the_pivot())
    prepare(monkeypatch, lambda report: FOUND)
    again = new_window().run()
    checked(again.button(key="start.example").click().run())
    labels = verdict(again)
    assert "Amended, but not in Chinese: 1" in labels
    again.button(key="verdict.alone").click().run()
    assert again.selectbox(key="desk.only").value == "alone"
    assert again.session_state["aligner.shown"] == (rows[0].number,)
    assert not again.exception


def test_complete_carry_over_is_claimed_only_if_true() -> None:
    comparison = sample.comparison(["zh", "en"])
    carried = [
        replace(each, states=dict.fromkeys(each.states, Carried.CARRIED_OVER))
        for each in comparison.amendments
    ]
    reached = build(replace(comparison, amendments=tuple(carried)))
    assert headline_of(reached, verdict_of(reached)).code == "headline.reached"
    one = replace(carried[0], states={"en": Carried.UNKNOWN})
    unknown = build(replace(comparison, amendments=(one, *carried[1:])))
    assert headline_of(unknown, verdict_of(unknown)).code == "headline.unknown"


def test_checks_run_by_themselves_and_are_counted(app: AppTest) -> None:
    assert "verdict.cancel" in [button.key for button in app.button]
    checked(app)
    assert not app.exception
    assert verdict(app) == [
        "3 amendments are missing in English, French or Russian.",
        "Amendments: 7",
        "Other findings: 3",
        "Could not be checked: 1",
        "Uncertain links and gaps: 2",
        "Bring English up to date (1)",
        "Bring French up to date (1)",
        "Bring Russian up to date (1)",
    ]
    tabs = app.segmented_control(key="desk.part").options
    assert tabs[2:4] == ["Amendments (7)", "Findings (3)"]


def test_a_count_leads_to_its_rows(app: AppTest) -> None:
    checked(app)
    app.button(key="verdict.headline").click().run()
    assert app.selectbox(key="desk.only").value == "not_carried"
    app.button(key="chip.only").click().run()
    assert app.selectbox(key="desk.only").value == "all"
    app.button(key="verdict.findings_other").click().run()
    assert app.segmented_control(key="desk.part").value == "part.findings"
    assert len(grouped.lines(app)) == 3


def test_a_step_to_a_finding_waits_for_the_checks(app: AppTest) -> None:
    app.session_state["aligner.finding_wanted"] = "forth"
    checked(app)
    app.run()
    assert app.session_state["desk.here"] == 3
    assert app.segmented_control(key="desk.part").value == "part.text"


def test_cancelled_checks_are_not_started_again_until_asked(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(report: Progress) -> tuple[Finding, ...]:
        while True:
            report("check", 0, 1)
            time.sleep(0.01)

    prepare(monkeypatch, endless)
    app.run()
    assert "aligner.checks" in app.session_state
    app.button(key="verdict.cancel").click().run()
    app.run()
    assert "aligner.checks" not in app.session_state
    prepare(monkeypatch, lambda report: FOUND)
    app.button(key="verdict.check").click().run()
    assert "Other findings: 3" in verdict(checked(app))


def test_failing_checks_are_reported_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(report: Progress) -> tuple[Finding, ...]:
        raise EncoderError("no model here")

    prepare(monkeypatch, fail)
    checked(app)
    assert any("no model here" in element.proto.body for element in app.get("html"))
    app.run()
    assert "verdict.check" in [button.key for button in app.button]
    assert "aligner.checks" not in app.session_state


def test_a_model_that_cannot_be_loaded_leaves_no_run_behind(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_model(*_: object) -> object:
        raise EncoderError("no model here")

    monkeypatch.setattr(running, "prepare_check", no_model)
    checked(app)
    assert any("no model here" in element.proto.body for element in app.get("html"))
    assert "aligner.checks" not in app.session_state


def test_checks_give_way_to_no_page_that_waits_for_them() -> None:
    current = Run((object(), object()), awaited=True)
    with redraws.drawing():
        current.start(lambda report: [report("check", n, 30) for n in range(30)] and FOUND, "checks")
        assert current.finished.wait(20)  # each report would wait a second
    assert current.found == FOUND


def test_cancelling_ends_the_thread_before_its_next_check() -> None:
    seen: list[int] = []

    def check(report: Progress) -> tuple[Finding, ...]:
        for number in range(3):
            report("check", number, 3)
            seen.append(number)
            current.cancel()
        return FOUND

    current = Run((object(), object()))
    current.start(check, "checks")
    assert current.finished.wait(20)
    assert seen == [0]
    assert current.found is None


def test_checks_stop_once_their_session_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Event()

    def check(report: Progress) -> tuple[Finding, ...]:
        while True:
            report("check", 0, 1)
            ended.wait(20)

    current, other = (Run((object(), object())) for _ in range(2))
    for run, name in ((current, "closed"), (other, "open")):
        monkeypatch.setattr(session, "get_script_run_ctx", lambda name=name: SimpleNamespace(session_id=name))
        run.start(check, "checks")
    session.drop_kept_of("closed")
    ended.set()
    assert current.finished.wait(20)
    assert not other.finished.wait(0.2)
    session.drop_kept_of("open")
    assert other.finished.wait(20)


def test_a_check_gives_way_at_every_row_that_it_reads() -> None:
    comparison, reports = sample.comparison(), Counter[int]()
    check_comparison(
        comparison, checks=["numbers", "dates"], progress=lambda stage, done, total: reports.update([done])
    )
    assert reports.total() > 2 * len(comparison.rows)  # both read the same portions of the rows


def test_checks_give_way_while_a_link_is_corrected(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []
    save = project_steps.save

    def saving(*given: object) -> None:
        current = Run((object(), object()))
        current.start(lambda report: [report("check", 0, 1)] and FOUND, "checks")
        ran.append(current.finished.wait(0.3))
        save(*given)

    checked(app)
    app.session_state["desk.here"] = 2
    app.run()
    monkeypatch.setattr(project_steps, "save", saving)
    app.button(key="panel.confirm").click().run()
    app.button(key="steps.undo").click().run()
    assert ran[:2] == [False, False]


def test_a_click_is_answered_though_the_checks_end_meanwhile(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was redrawn at once, before it came to the button, and the file was never made."""
    app.session_state["desk.part"] = "part.export"
    monkeypatch.setattr(current_findings, "poll_checks", lambda: Run((None, None)))
    app.run()
    assert not list(app.get("download_button"))

    def done() -> None:
        current_findings.set_findings(FOUND)

    monkeypatch.setattr(current_findings, "poll_checks", done)
    app.button(key="export.make").click().run()
    assert not app.exception
    assert list(app.get("download_button"))
    assert len(verdict(app)) >= len(FOUND)
