"""The readers handle every exception that a damaged zip raises."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

from aligner.readers.office_package import DAMAGED


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
