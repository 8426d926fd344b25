"""The contents of a page, on the hand-made sample; and marking, on any text."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from simple_values import alignment, document, key_of, linked_set, with_alignments
from timing import seconds

from aligner.alignment import corrections
from aligner.comparison.carry_over import follow
from aligner.comparison.layout import with_links
from aligner.comparison.page_rows import build_rows
from aligner.comparison.single_result import from_alignment, from_revision
from aligner.languages.tokens import form_key
from aligner.revision.diff import diff
from aligner.revision.revise import revise
from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Footnote,
    Masthead,
    Move,
    NoteMark,
    Revision,
    Row,
    Segment,
    SegmentKind,
    Span,
    Weight,
    WeightReason,
    catalogue,
    verbatim,
)
from aligner.values.message import LanguageError
from aligner.view.build import build, choices, default_columns, rescored
from aligner.view.footnote_list import note_lines
from aligner.view.markup import plain
from aligner.view.one_page_summary import AmendmentGroupKind, group_by_weight
from aligner.view.page_model import BadgeKind, Deferred, Entry, View
from aligner.view.redline_runs import Drafts, Mark, Piece, Role, change_pieces, footnote_indices


@pytest.fixture(scope="module")
def view() -> View:
    return build(sample.comparison())


def quoted(entry: Entry) -> str:
    """The changed words of an amendment in the first column that has it."""
    return shown(next(iter(entry.excerpts.values())))


def shown(pieces: tuple[Piece, ...]) -> str:
    """Pieces as one line: {-deleted-} {+inserted+}, ^note^, ¶ for a border."""
    made = ""
    for piece in pieces:
        text = {Role.TEXT: piece.text, Role.NOTE: f"^{piece.text}^", Role.BREAK: "¶"}[piece.role]
        made += {Mark.EQUAL: text, Mark.INSERTED: f"{{+{text}+}}", Mark.DELETED: f"{{-{text}-}}"}[piece.mark]
    return made


CHINESE = [  # place, old place, badges, text
    ("", "", [], "标题"),
    ("PP1", "", [], "回顾^1^ {-2017-}{+2+}{+^2^+}{+018+}"),
    ("OP1", "", [], "{-敦促-}{+鼓励+} ^3^各国 [合作] 𠀀"),
    ("OP2", "OP6", ["moved_from OP6 → 9"], "回顾 会议{+!+}"),
    ("", "OP2", ["deleted OP2"], "{-会议 2018-}"),
    ("OP3", "", ["split_from OP3"], "报告.{- -}{+¶+}"),
    ("OP4", "OP3", ["split_from OP3"], "另行"),
    ("OP5", "OP4", ["merged_from OP4, OP5"], "各国 A{-¶-}{+ +}各国 B"),
    ("", "OP6", ["moved_to OP2 → 4"], "回顾 会议"),
    ("OP6", "", ["inserted"], "{+敦促 会议+}"),
    ("OP7", "", [], "会议 各国"),
    ("OP8", "", ["form_only OP8"], "[合作]{+ ;+}"),
]


@pytest.mark.parametrize(("index", "expected"), list(enumerate(CHINESE)))
def test_every_kind_of_change_in_its_row(
    view: View, index: int, expected: tuple[str, str, list[str], str]
) -> None:
    row = view.rows[index]
    cell = row.cells[0]
    badges = [
        f"{badge.kind} {badge.place}".strip() + (f" → {badge.row}" if badge.row else "")
        for badge in cell.badges
    ]
    text = "".join(shown(block.pieces) for block in cell.blocks)
    assert (row.place, row.old_place, badges, text) == expected


def test_a_merger_without_edits_marks_the_border_that_it_removes() -> None:
    old, new = document("en", "One", "two"), document("en", "One two")
    merged = Change(ChangeKind.MERGED, Span(0, 2), Span(0, 1), ())
    drafts = Drafts.of(old, new, Revision((merged,), 2, 1))
    assert {index: shown(pieces) for index, pieces in change_pieces(merged, drafts).items()} == {0: "{-¶-}"}


def test_rows_are_numbered_in_order_and_no_more_than_expected(view: View) -> None:
    assert [row.number for row in view.rows] == list(range(1, len(CHINESE) + 1))


def test_a_move_leads_to_its_other_place_and_back(view: View) -> None:
    pairs = {
        (row.number, badge.row)
        for row in view.rows
        for cell in row.cells
        for badge in cell.badges
        if badge.kind in (BadgeKind.MOVED_FROM, BadgeKind.MOVED_TO)
    }
    assert pairs == {(4, 9), (9, 4)}  # five languages, one old place


def test_what_only_another_language_still_has_is_cited_once() -> None:
    """Its number there is that of the deleted paragraph: para. 2 (old para. 2) says nothing."""
    english, french = ("First point.", "Second point."), ("Premier point.", "Deuxième point.")
    texts = {"en@1": english, "en@2": english[:1], "fr@1": french, "fr@2": french}
    documents = {
        key_of(name): document(name[:2], *lines, version=name[-1], labels=("1", "2"))
        for name, lines in texts.items()
    }
    keys = {version: (key_of(f"en@{version}"), key_of(f"fr@{version}")) for version in "12"}
    alignments = {keys["1"]: alignment((1, 1), (1, 1)), keys["2"]: alignment((1, 1), (0, 1))}
    revisions = {
        pair: revise(documents[pair[0]], documents[pair[1]])
        for pair in zip(keys["1"], keys["2"], strict=True)
    }
    rows = build_rows(linked_set(documents, "en", ("1", "2"), alignments, revisions))
    view = build(Comparison("", "en", ("1", "2"), documents, alignments, revisions, rows))
    assert [(row.place, row.old_place) for row in view.rows] == [("¶1", ""), ("", "¶2")]


def test_what_languages_that_are_behind_have_at_the_old_place_is_beside_it() -> None:
    english = ("Each State pays its share.", "The fund publishes a report.", "A conference meets in Rome.")
    texts = {
        "en@1": english,
        "en@2": (english[2], *english[:2]),
        "fr@1": ("Le fonds.", "Le rapport.", "Une conférence."),
        "es@1": ("El fondo.", "El informe.", "Una conferencia."),
    }
    documents = {key_of(name): document(name[:2], *lines, version=name[-1]) for name, lines in texts.items()}
    alignments = {(key_of("en@1"), key_of(name)): alignment(*[(1, 1)] * 3) for name in ("fr@1", "es@1")}
    drafts = key_of("en@1"), key_of("en@2")
    revisions = {drafts: revise(*(documents[key] for key in drafts))}
    rows = build_rows(linked_set(documents, "en", ("1", "2"), alignments, revisions))
    view = build(Comparison("", "en", ("1", "2"), documents, alignments, revisions, rows))
    seen = [["".join(shown(each.pieces) for each in cell.blocks) for cell in row.cells] for row in view.rows]
    assert seen == [
        [english[2], "", ""],
        *([texts[name][at] for name in ("en@1", "fr@1", "es@1")] for at in range(3)),
    ]
    assert [(badge.kind, badge.row) for row in view.rows for badge in row.cells[0].badges] == [
        (BadgeKind.MOVED_FROM, 4),
        (BadgeKind.MOVED_TO, 1),
    ]


@pytest.mark.parametrize("how", ["missing", "own"])
def test_an_old_place_is_shown_whichever_row_has_it(how: str) -> None:
    comparison = sample.comparison(["zh"])
    old = DocumentKey("zh", "draft")
    rows = [Row({k: s for k, s in row.cells.items() if (k, s.start) != (old, 7)}) for row in comparison.rows]
    if how == "own":
        rows.insert(8, Row({old: Span(7, 8)}))
    view = build(replace(comparison, rows=tuple(rows)))
    assert [(b.kind.value, b.row) for row in view.rows for b in row.cells[0].badges if b.row] == [
        ("moved_from", 9),
        ("moved_to", 4),
    ]
    assert [row.number for row in view.rows if any(block.ghost for block in row.cells[0].blocks)] == [9]


def test_missing_amendments_are_noted_in_that_language(view: View) -> None:
    said = {
        (row.place, view.columns[number].key.language): badge.kind.value
        for row in view.rows
        for number, cell in enumerate(row.cells)
        for badge in cell.badges
        if badge.kind in (BadgeKind.NOT_CARRIED_OVER, BadgeKind.PARTLY, BadgeKind.UNKNOWN)
    }
    assert said == {
        ("OP1", "ru"): "not_carried_over",
        ("OP6", "fr"): "not_carried_over",
        ("OP5", "en"): "partly",
        ("PP1", "ar"): "unknown",
    }


def test_a_remark_is_in_the_draft_that_shows_the_changes() -> None:
    new, old = DocumentKey("fr", "rev1"), DocumentKey("fr", "draft")
    columns = [(DocumentKey("zh", "rev1"), DocumentKey("zh", "draft")), (new, None), (new, old), (old, None)]
    said = [
        number
        for row in build(sample.comparison(), columns).rows
        for number, cell in enumerate(row.cells)
        for badge in cell.badges
        if badge.kind is BadgeKind.NOT_CARRIED_OVER
    ]
    assert said == [2]


def test_a_gap_is_distinguished_from_an_old_place(view: View) -> None:
    gaps = [(row.number, number) for row in view.rows for number, cell in enumerate(row.cells) if cell.gap]
    assert gaps == [(10, 2)]


def test_renumbered_and_form_only_are_no_amendments(view: View) -> None:
    assert [row.number for row in view.rows if not row.amended] == [1, 11, 12]
    block = view.rows[10].cells[0].blocks[0]
    assert (block.label, block.old_label) == ("7", "6 bis")


def test_edits_apart_in_the_text_are_apart_in_an_excerpt() -> None:
    """Run together, “27” struck out and “28” put in read as the end of the date before them."""
    old = sample.document(
        "en", "draft", [(SegmentKind.OPERATIVE, "1", "OP1", "Meets on 26 May 2017 and 27 May in New York.")]
    )
    new = sample.document(
        "en", "rev1", [(SegmentKind.OPERATIVE, "1", "OP1", "Meets on 27 May 2017 and 28 May in Geneva.")]
    )
    view = build(from_revision(old, new, revise(old, new)))
    assert quoted(view.entries[0]) == (
        "{-26 May 2017-}{+27 May 2017+} … {-27 May in New York-}{+28 May in Geneva+}"
    )


def test_the_excerpt_of_a_new_paragraph_continues_after_a_footnote_mark() -> None:
    kept = (SegmentKind.OPERATIVE, "1", "OP1", "Meets in Geneva.")
    added = (SegmentKind.OPERATIVE, "2", "OP2", "Recalls resolution 71/1, and thanks all States for it.")
    old = sample.document("en", "draft", [kept])
    new = sample.document("en", "rev1", [kept, added], notes=["A note."], marks=[(1, 24, "1")])
    view = build(from_revision(old, new, revise(old, new)))
    assert quoted(view.entries[0]).startswith("{+Recalls resolution 71/1, and thanks all States for it.+}")


def test_weak_links_are_marked_uncertain_except_on_the_pivot(view: View) -> None:
    cells = view.rows[11].cells
    assert [BadgeKind.UNCERTAIN in {badge.kind for badge in cell.badges} for cell in cells] == [
        False,
        *[True] * 4,
    ]


def test_entries_list_each_amendment_once_for_all_languages(view: View) -> None:
    reported = [(entry.place or entry.old_place, entry.row, entry.missing) for entry in view.entries]
    assert reported == [
        ("PP1", 2, ()),
        ("OP1", 3, ("ru",)),
        ("OP2", 4, ()),
        ("OP2", 5, ()),
        ("OP3", 6, ()),
        ("OP5", 8, ("en",)),
        ("OP6", 10, ("fr",)),
    ]
    assert quoted(view.entries[1]) == "{-敦促-}{+鼓励+}"
    assert view.entries[1].states["ru"] == (Carried.NOT_CARRIED_OVER, verbatim("the verb is as it was"))


def test_counts_by_column(view: View) -> None:
    assert [sum(column.counts.values()) for column in view.columns] == [10, 10, 9, 10, 10]
    assert view.columns[3].counts[ChangeKind.EDITED] == 1


def test_without_the_pivot_only_missing_amendments_are_shown() -> None:
    comparison = sample.comparison()
    view = build(comparison, default_columns(comparison, languages=["ru"]))
    badges = [badge for row in view.rows for cell in row.cells for badge in cell.badges]
    assert [badge.language for badge in badges if badge.kind is BadgeKind.NOT_CARRIED_OVER] == ["zh"]


@pytest.mark.parametrize(
    ("title", "symbol", "kind", "expected"),
    [
        ("Given", "A/C.3/80/L.2", SegmentKind.TITLE, "Given"),
        ("rev1.zh.txt", "A/C.3/80/L.2", SegmentKind.TITLE, "A/C.3/80/L.2 标题"),
        ("", None, SegmentKind.TITLE, "标题"),
        ("", None, SegmentKind.HEADING, "rev1.zh.txt"),
    ],
)
def test_a_set_without_a_title_is_called_as_its_first_document(
    title: str, symbol: str | None, kind: SegmentKind, expected: str
) -> None:
    comparison = sample.comparison(title="")
    key = DocumentKey("zh", "rev1")
    first = comparison.documents[key]
    named = replace(
        first,
        title=title,
        masthead=replace(first.masthead, symbol=symbol),
        segments=(replace(first.segments[0], kind=kind), *first.segments[1:]),
    )
    assert build(replace(comparison, documents={**comparison.documents, key: named})).title == expected


def test_an_older_draft_alone_has_no_changes() -> None:
    comparison = sample.comparison()
    view = build(comparison, [(DocumentKey("zh", "draft"), None)])
    texts = [shown(block.pieces) for row in view.rows for block in row.cells[0].blocks]
    document = comparison.documents[DocumentKey("zh", "draft")]
    assert sorted(text.replace("^1^", "").replace("^2^", "") for text in texts) == sorted(document.texts())
    assert not view.entries
    assert not any(row.amended for row in view.rows)


def test_choices_and_default_columns() -> None:
    comparison = sample.comparison(["zh", "en"])
    assert choices(comparison) == (("draft", "rev1"),)
    newest = DocumentKey("zh", "rev1"), DocumentKey("zh", "draft")
    assert default_columns(comparison)[0] == newest
    only_old = {key: value for key, value in comparison.documents.items() if str(key) != "en@rev1"}
    partial = replace(
        comparison,
        documents=only_old,
        revisions={k: v for k, v in comparison.revisions.items() if k[1].language == "zh"},
    )
    assert default_columns(partial) == (newest, (DocumentKey("en", "draft"), None))
    assert default_columns(comparison, versions=("draft", "draft"))[0] == (DocumentKey("zh", "draft"), None)


def test_from_alignment_shows_gaps_and_moves() -> None:
    source, target = document("zh", "一", "二", "三"), document("ru", "три", "один")
    beads = (
        Bead(Span(0, 0), Span(0, 1)),
        Bead(Span(0, 1), Span(1, 2)),
        Bead(Span(1, 2), Span(2, 2)),
        Bead(Span(2, 3), Span(2, 2)),
    )
    alignment = Alignment(beads, 3, 2, moves=(Move(Span(2, 3), Span(0, 1), 0.9),))
    doubtful = replace(alignment, moves=(Move(Span(2, 3), Span(0, 1), 0.8),))
    view, other = (build(from_alignment(source, target, each)) for each in (alignment, doubtful))
    assert [len(row.doubts) for row in view.rows] == [0, 0, 1, 0]  # what surely moved has a counterpart
    assert [[doubt.score for doubt in row.doubts] for row in other.rows] == [[0.8], [], [None], [0.8]]
    assert [[len(cell.blocks) for cell in row.cells] for row in view.rows] == [[0, 1], [1, 1], [1, 0], [1, 0]]
    assert [(b.kind, b.row) for b in view.rows[3].cells[0].badges] == [(BadgeKind.COUNTERPART_ELSEWHERE, 1)]
    assert [(b.kind, b.row) for b in view.rows[0].cells[1].badges] == [(BadgeKind.COUNTERPART_ELSEWHERE, 4)]
    assert not view.followed


def test_from_alignment_of_one_language_shows_both_sides() -> None:
    one = document("en", "a")
    view = build(from_alignment(one, one, Alignment((Bead(Span(0, 1), Span(0, 1)),), 1, 1)))
    assert [str(column.key) for column in view.columns] == ["en@source", "en@target"]


def test_a_revision_is_called_after_both_documents() -> None:
    old, new = (sample.document("en", "", [(SegmentKind.OPERATIVE, "1", "OP1", "Meets.")]) for _ in range(2))
    revision = revise(old, new)
    named = replace(old, title="draft.pdf"), replace(new, title="resolution.pdf")
    assert from_revision(*named, revision).title == "draft.pdf → resolution.pdf"
    issued = (
        replace(draft, masthead=Masthead(symbol=symbol, date=date))
        for draft, symbol, date in zip(
            named, ("A/RES/80/1", "A/80/L.2"), ("2025-09-19", "2025-09-15"), strict=True
        )
    )
    backwards = from_revision(*issued, revision)
    assert backwards.title == "A/RES/80/1 → A/80/L.2"
    assert [note.code for note in backwards.notes] == ["revision.dated_later"]


def test_from_revision_names_drafts_of_one_name() -> None:
    old, new = document("ar", "أ"), document("ar", "ب")
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), diff("أ", "ب", "ar"))
    view = build(from_revision(old, new, Revision((change,), 1, 1)))
    assert shown(view.rows[0].cells[0].blocks[0].pieces) == "{-أ-}{+ب+}"
    assert view.columns[0].base == DocumentKey("ar", "old")


def test_a_single_row_set_of_nothing_is_no_error() -> None:
    empty = document("en")
    view = build(from_alignment(empty, document("fr"), Alignment((), 0, 0)))
    assert view.rows == ()


# -- marking -----------------------------------------------------------------

PARAGRAPHS = st.lists(st.text("ab 各国𠀀.", max_size=8), min_size=1, max_size=3)


@given(PARAGRAPHS, PARAGRAPHS)
def test_pieces_restore_both_drafts_except_for_form(olds: list[str], news: list[str]) -> None:
    old, new = document("zh", *olds), document("zh", *news)
    edits = diff("\n".join(olds), "\n".join(news), "zh")
    change = Change(ChangeKind.EDITED, Span(0, len(olds)), Span(0, len(news)), edits)
    paragraphs = change_pieces(change, Drafts.of(old, new, Revision((change,), len(olds), len(news))))
    assert list(paragraphs) == list(range(len(news)))
    text_of = {Role.BREAK: "\n"}
    for index, pieces in paragraphs.items():
        kept = [p.text for p in pieces if p.mark is not Mark.DELETED and p.role is Role.TEXT]
        assert "".join(kept) == news[index]
    before = "".join(
        text_of.get(piece.role, piece.text)
        for pieces in paragraphs.values()
        for piece in pieces
        if piece.mark is not Mark.INSERTED
    )
    assert form_key(before) == form_key("".join(olds))


@given(st.lists(st.integers(0, 6), max_size=4))
def test_no_footnote_mark_is_lost(offsets: list[int]) -> None:
    marks = tuple(NoteMark(str(n), at) for n, at in enumerate(sorted(offsets), 1))
    notes = tuple(Footnote(mark.mark, f"note {mark.mark}") for mark in marks)
    new = Document("en", "abc de", (Segment(Span(0, 6), marks=marks),), footnotes=notes)
    old = document("en", "abd")
    change = Change(ChangeKind.EDITED, Span(0, 1), Span(0, 1), diff("abd", "abc de", "en"))
    pieces = change_pieces(change, Drafts.of(old, new, Revision((change,), 1, 1)))[0]
    assert [p.text for p in pieces if p.role is Role.NOTE] == [mark.mark for mark in marks]
    assert all(p.mark is Mark.INSERTED for p in pieces if p.role is Role.NOTE)


def noted(*notes: str, text: str = "abc") -> Document:
    marks = tuple(NoteMark(str(n), n) for n in range(1, len(notes) + 1))
    footnotes = tuple(Footnote(str(n), note) for n, note in enumerate(notes, 1))
    return Document("en", text, (Segment(Span(0, len(text)), marks=marks),), footnotes=footnotes)


def test_a_deleted_footnote_stays_as_a_struck_mark() -> None:
    old, new = noted("Resolution 1", "See chapter two"), noted("See chapter two")
    found = revise(old, new)
    assert shown(change_pieces(found.changes[0], Drafts.of(old, new, found))[0]) == "a{-^1^-}^1^bc"


def test_footnote_list_shows_changes() -> None:
    old = noted("See resolution 71/1 of the General Assembly", "gone for good")
    new = noted("See resolution 72/1 of the General Assembly", "《here》 to stay")
    view = build(from_revision(old, new, revise(old, new)))
    lines = note_lines(view.columns[0], 0, view.rows)
    assert sorted((line.label, line.mark.value, line.row) for line in lines) == [
        ("1", "equal", 1),
        ("2", "deleted", 1),
        ("2", "inserted", 1),
    ]
    first = next(line for line in lines if line.label == "1")
    assert shown(first.pieces) == "See resolution {-71/1-}{+72/1+} of the General Assembly"


def test_an_amendment_that_only_adds_a_footnote_shows_its_mark() -> None:
    old, new = noted(text="The General Assembly,"), noted("See chapter two", text="The General Assembly,")
    view = build(from_revision(old, new, revise(old, new)))
    assert [quoted(entry) for entry in view.entries] == ["T{+^1^+}"]


def test_marks_repeated_on_every_page_belong_to_their_own_footnotes() -> None:
    segments = tuple(Segment(Span(n, n + 1), marks=(NoteMark("*", n),)) for n in range(3))
    document = Document("en", "abc", segments, footnotes=(Footnote("*", "one"), Footnote("*", "two")))
    assert footnote_indices(document) == {0: (0,), 1: (1,), 2: (1,)}


# -- words -------------------------------------------------------------------


def test_every_kind_and_state_has_words() -> None:
    said = catalogue.load().by_key
    wanted = {
        *(f"kind.{kind}" for kind in ChangeKind),
        *(f"state.{state}" for state in Carried),
        *(f"badge.{kind}" for kind in BadgeKind),
    }
    assert wanted <= said.keys()


def test_unknown_words_error_lists_the_known() -> None:
    with pytest.raises(LanguageError, match="choose one of ar, en"):
        catalogue.load("tlh")


def test_the_sample_is_a_comparison() -> None:
    assert isinstance(sample.comparison(), Comparison)


def laid_out() -> Comparison:
    """The sample with rows and amendments computed from its links instead of those made by hand."""
    made = sample.comparison()
    keys, alignment = next(iter(made.alignments.items()))
    other = with_alignments(made, {keys: corrections.merge(alignment, 0, 1)})
    return with_alignments(other, {keys: alignment})


def test_confirming_equals_rebuilding_the_view() -> None:
    """What is made in a moment is what would be made from the beginning."""
    before = laid_out()
    view = build(before)
    for keys, links in before.alignments.items():
        for number in range(len(links.beads)):
            after = with_links(before, {keys: corrections.confirm(links, number)})
            assert after == with_alignments(before, {keys: corrections.confirm(links, number)})
            assert after.amendments == follow(after)
            assert rescored(view, before, after) == build(after)


def test_a_confirmed_link_is_not_uncertain_despite_a_low_score() -> None:
    first = laid_out()
    keys, alignment = next(iter(first.alignments.items()))
    low = replace(alignment, beads=tuple(replace(bead, score=0.2) for bead in alignment.beads))
    before = with_alignments(first, {keys: low})
    view, sure = build(before), low
    for number in range(len(low.beads)):
        sure = corrections.confirm(sure, number)
    after = with_links(before, {keys: sure})
    found = rescored(view, before, after)
    assert found == build(after)
    assert found != view
    assert rescored(found, after, before) == view


def test_another_link_is_not_a_mere_rescoring() -> None:
    before = laid_out()
    keys, alignment = next(iter(before.alignments.items()))
    after = with_links(before, {keys: corrections.merge(alignment, 0, 1)})
    assert after == with_alignments(before, {keys: corrections.merge(alignment, 0, 1)})
    assert rescored(build(before), before, after) is None


def test_an_amendment_made_in_one_language_only_is_noted_at_that_language() -> None:
    comparison = sample.comparison()
    english = Amendment("en", sample.OLD, sample.NEW, 2, {"zh": Carried.AMENDED_HERE_ONLY})
    (entry,) = (
        each for each in build(replace(comparison, amendments=(english,))).entries if each.place == "OP1"
    )
    assert {language: state for language, (state, _) in entry.states.items()} == {
        "en": Carried.AMENDED_HERE_ONLY
    }


def test_amendments_are_grouped_by_weight_with_the_masthead_last(view: View) -> None:
    groups = group_by_weight(view.entries)
    assert sorted(entry.row for group in groups.values() for entry in group) == [e.row for e in view.entries]
    assert next(iter(groups)) is AmendmentGroupKind.NOT_CARRIED
    lacking = groups[AmendmentGroupKind.NOT_CARRIED]
    assert all(entry.missing for entry in lacking)
    for group in groups.values():
        scores = [entry.weight.score for entry in group]
        assert scores == sorted(scores, reverse=True)
    one = lacking[0]
    masthead = replace(one, deferred_weight=Deferred(lambda: Weight(0.99, WeightReason.MASTHEAD)))
    verb = replace(one, deferred_weight=Deferred(lambda: Weight(0.1, WeightReason.VERB)), states={})
    kinds = list(group_by_weight([masthead, verb, one]))
    assert kinds == [AmendmentGroupKind.NOT_CARRIED, AmendmentGroupKind.VERBS, AmendmentGroupKind.MASTHEAD]


def test_an_entry_is_quoted_in_the_columns_preferred_that_have_it(view: View) -> None:
    entry = next(entry for entry in view.entries if len(entry.excerpts) > 1)
    first, second = tuple(entry.excerpts)[:2]
    assert entry.columns(second, first, second) == (second, first)
    assert entry.columns(None) == (first,)
    assert replace(entry, excerpts={}).columns(first) == ()


def test_text_without_controls_is_escaped_without_translating_it() -> None:
    texts = ["заключений по форме №" * 20, "国际合作" * 50, "mise en œuvre" * 20]
    table = dict.fromkeys(range(32), "�")
    translating = seconds(lambda: [text.translate(table) for text in texts * 300], best_of=3)
    assert seconds(lambda: [plain(text) for text in texts * 300], best_of=3) < translating / 2
    assert [plain(text) for text in texts] == texts


@pytest.mark.parametrize(
    ("lines", "title", "name"),
    [
        (
            ["Court of Justice", "Case of A v. B", "Judgment of 24 June 2005", "*(Merits and Costs)"],
            "Court of Justice, Case of A v. B, Judgment of 24 June 2005",
            "Court of Justice, Case of A v. B, Judgment of 24 June 2005",
        ),
        (
            ["*Order of the Court", "of 18 November 2010", "Case of A v. B", "Compliance", "Having seen:"],
            "Order of the Court",
            "Order of the Court, of 18 November 2010, Case of A v. B",
        ),
        (["Committee on Trade", "*Trade in goods"], "Trade in goods", "Trade in goods"),
        (["*(Draft)"], "(Draft)", "(Draft)"),
    ],
    ids=["brackets", "order", "masthead", "alone"],
)
def test_a_title_is_named_by_the_lines_that_belong_to_it(lines: list[str], title: str, name: str) -> None:
    made = document("en", *(line.lstrip("*") for line in lines), "The text begins.")
    kinds = [SegmentKind.TITLE if line.startswith("*") else SegmentKind.HEADING for line in lines]
    segments = [
        replace(segment, kind=kind)
        for segment, kind in zip(made.segments, [*kinds, SegmentKind.PARAGRAPH], strict=True)
    ]
    whole = replace(made, segments=tuple(segments))
    assert (whole.printed_title, whole.printed_name) == (title, name)
