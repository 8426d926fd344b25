"""Parts of Word documents and Excel workbooks from untrusted files, their sizes checked before unpacking."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from aligner.formats.untrusted_xml import parse
from aligner.readers.registry import is_encrypted
from aligner.readers.zip_damage import DAMAGED, has_password, unpacks_too_far
from aligner.values.errors import FormatError
from aligner.values.limits import MAX_PART
from aligner.values.message import Message, about

if TYPE_CHECKING:
    from lxml import etree


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive that a file is.

    Raises:
        FormatError: it is damaged or encrypted.
    """
    if is_encrypted(data):
        raise FormatError(about(name, Message("error.encrypted")))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED:
        raise FormatError(about(name, Message("file.cut_short"))) from None
    if has_password(archive):
        raise FormatError(about(name, Message("error.encrypted")))
    return archive


def part_of(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """Return one part parsed as XML; None if the archive has no such part.

    Raises:
        FormatError: it is damaged, too large, or not well-formed XML.
    """
    try:
        info = archive.getinfo(part)
        if info.file_size > MAX_PART or unpacks_too_far(info):
            bomb = Message("file.part_unpacks_to", part=part, size=info.file_size // 2**20)
            raise FormatError(about(name, bomb))
        return parse(archive.read(info), f"{name}: {part}")
    except KeyError:
        return None
    except DAMAGED:
        raise FormatError(about(name, Message("file.part_damaged", part=part))) from None
