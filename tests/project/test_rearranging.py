"""A set arranged otherwise: another pivot, other names and files, fewer documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from simple_values import document, key_of

from aligner.alignment import corrections
from aligner.comparison.compare import compare, rearranged
from aligner.project.saved_work import Project, with_rearranged
from aligner.values import Comparison, Document, DocumentKey, LinkOrigin
from aligner.values.message import InputError
from tests.comparison.test_compare import Toy

TEXTS = {
    "zh@1": ("aaaa bbbb", "cccc dddd", "eeee ffff"),
    "en@1": ("aaaa bbbb", "cccc dddd", "eeee ffff"),
    "fr@1": ("aaaa bbbb", "cccc dddd", "eeee ffff"),
    "zh@2": ("aaaa bbbb", "cccc dddd gggg", "eeee ffff"),
    "en@2": ("aaaa bbbb", "cccc dddd gggg", "eeee ffff"),
}


def texts() -> dict[DocumentKey, Document]:
    return {
        key: document(key.language, *lines, version=key.version)
        for key, lines in ((key_of(name), lines) for name, lines in TEXTS.items())
    }


def compared() -> Comparison:
    """The set, with the links of the first and the last paragraph of Chinese and English confirmed."""
    made = compare(texts(), pivot="zh", versions=["1", "2"], encoder=Toy())
    pair = (key_of("zh@2"), key_of("en@2"))
    links = made.alignments[pair]
    for number in (0, 2):
        links = corrections.confirm(links, number)
    return replace(made, alignments={**made.alignments, pair: links})


def arranged(
    made: Comparison,
    documents: Mapping[DocumentKey, Document],
    was: Mapping[str, str] | None = None,
    versions: Sequence[str] = ("1", "2"),
    pivot: str = "zh",
) -> Comparison:
    before = {name: name for name in map(str, documents)} if was is None else was
    keys = {key_of(new): key_of(old) for new, old in before.items()}
    return rearranged(made, documents, keys, versions, pivot, Toy())


def confirmed(found: Comparison, one: str, other: str) -> list[tuple[int, int]]:
    beads = found.alignments[key_of(one), key_of(other)].beads
    return [(each.source.start, each.target.start) for each in beads if each.origin is LinkOrigin.CONFIRMED]


def test_another_pivot_keeps_confirmed_links() -> None:
    made = compared()
    found = arranged(made, made.documents, pivot="en")
    assert found.pivot == "en"
    assert confirmed(found, "en@2", "zh@2") == [(0, 0), (2, 2)]
    assert (key_of("en@1"), key_of("fr@1")) in found.alignments
    assert found.revisions == made.revisions


def test_other_names_of_drafts_keep_every_link_and_revision() -> None:
    made = compared()
    documents = {
        DocumentKey(key.language, f"r{key.version}"): replace(each, version=f"r{key.version}")
        for key, each in made.documents.items()
    }
    found = arranged(
        made, documents, {str(key): str(key).replace("@r", "@") for key in documents}, ["r1", "r2"]
    )
    assert found.versions == ("r1", "r2")
    assert [*found.alignments.values()] == [*made.alignments.values()]
    assert [*found.revisions.values()] == [*made.revisions.values()]


def test_a_better_file_keeps_what_was_decided_where_the_text_is_the_same() -> None:
    made, key = compared(), key_of("en@2")
    reviewed = frozenset((key, index) for index in range(3))
    better = document("en", "aaaa bbbb", "cccc dddd gggg", "hhhh iiii jjjj kkkk", version="2")
    found = arranged(made, {**made.documents, key: better})
    assert confirmed(found, "zh@2", "en@2") == [(0, 0)]
    work = with_rearranged(Project(made, reviewed=reviewed), found, {each: each for each in made.documents})
    assert work.reviewed == {(key, 0), (key, 1)}


def test_a_document_can_leave_but_not_the_pivot_s_last() -> None:
    made = compared()
    without = {key: each for key, each in made.documents.items() if key.language != "fr"}
    found = arranged(made, without)
    assert found.languages == ("zh", "en")
    assert confirmed(found, "zh@2", "en@2") == [(0, 0), (2, 2)]
    with pytest.raises(InputError):
        arranged(made, {key: each for key, each in made.documents.items() if key.language != "zh"})
