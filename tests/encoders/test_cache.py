"""The vector cache: exact, private, shared between processes, and never in the way."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from timing import seconds

from aligner.encoders import Encoder, cache
from aligner.encoders.cache import CachedEncoder
from aligner.values import Message, disk_traces

TEXTS = ["大会，", "回顾其第 70/1 号决议", "The General Assembly,", "", "The General Assembly,"]


class Counting:
    """Returns vectors made from a text's digits; records the texts it is asked for."""

    def __init__(self, name: str = "counting", revision: str = "1", dimension: int = 16) -> None:
        self.name = name
        self.revision = revision
        self.dimension = dimension
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = np.random.default_rng(list(f"{self.name}|{text}".encode())).normal(size=self.dimension)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_second_run_encodes_nothing_and_gives_the_same_bits(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    expected = CachedEncoder(first, tmp_path).encode(TEXTS)
    again = CachedEncoder(second, tmp_path)
    assert isinstance(again, Encoder)
    assert np.array_equal(again.encode(TEXTS), expected)
    assert np.array_equal(expected, Counting().encode(TEXTS))
    assert first.asked == list(dict.fromkeys(TEXTS))
    assert second.asked == []
    assert again.note is None


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["one", "two"])
    encoder = Counting()
    vectors = CachedEncoder(encoder, tmp_path).encode(["two", "three", "one"])
    assert encoder.asked == ["three"]
    assert np.array_equal(vectors, Counting().encode(["two", "three", "one"]))


@pytest.mark.parametrize(("name", "revision"), [("other", "1"), ("counting", "2"), ("countin", "g1")])
def test_models_never_mix(tmp_path: Path, name: str, revision: str) -> None:
    CachedEncoder(Counting(), tmp_path).encode(TEXTS)
    encoder = Counting(name, revision)
    CachedEncoder(encoder, tmp_path).encode(TEXTS)
    assert encoder.asked == list(dict.fromkeys(TEXTS))


def test_no_texts(tmp_path: Path) -> None:
    assert CachedEncoder(Counting(), tmp_path / "new").encode([]).shape == (0, 16)
    assert not (tmp_path / "new").exists()


def test_no_text_is_stored(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a most confidential draft", "机密草案"])
    stored = (tmp_path / "vectors.sqlite").read_bytes()
    assert b"confidential" not in stored
    assert "机密".encode() not in stored


def test_opting_out_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    CachedEncoder(Counting())  # made, but never asked
    Counting().encode(TEXTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="where the cache folder is differs by platform")
def test_the_default_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert disk_traces.cache() == tmp_path / "aligner"
    disk_traces.cache().mkdir(mode=0o755)
    CachedEncoder(Counting()).encode(TEXTS)
    assert stat.S_IMODE(disk_traces.cache().stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_cache_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "cache"
    CachedEncoder(Counting(), folder).encode(TEXTS)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_a_folder_of_the_users_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    CachedEncoder(Counting(), tmp_path).encode(TEXTS)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def _damage_header(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def _damage_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _another_format(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _odd_blobs(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE vectors SET vector = x'010203'")
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [_damage_header, _damage_middle, _truncate, _another_format, _odd_blobs],
    ids=lambda f: f.__name__,
)
def test_a_damaged_cache_is_recreated(tmp_path: Path, damage: object) -> None:
    texts = [f"text {number}" for number in range(300)]
    CachedEncoder(Counting(), tmp_path).encode(texts)
    assert callable(damage)
    damage(tmp_path / "vectors.sqlite")
    expected = Counting().encode(texts)
    hurt = CachedEncoder(Counting(), tmp_path)
    assert np.array_equal(hurt.encode(texts), expected)
    assert hurt.note is not None
    assert "recreated" in str(hurt.note)
    assert "\n" not in str(hurt.note)
    CachedEncoder(Counting(), tmp_path).encode(texts)
    healed = Counting()
    assert np.array_equal(CachedEncoder(healed, tmp_path).encode(texts), expected)
    assert healed.asked == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: None,
        lambda entry: "text",
        lambda entry: b"",
        lambda entry: entry[:-1],
        lambda entry: entry[4:],
        lambda entry: entry + b"\0\0\0\0",
        lambda entry: bytes([entry[0] ^ 1]) + entry[1:],
        lambda entry: 7,
    ],
    ids=["null", "text", "empty", "cut", "shorter", "longer", "one bit", "number"],
)
def test_damaged_entry_is_encoded_again(tmp_path: Path, damage: Callable[[bytes], object]) -> None:
    expected = CachedEncoder(Counting(), tmp_path).encode(["one"])
    with sqlite3.connect(tmp_path / "vectors.sqlite") as connection:
        (entry,) = connection.execute("SELECT vector FROM vectors").fetchone()
        connection.execute("UPDATE vectors SET vector = ?", (damage(entry),))
    connection.close()
    inner = Counting()
    assert np.array_equal(CachedEncoder(inner, tmp_path).encode(["one"]), expected)
    assert inner.asked == ["one"]


def test_entry_of_another_text_is_not_taken(tmp_path: Path) -> None:
    expected = CachedEncoder(Counting(), tmp_path).encode(["one", "two"])
    with sqlite3.connect(tmp_path / "vectors.sqlite") as connection:
        entries = [entry for (entry,) in connection.execute("SELECT vector FROM vectors ORDER BY rowid")]
        for row, entry in enumerate(reversed(entries), 1):
            connection.execute("UPDATE vectors SET vector = ? WHERE rowid = ?", (entry, row))
    connection.close()
    assert np.array_equal(CachedEncoder(Counting(), tmp_path).encode(["one", "two"]), expected)


def test_a_folder_that_cannot_be_made_costs_only_the_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    encoder = CachedEncoder(Counting(), tmp_path / "file" / "cache")
    assert np.array_equal(encoder.encode(TEXTS), Counting().encode(TEXTS))
    assert encoder.note is not None
    assert "not cached" in str(encoder.note)


@pytest.mark.parametrize("message", ["database or disk is full", "attempt to write a readonly database"])
def test_a_full_or_read_only_disk_costs_only_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError(message)

    CachedEncoder(Counting(), tmp_path).encode(["known"])
    monkeypatch.setattr(CachedEncoder, "_evict", refuse)
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    texts = ["known", "new"]
    assert np.array_equal(encoder.encode(texts), Counting().encode(texts))
    assert inner.asked == ["new"]
    assert encoder.note is not None
    assert message in str(encoder.note)


def test_a_locked_file_costs_only_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.05)
    CachedEncoder(Counting(), tmp_path).encode(["known"])
    other = sqlite3.connect(tmp_path / "vectors.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    try:
        encoder = CachedEncoder(Counting(), tmp_path)
        assert np.array_equal(encoder.encode(TEXTS), Counting().encode(TEXTS))
        assert encoder.note is not None
        assert "locked" in str(encoder.note)
    finally:
        other.close()


def test_least_recently_used_vectors_are_dropped_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 200_000
    for day in range(12):
        monkeypatch.setattr(cache, "_today", lambda day=day: day)
        encoder = CachedEncoder(Counting(dimension=256), tmp_path, limit=limit)
        encoder.encode(["always", *(f"day {day}, text {number}" for number in range(40))])
    assert (tmp_path / "vectors.sqlite").stat().st_size <= limit
    old, new = Counting(dimension=256), Counting(dimension=256)
    CachedEncoder(new, tmp_path).encode(["always", "day 11, text 0"])
    assert new.asked == []
    CachedEncoder(old, tmp_path).encode(["day 0, text 0"])
    assert old.asked == ["day 0, text 0"]


def test_the_file_is_hardly_larger_than_its_vectors(tmp_path: Path) -> None:
    """With pages that hold one vector each, twice as large: what a long set needs would not fit."""
    CachedEncoder(Counting(dimension=512), tmp_path).encode([str(number) for number in range(700)])
    assert (tmp_path / "vectors.sqlite").stat().st_size < 700 * 2500


def test_clear_removes_everything(tmp_path: Path) -> None:
    encoder = CachedEncoder(Counting(), tmp_path)
    encoder.encode(TEXTS)
    encoder.clear()
    assert list(tmp_path.iterdir()) == []
    encoder.clear()


def _fill(folder: Path, number: int) -> Message | None:
    encoder = CachedEncoder(Counting(), folder)
    for start in range(0, 200, 20):
        texts = [f"text {start + offset + 10 * number}" for offset in range(20)]
        assert np.array_equal(encoder.encode(texts), Counting().encode(texts))
    return encoder.note


def test_several_processes_share_a_folder(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        notes = pool.starmap(_fill, [(tmp_path / "shared", number) for number in range(2)])
    assert notes == [None, None]
    inner = Counting()
    CachedEncoder(inner, tmp_path / "shared").encode([f"text {number}" for number in range(210)])
    assert inner.asked == []


def test_reading_takes_less_than_twice_as_long_as_the_fastest_encoder(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(2000)]
    inner = Counting(dimension=512)
    CachedEncoder(inner, tmp_path).encode(texts)
    plain = seconds(lambda: inner.encode(texts), best_of=3)
    inner.asked.clear()
    encoder = CachedEncoder(inner, tmp_path)
    assert seconds(lambda: encoder.encode(texts), best_of=3) < 2 * plain
    assert inner.asked == []
