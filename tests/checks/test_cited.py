"""How paragraphs are cited: by place, by article, by the numbers above them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from aligner.comparison.single_result import from_revision
from aligner.languages.citing import Item, is_article, nested, printed, under
from aligner.readers import read_bytes
from aligner.revision.revise import revise
from aligner.segmentation.citations import cite, names
from aligner.segmentation.segment import segment
from aligner.values import DocumentKey, Move, SegmentKind, Span
from aligner.view.build import build
from aligner.view.page_model import BadgeKind

HEADING, PARAGRAPH, ITEM = SegmentKind.HEADING, SegmentKind.PARAGRAPH, SegmentKind.ITEM
OP, PP, TITLE = SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR, SegmentKind.TITLE

Told = list[tuple[SegmentKind, str | None, str | None, str]]


def cited(language: str, *given: tuple[SegmentKind, str | None, str]) -> list[str]:
    """The names of paragraphs given as (kind, label or, in a resolution, place, text)."""
    paragraphs: Told = [
        (kind, None if kind is PP else label, label if kind in (PP, OP) else None, text)
        for kind, label, text in given
    ]
    return list(names(sample.document(language, "d", paragraphs)))


def test_the_rows_of_a_table_are_not_counted_as_paragraphs() -> None:
    row = SegmentKind.ROW
    given = ((PARAGRAPH, "2", "Savings do not lapse."), (row, None, "Staff 7"), (row, "4", "4 Travel 8"))
    found = cited("en", *given, (PARAGRAPH, None, "They are reported."))
    assert found == ["¶2", "", "¶4", "¶4 ¶2"]


@pytest.mark.parametrize(
    ("language", "paragraphs", "expected"),
    [
        (
            "en",
            [
                (TITLE, None, "A convention"),
                (PARAGRAPH, None, "The States Parties,"),
                (HEADING, "Chapter 1", "General"),
                (HEADING, "Article 1", "Scope"),
                (PARAGRAPH, None, "It applies."),
                (HEADING, "Article 2", "Terms"),
                (PARAGRAPH, "1", "For the purposes:"),
                (ITEM, "(a)", "treaty;"),
                (ITEM, "(i)", "one;"),
                (ITEM, "(ii)", "two;"),
                (ITEM, "(b)", "State."),
                (PARAGRAPH, "2", "The same."),
                (PARAGRAPH, None, "It goes on."),
                (HEADING, None, "Annex"),
                (PARAGRAPH, None, "Of the annex."),
            ],
            ["", "", "Chapter 1", "Article 1", "Article 1", "Article 2", "Article 2 (1)",
             "Article 2 (1) (a)", "Article 2 (1) (a) (i)", "Article 2 (1) (a) (ii)", "Article 2 (1) (b)",
             "Article 2 (2)", "Article 2 (2) ¶2", "", ""],
        ),
        (
            "zh",
            [
                (PARAGRAPH, "第五条", "下列："),
                (ITEM, "（一）", "甲；"),
                (ITEM, "（二）", "乙。"),
                (PARAGRAPH, None, "另款："),
                (ITEM, "（一）", "丙。"),
                (HEADING, "第二章", "管理"),
                (PARAGRAPH, None, "无条。"),
                (HEADING, "第 6 條", ""),
                (HEADING, None, "標題"),
                (PARAGRAPH, "一", "款。"),
            ],
            ["第五条", "第五条（一）", "第五条（二）", "第五条 ¶2", "第五条 ¶2（一）", "第二章", "",
             "第6條", "第6條", "第6條（一）"],
        ),
        ("ar", [(HEADING, "المادة 5", ""), (PARAGRAPH, "2", "نص")], ["المادة 5", "المادة 5 (2)"]),
        (
            "en",
            [
                (PP, "PP1", "Recalling,"),
                (OP, "OP1", "Requests:"),
                (ITEM, "a)", "one;"),
                (ITEM, "•", "a bullet"),
                (PARAGRAPH, None, "It goes on."),
                (HEADING, "II", "Part two"),
                (OP, "OP2", "Decides."),
            ],
            ["PP1", "OP1", "OP1 (a)", "OP1 (a)", "OP1 ¶2", "II", "OP2"],
        ),
        (
            "fr",
            [
                (HEADING, "I", "Introduction"),
                (PARAGRAPH, "1", "Le rapport."),
                (ITEM, "a)", "un"),
                (PARAGRAPH, "2", "La suite."),
                (HEADING, None, "Conclusions"),
                (PARAGRAPH, None, "Fin."),
            ],
            ["I", "¶1", "¶1 (a)", "¶2", "", ""],
        ),
        ("en", [(HEADING, "Article 5", "X"), (PARAGRAPH, "5.1", "Y")], ["Article 5", "5.1"]),
        (
            "es",
            [
                (OP, "OP1", "Decide:"),
                (HEADING, None, "Anexo"),
                (HEADING, None, "Programa"),
                (PARAGRAPH, "1", "La mesa:"),
                (ITEM, "a)", "uno;"),
                (HEADING, "A", "Debate"),
                (PARAGRAPH, "2", "El debate."),
                (HEADING, None, "Anexo II"),
                (PARAGRAPH, "1", "Otro."),
                (OP, "OP1", "Decide."),
            ],
            ["OP1", "", "", "Annex ¶1", "Annex ¶1 (a)", "A", "Annex ¶2", "", "Annex 2 ¶1", "OP1"],
        ),
        ("zh", [(HEADING, None, "附件二"), (PARAGRAPH, "1", "段。")], ["", "Annex 2 ¶1"]),
        ("ar", [(HEADING, None, "المرفق الثاني"), (PARAGRAPH, "1", "نص")], ["", "Annex 2 ¶1"]),
        ("fr", [(HEADING, "Annexe  II", "Postes"), (PARAGRAPH, "1", "Un.")], ["Annexe II", "Annex 2 ¶1"]),
        ("en", [(HEADING, None, "ANNEX"), (PARAGRAPH, "1", "Text.")], ["", "Annex ¶1"]),
    ],
)  # fmt: skip
def test_names(
    language: str, paragraphs: list[tuple[SegmentKind, str | None, str]], expected: list[str]
) -> None:
    assert cited(language, *paragraphs) == expected


def test_a_paragraph_far_below_the_heading_of_its_annex_is_cited_with_it() -> None:
    paragraphs: Told = [(HEADING, None, None, "Annex")]
    paragraphs += [(PARAGRAPH, str(number), None, "Text.") for number in range(1, 1000)]
    document = sample.document("en", "d", paragraphs)
    assert cite(document, Span(999, 1000)) == names(document)[999] == "Annex ¶999"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["(a)", "(b)", "(c)"], ["(c)"]),
        (["(a)", "(i)", "(b)"], ["(b)"]),
        (["(a)", "(i)", "(ii)", "(iii)", "(iv)", "(v)"], ["(a)", "(v)"]),
        (["(g)", "(h)", "(i)", "(j)"], ["(j)"]),
        (["(u)", "(v)", "(w)"], ["(w)"]),
        (["(a)", "(1)", "(2)", "(b)", "(1)"], ["(b)", "(1)"]),
        (["1", "(a)", "2"], ["2"]),
        (["（一）", "1", "2", "（二）"], ["（二）"]),
        (["㈠", "㈡"], ["㈡"]),
        (["(a)", "(c)"], ["(c)"]),  # one was lost on the way
        (["(a)", "(b)", "(a)"], ["(a)"]),
        (["A", "(a)", "B"], ["B"]),
        (["甲", "乙", "(1)"], ["乙", "(1)"]),
    ],
)
def test_nested_lists_are_distinguished_by_numbering(labels: list[str], expected: list[str]) -> None:
    items: list[Item] = []
    for label in labels:
        items = nested(items, label, "zh" if "甲" in labels else "en")
    assert [item.label for item in items] == expected


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("Article 5", "en", True),
        ("Article premier", "fr", True),
        ("Статья 7", "ru", True),
        ("Artículo 12", "es", True),
        ("第五十七条之一", "zh", True),
        ("第4-1條", "zh", True),
        ("المادة 3", "ar", True),
        ("第二章", "zh", False),
        ("5", "en", False),
        ("OP5", "en", False),
    ],
)
def test_articles_are_recognised_in_each_language(label: str, language: str, expected: bool) -> None:
    assert is_article(label, language) is expected


SOME = [
    (HEADING, "Article 1"), (HEADING, None), (HEADING, "II"), (PARAGRAPH, None), (PARAGRAPH, "1"),
    (PARAGRAPH, "2"), (ITEM, "(a)"), (ITEM, "(i)"), (ITEM, "(ii)"), (ITEM, None), (OP, "OP3"), (PP, "PP1"),
]  # fmt: skip


@given(st.lists(st.sampled_from(SOME), min_size=1, max_size=14), st.data())
def test_a_single_citation_equals_that_in_the_full_list(
    given: list[tuple[SegmentKind, str | None]], data: st.DataObject
) -> None:
    paragraphs: Told = [
        (kind, None if kind is PP else label, label if kind in (PP, OP) else None, "x")
        for kind, label in given
    ]
    document = sample.document("en", "d", paragraphs)
    index = data.draw(st.integers(0, len(given) - 1))
    assert cite(document, Span(index, index + 1)) == names(document)[index]


def test_sentences_of_one_paragraph_are_cited_by_the_first() -> None:
    paragraphs: Told = [
        (HEADING, "Article 1", None, "Scope"),
        *((PARAGRAPH, None, None, text) for text in ("It is one.", "It goes on.", "It is another.")),
    ]
    document = sample.document("en", "d", paragraphs)
    parents = (None, 7, 7, 8)
    segments = tuple(
        replace(each, parent=parent) for each, parent in zip(document.segments, parents, strict=True)
    )
    document = replace(document, segments=segments)
    assert names(document) == ("Article 1", "Article 1", "", "Article 1 ¶2")
    assert [cite(document, Span(index, index + 1)) for index in range(4)] == list(names(document))


def test_several_paragraphs_are_cited_each_once() -> None:
    document = sample.document(
        "en", "d", [(HEADING, "Article 1", None, "Scope"), (PARAGRAPH, None, None, "It.")]
    )
    assert cite(document, Span(0, 2)) == "Article 1"
    assert cite(document, Span(0, 0)) == ""
    assert cite(None, Span(0, 2)) == ""


@pytest.mark.parametrize(
    ("label", "expected"), [("第 1 條", "第1條"), ("Article\u00a05", "Article 5"), ("‣", "")]
)
def test_labels_lose_stray_spaces_and_bullets(label: str, expected: str) -> None:
    assert printed(label) == expected


def test_top_level_items_keep_their_number() -> None:
    assert under("", ["a)", "ii"]) == "(a) (ii)"


OLD = [
    "第一条 为了规范公文的写作，制定本条例。",
    "第二条 本条例适用于各级机关的公文。",
    "第三条 公文应当使用规范的语言文字。",
    "第四条 本条例自公布之日起施行，由办公厅解释。",
]
NEW = [
    *OLD[:2],
    "第三条 各国应当合作打击跨国犯罪。",
    "第四条 公文应当使用规范的语言文字。",
    "第五条 本条例自公布之日起施行，由办公厅解释。",
]


def test_a_renumbered_article_shows_its_old_number() -> None:
    old, new = (
        replace(segment(read_bytes("\n".join(lines).encode(), "law.txt"), language="zh"), version=version)
        for version, lines in (("old", OLD), ("new", NEW))
    )
    view = build(from_revision(old, new, revise(old, new)))
    assert [(row.place, row.old_place) for row in view.rows] == [
        ("第一条", ""),
        ("第二条", ""),
        ("第三条", ""),
        ("第四条", "第三条"),
        ("第五条", "第四条"),
    ]


def test_another_script_is_not_another_number() -> None:
    old, new = (
        replace(segment(read_bytes(text.encode(), "law.txt"), language="zh"), version=version)
        for version, text in (
            ("old", "第一條 為規範公文，制定本條例。"),
            ("new", "第一条 为规范公文，制定本条例。"),
        )
    )
    (row,) = build(from_revision(old, new, revise(old, new))).rows
    assert (row.place, row.old_place) == ("第一条", "")


def test_a_counterpart_in_a_hidden_column_is_named_without_a_link() -> None:
    made = sample.comparison(["zh", "fr"])
    keys = next(iter(made.alignments))
    alignment = replace(made.alignments[keys], moves=(Move(Span(7, 8), Span(3, 4), 0.8),))
    moved = replace(made, alignments={keys: alignment})

    def badges(*languages: str) -> list[tuple[str, int | None]]:
        view = build(moved, [(DocumentKey(language, sample.NEW), None) for language in languages])
        found = (b for row in view.rows for b in row.cells[0].badges)
        return [(b.place, b.row) for b in found if b.kind is BadgeKind.COUNTERPART_ELSEWHERE]

    assert badges("zh", "fr") == [("OP2", 4)]
    assert badges("zh") == [("OP2", 4)]  # the row is shown, since Chinese has something there
    assert badges("fr") == [("OP6", None)]  # what only Chinese has is on no row: a remark that leads nowhere
