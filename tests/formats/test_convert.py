"""`aligner convert` between all formats, its messages about losses, and memories of trusted links only."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import parallels
import pytest
import sample
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from word_files import archive_of, package, par, run, with_password

from aligner.cli.main import main
from aligner.formats import bilingual_tables
from aligner.formats.beads import join, links
from aligner.formats.bitext import of_comparison, of_pair, to_pair
from aligner.formats.cells import legal
from aligner.formats.reading import load, load_bytes
from aligner.formats.registry import extensions, read_as
from aligner.formats.writing import export, losses
from aligner.revision.revise import revise
from aligner.segmentation.citations import cite
from aligner.values import (
    Alignment,
    Bead,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Edit,
    EditTag,
    Finding,
    Footnote,
    Message,
    Move,
    Revision,
    Segment,
    SegmentKind,
    Severity,
    Span,
    catalogue,
    verbatim,
)
from aligner.values.message import FormatError, InputError
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.markup import plain

Capture = pytest.CaptureFixture[str]
READ = {each: form.input for each in extensions(AlignedPair) if (form := read_as(each))}
UNITS = [extension for extension, form in READ.items() if form and not form.texts]


def words(result: object) -> list[list[str]]:
    assert isinstance(result, AlignedPair)
    return [[" ".join(p.text for p in cell) for cell in unit.cells] for unit in of_pair(result).units]


@pytest.mark.parametrize(("first", "second"), list(product(UNITS, UNITS)))
def test_every_file_becomes_every_other(first: str, second: str, tmp_path: Path, capsys: Capture) -> None:
    pair = to_pair(parallels.by_hand())
    start, end = tmp_path / f"a{first}", tmp_path / f"b{second}"
    start.write_bytes(export(pair, first))
    options = ["--source-lang", "zh", "--target-lang", "en"]
    assert main(["convert", str(start), str(end), *options]) == 0
    assert capsys.readouterr().out == ""
    assert words(load(end, languages=("zh", "en")).result) == words(pair)


def test_a_comparison_keeps_its_languages(tmp_path: Path) -> None:
    comparison = sample.comparison(["zh", "en", "fr", "ru"])
    for extension in (".tmx", ".jsonl", ".csv", ".xlsx"):
        path = tmp_path / f"x{extension}"
        path.write_bytes(export(comparison, extension))
        result = load(path).result
        assert isinstance(result, Comparison)
        again, before = of_comparison(result), of_comparison(comparison)
        assert [c.language for c in again.columns] == ["zh", "en", "fr", "ru"]
        assert [[len(c) for c in u.cells] for u in again.units] == [
            [len(c) for c in u.cells] for u in before.units
        ]


def test_our_json_round_trips() -> None:
    from aligner.formats.json.read import read

    comparison = sample.comparison(["zh", "en"])
    keys = DocumentKey("zh", "draft"), DocumentKey("zh", "rev1")
    old, new = (comparison.documents[key] for key in keys)
    revised = RevisedPair(old, new, comparison.revisions[keys])
    pair = to_pair(parallels.by_hand())
    for result in (old, pair, revised):
        data = export(result, ".json")
        assert export(read(data, "x"), ".json") == data
    data = export(comparison, ".json")
    first, again = json.loads(data), json.loads(export(read(data, "x"), ".json"))
    assert {k: v for k, v in first.items() if k != "amendments"} == {
        k: v for k, v in again.items() if k != "amendments"
    }
    assert again["amendments"]


def test_json_of_drafts_has_footnote_changes() -> None:
    from aligner.formats.json.read import read

    old, new = sample.drafts("en")
    data = export(RevisedPair(old, new, sample.revision(old, new)), ".json")
    value = json.loads(data)
    described = [(each["kind"], each["old"], each["new"]) for each in value["footnote_changes"]]
    assert described == [("unchanged", "1", "1"), ("inserted", None, "2"), ("renumbered", "2", "3")]
    assert value["footnote_changes"][1]["edits"] == [{"tag": "insert", "old": [0, 0], "new": [0, 14]}]
    before = value.pop("footnote_changes")  # as files from before were
    again = read(json.dumps(value).encode(), "x")
    assert isinstance(again, RevisedPair)
    assert [c.kind.value for c in again.revision.footnote_changes] == [each["kind"] for each in before]
    value["footnote_changes"] = before[:1]
    with pytest.raises(FormatError, match="contradicts itself"):
        read(json.dumps(value).encode(), "x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ('{"format": "x"}', "expected aligner/"),
        ('{"format": "aligner/document", "version": 2}', "reads version 1"),
        ('{"format": "aligner/document", "version": 1}', "not in the form that `aligner` writes"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_json_of_others_is_refused_in_one_line(text: str, said: str) -> None:
    from aligner.formats.json.read import read

    with pytest.raises(FormatError, match=said):
        read(text.encode(), "x.json")


def test_losses_are_reported(tmp_path: Path, capsys: Capture) -> None:
    start = tmp_path / "a.json"
    start.write_bytes(export(to_pair(parallels.by_hand()), ".json"))
    assert main(["convert", str(start), str(tmp_path / "b.beads")]) == 0
    output = capsys.readouterr().err
    assert output.count("\n") == 1
    assert output.startswith("aligner: note: .beads does not carry the text itself, scores, what a person")
    assert losses(to_pair(parallels.by_hand()), ".tmx") is None
    assert "footnotes, earlier drafts and amendments" in str(losses(sample.comparison(), ".tmx"))


def test_memory_of_trusted_units_only(tmp_path: Path) -> None:
    start = tmp_path / "a.json"
    start.write_bytes(export(to_pair(parallels.by_hand()), ".json"))
    for options, kept in ((["--min-score", "0.9"], 2), (["--only-confirmed"], 1)):
        assert main(["convert", str(start), str(tmp_path / "b.tmx"), *options]) == 0
        assert (tmp_path / "b.tmx").read_bytes().count(b"<tu ") == kept


def test_an_empty_memory_is_reported(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.csv").write_text("en,fr\nOne thing,Une chose\n", encoding="utf-8")
    assert main(["convert", str(tmp_path / "a.csv"), str(tmp_path / "b.tmx"), "--only-confirmed"]) == 0
    assert "none of 1 units was confirmed by a person; none is written" in capsys.readouterr().err


def test_options_that_a_file_cannot_follow_are_refused(tmp_path: Path, capsys: Capture) -> None:
    for options, out in ((["--bom"], "b.tmx"), (["--min-score", "0.5"], "b.html")):
        assert main(["convert", "a.json", str(tmp_path / out), *options]) == 2
        assert "is for ." in capsys.readouterr().err


def test_a_byte_order_mark_on_request(tmp_path: Path) -> None:
    start, end = tmp_path / "a.json", tmp_path / "b.csv"
    start.write_bytes(export(to_pair(parallels.by_hand()), ".json"))
    assert main(["convert", str(start), str(end), "--bom"]) == 0
    assert end.read_bytes().startswith(b"\xef\xbb\xbfunit,score")
    assert words(load(end).result) == words(to_pair(parallels.by_hand()))


def test_an_unknown_extension_names_those_it_can(tmp_path: Path, capsys: Capture) -> None:
    start = tmp_path / "a.json"
    start.write_bytes(export(to_pair(parallels.by_hand()), ".json"))
    assert main(["convert", str(start), str(tmp_path / "b.doc")]) == 1
    assert "'.doc' cannot be written here; choose one of .html, .json" in capsys.readouterr().err
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(InputError, match=r"give one of \.json, \.docx, \.tmx"):
        load(tmp_path / "a.doc")


def test_tables_of_amendments_are_not_taken_for_two_languages(
    corpus: Path, tmp_path: Path, capsys: Capture
) -> None:
    drafts = [str(corpus / name) for name in ("draft.en.txt", "rev1.en.txt")]
    for command, name in (("diff", "a.xlsx"), ("history", "a.csv")):
        assert main([command, *drafts, "-o", str(tmp_path / name)]) == 0
        assert main(["convert", str(tmp_path / name), str(tmp_path / "b.tmx")]) == 1
        assert f"{name}: it lists amendments in one language" in capsys.readouterr().err


def test_a_project_is_written_by_compare(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "work.aligner").write_bytes(b"SQLite format 3\x00")
    assert main(["convert", str(tmp_path / "work.aligner"), str(tmp_path / "b.tmx")]) == 1
    assert (
        "is a project; write what it holds with `aligner compare work.aligner -o" in capsys.readouterr().err
    )


# Ladders


def documents() -> AlignedPair:
    return to_pair(parallels.by_hand())


@pytest.mark.parametrize(
    ("text", "beads", "moves"),
    [
        ("[0]:[0]\n[]:[1]\n[1]:[2, 3]\n[2]:[]\n[3]:[]\n[4]:[4]\n", "0:0 :1 1:2-3 2: 3: 4:4", ()),
        ("0\t0\t0.5\n1\t1\t0.7\n1\t2\t0\n2\t4\t0.2\n4\t4\t0\n5\t5\t1\n", "0:0 :1 1:2-3 2: 3: 4:4", ()),
        ("[0]:[0]\n[3]:[1]\n[1]:[2, 3]\n[4]:[4]\n", "0:0 :1 1:2-3 2: 3: 4:4", ("3:1",)),
        ("[0, 2]:[0]\n[1]:[1]\n", "0: :0 1:1 2: 3: 4: :2 :3 :4", ()),
        (
            "<linkGrp toDoc='a' fromDoc='b'><link type='1-1' xtargets='1:1;1:1' status='man'/>"
            "<link type='0-1' xtargets=';1:2' status='auto'/>"
            "<link type='1-2' xtargets='1:2;2:1 2:10' status='auto'/>"
            "<link type='1-0' xtargets='1:3;' status='auto'/></linkGrp>",
            "0:0 :1 1:2-3 2: 3: 4: :4",
            (),
        ),
    ],
)
def test_ladders_of_others(text: str, beads: str, moves: tuple[str, ...]) -> None:
    def described(link: Bead | Move) -> str:
        sides = (link.source, link.target)
        return ":".join(
            "" if not s else str(s.start) if len(s) == 1 else f"{s.start}-{s.stop - 1}" for s in sides
        )

    result = documents()
    pair, notes = join(result.source, result.target, *links(text.encode(), "x"), "x")
    assert sorted(map(described, pair.alignment.beads)) == sorted(beads.split())
    assert tuple(map(described, pair.alignment.moves)) == moves
    others = [note for note in notes if note.code != "files.unnamed"]
    assert bool(others) == (bool(moves) or "[0, 2]" in text)


def test_segments_not_named_by_a_ladder_are_reported() -> None:
    result = documents()
    whole = b"[0]:[0]\n[]:[1]\n[1]:[2, 3]\n[2]:[]\n[3]:[]\n[4]:[4]\n"
    assert join(result.source, result.target, *links(whole, "x"), "x")[1] == ()
    _, (note,) = join(result.source, result.target, *links(b"[0]:[0]\n[1, 2]:[1]\n[]:[2]\n", "x"), "x")
    assert str(note).startswith(
        "x does not mention 2 of 5 source segments and 2 of 5 target segments; they are"
    )
    _, (note,) = join(result.source, result.target, *links(b"[0]:[0, 1, 2, 3, 4]\n", "x"), "x")
    assert str(note).startswith("x does not mention 4 of 5 source segments; they are")


def test_a_ladder_that_does_not_fit_its_texts() -> None:
    result = documents()
    with pytest.raises(FormatError, match=r"names target segment 9, counted from 0, but that text has 5"):
        join(result.source, result.target, *links(b"[0]:[9]\n", "x"), "x")


def test_beads_come_back_with_their_texts(corpus: Path, golden: Path, tmp_path: Path) -> None:
    gold, out = golden / "ccpcj-27" / "rev1.zh-ru.beads", tmp_path / "x.tmx"
    texts = [str(corpus / f"rev1.{code}.txt") for code in ("zh", "ru")]
    assert main(["convert", str(gold), str(out), "--source", texts[0], "--target", texts[1]]) == 0
    result = load(out).result
    assert isinstance(result, AlignedPair)
    assert export(result, ".beads") == gold.read_bytes()


def test_a_ladder_requires_its_texts(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.beads").write_text("[0]:[0]\n")
    assert main(["convert", str(tmp_path / "a.beads"), str(tmp_path / "b.tmx")]) == 1
    assert "name its texts with --source and --target" in capsys.readouterr().err


# What others make


TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.1"><header srclang="EN-GB"/>
<body><tu><tuv lang="FR-CA"><seg>Le <bpt i="1">&lt;b&gt;</bpt>chat<ept i="1">&lt;/b&gt;</ept></seg></tuv>
<tuv lang="EN-US"><seg>
    The
    <hi>cat</hi>
</seg></tuv><tuv lang="NL"><seg>kat</seg></tuv></tu></body></tmx>"""

XLIFF_12 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file source-language="en-GB"
target-language="fr" original="x"><body><group><trans-unit id="1" approved="yes"><source>A <g id="1">cat</g>
</source><target>Un chat</target></trans-unit><trans-unit id="2"><source>One. Two.</source><seg-source>
<mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></seg-source><target>
<mrk mtype="seg" mid="1">Un.</mrk> <mrk mtype="seg" mid="2">Deux.</mrk></target></trans-unit>
<trans-unit id="3"><source>Left</source></trans-unit></group></body></file></xliff>"""

XLIFF_20 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr-FR">
<file id="1"><group id="g"><unit id="1"><segment state="final"><source>A <pc id="1">cat</pc><cp hex="0041"/>
</source><target>Un chat</target></segment><segment><source>Two</source><target>Deux</target></segment>
</unit></group></file></xliff>"""


BUNDLE = """<xliff version="1.2"><file source-language="en-US" target-language="zh-CN" original="a"><body>
<trans-unit id="1"><source>One <x id="1"/>is <ph id="2">code</ph>here</source><seg-source><g id="3"><mrk
mtype="seg" mid="1">One <x id="1"/>is <ph id="2">code</ph>here</mrk></g></seg-source><target>
<mrk mtype="seg" mid="1">一
</mrk></target><note>n</note><alt-trans><source>Old</source><target>旧</target></alt-trans></trans-unit></body>
</file><file source-language="en-GB" target-language="zh-Hans" original="b"><body><trans-unit
id="1" translate="no"><source>Two</source><target>二</target></trans-unit></body></file></xliff>"""

TWICE = """<tmx version="1.4"><header srclang="*all*"/><body><tu><tuv xml:lang="en"><seg>a</seg></tuv>
<tuv xml:lang="zh-CN"><seg>国</seg></tuv><tuv xml:lang="zh-TW"><seg>國</seg></tuv>
<tuv xml:lang="tlh"><seg>c</seg></tuv></tu></body></tmx>"""


def test_a_bundle_of_files_may_name_regions(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(BUNDLE, encoding="utf-8")
    assert words(load(tmp_path / "a.xlf").result) == [["One is here", "一"], ["Two", "二"]]
    (tmp_path / "a.xlf").write_text(BUNDLE.replace("zh-Hans", "fr"), encoding="utf-8")
    with pytest.raises(InputError, match="one pair of languages, but has 2"):
        load(tmp_path / "a.xlf")


def test_units_left_out_of_a_memory_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(TWICE, encoding="utf-8")
    found = load(tmp_path / "a.tmx")
    assert words(found.result) == [["a", "国"]]
    assert tuple(map(str, found.notes)) == (
        "a.tmx: 1 of its texts is in another language (tlh); it is left out",
        "a.tmx: 1 of its texts is beside another in the same language (zh-TW beside zh-CN); "
        "the first of a unit is kept, the other is left out",
    )
    empty = '<tu><tuv xml:lang="en"><seg/></tuv><tuv xml:lang="zh"><seg>x</seg></tuv></tu></body>'
    (tmp_path / "a.tmx").write_text(TWICE.replace("</body>", empty), encoding="utf-8")
    assert load(tmp_path / "a.tmx").notes == found.notes
    (tmp_path / "b.tmx").write_bytes(export(to_pair(parallels.by_hand()), ".tmx"))
    assert load(tmp_path / "b.tmx").notes == ()


NESTED = (
    'See<bpt i="1">&lt;img alt="<sub>A cat <ph>&lt;fn&gt;<sub>Its name</sub></ph></sub>"&gt;</bpt> it<ph>'
    "<sub> </sub></ph>"
)


def test_texts_inside_codes_are_left_out_and_counted(tmp_path: Path) -> None:
    memory = TWICE.replace("<seg>a</seg>", f"<seg>{NESTED}</seg>").replace("zh-TW", "tlh")
    for name, text in (
        ("a.tmx", memory),
        (
            "a.xlf",
            BUNDLE.replace('One <x id="1"/>is <ph id="2">code</ph>here</source>', f"{NESTED}</source>"),
        ),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = load(tmp_path / name)
        assert words(found.result)[0][0] in ("See it", "One is here")
        assert f"{name}: 2 of its texts are inside codes (<sub>); they are left out" in map(str, found.notes)


def test_remarks_and_proposals_are_left_out_and_counted(tmp_path: Path) -> None:
    memory = TWICE.replace("<tuv", "<note>ask Geneva</note><tuv", 1)
    for name, text, wanted in (
        ("a.tmx", memory, ["a.tmx: 1 note is left out"]),
        (
            "a.xlf",
            BUNDLE.replace("<note>n</note>", "<note>one</note><note> </note><note>two</note>"),
            ["a.xlf: 2 notes are left out", "a.xlf: 1 proposed translation is left out"],
        ),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = list(map(str, load(tmp_path / name).notes))
        assert [note for note in found if note in wanted] == wanted


@pytest.mark.parametrize(
    ("version", "holder"),
    [
        ("1.2", "<header><reference><internal-file form='base64'>{}</internal-file></reference></header>"),
        ("1.2", "<header><skl><x:internal-file xmlns:x='urn:x'>{}</x:internal-file></skl></header>"),
        ("2.0", "<skeleton>{}</skeleton>"),
    ],
)
def test_an_original_file_inside_of_any_size_is_left_out(version: str, holder: str, tmp_path: Path) -> None:
    text = XLIFF_12 if version == "1.2" else XLIFF_20
    at = text.index(">", text.index("<file")) + 1
    path = tmp_path / "a.sdlxliff"
    path.write_text(text[:at] + holder.format("QUJD\n" * 2_200_000) + text[at:], encoding="utf-8")
    found = load(path)
    assert words(found.result)[0][1] == "Un chat"
    assert list(map(str, found.notes)) == ["a.sdlxliff: the original file that is embedded in it is left out"]
    path.write_text(text, encoding="utf-8")
    assert load(path).notes == ()


@pytest.mark.parametrize("name", ["a.tmx", "a.xlf"])
@pytest.mark.parametrize(
    ("put", "said"),
    [
        ("long " * 2_200_000, "one text in it is longer than 10 million bytes"),
        (f"<!--{'x' * 11_000_000}-->", "one text in it is longer than 10 million bytes"),
        ("<hi>" * 300 + "</hi>" * 300, "more than 256 deep"),
    ],
)
def test_xml_beyond_parser_limits_is_reported_as_such(
    name: str, put: str, said: str, tmp_path: Path, capsys: Capture
) -> None:
    text = {"a.tmx": TMX.replace("Le ", put), "a.xlf": XLIFF_12.replace("Left", put)}[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["convert", str(tmp_path / name), str(tmp_path / "b.csv")]) != 0
    output = capsys.readouterr().err
    assert said in output
    assert "well-formed" not in output
    assert output.count("\n") == 1


def test_files_of_other_programs(tmp_path: Path) -> None:
    for name, text, expected in (
        ("a.tmx", TMX, [["The cat", "Le chat"]]),
        (
            "a.xlf",
            XLIFF_12,
            [["A cat", "Un chat"], ["One.", "Un."], ["Two.", "Deux."], ["Left", ""]],
        ),
        ("b.xml", XLIFF_20, [["A catA", "Un chat"], ["Two", "Deux"]]),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert words(load(tmp_path / name).result) == expected


_HEAD = '{"format": "aligner/alignment", "version": 1, "moved": [], "source": {"language": "en", '
_SEGMENT = '"segments": [{"text": "a", "kind": "paragraph", "label": null, "place": null, "footnotes": [], '
_TARGET = '"page": null}], "footnotes": []}, "target": {"language": "fr", '
_END = '"page": null}], "footnotes": []}, "beads": [{"source": [%s], "target": [0], "score": 1}]}'
JSON = f"{_HEAD}{_SEGMENT}%s, {_TARGET}{_SEGMENT}{_END}"
UNIT = (
    '{"format": "aligner/unit", "version": 1, "score": %s, "confirmed": false, "cells": [{"language": "en",'
    ' "version": "", "document": "", "segments": [{"text": "a", "kind": "paragraph", "label": %s}]}]}'
)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.tmx", "<html/>", "not TMX"),
        ("a.tmx", "nonsense", "not well-formed"),
        ("a.tmx", '<!DOCTYPE x [<!ENTITY a "b">]><tmx>&a;</tmx>', "declares XML entities"),
        ("a.tmx", "<tmx><body/></tmx>", "has no unit in two languages"),
        ("a.xlf", '<xliff version="2.0" srcLang="en"/>', "names no target language"),
        ("a.xlf", '<xliff version="2.0" srcLang="en" trgLang="nl"/>', "'nl' is not known"),
        ("a.zip", "PK", "not a zip"),
        ("a.xlsx", "PK", "damaged"),
        ("a.docx", "PK", "damaged"),
        ("a.parquet", "PAR1", "not a Parquet"),
        ("a.jsonl", '{"format": 1}', "line 1"),
        ("a.csv", "\n", "empty"),
        ("a.csv", "only one\ncolumn here", "columns with text"),
        ("a.beads", "nonsense", "name its texts"),
        ("a.tmx", "", "is empty"),
        ("a.json", '{"format": {"a": 1}}', "expected aligner/"),
        ("a.json", JSON % ('"label": 5', "0"), r"segments\[0\]\.label: "),
        ("a.json", JSON % ('"place": [1]', "0"), r"segments\[0\]\.place: "),
        ("a.json", JSON % ('"kind": 1', "0"), "is not in the form"),
        ("a.json", JSON % ('"label": null', "0, 999999999"), "do not follow"),
        ("a.jsonl", UNIT % ("1" + "0" * 400, "null"), "line 1"),
        ("a.jsonl", UNIT % ("1", "5"), r"cells\[0\]\.segments\[0\]\.label: "),
    ],
)
def test_damaged_files_give_one_line_errors(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        load(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["table.xlsx", "table.docx", "corpus.zip"])
def test_a_zip_with_a_password_is_called_encrypted_not_damaged(name: str) -> None:
    with pytest.raises(InputError, match=f"{name}: the document is encrypted; type its password"):
        load_bytes(with_password(archive_of(text_en="secret")), name)


def test_a_workbook_with_a_password_is_called_encrypted() -> None:
    """Excel wraps the zip in a compound file then."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InputError, match="is encrypted"):
        load_bytes(data, "table.xlsx")


def test_a_word_table_of_a_set_reads_back_as_newest_drafts(tmp_path: Path) -> None:
    comparison = sample.comparison()
    (tmp_path / "a.docx").write_bytes(export(comparison, ".docx"))
    result = load(tmp_path / "a.docx").result
    assert isinstance(result, Comparison)
    newest = {key.language: item for key, item in comparison.documents.items() if key.version == sample.NEW}
    read = {key.language: item for key, item in result.documents.items()}
    assert {code: item.texts() for code, item in read.items()} == {
        code: item.texts() for code, item in newest.items()
    }
    for code, item in read.items():
        assert [s.label for s in item.segments] == [s.label for s in newest[code].segments]
    with_newest = [row for row in comparison.rows if any(key.version == sample.NEW for key in row.cells)]
    assert len(result.rows) == len(with_newest)


@settings(max_examples=25)
@given(parallels.parallels(languages=("en", "ar")))
def test_any_words_survive_in_a_table_in_word(document: parallels.Parallel) -> None:
    pair = to_pair(document)
    texts = "".join(text for side in (pair.source, pair.target) for text in side.texts())
    assume(
        texts == texts.strip() and all(t.strip() == t for s in (pair.source, pair.target) for t in s.texts())
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        path.write_bytes(export(pair, ".docx"))
        again = load(path).result
    for ours, theirs in ((pair.source, again.source), (pair.target, again.target)):
        assert [text for text in ours.texts() if text] == theirs.texts()


ROWS = [("各会员国应批准该议定书。", "States shall ratify the protocol."), ("秘书长", "Secretary-General")]


def test_bilingual_tables_of_other_authors_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in ROWS:
        book.active.append([1, *row])
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    book.save(tmp_path / "a.xlsx")
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.csv").write_text("中文;English\n" + "\n".join(";".join(row) for row in ROWS), "utf-8")
    for name in ("a.xlsx", "a.docx", "a.csv"):
        result = load(tmp_path / name).result
        assert words(result) == [list(row) for row in ROWS]
        assert isinstance(result, AlignedPair)
        assert (result.source.language, result.target.language) == ("zh", "en")


@pytest.mark.parametrize(
    ("above", "head"),
    [
        ([], ["en-US", "zh_CN"]),
        ([], ["ENG", "CHI"]),
        ([], ["Source", "Target"]),
        ([], ["English (original)", "Chinese (simplified)"]),
        ([], ["Anglais", "chinois"]),
        ([], ["英文", "中文"]),
        (["Resolution 72/1", ""], ["English", "Chinese"]),
    ],
)
def test_headings_of_tables_as_people_write_them(above: list[str], head: list[str], tmp_path: Path) -> None:
    rows = [
        ["The General Assembly,", "大会，"],
        ["Decides to remain seized of the matter.", "决定继续处理此案。"],
    ]
    book = openpyxl.Workbook()
    for row in filter(None, [above, head, *rows]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    result = load(tmp_path / "x.xlsx").result
    assert words(result) == rows
    assert isinstance(result, AlignedPair)
    assert (result.source.language, result.target.language) == ("en", "zh")


def _word_tables(*tables: list[list[str]]) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
            if len(row) < len(cells):
                cells[0].merge(cells[-1])
    document.save(file)
    return file.getvalue()


def test_word_rows_of_another_shape_are_reported(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    (tmp_path / "a.docx").write_bytes(_word_tables([*rows, ["Chapter I"]], [["alone"]]))
    loaded = load(tmp_path / "a.docx")
    assert words(loaded.result) == rows
    assert list(map(str, loaded.notes)) == [
        "a.docx: 2 rows of its tables are of another shape; they are left out"
    ]


def _table_with(cell: str, main: str = "document") -> bytes:
    """A Word file with a table of two languages whose last row has this content at its right."""
    rows = (par(run("中文")), par(run("English"))), (par(run("大会，")), cell)
    table = "".join(f"<w:tr>{''.join(f'<w:tc>{one}</w:tc>' for one in row)}</w:tr>" for row in rows)
    data = package(f"<w:tbl>{table}</w:tbl>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    moved = io.BytesIO()
    with zipfile.ZipFile(moved, "w") as archive:
        for name, text in parts.items():
            archive.writestr(
                name.replace("document.xml", f"{main}.xml"), text.replace("/document.xml", f"/{main}.xml")
            )
    return moved.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (par("<w:r><w:t>item 60</w:t><w:noBreakHyphen/><w:t>251</w:t></w:r>"), "item 60\u2011251"),
        (f"<w:sdt><w:sdtContent>{par(run('In a control.'))}</w:sdtContent></w:sdt>", "In a control."),
        (
            par(f"<w:sdt><w:sdtContent>{run('A choice')}</w:sdtContent></w:sdt>{run(' of it.')}"),
            "A choice of it.",
        ),
        (par('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>' + run(" rays")), "\u03b1 rays"),
        (par(run("60 days", "<w:strike/>") + run("90 days")), "90 days"),
    ],
    ids=["no-break hyphen", "control around a paragraph", "control in a paragraph", "symbol", "struck"],
)
def test_a_word_table_is_read_as_the_text_of_a_word_file_is(cell: str, text: str) -> None:
    for part in ("document", "document2"):
        loaded = load_bytes(_table_with(cell, part), "a.docx")
        assert words(loaded.result) == [["大会，", text]]
        assert loaded.notes == ()


def test_text_that_a_word_table_hides_is_reported() -> None:
    hidden = par(run("The Assembly") + run(" unseen", "<w:vanish/>"))
    loaded = load_bytes(_table_with(hidden), "a.docx")
    assert words(loaded.result) == [["大会，", "The Assembly"]]
    assert ["hidden" in str(note) for note in loaded.notes] == [True]


def test_tables_that_name_their_languages_the_other_way_round_are_not_mixed(tmp_path: Path) -> None:
    turned = [[english, chinese] for chinese, english in ROWS]
    tables = ([["Chinese", "English"], *map(list, ROWS)], [["English", "Chinese"], *turned])
    (tmp_path / "a.docx").write_bytes(_word_tables(*tables, tables[0]))
    loaded = load(tmp_path / "a.docx")
    assert words(loaded.result) == [list(row) for row in ROWS] * 2
    assert list(map(str, loaded.notes)) == [
        "a.docx: 3 rows of its tables are of another shape; they are left out"
    ]


def test_cover_and_hidden_sheets_are_skipped_and_a_second_table_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Bilingual table", "made by hand"])
    for title, state in (("Old", "hidden"), ("Text", "visible"), ("Annex", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["No.", "English", "Chinese"])
        sheet.append(["1", f"{title} of the resolution.", "决议。"])
    book.save(tmp_path / "x.xlsx")
    loaded = load(tmp_path / "x.xlsx")
    assert words(loaded.result) == [["Text of the resolution.", "决议。"]]
    assert list(map(str, loaded.notes)) == [
        "x.xlsx: the sheet 'Annex' has columns of languages too; it is left out"
    ]


def test_a_second_sheet_without_headings_is_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Annex")):
        sheet.append(["The Assembly decides to meet in the autumn.", "大会决定在秋季举行会议。"])
    book.save(tmp_path / "x.xlsx")
    loaded = load(tmp_path / "x.xlsx")
    assert len(words(loaded.result)) == 1
    assert list(map(str, loaded.notes)) == [
        "x.xlsx: the sheet 'Annex' has columns of languages too; it is left out"
    ]


def test_a_shared_string_of_an_impossible_number_is_empty(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["English", "Chinese"], ["The Assembly decides.", "大会决定。"], ["It meets.", "x"]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = b't="inlineStr"><is><t>x</t></is>'
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert before in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(before, b't="s"><v>' + b"9" * 5000 + b"</v>")
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert words(load(tmp_path / "y.xlsx").result)[1] == ["It meets.", ""]


def test_formulas_without_a_result_are_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["English", "Chinese"], ["The Assembly decides.", "大会决定。"], ["=A2", "大会。"]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    loaded = load(tmp_path / "x.xlsx")
    (note,) = loaded.notes
    assert str(note).startswith("x.xlsx: 1 of its cells holds a formula without a result")


@pytest.mark.parametrize("kind", [Comparison, Checked])
def test_the_aligned_text_of_our_workbook_is_read(kind: type, tmp_path: Path) -> None:
    comparison = sample.comparison(["en", "fr"])
    found = Finding("numbers", Severity.ERROR, (0,), "fr", None, "2", "3", verbatim("not the same"))
    (tmp_path / "x.xlsx").write_bytes(
        export(comparison if kind is Comparison else Checked(comparison, (found,)), ".xlsx")
    )
    loaded = load(tmp_path / "x.xlsx")
    assert loaded.notes == ()
    assert words(loaded.result)[0] == ["Title", "Titre"]


def test_the_bitext_of_hunalign_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(
        "各国应批准。 ~~~ 秘书长应报告。\tStates shall ratify it; he shall report.\t1.2\n\tThe end.\t-0.3\n",
        encoding="utf-8",
    )
    pair = load(tmp_path / "a.tsv").result
    assert isinstance(pair, AlignedPair)
    assert pair.source.texts() == ["各国应批准。", "秘书长应报告。"]
    assert [bead.shape for bead in pair.alignment.beads] == [(2, 1), (0, 1)]
    assert {bead.score for bead in pair.alignment.beads} == {1.0}  # its scores are no probabilities


def test_a_moses_corpus_lies_loose(tmp_path: Path) -> None:
    for code, column in (("zh", 0), ("en", 1)):
        (tmp_path / f"corpus.{code}").write_text("".join(f"{row[column]}\n" for row in ROWS), "utf-8")
    assert words(load(tmp_path / "corpus").result) == [list(row) for row in ROWS]
    with (tmp_path / "corpus.en").open("a", encoding="utf-8") as file:
        file.write("one more\n")
    with pytest.raises(FormatError, match=r"corpus\.zh: 2, corpus\.en: 3"):
        load(tmp_path / "corpus")
    with pytest.raises(InputError, match="does not exist"):
        load(tmp_path / "nothing")


def test_rows_that_repeat_a_number_continue() -> None:
    rows = [["unit", "text_zh", "text_en"], ["1", "一", "a"], ["1", "二", ""], ["2", "三", "b"]]
    result = bilingual_tables.of_table(rows, "x")
    assert [[cell[0].text for cell in unit.cells] for unit in result.units] == [["一二", "a"], ["三", "b"]]


# Amendments


def test_amendments_in_excel_are_marked() -> None:
    comparison = sample.comparison(["zh", "en", "ar"])
    book = openpyxl.load_workbook(io.BytesIO(export(comparison, ".xlsx")), rich_text=True)
    assert book.sheetnames == ["Aligned text", "Amendments", "Footnotes", "Statistics"]
    rows = list(book["Amendments"].iter_rows(min_row=2, values_only=True))
    edited = next(row for row in rows if row[0] == "en" and row[5] == "edited" and row[4] == "PP1")
    marked = [(str(part), part.font.strike, part.font.u) for part in edited[6] if hasattr(part, "font")]
    assert ("2017", True, None) in marked
    assert ("2018", None, "single") in marked
    assert [cell.value for cell in book["Amendments"][1]][-2:] == ["en", "ar"]
    assert {row[7] for row in rows if row[0] == "zh"} >= {"carried over"}


def test_footnotes_in_excel_have_a_sheet_and_those_that_changed_a_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(sample.comparison(["zh", "en", "ar"]), ".xlsx")))
    described = list(book["Footnotes"].iter_rows(values_only=True))
    assert described[:3] == [
        ("language", "version", "mark", "place", "text"),
        ("zh", "rev1", "1", "PP1", "A/RES/71/1"),
        ("zh", "rev1", "2", "PP1", "A/RES/71/9 new"),
    ]
    assert len(described) == 1 + 3 * 3
    changed = [row for row in book["Amendments"].iter_rows(values_only=True) if "footnote" in str(row[4])]
    assert [row[0] for row in changed] == ["zh", "en", "ar"]
    assert changed[0][4:7] == ("footnote 2", "inserted", "A/RES/71/9 new")
    figures = dict(book["Statistics"].iter_rows(values_only=True))
    assert (figures["amendments, English"], figures["footnotes changed, English"]) == (7, 1)


def test_footnotes_of_one_mark_each_have_their_own_place_in_excel() -> None:
    paragraphs: list[sample.Paragraph] = [
        (SegmentKind.OPERATIVE, str(number), f"OP{number}", text)
        for number, text in enumerate(("Urges all States;", "Requests a report."), 1)
    ]
    marks = [(0, 5, "*"), (1, 8, "*")]
    source = replace(
        sample.document("en", "", paragraphs, marks=marks),
        footnotes=(Footnote("*", "A."), Footnote("*", "B.")),
    )
    target = sample.document("fr", "", paragraphs)
    alignment = Alignment((Bead(Span(0, 1), Span(0, 1)), Bead(Span(1, 2), Span(1, 2))), 2, 2)
    aligned = export(AlignedPair(source, target, alignment), ".xlsx")
    buffer = list(openpyxl.load_workbook(io.BytesIO(aligned))["Footnotes"].iter_rows(values_only=True))
    assert [row[2:] for row in buffer[1:]] == [("*", "OP1", "A."), ("*", "OP2", "B.")]


def test_workbooks_are_set_up_to_be_read_and_printed() -> None:
    comparison = sample.comparison(["en", "ar", "fr"])
    found = Finding("numbers", Severity.ERROR, (0,), "fr", None, "2", "3", verbatim("not the same"))
    book = openpyxl.load_workbook(io.BytesIO(export(Checked(comparison, (found,)), ".xlsx")))
    assert book.sheetnames == ["Findings", "Aligned text", "Amendments", "Footnotes", "Statistics"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.font.b for cell in sheet[1])
    for sheet in book.worksheets[:4]:
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
    amendments = book["Amendments"]
    red = [c.value for row in amendments.iter_rows(min_row=2) for c in row if c.font.b and c.column > 7]
    assert red == ["not carried over"]
    arabic = [row[6].alignment for row in amendments.iter_rows(min_row=2) if row[0].value == "ar"]
    assert arabic
    assert all((each.horizontal, each.readingOrder) == ("right", 2) for each in arabic)
    assert book["Findings"]["A2"].font.b


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from aligner.formats.xlsx import workbook

    monkeypatch.setattr(workbook, "MAX_ROWS", 6)
    with pytest.raises(InputError, match=r"has 6 rows, and this needs 7; choose \.csv"):
        export(to_pair(parallels.by_hand()), ".xlsx")


def test_findings_in_excel() -> None:
    comparison = sample.comparison(["zh", "fr"])
    row = next(n for n, row in enumerate(comparison.rows) if len(row.cells) > 2)
    found = Finding(
        "numbers", Severity.ERROR, (row,), "fr", None, "2018", "=2017", verbatim("French has 2017")
    )
    book = openpyxl.load_workbook(io.BytesIO(export(Checked(comparison, (found,)), ".xlsx")))
    assert book.sheetnames == ["Findings", "Aligned text", "Amendments", "Footnotes", "Statistics"]
    (only,) = book["Findings"].iter_rows(min_row=2)
    assert [cell.value for cell in only][:3] == ["error", "numbers", "fr"]
    assert [cell.value for cell in only][4:] == ["2018", "=2017", "French has 2017"]
    assert all(cell.data_type == "s" for cell in only if cell.value)


def test_findings_in_excel_are_in_the_language_of_the_interface() -> None:
    comparison = sample.comparison(["zh", "fr"])
    row = next(
        n
        for n, each in enumerate(comparison.rows)
        for key, span in each.cells.items()
        if cite(comparison.documents[key], span) == "OP1"
    )
    message = Message("facts.extra", pivot="zh", found=("2017",))
    found = Finding("numbers", Severity.ERROR, (row,), "fr", None, "", "2017", message)
    made = export(Checked(comparison, (found,)), ".xlsx", interface="es")
    (only,) = openpyxl.load_workbook(io.BytesIO(made))["Findings"].iter_rows(min_row=2, values_only=True)
    assert only[3] == "párr. 1"
    assert only[6] == catalogue.load("es").render(message)


def test_the_golden_table_of_amendments_stays(golden: Path) -> None:
    data = export(sample.comparison(), ".md")
    assert data.decode() == (golden / "exchange" / "sample.md").read_bytes().decode()


def test_amendments_in_markdown() -> None:
    text = export(sample.comparison(["zh", "en"]), ".md").decode()
    assert text.startswith(
        "# Sample &amp; set\n\n## Chinese\n\n| Old | New | What | Text | English |\n| --- |"
    )
    assert "<del>2017</del><ins>2018</ins>" in text
    for line in text.split("\n"):
        assert not line.startswith("|") or line.count("|") == 6 or "## English" in text


def test_a_reworded_footnote_is_an_amendment_in_markdown() -> None:
    old, new = (
        Document("en", "One", (Segment(Span(0, 3)),), version, footnotes=(Footnote("7", text),))
        for version, text in (("a", "Resolution 70/1"), ("b", "Resolution 70/2"))
    )
    text = export(RevisedPair(old, new, revise(old, new)), ".md").decode()
    assert "| footnote 7 | footnote 7 | edited | Resolution <del>70/1</del><ins>70/2</ins> |" in text
    assert "No paragraph was amended" not in text


def rendered(page: str) -> list[list[str]]:
    """The rows of the tables on a page of Markdown as another program understands it, marks kept."""
    from markdown_it import MarkdownIt

    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(page):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level > 3:
            assert {child.type for child in token.children or ()} <= {"text", "text_special", "html_inline"}
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


@settings(max_examples=60)
@given(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30))
@example("|*a*|`b`|<i>c</i>|[d](e)|\\|&amp;|~~f~~|_g_|#|https://x.example")
def test_another_program_reads_the_amendments(text: str) -> None:
    """Whatever the words are, each stays in its cell, and nothing in them is markup."""
    segment = (Segment(Span(0, len(text)), place="OP1"),)
    old, new = (Document("en", item, segment, version) for item, version in ((text, "a"), (text, "b")))
    size = len(text)
    edits = (
        Edit(EditTag.DELETE, Span(0, size), Span(0, 0)),
        Edit(EditTag.INSERT, Span(size, size), Span(0, size)),
    )
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), edits)
    page = export(RevisedPair(old, new, Revision((change,), 1, 1)), ".md").decode()
    head, row = rendered(page)
    assert head == ["Old", "New", "What", "Text"]
    assert row[:3] == ["OP1", "OP1", "edited"]
    words = "".join(plain(legal(text)).split())
    assume(words)
    assert "".join(row[3].split()) == f"<del>{words}</del><ins>{words}</ins>"


def test_hostile_words_stay_in_their_cells() -> None:
    from hostile import HOSTILE, poisoned

    for text in HOSTILE:
        comparison = poisoned(text)
        page = export(comparison, ".md").decode()
        assert "<script" not in page
        assert "](javascript" not in page
        assert export(comparison, ".xlsx") == export(comparison, ".xlsx")
        openpyxl.load_workbook(io.BytesIO(export(comparison, ".xlsx")), rich_text=True)


def test_a_long_amendment_fills_several_rows() -> None:
    from aligner.formats.xlsx.workbook import _run_parts
    from aligner.values import EditTag

    runs = [(EditTag.EQUAL, "a" * 10_000), (EditTag.INSERT, parallels.LONG)]
    parts = _run_parts(runs)
    assert "".join(text for row in parts for _, text in row) == "a" * 10_000 + parallels.LONG
    assert all(sum(len(text) for _, text in row) <= 16_000 for row in parts)
    assert Span(0, 1).of("x") == "x"


def test_small_files_that_would_fill_the_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zipfile

    import pyarrow as pa
    import pyarrow.parquet as pq

    from aligner.formats import parquet
    from aligner.readers import isolation

    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.en", "a.fr"):
            archive.writestr(name, "\n" * 8_000_000)
    (tmp_path / "a.ladder").write_text("0 0 1\n99999999 99999999 1\n")
    monkeypatch.setattr(parquet, "MAX_BITEXT", 1_000_000)
    monkeypatch.setattr(isolation, "_uses_children", False)  # a child process would have the usual limit
    names = ("source_language", "target_language", "source", "target")
    result = dict.fromkeys(names, ["x" * 1000] * 5000)
    pq.write_table(pa.table(result), tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 20_000
    for name, said in (
        ("a.zip", "would unpack to 7 MiB"),
        ("a.ladder", "line 2: it counts to 99999999"),
        ("a.parquet", "would unpack to more than"),
    ):
        with pytest.raises(InputError, match=said):
            read_any(tmp_path / name)


@pytest.mark.parametrize("how", ["plain", "dictionary", "large", "chained", "lists", "many values"])
def test_a_long_text_repeated_many_times_is_refused_early(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from aligner.formats import parquet
    from aligner.readers import isolation

    monkeypatch.setattr(parquet, "MAX_BITEXT", 20_000_000)
    monkeypatch.setattr(isolation, "_uses_children", False)  # memory is measured in this process
    count, long = 200, "x" * 200_000
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array([long]))
    texts = {
        "dictionary": lambda: shared,
        "plain": lambda: shared.cast(pa.large_string()),
        "large": lambda: pa.array([long * 60] * 2),
        "chained": lambda: shared.cast(pa.large_string()),
        "lists": lambda: pa.array([["x" * 10_000] * 100] * 50, pa.list_(pa.string())),
        "many values": lambda: pa.array([["x"] * 120_000] * 3, pa.list_(pa.string())),
    }[how]()
    same = {"source_language": "en", "target_language": "fr", "target": "y"}
    columns = {name: [value] * len(texts) for name, value in same.items()}
    chained = {"use_dictionary": False, "column_encoding": {"source": "DELTA_BYTE_ARRAY"}}
    file = io.BytesIO()
    table = pa.table({**columns, "source": texts})
    pq.write_table(table, file, compression="zstd", **(chained if how == "chained" else {}))
    data = file.getvalue()
    del table, texts
    assert len(data) < 1_000_000
    before = pa.total_allocated_bytes()
    with pytest.raises(InputError, match="would unpack to more than"):
        load_bytes(data, "a.parquet")
    assert pa.total_allocated_bytes() - before < 1_000_000


def test_repeated_texts_of_a_table_are_read(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    entries = {
        "source_language": ["en"] * 3000,
        "target_language": ["fr"] * 3000,
        "target": ["y", "z", ""] * 1000,
    }
    texts = [f"{number % 7}" for number in range(3000)]
    for number, (column, how) in enumerate(
        [
            (pa.array(texts), {}),
            (pa.array(texts).dictionary_encode(), {}),
            (pa.array(texts), {"use_dictionary": False, "column_encoding": {"source": "DELTA_BYTE_ARRAY"}}),
            (
                pa.array(texts),
                {"use_dictionary": False, "column_encoding": {"source": "DELTA_LENGTH_BYTE_ARRAY"}},
            ),
            (pa.array([[text] for text in texts]), {}),
        ]
    ):
        pq.write_table(pa.table({**entries, "source": column}), tmp_path / f"{number}.parquet", **how)
        found = words(load(tmp_path / f"{number}.parquet").result)
        assert [source for source, _ in found] == texts


def test_a_score_out_of_range_in_json_lines_is_refused(tmp_path: Path) -> None:
    data = export(to_pair(parallels.by_hand()), ".jsonl").replace(b'"score": 0', b'"score": 5', 1)
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"line \d+: .*score 5\S* is not in"):
        load(path)


def read_any(path: Path) -> object:
    return links(path.read_bytes(), path.name) if path.suffix == ".ladder" else load(path).result


@settings(max_examples=150)
@given(st.sampled_from(UNITS), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), min_size=1))
def test_damaged_files_are_refused_or_read_but_never_crash(
    extension: str, damage: list[tuple[float, bytes]]
) -> None:
    data = export(to_pair(parallels.by_hand()), extension)
    for place, put in damage:
        at = int(place * len(data))
        data = data[:at] + put + data[at + 1 :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x{extension}"
        path.write_bytes(data)
        described = ""
        try:
            load(path, languages=("zh", "en"))
        except InputError as error:
            described = str(error)
        assert "\n" not in described
