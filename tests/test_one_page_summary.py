"""The one-page summary: what is on it, in which order, and that it stays one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample
from click.testing import CliRunner

from aligner.cli.main import cli
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.values import Carried, Comparison
from aligner.view import summarise as summarising
from aligner.view.build import build
from aligner.view.summarise import summarise


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return sample.comparison()


def test_every_amendment_is_on_it_or_counted(comparison: Comparison) -> None:
    found = summarise(comparison, "fr")
    assert found.total == len(build(comparison).entries)
    assert sum(len(group.lines) + group.others for group in found.groups) == found.total
    assert all(group.lines for group in found.groups)


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
    languages = [summarising._line(view, entry, "fr").language for entry in (shared, partly)]
    assert languages == ["fr", "zh"]


def test_each_language_without_an_amendment_is_named_with_its_state(comparison: Comparison) -> None:
    found = summarise(comparison)
    view = build(comparison)
    for state in (Carried.NOT_CARRIED_OVER, Carried.UNKNOWN):
        told = {
            (each.line.row, code) for each in found.states for code in each.languages if each.state is state
        }
        known = {(e.row, code) for e in view.entries for code, (s, _) in e.states.items() if s is state}
        assert told == known != set()
    assert not found.complete


def test_states_that_have_no_room_are_counted(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = len(summarise(comparison).states)
    monkeypatch.setattr(summarising, "ROOM", 0)
    found = summarise(comparison)
    assert len(found.states) == len({each.state for each in found.states})
    assert len(found.states) + sum(count for _, count in found.others) == every


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
