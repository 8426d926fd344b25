"""Which documents are held against which, and what a comparison says of the set as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from aligner.compare import choose_pivot, compare, pairs_to_align, pairs_to_revise
from aligner.errors import InputError
from aligner.values import Alignment, Bead, Carried, Document, DocumentKey, Masthead, Segment, Span


class Toy:
    """An encoder by letters: the same letters, the same vector."""

    name, revision, dimension = "toy", "1", 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % self.dimension] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def key(name: str) -> DocumentKey:
    return DocumentKey(*name.split("@"))


def documents(*names: str, texts: Sequence[str] = ("a", "b")) -> dict[DocumentKey, Document]:
    text = "".join(texts)
    segments: list[Segment] = []
    for each in texts:
        start = segments[-1].span.stop if segments else 0
        segments.append(Segment(Span(start, start + len(each))))
    return {
        key(name): Document(name[:2], text, tuple(segments), version=name.split("@")[1]) for name in names
    }


@pytest.mark.parametrize(
    ("names", "pivot", "expected"),
    [
        (["zh@1", "en@1"], "zh", ["zh@1 en@1"]),
        (["en@1", "zh@1", "fr@1"], "zh", ["zh@1 en@1", "zh@1 fr@1"]),
        (["zh@1", "zh@2", "en@1", "en@2"], "zh", ["zh@1 en@1", "zh@2 en@2"]),
        (["zh@1", "zh@2", "en@1"], "zh", ["zh@1 en@1"]),
        (["zh@1", "en@3"], "zh", ["zh@1 en@3"]),
        (["zh@1", "zh@3", "en@2"], "zh", ["zh@3 en@2"]),
        (["zh@1", "en@2", "en@3"], "zh", ["zh@1 en@3"]),
        (["zh@1", "zh@2"], "zh", []),
    ],
)
def test_each_document_is_aligned_with_the_pivots_of_its_version_or_the_nearest(
    names: list[str], pivot: str, expected: list[str]
) -> None:
    pairs = pairs_to_align(documents(*names), pivot, ["1", "2", "3"])
    assert [f"{ours} {theirs}" for ours, theirs in pairs] == expected


def test_each_draft_is_compared_with_the_next_its_language_has() -> None:
    pairs = pairs_to_revise(documents("zh@1", "zh@2", "zh@3", "en@3", "en@1", "fr@2"), ["1", "2", "3"])
    assert [f"{old} {new}" for old, new in pairs] == ["zh@1 zh@2", "zh@2 zh@3", "en@1 en@3"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["en@1", "zh@1"], "zh"),
        (["en@1", "en@2", "zh@1"], "en"),
        (["fr@1", "en@1"], "fr"),
    ],
)
def test_the_pivot_is_the_language_with_most_versions(names: list[str], expected: str) -> None:
    assert choose_pivot(documents(*names), ["1", "2"]) == expected


def test_the_masthead_decides_the_pivot_where_it_can() -> None:
    found = documents("zh@1", "en@1")
    english = Document(
        "en", "a", (Segment(Span(0, 1)),), version="1", masthead=Masthead(original_language="en")
    )
    found[key("en@1")] = english
    assert choose_pivot(found, ["1"]) == "en"
    absent = Document("en", "a", (), version="1", masthead=Masthead(original_language="ar"))
    found[key("en@1")] = absent
    assert choose_pivot(found, ["1"]) == "zh"


PARAGRAPHS = (
    "The Commission recalls resolution 71 on trafficking",
    "Welcoming with jazz the quick political wave",
    "Urges States to ratify the Protocol in full",
    "Requests a report by the next session of the body",
)


def test_a_set_is_aligned_revised_laid_out_and_followed() -> None:
    found = documents("en@1", "en@2", "fr@1", "fr@2", texts=PARAGRAPHS)
    amended = [*PARAGRAPHS[:2], "Encourages States to ratify the Protocol in full", PARAGRAPHS[3]]
    found |= documents("en@2", texts=amended)
    told: list[tuple[str, int, int]] = []
    result = compare(
        found,
        pivot="en",
        title="A set",
        versions=["1", "2"],
        encoder=Toy(),
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    assert (result.title, result.pivot, result.languages) == ("A set", "en", ("en", "fr"))
    assert set(result.alignments) == {(key("en@1"), key("fr@1")), (key("en@2"), key("fr@2"))}
    assert set(result.revisions) == {(key("en@1"), key("en@2")), (key("fr@1"), key("fr@2"))}
    assert [len(row.cells) for row in result.rows] == [4, 4, 4, 4]
    (amendment,) = result.amendments
    assert (amendment.language, dict(amendment.states)) == ("en", {"fr": Carried.NOT_CARRIED_OVER})
    assert result.signature is not None
    assert (result.signature.encoder, result.signature.revision) == ("toy", "1")
    assert dict(result.signature.options)["pivot"] == "en"
    assert told[0] == ("encode", 0, 16)
    assert told[-1] == ("revise", 2, 2)
    for stage, total in (("encode", 16), ("align", 2), ("revise", 2)):
        counts = [(done, of) for name, done, of in told if name == stage]
        assert counts == sorted(counts)
        assert counts[-1] == (total, total)
        assert {of for _, of in counts} == {total}


def test_two_texts_that_share_nothing_are_remarked_on() -> None:
    found = documents("en@1", texts=PARAGRAPHS) | documents("en@2", texts=("xyzzy", "plugh 4 8 15 16"))
    result = compare(found, pivot=None, title="", versions=["1", "2"], encoder=Toy())
    assert result.notes == ("en@1 and en@2 have little text in common; are they two drafts of one document?",)


def test_another_aligner_can_be_handed_in() -> None:
    found = documents("zh@1", "en@1")
    swapped = Alignment((Bead(Span(0, 2), Span(0, 2), 0.5),), 2, 2)
    result = compare(
        found, pivot="zh", title="", versions=["1"], encoder=Toy(), aligner_of=lambda *_: swapped
    )
    assert len(result.rows) == 1
    assert result.rows[0].score == 0.5


@pytest.mark.parametrize(
    ("found", "pivot", "versions", "message"),
    [
        ({}, None, ["1"], "no document"),
        (documents("zh@1"), "en", ["1"], "pivot 'en' is not among the languages zh"),
        (documents("zh@9"), None, ["1"], "zh@9 has a version that is not among 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    found: dict[DocumentKey, Document], pivot: str | None, versions: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        compare(found, pivot=pivot, title="", versions=versions, encoder=Toy())
