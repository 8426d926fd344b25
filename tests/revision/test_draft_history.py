from __future__ import annotations

from itertools import pairwise

import simple_values
from hypothesis import given
from hypothesis import strategies as st

from aligner.revision.draft_history import Appearance, histories
from aligner.revision.revise import revise
from aligner.values import ChangeKind, Document, Revision

A = "Recalling its resolution 55/279 of 12 July 2001, in which it endorsed the Brussels Declaration"
B = "Welcoming the report of the Secretary-General on the implementation of the programme of work"
C = "Urges all Member States to strengthen international cooperation against trafficking in persons"
D = "Requests the Office to provide technical assistance upon request, subject to available resources"


def document(texts: list[str]) -> Document:
    return simple_values.document("en", *texts)


def _steps(versions: list[Document]) -> list[Revision]:
    return [revise(old, new) for old, new in pairwise(versions)]


def test_when_a_paragraph_came_in_and_last_changed() -> None:
    versions = [
        document([A, B]),
        document([A, C, B]),
        document([A, C.replace("Urges", "Invites"), B, D]),
        document([A, D]),
    ]
    found = histories(versions, _steps(versions))
    assert [(h.introduced_in, h.last_changed_in, h.last_seen_in) for h in found] == [
        (0, 0, 3),  # A
        (0, 0, 2),  # B
        (1, 2, 2),  # C
        (2, 2, 3),  # D
    ]
    assert [each.segment for each in found[1].appearances] == [1, 2, 2]
    assert found[2].appearances[0].change is None


def test_the_second_part_of_a_split_begins_its_own_history() -> None:
    versions = [document([A, f"{B}; {C}", D]), document([A, B, C, D])]
    found = histories(versions, _steps(versions))
    assert [h.introduced_in for h in found] == [0, 0, 0, 1]
    (second,) = found[3].appearances
    assert second.segment == 2
    assert second.change is not None
    assert second.change.kind is ChangeKind.SPLIT


def test_a_paragraph_that_was_split_lives_on_in_its_first_part() -> None:
    versions = [document([A, f"{B}; {C}", D]), document([A, B, C, D]), document([A, C, D])]
    (line,) = [h for h in histories(versions, _steps(versions)) if h.appearances[0] == Appearance(0, 1)]
    assert [(each.version, each.segment) for each in line.appearances] == [(0, 1), (1, 1)]


def test_no_version_has_no_history() -> None:
    assert histories([], []) == ()


@given(st.lists(st.lists(st.sampled_from([A, B, C, D, f"{A}; {B}", ""]), max_size=5), min_size=1, max_size=4))
def test_every_paragraph_is_in_one_history_at_most_once(drafts: list[list[str]]) -> None:
    versions = [document(texts) for texts in drafts]
    found = histories(versions, _steps(versions))
    seen = [(each.version, each.segment) for history in found for each in history.appearances]
    assert len(seen) == len(set(seen))
    assert set(seen) == {(v, i) for v, texts in enumerate(drafts) for i in range(len(texts))}
    for history in found:
        order = [each.version for each in history.appearances]
        assert order == list(range(order[0], order[-1] + 1))
        assert history.introduced_in <= history.last_changed_in <= history.last_seen_in
