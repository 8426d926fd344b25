"""Footnotes that were reworded are amendments like others, with a state in each language."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from noted_texts import redrafted

from aligner.comparison.note_carry_over import note_amendments
from aligner.formats.amendment_table import of_comparison
from aligner.formats.json.write import comparison
from aligner.values import Carried, ChangeKind, Comparison, Message, WeightReason
from aligner.view.build import build
from aligner.view.one_page_summary import SummaryLine
from aligner.view.page_model import BadgeKind
from aligner.view.redline_runs import Mark
from aligner.view.row_filters import Filter, Only, select
from aligner.view.summarise import headline_of, summarise, verdict_of

OLD, NEW = "A/HRC/57/42, para. 1.", "A/HRC/57/43, para. 1."
FR_OLD, FR_NEW = "A/HRC/57/42, par. 1.", "A/HRC/57/43, par. 1."
IN_NOTE = "in footnote 1, A/HRC/57/42 → A/HRC/57/43"


def states(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The states of the reworded footnotes in English, then of those in French."""
    return [
        {language: f"{state} {reason or ''}".strip() for language, (state, reason) in found.items()}
        for _, found in note_amendments(redrafted(ours, theirs))
    ]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ([[FR_OLD], [FR_OLD]], [{"fr": f"not_carried_over {IN_NOTE}"}]),
        ([[FR_OLD], [FR_NEW]], [{"fr": "carried_over"}, {}]),
        ([[FR_NEW], [FR_NEW]], [{"fr": "carried_over"}]),  # right before the original was
        ([[FR_OLD]], [{}]),  # has no newer draft
        ([[FR_OLD, "Ibid."], [FR_OLD, "Ibid."]], [{"fr": f"unknown {IN_NOTE}"}]),  # one note more
    ],
)
def test_a_reworded_footnote_has_a_state_in_each_language(
    theirs: list[list[str]], expected: list[dict[str, str]]
) -> None:
    assert states([[OLD], [NEW]], theirs) == expected


def test_a_revised_symbol_is_missing_though_its_numbers_are_there() -> None:
    ours = [["A/75/112."], ["A/75/112/Rev.1."]]
    assert states(ours, [["A/75/112."]] * 2)[0]["fr"].startswith("not_carried_over")
    assert states(ours, [["Voir A/75/112/Rev.1."]] * 2) == [{"fr": "carried_over"}]


def test_a_see_also_need_not_be_carried_over() -> None:
    (found,) = states([["See the report."], ["See also the report."]], [["Voir le rapport."]] * 2)
    assert found == {"fr": "unknown in footnote 1, added also"}


def test_a_footnote_reworded_in_another_language_only_is_shown_there() -> None:
    expected = [{"fr": f"amended_here_only {IN_NOTE}"}]
    assert states([[OLD], [OLD]], [[FR_OLD], [FR_NEW]]) == expected


@pytest.fixture
def lacking() -> Comparison:
    """French lacks the only amendment, which is in a footnote."""
    return redrafted([[OLD], [NEW]], [[FR_OLD], [FR_OLD]])


def test_a_reworded_footnote_is_listed_with_the_words_it_changed(lacking: Comparison) -> None:
    (entry,) = build(lacking).entries
    assert (entry.row, entry.kinds, entry.missing) == (1, {0: ChangeKind.EDITED}, ("fr",))
    assert entry.weight.reason is WeightReason.FOOTNOTE
    assert [(piece.text, piece.mark) for piece in entry.excerpts[0]] == [
        ("1", Mark.EQUAL),
        (" ", Mark.EQUAL),
        ("A/HRC/57/42", Mark.DELETED),
        ("A/HRC/57/43", Mark.INSERTED),
    ]


def test_the_row_of_a_reworded_footnote_is_amended_and_counted(lacking: Comparison) -> None:
    view = build(lacking)
    verdict = verdict_of(view)
    assert (verdict.amendments, verdict.not_carried) == (1, 1)
    assert headline_of(view, verdict).code == "headline.missing"
    for only in (Only.CHANGED, Only.NOT_CARRIED):
        assert select(view, Filter(only), hits=lambda _: ()) == view.rows
    (badge,) = view.rows[0].cells[1].badges
    assert (badge.kind, badge.language, str(badge.reason)) == (BadgeKind.NOT_CARRIED_OVER, "en", IN_NOTE)


def test_the_amendment_of_a_paragraph_includes_that_of_its_footnote() -> None:
    view = build(
        redrafted(
            [[OLD], [NEW]],
            [[FR_OLD], [FR_OLD]],
            english=("The Fund paid for pumps and pipes.", "The Fund asked for pumps and pipes."),
            french=("Le Fonds paie pompes et tuyaux.", "Le Fonds demande pompes et tuyaux."),
        )
    )
    (entry,) = view.entries
    words = "".join(f"{piece.mark}:{piece.text} " for piece in entry.excerpts[0])
    assert words == (
        "deleted:paid inserted:asked equal: …  equal:1 equal:  deleted:A/HRC/57/42 inserted:A/HRC/57/43 "
    )
    state, reason = entry.states["fr"]
    assert (state, str(reason)) == (Carried.PARTLY, IN_NOTE)


def test_a_paragraph_with_a_reworded_footnote_counts_as_edited(lacking: Comparison) -> None:
    english, french = build(lacking).columns
    assert (english.counts, french.counts) == ({ChangeKind.EDITED: 1}, {ChangeKind.UNCHANGED: 1})


def test_a_carried_over_footnote_is_one_amendment_of_all_languages() -> None:
    view = build(redrafted([[OLD], [NEW]], [[FR_OLD], [FR_NEW]]))
    (entry,) = view.entries
    assert set(entry.kinds) == {0, 1}
    assert headline_of(view, verdict_of(view)).code == "headline.reached"


def test_the_summary_quotes_a_missing_footnote(lacking: Comparison) -> None:
    page = summarise(lacking)
    (line,) = page.groups[0].lines
    assert isinstance(line, SummaryLine)
    assert isinstance(line.reasons["fr"], Message)
    assert "A/HRC/57/43" in "".join(piece.text for piece in line.pieces)
    assert page.total == 1


def test_tables_of_amendments_say_where_a_footnote_is_missing(lacking: Comparison) -> None:
    (line,) = of_comparison(lacking)
    assert (line.of_note, line.carried, line.missing) == (True, (("fr", "not carried over"),), {"fr"})


def test_json_has_reworded_footnotes_with_their_states(lacking: Comparison) -> None:
    (found,) = json.loads(comparison(lacking))["footnote_amendments"]
    assert (found["language"], found["from"], found["to"], found["mark"]) == ("en", "1", "2", "1")
    assert (found["paragraph"], found["states"]) == (0, {"fr": "not_carried_over"})
    assert found["reasons"] == {"fr": IN_NOTE}
