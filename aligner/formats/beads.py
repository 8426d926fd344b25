"""Files that link segments by number, and joining them with the texts they refer to.

They are written as `.beads`, the usual ladder form, and also read as the files of Vecalign and
Bertalign, the ladders of hunalign, and the alignments of InterText. Beads run in order: a link that
crosses others becomes a move, and one whose segments are not consecutive is left out, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.alignment.links import Link
from aligner.formats.format import Loaded
from aligner.formats.ladder import SIDES, format_ladder, parse_ladder
from aligner.formats.standoff_xml import linked
from aligner.readers.encoding import decode
from aligner.values import Alignment, Bead, Document, LinkOrigin, Move, Span
from aligner.values.errors import FormatError, InputError
from aligner.values.message import Message, about, about_line
from aligner.values.results import AlignedPair

_RUNG: Final = re.compile(r"(\d{1,8})\s+(\d{1,8})\s+\S+")
_MAX_RUNG: Final = 2_000_000
"""The most segments a text may have; each is listed before the texts are known."""


def alignment(result: AlignedPair) -> bytes:
    """Return one bead per line, `[0]:[0, 1]`; moved passages are gaps on both sides."""
    return format_ladder(result.alignment).encode("ascii")


def read(data: bytes, name: str, texts: Callable[[], tuple[Document, Document]] | None) -> Loaded:
    """Return the alignment of two texts whose segments a file links by number.

    Args:
        data: the file.
        name: of the file, for messages.
        texts: returns the source and the target text; called only if the file needs them.

    Raises:
        FormatError: as `links` and `join`.
        InputError: the texts are not given.
    """
    if texts is None:
        raise InputError(about(name, Message("import.links_only")))
    pair, notes = join(*texts(), *links(data, name), name)
    return Loaded(pair, notes)


def links(data: bytes, name: str) -> tuple[list[Link], list[bool]]:
    """Return the links of a file, and whether a person confirmed each.

    Raises:
        FormatError: it has none of the forms known here.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        named = linked(data, name)
        return named.counted(), list(named.confirmed)
    text = decode(data, name)[0].removeprefix("\ufeff")
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    found = _hunalign(text, name) if _RUNG.fullmatch(first) else list(parse_ladder(text, name))
    return found, [False] * len(found)


def join(
    source: Document, target: Document, found: Sequence[Link], confirmed: Sequence[bool], name: str
) -> tuple[AlignedPair, tuple[Message, ...]]:
    """Return an alignment made of links and their texts, and notes on what could not be kept.

    Raises:
        FormatError: a link names a segment that a text does not have.
    """
    sizes = len(source), len(target)
    for number, link in enumerate(found, start=1):
        for side, indices, size in zip(SIDES, (link.source, link.target), sizes, strict=True):
            if indices and max(indices) >= size:
                beyond = Message("import.beyond", bead=number, side=side, index=max(indices), size=size)
                raise FormatError(about(name, beyond))
    marked = [(link, sure) for link, sure in zip(found, confirmed, strict=True) if not link.is_gap]
    whole = [(link, sure) for link, sure in marked if _runs(link.source) and _runs(link.target)]
    whole.sort(key=lambda pair: (min(pair[0].source), min(pair[0].target)))
    pairs = [(min(link.source), min(link.target)) for link, _ in whole]
    chain = heaviest_chain(pairs, [float(len(link.source) + len(link.target)) for link, _ in whole])
    kept = [_bead(*whole[index]) for index in chain]
    moves = tuple(
        Move(bead.source, bead.target, bead.score)
        for index in sorted(set(range(len(whole))) - set(chain))
        for bead in (_bead(*whole[index]),)
    )
    beads = tuple(_partition(kept, found, *sizes))
    notes: list[Message] = []
    if moves:
        notes.append(about(name, Message("files.crossing", count=len(moves))))
    if unnamed := _unnamed(found, *sizes):
        notes.append(Message("files.unnamed", name=name, segments=unnamed))
    if len(whole) < len(marked):
        notes.append(about(name, Message("files.disjoint", count=len(marked) - len(whole))))
    return AlignedPair(source, target, Alignment(beads, *sizes, moves)), tuple(notes)


def _unnamed(found: Iterable[Link], n_source: int, n_target: int) -> tuple[Message, ...]:
    """Count the segments of either side that a file has in no link and no gap."""
    left = [set(range(n_source)), set(range(n_target))]
    for link in found:
        left[0].difference_update(link.source)
        left[1].difference_update(link.target)
    source, target = map(len, left)
    ours = Message("files.source_segments", rest=source, size=n_source)
    theirs = Message("files.target_segments", rest=target, size=n_target)
    return (*(ours,) * bool(source), *(theirs,) * bool(target))


def _runs(indices: Sequence[int]) -> bool:
    return sorted(indices) == list(range(min(indices), max(indices) + 1))


def _bead(link: Link, sure: bool) -> Bead:
    origin = LinkOrigin.CONFIRMED if sure else LinkOrigin.AUTOMATIC
    source, target = (Span(min(side), max(side) + 1) for side in (link.source, link.target))
    return Bead(source, target, 1.0 if link.score is None else link.score, origin)


def _partition(kept: Iterable[Bead], found: Sequence[Link], n_source: int, n_target: int) -> Iterator[Bead]:
    """Beads with gaps for everything between them, in the order in which the file names the gaps."""
    order = {
        (side, index): number
        for number, link in enumerate(found)
        for side, indices in enumerate((link.source, link.target))
        for index in indices
        if link.is_gap
    }
    source = target = 0
    for bead in (*kept, None):
        stops = (bead.source.start, bead.target.start) if bead else (n_source, n_target)
        gaps = [(0, i) for i in range(source, stops[0])] + [(1, i) for i in range(target, stops[1])]
        ours, theirs = source, target
        for side, _ in _merged(gaps, order):
            if side == 0:
                yield Bead(Span(ours, ours + 1), Span(theirs, theirs))
                ours += 1
            else:
                yield Bead(Span(ours, ours), Span(theirs, theirs + 1))
                theirs += 1
        if bead:
            yield bead
            source, target = bead.source.stop, bead.target.stop


def _merged(gaps: list[tuple[int, int]], order: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the gaps of both sides in the file's order, each side in its own order."""
    if all(gap in order for gap in gaps):
        by_file = sorted(gaps, key=lambda gap: order[gap])
        sides = [[index for side, index in by_file if side == each] for each in (0, 1)]
        if all(side == sorted(side) for side in sides):
            return by_file
    return gaps


def _hunalign(text: str, name: str) -> list[Link]:
    """Return the rungs of a ladder: between one and the next lie the segments that belong together."""
    rungs: list[tuple[int, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _RUNG.fullmatch(line.strip())
        if match is None:
            raise FormatError(about_line(name, number, Message("import.rung")))
        rung = int(match[1]), int(match[2])
        if max(rung) > _MAX_RUNG:
            raise FormatError(about_line(name, number, Message("import.rung_far", index=max(rung))))
        if rungs and (rung[0] < rungs[-1][0] or rung[1] < rungs[-1][1]):
            raise FormatError(about_line(name, number, Message("import.rung_down")))
        rungs.append(rung)
    found = [
        Link(tuple(range(here[0], there[0])), tuple(range(here[1], there[1])))
        for here, there in pairwise(rungs)
        if here != there
    ]
    if not found:
        raise FormatError(about(name, Message("import.rungs")))
    return found
