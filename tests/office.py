"""LibreOffice as an independent reader of a Word file's tracked changes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("office_script.py")


@dataclass(frozen=True, slots=True)
class OfficeParagraph:
    """A paragraph as LibreOffice has it; notes are (place, mark, text).

    `looks` has the weight, posture, size and colour of each character.
    """

    text: str
    notes: tuple[tuple[int, str, str], ...]
    style: str
    looks: tuple[tuple[float | str, ...], ...] = ()


def available() -> tuple[str, str]:
    """The office and a Python that can talk to it; skips the test where either is missing."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (libreoffice-writer-nogui)")
    for python in ("/usr/bin/python3", shutil.which("python3") or ""):
        if python and Path(python).exists():
            tried = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return office, python
    pytest.skip("no Python can talk to LibreOffice (python3-uno)")


class _Listener:
    """One LibreOffice for all tests of a process, restarted if it has ended.

    It has a user profile of its own, kept until the end, since LibreOffice takes seconds to make one.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe = ""
        self._profile: Path | None = None

    def pipe(self, office: str) -> str:
        """The name of the pipe at which it listens."""
        if self._process is None or self._process.poll() is not None:
            self._profile = self._profile or Path(tempfile.mkdtemp(prefix="office-of-tests-"))
            self._pipe = f"aligner{uuid.uuid4().hex}"
            self._process = subprocess.Popen(
                [
                    office,
                    "--headless",
                    "--norestore",
                    "--nologo",
                    "--nofirststartwizard",
                    f"-env:UserInstallation={self._profile.as_uri()}",
                    f"--accept=pipe,name={self._pipe};urp;",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"TMPDIR": str(self._profile)},
                start_new_session=True,
            )
        return self._pipe

    def end(self) -> None:
        """End it and remove its files; the program started is a script, whose children hold the document."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            with suppress(ProcessLookupError):  # until its children are gone, which still write
                for _ in range(100):
                    os.killpg(self._process.pid, 0)
                    time.sleep(0.1)
        if self._profile is not None:
            shutil.rmtree(self._profile)
        self._process = self._profile = None


_LISTENER = _Listener()


def end() -> None:
    """End LibreOffice after the last test; processes of pytest-xdist call no functions of `atexit`."""
    _LISTENER.end()


def resolve(files: Sequence[Path]) -> Mapping[Path, dict[str, list[OfficeParagraph]]]:
    """Each file with all changes accepted, and with all rejected.

    Comments are left out on the way: LibreOffice without its windows ends when a page has
    one (also in files of python-docx), and they are not part of the text.
    """
    office, python = available()
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"{number}.docx" for number in range(len(files))]
        for file, copy in zip(files, copies, strict=True):
            copy.write_bytes(without_comments(file.read_bytes()))
        reported = subprocess.run(
            [python, str(SCRIPT), _LISTENER.pipe(office), *map(str, copies)],
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert reported.returncode == 0, reported.stderr
    resolved = json.loads(reported.stdout)
    return {
        file: {
            what: [
                OfficeParagraph(
                    p["text"],
                    tuple((a, m, t) for a, m, t in p["notes"]),
                    p["style"],
                    tuple(map(tuple, p["looks"])),
                )
                for p in resolved[str(copy)][what]
            ]
            for what in ("accept", "reject")
        }
        for file, copy in zip(files, copies, strict=True)
    }


def without_comments(data: bytes) -> bytes:
    """The same file, its comments not referred to."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = re.sub(rb"<w:comment(?:RangeStart|RangeEnd|Reference)[^>]*/>", b"", part)
            archive.writestr(name, part)
    return target.getvalue()


def has_writers(reader: int) -> bool:
    """Whether a process still has a pipe open to write to; none has written anything."""
    try:
        return os.read(reader, 1) != b""
    except BlockingIOError:
        return True
