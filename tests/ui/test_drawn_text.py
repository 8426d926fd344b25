"""The rows that change after the text was drawn turn it into the text as it is now."""

from __future__ import annotations

from dataclasses import replace

from drawn import rows as changed_rows
from hypothesis import given
from hypothesis import strategies as st

from aligner.formats.html.fragments import WrittenRow
from aligner.ui.text_tab import DrawnText


def row(number: int, cells: str, classes: str = "", signs: str = "") -> WrittenRow:
    return WrittenRow(number, classes, f"<th>{number}{signs}</th>", f"<td>{cells}</td>")


def applied(before: DrawnText, changes: str) -> list[str]:
    return changed_rows("\n".join(each.html for each in before.rows), changes)


LONG = [row(number, f"{number} " + "word " * 40) for number in range(1, 51)]

written = st.lists(
    st.builds(
        row,
        st.integers(1, 9),
        st.sampled_from([letter * 30 for letter in "abcdefgh"]),
        st.sampled_from(["", "amended"]),
        st.sampled_from(["", "<b>✓</b>"]),
    ),
    max_size=8,
)


@given(written, written)
def test_changes_turn_any_text_into_any_other_or_it_is_drawn_again(
    before: list[WrittenRow], after: list[WrittenRow]
) -> None:
    drawn = DrawnText.of([*LONG, *before])
    changes = drawn.changes([*LONG, *after])
    assert changes is not None
    assert applied(drawn, changes) == [each.html for each in [*LONG, *after]]


def test_a_sign_sends_one_heading_and_no_text() -> None:
    drawn = DrawnText.of(LONG)
    changes = drawn.changes([*LONG[:20], replace(LONG[20], place="<th>21 ✓</th>"), *LONG[21:]])
    kept = '<tr data-rows="0 20"></tr>', '<tr data-rows="21 50"></tr>'
    assert changes == f'{kept[0]}<tr id="r21" data-cells="20"><th>21 ✓</th></tr>{kept[1]}'


def test_rows_merged_and_numbered_again_send_one_text() -> None:
    merged = row(10, "two in one")
    after = [*LONG[:9], merged, *(replace(each, number=each.number - 1) for each in LONG[11:])]
    changes = DrawnText.of(LONG).changes(after)
    assert changes is not None
    assert changes.count("<td>") == 1
    assert applied(DrawnText.of(LONG), changes) == [each.html for each in after]


def test_a_text_that_changed_much_is_drawn_again() -> None:
    assert DrawnText.of(LONG).changes([row(each.number, f"other {each.cells}") for each in LONG]) is None


def test_texts_with_other_rows_have_other_names() -> None:
    names = {DrawnText.of(rows).name for rows in (LONG, LONG[1:], [*LONG[1:], LONG[0]], [])}
    assert len(names) == 4
