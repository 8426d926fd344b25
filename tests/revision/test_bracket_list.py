"""Square brackets in a text under negotiation: which are open, who proposes them, how they closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn import html, open_by_path
from hypothesis import given
from hypothesis import strategies as st
from simple_values import document
from streamlit.testing.v1 import AppTest

from aligner.comparison.compare import compare
from aligner.formats.writing import export
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.revision.brackets import brackets, passages
from aligner.revision.revise import revise
from aligner.values import BracketOutcome, Comparison, DocumentKey
from aligner.view.bracket_list import bracket_lines, differing, open_counts
from aligner.view.build import build
from aligner.view.summarise import summarise
from tests.comparison.test_compare import Toy


def found(language: str, *texts: str) -> list[tuple[str, str, str]]:
    made = document(language, *texts)
    return [(each.span.of(made.text), each.proposer, each.option) for each in passages(made)]


@pytest.mark.parametrize(
    ("language", "text", "proposer", "option"),
    [
        ("en", "[Group of 77: States shall report]", "Group of 77", ""),
        ("en", "[EU, Japan: shall]", "EU, Japan", ""),
        ("en", "[Option 1: States shall report]", "", "Option 1"),
        ("en", "[Alternative 2 – EU: States may report]", "EU", "Alternative 2"),
        ("fr", "[Variante 2\u00a0: les États font rapport]", "", "Variante 2"),
        ("fr", "[Groupe des 77\u00a0: doivent]", "Groupe des 77", ""),
        ("es", "[Opción 1: los Estados]", "", "Opción 1"),
        ("ru", "[Вариант 1: государства]", "", "Вариант 1"),
        ("ru", "[Группа 77: государства]", "Группа 77", ""),
        ("zh", "［77国集团：各国应报告］", "77国集团", ""),
        ("zh", "[备选案文1：各国应报告]", "", "备选案文1"),
        ("ar", "[الخيار 1: الدول]", "", "الخيار 1"),
        ("ar", "[مجموعة الـ77: الدول]", "مجموعة الـ77", ""),
        ("en", "[shall report by 2030, at 10:30]", "", ""),
    ],
)
def test_who_proposes_what(language: str, text: str, proposer: str, option: str) -> None:
    assert found(language, f"1 {text} x") == [(text, proposer, option)]


def test_what_was_done_to_a_quotation_is_no_passage() -> None:
    assert found("en", "He said “[T]he end […] is near [sic]” on [--] May.") == []


def test_where_quotations_are_changed_so_are_all_passages_in_brackets() -> None:
    quoted = "The State must “adopt[s] measures that [were] necessary […] and protect[ed] them [both]”."
    assert found("en", quoted) == []
    negotiated = " ".join(f"[shall do {number}]" for number in range(20))
    assert len(found("en", f"{quoted} {negotiated}")) == 24


def test_brackets_are_nested_and_go_over_paragraphs() -> None:
    made = document("en", "States [shall [promptly] report", "every year] and meet.", "It [ends")
    assert [(each.depth, each.segment, each.closed, each.span.of(made.text)) for each in passages(made)] == [
        (0, 0, True, "[shall [promptly] report\nevery year]"),
        (1, 0, True, "[promptly]"),
        (0, 2, False, "[ends"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "outcomes"),
    [
        ("States [shall] report.", "States [shall] report.", [BracketOutcome.OPEN]),
        ("States [shall] report.", "All States [shall duly] report.", [BracketOutcome.OPEN]),
        ("States report.", "States [shall] report.", [BracketOutcome.NEW]),
        ("States shall [promptly] report.", "States shall promptly report.", [BracketOutcome.KEPT]),
        ("States shall [promptly] report.", "States shall report.", [BracketOutcome.DELETED]),
        ("States [shall] [should] report.", "States shall report.", [BracketOutcome.OPTION] * 2),
        ("States [shall/should] report.", "States should report.", [BracketOutcome.OPTION]),
        ("States shall [promptly] report.", "States shall immediately report.", [BracketOutcome.REPLACED]),
        ("各国[应]报告。", "各国应报告。", [BracketOutcome.KEPT]),
        ("各国［应］［可］报告。", "各国可报告。", [BracketOutcome.OPTION] * 2),
        ("[The whole of it.]", "", [BracketOutcome.DELETED]),
    ],
)
def test_how_brackets_close(old: str, new: str, outcomes: list[BracketOutcome]) -> None:
    language = "zh" if "国" in old else "en"
    around = ("First, the parties meet.", "Last, they leave again.")
    texts = [document(language, around[0], *([text] if text else []), around[1]) for text in (old, new)]
    assert [each.outcome for each in brackets(texts[1], texts[0], revise(*texts))] == outcomes


@given(st.lists(st.text("[]ab /.", min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_brackets_are_in_the_text(texts: list[str]) -> None:
    made = document("en", *texts)
    for each in brackets(made, made, revise(made, made)):
        assert each.outcome.is_open
        assert made.text[each.span.start] == "["
        assert not each.closed or made.text[each.span.stop - 1] == "]"


# -- several languages ------------------------------------------------------------------------


@pytest.fixture
def comparison() -> Comparison:
    texts = {
        "en@draft": ("First, the parties meet.", "States [shall] [EU: should] report.", "[They leave.]"),
        "en@rev1": ("First, the parties meet.", "States shall report.", "[They leave.]"),
        "fr@draft": ("First, les parties meet.", "Les States [shall] report.", "[Les leave.]"),
        "fr@rev1": ("First, les parties meet.", "Les States [shall] report.", "Les leave."),
    }
    documents = {
        DocumentKey(*name.split("@")): replace(document(name[:2], *own), version=name[3:])
        for name, own in texts.items()
    }
    return compare(documents, pivot="en", versions=("draft", "rev1"), encoder=Toy())


def test_languages_with_other_brackets_are_found(comparison: Comparison) -> None:
    view = build(comparison)
    lines = bracket_lines(view)
    assert open_counts(view, lines) == {"en": 1, "fr": 1}
    assert [*differing(view, lines).values()] == [{"en": 0, "fr": 1}, {"en": 1, "fr": 0}]


def test_the_summary_counts_brackets(comparison: Comparison) -> None:
    result = summarise(comparison)
    assert (result.brackets, result.closed) == ({"en": 1, "fr": 1}, {BracketOutcome.OPTION: 2})
    page = export(result, ".html").decode("utf-8")
    assert "Passages in square brackets: English 1, French 1." in page
    assert "one option taken 2" in page


def test_the_tab_lists_brackets(comparison: Comparison, app: AppTest, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "work.aligner"
    store.save(Project(comparison), path)
    open_by_path(app, path)
    app.session_state["desk.part"] = "part.amendments"
    app.session_state["desk.amendments_order"] = "amendment.brackets"
    app.run()
    assert not app.exception
    groups = app.session_state["aligner.cache"]["amendments.list data"][1]
    assert [group["title"] for group in groups] == [
        "Other brackets than the first language (1)",
        "Open (1)",
        "Closed: one option taken (2)",
    ]
    said = str(groups)
    assert "EU" in said
    assert "[They leave.]" in said
    assert "Brackets (2 open)" in str(app.main)
    assert html(app)
