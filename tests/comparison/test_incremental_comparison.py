"""Results that are reused after editing links equal those of a full comparison."""

from __future__ import annotations

import random
from collections.abc import Callable
from operator import is_
from pathlib import Path

import pytest
from simple_values import with_alignments

from aligner.alignment import corrections
from aligner.comparison import layout
from aligner.comparison.layout import with_links
from aligner.comparison.pairs import pairs_to_align, pairs_to_revise
from aligner.pipeline.run import DocumentInfo, open_document
from aligner.readers.document_set import load_set
from aligner.revision.revise import revise
from aligner.values import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Move,
    Revision,
    Segment,
    Span,
)
from aligner.values.message import LinkError
from aligner.view.build import Choice, build
from aligner.view.column_text import Sheet
from aligner.view.page_model import BadgeKind, Cell, View
from aligner.view.text_search import Folded, Index
from tests import sample

EDITS = 40


@pytest.fixture(
    scope="module",
    params=["made by hand", "moved about", pytest.param("real drafts", marks=pytest.mark.slow)],
)
def before(request: pytest.FixtureRequest, corpus: Path) -> Comparison:
    """A comparison whose rows and amendments follow from arbitrary links."""
    made = {
        "made by hand": sample.comparison,
        "moved about": moved_about,
        "real drafts": lambda: real(corpus),
    }[request.param]()
    chance = random.Random(7)
    shaken = {
        keys: shuffled(chance, len(made.documents[keys[0]]), len(made.documents[keys[1]]))
        for keys in made.alignments
    }
    return with_alignments(made, shaken)


def moved_about() -> Comparison:
    """Drafts with pairs of paragraphs swapped: which of the two moved may differ between languages."""
    chance, size = random.Random(3), 30
    versions = ("old", "new")
    documents = {
        DocumentKey(language, version): Document(
            language, "x\n" * size, tuple(Segment(Span(2 * i, 2 * i + 1)) for i in range(size)), version
        )
        for language in ("zh", "en", "fr")
        for version in versions
    }
    revisions = {}
    for keys in pairs_to_revise(documents, versions):
        changes = []
        for first in range(0, size, 2):
            kinds = chance.sample((ChangeKind.MOVED, ChangeKind.UNCHANGED), 2)
            for new, old, kind in zip((first, first + 1), (first + 1, first), kinds, strict=True):
                changes.append(Change(kind, Span(old, old + 1), Span(new, new + 1), ()))
        revisions[keys] = Revision(tuple(changes), size, size)
    return unaligned(versions, documents, revisions)


def real(corpus: Path) -> Comparison:
    """The demonstration set, its drafts compared, nothing aligned yet."""
    found = load_set(corpus)
    documents = {
        entry.key: open_document(
            entry.file, info=DocumentInfo(language=entry.key.language, version=entry.key.version)
        )
        for entry in found.entries
    }
    revisions = {
        (old, new): revise(documents[old], documents[new])
        for old, new in pairs_to_revise(documents, found.versions)
    }
    return unaligned(found.versions, documents, revisions)


def unaligned(
    versions: tuple[str, ...],
    documents: dict[DocumentKey, Document],
    revisions: dict[tuple[DocumentKey, DocumentKey], Revision],
) -> Comparison:
    pairs = pairs_to_align(documents, "zh", versions)
    return Comparison("", "zh", versions, documents, dict.fromkeys(pairs, Alignment((), 0, 0)), revisions, ())


def shuffled(chance: random.Random, n_source: int, n_target: int) -> Alignment:
    """Beads of one to three segments a side, gaps among them, and a move between two gaps."""
    beads: list[Bead] = []
    i = j = 0
    while i < n_source or j < n_target:
        source = Span(i, min(n_source, i + chance.choice((0, *(1,) * 9, 2))))
        target = Span(j, min(n_target, j + chance.choice((0, *(1,) * 9, 2))))
        if source or target:
            beads.append(Bead(source, target, chance.random()))
        i, j = source.stop, target.stop
    ours = [bead.source for bead in beads if not bead.target]
    theirs = [bead.target for bead in beads if not bead.source]
    moves = (Move(ours[0], theirs[-1], 0.9),) if ours and theirs else ()
    return Alignment(tuple(beads), n_source, n_target, moves)


def edited(chance: random.Random, alignment: Alignment) -> Alignment:
    """One of the deeds that the workbench offers, on a link somewhere."""
    number = chance.randrange(len(alignment.beads) - 1)
    bead = alignment.beads[number]
    deeds: list[Callable[[], Alignment]] = [
        lambda: corrections.merge(alignment, number, number + 1),
        lambda: corrections.unlink(alignment, number),
        lambda: corrections.split(alignment, number, bead.source.start + 1, bead.target.start + 1),
        lambda: corrections.shift(alignment, number, side="target", by=chance.choice((-1, 1))),
        lambda: corrections.link(alignment, Span(number, number + 1), Span(number, number + 1)),
        lambda: corrections.confirm(alignment, number),
    ]
    chance.shuffle(deeds)
    for deed in deeds:
        try:
            return deed()
        except LinkError:
            continue
    return alignment


def _moved(comparison: Comparison) -> list[bool]:
    changes = [comparison.revisions[each.drafts].changes[each.change] for each in comparison.amendments]
    return [change.kind is ChangeKind.MOVED for change in changes]


def test_incremental_edits_equal_a_full_comparison(before: Comparison) -> None:
    chance, kept = random.Random(11), 0
    sheets: dict[Choice, Sheet] = {}
    folded: Folded = {}
    build(before, None, sheets)
    for _ in range(EDITS):
        chosen = chance.sample(sorted(before.alignments, key=str), chance.choice((1, 1, 2)))
        changed = {keys: edited(chance, before.alignments[keys]) for keys in chosen}
        after = with_links(before, {**before.alignments, **changed})
        assert after == with_alignments(before, changed)
        view, fresh = build(after, None, sheets), build(after)
        assert view == fresh
        for query in ("a", "x", "第"):
            assert Index(view, folded).matches(query) == Index(fresh).matches(query)
        kept += sum(map(is_, before.amendments, after.amendments))
        before = after
    assert kept > EDITS * len(before.amendments) / 4 or all(_moved(before))


def test_confirming_a_gap_of_several_paragraphs_joins_them(before: Comparison) -> None:
    """The same paragraphs are linked, but a person now says that they belong together."""
    keys = min(before.alignments, key=str)
    n_source, n_target = before.alignments[keys].n_source, before.alignments[keys].n_target
    beads = (Bead(Span(0, 2), Span(0, 0)), Bead(Span(2, n_source), Span(0, n_target)))
    loose = with_alignments(before, {keys: Alignment(beads, n_source, n_target)})
    joined = {**loose.alignments, keys: corrections.confirm(loose.alignments[keys], 0)}
    assert with_links(loose, joined) == with_alignments(loose, joined)


def test_confirming_changes_scores_and_lays_nothing_out_again(
    before: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = min(before.alignments, key=str)
    number = next(n for n, bead in enumerate(before.alignments[keys].beads) if bead.source and bead.target)
    changed = {**before.alignments, keys: corrections.confirm(before.alignments[keys], number)}
    whole = with_alignments(before, changed)
    monkeypatch.setattr(layout, "build_rows", lambda *_: pytest.fail("laid out anew"))
    assert with_links(before, changed) == whole


def test_an_edit_makes_and_folds_only_the_paragraphs_that_it_moves(before: Comparison) -> None:
    sheets: dict[Choice, Sheet] = {}
    folded: Folded = {}
    first = build(before, None, sheets)
    Index(first, folded).matches("a")
    keys = min(before.alignments, key=str)
    alignment = before.alignments[keys]
    number = next(n for n, bead in enumerate(alignment.beads[1:]) if all((bead.source, bead.target)))
    merged = corrections.merge(alignment, number, number + 1)
    second = build(with_links(before, {**before.alignments, keys: merged}), None, sheets)
    made = {id(cell.blocks) for cell in _cells(second)} - {id(cell.blocks) for cell in _cells(first)}
    known = set(folded)
    Index(second, folded).matches("a")
    assert len(made) <= 6 < len(_cells(second))
    assert len(set(folded) - known) <= 6


def test_views_of_one_text_share_cells_with_the_badges_that_no_link_decides() -> None:
    before = sample.comparison()
    sheets: dict[Choice, Sheet] = {}
    first = build(before, None, sheets)
    keys = max(before.alignments, key=str)
    merged = {**before.alignments, keys: corrections.merge(before.alignments[keys], 0, 1)}
    second = build(with_links(before, merged), None, sheets)
    known = {id(cell) for cell in _cells(first)}
    shared = {badge.kind for cell in _cells(second) if id(cell) in known for badge in cell.badges}
    assert shared >= {BadgeKind.DELETED, BadgeKind.FORM_ONLY}
    assert not shared & {BadgeKind.MOVED_FROM, BadgeKind.MOVED_TO, BadgeKind.NOT_CARRIED_OVER}


def _cells(view: View) -> list[Cell]:
    return [cell for row in view.rows for cell in row.cells if cell.blocks]
