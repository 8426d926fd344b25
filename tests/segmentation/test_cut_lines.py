"""Word files with one line of a page in each paragraph, and those that must stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from word_files import package, par, run

from aligner.formats.docx.redline_inside import redline_inside
from aligner.formats.docx.word_elements import UnsuitedError
from aligner.readers import read_bytes
from aligner.readers.docx.read_docx import NOTE
from aligner.segmentation.segment import segment
from aligner.values import Document
from aligner.values.extract import Extract, LineRole

DEMO = [f"{version}.{language}.txt" for version in ("draft", "rev1") for language in ("zh", "en", "fr", "ru")]
PASTED = [
    "un-revision-en/A_C3_56_right_to_development.draft.en.raw.txt",
    "un-revision-en/A_RES_56_150.adopted.en.raw.txt",
    "tw-law/A0030028.old.zh-Hant.raw.txt",
    "tw-law/D0080177.old.zh-Hant.raw.txt",
    "tw-law/J0080037.old.zh-Hant.raw.txt",
    "tw-law/L0020001.old.zh-Hant.raw.txt",
]
ARABIC = [
    "إن الجمعية العامة، إذ تشير إلى قرارها بشأن التعاون الدولي في مجال منع الجريمة",
    "والعدالة الجنائية، وإذ تضع في اعتبارها أن الدول الأعضاء ما زالت تواجه تحديات",
    "كبيرة في جمع البيانات وتحليلها على نحو منتظم، وأن القدرات الوطنية متفاوتة",
    "تفاوتا كبيرا بين المناطق، تقرر ما يلي:",
    "1 - تشجع الدول الأعضاء على أن تواصل تعزيز نظمها الإحصائية الوطنية وأن تتبادل",
    "الخبرات فيما بينها عن طريق الشبكات القائمة وعن طريق المنظمات الإقليمية التي",
    "تعمل في هذا الميدان منذ سنوات.",
    "2 - تطلب إلى الأمين العام أن يقدم إلى اللجنة في دورتها المقبلة تقريرا عن تنفيذ",
    "هذا القرار يتضمن معلومات عن الموارد المتاحة وعن الصعوبات التي واجهتها الدول",
    "في هذا الصدد.",
]


def word(paragraphs: Sequence[str]) -> bytes:
    """A Word file of these paragraphs."""
    return package("".join(par(run(escape(text))) if text.strip() else "<w:p/>" for text in paragraphs))


def paragraphs_of(document: Document) -> list[tuple[str, str | None, str]]:
    return [(s.kind.value, s.label, document.text_of(i)) for i, s in enumerate(document.segments)]


def lines_of(extract: Extract) -> list[str]:
    return [extract.text_of(line) for line in extract.lines]


@pytest.mark.parametrize("name", DEMO)
def test_the_demo_set_as_a_well_made_file_is_unchanged(corpus: Path, name: str) -> None:
    language = name.split(".")[1]
    made = segment(read_bytes((corpus / name).read_bytes(), name), language=language)
    texts = [made.text_of(index) for index in range(len(made))]
    found = read_bytes(word(texts), "made.docx")
    assert all(line.whole for line in found.lines)
    assert NOTE not in found.notes
    assert lines_of(found) == texts


@pytest.mark.parametrize("name", PASTED)
def test_lines_pasted_into_word_are_joined_as_in_a_text_file(shared_data: Path, name: str) -> None:
    language = "zh" if "zh" in name else "en"
    lines = read_bytes((shared_data / name).read_bytes(), name)
    pasted = read_bytes(word(lines_of(lines)), "pasted.docx")
    assert NOTE in pasted.notes
    document = segment(pasted, language=language)
    assert paragraphs_of(document) == paragraphs_of(segment(lines, language=language))
    places = [(at, document.origin.source_of(at)) for at in range(0, len(document.text), 7)]
    led_back = [(at, source) for at, source in places if source >= 0]
    assert len(led_back) > 0.9 * len(places)
    assert all(pasted.text[source] == document.text[at] for at, source in led_back)


def test_development_texts_in_well_made_files_are_unchanged(shared_data: Path) -> None:
    files = [file for file in sorted(shared_data.rglob("*.txt"))[::8] if not file.stem.endswith(".raw")]
    assert len(files) > 20
    for file in files:
        found = read_bytes(
            word(lines_of(read_bytes(file.read_bytes(), file.name, encoding="utf-8"))), "made.docx"
        )
        assert all(line.whole for line in found.lines), file.name


def test_arabic_lines_are_joined() -> None:
    found = read_bytes(word(ARABIC), "pasted.docx")
    document = segment(found, language="ar")
    assert NOTE in found.notes
    first, second = (" ".join(ARABIC[a:b]) for a, b in ((4, 7), (7, 10)))
    assert document.texts()[1:] == [first.removeprefix("1 - "), second.removeprefix("2 - ")]


def test_headings_numbers_and_cells_stay_paragraphs() -> None:
    heading = "a heading that is as wide as the lines are and has no sign at its end at all"
    cells = "".join(f"<w:tc>{par(run(heading))}</w:tc>" for _ in range(3))
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    lines = "".join(par(run(escape(text))) for text in ARABIC)
    styled = par(run(heading), '<w:pStyle w:val="H"/>')
    body = f"{styled}{lines}<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    found = read_bytes(package(body, {"styles": styles}), "pasted.docx")
    assert [line.whole for line in found.lines] == [True] + [False] * len(ARABIC) + [True] * 3


def test_an_empty_paragraph_sets_paragraphs_apart() -> None:
    text = "the Commission and its subsidiary bodies have considered the reports before them and"
    block = [f"Noting that {text}", *[f"also that {text}"] * 4, "nothing more than this"]
    found = read_bytes(word([*block, "", *block, "", *block]), "pasted.docx")
    assert len(segment(found, language="en")) == 3
    assert [line.blank_above for line in found.lines if line.blank_above] == [1, 1]
    assert found.text == "\n".join(block * 3)


def test_a_redline_is_written_from_scratch_if_paragraphs_are_lines() -> None:
    with pytest.raises(UnsuitedError, match="its paragraphs are single lines of a page"):
        redline_inside(word(ARABIC), word([*ARABIC, "نهاية"]), "ar")


def test_heads_and_notes_of_such_a_file_stay_whole() -> None:
    text = "the Commission and its subsidiary bodies have considered the reports before them and"
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{par(run(text))}</w:footnote>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    lines = par(run(f"Noting that {text}") + mark) + par(run(f"also that {text}")) * 8
    parts = {"footnotes": notes, "header1": par(run(text))}
    found = read_bytes(package(lines + section, parts), "pasted.docx")
    assert NOTE in found.notes
    assert {line.role for line in found.lines if line.whole} == {LineRole.FOOTNOTE, LineRole.FURNITURE}
    assert {line.role for line in found.lines if not line.whole} == {LineRole.BODY}


@pytest.mark.parametrize(
    ("words", "last", "joined"),
    [(3, "far", False), (3, "afar", True), (17, "of", True), (17, "off", False)],
)
def test_only_lines_about_as_wide_as_a_page_are_joined(words: int, last: str, *, joined: bool) -> None:
    """Neither the words of a list nor paragraphs that are each one long line."""
    line = " ".join([*["forward"] * words, last])
    assert (NOTE in read_bytes(word([line] * 20), "pasted.docx").notes) == joined
