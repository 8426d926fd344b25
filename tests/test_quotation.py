"""Messages quote no more than the start of a value, whatever a file contains."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice, product
from pathlib import Path

import pytest
import sample
from simple_values import with_alignments

from aligner.formats import beads
from aligner.formats.reading import load_bytes
from aligner.formats.writing import export
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.readers import glossary
from aligner.readers.document_set import load_set
from aligner.values import Comparison, Message
from aligner.values.digest import digest
from aligner.values.message import AlignerError
from aligner.values.results import AlignedPair

SECRET = "".join(map("".join, product("bcdfghjklm", "aeiou", "nprst")))  # 750 letters that never repeat
MOST = 120
"""The most characters that any message quotes in a row."""

PLACES = 40
"""In how many places of a file the secret is planted."""

MANIFEST = """title = "Two texts"
pivot = "en"
[[document]]
file = "a.txt"
language = "en"
version = "draft"
date = 2025-01-01
encoding = "utf-8"
[[not_carried_over]]
row = 3
"""
GLOSSARY = "en,fr,status\nStates,États,preferred\n"
TBX = (
    '<tbx type="x"><text><body><termEntry><langSet xml:lang="en"><tig><term>States</term></tig></langSet>'
    '<langSet xml:lang="fr"><tig><term>États</term></tig></langSet></termEntry></body></text></tbx>'
)
LADDERS = {
    "a.tsv": "source\ttarget\tscore\n0\t1\t0.5\n",
    "a.txt": "0:1\n2,3:4\n",
}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return with_alignments(sample.comparison(("zh", "fr")), {})


@pytest.fixture(scope="module")
def pair(comparison: Comparison) -> AlignedPair:
    keys, alignment = next(iter(comparison.alignments.items()))
    return AlignedPair(*(comparison.documents[key] for key in keys), alignment)


def planted(text: str) -> Iterator[str]:
    """The text with the secret in place of each of its words, numbers, names and keys in turn."""
    seen: set[str] = set()
    for match in re.finditer(r"[\w@/-]+", text):
        if match[0] not in seen:
            seen.add(match[0])
            yield text[: match.start()] + SECRET + text[match.end() :]


def messages_of(texts: Iterator[str], read: Callable[[bytes], object]) -> list[str]:
    """What is said of each text, in an error or in a note."""
    messages: list[str] = []
    for text in islice(texts, PLACES):
        try:
            found = read(text.encode())
        except AlignerError as error:
            messages.append(str(error))
        else:
            notes: tuple[Message, ...] = getattr(found, "notes", ())
            messages += map(str, notes)
    return messages


def assert_discreet(messages: list[str], quoting: int) -> None:
    """Hold messages to the limit; so many of them at least quote the secret, or the test finds nothing."""
    assert sum(SECRET[:10] in each for each in messages) >= quoting
    windows = {SECRET[at : at + MOST + 1] for at in range(len(SECRET) - MOST)}
    assert [each for each in messages if any(window in each for window in windows) or "\n" in each] == []


@pytest.mark.parametrize(
    ("extension", "quoting"), [(".json", 5), (".jsonl", 3), (".tmx", 3), (".xlf", 2), (".csv", 0)]
)
def test_files_of_texts(pair: AlignedPair, extension: str, quoting: int) -> None:
    text = export(pair, extension).decode()
    name = f"a{extension}"
    assert_discreet(messages_of(planted(text), lambda data: load_bytes(data, name)), quoting)


def test_a_comparison(comparison: Comparison) -> None:
    text = export(comparison, ".json").decode()
    assert_discreet(messages_of(islice(planted(text), 15), lambda data: load_bytes(data, "a.json")), 1)


@pytest.mark.parametrize("name", LADDERS)
def test_ladders(tmp_path: Path, name: str) -> None:
    def read(data: bytes) -> object:
        (tmp_path / name).write_bytes(data)
        return beads.load(tmp_path / name)

    assert_discreet(messages_of(planted(LADDERS[name]), read), 1)


def test_a_manifest(tmp_path: Path) -> None:
    def read(data: bytes) -> object:
        (tmp_path / "manifest.toml").write_bytes(data)
        return load_set(tmp_path)

    assert_discreet(messages_of(planted(MANIFEST), read), 5)


@pytest.mark.parametrize(("name", "text", "quoting"), [("a.csv", GLOSSARY, 3), ("a.tbx", TBX, 3)])
def test_glossaries(name: str, text: str, quoting: int) -> None:
    assert_discreet(messages_of(planted(text), lambda data: glossary.loads(data, Path(name))), quoting)


def test_a_project(comparison: Comparison) -> None:
    """Sign every entry again, so that its content is what is refused."""
    whole = store.to_bytes(Project(comparison))
    messages: list[str] = []
    for table in ("meta", "documents", "alignments", "revisions"):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(whole)
            key, value = connection.execute(f"SELECT key, value FROM {table} LIMIT 1").fetchone()

        def read(data: bytes, table: str = table, key: str = key) -> object:
            text = data.decode()
            with closing(sqlite3.connect(":memory:")) as connection:
                connection.deserialize(whole)
                connection.execute(
                    f"UPDATE {table} SET value = ?, digest = ? WHERE key = ?",
                    (text, digest(key, text), key),
                )
                connection.commit()
                return store.from_bytes(connection.serialize(), "a.aligner")

        messages += messages_of(islice(planted(value), 20), read)
    assert_discreet(messages, 5)
