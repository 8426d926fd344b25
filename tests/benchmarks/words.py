"""Measure how well word links say where to look for an edit in another language.

Both drafts of both languages exist, so the words that were really edited are known. For each edit of
the pivot, they are compared with the words that `WordLinks.places` finds in the other language's old
draft.

    python -m tests.benchmarks.words [LANGUAGE …]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aligner.alignment.word_links import WordLinker, WordReader
from aligner.encoders import Encoder, load
from aligner.languages.tokens import tokenize
from aligner.revision.diff import diff
from aligner.revision.revise import revise
from aligner.values import ChangeKind, Document, EditTag, Span
from tests.benchmarks.corpora import DATA, lines, read

SDG = {"en": "2020", "fr": "2020", "ru": "2020", "es": "2020", "ar": "head"}
LAWS = ("A0030028", "C0000008", "D0050071", "D0070109", "D0080079", "D0080177", "J0080037", "L0020001")
REWRITTEN = 0.6
"""A text of which more than this share of the words was edited is left out: any guess would hit it."""

Quartet = tuple[str, str, str, str]
"""Old and new text of the pivot, old and new text of the other language."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Edits of the pivot, those that were found, and words of the other language."""

    edits: int
    hits: int
    marked: int
    edited: int

    def __str__(self) -> str:
        share, ratio = self.hits / max(1, self.edits), self.marked / max(1, self.edited)
        return f"{self.edits} | {share:.3f} | {ratio:.2f}"

    def __add__(self, other: Figures) -> Figures:
        mine = (self.edits, self.hits, self.marked, self.edited)
        theirs = (other.edits, other.hits, other.marked, other.edited)
        return Figures(*map(sum, zip(mine, theirs, strict=True)))


def measure(linker: WordLinker, quartets: Sequence[Quartet], pivot: str, other: str) -> Figures:
    """Compare the places named for each edit with the words that were edited."""
    total = Figures(0, 0, 0, 0)
    for was, became, stood, stands in quartets:
        words = tokenize(stood, other)
        real = set[int]().union(*(touched(stood, span, words) for span in edited(stood, stands, other)))
        if not real or len(real) > REWRITTEN * len(words):
            continue
        links = linker.link(was, stood)
        marked, hits, count = set[int](), 0, 0
        for span in edited(was, became, pivot):
            found = set[int]().union(*(touched(stood, place, words) for place in links.places(span)))
            count, hits, marked = count + 1, hits + bool(found & real), marked | found
        if count:
            total += Figures(count, hits, len(marked), len(real))
    return total


def edited(old: str, new: str, language: str) -> Iterator[Span]:
    """The places in the old text that an amendment changed, without changes of form or of hyphens."""
    for edit in diff(old, new, language):
        if edit.tag is EditTag.EQUAL or edit.type is not None:
            continue
        if edit.old.of(old).replace("-", "") != edit.new.of(new).replace("-", ""):
            yield edit.old


def touched(text: str, span: Span, words: Sequence[Span]) -> set[int]:
    """The words of a passage; of an empty one, the words on both sides."""
    inside = {n for n, word in enumerate(words) if word.overlaps(span)} if span.of(text).strip() else set()
    before = [n for n, word in enumerate(words) if word.stop <= span.start]
    after = [n for n, word in enumerate(words) if word.start >= span.stop]
    return inside or set(before[-1:] + after[:1])


def goals(language: str, encoder: Encoder) -> Figures:
    """The Sustainable Development Goals, 2017 and 2020."""
    drafts = [
        dict(
            zip(
                *(lines(DATA / "sdg" / f"sdg-{version}.{code}.{part}") for part in ("keys", "txt")),
                strict=True,
            )
        )
        for code, version in (("zh", "2017"), ("zh", "2020"), (language, "2017"), (language, SDG[language]))
    ]
    old, new, stood, stands = drafts
    linker = WordLinker([(old[key], stood[key]) for key in old], "zh", language, WordReader(encoder))
    both = [key for key in old if key in new and key in stands]
    quartets = [
        (old[key], new[key], stood[key], stands[key])
        for key in both
        if old[key] != new[key] and stood[key] != stands[key] and stood[key]
    ]
    return measure(linker, quartets, "zh", language)


def law(name: str, encoder: Encoder) -> Figures:
    """One act of Taiwan, Chinese and English."""
    folder = DATA / "tw-law"
    drafts = {
        (language, version): read(folder / f"{name}.{version}.{part}.txt", language)
        for language, part in (("zh", "zh-Hant"), ("en", "en"))
        for version in ("old", "new")
    }
    gold = [
        tuple(part.strip("[]") for part in line.split(":"))
        for line in lines(folder / f"{name}.old.zh-en.gold")
    ]
    beads = {int(ours): int(theirs) for ours, theirs in gold if ours.isdigit() and theirs.isdigit()}
    ours, theirs = drafts["zh", "old"], drafts["en", "old"]
    pairs = [(ours.text_of(i), theirs.text_of(j)) for i, j in beads.items()]
    mine, others = (edited_pairs(drafts[code, "old"], drafts[code, "new"], encoder) for code in ("zh", "en"))
    quartets = [(*mine[i], *others[j]) for i, j in beads.items() if i in mine and j in others]
    return measure(WordLinker(pairs, "zh", "en", WordReader(encoder)), quartets, "zh", "en")


def edited_pairs(old: Document, new: Document, encoder: Encoder) -> dict[int, tuple[str, str]]:
    """The old and new text of each paragraph that was edited, by its old index."""
    return {
        change.old.start: (old.joined(change.old), new.joined(change.new))
        for change in revise(old, new, encoder=encoder).changes
        if change.kind in (ChangeKind.EDITED, ChangeKind.MOVED_EDITED)
    }


def main(chosen: Sequence[str]) -> None:
    """Print the figures as rows of a table."""
    encoder, total = load(), Figures(0, 0, 0, 0)
    for language in chosen or SDG:
        found = goals(language, encoder)
        total += found
        sys.stdout.write(f"| sdg zh-{language} | {found} |\n")
    if not chosen:
        laws = sum((law(name, encoder) for name in LAWS), Figures(0, 0, 0, 0))
        sys.stdout.write(f"| tw-law zh-en | {laws} |\n| all | {total + laws} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
