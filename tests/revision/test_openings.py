from __future__ import annotations

import pytest

from aligner.languages.arabic_spelling import without_marks
from aligner.languages.openings import chain_words, opening, strength_change
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.values import EditTag, EditType

LANGUAGES = ("zh", "en", "fr", "ru", "es", "ar")


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        ("zh", "敦促会员国", "敦促"),
        ("zh", "又促请各国", "促请"),
        ("zh", "强调指出必须", "强调指出"),
        ("en", "Also calls upon Member States", "calls upon"),
        ("en", "Recalling its resolution", "recalling"),
        ("en", "Notestown is a place", None),
        ("fr", "Demande instamment aux États", "demande instamment"),
        ("ru", "настоятельно призывает государства", "настоятельно призывает"),
        ("ru", "ссылаясь на резолюцию", "ссылаясь на"),
        ("es", "Acoge con beneplácito el informe", "acoge con beneplácito"),
        ("es", "Tomando nota con aprecio del informe", "tomando nota con aprecio"),
        ("fr", "Prenant acte avec intérêt du rapport", "prenant acte avec intérêt"),
        ("ru", "с озабоченностью отмечая сообщения", "с озабоченностью отмечая"),
        ("zh", "表示赞赏地注意到报告", "表示赞赏地注意到"),
        ("ar", "تحث الدول الأعضاء", "تحث"),
        ("ar", "يهيب بجميع الدول", "يهيب"),  # of a council, which is masculine
        ("ar", "إذ يشير إلى قراراته", "إذ يشير"),
        ("en", "We also reaffirm our resolve", "reaffirm"),
        ("en", "We note with concern that", "note with concern"),
        ("en", "Weurge", None),
        ("fr", "Nous nous félicitons de la tenue", "nous félicitons"),
        ("fr", "Nous réaffirmons notre volonté", "réaffirmons"),
        ("es", "Reafirmamos nuestra voluntad", "reafirmamos"),
        ("ru", "мы также призываем государства", "призываем"),
        ("zh", "我们还重申", "重申"),
        ("ar", "نؤكد من جديد التزامنا", "نؤكد من جديد"),
        ("ar", "تقـرر أن يُرصد", "تقرر"),  # stretched
        ("ar", "نرحّب بالأهمية", "نرحب"),  # with a vowel sign
        ("ar", "تحيط علماً بالتقرير", "تحيط علما"),
        ("ar", "وإذ يلاحظ بقلق التقارير", "وإذ يلاحظ بقلق"),
        ("fr", "Condamnant avec la plus grande fermeté", "condamnant avec la plus grande fermeté"),
        ("fr", "Agissant en vertu du Chapitre VII", "agissant"),
        ("zh", "审议了报告", "审议了"),
        ("en", "The report", None),
        ("en", "", None),
    ],
)
def test_openings(language: str, text: str, form: str | None) -> None:
    found = opening(text, language)
    assert (found.form if found else None) == form
    if found:
        assert without_marks(text[found.span.start : found.span.stop])[0].casefold() == found.form


@pytest.mark.parametrize(
    ("language", "old", "new", "strength"),
    [
        ("zh", "敦促各国", "鼓励各国", -3),
        ("zh", "鼓励各国", "敦促各国", 3),
        ("en", "Invites States", "Calls upon States", 3),
        ("en", "We urge all States", "We encourage all States", -3),
        ("en", "Condemns the attack", "Strongly condemns the attack", 1),
        ("fr", "Encourage les États", "Exhorte les États", 3),
        ("fr", "Engage les États", "Encourage les États", None),  # covers both ranks: cannot tell
        ("ru", "призывает государства", "рекомендует государствам", None),
        ("es", "Insta a", "Alienta a", -3),
        ("en", "Takes note of the report", "Endorses the report", 3),
        ("fr", "Prend note du rapport", "Fait siennes les conclusions", 3),
        ("zh", "注意到报告", "核可报告", 3),
        ("ru", "сожалеет о", "глубоко сожалеет о", 1),
        ("ar", "تدين الهجوم", "تدين بأقوى العبارات الهجوم", 1),
        ("ru", "будучи убеждена", "будучи твердо убеждена", 1),
        ("en", "Decides to", "Requests the", None),  # other classes cannot be ranked
    ],
)
def test_strength(language: str, old: str, new: str, strength: int | None) -> None:
    before, after = opening(old, language), opening(new, language)
    assert before is not None
    assert after is not None
    assert strength_change(before, after) == strength


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_class_and_chain_words(language: str) -> None:
    assert len(chain_words(language)) >= 2


@pytest.mark.parametrize(
    ("language", "old", "new", "wanted"),
    [
        ("zh", "敦促各国执行", "鼓励各国执行", [("verb", -3)]),
        ("zh", "又促请各国执行", "还促请各国执行", [("consequential", None)]),
        ("zh", "回顾第71/176号决议", "回顾第71/167号决议", [("symbol", None)]),
        ("zh", "见上文第五条。", "见上文第六条。", [("reference", None)]),
        ("zh", "共5000万美元", "共6000万美元", [("number", None)]),
        ("zh", "于2016年12月1日通过", "于2016年12月2日通过", [("date", None)]),
        ("zh", "各国必须执行", "各国[必须]执行", [("bracket", None), ("bracket", None)]),
        ("zh", "甲，乙", "甲,乙", [("form", None)]),
        ("en", "see paragraph 5 above", "see paragraph 6 above", [("reference", None)]),
        ("en", "The text ends;", "The text ends.", [("consequential", None)]),
        ("en", "held in Geneva yesterday", "held in Vienna yesterday", [("name", None)]),
        ("en", "Geneva hosts the session", "Vienna hosts the session", [("wording", None)]),
        ("en", "set out in paragraph 5 (a)", "set out in paragraph 6 (b)", [("reference", None)]),
        ("en", "set out in 5 (a) above", "set out in 6 (b) above", [("reference", None)]),
        ("en", "Urges all States to act", "Urges all States also to act", [("consequential", None)]),
        ("en", "Urges States to act", "Also urges States to act", [("consequential", None)]),
        ("en", "Further urges States to act", "Urges States to act", [("consequential", None)]),
        ("en", "Urges States to act", "urges States to act", [("wording", None)]),
        (
            "en",
            "Urges the States of the region to act",
            "Urges the States of the region also to act",
            [("wording", None)],
        ),
        ("en", "they shall act", "they should act", [("wording", None)]),
        ("en", "they shall act", "they [shall] [should] act", [("bracket", None), ("wording", None)]),
        ("en", "by 25 per cent of all", "by 30 per cent of all", [("number", None)]),
        ("en", "on 1 May 2016 in all", "on 2 May 2016 in all", [("date", None)]),
        ("ru", "пункт 5 выше", "пункт 6 выше", [("reference", None)]),
        ("fr", "au paragraphe 5 ci-dessus", "au paragraphe 6 ci-dessus", [("reference", None)]),
        ("es", "en el artículo 5 del", "en el artículo 6 del", [("reference", None)]),
        ("ar", "في الفقرة 5 أعلاه", "في الفقرة 6 أعلاه", [("reference", None)]),
        ("en", "in 71/167, paragraph 5", "in 72/168, paragraph 6", [("symbol", None), ("reference", None)]),
        ("en", "in May 2016, the", "in June 2016, the", [("date", None)]),
        ("en", "in 2016 and 2017", "in 2018 and 2019", [("number", None), ("number", None)]),
        ("en", "they act; and report", "they act, and report", [("wording", None)]),
        ("en", "The text ends;", "The text ends, and begins.", [("wording", None)]),
        ("en", "all States act", "all Member States act", [("name", None)]),
        ("zh", "根据公约采取行动", "根据《宪章》采取行动", [("name", None)]),
        ("zh", "根据公约采取行动", "根据宪章采取行动", [("wording", None)]),
        ("en", "to [] act", "to act", [("bracket", None)]),
        ("en", "to act and report", "to act [...] and report", [("wording", None)]),
        ("en", "as in OP12 above", "as in OP13 above", [("symbol", None)]),
        ("en", "they act¹ and report", "they act² and report", [("footnote", None)]),
        (
            "en",
            "Urges all Member States to act",
            "Urges all Member States also to act",
            [("consequential", None)],
        ),
        (
            "en",
            "Urges the States parties to act",
            "Urges the States parties also to act",
            [("wording", None)],
        ),
        ("en", "see paragraph five of it", "see paragraph six of it", [("reference", None)]),
        ("en", "The text begins;", "The text begins; or", [("wording", None)]),
        ("en", "all of them act", "all Member States and others act", [("wording", None)]),
        ("en", "Urges States to act", "Encourages States to report", [("verb", -3), ("wording", None)]),
        ("es", "Insta también a los Estados", "Insta además a los Estados", [("consequential", None)]),
        ("fr", "du 1er mai 2020 à", "du 2 mai 2020 à", [("date", None)]),
    ],
)
def test_types_of_edits(language: str, old: str, new: str, wanted: list[tuple[str, int | None]]) -> None:
    edits = typed(diff(old, new, language), old, new, language)
    assert [(e.type.value, e.strength) for e in edits if e.tag is not EditTag.EQUAL and e.type] == wanted


def test_the_verb_is_looked_for_after_the_number_of_the_paragraph() -> None:
    old, new = "12. Urges States to act now", "12. Encourages States to act soon"
    edits = [edit for edit in typed(diff(old, new, "en"), old, new, "en", (4, 4)) if edit.type]
    assert [(edit.type, edit.strength) for edit in edits] == [(EditType.VERB, -3), (EditType.WORDING, None)]
