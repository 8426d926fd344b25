"""A set's manifest: what it may say, and what is refused, with the key that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.readers.document_set import Entry, load_set, of_entries
from aligner.values import DocumentKey, FormatError, InputError

ENTRY = '[[document]]\nfile = "a.en.txt"\nlanguage = "en"\nversion = "rev1"\n'
OTHER = '[[document]]\nfile = "a.fr.txt"\nlanguage = "fr"\nversion = "rev1"\n'


def manifest(folder: Path, text: str) -> Path:
    """A folder whose manifest has this text, after a title."""
    (folder / "manifest.toml").write_text(f'title = "Draft"\n{text}', encoding="utf-8")
    return folder


def test_a_document_needs_a_file_a_language_and_a_version_only(tmp_path: Path) -> None:
    found = load_set(manifest(tmp_path, ENTRY))
    assert (found.title, found.pivot, found.versions, found.languages) == ("Draft", None, ("rev1",), ("en",))
    assert found.entries == (Entry(tmp_path / "a.en.txt", DocumentKey("en", "rev1")),)
    assert not found.entries[0].rejected


def test_a_document_may_have_a_title_a_status_and_an_encoding(tmp_path: Path) -> None:
    said = 'title = " On oceans "\nstatus = "working translation"\nencoding = "cp1251"\n'
    (entry,) = load_set(manifest(tmp_path, ENTRY + said)).entries
    assert (entry.title, entry.status, entry.encoding) == ("On oceans", "working translation", "cp1251")


def test_what_may_be_absent_may_be_empty(tmp_path: Path) -> None:
    (entry,) = load_set(manifest(tmp_path, f'{ENTRY}title = ""\nencoding = ""\n')).entries
    assert (entry.title, entry.encoding) == ("", None)


def test_the_manifest_itself_may_be_given(tmp_path: Path) -> None:
    manifest(tmp_path, ENTRY).joinpath("manifest.toml").rename(tmp_path / "set.toml")
    assert load_set(tmp_path / "set.toml").title == "Draft"


def test_a_date_is_a_version(tmp_path: Path) -> None:
    (entry,) = load_set(manifest(tmp_path, ENTRY.replace('"rev1"', "2018-05-17"))).entries
    assert entry.key.version == "2018-05-17"


def test_the_pivot_may_be_named_by_its_code_of_three_letters(tmp_path: Path) -> None:
    assert load_set(manifest(tmp_path, f'pivot = "fra"\n{ENTRY}{OTHER}')).pivot == "fr"


def test_versions_and_languages_are_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    found = load_set(manifest(tmp_path, OTHER.replace("rev1", "rev2") + ENTRY + OTHER))
    assert (found.versions, found.languages) == (("rev2", "rev1"), ("fr", "en"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "document"),
        ("document = []", "document"),
        ("document = 3", "document"),
        ("document = [3]", r"document\[0\]"),
        (f"color = 1\n{ENTRY}", "color"),
        (f"{ENTRY}{OTHER}color = 1", r"document\[1\]\.color"),
        (ENTRY.replace('"rev1"', "1"), r"document\[0\]\.version"),
        (ENTRY.replace('"rev1"', '" "'), r"document\[0\]\.version"),
        (ENTRY.replace('version = "rev1"\n', ""), r"document\[0\]\.version"),
        (f"{ENTRY}status = 1", r"document\[0\]\.status"),
        (ENTRY.replace('"en"', '"xx"'), r"document\[0\]\.language.*xx"),
        (ENTRY.replace("a.en.txt", "../a.txt"), r"document\[0\]\.file"),
        (ENTRY.replace("a.en.txt", r"a\u0000.txt"), r"document\[0\]\.file"),
        (f'pivot = "fr"\n{ENTRY}', "fr.*en"),
        (ENTRY + ENTRY, "en.*rev1"),
        ("[[document]", "TOML.*line 2"),
    ],
    ids=str,
)
def test_a_manifest_is_refused_by_the_key_that_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FormatError, match=rf"manifest\.toml: (?s:.*){said}"):
        load_set(manifest(tmp_path, text))


def test_a_manifest_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_bytes('title = "é"\n'.encode("latin-1"))
    with pytest.raises(FormatError, match="UTF-8"):
        load_set(tmp_path)


def test_a_manifest_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text(f'title = "Draft"\n{ENTRY}', encoding="utf-8-sig")
    assert load_set(tmp_path).title == "Draft"


def test_a_folder_that_is_missing_or_has_no_manifest_is_told_apart_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = []
    for name in ("none/none", "file", "."):
        with pytest.raises(InputError) as caught:
            load_set(tmp_path / name)
        refused.append(caught.value.message.fields["text"].code)
    assert refused == ["file.missing", "manifest.not_folder", "manifest.absent"]


def test_the_glossaries_beside_the_documents_are_files_of_the_set(tmp_path: Path) -> None:
    found = load_set(manifest(tmp_path, ENTRY + OTHER))
    (tmp_path / "glossary.csv").write_text("en,fr\n")
    (tmp_path / "glossary.tbx").mkdir()
    assert found.glossaries == (tmp_path / "glossary.csv",)
    assert found.files == tuple(tmp_path / name for name in ("a.en.txt", "a.fr.txt", "glossary.csv"))


def test_no_set_is_without_documents() -> None:
    with pytest.raises(InputError):
        of_entries(())
