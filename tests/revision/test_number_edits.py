"""A number replaced by another has the edit type of a number, however either is written."""

from __future__ import annotations

import pytest

from aligner.languages.amounts import amounts
from aligner.revision.diff import diff
from aligner.revision.edit_types import numbers_changed, typed
from aligner.values import Edit, EditTag, EditType, Span


def changed(language: str, old: str, new: str) -> list[Edit]:
    return [
        edit for edit in typed(diff(old, new, language), old, new, language) if edit.tag is not EditTag.EQUAL
    ]


@pytest.mark.parametrize(
    ("language", "old", "new", "values"),
    [
        ("zh", "罚款五十万元以下", "罚款二百万元以下", (("500000",), ("2000000",))),
        ("zh", "處三萬元以上十萬元以下罰鍰", "處六萬元以上十萬元以下罰鍰", (("30000",), ("60000",))),
        ("zh", "五万元以上七万元以下", "二万元以上九万元以下", (("50000", "70000"), ("20000", "90000"))),
        ("zh", "按百分之三征收", "按百分之一征收", (("3%",), ("1%",))),
        ("zh", "由三分之二以上成员", "由四分之三以上成员", (("2/3",), ("3/4",))),
        ("zh", "罚款五十万元", "罚款五十元", (("500000",), ("50",))),
        ("zh", "由五人组成", "由七人组成", (("5",), ("7",))),
        ("zh", "股东为二人以上", "股东为一人以上", (("2",), ("1",))),
        ("zh", "第二十六届会议", "第二十七届会议", (("26",), ("27",))),
        ("zh", "處五年以下有期徒刑", "處七年以上有期徒刑", (("5",), ("7",))),
        ("ar", "بعد ٣ أيام", "بعد ٤ أيام", (("3",), ("4",))),
        ("ar", "خلال ثلاثين يوما", "خلال ستين يوما", (("30",), ("60",))),
        ("ar", "بأغلبية ثلثي الأعضاء", "بأغلبية نصف الأعضاء", (("2/3",), ("1/2",))),
        ("en", "within twenty days", "within thirty days", (("20",), ("30",))),
        ("en", "two hundred and one members", "two hundred and six members", (("201",), ("206",))),
        ("en", "one third of members", "two thirds of members", (("1/3",), ("2/3",))),
        ("en", "Protocols I and II", "Protocols I and III", (("2",), ("3",))),
        ("en", "one million dollars", "one million and six hundred dollars", (("1000000",), ("1000600",))),
        ("en", "in the third quarter", "in the first quarter", (("3",), ("1",))),
        ("en", "twenty members of the Council", "members of the Council", (("20",), ())),
        ("en", "two new members of it", "three old members of it", (("2",), ("3",))),
        (
            "en",
            "Requests the Secretary-General to submit a comprehensive report within twenty days",
            "Requests the Secretary-General to submit a comprehensive report within thirty days",
            (("20",), ("30",)),
        ),
        ("fr", "au XXIe siècle", "au XXe siècle", (("21",), ("20",))),
        ("fr", "un délai de vingt jours", "un délai de trente jours", (("20",), ("30",))),
        ("fr", "à la douzième session", "à la quatorzième session", (("12",), ("14",))),
        ("es", "un plazo de veintiún días", "un plazo de veintidós días", (("21",), ("22",))),
        ("ar", "من خمسة وسبعين خبيرا", "من ثمانين خبيرا", (("75",), ("80",))),
        ("ru", "одного независимого эксперта", "двух независимых экспертов", (("1",), ("2",))),
        ("ru", "половина фонда", "четверть фонда", (("1/2",), ("1/4",))),
        ("ru", "в течение двадцати дней", "в течение двадцати одного дня", (("20",), ("21",))),
        ("es", "en un plazo de veinte días", "en un plazo de treinta días", (("20",), ("30",))),
        ("de", "von zwanzig Tagen", "von dreißig Tagen", (("20",), ("30",))),
    ],
)  # fmt: skip
def test_a_number_in_any_script_has_its_type_and_values(
    language: str, old: str, new: str, values: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    (edit,) = [each for each in changed(language, old, new) if each.type is EditType.NUMBER]
    assert edit.values == values
    assert len(changed(language, old, new)) == len(values[0]) or len(changed(language, old, new)) == 1


@pytest.mark.parametrize(
    ("language", "old", "new", "kind"),
    [
        ("zh", "依照第三条处理", "依照第五条处理", EditType.REFERENCE),
        ("zh", "自三月五日起", "自四月五日起", EditType.DATE),
        ("zh", "一切人", "每个人", EditType.WORDING),
        ("zh", "不少于三名", "不少于3名", EditType.WORDING),
        ("zh", "设五年工作组", "设七年委员会", EditType.WORDING),
        ("en", "two new members", "three old friends", EditType.WORDING),
        ("en", "Chapter XII of the Charter", "Chapter XIV of the Charter", EditType.REFERENCE),
        ("en", "within three years", "within 3 years", EditType.WORDING),
        ("en", "if I may, we agree", "if they may, we agree", EditType.WORDING),
        ("en", "the third session", "the last session", EditType.WORDING),
        ("ru", "глава XII Устава", "глава XIV Устава", EditType.REFERENCE),
    ],
)
def test_other_edits_keep_their_type(language: str, old: str, new: str, kind: EditType) -> None:
    assert {edit.type for edit in changed(language, old, new)} == {kind}


@pytest.mark.parametrize(("new", "values"), [("4 to 5", (("3",), ("4",))), ("3 to 6", (("5",), ("6",)))])
def test_a_number_that_stays_inside_an_edit_is_none_of_its_values(
    new: str, values: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    edit = Edit(EditTag.REPLACE, Span(5, 11), Span(5, 11))
    assert numbers_changed(edit, "from 3 to 5 members", f"from {new} members", "en") == values


def test_an_amount_is_read_whole() -> None:
    assert [(each.span.start, each.value) for each in amounts("约百分之三点五", "zh")] == [(1, "3.5%")]
    assert [each.value for each in amounts("two thirds of the third part", "en")] == ["2/3", "3"]
    assert [each.value for each in amounts("12.5 per cent", "en")] == ["12.5%"]
    assert [each.value for each in amounts("I", "en")] == []
