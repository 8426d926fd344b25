"""Write a redline into the new one of two files of a word processor, preserving its layout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aligner.pipeline.run import Settings, Unit
from aligner.values.message import Message, about

_DEFAULT: Final = Settings()


def redline_in_place(
    old: Path, new: Path, language: str, settings: Settings = _DEFAULT, **stamp: str
) -> bytes | None:
    """Write a redline into the new one of two files; None if it must be written from scratch.

    Args:
        old: the old file: DOCX, or one that LibreOffice converts.
        new: the new file.
        language: language of both.
        settings: a redline by sentences or lines is always written from scratch; `notice` is called
            if one by paragraphs must be.
        stamp: `author` and `date` of the changes, and the `interface` language of remarks.

    Raises:
        ReadError: if a file cannot be opened.
    """
    from aligner.formats.docx.redline_inside import redline_inside
    from aligner.readers import load_bytes
    from aligner.readers.libreoffice import as_docx

    if settings.unit is not Unit.PARAGRAPH:
        return None
    name = new.name
    after = as_docx(load_bytes(new), name)
    if after is None:
        return None
    reasons: list[Message] = []
    before = as_docx(load_bytes(old), old.name)
    if before is None:
        reasons.append(Message("redline.old_kind"))
        made = None
    else:
        made = redline_inside(before, after, language, say=reasons.append, **stamp)
    if made is None and settings.notice is not None:
        settings.notice(about(name, Message("tracked.anew", reasons=tuple(reasons))))
    return made
