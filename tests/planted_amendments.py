"""Real amendments of laws and goals in two languages, some of them undone in one; seeded."""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

import parallel_texts as texts

from aligner.languages import get
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.values import Carried, Comparison, Document, DocumentKey, Edit

Articles = dict[str, list[str]]
ALIKE = 0.5  # of an article's characters must have stayed, else it is another one of the same number
TAKEN_BACK = 0.3
HALF = 0.5
PASSAGE = 5  # words
SHORT = (1, PASSAGE - 1)
LONG = (PASSAGE, inf)

ENGLISH_ALONE = (
    "a national with citizenship",  # 設有戶籍 in both drafts
    "subject to the approval by the laws",  # a line that the earlier translation had skipped
    "the examination menionted in the previous item",  # 前項 in both drafts
)
"""Earlier wordings of laws whose Chinese was not amended there: with them a translation lacks nothing."""


def words(text: str) -> str:
    """A text without its form."""
    return "".join(character for character in text.lower() if character.isalnum())


@dataclass
class Law:
    """An act in two drafts and languages; `taken_back` marks the Chinese lines whose amendment English lost.

    A line whose translation was never amended (a comma, 及 for 、) is not marked.
    """

    documents: Mapping[DocumentKey, Document]
    taken_back: list[bool]

    def outcomes(self, document: Comparison) -> Iterator[tuple[bool, bool, Carried]]:
        """Yield, for each Chinese amendment: whether English lost it, whether English lacks it, its state.

        English lacks it if the earlier act already had all English lines beside it, as the published
        texts sometimes do.
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
        entries = {
            DocumentKey(code, version): _articles(folder, f"{name}.{version}.{script}")
            for code, script in (("zh", "zh-Hant"), ("en", "en"))
            for version in ("old", "new")
        }
        chance, back = random.Random(f"{name}{seed}"), set[str]()
        zh_old, zh_new, en_old, en_new = entries.values()
        published = dict(en_new)
        for article in en_new:
            amended = (
                all(article in each for each in entries.values())
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
            for key, each in entries.items()
        }
        lost = [
            article in back and _is_amended(number, lines, published[article], en_old[article])
            for article, lines in zh_new.items()
            for number in range(len(lines))
        ]
        yield Law(documents, lost)


def laws_with_edits_taken_back(
    data: Path, seed: int
) -> Iterator[tuple[dict[DocumentKey, Document], set[int]]]:
    """Each act, and the lines of the new Chinese text in whose English counterpart one edit is undone.

    Every second line that was amended in both languages is tried, in articles that are divided alike.
    """
    folder = data / "tw-law"
    for name in sorted(path.name.split(".")[0] for path in folder.glob("*.new.en.txt")):
        entries = {
            DocumentKey(code, version): _articles(folder, f"{name}.{version}.{script}")
            for code, script in (("zh", "zh-Hant"), ("en", "en"))
            for version in ("old", "new")
        }
        chance, planted, line = random.Random(f"{name}{seed}"), set[int](), 0
        zh_old, zh_new, en_old, en_new = entries.values()
        for article, lines in zh_new.items():
            same = len({len(each.get(article, ())) for each in entries.values()}) == 1
            for number in range(len(lines)) if same else ():
                before, after = en_old[article][number], en_new[article][number]
                alike = _alike([zh_old[article][number]], [lines[number]]) and _alike([before], [after])
                if alike and zh_old[article][number] != lines[number] and chance.random() < HALF:
                    undone = one_taken_back(before, after, "en", chance)
                    if undone is not None and not any(each in undone for each in ENGLISH_ALONE):
                        en_new[article][number] = undone
                        planted.add(line + number)
            line += len(lines)
        documents = {
            key: texts.document(
                key.language, [each for found in articles.values() for each in found], key.version
            )
            for key, articles in entries.items()
        }
        yield documents, planted


def one_taken_back(
    old: str, new: str, language: str, chance: random.Random, sizes: tuple[float, float] = LONG
) -> str | None:
    """A new wording with one of its edits of so many words undone; None if it has only one edit."""
    edits = typed(diff(old, new, language), old, new, language)
    amending = [number for number, edit in enumerate(edits) if edit.amends(old, new)]
    fitting = [n for n in amending if sizes[0] <= _size(edits[n], old, new, language) <= sizes[1]]
    if len(amending) < 2 or not fitting:
        return None
    chosen = chance.choice(fitting)
    return "".join(
        edit.old.of(old) if number == chosen else edit.new.of(new) for number, edit in enumerate(edits)
    )


_CUT = {"zh": "[、，和及或与]"}
"""Where an addition is cut in two, by language; in the others, before a sign or a short word."""


def half_taken_back(old: str, new: str, language: str, chance: random.Random) -> str | None:
    """A new wording without half of a passage that it adds; None if it adds none of four words or more."""
    adding = [
        edit
        for edit in typed(diff(old, new, language), old, new, language)
        if len(edit.new) > 2 * len(edit.old) + 4 and _size(edit, old, new, language) >= SHORT[1]
    ]
    if not adding:
        return None
    edit = chance.choice(adding)
    text = edit.new.of(new)
    cuts = [cut.start() for cut in re.finditer(_CUT.get(language, r",| (?=\w{1,3} )| و"), text)]
    cuts = [cut for cut in cuts if 0.25 * len(text) <= cut <= 0.75 * len(text)]
    if not cuts:
        return None
    cut = chance.choice(cuts)
    kept = text[:cut] if chance.random() < HALF else text[cut:]
    return new[: edit.new.start] + kept + new[edit.new.stop :]


def _size(edit: Edit, old: str, new: str, language: str) -> float:
    """The words of an edit, on its longer side."""
    sides = edit.old.of(old), edit.new.of(new)
    return max(len(each.split()) if get(language).spaced else len(each) / 1.6 for each in sides)


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
