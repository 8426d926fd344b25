"""Lists of resolutions that gain an entry, in the languages of the UN."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from aligner.comparison.updating.edits import carry
from aligner.comparison.updating.memory import Memory, Passage
from aligner.comparison.updating.values_in_place import extension, replaced
from aligner.revision.diff import diff
from aligner.values import Span

BEFORE = "Recalling 70/195 of 22 December 2015, 71/219 of 21 December 2016 and 72/225 of 20 May 2017,"
AT_END = BEFORE.replace(" and 72/225 of 20 May 2017", ", 72/225 of 20 May 2017 and 77/294 of 8 June 2023")
AMONG = BEFORE.replace("71/219", "71/2 of 5 July 2016, 71/219")
TEXTS = {
    "es": "Recordando sus resoluciones 70/195, de 22 de diciembre de 2015, 71/219, de 21 de diciembre de "
    "2016, y 72/225, de 20 de mayo de 2017,",
    "fr": "Rappelant ses résolutions 70/195 du 22 décembre 2015, 71/219 du 21 décembre 2016 et 72/225 du "
    "20 mai 2017,",
    "ru": "ссылаясь на свои резолюции 70/195 от 22 декабря 2015 года, 71/219 от 21 декабря 2016 года и "
    "72/225 от 20 мая 2017 года,",
    "ar": "إذ تشير إلى قراراتها 70/195 المؤرخ 22 كانون الأول/ديسمبر 2015 و 71/219 المؤرخ 21 كانون "
    "الأول/ديسمبر 2016 و 72/225 المؤرخ 20 أيار/مايو 2017،",
    "zh": "回顾其2015年12月22日第70/195号、2016年12月21日第71/219号和2017年5月20日第72/225号决议，",
}


def passage(before: str, after: str, pivot: str, text: str, language: str) -> Passage:
    """A passage whose words must not be linked; the memory is empty."""
    material = SimpleNamespace(
        links=pytest.fail, memory=Memory((), pivot, pytest.fail), terms=(), end_sign=str
    )
    return Passage(before, after, text, pivot, language, material)


def extended(before: str, after: str, pivot: str, text: str, language: str) -> str | None:
    found = extension(passage(before, after, pivot, text, language))
    return None if found is None else replaced(text, Span(0, len(text)), found.replacements)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "es",
            ", y 72/225, de 20 de mayo de 2017",
            ", 72/225, de 20 de mayo de 2017, y 77/294, de 8 de junio de 2023",
        ),
        ("fr", " et 72/225 du 20 mai 2017", ", 72/225 du 20 mai 2017 et 77/294 du 8 juin 2023"),
        ("ru", " и 72/225 от 20 мая 2017 года", ", 72/225 от 20 мая 2017 года и 77/294 от 8 июня 2023 года"),
        ("ar", "أيار/مايو 2017", "أيار/مايو 2017 و 77/294 المؤرخ 8 حزيران/يونيه 2023"),
        ("zh", "和2017年5月20日第72/225号", "、2017年5月20日第72/225号和2023年6月8日第77/294号"),
    ],
)
def test_a_list_gains_an_entry_at_its_end(language: str, old: str, new: str) -> None:
    text = TEXTS[language]
    assert extended(BEFORE, AT_END, "en", text, language) == text.replace(old, new)


@pytest.mark.parametrize(
    ("language", "entry"),
    [
        ("es", "71/2, de 5 de julio de 2016, "),
        ("fr", "71/2 du 5 juillet 2016, "),
        ("ru", "71/2 от 5 июля 2016 года, "),
        ("ar", "71/2 المؤرخ 5 تموز/يوليه 2016 و "),
        ("zh", "2016年7月5日第71/2号、"),
    ],
)
def test_a_list_gains_an_entry_in_its_midst(language: str, entry: str) -> None:
    text = TEXTS[language]
    start = text.index("2016年12月" if language == "zh" else "71/219")
    assert extended(BEFORE, AMONG, "en", text, language) == text[:start] + entry + text[start:]


TWO = "Recalling its resolutions 48/13 of 8 October 2021 and 52/23 of 4 April 2023,"
THREE = TWO.replace(" and 52/23 of 4 April 2023", ", 52/23 of 4 April 2023 and 55/2 of 3 April 2024")


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "fr",
            "Rappelant ses résolutions 48/13 du 8 octobre 2021 et 52/23 du 4 avril 2023,",
            "Rappelant ses résolutions 48/13 du 8 octobre 2021, 52/23 du 4 avril 2023 et 55/2 du 3 avril "
            "2024,",
        ),
        (
            "es",
            "Recordando sus resoluciones 48/13, de 8 de octubre de 2021, y 52/23, de 4 de abril de 2023,",
            "Recordando sus resoluciones 48/13, de 8 de octubre de 2021, 52/23, de 4 de abril de 2023, y "
            "55/2, de 3 de abril de 2024,",
        ),
        (
            "zh",
            "回顾其2021年10月8日第48/13号和2023年4月4日第52/23号决议，",
            "回顾其2021年10月8日第48/13号、2023年4月4日第52/23号和2024年4月3日第55/2号决议，",
        ),
        (
            "ar",
            "إذ يشير إلى قراريه 48/13 المؤرخ 8 تشرين الأول/أكتوبر 2021 و 52/23 المؤرخ 4 نيسان/أبريل 2023،",
            None,
        ),
    ],
)
def test_a_list_of_two_gains_a_third_unless_the_noun_is_dual(
    language: str, old: str, new: str | None
) -> None:
    assert extended(TWO, THREE, "en", old, language) == new


def test_decisions_of_a_conference_of_parties_are_listed_too() -> None:
    before = "Recalling decisions 19/CMA.1, 1/CMA.2 and 1/CMA.3,"
    after = "Recalling decisions 19/CMA.1, 1/CMA.2, 1/CMA.3 and 1/CMA.4,"
    old = "Recordando las decisiones 19/CMA.1, 1/CMA.2 y 1/CMA.3,"
    wanted = "Recordando las decisiones 19/CMA.1, 1/CMA.2, 1/CMA.3 y 1/CMA.4,"
    assert extended(before, after, "en", old, "es") == wanted


def test_the_pivot_may_be_any_language() -> None:
    after = TEXTS["zh"].replace(
        "和2017年5月20日第72/225号", "、2017年5月20日第72/225号和2023年6月8日第77/294号"
    )
    assert extended(TEXTS["zh"], after, "zh", BEFORE, "en") == AT_END


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (BEFORE, BEFORE.replace("22 December", "23 December"), TEXTS["fr"]),
        (BEFORE, AT_END, TEXTS["fr"].replace("71/219", "71/218")),
        (BEFORE, AT_END, TEXTS["fr"].replace(", 71/219", " ; 71/218 ; 71/219")),
        (BEFORE, AT_END.replace("8 June", "1 June"), TEXTS["fr"]),
        (BEFORE, AT_END.replace(" of 8 June 2023", ""), TEXTS["fr"]),
        (BEFORE, AT_END.replace("and 77/294", "and also 77/294"), TEXTS["fr"]),
        (BEFORE.replace("71/219 of 21 December 2016 and ", ""), AT_END, TEXTS["fr"]),
    ],
    ids=[
        "date",
        "other entry",
        "one more entry",
        "first of a month",
        "no date",
        "other words",
        "two entries",
    ],
)
def test_a_list_is_left_to_a_person_unless_all_of_it_is_certain(before: str, after: str, text: str) -> None:
    assert extension(passage(before, after, "en", text, "fr")) is None


@pytest.mark.parametrize("end", ["", " on trade and development"])
def test_nothing_is_left_to_a_person_where_a_list_was_extended(end: str) -> None:
    before, after = (text.removesuffix(",") + f"{end}," for text in (BEFORE, AT_END))
    made = carry(passage(before, after, "en", TEXTS["fr"], "fr"), diff(before, after, "en"))
    assert not made.asks
    assert "72/225 du 20 mai 2017 et 77/294 du 8 juin 2023," in replaced(
        TEXTS["fr"], Span(0, len(TEXTS["fr"])), made.replacements
    )
