"""Which documents of a shuffled heap belong together: `python -m tests.benchmarks.sets [PART ...]`.

The heap `texts` has the Universal Declaration, the goals and indicators in three versions, treaties, a
code of conduct in four versions, acts with their translation and laws before and after a revision, one
draft and its resolution, and a hundred documents of the United Nations Parallel Corpus: 721 plain
texts of 129 sets in seven languages, without names. `issued` has drafts and their resolutions and a
standard in three versions as they were issued, in PDF; `all` has both. Drafts of the same text have no
order to be found. `judgments` has court judgments, orders and reports, which are a series: what counts is
which English document is paired with which Spanish one, and that none is called a draft of another.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from aligner.archive.set_finding import facts_of, group, named, number_drafts
from aligner.encoders import load
from aligner.encoders.wrapper import RememberingEncoder
from aligner.pipeline.run import Settings, open_bytes
from aligner.values import Document
from aligner.values.message import LanguageError
from tests.benchmarks.corpora import DATA

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
LEAST_ROWS = 8
"""Lines that a document of the corpus needs to be in the heap."""

ISSUED = {"oc11": 1, "oc12": 2, "oc20": 3}


@dataclass(frozen=True, slots=True)
class Member:
    """A document of the heap, and where it belongs."""

    set: str
    draft: int
    content: bytes
    suffix: str = ".txt"
    language: str = ""

    @classmethod
    def of(cls, name: str, draft: int, path: Path) -> Member:
        """The member that a file is; its language is the part of the name before the extension."""
        return cls(name, draft, path.read_bytes(), path.suffix, path.stem.rpartition(".")[2])


def texts() -> Iterator[Member]:
    """The heap of plain texts."""
    for folder in ("udhr", "udhr-more"):
        for path in sorted((DATA / folder).glob("udhr.*.txt")):
            if not path.name.startswith("udhr.pt"):
                yield Member.of("udhr", 1, path)
    for path in sorted((DATA / "treaties-zh-en").glob("*.txt")):
        yield Member.of(path.name.split(".")[0], 1, path)
    yield from _drafts()
    yield from _laws()
    yield from _corpus()


def _drafts() -> Iterator[Member]:
    for draft, version in enumerate(("2017", "2020", "head"), start=1):
        for path in sorted((DATA / "sdg").glob(f"sdg-{version}.*.txt")):
            yield Member.of("sdg", draft, path)
    for draft, version in enumerate(("1.3", "1.4", "2.0", "2.1"), start=1):
        for path in sorted((DATA / "contributor-covenant").glob(f"cc-{version}.*.txt")):
            yield Member.of("covenant", draft, path)
    for draft, name in enumerate(("A_C3_56_right_to_development.draft", "A_RES_56_150.adopted"), start=1):
        yield Member.of("development", draft, DATA / "un-revision-en" / f"{name}.en.txt")


def _laws() -> Iterator[Member]:
    for draft, state in enumerate(("old", "new"), start=1):
        for path in sorted((DATA / "tw-law").glob(f"*.{state}.*.txt")):
            if path.name.endswith((".zh-Hant.txt", ".en.txt")):
                yield Member.of(path.name.split(".")[0], draft, path)
        for path in sorted((DATA / "prc-law-revisions").glob(f"*.{state}.zh.txt")):
            yield Member.of(path.name.split(".")[0], draft, path)


def _corpus() -> Iterator[Member]:
    for line in (DATA / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if len(document["rows"]) >= LEAST_ROWS:
            for code in LANGUAGES:
                text = "".join(f"{row['text'][code]}\n" for row in document["rows"])
                yield Member(document["symbol"], 1, text.encode(), language=code)


def issued() -> Iterator[Member]:
    """Drafts with the resolutions they became, and a standard in three versions."""
    for line in (DATA / "un-pdf" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        for draft, name in enumerate(line.split("\t"), start=1):
            path = DATA / "un-pdf" / "resolutions" / f"{name}.pdf"
            yield Member(line, draft, path.read_bytes(), path.suffix, "en")
    for path in sorted((DATA / "multi-pdf").glob("openchain*/*")):
        if (draft := ISSUED.get(path.name.split(".")[0])) is not None:
            yield Member.of("openchain", draft, path)


def opened(members: Sequence[Member]) -> dict[str, Document]:
    """The documents of a heap by number; their language is detected, as that of a file without name is."""
    settings = Settings()
    return {
        str(number): open_bytes(member.content, f"{number}{member.suffix}", settings)
        for number, member in enumerate(members)
    }


def measure(members: list[Member]) -> Iterator[str]:
    """Find the sets of a heap; yields what was found, and each pair of drafts in the wrong order."""
    random.Random(7).shuffle(members)
    groups = group(facts_of(opened(members), RememberingEncoder(load())))
    home = {int(facts.path): number for number, found in enumerate(groups) for facts in found}
    drafts = {int(facts.path): draft for found in groups for draft, facts in number_drafts(found)}
    pairs = list(combinations(range(len(members)), 2))
    together = {pair for pair in pairs if home[pair[0]] == home[pair[1]]}
    belong = {pair for pair in pairs if members[pair[0]].set == members[pair[1]].set}
    right = len(together & belong)
    precision, recall = right / len(together), right / len(belong)
    sets = len({member.set for member in members})
    yield f"{len(members)} documents of {sets} sets: precision {precision:.4f}, recall {recall:.4f}"
    yield f"F1 {2 * precision * recall / (precision + recall):.4f}"
    ordered = wrong = 0
    for one, other in (sorted(pair, key=lambda number: members[number].draft) for pair in belong):
        older, newer = members[one], members[other]
        if older.language != newer.language or older.draft == newer.draft or older.content == newer.content:
            continue
        ordered += 1
        if home[one] != home[other] or drafts[one] >= drafts[other]:
            wrong += 1
            yield f"  {older.set} {older.language}: {older.draft} is not before {newer.draft}"
    yield f"drafts in order: {ordered - wrong} of {ordered} pairs"


@dataclass(frozen=True, slots=True)
class Paired:
    """The pairs of English and Spanish judgments found.

    Attributes:
        f1: of the pairs of documents in one set.
        wrong: the pairs found that are not in the table, and those not found that are.
        drafts: the documents called drafts of another in the same language.
    """

    f1: float
    wrong: frozenset[frozenset[str]]
    drafts: frozenset[str]


def judgments(data: Path = DATA) -> Paired:
    """Sort the judgments and compare the pairs of languages with the table."""
    folder = data / "judgments"
    documents = {}
    for path in sorted(folder.glob("*.pdf")):
        try:
            documents[path.name] = open_bytes(path.read_bytes(), path.name)
        except LanguageError:  # Portuguese, which has no profile
            continue
    with (folder / "judgments.pairs.tsv").open(encoding="utf-8") as table:
        gold = {frozenset((row["en"], row["es"])) for row in csv.DictReader(table, delimiter="\t")}
    found, drafts = set(), set()
    for each in named(group(facts_of(documents, RememberingEncoder(load())))):
        for (_, one), (_, other) in combinations(each.documents, 2):
            if one.language == other.language:
                drafts |= {one.path, other.path}
            elif {one.language, other.language} == {"en", "es"}:
                found.add(frozenset((one.path, other.path)))
    f1 = 2 * len(found & gold) / (len(found) + len(gold))
    return Paired(f1, frozenset(found ^ gold), frozenset(drafts))


def main(parts: Sequence[str]) -> None:
    """Measure the heaps named, and all together, and print."""
    heaps = {"texts": texts, "issued": issued}
    for part in parts or (*heaps, "all", "judgments"):
        if part == "judgments":
            paired = judgments()
            wrong = ", ".join("–".join(sorted(pair)) for pair in paired.wrong)
            sys.stdout.write(f"F1 {paired.f1:.4f}; wrong: {wrong}; drafts: {len(paired.drafts)}\n")
            continue
        members = [member for name in (heaps if part == "all" else (part,)) for member in heaps[name]()]
        for line in measure(members):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
