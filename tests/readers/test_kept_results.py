"""Results kept on disk: the latest stay, for their owner only, and a cache that fails is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aligner.readers.kept_results import KeptResults
from aligner.values import disk_traces

RESULTS = KeptResults("checks", most=2)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_traces, "cache", lambda: tmp_path)


def test_what_is_kept_is_found_by_its_key() -> None:
    RESULTS.keep("a", {"number": [1, None, "é"]})
    assert RESULTS.find("a") == {"number": [1, None, "é"]}
    assert RESULTS.find("b") is None


def test_the_results_written_last_stay() -> None:
    for number, name in enumerate("dacb"):
        RESULTS.keep(name, number)
        os.utime(RESULTS.folder() / f"{name}.json", (number, number))
    RESULTS.keep("e", 4)
    assert sorted(path.name for path in RESULTS.folder().iterdir()) == ["b.json", "e.json"]


def test_another_kind_has_results_of_its_own() -> None:
    KeptResults("drafts", most=1).keep("a", 1)
    RESULTS.keep("a", 2)
    assert (KeptResults("drafts", most=1).find("a"), RESULTS.find("a")) == (1, 2)


def test_they_are_for_their_owner_only() -> None:
    RESULTS.keep("a", 1)
    assert (RESULTS.folder() / "a.json").stat().st_mode & 0o077 == 0


def test_a_damaged_result_or_a_cache_out_of_reach_is_none(tmp_path: Path) -> None:
    RESULTS.keep("a", 1)
    (RESULTS.folder() / "a.json").write_text("[1,")
    assert RESULTS.find("a") is None
    (tmp_path / "file").write_text("")
    nowhere = KeptResults("file/checks", most=2)
    nowhere.keep("a", 1)
    assert nowhere.find("a") is None
