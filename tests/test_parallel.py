"""Units from alignments and comparisons, and back."""

from __future__ import annotations

import csv as csv_module
from dataclasses import replace

import parallels
import pytest
import sample
from hypothesis import given
from simple_values import with_alignments

from aligner.formats.bitext import (
    Column,
    Parallel,
    ParallelUnit,
    Piece,
    of_comparison,
    of_pair,
    select,
    to_comparison,
    to_pair,
    to_result,
)
from aligner.formats.cells import bare_line, neutral
from aligner.readers.table_text import bare, guarded
from aligner.values import Comparison, LinkOrigin, Move, Span
from aligner.values.message import InputError
from aligner.values.results import AlignedPair


def test_a_pair_round_trips() -> None:
    parallel = parallels.by_hand()
    pair = to_pair(parallel)
    assert of_pair(pair).units == parallel.units
    assert of_pair(pair).columns == parallel.columns
    assert pair.alignment.moves == (Move(Span(3, 4), Span(1, 2), 0.4),)
    assert [bead.origin for bead in pair.alignment.beads].count(LinkOrigin.CONFIRMED) == 1


@given(parallels.parallels())
def test_any_pair_round_trips(document: Parallel) -> None:
    assert of_pair(to_pair(document)).units == document.units or any(
        (len(unit.cells[0]) > 1 and not unit.cells[1]) or (len(unit.cells[1]) > 1 and not unit.cells[0])
        for unit in document.units  # a gap of several segments comes back as several gaps
    )


def test_a_comparison_gives_the_newest_draft_of_each_language() -> None:
    comparison = sample.comparison()
    compared = of_comparison(comparison)
    assert [column.language for column in compared.columns] == list(comparison.languages)
    assert {column.version for column in compared.columns} == {sample.NEW}
    for number, column in enumerate(compared.columns):
        document = next(
            d for k, d in comparison.documents.items() if (k.language, k.version) == (column.language, "rev1")
        )
        texts = [piece.text for unit in compared.units for piece in unit.cells[number]]
        assert texts == document.texts()
    again = to_result(compared)
    assert isinstance(again, Comparison)
    assert of_comparison(again) == Parallel(
        compared.columns, compared.units, compared.title, compared.signature
    )


def test_a_unit_is_confirmed_where_a_person_confirmed_the_links_of_every_language() -> None:
    comparison = sample.comparison(("zh", "fr", "ru"))
    edited = {}
    for keys, alignment in comparison.alignments.items():
        also = {3} if keys[1].language == "fr" else {4, sample.INSERTED}
        beads = tuple(
            replace(bead, origin=LinkOrigin.CONFIRMED) if bead.source.start in {1, *also} else bead
            for bead in alignment.beads
        )
        edited[keys] = replace(alignment, beads=beads)
    comparison = with_alignments(comparison, edited)

    def confirmed(*languages: str) -> list[str]:
        units = of_comparison(comparison, languages).units
        return [unit.cells[0][0].text for unit in units if unit.confirmed]

    assert confirmed() == ["回顾 2018", "敦促 会议"]  # the latter is in two languages only
    assert confirmed("zh", "fr") == ["回顾 2018", "回顾 会议!"]
    assert confirmed("fr", "ru") == []  # nobody linked these two with each other


def test_one_language_is_not_parallel() -> None:
    with pytest.raises(InputError, match="one language only"):
        of_comparison(sample.comparison(["zh"]))


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no text in Spanish; choose one of zh, en"):
        of_comparison(sample.comparison(["zh", "en"]), ["zh", "es"])


def test_two_texts_of_one_language_need_names() -> None:
    columns = (Column("zh"), Column("en"), Column("en"))
    with pytest.raises(InputError, match="give one for each language"):
        to_comparison(Parallel(columns, (ParallelUnit(((Piece("x"),),) * 3),)))


def test_trusted_units_are_selected() -> None:
    parallel = parallels.by_hand()
    assert [unit.score for unit in select(parallel, least=0.9).units] == [0.98, 0.75]
    assert [unit.score for unit in select(parallel, only_confirmed=True).units] == [0.75]
    assert all(not unit.is_gap for unit in select(parallel).units)
    assert isinstance(to_result(select(parallel)), AlignedPair)


@given(parallels.texts)
def test_a_guarded_cell_is_no_formula_and_round_trips(text: str) -> None:
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))
    assert bare(guarded(text)) == text
    assert bare_line(neutral(parallels.line(text))) == parallels.line(text)


def test_leading_quotation_mark_does_not_swallow_the_next_cell() -> None:
    cells = [neutral('"=1+1" is'), neutral("next")]
    (row,) = csv_module.reader(["\t".join(cells)], delimiter="\t")
    assert row == ['\'"=1+1" is', "next"]
    assert [bare_line(cell) for cell in row] == ['"=1+1" is', "next"]
