"""Files that link segments by number, and joining them with the texts they refer to.

They are written as `.beads`, the usual ladder form, and also read as the files of Vecalign and
Bertalign, the ladders of hunalign, and the alignments of InterText. Beads run in order: a link that
crosses others becomes a move, and one whose segments are not consecutive is left out, with a note. The texts
that they count are written as plain text, a segment per line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.alignment.links import Link, one_by_one
from aligner.formats.cells import flat
from aligner.formats.registry import Loaded
from aligner.readers.regular_file import read_regular
from aligner.values import Alignment, Bead, FormatError, InputError, LinkOrigin, Message, Move, about, quoted
from aligner.values.document import Document, Span
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
        raise InputError.about(name, "import.links_only")
    pair, notes = join(*texts(), *links(data, name), name)
    return Loaded(pair, notes)


def links(data: bytes, name: str) -> tuple[list[Link], list[bool]]:
    """Return the links of a file, and whether a person confirmed each.

    Raises:
        FormatError: it has none of the forms known here.
    """
    # Evaluation, which reads ladders only, stays quick without the parser and the languages.
    from aligner.formats.standoff_xml import linked
    from aligner.readers.encoding import decode

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
    whole = [_bead(link, sure) for link, sure in marked if _runs(link.source) and _runs(link.target)]
    whole.sort(key=lambda bead: (bead.source.start, bead.target.start))
    starts = [(bead.source.start, bead.target.start) for bead in whole]
    chain = heaviest_chain(starts, [float(len(bead.source) + len(bead.target)) for bead in whole])
    crossing = [whole[index] for index in sorted(set(range(len(whole))) - set(chain))]
    moves = tuple(Move(bead.source, bead.target, bead.score) for bead in crossing)
    beads = tuple(_partition([whole[index] for index in chain], found, *sizes))
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
    source = n_source - len({index for link in found for index in link.source})
    target = n_target - len({index for link in found for index in link.target})
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
        at = [source, target]
        for side, _ in _merged(gaps, order):
            ours, theirs = (Span(start, start + (own == side)) for own, start in enumerate(at))
            yield Bead(ours, theirs)
            at[side] += 1
        if bead:
            yield bead
            source, target = bead.source.stop, bead.target.stop


def _merged(gaps: list[tuple[int, int]], order: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the gaps of both sides in the file's order, each side in its own order."""
    by_file = sorted(gaps, key=lambda gap: order.get(gap, -1))
    in_order = sorted(by_file, key=itemgetter(0)) == gaps
    return by_file if in_order and order.keys() >= set(gaps) else gaps


def _hunalign(text: str, name: str) -> list[Link]:
    """Return the rungs of a ladder: between one and the next lie the segments that belong together."""
    rungs: list[tuple[int, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _RUNG.fullmatch(line.strip())
        if match is None:
            raise FormatError.about_line(name, number, "import.rung")
        rung = int(match[1]), int(match[2])
        if max(rung) > _MAX_RUNG:
            raise FormatError.about_line(name, number, "import.rung_far", index=max(rung))
        if rungs and (rung[0] < rungs[-1][0] or rung[1] < rungs[-1][1]):
            raise FormatError.about_line(name, number, "import.rung_down")
        rungs.append(rung)
    found = [
        Link(tuple(range(here[0], there[0])), tuple(range(here[1], there[1])))
        for here, there in pairwise(rungs)
        if here != there
    ]
    if not found:
        raise FormatError.about(name, "import.rungs")
    return found


def document(result: Document) -> bytes:
    """Return one segment per line, its text alone; no label, no footnotes."""
    return "".join(f"{flat(text)}\n" for text in result.texts()).encode("utf-8", "replace")


# A ladder has one bead per line, `[0]:[0, 1]`: 0-based segment indices of source and target,
# `[]` for none. Ours list every index once, in order. Published gold files are looser (Text+Berg
# omits indices, crosses, and links `[50, 55]`), and Vecalign and Bertalign append a cost after a
# second colon; the reader accepts all of these, since evaluation needs them. It rejects only
# what cannot be evaluated.

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

    >>> parse_ladder("[0]:[0, 1]\n[1]:[]")[0].target
    (0, 1)
    """
    links: list[Link] = []
    seen: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise FormatError.about_line(name, number, "ladder.not_bead", text=quoted(line.strip()))
        sides = tuple(_indices(match[side], name, number) for side in (1, 2))
        for side, indices, before in zip(SIDES, sides, seen, strict=True):
            for index in indices:
                if index in before:
                    said = {"side": side, "index": index, "number": before[index]}
                    raise FormatError.about_line(name, number, "ladder.repeated_line", **said)
                before[index] = number
        if sides[0] or sides[1]:
            links.append(Link(sides[0], sides[1]))
    if not links:
        raise FormatError.about(name, "ladder.no_bead")
    return tuple(links)


def load(path: Path) -> tuple[Link, ...]:
    """Read the links of a file: a `.tsv` alignment of our own, otherwise a ladder.

    Raises:
        FormatError: it is missing, is no text, does not follow its format or names a segment twice.
    """
    try:
        text = read_regular(path, FormatError).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError.about(str(path), "file.not_utf8") from None
    return (_from_tsv if path.suffix.lower() == ".tsv" else parse_ladder)(text, str(path))


def _from_tsv(text: str, name: str) -> tuple[Link, ...]:
    """Read the first columns of our table as a ladder, line by line, and add the scores."""
    head, *rows = (line.removesuffix("\r").split("\t") for line in text.removesuffix("\n").split("\n"))
    if head[:3] != ["source", "target", "score"]:
        raise FormatError.about_line(name, 1, "ladder.columns")
    lines, scores = [""], list[float]()
    for number, row in enumerate(rows, start=2):
        if len(row) < 3:
            raise FormatError.about_line(name, number, "ladder.few_columns", needed=3, found=len(row))
        try:
            score = float(row[2])
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1:
            said = {"place": "score", "score": quoted(row[2].strip())}
            raise FormatError.about_line(name, number, "ladder.score", **said)
        source, target = (cell.strip().replace(" ", ",") for cell in row[:2])
        lines.append(f"[{source}]:[{target}]")
        scores += [score] if source or target else []
    links = parse_ladder("\n".join(lines), name)
    return tuple(replace(link, score=score) for link, score in zip(links, scores, strict=True))


def _indices(text: str, name: str, number: int) -> tuple[int, ...]:
    if not text.strip():
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,8}", part) for part in parts):
        raise FormatError.about_line(name, number, "ladder.not_indices", text=quoted(text.strip()))
    indices = tuple(int(part) for part in parts)
    if max(indices) > _LARGEST_INDEX:
        raise FormatError.about_line(name, number, "ladder.index_large", index=max(indices))
    return indices
