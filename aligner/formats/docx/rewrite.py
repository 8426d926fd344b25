"""Replace parts of an existing Word file, and keep all others unchanged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from lxml import etree

from aligner.formats.docx.word_elements import Element, UnsuitedError
from aligner.formats.fixed_zip import zipped
from aligner.readers.docx.package import Package, as_strict
from aligner.values.message import Message


def serialized(root: Element) -> bytes:
    """Return a part of a package as bytes, declared as Word declares its own."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def rewritten(
    source: bytes,
    package: Package,
    parts: Mapping[str, Element],
    add: Callable[[dict[str, bytes]], None] = lambda files: None,
) -> bytes:
    """Return a Word file with some parts replaced; all others stay unchanged.

    Args:
        source: the file.
        package: the same file, opened.
        parts: the root of each part to write, by its name.
        add: adds further files, or changes some, before the file is closed.

    Raises:
        UnsuitedError: if the package writes the names of these parts in another case.
    """
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    unchanged = dict(files)
    if any(name not in files for name in parts):
        raise UnsuitedError(Message("redline.parts_case"))
    for name, root in parts.items():
        files[name] = serialized(root)
    add(files)
    if package.is_strict():
        changed = [name for name, data in files.items() if unchanged.get(name) != data]
        files |= {name: as_strict(files[name]) for name in changed}
    return zipped(files)
