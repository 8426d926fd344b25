"""Amending paragraphs are recognised in six languages, and ordinary ones are not."""

from __future__ import annotations

from pathlib import Path

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from aligner.languages.amending import Amends, amending
from aligner.pipeline.run import DocumentInfo, open_document
from aligner.revision.instructions import Action, Instruction, drafted, instructions
from aligner.values import ChangeKind, Span
from aligner.values.errors import LanguageError

CASES = [
    ("en", "In operative paragraph 1, the words “x y” should be replaced by “z”", "replace", "OP1",
     "x y", "z"),
    ("en", "Paragraph 3: for “2017” read “2018”", "replace", "3", "2017", "2018"),
    ("en", "Operative paragraph 5 should read “Invites all States;”", "replace", "OP5", "",
     "Invites all States;"),
    ("en", "Replace operative paragraph 5 with “Invites all States;”", "replace", "OP5", "",
     "Invites all States;"),
    ("en", "In OP2, insert the words “and girls” after the words “women”", "insert", "OP2", "", "and girls"),
    ("en", "Delete preambular paragraph 4.", "delete", "PP4", "", ""),
    ("en", "Insert a new operative paragraph 7 bis: “Takes note of “all” of it”", "insert", "OP7 bis", "",
     "Takes note of “all” of it"),
    ("en", "Divide operative paragraph 3 after “reports.”", "split", "OP3", "", ""),
    ("en", "Operative paragraph 3 should be split in two", "split", "OP3", "", ""),
    ("en", "Join paragraph 4 with the paragraph that follows", "join", "4", "", ""),
    ("en", "Decides to divide the work as set out in paragraph 5 of its resolution;", None, "", "", ""),
    ("en", "Invites all States to join the Convention mentioned in “paragraph 5”;", None, "", "", ""),
    ("fr", "Décide de réunir une conférence, comme prévu au paragraphe 5;", None, "", "", ""),
    ("zh", "将第5段与第6段合并", "join", "5", "", ""),
    ("zh", "鼓励会员国按照第5段所述将各项方案合并，", None, "", "", ""),
    ("en", "Decides to replace the Committee with a council;", None, "", "", ""),
    ("en", "Decides to delete the item from the agenda;", None, "", "", ""),
    ("en", "Recalls paragraph 5 of its resolution 71/1, entitled “Report”;", None, "", "", ""),
    ("en", "Welcomes the report entitled “How to insert and delete”", None, "", "", ""),
    ("zh", "第3段：“2017年”应改为“2018年”", "replace", "3", "2017年", "2018年"),
    ("zh", "执行部分第5段，删除“迅速”一词", "delete", "OP5", "迅速", ""),
    ("zh", "在第8段之三后插入“另请”", "insert", "8 ter", "", "另请"),
    ("zh", "回顾其题为“预防犯罪”的第71/206号决议第3段，", None, "", "", ""),
    ("fr", "Au paragraphe 4, après les mots « les États », insérer le mot « Membres »", "insert", "4", "",
     "Membres"),
    ("fr", "Supprimer l’alinéa 2 du préambule", "delete", "PP2", "", ""),
    ("fr", "Au paragraphe 5 (a) du dispositif, supprimer « x »", "delete", "OP5", "x", ""),
    ("ru", "пункт 5 (a) (i) постановляющей части: исключить «x»", "delete", "OP5", "x", ""),
    ("fr", "Prie le Secrétaire général de lire « le rapport » au paragraphe 2;", None, "", "", ""),
    ("ru", "В пункте 3 постановляющей части слова «все страны» заменить словами «государства»", "replace",
     "OP3", "все страны", "государства"),
    ("es", "Párrafo 2: donde dice “2017” debe decir “2018”", "replace", "2", "2017", "2018"),
    ("ar", "في الفقرة 2 من المنطوق، يستعاض عن ”الدول“ بـ ”الدول الأعضاء“", "replace", "OP2",
     "الدول", "الدول الأعضاء"),
]  # fmt: skip


def cut(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize(("language", "text", "action", "place", "old", "new"), CASES)
def test_the_words_of_amendments(
    language: str, text: str, action: str | None, place: str, old: str, new: str
) -> None:
    found = amending(text, language)
    if action is None:
        assert found is None
    else:
        assert found is not None
        assert (found.action, found.place) == (action, place)
        assert (cut(text, found.old), cut(text, found.new)) == (old, new)


WORDS = st.text(st.sampled_from("абв abc 各国 دول 𠀀1,"), min_size=1, max_size=12).map(str.strip).filter(bool)
DONE = {
    Action.REPLACE: Amends.REPLACE,
    Action.INSERT: Amends.INSERT,
    Action.ADD: Amends.INSERT,
    Action.DELETE: Amends.DELETE,
    Action.REMOVE: Amends.DELETE,
    Action.MOVE: Amends.MOVE,
}
INSIDE = (Action.REPLACE, Action.INSERT, Action.DELETE)


@given(
    st.sampled_from(["zh", "en", "fr", "ru", "es", "ar"]),
    st.sampled_from([action for action in Action if action is not Action.MOVE]),
    st.sampled_from(["OP5", "PP12", "7"]),
    WORDS,
    WORDS,
    WORDS,
)
def test_own_instructions_are_parsed(
    language: str, action: Action, where: str, removed: str, added: str, context: str
) -> None:
    step = Instruction(
        action, ChangeKind.EDITED, Span(4, 5), Span(4, 5), Span(0, 1),
        removed if action in (Action.REPLACE, Action.DELETE) else "",
        added if action in (Action.REPLACE, Action.INSERT, Action.ADD) else "",
        where, context=context if action is Action.INSERT else "",
    )  # fmt: skip
    text = drafted(step, language)
    found = amending(text, language)
    assert found is not None, text
    assert (found.action, found.place) == (DONE[action], where), text
    assert (cut(text, found.old), cut(text, found.new)) == (step.removed, step.added), text
    assert cut(text, found.context) == step.context


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_all_instructions_of_a_revision_are_parsed(language: str) -> None:
    old, new = sample.drafts(language)
    for step in instructions(sample.revision(old, new), old, new):
        text = drafted(step, language)
        found = amending(text, language)
        assert found is not None, text
        border = not (step.removed + step.added).strip() and step.action in INSIDE
        if border:
            assert found.action is (Amends.SPLIT if "\n" in step.added else Amends.JOIN), text
            assert cut(text, found.context) == (step.context.strip() if "\n" in step.added else "")
        else:
            assert found.action is DONE[step.action], text


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ru"])
def test_a_resolution_amends_nothing(language: str, corpus: Path) -> None:
    document = open_document(corpus / f"rev1.{language}.txt", info=DocumentInfo(language=language))
    assert [text for text in document.texts() if amending(text, language)] == []


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ru", "es", "ar"])
def test_published_paragraphs_rarely_count_as_amending(language: str, shared_data: Path) -> None:
    lines = [
        line
        for path in sorted((shared_data / "unv1-dev").rglob(f"*{language}*"))
        if path.suffix == ".txt"
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 1000
    found = [line for line in lines if amending(line, language)]
    assert len(found) < 0.005 * len(lines), found[:20]


def test_other_languages_are_refused() -> None:
    with pytest.raises(LanguageError):
        amending("x", "nl")
