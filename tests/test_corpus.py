"""The manifest of a set: its contents, and how each mistake in it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.readers.document_set import Entry, load_set, of_entries
from aligner.values import DocumentKey
from aligner.values.message import FormatError, InputError

GOOD = """\
title = "A set"
pivot = "zh"
[[document]]
file = "draft.zh.txt"
language = "zh"
version = "draft"
title = "草案"
date = 2018-04-30
status = "illustration"
[[document]]
file = "rev1.zh.txt"
language = "zh"
version = "rev1"
[[document]]
file = "rev1.en.txt"
language = "en-GB"
version = "rev1"
[[not_carried_over]]
language = "fr"
note = "the date"
"""


def folder_with(tmp_path: Path, manifest: str) -> Path:
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    return tmp_path


def test_a_manifest_is_read_as_written(tmp_path: Path) -> None:
    found = load_set(folder_with(tmp_path, GOOD))
    assert found.title == "A set"
    assert found.pivot == "zh"
    assert found.versions == ("draft", "rev1")
    assert found.languages == ("zh", "en")
    assert found.entries[0] == Entry(
        tmp_path / "draft.zh.txt",
        DocumentKey("zh", "draft"),
        title="草案",
        status="illustration",
    )


def test_the_manifest_itself_may_be_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, GOOD)
    assert load_set(folder / "manifest.toml") == load_set(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "A set"\n', "", "title is missing"),
        ('title = "A set"', "title = 3", "title is 3; expected text"),
        ('title = "A set"', 'titel = "A set"', "titel is not a known key"),
        ('pivot = "zh"', 'pivot = "fr"', "pivot 'fr' is not among the languages zh, en"),
        ('pivot = "zh"', 'pivot = "tlh"', "language 'tlh' is not known"),
        ('file = "draft.zh.txt"\n', "", r"document\[0\].file is missing"),
        ('file = "draft.zh.txt"', 'file = ""', r"document\[0\].file is empty"),
        ('file = "draft.zh.txt"', 'file = "../x.txt"', r"document\[0\].file '../x.txt' is outside"),
        ('language = "en-GB"', 'language = "xx"', r"document\[2\].language: language 'xx' is not known"),
        ('version = "draft"', 'verison = "draft"', r"document\[0\].verison is not a known key"),
        ('version = "draft"', 'version = "rev1"', "zh@rev1 is named twice"),
        ('title = "A set"', "title = ", "is not TOML"),
        ('title = "A set"', "", r"^[^:]*manifest\.toml: title is missing$"),
    ],
)
def test_each_mistake_names_file_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    folder = folder_with(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(FormatError, match=message) as caught:
        load_set(folder)
    assert "manifest.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_manifest_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="has no \\[\\[document\\]\\]"):
        load_set(folder_with(tmp_path, 'title = "A set"\n'))


def test_a_document_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"document\[0\] is not a table; write \[\[document\]\]"):
        load_set(folder_with(tmp_path, 'title = "A set"\ndocument = ["draft.zh.txt"]\n'))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormatError, match="not text in UTF-8"):
        load_set(tmp_path)


def test_a_missing_folder_a_file_and_a_folder_without_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        load_set(tmp_path / "none")
    with pytest.raises(InputError, match=r"has no manifest\.toml"):
        load_set(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        load_set(tmp_path / "a.txt")


def test_no_documents_make_no_set() -> None:
    with pytest.raises(InputError, match="no document"):
        of_entries(())


def test_versions_run_in_the_order_first_named() -> None:
    keys = [("zh", "b"), ("en", "a"), ("en", "b")]
    found = of_entries(tuple(Entry(Path("x"), DocumentKey(*key)) for key in keys))
    assert found.versions == ("b", "a")
