"""Old Word, OpenDocument and rich text files, through LibreOffice if it is installed."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from office import has_writers

from aligner.readers import libreoffice, read_bytes
from aligner.values.extract import LineRole
from aligner.values.message import ReadError

KINDS = ["doc", "odt", "rtf"]
OPENED = ["doc", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("odt", "rtf"))]
"""The same, where LibreOffice is started for each."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OPENDOCUMENT = "application/vnd.oasis.opendocument."
CHINESE = "预防犯罪和刑事司法委员会，"


def zipped(parts: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


BROKEN = {
    "doc": OLE + "WordDocument".encode("utf-16-le"),
    "odt": zipped({"mimetype": f"{OPENDOCUMENT}text", "content.xml": "<broken"}),
    "rtf": b"{\\rtf1 x",
}


@pytest.fixture
def program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("LibreOffice is not installed (libreoffice-writer-nogui)")
    return found


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go; empty at first."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def written(path: Path) -> Path:
    """A Word file with a footnote and automatic numbers."""
    from docx import Document
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = Document()
    paragraph = document.add_paragraph(CHINESE)
    paragraph._p.append(parse_xml(f'<w:r {word}><w:footnoteReference w:id="2"/></w:r>'))
    for text in ("Urges all States;", "Requests more."):
        document.add_paragraph(text, style="List Number")
    notes = (
        f'<w:footnotes {word}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> See resolution 71/167.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document.part.relate_to(part, relation)
    document.save(str(path))
    return path


def without_office(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(libreoffice, "OFFICES", ("soffice", "libreoffice"))


@pytest.mark.parametrize("kind", OPENED)
def test_text_numbers_and_footnotes_survive(
    converted: Callable[[Path, str], Path], tmp_path: Path, scratch: Path, kind: str
) -> None:
    path = converted(written(tmp_path / "draft.docx"), kind)
    extract = read_bytes(path.read_bytes(), path.name)
    body = [(extract.text_of(line), line.label) for line in extract.lines if line.role is LineRole.BODY]
    assert body == [(CHINESE, None), ("Urges all States;", "1."), ("Requests more.", "2.")]
    notes = [
        (line.note_mark, extract.text_of(line)) for line in extract.lines if line.role is LineRole.FOOTNOTE
    ]
    assert notes == [("1", "See resolution 71/167.")]
    assert (extract.name, str(extract.notes[0])) == (f"draft.{kind}", "read through LibreOffice")
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("kind", OPENED)
def test_a_broken_file_gives_a_one_line_error(program: str, scratch: Path, kind: str) -> None:
    with pytest.raises(ReadError, match=rf"^x\.{kind}: LibreOffice could not open it[^\n]*$"):
        read_bytes(BROKEN[kind], f"x.{kind}")
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_missing_libreoffice_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str) -> None:
    without_office(monkeypatch, tmp_path)
    said = rf"^misnamed\.txt: .*\.{kind}\) is read through LibreOffice, which is not installed[^\n]*\.docx$"
    with pytest.raises(ReadError, match=said):
        read_bytes(BROKEN[kind], "misnamed.txt")


def test_libreoffice_is_not_started_for_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object) -> None:
        raise AssertionError("LibreOffice was started")

    monkeypatch.setattr(libreoffice, "run_program", started)
    others = {
        "x.txt": b"plain",
        "x.doc": b"plain",
        "x.xls": OLE,
        "x.docx": zipped({"a": "b"}),
        "x.ods": zipped({"mimetype": f"{OPENDOCUMENT}spreadsheet", "content.xml": "<x/>"}),
        "x.ott": zipped({"mimetype": f"{OPENDOCUMENT}text-template", "content.xml": "<x/>"}),
    }
    for name, data in others.items():
        with suppress(ReadError):
            read_bytes(data, name)


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for LibreOffice")
def test_a_hanging_conversion_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scratch: Path
) -> None:
    alive, script = tmp_path / "alive", tmp_path / "soffice"
    os.mkfifo(alive)
    script.write_text(f"#!/bin/sh\nexec 3> '{alive}'\nsleep 60 &\nwait\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(libreoffice, "OFFICES", (str(script),))
    monkeypatch.setattr(libreoffice, "SECONDS", 0.3)
    reader = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(ReadError, match=r"^x\.rtf: LibreOffice did not open it within"):
        read_bytes(BROKEN["rtf"], "x.rtf")
    assert not list(scratch.iterdir())
    for _ in range(200):
        if not has_writers(reader):
            break
        time.sleep(0.05)
    assert not has_writers(reader)
    os.close(reader)


def linking(address: str) -> bytes:
    """An OpenDocument text with a linked picture."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:draw="{space}drawing:1.0" '
        f'xmlns:svg="{space}svg-compatible:1.0" xmlns:text="{space}text:1.0" office:version="1.2" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>shown'
        '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "</draw:frame></text:p></office:text></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{OPENDOCUMENT}text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {"mimetype": f"{OPENDOCUMENT}text", "content.xml": content, "META-INF/manifest.xml": manifest}
    )


def test_nothing_is_fetched_for_a_file(program: str) -> None:
    """Without the settings of its profile, LibreOffice asks for the picture."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/picture.png"
        assert read_bytes(linking(address), "x.odt").text == "shown"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("name", ["Word6.doc", "Word95.doc"])
def test_files_older_than_word_97_are_read(name: str, program: str, shared_data: Path) -> None:
    path = shared_data / "odd" / name
    if not path.is_file():
        pytest.skip("the odd files (../shared/data/odd) are not on this machine")
    extract = read_bytes(path.read_bytes(), name)
    assert extract.text_of(extract.lines[0]) == "The quick brown fox jumps over the lazy dog"


@pytest.mark.parametrize("version", [b"\xc1\0", b"\x01\x01"], ids=["Word 97", "Word 2002, LibreOffice"])
def test_an_old_word_file_with_a_password_is_called_encrypted(version: bytes) -> None:
    stream = b"\xec\xa5" + version + bytes(7) + b"\x01"
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + stream + "WordDocument".encode("utf-16-le")
    with pytest.raises(ReadError, match=r"x\.doc: the document is encrypted"):
        read_bytes(data, "x.doc")
