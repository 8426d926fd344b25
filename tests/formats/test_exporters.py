"""Exported files match their schemas and read back; hostile text breaks no format."""

from __future__ import annotations

import json
from pathlib import Path
from pkgutil import resolve_name

import pytest
import simple_values
from hypothesis import given
from hypothesis import strategies as st

from aligner.formats.bilingual_tables import COLUMNS
from aligner.formats.reading import load_links
from aligner.formats.registry import extensions, written_as
from aligner.formats.writing import export
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Edit,
    EditTag,
    EditType,
    Footnote,
    Message,
    Move,
    NoteMark,
    Revision,
    Row,
    Segment,
    SegmentKind,
    Signature,
    Span,
)
from aligner.values.message import InputError
from aligner.values.results import AlignedPair, RevisedPair

SIGNATURE = Signature("0.0", "toy", "r1", (("band", "wide"),))


def document(language: str, *texts: str, version: str = "") -> Document:
    return simple_values.document(language, *texts, version=version, between="")


@pytest.fixture
def pair() -> AlignedPair:
    source = document("zh", "一", "二", "三", "四")
    target = document("en", "three", "one and two")
    beads = (
        Bead(Span(0, 0), Span(0, 1), 1.0),
        Bead(Span(0, 2), Span(1, 2), 0.87654321),
        Bead(Span(2, 4), Span(2, 2), 0.5),
    )
    moves = (Move(Span(2, 3), Span(0, 1), 0.9),)
    return AlignedPair(source, target, Alignment(beads, 4, 2, moves, SIGNATURE))


@pytest.fixture
def marked() -> Document:
    segments = (
        Segment(Span(0, 2), SegmentKind.HEADING, page=1),
        Segment(Span(2, 5), SegmentKind.OPERATIVE, "5 bis", (NoteMark("1", 3),), "OP5", 2),
    )
    return Document("fr", "abcde", segments, footnotes=(Footnote("1", "Voir A/1."),), furniture=("E/CN.15",))


def read(result: Document | AlignedPair | RevisedPair | Comparison) -> dict[str, object]:
    value = json.loads(export(result, ".json"))
    assert isinstance(value, dict)
    return value


def test_the_document_schema(marked: Document) -> None:
    value = read(marked)
    assert (value["format"], value["version"], value["language"]) == ("aligner/document", 1, "fr")
    assert value["segments"] == [
        {"kind": "heading", "label": None, "text": "ab", "footnotes": [], "page": 1, "place": None},
        {"kind": "operative", "label": "5 bis", "text": "cde", "footnotes": ["1"], "page": 2, "place": "OP5"},
    ]
    assert value["footnotes"] == [{"mark": "1", "text": "Voir A/1."}]
    assert value["furniture"] == ["E/CN.15"]


def test_the_alignment_schema(pair: AlignedPair) -> None:
    value = read(pair)
    assert (value["format"], value["version"]) == ("aligner/alignment", 1)
    assert value["beads"] == [
        {"source": [], "target": [0], "score": 1.0},
        {"source": [0, 1], "target": [1], "score": 0.876543},
        {"source": [2], "target": [], "score": 0.5},
        {"source": [3], "target": [], "score": 0.5},
    ]
    assert value["moved"] == [{"source": [2], "target": [0], "score": 0.9}]
    assert value["signature"] == {
        "aligner": "0.0",
        "encoder": "toy",
        "revision": "r1",
        "options": {"band": "wide"},
    }
    source = value["source"]
    assert isinstance(source, dict)
    assert source["language"] == "zh"
    assert [segment["text"] for segment in source["segments"]] == ["一", "二", "三", "四"]
    assert source["footnotes"] == []


def test_sentences_name_their_paragraph() -> None:
    cut = Document("en", "ab", (Segment(Span(0, 1), parent=0), Segment(Span(1, 2), parent=0)))
    segments = read(cut)["segments"]
    assert isinstance(segments, list)
    assert [segment["parent"] for segment in segments] == [0, 0]


def test_the_diff_schema() -> None:
    edits = (
        Edit(EditTag.EQUAL, Span(0, 1), Span(0, 1)),
        Edit(EditTag.REPLACE, Span(1, 2), Span(1, 3), EditType.VERB, -2),
    )
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), edits, renumbered=True)
    drafts = document("en", "ab"), document("en", "acd")
    value = read(RevisedPair(*drafts, Revision((change,), 1, 1, 1.0, SIGNATURE)))
    assert (value["format"], value["version"]) == ("aligner/diff", 1)
    assert value["changes"] == [
        {
            "kind": "edited",
            "renumbered": True,
            "old": [0],
            "new": [0],
            "edits": [
                {"tag": "equal", "old": [0, 1], "new": [0, 1]},
                {"tag": "replace", "old": [1, 2], "new": [1, 3], "type": "verb", "strength": -2},
            ],
            "weight": 0.9333,
            "weight_reason": "verb",
        }
    ]
    assert value["old"]["segments"][0]["text"] == "ab"  # type: ignore[index]
    assert value["match_share"] == 1.0
    assert value["instructions"] == [
        {
            "action": "replace",
            "old": [0],
            "new": [0],
            "span": [1, 2],
            "removed": "b",
            "added": "cd",
            "where": "¶ab",
            "after": "",
            "text": "In the paragraph that begins “ab”, replace “b” with “cd”",
        }
    ]


@pytest.fixture
def comparison() -> Comparison:
    old, new, english = (
        DocumentKey("zh", "draft"),
        DocumentKey("zh", "rev1"),
        DocumentKey("en", "rev1"),
    )
    documents = {old: document("zh", "甲", version="draft"), new: document("zh", "乙", version="rev1")}
    documents[english] = document("en", "B", version="rev1")
    edit = Edit(EditTag.REPLACE, Span(0, 1), Span(0, 1))
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), (edit,))
    states, reasons = {"en": Carried.UNKNOWN}, {"en": Message("reason.reworded")}
    return Comparison(
        title="Set",
        pivot="zh",
        versions=("draft", "rev1"),
        documents=documents,
        alignments={(new, english): Alignment((Bead(Span(0, 1), Span(0, 1), 0.75),), 1, 1)},
        revisions={(old, new): Revision((change,), 1, 1)},
        rows=(Row({old: Span(0, 1), new: Span(0, 1), english: Span(0, 1)}, 0.75),),
        amendments=(Amendment("zh", "draft", "rev1", 0, states, reasons),),
        signature=SIGNATURE,
    )


def test_the_comparison_schema(comparison: Comparison) -> None:
    value = read(comparison)
    assert (value["format"], value["version"], value["pivot"]) == ("aligner/comparison", 1, "zh")
    documents = value["documents"]
    assert isinstance(documents, list)
    assert [(each["language"], each["version"]) for each in documents] == [
        ("zh", "draft"),
        ("zh", "rev1"),
        ("en", "rev1"),
    ]
    assert value["rows"] == [
        {
            "cells": [
                {"language": "zh", "version": "draft", "segments": [0]},
                {"language": "zh", "version": "rev1", "segments": [0]},
                {"language": "en", "version": "rev1", "segments": [0]},
            ],
            "score": 0.75,
        }
    ]
    (amendment,) = value["amendments"]  # type: ignore[misc]
    assert {key: amendment[key] for key in ("language", "from", "to", "kind", "old", "new", "states")} == {
        "language": "zh",
        "from": "draft",
        "to": "rev1",
        "kind": "edited",
        "old": [0],
        "new": [0],
        "states": {"en": "unknown"},
    }


def test_a_comparison_is_the_report_too(comparison: Comparison) -> None:
    page = export(comparison, ".html").decode()
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "甲" in page
    assert "<script" not in page


def test_the_ladder_and_the_table_read_back(pair: AlignedPair, tmp_path: Path) -> None:
    expected = [((), (0,)), ((0, 1), (1,)), ((2,), ()), ((3,), ())]
    for extension in (".beads", ".tsv", ".json"):
        path = tmp_path / f"x{extension}"
        path.write_bytes(export(pair, extension))
        assert [(link.source, link.target) for link in load_links(path)] == expected


def test_the_table_lists_moves(pair: AlignedPair) -> None:
    lines = [line.split("\t") for line in export(pair, ".tsv").decode().splitlines()]
    assert tuple(lines[0]) == COLUMNS
    moved = {tuple(line[:2]): line[3] for line in lines[1:]}
    assert moved == {("", "0"): "2", ("0 1", "1"): "", ("2", ""): "0", ("3", ""): ""}


hostile = st.text(st.characters(), min_size=1, max_size=40) | st.sampled_from(
    ["=1+1", "+x", "-x", "@x", "\t=x", "a\tb\nc\r\nd", "\u2028", "\x85", "\ud800", '"', "𠀀", "\u202eabc"]
)


@given(st.lists(hostile, min_size=1, max_size=5))
def test_hostile_text_stays_in_its_cell(texts: list[str]) -> None:
    doc = document("en", *texts)
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1)) for i in range(len(texts)))
    result = AlignedPair(doc, doc, Alignment(beads, len(texts), len(texts)))
    table = export(result, ".tsv").decode().split("\n")
    assert len(table) == len(texts) + 2
    for line in table[1:-1]:
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    shown = [segment["text"] for segment in json.loads(export(doc, ".json"))["segments"]]
    assert shown == [text.encode("utf-8", "replace").decode() for text in texts]
    assert len(export(doc, ".txt").decode().split("\n")) == len(texts) + 1


def test_the_same_result_gives_the_same_bytes(pair: AlignedPair, comparison: Comparison) -> None:
    for result in (pair, comparison):
        for extension in set(extensions(type(result))) - {".pdf"}:  # test_pdf.py: it needs a browser
            assert export(result, extension) == export(result, extension)


@pytest.mark.parametrize("kind", [Document, AlignedPair, RevisedPair, Comparison])
def test_every_registered_writer_is_there(kind: type) -> None:
    for extension in extensions(kind):
        _, output = written_as(kind, extension.upper())
        assert callable(resolve_name(f"aligner.formats.{output.function}"))


@pytest.mark.parametrize("extension", [".docx", "", ".beads"])
def test_an_unknown_extension_names_those_it_can(extension: str) -> None:
    with pytest.raises(InputError, match=r"choose one of \.json, \.txt$"):
        written_as(Document, extension)
