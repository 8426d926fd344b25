"""Which documents are compared with which, and what a comparison reports about the set as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from simple_values import key_of, with_alignments

from aligner.alignment import corrections
from aligner.comparison.compare import compare, realigned
from aligner.comparison.pairs import choose_pivot, pairs_to_align, pairs_to_revise
from aligner.comparison.updating.behind import languages_behind, to_carry_over
from aligner.encoders.cache import CachedEncoder
from aligner.encoders.wrapper import RememberingEncoder, encode_in_batches
from aligner.pipeline.run import Settings, add_document
from aligner.values import (
    Carried,
    Comparison,
    Document,
    DocumentKey,
    Masthead,
    Segment,
    Span,
)
from aligner.values.message import InputError


class Toy:
    """An encoder by letters: the same letters, the same vector."""

    name, revision, dimension = "toy", "1", 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % self.dimension] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def documents(*names: str, texts: Sequence[str] = ("a", "b")) -> dict[DocumentKey, Document]:
    text = "".join(texts)
    segments: list[Segment] = []
    for each in texts:
        start = segments[-1].span.stop if segments else 0
        segments.append(Segment(Span(start, start + len(each))))
    return {
        key_of(name): Document(name[:2], text, tuple(segments), version=name.split("@")[1]) for name in names
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
        (["zh@3", "en@1", "en@2"], "zh", ["zh@3 en@2"]),
        (["zh@1", "en@2", "en@3"], "zh", ["zh@1 en@3"]),
        (["zh@2", "zh@3", "en@1", "en@4"], "zh", ["zh@3 en@4"]),
        (["zh@1", "zh@2"], "zh", []),
    ],
)
def test_each_document_is_aligned_with_the_pivots_of_its_version_or_the_nearest(
    names: list[str], pivot: str, expected: list[str]
) -> None:
    pairs = pairs_to_align(documents(*names), pivot, ["1", "2", "3", "4"])
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
    found[key_of("en@1")] = english
    assert choose_pivot(found, ["1"]) == "en"
    absent = Document("en", "a", (), version="1", masthead=Masthead(original_language="ar"))
    found[key_of("en@1")] = absent
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
    reports: list[tuple[str, int, int]] = []
    result = compare(
        found,
        pivot="en",
        title="A set",
        versions=["1", "2"],
        encoder=Toy(),
        progress=lambda stage, done, total: reports.append((stage, done, total)),
    )
    assert (result.title, result.pivot, result.languages) == ("A set", "en", ("en", "fr"))
    assert set(result.alignments) == {(key_of("en@1"), key_of("fr@1")), (key_of("en@2"), key_of("fr@2"))}
    assert set(result.revisions) == {(key_of("en@1"), key_of("en@2")), (key_of("fr@1"), key_of("fr@2"))}
    assert [len(row.cells) for row in result.rows] == [4, 4, 4, 4]
    (amendment,) = result.amendments
    assert (amendment.language, dict(amendment.states)) == ("en", {"fr": Carried.NOT_CARRIED_OVER})
    assert result.signature is not None
    assert (result.signature.encoder, result.signature.revision) == ("toy", "1")
    assert dict(result.signature.options)["pivot"] == "en"
    assert reports[0] == ("revise", 0, 2)
    assert reports[-1] == ("align", 2, 2)
    for stage, total in (("revise", 2), ("encode", 16), ("align", 2)):
        counts = [(done, of) for name, done, of in reports if name == stage]
        assert counts == sorted(counts)
        assert counts[-1] == (total, total)
        assert {of for _, of in counts} == {total}


def test_two_texts_that_share_nothing_are_remarked_on() -> None:
    found = documents("en@1", texts=PARAGRAPHS) | documents("en@2", texts=("xyzzy", "plugh 4 8 15 16"))
    result = compare(found, pivot=None, title="", versions=["1", "2"], encoder=Toy())
    assert tuple(map(str, result.notes)) == (
        "en@1 and en@2 have little text in common; are they two drafts of one document?",
    )


def test_two_languages_that_share_nothing_are_remarked_on() -> None:
    found = documents("en@1", texts=PARAGRAPHS) | documents("fr@1", texts=("xyzzy", "plugh 4 8 15 16"))
    result = compare(found, pivot="en", title="", versions=["1"], encoder=Toy())
    assert tuple(map(str, result.notes)) == (
        "the English and the French text have little in common; are they versions of one text?",
    )
    alike = documents("en@1", "fr@1", texts=PARAGRAPHS)
    assert compare(alike, pivot="en", title="", versions=["1"], encoder=Toy()).notes == ()


def test_drafts_dated_against_their_order_are_remarked_on() -> None:
    dates = {"en@1": "2025-12-09", "en@2": "2025-11-13"}
    found = {
        key_of(name): replace(document, masthead=Masthead(date=date))
        for name, date in dates.items()
        for document in documents(name, texts=PARAGRAPHS).values()
    }
    result = compare(found, pivot=None, title="", versions=["1", "2"], encoder=Toy())
    assert tuple(map(str, result.notes)) == (
        "en@1 is dated 2025-12-09, later than en@2 (2025-11-13); are the drafts in the right order?",
    )
    result = compare(found, pivot=None, title="", versions=["2", "1"], encoder=Toy())
    assert not result.notes


@pytest.mark.parametrize(
    ("found", "pivot", "versions", "message"),
    [
        ({}, None, ["1"], "no document"),
        (documents("zh@1"), "en", ["1"], "pivot 'en' is not among the languages zh"),
        (documents("zh@9"), None, ["1"], "zh@9 has a draft name that is not among 1"),
    ],
)
def test_invalid_document_sets_are_refused(
    found: dict[DocumentKey, Document], pivot: str | None, versions: list[str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        compare(found, pivot=pivot, title="", versions=versions, encoder=Toy())


def compared(*names: str, texts: Sequence[str] = PARAGRAPHS) -> Comparison:
    """Several documents of the same paragraphs, side by side."""
    return compare(documents(*names, texts=texts), pivot="en", versions=["1", "2", "3"], encoder=Toy())


def test_rows_and_amendments_follow_from_changed_links() -> None:
    found = documents("en@1", "en@2", "fr@1", "fr@2", texts=PARAGRAPHS)
    found |= documents("en@2", texts=[*PARAGRAPHS[:3], "Requests an oral report by then"])
    before = compare(found, pivot="en", versions=["1", "2"], encoder=Toy())
    keys = key_of("en@2"), key_of("fr@2")
    after = with_alignments(before, {keys: corrections.unlink(before.alignments[keys], 3)})
    assert len(after.rows) == len(before.rows) + 1
    assert [dict(each.states) for each in before.amendments] == [{"fr": Carried.NOT_CARRIED_OVER}]
    assert list(after.alignments) == list(before.alignments)
    assert (after.documents, after.revisions, after.signature) == (
        before.documents,
        before.revisions,
        before.signature,
    )
    assert with_alignments(after, before.alignments) == before


def test_a_language_behind_is_reported_with_the_number_of_amendments_it_lacks() -> None:
    amended = [*PARAGRAPHS[:2], "Encourages States to ratify the Protocol in full", PARAGRAPHS[3]]
    found = documents("en@1", "de@1", "fr@1", texts=PARAGRAPHS) | documents("en@2", "de@2", texts=amended)
    result = compare(found, pivot="en", versions=["1", "2"], encoder=Toy())
    assert {amendment.language for amendment in result.amendments} == {"en", "de"}
    assert languages_behind(result) == {"fr": key_of("fr@1")}
    assert [len(to_carry_over(result, language)) for language in ("en", "de", "fr")] == [0, 0, 1]
    (note,) = (str(note) for note in result.notes if note.code == "amendments.language_stands_at")
    assert "1" in note


def test_alignments_of_documents_of_unlike_length_are_taken() -> None:
    found = documents("en@1", texts=PARAGRAPHS) | documents("fr@1", texts=PARAGRAPHS[:3])
    before = compare(found, pivot="en", versions=["1"], encoder=Toy())
    assert with_alignments(before, before.alignments) == before


def shown(comparison: Comparison, pair: str) -> list[str]:
    one, other = map(key_of, pair.split())
    return [
        f"{' '.join(map(str, bead.source))}|{' '.join(map(str, bead.target))}"
        for bead in comparison.alignments[one, other].beads
    ]


def test_realigning_keeps_confirmed_links() -> None:
    before = compared("en@1", "fr@1", "ru@1")
    assert realigned(before, Toy()) == before
    french, russian = (key_of("en@1"), key_of("fr@1")), (key_of("en@1"), key_of("ru@1"))
    wrong = corrections.link(before.alignments[french], Span(0, 1), Span(1, 2))
    spoiled = corrections.confirm(
        corrections.confirm(corrections.merge(before.alignments[russian], 2, 3), 2, confirmed=False), 0
    )
    edited = with_alignments(before, {french: wrong, russian: spoiled})
    assert shown(edited, "en@1 ru@1") == ["0|0", "1|1", "2 3|2 3"]
    after = realigned(edited, Toy())
    assert "0|1" in shown(after, "en@1 fr@1")
    assert shown(after, "en@1 fr@1")[-2:] == ["2|2", "3|3"]
    assert shown(after, "en@1 ru@1") == ["0|0", "1|1", "2|2", "3|3"]
    assert corrections.confirmed(after.alignments[french]) == corrections.confirmed(wrong)


class Counting(Toy):
    """The toy encoder, and the texts it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode(texts)


def test_a_new_draft_inherits_confirmed_unchanged_links() -> None:
    before = compared("en@1", "fr@1", "ru@1", texts=PARAGRAPHS)
    keys = key_of("en@1"), key_of("fr@1")
    edited = corrections.link(before.alignments[keys], Span(0, 1), Span(1, 2))
    edited = corrections.confirm(edited, next(n for n, bead in enumerate(edited.beads) if 3 in bead.source))
    before = with_alignments(before, {keys: edited})
    amended = [*PARAGRAPHS[:3], "A new paragraph about funds and means", PARAGRAPHS[3]]
    english = documents("en@2", texts=amended)[key_of("en@2")]
    half = add_document(before, key_of("en@2"), english, ["1", "2"], encoder=Toy())
    assert set(half.alignments) == set(before.alignments)
    assert all(half.alignments[pair] is before.alignments[pair] for pair in before.alignments)
    french = documents("fr@2", texts=PARAGRAPHS)[key_of("fr@2")]
    whole = add_document(half, key_of("fr@2"), french, ["1", "2"], encoder=Toy())
    assert whole.versions == ("1", "2")
    assert set(whole.revisions) == {(key_of("en@1"), key_of("en@2")), (key_of("fr@1"), key_of("fr@2"))}
    assert whole.revisions[key_of("en@1"), key_of("en@2")] is half.revisions[key_of("en@1"), key_of("en@2")]
    new = whole.alignments[key_of("en@2"), key_of("fr@2")]
    assert [(list(bead.source), list(bead.target)) for bead in corrections.confirmed(new)] == [
        ([0], [1]),
        ([4], [3]),
    ]
    assert whole.alignments[keys] is edited
    assert [amendment.language for amendment in whole.amendments] == ["en"]


def test_a_new_language_joins_with_the_help_of_those_that_are_there() -> None:
    before = compared("en@1", "en@2", "fr@1", "fr@2")
    russian = documents("ru@2", texts=PARAGRAPHS)[key_of("ru@2")]
    encoder = Counting()
    reports: list[str] = []
    after = add_document(
        before,
        key_of("ru@2"),
        russian,
        ["1", "2"],
        Settings(progress=lambda stage, *_: reports.append(stage)),
        encoder=encoder,
    )
    assert after.languages == ("en", "fr", "ru")
    assert shown(after, "en@2 ru@2") == ["0|0", "1|1", "2|2", "3|3"]
    assert all(after.alignments[pair] is before.alignments[pair] for pair in before.alignments)
    anew = compare(after.documents, pivot="en", versions=["1", "2"], encoder=Toy())
    assert [row.cells for row in after.rows] == [row.cells for row in anew.rows]
    assert (list(after.alignments), after.revisions) == (list(anew.alignments), anew.revisions)
    assert list(dict.fromkeys(reports)) == ["revise", "encode", "align"]
    with pytest.raises(InputError, match="ru@2 already exists"):
        add_document(after, key_of("ru@2"), russian, ["1", "2"], encoder=Toy())
    with pytest.raises(InputError, match="ru@3 has a draft name that is not among 1, 2"):
        add_document(after, key_of("ru@3"), russian, ["1", "2"], encoder=Toy())


def test_a_draft_between_two_takes_the_place_of_their_revision() -> None:
    before = compared("en@1", "en@3", "fr@1")
    english = documents("en@2", texts=PARAGRAPHS)[key_of("en@2")]
    after = add_document(before, key_of("en@2"), english, ["1", "2", "3"], encoder=Toy())
    assert [f"{old} {new}" for old, new in after.revisions] == ["en@1 en@2", "en@2 en@3"]


def test_a_pair_replaced_by_a_nearer_one_passes_on_its_confirmed_links() -> None:
    before = compared("en@1", "fr@3")
    keys = key_of("en@1"), key_of("fr@3")
    before = with_alignments(
        before, {keys: corrections.link(before.alignments[keys], Span(1, 2), Span(2, 3))}
    )
    english = documents("en@3", texts=PARAGRAPHS)[key_of("en@3")]
    after = add_document(before, key_of("en@3"), english, ["1", "3"], encoder=Toy())
    assert list(after.alignments) == [(key_of("en@3"), key_of("fr@3"))]
    (sure,) = corrections.confirmed(after.alignments[key_of("en@3"), key_of("fr@3")])
    assert (sure.source, sure.target) == (Span(1, 2), Span(2, 3))


class StoppedError(Exception):
    """Raised by a page's progress callback to cancel."""


@pytest.mark.parametrize("keep", ["disk", "memory"])
def test_interruption_keeps_what_was_already_encoded(
    keep: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encode_in_batches, "__kwdefaults__", {"size": 3})
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path) if keep == "disk" else RememberingEncoder(inner)
    lines = [f"{text} {number}" for number in range(3) for text in PARAGRAPHS]
    found = documents("en@1", "fr@1", texts=lines)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "encode" and done >= 6:
            raise StoppedError

    with pytest.raises(StoppedError):
        compare(found, pivot="en", versions=["1"], encoder=encoder, progress=stop)
    assert 6 <= len(inner.asked) < len(lines)
    before = len(inner.asked)
    result = compare(found, pivot="en", versions=["1"], encoder=encoder, progress=lambda *_: None)
    assert len(inner.asked) - before == len(lines) - before
    assert result == compare(found, pivot="en", versions=["1"], encoder=Toy())


def test_sentences_are_aligned_again_inside_their_paragraphs() -> None:
    text = "Recalling jazz. Welcoming the quick wave. Urges States. Requests a report."
    spans = [(0, 15), (16, 41), (42, 55), (56, 74)]
    segments = tuple(Segment(Span(*span), parent=number // 2) for number, span in enumerate(spans))
    found = {key_of(f"{code}@1"): Document(code, text, segments, version="1") for code in ("en", "fr", "ru")}
    before = compare(found, pivot="en", versions=["1"], encoder=Toy())
    keys = key_of("en@1"), key_of("fr@1")
    edited = with_alignments(
        before, {keys: corrections.link(before.alignments[keys], Span(1, 2), Span(1, 3))}
    )
    reports: list[tuple[str, int, int]] = []
    after = realigned(edited, Toy(), progress=lambda *what: reports.append(what))
    assert shown(before, "en@1 fr@1") == shown(after, "en@1 ru@1") == ["0|0", "1|1", "2|2", "3|3"]
    assert shown(after, "en@1 fr@1")[:2] == ["0|0", "1|1 2"]
    assert {stage: (done, of) for stage, done, of in reports} == {"encode": (6, 6), "align": (2, 2)}


def test_edits_have_a_change_of_meaning_if_languages_are_compared() -> None:
    before, after = ("alpha beta gamma", "delta"), ("alpha beta omega", "delta")
    old = documents("zh@1", "en@1", texts=before)
    new = documents("zh@2", "en@2", texts=after)
    result = compare({**old, **new}, pivot="zh", versions=["1", "2"], encoder=Toy())
    for language in ("zh", "en"):
        edited, same = result.revisions[key_of(f"{language}@1"), key_of(f"{language}@2")].changes
        assert 0 < (edited.shift or 0) < 1
        assert same.shift is None
    alone = {name: found for name, found in {**old, **new}.items() if name.language == "zh"}
    result = compare(alone, pivot="zh", versions=["1", "2"], encoder=Toy())
    assert all(change.shift is None for change in result.revisions[key_of("zh@1"), key_of("zh@2")].changes)
