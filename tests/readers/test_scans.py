"""Pages that are only pictures: text recognition, doubtful words, and pictures that are refused."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sample
import typst
from PIL import Image

from aligner.checks import run as run_checks
from aligner.checks.material import Check, Material
from aligner.cli.main import main
from aligner.formats.html.report import revision as revision_page
from aligner.pipeline.run import DocumentInfo, Settings, Unit, _segmented, cut
from aligner.readers import read_bytes
from aligner.readers.extract_builder import ExtractBuilder
from aligner.readers.pdf.read_pdf import Doubts, finished, write_pages
from aligner.readers.scans import engine_data, recognise, recognised_page
from aligner.readers.scans.pictures import straightened, tilt
from aligner.readers.scans.recognised_page import RecognisedPage, Word
from aligner.revision.misreadings import badly_read_pages
from aligner.revision.revise import revise
from aligner.values import (
    ChangeKind,
    Document,
    EditTag,
    EditType,
    Finding,
    Message,
    NoteMark,
    Segment,
    Severity,
    Span,
    disk_traces,
)
from aligner.values.catalogue import load
from aligner.values.extract import Extract, Line
from aligner.values.message import ReadError
from aligner.values.results import RevisedPair
from tests.benchmarks.scans import as_file, damaged, families, printed

TEXT = (
    "The General Assembly,",
    "Recalling its resolution 71/167 of 19 December 2016 and all previous resolutions on the matter,",
    "1. Urges all States to take effective measures to prevent and eliminate violence in all its forms;",
    "2. Decides to remain seized of the matter and to consider it at its seventy-third session.",
)
SOURCE = """
#set page(width: 14cm, height: 10cm, margin: 1.5cm)
#set text(size: 11pt, hyphenate: false)
{body}
"""
FONT = "Liberation Serif"
needs_engine = pytest.mark.skipif(
    not engine_data.is_installed() or "eng" not in engine_data.models() or FONT not in families(),
    reason=f"needs tesserocr, the package tesseract-ocr, and {FONT}",
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_traces, "cache", lambda: tmp_path)
    monkeypatch.setattr(recognised_page, "_memory", type(recognised_page._memory)())


def pdf_of(texts: tuple[str, ...] = TEXT) -> bytes:
    made = typst.compile(SOURCE.format(body="\n\n".join(texts)).encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def scan(*, broken: bool = False, turned: int = 0) -> bytes:
    (picture,) = printed(pdf_of(), 200, 1)
    if broken:
        picture = damaged(picture)
    return as_file([picture.rotate(turned, expand=True, fillcolor=255)], 200)


def words(extract: Extract) -> list[str]:
    return extract.text.split()


@needs_engine
@pytest.mark.parametrize("broken", [False, True])
def test_lines_of_a_picture_are_read_with_their_places(broken: bool) -> None:
    extract = read_bytes(scan(broken=broken), "scan.tiff", language="en")
    assert words(extract) == " ".join(TEXT).split()
    assert extract.pages == 1
    boxes = [line.box for line in extract.lines if line.box]
    assert len(boxes) == len(extract.lines)
    assert len({box.size for box in boxes}) == 1
    assert 10 < boxes[0].size < 12
    assert [box.top for box in boxes] == sorted(box.top for box in boxes)


@needs_engine
def test_a_page_that_is_upside_down_is_turned() -> None:
    assert words(read_bytes(scan(turned=180), "scan.tiff", language="en")) == " ".join(TEXT).split()


@needs_engine
def test_pages_with_and_without_text_are_read_together_and_reported() -> None:
    import pypdfium2

    whole, pictured = pypdfium2.PdfDocument(pdf_of(("The first page has text.",))), io.BytesIO()
    printed(pdf_of(), 200, 1)[0].save(pictured, format="PDF", resolution=200)
    whole.import_pages(pypdfium2.PdfDocument(pictured.getvalue()))
    file = io.BytesIO()
    whole.save(file)
    asked: list[tuple[str, int, int]] = []
    extract = read_bytes(
        file.getvalue(), "mixed.pdf", language="en", progress=lambda *step: asked.append(step)
    )
    assert words(extract) == ["The", "first", "page", "has", "text.", *" ".join(TEXT).split()]
    assert [line.page for line in extract.lines][0::4] == [1, 2]
    assert asked == [("recognise", 0, 1)]
    assert [note.code for note in extract.notes] == ["reading.from_pictures"]


@needs_engine
def test_a_line_that_the_engine_passes_over_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = recognise._Engine.lines

    def without_third(
        engine: recognise._Engine, picture: Image.Image, box: recognise._Box | None = None
    ) -> list[recognise._Line]:
        found = whole(engine, picture, box)
        return found if box else [line for n, line in enumerate(found) if n != 2]

    monkeypatch.setattr(recognise._Engine, "lines", without_third)
    page = recognise.recognise(scan(), "scan.tiff", 1, "eng", [(400, 1)])
    assert sorted(page.text.split()) == sorted(" ".join(TEXT).split())


@needs_engine
def test_a_page_is_recognised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_traces, "_kept_from_sharing", False)  # an app in this process may have set it
    data = scan()
    first = read_bytes(data, "scan.tiff", language="en")
    (kept,) = recognised_page.KEPT.folder().iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(recognised_page, "keep", lambda *_: pytest.fail("recognised again"))
    assert read_bytes(data, "scan.tiff", language="en") == first


def test_without_the_engine_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_data, "is_installed", lambda: False)
    with pytest.raises(ReadError, match=r"pip install '\.\[scans\]'"):
        read_bytes(scan(), "scan.tiff")


def test_a_picture_is_refused_by_its_size_before_it_is_decoded() -> None:
    head = b"\x89PNG\r\n\x1a\n"
    size = (100_000).to_bytes(4, "big")
    for kind, data in ((b"IHDR", size + size + b"\x08\x00\x00\x00\x00"), (b"IDAT", b""), (b"IEND", b"")):
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        head += len(data).to_bytes(4, "big") + kind + data + check
    with pytest.raises(ReadError, match="10000 million pixels"):
        read_bytes(head, "bomb.png")


@pytest.mark.parametrize("angle", [-4.0, -1.5, 2.0, 5.0])
def test_a_tilted_page_is_straightened(angle: float) -> None:
    (picture,) = printed(pdf_of(), 200, 1)
    tilted = picture.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert tilt(tilted) == pytest.approx(angle, abs=0.15)
    assert tilt(straightened(tilted)) == 0


@needs_engine
@pytest.mark.parametrize("axis", [0, 1])
def test_letters_in_the_shadow_of_a_fold_are_read(axis: int) -> None:
    shades = np.asarray(printed(pdf_of(), 200, 1)[0]).astype(np.float32)
    aside = np.abs(np.arange(shades.shape[axis]) - 0.4 * shades.shape[axis])
    shades *= np.expand_dims(1 - 0.55 * np.exp(-aside / 25), 1 - axis)
    folded = as_file([Image.fromarray(shades.astype(np.uint8))], 200)
    assert words(read_bytes(folded, "scan.tiff", language="en")) == " ".join(TEXT).split()


def test_doubtful_words_are_marked_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    line = [("Urges", 0.97), ("al1", 0.6), ("States", 0.95)]
    made = tuple(
        Word(text, 50.0 + 40 * n, 85.0 + 40 * n, 300.0, 11.0, confidence)
        for n, (text, confidence) in enumerate(line)
    )
    builder, doubts = ExtractBuilder(), Doubts()
    write_pages(RecognisedPage(400.0, (made,)).glyphs(), builder, doubts)
    extract = finished(builder, doubts, "scan.png", 1)
    assert extract.text == "Urges al1 States"
    assert [span.of(extract.text) for span in extract.doubtful] == ["al1"]


def drafts(old: str, new: str, *doubtful: str) -> tuple[Document, Document]:
    """Two drafts of one paragraph each; the words named are doubtful in the new one."""
    spans = tuple(Span(new.index(word), new.index(word) + len(word)) for word in doubtful)
    one, other = (Document("en", text, (Segment(Span(0, len(text))),)) for text in (old, new))
    return one, replace(other, doubtful=spans)


@pytest.mark.parametrize(
    ("new", "doubtful", "kind"),
    [
        ("Urges al1 States to cooperate fully with the Court;", ("al1",), ChangeKind.RECOGNISED),
        ("Urges al1 States to cooperate fully with the Court;", (), ChangeKind.EDITED),
        ("Urges al1 States to cooperate with the Court;", ("al1",), ChangeKind.EDITED),
        ("Urges all States to cooperate fully with the Court;", ("all",), ChangeKind.UNCHANGED),
        ("Urges aIl States to cooperate fully with the Court;", ("cooperate",), ChangeKind.RECOGNISED),
        ("Urges all States to coöperate fully with the Court;", ("Court",), ChangeKind.RECOGNISED),
        ("Urges all States to coöperate fully with the Court;", (), ChangeKind.EDITED),
        ("Urges few States to cooperate fully with the Court;", ("few",), ChangeKind.EDITED),
        ("Urges all States not to cooperate fully with the Court;", ("not",), ChangeKind.RECOGNISED),
        ("Urges all States not to cooperate fully with the Court;", ("to",), ChangeKind.EDITED),
        ("Urges all UM oe States to cooperate fully with the Court;", ("UM", "oe"), ChangeKind.RECOGNISED),
        ("Urges all UM not States to cooperate fully with the Court;", ("UM",), ChangeKind.EDITED),
        ("Urges all States to cooperate with the Court;", ("cooperate",), ChangeKind.EDITED),
        ("Urges all States to cooperate fu1ly with the Court;", ("fu1ly",), ChangeKind.RECOGNISED),
        ("Urges all States to co0perat fully with the Court;", ("co0perat",), ChangeKind.RECOGNISED),
        ("Urges a11 Stаtes to cooperate fully with the Court;", ("Court",), ChangeKind.RECOGNISED),
    ],
)
def test_words_that_may_be_misread_make_no_amendment(
    new: str, doubtful: tuple[str, ...], kind: ChangeKind
) -> None:
    old, read = drafts("Urges all States to cooperate fully with the Court;", new, *doubtful)
    (change,) = revise(old, read).changes
    assert change.kind is kind
    assert change.is_amendment == (kind is ChangeKind.EDITED)


@pytest.mark.parametrize(
    ("old", "new", "doubtful", "kind"),
    [
        ("to agree, in cooperation", "to agree in cooperation", ("cooperation",), ChangeKind.RECOGNISED),
        ("to agree in cooperation", "to agree, in cooperation", ("cooperation",), ChangeKind.EDITED),
        ("to agree in cooperation", "to agre incooperation", ("agre",), ChangeKind.RECOGNISED),
        ("the basis of freedom", "the [8 (6) of freedom", ("[8", "(6)"), ChangeKind.RECOGNISED),
        ("the basis of freedom", "the x basis of freedom", ("x",), ChangeKind.RECOGNISED),
        ("the basis of freedom", "the no basis of freedom", ("no",), ChangeKind.RECOGNISED),
        ("the basis UM of freedom", "the basis — of freedom", ("—",), ChangeKind.EDITED),
        ("the basis 57,507 of freedom", "the basis 7xx of freedom", ("7xx",), ChangeKind.RECOGNISED),
        ("the basis 57,507x of freedom", "the basis 7zz of freedom", ("7zz",), ChangeKind.EDITED),
        ("على الحد من مخاطر الكوارث", "على لحد من مغاطر الكوارث", ("لحد", "مغاطر"), ChangeKind.RECOGNISED),
        ("the conference (urban/rural)", "the conference (urban/", ("(urban/",), ChangeKind.RECOGNISED),
        ("the basis of freedom", "the basis of fr", ("fr",), ChangeKind.RECOGNISED),
        ("о высоком уровне", "о ВЫСОКОМ уровне", ("ВЫСОКОМ",), ChangeKind.RECOGNISED),
        ("the basis is not free", "the bas free", ("bas",), ChangeKind.EDITED),
        ("the basis, of freedom", "the basis. of freedom", ("the",), ChangeKind.RECOGNISED),
        ("the ‘basis’ of freedom", "the “basis“ of freedom", ("the",), ChangeKind.RECOGNISED),
        ("نص قرار تناسي حقوق", "نص قرار تعابي حقوق", ("تعابي",), ChangeKind.RECOGNISED),
        ("探测、X射线荧光、统计方法", "探测 X射线荧光统计方法", ("X",), ChangeKind.RECOGNISED),
        ("探测、X射线荧光、统计方法", "探测 X射线无荧光统计方法", ("X",), ChangeKind.EDITED),
        ("探测、X射线荧光、统计方法", "探测、X射线无荧光、统计方法", ("无",), ChangeKind.RECOGNISED),
        ("该方案内的所有疫苗", "该方案內的所有疫苗", ("该",), ChangeKind.RECOGNISED),
        ("نص قرار التمرد على الظلم", "نص قرار القرد على الظلم", ("الظلم",), ChangeKind.RECOGNISED),
        (
            "экономика серьезно пострадала",
            "экономика серъезно пострадала",
            ("экономика",),
            ChangeKind.RECOGNISED,
        ),
        (
            "встреча в НьюЙорке состоялась",
            "встреча в Ньюйорке состоялась",
            ("встреча",),
            ChangeKind.RECOGNISED,
        ),
        (
            "встреча в Ньюйорке состоялась",
            "встреча в НьюЙорке состоялась",
            ("встреча",),
            ChangeKind.RECOGNISED,
        ),
        ("встреча в НьюАорке состоялась", "встреча в Ньюаорке состоялась", ("встреча",), ChangeKind.EDITED),
    ],
)
def test_what_recognition_loses_or_joins_makes_no_amendment(
    old: str, new: str, doubtful: tuple[str, ...], kind: ChangeKind
) -> None:
    (change,) = revise(*drafts(old, new, *doubtful)).changes
    assert change.kind is kind


@pytest.mark.parametrize(
    ("new", "doubtful", "types"),
    [
        ("Urges a11 parties to act", ("a11",), [(EditType.RECOGNISED, "a11"), (EditType.WORDING, "parties")]),
        (
            "Urges few Statos to act",
            ("Statos",),
            [(EditType.WORDING, "few"), (EditType.RECOGNISED, "Statos")],
        ),
        ("Urges UM not all States to act", ("UM",), [(EditType.RECOGNISED, "UM"), (EditType.WORDING, "not")]),
        ("Urges several of them to act", ("several",), [(EditType.WORDING, "several of them")]),
    ],
)
def test_words_that_may_be_misread_are_apart_from_those_of_an_amendment(
    new: str, doubtful: tuple[str, ...], types: list[tuple[EditType, str]]
) -> None:
    one, other = drafts("Urges all States to act", new, *doubtful)
    (change,) = revise(one, other).changes
    edits = [edit for edit in change.edits if edit.tag is not EditTag.EQUAL]
    assert [(edit.type, edit.new.of(new).strip()) for edit in edits] == types
    assert change.kind is ChangeKind.EDITED
    assert "".join(edit.new.of(new) for edit in change.edits) == new


def test_doubtful_words_that_the_text_lacks_make_no_amendment_where_the_scan_is_older() -> None:
    text, scan = drafts("the basis of freedom", "the basis UM of freedom", "UM")
    (change,) = revise(scan, text).changes
    assert change.kind is ChangeKind.RECOGNISED
    assert [edit.type for edit in change.edits if edit.tag is EditTag.DELETE] == [EditType.RECOGNISED]


def test_of_a_badly_read_scan_only_words_that_are_doubtful_themselves_may_be_stains() -> None:
    old, new = badly_read("Requests the Secretary-General to submit a report not on all of it.", 20)
    added = Span(new.text.index("not"), new.text.index("not") + 3)
    assert revise(old, new).changes[-1].kind is ChangeKind.EDITED
    doubted = replace(new, doubtful=(*new.doubtful, added))
    assert revise(old, doubted).changes[-1].kind is ChangeKind.RECOGNISED


@pytest.mark.parametrize(("digits", "doubtful"), [("2026", True), ("2026", False)])
def test_digits_that_differ_are_an_amendment_unless_they_are_doubtful(digits: str, doubtful: bool) -> None:
    old, new = drafts("States shall report by 2035.", f"States shall report by {digits}.", "report")
    new = replace(new, doubtful=(Span(23, 27),) if doubtful else new.doubtful)
    (change,) = revise(old, new).changes
    assert change.is_amendment is not doubtful


@pytest.mark.parametrize(
    ("read", "at", "amended"),
    [
        ("Urges all States? to act", 16, False),
        ("Urges all States?1 to act", 16, False),
        ("Urges all States? to act", 9, True),
        ("Urges all Statess to act", 16, True),  # it may be another word
        ("Urges all States not to act", 16, True),
    ],
)
def test_a_sign_in_the_place_of_a_note_mark_is_no_amendment(read: str, at: int, amended: bool) -> None:
    text, scan = drafts("Urges all States to act", read)
    marked = replace(text, segments=(replace(text.segments[0], marks=(NoteMark("1", at),)),))
    scan = replace(scan, recognised=True)
    for old, new in ((marked, scan), (scan, marked)):
        assert any(change.is_amendment for change in revise(old, new).changes) is amended


def test_letters_of_two_scripts_that_look_alike_make_no_amendment() -> None:
    old, new = (
        Document("ru", text, (Segment(Span(0, len(text))),))
        for text in ("Резолюция 217 A (III), пункт b) доклада", "Резолюция 217 А (Ш), пункт Ь) доклада")
    )
    (change,) = revise(old, replace(new, doubtful=(Span(0, 9),))).changes
    assert change.kind is ChangeKind.RECOGNISED


@pytest.mark.parametrize(
    ("language", "old", "new", "kind"),
    [
        ("ru", "Доклад о статье II доклада", "Доклад о статье П доклада", ChangeKind.RECOGNISED),
        ("ar", "تقرير عن HFC-23 المشار إليه", "تقرير عن 23-5180 المشار إليه", ChangeKind.RECOGNISED),
        ("ru", "Доклад о статье доклада", "Доклад о ноте доклада", ChangeKind.EDITED),
        ("ru", "Доклад группы ГТП здесь", "Доклад группы CTI здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад группы ГТП здесь", "Доклад группы UNDP здесь", ChangeKind.EDITED),
        ("en", "Report on Protocol I to it", "Report on Protocol J to it", ChangeKind.RECOGNISED),
        ("en", "Report on few pages of it", "Report on 13 pages of it", ChangeKind.EDITED),
        ("ru", "Доклад о том здесь", "Доклад о ТОМ здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад о ней здесь", "Доклад о НЕЙ здесь", ChangeKind.EDITED),  # е is no small Е
        ("ru", "Доклад для применения здесь", "Доклад для примене-HUA здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад для Италии здесь", "Доклад для Ита-JIMM здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад для Италии здесь", "Доклад для ИтаJIMM здесь", ChangeKind.EDITED),
        ("ru", "Доклад о гарантии здесь", "Доклад о тарантии здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад для применения здесь", "Доклад для примене-ние здесь", ChangeKind.EDITED),
        ("ru", "Доклад о зоне здесь", "Доклад о 30не здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад о зоной здесь", "Доклад о 30-ной здесь", ChangeKind.RECOGNISED),
        ("ru", "Доклад о зоне здесь", "Доклад о 50не здесь", ChangeKind.EDITED),
        ("ar", "الدعم بمبلغ 819 000 دولار", "الدعم بمبلغ 000 819 دولار", ChangeKind.RECOGNISED),
        ("ar", "الدعم بمبلغ 819 000 دولار", "الدعم بمبلغ 000 918 دولار", ChangeKind.EDITED),
        ("ru", "Доклад о 819 000 здесь", "Доклад о 000 819 здесь", ChangeKind.EDITED),
    ],
)
def test_latin_letters_between_others_are_read_as_anything(
    language: str, old: str, new: str, kind: ChangeKind
) -> None:
    one, other = (Document(language, text, (Segment(Span(0, len(text))),)) for text in (old, new))
    (change,) = revise(one, replace(other, doubtful=(Span(0, 4),))).changes
    assert change.kind is kind


def badly_read(new: str, doubtful: int) -> tuple[Document, Document]:
    """A draft and its scan, in which a paragraph is read as paragraphs, and so many words are doubtful."""
    rest = [f"Urges the States of region {n} to report on what they did." for n in range(20)]
    old = "\n".join([*rest, "Requests the Secretary-General to submit a report on all of it."])
    made = [*rest, *filter(None, new.split("\n"))]
    scan = "\n".join(made)
    spans = tuple(Span(*found.span()) for found in re.finditer("Urges the", scan))[:doubtful]
    one, other = (
        Document("en", text, tuple(Segment(Span(m.start(), m.end())) for m in re.finditer(".+", text)))
        for text in (old, scan)
    )
    return one, replace(other, doubtful=spans)


@pytest.mark.parametrize(
    ("scrap", "doubted", "pages", "kind"),
    [
        ("the ofice of its envoys here", "ofice", 20, ChangeKind.RECOGNISED),
        ("the ofice of its envoys here", "", 20, ChangeKind.INSERTED),
        ("the ofice of its envoys here", "ofice", 2, ChangeKind.INSERTED),
        ("the ofice of its special envoys in all", "ofice", 20, ChangeKind.INSERTED),
    ],
)
def test_a_few_words_of_a_badly_read_page_are_no_paragraph_that_was_added(
    scrap: str, doubted: str, pages: int, kind: ChangeKind
) -> None:
    old, new = badly_read(f"Requests the Secretary-General to submit a report on all of it.\n{scrap}", pages)
    if doubted:
        start = new.text.index(doubted)
        new = replace(new, doubtful=(*new.doubtful, Span(start, start + len(doubted))))
    assert revise(old, new).changes[-1].kind is kind
    assert (revise(new, old).changes[-1].kind is ChangeKind.RECOGNISED) is (kind is ChangeKind.RECOGNISED)


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("降。", ChangeKind.RECOGNISED),
        ("下降。", ChangeKind.INSERTED),
        ("7.", ChangeKind.INSERTED),
    ],
)
def test_one_letter_of_a_scan_is_no_paragraph_that_was_added(rest: str, kind: ChangeKind) -> None:
    old = Document("zh", "会议决定继续审议这一问题。", (Segment(Span(0, 13)),))
    text = f"{old.text}\n{rest}"
    new = Document("zh", text, (*old.segments, Segment(Span(14, len(text)))))
    scan = replace(new, doubtful=(Span(0, 1),))
    assert revise(old, scan).changes[-1].kind is kind
    assert revise(replace(old, doubtful=(Span(0, 1),)), new).changes[-1].kind is ChangeKind.INSERTED


@pytest.mark.parametrize(
    ("doubted", "kind"), [("Coverage", ChangeKind.RECOGNISED), ("Cover", ChangeKind.INSERTED)]
)
def test_of_a_paragraph_that_a_scan_adds_more_than_one_sign_is_certain(
    doubted: str, kind: ChangeKind
) -> None:
    old, new = drafts(
        "The Committee goes on with its work.", "Coverage 2\nThe Committee goes on with its work."
    )
    segments = Segment(Span(0, 10)), Segment(Span(11, len(new.text)))
    scan = replace(new, segments=segments, doubtful=(Span(0, len(doubted)),))
    assert revise(old, scan).changes[0].kind is kind


def test_a_number_in_brackets_of_its_own_looks_like_one_in_two() -> None:
    old, new = drafts("第七条第㈡款的定义", "第七条第•二)款的定义", "•", "二", ")")
    (change,) = revise(replace(old, language="zh"), replace(new, language="zh")).changes
    assert change.kind is ChangeKind.RECOGNISED


@pytest.mark.parametrize(
    ("language", "old", "new", "doubted", "kind"),
    [
        ("zh", "各国面临的治理难题。", "各国面临的治理理难题。", 6, ChangeKind.RECOGNISED),
        ("zh", "各国面临的治理难题。", "各国面临的治理理难题。", 0, ChangeKind.EDITED),
        ("en", "Report of those States", "Report of those those States", 10, ChangeKind.RECOGNISED),
        ("en", "Report of those States", "Report of those those States", 0, ChangeKind.EDITED),
        ("en", "Report of those States", "Report of those hose States", 10, ChangeKind.EDITED),
    ],
)
def test_of_a_word_that_a_scan_has_twice_the_doubtful_one_is_added(
    language: str, old: str, new: str, doubted: int, kind: ChangeKind
) -> None:
    one, other = (Document(language, text, (Segment(Span(0, len(text))),)) for text in (old, new))
    size = 1 if language == "zh" else len("those")
    (change,) = revise(one, replace(other, doubtful=(Span(doubted, doubted + size),))).changes
    assert change.kind is kind


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ("Requests the Secretary-General to submit a repart on all of it.", ChangeKind.RECOGNISED),
        ("Requests the Secretary-General, to submit:\na report on all of it.", ChangeKind.RECOGNISED),
        ("Requests the Secretary-General to submit no report on all of it.", ChangeKind.EDITED),
        ("", ChangeKind.DELETED),
    ],
)
def test_of_a_badly_read_scan_no_word_is_certain(new: str, kind: ChangeKind) -> None:
    surely = {ChangeKind.RECOGNISED: {ChangeKind.EDITED, ChangeKind.SPLIT}}.get(kind, {kind})
    assert revise(*badly_read(new, 20)).changes[-1].kind is kind
    assert revise(*badly_read(new, 3)).changes[-1].kind in surely


@pytest.mark.parametrize(
    ("read", "doubted", "kind"),
    [
        ("a ax on all of it.", "ax", ChangeKind.RECOGNISED),
        ("a ax on all of it.", "", ChangeKind.EDITED),
        ("a maxim on all of it.", "maxim", ChangeKind.EDITED),
        ("a on all of it.", "a on", ChangeKind.RECOGNISED),
        ("a on all of it.", "on", ChangeKind.EDITED),
        ("on all of it.", "submit on", ChangeKind.EDITED),
    ],
)
def test_of_a_badly_read_scan_a_doubtful_word_may_be_the_rest_of_another(
    read: str, doubted: str, kind: ChangeKind
) -> None:
    old, new = badly_read(f"Requests the Secretary-General to submit {read}", 20)
    words = [Span(*found.span()) for found in re.finditer(r"\S+", new.text)]
    last = [word for word in words[-10:] if word.of(new.text) in doubted.split()]
    new = replace(new, doubtful=(*new.doubtful, *last))
    assert revise(old, new).changes[-1].kind is kind
    assert revise(new, old).changes[-1].kind is kind
    assert revise(old, replace(new, doubtful=new.doubtful[15:])).changes[-1].kind is ChangeKind.EDITED


def test_of_a_scan_only_the_pages_that_are_badly_read_have_no_certain_word() -> None:
    one, other = badly_read("Requests the Secretary-General to submit a repart on all of it.", 20)
    pages = [replace(segment, page=1 + (n == 20)) for n, segment in enumerate(other.segments)]
    assert badly_read_pages(other) == {None}
    assert badly_read_pages(replace(other, segments=tuple(pages))) == {1}
    (change,) = [
        each for each in revise(one, replace(other, segments=tuple(pages))).changes if each.new.start == 20
    ]
    assert change.kind is ChangeKind.EDITED


@pytest.mark.parametrize(("doubtful", "told"), [(20, ["reading.badly_read"]), (3, [])])
def test_pages_that_are_badly_read_are_named(doubtful: int, told: list[str]) -> None:
    _, scan = badly_read("", doubtful)
    lines = tuple(Line(segment.span, page=2) for segment in scan.segments)
    extract = Extract(scan.text, lines, "pdf", recognised=((2, 0),), doubtful=scan.doubtful)
    notices: list[Message] = []
    _segmented(extract, Settings(notice=notices.append), "scan.pdf", DocumentInfo(language="en"))
    assert [notice.fields["text"].code for notice in notices] == told


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ("Requests the Secretary-General to submit\na report on all of it.", ChangeKind.RECOGNISED),
        ("Requests the Secretary-General to submit a report\non a11 of it.", ChangeKind.RECOGNISED),
        ("Requests the Secretary-General to submit:\na report on all of it.", ChangeKind.RECOGNISED),
        ("Requests the Secretary-General to submit\na report\non Urges.", ChangeKind.INSERTED),
    ],
)
def test_how_a_scan_is_divided_into_paragraphs_is_no_amendment(broken: str, kind: ChangeKind) -> None:
    old, new = badly_read(broken, 3)
    assert revise(old, new).changes[-1].kind is kind
    turned = {ChangeKind.INSERTED: ChangeKind.DELETED}
    assert revise(new, old).changes[-1].kind is turned.get(kind, kind)


@pytest.mark.parametrize(
    ("label", "old", "new", "amended"),
    [
        ("41 -", "في كانون الأول من عام", "اع - في كانون الأول من عام", False),
        ("C.", "审议委员会提交的文件", "C.审议委员会提交的文件", False),
        ("32.", "1 мая посредник представил", "32.1 мая посредник представил", False),
        ("", "審议委员会提交的文件", "不审议委员会提交的文件", True),
        ("", "二. 审议委员会提交的文件", "二．审议委员会提交的文件", False),
        ("", "二. 审议委员会提交的文件", "三．审议委员会提交的文件", True),
        ("1.3", "نسبة السكان في كل بلد", "13 نسبة السكان في كل بلد", False),
        ("1.3", "نسبة السكان في كل بلد", "135 نسبة السكان في كل بلد", True),
        ("C.", "审议委员会提交的文件", "C.不审议委员会提交的文件", True),
        ("C.", "审议委员会提交的文件", "不审议委员会提交的文件", True),
        ("32.", "1 мая посредник представил", "не 1 мая посредник представил", True),
        ("C.", "审议委员会提交的文件", "由秘书长和各国政府一起审议委员会提交的文件", True),
    ],
)
def test_a_number_that_is_read_as_text_is_no_amendment(label: str, old: str, new: str, amended: bool) -> None:
    language = "ru" if "а" in old else "zh" if "员" in old else "ar"
    one = Document(language, old, (Segment(Span(0, len(old)), label=label or None),))
    other = Document(language, new, (Segment(Span(0, len(new))),), doubtful=(Span(len(new) - 2, len(new)),))
    for pair in ((one, other), (other, one)):
        (change,) = revise(*pair).changes
        assert change.is_amendment is amended


def test_doubtful_words_are_underlined_on_the_page() -> None:
    old, new = drafts("Urges all States to act.", "Urges al1 States to act.", "al1")
    page = revision_page(RevisedPair(old, new, revise(old, new)), load()).decode()
    assert '<span class="doubtful" title="may be misread">al1</span>' in page


def test_places_of_doubtful_words_follow_the_joining_of_lines() -> None:
    text = "The States shall co-\noperate fu11y."
    doubt = Span(text.index("fu11y"), text.index("fu11y") + 5)
    lines = (Line(Span(0, 20)), Line(Span(21, len(text))))
    document = cut(Extract(text, lines, "txt", doubtful=(doubt,)), Unit.PARAGRAPH, "en")
    assert [span.of(document.text) for span in document.doubtful] == ["fu11y"]
    assert [span.of(document.text_of(0)) for span in document.doubtful_in([0])] == ["fu11y"]


def test_words_that_may_be_misread_make_no_finding() -> None:
    comparison = sample.comparison(["zh", "en"])
    key = comparison.newest["en"]
    document = comparison.documents[key]
    first, second = (Span(each.span.start, each.span.start + 3) for each in document.segments[1:3])
    several = document.segments[3].span
    words = (
        found.span() for found in re.compile(r"\S+").finditer(document.text, several.start, several.stop)
    )
    doubtful = (first, *(Span(*found) for found in words))
    doubted = replace(
        comparison, documents={**comparison.documents, key: replace(document, doubtful=doubtful)}
    )

    def findings(_material: object) -> list[Finding]:
        said = Message("labels.sequence", number=6, before=4)
        return [
            Finding("numbers", Severity.ERROR, (row,), "en", span, "14", "19", said)
            for row, span in enumerate((first, second, several))
        ]

    check = Check("numbers", Severity.ERROR, findings)
    spans = [each.span for each in run_checks(Material(doubted), [check])]
    assert spans == [second]
    assert len(run_checks(Material(comparison), [check])) == 3


def layered(layer: tuple[str, ...], texts: tuple[str, ...] = TEXT) -> bytes:
    """A PDF page with the picture of a text, and another text behind it, as a scanner writes it."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    (picture,) = printed(pdf_of(texts), 200, 1)
    width, height = (72 * side / 200 for side in picture.size)
    made = pypdfium2.PdfDocument.new()
    page, image = made.new_page(width, height), pypdfium2.PdfImage.new(made)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(picture))
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    for number, text in enumerate(layer):
        written = pdfium.FPDFPageObj_NewTextObj(made.raw, b"Helvetica", 5.0)
        units = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
        pdfium.FPDFText_SetText(written, ctypes.cast(units, ctypes.POINTER(ctypes.c_ushort)))
        pdfium.FPDFTextObj_SetTextRenderMode(written, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        pdfium.FPDFPageObj_Transform(written, 1, 0, 0, 1, 40, height - 40 - 12 * number)
        pdfium.FPDFPage_InsertObject(page.raw, written)
    page.gen_content()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def codes(extract: Extract) -> list[str]:
    return [note.code for note in extract.notes]


@needs_engine
def test_a_poor_text_behind_a_picture_is_proposed_to_be_read_anew() -> None:
    poor = layered(tuple(text.replace("th", "rn").replace("e", "c") for text in TEXT))
    extract = read_bytes(poor, "scan.pdf", language="en")
    assert extract.layered == (1,)
    assert codes(extract) == ["reading.recognised", "reading.poor_layer"]
    assert extract.notes[1].fields["code"] == "en"
    anew = read_bytes(poor, "scan.pdf", language="en", recognise=["en"])
    assert words(anew) == " ".join(TEXT).split()
    assert codes(anew) == ["reading.from_pictures"]


@needs_engine
def test_a_page_with_a_drawing_alone_has_no_words_that_may_be_misread() -> None:
    body = f"{TEXT[1]}\n#pagebreak()\n#line(length: 60%)"
    extract = read_bytes(typst.compile(SOURCE.format(body=body).encode(), format="pdf"), "drawn.pdf")
    assert codes(extract) == ["reading.empty"]


@needs_engine
def test_a_text_behind_a_picture_may_have_no_word_of_a_language() -> None:
    numbers = " ".join(map(str, range(24, 44)))
    extract = read_bytes(layered((numbers,) * 8), "scan.pdf")
    assert extract.layered == (1,)


@needs_engine
def test_a_good_text_behind_a_picture_is_left_as_it_is() -> None:
    extract = read_bytes(layered(TEXT), "scan.pdf", language="en")
    assert words(extract) == " ".join(TEXT).split()
    assert codes(extract) == ["reading.recognised"]


@needs_engine
@pytest.mark.skipif("fra" not in engine_data.models(), reason="needs tesseract-ocr-fra")
def test_a_page_in_two_languages_is_read_in_both() -> None:
    both = (
        *TEXT,
        "L’Assemblée générale, rappelant sa résolution précédente à ce sujet, prie l’État hôte d’agir.",
    )
    (picture,) = printed(pdf_of(both), 200, 1)
    data = as_file([picture], 200)
    assert "à ce sujet, prie l’État hôte" not in read_bytes(data, "scan.tiff", language="en").text
    found = read_bytes(data, "scan.tiff", language="en", recognise=["en", "fr"]).text
    assert "rappelant sa résolution précédente à ce sujet, prie l’État hôte d’agir" in " ".join(found.split())
    assert " ".join(found.split()).startswith(" ".join(TEXT))


def test_an_unknown_language_of_pages_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "scan.tiff"
    path.write_bytes(b"II*\0")
    assert main(["segment", str(path), "--recognise", "en+xx"]) == 2
    assert "'xx'" in capsys.readouterr().err
