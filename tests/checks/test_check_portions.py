"""Long texts: checks by row read the rows in portions, and vectors are asked for together."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue

import parallel_texts as texts
import pytest

from aligner import checks
from aligner.checks import CHECKS, choose, row_process, run
from aligner.checks.material import Check, Material, Texts, finding
from aligner.encoders.cache import CachedEncoder
from aligner.languages import facts_grammar
from aligner.pipeline import check_set
from aligner.pipeline.check_set import check_comparison, sentence_links
from aligner.readers.child_process import ChildProcess
from aligner.values import DocumentKey, Finding, Message, Severity

ROWS = {"en": [f"Row {n} of it, in {n + 1900}" for n in range(5)], "fr": ["Rangée"] * 5}

BY_ROW = [check for check in CHECKS.values() if check.by_row]


def noting(name: str, read: list[tuple[str, int]], *, by_row: bool) -> Check:
    """A check that notes which rows it reads, and finds something in every second one."""

    def look(material: Material) -> Iterator[Finding]:
        for row, _, other in material.full_pairs():
            read.append((name, row))
            if row % 2:
                said = Message("labels.sequence", number=6, before=4)
                yield finding(made, Severity.ERROR, row, other, said, found=str(row))

    made = Check(name, Severity.ERROR, look, by_row=by_row)
    return made


@pytest.mark.parametrize("by_row", [False, True])
def test_portions_change_the_order_of_reading_but_not_of_findings(
    monkeypatch: pytest.MonkeyPatch, by_row: bool
) -> None:
    monkeypatch.setattr(checks, "_PORTION", 2)
    read: list[tuple[str, int]] = []
    both = [noting(name, read, by_row=by_row) for name in ("numbers", "dates")]
    found = run(Material(texts.one_to_one(ROWS)), both)
    rows = [[0, 1], [2, 3], [4]] if by_row else [[0, 1, 2, 3, 4]]
    assert read == [(name, row) for part in rows for name in ("numbers", "dates") for row in part]
    assert [(each.check, each.rows) for each in found] == [
        (name, (row,)) for row in (1, 3) for name in ("numbers", "dates")
    ]


def shared(
    monkeypatch: pytest.MonkeyPatch, material: Material, left: int, then: Callable[[], None] = lambda: None
) -> tuple[Finding, ...]:
    """Findings of all checks by row, in portions of two, from another process if it can.

    This process does nothing until so many portions are left that nobody has taken.
    """

    class Portions(SimpleQueue[range]):
        def __init__(self) -> None:
            made.append(self)

    def wait(_: Material) -> Iterator[Finding]:
        while made[0].qsize() > left:
            time.sleep(0.01)
        then()
        return iter(())

    made = list[Portions]()
    monkeypatch.setattr(row_process, "SimpleQueue", Portions)
    monkeypatch.setattr(row_process, "LONG", 1)
    monkeypatch.setattr(checks, "_PORTION", 2)
    monkeypatch.setattr(row_process, "worker_count", lambda: 2)
    waiting = Check("order", Severity.INFO, wait)
    return run(material, [waiting, *BY_ROW])


def different(rows: int) -> Material:
    """Rows with the wrong number in every second one, and a space too many in the last."""
    fr = [f"La séance {n + 21 + n % 2} a eu lieu en {' ' * (n == rows - 1)}{n + 1900}" for n in range(rows)]
    return Material(
        texts.one_to_one({"en": [f"Meeting {n + 21} was held in {n + 1900}" for n in range(rows)], "fr": fr})
    )


def test_rows_that_another_process_judges_have_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = run(different(9), BY_ROW)
    assert [each.rows for each in alone] == [(1,), (3,), (5,), (7,), (8,)]
    assert shared(monkeypatch, different(9), left=2) == alone  # some are judged here
    monkeypatch.setattr(row_process, "judge", None)  # here; not in the other process
    assert shared(monkeypatch, different(9), left=0) == alone


@pytest.mark.parametrize("fault", ["no process starts", "it ends at once"])
def test_rows_of_a_process_that_fails_are_judged_here(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    begin = ChildProcess.__init__
    if fault == "it ends at once":
        monkeypatch.setattr(ChildProcess, "__init__", lambda self, _, quiet: begin(self, "this", quiet=quiet))
    else:
        monkeypatch.setattr(sys, "executable", "")
    assert len(shared(monkeypatch, different(9), left=5)) == 5


def test_a_portion_of_a_process_that_is_killed_is_judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begun_processes(monkeypatch)
    assert len(shared(monkeypatch, different(9), left=3, then=lambda: begun[0].kill())) == 5


def begun_processes(monkeypatch: pytest.MonkeyPatch) -> list[ChildProcess]:
    """Return a list to which each process that is started is added."""
    begun, begin = list[ChildProcess](), ChildProcess.__init__

    def noted(self: ChildProcess, module: str, *, quiet: bool) -> None:
        begun.append(self)
        begin(self, module, quiet=quiet)

    monkeypatch.setattr(ChildProcess, "__init__", noted)
    return begun


def test_no_process_outlives_checks_that_are_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begun_processes(monkeypatch)

    def stop(material: Material) -> Iterator[Finding]:
        raise KeyboardInterrupt

    monkeypatch.setattr(row_process, "LONG", 1)
    monkeypatch.setattr(row_process, "worker_count", lambda: 2)
    with pytest.raises(KeyboardInterrupt):
        run(different(9), [CHECKS["numbers"], Check("order", Severity.INFO, stop)])
    assert [process.alive for process in begun] == [False]


@pytest.mark.slow
def test_a_text_is_read_once_though_the_document_is_longer_than_what_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    remembered = facts_grammar.facts.cache_info().maxsize
    assert remembered is not None
    most = 2 * remembered // 3  # rows, each with two texts
    rows = [f"In {1000 + row} they met" for row in range(most)]
    seen, find = Counter[str](), facts_grammar._symbols
    monkeypatch.setattr(
        facts_grammar,
        "_symbols",
        lambda text: seen.update([text]) or find(text),  # type: ignore[func-returns-value]
    )
    monkeypatch.setattr(row_process, "worker_count", lambda: 1)  # others read unseen
    facts_grammar.facts.cache_clear()
    check_comparison(
        texts.one_to_one({"en": rows, "fr": [row.replace("they met", "réunion") for row in rows]}),
        checks=("numbers", "dates", "symbols", "names"),
    )
    assert len(seen) == 2 * most
    assert set(seen.values()) == {1}


def test_vectors_of_many_rows_are_asked_for_together() -> None:
    asked: list[int] = []

    def close(questions: Sequence[Texts]) -> list[list[list[float]]]:
        asked.append(len(questions))
        return [[[0.5] * len(others) for _ in given] for given, others in questions]

    whole = ", ".join(f"clause number {n} of the whole row" for n in range(6)) + "."
    cut = [whole if row % 2 else ", ".join(whole.split(", ")[:4]) + "." for row in range(64)]
    run(
        Material(texts.one_to_one({"en": [whole] * 64, "fr": cut, "es": cut[::-1]}), closeness=close),
        choose(["missing-clause"]),
    )
    assert sum(asked) >= 10 * len(asked)


def test_of_many_rows_of_a_single_sentence_only_some_are_aligned_by_sentence(
    monkeypatch: pytest.MonkeyPatch, encoder: CachedEncoder
) -> None:
    """They lack no sentence; those that have several are all aligned."""
    monkeypatch.setattr(check_set, "_ENOUGH", 4)
    rows = {"en": [f"Member {n} voted for it." for n in range(24)]}
    rows["fr"] = [f"Le membre {n} a voté pour." for n in range(24)]
    rows["en"][7] += " All others were absent from the meeting on that day."
    compared = texts.one_to_one(rows)
    keys = DocumentKey("en", "v"), DocumentKey("fr", "v")
    links = sentence_links(compared, encoder)(*keys)
    assert links is not None
    aligned = [{segment.parent for segment in document.segments} for document in links[:2]]
    assert aligned == [{0, 6, 7, 13, 19}] * 2
    found = check_comparison(compared, encoder, checks=["missing-sentence"]).findings
    monkeypatch.undo()
    assert [each.rows for each in found] == [(7,)]
    assert check_comparison(compared, encoder, checks=["missing-sentence"]).findings == found
