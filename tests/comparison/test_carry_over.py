"""Whether an amendment reached the other languages, judged by changes and beads alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import simple_values
from simple_values import alignment, key_of, linked_set, revision

from aligner.comparison.carry_over import follow
from aligner.comparison.drafts import Links, RevisionIndex, find_counterparts
from aligner.comparison.edit_states import amended_otherwise
from aligner.values import (
    Alignment,
    Amendment,
    Carried,
    Change,
    ChangeKind,
    Document,
    DocumentKey,
    DocumentPair,
    Edit,
    EditTag,
    EditType,
    Message,
    Move,
    Revision,
    Segment,
    Span,
)

K = ChangeKind
ZH_OLD, ZH, EN_OLD, EN = map(key_of, ("zh@1", "zh@2", "en@1", "en@2"))
FR_OLD, FR = DocumentKey("fr", "1"), DocumentKey("fr", "2")


def documents(**texts: str) -> dict[DocumentKey, Document]:
    """Documents of eight paragraphs, the first as given."""
    found: dict[DocumentKey, Document] = {}
    for key in (ZH_OLD, ZH, EN_OLD, EN, FR_OLD, FR):
        first = texts.get(f"{key.language}{key.version}", "x")
        spans = [Span(0, len(first)), *(Span(len(first) + i, len(first) + i + 1) for i in range(7))]
        segments = tuple(Segment(span) for span in spans)
        found[key] = Document(key.language, first + "x" * 7, segments, version=key.version)
    return found


def followed(
    pivot: str,
    alignments: dict[DocumentPair, Alignment],
    revisions: dict[DocumentPair, Revision],
    texts: dict[DocumentKey, Document],
) -> tuple[Amendment, ...]:
    return follow(linked_set(texts, pivot, (), alignments, revisions))


def labelled(
    texts: dict[DocumentKey, Document], labels: dict[DocumentKey, str]
) -> dict[DocumentKey, Document]:
    """The documents with the labels given to the first paragraphs of some."""
    return {
        key: replace(text, segments=(replace(text.segments[0], label=labels.get(key)), *text.segments[1:]))
        for key, text in texts.items()
    }


def edits(*types: EditType) -> tuple[Edit, ...]:
    return tuple(Edit(EditTag.REPLACE, Span(i, i + 1), Span(i, i + 1), kind) for i, kind in enumerate(types))


def change(kind: ChangeKind, old: tuple[int, int], new: tuple[int, int], *types: EditType) -> Change:
    return Change(kind, Span(*old), Span(*new), edits(*types))


def kinds(*found: ChangeKind | tuple[ChangeKind, EditType]) -> Revision:
    """A revision of one paragraph after another, each of the kind given."""
    changes: list[Change] = []
    old = new = 0
    for one in found:
        kind, types = (one[0], one[1:]) if isinstance(one, tuple) else (one, ())
        m = {K.INSERTED: 0, K.MERGED: 2}.get(kind, 1)
        n = {K.DELETED: 0, K.SPLIT: 2}.get(kind, 1)
        changes.append(change(kind, (old, old + m), (new, new + n), *types))
        old, new = old + m, new + n
    return revision(*changes)


def state(
    zh: Revision,
    en: Revision,
    old: Alignment | None = None,
    new: Alignment | None = None,
    texts: dict[DocumentKey, Document] | None = None,
) -> tuple[Carried | None, str]:
    """What became of the first Chinese amendment in English."""
    old = old or alignment(*[(1, 1)] * zh.n_old)
    new = new or alignment(*[(1, 1)] * zh.n_new)
    amendments = followed(
        "zh",
        {(ZH_OLD, EN_OLD): old, (ZH, EN): new},
        {(ZH_OLD, ZH): zh, (EN_OLD, EN): en},
        texts or documents(),
    )
    first = next(amendment for amendment in amendments if amendment.language == "zh")
    return first.states.get("en"), str(first.reasons.get("en", ""))


SAME = K.UNCHANGED
NUMBER, VERB, WORDS = EditType.NUMBER, EditType.VERB, EditType.WORDING


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ((K.EDITED, WORDS), (K.EDITED, WORDS), Carried.CARRIED_OVER),
        ((K.EDITED, WORDS), K.UNCHANGED, Carried.NOT_CARRIED_OVER),
        ((K.EDITED, WORDS), K.RENUMBERED, Carried.NOT_CARRIED_OVER),
        ((K.EDITED, WORDS), K.FORM_ONLY, Carried.NOT_CARRIED_OVER),
        ((K.EDITED, NUMBER), (K.EDITED, NUMBER), Carried.CARRIED_OVER),
        ((K.EDITED, NUMBER), (K.EDITED, EditType.DATE), Carried.CARRIED_OVER),
        ((K.EDITED, NUMBER, VERB), (K.EDITED, NUMBER), Carried.PARTLY),
        ((K.EDITED, NUMBER, VERB), (K.EDITED, VERB), Carried.PARTLY),
        ((K.EDITED, NUMBER, VERB), (K.EDITED, VERB, NUMBER), Carried.CARRIED_OVER),
        ((K.EDITED, VERB), (K.EDITED, WORDS), Carried.CARRIED_OVER),
        ((K.EDITED, WORDS), (K.EDITED, EditType.CONSEQUENTIAL), Carried.NOT_CARRIED_OVER),
        ((K.EDITED, EditType.CONSEQUENTIAL), K.UNCHANGED, None),
        ((K.EDITED, EditType.FORM), K.RENUMBERED, None),
        (K.MOVED, K.MOVED, Carried.CARRIED_OVER),
        (K.MOVED, K.MOVED_EDITED, Carried.CARRIED_OVER),
        (K.MOVED, K.UNCHANGED, Carried.NOT_CARRIED_OVER),
        (K.MOVED, (K.EDITED, WORDS), Carried.NOT_CARRIED_OVER),
        (K.MOVED_EDITED, K.MOVED, Carried.PARTLY),
        (K.MOVED_EDITED, K.EDITED, Carried.PARTLY),
        (K.EDITED, K.MOVED_EDITED, Carried.CARRIED_OVER),
    ],
)
def test_changes_are_compared_across_languages(
    here: ChangeKind | tuple[ChangeKind, EditType],
    there: ChangeKind | tuple[ChangeKind, EditType],
    expected: Carried | None,
) -> None:
    texts = documents(zh1="2", zh2="3")  # a number is no change of numbers unless the numbers differ
    assert state(kinds(here, SAME), kinds(there, SAME), texts=texts)[0] is expected


def test_numbers_of_a_rewritten_paragraph_are_read_from_its_texts() -> None:
    here, there = kinds((K.EDITED, NUMBER), SAME), kinds((K.EDITED, WORDS), SAME)
    texts = documents(zh1="2", zh2="3", en1="in two of them", en2="in three others")
    assert state(here, there, texts=texts)[0] is Carried.CARRIED_OVER
    texts = documents(zh1="2", zh2="3", en1="in two of them", en2="in two others")
    assert state(here, there, texts=texts)[0] is Carried.PARTLY
    texts = documents(zh1="前項", zh2="第一項")  # no number by itself
    assert state(here, there, texts=texts)[0] is Carried.CARRIED_OVER


@pytest.mark.parametrize(("number", "expected"), [("两", Carried.CARRIED_OVER), ("三", Carried.PARTLY)])
def test_two_may_be_the_ending_of_a_noun_there(number: str, expected: Carried) -> None:
    texts = {
        key_of("zh@1"): simple_values.document("zh", "一名代表"),
        key_of("zh@2"): simple_values.document("zh", f"{number}名代表"),
        key_of("ar@1"): simple_values.document("ar", "وممثل واحد"),
        key_of("ar@2"): simple_values.document("ar", "وممثلان"),
    }
    keys = {code: (key_of(f"{code}@1"), key_of(f"{code}@2")) for code in ("zh", "ar")}
    links = dict.fromkeys(zip(keys["zh"], keys["ar"], strict=True), alignment((1, 1)))
    revisions = {keys["zh"]: kinds((K.EDITED, NUMBER)), keys["ar"]: kinds((K.EDITED, WORDS))}
    first, *_ = followed("zh", links, revisions, texts)
    assert first.states == {"ar": expected}


def test_a_number_may_be_the_label_of_the_paragraph_there() -> None:
    here, there = kinds((K.EDITED, NUMBER), SAME), kinds((K.EDITED, WORDS), SAME)

    def after(label: str, there: Revision) -> Carried | None:
        texts = documents(zh1="第1.2版", zh2="第2.4版", en1="Edition", en2="Version")
        return state(here, there, texts=labelled(texts, {EN_OLD: "1.2", EN: label}))[0]

    assert after("2.4", there) is Carried.CARRIED_OVER
    assert after("1.2", there) is Carried.PARTLY
    assert after("2.4", kinds(K.RENUMBERED, SAME)) is Carried.CARRIED_OVER
    assert after("1.3", kinds(K.RENUMBERED, SAME)) is Carried.NOT_CARRIED_OVER


def test_a_number_that_becomes_the_label_is_not_altered() -> None:
    here, there = kinds((K.EDITED, NUMBER), SAME), kinds((K.EDITED, WORDS), SAME)

    def after(label: str) -> Carried | None:
        texts = documents(zh1="G2：分担责任", zh2="分担责任", en1="G2: Share", en2="Goal 2: Share")
        return state(here, there, texts=labelled(texts, {ZH: label}))[0]

    assert after("目标2") is Carried.CARRIED_OVER
    assert after("目标3") is Carried.PARTLY


def test_paragraphs_that_changed_places_there_too_moved_whatever_it_is_called() -> None:
    here = revision(change(K.MOVED_EDITED, (0, 1), (1, 2), WORDS), change(SAME, (1, 2), (0, 1)))
    there = revision(change(K.EDITED, (0, 1), (1, 2), WORDS), change(K.EDITED, (1, 2), (0, 1), WORDS))
    assert state(here, there)[0] is Carried.CARRIED_OVER


def test_a_paragraph_taken_out_and_put_in_elsewhere_was_moved_and_edited() -> None:
    stays, unlinked = change(SAME, (1, 2), (0, 1)), Span(0, 0)
    here = revision(stays, change(K.MOVED_EDITED, (0, 1), (1, 2), WORDS))
    there = revision(
        stays,
        Change(K.DELETED, Span(0, 1), unlinked, ()),
        Change(K.INSERTED, unlinked, Span(1, 2), ()),
    )
    assert state(here, there)[0] is Carried.CARRIED_OVER


def test_a_replaced_paragraph_may_be_unchanged_elsewhere() -> None:
    here = revision(change(K.DELETED, (0, 1), (0, 0)), change(K.INSERTED, (1, 1), (0, 1)))
    amendments = followed(
        "zh",
        {(ZH_OLD, EN_OLD): alignment((1, 1)), (ZH, EN): alignment((1, 1))},
        {(ZH_OLD, ZH): here, (EN_OLD, EN): kinds(SAME)},
        documents(),
    )
    assert amendments[1].states == {"en": Carried.UNKNOWN}


@pytest.mark.parametrize(
    ("here", "old", "new"),
    [(K.SPLIT, (1, 1), ((1, 1), (1, 1))), (K.MERGED, (1, 1), ((1, 1),))],
)
def test_paragraphs_divided_alike_are_carried_over(
    here: ChangeKind, old: tuple[int, int], new: tuple[tuple[int, int], ...]
) -> None:
    if here is K.SPLIT:
        there = revision(change(K.DELETED, (0, 1), (0, 0)), change(K.INSERTED, (1, 1), (0, 2)))
        found, _ = state(kinds(here), there, old=alignment(old), new=alignment(*new))
    else:
        there = revision(change(K.DELETED, (0, 2), (0, 0)), change(K.INSERTED, (2, 2), (0, 1)))
        found, _ = state(kinds(here), there, old=alignment(old, old), new=alignment(*new))
    assert found is Carried.CARRIED_OVER


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (0.5, 0.4, Carried.CARRIED_OVER),
        (0.5, 0.05, Carried.PARTLY),
        (0.5, None, Carried.CARRIED_OVER),
        (None, 0.05, Carried.CARRIED_OVER),
        (0.005, 0.0, Carried.CARRIED_OVER),  # too little to be distinguished from nothing
        (0.05, 0.5, Carried.CARRIED_OVER),
    ],
)
def test_an_edit_with_far_less_change_of_meaning_is_another_amendment(
    here: float | None, there: float | None, expected: Carried
) -> None:
    ours, theirs = (
        revision(replace(change(K.EDITED, (0, 1), (0, 1), WORDS), shift=shift), change(SAME, (1, 2), (1, 2)))
        for shift in (here, there)
    )
    found, why = state(ours, theirs)
    assert found is expected
    assert ("far less" in why) is (expected is Carried.PARTLY)


def test_an_insertion_made_in_both_is_carried_over() -> None:
    assert state(kinds(SAME, K.INSERTED), kinds(SAME, K.INSERTED))[0] is Carried.CARRIED_OVER


def test_an_insertion_without_a_counterpart_is_not() -> None:
    found, _ = state(kinds(SAME, K.INSERTED), kinds(SAME), new=alignment((1, 1), (1, 0)))
    assert found is Carried.NOT_CARRIED_OVER


def test_an_insertion_linked_only_to_an_unchanged_neighbour_is_not_carried_over() -> None:
    found, _ = state(kinds(SAME, K.INSERTED), kinds(SAME), new=alignment((2, 1)))
    assert found is Carried.NOT_CARRIED_OVER


def test_an_insertion_already_present_elsewhere_is_unknown() -> None:
    found, why = state(kinds(SAME, K.INSERTED), kinds(SAME, SAME), old=alignment((1, 1), (0, 1)))
    assert found is Carried.UNKNOWN
    assert "already" in why


@pytest.mark.parametrize(
    ("english", "old", "new", "expected"),
    [
        (kinds(SAME, K.DELETED), alignment((1, 1), (1, 1)), alignment((1, 1)), Carried.CARRIED_OVER),
        (kinds(SAME, SAME), alignment((1, 1), (1, 1)), alignment((1, 1), (0, 1)), Carried.NOT_CARRIED_OVER),
        (kinds(SAME), alignment((1, 1), (1, 0)), alignment((1, 1)), Carried.UNKNOWN),
        (kinds(K.EDITED), alignment((2, 1)), alignment((1, 1)), Carried.CARRIED_OVER),
        (kinds(SAME), alignment((2, 1)), alignment((1, 1)), Carried.NOT_CARRIED_OVER),
        (kinds(SAME, K.EDITED), alignment((1, 1), (1, 1)), alignment((1, 1), (0, 1)), Carried.PARTLY),
    ],
)
def test_deletions(english: Revision, old: Alignment, new: Alignment, expected: Carried) -> None:
    assert state(kinds(SAME, K.DELETED), english, old, new)[0] is expected


def test_a_split_into_existing_paragraphs_is_unknown() -> None:
    found, why = state(
        kinds(K.SPLIT), kinds(SAME, SAME), old=alignment((1, 2)), new=alignment((1, 1), (1, 1))
    )
    assert found is Carried.UNKNOWN
    assert "divided" in why


def test_a_split_that_was_not_made_is_not_carried_over() -> None:
    assert state(kinds(K.SPLIT), kinds(SAME), new=alignment((2, 1)))[0] is Carried.NOT_CARRIED_OVER
    assert state(kinds(K.SPLIT), kinds(K.SPLIT), new=alignment((1, 1), (1, 1)))[0] is Carried.CARRIED_OVER
    found, why = state(kinds(K.SPLIT), kinds((K.EDITED, WORDS)), new=alignment((2, 1)))
    assert found is Carried.PARTLY
    assert "split" in why


def test_a_move_seen_from_the_other_side_is_the_same_move() -> None:
    first_moved = revision(change(SAME, (1, 2), (0, 1)), change(K.MOVED, (0, 1), (1, 2)))
    second_moved = revision(change(K.MOVED, (1, 2), (0, 1)), change(SAME, (0, 1), (1, 2)))
    assert state(first_moved, second_moved)[0] is Carried.CARRIED_OVER


def test_paragraphs_swapped_beside_a_new_or_deleted_one_are_swapped_there_too() -> None:
    here = revision(
        change(K.MOVED, (0, 1), (2, 3)), change(K.INSERTED, (0, 0), (0, 1)), change(SAME, (1, 2), (1, 2))
    )
    assert state(here, kinds(K.INSERTED, SAME, SAME))[0] is Carried.CARRIED_OVER
    here = revision(
        change(K.MOVED, (1, 2), (1, 2)), change(K.DELETED, (0, 1), (0, 0)), change(SAME, (2, 3), (0, 1))
    )
    assert state(here, kinds(K.DELETED, SAME, SAME))[0] is Carried.CARRIED_OVER


def test_a_moved_paragraph_is_found_through_the_move_between_languages() -> None:
    moved = revision(change(SAME, (1, 2), (0, 1)), change(K.MOVED, (0, 1), (1, 2)))
    crossing = Move(Span(1, 2), Span(0, 1), 0.9)
    found, why = state(moved, kinds(SAME, SAME), new=alignment((0, 1), (1, 1), (1, 0), moves=(crossing,)))
    assert found is Carried.NOT_CARRIED_OVER
    assert why == "moved in Chinese only"


def test_an_edit_without_counterpart_is_unknown() -> None:
    zh, en = kinds((K.EDITED, WORDS), SAME), kinds(SAME)
    found, why = state(zh, en, alignment((1, 0), (1, 1)), alignment((1, 0), (1, 1)))
    assert found is Carried.UNKNOWN
    assert "counterpart" in why


def three_languages(zh: Revision, en: Revision, fr: Revision) -> dict[str, Amendment]:
    pairs = {
        (ZH_OLD, EN_OLD): alignment(*[(1, 1)] * 2),
        (ZH, EN): alignment(*[(1, 1)] * 2),
        (ZH_OLD, FR_OLD): alignment(*[(1, 1)] * 2),
        (ZH, FR): alignment(*[(1, 1)] * 2),
    }
    found = followed("zh", pairs, {(EN_OLD, EN): en, (ZH_OLD, ZH): zh, (FR_OLD, FR): fr}, documents())
    return {amendment.language: amendment for amendment in found}


def test_a_missed_amendment_is_missed_in_every_direction() -> None:
    edited, same = kinds((K.EDITED, WORDS), SAME), kinds(SAME, SAME)
    found = three_languages(edited, edited, same)
    assert list(found) == ["zh", "en"]
    assert found["zh"].states == {"en": Carried.CARRIED_OVER, "fr": Carried.NOT_CARRIED_OVER}
    assert found["en"].states == {"zh": Carried.CARRIED_OVER, "fr": Carried.NOT_CARRIED_OVER}


def test_a_correction_of_one_language_is_labelled_as_such() -> None:
    edited, same = kinds((K.EDITED, WORDS), SAME), kinds(SAME, SAME)
    found = three_languages(same, same, edited)
    assert found["fr"].states == {"zh": Carried.AMENDED_HERE_ONLY, "en": Carried.AMENDED_HERE_ONLY}


def test_a_language_without_both_drafts_has_no_state() -> None:
    edited = kinds((K.EDITED, WORDS))
    (found,) = followed("zh", {(ZH, EN): alignment((1, 1))}, {(ZH_OLD, ZH): edited}, documents())
    assert found.states == {}


def test_unaligned_drafts_are_unknown() -> None:
    edited = kinds((K.EDITED, WORDS))
    found = followed(
        "zh", {(ZH, EN): alignment((1, 1))}, {(ZH_OLD, ZH): edited, (EN_OLD, EN): edited}, documents()
    )
    assert found[0].states == {"en": Carried.UNKNOWN}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [("Encourages States", Carried.UNKNOWN), ("Urges States", Carried.NOT_CARRIED_OVER)],
)
def test_a_verb_that_covers_both_may_rightly_stay(kept: str, expected: Carried) -> None:
    verb = kinds((K.EDITED, VERB), SAME)
    texts = documents(zh1="鼓励会员国", zh2="鼓励会员国", en1=kept, en2=kept)
    found, why = state(verb, kinds(SAME, SAME), texts=texts)
    assert found is expected
    assert why == ("encourages can stand for 鼓励 and 鼓励" if expected is Carried.UNKNOWN else "")


def test_the_russian_for_calls_upon_and_encourages_is_one_verb() -> None:
    verb = kinds((K.EDITED, VERB), SAME)
    texts = documents(zh1="призывает", zh2="призывает", en1="Calls upon States", en2="Encourages States")
    russian = {
        key: Document("ru", text.text, text.segments, version=text.version)
        for key, text in texts.items()
        if key.language == "zh"
    }
    old, new = DocumentKey("ru", "1"), DocumentKey("ru", "2")
    (amendment,) = followed(
        "en",
        {(EN_OLD, old): alignment((1, 1), (1, 1)), (EN, new): alignment((1, 1), (1, 1))},
        {(EN_OLD, EN): verb, (old, new): kinds(SAME, SAME)},
        {EN_OLD: texts[EN_OLD], EN: texts[EN], old: russian[ZH_OLD], new: russian[ZH]},
    )
    assert amendment.states == {"ru": Carried.UNKNOWN}
    assert "призывает" in str(amendment.reasons["ru"])


@pytest.mark.parametrize(
    ("zh", "en", "expected", "why"),
    [
        (("27日", "28日"), ("on 27 May", "on 28 May"), Carried.CARRIED_OVER, ""),
        (("27日", "28日"), ("on 27 May", "on 27 May, as"), Carried.PARTLY, "27 is still there, not 28"),
        (
            ("22亿人", "21亿人"),
            ("of 2.2 billion people", "that 2.2 billion people"),
            Carried.PARTLY,
            "2.2 billion is still there, not 21亿",
        ),
        (("27日", "28日"), ("on 26 May", "on 29 May"), Carried.CARRIED_OVER, ""),  # never was the same
        (("三十", "四十"), ("thirty", "thirty-one and forty"), Carried.CARRIED_OVER, ""),
    ],
)
def test_number_values_are_compared(
    zh: tuple[str, str], en: tuple[str, str], expected: Carried, why: str
) -> None:
    both = kinds((K.EDITED, NUMBER, WORDS), SAME)
    texts = documents(zh1=zh[0], zh2=zh[1], en1=en[0], en2=en[1])
    assert state(both, both, texts=texts) == (expected, why)


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        (("15个国家", "18个国家"), ("15 States", "16 States"), ("18", "16")),
        (("15个国家", "18个国家"), ("15 States", "18 States"), None),
        (("15个国家", "18个国家"), ("fifteen States", "eighteen States"), None),
        (("下降30%", "下降40%"), ("fell by 30 per cent", "fell by 45 per cent"), ("40", "45")),
        (("6月30日", "7月31日"), ("by 30 June", "by 31 August"), ("7月31日", "31 August")),
        (("第72/145号决议", "第72/147号决议"), ("res. 72/145", "res. 72/149"), ("72/147", "72/149")),
        (("第七十六届", "第七十七届"), ("seventy-sixth", "seventy-ninth"), ("七十七", "seventy-ninth")),
        (("四分之一", "三分之一"), ("one quarter", "one fifth"), ("三分之一", "one fifth")),
        (("四分之一", "三分之一"), ("one quarter", "one third"), None),
        (("七百万元", "一千万元"), ("seven million", "twelve million"), ("一千万", "twelve million")),
        (("七百万元", "一千万元"), ("seven million", "ten million"), None),
        (("40公里", "50公里"), ("25 miles", "31 miles"), None),  # they differed before
        (("15个国家", "18个国家"), ("15 States", "more States"), None),  # it may be said elsewhere
        (("报告应说明", "报告可以说明"), ("It shall say", "It should say"), ("可以", "should")),
        (("报告应说明", "报告可以说明"), ("It shall say", "It may say"), None),
        (("报告可以说明", "报告应说明"), ("It may say", "It should say"), None),  # 应 can mean should
        (("报告可以说明", "报告应说明"), ("It may say", "It says"), None),
    ],
)
def test_values_amended_otherwise_are_found(
    zh: tuple[str, str], en: tuple[str, str], expected: tuple[str, str] | None
) -> None:
    found = otherwise(documents(zh1=zh[0], zh2=zh[1], en1=en[0], en2=en[1]))
    here, there = ((word,) for word in expected or ("", ""))
    assert found == (expected and Message("reason.amended_otherwise", here=here, there=there))


def otherwise(
    texts: dict[DocumentKey, Document], zh: int = 1, links: Alignment | None = None
) -> Message | None:
    """What English amended otherwise than the first of some amended Chinese paragraphs."""
    links = links or alignment(*[(1, 1)] * 8)
    here = RevisionIndex((ZH_OLD, ZH), kinds(*[(K.EDITED, WORDS)] * zh), texts)
    there = RevisionIndex((EN_OLD, EN), kinds((K.EDITED, WORDS)), texts)
    between = Links({(ZH_OLD, EN_OLD): links, (ZH, EN): links})
    found = find_counterparts(here.changes[0], here, there, between, of_pivot=True)
    assert found is not None
    return amended_otherwise(found)


def test_a_value_of_a_neighbour_in_the_same_link_is_no_other_value() -> None:
    def found(added: str) -> Message | None:
        texts = {
            ZH_OLD: simple_values.document("zh", "15个国家", "20个组织"),
            ZH: simple_values.document("zh", "18个国家", "30个组织"),
            EN_OLD: simple_values.document("en", "15 States and 20 organizations"),
            EN: simple_values.document("en", f"{added} States and 30 organizations"),
        }
        return otherwise(texts, 2, alignment((2, 1)))

    assert found("18") is None
    assert found("16") == Message("reason.amended_otherwise", here=("18",), there=("16",))


def test_a_verb_left_alone_where_other_words_changed() -> None:
    here, there = kinds((K.EDITED, VERB, WORDS), SAME), kinds((K.EDITED, WORDS), SAME)
    texts = documents(
        zh1="鼓励会员国", zh2="敦促会员国", en1="Encourages States", en2="Encourages all States"
    )
    assert state(here, there, texts=texts) == (
        Carried.PARTLY,
        "the opening verb there is encourages, as before",
    )
    texts = documents(zh1="鼓励会员国", zh2="敦促会员国", en1="Encourages States", en2="Urges all States")
    assert state(here, there, texts=texts) == (Carried.CARRIED_OVER, "")


@pytest.mark.parametrize(
    ("kind", "new", "why"),
    [
        (WORDS, "20 members", "reworded only"),
        (NUMBER, "twenty members", "reworded only"),
        (NUMBER, "30 members", ""),
        (EditType.REFERENCE, "20 members", ""),
        (WORDS, "20 members, who inform the secretariat", ""),
    ],
)
def test_a_reworded_translation_differs_from_a_correction(kind: EditType, new: str, why: str) -> None:
    amendments = followed(
        "zh",
        {(ZH_OLD, EN_OLD): alignment((1, 1)), (ZH, EN): alignment((1, 1))},
        {(ZH_OLD, ZH): kinds(SAME), (EN_OLD, EN): kinds((K.EDITED, kind))},
        documents(en1="20 members", en2=new),
    )
    (only,) = amendments
    assert only.states == {"zh": Carried.AMENDED_HERE_ONLY}
    assert str(only.reasons.get("zh", "")) == why


def shifted(shift: float | None) -> Revision:
    """A revision of two paragraphs, the first edited so that its meaning moved so far."""
    edited = replace(change(K.EDITED, (0, 1), (0, 1), WORDS), shift=shift)
    return revision(edited, change(SAME, (1, 2), (1, 2)))


def states(ours: Revision, theirs: Revision, texts: dict[DocumentKey, Document]) -> dict[str, Carried]:
    """For each language, what became of its first amendment in the other."""
    alignments = {(ZH_OLD, EN_OLD): alignment((1, 1), (1, 1)), (ZH, EN): alignment((1, 1), (1, 1))}
    found = followed("zh", alignments, {(ZH_OLD, ZH): ours, (EN_OLD, EN): theirs}, texts)
    return {each.language: next(iter(each.states.values())) for each in found}


def test_edits_with_the_same_numbers_are_one_amendment() -> None:
    texts = documents(zh1="20 名委员", zh2="30 名委员", en1="20 members", en2="30 members")
    assert states(shifted(0.5), shifted(0.05), texts)["zh"] is Carried.CARRIED_OVER
    texts = documents(zh1="20 名委员", zh2="30 名委员", en1="20 members", en2="20 delegates")
    assert states(shifted(0.5), shifted(0.05), texts)["zh"] is Carried.PARTLY


def test_as_much_added_is_one_amendment_though_the_meaning_hardly_moved() -> None:
    zh, en = ("阿尔巴尼亚：决议草案", "阿尔巴尼亚：订正决议草案"), "Albania: draft resolution"
    texts = documents(zh1=zh[0], zh2=zh[1], en1=en, en2="Albania: revised draft resolution")
    assert states(shifted(0.5), shifted(0.05), texts)["zh"] is Carried.CARRIED_OVER
    for other in ("Albania: a draft resolution", "Albania: resolution"):
        texts = documents(zh1=zh[0], zh2=zh[1], en1=en, en2=other)
        assert states(shifted(0.5), shifted(0.05), texts)["zh"] is Carried.PARTLY


def test_a_new_wording_of_a_translation_is_no_missing_amendment() -> None:
    found = states(shifted(0.05), shifted(0.5), documents())
    assert found == {"zh": Carried.CARRIED_OVER, "en": Carried.CARRIED_OVER}


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(0.005, Carried.UNKNOWN), (0.05, Carried.NOT_CARRIED_OVER), (None, Carried.NOT_CARRIED_OVER)],
)
def test_a_comma_edit_is_not_expected_in_other_languages(shift: float | None, expected: Carried) -> None:
    untouched = revision(change(SAME, (0, 1), (0, 1)), change(SAME, (1, 2), (1, 2)))
    assert states(shifted(shift), untouched, documents())["zh"] is expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [("缔约国（States Parties）", Carried.UNKNOWN), ("缔约国（State parties）", Carried.NOT_CARRIED_OVER)],
)
def test_capitals_are_not_expected_in_other_languages(new: str, expected: Carried) -> None:
    """They shift a vector as far as a word does, and other languages may have none."""
    untouched = revision(change(SAME, (0, 1), (0, 1)), change(SAME, (1, 2), (1, 2)))
    texts = documents(zh1="缔约国（States parties）", zh2=new)
    assert states(shifted(0.05), untouched, texts)["zh"] is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("并科一千万元以下罚金", "并科三千万元以下罚金", Carried.NOT_CARRIED_OVER),
        ("警察、移民及其他人员", "警察、移民、私立就业服务机构及其他人员", Carried.NOT_CARRIED_OVER),
        ("警察、移民及其他人员", "警察及移民及其他人员", Carried.UNKNOWN),
    ],
)
def test_a_missing_amount_or_passage_is_found_in_a_long_paragraph(
    old: str, new: str, expected: Carried
) -> None:
    untouched = revision(change(SAME, (0, 1), (0, 1)), change(SAME, (1, 2), (1, 2)))
    assert states(shifted(0.001), untouched, documents(zh1=old, zh2=new))["zh"] is expected


def test_an_insertion_beside_an_unlinked_paragraph_may_exist_already() -> None:
    """第35条 is new here, since the old one became 第45条; Article 35 there is unchanged."""
    here = revision(change(K.INSERTED, (0, 0), (0, 1)), change(K.EDITED, (0, 1), (1, 2), NUMBER))
    there = revision(change(SAME, (0, 1), (0, 1)), change(K.INSERTED, (1, 1), (1, 2)))
    assert state(here, there, old=alignment((1, 1)), new=alignment((1, 1), (1, 1)))[0] is Carried.UNKNOWN


def test_moved_and_edited_against_rewritten_is_unknown() -> None:
    here = revision(change(SAME, (1, 2), (0, 1)), change(K.MOVED_EDITED, (0, 1), (1, 2), WORDS))
    there = revision(change(SAME, (0, 1), (0, 1)), change(K.INSERTED, (1, 1), (1, 2)))
    found, why = state(here, there, old=alignment((1, 0), (1, 1)), new=alignment((1, 1), (1, 1)))
    assert found is Carried.UNKNOWN
    assert "inserted" in why


def test_a_number_is_missed_however_the_paragraphs_are_divided() -> None:
    texts = documents(zh1="26日", zh2="27日", en1="26 May", en2="26 May")
    found, _ = state(kinds(K.MERGED), kinds(SAME), old=alignment((2, 1)), new=alignment((1, 1)), texts=texts)
    assert found is Carried.NOT_CARRIED_OVER


def test_a_translation_edited_alone_raises_no_doubt_about_the_pivot() -> None:
    untouched = revision(change(SAME, (0, 1), (0, 1)), change(SAME, (1, 2), (1, 2)))
    assert states(untouched, shifted(0.001), documents()) == {"en": Carried.AMENDED_HERE_ONLY}
