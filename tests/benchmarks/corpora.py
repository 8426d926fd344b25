"""The development data as pairs of documents with gold links, by set and pair of languages."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from aligner.alignment.links import Link
from aligner.formats.beads import load
from aligner.values import Document, Segment, Span

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
OTHERS = ("en", "fr", "ru", "es", "ar")
FROM_ENGLISH = ("fr", "ru")
JOINING = {"zh": ""}
ROWS_JOINED = 75  # as in the pseudo documents of the data
DROPPED = MERGED = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """Two documents and what a person linked.

    `block_free` says that only what the gold links one to one is judged: where a whole
    article is one block in it, or links were composed by way of a third language, an alignment
    finer than the block is none the worse.
    """

    group: str  # "udhr", "sdg-2017", …
    name: str
    source: Document
    target: Document
    gold: tuple[Link, ...]
    block_free: bool = False

    @property
    def pair(self) -> str:
        """The languages, as `zh-en`."""
        return f"{self.source.language}-{self.target.language}"


def lines(path: Path) -> list[str]:
    """The lines of a file, the empty ones included."""
    return [line.rstrip("\r") for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n")]


def document(language: str, texts: Sequence[str]) -> Document:
    """A document with one segment for each text."""
    segments = []
    start = 0
    for text in texts:
        segments.append(Segment(Span(start, start + len(text))))
        start += len(text) + 1
    return Document(language, "\n".join(texts), tuple(segments))


def read(path: Path, language: str) -> Document:
    """A file with one segment a line."""
    return document(language, lines(path))


def composed(first: Sequence[Link], second: Sequence[Link]) -> tuple[Link, ...]:
    """Links between two languages, from the links of each with a third.

    Beads that share a segment of the third language become one; what has no counterpart in
    the third has none here.
    """
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for side, links in (("a", first), ("b", second)):
        for link in links:
            nodes = [("pivot", i) for i in link.source] + [(side, j) for j in link.target]
            for node in nodes:
                parent[root(node)] = root(nodes[0])
    groups: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for node in list(parent):
        groups.setdefault(root(node), []).append(node)
    found = []
    for nodes in groups.values():
        left, right = (tuple(sorted(i for s, i in nodes if s == side)) for side in ("a", "b"))
        if left and right:
            found.append(Link(left, right))
        else:
            found += [Link((i,), ()) for i in left] + [Link((), (j,)) for j in right]
    return tuple(sorted(found, key=lambda link: (link.source or (1 << 30,), link.target)))


def udhr(data: Path = DATA) -> Iterator[Case]:
    """The Universal Declaration of Human Rights, 92 lines."""
    folder = data / "udhr"
    documents = {code: read(folder / f"udhr.{code}.txt", code) for code in ("zh", *OTHERS)}
    gold = {code: load(folder / f"udhr.zh-{code}.gold") for code in OTHERS}
    for code in OTHERS:
        yield Case("udhr", "udhr", documents["zh"], documents[code], gold[code])
    for code in FROM_ENGLISH:
        links = composed(gold["en"], gold[code])
        yield Case("udhr", "udhr", documents["en"], documents[code], links, block_free=True)


def sdg(data: Path = DATA) -> Iterator[Case]:
    """Goals, targets and indicators: lists of 430 lines full of near-repetitions."""
    folder = data / "sdg"
    for version in ("2017", "2020", "head"):
        documents = {code: read(folder / f"sdg-{version}.{code}.txt", code) for code in ("zh", *OTHERS)}
        gold = {code: load(folder / f"sdg-{version}.zh-{code}.gold") for code in OTHERS}
        group = f"sdg-{version}"
        for code in OTHERS:
            yield Case(group, version, documents["zh"], documents[code], gold[code])
        for code in FROM_ENGLISH:
            yield Case(group, version, documents["en"], documents[code], composed(gold["en"], gold[code]))


def pseudo(data: Path = DATA, *, most: int | None = None) -> Iterator[Case]:
    """Documents joined from the UN corpus with lines lost and merged, 22 for each language."""
    folder = data / "unv1-dev" / "pseudo"
    for code in OTHERS:
        for path in sorted(folder.glob(f"*.zh-{code}.gold"))[:most]:
            stem = path.name.removesuffix(".gold")
            source, target = read(folder / f"{stem}.zh.txt", "zh"), read(folder / f"{stem}.{code}.txt", code)
            yield Case("pseudo", stem, source, target, load(path))


def joined(data: Path = DATA) -> Iterator[Case]:
    """The same between English and others, made here in the same way with a fixed seed."""
    rows: list[dict[str, str]] = []
    for line in lines(data / "unv1-dev" / "docs.jsonl"):
        rows += [row["text"] for row in json.loads(line)["rows"]]
    for code in FROM_ENGLISH:
        chance = random.Random(f"en-{code}")
        for number in range(len(rows) // ROWS_JOINED):
            part = rows[number * ROWS_JOINED : (number + 1) * ROWS_JOINED]
            yield _damaged("joined", f"{number:02}", part, ("en", code), chance)


def _damaged(
    group: str, name: str, rows: Sequence[dict[str, str]], pair: tuple[str, str], chance: random.Random
) -> Case:
    """Rows of two languages with some lost on one side, and some merged with the next."""
    sides: tuple[list[str], list[str]] = ([], [])
    links = []
    i = 0
    while i < len(rows):
        here = len(sides[0]), len(sides[1])
        lot = chance.random()
        if lot < 2 * DROPPED:
            side = int(lot < DROPPED)
            sides[side].append(rows[i][pair[side]])
            links.append(Link((), (here[1],)) if side else Link((here[0],), ()))
            i += 1
            continue
        if lot < 2 * DROPPED + 2 * MERGED and i + 1 < len(rows):
            side = int(lot < 2 * DROPPED + MERGED)
            whole = JOINING.get(pair[side], " ").join(rows[i + k][pair[side]] for k in (0, 1))
            sides[side].append(whole)
            sides[1 - side].extend(rows[i + k][pair[1 - side]] for k in (0, 1))
            one, two = (here[side],), (here[1 - side], here[1 - side] + 1)
            links.append(Link(two, one) if side else Link(one, two))
            i += 2
            continue
        for side in (0, 1):
            sides[side].append(rows[i][pair[side]])
        links.append(Link((here[0],), (here[1],)))
        i += 1
    return Case(group, name, document(pair[0], sides[0]), document(pair[1], sides[1]), tuple(links))


def covenant(data: Path = DATA) -> Iterator[Case]:
    """A code of conduct in six languages, linked by hand."""
    folder = data / "contributor-covenant"
    for path in sorted(folder.glob("*.gold")):
        version, pair = path.name.removesuffix(".gold").rsplit(".", 1)
        code = pair.split("-")[1]
        source, target = (
            read(folder / f"{version}.zh.txt", "zh"),
            read(folder / f"{version}.{code}.txt", code),
        )
        yield Case("covenant", version, source, target, load(path))


def treaties(data: Path = DATA) -> Iterator[Case]:
    """Treaties in Traditional Chinese and English; judged where articles are line-parallel."""
    folder = data / "treaties-zh-en"
    for path in sorted(folder.glob("*.gold")):
        name = path.name.split(".")[0]
        source, target = read(folder / f"{name}.zh-Hant.txt", "zh"), read(folder / f"{name}.en.txt", "en")
        yield Case("treaties", name, source, target, load(path))
        yield Case("treaties, line-parallel articles", name, source, target, load(path), block_free=True)


def laws(data: Path = DATA) -> Iterator[Case]:
    """Acts of Taiwan, Traditional Chinese and English; judged where articles are line-parallel."""
    folder = data / "tw-law"
    for path in sorted(folder.glob("*.gold")):
        name = path.name.removesuffix(".zh-en.gold")
        source, target = read(folder / f"{name}.zh-Hant.txt", "zh"), read(folder / f"{name}.en.txt", "en")
        yield Case("tw-law, line-parallel articles", name, source, target, load(path), block_free=True)


def everything(data: Path = DATA) -> list[Case]:
    """All cases, sets together."""
    found: list[Case] = []
    for part in (udhr, sdg, pseudo, joined, covenant, treaties, laws):
        found += part(data)
    return sorted(found, key=lambda case: case.group)


def sample(data: Path = DATA) -> list[Case]:
    """A part small enough for every run of the tests."""
    goals = [case for case in sdg(data) if (case.group, case.pair) == ("sdg-2017", "zh-en")]
    return [*udhr(data), *goals, *pseudo(data, most=4)]


def judged(auto: Sequence[Link], case: Case) -> tuple[list[Link], list[Link]]:
    """The automatic and the gold links to be counted, blocks left out where the case says so."""
    if not case.block_free:
        return list(auto), list(case.gold)
    blocks = [link for link in case.gold if len(link.source) * len(link.target) > 1]
    source = {i for link in blocks for i in link.source}
    target = {j for link in blocks for j in link.target}
    outside = [
        link for link in auto if not (source.issuperset(link.source) and target.issuperset(link.target))
    ]
    return outside, [link for link in case.gold if link not in blocks]


def by_group(cases: Sequence[Case]) -> Iterator[tuple[str, list[Case]]]:
    """Cases by set."""
    for group, members in groupby(sorted(cases, key=lambda case: case.group), key=lambda case: case.group):
        yield group, list(members)


def digest(cases: Sequence[Case]) -> str:
    """Of all texts and links: figures hold for these alone."""
    total = hashlib.sha256()
    for case in cases:
        total.update(repr((case.group, case.name, case.pair, case.gold)).encode())
        total.update("\0".join([case.source.text, case.target.text]).encode())
    return total.hexdigest()[:16]
