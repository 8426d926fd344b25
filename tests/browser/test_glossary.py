"""The glossary's grid, in which people type, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visitor import Visitor, visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def person(browser: Browser, app_address: str) -> Iterator[Visitor]:
    """A window with the glossary of the example, in which a row of the text is chosen."""
    with visitor(browser, app_address) as someone:
        someone.come_to_the_example()
        someone.see_the_checks_done()
        someone.key("n")
        someone.part("Glossary")
        someone.page.locator("canvas").first.wait_for()
        yield someone


def cell(person: Visitor, row: int, column: int) -> str:
    """What a cell of the grid holds, counted from 0: the grid tells screen readers, in hidden elements."""
    found = person.page.locator(f"[data-testid=glide-cell-{column + 1}-{row}]").first  # after its tick box
    return (found.text_content() or "").strip()


def type_into(person: Visitor, row: int, column: int, text: str) -> None:
    """Choose a cell by pointer and type over it, as into any spreadsheet."""
    grid = person.page.locator("[data-testid=stDataFrame], .stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.locator("canvas").first.bounding_box()
    assert box is not None
    width = box["width"] / 5
    person.page.mouse.click(box["x"] + width * column + 40, box["y"] + 35 * (row + 1) + 17)
    focused = "document.activeElement?.closest('[data-testid=stDataFrame], .stDataFrame') != null"
    person.page.wait_for_function(focused)
    person.page.keyboard.press(text[0])  # opens the field
    person.page.locator("#portal textarea, #portal input").first.wait_for()
    person.page.keyboard.type(text[1:], delay=30)
    with person.answered():
        person.page.keyboard.press("Enter")
        field = person.page.locator(f"[data-testid=glide-cell-{column + 1}-{row}]").first
        expect(field).to_have_text(text)
        person.page.wait_for_timeout(500)  # the grid waits before it sends what was typed


def test_typing_in_the_grid_acts_on_nothing_else(person: Visitor) -> None:
    here = person.page.evaluate("new URL(location.href).searchParams.get('row')")
    type_into(person, 0, 1, "Security Council")
    assert cell(person, 0, 1) == "Security Council"
    assert person.page.get_by_role("dialog").count() == 0
    expect(person.tab("Glossary")).to_be_checked()
    assert person.page.evaluate("new URL(location.href).searchParams.get('row')") == here
    person.part("Text")
    assert "(confirmed)" not in person.panel().inner_text()
    person.unharmed()


def test_typed_terms_survive_another_tab_and_are_asked_for_before_a_file_replaces_them(
    person: Visitor, tmp_path: Path
) -> None:
    type_into(person, 0, 1, "bodies of men")
    person.part("Text")
    person.part("Glossary")
    person.page.locator("canvas").first.wait_for()
    assert cell(person, 0, 1) == "bodies of men"
    given = tmp_path / "terms.csv"
    given.write_text("en,fr\nmeasure,mesure\n", encoding="utf-8")
    with person.answered():
        person.page.locator("input[type=file]").first.set_input_files(str(given))
    assert cell(person, 0, 1) == "bodies of men"
    person.press("Add to these")
    with person.page.expect_download() as waiting:
        person.page.locator(".st-key-terms-download button").click()
    saved = waiting.value.path().read_text(encoding="utf-8")
    assert "bodies of men" in saved
    assert "measure" in saved
    person.unharmed()
