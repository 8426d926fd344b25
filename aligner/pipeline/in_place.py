"""Write a redline or an update into a file of a word processor, preserving its layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from aligner.pipeline.run import DocumentInfo, Settings, Unit, open_bytes
from aligner.values import Document, Update
from aligner.values.errors import InputError
from aligner.values.message import Message, about, no_notice

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
    if made is None:
        settings.notice(about(name, Message("tracked.anew", reasons=tuple(reasons))))
    return made


def update_in_place(
    result: Update, data: bytes, name: str, settings: Settings = _DEFAULT, **stamp: str
) -> bytes | None:
    """Write an update into a Word file as tracked changes; None if it must be written from scratch.

    Args:
        result: the update.
        data: the file from which its old draft was read: DOCX, or one that LibreOffice converts.
        name: name of the file.
        settings: an update by sentences or lines is always written from scratch; `notice` is called
            if one by paragraphs must be.
        stamp: `author` and `date` of the changes, and the `interface` language of comments.

    Raises:
        InputError: if the file is a DOCX with another text than the old draft.
        ReadError: if it cannot be read.
    """
    from aligner.formats.update.inside import draft_inside
    from aligner.readers.libreoffice import as_docx

    converted = as_docx(data, name) if settings.unit is Unit.PARAGRAPH else None
    if converted is None:
        return None
    data = converted
    info = DocumentInfo(language=result.language, version=result.old.version)
    fresh = open_bytes(data, name, replace(settings, notice=no_notice), info)
    reasons: list[Message] = []
    if fresh.text != result.old.text or not _has_segments(fresh, result.old):
        if "".join(_letters(fresh)) != "".join(_letters(result.old)):
            raise InputError(about(name, Message("error.not_the_draft", language=result.language)))
        settings.notice(about(name, Message("tracked.anew", reasons=(Message("redline.divided"),))))
        return None
    old = replace(result.old, origin=fresh.origin)
    made = draft_inside(replace(result, old=old), data, say=reasons.append, **stamp)
    if made is None:
        settings.notice(about(name, Message("tracked.anew", reasons=tuple(reasons))))
    return made


def _letters(document: Document) -> Iterator[str]:
    """Yield the text of a document without spaces and numbers, which differ where it is divided otherwise."""
    for segment in document.segments:
        yield "".join(segment.span.of(document.text).split())


def _has_segments(fresh: Document, old: Document) -> bool:
    """Whether a document has the segments of another, besides those set apart from that as its masthead."""
    spans = {segment.span for segment in old.segments}
    apart = [fresh.text_of(at) for at, segment in enumerate(fresh.segments) if segment.span not in spans]
    return set(apart) <= set(old.furniture) and len(fresh) - len(apart) == len(old)
