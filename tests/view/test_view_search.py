"""Words found in any column, whatever their form, and marked without changing the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

import hostile
import pytest
import sample
from hypothesis import example, given
from hypothesis import strategies as st
from timing import seconds

from aligner.formats.html.fragments import Fragments
from aligner.languages.script import plain_letters
from aligner.values import SegmentKind, Span
from aligner.values.catalogue import load
from aligner.view.build import build
from aligner.view.page_model import Block, Cell, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role
from aligner.view.search_folding import fold_with_origins, is_silent, search_key
from aligner.view.text_search import Index

VIEW = build(sample.comparison())
LETTERS = "aéÉ e’'“\"«» ­\u200b\u0301٢2أإاىـَ聯联合 　國（(ßﬁё\n"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("L’État membre", "l'etat"),
        ("The State's « report »", 'state’s "report"'),
        ("预防 犯罪\n委员会", "预防犯罪委员会"),
        ("预防犯罪委员会", "犯罪 委员会"),
        ("第 71/167 号决议", "第71/167号决议"),
        ("聯合國大會", "联合国大会"),
        ("联合国大会", "聯合國"),
        ("（２０１８）Ａ", "(2018)a"),
        ("«ссылаясь на её резолюцию»", '"ссылаясь на ее'),
        ("Ещё", "ЕЩЕ"),
        ("إِلَى الأُمَمِ", "الى الامم"),
        ("الأمـــم المتحدة", "الامم المتحده"),
        ("عام ٢٠١٨", "2018"),
        ("2018—2020", "2018-2020"),
        ("co\u00adoperation", "cooperation"),
        ("Straße, œuvre, peña", "STRASSE, OEUVRE, PENA"),
        ("Pen\u0303a", "peña"),
        ("sécurité : oui", "securite: oui"),
        ("a  b\u00a0c\nd", "a b c d"),
        ("𠀀字", "𠀀 字"),
    ],
)
def test_form_does_not_keep_a_word_from_being_found(text: str, query: str) -> None:
    assert search_key(query) in search_key(text)


@pytest.mark.parametrize(
    ("text", "query"), [("shall", "should"), ("therapist", "the rapist"), ("会", "合"), ("2018", "2 018")]
)
def test_different_words_are_not_found(text: str, query: str) -> None:
    assert search_key(query) not in search_key(text)


def matches(view: View, query: str) -> frozenset[int]:
    return Index(view).matches(query)


def highlighted(row: ViewRow, query: str) -> ViewRow:
    alone = replace(row, number=1)
    return Index(View("", "en", (), (alone,), (), followed=False)).highlighted(alone, query)


def row_of(*pieces: Piece, ghost: bool = False, mark: Mark = Mark.EQUAL) -> ViewRow:
    block = Block(0, SegmentKind.PARAGRAPH, pieces, mark=mark, ghost=ghost)
    return ViewRow(1, 0, (Cell((block,)),))


def shown(row: ViewRow) -> list[str]:
    """The pieces of a row, hits in braces, marks by sign."""
    signs = {Mark.EQUAL: "", Mark.INSERTED: "+", Mark.DELETED: "-"}
    return [
        f"{signs[piece.mark]}{{{piece.text}}}" if piece.hit else f"{signs[piece.mark]}{piece.text}"
        for cell in row.cells
        for block in cell.blocks
        for piece in block.pieces
    ]


INS, DEL = Mark.INSERTED, Mark.DELETED


@pytest.mark.parametrize(
    ("pieces", "query", "expected"),
    [
        ([Piece("Urges all States")], "all", ["Urges ", "{all}", " States"]),
        ([Piece("abab")], "ab", ["{abab}"]),
        ([Piece("aaa")], "aa", ["{aa}", "a"]),
        ([Piece("co"), Piece("oper", INS), Piece("ate")], "cooperate", ["{co}", "+{oper}", "{ate}"]),
        ([Piece("co"), Piece("oper", DEL), Piece("ate")], "cooperate", ["{co}", "-{oper}", "{ate}"]),
        ([Piece("co"), Piece("oper", DEL), Piece("ate")], "coate", ["{co}", "-oper", "{ate}"]),
        (
            [Piece("20"), Piece("17", DEL), Piece("18", INS), Piece(" x")],
            "2018",
            ["{20}", "-17", "+{18}", " x"],
        ),
        ([Piece("20"), Piece("17", DEL), Piece("18", INS)], "2017", ["{20}", "-{17}", "+18"]),
        ([Piece("2017", DEL), Piece("2018", INS)], "20", ["-{20}", "-17", "+{20}", "+18"]),
        ([Piece("聯 "), Piece("合國", INS)], "联合", ["{聯 }", "+{合}", "+國"]),
        ([Piece("re"), Piece("1", role=Role.NOTE), Piece("port")], "report", ["{re}", "1", "{port}"]),
        ([Piece("one"), Piece("", DEL, Role.BREAK), Piece(" ", INS), Piece("two")], "one two",
         ["{one}", "-", "+{ }", "{two}"]),
        ([Piece("cafe\u0301s")], "cafe", ["{cafe\u0301}", "s"]),
        ([Piece("الأُمَمِ")], "الامم", ["{الأُمَمِ}"]),
        ([Piece("Straße")], "s", ["{S}", "tra", "{ß}", "e"]),
        ([Piece("nothing here")], "xyz", ["nothing here"]),
        ([Piece("anything")], " \u00ad", ["anything"]),
    ],
)  # fmt: skip
def test_hits_are_pieces_of_their_own(pieces: list[Piece], query: str, expected: list[str]) -> None:
    row = row_of(*pieces)
    assert shown(highlighted(row, query)) == expected


def test_the_old_place_of_a_moved_paragraph_is_not_searched() -> None:
    row = row_of(Piece("moved words"), ghost=True)
    assert shown(highlighted(row, "words")) == ["moved words"]


def test_the_words_of_a_deleted_paragraph_are_found() -> None:
    view = build(sample.comparison(["en"]))
    (gone,) = (row for row in view.rows if any(b.mark is DEL for c in row.cells for b in c.blocks))
    assert gone.number in matches(view, "MEETINGS 2018")
    assert "-{meetings 2018}" in shown(highlighted(gone, "meetings 2018"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("op5", {8}),
        ("op6", {4, 9, 10}),  # old OP6, where that was, and OP6
        ("6 b", set()),
        ("6 BIS", {11}),
        ("", set()),
        (" ", set()),
        ("états", None),
    ],
)
def test_a_paragraph_is_found_by_its_name_as_a_whole(query: str, expected: set[int] | None) -> None:
    found = matches(VIEW, query)
    if expected is None:
        assert found
        assert found == matches(VIEW, "etats")
    else:
        assert found == expected


def slow_key(text: str) -> str:
    """The same folding, written to be read: a loop for each of its steps."""
    from aligner.languages.tokens import fold

    key = ""
    for character in text:
        if character in "´″":
            key += "'" if character == "´" else '"'
        else:
            key += " " if character.isspace() else plain_letters(fold(character))
    kept = ""
    for at, character in enumerate(key):
        if character == " ":
            before = kept[-1:]  # a space that went does not part what stood before it
            after = key[at:].lstrip(" ")[:1]
            if before in (" ", '"') or (after in ('"', ";", ":", "!", "?", "%") and after):
                continue
            if any(unicodedata.name(near, "").startswith("CJK") for near in (before, after) if near):
                continue
        kept += character
    return kept


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_text_can_be_searched(text: str) -> None:
    key = search_key(text).strip()
    row = row_of(Piece(f"a {text} b"))
    assert "".join(piece.text for piece in highlighted(row, text).cells[0].blocks[0].pieces) == f"a {text} b"
    assert matches(View("", "en", (), (row,), (), followed=False), text) == ({1} if key else set())


@given(st.text(LETTERS + ":;", max_size=30))
def test_folding_agrees_with_its_slow_twin(text: str) -> None:
    assert search_key(text) == slow_key(text)


@given(st.text(LETTERS, max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(max_size=40) | st.text(LETTERS, max_size=40))
@example("a 聯  “ b")
def test_folded_text_maps_back_to_the_original(text: str) -> None:
    folded = fold_with_origins(text)
    assert folded.key == search_key(text)
    assert len(folded.origins) == len(folded.key)
    assert list(folded.origins) == sorted(folded.origins)
    for index, character in enumerate(folded.key):
        origin = folded.original(Span(index, index + 1)).of(text)
        assert character in search_key(f"x{origin}x")


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    text = st.text(LETTERS, max_size=5)
    made = []
    for _ in range(draw(st.integers(0, 6))):
        role = draw(st.sampled_from([Role.TEXT, Role.TEXT, Role.TEXT, Role.NOTE, Role.BREAK]))
        said = "" if role is Role.BREAK else draw(text)
        made.append(Piece(said, draw(st.sampled_from([*Mark])), role))
    return made


def wordings(given: Iterable[Piece]) -> tuple[str, str]:
    """The new and the old text of a paragraph."""
    sides = []
    for other in (DEL, INS):
        kept = [p for p in given if p.mark is not other and p.role is not Role.NOTE]
        sides.append("".join(" " if p.role is Role.BREAK else p.text for p in kept))
    return sides[0], sides[1]


@given(pieces(), st.text(LETTERS, max_size=4))
def test_highlighting_never_changes_the_text(given: list[Piece], query: str) -> None:
    row = highlighted(row_of(*given), query)
    (block,) = row.cells[0].blocks
    after = list(block.pieces)
    for before in given:
        parts = []
        while sum(len(part.text) for part in parts) < len(before.text) or not parts:
            parts.append(after.pop(0))
        assert "".join(part.text for part in parts) == before.text
        assert {(p.mark, p.role, p.type, p.note) for p in parts} == {
            (before.mark, before.role, before.type, before.note)
        }
        assert len(parts) == 1 or all(part.text for part in parts)
    assert not after


@given(pieces(), st.text(LETTERS, max_size=4))
def test_a_row_matches_where_either_wording_has_the_words(given: list[Piece], query: str) -> None:
    row = row_of(*given)
    view = View("", "en", (), (row,), (), followed=False)
    wanted = slow_key(query).strip(" ")
    expected = bool(wanted) and any(wanted in slow_key(text) for text in wordings(given))
    assert matches(view, query) == ({1} if expected else set())
    hit = any(piece.hit for piece in highlighted(row, query).cells[0].blocks[0].pieces)
    alone = all(piece.role is not Role.TEXT or not piece.text for piece in given)
    assert hit == expected or alone


def test_an_accent_apart_stays_with_its_letter() -> None:
    assert is_silent("\u0301")
    for part in shown(highlighted(row_of(Piece("e\u0301e\u0301")), "e")):
        assert not part.strip("{}").startswith("\u0301")


def test_a_hit_is_marked_in_the_page_inside_its_amendment() -> None:
    row = row_of(Piece("co"), Piece("oper<", INS), Piece("ate"))
    view = View("", "en", VIEW.columns[1:2], (row,), (), followed=False)
    html = Fragments(view, load("en")).table([highlighted(row, "oop")])
    assert "c<mark>o</mark><ins>" in html
    assert re.search(r"</span><mark>op</mark>er&lt;<span", html)
    assert html.count("<ins>") == 1  # and it is said once that this is an insertion


def test_a_footnote_is_found_at_its_mark() -> None:
    index = Index(VIEW)
    assert index.matches("A/RES/71/9 NEW") == {2}  # its mark is in PP1, inserted
    row = index.highlighted(VIEW.rows[1], "71/9 new")
    hits = {(p.role, p.text, p.mark) for c in row.cells for b in c.blocks for p in b.pieces if p.hit}
    assert hits == {(Role.NOTE, "2", INS)}
    fragments = Fragments(
        VIEW, load("en"), searched=lambda pieces: index.highlighted_note(pieces, "71/9 new")
    )
    assert "<mark>2</mark>" in fragments.table([row])
    assert "<mark>71/9 new</mark>" in fragments.footnotes([row])


def test_two_footnote_marks_side_by_side_stay_two() -> None:
    row = row_of(Piece("1", role=Role.NOTE, hit=True), Piece("2", role=Role.NOTE))
    html = Fragments(View("", "en", VIEW.columns[1:2], (row,), (), followed=False), load("en")).table([row])
    assert html.count("<sup") == 2


def test_searching_is_quick_after_the_first_time() -> None:
    rows = VIEW.rows * 300  # 3,300 rows
    index = Index(View("", "zh", VIEW.columns, rows, (), followed=False))
    first = seconds(lambda: index.matches("first"))
    assert seconds(lambda: [index.matches("resolution") for _ in range(5)]) < 2 * first
