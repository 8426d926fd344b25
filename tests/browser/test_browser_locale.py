"""The six languages of the interface in a real Chromium: chosen, kept, and mirrored for Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from visitor import LONG, first_visit, window

from aligner.languages import get
from aligner.values.catalogue import load

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

QUIET = "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
NAMES = re.compile(
    r"aligner|English|Word|OpenDocument|RTF|PDF|HTML|TMX|XLIFF|Excel|CSV|draft|rev1"
    r"|\w*\.(?:txt|docx?|pdf|html|odt|rtf|json|tmx|xlf|xliff|sdlxliff|mqxliff|xlsx|csv|tsv|jsonl|parquet|zip|tiff?|png|jpe?g)\b"
)
"""Names and file extensions that the start page has in every language."""


def started(page: Page, address: str, code: str, query: str = "") -> None:
    """Wait until the first screen is there, in the language asked for."""
    page.goto(first_visit(address, query))
    page.get_by_role("button", name=load(code)("app.open_example")).wait_for(timeout=LONG)
    told = f"document.documentElement.lang === {code!r} && document.documentElement.dir !== ''"
    page.wait_for_function(told, timeout=LONG)


def opened(page: Page, code: str) -> None:
    page.get_by_role("button", name=load(code)("app.open_example")).click()
    page.locator("table.text").wait_for(timeout=LONG)
    checks = page.locator(".st-key-verdict [role=status]")
    checks.wait_for(state="detached", timeout=LONG)  # their end redraws the page
    page.wait_for_function(QUIET, timeout=LONG)


def left(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("element => element.getBoundingClientRect().left"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window whose browser is in English."""
    with window(browser) as opened:
        yield opened


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        pytest.param("zh-CN", "zh", marks=pytest.mark.slow),
        pytest.param("ru-RU", "ru", marks=pytest.mark.slow),
        ("ar-EG", "ar"),
        ("de-DE", "en"),
    ],
)
def test_the_browser_s_language_counts_at_first(
    browser: Browser, app_address: str, locale: str, code: str
) -> None:
    """And nothing of the page is then left in English."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000}, locale=locale)
    started(page, app_address, code)
    assert page.evaluate("document.documentElement.dir") == get(code).direction
    if code != "en":
        page.wait_for_function(QUIET, timeout=LONG)
        _has_no_english(page)
    page.close()


def _has_no_english(page: Page) -> None:
    shown = page.locator(".stApp").evaluate(
        """app => [...app.querySelectorAll("*")]
            .filter(e => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) > 0)
            .filter(e => !e.closest("style, script, [translate=no]"))
            .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data))"""
    )
    assert len(shown) > 5
    assert not [text for text in shown if re.search("[A-Za-z]{3}", NAMES.sub("", text))]


def test_a_choice_is_in_the_address_and_survives_a_reload(page: Page, app_address: str) -> None:
    started(page, app_address, "en")
    page.get_by_label(load("en")("app.interface")).first.click()
    page.get_by_role("option", name="Français").click()
    page.get_by_role("button", name=load("fr")("app.open_example")).wait_for(timeout=LONG)
    page.wait_for_function("document.documentElement.lang === 'fr'")
    assert "ui=fr" in page.url
    page.reload()
    page.get_by_role("button", name=load("fr")("app.open_example")).wait_for(timeout=LONG)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_arabic_is_laid_out_from_the_right(page: Page, app_address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    started(page, app_address, "ar", "?ui=ar")
    opened(page, "ar")
    assert left(page, ".st-key-bar h1") > left(page, ".st-key-project") + 500, "the title stands at the right"
    assert left(page, "table.text th.place") > left(page, 'table.text td[lang="ru"]') + 200
    way = "element => getComputedStyle(element).direction"
    assert page.locator('table.text td[lang="zh"]').first.evaluate(way) == "ltr"
    assert page.locator("table.text th.place").first.evaluate(way) == "rtl"
    page.locator(".st-key-columns button").first.click()
    page.get_by_label(load("ar")("app.drafts"), exact=True).first.click()
    option = page.get_by_role("option").first
    assert option.evaluate(way) == "rtl"


def test_arabic_on_a_phone(page: Page, app_address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    started(page, app_address, "ar", "?ui=ar")
    opened(page, "ar")
    page.wait_for_function(QUIET, timeout=LONG)
    for selector in ("html", ".stMain"):
        wide = page.locator(selector).evaluate("element => element.scrollWidth - element.clientWidth")
        assert wide <= 0, f"{selector} is {wide} pixels wider than the phone"
    page.locator(".st-key-columns button").first.click()
    page.locator("[data-testid=stPopoverBody]").wait_for()
    assert page.locator("html").evaluate("element => element.scrollWidth - element.clientWidth") <= 0


def test_the_list_of_keys_shows_them_unmirrored_from_right_to_left(page: Page, app_address: str) -> None:
    """A bracket that faces the other way is another key."""
    started(page, app_address, "ar", "?ui=ar")
    opened(page, "ar")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog").locator("kbd")
    keys.first.wait_for()
    assert keys.filter(has_text="]").evaluate("key => getComputedStyle(key).direction") == "ltr"
