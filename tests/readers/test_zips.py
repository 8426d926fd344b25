"""The readers handle every exception that a damaged zip raises."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from pathlib import Path

import pytest

from aligner.cli.main import main
from aligner.readers import office_package
from aligner.readers.office_package import DAMAGED, documents_in
from aligner.values.limits import MAX_FILES
from aligner.values.message import LimitError, ReadError


def test_damage_raises_only_expected_errors() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w>" + "text " * 200 + "</w>")
    sound = buffer.getvalue()
    chance = random.Random(5)
    failed = 0
    for _ in range(400):
        damaged = bytearray(sound)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(*DAMAGED):
            with zipfile.ZipFile(io.BytesIO(bytes(damaged))) as archive:
                for part in archive.namelist():
                    archive.read(part)
            continue
        failed += 1
    assert failed > 100


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/a.txt", "a.txt"),
        ("/etc/a.txt", "a.txt"),
        ("C:\\x\\a.txt", "a.txt"),
        ("dir/a:b?.txt", "a_b_.txt"),
    ],
)
def test_a_document_in_a_zip_has_a_name_and_no_place(entry: str, name: str) -> None:
    assert documents_in(zipped(**{entry: b"text"}), "a.zip")[0] == [(name, b"text")]


def test_documents_of_one_name_get_that_of_their_folder() -> None:
    found, _ = documents_in(zipped(**{"draft/en.txt": b"1", "rev1/en.txt": b"2", "x/fr.txt": b"3"}), "a.zip")
    assert [name for name, _ in found] == ["draft_en.txt", "rev1_en.txt", "fr.txt"]


def test_what_a_system_adds_to_a_zip_is_no_file_of_it() -> None:
    added = {"set/": b"", "__MACOSX/a.txt": b"1", "set/._a.txt": b"2", ".hidden.xyz": b"3", "set/a.txt": b"4"}
    assert documents_in(zipped(**added), "a.zip") == ([("a.txt", b"4")], ())


def test_a_zip_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ReadError, match=r"a\.txt would unpack to 28 MiB"):
        documents_in(zipped(**{"a.txt": b"0" * 30_000_000}), "a.zip")
    many = {f"{number}.txt": b"" for number in range(MAX_FILES + 1)}
    with pytest.raises(LimitError, match="1001 files"):
        documents_in(zipped(**many), "a.zip")


def test_the_command_line_compares_the_documents_of_a_zip(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.zip"
    names = ("draft.zh.txt", "rev1.zh.txt")
    texts = {f"set/{name}": (corpus / name).read_bytes() for name in names}
    path.write_bytes(zipped(**texts, **{"set/photo.webp": b"RIFF"}))
    assert main(["compare", str(path), "--json"]) == 0
    shown = capsys.readouterr()
    assert "zh@draft=draft.zh.txt" in shown.err
    assert "set/photo.webp" in shown.err
    assert '"language": "zh"' in shown.out


def test_a_zip_may_have_as_many_files_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_package, "MAX_FILES", 2)
    two = {"a.txt": b"1", "b.txt": b"2"}
    assert len(documents_in(zipped(**two), "a.zip")[0]) == 2
    with pytest.raises(LimitError, match="3 files"):
        documents_in(zipped(**two, **{"c.txt": b"3"}), "a.zip")


def test_the_documents_of_a_zip_may_unpack_to_as_many_bytes_as_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office_package, "MAX_BITEXT", 3 * 2**20)
    texts = {f"{number}.txt": b"0" * 2**20 for number in range(3)}
    assert len(documents_in(zipped(**texts), "a.zip")[0]) == 3
    with pytest.raises(ReadError, match="more than 3 MiB"):
        documents_in(zipped(**texts, **{"more.txt": b"0"}), "a.zip")
