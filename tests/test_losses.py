"""What a format is said to carry comes back from it, and what it is said to lose does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import parallels
import pytest
import sample

from aligner.formats.bitext import Parallel, to_pair
from aligner.formats.losses import _CARRIED, _FACTS, losses
from aligner.formats.reading import load
from aligner.formats.writing import export, extensions
from aligner.values import LinkOrigin, Move, Span
from aligner.values.results import AlignedPair, RevisedPair

UNITS = [extension for extension in extensions(AlignedPair) if extension not in (".html", ".pdf", ".docx")]

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


@pytest.mark.parametrize("extension", UNITS)
def test_what_is_carried_comes_back_and_nothing_else(extension: str, tmp_path: Path) -> None:
    pair = to_pair(parallels.by_hand())
    path = tmp_path / f"a{extension}"
    path.write_bytes(export(pair, extension))
    again = load(path, texts=lambda: (pair.source, pair.target), languages=("zh", "en")).result
    assert isinstance(again, AlignedPair)
    kept = {fact for fact, ask in TOLD.items() if ask(again) == ask(pair)}
    if extension == ".beads":  # the texts are given beside it
        kept -= {"text", "labels", "kinds"}
    assert kept == _CARRIED[extension] & TOLD.keys()


@pytest.mark.parametrize("extension", UNITS)
def test_what_is_lost_is_named(extension: str) -> None:
    said = losses(to_pair(parallels.by_hand()), extension)
    for fact in TOLD:
        assert (_FACTS[fact] in said) == (fact not in _CARRIED[extension]), fact


@pytest.mark.parametrize("extension", [".tmx", ".csv", ".tsv", ".xlsx", ".jsonl", ".zip"])
def test_all_languages_come_back_where_they_are_said_to(extension: str, tmp_path: Path) -> None:
    comparison = sample.comparison()
    path = tmp_path / f"a{extension}"
    path.write_bytes(export(comparison, extension))
    assert "languages" in _CARRIED[extension]
    assert "languages" not in losses(comparison, extension)
    result = load(path).result
    assert {key.language for key in result.documents} == set(sample.LANGUAGES)


def test_footnotes_and_drafts_are_said_to_go() -> None:
    comparison = sample.comparison(["en", "fr"])
    for extension in (".tmx", ".csv", ".tsv", ".jsonl", ".zip"):
        assert "footnotes, earlier drafts and amendments" in losses(comparison, extension)
    assert losses(comparison, ".xlsx") == ".xlsx does not carry kinds of paragraphs and earlier drafts"
    assert losses(comparison, ".json") == ""
    for extension in (".docx", ".html", ".pdf"):
        assert losses(comparison, extension) == f"{extension} does not carry scores"


def test_moves_of_a_comparison_are_said_to_go() -> None:
    comparison = sample.comparison(["en", "fr"])
    (keys, held), *_ = comparison.alignments.items()
    moved = replace(held, moves=(Move(Span(0, 1), Span(8, 9), 0.9),))
    comparison = replace(comparison, alignments={keys: moved})
    for extension in (".tmx", ".jsonl", ".tsv", ".csv"):
        assert "which passages moved" in losses(comparison, extension)
    for extension in (".json", ".html", ".docx"):
        assert "moved" not in losses(comparison, extension)


def test_every_extension_has_its_facts() -> None:
    known = {e for kind in (AlignedPair, RevisedPair, Parallel) for e in extensions(kind)}
    assert known - {".xml"} <= _CARRIED.keys()
