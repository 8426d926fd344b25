"""Changes to the paragraphs of a document: what moves with the text, and what stays."""

from __future__ import annotations

import pytest

from aligner.segmentation.redivision import corrected, corrected_note, divided, inserted, joined, rewritten
from aligner.values import Document, Footnote, NoteMark, OriginMap, OriginRun, Segment, SegmentKind, Span
from aligner.values.message import LinkError

ONE, TWO, THREE = "The plan is old.", "It was made.", "It ends."
TEXT = f"{ONE}\n{TWO}\n{THREE}"


def document() -> Document:
    """Three paragraphs from offset 1000 of their source, each with marks at its beginning and end."""
    segments = tuple(
        Segment(Span(start, start + len(text)), SegmentKind.PARAGRAPH, label, marks)
        for text, label in ((ONE, "1"), (TWO, None), (THREE, "3"))
        for start in (TEXT.index(text),)
        for marks in ((NoteMark("a", start), NoteMark("b", start + len(text))),)
    )
    doubtful = (Span(4, 8), Span(17, 19), Span(30, 32))
    origin = OriginMap((OriginRun(0, 1000, len(TEXT)),))
    return Document(language="en", text=TEXT, segments=segments, origin=origin, doubtful=doubtful)


def told(changed: Document) -> tuple[list[str], list[list[int]], list[tuple[int, int]]]:
    """Its texts, the places of its marks, and its doubtful words."""
    marks = [[mark.position for mark in segment.marks] for segment in changed.segments]
    return changed.texts(), marks, [(word.start, word.stop) for word in changed.doubtful]


def sources(changed: Document) -> list[tuple[int, int, int]]:
    return [(run.text_start, run.source_start, run.length) for run in changed.origin.runs]


def test_words_written_anew_move_all_that_follows() -> None:
    changed = rewritten(document(), 1, [(Span(3, 6), "had been")])
    assert told(changed) == (
        [ONE, "It had been made.", THREE],
        [[0, 16], [17, 34], [35, 43]],
        [(4, 8), (17, 19), (35, 37)],
    )
    assert sources(changed) == [(0, 1000, 20), (28, 1023, 15)]


def test_several_words_are_written_anew_in_order() -> None:
    changed = rewritten(document(), 0, [(Span(0, 3), "A"), (Span(12, 15), "new")])
    assert told(changed)[0] == ["A plan is new.", TWO, THREE]
    assert sources(changed) == [(1, 1003, 9), (13, 1015, 23)]


@pytest.mark.parametrize(
    ("span", "put", "places"),
    [
        (Span(0, 3), "A", [17, 27]),
        (Span(0, 0), "A", [17, 30]),
        (Span(10, 12), "", [17, 27]),
        (Span(0, 12), "A", [17, 18]),
    ],
)
def test_marks_stay_at_the_ends_of_a_paragraph_that_changes(span: Span, put: str, places: list[int]) -> None:
    changed = rewritten(document(), 1, [(span, put)])
    assert [mark.position for mark in changed.segments[1].marks] == places


def test_a_doubtful_word_that_is_written_anew_is_sure() -> None:
    changed = corrected(document(), 0, Span(4, 8), "plane")
    assert told(changed) == (
        ["The plane is old.", TWO, THREE],
        [[0, 17], [18, 30], [31, 39]],
        [(18, 20), (31, 33)],
    )
    assert sources(changed) == [(0, 1000, 8), (9, 1008, 30)]
    confirmed = corrected(document(), 1, Span(17, 19), "It")
    assert told(confirmed) == (told(document())[0], told(document())[1], [(4, 8), (30, 32)])
    assert told(corrected(document(), 1, Span(17, 19), "Is"))[0][1] == "Is was made."


def test_a_word_of_a_note_moves_the_doubtful_ones_after_it() -> None:
    note = Footnote("1", "See the old plan.", doubtful=(Span(0, 3), Span(8, 11), Span(12, 16)))
    noted = Document(language="en", text="", segments=(), footnotes=(Footnote("0", "No."), note, note))
    changed = corrected_note(noted, 1, Span(8, 11), "older")
    assert [each.text for each in changed.footnotes] == ["No.", "See the older plan.", note.text]
    assert [(word.start, word.stop) for word in changed.footnotes[1].doubtful] == [(0, 3), (14, 18)]
    assert changed.footnotes[2] == note


@pytest.mark.parametrize(
    ("index", "texts"),
    [
        (0, ["New.", ONE, TWO, THREE]),
        (1, [ONE, "New.", TWO, THREE]),
        (2, [ONE, TWO, "New.", THREE]),
        (3, [ONE, TWO, THREE, "New."]),
    ],
)
def test_a_paragraph_is_inserted_before_another_or_at_the_end(index: int, texts: list[str]) -> None:
    like = Segment(Span(0, 0), SegmentKind.ITEM, "(a)")
    changed = inserted(document(), index, "New.", like)
    assert changed.texts() == texts
    made = changed.segments[index]
    assert (made.kind, made.label, made.marks, made.cells) == (SegmentKind.ITEM, "(a)", (), ())
    assert all(
        [mark.position for mark in each.marks] == [each.span.start, each.span.stop]
        for each in changed.segments
        if each is not made
    )


def test_the_first_paragraph_of_an_empty_document_is_inserted() -> None:
    empty = Document(language="en", text="", segments=())
    changed = inserted(empty, 0, "New.", Segment(Span(0, 0), SegmentKind.PARAGRAPH))
    assert (changed.texts(), changed.text) == (["New."], "New.\n")


def test_a_row_keeps_its_cells() -> None:
    text = "Posts\t12"
    row = Segment(Span(0, 8), SegmentKind.ROW, cells=(Span(0, 5), Span(6, 8)))
    table = Document(language="en", text=text, segments=(row,))
    changed = rewritten(table, 0, [(Span(6, 8), "120")])
    assert changed.segments[0].cells == (Span(0, 5), Span(6, 9))
    with pytest.raises(LinkError):
        rewritten(table, 0, [(Span(5, 6), " ")])
    more = inserted(table, 1, "Costs\t7", row)
    assert more.segments[1].cells == (Span(9, 14), Span(15, 16))
    assert inserted(table, 1, "Costs", row).segments[1].cells == ()


@pytest.mark.parametrize(
    ("at", "texts", "marks"),
    [
        (8, ["The plan", "is old."], [[0], [16]]),
        (9, ["The plan", "is old."], [[0], [16]]),
        (1, ["T", "he plan is old."], [[0], [16]]),
    ],
)
def test_a_paragraph_is_divided_without_the_space(at: int, texts: list[str], marks: list[list[int]]) -> None:
    changed = divided(document(), 0, at)
    assert told(changed)[0] == [*texts, TWO, THREE]
    assert told(changed)[1][:2] == marks
    assert [each.label for each in changed.segments] == ["1", None, None, "3"]


def test_paragraphs_are_joined_with_the_number_of_the_second() -> None:
    assert told(joined(document(), 0)) == (
        [f"{ONE} {TWO}", THREE],
        [[0, 16, 17, 29], [30, 38]],
        [(4, 8), (17, 19), (30, 32)],
    )
    assert joined(document(), 1).texts()[1].startswith(f"{TWO} 3")
    with pytest.raises(LinkError):
        joined(document(), 2)
