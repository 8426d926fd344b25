"""Redlines: accept all gives the new draft, reject all the old one, in three programs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx as python_docx
import office
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import document, drafts, revision
from word_files import part_of

from aligner.formats.docx.redline import revision as write
from aligner.formats.docx.redline_plan import DELETED, EQUAL, INSERTED, first_references, later, plan
from aligner.formats.docx.word_xml import characters, legal, runs
from aligner.formats.writing import export
from aligner.languages.numerals import printed_label
from aligner.languages.profile import profile
from aligner.pipeline.run import diff_documents, diff_files
from aligner.readers.docx import read_docx as reader
from aligner.revision.revise import revise
from aligner.segmentation.segment import segment
from aligner.values import Document, SegmentKind
from aligner.values.catalogue import load
from aligner.values.results import RevisedPair

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGES = ("zh", "fr", "ru", "ar", "en")
DEMO = ("zh", "fr", "ru", "en")
PARAGRAPH = SegmentKind.PARAGRAPH


def sample_pair(language: str) -> RevisedPair:
    old, new = drafts(language)
    return RevisedPair(old, new, revision(old, new))


def printed(document: Document) -> list[str]:
    """The paragraphs as a file shows them: numbers first, marks that come back as text."""
    references = first_references(document)
    shown = []
    for index, each in enumerate(document.segments):
        text = document.text_of(index)
        for mark, note in reversed(list(zip(each.marks, references.get(index, ()), strict=True))):
            if note is None:
                at = mark.position - each.span.start
                text = text[:at] + mark.mark + text[at:]
        label = printed_label(each.label, document.language)
        shown.append(legal(f"{label}\t{text}" if label else text))
    return shown


def resolved(root: etree._Element, *, accept: bool) -> list[str]:
    """The paragraphs once all changes are accepted or rejected: the rules of the format, no more."""
    gone = W + ("del" if accept else "ins")
    found, text = [], ""
    for paragraph in root.iter(W + "p"):
        for element in paragraph.iter(W + "t", W + "delText", W + "tab", W + "br"):
            if any(above.tag == gone for above in element.iterancestors()):
                continue
            text += {W + "tab": "\t", W + "br": "\n"}.get(str(element.tag), element.text or "")
        if paragraph.find(f"{W}pPr/{W}rPr/{gone}") is None:
            found.append(text)
            text = ""
    return found + ([text] if text else [])


@pytest.mark.parametrize("language", ["zh", "ar"])
def test_the_redline_is_the_golden_one(language: str, golden: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export(sample_pair(language), ".docx"))) as archive:
        written = archive.read("word/document.xml").replace(b"<w:p>", b"\n<w:p>")
    assert written == (golden / "docx" / f"redline.{language}.xml").read_bytes()


# LibreOffice


@pytest.mark.timeout(300)
def test_libreoffice_accepts_to_the_new_and_rejects_to_the_old(tmp_path: Path) -> None:
    pairs = {f"sample.{language}": sample_pair(language) for language in LANGUAGES}
    pairs["rewritten"] = pair_of(["alpha", "beta"], ["gamma delta", "epsilon"])
    pairs["shorter"] = pair_of(["alpha one two", "beta one two", "gamma"], ["alpha one two"])
    pairs["longer"] = pair_of(["alpha one two"], ["alpha one two", "beta one two", "gamma"])
    pairs["touching"] = pair_of(["alpha one two", "three four"], ["alpha one two;", "new three four", "five"])
    _check_in_libreoffice(pairs, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_libreoffice_agrees_on_the_demo_set(tmp_path: Path, corpus: Path) -> None:
    drafts_of = ([corpus / f"{version}.{code}.txt" for version in ("draft", "rev1")] for code in DEMO)
    _check_in_libreoffice({files[0].name: diff_files(*files) for files in drafts_of}, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_libreoffice_agrees_on_real_drafts(tmp_path: Path, shared_data: Path) -> None:
    laws, goals = shared_data / "prc-law-revisions", shared_data / "sdg"
    pairs = {n: diff_files(laws / f"{n}.old.zh.txt", laws / f"{n}.new.zh.txt") for n in ("p03", "p39")}
    pairs["ar"] = diff_files(goals / "sdg-2017.ar.txt", goals / "sdg-2020.ar.txt")
    _check_in_libreoffice(pairs, tmp_path)


def _check_in_libreoffice(pairs: Mapping[str, RevisedPair], folder: Path) -> None:
    files = {folder / f"{name}.docx": pair for name, pair in pairs.items()}
    for file, pair in files.items():
        file.write_bytes(export(pair, ".docx"))
    reported = office.resolve(list(files))
    for file, pair in files.items():
        for what, item in (("accept", pair.new), ("reject", pair.old)):
            seen = reported[file][what]
            assert [paragraph.text for paragraph in seen] == printed(item), (file.name, what)
            notes = [text.strip() for paragraph in seen for _, _, text in paragraph.notes]
            assert notes == [note.text for note in item.footnotes], (file.name, what)


# Our own reader, and one that is not ours


@pytest.mark.parametrize("language", ["zh", "fr", "ru", "en"])
def test_our_reader_gets_both_drafts_of_the_demo_back(language: str, corpus: Path) -> None:
    pair = diff_files(*(corpus / f"{version}.{language}.txt" for version in ("draft", "rev1")))
    data = export(pair, ".docx")
    for what, item in (("accept", pair.new), ("reject", pair.old)):
        again = segment(reader.read(data, "redline.docx", revisions=what), language=language)  # type: ignore[arg-type]
        assert again.texts() == item.texts()
        assert [s.label for s in again.segments] == [s.label for s in item.segments]
        assert [s.marks for s in again.segments] == [s.marks for s in item.segments]
        assert [(n.mark, n.text) for n in again.footnotes] == [(n.mark, n.text) for n in item.footnotes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_python_docx_opens_it(language: str) -> None:
    opened = python_docx.Document(io.BytesIO(export(sample_pair(language), ".docx")))
    assert opened.paragraphs[0].style.name == "Title"
    assert opened.core_properties.author == "aligner"
    comments = [comment.text for comment in opened.comments]
    assert len(comments) == 2
    assert any("OP6" in comment for comment in comments)


# What is in the XML


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_change_has_its_own_number_and_an_author(language: str) -> None:
    data = export(sample_pair(language), ".docx")
    numbers: list[str] = []
    for name in ("document", "footnotes"):
        for change in part_of(data, name).iter(W + "ins", W + "del"):
            numbers.append(change.get(W + "id") or "")
            assert (change.get(W + "author") or "").startswith("aligner")
            assert change.get(W + "date") in (None, "1980-01-01T00:02:00Z")
    assert len(numbers) == len(set(numbers)) > 10


def test_author_and_date_are_written_if_given() -> None:
    data = write(sample_pair("en"), load(), author='A "B" & C', date="2025-05-19T12:00:00Z")
    change = next(part_of(data).iter(W + "ins"))
    assert change.get(W + "author") == 'A "B" & C'
    assert change.get(W + "date") == "2025-05-19T12:00:00Z"


def test_each_language_has_its_fonts_and_direction() -> None:
    arabic = part_of(export(sample_pair("ar"), ".docx"))
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in arabic.iter(W + "p"))
    assert next(arabic.iter(W + "rtl"), None) is not None
    chinese = part_of(export(sample_pair("zh"), ".docx"))
    verbs = [
        "".join(run.itertext()) for run in chinese.iter(W + "r") if run.find(f"{W}rPr/{W}rFonts") is not None
    ]
    assert {"敦促", "鼓励", "回顾"} <= set(verbs)
    fonts = part_of(export(sample_pair("zh"), ".docx"), "styles").find(f".//{W}rFonts")
    assert fonts is not None
    assert fonts.get(W + "eastAsia") == profile("zh").typography.east_asian
    paragraph = [(SegmentKind.OPERATIVE, "1", "OP1", "Also urges all States")]
    doc = document("en", "a", paragraph)
    english = part_of(export(diff_documents(doc, doc), ".docx"))
    italics = [
        "".join(run.itertext()) for run in english.iter(W + "r") if run.find(f"{W}rPr/{W}i") is not None
    ]
    assert italics == ["Also urges"]


def test_latin_words_keep_their_direction_inside_arabic() -> None:
    written = runs("وثيقة E/CN.15/2018/L.6 هنا", "ar")
    texts = re.findall(r"<w:r>(.*?)</w:r>", written)
    assert [("<w:rtl/>" in text, re.sub("<[^>]+>", "", text)) for text in texts] == [
        (True, "وثيقة "),
        (False, "E/CN.15/2018/L.6"),
        (True, " هنا"),
    ]


def test_a_moved_paragraph_notes_its_places_and_shows_edits() -> None:
    redline = plan(sample_pair("en"), load())
    gone, come = (
        next(s for s in redline.paragraphs if s.remark and s.border is b) for b in (DELETED, INSERTED)
    )
    assert "OP3" not in gone.remark or "is now at" in gone.remark
    assert "OP6" in come.remark
    fresh = [run.text for run in come.runs if run.mark is INSERTED and not (run.carried or run.within)]
    assert "!" in fresh
    assert any(run.carried for run in come.runs)


def test_footnotes_without_a_mark_in_the_text_are_kept() -> None:
    new = document("en", "b", [(PARAGRAPH, None, None, "text")], notes=("kept aside",))
    old = document("en", "a", [(PARAGRAPH, None, None, "text")], notes=("kept apart",))
    root = part_of(export(diff_documents(old, new), ".docx"))
    assert resolved(root, accept=True)[1:] == ["1.\tkept aside"]
    assert resolved(root, accept=False)[1:] == ["1.\tkept apart"]


def test_stars_are_typed_and_numbers_count_themselves() -> None:
    paragraph = [(PARAGRAPH, None, None, "text here")]
    plain = document("en", "a", paragraph, notes=("note",), marks=[(0, 4, "1")])
    late = document("en", "b", paragraph, notes=("x", "note"), marks=[(0, 4, "2")])
    first = export(diff_documents(plain, plain), ".docx")
    assert part_of(first).find(f".//{W}footnoteReference[@{W}customMarkFollows]") is None
    assert (
        part_of(export(diff_documents(late, late), ".docx"), "settings").find(f".//{W}numStart") is not None
    )
    mixed = export(diff_documents(plain, late), ".docx")
    for what, mark in (("accept", "2"), ("reject", "1")):
        extract = reader.read(mixed, "x.docx", revisions=what)  # type: ignore[arg-type]
        assert [m.mark for line in extract.lines[:1] for m in line.marks] == [mark]


def test_changes_that_would_run_together_are_of_two_moments() -> None:
    pair = pair_of(["alpha one two", "three four"], ["alpha one two;", "new three four"])
    redline = plan(pair, load())
    assert later(redline.paragraphs) == [False, True]
    dates = [change.get(W + "date") for change in part_of(export(pair, ".docx")).iter(W + "ins")]
    assert dates == [None, "1980-01-01T00:02:00Z"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x00\x0c", "a\u2400\u240c"),
        ("\ud800\ufffe\uffff", "\ufffd\ufffd\ufffd"),
        ("𠀀‮x", "𠀀‮x"),
        ("<w:del>&amp;", "&lt;w:del&gt;&amp;amp;"),
    ],
)
def test_characters_illegal_in_xml_are_shown(text: str, written: str) -> None:
    assert characters(text) == f'<w:t xml:space="preserve">{written}</w:t>'


# Properties


def pair_of(old: Sequence[str], new: Sequence[str], language: str = "en") -> RevisedPair:
    before, after = (
        document(language, version, [(PARAGRAPH, None, None, text) for text in texts])
        for version, texts in (("old", old), ("new", new))
    )
    return RevisedPair(before, after, revise(before, after))


PIECES = st.sampled_from(
    ["alpha ", "beta ", "gamma ", "敦促", "会员国", "تحث ", "E/CN.15/L.6 ", "\x00", "\x1b", "\ud800", "\t",
     "\r", "\u202e", "\u2066", "𠀀", "e\u0301", "]]>", "<w:ins>", "&", '"', "\uffff", " ", "1", "[x]"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@settings(max_examples=120)
@given(
    st.lists(TEXTS, min_size=1, max_size=7),
    st.lists(TEXTS, min_size=1, max_size=7),
    st.sampled_from(LANGUAGES),
)
def test_any_two_drafts_come_back(old: list[str], new: list[str], language: str) -> None:
    pair = pair_of(old, new, language)
    data = export(pair, ".docx")
    root = part_of(data)
    assert resolved(root, accept=True) == [legal(text) for text in new]
    assert resolved(root, accept=False) == [legal(text) for text in old]
    assert export(pair, ".docx") == data


@settings(max_examples=60)
@given(st.permutations(["alpha one two", "beta three four", "gamma five", "delta six", "epsilon"]))
def test_the_stream_holds_both_orders(order: list[str]) -> None:
    pair = pair_of(["alpha one two", "beta three four", "gamma five", "delta six", "epsilon"], order)
    paragraphs = plan(pair, load()).paragraphs
    assert paragraphs[-1].border is EQUAL
    root = part_of(export(pair, ".docx"))
    assert resolved(root, accept=True) == order
    assert resolved(root, accept=False) == sorted(order, key=pair.old.texts().index)


@pytest.mark.timeout(60)
def test_a_paragraph_of_a_hundred_thousand_characters() -> None:
    text = "敦促各国加强合作，" * 11_000
    pair = pair_of([text], [text.replace("各国", "会员国", 3)], "zh")
    root = part_of(export(pair, ".docx"))
    assert resolved(root, accept=True) == pair.new.texts()
    assert resolved(root, accept=False) == pair.old.texts()


@pytest.mark.parametrize("language", [*LANGUAGES, "es"])
def test_every_language_has_a_typography(language: str) -> None:
    assert re.fullmatch(language + "-[A-Z]{2}", profile(language).typography.locale)
