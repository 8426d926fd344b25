"""Rows, amendments and views after edits of links equal those of the whole set."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from simple_values import with_alignments

from aligner.alignment import corrections
from aligner.comparison.layout import with_links
from aligner.values import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    MissingEdit,
    Revision,
    Segment,
    Span,
)
from aligner.view.build import Choice, build
from aligner.view.column_text import Sheet
from tests.comparison.test_incremental_comparison import edited, unaligned

ORDINARY = (ChangeKind.UNCHANGED, ChangeKind.EDITED)


def revised(chance: random.Random, size: int) -> Revision:
    """Mostly one paragraph for one; some are new, gone, split or merged, and some pairs are swapped."""
    changes: list[Change] = []
    old = new = 0
    while old < size:
        kind = chance.choices(
            ("same", "gone", "new", "split", "merged", "swapped"), (80, 6, 6, 2, 2, 4 * (old > 5))
        )[0]
        if kind == "swapped":
            changes.append(Change(ChangeKind.MOVED, Span(old + 1, old + 2), Span(new, new + 1), ()))
            changes.append(Change(ChangeKind.UNCHANGED, Span(old, old + 1), Span(new + 1, new + 2), ()))
            old, new = old + 2, new + 2
            continue
        n_old, n_new, found = {
            "same": (1, 1, chance.choice(ORDINARY)),
            "gone": (1, 0, ChangeKind.DELETED),
            "new": (0, 1, ChangeKind.INSERTED),
            "split": (1, 2, ChangeKind.SPLIT),
            "merged": (2, 1, ChangeKind.MERGED),
        }[kind]
        changes.append(Change(found, Span(old, old + n_old), Span(new, new + n_new), ()))
        old, new = old + n_old, new + n_new
    return Revision(tuple(changes), old, new)


def linked(chance: random.Random, n_source: int, n_target: int) -> Alignment:
    """Mostly one paragraph for one; after gaps, the same paragraphs are linked again."""
    beads: list[Bead] = []
    i = j = 0
    shapes: list[tuple[int, int]] = []
    while i < n_source or j < n_target:
        shapes = shapes or list(chance.choice((((1, 1),),) * 20 + (((0, 1), (1, 0)), ((2, 1), (1, 2)))))
        m, n = shapes.pop()
        source, target = Span(i, min(n_source, i + m)), Span(j, min(n_target, j + n))
        if source or target:
            beads.append(Bead(source, target, chance.random()))
        i, j = source.stop, target.stop
    return Alignment(tuple(beads), n_source, n_target)


def made(chance: random.Random, size: int = 80, *, alike: bool = False) -> Comparison:
    """Two drafts in three languages; if alike, all were amended in the same places."""
    shared = revised(chance, size)
    documents: dict[DocumentKey, Document] = {}
    revisions: dict[tuple[DocumentKey, DocumentKey], Revision] = {}
    for language in ("zh", "en", "fr"):
        keys = DocumentKey(language, "old"), DocumentKey(language, "new")
        revision = revisions[keys] = shared if alike else revised(chance, size)
        for key, count in zip(keys, (revision.n_old, revision.n_new), strict=True):
            segments = tuple(Segment(Span(2 * i, 2 * i + 1)) for i in range(count))
            documents[key] = Document(language, "x\n" * count, segments, key.version)
    comparison = unaligned(("old", "new"), documents, revisions)
    links = {
        keys: linked(chance, len(documents[keys[0]]), len(documents[keys[1]]))
        for keys in comparison.alignments
    }
    return with_alignments(comparison, links)


def with_missing(chance: random.Random, comparison: Comparison) -> Comparison:
    """Say of some amendments that edits of theirs are missing, somewhere in another language."""
    documents = comparison.documents
    amendments = []
    for each in comparison.amendments:
        if each.states and chance.random() < 0.1:
            language = chance.choice(sorted(each.states))
            at = chance.randrange(len(documents[DocumentKey(language, each.new_version)].text))
            each = replace(each, missing={language: (MissingEdit(0, Span(at, at + 1)),)})
        amendments.append(each)
    return replace(comparison, amendments=tuple(amendments))


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.slow if seed > 2 else ()) for seed in range(12)]
)
def test_rows_and_views_after_any_edit_are_those_of_the_whole_set(seed: int) -> None:
    chance = random.Random(seed)
    before = with_missing(chance, made(chance, alike=seed % 2 == 0))
    sheets: dict[Choice, Sheet] = {}
    build(before, None, sheets)
    for _ in range(25):
        chosen = chance.sample(sorted(before.alignments, key=str), chance.choice((1, 1, 1, 2)))
        changed = {keys: edited(chance, before.alignments[keys]) for keys in chosen}
        after = with_links(before, {**before.alignments, **changed})
        assert after.rows == with_alignments(before, changed).rows
        assert build(after, None, sheets) == build(after)
        before = after


@pytest.mark.parametrize("seed", range(4))
def test_amendments_after_any_edit_are_those_of_the_whole_set(seed: int) -> None:
    chance = random.Random(seed)
    before = made(chance, 40)
    for _ in range(10):
        chosen = chance.sample(sorted(before.alignments, key=str), 2)
        changed = {keys: edited(chance, before.alignments[keys]) for keys in chosen}
        after = with_links(before, {**before.alignments, **changed})
        assert after.amendments == with_alignments(before, changed).amendments
        before = after


def test_edits_of_a_link_through_an_older_draft() -> None:
    """Such links may cross, and which of them counts depends on all of them."""
    before = made(random.Random(1))
    zh, en = DocumentKey("zh", "new"), DocumentKey("en", "new")
    kept = {keys: each for keys, each in before.alignments.items() if keys != (zh, en)}
    through = with_alignments(replace(before, alignments=kept), {})
    keys = DocumentKey("zh", "old"), DocumentKey("en", "old")
    merged = {**through.alignments, keys: corrections.merge(through.alignments[keys], 30, 31)}
    assert with_links(through, merged) == with_alignments(through, merged)
