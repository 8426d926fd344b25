"""Back, Forward and removing filters, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visitor import LONG, SOON, WIDE, Visitor, visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SCROLLED = """async () => {
    const page = document.querySelector('.stMain'), before = page.scrollTop;
    await new Promise((done) => setTimeout(done, 200));
    return page.scrollTop > 0 && page.scrollTop === before;
}"""
"""Whether the page was scrolled down and stands still."""

ROWS_SEEN = """() => {
    const rows = [...document.querySelectorAll('table.text > tbody > tr')].filter((row) => row.offsetHeight);
    const head = document.querySelector('table.text > thead').getBoundingClientRect().bottom;
    const seen = rows.map((row) => row.getBoundingClientRect())
        .map((box) => Math.min(box.bottom, innerHeight) - Math.max(box.top, head));
    return {
        amendments: rows.filter((row, n) => row.matches('.amended') && seen[n] > 15).length,
        share: seen.reduce((sum, each) => sum + Math.max(0, each), 0) / innerHeight,
        covered: document.querySelector('.st-key-toolbar').getBoundingClientRect().bottom
            - document.querySelector('table.text > thead th').getBoundingClientRect().top,
    };
}"""
"""How much of the window are rows of the text, and how many amendments are in sight."""

PRINTS = """() => {
    window.alignerKeyboard.print = () => {
        window.__printed = document.querySelectorAll('table.text tbody tr').length;
        dispatchEvent(new Event('afterprint'));
    };
}"""
"""Counts the rows that would be printed, in place of the browser's printing."""

SHIFTED = """() => {
    const moved = [];
    for (let up = document.querySelector('.stMain').parentElement; up; up = up.parentElement) {
        if (up.scrollTop !== 0) moved.push(`${up.className} ${up.scrollTop}`);
    }
    return moved;
}"""
"""What is scrolled around the page's own scrolling area, which shows a blank below and hides the head."""


@pytest.fixture(scope="module")
def person(browser: Browser, app_address: str) -> Iterator[Visitor]:
    """One window with the example, left by each test as the next one needs it."""
    with visitor(browser, app_address) as someone:
        someone.come()
        someone.press("Open the example")
        someone.see_the_text()
        someone.see_the_checks_done()  # their end redraws the page
        yield someone


def agrees(person: Visitor, row: str) -> None:
    """Both the address and the page name the row; an empty name means none."""
    chosen = person.page.locator("tr.here")
    expect(chosen).to_have_count(1 if row else 0, timeout=SOON)
    if row:
        expect(chosen).to_have_attribute("id", f"r{row}", timeout=SOON)
    address = re.compile(rf"[?&]row={row or '[0-9]+'}(&|$)")
    expectation = expect(person.page)
    (expectation.to_have_url if row else expectation.not_to_have_url)(address, timeout=SOON)
    person.settle()


def test_a_key_unfolds_the_columns(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as someone:
        someone.come_to_the_example()
        someone.see_the_checks_done()  # their end redraws the page
        someone.page.keyboard.press("o")
        expect(someone.page.get_by_role("combobox", name="Languages")).to_be_focused(timeout=SOON)
        someone.unharmed()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1100, 800), (720, 450)])
def test_half_of_the_window_is_rows_and_the_first_amendment_is_among_them(
    browser: Browser, app_address: str, width: int, height: int
) -> None:
    with visitor(browser, app_address, size=(width, height)) as someone:
        someone.come_to_the_example()
        someone.see_the_checks_done()
        someone.page.wait_for_timeout(300)
        seen = someone.page.evaluate(ROWS_SEEN)
        assert seen["amendments"] >= 1, seen
        assert seen["share"] >= 0.5, seen
        assert seen["covered"] <= 2, seen
        if height >= 800:  # the answer is above them
            expect(someone.page.get_by_role("button", name="2 amendments are missing")).to_be_in_viewport()
        assert someone.too_wide() <= 0
        assert someone.page.locator("table.text").evaluate(
            "each => each.getBoundingClientRect().right <= (document.querySelector('.ruler')"
            "?.getBoundingClientRect().left || innerWidth)"
        )


def test_back_and_forward_move_page_and_address_together(person: Visitor) -> None:
    for row in ("9", "12"):
        person.page.locator(f"#r{row} th.place").click(position={"x": 60, "y": 10})
        agrees(person, row)
    person.page.go_back()
    agrees(person, "9")
    person.page.go_forward()
    agrees(person, "12")
    person.page.go_back()
    person.page.go_back()
    agrees(person, "")


def test_back_asks_before_leaving_the_project(person: Visitor) -> None:
    person.page.go_back()
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Going back leaves this project", timeout=SOON)
    expect(person.page).to_have_url(re.compile("example=1"), timeout=SOON)
    person.press("Continue working", within="[role=dialog]")
    expect(dialog).to_have_count(0, timeout=SOON)
    expect(person.page.locator("table.text")).to_have_count(1, timeout=SOON)


def test_show_all_rows_clears_every_filter(person: Visitor) -> None:
    person.see_the_checks_done()  # the list is redrawn when they are
    everything = person.shown()
    chip = person.page.get_by_role("button", name="square brackets ×")
    for _ in range(3):  # the list may be redrawn for another reason just when the option is clicked
        person.choose("What the change touches", "square brackets")
        with suppress(AssertionError):
            expect(chip).to_have_count(1, timeout=10_000)
            break
    expect(chip).to_have_count(1, timeout=SOON)
    person.page.keyboard.press("Escape")
    person.press("Show all rows")
    expect(chip).to_have_count(0, timeout=SOON)
    person.part("Amendments")
    assert person.page.get_by_role("button", name="Show all rows").count() == 0
    person.part("Text")
    expect(chip).to_have_count(0, timeout=SOON)
    assert person.shown() == everything


def test_the_verdict_leads_to_what_it_counts(person: Visitor) -> None:
    person.see_the_checks_done()
    person.press("2 amendments are missing in French.")
    assert person.shown() == 2
    person.press("Amendment not carried over ×")
    assert person.shown() > 2
    person.press("Other findings: 2")
    expect(person.tab("Findings")).to_be_checked(timeout=SOON)
    person.press("Dismiss")
    expect(person.page.get_by_role("button", name="Other findings: 1")).to_have_count(1, timeout=SOON)
    expect(person.page.get_by_role("radio", name="Findings (3)")).to_be_checked(timeout=SOON)
    person.key("u")
    expect(person.page.get_by_role("radio", name="Findings (4)")).to_be_checked(timeout=SOON)


def test_a_clicked_row_stays_and_the_ruler_leads_anywhere(person: Visitor) -> None:
    person.come_to_the_example()
    person.see_the_checks_done()  # their end redraws the page
    row = person.row("PP1")
    row.evaluate(
        "each => { each.scrollIntoView({block: 'start'}); each.closest('.stMain').scrollBy(0, -60) }"
    )
    before = row.bounding_box()
    with person.answered():
        row.locator("th.place").click(position={"x": 60, "y": 8})
    person.panel().wait_for()
    person.page.wait_for_timeout(400)  # the row may be scrolled to only once the panel is drawn
    assert row.bounding_box() == before
    assert (person.panel().bounding_box() or {})["height"] < 80  # one line
    person.open_panel()
    person.page.wait_for_timeout(400)
    assert row.bounding_box() == before
    row.evaluate("each => each.closest('.stMain').scrollBy(0, each.getBoundingClientRect().bottom - 700)")
    for name in ("Less", "More"):  # the panel would cover the row
        person.press(name, ".st-key-panel")
    panel = person.panel()
    person.page.wait_for_function(
        "([row, panel]) => row.getBoundingClientRect().top < panel.getBoundingClientRect().top - 40",
        arg=[row.element_handle(), panel.element_handle()],
    )
    ruler = person.page.locator(".ruler")
    box = ruler.bounding_box()
    assert box is not None
    assert "amendments not carried over 2" in (ruler.get_attribute("aria-label") or "")
    with person.answered():
        person.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.99)
    assert person.page.locator("tr.here.amended").count() == 1
    assert person.here() != "PP1"


def test_a_tab_is_shown_from_its_top_and_the_text_at_its_row(person: Visitor) -> None:
    person.page.set_viewport_size({"width": 1400, "height": 500})
    person.come_to_the_example()
    person.see_the_checks_done()
    person.key("n", "n", "n", "n")
    here = person.here()
    top = "document.querySelector('.stMain').scrollTop"
    assert person.page.evaluate(top) > 0
    person.key("4")
    person.page.wait_for_function(f"{top} === 0")
    person.key("1")
    expect(person.page.locator("tr.here")).to_be_in_viewport(timeout=SOON)
    assert person.here() == here
    person.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    person.unharmed()


def test_the_first_step_to_a_finding_works_from_any_tab(person: Visitor) -> None:
    """Also while the checks run."""
    person.come_to_the_example()
    person.page.keyboard.press("f")
    expect(person.page.locator("tr.here .signs .found")).to_be_visible(timeout=LONG)
    expect(person.tab("Text")).to_be_checked()
    person.unharmed()


def test_a_long_text_is_drawn_as_it_is_scrolled_and_its_list_completed_on_demand(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    names = ("north", "south", "east", "west", "upper")
    for draft, more in (("draft", 0), ("rev1", 7)):
        lines = [
            f"The {name} region received {number + more} visitors and {number} letters."
            for number in range(100, 150)
            for name in names
        ]
        (tmp_path / f"visits.{draft}.en.txt").write_text("\n\n".join(lines), encoding="utf-8")
    with visitor(browser, app_address) as someone:
        someone.come()
        someone.drop(*sorted(tmp_path.iterdir()))
        someone.compare()
        someone.see_the_checks_done()
        scroll_to_more(someone)
        listed = someone.page.get_by_role("combobox", name="Go to an amendment")
        with someone.answered():
            listed.focus()
        asked = someone.page.evaluate("window.__asked")
        someone.page.keyboard.type("250 ·")
        option = someone.page.get_by_role("option", name="250 ·")
        expect(option).to_have_count(1, timeout=SOON)
        assert someone.page.evaluate("window.__asked") == asked  # it is asked for once
        option.click()
        agrees(someone, "250")
        someone.page.evaluate(PRINTS)
        someone.page.keyboard.press("Control+p")
        someone.page.wait_for_function("window.__printed === 250", timeout=SOON)
        someone.page.wait_for_function(
            "document.querySelectorAll('table.text tbody tr').length < 250", timeout=SOON
        )
        someone.unharmed()


def scroll_to_more(person: Visitor) -> None:
    """Scroll to the last row drawn, which stays where it is while more rows are drawn below."""
    rows = person.page.locator("table.text tbody tr")
    expect(rows).to_have_count(25, timeout=SOON)
    last = rows.nth(24)
    person.page.mouse.move(700, 500)
    person.page.mouse.wheel(0, 100)
    person.page.wait_for_function(SCROLLED)  # the wheel is answered after it is turned
    before = last.evaluate("row => (row.scrollIntoView({block: 'end'}), row.getBoundingClientRect().bottom)")
    expect(rows).not_to_have_count(25, timeout=SOON)  # low rows in a high window bring a third page
    # The rows are replaced as a whole, and then scrolled to where they were.
    person.page.wait_for_function(
        "before => Math.abs(document.querySelectorAll('table.text tbody tr')[24]"
        "?.getBoundingClientRect().bottom - before) <= 2",
        arg=before,
    )
    person.settle()


def test_a_step_to_a_doubt_shows_the_links_of_its_language_until_it_is_settled(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    paragraphs = {
        "en": ("The office opens on Monday.", "Nobody may park here.", "The library has 300 books."),
        "es": ("La oficina abre el lunes.", "Nadie puede aparcar aquí.", "La biblioteca tiene 300 libros."),
        "fr": ("Le bureau ouvre le lundi.", "La bibliothèque compte 300 livres."),
    }
    for language, lines in paragraphs.items():
        (tmp_path / f"house.{language}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    with visitor(browser, app_address) as someone:
        someone.come()
        someone.drop(*sorted(tmp_path.iterdir()))
        someone.compare()
        someone.see_the_checks_done()
        for _ in range(4):
            someone.page.keyboard.press("d")
            someone.settle()
            if "no counterpart" in someone.panel().inner_text():
                break
        french = someone.panel().get_by_role("radio", name="Français")
        expect(french).to_have_attribute("aria-checked", "true", timeout=SOON)
        uncertain = someone.page.locator(".st-key-verdict").get_by_role("button", name="Uncertain")
        for _ in range(4):
            if not uncertain.count():
                break
            someone.key("c")
            someone.page.keyboard.press("d")
            someone.settle()
        expect(uncertain).to_have_count(0, timeout=SOON)
        someone.unharmed()


def test_walking_to_the_end_of_a_batch_with_the_panel_open_leaves_no_blank(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    said = {
        "en": "The committee received {} visitors and answered all of their letters.",
        "fr": "Le comité a reçu {} visiteurs et a répondu à toutes leurs lettres.",
    }
    for language, line in said.items():
        text = "\n\n".join(line.format(number) for number in range(100, 145))
        (tmp_path / f"visits.{language}.txt").write_text(text, encoding="utf-8")
    with visitor(browser, app_address, size=(1440, 900)) as someone:
        someone.come()
        someone.drop(*sorted(tmp_path.iterdir()))
        someone.compare()
        someone.see_the_checks_done()
        someone.key("j")
        someone.open_panel()
        for _ in range(4):
            someone.key("k")  # from the first row to the last, and up
            someone.page.wait_for_timeout(400)
            assert someone.page.evaluate(SHIFTED) == []
        someone.unharmed()


def test_back_returns_to_the_tab_before(person: Visitor) -> None:
    person.come_to_the_example()
    person.see_the_checks_done()
    for part in ("Summary", "Findings"):
        person.part(part)
        person.page.wait_for_url(f"**tab={part.lower()}*", timeout=SOON)
    person.page.go_back()
    expect(person.tab("Summary")).to_be_checked(timeout=SOON)
    person.page.go_back()
    expect(person.tab("Text")).to_be_checked(timeout=SOON)
    person.settle()


def test_one_click_shows_the_old_draft_beside_the_new(person: Visitor) -> None:
    person.come_to_the_example()
    person.see_the_checks_done()
    person.press("Old beside new")
    languages = person.page.locator("table.text > thead .language")
    expect(languages).to_have_text(["English", "English"], timeout=SOON)
    person.press("Old beside new")
    expect(languages).to_have_count(4, timeout=SOON)


def test_a_walk_says_that_it_goes_round(person: Visitor) -> None:
    person.come_to_the_example()
    person.see_the_checks_done()
    person.press("2 amendments are missing in French.")
    person.key("n", "n", "n")
    expect(person.page.get_by_text("That was the last")).to_be_visible(timeout=SOON)


def test_a_key_dismisses_a_finding_with_a_note(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as someone:
        someone.come_to_the_example()
        someone.see_the_checks_done()
        someone.key("f", "z")
        expect(someone.page.get_by_role("dialog").get_by_role("textbox")).to_be_focused(timeout=SOON)
        someone.page.keyboard.type("asked the capital")
        with someone.answered():
            someone.page.keyboard.press("Enter")
        expect(someone.panel()).to_contain_text("dismissed a finding", timeout=SOON)
        someone.part("Findings")
        someone.page.get_by_text("Dismissed (1)").click()
        expect(someone.page.get_by_text("asked the capital")).to_be_visible(timeout=SOON)
        someone.unharmed()
