"""Measure the alignment of free translations: `python -m tests.benchmarks.free_text`.

The texts are six passages of a scripture, sentence by sentence, in two free translations, unchanged and
made harder: with lines cut at clauses on both sides, and with whole verses lost on one side. The gold
links verses, each of which may contain several smaller beads; adjacent beads inside one verse are
therefore merged before scoring. In *divided* texts, verses of one line on each side are cut on one side
only, so the gold's beads are the smallest ones, as in a novel: 65 % are 1-1. In *shortened* ones, lines also
lose a clause, so half of a thought has no counterpart. In texts with *clauses apart*, a short clause of such
a verse is a line of its own on one side, and nothing is left out. There are two figures:

- *by verse* also merges lines left out inside a verse, as the data's own scorer does.
- *lines left out count* makes a verse wrong if one of its lines is linked with nothing.

Seeded. The weights for free translations were found on the first three texts.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path

from aligner.alignment.align import align
from aligner.alignment.evaluation import evaluate_many
from aligner.alignment.links import Link
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.formats import beads
from aligner.languages.structure import CLAUSE
from tests.benchmarks.accuracy import links_of
from tests.benchmarks.corpora import DATA, JOINING, Case, document, laws, lines, treaties

TEXTS = range(1, 7)
VERSES = 120  # in a document made harder
CUT, LOST = 0.35, 0.03
DIVISIONS = {(1, 1): 62, (2, 1): 14, (1, 2): 16, (1, 3): 6, (3, 1): 2}  # in percent, before lines too short
SHORTENED = 0.3
LEAST = 0.25  # length of a piece, as a share of an equal one
APART, SHORT = 0.4, (15, 45)  # share of verses with a clause apart; characters that it has at most, zh and en

Verse = tuple[list[str], list[str]]


def verses(number: int, data: Path = DATA) -> list[Verse]:
    """The lines of each verse, Chinese and English."""
    folder = data / "free"
    ours, theirs = lines(folder / f"free{number}.zh.txt"), lines(folder / f"free{number}.en.txt")
    return [
        ([ours[i] for i in link.source], [theirs[j] for j in link.target])
        for link in beads.load(folder / f"free{number}.zh-en.gold")
    ]


def case(name: str, found: Sequence[Verse]) -> Case:
    """Two documents, and the verses as gold links; a verse lost on one side is a gap for each line."""
    sides: tuple[list[str], list[str]] = ([], [])
    links: list[Link] = []
    for verse in found:
        ours, theirs = (
            tuple(range(len(side), len(side) + len(part))) for side, part in zip(sides, verse, strict=True)
        )
        for side, part in zip(sides, verse, strict=True):
            side.extend(part)
        if ours and theirs:
            links.append(Link(ours, theirs))
        else:
            links += [Link((i,), ()) for i in ours] + [Link((), (j,)) for j in theirs]
    return Case("free", name, document("zh", sides[0]), document("en", sides[1]), tuple(links))


def as_they_are(numbers: Sequence[int] = TEXTS, data: Path = DATA) -> Iterator[Case]:
    """The whole texts."""
    for number in numbers:
        yield case(str(number), verses(number, data))


def cut(numbers: Sequence[int] = TEXTS, data: Path = DATA, *, lost: float = 0.0) -> Iterator[Case]:
    """Documents of `VERSES` with lines cut at clauses, and a share of verses lost on either side."""
    for number in numbers:
        every = verses(number, data)
        for start in range(0, len(every) - VERSES + 1, VERSES):
            chance = random.Random(f"{number}{start}")
            found = []
            for ours, theirs in every[start : start + VERSES]:
                pieces = (
                    [piece for line in ours for piece in _cut(line, "zh", chance)],
                    [piece for line in theirs for piece in _cut(line, "en", chance)],
                )
                found.append(pieces)
            lots = random.Random(f"{number}{start}lose")
            found = [_without_a_side(verse, lots.random(), lost) for verse in found]
            yield case(f"{number}-{start}", found)


def _cut(line: str, language: str, chance: random.Random) -> list[str]:
    pieces = _clauses(line)
    if len(pieces) < 2 or chance.random() > CUT:
        return [line]
    at = chance.randrange(1, len(pieces))
    glue = JOINING.get(language, " ")
    return [glue.join(pieces[:at]), glue.join(pieces[at:])]


def _without_a_side(verse: Verse, lot: float, lost: float) -> Verse:
    if lot < lost:
        return [], verse[1]
    return (verse[0], []) if lot < 2 * lost else verse


def apart(numbers: Sequence[int] = TEXTS, data: Path = DATA) -> Iterator[Case]:
    """Documents of `VERSES` of one line on each side, some of which have a short clause apart."""
    for number in numbers:
        every = [(ours[0], theirs[0]) for ours, theirs in verses(number, data) if len(ours + theirs) == 2]
        for start in range(0, len(every) - VERSES + 1, VERSES):
            chance = random.Random(f"{number}{start}apart")
            found = [_with_a_clause_apart(verse, chance) for verse in every[start : start + VERSES]]
            yield case(f"{number}-{start}", found)


def _with_a_clause_apart(verse: tuple[str, str], chance: random.Random) -> Verse:
    """A verse whose first or last clause on one side may be a line of its own, if it is short."""
    sides, side = [[line] for line in verse], chance.randrange(2)
    clauses, at_end = _clauses(verse[side]), chance.random() < 0.5
    clause = clauses[-1] if at_end else clauses[0]
    if chance.random() < APART and len(clauses) > 1 and len(clause) <= SHORT[side]:
        rest = ("", " ")[side].join(clauses[:-1] if at_end else clauses[1:])
        sides[side] = [rest, clause] if at_end else [clause, rest]
    return sides[0], sides[1]


def divided(
    numbers: Sequence[int] = TEXTS, data: Path = DATA, *, shortened: float = 0.0, lost: float = 0.0
) -> Iterator[Case]:
    """Documents of `VERSES` of one line on each side, cut on one side only.

    Args:
        numbers: the texts.
        data: the development data.
        shortened: the share of verses in which a line loses a clause.
        lost: the share of verses lost on each side.
    """
    for number in numbers:
        every = [(ours[0], theirs[0]) for ours, theirs in verses(number, data) if len(ours + theirs) == 2]
        for start in range(0, len(every) - VERSES + 1, VERSES):
            chance = random.Random(f"{number}{start}divided")
            found = [_divided(verse, shortened, chance) for verse in every[start : start + VERSES]]
            yield case(
                f"{number}-{start}", [_without_a_side(verse, chance.random(), lost) for verse in found]
            )


def _divided(verse: tuple[str, str], shortened: float, chance: random.Random) -> Verse:
    counts = chance.choices(list(DIVISIONS), list(DIVISIONS.values()))[0]
    ours, theirs = (
        _in_pieces(line, code, count, chance)
        for line, code, count in zip(verse, ("zh", "en"), counts, strict=True)
    )
    if chance.random() < shortened:
        side, code = chance.choice([(ours, "zh"), (theirs, "en")])
        at = chance.randrange(len(side))
        side[at] = _shortened(side[at], code, chance)
    return ours, theirs


def _in_pieces(line: str, language: str, count: int, chance: random.Random) -> list[str]:
    """A line cut at clauses into several of some length; in one piece if it has none."""
    clauses = _clauses(line)
    glue = JOINING.get(language, " ")
    ways = [
        [glue.join(clauses[start:stop]) for start, stop in pairwise([0, *places, len(clauses)])]
        for places in combinations(range(1, len(clauses)), count - 1)
    ]
    long = [way for way in ways if min(map(len, way)) >= LEAST * len(line) / count]
    return chance.choice(long) if long else [line]


def _shortened(line: str, language: str, chance: random.Random) -> str:
    """A line without one of its clauses, unless that is most of it."""
    clauses = _clauses(line)
    at = chance.randrange(len(clauses)) if len(clauses) > 1 else 0
    rest = JOINING.get(language, " ").join(clauses[:at] + clauses[at + 1 :])
    return rest if len(rest) >= 0.4 * len(line) else line


def _clauses(line: str) -> list[str]:
    return [piece for piece in CLAUSE.split(line) if any(c.isalnum() for c in piece)]


def close(data: Path = DATA, *, lost: float = 0.0) -> Iterator[Case]:
    """Close translations cut likewise: lines of treaties and laws, and of UN documents, that are 1-1."""
    rows = [json.loads(line)["rows"] for line in lines(data / "unv1-dev" / "docs.jsonl")]
    every = {"un": [([row["text"]["zh"]], [row["text"]["en"]]) for document in rows for row in document]}
    for one in (*treaties(data), *laws(data)):
        ours, theirs = one.source.texts(), one.target.texts()
        every[f"{one.group} {one.name}"] = [
            ([ours[link.source[0]]], [theirs[link.target[0]]])
            for link in one.gold
            if len(link.source) == len(link.target) == 1 and one.block_free
        ]
    for name, found in every.items():
        for start in range(0, len(found) - VERSES + 1, VERSES):
            chance = random.Random(f"{name}{start}")
            pieces = [
                tuple([piece for line in side for piece in _cut(line, code, chance)] for side, code in pair)
                for pair in (zip(verse, ("zh", "en"), strict=True) for verse in found[start : start + VERSES])
            ]
            kept = [_without_a_side((ours, theirs), chance.random(), lost) for ours, theirs in pieces]
            yield case(f"{name} {start}", kept)


def merged(auto: Sequence[Link], gold: Sequence[Link], *, gaps: bool) -> list[Link]:
    """The links with neighbours inside one verse merged; with `gaps`, lines left out as well."""
    verse = {("source", i): number for number, link in enumerate(gold) for i in link.source}
    verse |= {("target", j): number for number, link in enumerate(gold) for j in link.target}
    found: list[Link] = []
    last: int | None = None
    for link in auto:
        inside = {verse["source", i] for i in link.source} | {verse["target", j] for j in link.target}
        if link.is_gap and not gaps:
            found.append(link)
            continue
        here = inside.pop() if len(inside) == 1 else None
        if here is not None and here == last:
            whole = next(k for k in range(len(found) - 1, -1, -1) if gaps or not found[k].is_gap)
            before = found[whole]
            found[whole] = Link(before.source + link.source, before.target + link.target)
        else:
            found.append(link)
        last = here
    return found


def linked(links: Sequence[Link]) -> list[Link]:
    """The links without gaps."""
    return [link for link in links if not link.is_gap]


SETS: dict[str, Callable[[Sequence[int], Path], Iterator[Case]]] = {
    "as they are": as_they_are,
    "cut at clauses": cut,
    "cut at clauses, verses lost": partial(cut, lost=LOST),
    "clauses apart": apart,
    "divided": divided,
    "divided, shortened": partial(divided, shortened=SHORTENED),
    "divided, shortened, verses lost": partial(divided, shortened=SHORTENED, lost=LOST),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Strict F1 over linked beads, and the lines left out by the program and by people."""

    by_verse: float
    left_out_counts: float
    left_out: int
    wanted: int


def measured(cases: Iterable[Case], encoder: Encoder) -> Figures:
    """Align all cases and compare them with the verses."""
    pairs = [(links_of(align(one.source, one.target, encoder)), one.gold) for one in cases]
    by_verse, left_out_counts = (
        evaluate_many((linked(merged(auto, gold, gaps=gaps)), linked(gold)) for auto, gold in pairs).strict.f1
        for gaps in (True, False)
    )
    left_out, wanted = (sum(one.is_gap for pair in pairs for one in pair[side]) for side in (0, 1))
    return Figures(by_verse, left_out_counts, left_out, wanted)


CLOSE: dict[str, Callable[[Path], Iterator[Case]]] = {
    "close, cut at clauses": close,
    "close, cut at clauses, 6 % lost": partial(close, lost=LOST),
    "close, cut at clauses, 16 % lost": partial(close, lost=0.08),
}


def _row(texts: str, name: str, found: Figures) -> str:
    figures = f"{found.by_verse:.4f} | {found.left_out_counts:.4f} | {found.left_out} | {found.wanted}"
    return f"| {texts} | {name} | {figures} |\n"


def main() -> None:
    """Print the table: strict F1 over linked beads, for the texts learned from and the others."""
    encoder = CachedEncoder(load())
    say = sys.stdout.write
    say("| texts | set | by verse | lines left out count | left out | left out by people |\n")
    say("|---|---|---|---|---|---|\n")
    for numbers in (TEXTS[:3], TEXTS[3:]):
        for name, make in SETS.items():
            found = measured(make(numbers, DATA), encoder)
            texts = f"{numbers[0]} to {numbers[-1]}"
            figures = (
                f"{found.by_verse:.4f} | {found.left_out_counts:.4f} | {found.left_out} | {found.wanted}"
            )
            say(f"| {texts} | {name} | {figures} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
