"""What LibreOffice may do with a file that it converts; `test_office_reader.py` has the conversions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from aligner.readers import libreoffice, read_bytes
from aligner.values.limits import MAX_MEMORY
from aligner.values.message import EncryptedError, ReadError


def test_macros_links_and_active_content_are_off_in_a_profile_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: dict[str, object] = {}

    def run(command: Sequence[str], folder: Path, seconds: float, *, memory: int) -> None:
        (profile,) = (each for each in command if each.startswith("-env:UserInstallation="))
        place = Path(url2pathname(urlsplit(profile.partition("=")[2]).path))
        settings = (place / "user" / "registrymodifications.xcu").read_text("utf-8")
        started.update(place=place.parent, folder=folder, memory=memory, settings=settings)

    monkeypatch.setattr(libreoffice, "installed", lambda _names: "soffice")
    monkeypatch.setattr(libreoffice, "run_program", run)
    with pytest.raises(ReadError, match="LibreOffice could not open it"):
        read_bytes(b"{\\rtf1 text}", "x.rtf")
    settings = str(started["settings"])
    for name, value in {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "Link": "0",
    }.items():
        assert f'"{name}" oor:op="fuse"><value>{value}<' in settings
    assert started["place"] == started["folder"]
    assert started["memory"] == MAX_MEMORY


@pytest.mark.parametrize(
    ("head", "place", "used"),
    [
        (b"\xec\xa5\xc1\0", 512, "MS Word 97"),
        (b"\xdc\xa5\x68\0", 512, "MS WinWord 6.0"),
        (b"\xdc\xa5\x68\0", 640, "MS WinWord 6.0"),
        (b"\xdc\xa5\x68\0", 520, "MS Word 97"),  # inside a sector: other bytes of the file
        (b"", 512, "MS Word 97"),
    ],
)
def test_the_filter_is_that_of_the_word_that_wrote_the_text(head: bytes, place: int, used: str) -> None:
    assert libreoffice._word_filter(bytes(place) + head + bytes(100), "x.doc") == used


def test_an_old_file_that_is_encrypted_is_refused() -> None:
    with pytest.raises(EncryptedError):
        libreoffice._word_filter(bytes(512) + b"\xec\xa5\xc1\0" + bytes(7) + b"\1", "x.doc")
