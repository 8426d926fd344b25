"""Exchange formats, ours and other programs', read back; hostile text breaks none."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import parallels
import pytest
from hypothesis import given, settings
from lxml import etree
from translate.storage import tmx as toolkit_tmx

import aligner
from aligner.formats import bilingual_tables, jsonl, moses, parquet, tmx, xliff
from aligner.formats.bitext import Parallel, ParallelUnit, Piece, joined
from aligner.formats.reading import load_bytes
from aligner.formats.xlsx import read_table, workbook
from aligner.values.message import FormatError, InputError

METADATA = "{urn:oasis:names:tc:xliff:metadata:2.0}metadata"

PARALLEL = (jsonl, moses, parquet, tmx, xliff, workbook)
WRITERS = [bilingual_tables.quoted, *(each.parallel for each in PARALLEL)]
EXTENSIONS = ["csv", "jsonl", "zip", "parquet", "tmx", "xlf", "xlsx"]


def content(document: Parallel) -> list[tuple[object, ...]]:
    """Everything but the titles and drafts, which not every format has."""
    return [
        (
            unit.score,
            unit.confirmed,
            tuple(tuple((p.text, p.label, p.place, p.kind) for p in c) for c in unit.cells),
        )
        for unit in document.units
    ]


def unversioned(data: bytes) -> str:
    return data.decode().replace(f'toolversion="{aligner.__version__}"', "")


def words(document: Parallel) -> list[list[list[str]]]:
    return [[[piece.text for piece in cell] for cell in unit.cells] for unit in document.units]


@pytest.mark.parametrize(("writer", "reader"), [(tmx, tmx), (xliff, xliff), (jsonl, jsonl)])
def test_everything_round_trips(writer: object, reader: object) -> None:
    parallel = parallels.by_hand()
    read = reader.read(writer.parallel(parallel), "x")
    assert content(read) == content(parallel)
    assert read.columns == parallel.columns
    assert [unit.moved for unit in read.units] == [unit.moved for unit in parallel.units]


@settings(max_examples=60)
@given(parallels.parallels())
def test_hostile_text_round_trips(document: Parallel) -> None:
    for writer, reader in ((tmx, tmx), (xliff, xliff), (jsonl, jsonl)):
        if not document.units and writer is jsonl:
            continue
        data = writer.parallel(document)
        assert data == writer.parallel(document)
        assert content(reader.read(data, "x")) == content(document)
    if document.units:
        data = parquet.parallel(document)
        assert data == parquet.parallel(document)
        assert words(parquet.read(data, "x")) == words(document)


def test_a_parquet_file_of_other_columns_no_rows_or_several_texts_is_refused() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def written(table: pa.Table) -> bytes:
        pq.write_table(table, buffer := io.BytesIO())
        return buffer.getvalue()

    one = pq.read_table(io.BytesIO(parquet.parallel(parallels.by_hand())))
    place = one.column_names.index("target_document")
    other = one.set_column(place, "target_document", pa.array(["another.txt"] * len(one)))
    for table, message in (
        (one.drop_columns(["target"]), r"x: .*target"),
        (one.slice(0, 0), r"x: .*row"),
        (pa.concat_tables([one, other]), r"x: .*has 2;"),
    ):
        with pytest.raises(FormatError, match=message):
            parquet.read(written(table), "x")


@settings(max_examples=60)
@given(parallels.parallels(facts=False))
def test_hostile_text_round_trips_through_tables(document: Parallel) -> None:
    wanted = [
        [[text for text in cell if text] for cell in unit] for unit in words(document)
    ]  # an empty cell is a gap: tables cannot tell
    for data, read in (
        (bilingual_tables.quoted(document), bilingual_tables.read_quoted),
        (workbook.parallel(document), read_table.read),
    ):
        assert words(read(data, "x")) == wanted
    assert workbook.parallel(document) == workbook.parallel(document)


def test_very_long_paragraphs_come_back_from_every_format() -> None:
    parallel = Parallel(
        parallels.by_hand().columns,
        (parallels.ParallelUnit(((Piece(parallels.LONG),), (Piece("short"),)), 1.0),),
    )
    for write, read in (
        (tmx.parallel, tmx.read),
        (xliff.parallel, xliff.read),
        (jsonl.parallel, jsonl.read),
        (parquet.parallel, parquet.read),
        (moses.parallel, moses.read),
        (bilingual_tables.quoted, bilingual_tables.read_quoted),
        (workbook.parallel, read_table.read),
    ):
        assert words(read(write(parallel), "x")) == words(parallel), write.__module__


def test_moses_lines_pair() -> None:
    parallel = parallels.by_hand()
    data = moses.parallel(parallel)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["bitext.zh", "bitext.en"]
        lines = [archive.read(name).decode().split("\n")[:-1] for name in archive.namelist()]
    assert len(lines[0]) == len(lines[1]) == len(parallel.units)
    read = moses.read(data, "x.zip")
    assert words(read) == [[[" ".join(cell)] if cell else [] for cell in unit] for unit in words(parallel)]


def test_translate_toolkit_reads_the_memory() -> None:
    parallel = parallels.by_hand()
    units = toolkit_tmx.tmxfile.parsestring(tmx.parallel(parallel)).units
    assert len(units) == len(parallel.units)
    full = [(u, t) for u, t in zip(parallel.units, units, strict=True) if all(u.cells)]
    assert [(t.source, t.target) for _, t in full] == [
        (joined(u.cells[0]), joined(u.cells[1])) for u, _ in full
    ]


@settings(max_examples=30)
@given(parallels.parallels(languages=("zh", "en")))
def test_translate_toolkit_reads_hostile_memories(document: Parallel) -> None:
    units = toolkit_tmx.tmxfile.parsestring(tmx.parallel(document)).units
    for ours, theirs in zip(document.units, units, strict=True):
        if all(ours.cells):
            variants = theirs.xmlelement.findall("tuv/seg")
            assert [seg.text or "" for seg in variants] == [joined(cell) for cell in ours.cells]


def test_a_memory_conforms_to_the_standard() -> None:
    root = etree.fromstring(tmx.parallel(parallels.by_hand()))
    header = root.find("header")
    assert root.get("version") == "1.4"
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert needed == set(header.attrib)
    for unit in root.iter("tu"):
        kinds = [child.tag for child in unit]
        assert kinds == sorted(kinds)  # properties before variants
        assert all(variant[-1].tag == "seg" for variant in unit.iter("tuv"))


def test_xliff_conforms_to_the_standard() -> None:
    root = etree.fromstring(xliff.parallel(parallels.by_hand()))
    core = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert (root.tag, root.get("version")) == (f"{core}xliff", "2.1")
    assert (root.get("srcLang"), root.get("trgLang")) == ("zh", "en")
    units = list(root.iter(f"{core}unit"))
    assert len({unit.get("id") for unit in units}) == len(units)
    order = [METADATA, f"{core}notes", f"{core}segment"]
    for unit in units:
        places = [order.index(child.tag) for child in unit]
        assert places == sorted(set(places))
        assert unit[-1][0].tag == f"{core}source"
    states = [segment.get("state") for segment in root.iter(f"{core}segment")]
    assert states == ["translated", "initial", "reviewed", "initial", "initial", "translated"]


def test_translate_toolkit_reads_xliff() -> None:
    from translate.storage import xliff2

    parallel = parallels.by_hand()
    units = [u for u in xliff2.Xliff2File.parsestring(xliff.parallel(parallel)).units if u.istranslatable()]
    found = {(u.source, u.target) for u in units}
    assert {(joined(u.cells[0]), joined(u.cells[1])) for u in parallel.units if all(u.cells)} <= found


def test_translate_toolkit_reads_xliff_1() -> None:
    from translate.storage.xliff import xlifffile

    parallel = parallels.by_hand()
    units = xlifffile.parsestring(xliff.parallel_first(parallel)).units
    read = [(u.source, u.target or "", u.isapproved()) for u in units]
    written = [(joined(u.cells[0]), joined(u.cells[1]), u.confirmed) for u in parallel.units]
    assert read == written


def test_xliff_1_has_the_order_of_the_standard() -> None:
    root = etree.fromstring(xliff.parallel_first(parallels.by_hand()))
    first = "{urn:oasis:names:tc:xliff:document:1.2}"
    (file,) = root
    assert (root.tag, root.get("version"), file.tag) == (f"{first}xliff", "1.2", f"{first}file")
    assert {"original", "source-language", "target-language", "datatype"} <= set(file.attrib)
    assert [each.tag for each in file] == [f"{first}header", f"{first}body"]
    order = [f"{first}source", f"{first}target", f"{first}note", METADATA]
    for unit in file[1]:
        places = [order.index(child.tag) for child in unit]
        assert places == sorted(places)
    assert [each.get("state") for each in root.iter(f"{first}target")].count("signed-off") == 1


def test_xliff_1_comes_back_with_all_it_says() -> None:
    parallel = parallels.by_hand()
    first, second = xliff.parallel_first(parallel), xliff.parallel(parallel)
    assert xliff.read(first, "a") == xliff.read(second, "a")


def test_xliff_of_three_languages_is_refused() -> None:
    parallel = parallels.by_hand()
    three = Parallel((*parallel.columns, parallel.columns[0]), ())
    with pytest.raises(InputError, match="two languages"):
        xliff.parallel(three)


def test_openpyxl_reads_the_workbook() -> None:
    parallel = parallels.by_hand()
    book = openpyxl.load_workbook(io.BytesIO(workbook.parallel(parallel)))
    assert book.sheetnames == ["Aligned text", "Statistics"]
    sheet = book["Aligned text"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:G{len(parallel.units) + 1}"
    rows = list(sheet.iter_rows(min_row=2))
    for unit, row in zip(parallel.units, rows, strict=True):
        assert [row[4].value or "", row[6].value or ""] == [joined(cell) for cell in unit.cells]
        assert row[4].alignment.wrap_text or not unit.cells[0]
        assert all(cell.data_type in ("s", "n") for cell in row)
    formula = rows[-1][4]
    assert formula.value == "=1+1 & <b>"
    assert formula.quotePrefix


def test_csv_is_what_the_standard_library_reads() -> None:
    rows = list(csv.reader(io.StringIO(bilingual_tables.quoted(parallels.by_hand()).decode(), newline="")))
    assert rows[0] == ["unit", "score", "confirmed", "label_zh", "text_zh", "label_en", "text_en"]
    assert rows[3][3:] == ["1", "第一段。第二段。", "1\nOP2", "First paragraph.\nSecond one."]
    assert rows[6][4] == "'=1+1 & <b>"
    assert rows[6][6].startswith("'-formula")


def test_a_heading_that_is_nothing_but_its_number_is_read_back() -> None:
    parallel = parallels.by_hand()
    number = ParallelUnit(((Piece("", label="第1条"),), (Piece("", label="Article 1"),)))
    parallel = replace(parallel, units=(number, *parallel.units))
    tables = (
        bilingual_tables.read_quoted(bilingual_tables.quoted(parallel), "x.csv"),
        bilingual_tables.read_tabbed(bilingual_tables.tabbed(parallel), "x.tsv"),
        read_table.read(workbook.parallel(parallel), "x.xlsx"),
    )
    for table in tables:
        assert [[each.label for each in cell] for cell in table.units[0].cells] == [["第1条"], ["Article 1"]]


@pytest.mark.parametrize(("write", "extension"), list(zip(WRITERS, EXTENSIONS, strict=True)))
def test_the_golden_files_stay(write: Callable[[Parallel], bytes], extension: str, golden: Path) -> None:
    data = write(parallels.by_hand())
    path = golden / "exchange" / f"by-hand.{extension}"
    if extension in ("zip", "xlsx", "parquet"):  # compressed: another zlib may give other bytes
        reader: dict[str, Callable[[bytes, str], Parallel]] = {
            "zip": moses.read,
            "xlsx": read_table.read,
            "parquet": parquet.read,
        }
        assert content(reader[extension](path.read_bytes(), "x")) == content(reader[extension](data, "x"))
    else:
        assert unversioned(data) == unversioned(path.read_bytes())


def test_units_without_a_text_are_passed_over_and_files_of_others_refused() -> None:
    memory = (
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Urges</seg></tuv>'
        '<tuv xml:lang="fr"><seg>Exhorte</seg></tuv><tuv xml:lang="fr"/></tu></body></tmx>'
    )
    units = (
        '<xliff version="1.2"><file source-language="en" target-language="fr"><body>'
        '<trans-unit id="1"><target>rien</target></trans-unit>'
        '<trans-unit id="2"><source>Urges</source><target>Exhorte</target></trans-unit></body></file></xliff>'
    )
    for found in (tmx.read(memory.encode(), "x"), xliff.read(units.encode(), "x")):
        assert [[piece.text for cell in unit.cells for piece in cell] for unit in found.units] == [
            ["Urges", "Exhorte"]
        ]
    with pytest.raises(FormatError, match="<tmx>"):
        xliff.read(memory.encode(), "x")
    with pytest.raises(FormatError, match="x: "):
        tmx.read(b'<tmx version="1.4"><header srclang="en"/><body/></tmx>', "x")


def _word_file(*rows: list[str]) -> bytes:
    import docx

    made = docx.Document()
    made.add_paragraph("Text")
    for row in rows:
        table = made.add_table(1, len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    made.save(found := io.BytesIO())
    return found.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", b"source,target\n", "the table is empty"),
        ("x.tmx", b'<tmx version="1.4"><header/><body/></tmx>', "no unit in two languages"),
        ("x.jsonl", b"\n", "no unit in two languages"),
        ("x.docx", _word_file(), "no table of two columns"),
        ("x.docx", _word_file(["one"]), "no table of two columns"),
        ("x.xlsx", _word_file(), "not an Excel workbook"),
        ("texts", b"en\tfr\n", "a file without an extension cannot be read here"),
        ("x.pdf", b"en\tfr\n", r"\.pdf cannot be read here"),
    ],
)
def test_a_file_without_texts_in_two_languages_is_refused_with_the_reason(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(InputError, match=said) as error:
        load_bytes(data, name)
    assert str(error.value).count(name) == 1
