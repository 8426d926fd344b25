from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.revision import common_stretches
from aligner.revision.common_stretches import longest_common, matching_runs
from aligner.revision.diff import diff
from aligner.values import Edit, EditTag, EditType

WORDS = "会员国 敦促 鼓励 ， 。 the of a 71/167 2016年 [ ] , . \n é مُحَ 𝔘 “ ” 第五条 5"
PIECES = st.lists(st.sampled_from([*WORDS.split(" "), " "]), max_size=14).map("".join)


def marked(old: str, new: str, language: str) -> str:
    """The edits in readable form: [-old+new]."""
    parts = []
    for edit in diff(old, new, language):
        before, after = edit.old.of(old), edit.new.of(new)
        parts.append(before if edit.tag is EditTag.EQUAL else f"⟦{before}→{after}⟧")
    return "".join(parts)


@pytest.mark.parametrize(
    ("language", "old", "new", "wanted"),
    [
        ("zh", "敦促各国", "鼓励各国", "⟦敦促→鼓励⟧各国"),
        ("zh", "大会第71/176号决议", "大会第71/167号决议", "大会⟦第71/176号→第71/167号⟧决议"),
        ("zh", "人口达12345678人", "人口达12345679人", "人口达⟦12345678→12345679⟧人"),
        ("zh", "促进和平，促进发展，", "促进和平，促进安全，促进发展，", "促进和平，⟦→促进安全，⟧促进发展，"),
        ("en", "Urges all States", "Encourages all States", "⟦Urges→Encourages⟧ all States"),
        ("en", "A b, c", "A b, and c", "A b, ⟦→and ⟧c"),
        (
            "en",
            "Office, in its resolution 70/1, adopted",
            "Office adopted",
            "Office⟦, in its resolution 70/1,→⟧ adopted",
        ),
        (
            "en",
            "resolutions 71/167, 72/1",
            "resolutions 71/168, 72/2",
            "resolutions ⟦71/167→71/168⟧, ⟦72/1→72/2⟧",
        ),
        ("fr", "l’accord conclu", "l’acte conclu", "l’⟦accord→acte⟧ conclu"),
        ("ru", "призывает далее всех", "призывает также всех", "призывает ⟦далее→также⟧ всех"),
        ("es", "Insta a los Estados", "Alienta a los Estados", "⟦Insta→Alienta⟧ a los Estados"),
        ("ar", "تحث الدول الأعضاء", "تشجع الدول الأعضاء", "⟦تحث→تشجع⟧ الدول الأعضاء"),
        ("en", "5 apples, pears", "5 apples, figs, apples, pears", "5 apples, ⟦→figs, apples, ⟧pears"),
        ("en", "3, 4", "5, 6", "⟦3→5⟧, ⟦4→6⟧"),
        ("en", "three, 4", "5, 6", "⟦three, 4→5, 6⟧"),
        ("en", "3, 4", "5, 3, 6, 4", "⟦→5, ⟧3, ⟦→6, ⟧4"),
        ("en", "3, 4", "5, 3, 4, 4", "⟦→5, ⟧3, ⟦→4, ⟧4"),
        ("en", "peace, progress", "peace, rest, progress", "peace, ⟦→rest, ⟧progress"),
        ("en", "One, two, three", "One, two, two, three", "One, two, ⟦→two, ⟧three"),
        ("en", "of peace and rest", "of peace and of peace and rest", "of peace ⟦→and of peace ⟧and rest"),
        ("en", "a b, c b, d", "a b, c b, e b, d", "a b, c b, ⟦→e b, ⟧d"),
        ("zh", "大会，5", "大会，5，大会，5", "大会，⟦→5，大会，⟧5"),
        ("en", "at risk of war", "at risk, not at risk of war", "at risk⟦→, not at risk⟧ of war"),
        (
            "en",
            "the hall and the court",
            "the hall and the yard and the court",
            "the hall ⟦→and the yard ⟧and the court",
        ),
        (
            "fr",
            "des femmes et des hommes",
            "des femmes et des filles et des hommes",
            "des femmes ⟦→et des filles ⟧et des hommes",
        ),
        (
            "es",
            "las niñas y las mujeres",
            "las niñas y las madres y las mujeres",
            "las niñas ⟦→y las madres ⟧y las mujeres",
        ),
        ("ru", "в Женеве и в Вене", "в Женеве и в Риме и в Вене", "в Женеве ⟦→и в Риме ⟧и в Вене"),
        (
            "ar",
            "إلى المجلس وإلى الأمانة",
            "إلى المجلس وإلى الجمعية وإلى الأمانة",
            "إلى المجلس ⟦→وإلى الجمعية ⟧وإلى الأمانة",
        ),
        ("zh", "理事会和秘书处", "理事会和大会和秘书处", "理事会⟦→和大会⟧和秘书处"),
        ("zh", "有效的措施", "有效的持久的措施", "有效的⟦→持久的⟧措施"),
        (
            "en",
            "being issued a permit",
            "being heard and being issued a permit",
            "being ⟦→heard and being ⟧issued a permit",
        ),
        ("zh", "，各国", "、国", "⟦，各国→、国⟧"),
        ("zh", "和平、4[", "发展、4[[", "⟦和平→发展⟧、4⟦→[⟧["),
        ("en", "the of  ", "t ", "⟦the of →t⟧ "),
        (
            "en",
            "strengthening of their environment",
            "consolidation of their surroundings",
            "⟦strengthening→consolidation⟧ of their ⟦environment→surroundings⟧",
        ),
        (
            "en",
            "strengthening with environments",
            "consolidation with surroundings",
            "⟦strengthening with environments→consolidation with surroundings⟧",
        ),
        (
            "en",
            "strengthening under environments",
            "consolidation under surroundings",
            "⟦strengthening→consolidation⟧ under ⟦environments→surroundings⟧",
        ),
        (
            "en",
            "strengthening with environment",
            "consolidation with surrounding",
            "⟦strengthening→consolidation⟧ with ⟦environment→surrounding⟧",
        ),
        ("en", "be [1.2] [1.5] billion", "be [1.3] billion", "be ⟦[1.2] [1.5]→[1.3]⟧ billion"),
        ("zh", "额[12][15]亿", "额[13]亿", "额⟦[12][15]→[13]⟧亿"),
        ("en", "to [two] [three] days", "to [two] days", "to [two] ⟦[three] →⟧days"),
        ("en", "The text", "", "⟦The text→⟧"),
        ("en", "", "", ""),
    ],
)
def test_edits_read_well(language: str, old: str, new: str, wanted: str) -> None:
    assert marked(old, new, language) == wanted


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [("zh", "甲，乙（丙）", "甲,乙(丙)"), ("fr", "« le »", "“le”"), ("zh", "2018 年 5 月", "2018年5月")],
)
def test_differences_of_form_are_distinguished(language: str, old: str, new: str) -> None:
    changed = [edit for edit in diff(old, new, language) if edit.tag is not EditTag.EQUAL]
    assert changed
    assert {edit.type for edit in changed} == {EditType.FORM}


def test_more_of_the_same_space_is_form() -> None:
    assert marked(" ", "  ", "zh") == " ⟦→ ⟧"
    assert diff(" ", "  ", "zh")[-1].type is EditType.FORM


@pytest.mark.parametrize("blank", ["  ", "\n"])
def test_a_text_that_comes_or_goes_is_no_form_even_if_blank(blank: str) -> None:
    assert [edit.type for edit in diff("", blank, "en") + diff(blank, "", "en")] == [None, None]


def check(edits: tuple[Edit, ...], old: str, new: str) -> None:
    """Edits cover both texts in order, and each tag is correct."""
    at_old = at_new = 0
    rebuilt = ""
    for edit in edits:
        assert (edit.old.start, edit.new.start) == (at_old, at_new)
        at_old, at_new = edit.old.stop, edit.new.stop
        before, after = edit.old.of(old), edit.new.of(new)
        assert before or after
        assert (edit.tag is EditTag.EQUAL) == (before == after)
        assert (edit.tag is EditTag.INSERT) == (not before)
        assert (edit.tag is EditTag.DELETE) == (not after)
        rebuilt += before if edit.tag is EditTag.EQUAL else after
    assert (at_old, at_new) == (len(old), len(new))
    assert rebuilt == new


@settings(max_examples=300)
@given(PIECES, PIECES, st.sampled_from(("zh", "en", "fr", "ru", "es", "ar")))
def test_edits_cover_and_rebuild(old: str, new: str, language: str) -> None:
    check(diff(old, new, language), old, new)


@settings(max_examples=200)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_compared(old: str, new: str) -> None:
    check(diff(old, new, "zh"), old, new)


@given(PIECES)
def test_the_same_text_has_no_edit(text: str) -> None:
    assert all(edit.tag is EditTag.EQUAL for edit in diff(text, text, "en"))


ITEMS = st.lists(st.sampled_from("abcd"), max_size=14)


def common_length(old: list[str], new: list[str]) -> int:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(ITEMS, ITEMS)
def test_longest_common_against_the_textbook(old: list[str], new: list[str]) -> None:
    runs = longest_common(old, new)
    assert sum(size for _, _, size in runs) == common_length(old, new)
    in_order(runs, old, new)


def in_order(runs: list[tuple[int, int, int]], old: list[str], new: list[str]) -> None:
    i = j = 0
    for number, (at, to, size) in enumerate(runs):
        assert at >= i
        assert to >= j
        assert not number or (at, to) != (i, j)  # else they are one run
        assert size > 0
        assert old[at : at + size] == new[to : to + size]
        i, j = at + size, to + size


@given(ITEMS, ITEMS, st.sampled_from((0, 3, 10**6)), st.sampled_from((1, 10**6)))
def test_matching_runs_are_kept_at_any_cost(old: list[str], new: list[str], limit: int, cells: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(common_stretches, "_AFFORDABLE", limit)
        patch.setattr(common_stretches, "_MOST_CELLS", cells)
        in_order(matching_runs(old, new), old, new)


@given(ITEMS, ITEMS)
def test_where_everything_is_repeated_as_much_as_possible_is_kept(old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(common_stretches, "_AFFORDABLE", 0)
        patch.setattr(common_stretches, "_STRETCHES", ())  # as if no stretch occurred only once
        runs = matching_runs(old, new)
    in_order(runs, old, new)
    assert sum(size for _, _, size in runs) == common_length(old, new)


def test_a_distinctive_stretch_is_kept_rather_than_more_repeated_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(common_stretches, "_AFFORDABLE", 0)
    heading, rows = ["Programme", "of work"], ["0", "0", "0"]
    assert matching_runs([*rows, *heading], [*heading, *rows]) == [(3, 0, 2)]


@pytest.mark.parametrize("length", [8, 4, 2])
def test_one_long_stretch_is_kept_rather_than_several_that_are_shorter(
    monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(common_stretches, "_AFFORDABLE", 0)
    long = [f"long {n}" for n in range(length)]
    short = [[f"short {number}.{n}" for n in range(length - 1)] for number in range(3)]
    old = [*long, *short[0], "old", *short[1], "old", *short[2]]
    new = [*short[0], "new", *short[1], "new", *short[2], *long]
    assert matching_runs(old, new) == [(0, 3 * length - 1, length)]


def test_one_distinctive_line_is_kept_rather_than_repeated_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_stretches, "_AFFORDABLE", 0)
    assert matching_runs(["0", "0", "0", "Total"], ["Total", "0", "0", "0"]) == [(3, 0, 1)]


def test_stretches_that_overlap_are_one_and_none_is_shifted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_stretches, "_AFFORDABLE", 0)
    assert matching_runs("-abcdef+", "~abcdef*") == [(1, 1, 6)]
    assert matching_runs("-abcabd+", "~abcd*") == [(1, 1, 3), (6, 4, 1)]


@pytest.mark.parametrize(("old", "new"), [("xbb", "b"), ("b", "xbb")])
def test_no_item_is_kept_twice(old: str, new: str) -> None:
    in_order(matching_runs(old, new), list(old), list(new))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), max_size=8), st.booleans()
)
def test_heaviest_chain_against_all_chains(triples: list[tuple[int, int, int]], strict: bool) -> None:
    def follows(a: tuple[int, int], b: tuple[int, int]) -> bool:
        return (a[0] < b[0] and a[1] < b[1]) if strict else (a[0] <= b[0] and a[1] <= b[1])

    unique = sorted({(i, j): float(w) for i, j, w in triples}.items())
    pairs, weights = [p for p, _ in unique], [w for _, w in unique]
    best = 0.0
    for mask in range(1 << len(pairs)):
        chosen = [k for k in range(len(pairs)) if mask >> k & 1]
        chain = [pairs[k] for k in chosen]
        if all(follows(a, b) for a, b in pairwise(chain)):
            best = max(best, sum(weights[k] for k in chosen))
    found = heaviest_chain(pairs, weights, strict=strict)
    assert sum(weights[k] for k in found) == best
    assert all(follows(pairs[a], pairs[b]) for a, b in pairwise(found))


def test_one_paragraph_of_a_hundred_thousand_characters() -> None:
    chance = random.Random(1)
    words = ["敦促", "会员国", "，", "执行", "决议", "。", "合作", "技术", "、", "人口", "打击", "行为"]
    old = "".join(chance.choice(words) for _ in range(50_000))
    new = old[:30_000] + "新增" + old[30_000:70_000] + old[70_003:]
    edits = diff(old, new, "zh")
    check(edits, old, new)
    assert sum(max(len(e.old), len(e.new)) for e in edits if e.tag is not EditTag.EQUAL) <= 20
