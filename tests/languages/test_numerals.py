"""Numbers in six languages are normalized to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.languages.numerals import NumeralKind, chinese_number, numerals
from aligner.values.message import LanguageError

CASES = [
    ("zh", "2016 年 12 月 19 日第 71/167 号决议", ["2016", "12", "19", "71", "167"]),
    ("zh", "二〇一六年十二月十九日", ["2016", "12", "19"]),
    ("zh", "二○○三年七月十二日，一九九九年一月一日", ["2003", "7", "12", "1999", "1", "1"]),
    ("zh", "○ 某○○一月", []),
    ("zh", "第二十七条第三款", ["27", "3"]),
    ("zh", "第一条", ["1"]),
    ("zh", "1.5亿美元，三百五十万人", ["150000000", "3500000"]),
    ("zh", "三十個國家", ["30"]),
    ("zh", "进一步统一一切工作", []),
    ("zh", "1 234 567 人", ["1234567"]),
    ("zh", "１２％", ["12"]),
    ("zh", "3亿4000万美元，2万5000人", ["340000000", "25000"]),
    ("ru", "двадцатитысячный участник; пятидесятитысячная", ["20000", "50000"]),
    ("en", "two hundred and one thousand; one thousand; one hundred and one", ["201000", "1000", "101"]),
    ("en", "Twenty-seventh session", ["27"]),
    ("en", "19 December 2016", ["19", "12", "2016"]),
    ("en", "1,234.5 and 10%", ["1234.5", "10"]),
    ("en", "$150 million; one of two", ["150000000", "2"]),
    ("en", "Article 27 (3)", ["27", "3"]),
    ("en", "[1.2] [1.5] billion; [2016] 3 million", ["1200000000", "1500000000", "2016", "3000000"]),
    ("zh", "[12][15]亿美元", ["1200000000", "1500000000"]),
    ("es", "[1.200] millones; [12] [15]", ["1200000000", "12", "15"]),
    ("fr", "vingt-septième session", ["27"]),
    ("fr", "1\u202f234,5 tonnes", ["1234.5"]),
    ("fr", "quatre-vingt-deux; soixante et onze", ["82", "71"]),
    ("fr", "le 1er août 2001", ["1", "8", "2001"]),
    ("ru", "двадцать седьмая сессия", ["27"]),
    ("ru", "19 декабря 2016 года", ["19", "12", "2016"]),
    ("ru", "1,5 млн человек", ["1500000"]),
    ("es", "vigésimo séptimo período", ["27"]),
    ("es", "1.234,5 toneladas", ["1234.5"]),
    ("ar", "الدورة التاسعة والستون", ["69"]),
    ("ar", "٢٠١٦", ["2016"]),
    ("ar", "الدورة التاســعة والسـتون", ["69"]),
    ("ar", "ثاني عشر- النظام", ["12"]),
    ("es", "vigesimoséptimo; decimotercer; décimo cuarto; decimoctavo", ["27", "13", "14", "18"]),
    ("ru", "пятьдесят третью; двадцатипятилетие; двадцатилетний", ["53", "25", "20"]),
    ("ar", "000 819 5", ["5819000"]),
    ("en", "5 Sep 2016; 5 Dec. 2016", ["5", "9", "2016", "5", "12", "2016"]),
    ("ar", "14 شتنبر 2020، 3 جويلية 2019", ["14", "9", "2020", "3", "7", "2019"]),
    ("zh", "廿五年；卅年；三十一个国家", ["25", "30", "31"]),
    ("en", "twenty-one States; thirty one; one of them", ["21", "31"]),
    ("en", "two hundred and twenty-sixth; three hundred sixty-five", ["226", "365"]),
    ("en", "one hundred, one thousand; hundreds of thousands", ["100", "1000"]),
    ("en", "five hundred thousand; two thousand and sixteen", ["500000", "2016"]),
    ("en", "sections six, seven and eight; twenty or thirty", ["6", "7", "8", "20", "30"]),
    ("fr", "vingt et un États; soixante et une; un ou deux", ["21", "61", "2"]),
    ("fr", "deux cent vingt-sixième; mille neuf cent quatre-vingt-quatre", ["226", "1984"]),
    ("fr", "un million deux cent mille; septante-cinq; nonante et un", ["1200000", "75", "91"]),
    ("ru", "двадцать один; двадцати одной; тридцатью четырьмя", ["21", "21", "34"]),
    ("ru", "четвёртая; двадцать четвертая; пятьюдесятью восемью", ["4", "24", "58"]),
    ("ru", "двести двадцать шестая; тремястами; тысяча; две тысячи пятьсот", ["226", "300", "2500"]),
    ("ru", "сто шесть тысяч; миллионы людей", ["106000"]),
    ("es", "treinta y uno; cuarenta y una personas", ["31", "41"]),
    ("es", "doscientos veintiséis; ciento ocho; ducentésimo sexto", ["226", "108", "206"]),
    ("es", "dos mil dieciséis; tres mil millones", ["2016", "3000000000"]),
    ("ar", "واحد وعشرون؛ إحدى وثلاثين؛ اثنان وعشرون", ["21", "31", "22"]),
    ("ar", "مائتان وستة وعشرون؛ ثلاثمائة وخمسة وستون يوما", ["226", "365"]),
    ("en", "four thousand, three hundred and four; one million, two thousand", ["4304", "1002000"]),
    ("en", "two hundred, five of them", ["200", "5"]),
    ("en", "one hundred and one; ten one-day meetings; one thousand and one", ["101", "10", "1001"]),
    ("en", "nineteen hundred and forty-five; $2 million two years ago", ["1945", "2000000", "2"]),
    ("en", "between ten thousand and fifty thousand", ["10000", "50000"]),
    (
        "en",
        "from sixty thousand and six hundred thousand to one million and five million",
        ["60000", "600000", "1000000", "5000000"],
    ),
    ("es", "entre mil y cinco mil; entre dos mil y tres mil", ["5000", "2000", "3000"]),
    ("fr", "VINGT-SEPTIEME SESSION, 3 DECEMBRE; deuxième; aout", ["27", "3", "12", "2", "8"]),
    (
        "es",
        "VIGESIMO SEPTIMO; veintidos; sistema decimal; décimos; 5 millones",
        ["27", "22", "10", "5000000"],
    ),
    ("fr", "sept pays, au nombre de sept.", ["7", "7"]),
    ("fr", "3 sept. 2016; 1er sept. 2017", ["3", "9", "2016", "1", "9", "2017"]),
    ("fr", "mil neuf cent quatre-vingt-quatorze; deux cent un", ["1994", "201"]),
    ("fr", "5 pour cent deux ans après; dix pour cent vingt ans après", ["5", "2", "10", "20"]),
    ("fr", "Pour cent vingt postes, pour cent deux autres", ["120", "102"]),
    ("es", "15 por ciento una vez; por ciento dos delegaciones; ciento una", ["15", "102", "101"]),
    ("es", "el cuartel general; quintal; tercerización; cuarta parte", ["4"]),
    ("ru", "третье тысячелетие; 2 тысячелетия; две тысячи; сто одна", ["3", "2", "2000", "101"]),
    ("ar", "ألفان ومائة وخمسة؛ مائة وواحد؛ ألف واحد", ["2105", "101"]),
    ("ar", "10 في المائة وثلاثة بلدان؛ [خمسة وستين] في المائة وعشرة", ["10", "3", "65", "10"]),
    ("ar", "سن الثامنة عشر؛ الدورة الحادية عشرة", ["18", "11"]),
    ("ar", "واحد و عشرون؛ ألف و سبعمائة و ستة", ["21", "1706"]),
    ("zh", "一亿二千万；一万亿二千亿；1亿", ["120000000", "1200000000000", "100000000"]),
    ("zh", "500万吨CO₂；3万USD", ["5000000", "30000"]),
    ("ar", "ألفان وستة عشر؛ خمسة آلاف؛ الحادية والعشرين بعد المائة", ["2016", "5000", "121"]),
]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "3亿4千万", ["340000000"]),
        ("zh", "5百万美元，2千亿", ["5000000", "200000000000"]),
        ("zh", "3千米，5千克", ["3", "5"]),  # kilometres, kilograms
        ("ru", "стотысячный", ["100000"]),
        ("ru", "пятисоттысячный", ["500000"]),
        ("ru", "двухтысячного", ["2000"]),
        ("ru", "трехмиллионная", ["3000000"]),
        ("ar", "مليونان وثلاثمائة ألف", ["2300000"]),
        ("ar", "مليوني شخص", ["2000000"]),
        ("ar", "خمسة عشر مليونا", ["15000000"]),
        ("ar", "بليوني دولار", ["2000000000"]),
        ("en", "that Party may withdraw", []),
        ("en", "on 3 may 2016", ["3", "5", "2016"]),
    ],
)
def test_large_numbers_in_one_word(language: str, text: str, expected: list[str]) -> None:
    assert [numeral.value for numeral in numerals(text, language)] == expected


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_numbers_come_to_one_form(language: str, text: str, expected: list[str]) -> None:
    assert [numeral.value for numeral in numerals(text, language)] == expected


def test_a_number_in_stretched_letters_has_its_original_span() -> None:
    text = "في الدورة التاســعة والسـتون"
    (found,) = numerals(text, "ar")
    assert found.span.of(text) == "التاســعة والسـتون"


def test_month_is_distinguished_from_a_count() -> None:
    assert [n.kind for n in numerals("19 December", "en")] == [NumeralKind.DIGITS, NumeralKind.MONTH]


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals_read_back(number: int) -> None:
    assert chinese_number(_in_chinese(number)) == number


@given(st.sampled_from(["zh", "en", "fr", "ru", "es", "ar"]), st.text(max_size=60))
def test_spans_lie_in_the_text_and_in_order(language: str, text: str) -> None:
    found = numerals(text, language)
    assert all(len(n.span) > 0 and n.span.stop <= len(text) for n in found)
    assert [n.span.start for n in found] == sorted(n.span.start for n in found)


def test_unknown_language_is_named() -> None:
    with pytest.raises(LanguageError, match="'tlh'"):
        numerals("zwei", "tlh")


@pytest.mark.parametrize("run", ["一" * 5000, "万" * 5000, "二〇" * 3000])
def test_a_run_too_long_for_a_number_is_none(run: str) -> None:
    assert numerals(run, "zh") == []


def _in_chinese(number: int) -> str:
    """Write a number below 10**12 in Chinese numerals: the slow way round, for the test."""
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            rest = number % scale
            gap = "零" if 0 < rest < scale // 10 else ""
            return _in_chinese(number // scale) + name + (gap + _in_chinese(rest) if rest else "")
    text = ""
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            text += "零一二三四五六七八九"[digit] + unit
        elif text and number and not text.endswith("零"):
            text += "零"
    return text
