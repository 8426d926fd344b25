"""Every word of a DOCX or HTML file is read once, or a note counts what was left out."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from word_files import package, par, run

from aligner.readers import read_bytes
from aligner.segmentation.segment import segment
from aligner.values import Document

DATA = Path(__file__).parents[2] / "shared" / "data"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class Words:
    """Hands out words that no other place has, and remembers which are to be left out."""

    def __init__(self) -> None:
        self._numbers = count()
        self.shown: list[str] = []
        self.left_out: list[str] = []
        self.notes: list[str] = []

    def new(self, *, shown: bool = True) -> str:
        number = next(self._numbers)
        word = "qu" + "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0)) + "zix"
        (self.shown if shown else self.left_out).append(word)
        return word


def everything(document: Document) -> str:
    """The text of a document with all that was lifted out of it."""
    apart = [part for note in document.footnotes for part in (note.mark, note.text)]
    apart += [part for each in document.segments for part in (each.label or "", *each.footnotes)]
    return "\n".join([document.text, *apart, *document.furniture])


def check(data: bytes, name: str, words: Words) -> None:
    extract = read_bytes(data, name)
    there = Counter(re.findall("qu[a-z]{3}zix", everything(segment(extract, language="en"))))
    assert there == Counter(words.shown)
    assert bool(extract.notes) == bool(words.left_out)


# DOCX


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


CODE = "<w:r><w:instrText> REF quzzzzix </w:instrText></w:r>"
BOX = f"<w:txbxContent>{par(run('{0}'))}</w:txbxContent>"
SHOWN = {
    "run": run("{0} "),
    "bold": run("{0} ", "<w:b/>"),
    "control": f"<w:sdt><w:sdtContent>{run('{0}')}</w:sdtContent></w:sdt>",
    "field": mark("begin") + CODE + mark("separate") + run("{0}") + mark("end"),
    "simple": f'<w:fldSimple w:instr=" DATE ">{run("{0}")}</w:fldSimple>',
    "smart tag": f"<w:smartTag>{run('{0}')}</w:smartTag>",
    "link": f"<w:hyperlink>{run('{0}')}</w:hyperlink>",
    "box": f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>",
    "drawing": f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    "formula": "<m:oMath><m:r><m:t>{0}</m:t></m:r></m:oMath>",
    "break": "<w:r><w:br/><w:t>{0}</w:t><w:tab/></w:r>",
}
LEFT_OUT = {
    "deleted": "<w:del><w:r><w:delText>{0}</w:delText></w:r></w:del>",
    "hidden": run("{0}", "<w:vanish/>"),
}
INLINE = st.sampled_from([*SHOWN, *LEFT_OUT, "footnote", "endnote"])
BLOCK = st.recursive(
    st.lists(INLINE, max_size=4),
    lambda inner: st.one_of(
        st.tuples(st.just("control"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(
            st.just("table"),
            st.lists(st.lists(st.lists(inner, max_size=2), min_size=1, max_size=3), min_size=1, max_size=3),
        ),
    ),
    max_leaves=8,
)
BORDERS = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'


def inline(kind: str, words: Words) -> str:
    if kind in LEFT_OUT:
        return LEFT_OUT[kind].format(words.new(shown=False))
    if kind in SHOWN:
        return SHOWN[kind].format(words.new())
    number = len(words.notes) + 1
    words.notes.append(f'<w:{kind} w:id="{number}">{par(run(words.new()))}</w:{kind}>')
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def block(made: Any, words: Words) -> str:
    """A paragraph from a list of its inline parts, or a content control or table of blocks."""
    if isinstance(made, list):
        return par(" ".join(inline(kind, words) for kind in made))
    kind, result = made
    if kind == "control":
        return f"<w:sdt><w:sdtContent>{''.join(block(b, words) for b in result)}</w:sdtContent></w:sdt>"
    rows = (
        "".join(f"<w:tc>{''.join(block(b, words) for b in cell)}{par('')}</w:tc>" for cell in row)
        for row in result
    )
    return f"<w:tbl>{BORDERS}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


@settings(max_examples=60)
@example(blocks=[("table", [[[["run"]], [["run"]]], [[["run", "footnote"]]]])])
@given(st.lists(BLOCK, max_size=5))
def test_every_word_of_a_word_file_is_read_once(blocks: list[Any]) -> None:
    words = Words()
    body = par(run(words.new())) + "".join(block(each, words) for each in blocks)
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    parts = {"header1": par(run(words.new()))}
    for kind in ("footnote", "endnote"):
        result = "".join(note for note in words.notes if note.startswith(f"<w:{kind} "))
        parts |= {f"{kind}s": result} if result else {}
    check(package(body + section, parts), "x.docx", words)


def shown_letters(data: bytes) -> Counter[str]:
    """The letters of the document itself and its notes, without the second branch of alternatives."""
    letters: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in ("document", "footnotes", "endnotes"):
            if f"word/{part}.xml" in archive.namelist():
                for text in etree.fromstring(archive.read(f"word/{part}.xml")).iter(W + "t"):
                    if next(text.iterancestors(MC + "Fallback"), None) is None:
                        letters += letters_of(text.text or "")
    return letters


def letters_of(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


ISSUED = sorted((DATA / "un-pdf" / "reports").glob("*.docx"))[-2:] + sorted(
    (DATA / "multi-pdf" / "openchain20").glob("*.docx")
)


@pytest.mark.skipif(not ISSUED, reason="the documents are not there (../shared/data)")
@pytest.mark.parametrize("path", ISSUED, ids=lambda path: path.name)
def test_no_letter_of_an_issued_word_file_is_lost(path: Path) -> None:
    data = path.read_bytes()
    language = path.suffixes[0][1:] if path.suffixes[0][1:] in ("ru", "zh") else "en"
    lost = shown_letters(data) - letters_of(
        everything(segment(read_bytes(data, path.name), language=language))
    )
    assert not lost


# HTML

BLOCKS = ("p", "div", "li", "h2", "blockquote", "ul", "ol", "pre", "center", "dl", "table")
INSIDE = ("span", "b", "a", "sup")
APART = ("nav", "button", "noscript", "footer", "aside", "hidden")
HTML = st.recursive(
    st.just("word"),
    lambda inner: st.tuples(
        st.sampled_from([*BLOCKS, *INSIDE, *APART]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def markup(made: Any, words: Words, *, shown: bool = True, titled: bool = False) -> str:
    if isinstance(made, str):
        return f" {words.new(shown=shown)} "
    tag, inner = made
    if titled and tag == "button":  # a button in a heading is read, which a test of its own shows
        tag = "span"
    shown = shown and tag not in APART
    result = [markup(each, words, shown=shown, titled=titled or tag == "h2") for each in inner]
    if tag == "table":
        cells = "".join(f"<td>{each}</td>" for each in result)
        return (
            f"<table><tr>{cells}</tr><tr>{''.join(f'<td>{words.new(shown=shown)}' for _ in result)}</table>"
        )
    if tag == "hidden":
        return f"<div hidden>{''.join(result)}</div>"
    return f"<{tag}>{''.join(result)}</{tag}>"


@settings(max_examples=100)
@given(st.lists(HTML, max_size=5))
@example([("h2", [("button", ["word"])])])
def test_every_word_of_a_web_page_is_read_once(body: list[Any]) -> None:
    words = Words()
    page = f"<p>{words.new()}</p>" + "".join(markup(each, words) for each in body)
    check(f"<!DOCTYPE html><title>t</title><body>{page}</body>".encode(), "x.html", words)
