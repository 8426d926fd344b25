"""What LibreOffice may do with a file that it converts; `test_office_reader.py` has the conversions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from aligner.readers import libreoffice, read_bytes
from aligner.values.limits import MAX_MEMORY
from aligner.values.message import ReadError


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
