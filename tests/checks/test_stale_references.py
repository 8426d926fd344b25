from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import simple_values

from aligner.checks import CHECKS
from aligner.checks.material import Material
from aligner.checks.outdated_references import stale_references
from aligner.revision.revise import revise
from aligner.values import ChangeKind, Comparison, Document, DocumentKey, Row, Span
from aligner.values.catalogue import load


def document(texts: list[str], language: str) -> Document:
    return simple_values.document(language, *texts, labels=[str(n) for n in range(1, len(texts) + 1)])


EN = [
    "Urges all Member States to cooperate against trafficking;",
    "Requests the report of paragraph 1 above;",
]
ZH = ["敦促会员国加强打击贩运人口行为的国际合作；", "请秘书长报告上文第1段的执行情况；"]
ADDED = {"en": "Decides to remain seized of the matter;", "zh": "决定继续处理这一关于合作的问题；"}


@pytest.mark.parametrize(("language", "texts"), [("en", EN), ("zh", ZH)])
def test_a_reference_left_behind(language: str, texts: list[str]) -> None:
    old, new = document(texts, language), document([ADDED[language], *texts], language)
    (stale,) = stale_references(revise(old, new), old, new)
    assert (stale.segment, stale.says, stale.should_say) == (2, "1", "2")
    assert stale.span.of(new.text_of(2)) == "1"


def test_a_reference_left_behind_in_a_part_of_a_paragraph_that_was_split() -> None:
    first = "Calls upon donors to provide resources for the purposes of these activities;"
    old = document([EN[0], f"{first} {EN[1]}"], "en")
    new = document([ADDED["en"], EN[0], first, EN[1]], "en")
    (stale,) = stale_references(revise(old, new), old, new)
    assert (stale.segment, stale.says, stale.should_say) == (3, "1", "2")
    assert stale.span.of(new.text_of(3)) == "1"


def test_a_reference_that_was_corrected_in_a_part_of_a_paragraph_that_was_split() -> None:
    first = "Calls upon donors to provide resources for the purposes of these activities;"
    old = document([EN[0], f"{first} {EN[1]}"], "en")
    new = document([ADDED["en"], EN[0], first, EN[1].replace("1", "2")], "en")
    revision = revise(old, new)
    assert ChangeKind.SPLIT in [change.kind for change in revision.changes]
    assert stale_references(revision, old, new) == ()


def test_a_number_that_two_paragraphs_had_says_nothing() -> None:
    old, new = document([*EN, *EN], "en"), document([ADDED["en"], *EN, *EN], "en")
    texts = old.segments[:2] + tuple(
        replace(each, label=str(number)) for number, each in enumerate(old.segments[2:], 1)
    )
    old = replace(old, segments=texts)
    assert stale_references(revise(old, new), old, new) == ()


def test_a_reference_to_a_deleted_paragraph() -> None:
    old, new = document(EN, "en"), document(EN[1:], "en")
    (stale,) = stale_references(revise(old, new), old, new)
    assert (stale.says, stale.should_say) == ("1", None)


def test_a_reference_that_was_corrected() -> None:
    old = document(EN, "en")
    new = document([ADDED["en"], EN[0], EN[1].replace("1", "2")], "en")
    assert stale_references(revise(old, new), old, new) == ()


def test_nothing_is_stale_where_nothing_moved() -> None:
    old = document(EN, "en")
    assert stale_references(revise(old, old), old, old) == ()


@pytest.mark.parametrize(("language", "texts"), [("en", EN), ("zh", ZH)])
def test_the_check_reports_it(language: str, texts: list[str]) -> None:
    old, new = document(texts, language), document([ADDED[language], *texts], language)
    keys = DocumentKey(language, "draft"), DocumentKey(language, "rev1")
    revision = revise(old, new)
    compared = Comparison(
        title="",
        pivot=language,
        versions=("draft", "rev1"),
        documents=dict(zip(keys, (old, new), strict=True)),
        alignments={},
        revisions={keys: revision},
        rows=tuple(Row({keys[1]: Span(index, index + 1)}) for index in range(len(new))),
    )
    (found,) = CHECKS["references"].run(Material(compared))
    assert (found.rows, found.expected, found.found, found.language) == ((2,), "2", "1", language)
    assert found.span is not None
    assert found.span.of(new.text) == "1"
    assert str(found.message) == "this refers to paragraph 1, which is now paragraph 2"
    for interface in ("fr", "zh", "ar"):
        assert load(interface).render(found.message) != str(found.message)


def test_the_check_reports_the_newest_draft_alone_and_paragraphs_that_are_gone() -> None:
    drafts = [document(texts, "en") for texts in ([ADDED["en"], *EN], EN, EN[1:])]
    keys = [DocumentKey("en", version) for version in ("draft", "rev1", "rev2")]
    steps = list(zip(pairwise(keys), pairwise(drafts), strict=True))
    compared = Comparison(
        title="",
        pivot="en",
        versions=("draft", "rev1", "rev2"),
        documents=dict(zip(keys, drafts, strict=True)),
        alignments={},
        revisions={pair: revise(*two) for pair, two in steps},
        rows=(Row({keys[2]: Span(0, 1)}),),
    )
    (found,) = CHECKS["references"].run(Material(compared))
    assert (found.rows, found.expected, found.found) == ((0,), "", "1")
    assert "paragraph 1" in str(found.message)
    assert "deleted" in str(found.message)
    without = replace(compared, rows=(Row({keys[0]: Span(0, 1)}),))
    assert not list(CHECKS["references"].run(Material(without)))
