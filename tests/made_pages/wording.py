"""The words printed around a document's text, by language: mastheads, labels, page and annex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's furniture and labels.

    Attributes:
        organisation, organ, distribution, session: the lines of a masthead.
        assembly: the line that opens a resolution.
        annex: the heading of an annex.
        page: the word before a page number.
        rights: a line at the foot of every page.
        number: how a paragraph's number is printed.
        letters: the letters of sub-paragraphs in order.
        letter: how a sub-paragraph's letter is printed.
        heads: of a table's columns.
        joiner: what stands between two sentences.
        serif, sans: fonts, the first that is installed taken.
        italics: whether opening verbs are in italics.
        article, chapter, box, figure: what is printed before the text of one, with its number.
        article_stop: what follows the number of an article that opens its paragraph.
        contents: the heading of a list of contents.
    """

    organisation: str
    organ: str
    distribution: tuple[str, ...]
    session: tuple[str, ...]
    assembly: str
    annex: str
    page: str
    rights: str
    heads: tuple[str, str, str, str]
    number: str = "{}."
    letters: str = "abcdefghijklmnopqrstuvwxyz"
    letter: str = "({})"
    joiner: str = " "
    serif: tuple[str, ...] = ("Libertinus Serif",)
    sans: tuple[str, ...] = ("DejaVu Sans",)
    italics: bool = True
    article: str = "Article {}"
    article_stop: str = "."
    chapter: str = "Chapter {}"
    contents: str = "Contents"
    box: str = "Box {}"
    figure: str = "Figure {}"


WORDINGS: Final[dict[str, Wording]] = {
    "en": Wording(
        "United Nations",
        "General Assembly",
        ("Distr.: General", "14 May 2018", "Original: English"),
        ("Seventy-second session", "Agenda item 107"),
        "The General Assembly,",
        "Annex",
        "Page",
        "© 2018 United Nations. All rights reserved worldwide.",
        ("Indicator", "2016", "2017", "Change (percentage)"),
    ),
    "fr": Wording(
        "Nations Unies",
        "Assemblée générale",
        ("Distr. générale", "14 mai 2018", "Original : anglais"),
        ("Soixante-douzième session", "Point 107 de l’ordre du jour"),
        "L’Assemblée générale,",
        "Annexe",
        "Page",
        "© 2018 Nations Unies. Tous droits réservés pour tous pays.",
        ("Indicateur", "2016", "2017", "Variation (pourcentage)"),
        letter="{})",
        article="Article {}",
        article_stop=".",
        chapter="Chapitre {}",
        contents="Table des matières",
        box="Encadré {}",
        figure="Figure {}",
    ),
    "es": Wording(
        "Naciones Unidas",
        "Asamblea General",
        ("Distr. general", "14 de mayo de 2018", "Original: inglés"),
        ("Septuagésimo segundo período de sesiones", "Tema 107 del programa"),
        "La Asamblea General,",
        "Anexo",
        "Página",
        "© 2018 Naciones Unidas. Reservados todos los derechos.",
        ("Indicador", "2016", "2017", "Variación (porcentaje)"),
        letter="{})",
        article="Artículo {}",
        article_stop=".",
        chapter="Capítulo {}",
        contents="Índice",
        box="Recuadro {}",
        figure="Gráfico {}",
    ),
    "ru": Wording(
        "Организация Объединенных Наций",
        "Генеральная Ассамблея",
        ("Distr.: General", "14 May 2018", "Russian Original: English"),
        ("Семьдесят вторая сессия", "Пункт 107 повестки дня"),
        "Генеральная Ассамблея,",
        "Приложение",
        "Стр.",
        "© 2018 Организация Объединенных Наций. Все права защищены.",
        ("Показатель", "2016 год", "2017 год", "Изменение (в процентах)"),
        letters="abcdefghijklmnopqrstuvwxyz",
        letter="{})",
        article="Статья {}",
        article_stop=".",
        chapter="Глава {}",
        contents="Содержание",
        box="Вставка {}",
        figure="Рисунок {}",
    ),
    "zh": Wording(
        "联合国",
        "大会",
        ("Distr.: General", "14 May 2018", "Chinese Original: English"),
        ("第七十二届会议", "议程项目107"),
        "大会，",
        "附件",
        "页",
        "© 2018 联合国。版权所有，保留一切权利。",
        ("指标", "2016年", "2017年", "变化(百分比)"),
        joiner="",
        serif=("Noto Serif CJK SC",),
        sans=("Noto Sans CJK SC",),
        italics=False,
        article="第{}条",
        article_stop="",
        chapter="第{}章",
        contents="目录",
        box="专栏{}",
        figure="图{}",
    ),
    "ar": Wording(
        "الأمم المتحدة",
        "الجمعية العامة",
        ("Distr.: General", "14 May 2018", "Arabic Original: English"),
        ("الدورة الثانية والسبعون", "البند 107 من جدول الأعمال"),
        "إن الجمعية العامة،",
        "المرفق",
        "الصفحة",
        "© 2018 الأمم المتحدة. جميع الحقوق محفوظة.",
        ("المؤشر", "2016", "2017", "التغير (بالنسبة المئوية)"),
        number="{} -",
        letters="أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
        serif=("Noto Naskh Arabic", "DejaVu Sans"),
        sans=("DejaVu Sans", "Noto Naskh Arabic"),
        italics=False,
        article="المادة {}",
        article_stop=" -",
        chapter="الفصل {}",
        contents="المحتويات",
        box="الإطار {}",
        figure="الشكل {}",
    ),
}
"""By language code."""
