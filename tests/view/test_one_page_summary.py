"""The one-page summary: what is on it, in which order, and that it stays one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample
from click.testing import CliRunner

from aligner.cli.main import cli
from aligner.formats import one_page
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.values import Carried, Comparison
from aligner.values.catalogue import load
from aligner.view import summarise as summarising
from aligner.view.build import build
from aligner.view.one_page_summary import OnePageSummary, SummaryLine
from aligner.view.redline_runs import Mark
from aligner.view.summarise import summarise


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return sample.comparison()


def lines_of(found: OnePageSummary) -> list[SummaryLine]:
    return [line for group in found.groups for line in group.lines]


def test_every_amendment_is_on_it_or_counted(comparison: Comparison) -> None:
    found = summarise(comparison, "fr")
    assert found.total == len(build(comparison).entries) == len(lines_of(found)) + len(found.others)
    assert all(group.lines for group in found.groups)
    assert found.lacking == {"en": 1, "fr": 1, "ru": 1}
    assert load().render(found.headline) == "3 amendments are missing in English, French or Russian."


def test_amendments_are_quoted_in_the_readers_language_where_it_has_them(comparison: Comparison) -> None:
    found = summarise(comparison, "fr")
    lines = [line for group in found.groups for line in group.lines]
    assert found.reader == "fr"
    assert {line.language for line in lines} == {"fr", "zh"}  # what did not reach French, in the pivot
    assert summarise(comparison, "de").reader == "zh"


def test_an_amendment_of_which_the_reader_has_a_part_is_quoted_in_the_pivot(comparison: Comparison) -> None:
    view = build(comparison)
    shared = next(
        entry for entry in view.entries if entry.states.get("fr", (None,))[0] is Carried.CARRIED_OVER
    )
    partly = replace(shared, states={**shared.states, "fr": (Carried.PARTLY, None)})
    languages = [summarising.summary_line(view, entry, "fr").language for entry in (shared, partly)]
    assert languages == ["fr", "zh"]


def test_each_amendment_has_its_state_in_each_language(comparison: Comparison) -> None:
    found = summarise(comparison)
    told = {(line.row, code, state) for line in lines_of(found) for code, state in line.states.items()}
    known = {(e.row, code, s) for e in build(comparison).entries for code, (s, _) in e.states.items()}
    assert told == known
    assert found.languages == ("en", "fr", "ru", "ar")


def test_what_some_language_lacks_comes_before_what_all_have(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = lines_of(summarise(comparison))
    unsettled = sum(not line.is_settled for line in every)
    assert 0 < unsettled < len(every)
    monkeypatch.setattr(summarising, "ROOM", 10)
    found = summarise(comparison)
    assert 0 < len(lines_of(found)) < len(every)
    assert len(lines_of(found)) + len(found.others) == len(every)
    assert not all(line.is_settled for line in lines_of(found)[:unsettled])
    page = one_page.web_page(found, load()).decode()
    assert f"and {len(found.others)} more: " in page


def test_changed_words_are_quoted_with_a_few_around_them(comparison: Comparison) -> None:
    found = {line.place: line for line in lines_of(summarise(comparison, "en"))}
    assert max(sum(len(piece.text) for piece in line.pieces) for line in found.values()) <= 170
    edited = [line for line in found.values() if {piece.mark for piece in line.pieces} >= set(Mark)]
    assert edited


@pytest.mark.parametrize("extension", [".html", ".docx"])
def test_the_command_writes_it_beside_nothing_else(
    comparison: Comparison, tmp_path: Path, extension: str
) -> None:
    saved = tmp_path / "work.aligner"
    saved.write_bytes(store.to_bytes(Project(comparison)))
    target = tmp_path / f"summary{extension}"
    done = CliRunner().invoke(cli, ["compare", str(saved), "--summary", str(target), "--interface", "fr"])
    assert (done.exit_code, done.output) == (0, "")
    assert target.stat().st_size > 1000
    beside = ["-o", str(tmp_path / "rows.json"), "--summary", str(target), "--interface", "fr"]
    assert CliRunner().invoke(cli, ["compare", str(saved), *beside]).output == ""
    refused = CliRunner().invoke(cli, ["compare", str(saved), "--summary", str(tmp_path / "summary.tmx")])
    assert refused.exit_code == 2
    assert ".html" in refused.output


def test_an_edited_row_of_a_table_is_cited_by_its_first_cell(tmp_path: Path) -> None:
    """Whoever gets the page has no row numbers."""
    page = (
        "<p>The budget is as follows:</p><table border=1><tr><td>Workshops<td>{}<tr><td>Total<td>900</table>"
    )
    files = [tmp_path / f"{name}.html" for name in ("draft", "rev1")]
    for file, figure in zip(files, (450, 300), strict=True):
        file.write_text(page.format(figure), encoding="utf-8")
    target = tmp_path / "summary.html"
    documents = [f"--doc=en@{file.stem}={file}" for file in files]
    done = CliRunner().invoke(cli, ["compare", *documents, "--summary", str(target)])
    assert done.exit_code == 0, done.output
    written = target.read_text(encoding="utf-8")
    assert "Workshops" in written
    assert "Row 2" not in written
