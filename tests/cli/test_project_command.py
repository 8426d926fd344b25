"""Projects on the command line and when the app starts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sample
from simple_values import with_alignments
from streamlit.testing.v1 import AppTest

from aligner.cli import app_command
from aligner.cli.main import main
from aligner.project import recent, store
from aligner.project.saved_work import Project, with_dismissed, with_reviewed
from aligner.values import LinkOrigin

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path_factory.getbasetemp() / "state")


@pytest.fixture
def project() -> Project:
    comparison = sample.comparison(("zh", "fr", "ru"))
    edited = {}
    for keys, alignment in comparison.alignments.items():
        beads = [*alignment.beads]
        beads[1] = replace(beads[1], origin=LinkOrigin.CONFIRMED, score=1.0)
        edited[keys] = replace(alignment, beads=tuple(beads))
    confirmed = with_alignments(comparison, edited)
    return with_reviewed(Project(confirmed), 2, True)


@pytest.fixture
def file(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "work.aligner"
    store.save(project, path)
    return path


def run(capsys: Capture, code: int, *arguments: str | Path) -> tuple[str, str]:
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    assert captured.err.count("\n") <= 1
    return captured.out, captured.err


def found(capsys: Capture, file: Path, *more: str | Path) -> list[dict[str, object]]:
    reported, _ = run(capsys, 0, "check", file, "--json", *more)
    listed: list[dict[str, object]] = json.loads(reported)["findings"]
    return listed


def test_a_set_becomes_a_project(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "new.aligner"
    assert run(capsys, 0, "compare", corpus, "-o", file) == ("", "")
    project, _ = store.load(file)
    assert project.comparison.languages == ("zh", "en", "fr", "ru")
    assert len(project.glossary) > 0
    report, again = tmp_path / "a.html", tmp_path / "b.html"
    run(capsys, 0, "compare", corpus, "-o", report)
    run(capsys, 0, "compare", file, "-o", again)
    assert again.read_bytes() == report.read_bytes()


@pytest.mark.parametrize("extension", [".html", ".json", ".docx", ".tmx", ".csv", ".jsonl", ".zip", ".md"])
def test_a_project_is_written_as_a_set_is(file: Path, capsys: Capture, extension: str) -> None:
    out = file.with_name(f"out{extension}")
    assert run(capsys, 0, "compare", file, "-o", out) == ("", "")
    assert out.stat().st_size > 100


def test_a_projects_links_are_as_the_user_left_them(file: Path, capsys: Capture) -> None:
    out = file.with_name("out.tmx")
    run(capsys, 0, "compare", file, "-o", out, "--only-confirmed")
    text = out.read_text(encoding="utf-8")
    assert text.count("<tu ") == 1
    assert "Rappelant 2018" in text


def test_a_project_is_shown_and_copied_whole(file: Path, project: Project, capsys: Capture) -> None:
    reported, _ = run(capsys, 0, "compare", file, "--title", "Other")
    assert "Other" in reported
    copy = file.with_name("copy.aligner")
    run(capsys, 0, "compare", file, "-o", copy)
    assert store.load(copy)[0] == project


def test_two_languages_of_a_project(file: Path, capsys: Capture) -> None:
    out = file.with_name("pairs.xlf")
    assert run(capsys, 0, "align", file, "--target-lang", "fr", "-o", out) == ("", "")
    assert "Rappelant" in out.read_text(encoding="utf-8")
    reported, _ = run(capsys, 0, "align", file, "--source-lang", "zh", "--target-lang", "ru", "--json")
    assert json.loads(reported)["format"] == "aligner/alignment"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["compare", "{file}", "-o", "{file}"], 2, "is there already, and may hold work"),
        (["compare", "{file}", "-o", "work.align"], 2, ".zip, .md, .aligner (see"),
        (["compare", "{file}", "-o", "{folder}/no/x.aligner"], 2, "does not exist; make it first"),
        (["compare", "{file}", "--doc", "zh@x=y.txt"], 2, "give a project or documents"),
        (["compare", "{file}", "--unit", "line"], 2, "--unit is for files that are still to be read"),
        (["check", "{file}", "--encoding", "utf-8"], 2, "--encoding is for files that are still to be read"),
        (["check", "{file}", "--pivot", "fr"], 2, "is 'zh'; compare its files anew"),
        (["compare", "{folder}/no.aligner"], 1, "it does not exist; was it moved?"),
        (["check", "{folder}/no.aligner"], 1, "it does not exist; was it moved?"),
        (["app", "{folder}/no.aligner"], 1, "it does not exist; was it moved?"),
        (["app", "{other}"], 1, "it is not an aligner project"),
        (["compare", "{other}"], 1, "it is not an aligner project"),
        (["align", "{file}"], 1, "has zh, fr, ru; name two with --source-lang and --target-lang"),
        (["align", "{file}", "--source-lang", "fr", "--target-lang", "ru"], 1, "not aligned with each other"),
        (["align", "{other}.txt"], 2, "name SOURCE and TARGET, or a project"),
        (["check", "{file}", "-o", "{folder}/x.aligner"], 2, "choose one of"),
        (["compare", "{file}", "-o", "{folder}/x.aligner", "--min-score", "0.5"], 2, "--min-score is for"),
    ],
)
def test_impossible_requests_give_one_line_errors(
    file: Path, capsys: Capture, arguments: list[str], code: int, said: str
) -> None:
    other = file.with_name("other.aligner")
    other.write_text("no project", encoding="utf-8")
    before = file.read_bytes()
    words = [each.format(file=file, folder=file.parent, other=other) for each in arguments]
    out, output = run(capsys, code, *words)
    assert said in output
    assert out == ""
    assert file.read_bytes() == before


def test_dismissed_findings_are_left_out(file: Path, project: Project, capsys: Capture) -> None:
    every = found(capsys, file)
    assert len(every) > 1
    from aligner.pipeline.check_set import check_comparison
    from aligner.pipeline.run import load_encoder

    whole = check_comparison(project.comparison, load_encoder()).findings
    assert len(whole) == len(every)
    store.save(with_dismissed(project, whole[0], "as meant"), file, replace=True)
    reported, note = run(capsys, 0, "check", file, "--json")
    assert json.loads(reported)["findings"] == every[1:]
    assert note == "aligner: note: 1 finding that was dismissed in the project is left out\n"
    for finding in whole[1:]:
        project = with_dismissed(project, finding)
    store.save(with_dismissed(project, whole[0]), file, replace=True)
    reported, note = run(capsys, 0, "check", file, "--fail-on", "form")
    assert "nothing found" in reported
    assert f"{len(whole)} findings that were dismissed in the project are left out" in note


def test_a_project_is_checked_with_its_own_glossary(file: Path, project: Project, capsys: Capture) -> None:
    from aligner.values.glossary import Concept

    terms = (Concept({"zh": ("鼓励",), "fr": ("invite",)}, {}, "required"),)
    store.save(replace(project, glossary=terms), file, replace=True)
    assert [each["expected"] for each in found(capsys, file, "--check", "terms")] == ["invite"]
    other = file.with_name("g.csv")
    other.write_text("zh,fr\n鼓励,Encourage\n", encoding="utf-8")
    assert found(capsys, file, "--check", "terms", "--glossary", other) == []


# The app


def test_the_app_receives_the_file_to_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = f"import os, sys; sys.exit(os.environ.get({recent.ENVIRONMENT!r}) == sys.argv[1])"
    command = [sys.executable, "-c", code, str(file.resolve())]
    monkeypatch.setattr(app_command, "server_command", lambda *_, **__: command)
    monkeypatch.delenv(recent.ENVIRONMENT, raising=False)
    assert app_command.open_app(command, file) == 1
    assert app_command.open_app(command) == 0
    assert main(["app", str(file)]) == 1


def test_the_page_begins_with_the_project_and_then_with_whatever_is_wanted(
    new_window: Callable[[], AppTest], file: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(recent.ENVIRONMENT, str(file))
    app = new_window().run()
    assert not app.exception
    assert app.session_state["aligner.timeline"].present.comparison == project.comparison
    assert recent.recents()[0].path == file.resolve()
    assert recent.id_of(file) in app.query_params["project"]
    app.button(key="project.close").click().run()
    assert not app.exception
    assert "aligner.timeline" not in app.session_state


def test_an_unopenable_project_is_reported_on_the_page(
    new_window: Callable[[], AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(recent.ENVIRONMENT, str(tmp_path / "gone.aligner"))
    app = new_window().run()
    assert not app.exception
    assert any("does not exist; was it moved" in element.proto.body for element in app.get("html"))
