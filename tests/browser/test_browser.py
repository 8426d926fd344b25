"""What a person sees in a real Chromium: opening the demo set, amendments underlined, reading the report."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import sample
from visitor import LONG, WIDE, visitor

from aligner.formats.html.report import render

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

LINE = "element => getComputedStyle(element).textDecorationLine"
HIDDEN = "element => element.getBoundingClientRect().width <= 1"
SCHEME = "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme"
GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
LUMINANCE = """element => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = getComputedStyle(element).color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}"""


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.slow)])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_demo_set_in_the_app(browser: Browser, app_address: str, scheme: str) -> None:
    """Opened with a click, and nobody but this machine is asked for anything on the way."""
    with visitor(browser, app_address, scheme=scheme) as person:
        person.come()
        person.press("Open the example")
        person.see_the_text()
        page = person.page
        assert page.evaluate(GROUND) == ("rgb(20, 23, 28)" if scheme == "dark" else "rgb(255, 255, 255)")
        inserted = page.locator('table.text td[lang="zh"] ins').first
        assert "underline" in inserted.evaluate(LINE)
        dark = "true" if scheme == "dark" else "false"
        page.wait_for_function(
            "[...document.querySelectorAll('table.text td[lang=zh] ins')].slice(0, 1)"
            f".some((each) => (({LUMINANCE})(each) > 110) === {dark})",
            timeout=LONG,
        )
        deleted = page.locator('table.text td[lang="zh"] del').first
        assert "line-through" in deleted.evaluate(LINE)
        assert inserted.locator(".vh").first.evaluate(HIDDEN)
        assert page.locator('table.text td[lang="fr"] .badge.not_carried_over').count() >= 1
        person.choose("Go to an amendment", "OP1 ·")
        assert person.here() == "OP1"
        person.unharmed()


def test_a_page_left_open_follows_the_switch_to_dark(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as person:
        person.come()
        page = person.page
        heading = page.locator(".aligner.app h1").first
        for scheme in ("light", "dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(SCHEME, arg=scheme)
            ink = heading.evaluate("element => getComputedStyle(element).color")
            assert ink == {"light": "rgb(27, 31, 36)", "dark": "rgb(230, 233, 238)"}[scheme]


def test_the_report_makes_no_requests_and_fits_a_phone(browser: Browser, tmp_path: Path, scheme: str) -> None:
    saved = tmp_path / "report.html"
    saved.write_text(render(sample.comparison()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).scheme))
    page.goto(saved.as_uri())
    assert asked == {"file"}
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert "underline" in page.locator("table.text ins").first.evaluate(LINE)
    arabic = page.locator('table.text td[lang="ar"] .block').first
    assert arabic.evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.close()


def test_a_deleted_number_stands_before_the_new_one_in_arabic(browser: Browser) -> None:
    page = browser.new_page()
    sheet = (files("aligner.data") / "report.css").read_text("utf-8")
    text = "تضم <del>120</del><ins>150</ins> بئرا"
    page.set_content(f'<style>{sheet}</style><div class="aligner"><p lang="ar" dir="rtl">{text}</p></div>')
    left = "element => element.getBoundingClientRect().left"
    assert page.locator("del").evaluate(left) > page.locator("ins").evaluate(left)
    page.close()


def test_a_link_to_a_row_and_back(browser: Browser, tmp_path: Path) -> None:
    saved = tmp_path / "report.html"
    saved.write_text(render(sample.comparison()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 400})
    page.goto(saved.as_uri())
    page.locator("#r4 .badge.moved_from a").first.click()
    assert page.url.endswith("#r9")
    assert page.locator("#r9").evaluate("row => row.matches(':target')")
    page.locator("#r9 .badge.moved_to a").first.click()
    assert page.url.endswith("#r4")
    page.close()


MOUNTED = """async script => {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    window.sent = [];
    const setTriggerValue = (_, message) => window.sent.push(message);
    (await import(url)).default({ setTriggerValue, data: { keys: {}, at_risk: false } });
}"""
ANSWERED = """tab => {
    const answer = document.createElement("template");
    answer.className = "answer";
    const done = window.sent.at(-1).id;
    answer.dataset.state = JSON.stringify({ here: null, visit: 1, opened: 0, done, tab });
    document.querySelector(".aligner").replaceChildren(answer);
}"""


@pytest.mark.parametrize(("drawn", "asked"), [("part.text", 1), ("part.findings", 2)])
def test_back_is_followed_once_more_if_the_page_shows_another_tab(
    browser: Browser, drawn: str, asked: int
) -> None:
    page = browser.new_page()
    page.set_content('<div class="aligner"></div>')
    page.evaluate(MOUNTED, (files("aligner.data") / "keyboard.js").read_text("utf-8"))
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    for _ in range(3):
        page.evaluate(ANSWERED, drawn)
        page.wait_for_timeout(50)
    assert page.evaluate("sent.map(({ action, search }) => action + search)") == ["address"] * asked
    page.close()


def test_the_chosen_row_is_in_its_place_if_the_script_comes_after_it(browser: Browser) -> None:
    page = browser.new_page()
    text = '<div class="window"><table class="text"><tbody><tr id="r1"></tr></tbody></table></div>'
    chosen = '<template class="chosen"><tr id="r1" class="here"></tr></template>'
    page.set_content(f'<div class="aligner">{text}{chosen}</div>')
    page.evaluate(MOUNTED, (files("aligner.data") / "keyboard.js").read_text("utf-8"))
    assert page.locator("tr.here").count() == 1
    page.close()


REDRAWN = """async ([script, data]) => {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const { default: draw } = await import(url), parentElement = document.body;
    const endings = [1, 2].map(() => draw({ parentElement, data, setTriggerValue: () => {} }));
    endings[0]?.();
    return () => endings[1]?.();
}"""
"""Draws a component twice and ends the first drawing last, as Streamlit does when one follows at once."""


@pytest.mark.parametrize("name", ["overview_ruler", "page_pane"])
def test_what_is_drawn_twice_at_once_stays(browser: Browser, name: str) -> None:
    page = browser.new_page()
    data = {"marks": {}, "total": 1, "first": 0, "scheme": "light", "lit": [], "png": "", "width": 1}
    page.evaluate(REDRAWN, [(files("aligner.data") / f"{name}.js").read_text("utf-8"), data])
    assert page.locator("div.aligner").count() == 1
    page.close()


def test_the_keyboard_listens_until_its_last_drawing_ends(browser: Browser) -> None:
    page = browser.new_page()
    script = (files("aligner.data") / "keyboard.js").read_text("utf-8")
    end = page.evaluate_handle(REDRAWN, [script, {"keys": {}, "at_risk": True}])
    at_work = "() => [alignerKeyboard.open, alignerKeyboard.atRisk]"
    assert page.evaluate(at_work) == [True, True]
    end.evaluate("end => end()")
    assert page.evaluate(at_work) == [False, False]
    page.close()


def test_a_click_in_a_picture_leads_to_the_row_which_survives_a_reload(
    browser: Browser, app_address: str
) -> None:
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        person.part("Summary")
        person.see_the_checks_done()  # the page moves when they are, and a click would miss the picture
        chart = person.page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first
        chart.wait_for(timeout=LONG)
        person.settle()
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box is not None
        person.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 30)
        person.page.locator("table.text tr.here").wait_for(timeout=LONG)
        place = person.here()
        assert "row=" in person.page.url
        person.page.reload()
        person.see_the_text()
        person.page.locator("table.text tr.here").wait_for(timeout=LONG)
        assert person.here() == place
        person.key("r")  # the text is redrawn while being read, and keeps its position
        person.page.wait_for_function(
            "top => { const box = document.querySelector('tr.here')?.getBoundingClientRect();"
            " return box !== undefined && 0 < box.top && box.top < top; }",
            arg=WIDE[1],
            timeout=LONG,
        )
