"""Side by side in Word: each paragraph in its cell, amendments marked, a heading on every page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import office
import pytest
from hostile import HOSTILE, poisoned
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import LANGUAGES, comparison, document, drafts, revision

from aligner.formats.docx.side_by_side import WIDTH, shared_widths
from aligner.formats.docx.word_xml import legal
from aligner.formats.writing import export
from aligner.readers.docx import read_docx as reader
from aligner.revision.instructions import wordings
from aligner.values import Alignment, Bead, SegmentKind, Span, verbatim
from aligner.values.results import AlignedPair

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(result: object) -> Any:
    return python_docx.Document(io.BytesIO(export(result, ".docx")))  # type: ignore[arg-type]


def test_a_language_a_column_and_a_paragraph_a_row() -> None:
    result = opened(comparison())
    text = result.tables[0]
    head = [cell.paragraphs[0].text for cell in text.rows[0].cells]
    assert head == ["Place", "中文", "English", "Français", "Русский", "العربية"]
    cells = {row.cells[0].paragraphs[0].text: [cell.text for cell in row.cells] for row in text.rows}
    assert "urges meetings".casefold() in cells["OP6"][2].casefold()
    assert "no counterpart" in cells["OP6"][3]
    old, new = drafts("zh")
    assert new.text_of(8) in cells["OP7"][1]
    assert len(old) == len(new)


def test_the_page_is_landscape_and_the_head_repeats() -> None:
    result = opened(comparison())
    section = result.sections[0]
    assert section.page_width > section.page_height
    for table in result.tables:
        rows = table._tbl.findall(W + "tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows[1:])
    codes = [code.text.strip() for code in section.footer._element.iter(W + "instrText")]
    assert codes == ["PAGE", "NUMPAGES"]


def test_amendments_are_marked_by_line_and_not_by_colour_alone() -> None:
    runs = [run for row in opened(comparison()).tables[0].rows for cell in row.cells for p in cell.paragraphs
            for run in p.runs]  # fmt: skip
    coloured = [run for run in runs if run.font.color is not None and run.font.color.rgb is not None]
    marked = [run for run in coloured if str(run.font.color.rgb) != "595959"]
    assert any(run.font.strike for run in marked)
    assert any(run.font.underline for run in marked)
    assert all(run.font.strike or run.font.underline for run in marked)
    assert any(run.text == "Encourages" or run.text == "Enc" for run in marked if run.font.underline)


def test_amendments_link_to_rows_and_list_missing_languages() -> None:
    result = opened(comparison())
    body = result.element.body
    anchors = {link.get(W + "anchor") for link in body.iter(W + "hyperlink")}
    names = [mark.get(W + "name") for mark in body.iter(W + "bookmarkStart")]
    assert anchors <= set(names)
    assert len(names) == len(set(names))
    table = "\n".join(cell.text for row in result.tables[1].rows for cell in row.cells)
    assert "not carried over" in table
    assert "the verb is as it was" in table


def test_the_instructions_are_all_there_in_each_language() -> None:
    lines = [p.text for p in opened(comparison()).paragraphs if p.style.name == "Step"]
    for language in LANGUAGES:
        old, new = drafts(language)
        asked = wordings(revision(old, new), old, new)
        wanted = [f"{number}.\t{text}".replace("\n", " ¶ ") for number, text in enumerate(asked, start=1)]
        assert any(lines[at : at + len(wanted)] == wanted for at in range(len(lines))), language


def test_two_languages_without_drafts_have_the_text_alone() -> None:
    source, target = (
        document(language, "v", [(SegmentKind.TITLE, None, None, text)])
        for language, text in (("en", "A title"), ("ar", "عنوان"))
    )
    pair = AlignedPair(source, target, Alignment((Bead(Span(0, 1), Span(0, 1)),), 1, 1))
    result = opened(pair)
    assert len(result.tables) == 1
    arabic = result.tables[0].rows[1].cells[2].paragraphs[0]._p
    assert arabic.find(f"{W}pPr/{W}bidi") is not None
    assert not [p for p in result.paragraphs if p.style.name == "Step"]


@settings(max_examples=40)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_hostile_text_stays_in_its_cell(texts: list[str]) -> None:
    source = document("ar", "v", [(SegmentKind.PARAGRAPH, None, None, text) for text in texts])
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1)) for i in range(len(texts)))
    pair = AlignedPair(source, source, Alignment(beads, len(texts), len(texts)))
    data = export(pair, ".docx")
    assert export(pair, ".docx") == data
    rows = python_docx.Document(io.BytesIO(data)).tables[0].rows[1:]
    assert [row.cells[1].text for row in rows] == [legal(text) for text in texts]
    assert reader.read(data, "side.docx").text


def test_a_file_without_footnotes_has_no_footnote_parts() -> None:
    with zipfile.ZipFile(io.BytesIO(export(comparison(), ".docx"))) as archive:
        assert "word/footnotes.xml" not in archive.namelist()
        assert b"footnote" not in archive.read("word/settings.xml")


@pytest.mark.parametrize("count", [1, 2, 6])
def test_columns_share_the_page(count: int) -> None:
    widths = shared_widths([1000], count)
    assert WIDTH - count < sum(widths) <= WIDTH


@pytest.mark.parametrize(("interface", "note"), [("ar", "Reconstructed."), ("en", "أعيد بناؤها.")])
def test_a_note_of_the_set_runs_in_its_own_direction(interface: str, note: str) -> None:
    """An English sentence on a page laid out from the right would begin with its full stop."""
    result = replace(comparison(), notes=(verbatim(note),))
    buffer = python_docx.Document(io.BytesIO(export(result, ".docx", interface=interface)))
    (line,) = (each for each in buffer.paragraphs if each.text == note)
    assert (line._p.pPr.find(W + "bidi") is not None) == (interface == "en")


@pytest.mark.timeout(300)
def test_libreoffice_reads_every_cell(tmp_path: Path) -> None:
    """What it has in the cells is what another program finds there, hostile words and Arabic too."""
    file = tmp_path / "x.docx"
    file.write_bytes(export(poisoned("".join(HOSTILE)), ".docx"))
    tables = python_docx.Document(str(file)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    found = [each.text for each in office.resolve([file])[file]["accept"] if each.style == "cell"]
    assert [text.replace("\r\n", "\n") for text in found] == cells
