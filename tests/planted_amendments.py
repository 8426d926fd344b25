"""Real amendments of laws and goals in two languages, some of them taken back in one, seeded."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import parallel_texts as texts

from aligner.values import Carried, Comparison, Document, DocumentKey

Articles = dict[str, list[str]]
ALIKE = 0.5  # of an article's characters must have stayed, else it is another one of the same number
TAKEN_BACK = 0.3


def words(text: str) -> str:
    """A text without its form."""
    return "".join(character for character in text.lower() if character.isalnum())


@dataclass
class Law:
    """An act in two drafts and languages; `taken_back` tells which lines of the new Chinese one lost theirs.

    A line whose translation had not been amended (a comma, 及 for 、) lost nothing.
    """

    documents: Mapping[DocumentKey, Document]
    taken_back: list[bool]

    def outcomes(self, document: Comparison) -> Iterator[tuple[bool, bool, Carried]]:
        """Of each Chinese amendment that is still there: was it taken back, does it lack, and its state.

        It lacks where all English lines beside it stood in the earlier act already: there are
        such in the published texts, too.
        """
        here, there = DocumentKey("zh", "new"), DocumentKey("en", "new")
        changes = document.revisions[DocumentKey("zh", "old"), here].changes
        english = {words(text) for text in self.documents[DocumentKey("en", "old")].texts()}
        beads = document.alignments[here, there].beads
        for each in document.amendments:
            if each.language != "zh" or "en" not in each.states:
                continue
            change = changes[each.change]
            if not change.new:
                continue
            planted = all(self.taken_back[index] for index in change.new)
            beside = [j for bead in beads if set(bead.source) & set(change.new) for j in bead.target]
            lacks = all(words(self.documents[there].text_of(j)) in english for j in beside)
            yield planted, planted or lacks, each.states["en"]


def laws(data: Path, seed: int) -> Iterator[Law]:
    """Each act, three in ten of the articles amended in both languages taken back in English."""
    folder = data / "tw-law"
    for name in sorted(path.name.split(".")[0] for path in folder.glob("*.new.en.txt")):
        held = {
            DocumentKey(code, version): _articles(folder, f"{name}.{version}.{script}")
            for code, script in (("zh", "zh-Hant"), ("en", "en"))
            for version in ("old", "new")
        }
        chance, back = random.Random(f"{name}{seed}"), set[str]()
        zh_old, zh_new, en_old, en_new = held.values()
        published = dict(en_new)
        for article in en_new:
            amended = (
                all(article in each for each in held.values())
                and not article.startswith("H")
                and en_new[article] != en_old[article]
                and zh_new[article] != zh_old[article]
            )
            if amended and _alike(zh_old[article], zh_new[article]) and chance.random() < TAKEN_BACK:
                en_new[article] = list(en_old[article])
                back.add(article)
        documents = {
            key: texts.document(
                key.language, [line for found in each.values() for line in found], key.version
            )
            for key, each in held.items()
        }
        lost = [
            article in back and _is_amended(number, lines, published[article], en_old[article])
            for article, lines in zh_new.items()
            for number in range(len(lines))
        ]
        yield Law(documents, lost)


def _is_amended(number: int, lines: list[str], new: list[str], old: list[str]) -> bool:
    """Whether the translation of a line was amended; of an article divided otherwise, its lines were."""
    return len(lines) != len(new) or words(new[number]) not in {words(line) for line in old}


def _articles(folder: Path, name: str) -> Articles:
    found: Articles = {}
    keys, lines = texts.lines(folder / f"{name}.keys"), texts.lines(folder / f"{name}.txt")
    for key, line in zip(keys, lines, strict=True):
        found.setdefault(key.split(".")[0], []).append(line)
    return found


def _alike(old: list[str], new: list[str]) -> bool:
    return difflib.SequenceMatcher(None, "".join(old), "".join(new), autojunk=False).ratio() > ALIKE


def touched_up(text: str, chance: random.Random) -> str | None:
    """A text with one word left out, put for another, or changed round with the next."""
    parts = text.split(" ")
    if len(parts) < 6:
        return None
    place, what = chance.randrange(1, len(parts) - 1), chance.randrange(3)
    if what == 0:
        del parts[place]
    elif what == 1:
        parts[place] = parts[chance.randrange(len(parts))]
    else:
        parts[place], parts[place + 1] = parts[place + 1], parts[place]
    changed = " ".join(parts)
    return changed if changed != text else None
