"""Reports in the six languages: all texts translated, reasons included, and the right direction."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import lxml.html
import pytest
import sample
from click.testing import CliRunner

import aligner
from aligner.checks import CHECKS
from aligner.cli.main import cli
from aligner.formats.html.report import render
from aligner.formats.registry import FORMATS
from aligner.formats.templates import stylesheet
from aligner.formats.writing import export
from aligner.languages import OFFICIAL, get
from aligner.values import Carried, Comparison, Message
from aligner.values.catalogue import load
from aligner.values.results import DraftSeries, RevisedPair

PACKAGE = Path(aligner.__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK"}


def with_reasons(*languages: str) -> Comparison:
    """The sample, each amendment with a reason for each other language."""
    made = sample.comparison(languages or sample.LANGUAGES)
    return replace(
        made,
        amendments=tuple(
            replace(
                each,
                states=dict.fromkeys(each.states, Carried.PARTLY),
                reasons=dict.fromkeys(each.states, Message("reason.not_there", kinds=("edited", "moved"))),
            )
            for each in made.amendments
        ),
        notes=(Message("revision.little_in_common", share="12 %"),),
    )


@pytest.mark.parametrize("code", list(OFFICIAL))
def test_the_page_has_language_and_direction(code: str) -> None:
    page: Any = lxml.html.document_fromstring(export(sample.comparison(), ".html", interface=code))
    assert (page.get("lang"), page.get("dir")) == (code, get(code).direction)
    assert page.get_element_by_id("summary").text == load(code)("report.summary")


def ours(element: lxml.html.HtmlElement, code: str, inherited: str) -> Iterator[str]:
    """The interface texts on a page, attributes included."""
    here = element.get("lang", inherited)
    names = {"version", "source", "status"}
    if element.tag in ("style", "bdi", "h1", "head") or names & set(element.get("class", "").split()):
        return
    if here == code:
        yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from ours(child, code, here)
        if here == code:
            yield child.tail or ""


@pytest.mark.parametrize("code", list(SCRIPTS))
def test_no_word_of_another_language_is_left_on_the_page(code: str) -> None:
    page: Any = lxml.html.document_fromstring(render(with_reasons("en", "fr"), words=load(code)))
    texts = [text.strip() for text in ours(page.body, code, code)]
    assert len([text for text in texts if text]) > 50
    assert not {text for text in texts if re.search("[A-Za-z]{3}", text) and "aligner" not in text}
    scripts = {unicodedata.name(letter).split()[0] for text in texts for letter in text if letter.isalpha()}
    assert scripts == {SCRIPTS[code], "LATIN"}  # places, such as OP5


@pytest.mark.parametrize("extension", [".html", ".md", ".docx"])
def test_every_writer_of_pages_follows(extension: str) -> None:
    made = {code: export(with_reasons(), extension, interface=code) for code in OFFICIAL}
    assert len(set(made.values())) == len(OFFICIAL)
    assert made["en"] == export(with_reasons(), extension)


def test_a_table_in_markdown_is_headed_in_the_language() -> None:
    page = export(with_reasons(), ".md", interface="fr").decode("utf-8")
    assert "## Chinois" in page
    assert "| Ancien | Nouveau | Nature | Texte | " in page
    assert "reporté en partie \\(non fait dans cette langue" in page.replace("\u00a0", " ")


def test_a_history_in_markdown_names_changes_in_the_language() -> None:
    old, new = sample.drafts("en")
    series = DraftSeries((old, new), (sample.revision(old, new),))
    assert "| modifié |" in export(series, ".md", interface="fr").decode("utf-8")
    assert "| edited |" in export(series, ".md").decode("utf-8")


def test_arabic_tables_in_word_begin_at_the_right() -> None:
    for code in ("ar", "ru"):
        buffer = python_docx.Document(io.BytesIO(export(sample.comparison(), ".docx", interface=code)))
        found = [table._tbl.tblPr.find(f"{W}bidiVisual") is not None for table in buffer.tables]
        assert found
        assert set(found) == {code == "ar"}
        assert (buffer.sections[0]._sectPr.find(f"{W}bidi") is not None) == (code == "ar")
        assert buffer.tables[0].rows[0].cells[0].text == load(code)("row.place")


def test_remarks_on_moves_are_in_the_language() -> None:
    old, new = sample.drafts("en")
    pair = RevisedPair(old, new, sample.revision(old, new))
    assert "Déplacé" in _comments(export(pair, ".docx", interface="fr"))
    assert "Moved" in _comments(export(pair, ".docx"))


def _comments(data: bytes) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as connection:
        return connection.read("word/comments.xml").decode("utf-8")


def test_names_of_checks_and_formats_are_of_those_there_are() -> None:
    """One without a translation is called by its id; a name that fits nothing is a slip."""
    formats = {form.extension[1:] for form in FORMATS} | {"redline", "aligner"}
    for code in OFFICIAL:
        named = load(code).by_key.keys()
        assert {key for key in named if key.startswith("check.")} <= {f"check.{check}" for check in CHECKS}
        assert {key for key in named if key.startswith("format.")} <= {f"format.{each}" for each in formats}


# -- the command line ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--interface", "xx", "-o", "x.html"], "language 'xx' is not known"),
        (["--interface", "fr", "-o", "x.json"], "--interface is for .html, .docx, .pdf, .xlsx, .md"),
    ],
)
def test_a_language_where_there_are_no_words_is_refused(
    arguments: list[str], expected: str, tmp_path: Path
) -> None:
    for name in ("old", "new"):
        (tmp_path / f"{name}.en.txt").write_text("1. Requests the Secretary-General to report.\n")
    files = [str(tmp_path / f"{name}.en.txt") for name in ("old", "new")]
    done = CliRunner().invoke(cli, ["diff", *files, *arguments])
    assert done.exit_code == 2
    assert expected in done.output


def test_a_report_of_two_drafts_in_french(tmp_path: Path) -> None:
    for name, verb in (("old", "Requests"), ("new", "Urges")):
        text = f"1. {verb} the Secretary-General to report on this resolution.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    page = tmp_path / "changes.html"
    files = [str(tmp_path / f"{name}.txt") for name in ("old", "new")]
    done = CliRunner().invoke(cli, ["diff", *files, "--lang", "en", "--interface", "fr", "-o", str(page)])
    assert done.exit_code == 0, done.output
    assert '<html lang="fr" dir="ltr">' in page.read_text(encoding="utf-8")


# -- the style sheet -------------------------------------------------------------------------


def test_the_style_sheet_uses_logical_directions_only() -> None:
    """Else a page laid out from the right would have its margins on the wrong side."""
    css = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.S)
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        for declaration in filter(None, (part.strip() for part in body.split(";"))):
            name, _, value = declaration.partition(":")
            assert not re.search(r"\b(left|right)\b", declaration), f"{selector}: {declaration}"
            if name in ("margin", "padding", "border-width", "border-radius", "inset"):
                sides = re.findall(r"\S+\([^)]*\)|\S+", value)
                assert len(sides) < 4 or sides[1] == sides[3], f"{selector}: {declaration}"
            if name == "box-shadow" and not selector.strip().endswith(":dir(rtl)"):
                across = re.search(r"inset\s+([1-9]\d*px)", value)
                assert across is None or f"{selector.strip()}:dir(rtl)" in css


@pytest.mark.parametrize(("code", "fonts"), [("zh", "Noto Sans CJK SC"), ("ar", "Noto Naskh Arabic")])
def test_scripts_have_fonts_that_hold_their_signs(code: str, fonts: str) -> None:
    stack = re.search(rf":lang\({code}\) \{{ font-family: ([^;]+);", stylesheet())
    assert stack is not None
    assert fonts in stack[1]
    assert stack[1].rstrip().endswith("sans-serif")
    assert "url(" not in stylesheet()
