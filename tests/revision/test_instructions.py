from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.readers import plain_text
from aligner.revision.instructions import (
    Action,
    Instruction,
    draft,
    draft_notes,
    drafted,
    instructions,
    unaddressed,
    wordings,
)
from aligner.revision.revise import revise
from aligner.segmentation.segment import segment
from aligner.values import Change, ChangeKind, Document, Footnote, NoteMark, Segment, SegmentKind, Span

sys.path.insert(0, str(Path(__file__).parents[1]))
import planted

ADDED = Change(ChangeKind.INSERTED, Span(0, 0), Span(0, 1), ())


def apply(old: Document, steps: Sequence[Instruction]) -> list[str]:
    """Apply instructions to the old draft; return the paragraphs of the new one, without numbers."""
    inner: dict[Span, list[Instruction]] = {}
    placed: dict[int, list[str]] = {}
    removed: set[int] = set()
    moved: dict[Span, int] = {}
    for step in steps:
        if step.action is Action.ADD:
            placed[step.change.new.start] = [step.added]
        elif step.action is Action.REMOVE:
            removed.update(step.change.old)
        elif step.action is Action.MOVE:
            moved[step.change.old] = step.change.new.start
        else:
            inner.setdefault(step.change.old, []).append(step)
    groups = {span.start: span for span in (*inner, *moved)}
    result: list[str] = []
    index = 0
    while index < len(old):
        span = groups.get(index, Span(index, index + 1))
        if index not in removed:
            texts = _rewritten(old.joined(span), inner.get(span, ())).split("\n")
            if span in moved:
                placed[moved[span]] = texts
            else:
                result += texts
        index = span.stop
    for position in sorted(placed):
        result[position:position] = placed[position]
    return result


def _rewritten(text: str, steps: Sequence[Instruction]) -> str:
    for step in sorted(steps, key=lambda instruction: instruction.span.start, reverse=True):
        text = text[: step.span.start] + step.added + text[step.span.stop :]
    return text


def document(texts: list[str], language: str, kind: str = "OP") -> Document:
    segments, at = [], 0
    for number, text in enumerate(texts, 1):
        segments.append(Segment(Span(at, at + len(text)), label=str(number), place=f"{kind}{number}"))
        at += len(text) + 1
    return Document(language, "\n".join(texts), tuple(segments))


def read(text: str, language: str) -> Document:
    return segment(plain_text.read(text.encode(), "x.txt"), language=language)


ZH = ["敦促会员国加强打击贩运人口行为的国际合作；", "请秘书长向大会报告本决议执行情况；"]
EN = ["Urges all Member States to cooperate against trafficking;", "Requests the Office to report on it;"]


@pytest.mark.parametrize(
    ("language", "old", "new", "wanted"),
    [
        ("zh", ZH, [ZH[0].replace("敦促", "鼓励"), ZH[1]], "执行部分第1段，将“敦促”改为“鼓励”"),
        (
            "en",
            EN,
            [EN[0].replace("Urges", "Encourages"), EN[1]],
            "In operative paragraph 1, replace “Urges” with “Encourages”",
        ),
        ("en", EN, EN[1:], "Delete operative paragraph 1"),
        (
            "en",
            EN,
            [EN[0], "Decides to remain seized;", EN[1]],
            "After operative paragraph 1, insert a new paragraph 1 bis: “Decides to remain seized;”",
        ),
        (
            "en",
            EN,
            [EN[0].replace("cooperate", "cooperate fully"), EN[1]],
            "In operative paragraph 1, after “States to cooperate”, insert “fully”",
        ),
        (
            "fr",
            ["Prie le Bureau de faire rapport"],
            ["Invite le Bureau de faire rapport"],
            "Au paragraphe 1 du dispositif, remplacer « Prie » par « Invite »",
        ),
    ],
)
def test_instructions_in_words(language: str, old: list[str], new: list[str], wanted: str) -> None:
    before, after = document(old, language), document(new, language)
    steps = instructions(revise(before, after), before, after)
    assert [drafted(step, language) for step in steps] == [wanted]


@pytest.mark.parametrize(
    ("language", "texts", "split", "merge"),
    [
        (
            "en",
            EN,
            "Divide operative paragraph 1 after “against trafficking;”",
            "Join operative paragraph 1 with the paragraph that follows",
        ),
        (
            "zh",
            ZH,
            "执行部分第1段，在“的国际合作；”后另起一段",
            "将执行部分第1段与下一段合并",
        ),
    ],
)
def test_a_paragraph_that_only_ends_elsewhere(
    language: str, texts: list[str], split: str, merge: str
) -> None:
    """Nothing is replaced there: a quotation of the old and new words would be empty."""
    joined = document([("" if language == "zh" else " ").join(texts)], language)
    apart = document(texts, language)
    for old, new, wanted in ((joined, apart, split), (apart, joined, merge)):
        steps = instructions(revise(old, new), old, new)
        assert draft(steps, language) == (wanted,)
        assert apply(old, steps) == new.texts()


def test_a_paragraph_without_a_number_is_cited_by_its_first_words() -> None:
    text = "The Office, which has several branches, has {} staff in all.\n1. It meets.\n2. It reports."
    old, new = (read(text.format(value), "en") for value in (7, 8))
    steps = instructions(revise(old, new), old, new)
    begins = "In the paragraph that begins “The Office, which has several branches,…”"
    assert draft(steps, "en") == (f"{begins}, replace “7” with “8”",)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "In the table row that begins “Total”, replace “7” with “8”"),
        ("fr", "À la ligne du tableau commençant par « Total », remplacer « 7 » par « 8 »"),
        ("es", "En la fila del cuadro que comienza por “Total”, sustitúyase “7” por “8”"),
        ("ru", "строка таблицы, начинающаяся словами «Total»: заменить «7» на «8»"),
        ("zh", "表格中以“Total”开头的一行，将“7”改为“8”"),
    ],
)
def test_a_row_is_cited_by_its_first_cell(language: str, wanted: str) -> None:
    old, new = (
        Document(language, text, (Segment(Span(0, 7), SegmentKind.ROW, cells=(Span(0, 5), Span(6, 7))),))
        for text in ("Total\t7", "Total\t8")
    )
    assert draft(instructions(revise(old, new), old, new), language) == (wanted,)


def test_a_row_below_a_numbered_paragraph_is_not_counted_as_its_paragraph() -> None:
    old, new = (
        Document(
            "en",
            f"Savings\nTotal\t{value}",
            (
                Segment(Span(0, 7), SegmentKind.PARAGRAPH, label="2"),
                Segment(Span(8, 15), SegmentKind.ROW, cells=(Span(8, 13), Span(14, 15))),
            ),
        )
        for value in (7, 8)
    )
    wanted = "In the table row that begins “Total”, replace “7” with “8”"
    assert draft(instructions(revise(old, new), old, new), "en") == (wanted,)


def test_a_new_article_is_quoted_with_its_number() -> None:
    article = "Article {}\nParties shall {}.\n"
    texts = [article.format(1, "meet"), article.format(2, "vote")]
    old, new = (read("".join(each), "en") for each in (texts, [*texts, article.format(3, "pay")]))
    found = draft(instructions(revise(old, new), old, new), "en")
    assert found[0] == "After Article 2, paragraph 1, insert a new paragraph: “Article 3”"


@pytest.mark.parametrize(
    ("language", "label"), [("en", "(b) bis"), ("fr", "b) bis"), ("es", "b) bis"), ("ru", "b)-бис")]
)
def test_a_new_subparagraph_has_the_form_of_its_language(language: str, label: str) -> None:
    step = Instruction(Action.ADD, ADDED, added="x", where="OP4 (b)")
    assert f" {label}" in drafted(step, language)


def test_paragraphs_are_cited_by_their_parents() -> None:
    """A bare “(a)” occurs in many paragraphs; a law has articles instead."""
    resolution = "The Assembly,\n1. Requests the Office:\n(a) To meet {0};\n2. Urges States:\n(a) To act {0}."
    treaty = (
        "Article 1\nParties shall meet {0}.\nThey shall act {0}.\nArticle 2\n1. Parties:\n(a) May vote {0}."
    )
    law = "第一条\n缔约国应{0}开会。\n第二条\n缔约国应：\n（一）{0}报告。"
    reported = {}
    for language, text, word in (("en", resolution, "daily"), ("en", treaty, "daily"), ("zh", law, "每天")):
        old, new = (read(text.format(value), language) for value in ("", word))
        reported[text] = draft(instructions(revise(old, new), old, new), language)
    assert [one.split(",")[0] for one in reported[resolution]] == [
        "In operative paragraph 1 (a)",
        "In operative paragraph 2 (a)",
    ]
    assert [one.split(", insert")[0].split(", after")[0] for one in reported[treaty]] == [
        "In Article 1, paragraph 1",
        "In Article 1, paragraph 2",
        "In Article 2, paragraph 1 (a)",
    ]
    assert [one.split("，")[0] for one in reported[law]] == ["第一条第1款", "第二条（一）"]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "At the beginning of the operative part, insert a new paragraph: “Decides to act;”"),
        ("fr", "Au début du dispositif, ajouter un nouveau paragraphe : « Decides to act; »"),
    ],
)
def test_a_new_first_operative_paragraph_follows_no_preambular_one(language: str, wanted: str) -> None:
    head = "The General Assembly,\n\nRecalling its resolutions,\n\n"
    old = read(f"{head}1. Requests a report;\n\n2. Invites all States.", "en")
    new = read(f"{head}1. Decides to act;\n\n2. Requests a report;\n\n3. Invites all States.", "en")
    (step,) = instructions(revise(old, new), old, new)
    assert drafted(step, language).replace("\u00a0", " ") == wanted


@pytest.mark.parametrize(
    ("inserted", "after"),
    [
        ("Recalling its decisions,\n\n1. Requests a report;\n\n2. Invites all States.", "PP1"),
        ("1. Requests a report;\n\n2. Decides to act;\n\n3. Invites all States.", "OP1"),
    ],
)
def test_a_new_paragraph_follows_the_one_before_it(inserted: str, after: str) -> None:
    head = "The General Assembly,\n\nRecalling its resolutions,\n\n"
    old = read(f"{head}1. Requests a report;\n\n2. Invites all States.", "en")
    new = read(head + inserted, "en")
    (step,) = instructions(revise(old, new), old, new)
    assert (step.action, step.where) == (Action.ADD, after)


@pytest.mark.parametrize(
    ("new", "moved"),
    [((3, 0, 1, 2), ["OP3"]), ((0, 3, 1, 2), ["OP2"]), ((1, 2, 0, 3), ["OP2"]), ((0, 1, 2, 3), [])],
)
def test_a_paragraph_that_was_split_moves_unless_only_others_passed_it(
    new: tuple[int, ...], moved: list[str]
) -> None:
    texts = [
        "Urges all Member States to strengthen international cooperation against trafficking;",
        "Requests the Office to provide technical assistance upon request to all of them;",
        "Calls upon donors to provide resources for the purposes of these activities;",
        "Welcomes the report of the Secretary-General on the programme of work;",
    ]
    drafts = (
        document([texts[0], f"{texts[1]} {texts[2]}", texts[3]], "en"),
        document([texts[place] for place in new], "en"),
    )
    steps = instructions(revise(*drafts), *drafts)
    assert [step.where for step in steps if step.action is Action.MOVE] == moved
    assert apply(drafts[0], steps) == [texts[place] for place in new]


def test_form_only_changes_need_no_instruction_but_footnotes_do() -> None:
    texts = [EN[0], "Requests the Office to report on “the States' duties”;"]
    old = replace(document(texts, "en"), footnotes=(Footnote("1", "Resolution 70/1."),))
    texts[1] = texts[1].replace("'", "’")
    new = replace(document(texts, "en"), footnotes=(Footnote("1", "Resolution 70/2."),))
    reported = revise(old, new)
    assert [change.kind for change in reported.changes] == [ChangeKind.UNCHANGED, ChangeKind.FORM_ONLY]
    assert len(instructions(reported, old, new)) == 1
    assert wordings(reported, old, new) == ("In footnote 1, replace “70/1” with “70/2”",)


@pytest.mark.parametrize(
    ("language", "where", "wanted"),
    [
        ("fr", "PP4", "Supprimer l’alinéa 4 du préambule"),
        ("fr", "OP5 (a)", "Supprimer le paragraphe 5 a) du dispositif"),
        ("fr", "Article 5 (2)", "Supprimer l’article 5, paragraphe 2"),
        ("es", "Artículo 5 (2) (a)", "Suprímase el artículo 5, párrafo 2 a)"),
        ("ru", "Статья 5 (2) (a)", "Исключить пункт 2 a) статьи 5"),
        ("zh", "第五条 (2)", "删除第五条第2款"),
        ("ar", "المادة 5 (2)", "تحذف المادة 5، الفقرة 2"),
        ("fr", "Règle 3", "Supprimer la Règle 3"),
        ("es", "PP4", "Suprímase el párrafo 4 del preámbulo"),
        ("es", "Regla 3", "Suprímase la Regla 3"),
        ("zh", "OP5（一）", "删除执行部分第5段（一）"),
        ("zh", "第五条", "删除第五条"),
        ("ru", "Статья 5", "Исключить статью 5"),
        ("en", "(a)", "Delete paragraph (a)"),
        ("es", "(b)", "Suprímase el párrafo b)"),
        ("ru", "OP4 (b)", "Исключить пункт 4 b) постановляющей части"),
        ("es", "Annex ¶1", "Suprímase el párrafo 1 del anexo"),
        ("fr", "Annex 2 ¶7 (b)", "Supprimer le paragraphe 7 b) de l’annexe II"),
        ("ru", "Annex 2 ¶7", "Исключить пункт 7 приложения II"),
        ("zh", "Annex 2 ¶7", "删除附件二第7段"),
        ("ar", "Annex 2 ¶7", "تحذف الفقرة 7 من المرفق الثاني"),
    ],
)
def test_words_before_a_paragraph_agree_with_its_name(language: str, where: str, wanted: str) -> None:
    step = Instruction(Action.REMOVE, Change(ChangeKind.DELETED, Span(0, 1), Span(0, 0), ()), where=where)
    assert drafted(step, language) == wanted


def test_the_words_before_an_insertion_begin_with_a_word() -> None:
    old, new = (
        document(["It harms agriculture, transport."], "en"),
        document(["It harms agriculture, aviation, transport."], "en"),
    )
    assert draft(instructions(revise(old, new), old, new), "en") == (
        "In operative paragraph 1, after “harms agriculture,”, insert “aviation,”",
    )


@pytest.mark.parametrize(
    ("language", "where", "wanted"),
    [
        ("en", "OP5 (a)", "After operative paragraph 5 (a), insert a new paragraph (a) bis: “x”"),
        ("en", "Article 5", "After Article 5, insert a new paragraph: “x”"),
        ("fr", "PP4", "Après l’alinéa 4 du préambule, ajouter un nouveau paragraphe 4 bis : « x »"),
        ("es", "Meta 3", "Después de la Meta 3, insértese un nuevo párrafo: “x”"),
        ("ru", "OP5", "После пункта 5 постановляющей части включить новый пункт 5-бис: «x»"),
        ("zh", "第二条 ¶2", "在第二条第2款后插入新的一段：“x”"),
        ("es", "Annex ¶3", "Después del párrafo 3 del anexo, insértese un nuevo párrafo 3 bis: “x”"),
    ],
)
def test_only_numbered_paragraphs_number_their_successors(language: str, where: str, wanted: str) -> None:
    step = Instruction(Action.ADD, ADDED, added="x", where=where)
    assert drafted(step, language) == wanted


def test_new_paragraphs_at_the_end_of_a_list_have_their_own_numbers() -> None:
    text = "The Assembly,\n1. Requests the Office:\n(a) To meet daily;\n{0}2. Decides to act.\n"
    old, new = (
        read(text.format(more), "en") for more in ("", "(b) To publish reports;\n(c) To pay for bees;\n")
    )
    assert draft(instructions(revise(old, new), old, new), "en") == (
        "After operative paragraph 1 (a), insert a new paragraph (b): “To publish reports;”",
        "After operative paragraph 1 (a), insert a new paragraph (c): “To pay for bees;”",
    )


def test_items_behind_bullets_are_cited_by_their_first_words() -> None:
    text = "The consultant will:\n• Review documents;\n{0}• Draft the report in {1} days."
    old, new = (read(text.format(*more), "en") for more in (("", 5), ("• Interview people;\n", 9)))
    assert draft(instructions(revise(old, new), old, new), "en") == (
        "After the paragraph that begins “Review documents;”, insert a new paragraph: “Interview people;”",
        "In the paragraph that begins “Draft the report in 5 days.”, replace “5” with “9”",
    )


def test_new_headings_and_rows_are_called_so() -> None:
    step = Instruction(Action.ADD, ADDED, added="x", where="OP5")
    assert (
        drafted(replace(step, element="heading"), "en")
        == "After operative paragraph 5, insert a new heading: “x”"
    )
    assert drafted(replace(step, element="row", where="|Total"), "en") == (
        "After the table row that begins “Total”, insert a new row: “x”"
    )


def test_new_paragraphs_at_one_place_are_numbered_on() -> None:
    old = document(EN, "en")
    new = document([EN[0], "Notes the first report on bees;", "Welcomes a second one on ants;", EN[1]], "en")
    reported = draft(instructions(revise(old, new), old, new), "en")
    assert [text[:56] for text in reported] == [
        "After operative paragraph 1, insert a new paragraph 1 bi",
        "After operative paragraph 1, insert a new paragraph 1 te",
    ]


TEXTS = st.lists(
    st.sampled_from([*EN, *ZH, f"{EN[0]} {EN[1]}", "", "Decides to remain seized of all matters"])
    | st.text(st.characters(exclude_characters="\n"), max_size=10),
    max_size=7,
)


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_applying_the_instructions_gives_the_new_draft(old: list[str], new: list[str]) -> None:
    before, after = document(old, "en"), document(new, "en")
    assert apply(before, instructions(revise(before, after), before, after)) == new


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ru", "es", "ar"])
def test_applying_them_to_planted_drafts(shared_data: Path, language: str) -> None:
    lines = (shared_data / "udhr" / f"udhr.{language}.txt").read_text(encoding="utf-8").splitlines()
    for seed in range(3):
        drafts = planted.plant(lines[:75], lines[75:], language, seed, rate=0.5, hard=True)
        steps = instructions(revise(drafts.old, drafts.new), drafts.old, drafts.new)
        assert apply(drafts.old, steps) == drafts.new.texts()
        assert all(drafted(step, language) for step in steps)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "In footnote 1, replace “70/1” with “70/2”|Insert a new footnote 2: “Annex II.”"),
        (
            "fr",
            "Dans la note 1, remplacer « 70/1 » par « 70/2 »|Ajouter une nouvelle note 2 : « Annex II. »",
        ),
        ("zh", "脚注1，将“70/1”改为“70/2”|插入新的脚注2：“Annex II.”"),
        ("ru", "сноска 1: заменить «70/1» на «70/2»|Включить новую сноску 2: «Annex II.»"),
        ("es", "En la nota 1, sustitúyase “70/1” por “70/2”|Insértese una nueva nota 2: “Annex II.”"),
        ("ar", "في الحاشية 1، يستعاض عن ”70/1“ بـ ”70/2“|تضاف حاشية جديدة 2: ”Annex II.“"),
    ],
)
def test_footnotes_are_drafted_too(language: str, wanted: str) -> None:
    plain = document(EN, language)
    old = replace(plain, footnotes=(Footnote("1", "Resolution 70/1 of the Assembly."),))
    notes = (Footnote("1", "Resolution 70/2 of the Assembly."), Footnote("2", "Annex II."))
    new = replace(plain, footnotes=notes)
    assert "|".join(draft_notes(revise(old, new), old, new)) == wanted
    assert len(draft_notes(revise(new, old), new, old)) == 2


def test_masthead_and_meeting_line_are_not_addressed() -> None:
    """Amendments address the text; what surrounds it changes with each document."""
    kinds = (SegmentKind.HEADING, SegmentKind.TITLE, SegmentKind.ENACTING, SegmentKind.OPERATIVE)
    lines = ["Distr.: Limited", "Oceans", "The General Assembly,", "Calls upon States to act;"]
    old = of_kinds(lines, kinds, mark="*")
    lines = [
        "Distr.: General",
        "Seas",
        "The General Assembly,",
        "Calls upon States to act now;",
        "58th meeting",
    ]
    new = of_kinds(lines, (*kinds, SegmentKind.SIGNATURE))
    reported = revise(old, new)
    assert len(instructions(reported, old, new)) == 4
    assert unaddressed(reported, old, new) == 2
    title, operative = wordings(reported, old, new)
    assert "Seas" in title
    assert "now" in operative
    treaty = of_kinds(["Parties act.", "Done at Vienna."], (SegmentKind.OPERATIVE, SegmentKind.SIGNATURE))
    other = of_kinds(["Parties act.", "Done at Geneva."], (SegmentKind.OPERATIVE, SegmentKind.SIGNATURE))
    assert len(wordings(revise(treaty, other), treaty, other)) == 1


def of_kinds(texts: list[str], kinds: tuple[SegmentKind, ...], mark: str = "") -> Document:
    """A document whose paragraphs have these kinds; a note to the first, if it has a mark."""
    whole = document(texts, "en")
    segments = [replace(each, kind=kind) for each, kind in zip(whole.segments, kinds, strict=True)]
    if mark:
        segments[0] = replace(segments[0], marks=(NoteMark(mark, segments[0].span.stop),))
    notes = (Footnote(mark, "Reissued for technical reasons."),) if mark else ()
    return replace(whole, segments=tuple(segments), footnotes=notes)
