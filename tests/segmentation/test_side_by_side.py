"""Files that have their text in two languages, on facing pages or in two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_samples import pdf

from aligner.pipeline.run import DocumentInfo, Settings, cut, open_document
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.side_by_side import (
    _by_side,
    _by_turns,
    _cells_apart,
    _language,
    _middle,
    _Part,
    _side,
    without_other_language,
)
from aligner.values import Span
from aligner.values.extract import Box, Extract, InlineMark, Line, LineRole
from aligner.values.message import Message

ENGLISH = (
    "The Commission recalls the resolution of the Assembly on the matter",
    "and requests the Secretary-General to report on it to the Council",
    "at its next session, and to invite the members to take part in that.",
)
FRENCH = (
    "La Commission rappelle la résolution de l’Assemblée sur la question",
    "et prie le Secrétaire général de faire rapport au Conseil sur ce point",
    "à sa prochaine session, et d’inviter les membres à y prendre part.",
)
CHINESE = (
    "委员会回顾大会关于这一事项的决议，",
    "并请秘书长就此向理事会提出报告，",
    "同时请各成员国参加下届会议的工作。",
)
TEXTS = {"en": ENGLISH, "fr": FRENCH, "zh": CHINESE}
LEFT, RIGHT, WIDE = (60, 280), (310, 530), (60, 530)

Page = Sequence[tuple[str, tuple[int, int]]]


def pages(*made: Page) -> Extract:
    """Return an extract of pages with texts, each two times, in lines between two edges."""
    builder = ExtractBuilder()
    for number, texts in enumerate(made, 1):
        for language, (left, right) in texts:
            share = 0.6 if language == "zh" else 1.0
            for row, line in enumerate(TEXTS[language] * 2):
                top = 80 + 14 * row
                box = Box(left, top, left + share * (right - left), top + 10, 10)
                builder.add(line, Line(page=number, box=box))
    return builder.build("pdf", "made.pdf", pages=len(made))


def facing(*languages: str) -> Extract:
    return pages(*([(language, WIDE)] for language in languages))


def columns(left: str, right: str) -> Extract:
    return pages(*([(left, LEFT), (right, RIGHT)] for _ in range(3)))


def kept(extract: Extract) -> set[str]:
    lines = {extract.text_of(line) for line in extract.lines if line.role is LineRole.BODY}
    return {language for language, text in TEXTS.items() if set(text) & lines}


@pytest.mark.parametrize(
    ("made", "language", "other"),
    [
        (lambda: facing("fr", "en", "fr", "en"), "en", "fr"),
        (lambda: facing("fr", "en", "fr", "en"), "fr", "en"),
        (lambda: facing("en", "zh", "en", "zh", "en"), "zh", "en"),
        (lambda: columns("en", "fr"), "en", "fr"),
        (lambda: columns("en", "fr"), "fr", "en"),
        (lambda: columns("zh", "en"), "zh", "en"),
    ],
)
def test_the_other_language_is_set_apart(made: Callable[[], Extract], language: str, other: str) -> None:
    extract, note = without_other_language(made(), language)
    assert kept(extract) == {language}
    assert note is not None
    assert note.fields["found"] == other


@pytest.mark.parametrize(
    ("made", "language"),
    [
        (lambda: facing("en", "en", "en", "fr", "fr"), "en"),  # an annex
        (lambda: facing("en", "fr", "en", "en", "en"), "en"),  # a page quoted
        (lambda: facing("fr", "en", "fr", "en"), "zh"),  # neither is what was asked for
        (lambda: pages([("en", LEFT), ("en", RIGHT)], [("en", LEFT), ("fr", RIGHT)]), "en"),
    ],
)
def test_a_text_with_parts_in_another_language_is_left_as_it_is(
    made: Callable[[], Extract], language: str
) -> None:
    extract = made()
    assert without_other_language(extract, language) == (extract, None)


def test_pages_before_two_languages_take_turns_stay() -> None:
    _, note = without_other_language(facing("fr", "fr", *("fr", "en") * 4), "en")
    assert note is not None
    assert "pages 3, 5, 7 and 9." in str(note)


def test_a_page_of_few_words_is_in_the_language_of_its_side() -> None:
    extract = facing("fr", "en", "fr", "en", "fr", "en")
    first = next(line for line in extract.lines if line.page == 5)
    lines = [line for line in extract.lines if line.page != 5 or line is first]
    found, note = without_other_language(replace(extract, lines=tuple(lines)), "en")
    assert note is not None
    assert "pages 1, 3 and 5." in str(note)
    assert kept(found) == {"en"}


def test_a_paragraph_goes_on_two_pages_later() -> None:
    builder = ExtractBuilder()
    for number in range(1, 7):
        language = "fr" if number % 2 else "en"
        lines = [*TEXTS[language] * 4, TEXTS[language][0]]  # the last one goes on
        if number > 2:
            lines = lines[1:]
        for row, line in enumerate(lines):
            builder.add(line, Line(page=number, box=Box(60, 80 + 14 * row, 530, 90 + 14 * row, 10)))
    extract = builder.build("pdf", "made.pdf", pages=6)
    alone, _ = without_other_language(extract, "en")
    text = " ".join(cut(alone, Settings().unit, "en").texts())
    assert f"{ENGLISH[2]} {ENGLISH[0]} {ENGLISH[1]} {ENGLISH[2]}" in text
    assert FRENCH[0] not in text


def test_the_person_is_told_how_to_get_the_other_language() -> None:
    _, note = without_other_language(facing("fr", "en", "fr", "en"), "en")
    assert isinstance(note, Message)
    assert str(note) == (
        "In a second language, French, and set apart: pages 1 and 3. "
        "To have both, add the file again as French (fr)."
    )


def test_a_file_read_as_either_language_is_not_told_that_its_words_are_the_other(tmp_path: Path) -> None:
    file = tmp_path / "treaty.pdf"
    file.write_bytes(
        pdf([[(72, 740 - 14 * row, 9, line) for row, line in enumerate(TEXTS[language] * 5)]
             for language in ("fr", "en", "fr", "en", "fr")])
    )  # fmt: skip
    for language, other in (("en", "fr"), ("fr", "en")):
        heard: list[Message] = []
        document = open_document(file, Settings(notice=heard.append), DocumentInfo(language=language))
        assert document.language == language
        assert TEXTS[other][0] not in document.text
        assert ["In a second language" in str(message) for message in heard] == [True]


def table(*columns: str, rows: int = 4) -> Extract:
    """Return an extract of rows with a cell in each language, and a note mark in the last cell."""
    builder = ExtractBuilder()
    for _ in range(rows):
        for texts in zip(*(TEXTS[language] for language in columns), strict=True):
            starts = [sum(map(len, texts[:number])) + number for number in range(len(texts))]
            cells = [(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]
            end = cells[-1][1]
            builder.add("\t".join(texts), Line(whole=True), marks=[("1", end - 1, end)], cells=cells)
    return builder.build("docx", "made.docx")


@pytest.mark.parametrize(("language", "other", "marks"), [("en", "fr", 0), ("fr", "en", 12)])
def test_the_other_column_of_a_table_is_set_apart(language: str, other: str, marks: int) -> None:
    extract, note = without_other_language(table("en", "fr"), language)
    assert kept(extract) == {language}
    assert note is not None
    assert note.fields["found"] == other
    texts = cut(extract, Settings().unit, language).texts()
    assert len(texts) == 12
    assert sum(len(line.marks) for line in extract.lines if line.role is LineRole.BODY) == marks


@pytest.mark.parametrize("columns", [("en",), ("en", "en"), ("en", "fr", "zh")])
def test_other_tables_stay_as_they_are(columns: tuple[str, ...]) -> None:
    extract = table(*columns)
    assert without_other_language(extract, "en") == (extract, None)


def test_rows_of_other_tables_beside_one_of_two_languages_stay() -> None:
    extract = table("en", "fr")
    place = Span(len(extract.text) + 1, len(extract.text) + 6)
    title = Line(place, whole=True, cells=(place,))
    more = replace(extract, text=f"{extract.text}\nTerms", lines=(*extract.lines, title))
    assert title in without_other_language(more, "en")[0].lines


def test_a_list_of_terms_in_a_text_stays_as_it_is() -> None:
    builder = ExtractBuilder()
    for line in ENGLISH * 20:
        builder.add(line, Line(whole=True))
    for one, other in zip(ENGLISH, FRENCH, strict=True):
        cells = [(0, len(one)), (len(one) + 1, len(one) + 1 + len(other))]
        builder.add(f"{one}\t{other}", Line(whole=True), cells=cells)
    extract = builder.build("docx", "made.docx")
    assert without_other_language(extract, "en") == (extract, None)


@pytest.mark.parametrize(
    ("others", "told"),
    [({}, "en fr"), ({5: "fr"}, "fr fr"), ({5: "de"}, "en fr"), ({5: None}, "en fr")],
    ids=["as usual", "swapped", "a third language", "few words"],
)
def test_a_column_is_in_the_language_of_its_side_unless_it_is_in_the_other(
    others: dict[int, str | None], told: str
) -> None:
    every = [_Part(page, side) for page in range(10) for side in (1, 2)]
    known = {part: ["en", "fr"][part.side - 1] for part in every}
    for page, code in others.items():
        known.pop(_Part(page, 1))
        known |= {_Part(page, 1): code} if code else {}
    found = _by_side([*every, _Part(10, 0)], known)
    assert found.keys() == set(every)
    assert [found[_Part(5, side)] for side in (1, 2)] == told.split()
    assert [found[_Part(4, side)] for side in (1, 2)] == ["en", "fr"]


def test_columns_of_which_many_are_in_another_language_are_not_two_languages() -> None:
    known = {
        _Part(page, side): "fr" if side == 2 or page < 4 else "en" for page in range(10) for side in (1, 2)
    }
    assert not _by_side(list(known), known)
    whole = {_Part(page, 0): "en" for page in range(100, 121)}
    assert not _by_side(
        list(known), {_Part(page, side): "en" for page in range(10) for side in (1, 2)} | whole
    )


def test_a_page_with_a_last_line_has_the_columns_of_the_others() -> None:
    body = columns("zh", "en")
    builder = ExtractBuilder()
    for line in body.lines:
        builder.add(body.text_of(line), Line(page=line.page, box=line.box))
    for text, (left, right) in ((CHINESE[2], (60, 104)), (ENGLISH[0], RIGHT), (ENGLISH[1], RIGHT)):
        builder.add(text, Line(page=4, box=Box(left, 80, right, 90, 10)))
    extract, _ = without_other_language(builder.build("pdf", "made.pdf", pages=4), "zh")
    last = [extract.text_of(line) for line in extract.lines if line.page == 4 and line.role is LineRole.BODY]
    assert last == [CHINESE[2]]


def box(left: float, right: float) -> Box:
    return Box(left, 80, right, 90, 10)


@pytest.mark.parametrize(
    ("left", "right", "side"),
    [(60, 290, 1), (60, 310, 1), (60, 311, 0), (310, 530, 2), (290, 530, 2), (289, 530, 0), (60, 530, 0)],
)
def test_a_line_is_on_the_side_of_the_middle_that_it_hardly_leaves(left: int, right: int, side: int) -> None:
    assert _side(box(left, right), 300) == side


@pytest.mark.parametrize(
    ("boxes", "middle"),
    [
        ([box(100, 290), box(310, 500)], 300),
        ([box(100, 170), box(430, 500), box(100, 193)], 300),
        ([box(100, 170), box(430, 500), box(100, 194)], None),  # hardly anything on the right
        ([box(100, 160), box(440, 500), box(250, 330)], 300),
        ([box(100, 160), box(440, 500), box(250, 331)], None),
        ([box(100, 500)], None),
        ([box(100, 290)], None),
    ],
)
def test_a_page_of_two_columns_has_lines_on_both_sides_of_its_middle(
    boxes: Sequence[Box], middle: float | None
) -> None:
    assert _middle(boxes) == middle


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ("efef", "efef"),
        ("efe", ""),  # a quotation
        ("eefef", ".efef"),
        ("efefe", "efefe"),
        ("efefeeee", "efefe..."),
        ("efefeeeee", "efefe...."),
        ("efefeeeeeee", ""),  # on fewer than half of the pages
        ("efedefe", ""),
        ("efef.", "efefe"),
        ("efef.f", "efefe."),
        (".fefe", "efefe"),
        ("efef..", "efefef"),
    ],
)
def test_pages_on_which_two_languages_take_turns(languages: str, told: str) -> None:
    """A page of few words, here a full stop, is in the other language than those beside it."""
    every = [_Part(page, 0) for page in range(len(languages))]
    known = {part: languages[part.page] for part in every if languages[part.page] != "."}
    found = _by_turns([*every, _Part(0, 1)], known)
    assert "".join(found.get(part, ".") for part in every) == (told or "." * len(languages))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" ".join(ENGLISH), "en"),
        ("The Commission recalls the resolution of the Assembly on the matter and requests the Sec", None),
        (
            "The Commission recalls the resolution of the Assembly on the matter and requests the Secretary-",
            "en",
        ),
    ],
)
def test_eighty_letters_show_a_language(text: str, language: str | None) -> None:
    assert _language(text) == language


def test_the_cells_of_a_row_become_paragraphs_with_their_marks() -> None:
    marks = tuple(InlineMark("1", Span(at, at + 1)) for at in (0, 5, 6, 11))
    line = Line(Span(0, 11), whole=True, header=True, cells=(Span(0, 5), Span(6, 11)), marks=marks)
    one, other = _cells_apart(line, ("en", "fr"), "fr")
    assert [(each.span, each.cells, each.header, each.whole) for each in (one, other)] == [
        (Span(0, 5), (), False, True),
        (Span(6, 11), (), False, True),
    ]
    assert (one.role, other.role) == (LineRole.FURNITURE, LineRole.BODY)
    assert [[mark.span.start for mark in each.marks] for each in (one, other)] == [[0, 5], [6, 11]]
    empty = replace(line, cells=(Span(0, 0), Span(1, 11)), marks=())
    assert [each.span for each in _cells_apart(empty, ("en", "fr"), "fr")] == [Span(1, 11)]
    single = replace(line, cells=(Span(0, 11),))
    assert list(_cells_apart(single, ("en", "fr"), "fr")) == [single]
