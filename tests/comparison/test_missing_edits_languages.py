"""An edit forgotten in each language, with the bundled encoder, is reported there and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

import pytest
from simple_values import document

from aligner.comparison.compare import compare
from aligner.encoders import load
from aligner.encoders.bundled import BundledEncoder
from aligner.values import Carried, DocumentKey

OTHERS = {
    "en": (
        "Members elect a chairperson every second spring.",
        "Costs are borne in equal parts by hosts.",
    ),
    "fr": ("Les membres élisent un président un printemps sur deux.", "Les hôtes se partagent les coûts."),
    "es": ("Los miembros eligen un presidente cada dos primaveras.", "Los anfitriones comparten los costos."),
    "ru": ("Члены избирают председателя каждую вторую весну.", "Расходы поровну несут все принимающие."),
    "zh": ("成员每隔一个春季选举一名主席。", "费用由所有东道方平均分担。"),
    "ar": ("ينتخب الأعضاء رئيسا كل ربيع ثان.", "يتقاسم المضيفون التكاليف بالتساوي."),
}
DRAFTS = {
    "en": (
        "Observers may attend the meetings of the Commission, and they may make statements on items of the "
        "agenda.",
        "Observers accredited by the Council may attend the public meetings of the Commission, and they may "
        "make statements on items of the agenda",
        ", provided that their statements are circulated in writing at least ten days beforehand.",
    ),
    "fr": (
        "Les observateurs peuvent assister aux réunions de la Commission et faire des déclarations sur les "
        "points de l’ordre du jour.",
        "Les observateurs accrédités par le Conseil peuvent assister aux réunions publiques de la Commission "
        "et faire des déclarations sur les points de l’ordre du jour",
        ", à condition que leurs déclarations soient distribuées par écrit au moins dix jours à l’avance.",
    ),
    "es": (
        "Los observadores podrán asistir a las reuniones de la Comisión y hacer declaraciones sobre los "
        "temas del programa.",
        "Los observadores acreditados por el Consejo podrán asistir a las reuniones públicas de la Comisión "
        "y hacer declaraciones sobre los temas del programa",
        ", siempre que sus declaraciones se distribuyan por escrito con al menos diez días de antelación.",
    ),
    "ru": (
        "Наблюдатели могут присутствовать на заседаниях Комиссии и делать заявления по пунктам повестки дня.",
        "Наблюдатели, аккредитованные Советом, могут присутствовать на открытых заседаниях Комиссии и делать "
        "заявления по пунктам повестки дня",
        " при условии, что их заявления распространяются в письменном виде не менее чем за десять дней.",
    ),
    "zh": (
        "观察员可出席委员会会议，并可就议程项目发言。",
        "经理事会认可的观察员可出席委员会公开会议，并可就议程项目发言",
        "，但其发言稿应至少提前十天书面分发。",
    ),
    "ar": (
        "يجوز للمراقبين حضور جلسات اللجنة والإدلاء ببيانات بشأن بنود جدول الأعمال.",
        "يجوز للمراقبين المعتمدين لدى المجلس حضور الجلسات العلنية للجنة والإدلاء ببيانات بشأن بنود جدول "
        "الأعمال",
        "، شريطة أن توزع بياناتهم خطيا قبل ذلك بعشرة أيام على الأقل.",
    ),
}


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return load()


def state(
    language: str, pivot: Sequence[str], other: Sequence[str], encoder: BundledEncoder, main: str = "en"
) -> Carried:
    documents = {
        DocumentKey(code, version): document(code, text, *OTHERS[code])
        for code, texts in ((main, pivot), (language, other))
        for version, text in zip("12", texts, strict=True)
    }
    found = compare(documents, pivot=main, versions=("1", "2"), encoder=encoder)
    (amendment,) = (each for each in found.amendments if each.language == main)
    return amendment.states[language]


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh", "ar"])
def test_a_forgotten_proviso_is_reported(language: str, encoder: BundledEncoder) -> None:
    old, head, proviso = DRAFTS[language]
    pivot = DRAFTS["en"][0], "".join(DRAFTS["en"][1:])
    stop = "。" if language == "zh" else "."
    assert state(language, pivot, (old, head + stop), encoder) is Carried.PARTLY
    assert state(language, pivot, (old, head + proviso), encoder) is Carried.CARRIED_OVER


OBLIGATIONS = {
    "fr": ("Le rapport attendu le 30 juin {} à Genève {} être public.", "peut", "doit"),
    "es": ("El informe previsto para el 30 de junio de {} en Ginebra {} ser público.", "podrá", "deberá"),
    "ru": ("Доклад, ожидаемый к 30 июня {} года в Женеве, {} быть открытым.", "может", "должен"),
    "zh": ("预计{}年6月30日在日内瓦提交的报告{}公开。", "可", "应"),
    "ar": ("التقرير المنتظر في 30 حزيران/يونيه {} في جنيف {} أن يكون علنيا.", "يجوز", "يجب"),
}


@pytest.mark.parametrize("language", OBLIGATIONS)
def test_a_permission_kept_where_the_pivot_obliges_is_reported(
    language: str, encoder: BundledEncoder
) -> None:
    frame, permits, binds = OBLIGATIONS[language]
    pivot = [
        f"The report due on 30 June {words} be public."
        for words in ("2026 in Geneva may", "2027 in Geneva shall")
    ]
    old, kept, made = (frame.format(*words) for words in ((2026, permits), (2027, permits), (2027, binds)))
    assert state(language, pivot, (old, kept), encoder) is Carried.PARTLY
    assert state(language, pivot, (old, made), encoder) is Carried.CARRIED_OVER


def test_a_prohibition_is_carried_over_by_other_words(encoder: BundledEncoder) -> None:
    pivot = [f"强调{words}出于国家安全理由不披露用于公共供水的水井的位置数据；" for words in ("可以", "不得")]
    english = [
        f"Emphasizes that data on the location of wells used for public supply {words} be withheld for "
        "reasons of national security;"
        for words in ("may", "may not")
    ]
    assert state("en", pivot, english, encoder, main="zh") is Carried.CARRIED_OVER
    assert state("en", pivot, english[:1] * 2, encoder, main="zh") is Carried.NOT_CARRIED_OVER


LIMIT_OF_TIME = (
    "Each Party shall keep a register of vessels authorized to fish and shall exchange the information in it "
    "with other Parties.",
    "Each Party shall keep a public electronic register of vessels authorized to fish in areas beyond "
    "national jurisdiction and shall exchange the information in it with other Parties within thirty days of "
    "any request.",
)
IN_RUSSIAN = (
    "Каждая Сторона ведет реестр судов, имеющих разрешение на рыбный промысел, и обменивается содержащейся в "
    "нем информацией с другими Сторонами",
    "Каждая Сторона ведет общедоступный электронный реестр судов, имеющих разрешение на рыбный промысел в "
    "районах за пределами национальной юрисдикции, и обменивается содержащейся в нем информацией с другими "
    "Сторонами",
    " в течение тридцати дней после любого запроса",
)


def test_a_few_forgotten_words_of_a_long_paragraph_are_reported(encoder: BundledEncoder) -> None:
    old, head, limit = IN_RUSSIAN
    assert state("ru", LIMIT_OF_TIME, (f"{old}.", f"{head}."), encoder) is Carried.PARTLY
    assert state("ru", LIMIT_OF_TIME, (f"{old}.", f"{head}{limit}."), encoder) is Carried.CARRIED_OVER


CONDITION = {
    "en": (
        "States are encouraged to devote at least 5 per cent of their budgets to water services.",
        "States are encouraged to devote at least 3 per cent of their budgets{} to water services.",
        ", where appropriate,",
    ),
    "fr": (
        "Les États sont encouragés à consacrer au moins 5 % de leurs budgets aux services d’eau.",
        "Les États sont encouragés à consacrer au moins 3 % de leurs budgets{} aux services d’eau.",
        ", le cas échéant,",
    ),
    "ru": (
        "Государствам рекомендуется выделять не менее 5 процентов своих бюджетов на услуги водоснабжения.",
        "Государствам рекомендуется выделять{} не менее 3 процентов своих бюджетов на услуги водоснабжения.",
        " при необходимости",
    ),
    "ar": (
        "تشجع الدول على تخصيص ما لا يقل عن 5 في المائة من ميزانياتها لخدمات المياه.",
        "تشجع الدول على تخصيص ما لا يقل عن 3 في المائة من ميزانياتها{} لخدمات المياه.",
        "، عند الاقتضاء،",
    ),
}


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_a_forgotten_condition_is_reported_however_short(language: str, encoder: BundledEncoder) -> None:
    old, new, condition = CONDITION["en"]
    pivot = old, new.format(condition)
    old, new, condition = CONDITION[language]
    assert state(language, pivot, (old, new.format("")), encoder) is Carried.PARTLY
    assert state(language, pivot, (old, new.format(condition)), encoder) is Carried.CARRIED_OVER


REPLACED = {
    "en": (", in accordance with national priorities", ", where appropriate"),
    "fr": (", conformément aux priorités nationales", ", selon qu’il convient"),
    "es": (", de conformidad con las prioridades nacionales", ", según proceda"),
    "ru": (" в соответствии с национальными приоритетами", ", при необходимости"),
    "ar": ("، وفقا للأولويات الوطنية", "، عند الاقتضاء"),
}
MEASURES = {
    "en": ("Calls upon States to take measures to reduce sources of dust", "{} all necessary measures"),
    "fr": (
        "Engage les États à prendre des mesures pour réduire les sources de poussière",
        "{} toutes les mesures nécessaires",
    ),
    "es": (
        "Exhorta a los Estados a que adopten medidas para reducir las fuentes de polvo",
        "{} todas las medidas necesarias",
    ),
    "ru": (
        "призывает государства принимать меры по сокращению источников пыли",
        "{} все необходимые меры",
    ),
    "ar": ("تهيب بالدول اتخاذ تدابير للحد من مصادر الغبار", "{} جميع التدابير اللازمة"),
}
MEASURE_WORD = {"en": " measures", "fr": " des mesures", "es": " medidas", "ru": " меры", "ar": " تدابير"}


def measures(language: str, *, condition: bool) -> tuple[str, str]:
    """A paragraph before and after, whose first condition is replaced by the second or only left out."""
    text, widened = MEASURES[language]
    first, second = REPLACED[language]
    new = text.replace(MEASURE_WORD[language], widened.format(""), 1)
    return f"{text}{first};", f"{new}{second if condition else ''};"


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar"])
def test_a_condition_left_out_where_the_pivot_replaced_it_is_reported(
    language: str, encoder: BundledEncoder
) -> None:
    pivot = measures("en", condition=True)
    assert state(language, pivot, measures(language, condition=False), encoder) is Carried.PARTLY
    assert state(language, pivot, measures(language, condition=True), encoder) is Carried.CARRIED_OVER


FOUR_EDITS = {
    "en": "The competent authority shall {every year|quarterly} publish a list of {imported|hazardous} "
    "chemicals{| and of their manufacturers}, and shall inform {workers|consumers} of the risks.",
    "fr": "L’autorité compétente publie {chaque année|chaque trimestre} une liste des produits chimiques "
    "{importés|dangereux}{| et de leurs fabricants}, et informe les {travailleurs|consommateurs} des "
    "risques.",
    "es": "La autoridad competente publicará {cada año|trimestralmente} una lista de los productos químicos "
    "{importados|peligrosos}{| y de sus fabricantes}, e informará a los {trabajadores|consumidores} de los "
    "riesgos.",
    "ru": "Компетентный орган {ежегодно|ежеквартально} публикует перечень {импортируемых|опасных} "
    "химических веществ{| и их производителей} и информирует {работников|потребителей} о рисках.",
    "zh": "主管机关应{每年|每季度}公布{进口|危险}化学品{|及其制造商}名单，并应将风险告知{工人|消费者}。",
    "ar": "تنشر السلطة المختصة {سنويا|كل ثلاثة أشهر} قائمة بالمواد الكيميائية {المستوردة|الخطرة}"
    "{| وبصانعيها}، وتبلغ {العمال|المستهلكين} بالمخاطر.",
}


def drafts(language: str, forgotten: int | None = None) -> tuple[str, str]:
    """The paragraph before and after its four edits, one of them left out."""
    texts = []
    for side in (0, 1):
        numbers = count()

        def chosen(found: re.Match[str], side: int = side, numbers: count[int] = numbers) -> str:
            return found[1 if next(numbers) == forgotten else side + 1]

        texts.append(re.sub(r"\{([^|}]*)\|([^}]*)\}", chosen, FOUR_EDITS[language]))
    return texts[0], texts[1]


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh", "ar"])
def test_most_edits_of_a_word_or_two_are_reported_if_forgotten(
    language: str, encoder: BundledEncoder
) -> None:
    pivot = drafts("en")
    assert state(language, pivot, drafts(language), encoder) is Carried.CARRIED_OVER
    told = [state(language, pivot, drafts(language, n), encoder) is Carried.PARTLY for n in range(4)]
    assert sum(told) >= 3, told


def test_a_word_put_for_its_synonym_needs_no_other_translation(encoder: BundledEncoder) -> None:
    pivot = (
        "基本保健服务的覆盖面（定义为普通和最弱势群体的平均覆盖范围），每年计算。",
        "基本健康服务的覆盖面，每年计算。",
    )
    other = (
        "Coverage of essential health services (defined as the average coverage among the general and the "
        "most disadvantaged population), computed yearly.",
        "Coverage of essential health services, computed yearly.",
    )
    documents = {
        DocumentKey(code, version): document(code, text, *OTHERS[code])
        for code, texts in (("zh", pivot), ("en", other))
        for version, text in zip("12", texts, strict=True)
    }
    found = compare(documents, pivot="zh", versions=("1", "2"), encoder=encoder)
    (amendment,) = (each for each in found.amendments if each.language == "zh")
    assert amendment.states["en"] is Carried.CARRIED_OVER
