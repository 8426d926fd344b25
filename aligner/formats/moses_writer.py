"""A Moses corpus: one text file a language, line n of each belonging together, in one zip.

Zipped as the OPUS collection hands them out: one file to pass on, and nothing beside the
result is overwritten. A gap is an empty line; a unit's segments stand on one line.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from aligner.formats.bitext import Parallel

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def parallel(result: Parallel) -> bytes:
    """The zip, with `bitext.zh` and `bitext.en` or whatever the languages are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, place in _names(result):
            lines = (" ".join(piece.text for piece in unit.cells[place]) for unit in result.units)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, "".join(f"{line}\n" for line in lines).encode("utf-8"))
    return file.getvalue()


def _names(result: Parallel) -> list[tuple[str, int]]:
    """The files, a language's second text with its number before its code."""
    codes = [column.language for column in result.columns]
    return [
        (
            f"bitext.{codes[:place].count(code) + 1}.{code}" if code in codes[:place] else f"bitext.{code}",
            place,
        )
        for place, code in enumerate(codes)
    ]
