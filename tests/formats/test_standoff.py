"""Alignments in stand-off XML with two accompanying texts: InterText's and those of corpora."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.cli.main import main
from aligner.formats.bitext import of_pair
from aligner.formats.reading import load, load_bytes
from aligner.formats.standoff_xml import linked
from aligner.values.message import FormatError, InputError
from aligner.values.results import AlignedPair

ZH = """<?xml version="1.0" encoding="UTF-8"?><text><body>
<p id="1"><s id="1:1">各国应批准该议定书。</s><s id="1:2">秘书长应<hi>提交</hi>
报告。</s></p><p id="2"><s id="2:1">本决议立即生效。</s><s id="2:10">就此结束。</s></p></body></text>"""
EN = """<text lang="en"><p id="1"><s id="1:1">States shall ratify it.</s></p>
<p id="2"><s id="2:1">The Secretary-General shall report,</s>
<s id="2:2">and this resolution takes effect.</s></p>
<p id="3"><s id="3:1">A word of our own.</s></p></text>"""
INTERTEXT = """<?xml version='1.0' encoding='utf-8'?>
<linkGrp toDoc='law.zh.xml' fromDoc='law.en.xml'>
<link type='1-1' xtargets='1:1;1:1' status='man'/>
<link type='2-2' xtargets='1:2 2:1;2:1 2:2' status='auto'/>
<link type='0-0' xtargets=';' status='auto'/>
<link type='0-1' xtargets='2:10;' status='auto'/>
</linkGrp>"""
XCES = """<?xml version="1.0"?><cesAlign version="1.0">
<linkGrp targType="s" fromDoc="en/law.en.xml.gz" toDoc="zh/law.zh.xml.gz">
<link xtargets="1:1;1:1"/><link xtargets="2:1 2:2;1:2 2:1"/><link xtargets=";2:10"/></linkGrp></cesAlign>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("law.zh.xml", ZH), ("law.en.xml", EN), ("a.xml", INTERTEXT), ("b.xml", XCES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def units(pair: object) -> list[list[list[str]]]:
    assert isinstance(pair, AlignedPair)
    return [[[piece.text for piece in cell] for cell in unit.cells] for unit in of_pair(pair).units]


UNITS = [
    [["各国应批准该议定书。"], ["States shall ratify it."]],
    [
        ["秘书长应提交 报告。", "本决议立即生效。"],
        ["The Secretary-General shall report,", "and this resolution takes effect."],
    ],
    [["就此结束。"], []],
    [[], ["A word of our own."]],
]


def test_intertext_finds_its_texts_beside_it(folder: Path) -> None:
    pair = load(folder / "a.xml").result
    assert units(pair) == UNITS
    assert (pair.source.language, pair.target.language) == ("zh", "en")
    assert [unit.confirmed for unit in of_pair(pair).units] == [True, False, False, False]


def test_corpora_may_name_the_second_text_first(folder: Path) -> None:
    pair = load(folder / "b.xml").result
    assert (pair.source.language, pair.target.language) == ("en", "zh")
    assert units(pair)[:2] == [[unit[1], unit[0]] for unit in UNITS[:2]]


def test_texts_of_other_names_are_named(folder: Path) -> None:
    for code in ("zh", "en"):
        (folder / f"law.{code}.xml").rename(folder / f"x.{code}.xml")
    out = folder / "out.jsonl"
    with pytest.raises(InputError, match=r"law\.zh\.xml, which is not beside it; name its texts"):
        load(folder / "a.xml")
    texts = ["--source", str(folder / "x.zh.xml"), "--target", str(folder / "x.en.xml")]
    assert main(["convert", str(folder / "a.xml"), str(out), *texts]) == 0
    assert units(load(out).result) == UNITS


def test_a_text_whose_name_is_too_long_is_not_beside_it(folder: Path) -> None:
    (folder / "a.xml").write_text(INTERTEXT.replace("law.zh", "x" * 400), encoding="utf-8")
    with pytest.raises(InputError, match=r"x{20}…, which is not beside it"):
        load(folder / "a.xml")


def test_an_upload_has_no_companion_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match="links segments by number only"):
        load_bytes(INTERTEXT.encode(), "a.xml")


@pytest.mark.parametrize(
    ("alignment", "said"),
    [
        ("<linkGrp/>", "it has no `link` elements"),
        ("<x><linkGrp/><linkGrp/></x>", "has 2"),
        ("<linkGrp><link xtargets='1:1;1:1'/></linkGrp>", "links segments by number only"),
        (INTERTEXT.replace("2:10;", "7:7;"), r"law\.zh\.xml: it has no element with the id '7:7'"),
        (INTERTEXT.replace("toDoc='law.zh.xml'", "toDoc='../../etc/law.zh.xml'"), ""),
    ],
)
def test_mismatched_files_are_refused(folder: Path, alignment: str, said: str) -> None:
    (folder / "a.xml").write_text(alignment, encoding="utf-8")
    if not said:  # only the name counts: nothing outside the folder is opened
        assert units(load(folder / "a.xml").result) == UNITS
        return
    with pytest.raises(FormatError, match=said):
        load(folder / "a.xml")


def test_a_duplicate_id_is_refused(folder: Path) -> None:
    (folder / "law.zh.xml").write_text(ZH.replace('"2:10"', '"1:1"'), encoding="utf-8")
    (folder / "a.xml").write_text(INTERTEXT.replace("2:10;", ";2:2"), encoding="utf-8")
    with pytest.raises(FormatError, match="two elements have the id '1:1'"):
        load(folder / "a.xml")


def test_without_the_texts_ids_are_counted() -> None:
    found = linked(INTERTEXT.encode(), "a.xml").counted()
    assert [(link.source, link.target) for link in found] == [((0,), (0,)), ((1, 2), (1, 2)), ((3,), ())]
