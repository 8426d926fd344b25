"""Findings are kept between openings of a project, and found again only for the same texts and code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import parallel_texts as texts
import pytest

from aligner.pipeline import check_set
from aligner.readers.kept_results import KeptResults
from aligner.values import Comparison, DocumentKey, Finding, Span, disk_traces
from aligner.values.glossary import Concept, Glossary
from aligner.values.message import no_progress
from aligner.values.results import Checked


class NoModel:
    """An encoder that is asked for its name only."""

    name, revision, dimension = "none", "1", 2


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(disk_traces, "cache", lambda: tmp_path)
    monkeypatch.setattr(check_set, "_SHORT", 0.0)
    return tmp_path / "checks"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Comparison]:
    """The comparisons that the checks ran on."""
    found: list[Comparison] = []
    check_comparison = check_set.check_comparison

    def run(comparison: Comparison, _: object, glossary: Glossary, **more: object) -> Checked:
        found.append(comparison)
        return check_comparison(comparison, None, glossary)

    monkeypatch.setattr(check_set, "check_comparison", run)
    return found


@pytest.fixture
def compared() -> Comparison:
    return texts.one_to_one(
        {"en": ["In 2014, 3 of them", "Two (b"], "fr": ["En 2015, 4 d’entre eux", "Deux"]}
    )


def check(comparison: Comparison, glossary: Glossary = (), *, keep: bool = True) -> tuple[Finding, ...]:
    return check_set.findings(comparison, NoModel(), glossary, no_progress, keep=keep)  # type: ignore[arg-type]


def test_the_checks_run_once_on_the_same_texts(
    cache: Path, runs: list[Comparison], compared: Comparison
) -> None:
    first = check(compared)
    assert first
    assert check(replace(compared, title="renamed")) == first
    assert len(runs) == 1
    (kept,) = cache.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600


def _other_text(compared: Comparison) -> Comparison:
    key = DocumentKey("fr", "v")
    document = compared.documents[key]
    other = replace(document, text=document.text.replace("2015", "2014"))
    return replace(compared, documents={**compared.documents, key: other})


def _other_links(compared: Comparison) -> Comparison:
    (keys, alignment), *_ = compared.alignments.items()
    beads = tuple(replace(bead, score=0.5) for bead in alignment.beads)
    return replace(compared, alignments={**compared.alignments, keys: replace(alignment, beads=beads)})


def _other_rows(compared: Comparison) -> Comparison:
    rows = (replace(compared.rows[0], cells={DocumentKey("en", "v"): Span(0, 1)}), *compared.rows[1:])
    return replace(compared, rows=rows)


@pytest.mark.parametrize("changed", [_other_text, _other_links, _other_rows])
def test_they_run_again_on_other_texts_or_links(
    cache: Path, runs: list[Comparison], compared: Comparison, changed: Callable[[Comparison], Comparison]
) -> None:
    check(compared)
    check(changed(compared))
    assert len(runs) == 2


def test_they_run_again_with_other_terms_and_code(
    cache: Path, runs: list[Comparison], compared: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(compared)
    check(compared, (Concept({"en": ("two",), "fr": ("deux",)}, {}),))
    monkeypatch.setattr(check_set, "_code", lambda: "another")
    check(compared)
    assert len(runs) == 3


def test_nothing_is_written_or_read_where_no_traces_are_wanted(
    cache: Path, runs: list[Comparison], compared: Comparison
) -> None:
    check(compared, keep=False)
    assert not cache.exists()
    check(compared)
    check(compared, keep=False)
    assert len(runs) == 3


def test_findings_that_are_soon_made_again_are_not_kept(
    cache: Path, runs: list[Comparison], compared: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_set, "_SHORT", 60.0)
    check(compared)
    assert not cache.exists()


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"check": 1}', b"\xff"])
def test_a_damaged_file_is_no_finding(
    cache: Path, runs: list[Comparison], compared: Comparison, content: bytes
) -> None:
    first = check(compared)
    (kept,) = cache.iterdir()
    kept.write_bytes(content)
    assert check(compared) == first
    assert check(compared) == first
    assert len(runs) == 2


def test_the_oldest_files_go_when_there_are_too_many(cache: Path) -> None:
    results = KeptResults("checks", most=3)
    for number in range(5):
        results.keep(str(number), number)
    assert len(list(cache.iterdir())) == 3
    assert results.find("4") == 4
