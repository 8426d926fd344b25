"""The schemas of the JSON forms: up to date, shipped, and matched by the files written."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import parallels
import pytest
import writers
from json_schemas import schema_of, written
from jsonschema import Draft202012Validator

import aligner
from aligner.cli.main import main
from aligner.formats.json.forms import FILES
from aligner.formats.registry import FORMATS
from aligner.formats.schemas import FOLDER, NAMES
from aligner.formats.writing import export
from aligner.values import Comparison, Document, Update
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair

Capture = pytest.CaptureFixture[str]
KINDS = {
    "document": Document,
    "alignment": AlignedPair,
    "diff": RevisedPair,
    "comparison": Comparison,
    "findings": Checked,
    "history": DraftSeries,
    "update": Update,
}


def schema(name: str) -> dict[str, Any]:
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def closed(found: Any) -> Any:
    """A schema that allows no key it does not describe, so that an undocumented key is a fault."""
    if isinstance(found, dict):
        found = {key: closed(value) for key, value in found.items()}
        if "properties" in found and found.get("type") == "object":
            found["additionalProperties"] = False
    return [closed(each) for each in found] if isinstance(found, list) else found


def faults(value: object, name: str) -> list[str]:
    validator = Draft202012Validator(closed(schema(name)))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize("name", FILES)
def test_each_schema_file_is_up_to_date_and_valid(name: str) -> None:
    result = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert result == written(name), "run `PYTHONPATH=. python tests/json_schemas.py`"
    Draft202012Validator.check_schema(schema_of(name))


def test_there_is_no_other_schema_file() -> None:
    assert sorted(NAMES) == sorted(FILES)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described(name: str) -> None:
    whole = schema(name)
    for part in (whole, *whole["$defs"].values()):
        assert part["description"]
        for key, value in part["properties"].items():
            assert value["description"].endswith("."), key


@pytest.mark.parametrize("name", KINDS)
def test_written_json_matches_its_schema(name: str) -> None:
    result = writers.results()[KINDS[name]]
    assert faults(json.loads(export(result, ".json")), name) == []


def test_every_kind_of_result_that_json_can_hold_is_tested() -> None:
    entries = {output.kind for form in FORMATS if form.extension == ".json" for output in form.outputs}
    assert entries == set(KINDS.values())


def test_files_of_the_bundled_set_are_as_their_schemas_say(corpus: Path, capsys: Capture) -> None:
    old, new = str(corpus / "draft.zh.txt"), str(corpus / "rev1.zh.txt")
    commands = {"document": ["segment", new], "diff": ["diff", old, new], "history": ["history", old, new]}
    for name, command in commands.items():
        assert main([*command, "--json"]) == 0
        assert faults(json.loads(capsys.readouterr().out), name) == []


def test_an_evaluation_matches_its_schema(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(export(writers.results()[AlignedPair], ".json"))
    assert main(["evaluate", str(path), str(path), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["bands"]
    assert faults(value, "evaluation") == []


def test_each_line_of_units_matches_its_schema() -> None:
    lines = export(parallels.by_hand(), ".jsonl").decode("utf-8").splitlines()
    assert lines
    for line in lines:
        assert faults(json.loads(line), "unit") == []


def test_a_wrong_file_is_no_valid_one() -> None:
    value = json.loads(export(writers.results()[Comparison], ".json"))
    for change in (
        lambda v: v.pop("pivot"),
        lambda v: v["rows"][0].update(score="high"),
        lambda v: v["documents"][0]["segments"][0].update(kind="poem"),
        lambda v: v.update(unknown=1),
    ):
        wrong = deepcopy(value)
        change(wrong)
        assert faults(wrong, "comparison")


@pytest.mark.parametrize("name", NAMES)
def test_the_command_prints_a_schema(name: str, capsys: Capture) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == schema(name)


def test_the_command_names_the_forms(capsys: Capture) -> None:
    assert main(["schema", "poem"]) == 2
    error = capsys.readouterr().err
    assert all(name in error for name in NAMES)
    assert main(["schema", "--help"]) == 0
    output = capsys.readouterr().out
    assert all(name in output for name in NAMES)


def test_the_schemas_are_part_of_the_package() -> None:
    project = (Path(aligner.__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"formats/schemas/*.json"' in project
