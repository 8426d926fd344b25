"""Each check on two lines of text: what it finds, and when it finds nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from noted_texts import noted, redrafted
from parallel_texts import one_to_one
from simple_values import alignment, linked_set
from timing import seconds
from word_vectors import WordVectors

from aligner.checks import CHECKS, choose, run
from aligner.checks.material import Material, Texts
from aligner.checks.missing_paragraphs import has_clause
from aligner.checks.paragraph_numbers import readings
from aligner.checks.terms import places
from aligner.checks.usual_lengths import size
from aligner.comparison.compare import compare
from aligner.comparison.page_rows import build_rows
from aligner.languages import LANGUAGES
from aligner.languages.facts_grammar import facts, lacking, without_labels
from aligner.pipeline.check_set import check_comparison
from aligner.values import (
    Alignment,
    Bead,
    Comparison,
    Document,
    DocumentKey,
    Finding,
    Footnote,
    Message,
    Move,
    NoteMark,
    Segment,
    SegmentKind,
    Severity,
    Span,
    catalogue,
)
from aligner.values.glossary import Concept
from aligner.values.message import InputError


def document(language: str, lines: Sequence[str], **kinds: object) -> Document:
    segments: list[Segment] = []
    text = ""
    for line in lines:
        segments.append(Segment(Span(len(text), len(text) + len(line)), **kinds))  # type: ignore[arg-type]
        text += f"{line}\n"
    return Document(language, text, tuple(segments), version="1")


def comparison(
    ours: Document,
    theirs: Document,
    beads: Sequence[tuple[int, int]] | None = None,
    moves: tuple[Move, ...] = (),
) -> Comparison:
    keys = DocumentKey(ours.language, "1"), DocumentKey(theirs.language, "1")
    documents = dict(zip(keys, (ours, theirs), strict=True))
    alignments = {keys: alignment(*(beads or [(1, 1)] * len(ours)), moves=moves)}
    rows = build_rows(linked_set(documents, ours.language, ("1",), alignments, {}))
    return Comparison("", ours.language, ("1",), documents, alignments, {}, rows)


def found(
    check: str, one: tuple[str, str], other: tuple[str, str], **kinds: object
) -> list[tuple[str, str, str]]:
    """Severity, expected and found values of one check's findings on two paragraphs."""
    compared = comparison(document(one[0], [one[1]], **kinds), document(other[0], [other[1]], **kinds))
    return [(f.severity.value, f.expected, f.found) for f in run(Material(compared), choose([check]))]


def test_doubtful_words_of_a_scan_are_not_missed_in_another_language() -> None:
    ours, theirs = document("en", ["In 5 the 12 members met"]), document("fr", ["Les membres se sont réunis"])

    def missed(*doubtful: Span) -> list[str]:
        scanned = comparison(replace(ours, doubtful=doubtful), theirs)
        return [finding.expected for finding in run(Material(scanned), choose(["numbers"]))]

    assert missed() == missed(Span(3, 4)) == ["5, 12"]
    assert missed(Span(3, 4), Span(9, 11)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("zh", "第二十七届会议"), ("en", "Twenty-seventh session")),
        (("zh", "第27届会议"), ("fr", "Vingt-septième session")),
        (("zh", "许可协议4.0版"), ("fr", "licence version 4.0")),
        (("zh", "许可协议4.0版"), ("ru", "лицензия версии 4.0")),
        (("zh", "第三十三条至第三十五条"), ("en", "Articles 33, 34 and 35")),
        (("zh", "中华民国一百十一年五月二十日"), ("en", "May 20, 2022")),
        (("zh", "第27届会议"), ("ru", "Двадцать седьмая сессия")),
        (("zh", "1 234.5人"), ("fr", "1 234,5 personnes")),
        (("en", "1,234.5 tonnes"), ("es", "1.234,5 toneladas")),
        (("zh", "3,040万美元"), ("en", "$30.4 million")),
        (("zh", "17.3亿"), ("fr", "1 730 millions")),
        (("zh", "31 000人"), ("ar", "نحو 000 31 شخص")),
        (("zh", "10.8%"), ("ar", "10,8 في المائة")),
        (("zh", "过去12个月"), ("ar", "خلال الاثني عشر شهرا السابقة")),
        (("zh", "下午3时"), ("es", "a las 15.00 horas")),
        (("zh", "第12条"), ("ru", "статья XII")),
        (("zh", "60年代"), ("en", "the 1960s")),
        (("en", "HFC-23 emissions"), ("zh", "三氟甲烷排放量")),
        (("zh", "12. 委员会"), ("fr", "Le Comité")),
        (("zh", "2005-2015年"), ("fr", "20052015")),
        (("zh", "高达16.3%"), ("es", "alcanzaba el 16.3 %, y")),  # a point for a comma
        (("zh", "第131届大会"), ("ar", "الجمعية الحادية والثلاثون بعد المائة")),
        (("zh", "第21届会议"), ("ar", "الدورة الحادية والعشرين")),
        (("zh", "第二十六届会议"), ("fr", "Vingt-sixième session")),
        (("zh", "第十七届会议"), ("es", "decimoséptimo período de sesiones")),
        (("zh", "二十五周年"), ("ru", "двадцатипятилетие")),
        (("zh", "第六十九届会议"), ("ar", "الدورة التاســعة والسـتين")),
        (
            ("zh", "第二十六届会议"),
            ("en", "The session, which lasted two weeks"),
        ),  # only one side has such a number
        (("zh", "数十名代表"), ("en", "the third of them")),
        (("zh", "六百人"), ("en", "some six hundred and twenty people")),
        (("zh", "111个国家"), ("ar", "ولم ينشئ مائة وأحد عشر بلداً")),
        (("zh", "约三成，千分之五"), ("en", "about 30 per cent, 0.5 per cent")),
        (("zh", "2.5万亿美元"), ("ru", "2,5 трлн долл. США")),
        (("zh", "2.5万亿美元"), ("ar", "2.5 تريليون دولار")),
        (("zh", "2.5年"), ("fr", "deux ans et demi")),
        (("zh", "1.5倍"), ("ru", "в полтора раза")),
        (("zh", "深度在一公尺半以上"), ("en", "a depth of not less than 1.5m")),
        (("zh", "九十一学年度以前入学者"), ("en", "enrolled before the academic year 2002")),
        (("zh", "预防贪腐之方案。"), ("en", "the prevention of corruption.19")),
        (("zh", "226人"), ("fr", "deux cent vingt-six personnes")),
        (("en", "2,341 States"), ("es", "dos mil trescientos cuarenta y uno")),
        (("en", "at about 11.45 p.m."), ("fr", "vers 23 h 45")),
        (("zh", "夜间11时45分"), ("ru", "в 23 ч. 45 м.")),
        (("zh", "23名船员"), ("ar", "أفراد طاقمها الثلاثة والعشرون")),
        (("en", "in the 1990s"), ("ar", "في تسعينات القرن الماضي")),
        (("en", "an area of 250 km2"), ("zh", "250平方公里")),
        (
            ("en", "420 GtCO2 in roughly ten years"),
            ("fr", "420 Gt de dioxyde de carbone en une dizaine d’années"),
        ),
        (("zh", "2票反对"), ("ar", "مقابل صوتين")),
        (("en", "Part II"), ("zh", "第二部分")),
        (("en", "$3.4 billion"), ("es", "3.400 millones de dólares")),
        (("en", "845.0 (thousands of dollars)"), ("zh", "84.5万美元")),
        (("en", "two thirds of 5"), ("ru", "две трети из 5")),
        (("en", "the third quarter of two thirds"), ("fr", "le troisième trimestre")),
        (("en", "sixty-one per cent"), ("ar", "واحدا وستين في المائة")),
        (("en", "three quarters"), ("fr", "75 %")),  # a fraction may be written otherwise
        (("zh", "交存之日后第九十天"), ("es", "el nonagésimo día")),
        (("zh", "二十年以来"), ("en", "two decades since")),
        (("en", "Indicator 1.2"), ("ar", "المؤشر 1-2")),
        (("en", "see para. IV.22"), ("ar", "انظر الفقرة رابعا-22")),
    ],
)
def test_numbers_that_agree_in_any_form(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert found("numbers", one, other) == []
    assert found("numbers", other, one) == []


@pytest.mark.parametrize(
    ("check", "one", "other", "expected"),
    [
        ("numbers", ("zh", "15岁以下"), ("en", "under 16"), ("error", "15", "16")),
        ("numbers", ("zh", "1 234人"), ("fr", "1 243 personnes"), ("error", "1 234", "1 243")),
        ("numbers", ("zh", "高达16.3%"), ("es", "el 16.4 %"), ("error", "16.3", "16.4")),
        ("numbers", ("zh", "共有47项"), ("en", "some of them"), ("warning", "47", "")),
        (
            "numbers",
            ("zh", "第二十六届会议"),
            ("en", "Twenty-seventh session"),
            ("error", "二十六", "Twenty-seventh"),
        ),
        ("numbers", ("zh", "第二十六届会议"), ("en", "27th session"), ("error", "二十六", "27")),
        ("numbers", ("zh", "第九十天"), ("es", "el noveno día"), ("error", "九十", "noveno")),
        ("numbers", ("en", "Indicator 1.3"), ("ar", "المؤشر 1-2"), ("error", "1.3", "2")),
        ("numbers", ("en", "see para. III.22"), ("ar", "الفقرة رابعا-22"), ("error", "III", "رابعا")),
        (
            "numbers",
            ("zh", "第26届会议"),
            ("fr", "vingt-septième session"),
            ("error", "26", "vingt-septième"),
        ),
        (
            "numbers",
            ("zh", "第七十届会议"),
            ("ru", "на семнадцатой сессии"),
            ("error", "七十", "семнадцатой"),
        ),
        (
            "numbers",
            ("es", "vigésimo séptimo período"),
            ("ar", "الدورة السادسة والعشرون"),
            ("error", "vigésimo séptimo", "السادسة والعشرون"),
        ),
        (
            "numbers",
            ("zh", "第一百二十一次会议"),
            ("ru", "сто двадцать второе заседание"),
            ("error", "一百二十一", "сто двадцать второе"),
        ),
        (
            "numbers",
            ("fr", "vingt et un États"),
            ("ar", "واحد وثلاثون دولة"),
            ("error", "vingt et un", "واحد وثلاثون"),
        ),
        (
            "numbers",  # both have 68, for the item
            ("zh", "第六十九届会议项目68"),
            ("en", "sixty-eighth session, item 68"),
            ("error", "六十九", "sixty-eighth"),
        ),
        ("numbers", ("en", "3.4 billion"), ("fr", "3,4 millions"), ("error", "3.4 billion", "3,4 millions")),
        ("numbers", ("zh", "2.4亿"), ("ar", "240 بليون"), ("error", "2.4亿", "240 بليون")),
        ("numbers", ("en", "three years"), ("fr", "cinq ans, mai"), ("error", "three", "cinq")),
        ("numbers", ("en", "any Party may, after five years"), ("zh", "三年后"), ("error", "five", "三")),
        (
            "numbers",
            ("en", "three hundred and twenty-five thousand"),
            ("ru", "триста двадцать тысяч"),
            ("error", "three hundred and twenty-five thousand", "триста двадцать тысяч"),
        ),
        (
            "numbers",
            ("zh", "有十万人参加"),
            ("fr", "dix mille personnes"),
            ("error", "十万", "dix mille"),
        ),
        (
            "numbers",  # "per cent" and the millions before do not multiply these
            ("en", "736 million; three of them, sixty-one per cent"),
            ("es", "736 millones; dos de ellos, el setenta por ciento"),
            ("error", "three, sixty-one", "dos, setenta"),
        ),
        ("numbers", ("en", "under Chapter VII"), ("zh", "根据第六章"), ("error", "VII", "六")),
        ("numbers", ("en", "two thirds"), ("zh", "三分之一"), ("error", "two thirds", "三分之一")),
        ("numbers", ("ar", "ثلثي الأعضاء"), ("ru", "три четверти"), ("error", "ثلثي", "три четверти")),
        ("numbers", ("en", "three out of four"), ("ru", "двое из четырех"), ("error", "three", "двое")),
        ("dates", ("zh", "2015年2月3日至5日"), ("es", "3 a 3 de febrero de 2015"), ("warning", "5日", "")),
        ("dates", ("zh", "2015年2月3至5日"), ("ar", "5-5 شباط/فبراير 2015"), ("warning", "2015年2月3", "")),
        (
            "dates",
            ("zh", "2月27日和28日"),
            ("fr", "les 26 et 27 février"),
            ("error", "28日", "26 et 27 février"),
        ),
        ("numbers", ("zh", "共有3项"), ("ar", "بعضها"), ("info", "3", "")),
        ("numbers", ("zh", "1960年代初"), ("en", "the early sixties"), ("info", "1960", "")),
        ("numbers", ("en", "some"), ("zh", "共有47项"), ("warning", "", "47")),
        (
            "dates",
            ("zh", "2017年9月27日"),
            ("fr", "le 26 septembre 2017"),
            ("error", "2017年9月27日", "26 septembre 2017"),
        ),
        (
            "dates",
            ("zh", "2017年9月27日"),
            ("ar", "27 تشرين الأول/أكتوبر 2017"),
            ("error", "2017年9月27日", "27 تشرين الأول/أكتوبر 2017"),
        ),
        ("dates", ("zh", "2014年6月7日"), ("es", "7 de junio"), ("info", "2014年6月7日", "")),
        (
            "dates",  # the month first, and an ordinal of each kind
            ("en", "on July 18, 1997, and May 1st, 2001"),
            ("es", "el 17 de julio de 1997 y el 1.º de mayo de 2001"),
            ("error", "July 18, 1997", "17 de julio de 1997"),
        ),
        ("symbols", ("zh", "第71/167号决议"), ("en", "resolution 71/176"), ("error", "71/167", "71/176")),
        ("symbols", ("zh", "1325（2000）"), ("ru", "резолюция 1325"), ("error", "1325（2000）", "")),
        (
            "symbols",
            ("en", "E/CN.15/2018/L.6"),
            ("fr", "E/CN.15/2018/L.8"),
            ("error", "E/CN.15/2018/L.6", "E/CN.15/2018/L.8"),
        ),
    ],
)
def test_numbers_dates_and_symbols_that_differ(
    check: str, one: tuple[str, str], other: tuple[str, str], expected: tuple[str, str, str]
) -> None:
    assert found(check, one, other) == [expected]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("on July 18, 1997 (October 1987)", "el 18 de julio de 1997 (octubre de 1987)"),
        ("on August 31 and September 6, 1990", "el 31 de agosto y el 6 de septiembre de 1990"),
        ("the 27th of May, 2001, and 3rd June 2003", "el 27 de mayo de 2001 y el 3 de junio de 2003"),
        ("from May 5-7, 2010, to June 1", "del 5-7 de mayo de 2010 al 1º de junio"),
    ],
)
def test_dates_that_agree_in_any_form(english: str, spanish: str) -> None:
    assert found("dates", ("en", english), ("es", spanish)) == []
    assert found("dates", ("es", spanish), ("en", english)) == []


def test_a_date_in_the_same_words_is_no_difference() -> None:
    """The masthead of Russian documents has the English date."""
    assert found("dates", ("en", "24 November 2026"), ("ru", "24 November 2026")) == []
    assert len(found("dates", ("en", "24 November 2026"), ("ru", "23 November 2026"))) == 1


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_a_date_in_english_is_read_in_every_language(language: str) -> None:
    """Mastheads in Arabic, Chinese and Russian have it, beside those in French and Spanish."""
    assert found("dates", ("es", "28 de marzo de 2025"), (language, "28 March 2025")) == []
    wrong = [("error", "28 de marzo de 2025", "27 March 2025")]
    assert found("dates", ("es", "28 de marzo de 2025"), (language, "27 March 2025")) == wrong


@pytest.mark.parametrize("language", ["en", "ar"])
def test_numbers_too_long_for_python_are_compared(language: str) -> None:
    assert found("numbers", ("zh", "9" * 5000), (language, f"{'9' * 5000} x")) == []
    assert len(found("numbers", ("zh", "9" * 5000), (language, f"{'8' * 5000} x"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_compared_with_itself_lacks_nothing(language: str) -> None:
    text = "A/RES/71/167 (2016) 1 234,5 – 12 345.67, 000 31 27 septembre 2017 第三条 15:30"
    read = facts(text, language)
    assert lacking((*read.numbers, *read.written), read) == []


@given(st.text(alphabet="0123456789.,/ -()年月日AXV十万", max_size=40), st.sampled_from(list(LANGUAGES)))
def test_any_text_has_facts_and_lacks_none_of_them(text: str, language: str) -> None:
    read = facts(text, language)
    assert all(figure.span.stop <= len(text) for figure in read.numbers)
    assert len(without_labels(text)) == len(text)


def test_a_paragraph_that_one_language_lacks() -> None:
    zh, en = document("zh", ["甲方的第一段", "乙方的第二段"]), document("en", ["The first"])
    findings = run(Material(comparison(zh, en, [(1, 1), (1, 0)])), choose(["missing-paragraph"]))
    assert [(f.severity, f.language, f.rows, f.span, f.expected) for f in findings] == [
        (Severity.ERROR, "en", (1,), None, "乙方的第二段")
    ]
    findings = run(Material(comparison(en, zh, [(1, 1), (0, 1)])), choose(["missing-paragraph"]))
    assert [(f.language, f.found) for f in findings] == [("zh", "乙方的第二段")]


def test_a_paragraph_that_only_moved_is_not_missing() -> None:
    zh, en = document("zh", ["甲", "乙"]), document("en", ["B", "A"])
    move = Move(Span(0, 1), Span(1, 2), 0.9)
    compared = comparison(zh, en, [(1, 0), (1, 1), (0, 1)], (move,))
    assert run(Material(compared), choose(["missing-paragraph"])) == ()


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        (
            "fr",
            "Encourages Member States to cooperate with business enterprises in order to identify the risks",
            "English",
        ),
        (
            "ru",
            "鼓励会员国与企业合作，查明和应对其货物和服务供应链中与贩运相关的风险，并努力预防和打击人口贩运。",
            "Chinese",
        ),
        (
            "es",
            "Encourage les États Membres à coopérer avec les entreprises pour déterminer les risques liés",
            "French",
        ),
    ],
)
def test_a_paragraph_left_in_another_language(language: str, text: str, other: str) -> None:
    assert ("error", LANGUAGES[language].english, other) in found(
        "wrong-language", ("ar", "نص"), (language, text)
    )


def test_a_paragraph_left_in_another_language_is_reported_once() -> None:
    english = "The Commission takes note of the report and asks for another one in the course of next year."
    ours, theirs = document("en", [english]), document("fr", [english])
    (only,) = run(Material(comparison(ours, theirs)), choose(["wrong-language"]))
    assert (only.severity, only.language) == (Severity.ERROR, "fr")


def test_a_paragraph_that_is_the_same_in_two_languages_is_reported() -> None:
    names = "Wojciech Brzęczyszczykiewicz; Lukács György; Þórr Ólafsson; Nguyễn Văn Trỗi; Dvořák"
    assert found("wrong-language", ("en", names), ("fr", names)) == [("warning", "", names[:80])]
    assert found("wrong-language", ("zh", names), ("fr", names)) == []


def test_a_list_of_countries_is_in_no_other_language() -> None:
    members = "Argentina, Ecuador, El Salvador, Guatemala, Honduras, Mexico, Panama, Paraguay, Uruguay"
    assert found("wrong-language", ("en", members), ("ru", "Аргентина, Эквадор, Сальвадор")) == []


def test_a_list_of_people_is_in_no_other_language() -> None:
    """The judges of a court, and the families of the victims."""
    victims = (
        "a) María Cristina Pacheco Rojas de Lobo (mother) b) Marco Aurelio Lobo Pineda (father) (deceased) "
        "c) Torcoroma Flórez Contreras (sister) d) María de los Ángeles Rojas y Peña (sister)"
    )
    judges = "Antônio A. Cançado, Judge Cecilia Medina Quiroga, Judge Manuel E. Ventura Robles, Judge"
    for names in (victims, judges):
        assert found("wrong-language", ("es", "Los familiares"), ("en", names)) == []


def test_a_sentence_left_in_the_pivots_words_is_reported() -> None:
    left = "Waiting time is working time, unless the worker is free to refuse an assignment at any moment."
    names = "Secretary: Ms. Johanna Katharina von Winterfeld-Rosenthal, Palais Wilson, Geneva, Switzerland."
    french = (
        "La rémunération doit être suffisante pour permettre au travailleur et à sa famille de jouir des "
        "autres droits consacrés par le Pacte, et le salaire minimum ne doit pas servir de plafond."
    )
    ours = f"The wage must suffice for the worker and the family. {left} {names}"
    message = [("warning", "", f"{left[:79]}…")]
    assert found("wrong-language", ("en", ours), ("fr", f"{french} {left}")) == message
    assert found("wrong-language", ("en", ours), ("fr", f"{french} {names}")) == []


def test_short_headings_and_names_are_no_evidence_of_language() -> None:
    assert found("wrong-language", ("zh", "附件"), ("fr", "Annex")) == []
    assert (
        found("wrong-language", ("zh", "联合国，《条约汇编》"), ("ru", "United Nations, Treaty Series")) == []
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("zh", "5"), ("en", "5"), True),
        (("zh", "第二十七条"), ("fr", "27"), True),
        (("en", "(b)"), ("ru", "(б)"), True),
        (("en", "(c)"), ("ar", "(ج)"), True),
        (("zh", "㈡"), ("en", "(ii)"), True),
        (("zh", "5"), ("en", "(a)"), True),  # of different kinds: no telling
        (("zh", "5"), ("en", "6"), False),
        (("en", "(b)"), ("ru", "(в)"), False),
        (("en", "1.1.2"), ("fr", "1.1.2"), True),
        (("en", "5.1.2"), ("ru", "5.1.2"), True),
        (("en", "1.1.2"), ("zh", "2.1.2"), False),
    ],
)
def test_labels_across_languages(one: tuple[str, str], other: tuple[str, str], *, same: bool) -> None:
    ours, theirs = (document(language, ["x"], label=label) for language, label in (one, other))
    findings = run(Material(comparison(ours, theirs)), choose(["labels"]))
    assert (findings == ()) is same


def labelled(language: str, labels: str) -> Document:
    made = document(language, labels.split())
    segments = (replace(s, label=f"({each})") for s, each in zip(made.segments, labels.split(), strict=True))
    return replace(made, segments=tuple(segments))


@pytest.mark.parametrize(
    ("one", "other", "gaps", "reported"),
    [
        ("a b c d", "a b c", {1: (1, 0)}, []),
        ("a b c d", "a b c", {0: (1, 0)}, []),
        ("a b c d e", "a b c", {1: (1, 0), 2: (1, 0)}, []),
        ("a b c", "a b c d", {1: (0, 1)}, []),
        ("a b c i ii d", "a b i ii c", {1: (1, 0)}, []),
        ("a b c d", "a c d", {1: (1, 0)}, []),
        ("a b c d", "a b b", {1: (1, 0)}, ["b"]),
        ("a b c d", "a c d e", {}, ["c", "d", "e"]),
    ],
)
def test_numbers_below_a_missing_paragraph_are_not_reported(
    one: str, other: str, gaps: dict[int, tuple[int, int]], reported: list[str]
) -> None:
    rows = max(len(one.split()), len(other.split()))
    beads = [gaps.get(row, (1, 1)) for row in range(rows)]
    compared = comparison(labelled("en", one), labelled("fr", other), beads)
    assert [f.found for f in run(Material(compared), choose(["labels"]))] == [
        f"({each})" for each in reported
    ]


def test_operative_paragraphs_count_up_by_one() -> None:
    ours, theirs = document("zh", ["a", "b", "c"]), document("en", ["a", "b", "c"])
    numbered = [
        replace(
            each,
            segments=tuple(
                replace(s, label=label, kind=SegmentKind.OPERATIVE)
                for s, label in zip(each.segments, ("1", "2", "4"), strict=True)
            ),
        )
        for each in (ours, theirs)
    ]
    findings = run(Material(comparison(*numbered)), choose(["labels"]))
    assert {(f.language, str(f.message)) for f in findings} == {
        ("zh", "paragraph 4 follows paragraph 2"),
        ("en", "paragraph 4 follows paragraph 2"),
    }
    assert list(readings("(x)", "en")) == [("number", 10), ("letter", 24)]


def test_footnote_marks_are_counted() -> None:
    ours = document("zh", ["甲乙"], marks=(NoteMark("1", 1),))
    ours = replace(ours, footnotes=(Footnote("1", "注"),))
    theirs = document("en", ["one"])
    findings = run(Material(comparison(ours, theirs)), choose(["footnotes"]))
    assert [(f.severity, f.expected) for f in findings] == [(Severity.WARNING, "1"), (Severity.ERROR, "1")]


SYMBOL = [("error", "70/1", "70/9")]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (["大会第70/1号决议。"], ["Résolution 70/9."], SYMBOL),
        (["大会第70/1号决议。"], ["Résolution 70/1."], []),
        (["第2225卷，第39574号。"], ["vol. 2252, no 39574."], [("error", "2225", "2252")]),
        (["大会第70/1号决议。"], ["Ibid."], [("warning", "70/1", "")]),
        (["大会第70/1号决议。", "第2225卷。"], ["vol. 2225.", "Résolution 70/1."], []),  # another word order
        (["大会第70/1号决议。", "第2225卷。"], ["vol. 2225.", "Résolution 70/9."], SYMBOL),
    ],
)
def test_facts_of_footnotes_are_compared(
    ours: list[str], theirs: list[str], expected: list[tuple[str, str, str]]
) -> None:
    material = Material(comparison(noted("zh", "甲乙", *ours), noted("fr", "un", *theirs)))
    findings = run(material, choose(["footnotes"]))
    assert [(f.severity.value, f.expected, f.found) for f in findings] == expected


def test_a_date_in_the_same_words_is_no_difference_in_a_footnote() -> None:
    """Titles of sources are quoted in English."""
    ours, theirs = (noted(code, "x", "Report of 24 November 2026, p. 5") for code in ("en", "ru"))
    assert run(Material(comparison(ours, theirs)), choose(["footnotes"])) == ()


def test_a_footnote_cited_twice_is_reported_once() -> None:
    documents: list[Document] = []
    for code, note in (("zh", Footnote("1", "第70/1号决议")), ("fr", Footnote("1", "Résolution 70/9"))):
        plain = document(code, list("ab"))
        cited = tuple(replace(each, marks=(NoteMark("1", each.span.stop),)) for each in plain.segments)
        documents.append(replace(plain, segments=cited, footnotes=(note,)))
    assert len(run(Material(comparison(*documents)), choose(["footnotes"]))) == 1


def test_a_footnote_is_named_by_its_mark() -> None:
    compared = comparison(noted("zh", "甲", "第70/1号决议"), noted("fr", "un", "Résolution 70/9"))
    (found,) = run(Material(compared), choose(["footnotes"]))
    assert str(found.message) == "in footnote 1: Chinese has 70/1 where this has 70/9"
    assert catalogue.load("zh").render(found.message) == "脚注1：中文文本为70/1，此处为70/9"


OLD_NOTE, NEW_NOTE = "A/HRC/57/42, paras. 1 and 2.", "A/HRC/57/43, paras. 1 and 2."
FR_NOTE, FR_NEW_NOTE = "A/HRC/57/42, par. 1 et 2.", "A/HRC/57/43, par. 1 et 2."
NOTE_MISSING = "the English amendment was not carried over: in footnote 1, A/HRC/57/42 → A/HRC/57/43"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([[OLD_NOTE], [NEW_NOTE]], [[FR_NOTE], [FR_NOTE]], [("error", NOTE_MISSING)]),
        ([[OLD_NOTE], [NEW_NOTE]], [[FR_NOTE], [FR_NEW_NOTE]], []),
        ([[OLD_NOTE], [NEW_NOTE]], [[FR_NEW_NOTE], [FR_NEW_NOTE]], []),  # right before the original was
        (
            [["Presented by Bolivia."], ["Presented by Bolivia and South Africa."]],
            [["Présenté par la Bolivie."]] * 2,
            [("error", "the English amendment was not carried over: in footnote 1, added and South Africa")],
        ),
        (
            [["See the report."], ["See also the report."]],
            [["Voir le rapport."]] * 2,
            [
                (
                    "info",
                    "the English amendment may not have been carried over: in footnote 1, added also "
                    "(reworded only)",
                )
            ],
        ),
        (
            [[OLD_NOTE, "Ibid., p. 3."], [NEW_NOTE, "Ibid., p. 3."]],
            [["Ibid., p. 3.", FR_NOTE], ["Ibid., p. 3.", FR_NEW_NOTE]],
            [],  # the other order of words
        ),
        (
            [[OLD_NOTE], [OLD_NOTE]],
            [[FR_NOTE], [FR_NEW_NOTE]],
            [("info", "amended here, not in the English text: in footnote 1, A/HRC/57/42 → A/HRC/57/43")],
        ),
        (
            [[OLD_NOTE], [NEW_NOTE]],
            [[FR_NOTE]],
            [("info", "to be carried over from the English text: in footnote 1, A/HRC/57/42 → A/HRC/57/43")],
        ),
    ],
)
def test_a_footnote_that_only_one_language_reworded(
    ours: list[list[str]], theirs: list[list[str]], expected: list[tuple[str, str]]
) -> None:
    findings = run(Material(redrafted(ours, theirs)), choose(["amendments"]))
    assert [(each.severity.value, str(each.message)) for each in findings] == expected
    assert all(each.rows == (0,) and each.language == "fr" for each in findings)


def test_a_footnote_of_an_older_draft_is_not_held_against_it() -> None:
    material = Material(redrafted([[OLD_NOTE], [NEW_NOTE]], [[FR_NOTE]]))
    assert {each.check for each in run(material, choose(["amendments", "footnotes"]))} == {"amendments"}


def test_a_number_amended_otherwise_is_reported_once() -> None:
    texts = {"en": ("It met 15 times.", "It met 18 times."), "fr": ("Réuni 15 fois.", "Réuni 16 fois.")}
    documents = {
        DocumentKey(code, version): document(code, [text])
        for code, drafts in texts.items()
        for version, text in zip("12", drafts, strict=True)
    }
    comparison = compare(documents, pivot="en", versions=("1", "2"), encoder=WordVectors())

    def found(*names: str) -> list[tuple[str, str]]:
        return [(each.check, each.severity.value) for each in run(Material(comparison), choose(names))]

    assert found("amendments") == [("amendments", "warning")]
    assert found("amendments", "numbers") == [("numbers", "error")]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("zh", "敦促会员国"), ("fr", "Encourage les États"), [("warning", "敦促", "encourage")]),
        (("fr", "Encourage les États"), ("zh", "敦促会员国"), [("warning", "encourage", "敦促")]),
        (("zh", "敦促会员国"), ("en", "Urges Member States"), []),
        (("en", "Encourages all"), ("ru", "призывает государства"), []),  # it is Calls upon, too
        (("zh", "决定"), ("en", "Requests"), []),
        (("en", "Calls upon Parties"), ("zh", "呼吁缔约方"), []),
        (("en", "Notes with appreciation the report"), ("ru", "отмечает с признательностью доклад"), []),
    ],
)
def test_verbs(one: tuple[str, str], other: tuple[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert found("verbs", one, other, kind=SegmentKind.OPERATIVE) == expected
    assert found("verbs", one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("zh", "30天内"), ("en", "within 30 days"), []),
        (("zh", "30天内"), ("en", "within 30 months"), [("warning", "30天", "30 months")]),
        (("zh", "三十天内"), ("fr", "dans les trente mois"), [("warning", "三十天", "trente mois")]),
        (("en", "$5 million"), ("ru", "5 млн долл. США"), []),
        (
            ("zh", "3 300万美元"),
            ("es", "33 millones de euros"),
            [("warning", "3 300万美元", "33 millones de euros")],
        ),
        (("zh", "百分之五"), ("ar", "5 في المائة"), []),
        (("zh", "5%"), ("en", "5 kilometres"), [("warning", "5%", "5 kilometres")]),
        (("zh", "2014年"), ("en", "2014 euros"), []),
        (("zh", "4月17日"), ("en", "17 years"), []),
        (("zh", "5%至5公里"), ("en", "5 kilometres"), []),
        (("en", "within two years"), ("ar", "خلال سنتين"), []),
        (("en", "within two years"), ("ar", "خلال شهرين"), [("warning", "two years", "شهرين")]),
        (("en", "15 per cent"), ("ru", "15 процентов годового бюджета"), []),
        (("en", "5 tons"), ("ar", "5 أطنان"), []),
        (("en", "5 kilometres"), ("ar", "5 أطنان"), [("warning", "5 kilometres", "5 أطنان")]),
    ],
)
def test_units(one: tuple[str, str], other: tuple[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert found("units", one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "reported"),
    [
        (
            ("en", "Parties [shall] [should] report"),
            ("fr", "Les Parties [font] [devraient faire] rapport"),
            0,
        ),
        (("en", "Parties [shall] [should] report"), ("fr", "Les Parties [font]"), 1),
        (("en", "[by 2030 [or 2035]]"), ("zh", "［在2030年［或2035年］之前］"), 0),
        (("en", "sources[, without debt]"), ("zh", "所有来源，不加重债务"), 1),
        (("en", "Annex [I]: it reads"), ("fr", "Annexe [I] : « [l]es Parties […] »"), 0),
        (("en", "The fund"), ("fr", "Le [fonds]"), 0),  # brackets in a text that has none: a quotation
        (("en", "“ignored […] [the plan]”"), ("es", "“descono[ció] […] [el plan] e indic[aron]”"), 0),
    ],
)
def test_as_many_passages_are_in_square_brackets(
    one: tuple[str, str], other: tuple[str, str], reported: int
) -> None:
    assert len(found("brackets", one, other)) == reported


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("zh", "缔约国应提交报告"), ("en", "States Parties shall submit"), []),
        (("zh", "缔约国应提交报告"), ("en", "States Parties may submit"), [("info", "应", "may")]),
        (("zh", "缔约国可提交报告"), ("ru", "государства должны представить"), [("info", "可", "должны")]),
        (("zh", "缔约国应提交报告"), ("fr", "Les États présentent un rapport"), []),
        (("zh", "可持续发展应"), ("en", "sustainable development shall"), []),
        (("zh", "不可接受的行为可以举报"), ("en", "unacceptable behaviour may be reported"), []),
        (("zh", "不应"), ("en", "may not"), []),
        (("en", "No one shall be arrested"), ("es", "Nadie podrá ser arrestado"), []),
        (("en", "Marriage shall be free"), ("es", "Sólo mediante consentimiento podrá contraerse"), []),
        (("en", "No one shall be tried"), ("ru", "Никто не может быть судим"), []),
        (("en", "Penalties shall be lawful"), ("ar", "لا توقع عقوبة أشد من تلك التي كان يجوز توقيعها"), []),
        (("zh", "应通知改正，未改正者，得予停业"), ("en", "he may be suspended"), []),
        (("en", "shall … may"), ("fr", "doit"), []),
        (("zh", "法院得依申请在他处开庭"), ("en", "This shall not prevent it from sitting elsewhere"), []),
        (("zh", "应由法院核定"), ("en", "States may act with the approval of the Court"), []),
        (("zh", "应附可资佐证之文件"), ("en", "all papers in support"), []),
        (
            ("zh", "可对本公约提出保留"),
            ("en", "No reservations may be made"),
            [("warning", "可", "No reservations may")],
        ),
        (
            ("en", "No reservations may be made"),
            ("fr", "Des réserves peuvent être faites"),
            [("warning", "No reservations may", "peuvent")],
        ),
        (
            ("es", "No se podrán formular reservas"),
            ("ar", "يجوز إبداء تحفظات"),
            [("warning", "No se podrán", "يجوز")],
        ),
        (
            ("en", "Parties shall not attack civilians; attacks amount to crimes"),
            ("es", "Las partes se abstendrán de atacar a civiles; los ataques pueden ser crímenes"),
            [("info", "shall not", "pueden")],  # the verb forbids, too
        ),
        (("en", "No reservations may be made"), ("ru", "Оговорки не допускаются"), []),
        (("en", "The authorities shall not disclose it"), ("fr", "Elles peuvent ne pas le divulguer"), []),
        (("zh", "法院可在他处开庭"), ("en", "This shall not prevent it from sitting elsewhere"), []),
        (("zh", "应在该日生效"), ("fr", "prend effet à toute date qui peut y être indiquée"), []),
        (("zh", "应在该日生效"), ("ru", "вступает в силу в дату, которая может быть указана"), []),
        (("en", "measures it may deem necessary"), ("ar", "ولن تلتزم الصمت"), []),
        (
            ("en", "Sovereignty shall be respected"),
            ("es", "La soberanía debería respetarse"),
            [("info", "shall", "debería")],
        ),
        (
            ("en", "States shall cooperate"),
            ("fr", "Les États devraient coopérer"),
            [("info", "shall", "devraient")],
        ),
        (("en", "States must cooperate"), ("ar", "ينبغي أن تتعاون الدول"), [("info", "must", "ينبغي")]),
        (
            ("zh", "各国有义务合作"),
            ("en", "States should cooperate"),
            [("info", "有义务", "should")],
        ),
        (
            ("fr", "Les États devraient coopérer"),
            ("en", "States shall cooperate"),
            [("info", "devraient", "shall")],
        ),
        (("en", "States should cooperate"), ("fr", "Les États doivent coopérer"), []),
        (("en", "States shall cooperate"), ("ru", "Государствам следует сотрудничать"), []),
        (("en", "It shall act, and others should help"), ("fr", "D’autres devraient aider"), []),
        (("en", "It shall act"), ("es", "Debe actuar, y otros deberían ayudar"), []),
        (("en", "States should cooperate"), ("ru", "Государства должны сотрудничать"), []),
        (
            ("en", "Reminds States of their obligation to act, which should be free"),
            ("zh", "提醒各国有义务采取行动"),
            [],
        ),
        (
            ("en", "Aid should not be conditional"),
            ("ru", "Помощь, без какой бы то ни было задержки, должна обусловливаться"),
            [("warning", "should not", "должна")],
        ),
        (
            ("fr", "L’aide devrait être subordonnée"),
            ("es", "La ayuda no debería supeditarse"),
            [("warning", "devrait", "no debería")],
        ),
        (("zh", "不应以缴费为条件"), ("en", "It should be conditional"), [("warning", "不应", "should")]),
        (("en", "Aid should not be delayed"), ("ar", "ينبغي ألاّ تؤخر المعونة"), []),
        (("en", "It should not be removed"), ("ar", "ينبغي عدم إزالة الموضوع"), []),
        (("en", "No child should wait, and none shall"), ("ru", "Ни один ребенок не должен ждать"), []),
        (("en", "It should not pay"), ("fr", "Nul ne devrait payer ; il devrait être exempté"), []),
        (
            ("en", "Such measures should not be taken. If they are, the State must explain them."),
            ("fr", "Ces mesures devraient être prises. Le cas échéant, l’État doit les expliquer."),
            [("warning", "should not", "devraient")],
        ),
    ],
)
def test_modality(one: tuple[str, str], other: tuple[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert found("modality", one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("en", "Unemployment has fallen."), ("zh", "失业率上升。"), [("fallen", "上升")]),
        (("zh", "保障妇女的权利。"), ("ru", "Гарантировать права мужчин."), [("妇女", "мужчин")]),
        (("fr", "dans le nord du pays"), ("es", "en el sur del país"), [("nord", "sur")]),
        (("ar", "زيادة الموارد"), ("en", "a reduction of resources"), [("زيادة", "reduction")]),
        (("de", "Die Preise steigen."), ("en", "Prices fall."), [("steigen", "fall")]),
        (("en", "Prices rose. Wages fell."), ("zh", "价格上升。工资增加。"), [("fell", "增加")]),
        (("en", "Prices rose and fell."), ("zh", "价格下降。"), []),
        (("en", "Prices did not rise."), ("zh", "价格下降。"), []),
        (("en", "Women and men shall vote."), ("zh", "妇女均可投票。"), []),
        (("en", "least developed countries"), ("fr", "les pays les moins avancés"), []),
        (("zh", "非法人团体"), ("en", "a body that is not lawfully incorporated"), []),
    ],
)
def test_opposites(one: tuple[str, str], other: tuple[str, str], expected: list[tuple[str, str]]) -> None:
    assert [words[1:3] for words in found("opposites", one, other)] == expected


def in_three(check: str, **texts: str) -> list[tuple[str, str, str]]:
    """Language, expected words and message of one check's findings on a paragraph in several languages."""
    compared = one_to_one({code: [text] for code, text in texts.items()})
    return [(f.language, f.expected, str(f.message)) for f in run(Material(compared), choose([check]))]


DENIED = {
    "en": "The provisions shall not apply to them.",
    "es": "Las disposiciones no se les aplicarán.",
    "ru": "Положения к ним не применяются.",
    "ar": "لا تنطبق عليهم الأحكام.",
    "fr": "Les dispositions ne s’appliquent pas à eux.",
    "zh": "本规定对其不适用。",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The provisions shall apply to them."),
        ("es", "Las disposiciones se les aplicarán."),
        ("ru", "Положения к ним применяются."),
        ("ar", "تنطبق عليهم الأحكام."),
        ("fr", "Les dispositions s’appliquent à eux."),
        ("zh", "本规定对其适用。"),
    ],
)
def test_a_negation_that_only_one_language_lacks(language: str, text: str) -> None:
    assert in_three("negation", **DENIED) == []
    ((found, word, message),) = in_three("negation", **{**DENIED, language: text})
    assert found == language
    assert word == ("no" if language == "en" else "not")
    assert message.startswith("nothing here is negated; the ")


def test_a_negation_that_one_of_two_languages_lacks() -> None:
    found = in_three("negation", en=DENIED["en"], ru="Положения к ним применяются.")
    assert [(language, word) for language, word, _ in found] == [("ru", "not")]
    found = in_three("negation", zh="本规定对其适用。", fr=DENIED["fr"])
    assert [(language, word) for language, word, _ in found] == [("zh", "ne s’appliquent pas")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It shall not exceed two years.", "期间为二年以下。"),
        ("This shall not prevent them from sitting elsewhere.", "法院得在他处开庭。"),
        ("presence due to force majeure", "因不可抗力而在第三国境内者"),
        ("His acts, are they not written in the chronicles?", "他的事都写在记上。"),
        ("They were at war.", "双方均为核武器国家，而不是交战国。"),
    ],
)
def test_a_negation_often_expressed_otherwise_is_not_lost_in_two_languages(one: str, other: str) -> None:
    assert in_three("negation", en=one, zh=other) == []


def test_two_of_three_languages_that_affirm_outvote_one() -> None:
    affirmed = {"es": "Las disposiciones se les aplicarán.", "ru": "Положения к ним применяются."}
    assert in_three("negation", en=DENIED["en"], **affirmed) == []


def test_the_chinese_for_not_yet_any_negates() -> None:
    texts = {"en": "No State has ratified the Protocol.", "zh": "尚无国家批准议定书。"}
    found = in_three("negation", **texts, fr="Un État a ratifié le Protocole.")
    assert [language for language, _, _ in found] == ["fr"]


def test_a_negation_expressed_otherwise_is_not_lost() -> None:
    assert in_three("negation", **{**DENIED, "en": "They are exempt from the provisions."}) == []
    assert in_three("negation", **{**DENIED, "fr": "Eux seuls échappent aux dispositions."}) == []


def test_a_negation_is_looked_for_in_each_sentence() -> None:
    texts = {code: f"{text} {text}" if code != "zh" else text * 2 for code, text in DENIED.items()}
    assert in_three("negation", **texts) == []
    texts["es"] = f"{DENIED['es']} Las disposiciones se les aplicarán."
    ((language, _, _),) = in_three("negation", **texts)
    assert language == "es"


def test_a_lost_negation_is_reported_once() -> None:
    """By the modal word that it stood with, where there is one."""
    texts = {
        "en": "Aid should not be late.",
        "es": "La ayuda no debería tardar.",
        "fr": "L’aide devrait tarder.",
    }
    compared = one_to_one({code: [text] for code, text in texts.items()})
    findings = run(Material(compared), choose(["modality", "negation"]))
    assert [each.check for each in findings] == ["modality"]


PLAIN = "The Commission takes note of the report and asks for another one next year, as a matter of course."


def test_a_paragraph_far_too_short_for_its_counterpart() -> None:
    whole = [PLAIN] * 12
    cut = [*whole[:5], PLAIN[:30], *whole[6:]]
    compared = comparison(document("en", whole), document("fr", cut))
    assert [(f.rows, f.language, f.severity.value) for f in run(Material(compared), choose(["length"]))] == [
        ((5,), "fr", "warning")
    ]
    assert "shorter" in str(run(Material(compared), choose(["length"]))[0].message)
    assert run(Material(comparison(document("fr", cut), document("en", cut))), choose(["length"])) == ()
    few = comparison(document("en", whole[4:8]), document("fr", cut[4:8]))
    assert run(Material(few), choose(["length"])) == ()  # nothing to tell what is usual


def test_a_formula_of_unusual_length_and_titles() -> None:
    numbers = ("three", "four", "five")
    ours = document(
        "zh",
        [
            *["委员会注意到该报告，并理所当然地要求明年再提交一份报告。"] * 12,
            *(f"前{n}项罚之。" for n in "三四五"),
        ],
    )
    theirs = document(
        "en",
        [PLAIN] * 12 + [f"Persons guilty as described in the preceding {n} Paragraphs " * 2 for n in numbers],
    )
    (only,) = run(Material(comparison(ours, theirs)), choose(["length"]))
    assert only.rows == (12, 13, 14)
    heading = replace(theirs, segments=tuple(replace(s, kind=SegmentKind.TITLE) for s in theirs.segments))
    titles = comparison(
        replace(ours, segments=tuple(replace(s, kind=SegmentKind.TITLE) for s in ours.segments)), heading
    )
    assert run(Material(titles), choose(["length"])) == ()


def test_what_an_endnote_of_the_other_language_gives_is_not_missing() -> None:
    ours = document("zh", ["关注犯罪。", "打击腐败。", "注：E/1996/99，2001年3月5日，第173号。"])
    theirs = document("en", ["Concerned about crime (E/1996/99 of 5 March 2001),", "Fighting 173 cases."])
    facts_only = ["numbers", "dates", "symbols"]
    assert run(Material(comparison(ours, theirs, [(1, 1), (1, 1), (1, 0)])), choose(facts_only)) == ()
    alone = comparison(document("zh", ["关注犯罪。", "打击腐败。"]), theirs)
    assert {each.check for each in run(Material(alone), choose(facts_only))} == set(facts_only)


def test_a_clause_of_the_other_text_may_be_a_sentence_here() -> None:
    held = comparison(
        document("zh", ["书面通知所有人；逾期未拆者，得强制拆除之。"]),
        document("en", ["Notify them. Demolish it by force."]),
    )
    vectors = {"Notify them.": (1.0, 0.0), "Demolish it by force.": (0.0, 1.0)}

    def closeness(questions: Sequence[Texts]) -> list[list[list[float]]]:
        return [
            [[vectors[other][text.startswith("逾期")] for other in others] for text in texts]
            for texts, others in questions
        ]

    material = Material(held, closeness=closeness)
    en, zh = (material.side(0, DocumentKey(code, "1")) for code in ("en", "zh"))
    assert en
    assert zh
    assert has_clause(material, "Demolish it by force.", en, zh)
    assert not has_clause(replace(material, closeness=None), "Demolish it by force.", en, zh)
    assert not has_clause(material, "Notify them. Demolish it by force.", en, zh)


def test_names_in_latin_letters_are_as_long_in_chinese_as_anywhere() -> None:
    assert size("Jack Holland", "zh") == size("Jack Holland", "en") == 12
    assert size("委员会", "zh") > 9


def test_a_paragraph_in_another_place() -> None:
    zh, en = document("zh", ["甲", "乙"]), document("en", ["B", "A"])
    move = Move(Span(0, 1), Span(1, 2), 0.9)
    compared = comparison(zh, en, [(1, 0), (1, 1), (0, 1)], (move,))
    (reported,) = run(Material(compared), choose(["order"]))
    assert (reported.language, reported.expected) == ("en", "甲")
    swapped = comparison(zh, en, [(2, 2)])
    assert run(Material(swapped), choose(["order"])) == ()  # without an encoder

    def crossed(*_: object) -> list[list[float]]:
        return [[0.1, 0.9], [0.8, 0.2]]

    def straight(*_: object) -> list[list[float]]:
        return [[0.9, 0.1], [0.2, 0.8]]

    assert [f.expected for f in run(Material(swapped, cosines=crossed), choose(["order"]))] == ["乙"]
    assert run(Material(swapped, cosines=straight), choose(["order"])) == ()


@pytest.mark.parametrize(("kind", "reported"), [(SegmentKind.SIGNATURE, 0), (SegmentKind.HEADING, 1)])
def test_the_name_below_a_letter_is_first_or_last(kind: SegmentKind, reported: int) -> None:
    """A Chinese letter has the office above the name: 常驻代表, 大使, 瓦尔达内(签名)."""
    en, zh = document("en", ["(Signed) Valdane", "Ambassador"]), document("zh", ["大使", "瓦尔达内(签名)"])
    signed = replace(en.segments[0], kind=kind)
    en = replace(en, segments=(signed, *en.segments[1:]))
    compared = comparison(en, zh, [(1, 0), (1, 1), (0, 1)], (Move(Span(0, 1), Span(1, 2), 0.9),))
    assert len(run(Material(compared), choose(["order"]))) == reported


@pytest.mark.parametrize(("opening", "reported"), [(SegmentKind.ENACTING, 0), (SegmentKind.PARAGRAPH, 1)])
def test_the_columns_of_a_masthead_have_no_order(opening: SegmentKind, reported: int) -> None:
    """A PDF's masthead is read line by line, and a Word file's column by column."""
    zh, en = (
        document("zh", ["会议", "普遍", "大会，"]),
        document("en", ["General", "Session", "The Assembly,"]),
    )
    zh, en = (
        replace(each, segments=(*each.segments[:2], replace(each.segments[2], kind=opening)))
        for each in (zh, en)
    )
    compared = comparison(zh, en, [(1, 0), (1, 1), (0, 1), (1, 1)], (Move(Span(0, 1), Span(1, 2), 0.9),))
    assert len(run(Material(compared), choose(["order"]))) == reported


@pytest.mark.parametrize(("last", "reported"), [("Éther", 0), ("Air", 1)])
def test_entries_in_the_alphabetical_order_of_their_own_language_are_in_place(
    last: str, reported: int
) -> None:
    entries = ["Aléa", "Bassin", "Climat", "Crue", "Digue", "Eau", "étang", last]
    fr, en = document("fr", entries), document("en", ["Z"] * len(entries))
    move, beads = Move(Span(0, 1), Span(4, 5), 0.9), [(1, 0), *[(1, 1)] * 4, (0, 1), *[(1, 1)] * 3]
    compared = comparison(en, fr, beads, (move,))
    assert len(run(Material(compared), choose(["order"]))) == reported
    numbered = replace(fr, segments=tuple(replace(each, label="1.") for each in fr.segments))
    assert len(run(Material(comparison(en, numbered, beads, (move,))), choose(["order"]))) == 1


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The UNODC and the ABC met.", ["UNODC", "ABC"]),
        ("The Association of Banks (ABC) met. The ABC agreed.", []),
        ("The ABC (Association of Banks) met.", []),
        ("CHAPTER ABC OF THE REPORT", []),
        ("Part III, A/RES/71/1, HIV", []),
        ("The Security Council and UNICEF", ["UNICEF"]),
        ("The United Nations Children’s Fund, or UNICEF", []),
    ],
)
def test_acronyms(text: str, reported: list[str]) -> None:
    findings = run(Material(comparison(document("en", [text]), document("fr", ["x"]))), choose(["acronyms"]))
    assert [f.found for f in findings] == reported or [f.found for f in findings] == reported[::-1]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("zh", "秘鲁、智利和波兰"), ("en", "Chile, Peru and Poland"), []),
        (("zh", "秘鲁、智利和波兰"), ("ru", "Перу, Польша и Чили"), []),
        (("zh", "秘鲁和智利"), ("en", "Chile and Poland"), [("error", "秘鲁", "Poland")]),
        (("en", "Chad, Chile, Peru"), ("fr", "Pérou, Tchad"), [("warning", "Chile", "")]),
        (("en", "Peru"), ("fr", "ce pays"), [("info", "Peru", "")]),
        (("en", "the Fund"), ("fr", "le FMI"), []),
        (
            ("en", "the General Assembly"),
            ("fr", "le Conseil de sécurité"),
            [("error", "General Assembly", "Conseil de sécurité")],
        ),
        (("zh", "聯合國大會和中國"), ("en", "the General Assembly and China"), []),
        (("zh", "美国、纽西兰、义大利和澳洲"), ("en", "Australia, Italy, New Zealand, United States"), []),
        (("zh", "大使或教廷大使"), ("en", "ambassadors or nuncios"), []),
    ],
)
def test_countries_and_bodies(
    one: tuple[str, str], other: tuple[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert found("names", one, other) == expected


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("the right (to privacy", "("),
        ("« le droit à la vie privée", "«"),
        ("大会）通过", "）"),
        ("two  spaces", "  "),
        ("a comma ,, twice", ",,"),
        ("a) first, b) second", None),
        ("《公约》（第1条）", None),
        ("it's “so”", None),
    ],
)
def test_form(text: str, sign: str | None) -> None:
    language = "zh" if set(text) & set("《大") else "en"
    wanted = [] if sign is None else [("form", "", sign)]
    assert found("form", ("fr", "x"), (language, text)) == wanted


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("ar", "قالت الرئيسة: ”لن يهدأ لنا بال“.", None),
        ("ar", "المعنون “تحويل عالمنا”،", None),
        ("ar", "قالت: ”أجابوا “نعم”“.", None),
        ("ar", "”“نعم” كانت إجابتهم“", None),
        ("ar", "المعنون ”تحويل عالمنا،", "”"),
        ("de", "der Begriff „Land“ (siehe dort)", None),
        ("de", "der Begriff „Land (siehe dort)", None),  # without any mark that may close it
        ("de", "der Begriff Land“ im Sinne", "“"),
        ("ru", "документ «Путь „САМОА“»", None),
    ],
)
def test_quotation_marks_that_open_where_others_close(language: str, text: str, sign: str | None) -> None:
    wanted = [] if sign is None else [("form", "", sign)]
    assert found("form", ("en", "x"), (language, text)) == wanted


def test_a_turned_quotation_may_span_several_paragraphs() -> None:
    lines = ["”كلمة أولى", "”كلمة ثانية“", "نص"]
    compared = comparison(document("en", ["a", "b", "c"]), document("ar", lines))
    assert run(Material(compared), choose(["form"])) == ()


def test_a_missing_closing_sign() -> None:
    assert found("form", ("zh", "合作；"), ("en", "cooperate"), kind=SegmentKind.OPERATIVE) == [
        ("form", "；", "")
    ]
    assert found("form", ("zh", "合作；"), ("en", "cooperate;"), kind=SegmentKind.OPERATIVE) == []
    last = found("form", ("en", "cooperate; and"), ("zh", "合作"), kind=SegmentKind.ITEM)
    assert last == [("form", ";", "")]


def test_the_last_but_one_item_of_a_list_ends_in_a_conjunction() -> None:
    assert found("form", ("zh", "合作。"), ("en", "cooperate; and"), kind=SegmentKind.ITEM) == []


def test_a_name_that_a_text_regularly_leaves_out_is_one_finding() -> None:
    ours = document("zh", [f"该国第{number}号法律适用于各省。" for number in range(2, 6)])
    theirs = document("en", [f"Law No. {number} of Peru applies in all provinces." for number in range(2, 6)])
    (only,) = run(Material(comparison(ours, theirs)), choose(["names"]))
    assert (only.found, only.rows) == ("Peru", (0, 1, 2, 3))


def test_a_habit_of_a_whole_document_is_one_finding() -> None:
    lines = [f"{word} ." for word in ("One", "Two", "Three", "Four")]
    compared = comparison(document("zh", ["一。", "二。", "三。", "四。"]), document("en", lines))
    (habit,) = run(Material(compared), choose(["form"]))
    assert habit.rows == (0, 1, 2, 3)


def test_the_number_of_a_paragraph_is_a_number_of_its_text() -> None:
    text = "适用法律"
    numbered = Document("zh", text, (Segment(Span(0, len(text)), label="第二条"),), version="1")
    compared = comparison(numbered, document("en", ["Section 2 Applicable law"]))
    assert run(Material(compared), choose(["numbers"])) == ()
    version = Document("zh", text, (Segment(Span(0, len(text)), label="2.4"),), version="1")
    compared = comparison(version, document("en", ["Applicable law, version 2.4"]))
    assert run(Material(compared), choose(["numbers"])) == ()
    compared = comparison(version, document("ar", ["2-4 القانون الواجب التطبيق"]))
    assert run(Material(compared), choose(["numbers"])) == ()
    compared = comparison(version, document("en", ["Applicable law, version 2.3"]))
    assert len(run(Material(compared), choose(["numbers"]))) == 1


@pytest.mark.parametrize(("language", "word"), [("ru", "Версия"), ("fr", "Version"), ("de", "Version")])
def test_a_version_is_a_label_there_also_in_languages_with_a_decimal_comma(language: str, word: str) -> None:
    version = Document("zh", "版", (Segment(Span(0, 1), label="1.2"),), version="1")
    for number, findings in (("1.2", 0), ("1.3", 1)):
        compared = comparison(version, document(language, [f"{word} {number}"]))
        assert len(run(Material(compared), choose(["numbers"]))) == findings


@pytest.mark.parametrize("alone", [".", "Chinese"])
def test_a_stop_or_the_name_of_the_own_language_is_no_missing_paragraph(alone: str) -> None:
    compared = comparison(
        document("zh", ["适用法律", alone]), document("en", ["Applicable law"]), [(1, 1), (1, 0)]
    )
    assert run(Material(compared), choose(["missing-paragraph"])) == ()


def test_a_masthead_that_one_file_has_in_its_header_is_not_missing_there() -> None:
    kinds = (SegmentKind.PARAGRAPH, SegmentKind.PARAGRAPH, SegmentKind.TITLE, SegmentKind.ENACTING)
    page = document("en", ["United Nations", "Distr.: General", "Report", "The Assembly,"])
    page = replace(page, segments=tuple(map(replace_kind, page.segments, kinds)))
    word = document("fr", ["Rapport", "L’Assemblée,"])
    beads = [(1, 0), (1, 0), (1, 1), (1, 1)]
    chosen = choose(["missing-paragraph"])
    assert len(run(Material(comparison(page, word, beads)), chosen)) == 2
    word = replace(word, furniture=("Nations Unies", "Distr. générale"))
    assert run(Material(comparison(page, word, beads)), chosen) == ()
    assert run(Material(comparison(word, page, [(m, n) for n, m in beads])), chosen) == ()
    below = replace(page, segments=tuple(map(replace_kind, page.segments, kinds[2:] + kinds[:2])))
    assert len(run(Material(comparison(below, word, beads)), chosen)) == 2


def replace_kind(segment: Segment, kind: SegmentKind) -> Segment:
    return replace(segment, kind=kind)


GLOSSARY = (
    Concept({"zh": ("非法滥用",), "en": ("criminal misuse", "criminally misuse*")}, {}, "required"),
    Concept({"zh": ("滥用",), "en": ("abuse",)}, {}),
    Concept({"zh": ("贩运人口",)}, {"en": ("smuggling",)}, "forbidden"),
)


@pytest.mark.parametrize(
    ("zh", "en", "severities"),
    [
        ("非法滥用技术", "the Criminal misuse of technology", []),
        ("非法滥用技术", "technologies criminally misused", []),
        ("非法滥用技术", "the wrong use of technology", ["warning"]),
        ("滥用", "misuse", ["info"]),
        ("贩运人口", "the smuggling of persons", ["error"]),
        ("贩运人口", "trafficking in persons", []),
        ("非法滥用技术", "the misuse of technology by criminals", []),  # all of its words, in another form
        ("滥用", "abuses", []),
    ],
)
def test_terms(zh: str, en: str, severities: list[str]) -> None:
    compared = comparison(document("zh", [zh]), document("en", [en]))
    assert [f.severity.value for f in run(Material(compared, GLOSSARY), choose(["terms"]))] == severities


def test_chinese_terms_have_no_other_forms() -> None:
    pairs = [("abuse of drugs", "滥用毒品", 0), ("abuse of drugs", "滥行使用毒品", 1)]
    for en, zh, count in pairs:
        compared = comparison(document("en", [en]), document("zh", [zh]))
        assert len(run(Material(compared, GLOSSARY), choose(["terms"]))) == count


def test_a_term_inside_a_longer_word_is_not_that_term() -> None:
    glossary = (Concept({"zh": ("中国",), "en": ("China",)}, {}),)
    compared = comparison(
        document("zh", ["发展中国家", "中国代表"]), document("en", ["developing countries", "x"])
    )
    assert [f.rows for f in run(Material(compared, glossary), choose(["terms"]))] == [(1,)]


def test_a_glossary_in_one_chinese_script_serves_texts_in_the_other() -> None:
    assert [span.of(text) for text in ["本公約各締約國應"] for span in places(text, "zh", ("缔约国",))] == [
        "締約國"
    ]
    assert places("各缔约国应", "zh", ("締約國",)) == [Span(1, 4)]
    assert places("發展中國家", "zh", ("中国",)) == []  # inside a longer word, in either script
    concept = Concept({"zh": ("缔约国",), "en": ("States Parties",)}, {}, "required")
    compared = comparison(
        document("zh", ["締約國應防止酷刑", "締約國"]), document("en", ["Each State", "States Parties"])
    )
    (reported,) = run(Material(compared, (concept,)), choose(["terms"]))
    assert reported.rows == (0,)
    assert "締約國" in str(reported.message)


def test_a_name_missing_from_several_counterparts_is_reported_once() -> None:
    zh, en = document("zh", ["大会"] * 4), document("en", ["the Conference"] * 4)
    glossary = (Concept({"zh": ("大会",), "en": ("General Assembly",)}, {}, "required"),)
    (reported,) = run(Material(comparison(zh, en), glossary), choose(["terms"]))
    assert "in 4 places" in str(reported.message)
    en = document("en", ["the Conference"] * 3 + ["the General Assembly"])
    assert len(run(Material(comparison(zh, en), glossary), choose(["terms"]))) == 3


def test_time_grows_with_the_glossary_not_faster() -> None:
    concepts = tuple(Concept({"zh": (f"第{n}术语",), "en": (f"term{n}",)}, {}) for n in range(5000))
    zh, en = document("zh", ["文本文本"] * 200), document("en", ["some text"] * 200)
    compared, checks = comparison(zh, en), choose(["terms"])

    def check(size: int) -> None:
        assert run(Material(compared, concepts[:size]), checks) == ()

    assert seconds(lambda: check(5000)) < 30 * seconds(lambda: check(500), best_of=2)


def test_a_quotation_may_run_over_paragraphs() -> None:
    whole = ["Insert: “(a) the first item;", "“(b) the second item;", "(c) the last.”", "[Then,", "agreed]"]
    zh = document("zh", ["甲"] * 5)
    compared = comparison(zh, document("en", whole))
    assert run(Material(compared), choose(["form"])) == ()
    compared = comparison(zh, document("en", [*whole[:2], "(c) the last.", *whole[3:]]))
    assert [each.rows for each in run(Material(compared), choose(["form"]))] == [(1,)]
    compared = comparison(zh, document("en", [*whole[:3], "Then,", whole[4]]))
    assert [each.rows for each in run(Material(compared), choose(["form"]))] == [(4,)]
    compared = comparison(zh, document("en", [whole[0], "(b) the second (item;", *whole[2:]]))
    (reported,) = run(Material(compared), choose(["form"]))
    assert str(reported.message).startswith("( is not closed")


def test_consistency_looks_at_whole_words_and_other_forms() -> None:
    ours = ["各国开展国际合作。"] * 6
    theirs = ["States carry out international cooperation."] * 5
    compared = comparison(document("zh", ours), document("en", [*theirs, "States work with each other."]))
    (reported,) = run(Material(compared), choose(["consistency"]))
    assert reported.rows == (5,)
    assert "international" in reported.expected
    compared = comparison(
        document("zh", ours), document("en", [*theirs, "States internationally carry it out"])
    )
    assert run(Material(compared), choose(["consistency"])) == ()


def test_an_unknown_check_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"'numbrs'.*numbers"):
        choose(["numbrs"])
    with pytest.raises(InputError, match="every check that would run is skipped"):
        choose(["dates"], ["dates"])
    assert {check.id for check in choose()} == {check.id for check in CHECKS.values() if check.default}


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.id)
def test_each_check_has_help(check: object) -> None:
    assert CHECKS[check.id] is check  # type: ignore[attr-defined]
    assert len(check.help) > 30  # type: ignore[attr-defined]
    assert check.examples  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("scores", "reported"),
    [((0.99, 0.99, 0.99), 1), ((0.99, 0.89, 0.99), 0), ((0.9, 0.99, 0.99), 0)],
)
def test_a_missing_short_sentence_is_reported_if_links_are_certain(
    scores: tuple[float, ...], reported: int
) -> None:
    """The other text is as long as the whole pivot: its length is no evidence of a missing sentence."""
    zh, short, more = (
        "委员会通过了关于预防犯罪和刑事司法的决议草案",
        "主席还要求成员国发表意见。",
        "秘书处编写了说明",
    )
    rest = "and then it goes on at some length about nothing in particular, as some texts do. "
    lines = [f"{zh}。", f"{zh}。{short}{more}。", f"{zh}。"]
    others = ["The committee " + "x" * 58, rest * 2, "The committee " + "x" * 58]
    compared = comparison(document("zh", lines), document("en", others))
    cuts = [0, len(zh) + 1, len(zh) + 1 + len(short)]
    ours = _sentences(compared.documents[DocumentKey("zh", "1")], cuts)
    theirs = _sentences(compared.documents[DocumentKey("en", "1")], [0, len(rest)])
    shapes = [(1, 1), (1, 1), (1, 0), (1, 1), (1, 1)]
    beads, source, target = [], 0, 0
    for (m, n), score in zip(shapes, [1.0, *scores, 1.0], strict=True):
        beads.append(Bead(Span(source, source + m), Span(target, target + n), score))
        source, target = source + m, target + n
    links = Alignment(tuple(beads), source, target)
    material = Material(compared, sentence_links=lambda _, __: (ours, theirs, links))
    found = run(material, choose(["missing-sentence"]))
    assert [(each.rows, each.expected) for each in found] == [((1,), short)] * reported


def _sentences(document: Document, cuts: Sequence[int]) -> Document:
    """A document of three paragraphs as sentences, the second one cut at these places."""
    segments: list[Segment] = []
    for number, segment in enumerate(document.segments):
        starts = [segment.span.start + cut for cut in cuts] if number == 1 else [segment.span.start]
        stops = [*starts[1:], segment.span.stop]
        segments += [Segment(Span(a, b), parent=number) for a, b in zip(starts, stops, strict=True)]
    return Document(document.language, document.text, tuple(segments), version=document.version)


def test_without_an_encoder_missing_sentences_and_clauses_are_not_looked_for() -> None:
    compared = comparison(document("zh", ["甲。乙。"]), document("en", ["A."]))
    assert check_comparison(compared, checks=["missing-sentence", "missing-clause"]).findings == ()


def _clauses(row: int) -> list[str]:
    """Three clauses whose words no other row has, and which are the same in all languages."""
    ends = "kmnprstvwx"[row]
    return [" ".join(f"{letter}{place}{ends}o" for letter in "bcdfgh") for place in ("a", "e", "i")]


def _by_shared_words(questions: Sequence[Texts]) -> list[list[list[float]]]:
    return [_shared_words(*question) for question in questions]


def _shared_words(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
    here, there = ([set(re.findall(r"\w+", text)) for text in each] for each in (texts, others))
    return [[len(one & each) / max(1.0, len(one) * len(each)) ** 0.5 for each in there] for one in here]


@pytest.mark.parametrize(
    ("kept", "missing", "language"),
    [((0, 2), "en", "fr"), ((0, 1), "en", "fr"), ((1, 2), "fr", "fr")],
)
def test_a_clause_of_one_text_that_the_other_lacks(
    kept: tuple[int, int], missing: str, language: str
) -> None:
    whole = [", ".join(_clauses(row)) + "." for row in range(10)]
    cut = list(whole)
    cut[4] = ", ".join(_clauses(4)[place] for place in kept) + "."
    texts = {"en": whole, "fr": cut} if missing == "en" else {"en": cut, "fr": whole}
    compared = comparison(*(document(code, item) for code, item in texts.items()))
    (found,) = run(Material(compared, closeness=_by_shared_words), choose(["missing-clause"]))
    (lost,) = {0, 1, 2} - set(kept)
    assert found.rows == (4,)
    assert found.language == language
    assert (found.expected or found.found).strip(",.") == _clauses(4)[lost]
    assert found.severity is (Severity.WARNING if missing == "en" else Severity.INFO)


@pytest.mark.parametrize("lacking", ["en", "fr", "es"])
def test_a_clause_that_one_of_three_languages_lacks(lacking: str) -> None:
    texts = {code: [", ".join(_clauses(row)) + "." for row in range(10)] for code in ("en", "fr", "es")}
    texts[lacking][4] = ", ".join(_clauses(4)[:2]) + "."
    compared = one_to_one(texts)
    (found,) = run(Material(compared, closeness=_by_shared_words), choose(["missing-clause"]))
    assert (found.rows, found.language, found.severity) == ((4,), lacking, Severity.WARNING)
    assert found.expected.strip(",.") == _clauses(4)[2]


def test_a_clause_that_one_of_three_languages_adds_is_missing_in_none() -> None:
    texts = {code: [", ".join(_clauses(row)[:2]) + "." for row in range(10)] for code in ("en", "fr", "es")}
    texts["fr"][4] = ", ".join(_clauses(4)) + "."
    compared = one_to_one(texts)
    found = run(Material(compared, closeness=_by_shared_words), choose(["missing-clause"]))
    assert [(each.language, each.severity) for each in found] == [("fr", Severity.INFO)]


def test_a_clause_that_the_pivot_deleted_since_the_older_drafts_of_the_others_is_not_missing() -> None:
    old = [", ".join(_clauses(row)) + "." for row in range(10)]
    new = [*old[:4], ", ".join(_clauses(4)[:2]) + ".", *old[5:]]
    documents = {DocumentKey(code, "1"): document(code, old) for code in ("en", "fr", "es")}
    documents[DocumentKey("en", "2")] = document("en", new)
    compared = compare(documents, pivot="en", versions=("1", "2"), encoder=WordVectors())
    material = Material(compared, closeness=_by_shared_words)
    assert [each.language for each in run(material, choose(["missing-clause"]))] == ["en"]
    found = run(material, choose(["amendments", "missing-clause"]))
    assert {each.check for each in found} == {"amendments"}


def test_a_text_that_is_shorter_throughout_lacks_no_clause() -> None:
    whole = [", ".join(_clauses(row)) + "." for row in range(10)]
    short = [", ".join(_clauses(row)[:2]) + "." for row in range(10)]
    compared = comparison(document("en", whole), document("fr", short))
    assert run(Material(compared, closeness=_by_shared_words), choose(["missing-clause"])) == ()


def test_a_list_of_dates_is_left_to_the_checks_on_dates() -> None:
    whole = [", ".join(_clauses(row)) + "." for row in range(10)]
    years = (" ".join(str(year) for year in range(first, first + 6)) for first in (1910, 1920, 1930))
    whole[4] = ", ".join(years)
    cut = list(whole)
    cut[4] = whole[4].rsplit(", ", 1)[0]
    compared = comparison(document("en", whole), document("fr", cut))
    assert run(Material(compared, closeness=_by_shared_words), choose(["missing-clause"])) == ()


def test_a_term_rendered_otherwise_in_one_place() -> None:
    nouns = "甲乙丙丁戊己庚"
    ours = document("zh", [f"{noun}涉及非法滥用" for noun in nouns])
    theirs = [f"{noun} concerns criminal misuse" for noun in "abcdefg"]
    theirs[3] = "d is about unlawful use"
    findings = run(Material(comparison(ours, document("en", theirs))), choose(["consistency"]))
    assert [(f.severity, f.rows, f.expected) for f in findings] == [
        (Severity.INFO, (3,), "concerns criminal misuse")
    ]
    assert "6 other places" in str(findings[0].message)
    theirs[3] = "d concerns criminal misuse"
    assert run(Material(comparison(ours, document("en", theirs))), choose(["consistency"])) == ()


def test_unreliable_checks_are_off_by_default() -> None:
    assert {check.id for check in CHECKS.values() if not check.default} == {
        "consistency",
        "acronyms",
    }


def test_another_draft_may_count_its_paragraphs_otherwise() -> None:
    ours, theirs = document("zh", ["x"], label="5"), document("en", ["x"], label="6")
    compared = comparison(ours, theirs)
    later = DocumentKey("zh", "2")
    swap = {DocumentKey("zh", "1"): later}
    compared = replace(
        compared,
        versions=("1", "2"),
        documents={swap.get(key, key): each for key, each in compared.documents.items()},
        alignments={(later, key[1]): each for key, each in compared.alignments.items()},
        rows=tuple(
            replace(row, cells={swap.get(key, key): span for key, span in row.cells.items()})
            for row in compared.rows
        ),
    )
    assert [found.severity for found in run(Material(compared), choose(["labels"]))] == [Severity.INFO]


@pytest.mark.parametrize(
    ("check", "expected", "found", "reported"),
    [
        ("missing-sentence", "However, one fifth of them were out of service months later.", "", 0),
        ("numbers", "30", "", 0),
        ("numbers", "45, 30", "", 0),
        ("missing-paragraph", "", "Invite les États", 0),  # the amendment deleted it
        ("missing-sentence", "Another sentence is missing, too.", "", 1),
        ("numbers", "30", "31", 1),
        ("numbers", "3", "", 1),
        ("numbers", "", "30", 1),
        ("missing-paragraph", "Determining that it is a threat,", "", 1),
    ],
)
def test_text_that_only_an_amendment_has_is_reported_once(
    check: str, expected: str, found: str, reported: int
) -> None:
    """Whoever carries the amendment over supplies the missing words with it."""
    lacked = (
        "within 30 or 45 days"
        if check == "numbers"
        else "However, one fifth of them were out of service months l…"
    )
    message = Message("facts.missing", pivot="en", expected=expected)
    made = {
        "amendments": Finding("amendments", Severity.ERROR, (0,), "fr", None, lacked, "", message),
        check: Finding(check, Severity.ERROR, (0,), "fr", None, expected, found, message),
    }
    checks = [replace(CHECKS[name], run=lambda _, name=name: [made[name]]) for name in made]
    material = Material(comparison(document("en", ["A"]), document("fr", ["A"])))
    assert len(run(material, checks)) == 1 + reported


@pytest.mark.parametrize(("language", "reported"), [("en", 1), ("fr", 2)])
def test_a_clause_that_the_pivot_deleted_is_not_missing_there(language: str, reported: int) -> None:
    deleted = Message("amendments.deleted", text="which is a crime")
    messages = {
        "amendments": ("fr", Message("amendments.not_carried_over", language="en", words=deleted)),
        "missing-clause": (language, Message("clauses.missing", pivot="fr", text="qui est un crime")),
    }
    checks = [
        replace(
            CHECKS[name],
            run=lambda _, name=name, code=code, message=message: [
                Finding(name, Severity.WARNING, (0,), code, None, "", "", message)
            ],
        )
        for name, (code, message) in messages.items()
    ]
    material = Material(comparison(document("en", ["A"]), document("fr", ["A"])))
    assert len(run(material, checks)) == reported
