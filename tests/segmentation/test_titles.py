"""Mastheads, titles and decisions distinguished by words and letter size."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.readers import plain_text
from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.segment import segment
from aligner.values import Document, SegmentKind
from aligner.values.extract import Line as ExtractLine
from tests.page_rows import Line, pages, paragraph

_HEAD: list[Line] = [
    (60, 123, 206, "United Nations", 14.0),
    (60, 475, 552, "A/80/604", 14.0),
    (90, 123, 272, "General Assembly", 20.0),
    (90, 397, 460, "Distr.: General"),
    (100, 397, 451, "7 April 2026"),
    (124, 397, 471, "Original: English"),
    (225, 60, 135, "Eightieth session"),
    (237, 60, 148, "Agenda item 156 (a)"),
    (249, 60, 311, "Financing of the United Nations peacekeeping forces in"),
    (261, 60, 200, "the Middle East"),
]


def _report() -> Document:
    title: list[Line] = [
        (306, 123, 455, "Budget performance for the period from 1 July 2024 to", 14.0),
        (321, 123, 300, "30 June 2027 for the Observer Force", 14.0),
        (347, 123, 436, "Report of the Advisory Committee on Administrative Questions", 12.0),
    ]
    body = [(390, 102, 200, "I. Introduction", 14.0), *paragraph(414, "1. During its consideration")]
    body += [*paragraph(456, "2. By its resolution"), (510, 100, 300, "Mandates and background", 12.0)]
    return segment(pages([*_HEAD, *title, *body, *paragraph(534, "3. Upon enquiry")]), language="en")


def test_a_line_of_the_masthead_is_no_title() -> None:
    """A draft of the Security Council has none."""
    lines = ("United Nations S/2024/345", "3 May 2024", "Original: English", "Chile: draft resolution")
    body = ("The Security Council,", "Recalling its resolutions,", "1. Urges all States to report;")
    document = segment(plain_text.read("\n\n".join(lines + body).encode(), "draft.txt"), language="en")
    assert [each.kind.value for each in document.segments] == ["heading"] * 4 + [
        *("enacting", "preambular", "operative")
    ]


def test_the_title_of_a_report_is_below_its_masthead_and_whole() -> None:
    document = _report()
    titles = [
        text for text, found in zip(document.texts(), document.segments, strict=True) if found.kind == "title"
    ]
    assert titles == [
        "Budget performance for the period from 1 July 2024 to 30 June 2027 for the Observer Force"
    ]


def test_the_lines_of_a_masthead_stay_apart() -> None:
    texts = _report().texts()
    assert texts[2:8] == [
        "Distr.: General",
        "7 April 2026",
        "Original: English",
        "Eightieth session",
        "Agenda item 156 (a)",
        "Financing of the United Nations peacekeeping forces in the Middle East",
    ]


def test_headings_in_larger_letters_and_numbered_paragraphs() -> None:
    kinds = {
        text.split()[0]: found.kind for text, found in zip(_report().texts(), _report().segments, strict=True)
    }
    assert kinds["Introduction"] is kinds["Mandates"] is SegmentKind.HEADING
    assert kinds["During"] is SegmentKind.PARAGRAPH


def test_a_decision_in_one_paragraph_has_a_title() -> None:
    rows: list[Line] = [
        *_HEAD,
        (300, 123, 430, "Draft decision submitted by the President"),
        (330, 123, 400, "Pledging Conference for Development", 12.0),
        *paragraph(360, "The General Assembly, recalling its decision 75/511,", first=140),
        *paragraph(402, "Decides to meet", first=140),
    ]
    document = segment(pages(rows), language="en")
    kinds = [found.kind for found in document.segments]
    assert kinds[-3:-1] == [SegmentKind.TITLE, SegmentKind.OPERATIVE]


def test_a_body_named_without_its_comma_opens_a_resolution() -> None:
    rows: list[Line] = [
        *_HEAD,
        (330, 123, 400, "80/1. Questions of space", 12.0),
        (354, 140, 240, "The General Assembly"),
        *paragraph(372, "1. Takes note of the report", first=140),
        *paragraph(414, "2. Decides to meet", first=140),
        *paragraph(456, "3. Requests a report", first=140),
    ]
    document = segment(pages(rows), language="en")
    assert [found.kind for found in document.segments][-5:] == [
        SegmentKind.TITLE,
        SegmentKind.ENACTING,
        *[SegmentKind.OPERATIVE] * 3,
    ]
    assert [found.label for found in document.segments][-5] == "80/1"


def test_sponsors_over_several_lines_are_whole() -> None:
    rows: list[Line] = [
        *_HEAD[:8],
        (249, 60, 143, "allocation of items"),
        (290, 123, 488, "Albania, Antigua and Barbuda, Armenia, Australia, Austria, Bahrain, Bangladesh and"),
        (302, 123, 300, "Viet Nam:* draft resolution"),
        (330, 123, 400, "Questions of space", 12.0),
        (354, 140, 240, "The General Assembly,"),
        *paragraph(372, "Recalling this", first=140),
        *paragraph(414, "1. Decides to meet", first=140),
    ]
    masthead = segment(pages(rows), language="en").masthead
    assert masthead.sponsors[0] == "Albania"
    assert masthead.sponsors[-1] == "Viet Nam"
    assert len(masthead.sponsors) == 8  # Antigua and Barbuda is one


def test_the_symbol_of_the_draft_to_be_amended_ends_the_line_of_sponsors() -> None:
    rows: list[Line] = [
        *_HEAD[:8],
        (249, 60, 143, "allocation of items"),
        (290, 123, 400, "Burkina Faso, Cameroon, Egypt, Iraq, Mali and Nigeria and"),
        (302, 123, 380, "Russian Federation: amendment to draft resolution"),
        (314, 123, 190, "A/C.3/80/L.41"),
        (340, 123, 400, "Moratorium on the use of force", 14.0),
        *paragraph(372, "1. After the last paragraph"),
        *paragraph(414, "2. In paragraph 7"),
    ]
    found = segment(pages(rows), language="en")
    assert found.masthead.sponsors[-1] == "Russian Federation"
    assert found.masthead.symbol == "A/80/604"
    assert any(text.endswith("amendment to draft resolution A/C.3/80/L.41") for text in found.texts())


def test_lines_of_a_masthead_as_close_as_those_of_a_paragraph() -> None:
    rows: list[Line] = [
        *_HEAD[:3],
        (112, 397, 460, "Distr. general"),
        (124, 397, 451, "12 de enero de 2026"),
        (136, 397, 451, "Español"),
        (148, 397, 471, "Original: inglés"),
        (180, 60, 200, "Consejo de Derechos Humanos"),
        (192, 60, 190, "Sexagésimo período de sesiones"),
        (204, 60, 210, "23 de febrero a 2 de abril de 2026"),
        (216, 60, 160, "Tema 6 de la agenda"),
        *paragraph(260, "Uno"),
        *paragraph(302, "Dos"),
    ]
    texts = segment(pages(rows), language="es").texts()
    assert texts[2:10] == [row[3] for row in rows[2:11] if row[3] != "A/80/604"][1:9]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ("Commission on the Status of Women", "Sixty-eighth session")),
        ("en", ("World Forum for Harmonization of Vehicle Regulations", "189th session")),
        ("en", ("Economic Commission for Europe", "Inland Transport Committee")),
        ("en", ("Friday, 24 November 2023, 3 p.m.", "New York")),
        ("fr", ("Vendredi 24 novembre 2023, à 15 heures", "New York")),
        ("es", ("Viernes 24 de noviembre de 2023, a las 15.00 horas", "Nueva York")),
        ("ru", ("Пятница, 24 ноября 2023 года, 15 ч. 00 м.", "Нью-Йорк")),
        ("zh", ("2023年11月24日星期五下午3时", "纽约")),
        ("ar", ("الجمعة، 24 تشرين الثاني/نوفمبر 2023، الساعة 15/00", "نيويورك")),
    ],
)
def test_lines_of_a_masthead_are_known_by_their_words(language: str, lines: tuple[str, str]) -> None:
    above, below = lines
    rows: list[Line] = [(180, 60, 330, above), (192, 60, 60 + 5 * len(below), below)]
    found = segment(pages([*rows, *paragraph(260, "1. Uno"), *paragraph(302, "2. Dos")]), language=language)
    assert found.texts()[:2] == list(lines)


def test_a_title_that_names_a_session_in_its_second_line_is_whole() -> None:
    rows: list[Line] = [
        (180, 60, 440, "Report of the Commission on the Status of Women on its", 14.0),
        (196, 60, 200, "Sixty-eighth session", 14.0),
    ]
    found = segment(pages([*rows, *paragraph(260, "1. One"), *paragraph(302, "2. Two")]), language="en")
    assert found.texts()[0].endswith("Women on its Sixty-eighth session")


def test_a_title_of_two_lines_is_apart_from_the_line_that_opens_a_resolution() -> None:
    """Its second line begins in a small letter, so that only the whole title looks like a beginning."""
    rows: list[Line] = [
        (180, 150, 350, "Всеобщая декларация", 14.0),
        (199, 180, 320, "прав человека", 14.0),
        (240, 123, 230, "Генеральная Ассамблея,"),
        *paragraph(260, "ссылаясь на резолюцию"),
        *paragraph(302, "1. постановляет"),
    ]
    found = segment(pages(rows), language="ru")
    assert found.texts()[:2] == ["Всеобщая декларация прав человека", "Генеральная Ассамблея,"]


def test_after_the_agenda_item_the_name_of_a_conference_is_a_title() -> None:
    rows: list[Line] = [
        *_HEAD[:8],
        (249, 60, 143, "Operational activities"),
        (290, 123, 400, "Draft decision submitted by the President of the General Assembly"),
        (320, 123, 400, "United Nations Pledging Conference", 14.0),
        *paragraph(372, "The General Assembly, recalling its decision 75/511 B,"),
        *paragraph(414, "Another"),
    ]
    found = segment(pages(rows), language="en")
    titles = [i for i, each in enumerate(found.segments) if each.kind is SegmentKind.TITLE]
    assert [found.texts()[i] for i in titles] == ["United Nations Pledging Conference"]


def test_headings_inside_a_resolution() -> None:
    rows: list[Line] = [
        *_HEAD,
        (330, 123, 400, "80/1. Questions of space", 12.0),
        (354, 140, 240, "The General Assembly,"),
        *paragraph(372, "Recalling this", first=140),
        (420, 300, 304, "I"),
        (444, 240, 364, "Exploring outer space"),
        *paragraph(462, "1. Decides to meet", first=140),
        *paragraph(504, "2. Requests a report", first=140),
    ]
    document = segment(pages(rows), language="en")
    found = dict(zip(document.texts(), (each.kind for each in document.segments), strict=True))
    assert found["Exploring outer space"] is SegmentKind.HEADING
    assert "I" in [each.label for each in document.segments]


def test_a_long_title_has_its_resolution_for_a_label() -> None:
    title = "Scope, modalities, format and organization of the fourth high-level meeting of the Assembly"
    rows: list[Line] = [
        *_HEAD,
        (330, 123, 488, f"79/273. {title}", 12.0),
        (344, 123, 488, f"on the prevention of diseases and on {title[7:]}", 12.0),
        (374, 140, 240, "The General Assembly,"),
        *paragraph(392, "Recalling this", first=140),
        *paragraph(434, "1. Decides to meet", first=140),
    ]
    assert "79/273" in [each.label for each in segment(pages(rows), language="en").segments]


def test_recitals_that_end_in_a_conjunction_are_no_headings(shared_data: Path) -> None:
    """The Universal Declaration in Russian, whose recitals end in `; и`."""
    path = shared_data / "udhr" / "udhr.ru.txt"
    found = segment(plain_text.read(path.read_bytes(), path.name), language="ru")
    texts = zip(found.segments, found.texts(), strict=True)
    recitals = [each.kind for each, words in texts if words.casefold().startswith("принимая во внимание")]
    assert recitals == [SegmentKind.PARAGRAPH] * 7


def test_a_colon_names_a_body_like_a_comma_before_the_words_of_a_resolution() -> None:
    names = {
        "en": ("The Economic and Social Council:", "Takes note of the report;", "Noted the report."),
        "fr": ("Le Conseil économique et social :", "Prend note du rapport ;", "A pris note du rapport."),
        "zh": ("经济及社会理事会：", "注意到该报告；", "理事会已注意到该报告。"),
    }
    for language, (name, decides, reports) in names.items():
        for text, kind in ((decides, SegmentKind.ENACTING), (reports, SegmentKind.PARAGRAPH)):
            made = plain_text.read(f"{name}\n\n{text}\n\n{text}\n".encode(), "made.txt")
            found = segment(made, language=language).segments[0].kind
            assert (found is SegmentKind.ENACTING) == (kind is SegmentKind.ENACTING), (language, text)


def test_draft_decision_is_a_title_if_there_is_no_other() -> None:
    rows: list[Line] = [
        *_HEAD[:8],
        (300, 123, 220, "Draft decision"),
        (330, 140, 240, "The General Assembly,"),
    ]
    rows += [*paragraph(360, "Recalling its decisions"), *paragraph(402, "Decides to meet")]
    document = segment(pages(rows), language="en")
    titles = [i for i, found in enumerate(document.segments) if found.kind is SegmentKind.TITLE]
    assert [document.texts()[i] for i in titles] == ["Draft decision"]


def test_the_meeting_of_a_record_is_no_signature() -> None:
    rows: list[Line] = [
        *_HEAD[:3],
        (110, 123, 220, "9578th meeting"),
        (122, 123, 300, "Monday, 18 March 2024"),
    ]
    rows += [
        *paragraph(200, "The President: I now give the floor"),
        *paragraph(242, "Mr. Smith: We thank you"),
    ]
    found = segment(pages(rows), language="en")
    assert SegmentKind.SIGNATURE not in [each.kind for each in found.segments]
    titles = [i for i, each in enumerate(found.segments) if each.kind is SegmentKind.TITLE]
    assert [found.texts()[i] for i in titles] == ["9578th meeting"]


def test_the_meeting_above_a_title_in_larger_letters_is_no_signature() -> None:
    rows: list[Line] = [
        *_HEAD[:3],
        (90, 397, 460, "Distr.: General"),
        (110, 123, 220, "9578th meeting"),
        (160, 123, 400, "The situation in the region", 16.0),
        *paragraph(200, "The President: I now give the floor"),
        *paragraph(242, "Mr. Smith: We thank you"),
    ]
    kinds = [each.kind.value for each in segment(pages(rows), language="en").segments]
    assert kinds == [*["heading"] * 4, "title", "paragraph", "paragraph"]


def test_a_list_of_contents_with_dots_is_furniture() -> None:
    dots = "." * 40
    rows: list[Line] = [
        (100, 250, 320, "Contents", 14.0),
        (112, 480, 500, "Page", 7.0),
        (130, 100, 500, f"I. Introduction {dots} 3"),
        (142, 100, 400, "II. A heading so long that it takes"),
        (154, 100, 460, f"another line {dots}"),
        (154, 490, 500, "iv"),
        *paragraph(200, "1. During its consideration"),
        (300, 100, 400, f"Algeria {dots} Mr. Smith"),
        *paragraph(330, "2. During its consideration"),
    ]
    document = segment(pages(rows), language="en")
    assert [text[:20] for text in document.texts()] == [
        "During its considera",
        f"Algeria {dots}"[:20],
        "During its considera",
    ]


def test_a_text_may_begin_with_its_contents() -> None:
    dots = "." * 30
    text = ["Contents", f"I. Introduction {dots} 3", f"II. Findings {dots} 5", "I. Introduction"]
    assert _kinds("\n\n".join([*text, f"1. At its meeting, {_LONG}."])) == [
        ("heading", "I"),
        ("paragraph", "1"),
    ]


def test_numbered_headings_between_numbered_paragraphs() -> None:
    rows: list[Line] = [*_HEAD, *paragraph(300, "1. The Committee"), *paragraph(342, "2. The Committee")]
    rows += [(384, 100, 250, "1. Civilian personnel")]
    rows += [*paragraph(420, "3. The Committee"), (462, 100, 250, "2. Operational costs")]
    rows += [*paragraph(486, "4. The Committee"), *paragraph(528, "5. The Committee")]
    document = segment(pages(rows), language="en")
    headings = [
        text
        for text, found in zip(document.texts(), document.segments, strict=True)
        if found.kind is SegmentKind.HEADING and found.label
    ]
    assert headings == ["Civilian personnel", "Operational costs"]


def test_neither_a_date_nor_the_line_of_adoption_is_a_title() -> None:
    rows: list[Line] = [
        (60, 123, 206, "联合国", 14.0),
        (90, 123, 272, "安全理事会", 20.0),
        (102, 397, 460, "Distr.: General"),
        (114, 397, 451, "17 November 2025"),
        (150, 123, 300, "第2803(2025)号决议", 14.0),
        (170, 123, 400, "2025 年 11 月 17 日安全理事会第 10046 次会议通过", 10.0),
        (190, 140, 240, "安全理事会，"),
    ]
    for base in (208, 244, 280):
        rows += [(base, 140, 500, "回顾其以往各项决议和各次会议关于该地区局势以及有关问题的成果并")]
        rows += [(base + 12, 123, 300, "注意到有关各方的努力，")]
    found = segment(pages(rows), language="zh")
    titles = [i for i, each in enumerate(found.segments) if each.kind is SegmentKind.TITLE]
    assert [found.texts()[i] for i in titles] == ["第2803(2025)号决议"]


def test_a_sentence_with_the_word_session_continues_on_the_first_page() -> None:
    rows: list[Line] = [*paragraph(60, "1. Uno"), *paragraph(102, "2. Dos")]
    rows += [(144, 100, 498, "3. Una de ellas es la reforma sobre la que el Consejo de")]
    rows += [(156, 100, 498, "Administración no había decidido en su último período de sesiones en")]
    rows += [(168, 100, 121, "2013."), *paragraph(186, "4. Tres")]
    assert segment(pages(rows), language="es").texts()[2].endswith("período de sesiones en 2013.")


_LONG = (
    "the Committee considered the item together with the reports submitted to it, in the light of the views"
)


def _kinds(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    found = segment(plain_text.read(text.encode(), "made.txt"), language=language)
    return [(each.kind.value, each.label) for each in found.segments]


def test_resolutions_in_a_report_have_their_parts_and_the_report_continues() -> None:
    report = [
        "I. Introduction",
        *(f"{number}. At its meeting, {_LONG}." for number in (1, 2, 3)),
        "4. The Committee recommends the adoption of the following draft resolutions:",
        "Draft resolution I",
        "The General Assembly,",
        "Recalling its resolution 60/1,",
        "1. Decides to act;",
        "2. Requests a report.",
        "II. Other matters",
        f"5. At its last meeting, {_LONG}.",
        "Draft resolution II",
        "The General Assembly,",
        "Recalling its resolution 60/2,",
        "1. Decides to wait.",
        f"6. After the vote, {_LONG}.",
    ]
    kinds = _kinds("\n\n".join(report))
    resolution = [("enacting", None), ("preambular", None), ("operative", "1")]
    assert kinds[1:6] == [*(("paragraph", str(n)) for n in (1, 2, 3, 4)), ("heading", None)]
    assert kinds[6:9] == resolution
    assert kinds[9:13] == [("operative", "2"), ("heading", "II"), ("paragraph", "5"), ("heading", None)]
    assert kinds[13:] == [*resolution, ("paragraph", "6")]


def test_a_sentence_right_above_a_draft_resolution_is_not_its_heading() -> None:
    report = [
        "I. Introduction",
        *(f"{number}. At its meeting, {_LONG}." for number in (1, 2, 3)),
        "The proposal was adopted.",
        "Draft resolution I",
        "The General Assembly,",
        "1. Decides to act.",
    ]
    assert [kind for kind, _ in _kinds("\n\n".join(report))][4:] == [
        *("paragraph", "heading", "enacting", "operative")
    ]


def test_the_meeting_and_the_date_below_a_resolution_are_its_signature() -> None:
    text = ["The General Assembly,", "Recalling its resolution 60/1,", "1. Decides to act."]
    text += ["88th plenary meeting", "19 December 2001"]
    assert [kind for kind, _ in _kinds("\n\n".join(text))][2:] == ["operative", "signature", "signature"]


def test_words_beside_the_number_of_an_article_are_its_heading() -> None:
    treaty = ["Treaty on trade", "Article 5 Scope", "This applies to all States that are parties to it."]
    treaty += ["Article 6", "Article 7 This article applies to all States and ends with a full stop."]
    assert _kinds("\n\n".join(treaty))[1:] == [
        ("heading", "Article 5"), ("paragraph", None), ("heading", "Article 6"), ("paragraph", "Article 7")
    ]  # fmt: skip


def test_the_title_of_a_report_comes_after_that_of_its_agenda_item() -> None:
    lines = ["United Nations", "General Assembly", "Eightieth session", "Agenda item 156 (a)"]
    lines += ["Financing of the forces in the Middle East", "Budget of the Observer Force", "Introduction"]
    body = [f"1. At its meeting, {_LONG}.", f"2. In the end, {_LONG}."]
    found = segment(plain_text.read("\n\n".join(lines + body).encode(), "made.txt"), language="en")
    kinds = [each.kind.value for each in found.segments]
    assert kinds == [*["heading"] * 5, "title", "heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("before", [True, False])
def test_a_running_head_without_pages_is_known_by_the_symbol_beside_it(before: bool) -> None:
    head = ["Protection of migrants", "A/RES/56/170"]
    head = head if before else head[::-1]
    text = [*head, "The General Assembly,", "1. Decides to act;", *head, "2. Requests a report."]
    found = segment(plain_text.read("\n\n".join(text).encode(), "made.txt"), language="en")
    assert found.furniture == ("A/RES/56/170", *head)  # the first is the title
    assert [each.kind.value for each in found.segments] == ["title", "enacting", "operative", "operative"]


def test_what_a_colon_announces_is_no_heading() -> None:
    text = [f"1. The vote was as follows: {_LONG}.", "Against:", "None.", "Abstaining:", "Israel, Palau"]
    text += ["Introduction", f"2. In the end, {_LONG}.", f"3. And then, {_LONG}."]
    assert [kind for kind, _ in _kinds("\n\n".join(text))] == [
        *["paragraph"] * 5, "heading", *["paragraph"] * 2
    ]  # fmt: skip


@pytest.mark.parametrize(("names", "kind"), [(3, "paragraph"), (2, "heading")])
def test_a_sentence_with_a_colon_announces_a_list(names: int, kind: str) -> None:
    judges = ["Ann Abe, Judge", "Bo Bell, Judge", "Cy Cole, Judge"][:names]
    text = ["The Court, which sits in its usual place, was composed of these judges:", *judges]
    text += [f"1. In the end, {_LONG}.", f"2. And then, {_LONG}."]
    assert [found for found, _ in _kinds("\n\n".join(text))][1:-2] == [kind] * names


def test_a_sentence_that_introduces_a_treaty_is_no_recital() -> None:
    treaty = [
        "本公约缔约国，",
        "考虑到《联合国宪章》的宗旨和原则，",
        "认识到改进规则是一项任务，",
        "兹议定如下：",
    ]
    treaty += ["第一条", "本公约适用于所有人。", "第二条", "缔约国应采取措施。"]
    assert _kinds("\n\n".join(treaty), "zh")[:4] == [
        ("enacting", None), ("preambular", None), ("preambular", None), ("paragraph", None)
    ]  # fmt: skip


def _styled(*lines: tuple[str, str | None]) -> list[tuple[str, SegmentKind]]:
    builder = ExtractBuilder()
    for text, style in lines:
        builder.add(text, ExtractLine(whole=True, style=style))
    document = segment(builder.build("docx", "x.docx"), language="en")
    return list(zip(document.texts(), (each.kind for each in document.segments), strict=True))


_SENTENCE = "The Special Rapporteur was appointed by the Human Rights Council and began her work in 2023."


def test_the_first_heading_style_below_the_masthead_is_the_title() -> None:
    head = [
        (text, None) for text in ("United Nations", "General Assembly", "Eightieth session", "Agenda item 3")
    ]
    found = _styled(
        *head,
        ("Situation of human rights defenders", "heading 1"),
        (_SENTENCE, None),
        ("Activities", "heading 1"),
        (_SENTENCE, None),
    )
    assert [text for text, kind in found if kind is SegmentKind.TITLE] == [
        "Situation of human rights defenders"
    ]


def test_the_only_heading_of_the_highest_level_is_the_title() -> None:
    found = _styled(
        ("Home / News / Statements", None),
        ("Statement on Human Rights Day", "heading 1"),
        (_SENTENCE, None),
        ("Contact", "heading 2"),
        (_SENTENCE, None),
    )
    assert [text for text, kind in found if kind is SegmentKind.TITLE] == ["Statement on Human Rights Day"]
