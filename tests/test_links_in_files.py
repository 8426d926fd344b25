"""Alignments are compared in any file format: the same links, whatever the file."""

from __future__ import annotations

import json
from pathlib import Path

import parallels
import pytest

from aligner.cli.main import main
from aligner.formats.bitext import to_pair
from aligner.formats.reading import load_links
from aligner.formats.writing import export
from aligner.values.message import InputError
from tests.formats.test_standoff import EN, INTERTEXT, ZH

SHAPES = [((0,), (0,)), ((), (1,)), ((1,), (2, 3)), ((2,), ()), ((3,), ()), ((4,), (4,))]
LADDER = "0\t0\t0.5\n1\t1\t0\n1\t2\t0\n2\t4\t0.2\n3\t4\t0\n4\t4\t0\n5\t5\t1\n"


def shapes(path: Path) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.source, link.target) for link in load_links(path)]


@pytest.mark.parametrize(
    "extension", [".beads", ".json", ".tsv", ".tmx", ".xlf", ".jsonl", ".parquet", ".csv", ".xlsx"]
)
def test_every_form_gives_the_same_links(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    pair = to_pair(parallels.by_hand())
    path.write_bytes(export(pair, extension))
    assert shapes(path) == SHAPES
    scores = {link.score for link in load_links(path)}
    assert scores == ({None} if extension == ".beads" else {0.98, 0.4, 0.75, 0.5, 0.25})


@pytest.mark.parametrize("name", ["a.ladder", "a.align", "a.txt"])
def test_ladders_of_hunalign(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(LADDER)
    assert shapes(tmp_path / name) == SHAPES


def test_stand_off_xml_with_and_without_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(INTERTEXT, encoding="utf-8")
    alone = [((0,), (0,)), ((1, 2), (1, 2)), ((3,), ())]
    assert shapes(path) == alone
    for name, text in (("law.zh.xml", ZH), ("law.en.xml", EN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert shapes(path) == [*alone, ((), (3,))]  # what nothing links is a gap


def test_gold_of_the_field_has_any_extension(tmp_path: Path) -> None:
    (tmp_path / "a.gold").write_text("[0]:[0]\n[1]:[2]\n[2]:[1]\n")
    assert shapes(tmp_path / "a.gold") == [((0,), (0,)), ((1,), (2,)), ((2,), (1,))]


def test_evaluate_accepts_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold.ladder").write_text(LADDER)
    (tmp_path / "auto.tmx").write_bytes(export(to_pair(parallels.by_hand()), ".tmx"))
    assert main(["evaluate", str(tmp_path / "auto.tmx"), str(tmp_path / "gold.ladder"), "--json"]) == 0
    reported = json.loads(capsys.readouterr().out)
    assert reported["strict"]["f1"] == 1.0
    assert reported["bands"]
    reported = main(["evaluate", str(tmp_path / "none.tmx"), str(tmp_path / "gold.ladder")])
    assert reported == 1
    assert "does not exist" in capsys.readouterr().err


def test_more_than_two_languages_are_refused(tmp_path: Path) -> None:
    import sample

    (tmp_path / "a.tmx").write_bytes(export(sample.comparison(), ".tmx"))
    with pytest.raises(InputError, match="not an alignment of two languages"):
        load_links(tmp_path / "a.tmx")
