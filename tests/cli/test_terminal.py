"""Terminal output: marks that are readable without colour, and no square brackets."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import sample

from aligner.alignment.evaluation import evaluate
from aligner.alignment.links import Link
from aligner.cli.command_frame import ProgressLine
from aligner.cli.evaluate_command import show_evaluation
from aligner.cli.terminal import (
    show_alignment,
    show_comparison,
    show_document,
    show_history,
    show_revision,
)
from aligner.cli.terminal_style import Style, as_text, clean
from aligner.languages import OFFICIAL
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
    Edit,
    EditTag,
    EditType,
    Footnote,
    Move,
    Revision,
    Row,
    Segment,
    SegmentKind,
    Span,
    verbatim,
)
from aligner.values.catalogue import load
from aligner.values.results import AlignedPair, DraftSeries, RevisedPair

OLD, NEW, FRENCH_OLD, FRENCH = (
    DocumentKey(*pair.split("@")) for pair in ("zh@draft", "zh@rev1", "fr@draft", "fr@rev1")
)


def document(language: str, *texts: str, **about: str) -> Document:
    segments: list[Segment] = []
    start = 0
    for number, text in enumerate(texts, 1):
        span = Span(start, start + len(text))
        segments.append(Segment(span, SegmentKind.OPERATIVE, str(number), place=f"OP{number}"))
        start += len(text)
    return Document(language, "".join(texts), tuple(segments), **about)  # type: ignore[arg-type]


def edited(old: tuple[int, int], new: tuple[int, int], *edits: Edit) -> Change:
    return Change(ChangeKind.EDITED, Span(*old), Span(*new), edits)


REPLACED = Edit(EditTag.REPLACE, Span(0, 2), Span(0, 2))
KEPT = Edit(EditTag.EQUAL, Span(2, 5), Span(2, 5))


@pytest.fixture
def drafts() -> RevisedPair:
    old = document("zh", "敦促会员国", "删去")
    new = document("zh", "鼓励会员国", "新增")
    gone = Change(ChangeKind.DELETED, Span(1, 2), Span(1, 1), (Edit(EditTag.DELETE, Span(0, 2), Span(0, 0)),))
    come = Change(
        ChangeKind.INSERTED, Span(1, 1), Span(1, 2), (Edit(EditTag.INSERT, Span(0, 0), Span(0, 2)),)
    )
    return RevisedPair(old, new, Revision((edited((0, 1), (0, 1), REPLACED, KEPT), gone, come), 2, 2))


def test_amendments_are_marked_without_colour(drafts: RevisedPair) -> None:
    shown = as_text(show_revision(drafts, Style(), load()))
    assert "OP1  edited\n  1. {-敦促-}{+鼓励+}会员国\n" in shown
    assert "old OP2  deleted\n  {-2. 删去-}\n" in shown
    assert "OP2  inserted\n  2. {+新增+}\n" in shown
    assert "1 inserted, 1 deleted, 1 edited\n" in shown
    assert as_text(show_revision(drafts, Style(), load("fr"))).endswith(
        "ajouté\u00a0: 1, supprimé\u00a0: 1, modifié\u00a0: 1\n"
    )
    assert "\x1b" not in shown
    assert "[" not in shown


def test_a_run_of_unchanged_paragraphs_is_one_line() -> None:
    old = document("zh", "一", "二", "三", "敦促", "四", "五")
    new = document("zh", "一", "二", "三", "鼓励", "四", "五")
    kept = [Change(ChangeKind.UNCHANGED, Span(at, at + 1), Span(at, at + 1), ()) for at in (0, 1, 2, 4, 5)]
    changes = (*kept[:3], edited((3, 4), (3, 4), Edit(EditTag.REPLACE, Span(0, 2), Span(0, 2))), *kept[3:])
    shown = as_text(show_revision(RevisedPair(old, new, Revision(changes, 6, 6)), Style(), load()))
    assert shown.startswith("OP1 … OP3  unchanged (3)\n\nOP4  edited\n")
    assert "OP5  unchanged\n  5. " in shown
    assert "一" not in shown


def test_a_deleted_lone_number_is_shown() -> None:
    old, new = document("zh", "敦促", ""), document("zh", "敦促")
    gone = Change(ChangeKind.DELETED, Span(1, 2), Span(1, 1), ())
    kept = Change(ChangeKind.UNCHANGED, Span(0, 1), Span(0, 1), ())
    shown = as_text(show_revision(RevisedPair(old, new, Revision((kept, gone), 2, 1)), Style(), load()))
    assert "old OP2  deleted\n  {-2.-}\n" in shown


def test_a_terminal_underlines_and_strikes_as_well(drafts: RevisedPair) -> None:
    shown = as_text(show_revision(drafts, Style(ansi=True), load()))
    assert "\x1b[4;32m{+鼓励+}\x1b[0m" in shown
    assert "\x1b[9;31m{-敦促-}\x1b[0m" in shown


def test_a_reworded_footnote_is_listed_under_its_mark() -> None:
    """No paragraph changed, and yet the drafts are not the same."""
    notes = (Footnote("1", "Resolution 70/1."), Footnote("2", "Annex."))
    later = (Footnote("1", "New."), Footnote("2", "Resolution 70/2."))
    old = replace(document("en", "Urges"), footnotes=notes)
    new = replace(document("en", "Urges"), footnotes=later)
    same = Change(
        ChangeKind.UNCHANGED, Span(0, 1), Span(0, 1), (Edit(EditTag.EQUAL, Span(0, 5), Span(0, 5)),)
    )
    start, end = (
        Edit(EditTag.EQUAL, Span(0, 14), Span(0, 14)),
        Edit(EditTag.EQUAL, Span(15, 16), Span(15, 16)),
    )
    came = Change(
        ChangeKind.INSERTED, Span(0, 0), Span(0, 1), (Edit(EditTag.INSERT, Span(0, 0), Span(0, 4)),)
    )
    reworded = edited((0, 1), (1, 2), start, Edit(EditTag.REPLACE, Span(14, 15), Span(14, 15)), end)
    gone = Change(ChangeKind.DELETED, Span(1, 2), Span(2, 2), (Edit(EditTag.DELETE, Span(0, 6), Span(0, 0)),))
    reported = RevisedPair(old, new, Revision((same,), 1, 1, footnote_changes=(came, reworded, gone)))
    shown = as_text(show_revision(reported, Style(), load()))
    assert "footnote 1  inserted\n  {+New.+}\n" in shown
    assert "footnote 2 (was 1)  edited\n  Resolution 70/{-1-}{+2+}.\n" in shown
    assert "footnote 2  deleted\n  {-Annex.-}\n" in shown
    assert shown.endswith("1 unchanged; 3 footnotes changed\n")


def test_footnotes_that_were_read_differently_are_shown_and_counted_apart() -> None:
    old, new = (
        replace(document("en", "See."), footnotes=(Footnote("1", text),))
        for text in ("Resolution 70/1.", "Resolution 70/1. UM")
    )
    added = Edit(EditTag.INSERT, Span(16, 16), Span(16, 19), EditType.RECOGNISED)
    misread = Change(
        ChangeKind.RECOGNISED,
        Span(0, 1),
        Span(0, 1),
        (Edit(EditTag.EQUAL, Span(0, 16), Span(0, 16)), added),
    )
    same = Change(ChangeKind.UNCHANGED, Span(0, 1), Span(0, 1), ())
    pair = RevisedPair(old, new, Revision((same,), 1, 1, footnote_changes=(misread,)))
    shown = as_text(show_revision(pair, Style(), load()))
    assert "footnote 1  read differently\n  Resolution 70/1. UM\n" in shown
    assert shown.endswith("1 unchanged; 0 footnotes changed, 1 read differently\n")


def test_an_alignment_shows_gaps_and_moved_counterparts() -> None:
    source, target = document("zh", "甲", "乙", "丙"), document("en", "B", "A")
    beads = (
        Bead(Span(0, 1), Span(0, 0)),
        Bead(Span(1, 2), Span(0, 1), 0.5),
        Bead(Span(2, 2), Span(1, 2)),
        Bead(Span(2, 3), Span(2, 2)),
    )
    alignment = Alignment(beads, 3, 2, (Move(Span(0, 1), Span(1, 2), 0.9),))
    shown = as_text(show_alignment(AlignedPair(source, target, alignment), Style(), load()))
    assert "OP2 ↔ OP1  0.50\n  zh  2. 乙\n  en  1. B\n" in shown
    assert "  zh  1. 甲\n  en  — no counterpart —\n  !   zh: the counterpart is at OP2\n" in shown
    assert "  zh  3. 丙\n  en  — no counterpart —\n" in shown


def test_a_document_shows_its_footnotes() -> None:
    doc = document("en", "Urges", footnotes=(Footnote("1", "See A/1."),))  # type: ignore[arg-type]
    shown = as_text(show_document(doc, Style(), load()))
    assert "operative   OP1    1. Urges" in shown
    assert shown.endswith("Footnotes\n1  See A/1.\n")


def test_arabic_labels_have_their_dash() -> None:
    assert "OP1    1 - تحث" in as_text(show_document(document("ar", "تحث"), Style(), load()))
    old, new = document("ar", "تحث", "تقرر"), document("ar", "تشجع")
    gone = Change(ChangeKind.DELETED, Span(1, 2), Span(1, 1), ())
    replaced = edited((0, 1), (0, 1), Edit(EditTag.REPLACE, Span(0, 3), Span(0, 4)))
    shown = as_text(show_revision(RevisedPair(old, new, Revision((replaced, gone), 2, 1)), Style(), load()))
    assert "\n  1 - {-تحث-}{+تشجع+}\n" in shown
    assert "\n  {-2 - تقرر-}\n" in shown


@pytest.fixture
def comparison() -> Comparison:
    same = Change(
        ChangeKind.UNCHANGED, Span(0, 1), Span(0, 1), (Edit(EditTag.EQUAL, Span(0, 7), Span(0, 7)),)
    )
    reason = {"fr": verbatim("same words")}
    return Comparison(
        title="一套",
        pivot="zh",
        versions=("draft", "rev1"),
        documents={
            OLD: document("zh", "敦促会员国"),
            NEW: document("zh", "鼓励会员国"),
            FRENCH_OLD: document("fr", "Exhorte"),
            FRENCH: document("fr", "Exhorte"),
        },
        alignments={(NEW, FRENCH): Alignment((Bead(Span(0, 1), Span(0, 1)),), 1, 1)},
        revisions={
            (OLD, NEW): Revision((edited((0, 1), (0, 1), REPLACED, KEPT),), 1, 1),
            (FRENCH_OLD, FRENCH): Revision((same,), 1, 1),
        },
        rows=(Row(dict.fromkeys((OLD, NEW, FRENCH_OLD, FRENCH), Span(0, 1))),),
        amendments=(Amendment("zh", "draft", "rev1", 0, {"fr": Carried.NOT_CARRIED_OVER}, reason),),
        notes=(verbatim("look at this"),),
    )


def test_a_comparison_lists_amendments_not_carried_over(comparison: Comparison) -> None:
    shown = as_text(show_comparison(comparison, Style(), load()))
    assert shown.startswith("一套\n\nOP1\n  zh  (edited) 1. {-敦促-}{+鼓励+}会员国\n  fr  1. Exhorte\n")
    assert "  !   fr: NOT CARRIED OVER (same words)\n" in shown
    assert "amendments in zh: 1; not carried over: 1\n  fr: OP1  edited\nnote: look at this\n" in shown


def test_untraceable_amendments_are_not_reported_as_carried_over(comparison: Comparison) -> None:
    one = replace(
        comparison,
        revisions={keys: reported for keys, reported in comparison.revisions.items() if keys == (OLD, NEW)},
        amendments=(replace(comparison.amendments[0], states={}, reasons={}),),
    )
    shown = as_text(show_comparison(one, Style(), load()))
    assert "amendments in zh: 1\n  Not checked, because one of the two drafts is missing: French.\n" in shown
    assert "not carried over: 0" not in shown


def test_a_row_of_deleted_text_is_shown_and_one_of_history_is_not() -> None:
    gone = Change(ChangeKind.DELETED, Span(1, 2), Span(1, 1), ())
    kept = Change(ChangeKind.UNCHANGED, Span(0, 1), Span(0, 1), ())
    comparison = Comparison(
        title="",
        pivot="zh",
        versions=("draft", "rev1"),
        documents={OLD: document("zh", "甲", "乙"), NEW: document("zh", "甲")},
        alignments={},
        revisions={(OLD, NEW): Revision((kept, gone), 2, 1)},
        rows=(Row({OLD: Span(0, 1), NEW: Span(0, 1)}), Row({OLD: Span(1, 2)})),
    )
    shown = as_text(show_comparison(comparison, Style(), load()))
    assert "old OP2\n  zh  (deleted) {-2. 乙-}\n" in shown


def test_kinds_are_named_alike_in_the_list_and_in_the_count() -> None:
    old, new = document("zh", "甲", "乙"), document("zh", "乙丙", "甲")
    moved = Change(ChangeKind.MOVED_EDITED, Span(1, 2), Span(0, 1), ())
    kept = Change(ChangeKind.UNCHANGED, Span(0, 1), Span(1, 2), ())
    shown = as_text(show_revision(RevisedPair(old, new, Revision((moved, kept), 2, 2)), Style(), load()))
    assert "OP1 (was OP2)  moved and edited\n" in shown
    assert "1 moved and edited, 1 unchanged\n" in shown


@pytest.mark.parametrize("code", [code for code in OFFICIAL if code != "en"])
def test_every_result_is_shown_in_the_language_of_the_interface(code: str) -> None:
    """Nothing in Latin letters is left but the texts, language codes and places."""
    made = sample.comparison(["zh", "ru"], title="决议草案")
    (key, revision), *_ = made.revisions.items()
    (sides, alignment), *_ = made.alignments.items()
    old, new = (made.documents[each] for each in key)
    source, target = (made.documents[each] for each in sides)
    shown = [
        *show_comparison(made, Style(), load(code)),
        *show_revision(RevisedPair(old, new, revision), Style(), load(code)),
        *show_alignment(AlignedPair(source, target, alignment), Style(), load(code)),
        *show_document(new, Style(), load(code)),
        *show_history(DraftSeries((old, new), (revision,)), Style(), load(code)),
    ]
    texts = [each.text for each in made.documents.values()]
    theirs = load(code).by_key
    english = {word for key, word in load("en").by_key.items() if len(word) > 5 and word != theirs.get(key)}
    named = {word for word in english if re.search(rf"\b{re.escape(word)}\b", "\n".join(shown))}
    assert {word for word in named if not any(word in text for text in texts)} == set()
    assert load(code)("kind.edited") in "\n".join(shown)


def test_a_history_tells_paragraph_11_from_the_eleventh() -> None:
    texts = ((SegmentKind.HEADING, None, None, "Annexe"), (SegmentKind.PARAGRAPH, "11", None, "Le budget."))
    draft = sample.document("fr", "a", texts)
    shown = list(show_history(DraftSeries((draft,), ()), Style(), load("fr")))
    assert [line.split("  ")[0] for line in shown[3:5]] == ["¶1", "annexe, par. 11"]


def test_control_characters_cannot_steer_the_terminal() -> None:
    assert clean("a\x1b]0;x\x07\x9bb\nc") == "a␛]0;x␇␡b\nc"


def test_an_evaluation_is_a_table() -> None:
    links = [Link((0,), (0,), 0.97), Link((1,), (), 0.2)]
    shown = as_text(show_evaluation(evaluate(links, links)))
    assert "strict        1.0000    1.0000    1.0000\n" in shown
    assert "1-0           1.0000    1.0000    1.0000       1       1       1\n" in shown
    assert "0.95–0.99          1       1     1.0000\n" in shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere() -> None:
    terminal, piped = Terminal(), io.StringIO()
    for stream in (terminal, piped):
        line = ProgressLine(stream)
        line("align", 1, 3)
        line("align", 1, 3)
        line("read", 0, 0)
        line.clear()
    assert piped.getvalue() == ""
    assert terminal.getvalue() == "\ralign 1/3\rread     \r    \r"
