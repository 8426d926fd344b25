"""Formal differences are not changes: broken words, hyphens, spaces and quotation marks."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.revision.instructions import instructions, wordings
from aligner.revision.revise import broken_words, revise
from aligner.segmentation.segment import segment
from aligner.values import ChangeKind, Document, EditTag, EditType
from aligner.values.extract import Box, Line

FILL = {
    "en": "Requests the Office to report on the measures that are taken by all the States",
    "fr": "Prie le Bureau de rendre compte des mesures que tous les États ont prises",
    "es": "Pide a la Oficina que informe sobre las medidas que adopten todos los Estados",
    "ru": "Просит Управление доложить о мерах, которые принимаются всеми государствами",
    "zh": "请办公室报告各国为此采取的各项措施以及执行情况和今后的计划",
    "ar": "تطلب إلى المكتب أن يقدم تقريرا عن التدابير التي تتخذها جميع الدول في هذا الصدد",
}


def document(language: str, *lines: str) -> Document:
    """One paragraph that is set in the given lines, equally wide except for the last, from its margin."""
    builder = ExtractBuilder()
    for place, line in enumerate(lines):
        width = 400.0 if place + 1 < len(lines) else 150.0
        left = 450 - width if language == "ar" else 50
        box = Box(left, 60 + 12 * place, left + width, 70 + 12 * place, 10)
        builder.add(line, Line(page=1, box=box))
    return segment(builder.build("pdf", "x.pdf", pages=1), language=language)


def kinds(old: Document, new: Document) -> list[ChangeKind]:
    return [change.kind for change in revise(old, new).changes]


SAME = [
    ("en", "the long-term plan", "the long\u2011term plan"),
    ("en", "the long\u00adterm plan", "the longterm plan"),
    ("en", "5\u00a0per\u202fcent of it", "5 per cent of it"),
    ("en", "the “old” plan’s aim", 'the "old" plan\'s aim'),
    ("fr", "le « vieux » plan", "le “vieux” plan"),
    ("fr", "30\u202f000 personnes\u00a0; les États", "30 000 personnes ; les États"),
    ("es", "el «plan» de 2025", "el “plan” de 2025"),
    ("ru", "«план» на 2025\u00a0год", "„план“ на 2025 год"),
    ("zh", "“计划”（2025年）", "「计划」(2025 年)"),
    ("ar", "«الخطة» لعام ٢٠٢٥", "“الخطة” لعام ٢٠٢٥"),
]


@pytest.mark.parametrize(("language", "before", "after"), SAME)
def test_differences_of_form_need_no_repair(language: str, before: str, after: str) -> None:
    old, new = (document(language, FILL[language], text) for text in (before, after))
    assert kinds(old, new) == [ChangeKind.FORM_ONLY]
    assert wordings(revise(old, new), old, new) == ()


def test_a_form_edit_beside_an_amendment_is_no_instruction() -> None:
    old = document("en", FILL["en"], "and on the pre-recorded statement of the Head of State")
    new = document("en", FILL["en"], "and on the pre\u2011recorded statement of the President")
    reported = revise(old, new)
    assert len(instructions(reported, old, new)) == 2
    (only,) = wordings(reported, old, new)
    assert "President" in only


@pytest.mark.parametrize(
    ("whole", "parted"),
    [("conserve", "conse rve"), ("organizations", "o rganizations"), ("seeking", "se eking")],
)
def test_a_space_inside_a_word_is_form_also_beside_an_amendment(whole: str, parted: str) -> None:
    old = document("en", FILL["en"], f"and to {parted} the sea and to be {whole} it")
    new = document("en", FILL["en"], f"and to {whole} all the sea and to be {whole} it")
    (change,) = revise(old, new).changes
    edits = [edit for edit in change.edits if edit.tag is not EditTag.EQUAL]
    assert [edit.type for edit in edits] == [EditType.FORM, EditType.WORDING]


def test_words_that_also_occur_joined_stay_apart() -> None:
    old = document("en", FILL["en"], "may be it is so, and maybe it may do so, let it be")
    new = document("en", FILL["en"], "maybe it is so, and maybe it may do so, let it be")
    assert not broken_words(old, new).divided


@pytest.mark.parametrize("language", ["en", "fr", "ru", "es"])
def test_a_hyphen_at_a_line_end_is_no_change(language: str) -> None:
    words = {
        "en": ("trans", "shipment"),
        "fr": ("porte", "parole"),
        "ru": ("социально", "экономических"),
        "es": ("socio", "económica"),
    }
    first, second = words[language]
    broken = document(language, f"{FILL[language]} {first}-", f"{second} at the end")
    assert ChangeKind.EDITED not in kinds(
        broken, document(language, f"{FILL[language]} {first}-{second} at the end")
    )
    assert ChangeKind.EDITED not in kinds(
        broken, document(language, f"{FILL[language]} {first}{second} at the end")
    )


def test_a_spelling_that_changed_away_from_line_ends_is_a_change() -> None:
    old = document("en", FILL["en"], "and on transshipment at sea")
    new = document("en", FILL["en"], "and on trans-shipment at sea")
    assert kinds(old, new) == [ChangeKind.EDITED]


def test_a_word_is_divided_if_either_part_is_no_word_by_itself() -> None:
    old = document("en", FILL["en"], "and to work to gether to protect the sea")
    new = document("en", FILL["en"], "and to work together to protect the sea")
    assert broken_words(old, new).divided == {("to", "gether")}
    assert kinds(old, new) == [ChangeKind.FORM_ONLY]
