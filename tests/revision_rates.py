"""How well paragraphs of two drafts find each other: planted changes of UN documents, and the goals.

Used by the test of the floors and by the trainer of the thresholds of matching.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import planted
import simple_values

from aligner.revision.revise import revise
from aligner.values import Document, Revision

LANGUAGES = ("zh", "en", "fr", "ru", "es", "ar")
RATES = (0.12, 0.4)
"""The shares of the paragraphs that are changed."""


def un_documents(data: Path) -> Mapping[str, list[list[str]]]:
    """The paragraphs of each UN document, by language."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for line in (data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        content = json.loads(line)
        for language in LANGUAGES:
            paragraphs: dict[int, str] = {}
            for row in content["rows"]:
                if text := row["text"].get(language):
                    place = row["pos"][language][0]
                    space = "" if language == "zh" else " "
                    paragraphs[place] = f"{paragraphs[place]}{space}{text}" if place in paragraphs else text
            least = 12 if language == "zh" else 30
            found[language].append([text for text in paragraphs.values() if len(text) >= least])
    return found


def planted_drafts(
    documents: list[list[str]], language: str, seed: int, rate: float, hard: bool
) -> planted.Planted:
    """Two drafts of paragraphs drawn from documents, a share of them changed."""
    shuffled = documents[:]
    random.Random(seed).shuffle(shuffled)
    own = [text for content in shuffled[:45] for text in content][:150]
    foreign = [text for content in shuffled[60:] for text in content][:90]
    return planted.plant(own, foreign, language, seed, rate=rate, hard=hard, in_text=seed % 2 == 1)


def planted_revisions(
    documents: Mapping[str, list[list[str]]], languages: Sequence[str], seeds: Sequence[int], hard: bool
) -> Iterator[tuple[planted.Planted, Revision]]:
    """Planted drafts in each language, and what `revise` finds between them."""
    for language in languages:
        for rate in RATES:
            for seed in seeds:
                drafts = planted_drafts(documents[language], language, seed, rate, hard)
                yield drafts, revise(drafts.old, drafts.new)


def replaced(documents: list[list[str]], language: str, seed: int) -> tuple[Document, Document, set[int]]:
    """Two drafts, and the paragraphs in whose place the later one has some of other documents."""
    chance = random.Random(f"{language}{seed}")
    shuffled = chance.sample(documents, len(documents))
    own, foreign = planted.without_twins(
        [text for content in shuffled[:45] for text in content][:150],
        [text for content in shuffled[60:] for text in content][:90],
    )
    places = range(3, len(own) - 3, 4)
    new = dict(enumerate(own)) | dict(zip(places, foreign, strict=False))
    drafts = (planted.document(texts, language) for texts in (own, list(new.values())))
    return *drafts, set(places[: len(foreign)])


def replaced_apart(documents: Mapping[str, list[list[str]]], languages: Sequence[str], seed: int) -> float:
    """The share of replaced paragraphs that are linked neither with those in their place nor with others."""
    kept = wanted = 0
    for language in languages:
        old, new, places = replaced(documents[language], language, seed)
        linked = {index for pair in pairs_of(revise(old, new)) for index in pair}
        kept, wanted = kept + len(places - linked), wanted + len(places)
    return kept / wanted


def lines_of(path: Path, language: str) -> Document:
    """A file with one paragraph a line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return simple_values.document(language, *(lines[:-1] if lines[-1] == "" else lines))


def pairs_of(revision: Revision) -> set[tuple[int, int]]:
    """The old and new paragraphs that correspond."""
    return {(i, j) for change in revision.changes for i in change.old for j in change.new}


def sdg_f1(data: Path, language: str, encoder: Any = None) -> float:
    """F1 of links between the goals of 2017 and 2020 (in Arabic, the newest) whose text changed."""
    folder = data / "sdg"
    later = "head" if language == "ar" else "2020"
    old, new = (lines_of(folder / f"sdg-{version}.{language}.txt", language) for version in ("2017", later))
    keys = [
        (folder / f"sdg-{v}.{language}.keys").read_text(encoding="utf-8").split("\n") for v in ("2017", later)
    ]
    places = {key: j for j, key in enumerate(keys[1])}
    gold = {(i, places[key]) for i, key in enumerate(keys[0][: len(old)]) if key in places}
    found = pairs_of(revise(old, new, encoder=encoder))
    gold, found = (
        {(i, j) for i, j in side if j < len(new) and old.text_of(i) != new.text_of(j)}
        for side in (gold, found)
    )
    return 2 * len(gold & found) / (len(gold) + len(found))
