"""The links of any readable alignment, for comparing one with another."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aligner.alignment.links import Link, one_by_one
from aligner.formats import ladder
from aligner.formats.reading import kind_of, load, read_bytes
from aligner.values.errors import FormatError, InputError
from aligner.values.message import Message, about
from aligner.values.results import AlignedPair

_OURS: Final = "source\ttarget\tscore"


def load_links(path: Path) -> tuple[Link, ...]:
    """Read the links of a file in any form.

    Ladders (ours, hunalign's, Vecalign's), our JSON and TSV, and stand-off XML say by number which
    segments belong together. In a memory or a table, each unit is a link: its segments are counted in
    the order in which they occur, so that it can be compared with another file only if both divide the
    texts alike.

    Raises:
        InputError: it cannot be read, or is of more than two languages.
    """
    if not path.is_file():
        return ladder.load(path)  # says what is wrong
    kind = kind_of(path)
    if kind in ("", ".json", ".beads") or (kind == ".tsv" and _begins_as_ours(path)):
        return ladder.load(path)
    return _numbered(path) if kind == ".align" else _units(path)


def _numbered(path: Path) -> tuple[Link, ...]:
    """Return the links of a ladder or of stand-off XML; without the texts, unlinked segments are unknown."""
    from aligner.formats.beads import links
    from aligner.formats.standoff_xml import beside, linked

    data = read_bytes(path)
    if path.suffix.lower() != ".xml":
        return tuple(links(data, path.name)[0])
    named = linked(data, path.name)
    try:
        beside(path.parent, path.name, named)
    except FormatError:
        return tuple(named.counted())
    return _units(path)


def _units(path: Path) -> tuple[Link, ...]:
    result = load(path).result
    if not isinstance(result, AlignedPair):
        raise InputError(about(path.name, Message("import.no_alignment")))
    made = [one for bead in result.alignment.beads for one in one_by_one(bead)]
    scored = any(bead.score != 1.0 for bead in made)  # else the file has no scores
    return tuple(
        Link(tuple(bead.source), tuple(bead.target), bead.score if scored else None) for bead in made
    )


def _begins_as_ours(path: Path) -> bool:
    return read_bytes(path).removeprefix(b"\xef\xbb\xbf").startswith(_OURS.encode())
