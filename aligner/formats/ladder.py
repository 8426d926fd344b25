"""Read and write beads as files: the common ladder format, and links from our own formats.

A ladder has one bead per line, `[0]:[0, 1]`: 0-based segment indices of source and target,
`[]` for none. Ours list every index once, in order. Published gold files are looser (Text+Berg
omits indices, crosses, and links `[50, 55]`), and Vecalign and Bertalign append a cost after a
second colon; the reader accepts all of these, since evaluation needs them. It rejects only
what cannot be evaluated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from aligner.alignment.links import Link, one_by_one
from aligner.readers.regular_file import read_regular
from aligner.values import Alignment
from aligner.values.errors import FormatError
from aligner.values.message import Message, about, about_line
from aligner.values.quotation import quoted

_FORM: Final = "aligner/alignment"
SIDES: Final = (Message("error.source"), Message("error.target"))
_LINE: Final = re.compile(r"\[([\d\s,]*)\]\s*:\s*\[([\d\s,]*)\]\s*(?::\s*(\S+)\s*)?")
"""A link: source indices, target indices, and possibly a score (`[0]:[0, 1]:0.9`)."""

_LARGEST_INDEX: Final = 10_000_000


def format_ladder(alignment: Alignment) -> str:
    r"""Format an alignment as a ladder, one bead per line.

    >>> from aligner.values import Bead, Span
    >>> format_ladder(Alignment((Bead(Span(0, 1), Span(0, 2)), Bead(Span(1, 2), Span(2, 2))), 2, 2))
    '[0]:[0, 1]\n[1]:[]\n'
    """
    beads = (one for bead in alignment.beads for one in one_by_one(bead))
    return "".join(f"{list(bead.source)}:{list(bead.target)}\n" for bead in beads)


def parse_ladder(text: str, name: str = "ladder") -> tuple[Link, ...]:
    r"""Parse a ladder; empty lines and empty beads (`[]:[]`) are skipped.

    Args:
        text: the file's text; a leading byte order mark is removed.
        name: the file's name in error messages.

    Raises:
        FormatError: if a line is not a bead or an index occurs twice on one side (with the
            line's number, counted from 1), or if the file has no beads.

    >>> parse_ladder("[0]:[0, 1]\n[1]:[]")[0].shape
    '1-2'
    """
    links: list[Link] = []
    seen: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise FormatError(about_line(name, number, Message("ladder.not_bead", text=quoted(line.strip()))))
        sides = tuple(_indices(match[side], name, number) for side in (1, 2))
        _refuse_repeats(sides, seen, name, number)
        if sides[0] or sides[1]:
            links.append(Link(sides[0], sides[1]))
    if not links:
        raise FormatError(about(name, Message("ladder.no_bead")))
    return tuple(links)


def load(path: Path) -> tuple[Link, ...]:
    """Read the links of a file: our own `.json` or `.tsv` alignment, otherwise a ladder.

    Raises:
        FormatError: if the file is missing, is not text or does not follow its format.
    """
    try:
        text = read_regular(path, FormatError).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError(about(str(path), Message("file.not_utf8"))) from None
    suffix = path.suffix.lower()
    if suffix == ".json":
        return _from_json(text, str(path))
    if suffix == ".tsv":
        return _from_tsv(text, str(path))
    return parse_ladder(text, str(path))


def _from_json(text: str, name: str) -> tuple[Link, ...]:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FormatError(about(name, Message("file.not_json", why=str(error)))) from error
    form = value.get("format") if isinstance(value, dict) else None
    if not isinstance(value, dict) or form != _FORM:
        raise FormatError(about(name, Message("import.form", found=quoted(form), wanted=(_FORM,))))
    if value.get("version") != 1:
        stated = quoted(value.get("version"))
        raise FormatError(about(name, Message("import.version", found=stated, known=1)))
    beads = value.get("beads")
    if not isinstance(beads, list):
        raise FormatError(about(name, Message("ladder.not_list", place='"beads"')))
    return _checked((_link_of(bead, name, number) for number, bead in enumerate(beads)), name)


def _link_of(bead: object, name: str, number: int) -> Link:
    if not isinstance(bead, dict):
        raise FormatError(about(name, Message("ladder.not_object", place=f"beads[{number}]")))
    sides: list[tuple[int, ...]] = []
    for key in ("source", "target"):
        indices = bead.get(key)
        if not isinstance(indices, list) or not all(type(i) is int and i >= 0 for i in indices):
            place = f'beads[{number}]["{key}"]'
            raise FormatError(about(name, Message("ladder.no_indices", place=place)))
        sides.append(tuple(indices))
    score = bead.get("score")
    if score is not None and (
        isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1
    ):
        place = f'beads[{number}]["score"]'
        raise FormatError(about(name, Message("ladder.score", place=place, score=quoted(score))))
    return Link(sides[0], sides[1], None if score is None else float(score))


def _from_tsv(text: str, name: str) -> tuple[Link, ...]:
    lines = [line.removesuffix("\r").split("\t") for line in text.removesuffix("\n").split("\n")]
    header, rows = lines[0], lines[1:]
    if header[:3] != ["source", "target", "score"]:
        raise FormatError(about_line(name, 1, Message("ladder.columns")))
    links: list[Link] = []
    for number, row in enumerate(rows, start=2):
        if len(row) < 3:
            raise FormatError(
                about_line(name, number, Message("ladder.few_columns", needed=3, found=len(row)))
            )
        try:
            score = float(row[2])
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1:
            wrong = Message("ladder.score", place="score", score=quoted(row[2].strip()))
            raise FormatError(about_line(name, number, wrong))
        sides = [_indices(row[side].replace(" ", ","), name, number) for side in (0, 1)]
        links.append(Link(sides[0], sides[1], score))
    return _checked(links, name)


def _checked(links: Iterable[Link], name: str) -> tuple[Link, ...]:
    """Return the links, after checking that no index repeats and that there is at least one link."""
    seen: tuple[dict[int, int], dict[int, int]] = ({}, {})
    kept: list[Link] = []
    for number, link in enumerate(links, start=1):
        _refuse_repeats((link.source, link.target), seen, name, number, by_line=False)
        kept.append(link)
    if not kept:
        raise FormatError(about(name, Message("ladder.no_bead")))
    return tuple(kept)


def _refuse_repeats(
    sides: Sequence[tuple[int, ...]],
    seen: tuple[dict[int, int], dict[int, int]],
    name: str,
    number: int,
    *,
    by_line: bool = True,
) -> None:
    for side, indices, before in zip(SIDES, sides, seen, strict=True):
        for index in indices:
            if index in before:
                earlier = before[index]
                if by_line:
                    again = Message("ladder.repeated_line", side=side, index=index, number=earlier)
                    raise FormatError(about_line(name, number, again))
                again = Message("ladder.repeated_bead", bead=number, side=side, index=index, number=earlier)
                raise FormatError(about(name, again))
            before[index] = number


def _indices(text: str, name: str, number: int) -> tuple[int, ...]:
    if not text.strip():
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,8}", part) for part in parts):
        raise FormatError(about_line(name, number, Message("ladder.not_indices", text=quoted(text.strip()))))
    indices = tuple(int(part) for part in parts)
    if max(indices) > _LARGEST_INDEX:
        raise FormatError(about_line(name, number, Message("ladder.index_large", index=max(indices))))
    return indices
