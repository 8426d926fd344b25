"""The workbench without a mouse, on a phone, in dark mode, and after a reload."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visitor import PHONE, SOON, Visitor, visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

from aligner.languages import OFFICIAL
from aligner.values.catalogue import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const look = (node) => {
        const found = [];
        for (let up = 0; node && up < 9; node = node.parentElement, up++) {
            const style = getComputedStyle(node);
            found.push(style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.color);
        }
        return found.join('|');
    };
    const here = document.activeElement, box = here.getBoundingClientRect(), before = window.__stop;
    const whole = '.stMultiSelect, canvas';  // shows the focus for all that is in it, or by itself
    const together = before && here.closest(whole) && here.closest(whole) === before.node.closest(whole);
    const unlike = before ? together || look(before.node) !== before.look : true;
    window.__stop = {node: here, look: look(here)};
    const said = here.innerText.replace('expand_more', '').trim();  // the icon of a menu
    const name = here.getAttribute('aria-label') || said || here.placeholder || here.title || '';
    return {
        tag: here.tagName, name: name.trim().split('\\n').pop(), before_was_seen: unlike,
        there: box.width > 1 && box.height > 1,
    };
}"""
"""What has the focus, and whether what had it before looked otherwise while it had it."""

WIDEST = "ru"
"""The language with the widest button."""

PARTS = ("Summary", "Amendments", "Findings", "Glossary", "Export")


def tabbed(person: Visitor, most: int = 300) -> list[dict[str, object]]:
    """Every place that the Tab key comes to, from the head of the page round to it again."""
    person.page.evaluate("document.querySelector('a, button').focus(); window.scrollTo(0, 0)")
    person.page.evaluate("window.__stop = null")
    person.page.add_style_tag(content="* { transition: none !important }")  # looks are compared at once
    found: list[dict[str, object]] = []
    for _ in range(most):
        person.page.keyboard.press("Tab")
        stop = person.page.evaluate(FOCUSED)
        if found:
            found[-1]["seen"] = stop.pop("before_was_seen")
        if stop["tag"] == "BODY":
            return found
        found.append(stop)
    raise AssertionError("the Tab key never comes round")


@pytest.mark.slow
def test_keys_match_the_list_of_keys(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        _walks(person)
        _marks(person)
        person.key("Escape")
        _searches(person)
        _types_ahead(person)
        person.unharmed()


@pytest.mark.slow
def test_keys_that_correct_links_match_the_list_of_keys(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        _clicks(person)
        _mends_links(person)
        _moves_paragraphs(person)
        _types_ahead(person)
        _asks_for_help(person)
        _is_asked_before_work_is_lost(person)
        person.unharmed()


def _walks(person: Visitor) -> None:
    person.key("n")
    first = person.here()
    person.key("n")
    second = person.here()
    assert first != second
    assert person.page.locator("tr.here.amended").count() == 1
    person.key("p")
    assert person.here() == first
    person.key("j")
    third = person.here()
    assert third != first
    person.key("k")
    assert person.here() == first
    on_top = person.page.locator("tr.here").evaluate("row => row.getBoundingClientRect().top")
    assert 0 <= on_top < 600
    person.key("Escape")
    assert person.here() == ""
    expect(person.panel()).to_have_count(0)
    person.key("f")  # also while the checks run: the step is taken once they are done
    expect(person.page.locator("tr.here .signs .found")).to_be_visible(timeout=SOON)
    person.key("c")  # after confirming, a person continues with the next finding
    expect(person.page.locator("tr.here .signs .found")).to_be_visible(timeout=SOON)
    person.key("c", "Escape")


def _clicks(person: Visitor) -> None:
    """Whoever clicks on the Russian works on the links of the Russian."""
    for language, name in (("ru", "Русский"), ("fr", "Français")):
        person.page.locator(f'table.text tr:not(.folded) td[lang="{language}"]').nth(1).click()
        chosen = person.panel().get_by_role("radio", name=name)
        expect(chosen).to_have_attribute("aria-checked", "true", timeout=SOON)
    person.settle()
    person.key("Escape")


def _marks(person: Visitor) -> None:
    person.key("n", "c")
    expect(person.panel()).to_contain_text("(confirmed)")
    person.key("r")
    expect(person.page.locator("tr.here .signs .reviewed")).to_be_visible(timeout=SOON)
    expect(person.page.locator("tr.here")).to_be_focused()  # although it was redrawn
    person.key("u")
    expect(person.page.locator("tr.here .signs .reviewed")).to_have_count(0, timeout=SOON)
    expect(person.page.locator("tr.here")).to_be_focused()
    person.key("u")
    expect(person.panel()).not_to_contain_text("(confirmed)")
    person.key("U")
    expect(person.panel()).to_contain_text("(confirmed)")


def _mends_links(person: Visitor) -> None:
    """Merge with the next row and with the one before, and unlink; each is undone by a key."""
    page = person.page
    page.locator("#r10 th.place").click(position={"x": 60, "y": 10})
    person.settle()
    rows = person.shown()
    for key in ("m", "M"):
        person.key(key)
        assert person.shown() == rows - 1
        person.key("u")
        assert person.shown() == rows
    person.key("x")
    expect(page.locator("tr.here .gap")).to_have_count(1, timeout=SOON)
    person.key("u", "Escape")


def _moves_paragraphs(person: Visitor) -> None:
    """Take the next paragraph, give it back; cut a cell's text and paste it at the next row."""
    page = person.page
    page.locator("#r10 td").nth(1).click()
    person.settle()
    cell = page.locator("tr.here td").nth(1)
    words = cell.inner_text()
    person.key("]")
    assert len(cell.inner_text()) > len(words)
    expect(person.panel().get_by_role("status")).to_contain_text("Done: moved a boundary", timeout=SOON)
    person.key("[")
    assert cell.inner_text() == words
    person.key("u", "u", "t", "j", "v")
    assert words in cell.inner_text()
    person.key("u", "C", "k", "R")
    assert page.locator("tr:has(.signs .reviewed)").count() == 1
    person.key("k")  # row 12 is a deletion, which has no panel
    page.keyboard.press("Tab")
    expect(person.panel().locator("button").first).to_be_focused()
    person.key("2")
    expect(person.tab("Summary")).to_be_checked(timeout=SOON)
    person.key("1", "u", "u", "Escape")


def _searches(person: Visitor) -> None:
    everything = person.shown()
    person.page.keyboard.press("/")
    box = person.page.get_by_role("textbox", name="Search")
    expect(box).to_be_focused()
    person.page.keyboard.type("jc?nf")  # keys that mean something elsewhere are letters here
    expect(box).to_have_value("jc?nf")
    box.fill("etats")
    person.key("Enter")
    assert 0 < person.shown() < everything
    assert person.page.locator('td[lang="fr"] mark').first.inner_text().casefold() == "états"
    person.page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    person.page.keyboard.press("/")
    box.fill("打击贩运")
    person.key("Enter")
    assert person.page.locator('td[lang="zh"] mark').count() > 0
    box.fill("")
    person.key("Enter")
    person.page.keyboard.press("Escape")
    assert person.shown() == everything


def _types_ahead(person: Visitor) -> None:
    """Keys faster than the page follows are each done once, in their order."""
    page = person.page
    page.locator("table.text tbody tr:not(.folded)").first.locator("th.place").click()
    person.settle()
    rows = page.locator("table.text tbody tr[id]")
    first = rows.evaluate_all("each => each.findIndex((row) => row.classList.contains('here'))")
    for _ in range(5):  # the sixth shows a deleted paragraph, which is not reviewed
        page.keyboard.press("r")
        page.keyboard.press("j")
    person.sees_reviewed(" 5 of ")
    page.wait_for_function("window.alignerKeyboard.waiting.length === 0")
    person.settle()
    assert "here" in rows.nth(first + 5).get_attribute("class").split()
    person.choose("Rows to show", "Not reviewed yet")
    page.keyboard.press("j")  # after choosing from a list by the pointer, keys still work
    expect(page.locator("tr.here")).to_have_count(1, timeout=SOON)
    person.choose("Rows to show", "All")
    person.key("Escape")


def _asks_for_help(person: Visitor) -> None:
    person.page.keyboard.press("?")
    dialog = person.page.get_by_role("dialog")
    expect(dialog.get_by_role("row")).to_have_count(42, timeout=SOON)
    person.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0, timeout=SOON)


def _is_asked_before_work_is_lost(person: Visitor) -> None:
    person.press("Close project")  # steps were taken and are in no file
    person.press("Continue working", within="[role=dialog]")
    person.page.reload()  # a recovery copy has the steps
    person.see_the_text()
    person.sees_reviewed(" 5 of ")
    person.press("Close project")
    person.press("Close and lose them", within="[role=dialog]")
    person.page.locator(".st-key-start h1").wait_for()
    assert person.asked == 0


def test_tab_reaches_every_control_and_shows_the_focus(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as person:
        person.come_to_the_example("&row=10")
        person.panel().wait_for()
        person.see_the_checks_done()
        person.key("E")
        _reaches(
            person,
            "Columns", "Filter", "Save…", "Add…", "Project", "Search", "Previous amendment",
            "Next amendment", "Go to an amendment",
            "Confirm", "Reviewed", "Less", "Realign", "×", "Merge with the row above",
            "Merge with the row below", "Unlink",
            "Link other paragraphs",
        )  # fmt: skip
        for part in PARTS:
            _turns_to(person, part)
            _reaches(person, *{"Export": ("What to export", "Format", "Make the file")}.get(part, ()))


@pytest.mark.slow
def test_work_is_kept_from_any_tab(browser: Browser, app_address: str, tmp_path: Path) -> None:
    with visitor(browser, app_address) as person:
        person.come("?example=1")
        person.see_the_checks_done()
        head, dialog = person.page.locator(".st-key-save"), person.page.get_by_role("dialog")
        person.row("OP7").scroll_into_view_if_needed()
        for part in ("Text", *PARTS):
            person.part(part)
            expect(head.get_by_role("button", name="Save…")).to_be_in_viewport(ratio=1, timeout=SOON)
        person.part("Text")
        for keys in ("Control+s", "S"):
            person.key(keys)
            expect(dialog).to_be_visible(timeout=SOON)
            person.page.keyboard.press("Escape")
            expect(dialog).to_have_count(0, timeout=SOON)
            person.settle()
        with person.answered():
            head.get_by_role("button", name="Save…").click()
        dialog.get_by_label("Folder").fill(str(tmp_path))
        dialog.get_by_label("Folder").press("Enter")
        person.settle()
        person.press("Save here", "[role=dialog]")
        expect(head).to_contain_text(".aligner · saved", timeout=SOON)
        expect(head).to_be_in_viewport(ratio=1)
        expect(head.get_by_role("button")).to_have_count(0)
        person.unharmed()


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=() if code == WIDEST else pytest.mark.slow) for code in OFFICIAL]
)
def test_the_button_that_saves_fits_a_phone_in_every_language(
    browser: Browser, app_address: str, code: str
) -> None:
    with visitor(browser, app_address, size=PHONE) as person:
        person.come(f"?example=1&ui={code}")
        person.see_the_checks_done()
        button = person.page.locator(".st-key-save").get_by_role("button")
        expect(button).to_have_text(load(code)("project.save_as_short"), timeout=SOON)
        expect(button).to_be_in_viewport(ratio=1)
        others = "[data-testid=stMainMenu]"
        mine = button.bounding_box()
        for other in person.page.locator(others).all():
            box = other.bounding_box()
            assert mine is not None
            assert box is not None
            beside = mine["x"] >= box["x"] + box["width"] or mine["x"] + mine["width"] <= box["x"]
            assert beside or mine["y"] >= box["y"] + box["height"]
        assert person.too_wide() <= 0


DRAWN_ALONE = """async (script) => {
    const {default: draw} = await import(URL.createObjectURL(new Blob([script], {type: 'text/javascript'})));
    const data = {keys: {'?': 'help'}, at_risk: false};
    window.sent = [];
    draw({data, setTriggerValue: (event, message) => sent.push(message.id)});
}"""
"""Runs the script of the keyboard in an empty page, without a server that answers."""


def test_a_key_is_repeated_only_once_the_page_stands_still(browser: Browser) -> None:
    """A page that takes long to draw may show a dialog already; drawn once more, it would close it."""
    page = browser.new_page()
    page.clock.install()
    page.set_content('<div class="stApp" data-test-script-state="running"></div>')
    script = (files("aligner") / "data" / "keyboard.js").read_text(encoding="utf-8")
    page.evaluate(DRAWN_ALONE, script)
    page.keyboard.press("?")
    page.clock.run_for(20_000)
    assert len(page.evaluate("sent")) == 1
    page.evaluate("document.querySelector('.stApp').dataset.testScriptState = 'notRunning'")
    page.clock.run_for(4_000)
    first, second = page.evaluate("sent")
    assert first == second
    page.close()


def _reaches(person: Visitor, *names: str) -> None:
    """The names are among the places Tab comes to, whose focus shows; a page drawn meanwhile skips some."""
    for _ in range(3):
        person.settle()
        stops = tabbed(person)
        missing = set(names) - {str(stop["name"]) for stop in stops}
        if not missing:
            break
    assert not missing
    unseen = [stop for stop in stops if stop["there"] and not stop["seen"]]
    assert not unseen, [(stop["tag"], stop["name"]) for stop in unseen]


def _turns_to(person: Visitor, part: str) -> None:
    """By Tab to the parts, then by arrows, as in any group of choices."""
    person.page.get_by_role("radio", checked=True).first.focus()
    person.page.keyboard.press("ArrowRight")
    person.page.keyboard.press("Space")
    expect(person.tab(part)).to_be_checked(timeout=SOON)
    person.settle()


def test_a_phone_shows_everything_without_moving_sideways(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address, size=PHONE, scheme="dark") as person:
        person.come()
        assert person.too_wide() <= 0
        person.come_to_the_example("&row=10")
        assert person.too_wide() <= 0
        person.open_panel()
        for name in ("Confirm", "Unlink", "×"):
            button = person.panel().get_by_role("button", name=name, exact=True)
            button.scroll_into_view_if_needed()
            box = button.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE[0]
            assert 0 <= box["y"] <= PHONE[1]
        person.panel().get_by_role("button", name="×", exact=True).click()
        expect(person.panel()).to_have_count(0, timeout=SOON)
        for part in PARTS:
            person.part(part)
            assert person.too_wide() <= 0, part
        with person.menu("Close project"):
            close = person.page.get_by_role("button", name="Close project")
            expect(close).to_be_in_viewport(ratio=1, timeout=SOON)
        assert person.too_wide() <= 0
        person.unharmed()


KEPT = "[...document.querySelectorAll('table.text tbody tr')].filter((row) => row.drawnBefore).length"


def test_choosing_a_row_leaves_the_rest_of_the_text_as_it_is(browser: Browser, app_address: str) -> None:
    """To draw all of it again took most of the time of a key on a long text."""
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        person.see_the_checks_done()
        person.page.evaluate(
            "for (const row of document.querySelectorAll('table.text tbody tr')) row.drawnBefore = true"
        )
        rows = person.page.locator("table.text tbody tr")
        total = rows.count()
        for expected in (1, 2, 3):
            person.key("j")
            expect(person.page.locator("table.text tr.here")).to_have_id(f"r{expected}")
            kept = person.page.evaluate(KEPT)
            assert (rows.count(), kept) == (total, total - 1)
        person.key("k")
        expect(person.page.locator("table.text tr.here")).to_have_id("r2")
        person.key("r")
        expect(person.page.locator("table.text tr.here .reviewed")).to_have_count(1)
        person.key("Escape")
        expect(person.page.locator("table.text tr.here")).to_have_count(0)
        expect(person.page.locator("table.text tr#r2 .reviewed")).to_have_count(1)
        person.unharmed()


ROWS = "[...document.querySelectorAll('.window table.text > tbody > tr')].map((row) => row.outerHTML)"


@pytest.mark.slow
def test_corrections_leave_other_rows_as_they_are_and_show_what_a_reload_shows(
    browser: Browser, app_address: str
) -> None:
    """Only changed rows are sent and put into the text, which must be the same as a text redrawn."""
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        person.see_the_checks_done()
        first = person.page.evaluate(ROWS)
        person.page.evaluate(
            "for (const row of document.querySelectorAll('table.text tbody tr')) row.drawnBefore = true"
        )
        person.page.locator("#r9 th.place").click(position={"x": 60, "y": 10})
        person.settle()
        for key in ("r", "m", "j", "R", "M", "u", "U", "k"):
            person.key(key)
            person.see_the_checks_done()
            assert person.page.evaluate(KEPT) > 0.75 * person.shown(), key
        person.key("Escape")
        person.see_the_checks_done()
        corrected = person.page.evaluate(ROWS)
        person.page.reload()
        person.see_the_text()
        person.see_the_checks_done()
        assert person.page.evaluate(ROWS) == corrected != first
        assert person.page.evaluate(KEPT) == 0  # so this text was redrawn
        person.unharmed()
