"""Checks stay silent on clean texts and find planted errors: floors in `floors/checks.json`.

Measured on the development data; skipped without it. Every finding of severity `error` or `warning` on
clean parallel text counts as a false alarm, although most of them are real errors in the published
texts. Lowering a floor needs a reason in the commit.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import check_planted
import check_rates
import clean_sets
import parallel_texts as texts
import planted_amendments
import planted_errors
import pytest
from check_planted import total

from aligner.encoders.cache import CachedEncoder

FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "floors" / "checks.json").read_text(encoding="utf-8")
)
ALLOWED, RECALL, AMENDMENTS = (FLOORS[name] for name in ("alarms_per_100_rows", "recall", "amendments"))

QUICK = {"labels", "modality"}
"""Planted facts that are also counted in the quick suite, since they take the least time."""

LONG = {"laws", "treaties", "code of conduct"}
"""Kinds of texts that take more than a few seconds to align and check."""


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> texts.Texts:
    return texts.joined(texts.un_documents(shared_data))


@pytest.mark.slow
def test_clean_texts_raise_few_alarms_in_any_language(shared_data: Path) -> None:
    found = check_rates.rates(shared_data)
    too_many = {
        (check, code): rate
        for check, by_language in found.items()
        for code, rate in by_language.items()
        if rate > ALLOWED[check].get(code, ALLOWED[check]["any"])
    }
    assert not too_many
    for check in ("numbers", "dates", "symbols"):
        assert all(rate < 1 for rate in found[check].values())


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=pytest.mark.slow if kind in LONG else ())
        for kind in FLOORS["together_per_100_pairs"]
    ],
)
def test_all_checks_together_are_quiet_on_clean_files(shared_data: Path, kind: str) -> None:
    pairs, counts = clean_sets.rates(shared_data, kind)
    assert pairs > 500
    assert 100 * clean_sets.alarms(counts) / pairs <= FLOORS["together_per_100_pairs"][kind], counts


@pytest.mark.parametrize("glossary", ["bundled", pytest.param("countries", marks=pytest.mark.slow)])
def test_terms_of_clean_texts_raise_few_alarms(shared_data: Path, corpus: Path, glossary: str) -> None:
    found = check_rates.term_rates(shared_data, check_rates.glossaries(shared_data, corpus)[glossary])
    assert found
    assert all(rate <= FLOORS["terms_per_100_rows"][glossary] < 3 for rate, _ in found.values()), found


@pytest.mark.parametrize(
    "check",
    [pytest.param(check, marks=() if check in QUICK else pytest.mark.slow) for check in planted_errors.FACTS],
)
def test_planted_facts_are_found(rows: texts.Texts, check: str) -> None:
    outcomes = check_rates.recall(rows, check)
    found, wanted = (sum(side) for side in zip(*outcomes.values(), strict=True))
    assert wanted >= 70
    assert found / wanted >= RECALL[check]
    if RECALL[check] >= 0.98:
        for code, (hits, size) in outcomes.items():
            assert hits >= FLOORS["recall_by_language"] * size, code


@pytest.mark.slow
def test_a_negation_that_one_of_three_languages_lost_is_found(rows: texts.Texts) -> None:
    false, recall, planted = check_rates.lost_negations(rows)
    assert planted > 700
    assert false <= ALLOWED["negation"]["any"]
    assert recall >= RECALL["negation"]


@pytest.mark.slow
def test_a_negation_that_one_of_two_languages_lost_is_found(rows: texts.Texts) -> None:
    false, recall, planted = check_rates.lost_negations(rows, check_rates.PAIRS)
    assert planted > 2000
    assert false <= ALLOWED["negation"]["any"]
    assert recall >= RECALL["negation in two"]
    _, recall, _ = check_rates.lost_negations(rows, (("zh", "en"),))
    assert recall >= RECALL["negation in zh and en"]


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.6, 0.7])
def test_a_paragraph_cut_short_is_found(rows: texts.Texts, share: float) -> None:
    assert total(check_planted.cut_short(rows, share)).recall >= RECALL["length"][str(share)]


@pytest.mark.slow
def test_paragraphs_that_changed_places_are_found(rows: texts.Texts, encoder: CachedEncoder) -> None:
    outcome = total(check_planted.swapped(rows, encoder))
    assert outcome.wanted > 80
    assert outcome.recall >= RECALL["order"]
    assert 100 * outcome.false / outcome.rows <= ALLOWED["order"]["any"]


@pytest.mark.slow
def test_a_moved_paragraph_is_not_reported_missing(rows: texts.Texts, encoder: CachedEncoder) -> None:
    outcome = total(check_planted.moved(rows, encoder))
    assert outcome.wanted >= 70
    assert outcome.recall >= RECALL["moved"]
    assert outcome.precision >= 0.95


def test_a_paragraph_in_the_wrong_language_is_found(rows: texts.Texts) -> None:
    assert total(check_planted.wrong_language(rows)).recall >= RECALL["wrong-language"]


@pytest.mark.slow
def test_a_missing_paragraph_is_found_in_texts_aligned_here(
    rows: texts.Texts, encoder: CachedEncoder
) -> None:
    outcome = total(check_planted.missing_paragraphs(rows, encoder))
    assert outcome.wanted > 100
    assert outcome.recall >= RECALL["missing-paragraph"]
    assert outcome.precision >= 1 - FLOORS["missing_paragraph_false"]


@pytest.mark.slow
def test_a_missing_sentence_is_found(shared_data: Path, encoder: CachedEncoder) -> None:
    outcome = total(check_planted.missing_sentences(shared_data, encoder))
    assert 100 * outcome.false / outcome.rows <= ALLOWED["missing-sentence"]["any"]
    assert outcome.recall >= RECALL["missing-sentence"]


@pytest.mark.slow
def test_a_missing_clause_is_found(rows: texts.Texts, encoder: CachedEncoder) -> None:
    outcome = total(check_planted.missing_clauses(rows, encoder))
    assert outcome.wanted > 400
    assert 100 * outcome.false / outcome.rows <= ALLOWED["missing-clause"]["any"]
    assert outcome.recall >= RECALL["missing-clause"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "languages", [("zh", "en", "fr"), ("en", "zh", "fr", "ru"), texts.LANGUAGES], ids=len
)
def test_a_clause_missing_in_one_of_several_languages_is_found(
    rows: texts.Texts, encoder: CachedEncoder, languages: tuple[str, ...]
) -> None:
    outcome = total(check_planted.clauses_missing_in_one(rows, languages, encoder))
    assert outcome.wanted > 150
    pairs = outcome.rows * (1 - 1 / len(languages))
    assert 100 * outcome.false / pairs <= ALLOWED["missing-clause"]["of several"]
    assert outcome.recall >= RECALL["missing-clause-of-several"][str(len(languages))]


@pytest.mark.slow
def test_amendments_not_carried_over_are_found(shared_data: Path, encoder: CachedEncoder) -> None:
    outcome = total(check_planted.amendments_of_goals(shared_data, encoder))
    assert outcome.wanted > 80
    assert outcome.precision >= AMENDMENTS["sdg"]["precision"]
    assert outcome.recall >= AMENDMENTS["sdg"]["recall"]


@pytest.mark.slow
def test_amendments_of_laws_not_carried_over_are_found(shared_data: Path, encoder: CachedEncoder) -> None:
    outcome, warned = check_planted.amendments_of_laws(shared_data, encoder)
    assert outcome.wanted > 80
    assert outcome.recall >= AMENDMENTS["tw-law"]["recall"]
    assert outcome.precision >= AMENDMENTS["tw-law"]["precision"]
    assert warned / outcome.reported <= AMENDMENTS["laws_wrong_partly"]


@pytest.mark.slow
def test_single_edits_not_carried_over_are_found(shared_data: Path, encoder: CachedEncoder) -> None:
    outcome = check_planted.Outcome()
    for seed in range(2):
        outcome += total(check_planted.edits_of_goals(shared_data, encoder, seed=seed))
        outcome += check_planted.edits_of_laws(shared_data, encoder, seed)
    assert outcome.wanted > 140
    assert outcome.recall >= AMENDMENTS["edits"]["recall"]
    assert outcome.precision >= AMENDMENTS["edits"]["precision"]


UNDO = {
    "short": partial(planted_amendments.one_taken_back, sizes=planted_amendments.SHORT),
    "long": planted_amendments.one_taken_back,
    "half": planted_amendments.half_taken_back,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", UNDO)
def test_edits_that_one_of_six_languages_lacks_are_found(
    shared_data: Path, encoder: CachedEncoder, name: str
) -> None:
    outcome = check_planted.Outcome()
    for seed in range(3):
        outcome += check_planted.edits_of_goals_in_six(shared_data, encoder, UNDO[name], seed)
    assert outcome.wanted >= 60
    assert outcome.recall >= AMENDMENTS["edits_in_six"][name]["recall"]
    assert outcome.precision >= AMENDMENTS["edits_in_six"][name]["precision"]


@pytest.mark.slow
def test_edited_translations_are_distinguished_from_amended_ones(
    shared_data: Path, encoder: CachedEncoder
) -> None:
    fakes, amended = (total(outcomes) for outcomes in check_planted.touched_up(shared_data, encoder))
    assert fakes.wanted > 150
    assert fakes.recall >= AMENDMENTS["touched_up"]["found"]
    assert amended.recall <= AMENDMENTS["touched_up"]["false"]
