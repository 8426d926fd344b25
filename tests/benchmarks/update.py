"""Compare new drafts built from old ones with those that people made.

    python -m tests.benchmarks.update [SET …]

The sets are `sdg-en` and so on, the names of acts in `tw-law`, and `demo-fr` and so on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from aligner.alignment.align import align
from aligner.comparison.updating.material import Material
from aligner.comparison.updating.plan import update
from aligner.encoders import Encoder, load
from aligner.encoders.wrapper import RememberingEncoder
from aligner.languages.citing import is_article
from aligner.languages.tokens import form_key
from aligner.pipeline.run import DocumentInfo, open_document
from aligner.revision.diff import diff
from aligner.revision.match_model import units
from aligner.revision.revise import revise
from aligner.values import Document, EditTag, Span, UpdateAction
from tests.benchmarks.corpora import DATA, document, lines, read
from tests.benchmarks.words import LAWS, SDG

DEMO = Path(__file__).resolve().parents[2] / "corpora" / "ccpcj-27"


@dataclass(frozen=True, slots=True)
class Drafts:
    """The pivot's and the other language's old and new drafts."""

    name: str
    pivot_old: Document
    pivot_new: Document
    old: Document
    new: Document
    became: dict[int, str] | None = None
    """What each old segment really became, where keys tell; otherwise drafts are compared."""
    behind: frozenset[int] = frozenset()
    """Old segments that lack an amendment of the pivot which all other languages have."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of paragraphs.

    Attributes:
        certain: those called certain whose text the pivot's change explains.
        right: of those, the ones equal to the real new draft.
        unprompted: called certain, and reworded by the translator without a change of the pivot.
        same: those that really stayed the same.
        kept: of those, the ones called certain and right.
        edited: those really edited where the pivot was.
        safe: of those, the ones not called certain, or right.
        asked: those really edited with places to look at.
        found: of those, the ones where a place overlaps the real edit.
    """

    certain: int = 0
    right: int = 0
    unprompted: int = 0
    same: int = 0
    kept: int = 0
    edited: int = 0
    safe: int = 0
    asked: int = 0
    found: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        def share(part: int, whole: int) -> str:
            return f"{part / whole:.3f} of {whole}" if whole else "–"

        cells = (
            share(self.right, self.certain),
            str(self.unprompted),
            share(self.kept, self.same),
            share(self.safe, self.edited),
            share(self.found, self.asked),
        )
        return " | ".join(cells)


def measure(drafts: Drafts, encoder: Encoder, *, verbose: bool = False) -> Figures:
    """Build the new draft and compare each paragraph with what it really became.

    Paragraphs that are no more than a number are left out: which of them became which is
    undetermined. So are those that are `behind`: they stayed the same, but should not have.
    """
    linked = align(drafts.pivot_old, drafts.old, encoder)
    made = update(Material(drafts.pivot_old, drafts.pivot_new, drafts.old, linked, encoder))
    became = drafts.became or really(drafts.old, drafts.new, encoder)
    bare = {
        index
        for index, unit in enumerate(units(drafts.old))
        if unit.is_bare or is_article(drafts.old.text_of(index).strip(), drafts.old.language)
    }
    total = Figures()
    for each in made.paragraphs:
        if each.action is UpdateAction.DELETE or len(each.old) != 1 or each.old[0] in bare | drafts.behind:
            continue
        stood, stands = drafts.old.text_of(each.old[0]), became.get(each.old[0])
        if stands is None or each.action in (UpdateAction.SPLIT, UpdateAction.MERGE):
            continue
        before = drafts.pivot_old.joined(each.pivot_old)
        prompted = form_key(before) != form_key(drafts.pivot_new.joined(each.pivot_new))
        right, stayed = form_key(each.text) == form_key(stands), form_key(stood) == form_key(stands)
        if verbose and each.certain and not right and prompted:
            sys.stderr.write(f"{drafts.name} {each.old}: {stood}\n  made {each.text}\n  real {stands}\n")
        apart = each.certain and not stayed and not prompted
        real = edited(stood, stands, drafts.old.language)
        asked = not stayed and prompted and bool(each.where)
        total += Figures(
            certain=each.certain and not apart,
            right=each.certain and not apart and right,
            unprompted=apart,
            same=stayed,
            kept=stayed and each.certain and right,
            edited=not stayed and prompted,
            safe=not stayed and prompted and (not each.certain or right),
            asked=asked,
            found=asked and any(a.overlaps(b) or a.start == b.start for a in each.where for b in real),
        )
    return total


def edited(old: str, new: str, language: str) -> list[Span]:
    """The places in the old text that really changed, an insertion with the character before it."""
    return [
        edit.old if edit.old else Span(max(0, edit.old.start - 1), edit.old.start + 1)
        for edit in diff(old, new, language)
        if edit.tag is not EditTag.EQUAL and edit.type is None
    ]


def really(old: Document, new: Document, encoder: Encoder) -> dict[int, str]:
    """What each paragraph became, by comparing the two real drafts one to one."""
    return {
        change.old.start: new.joined(change.new)
        for change in revise(old, new, encoder=encoder).changes
        if len(change.old) == len(change.new) == 1
    }


Texts = dict[str, str]


def goals(language: str) -> Drafts:
    """The Sustainable Development Goals, Chinese and another language, 2017 and 2020."""
    zh, other = drafts_of_goals("zh", "2020"), drafts_of_goals(language, SDG[language])
    became = {n: other[1][key] for n, key in enumerate(other[0]) if key in other[1]}
    result = [document("zh", list(each.values())) for each in zh]
    result += [document(language, list(each.values())) for each in other]
    others = [zh, *(drafts_of_goals(*each) for each in SDG.items() if each[0] != language)]
    behind = frozenset(
        n
        for n, key in enumerate(other[0])
        if not is_amended(other, key) and all(is_amended(each, key) for each in others)
    )
    return Drafts(f"sdg zh-{language}", *result, became, behind)


def drafts_of_goals(code: str, newest: str) -> tuple[Texts, Texts]:
    """The goals of 2017 and of the newest version in one language, by key."""

    def draft(version: str) -> Texts:
        parts = (lines(DATA / "sdg" / f"sdg-{version}.{code}.{part}") for part in ("keys", "txt"))
        return {key: text for key, text in zip(*parts, strict=True) if text.strip()}

    return draft("2017"), draft(newest)


def is_amended(drafts: tuple[Texts, Texts], key: str) -> bool:
    """Whether a goal is in both drafts, with different words."""
    old, new = (each.get(key) for each in drafts)
    return old is not None and new is not None and form_key(old) != form_key(new)


def law(name: str) -> Drafts:
    """One act of Taiwan, Chinese and English."""
    folder = DATA / "tw-law"
    result = [
        read(folder / f"{name}.{version}.{part}.txt", language)
        for language, part in (("zh", "zh-Hant"), ("en", "en"))
        for version in ("old", "new")
    ]
    return Drafts(name, *result)


def demo(language: str) -> Drafts:
    """The demo set, Chinese and another language."""
    result = [
        open_document(DEMO / f"{version}.{code}.txt", info=DocumentInfo(language=code, version=version))
        for code in ("zh", language)
        for version in ("draft", "rev1")
    ]
    return Drafts(f"demo zh-{language}", *result)


def cases(chosen: Sequence[str]) -> Iterator[Drafts]:
    """The sets named, or all."""
    names = chosen or [
        *(f"sdg-{code}" for code in SDG),
        *LAWS,
        *(f"demo-{code}" for code in ("en", "fr", "ru")),
    ]
    for name in names:
        kind, _, language = name.partition("-")
        yield goals(language) if kind == "sdg" else demo(language) if kind == "demo" else law(name)


def main(arguments: Sequence[str]) -> None:
    """Print the figures as rows of a table; -v shows what was certain and wrong."""
    verbose = "-v" in arguments
    encoder = RememberingEncoder(load())
    sums: dict[str, Figures] = {}
    for drafts in cases([each for each in arguments if each != "-v"]):
        found = measure(drafts, encoder, verbose=verbose)
        name = "tw-law zh-en" if drafts.name in LAWS else drafts.name
        sums[name] = sums.get(name, Figures()) + found
    for name, found in sums.items():
        sys.stdout.write(f"| {name} | {found} |\n")
    sys.stdout.write(f"| all | {sum(sums.values(), Figures())} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
