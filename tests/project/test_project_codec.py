"""Values to JSON and back."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from aligner.project.project_tables import dumps, loads
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Carried,
    Comparison,
    Document,
    DocumentKey,
    Finding,
    LinkOrigin,
    Masthead,
    Message,
    Revision,
    Row,
    Segment,
    SegmentKind,
    Severity,
    Signature,
    Span,
    verbatim,
)
from aligner.values.codec import unstructure
from aligner.values.glossary import Concept, Glossary
from aligner.values.message import ProjectError

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates too


@dataclass(frozen=True)
class Tree:
    """A value that holds its own kind, and one of each sort of field."""

    name: str
    pair: tuple[int, str] = (0, "")
    flags: tuple[bool, ...] = ()
    share: float = 0.5
    by_key: Mapping[DocumentKey, Span] = field(default_factory=dict)
    branches: tuple[Tree, ...] = ()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Span(2, 5), [2, 5]),
        (DocumentKey("zh", "a@b"), {"language": "zh", "version": "a@b"}),
        (Segment(Span(0, 1)), {"span": [0, 1]}),
        (
            Segment(Span(0, 1), SegmentKind.ITEM, "(a)", page=3),
            {"span": [0, 1], "kind": "item", "label": "(a)", "page": 3},
        ),
        (
            Bead(Span(0, 1), Span(0, 0), 0.25, LinkOrigin.CONFIRMED),
            {"source": [0, 1], "target": [0, 0], "score": 0.25, "origin": "confirmed"},
        ),
        (Masthead(), {}),
        (Row({DocumentKey("zh", ""): Span(0, 1)}), {"cells": [[{"language": "zh", "version": ""}, [0, 1]]]}),
        (Concept({"zh": ("决定",)}, {}), {"terms": {"zh": ["决定"]}, "forbidden": {}}),
        (Signature("1", options=(("unit", "line"),)), {"aligner": "1", "options": [["unit", "line"]]}),
        (
            Finding("numbers", Severity.ERROR, (1,), "fr", None, "1", "2", verbatim("…")),
            {
                "check": "numbers",
                "severity": "error",
                "rows": [1],
                "language": "fr",
                "span": None,
                "expected": "1",
                "found": "2",
                "message": {"code": "text.verbatim", "fields": {"text": "…"}},
            },
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_have_their_form(value: object, plain: object) -> None:
    assert unstructure(value) == plain
    assert loads(type(value), json.dumps(plain)) == value
    assert loads(type(value), dumps(value)) == value


@given(
    st.builds(
        Tree,
        name=ANY_TEXT,
        pair=st.tuples(st.integers(), ANY_TEXT),
        flags=st.tuples(st.booleans()),
        share=st.floats(allow_nan=False, allow_infinity=False),
        by_key=st.dictionaries(st.builds(DocumentKey, ANY_TEXT, ANY_TEXT), st.just(Span(1, 2)), max_size=3),
        branches=st.tuples(st.builds(Tree, name=ANY_TEXT)),
    )
)
def test_any_value_round_trips(tree: Tree) -> None:
    reported = dumps(tree)
    reported.encode("utf-8")  # what a file can hold, whatever the text was
    assert loads(Tree, reported) == tree
    assert dumps(loads(Tree, reported)) == reported


def test_whole_documents_come_back() -> None:
    comparison = sample.comparison()
    for document in comparison.documents.values():
        assert loads(Document, dumps(document)) == document
    for alignment in comparison.alignments.values():
        assert loads(Alignment, dumps(alignment)) == alignment
    for revision in comparison.revisions.values():
        assert loads(Revision, dumps(revision)) == revision
    assert loads(Comparison, dumps(comparison)) == comparison


def test_text_is_written_as_itself() -> None:
    assert dumps("敦促 État") == '"敦促 État"'


def test_other_kinds_come_back() -> None:
    made = Amendment(
        "zh", "a", "b", 1, {"fr": Carried.PARTLY}, {"fr": Message("reason.still", old=("1",), new=("2", "3"))}
    )
    assert loads(Amendment, dumps(made)) == made
    glossary = (Concept({"zh": ("甲", "乙")}, {"en": ("x*",)}, "required"),)
    assert loads(Glossary, dumps(glossary)) == glossary


NO_BEADS = {"beads": [], "n_source": 0, "n_target": 0}


@pytest.mark.parametrize(
    ("kind", "plain", "said"),
    [
        (Segment, {"span": [0, 1], "colour": 1}, "Segment has a field 'colour' that is not known"),
        (Segment, {"kind": "item"}, "Segment lacks its field 'span'"),
        (Segment, [], "list where a Segment should be"),
        (Segment, {"span": [0, 1], "kind": "poem"}, "'poem' where a SegmentKind should be"),
        (Segment, {"span": [0, 1], "kind": []}, "list where a SegmentKind should be"),
        (Segment, {"span": [0, 1], "page": True}, "True where a int should be"),
        (Segment, {"span": [0, 1], "label": 5}, "5 where a str should be"),
        (Segment, {"span": [1, 0]}, "not 0 <= start <= stop"),
        (Segment, {"span": [0]}, "list where a Span should be"),
        (Segment, {"span": [0, True]}, "list where a Span should be"),
        (Segment, {"span": "01"}, "'01' where a Span should be"),
        (Bead, {"source": [0, 1], "target": [0, 1], "score": 7}, "score 7.0 is not in"),
        (Bead, {"source": [0, 1], "target": [0, 1], "score": 10**400}, "where a float should be"),
        (Bead, {"source": [0, 0], "target": [0, 0]}, "at least one side"),
        (Signature, {"aligner": "1", "options": [["a"]]}, "list where a list of 2 should be"),
        (Signature, {"aligner": "1", "options": {}}, "dict where a list should be"),
        (Alignment, {**NO_BEADS, "signature": {"colour": 1}}, "signature: Signature has a field 'colour'"),
        (Alignment, {**NO_BEADS, "signature": 1}, "signature: 1 where a Signature should be"),
        (Row, {"cells": [[1]]}, "list where a mapping should be"),
        (Row, {"cells": ["ab"]}, "list where a mapping should be"),
        (Row, {"cells": 3}, "3 where a mapping should be"),
        (Row, {"cells": "ab"}, "'ab' where a mapping should be"),
        (Row, {"cells": None}, "None where a mapping should be"),
    ],
)
def test_values_of_another_type_are_refused(kind: type, plain: object, said: str) -> None:
    with pytest.raises(ProjectError, match=r"."):
        loads(kind, json.dumps(plain))
    with pytest.raises(ProjectError) as caught:
        loads(kind, json.dumps(plain))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[NaN]", '{"span":[Infinity,1]}', "[" * 100_000, "1" * 5000, '"\\ud800"']
)
def test_text_that_is_no_such_json_is_refused(text: str) -> None:
    with pytest.raises(ProjectError):
        loads(Segment, text)


def test_a_number_that_json_lacks_is_not_taken_for_none() -> None:
    with pytest.raises(ProjectError, match="NaN is no number"):
        loads(float | None, "NaN")  # type: ignore[arg-type]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "language", "segments", "span", "marks"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_a_document_or_an_error(plain: object) -> None:
    with contextlib.suppress(ProjectError):
        assert isinstance(loads(Document, json.dumps(plain)), Document)


def test_values_that_json_lacks_are_refused() -> None:
    for value in (float("nan"), float("inf"), object(), {1, 2}, b"bytes"):
        with pytest.raises(ProjectError, match="cannot be saved"):
            dumps(value)


EMPTY = {"language": "en", "text": "x"}


@pytest.mark.parametrize(
    ("kind", "plain", "place"),
    [
        (
            Document,
            {"language": "en", "text": "x", "segments": [{"span": [0, 1]}, {"span": 5}]},
            "segments[1].span: 5 ",
        ),
        (Signature, {"aligner": "1", "options": [["unit", 3]]}, "options[0][1]: 3 where"),
        (Concept, {"terms": {"zh": ["a"], "en": [7]}, "forbidden": {}}, "terms[en][0]: 7 where"),
        (Document, {**EMPTY, "segments": [{"spam": 1}]}, "segments[0]: Segment "),
    ],
)
def test_the_field_that_is_wrong_is_named(kind: type, plain: object, place: str) -> None:
    with pytest.raises(ProjectError) as caught:
        loads(kind, json.dumps(plain))
    assert str(caught.value).startswith(f"it is damaged ({place}")
    assert "\n" not in str(caught.value)
