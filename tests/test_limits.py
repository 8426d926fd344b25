"""Small files that would become large: each is refused in one line before it is built."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest
from word_files import item, level, note, package, par, run

from aligner.formats import reading
from aligner.readers import read_bytes
from aligner.readers.docx.tracked_changes import read_trail
from aligner.values import limits
from aligner.values.message import LimitError


@pytest.fixture(autouse=True)
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundredth of the usual one or less, so that the bombs can be small as well."""
    monkeypatch.setattr(limits.Budget.__init__, "__defaults__", (100_000, 5_000))


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_long_note_cited_often() -> None:
    notes = note("footnote", 1, "long " * 400)
    body = par(run("Text.") + '<w:r><w:footnoteReference w:id="1"/></w:r>' * 100)
    with pytest.raises(LimitError, match=r"bomb\.docx: its text would be longer .* ALIGNER_LIMITS=2"):
        read_bytes(package(body, {"footnotes": notes}), "bomb.docx")


def test_a_long_pattern_of_paragraph_numbers() -> None:
    numbers = (
        '<w:abstractNum w:abstractNumId="1">'
        f"{level(0, 'decimal', '%1' * 600)}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    with pytest.raises(LimitError, match="number is longer than 1000 characters"):
        read_bytes(package(item(1, 0), {"numbering": numbers}), "bomb.docx")


def test_comments_that_overlap() -> None:
    starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(300))
    comments = '<w:comment w:id="0"/>'
    data = package(par(starts + run("word ") * 100), {"comments": comments})
    with pytest.raises(LimitError, match=r"bomb\.docx: .*more than 2 million lines"):
        read_trail(data, "bomb.docx")


def test_one_long_string_in_every_cell_of_a_sheet() -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * 100
    data = zipped(
        {
            "xl/sharedStrings.xml": f"<sst {space}><si><t>{'long ' * 400}</t></si></sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>",
        }
    )
    with pytest.raises(LimitError, match=r"bomb\.xlsx: its text"):
        reading.load_bytes(data, "bomb.xlsx")


def test_a_corpus_of_many_lines() -> None:
    data = zipped({f"c.{code}": "a\n" * 3_000 for code in ("en", "fr")})
    with pytest.raises(LimitError, match=r"bomb\.zip: it has more than 2 million lines"):
        reading.load_bytes(data, "bomb.zip")


@pytest.mark.parametrize(("name", "text"), [("bomb.txt", "a\n" * 6_000), ("bomb.html", "<p>a</p>" * 6_000)])
def test_a_document_of_many_lines(name: str, text: str) -> None:
    with pytest.raises(LimitError, match="million lines"):
        read_bytes(text.encode(), name)


def test_limits_can_be_raised() -> None:
    script = "from aligner.values import limits; print(limits.MAX_CHARACTERS, limits.MAX_PAGES)"
    shown = subprocess.run(
        [sys.executable, "-c", script], env={limits.ENVIRONMENT: "2"}, capture_output=True, check=True
    )
    assert shown.stdout.split() == [b"100000000", b"10000"]
