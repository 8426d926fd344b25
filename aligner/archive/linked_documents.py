"""The documents of an XCES alignment: one pair of texts, or the many of the United Nations Parallel Corpus.

The corpus has one link file for each pair of languages, with a `linkGrp` for each document, and one TEI
file for each text (`en/2005/a/60/1.xml`). Link files have gigabytes, so they are read one document at a
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from aligner.formats.reading import load_standoff
from aligner.formats.untrusted_xml import elements
from aligner.values.errors import ArchiveError
from aligner.values.message import Message, about
from aligner.values.quotation import quoted
from aligner.values.results import AlignedPair

if TYPE_CHECKING:
    from lxml import etree

_MOST_PARENTS: Final = 3
"""How many levels above the link file's folder the paths of its texts may start."""


def linked_documents(path: Path, name: str) -> Iterator[tuple[str, AlignedPair]]:
    """Read the documents of a link file, with a unique name for each.

    Args:
        path: the link file. The texts are beside it, or at the paths that it names, relative to its
            folder or one above it.
        name: the document's name if there is only one; otherwise, each is named after its symbol or
            path and the two languages.

    Raises:
        ArchiveError: if a text is missing.
        InputError: if a file cannot be read.
    """
    groups = elements(path, "linkGrp")
    first = list(islice(groups, 2))
    for group in (*first, *groups):
        pair = pair_of(group, path)
        yield (name if len(first) == 1 else _name(group, pair)), pair


def pair_of(group: etree._Element, path: Path) -> AlignedPair:
    """Read the two texts of a group of links; their paths are relative to its file's folder or one above it.

    Raises:
        ArchiveError: if a text is missing.
        InputError: if a text or the links cannot be read.
    """
    source, target = (_text(path, group.get(side) or "") for side in ("fromDoc", "toDoc"))
    pair = load_standoff(_as_file(group), path, files=(source, target)).result
    if not isinstance(pair, AlignedPair):
        raise ArchiveError(about(str(path), Message("archives.no_texts")))
    return pair


def _as_file(group: etree._Element) -> bytes:
    """Return a group of links as a file."""
    from lxml import etree

    return b"<cesAlign>" + etree.tostring(group, with_tail=False) + b"</cesAlign>"


def _text(path: Path, named: str) -> Path:
    """Return the file of a text: at the path named, or under its base name beside the link file."""
    inside = PurePosixPath(named.removesuffix(".gz"))
    if named and not inside.is_absolute() and ".." not in inside.parts:
        folders = (path.parent, *path.parents[1 : 1 + _MOST_PARENTS])
        for candidate in (*(folder / inside for folder in folders), path.parent / inside.name):
            if candidate.is_file():
                return candidate
    raise ArchiveError(about(str(path), Message("archives.text_missing", name=quoted(named))))


def _name(group: etree._Element, pair: AlignedPair) -> str:
    """Return the name of one of several documents: its symbol or path, and its languages."""
    inside = PurePosixPath((group.get("fromDoc") or "").removesuffix(".gz")).with_suffix("")
    own = "/".join(part for part in inside.parts if part != pair.source.language)
    return f"{pair.source.masthead.symbol or own} {pair.source.language}-{pair.target.language}"
