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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from aligner.values import Alignment, Bead, Span
from aligner.values.errors import FormatError

_LINE: Final = re.compile(r"\[([\d\s,]*)\]\s*:\s*\[([\d\s,]*)\]\s*(?::\s*(\S+)\s*)?")
_LARGEST_INDEX: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Link:
    """One bead as given in a file; its indices need not be consecutive.

    `score` is the file's own confidence in [0, 1], or None if it has none (the third field of
    a ladder line is a cost in unknown units and is ignored).
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None

    @property
    def is_gap(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target

    @property
    def shape(self) -> str:
        """`1-2` for one source segment linked with two target segments."""
        return f"{len(self.source)}-{len(self.target)}"


def format_ladder(alignment: Alignment) -> str:
    r"""Format an alignment as a ladder, one bead per line.

    >>> format_ladder(Alignment((Bead(Span(0, 1), Span(0, 2)), Bead(Span(1, 2), Span(2, 2))), 2, 2))
    '[0]:[0, 1]\n[1]:[]\n'
    """
    beads = (one for bead in alignment.beads for one in one_by_one(bead))
    return "".join(f"{list(bead.source)}:{list(bead.target)}\n" for bead in beads)


def one_by_one(bead: Bead) -> Iterator[Bead]:
    """Split a gap into one gap per segment, as ladder files conventionally do; yield other beads as is."""
    if bead.source and bead.target:
        yield bead
        return
    for index in bead.source:
        yield replace(bead, source=Span(index, index + 1))
    for index in bead.target:
        yield replace(bead, target=Span(index, index + 1))


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
            raise FormatError(f"{name}, line {number}: {_excerpt(line)} is not a bead such as [0]:[0, 1]")
        sides = tuple(_indices(match[side], name, number) for side in (1, 2))
        _refuse_repeats(sides, seen, name, number)
        if sides[0] or sides[1]:
            links.append(Link(sides[0], sides[1]))
    if not links:
        raise FormatError(f"{name}: there is no bead in it; expected lines such as [0]:[0, 1]")
    return tuple(links)


def load(path: Path) -> tuple[Link, ...]:
    """Read the links of a file: our own `.json` or `.tsv` alignment, otherwise a ladder.

    Raises:
        FormatError: if the file is missing, is not text or does not follow its format.
    """
    if path.is_dir():
        raise FormatError(f"{path} is a folder; give a file of beads")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FormatError(f"{path} does not exist; check the spelling and the folder") from None
    except UnicodeDecodeError:
        raise FormatError(f"{path} is not a text file in UTF-8; give .beads, .json or .tsv") from None
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror or error}") from error
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
        raise FormatError(f"{name} is not JSON: {error}") from error
    if not isinstance(value, dict) or value.get("format") != "aligner/alignment":
        raise FormatError(f'{name}: "format" is not "aligner/alignment"; make it with `aligner align`')
    if value.get("version") != 1:
        raise FormatError(f'{name}: "version" is {value.get("version")!r}; this program reads version 1')
    beads = value.get("beads")
    if not isinstance(beads, list):
        raise FormatError(f'{name}: "beads" is not a list')
    return _checked((_link_of(bead, name, number) for number, bead in enumerate(beads)), name)


def _link_of(bead: object, name: str, number: int) -> Link:
    if not isinstance(bead, dict):
        raise FormatError(f"{name}: beads[{number}] is not an object")
    sides: list[tuple[int, ...]] = []
    for key in ("source", "target"):
        indices = bead.get(key)
        if not isinstance(indices, list) or not all(type(i) is int and i >= 0 for i in indices):
            raise FormatError(f'{name}: beads[{number}]["{key}"] is not a list of indices from 0 on')
        sides.append(tuple(indices))
    score = bead.get("score")
    if score is not None and (
        isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1
    ):
        raise FormatError(f'{name}: beads[{number}]["score"] is {score!r}; expected a number in [0, 1]')
    return Link(sides[0], sides[1], None if score is None else float(score))


def _from_tsv(text: str, name: str) -> tuple[Link, ...]:
    lines = [line.removesuffix("\r").split("\t") for line in text.removesuffix("\n").split("\n")]
    header, rows = lines[0], lines[1:]
    if header[:3] != ["source", "target", "score"]:
        raise FormatError(
            f"{name}, line 1: expected the columns source, target, score, as `aligner align` writes"
        )
    links: list[Link] = []
    for number, row in enumerate(rows, start=2):
        if len(row) < 3:
            raise FormatError(f"{name}, line {number}: expected at least 3 columns, found {len(row)}")
        try:
            score = float(row[2])
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1:
            raise FormatError(f"{name}, line {number}: score {_excerpt(row[2])} is not a number in [0, 1]")
        sides = [_indices(row[side].replace(" ", ","), name, number) for side in (0, 1)]
        links.append(Link(sides[0], sides[1], score))
    return _checked(links, name)


def _checked(links: Iterable[Link], name: str) -> tuple[Link, ...]:
    """The links, after checking that no index repeats and that there is at least one link."""
    seen: tuple[dict[int, int], dict[int, int]] = ({}, {})
    kept: list[Link] = []
    for number, link in enumerate(links, start=1):
        _refuse_repeats((link.source, link.target), seen, name, number, unit="bead")
        kept.append(link)
    if not kept:
        raise FormatError(f"{name}: there is no bead in it")
    return tuple(kept)


def _refuse_repeats(
    sides: Sequence[tuple[int, ...]],
    seen: tuple[dict[int, int], dict[int, int]],
    name: str,
    number: int,
    unit: str = "line",
) -> None:
    for where, indices, before in zip(("source", "target"), sides, seen, strict=True):
        for index in indices:
            if index in before:
                raise FormatError(
                    f"{name}, {unit} {number}: {where} index {index} stands already in {unit} {before[index]}"
                )
            before[index] = number


def _indices(text: str, name: str, number: int) -> tuple[int, ...]:
    if not text.strip():
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,8}", part) for part in parts):
        raise FormatError(f"{name}, line {number}: {_excerpt(text)} is not a list of indices such as 0, 1")
    indices = tuple(int(part) for part in parts)
    if max(indices) > _LARGEST_INDEX:
        raise FormatError(f"{name}, line {number}: index {max(indices)} is too large to be a segment's")
    return indices


def _excerpt(text: str, limit: int = 40) -> str:
    """The start of a line, quoted, so that an error message stays on one line."""
    shown = text.strip()
    return repr(shown if len(shown) <= limit else shown[: limit - 1] + "…")
