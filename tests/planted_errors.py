"""Plant errors in clean parallel texts, of kinds that a translator may overlook; seeded.

Each planter takes a text and returns it with one error, or None if the text has no place for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from aligner.languages.amounts import units
from aligner.languages.facts_grammar import facts
from aligner.languages.proper_names import kind_of, name_of, names, speaks_of
from aligner.values import Span

SOME_COUNTRIES = 190  # rows of the table of names, all of them countries

Planter = Callable[[str, str, random.Random], str | None]


def other_digit(text: str, span: Span, chance: random.Random) -> str:
    """Another digit somewhere in a stretch of text; never a nought or one more or less at its head."""
    places = [place for place in span if text[place].isdigit()]
    place = chance.choice(places)
    digit = int(text[place])
    options = [each for each in range(2, 10) if each != digit]
    return text[:place] + str(chance.choice(options)) + text[place + 1 :]


def number(text: str, language: str, chance: random.Random) -> str | None:
    """A digit of a figure."""
    figures = [f for f in facts(text, language).numbers if not f.is_small and not f.decade]
    figures = [figure for figure in figures if any(c in "0123456789" for c in figure.span.of(text))]
    return other_digit(text, chance.choice(figures).span, chance) if figures else None


def date(text: str, language: str, chance: random.Random) -> str | None:
    """A digit of a date, but not of its year."""
    dates = [span for span, parts in facts(text, language).dates if len(parts) >= 2]
    if not dates:
        return None
    span = chance.choice(dates)
    days = list(re.finditer(r"(?<!\d)\d{1,2}(?!\d)", span.of(text)))
    if not days:
        return None
    match = chance.choice(days)
    return other_digit(text, Span(span.start + match.start(), span.start + match.end()), chance)


def symbol(text: str, language: str, chance: random.Random) -> str | None:
    """A digit of a document symbol or the number of a resolution."""
    symbols = [span for span, key in facts(text, language).symbols if re.search("[0-9]", span.of(text))]
    return other_digit(text, chance.choice(symbols), chance) if symbols else None


def label(text: str, language: str, chance: random.Random) -> str | None:
    """The number at the head of a paragraph."""
    match = re.match(r"\s*(\d{1,3})(?=\s?[.)])", text)
    if match is None:
        return None
    shown = str(int(match[1]) + chance.choice([1, 2, 10]))
    return text[: match.start(1)] + shown + text[match.end(1) :]


def country(text: str, language: str, chance: random.Random) -> str | None:
    """Another country where one is named."""
    found = [each for each in names(text, language) if kind_of(each.index) == "country"]
    if not found:
        return None
    one = chance.choice(found)
    spoken = [index for index in range(SOME_COUNTRIES) if not speaks_of(text, language, index)]
    other = name_of(chance.choice([index for index in spoken if index != one.index]), language)
    return text[: one.span.start] + other + text[one.span.stop :]


COUNTED: dict[str, list[list[str]]] = {
    "zh": [list("一二三四五六七八九"), ["十", "十一", "十"]],
    "en": [
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"],
        ["two", "three", "four", "five", "six", "seven", "eight", "nine"],
        ["tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"],
        ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth"],
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"],
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    ],
    "fr": [
        ["deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième"],
        ["dixième", "onzième", "douzième", "treizième", "quatorzième", "quinzième", "seizième"],
        ["vingtième", "trentième", "quarantième", "cinquantième", "soixantième"],
        ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"],
        ["vingt", "trente", "quarante", "cinquante", "soixante"],
    ],
    "ru": [
        ["второй", "третьей", "четвертой", "пятой", "шестой", "седьмой", "восьмой", "девятой"],
        ["вторая", "третья", "четвертая", "пятая", "шестая", "седьмая", "восьмая", "девятая"],
        ["вторую", "третью", "четвертую", "пятую", "шестую", "седьмую", "восьмую", "девятую"],
        ["одиннадцатой", "двенадцатой", "тринадцатой", "четырнадцатой", "пятнадцатой", "шестнадцатой"],
        ["двадцатой", "тридцатой", "сороковой", "пятидесятой", "шестидесятой", "семидесятой"],
        ["двадцатая", "тридцатая", "сороковая", "пятидесятая", "шестидесятая", "семидесятая"],
        ["четырнадцатая", "пятнадцатая", "шестнадцатая", "семнадцатая"],
        ["четырнадцатом", "пятнадцатом", "шестнадцатом", "семнадцатом"],
        ["два", "три", "четыре"],
        ["пять", "шесть", "семь", "восемь", "девять", "десять"],
    ],
    "es": [
        ["primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"],
        ["primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena"],
        ["vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo"],
        ["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"],
    ],
    "ar": [
        ["الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة"],
        ["الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"],
        ["العشرين", "الثلاثين", "الأربعين", "الخمسين", "الستين", "السبعين", "الثمانين"],
        ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية"],
        ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني"],
    ],
}

_PLACE = dict.fromkeys(COUNTED, r"\b{}$") | {"zh": "{}$", "ar": r"^{}\b"}  # where the units of a number stand


def word(text: str, language: str, chance: random.Random) -> str | None:
    """One more, or one less, in a number over twelve that is written out."""
    found = [figure.span for figure in facts(text, language).written if not figure.is_small]
    for span in chance.sample(found, len(found)):
        shown = span.of(text)
        for series in COUNTED[language]:
            for one, other in zip(series, [*series[1:], series[-2]], strict=True):
                changed, times = re.subn(_PLACE[language].format(one), other, shown, flags=re.IGNORECASE)
                if times:
                    return text[: span.start] + changed + text[span.stop :]
    return None


SWAPPED: dict[str, list[tuple[str, str]]] = {
    "zh": [(r"(?<![不反相适效供响对])应(?![用对急付邀])", "可"), (r"(?<![不许认])可以", "应")],
    "en": [(r"\bshall\b(?! not)", "may"), (r"\bmay\b(?! not)", "shall")],
    "fr": [(r"(?<!ne )\bdoit\b", "peut"), (r"(?<!ne )\bpeut\b", "doit"), (r"\bdoivent\b", "peuvent")],
    "ru": [(r"\bдолжны\b", "могут"), (r"(?<!не )\bмогут\b", "должны"), (r"\bдолжен\b", "может")],
    "es": [(r"(?<!no )\bdeberá\b", "podrá"), (r"(?<!no )\bpodrá\b", "deberá"), (r"\bdeben\b", "pueden")],
    "ar": [(r"(?<!لا )\bيجوز\b", "يجب"), (r"\bيجب\b", "يجوز"), (r"\bينبغي\b", "يجوز")],
}


def modal(text: str, language: str, chance: random.Random) -> str | None:
    """May for shall, or shall for may, throughout."""
    for pattern, other in SWAPPED[language]:
        if re.search(pattern, text):
            return re.sub(pattern, other, text)
    return None


UNITS: dict[str, list[tuple[str, str]]] = {
    "zh": [
        (r"(?<=\d)天", "个月"),
        (r"(?<=\d)个月", "天"),
        ("美元", "欧元"),
        (r"(?<=[1-9])年(?!\d|代|[度月])", "天"),
    ],
    "en": [
        ("days", "months"),
        ("months", "days"),
        (r"\$(?=\d)", "€"),
        ("dollars", "euros"),
        ("years", "days"),
    ],
    "fr": [
        ("jours", "mois"),
        (r"\bmois", "jours"),
        ("dollars", "euros"),
        (r"\bans\b", "jours"),
        ("années", "jours"),
    ],
    "ru": [
        (r"\bдней", "месяцев"),
        ("месяц", "недел"),
        ("долл", "евро"),
        (r"\bлет\b", "дней"),
        ("года", "дня"),
    ],
    "es": [("días", "meses"), ("meses", "días"), ("dólares", "euros"), (r"\baños", "días")],
    "ar": [
        ("يوما", "شهرا"),
        ("أشهر", "أيام"),
        ("شهرا", "يوما"),
        ("دولار", "يورو"),
        ("سنوات", "أيام"),
        ("أعوام", "أيام"),
    ],
}


def unit(text: str, language: str, chance: random.Random) -> str | None:
    """Months for days, euros for dollars, after a number."""
    before = units(text, language)
    for pattern, other in UNITS[language]:
        changed = re.sub(pattern, other, text)
        if changed != text and any(
            not item.keys() & units(changed, language).get(v, item).keys() for v, item in before.items()
        ):
            return changed
    return None


OPPOSITES: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("增加", "减少"), ("上升", "下降"), ("提高", "降低"), ("加强", "削弱"), ("妇女", "男子"),
        ("女童", "男童"), ("北部", "南部"), ("东", "西"), ("进口", "出口"), ("农村", "城市"),
        ("改善", "恶化"), ("短期", "长期"), ("接受", "拒绝"), ("合法", "非法"), ("收入", "支出"),
    ),
    "en": (
        ("increase", "decrease"), ("increased", "decreased"), ("increasing", "decreasing"),
        ("rise", "fall"), ("risen", "fallen"), ("growth", "decline"), ("strengthen", "weaken"),
        ("strengthening", "weakening"), ("women", "men"), ("girls", "boys"), ("North", "South"),
        ("northern", "southern"), ("East", "West"), ("eastern", "western"), ("imports", "exports"),
        ("rural", "urban"), ("improve", "worsen"), ("improved", "worsened"), ("short-term", "long-term"),
        ("accepted", "rejected"), ("lawful", "unlawful"), ("income", "expenditure"),
    ),
    "fr": (
        ("augmenter", "diminuer"), ("augmentation", "diminution"), ("hausse", "baisse"),
        ("accroître", "réduire"), ("renforcer", "affaiblir"), ("renforcement", "affaiblissement"),
        ("femmes", "hommes"), ("filles", "garçons"), ("nord", "sud"), ("Nord", "Sud"), ("Est", "Ouest"),
        ("importations", "exportations"), ("rurales", "urbaines"), ("améliorer", "aggraver"),
        ("court terme", "long terme"), ("acceptée", "rejetée"), ("recettes", "dépenses"),
    ),
    "ru": (
        ("увеличение", "сокращение"), ("увеличить", "сократить"), ("рост", "спад"), ("повышение", "снижение"),
        ("повысить", "снизить"), ("укрепление", "ослабление"), ("укреплять", "ослаблять"),
        ("женщин", "мужчин"), ("женщины", "мужчины"), ("девочек", "мальчиков"), ("северной", "южной"),
        ("Восточной", "Западной"), ("импорт", "экспорт"), ("сельских", "городских"),
        ("улучшение", "ухудшение"), ("краткосрочной", "долгосрочной"), ("доходов", "расходов"),
    ),
    "es": (
        ("aumentar", "disminuir"), ("aumento", "descenso"), ("aumentado", "disminuido"),
        ("fortalecer", "debilitar"), ("fortalecimiento", "debilitamiento"), ("mujeres", "hombres"),
        ("niñas", "niños"), ("norte", "sur"), ("Norte", "Sur"), ("Oriental", "Occidental"),
        ("importaciones", "exportaciones"), ("rurales", "urbanas"), ("mejorar", "empeorar"),
        ("mejora", "deterioro"), ("corto plazo", "largo plazo"), ("ingresos", "gastos"),
    ),
    "ar": (
        ("زيادة", "تخفيض"), ("ارتفاع", "انخفاض"), ("تعزيز", "إضعاف"), ("النساء", "الرجال"),
        ("المرأة", "الرجل"), ("شمال", "جنوب"), ("الشمالية", "الجنوبية"), ("الشرقية", "الغربية"),
        ("الريفية", "الحضرية"), ("تحسين", "تدهور"), ("القصير", "الطويل"), ("الإيرادات", "النفقات"),
    ),
}  # fmt: skip
"""Words and their opposites, by language."""


def opposite(text: str, language: str, chance: random.Random) -> str | None:
    """The opposite of a word, wherever the word occurs."""
    edge = r"\b" if language != "zh" else ""
    swaps = [swap for pair in OPPOSITES[language] for swap in (pair, pair[::-1])]
    patterns = [(rf"{edge}{re.escape(one)}{edge}", other) for one, other in swaps]
    held = [(pattern, other) for pattern, other in patterns if re.search(pattern, text)]
    return re.sub(*chance.choice(held), text) if held else None


FACTS: dict[str, Planter] = {
    "numbers": number,
    "numbers in words": word,
    "dates": date,
    "symbols": symbol,
    "labels": label,
    "names": country,
    "units": unit,
    "modality": modal,
    "opposites": opposite,
}
"""By the id of the check that should find them, or a name of their own."""

FOUND_BY = {"numbers in words": "numbers"}
"""The check that should find them where the name is not its id."""

SHARES = {"numbers in words": 1.0}
"""In how many of the rows that have a place for it, where that is not half of them: these are rare."""
