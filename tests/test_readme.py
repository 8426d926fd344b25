"""The README matches the program: its commands parse, its files exist, its lists are complete."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

import aligner
from aligner.cli.main import cli
from aligner.formats.json.forms import FILES
from aligner.formats.registry import extensions
from aligner.formats.schemas import NAMES
from aligner.project.store import EXTENSION
from aligner.values import Comparison, Document
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INSIDE = (ROOT / "aligner" / "README.md").read_text(encoding="utf-8")
FORMS = (ROOT / "aligner" / "formats" / "json" / "README.md").read_text(encoding="utf-8")
MOST_WORDS = 1400

SHELL = [
    line
    for page in (README, FORMS)
    for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    for line in block.splitlines()
]
COMMANDS = [
    part.strip()
    for line in SHELL
    for part in line.split("&&")
    if re.match(r"\s*(\S*python -m )?aligner ", part)
]


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_is_one_the_program_takes(line: str) -> None:
    words = shlex.split(line)
    name, *arguments = words[words.index("aligner") + 1 :]
    command = cli.commands[name]
    with command.make_context(name, arguments) as context:
        assert isinstance(context, click.Context)


def test_every_command_is_shown() -> None:
    shown = {shlex.split(line)[shlex.split(line).index("aligner") + 1] for line in COMMANDS}
    assert shown == set(cli.commands)


def test_the_two_commands_do_all_their_set_up() -> None:
    setups = [line for line in SHELL if "-m venv" in line and "requirements.txt" in line]
    assert len(setups) == 2
    main_job, tests = setups
    assert main_job.endswith("-m aligner compare corpora/ccpcj-27 -o report.html")
    assert "-r tests/requirements.txt" in tests
    assert tests.endswith("-m pytest -n 3 --dist loadfile")


def test_ci_runs_the_same_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = re.findall(r"command_of '(.+?)'", script)
    found = [[line for line in README.splitlines() if re.search(pattern, line)] for pattern in wanted]
    assert all(lines for lines in found)
    assert "torch" in found[0][0]
    assert "-r tests/requirements.txt" in found[1][0]
    assert found[1][0].endswith("-m pytest -n 3 --dist loadfile")


def test_it_is_short() -> None:
    assert len(README.split()) <= MOST_WORDS


@pytest.mark.parametrize("page", sorted(ROOT.rglob("README.md")), ids=lambda page: page.parent.name)
def test_every_file_a_readme_links_is_there(page: Path) -> None:
    if ".venv" in page.parts:
        pytest.skip("not ours")
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def test_every_file_it_names_is_there() -> None:
    """Words in capitals stand for a name that is still to be given."""
    for name in re.findall(r"`([a-z_]+/[\w./*]*|[a-z_]+\.py)`", INSIDE):
        pattern = re.sub(r"[A-Z]+", "*", name)
        folders = (ROOT / "aligner", ROOT)
        assert any(any(folder.glob(pattern + end)) for folder in folders for end in ("", ".py")), name


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("compare", Comparison),
        ("align", AlignedPair),
        ("diff", RevisedPair),
        ("history", DraftSeries),
        ("segment", Document),
        ("check", Checked),
    ],
)
def test_the_table_of_formats_is_true(command: str, kind: type) -> None:
    """Formats that are missing here are in the page of formats, which is made from the registry."""
    row = next(line for line in README.splitlines() if line.startswith(f"| `{command}` |"))
    project = (EXTENSION,) if kind is Comparison else ()
    shown = set(re.findall(r"`(\.\w+)`", row))
    assert {extensions(kind)[0], ".json", *project} <= shown <= {*extensions(kind), *project}


def test_every_json_form_is_named() -> None:
    assert sorted(FILES) == sorted(NAMES)
    assert not [name for name in FILES if f"`aligner/{name}`" not in FORMS]


def test_each_dependency_has_its_reason() -> None:
    required = re.findall(
        r"^([\w.-]+)[><=]", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    section = INSIDE.split("## Dependencies")[1].split("\n## ")[0]
    explained = re.findall(r"^\| ([\w.-]+) \| (?!for)\S", section, re.MULTILINE)
    assert set(required) <= set(explained), set(required) - set(explained)
    assert set(explained) <= set(required), set(explained) - set(required)


def test_the_changelog_lists_this_version() -> None:
    assert f"## {aligner.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
