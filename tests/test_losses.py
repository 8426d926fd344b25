"""Formats keep what the registry says they keep, and lose what it says they lose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import parallels
import pytest
import sample

from aligner.formats.bitext import to_pair
from aligner.formats.reading import load
from aligner.formats.registry import FACTS, FORMATS, extensions, read_as, written_as
from aligner.formats.writing import export, losses
from aligner.values import Comparison, LinkOrigin, Move, Span
from aligner.values.message import InputError
from aligner.values.results import AlignedPair, RevisedPair

UNITS = [each for each in extensions(AlignedPair) if read_as(each) and each != ".docx"]
"""What is read back; of a Word file, only the table is."""

TOLD: dict[str, Callable[[AlignedPair], object]] = {
    "text": lambda p: [sorted(" ".join(d.texts()).split()) for d in (p.source, p.target)],
    "scores": lambda p: [bead.score for bead in p.alignment.beads],
    "confirmed": lambda p: [bead.origin is LinkOrigin.CONFIRMED for bead in p.alignment.beads],
    "moves": lambda p: [(move.source, move.target) for move in p.alignment.moves],
    "segments": lambda p: [bead.shape for bead in p.alignment.beads],
    "labels": lambda p: [s.label for d in (p.source, p.target) for s in d.segments if s.label],
    "kinds": lambda p: [s.kind for d in (p.source, p.target) for s in d.segments],
}
"""What can be asked of an alignment of two languages, by the name of the fact."""


def _carried(kind: type, extension: str) -> frozenset[str]:
    _, output = written_as(kind, extension)
    return output.carries


@pytest.mark.parametrize("extension", UNITS)
def test_exactly_the_carried_facts_read_back(extension: str, tmp_path: Path) -> None:
    pair = to_pair(parallels.by_hand())
    path = tmp_path / f"a{extension}"
    path.write_bytes(export(pair, extension))
    again = load(path, texts=lambda: (pair.source, pair.target), languages=("zh", "en")).result
    assert isinstance(again, AlignedPair)
    kept = {fact for fact, ask in TOLD.items() if ask(again) == ask(pair)}
    if extension == ".beads":  # the texts are given beside it
        kept -= {"text", "labels", "kinds"}
    assert kept == _carried(AlignedPair, extension) & TOLD.keys()


@pytest.mark.parametrize("extension", UNITS)
def test_losses_are_named(extension: str) -> None:
    said = str(losses(to_pair(parallels.by_hand()), extension))
    for fact in TOLD:
        assert (str(FACTS[fact]) in said) == (fact not in _carried(AlignedPair, extension)), fact


@pytest.mark.parametrize("extension", [".tmx", ".csv", ".tsv", ".xlsx", ".jsonl", ".zip"])
def test_all_languages_read_back_if_carried(extension: str, tmp_path: Path) -> None:
    comparison = sample.comparison()
    path = tmp_path / f"a{extension}"
    path.write_bytes(export(comparison, extension))
    assert "languages" in _carried(Comparison, extension)
    assert "languages" not in str(losses(comparison, extension))
    result = load(path).result
    assert {key.language for key in result.documents} == set(sample.LANGUAGES)


def test_loss_of_footnotes_and_drafts_is_reported() -> None:
    comparison = sample.comparison(["en", "fr"])
    for extension in (".tmx", ".csv", ".tsv", ".jsonl", ".zip"):
        assert "footnotes, earlier drafts and amendments" in str(losses(comparison, extension))
    assert str(losses(comparison, ".xlsx")) == ".xlsx does not carry kinds of paragraphs and earlier drafts"
    assert losses(comparison, ".json") is None
    for extension in (".docx", ".html", ".pdf"):
        assert str(losses(comparison, extension)) == f"{extension} does not carry scores"


def test_loss_of_moves_of_a_comparison_is_reported() -> None:
    comparison = sample.comparison(["en", "fr"])
    (keys, result), *_ = comparison.alignments.items()
    moved = replace(result, moves=(Move(Span(0, 1), Span(8, 9), 0.9),))
    comparison = replace(comparison, alignments={keys: moved})
    for extension in (".tmx", ".jsonl", ".tsv", ".csv"):
        assert "which passages moved" in str(losses(comparison, extension))
    for extension in (".json", ".html", ".docx"):
        assert "moved" not in str(losses(comparison, extension))


def test_a_format_that_cannot_hold_a_result_is_refused() -> None:
    comparison = sample.comparison(["en", "fr"])
    for extension in (".beads", ".nothing", ""):
        with pytest.raises(InputError, match=r"choose one of \.html"):
            losses(comparison, extension)


def test_every_output_lists_what_it_carries() -> None:
    outputs = [(each.extension, output) for each in FORMATS for output in each.outputs]
    assert outputs
    assert [extension for extension, output in outputs if not output.carries] == []


def test_losses_of_drafts_are_named() -> None:
    old, new = sample.drafts("en")
    revision = sample.revision(old, new)
    pair = RevisedPair(old, new, revision)
    assert str(losses(pair, ".docx")) == ".docx does not carry kinds of paragraphs"
    assert "footnotes and earlier drafts" in str(losses(pair, ".md"))
    assert losses(pair, ".json") is None
